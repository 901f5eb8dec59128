"""The list tables, their counters and labels, worked out again from the journalled rows (K-11, K-24).

What each column means stands at the head of `models/storage/list_tables.py`; here it is said once more, in SQL, from the
ledgers' declarations and the rules of `models/domain` alone. Everything is compared, for lists are what people look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from models.domain.collation import sort_key
from models.domain.levels import Level, SecretKind
from models.domain.lifecycle import IN_BOOK
from models.domain.markings import MARKING_COLUMNS, MarkingError
from models.domain.periods import row_expiry
from models.ledgers import BY_NAME, Kind
from models.storage.verify.findings import Finding, Outcome, Watch
from models.storage.verify.fold import HIGHEST, LOWEST
from models.storage.verify.primitives import Connection, Register

PIECE = 2000
_WEIGHTS = {
    SecretKind.UNMARKED: 0, SecretKind.DECLASSIFIED: 1, SecretKind.INTERNAL: 2, SecretKind.WORK_SECRET: 3,
    Level.CONFIDENTIAL: 4, Level.SECRET: 5, Level.TOP_SECRET: 6,
}  # fmt: skip
_EXPIRY = (*MARKING_COLUMNS, "issued_on", "notice_on")
_POSITION = (
    "CASE WHEN c.number GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9][0-9][0-9]'"
    " THEN CAST(replace(c.number, '-', '') AS INTEGER) ELSE -c.id END"
)


def prepare(connection: Connection) -> None:
    """Give the connection the declared places of codes and the calendar, for its own memory only."""
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS place (field TEXT, code TEXT, place INTEGER, PRIMARY KEY (field, code)) WITHOUT ROWID"
    )
    codes = [("mark", str(code), weight) for code, weight in _WEIGHTS.items()]
    codes += [("in_book", str(state), 1) for state in IN_BOOK]
    for ledger in ("carriers", "documents"):
        for name, field in BY_NAME[ledger].fields.items():
            codes += [(f"{ledger}.{name}", code, place) for place, code in enumerate(field.choices or (), 1)]
    connection.executemany("INSERT OR REPLACE INTO temp.place VALUES (?, ?, ?)", codes)
    connection.create_function("last_day", len(_EXPIRY), _last_day, deterministic=True)


@lru_cache(maxsize=100_000)
def _last_day(*columns: Any) -> int | None:
    try:
        found = row_expiry(dict(zip(_EXPIRY, columns, strict=True))).last_day
    except (MarkingError, ValueError):
        return None
    return int(found.strftime("%Y%m%d")) if found else None


def _day(value: str) -> str:
    # identifiers: columns of the schema
    return f"(CASE WHEN {value} GLOB '????-??-??' THEN CAST(replace({value}, '-', '') AS INTEGER) END)"


def _place(field: str, value: str) -> str:
    # identifiers: columns of the schema
    return f"(SELECT place FROM temp.place WHERE field = '{field}' AND code = {value})"


def _declared(ledger: str, alias: str, *names: str) -> dict[str, str]:
    """Columns that follow from their declaration: dates as numbers, codes as places, the rest as it is."""
    found = {}
    for name in names:
        kind, value = BY_NAME[ledger].fields[name].kind, f"{alias}.{name}"
        as_number = {Kind.DATE: _day(value), Kind.CHOICE: _place(f"{ledger}.{name}", value)}
        found[name] = as_number.get(kind, value)
    return found


def _mark(alias: str) -> str:
    return f"coalesce({_place('mark', alias + '.level')}, {_place('mark', alias + '.secret_kind')}, 0)"


def _expires(alias: str) -> str:
    own = ", ".join(f"{alias}.{name}" for name in MARKING_COLUMNS)
    return f"last_day({own}, d.issued_on, d.notice_on)"


_CARRIERS = {
    "number": _POSITION, "mark": _mark("c"), "expires_on": _expires("c"),
    "review_on": f"(CASE WHEN {_place('in_book', 'c.state')} THEN l.expires_on END)",
    **_declared("carriers", "c", "document_id", "state", "medium", "shelf_id", "holder_id", "custodian_id", "registered_on",
                "recall", "pages", "origin", "to_archive", "label_printed", "last_counted_on", "left_on"),
    **_declared("documents", "d", "received_on"),
    # +: by the carrier, not by the state, else every carrier would look through all open loans
    "due_on": _day("(SELECT min(due_on) FROM loans WHERE carrier_id = c.id AND +state = 'OUT')"),
}  # fmt: skip
_DOCUMENTS = {
    "mark": _mark("d"), "expires_on": _expires("d"),
    **_declared("documents", "d", "state", "received_on", "issued_on", "urgency", "pages", "copies_stated", "copies_received",
                "cover_intact", "channel", "signed_on", "recall", "recall_due"),
}  # fmt: skip


def _wrong(source: str, table: str, id_: str, columns: dict[str, str]) -> str:
    """Selects the ids of rows that the list has not, or has otherwise."""
    # identifiers: columns of the schema
    differs = " OR ".join(f"l.{name} IS NOT {value}" for name, value in columns.items())
    return f"SELECT {id_} FROM {source} LEFT JOIN {table} l ON l.id = {id_} WHERE {id_} BETWEEN ? AND ? AND (l.id IS NULL OR {differs})"


_LISTS = {
    "carrier_list": ("carriers", _wrong("carriers c LEFT JOIN documents d ON d.id = c.document_id", "carrier_list", "c.id", _CARRIERS)),
    "document_list": ("documents", _wrong("documents d", "document_list", "d.id", _DOCUMENTS)),
}


def compare_lists(register: Register, outcome: Outcome, watch: Watch) -> None:
    """`carrier_list` and `document_list`, row for row."""
    prepare(register.connection)
    for table, (ledger, wrong) in _LISTS.items():
        for first, last in pieces(register, ledger):
            with register.snapshot() as connection:
                found = [row[0] for row in connection.execute(wrong, (first, last))]
                found += _without_a_row(connection, table, ledger, first, last)
            outcome.add(*(Finding(0, "DERIVED_DIFFERS", table, id_) for id_ in found))
            watch.at(table, 0, 1)
        outcome.derived_rows += _count(register, table)


def pieces(register: Register, ledger: str) -> Iterator[tuple[int, int]]:
    """Ranges that hold every id there can be, each with at most PIECE rows of the ledger."""
    # identifiers: tables of the schema
    first = LOWEST
    while True:
        row = register.connection.execute(
            f"SELECT id FROM {ledger} WHERE id >= ? ORDER BY id LIMIT 1 OFFSET ?", (first, PIECE)
        ).fetchone()
        yield first, row[0] - 1 if row else HIGHEST
        if row is None:
            return
        first = row[0]


def _without_a_row(connection: Connection, table: str, ledger: str, first: int, last: int) -> list[int]:
    # identifiers: tables of the schema
    rows = connection.execute(
        f"SELECT id FROM {table} WHERE id BETWEEN ? AND ? AND id NOT IN (SELECT id FROM {ledger} WHERE id BETWEEN ? AND ?)",
        (first, last, first, last),
    )
    return [row[0] for row in rows]


def _count(register: Register, table: str) -> int:
    # identifiers: tables of the schema
    return int(register.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def compare_counter(register: Register, outcome: Outcome, watch: Watch) -> None:
    """`carrier_counter`: how many carriers stand in each place, with each mark, in each state."""
    watch.at("carrier_counter", 0, 1)
    with register.snapshot() as connection:
        counted = connection.execute(
            "SELECT coalesce(shelf_id, 0), mark, coalesce(state, 0), count(*) FROM carrier_list GROUP BY 1, 2, 3"
        ).fetchall()
        kept = connection.execute("SELECT shelf_id, mark, state, carriers FROM carrier_counter").fetchall()
    for row in sorted(set(counted) ^ set(kept)):
        outcome.add(Finding(0, "DERIVED_DIFFERS", "carrier_counter", row[0]))
    outcome.derived_rows += len(kept)


_LABELS = (
    ("units", "SELECT id, name, name FROM units"),
    ("persons", "SELECT id, name, name FROM persons"),
    ("rooms", "SELECT id, name, name FROM rooms"),
    ("cabinets", "SELECT c.id, c.name, concat_ws(' ', r.name, c.name) FROM cabinets c LEFT JOIN rooms r ON r.id = c.room_id"),
    ("shelves", """SELECT s.id, concat_ws(' ', c.name, s.name), concat_ws(' ', r.name, c.name, s.name) FROM shelves s
        LEFT JOIN cabinets c ON c.id = s.cabinet_id LEFT JOIN rooms r ON r.id = c.room_id"""),
)  # fmt: skip


def compare_labels(register: Register, outcome: Outcome, watch: Watch) -> None:
    """`label`: the words by which links are shown, and their order."""
    watch.at("label", 0, 1)
    with register.snapshot() as connection:
        kept = {(row[0], row[1]): tuple(row[2:]) for row in connection.execute("SELECT ledger, id, words, whole, sort FROM label")}
        wanted = {
            (ledger, id_): (words or "", whole or "", sort_key(whole or ""))
            for ledger, source in _LABELS
            for id_, words, whole in connection.execute(source)
        }
    for place in sorted(wanted.keys() | kept.keys()):
        if wanted.get(place) != kept.get(place):
            outcome.add(Finding(0, "DERIVED_DIFFERS", "label", place[1]))
    outcome.derived_rows += len(kept)
