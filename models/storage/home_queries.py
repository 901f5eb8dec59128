"""What 今日 counts: holdings from counters, movements and due days from covering indexes; nothing scans the register."""

from __future__ import annotations

import json

from models.domain.lifecycle import IN_BOOK, OUT
from models.ledgers import BY_NAME
from models.storage.list_tables import MARKS, places
from models.storage.store import Reader, Row

_STATES = places(BY_NAME["carriers"].fields["state"].choices)
_IN_HOUSE = json.dumps([_STATES[state.value] for state in IN_BOOK - OUT])
_IN_BOOK = json.dumps([_STATES[state.value] for state in IN_BOOK])
_MARK_CODES = {weight: code for code, weight in MARKS.items()}


def holdings(read: Reader) -> list[tuple[str, dict[str, int]]]:
    """Container → level or kind of secret → carriers in the house, in walking order; what lies nowhere comes last."""
    rows = read.rows(
        "SELECT b.id, b.name, n.mark, sum(n.carriers) AS carriers FROM carrier_counter n"
        " LEFT JOIN shelves s ON s.id = n.shelf_id LEFT JOIN cabinets b ON b.id = s.cabinet_id"
        " WHERE n.state IN (SELECT value FROM json_each(?)) GROUP BY b.id, n.mark HAVING sum(n.carriers) > 0"
        " ORDER BY b.id IS NULL, b.id",
        (_IN_HOUSE,),
    )
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        counts = found.setdefault(row["name"] or "", {})
        code = _MARK_CODES.get(row["mark"], "UNMARKED")
        counts[code] = counts.get(code, 0) + int(row["carriers"])
    return list(found.items())


def in_months(read: Reader, first: int, last: int) -> dict[int, int]:
    """Month (202611) → carriers received in it; days as numbers, both ends included."""
    return _by_month(read, "SELECT received_on / 100 AS month, count(*) AS n FROM carrier_list"
                           " WHERE received_on BETWEEN ? AND ? GROUP BY month", first, last)  # fmt: skip


def out_months(read: Reader, first: int, last: int) -> dict[int, int]:
    """Month → carriers that left for good in it."""
    return _by_month(read, "SELECT left_on / 100 AS month, count(*) AS n FROM carrier_list"
                           " WHERE left_on BETWEEN ? AND ? GROUP BY month", first, last)  # fmt: skip


def expiring(read: Reader, first: int, last: int) -> tuple[int, int | None]:
    """How many carriers of the book end their protection between two days, and the earliest such day."""
    row = read.first(
        "SELECT count(*) AS n, min(expires_on) AS first FROM carrier_list WHERE expires_on BETWEEN ? AND ?"
        " AND state IN (SELECT value FROM json_each(?))",
        (first, last, _IN_BOOK),
    )
    return (int(row["n"]), row["first"]) if row else (0, None)


def overdue_loans(read: Reader, today: str, most: int = 3) -> tuple[int, str | None, list[Row]]:
    """Open loans past their day: how many, the earliest due day, and the readers with most of them."""
    count = read.first("SELECT count(*) AS n, min(due_on) AS first FROM loans WHERE state = 'OUT' AND due_on < ?", (today,))
    readers = read.rows(
        "SELECT p.name, count(*) AS n, min(l.due_on) AS first FROM loans l JOIN persons p ON p.id = l.person_id"
        " WHERE l.state = 'OUT' AND l.due_on < ? GROUP BY l.person_id ORDER BY first, n DESC LIMIT ?",
        (today, most),
    )
    return (int(count["n"]), count["first"], readers) if count else (0, None, [])


def recalls_due(read: Reader, today: str, carriers: list[int]) -> tuple[int, str | None]:
    """Of these carriers: how many their issuer wanted before today, and the earliest day given for any of them."""
    row = read.first(
        "SELECT sum(d.recall_due < ?) AS n, min(d.recall_due) AS first FROM json_each(?) j CROSS JOIN carriers c ON c.id = j.value"
        " JOIN documents d ON d.id = c.document_id WHERE d.recall_due IS NOT NULL",
        (today, json.dumps(carriers)),
    )
    return (int(row["n"] or 0), row["first"]) if row else (0, None)


def loans_without_day(read: Reader) -> int:
    """Open loans that have no due day: old ledgers rarely give one."""
    return int(read.scalar("SELECT count(*) FROM loans WHERE state = 'OUT' AND due_on IS NULL"))


def last_count_on(read: Reader) -> str | None:
    """The day the last signed count ended."""
    found: str | None = read.scalar("SELECT max(signed_on) FROM counts WHERE state = 'SIGNED'")
    return found


def open_batches(read: Reader) -> list[Row]:
    """Destructions that are neither certified nor given up."""
    return read.rows("SELECT id, number, state FROM destructions WHERE state NOT IN ('CERTIFIED', 'ABANDONED') ORDER BY id")


def newest_entries(read: Reader, most: int, before: int | None = None) -> list[Row]:
    """The newest entries below a number: number, act, time, who, subject."""
    return read.rows(
        "SELECT l.number, l.act, l.time, l.subject, a.name AS who FROM entry_list l LEFT JOIN accounts a ON a.id = l.actor"
        " WHERE l.number < ? ORDER BY l.number DESC LIMIT ?",
        (before if before is not None else 1 << 60, most),
    )


def _by_month(read: Reader, sql: str, first: int, last: int) -> dict[int, int]:
    return {int(row["month"]): int(row["n"]) for row in read.rows(sql, (first, last))}
