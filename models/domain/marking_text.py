"""Reading markings as clerks, covers and old ledgers write them. Nothing is guessed: the unknown is refused by name."""

from __future__ import annotations

import re
from datetime import date

from models.domain.dates import DateError, chinese_number, parse_date
from models.domain.levels import Level, SecretKind
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
    state_secret,
)
from models.domain.text import T, Text
from models.domain.text_cleaning import clean_line, half_width

_LONGEST_TEXT = 120
_STARS = "★☆✩✭✮✯⭐✦✧⋆*＊﹡∗"
_LEVELS = {"秘密": Level.CONFIDENTIAL, "机密": Level.SECRET, "绝密": Level.TOP_SECRET}
_LEVEL = re.compile(r"[（(〔\[【「]?(绝密|机密|秘密)级?[）)〕\]】」]?")
_WORK = re.compile(r"[（(〔\[【]?工作秘密[）)〕\]】]?")
_INTERNAL = re.compile(
    r"内部(?:资料|文件|材料|刊物|使用|参考|传阅|掌握|发行)?[,，。.·]?"
    r"(?:请?注意(?:保存|保密|保管)|不得外传|妥善保管)?[。.]?$"
)
_DECLASSIFIED = re.compile(
    r"(?:自行)?解密$|(?:原?(?:绝密|机密|秘密)级?[★0-9年个月长期]*)?[（(〔\[【]?(?:现?已|已经)(?:自行)?解密[）)〕\]】]?$"
)
_NOTHING = frozenset(["", "无", "空", "公开", "非密", "不涉密", "非涉密", "普通", "无密级", "/", "-", "—", "－", "／"])
_NO_PERIOD = frozenset(["", "无", "未标", "未标注", "未标明", "未标期限", "无期限", "不详", "/", "-", "—", "－", "／"])
_LONG_TERM = re.compile(r"长期(?:保密|有效)?$")
_DIGITS = "0-9〇零○一二两三四五六七八九十百"
_DURATION = re.compile(rf"([{_DIGITS}]{{1,5}})(年|个月|月)(?:期|内)?$")
_MIXED = re.compile(rf"([{_DIGITS}]{{1,5}})年(?:零)?(?:(半)|([{_DIGITS}]{{1,3}})个?月)$")
_DATE = re.compile(r"(?:保密至|保密到|截至|截止|至|到)?(.*?)(?:起|后|之日|当日)?(?:止|解密|自行解密)?$")
_LIKE_A_DATE = re.compile(rf"[{_DIGITS}]+(?:年.*月|[-/.．。、－／].|(?<=\d{{8}})$)")
_WRAPPED = re.compile(r"[（(〔\[【「](.*)[）)〕\]】」]$")
_PLACEHOLDERS = re.compile(r"见附件|见备注|待[定查核补]|不[详明清]|未知|同上|另行|其他|[?？]|永久|疑问|未解密")
_EVENT_LETTER = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_PERIOD_LETTERS = re.compile(r"[年月日号个半长期永久零一二两三四五六七八九十百〇]")


def parse_marking(text: str, period_text: str = "") -> Marking:
    """The marking that a text means, or a level and a period from two columns.

    Read: 机密★10年 with any star, spaces, brackets or none of them; full-width and Chinese numerals; 6个月, 长期, a
    date, a condition behind a star or in the second column; a bare level (period unmarked); 工作秘密; 内部…
    (INTERNAL); 无, 公开 or nothing (UNMARKED); 已解密. Raises MarkingError naming the text it does not know.
    """
    level_text = _plain(text)
    period = _plain(period_text)
    marking, own_period = _kind_and_rest(level_text, text)
    if own_period is None:
        if period not in _NO_PERIOD:
            raise MarkingError(
                T("marking", "“{text}”没有保密期限，却另写了“{period}”", text=_short(text), period=_short(period_text))
            )
        return marking
    term = own_period
    if period not in _NO_PERIOD:
        other = parse_term(period_text)
        if term.kind not in (TermKind.UNMARKED, TermKind.NONE) and other not in (term, TERM_UNMARKED):
            raise MarkingError(
                T("marking", "密级栏“{text}”和期限栏“{period}”不一样", text=_short(text), period=_short(period_text))
            )
        term = other if other.kind is not TermKind.UNMARKED else term
    return Marking(marking.kind, marking.level, term)


def parse_term(text: str) -> Term:
    """The period that a text means: 10年, 六个月, 半年, 1年6个月, 长期, 2035年12月31日, 会议开始前.

    UNMARKED for nothing or 无. A leading star is passed over. Raises MarkingError naming the text.
    """
    plain = _plain(text).lstrip("★").strip()
    return _term(plain, text)


