"""The side pane: the selected row in full, what is so with it now, its life, and the acts that fit."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from models.domain.text import T, Text
from ui.theme import marks
from ui.theme.look import Look
from ui.theme.marks import SOFT
from ui.widgets.buttons import Button
from ui.widgets.labels import BadgeLabel, MarkLabel, label, lowered, set_tone
from ui.widgets.scroll import Scroll
from ui.words import number

PANE_LEAST = 284  # px at 100 %: the narrowest pane


@dataclass(frozen=True, slots=True)
class LifeLine:
    """One event of an item: mark, when (as shown), what, number of the journal entry (0: none)."""

    shape: str
    token: str
    when: str
    what: Text | str
    entry: int = 0


class LifeLines(QWidget):
    """The events of an item from new to old, joined by a line."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._lines: list[LifeLine] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def set_lines(self, lines: list[LifeLine]) -> None:
        self._lines = lines
        said = "；".join(f"{line.when} {self._look.t(line.what)}" for line in lines)
        self.setAccessibleName(self._look.t(T("pane", "经历")))
        self.setAccessibleDescription(said)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(240), self._look.px(30) * max(1, len(self._lines)))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._look, self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = px(30)
        metrics = QFontMetrics(look.font(13))
        when = max((metrics.horizontalAdvance(line.when) for line in self._lines), default=0)
        for index, line in enumerate(self._lines):
            middle = index * step + step / 2
            if index + 1 < len(self._lines):
                painter.setPen(QPen(look.color("edge"), 1))
                painter.drawLine(px(6), int(middle + px(8)), px(6), int(middle + step - px(8)))
            box = QRectF(0, middle - px(6), px(12), px(12)).adjusted(0.5, 0.5, -0.5, -0.5)
            marks.paint(painter, line.shape, box, look.color(line.token))
            self._words(painter, line, middle, when)

    def _words(self, painter: QPainter, line: LifeLine, middle: float, when: int) -> None:
        look, px = self._look, self._look.px
        row = QRectF(px(24), middle - px(12), self.width() - px(24), px(24))
        painter.setFont(look.font(13))
        painter.setPen(look.color("text2"))
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, line.when)
        entry = number(line.entry) if line.entry else ""
        taken = painter.fontMetrics().horizontalAdvance(entry) + px(8)
        room = row.adjusted(when + px(16), 0, -taken, 0)
        words = painter.fontMetrics().elidedText(look.t(line.what), Qt.TextElideMode.ElideRight, int(room.width()))
        painter.setPen(look.color("text"))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        painter.setFont(look.font(12))
        painter.setPen(look.color("text3"))
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, entry)


