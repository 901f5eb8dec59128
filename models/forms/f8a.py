"""F8a 涉密载体清查盘点表 (`forms.md` 2): one copy per row in walking order, a band over each place.

Printed before a count it is filled by hand; with a `result` in its rows it is the record of a count on screen.
The result codes are the classes of K-22.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.domain.count_types import VERDICT_WORDS, ResultCode, Verdict
from models.domain.markings import NO_MARKING, Marking, render_marking
from models.forms import columns as fits
from models.forms.blocks import BAND_HEIGHT, Block, SignCell, draw_band, sign_block, sum_block
from models.forms.codes import carrier_digits
from models.forms.fonts import FontSet
from models.forms.inline import Blank, Gap, Item, Items, options
from models.forms.lists import TITLE_HIDDEN, check_mark, chinese_date
from models.forms.page import LANDSCAPE, Head, Header
from models.forms.render import FormDocument, compose
from models.forms.rows import QR_IN_ROW, Code, Row, RowLayout
from models.forms.setting import Typesetter
from models.forms.sheet import CENTRE, Sheet
from models.forms.stamp import Stamp
from models.forms.table import TableSpec, Tick, draw_table

PREFIX = "PD"
WORD = "清点"
CODE = "F8a"
TITLE = "涉密载体清查盘点表"
SURPLUS_BAND = "账外载体"
_SURPLUS_BY_HAND = "账外载体（现场手填；没有的，在首行写“无”）"
SURPLUS_ROWS, _SURPLUS_HEIGHT = 3, 9.0
_BLANK = 12.0  # mm to write a sum on


class Kind(StrEnum):
    """Kinds of count."""

    YEAR = "年度"
    QUARTER = "季度"
    LEAVING = "离岗"
    SPECIAL = "专项"


# Result codes as they are written into the column, by the classes of K-22; 3 for what was found beyond the book.
CODES = {code.verdict: str(code.value) for code in ResultCode}
_OTHER = frozenset({Verdict.MISPLACED, Verdict.MISMARKED, Verdict.DAMAGED})
_PRESENT = _OTHER | {Verdict.MATCHED, Verdict.UNRECORDED}
NOTE = (
    "代码："
    + "  ".join(f"{code} {VERDICT_WORDS[verdict]}" for verdict, code in CODES.items())
    + "。合计中“其他”为错位、标识不符、破损之和。"
)
_NOTE_BY_HAND = "“实有”“结果代码”现场填写；账外载体填入末页账外栏。"

COLUMNS = (
    fits.number_column("序号"),
    fits.column("载体编号", 37, fits.text, CENTRE),
    fits.column("载体名称（文件标题）", 64, fits.text),
    fits.column("文号或序列号", 34, fits.reference),
    fits.column("密级和\n保密期限", 22, fits.marking, CENTRE),
    fits.column("到期日", 20, fits.day, CENTRE),
    fits.column("份号", 14, fits.copy, CENTRE),
    fits.column("账面", 9, fits.text, CENTRE),
    fits.column("实有", 10, fits.text, CENTRE),
    fits.column("持有人", 16, fits.person, CENTRE),
    fits.column("结果\n代码", 10, fits.text, CENTRE),
    fits.column("备注", 12, fits.note),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One carrier. `place` is the band it stands under; `result` is known only after a count on screen."""

    number: str  # 2026-000107
    title: str
    reference: str
    marking: Marking
    expires_on: date | None  # None for 长期 and conditions
    copy: str
    holder: str
    place: str
    remark: str = ""
    title_hidden: bool = False
    result: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Surplus:
    """A carrier found beyond the book; every field may be unknown."""

    number: str = ""
    title: str = ""
    reference: str = ""
    marking: str = ""
    copy: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Data:
    """A count sheet: rows in the order of the walk (place after place, shelf order), the mark computed."""

    batch: str  # 〔2026〕清查第001号
    kind: Kind | None
    base_date: date | None
    department: str
    mark: Marking = NO_MARKING
    rows: tuple[Line, ...] = ()
    surplus: tuple[Surplus, ...] = ()
    titles_hidden: bool = False
    qr_codes: bool = False  # QR instead of Code 128: read from a copy or a skewed page too, at the cost of higher rows

    @property
    def counted(self) -> bool:
        """True if every row has its result: sums are printed, not left to be filled."""
        return bool(self.rows) and all(line.result is not None for line in self.rows)


