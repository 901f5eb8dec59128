"""Dates as clerks write them, Chinese numerals, and the arithmetic of whole months.

Nothing is guessed: a text that can be read in two ways is refused with a right example.
"""

from __future__ import annotations

import calendar
import math
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.domain.problems import Problem, blocks
from models.domain.text import T, Text
from models.domain.text_cleaning import clean_line, half_width

FIRST_YEAR, LAST_YEAR = 1900, 2199

_EXCEL_DAY_ZERO = date(1899, 12, 30)
_EXCEL_SERIALS = range(18_264, 73_051)  # 1950-01-01 to 2100-01-01: a bare five-digit number in a date column
_SEPARATOR = r"[-/.．。、\u2010-\u2015\u2212－／]"
_CHINESE_DIGITS = dict(
    zip("〇零○一二两三四五六七八九壹贰叁肆伍陆柒捌玖", (0, 0, 0, 1, 2, 2, *range(3, 10), *range(1, 10)), strict=True)
)
_CHINESE_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100}
_CHINESE_NUMBER = re.compile(f"[{''.join(_CHINESE_DIGITS)}{''.join(_CHINESE_TENS)}]+(?=[年月日号])")
_TAIL = re.compile(
    r"(?:[T ]?\d{1,2}[:：时]\d{1,2}(?:[:：分]\d{1,2}(?:\.\d+)?秒?)?分?"
    r"|[(（]?(?:星期|周)[一二三四五六日天][)）]?|[上下]午)*$"
)
_FORMS = (
    re.compile(r"(?P<y>\d{4}|\d{2})年(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?$"),
    re.compile(rf"(?P<y>\d{{4}}|\d{{2}}){_SEPARATOR}(?P<m>\d{{1,2}}){_SEPARATOR}(?P<d>\d{{1,2}})$"),
    re.compile(r"(?P<y>(?:19|20|21)\d{2})(?P<m>\d{2})(?P<d>\d{2})$"),
    re.compile(r"(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?$"),
    re.compile(rf"(?P<m>\d{{1,2}}){_SEPARATOR}(?P<d>\d{{1,2}})$"),
)


class DateError(ValueError):
    """A text that is no day, or not clearly one; `text` says so with a right example."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A day, and whether its year was not written but taken from the hint (which the clerk should see)."""

    day: date
    year_from_hint: bool = False


def parse_date(value: object, year_hint: int | None = None) -> ParsedDate:
    """The day that a typed text or a spreadsheet cell means.

    Read: 2017-01-03, 2017/01/03, 2017.1.12, 20170103, 17.1.9, 2017年1月9日, 二〇一七年一月九日, a time or weekday
    behind it, date and datetime objects, Excel day numbers, and 1.9 or 1月9日 if `year_hint` gives the year.
    Two-digit years from 50 on are of the last century. Raises DateError.
    """
    if isinstance(value, datetime):
        return ParsedDate(_in_range(value.date(), value))
    if isinstance(value, date):
        return ParsedDate(_in_range(value, value))
    if isinstance(value, bool) or value is None:
        raise DateError(_not_a_date(value))
    if isinstance(value, int | float):
        return _from_number(value, year_hint)
    return _from_text(str(value), year_hint)


def from_iso(text: str | None) -> date | None:
    """The date in a stored column; None if the column is empty. Raises ValueError for anything but an ISO date."""
    return date.fromisoformat(text) if text else None


def is_day(text: str) -> bool:
    """True for a day as columns keep it: 2026-11-02."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def day_problems(
    field: str, text: str, *, not_before: date | str | None = None, not_after: date | str | None = None, rule: str = ""
) -> list[Problem]:
    """What is wrong with a day that was handed in: no such day, or outside what can be (both limits may be ISO texts or
    missing, and are allowed themselves)."""
    if not is_day(text) or not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        words = T("problem", "没有 {value} 这一天，请写成 2026-11-02 的样子", value=text or "—")
        return [blocks("NOT_A_DATE", field, words, rule)]
    if not_before and text < str(not_before):
        words = T("problem", "{value} 早于 {limit}，请核对日期", value=text, limit=str(not_before))
        return [blocks("TOO_EARLY", field, words, rule)]
    if not_after and text > str(not_after):
        words = T("problem", "{value} 晚于 {limit}，请核对日期", value=text, limit=str(not_after))
        return [blocks("TOO_LATE", field, words, rule)]
    return []


def add_months(day: date, months: int) -> date:
    """The same day `months` later; where that month has no such day, its last one (civil-law reckoning).

    2020-02-29 plus 12 months is 2021-02-28. Beyond the calendar's end the last day there is.
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month0 + 1, min(day.day, calendar.monthrange(year, month0 + 1)[1]))


