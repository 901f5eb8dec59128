"""Labels for carriers and shelves, and the calibration page (`forms.md` 1.6).

Labels bear no stamp: they are no forms. The title is hidden by default, because people outside the scope see a label.
Text keeps 2 mm from the label's edge and 6 mm from the paper's, where printers leave white.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.domain.markings import Marking, render_marking
from models.forms.codes import CODE128_WIDTH, QUIET, carrier_digits, draw_code128, qr_bars
from models.forms.fonts import FontSet, Role
from models.forms.label_sheets import A4_HEIGHT, A4_WIDTH, LabelSheet
from models.forms.lists import TITLE_HIDDEN
from models.forms.render import FormDocument, compose
from models.forms.setting import Fitted, Typesetter, set_block
from models.forms.sheet import CENTRE, MM_PER_PT, RIGHT, Sheet
from models.forms.stamp import TRAINING_WORD

_EDGE, _PAPER_EDGE = 2.0, 6.0
_TALL, _SMALL_WIDTH = 30.0, 42.0  # mm: from 30 high a title fits; under 42 wide only a QR code
_BARS, _BARS_LEAST = 9.0, 5.5
_QR_SIDE, _QR_SHELF = 14.0, 20.0
_QR_BORDER = 1
_LEAST = 6.5  # pt, smallest text on a label
_ELLIPSIS = "……"


class Symbol(StrEnum):
    """What a scanner reads: Code 128 for laser scanners, QR for the rest and for small labels."""

    CODE128 = "CODE128"
    QR = "QR"


@dataclass(frozen=True, slots=True)
class CarrierLabel:
    """What a carrier's label says; `title` is printed only if `show_title` of the order is set."""

    number: str  # 2026-000107
    marking: Marking
    copy: str = ""
    reference: str = ""
    organ: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class ShelfLabel:
    """What a shelf's label says. `code` is what the scan box reads: ASCII capitals, digits, `-./:`."""

    code: str
    place: str  # 机要室 / 5号柜
    name: str  # 第5格
    limit: str = ""  # 限放机密级及以下


@dataclass(frozen=True, slots=True)
class Order:
    """How labels are printed: sheet, first free label (1 …), symbol, and the printer's offset (right and down, mm)."""

    sheet: LabelSheet
    start: int = 1
    symbol: Symbol = Symbol.CODE128
    show_title: bool = False
    offset_x: float = 0.0
    offset_y: float = 0.0
    outlines: bool = False  # dotted, for the preview
    training: bool = False


@dataclass(frozen=True, slots=True)
class _Area:
    """The printable part of a label: x, y, width, height, and the middle of the label itself."""

    x: float
    y: float
    w: float
    h: float
    middle: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def foot(self) -> float:
        return self.y + self.h


def draw(labels: Sequence[CarrierLabel | ShelfLabel], order: Order, fonts: FontSet) -> FormDocument:
    """The labels on as many sheets as they need, from label `start` of the first one.

    Raises MissingGlyphs; ValueError for a start outside the sheet, a wrong carrier number, or a code a QR cannot hold.
    """
    if not 1 <= order.start <= order.sheet.count:
        raise ValueError("start is not a label of the sheet")
    setter = Typesetter(fonts)
    sheets: list[Sheet] = []
    for index, label in enumerate(labels):
        page, position = divmod(order.start - 1 + index, order.sheet.count)
        if page == len(sheets):
            sheets.append(Sheet(fonts, A4_WIDTH, A4_HEIGHT))
        _draw_label(sheets[page], setter, label, order, position + 1)
    return compose("标签", sheets or [Sheet(fonts, A4_WIDTH, A4_HEIGHT)], None, fonts)


def _draw_label(
    sheet: Sheet, setter: Typesetter, label: CarrierLabel | ShelfLabel, order: Order, position: int
) -> None:
    x, y = order.sheet.place(position)
    area = _area(order, x, y)
    sheet.cell(x + order.offset_x, y + order.offset_y, order.sheet.width, order.sheet.height)
    if order.outlines:
        _outline(sheet, order, x + order.offset_x, y + order.offset_y)
    if isinstance(label, ShelfLabel):
        _shelf(sheet, setter, label, area, order)
    elif order.symbol is Symbol.QR or order.sheet.width < _SMALL_WIDTH:
        _with_qr(sheet, setter, label, area, order)
    else:
        _with_bars(sheet, setter, label, area, order)


def _marked(text: str, order: Order) -> str:
    """The number as printed; practice labels say so."""
    return f"{text}  {TRAINING_WORD}" if order.training else text


