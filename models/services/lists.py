"""The lists of all ledgers as the screen asks for them: first rows, all ids, rows, counts, columns (K-24).

Search and conditions never give a 绝密 title away: masked rows are found and sorted by their numbers only, and their title
is left out unless the person has opened the row in this sitting (R-43, K-13).
"""

from __future__ import annotations

import threading
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from models.domain.errors import Cancelled
from models.domain.text import Text
from models.ledgers import BY_NAME
from models.ledgers.fields import Kind
from models.services import histories
from models.services.list_columns import BOOK_OF, Column, columns_of
from models.services.list_questions import Filter, ListQuery, question_of
from models.services.office import Office
from models.storage import labels, list_cells, search
from models.storage.connection import Connection, OperationalError
from models.storage.list_tables import BY_LEDGER
from models.storage.lists import Finder
from models.storage.plain_lists import PlainFinder
from models.storage.questions import Question
from models.storage.store import Row

__all__ = ["Column", "Filter", "HistoryLine", "ListQuery", "Lists", "Page"]

STEPS_BETWEEN_LOOKS = 20_000  # of SQLite's machine, some milliseconds
Sink = Callable[["array[int]"], None]


@dataclass(frozen=True, slots=True)
class Page:
    """The first rows of an answer, and how long it took."""

    rows: list[Row]
    milliseconds: float


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry of the journal about one row. `changes`: field label, value before, value after, as shown."""

    entry: int
    time: str  # UTC, ISO
    who: str
    act: Text
    reason: str
    changes: tuple[tuple[Text, Text | str, Text | str], ...]


class Lists:
    """Answers lists. Every method may be called on any worker thread; each thread reads by a connection of its own."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._running: dict[int, Connection] = {}
        self._lock = threading.Lock()

    # --- what a list asks -------------------------------------------------------------------------------------------

    def columns(self, ledger: str) -> tuple[Column, ...]:
        """The columns of a ledger, those shown at first in front. Raises KeyError for an unknown ledger."""
        return columns_of(ledger)

    def first_page(self, query: ListQuery, limit: int = 200) -> Page:
        """The first rows. Raises Cancelled if `interrupt` was called meanwhile."""
        begun = time.perf_counter()
        read: dict[int, Row] = {}

        def look(ids: Sequence[int]) -> list[Row]:
            rows = list_cells.rows(self._office.read, query.ledger, ids)
            read.update((row["id"], row) for row in rows)
            return [row | {"title": None} if row["masked"] else row for row in rows]

        with self._asking():
            ids = self._finder(query.ledger).first(self._question(query), limit, look)
            missing = [id_ for id_ in ids if id_ not in read]
            read.update((row["id"], row) for row in list_cells.rows(self._office.read, query.ledger, missing))
            rows = self._finished(query.ledger, [read[id_] for id_ in ids])
        return Page(rows, (time.perf_counter() - begun) * 1000)

    def stream_ids(self, query: ListQuery, sink: Sink, cancelled: Callable[[], bool]) -> None:
        """Hand every id in order to `sink`, thousands at a time. Ends early, without an error, when `cancelled()`."""
        try:
            with self._asking(cancelled):
                self._finder(query.ledger).stream(self._question(query), sink, cancelled)
        except Cancelled:
            if not cancelled():
                raise

    def count(self, query: ListQuery) -> int:
        """How many rows fit. Raises Cancelled if `interrupt` was called meanwhile."""
        with self._asking():
            return self._finder(query.ledger).count(self._question(query))

    def rows(self, ledger: str, ids: Sequence[int]) -> list[Row]:
        """The rows of these ids in their order, with the words of links and the marks of the calendar."""
        return self._finished(ledger, list_cells.rows(self._office.read, ledger, ids))

    def _finished(self, ledger: str, rows: list[Row]) -> list[Row]:
        self._mask(ledger, rows)
        self._say_links(ledger, rows)
        if ledger in BY_LEDGER:
            today = self._office.clock.today().isoformat()
            for row in rows:
                row["level"] = row["level"] or row["secret_kind"]
                if ledger == "carriers":
                    _mark(row, today)
        return rows

    def history(self, ledger: str, id_: int) -> list[HistoryLine]:
        """Everything that was written about a row, newest first."""
        events = histories.history(self._office.read, self._office.acts, ledger, id_)
        return [
            HistoryLine(event.entry, event.time, event.who, event.act, event.reason,
                        tuple((change.label, change.before, change.after) for change in event.changes))
            for event in events
        ]  # fmt: skip

    def interrupt(self) -> None:
        """Stop what is being read for lists now, on whatever thread: a newer question makes it pointless (K-24)."""
        with self._lock:
            for connection in self._running.values():
                connection.interrupt()

    def tidy(self) -> bool:
        """One step of some milliseconds that keeps the search quick; True if more is to be done. On the writing thread,
        while nothing waits (K-24 keeps it out of the commits of acts)."""
        store = self._office.vault.store
        if store.read_only:
            return False
        with store.transaction():
            return search.tidy(store.own.connection)

    # --- inside -----------------------------------------------------------------------------------------------------

    def _finder(self, ledger: str) -> Finder | PlainFinder:
        table = BY_LEDGER.get(ledger)
        return Finder(self._office.read, table) if table else PlainFinder(self._office.read, BY_NAME[ledger])

    def _question(self, query: ListQuery) -> Question:
        return question_of(self._office.read, self._office.clock.today(), query)

    @contextmanager
    def _asking(self, cancelled: Callable[[], bool] | None = None) -> Iterator[None]:
        """Read so that `interrupt`, or `cancelled`, ends it between two steps of SQLite: then Cancelled is raised."""
        connection = self._office.read.connection
        thread = threading.get_ident()
        with self._lock:
            self._running[thread] = connection
        if cancelled is not None:
            connection.set_progress_handler(cancelled, STEPS_BETWEEN_LOOKS)
        try:
            yield
        except OperationalError as error:
            if str(error) != "interrupted":
                raise
            raise Cancelled from None
        finally:
            with self._lock:
                del self._running[thread]
            if cancelled is not None:
                connection.set_progress_handler(None, 0)

    def _mask(self, ledger: str, rows: list[Row]) -> None:
        """Leave out what R-43 hides; what was opened in this sitting stays (K-13)."""
        looked_at = self._office.sitting.looked_at
        if ledger == "documents" and looked_at:
            looked_at = list_cells.documents_of(self._office.read, sorted(looked_at))
        for row in rows:
            if row.get("masked"):
                row["masked"] = int(row["id"] not in looked_at)
                if row["masked"]:
                    row["title"] = None

    def _say_links(self, ledger: str, rows: list[Row]) -> None:
        """Beside the id of each link, under the column's name, the words it is shown by."""
        for name, field, to in _links_of(ledger):
            ids = {row[field] for row in rows if row[field] is not None}
            words = labels.words_of(self._office.read, to, ids) if ids else {}
            for row in rows:
                row[name] = words.get(row[field])


@cache
def _links_of(ledger: str) -> tuple[tuple[str, str, str], ...]:
    """Column, field and linked ledger of each link of a ledger."""
    fields = BY_NAME[ledger].fields
    shown = ((column, fields.get(column.field)) for column in columns_of(ledger))
    return tuple((column.name, column.field, field.to) for column, field in shown if field and field.kind is Kind.LINK)


def _mark(row: Row, today: str) -> None:
    """What the calendar says of a carrier (K-12): overdue, to be reviewed; and whether it is in the book."""
    due, expires = row["due_on"], row["expires_on"]
    row["book"] = book = BOOK_OF.get(row["state"])
    row["overdue"] = int(due is not None and due < today)
    row["review_due"] = int(expires is not None and expires < today and book == "IN_BOOK")
