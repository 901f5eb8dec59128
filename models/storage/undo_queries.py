"""What an undo needs from the journal: the rows of one act, who touched them last, and their values before (K-15)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from models.storage.journal import read_entry
from models.storage.store import Reader, Row
from models.storage.tables import COLUMNS


def entries_of_act(read: Reader, act_id: str) -> list[Row]:
    """The entries that make up one act, in order."""
    return read.rows("SELECT number, act, actor, time FROM entry_list WHERE act_id = ? ORDER BY number", (act_id,))


def act_id_of(read: Reader, entry: int) -> str | None:
    """The act an entry belongs to."""
    found: str | None = read.scalar("SELECT act_id FROM entry_list WHERE number = ?", (entry,))
    return found


def came_in_at(read: Reader, account: int) -> int:
    """The entry of the last sign-in of an account; 0 if there is none."""
    found = read.scalar("SELECT max(number) FROM entry_list WHERE act = 'sign_in' AND actor = ?", (account,))
    return int(found or 0)


def acts_since(read: Reader, last: int, account: int) -> list[Row]:
    """The entries of an account after entry `last`, in order; `undone` of an undo names the entries it took back."""
    rows = read.rows("SELECT number, act FROM entry_list WHERE number > ? AND actor = ? ORDER BY number", (last, account))
    return [row | {"undone": _undone_by(read, row["number"]) if row["act"] == "undo" else []} for row in rows]


def _undone_by(read: Reader, number: int) -> list[int]:
    entry = read_entry(read.connection, number)
    return list(entry.payload["details"].get("undone", ())) if entry else []


def users_of(read: Reader, other: str, name: str, ids: Sequence[int], first: int, last: int) -> list[Row]:
    """Rows of ledger `other` whose field `name` is one of `ids`, except those that entries first to last wrote."""
    columns = COLUMNS[other]
    if name not in columns:
        raise KeyError(f"{other} has no {name}")
    # identifiers: a ledger of COLUMNS and its columns, checked above
    names = ", ".join(f'o."{column}"' for column in columns)
    return read.rows(
        f'SELECT {names} FROM {other} o WHERE o."{name}" IN (SELECT value FROM json_each(?)) AND NOT EXISTS'
        " (SELECT 1 FROM changes c WHERE c.ledger = ? AND c.id = o.id AND c.entry BETWEEN ? AND ?) ORDER BY o.id",
        (json.dumps(list(ids)), other, first, last),
    )


def changed_by(read: Reader, first: int, last: int) -> list[tuple[str, int]]:
    """Ledger and id of every row that entries first to last wrote, in the order first written."""
    rows = read.connection.execute(
        "SELECT ledger, id FROM changes WHERE entry BETWEEN ? AND ? GROUP BY ledger, id ORDER BY min(entry), min(seq)",
        (first, last),
    )
    return [(ledger, id_) for ledger, id_ in rows]


def entered_at(read: Reader, ledger: str, id_: int) -> str | None:
    """When a row was first written: the time of that entry, UTC; None if no entry did."""
    found: str | None = read.scalar(
        "SELECT l.time FROM changes c JOIN entry_list l ON l.number = c.entry WHERE c.ledger = ? AND c.id = ?"
        " ORDER BY c.entry LIMIT 1",
        (ledger, id_),
    )
    return found


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
