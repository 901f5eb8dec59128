"""Fonts of the forms: a chain of faces per role, looked up glyph by glyph, and the refusal to print what no face has.

A chain follows `forms.md` 1.3: the site's own face first (仿宋, 小标宋, 黑体), then the shipped Noto face, then BabelStone
Han for rare characters. reportlab draws a missing glyph as nothing or a box without a word, so every text is looked up
in the character maps first. All widths are in em (1.0 = the font size) and come from the face really used.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from reportlab.pdfbase import pdfmetrics, ttfonts

from models.domain.errors import UserError
from models.domain.text import T

SERIF, SERIF_BLACK = "NotoSerifSC-Regular.ttf", "NotoSerifSC-Black.ttf"
SANS, SANS_BOLD = "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"
RARE = "BabelStoneHan-Cut.ttf"
ASCENT = 0.88  # em box of the shipped faces above the baseline; site faces differ by two hundredths at most
_CODES_PER_BLOCK = 100  # entries a `beginbfchar` block may hold (PDF reference, CMap limits)


class Role(StrEnum):
    """What a text is on a form; each role has its own chain of faces."""

    TEXT = "TEXT"  # 仿宋 or Song: cells, header lines, notes, footer
    TITLE = "TITLE"  # 小标宋 or Song Black
    HEAD = "HEAD"  # 黑体: marks, column heads, bands
    PLAIN = "PLAIN"  # 黑体 in normal weight: what is read from a distance, as on the labels of shelves


@dataclass(frozen=True, slots=True)
class SiteFonts:
    """Faces installed at the site that the forms prefer; each is a TrueType file (.ttf, first face of a .ttc) or None."""

    text: Path | None = None  # 仿宋_GB18030, SIMFANG …
    title: Path | None = None  # 方正小标宋
    head: Path | None = None  # 黑体


class MissingGlyphs(UserError):
    """Characters that no face of the chain can draw; nothing was printed (`forms.md` 1.3)."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        self.characters = characters
        named = "、".join(f"{_shown(char)}（U+{ord(char):04X}）" for char in characters[:20])
        super().__init__(
            "MISSING_GLYPHS",
            T("forms", "有 {count} 个字所有字体里都没有，印不出来：{named}。", count=len(characters), named=named),
            T("forms", "没有生成表单，没有打印，账也没有改动。"),
            T("forms", "请先安装有这些字的字体，在“设置－表单字体”里选定，再打印一次。"),
        )


class FontUnusable(UserError):
    """A font file that cannot be embedded (damaged, or outlines that are not TrueType)."""

    def __init__(self, file: Path) -> None:
        self.file = file
        super().__init__(
            "FONT_UNUSABLE",
            T("forms", "字体文件 {name} 不能用于打印：文件损坏，或不是 TrueType 轮廓。", name=file.name),
            T("forms", "没有生成表单，没有打印，账也没有改动。"),
            T("forms", "请在“设置－表单字体”里另选一个 .ttf 文件，或清空这一项改用自带字体。"),
        )


@dataclass(frozen=True)
class Face:
    """One registered font file: its name in the PDF library and what it can draw."""

    name: str
    glyphs: Mapping[int, int]
    widths: Mapping[int, float]
    default_width: float

    def width(self, code: int) -> float:
        """Advance width in em."""
        return self.widths.get(code, self.default_width) / 1000.0


class _Chain:
    """The faces of one role with caches of which face draws a character, and how wide it is."""

    def __init__(self, faces: tuple[Face, ...]) -> None:
        self.faces = faces
        self.first = faces[0]
        self.advances = _Advances(self)
        self._owners: dict[str, Face | None] = {}

    def owner(self, char: str) -> Face | None:
        """The first face that has the character, or None."""
        if char not in self._owners:
            code = ord(char)
            self._owners[char] = next((face for face in self.faces if code in face.glyphs), None)
        return self._owners[char]

    def covers_alone(self, text: str) -> bool:
        """True if the first face draws the whole text (nearly always)."""
        glyphs = self.first.glyphs
        return all(ord(char) in glyphs for char in text)


