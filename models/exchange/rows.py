"""What each row of a sheet is: data, heading, title, subtotal, note, year line, blank; and what merged cells give it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from models.domain.dates import chinese_number
from models.exchange.book import Book, NumberText, Sheet
from models.exchange.cleaned import compact
from models.exchange.columns import Mapping, TableMapping, is_own_field_list
from models.exchange.shapes import is_ditto
from models.exchange.slots import Slot


class RowKind(StrEnum):
    """Every row that is not DATA is skipped and listed with its kind."""

    DATA = "DATA"
    BLANK = "BLANK"
    TITLE = "TITLE"
    HEADER = "HEADER"
    REPEATED_HEADER = "REPEATED_HEADER"
    SUBTOTAL = "SUBTOTAL"
    NOTE = "NOTE"
    YEAR = "YEAR"
    LEFT_OUT = "LEFT_OUT"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of a sheet. `merged` are the columns whose text comes from a merged cell above."""

    sheet: str
    number: int
    kind: RowKind
    cells: tuple[str, ...]
    table: TableMapping | None = None
    merged: frozenset[int] = frozenset()
    year: int | None = None  # from a year line above it
    month: int | None = None  # from a line that names a month
    level: str = ""  # from a line that names a level (一、机密级文件)


_SUBTOTAL = re.compile(
    r"^(?:[本全][页月季年]|本?年度?|上半年|下半年|[0-9一二三四五六七八九十]+月份?|截[至止].{0,12}|本簿|全年|以上|年末|本期)?(?:小计|合计|总计|累计|共计|总数|统计|汇总|共|计)[:：]?(?:收文|来文|发文|文件|登记|共|计)*(?:[0-9一二三四五六七八九十百千]+(?:件|份|页|册|张)?.{0,20})?$"
    r"|^(?:承前页|承上页|过次页|转下页|接上页|接下页|转次页|以下空白|以下无正文|此页空白|本页空白|本页完|完)$"
)
_NOTE = re.compile(
    r"^(?:注|备注|说明|填表说明|填写说明|注意|附注|※|＊|\*+|备注说明|温馨提示|要求|使用说明)[0-9一二三]?[:：.、].*|^(?:注明|说明)[:：]?.*|^第[0-9一二三四五六七八九十]+页.*|^共[0-9]+页.*|^[-—]\s*[0-9]+\s*[-—]$"
)
_LABELLED = re.compile(
    r"^(?:制表|填表|审核|审批|负责|登记|保管|经办|复核|填报|单位|部门|科室|填报单位|编制|保密员|机要员|日期|时间|填表日期|制表日期|打印|统计|分管|主管|领导|管理|盖章|密级|编号|保密负责|监交|移交|接收)[^：:]{0,10}[:：]"
)
_TITLE = re.compile(r"(?:登记簿|登记表|登记本|台账|台帐|目录|清单|一览表|花名册|记录簿|记录本|登记册|明细表|汇总表)(?:[（(].*[)）])?$")
_YEAR_LINE = re.compile(r"^(?:公元)?([0-9]{4}|[二一][〇零○一二三四五六七八九]{3})年?度?(?:收文|发文|文件|涉密文件|登记|来文|涉密)*(?:登记簿?|台账)?[:：]?$")
_MONTH_LINE = re.compile(r"^(?:(?:19|20)[0-9]{2}年)?(?:([0-9]{1,2})|([一二三四五六七八九十元]{1,2}))月份?[:：]?$")
_LEVEL_LINE = re.compile(r"^[（(]?[0-9一二三四五六七八九十]*[)）]?[、.．]?(绝密|机密|秘密)级?(?:文件|件|资料|载体)?[:：]?$")
_AMOUNT = re.compile(r"^(?:共|计|合计)?[0-9一二三四五六七八九十百]+(?:件|份|页|册|张|号|个)?(?:[,，;；].*)?$|^[-/—]+$")
_VOIDED = re.compile(r"^(?:空号|作废|此号作废|本号作废|缺号|跳号|重号|此行作废|本行作废|漏号|误登)$")
_STARTS = ("例", "示例", "样例", "填写示例")
_CONTENT = frozenset(
    {
        *(Slot.TITLE, Slot.REFERENCE, Slot.TITLE_AND_REFERENCE, Slot.ISSUER_AND_REFERENCE, Slot.ISSUER, Slot.MARKING),
        *(Slot.REFERENCE_WORD, Slot.REFERENCE_SERIAL, Slot.COPY_NUMBERS, Slot.COPY_FIRST, Slot.SERIAL_NUMBER, Slot.CARRIER_NUMBER),
    }
)
_BLANK_GAP = 1000  # a longer run of empty rows is the unused end of a sheet, not lines of the book