def draw(data: Data, stamp: Stamp, fonts: FontSet, tick: Tick | None = None) -> FormDocument:
    """The count sheet on as many pages as it needs. Raises MissingGlyphs; ValueError for a wrong number or mark."""
    setter = Typesetter(fonts)
    shown = [line.marking for line in data.rows if not (data.titles_hidden or line.title_hidden)]
    check_mark(data.mark, shown)
    head = Head(TITLE, render_marking(data.mark) if shown else "", (_header(data),))
    by_hand = () if data.counted else (_surplus_by_hand(),)
    spec = TableSpec(
        columns=COLUMNS,
        rows=tuple(_rows(data)),
        title_column=2,
        least_row=QR_IN_ROW + 1.6 if data.qr_codes else 11.0,
        page_sum=lambda rows: _sums("本页小计", [row.source for row in rows], data.counted),
        end=(*by_hand, sum_block(_sums("合    计", (*data.rows, *data.surplus), data.counted)), _signatures()),
        note=NOTE if data.counted else NOTE + _NOTE_BY_HAND,
        open_rows=not data.rows,
    )
    return compose(TITLE, draw_table(LANDSCAPE, setter, head, spec, tick), stamp, fonts)


def _header(data: Data) -> Header:
    chosen = frozenset([data.kind.value] if data.kind else [])
    kinds = options(tuple(kind.value for kind in Kind), chosen, 1.6)
    day = chinese_date(data.base_date) or "    年    月    日"
    middle: Items = (f"清查批次：{data.batch}  类型：", *kinds)
    return Header((f"部门：{data.department}",), middle, (f"基准日期：{day}",))


def _rows(data: Data) -> list[Row]:
    rows = [_row(index, line, data) for index, line in enumerate(data.rows, 1)]
    if data.counted:
        rows += [_surplus_row(index, found) for index, found in enumerate(data.surplus, 1)]
        if not data.surplus:
            rows.append(Row(("外", None, "无", *[None] * 9), SURPLUS_BAND))
    return rows


def _row(index: int, line: Line, data: Data) -> Row:
    hidden = data.titles_hidden or line.title_hidden
    found = None if line.result is None else int(line.result in _PRESENT)
    cells = (
        str(index),
        Code(carrier_digits(line.number), line.number, data.qr_codes),
        TITLE_HIDDEN if hidden else line.title,
        line.reference,
        render_marking(line.marking) or "—",
        line.expires_on.isoformat() if line.expires_on else "—",
        line.copy or "—",
        1,
        found,
        line.holder,
        CODES[line.result] if line.result else None,
        line.remark,
    )
    return Row(cells, line.place, source=line)


def _sums(label: str, sources: Sequence[Line | Surplus | None], counted: bool) -> Items:
    """账面 and the classes of K-22: numbers after a count on screen, else lines to write on."""
    book = sum(isinstance(source, Line) for source in sources)
    items: list[Item] = [f"{label}：账面 {book or '—'} 份"]
    if not sources and not counted:  # a blank form
        items = [f"{label}：账面 ", Blank(_BLANK), " 份"]
    for word, number in _classes(sources).items():
        items.append(Gap(3.0))
        items += [f"{word} {number or '—'} 份"] if counted else [f"{word} ", Blank(_BLANK), " 份"]
    return tuple(items)


def _classes(sources: Sequence[Line | Surplus | None]) -> dict[str, int]:
    results = [source.result for source in sources if isinstance(source, Line)]
    surplus = sum(isinstance(source, Surplus) for source in sources)
    return {
        "实有": sum(result in _PRESENT for result in results) + surplus,
        "相符": results.count(Verdict.MATCHED),
        "借出": results.count(Verdict.ON_LOAN),
        "异动": results.count(Verdict.MOVED_DURING),
        "缺失": results.count(Verdict.MISSING),
        "账外": surplus,
        "其他": sum(result in _OTHER for result in results),
    }


def _surplus_row(index: int, found: Surplus) -> Row:
    cells = (
        f"外{index}", found.number, found.title or "—", found.reference, found.marking, None, found.copy, None, 1, None,
        CODES[Verdict.UNRECORDED], found.remark,
    )  # fmt: skip
    return Row(cells, SURPLUS_BAND, source=found)


def _surplus_by_hand() -> Block:
    """The band and the empty rows for carriers beyond the book."""

    def draw_rows(sheet: Sheet, setter: Typesetter, x: float, y: float, width: float) -> None:
        layout = RowLayout(setter, COLUMNS, _SURPLUS_HEIGHT, 2)
        draw_band(sheet, _SURPLUS_BY_HAND, x, y, width, setter)
        top = y + BAND_HEIGHT
        for index in range(SURPLUS_ROWS):
            y = top + index * _SURPLUS_HEIGHT
            sheet.line(x, y, x + width, y)
            layout.draw(sheet, layout.lay(Row((f"外{index + 1}", *[None] * 11)), _SURPLUS_HEIGHT)[0], x, y, {})
        for edge in layout.edges[1:-1]:
            sheet.line(x + edge, top, x + edge, top + SURPLUS_ROWS * _SURPLUS_HEIGHT)

    return Block(BAND_HEIGHT + SURPLUS_ROWS * _SURPLUS_HEIGHT, draw_rows)


def _signatures() -> Block:
    cells = (
        SignCell("清查人", 64),
        SignCell("复核\n（监督）人", 64),
        SignCell("责任人", 64),
        SignCell("部门\n负责人", 65),
    )
    return sign_block(cells, 13.0, 20.0)
