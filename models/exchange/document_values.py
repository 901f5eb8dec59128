"""The columns of a document from one row's texts. What a field cannot hold as it is written goes to the remarks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from models.domain.numbering import normalise_reference, proposed_reference
from models.domain.text import T
from models.exchange import cells
from models.exchange.cleaned import clean_block, clean_line
from models.exchange.dating import Dated, Found, day_near
from models.exchange.devices import is_device
from models.exchange.places import NO_PLACE, Place, join_place, parse_place
from models.exchange.proposed import Options, Value
from models.exchange.row_texts import RowTexts
from models.exchange.slots import Slot

_LONGEST = 400
_LONGEST_TITLE = 2000
_LONGEST_REMARKS = 8000


@dataclass(frozen=True, slots=True)
class Naming:
    """What a document is called: who issued it, its number and its title; None where the book has nothing.

    `level` is the level that stands in brackets with the title or the number.
    """

    issuer: str | None
    reference: str | None
    title: str | None
    level: str = ""


def read_naming(texts: RowTexts, issuers: frozenset[str], options: Options, sheet_issuer: str = "") -> Naming:
    """Issuer, number and title; findings for what is missing or odd. `sheet_issuer`: whose papers the sheet's name says it holds."""
    title_text, reference_text = texts.text(Slot.TITLE), texts.text(Slot.REFERENCE)
    both = texts.text(Slot.TITLE_AND_REFERENCE)
    if both and not title_text:
        title_text, split = cells.split_title(both)
        reference_text = reference_text or split
    elif title_text and not reference_text and not texts.has(Slot.REFERENCE):
        title_text, reference_text = _number_in_title(texts, title_text)
    issuer_text = texts.text(Slot.ISSUER)
    if together := texts.text(Slot.ISSUER_AND_REFERENCE):
        rest, number = cells.split_title(together)
        issuer_text = issuer_text or ("" if number and rest == clean_line(together).text else rest)
        reference_text = reference_text or number
    reference_text, level = cells.split_level(reference_text or number_in_parts(texts), bare=True)
    if level:
        texts.keep(Slot.REFERENCE)
    title = _title(texts, title_text)
    level = level or cells.split_level(title or "")[1]
    if not title and not texts.has(Slot.TITLE) and not both:
        title = clean_line(texts.text(Slot.MEDIUM)).text or None  # a ledger of media: U盘, 移动硬盘
    reference = _reference(texts, reference_text)
    issuer = None if cells.is_nothing(issuer_text) else clean_line(_unwrapped(issuer_text)).text or None
    if issuer and len(issuer) > _LONGEST:
        texts.keep(Slot.ISSUER)
        issuer = issuer[:_LONGEST]
    if not issuer and texts.has(Slot.SENT_TO) and not texts.has(Slot.ISSUER):
        issuer = options.organ or None
    if not issuer and sheet_issuer and not any(texts.has(slot) for slot in (Slot.ISSUER, Slot.ISSUER_AND_REFERENCE, Slot.SENT_TO)):
        issuer = sheet_issuer
        message = T("import", "没有来文单位，按表名记为{issuer}，请核对", issuer=issuer)
        texts.findings.warn("ISSUER_FROM_SHEET", "issuer", message)
    naming = Naming(issuer, reference, title, level)
    _check_naming(texts, naming, issuers)
    return naming


def number_in_parts(texts: RowTexts) -> str:
    """A number whose word, year and serial stand in columns of their own: ×政发 | 2019 | 12."""
    word, serial = texts.text(Slot.REFERENCE_WORD), texts.text(Slot.REFERENCE_SERIAL)
    year = re.sub(r"\D", "", texts.text(Slot.REFERENCE_YEAR))
    if len(year) == 2:
        year = ("19" if year >= "50" else "20") + year
    if not (word or serial):
        return ""
    end = "号" if serial and serial.strip()[-1:].isdigit() else ""
    return f"{word}{f'〔{year}〕' if year else ''}{serial}{end}"


def _number_in_title(texts: RowTexts, title: str) -> tuple[str, str]:
    """A ledger without a column for numbers often has them in brackets behind the title."""
    rest, number = cells.split_title(title)
    if number:
        message = T("import", "文号 {number} 取自标题", number=number)
        texts.findings.notice("NUMBER_FROM_TITLE", "reference_number", message, texts.where(Slot.TITLE))
    return rest, number


def _unwrapped(text: str) -> str:
    """A cell that was broken into lines to fit its column: only between Latin words does a break mean a space."""
    return re.sub(r"(?<![A-Za-z])[ \t]*\r?\n[ \t]*|[ \t]*\r?\n[ \t]*(?![A-Za-z ])", "", text) if "\n" in text else text


