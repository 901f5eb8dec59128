"""Dates of a ledger's rows. The year that a clerk did not write again comes from the sheet or from the rows around."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from models.domain.dates import DateError, chinese_number, parse_date
from models.exchange.book import NumberText
from models.exchange.cleaned import compact

_MONTH_DAY = re.compile(r"^(\d{1,2})(?:月|[-./．。、])(\d{1,2})[日号]?$")
_YEAR_MONTH = re.compile(r"^((?:19|20)\d{2})(?:年|[-./．])(\d{1,2})月?份?$")
_CHINESE = re.compile(r"[〇零○一二三四五六七八九十]+(?=[年月日号])")
_AROUND_DAY = re.compile(r"^[\s’'‘]+|^(?:收到?|签收|登记)[于:：\s]*(?=\d)|(?<=[\d日号])\s*(?:收到?|收文|签收|登记|[.．。、,，]+)\s*$")
_SIX_DIGITS = re.compile(r"^([0-4]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$")  # 210305
_MONTH_ONLY = re.compile(r"^(?:0?[1-9]|1[0-2])月份?$")
_YEAR_ONLY = re.compile(r"^((?:19|20)\d{2})年?$")
_FAR = 200  # days: further from both neighbours than this, the sheet's year is doubted


class Found(StrEnum):
    """How a date was found."""

    WRITTEN = "WRITTEN"
    EMPTY = "EMPTY"
    YEAR_FROM_SHEET = "YEAR_FROM_SHEET"
    YEAR_FROM_ROWS = "YEAR_FROM_ROWS"
    YEAR_FROM_NUMBER = "YEAR_FROM_NUMBER"  # nothing else names a year than the row's document number
    YEAR_DOUBTFUL = "YEAR_DOUBTFUL"
    DAY_FROM_NUMBER = "DAY_FROM_NUMBER"  # 1.1 kept as a number: the first or the tenth
    NO_YEAR = "NO_YEAR"
    NO_DAY = "NO_DAY"  # only year and month are written
    UNREADABLE = "UNREADABLE"


@dataclass(frozen=True, slots=True)
class Dated:
    """The day of a row, or only its year, and how it was found."""

    found: Found
    day: date | None = None
    year: int | None = None


@lru_cache(8192)
def _written(text: str) -> date | None:
    try:
        return parse_date(text).day
    except DateError:
        return None


def written_day(text: str) -> date | None:
    """The day of a text that names its year; None for everything else."""
    if isinstance(text, NumberText) and not text.isdigit():
        return None
    plain = _AROUND_DAY.sub("", str(text))
    short = _SIX_DIGITS.match(compact(plain[:40]))
    return _written("20" + "-".join(short.groups()) if short else plain)


def _in_digits(text: str) -> str:
    """五月九日 is 5月9日, 二〇二一年三月 is 2021年3月; a weekday or half of the day behind it does not count."""
    bare = compact(text[:40]).replace("元月", "1月")
    bare = _CHINESE.sub(lambda found: str(chinese_number(found[0])), bare)
    bare = _AROUND_DAY.sub("", bare)
    return re.sub(r"(?:[(（]?(?:星期|周)[一二三四五六日天][)）]?|[上下]午)+$", "", bare)


def month_and_day(text: str) -> list[tuple[int, int]]:
    """What a text without year can mean: one month and day, two for a number such as 1.1, else none."""
    bare = _in_digits(text)
    if isinstance(text, NumberText):
        found = re.match(r"^(\d{1,2})\.(\d{1,2})$", bare)
        if not found:
            return []
        month, day = int(found[1]), int(found[2])
        wanted = [(month, day), (month, day * 10)] if len(found[2]) == 1 else [(month, day)]
    else:
        found = _MONTH_DAY.match(bare)
        wanted = [(int(found[1]), int(found[2]))] if found else []
    return [(month, day) for month, day in wanted if 1 <= month <= 12 and 1 <= day <= 31]


def date_rows(
    texts: Sequence[str], hints: Sequence[int | None], of_number: Callable[[int], int | None] = lambda _: None
) -> list[Dated]:
    """Date every row of a table.

    `hints` is the year that the sheet or a year line names for each row; `of_number` gives the year in the document
    number of a row, which counts only where neither the sheet nor another row names one.
    """
    days = [written_day(text) if text else None for text in texts]
    months = [None if day or not text else _month_of(text) for text, day in zip(texts, days, strict=True)]
    following = _following([day or month for day, month in zip(days, months, strict=True)])
    dated: list[Dated] = []
    previous: date | None = None
    for place, (text, day, hint, after) in enumerate(zip(texts, days, hints, following, strict=True)):
        item = Dated(Found.WRITTEN, day, day.year) if day else _undated(text, hint, previous, after)
        if item.found is Found.NO_YEAR and (own := _days(month_and_day(text)[:1], [of_number(place) or 0])):
            item = Dated(Found.YEAR_FROM_NUMBER, own[0], own[0].year)
        dated.append(item)
        if item.found is not Found.YEAR_DOUBTFUL:
            previous = item.day or months[place] or previous
    return dated


def _month_of(text: str) -> date | None:
    """The first of a month that is written without its day: it dates no row, but the rows around it."""
    found = _YEAR_MONTH.match(_in_digits(text))
    return date(int(found[1]), int(found[2]), 1) if found and 1 <= int(found[2]) <= 12 else None


def _following(days: list[date | None]) -> list[date | None]:
    """For each row the next written day below it."""
    result: list[date | None] = [None] * len(days)
    coming: date | None = None
    for place in range(len(days) - 1, -1, -1):
        result[place] = coming
        coming = days[place] or coming
    return result


def _undated(text: str, hint: int | None, previous: date | None, after: date | None) -> Dated:
    if not text.strip():
        return Dated(Found.EMPTY, year=hint)
    meanings = month_and_day(text)
    if meanings:
        return _with_year(meanings, hint, previous, after)
    bare = _in_digits(text)
    partly = _YEAR_MONTH.match(bare) or _YEAR_ONLY.match(bare)
    if partly:
        return Dated(Found.NO_DAY, year=int(partly[1]))
    if _MONTH_ONLY.match(bare):
        return Dated(Found.NO_DAY, year=hint)
    return Dated(Found.UNREADABLE, year=hint)


def _with_year(
    meanings: list[tuple[int, int]], hint: int | None, previous: date | None, after: date | None
) -> Dated:
    around = [day for day in (previous, after) if day]
    if not around:
        days = _days(meanings[:1], [hint] if hint else [])
        if not days:
            return Dated(Found.NO_YEAR, year=hint)
        found = Found.DAY_FROM_NUMBER if len(meanings) > 1 else Found.YEAR_FROM_SHEET
        return Dated(found, days[0], days[0].year)
    near = _days(meanings, sorted({day.year + step for day in around for step in (-1, 0, 1)}))
    if not near:
        return Dated(Found.UNREADABLE, year=hint)
    best = min(near, key=lambda day: (_outside(day, previous, after), abs((day - around[0]).days)))
    if hint:
        own = _days(meanings, [hint])
        if own:
            chosen = min(own, key=lambda day: (_outside(day, previous, after), day))
            if _outside(chosen, previous, after) > _FAR and _outside(best, previous, after) == 0 and len(around) == 2:
                return Dated(Found.YEAR_DOUBTFUL, best, best.year)
            found = Found.DAY_FROM_NUMBER if len(meanings) > 1 else Found.YEAR_FROM_SHEET
            return Dated(found, chosen, chosen.year)
    sure = _outside(best, previous, after) <= 31
    if len(meanings) > 1:
        return Dated(Found.DAY_FROM_NUMBER, best, best.year)
    return Dated(Found.YEAR_FROM_ROWS if sure else Found.YEAR_DOUBTFUL, best, best.year)


def _days(meanings: list[tuple[int, int]], years: list[int]) -> list[date]:
    found: list[date] = []
    for year in years:
        for month, day in meanings:
            try:
                found.append(date(year, month, day))
            except ValueError:
                continue
    return found


def _outside(day: date, previous: date | None, after: date | None) -> int:
    """By how many days a date breaks the order of the rows; with one neighbour, how far it is from it."""
    if previous and after and previous <= after:
        return max((previous - day).days, (day - after).days, 0)
    gap = (day - previous).days if previous else (after - day).days if after else 0
    return max(-gap, 0) * 2 if gap < 0 else max(gap - 120, 0)


def day_near(text: str, near: date | None) -> tuple[date | None, bool]:
    """A further date of a row (signed, issued …), and whether its year was taken from `near`, the day of the row."""
    day = written_day(text)
    if day:
        return day, False
    meanings = month_and_day(text) if near else []
    if len(meanings) != 1 or near is None:
        return None, False
    days = _days(meanings, [near.year - 1, near.year, near.year + 1])
    if not days:
        return None, False
    best = min(days, key=lambda day: abs((day - near).days))
    return (best, True) if abs((best - near).days) <= 150 else (None, False)
