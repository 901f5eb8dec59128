"""G01 涉密文件收文登记簿: the columns of `domain.md` 2 stacked in pairs on 257 mm; one line per received document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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

PREFIX = "SW"
CODE = "G01"
TITLE = "涉密文件收文登记簿"


@dataclass(frozen=True, slots=True)
class Entry:
    """One received document as it stands in the register; texts as printed, empty = nothing known."""

    received_on: date
    registry_number: str  # 2026-机0318
    issuer: str
    reference: str
    title: str
    marking: Marking
    copies: str  # as format_copy_numbers writes them
    count: int
    pages: int | None = None
    urgency: str = ""
    attachments: str = ""
    cover_number: str = ""
    channel: str = ""
    counted_by: str = ""
    signed_by: str = ""
    signed_at: str = ""
    place: str = ""
    handling_unit: str = ""
    access_scope: str = ""
    recall: str = ""
    disposal: str = ""  # 归档, 清退, 销毁 with its date
    archive_number: str = ""  # 归入卷号
    remark: str = ""
    title_hidden: bool = False


Data = RegisterData[Entry]


def _cells(entry: Entry, hidden: bool) -> tuple[Cell, ...]:
    title = TITLE_HIDDEN if hidden or entry.title_hidden else entry.title
    if entry.attachments:
        title += f"\n（附件：{entry.attachments}）"
    pages = f"{entry.count}份  每份{entry.pages}页" if entry.pages else f"{entry.count}份"
    return (
        both(iso(entry.received_on), entry.registry_number),
        both(entry.issuer, entry.reference),
        title,
        both(render_marking(entry.marking), entry.urgency),
        both(entry.copies, pages),
        both(entry.channel, entry.cover_number),
        both(entry.counted_by, entry.signed_by),
        both(entry.signed_at, entry.place),
        both(entry.handling_unit, entry.access_scope),
        both(entry.recall, entry.disposal),
        both(entry.archive_number, entry.remark),
    )


REGISTER: Register[Entry] = Register(
    CODE,
    PREFIX,
    TITLE,
    (
        fits.stacked("收文日期", "收文编号", 21, fits.small, align=CENTRE),
        fits.stacked("来文单位", "来文字号", 33, fits.small_text, fits.small_reference),
        fits.column("文件标题（附件）", 47, fits.register_title),
        fits.stacked("密级期限", "紧急程度", 21, fits.small_marking, fits.small, CENTRE),
        fits.stacked("份号", "份数、页数", 24, fits.small_copies, fits.small, CENTRE),
        fits.stacked("来件渠道", "外封号", 18, fits.small_text, align=CENTRE),
        fits.stacked("清点人", "签收人", 15, fits.small_names, align=CENTRE),
        fits.stacked("签收时间", "存放位置", 20, fits.small_text, align=CENTRE),
        fits.stacked("承办部门", "知悉范围", 20, fits.small_text),
        fits.stacked("清退要求", "去向、日期", 17, fits.small_text, align=CENTRE),
        fits.stacked("归入卷号", "备注", 15, fits.small_text),
    ),
    3,
    _cells,
    "件",
)


def draw(data: Data, stamp: Stamp, fonts: FontSet, tick: Tick | None = None) -> FormDocument:
    """The pages. Raises MissingGlyphs."""
    return registers.draw(REGISTER, data, stamp, fonts, tick)
