"""Draws cells: grounds, badges, marks, hits of the search, the tick of a marked row."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from ui.tables.cells import NOTHING, cell_text, shows_holder, state_mark
from ui.tables.marking import hits
from ui.tables.model import RowsModel
from ui.tables.source import Column, Row
from ui.theme import marks
from ui.theme.badges import badge_size, paint_badge
from ui.theme.look import Look
from ui.theme.marks import STATES

PAD = 10  # px at 100 %, left of every cell
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class RowDelegate(QStyledItemDelegate):
    """One delegate for all columns; what a cell is comes from its `Column`."""

    def __init__(self, look: Look, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._look = look
        self.first_column = 0  # the column that stands at the left edge (users move columns)
        self.hovered = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._look.px(80), self._look.px(36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem,
              index: QModelIndex | QPersistentModelIndex) -> None:  # fmt: skip
        model = index.model()
        if not isinstance(model, RowsModel):
            return
        look, rect = self._look, QRectF(option.rect)  # type: ignore[attr-defined]
        painter.save()
        current = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        marked = model.id_at(index.row()) in model.marked
        self._ground(painter, rect, index, current, marked)
        row = model.row_at(index.row())
        if row is not None:
            column = model.columns[index.column()]
            inner = rect.adjusted(look.px(PAD), 0, -look.px(4), -1)
            if marked and index.column() == self.first_column:
                inner = self._tick(painter, inner)
            self._cell(painter, inner, column, row, model)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRectF, index: QModelIndex | QPersistentModelIndex, current: bool,
                marked: bool) -> None:  # fmt: skip
        look = self._look
        hovered = index.row() == self.hovered
        token = "selected" if current else "soft" if marked else "hover" if hovered else "surface"
        painter.fillRect(rect, look.color(token))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), look.color("line"))
        if current and index.column() == self.first_column:
            painter.fillRect(QRectF(rect.left(), rect.top(), look.px(3), rect.height() - 1), look.color("accent"))

    def _tick(self, painter: QPainter, inner: QRectF) -> QRectF:
        side = self._look.px(14)
        box = QRectF(inner.left(), inner.center().y() - side / 2, side, side)
        self._look.draw_icon(painter, "check", box, "accent", 2.4)
        return inner.adjusted(side + self._look.px(4), 0, 0, 0)

    def _cell(self, painter: QPainter, inner: QRectF, column: Column, row: Row, model: RowsModel) -> None:
        look = self._look
        if column.kind == "level":
            width, height = badge_size(look)
            box = QRectF(inner.left() - look.px(2), inner.center().y() - height / 2, width, height)
            if row.get(column.name):
                paint_badge(painter, look, box, row[column.name])
                return
        painter.setFont(look.font(13))
        if column.kind == "state":
            mark = state_mark(look, column, row)
            if mark is not None:
                self._with_mark(painter, inner, mark.shape, mark.token, look.t(mark.word), mark.word_token)
            return
        words = cell_text(look, column, row, model.has_holder_column)
        if shows_holder(column, row, model.has_holder_column):
            late = STATES["OVERDUE"].token if row.get("overdue") else "accent"
            self._with_mark(painter, inner, "arrow", "accent", words, late)
            return
        if column.right_aligned:
            painter.setPen(look.color("text"))
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
            return
        quiet = words == NOTHING or (row.get("masked") and column.name == "title")
        self._text(painter, inner, words, "text3" if quiet else "text", model.terms)

    def _with_mark(self, painter: QPainter, inner: QRectF, shape: str, token: str, words: str, ink: str) -> None:
        look = self._look
        if shape:
            side = look.px(10)
            box = QRectF(inner.left(), inner.center().y() - side / 2, side, side)
            marks.paint(painter, shape, box, look.color(token))
            inner = inner.adjusted(side + look.px(6), 0, 0, 0)
        self._text(painter, inner, words, ink, ())

    def _text(self, painter: QPainter, inner: QRectF, words: str, ink: str, terms: tuple[str, ...]) -> None:
        look = self._look
        metrics = painter.fontMetrics()
        shown = words
        if metrics.horizontalAdvance(words) > inner.width():
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(inner.width()))
        for start, length in hits(shown, terms) if terms else ():
            left = inner.left() + metrics.horizontalAdvance(shown[:start])
            width = metrics.horizontalAdvance(shown[start : start + length])
            box = QRectF(left - 1, inner.center().y() - look.px(10), width + 2, look.px(20))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("warns"))
            if look.tokens.high_contrast:
                painter.fillRect(QRectF(left, box.bottom() - 2, width, 2), look.color("text"))
            else:
                painter.drawRoundedRect(box, look.px(3), look.px(3))
        painter.setPen(look.color(ink))
        painter.drawText(inner, _LEFT, shown)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem,
                  index: QModelIndex | QPersistentModelIndex) -> bool:  # fmt: skip
        """A tooltip with the whole words where a cell had to shorten them."""
        model: QAbstractItemModel | None = index.model()
        if event.type() != QEvent.Type.ToolTip or not isinstance(model, RowsModel):
            return False
        words = str(index.data() or "")
        room = option.rect.width() - self._look.px(PAD + 4)  # type: ignore[attr-defined]
        if QFontMetrics(self._look.font(13)).horizontalAdvance(words) > room:
            QToolTip.showText(event.globalPos(), words, view)
        else:
            QToolTip.hideText()
        return True
