"""Steps of a process with who and when under each done step. No step is a link forward."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.domain.text import Text
from ui.theme.look import Look


@dataclass(frozen=True, slots=True)
class Step:
    """`under`: who and when for a done step, what is to do for a later one."""

    title: Text
    under: Text | str


class Stepper(QWidget):
    """Steps before `current` are done, those after it are to come."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._steps: list[Step] = []
        self._current = 0
        self.setFixedHeight(look.px(68))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def set_steps(self, steps: Sequence[Step], current: int) -> None:
        """`current` counts from 0; len(steps) means that all are done."""
        self._steps, self._current = list(steps), current
        t = self._look.t
        parts = [f"{index + 1} {t(step.title)} {t(step.under)}" for index, step in enumerate(steps)]
        self.setAccessibleName(parts[current] if current < len(parts) else "")
        self.setAccessibleDescription("；".join(parts))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(600), self._look.px(68))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._look, self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("edge" if look.tokens.high_contrast else "line"), look.tokens.border))
        painter.setBrush(look.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), px(10), px(10))
        if not self._steps:
            return
        wide = (self.width() - px(40)) / len(self._steps)
        for index, step in enumerate(self._steps):
            self._step(painter, px(20) + index * wide, wide, index, step)

    def _step(self, painter: QPainter, left: float, wide: float, index: int, step: Step) -> None:
        look, px = self._look, self._look.px
        done, now = index < self._current, index == self._current
        circle = QRectF(left, px(13), px(26), px(26)).adjusted(0.7, 0.7, -0.7, -0.7)
        painter.setPen(QPen(look.color("ok" if done else "fill" if now else "edge"), 1.3 * look.scale))
        painter.setBrush(look.color("oks" if done else "fill" if now else "surface"))
        painter.drawEllipse(circle)
        if done:
            look.draw_icon(painter, "check", circle.adjusted(4, 4, -4, -4), "ok", 1.9)
        else:
            painter.setPen(look.color("on_fill" if now else "text3"))
            painter.setFont(look.font(13, 700 if now else 400))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(index + 1))
        painter.setFont(look.font(14, 700 if now else 400))
        painter.setPen(look.color("text" if done or now else "text2"))
        words = QRectF(left + px(35), px(13), wide - px(40), px(26))
        title = painter.fontMetrics().elidedText(look.t(step.title), Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, title)
        if index + 1 < len(self._steps):
            start = words.left() + painter.fontMetrics().horizontalAdvance(title) + px(12)
            painter.setPen(QPen(look.color("ok" if done else "edge"), (1.6 if done else 1) * look.scale))
            middle = int(circle.center().y())
            if left + wide - px(12) > start:
                painter.drawLine(int(start), middle, int(left + wide - px(12)), middle)
        painter.setFont(look.font(12))
        painter.setPen(look.color("accent" if now else "text3"))
        under = painter.fontMetrics().elidedText(look.t(step.under), Qt.TextElideMode.ElideRight, int(wide - px(42)))
        painter.drawText(QRectF(left + px(35), px(38), wide - px(40), px(20)), Qt.AlignmentFlag.AlignVCenter, under)
