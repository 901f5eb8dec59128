"""The domain's text cleaning, remembered: the same cells come again and again."""

from __future__ import annotations

from functools import lru_cache

from models.domain.text_cleaning import Cleaned, clean_paragraphs
from models.domain.text_cleaning import clean_line as _clean_line
from models.domain.text_cleaning import compact as _compact

_KEPT = 8_192


@lru_cache(_KEPT)
def clean_line(text: str) -> Cleaned:
    """As `models.domain.text_cleaning.clean_line`."""
    return _clean_line(text)


def clean_block(text: str) -> str:
    """The text of `models.domain.text_cleaning.clean_paragraphs`."""
    return clean_paragraphs(text).text


@lru_cache(_KEPT)
def compact(text: str) -> str:
    """As `models.domain.text_cleaning.compact`."""
    return _compact(text)
