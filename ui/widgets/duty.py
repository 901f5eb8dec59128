"""The lines of 今日: mark, what, why, how long, one button with its digit. A list, not a dashboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from models.domain.text import Text
from ui.theme.look import Look
from ui.theme.marks import Mark
from ui.widgets.buttons import Button
from ui.widgets.containers import Line, Panel
from ui.widgets.labels import ElidedLabel, MarkLabel, label, lowered
from ui.widgets.progress import Cells


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do. `clock` is a running clock as (days gone, days in all); only such a line has a filled button."""

    key: str
    mark: Mark
    what: Text | str
    why: Text | str
    how_long: Text | str
    button: Text | str
    clock: tuple[int, int] | None = None


class DutyLine(QWidget):
    """One line; the whole of it is a target."""

    chosen = Signal(str)
    stepped = Signal(int)

    def __init__(self, look: Look, duty: Duty, digit: int) -> None:
        super().__init__()
        self._look, self._duty = look, duty
        px = look.px
        self.setProperty("ringRadius", px(6))
        self.setAccessibleName(f"{digit} {look.t(duty.what)}，{look.t(duty.how_long)}")
        self.setAccessibleDescription(look.t(duty.why))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(22), px(9), px(19), px(9))
        row.setSpacing(px(12))
        row.addLayout(lowered(MarkLabel(look, duty.mark.shape, duty.mark.token, 15), px(4)))
        words = QVBoxLayout()
        words.setSpacing(px(2))
        head = QHBoxLayout()
        what = ElidedLabel(look, duty.what, "line")
        if duty.clock is not None:
            what.setProperty("tone", duty.mark.token)
        head.addWidget(what, 1)
        head.addWidget(label(look, duty.how_long, "strong", duty.mark.token))
        words.addLayout(head)
        words.addWidget(ElidedLabel(look, duty.why, "second"))
        if duty.clock is not None:
            words.addWidget(self._cells(look, duty.clock, duty.what))
        row.addLayout(words, 1)
        row.addSpacing(px(30))
        kind = "primary" if duty.clock is not None else "plain"
        self.button = Button(look, duty.button, kind, key=str(digit) if digit < 10 else "", spread=True)
        self.button.setFixedWidth(px(152))
        self.button.clicked.connect(lambda: self.chosen.emit(duty.key))
        self.button.ring_target = self  # type: ignore[attr-defined]
        self.button.installEventFilter(self)
        self.setProperty("ringInset", px(8))
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(px(82) if duty.clock is not None else px(69))
        look.changed.connect(self.update)

    @staticmethod
    def _cells(look: Look, clock: tuple[int, int], name: Text | str) -> Cells:
        gone, days = clock
        cells = Cells(look, name)
        cells.set_cells(["bad"] * min(gone, days) + ["open"] * max(0, days - gone))
        return cells

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step:
                self.stepped.emit(step)
                return True
        return False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.button.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        clock, focused = self._duty.clock is not None, self.button.hasFocus()
        if not clock and not focused:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.color("bads" if clock else "hover"))
        inset = 1 if clock else self._look.px(5)
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, self._look.px(9), self._look.px(9))


class DutyList(Panel):
    """All lines in their order. Digits open a line (the page hands them on with `press`)."""

    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look, margin=0, spacing=0)
        self.lines: list[DutyLine] = []

    def set_duties(self, duties: Sequence[Duty]) -> None:
        while self.box.count():
            widget = self.box.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.lines = []
        for index, duty in enumerate(duties):
            if index:
                self.box.addWidget(_inset(self._look))
            line = DutyLine(self._look, duty, index + 1)
            line.chosen.connect(self.chosen)
            line.stepped.connect(self._step)
            self.lines.append(line)
            self.box.addWidget(line)
        self.box.addStretch(1)

    def press(self, digit: int) -> bool:
        """Open the line with this digit."""
        if not 1 <= digit <= len(self.lines):
            return False
        self.lines[digit - 1].button.click()
        return True

    def _step(self, step: int) -> None:
        here = next((index for index, line in enumerate(self.lines) if line.button.hasFocus()), 0)
        self.lines[(here + step) % len(self.lines)].button.setFocus(Qt.FocusReason.OtherFocusReason)


def _inset(look: Look) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(look.px(20), 0, look.px(18), 0)
    row.addWidget(Line(look))
    return box
