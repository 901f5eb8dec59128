"""Register pages (登记簿): what G01, G03, G09, G10 and the plain registers share (K-20).

A printed page is fixed: its lines never change. Later changes stand as a correction line on the current page, naming
page and line. So a page is closed when it is printed (free rows struck out), lines are numbered within the page, and
`places` says where each entry came to stand, for the caller to keep.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from models.domain.markings import NO_MARKING, Marking, render_marking
from models.forms import columns as fits
from models.forms.blocks import Block
from models.forms.fonts import FontSet
from models.forms.inline import Blank, Gap, Items
from models.forms.lists import check_mark, chinese_date
from models.forms.page import LANDSCAPE, Head, Header
from models.forms.render import FormDocument, compose
from models.forms.rows import Cell, Column, LineNumber, Row, Stack
from models.forms.setting import Typesetter
from models.forms.sheet import CENTRE, Sheet
from models.forms.stamp import Stamp
from models.forms.table import TableDrawer, TableSpec, Tick

Entry = TypeVar("Entry")
LINE_COLUMN = fits.number_column("行", 6.0)
_LEAST_ROW, _HEAD_HEIGHT = 11.0, 10.5


@dataclass(frozen=True, slots=True)
class Correction:
    """A later change to a printed line: where it stands, what was and what is, why, when, by whom (K-20)."""

    page: int
    line: int
    field: str
    old: str
    new: str
    reason: str
    corrected_on: date
    corrected_by: str

    def __str__(self) -> str:
        old, new = self.old or "（空）", self.new or "（空）"
        return (
            f"更正：第 {self.page} 页第 {self.line} 行“{self.field}”由“{old}”改为“{new}”。原因：{self.reason}。"
            f"{chinese_date(self.corrected_on)}  {self.corrected_by}"
        )


@dataclass(frozen=True)
class RegisterData(Generic[Entry]):
    """Pages of one volume. `lines` are entries and corrections in the order they came to the page.

    `breaks` are the indexes in `lines` that begin a page, known for pages that were printed before; without them lines
    flow on as there is room.
    """

    organ: str
    year: int
    volume: int
    first_page: int
    lines: tuple[Entry | Correction, ...]
    mark: Marking = NO_MARKING
    breaks: frozenset[int] = frozenset()
    titles_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands: page of the volume and line on the page, both from 1."""

    page: int
    line: int


@dataclass(frozen=True)
class Register(Generic[Entry]):
    """A kind of register: code, prefix of its form number, title, columns, and how an entry becomes cells.

    `cells` gives the cells after the line number; `unit` is what 本页小计 counts; `check` raises ValueError for an entry
    whose figures disagree.
    """

    code: str
    prefix: str
    title: str
    columns: tuple[Column, ...]
    title_column: int
    cells: Callable[[Entry, bool], tuple[Cell, ...]]
    unit: str
    check: Callable[[Entry], None] | None = None


def draw(
    register: Register[Entry], data: RegisterData[Entry], stamp: Stamp, fonts: FontSet, tick: Tick | None = None
) -> FormDocument:
    """The pages as a form of their own.

    Raises MissingGlyphs, and ValueError for figures that disagree or a mark lower than that of a shown title.
    """
    return compose(register.title, sheets(register, data, fonts, tick), stamp, fonts)


def sheets(
    register: Register[Entry], data: RegisterData[Entry], fonts: FontSet, tick: Tick | None = None,
    end: tuple[Block, ...] = (),
) -> list[Sheet]:  # fmt: skip
    """The pages without footer; `end` stands below the last one (the closing line of a volume)."""
    return _drawer(register, data, fonts, tick, end).draw()


def page_count(
    register: Register[Entry], data: RegisterData[Entry], fonts: FontSet, tick: Tick | None = None,
    end: tuple[Block, ...] = (),
) -> int:  # fmt: skip
    """How many pages these are, without drawing them."""
    return len(_drawer(register, data, fonts, tick, end).plan())


