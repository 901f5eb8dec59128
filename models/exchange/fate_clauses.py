"""Cutting what is written about a paper's fate into clauses with a verb each: 3份清退1份销毁; 张三借，已还; 1号：在柜."""

from __future__ import annotations

import re
from itertools import pairwise

from models.exchange.fate_words import FATE_WORDS, FateWord

CJK = "\u3400-\u9fff\U00020000-\U0003ffff"
FULL_DATE = re.compile(
    r"(?:19|20)?\d{2}年\d{1,2}月\d{1,2}[日号]?|(?:19|20)\d{2}[-/.．、]\d{1,2}[-/.．、]\d{1,2}(?!\d)|(?<!\d)(?:19|20)\d{6}(?!\d)"
    r"|[二一][〇零○九一二三四五六七八]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
    r"|(?<![\d.])\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?![\d.])"
)
COUNT = re.compile(r"([0-9]{1,4}|[一二两三四五六七八九十]{1,3})(?:份|册|本|件|张)")
_WHERE = re.compile(rf"(?:现?[在存放]于?|由)?([{CJK}·A-Za-z]{{2,12}}?)(?:同志)?(?:处|手中|手里|那里|保管|保存|持有|留存|暂存|使用)$")
_NAME_AND_COUNT = re.compile(rf"^(?!共|全|余|其|收|计)[{CJK}]{{2,4}}(?:{COUNT.pattern})$")
_NO_PERSON = re.compile("^(?:继续|停止|内部|单位|正常|正在|日常|暂时|妥善|专人|统一|集中|自行|单独|封存|长期|永久|全部|原件|已|未|不)$")


def clauses_of(text: str) -> list[str]:
    """Clauses with a verb each: cut at commas outside brackets; a piece without a verb joins its neighbour."""
    pieces: list[str] = []
    depth, start = 0, 0
    for place, character in enumerate(text):
        depth += (character in "（(〔[【") - (character in "）)〕]】")
        if depth <= 0 and character in "；;。，," and not _inside_list(text, start, place):
            pieces.append(text[start:place])
            start = place + 1
    pieces.append(text[start:])
    clauses: list[str] = []
    waiting = ""
    for piece in [part for whole in filter(None, map(str.strip, pieces)) for part in _by_counts(whole)]:
        if word_in(piece) or where_in(piece):
            clauses.append(f"{waiting}，{piece}" if waiting else piece)
            waiting = ""
        elif _NAME_AND_COUNT.match(piece):
            clauses.append(piece)  # 张三1份: who has it is written, what happened is not
        elif clauses and not waiting and not FULL_DATE.match(piece):
            clauses[-1] += f"，{piece}"
        else:
            waiting = f"{waiting}，{piece}" if waiting else piece
    if waiting:
        clauses.append(waiting)
    return _join_loans(clauses)


def _by_counts(piece: str) -> list[str]:
    """3份清退1份销毁, 清退3份、归档1份: a clause for every count, if each has its own verb."""
    counts = list(COUNT.finditer(piece))
    if len(counts) < 2:
        return [piece]
    at_verbs = [part for part in re.split("[、和及]", piece) if part]
    before = [0, *(found.start() for found in counts[1:]), len(piece)]
    behind = [0, *(_behind(piece, found.end()) for found in counts[:-1]), len(piece)]
    for parts in (at_verbs, _cut(piece, before), _cut(piece, behind)):
        if len(parts) == len(counts) and all(COUNT.search(part) and (word_in(part) or where_in(part)) for part in parts):
            return parts
    return [piece]


def _behind(piece: str, end: int) -> int:
    """The place behind a count and the bracket that belongs to it: 销毁3份（2020.5.6）归档1份."""
    found = re.compile("[（(][^（()）]*[)）]").match(piece, end)
    return found.end() if found else end


def _cut(piece: str, places: list[int]) -> list[str]:
    return [part for start, stop in pairwise(places) if (part := piece[start:stop].strip("、，, "))]


def _join_loans(clauses: list[str]) -> list[str]:
    """张三借，已还 is one matter: who borrowed stands in the first clause and how it ended in the second."""
    joined: list[str] = []
    for clause in clauses:
        about = joined and re.search("借|领|取|带", joined[-1]) and re.search("还|收回|交回", clause)
        if about and len(clause) < 24 and not COUNT.search(clause):
            joined[-1] += f"，{clause}"
        else:
            joined.append(clause)
    return joined


def _inside_list(text: str, start: int, place: int) -> bool:
    """Whether a comma stands in a list of copy numbers (12，13号已销毁) and not behind something that has happened."""
    if not (0 < place < len(text) - 1 and text[place] in ",，" and text[place + 1].isdigit()):
        return False
    return text[place - 1] in "0123456789号" and not word_in(text[start:place])


def where_in(text: str) -> re.Match[str] | None:
    """Where a clause says in whose hands the paper is: 在王主任处, 张三保管. Group 1 is who."""
    found = _WHERE.search(COUNT.sub(lambda count: "#" * len(count[0]), text))
    return None if found is None or _NO_PERSON.match(found[1]) else found


def word_in(text: str) -> tuple[FateWord, re.Match[str]] | None:
    """The first of the known words, in their order, that a clause holds, and where it stands."""
    for word in FATE_WORDS:
        found = word.pattern.search(text)
        if found:
            return word, found
    return None
