"""`label`: the words by which links are shown in lists, and their order (DERIVED).

`words`: of units, persons and rooms their name; of cabinets their name; of shelves cabinet and shelf (3号柜 2层).
`whole`: the same with the room before cabinet and shelf (机要室 3号柜 2层), shown where two rooms have a cabinet of one
name. `sort` is the sort key of `whole`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from models.domain.collation import sort_key
from models.storage.connection import Connection
from models.storage.store import Reader

_OF = {
    "units": "SELECT id, name, name FROM units",
    "persons": "SELECT id, name, name FROM persons",
    "rooms": "SELECT id, name, name FROM rooms",
    "cabinets": "SELECT c.id, c.name, concat_ws(' ', r.name, c.name) FROM cabinets c LEFT JOIN rooms r ON r.id = c.room_id",
    "shelves": "SELECT s.id, concat_ws(' ', c.name, s.name), concat_ws(' ', r.name, c.name, s.name) FROM shelves s"
    " LEFT JOIN cabinets c ON c.id = s.cabinet_id LEFT JOIN rooms r ON r.id = c.room_id",
}
# What names a row of the other ledgers; rows of those that are not here are named by their id.
_NAMES = {
    "carriers": "number", "documents": "registry_number", "prints": "print_number", "imports": "file_name",
    "import_rows": "row", "accounts": "name", "counts": "number", "destructions": "number", "handovers": "number",
}  # fmt: skip
_ID = {"units": "id", "persons": "id", "rooms": "id", "cabinets": "c.id", "shelves": "s.id"}


def refresh(connection: Connection, changed: Mapping[str, Iterable[int]]) -> None:
    """Bring the labels of the changed rows in step, and those of what lies inside a changed room or cabinet."""
    # identifiers: constants of this module
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


def words_of(read: Reader, ledger: str, ids: Iterable[int]) -> dict[int, str]:
    """How rows that links point to are named in lists; of places with the room where the cabinet's name is not enough.

    A row without a name is missing.
    """
    # identifiers: constants of this module
    wanted = json.dumps([*ids])
    if ledger not in _OF:
        name = _NAMES.get(ledger, "id")
        rows = read.rows(f'SELECT id, "{name}" AS words FROM {ledger} WHERE id IN (SELECT value FROM json_each(?))', (wanted,))
        return {row["id"]: str(row["words"]) for row in rows if row["words"] not in (None, "")}
    rows = read.rows(
        "SELECT id, words, whole FROM label WHERE ledger = ? AND id IN (SELECT value FROM json_each(?))", (ledger, wanted)
    )
    twice = _cabinets_of_one_name(read) if ledger in ("cabinets", "shelves") else ()
    return {
        row["id"]: row["whole" if any(f"{row['words']} ".startswith(f"{name} ") for name in twice) else "words"]
        for row in rows
        if row["words"]
    }


def sort_keys(read: Reader, ledger: str, ids: Iterable[int]) -> dict[int, bytes]:
    """The order of rows that links point to."""
    if ledger in _OF:
        sql = "SELECT id, sort FROM label WHERE ledger = ? AND id IN (SELECT value FROM json_each(?))"
        return {row["id"]: row["sort"] for row in read.rows(sql, (ledger, json.dumps([*ids])))}
    return {id_: sort_key(words) for id_, words in words_of(read, ledger, ids).items()}


def ids_of(read: Reader, ledger: str, words: str, exactly: bool) -> list[int]:
    """The rows that are named so, or (not `exactly`) whose name contains the words."""
    # identifiers: constants of this module
    if ledger in _OF:
        test = "? IN (words, whole)" if exactly else "instr(whole, ?)"
        found = read.rows(f"SELECT id FROM label WHERE ledger = ? AND {test}", (ledger, words))
    else:
        name = _NAMES.get(ledger, "id")
        test = f'"{name}" = ?' if exactly else f'instr("{name}", ?)'
        found = read.rows(f"SELECT id FROM {ledger} WHERE {test}", (words,))
    return [row["id"] for row in found]


def _cabinets_of_one_name(read: Reader) -> list[str]:
    rows = read.rows(
        "SELECT name FROM cabinets WHERE name IS NOT NULL AND state IS NOT 'VOID' GROUP BY name HAVING count(*) > 1"
    )
    return [row["name"] for row in rows]


def _within(connection: Connection, select: str, outer: set[int]) -> set[int]:
    # identifiers: constants of this module
    if not outer:
        return set()
    return {row[0] for row in connection.execute(f"{select} (SELECT value FROM json_each(?))", (json.dumps(sorted(outer)),))}


def _write(connection: Connection, ledger: str, rows: list[tuple[int, str | None, str | None]]) -> None:
    connection.executemany(
        "INSERT INTO label VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (ledger, id) DO UPDATE SET words = excluded.words, whole = excluded.whole, sort = excluded.sort",
        [(ledger, id_, words or "", whole or "", sort_key(whole or "")) for id_, words, whole in rows],
    )
