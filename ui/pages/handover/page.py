"""Every hand-over: who gave what to whom under whose eyes, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from models.domain.text import T, Text
from models.services import handover_pages
from models.services.handover_pages import Line
from ui.context import Context
from ui.pages.handover import words
from ui.pages.processes.overview_page import OverviewPage, Process
from ui.theme.look import Look
from ui.widgets.cell_table import Cell, Head, TableRow

PROCESS = Process(
    "handovers", "handover", "handover", {"LISTING": "handover_list", "PACKING": "handover_pack"}, "handover_record",
    "handover_list",
    T("page", "移交"), T("hand-over", "列清单，逐件清点，移交人、接收人、监交人三方签字"), T("hand-over", "新移交"),
    T("hand-over", "清单编号、人、单位、原因"), T("hand-over", "移交清单，新的在上"),
    (("", T("hand-over", "全部移交")), ("open", T("hand-over", "未办结")), ("SIGNED", T("hand-over", "已移交")),
     ("ABANDONED", T("hand-over", "已放弃"))),
    T("hand-over", "没有符合的移交"), T("hand-over", "还没有移交"),
    T("hand-over", "换保密员、离岗、机构调整、归档时，在这里列清单、清点、签字"),
)  # fmt: skip


class HandoverPage(OverviewPage):
    """`open(handover=…)` goes to one where it stands, `open(carriers=[…])` begins a new one with these."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, PROCESS, _heads(context.look))

    def ask(self) -> Sequence[Line]:
        return handover_pages.hand_overs(self.context.office.read)

    def row_of(self, line: Line) -> TableRow:
        return _row(line)

    def words_of(self, line: Line) -> str:
        return " ".join((line.row["number"], *line.people, line.to, self.look.t(words.cause_words(line.row))))

    def foot_of(self, opened: int, total: int) -> tuple[Text, ...]:
        return (T("hand-over", "未办结 {open} 次，共 {n} 次", open=opened, n=total),
                T("hand-over", "移交人、接收人、监交人必须是三个不同的人"))  # fmt: skip


def _heads(look: Look) -> tuple[Head, ...]:
    wide = look.words.language != "zh"
    return (
        Head(T("hand-over", "清单"), 138), Head(T("hand-over", "现在"), 136 if wide else 104),
        Head(T("hand-over", "件数"), 70, right_aligned=True), Head("", 18), Head(T("hand-over", "类别"), 200),
        Head(T("hand-over", "移交人 → 接收人"), 0), Head(T("hand-over", "监交人"), 110), Head(T("hand-over", "下一步"), 208),
    )  # fmt: skip


def _row(line: Line) -> TableRow:
    row, state = line.row, line.row["state"]
    next_words: Text | str = words.NEXT[state]
    second: Text | str = ""
    if state == "SIGNED":
        next_words = T("hand-over", "移交 {n} 件", n=row["handed_over"] or 0)
        second = str(row["handed_on"] or "")
    elif state == "ABANDONED":
        next_words = str(row["ended_because"] or "")
    gives, takes, watches = line.people
    return TableRow(row["id"], (
        Cell(row["number"], second=row["drawn_up_on"] or "", bold=line.is_open), Cell(mark=words.STATE_MARKS[state]),
        Cell(str(line.copies)), Cell(""), Cell(words.kind_words(row), second=words.cause_words(row)),
        Cell(T("hand-over", "{gives} → {takes}", gives=gives, takes=takes), second=line.to), Cell(watches),
        Cell(next_words, second=second, token="accent" if line.is_open else "text2"),
    ))  # fmt: skip
