"""Destruction, first half: who may go on the list, the list, the count by two (R-54, K-21). Then: `destroying.py`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.domain import destruction, destruction_run
from models.domain.dates import from_iso
from models.domain.destruction import BatchState, CandidateContext, Step
from models.domain.destruction_run import Plan, Route
from models.domain.errors import Refused
from models.domain.levels import Level
from models.domain.lifecycle import Move
from models.domain.problems import Problem, blocks
from models.domain.text import T
from models.ledgers import BY_NAME
from models.ledgers.destructions import CAUSES
from models.services import processes
from models.services.acts import Draft
from models.services.office import Desk
from models.storage import destruction_queries, process_queries
from models.storage.journal import Change
from models.storage.store import Reader, Row

PREFIX, LIST_PREFIX = "XS", "XQ"  # F1 and F2 (K-18)
HEADER = (
    "unit_id", "phone", "cause", "cause_other", "route", "treatment", "facility", "machine", "machine_level", "own_reason",
    "planned_on", "place", "remarks",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A carrier with all that stands against destroying it, and what lifts it. `loan`: who has it."""

    carrier: Row
    problems: tuple[Problem, ...]
    loan: Row | None = None

    @property
    def is_blocked(self) -> bool:
        return any(problem.blocks for problem in self.problems)

    @property
    def needs_reason(self) -> bool:
        return bool(self.problems) and not self.is_blocked


def judge(
    read: Reader, ids: Sequence[int], today: date, *, reviewed: Collection[int] = (), this_batch: int | None = None
) -> list[Candidate]:
    """Each carrier with the rules that block it or ask for a reason (R-49, R-54, R-58, D2), in the order asked.

    `reviewed`: a person confirmed that no extension notice came and that it need not be kept (R-16, D2).
    """
    batches = destruction_queries.open_batches_of(read, ids)
    missing = destruction_queries.missing_and_open(read, ids)
    loans = destruction_queries.open_loans_of(read, ids)
    found = []
    for row in process_queries.carrier_texts(read, ids):
        batch = batches.get(row["id"])
        context = CandidateContext(
            today, from_iso(row["issued_on"]), from_iso(row["notice_on"]), batch["number"] if batch else "",
            batch is not None and batch["id"] == this_batch, row["id"] in missing, row["id"] in reviewed,
        )  # fmt: skip
        problems = tuple(destruction.candidate_problems(row, context))
        found.append(Candidate(row, problems, loans.get(row["id"])))
    return found


def find_candidates(read: Reader, today: date, after: int = 0, most: int = 500) -> list[Candidate]:
    """The next carriers (ids above `after`) whose protection is over or that are declassified, judged."""
    day = today.year * 10_000 + today.month * 100 + today.day
    return judge(read, destruction_queries.expired_or_declassified(read, day, after, most), today)


# --- the list --------------------------------------------------------------------------------------------------------


def list_for_destruction(
    desk: Desk, *, carrier_ids: Sequence[int], header: Mapping[str, Any], reviewed: Collection[int] = ()
) -> Draft:
    """A new batch: its header (fields of HEADER) and the first carriers of its list. Result: its id."""
    destruction_id, number = desk.new_id("destructions"), processes.next_number(desk, "destructions", PREFIX)
    draft = Draft(f"destructions {number}", result=destruction_id)
    draft.problems += _header_problems(desk, header)
    draft.changes.append(Change("destructions", destruction_id, {
        **_header(header), "number": number, "applied_on": desk.today.isoformat(), "handler": desk.person_name(),
        "handler_id": processes.own_person(desk, "R-56"), "state": BatchState.LISTED.value,
    }))  # fmt: skip
    _put_on_list(desk, draft, destruction_id, carrier_ids, reviewed)
    return draft


def add_to_destruction(
    desk: Desk, *, destruction_id: int, carrier_ids: Sequence[int], reviewed: Collection[int] = ()
) -> Draft:
    """More carriers on a list that is not counted yet. Counter-act: `remove_from_destruction`."""
    batch = batch_at(desk, destruction_id, Step.CHANGE_LIST)
    draft = Draft(f"destructions {batch['number']}", result=destruction_id)
    _put_on_list(desk, draft, destruction_id, carrier_ids, reviewed)
    return draft


