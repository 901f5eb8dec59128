"""Destruction, second half: approval, seals, the start, putting in one by one (R-54 to R-59, K-21). Then: `destruction_end.py`.

No step can be skipped: `models.domain.destruction.STEPS` says what fits, and every service here asks it first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.domain import destruction, destruction_run
from models.domain.dates import day_problems
from models.domain.destruction import BatchState, Step
from models.domain.destruction_run import MATERIAL_OF, PutIn, Route, RunFigures, Treatment
from models.domain.levels import Level
from models.domain.lifecycle import CarrierState, Medium, Move, state_after
from models.domain.problems import Problem, blocks
from models.domain.text import T
from models.services import processes
from models.services.acts import Draft
from models.services.destruction_list import (
    batch_at,
    listed_item,
    plan_problems,
    shown,
    still_allowed,
)
from models.services.office import Desk
from models.services.processes import carriers_of, name_of
from models.services.scan_answers import answer_problems, refuse_while_open, taken_back
from models.storage import destruction_queries
from models.storage.journal import Change
from models.storage.store import Row

LEDGERS, TAKEN = ("destruction_scans", "destruction_items"), (PutIn.ACCEPTED.value, "PUT_IN")


@dataclass(frozen=True, slots=True)
class BagPlan:
    """What goes into one sealed bag."""

    seal_number: str
    carrier_ids: tuple[int, ...]
    weight: str = ""


@dataclass(frozen=True, slots=True)
class PutInSeen:
    """What one scan at the machine said. A refusal stops until it is answered."""

    scan_id: int
    code: str
    at: str
    verdict: PutIn
    carrier: Row | None
    item: Row | None
    figures: RunFigures
    left_in_bag: int = 0


# --- approval --------------------------------------------------------------------------------------------------------


def approve_destruction(desk: Desk, *, destruction_id: int, approver_id: int) -> Draft:
    """The leader in charge signs carriers, texts and order; with that the list is locked (R-55, K-21)."""
    batch = batch_at(desk, destruction_id, Step.APPROVE)
    lines = destruction_queries.items(desk.read, destruction_id)
    draft = Draft(f"destructions {batch['number']}", result=destruction_id, record=("destructions", destruction_id))
    counters = [batch["counter_id"], batch["checker_id"]]
    top_secret = any(line["level"] == Level.TOP_SECRET for line in lines)
    draft.problems = destruction.check_approver(approver_id, batch["handler_id"], counters, top_secret)
    draft.problems += processes.in_post(desk, {"approver_id": approver_id}, "R-55")
    draft.problems += still_allowed(desk, destruction_id, lines) + unchanged_since(desk, batch)
    draft.people = processes.signers(approver=approver_id)
    draft.shown = shown(desk, batch, lines, 清点人=name_of(desk.read, counters[0]), 复核人=name_of(desk.read, counters[1]))
    draft.changes.append(Change("destructions", destruction_id, {
        "state": BatchState.APPROVED.value, "approver_id": approver_id, "approved_on": desk.today.isoformat(),
        "locked": len(lines), "digest": processes.list_digest(draft.shown["rows"]),
    }))  # fmt: skip
    draft.changes += [processes.moved(carrier, Move.APPROVE_DESTRUCTION) for carrier in carriers_of(desk.read, lines)]
    return draft


def reopen_destruction(desk: Desk, *, destruction_id: int, why: str) -> Draft:
    """Back to the open list: count, approval and seals are void; what was pulled out stays off (R-55)."""
    batch = batch_at(desk, destruction_id, Step.REOPEN)
    draft = Draft(f"destructions {batch['number']}", result=destruction_id, reason=why.strip())
    draft.problems = processes.required({"why": why}, {"why": T("problem", "请写为什么退回拟销")}, "R-55")
    cleared = ("counter_id", "checker_id", "counted_on", "approver_id", "approved_on", "locked", "digest", "bags", "sealed_on")
    draft.changes.append(Change("destructions", destruction_id, dict.fromkeys(cleared) | {"state": BatchState.LISTED.value}))
    lines = destruction_queries.items(desk.read, destruction_id)
    for line, carrier in zip(lines, carriers_of(desk.read, lines), strict=True):
        values: dict[str, Any] = {"bag_id": None, "rank": None}
        if line["state"] == "PULLED_OUT":
            values["state"] = "REMOVED"
        elif carrier["state"] == "AWAITING_DESTRUCTION":
            out = state_after(carrier["state"], Move.WITHDRAW_FROM_DESTRUCTION)
            again = state_after(out, Move.PROPOSE_DESTRUCTION)
            draft.changes.append(Change("carriers", carrier["id"], {"state": again.value}))
        draft.changes.append(Change("destruction_items", line["id"], values))
    draft.changes += [Change("destruction_bags", bag["id"], {"undone": 1})
                      for bag in destruction_queries.bags(desk.read, destruction_id)]  # fmt: skip
    return draft


# --- bags and start --------------------------------------------------------------------------------------------------


def seal_bags(desk: Desk, *, destruction_id: int, bags: Sequence[BagPlan]) -> Draft:
    """Everything on the locked list is packed by material and sealed, each carrier in one bag (R-57)."""
    batch = batch_at(desk, destruction_id, Step.SEAL)
    draft = Draft(f"destructions {batch['number']}", result=destruction_id)
    draft.problems = unchanged_since(desk, batch)
    waiting = {row["carrier_id"]: row for row in destruction_queries.items(desk.read, destruction_id) if row["state"] == "LISTED"}
    seals = set(destruction_queries.used_seals(desk.read, [bag.seal_number.strip() for bag in bags]))
    for nth, bag in enumerate(bags, 1):
        media = [Medium(waiting[id_]["medium"]) for id_ in bag.carrier_ids if id_ in waiting]
        draft.problems += destruction_run.check_bag(bag.seal_number, media, seals)
        seals.add(bag.seal_number.strip())
        bag_id = desk.new_id("destruction_bags")
        draft.changes.append(Change("destruction_bags", bag_id, {
            "destruction_id": destruction_id, "bag": nth, "seal_number": bag.seal_number.strip(),
            "material": MATERIAL_OF[media[0]].value if media else None, "items": len(media),
            "weight": bag.weight.strip() or None, "undone": 0,
        }))  # fmt: skip
        draft.changes += [Change("destruction_items", waiting[id_]["id"], {"bag_id": bag_id})
                          for id_ in bag.carrier_ids if id_ in waiting]  # fmt: skip
    draft.problems += _packing_problems(bags, set(waiting))
    draft.changes.append(Change("destructions", destruction_id, {
        "state": BatchState.SEALED.value, "bags": len(bags), "sealed_on": desk.today.isoformat(),
    }))  # fmt: skip
    return draft


def _packing_problems(bags: Sequence[BagPlan], waiting: set[int]) -> list[Problem]:
    packed = [id_ for bag in bags for id_ in bag.carrier_ids]
    problems: list[Problem] = []
    left, foreign, twice = len(waiting - set(packed)), len(set(packed) - waiting), len(packed) - len(set(packed))
    if left:
        text = T("problem", "还有 {n} 份没有装袋", n=left)
        problems.append(blocks("NOT_ALL_PACKED", "bags", text, "R-57"))
    if foreign:
        text = T("problem", "有 {n} 份不在锁定的清单上，不能装袋", n=foreign)
        problems.append(blocks("FOREIGN_IN_BAG", "bags", text, "R-57"))
    if twice:
        problems.append(blocks("PACKED_TWICE", "bags", T("problem", "有 {n} 份装进了两袋", n=twice), "R-57"))
    return problems


def start_destruction(
    desk: Desk, *, destruction_id: int, witness_id: int | None = None, second_witness_id: int | None = None,
    treatment: Treatment | None = None, place: str = "", escort_id: int | None = None,
    second_escort_id: int | None = None, started_on: str = "",
) -> Draft:  # fmt: skip
    """Begin at the machine, or at the hand-over to the facility: from now on one by one, before the eyes of the two
    witnesses who sign at the end; nobody destroys alone (R-54, R-56, R-59)."""
    batch = batch_at(desk, destruction_id, Step.START)
    lines = [row for row in destruction_queries.items(desk.read, destruction_id) if row["state"] == "LISTED"]
    draft = Draft(f"destructions {batch['number']}", result=destruction_id)
    both = {"witness_id": witness_id, "second_witness_id": second_witness_id}
    draft.problems = unchanged_since(desk, batch) + witness_problems(desk, batch, both)
    if Route(batch["route"]) is Route.SENT:
        escorts = [id_ for id_ in (escort_id, second_escort_id) if id_ is not None]
        draft.problems += destruction.check_escorts(escorts)
        draft.problems += processes.in_post(desk, {"escort_id": escort_id, "second_escort_id": second_escort_id}, "R-56")
    else:
        draft.problems += [p for p in plan_problems(batch, lines) if p.blocks]
        if treatment is None:
            draft.problems.append(blocks("NO_TREATMENT", "treatment", T("problem", "请选处理方法，如 粉碎"), "R-59"))
    day = started_on or desk.today.isoformat()
    draft.problems += day_problems("started_on", day, not_before=batch["approved_on"], not_after=desk.today, rule="R-54")
    if treatment is not None:
        draft.problems += destruction_run.check_treatment(treatment, {Medium(row["medium"]) for row in lines})
    values = {"state": BatchState.EXECUTING.value, **both, "escort_id": escort_id, "second_escort_id": second_escort_id,
              "started_on": day}  # fmt: skip
    if treatment is not None:
        values["treatment"] = treatment.value
    if place.strip():
        values["place"] = place.strip()
    draft.changes.append(Change("destructions", destruction_id, values))
    return draft


# --- putting in ------------------------------------------------------------------------------------------------------


def put_in(desk: Desk, *, destruction_id: int, code: str, kind: str = "SCAN", again: str = "") -> Draft:
    """One thing at the machine: only what is on the locked list goes in, once. A refusal is kept. Result: `PutInSeen`."""
    batch = batch_at(desk, destruction_id, Step.PUT_IN)
    refuse_while_unanswered(desk, destruction_id)
    read = processes.read_code(desk, code, kind, again)
    carrier_id = None if read.carrier is None else int(read.carrier["id"])
    item = None if carrier_id is None else destruction_queries.item_of(desk.read, destruction_id, carrier_id)
    verdict = _verdict(carrier_id, item)
    scan_id = desk.new_id("destruction_scans")
    draft = Draft(f"destructions {batch['number']} scan {scan_id}")
    draft.changes.append(Change("destruction_scans", scan_id, {
        "destruction_id": destruction_id, "code": read.text, "carrier_id": carrier_id,
        "item_id": item["id"] if item else None, "kind": kind, "verdict": verdict.value, "at": processes.moment(desk),
        "undone": 0,
    }))  # fmt: skip
    states = destruction_queries.item_states(desk.read, destruction_id)
    left = destruction_queries.left_in_bag(desk.read, destruction_id, item["bag_id"]) if item else 0
    if verdict is PutIn.ACCEPTED and item is not None:
        draft.changes.append(Change("destruction_items", item["id"], {"state": "PUT_IN", "scan_id": scan_id}))
        states["PUT_IN"], left = states.get("PUT_IN", 0) + 1, left - 1
    draft.result = PutInSeen(scan_id, read.text, processes.moment(desk), verdict, read.carrier, item,
                             run_figures(batch, states), left)  # fmt: skip
    return draft


def undo_put_in(desk: Desk, *, destruction_id: int, why: str) -> Draft:
    """The newest scan was not followed by putting in: its line is open again. Result: the scan's id."""
    batch = batch_at(desk, destruction_id, Step.PUT_IN)
    newest = destruction_queries.newest_scan(desk.read, destruction_id)
    problems = processes.required({"why": why}, {"why": T("problem", "请写为什么撤销：实物确未投入")}, "R-54")
    item = desk.read.get("destruction_items", newest["item_id"]) if newest else None
    changes = taken_back(newest, item, LEDGERS, TAKEN, why)
    carrier = (desk.read.get("carriers", item["carrier_id"]) if item else None) or {}
    if len(changes) > 1 and carrier.get("state") == CarrierState.SENT_FOR_DESTRUCTION:
        text = T("problem", "{number} 已经送销：退回来了就登记原样退回", number=carrier["number"])
        problems.append(blocks("ALREADY_SENT", "", text, "R-54"))
    return Draft(f"destructions {batch['number']} scan {changes[0].id}", changes, problems, result=changes[0].id)


