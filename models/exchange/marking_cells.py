"""The marking of a row from one or two columns. A level is never guessed; a period that cannot be read is only a warning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from models.domain.levels import SecretKind
from models.domain.markings import (
    NO_MARKING,
    TERM_UNMARKED,
    Marking,
    MarkingError,
    Term,
    TermKind,
    check_received,
    marking_columns,
    parse_marking,
    parse_term,
    render_marking,
)
from models.domain.text import T, Text
from models.exchange.cells import parse_count, parse_urgency, yes_or_no
from models.exchange.cleaned import clean_line, compact
from models.exchange.dating import written_day
from models.exchange.proposed import Options, Value
from models.exchange.row_texts import RowTexts
from models.exchange.slots import Slot
from models.exchange.wordlists import words

_SHORT = {"机": "机密", "秘": "秘密", "绝": "绝密", "机级": "机密", "秘级": "秘密", "绝级": "绝密"}
_OPEN = words("一般 平 平件 普 普件 普通件 无级 不密 非密件 公开件 公开发行 无密 非涉密件 非密级 否 未标 未标密 未定密 × n N")
_INSIDE = words("内参 内部件 内 内刊 内部参阅 内部文稿 仅供内部使用 内部掌握 商密 商业秘密 敏感 敏感信息 警务秘密 工作内参")
_LEVEL_AHEAD = re.compile(r"^[（(\[【]?(绝密|机密|秘密)级?[）)\]】]?")
_BARE_YEARS = re.compile(r"^(绝密|机密|秘密)级?[★☆*/／·-]?([1-9]|[1-3][0-9])$")
_CHANGED = re.compile(r"绝密|机密|秘密|改|变|降|升|→|➔|->|解|原|现|调整|或|疑|[?？]")


@dataclass(frozen=True, slots=True)
class ReadMarking:
    """A marking, and what was wrong: `level_error` refuses the row, `term_error` and `note` are warnings."""

    marking: Marking = NO_MARKING
    level_error: Text | None = None
    term_error: Text | None = None
    note: Text | None = None


@lru_cache(4096)
def read_marking(level_text: str, term_text: str) -> ReadMarking:
    """Level and period of two texts (the second may be empty)."""
    level, note = _usual(level_text)
    term = _years(term_text)
    try:
        return ReadMarking(parse_marking(level, term), note=note)
    except MarkingError as error:
        first = error.text
    try:
        return ReadMarking(parse_marking(level), term_error=first, note=note)
    except MarkingError:
        pass
    bare = compact(level)
    found = _LEVEL_AHEAD.match(bare)
    if found and not _CHANGED.search(bare[found.end() :]):
        return ReadMarking(parse_marking(found[1]), term_error=first, note=note)
    levels = sorted(set(re.findall("绝密|机密|秘密", bare.replace("国家秘密", "").replace("工作秘密", ""))))
    if len(levels) > 1:
        first = T("import", "密级“{text}”里有几个密级，请写明是哪一个", text=bare[:30])
    return ReadMarking(level_error=first)


def _usual(text: str) -> tuple[str, Text | None]:
    """The usual word for what clerks write shortly, and a warning where that is an interpretation."""
    bare = compact(text)
    if bare in _SHORT:
        return _SHORT[bare], T("import", "密级只写了“{text}”，按{level}登记", text=bare, level=_SHORT[bare])
    if bare in _OPEN:
        return "", None
    if parse_urgency(bare) and len(bare) > 1:
        return "", T("import", "密级一栏写的是“{text}”：按无密级登记，请核对原件", text=bare)
    numbered = _BARE_YEARS.match(bare)
    if numbered:
        said = f"{numbered[1]}★{int(numbered[2])}年"
        return said, T("import", "密级写的是“{text}”，按{level}登记", text=bare, level=said)
    if re.match("^内部(?:资料|文件)?[★☆*]", bare):
        return "内部资料", T("import", "“{text}”不是国家秘密的密级，按内部资料登记", text=bare)
    if bare in _INSIDE:
        note = T("import", "“{text}”不是国家秘密的密级，按内部资料登记", text=bare)
        return "内部资料", None if bare.startswith("内") else note
    return re.sub(r"^(?:密级|密别)[:：]|^[★☆“\"'「『\s]+(?=[绝机秘])|(?<=[密级])[”\"'」』]+$|^(?:特急|加急|平急|特提|急件)[·、/／,，\s]*(?=[绝机秘]密)"
                  r"|(?<=[★☆])保密期限[:：]?(?=[0-9一二三四五六七八九十])|(?<=密)级?(?:文件|件|资料|材料)$", "", clean_line(text).text), None


def _years(text: str) -> str:
    """A bare number in a column of periods is a number of years."""
    bare = compact(text)
    found = re.fullmatch(r"([1-9][0-9]?)(?:\.0)?", bare)
    return f"{found[1]}年" if found else clean_line(text).text


def marking_values(texts: RowTexts, options: Options, hint: str, accepted: bool, named: str = "") -> tuple[dict[str, Value], Marking]:
    """The marking columns of a document; findings are added to the row.

    Where the row has no level of its own, the one with its title or number counts (`named`), else the sheet's (`hint`).
    """
    level_text, term_text = texts.text(Slot.MARKING), texts.text(Slot.TERM)
    findings, where = texts.findings, texts.where(Slot.MARKING)
    if not level_text:
        level_text, term_text = _ticked(texts, term_text)
    if not level_text.strip() and named:
        level_text = named
        message = T("import", "这一行没有密级，按标题或文号里写的记为{level}，请核对", level=named)
        findings.warn("LEVEL_FROM_NAME", "level", message, where)
    elif not level_text.strip() and hint:
        level_text = hint
        findings.warn("LEVEL_FROM_TITLE", "level", T("import", "这一行没有密级，按表名记为{level}", level=hint), where)
    read = read_marking(str(level_text), str(term_text))
    marking = read.marking
    if read.level_error:
        if accepted:
            findings.warn("LEVEL_UNREADABLE", "level", read.level_error, where, "R-01")
        else:
            findings.refuse("LEVEL_UNREADABLE", "level", read.level_error, where, "R-01")
        texts.keep(Slot.MARKING)
        texts.keep(Slot.TERM)
    if read.term_error:
        findings.warn("TERM_UNREADABLE", "term_kind", read.term_error, texts.where(Slot.TERM if term_text else Slot.MARKING))
        texts.keep(Slot.TERM if term_text else Slot.MARKING)
    if read.note:
        findings.warn("LEVEL_ABBREVIATED", "level", read.note, where)
    if not level_text.strip() and not read.level_error:
        findings.warn("LEVEL_EMPTY", "level", T("import", "没有填密级：按无密级登记，请核对原件"), where)
    marking = _with_expiry(texts, marking)
    for problem in check_received(marking, options.vault_level):
        findings.add(problem, where)
    values: dict[str, Value] = dict(marking_columns(marking))
    values["marking"] = _verbatim(level_text, term_text, marking, read)
    return values, marking


def _ticked(texts: RowTexts, term_text: str) -> tuple[str, str]:
    """The level of a ledger with a column for each level: the heading of the column that is ticked or filled."""
    found = [(column, text) for column, text in texts.all(Slot.LEVEL_TICK) if yes_or_no(str(text)) is not False]
    if not found:
        return "", term_text
    levels = "、".join(column.heading.rsplit("/", 1)[-1] for column, _ in found)
    column, text = found[0]
    if len(found) > 1 or yes_or_no(str(text)) or parse_count(str(text)):
        for other, written in found:
            if not yes_or_no(str(written)):
                texts.keep_text(other.name, written)
        return levels, term_text
    try:
        parse_term(_years(text))
    except MarkingError:
        texts.keep_text(column.name, text)
        return levels, term_text
    return levels, term_text or text


def _verbatim(level_text: str, term_text: str, marking: Marking, read: ReadMarking) -> str | None:
    written = clean_line(level_text).text
    if not term_text or read.term_error or marking.kind is not SecretKind.STATE_SECRET:
        return written[:200] or None
    return render_marking(marking)


def _with_expiry(texts: RowTexts, marking: Marking) -> Marking:
    """The day in a column 到期日 becomes the period where none is marked; else it is kept as a remark."""
    text = texts.text(Slot.EXPIRY)
    if not text.strip():
        return marking
    is_open = marking.kind is SecretKind.STATE_SECRET and marking.term.kind is TermKind.UNMARKED
    day = written_day(text)
    if is_open and day:
        return Marking(marking.kind, marking.level, Term(TermKind.DATE, date=day))
    if is_open:
        try:
            term = parse_term(text)
        except MarkingError:
            term = TERM_UNMARKED
        if term.kind is not TermKind.UNMARKED:
            return Marking(marking.kind, marking.level, term)
    texts.keep(Slot.EXPIRY)
    return marking
