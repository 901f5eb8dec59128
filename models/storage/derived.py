"""Tables rebuilt from the journal and the journalled tables, kept in step inside each act's transaction (K-11, K-24)."""

from __future__ import annotations

from models.storage.connection import Connection
from models.storage.journal import MOST_CHANGES, Head, Record


def derive(connection: Connection, before: Head, record: Record) -> None:
    """Bring the derived tables in step with a record just written after `before`, in the same transaction."""
    parts = max(1, -(-len(record.changes) // MOST_CHANGES))
    connection.executemany(
        "INSERT INTO entry_list (number, act, actor, time, subject, act_id) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (before.number + part, record.act, record.actor, record.time, record.subject, record.act_id)
            for part in range(1, parts + 1)
        ],
    )
