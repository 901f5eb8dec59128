"""What counting, destruction and hand-over look up. Index look-ups while scanning; ranges of one process elsewhere."""

from __future__ import annotations

import json
from collections.abc import Sequence

from models.storage.store import Reader, Row
from models.storage.tables import COLUMNS

# --- carriers with their texts ---------------------------------------------------------------------------------------

_CARRIER_TEXTS = """
SELECT c.id, c.number, coalesce(c.title, d.title) AS title, coalesce(c.issuer, d.issuer) AS issuer, c.medium,
       coalesce(c.reference_number, d.reference_number) AS reference_number, c.serial_number, c.secret_kind, c.level,
       c.term_kind, c.term_amount, c.term_unit, c.term_date, c.term_condition, d.issued_on, d.notice_on, c.copy_number,
       c.pages, c.capacity, c.origin, c.state, c.shelf_id, c.holder_id, c.custodian_id, c.recall, c.recall_notice,
       c.to_archive, c.last_counted_on, c.document_id, c.remarks
  FROM json_each(?) AS wanted JOIN carriers c ON c.id = wanted.value LEFT JOIN documents d ON d.id = c.document_id
 ORDER BY wanted.key"""


def carrier_texts(read: Reader, ids: Sequence[int]) -> list[Row]:
    """Carriers with title, issuer and reference of their document, in the order asked."""
    return read.rows(_CARRIER_TEXTS, (json.dumps(list(ids)),))


def carrier_by_number(read: Reader, number: str) -> Row | None:
    """The carrier that bears a number, with the texts of its document."""
    found = read.scalar("SELECT id FROM carriers WHERE number = ?", (number,))
    return None if found is None else carrier_texts(read, [found])[0]


def shelf_by_code(read: Reader, code: str) -> Row | None:
    """The shelf whose label code this is."""
    return read.first("SELECT id, cabinet_id, name, code, level_limit, state FROM shelves WHERE code = ?", (code,))


def place_of(read: Reader, shelf_id: int | None) -> Row | None:
    """A shelf with its container and room: names, and the level limit that counts."""
    return read.first(
        "SELECT s.id, s.name AS shelf, s.code, c.id AS cabinet_id, c.name AS cabinet, r.name AS room,"
        " coalesce(s.level_limit, c.level_limit) AS level_limit, s.state FROM shelves s"
        " JOIN cabinets c ON c.id = s.cabinet_id LEFT JOIN rooms r ON r.id = c.room_id WHERE s.id = ?",
        (shelf_id,),
    )


def places(read: Reader) -> list[Row]:
    """All shelves with container and room in the order in which a counter walks past them."""
    return read.rows(
        "SELECT s.id, s.name AS shelf, s.code, s.walk_order, c.id AS cabinet_id, c.name AS cabinet, r.name AS room,"
        " coalesce(s.level_limit, c.level_limit) AS level_limit FROM shelves s JOIN cabinets c ON c.id = s.cabinet_id"
        " LEFT JOIN rooms r ON r.id = c.room_id ORDER BY r.id, c.id, s.walk_order, s.id"
    )


def last_number(read: Reader, ledger: str, prefix: str, year: int) -> str | None:
    """The highest number of a process ledger that begins with prefix and year; longer numbers are higher (K-18)."""
    start = f"{prefix}-{year:04d}-"
    found: str | None = read.scalar(_LAST_NUMBER[ledger], (start, start + "\uffff"))
    return found


def last_named(read: Reader, ledger: str, column: str) -> int | None:
    """Who or what stands in a column of the newest row of a process ledger that names anybody there; rows that were
    abandoned do not count."""
    if column not in COLUMNS[ledger]:
        raise KeyError(f"{ledger} has no {column}")
    # identifiers: a ledger of COLUMNS and its column, checked above
    found: int | None = read.scalar(
        f'SELECT "{column}" FROM {ledger} WHERE "{column}" IS NOT NULL AND state IS NOT \'ABANDONED\' ORDER BY id DESC LIMIT 1'
    )
    return found


_LAST_NUMBER = {
    "counts": "SELECT number FROM counts WHERE number BETWEEN ? AND ?"
    " ORDER BY length(number) DESC, number DESC LIMIT 1",
    "destructions": "SELECT number FROM destructions WHERE number BETWEEN ? AND ?"
    " ORDER BY length(number) DESC, number DESC LIMIT 1",
    "handovers": "SELECT number FROM handovers WHERE number BETWEEN ? AND ?"
    " ORDER BY length(number) DESC, number DESC LIMIT 1",
}
