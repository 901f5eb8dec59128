"""F1 涉密载体销毁审批表 (`forms.md` 2). Printed before approval: seals and execution stay blank, to be filled by hand (K-21)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from models.domain.markings import NO_MARKING, Marking, render_marking
from models.forms.blocks import Opinion
from models.forms.fonts import FontSet
from models.forms.grid import Grid, HeadCell, Label, Lines, Value, count_rows
from models.forms.inline import Blank, Box, Gap, Item, Items, options
from models.forms.lists import chinese_date
from models.forms.page import PORTRAIT, Head, Header, new_sheet, set_note
from models.forms.render import FormDocument, compose
from models.forms.setting import Typesetter
from models.forms.stamp import Stamp

PREFIX = "XS"
WORD = "销审"
CODE = "F1"
TITLE = "涉密载体销毁审批表"
NOTE = (
    "注：1. 清单为本表附件，二者编号对应、加盖骑缝章。2. 监销人、押运人均不少于两人，审批人不得兼任监销人。"
    "3. 本表及清单长期保存，不随载体销毁。4. 一式两份，保密工作机构、承销单位各执一份。"
)
LEVELS = ("绝密", "机密", "秘密", "工作秘密", "其他")
_WIDTHS = (22.0, 22.0, 22.0, 22.0, 20.0, 22.0)
_LABEL, _HALF, _WIDE = 26.0, 52.0, 130.0


class Reason(StrEnum):
    """Reasons for destruction offered by the form."""

    NO_VALUE = "已解密且无保存价值"
    EXPIRED = "超过保密期限"
    SURPLUS_COPIES = "多余复制件"
    MEETING_MATERIAL = "会议材料"
    GIVEN_BACK = "退回件"
    SCRAPPED_MEDIA = "报废介质"


class Kind(StrEnum):
    """Rows of the grid of counts; the value is the label, a line feed where it breaks."""

    PAPER = "纸介质（份）"
    DISC = "光盘（张）"
    PORTABLE = "U盘、移动\n硬盘（个）"
    HARD_DISK = "硬盘（块）"
    OTHER = "其他（件）"


@dataclass(frozen=True, slots=True)
class Data:
    """An application for destruction. Empty texts and None leave the place blank for handwriting.

    `counts` maps (kind, level word of LEVELS) to a number, summed per row and column by the form; None draws an empty
    grid. `to_destroyer` names the destruction organ; else `own_device` and `own_reason` describe own destruction.
    """

    number: str  # 〔2026〕销审第003号
    list_number: str  # 〔2026〕销清第003号
    mark: Marking = NO_MARKING
    applied_on: date | None = None
    department: str = ""
    handler: str = ""  # name and telephone
    reasons: frozenset[Reason] = frozenset()
    other_reason: str = ""
    counts: Mapping[tuple[Kind, str], int] | None = None
    list_pages: int | None = None
    to_destroyer: str = ""
    own_device: str = ""
    own_reason: str = ""
    planned_for: date | None = None
    place: str = ""
    proposals: Mapping[str, str] = field(default_factory=dict)  # 申请部门, 保密工作机构, 分管领导 → typed proposal


def draw(data: Data, stamp: Stamp, fonts: FontSet) -> FormDocument:
    """The form on one page. Raises MissingGlyphs, or TextDoesNotFit for a value too long for its cell."""
    setter = Typesetter(fonts)
    frame = PORTRAIT
    head = Head(TITLE, render_marking(data.mark), (_header(data),))
    sheet = new_sheet(frame, setter, head)
    grid = Grid(sheet, setter, frame.left, frame.table_top, frame.width)
    _application(grid, data)
    _counts(grid, data)
    _plan(grid, data)
    _stock(grid)
    for label, key in (
        ("申请部门\n意    见", "申请部门"),
        ("保密工作机构\n审核意见", "保密工作机构"),
        ("分管（主管）\n领导审批意见", "分管领导"),
    ):
        grid.opinion(Opinion(label, proposal=data.proposals.get(key, "")), 21.0)
    _execution(grid)
    grid.frame()
    set_note(sheet, frame, setter, NOTE, grid.y + 1.2)
    return compose(TITLE, [sheet], stamp, fonts)


def _header(data: Data) -> Header:
    if data.applied_on:
        left: Items = (f"申请日期：{chinese_date(data.applied_on)}",)
    else:
        left = ("申请日期：", Blank(11.5), "年", Blank(7.5), "月", Blank(7.5), "日")
    return Header(left, (), (f"编号：{data.number}",))


def _application(grid: Grid, data: Data) -> None:
    grid.row(
        10.0,
        Label("申请部门", _LABEL), Value(data.department, _HALF, "申请部门"),
        Label("经办人\n及电话", _LABEL), Value(data.handler, _HALF, "经办人及电话"),
    )  # fmt: skip
    reasons = tuple(Reason)
    chosen = frozenset(reason.value for reason in data.reasons)
    first = options(tuple(reason.value for reason in reasons[:4]), chosen)
    second: list[Item] = [*options(tuple(reason.value for reason in reasons[4:]), chosen), Gap(2.0)]
    second += [Box(bool(data.other_reason)), "其他：", Blank(32.0, data.other_reason, 66.0, "销毁事由")]
    grid.row(13.5, Label("销毁事由", _LABEL), Lines((first, tuple(second)), _WIDE))


def _counts(grid: Grid, data: Data) -> None:
    grid.row(
        8.0,
        HeadCell("载体类别", _LABEL),
        *(HeadCell(word, width) for word, width in zip((*LEVELS, "合计"), _WIDTHS, strict=True)),
    )
    labels = [*(Label(kind.value, _LABEL, 10.5) for kind in Kind), Label("合  计", _LABEL)]
    count_rows(grid, _LABEL, _WIDTHS, list(zip(labels, _table(data.counts), strict=True)))


def _table(counts: Mapping[tuple[Kind, str], int] | None) -> list[list[int | None]]:
    """The counts by kind and level with sums at the right and below, or empty cells."""
    if counts is None:
        return [[None] * len(_WIDTHS) for _ in range(len(Kind) + 1)]
    unknown = {level for _, level in counts} - set(LEVELS)
    if unknown:
        raise ValueError("counts under a level the form does not have")
    rows = [[counts.get((kind, level), 0) for level in LEVELS] for kind in Kind]
    rows.append([sum(column) for column in zip(*rows, strict=True)])
    return [[*row, sum(row)] for row in rows]


def _plan(grid: Grid, data: Data) -> None:
    pages = "" if data.list_pages is None else str(data.list_pages)
    grid.row(
        8.0,
        Label("清单", _LABEL),
        Lines(((f"详见《涉密载体销毁清单》（{data.list_number}），共 ", Blank(12.0, pages), " 页"),), _WIDE),
    )
    own = bool(data.own_device or data.own_reason)
    grid.row(
        13.5,
        Label("销毁方式", _LABEL),
        Lines(
            (
                (Box(bool(data.to_destroyer)), "送销毁工作机构（单位名称：", Blank(70.0, data.to_destroyer, label="单位名称"), "）"),
                (
                    Box(own), "自行销毁（设备名称、编号：", Blank(32.0, data.own_device, label="设备名称、编号"), "  理由：",
                    Blank(26.0, data.own_reason, label="自行销毁理由"), "）",
                ),
            ),
            _WIDE,
        ),
    )  # fmt: skip
    grid.row(
        9.0,
        Label("拟销毁时间", _LABEL), Value(chinese_date(data.planned_for), _HALF, "拟销毁时间"),
        Label("销毁地点", _LABEL), Value(data.place, _HALF, "销毁地点"),
    )  # fmt: skip


def _stock(grid: Grid) -> None:
    lines: tuple[Items, ...] = (
        ("经清点，账实相符，其中无应清退、应归档的载体。",),
        ("共封装 ", Blank(14.0), " 袋，封签号 ", Blank(24.0), " 至 ", Blank(24.0), "。"),
        ("清点人：", Blank(26.0), "  复核人：", Blank(26.0), Gap(5.0), "年    月    日"),
    )
    grid.row(19.0, Label("清点情况", _LABEL), Lines(lines, _WIDE, 1.55))


def _execution(grid: Grid) -> None:
    lines: tuple[Items, ...] = (
        (
            "实际销毁 ",
            Blank(14.0),
            " 份（件），与清单 ",
            Gap(0.8),
            Box(),
            "相符",
            Gap(2.0),
            Box(),
            "不符（另附说明）。",
        ),
        ("押运人：", Blank(30.0), Gap(1.0), "、", Blank(30.0)),
        ("监销人：", Blank(30.0), Gap(1.0), "、", Blank(30.0)),
        ("销毁时间：", Gap(3.0), "年    月    日    时   回执（证明）编号：", Blank(38.0)),
    )
    grid.row(28.0, Label("销毁执行\n情    况", _LABEL), Lines(lines, _WIDE, 1.7))
