"""How the columns that lists share are fitted (`forms.md` 1.4, 6): titles, document numbers, marks, copy numbers."""

from __future__ import annotations

from models.forms.rows import Column, Fit
from models.forms.setting import LIST_PITCH, LIST_STEPS, NAME_STEPS, NOTE_STEPS, Fitted, Steps, Typesetter
from models.forms.sheet import CENTRE, LEFT

_ONE_LINE = (10.5, 10.0, 9.5, 9.0)
_ONE_LINE_STEPS: Steps = tuple((size, 1) for size in _ONE_LINE)
_SMALL_STEPS: Steps = ((9.5, 1), (9.0, 1), (8.5, 1), (8.0, 1), (8.0, None))


def text(setter: Typesetter, value: str, room: float) -> Fitted:
    """Titles, issuers, places: 10.5 pt in two lines, then smaller, then more lines."""
    return setter.must_fit(value, room, LIST_STEPS, LIST_PITCH)


def small_names(setter: Typesetter, value: str, room: float) -> Fitted:
    """Persons in a register: one line, else each name in its own."""
    one = setter.fit(value, room, ((9.5, 1), (9.0, 1)), LIST_PITCH)
    names = value.replace("、", "、\n")
    lines = names.count("\n") + 1
    each = one or setter.fit(names, room, ((9.0, lines), (8.5, lines), (8.0, lines)), LIST_PITCH)
    return each or setter.must_fit(names.replace("·", "·\n"), room, ((9.0, 2), (8.0, None)), LIST_PITCH)


def register_title(setter: Typesetter, value: str, room: float) -> Fitted:
    """Titles that span both halves of a register line: 9.5 pt in three lines, then smaller."""
    return setter.must_fit(value, room, ((10.0, 2), (9.5, 3), (9.0, 3), (8.5, 4), (8.0, None)), LIST_PITCH)


def small_reference(setter: Typesetter, value: str, room: float) -> Fitted:
    """A document number in a register: one line from 9.5 to 8 pt, else broken before 〔 only."""
    one = setter.fit(value, room, ((9.5, 1), (9.0, 1), (8.5, 1), (8.0, 1)), LIST_PITCH) if "\n" not in value else None
    broken = value if "\n" in value else value.replace("〔", "\n〔", 1).lstrip("\n")
    return one or setter.must_fit(broken, room, ((9.0, 2), (8.0, 2), (8.0, None)), LIST_PITCH)


def small_marking(setter: Typesetter, value: str, room: float) -> Fitted:
    """A marking in a register: one line from 9.5 to 8 pt, else broken after ★."""
    one = setter.fit(value, room, ((9.5, 1), (9.0, 1), (8.5, 1), (8.0, 1)), LIST_PITCH)
    broken = value.replace("★", "★\n", 1)
    two = one or setter.fit(broken, room, ((9.0, 2), (8.5, 2), (8.0, 2)), LIST_PITCH)
    return two or setter.must_fit(_date_broken(broken), room, ((8.5, 3), (8.0, None)), LIST_PITCH)


def _date_broken(marking_in_lines: str) -> str:
    """Break 2035年12月31日 after the year."""
    return marking_in_lines.replace("年", "年\n", 1) if "月" in marking_in_lines else marking_in_lines


def small_copies(setter: Typesetter, value: str, room: float) -> Fitted:
    """Copy numbers in a register: broken after ～ and 、 only."""
    return setter.must_fit(value, room, ((9.5, 1), (9.0, 1), (8.5, 1), (8.0, None)), LIST_PITCH)


def narrow_title(setter: Typesetter, value: str, room: float) -> Fitted:
    """Titles in a narrow column (F8b): three lines at 10.5 pt before they get smaller."""
    steps: Steps = ((10.5, 3), (10.0, 3), (9.5, 3), (9.0, 4), (8.0, None))
    return setter.must_fit(value, room, steps, LIST_PITCH)


def name(setter: Typesetter, value: str, room: float) -> Fitted:
    """Names of organs and persons: two lines down to 8.5 pt before they take a third."""
    return setter.must_fit(value, room, NAME_STEPS, LIST_PITCH)


def note(setter: Typesetter, value: str, room: float) -> Fitted:
    """Remarks: 9 or 8 pt."""
    return setter.must_fit(value, room, NOTE_STEPS, LIST_PITCH)


def small(setter: Typesetter, value: str, room: float) -> Fitted:
    """Dates and short words of the registers: 9 pt in one line, at worst 8 pt in more."""
    return setter.must_fit(value, room, _SMALL_STEPS, LIST_PITCH)


