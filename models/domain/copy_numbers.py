"""Copy numbers (份号): reading the lists and ranges that clerks write, and writing them shortly (R-09, R-10).

A copy number is six digits with leading zeros; what is not a number (`甲03`, `000012-F01`) is kept verbatim.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from models.domain.dates import chinese_number
from models.domain.text import T, Text
from models.domain.text_cleaning import clean_paragraphs, half_width

MOST_COPIES = 2_000  # of one entry: more is a slip of the finger
_WIDTH = 6
_LONGEST_VERBATIM = 20
_LONGEST_TEXT = MOST_COPIES * 12

_DASH = r"(?:[-~～〜\u2010-\u2015\u2212－﹣﹘⁓]+|至|到)"
_NUMERAL = "0-9〇零一二两三四五六七八九十百"
_STATED = re.compile(rf"[（(〔\[【]?[共计]+([{_NUMERAL}]{{1,6}})份[）)〕\]】]?[:：]?")
_BRACKETS = str.maketrans("", "", "()（）[]［］〔〕【】{}")
_TIGHT = re.compile(rf"\s*({_DASH})\s*|(?<=第)\s+|\s+(?=[号份])|(?<=№)\s+|(?<=[Nn][Oo][.:：])\s+")
_SPLIT = re.compile(r"[、,，;；/／|\s]+|(?:和|及|以及|与)")
_PREFIX = re.compile(r"^(?:份号[:：]?)?(?:第|№|[Nn][Oo][.:：]?)?")
_SUFFIX = re.compile(r"(?:号|份|号份)?$")
_RANGE = re.compile(rf"^(.+?)({_DASH})(.+)$")
_LETTER_RANGE = re.compile(rf"^([A-Za-z\u3400-\u9fff]+)\d+{_DASH}\1?\d+$")
_VERBATIM = re.compile(
    r"^[0-9A-Za-z\u3400-\u9fff\U00020000-\U0003ffff][-.0-9A-Za-z\u3400-\u9fff\U00020000-\U0003ffff]*$"
)
_ONLY_DIGITS_AND_DASHES = re.compile(r"[-.0-9]*$")
_NONE = frozenset(["", "无", "-", "—", "——", "/", "／", "－"])
_VAGUE = re.compile(r"[份共]|等|约|余|左右|不[详清明]|[?？]|待|若干")


class CopyNumberError(ValueError):
    """A list of copy numbers that cannot be read without guessing; `text` names the part and a right example."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True, slots=True)
class CopyNumbers:
    """What was read: the numbers in the written order, and the count the clerk noted beside them (共5份), if any."""

    numbers: tuple[str, ...]
    stated: int | None = None

    @property
    def disagrees(self) -> bool:
        """True if a count was noted and it is not the number of numbers (K-23: a warning, the numbers count)."""
        return self.stated is not None and self.stated != len(self.numbers)


def parse_copy_numbers(text: str) -> list[str]:
    """The copy numbers a text means: 12-16, 000390~000399, 1、2、3, 第856号, 第5份, 1至5. Nothing or 无 gives [].

    Raises CopyNumberError for a reversed or too long range, a number given twice, number zero, and whatever can be
    read in two ways (5份, A1-A5, 12等).
    """
    return list(read_copy_numbers(text).numbers)


def read_copy_numbers(text: str) -> CopyNumbers:
    """As `parse_copy_numbers`, with the noted count (共5份) beside the numbers."""
    if len(text) > _LONGEST_TEXT:
        raise _too_many(text)
    plain = half_width(clean_paragraphs(text).text)
    stated: list[int] = []

    def note(found: re.Match[str]) -> str:
        stated.append(_number(found[1]) or 0)
        return " "

    plain = _STATED.sub(note, plain).translate(_BRACKETS)
    plain = _TIGHT.sub(lambda found: found[1] or "", plain).strip()
    numbers: list[str] = []
    for part in () if plain in _NONE else _SPLIT.split(plain):
        if part:
            numbers += _read_part(part)
        if len(numbers) > MOST_COPIES:
            raise _too_many(part)
    twice = [number for number, count in Counter(numbers).items() if count > 1]
    if twice:
        names = format_copy_numbers(twice)
        raise CopyNumberError(T("copy number", "份号 {names} 写了两次，请核对原件后只留一次", names=names))
    return CopyNumbers(tuple(numbers), stated[-1] if stated else None)


def format_copy_numbers(numbers: Iterable[str]) -> str:
    """The shortest way of writing them: 000390～000399、000401, in numeric order, verbatim ones behind."""
    given = list(numbers)
    numeric = sorted({int(number) for number in given if _is_plain(number)})
    runs: list[list[int]] = []
    for number in numeric:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    parts = ["～".join(str(number).zfill(_WIDTH) for number in run) for run in runs]
    return "、".join(parts + sorted({number for number in given if not _is_plain(number)}))


def _is_plain(number: str) -> bool:
    return number.isascii() and number.isdigit() and str(int(number)).zfill(_WIDTH) == number


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else chinese_number(text)


def _read_part(part: str) -> list[str]:
    found = _RANGE.match(part)
    if found and (ends := (_strip(found[1]), _strip(found[3]))) and all(_number(end) is not None for end in ends):
        return _read_range(part, *ends)
    if re.fullmatch(rf"[{_NUMERAL}]+份", part):
        text = T("copy number", "“{part}”是份数还是份号：份号请写成 000005，份数另填", part=_short(part))
        raise CopyNumberError(text)
    bare = _strip(part)
    number = _number(bare)
    if number is not None:
        return [_padded(number, bare)]
    return [_verbatim(part)]


def _strip(part: str) -> str:
    return _SUFFIX.sub("", _PREFIX.sub("", part, count=1), count=1)


def _padded(number: int, written: str) -> str:
    if number == 0:
        raise CopyNumberError(T("copy number", "没有 0 号：份号从 000001 起"))
    # More than six digits with leading zeros is another number system: kept as written.
    return written if written.isascii() and len(written) > _WIDTH else str(number).zfill(_WIDTH)


def _read_range(part: str, first_text: str, last_text: str) -> list[str]:
    first, last = _number(first_text) or 0, _number(last_text) or 0
    if first > last:
        text = T("copy number", "“{part}”前大后小，请写成 000012-000016 的样子", part=_short(part))
        raise CopyNumberError(text)
    if last - first >= MOST_COPIES:
        raise _too_many(part)
    width = max(_WIDTH, *(len(text) if text.isascii() else 0 for text in (first_text, last_text)))
    _padded(first, "")
    return [str(number).zfill(width) for number in range(first, last + 1)]


def _verbatim(part: str) -> str:
    if _LETTER_RANGE.match(part):
        text = T("copy number", "“{part}”带字母，看不出是一份还是一段，请逐个写，用顿号隔开", part=_short(part))
        raise CopyNumberError(text)
    well_formed = _VERBATIM.match(part) and re.search("[0-9]", part) and not _ONLY_DIGITS_AND_DASHES.match(part)
    if not well_formed or _VAGUE.search(part) or len(part) > _LONGEST_VERBATIM:
        text = T("copy number", "看不懂份号“{part}”，请写成 12-16 或 000012、000015 的样子", part=_short(part))
        raise CopyNumberError(text)
    return part


def _too_many(part: str) -> CopyNumberError:
    return CopyNumberError(
        T("copy number", "“{part}”超过 {most} 份，请核对；确有这么多就分次登记", part=_short(part), most=MOST_COPIES)
    )


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"
