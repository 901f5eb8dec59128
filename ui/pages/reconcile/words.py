"""How a difference is said: its row in the list, its marks, and what each decision means for it."""

from __future__ import annotations

from models.domain.count_types import Detail as Why
from models.domain.count_types import Unrecorded, Verdict
from models.domain.text import T, Text
from models.ledgers.counts import DECISIONS, DETAILS, UNRECORDED
from models.services.count_views import DifferenceLine
from models.services.difference_pages import IDENTIFY, RECOUNT, Detail
from ui.pages.count.words import OUT_BUT_HERE
from ui.pages.processes.carrier_words import shown_title
from ui.theme.badges import badge_code
from ui.theme.look import Look
from ui.theme.marks import VERDICTS, Mark
from ui.widgets.cell_table import Cell, Head, TableRow

Words = Text | str

OPEN = Mark("ring", "warn", "warn", T("finding", "待定"))
CLOSED = Mark("disc", "ok", "ok", T("finding", "已结"))
CLOCK = Mark("triangle", "bad", "bad", T("finding", "计时"))
SETTLED = Mark("disc", "neu", "neu", T("finding", "已查明"))


def heads(look: Look) -> tuple[Head, ...]:
    """The columns of the list of differences."""
    widths = (112, 0, 86, 108, 150, 78) if look.words.language == "zh" else (126, 0, 118, 110, 140, 82)
    titles = (T("finding", "差异"), T("finding", "载体"), T("finding", "密级"), T("finding", "账面 / 实际"), T("finding", "决定 / 理由"),
              T("finding", "状态"))  # fmt: skip
    return tuple(Head(title, width) for title, width in zip(titles, widths, strict=True))


def mark_of(line: DifferenceLine) -> Mark:
    """The mark of a difference's class."""
    finding = line.finding
    if finding["detail"] == Why.OUT_BUT_HERE and finding["verdict"] == Verdict.MISPLACED:
        return VERDICTS[OUT_BUT_HERE]
    return VERDICTS[finding["verdict"]]


def state_of(line: DifferenceLine) -> Mark:
    """待定, 已结, 计时 (a clock runs), or 已查明 (a recount settled it)."""
    if line.finding["state"] == "OPEN":
        return OPEN
    if line.finding["state"] == "SETTLED":
        return SETTLED
    return CLOCK if line.clock is not None else CLOSED


def row_of(look: Look, line: DifferenceLine) -> TableRow:
    """One difference as two lines."""
    finding, state = line.finding, state_of(line)
    known = line.carrier is not None
    title = shown_title(look, finding["level"], line.title) if known else look.t(T("finding", "无此编号，原码已留存"))
    level = Cell(badge=badge_code(finding["secret_kind"], finding["level"])) if known else Cell("—", token="text3")
    book, found = places(line)
    return TableRow(finding["id"], (
        Cell(mark=mark_of(line)), Cell(line.number or "—", title), level, Cell(book, found), _decision(line),
        Cell(mark=state),
    ))  # fmt: skip


def places(line: DifferenceLine) -> tuple[Words, Words]:
    """Where the book has it, and where it was."""
    finding = line.finding
    book: Words = line.book_place or "—"
    if finding["detail"] == Why.OUT_BUT_HERE or finding["unrecorded"] == Unrecorded.ON_LOAN:
        book = T("finding", "借给{who}", who=line.book_place)
    if line.gone is not None:
        book = line.gone
    place: Words = line.found_place or T("finding", "未扫到")
    return book, T("finding", "{place}，超限", place=place) if line.above_limit else place


def _decision(line: DifferenceLine) -> Cell:
    finding = line.finding
    if finding["state"] == "OPEN":
        again = T("finding", "已复查，仍待定") if finding["recounted_on"] else ""
        return Cell(T("finding", "待定"), again, token="warn")
    second: Words = finding["reason"] or ""
    if line.clock is not None:
        second = T("finding", "{day} 起，限 {n} 日", day=line.clock.started_on.isoformat()[5:], n=line.clock.total)
    return Cell(DECISIONS.get(finding["decision"] or "", ""), second)


def sentence_of(found: Detail) -> Words:
    """What is known of this difference; that it lay too low for its level is said whatever its class."""
    said = _sentence(found)
    return T("finding", "{said}密级高于这一层的上限。", said=said) if found.line.above_limit else said


