"""Where one scans: the field, below it the answer to the last scan or the question for the last three digits (K-17)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from models.domain.errors import Refused, UserError
from models.domain.problems import Problem
from models.domain.text import T, Text
from ui.pages.processes.retype import RetypeStrip
from ui.pages.processes.scan_queue import TYPED, ScanQueue
from ui.theme.look import Look
from ui.theme.marks import Mark
from ui.widgets.scan_box import ScanBox
from ui.widgets.verdict import VerdictPanel

Words = Text | str

NOT_KEPT = Mark("cross", "bad", "bad", T("scan", "没有记录"))
TAKEN_BACK = Mark("ring", "neu", "neu", T("scan", "已撤销"))
UNDONE = Mark("cross", "text3", "text3", T("scan", "已撤销"))
NEWEST = 200  # scans in the list below
SHOWN_OF_CODE = 24  # characters of an unknown code in an answer


class ScanStation(QWidget):
    """`box.typed` and `box.undo_scan` are the page's to connect; the three digits go to the queue by themselves."""

    def __init__(self, look: Look, queue: ScanQueue, name: Text, hint: Text) -> None:
        super().__init__()
        self._queue = queue
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(12))
        self.box = ScanBox(look, name, hint)
        column.addWidget(self.box)
        self.verdict, self.retype = VerdictPanel(look), RetypeStrip(look)
        self.answers = QStackedWidget()
        self.answers.setFixedHeight(look.px(124))
        self.answers.addWidget(self.verdict)
        self.answers.addWidget(self.retype)
        column.addWidget(self.answers)
        self.retype.given.connect(lambda code, digits: queue.send(code, TYPED, digits))
        self.retype.left_alone.connect(self.settle)
        queue.again_wanted.connect(self._ask_again)

    def say(self, mark: Mark, under: Words, head: Words = "", second: Words = "", level: str = "", number: str = "",
            title: str = "") -> None:  # fmt: skip
        """The answer to a scan; a question for digits is over with it."""
        self.settle()
        self.verdict.say(mark, under, head, second, level, number, title)

    def settle(self) -> None:
        """No digits are asked for any more."""
        if self.answers.currentWidget() is self.retype:
            self.retype.code = ""
            self.answers.setCurrentWidget(self.verdict)
            self.take_focus()

    def take_focus(self) -> None:
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_again(self, code: str, problem: Problem) -> None:
        again = self.answers.currentWidget() is self.retype
        self.answers.setCurrentWidget(self.retype)
        self.retype.ask(code, problem.text, again)


def why_not(error: Exception) -> tuple[Words, Words] | None:
    """Why a scan was not kept, and what to do ("": what the page says); None for an error of ours."""
    if isinstance(error, Refused):
        return error.problems[0].text, ""
    if isinstance(error, UserError):
        return error.what, error.to_do
    return None