def condition_problem(condition: str) -> Text | None:
    """What is wrong with a declassification condition, or None. Words that look like a date or period are refused."""
    plain = _plain(condition)
    if not condition or plain != condition:
        return T("marking", "解密条件要写明事件，前后不留空格，如 会议开始前")
    if len(condition) > LONGEST_CONDITION:
        return T("marking", "解密条件最多 {most} 个字", most=LONGEST_CONDITION)
    try:
        understood = _term(condition, condition)
    except MarkingError as error:
        return error.text
    if understood.kind is not TermKind.CONDITION:
        return T("marking", "“{text}”不是条件，请选期限、日期或长期", text=_short(condition))
    return None


def _plain(text: str) -> str:
    """Half width, one kind of star, no space beside a Chinese character or star, no placeholder cell of spaces."""
    if len(text) > _LONGEST_TEXT * 4:
        raise MarkingError(T("marking", "“{text}”太长，不是密级", text=_short(text)))
    line = half_width(clean_line(text).text)
    line = re.sub(f"[{re.escape(_STARS)}]\ufe0f?", "★", line)
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])|(?<=\d) (?=\d)", "", line)


def _kind_and_rest(plain: str, original: str) -> tuple[Marking, Term | None]:
    """The marking without its period, and the period written in the same text; None where no period is allowed."""
    if plain in _NOTHING:
        return NO_MARKING, None
    if _DECLASSIFIED.match(plain):
        return Marking(SecretKind.DECLASSIFIED, None, NO_TERM), None
    if _INTERNAL.match(plain):
        return Marking(SecretKind.INTERNAL, None, NO_TERM), NO_TERM
    found = _WORK.match(plain)
    if found:
        term = _rest(plain[found.end() :], original)
        return Marking(SecretKind.WORK_SECRET, None, NO_TERM), NO_TERM if term.kind is TermKind.UNMARKED else term
    found = _LEVEL.match(plain)
    if not found:
        raise _unknown(original)
    return state_secret(_LEVELS[found[1]]), _rest(plain[found.end() :], original)


def _rest(rest: str, original: str) -> Term:
    """The period behind a level word. Without a star or brackets it must be a period that cannot be mistaken."""
    starred = rest.startswith("★")
    wrapped = _WRAPPED.match(rest)
    bare = rest.lstrip("★·、,，:：/／-－— ")
    wrapped = wrapped or _WRAPPED.match(bare)
    term = _term(wrapped[1].lstrip("★") if wrapped else bare, original)
    if term.kind is TermKind.CONDITION and not (starred or wrapped):
        raise _unknown(original)
    return term


def _term(plain: str, original: str) -> Term:
    if len(plain) > _LONGEST_TEXT:
        raise _unknown(original)
    if plain in _NO_PERIOD:
        return TERM_UNMARKED
    if _LONG_TERM.match(plain):
        return LONG_TERM
    return _duration(plain, original) or _date(plain) or _condition(plain, original)


def _duration(plain: str, original: str) -> Term | None:
    if plain == "半年":
        return Term(TermKind.DURATION, 6, TermUnit.MONTH)
    found = _MIXED.match(plain)
    if found:
        years, months = _number(found[1]), 6 if found[2] else _number(found[3])
        total = years * 12 + months if years and months and months < 12 else None
        return _checked_duration(total, TermUnit.MONTH, original)
    found = _DURATION.match(plain)
    if not found:
        return None
    return _checked_duration(_number(found[1]), TermUnit.YEAR if found[2] == "年" else TermUnit.MONTH, original)


def _checked_duration(amount: int | None, unit: TermUnit, original: str) -> Term:
    if not amount or amount > LONGEST_AMOUNT:
        text = T("marking", "“{text}”的期限不成立，请写成 10年、6个月，或写明解密的年月日", text=_short(original))
        raise MarkingError(text)
    return Term(TermKind.DURATION, amount, unit)


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() and text.isascii() else chinese_number(text)


def _date(plain: str) -> Term | None:
    found = _DATE.match(plain)
    written = found[1] if found else ""
    if not _LIKE_A_DATE.match(written) or _EVENT_LETTER.search(_PERIOD_LETTERS.sub("", written)):
        return None
    try:
        day: date = parse_date(written).day
    except DateError as error:
        raise MarkingError(error.text) from None
    return Term(TermKind.DATE, date=day)


def _condition(plain: str, original: str) -> Term:
    letters = _EVENT_LETTER.findall(_PERIOD_LETTERS.sub("", plain))
    names_a_level = re.search("★|绝密|机密|秘密", plain)
    if len(letters) < 2 or names_a_level or _PLACEHOLDERS.search(plain) or len(plain) > LONGEST_CONDITION:
        text = T(
            "marking",
            "看不懂保密期限“{text}”，请写成 10年、6个月、2035年12月31日、长期，或写明解密条件",
            text=_short(original),
        )
        raise MarkingError(text)
    return Term(TermKind.CONDITION, condition=plain)


def _unknown(original: str) -> MarkingError:
    return MarkingError(T("marking", "看不懂密级“{text}”，请写成 机密★10年 的样子", text=_short(original)))


def _short(text: str) -> str:
    line = clean_line(text[:400]).text
    return line if len(line) <= 30 else f"{line[:30]}…"
