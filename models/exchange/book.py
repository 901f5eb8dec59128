"""A spreadsheet as it was read: sheets of rows of texts, nothing interpreted yet."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property, lru_cache


class NumberText(str):
    """The text of a cell that the file holds as a number: 43472 may be a day, 1.1 may be the tenth of January."""

    __slots__ = ()


class DateText(str):
    """The ISO text of a cell that the file holds as a date."""

    __slots__ = ()


class OtherText(str):
    """The text of a cell that the file holds as a time of day or as yes or no."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range: rows count from 1, columns from 0, both ends included. The first cell holds the text."""

    top: int
    left: int
    bottom: int
    right: int


Cells = tuple[str, ...]  # of one row, as long as its last cell with content


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows with content by ascending number. Row numbers are those that a spreadsheet program shows."""

    name: str
    numbers: tuple[int, ...]
    rows: tuple[Cells, ...]
    merges: tuple[Merge, ...] = ()
    visible: bool = True
    last_row: int = 0

    @cached_property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    @cached_property
    def merged(self) -> dict[tuple[int, int], Merge]:
        """The merge over each covered cell (row, column) other than the first of its range."""
        covered: dict[tuple[int, int], Merge] = {}
        for merge in self.merges:
            if (merge.bottom - merge.top + 1) * (merge.right - merge.left + 1) > 1_000_000:
                continue  # a whole column or sheet merged by mistake: it says nothing about rows
            for row in range(merge.top, merge.bottom + 1):
                for column in range(merge.left, merge.right + 1):
                    covered[row, column] = merge
            covered.pop((merge.top, merge.left), None)
        return covered

    @cached_property
    def merges_at(self) -> dict[int, list[Merge]]:
        """Merges by the row where they begin."""
        found: dict[int, list[Merge]] = {}
        for merge in self.merges:
            found.setdefault(merge.top, []).append(merge)
        return found

    def cells(self, number: int) -> Cells:
        """The cells of the row with this number; empty if it has no content."""
        place = bisect_right(self.numbers, number) - 1
        return self.rows[place] if place >= 0 and self.numbers[place] == number else ()

    def cell(self, number: int, column: int) -> str:
        """One cell's text, "" if it is empty."""
        cells = self.cells(number)
        return cells[column] if column < len(cells) else ""


@dataclass(frozen=True)
class Book:
    """A file with its sheets in order. A text file has one sheet without a name."""

    sheets: tuple[Sheet, ...] = field(default=())

    @property
    def row_count(self) -> int:
        return sum(len(sheet.rows) for sheet in self.sheets)


@lru_cache(512)
def column_letters(column: int) -> str:
    """The name of a column (from 0) as spreadsheet programs show it: A … Z, AA …"""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
