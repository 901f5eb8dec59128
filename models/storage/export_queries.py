"""Whole ledgers, a chunk at a time: no transaction stays open over a long export (K-14)."""

from __future__ import annotations

from collections.abc import Iterator

from models.storage.store import Reader, Row
from models.storage.tables import COLUMNS

CHUNK = 2000


def every_row(read: Reader, ledger: str) -> Iterator[Row]:
    """All rows of a journalled ledger by id, void rows among them. Raises KeyError for an unknown ledger."""
    # identifiers: a ledger of COLUMNS and its columns; another name raises
    names = ", ".join(f'"{name}"' for name in COLUMNS[ledger])
    last = 0
    while True:
        rows = read.rows(f"SELECT {names} FROM {ledger} WHERE id > ? ORDER BY id LIMIT ?", (last, CHUNK))
        yield from rows
        if len(rows) < CHUNK:
            return
        last = rows[-1]["id"]


def row_count(read: Reader, ledger: str) -> int:
    """How many rows a journalled ledger has."""
    # identifiers: a ledger of COLUMNS; another name raises
    if ledger not in COLUMNS:
        raise KeyError(ledger)
    return int(read.scalar(f"SELECT count(*) FROM {ledger}"))
