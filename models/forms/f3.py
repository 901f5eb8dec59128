"""F3 涉密载体移交清单 (`forms.md` 2): three persons, one line per carrier or per equal copies, √ or × by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.domain.lifecycle import MEDIUM_WORDS
from models.domain.markings import NO_MARKING, Marking, render_marking
from models.forms import columns as fits
from models.forms.blocks import Block, SignCell, sign_block, sum_block
from models.forms.fonts import FontSet
from models.forms.inline import Blank, Box, Gap, Items, options
from models.forms.lists import Item, chinese_date, list_mark, shown_title, sums_by_level
from models.forms.page import LANDSCAPE, Head, Header
from models.forms.render import FormDocument, compose
from models.forms.rows import Row
from models.forms.setting import Typesetter
from models.forms.sheet import CENTRE
from models.forms.stamp import Stamp
from models.forms.table import TableSpec, Tick, draw_table

PREFIX = "YJ"
WORD = "移交"
CODE = "F3"
TITLE = "涉密载体移交清单"
_SUM_BLANK = 10.0  # mm to write a sum on
NOTE = (
    "注：逐件清点，相符在“核对”栏打“√”，不符打“×”并在备注栏注明、另附说明；移交人、接收人、监交人为三人，不得兼任；"
    "一式三份，移交方、接收方、保密工作机构各一份。"
)

COLUMNS = (
    fits.number_column("序号"),
    fits.column("载体名称（文件标题）", 72, fits.text),
    fits.column("制发单位", 28, fits.name),
    fits.column("文号或编号", 36, fits.reference),
    fits.column("载体\n类别", 16, fits.text, CENTRE),
    fits.column("密级和\n保密期限", 22, fits.marking, CENTRE),
    fits.column("份  号", 24, fits.copies, CENTRE),
    fits.column("份数", 10, fits.text, CENTRE),
    fits.column("页数或\n容量", 14, fits.text, CENTRE),
    fits.column("核对\n√／×", 10, fits.text, CENTRE, 8.5),
    fits.column("备注", 16, fits.note),
)


class Reason(StrEnum):
    """Reasons for a hand-over offered by the form."""

    CHANGE_OF_POST = "岗位变动"
    LEAVING = "离岗离职"
    REORGANISATION = "机构调整"
    ARCHIVING = "归档"
    AFTER_MEETING = "会议收回"


@dataclass(frozen=True, slots=True)
class Data:
    """A hand-over list. Without rows it is a blank one to be filled by hand; None and "" leave places open."""

    number: str  # 〔2026〕移交第007号
    mark: Marking = NO_MARKING
    rows: tuple[Item, ...] = ()
    giver: str = ""  # department and person
    taker: str = ""
    reason: Reason | None = None
    other_reason: str = ""
    handed_over_on: date | None = None
    titles_hidden: bool = False


def draw(data: Data, stamp: Stamp, fonts: FontSet, tick: Tick | None = None) -> FormDocument:
    """The list on as many pages as it needs. Raises MissingGlyphs; ValueError for a mark lower than a row's."""
    setter = Typesetter(fonts)
    head = Head(TITLE, list_mark(data.mark, data.rows, data.titles_hidden), _headers(data))
    spec = TableSpec(
        columns=COLUMNS,
        rows=tuple(_row(index, item, data) for index, item in enumerate(data.rows, 1)),
        title_column=1,
        page_sum=lambda rows: ("本页小计：", *_sums([row.source for row in rows], not data.rows)),
        end=(sum_block(("合    计：共 ", *_sums(data.rows, not data.rows), "。")), _signatures()),
        note=NOTE,
        open_rows=not data.rows,
        top_shift=6.0,
    )
    return compose(TITLE, draw_table(LANDSCAPE, setter, head, spec, tick), stamp, fonts)


def _headers(data: Data) -> tuple[Header, Header]:
    chosen = frozenset([data.reason.value] if data.reason else [])
    reasons: Items = (
        "移交原因：",
        *options(tuple(reason.value for reason in Reason), chosen),
        Gap(2.0),
        Box(bool(data.other_reason)),
        "其他：",
        Blank(24.0, data.other_reason, 60.0, "移交原因"),
    )
    day: Items = ("移交日期：    年    月    日",)
    if data.handed_over_on:
        day = (f"移交日期：{chinese_date(data.handed_over_on)}",)
    giver: Items = (f"移交部门（人）：{data.giver}",) if data.giver else ("移交部门（人）：", Blank(45.0))
    taker: Items = (f"接收部门（人）：{data.taker}",) if data.taker else ("接收部门（人）：", Blank(45.0))
    return Header(giver, taker, (f"编号：{data.number}",)), Header(reasons, (), day)


def _row(index: int, item: Item, data: Data) -> Row:
    cells = (
        str(index),
        shown_title(item, data.titles_hidden),
        item.issuer,
        item.reference,
        str(MEDIUM_WORDS[item.medium]),
        render_marking(item.marking) or "—",
        item.copies or "—",
        item.count,
        item.extent or "—",
        None,
        item.remark,
    )
    return Row(cells, source=item)


def _sums(items: Sequence[Item], blank: bool) -> Items:
    if blank:
        return (Blank(_SUM_BLANK), " 行 ", Blank(_SUM_BLANK), " 份，", *sums_by_level(items, _SUM_BLANK))
    copies = sum(item.count for item in items)
    return (f"{len(items)} 行 {copies} 份，", *sums_by_level(items))


def _signatures() -> Block:
    return sign_block((SignCell("移交人", 86), SignCell("接收人", 86), SignCell("监交人", 85)), 16.0, 22.0)
