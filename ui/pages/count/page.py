"""The counts of the office: one that is open goes on where it stopped; a new one is started here (R-44)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from models.domain.text import T, Text
from models.ledgers.counts import COUNT_KINDS
from models.services import count_pages
from models.services.count_pages import CountLine
from ui.context import Context
from ui.pages.count.start_dialog import StartDialog
from ui.theme.look import Look
from ui.theme.marks import Mark
from ui.widgets.buttons import Button
from ui.widgets.cell_table import Cell, CellTable, Head, TableRow
from ui.widgets.containers import EmptyState, Frame
from ui.widgets.page import HELP_KEY, Page
from ui.words import number

STATES = {
    "OPEN": Mark("ring", "accent", "accent", T("count", "清点中")),
    "SCANNED": Mark("half", "warn", "warn", T("count", "清点完，待处理")),
    "RECONCILING": Mark("half", "warn", "warn", T("count", "处理中")),
    "SIGNED": Mark("disc", "ok", "ok", T("count", "已签字锁定")),
    "ABANDONED": Mark("cross", "text3", "text3", T("count", "已放弃")),
}


class CountPage(Page):
    """The list of counts. With exactly one open and not paused, its desk opens by itself."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, T("page", "清查盘点"), T("count", "每年至少清查一次，账物相符才算完"))
        self.context = context
        self.paused = False  # the person went back to the list on purpose
        self.lines: list[CountLine] = []
        look = self.look
        self.start_button = self.add_action(Button(look, T("count", "开始清查"), "primary", icon="plus", key="Ctrl+N"))
        self.start_button.clicked.connect(self.start)
        wide = 1.0 if look.words.language == "zh" else 1.25
        heads = (
            Head(T("count", "批次"), 156), Head(T("count", "名称和范围"), 0), Head(T("count", "清点和监督"), round(190 * wide)),
            Head(T("count", "账面"), 76, right_aligned=True), Head(T("count", "已扫"), 76, right_aligned=True),
            Head(T("count", "差异"), round(110 * wide)), Head(T("count", "状态"), round(150 * wide)),
        )  # fmt: skip
        self.table = CellTable(look, heads, T("count", "清查列表"), row_height=50)
        self.table.opened.connect(self.open_count)
        self._stack = QStackedWidget()
        frame = Frame(look)
        frame.box.addWidget(self.table)
        self._empty = EmptyState(look, "scan")
        self._stack.addWidget(frame)
        self._stack.addWidget(self._empty)
        self.content.addWidget(self._stack, 1)
        self.set_keys(("Enter", T("key", "打开")), ("Ctrl+N", T("key", "开始清查")), HELP_KEY)

    # coming and going ----------------------------------------------------------------------------------------------

    def open(self, count: int | None = None, paused: bool = False) -> None:
        """Called by `go("count", …)`: one count in the state it is in, or the list (`paused`)."""
        self.paused = paused
        if count is not None:
            office = self.context.office
            self.context.tasks.read(lambda: office.read.get("counts", count), lambda row: self._go(count, row["state"]))

    def entered(self) -> None:
        office = self.context.office
        self.context.tasks.read(lambda: (count_pages.all_counts(office), count_pages.last_yearly(office)),
                                lambda found: self._show(*found))  # fmt: skip
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def left(self) -> None:
        self.paused = False

    def changed(self, ledgers: frozenset[str]) -> None:
        if "counts" in ledgers and self.isVisible():
            self.entered()

    def new(self) -> bool:
        self.start()
        return True

    def _show(self, lines: Sequence[CountLine], yearly: str | None) -> None:
        if not self.isVisible():
            return
        self.lines = list(lines)
        open_now = [line for line in self.lines if line.is_open]
        if len(open_now) == 1 and not self.paused:
            self._go(open_now[0].row["id"], "OPEN")
            return
        self._say(open_now, yearly)
        self.table.set_rows([_row(self.look, line) for line in self.lines])
        self._stack.setCurrentIndex(0 if self.lines else 1)
        if not self.lines:
            self._invite()

    def _say(self, open_now: Sequence[CountLine], yearly: str | None) -> None:
        words: Text = T("count", "每年至少清查一次；还没有做过全部载体的年度清查")
        if yearly:
            words = T("count", "每年至少清查一次；上次全部载体的年度清查 {day} 签字", day=yearly)
        self.set_sentence(words)
        undecided = sum(line.undecided for line in self.lines if line.row["state"] in ("SCANNED", "RECONCILING"))
        self.set_foot(
            T("count", "共 {n} 次清查", n=len(self.lines)) if self.lines else T("count", "还没有清查"),
            T("count", "{n} 次正在清点", n=len(open_now)) if open_now else "",
            T("count", "{n} 项差异待定", n=undecided) if undecided else "",
        )

    def _invite(self) -> None:
        start = Button(self.look, T("count", "开始清查"), icon="plus")
        start.clicked.connect(self.start)
        sentence = T("count", "开始时账面会冻结成一张清单；清查期间借还照常，动过的会说明。")
        self._empty.set_words(T("count", "还没有清查过"), sentence, [start], "scan")

    # doing ---------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Ctrl+N: freeze the book of a scope."""
        count = StartDialog.ask(self.context, self)
        if count is not None:
            self.context.go("counting", count=count)

    def open_count(self, count: int) -> None:
        """Enter: the desk of an open count, the differences of a finished one."""
        line = next((line for line in self.lines if line.row["id"] == count), None)
        if line is not None:
            self._go(count, line.row["state"])

    def _go(self, count: int, state: str) -> None:
        self.context.go("counting" if state == "OPEN" else "reconcile", count=count)


def _row(look: Look, line: CountLine) -> TableRow:
    row = line.row
    faded = "text3" if row["state"] == "ABANDONED" else "text"
    first, second, third = line.people
    kind = look.t(COUNT_KINDS[row["kind"]])
    name = row["name"] or look.t(T("count", "{kind}清查", kind=kind))
    ended = row["signed_on"] or row["finished_on"] or ""
    dates = f"{row['base_on']} → {ended[5:]}" if ended else str(row["base_on"])
    if line.differences is None:
        differences = Cell("—", token="text3")
    elif line.undecided:
        differences = Cell(T("count", "{n} 项", n=line.differences), T("count", "{n} 项待定", n=line.undecided), token="warn")
    else:
        said = T("count", "{n} 项", n=line.differences) if line.differences else T("count", "没有差异")
        differences = Cell(said, token="ok" if not line.differences else "text")
    return TableRow(row["id"], (
        Cell(row["number"], dates, token=faded), Cell(name, f"{kind} • {row['scope_words'] or ''}", token=faded, bold=line.is_open),
        Cell(f"{first}、{second}", T("count", "监督 {name}", name=third), token=faded),
        Cell(number(row["book"] or 0), token=faded), Cell(number(line.seen), token=faded), differences,
        Cell(mark=STATES[row["state"]]),
    ))  # fmt: skip
