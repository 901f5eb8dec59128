"""`label`: the words by which links are shown in lists, and their order (DERIVED).

units and persons: their name. rooms: their name. cabinets: room and cabinet (机要室 3号柜). shelves: room, cabinet and
shelf (机要室 3号柜 2层). `sort` is the sort key of those words. Rows without any word have no label.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from models.domain.collation import sort_key
from models.storage.connection import Connection

_OF = {
    "units": "SELECT id, name FROM units",
    "persons": "SELECT id, name FROM persons",
    "rooms": "SELECT id, name FROM rooms",
    "cabinets": "SELECT c.id, concat_ws(' ', r.name, c.name) FROM cabinets c LEFT JOIN rooms r ON r.id = c.room_id",
    "shelves": "SELECT s.id, concat_ws(' ', r.name, c.name, s.name) FROM shelves s"
    " LEFT JOIN cabinets c ON c.id = s.cabinet_id LEFT JOIN rooms r ON r.id = c.room_id",
}
_ID = {"units": "id", "persons": "id", "rooms": "id", "cabinets": "c.id", "shelves": "s.id"}


def refresh(connection: Connection, changed: Mapping[str, Iterable[int]]) -> None:
    """Bring the labels of the changed rows in step, and those of what lies inside a changed room or cabinet."""
    inside = {ledger: set(changed.get(ledger, ())) for ledger in _OF}
    inside["cabinets"] |= _within(connection, "SELECT id FROM cabinets WHERE room_id IN", inside["rooms"])
    inside["shelves"] |= _within(connection, "SELECT id FROM shelves WHERE cabinet_id IN", inside["cabinets"])
    for ledger, ids in inside.items():
        if ids:
            only = f" WHERE {_ID[ledger]} IN (SELECT value FROM json_each(?))"
            _write(connection, ledger, connection.execute(_OF[ledger] + only, (json.dumps(sorted(ids)),)).fetchall())


def rebuild(connection: Connection) -> None:
    """Make all labels anew."""
    connection.execute("DELETE FROM label")
    for ledger, source in _OF.items():
        _write(connection, ledger, connection.execute(source).fetchall())


def _within(connection: Connection, select: str, outer: set[int]) -> set[int]:
    if not outer:
        return set()
    return {row[0] for row in connection.execute(f"{select} (SELECT value FROM json_each(?))", (json.dumps(sorted(outer)),))}


def _write(connection: Connection, ledger: str, rows: list[tuple[int, str | None]]) -> None:
    connection.executemany(
        "INSERT INTO label VALUES (?, ?, ?, ?)"
        " ON CONFLICT (ledger, id) DO UPDATE SET words = excluded.words, sort = excluded.sort",
        [(ledger, id_, words, sort_key(words)) for id_, words in rows if words],
    )
    connection.executemany("DELETE FROM label WHERE ledger = ? AND id = ?", [(ledger, id_) for id_, words in rows if not words])
