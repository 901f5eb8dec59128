"""Forms made of cells in rows: labels, values, heads, numbers, lines with boxes and blanks, opinion boxes (F1, F8b).

A `Grid` is filled from the top; each call adds a row of full width. Heights and widths in mm, sizes in pt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.forms.blocks import LABEL_SIZES, Block, Opinion, draw_label, opinion_block
from models.forms.fonts import Role
from models.forms.inline import Items, items_width, set_items
from models.forms.setting import FORM_PAD, FORM_SIZES, Numbers, Typesetter, set_in_cell
from models.forms.sheet import CENTRE, FRAME, LEFT, MM_PER_PT, Sheet

_HEAD_SIZES = (10.5, 10.0, 9.5, 9.0, 8.0)
_LINE_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5)


@dataclass(frozen=True, slots=True)
class Label:
    """A label cell; line feeds are the only places where it breaks."""

    text: str
    width: float
    largest: float = 12.0


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A column head inside a form."""

    text: str
    width: float


@dataclass(frozen=True, slots=True)
class Value:
    """A value cell; `name` is what an error calls it. Empty: to be filled by hand."""

    text: str
    width: float
    name: str
    align: str = LEFT


@dataclass(frozen=True, slots=True)
class Count:
    """A number in a column of numbers; None is an empty cell to be filled by hand."""

    value: int | None
    width: float
    column: Numbers


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of words, boxes and blanks, `pitch` em apart."""

    lines: tuple[Items, ...]
    width: float
    pitch: float = 1.45


GridCell = Label | HeadCell | Value | Count | Lines


class Grid:
    """Rows of cells from `top` downward, drawn on one sheet."""

    def __init__(self, sheet: Sheet, setter: Typesetter, x: float, top: float, width: float) -> None:
        self.sheet, self.setter, self.x, self.top, self.width = sheet, setter, x, top, width
        self.y = top

    def row(self, height: float, *cells: GridCell) -> None:
        """Add a row; the cells' widths must add up to the block width."""
        if abs(sum(cell.width for cell in cells) - self.width) > 0.01:
            raise ValueError("cells do not add up to the block width")
        x = self.x
        for index, cell in enumerate(cells):
            if index:
                self.sheet.line(x, self.y, x, self.y + height)
            self._cell(cell, x, height)
            x += cell.width
        self._end_row(height)

    def block(self, block: Block) -> None:
        """Add a block of full width."""
        block.draw(self.sheet, self.setter, self.x, self.y, self.width)
        self._end_row(block.height)

    def opinion(self, opinion: Opinion, height: float) -> None:
        """Add an opinion box."""
        self.block(opinion_block(opinion, height))

    def frame(self) -> None:
        """Draw the outer frame over the cells; call it once, at the end."""
        self.sheet.rect(self.x, self.top, self.width, self.y - self.top, FRAME)

    def _end_row(self, height: float) -> None:
        self.y += height
        self.sheet.line(self.x, self.y, self.x + self.width, self.y)

    def _cell(self, cell: GridCell, x: float, height: float) -> None:
        if isinstance(cell, Label):
            sizes = tuple(size for size in LABEL_SIZES if size <= cell.largest)
            draw_label(self.sheet, self.setter, cell.text, x, self.y, cell.width, height, sizes=sizes)
        elif isinstance(cell, HeadCell):
            draw_label(self.sheet, self.setter, cell.text, x, self.y, cell.width, height, Role.HEAD, _HEAD_SIZES)
        elif isinstance(cell, Value):
            self._value(cell, x, height)
        elif isinstance(cell, Count):
            self.sheet.cell(x, self.y, cell.width, height, "" if cell.value is None else str(cell.value))
            if cell.value is not None:
                cell.column.set(self.sheet, cell.value, x, self.y, cell.width, height, 12.0)
        else:
            self._lines(cell, x, height)

    def _value(self, cell: Value, x: float, height: float) -> None:
        self.sheet.cell(x, self.y, cell.width, height, cell.text)
        if cell.text:
            fitted = self.setter.fit_cell(cell.text, cell.width - 2 * FORM_PAD, height, cell.name, FORM_SIZES)
            set_in_cell(self.sheet, fitted, x, self.y, cell.width, height, cell.align, FORM_PAD)

    def _lines(self, cell: Lines, x: float, height: float) -> None:
        """Set the lines at one size: the largest at which each keeps inside the cell."""
        room = cell.width - 2 * FORM_PAD
        size = _line_size(self.setter, cell.lines, room)
        step = cell.pitch * 10.5 * MM_PER_PT
        em = size * MM_PER_PT
        top = self.y + (height - (len(cell.lines) - 1) * step - em) / 2
        self.sheet.cell(x, self.y, cell.width, height)
        for index, line in enumerate(cell.lines):
            set_items(self.sheet, self.setter, line, x + FORM_PAD, top + index * step, size)


def _line_size(setter: Typesetter, lines: Sequence[Items], room: float) -> float:
    for size in _LINE_SIZES:
        if all(items_width(setter, line, size) <= room for line in lines):
            return size
    raise ValueError("a fixed line of a form is too wide for its cell")


def count_rows(
    grid: Grid, label_width: float, widths: Sequence[float], rows: Sequence[tuple[Label, Sequence[int | None]]]
) -> None:
    """Rows of counts under column heads, numbers aligned column by column; a label of two lines makes a row higher."""
    columns = [Numbers(tuple(counts[index] or 0 for _, counts in rows)) for index in range(len(widths))]
    for label, counts in rows:
        cells: list[GridCell] = [Label(label.text, label_width, label.largest)]
        cells += [Count(value, width, column) for value, column, width in zip(counts, columns, widths, strict=True)]
        grid.row(9.5 if "\n" in label.text else 7.5, *cells)


__all__ = ["CENTRE", "Count", "Grid", "GridCell", "HeadCell", "Label", "Lines", "Value", "count_rows"]
