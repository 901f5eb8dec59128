"""The domain's text cleaning with a short cut: most cells are plain already, and the same ones come again and again."""

from __future__ import annotations

import re
from functools import lru_cache

from models.domain.text_cleaning import Cleaned, half_width
from models.domain.text_cleaning import clean_line as _clean_line
from models.domain.text_cleaning import clean_paragraphs as _clean_paragraphs

_KEPT = 8_192
# Characters that cleaning never changes (visible, in NFC, no space): ASCII, usual punctuation, Chinese, full-width forms.
_CHARACTERS = r"[!-~\u00b7\u00d7\u2013\u2014\u2018-\u201d\u2026\u2605\u3001-\u3029\u3400-\u9fff\uff01-\uff5e\U00020000-\U0002a6df]+"
_PLAIN = re.compile(f"{_CHARACTERS}(?: {_CHARACTERS})*")
_WIDE = re.compile(r"[\uff10-\uff5a]")


def clean_line(text: str) -> Cleaned:
    """As `models.domain.text_cleaning.clean_line`."""
    if _PLAIN.fullmatch(text):
        return Cleaned(str(text))
    return _remembered(text)


def clean_block(text: str) -> str:
    """The text of `models.domain.text_cleaning.clean_paragraphs`."""
    return str(text) if _PLAIN.fullmatch(text) else _clean_paragraphs(text).text


@lru_cache(_KEPT)
def _remembered(text: str) -> Cleaned:
    return _clean_line(text)


@lru_cache(_KEPT)
def compact(text: str) -> str:
    """As `models.domain.text_cleaning.compact`."""
    line = clean_line(text).text
    if _WIDE.search(line):
        line = half_width(line)
    return "".join(line.split()) if " " in line else line
