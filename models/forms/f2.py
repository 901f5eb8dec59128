"""F2 涉密载体销毁清单 (`forms.md` 2): the locked list, and after witnessing the certificate with what was pulled out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.domain.lifecycle import MEDIUM_WORDS
from models.domain.markings import NO_MARKING, Marking, render_marking
from models.forms import columns as fits
from models.forms.blocks import Block, SignCell, sign_block, sum_block
from models.forms.fonts import FontSet
from models.forms.inline import Blank, Box, Gap, Items
from models.forms.lists import Item, chinese_date, dash, list_mark, shown_title, sums_by_material
from models.forms.page import LANDSCAPE, Head, Header
from models.forms.render import FormDocument, compose
from models.forms.rows import Row
from models.forms.setting import Typesetter
from models.forms.sheet import CENTRE
from models.forms.stamp import Stamp
from models.forms.table import TableSpec, Tick, draw_table

PREFIX = "XQ"
WORD = "销清"
CODE = "F2"
TITLE = "涉密载体销毁清单"
PULLED_OUT = "抽出载体（不销毁，原因见右栏）"
_DEPARTMENT_ON_LINE = 20  # characters; a longer name stands without a line and may take two
_SUM_BLANK = 7.0  # mm to write a sum on
NOTE = (
    "注：1. U盘、移动硬盘填保密编号和序列号；计算机硬盘填所属计算机编号和硬盘序列号。2. 合计按载体类别分列。"
    "3. 本清单与审批表编号对应、加盖骑缝章；一式两份，保密工作机构、承销单位各执一份。"
)

COLUMNS = (
    fits.number_column("序号"),
    fits.column("载体名称（文件标题）", 70, fits.text),
    fits.column("制发单位", 27, fits.name),
    fits.column("载体\n类别", 16, fits.text, CENTRE),
    fits.column("文号或编号\n（序列号）", 36, fits.reference),
    fits.column("密级和\n保密期限", 22, fits.marking, CENTRE),
    fits.column("份  号", 24, fits.copies, CENTRE),
    fits.column("页数或\n容量", 13, fits.text, CENTRE),
    fits.column("数量", 11, fits.text, CENTRE),
    fits.column("封装\n袋号", 13, fits.text, CENTRE),
    fits.column("备注", 16, fits.note),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list with the bag it was packed into."""

    item: Item
    bag: str = ""


