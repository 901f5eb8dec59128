"""Out and back: loans, recall demands, returns to the issuer (R-37, R-49, D3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.domain.dates import day_problems
from models.domain.levels import Level
from models.domain.lifecycle import IN_BOOK, CarrierState, Move, check_move
from models.domain.problems import Problem, blocks, warns
from models.domain.text import T
from models.ledgers import BY_NAME
from models.services.acts import Draft
from models.services.office import Desk
from models.storage import register_queries
from models.storage.journal import Change

# What a reader of a class usually gets to see.
CLEARED_FOR = {"CORE": Level.TOP_SECRET, "IMPORTANT": Level.SECRET, "GENERAL": Level.CONFIDENTIAL}


def lend(
    desk: Desk, *, carrier_ids: Sequence[int], person_id: int, due_on: str, approval_form: str, approved_by: str,
    purpose: str = "", lent_on: str = "",
) -> Draft:  # fmt: skip
    """Lend carriers to one person by a paper approval (R-37). Counter-act: `take_back`. Result: the loans' ids."""
    day = lent_on or desk.today.isoformat()
    person = desk.read.get("persons", person_id)
    draft = Draft(f"persons {person_id}", result=[])
    draft.problems += day_problems("lent_on", day, not_after=desk.today, rule="R-37")
    draft.problems += _loan_problems(person, due_on, day, approval_form, approved_by)
    for row in _rows(desk, carrier_ids):
        draft.problems += check_move(row["state"], Move.LEND) + _reader_problems(person, row)
        loan_id = desk.new_id("loans")
        draft.changes += [
            Change("loans", loan_id, {
                "carrier_id": row["id"], "person_id": person_id, "lent_on": day, "due_on": due_on,
                "purpose": purpose or None, "approval_form": approval_form, "approved_by": approved_by, "state": "OUT",
            }),
            Change("carriers", row["id"], {"state": CarrierState.ON_LOAN.value, "holder_id": person_id}),
        ]  # fmt: skip
        draft.result.append(loan_id)
    return draft


def take_back(desk: Desk, *, carrier_ids: Sequence[int], checked: str = "", returned_on: str = "") -> Draft:
    """Carriers come back: pages and condition were looked at, the clerk signs (R-37). Result: the loans' ids."""
    day = returned_on or desk.today.isoformat()
    draft = Draft("loans", result=[])
    for row in _rows(desk, carrier_ids):
        draft.problems += check_move(row["state"], Move.GIVE_BACK)
        loan = register_queries.open_loan_of(desk.read, row["id"])
        if loan is None:
            continue
        draft.subject = f"persons {loan['person_id']}"
        draft.problems += day_problems("returned_on", day, not_before=loan["lent_on"], not_after=desk.today, rule="R-37")
        draft.changes += [
            Change("loans", loan["id"], {
                "returned_on": day, "taken_back_by": desk.person_name(), "checked": checked or None, "state": "RETURNED",
            }),
            Change("carriers", row["id"], {"state": CarrierState.IN_STORE.value, "holder_id": None}),
        ]  # fmt: skip
        draft.result.append(loan["id"])
    if not draft.changes and not draft.problems:
        draft.problems.append(blocks("NOT_LENT", "", T("problem", "这些载体没有借出记录")))
    return draft


def extend_loan(desk: Desk, *, carrier_ids: Sequence[int], due_on: str, why: str) -> Draft:
    """The reader keeps them longer, with a reason (F6: 续借说明); what is overdue is so no more. Result: the loans' ids."""
    draft = Draft("loans", result=[], reason=why.strip())
    if not why.strip():
        draft.problems.append(blocks("REQUIRED", "why", T("problem", "请写为什么续借、谁同意的"), "R-37"))
    for row in _rows(desk, carrier_ids):
        loan = register_queries.open_loan_of(desk.read, row["id"])
        if loan is None:
            draft.problems.append(blocks("NOT_LENT", "", T("problem", "{number} 没有借出记录", number=row["number"]), "R-37"))
            continue
        draft.subject = f"persons {loan['person_id']}"
        draft.problems += day_problems("due_on", due_on, rule="R-36")
        if not due_on or due_on < desk.today.isoformat() or due_on <= (loan["due_on"] or ""):
            text = T("problem", "新的应还日期要在今天和原定的 {day} 以后", day=loan["due_on"] or "—")
            draft.problems.append(blocks("DUE_DATE", "due_on", text, "R-36"))
        draft.changes.append(Change("loans", loan["id"], {"due_on": due_on}))
        draft.result.append(loan["id"])
    return draft


