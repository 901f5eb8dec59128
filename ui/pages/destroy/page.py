"""Every batch of destruction, the open ones first in sight: where it stands and what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from models.domain.text import T, Text
from models.services import destroy_pages
from models.services.destroy_pages import BatchLine
from ui.context import Context
from ui.pages.destroy import words
from ui.pages.processes.overview_page import OverviewPage, Process
from ui.theme.look import Look
from ui.widgets.cell_table import Cell, Head, TableRow

PROCESS = Process(
    "destructions", "destruction", "shredder", {"LISTED": "destroy_choose", "EXECUTING": "destroy_run"}, "destroy_batch",
    "destroy_choose",
    T("page", "销毁"), T("destruction", "拟销、清点、审批、封装、监销、出证明，一步也不能跳过"), T("destruction", "新批次"),
    T("destruction", "批次号、事由、承销单位、经办人"), T("destruction", "销毁批次，新的在上"),
    (("", T("destruction", "全部批次")), ("open", T("destruction", "未办结")), ("CERTIFIED", T("destruction", "已办结")),
     ("ABANDONED", T("destruction", "已放弃"))),
    T("destruction", "没有符合的批次"), T("destruction", "还没有销毁批次"),
    T("destruction", "新批次先列出已到期、已解密的载体，并说明哪些能销、哪些不能"),
)  # fmt: skip


class DestroyPage(OverviewPage):
    """`open(destruction=…)` goes to one batch where it stands, `open(carriers=[…])` begins a new one with these."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, PROCESS, _heads(context.look))

    def ask(self) -> Sequence[BatchLine]:
        return destroy_pages.batches(self.context.office.read)

    def row_of(self, line: BatchLine) -> TableRow:
        return _row(self.look, line)

    def words_of(self, line: BatchLine) -> str:
        row = line.row
        return " ".join((row["number"], words.cause_words(self.look, row), words.place_words(row), row["handler"] or ""))

    def foot_of(self, opened: int, total: int) -> tuple[Text, ...]:
        return (T("destruction", "未办结 {open} 批，共 {n} 批", open=opened, n=total),
                T("destruction", "已销毁的载体和批次长期留存，随时可查"))  # fmt: skip


def _heads(look: Look) -> tuple[Head, ...]:
    wide = look.words.language != "zh"
    return (
        Head(T("destruction", "批次"), 138), Head(T("destruction", "现在"), 118 if wide else 96),
        Head(T("destruction", "份数"), 70, right_aligned=True), Head("", 18), Head(T("destruction", "销毁方式"), 220),
        Head(T("destruction", "销毁事由"), 0), Head(T("destruction", "经办"), 100), Head(T("destruction", "下一步"), 208),
    )  # fmt: skip


def _row(look: Look, line: BatchLine) -> TableRow:
    row, state = line.row, line.row["state"]
    mark = words.STATE_MARKS[state]
    next_words: Text | str = words.NEXT[state]
    second: Text | str = ""
    if state == "CERTIFIED":
        next_words = T("destruction", "销毁 {n} 份", n=row["destroyed"] or 0)
        second = T("destruction", "剔出 {n} 份 • 回执 {number}", n=row["pulled_out"] or 0, number=row["receipt_number"] or "—")
    elif state == "ABANDONED":
        next_words = str(row["ended_because"] or "")
    return TableRow(row["id"], (
        Cell(row["number"], second=row["applied_on"], bold=line.is_open), Cell(mark=mark), Cell(str(line.copies)), Cell(""),
        Cell(words.route_words(row), second=words.place_words(row)), Cell(words.cause_words(look, row)),
        Cell(row["handler"] or ""), Cell(next_words, second=second, token="accent" if line.is_open else "text2"),
    ))  # fmt: skip
