"""Rows of a list before they have a place: each cell fitted into its column, the height that follows, and the split of
a row too high for a page (`forms.md` 1.4, 5: the row is repeated with the same number and （接上行）)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from models.forms.codes import draw_code128, qr_bars
from models.forms.fonts import Role
from models.forms.setting import HEAD_PAD, HEAD_PITCH, LIST_PAD, LIST_PITCH, Fitted, Numbers, Typesetter, set_in_cell
from models.forms.sheet import CENTRE, HAIR, LEFT, MM_PER_PT, Sheet

CARRIED_ON = "（接上行）"
_CODE_HEIGHT, _CODE_SIZE = 5.5, 8.0  # mm of the bars, pt of the number below
QR_IN_ROW, _QR_NUMBER = 11.0, 9.5  # mm with one module of white on each side, pt
_NUMBER_SIZE = 10.5

Fit = Callable[[Typesetter, str, float], Fitted]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: head (line feeds allowed), width in mm, how its texts are fitted and aligned.

    A column with `lower` is stacked: each of its cells is a pair, one above the other with a hairline between.
    """

    head: str
    width: float
    fit: Fit
    align: str = LEFT
    lower: str = ""
    lower_fit: Fit | None = None
    head_size: float = 10.5


@dataclass(frozen=True, slots=True)
class Code:
    """A carrier number to be drawn as Code 128 with the number below, or as a QR code with the number beside it."""

    digits: str
    number: str
    qr: bool = False


@dataclass(frozen=True, slots=True)
class Stack:
    """Upper and lower text of a cell in a stacked column."""

    upper: str
    lower: str


@dataclass(frozen=True, slots=True)
class LineNumber:
    """The number of the line on its page, known only when pages are made."""


Cell = str | int | Code | Stack | LineNumber | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells, the band it stands under, and the columns that run together at its end.

    With `merged` = n the last n columns are one cell, whose text is the cell of the first of them, fitted by
    `merged_fit` if given. `source` is what the row shows, for the sums of a page.
    """

    cells: tuple[Cell, ...]
    group: str = ""
    merged: int = 0
    source: Any = None
    merged_fit: Fit | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A fitted stack."""

    upper: Fitted
    lower: Fitted