def source_rows(book: Book, mapping: Mapping) -> Iterator[SourceRow]:
    """Every row of every sheet once, in order; with two tables side by side, data rows come once for each."""
    for sheet in book.sheets:
        if is_own_field_list(sheet):
            continue
        tables = [table for table in mapping.tables if table.table.sheet == sheet.name]
        used = [table for table in tables if table.used]
        if not used:
            yield from (SourceRow(sheet.name, n, RowKind.LEFT_OUT, c) for n, c in _between(sheet, 1, sheet.last_row))
            continue
        yield from _of_sheet(sheet, tables)


def _of_sheet(sheet: Sheet, tables: list[TableMapping]) -> Iterator[SourceRow]:
    done = 0
    for item in tables:
        table = item.table
        if table.part == 0:
            head = min([*table.titles, *table.header, table.first_row])
            yield from _unmapped(sheet, done + 1, head - 1, RowKind.NOTE)
            yield from _unmapped(sheet, head, table.first_row - 1, RowKind.TITLE, table.header)
            done = table.last_row
        if item.used:
            yield from _body(sheet, item)
        elif table.part == 0:
            yield from _unmapped(sheet, table.first_row, table.last_row, RowKind.LEFT_OUT)
    yield from _unmapped(sheet, done + 1, sheet.last_row, RowKind.NOTE)


