"""What may be destroyed, in which order, by whom; and the sums of a run."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.destruction import (
    BATCH_WORDS,
    NEXT_DUTY,
    STEPS,
    BatchState,
    CandidateContext,
    Step,
    batch_after,
    candidate_problems,
    check_approver,
    check_batch_counters,
    check_escorts,
    check_step,
    check_witnesses,
)
from models.domain.destruction_run import (
    MATERIAL_OF,
    MATERIAL_WORDS,
    PUT_IN_WORDS,
    ROUTE_WORDS,
    SUITABLE,
    TREATMENT_WORDS,
    Material,
    Plan,
    PutIn,
    Route,
    RunFigures,
    Treatment,
    check_bag,
    check_plan,
    check_run_complete,
    check_treatment,
    put_in_verdict,
    run_figures,
)
from models.domain.levels import Level
from models.domain.lifecycle import CarrierState, Medium
from models.domain.markings import marking_columns, parse_marking
from models.domain.problems import Problem

TODAY = date(2026, 11, 23)
OLD = date(2010, 1, 1)


def carrier(mark: str = "秘密★5年", **more: object) -> dict[str, object]:
    return {**marking_columns(parse_marking(mark)), "state": "IN_STORE", "recall": "NONE", "origin": "RECEIVED", **more}


def context(**more: object) -> CandidateContext:
    return CandidateContext(**{"today": TODAY, "issued_on": OLD, "reviewed": True, **more})


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


# --- candidates ---


def test_an_expired_and_reviewed_carrier_in_store_may_be_listed() -> None:
    assert candidate_problems(carrier(), context()) == []
    for mark in ("工作秘密", "内部资料", "已解密", ""):
        assert candidate_problems(carrier(mark), context()) == []


@pytest.mark.parametrize(
    ("row", "more", "code", "rule"),
    [
        (carrier(state="ON_LOAN"), {}, "STATE_ON_LOAN", "R-54"),
        (carrier(state="CIRCULATING"), {}, "STATE_CIRCULATING", "R-54"),
        (carrier(state="UNACCOUNTED"), {}, "STATE_UNACCOUNTED", "R-54"),
        (carrier(state="UNACCOUNTED"), {"missing_in_last_count": True}, "STATE_UNACCOUNTED", "R-54"),
        (carrier(state="DESTROYED"), {}, "STATE_DESTROYED", "R-54"),
        (carrier(state="BEING_RETURNED"), {}, "STATE_BEING_RETURNED", "R-54"),
        (carrier(recall="DEMANDED"), {}, "RECALL_DEMANDED", "R-49"),
        (carrier(to_archive=1), {}, "TO_ARCHIVE", "D2"),
        (carrier("绝密★1年"), {}, "TOP_SECRET_RECEIVED", "R-58"),
        (carrier("绝密★1年", origin="REPRODUCED"), {}, "TOP_SECRET_RECEIVED", "R-58"),
        (carrier(), {"missing_in_last_count": True}, "MISSING_IN_LAST_COUNT", "R-45"),
        (carrier(), {"batch": "2026-03"}, "IN_ANOTHER_BATCH", "R-54"),
        (carrier(state="PROPOSED_FOR_DESTRUCTION"), {"batch": "2026-03"}, "IN_ANOTHER_BATCH", "R-54"),
        (carrier(state="AWAITING_DESTRUCTION"), {}, "IN_ANOTHER_BATCH", "R-54"),
    ],
)
def test_what_blocks(row: dict[str, object], more: dict[str, object], code: str, rule: str) -> None:
    (problem,) = candidate_problems(row, context(**more))
    assert (problem.code, problem.rule, problem.blocks) == (code, rule, True)
    assert "：" in str(problem.text)  # the way out stands behind the colon


@pytest.mark.parametrize(
    ("mark", "more", "code"),
    [
        ("秘密★5年", {"issued_on": date(2025, 1, 1)}, "NOT_EXPIRED"),
        ("秘密★5年", {"issued_on": date(2021, 11, 23)}, "NOT_EXPIRED"),
        ("秘密★5年", {"reviewed": False}, "EXPIRY_NOT_REVIEWED"),
        ("秘密★5年", {"issued_on": None}, "EXPIRY_UNKNOWN"),
        ("秘密★长期", {}, "OPEN_END"),
        ("机密★公布前", {}, "OPEN_END"),
        ("工作秘密★30年", {}, "NOT_EXPIRED"),
        ("秘密", {"issued_on": date(2025, 1, 1)}, "NOT_EXPIRED"),
    ],
)
def test_what_needs_a_reason(mark: str, more: dict[str, object], code: str) -> None:
    (problem,) = candidate_problems(carrier(mark), context(**more))
    assert (problem.code, problem.blocks) == (code, False)


def test_the_last_protected_day_stands_in_the_warning() -> None:
    (problem,) = candidate_problems(carrier(), context(issued_on=date(2025, 1, 1)))
    assert "2030-01-01" in str(problem.text)


def test_own_top_secret_papers_may_be_destroyed() -> None:
    assert candidate_problems(carrier("绝密★1年", origin="MADE"), context()) == []


def test_a_batch_is_checked_again_against_itself() -> None:
    again = context(batch="2026-03", this_batch=True)
    assert candidate_problems(carrier(state="PROPOSED_FOR_DESTRUCTION"), again) == []
    assert candidate_problems(carrier(state="AWAITING_DESTRUCTION"), again) == []
    assert codes(candidate_problems(carrier(state="ON_LOAN"), again)) == ["STATE_ON_LOAN"]
    assert codes(candidate_problems(carrier(state="PROPOSED_FOR_DESTRUCTION", recall="DEMANDED"), again)) == [
        "RECALL_DEMANDED"
    ]


@pytest.mark.parametrize("state", CarrierState)
def test_only_what_is_in_store_is_ever_listed(state: CarrierState) -> None:
    listed = candidate_problems(carrier(state=state.value), context()) == []
    assert listed is (state is CarrierState.IN_STORE)


# --- the batch ---


def test_every_state_and_step_has_its_words_and_rows() -> None:
    assert set(BATCH_WORDS) == set(NEXT_DUTY) == set(BatchState)
    assert set(STEPS) == set(Step)


def test_the_only_way_to_the_certificate() -> None:
    state = BatchState.LISTED
    for step in (Step.COUNT, Step.APPROVE, Step.SEAL, Step.START, Step.WITNESS, Step.CERTIFY):
        fits = [s for s in BatchState if not check_step(s, step)]
        assert fits == [state]
        state = batch_after(state, step)
    assert state is BatchState.CERTIFIED


@pytest.mark.parametrize("state", [BatchState.CERTIFIED, BatchState.ABANDONED])
def test_ends(state: BatchState) -> None:
    assert all(check_step(state, step) for step in Step)


def test_a_locked_list_is_changed_only_by_reopening() -> None:
    assert codes(check_step("APPROVED", Step.CHANGE_LIST)) == ["BATCH_APPROVED"]
    assert batch_after("APPROVED", Step.REOPEN) is BatchState.LISTED
    assert check_step("EXECUTING", Step.REOPEN)
    assert not check_step("EXECUTING", Step.PULL_OUT)
    with pytest.raises(ValueError, match="does not fit"):
        batch_after("LISTED", Step.APPROVE)


def test_a_run_can_be_abandoned_until_something_is_destroyed() -> None:
    assert check_step("EXECUTING", Step.ABANDON) == []
    assert codes(check_step("EXECUTING", Step.ABANDON, put_in=1)) == ["ALREADY_PUT_IN"]
    assert codes(check_step("WITNESSED", Step.ABANDON)) == ["BATCH_WITNESSED"]


# --- people ---


@pytest.mark.parametrize(("counters", "expected"), [((1, 2), []), ((1, 1), ["TWO_COUNTERS"]), ((), ["TWO_COUNTERS"])])
def test_two_count(counters: tuple[int, ...], expected: list[str]) -> None:
    assert codes(check_batch_counters(counters)) == expected
    assert [code.replace("COUNTERS", "ESCORTS") for code in expected] == codes(check_escorts(counters))


@pytest.mark.parametrize(
    ("approver", "applicant", "counters", "expected"),
    [
        (9, 1, (1, 2), []),
        (None, 1, (1, 2), [("NO_APPROVER", True)]),
        (1, 1, (2, 3), [("APPROVER_APPLIES", True)]),
        (2, 1, (2, 3), [("APPROVER_COUNTED", False)]),
    ],
)
def test_the_approver(approver: int | None, applicant: int, counters: tuple[int, ...], expected: list) -> None:
    assert [(p.code, p.blocks) for p in check_approver(approver, applicant, counters)] == expected


@pytest.mark.parametrize(
    ("witnesses", "expected"),
    [
        ((3, 4), []),
        ((3, 3), [("TWO_WITNESSES", True)]),
        ((3,), [("TWO_WITNESSES", True)]),
        ((9, 3), [("APPROVER_WITNESSES", True)]),
        ((1, 3), [("CLERK_WITNESSES", False)]),
    ],
)
def test_the_witnesses(witnesses: tuple[int, ...], expected: list) -> None:
    assert [(p.code, p.blocks) for p in check_witnesses(witnesses, approver=9, clerk=1)] == expected


# --- the run ---


def test_tables_of_the_run_are_complete() -> None:
    assert set(MATERIAL_OF) == set(Medium)
    assert set(SUITABLE) == set(MATERIAL_WORDS) == set(Material)
    assert set(TREATMENT_WORDS) == set(Treatment)
    assert set(ROUTE_WORDS) == set(Route)
    assert set(PUT_IN_WORDS) == set(PutIn)


OWN = {"route": Route.OWN, "copies": 50, "machine": "BM-SH-01", "machine_level": Level.SECRET, "reason": "零星废页"}


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (Plan(Route.SENT, 800, facility="市销毁中心"), []),
        (Plan(Route.SENT, 1), [("NO_FACILITY", True)]),
        (Plan(**OWN), []),
        (Plan(**{**OWN, "copies": 51}), [("OVER_OWN_LIMIT", False)]),
        (Plan(**{**OWN, "machine": " "}), [("NO_MACHINE", True)]),
        (Plan(**{**OWN, "reason": ""}), [("NO_REASON", True)]),
        (Plan(**OWN, highest_level=Level.SECRET), []),
        (Plan(**OWN, highest_level=Level.TOP_SECRET), [("MACHINE_LEVEL", True)]),
        (Plan(**{**OWN, "machine_level": None}, highest_level=Level.CONFIDENTIAL), [("MACHINE_LEVEL", True)]),
    ],
)
def test_plans(plan: Plan, expected: list) -> None:
    assert [(p.code, p.blocks) for p in check_plan(plan)] == expected


def test_the_limit_of_own_destruction_is_a_setting() -> None:
    assert codes(check_plan(Plan(**OWN), own_limit=49)) == ["OVER_OWN_LIMIT"]


def test_treatments_fit_the_material() -> None:
    assert check_treatment(Treatment.PULPING, [Medium.PAPER, Medium.DRAWING]) == []
    assert codes(check_treatment(Treatment.PULPING, [Medium.PAPER, Medium.OPTICAL_DISC, Medium.USB_DISK])) == [
        "TREATMENT_UNFIT", "TREATMENT_UNFIT",
    ]  # fmt: skip
    assert check_treatment(Treatment.SHREDDING, [Medium.HARD_DISK])


@pytest.mark.parametrize(
    ("seal", "media", "expected"),
    [
        ("F-001", [Medium.PAPER, Medium.NOTEBOOK], []),
        ("F-001", [Medium.PAPER, Medium.OPTICAL_DISC], ["MIXED_BAG"]),
        (" ", [Medium.PAPER], ["NO_SEAL"]),
        ("F-000", [Medium.PAPER], ["SEAL_TWICE"]),
        ("F-001", [], ["EMPTY_BAG"]),
    ],
)
def test_bags(seal: str, media: list[Medium], expected: list[str]) -> None:
    assert codes(check_bag(seal, media, {"F-000"})) == expected


def test_putting_in() -> None:
    locked, out, gone = {1, 2, 3}, {2}, {3}
    verdicts = [put_in_verdict(carrier_id, locked, out, gone) for carrier_id in (1, 2, 3, 4, None)]
    assert verdicts == [PutIn.ACCEPTED, PutIn.PULLED_OUT, PutIn.TWICE, PutIn.SURPLUS, PutIn.UNKNOWN_CODE]


def test_sums_of_a_run() -> None:
    figures = run_figures([1, 2, 3], [2], [3])
    assert (figures.listed, figures.left) == (2, 1)
    assert codes(check_run_complete(figures)) == ["NOT_ALL_PUT_IN"]
    assert check_run_complete(run_figures([1, 2, 3], [2], [1, 3])) == []
    assert codes(check_run_complete(run_figures([1], [1], []))) == ["NOTHING_PUT_IN"]
    broken = check_run_complete(RunFigures(1, 0, 1), bags_broken=True)
    assert [(p.code, p.blocks) for p in broken] == [("SEAL_BROKEN", False)]
    for out, gone in (([9], []), ([], [9]), ([1], [1])):
        with pytest.raises(ValueError, match="separate"):
            run_figures([1, 2], out, gone)


@given(st.lists(st.tuples(st.sampled_from(["in", "out"]), st.integers(0, 9))), st.sets(st.integers(0, 6)))
def test_a_run_never_destroys_what_is_not_on_the_locked_list(steps: list[tuple[str, int]], locked: set[int]) -> None:
    out: set[int] = set()
    gone: set[int] = set()
    for what, carrier_id in steps:
        if what == "in" and put_in_verdict(carrier_id, locked, out, gone) is PutIn.ACCEPTED:
            gone.add(carrier_id)
        elif what == "out" and carrier_id in locked - gone:
            out.add(carrier_id)
    figures = run_figures(locked, out, gone)
    assert figures.locked == figures.put_in + figures.pulled_out + figures.left
    assert gone <= locked - out
    assert check_run_complete(figures) == [] or figures.left or not gone
