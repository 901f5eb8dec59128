"""What a count looks up. While scanning: index look-ups only, at any size. At its ends: ranges of this one count."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from models.domain.lifecycle import IN_BOOK
from models.storage.store import Reader, Row

_IN_BOOK = json.dumps(sorted(IN_BOOK))
_MOVING = ("state", "shelf_id", "holder_id")  # an entry that wrote one of these moved the carrier (K-22)

# --- the scope and its frozen book -----------------------------------------------------------------------------------

_BOOK_OF_ALL = """
SELECT c.id, c.state, c.shelf_id, c.holder_id, c.secret_kind, c.level, c.number
  FROM carriers c LEFT JOIN shelves s ON s.id = c.shelf_id LEFT JOIN cabinets k ON k.id = s.cabinet_id
 WHERE c.state IN (SELECT value FROM json_each(?1))
   AND (?2 = '[]' OR coalesce(c.level, c.secret_kind) IN (SELECT value FROM json_each(?2)))
   AND (c.state <> 'AWAITING_DESTRUCTION' OR NOT EXISTS (
        SELECT 1 FROM destruction_items i WHERE i.carrier_id = c.id AND i.state = 'PUT_IN'))
 ORDER BY k.room_id IS NULL, k.room_id, k.id, s.walk_order, s.id, c.holder_id, c.number LIMIT ?3"""

_BOOK_OF_PLACES = """
SELECT c.id, c.state, c.shelf_id, c.holder_id, c.secret_kind, c.level, c.number
  FROM (SELECT id FROM carriers WHERE shelf_id IN (SELECT value FROM json_each(?4))
        UNION SELECT id FROM carriers WHERE holder_id IN (SELECT value FROM json_each(?5))) AS inside
  JOIN carriers c ON c.id = inside.id
  LEFT JOIN shelves s ON s.id = c.shelf_id LEFT JOIN cabinets k ON k.id = s.cabinet_id
 WHERE c.state IN (SELECT value FROM json_each(?1))
   AND (?2 = '[]' OR coalesce(c.level, c.secret_kind) IN (SELECT value FROM json_each(?2)))
   AND (c.state <> 'AWAITING_DESTRUCTION' OR NOT EXISTS (
        SELECT 1 FROM destruction_items i WHERE i.carrier_id = c.id AND i.state = 'PUT_IN'))
 ORDER BY k.room_id IS NULL, k.room_id, k.id, s.walk_order, s.id, c.holder_id, c.number LIMIT ?3"""


def book_of_everything(read: Reader, levels: Sequence[str], most: int) -> list[Row]:
    """Every carrier in the book, in walking order, at most `most`; `levels` empty means all. What went into a machine, or
    to the facility, is no longer in the house: it is left out, though its certificate is still to come (R-54)."""
    return read.rows(_BOOK_OF_ALL, (_IN_BOOK, json.dumps(list(levels)), most))


def book_of_places(
    read: Reader, shelves: Iterable[int], holders: Iterable[int], levels: Sequence[str], most: int
) -> list[Row]:
    """The carriers whose book place or holder is one of these, in walking order, at most `most` (K-22)."""
    places = (json.dumps(sorted(shelves)), json.dumps(sorted(holders)))
    return read.rows(_BOOK_OF_PLACES, (_IN_BOOK, json.dumps(list(levels)), most, *places))


def shelves_of_cabinets(read: Reader, cabinets: Sequence[int]) -> list[int]:
    """All shelves of these containers."""
    sql = "SELECT id FROM shelves WHERE cabinet_id IN (SELECT value FROM json_each(?)) ORDER BY id"
    return [int(row["id"]) for row in read.rows(sql, (json.dumps(list(cabinets)),))]


def cabinets_in_rooms(read: Reader, rooms: Sequence[int]) -> list[int]:
    """All containers of these rooms."""
    sql = "SELECT id FROM cabinets WHERE room_id IN (SELECT value FROM json_each(?)) ORDER BY id"
    return [int(row["id"]) for row in read.rows(sql, (json.dumps(list(rooms)),))]


def persons_of_units(read: Reader, units: Sequence[int]) -> list[int]:
    """All persons of these units."""
    sql = "SELECT id FROM persons WHERE unit_id IN (SELECT value FROM json_each(?)) ORDER BY id"
    return [int(row["id"]) for row in read.rows(sql, (json.dumps(list(units)),))]


def cabinets_kept_by(read: Reader, persons: Sequence[int]) -> list[int]:
    """The containers whose keeper is one of these persons."""
    sql = "SELECT id FROM cabinets WHERE custodian_id IN (SELECT value FROM json_each(?)) ORDER BY id"
    return [int(row["id"]) for row in read.rows(sql, (json.dumps(list(persons)),))]


def counted_elsewhere(read: Reader, carriers: Sequence[int]) -> str | None:
    """The number of a count still under way that has one of these carriers in its book, if there is one."""
    found: str | None = read.scalar(
        "SELECT n.number FROM counts n WHERE n.state IN ('OPEN', 'SCANNED', 'RECONCILING') AND EXISTS ("
        "SELECT 1 FROM json_each(?) j CROSS JOIN count_expected e ON e.carrier_id = j.value AND e.count_id = n.id) LIMIT 1",
        (json.dumps(list(carriers)),),
    )
    return found


# --- one scan --------------------------------------------------------------------------------------------------------


def expected_row(read: Reader, count_id: int, carrier_id: int) -> Row | None:
    """The frozen row of one carrier."""
    return read.first("SELECT * FROM count_expected WHERE carrier_id = ? AND count_id = ?", (carrier_id, count_id))


def first_scan(read: Reader, count_id: int, carrier_id: int | None, code: str) -> Row | None:
    """The scan, not undone, that a further scan of the same carrier (or unknown code) repeats."""
    if carrier_id is not None:
        sql = "SELECT id, at FROM scans WHERE count_id = ? AND carrier_id = ? AND undone = 0 ORDER BY id LIMIT 1"
        return read.first(sql, (count_id, carrier_id))
    return read.first(
        "SELECT id, at FROM scans WHERE count_id = ? AND carrier_id IS NULL AND code = ? AND undone = 0 ORDER BY id LIMIT 1",
        (count_id, code),
    )


def repeats_of(read: Reader, scan: Row) -> list[Row]:
    """The scans, not undone, that repeat this one, oldest first."""
    if scan["carrier_id"] is not None:
        sql = "SELECT * FROM scans WHERE count_id = ? AND carrier_id = ? AND undone = 0 AND repeats = ? ORDER BY id"
        return read.rows(sql, (scan["count_id"], scan["carrier_id"], scan["id"]))
    return read.rows(
        "SELECT * FROM scans WHERE count_id = ? AND carrier_id IS NULL AND code = ? AND undone = 0 AND repeats = ?"
        " ORDER BY id",
        (scan["count_id"], scan["code"], scan["id"]),
    )


def moved_by(read: Reader, carrier_id: int, after: int) -> int | None:
    """The last entry after `after` that moved a carrier, or put it into a machine or took it back, or None (K-22)."""
    rows = read.rows(
        "SELECT entry, \"values\" AS written FROM changes WHERE ledger = 'carriers' AND id = ?1 AND entry > ?2 UNION ALL"
        " SELECT h.entry, h.\"values\" FROM destruction_items i CROSS JOIN changes h ON h.ledger = 'destruction_items'"
        " AND h.id = i.id AND h.entry > ?2 WHERE i.carrier_id = ?1 ORDER BY 1 DESC",
        (carrier_id, after),
    )
    return next((int(row["entry"]) for row in rows if _moves(row["written"])), None)


def moves_between(read: Reader, after: int, until: int) -> dict[int, int]:
    """Carrier → the last entry in (after, until] that moved it."""
    rows = read.rows(
        "SELECT coalesce(i.carrier_id, h.id) AS id, h.entry, h.\"values\" AS written FROM changes h"
        " LEFT JOIN destruction_items i ON h.ledger = 'destruction_items' AND i.id = h.id"
        " WHERE h.entry > ? AND h.entry <= ? AND +h.ledger IN ('carriers', 'destruction_items') ORDER BY h.entry, h.seq",
        (after, until),
    )
    return {int(row["id"]): int(row["entry"]) for row in rows if _moves(row["written"])}


def _moves(written: str) -> bool:
    return any(name in json.loads(written) for name in _MOVING)


def last_seq(read: Reader, count_id: int) -> int:
    """The running number of the newest scan of a count; 0 before the first."""
    return int(read.scalar("SELECT max(seq) FROM scans WHERE count_id = ?", (count_id,)) or 0)


def newest_scan(read: Reader, count_id: int) -> Row | None:
    """The newest scan that is not undone."""
    return read.first("SELECT * FROM scans WHERE count_id = ? AND undone = 0 ORDER BY seq DESC LIMIT 1", (count_id,))


# --- the whole count -------------------------------------------------------------------------------------------------


def expected_rows(read: Reader, count_id: int) -> list[Row]:
    """The frozen book in walking order, with each carrier's number."""
    return read.rows(
        "SELECT e.*, c.number FROM count_expected e JOIN carriers c ON c.id = e.carrier_id WHERE e.count_id = ?"
        " ORDER BY e.rank",
        (count_id,),
    )


