"""What a hand-over looks up: its list, and its scans while packing."""

from __future__ import annotations

import json
from collections.abc import Sequence

from models.storage.store import Reader, Row


def open_lists_of(read: Reader, carriers: Sequence[int]) -> dict[int, str]:
    """Carrier → number of the hand-over not yet ended on whose list it stands."""
    rows = read.rows(
        "SELECT i.carrier_id, h.number FROM json_each(?) j CROSS JOIN handover_items i ON i.carrier_id = j.value"
        " JOIN handovers h ON h.id = i.handover_id WHERE h.state NOT IN ('SIGNED', 'ABANDONED')"
        " AND i.state NOT IN ('REMOVED', 'RETURNED')",
        (json.dumps(list(carriers)),),
    )
    return {int(row["carrier_id"]): str(row["number"]) for row in rows}


def open_line_of(read: Reader, carrier_id: int) -> Row | None:
    """A carrier's line on the list of a hand-over not yet ended, with the state of the hand-over."""
    return read.first(
        "SELECT i.*, h.state AS handover_state, h.number FROM handover_items i JOIN handovers h ON h.id = i.handover_id"
        " WHERE i.carrier_id = ? AND i.state NOT IN ('REMOVED', 'RETURNED', 'LEFT_OUT') AND h.state NOT IN ('SIGNED', 'ABANDONED')",
        (carrier_id,),
    )


# The three ask with `=`: the indexes leave out the rows that have no place, holder or custodian.


def ids_in_cabinet(read: Reader, cabinet_id: int, most: int) -> list[int]:
    """The first carriers on the shelves of a container, shelf by shelf."""
    rows = read.rows(
        "SELECT c.id FROM shelves s CROSS JOIN carriers c ON c.shelf_id = s.id WHERE s.cabinet_id = ? ORDER BY s.id, c.id LIMIT ?",
        (cabinet_id, most),
    )
    return [int(row["id"]) for row in rows]


def ids_held_by(read: Reader, person_id: int, most: int) -> list[int]:
    """The first carriers that a person has out."""
    rows = read.rows("SELECT id FROM carriers WHERE holder_id = ? ORDER BY id LIMIT ?", (person_id, most))
    return [int(row["id"]) for row in rows]


def ids_kept_by(read: Reader, person_id: int, most: int) -> list[int]:
    """The first carriers of which a person is the custodian, by number."""
    rows = read.rows("SELECT id FROM carrier_list WHERE custodian_id = ? ORDER BY number LIMIT ?", (person_id, most))
    return [int(row["id"]) for row in rows]


def items(read: Reader, handover_id: int, *, removed: bool = False) -> list[Row]:
    """The list in its order, with each carrier's marking columns; what was taken off only if `removed`."""
    return read.rows(
        "SELECT i.*, c.number, c.medium, c.secret_kind, c.level, c.state AS carrier_state FROM handover_items i"
        " JOIN carriers c ON c.id = i.carrier_id WHERE i.handover_id = ?1 AND (?2 OR i.state <> 'REMOVED')"
        " ORDER BY i.rank, i.id",
        (handover_id, int(removed)),
    )


def item_of(read: Reader, handover_id: int, carrier_id: int) -> Row | None:
    """One carrier's line on a list."""
    return read.first("SELECT * FROM handover_items WHERE handover_id = ? AND carrier_id = ?", (handover_id, carrier_id))


def item_states(read: Reader, handover_id: int) -> dict[str, int]:
    """How many lines of a list are in which state: from an index."""
    rows = read.rows("SELECT state, count(*) AS n FROM handover_items WHERE handover_id = ? GROUP BY state", (handover_id,))
    return {str(row["state"]): int(row["n"]) for row in rows}


def unanswered(read: Reader, handover_id: int) -> Row | None:
    """The oldest refusal while packing that nobody has answered yet."""
    return read.first(
        "SELECT * FROM handover_scans WHERE handover_id = ? AND undone = 0 AND answer IS NULL"
        " AND verdict IN ('NOT_ON_LIST', 'UNKNOWN') ORDER BY id LIMIT 1",
        (handover_id,),
    )


def newest_scan(read: Reader, handover_id: int) -> Row | None:
    """The newest scan that is not undone."""
    return read.first(
        "SELECT * FROM handover_scans WHERE handover_id = ? AND undone = 0 ORDER BY id DESC LIMIT 1", (handover_id,)
    )


def newest_scans(read: Reader, handover_id: int, most: int) -> list[Row]:
    """The newest scans with what their line shows, newest first."""
    return read.rows(
        "SELECT s.*, c.number, coalesce(c.title, d.title) AS title, c.level, c.secret_kind, c.copy_number"
        " FROM handover_scans s LEFT JOIN carriers c ON c.id = s.carrier_id LEFT JOIN documents d ON d.id = c.document_id"
        " WHERE s.handover_id = ? ORDER BY s.id DESC LIMIT ?",
        (handover_id, most),
    )
