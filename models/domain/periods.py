"""When protection ends (R-03 to R-07). Computed from the fields whenever it is asked for, never stored (K-12).

The period runs from the issue date printed on the paper, or from the day of the written notice if none is printed
(R-05). The law does not say whether the anniversary itself is protected; here it is the last protected day, the reading
that protects longer. A month without that day ends on its last day: 29 February plus one year is 28 February.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.domain.dates import add_months, from_iso
from models.domain.levels import SecretKind
from models.domain.markings import Marking, TermKind, counted_term, marking_from

_PROTECTED = (SecretKind.STATE_SECRET, SecretKind.WORK_SECRET)


@dataclass(frozen=True, slots=True)
class Expiry:
    """The last protected day, or None if no calendar day ends the protection.

    `presumed`: no period was marked, the maximum of the level was taken (R-07). `needs_start`: a duration without an
    issue or notice date, so the day cannot be computed yet; ask for the notice date (R-05).
    """

    last_day: date | None
    presumed: bool = False
    needs_start: bool = False


class Protection(StrEnum):
    """Where a carrier stands today. EXPIRED means: to be reviewed by a person (D2, R-16), not: declassified."""

    PROTECTED = "PROTECTED"
    EXPIRED = "EXPIRED"
    OPEN_END = "OPEN_END"  # long-term or a condition: no calendar ends it
    UNCOMPUTED = "UNCOMPUTED"  # the start is missing
    NOT_APPLICABLE = "NOT_APPLICABLE"  # internal, declassified or unmarked


def expiry(marking: Marking, issued_on: date | None, notice_on: date | None = None) -> Expiry:
    """The end of protection of a state or work secret; no day for every other kind, long-term and conditions."""
    term = marking.term
    if marking.kind not in _PROTECTED:
        return Expiry(None)
    if term.kind is TermKind.DATE:
        return Expiry(term.date)
    presumed = marking.level is not None and term.kind is TermKind.UNMARKED
    counted = counted_term(marking.level, term) if marking.level else term
    if counted.months is None:
        return Expiry(None)
    start = issued_on or notice_on
    if start is None:
        return Expiry(None, presumed, needs_start=True)
    return Expiry(add_months(start, counted.months), presumed)


def row_expiry(columns: Mapping[str, object]) -> Expiry:
    """The expiry of a stored row: the seven marking columns, `issued_on` and `notice_on` as ISO texts or None.

    Raises MarkingError or ValueError if the row cannot be read.
    """
    issued, notice = columns.get("issued_on"), columns.get("notice_on")
    return expiry(
        marking_from(columns), from_iso(str(issued) if issued else None), from_iso(str(notice) if notice else None)
    )


def is_expired(found: Expiry, today: date) -> bool:
    """True from the day after the last protected day."""
    return found.last_day is not None and today > found.last_day


def days_left(found: Expiry, today: date) -> int | None:
    """Days until the last protected day: 0 on that day, negative after it; None if no day ends the protection."""
    return None if found.last_day is None else (found.last_day - today).days


def expires_within(found: Expiry, today: date, days: int) -> bool:
    """True if the last protected day is today or at most `days` away: the due list of R-16."""
    left = days_left(found, today)
    return left is not None and 0 <= left <= days


def protection(marking: Marking, found: Expiry, today: date) -> Protection:
    """Where a carrier with this marking and expiry stands on `today`."""
    if marking.kind not in _PROTECTED or marking.term.kind is TermKind.NONE:
        return Protection.NOT_APPLICABLE
    if found.needs_start:
        return Protection.UNCOMPUTED
    if found.last_day is None:
        return Protection.OPEN_END
    return Protection.EXPIRED if today > found.last_day else Protection.PROTECTED


def protects_as_long(
    marking: Marking, issued_on: date | None, other: Marking, other_issued_on: date | None
) -> bool | None:
    """Whether the first is protected at least as long as the other, each from its own issue date (R-12, R-13).

    None if only a person can say: two different conditions, a condition beside a period, or a missing date.
    """
    if marking.term.kind is TermKind.LONG_TERM or other.term.kind is TermKind.NONE:
        return True
    if marking.term.kind is TermKind.CONDITION and marking.term == other.term:
        return True
    if other.term.kind is TermKind.LONG_TERM:
        return None if marking.term.kind is TermKind.CONDITION else False
    mine, theirs = expiry(marking, issued_on).last_day, expiry(other, other_issued_on).last_day
    return None if mine is None or theirs is None else mine >= theirs
