"""The fold: the last value of each (ledger, id, field) in the journal is the table, row for row (K-10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.storage.verify.findings import Finding, Outcome, Watch
from models.storage.verify.lines import Expected, Window, line_digest
from models.storage.verify.primitives import Connection, Register, fingerprint, parse
from models.storage.verify.reach import Judge, Reach

PIECE = 1000  # rows of a table compared in one read transaction
LOWEST, HIGHEST = -(1 << 63), (1 << 63) - 1  # of SQLite's integers
_ALLOWED = {str, int, type(None)}

Row = tuple[Any, ...]  # id, then the columns
Found = tuple[int, str, int, int]  # id, canonical text of values, entry, seq
_LINES = 'SELECT id, "values", entry, seq FROM changes WHERE ledger = ? AND id BETWEEN ? AND ? ORDER BY id, entry, seq'


@dataclass
class Table:
    """One journalled table and the columns that its version of the schema gives it."""

    name: str
    columns: Sequence[str]  # without id
    known: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.known = frozenset(self.columns)


def compare_tables(
    register: Register, tables: Sequence[Table], expected: Expected, reach: Reach, outcome: Outcome, watch: Watch
) -> None:
    """Compare every journalled table with the journal, and the changes with what their entries say of them and with what
    their acts may change; changes of ledgers that no table has are named."""
    known = {table.name: table for table in tables}
    windows = expected.windows()
    window = next(windows)
    ledgers = sorted(known.keys() | set(_ledgers(register)))
    for at, ledger in enumerate(ledgers):
        if ledger in known:
            for done in compare_table(register, known[ledger], window, Judge(reach, ledger), outcome):
                outcome.rows += done
                watch.at(ledger, at, len(ledgers))
        else:
            outcome.extend(ledger_unknown(register, ledger))
            _digest_only(register, ledger, window, watch)
    outcome.extend(reach.unmet())
    outcome.extend(window.findings())
    for further in windows:
        for ledger in ledgers:
            _digest_only(register, ledger, further, watch)
        outcome.extend(further.findings())


def compare_table(register: Register, table: Table, window: Window, judge: Judge, outcome: Outcome) -> Iterator[int]:
    """Merge one table with its changes over the primary key, a piece at a time; yields rows done."""
    # identifiers: tables and columns of the schema in tables.py
    columns = ", ".join(f'"{name}"' for name in table.columns)
    first = LOWEST
    while True:
        with register.snapshot() as connection:
            rows = connection.execute(
                f"SELECT id, {columns} FROM {table.name} WHERE id >= ? ORDER BY id LIMIT {PIECE}", (first,)
            ).fetchall()
            last = rows[-1][0] if len(rows) == PIECE else HIGHEST
            lines = connection.execute(_LINES, (table.name, first, last))
            outcome.extend(_merge(connection, table, iter(rows), iter(lines), window, judge))
        yield len(rows)
        if last == HIGHEST:
            return
        first = last + 1


def _digest_only(register: Register, ledger: str, window: Window, watch: Watch) -> None:
    """Digest the changes of a ledger without comparing them."""
    # identifiers: tables and columns of the schema in tables.py
    first = LOWEST
    while True:
        with register.snapshot() as connection:
            ids = connection.execute(
                f"SELECT DISTINCT id FROM changes WHERE ledger = ? AND id >= ? ORDER BY id LIMIT {PIECE}", (ledger, first)
            ).fetchall()
            if not ids:
                return
            for id_, text, entry, seq in connection.execute(_LINES, (ledger, first, ids[-1][0])):
                window.put(entry, seq, line_digest(ledger, id_, seq, text))
        watch.at(ledger, 0, 1)
        if ids[-1][0] == HIGHEST:
            return
        first = ids[-1][0] + 1


def _merge(
    connection: Connection, table: Table, rows: Iterator[Row], lines: Iterator[Found], window: Window, judge: Judge
) -> Iterator[Finding]:
    row, line = next(rows, None), next(lines, None)
    while row is not None or line is not None:
        if line is None or (row is not None and row[0] < line[0]):
            yield from row_without_entry(table, row or (0,))
            row = next(rows, None)
            continue
        id_ = line[0]
        folded: dict[str, Any] = {}
        while line is not None and line[0] == id_:
            _id, text, entry, seq = line
            window.put(entry, seq, line_digest(table.name, id_, seq, text))
            yield from _take(connection, table, (id_, entry, text), folded, judge)
            line = next(lines, None)
        if row is None or row[0] != id_:
            yield from row_missing(connection, table, id_)
            continue
        if row[1:] != tuple(map(folded.get, table.columns)):
            yield from values_differ(connection, table, row, folded)
        row = next(rows, None)


def _take(
    connection: Connection, table: Table, line: tuple[int, int, str], folded: dict[str, Any], judge: Judge
) -> Iterable[Finding]:
    id_, entry, text = line
    try:
        values = parse(text)
    except ValueError:
        values = None
    if not isinstance(values, dict) or not set(map(type, values.values())) <= _ALLOWED:
        return values_unreadable(connection, table, id_)
    judged = judge(id_, entry, values, folded)
    folded |= values
    return judged if values.keys() <= table.known else (*judged, *field_unknown(connection, table, id_))


def row_without_entry(table: Table, row: Row) -> Iterable[Finding]:
    """A row that no entry made."""
    return [Finding(0, "ROW_WITHOUT_ENTRY", table.name, row[0], seen=fingerprint(row[1:]))]


def row_missing(connection: Connection, table: Table, id_: int) -> Iterable[Finding]:
    """Entries speak of a row that the table has not."""
    return [Finding(last_entry_of(connection, table.name, id_), "ROW_MISSING", table.name, id_)]


def values_differ(connection: Connection, table: Table, row: Row, folded: dict[str, Any]) -> Iterable[Finding]:
    """Fields whose value in the table is not the journal's; each with the entry that wrote it last."""
    return [
        Finding(last_entry_of(connection, table.name, row[0], name), "VALUE_DIFFERS", table.name, row[0], name, fingerprint(value))
        for name, value in zip(table.columns, row[1:], strict=True)
        if value != folded.get(name)
    ]


