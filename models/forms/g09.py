"""G09 涉密载体销毁登记簿: one line per batch, counts by material side by side (`domain.md` 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.domain.markings import Marking, render_marking
from models.forms import columns as fits
from models.forms import registers
from models.forms.fonts import FontSet
from models.forms.registers import Register, RegisterData, both, iso
from models.forms.render import FormDocument
from models.forms.rows import Cell
from models.forms.sheet import CENTRE
from models.forms.stamp import Stamp
from models.forms.table import Tick

PREFIX = "XD"
CODE = "G09"
TITLE = "涉密载体销毁登记簿"


@dataclass(frozen=True, slots=True)
class Entry:
    """One batch; names of two persons are joined with 、. Empty texts and None: not yet known."""

    number: str
    applied_on: date
    department: str
    paper: int  # 份
    discs: int  # 张
    portable: int  # U盘 and 移动硬盘, 个
    hard_disks: int  # 块
    highest: Marking
    counted_by: str = ""
    checked_by: str = ""
    approved_by: str = ""
    approved_on: date | None = None
    way: str = ""  # 送销 or 自销, with the method
    destroyer: str = ""
    bags: int | None = None
    seals: str = ""
    sent_on: date | None = None
    escorts: str = ""
    destroyed_on: date | None = None
    witnesses: str = ""
    place: str = ""
    receipt: str = ""
    recording: str = ""  # number of the film of the destruction
    remark: str = ""


Data = RegisterData[Entry]


def _cells(entry: Entry, hidden: bool) -> tuple[Cell, ...]:
    return (
        both(entry.number, iso(entry.applied_on)),
        both(entry.department, render_marking(entry.highest)),
        entry.paper,
        entry.discs,
        entry.portable,
        entry.hard_disks,
        both(entry.counted_by, entry.checked_by),
        both(entry.approved_by, iso(entry.approved_on)),
        both(entry.way, entry.destroyer),
        both("" if entry.bags is None else f"{entry.bags}袋", entry.seals),
        both(iso(entry.sent_on), entry.escorts),
        both(iso(entry.destroyed_on), entry.witnesses),
        both(entry.place, entry.receipt),
        both(entry.recording, entry.remark),
    )


REGISTER: Register[Entry] = Register(
    CODE,
    PREFIX,
    TITLE,
    (
        fits.stacked("批次号", "申请日期", 26, fits.small_reference, fits.small, CENTRE),
        fits.stacked("部门", "最高密级", 23, fits.small_text, fits.small_marking, CENTRE),
        fits.column("纸质\n份数", 11, fits.text, CENTRE, 9.0),
        fits.column("光盘\n张数", 11, fits.text, CENTRE, 9.0),
        fits.column("U盘\n个数", 11, fits.text, CENTRE, 9.0),
        fits.column("硬盘\n块数", 11, fits.text, CENTRE, 9.0),
        fits.stacked("清点人", "复核人", 15, fits.small_names, align=CENTRE),
        fits.stacked("批准人", "批准日期", 19, fits.small_names, fits.small, CENTRE),
        fits.stacked("销毁方式", "承销单位", 24, fits.small_text),
        fits.stacked("封装袋数", "封签号", 20, fits.small, fits.small_text, CENTRE),
        fits.stacked("送销日期", "押运人（两人）", 21, fits.small, fits.small_names, CENTRE),
        fits.stacked("销毁日期", "监销人（两人）", 21, fits.small, fits.small_names, CENTRE),
        fits.stacked("销毁地点", "回执、证明编号", 22, fits.small_text),
        fits.stacked("影像编号", "备注", 16, fits.small_text),
    ),
    9,
    _cells,
    "批",
)


def draw(data: Data, stamp: Stamp, fonts: FontSet, tick: Tick | None = None) -> FormDocument:
    """The pages. Raises MissingGlyphs."""
    return registers.draw(REGISTER, data, stamp, fonts, tick)
