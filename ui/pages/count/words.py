"""What a scan of a count says on the screen: mark, words, where it belongs, and which sound is heard."""

from __future__ import annotations

from dataclasses import dataclass

from models.domain.count_types import Detail, Unrecorded, Verdict
from models.domain.count_types import Mark as ThingMark
from models.domain.text import T, Text
from models.services.count_pages import Scanned
from models.services.count_views import ScanLine, Tallies, local_time
from ui.pages.processes.carrier_words import shown_title
from ui.pages.processes.scan_station import NOT_KEPT, UNDONE
from ui.sound import ATTENTION, MATCHED, UNKNOWN
from ui.theme.badges import badge_code
from ui.theme.look import Look
from ui.theme.marks import VERDICTS, Mark
from ui.widgets.cell_table import Cell, Head, TableRow

Words = Text | str

ABOVE = Mark("triangle", "warn", "warn", T("count", "超限"))
SHELF = Mark("square", "accent", "accent", T("count", "到位"))
OUT_BUT_HERE = Detail.OUT_BUT_HERE.value
TALLIES = (
    Verdict.MATCHED.value, Verdict.MISPLACED.value, Verdict.UNRECORDED.value, OUT_BUT_HERE, Verdict.MISMARKED.value,
    Verdict.DAMAGED.value, Verdict.DUPLICATE.value, Verdict.MISSING.value,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a scan: what the verdict panel shows and what is heard."""

    mark: Mark
    under: Words
    head: Words
    second: Words = ""
    level: str = ""
    number: str = ""
    title: str = ""
    sound: str = MATCHED
    tally: str = ""


def heads(look: Look) -> tuple[Head, ...]:
    """The columns of the live list; English words need more room."""
    result, level, note = (116, 86, 142) if look.words.language == "zh" else (128, 118, 150)
    return (
        Head(T("count", "时间"), 76), Head(T("count", "结果"), result), Head(T("count", "载体编号"), 106),
        Head(T("count", "密级"), level), Head(T("count", "标题"), 0), Head(T("count", "说明"), note),
    )  # fmt: skip


def mark_of(line: ScanLine) -> Mark:
    """The mark of a kept scan."""
    if line.undone:
        return UNDONE
    if line.verdict is Verdict.MISPLACED and line.note is not None and line.note.source == "账上借给{who}":
        return VERDICTS[OUT_BUT_HERE]
    if line.above_limit and line.verdict is Verdict.MATCHED:
        return ABOVE
    return VERDICTS[line.verdict.value]


def row_of(look: Look, line: ScanLine) -> TableRow:
    """A kept scan as a line of the live list."""
    mark = mark_of(line)
    known = bool(line.number)
    level = Cell(badge=badge_code(line.secret_kind, line.level)) if known else Cell("—", token="text3")
    title = shown_title(look, line.level, line.title) if known else look.t(T("count", "无此编号，原码已留存"))
    note: Words = line.note or ""
    if not known and line.verdict is Verdict.UNRECORDED:
        note = T("count", "待查")
    faded = "text3" if line.undone else "text"
    return TableRow(line.scan_id, (
        Cell(local_time(line.at), token=faded), Cell(mark=mark), Cell(line.number or line.code, token=faded), level,
        Cell(title, token=faded), Cell("" if line.undone else note, token=mark.word_token if note else "text2"),
    ))  # fmt: skip


def failed_row(code: str, when: str, why: Words) -> TableRow:
    """A code that was not kept, so that it is not lost from sight."""
    return TableRow(f"!{when}{code}", (
        Cell(when, token="text3"), Cell(mark=NOT_KEPT), Cell(code[:40], token="text2"), Cell("—", token="text3"), Cell(why, token="bad"), Cell(""),
    ))  # fmt: skip


def answer_of(look: Look, scanned: Scanned) -> Answer:
    """What one kept scan says, large."""
    seen, line = scanned.seen, scanned.line
    if line is None or seen.said is None:
        return Answer(SHELF, T("count", "接着扫这里的载体"), scanned.place, T("count", "当前位置已改"), sound=MATCHED)
    said, here = seen.said, scanned.place
    mark = mark_of(line)
    under = T("count", "已记录 • 第 {n} 扫 • {time}", n=line.seq, time=local_time(line.at))
    level = badge_code(line.secret_kind, line.level) if line.number else ""
    title = shown_title(look, line.level, line.title)
    head, second = _where(scanned, here)
    if said.above_limit:
        limit = T("count", "密级高于这一层的上限")
        head, second = (limit, here) if mark is ABOVE else (head, T("count", "{second} • {limit}", second=second, limit=limit))
    return Answer(mark, under, head, second, level, line.number or line.code, title, _sound(line), _tally(mark, line))


def _where(scanned: Scanned, here: str) -> tuple[Words, Words]:
    """Two lines: where it belongs, and where it was scanned."""
    said, now = scanned.seen.said, T("count", "现扫于 {place}", place=here)
    assert said is not None  # noqa: S101 - a carrier was scanned
    note: Words = (scanned.line.note if scanned.line else None) or ""
    if said.verdict is Verdict.MATCHED:
        return here, T("count", "在登记的位置")
    if said.verdict is Verdict.DUPLICATE:
        return note, T("count", "同一份只算一次；这一扫也留存")
    if said.detail is Detail.OUT_BUT_HERE:
        return note, T("count", "{now}；借阅没有改动", now=now)
    if said.unrecorded is Unrecorded.UNKNOWN_CODE:
        return T("count", "无此编号，原码已留存"), now
    if said.unrecorded is Unrecorded.OUTSIDE_SCOPE and scanned.book_place:
        return T("count", "不在清查范围，账上在 {place}", place=scanned.book_place), now
    return note, now


def _sound(line: ScanLine) -> str:
    if line.verdict is Verdict.UNRECORDED:
        return UNKNOWN
    if line.verdict in (Verdict.MATCHED, Verdict.MOVED_DURING) and not line.above_limit:
        return MATCHED
    return ATTENTION


def _tally(mark: Mark, line: ScanLine) -> str:
    return OUT_BUT_HERE if mark is VERDICTS[OUT_BUT_HERE] else line.verdict.value


def marked_words(before: Verdict, wanted: ThingMark | None) -> Text:
    """What one key did: a thing bears one mark, so a second key puts one for the other."""
    if wanted is None:
        return T("count", "标注已去掉")
    if before.value in {mark.value for mark in ThingMark}:
        was, now = VERDICTS[before.value].word, VERDICTS[wanted.value].word
        return T("count", "由“{was}”改为“{now}”：一份只记一种，别的写进处理理由", was=was, now=now)
    return T("count", "已标注，再按一次去掉")


def tally_values(now: Tallies) -> dict[str, int | None]:
    """The counters by code; 缺失 has no number before the end."""
    return {
        Verdict.MATCHED.value: now.matched + now.moved_during, Verdict.MISPLACED.value: now.misplaced - now.out_but_here,
        Verdict.UNRECORDED.value: now.unrecorded, OUT_BUT_HERE: now.out_but_here, Verdict.MISMARKED.value: now.mismarked,
        Verdict.DAMAGED.value: now.damaged, Verdict.DUPLICATE.value: now.duplicates, Verdict.MISSING.value: None,
    }  # fmt: skip
