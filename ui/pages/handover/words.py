"""What the hand-over pages call things: states, steps, lines, and the answers while packing."""

from __future__ import annotations

from models.domain.text import T, Text
from models.ledgers.handovers import CAUSES, HAND_OVER_KINDS, HAND_OVER_STATES, ITEM_STATES
from models.services.count_views import local_time
from models.services.handing_over import PackSeen
from models.services.handover_pages import HandOverView
from models.services.handover_views import HandOverLine
from ui.pages.processes.carrier_words import badge_of, title_of
from ui.pages.processes.scan_station import UNDONE
from ui.sound import ATTENTION, MATCHED, UNKNOWN
from ui.tables.source import Row
from ui.theme.look import Look
from ui.theme.marks import Mark
from ui.widgets.cell_table import Cell, Head, TableRow
from ui.widgets.stepper import Step

_SHAPES = {"LISTING": ("ring", "neu"), "PACKING": ("diamond", "warn"), "PACKED": ("half", "accent"), "SIGNED": ("check", "ok"),
           "ABANDONED": ("cross", "text3")}  # fmt: skip
STATE_MARKS = {state: Mark(shape, token, token, HAND_OVER_STATES[state]) for state, (shape, token) in _SHAPES.items()}
NEXT = {
    "LISTING": T("hand-over", "列好后开始逐件清点"), "PACKING": T("hand-over", "接着逐件扫描"), "PACKED": T("hand-over", "三方签字"),
    "SIGNED": T("hand-over", "已移交"), "ABANDONED": T("hand-over", "已放弃"),
}  # fmt: skip
TITLES = (T("hand-over step", "列清单"), T("hand-over step", "逐件清点"), T("hand-over step", "三方签字"), T("hand-over step", "完成"))
TO_DO = (
    T("hand-over step", "选载体，定三方"), T("hand-over step", "逐件扫描，记差异"), T("hand-over step", "移交、接收、监交"),
    T("hand-over step", "打印 F3，载体移交"),
)  # fmt: skip
AT_STEP = {"LISTING": 0, "PACKING": 1, "PACKED": 2, "SIGNED": 4}


def steps_of(view: HandOverView | None, chosen: int = 0) -> tuple[list[Step], int]:
    """The stepper of a hand-over; None for a new one."""
    if view is None:
        return [Step(title, under) for title, under in zip(TITLES, TO_DO, strict=True)], 0
    row, now = view.row, AT_STEP.get(view.row["state"], 0)
    done = (
        T("hand-over step", "{n} 件 {day}", n=row["listed"] or len(view.lines), day=(row["drawn_up_on"] or "")[5:]),
        T("hand-over step", "相符 {right}，差异 {wrong}", right=view.state.packed, wrong=view.state.differing),
        T("hand-over step", "{names} {day}", names=people_words(view.names), day=(row["handed_on"] or "")[5:]),
        T("hand-over step", "移交 {n} 件", n=row["handed_over"] or 0),
    )
    return [Step(title, done[nth] if nth < now else TO_DO[nth]) for nth, title in enumerate(TITLES)], now


def people_words(names: dict[str, str]) -> str:
    """The three people in the order in which they sign."""
    return "、".join(names[part] for part in ("transferor_id", "receiver_id", "witness_id") if names.get(part))


def kind_words(row: Row) -> Text:
    return HAND_OVER_KINDS[row["kind"]]


def cause_words(row: Row) -> Text | str:
    """Why; the written cause where 其他 was chosen."""
    return str(row["cause_other"] or "") if row["cause"] == "OTHER" else CAUSES[row["cause"]]


# --- lines -----------------------------------------------------------------------------------------------------------

_ITEMS = {
    "LISTED": ("ring", "text2", "text2"), "PACKED": ("check", "ok", "ok"), "DIFFERING": ("diamond", "warn", "warn"),
    "LEFT_OUT": ("cross", "bad", "bad"), "ON_BOOK": ("arrow", "accent", "text"), "HANDED_OVER": ("check", "ok", "text2"),
    "RETURNED": ("square", "ok", "text"), "REMOVED": ("cross", "text3", "text3"),
}  # fmt: skip
ITEM_MARKS = {state: Mark(*shape, ITEM_STATES[state]) for state, shape in _ITEMS.items()}


