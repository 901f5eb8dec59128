"""The open register: one writer, readers with connections of their own, and the only code that changes a table."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from models.domain.dates import is_day
from models.storage import failures, journal, migrate
from models.storage.connection import Connection, DatabaseError, connect
from models.storage.digests import SigningKey
from models.storage.journal import Change, Head, Record
from models.storage.tables import COLUMNS, DAYS

Row = dict[str, Any]
Derive = Callable[[Connection, Head, Record], None]


class Reader:
    """Four reading verbs over one connection; values always as parameters."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self.connection = connection
        self._path = path

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows as dicts. Raises UserError if the file is damaged."""
        with failures.told(self._path):
            cursor = self.connection.execute(sql, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def first(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row, or None."""
        with failures.told(self._path):
            cursor = self.connection.execute(sql, values)
            row = cursor.fetchone()
        return None if row is None else {column[0]: value for column, value in zip(cursor.description, row, strict=True)}

    def scalar(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row, or None."""
        with failures.told(self._path):
            row = self.connection.execute(sql, values).fetchone()
        return None if row is None else row[0]

    def get(self, ledger: str, id_: int | None) -> Row | None:
        """One row of a journalled table."""
        # identifiers: from `_select`
        return None if id_ is None else self.first(_select(ledger) + " WHERE id = ?", (id_,))

    def get_as_stored(self, ledger: str, id_: int) -> Row | None:
        """One row with the columns that its table has now: the register may wait for an upgrade."""
        # identifiers: ledgers and fields of their declarations
        if ledger not in COLUMNS:
            raise KeyError(ledger)
        return self.first(f"SELECT * FROM {ledger} WHERE id = ?", (id_,))

    def get_many(self, ledger: str, ids: Sequence[int]) -> list[Row]:
        """Rows by id in the order asked; unknown ids are left out."""
        # identifiers: from `_select`; the rest is question marks
        found: dict[int, Row] = {}
        for at in range(0, len(ids), 500):
            part = list(ids[at : at + 500])
            marks = ",".join("?" * len(part))
            found.update({row["id"]: row for row in self.rows(_select(ledger) + f" WHERE id IN ({marks})", part)})
        return [found[id_] for id_ in ids if id_ in found]

    def find(self, ledger: str, /, **equal: Any) -> list[Row]:
        """Rows whose named columns have exactly these values (None means not set), by id."""
        unknown = set(equal) - set(COLUMNS[ledger])
        if unknown:
            raise KeyError(f"{ledger} has no {sorted(unknown)}")
        # identifiers: columns of COLUMNS, checked above
        where = " AND ".join(f'"{name}" IS ?' for name in equal) or "1"
        return self.rows(f"{_select(ledger)} WHERE {where} ORDER BY id", tuple(equal.values()))

    def find_one(self, ledger: str, /, **equal: Any) -> Row | None:
        """The first such row, or None."""
        found = self.find(ledger, **equal)
        return found[0] if found else None

    def preferences(self, account: int) -> dict[str, str]:
        """What the screens remember for an account, by name."""
        rows = self.connection.execute("SELECT name, value FROM preference WHERE account = ?", (account,))
        return dict(rows.fetchall())

    def head(self) -> Head:
        """Where the journal ends now."""
        return journal.read_head(self.connection)


class Store:
    """An open vault's register. `derive` keeps the derived tables in step inside the same transaction."""

    def __init__(self, path: Path, key: bytes, derive: Derive, *, create: bool = False, read_only: bool = False) -> None:
        self.path = path
        self._key = key
        self._derive = derive
        self._read_only = read_only
        self._writer = connect(path, key, create=create, read_only=read_only)
        self._statements: dict[tuple[str, tuple[str, ...]], str] = {}
        self._writing = threading.RLock()
        self._is_stopped = False
        try:
            migrate.refuse_newer(self._writer)
        except BaseException:
            self._writer.close()
            raise
        self._writer_reader = Reader(self._writer, path)

    def reader(self) -> Reader:
        """A reader with a connection of its own: for one thread, closed by `close_reader` or at the end."""
        return Reader(connect(self.path, self._key, read_only=self._read_only), self.path)

    @property
    def own(self) -> Reader:
        """The writer's own reader: sees what the running transaction has done. For the writing thread only."""
        return self._writer_reader

    @property
    def read_only(self) -> bool:
        return self._read_only

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One durable transaction; leaving by an exception rolls everything back.

        Raises UserError for a full disk, a failing disk or a read-only folder. After a failed write or sync nothing
        more is written until the register was opened again.
        """
        with self._writing, failures.told(self.path):
            if self._is_stopped:
                raise failures.stopped()
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._writer.execute("COMMIT")
            except BaseException as error:
                self._is_stopped = failures.means_stop(error)
                self._roll_back()
                raise

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """A transaction that is always rolled back: what would an act write?"""
        with self._writing:
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield
            finally:
                self._roll_back()

    def _roll_back(self) -> None:
        """Leave the transaction, if the failure has not left it already; the first failure is the one that is told."""
        if self._writer.in_transaction:
            with contextlib.suppress(DatabaseError):
                self._writer.execute("ROLLBACK")

    def write(self, record: Record, signers: Sequence[SigningKey]) -> Head:
        """Append the record and apply its changes; inside `transaction` only."""
        if not self._writer.in_transaction:
            raise AssertionError("a record is written inside a transaction")
        _refuse_strange_days(record.changes)
        before = journal.read_head(self._writer)
        head = journal.append(self._writer, before, record, signers)
        for change in record.changes:
            self._apply(change)
        self._derive(self._writer, before, record)
        return head

    def next_id(self, ledger: str) -> int:
        """The id of the next new row of a ledger; ids are never given twice, for rows are never deleted."""
        _columns(ledger)  # identifiers: a ledger of COLUMNS, or this raises
        return int(self._writer.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {ledger}").fetchone()[0])

    def upgrade(self) -> list[str]:
        """Bring the schema up to date inside the running transaction."""
        return migrate.upgrade(self._writer)

    def needs_upgrade(self) -> bool:
        return migrate.version_of(self._writer) < migrate.newest()

    def remember(self, account: int, name: str, value: str) -> None:
        """Keep a screen's preference: no evidence, no entry (K-11)."""
        with self.transaction():
            self._writer.execute(
                "INSERT INTO preference VALUES (?, ?, ?) ON CONFLICT (account, name) DO UPDATE SET value = excluded.value",
                (account, name, value),
            )

    def fold_log(self) -> None:
        """Move the write-ahead log into the file and empty it (K-14, at lock)."""
        self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the writer; readers are closed by their owners."""
        self._writer.close()

    def _apply(self, change: Change) -> None:
        names = tuple(change.values)
        sql = self._statements.get((change.ledger, names))
        if sql is None:
            sql = self._statements[(change.ledger, names)] = _upsert(change.ledger, names)
        self._writer.execute(sql, (change.id, *change.values.values()))


def _refuse_strange_days(changes: Sequence[Change]) -> None:
    """A column of days holds days: what is due, expired or listed is reckoned from it. Raises ValueError."""
    for change in changes:
        for name in DAYS.get(change.ledger, frozenset()) & change.values.keys():
            value = change.values[name]
            if value is not None and not (isinstance(value, str) and is_day(value)):
                raise ValueError(f"{change.ledger}.{name} takes a day as 2026-11-02, or nothing")


def _columns(ledger: str) -> tuple[str, ...]:
    return COLUMNS[ledger]


def _select(ledger: str) -> str:
    # identifiers: a ledger of COLUMNS and its columns; another name raises
    names = ", ".join(f'"{name}"' for name in _columns(ledger))
    return f"SELECT {names} FROM {ledger}"


def _upsert(ledger: str, names: tuple[str, ...]) -> str:
    unknown = set(names) - set(_columns(ledger))
    if unknown:
        raise KeyError(f"{ledger} has no {sorted(unknown)}")
    # identifiers: a ledger of COLUMNS and its columns, checked above
    columns = "".join(f', "{name}"' for name in names)
    updates = ", ".join(f'"{name}" = excluded."{name}"' for name in names)
    action = f"DO UPDATE SET {updates}" if names else "DO NOTHING"
    return f"INSERT INTO {ledger} (id{columns}) VALUES (?{', ?' * len(names)}) ON CONFLICT (id) {action}"
