"""Lists over pages: rows with bands, 本页小计, 转下页, 以下空白 with its diagonal, and an end block that never stands alone.

The rules are `forms.md` 1.5. A `TableSpec` describes the table, `draw_table` puts it on sheets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from models.forms.blocks import (
    BAND_HEIGHT,
    CARRIED_OVER,
    SUM_HEIGHT,
    Block,
    draw_band,
    draw_sum,
)
from models.forms.inline import Items
from models.forms.page import CONTINUED, Frame, Head, new_sheet, note_lines, set_note
from models.forms.rows import Column, LaidRow, Row, RowLayout
from models.forms.setting import Numbers, Typesetter
from models.forms.sheet import CENTRE, FRAME, MM_PER_PT, RIGHT, Sheet

BLANK_BELOW = "（以下空白）"
NOTE_GAP = 1.2  # mm between table and notes
_HIGHEST = 62.0  # mm; a row higher than that (about 400 characters) is carried on
_WITH_END = 2  # rows that the end block takes with it

Tick = Callable[[int, int], None]  # (rows laid out, of all); may raise Cancelled


@dataclass(frozen=True)
class TableSpec:
    """A list form. `page_sum` gives the words of 本页小计 from the rows of a page; `end` stands on the last page only.

    `front` stands between the headers and the column heads of the first page (F8b). With `open_rows` the empty rows
    stay open for handwriting: no 以下空白. Register pages (K-20) are closed one by one: `close_pages` strikes the free
    rows of every page, writes no 转下页 and moves no row for the end block; `breaks` are the rows that begin a new page whatever room there is.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title_column: int
    head_height: float = 9.0
    least_row: float = 9.0
    page_sum: Callable[[Sequence[Row]], Items] | None = None
    front: tuple[Block, ...] = ()
    end: tuple[Block, ...] = ()
    note: str = ""
    open_rows: bool = False
    top_shift: float = 0.0  # mm that a second header line moves the table down
    close_pages: bool = False
    breaks: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class PagePlan:
    """Rows [start, stop) of a page, and whether it is the last."""

    start: int
    stop: int
    last: bool


@dataclass
class _Rules:
    """Where column lines run: vertical stretches with the same columns."""

    stretches: list[tuple[float, float, int]] = field(default_factory=list)  # top, foot, merged columns

    def add(self, top: float, foot: float, merged: int) -> None:
        if self.stretches and self.stretches[-1][1] == top and self.stretches[-1][2] == merged:
            top = self.stretches.pop()[0]
        self.stretches.append((top, foot, merged))


