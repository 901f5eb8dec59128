"""Destruction: what may be put on a list, the steps of a batch, and who may do them (R-54 to R-58, D2, D3, K-21).

How things are packed, treated and put in is in `destruction_run.py`. The path is one way and has no short cut:
listed → counted → approved → sealed → executing → witnessed → certified.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from models.domain.levels import Level, SecretKind
from models.domain.lifecycle import CarrierState, Move, check_move
from models.domain.markings import marking_from
from models.domain.periods import Protection, expiry, protection
from models.domain.problems import Problem, blocks, warns
from models.domain.text import T, Text

ON_A_LIST = frozenset({CarrierState.PROPOSED_FOR_DESTRUCTION, CarrierState.AWAITING_DESTRUCTION})
OWN_MAKING = "MADE"  # origin of a carrier that this organ made itself


# --- candidates ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CandidateContext:
    """What is known about a candidate beside its row.

    `issued_on` and `notice_on` of its document; `batch`: name of the open batch it stands in, "" for none; `this_batch`:
    that batch is the one being made or checked again; `missing_in_last_count`: it was missing there and the difference
    is not closed; `reviewed`: a person has confirmed that no extension came and that it need not be kept (R-16, D2).
    """

    today: date
    issued_on: date | None = None
    notice_on: date | None = None
    batch: str = ""
    this_batch: bool = False
    missing_in_last_count: bool = False
    reviewed: bool = False


def candidate_problems(carrier: Mapping[str, Any], context: CandidateContext) -> list[Problem]:
    """Why a carrier may not be destroyed (blocks, with what lifts it), or what needs a typed reason (warns).

    `carrier` is its row: state, marking columns, `recall`, `to_archive`, `origin`. Nothing means: may be listed.
    """
    problems = _state_problems(carrier, context)
    if carrier.get("recall") == "DEMANDED":
        text = T("destruction", "发文机关要求清退：走移交清退，不能销毁")
        problems.append(blocks("RECALL_DEMANDED", "recall", text, "R-49"))
    if carrier.get("to_archive"):
        text = T("destruction", "应当归档：先移交档案室，或改掉应归档的鉴定")
        problems.append(blocks("TO_ARCHIVE", "to_archive", text, "D2"))
    marking = marking_from(carrier)
    if marking.level is Level.TOP_SECRET and carrier.get("origin") != OWN_MAKING:
        text = T("destruction", "收到的绝密件只能清退，不自行销毁：走移交清退")
        problems.append(blocks("TOP_SECRET_RECEIVED", "level", text, "R-58"))
    if context.missing_in_last_count and carrier.get("state") != CarrierState.UNACCOUNTED:
        text = T("destruction", "上次清查缺失，还没有结论：先处理清查差异")
        problems.append(blocks("MISSING_IN_LAST_COUNT", "state", text, "R-45"))
    return problems + _period_problems(carrier, context)


def _state_problems(carrier: Mapping[str, Any], context: CandidateContext) -> list[Problem]:
    state = CarrierState(carrier["state"])
    if state not in ON_A_LIST and not context.batch:
        return check_move(state, Move.PROPOSE_DESTRUCTION)
    if context.this_batch:
        return (
            [] if state in ON_A_LIST or state is CarrierState.IN_STORE else check_move(state, Move.PROPOSE_DESTRUCTION)
        )
    name = context.batch or "—"
    text = T("destruction", "已在销毁批次 {batch}：先从那一批撤下", batch=name)
    return [blocks("IN_ANOTHER_BATCH", "state", text, "R-54")]


def _period_problems(carrier: Mapping[str, Any], context: CandidateContext) -> list[Problem]:
    marking = marking_from(carrier)
    if marking.kind not in (SecretKind.STATE_SECRET, SecretKind.WORK_SECRET):
        return []
    found = expiry(marking, context.issued_on, context.notice_on)
    stands = protection(marking, found, context.today)
    if stands is Protection.EXPIRED:
        if context.reviewed:
            return []
        text = T("destruction", "{day} 已到期：写明已核对没有延期通知、无保存价值", day=found.last_day)
        return [warns("EXPIRY_NOT_REVIEWED", "term_kind", text, "R-16")]
    if stands is Protection.PROTECTED:
        text = T("destruction", "未到期（保密到 {day}）：写明提前销毁的依据", day=found.last_day)
        return [warns("NOT_EXPIRED", "term_kind", text, "R-54")]
    if stands is Protection.OPEN_END:
        text = T("destruction", "长期保密，或解密条件要由人判断：写明销毁的依据")
        return [warns("OPEN_END", "term_kind", text, "R-17")]
    if stands is Protection.UNCOMPUTED:
        text = T("destruction", "没有制发日期，算不出是否到期：补登日期，或写明销毁的依据")
        return [warns("EXPIRY_UNKNOWN", "issued_on", text, "R-05")]
    return []


# --- the batch -------------------------------------------------------------------------------------------------------


class BatchState(StrEnum):
    """Where a batch is; the codes are for ever (K-10)."""

    LISTED = "LISTED"
    COUNTED = "COUNTED"
    APPROVED = "APPROVED"
    SEALED = "SEALED"
    EXECUTING = "EXECUTING"
    WITNESSED = "WITNESSED"
    CERTIFIED = "CERTIFIED"
    ABANDONED = "ABANDONED"


class Step(StrEnum):
    """What may be done to a batch."""

    CHANGE_LIST = "CHANGE_LIST"
    COUNT = "COUNT"
    APPROVE = "APPROVE"
    SEAL = "SEAL"
    START = "START"
    PUT_IN = "PUT_IN"
    PULL_OUT = "PULL_OUT"
    CHANGE_WITNESSES = "CHANGE_WITNESSES"
    WITNESS = "WITNESS"
    BRING_BACK = "BRING_BACK"
    CERTIFY = "CERTIFY"
    REOPEN = "REOPEN"
    ABANDON = "ABANDON"


BATCH_WORDS: dict[BatchState, Text] = {
    BatchState.LISTED: T("destruction batch", "拟销"),
    BatchState.COUNTED: T("destruction batch", "已清点"),
    BatchState.APPROVED: T("destruction batch", "已批准"),
    BatchState.SEALED: T("destruction batch", "已封装"),
    BatchState.EXECUTING: T("destruction batch", "监销中"),
    BatchState.WITNESSED: T("destruction batch", "已监销"),
    BatchState.CERTIFIED: T("destruction batch", "已出证明"),
    BatchState.ABANDONED: T("destruction batch", "已撤销"),
}
_B = BatchState
# Step → (from which states, to which state). None: the state stays. A list once approved is locked: changing it means
# reopening, which voids count and approval; a thing that turns up as wrong later is pulled out with a reason.
STEPS: dict[Step, tuple[frozenset[BatchState], BatchState | None]] = {
    Step.CHANGE_LIST: (frozenset({_B.LISTED}), None),
    Step.COUNT: (frozenset({_B.LISTED}), _B.COUNTED),
    Step.APPROVE: (frozenset({_B.COUNTED}), _B.APPROVED),
    Step.SEAL: (frozenset({_B.APPROVED}), _B.SEALED),
    Step.START: (frozenset({_B.SEALED}), _B.EXECUTING),
    Step.PUT_IN: (frozenset({_B.EXECUTING}), None),
    Step.PULL_OUT: (frozenset({_B.APPROVED, _B.SEALED, _B.EXECUTING}), None),
    Step.CHANGE_WITNESSES: (frozenset({_B.EXECUTING}), None),
    Step.WITNESS: (frozenset({_B.EXECUTING}), _B.WITNESSED),
    Step.BRING_BACK: (frozenset({_B.EXECUTING, _B.WITNESSED}), _B.EXECUTING),
    Step.CERTIFY: (frozenset({_B.WITNESSED}), _B.CERTIFIED),
    Step.REOPEN: (frozenset({_B.COUNTED, _B.APPROVED, _B.SEALED}), _B.LISTED),
    Step.ABANDON: (frozenset({_B.LISTED, _B.COUNTED, _B.APPROVED, _B.SEALED, _B.EXECUTING}), _B.ABANDONED),
}
NEXT_DUTY: dict[BatchState, Text] = {
    _B.LISTED: T("destruction", "清单还没有清点：先由两人逐份清点"),
    _B.COUNTED: T("destruction", "清点过了，还没有批准：先报批；要改清单先退回拟销"),
    _B.APPROVED: T("destruction", "清单已随批准锁定，还没有封装：先封装，或退回拟销重新清点报批"),
    _B.SEALED: T("destruction", "已经封装，还没有开始监销：先开始监销"),
    _B.EXECUTING: T("destruction", "正在监销：先逐份投入或剔出，由两名监销人签字"),
    _B.WITNESSED: T("destruction", "已经监销：登记回执，出证明；有原样退回的先登记退回"),
    _B.CERTIFIED: T("destruction", "这一批已经办结：登记到此为止"),
    _B.ABANDONED: T("destruction", "这一批已经撤销：另立一批"),
}


def check_step(state: BatchState | str, step: Step, put_in: int = 0) -> list[Problem]:
    """Nothing if the step fits, else one blocking problem with what has to be done first (R-54).

    `put_in`: how many carriers are destroyed already; then the batch can no more be abandoned.
    """
    now = BatchState(state)
    if step is Step.ABANDON and put_in:
        text = T("destruction", "已经投入 {count} 份，不能撤销：其余的剔出后办结", count=put_in)
        return [blocks("ALREADY_PUT_IN", "state", text, "R-54")]
    if now in STEPS[step][0]:
        return []
    return [blocks(f"BATCH_{now.value}", "state", NEXT_DUTY[now], "R-54")]


def batch_after(state: BatchState | str, step: Step) -> BatchState:
    """The state after an allowed step. Raises ValueError if it does not fit: ask `check_step` first."""
    now = BatchState(state)
    allowed, target = STEPS[step]
    if now not in allowed:
        raise ValueError(f"{step.value} does not fit {now.value}")
    return target or now


# --- people. Persons are given as ids of the persons ledger ---------------------------------------------


def check_batch_counters(counters: Sequence[int]) -> list[Problem]:
    """Two different persons count the list against the things: 清点人 and 复核人 (R-54, F1)."""
    if len(set(counters)) >= 2:
        return []
    return [blocks("TWO_COUNTERS", "counters", T("destruction", "清点和复核要两个人：再选一人"), "R-54")]


def check_approver(
    approver: int | None, applicant: int | None, counters: Sequence[int], top_secret: bool = False
) -> list[Problem]:
    """The leader in charge approves: never the applicant (blocks), better not who counted (warns) (R-55).

    `top_secret`: 绝密 items stand on the list; their destruction is for the organ's first leader (warns: the post is on
    paper).
    """
    if approver is None:
        return [blocks("NO_APPROVER", "approver", T("destruction", "要由分管（主管）领导批准：填批准人"), "R-55")]
    problems: list[Problem] = []
    if approver == applicant:
        text = T("destruction", "经办人不能批准自己的申请：换一名批准人")
        problems.append(blocks("APPROVER_APPLIES", "approver", text, "R-55"))
    if approver in counters:
        text = T("destruction", "批准人也是清点人：写明为什么没有别人")
        problems.append(warns("APPROVER_COUNTED", "approver", text, "R-55"))
    if top_secret:
        text = T("destruction", "清单上有绝密件，要由主要领导批准：写明批准人的职务")
        problems.append(warns("TOP_SECRET_APPROVER", "approver", text, "R-55"))
    return problems


def check_witnesses(witnesses: Sequence[int], approver: int | None, clerk: int | None) -> list[Problem]:
    """Two different witnesses, neither the approver; the clerk as one of them needs a reason (R-56)."""
    problems: list[Problem] = []
    if len(set(witnesses)) < 2:
        text = T("destruction", "监销要两个人，不能一人销毁：再选一人")
        problems.append(blocks("TWO_WITNESSES", "witnesses", text, "R-56"))
    if approver is not None and approver in witnesses:
        text = T("destruction", "批准人不能监销：换一名监销人")
        problems.append(blocks("APPROVER_WITNESSES", "witnesses", text, "R-56"))
    if clerk is not None and clerk in witnesses:
        text = T("destruction", "保密员兼监销人，有的保密部门不认可：写明理由")
        problems.append(warns("CLERK_WITNESSES", "witnesses", text, "R-56"))
    return problems


def check_escorts(escorts: Sequence[int]) -> list[Problem]:
    """Two different persons take the sealed bags to the facility (R-56)."""
    if len(set(escorts)) >= 2:
        return []
    return [blocks("TWO_ESCORTS", "escorts", T("destruction", "押运要两个人：再选一人"), "R-56")]
