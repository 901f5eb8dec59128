"""Destruction, its end: the witnesses, what comes back whole, receipt and certificate, giving up (R-54, R-56, K-21)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.domain import destruction_run
from models.domain.dates import day_problems
from models.domain.destruction import BatchState, Step
from models.domain.destruction_run import Route, RunFigures
from models.domain.errors import Refused
from models.domain.lifecycle import CarrierState, Move
from models.domain.problems import blocks
from models.domain.text import T
from models.ledgers.destructions import ITEM_STATES, TREATMENTS
from models.services import processes
from models.services.acts import Draft
from models.services.destroying import (
    refuse_while_unanswered,
    run_figures,
    unchanged_since,
    witness_problems,
)
from models.services.destruction_list import LIST_PREFIX, batch_at, shown
from models.services.office import Desk
from models.services.processes import carriers_of, moved, name_of
from models.storage import destruction_queries
from models.storage.journal import Change
from models.storage.store import Row

UNWITNESSED = ("witnessed_on", "executed_on", "listed", "pulled_out", "destroyed", "receipt_number", "receipt_on")

# --- witnesses, receipt, certificate ---------------------------------------------------------------------------------


def change_witnesses(desk: Desk, *, destruction_id: int, witness_id: int, second_witness_id: int, why: str) -> Draft:
    """Somebody else watches from now on; who it was so far and why it changed stays in the journal (R-56)."""
    batch = batch_at(desk, destruction_id, Step.CHANGE_WITNESSES)
    both = {"witness_id": witness_id, "second_witness_id": second_witness_id}
    draft = Draft(f"destructions {batch['number']}", result=destruction_id, reason=why.strip())
    draft.problems = processes.required({"why": why}, {"why": T("problem", "请写为什么换监销人")}, "R-56")
    draft.problems += witness_problems(desk, batch, both)
    if set(both.values()) == {batch["witness_id"], batch["second_witness_id"]}:
        draft.problems.append(blocks("NOTHING_CHANGED", "", T("problem", "还是原来的两个人，不用换")))
    draft.changes.append(Change("destructions", destruction_id, both))
    return draft


def witness_destruction(desk: Desk, *, destruction_id: int, executed_on: str = "", bags_broken: bool = False) -> Draft:
    """The two who watched from the start sign what went in and what was pulled out; a shortage blocks (R-56, K-21)."""
    batch = batch_at(desk, destruction_id, Step.WITNESS)
    refuse_while_unanswered(desk, destruction_id)
    lines = destruction_queries.items(desk.read, destruction_id)
    figures = run_figures(batch, destruction_queries.item_states(desk.read, destruction_id))
    draft = Draft(f"destructions {batch['number']}", result=figures, record=("destructions", destruction_id))
    draft.problems = destruction_run.check_run_complete(figures, bags_broken) + unchanged_since(desk, batch)
    both = {"witness_id": batch["witness_id"], "second_witness_id": batch["second_witness_id"]}
    draft.problems += [problem for problem in witness_problems(desk, batch, both) if problem.blocks]  # warned of at the start
    draft.people = processes.signers(witness=batch["witness_id"], second_witness=batch["second_witness_id"])
    day = executed_on or desk.today.isoformat()
    draft.problems += day_problems("executed_on", day, not_before=batch["started_on"], not_after=desk.today, rule="R-56")
    draft.shown = _result_shown(desk, batch, lines, figures, day, bags_broken)
    draft.changes.append(Change("destructions", destruction_id, {
        "state": BatchState.WITNESSED.value, "witnessed_on": desk.today.isoformat(), "executed_on": day,
        "listed": figures.listed, "pulled_out": figures.pulled_out, "destroyed": figures.put_in,
    }))  # fmt: skip
    if Route(batch["route"]) is Route.SENT:
        gone = [row for row in lines if row["state"] == "PUT_IN" and row["carrier_state"] != CarrierState.SENT_FOR_DESTRUCTION]
        draft.changes += [moved(carrier, Move.SEND_FOR_DESTRUCTION) for carrier in carriers_of(desk.read, gone)]
    return draft


def bring_back_undestroyed(desk: Desk, *, destruction_id: int, carrier_ids: Sequence[int], why: str) -> Draft:
    """What was put in or sent came back whole: the machine broke, or the facility refused it (R-54, R-56).

    It is open on the locked list again, to be put in later or pulled out; what the witnesses signed no longer fits and
    has to be signed anew. The scan that took it in is kept, with the reason. Result: how many came back.
    """
    batch = batch_at(desk, destruction_id, Step.BRING_BACK)
    draft = Draft(f"destructions {batch['number']}", reason=why.strip())
    draft.problems = processes.required({"why": why}, {"why": T("problem", "请写为什么原样退回，现在放在哪里")}, "R-56")
    if batch["state"] == BatchState.WITNESSED:
        draft.changes.append(Change("destructions", destruction_id, {
            "state": BatchState.EXECUTING.value, **dict.fromkeys(UNWITNESSED),
        }))  # fmt: skip
    for carrier in processes.named(desk, carrier_ids):
        item = destruction_queries.item_of(desk.read, destruction_id, carrier["id"])
        if item is None or item["state"] != "PUT_IN":
            text = T("problem", "{number} 在这一批里没有投入，谈不上退回", number=carrier["number"])
            raise Refused([blocks("NOT_PUT_IN", "carrier_ids", text, "R-54")])
        draft.changes += [
            Change("destruction_scans", item["scan_id"], {"undone": 1, "answer_reason": why.strip()}),
            Change("destruction_items", item["id"], {"state": "LISTED", "scan_id": None}),
        ]
        if carrier["state"] == CarrierState.SENT_FOR_DESTRUCTION:
            draft.changes.append(moved(carrier, Move.BRING_BACK_UNDESTROYED))
    draft.result = len(set(carrier_ids))
    return draft


def record_destruction_receipt(desk: Desk, *, destruction_id: int, receipt_number: str, receipt_on: str = "") -> Draft:
    """The facility's receipt, or the number of the own destruction record (F1)."""
    batch = batch_at(desk, destruction_id, Step.CERTIFY)
    words = {"receipt_number": T("problem", "请填回执编号；自行销毁填销毁记录编号")}
    problems = processes.required({"receipt_number": receipt_number}, words, "R-56")
    day = receipt_on or desk.today.isoformat()
    problems += day_problems("receipt_on", day, not_before=batch["executed_on"], not_after=desk.today, rule="R-56")
    change = Change("destructions", destruction_id, {
        "receipt_number": receipt_number.strip(), "receipt_on": day,
    })  # fmt: skip
    return Draft(f"destructions {batch['number']}", [change], problems, result=destruction_id)


