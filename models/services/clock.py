"""Time comes in from outside: wall clock, a counter that never goes back, and the boot they belong to."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """What the office asks of time."""

    def now(self) -> datetime:
        """Wall clock, UTC, aware."""

    def today(self) -> date:
        """The day on the office's calendar (local time)."""

    def ticks(self) -> int:
        """Milliseconds by a clock that never goes back."""


class SystemClock:
    """The PC's own clock; there is no network time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return datetime.now().astimezone().date()

    def ticks(self) -> int:
        return time.monotonic_ns() // 1_000_000


@dataclass
class FixedClock:
    """A clock that moves only when told: for the demonstration's calendar and for tests."""

    moment: datetime
    _ticks: int = field(default=0)

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()

    def ticks(self) -> int:
        self._ticks += 1
        return self._ticks

    def set_day(self, day: date) -> None:
        """Go to the same time of another day."""
        self.moment = self.moment.replace(year=day.year, month=day.month, day=day.day)


def stamp(moment: datetime) -> str:
    """UTC as it stands in entries: 2026-11-23T06:05:04.123Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
