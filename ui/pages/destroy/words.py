"""What the destruction pages call things: states, steps, candidates, and the answers at the machine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.domain.destruction import BATCH_WORDS, BatchState
from models.domain.destruction_run import MATERIAL_WORDS, ROUTE_WORDS, Material, PutIn, Route
from models.domain.text import T, Text
from models.ledgers.destructions import CAUSES
from models.services.count_views import local_time
from models.services.destroy_pages import BatchView, Standing, basis, standing_of
from models.services.destroying import PutInSeen
from models.services.destruction_list import Candidate
from ui.pages.processes.carrier_words import badge_of, title_of
from ui.pages.processes.scan_station import UNDONE
from ui.sound import ATTENTION, MATCHED, UNKNOWN
from ui.tables.source import Row
from ui.theme.badges import BADGES
from ui.theme.look import Look
from ui.theme.marks import PUT_INS, Mark
from ui.widgets.cell_table import BLOCKED, TICK, UNTICKED, Cell, Head, TableRow
from ui.widgets.stepper import Step

S = BatchState
_SHAPES = {
    S.LISTED: ("ring", "neu"), S.COUNTED: ("half", "warn"), S.APPROVED: ("half", "accent"), S.SEALED: ("square", "accent"),
    S.EXECUTING: ("diamond", "warn"), S.WITNESSED: ("half", "ok"), S.CERTIFIED: ("check", "ok"), S.ABANDONED: ("cross", "text3"),
}  # fmt: skip
STATE_MARKS = {state.value: Mark(shape, token, token, BATCH_WORDS[state]) for state, (shape, token) in _SHAPES.items()}
NEXT = {
    "LISTED": T("destruction", "选好后送清点"), "COUNTED": T("destruction", "报批：打印 F1，主管领导批准"),
    "APPROVED": T("destruction", "装袋封签"), "SEALED": T("destruction", "开始监销"),
    "EXECUTING": T("destruction", "接着逐份扫描"), "WITNESSED": T("destruction", "登记回执，出证明"),
    "CERTIFIED": T("destruction", "已办结"), "ABANDONED": T("destruction", "已放弃"),
}  # fmt: skip
STEP_TITLES = (
    T("destruction step", "拟销"), T("destruction step", "清点"), T("destruction step", "审批"), T("destruction step", "封装"),
    T("destruction step", "监销"), T("destruction step", "完成"),
)  # fmt: skip
TO_DO = (
    T("destruction step", "选候选"), T("destruction step", "两人逐份"), T("destruction step", "主管领导"),
    T("destruction step", "袋与封签"), T("destruction step", "逐份扫描"), T("destruction step", "回执与证明"),
)  # fmt: skip
AT_STEP = {"LISTED": 0, "COUNTED": 2, "APPROVED": 3, "SEALED": 4, "EXECUTING": 4, "WITNESSED": 5, "CERTIFIED": 6}


def steps_of(view: BatchView | None, chosen: int = 0) -> tuple[list[Step], int]:
    """The stepper of a batch; None for a new one."""
    if view is None:
        return [Step(title, under) for title, under in zip(STEP_TITLES, TO_DO, strict=True)], 0
    batch, now = view.batch, AT_STEP.get(view.batch["state"], 0)
    done = _done_words(view)
    unders = [done[nth] if nth < now else TO_DO[nth] for nth in range(len(TO_DO))]
    if batch["state"] == "SEALED":
        unders[4] = T("destruction step", "还没有开始")
    if batch["state"] == "LISTED" and chosen:
        unders[0] = T("destruction step", "已选 {n} 份", n=chosen)
    return [Step(title, under) for title, under in zip(STEP_TITLES, unders, strict=True)], now


def _done_words(view: BatchView) -> list[Text]:
    batch, names = view.batch, view.names
    return [
        T("destruction step", "{n} 份入选", n=batch["locked"] or len(view.lines)),
        _who((names["counter_id"], names["checker_id"]), batch["counted_on"]),
        _who((names["approver_id"],), batch["approved_on"]),
        T("destruction step", "{bags} 袋 {bags} 签 {day}", bags=batch["bags"] or 0, day=_day(batch["sealed_on"])),
        _who((names["witness_id"], names["second_witness_id"]), batch["witnessed_on"]),
        T("destruction step", "回执 {number}", number=batch["receipt_number"] or ""),
    ]


def _who(names: Sequence[str], day: str | None) -> Text:
    return T("destruction step", "{names} {day}", names="、".join(name for name in names if name), day=_day(day))


def _day(day: str | None) -> str:
    return (day or "")[5:]


def route_words(row: Row) -> Text:
    """Where a batch is destroyed."""
    return ROUTE_WORDS[Route(row["route"])]


def place_words(row: Row) -> str:
    return str(row["facility"] if row["route"] == "SENT" else row["machine"] or "") or ""


def cause_words(look: Look, row: Row) -> str:
    """The causes as they are ticked on F1."""
    codes = [code for code in (row["cause"] or "").split(",") if code in CAUSES]
    words = [look.t(CAUSES[code]) for code in codes if code != "OTHER"]
    between = "、" if look.words.language == "zh" else ", "
    return between.join(words + ([str(row["cause_other"])] if "OTHER" in codes and row["cause_other"] else []))


# --- candidates ------------------------------------------------------------------------------------------------------

_STANDING = {
    Standing.FREE: Mark("square", "ok", "ok", T("destruction", "可销")),
    Standing.REASON: Mark("diamond", "warn", "warn", T("destruction", "须理由")),
    Standing.BLOCKED: Mark("cross", "bad", "bad", T("destruction", "不可")),
}
TO_REVIEW = T("destruction", "列入时核对：无延期通知、无保存价值")
REVIEWED = T("destruction", "已核对：无延期通知、无保存价值")
NOTHING = T("destruction", "没有妨碍")


def choose_heads(look: Look) -> tuple[Head, ...]:
    wide = look.words.language != "zh"
    return (
        Head("", 40), Head(T("destruction", "载体"), 0), Head(T("destruction", "密级"), 118 if wide else 86),
        Head(T("destruction", "依据"), 210), Head(T("destruction", "能否销毁"), 120 if wide else 96),
        Head(T("destruction", "为什么"), 286),
    )  # fmt: skip


def candidate_row(look: Look, found: Candidate, today: date, ticked: bool, reviewed: bool) -> TableRow:
    """One candidate with its box, or a lock where a rule blocks it."""
    row, standing = found.carrier, standing_of(found)
    mark = _STANDING[standing]
    tick = BLOCKED if standing is Standing.BLOCKED else TICK if ticked else UNTICKED
    blocking = [problem for problem in found.problems if problem.blocks]
    why: Text
    if standing is Standing.FREE:
        why = TO_REVIEW if found.problems else REVIEWED if reviewed else NOTHING
    else:
        problems = blocking or [problem for problem in found.problems if problem.code != "EXPIRY_NOT_REVIEWED"]
        why = problems[0].text
    return TableRow(row["id"], (
        Cell(tick=tick), Cell(row["number"], second=title_of(look, row) or "—"), Cell(badge=badge_of(row)),
        Cell(basis(found, today)), Cell(mark=mark),
        Cell(why, token="text2" if standing is Standing.FREE else mark.token),
    ))  # fmt: skip


def level_words(look: Look, counts: dict[str, int]) -> str:
    """机密 9 • 秘密 28 • 工作秘密 5."""
    return " • ".join(f"{look.t(BADGES[code].word)} {n}" for code, n in counts.items() if code in BADGES)


def material_words(material: str | None) -> Text:
    return MATERIAL_WORDS[Material(material)] if material else T("destruction", "其他")


# --- the machine -----------------------------------------------------------------------------------------------------

OPEN = Mark("ring", "text2", "text2", T("destruction", "还没扫"))
SURPLUS = Mark("plus", "bad", "text2", T("destruction", "多出"))
GOES_IN = Mark("check", "ok", "ok", T("destruction", "投入"))
PUT = Mark("square", "ok", "text", T("destruction", "已扫并投入"))
OUT = Mark("arrow", "warn", "text", T("destruction", "取出"))
PULLED = Mark("arrow", "warn", "warn", T("destruction", "取出"))
SOUNDS = {PutIn.ACCEPTED: MATCHED, PutIn.TWICE: ATTENTION}
REFUSED = {
    PutIn.PULLED_OUT: T("destruction", "已经取出，不能投入"), PutIn.SURPLUS: T("destruction", "不在批准清单，已停机"),
    PutIn.UNKNOWN_CODE: T("destruction", "编号不认识，已停机"),
}  # fmt: skip
ITEM_MARKS = {
    "LISTED": Mark("ring", "text2", "text2", T("destruction item", "在清单")),
    "PUT_IN": Mark("square", "ok", "ok", T("destruction item", "已投入")),
    "PULLED_OUT": Mark("arrow", "warn", "warn", T("destruction item", "剔出")),
    "DESTROYED": Mark("cross", "text3", "text2", T("destruction item", "已销毁")),
    "RETURNED": Mark("square", "ok", "text", T("destruction item", "退回在库")),
}  # fmt: skip


def run_heads(look: Look) -> tuple[Head, ...]:
    wide = look.words.language != "zh"
    return (
        Head(T("destruction", "时间"), 80), Head(T("destruction", "结果"), 104 if wide else 84),
        Head(T("destruction", "载体编号"), 110), Head(T("destruction", "密级"), 116 if wide else 86),
        Head(T("destruction", "标题"), 0), Head(T("destruction", "袋 / 说明"), 168),
    )  # fmt: skip


def scan_row(look: Look, scan: Row) -> TableRow:
    """One kept scan (a row of the newest scans) as a line of the live list."""
    verdict, undone = PutIn(scan["verdict"]), bool(scan["undone"])
    mark = UNDONE if undone else PUT_INS[verdict.value]
    known = bool(scan["number"])
    note: Text | str = bag_words(scan["bag"])
    if verdict in REFUSED:
        note = str(scan["answer_reason"]) if scan["answer_reason"] else REFUSED[verdict]
    elif verdict is PutIn.TWICE:
        note = T("destruction", "已经投入过")
    if undone:
        note = str(scan["answer_reason"] or "")
    faded = "text3" if undone else "text"
    return TableRow(scan["id"], (
        Cell(local_time(scan["at"]), token=faded), Cell(mark=mark), Cell(scan["number"] or scan["code"][:24], token=faded),
        Cell(badge=badge_of(scan)) if known else Cell("—", token="text3"),
        Cell(title_of(look, scan) if known else T("destruction", "无此编号，原码已留存"), token=faded),
        Cell(note, token="text3" if undone else "bad" if verdict in REFUSED else "text2"),
    ))  # fmt: skip


def seen_row(seen: PutInSeen) -> Row:
    """What a scan just said, in the shape of a kept scan."""
    carrier, item = seen.carrier or {}, seen.item or {}
    return {
        "id": seen.scan_id, "verdict": seen.verdict.value, "undone": 0, "number": carrier.get("number"), "code": seen.code,
        "bag": item.get("bag"), "answer_reason": None, "at": seen.at, "secret_kind": carrier.get("secret_kind"),
        "level": carrier.get("level"), "title": carrier.get("title"),
    }  # fmt: skip


def bag_words(bag: int | None) -> Text | str:
    return T("destruction", "{n} 号袋", n=bag) if bag else ""


def sound_of(verdict: PutIn) -> str:
    return SOUNDS.get(verdict, UNKNOWN)