def certify_destruction(desk: Desk, *, destruction_id: int) -> Draft:
    """Close the batch: what went in is destroyed by the book, under the number of the certificate F2. Result: figures."""
    batch = batch_at(desk, destruction_id, Step.CERTIFY)
    draft = Draft(f"destructions {batch['number']}")
    if not batch["receipt_number"]:
        draft.problems.append(blocks("NO_RECEIPT", "", T("problem", "还没有回执编号：先登记回执"), "R-56"))
    draft.problems += unchanged_since(desk, batch)
    lines = [row for row in destruction_queries.items(desk.read, destruction_id) if row["state"] == "PUT_IN"]
    by = processes.sister_number(batch["number"], LIST_PREFIX)
    draft.changes.append(Change("destructions", destruction_id, {
        "state": BatchState.CERTIFIED.value, "certified_on": desk.today.isoformat(),
    }))  # fmt: skip
    for line, carrier in zip(lines, carriers_of(desk.read, lines), strict=True):
        draft.changes += [
            Change("destruction_items", line["id"], {"state": "DESTROYED"}),
            moved(carrier, Move.CONFIRM_DESTROYED, shelf_id=None, left_on=batch["executed_on"], left_by=by),
        ]
    draft.result = {"listed": batch["listed"], "pulled_out": batch["pulled_out"], "destroyed": len(lines)}
    return draft


def abandon_destruction(desk: Desk, *, destruction_id: int, why: str) -> Draft:
    """Give a batch up before anything went in; every carrier is in store again."""
    batch_at(desk, destruction_id, Step.ABANDON)
    states = destruction_queries.item_states(desk.read, destruction_id)
    batch = batch_at(desk, destruction_id, Step.ABANDON, states.get("PUT_IN", 0))
    draft = Draft(f"destructions {batch['number']}", result=destruction_id)
    draft.problems = processes.required({"why": why}, {"why": T("problem", "请写为什么放弃这一批")}, "R-54")
    draft.changes.append(Change("destructions", destruction_id, {
        "state": BatchState.ABANDONED.value, "ended_because": why.strip(),
    }))  # fmt: skip
    lines = [row for row in destruction_queries.items(desk.read, destruction_id) if row["state"] == "LISTED"]
    for line, carrier in zip(lines, carriers_of(desk.read, lines), strict=True):
        draft.changes += [Change("destruction_items", line["id"], {"state": "RETURNED"}),
                          *processes.withdrawn(carrier, Move.WITHDRAW_FROM_DESTRUCTION)]  # fmt: skip
    return draft


def _result_shown(desk: Desk, batch: Row, lines: Sequence[Row], figures: RunFigures, day: str, bags_broken: bool) -> dict[str, Any]:
    treatment = str(TREATMENTS[batch["treatment"]]) if batch["treatment"] else ""
    full = shown(desk, batch, lines, 处理方法=treatment, 封签="不完好" if bags_broken else "完好", 批准人=name_of(desk.read, batch["approver_id"]),
                 清单指纹=batch["digest"] or "",
                 监销人=_both_names(desk, batch), 证明所列=figures.listed, 剔出=figures.pulled_out, 投入=figures.put_in, 销毁日期=day)  # fmt: skip
    full["columns"] = [*full["columns"], "袋号", "结果", "剔出原因"]
    full["rows"] = [
        [*row, str(line["bag"] or ""), str(ITEM_STATES[line["state"]]), line["out_reason"] or ""]
        for row, line in zip(full["rows"], lines, strict=True)
    ]
    return full


def _both_names(desk: Desk, batch: Row) -> str:
    return "、".join(name_of(desk.read, batch[column]) for column in ("witness_id", "second_witness_id"))
