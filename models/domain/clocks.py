"""Deadlines and reminders: what the calendar does is computed from records and the day, never stored (K-12).

Every function is pure: the day comes in. A deadline is the last day on which the duty is still met in time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.domain.dates import add_months
from models.domain.levels import Level

# an item not found within these days of the discovery is handled as a leak. Work secrets have no such clock.
UNACCOUNTED_DAYS = {Level.TOP_SECRET: 10, Level.SECRET: 60, Level.CONFIDENTIAL: 60}
LEAK_REPORT_HOURS = 24
INVESTIGATION_MONTHS = 3
EXPIRY_NOTICE_DAYS = (90, 30)
CHECK_NOTICE_DAYS = (30, 7)  # D8
FULL_CHECK_MONTHS, SPECIAL_CHECK_MONTHS = 12, 3  # D8, R-44
BACKUP_DAYS = 7  # domain.md 4.5
URGENT = frozenset({"EXTRA_URGENT", "EXTRA_LIFTED"})  # 特急, 特提


class Stage(StrEnum):
    """How near a deadline is; only OVERDUE is too late."""

    OVERDUE = "OVERDUE"
    TODAY = "TODAY"
    SOON = "SOON"
    LATER = "LATER"


@dataclass(frozen=True, slots=True)
class Clock:
    """A running term of days: `day` counts from the start (0 on it), `deadline` is the last day in time."""

    started_on: date
    deadline: date
    day: int
    left: int

    @property
    def total(self) -> int:
        """Length of the term in days."""
        return (self.deadline - self.started_on).days

    @property
    def run_out(self) -> bool:
        """True from the day after the deadline."""
        return self.left < 0


def clock(started_on: date, days: int, today: date) -> Clock:
    """A term of `days` from `started_on`, as it stands today."""
    deadline = started_on + timedelta(days=days)
    return Clock(started_on, deadline, (today - started_on).days, (deadline - today).days)


def stage(due: date, today: date, notice_days: int = 7) -> Stage:
    """How near `due` is: SOON within `notice_days` before it."""
    left = (due - today).days
    if left < 0:
        return Stage.OVERDUE
    if left == 0:
        return Stage.TODAY
    return Stage.SOON if left <= notice_days else Stage.LATER


# --- unaccounted items and leaks (R-46 to R-48) ----------------------------------------------------------------------


def unaccounted_deadline(level: Level | None, discovered_on: date) -> date | None:
    """The day by which an unaccounted item must be found: 10 days for 绝密, 60 for 机密 and 秘密; else None (R-46)."""
    days = UNACCOUNTED_DAYS.get(level) if level else None
    return None if days is None else discovered_on + timedelta(days=days)


def unaccounted_clock(level: Level | None, discovered_on: date, today: date) -> Clock | None:
    """The countdown of the home screen; None for kinds without one (R-46)."""
    days = UNACCOUNTED_DAYS.get(level) if level else None
    return None if days is None else clock(discovered_on, days, today)


# --- loans and circulation (R-36) ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TurnTimes:
    """Days a reader may keep a carrier, by level and urgency: the office's own setting (R-36)."""

    top_secret: int = 0
    urgent: int = 1
    others: int = 3


DEFAULT_TURN_TIMES = TurnTimes()


def due_back(level: Level | None, urgency: str, given_on: date, times: TurnTimes = DEFAULT_TURN_TIMES) -> date:
    """The day by which a lent or circulating carrier is back: 绝密 the same day, 特急 the next, others three days."""
    if level is Level.TOP_SECRET:
        return given_on + timedelta(days=times.top_secret)
    return given_on + timedelta(days=times.urgent if urgency in URGENT else times.others)


def days_overdue(due_on: date, today: date) -> int:
    """Days past the due day; 0 if it is not past."""
    return max(0, (today - due_on).days)


# --- checks and backup -----------------------------------------------------------------------------------------------


def next_check(last_on: date | None, months: int, today: date) -> date:
    """The day by which the next periodic check is due; today if there has been none (D8, R-44)."""
    return today if last_on is None else add_months(last_on, months)


@dataclass(frozen=True, slots=True)
class Age:
    """Days since something was last done (None: never), and whether that is longer than the policy allows."""

    days: int | None
    too_old: bool


def backup_age(last_on: date | None, today: date, at_most_days: int = BACKUP_DAYS) -> Age:
    """How old the last backup is; a missing one is too old."""
    if last_on is None:
        return Age(None, True)
    days = (today - last_on).days
    return Age(days, days > at_most_days)


class AgeClass(StrEnum):
    """How long something has been open or kept, for the ageing overview."""

    UP_TO_30_DAYS = "UP_TO_30_DAYS"
    UP_TO_90_DAYS = "UP_TO_90_DAYS"
    UP_TO_1_YEAR = "UP_TO_1_YEAR"
    UP_TO_3_YEARS = "UP_TO_3_YEARS"
    LONGER = "LONGER"


def ageing(since: date, today: date) -> AgeClass:
    """The class of an age; a year ends with its anniversary."""
    days = (today - since).days
    if days <= 90:
        return AgeClass.UP_TO_30_DAYS if days <= 30 else AgeClass.UP_TO_90_DAYS
    if today <= add_months(since, 12):
        return AgeClass.UP_TO_1_YEAR
    return AgeClass.UP_TO_3_YEARS if today <= add_months(since, 36) else AgeClass.LONGER
