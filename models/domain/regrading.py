"""Lowering a received marking: only upon a notice, whose number and day are kept (R-11, R-18).

What is registered today may still be corrected as a slip of the pen, for whoever registers it decides what is typed.
Later a slip is corrected by the original's own number and day: the paper is what the register follows (K-20).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from models.domain.dates import day_problems, from_iso
from models.domain.levels import SecretKind
from models.domain.markings import Marking, Term, counted_term, marking_from
from models.domain.periods import is_expired, protects_as_long, row_expiry
from models.domain.problems import Problem, blocks
from models.domain.text import T

BASIS = ("regraded_by", "regraded_on")  # the notice's number and day


def regrading_problems(
    before: Mapping[str, Any], after: Mapping[str, Any], today: date, entered_today: bool
) -> list[Problem]:
    """What a correction of a row lacks that lowers its marking. Rows have the seven marking columns, `BASIS`, and
    `issued_on` and `notice_on` where they know them."""
    if entered_today or not is_lowered(before, after, today):
        return []
    if not all(after.get(name) for name in BASIS) or all(after[name] == before.get(name) for name in BASIS):
        text = T("problem", "降低密级、缩短期限或解密要有依据：请写变更或解密通知的文号和日期；原来登错了，就写原件的文号和日期")
        return [blocks("BASIS_NEEDED", "regraded_by", text, "R-18")]
    return day_problems("regraded_on", after["regraded_on"], not_after=today, rule="R-18")


def is_lowered(before: Mapping[str, Any], after: Mapping[str, Any], today: date) -> bool:
    """Whether a state secret becomes less protected: another kind, a lower level, an earlier end. Once its period is
    over it may be marked as declassified (R-16). Raises MarkingError if a row cannot be read."""
    was, now = marking_from(before), marking_from(after)
    if was.kind is not SecretKind.STATE_SECRET or was.level is None:
        return False
    if now.kind is not SecretKind.STATE_SECRET or now.level is None:
        return not (now.kind is SecretKind.DECLASSIFIED and is_expired(row_expiry(before), today))
    if now.level.rank < was.level.rank:
        return True
    return _ends_earlier(before, after, was, now)


def _ends_earlier(before: Mapping[str, Any], after: Mapping[str, Any], was: Marking, now: Marking) -> bool:
    old, new = _counted(was), _counted(now)
    if old.months is not None and new.months is not None and new.months < old.months:
        return True
    first, second = row_expiry(before).last_day, row_expiry(after).last_day
    if old == new or (old.months is not None and new.months is not None):
        return first is not None and second is not None and second < first
    return protects_as_long(now, _start(after), was, _start(before)) is not True


def _start(row: Mapping[str, Any]) -> date | None:
    return from_iso(row.get("issued_on") or row.get("notice_on"))


def _counted(marking: Marking) -> Term:
    return counted_term(marking.level, marking.term) if marking.level else marking.term
