"""The interface's typeface: Noto Sans SC, with BabelStone Han glyph by glyph for rare characters (K-30)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

FAMILY = "Noto Sans SC"
FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "BabelStoneHan-Cut.ttf")
FIXED = ("DejaVu Sans Mono", "Liberation Mono", "Consolas", "Noto Sans Mono")


def load(folder: Path) -> tuple[str, ...]:
    """Register the program's own fonts with Qt; returns the families in the order in which glyphs are looked for.

    A missing file is passed over: the interface then uses the system's font, and a test of the finished bundle
    names what is missing.
    """
    families: list[str] = []
    for name in FILES:
        path = folder / name
        if not path.is_file():
            continue
        number = QFontDatabase.addApplicationFont(str(path))
        for family in QFontDatabase.applicationFontFamilies(number):
            if family not in families:
                families.append(family)
    return tuple(families)


def make(families: tuple[str, ...], pixels: int, weight: int = 400) -> QFont:
    """A font of the interface. Weights from 500 up are drawn Bold: only two weights are shipped (K-30)."""
    font = QFont()
    font.setFamilies(list(families) or [FAMILY])
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.Bold if weight >= 500 else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font


def fixed(families: tuple[str, ...], pixels: int) -> QFont:
    """A fixed-width face for fingerprints; falls back to the interface's font, whose digits have one width."""
    font = QFont()
    here = set(QFontDatabase.families())
    font.setFamilies([name for name in FIXED if name in here][:1] + list(families))
    font.setPixelSize(pixels)
    font.setStyleHint(QFont.StyleHint.Monospace)
    return font
