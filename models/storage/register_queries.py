"""What the services of the register look up: last numbers, duplicates, open loans. Index look-ups only."""

from __future__ import annotations

import json
from collections.abc import Collection

from models.storage.store import Reader, Row


def last_carrier_number(read: Reader, year: int) -> str | None:
    """The highest carrier number given in a year (K-17)."""
    found: str | None = read.scalar("SELECT max(number) FROM carriers WHERE number BETWEEN ? AND ?", (f"{year}-", f"{year}-999999"))
    return found


def last_registry_number(read: Reader, prefix: str) -> str | None:
    """The highest registry number with a prefix such as `2026-收`; longer numbers are higher."""
    found: str | None = read.scalar(
        "SELECT registry_number FROM documents WHERE registry_number BETWEEN ? AND ?"
        " ORDER BY length(registry_number) DESC, registry_number DESC LIMIT 1",
        (prefix, prefix + "\uffff"),
    )
    return found


def last_form_number(read: Reader, prefix: str, year: int) -> str | None:
    """The highest form number of a kind and year among all prints; longer numbers are higher (K-18)."""
    start = f"{prefix}-{year:04d}-"
    found: str | None = read.scalar(
        "SELECT form_number FROM prints WHERE form_number BETWEEN ? AND ?"
        " ORDER BY length(form_number) DESC, form_number DESC LIMIT 1",
        (start, start + "\uffff"),
    )
    return found


def last_paper(read: Reader, acts: Collection[str]) -> int:
    """The entry that the newest paper vouches for: of the prints by these acts that came out the last one's; 0 if none."""
    found = read.scalar(
        "SELECT c.entry FROM prints p JOIN changes c ON c.ledger = 'prints' AND c.id = p.id"
        " JOIN entry_list e ON e.number = c.entry AND e.act IN (SELECT value FROM json_each(?))"
        " WHERE p.outcome IN ('SENT', 'SAVED') ORDER BY p.id DESC LIMIT 1",
        (json.dumps(sorted(acts)),),
    )
    return int(found or 0)


def documents_with_reference(read: Reader, reference_number: str) -> list[Row]:
    """Registered documents with exactly this reference number."""
    return read.rows(
        "SELECT id, registry_number, issuer, title FROM documents WHERE reference_number = ? AND state <> 'VOID'",
        (reference_number,),
    )


def copies_of(read: Reader, document_id: int) -> list[Row]:
    """The carriers of one document, void rows left out."""
    return read.rows(
        "SELECT id, number, copy_number, state, shelf_id, holder_id FROM carriers"
        " WHERE document_id = ? AND state <> 'VOID' ORDER BY id",
        (document_id,),
    )


def open_loan_of(read: Reader, carrier_id: int) -> Row | None:
    """The loan under which a carrier is out now."""
    return read.first("SELECT * FROM loans WHERE carrier_id = ? AND state = 'OUT'", (carrier_id,))


def carriers_on_shelf(read: Reader, shelf_id: int) -> int:
    """How many carriers have their place on a shelf."""
    return int(read.scalar("SELECT count(*) FROM carriers WHERE shelf_id = ?", (shelf_id,)))


def known_issuers(read: Reader, start: str, most: int = 12) -> list[str]:
    """Issuers already registered that begin with a text, most frequent first: for autocompletion."""
    rows = read.rows(
        "SELECT issuer FROM documents WHERE issuer >= ? AND issuer < ? GROUP BY issuer ORDER BY count(*) DESC LIMIT ?",
        (start, start + "\U0010ffff", most),
    )
    return [str(row["issuer"]) for row in rows]


def prefixes_of_issuer(read: Reader, issuer: str, most: int = 8) -> list[str]:
    """Reference-number prefixes (国办发) that an issuer has used, most frequent first."""
    rows = read.rows(
        "SELECT substr(reference_number, 1, instr(reference_number, '〔') - 1) AS prefix, count(*) AS n FROM documents"
        " WHERE issuer = ? AND instr(reference_number, '〔') > 1 GROUP BY prefix ORDER BY n DESC LIMIT ?",
        (issuer, most),
    )
    return [str(row["prefix"]) for row in rows]
