"""The print preview: the real file, what the print will be called, and printing as an act (K-19, K-20)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout

from models.domain.errors import UserError
from models.domain.text import T, Text
from models.services import print_room
from models.services.print_room import PrintRoom, Sheets
from models.services.printing import Begun, Printed
from ui.context import Context
from ui.pages.print_preview.choices import PrintChoices
from ui.pages.print_preview.page_strip import TALL, PageStrip
from ui.pages.print_preview.paper_view import PaperView
from ui.pdf_picture import picture
from ui.tasks import Job
from ui.widgets.buttons import Button
from ui.widgets.choose_file import choose_target
from ui.widgets.containers import Line
from ui.widgets.page import HELP_KEY, Page
from ui.widgets.progress import ProgressDialog

PRINTER = "print/printer"
A4_HEIGHT = 842.0  # points; the pages of all forms are A4 or A3 in one of both directions


class PrintPreviewPage(Page):
    """`open(form=, record=, back=)` lays the form out; Esc leads back to where it was asked for."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, T("page", "打印预览"), T("print", "看到的就是印出来的：预览和打印是同一份文件"))
        self.context, self.tasks, self.office = context, context.tasks, context.office
        self.room = PrintRoom(context.office, context.look.resources / "fonts")
        self._form, self._record, self._back = "", 0, "register"
        self._sheets: Sheets | None = None
        self._busy = False
        self._job: Job | None = None
        self._page = 0
        self._build()
        self.set_keys(("PgUp/PgDn", T("key", "翻页")), ("Ctrl+滚轮", T("key", "放大")), ("Ctrl+P", T("key", "打印")),
                      ("Esc", T("key", "返回")), HELP_KEY)  # fmt: skip

    def _build(self) -> None:
        look = self.look
        self.full_width()
        back = self.add_action(Button(look, T("print", "返回"), key="Esc"))
        back.clicked.connect(self.escape)
        fit = self.add_action(Button(look, T("print", "适合整页"), key="Ctrl+0"))
        self.content.addWidget(Line(look))
        row = QHBoxLayout()
        row.setSpacing(0)
        self.strip, self.view, self.choices = PageStrip(look), PaperView(look), PrintChoices(look)
        fit.clicked.connect(self.view.fit)
        row.addWidget(self.strip)
        row.addWidget(self.view, 1)
        row.addWidget(Line(look, vertical=True))
        row.addWidget(self.choices)
        self.content.addLayout(row, 1)
        self.strip.chosen.connect(self._turn_to)
        self.strip.pages.wanted.connect(self._draw_small)
        self.view.turned.connect(lambda by: self._turn_to(self._page + by))
        self.view.zoomed.connect(self._say)
        self.choices.changed.connect(self._judge)
        self.choices.print_button.clicked.connect(self.print_page)
        self.choices.save_button.clicked.connect(self.save)
        self.choices.outcome_said.connect(self._say_outcome)

    # coming and going ----------------------------------------------------------------------------------------------

    def open(self, form: str = "", record: int = 0, back: str = "register") -> None:
        """Called by `go("print", form="F1", record=…)`."""
        self._form, self._record, self._back = form, record, back
        self.choices.show_outcome(None)
        self._lay_out()

    def entered(self) -> None:
        self.tasks.long(lambda _progress: print_room.list_printers(), self._take_printers)
        self.view.setFocus()

    def refresh(self) -> None:
        if self._form:
            self._lay_out()

    def escape(self) -> bool:
        self.context.go(self._back)
        return True

    def _take_printers(self, names: list[str]) -> None:
        self.choices.set_printers(names, str(self.context.preferences.get(PRINTER, "")))

    # laying out ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        if self._job is not None:
            self._job.drop()
        self._sheets = None
        self.strip.pages.set_pages(0)
        self.view.show_page(None, A4_HEIGHT)
        self.choices.wait(self._form)
        self._judge()
        room, form, record = self.room, self._form, self._record
        self._job = self.tasks.long(
            lambda progress: room.draft(form, record, lambda done, total: progress.report(done, total)),
            self._laid_out, self._not_laid_out,
        )  # fmt: skip
        ProgressDialog(self.look, self, T("print", "排版"), self._job)

    def _laid_out(self, sheets: Sheets) -> None:
        self._job = None
        self._sheets = sheets
        self.choices.show_sheets(sheets)
        self.strip.pages.set_pages(sheets.pages)
        self.strip.show_page(0)
        self._judge()

    def _not_laid_out(self, error: Exception) -> bool:
        """A character no font has, for example: nothing can be printed, and the page says why."""
        self._job = None
        if not isinstance(error, UserError):
            return False
        self.choices.show_error(error)
        return True

    def _turn_to(self, page: int) -> None:
        sheets = self._sheets
        if sheets is None or not 0 <= page < sheets.pages:
            return
        self._page = page
        self.strip.show_page(page)

        def drawn(image: QImage) -> None:
            if self._sheets is sheets and self._page == page:
                self.view.show_page(image, _height(image))
                self._say()

        self.tasks.long(lambda _progress: picture(sheets.pdf, page), drawn)

    def _draw_small(self, page: int) -> None:
        sheets, dots = self._sheets, self.look.px(TALL) * 2

        def drawn(image: QImage) -> None:
            if self._sheets is sheets:
                self.strip.pages.take(page, image)

        if sheets is not None:
            self.tasks.long(lambda _progress: picture(sheets.pdf, page, dots), drawn)

    # printing ------------------------------------------------------------------------------------------------------

    def _judge(self) -> None:
        missing: Text | str = ""
        if self._busy:
            missing = T("print", "正在打印")
        elif self._sheets is None:
            missing = T("print", "还没有排好版")
        else:
            missing = self.choices.missing() or ""
        no_printer = "" if self.choices.printer.code() else T("print", "没有找到打印机")
        no_file = "" if self.office.vault.is_training else T("print", "正式库的表单不能存为明文文件")
        self.choices.print_button.set_enabled(not missing and not no_printer, missing or no_printer)
        self.choices.save_button.set_enabled(not missing and not no_file, missing or no_file)
        self._say()

    def _say(self) -> None:
        sheets = self._sheets
        if sheets is None:
            self.set_foot(T("print", "正在排版") if self._job is not None else "")
            return
        self.set_foot(T("print", "第 {page} 页，共 {pages} 页", page=self._page + 1, pages=sheets.pages),
                      f"{self.view.percent} %", self.choices.missing() or "")  # fmt: skip

    def print_page(self) -> None:
        """Ctrl+P: a numbered act; the paper carries its entry and fingerprint."""
        self._judge()
        if not self.choices.print_button.isEnabled():
            return
        room, form, record, printer = self.room, self._form, self._record, str(self.choices.printer.code())
        copies, why = self.choices.count or 1, self.choices.why
        self.context.preferences.set(PRINTER, printer)
        words = T("print", "已送打印机 {printer}", printer=printer)

        def numbered(begun: Begun) -> None:
            # A spooler that hangs must not keep the acts of others waiting.
            self.tasks.long(lambda _progress: room.send(begun, printer, copies), lambda printed: self._printed(printed, words),
                            self._not_printed)  # fmt: skip

        self._start(lambda: room.number(form, record, printer, copies, why), numbered)

    def save(self) -> None:
        """Practice vaults only: the same act, the sheets go into a file."""
        sheets = self._sheets
        if sheets is None or not self.choices.save_button.isEnabled():
            return
        kinds = [(T("print", "PDF 文件"), "*.pdf")]
        path = choose_target(self.look, self, T("print", "存为 PDF"), f"{sheets.number}.pdf", kinds)
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        room, form, record, why = self.room, self._form, self._record, self.choices.why
        words = T("print", "已存为 {name}", name=path.name)
        self._start(lambda: room.save(form, record, path, why), lambda printed: self._printed(printed, words))

    def _start(self, act: Callable[[], Any], then: Callable[[Any], None]) -> None:
        self._busy = True
        self._judge()
        self.tasks.write(act, then, self._not_printed)

    def _printed(self, printed: Printed, words: Text) -> None:
        self._busy = False
        self.choices.show_outcome(printed, words)
        self._lay_out()

    def _say_outcome(self, came_out: bool) -> None:
        """What the person saw at the printer; the oldest print first."""
        sheets, room = self._sheets, self.room
        if sheets is not None and sheets.unknown:
            print_id = sheets.unknown[0][0]
            self._start(lambda: room.say_outcome(print_id, came_out), lambda _done: self._outcome_said())

    def _outcome_said(self) -> None:
        self._busy = False
        self._lay_out()

    def _not_printed(self, error: Exception) -> bool:
        """The error dialog says what happened; that number is kept as failed, the next print takes a new one."""
        self._busy = False
        self._lay_out()
        return False


def _height(image: QImage) -> float:
    """Height of the paper in points, from the shape of its picture: A4 upright or lying."""
    return A4_HEIGHT if image.height() >= image.width() else A4_HEIGHT * image.height() / image.width()
