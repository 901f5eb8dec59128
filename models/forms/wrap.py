"""Line breaking for Chinese forms: clusters that never break inside, greedy filling, squeezed marks (`forms.md` 1.4).

reportlab's own CJK wrapping lets a line begin with `》` and cuts `2025年3 / 月1日`; this one does not. Widths are em.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDE_CLOSERS = "，。、；：？！）》〉〕】」』”’"  # the right half of the glyph is empty
WIDE_OPENERS = "（《〈〔【「『“‘"  # the left half of the glyph is empty
CLOSERS = frozenset(WIDE_CLOSERS + "…—％～·,.;:?!)]}%")
OPENERS = frozenset(WIDE_OPENERS + "([{")
_CLOSE, _OPEN = frozenset(WIDE_CLOSERS), frozenset(WIDE_OPENERS)
_SLASHES = frozenset("/／")  # between the parts of a place; never at the start of a line, even after a space
_HALF = 0.5  # em lost by a squeezed mark
_FULL = 0.9  # em from which a mark counts as full-width; site faces may have narrow quotation marks

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_NUMERAL = "一二三四五六七八九十百零〇"
_UNIT = "个月|个工作日|[页份个张块件条卷册袋盒箱枚种台套本只名人年月日时分秒元万亿次期版层格号室楼级类天周度盘纸行％%]"
_TOKEN = re.compile(
    rf"(?P<reference>[{_HAN}]{{0,3}}〔\d{{4}}〕(?:[{_HAN}]{{0,4}}第)?\d+号?)"
    r"|\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日|\d{4}—\d{4}年?"
    rf"|[{_HAN}]{{1,7}}·|(?<=·)[{_HAN}]{{1,7}}(?![{_HAN}])"
    rf"|第[{_NUMERAL}\d]+[章条款项号次期批卷册页届层格柜室行件份]|[{_NUMERAL}]+（\d+）"
    rf"|[0-9A-Za-z][0-9A-Za-z._/\-:+#@&']*(?:{_UNIT})?"
    r"|…+|—+|[ \u3000]+"
    r"|.[\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef]*",
    re.DOTALL,
)
_ODD_SPACE = re.compile(r"[^\S\n\u3000]")
_SOFT = re.compile(r"(?<=[～、\-/_.:〕])|(?=〔)")  # where a cluster too wide for any line may be cut first


@dataclass(frozen=True, slots=True)
class Piece:
    """A cluster: never broken inside. `gap` is the width of the spaces after it, dropped at the end of a line."""

    text: str
    spaces: str
    width: float
    gap: float

    @property
    def first(self) -> str:
        return self.text[0]

    @property
    def last(self) -> str:
        return self.text[-1]


def plain(text: str) -> str:
    """The text with tabs, odd spaces and carriage returns as spaces; line feeds stay."""
    if text.isprintable():
        return text
    return _ODD_SPACE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """The text as it stands in one line: line feeds become spaces too."""
    return text if text.isprintable() else plain(text).replace("\n", " ")


def clusters(text: str) -> tuple[str, ...]:
    """Cut a text into clusters with closers and openers joined; spaces stay at the end of the cluster before them."""
    found: list[str] = []
    glue = ""  # openers waiting for their cluster
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token.isspace():
            if found and not glue:
                found[-1] += token
            continue
        if token[0] in OPENERS:
            glue += token
            if len(token) == 1:
                continue
            token, glue = glue, ""
        elif glue:
            token, glue = glue + token, ""
        elif found and (token in _SLASHES or (token[0] in CLOSERS and not found[-1][-1].isspace())):
            found[-1] += token
            continue
        found.append(token)
    if glue:
        found.append(glue)
    return tuple(found)


def squeeze(before: str, after: str, advances: Mapping[str, float]) -> float:
    """Em taken away between two characters: half an em between two full-width marks with an empty half between them."""
    meets = before in _CLOSE or before in _OPEN if after in _OPEN else after in _CLOSE and before in _CLOSE
    return _HALF if meets and advances[before] >= _FULL and advances[after] >= _FULL else 0.0


def hang(text: str, advances: Mapping[str, float]) -> float:
    """Em that an opener at the start of a line hangs to the left."""
    return _HALF if text and text[0] in _OPEN and advances[text[0]] >= _FULL else 0.0


def trail(text: str, advances: Mapping[str, float]) -> float:
    """Em of empty space inside a closer at the end of a line, which counts neither for filling nor for centring."""
    return _HALF if text and text[-1] in _CLOSE and advances[text[-1]] >= _FULL else 0.0


def width(text: str, advances: Mapping[str, float]) -> float:
    """Width in em with squeezed marks, without hanging."""
    total = sum(map(advances.__getitem__, text))
    return total - sum(squeeze(a, b, advances) for a, b in pairwise(text) if b in _OPEN or b in _CLOSE)


def segments(text: str, advances: Mapping[str, float]) -> list[tuple[float, str]]:
    """The text cut where marks are squeezed: (em from the start, part)."""
    parts: list[tuple[float, str]] = []
    start = pen = 0.0
    begin = 0
    for index in range(1, len(text)):
        pen += advances[text[index - 1]]
        lost = squeeze(text[index - 1], text[index], advances) if text[index] in _OPEN or text[index] in _CLOSE else 0.0
        if lost:
            parts.append((start, text[begin:index]))
            pen -= lost
            start, begin = pen, index
    parts.append((start, text[begin:]))
    return parts


def measure(text: str, advances: Mapping[str, float]) -> tuple[Piece, ...]:
    """Clusters of the text with their widths."""
    return tuple(_piece(cluster, advances) for cluster in clusters(text))


def _piece(cluster: str, advances: Mapping[str, float]) -> Piece:
    core = cluster.rstrip(" \u3000")
    spaces = cluster[len(core) :]
    return Piece(core, spaces, width(core, advances), sum(map(advances.__getitem__, spaces)))


def fill(pieces: Sequence[Piece], room: float, advances: Mapping[str, float], cut: bool = False) -> list[str] | None:
    """Fill lines of `room` em greedily; the last line never has a single character if a cluster can be taken down.

    The empty half of a closer may reach beyond the end of a line: its ink stays inside. Returns None if a cluster is
    wider than the line; with `cut` such a cluster is cut, at soft points first.
    """
    if cut:
        pieces = _cut_wide(pieces, room, advances)
    lines: list[list[Piece]] = []
    pen = 0.0
    for piece in pieces:
        if lines:
            before = lines[-1][-1]
            step = before.gap if before.gap else -squeeze(before.last, piece.first, advances)
            if pen + step + piece.width - trail(piece.text, advances) <= room + 1e-6:
                lines[-1].append(piece)
                pen += step + piece.width
                continue
        pen = piece.width - hang(piece.text, advances)
        if _ink(piece, advances) > room + 1e-6 and not cut:
            return None
        lines.append([piece])
    _mend_last(lines, room, advances)
    return [_joined(line) for line in lines]


def _ink(piece: Piece, advances: Mapping[str, float]) -> float:
    return piece.width - hang(piece.text, advances) - trail(piece.text, advances)


def _mend_last(lines: list[list[Piece]], room: float, advances: Mapping[str, float]) -> None:
    """Take one cluster down if the last line has one character, not counting punctuation."""
    if len(lines) < 2 or len(lines[-2]) < 2:
        return
    solid = sum(1 for piece in lines[-1] for char in piece.text if char not in CLOSERS and char not in OPENERS)
    mended = [lines[-2][-1], *lines[-1]]
    if solid == 1 and width(_joined(mended), advances) - hang(mended[0].text, advances) <= room:
        lines[-2].pop()
        lines[-1] = mended


def _joined(line: Sequence[Piece]) -> str:
    return "".join(piece.text + piece.spaces for piece in line).rstrip(" \u3000")


def _cut_wide(pieces: Sequence[Piece], room: float, advances: Mapping[str, float]) -> list[Piece]:
    """Replace clusters wider than a line by parts: cut at soft points, then between characters."""
    result: list[Piece] = []
    for piece in pieces:
        if _ink(piece, advances) <= room:
            result.append(piece)
            continue
        for part in _SOFT.split(piece.text + piece.spaces):
            if not part:
                continue
            measured = _piece(part, advances)
            if _ink(measured, advances) <= room:
                result.append(measured)
            else:
                result += [_piece(char, advances) for char in _characters(part)]
    return result


def _characters(text: str) -> list[str]:
    """Single characters with closers joined to the one before and openers to the one after."""
    found: list[str] = []
    glue = ""
    for char in text:
        if char in OPENERS:
            glue += char
        elif found and not glue and (char in CLOSERS or char.isspace()):
            found[-1] += char
        else:
            found.append(glue + char)
            glue = ""
    if glue:
        found.append(glue)
    return found
