"""G03 涉密载体总台账: one line per copy, disc or device, the columns of `domain.md` 2 stacked in pairs on 257 mm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.domain.lifecycle import MEDIUM_WORDS, STATE_WORDS, CarrierState, Medium
from models.domain.markings import Marking, render_marking
from models.forms import columns as fits
from models.forms import registers
from models.forms.fonts import FontSet
from models.forms.lists import TITLE_HIDDEN
from models.forms.registers import Register, RegisterData, both, iso
from models.forms.render import FormDocument
from models.forms.rows import Cell
from models.forms.sheet import CENTRE
from models.forms.stamp import Stamp
from models.forms.table import Tick

PREFIX = "TZ"
CODE = "G03"
TITLE = "涉密载体总台账"


@dataclass(frozen=True, slots=True)
class Entry:
    """One carrier; texts as printed, empty = nothing known. `expires_on` is None for 长期, conditions and no period."""

    number: str  # 2026-000107
    medium: Medium
    title: str
    issuer: str
    reference: str  # document number or serial number
    marking: Marking
    expires_on: date | None
    copy: str
    extent: str
    source: str
    custodian: str
    place: str
    state: CarrierState
    holder: str = ""
    access_scope: str = ""
    counted_on: date | None = None
    remark: str = ""
    title_hidden: bool = False


Data = RegisterData[Entry]


def _cells(entry: Entry, hidden: bool) -> tuple[Cell, ...]:
    return (
        both(entry.number, str(MEDIUM_WORDS[entry.medium])),
        TITLE_HIDDEN if hidden or entry.title_hidden else entry.title,
        both(entry.issuer, entry.reference),
        both(render_marking(entry.marking), iso(entry.expires_on)),
        both(entry.copy, entry.extent),
        both(entry.source, entry.custodian),
        both(entry.place, entry.holder),
        both(str(STATE_WORDS[entry.state]), iso(entry.counted_on)),
        both(entry.access_scope, entry.remark),
    )


REGISTER: Register[Entry] = Register(
    CODE,
    PREFIX,
    TITLE,
    (
        fits.stacked("载体编号", "载体类别", 23, fits.small, align=CENTRE),
        fits.column("载体名称", 56, fits.register_title),
        fits.stacked("制发单位", "文号或序列号", 36, fits.small_text, fits.small_reference),
        fits.stacked("密级和保密期限", "到期日", 24, fits.small_marking, fits.small, CENTRE),
        fits.stacked("份号", "页数或容量", 18, fits.small_copies, fits.small, CENTRE),
        fits.stacked("来源", "责任人", 18, fits.small_text, fits.small_names, align=CENTRE),
        fits.stacked("存放位置", "当前持有人", 29, fits.small_text, fits.small_names),
        fits.stacked("当前状态", "上次清查日期", 20, fits.small, align=CENTRE),
        fits.stacked("使用范围", "备注", 27, fits.small_text),
    ),
    2,
    _cells,
    "份（件）",
)


def draw(data: Data, stamp: Stamp, fonts: FontSet, tick: Tick | None = None) -> FormDocument:
    """The pages. Raises MissingGlyphs."""
    return registers.draw(REGISTER, data, stamp, fonts, tick)
