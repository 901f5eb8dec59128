"""Long lists of words, written as one text."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text, apart at spaces and line ends."""
    return frozenset(text.split())
