"""Deadlines on their last day and the day after."""

from datetime import date

import pytest

from models.domain.clocks import (
    Age,
    AgeClass,
    Stage,
    TurnTimes,
    ageing,
    backup_age,
    days_overdue,
    due_back,
    next_check,
    stage,
    unaccounted_clock,
    unaccounted_deadline,
)
from models.domain.levels import Level

DAY = date(2026, 11, 17)


@pytest.mark.parametrize(
    ("level", "deadline"),
    [
        (Level.TOP_SECRET, date(2026, 11, 27)),
        (Level.SECRET, date(2027, 1, 16)),
        (Level.CONFIDENTIAL, date(2027, 1, 16)),
        (None, None),
    ],
)
def test_unaccounted_items_have_ten_or_sixty_days(level: Level | None, deadline: date | None) -> None:
    assert unaccounted_deadline(level, DAY) == deadline
    running = unaccounted_clock(level, DAY, DAY)
    assert (running.deadline if running else None) == deadline


def test_the_countdown_of_a_top_secret_item() -> None:
    running = unaccounted_clock(Level.TOP_SECRET, DAY, date(2026, 11, 23))
    assert running is not None
    assert (running.day, running.left, running.total, running.run_out) == (6, 4, 10, False)
    ends = [unaccounted_clock(Level.TOP_SECRET, DAY, date(2026, 11, day)) for day in (27, 28)]
    assert [end.run_out for end in ends if end] == [False, True]


@pytest.mark.parametrize(
    ("level", "urgency", "due"),
    [
        (Level.TOP_SECRET, "EXTRA_URGENT", DAY),
        (Level.SECRET, "EXTRA_URGENT", date(2026, 11, 18)),
        (Level.CONFIDENTIAL, "EXTRA_LIFTED", date(2026, 11, 18)),
        (Level.SECRET, "URGENT", date(2026, 11, 20)),
        (None, "NONE", date(2026, 11, 20)),
    ],
)
def test_turn_times(level: Level | None, urgency: str, due: date) -> None:
    assert due_back(level, urgency, DAY) == due


def test_turn_times_are_a_setting() -> None:
    assert due_back(Level.SECRET, "NONE", DAY, TurnTimes(others=30)) == date(2026, 12, 17)


def test_overdue_begins_the_day_after() -> None:
    assert [days_overdue(DAY, date(2026, 11, day)) for day in (16, 17, 18, 20)] == [0, 0, 1, 3]
    assert [stage(DAY, date(2026, 11, day)) for day in (9, 10, 17, 18)] == [
        Stage.LATER, Stage.SOON, Stage.TODAY, Stage.OVERDUE,
    ]  # fmt: skip


def test_periodic_checks() -> None:
    assert next_check(date(2026, 9, 28), 3, DAY) == date(2026, 12, 28)
    assert next_check(date(2026, 2, 28), 12, DAY) == date(2027, 2, 28)
    assert next_check(None, 12, DAY) == DAY


def test_backup_age() -> None:
    assert backup_age(date(2026, 11, 10), DAY) == Age(7, False)
    assert backup_age(date(2026, 11, 9), DAY) == Age(8, True)
    assert backup_age(None, DAY) == Age(None, True)


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (DAY, AgeClass.UP_TO_30_DAYS),
        (date(2026, 10, 18), AgeClass.UP_TO_30_DAYS),
        (date(2026, 10, 17), AgeClass.UP_TO_90_DAYS),
        (date(2026, 8, 19), AgeClass.UP_TO_90_DAYS),
        (date(2026, 8, 18), AgeClass.UP_TO_1_YEAR),
        (date(2025, 11, 17), AgeClass.UP_TO_1_YEAR),
        (date(2025, 11, 16), AgeClass.UP_TO_3_YEARS),
        (date(2023, 11, 17), AgeClass.UP_TO_3_YEARS),
        (date(2023, 11, 16), AgeClass.LONGER),
    ],
)
def test_ageing(since: date, expected: AgeClass) -> None:
    assert ageing(since, DAY) is expected
