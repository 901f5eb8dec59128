"""Where a paper lies, read from free text: 5号柜第5格, 9#柜, BM-10-5, １０号柜5层, 保险柜2-3层, 机要室3号柜.

What a code means is not guessed: BM-10 stays BM-10 and is not taken for 10号柜. What is not understood stays as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from models.domain.dates import chinese_number
from models.domain.text_cleaning import half_width
from models.exchange.cleaned import clean_line

_N = r"[0-9]{1,4}|[一二两三四五六七八九十百]{1,4}|[A-Za-z甲乙丙丁]"
_CABINET_WORD = r"(?:保险|保密|密码|文件|铁皮|铁|机要|资料|档案|密集|电子|防磁|光盘|涉密|大|小|立|木|绝密|机密|秘密)*(?:柜子?|架|箱|橱|盒|保险箱)"
_SHELF_WORD = r"(?:层|格|隔|屉|抽屉|列|排|节|盒|档|搁板|行)"
_ROOM = re.compile(
    r"^((?:[0-9一二三四五六七八九十]+楼)?[\u3400-\u9fff]*?(?:机要室|保密室|档案室|文件室|资料室|阅文室|库房|办公室|机房|文印室|收发室|值班室"
    r"|[0-9]{2,4}室|[0-9一二三四五六七八九十]+楼|室|库|房间?|处|科|股|办))[-－—/、，,\s的内里]*(?=.)"
)
_ROOM_NUMBER = re.compile(r"^([A-Za-z]?[0-9]{3,4})(?:室|房间?)[-－—/、，,\s]*")
_ROOM_ONLY = re.compile(r"^[\u3400-\u9fff0-9]{0,12}(?:机要室|保密室|档案室|文件室|资料室|阅文室|库房|办公室|机房|文印室|收发室|室)$")
_NUMBER_FIRST = re.compile(rf"^第?(?P<n>{_N})(?:号|#|＃|\.|、|-)?(?P<w>{_CABINET_WORD})")
_WORD_FIRST = re.compile(rf"^(?P<w>{_CABINET_WORD})第?(?:编号|[:：(（])?(?P<n>{_N}|[A-Za-z]{{1,3}}[0-9]{{1,4}})(?:号|#|＃)?[)）]?")
_PREFIXED = re.compile(rf"^(?P<p>[\u3400-\u9fff]{{1,10}}?)第?(?P<n>[0-9]{{1,4}})(?:号|#)?(?P<w>{_CABINET_WORD})")
_WORD_ALONE = re.compile(rf"^(?P<w>[\u3400-\u9fffA-Za-z]{{0,4}}{_CABINET_WORD})(?P<n>)")
_SHELF = re.compile(rf"^(?P<side>[左右上下]?)(?:第|内|里|的|之|[-－—/、，,.:：\s])*(?P<n>{_N})(?:号)?(?P<w>{_SHELF_WORD})(?P<more>.*)$")
_SHELF_WORD_FIRST = re.compile(rf"^[-－—/、，,.:：\s]*(?P<w>{_SHELF_WORD})(?P<n>{_N})$")
_SIDE = re.compile(r"^[（(]?([上中下左右前后东西南北][上中下左右]?)(?:层|格|侧|边|面|部)?[)）]?$")
_CODE = re.compile(r"^(?P<c>[A-Za-z]{1,5}[-－]?[0-9]{1,4}|[0-9]{1,3}|[A-Za-z])[-－—/#](?P<s>[0-9]{1,3}|[A-Za-z])(?:号|层|格)?$")
_CODE3 = re.compile(r"^(?P<r>[A-Za-z0-9]{1,6})[-－—/](?P<c>[A-Za-z0-9]{1,5})[-－—/](?P<s>[A-Za-z0-9]{1,3})$")
_HASH = re.compile(r"^(?P<n>[0-9]{1,4})(?:#|＃|号)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in parts. `text` is what was written; without room, cabinet and shelf it is all that is known."""

    text: str
    room: str = ""
    cabinet: str = ""
    shelf: str = ""

    @property
    def known(self) -> bool:
        """Whether a cabinet was made out; a room alone is no place to look for a paper in."""
        return bool(self.cabinet)


NO_PLACE = Place("")


@lru_cache(8192)
def parse_place(text: str, *, is_cabinet: bool = False) -> Place:
    """The parts of a place. `is_cabinet`: the column is 柜号, so a bare 5 is 5号柜 and 5-3 is its third shelf."""
    written = clean_line(text).text
    plain = re.sub(r"\s+", "", half_width(written)).replace("＃", "#").replace("﹟", "#")
    if not plain:
        return NO_PLACE
    code = _code(plain, is_cabinet)
    if code:
        return Place(written, *code)
    room, rest = _room(plain)
    if room and not rest:
        return Place(written, room)
    code = _code(rest, is_cabinet) if room else None
    if code:
        return Place(written, room, *code[1:])
    found = _cabinet(rest, is_cabinet)
    if not found and room:
        room, rest = "", plain
        found = _cabinet(rest, is_cabinet)
    if not found:
        return Place(written, plain if _ROOM_ONLY.match(plain) else "")
    cabinet, rest = found
    shelf = _shelf(rest)
    if shelf is None:
        return Place(written)
    return Place(written, room, cabinet, shelf)


