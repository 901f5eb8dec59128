"""The two-dimensional code on a paper's cover, GB0626-2005 and its local variants (domain.md 2.2).

Fields stand between ^ and end with ^|. Programs differ in how many follow the urgency, so everything behind it is read
tolerantly; a code of another version is read by where the level and the urgency stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from models.domain.dates import DateError, parse_date
from models.domain.levels import SecretKind
from models.domain.markings import NO_MARKING, Marking, MarkingError, check_received, marking_columns, parse_marking
from models.domain.numbering import normalise_reference
from models.domain.problems import Problem, blocks, warns
from models.domain.text import T, Text
from models.domain.text_cleaning import clean_line, half_width
from models.exchange.cells import parse_urgency

VERSION = "GB0626-2005"
_NAMES = ("number", "issuer", "kind", "reference", "addressee", "title", "marking", "urgency")
_LEVEL = re.compile(r"^[（(【]?(?:绝密|机密|秘密|工作秘密|内部|无|非密|公开)")
_URGENCIES = frozenset(["无", "急件", "特急", "平急", "加急", "特提", "急", "平件", ""])
_NOTHING = frozenset(["", "无", "-", "/", "—"])
_LONGEST = 4000
_MARKS = re.compile(r"[^\S ]|[\x00-\x1f\x7f]")
_READER_PREFIX = re.compile(r"^\](?:[A-Za-z]\d)")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_REPLACED = re.compile(r"[\ufffd?？]{2,}|\ufffd")


@dataclass(frozen=True, slots=True)
class CoverData:
    """What a cover's code says. Empty texts where it says nothing; `custom` are the fields that only its maker knows."""

    version: str
    number: str
    issuer: str
    kind: str
    reference: str
    addressee: str
    title: str
    marking_text: str
    marking: Marking
    urgency: str | None
    issued_on: date | None
    release: str = ""
    maker: str = ""
    made_on: date | None = None
    custom: tuple[str, ...] = ()

    def document_values(self) -> dict[str, int | str | None]:
        """The columns of `documents` that the code fills; the copy number is not in it and has to be asked for."""
        values: dict[str, int | str | None] = {
            "barcode_number": self.number or None,
            "issuer": self.issuer or None,
            "reference_number": self.reference or None,
            "title": self.title or None,
            "marking": self.marking_text or None,
            "urgency": self.urgency,
            "issued_on": self.issued_on.isoformat() if self.issued_on else None,
        }
        return values | marking_columns(self.marking)


@dataclass(frozen=True, slots=True)
class CoverScan:
    """The data of a code, None if it cannot be used at all, and what is odd about it."""

    data: CoverData | None
    problems: tuple[Problem, ...] = ()


def is_cover_code(text: str) -> bool:
    """Whether a scanned text looks like the code of a cover."""
    plain = _tidy(text)
    return half_width(plain[:24]).upper().startswith("GB0626") or plain.count("^") >= 9


def parse_cover(text: str) -> CoverScan:
    """Read a code as it comes from a scanner, a serial line or a file. Never raises: problems say what is wrong."""
    if len(text) > _LONGEST:
        return _unusable(T("cover", "条码内容有 {now} 个字，太长，不是公文二维条码", now=len(text)))
    plain, mended = _mend(text.strip())
    plain = _tidy(plain)
    fields = _fields(plain)
    if len(fields) < 9:
        message = T("cover", "条码只有 {now} 项，公文二维条码至少 9 项：请重扫，或手工登记", now=len(fields))
        return _unusable(message)
    if _is_garbled(plain):
        message = T("cover", "条码里的汉字成了乱码：扫描枪按键盘方式发不了汉字，请改用串口方式，或手工登记")
        return _unusable(message, "COVER_GARBLED")
    problems: list[Problem] = []
    if mended:
        message = T("cover", "条码里的汉字曾是乱码，已还原，请与封面核对")
        problems.append(warns("COVER_MENDED", "", message))
    placed = _placed(fields, problems)
    if placed is None:
        return _unusable(T("cover", "条码里找不到密级和紧急程度两项：请手工登记"))
    return CoverScan(_data(placed, problems), tuple(problems))


def _unusable(message: Text, code: str = "COVER_UNREADABLE") -> CoverScan:
    return CoverScan(None, (blocks(code, "", message),))


def _tidy(text: str) -> str:
    """Without what scanners add: a reader's prefix, control characters, line ends; ^ and | in half width."""
    plain = _MARKS.sub("", text.translate(str.maketrans("＾｜", "^|"))).strip()
    return _READER_PREFIX.sub("", plain).lstrip("\ufeff")


def _fields(plain: str) -> list[str]:
    end = plain.rfind("^|")
    if end >= 0:
        plain = plain[:end]
    return [clean_line(field).text for field in plain.rstrip("|").split("^")]


