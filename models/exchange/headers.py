"""Where the tables of a sheet are: header rows under titles, in one to three rows, repeated, several on one sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from models.exchange.book import Cells, DateText, NumberText, OtherText, Sheet
from models.exchange.shapes import is_ditto, shape_scores
from models.exchange.slots import Slot
from models.exchange.vocabulary import LEVEL_WORDS, heading_key, is_heading, slots_of
from models.exchange.wordlists import words

_MOST_HEADER_ROWS = 3
_LONGEST_HEADING = 40
_KEY_SLOTS = frozenset(
    [Slot.TITLE, Slot.REFERENCE, Slot.REFERENCE_SERIAL, Slot.TITLE_AND_REFERENCE, Slot.COPY_NUMBERS, Slot.CARRIER_NUMBER, Slot.SERIAL_NUMBER]
)
_DATA_SHAPES = frozenset(["date", "reference", "copy", "serial day", "integer"])
_YEAR_WORD = re.compile(r"^\s*(?:19|20)[0-9]{2}\s*年度?\s*$")  # over 月 and 日
_DIGIT = re.compile("[0-9０-９]")
Parts = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table: its header rows, the rows that belong to it, and for each column the heading from group to detail.

    Row numbers as on the sheet, both ends included; `titles` are the rows above it. Without `header` the columns were
    guessed from their contents. `repeated` are further rows of the same header.
    """

    sheet: str
    header: tuple[int, ...]
    first_row: int
    last_row: int
    headings: tuple[Parts, ...]
    titles: tuple[int, ...] = ()
    repeated: frozenset[int] = frozenset()
    columns: range = range(0)
    part: int = 0  # of two tables side by side: 0 or 1

    def heading(self, column: int) -> str:
        """The heading of a column as one text, parts joined by a stroke."""
        return "/".join(self.headings[column]) if column < len(self.headings) else ""


def find_tables(sheet: Sheet) -> list[Table]:
    """The tables of a sheet from top to bottom; empty if nothing looks like one."""
    blocks = _header_blocks(sheet)
    if not blocks:
        return _without_header(sheet)
    tables: list[Table] = []
    for rows, headings in blocks:
        if tables and _same(tables[-1].headings, headings):
            tables[-1] = replace(tables[-1], repeated=tables[-1].repeated | set(rows))
            continue
        titles = _titles_above(sheet, rows[0], after=tables[-1].header[-1] if tables else 0)
        if tables:
            tables[-1] = replace(tables[-1], last_row=(titles or rows)[0] - 1)
        width = max(sheet.width, len(headings))
        tables.append(Table(sheet.name, rows, rows[-1] + 1, sheet.last_row, headings, titles, columns=range(width)))
    return [part for table in tables for part in _side_by_side(table)]


def _header_blocks(sheet: Sheet) -> list[tuple[tuple[int, ...], tuple[Parts, ...]]]:
    blocks: list[tuple[tuple[int, ...], tuple[Parts, ...]]] = []
    known: dict[str, bool] = {}
    taken = 0
    for number, cells in zip(sheet.numbers, sheet.rows, strict=True):
        if number <= taken or not _may_be_header(cells, known):
            continue
        rows = _whole_block(sheet, number, taken)
        headings = combine(sheet, rows)
        meanings = [slots_of(parts)[0] for parts in headings]
        if sum(map(bool, meanings)) >= 2 and any(slots and slots[0] in _KEY_SLOTS for slots in meanings):
            blocks.append((rows, headings))
            taken = rows[-1]
    return blocks


def _may_be_header(cells: Cells, known: dict[str, bool]) -> bool:
    """Whether most cells of a row are words that stand over columns."""
    hits = filled = 0
    for cell in cells:
        if not cell:
            continue
        filled += 1
        if len(cell) > _LONGEST_HEADING or _DIGIT.search(cell):
            continue
        hit = known.get(cell)
        if hit is None:
            hit = known[cell] = is_heading(cell) and not isinstance(cell, NumberText | DateText | OtherText)
        hits += hit
    return hits >= 2 and (hits * 2 >= filled or hits >= 4) and (hits >= 3 or filled <= 3)