def join_place(room: str, cabinet: str, shelf: str) -> Place:
    """A place from separate columns; a bare number in the column of cabinets or shelves is 5号柜, 第3层."""
    written = " ".join(filter(None, (room, cabinet, shelf)))
    base = parse_place(cabinet, is_cabinet=True) if cabinet else NO_PLACE
    if cabinet and not base.cabinet:
        return Place(written, room)
    own = half_width(clean_line(shelf).text)
    if own and not base.shelf:
        read = _shelf(own) if not own.isdecimal() else f"第{int(own)}层"
        if read is None:
            return Place(written)
        return Place(written, room or base.room, base.cabinet, read)
    return Place(written, room or base.room, base.cabinet, base.shelf)


def _code(plain: str, is_cabinet: bool) -> tuple[str, str, str] | None:
    """Codes such as BM-10-5 (cabinet BM-10, shelf 5) and, in a column of cabinets, 5-3."""
    three = _CODE3.match(plain)
    if three:
        if three["r"].isalpha():
            return "", f"{three['r']}-{three['c']}", three["s"]
        return (f"{three['r']}室" if len(three["r"]) >= 3 else three["r"]), three["c"], three["s"]
    two = _CODE.match(plain)
    if two:
        cabinet = two["c"]
        if cabinet.isdigit():
            return "", f"{int(cabinet)}号柜", f"第{two['s']}层" if two["s"].isdigit() else two["s"]
        return "", cabinet, two["s"]
    if re.fullmatch(r"[A-Za-z]{1,4}-?[0-9]{1,4}", plain) or (is_cabinet and re.fullmatch(r"[0-9]{1,4}|[A-Za-z]", plain)):
        return "", f"{int(plain)}号柜" if plain.isdigit() else plain, ""
    hash_only = _HASH.match(plain)
    return ("", f"{int(hash_only['n'])}号柜", "") if hash_only else None


def _room(plain: str) -> tuple[str, str]:
    found = _ROOM_NUMBER.match(plain)
    if found:
        return f"{found[1]}室", plain[found.end() :]
    if _ROOM_ONLY.match(plain):
        return plain, ""
    found = _ROOM.match(plain)
    return (found[1], plain[found.end() :]) if found else ("", plain)


def _cabinet(rest: str, is_cabinet: bool) -> tuple[str, str] | None:
    """The name of the cabinet at the beginning of a text, in one spelling, and what follows it."""
    found = _NUMBER_FIRST.match(rest) or _WORD_FIRST.match(rest)
    if found:
        # 保险柜2-3层 is shelf 3 of safe 2; 柜2层 is shelf 2 of the only cabinet.
        if found.re is _WORD_FIRST and re.match(_SHELF_WORD, rest[found.end() :]):
            return found["w"], rest[found.end("w") :]
        return _named(found), rest[found.end() :]
    code = re.match(rf"^(?P<c>[A-Za-z]{{1,4}}-?[0-9]{{0,4}})(?:号|#)?(?P<w>{_CABINET_WORD})", rest)
    if code:
        return f"{code['c']}{code['w']}", rest[code.end() :]
    alone = _WORD_ALONE.match(rest)
    if alone:
        return alone["w"], rest[alone.end() :]
    if is_cabinet and (bare := re.match(rf"^第?({_N})(?![0-9])(?:号|#)?(?=第?(?:{_N}){_SHELF_WORD})", rest)):
        return f"{_number(bare[1])}号柜", rest[bare.end() :]
    inner = _PREFIXED.match(rest)  # 左3柜, 东墙第二排3号柜: where it stands is part of its name
    return (inner["p"] + _named(inner), rest[inner.end() :]) if inner else None


def _named(found: re.Match[str]) -> str:
    number, word = _number(found["n"]), found["w"].removesuffix("子")
    return f"{number}号{word}" if number.isdigit() else f"{number}{word}"


def _shelf(rest: str) -> str | None:
    """The shelf in what follows the cabinet: "" if there is none, None if it is something else."""
    rest = rest.strip("-－—/、，,.:： 内里的()（）")
    if not rest:
        return ""
    found = _SHELF.match(rest) or _SHELF_WORD_FIRST.match(rest)
    if found:
        more = found.groupdict().get("more") or ""
        name = f"{found.groupdict().get('side') or ''}第{_number(found['n'])}{found['w']}"
        deeper = _shelf(more) if more else ""
        return None if deeper is None else name + deeper
    if re.fullmatch(r"[0-9]{1,3}", rest):
        return f"第{int(rest)}层"
    side = _SIDE.match(rest)
    if side:
        return side[1] if len(rest) == len(side[1]) else f"{side[1]}层"
    return None


def _number(text: str) -> str:
    if text.isdigit():
        return str(int(text))
    number = chinese_number(text.replace("两", "二"))
    return text.upper() if number is None else str(number)
