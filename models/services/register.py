"""Intake and shelving: a document is registered once, each of its copies is a carrier with a place (R-26 to R-29, R-43)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.domain.levels import Level, SecretKind
from models.domain.lifecycle import CarrierState, Medium, Move, check_move
from models.domain.markings import MARKING_COLUMNS
from models.domain.numbering import normalise_reference
from models.domain.problems import Problem, blocks, warns
from models.domain.text import T
from models.domain.text_cleaning import clean_line
from models.ledgers import BY_NAME
from models.ledgers.carriers import over_shelf_limit
from models.services.acts import Draft
from models.services.generic import row_problems
from models.services.numbers import next_carrier_number, next_registry_number
from models.services.office import Desk
from models.storage import register_queries
from models.storage.journal import Change

Values = Mapping[str, Any]
MUST_BE_SIGNED = {
    "counted_by": T("problem", "请填清点人：收文先清点再登记"),
    "signed_by": T("problem", "请填签收人"),
    "signed_on": T("problem", "请填签收日期"),
}


def register_document(
    desk: Desk, *, values: Values, copy_numbers: Sequence[str | None], shelf_id: int | None = None,
    medium: str = Medium.PAPER.value,
) -> Draft:  # fmt: skip
    """Count, number, register and sign for an incoming document in one act (R-26); one carrier for each copy.

    `copy_numbers` in order, None for a copy without a number; `copies_received` among the values is what was counted,
    and must agree with them. Result: {"document": id, "carriers": [ids]}.
    """
    full = _document_values(desk, values, len(copy_numbers))
    document_id = desk.new_id("documents")
    problems = row_problems(desk, BY_NAME["documents"], full)
    problems += _receipt_problems(full, copy_numbers, values.get("copies_received")) + _duplicate_problems(desk, full, copy_numbers)
    shelf = desk.read.get("shelves", shelf_id)
    if shelf_id is not None:
        problems += place_problems(desk, full.get("level"), shelf)
    changes = [Change("documents", document_id, full)]
    carriers = []
    for copy_number in copy_numbers:
        carrier_id = desk.new_id("carriers")
        carriers.append(carrier_id)
        changes.append(Change("carriers", carrier_id, {
            "number": next_carrier_number(desk, desk.today.year), "document_id": document_id, "medium": medium,
            "copy_number": copy_number, "pages": full.get("pages"), "origin": "RECEIVED", "shelf_id": shelf_id,
            "registered_on": desk.today.isoformat(), "state": CarrierState.IN_STORE.value,
            "recall": full.get("recall"), **{name: full.get(name) for name in MARKING_COLUMNS},
        }))  # fmt: skip
    result = {"document": document_id, "carriers": carriers}
    return Draft(f"documents {full['registry_number']}", changes, problems, result=result)


def register_medium(desk: Desk, *, values: Values) -> Draft:
    """Register one disc, device or other thing that belongs to no document (G03). Result: its id."""
    full = {name: value for name, value in values.items() if value not in (None, "")}
    full |= {
        "number": next_carrier_number(desk, desk.today.year), "state": CarrierState.IN_STORE.value,
        "registered_on": desk.today.isoformat(),
    }  # fmt: skip
    full.setdefault("origin", "MADE")
    carrier_id = desk.new_id("carriers")
    problems = row_problems(desk, BY_NAME["carriers"], full)
    return Draft(f"carriers {full['number']}", [Change("carriers", carrier_id, full)], problems, result=carrier_id)


def add_copies(desk: Desk, *, document_id: int, copy_numbers: Sequence[str | None], shelf_id: int | None = None) -> Draft:
    """Copies of a registered document that came later. Result: the carriers' ids."""
    document = desk.read.get("documents", document_id)
    if document is None:
        raise KeyError(f"documents {document_id}")
    problems = _copies_already_there(desk, document, copy_numbers)
    if document["state"] == "VOID":
        problems.append(blocks("ROW_IS_VOID", "", T("problem", "这件收文登记已作废，不能补登份数：请另行登记"), "R-60"))
    if not copy_numbers:
        problems.append(blocks("NO_COPIES", "copy_numbers", T("problem", "至少要有一份"), "R-26"))
    if shelf_id is not None:
        problems += place_problems(desk, document["level"], desk.read.get("shelves", shelf_id))
    changes = []
    for copy_number in copy_numbers:
        changes.append(Change("carriers", desk.new_id("carriers"), {
            "number": next_carrier_number(desk, desk.today.year), "document_id": document_id,
            "medium": Medium.PAPER.value, "copy_number": copy_number, "pages": document["pages"], "origin": "RECEIVED",
            "registered_on": desk.today.isoformat(), "state": CarrierState.IN_STORE.value, "shelf_id": shelf_id,
            "recall": document["recall"], **{name: document[name] for name in MARKING_COLUMNS},
        }))  # fmt: skip
    received = (document["copies_received"] or 0) + len(copy_numbers)
    ids = [change.id for change in changes]
    changes.append(Change("documents", document_id, {"copies_received": received}))
    return Draft(f"documents {document['registry_number']}", changes, problems, result=ids)


