"""All numbers of the office: carriers (K-17), registry numbers (R-29), forms (K-18), references and copy numbers.

A number is given once and never again; a gap is a voided row with its reason or stands in the gap report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from models.domain.copy_numbers import (
    MOST_COPIES,
    CopyNumberError,
    CopyNumbers,
    format_copy_numbers,
    parse_copy_numbers,
    read_copy_numbers,
)
from models.domain.text import T, Text
from models.domain.text_cleaning import clean_line, compact, half_width

__all__ = [
    "LAST_CARRIER_SERIAL", "MOST_COPIES", "CarrierNumber", "CopyNumberError", "CopyNumbers", "FormNumber", "Gap",
    "NumberError", "carrier_number", "chinese_form_number", "digits_again", "digits_match", "form_number",
    "format_copy_numbers", "gaps", "natural_key", "normalise_reference", "parse_carrier_number", "parse_copy_numbers",
    "parse_form_number", "proposed_reference", "read_copy_numbers", "reference_key", "reference_sort_key", "registry_number",
]  # fmt: skip

LAST_CARRIER_SERIAL = 999_999
LAST_FORM_SERIAL = 999_999
_YEARS = range(1949, 2200)
_CARRIER = re.compile(r"(\d{4})[-－‐-―−]?(\d{6})$")
_FORM = re.compile(r"([A-Z]{1,4})-(\d{4})-(\d{4}|[1-9]\d{4,5})$")
_OPEN, _CLOSE = "([{（［｛【〔〖﹝⟨〈", ")]}）］｝】〕〗﹞⟩〉"
_YEAR_BEFORE_SPACE = re.compile(r"(?<=[\u3400-\u9fff×])((?:19|20|21)[0-9]{2})\s+(?=第?[0-9]{1,5}[号號]$)")
_YEAR_WITHOUT_BRACKETS = re.compile(r"([\u3400-\u9fff×]{2,12})((?:19|20|21)[0-9]{2})(?:年?第?|[-/—])0*([1-9][0-9]{0,4})[号號]$")
_YEAR_IN_BRACKETS = re.compile(rf"[{re.escape(_OPEN)}]((?:19|20|21)\d\d)年?[{re.escape(_CLOSE)}]")
_CHINESE_YEAR_DIGITS = "(?:一九|二[〇零○Oo0])[〇零○Oo0一二三四五六七八九]{2}"
_CHINESE_YEAR = re.compile(
    rf"(?<=[\u3400-\u9fff×])[{re.escape(_OPEN)}]?({_CHINESE_YEAR_DIGITS})年?[{re.escape(_CLOSE)}]?(?=第?[0-9]{{1,5}}[号號])"
    rf"|[{re.escape(_OPEN)}]({_CHINESE_YEAR_DIGITS})年?[{re.escape(_CLOSE)}]"
)
_CHINESE_DIGITS = str.maketrans("〇零○Oo一二三四五六七八九", "00000123456789")


class NumberError(ValueError):
    """A number that cannot be given or read; `text` says why and how it should look."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


# --- carriers (K-17) -------------------------------------------------------------------------------------------------


class CarrierNumber(NamedTuple):
    """Year of registration and serial; `str()` is the canonical form 2026-000107, `digits` what a barcode holds."""

    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.serial:06d}"

    @property
    def digits(self) -> str:
        """Ten digits for a Code 128 (forms.md 1.2)."""
        return f"{self.year:04d}{self.serial:06d}"


def carrier_number(year: int, serial: int) -> str:
    """2026-000107. Raises NumberError when the year's 999,999 numbers are used up, ValueError for a year like 26."""
    if serial > LAST_CARRIER_SERIAL:
        raise NumberError(
            T(
                "number",
                "{year} 年的载体编号已用到 {last}，不能再编；请从下一年度起登记",
                year=year,
                last=LAST_CARRIER_SERIAL,
            )
        )
    if year not in _YEARS or serial < 1:
        raise ValueError(f"no carrier number for year {year}, serial {serial}")
    return str(CarrierNumber(year, serial))


def parse_carrier_number(text: str) -> CarrierNumber:
    """The carrier number in a typed or scanned text: 2026-000107, 2026000107, full width, any dash, spaces.

    `str()` of the answer is the stored form. Raises NumberError.
    """
    found = _CARRIER.match(compact(text[:80]))
    if found and int(found[1]) in _YEARS and int(found[2]) >= 1:
        return CarrierNumber(int(found[1]), int(found[2]))
    raise NumberError(T("number", "“{text}”不是载体编号，应是年份加六位数，如 2026-000107", text=_short(text)))


def digits_again(number: str) -> str:
    """The last three digits, which a typed number must be confirmed with (K-17)."""
    return number[-3:]


def digits_match(number: str, typed: str) -> bool:
    """Whether the digits typed again are the last three of the number."""
    return compact(typed) == digits_again(number)


# --- registry and form numbers (R-29, K-18) --------------------------------------------------------------------------


def registry_number(year: int, kind: str, serial: int) -> str:
    """收文编号: year, kind of the book (机, 收, or "") and running number, e.g. 2026-机0318."""
    if year not in _YEARS or serial < 1:
        raise ValueError(f"no registry number for year {year}, serial {serial}")
    return f"{year}-{compact(kind)}{serial:04d}"