def remove_from_destruction(desk: Desk, *, destruction_id: int, carrier_ids: Sequence[int], why: str) -> Draft:
    """Take carriers off a list that is not counted yet; they are in store again."""
    batch = batch_at(desk, destruction_id, Step.CHANGE_LIST)
    draft = Draft(f"destructions {batch['number']}", result=destruction_id)
    draft.problems = processes.required({"why": why}, {"why": T("problem", "请写为什么撤下")}, "R-54")
    for carrier in processes.named(desk, carrier_ids):
        item = listed_item(desk, destruction_id, carrier)
        draft.changes += [
            Change("destruction_items", item["id"], {"state": "REMOVED", "out_reason": why.strip()}),
            *processes.withdrawn(carrier, Move.WITHDRAW_FROM_DESTRUCTION),
        ]
    return draft


def amend_destruction(desk: Desk, *, destruction_id: int, header: Mapping[str, Any]) -> Draft:
    """Change header fields before the count: way, facility, machine, cause, place, day."""
    batch = batch_at(desk, destruction_id, Step.CHANGE_LIST)
    problems = _header_problems(desk, {**{name: batch[name] for name in HEADER}, **header})
    change = Change("destructions", destruction_id, _header(header))
    return Draft(f"destructions {batch['number']}", [change], problems, result=destruction_id)


def count_for_destruction(desk: Desk, *, destruction_id: int, counter_id: int, checker_id: int) -> Draft:
    """Two people compare list and things (清点人, 复核人). Numbers the lines in the order of F2, and keeps the list's
    fingerprint: whoever signs later signs the same list. Counter: reopening."""
    batch = batch_at(desk, destruction_id, Step.COUNT)
    lines = sorted(destruction_queries.items(desk.read, destruction_id), key=_rank_key(desk, destruction_id))
    draft = Draft(f"destructions {batch['number']}", result=destruction_id, record=("destructions", destruction_id))
    draft.problems = destruction.check_batch_counters([counter_id, checker_id])
    draft.problems += processes.in_post(desk, {"counter_id": counter_id, "checker_id": checker_id}, "R-54")
    draft.problems += still_allowed(desk, destruction_id, lines) + plan_problems(batch, lines)
    draft.people = processes.signers(counter=counter_id, checker=checker_id)
    draft.shown = shown(desk, batch, lines)
    draft.changes.append(Change("destructions", destruction_id, {
        "state": BatchState.COUNTED.value, "counter_id": counter_id, "checker_id": checker_id,
        "counted_on": desk.today.isoformat(), "digest": processes.list_digest(draft.shown["rows"]),
    }))  # fmt: skip
    draft.changes += [Change("destruction_items", row["id"], {"rank": rank}) for rank, row in enumerate(lines, 1)]
    return draft


# --- shared with the second half -------------------------------------------------------------------------------------


def batch_at(desk: Desk, destruction_id: int, step: Step, put_in: int = 0) -> Row:
    """The batch, if this step fits it now. Raises KeyError, or Refused with what has to be done first (R-54)."""
    batch = desk.read.get("destructions", destruction_id)
    if batch is None:
        raise KeyError(f"destructions {destruction_id}")
    problems = destruction.check_step(batch["state"], step, put_in)
    if problems:
        raise Refused(problems)
    return batch


def listed_item(desk: Desk, destruction_id: int, carrier: Row) -> Row:
    """The carrier's line, if it still stands on the list. Raises Refused."""
    item = destruction_queries.item_of(desk.read, destruction_id, carrier["id"])
    if item is None or item["state"] != "LISTED":
        text = T("problem", "{number} 不在这一批的清单上，或已投入、剔出", number=carrier["number"])
        raise Refused([blocks("NOT_LISTED", "carrier_ids", text, "R-54")])
    return item


