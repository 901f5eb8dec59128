"""Counters beside a scan: mark, word, number; the last one that changed is ringed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from models.domain.text import T, Text
from ui.theme import marks
from ui.theme.look import Look
from ui.theme.marks import Mark
from ui.words import number


class Tally(QWidget):
    """One counter. `value` None is said in words (收尾时算); before any value was told a dash stands there."""

    def __init__(self, look: Look, mark: Mark, later: Text | None = None) -> None:
        super().__init__()
        self._look, self._mark = look, mark
        self._later = look.t(later or T("count", "收尾时算"))
        self._value: int | None = None
        self._told = self._last = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._tell()
        look.changed.connect(self.update)

    def set_value(self, value: int | None, last: bool = False) -> None:
        """`last`: this counter was the last to change."""
        self._value, self._last, self._told = value, last, True
        self._tell()

    def _tell(self) -> None:
        self.setAccessibleName(f"{self._look.t(self._mark.word)} {self._said()}")
        self.update()

    def _said(self) -> str:
        if self._value is not None:
            return number(self._value)
        return self._later if self._told else "—"

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(150), self._look.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px, mark = self._look, self._look.px, self._mark
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        last = self._last
        painter.setPen(QPen(look.color(mark.token if last else "line"), 1.6 if last else 1))
        painter.setBrush(look.color("surface" if last else "well"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.8, 0.8, -0.8, -0.8), px(8), px(8))
        side = px(14)
        box = QRectF(px(12), (self.height() - side) / 2, side, side)
        marks.paint(painter, mark.shape, box, look.color(mark.token))
        says_number = self._value is not None
        word_font, font = look.font(13), look.font(20, 700) if says_number else look.font(12)
        said = self._said()
        taken = QFontMetrics(font).horizontalAdvance(said) + px(12 + 6)
        room = self.width() - px(34) - taken
        painter.setFont(word_font)
        painter.setPen(look.color("text"))
        words = QFontMetrics(word_font).elidedText(look.t(mark.word), Qt.TextElideMode.ElideRight, round(room))
        painter.drawText(QRectF(px(34), 0, room, self.height() - 1), Qt.AlignmentFlag.AlignVCenter, words)
        right = QRectF(0, 0, self.width() - px(12), self.height() - 1)
        painter.setFont(font)
        painter.setPen(look.color(mark.token if says_number else "text3"))
        painter.drawText(right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, said)


class Tallies(QWidget):
    """Counters in two columns, in the order given."""

    def __init__(self, look: Look, marks_by_code: dict[str, Mark]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.px(12))
        grid.setVerticalSpacing(look.px(6))
        self.tallies = {code: Tally(look, mark) for code, mark in marks_by_code.items()}
        for index, tally in enumerate(self.tallies.values()):
            grid.addWidget(tally, index // 2, index % 2)

    def set_values(self, values: dict[str, int | None], last: str = "") -> None:
        for code, tally in self.tallies.items():
            tally.set_value(values.get(code), code == last)
