"""One sheet of paper as a list of drawing calls, in millimetres from the top left corner.

Forms draw on sheets, `render.py` plays them onto a PDF: the total of pages is known only when all sheets exist.
y grows downward here and upward in the PDF; the conversion is in `render.py` alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from models.forms.fonts import ASCENT, FontSet, Role
from models.forms.wrap import hang, one_line, segments, trail, width

MM_PER_PT = 25.4 / 72.0
PT_PER_MM = 72.0 / 25.4
FRAME = 1.5  # pt, outer frame of a table
RULE = 0.75  # pt, inner lines
HAIR = 0.35  # pt, the line between the two halves of a stacked cell
BOX = 0.82  # em, side of a check box

LEFT, CENTRE, RIGHT = "left", "centre", "right"


@dataclass(frozen=True, slots=True)
class TextOp:
    """A run in one font; x and baseline in mm, size in pt, grey 0 black … 1 white, turned in degrees about its start."""

    x: float
    baseline: float
    font: str
    size: float
    text: str
    grey: float = 0.0
    turned: float = 0.0


@dataclass(frozen=True, slots=True)
class LineOp:
    """A straight line, or more than two points joined; width in pt, dash in pt (on, off) or empty, grey 0 is black."""

    points: tuple[tuple[float, float], ...]
    width: float
    dash: tuple[float, float] | tuple[()] = ()
    grey: float = 0.0


@dataclass(frozen=True, slots=True)
class RectOp:
    """The outline of a rectangle; width in pt."""

    x: float
    y: float
    w: float
    h: float
    width: float


@dataclass(frozen=True, slots=True)
class BarsOp:
    """Filled black rectangles (x, y, w, h) drawn as one path: a bar code or a QR code.

    One with a name is shared by all pages of one height and stands in the PDF once.
    """

    bars: tuple[tuple[float, float, float, float], ...]
    name: str = ""


Op = TextOp | LineOp | RectOp | BarsOp


@dataclass(frozen=True, slots=True)
class CellBox:
    """A table cell as laid out, for checks: where it is and which text it holds."""

    x: float
    y: float
    w: float
    h: float
    text: str


@dataclass
class Sheet:
    """A page under construction. `texts` is what was set on it in order, boxes as [ ] and [x]; `characters` which glyphs it needs by role."""

    fonts: FontSet
    width: float
    height: float
    ops: list[Op] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    cells: list[CellBox] = field(default_factory=list)
    characters: dict[Role, set[str]] = field(default_factory=dict)

    def text(
        self, x: float, top: float, size: float, text: str, role: Role = Role.TEXT, align: str = LEFT, grey: float = 0.0
    ) -> float:
        """Set one line whose em box has its upper edge at `top`; x is the left end, the middle or the right end.

        Returns the width taken in mm.
        """
        text = one_line(text)
        if not text:
            return 0.0
        advances = self.fonts.advances(role)
        em = size * MM_PER_PT
        front = hang(text, advances)
        back = trail(text, advances) if align != LEFT else 0.0
        wide = width(text, advances) - front - back
        start = x - front * em
        if align != LEFT:
            start -= wide * em * (0.5 if align == CENTRE else 1.0)
        baseline = top + ASCENT * em
        for offset, part in segments(text, advances):
            pen = start + offset * em
            for font, run in self.fonts.runs(role, part):
                self.ops.append(TextOp(pen, baseline, font, size, run, grey))
                pen += self.fonts.width(role, run) * em
        self.texts.append(text)
        self.characters.setdefault(role, set()).update(text)
        return wide * em

    def line(self, x1: float, y1: float, x2: float, y2: float, pt: float = RULE) -> None:
        """A straight line."""
        self.ops.append(LineOp(((x1, y1), (x2, y2)), pt))

    def dashed(
        self, x1: float, y1: float, x2: float, y2: float, pt: float, on: float, off: float, grey: float = 0.0
    ) -> None:
        """A dashed line; on and off in pt."""
        self.ops.append(LineOp(((x1, y1), (x2, y2)), pt, (on, off), grey))

    def rect(self, x: float, y: float, w: float, h: float, pt: float = RULE) -> None:
        """The outline of a rectangle."""
        self.ops.append(RectOp(x, y, w, h, pt))

    def bars(self, bars: Sequence[tuple[float, float, float, float]]) -> None:
        """Filled rectangles."""
        self.ops.append(BarsOp(tuple(bars)))

    def check_box(self, x: float, top: float, size: float, checked: bool) -> float:
        """Draw a check box in the em box of a line at `top`; returns its width in mm (`forms.md` 1.3: drawn, not set)."""
        em = size * MM_PER_PT
        side = BOX * em
        y = top + (1.0 - BOX) / 2 * em
        self.rect(x, y, side, side, 0.075 * size)
        if checked:
            tick = ((0.16, 0.52), (0.40, 0.80), (0.86, 0.18))
            points = tuple((x + across * side, y + down * side) for across, down in tick)
            self.ops.append(LineOp(points, 0.14 * size))
        self.texts.append("[x]" if checked else "[ ]")
        return side

    def cell(self, x: float, y: float, w: float, h: float, text: str = "") -> None:
        """Note a cell for the checks; draws nothing."""
        self.cells.append(CellBox(x, y, w, h, text))
