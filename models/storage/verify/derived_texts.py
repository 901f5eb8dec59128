"""Sort keys and search index, worked out again from the journalled texts (K-11, K-24).

They decide in which order rows stand and whether a search finds them, not what is shown: lists look into the texts of
every row before it is shown. A register of up to SAMPLE rows is compared whole; of a larger one a sample that every check
draws anew: SAMPLE rows for the keys, a quarter of them for the search, which is asked for each of their tokens. That no row
is missing in either is always looked at for all.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from models.domain.collation import sort_key
from models.domain.search_text import tokens
from models.storage.verify.derived_lists import pieces
from models.storage.verify.findings import Finding, Outcome, Watch
from models.storage.verify.fold import HIGHEST, LOWEST
from models.storage.verify.primitives import Connection, Register

SAMPLE, BLOCK = 4000, 50  # rows compared, neighbours drawn together

_CARRIERS = """
SELECT c.id, l.number, c.number AS carrier_number, c.copy_number, c.serial_number,
    coalesce(c.reference_number, d.reference_number) AS reference_number, d.registry_number,
    CASE WHEN coalesce(c.level = 'TOP_SECRET', 0) OR coalesce(d.level = 'TOP_SECRET', 0) THEN NULL
        ELSE coalesce(c.title, d.title) END AS title,
    coalesce(c.issuer, d.issuer) AS issuer, c.capacity, c.left_by, c.remarks
FROM carriers c LEFT JOIN documents d ON d.id = c.document_id JOIN carrier_list l ON l.id = c.id
WHERE c.id IN (SELECT value FROM json_each(?))
"""
_DOCUMENTS = """
SELECT d.id, d.id AS number, d.registry_number, d.reference_number, d.barcode_number, d.issuer, d.remarks, d.marking,
    d.attachments, d.cover_number, d.counted_by, d.signed_by, d.handling_unit, d.access_scope,
    CASE WHEN d.level = 'TOP_SECRET' THEN NULL ELSE d.title END AS title
