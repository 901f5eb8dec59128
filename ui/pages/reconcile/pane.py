"""The side pane of the differences: one of them in full, its decision, and the last events of its carrier."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.problems import Problem
from models.domain.text import T, Text
from models.ledgers.counts import DECISIONS
from models.services.difference_pages import Detail
from ui.context import Context
from ui.pages.processes.carrier_words import shown_title
from ui.pages.reconcile.decision import DecisionForm
from ui.pages.reconcile.words import mark_of, sentence_of
from ui.theme.badges import badge_code
from ui.theme.marks import STATES
from ui.widgets.buttons import Button
from ui.widgets.containers import Panel
from ui.widgets.editors import local_moment
from ui.widgets.labels import BadgeLabel, MarkLabel, label, set_tone
from ui.widgets.pane import LifeLine, LifeLines, Situation
from ui.widgets.scroll import Scroll

SIDE = 372


class DifferencePane(Panel):
    """`noted` when the decision is to be written, `next_wanted`, `reopen_wanted`, `way_wanted` (to the page that helps)."""

    noted = Signal()
    next_wanted = Signal()
    reopen_wanted = Signal()
    way_wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, margin=16, spacing=8)
        self._look = look = context.look
        self.detail: Detail | None = None
        self.may_write = False
        self.setFixedWidth(look.px(SIDE))
        head = QHBoxLayout()
        head.setSpacing(look.px(9))
        self._mark = MarkLabel(look, "dashed", "bad", 18)
        self._word = label(look, "", "section")
        self._badge = BadgeLabel(look, large=True)
        head.addWidget(self._mark)
        head.addWidget(self._word, 1)
        head.addWidget(self._badge)
        self.box.addLayout(head)
        self._thing = label(look, "", "strong", wrap=True)
        self._sentence = label(look, "", "second", wrap=True)
        self.box.addWidget(self._thing)
        self.box.addWidget(self._sentence)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, look.px(4), 0)
        column.setSpacing(look.px(8))
        self.form = DecisionForm(context)
        column.addWidget(self.form)
        self.situation = Situation(look)
        column.addWidget(self.situation)
        self._way = Button(look, "", "link", icon="arrow-right")
        self._way.clicked.connect(lambda: self.way_wanted.emit(self.form.chosen))
        column.addWidget(self._way)
        self._life = LifeLines(look)
        column.addWidget(self._life)
        column.addStretch(1)
        self._scroll = Scroll(inside)
        self.box.addWidget(self._scroll, 1)
        self._build_foot()
        self.form.changed.connect(self._judge)
        self.form.sent.connect(self.noted)

    def hasHeightForWidth(self) -> bool:
        """The pane is as high as the page; what does not fit scrolls inside it."""
        return False

    def _build_foot(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(self._look.px(10))
        row.addStretch(1)
        self.again = Button(self._look, T("decision", "重新决定"), icon="undo", key="Alt+R")
        self.again.clicked.connect(self.reopen_wanted)
        self.next = Button(self._look, T("decision", "下一项"), key="Alt+N")
        self.next.clicked.connect(self.next_wanted)
        self.note = Button(self._look, T("decision", "记下决定"), "primary", icon="check", key="Ctrl+Enter")
        self.note.clicked.connect(self.noted)
        for button in (self.again, self.next, self.note):
            row.addWidget(button)
        self.box.addLayout(row)

    def show_nothing(self, words: Text) -> None:
        """No difference is selected, or there is none."""
        self.detail = None
        for widget in (self._mark, self._badge, self.form, self.situation, self._way, self._life, self.again, self.next, self.note):
            widget.hide()
        self._word.setText("")
        self._thing.setText(self._look.t(words))
        self._sentence.setText("")

    def show_detail(self, found: Detail, may_write: bool) -> None:
        """One difference; `may_write` is false once the count is signed."""
        self.detail, self.may_write = found, may_write
        line, finding = found.line, found.line.finding
        mark = mark_of(line)
        self._mark.set_mark(mark.shape, mark.token)
        self._mark.show()
        self._word.setText(self._look.t(mark.word))
        set_tone(self._word, mark.token)
        self._badge.set_code(badge_code(finding["secret_kind"], finding["level"]))
        self._badge.setVisible(line.carrier is not None)
        title = shown_title(self._look, finding["level"], line.title)
        copy = T("finding", "份号 {copy}", copy=line.copy_number) if line.copy_number else ""
        self._thing.setText("　".join(part for part in (line.number, title, self._look.t(copy)) if part))
        self._sentence.setText(self._look.t(sentence_of(found)))
        open_now = may_write and finding["state"] == "OPEN"
        self.form.setVisible(open_now)
        self.note.setVisible(open_now)
        self.next.show()
        self.again.setVisible(may_write and finding["state"] == "CLOSED")
        self.situation.setVisible(finding["state"] != "OPEN")
        if finding["state"] != "OPEN":
            self._say_decided(found)
        if open_now:
            self.form.show_detail(found)
        self._show_life(found)
        self._judge()

    def show_problems(self, problems: list[Problem]) -> None:
        """What the rules said, scrolled to where it can be read."""
        self.form.show_problems(problems)
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.form.note))

    def _say_decided(self, found: Detail) -> None:
        finding = found.line.finding
        who = T("decision", "{who} {day} 决定", who=finding["decided_by"] or "", day=finding["decided_on"] or "")
        parts = [self._look.t(part) for part in (finding["reason"], finding["evidence"], who if finding["decided_on"] else "") if part]
        if found.recounted:
            parts.append(self._look.t(T("decision", "复查人 {who} {day}", who=found.recounted, day=finding["recounted_on"])))
        running = found.line.clock is not None
        token = "bad" if running else "ok"
        title: Text | str = DECISIONS.get(finding["decision"] or "", "")
        if found.line.clock is not None:
            title = T("decision", "下落不明，还有 {n} 天（至 {day}）", n=found.line.clock.left, day=found.line.clock.deadline.isoformat())
        self.situation.say("triangle" if running else "disc", token, title, "；".join(parts))

    def _show_life(self, found: Detail) -> None:
        lines = []
        for event in found.life:
            mark = STATES.get(event.state)
            shape, token = (mark.shape, mark.token) if mark else ("square", "ok")
            lines.append(LifeLine(shape, token, local_moment(event.time)[:10], event.what, event.entry))
        self._life.set_lines(lines)
        self._life.setVisible(bool(lines))

    def _judge(self) -> None:
        """Say at the button what is still missing; offer the way to the page that helps."""
        lacks = self.form.lacks() if self.detail is not None and not self.form.isHidden() else None
        self.note.set_enabled(lacks is None, lacks or "")
        self.form.note.set_hint(lacks or "")
        gone = self.detail is not None and self.detail.line.gone is not None
        ways = {"REGISTER": T("decision", "去收文登记"),
                "FATE_REGISTERED": T("decision", "去销毁批次") if gone else T("decision", "去补办借还、清退")}  # fmt: skip
        words = ways.get(self.form.chosen) if not self.form.isHidden() else None
        self._way.setVisible(words is not None)
        if words is not None:
            self._way.set_text(words)