def _mend(plain: str) -> tuple[str, bool]:
    """Undo the usual damage: GBK or UTF-8 bytes shown as Latin letters, or UTF-8 bytes shown as Chinese."""
    if not _CHINESE.search(plain) and any(ord(c) > 0x7F for c in plain):
        for wrong, right in (("latin-1", "gb18030"), ("cp1252", "gb18030"), ("latin-1", "utf-8"), ("cp1252", "utf-8")):
            found = _recoded(plain, wrong, right)
            if found and _CHINESE.search(found):
                return found, True
    found = _recoded(plain, "gb18030", "utf-8")
    if found and found != plain and _CHINESE.search(found):
        return found, True
    return plain, False


def _recoded(text: str, wrong: str, right: str) -> str:
    try:
        return text.encode(wrong).decode(right)
    except UnicodeError:
        return ""


def _is_garbled(plain: str) -> bool:
    """Whether the Chinese is lost: question marks in its place, or no Chinese character at all where there must be."""
    return bool(_REPLACED.search(plain)) or not _CHINESE.search(plain)


def _placed(fields: list[str], problems: list[Problem]) -> dict[str, object] | None:
    """The fields by name. In the national version by position, else from where level and urgency stand."""
    version = half_width(fields[0]).upper()
    if version == VERSION and _fits(fields, 7):
        place = 7
    else:
        found = next((n for n in range(1, len(fields) - 1) if _fits(fields, n)), None)
        if found is None and version != VERSION:
            return None
        place = 7 if found is None else found
    if version != VERSION or place != 7:
        text = T("cover", "条码版本是“{version}”，按相近格式读出，请与封面核对", version=fields[0][:20])
        problems.append(warns("COVER_OTHER_VERSION", "", text))
    named: dict[str, object] = {"version": fields[0] if place >= 7 else ""}
    for offset, name in enumerate(_NAMES):
        index = place - 6 + offset
        named[name] = fields[index] if (0 if version != VERSION else 1) <= index < len(fields) else ""
    named["rest"] = fields[place + 2 :]
    return named


def _fits(fields: list[str], place: int) -> bool:
    """Whether a level stands at this place and an urgency behind it."""
    return place + 1 < len(fields) and bool(_LEVEL.match(fields[place])) and fields[place + 1] in _URGENCIES


def _data(named: dict[str, object], problems: list[Problem]) -> CoverData:
    text = {name: _said(str(named[name])) for name in _NAMES}
    rest = list(named["rest"])  # type: ignore[call-overload]
    reference = normalise_reference(text["reference"])
    if reference and not re.search(r"[0-9一二三四五六七八九十]", re.sub(r"〔\d{4}〕", "", reference)):
        message = T("cover", "条码里的文号“{text}”不完整，请照封面补全", text=reference[:40])
        problems.append(warns("COVER_NUMBER_INCOMPLETE", "reference_number", message))
    for name, field, word in (("title", "title", "标题"), ("issuer", "issuer", "发文单位")):
        if not text[name]:
            problems.append(warns("COVER_EMPTY", field, T("cover", "条码里没有{word}，请照封面填写", word=word)))
    return CoverData(
        version=str(named["version"]),
        number=text["number"],
        issuer=text["issuer"],
        kind=text["kind"],
        reference=reference,
        addressee=text["addressee"],
        title=text["title"],
        marking_text=text["marking"],
        marking=_marking(text["marking"], problems),
        urgency=parse_urgency(text["urgency"]) if text["urgency"] else "NONE",
        issued_on=_day(rest[0] if rest else "", problems),
        release=_said(rest[1]) if len(rest) > 1 else "",
        maker=_said(rest[2]) if len(rest) > 2 else "",
        made_on=_day(rest[3] if len(rest) > 3 else "", []),
        custom=tuple(filter(None, map(_said, rest[4:]))),
    )


def _said(text: str) -> str:
    """A field's text, "" where it says 无."""
    return "" if text in _NOTHING else text


def _marking(text: str, problems: list[Problem]) -> Marking:
    try:
        marking = parse_marking(text)
    except MarkingError as error:
        problems.append(warns("COVER_MARKING", "secret_kind", error.text, "R-08"))
        return NO_MARKING
    if marking.kind is SecretKind.STATE_SECRET:
        problems.extend(problem for problem in check_received(marking) if problem.code != "ABOVE_VAULT_LEVEL")
    return marking


def _day(text: str, problems: list[Problem]) -> date | None:
    if _said(text) == "":
        return None
    try:
        return parse_date(text).day
    except DateError as error:
        problems.append(warns("COVER_DATE", "issued_on", error.text))
        return None