def scan_rows(read: Reader, count_id: int) -> list[Row]:
    """All scans of a count in the order they were made, undone ones too."""
    return read.rows("SELECT * FROM scans WHERE count_id = ? ORDER BY seq", (count_id,))


def book_now(read: Reader, carriers: Iterable[int]) -> list[Row]:
    """What the book says of these carriers now."""
    return read.rows(
        "SELECT c.id, c.state, c.shelf_id, c.holder_id, c.secret_kind, c.level, c.number,"
        " (SELECT d.number FROM destruction_items i JOIN destructions d ON d.id = i.destruction_id"
        " WHERE i.carrier_id = c.id AND i.state = 'PUT_IN') AS put_in"
        " FROM json_each(?) j CROSS JOIN carriers c ON c.id = j.value",
        (json.dumps(list(carriers)),),
    )


def put_in(read: Reader, carriers: Iterable[int]) -> dict[int, str]:
    """Carrier → the destruction in which it went into the machine, or to the facility, and no certificate closed yet."""
    rows = read.rows(
        "SELECT i.carrier_id, d.number FROM json_each(?) j CROSS JOIN destruction_items i ON i.carrier_id = j.value"
        " AND i.state = 'PUT_IN' JOIN destructions d ON d.id = i.destruction_id",
        (json.dumps(list(carriers)),),
    )
    return {int(row["carrier_id"]): str(row["number"]) for row in rows}


