"""Fitting texts into cells: sizes tried downward until the lines fit, as `forms.md` 1.4 says. Nothing is ever cut off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from models.domain.errors import UserError
from models.domain.text import T
from models.forms.fonts import FontSet, Role
from models.forms.sheet import CENTRE, LEFT, MM_PER_PT, RIGHT, Sheet
from models.forms.wrap import Piece, fill, hang, measure, one_line, plain, width

FORM_PITCH = 1.28
LIST_PITCH = 1.22
HEAD_PITCH = 1.12
FORM_PAD = 1.4  # mm left and right in a form cell
LIST_PAD = 1.0
HEAD_PAD = 0.3
ROW_AIR = 2.2  # mm that a list row is higher than its lines

Steps = tuple[tuple[float, int | None], ...]  # (size in pt, most lines or None) in the order they are tried
LIST_STEPS: Steps = ((10.5, 2), (10.0, 2), (9.5, 2), (9.0, 2), (9.0, 4), (8.0, None))
NAME_STEPS: Steps = ((10.5, 2), (10.0, 2), (9.5, 2), (9.0, 2), (8.5, 2), (9.0, 4), (8.0, None))
NOTE_STEPS: Steps = ((9.0, 3), (8.0, None))
FORM_SIZES = (12.0, 11.0, 10.5, 10.0, 9.5, 9.0, 8.0)


class TextDoesNotFit(UserError):
    """A text too long for a cell of fixed height, even at 8 pt; forms never cut a text."""

    def __init__(self, label: str, text: str) -> None:
        self.label = label
        super().__init__(
            "TEXT_DOES_NOT_FIT",
            T("forms", "“{label}”有 {count} 个字，这一格最小字号也印不下。", label=label, count=len(text)),
            T("forms", "没有生成表单，没有打印，账也没有改动。"),
            T("forms", "请把“{label}”写短一些，详细内容写进附件或备注，再打印一次。", label=label),
        )


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines of one size. `pitch` is the distance of two lines in em."""

    lines: tuple[str, ...]
    size: float
    pitch: float
    role: Role = Role.TEXT

    @property
    def block(self) -> float:
        """Height in mm from the top of the first em box to the foot of the last."""
        return ((len(self.lines) - 1) * self.pitch + 1) * self.size * MM_PER_PT if self.lines else 0.0

    @property
    def row(self) -> float:
        """Height in mm that a list row needs for these lines."""
        return len(self.lines) * self.pitch * self.size * MM_PER_PT + ROW_AIR

    @property
    def step(self) -> float:
        """Distance of two lines in mm."""
        return self.pitch * self.size * MM_PER_PT

    def part(self, start: int, stop: int | None) -> Fitted:
        """Some of the lines, for a row that is continued."""
        return Fitted(self.lines[start:stop], self.size, self.pitch, self.role)


