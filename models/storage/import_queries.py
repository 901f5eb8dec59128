"""What the import asks the vault about a source row (K-23). Index look-ups only."""

from __future__ import annotations

from models.storage.store import Reader, Row


def document_of_source(read: Reader, source_key: str) -> int | None:
    """The document an accepted source row with this key became, or None."""
    found: int | None = read.scalar(
        "SELECT document_id FROM import_rows WHERE source_key = ? AND verdict IN ('ACCEPTED', 'WARNED') LIMIT 1",
        (source_key,),
    )
    return found


def imported_like(read: Reader, match_key: str) -> Row | None:
    """An accepted row that is nearly the same, with where it stood and what it became."""
    return read.first(
        "SELECT r.sheet, r.row, d.registry_number FROM import_rows r JOIN documents d ON d.id = r.document_id"
        " WHERE r.match_key = ? AND r.verdict IN ('ACCEPTED', 'WARNED') LIMIT 1",
        (match_key,),
    )


def registered_by_hand(read: Reader, reference_number: str) -> Row | None:
    """A document with this reference number that did not come from an old ledger."""
    return read.first(
        "SELECT id, registry_number FROM documents WHERE reference_number = ? AND import_row_id IS NULL"
        " AND state <> 'VOID' LIMIT 1",
        (reference_number,),
    )
