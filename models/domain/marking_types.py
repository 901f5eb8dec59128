"""The parts of a marking: what a carrier is in law, its level and its period, and how they are printed (R-01 to R-08).

Use them through `models.domain.markings`, which adds reading, columns and rules.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from models.domain.levels import Level, SecretKind
from models.domain.text import Text

LONGEST_CONDITION = 60  # characters
LONGEST_AMOUNT = 999


class TermKind(StrEnum):
    """How a period is expressed (R-03). NONE: nothing to protect by a period, so none is marked."""

    DURATION = "DURATION"
    DATE = "DATE"
    CONDITION = "CONDITION"
    LONG_TERM = "LONG_TERM"
    UNMARKED = "UNMARKED"
    NONE = "NONE"


class TermUnit(StrEnum):
    """Unit of a duration: whole years, months below one year (R-04)."""

    YEAR = "YEAR"
    MONTH = "MONTH"


KIND_MARKS = {
    SecretKind.WORK_SECRET: "工作秘密",
    SecretKind.INTERNAL: "内部资料",
    SecretKind.DECLASSIFIED: "已解密",
}


class MarkingError(ValueError):
    """A marking that cannot be understood, or a computation over markings that only a person can decide.

    `text` names the words in question and says what to write instead.
    """

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True, slots=True)
class Term:
    """A period of protection. `amount` and `unit` with DURATION, `date` with DATE, `condition` with CONDITION only."""

    kind: TermKind
    amount: int | None = None
    unit: TermUnit | None = None
    date: datetime.date | None = None
    condition: str = ""

    @property
    def months(self) -> int | None:
        """Length of a duration in months; None for every other kind."""
        if self.amount is None or self.kind is not TermKind.DURATION:
            return None
        return self.amount * 12 if self.unit is TermUnit.YEAR else self.amount


NO_TERM = Term(TermKind.NONE)
TERM_UNMARKED = Term(TermKind.UNMARKED)
LONG_TERM = Term(TermKind.LONG_TERM)


@dataclass(frozen=True, slots=True)
class Marking:
    """Kind, level and period. Only STATE_SECRET has a level, and it always has one (D4)."""

    kind: SecretKind
    level: Level | None
    term: Term

    @property
    def rank(self) -> int:
        """For comparing: 3 top secret … 1 confidential, 0 every other kind."""
        return self.level.rank if self.level else 0


NO_MARKING = Marking(SecretKind.UNMARKED, None, NO_TERM)


def duration(amount: int, unit: TermUnit = TermUnit.YEAR) -> Term:
    """A period of `amount` years or months."""
    return Term(TermKind.DURATION, amount, unit)


def state_secret(level: Level, term: Term = TERM_UNMARKED) -> Marking:
    """A state secret of this level; without a term, one whose period is not marked (R-07)."""
    return Marking(SecretKind.STATE_SECRET, level, term)


def render_term(term: Term) -> str:
    """The words behind the ★: 10年, 6个月, 2035年12月31日, 会议开始前, 长期; "" if no period is marked."""
    if term.kind is TermKind.DURATION:
        return f"{term.amount}{'年' if term.unit is TermUnit.YEAR else '个月'}"
    if term.kind is TermKind.DATE and term.date:
        return f"{term.date.year}年{term.date.month}月{term.date.day}日"
    if term.kind is TermKind.CONDITION:
        return term.condition
    return "长期" if term.kind is TermKind.LONG_TERM else ""


def render_marking(marking: Marking) -> str:
    """The mark as it is printed: 机密★10年 without spaces (R-08); 机密 if no period is marked.

    The ★ appears with state secrets only (R-20): work secrets are 工作秘密, internal material 内部资料, declassified
    已解密, and no marking is "".
    """
    if marking.kind is SecretKind.STATE_SECRET and marking.level:
        term = render_term(marking.term)
        return f"{marking.level.word}★{term}" if term else marking.level.word
    return KIND_MARKS.get(marking.kind, "")
