"""What stands across a whole table: bands, sums, signature rows, opinion boxes (`forms.md` 1.5). Heights in mm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.forms.fonts import Role
from models.forms.inline import Blank, Gap, Items, items_width, set_items
from models.forms.setting import FORM_PITCH, LIST_PITCH, Fitted, TextDoesNotFit, Typesetter, set_in_cell
from models.forms.sheet import CENTRE, LEFT, MM_PER_PT, RIGHT, Sheet

BAND_HEIGHT, SUM_HEIGHT, TOTAL_HEIGHT = 7.0, 7.5, 8.0
SIGN_LINE = 7.0  # the lowest part of an opinion box
CARRIED_OVER = "（转下页）"
_INDENT = 2.2
_SUM_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
DATE_PLACE = "年    月    日"


@dataclass(frozen=True)
class Block:
    """A part of known height; `draw(sheet, setter, x, y, width)` draws it with its own inner lines, not its frame."""

    height: float
    draw: Callable[[Sheet, Typesetter, float, float, float], None]


def draw_band(sheet: Sheet, text: str, x: float, y: float, width: float, setter: Typesetter) -> None:
    """A band over a group of rows."""
    steps = (*((size, 1) for size in (10.5, 10.0, 9.5, 9.0, 8.0)), (7.0, None))
    fitted = setter.must_fit(text, width - 2 * _INDENT, steps, 1.05, Role.HEAD)
    set_in_cell(sheet, fitted, x, y, width, BAND_HEIGHT, LEFT, _INDENT)
    sheet.cell(x, y, width, BAND_HEIGHT, text)


def draw_sum(
    sheet: Sheet, setter: Typesetter, items: Items, x: float, y: float, width: float, height: float,
    carried_over: bool = False,
) -> None:  # fmt: skip
    """A sum row: words and blanks from the left, （转下页） at the right end."""
    room = width - 2 * _INDENT
    if carried_over:
        room -= setter.width(CARRIED_OVER, 9.0) + 4.0
    size = next((size for size in _SUM_SIZES if items_width(setter, items, size) <= room), _SUM_SIZES[-1])
    set_items(sheet, setter, items, x + _INDENT, y + (height - size * MM_PER_PT) / 2, size)
    if carried_over:
        sheet.text(x + width - _INDENT, y + (height - 9.0 * MM_PER_PT) / 2, 9.0, CARRIED_OVER, align=RIGHT)
    sheet.cell(x, y, width, height, "".join(item for item in items if isinstance(item, str)))


def sum_block(items: Items, height: float = TOTAL_HEIGHT) -> Block:
    """A total row at the end of a list."""

    def draw(sheet: Sheet, setter: Typesetter, x: float, y: float, width: float) -> None:
        draw_sum(sheet, setter, items, x, y, width, height)

    return Block(height, draw)


@dataclass(frozen=True, slots=True)
class SignCell:
    """A place to sign: label (line feeds allowed), width of both cells together; the date stands at the right foot."""

    label: str
    width: float
    text: str = ""  # what is printed in the place: a date that is known, never a name as if signed


def sign_block(cells: Sequence[SignCell], height: float, label_width: float) -> Block:
    """A row of signature cells."""

    def draw(sheet: Sheet, setter: Typesetter, x: float, y: float, width: float) -> None:
        pen = x
        for index, cell in enumerate(cells):
            end = x + width if index == len(cells) - 1 else pen + cell.width
            if index:
                sheet.line(pen, y, pen, y + height)
            sheet.line(pen + label_width, y, pen + label_width, y + height)
            label = setter.fit_cell(cell.label, label_width - 0.8, height, cell.label, (10.5, 10.0, 9.0), LIST_PITCH)
            set_in_cell(sheet, label, pen, y, label_width, height, CENTRE)
            sheet.cell(pen, y, label_width, height, cell.label)
            sheet.text(end - 1.4, y + height - 4.4, 9.0, cell.text or DATE_PLACE, align=RIGHT)
            sheet.cell(pen + label_width, y, end - pen - label_width, height, cell.text or DATE_PLACE)
            pen = end

    return Block(height, draw)


@dataclass(frozen=True, slots=True)
class Opinion:
    """An opinion box: label, what the signature line says, and a proposal typed at the top, if there is one."""

    label: str
    sign: str = "签字（盖章）："
    proposal: str = ""
    line: float = 30.0


def opinion_block(opinion: Opinion, height: float, label_width: float = 26.0) -> Block:
    """An opinion box with its signature line flush right in the lowest 7 mm."""

    def draw(sheet: Sheet, setter: Typesetter, x: float, y: float, width: float) -> None:
        left, room = x + label_width, width - label_width
        sheet.line(left, y, left, y + height)
        draw_label(sheet, setter, opinion.label, x, y, label_width, height, sizes=OPINION_SIZES)
        sheet.cell(left, y, room, height, opinion.proposal)
        if opinion.proposal:
            _draw_proposal(sheet, setter, opinion, left, y, room, height)
        items: Items = (opinion.sign, Blank(opinion.line), Gap(3.0), DATE_PLACE)
        start = left + room - 3.2 - items_width(setter, items, 10.5)
        set_items(sheet, setter, items, start, y + height - SIGN_LINE + 0.6, 10.5)

    return Block(height, draw)


def _draw_proposal(
    sheet: Sheet, setter: Typesetter, opinion: Opinion, x: float, y: float, width: float, height: float
) -> None:
    room = height - SIGN_LINE
    fitted = setter.fit_cell(
        opinion.proposal, width - 4.0, room, opinion.label.replace("\n", ""), (10.5, 10.0, 9.0, 8.0), 1.25
    )
    set_in_cell(sheet, fitted, x, y + 0.6, width, min(room, fitted.block + 2.4), LEFT, 2.0)


LABEL_SIZES = (12.0, 11.0, 10.5, 10.0, 9.5, 9.0, 8.0)
OPINION_SIZES = LABEL_SIZES[1:]  # the three boxes of a form bear labels of one size


def draw_label(
    sheet: Sheet, setter: Typesetter, label: str, x: float, y: float, width: float, height: float,
    role: Role = Role.TEXT, sizes: Sequence[float] = LABEL_SIZES,
) -> None:  # fmt: skip
    """The label cell of a form: centred, broken only at its line feeds, else smaller."""
    sheet.cell(x, y, width, height, label.replace("\n", ""))
    set_in_cell(sheet, fit_label(setter, label, width, height, role, sizes), x, y, width, height, CENTRE)


def fit_label(
    setter: Typesetter, label: str, width: float, height: float, role: Role, sizes: Sequence[float]
) -> Fitted:
    """The largest size at which every line of the label stays whole."""
    parts = label.split("\n")
    for pitch in (FORM_PITCH, 1.18, 1.06):
        for size in sizes:
            em = size * MM_PER_PT
            if ((len(parts) - 1) * pitch + 1) * em > height - (1.0 if len(parts) == 1 else 1.6):
                continue
            if all(setter.width(part, size, role) <= width - 1.0 for part in parts):
                if size < 10.5 and pitch > 1.1 and len(parts) > 1:
                    break  # lines nearer together are easier to read than letters under 10.5 pt
                return Fitted(tuple(parts), size, pitch, role)
    raise TextDoesNotFit(label.replace("\n", ""), label)
