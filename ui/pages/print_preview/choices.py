"""What is chosen before a print: printer, copies, and the reason of a second one; and what the print will be."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.errors import UserError
from models.domain.text import T, Text
from models.services.print_room import MOST_COPIES, Sheets
from models.services.printing import Printed
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.containers import Banner, Ground
from ui.widgets.inputs import ChoiceInput, LineInput, set_severity
from ui.widgets.labels import label
from ui.widgets.scroll import Scroll
from ui.words import number

WIDTH = 348
MOST_NAMED = 6  # rare characters named one by one
FIXES = T("print", "打印后这些簿页定稿")
FIXED = T("print", "印过的行不再变动；以后的更正另起一行，并指明更正哪一行。")


class PrintChoices(Ground):
    """The side of the preview. `changed` when a choice changes; `print_button` and `save_button` start the act."""

    changed = Signal()
    outcome_said = Signal(bool)  # whether the paper of the unknown print came out

    def __init__(self, look: Look) -> None:
        super().__init__(look, "surface")
        self._look, self._nth, self._must_say = look, 1, False
        px = look.px
        self.setFixedWidth(px(WIDTH))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(16), px(16), px(16), px(14))
        outer.setSpacing(px(10))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(3), 0, px(3), 0)
        column.setSpacing(px(6))
        self.title = label(look, "", "section", wrap=True)
        self.what = label(look, "", "second", wrap=True)
        self.printer = ChoiceInput(look, T("print", "打印机"))
        self.copies = LineInput(look, T("print", "份数"))
        self.copies.setText("1")
        self.copies.set_side(T("print", "份"))
        self.reason = LineInput(look, T("print", "重打理由"))
        for widget in (self.title, self.what):
            column.addWidget(widget)
        for words, control in (
            (T("print", "打印机"), self.printer), (T("print", "份数"), self.copies), (T("print", "重打理由"), self.reason),
        ):  # fmt: skip
            column.addSpacing(px(6))
            column.addWidget(label(look, words, "hint", "text2"))
            column.addWidget(control)
        column.addSpacing(px(10))
        self.act = Banner(look, T("print", "打印也是一笔操作"), "", "accent")
        self.fixes = Banner(look, FIXES, FIXED, "warn")
        self.rare = Banner(look, "", "", "ok")
        self.outcome = Banner(look, "", "", "ok")
        self.failed = Banner(look, "", "", "bad")
        self.unknown = self._unknown_banner()
        for banner in (self.failed, self.unknown, self.outcome, self.act, self.fixes, self.rare):
            column.addWidget(banner)
            banner.hide()
        column.addStretch(1)
        outer.addWidget(Scroll(inside), 1)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addStretch(1)
        self.save_button = Button(look, T("print", "存为 PDF…"), key="Ctrl+S")
        self.print_button = Button(look, T("print", "打印"), "primary", icon="printer", key="Ctrl+P")
        row.addWidget(self.save_button)
        row.addWidget(self.print_button)
        outer.addLayout(row)
        self.printer.chosen.connect(lambda _code: self.changed.emit())
        self.copies.textEdited.connect(lambda _text: self.changed.emit())
        self.reason.textEdited.connect(lambda _text: self.changed.emit())

    def _unknown_banner(self) -> Banner:
        """Asks what only somebody at the printer can know."""
        banner = Banner(self._look, "", "", "warn")
        row = QHBoxLayout()
        row.addStretch(1)
        self.came_out = Button(self._look, T("print", "出来了"))
        self.did_not = Button(self._look, T("print", "没有出来"))
        for button, answer in ((self.came_out, True), (self.did_not, False)):
            button.clicked.connect(lambda _on=False, answer=answer: self.outcome_said.emit(answer))
            row.addWidget(button)
        banner.box.addLayout(row)
        return banner

    # filling -------------------------------------------------------------------------------------------------------

    def set_printers(self, names: Sequence[str], last: str) -> None:
        """The printers of this PC; the one used last stays chosen."""
        known: list[tuple[object, Text | str]] = [(name, name) for name in names]
        self.printer.set_items(known or [("", T("print", "没有找到打印机"))])
        if last in names:
            self.printer.set_code(last)
        self.printer.setEnabled(bool(known))
        self.changed.emit()

    def wait(self, code: str) -> None:
        """The form is being laid out."""
        self.title.setText(code)
        self.what.setText(self._look.t(T("print", "正在排版")))
        self._must_say = False
        for banner in (self.failed, self.unknown, self.act, self.fixes, self.rare):
            banner.hide()

    def show_sheets(self, sheets: Sheets) -> None:
        """What would be printed now."""
        say = self._look.t
        self._nth = sheets.nth
        self.title.setText(f"{sheets.code} {say(sheets.title)}")
        self.what.setText(say(T("print", "{number}　{pages} 页", number=sheets.number, pages=number(sheets.pages))))
        again = sheets.nth > 1
        self.reason.setEnabled(again)
        self.reason.setPlaceholderText(say(T("print", "第 {nth} 次打印，写明为什么", nth=sheets.nth) if again else T("print", "首次打印，不用填")))
        words = T("print", "将记为日志第 {entry} 条，是这份表的第 {nth} 次打印。纸上的二维码记着条号和指纹，就是留痕。",
                  entry=number(sheets.entry), nth=sheets.nth)  # fmt: skip
        self.act.set_words(T("print", "打印也是一笔操作"), words)
        if sheets.unknown:
            title = T("print", "打印序号 {number}：纸出来了没有？", number=sheets.unknown[0][1])
            self.unknown.set_words(title, T("print", "打印机没有回答，或程序中途断了。没有出来的，这个序号作废。"))
            self.unknown.show()
            self.outcome.hide()
        self._must_say = sheets.settles and bool(sheets.unknown)
        self.act.setVisible(not sheets.unknown and not self.outcome.isVisibleTo(self))
        named = "　".join(f"“{char}” {say(T('print', '第 {page} 页', page=page))}" for char, page in sheets.rare[:MOST_NAMED])
        embedded = T("print", "{n} 个生僻字已嵌入字体", n=len(sheets.rare))
        self.rare.set_words(embedded, T("print", "{named}；预览和印出来的一样。", named=named))
        self.fixes.set_words(FIXES, T("print", "{fixed}{embedded}：{named}。", fixed=FIXED, embedded=embedded, named=named)
                             if sheets.rare else FIXED)  # fmt: skip
        self.fixes.setVisible(sheets.settles)
        self.rare.setVisible(bool(sheets.rare) and not sheets.settles)  # never more than two banners

    def show_outcome(self, printed: Printed | None, entry_words: Text | str = "") -> None:
        """The print that was just made; None takes the words away."""
        self.outcome.setVisible(printed is not None)
        if printed is not None:
            self.outcome.set_words(entry_words, T("print", "{number}，{pages} 页", number=printed.number.ascii, pages=printed.pages))
            self.reason.clear()

    def show_error(self, error: UserError) -> None:
        """A form that cannot be laid out: why, and what to do."""
        self.what.setText(self._look.t(T("print", "没有排出来")))
        self.failed.set_words(error.what, T("print", "{safe}{to_do}", safe=error.safe, to_do=error.to_do))
        self.failed.show()

    # what is chosen ------------------------------------------------------------------------------------------------

    @property
    def count(self) -> int | None:
        """How many copies; None if it cannot be read."""
        text = self.copies.text().strip()
        return int(text) if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_COPIES else None

    @property
    def why(self) -> str:
        """The reason of a second print."""
        return self.reason.text().strip() if self._nth > 1 else ""

    def missing(self) -> Text | None:
        """What keeps the form from being printed, besides the printer; None if nothing does. Marks the field."""
        wrong = self.count is None
        set_severity(self.copies, "BLOCKS" if wrong else "")
        if wrong:
            return T("print", "份数请填 1 至 {most}", most=MOST_COPIES)
        if self._must_say:
            return T("print", "先说明上次打印的纸出来了没有")
        if self._nth > 1 and not self.why:
            return T("print", "这份表打印过，写明重打理由")
        return None

    def start(self) -> None:
        """Put the focus where something is to be filled in."""
        target = self.reason if self._nth > 1 and not self.why else self.print_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)
