"""The same work done by bare SQLCipher: what the benchmark compares the program with (K-33)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.domain.search_text import Word
from models.storage.connection import Connection, connect
from models.storage.list_cells import select_of
from models.storage.list_tables import CARRIER_LIST
from models.storage.store import Reader

_LEFT_OUT = "〔〕（）-－ "
_SETTLED_ROWS = 200_000  # in each of the two tables before the first two-row transaction is timed


def search(connection: Connection, match: str, words: Sequence[Word], limit: int) -> list[Any]:
    """The first hits of the search, newest number first, with the columns that a list reads.

    Where the index cannot decide about a word, its rows are tested for it here as well, in SQL: case does not count,
    brackets and spaces are left out.
    """
    # identifiers: names declared in list_tables.py
    rows = f"{CARRIER_LIST.search} s CROSS JOIN carrier_list n ON n.number = s.rowid"
    spellings = [[one.replace(" ", "") for one in word.spellings] for word in words if not word.is_exact]
    tested = ""
    if spellings:
        rows += " CROSS JOIN carriers c ON c.id = n.id LEFT JOIN documents d ON d.id = c.document_id"
        tested = "".join(f" AND ({' OR '.join([_HOLDS] * len(group))})" for group in spellings)
    hits = f"SELECT n.id FROM {rows} WHERE s.{CARRIER_LIST.search} MATCH ?{tested} ORDER BY s.rowid DESC LIMIT ?"
    values = [one for group in spellings for one in group for _text in CARRIER_LIST.searched]
    return connection.execute(f"{select_of('carriers')} WHERE c.id IN ({hits})", (match, *values, limit)).fetchall()


def newest(connection: Connection, limit: int) -> list[Any]:
    """The first rows of the list without a question."""
    # identifiers: names declared in list_tables.py
    ids = "SELECT id FROM carrier_list ORDER BY number DESC LIMIT ?"
    return connection.execute(f"{select_of('carriers')} WHERE c.id IN ({ids})", (limit,)).fetchall()


def all_ids(connection: Connection) -> int:
    """Fetch every id in order of title; how many."""
    return len(connection.execute("SELECT id FROM carrier_keys ORDER BY title, number").fetchall())


def forget_pages(reader: Reader) -> None:
    """Empty a connection's page cache: what it reads next is read from the file and decrypted."""
    reader.connection.execute("PRAGMA shrink_memory")


def one_of_each_document(reader: Reader, most: int) -> list[int]:
    """The first copy of so many documents."""
    rows = reader.rows("SELECT min(id) AS id FROM carriers GROUP BY document_id ORDER BY document_id LIMIT ?", (most,))
    return [row["id"] for row in rows]


def _plain(text: str) -> str:
    # identifiers: constants of this module
    for character in _LEFT_OUT:
        text = f"replace({text}, '{character}', '')"
    return f"lower({text})"


_HOLDS = " OR ".join(  # identifiers: names declared in list_tables.py
    f"instr({_plain(CARRIER_LIST.texts[name])}, ?)" for name in CARRIER_LIST.searched
)


class TwoRows:
    """A file of its own with two filled tables, and the durable transaction that adds a row to each."""

    def __init__(self, folder: Path) -> None:
        self._connection = connect(folder / "baseline.db", os.urandom(32), create=True)
        run = self._connection.execute
        run("CREATE TABLE entry (number INTEGER PRIMARY KEY, payload BLOB NOT NULL) STRICT")
        run("CREATE TABLE scan (id INTEGER PRIMARY KEY, place INTEGER NOT NULL, code TEXT NOT NULL, at TEXT NOT NULL) STRICT")
        run("CREATE INDEX scan_by_place ON scan (place, code)")
        self._next = 1
        run("BEGIN")
        for _ in range(_SETTLED_ROWS):
            self._insert()
        run("COMMIT")

    def add(self) -> None:
        """One transaction: both rows, on disk when it returns."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._insert()
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _insert(self) -> None:
        number = self._next
        self._next += 1
        values = (number, number % 240, f"2026-{number:06d}", "2026-11-23T04:00:00.000Z")
        self._connection.execute("INSERT INTO entry VALUES (?, ?)", (number, b"x" * 700))
        self._connection.execute("INSERT INTO scan VALUES (?, ?, ?, ?)", values)