def _area(order: Order, x: float, y: float) -> _Area:
    """The label less 2 mm, and less what lies within 6 mm of the paper's edge; moved by the printer's offset."""
    sheet = order.sheet
    left, top = max(x + _EDGE, _PAPER_EDGE), max(y + _EDGE, _PAPER_EDGE)
    right = min(x + sheet.width - _EDGE, A4_WIDTH - _PAPER_EDGE)
    foot = min(y + sheet.height - _EDGE, A4_HEIGHT - _PAPER_EDGE)
    dx, dy = order.offset_x, order.offset_y
    return _Area(left + dx, top + dy, right - left, foot - top, x + sheet.width / 2 + dx)


def _outline(sheet: Sheet, order: Order, x: float, y: float) -> None:
    w, h = order.sheet.width, order.sheet.height
    for line in ((x, y, x + w, y), (x, y + h, x + w, y + h), (x, y, x, y + h), (x + w, y, x + w, y + h)):
        sheet.dashed(*line, 0.4, 1.2, 1.8, 0.55)


def _with_bars(sheet: Sheet, setter: Typesetter, label: CarrierLabel, area: _Area, order: Order) -> None:
    """Mark and copy number on top, title on labels from 30 mm, document number and organ, the bars at the foot."""
    tall = order.sheet.height >= _TALL
    mark_size, copy_size = (12.0, 10.0) if tall else (9.0, 8.0)
    pen = area.y + _first_line(sheet, setter, label, area, mark_size, copy_size)
    if tall:
        pen += _title(sheet, setter, label, area.x, pen, area.w, order)
    reference = _reference(setter, label, area.w, 9.0 if tall else 8.0)
    set_block(sheet, reference, area.x, pen)
    if tall and len(reference.lines) == 1:
        room = area.w - setter.width("".join(reference.lines), reference.size) - 3.0
        organ = setter.fit(label.organ, room, ((8.0, 1), (7.5, 1), (7.0, 1)), 1.2) if room > 0 else None
        if organ is not None:
            set_block(sheet, organ, area.right, pen + (reference.size - organ.size) * MM_PER_PT, RIGHT)
    _bars_below(sheet, label, area, pen + reference.block + 1.0, order)


def _first_line(
    sheet: Sheet, setter: Typesetter, label: CarrierLabel, area: _Area, mark_size: float, copy_size: float
) -> float:
    """Set the mark left and the copy number right; returns the height taken."""
    copy = _one_line(setter, f"份号 {label.copy}" if label.copy else "", area.w * 0.55, copy_size)
    room = area.w - setter.width("".join(copy.lines), copy.size) - 2.0
    mark = _one_line(setter, render_marking(label.marking), room, mark_size, Role.HEAD)
    set_block(sheet, mark, area.x, area.y + (mark_size - mark.size) * MM_PER_PT / 2)
    set_block(sheet, copy, area.right, area.y + (mark_size - copy.size) * MM_PER_PT / 2, RIGHT)
    return mark_size * MM_PER_PT + 1.0


def _title(
    sheet: Sheet, setter: Typesetter, label: CarrierLabel, x: float, y: float, room: float, order: Order
) -> float:
    fitted = cut_title(setter, label.title if order.show_title else TITLE_HIDDEN, room, 9.0, 2)
    set_block(sheet, fitted, x, y)
    return 2 * fitted.step + 0.5


def _bars_below(sheet: Sheet, label: CarrierLabel, area: _Area, top: float, order: Order) -> None:
    """Code 128 centred on the label with the number below, at the foot of the label."""
    number = 8.0 * MM_PER_PT
    height = min(_BARS, area.foot - number - 0.3 - top)
    white = 2 * min(area.middle - area.x, area.right - area.middle) + 2 * _EDGE
    if height < _BARS_LEAST or white < CODE128_WIDTH + 2 * QUIET:
        raise ValueError("the label is too small for a Code 128")
    y = area.foot - number - 0.3 - height
    draw_code128(sheet, carrier_digits(label.number), area.middle, y, height)
    sheet.text(area.middle, y + height + 0.3, 8.0, _marked(label.number, order), align=CENTRE)


