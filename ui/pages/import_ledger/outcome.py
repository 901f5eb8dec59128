"""The end of an import: what was written, under which entry, and what can be done next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.text import T, Text
from models.services.importing import Class, Outcome
from ui.pages.import_ledger.rows import MARKS
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.containers import Panel
from ui.widgets.labels import IconLabel, MarkLabel, label
from ui.words import number


class OutcomeView(QWidget):
    """`wanted` is called with REGISTER, REPORT, UNDO or ANOTHER."""

    def __init__(self, look: Look, wanted: Callable[[str], None]) -> None:
        super().__init__()
        self._look, self._wanted = look, wanted
        column = QVBoxLayout(self)
        column.setSpacing(look.px(12))
        column.addStretch(1)
        icon = IconLabel(look, "check-circle", "ok", 34, ground="oks", box=72, stroke=1.3)
        icon.set_round(True)
        column.addWidget(icon, 0, Qt.AlignmentFlag.AlignHCenter)
        self._title = label(look, "", "conclusion", wrap=True)
        self._sentence = label(look, "", "second", wrap=True)
        for words in (self._title, self._sentence):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(words)
        self._panel = Panel(look, margin=18, spacing=8)
        self._panel.setFixedWidth(look.px(520))
        self._counts: dict[Class, tuple[QWidget, object]] = {}
        column.addWidget(self._panel, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(look.px(8))
        row = QHBoxLayout()
        row.setSpacing(look.px(10))
        row.addStretch(1)
        self.register = self._button(row, T("import page", "看登记簿"), "REGISTER", "primary", "Ctrl+Enter")
        self.report = self._button(row, T("import page", "存报告…"), "REPORT", "plain", "Ctrl+S")
        self.undo = self._button(row, T("import page", "撤销这次导入"), "UNDO", "plain", "Ctrl+Z")
        self.another = self._button(row, T("import page", "再导一本"), "ANOTHER", "link", "")
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)

    def _button(self, row: QHBoxLayout, words: Text, wanted: str, kind: str, key: str) -> Button:
        made = Button(self._look, words, kind, key=key)
        made.clicked.connect(lambda: self._wanted(wanted))
        row.addWidget(made)
        return made

    def show_outcome(self, outcome: Outcome, first_entry: int) -> None:
        """Say what was written, class by class."""
        look = self._look
        self._title.setText(look.t(T("import page", "已导入 {documents} 件、{carriers} 份",
                                     documents=number(outcome.documents), carriers=number(outcome.carriers))))  # fmt: skip
        entries = T("import page", "一次写成，日志第 {first} 到 {last} 条；后来没有动过的，可以整批撤销。",
                    first=number(first_entry), last=number(outcome.entry or 0))  # fmt: skip
        self._sentence.setText(look.t(entries))
        while self._panel.box.count():
            item = self._panel.box.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for klass in Class:
            self._panel.box.addWidget(self._line(klass, outcome.count(klass)))
        self._panel.box.update()

    def _line(self, klass: Class, count: int) -> QWidget:
        look, mark = self._look, MARKS[klass]
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(10))
        row.addWidget(MarkLabel(look, mark.shape, mark.token if count else "text3", 14))
        row.addWidget(label(look, mark.word, "strong"))
        row.addWidget(label(look, _NOTES[klass], "hint"), 1)
        row.addWidget(label(look, number(count), "strong"))
        return line


_NOTES: dict[Class, Text] = {
    Class.ACCEPTED: T("import page", "照旧台账登记"),
    Class.WARNED: T("import page", "登记了，提示留在导入记录里"),
    Class.PRESENT: T("import page", "以前导入过，没有再登记"),
    Class.REFUSED: T("import page", "没有登记，原文留存"),
    Class.SKIPPED: T("import page", "表头、小计、说明、空行"),
}
