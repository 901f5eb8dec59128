"""What an undo needs from the journal: the rows of one act, who touched them last, and their values before (K-15)."""

from __future__ import annotations

import json
from typing import Any

from models.storage.store import Reader, Row


def entries_of_act(read: Reader, act_id: str) -> list[Row]:
    """The entries that make up one act, in order."""
    return read.rows("SELECT number, act, actor, time FROM entry_list WHERE act_id = ? ORDER BY number", (act_id,))


def act_id_of(read: Reader, entry: int) -> str | None:
    """The act an entry belongs to."""
    found: str | None = read.scalar("SELECT act_id FROM entry_list WHERE number = ?", (entry,))
    return found


def changed_by(read: Reader, first: int, last: int) -> list[tuple[str, int]]:
    """Ledger and id of every row that entries first to last wrote, in the order first written."""
    rows = read.connection.execute(
        "SELECT ledger, id FROM changes WHERE entry BETWEEN ? AND ? GROUP BY ledger, id ORDER BY min(entry), min(seq)",
        (first, last),
    )
    return [(ledger, id_) for ledger, id_ in rows]


def is_untouched_since(read: Reader, ledger: str, id_: int, last: int) -> bool:
    """True if no later entry changed the row."""
    return read.scalar("SELECT 1 FROM changes WHERE ledger = ? AND id = ? AND entry > ? LIMIT 1", (ledger, id_, last)) is None


def values_before(read: Reader, ledger: str, id_: int, first: int) -> dict[str, Any] | None:
    """The row as it was before entry `first`; None if it did not exist."""
    rows = read.connection.execute(
        'SELECT "values" FROM changes WHERE ledger = ? AND id = ? AND entry < ? ORDER BY entry, seq', (ledger, id_, first)
    ).fetchall()
    if not rows:
        return None
    folded: dict[str, Any] = {}
    for (values,) in rows:
        folded.update(json.loads(values))
    return folded