class _Advances(dict[str, float]):
    def __init__(self, chain: _Chain) -> None:
        super().__init__()
        self._chain = chain

    def __missing__(self, char: str) -> float:
        face = self._chain.owner(char)
        width = face.width(ord(char)) if face else 1.0
        self[char] = width
        return width


class FontSet:
    """The faces the forms draw with. Built by `load_fonts`; holds caches, so keep one for the life of the program."""

    def __init__(self, chains: Mapping[Role, tuple[Face, ...]]) -> None:
        self._chains = {role: _Chain(faces) for role, faces in chains.items()}

    def width(self, role: Role, text: str) -> float:
        """Width of the text in em; a character that no face has counts as one em."""
        return sum(map(self._chains[role].advances.__getitem__, text))

    def advances(self, role: Role) -> Mapping[str, float]:
        """Widths in em by character, filled when asked for."""
        return self._chains[role].advances

    def runs(self, role: Role, text: str) -> tuple[tuple[str, str], ...]:
        """The text cut where the face changes: (registered font name, part). Missing characters stay with the first."""
        chain = self._chains[role]
        if chain.covers_alone(text):
            return ((chain.first.name, text),)
        parts: list[tuple[str, str]] = []
        for char in text:
            name = (chain.owner(char) or chain.first).name
            if parts and parts[-1][0] == name:
                parts[-1] = (name, parts[-1][1] + char)
            else:
                parts.append((name, char))
        return tuple(parts)

    def missing_characters(self, texts: Iterable[str], role: Role = Role.TEXT) -> tuple[str, ...]:
        """Characters of the texts that no face of the role's chain has, by code point, each once."""
        chain = self._chains[role]
        return tuple(sorted(char for char in set().union(*texts) if chain.owner(char) is None))


def load_fonts(folder: Path, site: SiteFonts | None = None) -> FontSet:
    """Register the shipped faces of `folder` and the site's own and return the chains.

    Raises FontUnusable for a file that is absent, damaged or has no TrueType outlines.
    """
    site = site or SiteFonts()
    _install_unicode_map()
    serif, rare = _register(folder / SERIF), _register(folder / RARE)
    bold, plain = _register(folder / SANS_BOLD), _register(folder / SANS)
    tail = (serif, rare)
    return FontSet(
        {
            Role.TEXT: (*_optional(site.text), *tail),
            Role.TITLE: (*_optional(site.title), _register(folder / SERIF_BLACK), *tail),
            Role.HEAD: (*_optional(site.head), bold, *tail),
            Role.PLAIN: (*_optional(site.head), plain, *tail),
        }
    )


def read_face(file: Path) -> Face:
    """One font file by itself, to say whether and for what it can be used. Raises FontUnusable."""
    return _register(file)


def _optional(file: Path | None) -> tuple[Face, ...]:
    return () if file is None else (_register(file),)


def _register(file: Path) -> Face:
    """Load a file and make it known to reportlab under its name and a check sum of its bytes.

    The name stands as a comment in the PDF: without a path in it the same form is the same bytes on every machine.
    """
    try:
        data = file.read_bytes()
        name = f"{file.stem}-{zlib.crc32(data):08X}"
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(ttfonts.TTFont(name, str(file)))
        face = pdfmetrics.getFont(name).face
    except (OSError, ttfonts.TTFError) as error:
        raise FontUnusable(file) from error
    return Face(name, face.charToGlyph, face.charWidths, float(face.defaultWidth or 1000))


def _install_unicode_map() -> None:
    """Put reportlab's text map right above U+FFFF, where it writes five hex digits that readers take for two characters.

    `platform.md` 4: replace `makeToUnicodeCMap` by one that writes UTF-16BE. Doing it twice is harmless.
    """
    ttfonts.makeToUnicodeCMap = unicode_map


def unicode_map(name: str, subset: list[int]) -> str:
    """The ToUnicode CMap of one subset: position in the subset → character in UTF-16BE."""
    entries = [f"<{index:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for index, code in enumerate(subset)]
    blocks: list[str] = []
    for start in range(0, len(entries), _CODES_PER_BLOCK):
        block = entries[start : start + _CODES_PER_BLOCK]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            f"<00> <{len(subset) - 1:02X}>",
            "endcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


def _shown(char: str) -> str:
    return char if char.isprintable() else "不可见字符"
