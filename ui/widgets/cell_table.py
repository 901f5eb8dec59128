"""A small table for pages that are processes: rows known as a whole, cells of one or two lines, boxes to tick.

For lists of a ledger use `ui/tables`; this one holds what a page has in hand (scans, differences, candidates).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from models.domain.text import Text
from ui.theme import marks
from ui.theme.badges import badge_size, paint_badge
from ui.theme.look import Look
from ui.theme.marks import Mark
from ui.widgets.inputs import paint_tick

Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
TICK, UNTICKED, BLOCKED = "on", "off", "blocked"
FREE, NARROWEST = 120, 76  # px at 100 %: what a column without a width has at least, and what others keep in little room


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: words, a smaller second line, a mark before, a level badge instead of words, or a box to tick."""

    text: Text | str = ""
    second: Text | str = ""
    token: str = "text"
    mark: Mark | None = None
    badge: str = ""
    tick: str = ""  # TICK, UNTICKED or BLOCKED
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """One column: title and width in px at 100 %; width 0 takes what is left."""

    title: Text | str
    width: int
    right_aligned: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with the key by which the page knows it."""

    key: Any
    cells: tuple[Cell, ...]


class CellModel(QAbstractTableModel):
    def __init__(self, look: Look, heads: Sequence[Head]) -> None:
        super().__init__()
        self.look, self.heads = look, tuple(heads)
        self.rows: list[TableRow] = []

    def set_rows(self, rows: Sequence[TableRow]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def put_first(self, row: TableRow, most: int) -> None:
        """Newest first: the scan list."""
        self.beginInsertRows(QModelIndex(), 0, 0)
        self.rows.insert(0, row)
        self.endInsertRows()
        if len(self.rows) > most:
            self.beginRemoveRows(QModelIndex(), most, len(self.rows) - 1)
            del self.rows[most:]
            self.endRemoveRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.heads):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.look.t(self.heads[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_RIGHT if self.heads[section].right_aligned else _LEFT)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        words = self.words(self.rows[index.row()].cells[index.column()])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.look.t(self.heads[index.column()].title)} {words}"
        return words

    def words(self, cell: Cell) -> str:
        from ui.theme.badges import BADGES

        parts = [self.look.t(cell.mark.word)] if cell.mark and not cell.text else []
        if cell.badge in BADGES:
            parts.append(self.look.t(BADGES[cell.badge].word))
        parts += [self.look.t(cell.text), self.look.t(cell.second)]
        return "，".join(part for part in parts if part)


class CellDelegate(QStyledItemDelegate):
    def __init__(self, look: Look, table: QTableView) -> None:
        super().__init__(table)
        self._look = look

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, CellModel):
            return
        look, px, rect = self._look, self._look.px, QRectF(option.rect)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.fillRect(rect, look.color("selected" if current else "surface"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), look.color("line"))
        if current and index.column() == 0:
            painter.fillRect(QRectF(rect.left(), rect.top(), px(3), rect.height() - 1), look.color("accent"))
        cell = model.rows[index.row()].cells[index.column()]
        inner = rect.adjusted(px(10), 0, -px(6), -1)
        self._cell(painter, inner, cell, model.heads[index.column()].right_aligned)
        painter.restore()

    def _cell(self, painter: QPainter, inner: QRectF, cell: Cell, right: bool) -> None:
        look, px = self._look, self._look.px
        if cell.tick:
            side = px(18)
            box = QRectF(inner.left(), inner.center().y() - side / 2, side, side)
            paint_tick(painter, look, box, cell.tick == TICK, cell.tick != BLOCKED)
            return
        if cell.badge:
            width, height = badge_size(look)
            paint_badge(painter, look, QRectF(inner.left() - px(2), inner.center().y() - height / 2, width, height),
                        cell.badge)  # fmt: skip
            return
        words, token = look.t(cell.text), cell.token
        if cell.mark is not None:
            side = px(12)
            box = QRectF(inner.left(), inner.center().y() - side / 2, side, side)
            marks.paint(painter, cell.mark.shape, box, look.color(cell.mark.token))
            inner = inner.adjusted(px(20), 0, 0, 0)
            words = words or look.t(cell.mark.word)
            token = cell.mark.word_token if token == "text" else token
        second = look.t(cell.second)
        top = QRectF(inner.left(), inner.center().y() - px(20), inner.width(), px(20)) if second else inner
        self._line(painter, top, words, look.font(13, 700 if cell.bold else 400), token, right)
        if second:
            under = QRectF(inner.left(), inner.center().y(), inner.width(), px(18))
            self._line(painter, under, second, look.font(12), "text2", right)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """A tooltip with the whole words of a cell that had to shorten a line."""
        model = index.model()
        if event.type() != QEvent.Type.ToolTip or not isinstance(model, CellModel):
            return False
        look = self._look
        cell = model.rows[index.row()].cells[index.column()]
        lines = [(look.t(cell.text), look.font(13, 700 if cell.bold else 400)), (look.t(cell.second), look.font(12))]
        room = option.rect.width() - look.px(16) - (look.px(20) if cell.mark else 0)  # type: ignore[attr-defined]
        if any(QFontMetrics(font).horizontalAdvance(words) > room for words, font in lines):
            QToolTip.showText(event.globalPos(), "\n".join(words for words, _font in lines if words), view)
        else:
            QToolTip.hideText()
        return True

    def _line(self, painter: QPainter, box: QRectF, words: str, font: Any, token: str, right: bool) -> None:
        painter.setFont(font)
        painter.setPen(self._look.color(token))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, _RIGHT if right else _LEFT, shown)


def fitted(widths: Sequence[int], room: int, free: int, narrowest: int) -> list[int]:
    """Widths of columns within `room`: 0 takes what is left, at least `free`; where that is too little, the others give,
    each by what it has over `narrowest`: words are then shortened, but no column lies outside."""
    open_ones = widths.count(0)
    over = sum(widths) + free * open_ones - room
    spare = sum(max(0, width - narrowest) for width in widths)
    if over > 0 and spare:
        share = min(1.0, over / spare)
        widths = [width - math.ceil(max(0, width - narrowest) * share) for width in widths]
    rest = max(room - sum(widths), free * open_ones)
    return [width or rest // max(1, open_ones) for width in widths]


class CellTable(QTableView):
    """`picked(key)` when the current row changed, `opened(key)` on Enter, `ticked(key)` on Space or a click on a box."""

    picked = Signal(object)
    opened = Signal(object)
    ticked = Signal(object)

    def __init__(self, look: Look, heads: Sequence[Head], name: Text | str, row_height: int = 36) -> None:
        super().__init__()
        self._look = look
        self.cells = CellModel(look, heads)
        self.setModel(self.cells)
        self.setItemDelegate(CellDelegate(look, self))
        self.setProperty("ownFocus", True)
        self.setAccessibleName(look.t(name))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # keys here are commands
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(look.px(row_height))
        head = self.horizontalHeader()
        head.setSectionsClickable(False)
        head.setHighlightSections(False)
        head.setFixedHeight(look.px(34))
        head.setMinimumSectionSize(look.px(24))
        head.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        look.changed.connect(self.viewport().update)

    def set_rows(self, rows: Sequence[TableRow]) -> None:
        """Show these rows; the current row stays current if it is still there."""
        key = self.current_key()
        self.cells.set_rows(rows)
        if not self.go_to(key) and rows:
            self._select(0)

    def put_first(self, row: TableRow, most: int = 2000) -> None:
        """Add a row at the top and make it current."""
        self.cells.put_first(row, most)
        self._select(0)

    def current_key(self) -> Any:
        index = self.currentIndex()
        return self.cells.rows[index.row()].key if 0 <= index.row() < len(self.cells.rows) else None

    def go_to(self, key: Any) -> bool:
        for number, row in enumerate(self.cells.rows):
            if row.key == key:
                self._select(number)
                return True
        return False

    def _select(self, row: int) -> None:
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self.cells.index(row, 0), flag.ClearAndSelect | flag.Rows)

    def currentChanged(self, current: Any, previous: Any) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self.picked.emit(self.current_key())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px = self._look.px
        widths = fitted([px(head.width) for head in self.cells.heads], self.viewport().width(), px(FREE), px(NARROWEST))
        for index, width in enumerate(widths):
            self.setColumnWidth(index, width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.current_key() is not None:
                self.opened.emit(self.current_key())
        elif key == Qt.Key.Key_Space:
            if self.current_key() is not None:
                self.ticked.emit(self.current_key())
        elif event.text() and event.text().isprintable() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.cells.rows[index.row()].cells[index.column()].tick:
            self.ticked.emit(self.cells.rows[index.row()].key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.opened.emit(self.cells.rows[index.row()].key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.cells.rows:
            self._select(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        index = self.currentIndex()
        if self.hasFocus() and index.isValid():
            top = self.rowViewportPosition(index.row())
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self._look.color("focus"), 2))
            painter.drawRect(1, top + 1, self.viewport().width() - 2, self.rowHeight(index.row()) - 3)
