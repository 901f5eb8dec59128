"""The rows that a list shows, by id: the ledger's fields with what belongs to them from other tables.

Titles are given as they are, with `masked` beside them; who may see them is decided above (R-43).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache

from models.storage.list_tables import CARRIER_LIST, DOCUMENT_LIST
from models.storage.store import Reader, Row
from models.storage.tables import COLUMNS

_ONLY = " WHERE c.id IN (SELECT value FROM json_each(?))"
_OF_DOCUMENT = ("title", "issuer", "reference_number")
_CARRIER = (  # identifiers: fields of the ledgers' declarations
    "SELECT "
    + ", ".join(
        f"coalesce(c.{name}, d.{name}) AS {name}" if name in _OF_DOCUMENT else f"c.{name}" for name in COLUMNS["carriers"]
    )
    + ", coalesce(c.level = 'TOP_SECRET', 0) OR coalesce(d.level = 'TOP_SECRET', 0) AS masked, d.received_on,"
    " d.registry_number, l.expires_on, l.due_on"
    " FROM carriers c JOIN carrier_list l ON l.id = c.id LEFT JOIN documents d ON d.id = c.document_id"
)
_DOCUMENT = (  # identifiers: fields of the ledgers' declarations
    "SELECT "
    + ", ".join(f"c.{name}" for name in COLUMNS["documents"])
    + ", coalesce(c.level = 'TOP_SECRET', 0) AS masked, l.expires_on"
    " FROM documents c JOIN document_list l ON l.id = c.id"
)
_SELECTS = {CARRIER_LIST.ledger: _CARRIER, DOCUMENT_LIST.ledger: _DOCUMENT}
_DAYS = ("expires_on", "due_on")  # kept as numbers in the list tables


def select_of(ledger: str) -> str:
    """The select behind the rows of a ledger with list tables, its row called `c`."""
    return _SELECTS[ledger]


def rows(read: Reader, ledger: str, ids: Sequence[int]) -> list[Row]:
    """The rows in the order asked; unknown ids are left out."""
    # identifiers: names declared in list_tables.py
    select = _SELECTS.get(ledger)
    if select is None:
        return read.get_many(ledger, ids)
    found = {row["id"]: row for row in read.rows(select + _ONLY, (json.dumps([*ids]),))}
    for row in found.values():
        for name in _DAYS:
            if row.get(name):
                row[name] = iso(row[name])
    return [found[id_] for id_ in ids if id_ in found]


def documents_of(read: Reader, carriers: Sequence[int]) -> set[int]:
    """The documents that some carriers belong to."""
    sql = "SELECT document_id FROM carriers WHERE document_id IS NOT NULL AND id IN (SELECT value FROM json_each(?))"
    return {row["document_id"] for row in read.rows(sql, (json.dumps([*carriers]),))}


def shelves_in(read: Reader, cabinets: Sequence[int]) -> list[int]:
    """The shelves of some cabinets."""
    sql = "SELECT id FROM shelves WHERE cabinet_id IN (SELECT value FROM json_each(?)) ORDER BY id"
    return [row["id"] for row in read.rows(sql, (json.dumps([*cabinets]),))]


@lru_cache(maxsize=16_384)
def iso(day: int) -> str:
    """20261123 as 2026-11-23."""
    return f"{day // 10_000:04d}-{day // 100 % 100:02d}-{day % 100:02d}"
