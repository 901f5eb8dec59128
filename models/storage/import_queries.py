"""What the import asks the vault about source rows (K-23). Index look-ups only."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from models.storage.store import Reader, Row


def document_of_source(read: Reader, source_key: str) -> int | None:
    """The document an accepted source row with this key became, or None."""
    found: int | None = read.scalar(
        "SELECT document_id FROM import_rows WHERE source_key = ? AND verdict IN ('ACCEPTED', 'WARNED') LIMIT 1",
        (source_key,),
    )
    return found


@dataclass(frozen=True, slots=True)
class Known:
    """What the vault already has of some source rows: documents by source key, and by match key and reference number
    the first row that is nearly the same, of an earlier import (with where it stood) or registered by hand."""

    present: dict[str, int | None]
    alike: dict[str, Row]
    by_hand: dict[str, Row]


def known_of(read: Reader, source_keys: Iterable[str], match_keys: Iterable[str], references: Iterable[str]) -> Known:
    """Look up some hundred rows at once: a large book is judged row by row, but asked about in portions."""
    present = read.rows(
        "SELECT r.source_key, r.document_id FROM json_each(?) j CROSS JOIN import_rows r ON r.source_key = j.value"
        " WHERE r.verdict IN ('ACCEPTED', 'WARNED') ORDER BY r.id DESC",
        (json.dumps([*source_keys]),),
    )
    alike = read.rows(
        "SELECT r.match_key, r.sheet, r.row, d.registry_number FROM json_each(?) j"
        " CROSS JOIN import_rows r ON r.match_key = j.value JOIN documents d ON d.id = r.document_id"
        " WHERE r.verdict IN ('ACCEPTED', 'WARNED') ORDER BY r.id DESC",
        (json.dumps([*match_keys]),),
    )
    by_hand = read.rows(
        "SELECT d.reference_number, d.registry_number FROM json_each(?) j"
        " CROSS JOIN documents d ON d.reference_number = j.value"
        " WHERE d.import_row_id IS NULL AND d.state <> 'VOID' ORDER BY d.id DESC",
        (json.dumps([*references]),),
    )
    return Known(
        {row["source_key"]: row["document_id"] for row in present}, {row["match_key"]: row for row in alike},
        {row["reference_number"]: row for row in by_hand},
    )  # fmt: skip
