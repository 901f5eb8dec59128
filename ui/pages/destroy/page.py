"""Every batch of destruction, the open ones first in sight: where it stands and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from models.domain.search_text import fold
from models.domain.text import T, Text
from models.services import destroy_pages
from models.services.destroy_pages import BatchLine
from ui.context import Context
from ui.pages.destroy import words
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.cell_table import Cell, CellTable, Head, TableRow
from ui.widgets.containers import EmptyState, Frame
from ui.widgets.page import HELP_KEY, Page
from ui.widgets.search import Chip, SearchField

PAGE_OF = {"LISTED": "destroy_choose", "EXECUTING": "destroy_run"}  # every other state: destroy_batch
FILTERS = (
    ("", T("destruction", "全部批次")), ("open", T("destruction", "未办结")), ("CERTIFIED", T("destruction", "已办结")),
    ("ABANDONED", T("destruction", "已放弃")),
)  # fmt: skip


class DestroyPage(Page):
    """`open(destruction=…)` goes to one batch where it stands, `open(carriers=[…])` begins a new one with these."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, T("page", "销毁"), T("destruction", "拟销、清点、审批、封装、监销、出证明，一步也不能跳过"))
        self.context = context
        self.lines: list[BatchLine] = []
        self.filter = ""
        look = self.look
        make = self.add_action(Button(look, T("destruction", "新批次"), "primary", icon="plus", key="Ctrl+N"))
        make.clicked.connect(self.new)
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        self.chips: dict[str, Chip] = {}
        for code, name in FILTERS:
            chip = self.chips[code] = Chip(look, name, "class", "0")
            chip.clicked.connect(lambda _on=False, code=code: self.set_filter(code))
            row.addWidget(chip)
        row.addStretch(1)
        self.finder = SearchField(look, T("list", "搜索"), T("destruction", "批次号、事由、承销单位、经办人"))
        self.finder.setFixedWidth(look.px(320))
        row.addWidget(self.finder)
        self.content.addLayout(row)
        self.table = CellTable(look, _heads(look), T("destruction", "销毁批次，新的在上"), 50)
        self.table.opened.connect(self.open_batch)
        self.finder.searched.connect(lambda _text: self._show())
        self.finder.left_down.connect(self.table.setFocus)
        self.empty = EmptyState(look, "shredder")
        frame = Frame(look)
        frame.box.addWidget(self.table)
        self.stack = QStackedWidget()
        self.stack.addWidget(frame)
        self.stack.addWidget(self.empty)
        self.content.addWidget(self.stack, 1)
        self.set_keys(("Enter", T("key", "打开")), ("Ctrl+N", T("key", "新批次")), ("Ctrl+F", T("key", "搜索")), HELP_KEY)
        self.set_filter("")

    # coming and going ----------------------------------------------------------------------------------------------

    def entered(self) -> None:
        office = self.context.office
        self.context.tasks.read(lambda: destroy_pages.batches(office.read), self._loaded)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def changed(self, ledgers: frozenset[str]) -> None:
        if "destructions" in ledgers and self.isVisible():
            self.entered()

    def open(self, destruction: int | None = None, carriers: Sequence[int] = (), **_other: Any) -> None:
        """Called by `go("destroy", …)`."""
        if carriers:
            self.context.go("destroy_choose", carriers=list(carriers))
        elif destruction is not None:
            office = self.context.office
            self.context.tasks.read(lambda: office.read.get("destructions", destruction), self._go)

    def new(self) -> bool:
        self.context.go("destroy_choose", carriers=[])
        return True

    def search(self) -> None:
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_batch(self, destruction_id: int) -> None:
        row = next((line.row for line in self.lines if line.row["id"] == destruction_id), None)
        self._go(row)

    def _go(self, row: Any) -> None:
        if row is not None:
            self.context.go(PAGE_OF.get(row["state"], "destroy_batch"), destruction=row["id"])

    # showing -------------------------------------------------------------------------------------------------------

    def _loaded(self, lines: list[BatchLine]) -> None:
        self.lines = lines
        counts = {code: sum(_fits(line, code) for line in lines) for code, _name in FILTERS}
        for code, chip in self.chips.items():
            chip.set_count(str(counts[code]))
        self.set_foot(T("destruction", "未办结 {open} 批，共 {n} 批", open=counts["open"], n=len(lines)),
                      T("destruction", "已销毁的载体和批次长期留存，随时可查"))  # fmt: skip
        self._show()

    def set_filter(self, code: str) -> None:
        self.filter = code
        for other, chip in self.chips.items():
            chip.setChecked(other == code)
        self._show()

    def _show(self) -> None:
        text = [fold(word) for word in self.finder.text().split()]
        found = [line for line in self.lines if _fits(line, self.filter) and _says(self.look, line, text)]
        self.table.set_rows([_row(self.look, line) for line in found])
        self.stack.setCurrentIndex(0 if found else 1)
        if not found:
            self._say_empty()

    def _say_empty(self) -> None:
        make = Button(self.look, T("destruction", "新批次"), icon="plus")
        make.clicked.connect(self.new)
        if self.lines:
            self.empty.set_words(T("destruction", "没有符合的批次"), T("destruction", "去掉筛选或改几个字再找"), [], "search")
        else:
            self.empty.set_words(T("destruction", "还没有销毁批次"),
                                 T("destruction", "新批次先列出已到期、已解密的载体，并说明哪些能销、哪些不能"), [make])  # fmt: skip


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


def _fits(line: BatchLine, code: str) -> bool:
    return not code or (line.is_open if code == "open" else line.row["state"] == code)


def _says(look: Look, line: BatchLine, wanted: list[str]) -> bool:
    row = line.row
    whole = fold(" ".join((row["number"], words.cause_words(look, row), words.place_words(row), row["handler"] or "")))
    return all(word in whole for word in wanted)