def values_unreadable(connection: Connection, table: Table, id_: int) -> Iterable[Finding]:
    """A change whose values are not an object of texts, integers and nulls."""
    return [Finding(last_entry_of(connection, table.name, id_), "VALUES_UNREADABLE", table.name, id_)]


def field_unknown(connection: Connection, table: Table, id_: int) -> Iterable[Finding]:
    """A change of a field that the table has not: names of fields are for ever."""
    return [Finding(last_entry_of(connection, table.name, id_), "FIELD_UNKNOWN", table.name, id_)]


def last_entry_of(connection: Connection, ledger: str, id_: int, name: str = "") -> int:
    """The last entry that wrote the row, or this field of it if any did."""
    last = of_field = 0
    for entry, text in connection.execute(
        'SELECT entry, "values" FROM changes WHERE ledger = ? AND id = ? ORDER BY entry, seq', (ledger, id_)
    ):
        last = entry
        try:
            of_field = entry if name and name in parse(text) else of_field
        except (ValueError, TypeError):
            continue
    return of_field or last


def ledger_unknown(register: Register, ledger: str) -> Iterable[Finding]:
    """Changes of a ledger that no table has."""
    with register.snapshot() as connection:
        row = connection.execute("SELECT entry, id FROM changes WHERE ledger = ? ORDER BY id, entry LIMIT 1", (ledger,)).fetchone()
    return [Finding(row[0], "LEDGER_UNKNOWN", ledger, row[1])] if row else []


def _ledgers(register: Register) -> Iterator[str]:
    """The ledgers that changes speak of."""
    ledger = ""
    while True:
        with register.snapshot() as connection:
            row = connection.execute("SELECT ledger FROM changes WHERE ledger > ? ORDER BY ledger LIMIT 1", (ledger,)).fetchone()
        if row is None:
            return
        ledger = row[0]
        yield ledger
