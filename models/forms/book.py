"""A volume of a register: cover, pages, and the closing line below the last page (`domain.md` 3, Ledger pages)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from models.domain.markings import render_marking
from models.forms import registers
from models.forms.blocks import Block, SignCell, sign_block, sum_block
from models.forms.fonts import FontSet, Role
from models.forms.lists import chinese_date
from models.forms.page import PORTRAIT, Head, new_sheet
from models.forms.registers import Register, RegisterData
from models.forms.render import FormDocument, compose
from models.forms.setting import Typesetter, set_in_cell
from models.forms.sheet import CENTRE, FRAME, MM_PER_PT, Sheet
from models.forms.stamp import Stamp
from models.forms.table import Tick

PREFIX = "DB"
CODE = "DB"
_TITLE_SIZES = (36.0, 32.0, 28.0, 24.0, 20.0, 18.0)
_TITLE_TOP = 82.0
_TABLE_TOP, _ROW, _LABEL = 150.0, 13.0, 34.0
_TABLE_LEFT, _TABLE_WIDTH = 46.0, 120.0

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on the cover beside the register's title: who keeps the volume and what span it covers."""

    keeper: str
    began_on: date
    ended_on: date | None = None  # None: the volume is still in use


def draw(
    register: Register[Entry], data: RegisterData[Entry], cover: Cover, stamp: Stamp, fonts: FontSet,
    tick: Tick | None = None,
) -> FormDocument:  # fmt: skip
    """The volume as one document: cover, pages, closing line. Raises MissingGlyphs, TextDoesNotFit."""
    setter = Typesetter(fonts)
    count = registers.page_count(register, data, fonts, tick)
    end: tuple[Block, ...] = ()
    if cover.ended_on is not None:
        end = _closing(data, cover.ended_on, count)
        more = registers.page_count(register, data, fonts, tick, end)
        if more != count:  # the closing line takes its rows to a further page, and says so
            count, end = more, _closing(data, cover.ended_on, more)
    pages = registers.sheets(register, data, fonts, tick, end)
    last_page = data.first_page + count - 1
    first = _cover_sheet(register, data, cover, last_page, setter)
    return compose(register.title, [first, *pages], stamp, fonts)


def _closing(data: RegisterData[Entry], ended_on: date, count: int) -> tuple[Block, Block]:
    last_page, lines = data.first_page + count - 1, len(data.lines)
    text = f"本册自第 {data.first_page} 页至第 {last_page} 页，共 {count} 页、{lines} 行，于{chinese_date(ended_on)}截止，以下无正文。"
    cells: Sequence[SignCell] = (
        SignCell("登记人", 86), SignCell("核对人", 86), SignCell("部门\n负责人", 85)
    )  # fmt: skip
    return sum_block((text,)), sign_block(cells, 13.0, 22.0)


def _cover_sheet(
    register: Register[Entry], data: RegisterData[Entry], cover: Cover, last_page: int, setter: Typesetter
) -> Sheet:
    frame = PORTRAIT
    sheet = new_sheet(frame, setter, Head("", render_marking(data.mark)))
    steps = (*((size, 1) for size in _TITLE_SIZES), (24.0, 2), (18.0, None))
    title = setter.must_fit(register.title, frame.width, steps, 1.3, Role.TITLE)
    set_in_cell(sheet, title, frame.left, _TITLE_TOP, frame.width, 36.0, CENTRE)
    rows = (
        ("单    位", data.organ),
        ("年    度", f"{data.year}年"),
        ("册    号", f"第 {data.volume} 册"),
        ("起止日期", f"{chinese_date(cover.began_on)}至{chinese_date(cover.ended_on) or '　　　　年　　月　　日'}"),
        ("起止页码", f"第 {data.first_page} 页至第 {last_page} 页"),
        ("保 管 人", cover.keeper),
    )
    for index, (label, text) in enumerate(rows):
        _cover_row(sheet, setter, _TABLE_TOP + index * _ROW, label, text)
    sheet.rect(_TABLE_LEFT, _TABLE_TOP, _TABLE_WIDTH, _ROW * len(rows), FRAME)
    return sheet


def _cover_row(sheet: Sheet, setter: Typesetter, y: float, label: str, text: str) -> None:
    value_left, value_width = _TABLE_LEFT + _LABEL, _TABLE_WIDTH - _LABEL
    size = 14.0
    sheet.text(_TABLE_LEFT + _LABEL / 2, y + (_ROW - size * MM_PER_PT) / 2, size, label, Role.TEXT, CENTRE)
    sheet.cell(_TABLE_LEFT, y, _LABEL, _ROW, label)
    sizes = (14.0, 13.0, 12.0, 11.0, 10.5, 10.0, 9.0, 8.0)
    fitted = setter.fit_cell(text, value_width - 6.0, _ROW, label.replace(" ", ""), sizes)
    set_in_cell(sheet, fitted, value_left, y, value_width, _ROW, pad=3.0)
    sheet.cell(value_left, y, value_width, _ROW, text)
    sheet.line(_TABLE_LEFT, y + _ROW, _TABLE_LEFT + _TABLE_WIDTH, y + _ROW)
    sheet.line(value_left, y, value_left, y + _ROW)
