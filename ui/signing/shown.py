"""Exactly what is signed: the facts and the table of a draft, nothing left out and nothing cut off (K-8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)

from models.domain.text import T, Text
from ui.theme.look import Look
from ui.widgets.labels import label

Index = QModelIndex | QPersistentModelIndex
MEASURED = 400  # rows whose texts decide the width of a column, and up to which rows grow with their texts
WIDEST = 190  # px at 100 %: longer texts wrap
LONG_FACT = 28  # characters from which a fact takes a line of its own
PAD = 10  # px at 100 % at both sides of a cell
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWrapAnywhere


class FactsGrid(QWidget):
    """Names and values in columns; a long value takes a whole line."""

    COLUMNS = 4

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.px(10))
        self._grid.setVerticalSpacing(look.px(5))
        for column in range(self.COLUMNS):
            self._grid.setColumnStretch(2 * column + 1, 1)
            self._grid.setColumnMinimumWidth(2 * column, look.px(58))

    def set_facts(self, facts: Sequence[Sequence[Any]]) -> None:
        row = column = 0
        for name, value in facts:
            words = str(value)
            span = self.COLUMNS if len(words) >= LONG_FACT else 2 if len(words) >= LONG_FACT // 2 else 1
            if column + span > self.COLUMNS:
                row, column = row + 1, 0
            named = label(self._look, str(name), "second", "text3")
            said = label(self._look, words or "—", "value", wrap=True)
            said.setAccessibleName(f"{name} {words}")
            self._grid.addWidget(named, row, 2 * column, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(said, row, 2 * column + 1, 1, 2 * span - 1, Qt.AlignmentFlag.AlignTop)
            column += span


class _ShownModel(QAbstractTableModel):
    def __init__(self, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        super().__init__()
        self.columns, self.rows = list(columns), rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return str(self.rows[index.row()][index.column()])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.columns[index.column()]} {self.rows[index.row()][index.column()]}"
        return None


class _ShownDelegate(QStyledItemDelegate):
    """Texts that wrap, never cut off."""

    def __init__(self, look: Look, table: QTableView) -> None:
        super().__init__(table)
        self._look = look

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        look, pad = self._look, self._look.px(PAD)
        painter.save()
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, look.color("selected" if current else "surface"))
        painter.setFont(look.font(13))
        painter.setPen(look.color("text"))
        painter.drawText(option.rect.adjusted(pad, 0, -pad, 0), int(_WRAPPED), str(index.data()))
        painter.restore()

    def tall(self, text: str, width: int) -> int:
        """Height that a text takes in a column."""
        inner = width - 2 * self._look.px(PAD)
        box = QFontMetrics(self._look.font(13)).boundingRect(QRect(0, 0, inner, 100_000), int(_WRAPPED), text)
        return box.height() + self._look.px(12)


class ShownTable(QTableView):
    """Every row and column that is signed. Long texts wrap; what is wider than the dialog scrolls."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._natural: list[int] = []
        self.setAccessibleName(look.t(T("signing", "要签字的内容")))
        self.setProperty("ownFocus", True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(look.px(36))
        self._delegate = _ShownDelegate(look, self)
        self.setItemDelegate(self._delegate)
        self.setCornerWidget(QWidget())
        head = self.horizontalHeader()
        head.setSectionsClickable(False)
        head.setHighlightSections(False)
        head.setFixedHeight(look.px(34))
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def set_table(self, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        look = self._look
        self.setModel(_ShownModel(columns, rows))
        metrics = QFontMetrics(look.font(13))
        self._natural = []
        for column, title in enumerate(columns):
            texts = [title, *(str(row[column]) for row in rows[:MEASURED])]
            widest = max(metrics.horizontalAdvance(text) for text in texts)
            self._natural.append(min(widest, look.px(WIDEST)) + look.px(2 * PAD + 4))
        self._fit()

    def _fit(self) -> None:
        """Column widths by their texts; room that is left goes to the widest one."""
        if not self._natural:
            return
        widths = list(self._natural)
        spare = self.viewport().width() - sum(widths)
        if spare > 0:
            widths[widths.index(max(widths))] += spare
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        model = self.model()
        for row in range(model.rowCount() if model.rowCount() <= MEASURED else 0):
            texts = ((str(model.index(row, column).data()), width) for column, width in enumerate(widths))
            self.setRowHeight(row, max(self._look.px(34), *(self._delegate.tall(text, width) for text, width in texts)))

    def sizeHint(self) -> QSize:
        rows = self.model().rowCount() if self.model() else 0
        tall = self.verticalHeader().length() if rows else 0
        return QSize(self._look.px(600), min(self._look.px(38) + tall, self._look.px(300)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(300), min(self.sizeHint().height(), self._look.px(112)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        model = self.model()
        painter.setPen(QPen(self._look.color("line"), 1))
        for row in range(max(0, self.rowAt(0)), model.rowCount() if model else 0):
            bottom = self.rowViewportPosition(row) + self.rowHeight(row) - 1
            if bottom > self.viewport().height():
                break
            painter.drawLine(0, bottom, self.viewport().width(), bottom)
        if self.hasFocus():
            painter.setPen(QPen(self._look.color("focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))


def count_words(rows: Sequence[Any]) -> Text:
    """How many lines the table has."""
    return T("signing", "明细 {n} 项", n=len(rows))
