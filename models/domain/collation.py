"""The order in which Chinese texts are listed: by reading, numbers by value (K-24).

`sort_key` makes the bytes that a list compares. The readings are two text files beside this module: every character
with its usual reading, and the words in which a character is read in another way (重要 zhòng, 重庆 chóng). They are made
by `packaging/make_pinyin.py`. A change of these files changes stored keys: it needs a migration that rebuilds the lists.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from models.domain.text_cleaning import half_width

FOLDER = Path(__file__).with_name("pinyin")
LONGEST = 60  # units of a key: of longer texts only the beginning counts, equal ones stand in order of their number

# A key is a row of 16-bit units in rising order: what only separates, numbers, Latin letters, characters by reading,
# characters of unknown reading. Surrogates never arise: the units end far below them.
_GAP, _NUMBER, _LETTER, _CHARACTER, _UNKNOWN = 0x0001, 0x0100, 0x0200, 0x1000, 0xD000
_RARE = 0x20000  # from here on characters, whatever this Python knows of them
_GAP_UNIT, _TWO_GAPS = chr(_GAP), chr(_GAP) * 2
_DIGITS = re.compile(r"0*([0-9]+)")
_GAPS = re.compile(f"{_GAP_UNIT}{{2,}}")


def sort_key(text: str) -> bytes:
    """Bytes that compare as the texts are to be listed; empty for a text without letters and digits.

    Brackets and spaces only separate, case and width do not count, 第2批 stands before 第10批.
    """
    readings = _readings()
    plain = half_width(text).lower()
    units = plain.translate(readings.units) if plain.isascii() else _units_with_words(plain, readings)
    if _GAP_UNIT in units:
        units = (_GAPS.sub(_GAP_UNIT, units) if _TWO_GAPS in units else units).strip(_GAP_UNIT)
    return _DIGITS.sub(_number, units)[:LONGEST].encode("utf-16-be")


def _units_with_words(plain: str, readings: _Readings) -> str:
    parts: list[str] = []
    done = 0
    for start in readings.words_in(plain):
        word = readings.word_at(plain, start) if start >= done else ""
        if word:
            parts += (plain[done:start].translate(readings.units), readings.words[word])
            done = start + len(word)
    if not done:
        return plain.translate(readings.units)
    return "".join((*parts, plain[done:].translate(readings.units)))


def _number(found: re.Match[str]) -> str:
    """The length of a number first, then its digits four by four: longer numbers are larger."""
    digits = found[1]
    if len(digits) <= 4:
        return chr(_NUMBER + len(digits)) + chr(_CHARACTER + int(digits))
    whole = digits.zfill(-(-len(digits) // 4) * 4)
    groups = (chr(_CHARACTER + int(whole[at : at + 4])) for at in range(0, len(whole), 4))
    return chr(_NUMBER + min(len(digits), 0xFF)) + "".join(groups)


class _Units(dict[int, str]):
    """Units by code point for `str.translate`; what the file does not know is worked out when it is met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character.isascii() and character.isdigit():
            unit = character  # runs of digits become numbers later
        elif character.isalnum() or code >= _RARE:
            unit = chr(_UNKNOWN) + chr(_CHARACTER + (code >> 12)) + chr(_CHARACTER + (code & 0xFFF))
        else:
            unit = chr(_GAP)
        self[code] = unit
        return unit


class _Readings:
    """The two files, read once: the unit of each character and the units of each word with an unusual reading."""

    def __init__(self) -> None:
        usual: dict[str, str] = {}
        for line in (FOLDER / "characters.txt").read_text("utf-8").splitlines():
            reading, members = line.split(" ")
            usual.update(dict.fromkeys(members, reading))
        words: dict[str, list[str]] = {}
        for line in (FOLDER / "words.txt").read_text("utf-8").splitlines():
            word, *readings = line.split(" ")
            words[word] = readings
        pairs = {(reading, character) for character, reading in usual.items()}
        pairs.update(pair for word, readings in words.items() for pair in zip(readings, word, strict=True))
        unit = {pair: chr(_CHARACTER + place) for place, pair in enumerate(sorted(pairs))}
        self.units = _Units({ord(character): unit[reading, character] for character, reading in usual.items()})
        self.units.update({ord(letter): chr(_LETTER + ord(letter)) for letter in "abcdefghijklmnopqrstuvwxyz"})
        self.words = {
            word: "".join(unit[pair] for pair in zip(readings, word, strict=True)) for word, readings in words.items()
        }
        self._first = frozenset(word[0] for word in words)
        self._beginnings = frozenset(word[:2] for word in words)

    def words_in(self, text: str) -> list[int]:
        """Where a word with an unusual reading may begin."""
        places = [place for place, character in enumerate(text) if character in self._first]
        return [place for place in places if text[place : place + 2] in self._beginnings]

    def word_at(self, text: str, place: int) -> str:
        """The longest word with an unusual reading that begins here, or nothing."""
        return next((text[place : place + n] for n in (4, 3, 2) if text[place : place + n] in self.words), "")


@lru_cache(maxsize=1)
def _readings() -> _Readings:
    return _Readings()