def _whole_block(sheet: Sheet, number: int, taken: int) -> tuple[int, ...]:
    """The row with group headings above and the rows with details below that belong to the header row `number`."""
    rows = [number]
    above = sheet.cells(number - 1) if number - 1 > taken else ()
    if above and _is_group_row(sheet, number - 1, above):
        rows.insert(0, number - 1)
    while len(rows) < _MOST_HEADER_ROWS and _is_detail_row(sheet, tuple(rows), rows[-1] + 1):
        rows.append(rows[-1] + 1)
    return tuple(rows)


def _plain_words(cells: Cells) -> list[tuple[int, str]] | None:
    """The filled cells of a row if all could be words of a heading, else None."""
    found = [(column, cell) for column, cell in enumerate(cells) if cell]
    for _, cell in found:
        if isinstance(cell, NumberText | DateText | OtherText) or len(cell) > _LONGEST_HEADING or is_ditto(cell):
            return None
        if _YEAR_WORD.match(cell):
            continue
        if shape_scores(cell) & _DATA_SHAPES or any(c.isdigit() for c in cell):
            return None
    return found


def _is_group_row(sheet: Sheet, number: int, cells: Cells) -> bool:
    """Whether a row stands as groups over a header row: several short words, or one that spans some of the columns."""
    words = _plain_words(cells)
    if not words or any(len(word) > 14 or "：" in word or ":" in word for _, word in words):
        return False
    spans = [merge for merge in sheet.merges_at.get(number, ()) if merge.right > merge.left]
    if any(merge.right - merge.left + 1 > 0.8 * sheet.width for merge in spans) or (len(words) == 1 and not spans):
        return False
    return bool(spans) or (len(words) >= 2 and all(_GROUP_WORDS.search(word) for _, word in words))


_GROUP_WORDS = re.compile("收|来文|发文|文件|载体|去向|清退|销毁|归档|借|签|存放|保管|处理|登记|情况|流转|传阅|备注|基本|密级|份")


def _is_detail_row(sheet: Sheet, rows: tuple[int, ...], number: int) -> bool:
    """Whether the row below a header row divides it further or continues its wrapped words, and is no data row."""
    words = _plain_words(sheet.cells(number))
    if not words:
        return False
    before, after = combine(sheet, rows), combine(sheet, (*rows, number))
    if any(_is_level(word) and "密级" not in "".join(after[column][:-1]) for column, word in words):
        return False
    good = 0
    for column, word in words:
        meaning = slots_of(after[column])[0]
        parts_before = before[column] if column < len(before) else ()
        if meaning and after[column] == parts_before:
            good += heading_key(word) == heading_key(parts_before[-1])  # 密级 over 密级 | 保密期限
        elif meaning:
            good += not parts_before or is_heading(word) or not slots_of(parts_before)[0] or word in _SUBWORDS or _is_level(word)
    if good < max(1, 0.6 * len(words)):
        return False
    return _known(after) + len(words) - good >= _known(before)  # a group's word that is not known loses nothing


def _is_level(word: str) -> bool:
    return "".join(word.split()) in LEVEL_WORDS


_SUBWORDS = words("年 月 日 起 止 自 至 人 号 份数 日期 时间 方式 情况 数量 签字 签名 姓名 单位 部门 编号 经手人")


def _known(headings: tuple[Parts, ...]) -> int:
    return sum(bool(slots_of(parts)[0]) for parts in headings)


def combine(sheet: Sheet, rows: tuple[int, ...]) -> tuple[Parts, ...]:
    """The heading of every column from these header rows: group words apart, wrapped words joined."""
    width = max([len(sheet.cells(number)) for number in rows] + [_right_edge(sheet, rows)], default=0)
    texts = [_spread(sheet, rows, place, width) for place in range(len(rows))]
    return tuple(_parts([row[column] for row in texts]) for column in range(width))


def _right_edge(sheet: Sheet, rows: tuple[int, ...]) -> int:
    merges = [merge for number in rows for merge in sheet.merges_at.get(number, ())]
    return max((merge.right + 1 for merge in merges if merge.right - merge.left < 40), default=0)