def small_text(setter: Typesetter, value: str, room: float) -> Fitted:
    """Texts of the registers: 9 pt in two lines, then 8 pt in any number."""
    return setter.must_fit(value, room, ((9.5, 1), (9.0, 2), (8.0, None)), LIST_PITCH)


def reference(setter: Typesetter, value: str, room: float) -> Fitted:
    """A document number: one line from 10.5 to 9 pt, else broken before 〔 only; number and serial stand in two lines."""
    given = value.count("\n") + 1
    fitted = setter.fit(
        value, room, tuple((size, given) for size in (*_ONE_LINE, *((8.5, 8.0) if given > 1 else ()))), LIST_PITCH
    )
    if fitted is not None:
        return fitted
    broken = "\n".join(_before_bracket(setter, line, room) for line in value.split("\n"))
    lines = broken.count("\n") + 1
    steps: Steps = (*((size, lines) for size in (*_ONE_LINE, 8.5, 8.0)), (8.0, None))
    return setter.must_fit(broken, room, steps, LIST_PITCH)


def _before_bracket(setter: Typesetter, line: str, room: float) -> str:
    """Break a line before 〔 unless it fits whole at 9 pt."""
    if setter.fit(line, room, ((9.0, 1),), LIST_PITCH) is not None:
        return line
    return line.replace("〔", "\n〔", 1).lstrip("\n")


def marking(setter: Typesetter, value: str, room: float) -> Fitted:
    """A marking: one line from 10.5 to 9 pt, else broken after ★, then 2035年 / 12月31日."""
    fitted = setter.fit(value, room, _ONE_LINE_STEPS, LIST_PITCH)
    if fitted is not None:
        return fitted
    head, star, term = value.partition("★")
    if not star:
        return text(setter, value, room)
    two = setter.fit(f"{head}★\n{term}", room, tuple((size, 2) for size in (10.5, 10.0, 9.5)), LIST_PITCH)
    if two is not None:
        return two
    return setter.must_fit(_date_broken(f"{head}★\n{term}"), room, ((9.0, 3), (8.0, None)), LIST_PITCH)


def copies(setter: Typesetter, value: str, room: float) -> Fitted:
    """Copy numbers: broken after ～ and 、 only, as many lines as they need."""
    steps: Steps = ((10.5, 2), (10.0, 2), (9.5, 2), (9.0, 2), (8.5, 4), (8.0, None))
    return setter.must_fit(value, room, steps, LIST_PITCH)


def copy(setter: Typesetter, value: str, room: float) -> Fitted:
    """One copy number in a narrow column."""
    return setter.must_fit(value, room, ((10.0, 1), (9.5, 1), (9.0, 1), (8.0, None)), LIST_PITCH)


def day(setter: Typesetter, value: str, room: float) -> Fitted:
    """A date in one line."""
    return setter.must_fit(value, room, ((10.0, 1), (9.5, 1), (9.0, 1), (8.0, None)), LIST_PITCH)


def person(setter: Typesetter, value: str, room: float) -> Fitted:
    """The name of a person in a narrow column: long names break after the dot."""
    broken = value.replace("·", "·\n")
    lines = broken.count("\n") + 1
    one = setter.fit(value, room, ((10.0, 1), (9.5, 1), (9.0, 1)), LIST_PITCH)
    steps: Steps = ((9.5, lines), (9.0, lines), (8.5, lines), (8.0, None))
    return one or setter.must_fit(broken, room, steps, LIST_PITCH)


def number_column(head: str, width: float = 9.0) -> Column:
    """序号: the running number, centred."""
    return Column(head, width, small_number, CENTRE)


def small_number(setter: Typesetter, value: str, room: float) -> Fitted:
    """A running number: one line, smaller when it gets long."""
    return setter.must_fit(value, room, ((10.5, 1), (10.0, 1), (9.0, 1), (8.0, 1), (8.0, None)), LIST_PITCH)


def column(head: str, width: float, fit: Fit, align: str = LEFT, head_size: float = 10.5) -> Column:
    """A plain column."""
    return Column(head, width, fit, align, head_size=head_size)


def stacked(upper: str, lower: str, width: float, fit: Fit, lower_fit: Fit | None = None, align: str = LEFT) -> Column:
    """A column whose cells hold two texts, one above the other."""
    return Column(upper, width, fit, align, lower, lower_fit or fit, 9.0)