def _title(texts: RowTexts, text: str) -> str | None:
    cleaned = clean_line(_unwrapped(text))
    if cleaned.removed:
        message = T("import", "标题里有看不见的字符（{codes}），已去掉", codes="、".join(cleaned.removed[:4]))
        texts.findings.notice("TITLE_CLEANED", "title", message, texts.where(Slot.TITLE))
    if "\ufffd" in text:
        message = T("import", "有无法辨认的字，请对照原件更正")
        texts.findings.warn("UNREADABLE_CHARACTERS", "title", message, texts.where(Slot.TITLE))
    if len(cleaned.text) > _LONGEST_TITLE:
        message = T("import", "标题有 {now} 个字，最多 {most} 个", now=len(cleaned.text), most=_LONGEST_TITLE)
        texts.findings.refuse("TITLE_TOO_LONG", "title", message, texts.where(Slot.TITLE))
        return cleaned.text[:_LONGEST_TITLE]
    return None if cells.is_nothing(cleaned.text) else cleaned.text


def _reference(texts: RowTexts, text: str) -> str | None:
    number = texts.text(Slot.CARRIER_NUMBER)
    if cells.is_nothing(text):
        text = "" if not number or cells.is_nothing(number) else number
    elif number:
        texts.keep(Slot.CARRIER_NUMBER)
    normal = normalise_reference(text)
    if "〔" not in normal and (full := proposed_reference(text)):
        message = T("import", "文号“{text}”按 {number} 登记，原文记入备注", text=normal[:40], number=full)
        texts.findings.notice("NUMBER_COMPLETED", "reference_number", message, texts.where(Slot.REFERENCE))
        texts.keep(Slot.REFERENCE)
        return full
    if len(normal) > _LONGEST:
        texts.keep(Slot.REFERENCE)
        return None
    if normal != re.sub(r"\s+", "", clean_line(text).text) and "〔" not in normal:
        texts.keep(Slot.REFERENCE)
    return normal or None


def _check_naming(texts: RowTexts, naming: Naming, issuers: frozenset[str]) -> None:
    findings = texts.findings
    if not naming.title and not naming.reference:
        serial = texts.text(Slot.SERIAL_NUMBER)
        if not serial.strip():
            findings.refuse("NO_TITLE_NO_NUMBER", "title", T("import", "没有标题也没有文号，看不出是哪份文件"))
            return
    if not naming.title:
        findings.warn("TITLE_EMPTY", "title", T("import", "没有标题，请对照原件补上"), texts.where(Slot.TITLE))
    if not naming.issuer and not texts.has(Slot.ISSUER) and is_device(texts):
        pass  # the house's own drives and computers come from nobody
    elif not naming.issuer:
        findings.warn("ISSUER_EMPTY", "issuer", T("import", "没有来文单位，请补上"), texts.where(Slot.ISSUER))
    elif texts.repeats(Slot.ISSUER) and naming.title and not naming.title.startswith(naming.issuer):
        other = next((n for n in range(len(naming.title), 2, -1) if naming.title[:n] in issuers), 0)
        if other:
            message = T(
                "import", "来文单位写的是同上（{above}），标题却以“{title}”开头，请核对",
                above=naming.issuer, title=naming.title[:other],
            )  # fmt: skip
            findings.warn("DITTO_DOUBTFUL", "issuer", message, texts.where(Slot.ISSUER))
    if naming.reference and naming.title:
        _check_number(texts, naming.reference, naming.title)


def _check_number(texts: RowTexts, reference: str, title: str) -> None:
    """A number that begins with the end of the title was torn from it when the book was typed."""
    head = re.match(r"^([\u3400-\u9fff]{4,}?)(?=[\u3400-\u9fff×]{1,6}〔)", reference)
    if head and any(title.endswith(reference[:n]) for n in range(len(reference), 3, -1)):
        message = T("import", "文号前面像是混进了标题的字：{text}", text=reference[:30])
        texts.findings.warn("NUMBER_STRANGE", "reference_number", message, texts.where(Slot.REFERENCE))


# --- dates -----------------------------------------------------------------------------------------------------------


