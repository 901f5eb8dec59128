"""The table's header: quiet words on the well, an arrow at the column that sorts."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.tables.delegate import PAD
from ui.tables.source import Column
from ui.theme.look import Look


class Header(QHeaderView):
    """Draws itself; a click on a sortable column sorts, dragging moves and widens columns."""

    def __init__(self, look: Look, columns: tuple[Column, ...], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look, self._columns = look, columns
        self.order: tuple[str, bool] = ("", True)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(look.px(34))
        self.setMinimumSectionSize(look.px(48))
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        look.changed.connect(self.viewport().update)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._look.px(34))

    def show_order(self, order: tuple[str, bool]) -> None:
        self.order = order
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        look = self._look
        painter.save()
        painter.fillRect(rect, look.color("well"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look.color("line"))
        if 0 <= logical < len(self._columns):
            column = self._columns[logical]
            words = look.t(column.title)
            sorts = column.name == self.order[0]
            painter.setFont(look.font(12))
            painter.setPen(look.color("text2" if sorts else "text3"))
            room = QRectF(rect).adjusted(look.px(PAD), 0, -look.px(8), 0)
            side = Qt.AlignmentFlag.AlignRight if column.right_aligned else Qt.AlignmentFlag.AlignLeft
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | side, words)
            if sorts:
                self._arrow(painter, room, words, column.right_aligned)
        painter.restore()

    def _arrow(self, painter: QPainter, room: QRectF, words: str, right: bool) -> None:
        look = self._look
        width = QFontMetrics(look.font(12)).horizontalAdvance(words)
        side = look.px(12)
        left = room.right() - width - side - look.px(4) if right else room.left() + width + look.px(5)
        center = left + side / 2
        top, bottom = room.center().y() - side * 0.42, room.center().y() + side * 0.42
        ascending = self.order[1]
        pen = painter.pen()
        pen.setWidthF(1.2)
        painter.setPen(pen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawLine(int(center), int(top), int(center), int(bottom))
        tip, back = (top, side * 0.3) if ascending else (bottom, -side * 0.3)
        for sign in (-1, 1):
            painter.drawLine(int(center), int(tip), int(center + sign * side * 0.3), int(tip + back))
