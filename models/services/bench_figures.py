"""Figures of the benchmark: percentiles, limits, ratios, and how they are printed (K-33)."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One measured thing. Times are in milliseconds unless `unit` says otherwise; a limit of None is not judged.

    `judged` names the percentile that the limit is for; `raw` holds the same percentile of bare SQLCipher.
    """

    name: str
    values: tuple[float, ...]
    unit: str = "ms"
    judged: int = 95
    limit: float | None = None
    raw: float | None = None
    most_times_raw: float | None = None
    note: str = ""

    def at(self, percent: int) -> float:
        """A percentile of the values."""
        return percentile(self.values, percent)

    @property
    def ratio(self) -> float | None:
        """How many times as long as bare SQLCipher."""
        return self.at(self.judged) / self.raw if self.raw else None

    @property
    def holds(self) -> bool:
        """Whether it keeps its limits."""
        within = self.limit is None or self.at(self.judged) <= self.limit
        return within and (self.most_times_raw is None or self.ratio is None or self.ratio <= self.most_times_raw)

    def as_json(self) -> dict[str, Any]:
        """For the JSON output."""
        return {
            "name": self.name, "unit": self.unit, "n": len(self.values), "p50": round(self.at(50), 3),
            "p95": round(self.at(95), 3), "p99": round(self.at(99), 3), "judged": self.judged, "limit": self.limit,
            "raw": None if self.raw is None else round(self.raw, 3),
            "ratio": None if self.ratio is None else round(self.ratio, 2), "most_times_raw": self.most_times_raw,
            "holds": self.holds, "note": self.note,
        }  # fmt: skip

    def line(self) -> str:
        """For the table."""
        shown = " ".join(f"{self.at(percent):9.2f}" for percent in (50, 95, 99))
        limit = "" if self.limit is None else f"{self.limit:g}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}×"
        most = "" if self.most_times_raw is None else f"≤{self.most_times_raw:g}×"
        mark = "" if self.limit is None and self.most_times_raw is None else ("达标" if self.holds else "超限")
        return f"{_padded(self.name, 44)}{self.unit:>4}{len(self.values):6d} {shown} {limit:>7} {ratio:>7} {most:>4} {mark}  {self.note}"


HEAD = f"{'':44}{'':>4}{'n':>6} {'p50':>9} {'p95':>9} {'p99':>9} {'limit':>7} {'/raw':>7}"


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that is at least as large as `percent` of all."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def timed(work: Callable[..., Any], *arguments: Any) -> float:
    """How many milliseconds a call takes."""
    begun = time.perf_counter()
    work(*arguments)
    return (time.perf_counter() - begun) * 1000


def _padded(text: str, width: int) -> str:
    wide = sum(1 for character in text if ord(character) > 0x2E7F)
    return text + " " * max(1, width - len(text) - wide)