class Typesetter:
    """Fits texts with one set of fonts. Make one per document: it remembers what it measured."""

    def __init__(self, fonts: FontSet) -> None:
        self.fonts = fonts
        self._pieces: dict[tuple[Role, str], tuple[Piece, ...]] = {}
        self._fits: dict[tuple[str, float, Steps, float, Role], Fitted | None] = {}

    def width(self, text: str, size: float, role: Role = Role.TEXT) -> float:
        """Width of one line in mm, squeezed, hanging taken off."""
        advances = self.fonts.advances(role)
        text = one_line(text)
        return (width(text, advances) - hang(text, advances)) * size * MM_PER_PT

    def fit(self, text: str, room: float, steps: Steps, pitch: float, role: Role = Role.TEXT) -> Fitted | None:
        """The first of the steps at which the text fits into `room` mm, or None.

        A step without a limit always fits: a cluster wider than the line is cut there. Line feeds are kept.
        """
        key = (text, room, steps, pitch, role)
        if key not in self._fits:
            self._fits[key] = self._fit(text, room, steps, pitch, role)
        return self._fits[key]

    def _fit(self, text: str, room: float, steps: Steps, pitch: float, role: Role) -> Fitted | None:
        for size, most in steps:
            lines = self.lines(text, room, size, role, cut=most is None)
            if lines is not None and (most is None or len(lines) <= most):
                return Fitted(tuple(lines), size, pitch, role)
        return None

    def must_fit(self, text: str, room: float, steps: Steps, pitch: float, role: Role = Role.TEXT) -> Fitted:
        """As `fit` for steps that end without a limit."""
        fitted = self.fit(text, room, steps, pitch, role)
        if fitted is None:
            raise ValueError("steps must end without a limit of lines")
        return fitted

    def lines(self, text: str, room: float, size: float, role: Role, cut: bool) -> list[str] | None:
        """The text in lines of `room` mm at one size, or None if a cluster is too wide and may not be cut."""
        advances = self.fonts.advances(role)
        room_em = room / (size * MM_PER_PT)
        result: list[str] = []
        for paragraph in plain(text).split("\n"):
            filled = fill(self._measured(paragraph, role), room_em, advances, cut)
            if filled is None:
                return None
            result += filled
        return result

    def _measured(self, text: str, role: Role) -> tuple[Piece, ...]:
        key = (role, text)
        if key not in self._pieces:
            self._pieces[key] = measure(text, self.fonts.advances(role))
        return self._pieces[key]

    def fit_cell(
        self, text: str, room: float, height: float, label: str, sizes: Sequence[float] = FORM_SIZES,
        pitch: float = FORM_PITCH, role: Role = Role.TEXT,
    ) -> Fitted:  # fmt: skip
        """Fit into a cell of fixed height (mm); raises TextDoesNotFit naming `label`."""
        steps = tuple((size, self._most(size, height, pitch)) for size in sizes if self._most(size, height, pitch))
        fitted = self.fit(text, room, steps, pitch, role)
        if fitted is None:
            raise TextDoesNotFit(label, text)
        return fitted

    @staticmethod
    def _most(size: float, height: float, pitch: float) -> int:
        """Lines of a size that a cell of this height holds with 0.5 mm of air above and below."""
        em = size * MM_PER_PT
        free = height - 1.0 - em
        return 0 if free < 0 else int(free / (em * pitch) + 1e-6) + 1


def set_block(sheet: Sheet, fitted: Fitted, x: float, top: float, align: str = LEFT) -> None:
    """Set the lines with the em box of the first one at `top`; x as in `Sheet.text`."""
    for index, line in enumerate(fitted.lines):
        sheet.text(x, top + index * fitted.step, fitted.size, line, fitted.role, align)


def set_in_cell(
    sheet: Sheet, fitted: Fitted, x: float, y: float, w: float, h: float, align: str = LEFT, pad: float = LIST_PAD
) -> None:
    """Set the lines in a cell, centred up and down; left and right aligned lines keep `pad` mm from the border."""
    anchor = {LEFT: x + pad, CENTRE: x + w / 2, RIGHT: x + w - pad}[align]
    set_block(sheet, fitted, anchor, y + (h - fitted.block) / 2, align)


@dataclass(frozen=True)
class Numbers:
    """A column of counts: right-aligned in a block as wide as the longest, the block centred (`forms.md` 1.4, 8)."""

    values: tuple[int, ...]

    @cached_property
    def longest(self) -> str:
        """As many zeros as the longest number has digits."""
        return "0" * max((len(str(value)) for value in self.values), default=1)

    def set(self, sheet: Sheet, value: int, x: float, y: float, w: float, h: float, size: float) -> None:
        """Set one number in its cell, smaller if the longest of the column would not fit; zero is a dash, so that
        nothing can be added later."""
        digits = sheet.fonts.width(Role.TEXT, self.longest)
        size = min(size, (w - 1.0) / (digits * MM_PER_PT))
        em = size * MM_PER_PT
        top = y + (h - em) / 2
        if value == 0:
            sheet.text(x + w / 2, top, size, "—", align=CENTRE)
            return
        block = digits * em
        sheet.text(x + (w + block) / 2, top, size, str(value), align=RIGHT)
