"""What intake, loans, recalls and labels look up: index look-ups, and lists as long as what is open in the office."""

from __future__ import annotations

import json
from collections.abc import Sequence

from models.ledgers.choices import RECALLS
from models.storage.store import Reader, Row

_DEMANDED = 1 + list(RECALLS).index("DEMANDED")  # as the list tables keep codes

# --- carriers as a clerk at the desk needs them ----------------------------------------------------------------------

_BRIEFS = """
SELECT c.id, c.number, coalesce(c.title, d.title) AS title, coalesce(c.issuer, d.issuer) AS issuer,
       coalesce(c.reference_number, d.reference_number) AS reference_number, c.serial_number, c.medium, c.secret_kind,
       c.level, c.term_kind, c.term_amount, c.term_unit, c.term_date, c.term_condition, c.copy_number, c.pages,
       c.state, c.shelf_id, c.holder_id, c.recall, c.recall_notice, c.label_printed, d.urgency, d.recall_due, p.name AS holder,
       s.name AS shelf, k.name AS cabinet
  FROM json_each(?) AS wanted JOIN carriers c ON c.id = wanted.value
  LEFT JOIN documents d ON d.id = c.document_id LEFT JOIN persons p ON p.id = c.holder_id
  LEFT JOIN shelves s ON s.id = c.shelf_id LEFT JOIN cabinets k ON k.id = s.cabinet_id
 ORDER BY wanted.key"""


def carrier_briefs(read: Reader, ids: Sequence[int]) -> list[Row]:
    """Carriers with the texts of their document, place and holder, in the order asked."""
    return read.rows(_BRIEFS, (json.dumps(list(ids)),))


def carrier_id_of(read: Reader, number: str) -> int | None:
    """The carrier that bears a number."""
    found = read.scalar("SELECT id FROM carriers WHERE number = ?", (number,))
    return None if found is None else int(found)


# --- intake ----------------------------------------------------------------------------------------------------------


def registered_at(read: Reader, document_id: int) -> str | None:
    """UTC moment of the entry that registered a document."""
    found = read.scalar(
        "SELECT e.time FROM changes c JOIN entry_list e ON e.number = c.entry"
        " WHERE c.ledger = 'documents' AND c.id = ? ORDER BY c.entry LIMIT 1",
        (document_id,),
    )
    return None if found is None else str(found)


# --- loans and recalls -----------------------------------------------------------------------------------------------


def open_loans(read: Reader) -> list[Row]:
    """Every loan that is out, the one due first at the top: with carrier, document and reader."""
    return read.rows(
        "SELECT l.id, l.carrier_id, l.person_id, l.lent_on, l.due_on, l.purpose, l.approval_form, l.approved_by,"
        " c.number, c.copy_number, c.pages, c.level, c.secret_kind, coalesce(c.title, d.title) AS title,"
        " coalesce(c.reference_number, d.reference_number) AS reference_number, p.name AS person, u.name AS unit"
        " FROM loans l JOIN carriers c ON c.id = l.carrier_id LEFT JOIN documents d ON d.id = c.document_id"
        " LEFT JOIN persons p ON p.id = l.person_id LEFT JOIN units u ON u.id = p.unit_id"
        " WHERE l.state = 'OUT' ORDER BY l.due_on, l.id"
    )


def recalled_carriers(read: Reader) -> list[int]:
    """Carriers that their issuer wants back and that are still here, oldest number first."""
    rows = read.rows(
        "SELECT c.id FROM carrier_list l JOIN carriers c ON c.id = l.id WHERE l.recall = ? AND c.state NOT IN"
        " ('RETURNED', 'DESTROYED', 'HANDED_OVER', 'ARCHIVED', 'VOID') ORDER BY l.number",
        (_DEMANDED,),
    )
    return [int(row["id"]) for row in rows]


# --- labels ----------------------------------------------------------------------------------------------------------


def without_label(read: Reader, most: int) -> list[int]:
    """Carriers in store whose label was never printed, newest first."""
    rows = read.rows(
        "SELECT id FROM carriers WHERE state = 'IN_STORE' AND coalesce(label_printed, 0) = 0 ORDER BY id DESC LIMIT ?",
        (most,),
    )
    return [int(row["id"]) for row in rows]


def labelled_shelves(read: Reader, ids: Sequence[int]) -> list[Row]:
    """Shelves with container, room and the level limit that counts, in the order asked."""
    return read.rows(
        "SELECT s.id, s.code, s.name AS shelf, k.name AS cabinet, r.name AS room,"
        " coalesce(s.level_limit, k.level_limit, r.level_limit) AS level_limit FROM json_each(?) AS wanted"
        " JOIN shelves s ON s.id = wanted.value JOIN cabinets k ON k.id = s.cabinet_id"
        " LEFT JOIN rooms r ON r.id = k.room_id ORDER BY wanted.key",
        (json.dumps(list(ids)),),
    )
