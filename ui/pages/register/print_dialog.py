"""Ctrl+P on the register: which book, which year, the open pages or the whole volume (K-20)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from models.domain.text import T, Text
from models.services import books
from models.services.books import Year
from ui.context import Context
from ui.widgets.buttons import Button
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import ChoiceInput, OptionCard
from ui.widgets.labels import label
from ui.words import number


class PrintBookDialog(Dialog):
    """Returns (form code, year). What is not on paper yet is counted for the chosen year."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        look = context.look
        super().__init__(look, parent, T("print book", "打印簿页"), T("print book", "先预览，再打印"), width=622)
        self._context = context
        self._asked = 0
        self.book = ChoiceInput(look, T("print book", "哪一本"))
        self.book.set_items([(code, words) for code, _volume, words in books.KINDS])
        self.year = ChoiceInput(look, T("print book", "年度"))
        for words, widget in ((T("print book", "哪一本"), self.book), (T("print book", "年度"), self.year)):
            named = label(look, words, "label")
            named.setBuddy(widget)
            self.body.addWidget(named)
            self.body.addWidget(widget)
        self.open_pages = OptionCard(look, T("print book", "还没打印的簿页"),
                                     T("print book", "打印后这几页定稿，以后的改动另写更正行"), key="Alt+1")  # fmt: skip
        self.volume = OptionCard(look, T("print book", "全年册"), T("print book", "封面、已定稿的页、未打印的行、结簿行"), key="Alt+2")
        self.open_pages.setChecked(True)
        self.body.addWidget(self.open_pages)
        self.body.addWidget(self.volume)
        self._note = label(look, "", "value", wrap=True)
        self.body.addWidget(self._note)
        back = self.add_button(Button(look, T("dialog", "取消"), key="Esc"))
        back.clicked.connect(self.reject)
        self.go = self.add_button(Button(look, T("print book", "预览"), "primary", icon="printer", key="Ctrl+Enter"))
        self.go.clicked.connect(self._finish)
        self.book.chosen.connect(lambda _code: self._ask_years())
        self.year.chosen.connect(lambda _year: self._ask_lines())
        for card in (self.open_pages, self.volume):
            card.toggled.connect(lambda _on: self._judge())
        self._lines: Year | None = None
        self._ask_years()
        self.book.setFocus()

    def _ask_years(self) -> None:
        code, office = str(self.book.code()), self._context.office
        self._lines = None
        self._judge()
        self._context.tasks.read(lambda: books.years_of(office, code), lambda years: self._take_years(code, years))

    def _take_years(self, code: str, years: list[int]) -> None:
        if code != self.book.code():
            return
        this = self._context.office.clock.today().year
        self.year.set_items([(year, str(year)) for year in sorted({this, *years}, reverse=True)])
        self._ask_lines()

    def _ask_lines(self) -> None:
        self._asked += 1
        asked, code, year, office = self._asked, str(self.book.code()), self.year.code(), self._context.office
        self._lines = None
        self._judge()
        if isinstance(year, int):
            self._context.tasks.read(lambda: books.year_of(office, code, year), lambda found: self._take(asked, found))

    def _take(self, asked: int, found: Year) -> None:
        if asked == self._asked:
            self._lines = found
            self._judge()

    def _judge(self) -> None:
        found, text = self._lines, T("print book", "正在数还没打印的行")
        why: Text | None = text
        if found is not None:
            text = T("print book", "{year} 年还有 {n} 行没有打印，已定稿 {pages} 页。", year=found.year,
                     n=number(found.open_lines), pages=number(found.fixed_pages))  # fmt: skip
            nothing = self.open_pages.isChecked() and not found.open_lines
            why = T("print book", "这一年没有还没打印的行") if nothing else None
        self._note.setText(self.look.t(text))
        self.go.set_enabled(why is None, why or "")
        self.foot_note.setText(self.look.t(why) if why and found is not None else "")

    def _finish(self) -> None:
        if not self.go.isEnabled() or self._lines is None:
            return
        code = str(self.book.code())
        volume = next(volume for kind, volume, _words in books.KINDS if kind == code)
        self.done_with((code if self.open_pages.isChecked() else volume, self._lines.year))

    @classmethod
    def ask(cls, context: Context, parent: QWidget | None) -> tuple[str, int] | None:
        """Form code and year; None if the dialog was left."""
        result = cls(context, parent).run()
        return result if isinstance(result, tuple) else None
