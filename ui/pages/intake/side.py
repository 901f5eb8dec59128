"""The right side of the intake page: warnings with their reason, and the carriers before they exist."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from models.domain.numbering import format_copy_numbers
from models.domain.problems import Problem
from models.domain.text import T, Text
from models.services.intake import Trial, Twin, day_of
from ui.theme.badges import badge_size, paint_badge
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.containers import Panel
from ui.widgets.inputs import LineInput
from ui.widgets.labels import MarkLabel, label, set_tone
from ui.widgets.scroll import Scroll

MOST_SHOWN = 400  # carriers listed one by one
FEW, MANY = 8, 14  # lines seen without scrolling


class WarningPanel(Panel):
    """Every warning in full, the way to look at the twin, and one reason for all of them."""

    look_wanted = Signal(object)  # the `Twin`
    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, margin=15, spacing=8, tone="warn")
        self._twin: Twin | None = None
        head = QHBoxLayout()
        head.setSpacing(look.px(8))
        head.addWidget(MarkLabel(look, "diamond", "warn", 16))
        self._title = label(look, "", "strong", "warn")
        head.addWidget(self._title, 1)
        self.box.addLayout(head)
        self._sentences = QVBoxLayout()
        self._sentences.setSpacing(look.px(6))
        self.box.addLayout(self._sentences)
        self._open = Button(look, "", key="Alt+O")
        self._open.clicked.connect(self._look_at_twin)
        self.box.addWidget(self._open)
        words = label(look, T("intake", "仍要登记的理由"), "label")
        self.reason = LineInput(look, T("intake", "仍要登记的理由"))
        self.reason.setPlaceholderText(look.t(T("intake", "写明理由后才能登记")))
        words.setBuddy(self.reason)
        self.box.addWidget(words)
        self.box.addWidget(self.reason)
        self.box.addWidget(label(look, T("form", "理由会写入日志，审计员可见"), "hint", "text2"))
        self.reason.textChanged.connect(lambda _text: self.changed.emit())
        self.hide()

    def text(self) -> str:
        """The typed reason; nothing while no warning asks for one."""
        return self.reason.text().strip() if not self.isHidden() else ""

    def show_warnings(self, warnings: Sequence[Problem], twin: Twin | None, today: date) -> None:
        """Say them; the panel goes when there is none."""
        self._twin = twin if any(problem.code == "DUPLICATE_DOCUMENT" for problem in warnings) else None
        sentences: list[Text | str] = []
        if self._twin is not None:
            sentences.append(twin_words(self._twin, today))
        sentences += [problem.text for problem in warnings if problem.code != "DUPLICATE_DOCUMENT" or self._twin is None]
        title = T("intake", "可能已经登记过") if self._twin else T("intake", "{n} 处要写理由", n=len(sentences))
        self._title.setText(self._look.t(title))
        self._fill(sentences)
        if self._twin is not None:
            self._open.set_text(T("intake", "打开 {number}", number=self._twin.registry_number))
        self._open.setVisible(self._twin is not None)
        self.setVisible(bool(sentences))
        self.setAccessibleName(self._look.t(title))
        self.setAccessibleDescription("；".join(self._look.t(text) for text in sentences))

    def _fill(self, sentences: Sequence[Text | str]) -> None:
        while self._sentences.count():
            widget = self._sentences.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for text in sentences:
            self._sentences.addWidget(label(self._look, text, "value", wrap=True))

    def _look_at_twin(self) -> None:
        if self._twin is not None:
            self.look_wanted.emit(self._twin)


def twin_words(twin: Twin, today: date) -> Text:
    """今天 08:36 登记的 2026-收0318 文号、标题相同，份号 000012～000016 已有。"""
    same = T("intake", "文号、标题相同") if twin.same_title else T("intake", "文号相同，标题不同")
    copies = format_copy_numbers(twin.same_copies)
    tail: Text | str = T("intake", "，份号 {copies} 已有", copies=copies) if copies else ""
    if not twin.registered_at:
        return T("intake", "登记过的 {number} {same}{tail}。", number=twin.registry_number, same=same, tail=tail)
    is_today, moment = day_of(twin.registered_at, today)
    source = T("intake", "今天 {moment}", moment=moment) if is_today else moment
    return T("intake", "{moment} 登记的 {number} {same}{tail}。", moment=source, number=twin.registry_number, same=same,
             tail=tail)  # fmt: skip


class CarrierLines(QWidget):
    """Carrier number, copy number and badge, line by line."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rows: list[tuple[str, str]] = []
        self._badge = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def set_rows(self, rows: list[tuple[str, str]], badge: str) -> None:
        self._rows, self._badge = rows, badge
        self.setAccessibleDescription("；".join(f"{number} {copy}" for number, copy in rows[:40]))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(200), self._look.px(33) * len(self._rows))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._look, self._look.px
        painter = QPainter(self)
        step = px(33)
        first = max(0, event.rect().top() // step)
        last = min(len(self._rows), event.rect().bottom() // step + 1)
        wide = QFontMetrics(look.font(13)).horizontalAdvance("2026-000000") + px(14)
        for index in range(first, last):
            number, copy = self._rows[index]
            row = QRectF(0, index * step, self.width(), step - 1)
            painter.fillRect(QRectF(0, row.bottom(), self.width(), 1), look.color("line"))
            painter.setFont(look.font(13))
            painter.setPen(look.color("text"))
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, number)
            painter.setPen(look.color("text" if copy != "—" else "text3"))
            painter.drawText(row.adjusted(wide, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, copy)
            width, height = badge_size(look)
            box = QRectF(self.width() - width, row.center().y() - height / 2, width, height)
            if self._badge:
                paint_badge(painter, look, box, self._badge)


class CarriersPanel(Panel):
    """What registering would make: number of carriers, registry number, and each of them."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, margin=16, spacing=6)
        head = QHBoxLayout()
        self._title = label(look, "", "strong")
        self._number = label(look, "", "hint", "text2")
        head.addWidget(self._title, 1)
        head.addWidget(self._number)
        self.box.addLayout(head)
        self._lines = CarrierLines(look)
        self._hint = label(look, "", "second", wrap=True)
        self.box.addWidget(self._hint)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._lines)
        column.addStretch(1)
        self._scroll = Scroll(inside, look.px(66))
        self.box.addWidget(self._scroll, 1)
        self.show_trial(None, [], "")

    def make_room(self, crowded: bool) -> None:
        """Fewer lines at once while warnings stand above; the rest scrolls."""
        self._scroll.setMaximumHeight(self._look.px(33 * (FEW if crowded else MANY)))

    def show_trial(self, trial: Trial | None, copies: Sequence[str | None], badge: str) -> None:
        """The carriers as the rehearsal numbers them; without one the copies alone, without numbers."""
        look = self._look
        numbers = [number for number, _copy in trial.carriers] if trial else []
        rows = [(numbers[index] if index < len(numbers) else "—", copy or "—") for index, copy in enumerate(copies)]
        title = T("intake", "将登记 {n} 份载体", n=len(rows)) if rows else T("intake", "将登记的载体")
        self._title.setText(look.t(title))
        registry = trial.registry_number if trial and rows else ""
        self._number.setText(look.t(T("intake", "收文号 {number}", number=registry)) if registry else "")
        hint: Text | str = "" if rows else T("intake", "填好份号或实收后，这里逐份列出编号。编号按年连续，不重用。")
        if len(rows) > MOST_SHOWN:
            hint = T("intake", "这里列出前 {n} 份", n=MOST_SHOWN)
        self._hint.setText(look.t(hint))
        self._hint.setVisible(bool(hint))
        set_tone(self._hint, "text3")
        self._lines.set_rows(rows[:MOST_SHOWN], badge)
        self._scroll.setVisible(bool(rows))
        self._scroll.updateGeometry()
        self.setAccessibleName(look.t(title))
