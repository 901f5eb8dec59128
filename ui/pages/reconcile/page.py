"""The differences of a finished count: each gets a decision with its reason, then three people sign (R-45, K-22)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from models.domain.errors import Refused
from models.domain.text import T, Text
from models.services import difference_pages
from models.services.count_views import DifferenceLine
from models.services.difference_pages import SIGNS_AS, Detail, Reconciliation
from ui.context import Context
from ui.ledger.history_dialog import HistoryDialog
from ui.pages.count.finish import Finisher
from ui.pages.processes.carrier_words import shown_title
from ui.pages.reconcile.pane import DifferencePane
from ui.pages.reconcile.result_chart import ResultBars, ResultRow
from ui.pages.reconcile.seals import SealsPanel
from ui.pages.reconcile.words import heads, row_of, state_of
from ui.pages.register.door import RegisterDoor
from ui.signing.dialog import SignaturesDialog
from ui.tasks import Job
from ui.theme.badges import BADGES
from ui.widgets.buttons import Button
from ui.widgets.cell_table import CellTable
from ui.widgets.containers import EmptyState, Frame, Panel
from ui.widgets.labels import label, set_tone
from ui.widgets.page import Page
from ui.widgets.progress import Cells

MOST_CELLS = 24
MOST_NAMED = 4  # carriers named in one sentence
LIST, PICTURES, EMPTY = 0, 1, 2


def _same(shown: DifferenceLine, line: DifferenceLine) -> bool:
    return (shown.finding, shown.clock, shown.gone) == (line.finding, line.clock, line.gone)


class _Views(QStackedWidget):
    """List, pictures or the empty state, as high as there is room."""

    def hasHeightForWidth(self) -> bool:
        return False


class ReconcilePage(Page):
    """The list at the left, the chosen difference with its decision at the right, the three below."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, T("page", "清查处理"), T("count", "每项差异都要有决定和理由；签字后锁定，只能用新操作更正"))
        self.context = context
        self.count_id = 0
        self.found: Reconciliation | None = None
        self._job: Job | None = None
        self._warned = False  # a rule's warning stands in the pane: noting again goes on with the typed reason
        self._wanted: int | None = None
        self._build()
        self.set_keys(("Alt+1–4", T("key", "选决定")), ("Ctrl+Enter", T("key", "记下")), ("Alt+N", T("key", "下一项待定")),
                      ("Ctrl+H", T("key", "这份的历史")), ("F1", T("key", "帮助")))  # fmt: skip

    # building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        look = self.look
        more = self.add_action(Button(look, T("count", "更多"), icon="more", key="Alt+M"))
        more.clicked.connect(lambda: self._menu(more))
        self.pictures_button = self.add_action(Button(look, T("count", "看结果图"), icon="columns", key="Alt+G"))
        self.pictures_button.clicked.connect(self.toggle_pictures)
        self.print_button = self.add_action(Button(look, T("count", "打印差异表 F8b"), icon="printer", key="Ctrl+P"))
        self.print_button.clicked.connect(self.print_page)
        self.sign_button = self.add_action(Button(look, T("count", "三人签字锁定"), icon="lock"))
        self.sign_button.clicked.connect(self.sign)
        row = QHBoxLayout()
        row.setSpacing(look.px(16))
        left = QVBoxLayout()
        left.setSpacing(look.px(10))
        left.addLayout(self._progress_line())
        self._stack = _Views()
        self.table = CellTable(look, heads(look), T("finding", "差异"), row_height=50)
        self.table.picked.connect(lambda _key: self._picked())
        self.pane = DifferencePane(self.context)
        self.table.opened.connect(lambda _key: self.pane.form.start())
        frame = Frame(look)
        frame.box.addWidget(self.table)
        self._stack.addWidget(frame)
        self._stack.addWidget(self._charts())
        self._empty = EmptyState(look, "check-circle")
        self._stack.addWidget(self._empty)
        left.addWidget(self._stack, 1)
        self.seals = SealsPanel(look, SIGNS_AS)
        self.seals.changed.connect(self._judge)
        left.addWidget(self.seals)
        row.addLayout(left, 1)
        self.pane.noted.connect(self.note)
        self.pane.next_wanted.connect(self.next_open)
        self.pane.reopen_wanted.connect(self.reopen)
        self.pane.way_wanted.connect(self._go_where_it_is_done)
        self.pane.form.changed.connect(self._forget_warning)
        row.addWidget(self.pane)
        self.content.addLayout(row, 1)
        self.pane.show_nothing(T("finding", "没有选中的差异"))

    def _progress_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.look.px(24))
        self._sum = label(self.look, "", "strong")
        self._cells = Cells(self.look, T("finding", "已有决定"))
        self._rest = label(self.look, "", "second")
        row.addWidget(self._sum)
        row.addWidget(self._cells, 1)
        row.addStretch(0)
        row.addWidget(self._rest)
        return row

    def _charts(self) -> QWidget:
        look = self.look
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(12))
        self.by_cabinet = ResultBars(look, T("chart", "各柜结果"))
        self.by_grade = ResultBars(look, T("chart", "各密级结果"))
        for chart, words in ((self.by_cabinet, T("chart", "各柜结果")), (self.by_grade, T("chart", "各密级结果"))):
            panel = Panel(look, margin=16, spacing=8)
            panel.box.addWidget(label(look, words, "line"))
            chart.setMinimumHeight(look.px(150))
            panel.box.addWidget(chart, 1)
            column.addWidget(panel, 1)
        return both

    # coming and going ----------------------------------------------------------------------------------------------

    def open(self, count: int, finding: int | None = None) -> None:
        """Called by `go("reconcile", count=…)`; `finding` chooses one difference."""
        self.count_id, self._wanted = count, finding
        self.found = None
        self.seals.conclusion.clear()
        self._stack.setCurrentIndex(LIST)
        self._load()

    def entered(self) -> None:
        if self.count_id:
            self._load()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def changed(self, ledgers: frozenset[str]) -> None:
        if self.count_id and self.isVisible() and ledgers & {"counts", "count_findings", "losses"}:
            self._load()

    def _load(self) -> None:
        office, count = self.context.office, self.count_id
        self.context.tasks.read(lambda: difference_pages.reconciliation(office, count), self._show)

    def _show(self, found: Reconciliation) -> None:
        count = found.count
        if count["id"] != self.count_id:
            return
        if count["state"] == "OPEN" and self.isVisible():
            self.context.go("counting", count=self.count_id)
            return
        first = self.found is None
        self.found = found
        self._say(found)
        self.by_cabinet.set_rows([ResultRow(bar.name or T("count", "个人或未上架"), bar.figures) for bar in found.by_cabinet])
        self.by_grade.set_rows([ResultRow(BADGES[bar.name].word, bar.figures) for bar in found.by_grade])
        self.seals.show_seals(found.seals, count["conclusion"] or "", found.is_open)
        self.table.set_rows([row_of(self.look, line) for line in found.lines])
        if not found.lines:
            self._say_clean()
        elif self._wanted is not None or first:
            self.table.go_to(self._wanted if self._wanted is not None else self._first_open())
            self._wanted = None
        self._picked()
        self._judge()

    def _say(self, found: Reconciliation) -> None:
        count = found.count
        sentence: Text = T("count", "每项差异都要有决定和理由；签字后锁定，只能用新操作更正")
        if count["state"] == "SIGNED":
            sentence = T("count", "{day} 三人签字锁定；以后只能用新操作更正", day=count["signed_on"])
        elif count["state"] == "ABANDONED":
            sentence = T("count", "已放弃：{why}", why=count["ended_because"] or "")
        elif found.above_limit:
            sentence = T("count", "{n} 份密级高于柜层上限，不是差异，也要移放：{numbers}", n=len(found.above_limit),
                         numbers="、".join(found.above_limit[:MOST_NAMED]))  # fmt: skip
        self.set_words(T("count", "清查处理　{name}", name=count["name"] or count["number"]), sentence)
        total, left = len(found.lines), found.left
        self._sum.setText(self.look.t(T("finding", "{n} 项差异，{done} 项有决定", n=total, done=total - left)))
        kinds = {"待定": "wait", "计时": "bad"}
        cells = [kinds.get(state_of(line).word.source, "done") for line in found.lines]
        self._cells.set_cells(cells if total <= MOST_CELLS else [])
        self._cells.setVisible(0 < total <= MOST_CELLS)
        rest = T("finding", "还剩 {n} 项；全部有决定后三人签字锁定", n=left) if left else T("finding", "全部有决定，可以签字")
        if not found.is_open:
            rest = T("finding", "账面 {book}，实有 {actual}", book=count["book"] or 0, actual=count["actual"] or 0)
        self._rest.setText(self.look.t(rest))
        set_tone(self._rest, "text2" if left or not found.is_open else "ok")

    def _say_clean(self) -> None:
        count = self.found.count if self.found else {}
        words = T("count", "账面 {book} 份，实有 {actual} 份，没有差异。三人签字后锁定。", book=count.get("book") or 0,
                  actual=count.get("actual") or 0)  # fmt: skip
        self._empty.set_words(T("count", "账物相符"), words, [], "check-circle")
        if self._stack.currentIndex() == LIST:
            self._stack.setCurrentIndex(EMPTY)
        self.pane.show_nothing(T("finding", "没有差异要处理"))
        if not self.seals.text():
            self.seals.conclusion.setText(self.look.t(T("count", "账物相符")))

    def _first_open(self) -> int | None:
        lines = self.found.lines if self.found else []
        waiting = next((line for line in lines if line.finding["state"] == "OPEN"), lines[0] if lines else None)
        return waiting.finding["id"] if waiting else None

    # the chosen difference -----------------------------------------------------------------------------------------

    def _line(self) -> DifferenceLine | None:
        key = self.table.current_key()
        return next((line for line in self.found.lines if line.finding["id"] == key), None) if self.found else None

    def _picked(self) -> None:
        """Read what fits the chosen difference; one that is being worked on and did not change stays as it is."""
        line, shown = self._line(), self.pane.detail
        if line is None or self.found is None:
            return
        may_write = self.found.is_open
        if shown is not None and _same(shown.line, line) and self.pane.may_write == may_write:
            return
        if self._job is not None:
            self._job.drop()
        office, lines = self.context.office, self.found.lines
        self._job = self.context.tasks.read(lambda: difference_pages.detail(office, line, lines), self._detailed)

    def _detailed(self, found: Detail) -> None:
        self._job, self._warned = None, False
        self.pane.show_detail(found, self.found is not None and self.found.is_open)

    def note(self) -> None:
        """Ctrl+Enter: write the decision; then the next open difference."""
        detail = self.pane.detail
        if detail is None or self.pane.form.lacks() is not None or self.pane.form.isHidden():
            return
        office, choice = self.context.office, self.pane.form.choice()
        reason = choice.reason if self._warned else ""
        self.context.tasks.write(
            lambda: office.perform(choice.act, reason=reason, **choice.values), self._noted, self._refused,
        )  # fmt: skip

    def _noted(self, _done: Any) -> None:
        self._warned = False
        self._wanted = self._next_of(self.pane.detail.line.finding["id"]) if self.pane.detail else None
        self._load()

    def _refused(self, error: Exception) -> bool:
        if not isinstance(error, Refused):
            return False
        self.pane.show_problems(error.problems)
        self._warned = error.needs_reason_only
        if self._warned:
            self.set_foot(T("finding", "规则有提醒：理由写好后，再按一次“记下决定”"))
        return True

    def _forget_warning(self) -> None:
        if self._warned:
            self._warned = False
            self._judge()

    def _next_of(self, finding: int) -> int | None:
        """The next difference after this one that waits for a decision."""
        lines = self.found.lines if self.found else []
        ids = [line.finding["id"] for line in lines]
        start = ids.index(finding) + 1 if finding in ids else 0
        order = lines[start:] + lines[:start]
        waiting = next((line.finding["id"] for line in order if line.finding["state"] == "OPEN" and line.finding["id"] != finding), None)
        return waiting if waiting is not None else finding

    def next_open(self) -> None:
        """Alt+N."""
        line = self._line()
        if line is not None:
            self.table.go_to(self._next_of(line.finding["id"]))

    def reopen(self) -> None:
        """Take a decision back before the three sign."""
        line, office = self._line(), self.context.office
        if line is not None:
            finding = line.finding["id"]
            self._wanted = finding
            self.context.tasks.write(lambda: office.perform("reopen_difference", finding_id=finding))

    def undo(self) -> bool:
        line = self._line()
        if line is None or line.finding["state"] != "CLOSED" or self.found is None or not self.found.is_open:
            return False
        self.reopen()
        return True

    def _go_where_it_is_done(self, code: str) -> None:
        line = self._line()
        if code == "REGISTER" or line is None:
            self.context.go("intake")
        elif line.gone is not None:
            self.context.go("destroy")
        else:
            self.context.go("movements", carriers=[line.finding["carrier_id"]])

    def show_history(self) -> None:
        """Ctrl+H: all entries of the chosen carrier."""
        line = self._line()
        if line is None or line.carrier is None:
            return
        carrier, masked = line.finding["carrier_id"], line.finding["level"] == "TOP_SECRET"
        door = RegisterDoor(self.context.office, self.context.lists)
        title = f"{line.number} {shown_title(self.look, line.finding['level'], line.title)}"
        self.context.tasks.read(lambda: door.lines("carriers", carrier, masked),
                                lambda lines: HistoryDialog.tell(self.look, self, title, lines))  # fmt: skip

    # the whole count -----------------------------------------------------------------------------------------------

    def _judge(self) -> None:
        found = self.found
        if found is None:
            return
        why: Text | str = ""
        if found.count["state"] == "SIGNED":
            why = T("count", "已经签字锁定")
        elif not found.is_open:
            why = T("count", "这次清查已放弃")
        elif found.left:
            why = T("count", "还不能签字：{n} 项待定", n=found.left)
        elif not self.seals.text():
            why = T("count", "还不能签字：先写处理结论")
        self.sign_button.set_enabled(not why, why)
        self.set_foot(why or T("count", "可以签字：一个窗口里三人依次签"))

    def sign(self) -> None:
        """The three sign exactly what the dialog shows; then the count is locked."""
        if self.found is None:
            return
        office, values = self.context.office, {"count_id": self.count_id, "conclusion": self.seals.text()}
        signed = SignaturesDialog.ask(
            self.context, "sign_off_count", office.acts["sign_off_count"].needs, values, parent=self,
            title=T("count", "三人签字锁定清查"), verb=T("count", "签字锁定"), form=self.found.form,
        )  # fmt: skip
        if signed is not None:
            self.context.tasks.write(
                lambda: office.perform("sign_off_count", signed=signed, reason=signed.reason, **values), lambda _done: self._load()
            )

    def toggle_pictures(self) -> None:
        """The result by cabinet and level, or the list again."""
        shown = self._stack.currentIndex() == PICTURES
        rest = EMPTY if self.found is not None and not self.found.lines else LIST
        self._stack.setCurrentIndex(rest if shown else PICTURES)
        self.pictures_button.set_text(T("count", "看结果图") if shown else T("count", "回到差异"))

    def print_page(self) -> None:
        self.context.go("print", form="F8b", record=self.count_id, back="reconcile")

    def _menu(self, button: Button) -> None:
        menu, say, office = QMenu(self), self.context.say, self.context.office
        state = self.found.count["state"] if self.found else ""
        menu.addAction(say(T("count", "所有清查")), lambda: self.context.go("count", paused=True))
        menu.addAction(say(T("count", "打印盘点表 F8a")), lambda: self.context.go("print", form="F8a", record=self.count_id, back="reconcile"))
        if state == "SCANNED":
            menu.addAction(say(T("count", "继续清点")), lambda: self.context.tasks.write(
                lambda: office.perform("continue_scanning", count_id=self.count_id)))  # fmt: skip
        if self.found is not None and self.found.is_open:
            menu.addSeparator()
            menu.addAction(say(T("count", "放弃这次清查…")), lambda: Finisher(self.context, self).abandon(self.count_id))
        menu.exec(button.mapToGlobal(QPoint(0, button.height() + 4)))
        menu.deleteLater()
