"""The mark of a printed list: computed, never typed, and never too low (R-12)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from models.domain.levels import SecretKind
from models.domain.marking_types import LONG_TERM, Marking, MarkingError
from models.domain.markings import highest


def list_mark(marks: Iterable[Marking], today: date) -> Marking:
    """Highest level and longest period; where a condition cannot be compared, the highest level and 长期."""
    found = list(marks)
    try:
        return highest(found, today)
    except MarkingError:
        level = max((mark.level for mark in found if mark.level), key=lambda one: one.rank)
        return Marking(SecretKind.STATE_SECRET, level, LONG_TERM)