def _between(sheet: Sheet, first: int, last: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    start, stop = bisect_left(sheet.numbers, first), bisect_right(sheet.numbers, last)
    for place in range(start, stop):
        yield sheet.numbers[place], sheet.rows[place]


def _unmapped(
    sheet: Sheet, first: int, last: int, kind: RowKind, header: tuple[int, ...] = ()
) -> Iterator[SourceRow]:
    for number, cells in _between(sheet, first, last):
        yield SourceRow(sheet.name, number, RowKind.HEADER if number in header else kind, cells)


def _body(sheet: Sheet, item: TableMapping) -> Iterator[SourceRow]:
    table = item.table
    judge = _Judge(item)
    year: int | None = None
    month: int | None = None
    level = ""
    previous = table.first_row - 1
    for number, own in _between(sheet, table.first_row, table.last_row):
        if table.part == 0 and number - previous <= _BLANK_GAP:
            for blank in range(previous + 1, number):
                yield SourceRow(sheet.name, blank, RowKind.BLANK, (), item)
        previous = number
        if table.part and not any(own[table.columns.start : table.columns.stop]):
            continue
        kind = RowKind.REPEATED_HEADER if number in table.repeated else judge.kind(own)
        if kind is RowKind.YEAR:
            year, month = _year_of(own) or year, _month_of(own)
        elif kind in (RowKind.NOTE, RowKind.TITLE):
            level = _level_of(own) or level
        if kind is RowKind.DATA:
            cells, merged = _with_merges(sheet, number, own, table.columns)
            yield SourceRow(sheet.name, number, kind, cells, item, merged, year, month, level)
        elif table.part == 0:
            yield SourceRow(sheet.name, number, kind, own, item, year=year)


def _with_merges(
    sheet: Sheet, number: int, own: tuple[str, ...], columns: range
) -> tuple[tuple[str, ...], frozenset[int]]:
    """The row's cells with the texts of vertically merged cells; a blank that is not merged stays blank."""
    if not sheet.merges:
        return own, frozenset()
    covered = sheet.merged
    width = max(len(own), columns.stop)
    cells = list(own) + [""] * (width - len(own))
    merged: set[int] = set()
    for column in columns:
        merge = covered.get((number, column))
        if merge is None or cells[column] or merge.top == number or merge.left != column:
            continue
        text = sheet.cell(merge.top, merge.left)
        if text:
            cells[column] = text
            merged.add(column)
    return tuple(cells), frozenset(merged)


class _Judge:
    """Says what a row of one table is."""

    def __init__(self, item: TableMapping) -> None:
        self._range = item.table.columns
        self._content = [column.index for column in item.columns if column.slot in _CONTENT]
        titles = [*item.of(Slot.TITLE), *item.of(Slot.TITLE_AND_REFERENCE)]
        self._title = titles[0].index if titles else -1
        self._serial = {column.index for column in item.of(Slot.SERIAL)}
        self._weak = self._serial | {
            column.index
            for slot in (Slot.COPIES, Slot.PAGES, Slot.YEAR, Slot.MONTH, Slot.DAY, Slot.CABINET, Slot.PLACE)
            for column in item.of(slot)
        }
        self._remarks = {column.index for column in item.of(Slot.REMARKS)}

    def kind(self, own: tuple[str, ...]) -> RowKind:
        """The kind of a row from its own cells (merged ones left out)."""
        filled = [(index, own[index]) for index in self._range if index < len(own) and own[index].strip()]
        if not filled:
            return RowKind.BLANK
        if len(filled) == 1:
            return self._lone(*filled[0])
        index, text = filled[0]
        bare = compact(text)
        if _SUBTOTAL.match(bare) and not self._has_document(own, index):
            return RowKind.SUBTOTAL
        second = compact(filled[1][1])
        if filled[1][0] != self._title and _SUBTOTAL.match(second) and not self._has_document(own, filled[1][0]):
            return RowKind.SUBTOTAL
        title = own[self._title] if 0 <= self._title < len(own) else ""
        if title and _SUBTOTAL.match(compact(title)) and len(compact(title)) <= 8:
            return RowKind.SUBTOTAL
        if bare in _STARTS or (_NOTE.match(bare) and len(filled) <= 2):
            return RowKind.NOTE
        if len(filled) <= 4 and all(_LABELLED.match(compact(cell)) for _, cell in filled[:2]):
            return RowKind.NOTE
        if self._is_column_count(filled):
            return RowKind.NOTE
        if not self._says_something(filled):
            return RowKind.BLANK
        return RowKind.DATA

    def _has_document(self, own: tuple[str, ...], besides: int) -> bool:
        """Whether a row has a number or a title beside the cell that looks like a subtotal's word."""
        for index in self._content:
            text = compact(own[index]) if index != besides and index < len(own) else ""
            if text and not isinstance(own[index], NumberText) and not _AMOUNT.match(text):
                return True
        return False

    def _lone(self, index: int, text: str) -> RowKind:
        bare = compact(text)
        if _YEAR_LINE.match(bare) and not (index in self._serial and isinstance(text, NumberText) and int(bare) > 2199):
            return RowKind.YEAR
        if _MONTH_LINE.match(bare):
            return RowKind.YEAR
        if _SUBTOTAL.match(bare):
            return RowKind.SUBTOTAL
        if _LEVEL_LINE.match(bare):
            return RowKind.NOTE
        if _NOTE.match(bare) or _LABELLED.match(bare) or (bare[:1] in "（(" and bare[-1:] in "）)"):
            return RowKind.NOTE
        if _TITLE.search(bare) and index != self._title:
            return RowKind.YEAR if _year_in(bare) else RowKind.TITLE
        if index == self._title or (index in self._content and index not in self._weak):
            return RowKind.TITLE if _TITLE.search(bare) and _year_in(bare) else RowKind.DATA
        return RowKind.BLANK if index in self._weak and len(bare) <= 6 else RowKind.NOTE

    def _is_column_count(self, filled: list[tuple[int, str]]) -> bool:
        """1 2 3 4 … under the headings: the numbers of the columns."""
        if len(filled) < 4 or any(len(text) > 4 for _, text in filled):
            return False
        digits = [re.sub(r"\D", "", compact(text)) for _, text in filled]
        numbers = [int(text) for text in digits if text and len(text) < 4]
        if len(numbers) < max(4, len(filled) - 2) or numbers[0] > 3:
            return False
        return all(later - earlier == 1 for earlier, later in pairwise(numbers))

    def _says_something(self, filled: list[tuple[int, str]]) -> bool:
        """False for a line that is only prepared: its number, strokes, ditto marks, a note that the number is void."""
        for index, text in filled:
            bare = compact(text)
            if index in self._weak and len(bare) <= 8:
                continue
            if is_ditto(text) or re.fullmatch(r"[-－—―/／\\、.。~～0]+", bare) or _VOIDED.match(bare):
                continue
            return True
        return False


def _month_of(cells: tuple[str, ...]) -> int | None:
    found = _MONTH_LINE.match(compact(next((cell for cell in cells if cell), "")))
    if not found:
        return None
    month = int(found[1]) if found[1] else 1 if found[2] == "元" else chinese_number(found[2])
    return month if month and 1 <= month <= 12 else None


def _level_of(cells: tuple[str, ...]) -> str:
    found = _LEVEL_LINE.match(compact(next((cell for cell in cells if cell), "")))
    return found[1] if found else ""


def _year_of(cells: tuple[str, ...]) -> int | None:
    return _year_in(compact(next((cell for cell in cells if cell), "")))


def _year_in(text: str) -> int | None:
    """The only year that a title, sheet name or year line names; None if none or several."""
    found = {int(year) for year in re.findall(r"(?<!\d)((?:19|20)\d{2})(?!\d)", text)}
    for chinese in re.findall(r"[二一][〇零○一二三四五六七八九]{3}(?=年)", text):
        number = chinese_number(chinese)
        if number:
            found.add(number)
    if not found:
        found = {2000 + int(year) for year in re.findall(r"(?<!\d)([0-4]\d)年", text)}
    return found.pop() if len(found) == 1 else None


def year_named(text: str) -> int | None:
    """The year that a sheet name or a title stands for: 2021, 2021年, 21年收文, 二〇二一年度."""
    bare = compact(text)
    return _year_in(bare)


def is_labelled(text: str) -> bool:
    """Whether a cell is a label with its value (填表日期：2023年1月5日), which says nothing about the rows."""
    return bool(_LABELLED.match(compact(text)))
