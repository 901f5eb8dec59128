"""Correcting a registered document: what it says, and the marking of the copies that bear it (K-20, R-60)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.domain.lifecycle import IN_BOOK, CarrierState
from models.domain.markings import MARKING_COLUMNS
from models.domain.problems import Problem
from models.services.acts import Done
from models.services.office import Office
from models.storage import register_queries

Values = Mapping[str, Any]


def document_problems(office: Office, document_id: int, values: Values) -> list[Problem]:
    """What the rules say to a correction, for the document and for the copies that would follow it."""
    problems = list(office.try_out("amend_row", ledger="documents", id=document_id, values=dict(values)).problems)
    marking, copies = _following(office, document_id, values)
    if copies:
        known = {problem.code for problem in problems}
        draft = office.try_out("amend_rows", ledger="carriers", ids=copies, values=marking)
        problems += [problem for problem in draft.problems if problem.code not in known]
    return problems


def amend_document(office: Office, document_id: int, values: Values, reason: str) -> Done:
    """Correct a document; copies in the book that had its marking get the corrected one, by an act of their own."""
    marking, copies = _following(office, document_id, values)
    done = office.perform("amend_row", reason=reason, ledger="documents", id=document_id, values=dict(values))
    if copies:
        office.perform("amend_rows", reason=reason, ledger="carriers", ids=copies, values=marking)
    return done


def _following(office: Office, document_id: int, values: Values) -> tuple[dict[str, Any], list[int]]:
    """The marking columns that change, and the copies whose own marking is still the document's."""
    marking = {name: values[name] for name in MARKING_COLUMNS if name in values}
    if not marking:
        return {}, []
    before = office.read.get("documents", document_id) or {}
    ids = [row["id"] for row in register_queries.copies_of(office.read, document_id) if CarrierState(row["state"]) in IN_BOOK]
    same = [
        row["id"] for row in office.read.get_many("carriers", ids)
        if all(row[name] == before[name] for name in MARKING_COLUMNS)
    ]  # fmt: skip
    return marking, same
