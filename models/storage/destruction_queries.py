"""What destruction looks up: candidates and what stands against them, a batch's list, its bags and its scans."""

from __future__ import annotations

import json
from collections.abc import Sequence

from models.storage.store import Reader, Row

# --- candidates ------------------------------------------------------------------------------------------------------


def expired_or_declassified(read: Reader, day: int, after: int, most: int) -> list[int]:
    """Ids above `after` of carriers in store whose protection ended before `day` (20261123), or that are declassified."""
    rows = read.rows(
        "SELECT c.id FROM (SELECT id FROM carrier_list WHERE expires_on < ?1 AND id > ?2"
        " UNION SELECT id FROM carrier_list WHERE mark = 1 AND id > ?2) AS due JOIN carriers c ON c.id = due.id"
        " WHERE c.state NOT IN ('DESTROYED', 'RETURNED', 'HANDED_OVER', 'ARCHIVED', 'VOID', 'SENT_FOR_DESTRUCTION',"
        " 'DRAFT', 'AWAITING_RECEIPT') ORDER BY c.id LIMIT ?3",
        (day, after, most),
    )
    return [int(row["id"]) for row in rows]


def open_batches_of(read: Reader, carriers: Sequence[int]) -> dict[int, Row]:
    """Carrier → the batch not yet ended on whose list it stands (number and id)."""
    rows = read.rows(
        "SELECT i.carrier_id, d.id, d.number FROM json_each(?) j CROSS JOIN destruction_items i ON i.carrier_id = j.value"
        " JOIN destructions d ON d.id = i.destruction_id WHERE i.state IN ('LISTED', 'PUT_IN')"
        " AND d.state NOT IN ('CERTIFIED', 'ABANDONED')",
        (json.dumps(list(carriers)),),
    )
    return {int(row["carrier_id"]): row for row in rows}


def open_line_of(read: Reader, carrier_id: int) -> Row | None:
    """A carrier's line on the list of a batch not yet ended, with the batch's state and number."""
    return read.first(
        "SELECT i.*, d.state AS batch_state, d.number FROM destruction_items i JOIN destructions d ON d.id = i.destruction_id"
        " WHERE i.carrier_id = ? AND i.state IN ('LISTED', 'PUT_IN') AND d.state NOT IN ('CERTIFIED', 'ABANDONED')",
        (carrier_id,),
    )


def missing_and_open(read: Reader, carriers: Sequence[int]) -> set[int]:
    """The carriers that a count found missing and whose difference is not closed (R-45)."""
    rows = read.rows(
        "SELECT f.carrier_id FROM json_each(?) j CROSS JOIN count_findings f ON f.carrier_id = j.value"
        " JOIN counts n ON n.id = f.count_id WHERE f.verdict = 'MISSING' AND f.state = 'OPEN' AND n.state <> 'ABANDONED'",
        (json.dumps(list(carriers)),),
    )
    return {int(row["carrier_id"]) for row in rows}


def open_loans_of(read: Reader, carriers: Sequence[int]) -> dict[int, Row]:
    """Carrier → its open loan with the borrower's name and the due date."""
    # +: each carrier's loans by the carrier, not all open loans of the register
    rows = read.rows(
        "SELECT l.carrier_id, l.due_on, p.name FROM json_each(?) j CROSS JOIN loans l ON l.carrier_id = j.value"
        " LEFT JOIN persons p ON p.id = l.person_id WHERE +l.state = 'OUT'",
        (json.dumps(list(carriers)),),
    )
    return {int(row["carrier_id"]): row for row in rows}


# --- a batch ---------------------------------------------------------------------------------------------------------


def items(read: Reader, destruction_id: int, *, removed: bool = False) -> list[Row]:
    """The list in its order, with each carrier's medium; what was taken off before approval only if `removed`."""
    return read.rows(
        "SELECT i.*, c.medium, c.level, c.secret_kind, c.number, c.state AS carrier_state, b.bag, b.seal_number"
        " FROM destruction_items i JOIN carriers c ON c.id = i.carrier_id LEFT JOIN destruction_bags b ON b.id = i.bag_id"
        " WHERE i.destruction_id = ?1 AND (?2 OR i.state <> 'REMOVED') ORDER BY i.rank, i.id",
        (destruction_id, int(removed)),
    )