def line_heads(look: Look) -> tuple[Head, ...]:
    wide = look.words.language != "zh"
    return (
        Head(T("hand-over", "序号"), 52, right_aligned=True), Head("", 12), Head(T("hand-over", "载体编号"), 110),
        Head(T("hand-over", "密级"), 116 if wide else 86), Head(T("hand-over", "标题"), 0), Head(T("hand-over", "份号"), 76),
        Head(T("hand-over", "核对"), 152 if wide else 134), Head(T("hand-over", "差异说明"), 120),
    )  # fmt: skip


def line_row(look: Look, line: HandOverLine) -> TableRow:
    """One line of the list with what was found of it."""
    item, carrier = line.item, line.carrier
    return TableRow(item["id"], (
        Cell(str(item["rank"] or "")), Cell(""), Cell(carrier["number"]), Cell(badge=badge_of(carrier)),
        Cell(title_of(look, carrier)), Cell(carrier["copy_number"] or "—"), Cell(mark=ITEM_MARKS[item["state"]]),
        Cell(item["note"] or "", token="warn"),
    ))  # fmt: skip


# --- packing ---------------------------------------------------------------------------------------------------------

PACKED = Mark("check", "ok", "ok", T("hand-over", "相符"))
TWICE = Mark("double", "neu", "neu", T("hand-over", "重复"))
REFUSED = Mark("cross", "bad", "bad", T("hand-over", "拒收"))
DIFFERENT = Mark("diamond", "warn", "warn", T("hand-over", "差异"))
MARKS = {"PACKED": PACKED, "TWICE": TWICE, "NOT_ON_LIST": REFUSED, "UNKNOWN": REFUSED}
WHY = {"NOT_ON_LIST": T("hand-over", "不在清单上，已停下"), "UNKNOWN": T("hand-over", "编号不认识，已停下")}
SOUNDS = {"PACKED": MATCHED, "TWICE": ATTENTION, "NOT_ON_LIST": UNKNOWN, "UNKNOWN": UNKNOWN}
SEEN = Mark("check", "ok", "text", T("hand-over", "相符"))
OPEN = Mark("ring", "text2", "text2", T("hand-over", "还没核对"))
WRONG = Mark("diamond", "warn", "text", T("hand-over", "有差异"))
SURPLUS = Mark("plus", "bad", "text2", T("hand-over", "清单外"))


def scan_heads(look: Look) -> tuple[Head, ...]:
    wide = look.words.language != "zh"
    return (
        Head(T("hand-over", "时间"), 80), Head(T("hand-over", "结果"), 104 if wide else 84), Head(T("hand-over", "载体编号"), 110),
        Head(T("hand-over", "密级"), 116 if wide else 86), Head(T("hand-over", "标题"), 0), Head(T("hand-over", "说明"), 168),
    )  # fmt: skip


def scan_row(look: Look, scan: Row) -> TableRow:
    """One kept scan as a line of the live list."""
    verdict, undone, known = scan["verdict"], bool(scan["undone"]), bool(scan["number"])
    note: Text | str = ""
    if verdict in WHY:
        note = str(scan["answer_reason"]) if scan["answer_reason"] else WHY[verdict]
    elif verdict == "TWICE":
        note = T("hand-over", "已经核对过")
    faded = "text3" if undone else "text"
    return TableRow(scan["id"], (
        Cell(local_time(scan["at"]), token=faded), Cell(mark=UNDONE if undone else MARKS[verdict]),
        Cell(scan["number"] or scan["code"][:24], token=faded),
        Cell(badge=badge_of(scan)) if known else Cell("—", token="text3"),
        Cell(title_of(look, scan) if known else T("hand-over", "无此编号，原码已留存"), token=faded),
        Cell(note, token="text3" if undone else "bad" if verdict in WHY else "text2"),
    ))  # fmt: skip


def seen_row(seen: PackSeen) -> Row:
    """What a scan just said, in the shape of a kept scan."""
    carrier = seen.carrier or {}
    return {
        "id": seen.scan_id, "verdict": seen.verdict, "undone": 0, "number": carrier.get("number"), "code": seen.code,
        "answer_reason": None, "at": seen.at, "secret_kind": carrier.get("secret_kind"), "level": carrier.get("level"),
        "title": carrier.get("title"),
    }  # fmt: skip
