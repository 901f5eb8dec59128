"""The index of the search as you type: adding, taking out, asking, and merging in idle time (`house.md` 7).

The index is an FTS5 table without texts: it answers with the numbers of rows. Each act leaves a small segment; they are
merged by `tidy`, never while somebody waits for a commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from models.domain.search_text import Word
from models.storage.connection import Connection
from models.storage.list_tables import TABLES, ListTable

_MERGE_PAGES = 32  # of one step of `tidy`: a few milliseconds


def put(connection: Connection, table: ListTable, rows: Iterable[tuple[int, str]]) -> None:
    """Add rows that are not in the index."""
    # identifiers: names declared in list_tables.py
    connection.executemany(f"INSERT INTO {table.search} (rowid, tokens) VALUES (?, ?)", rows)


def take_out(connection: Connection, table: ListTable, positions: Iterable[int]) -> None:
    """Remove rows from the index."""
    # identifiers: names declared in list_tables.py
    connection.executemany(f"DELETE FROM {table.search} WHERE rowid = ?", [(position,) for position in positions])


def empty(connection: Connection, table: ListTable) -> None:
    """Remove everything from the index."""
    # identifiers: names declared in list_tables.py
    connection.execute(f"INSERT INTO {table.search} ({table.search}) VALUES ('delete-all')")


def match(words: Sequence[Word]) -> str:
    """The FTS5 expression for rows that may hold all words: `("云人" "人办" "2025"*) AND (…)`. Tokens hold no quotes."""
    # identifiers: names declared in list_tables.py
    return " AND ".join(f"({' OR '.join(_group(group) for group in word.groups())})" for word in words)


def _group(wanted: list[tuple[str, bool]]) -> str:
    # identifiers: names declared in list_tables.py
    return "(" + " AND ".join(f'"{token}"{"*" if prefix else ""}' for token, prefix in wanted) + ")"


def is_exact(words: Sequence[Word]) -> bool:
    """Whether the index's answer needs no look into the texts."""
    return all(word.is_exact for word in words)


def tidy(connection: Connection, steps: int = 1) -> bool:
    """Merge some segments of the indexes, in transactions of a few milliseconds each; True if more could be merged.

    Call it on the writing thread when nothing else is waiting. It changes nothing that anybody can see.
    """
    # identifiers: names declared in list_tables.py
    for table in TABLES:
        for _step in range(steps):
            before = connection.total_changes
            connection.execute(
                f"INSERT INTO {table.search} ({table.search}, rank) VALUES ('merge', ?)", (_MERGE_PAGES,)
            )
            if connection.total_changes - before < 2:  # FTS5's own sign that there was nothing to merge
                break
        else:
            return True
    return False