def answer_refusal(desk: Desk, *, scan_id: int, answer: str, answer_reason: str) -> Draft:
    """Say what was done with a refused thing; only then does scanning go on. `answer`: one of `scan_answers.ANSWERS`."""
    scan = desk.read.get("destruction_scans", scan_id)
    if scan is None:
        raise KeyError(f"destruction_scans {scan_id}")
    batch = batch_at(desk, scan["destruction_id"], Step.PUT_IN)
    problems = answer_problems(scan, (PutIn.ACCEPTED, PutIn.TWICE), answer, answer_reason, "R-54")
    change = Change("destruction_scans", scan_id, {"answer": answer, "answer_reason": answer_reason.strip()})
    return Draft(f"destructions {batch['number']} scan {scan_id}", [change], problems, result=scan_id)


def pull_out(desk: Desk, *, destruction_id: int, carrier_id: int, why: str) -> Draft:
    """Take a carrier out of a locked list with a reason; it is in store again and stands on the certificate so (K-21)."""
    batch = batch_at(desk, destruction_id, Step.PULL_OUT)
    (carrier,) = processes.named(desk, [carrier_id])
    item = listed_item(desk, destruction_id, carrier)
    problems = processes.required({"why": why}, {"why": T("problem", "请写为什么剔出")}, "K-21")
    changes = [
        Change("destruction_items", item["id"], {"state": "PULLED_OUT", "out_reason": why.strip()}),
        *processes.withdrawn(carrier, Move.WITHDRAW_FROM_DESTRUCTION),
    ]
    return Draft(f"destructions {batch['number']} {carrier['number']}", changes, problems, result=item["id"])


