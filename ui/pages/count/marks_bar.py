"""One key after a scan: 标识不符 or 破损 of the thing in hand; and how much this shelf still lacks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.domain.count_types import Mark as ThingMark
from models.domain.count_types import Verdict
from models.domain.text import T, Text
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.labels import ElidedLabel


class MarksBar(QWidget):
    """`mark_wanted(Mark)` and `tick_wanted`. The same key again takes a mark off."""

    mark_wanted = Signal(object)
    tick_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        self.mismarked = self._button(row, T("count", "标识不符"), "Alt+B", ThingMark.MISMARKED)
        self.damaged = self._button(row, T("count", "破损"), "Alt+D", ThingMark.DAMAGED)
        self._thing = ElidedLabel(look, "", "second")
        row.addWidget(self._thing, 1)
        self.tick = Button(look, T("count", "逐份勾选"), icon="check", key="Alt+T", tall=32)
        self.tick.clicked.connect(self.tick_wanted)
        row.addWidget(self.tick)
        self.show_line("", "")

    def _button(self, row: QHBoxLayout, words: Text, key: str, mark: ThingMark) -> Button:
        button = Button(self._look, words, key=key, tall=32)
        button.clicked.connect(lambda: self.mark_wanted.emit(mark))
        row.addWidget(button)
        return button

    def show_line(self, number: str, verdict: str) -> None:
        """Which copy the marks are for, and what it counts as now."""
        outside = verdict == Verdict.UNRECORDED
        why = T("count", "账外的不标注：清点完在差异里写明") if outside else T("count", "先扫一份")
        for button, mark in ((self.mismarked, ThingMark.MISMARKED), (self.damaged, ThingMark.DAMAGED)):
            button.set_enabled(bool(number), why)
            words = {ThingMark.MISMARKED: T("count", "标识不符"), ThingMark.DAMAGED: T("count", "破损")}[mark]
            taken = {ThingMark.MISMARKED: T("count", "去掉标识不符"), ThingMark.DAMAGED: T("count", "去掉破损")}[mark]
            button.set_text(taken if verdict == mark.value else words)
        self._thing.set_text(T("count", "标注 {number}", number=number) if number else "")

    def show_left(self, left: int | None) -> None:
        """How many this place still lacks; None in a blind count, or where nobody stands."""
        words = T("count", "这里还差 {n} 份，逐份勾选", n=left) if left else T("count", "逐份勾选")
        self.tick.set_text(words)