def places(register: Register[Entry], data: RegisterData[Entry], fonts: FontSet) -> tuple[Place, ...]:
    """Where each of `data.lines` stands when these pages are printed; a line carried on stands where it begins."""
    drawer = _drawer(register, data, fonts, None, ())
    found: list[Place] = []
    for page, plan in enumerate(drawer.plan()):
        line = 0
        for index in range(plan.start, plan.stop):
            laid = drawer.rows[index]
            line += laid.first or index == plan.start
            if laid.first:
                found.append(Place(data.first_page + page, line))
    return tuple(found)


def _drawer(
    register: Register[Entry], data: RegisterData[Entry], fonts: FontSet, tick: Tick | None, end: tuple[Block, ...]
) -> TableDrawer:
    _check_mark(data)
    spec = TableSpec(
        columns=(LINE_COLUMN, *register.columns),
        rows=tuple(_row(register, line, data.titles_hidden) for line in data.lines),
        title_column=register.title_column,
        head_height=_HEAD_HEIGHT,
        least_row=_LEAST_ROW,
        page_sum=lambda rows: _page_sum(register, rows),
        end=end,
        close_pages=True,
        breaks=data.breaks,
    )
    head = Head(register.title, render_marking(data.mark), by_page=lambda page: (_header(data, page),), continued=False)
    return TableDrawer(LANDSCAPE, Typesetter(fonts), head, spec, tick)


def _check_mark(data: RegisterData[Entry]) -> None:
    """No page bears a lower mark than a title it shows (R-12); registers without titles have no marking in a line."""
    shown = [] if data.titles_hidden else [line for line in data.lines if not getattr(line, "title_hidden", False)]
    markings = [getattr(line, "marking", None) for line in shown]
    check_mark(data.mark, [marking for marking in markings if isinstance(marking, Marking)])


def _header(data: RegisterData[Entry], page: int) -> Header:
    volume = f"{data.year}年度  第 {data.volume} 册"
    return Header((f"单位：{data.organ}",), (volume,), (f"本册第 {data.first_page + page} 页",))


def _row(register: Register[Entry], line: Entry | Correction, hidden: bool) -> Row:
    if isinstance(line, Correction):
        count = len(register.columns)
        return Row((LineNumber(), str(line), *[None] * (count - 1)), merged=count, merged_fit=fits.text)
    if register.check is not None:
        register.check(line)
    return Row((LineNumber(), *register.cells(line, hidden)), source=line)


def _page_sum(register: Register[Entry], rows: Sequence[Row]) -> Items:
    entries = sum(row.source is not None for row in rows)
    corrections = len(rows) - entries
    counted = f"本页登记 {entries or '—'} {register.unit}，更正 {corrections or '—'} 行"
    return (counted, Gap(30.0), "登记人：", Blank(34.0), Gap(8.0), "核对人：", Blank(34.0))


# Plain registers: any ledger whose columns are declared with a width (`house.md` 6).


@dataclass(frozen=True, slots=True)
class PlainColumn:
    """A column of a plain register; widths are scaled so that they fill the page."""

    label: str
    width: float
    centred: bool = False


def plain_register(
    code: str, prefix: str, title: str, columns: Sequence[PlainColumn], unit: str = "行"
) -> Register[tuple[str, ...]]:
    """A register whose entries are tuples of texts, one for each column."""
    room = LANDSCAPE.width - LINE_COLUMN.width
    scale = room / sum(column.width for column in columns)
    made = [
        fits.column(
            column.label, round(column.width * scale, 2), fits.small_text, CENTRE if column.centred else "left", 9.5
        )
        for column in columns
    ]
    rest = room - sum(column.width for column in made[:-1])
    made[-1] = fits.column(columns[-1].label, rest, fits.small_text, made[-1].align, 9.5)
    widest = max(range(len(made)), key=lambda index: made[index].width)
    return Register(code, prefix, title, tuple(made), widest + 1, lambda entry, _: tuple(entry), unit)


def both(upper: str, lower: str) -> Stack:
    """A stacked cell; an empty half is a dash, so that nothing can be added later."""
    return Stack(upper or "—", lower or "—")


def iso(day: date | None) -> str:
    """2026-11-23, as dates stand in registers."""
    return day.isoformat() if day else ""
