"""The one table view: keyboard first, exact scroll bar, columns as the user arranged them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from models.domain.text import Text
from ui.tables.cells import cell_text
from ui.tables.columns import Arrangement, fit
from ui.tables.delegate import PAD, RowDelegate
from ui.tables.header import Header
from ui.tables.model import RowsModel
from ui.tables.source import Column, Preferences, Row
from ui.theme.badges import badge_size
from ui.theme.look import Look
from ui.theme.marks import STATES

MOST_COPIED = 5000  # rows that one copy takes to the clipboard
MOST = 150  # px at 100 %: a column is not widened beyond this for its words


class RowsView(QTableView):
    """Shows a `RowsModel`. `moved(id)` when the current row changed, `opened(id)` on Enter or double click.

    Space marks rows, Ctrl+A marks all, Ctrl+C copies, Alt+Up and Alt+Down sort by the column of the cursor.
    """

    moved = Signal(object)
    opened = Signal(object)
    sorted_by = Signal(str, bool)
    escaped = Signal()

    def __init__(self, look: Look, model: RowsModel, preferences: Preferences, key: str, name: Text | str) -> None:
        super().__init__()
        self._look, self._preferences, self._key = look, preferences, key
        self._rows = model
        self._keep: tuple[int | None, int] = (None, 0)
        self._fitting = False
        self._overlay: QWidget | None = None
        self._least = {column.name: _least(look, column) for column in model.columns}
        self.arrangement = Arrangement.load(preferences, key, model.columns)
        self.setProperty("ownFocus", True)
        self.setAccessibleName(look.t(name))
        self.delegate = RowDelegate(look, self)
        self.setItemDelegate(self.delegate)
        self.head = Header(look, model.columns, self)
        self.setHorizontalHeader(self.head)
        self.setModel(model)
        self._behave()
        self.head.sectionClicked.connect(self._clicked)
        self.head.sectionResized.connect(self._resized)
        self.head.sectionMoved.connect(lambda *_what: self._reordered())
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        self.doubleClicked.connect(lambda index: self.opened.emit(self._rows.id_at(index.row())))
        look.changed.connect(self.viewport().update)
        self.arrange()

    def _behave(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # keys here are commands
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self._look.px(36))
        rows.setMinimumSectionSize(self._look.px(30))

    # the current row -----------------------------------------------------------------------------------------------

    def current_id(self) -> int | None:
        return self._rows.id_at(self.currentIndex().row())

    def current_row(self) -> Row | None:
        """Values of the current row, None while they are being read."""
        return self._rows.row_at(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def chosen_ids(self) -> list[int]:
        """What an act concerns: the marked rows, else the current one."""
        if self._rows.marked:
            return sorted(self._rows.marked)
        current = self.current_id()
        return [] if current is None else [current]

    def go_to(self, id_: int | None) -> bool:
        """Make a row the current one, if it is in the list."""
        row = self._rows.row_of(id_)
        if row < 0:
            return False
        self._select(row)
        return True

    def _select(self, row: int) -> None:
        column = max(self.currentIndex().column(), 0)
        index = self._rows.index(row, column)
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)

    def currentChanged(self, current: object, previous: object) -> None:
        super().currentChanged(current, previous)  # type: ignore[arg-type]
        self.viewport().update()
        self.moved.emit(self.current_id())

    def _remember(self) -> None:
        self._keep = (self.current_id(), self.verticalScrollBar().value())

    def _restore(self) -> None:
        id_, scrolled = self._keep
        if self._rows.rowCount() == 0:
            self.moved.emit(None)
            return
        row = self._rows.row_of(id_)
        self._select(max(row, 0))
        if row >= 0:
            QTimer.singleShot(0, self, lambda: self.verticalScrollBar().setValue(scrolled))
        else:
            self.scrollToTop()

    # columns -------------------------------------------------------------------------------------------------------

    def arrange(self) -> None:
        """Show the columns that the user wants, in the user's order, as wide as they fit."""
        self._fitting = True
        columns = self._rows.columns
        place = {column.name: index for index, column in enumerate(columns)}
        made = fit(columns, self.arrangement, max(self.viewport().width(), 1), self._look.scale, self._least)
        for column in columns:
            self.setColumnHidden(place[column.name], column.name not in made.widths)
        for visual, name in enumerate(made.widths):
            self.head.moveSection(self.head.visualIndex(place[name]), visual)
            self.head.resizeSection(place[name], made.widths[name])
        if made.widths:
            self.delegate.first_column = place[next(iter(made.widths))]
        self._rows.set_holder_column("holder" in made.widths)
        self._fitting = False
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()
        self._place_overlay()

    def set_overlay(self, overlay: QWidget) -> None:
        """What is shown under the header instead of rows (why there are none)."""
        overlay.setParent(self)
        overlay.hide()
        self._overlay = overlay
        self._place_overlay()

    def _place_overlay(self) -> None:
        if self._overlay is not None:
            self._overlay.setGeometry(self.viewport().geometry())

    def _resized(self, logical: int, _old: int, new: int) -> None:
        if self._fitting or new == 0:
            return
        self.arrangement.widths[self._rows.columns[logical].name] = round(new / self._look.scale)
        self._save()

    def _reordered(self) -> None:
        if self._fitting:
            return
        visible = [self.head.logicalIndex(visual) for visual in range(self.head.count())]
        names = [self._rows.columns[logical].name for logical in visible]
        shown = [name for name in names if not self.isColumnHidden(self._index_of(name))]
        hidden = [name for name in self.arrangement.shown if name not in shown]
        self.arrangement.shown = shown + hidden
        self.delegate.first_column = self._index_of(shown[0]) if shown else 0
        self._save()

    def _index_of(self, name: str) -> int:
        return next(index for index, column in enumerate(self._rows.columns) if column.name == name)

    def _save(self) -> None:
        self.arrangement.save(self._preferences, self._key)

    def use_arrangement(self, arrangement: Arrangement) -> None:
        self.arrangement = arrangement
        self._save()
        self.arrange()

    def remember_order(self, order: tuple[str, bool]) -> None:
        self.arrangement.order = order
        self.head.show_order(order)
        self._save()

    def _clicked(self, logical: int) -> None:
        column = self._rows.columns[logical]
        if column.sortable:
            up = not self.head.order[1] if self.head.order[0] == column.name else True
            self.sorted_by.emit(column.name, up)

    # keys and mouse ------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), event.modifiers() == Qt.KeyboardModifier.AltModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self._rows.mark(set(self._rows.ids()))
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._sort_here(key == Qt.Key.Key_Up)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.current_id() is not None:
                self.opened.emit(self.current_id())
        elif key == Qt.Key.Key_Space:
            self._rows.toggle(self.currentIndex().row())
        elif key == Qt.Key.Key_Escape:
            self._escape()
        elif event.text() and event.text().isprintable() and not event.modifiers():
            event.ignore()  # no search by first letter: bare keys belong to the page
        else:
            super().keyPressEvent(event)

    def _escape(self) -> None:
        if self._rows.marked:
            self._rows.mark(set())
        else:
            self.escaped.emit()

    def _sort_here(self, up: bool) -> None:
        index = self.currentIndex()
        if index.isValid() and self._rows.columns[index.column()].sortable:
            self.sorted_by.emit(self._rows.columns[index.column()].name, up)

    def copy(self) -> None:
        """The chosen rows, with headings, as a table of the shown columns; 绝密 titles are masked in the rows."""
        head = self.head
        order = [head.logicalIndex(visual) for visual in range(head.count())]
        columns = [self._rows.columns[logical] for logical in order if not self.isColumnHidden(logical)]
        heads = "\t".join(self._look.t(column.title) for column in columns)

        def take(rows: list[Row]) -> None:
            lines = ["\t".join(cell_text(self._look, column, row, True) for column in columns) for row in rows]
            QGuiApplication.clipboard().setText("\n".join([heads, *lines]))

        self._rows.read_rows(self.chosen_ids()[:MOST_COPIED], take)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self.delegate.hovered:
            self.delegate.hovered = row
            self.viewport().update()

    # the ring ------------------------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._rows.rowCount():
            self._select(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        index = self.currentIndex()
        if not self.hasFocus() or not index.isValid():
            return
        top = self.rowViewportPosition(index.row())
        width = min(self.viewport().width(), self.head.length())
        ring = QRect(1, top + 1, width - 2, self.rowHeight(index.row()) - 3)
        painter = QPainter(self.viewport())
        painter.setPen(QPen(self._look.color("focus"), 2))
        painter.drawRect(ring)


def _least(look: Look, column: Column) -> int:
    """The width that heading, badge and state words need, px; long words elide beyond `MOST`."""
    room = look.px(PAD + 6)
    needed = QFontMetrics(look.font(12)).horizontalAdvance(look.t(column.title)) + look.px(PAD + 8)
    if column.kind == "level":
        needed = max(needed, badge_size(look)[0] + look.px(PAD + 4))
    if column.kind == "state":
        metrics = QFontMetrics(look.font(13))
        words = [mark.word for mark in STATES.values()] if not column.words else list(column.words.values())
        needed = max(needed, max(metrics.horizontalAdvance(look.t(word)) for word in words) + room + look.px(16))
    return min(needed, look.px(MOST))
