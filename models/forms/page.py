"""The frame of a form page: mark, title, header lines, notes, footer, watermark; all places as in `forms.md` 1.1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from models.forms.fonts import Role
from models.forms.inline import Items, items_width, set_items
from models.forms.setting import Fitted, Typesetter, set_block
from models.forms.sheet import CENTRE, LEFT, MM_PER_PT, RIGHT, Sheet, TextOp
from models.forms.stamp import LATER, TRAINING_WORD, Stamp

CONTINUED = "（续）"
QR_SIDE = 18.0
NOTE_SIZE, NOTE_STEP = 9.0, 4.1  # pt, mm from line to line
SECOND_HEADER = 6.9  # mm from the first header line to the second (F3)
_TITLE_LEAST = 15.0  # pt, below that a title takes two lines
_TITLE_MARGIN = 44.0  # mm of the block width kept free for the QR code and its counterpart
_MARK_SIZES = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0)
_HEADER_LEAST = 8.0  # pt
_FOOTER_1, _FOOTER_2, _FOOTER_LEAST = 9.0, 8.0, 7.0  # pt
_WATERMARK_GREY = 0.9


@dataclass(frozen=True, slots=True)
class Frame:
    """Measures of one orientation, in mm from the top left corner (sizes in pt)."""

    landscape: bool
    page_width: float
    page_height: float
    left: float
    width: float
    mark_top: float
    title_top: float
    title_size: float
    qr_x: float
    qr_y: float
    header_top: float
    header_size: float
    table_top: float
    table_foot: float
    notes_foot: float
    footer_1: float
    footer_2: float

    @property
    def right(self) -> float:
        """The right edge of the block."""
        return self.left + self.width

    @property
    def middle(self) -> float:
        """The middle of the block."""
        return self.left + self.width / 2


PORTRAIT = Frame(
    landscape=False, page_width=210.0, page_height=297.0, left=28.0, width=156.0, mark_top=19.5, title_top=28.5,
    title_size=22.0, qr_x=166.0, qr_y=18.5, header_top=42.8, header_size=12.0, table_top=49.0, table_foot=272.0,
    notes_foot=278.0, footer_1=279.5, footer_2=283.7,
)  # fmt: skip
LANDSCAPE = Frame(
    landscape=True, page_width=297.0, page_height=210.0, left=20.0, width=257.0, mark_top=25.0, title_top=28.0,
    title_size=20.0, qr_x=259.0, qr_y=23.0, header_top=41.8, header_size=10.5, table_top=48.0, table_foot=189.0,
    notes_foot=189.0, footer_1=192.5, footer_2=196.7,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    """A header line: what stands at the left end, in the middle and at the right end of the block."""

    left: Items = ()
    middle: Items = ()
    right: Items = ()


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the table on every page of a form; `mark` is the form's own classification mark or empty.

    `by_page` gives the header lines of a page (from 0) where they differ; `continued` adds （续） to the title from the
    second page on.
    """

    title: str
    mark: str
    headers: tuple[Header, ...] = ()
    by_page: Callable[[int], tuple[Header, ...]] | None = None
    continued: bool = True


def new_sheet(frame: Frame, setter: Typesetter, head: Head, page: int = 0) -> Sheet:
    """Page `page` (from 0) of a form: a sheet with mark, title and header lines; the table comes next, footer and QR code when the form is closed."""
    sheet = Sheet(setter.fonts, frame.page_width, frame.page_height)
    title_width = _set_title(sheet, frame, setter, head.title + (CONTINUED if page and head.continued else ""))
    _set_mark(sheet, frame, setter, head.mark, title_width)
    headers = head.by_page(page) if head.by_page else head.headers
    for index, header in enumerate(headers):
        set_header(sheet, frame, setter, header, frame.header_top + index * SECOND_HEADER)
    return sheet