def shown(desk: Desk, batch: Row, lines: Sequence[Row], **facts: Any) -> dict[str, Any]:
    """The header and the whole list as a signer sees them, in order, with all texts (K-8, K-21)."""
    rows = processes.shown_list(desk.read, [row["carrier_id"] for row in lines])
    words = BY_NAME["destructions"].fields["route"].choices or {}
    head = [["批次号", batch["number"]], ["申请日期", batch["applied_on"]], ["经办人", batch["handler"]],
            ["销毁方式", str(words[batch["route"]])], ["承销单位", batch["facility"] or ""],
            ["销毁设备", batch["machine"] or ""], ["销毁地点", batch["place"] or ""],
            ["份数", len(rows)], *([name, value] for name, value in facts.items())]  # fmt: skip
    return {"facts": head, "columns": list(processes.LIST_COLUMNS), "rows": rows}


def still_allowed(desk: Desk, destruction_id: int, lines: Sequence[Row]) -> list[Problem]:
    """What has come up since a carrier was listed and blocks it now: a recall demand, an archive mark (R-49, D2)."""
    if not lines:
        return [blocks("EMPTY_LIST", "", T("problem", "清单是空的：先列入要销毁的载体"), "R-54")]
    ids = [row["carrier_id"] for row in lines]
    found: list[Problem] = []
    for one in judge(desk.read, ids, desk.today, this_batch=destruction_id):
        found += processes.named_problems(one.carrier, [problem for problem in one.problems if problem.blocks])
    return processes.few(found)


def plan_problems(batch: Row, lines: Sequence[Row]) -> list[Problem]:
    """R-54: where it is destroyed, and whether that is allowed for so many and so high."""
    levels = [Level(row["level"]) for row in lines if row["level"]]
    return destruction_run.check_plan(Plan(
        Route(batch["route"]), len(lines), max(levels, key=lambda level: level.rank, default=None),
        batch["facility"] or "", batch["machine"] or "",
        Level(batch["machine_level"]) if batch["machine_level"] else None, batch["own_reason"] or "",
    ))  # fmt: skip


def _put_on_list(
    desk: Desk, draft: Draft, destruction_id: int, carrier_ids: Sequence[int], reviewed: Collection[int]
) -> None:
    rows = processes.named(desk, carrier_ids)
    problems: list[Problem] = []
    for one in judge(desk.read, [row["id"] for row in rows], desk.today, reviewed=reviewed):
        problems += processes.named_problems(one.carrier, one.problems)
        if one.is_blocked:
            continue
        known = destruction_queries.item_of(desk.read, destruction_id, one.carrier["id"])
        item_id = known["id"] if known else desk.new_id("destruction_items")
        draft.changes += [
            Change("destruction_items", item_id, {
                "destruction_id": destruction_id, "carrier_id": one.carrier["id"], "former_state": one.carrier["state"],
                "reviewed": int(one.carrier["id"] in reviewed), "out_reason": None, "state": "LISTED",
            }),
            processes.moved(one.carrier, Move.PROPOSE_DESTRUCTION),
        ]  # fmt: skip
    draft.problems += processes.few(sorted(problems, key=lambda problem: not problem.blocks))


def _header(header: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(header) - set(HEADER)
    if unknown:
        raise KeyError(f"destructions has no {sorted(unknown)} in its header")
    return {name: value if value != "" else None for name, value in header.items()}


def _header_problems(desk: Desk, header: Mapping[str, Any]) -> list[Problem]:
    declared = BY_NAME["destructions"]
    rest = {"number": "-", "applied_on": desk.today.isoformat(), "handler": "-", "state": BatchState.LISTED.value}
    problems = declared.shape_problems({**header, **rest})
    causes = [code for code in str(header.get("cause") or "").split(",") if code]
    if not causes or set(causes) - set(CAUSES):
        problems.append(blocks("REQUIRED", "cause", T("problem", "请选销毁事由"), "R-54"))
    if "OTHER" in causes and not header.get("cause_other"):
        problems.append(blocks("REQUIRED", "cause_other", T("problem", "选了其他，请写明事由"), "R-54"))
    return problems


def _rank_key(desk: Desk, destruction_id: int) -> Any:
    ids = [row["carrier_id"] for row in destruction_queries.items(desk.read, destruction_id)]
    texts = {row["id"]: processes.list_order(row) for row in process_queries.carrier_texts(desk.read, ids)}
    return lambda row: texts[row["carrier_id"]]
