"""Where the words of a search stand in a cell, so that hits can be marked."""

from __future__ import annotations

import unicodedata

_SAME = str.maketrans({"[": "〔", "【": "〔", "(": "〔", "（": "〔", "]": "〕", "】": "〕", ")": "〕", "）": "〕"})


def terms_of(text: str) -> tuple[str, ...]:
    """The words of a search as they are compared: parted by spaces, brackets alike, half width, lower case."""
    return tuple(part for part in alike(text).split() if part)


def alike(text: str) -> str:
    """A text of the same length in which characters that search takes as equal are equal."""
    out = []
    for char in text:
        plain = unicodedata.normalize("NFKC", char).lower()
        out.append(plain if len(plain) == 1 else char)
    return "".join(out).translate(_SAME)


def hits(text: str, terms: tuple[str, ...]) -> list[tuple[int, int]]:
    """(start, length) of each hit in `text`, in order, overlaps joined."""
    if not terms or not text:
        return []
    where = alike(text)
    found: list[tuple[int, int]] = []
    for term in terms:
        start = where.find(term)
        while start >= 0:
            found.append((start, start + len(term)))
            start = where.find(term, start + len(term))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return [(start, end - start) for start, end in joined]