def in_parcel(read: Reader, carriers: Iterable[int]) -> dict[int, str]:
    """Carrier → the hand-over out of the house for which it is packed and nobody has signed yet: it is still ours."""
    rows = read.rows(
        "SELECT i.carrier_id, h.number FROM json_each(?) j CROSS JOIN handover_items i ON i.carrier_id = j.value"
        " AND i.state = 'PACKED' JOIN handovers h ON h.id = i.handover_id AND h.kind = 'OTHER_UNIT'"
        " AND h.state IN ('PACKING', 'PACKED')",
        (json.dumps(list(carriers)),),
    )
    return {int(row["carrier_id"]): str(row["number"]) for row in rows}


def newest_scans(read: Reader, count_id: int, most: int) -> list[Row]:
    """The newest scans with what their line on the screen shows, newest first."""
    return read.rows(
        "SELECT s.*, c.number, coalesce(c.title, d.title) AS title, c.level, c.secret_kind, c.copy_number,"
        " c.state AS book_state, c.shelf_id AS book_shelf_id, c.holder_id AS book_holder_id, f.at AS first_at"
        " FROM scans s LEFT JOIN carriers c ON c.id = s.carrier_id LEFT JOIN documents d ON d.id = c.document_id"
        " LEFT JOIN scans f ON f.id = s.repeats WHERE s.count_id = ? ORDER BY s.seq DESC LIMIT ?",
        (count_id, most),
    )


def above_limit(read: Reader, count_id: int) -> dict[int, str]:
    """Scan → carrier number, of the scans that count and said that the level is above what the shelf may hold."""
    rows = read.rows(
        "SELECT s.id, c.number FROM scans s JOIN carriers c ON c.id = s.carrier_id"
        " WHERE s.count_id = ? AND s.undone = 0 AND s.above_limit = 1 AND s.verdict <> 'DUPLICATE'",
        (count_id,),
    )
    return {int(row["id"]): str(row["number"]) for row in rows}


def tally_rows(read: Reader, count_id: int) -> list[Row]:
    """How many scans, not undone, said what: from a covering index."""
    return read.rows(
        "SELECT verdict, mark, detail, unrecorded, count(*) AS n FROM scans WHERE count_id = ? AND undone = 0"
        " GROUP BY verdict, mark, detail, unrecorded",
        (count_id,),
    )


def expected_by_place(read: Reader, count_id: int) -> list[Row]:
    """How many carriers the frozen book has at each shelf or holder, and how many of them became what."""
    return read.rows(
        "SELECT shelf_id, holder_id, state, verdict, count(*) AS n FROM count_expected WHERE count_id = ?"
        " GROUP BY shelf_id, holder_id, state, verdict",
        (count_id,),
    )


def scanned_by_place(read: Reader, count_id: int) -> list[Row]:
    """How many scans, not undone, were made at each shelf or holder, and what they said."""
    return read.rows(
        "SELECT shelf_id, holder_id, verdict, mark, count(*) AS n FROM scans WHERE count_id = ? AND undone = 0"
        " GROUP BY shelf_id, holder_id, verdict, mark",
        (count_id,),
    )


