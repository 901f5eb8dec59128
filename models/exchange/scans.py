"""What a wedge scanner sends, in one spelling: our carrier labels, shelf labels, form codes, covers; the rest is unknown.

A scanner is a keyboard: it adds prefixes and line ends, an input method makes its characters full width, two codes can
run together. Nothing that comes in is a command: control characters are dropped and the text is only data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from models.domain.numbering import NumberError, parse_carrier_number, parse_form_number
from models.domain.text_cleaning import clean_line
from models.exchange.cover_barcode import is_cover_code

LONGEST = 4000


class ScanKind(StrEnum):
    """What a scanned text is."""

    CARRIER = "CARRIER"
    SHELF = "SHELF"
    FORM = "FORM"
    COVER = "COVER"
    RUN_TOGETHER = "RUN_TOGETHER"  # several of our codes without an end between them
    EMPTY = "EMPTY"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Scanned:
    """`value` is the stored spelling (2026-000107, S00012, XQ-2026-0003), for UNKNOWN the cleaned text.

    `entry` and `digest` are what a form's code says about the journal (K-18); `parts` the codes that ran together.
    """

    kind: ScanKind
    value: str
    entry: int | None = None
    digest: str = ""
    parts: tuple[Scanned, ...] = ()


# What an input method or a full-width mode makes of the characters in our codes.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ", 0x2014: "-", 0x2013: "-", 0x2015: "-", 0x2212: "-", 0x2010: "-", 0x2011: "-", 0x30FC: "-", 0x00B7: "`",
}  # fmt: skip
_READER_PREFIX = re.compile(r"^\][A-Za-z][0-9A-Za-z]")
_CARRIER = re.compile(r"(\d{4})[- ]?(\d{6})")
_SHELF = re.compile(r"[Ss](\d{5}|[1-9]\d{5,6})")
_FORM = re.compile(r"([A-Za-z]{1,4}-\d{4}-\d{4,6}):(\d{1,10}):([0-9A-Fa-f]{16,64})")


def read_scan(text: str) -> Scanned:
    """What a scanned or typed text is. Never raises: what is not ours is UNKNOWN and kept as evidence."""
    text = text[:LONGEST]
    if is_cover_code(text):
        return Scanned(ScanKind.COVER, text.strip())
    cleaned = clean_line(text).text
    plain = _READER_PREFIX.sub("", clean_line(cleaned.translate(_WIDE)).text)
    if not plain:
        return Scanned(ScanKind.EMPTY, "")
    return _own(plain.replace(" ", "")) or _together(plain) or Scanned(ScanKind.UNKNOWN, cleaned)


def _own(plain: str) -> Scanned | None:
    """One of our own codes, whole and alone."""
    if _CARRIER.fullmatch(plain):
        try:
            return Scanned(ScanKind.CARRIER, str(parse_carrier_number(plain)))
        except NumberError:
            return None
    shelf = _SHELF.fullmatch(plain)
    if shelf:
        return Scanned(ScanKind.SHELF, f"S{shelf[1]}")
    form = _FORM.fullmatch(plain)
    if form:
        try:
            number = str(parse_form_number(form[1]))
        except NumberError:
            return None
        return Scanned(ScanKind.FORM, number, int(form[2]), form[3].upper())
    return None


def _together(plain: str) -> Scanned | None:
    """Several codes in one text: read again one by one, all must be ours."""
    pieces = re.findall(r"[Ss]\d{5,7}(?!\d)|\d{4}-?\d{6}|[Ss]\d{5}", plain)
    if len(pieces) < 2 or "".join(pieces) != re.sub(r"[\s,;]", "", plain):
        return None
    parts = [_own(piece) for piece in pieces]
    known = tuple(part for part in parts if part)
    if len(known) != len(parts):
        return None
    if len(set(known)) == 1:
        return known[0]  # the same code twice: the scanner repeated itself
    return Scanned(ScanKind.RUN_TOGETHER, " ".join(part.value for part in known), parts=known)