@dataclass(frozen=True, slots=True)
class PulledOut:
    """A line taken out after approval, and why (K-21)."""

    item: Item
    reason: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was witnessed: when, where, how many, and whether that agrees with the list."""

    sent_on: date | None
    destroyed_on: date
    place: str
    actual: int
    agrees: bool
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class Data:
    """A destruction list. Rows stand in the locked order (`lists.in_order` before locking); the mark is computed.

    `bags` and the seals are known after packing; `certificate` after witnessing. `titles_hidden`: no title is printed
    and the list bears no mark. Without rows the form is a blank one to be filled by hand.
    """

    number: str  # 〔2026〕销清第003号
    approval_number: str  # 〔2026〕销审第003号
    mark: Marking = NO_MARKING
    rows: tuple[Entry, ...] = ()
    department: str = ""
    bags: int = 0
    first_seal: str = ""
    last_seal: str = ""
    pulled_out: tuple[PulledOut, ...] = ()
    certificate: Certificate | None = None
    titles_hidden: bool = False


def draw(data: Data, stamp: Stamp, fonts: FontSet, tick: Tick | None = None) -> FormDocument:
    """The list on as many pages as it needs.

    Raises MissingGlyphs; ValueError for a mark lower than a row's, or a certificate whose number disagrees.
    """
    _check_certificate(data)
    setter = Typesetter(fonts)
    items = [entry.item for entry in data.rows] + [pulled.item for pulled in data.pulled_out]
    head = Head(TITLE, list_mark(data.mark, items, data.titles_hidden), (_header(data),))
    spec = TableSpec(
        columns=COLUMNS,
        rows=tuple(_rows(data)),
        title_column=1,
        page_sum=lambda rows: _page_sum(rows, not data.rows),
        end=(sum_block(_total(data)), *_result(data.certificate), *_signatures(data.certificate)),
        note=NOTE,
        open_rows=not data.rows,
    )
    return compose(TITLE, draw_table(LANDSCAPE, setter, head, spec, tick), stamp, fonts)


def _check_certificate(data: Data) -> None:
    """Agreement with the list is a sum, not an opinion."""
    listed = sum(entry.item.count for entry in data.rows)
    if data.certificate is not None and data.certificate.agrees != (data.certificate.actual == listed):
        raise ValueError("the certificate's number and its agreement with the list contradict each other")


def _header(data: Data) -> Header:
    on_line = len(data.department) <= _DEPARTMENT_ON_LINE
    return Header(
        ("部门（盖章）：", Blank(45.0, data.department, 75.0, "部门"))
        if on_line
        else (f"部门（盖章）：{data.department}",),
        (f"对应审批表编号：{data.approval_number}",),
        (f"清单编号：{data.number}",),
    )


def _rows(data: Data) -> list[Row]:
    rows = [
        Row((*_cells(str(index), entry.item, data), entry.bag, entry.item.remark), source=entry.item)
        for index, entry in enumerate(data.rows, 1)
    ]
    for index, pulled in enumerate(data.pulled_out, 1):
        cells = (*_cells(f"抽{index}", pulled.item, data), pulled.reason, None)
        rows.append(Row(cells, PULLED_OUT, merged=2))
    return rows


def _cells(number: str, item: Item, data: Data) -> tuple[str | int, ...]:
    return (
        number,
        shown_title(item, data.titles_hidden),
        item.issuer,
        str(MEDIUM_WORDS[item.medium]),
        item.reference,
        render_marking(item.marking) or "—",
        item.copies or "—",
        item.extent or "—",
        item.count,
    )


def _page_sum(rows: Sequence[Row], blank: bool) -> Items:
    items = [row.source for row in rows if row.source is not None]
    return ("本页小计：", *_rows_counted(items, blank), *sums_by_material(items, _SUM_BLANK if blank else 0.0))


def _rows_counted(items: Sequence[Item], blank: bool) -> Items:
    return (Blank(_SUM_BLANK), " 行  ") if blank else (f"{dash(len(items))} 行  ",)


def _total(data: Data) -> Items:
    items = [entry.item for entry in data.rows]
    blank = not data.rows
    pulled = f"；另抽出 {len(data.pulled_out)} 行" if data.pulled_out else ""
    seal = 22.0 if blank else 28.0
    return (
        "合    计：共 ",
        *_rows_counted(items, blank),
        *sums_by_material(items, _SUM_BLANK if blank else 0.0),
        f"{pulled}；封装袋共 ",
        *((str(data.bags),) if data.bags else (Blank(_SUM_BLANK),)),
        " 袋，封签号 ",
        Blank(seal, data.first_seal, label="封签号"),
        " 至 ",
        Blank(seal, data.last_seal, label="封签号"),
    )


def _result(certificate: Certificate | None) -> tuple[Block, ...]:
    if certificate is None:
        return ()
    items: Items = (
        f"销毁结果：实际销毁 {certificate.actual} 份（件），与清单 ",
        Gap(0.8), Box(certificate.agrees), "相符", Gap(2.0), Box(not certificate.agrees), "不符（另附说明）",
        f"；销毁地点：{certificate.place}；回执（证明）编号：", Blank(40.0, certificate.receipt, 70.0, "回执编号"),
    )  # fmt: skip
    return (sum_block(items),)


def _signatures(certificate: Certificate | None) -> tuple[Block, Block]:
    sent = chinese_date(certificate.sent_on) if certificate else ""
    destroyed = chinese_date(certificate.destroyed_on) if certificate else ""
    first = (SignCell("清点人", 64), SignCell("复核人", 64), SignCell("批准人", 64), SignCell("接收单位\n（盖章）", 65))
    second = (
        SignCell("押运人\n（两人）", 64),
        SignCell("监销人\n（两人）", 64),
        SignCell("送销日期", 64, sent),
        SignCell("销毁日期", 65, destroyed),
    )
    return sign_block(first, 13.0, 20.0), sign_block(second, 13.0, 20.0)