def chinese_number(text: str) -> int | None:
    """The number in Chinese numerals: 十 = 10, 二十五 = 25, 一百二十 = 120, 二〇一七 = 2017; None if it is none."""
    if not text or any(c not in _CHINESE_DIGITS and c not in _CHINESE_TENS for c in text):
        return None
    if all(c in _CHINESE_DIGITS for c in text):
        return int("".join(str(_CHINESE_DIGITS[c]) for c in text))
    total, digit, last_unit = 0, None, 1000
    for c in text:
        unit = _CHINESE_TENS.get(c)
        if unit is None:
            if digit:
                return None
            digit = _CHINESE_DIGITS[c]
            continue
        if unit >= last_unit or digit == 0:
            return None
        total, digit, last_unit = total + (digit or 1) * unit, None, unit
    return total + (digit or 0)


def _from_number(value: int | float, year_hint: int | None) -> ParsedDate:
    if not math.isfinite(value):
        raise DateError(_not_a_date(value))
    if int(value) in _EXCEL_SERIALS:
        return ParsedDate(_EXCEL_DAY_ZERO + timedelta(days=int(value)))
    if isinstance(value, float) and value != int(value) and re.search(r"^\d+\.[123]$", str(value)):
        raise DateError(
            T("date", "表格把日期存成了小数 {value}，分不清是 1 日还是 10 日，请写成 2017-01-10 的样子", value=value)
        )
    return _from_text(str(value), year_hint)


def _from_text(original: str, year_hint: int | None) -> ParsedDate:
    text = half_width(clean_line(original).text)
    if len(text) > 60:
        raise DateError(_not_a_date(original))
    text = _TAIL.sub("", text.replace("元月", "1月")).strip()
    text = "".join(text.split())
    text = _CHINESE_NUMBER.sub(lambda found: str(chinese_number(found[0])), text)
    if re.fullmatch(r"\d{5}", text) and int(text) in _EXCEL_SERIALS:
        return ParsedDate(_EXCEL_DAY_ZERO + timedelta(days=int(text)))
    for form in _FORMS:
        found = form.match(text)
        if found:
            return _day(found.groupdict(), year_hint, original)
    raise DateError(_not_a_date(original))


def _day(parts: dict[str, str], year_hint: int | None, original: str) -> ParsedDate:
    written = parts.get("y")
    if written is None and year_hint is None:
        raise DateError(T("date", "“{value}”没有写年份，请写成 2017-01-09 的样子", value=_short(original)))
    year = int(written) if written else int(year_hint or 0)
    if written and len(written) == 2:
        year += 1900 if year >= 50 else 2000
    try:
        day = date(year, int(parts["m"]), int(parts["d"]))
    except ValueError:
        text = T("date", "没有 {value} 这一天，请写成 2026-11-02 的样子", value=_short(original))
        raise DateError(text) from None
    return ParsedDate(_in_range(day, original), year_from_hint=written is None)


def _in_range(day: date, original: object) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DateError(
            T(
                "date",
                "{value} 的年份不在 {first} 至 {last} 之间",
                value=_short(original),
                first=FIRST_YEAR,
                last=LAST_YEAR,
            )
        )
    return day


def _not_a_date(value: object) -> Text:
    if value is None or str(value).strip() == "":
        return T("date", "没有填日期，请写成 2026-11-02 的样子")
    return T("date", "“{value}”看不出是哪一天，请写成 2026-11-02 的样子", value=_short(value))


def _short(value: object) -> str:
    text = clean_line(str(value)).text
    return text if len(text) <= 30 else f"{text[:30]}…"