Part = Fitted | Pair | Code | LineNumber | int | None


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row with its parts fitted; `divide` is the height of the upper half where there are stacks."""

    row: Row
    parts: tuple[Part, ...]
    height: float
    divide: float = 0.0
    first: bool = True  # False for the parts of a row carried on


class RowLayout:
    """Fits rows into columns."""

    def __init__(self, setter: Typesetter, columns: Sequence[Column], least: float, carry_column: int) -> None:
        self.setter, self.columns, self.least, self.carry_column = setter, tuple(columns), least, carry_column
        self.edges = [0.0]
        for column in self.columns:
            self.edges.append(self.edges[-1] + column.width)

    def lay(self, row: Row, highest: float) -> list[LaidRow]:
        """The row as one piece, or as several none of which is higher than `highest` mm."""
        last = len(self.columns) - row.merged
        parts = tuple(self._fit(cell, index, row) if index <= last else None for index, cell in enumerate(row.cells))
        pieces = [self._measured(row, parts)]
        while pieces[-1].height > highest:
            head, rest = self._split(pieces[-1], highest)
            pieces[-1:] = [head, rest]
        return pieces

    def span(self, index: int, row: Row) -> tuple[float, float]:
        """Left edge and width in mm of a cell, measured from the table's left edge."""
        if row.merged and index == len(self.columns) - row.merged:
            return self.edges[index], self.edges[-1] - self.edges[index]
        return self.edges[index], self.columns[index].width

    def _fit(self, cell: Cell, index: int, row: Row) -> Part:
        column = self.columns[index]
        room = self.span(index, row)[1] - 2 * LIST_PAD
        if isinstance(cell, Stack):
            return Pair(
                column.fit(self.setter, cell.upper, room),
                (column.lower_fit or column.fit)(self.setter, cell.lower, room),
            )
        if isinstance(cell, str):
            fit = row.merged_fit if row.merged_fit and index == len(self.columns) - row.merged else column.fit
            return fit(self.setter, cell, room) if cell else None
        return cell

    def _measured(self, row: Row, parts: tuple[Part, ...], first: bool = True) -> LaidRow:
        whole = max([self.least, *(part.row for part in parts if isinstance(part, Fitted))])
        pairs = [part for part in parts if isinstance(part, Pair)]
        if not pairs:
            return LaidRow(row, parts, whole, 0.0, first)
        upper = max(pair.upper.row - 0.6 for pair in pairs)
        lower = max(pair.lower.row - 0.6 for pair in pairs)
        spare = max(0.0, whole - upper - lower)
        return LaidRow(row, parts, upper + lower + spare, upper + spare / 2, first)

    def _split(self, laid: LaidRow, highest: float) -> tuple[LaidRow, LaidRow]:
        """Take as many lines of each part as `highest` mm hold; the rest follows in a row carried on."""
        above, below = self._halves(laid, highest)
        heads: list[Part] = []
        rests: list[Part] = []
        for index, part in enumerate(laid.parts):
            head: Part = part
            rest: Part = None
            if isinstance(part, Fitted):
                head, rest = _take(part, highest)
                if isinstance(rest, Fitted) and index == self.carry_column:
                    rest = replace(rest, lines=(CARRIED_ON, *rest.lines))
            elif isinstance(part, Pair):
                up, up_rest = _take(part.upper, above + 0.6)
                low, low_rest = _take(part.lower, below + 0.6)
                empty = Fitted((), part.upper.size, part.upper.pitch)
                head, rest = Pair(up, low), Pair(up_rest or empty, low_rest or empty)
            heads.append(head)
            rests.append(laid.parts[0] if index == 0 else rest)
        if rests[self.carry_column] is None:
            rests[self.carry_column] = Fitted((CARRIED_ON,), 8.0, LIST_PITCH)
        return (
            self._measured(laid.row, tuple(heads), laid.first),
            self._measured(laid.row, tuple(rests), first=False),
        )

    @staticmethod
    def _halves(laid: LaidRow, highest: float) -> tuple[float, float]:
        """How `highest` mm are shared by the upper and the lower half of stacks."""
        pairs = [part for part in laid.parts if isinstance(part, Pair)]
        upper = max((pair.upper.row - 0.6 for pair in pairs), default=0.0)
        lower = max((pair.lower.row - 0.6 for pair in pairs), default=0.0)
        if upper <= highest / 2:
            return upper, highest - upper
        if lower <= highest / 2:
            return highest - lower, lower
        return highest / 2, highest / 2

    def draw(self, sheet: Sheet, laid: LaidRow, x: float, y: float, numbers: dict[int, Numbers], line: int = 0) -> None:
        """Draw the contents of row `line` of the page at x, y; lines are the table's affair."""
        for index, part in enumerate(laid.parts):
            if laid.row.merged and index > len(self.columns) - laid.row.merged:
                break
            left, width = self.span(index, laid.row)
            if isinstance(part, LineNumber):
                part = self.columns[index].fit(self.setter, str(line), width - 2 * LIST_PAD)
            merged = laid.row.merged and index == len(self.columns) - laid.row.merged
            align = LEFT if merged else self.columns[index].align
            self._draw_part(sheet, part, (x + left, y, width, laid.height), laid.divide, numbers.get(index), align)

    @staticmethod
    def _draw_part(
        sheet: Sheet,
        part: Part,
        box: tuple[float, float, float, float],
        divide: float,
        numbers: Numbers | None,
        align: str,
    ) -> None:
        x, y, w, h = box
        if isinstance(part, Pair):
            set_in_cell(sheet, part.upper, x, y, w, divide, align)
            set_in_cell(sheet, part.lower, x, y + divide, w, h - divide, align)
            sheet.cell(x, y, w, divide, "".join(part.upper.lines))
            sheet.cell(x, y + divide, w, h - divide, "".join(part.lower.lines))
            return
        text = ""
        if isinstance(part, Fitted):
            set_in_cell(sheet, part, x, y, w, h, align)
            text = "".join(part.lines)
        elif isinstance(part, Code):
            _draw_code(sheet, part, box)
            text = part.number
        elif isinstance(part, int):
            (numbers or Numbers((part,))).set(sheet, part, x, y, w, h, _NUMBER_SIZE)
            text = str(part)
        sheet.cell(x, y, w, h, text)

    def draw_heads(self, sheet: Sheet, x: float, y: float, height: float) -> None:
        """Draw the words of the column heads."""
        for left, column in zip(self.edges, self.columns, strict=False):
            if column.lower:
                self._head(sheet, column.head, column, x + left, y, height / 2)
                self._head(sheet, column.lower, column, x + left, y + height / 2, height / 2)
            else:
                self._head(sheet, column.head, column, x + left, y, height)

    def _head(self, sheet: Sheet, text: str, column: Column, x: float, y: float, height: float) -> None:
        sizes = tuple(size for size in (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5) if size <= column.head_size)
        lines = text.count("\n") + 1
        steps = (*((size, lines) for size in sizes), (7.0, None))
        fitted = self.setter.must_fit(text, column.width - 2 * HEAD_PAD, steps, HEAD_PITCH, Role.HEAD)
        set_in_cell(sheet, fitted, x, y, column.width, height, CENTRE, HEAD_PAD)
        sheet.cell(x, y, column.width, height, "".join(fitted.lines))

    def draw_divides(self, sheet: Sheet, x: float, y: float) -> None:
        """Dashed hairlines across the runs of stacked columns at y."""
        start: float | None = None
        for index, column in enumerate(self.columns):
            if column.lower and start is None:
                start = self.edges[index]
            if start is not None and (not column.lower or index == len(self.columns) - 1):
                end = self.edges[index + 1] if column.lower else self.edges[index]
                sheet.dashed(x + start, y, x + end, y, HAIR, 1.4, 1.4)
                start = None


def _take(fitted: Fitted, room: float) -> tuple[Fitted, Fitted | None]:
    """The lines that `room` mm hold (at least one), and the rest."""
    if fitted.row <= room:
        return fitted, None
    count = max(1, int((room - (fitted.row - len(fitted.lines) * fitted.step)) / fitted.step))
    return fitted.part(0, count), fitted.part(count, None)


def _draw_code(sheet: Sheet, code: Code, box: tuple[float, float, float, float]) -> None:
    x, y, w, h = box
    if code.qr:
        sheet.bars(qr_bars(code.digits, x + 1.0, y + (h - QR_IN_ROW) / 2, QR_IN_ROW, 1))
        middle = x + (1.0 + QR_IN_ROW + w) / 2
        sheet.text(middle, y + (h - _QR_NUMBER * MM_PER_PT) / 2, _QR_NUMBER, code.number, align=CENTRE)
        return
    em = _CODE_SIZE * MM_PER_PT
    top = y + (h - _CODE_HEIGHT - em - 0.2) / 2
    draw_code128(sheet, code.digits, x + w / 2, top, _CODE_HEIGHT)
    sheet.text(x + w / 2, top + _CODE_HEIGHT + 0.2, _CODE_SIZE, code.number, align=CENTRE)
