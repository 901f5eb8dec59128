"""Lowering a received marking needs a notice; raising, filling in and what is over do not (R-11, R-16, R-18)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.domain.regrading import is_lowered, regrading_problems

TODAY = date(2026, 11, 23)
SECRET: dict[str, Any] = {
    "secret_kind": "STATE_SECRET", "level": "SECRET", "term_kind": "DURATION", "term_amount": 20, "term_unit": "YEAR",
    "issued_on": "2020-01-01",
}  # fmt: skip
NO_TERM = {"term_kind": None, "term_amount": None, "term_unit": None}
DECLASSIFIED = {"secret_kind": "DECLASSIFIED", "level": None, **NO_TERM}


@pytest.mark.parametrize("after", [
    {"level": "CONFIDENTIAL", "term_amount": 10}, DECLASSIFIED, {**DECLASSIFIED, "secret_kind": "WORK_SECRET"},
    {**DECLASSIFIED, "secret_kind": "UNMARKED"}, {"term_amount": 10}, {"term_amount": 6, "term_unit": "MONTH"},
    {"level": "TOP_SECRET", "term_amount": 10}, {**NO_TERM, "term_kind": "DATE", "term_date": "2030-01-01"},
    {**NO_TERM, "term_kind": "CONDITION", "term_condition": "公布后"}, {"issued_on": "1990-01-01"},
])  # fmt: skip
def test_what_protects_less_is_lowered(after: dict[str, Any]) -> None:
    assert is_lowered(SECRET, SECRET | after, TODAY)
    problems = regrading_problems(SECRET, SECRET | after, TODAY, entered_today=False)
    assert [(problem.code, problem.blocks, problem.rule) for problem in problems] == [("BASIS_NEEDED", True, "R-18")]
    assert not regrading_problems(SECRET, SECRET | after, TODAY, entered_today=True)  # a slip of the pen
    basis = {"regraded_by": "云委密〔2025〕3号", "regraded_on": "2025-03-01"}
    assert not regrading_problems(SECRET, SECRET | after | basis, TODAY, entered_today=False)
    used = SECRET | basis  # an older notice is not this one
    assert regrading_problems(used, used | after, TODAY, entered_today=False)
    assert regrading_problems(SECRET, SECRET | after | basis | {"regraded_on": "2026-11-24"}, TODAY, entered_today=False)


@pytest.mark.parametrize("after", [
    {"level": "TOP_SECRET", "term_amount": 30}, {"term_amount": 30}, {**NO_TERM, "term_kind": "LONG_TERM"},
    {**NO_TERM, "term_kind": "DATE", "term_date": "2060-01-01"}, {"issued_on": "2021-01-01"}, {"title": "改"},
    {**NO_TERM, "term_kind": "UNMARKED"},
])  # fmt: skip
def test_what_protects_as_much_is_an_ordinary_correction(after: dict[str, Any]) -> None:
    assert not is_lowered(SECRET, SECRET | after, TODAY)


def test_a_missing_issue_date_is_filled_in() -> None:
    assert not is_lowered(SECRET | {"issued_on": None}, SECRET, TODAY)


def test_what_is_over_may_be_called_declassified_and_nothing_else() -> None:
    over = SECRET | {"issued_on": "2000-01-01"}
    assert not is_lowered(over, over | DECLASSIFIED, TODAY)
    assert is_lowered(over, over | {"level": "CONFIDENTIAL", "term_amount": 10}, TODAY)


def test_what_is_no_state_secret_has_nothing_to_lower() -> None:
    work = SECRET | {**DECLASSIFIED, "secret_kind": "WORK_SECRET"}
    assert not is_lowered(work, work | {"secret_kind": "INTERNAL"}, TODAY)
