"""From a row's counts, copy numbers and fate to its carriers (K-23: the numbers count, not the stated count)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter

from models.domain.lifecycle import GONE, CarrierState
from models.domain.numbering import MOST_COPIES, CopyNumberError, parse_copy_numbers, read_copy_numbers
from models.domain.text import T
from models.exchange.cells import copy_text, full_ranges, is_nothing, parse_count
from models.exchange.cleaned import compact
from models.exchange.fates import Event
from models.exchange.findings import Findings
from models.exchange.proposed import ProposedCopy

Where = tuple[str, str, str]
_ALL_BUT_NUMBER = attrgetter(*[one.name for one in fields(ProposedCopy)][1:])


@dataclass(slots=True)
class Copies:
    """What a row says about its copies. `numbers` None entries are copies whose number is not recorded."""

    numbers: list[str | None]
    stated: int | None = None
    unread: str = ""  # a text in the column of copy numbers that is none: kept as a remark


def read_copies(
    numbers_text: str, count_text: str, findings: Findings, where: Where, where_count: Where, merged_total: int = 0
) -> Copies:
    """The carriers of a row. `merged_total` > 0: the count stands in a cell merged over rows with so many numbers."""
    stated, beside = _stated(count_text, findings, where_count)
    text, was_date = copy_text(numbers_text)
    if re.fullmatch(r"[0-9０-９#＃﹟\s\-~～—－至到、,，;；及和第]+", text):
        text = re.sub(r"(?<=[0-9０-９])\s*[#＃﹟]", "号", text)  # 12#-15#
    text = re.sub(r"^编号[:：]?(?=[0-9０-９])|(?<=[0-9０-９])[（(](?:原件|正本|正)[)）]$|(?<=[0-9０-９]号)[一1]份$", "", text)
    parts = re.split(r"[.．。+＋&]", compact(text))
    if len(parts) > 1 and len(parts) == stated and all(part.isdigit() for part in parts):
        text = "、".join(parts)  # 12.13.14 is a list if there are three copies
    if was_date:
        findings.warn("RANGE_WAS_DATE", "copy_number", T("import", "表格把份号 {text} 当成了日期，已还原", text=text), where)
    numbers, noted, unread = _numbers(text or beside, findings, where)
    stated = stated if stated is not None else noted
    if stated is None and not numbers and (own := parse_count(text)) and "份" in text:
        stated, unread = own.copies, ""
        numbers, _, _ = _numbers(own.numbers, findings, where)
    if len(numbers) > MOST_COPIES or (stated or 0) > MOST_COPIES:
        most = T("import", "一行最多 {most} 份，这里是 {now} 份，请核对", most=MOST_COPIES, now=max(len(numbers), stated or 0))
        findings.refuse("TOO_MANY_COPIES", "copy_number", most, where_count if stated else where)
        return Copies([], stated, unread)
    if numbers:
        _compare(len(numbers), merged_total or len(numbers), stated, findings, where_count)
        return Copies(list(numbers), stated, unread)
    return Copies([None] * _unnumbered(stated, findings, where_count), stated, unread)


def _stated(text: str, findings: Findings, where: Where) -> tuple[int | None, str]:
    if not text or (is_nothing(text) and text.strip() != "0"):
        return None, ""
    count = parse_count(text)
    if count is None:
        message = T("import", "份数“{text}”看不懂，按份号登记，原文记入备注", text=text[:30])
        findings.warn("COUNT_UNREADABLE", "copies_stated", message, where)
        return None, ""
    return count.copies, count.numbers


def _numbers(text: str, findings: Findings, where: Where) -> tuple[list[str], int | None, str]:
    """Copy numbers, a count noted beside them (共5份), and the text if it is no copy number at all."""
    if not text or is_nothing(text):
        return [], None, ""
    full = full_ranges(text)
    try:
        read = read_copy_numbers(full)
    except CopyNumberError as error:
        return _unread_numbers(text, error, findings, where)
    if any(not any(character.isdigit() for character in number) and len(number) > 3 for number in read.numbers):
        message = T("import", "份号“{text}”不是编号，原文记入备注", text=text[:30])
        findings.warn("COPY_NUMBER_UNREADABLE", "copy_number", message, where)
        return [], read.stated, text
    if full != text and read.numbers and full != _half(text):
        message = T("import", "份号“{text}”按 {full} 读", text=text[:30], full=full[:40])
        findings.warn("RANGE_COMPLETED", "copy_number", message, where)
    return list(read.numbers), read.stated, ""


def _half(text: str) -> str:
    from models.domain.text_cleaning import half_width

    return half_width(text)


def _unread_numbers(
    text: str, error: CopyNumberError, findings: Findings, where: Where
) -> tuple[list[str], int | None, str]:
    """A list that cannot be read as it stands: a number given twice counts once, a count alone is a count."""
    count = parse_count(text)
    if count and "份" in text:
        return [], None, text  # a count in the wrong column
    parts = [part for part in full_ranges(text).replace("，", "、").replace(",", "、").split("、") if part.strip()]
    found: dict[str, None] = {}
    if len(parts) > 1:
        try:
            for part in parts:
                found.update(dict.fromkeys(parse_copy_numbers(part)))
        except CopyNumberError:
            found = {}
    if found and len(found) <= MOST_COPIES:
        findings.warn("COPY_NUMBER_TWICE", "copy_number", error.text, where)
        return list(found), None, ""
    findings.warn("COPY_NUMBER_UNREADABLE", "copy_number", error.text, where)
    return [], None, text


def _compare(own: int, total: int, stated: int | None, findings: Findings, where: Where) -> None:
    if stated is not None and stated != total:
        message = T("import", "份数写的是 {stated}，份号有 {own} 个：按份号登记", stated=stated, own=total or own)
        findings.warn("COUNT_DISAGREES", "copies_stated", message, where)


def _unnumbered(stated: int | None, findings: Findings, where: Where) -> int:
    if stated is None:
        message = T("import", "没有份数和份号：按 1 份登记，份号未记")
        findings.warn("COUNT_MISSING", "copies_stated", message, where)
        return 1
    if stated == 0:
        findings.warn("COUNT_IS_ZERO", "copies_stated", T("import", "份数写的是 0：只登记文件，没有载体"), where)
    return stated


# --- what became of each copy ----------------------------------------------------------------------------------------


def spread_fate(
    basis: ProposedCopy, numbers: Sequence[str | None], events: Sequence[Event], findings: Findings, where: Where
) -> tuple[tuple[ProposedCopy, ...], bool]:
    """Make the copies, each with its fate; True if every event found its copies.

    `basis` is what all have in common. An event may name copies, a number of them, or mean all.
    """
    whole = [event for event in events if not event.copies and (event.count is None or event.count >= len(numbers))]
    last = _deciding(whole)
    common = _with(basis, last) if last else basis
    rest = _ALL_BUT_NUMBER(common)
    result = [ProposedCopy(number, *rest) for number in numbers]
    clear = _holders_clear(whole, len(numbers), findings, where)
    if len(whole) == len(events):
        return tuple(result), clear
    before = list(result)
    for event in events:
        if event in whole:
            continue
        if event.copies:
            clear &= _by_number(result, event, findings, where)
        elif not any(numbers):
            _by_count(result, event, before)
        elif event.state is not CarrierState.IN_STORE:
            clear = False
            message = T("import", "{count} 份有去向，但没有写明是哪几份：都按在库登记，请更正", count=event.count)
            findings.warn("FATE_PART_UNCLEAR", "state", message, where)
    return tuple(result), clear


def _holders_clear(whole: Sequence[Event], copies: int, findings: Findings, where: Where) -> bool:
    """False, with a warning, where several people have the copies and nobody says who has which, or where the counts do not fit."""
    if any(event.count and event.count > copies for event in whole):
        count = max(event.count or 0 for event in whole)
        message = T("import", "去向里写的是 {count} 份，这一行有 {now} 份，请核对", count=count, now=copies)
        findings.warn("FATE_COUNT_ODD", "state", message, where)
        return False
    holders = {event.holder for event in whole if event.state is CarrierState.ON_LOAN and event.holder}
    last = _deciding(whole)
    if copies > 1 and len(holders) > 1 and last is not None and last.state is CarrierState.ON_LOAN:
        message = T("import", "写了几个持有人，没有写明各拿哪几份：都记在{holder}名下，请更正", holder=last.holder)
        findings.warn("FATE_PART_UNCLEAR", "state", message, where)
        return False
    return True


def _deciding(events: Sequence[Event]) -> Event | None:
    gone = [event for event in events if event.state in GONE]
    return gone[-1] if gone else events[-1] if events else None


def _by_number(result: list[ProposedCopy], event: Event, findings: Findings, where: Where) -> bool:
    try:
        wanted = set(parse_copy_numbers(full_ranges(event.copies)))
    except CopyNumberError:
        wanted = set()
    hit = False
    for place, copy in enumerate(result):
        if copy.copy_number in wanted:
            result[place] = _with(copy, event)
            hit = True
    unknown = wanted - {copy.copy_number for copy in result if copy.copy_number}
    if unknown or not wanted:
        names = "、".join(sorted(unknown)[:5]) or event.copies
        message = T("import", "去向里写的份号 {names} 不在这一行", names=names)
        findings.warn("FATE_COPY_UNKNOWN", "state", message, where)
    return hit and not unknown


def _by_count(result: list[ProposedCopy], event: Event, before: Sequence[ProposedCopy]) -> None:
    """Copies without numbers cannot be told apart: the first ones that nothing has happened to yet."""
    left = event.count or 0
    for place, copy in enumerate(result):
        if left and copy == before[place]:
            result[place] = _with(copy, event)
            left -= 1


def _with(copy: ProposedCopy, event: Event) -> ProposedCopy:
    day = event.day.isoformat() if event.day else None
    if event.state in GONE:
        by = "，".join(filter(None, (event.batch, event.unit))) or None
        return replace(copy, state=event.state, left_on=day, left_by=by, holder="")
    if event.state is CarrierState.IN_STORE:
        return replace(
            copy,
            state=CarrierState.IN_STORE,
            recall="DEMANDED" if event.recall else copy.recall,
            to_archive=int(event.to_archive or copy.to_archive),
        )
    recall = "DEMANDED" if event.recall else copy.recall
    return replace(copy, state=event.state, holder=event.holder or copy.holder, since=day, recall=recall)
