"""What every typed or imported text goes through before it is kept, compared or searched.

Three needs, three kinds of function: `clean_line` and `clean_paragraphs` make a text safe to keep without changing what
it says; `person_name_key` makes a key for comparing; `bigrams` and `search_terms` cut a text for the search.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Full-width digits and Latin letters (U+FF10 …) to half width. Punctuation stays: （） is right in Chinese.
_HALF_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
# Seen by nobody, but they change order, comparison or search: zero-width, direction, soft hyphen, tags.
_INVISIBLE = frozenset(
    (0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFEFF, 0xFFA0, 0xFFFE, 0xFFFF)
).union(
    range(0x200B, 0x2010), range(0x202A, 0x202F), range(0x2060, 0x2070), range(0xFFF9, 0xFFFC), range(0xE0000, 0xE0080)
)
_LINE_ENDS = "\n\r\v\f\x85\u2028\u2029"
_SPACES = re.compile(r"[^\S\n]+")
_MIDDLE_DOTS = re.compile(r"\s*[·•‧・･․∙⋅．]\s*")
_DIGITS = "0123456789"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text that may be kept, and which code points were taken out of it (`U+202E`), each once, in order."""

    text: str
    removed: tuple[str, ...] = ()


def half_width(text: str) -> str:
    """Full-width digits and Latin letters as half-width ones; everything else unchanged."""
    return text.translate(_HALF_WIDTH)


def clean_line(text: str) -> Cleaned:
    """One line without control, invisible or direction characters, in NFC, with single inner spaces.

    A line break between two Chinese characters (a wrapped spreadsheet cell) disappears; elsewhere it becomes a space.
    An ideographic space becomes an ordinary one.
    """
    cleaned = clean_paragraphs(text)
    lines = cleaned.text.split("\n")
    joined = lines[0]
    for line in lines[1:]:
        wide = bool(joined and line and ord(joined[-1]) > 0x2E7F and ord(line[0]) > 0x2E7F)
        joined += line if wide else f" {line}"
    return Cleaned(_SPACES.sub(" ", joined).strip(), cleaned.removed)


def clean_paragraphs(text: str) -> Cleaned:
    """Several lines: as `clean_line`, but line breaks stay (as \\n) and indents of wrapped lines go."""
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


# --- search (house.md 7) ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """One piece of a query: tokens that stand side by side in `bigrams` of a match; the last one may be a beginning."""

    tokens: tuple[str, ...]
    prefix: bool = False

    @property
    def match(self) -> str:
        """The piece as an FTS5 phrase, quoted: "国务 务院" or "99"*. Tokens hold no quotation marks."""
        return '"' + " ".join(self.tokens) + '"' + ("*" if self.prefix else "")


def bigrams(text: str) -> str:
    """The tokens under which a text is found, separated by spaces.

    Runs of Chinese give their bigrams in order, runs of ASCII letters and digits stay whole; then follow each single
    Chinese character and each number without its leading zeros. Brackets, stars and spaces only separate. The FTS5
    table must use the `ascii` tokenizer: `unicode61` splits at characters younger than Unicode 6.1, such as 𬱖.
    """
    in_order: list[str] = []
    tail: dict[str, None] = {}
    for run, is_ascii in _runs(text):
        if is_ascii:
            in_order.append(run)
            if run.isdigit() and run[0] == "0" and run.strip("0"):
                tail[run.lstrip("0")] = None
        else:
            in_order += _pairs(run)
            if len(run) > 1:
                tail.update(dict.fromkeys(run))
    return " ".join([*in_order, *tail])


def search_terms(query: str) -> list[SearchTerm]:
    """What to look for: all terms must match. The last one may be unfinished, because the search runs while typing.

    Ten digits are a scanned carrier number (2026000107) and become its two halves.
    """
    terms: list[SearchTerm] = []
    runs = list(_runs(query))
    for place, (run, is_ascii) in enumerate(runs):
        last = place == len(runs) - 1
        if not is_ascii:
            terms.append(SearchTerm(tuple(_pairs(run))))
        elif run.isdigit() and len(run) == 10 and run[:2] in ("19", "20"):
            terms.append(SearchTerm((run[:4], run[4:])))
        else:
            number = run.lstrip("0") if run.isdigit() and len(run) < 6 else ""
            terms.append(SearchTerm((number or run,), prefix=last))
    return terms


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[place : place + 2] for place in range(len(run) - 1)]


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """Runs of one kind: ASCII letters and digits (True), or other letters, numerals and marks (False)."""
    run, run_is_ascii = "", False
    for character in half_width(clean_line(text).text).lower():
        is_ascii = character.isascii()
        if is_ascii:
            belongs = character in _DIGITS or "a" <= character <= "z"
        else:
            belongs = unicodedata.category(character)[0] in "LNM" or unicodedata.category(character) == "Co"
        if run and (not belongs or is_ascii != run_is_ascii):
            yield run, run_is_ascii
            run = ""
        if belongs:
            run, run_is_ascii = run + character, is_ascii
    if run:
        yield run, run_is_ascii
