"""Every hand-over: who gave what to whom under whose eyes, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from models.domain.search_text import fold
from models.domain.text import T, Text
from models.services import handover_pages
from models.services.handover_pages import Line
from ui.context import Context
from ui.pages.handover import words
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.cell_table import Cell, CellTable, Head, TableRow
from ui.widgets.containers import EmptyState, Frame
from ui.widgets.page import HELP_KEY, Page
from ui.widgets.search import Chip, SearchField

PAGE_OF = {"LISTING": "handover_list", "PACKING": "handover_pack"}  # every other state: handover_record
FILTERS = (
    ("", T("hand-over", "全部移交")), ("open", T("hand-over", "未办结")), ("SIGNED", T("hand-over", "已移交")),
    ("ABANDONED", T("hand-over", "已放弃")),
)  # fmt: skip


class HandoverPage(Page):
    """`open(handover=…)` goes to one where it stands, `open(carriers=[…])` begins a new one with these."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, T("page", "移交"), T("hand-over", "列清单，逐件清点，移交人、接收人、监交人三方签字"))
        self.context = context
        self.lines: list[Line] = []
        self.filter = ""
        look = self.look
        make = self.add_action(Button(look, T("hand-over", "新移交"), "primary", icon="plus", key="Ctrl+N"))
        make.clicked.connect(self.new)
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        self.chips: dict[str, Chip] = {}
        for code, name in FILTERS:
            chip = self.chips[code] = Chip(look, name, "class", "0")
            chip.clicked.connect(lambda _on=False, code=code: self.set_filter(code))
            row.addWidget(chip)
        row.addStretch(1)
        self.finder = SearchField(look, T("list", "搜索"), T("hand-over", "清单编号、人、单位、原因"))
        self.finder.setFixedWidth(look.px(320))
        row.addWidget(self.finder)
        self.content.addLayout(row)
        self.table = CellTable(look, _heads(look), T("hand-over", "移交清单，新的在上"), 50)
        self.table.opened.connect(self.open_one)
        self.finder.searched.connect(lambda _text: self._show())
        self.finder.left_down.connect(self.table.setFocus)
        self.empty = EmptyState(look, "handover")
        frame = Frame(look)
        frame.box.addWidget(self.table)
        self.stack = QStackedWidget()
        self.stack.addWidget(frame)
        self.stack.addWidget(self.empty)
        self.content.addWidget(self.stack, 1)
        self.set_keys(("Enter", T("key", "打开")), ("Ctrl+N", T("key", "新移交")), ("Ctrl+F", T("key", "搜索")), HELP_KEY)
        self.set_filter("")

    # coming and going ----------------------------------------------------------------------------------------------

    def entered(self) -> None:
        office = self.context.office
        self.context.tasks.read(lambda: handover_pages.hand_overs(office.read), self._loaded)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def changed(self, ledgers: frozenset[str]) -> None:
        if "handovers" in ledgers and self.isVisible():
            self.entered()

    def open(self, handover: int | None = None, carriers: Sequence[int] = (), **_other: Any) -> None:
        """Called by `go("handover", …)`."""
        if carriers:
            self.context.go("handover_list", carriers=list(carriers))
        elif handover is not None:
            office = self.context.office
            self.context.tasks.read(lambda: office.read.get("handovers", handover), self._go)

    def new(self) -> bool:
        self.context.go("handover_list", carriers=[])
        return True

    def search(self) -> None:
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_one(self, handover_id: int) -> None:
        self._go(next((line.row for line in self.lines if line.row["id"] == handover_id), None))

    def _go(self, row: Any) -> None:
        if row is not None:
            self.context.go(PAGE_OF.get(row["state"], "handover_record"), handover=row["id"])

    # showing -------------------------------------------------------------------------------------------------------

    def _loaded(self, lines: list[Line]) -> None:
        self.lines = lines
        counts = {code: sum(_fits(line, code) for line in lines) for code, _name in FILTERS}
        for code, chip in self.chips.items():
            chip.set_count(str(counts[code]))
        self.set_foot(T("hand-over", "未办结 {open} 次，共 {n} 次", open=counts["open"], n=len(lines)),
                      T("hand-over", "移交人、接收人、监交人必须是三个不同的人"))  # fmt: skip
        self._show()

    def set_filter(self, code: str) -> None:
        self.filter = code
        for other, chip in self.chips.items():
            chip.setChecked(other == code)
        self._show()

    def _show(self) -> None:
        wanted = [fold(word) for word in self.finder.text().split()]
        found = [line for line in self.lines if _fits(line, self.filter) and _says(self.look, line, wanted)]
        self.table.set_rows([_row(line) for line in found])
        self.stack.setCurrentIndex(0 if found else 1)
        if found:
            return
        if self.lines:
            self.empty.set_words(T("hand-over", "没有符合的移交"), T("hand-over", "去掉筛选或改几个字再找"), [], "search")
            return
        make = Button(self.look, T("hand-over", "新移交"), icon="plus")
        make.clicked.connect(self.new)
        self.empty.set_words(T("hand-over", "还没有移交"), T("hand-over", "换保密员、离岗、机构调整、归档时，在这里列清单、清点、签字"),
                             [make], "handover")  # fmt: skip


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


def _fits(line: Line, code: str) -> bool:
    return not code or (line.is_open if code == "open" else line.row["state"] == code)


def _says(look: Look, line: Line, wanted: list[str]) -> bool:
    whole = fold(" ".join((line.row["number"], *line.people, line.to, look.t(words.cause_words(line.row)))))
    return all(word in whole for word in wanted)