def _with_qr(sheet: Sheet, setter: Typesetter, label: CarrierLabel, area: _Area, order: Order) -> None:
    """Words at the left, one below the other; a QR code at the right. Labels of media (65 a sheet) leave out more."""
    side = min(_QR_SIDE, area.h)
    room = area.w - side - 1.0
    _draw_qr(sheet, carrier_digits(label.number), area.right - side, area.y + (area.h - side) / 2, side)
    small, tall = order.sheet.width < _SMALL_WIDTH, order.sheet.height >= _TALL
    pen = area.y
    mark = _mark_lines(setter, render_marking(label.marking), room, 12.0 if tall else 9.0)
    set_block(sheet, mark, area.x, pen)
    pen += mark.block + 1.0
    if tall:
        pen += _title(sheet, setter, label, area.x, pen, room, order)
    size = 9.0 if tall else 7.0 if small else 8.0
    lines = [_one_line(setter, _marked(label.number, order), room, size)]
    if label.copy:
        lines.append(_one_line(setter, f"份号 {label.copy}", room, size))
    if not small and label.reference:
        lines.insert(0, _reference(setter, label, room, size))
    for line in lines:
        set_block(sheet, line, area.x, pen)
        pen += line.block + size * MM_PER_PT * 0.32


def _reference(setter: Typesetter, label: CarrierLabel, room: float, size: float) -> Fitted:
    """The document number (of a medium its first line): one line, else broken before 〔, else cut like a title."""
    text = label.reference.partition("\n")[0]
    one = setter.fit(text, room, ((size, 1), (size - 0.5, 1), (7.0, 1)), 1.15)
    broken = text.replace("〔", "\n〔", 1).lstrip("\n")
    return one or setter.fit(broken, room, ((7.5, 2), (7.0, 2)), 1.15) or cut_title(setter, text, room, 7.0, 2)


def _mark_lines(setter: Typesetter, mark: str, room: float, size: float) -> Fitted:
    """A mark in one line, or broken after ★."""
    sizes = tuple(half / 2 for half in range(int(size * 2), 13, -1))
    one = setter.fit(mark, room, tuple((value, 1) for value in sizes if value >= size - 2.0), 1.15, Role.HEAD)
    broken = mark.replace("★", "★\n", 1)
    steps = (*((value, 2) for value in sizes if value <= max(size - 1.0, 7.0)), (_LEAST, None))
    return one or setter.must_fit(broken, room, steps, 1.15, Role.HEAD)


def _shelf(sheet: Sheet, setter: Typesetter, label: ShelfLabel, area: _Area, order: Order) -> None:
    """A shelf's label: name large, place, level limit, QR code at the right with its text below."""
    side = min(_QR_SHELF, area.h - 3.4, area.w * 0.45)
    room = area.w - side - 1.5
    _draw_qr(sheet, label.code, area.right - side, area.y, side)
    code = _one_line(setter, _marked(label.code, order), side, 8.0)
    set_block(sheet, code, area.right - side / 2, area.y + side + 0.3, CENTRE)
    large = 26.0 if order.sheet.height >= _TALL else 16.0
    sizes = tuple(value for value in (26.0, 22.0, 18.0, 16.0, 14.0, 12.0, 11.0, 10.0) if value <= large)
    name = setter.must_fit(label.name, room, (*((size, 1) for size in sizes), (9.0, 2), (8.0, None)), 1.15, Role.HEAD)
    set_block(sheet, name, area.x, area.y)
    place_sizes = (12.0, 11.0, 10.0) if large > 16.0 else (9.0,)
    steps = (*((size, 1) for size in place_sizes), (9.0, 2), (8.0, 2), (7.0, None))
    place = setter.must_fit(label.place, room, steps, 1.15, Role.PLAIN)
    set_block(sheet, place, area.x, area.y + name.block + 1.4)
    limit = _one_line(setter, label.limit, room, 11.0 if large > 16.0 else 8.0, Role.HEAD)
    set_block(sheet, limit, area.x, area.foot - limit.block)


def _draw_qr(sheet: Sheet, text: str, x: float, y: float, side: float) -> None:
    sheet.bars(qr_bars(text, x, y, side, _QR_BORDER))


def _one_line(setter: Typesetter, text: str, room: float, size: float, role: Role = Role.TEXT) -> Fitted:
    """One line, smaller by halves of a point down to 6.5 pt, below that as small as it must be."""
    while size > 1.0 and setter.width(text, size, role) > room:
        size = size - 0.5 if size > _LEAST else size * 0.95
    return Fitted((text,) if text else (), size, 1.2, role)


def cut_title(setter: Typesetter, title: str, room: float, size: float, most: int) -> Fitted:
    """A title in at most `most` lines; longer ones end in …… (labels are the only place where a text may be cut)."""
    steps = ((size, most),)
    fitted = setter.fit(title, room, steps, 1.18)
    kept = len(title)
    while fitted is None:
        kept -= 1
        fitted = setter.fit(title[:kept].rstrip("，、；：（《“") + _ELLIPSIS, room, steps, 1.18)
    return fitted


