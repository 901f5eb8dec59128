"""Correcting a registered document: what it says, and the marking of the copies that bear it (K-20, R-60)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.domain.lifecycle import IN_BOOK, CarrierState
from models.domain.markings import MARKING_COLUMNS
from models.services.acts import Draft
from models.services.generic import amend_row
from models.services.office import Desk
from models.storage import register_queries

Values = Mapping[str, Any]


def amend_document(desk: Desk, *, id: int, values: Values) -> Draft:  # noqa: A002 - the field's name, as in `amend_row`
    """Correct a document and, in the same entry, the copies in the book that had its marking. The notice that a lower
    marking needs is the document's; its copies follow it. Result: its id."""
    draft = amend_row(desk, ledger="documents", id=id, values=values)
    known = {problem.code for problem in draft.problems}
    marking, copies = _following(desk, id, values)
    for copy in copies:
        one = amend_row(desk, ledger="carriers", id=copy, values=marking)
        draft.changes += one.changes
        draft.problems += [problem for problem in one.problems if problem.code not in known | {"BASIS_NEEDED"}]
        known |= {problem.code for problem in one.problems}
    return draft


def _following(desk: Desk, document_id: int, values: Values) -> tuple[dict[str, Any], list[int]]:
    """The marking columns that change, and the copies whose own marking is still the document's."""
    before = desk.read.get("documents", document_id) or {}
    marking = {name: values[name] for name in MARKING_COLUMNS if name in values and (values[name] or None) != before[name]}
    if not marking:
        return {}, []
    ids = [row["id"] for row in register_queries.copies_of(desk.read, document_id) if CarrierState(row["state"]) in IN_BOOK]
    same = [
        row["id"] for row in desk.read.get_many("carriers", ids)
        if all(row[name] == before[name] for name in MARKING_COLUMNS)
    ]  # fmt: skip
    return marking, same
