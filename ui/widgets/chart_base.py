"""What all charts share: figures as a table on one key, an accessible text, level patterns that work without colour."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.domain.text import T, Text
from ui.theme.look import Look

RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
MIDDLE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Figures:
    """A chart's figures as a table: headings and rows, as shown."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def as_text(self) -> str:
        lines = ["，".join(f"{head} {cell}" for head, cell in zip(self.headings, row, strict=True)) for row in self.rows]
        return "；".join(lines)


class Chart(QWidget):
    """Base of the charts. Enter or Space shows the figures as a table in the chart's place, and back."""

    def __init__(self, look: Look, title: Text) -> None:
        super().__init__()
        self.look = look
        self._title = look.t(title)
        self.as_table = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ringRadius", look.px(6))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setToolTip(look.t(T("chart", "按 Enter 看数字")))
        look.changed.connect(self.update)

    def figures(self) -> Figures:
        raise NotImplementedError

    def draw(self, painter: QPainter) -> None:
        raise NotImplementedError

    def told(self) -> None:
        """The figures changed."""
        self.setAccessibleName(self._title)
        self.setAccessibleDescription(self.figures().as_text())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(320), self.look.px(240))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.as_table = not self.as_table
            self.update()
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.as_table = not self.as_table
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.as_table:
            self._draw_table(painter)
        else:
            self.draw(painter)

    def _draw_table(self, painter: QPainter) -> None:
        look, figures = self.look, self.figures()
        lines = [figures.headings, *figures.rows]
        step = min(look.px(26), self.height() / max(1, len(lines)))
        wide = self.width() / max(1, len(figures.headings))
        for index, line in enumerate(lines):
            painter.setFont(look.font(12 if index == 0 else 13))
            painter.setPen(look.color("text3" if index == 0 else "text"))
            for column, words in enumerate(line):
                box = QRectF(column * wide, index * step, wide - look.px(4), step)
                painter.drawText(box, MIDDLE if column == 0 else RIGHT, words)
            painter.setPen(QPen(look.color("line"), 1))
            painter.drawLine(0, int((index + 1) * step) - 1, self.width(), int((index + 1) * step) - 1)


def level_part(painter: QPainter, look: Look, box: QRectF, code: str) -> None:
    """One part of a bar: 绝密 solid, 机密 hatched, 秘密 light with border, 工作秘密 and others dashed."""
    if box.width() < 1:
        return
    painter.save()
    painter.setClipRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
    inner = box.adjusted(0.7, 0.7, -0.7, -0.7)
    if code == "TOP_SECRET":
        painter.fillRect(box, look.color("tsfill"))
    elif code == "SECRET":
        ground = look.color("warn")
        ground.setAlpha(70)
        painter.fillRect(box, ground)
        painter.setPen(QPen(look.color("warn"), 1.3 * look.scale))
        step, high = look.px(6), box.height()
        left = box.left() - high
        while left < box.right():
            painter.drawLine(int(left), int(box.bottom()), int(left + high), int(box.top()))
            left += step
    elif code == "CONFIDENTIAL":
        ground = look.color("vio")
        ground.setAlpha(60)
        painter.setBrush(QBrush(ground))
        painter.setPen(QPen(look.color("vio"), 1.2 * look.scale))
        painter.drawRect(inner)
    else:
        painter.setBrush(look.color("neus"))
        pen = QPen(look.color("neu"), 1.1 * look.scale)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawRect(inner)
    painter.restore()