def _set_title(sheet: Sheet, frame: Frame, setter: Typesetter, title: str) -> float:
    """Set the title 1 pt smaller at a time until it keeps clear of the QR code; returns its width in mm."""
    if not title:
        return 0.0
    room = frame.width - _TITLE_MARGIN
    size = frame.title_size
    while size > _TITLE_LEAST and setter.width(title, size, Role.TITLE) > room:
        size -= 1.0
    fitted = setter.must_fit(title, room, ((size, 1), (_TITLE_LEAST, 2), (12.0, None)), 1.2, Role.TITLE)
    top = frame.title_top + (frame.title_size * MM_PER_PT - fitted.block) / 2
    set_block(sheet, fitted, frame.middle, top, CENTRE)
    return max(setter.width(line, fitted.size, Role.TITLE) for line in fitted.lines)


def _set_mark(sheet: Sheet, frame: Frame, setter: Typesetter, mark: str, title_width: float) -> None:
    """The mark stands on every page: beside the title on a landscape page, above it on an upright one."""
    if not mark:
        return
    room = (frame.width - title_width) / 2 - 4.0 if frame.landscape else frame.qr_x - frame.left - 4.0
    fitted = setter.must_fit(mark, room, (*((size, 1) for size in _MARK_SIZES), (10.0, None)), 1.15, Role.HEAD)
    set_block(sheet, fitted, frame.left, frame.mark_top)


def set_header(sheet: Sheet, frame: Frame, setter: Typesetter, header: Header, top: float) -> None:
    """Set a header line. If its parts meet, all get smaller down to 8 pt, then plain texts take two lines."""
    size = frame.header_size
    while size > _HEADER_LEAST and not _fits(frame, setter, header, size):
        size -= 0.5
    shift = (frame.header_size - size) * MM_PER_PT
    rooms = _rooms(frame, setter, header, size)
    for items, align in ((header.left, LEFT), (header.middle, CENTRE), (header.right, RIGHT)):
        wide = items_width(setter, items, size)
        anchor = {LEFT: frame.left, CENTRE: frame.middle, RIGHT: frame.right}[align]
        room = rooms[align]
        if wide <= room + 0.01 or not all(isinstance(item, str) for item in items):
            start = {LEFT: anchor, CENTRE: anchor - wide / 2, RIGHT: anchor - wide}[align]
            set_items(sheet, setter, items, start, top + shift, size)
            continue
        text = "".join(item for item in items if isinstance(item, str))
        fitted = setter.must_fit(text, room, ((size, None),), 1.05)
        set_block(sheet, fitted, anchor, top + frame.header_size * MM_PER_PT - fitted.block + 0.6, align)


def _rooms(frame: Frame, setter: Typesetter, header: Header, size: float) -> dict[str, float]:
    """Millimetres each part may take: both ends up to the middle part; without one, the longer end gives way."""
    left, middle, right = (items_width(setter, items, size) for items in (header.left, header.middle, header.right))
    if header.middle:
        half = (frame.width - middle) / 2 - 4.0
        return {LEFT: half, CENTRE: middle, RIGHT: half}
    if left >= right:
        return {LEFT: frame.width - right - 4.0, CENTRE: 0.0, RIGHT: right}
    return {LEFT: left, CENTRE: 0.0, RIGHT: frame.width - left - 4.0}


def _fits(frame: Frame, setter: Typesetter, header: Header, size: float) -> bool:
    rooms = _rooms(frame, setter, header, size)
    parts = ((header.left, LEFT), (header.middle, CENTRE), (header.right, RIGHT))
    return all(items_width(setter, items, size) <= rooms[align] + 0.01 for items, align in parts)


def note_lines(frame: Frame, setter: Typesetter, note: str) -> Fitted:
    """The notes below the table, 9 pt, in lines 4.1 mm apart."""
    return setter.must_fit(note, frame.width, ((NOTE_SIZE, None),), NOTE_STEP / (NOTE_SIZE * MM_PER_PT))


