"""The list of all runs of one process, the open ones first in sight: filters, a search, and what each run needs next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from models.domain.search_text import fold
from models.domain.text import T, Text
from ui.context import Context
from ui.widgets.buttons import Button
from ui.widgets.cell_table import CellTable, Head, TableRow
from ui.widgets.containers import EmptyState, Frame
from ui.widgets.page import HELP_KEY, Page
from ui.widgets.search import Chip, SearchField


class Run(Protocol):
    """One line: the row of its ledger, and whether it still goes on."""

    @property
    def row(self) -> Any: ...

    @property
    def is_open(self) -> bool: ...


@dataclass(frozen=True)
class Process:
    """The words of a process and where its runs are worked on: `argument` names a run for `pages` (by state) and
    `other_page`; a new one begins on `new_page`."""

    ledger: str
    argument: str
    icon: str
    pages: Mapping[str, str]
    other_page: str
    new_page: str
    title: Text
    sentence: Text
    new: Text
    found_by: Text
    name: Text
    filters: tuple[tuple[str, Text], ...]  # state → words; "" is all, "open" what still goes on
    none_fits: Text
    none_yet: Text
    what_new_does: Text


class OverviewPage(Page):
    """`open(<argument>=…)` goes to one run where it stands, `open(carriers=[…])` begins a new one with these.

    A page gives `ask` (the lines, on the reading worker), `row_of`, `words_of` (what the search looks in), `foot_of`.
    """

    def __init__(self, context: Context, process: Process, heads: Sequence[Head]) -> None:
        super().__init__(context.look, process.title, process.sentence)
        self.context, self._process = context, process
        self.lines: Sequence[Any] = []
        self.filter = ""
        look = self.look
        make = self.add_action(Button(look, process.new, "primary", icon="plus", key="Ctrl+N"))
        make.clicked.connect(self.new)
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        self.chips: dict[str, Chip] = {}
        for code, name in process.filters:
            chip = self.chips[code] = Chip(look, name, "class", "0")
            chip.clicked.connect(lambda _on=False, code=code: self.set_filter(code))
            row.addWidget(chip)
        row.addStretch(1)
        self.finder = SearchField(look, T("list", "搜索"), process.found_by)
        self.finder.setFixedWidth(look.px(320))
        row.addWidget(self.finder)
        self.content.addLayout(row)
        self.table = CellTable(look, heads, process.name, 50)
        self.table.opened.connect(self.open_one)
        self.finder.searched.connect(lambda _text: self._show())
        self.finder.left_down.connect(self.table.setFocus)
        self.empty = EmptyState(look, process.icon)
        frame = Frame(look)
        frame.box.addWidget(self.table)
        self.stack = QStackedWidget()
        self.stack.addWidget(frame)
        self.stack.addWidget(self.empty)
        self.content.addWidget(self.stack, 1)
        self.set_keys(("Enter", T("key", "打开")), ("Ctrl+N", process.new), ("Ctrl+F", T("key", "搜索")), HELP_KEY)
        self.set_filter("")

    # what a page gives ---------------------------------------------------------------------------------------------

    def ask(self) -> Sequence[Any]:
        """All runs, newest first."""
        raise NotImplementedError

    def row_of(self, line: Any) -> TableRow:
        """One run as a row of the table."""
        raise NotImplementedError

    def words_of(self, line: Any) -> str:
        """What the search looks in."""
        raise NotImplementedError

    def foot_of(self, opened: int, total: int) -> tuple[Text, ...]:
        """What the footer says."""
        raise NotImplementedError

    # coming and going ----------------------------------------------------------------------------------------------

    def entered(self) -> None:
        self.context.tasks.read(self.ask, self._loaded)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def changed(self, ledgers: frozenset[str]) -> None:
        if self._process.ledger in ledgers and self.isVisible():
            self.entered()

    def open(self, carriers: Sequence[int] = (), **one: Any) -> None:
        """Called by `go(…)`."""
        wanted, office, ledger = one.get(self._process.argument), self.context.office, self._process.ledger
        if carriers:
            self.context.go(self._process.new_page, carriers=list(carriers))
        elif wanted is not None:
            self.context.tasks.read(lambda: office.read.get(ledger, wanted), self._go)

    def new(self) -> bool:
        self.context.go(self._process.new_page, carriers=[])
        return True

    def search(self) -> None:
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_one(self, id_: int) -> None:
        """Enter on a line: to the page where it stands."""
        self._go(next((line.row for line in self.lines if line.row["id"] == id_), None))

    def _go(self, row: Any) -> None:
        if row is not None:
            process = self._process
            self.context.go(process.pages.get(row["state"], process.other_page), **{process.argument: row["id"]})

    # showing -------------------------------------------------------------------------------------------------------

    def _loaded(self, lines: Sequence[Any]) -> None:
        self.lines = lines
        counts = {code: sum(_fits(line, code) for line in lines) for code in self.chips}
        for code, chip in self.chips.items():
            chip.set_count(str(counts[code]))
        self.set_foot(*self.foot_of(counts["open"], len(lines)))
        self._show()

    def set_filter(self, code: str) -> None:
        self.filter = code
        for other, chip in self.chips.items():
            chip.setChecked(other == code)
        self._show()

    def _show(self) -> None:
        wanted = [fold(word) for word in self.finder.text().split()]
        found = [line for line in self.lines if _fits(line, self.filter) and self._says(line, wanted)]
        self.table.set_rows([self.row_of(line) for line in found])
        self.stack.setCurrentIndex(0 if found else 1)
        if not found:
            self._say_empty()

    def _says(self, line: Any, wanted: Sequence[str]) -> bool:
        whole = fold(self.words_of(line)) if wanted else ""
        return all(word in whole for word in wanted)

    def _say_empty(self) -> None:
        process = self._process
        if self.lines:
            self.empty.set_words(process.none_fits, T("list", "去掉筛选或改几个字再找"), [], "search")
            return
        make = Button(self.look, process.new, icon="plus")
        make.clicked.connect(self.new)
        self.empty.set_words(process.none_yet, process.what_new_does, [make], process.icon)


def _fits(line: Run, code: str) -> bool:
    return not code or (line.is_open if code == "open" else bool(line.row["state"] == code))