FROM documents d WHERE d.id IN (SELECT value FROM json_each(?))
"""


@dataclass(frozen=True)
class Texts:
    """The texts of one ledger: where they come from, which are sort keys, which are searched."""

    ledger: str
    keys_table: str
    search: str
    source: str
    keys: tuple[str, ...]
    searched: tuple[str, ...]
    numbered: tuple[str, str]  # the table and column that number the rows of the search index


TEXTS = (
    Texts("carriers", "carrier_keys", "carrier_search", _CARRIERS,
          ("copy_number", "reference_number", "issuer", "title", "serial_number", "capacity", "left_by", "remarks"),
          ("carrier_number", "copy_number", "serial_number", "reference_number", "registry_number", "title", "issuer"),
          ("carrier_list", "number")),
    Texts("documents", "document_keys", "document_search", _DOCUMENTS,
          ("registry_number", "reference_number", "issuer", "title", "marking", "attachments", "cover_number", "counted_by",
           "signed_by", "handling_unit", "access_scope", "barcode_number", "remarks"),
          ("registry_number", "reference_number", "barcode_number", "title", "issuer", "remarks"), ("documents", "id")),
)  # fmt: skip


def compare_keys(register: Register, outcome: Outcome, watch: Watch) -> None:
    """`carrier_keys` and `document_keys`: no row too many or missing, and the keys of the rows looked at."""
    # identifiers: tables and columns of the schema
    for texts in TEXTS:
        for first, last in pieces(register, texts.ledger):
            with register.snapshot() as connection:
                found = connection.execute(
                    f"SELECT id FROM {texts.ledger} WHERE id BETWEEN ? AND ? AND id NOT IN"
                    f" (SELECT id FROM {texts.keys_table} WHERE id BETWEEN ? AND ?)"
                    f" UNION ALL SELECT id FROM {texts.keys_table} WHERE id BETWEEN ? AND ? AND id NOT IN"
                    f" (SELECT id FROM {texts.ledger} WHERE id BETWEEN ? AND ?)",
                    (first, last) * 4,
                ).fetchall()
            outcome.add(*(Finding(0, "DERIVED_DIFFERS", texts.keys_table, id_) for (id_,) in found))
            watch.at(texts.keys_table, 0, 1)
        for ids in drawn(register, texts, SAMPLE):
            with register.snapshot() as connection:
                outcome.add(*_wrong_keys(connection, texts, ids))
                outcome.derived_rows += 1
            watch.at(texts.keys_table, 0, 1)


def compare_search(register: Register, outcome: Outcome, watch: Watch) -> None:
    """`carrier_search` and `document_search`: every row is in it, and the rows looked at under each of their tokens."""
    # identifiers: tables of the schema
    for texts in TEXTS:
        for first, last in _positions(register, texts):
            with register.snapshot() as connection:
                found = _not_indexed(connection, texts, first, last)
            outcome.add(*(Finding(0, "DERIVED_DIFFERS", texts.search, position) for position in found))
            watch.at(texts.search, 0, 1)
        for ids in drawn(register, texts, SAMPLE // 4):
            with register.snapshot() as connection:
                found = _under_other_tokens(connection, texts, _rows(connection, texts, ids))
            outcome.add(*(Finding(0, "DERIVED_DIFFERS", texts.search, position) for position in found))
            watch.at(texts.search, 0, 1)


def drawn(register: Register, texts: Texts, most: int) -> Iterator[list[int]]:
    """Ids of neighbours in the search index, at most BLOCK together: of all of up to SAMPLE rows, or of `most` by lot."""
    # identifiers: tables of the schema
    run = register.connection.execute
    table, position = texts.numbered
    count, lowest, highest = run(f"SELECT count(*), min(id), max(id) FROM {table}").fetchone()
    block = f"SELECT id, {position} FROM {table} WHERE {position} >= ? ORDER BY {position} LIMIT ?"
    if count <= SAMPLE:
        first = LOWEST
        while rows := run(block, (first, BLOCK)).fetchall():
            yield [row[0] for row in rows]
            first = rows[-1][1] + 1
        return
    lot = random.SystemRandom()
    for _ in range(max(1, most // BLOCK)):
        by_id = f"SELECT {position} FROM {table} WHERE id >= ? ORDER BY id LIMIT 1"  # numbers have gaps, ids hardly any
        first = run(by_id, (lot.randint(lowest, highest),)).fetchone()[0]
        yield [row[0] for row in run(block, (first, BLOCK))]


def _wrong_keys(connection: Connection, texts: Texts, ids: Sequence[int]) -> Iterator[Finding]:
    # identifiers: tables and columns of the schema
    names = "".join(f", {name}" for name in texts.keys)
    source = f"SELECT id{names} FROM {texts.keys_table} WHERE id IN (SELECT value FROM json_each(?))"
    kept = {row[0]: tuple(row[1:]) for row in connection.execute(source, (json.dumps(ids),))}
    for row in _rows(connection, texts, ids):
        wanted = tuple(_key(row[name]) for name in texts.keys)
        if kept.get(row["id"], wanted) != wanted:
            yield Finding(0, "DERIVED_DIFFERS", texts.keys_table, row["id"])


def _positions(register: Register, texts: Texts) -> Iterator[tuple[int, int]]:
    if texts.numbered[1] == "id":
        yield from pieces(register, texts.ledger)
        return
    first = LOWEST
    while True:
        row = register.connection.execute(
            "SELECT number FROM carrier_list WHERE number >= ? ORDER BY number LIMIT 1 OFFSET 2000", (first,)
        ).fetchone()
        yield first, row[0] - 1 if row else HIGHEST
        if row is None:
            return
        first = row[0]


def _not_indexed(connection: Connection, texts: Texts, first: int, last: int) -> list[int]:
    # identifiers: tables of the schema
    rows, column = texts.numbered
    index = f"{texts.search}_docsize"
    found = connection.execute(
        f"SELECT {column} FROM {rows} WHERE {column} BETWEEN ? AND ? AND {column} NOT IN"
        f" (SELECT id FROM {index} WHERE id BETWEEN ? AND ?)"
        f" UNION ALL SELECT id FROM {index} WHERE id BETWEEN ? AND ? AND id NOT IN"
        f" (SELECT {column} FROM {rows} WHERE {column} BETWEEN ? AND ?)",
        (first, last) * 4,
    )
    return [row[0] for row in found]


def _under_other_tokens(connection: Connection, texts: Texts, rows: Sequence[dict[str, Any]]) -> list[int]:
    """The positions of neighbours that the index does not have under each of their tokens."""
    # identifiers: tables of the schema
    wanted: dict[str, set[int]] = {}
    for row in rows:
        for token in set(tokens(row[name] for name in texts.searched).split()):
            wanted.setdefault(token, set()).add(row["number"])
    span = (min(row["number"] for row in rows), max(row["number"] for row in rows)) if rows else (0, 0)
    asked = f"SELECT rowid FROM {texts.search} WHERE {texts.search} MATCH ? AND rowid BETWEEN ? AND ?"
    missed: set[int] = set()
    for token, positions in wanted.items():
        missed |= positions - {row[0] for row in connection.execute(asked, (f'"{token}"', *span))}
    return sorted(missed)


def _rows(connection: Connection, texts: Texts, ids: Sequence[int]) -> Sequence[dict[str, Any]]:
    cursor = connection.execute(texts.source, (json.dumps(ids),))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _key(text: str | None) -> bytes | None:
    return (sort_key(text) or None) if text else None