def verdicts_by_grade(read: Reader, count_id: int) -> list[Row]:
    """How many carriers of the frozen book of each kind and level became what, by container of their frozen place."""
    return read.rows(
        "SELECT s.cabinet_id, e.secret_kind, e.level, e.verdict, count(*) AS n FROM count_expected e"
        " LEFT JOIN shelves s ON s.id = e.shelf_id WHERE e.count_id = ?"
        " GROUP BY s.cabinet_id, e.secret_kind, e.level, e.verdict",
        (count_id,),
    )


def outside_by_grade(read: Reader, count_id: int) -> list[Row]:
    """The unrecorded things of a reconciled count by kind, level, sub-kind and container they were found in."""
    return read.rows(
        "SELECT s.cabinet_id, f.secret_kind, f.level, f.unrecorded, count(*) AS n FROM count_findings f"
        " LEFT JOIN shelves s ON s.id = f.found_shelf_id WHERE f.count_id = ? AND f.verdict = 'UNRECORDED'"
        " AND f.state IN ('OPEN', 'CLOSED') GROUP BY s.cabinet_id, f.secret_kind, f.level, f.unrecorded",
        (count_id,),
    )


def findings(read: Reader, count_id: int) -> list[Row]:
    """The differences of a count in their order; dropped ones left out."""
    return read.rows("SELECT * FROM count_findings WHERE count_id = ? AND state <> 'DROPPED' ORDER BY rank", (count_id,))


def unscanned(read: Reader, count_id: int, shelf_id: int | None, after: int, most: int) -> list[Row]:
    """Carriers of the frozen book not scanned yet, in walking order after a rank: at one shelf, or anywhere (None)."""
    return read.rows(
        "SELECT e.rank, e.shelf_id, e.holder_id, e.state AS frozen_state, c.id, c.number, coalesce(c.title, d.title) AS"
        " title, c.copy_number, c.level, c.secret_kind, c.state, c.shelf_id AS now_shelf_id, c.holder_id AS now_holder_id"
        " FROM count_expected e JOIN carriers c ON c.id = e.carrier_id"
        " LEFT JOIN documents d ON d.id = c.document_id WHERE e.count_id = ?1 AND e.rank > ?2"
        " AND (?3 IS NULL OR e.shelf_id = ?3) AND NOT EXISTS (SELECT 1 FROM scans s WHERE s.count_id = ?1"
        " AND s.carrier_id = e.carrier_id AND s.undone = 0) ORDER BY e.rank LIMIT ?4",
        (count_id, after, shelf_id, most),
    )


def unscanned_of(read: Reader, count_id: int, holder_id: int, most: int) -> list[Row]:
    """Carriers of the frozen book that one person holds and that were not scanned yet, in walking order."""
    return read.rows(
        "SELECT e.rank, e.shelf_id, e.holder_id, e.state AS frozen_state, c.id, c.number, coalesce(c.title, d.title) AS"
        " title, c.copy_number, c.level, c.secret_kind, c.state, c.shelf_id AS now_shelf_id, c.holder_id AS now_holder_id"
        " FROM count_expected e JOIN carriers c ON c.id = e.carrier_id"
        " LEFT JOIN documents d ON d.id = c.document_id WHERE e.count_id = ?1 AND e.holder_id = ?2"
        " AND NOT EXISTS (SELECT 1 FROM scans s WHERE s.count_id = ?1"
        " AND s.carrier_id = e.carrier_id AND s.undone = 0) ORDER BY e.rank LIMIT ?3",
        (count_id, holder_id, most),
    )


def open_losses(read: Reader) -> list[Row]:
    """Carriers unaccounted for and not yet found or reported, oldest first."""
    return read.rows(
        "SELECT l.*, c.number, coalesce(c.title, d.title) AS title, c.copy_number FROM losses l"
        " JOIN carriers c ON c.id = l.carrier_id LEFT JOIN documents d ON d.id = c.document_id"
        " WHERE l.state = 'OPEN' ORDER BY l.discovered_on, l.id"
    )


def loss_of(read: Reader, carrier_id: int) -> Row | None:
    """The case under which a carrier is unaccounted for now: still looked for, or handled as a leak."""
    return read.first(
        "SELECT * FROM losses WHERE carrier_id = ? AND state IN ('OPEN', 'LEAK') ORDER BY id DESC LIMIT 1", (carrier_id,)
    )
