"""What the search as you type compares: folded texts, the words of a query, and the tokens of the index (`house.md` 7).

The meaning is plain: a row is found if every word of the query is part of one of its searched texts, both folded. The
index is built so that it never misses such a row; where it finds too much, `is_found` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from unicodedata import is_normalized

from models.domain.text_cleaning import clean_line, half_width

FIELD = "\n"  # stands between two texts of a row in a haystack; no word of a query holds it
LONGEST_QUERY = 200  # characters; a text pasted by mistake is cut, not refused

# Private use and the planes of rare characters count as letters, whatever this Python knows of them: names use them.
_NO_WORD = re.compile("(?:[^\\w\ue000-\uf8ff\U00020000-\U0003ffff\U000f0000-\U0010fffd]|_)+")
_SPACE_AT_CHANGE = re.compile(r"(?<=[a-z0-9]) (?=[^a-z0-9 ])|(?<=[^a-z0-9 ]) (?=[a-z0-9])")
_LATIN_RUNS = re.compile(r"[a-z0-9]+")
_RUNS = re.compile(r"[a-z0-9]+|[^a-z0-9 \n]+")
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
    plain = _NO_WORD.sub(" ", (text if text.isascii() else half_width(text)).lower()).strip()
    return _SPACE_AT_CHANGE.sub("", plain) if " " in plain else plain


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query: the folded texts of which one must occur. Ten scanned digits are also year and serial."""

    spellings: tuple[str, ...]

    @property
    def is_exact(self) -> bool:
        """True if the index alone decides: every spelling is one short run, or one run of Latin letters and digits."""
        return all(
            len(_RUNS.findall(one)) == 1 and len(one) <= (_LONGEST_TAIL if one.isascii() else 2) for one in self.spellings
        )

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


def haystack(texts: Iterable[str | None]) -> str:
    """The searched texts of one row, folded, one behind the other."""
    return FIELD.join(fold(text) for text in texts if text)


def is_found(words: Sequence[Word], folded: str) -> bool:
    """Whether every word occurs in a haystack."""
    return all(any(spelling in folded for spelling in word.spellings) for word in words)


def tokens(texts: Iterable[str | None]) -> str:
    """The tokens under which a row stands in the index, separated by spaces; the index takes each once.

    Of every run of Chinese: its characters and its pairs. Of every run of Latin letters and digits: its characters, its
    pairs, and its tails from three characters on (2025: 2 0 5 20 02 25 2025 025), so that any piece of it is either one
    of them or the beginning of one.
    """
    return " ".join([_tokens(text) for text in texts if text])


@lru_cache(maxsize=4096)  # the copies of one document come one after the other
def _tokens(text: str) -> str:
    runs = _LATIN_RUNS.findall(text.lower()) if text.isascii() else _RUNS.findall(fold(text))
    return " ".join([_run_tokens(run) for run in runs])


@lru_cache(maxsize=4096)
def _run_tokens(run: str) -> str:
    found = [*run, *map("".join, pairwise(run))]
    if run[0].isascii():
        found += [run[at : at + _LONGEST_TAIL] for at in range(len(run) - _LONG_GRAM + 1)]
    return " ".join(dict.fromkeys(found))


def _wanted(spelling: str) -> Iterator[tuple[str, bool]]:
    runs = _RUNS.findall(spelling)
    for place, run in enumerate(runs):
        if len(run) < _LONG_GRAM:
            yield run, False
        elif run[0].isascii():
            yield run[:_LONGEST_TAIL], place == len(runs) - 1
        else:
            yield from ((run[at : at + 2], False) for at in range(min(len(run) - 1, _MOST_PAIRS)))
