"""Canonical JSON: the one spelling of a value that is digested, signed and stored (K-8).

UTF-8, keys by code point, no white space, no floats, no lone surrogates; dates are ISO text before they come here.
"""

from __future__ import annotations

import json
from typing import Any

_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
_PLAIN = frozenset((str, int, bool, type(None)))
_TEXT = frozenset((str,))


def canonical_text(value: Any) -> str:
    """The canonical JSON of `value` as text. Raises ValueError for floats and texts that UTF-8 cannot hold."""
    if not _is_plain_row(value):
        _refuse_floats(value)
    text = _ENCODE(value)
    text.encode("utf-8")  # a lone surrogate raises UnicodeEncodeError, a ValueError
    return text


def canonical_bytes(value: Any) -> bytes:
    """The canonical JSON of `value` as UTF-8."""
    return canonical_text(value).encode("utf-8")


def _is_plain_row(value: Any) -> bool:
    """Most of what is spelled are the values of one row: text keys, and values that need no second look."""
    return type(value) is dict and _PLAIN.issuperset(map(type, value.values())) and _TEXT.issuperset(map(type, value))


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError("a float has no canonical spelling")
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise ValueError("keys are text")
            if type(item) not in _PLAIN:
                _refuse_floats(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            if type(item) not in _PLAIN:
                _refuse_floats(item)
    elif not isinstance(value, (str, int, bool)) and value is not None:
        raise ValueError(f"{type(value).__name__} has no canonical spelling")
