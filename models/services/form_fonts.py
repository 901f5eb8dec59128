"""Which faces the forms are drawn with: the shipped ones, or the site's own 仿宋, 小标宋 and 黑体 where somebody chose them.

The choice is a preference of the person signed in (K-11): it changes no text of a form, only how it looks.
"""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from pathlib import Path

from models.forms.fonts import FontSet, SiteFonts, load_fonts, read_face
from models.services import preferences
from models.services.office import Office
from models.services.steady import steady

PREFERENCE = "forms.fonts"
PARTS = tuple(field.name for field in fields(SiteFonts))  # text, title, head
SUFFIXES = (".ttf", ".ttc")


class FormFonts:
    """The fonts of one sitting: loaded at the first form, and again when another choice was made. For worker threads."""

    def __init__(self, office: Office, folder: Path) -> None:
        self._office, self._folder = office, folder
        self._loaded: tuple[SiteFonts, FontSet] | None = None

    def load(self) -> FontSet:
        """The faces as chosen now. Raises FontUnusable for a chosen file that is gone, damaged or of the wrong kind."""
        site = chosen(self._office)
        if self._loaded is None or self._loaded[0] != site:
            with steady():  # the tables of a font are some hundred thousand objects, kept for the sitting
                self._loaded = site, load_fonts(self._folder, site)
        return self._loaded[1]


def chosen(office: Office) -> SiteFonts:
    """The site's own faces that the person signed in has chosen."""
    kept = preferences.load_preferences(office).get(PREFERENCE)
    paths = kept if isinstance(kept, dict) else {}
    return SiteFonts(**{part: Path(paths[part]) for part in PARTS if isinstance(paths.get(part), str)})


def lacking(file: Path) -> int:
    """How many of the 6,763 characters of GB 2312 a font file has no glyph for; those are drawn with the shipped fonts.

    Raises FontUnusable for a file that cannot be embedded.
    """
    glyphs = read_face(file).glyphs
    return sum(ord(char) not in glyphs for char in _usual())


@cache
def _usual() -> str:
    codes = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return "".join(code.decode("gb2312", "ignore") for code in codes)
