"""What every typed or imported text goes through before it is kept, compared or searched.

Two needs, two kinds of function: `clean_line` and `clean_paragraphs` make a text safe to keep without changing what it
says; `compact` and `person_name_key` make keys for reading and comparing. The search has its own (search_text.py).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Full-width digits and Latin letters (U+FF10 …) to half width. Punctuation stays: （） is right in Chinese.
_HALF_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]")  # rare: looking first is quicker than translating
# Seen by nobody, but they change order, comparison or search: zero-width, direction, soft hyphen, tags.
_INVISIBLE = frozenset(
    (0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFEFF, 0xFFA0, 0xFFFE, 0xFFFF)
).union(
    range(0x200B, 0x2010), range(0x202A, 0x202F), range(0x2060, 0x2070), range(0xFFF9, 0xFFFC), range(0xE0000, 0xE0080)
)
# Most texts are plain already: visible characters that cleaning never changes, single spaces between them.
_VISIBLE = r"[!-~\u00b7\u00d7\u2013\u2014\u2018-\u201d\u2026\u2605\u3001-\u3029\u3400-\u9fff\uff01-\uff5e\U00020000-\U0002a6df]+"
_PLAIN = re.compile(f"{_VISIBLE}(?: {_VISIBLE})*")
_LINE_ENDS = "\n\r\v\f\x85\u2028\u2029"
_SPACES = re.compile(r"[^\S\n]+")
_MIDDLE_DOTS = re.compile(r"\s*[·•‧・･․∙⋅．]\s*")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text that may be kept, and which code points were taken out of it (`U+202E`), each once, in order."""

    text: str
    removed: tuple[str, ...] = ()


def half_width(text: str) -> str:
    """Full-width digits and Latin letters as half-width ones; everything else unchanged."""
    return text.translate(_HALF_WIDTH) if _FULL_WIDTH.search(text) else text


def clean_line(text: str) -> Cleaned:
    """One line without control, invisible or direction characters, in NFC, with single inner spaces.

    A line break between two Chinese characters (a wrapped spreadsheet cell) disappears; elsewhere it becomes a space.
    An ideographic space becomes an ordinary one.
    """
    if _PLAIN.fullmatch(text):
        return Cleaned(str(text))
    cleaned = clean_paragraphs(text)
    lines = cleaned.text.split("\n")
    joined = lines[0]
    for line in lines[1:]:
        wide = bool(joined and line and ord(joined[-1]) > 0x2E7F and ord(line[0]) > 0x2E7F)
        joined += line if wide else f" {line}"
    return Cleaned(_SPACES.sub(" ", joined).strip(), cleaned.removed)


def clean_paragraphs(text: str) -> Cleaned:
    """Several lines: as `clean_line`, but line breaks stay (as \\n) and indents of wrapped lines go."""
    if _PLAIN.fullmatch(text):
        return Cleaned(str(text))
    text = text.replace("\r\n", "\n")
    kept: list[str] = []
    removed: dict[str, None] = {}
    for character in text:
        if character in _LINE_ENDS:
            kept.append("\n")
        elif character == "\t" or (character.isspace() and character >= " "):
            kept.append(" ")
        elif _is_unwanted(character):
            removed[f"U+{ord(character):04X}"] = None
        else:
            kept.append(character)
    normal = unicodedata.normalize("NFC", "".join(kept))
    lines = [_SPACES.sub(" ", line).strip() for line in normal.split("\n")]
    return Cleaned("\n".join(lines).strip("\n"), tuple(removed))


def _is_unwanted(character: str) -> bool:
    # Cc: control, Cs: lone surrogate (K-8: canonical bytes know none). Private use (Co) stays: old names use it.
    return ord(character) in _INVISIBLE or unicodedata.category(character) in ("Cc", "Cs")


def compact(text: str) -> str:
    """Clean, half width, and without any space: for numbers, markings and dates, where spaces mean nothing."""
    return "".join(half_width(clean_line(text).text).split())


def person_name_key(name: str) -> str:
    """A key under which one person's spellings are equal: 张　伟, 张 伟 and 张伟; 买买提•艾力 and 买买提·艾力.

    Spaces beside a Chinese character go; between Latin words one remains. For comparing only, never for display.
    """
    text = _MIDDLE_DOTS.sub("·", half_width(clean_line(name).text)).casefold()
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text)