def _spread(sheet: Sheet, rows: tuple[int, ...], place: int, width: int) -> list[tuple[str, bool]]:
    """One header row over all columns: each text, and whether it is a group over several columns."""
    number, cells = rows[place], sheet.cells(rows[place])
    found: list[tuple[str, bool]] = [
        (cells[column] if column < len(cells) else "", False) for column in range(width)
    ]
    for merge in sheet.merges_at.get(number, ()):
        if merge.right > merge.left:
            text = sheet.cell(number, merge.left)
            for column in range(merge.left, min(merge.right + 1, width)):
                found[column] = (text, True)
    below = [sheet.cells(other) for other in rows[place + 1 :]]

    def divided(column: int) -> bool:
        return any(column < len(row) and row[column] for row in below)

    for column in range(1, width):
        blank = not found[column][0] and (number, column) not in sheet.merged
        if blank and divided(column) and found[column - 1][0] and divided(column - 1):
            found[column] = (found[column - 1][0], True)
            found[column - 1] = (found[column - 1][0], True)
    return found


def _parts(texts: list[tuple[str, bool]]) -> Parts:
    parts: list[str] = []
    wrapped = False
    for text, group in texts:
        words = "".join(text.split()) if any(c > "\u2e7f" for c in text) else " ".join(text.split())
        if not words or (parts and words == parts[-1] and not group):
            continue
        if wrapped and not group:
            parts[-1] += words
        else:
            parts.append(words)
        wrapped = not group
    return tuple(parts)


def _same(first: tuple[Parts, ...], second: tuple[Parts, ...]) -> bool:
    """Whether two headers are the same but for a slip in one or two cells."""
    filled = [(a, b) for a, b in _pairs(first, second) if a or b]
    return bool(filled) and sum(a == b for a, b in filled) >= 0.8 * len(filled)


def _pairs(first: tuple[Parts, ...], second: tuple[Parts, ...]) -> list[tuple[Parts, Parts]]:
    width = max(len(first), len(second))
    return list(zip(first + ((),) * (width - len(first)), second + ((),) * (width - len(second)), strict=True))


def _titles_above(sheet: Sheet, number: int, after: int) -> tuple[int, ...]:
    """The rows directly above a header with one or two texts each; for the first table all rows above it."""
    rows = [row for row in sheet.numbers if after < row < number] if not after else []
    if after:
        candidate = number - 1
        while candidate > after:
            cells = [cell for cell in sheet.cells(candidate) if cell]
            if len(cells) > 2 or (cells and not _looks_like_title(cells[0])):
                break
            if cells:
                rows.insert(0, candidate)
            candidate -= 1
    return tuple(rows)


def _looks_like_title(text: str) -> bool:
    if re.match("[（(]?[一二三四五六七八九十]+[)）]?[、.．]", text):
        return True  # 三、涉密U盘
    return any(word in text for word in ("登记", "台账", "目录", "清单", "一览", "年", "单位", "部门", "簿", "表", "文件"))


def _side_by_side(table: Table) -> list[Table]:
    """Two tables beside each other have the same headings twice; each becomes a table of its own."""
    keys = table.headings
    first = next((column for column, parts in enumerate(keys) if parts), None)
    if first is None:
        return [table]
    for start in range(first + 2, len(keys) - 1):
        length = start - first
        while length and not keys[first + length - 1]:
            length -= 1
        if length >= 3 and keys[first : first + length] == keys[start : start + length]:
            left, right = range(start), range(start, table.columns.stop)
            return [replace(table, columns=left), replace(table, columns=right, part=1)]
    return [table]


def _without_header(sheet: Sheet) -> list[Table]:
    """A table whose headings are strange or missing: rows of equal width with numbers or dates in them."""
    wide = [number for number, row in zip(sheet.numbers, sheet.rows, strict=True) if sum(map(bool, row)) >= 3]
    if not wide:
        return []
    header = _strange_header(sheet, wide)
    first = header or wide[0]
    titles = tuple(number for number in sheet.numbers if number < first)
    if header:
        headings = combine(sheet, (header,))
        return [Table(sheet.name, (header,), header + 1, sheet.last_row, headings, titles, columns=range(sheet.width))]
    return [Table(sheet.name, (), first, sheet.last_row, (), titles, columns=range(sheet.width))]


def _strange_header(sheet: Sheet, wide: list[int]) -> int | None:
    """The row of short words before the first row with data in it that has the most known headings; the last of equals."""
    best: tuple[int, int] | None = None
    for number in wide[:20]:
        words = _plain_words(sheet.cells(number))
        if words is None:
            break
        if all(len(word) <= 15 and "：" not in word for _, word in words):
            known = sum(is_heading(word) for _, word in words)
            best = max(best or (0, 0), (known, number))
    return best[1] if best and best[1] and len(wide) > 1 else None