def set_note(sheet: Sheet, frame: Frame, setter: Typesetter, note: str, top: float) -> None:
    """Set the notes below the table."""
    set_block(sheet, note_lines(frame, setter, note), frame.left, top)


def set_footer(sheet: Sheet, frame: Frame, stamp: Stamp, page: int, total: int) -> None:
    """Add what needs the stamp and the total of pages: footer lines, watermark, and in a preview the QR code's place."""
    if stamp.preview:
        _set_qr_place(sheet, frame)
    sheet.text(frame.left, frame.footer_1, _FOOTER_1, f"{stamp.form_code}  单号 {stamp.form_number or LATER}")
    sheet.text(frame.middle, frame.footer_1, _FOOTER_1, f"第 {page} 页  共 {total} 页", align=CENTRE)
    sheet.text(frame.left, frame.footer_2, _FOOTER_2, f"登记账记录 {stamp.entry}  校验 {stamp.check}")
    who = f"打印 {stamp.printed_by}  {stamp.printed_at}"
    count = f"第 {stamp.print_count} 次打印"
    if frame.landscape:
        end = _set_serial(sheet, frame.right, frame.footer_1, _FOOTER_1, stamp)
        _set_right(sheet, frame, end - 2.0, frame.footer_1, _FOOTER_1, who)
        _set_right(sheet, frame, frame.right, frame.footer_2, _FOOTER_2, count)
    else:
        _set_right(sheet, frame, frame.right, frame.footer_1, _FOOTER_1, who)
        text = f"（{count}）"
        _set_right(sheet, frame, frame.right, frame.footer_2, _FOOTER_2, text)
        end = frame.right - sheet.fonts.width(Role.TEXT, text) * _FOOTER_2 * MM_PER_PT
        _set_serial(sheet, end + 1.0, frame.footer_2, _FOOTER_2, stamp)
    if stamp.training:
        _watermark(sheet, frame)


def _set_serial(sheet: Sheet, end: float, top: float, size: float, stamp: Stamp) -> float:
    """Set the print number in a place of fixed width, so that nothing moves between preview and print (K-19).

    Returns the x where it begins.
    """
    texts = (f"打印序号 {stamp.serial}", "打印序号 0000-000000")
    start = end - max(sheet.fonts.width(Role.TEXT, text) for text in texts) * size * MM_PER_PT
    sheet.text(start, top, size, texts[0])
    return start


def _set_right(sheet: Sheet, frame: Frame, end: float, top: float, size: float, text: str) -> None:
    """Set a footer text that ends at `end`, smaller if it would reach the page number in the middle."""
    room = end - frame.middle - 14.0
    small = size
    while small > _FOOTER_LEAST and sheet.fonts.width(Role.TEXT, text) * small * MM_PER_PT > room:
        small -= 0.5
    sheet.text(end, top + (size - small) * MM_PER_PT, small, text, align=RIGHT)


def _set_qr_place(sheet: Sheet, frame: Frame) -> None:
    sheet.rect(frame.qr_x, frame.qr_y, QR_SIDE, QR_SIDE, 0.5)
    middle = frame.qr_x + QR_SIDE / 2
    sheet.text(middle, frame.qr_y + 5.2, 9.0, LATER[:3], align=CENTRE)
    sheet.text(middle, frame.qr_y + 9.4, 9.0, LATER[3:], align=CENTRE)


def _watermark(sheet: Sheet, frame: Frame) -> None:
    """演练 in light grey across the middle of the page, under the text and clear of the QR code."""
    size = 150.0
    em = size * MM_PER_PT
    font = sheet.fonts.runs(Role.HEAD, TRAINING_WORD)[0][0]
    x = frame.page_width / 2 - em * 0.95
    y = (frame.table_top + frame.table_foot) / 2 + em * 0.75
    sheet.ops.insert(0, TextOp(x, y, font, size, TRAINING_WORD, _WATERMARK_GREY, 30.0))
    sheet.characters.setdefault(Role.HEAD, set()).update(TRAINING_WORD)