def received_on(texts: RowTexts, dated: Dated, hint: int | None, options: Options) -> date | None:
    """The day of receipt with its findings."""
    findings = texts.findings
    slot = _date_slot(texts)
    where, written = texts.where(slot), clean_line(texts.text(slot)).text
    match dated.found:
        case Found.YEAR_FROM_SHEET:
            message = T("import", "日期没有年份，按表名或年度行记为 {year} 年", year=dated.year or "")
            findings.notice("YEAR_ADDED", "received_on", message, where)
        case Found.YEAR_FROM_ROWS:
            message = T("import", "日期没有年份，按上下行记为 {year} 年", year=dated.year or "")
            findings.notice("YEAR_ADDED", "received_on", message, where)
        case Found.YEAR_FROM_NUMBER:
            message = T("import", "日期没有年份，表里也找不到，按文号的年份记为 {day}，请核对", day=dated.day or "")
            findings.warn("YEAR_FROM_NUMBER", "received_on", message, where)
        case Found.YEAR_DOUBTFUL:
            message = T("import", "日期没有年份，上下行也定不准，暂记为 {day}，请核对", day=dated.day or "")
            findings.warn("YEAR_DOUBTFUL", "received_on", message, where)
        case Found.DAY_FROM_NUMBER:
            message = T("import", "表格把日期存成了小数，按上下行记为 {day}，请核对", day=dated.day or "")
            findings.warn("DATE_WAS_NUMBER", "received_on", message, where)
        case Found.EMPTY:
            findings.warn("DATE_EMPTY", "received_on", T("import", "没有收文日期"), where)
        case Found.NO_YEAR:
            message = T("import", "“{text}”没有年份，表里也找不到，请填写年份", text=written[:30])
            findings.warn("DATE_WITHOUT_YEAR", "received_on", message, where)
        case Found.NO_DAY:
            message = T("import", "“{text}”没有写到日，原文记入备注", text=written[:30])
            findings.warn("DATE_WITHOUT_DAY", "received_on", message, where)
        case Found.UNREADABLE:
            message = T("import", "“{text}”看不出是哪一天，原文记入备注", text=written[:30])
            findings.warn("DATE_UNREADABLE", "received_on", message, where)
        case _:
            pass
    if texts.has(Slot.MONTH) and texts.text(Slot.DAY) and not texts.text(Slot.MONTH):
        message = T("import", "没有写月份，按上一行记为 {day}，请核对", day=dated.day or "")
        findings.warn("MONTH_FROM_ABOVE", "received_on", message, texts.where(Slot.DAY))
    keeps = {Found.YEAR_DOUBTFUL, Found.YEAR_FROM_NUMBER, Found.DAY_FROM_NUMBER, Found.NO_YEAR, Found.NO_DAY, Found.UNREADABLE}
    if dated.found in keeps or (re.search(r"[:：]\d|时", written) and "00:00" not in written):
        for slot in (Slot.RECEIVED_ON, Slot.YEAR, Slot.MONTH, Slot.DAY):
            texts.keep(slot)
    if dated.day and dated.found is Found.WRITTEN:
        _check_day(texts, dated.day, hint, options)
    return dated.day


def _date_slot(texts: RowTexts) -> Slot:
    """The column that dates the rows: of receipt, its month, or the day of dispatch."""
    if texts.text(Slot.RECEIVED_ON) or not texts.has(Slot.MONTH):
        sent = texts.has(Slot.SENT_TO) and not texts.has(Slot.RECEIVED_ON)
        return Slot.ISSUED_ON if sent else Slot.RECEIVED_ON
    return Slot.MONTH


def _check_day(texts: RowTexts, day: date, hint: int | None, options: Options) -> None:
    where = texts.where(Slot.RECEIVED_ON)
    if day > options.today:
        message = T("import", "收文日期 {day} 在今天以后，请核对", day=day)
        texts.findings.warn("DATE_IN_FUTURE", "received_on", message, where)
    elif hint and abs(day.year - hint) > 1:
        message = T("import", "表名是 {hint} 年，这一行是 {year} 年，请核对", hint=hint, year=day.year)
        texts.findings.warn("YEAR_ODD", "received_on", message, where)


def _further_day(texts: RowTexts, slot: Slot, near: date | None) -> str | None:
    text = texts.text(slot)
    if not text.strip() or cells.is_nothing(text):
        return None
    day, added = day_near(text, near)
    if not day:
        texts.keep(slot)
        return None
    if added:
        message = T("import", "日期没有年份，按收文日期记为 {year} 年", year=day.year)
        texts.findings.notice("YEAR_ADDED", slot.value.lower(), message, texts.where(slot))
    return day.isoformat()


# --- the other columns -----------------------------------------------------------------------------------------------

_TEXT_FIELDS: tuple[tuple[Slot, str], ...] = (
    (Slot.COVER_NUMBER, "cover_number"),
    (Slot.HANDLING_UNIT, "handling_unit"),
    (Slot.ACCESS_SCOPE, "access_scope"),
    (Slot.ATTACHMENTS, "attachments"),
)
_READ_FIELDS: tuple[tuple[Slot, str, Callable[[str], Value]], ...] = (
    (Slot.PAGES, "pages", cells.parse_pages),
    (Slot.URGENCY, "urgency", cells.parse_urgency),
    (Slot.CHANNEL, "channel", cells.parse_channel),
)


