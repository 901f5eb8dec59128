"""The one table model: ids of the whole answer, and a cache of the rows that are looked at (K-24).

The first rows appear at once; all ids then stream in, so that the scroll bar is exact. Answers to older questions are
dropped by their number; a newer question tells the older one to stop.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from ui.tables.cells import cell_text, sort_value
from ui.tables.marking import terms_of
from ui.tables.source import Column, ListQuery, ListSource, Page, Row
from ui.tasks import Job, Tasks
from ui.theme.look import Look

Index = QModelIndex | QPersistentModelIndex
FIRST = 200  # rows shown at once
BLOCK = 120  # rows read together round what is looked at
KEEP = 6000  # rows kept in memory
APPEND = 20_000  # ids given to the view in one go: a view takes some ms for them

SortRole = Qt.ItemDataRole.UserRole + 1
SearchRole = Qt.ItemDataRole.UserRole + 2
CopyRole = Qt.ItemDataRole.UserRole + 3
RowRole = Qt.ItemDataRole.UserRole + 4
IdRole = Qt.ItemDataRole.UserRole + 5
MarkedRole = Qt.ItemDataRole.UserRole + 6


class RowsModel(QAbstractTableModel):
    """Rows of one ledger. `answered` (ms) after the first rows, `complete` when every id is here."""

    answered = Signal(float)
    complete = Signal()
    marks_changed = Signal()
    failed = Signal(object)
    _chunk = Signal(int, object)

    def __init__(self, look: Look, source: ListSource, tasks: Tasks, columns: tuple[Column, ...],
                 parent: QObject | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.look, self._source, self._tasks = look, source, tasks
        self.columns = columns
        self.query: ListQuery | None = None
        self.terms: tuple[str, ...] = ()
        self.marked: set[int] = set()
        self.is_complete = False
        self.has_holder_column = False
        self._ids: array[int] = array("q")
        self._incoming: array[int] = array("q")
        self._cache: dict[int, Row] = {}
        self._number = 0
        self._quiet = False
        self._jobs: list[Job] = []
        self._reading = False
        self._wanted: deque[int] = deque(maxlen=BLOCK)
        self._fetch_soon = QTimer(self, singleShot=True, interval=0)
        self._fetch_soon.timeout.connect(self._fetch)
        self._append_soon = QTimer(self, singleShot=True, interval=0)
        self._append_soon.timeout.connect(self._append)
        self._ended = False
        self._chunk.connect(self._arrived, Qt.ConnectionType.QueuedConnection)

    # asking --------------------------------------------------------------------------------------------------------

    def ask(self, query: ListQuery) -> None:
        """Show the answer to this question instead of the present one."""
        self.query = query
        self.terms = terms_of(query.text)
        number = self._begin(quiet=False)
        self._jobs.append(self._tasks.read(
            lambda: self._source.first_page(query, FIRST),
            lambda page: self._first(number, page), lambda error: self._lost(number, error),
        ))  # fmt: skip

    def refresh(self) -> None:
        """Ask the same again without moving anything under the hand; rows are exchanged when all is known."""
        if self.query is None:
            return
        if not self.is_complete and not self._quiet:
            self.ask(self.query)
            return
        self._stream(self._begin(quiet=True))

    def stop(self) -> None:
        """Nothing that is under way is wanted any more."""
        self._number += 1
        for job in self._jobs:
            job.drop()
        self._jobs.clear()

    def _begin(self, quiet: bool) -> int:
        self.stop()
        self._incoming = array("q")
        self._ended, self._quiet, self._reading = False, quiet, False
        self._wanted.clear()
        if not quiet:
            self.is_complete = False
        return self._number

    def _first(self, number: int, page: Page) -> None:
        if number != self._number:
            return
        self.beginResetModel()
        self._ids = array("q", (row["id"] for row in page.rows))
        self._cache = {row["id"]: row for row in page.rows}
        self.endResetModel()
        self.answered.emit(page.milliseconds)
        if len(page.rows) < FIRST:
            self._completed()
        else:
            self._stream(number)

    def _stream(self, number: int) -> None:
        query = self.query
        if query is None:
            return

        def stream(progress: Any) -> None:
            self._source.stream_ids(query, lambda ids: self._chunk.emit(number, ids), progress.cancelled)

        self._jobs.append(self._tasks.long(
            stream, lambda _none: self._streamed(number), lambda error: self._lost(number, error), worker="stream",
        ))  # fmt: skip

    def _lost(self, number: int, error: Exception) -> bool:
        if number == self._number:
            self.failed.emit(error)
            return False
        return True

    # ids come in ---------------------------------------------------------------------------------------------------

    def _arrived(self, number: int, ids: array[int]) -> None:
        if number != self._number:
            return
        self._incoming.extend(ids)
        if not self._quiet:
            self._append_soon.start()

    def _streamed(self, number: int) -> None:
        if number != self._number:
            return
        self._ended = True
        if self._quiet:
            self._exchange()
        else:
            self._append_soon.start()

    def _append(self) -> None:
        """Take some of the streamed ids over; the first rows stand already."""
        have, come = len(self._ids), len(self._incoming)
        if self._quiet or (come < have and not self._ended):
            return
        if self._incoming[: min(have, FIRST)] != self._ids[: min(have, FIRST)]:
            if self._ended:
                self._exchange()
            return
        more = self._incoming[have : have + APPEND]
        if more:
            self.beginInsertRows(QModelIndex(), have, have + len(more) - 1)
            self._ids.extend(more)
            self.endInsertRows()
        if len(self._ids) < come:
            self._append_soon.start()
        elif self._ended:
            self._completed()

    def _exchange(self) -> None:
        """Replace the ids by those that came; only cells are redrawn if they are the same."""
        same = self._incoming == self._ids
        self._cache.clear()
        if same:
            if self._ids:
                last = self.index(len(self._ids) - 1, len(self.columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.beginResetModel()
            self._ids = self._incoming
            self.endResetModel()
        self._completed()

    def _completed(self) -> None:
        self._incoming = array("q")
        self._quiet = False
        self.is_complete = True
        self.complete.emit()

    # rows ----------------------------------------------------------------------------------------------------------

    def id_at(self, row: int) -> int | None:
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, id_: int | None) -> int:
        """The row of an id, -1 if it is not in the list (so far)."""
        if id_ is None:
            return -1
        try:
            return self._ids.index(id_)
        except ValueError:
            return -1

    def row_at(self, row: int) -> Row | None:
        """The row's values if they are here; else they are asked for."""
        id_ = self.id_at(row)
        if id_ is None:
            return None
        found = self._cache.get(id_)
        if found is None:
            self._wanted.append(row)
            self._fetch_soon.start()
        return found

    def ids(self) -> array[int]:
        """A copy of the ids that are here."""
        return self._ids[:]

    def _fetch(self) -> None:
        """Read the rows round those that were last looked at; one read at a time."""
        if self._reading or not self._wanted or self.query is None:
            return
        low, high = min(self._wanted), max(self._wanted)
        if high - low > BLOCK:
            low, high = self._wanted[-1] - BLOCK // 2, self._wanted[-1] + BLOCK // 2
        else:
            room = (BLOCK - (high - low)) // 2
            low, high = low - room, high + room
        self._wanted.clear()
        ids = [id_ for id_ in self._ids[max(0, low) : high + 1] if id_ not in self._cache]
        if not ids:
            return
        self._reading = True
        number, ledger = self._number, self.query.ledger
        self._tasks.read(
            lambda: self._source.rows(ledger, ids),
            lambda rows: self._take(number, max(0, low), ids, rows), lambda error: self._not_read(number, error),
        )  # fmt: skip

    def _take(self, number: int, low: int, ids: list[int], rows: list[Row]) -> None:
        if number != self._number:
            return
        self._reading = False
        if len(self._cache) > KEEP:
            for old in list(self._cache)[: KEEP // 2]:
                del self._cache[old]
        self._cache.update({row["id"]: row for row in rows})
        for missing in ids:
            self._cache.setdefault(missing, {"id": missing})
        high = min(low + 2 * BLOCK, len(self._ids) - 1)
        if high >= low:
            self.dataChanged.emit(self.index(low, 0), self.index(high, len(self.columns) - 1))
        if self._wanted:
            self._fetch_soon.start()

    def _not_read(self, number: int, error: Exception) -> bool:
        if number == self._number:
            self._reading = False
        return self._lost(number, error)

    def read_rows(self, ids: list[int], done: Callable[[list[Row]], None]) -> None:
        """The rows of these ids, in their order, whether they were looked at or not."""
        if self.query is None:
            return
        ledger = self.query.ledger
        self._tasks.read(lambda: self._source.rows(ledger, ids), done)

    def set_holder_column(self, shown: bool) -> None:
        """Whether the holder has a column of its own; else the place cell says who has it."""
        self.has_holder_column = shown

    # marks ---------------------------------------------------------------------------------------------------------

    def toggle(self, row: int) -> None:
        """Space: mark a row or take its mark away."""
        id_ = self.id_at(row)
        if id_ is None:
            return
        self.marked ^= {id_}
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))
        self.marks_changed.emit()

    def mark(self, ids: set[int]) -> None:
        self.marked = ids
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self.columns) - 1))
        self.marks_changed.emit()

    # Qt ------------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.look.t(self.columns[section].title)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == IdRole:
            return self.id_at(index.row())
        if role == MarkedRole:
            return self.id_at(index.row()) in self.marked
        if role not in _ROLES:
            return None
        row = self.row_at(index.row())
        if row is None:
            return None
        if role == RowRole:
            return row
        column = self.columns[index.column()]
        if role == SortRole:
            return sort_value(column, row)
        words = cell_text(self.look, column, row, self.has_holder_column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.look.t(column.title)} {words}"
        return words


_ROLES = frozenset({
    Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, SortRole, SearchRole, CopyRole, RowRole,
})  # fmt: skip