def demand_recall(desk: Desk, *, carrier_ids: Sequence[int], notice: str, recall_due: str = "") -> Draft:
    """The issuer wants its copies back: they may not be destroyed here (D2, R-49). Counter-act: `lift_recall`.

    `recall_due`: the last day it gave; it is kept with the document, for all its copies. What is demanded already is
    completed so; it is refused where nothing new is said of any of them.
    """
    problems: list[Problem] = []
    if not notice.strip():
        problems.append(blocks("REQUIRED", "notice", T("problem", "请写清退通知的文号或日期"), "R-49"))
    draft = _recall(desk, carrier_ids, "DEMANDED", notice.strip() or None, problems)
    if recall_due:
        documents = _documents(desk, carrier_ids)
        shape = BY_NAME["documents"].shape_problems({"recall_due": recall_due})
        problems += [problem for problem in shape if problem.field == "recall_due"]
        if None in documents:
            text = T("problem", "有的载体不属于任何文件，记不下期限：期限写进清退通知")
            problems.append(blocks("NO_DOCUMENT", "recall_due", text, "R-49"))
        draft.changes += [Change("documents", id_, {"recall_due": recall_due}) for id_ in documents if id_ is not None]
    if all(_says_nothing_new(desk, change) for change in draft.changes):
        text = T("problem", "已登记过这个清退要求：请写新的通知或期限")
        problems.append(blocks("ALREADY_DEMANDED", "notice", text, "R-49"))
    return draft


def _says_nothing_new(desk: Desk, change: Change) -> bool:
    row = desk.read.get(change.ledger, change.id) or {}
    return all(row.get(name) == value for name, value in change.values.items())


def lift_recall(desk: Desk, *, carrier_ids: Sequence[int]) -> Draft:
    """The demand was withdrawn or answered otherwise; a reason is asked. Counter-act: `demand_recall`."""
    why = warns("LIFT_RECALL", "", T("problem", "解除清退要求请写依据，如 来电或来函文号"), "R-49")
    draft = _recall(desk, carrier_ids, "LIFTED", None, [why])
    for id_ in _documents(desk, carrier_ids):
        wanted = [row["id"] for row in desk.read.find("carriers", document_id=id_, recall="DEMANDED")] if id_ is not None else []
        if id_ is not None and not set(wanted) - set(carrier_ids) and (desk.read.get("documents", id_) or {})["recall_due"]:
            draft.changes.append(Change("documents", id_, {"recall_due": None}))
    return draft


def return_to_issuer(
    desk: Desk, *, carrier_ids: Sequence[int], list_number: str, received_by: str, approved_by: str, returned_on: str = ""
) -> Draft:
    """Copies went back to the organ that issued them, by its list's number (R-49). Result: id of the return."""
    day = returned_on or desk.today.isoformat()
    rows = _rows(desk, carrier_ids)
    draft = Draft(f"issuer_returns {len(rows)}", problems=_return_problems(desk, rows, list_number, received_by, approved_by))
    draft.problems += day_problems("returned_on", day, not_after=desk.today, rule="R-49")
    return_id = desk.new_id("issuer_returns")
    draft.changes.append(Change("issuer_returns", return_id, {
        "list_number": list_number.strip(), "issuer": next(iter(_issuers(desk, rows)), None), "returned_on": day,
        "returned_by": desk.person_name(), "received_by": received_by, "approved_by": approved_by, "copies": len(rows),
        "state": "RETURNED",
    }))  # fmt: skip
    for row in rows:
        draft.changes.append(Change("carriers", row["id"], {
            "state": CarrierState.RETURNED.value, "shelf_id": None, "left_on": day, "left_by": list_number.strip(),
        }))  # fmt: skip
    draft.result, draft.record = return_id, ("issuer_returns", return_id)
    return draft