def other_values(texts: RowTexts, received: date | None) -> dict[str, Value]:
    """Every further column of `documents` that the row gives."""
    values: dict[str, Value] = {}
    for slot, name in _TEXT_FIELDS:
        values[name] = _short_text(texts, slot)
    for slot, name, read in _READ_FIELDS:
        text = texts.text(slot)
        values[name] = read(str(text)) if text.strip() else None
        if text.strip() and values[name] is None:
            texts.keep(slot)
    for slot, name in ((Slot.COUNTED_BY, "counted_by"), (Slot.SIGNED_BY, "signed_by")):
        text = texts.text(slot)
        is_tick = bool(text) and cells.yes_or_no(str(text)) is not None  # signed, but not by whom
        values[name] = None if cells.is_nothing(text) or is_tick else cells.person_name(text)[:_LONGEST] or None
        if len(text) > _LONGEST or is_tick:
            texts.keep(slot)
    values["issued_on"] = _further_day(texts, Slot.ISSUED_ON, received)
    values["signed_on"] = _further_day(texts, Slot.SIGNED_ON, received)
    values["recall_due"] = _further_day(texts, Slot.RECALL_DUE, received)
    values["channel"] = values["channel"] or "OLD_LEDGER"
    number = texts.text(Slot.REGISTRY_NUMBER)
    if number.strip() and not cells.is_nothing(number):
        values["registry_number"] = clean_line(number).text[:_LONGEST]
        texts.keep(Slot.REGISTRY_NUMBER)
    texts.keep(Slot.SERIAL)
    return {name: value for name, value in values.items() if value is not None}


def _short_text(texts: RowTexts, slot: Slot) -> str | None:
    text = clean_line(texts.text(slot)).text
    if len(text) > _LONGEST:
        texts.keep(slot)
        return None
    return None if cells.is_nothing(text) else text


def recall_demanded(texts: RowTexts) -> bool:
    """Whether a column 清退要求 asks for the paper back; words that are more than yes or no are kept as well."""
    text = texts.text(Slot.RECALL)
    if not text.strip():
        return False
    answer = cells.yes_or_no(str(text))
    if answer is None:
        texts.keep(Slot.RECALL)
        return "退" in text and not re.search("[不无免]", text)
    return answer


def read_place(texts: RowTexts) -> Place:
    """Where the copies lie, from one column or from room, cabinet and shelf."""
    parts = [_place_text(texts.text(slot)) for slot in (Slot.ROOM, Slot.CABINET, Slot.SHELF)]
    whole = _place_text(texts.text(Slot.PLACE))
    if not whole and not any(parts):
        return NO_PLACE
    if not whole:
        place = join_place(*parts)
    elif not any(parts):
        heading = "".join(column.name for column in texts.item.of(Slot.PLACE))
        place = parse_place(whole, is_cabinet="柜" in heading)
    else:
        place = _both(whole, parts)
    if place.text and not place.known:
        message = T("import", "位置“{text}”看不出是哪个柜，原文保留", text=place.text[:40])
        texts.findings.notice("PLACE_UNKNOWN", "place_text", message, texts.where(Slot.PLACE))
    return place


def _both(whole: str, parts: list[str]) -> Place:
    """A column 存放位置 (a room, say) beside columns 柜号 and 层."""
    place = join_place(*parts)
    outer = parse_place(whole)
    room = parts[0] or outer.room or ("" if outer.known else whole)
    if outer.known and not place.known:
        return Place(f"{whole} {place.text}", outer.room, outer.cabinet, place.text or outer.shelf)
    return Place(f"{whole} {place.text}", room, place.cabinet, place.shelf)


def _place_text(text: str) -> str:
    """A place that Excel took for a date (5-3) is put back; a stroke is no place."""
    return "" if cells.is_nothing(text) else cells.copy_text(text)[0]


def remarks(texts: RowTexts) -> str | None:
    """The remarks of the document; longer than a field can be is refused, never cut."""
    texts.remarks += [clean_block(text) for _, text in texts.all(Slot.REMARKS) if not cells.is_nothing(text)]
    texts.keep_unmapped()
    text = texts.remark_text()
    if len(text) > _LONGEST_REMARKS:
        message = T("import", "备注连同没有对应字段的内容有 {now} 个字，最多 {most} 个", now=len(text), most=_LONGEST_REMARKS)
        texts.findings.refuse("REMARKS_TOO_LONG", "remarks", message)
    return text or None