# Calibration


def calibration(order: Order, printer: str, tray: str, fonts: FontSet) -> FormDocument:
    """A page for plain paper: the grid dashed, a cross and number in each label, a 100 mm ruler, the present offsets."""
    setter = Typesetter(fonts)
    page = Sheet(fonts, A4_WIDTH, A4_HEIGHT)
    box = (32.0, 106.0, 146.0, 72.0)
    for position in range(1, order.sheet.count + 1):
        _calibration_label(page, order, position, box)
    for x in (5.0, A4_WIDTH - 5.0):
        for y in (5.0, A4_HEIGHT - 5.0):
            page.line(x - 4.0, y, x + 4.0, y, 0.5)
            page.line(x, y - 4.0, x, y + 4.0, 0.5)
    _calibration_text(page, setter, order, printer, tray, box)
    return compose("标签校准页", [page], None, fonts)


def _calibration_label(page: Sheet, order: Order, position: int, box: tuple[float, float, float, float]) -> None:
    x, y = order.sheet.place(position)
    x, y = x + order.offset_x, y + order.offset_y
    w, h = order.sheet.width, order.sheet.height
    left, top, right, foot = box[0] - 2.0, box[1] - 2.0, box[0] + box[2] + 2.0, box[1] + box[3] + 2.0
    for line_x in (x, x + w):
        for start, end in _outside(y, y + h, top, foot) if left < line_x < right else ((y, y + h),):
            page.dashed(line_x, start, line_x, end, 0.5, 2.5, 1.5)
    for line_y in (y, y + h):
        for start, end in _outside(x, x + w, left, right) if top < line_y < foot else ((x, x + w),):
            page.dashed(start, line_y, end, line_y, 0.5, 2.5, 1.5)
    across, down = x + w / 2, y + h / 2
    if left - 4.0 < across < right + 4.0 and top - 4.0 < down < foot + 4.0:
        return
    page.line(across - 3.0, down, across + 3.0, down, 0.5)
    page.line(across, down - 3.0, across, down + 3.0, 0.5)
    page.text(across + 3.5, down - 5.0, 9.0, str(position))


def _outside(start: float, end: float, low: float, high: float) -> tuple[tuple[float, float], ...]:
    """The parts of start … end that lie outside low … high."""
    parts = ((start, min(end, low)), (max(start, high), end))
    return tuple(part for part in parts if part[1] > part[0])


def _calibration_text(
    page: Sheet, setter: Typesetter, order: Order, printer: str, tray: str, box: tuple[float, float, float, float]
) -> None:
    x, y, w, h = box
    sheet = order.sheet
    page.rect(x, y, w, h, 0.75)
    title = f"标签校准页  {sheet.count} 枚/张（{sheet.columns}列×{sheet.rows}行，{sheet.width:g}×{sheet.height:g} mm）"
    page.text(x + 4.0, y + 3.0, 12.0, title, Role.HEAD)
    steps = (
        "1. 用普通A4纸打印本页，缩放选“实际大小（100%）”，不选“适合页面”。",
        "2. 与标签纸叠放对光：量标签左边与虚线的距离为横向偏移，上边为纵向偏移。",
        "3. 右移、下移为正，步长0.5 mm；分打印机、分纸盒保存。",
        "4. 量下面的标尺：100 mm处误差超过0.5 mm的，改打印机缩放，不改标签尺寸。",
        "5. 起始位置：从左到右、从上到下编号，见各格数字；用过的格跳过。",
    )
    for index, line in enumerate(steps):
        set_block(page, _one_line(setter, line, w - 8.0, 10.0), x + 4.0, y + 11.0 + index * 6.0)
    _ruler(page, x + 13.0, y + 46.0)
    offsets = f"当前设置：横向 {order.offset_x:+.1f} mm  纵向 {order.offset_y:+.1f} mm  缩放 100%"
    page.text(x + 4.0, y + 58.0, 10.0, offsets)
    set_block(page, _one_line(setter, f"打印机：{printer}  纸盒：{tray}", w - 8.0, 10.0), x + 4.0, y + 64.5)


def _ruler(page: Sheet, x: float, y: float) -> None:
    page.line(x, y, x + 100.0, y, 0.5)
    for tick in range(101):
        length = 3.0 if tick % 10 == 0 else 2.2 if tick % 5 == 0 else 1.4
        page.line(x + tick, y, x + tick, y + length, 0.4)
        if tick % 20 == 0:
            page.text(x + tick, y + 3.4, 8.0, str(tick), align=CENTRE)
    page.text(x + 102.0, y - 1.0, 9.0, "100 mm")
