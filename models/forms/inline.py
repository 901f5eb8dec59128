"""Lines made of words, drawn check boxes and blanks: options, header lines, signature lines (`forms.md` 1.3)."""

from __future__ import annotations

from dataclasses import dataclass

from models.forms.fonts import Role
from models.forms.setting import TextDoesNotFit, Typesetter
from models.forms.sheet import BOX, CENTRE, MM_PER_PT, Sheet

_BLANK_LEAST = 7.5  # pt, smallest text on a blank
_BLANK_RULE = 0.6  # pt
_AFTER_BOX = 0.9  # mm between a check box and its words


@dataclass(frozen=True, slots=True)
class Box:
    """A check box."""

    checked: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """A line to write on, `width` mm long; filled, it carries its text centred and may grow to `most` mm."""

    width: float
    text: str = ""
    most: float = 0.0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """White space in mm."""

    width: float


Item = str | Box | Blank | Gap
Items = tuple[Item, ...]


def option(label: str, checked: bool) -> Items:
    """A check box with its words."""
    return Box(checked), label


def options(labels: tuple[str, ...], chosen: frozenset[str], gap: float = 2.0) -> Items:
    """Check boxes with their words in a row, `gap` mm apart."""
    items: list[Item] = []
    for label in labels:
        if items:
            items.append(Gap(gap))
        items += option(label, label in chosen)
    return tuple(items)


def items_width(setter: Typesetter, items: Items, size: float) -> float:
    """Width of the line in mm."""
    return sum(_width(setter, item, size) for item in items)


def _width(setter: Typesetter, item: Item, size: float) -> float:
    if isinstance(item, str):
        return setter.width(item, size)
    if isinstance(item, Box):
        return BOX * size * MM_PER_PT + _AFTER_BOX
    if isinstance(item, Gap):
        return item.width
    return _blank_width(setter, item, size)


def _blank_width(setter: Typesetter, blank: Blank, size: float) -> float:
    if not blank.text or not blank.most:
        return blank.width
    return max(blank.width, min(blank.most, setter.width(blank.text, size) + 2.0))


def set_items(sheet: Sheet, setter: Typesetter, items: Items, x: float, top: float, size: float) -> float:
    """Set a line with the em box of its words at `top`; returns the x after it."""
    pen = x
    for item in items:
        if isinstance(item, str):
            sheet.text(pen, top, size, item)
        elif isinstance(item, Box):
            sheet.check_box(pen, top, size, item.checked)
        elif isinstance(item, Blank):
            _set_blank(sheet, setter, item, pen, top, size)
        pen += _width(setter, item, size)
    return pen


def _set_blank(sheet: Sheet, setter: Typesetter, blank: Blank, x: float, top: float, size: float) -> None:
    em = size * MM_PER_PT
    wide = _blank_width(setter, blank, size)
    foot = top + em * 1.08
    sheet.line(x + 0.3, foot, x + wide - 0.3, foot, _BLANK_RULE)
    if not blank.text:
        return
    small = size
    while setter.width(blank.text, small) > wide - 1.0:
        small -= 0.5
        if small < _BLANK_LEAST:
            raise TextDoesNotFit(blank.label or blank.text[:12], blank.text)
    sheet.text(x + wide / 2, top + (size - small) * MM_PER_PT * 0.9, small, blank.text, Role.TEXT, CENTRE)