def _rows(desk: Desk, carrier_ids: Sequence[int]) -> list[dict[str, Any]]:
    rows = desk.read.get_many("carriers", list(carrier_ids))
    if len(rows) != len(set(carrier_ids)) or not rows:
        raise KeyError(f"carriers {list(carrier_ids)}")
    return rows


def _documents(desk: Desk, carrier_ids: Sequence[int]) -> list[int | None]:
    """The documents of carriers, each once; None for carriers without one."""
    return list(dict.fromkeys(row["document_id"] for row in _rows(desk, carrier_ids)))


def due_problems(due_on: str, day: str) -> list[Problem]:
    """R-36: a loan that is made on `day` (ISO) is due on that day or later."""
    if due_on and (wrong := day_problems("due_on", due_on, rule="R-36")):
        return wrong
    if due_on and due_on >= day:
        return []
    return [blocks("DUE_DATE", "due_on", T("problem", "应还日期要在借出当天或以后，如 2026-11-26"), "R-36")]


def _loan_problems(
    person: dict[str, Any] | None, due_on: str, day: str, approval_form: str, approved_by: str
) -> list[Problem]:
    problems = []
    if person is None or person["state"] != "IN_POST":
        problems.append(blocks("NOT_IN_POST", "person_id", T("problem", "请选在岗的借阅人"), "R-37"))
    problems += due_problems(due_on, day)
    if not approval_form.strip() or not approved_by.strip():
        problems.append(blocks("NO_APPROVAL", "approval_form", T("problem", "请填批准人和审批单号：借阅要先经批准"), "R-37"))
    if person is not None and approved_by.strip() == person["name"]:
        problems.append(blocks("OWN_APPROVAL", "approved_by", T("problem", "借阅人不能批准自己借阅"), "R-37"))
    return problems


def _reader_problems(person: dict[str, Any] | None, carrier: dict[str, Any]) -> list[Problem]:
    level = Level(carrier["level"]) if carrier["level"] else None
    if level is Level.TOP_SECRET:
        return [blocks("TOP_SECRET_LOAN", "", T("problem", "绝密件只能在指定场所当场阅读，不能借出"), "R-34")]
    cleared = CLEARED_FOR.get((person or {}).get("clearance") or "")
    if level and (cleared is None or cleared.rank < level.rank):
        text = T("problem", "借阅人的涉密等级通常不到{level}级：仍借请写理由", level=level.text)
        return [warns("CLEARANCE", "person_id", text, "R-24")]
    return []


def _recall(
    desk: Desk, carrier_ids: Sequence[int], recall: str, notice: str | None, problems: list[Problem]
) -> Draft:
    rows = _rows(desk, carrier_ids)
    for row in rows:
        if row["state"] not in IN_BOOK:
            problems += check_move(row["state"], Move.LIST_FOR_ISSUER)
    changes = [Change("carriers", row["id"], {"recall": recall, "recall_notice": notice}) for row in rows]
    return Draft(f"carriers {len(rows)}", changes, problems, result=[row["id"] for row in rows])


def _return_problems(
    desk: Desk, rows: list[dict[str, Any]], list_number: str, received_by: str, approved_by: str
) -> list[Problem]:
    problems: list[Problem] = []
    for row in rows:
        if row["state"] != CarrierState.BEING_RETURNED:
            problems += check_move(row["state"], Move.LIST_FOR_ISSUER)
    if not list_number.strip():
        problems.append(blocks("REQUIRED", "list_number", T("problem", "请填清退单号"), "R-49"))
    if not received_by.strip() or not approved_by.strip():
        problems.append(blocks("REQUIRED", "received_by", T("problem", "请填接收人和批准人"), "R-49"))
    if len(_issuers(desk, rows)) > 1:
        problems.append(blocks("SEVERAL_ISSUERS", "", T("problem", "一张清退单只退给一个制发单位，请分开办理"), "R-49"))
    return problems


def _issuers(desk: Desk, rows: list[dict[str, Any]]) -> set[str]:
    documents = {row["document_id"]: desk.read.get("documents", row["document_id"]) for row in rows}
    return {str((documents[row["document_id"]] or row)["issuer"]) for row in rows}
