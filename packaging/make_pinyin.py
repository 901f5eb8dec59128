"""Makes models/domain/pinyin from the data of pypinyin: run it after changing that package, and rebuild the vaults' lists.

The program itself does not load pypinyin: its dictionaries cost 57 MB of memory and hold the interpreter while they
load. What a sort order needs fits into two small text files that can be read.
"""

from __future__ import annotations

from pathlib import Path

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.contrib.tone_convert import to_tone3

FOLDER = Path(__file__).resolve().parents[1] / "models" / "domain" / "pinyin"


def characters() -> dict[str, str]:
    """Each character's most usual reading: 重 → zhong4."""
    return {chr(code): _plain(readings.split(",")[0]) for code, readings in PINYIN_DICT.items()}


def words(usual: dict[str, str]) -> dict[str, list[str]]:
    """Words of two to four characters in which one is read in an unusual way; a change of tone alone is no reason.

    A word that begins with a shorter one and adds nothing to it is left out.
    """
    found: dict[str, list[str]] = {}
    for word in sorted(PHRASES_DICT, key=lambda word: (len(word), word)):
        readings = [_plain(reading[0]) for reading in PHRASES_DICT[word]]
        if not 2 <= len(word) <= 4 or len(readings) != len(word) or any(c not in usual for c in word):
            continue
        kept = [
            own if own[:-1] != usual[character][:-1] and own in _all_readings(character) else usual[character]
            for character, own in zip(word, readings, strict=True)
        ]
        if kept != _read(word, usual, found):
            found[word] = kept
    return found


def _read(word: str, usual: dict[str, str], known: dict[str, list[str]]) -> list[str]:
    """How the shorter words read it: leftmost and longest first, as the program does."""
    readings: list[str] = []
    while len(readings) < len(word):
        rest = word[len(readings) :]
        for length in (4, 3, 2):
            if rest[:length] in known and length <= len(rest):
                readings += known[rest[:length]]
                break
        else:
            readings.append(usual[rest[0]])
    return readings


def _all_readings(character: str) -> set[str]:
    return {_plain(reading) for reading in PINYIN_DICT[ord(character)].split(",")}


def _plain(reading: str) -> str:
    return str(to_tone3(reading, neutral_tone_with_five=True)).replace("ü", "v")


def main() -> None:
    usual = characters()
    by_reading: dict[str, list[str]] = {}
    for character, reading in usual.items():
        by_reading.setdefault(reading, []).append(character)
    lines = [f"{reading} {''.join(sorted(by_reading[reading]))}" for reading in sorted(by_reading)]
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "characters.txt").write_text("\n".join(lines) + "\n", "utf-8")
    lines = [f"{word} {' '.join(readings)}" for word, readings in sorted(words(usual).items())]
    (FOLDER / "words.txt").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
