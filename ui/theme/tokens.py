"""Colour tokens of the screen: the only place where a colour is written down.

Every value is checked by `tests/ui/test_tokens.py` against the contrast that its use needs.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from PySide6.QtGui import QColor, QPalette


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme. Values are `#RRGGBB`; `veil` is the opacity of the veil under a dialog, 0 to 255."""

    name: str
    # words and lines
    text: str
    text2: str
    text3: str
    accent: str
    ok: str
    warn: str
    bad: str
    vio: str
    neu: str
    edge: str
    focus: str
    # filled controls and the word on them
    fill: str
    on_fill: str
    tsfill: str
    train: str
    trains: str
    # grounds
    window: str
    nav: str
    surface: str
    well: str
    hover: str
    selected: str
    line: str
    soft: str
    oks: str
    warns: str
    bads: str
    vios: str
    neus: str
    desk: str
    veil: int
    border: int = 1  # width of a control's border in px at 100 %
    high_contrast: bool = False

    def color(self, token: str) -> QColor:
        """The colour of a token by name."""
        return QColor(getattr(self, token))


LIGHT = Tokens(
    name="light",
    text="#1A2320", text2="#47534E", text3="#5D6964", accent="#1C5490", ok="#1B653F", warn="#83480A", bad="#A61D2A",
    vio="#57409A", neu="#4A5B66", edge="#84908B", focus="#1A6BCB",
    fill="#1F5A96", on_fill="#FFFFFF", tsfill="#A61D2A", train="#6B4200", trains="#FFDF9E",
    window="#F4F5F3", nav="#E9ECEA", surface="#FFFFFF", well="#F8F9F8", hover="#EFF2F0", selected="#DCE9F6",
    line="#DCE0DD", soft="#E1ECF7", oks="#E1F1E7", warns="#FCEED6", bads="#FBE5E5", vios="#EDE8F8", neus="#E8EDF0",
    desk="#D5D9D6", veil=110,
)  # fmt: skip

DARK = Tokens(
    name="dark",
    text="#E8EDEA", text2="#B7C1BC", text3="#9AA5A0", accent="#8ABBF0", ok="#80CFA0", warn="#EBBA6C", bad="#F59A98",
    vio="#BFAEF5", neu="#AFC0CB", edge="#7F8B86", focus="#6FB1FF",
    fill="#2F6FB4", on_fill="#FFFFFF", tsfill="#B8323D", train="#FFD98A", trains="#4A3608",
    window="#171B1A", nav="#111514", surface="#1F2423", well="#262C2A", hover="#282F2D", selected="#243A50",
    line="#363E3B", soft="#213549", oks="#1C3527", warns="#3A2E17", bads="#472423", vios="#2F294A", neus="#2A333A",
    desk="#0E1110", veil=150,
)  # fmt: skip


def from_palette(palette: QPalette) -> Tokens:
    """High contrast: the colours of the system, borders of 2 px, no soft grounds; shapes stay the same."""
    role = QPalette.ColorRole
    group = QPalette.ColorGroup.Active

    def of(wanted: QPalette.ColorRole) -> str:
        return palette.color(group, wanted).name()

    text, ground, window = of(role.Text), of(role.Base), of(role.Window)
    words, mark, on_mark = of(role.WindowText), of(role.Highlight), of(role.HighlightedText)
    if contrast(mark, on_mark) < 4.5:
        mark, on_mark = text, ground
    return Tokens(
        name="contrast",
        text=words, text2=words, text3=words, accent=words, ok=words, warn=words, bad=words, vio=words, neu=words,
        edge=text, focus=mark if contrast(mark, ground) >= 3 else text,
        fill=mark, on_fill=on_mark, tsfill=text, train=text, trains=ground,
        window=window, nav=window, surface=ground, well=ground, hover=ground, selected=ground, line=text,
        soft=ground, oks=ground, warns=ground, bads=ground, vios=ground, neus=ground, desk=window, veil=170,
        border=2, high_contrast=True,
    )  # fmt: skip


def contrast(one: str, other: str) -> float:
    """Contrast of two colours as WCAG 2 defines it, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(value: str) -> float:
    color = QColor(value)
    parts = []
    for part in (color.redF(), color.greenF(), color.blueF()):
        parts.append(part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


_NOT_COLOURS = ("name", "veil", "border", "high_contrast")
COLOUR_NAMES = tuple(item.name for item in fields(Tokens) if item.name not in _NOT_COLOURS)
