"""What the search as you type compares: folded texts, the words of a query, and the tokens of the index (`house.md` 7).

The meaning is plain: a row is found if every word of the query is part of one of its searched texts, both folded. The
index is built so that it never misses such a row; where it finds too much, `is_found` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, starmap
from operator import add
from unicodedata import is_normalized

from models.domain.text_cleaning import clean_line, half_width

LONGEST_QUERY = 200  # characters; a text pasted by mistake is cut, not refused

# Private use and the planes of rare characters count as letters, whatever this Python knows of them: names use them.
_NO_WORD = re.compile("(?:[^\\w\ue000-\uf8ff\U00020000-\U0003ffff\U000f0000-\U0010fffd]|_)+")
_SPACE_AT_CHANGE = re.compile(r"(?<=[a-z0-9]) (?=[^a-z0-9 ])|(?<=[^a-z0-9 ]) (?=[a-z0-9])")
_LATIN_RUNS = re.compile(r"[a-z0-9]+")
_LONG_GRAM = 3  # Latin letters and digits: from here on a piece of a run is found as the beginning of a run's tail
_LONGEST_TAIL = 24  # characters kept of a tail: serial numbers are shorter
_MOST_PAIRS = 8  # of a long Chinese word that the index compares; the rest is compared in the text


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case, half width, no brackets: 云人办〔2025〕 41号 and 云人办[２０２５]41号 are both 云人办2025 41号.

    Whatever is no letter or digit separates. Between Latin letters or digits and other letters nothing remains of it,
    elsewhere one space.
    """
    if not (text.isprintable() and is_normalized("NFC", text)):  # most texts were cleaned when they came in
        text = clean_line(text).text
    plain = _NO_WORD.sub(" ", half_width(text).lower()).strip()
    return _SPACE_AT_CHANGE.sub("", plain) if " " in plain else plain


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query: the folded texts of which one must occur. Ten scanned digits are also year and serial."""

    spellings: tuple[str, ...]

    @property
    def is_exact(self) -> bool:
        """True if the index alone decides: every spelling is a pair, or one run of Latin letters and digits."""
        return all(" " not in one and len(one) <= (_LONGEST_TAIL if one.isascii() else 2) for one in self.spellings)

    def groups(self) -> list[list[tuple[str, bool]]]:
        """For each spelling the tokens that all must be there, each with whether it is only a beginning."""
        return [list(_wanted(spelling)) for spelling in self.spellings]


def words_of(query: str) -> tuple[Word, ...]:
    """The words of a query; what holds neither letter nor digit is no word."""
    found: list[Word] = []
    for typed in clean_line(query[:LONGEST_QUERY]).text.split():
        folded = fold(typed)
        if folded:
            found.append(Word((folded, *_scanned(folded))))
    return tuple(dict.fromkeys(found))


def _scanned(folded: str) -> Iterator[str]:
    """2026000107 on a label is 2026-000107 in the book; its beginning too, for the search runs while typing."""
    if folded.isascii() and folded.isdigit() and 4 < len(folded) <= 10 and folded[:2] in ("19", "20"):
        yield f"{folded[:4]} {folded[4:]}"


def is_found(words: Sequence[Word], texts: Sequence[str]) -> bool:
    """Whether every word occurs in one of the texts (not folded)."""
    return all(any(_holds(text, spelling) for spelling in word.spellings for text in texts) for word in words)


def _holds(text: str, spelling: str) -> bool:
    if spelling in text:
        return True
    if "\u3400" <= spelling[0] <= "\u9fff" and spelling[0] not in text and is_normalized("NFC", text):
        return False  # folding makes no Chinese character that was not there
    return spelling in fold(text)


def tokens(texts: Iterable[str | None]) -> str:
    """The tokens under which a row stands in the index, separated by spaces; the index takes each once.

    Of every piece without a gap: its characters and its pairs. Of every run of Latin letters and digits in it also the
    tails from three characters on (2025: 2025 025), so that any part of a run is a token or the beginning of one. Of
    every gap: one character and two characters on both sides (2025 41: 5·4 25·41). Of every change between the two kinds
    of letters also the character on one side with two and three on the other (办2025: 办20 办202, 41号: 41号).
    """
    return " ".join([_tokens(text) for text in texts if text])


@lru_cache(maxsize=4096)  # the copies of one document come one after the other
def _tokens(text: str) -> str:
    folded = _NO_WORD.sub(" ", text.lower()) if text.isascii() else fold(text)
    pieces = folded.split()
    return " ".join([*map(_piece_tokens, pieces), *starmap(_gap_tokens, pairwise(pieces))])


def _gap_tokens(before: str, after: str) -> str:
    return f"{before[-1]}·{after[0]} {before[-2:]}·{after[:2]}"


def _wanted_gap(before: str, after: str) -> str:
    """The narrowest token of a gap that is certain: what stands before or behind a piece of one character is unknown."""
    wide = min(len(before), len(after)) > 1
    return f"{before[-2:]}·{after[:2]}" if wide else f"{before[-1]}·{after[0]}"


@lru_cache(maxsize=4096)
def _piece_tokens(piece: str) -> str:
    found = [*piece, *map(add, piece, piece[1:])]
    if piece.isascii():
        found += _tails(piece)
        return " ".join(found)
    for run in _LATIN_RUNS.finditer(piece):
        found += _tails(run[0])
        for wide in (2, 3):
            found += _at_change(piece, run.start(), run.end(), wide)
    return " ".join(found)


def _tails(run: str) -> list[str]:
    return [run[at : at + _LONGEST_TAIL] for at in range(len(run) - _LONG_GRAM + 1)]


def _at_change(piece: str, start: int, end: int, wide: int) -> list[str]:
    """The tokens of a Latin run's edges: the character before or behind it with `wide` of its own."""
    if end - start < wide:
        return []
    before = [piece[start - 1 : start + wide]] if start else []
    return before + ([piece[end - wide : end + 1]] if end < len(piece) else [])


def _wanted(spelling: str) -> Iterator[tuple[str, bool]]:
    """The tokens of a row that holds the spelling: long Latin runs whole, everything else by pairs."""
    pieces = spelling.split(" ")
    for place, piece in enumerate(pieces):
        inside: set[int] = set()  # pairs that lie within a long Latin run
        for run in _LATIN_RUNS.finditer(piece):
            edges = _at_change(piece, run.start(), run.end(), min(3, len(run[0])))
            yield from ((edge, False) for edge in edges if len(edge) > 2)
            if len(run[0]) >= _LONG_GRAM:
                inside.update(range(run.start(), run.end() - 1))
                yield run[0][:_LONGEST_TAIL], place == len(pieces) - 1 and run.end() == len(piece)
        pairs = [piece[at : at + 2] for at in range(len(piece) - 1) if at not in inside]
        yield from ((pair, False) for pair in pairs[:_MOST_PAIRS])
        if len(piece) == 1:
            yield piece, False
    yield from ((_wanted_gap(*sides), False) for sides in pairwise(pieces))