class TableDrawer:
    """Lays a table out over pages and draws it."""

    def __init__(self, frame: Frame, setter: Typesetter, head: Head, spec: TableSpec, tick: Tick | None = None) -> None:
        self.frame, self.setter, self.head, self.spec = frame, setter, head, spec
        self.layout = RowLayout(setter, spec.columns, spec.least_row, spec.title_column)
        self.top = frame.table_top + spec.top_shift
        self.sum_height = SUM_HEIGHT if spec.page_sum else 0.0
        self.end_height = sum(block.height for block in spec.end)
        self.note_height = note_lines(frame, setter, spec.note).block + NOTE_GAP if spec.note else 0.0
        self.breaks: set[int] = set()  # laid rows that begin a page whatever room there is
        self._count = 0
        self.rows = list(self._laid(tick))
        self.numbers = self._number_columns()

    def _laid(self, tick: Tick | None) -> Iterator[LaidRow]:
        for index, row in enumerate(self.spec.rows):
            if tick is not None and index % 50 == 0:
                tick(index, len(self.spec.rows))
            if index in self.spec.breaks:
                self.breaks.add(self._count)
            for laid in self.layout.lay(row, _HIGHEST):
                self._count += 1
                yield laid

    def _number_columns(self) -> dict[int, Numbers]:
        found: dict[int, list[int]] = {}
        for row in self.spec.rows:
            for index, cell in enumerate(row.cells):
                if isinstance(cell, int):
                    found.setdefault(index, []).append(cell)
        return {index: Numbers(tuple(values)) for index, values in found.items()}

    # planning

    def plan(self) -> list[PagePlan]:
        """Distribute the rows over pages so that the end block has at least two rows above it."""
        pages: list[PagePlan] = []
        start, count = 0, len(self.rows)
        while True:
            room = self._room(first=not pages)
            if self._fill(start, self._last_room(first=not pages)) == count:
                pages.append(PagePlan(start, count, True))
                return pages
            stop = self._fill(start, room)
            if stop > count - _WITH_END and stop not in self.breaks and not self.spec.close_pages:
                stop = self._leave_for_end(start, count, room)
            if stop == start and pages and pages[-1].start == pages[-1].stop:
                raise ValueError("a row is higher than a page")
            pages.append(PagePlan(start, stop, False))
            start = stop

    def _room(self, first: bool) -> float:
        """Height for bands and rows on a page that is not the last."""
        front = sum(block.height for block in self.spec.front) if first else 0.0
        return self.frame.table_foot - self.top - front - self.spec.head_height - self.sum_height

    def _last_room(self, first: bool) -> float:
        """Height for bands and rows on the last page."""
        below = self.frame.notes_foot - self.frame.table_foot
        return self._room(first) - self.end_height - max(0.0, self.note_height - below)

    def _fill(self, start: int, room: float) -> int:
        """The row after the last one that fits into `room` mm from `start`."""
        total = 0.0
        group = ""
        for index in range(start, len(self.rows)):
            laid = self.rows[index]
            if index in self.breaks and index > start:
                return index
            band = BAND_HEIGHT if laid.row.group and laid.row.group != group else 0.0
            total += band + laid.height
            if total > room + 1e-6:
                return index
            group = laid.row.group
        return len(self.rows)

    def _leave_for_end(self, start: int, count: int, room: float) -> int:
        """Where to stop so that the last page gets two rows, or one if two do not fit there."""
        for kept in (_WITH_END, 1, 0):
            stop = count - kept
            if start < stop <= self._fill(start, room) and self._fill(stop, self._last_room(first=False)) == count:
                return stop
        return self._fill(start, room)

    def _height(self, start: int, stop: int) -> float:
        """Height of rows [start, stop) with their bands when they begin a page."""
        total = 0.0
        group = ""
        for laid in self.rows[start:stop]:
            if laid.row.group and laid.row.group != group:
                total += BAND_HEIGHT
            group = laid.row.group
            total += laid.height
        return total

    # drawing

    def draw(self) -> list[Sheet]:
        """The sheets of the table."""
        plans = self.plan()
        return [self._draw_page(plan, page) for page, plan in enumerate(plans)]

    def _draw_page(self, plan: PagePlan, page: int) -> Sheet:
        first = page == 0
        sheet = new_sheet(self.frame, self.setter, self.head, page)
        x, width = self.frame.left, self.frame.width
        y = self.top
        for block in self.spec.front if first else ():
            y = self._draw_block(sheet, block, y)
        rules = _Rules()
        y = self._draw_heads(sheet, y, rules)
        y = self._draw_rows(sheet, plan, y, rules)
        if plan.last or self.spec.close_pages:
            y = self._draw_empty(sheet, plan, y, rules, first)
        self._draw_columns(sheet, rules)
        if self.spec.page_sum is not None:
            rows = [laid.row for laid in self.rows[plan.start : plan.stop] if laid.first]
            draw_sum(
                sheet,
                self.setter,
                self.spec.page_sum(rows),
                x,
                y,
                width,
                SUM_HEIGHT,
                carried_over=not (plan.last or self.spec.close_pages),
            )
            y = self._rule(sheet, y + SUM_HEIGHT)
        for block in self.spec.end if plan.last else ():
            y = self._draw_block(sheet, block, y)
        sheet.rect(x, self.top, width, y - self.top, FRAME)
        if plan.last and self.spec.note:
            set_note(sheet, self.frame, self.setter, self.spec.note, y + NOTE_GAP)
        if not plan.last and self.spec.page_sum is None:
            sheet.text(x + width, y + NOTE_GAP, 9.0, CARRIED_OVER, align=RIGHT)
        return sheet

    def _draw_block(self, sheet: Sheet, block: Block, y: float) -> float:
        block.draw(sheet, self.setter, self.frame.left, y, self.frame.width)
        return self._rule(sheet, y + block.height)

    def _rule(self, sheet: Sheet, y: float) -> float:
        sheet.line(self.frame.left, y, self.frame.right, y)
        return y

    def _draw_heads(self, sheet: Sheet, y: float, rules: _Rules) -> float:
        height = self.spec.head_height
        self.layout.draw_heads(sheet, self.frame.left, y, height)
        self.layout.draw_divides(sheet, self.frame.left, y + height / 2)
        rules.add(y, y + height, 0)
        return self._rule(sheet, y + height)

    def _draw_rows(self, sheet: Sheet, plan: PagePlan, y: float, rules: _Rules) -> float:
        group = ""
        line = 0
        for index in range(plan.start, plan.stop):
            laid = self.rows[index]
            line += laid.first or index == plan.start
            if laid.row.group and laid.row.group != group:
                text = laid.row.group
                if index == plan.start and index and self.rows[index - 1].row.group == text:
                    text += CONTINUED
                draw_band(sheet, text, self.frame.left, y, self.frame.width, self.setter)
                y = self._rule(sheet, y + BAND_HEIGHT)
            group = laid.row.group
            self.layout.draw(sheet, laid, self.frame.left, y, self.numbers, line)
            if laid.divide:
                self.layout.draw_divides(sheet, self.frame.left, y + laid.divide)
            rules.add(y, y + laid.height, laid.row.merged)
            y = self._rule(sheet, y + laid.height)
        return y

    def _draw_empty(self, sheet: Sheet, plan: PagePlan, y: float, rules: _Rules, first: bool) -> float:
        """Rule the free rows of the last page: 以下空白 in the first, one diagonal across the others."""
        room = self._last_room(first) if plan.last else self._room(first)
        free = room - self._height(plan.start, plan.stop)
        count = int(free / self.spec.least_row + 1e-6)
        if count < 1:
            return y
        start = y
        for _ in range(count):
            rules.add(y, y + self.spec.least_row, 0)
            y = self._rule(sheet, y + self.spec.least_row)
        if self.spec.open_rows:
            return y
        column = self.spec.title_column
        middle = self.frame.left + self.layout.edges[column] + self.spec.columns[column].width / 2
        size = 10.5
        top = start + (self.spec.least_row - size * MM_PER_PT) / 2
        sheet.text(middle, top, size, BLANK_BELOW, align=CENTRE)
        if count > 1:
            sheet.line(self.frame.right, start + self.spec.least_row, self.frame.left, y)
        return y

    def _draw_columns(self, sheet: Sheet, rules: _Rules) -> None:
        for top, foot, merged in rules.stretches:
            edges: Iterable[float] = self.layout.edges[1 : len(self.layout.edges) - max(merged, 1)]
            for edge in edges:
                sheet.line(self.frame.left + edge, top, self.frame.left + edge, foot)


def draw_table(frame: Frame, setter: Typesetter, head: Head, spec: TableSpec, tick: Tick | None = None) -> list[Sheet]:
    """Put a list on as many sheets as it needs."""
    if abs(sum(column.width for column in spec.columns) - frame.width) > 0.01:
        raise ValueError("columns do not add up to the block width")
    return TableDrawer(frame, setter, head, spec, tick).draw()