class FormNumber(NamedTuple):
    """Prefix of the form, year and serial; `str()` is XQ-2026-0003, and XQ-2026-10000 after XQ-2026-9999."""

    prefix: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year:04d}-{self.serial:04d}"


def form_number(prefix: str, year: int, serial: int) -> str:
    """XQ-2026-0003 (K-18); numbers above 9,999 have more digits. Raises NumberError after 999,999 of a kind and year,
    which the code on the paper still holds, ValueError for an impossible one."""
    if serial > LAST_FORM_SERIAL:
        raise NumberError(T("number", "{year} 年这种表的编号已用到 {last}，不能再编", year=year, last=LAST_FORM_SERIAL))
    number = str(FormNumber(prefix, year, serial))
    if serial < 1 or year not in _YEARS or not _FORM.match(number):
        raise ValueError(f"no form number {number}")
    return number


def parse_form_number(text: str) -> FormNumber:
    """The form number in a typed text. Raises NumberError."""
    found = _FORM.match(compact(text[:80]).upper())
    if not found:
        raise NumberError(T("number", "“{text}”不是表单编号，应像 XQ-2026-0003", text=_short(text)))
    return FormNumber(found[1], int(found[2]), int(found[3]))


def chinese_form_number(year: int, word: str, serial: int) -> str:
    """The number as it is printed in the header: 〔2026〕销审第003号 (K-18)."""
    if year not in _YEARS or serial < 1:
        raise ValueError(f"no form number for year {year}, serial {serial}")
    return f"〔{year}〕{word}第{serial:03d}号"


# --- references (文号) -----------------------------------------------------------------------------------------------


def normalise_reference(text: str) -> str:
    """A document reference in the national form: 国办发[2016] 99号 → 国办发〔2016〕99号 (GB/T 9704).

    Any bracket style around a year, full-width digits, spaces; a year that only a space parts from the number gets its
    brackets (中办发2026 3号 → 中办发〔2026〕3号), and so does a year in Chinese numerals (省发二〇一九4号 → 省发〔2019〕4号).
    Other brackets and words stay as they are written.
    """
    plain = _YEAR_BEFORE_SPACE.sub(r"〔\1〕", half_width(clean_line(text).text).strip())
    plain = _CHINESE_YEAR.sub(lambda found: f"〔{(found[1] or found[2]).translate(_CHINESE_DIGITS)}〕", "".join(plain.split()))
    return _YEAR_IN_BRACKETS.sub(r"〔\1〕", plain)


def proposed_reference(text: str) -> str:
    """How a reference without brackets round its year is usually written: 国办发2026年3号 → 国办发〔2026〕3号.

    "" where the year is bracketed already or no year can be seen; nothing is changed by it.
    """
    plain = normalise_reference(text)
    if _YEAR_IN_BRACKETS.search(plain):
        return plain if not any(bracket in text for bracket in _OPEN) else ""
    found = _YEAR_WITHOUT_BRACKETS.match(plain)
    return f"{found[1]}〔{found[2]}〕{found[3]}号" if found else ""


def reference_key(text: str) -> str:
    """A key under which equal references are equal: brackets, 第, 号, leading zeros and case do not count."""
    plain = normalise_reference(text).casefold()
    plain = re.sub(r"第(?=\d)|(?<=\d)[号號]$", "", plain)
    words = re.findall(r"\d+|[^\W\d_]+", plain)
    return "|".join(str(int(word)) if word.isdecimal() else word for word in words)


def reference_sort_key(text: str) -> str:
    """A text that sorts references by organ word, then year, then number: 国发〔2017〕9号 before 国发〔2017〕10号."""
    return natural_key(re.sub(r"[第号號〔〕]", " ", normalise_reference(text)))


def natural_key(text: str) -> str:
    """A text that sorts numbers inside words by value: every run of digits is padded to 12 places."""
    return " ".join(
        word.zfill(12) if word.isdigit() else word
        for word in re.findall(r"[0-9]+|[^\s0-9]+", half_width(clean_line(text).text).casefold())
    )


# --- gap report (R-29) -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gap:
    """Serials that nobody bears: from `first` to `last` under the same year, kind or prefix."""

    prefix: str
    first: int
    last: int

    @property
    def count(self) -> int:
        return self.last - self.first + 1


def gaps(numbers: Iterable[str]) -> list[Gap]:
    """The missing serials between 1 and the highest of each series; voided rows keep their number and are given too.

    Works for carrier, registry and form numbers: the last run of digits is the serial, what is before it the series.
    """
    series: dict[str, list[int]] = {}
    for number in numbers:
        found = re.match(r"(.*?)(\d+)\D*$", number, re.ASCII)
        if found:
            series.setdefault(found[1], []).append(int(found[2]))
    missing: list[Gap] = []
    for prefix in sorted(series):
        expected = 1
        for serial in sorted(series[prefix]):
            if serial > expected:
                missing.append(Gap(prefix, expected, serial - 1))
            expected = max(expected, serial + 1)
    return missing


def _short(text: str) -> str:
    line = clean_line(text[:80]).text
    return line if len(line) <= 30 else f"{line[:30]}…"