class Situation(QFrame):
    """A sentence on where the thing is now, on a soft ground."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._token = look, "accent"
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(14), look.px(10), look.px(12), look.px(10))
        row.setSpacing(look.px(9))
        self._mark = MarkLabel(look, "arrow", "accent", 12)
        row.addLayout(lowered(self._mark, look.px(4)))
        column = QVBoxLayout()
        column.setSpacing(look.px(2))
        self._title = label(look, "", "strong", "accent", wrap=True)
        self._sentence = label(look, "", "hint", "text2", wrap=True)
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        row.addLayout(column, 1)

    def say(self, shape: str, token: str, title: Text | str, sentence: Text | str = "") -> None:
        self._token = token
        self._mark.set_mark(shape, token)
        self._title.setText(self._look.t(title))
        set_tone(self._title, token)
        self._sentence.setText(self._look.t(sentence))
        self._sentence.setVisible(bool(self._look.t(sentence)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._look.color("edge") if self._look.tokens.high_contrast else Qt.PenStyle.NoPen)
        painter.setBrush(self._look.color(SOFT.get(self._token, "soft")))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), self._look.px(8), self._look.px(8))


class SidePane(QWidget):
    """Filled by a page for the selected row; its acts stand at the foot and stay in place while the rest scrolls."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        px = look.px
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(20), px(14), px(20), px(13))
        outer.setSpacing(px(10))
        inside = QWidget()
        inside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.box = QVBoxLayout(inside)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(px(10))
        self._marking_row = QHBoxLayout()
        self._marking_row.setSpacing(px(10))
        self._badge = BadgeLabel(look, "UNMARKED", large=True)
        self._marking = label(look, "", "body")
        self._marking_row.addWidget(self._badge)
        self._marking_row.addWidget(self._marking, 1)
        self.box.addLayout(self._marking_row)
        self._title = label(look, "", "section", wrap=True)
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.box.addWidget(self._title)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(px(14))
        self._facts.setVerticalSpacing(px(5))
        self._facts.setColumnStretch(1, 1)
        self.box.addLayout(self._facts)
        self.situation = Situation(look)
        self.box.addWidget(self.situation)
        self._build_life()
        self.box.addStretch(1)
        scroll = Scroll(inside)
        outer.addWidget(scroll, 1)
        self._acts: list[Button] = []
        self._last_acts: list[Button] = []
        self._buttons = QVBoxLayout()
        self._buttons.setSpacing(px(8))
        outer.addLayout(self._buttons)
        look.changed.connect(self.update)
        self.clear()

    def _build_life(self) -> None:
        head = QHBoxLayout()
        self._life_title = label(self.look, T("pane", "经历"), "strong")
        self._life_note = label(self.look, T("pane", "日志条号"), "hint")
        head.addWidget(self._life_title, 1)
        head.addWidget(self._life_note)
        self.box.addSpacing(self.look.px(6))
        self.box.addLayout(head)
        self._life = LifeLines(self.look)
        self.box.addWidget(self._life)

    def clear(self, message: Text | str = "") -> None:
        """Nothing is selected."""
        self.set_marking("", "")
        self.set_title(message or T("pane", "没有选中的行"))
        self.set_facts([])
        self.situation.hide()
        self.set_life([])
        self.set_buttons([])

    def set_marking(self, code: str, marking: str) -> None:
        """Badge and, beside it, the marking as printed (机密★10年)."""
        self._badge.set_code(code or "UNMARKED")
        self._badge.setVisible(bool(code))
        self._marking.setText(marking)
        self._marking.setVisible(bool(code))
        tone = {"SECRET": "warn", "CONFIDENTIAL": "vio", "TOP_SECRET": "bad", "WORK_SECRET": "neu"}.get(code, "text2")
        set_tone(self._marking, tone)

    def set_title(self, title: Text | str) -> None:
        self._title.setText(self.look.t(title))

    def set_facts(self, facts: list[tuple[Text | str, Text | str]]) -> None:
        """Label and value, line by line."""
        while self._facts.count():
            widget = self._facts.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, (name, value) in enumerate(facts):
            said = label(self.look, value, "value", wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            said.setAccessibleName(f"{self.look.t(name)} {self.look.t(value)}")
            named = label(self.look, name, "second")
            set_tone(named, "text3")
            self._facts.addWidget(named, row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(said, row, 1, Qt.AlignmentFlag.AlignTop)

    def set_situation(self, shape: str, token: str, title: Text | str, sentence: Text | str = "") -> None:
        self.situation.say(shape, token, title, sentence)
        self.situation.setVisible(True)

    def set_life(self, lines: list[LifeLine]) -> None:
        self._life.set_lines(lines)
        for widget in (self._life, self._life_title, self._life_note):
            widget.setVisible(bool(lines))

    def set_buttons(self, buttons: list[Button], last: list[Button] | None = None) -> None:
        """The acts that fit, the primary first; `last` stand at the right end (更多), or below where room is short."""
        for old in (*self._acts, *self._last_acts):
            old.hide()
            old.deleteLater()
        self._acts, self._last_acts = buttons, last or []
        self._arrange_buttons()

    def _arrange_buttons(self) -> None:
        """One line if there is room, else as many as are needed."""
        while self._buttons.count():
            row = self._buttons.takeAt(0).layout()
            while row is not None and row.count():
                row.takeAt(0)
        gap = self.look.px(8)
        room = max(self.width(), self.look.px(PANE_LEAST)) - 2 * self.look.px(20)
        lines: list[list[Button]] = [[]]
        used = 0
        for button in (*self._acts, *self._last_acts):
            width = button.sizeHint().width()
            if lines[-1] and used + width > room:
                lines.append([])
                used = 0
            lines[-1].append(button)
            used += width + gap
        for line in lines:
            row = QHBoxLayout()
            row.setSpacing(gap)
            for button in line:
                if len(lines) == 1 and button in self._last_acts[:1]:
                    row.addStretch(1)
                row.addWidget(button)
            if len(lines) > 1 or not self._last_acts:
                row.addStretch(1)
            self._buttons.addLayout(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange_buttons()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.look.color("surface"))
        painter.fillRect(0, 0, 1, self.height(), self.look.color("line"))