# --- inside ----------------------------------------------------------------------------------------------------------


def run_figures(batch: Row, states: dict[str, int]) -> RunFigures:
    """The sums of a run from how many lines are in which state (K-21)."""
    return RunFigures(batch["locked"] or 0, states.get("PULLED_OUT", 0), states.get("PUT_IN", 0) + states.get("DESTROYED", 0))


def unchanged_since(desk: Desk, batch: Row) -> list[Problem]:
    """R-55, K-8: carriers, texts and order are still those that the counters, then the approver and the witnesses signed."""
    lines = destruction_queries.items(desk.read, batch["id"])
    rows = processes.shown_list(desk.read, [row["carrier_id"] for row in lines])
    if processes.list_digest(rows) == batch["digest"]:
        return []
    text = T("problem", "清单上的内容在签字后变了：撤回那处更正，或退回拟销重新清点报批")
    if batch["state"] in (BatchState.EXECUTING, BatchState.WITNESSED):
        text = T("problem", "清单上的内容在签字后变了：先撤回那处更正")
    return [blocks("LIST_CHANGED", "", text, "R-55")]


def witness_problems(desk: Desk, batch: Row, both: Mapping[str, int | None]) -> list[Problem]:
    """R-56: two different people in post, neither the approver; the clerk as one of them needs a reason."""
    named = [id_ for id_ in both.values() if id_ is not None]
    problems = destruction.check_witnesses(named, batch["approver_id"], processes.own_person(desk, "R-56"))
    return problems + processes.in_post(desk, both, "R-56")


def refuse_while_unanswered(desk: Desk, destruction_id: int) -> None:
    """Raises Refused while something refused at the machine waits for an answer."""
    refusal = destruction_queries.unanswered(desk.read, destruction_id)
    code = refusal["code"] if refusal else ""
    refuse_while_open(refusal, T("problem", "{code} 被拒收，还没有写处置：先写明再继续", code=code), "R-54")


def _verdict(carrier_id: int | None, item: Row | None) -> PutIn:
    state = item["state"] if item else ""
    ids = [] if carrier_id is None else [carrier_id]
    return destruction_run.put_in_verdict(
        carrier_id, ids if state == "LISTED" else [], ids if state == "PULLED_OUT" else [], ids if state == "PUT_IN" else []
    )