def shelve(desk: Desk, *, carrier_ids: Sequence[int], shelf_id: int) -> Draft:
    """Give carriers a place (or another one). Counter-act: `shelve` back. Result: those that moved."""
    shelf = desk.read.get("shelves", shelf_id)
    rows = desk.read.get_many("carriers", list(carrier_ids))
    draft = Draft(f"shelves {shelf['code'] if shelf else shelf_id}", result=[])
    seen: set[str] = set()
    for row in rows:
        found = check_move(row["state"], Move.SHELVE) + place_problems(desk, row["level"], shelf)
        draft.problems += [problem for problem in found if problem.code not in seen]
        seen |= {problem.code for problem in found}
        if row["shelf_id"] != shelf_id:
            draft.changes.append(Change("carriers", row["id"], {"shelf_id": shelf_id, "place_text": None}))
            draft.result.append(row["id"])
    draft.details = {"before": {str(row["id"]): row["shelf_id"] for row in rows if row["shelf_id"] != shelf_id}}
    if not draft.changes:
        draft.problems.append(blocks("NOTHING_CHANGED", "", T("problem", "这些载体已经在这一层")))
    return draft


def place_problems(desk: Desk, level: str | None, shelf: Values | None) -> list[Problem]:
    """R-43: is this a place for that level? The shelf's own limit counts, else its container's."""
    if shelf is None or shelf.get("state") == "VOID":
        return [blocks("NO_SUCH_PLACE", "shelf_id", T("problem", "没有这个柜层，请重新选"))]
    limit = shelf["level_limit"] or (desk.read.get("cabinets", shelf["cabinet_id"]) or {}).get("level_limit")
    if level and limit and Level(level).rank > Level(limit).rank:
        return [over_shelf_limit(level, limit)]
    return []


def _document_values(desk: Desk, values: Values, copies: int) -> dict[str, Any]:
    full = {name: value for name, value in values.items() if value not in (None, "")}
    for name in ("title", "issuer"):
        if name in full:
            full[name] = clean_line(full[name]).text
    if "reference_number" in full:
        full["reference_number"] = normalise_reference(full["reference_number"])
    year = int(full["received_on"][:4]) if str(full.get("received_on", ""))[:4].isdigit() else desk.today.year
    full |= {"registry_number": next_registry_number(desk, year), "state": "REGISTERED", "copies_received": copies}
    full.setdefault("copies_stated", copies)
    return full


def _receipt_problems(full: Values, copy_numbers: Sequence[str | None], counted: Any) -> list[Problem]:
    got = counted if isinstance(counted, int) else len(copy_numbers)
    problems = [
        blocks("NOT_SIGNED_FOR", name, text, "R-26") for name, text in MUST_BE_SIGNED.items() if not full.get(name)
    ]
    if not copy_numbers:
        problems.append(blocks("NO_COPIES", "copy_numbers", T("problem", "至少要有一份"), "R-26"))
    elif got != len(copy_numbers):
        text = T("problem", "实收 {got} 份，份号 {n} 个：请再清点", got=got, n=len(copy_numbers))
        problems.append(blocks("RECEIVED_DIFFERS", "copies_received", text, "R-27"))
    stated = full.get("copies_stated")
    if stated is not None and stated != got:
        text = T("problem", "应收 {stated} 份，实收 {got} 份：请向发文单位查询，仍登记请写理由", stated=stated, got=got)
        problems.append(warns("COUNT_DIFFERS", "copies_stated", text, "R-27"))
    if full.get("secret_kind") == SecretKind.STATE_SECRET and any(number is None for number in copy_numbers):
        problems.append(warns("NO_COPY_NUMBER", "copy_numbers", T("problem", "涉密公文应有份号；没有的请写明原因"), "R-10"))
    if full.get("cover_intact") == 0:
        problems.append(warns("COVER_BROKEN", "cover_intact", T("problem", "封装不完好：请记下情况并向发文单位查询"), "R-27"))
    numbered = [number for number in copy_numbers if number is not None]
    if len(set(numbered)) < len(numbered):
        problems.append(blocks("COPY_TWICE", "copy_numbers", T("problem", "同一个份号写了两次"), "R-10"))
    return problems


def _duplicate_problems(desk: Desk, full: Values, copy_numbers: Sequence[str | None]) -> list[Problem]:
    reference = full.get("reference_number")
    if not reference:
        return []
    problems: list[Problem] = []
    for other in register_queries.documents_with_reference(desk.read, reference):
        if other["issuer"] == full.get("issuer"):
            text = T("problem", "{number} 已登记过这个文号：请先查看；确是另一件请写理由", number=other["registry_number"])
            problems.append(warns("DUPLICATE_DOCUMENT", "reference_number", text, "R-29"))
            problems += _copies_already_there(desk, other, copy_numbers)
    return problems


def _copies_already_there(desk: Desk, document: Values, copy_numbers: Sequence[str | None]) -> list[Problem]:
    there = {row["copy_number"]: row["number"] for row in register_queries.copies_of(desk.read, document["id"])}
    for number in copy_numbers:
        if number is not None and number in there:
            text = T("problem", "份号 {copy} 已登记为 {carrier}", copy=number, carrier=there[number])
            return [blocks("COPY_ALREADY_THERE", "copy_numbers", text, "R-10")]
    return []
