"""Markings: what a carrier is in law, its level and how long it is protected (R-01 to R-08, R-12, R-20).

A marking is kept as fields and rendered from them, never typed free; the words printed on the paper are kept verbatim
beside it (R-08). `parse_marking` reads what clerks write.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from models.domain.dates import add_months, from_iso
from models.domain.levels import Level, SecretKind
from models.domain.marking_text import condition_problem, parse_marking, parse_term
from models.domain.marking_types import (
    LONG_TERM,
    LONGEST_AMOUNT,
    LONGEST_CONDITION,
    NO_MARKING,
    NO_TERM,
    TERM_UNMARKED,
    Marking,
    MarkingError,
    Term,
    TermKind,
    TermUnit,
    duration,
    render_marking,
    render_term,
    state_secret,
)
from models.domain.problems import Problem, blocks, warns
from models.domain.text import T, Text

__all__ = [
    "LONGEST_AMOUNT", "LONGEST_CONDITION", "LONG_TERM", "MARKING_COLUMNS", "NO_MARKING", "NO_TERM", "TERM_UNMARKED",
    "Marking", "MarkingError", "Term", "TermKind", "TermUnit", "check_marking_shape", "check_own", "check_received",
    "counted_term", "duration", "highest", "marking_columns", "marking_from", "parse_marking", "parse_term",
    "render_marking", "render_term", "state_secret",
]  # fmt: skip

MARKING_COLUMNS = ("secret_kind", "level", "term_kind", "term_amount", "term_unit", "term_date", "term_condition")


def marking_columns(marking: Marking) -> dict[str, int | str | None]:
    """The marking as the seven columns of documents and carriers; what does not apply is None."""
    term = marking.term
    return {
        "secret_kind": marking.kind.value,
        "level": marking.level.value if marking.level else None,
        "term_kind": term.kind.value,
        "term_amount": term.amount,
        "term_unit": term.unit.value if term.unit else None,
        "term_date": term.date.isoformat() if term.date else None,
        "term_condition": term.condition or None,
    }


def marking_from(columns: Mapping[str, object]) -> Marking:
    """The marking kept in the seven columns; more columns may be there. Empty columns make an unmarked one.

    Raises MarkingError if a code or date in them is unknown.
    """
    try:
        level, unit = columns.get("level"), columns.get("term_unit")
        amount, day = columns.get("term_amount"), columns.get("term_date")
        term = Term(
            kind=TermKind(str(columns.get("term_kind") or TermKind.NONE)),
            amount=int(str(amount)) if amount is not None else None,
            unit=TermUnit(str(unit)) if unit else None,
            date=from_iso(str(day)) if day else None,
            condition=str(columns.get("term_condition") or ""),
        )
        kind = SecretKind(str(columns.get("secret_kind") or SecretKind.UNMARKED))
        return Marking(kind, Level(str(level)) if level else None, term)
    except ValueError as error:
        raise MarkingError(T("marking", "登记的密级或期限读不懂：{detail}", detail=str(error))) from None


# --- the mark of a list or a compilation (R-12, forms.md 1.2) --------------------------------------------------------

_KIND_ORDER = (
    SecretKind.UNMARKED,
    SecretKind.DECLASSIFIED,
    SecretKind.INTERNAL,
    SecretKind.WORK_SECRET,
    SecretKind.STATE_SECRET,
)


def highest(markings: Iterable[Marking], on: date | None = None) -> Marking:
    """The mark of a list or compilation: the highest level with the longest period of its parts (R-12).

    The period counts over all state secrets of the list, whatever their level. 长期 is longest; an unmarked period
    counts as the maximum of its level (R-07) and is returned as such; a date counts by its distance from `on`, the day
    of the list. Without state secrets: 工作秘密, 内部资料, 已解密 or no marking, the strictest that occurs.

    Raises MarkingError where a person must decide: a condition beside any other period (except 长期, which covers it),
    two different conditions, or dates beside durations without `on`.
    """
    found = set(markings)
    if not found:
        return NO_MARKING
    kind = max((marking.kind for marking in found), key=_KIND_ORDER.index)
    if kind is not SecretKind.STATE_SECRET:
        return Marking(kind, None, NO_TERM)
    secrets = [marking for marking in found if marking.kind is kind and marking.level]
    level = max((marking.level for marking in secrets if marking.level), key=lambda level: level.rank)
    return Marking(kind, level, _longest_term({_counted(marking) for marking in secrets}, on))


def counted_term(level: Level, term: Term) -> Term:
    """The period that counts: what is marked, or the maximum of the level where nothing is (R-07)."""
    return duration(level.longest_years) if term.kind in (TermKind.UNMARKED, TermKind.NONE) else term


def _counted(marking: Marking) -> Term:
    return counted_term(marking.level, marking.term) if marking.level else marking.term


def _longest_term(terms: set[Term], on: date | None) -> Term:
    if any(term.kind is TermKind.LONG_TERM for term in terms):
        return LONG_TERM
    conditions = [term for term in terms if term.kind is TermKind.CONDITION]
    if conditions:
        if len(terms) == 1:
            return conditions[0]
        names = "、".join(sorted(term.condition for term in conditions))
        text = T("marking", "解密条件“{names}”不能同其他期限比长短，请由承办人定出清单的保密期限", names=names)
        raise MarkingError(text)
    dates = [term for term in terms if term.kind is TermKind.DATE]
    if dates and len(dates) < len(terms) and on is None:
        raise MarkingError(T("marking", "解密时间同保密期限比长短，要先有清单的日期"))
    if len(dates) == len(terms):
        return max(dates, key=lambda term: term.date or date.min)
    start = on or date(2000, 1, 1)
    # Equal ends: the duration is preferred, because it is the usual form of a mark; then years before months.
    return max(terms, key=lambda term: (_end(term, start), term.kind is TermKind.DURATION, term.unit is TermUnit.YEAR))


def _end(term: Term, start: date) -> date:
    return add_months(start, term.months) if term.months is not None else term.date or date.min


# --- rules -----------------------------------------------------------------------------------------------------------


def check_marking_shape(columns: Mapping[str, object]) -> list[Problem]:
    """Whether the seven columns make a marking that can exist: kind and level (R-01, R-20), period (R-03, R-04)."""
    try:
        marking = marking_from(columns)
    except MarkingError as error:
        return [blocks("MARKING_UNREADABLE", "secret_kind", error.text)]
    problems: list[Problem] = []
    is_secret = marking.kind is SecretKind.STATE_SECRET
    if is_secret and marking.level is None:
        problems.append(blocks("LEVEL_MISSING", "level", T("marking", "国家秘密要有密级：绝密、机密或秘密"), "R-01"))
    if not is_secret and marking.level is not None:
        text = T("marking", "只有国家秘密才标绝密、机密、秘密：改选国家秘密，或去掉密级")
        problems.append(blocks("LEVEL_NOT_ALLOWED", "level", text, "R-20"))
    if is_secret and marking.term.kind is TermKind.NONE:
        text = T("marking", "国家秘密要有保密期限；原件没有标的，选“未标期限”")
        problems.append(blocks("TERM_MISSING", "term_kind", text, "R-03"))
    if marking.kind in (SecretKind.UNMARKED, SecretKind.DECLASSIFIED) and marking.term.kind is not TermKind.NONE:
        text = T("marking", "没有密级或已解密的，不填保密期限")
        problems.append(blocks("TERM_NOT_ALLOWED", "term_kind", text, "R-03"))
    return problems + _term_problems(marking.term)


def _term_problems(term: Term) -> list[Problem]:
    if term.kind is TermKind.DURATION and not (term.amount and 1 <= term.amount <= LONGEST_AMOUNT and term.unit):
        text = T("marking", "保密期限要填数目和单位，如 10 年、6 个月")
        return [blocks("TERM_AMOUNT", "term_amount", text, "R-04")]
    if term.kind is TermKind.DATE and term.date is None:
        return [blocks("TERM_DATE", "term_date", T("marking", "解密时间要填日期，如 2035-12-31"), "R-03")]
    if term.kind is TermKind.CONDITION:
        wrong = condition_problem(term.condition)
        return [blocks("TERM_CONDITION", "term_condition", wrong, "R-03")] if wrong else []
    left_over = (
        ("term_amount", term.amount is not None and term.kind is not TermKind.DURATION),
        ("term_unit", term.unit is not None and term.kind is not TermKind.DURATION),
        ("term_date", term.date is not None and term.kind is not TermKind.DATE),
        ("term_condition", term.condition != ""),
    )
    text = T("marking", "期限只用一种表示，这一栏要空着")
    return [blocks("TERM_LEFT_OVER", field, text, "R-03") for field, is_set in left_over if is_set]


def check_received(marking: Marking, vault_level: Level = Level.SECRET) -> list[Problem]:
    """What is odd in the mark of a received item. Warnings only: the clerk records what the paper says (R-02, R-07).

    `vault_level` is the level of this register: the title of a higher item should be hidden in it (domain.md 4.1).
    """
    if marking.kind is not SecretKind.STATE_SECRET or marking.level is None:
        return []
    problems = _length_warnings(marking)
    if marking.term.kind is TermKind.UNMARKED:
        text = T(
            "marking",
            "没有标保密期限：推定为{level}最长期限 {years} 年，并向发文机关核实",
            level=marking.level.text,
            years=marking.level.longest_years,
        )
        problems.append(warns("TERM_UNMARKED", "term_kind", text, "R-07"))
    if marking.level.rank > vault_level.rank:
        text = T(
            "marking",
            "{level}件高于本库的密级（{vault}）：标题要隐去，只登文号和份号",
            level=marking.level.text,
            vault=vault_level.text,
        )
        problems.append(warns("ABOVE_VAULT_LEVEL", "level", text, "R-43"))
    return problems


def _length_warnings(marking: Marking) -> list[Problem]:
    months = marking.term.months
    problems: list[Problem] = []
    if (too_long := _too_long(marking)) is not None:
        problems.append(warns("TERM_TOO_LONG", "term_amount", too_long, "R-02"))
    if marking.term.unit is TermUnit.MONTH and (months or 0) >= 12:
        text = T("marking", "{months} 个月满一年了，期限应写成整年；请再看一眼原件", months=months)
        problems.append(warns("TERM_IN_MONTHS", "term_unit", text, "R-04"))
    return problems


def _too_long(marking: Marking) -> Text | None:
    months, level = marking.term.months, marking.level
    if level is None or months is None or months <= level.longest_years * 12:
        return None
    return T(
        "marking",
        "{level}最长 {years} 年，这里是 {term}",
        level=level.text,
        years=level.longest_years,
        term=render_term(marking.term),
    )


def check_own(marking: Marking, basis: str = "", power: Level | None = None) -> list[Problem]:
    """The mark of an item this organ issues by original classification (R-02, R-04, D5).

    `basis` is the document number of a provision that allows more than the usual maximum; `power` the highest level
    this organ may classify (None: no power of its own, the item then needs a source, R-13).
    """
    if marking.kind is not SecretKind.STATE_SECRET or marking.level is None:
        return []
    problems: list[Problem] = []
    months = marking.term.months
    if (too_long := _too_long(marking)) is not None and not basis.strip():
        way_out = T("marking", "{what}：改短，或填写另有规定的文号", what=too_long)
        problems.append(blocks("TERM_TOO_LONG", "term_amount", way_out, "R-02"))
    if marking.term.unit is TermUnit.MONTH and (months or 0) >= 12:
        text = T("marking", "一年以上的期限写整年，如 2 年")
        problems.append(blocks("TERM_IN_MONTHS", "term_unit", text, "R-04"))
    if marking.term.kind is TermKind.UNMARKED:
        text = T("marking", "本机关制发的要标明保密期限，如 {example}", example=f"{marking.level.word}★5年")
        problems.append(blocks("TERM_UNMARKED", "term_kind", text, "R-03"))
    if power is None or marking.level.rank > power.rank:
        text = T("marking", "超出本机关的定密权限：按派生定密选源文件，或报有权限的机关")
        problems.append(blocks("ABOVE_POWER", "level", text, "D5"))
    return problems