def _sentence(found: Detail) -> Words:
    line = found.line
    finding = line.finding
    book, place = line.book_place, line.found_place
    if finding["verdict"] == Verdict.MISSING:
        said: Words = T("finding", "应在 {place}，清点时没有扫到。", place=book) if book else T("finding", "账上没有位置，清点时没有扫到。")
        if found.recounted:
            return T("finding", "{said}{who} {day} 复查，仍未找到。", said=said, who=found.recounted, day=finding["recounted_on"])
        return said
    if finding["detail"] == Why.OUT_BUT_HERE:
        return T("finding", "账上借给{who}，实物在 {place}。借阅没有改动。", who=book, place=place)
    if finding["verdict"] == Verdict.UNRECORDED:
        kind = line.gone or UNRECORDED[finding["unrecorded"]]
        return T("finding", "在 {place} 扫到：{kind}。", place=place, kind=kind)
    if finding["verdict"] == Verdict.MISPLACED:
        why: Words = line.gone if line.gone is not None else DETAILS.get(finding["detail"] or "", "")
        if finding["detail"] == Why.ELSEWHERE and book:
            return T("finding", "应在 {book}，扫于 {place}。", book=book, place=place)
        return T("finding", "扫于 {place}：{why}。", place=place, why=why)
    return T("finding", "扫于 {place}，清点时标注“{mark}”。", place=place, mark=VERDICTS[finding["verdict"]].word)


TITLES: dict[str, Words] = {RECOUNT: T("decision", "重新查找"), IDENTIFY: T("decision", "认出实物"), **DECISIONS}


def title_for(code: str, found: Detail) -> Words:
    """What an option is called; a recount of a mark is a second look."""
    if code == RECOUNT and found.line.finding["verdict"] != Verdict.MISSING:
        return T("decision", "复查")
    if code == "REGISTER" and found.line.gone is not None:
        return T("decision", "重新登记")
    if code == "FATE_REGISTERED":
        return T("decision", "补登去向") if found.line.finding["verdict"] == Verdict.MISSING else T("decision", "补办手续")
    return TITLES[code]


def consequence(code: str, found: Detail) -> Words:
    """What follows from a choice, in one short line."""
    line = found.line
    if code == "UNACCOUNTED":
        if found.days is None:
            return T("decision", "记为下落不明；这种密级没有法定期限")
        return T("decision", "{n} 日内未查到，按泄密报告", n=found.days)
    if line.gone is not None and code in _FOR_GONE:
        return _FOR_GONE[code]
    if code == "PUT_BACK":
        return T("decision", "实物放回 {place}，账面不动", place=line.book_place) if line.book_place else _SENTENCES[code]
    if code in ("RESHELVE", "FOUND_AGAIN") and line.found_place:
        words = T("decision", "登记位置改为 {place}", place=line.found_place)
        return words if code == "RESHELVE" else T("decision", "计时结束，放在 {place}", place=line.found_place)
    return _SENTENCES[code]


_FOR_GONE: dict[str, Text] = {
    "REGISTER": T("decision", "账上的去向不改；另行登记，再填它的载体编号"),
    "FATE_REGISTERED": T("decision", "先在销毁批次登记原样退回，再填凭据"),
}
_SENTENCES: dict[str, Text] = {
    "REPORTED": T("decision", "已报告主管领导，账面不动；填报告文号"),
    RECOUNT: T("decision", "由没参加清点的人复查；清点人不查自己"),
    IDENTIFY: T("decision", "认作一份列为缺失的；它的标签要换"),
    "FATE_REGISTERED": T("decision", "先补办借还、清退等手续，再填凭据"),
    "EXPLAINED": T("decision", "账面不动，理由由监督人签字认可"),
    "REGISTER": T("decision", "先去收文登记，再填它的载体编号"),
    "RELABELLED": T("decision", "已换好标签，编号不变"),
    "REPAIRED": T("decision", "已修补装订"),
    "PUT_BACK": T("decision", "实物放回原处，账面不动"),
    "RESHELVE": T("decision", "登记位置改为扫到的位置"),
    "FOUND_AGAIN": T("decision", "下落不明的计时结束"),
}