def item_of(read: Reader, destruction_id: int, carrier_id: int) -> Row | None:
    """One carrier's line on a batch's list."""
    return read.first(
        "SELECT i.*, b.bag, b.seal_number FROM destruction_items i LEFT JOIN destruction_bags b ON b.id = i.bag_id"
        " WHERE i.destruction_id = ? AND i.carrier_id = ?",
        (destruction_id, carrier_id),
    )


def item_states(read: Reader, destruction_id: int) -> dict[str, int]:
    """How many lines of a batch's list are in which state: from an index."""
    rows = read.rows(
        "SELECT state, count(*) AS n FROM destruction_items WHERE destruction_id = ? GROUP BY state", (destruction_id,)
    )
    return {str(row["state"]): int(row["n"]) for row in rows}


def left_in_bag(read: Reader, destruction_id: int, bag_id: int | None) -> int:
    """How many lines of a bag are neither put in nor pulled out."""
    return int(read.scalar(
        "SELECT count(*) FROM destruction_items WHERE destruction_id = ? AND state = 'LISTED' AND bag_id IS ?",
        (destruction_id, bag_id),
    ))  # fmt: skip


def left_over(read: Reader, destruction_id: int, most: int) -> list[str]:
    """Numbers of carriers on the list that are neither put in nor pulled out, in its order."""
    rows = read.rows(
        "SELECT c.number FROM destruction_items i JOIN carriers c ON c.id = i.carrier_id"
        " WHERE i.destruction_id = ? AND i.state = 'LISTED' ORDER BY i.rank LIMIT ?",
        (destruction_id, most),
    )
    return [str(row["number"]) for row in rows]


def bags(read: Reader, destruction_id: int) -> list[Row]:
    """The sealed bags of a batch in order."""
    return read.rows(
        "SELECT * FROM destruction_bags WHERE destruction_id = ? AND coalesce(undone, 0) = 0 ORDER BY bag", (destruction_id,)
    )


def used_seals(read: Reader, seals: Sequence[str]) -> set[str]:
    """Which of these seal numbers are on a bag already."""
    rows = read.rows(
        "SELECT b.seal_number FROM json_each(?) j CROSS JOIN destruction_bags b ON b.seal_number = j.value"
        " WHERE coalesce(b.undone, 0) = 0",
        (json.dumps(list(seals)),),
    )
    return {str(row["seal_number"]) for row in rows}


# --- scans -----------------------------------------------------------------------------------------------------------


def unanswered(read: Reader, destruction_id: int) -> Row | None:
    """The oldest refusal of a batch that nobody has answered yet."""
    return read.first(
        "SELECT * FROM destruction_scans WHERE destruction_id = ? AND undone = 0 AND answer IS NULL"
        " AND verdict IN ('PULLED_OUT', 'SURPLUS', 'UNKNOWN_CODE') ORDER BY id LIMIT 1",
        (destruction_id,),
    )


def newest_scan(read: Reader, destruction_id: int) -> Row | None:
    """The newest scan that is not undone."""
    return read.first(
        "SELECT * FROM destruction_scans WHERE destruction_id = ? AND undone = 0 ORDER BY id DESC LIMIT 1",
        (destruction_id,),
    )


def newest_scans(read: Reader, destruction_id: int, most: int) -> list[Row]:
    """The newest scans with what their line shows, newest first."""
    return read.rows(
        "SELECT s.*, c.number, coalesce(c.title, d.title) AS title, c.level, c.secret_kind, c.copy_number, b.bag,"
        " b.seal_number, i.state AS item_state, i.out_reason FROM destruction_scans s"
        " LEFT JOIN carriers c ON c.id = s.carrier_id LEFT JOIN documents d ON d.id = c.document_id"
        " LEFT JOIN destruction_items i ON i.id = s.item_id LEFT JOIN destruction_bags b ON b.id = i.bag_id"
        " WHERE s.destruction_id = ? ORDER BY s.id DESC LIMIT ?",
        (destruction_id, most),
    )


def refusals(read: Reader, destruction_id: int) -> int:
    """How many scans of a batch were refused."""
    return int(read.scalar(
        "SELECT count(*) FROM destruction_scans WHERE destruction_id = ? AND undone = 0"
        " AND verdict IN ('PULLED_OUT', 'SURPLUS', 'UNKNOWN_CODE')",
        (destruction_id,),
    ))  # fmt: skip
