"""今日: a list of what is due, not a dashboard; at the right two pictures, below the last acts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from models.domain.text import T, Text
from models.services import home
from ui.context import Context
from ui.tables.source import Filter
from ui.theme.marks import MUST_CHANGE, NEEDS_REASON, NOTICE
from ui.widgets.buttons import Button
from ui.widgets.cell_table import Cell, CellTable, Head, TableRow
from ui.widgets.charts import InOutBars, InOutLegend, Month, StackedBars
from ui.widgets.containers import EmptyState, Frame, Panel
from ui.widgets.duty import Duty, DutyList
from ui.widgets.labels import label
from ui.widgets.page import HELP_KEY, Page
from ui.words import number

MARKS = {home.CLOCK: MUST_CHANGE, home.OVERDUE: MUST_CHANGE, home.DUE: NEEDS_REASON, home.NOTICE: NOTICE}
WEEKDAYS = (
    T("weekday", "星期一"), T("weekday", "星期二"), T("weekday", "星期三"), T("weekday", "星期四"), T("weekday", "星期五"),
    T("weekday", "星期六"), T("weekday", "星期日"),
)  # fmt: skip


class HomePage(Page):
    """What is due, why, how long, and the one page that settles it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, T("page", "今日"))
        self.context = context
        look = context.look
        self._lines: dict[str, home.Line] = {}
        intake = self.add_action(Button(look, T("home", "收文"), icon="plus", key="Ctrl+N"))
        intake.clicked.connect(lambda: context.go("intake"))
        intake.setVisible(context.office.sitting.role == "clerk" and not context.office.vault.store.read_only)
        row = QHBoxLayout()
        row.setSpacing(look.px(16))
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(look.px(12))
        self.duties = DutyList(look)
        self.duties.chosen.connect(self._settle)
        self.empty = EmptyState(look, "today")
        self.empty.hide()
        left.addWidget(self.duties)
        left.addWidget(self.empty, 1)
        left.addWidget(self._acts_panel(), 1)
        row.addLayout(left, 21)
        self.holdings, self.months = StackedBars(look), InOutBars(look)
        self._total = label(look, "", "second")
        right.addWidget(self._chart(T("home", "在库载体"), self.holdings, self._total), 1)
        right.addWidget(self._chart(T("home", "近 12 个月进出"), self.months, InOutLegend(look)), 1)
        row.addLayout(right, 10)
        self.content.addLayout(row, 1)
        self.set_keys(("1–9", T("key", "办理")), ("↑↓", T("key", "选择")), ("F5", T("key", "刷新")), HELP_KEY)

    def entered(self) -> None:
        """Ask what is due."""
        office, pages = self.context.office, self.context.pages()
        self.context.tasks.read(lambda: home.look(office, pages), self._show)

    def changed(self, ledgers: frozenset[str]) -> None:
        """An act changed something: what is due may have changed too."""
        if self.isVisible():
            self.entered()

    def page_key(self, key: str) -> bool:
        """A digit opens its line."""
        return key.isdigit() and self.duties.press(int(key))

    def _chart(self, title: Text, chart: Any, side: Any) -> Panel:
        panel = Panel(self.look)
        head = QHBoxLayout()
        head.addWidget(label(self.look, title, "section"), 1)
        head.addWidget(side)
        panel.box.addLayout(head)
        panel.box.addWidget(chart, 1)
        return panel

    def _acts_panel(self) -> Panel:
        panel = Frame(self.look)
        title = label(self.look, T("home", "最近操作"), "section")
        title.setContentsMargins(self.look.px(12), self.look.px(10), 0, self.look.px(6))
        panel.box.addWidget(title)
        heads = [
            Head(T("home", "时间"), 74), Head(T("home", "事项"), 150), Head(T("home", "对象"), 0), Head(T("home", "谁"), 120),
            Head(T("home", "日志"), 80, right_aligned=True),
        ]  # fmt: skip
        self.acts = CellTable(self.look, heads, T("home", "最近操作"))
        self.acts.horizontalHeader().hide()
        panel.box.addWidget(self.acts, 1)
        panel.setMinimumHeight(self.look.px(120))
        return panel

    def _show(self, today: home.Today) -> None:
        self._lines = {line.key: line for line in today.lines}
        self.duties.setVisible(bool(today.lines))
        self.empty.setVisible(not today.lines)
        if not today.lines:
            self.empty.set_words(T("home", "今天没有到期的事"), T("home", "有到期、超期和待办时，会按缓急列在这里。"), [])
        self.duties.set_duties([_duty(line) for line in today.lines])
        self._say(today)
        self.holdings.set_rows([(name or self.look.t(T("home", "未上架")), counts) for name, counts in today.holdings])
        total = T("home", "{n} 份，按柜和密级", n=number(self.holdings.total()))
        self._total.setText(self.look.t(total))
        self.months.set_months([Month(name, came, went) for name, came, went in today.months])
        self.acts.cells.set_rows([self._act(act) for act in today.acts])

    def _say(self, today: home.Today) -> None:
        day = self.context.office.clock.today()
        running = sum(line.rank == home.CLOCK for line in today.lines)
        overdue = sum(line.rank == home.OVERDUE for line in today.lines)
        sentence = T("home", "{month}月{day}日　{weekday}　•　{n} 件事：{running} 件在计时，{overdue} 件已超期",
                     month=day.month, day=day.day, weekday=WEEKDAYS[day.weekday()], n=len(today.lines), running=running,
                     overdue=overdue)  # fmt: skip
        self.set_sentence(sentence)
        since = datetime.fromisoformat(self.context.office.sitting.since).astimezone()
        self.set_foot(T("home", "本次登录 {at}", at=since.strftime("%H:%M")))

    def _act(self, act: home.Act) -> TableRow:
        at = datetime.fromisoformat(act.time).astimezone().strftime("%H:%M")
        return TableRow(act.number, (
            Cell(at, token="text2"), Cell(act.words), Cell(act.subject, token="text2"), Cell(act.who, token="text2"),
            Cell(number(act.number), token="text3"),
        ))  # fmt: skip

    def _settle(self, key: str) -> None:
        line = self._lines[key]
        arguments = dict(line.arguments or {})
        if arguments.pop("print", None):
            self.context.go("print", form="G03", record=self.context.office.clock.today().year)
            return
        review = arguments.pop("review", None)
        if review:
            self.context.go("register", filters=self._review(str(review)))
            return
        self.context.go(line.page, **arguments)

    def _review(self, which: str) -> list[Filter]:
        today = self.context.office.clock.today()
        if which == "expired":
            day = (today - timedelta(days=1)).isoformat()
            return [Filter("expires_on", "to", day, T("filter", "保密到期：{day} 以前", day=today.isoformat()))]
        last = (today + timedelta(days=home.EXPIRY_DAYS)).isoformat()
        return [
            Filter("expires_on", "from", today.isoformat(), T("filter", "保密到期：{day} 起", day=today.isoformat())),
            Filter("expires_on", "to", last, T("filter", "保密到期：{day} 止", day=last)),
        ]


def _duty(line: home.Line) -> Duty:
    return Duty(line.key, MARKS[line.rank], line.what, line.why, line.how_long, line.button, line.clock)
