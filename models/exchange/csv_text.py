"""Text ledgers: which encoding, which separator, and the rows. Excel, WPS and old database programs all write them."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator

from models.exchange.sniff import BadFileError, wide_text

_SEPARATORS = ",\t;|，；"
_PROBE_LINES = 200
_LONG_FIELD_LINES = 8  # a field with more line breaks than this comes from a quote that was never closed
_MOST_UNREADABLE = 0.001


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding: BOM first, then strict UTF-8, UTF-16 by its zero bytes, GB18030.

    Bytes that fit nothing become U+FFFD if they are few (a torn last character, say); the rows are warned about later.
    """
    for bom, name in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(bom):
            return _lenient(data, name), name
    if wide := wide_text(data):
        return _lenient(data, wide), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _best_of(data)


def _best_of(data: bytes) -> tuple[str, str]:
    """GB18030 unless the text is UTF-8 with a few torn places, which would decode to nonsense without complaint."""
    torn = data.decode("utf-8", errors="replace")
    if torn.count("\ufffd") <= len(torn) * _MOST_UNREADABLE and any(ord(character) > 0x7F for character in torn):
        return torn, "utf-8"
    return _lenient(data, "gb18030"), "gb18030"


def _lenient(data: bytes, encoding: str) -> str:
    text = data.decode(encoding, errors="replace")
    if text.count("\ufffd") > max(3, len(text) * _MOST_UNREADABLE):
        raise BadFileError("UNKNOWN_ENCODING")
    return text


def rows(text: str) -> Iterator[list[str]]:
    """Yield the records of a separated text; a record's number is its place in this sequence, from 1."""
    csv.field_size_limit(1 << 27)
    text, separator = _announced_separator(text)
    separator = separator or best_separator(text)
    if _quotes_close(text, separator):
        records = csv.reader(_lines(text), delimiter=separator)
    else:
        records = csv.reader(_lines(text), delimiter=separator, quoting=csv.QUOTE_NONE)
    for record in records:
        yield [unguard(field) for field in record]


def unguard(field: str) -> str:
    """Undo what spreadsheet programs and this program put before a text so that it is not taken for a formula."""
    if len(field) > 3 and field.startswith('="') and field.endswith('"'):
        return field[2:-1].replace('""', '"')
    stripped = field.lstrip("'")
    if stripped != field and stripped[:1] in FORMULA_STARTS:
        return field[1:]
    return field


FORMULA_STARTS = frozenset("=+-@\t\r\0＝＋－＠")


def guard(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet program would run as a formula; `unguard` takes it off (I3)."""
    return f"'{text}" if text.lstrip("'")[:1] in FORMULA_STARTS and text else text


def _announced_separator(text: str) -> tuple[str, str]:
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return rest, first.strip()[4]
    return text, ""


_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")


def _lines(text: str) -> Iterator[str]:
    """Lines as the csv reader wants them: ends kept, and no splitting at the rarer Unicode line ends."""
    return (found[0] for found in _LINE.finditer(text))


def best_separator(text: str) -> str:
    """The character that cuts the first lines into the most equal and the most columns; a comma if none does."""
    head = "\n".join(text.split("\n", _PROBE_LINES)[:_PROBE_LINES])
    best, best_score = ",", 0.0
    for separator in _SEPARATORS:
        widths = Counter(len(record) for record in _probe(head, separator))
        (width, agreeing), *_ = widths.most_common(1) or [(1, 0)]
        score = (width - 1) * agreeing / max(1, sum(widths.values()))
        if score > best_score:
            best, best_score = separator, score
    return best


def _probe(head: str, separator: str) -> list[list[str]]:
    try:
        return [record for record in csv.reader(_lines(head), delimiter=separator) if any(record)]
    except csv.Error:
        return [line.split(separator) for line in head.split("\n") if line.strip()]


def _quotes_close(text: str, separator: str) -> bool:
    """False if a lone quote (a ditto mark typed as ", say) would swallow the lines that follow it."""
    if '"' not in text:
        return True
    try:
        for record in csv.reader(_lines(text), delimiter=separator, strict=True):
            if any(field.count("\n") > _LONG_FIELD_LINES for field in record):
                return False
    except csv.Error:
        return False
    return True
