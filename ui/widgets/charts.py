"""Two charts: what lies in each cabinet by level, and what came and went each month. One question each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from models.domain.text import T, Text
from ui.theme.badges import BADGES
from ui.theme.look import Look
from ui.widgets.chart_base import MIDDLE, RIGHT, Chart, Figures, level_part
from ui.words import number


class StackedBars(Chart):
    """Cabinets by level: one bar for each cabinet, its parts in the order of the levels, its sum at the end."""

    CODES = ("TOP_SECRET", "SECRET", "CONFIDENTIAL", "WORK_SECRET")

    def __init__(self, look: Look) -> None:
        super().__init__(look, T("chart", "在库载体，按柜和密级"))
        self._rows: list[tuple[str, dict[str, int]]] = []
        self._others = False  # whether something else than 工作秘密 is counted with it

    def _word(self, code: str) -> str:
        if code == "WORK_SECRET" and self._others:
            return self.look.t(T("chart", "工作秘密及其他"))
        return self.look.t(BADGES[code].word)

    def set_rows(self, rows: Sequence[tuple[str, dict[str, int]]]) -> None:
        """(cabinet, level or kind of secret → number); kinds without a pattern of their own join 工作秘密."""
        self._rows, self._others = [], False
        for name, counts in rows:
            known = {code: counts.get(code, 0) for code in self.CODES[:3]}
            known["WORK_SECRET"] = sum(counts.values()) - sum(known.values())
            self._others = self._others or known["WORK_SECRET"] > counts.get("WORK_SECRET", 0)
            self._rows.append((name, known))
        self.told()

    def total(self) -> int:
        return sum(sum(counts.values()) for _name, counts in self._rows)

    def figures(self) -> Figures:
        words = tuple(self._word(code) for code in self.CODES)
        head = (self.look.t(T("chart", "柜")), *words, self.look.t(T("chart", "合计")))
        rows = tuple((name, *(number(counts[code]) for code in self.CODES), number(sum(counts.values())))
                     for name, counts in self._rows)  # fmt: skip
        return Figures(head, rows)

    def draw(self, painter: QPainter) -> None:
        look, px = self.look, self.look.px
        if not self._rows:
            return
        metrics = QFontMetrics(look.font(13))
        names = min(max(metrics.horizontalAdvance(name) for name, _counts in self._rows) + px(16), self.width() // 3)
        most = max(sum(counts.values()) for _name, counts in self._rows) or 1
        sums = metrics.horizontalAdvance(number(most)) + px(12)
        room = self.width() - names - sums
        legend = px(30)
        step = min((self.height() - legend) / len(self._rows), px(44) if self.height() < px(300) else px(75))
        high = min(px(22), step * 0.6)
        for index, (name, counts) in enumerate(self._rows):
            top = index * step + (px(22) - high) / 2
            painter.setFont(look.font(13))
            painter.setPen(look.color("text2"))
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, names - px(8))
            painter.drawText(QRectF(0, top, names, high), MIDDLE, shown)
            left = float(names)
            for code in self.CODES:
                wide = counts[code] / most * room
                level_part(painter, look, QRectF(left, top, wide - (2 if wide > 4 else 0), high), code)
                left += wide
            painter.setFont(look.font(13, 700))
            painter.setPen(look.color("text"))
            painter.drawText(QRectF(left + px(8), top, sums, high), MIDDLE, number(sum(counts.values())))
        self._legend(painter, QRectF(0, self.height() - px(20), self.width(), px(20)))

    def _legend(self, painter: QPainter, row: QRectF) -> None:
        look, px = self.look, self.look.px
        left = row.left()
        painter.setFont(look.font(12))
        metrics = painter.fontMetrics()
        wanted = sum(metrics.horizontalAdvance(self._word(code)) + px(22) for code in self.CODES)
        gap = max(px(4), min(px(18), (row.width() - wanted) / (len(self.CODES) - 1)))
        for code in self.CODES:
            level_part(painter, look, QRectF(left, row.center().y() - px(6), px(16), px(12)), code)
            words = self._word(code)
            painter.setPen(look.color("text2"))
            painter.drawText(QRectF(left + px(22), row.top(), row.width(), row.height()), MIDDLE, words)
            left += px(22) + metrics.horizontalAdvance(words) + gap


@dataclass(frozen=True, slots=True)
class Month:
    """What came in and went out in one month; `note` names the largest part of an unusual month (清退 96)."""

    name: str
    came: int
    went: int
    note: Text | str = ""


class InOutBars(Chart):
    """Came above the line, went below it, on one scale."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, T("chart", "近 12 个月进出"))
        self._months: list[Month] = []

    def set_months(self, months: Sequence[Month]) -> None:
        self._months = list(months)
        self.told()

    def figures(self) -> Figures:
        head = (self.look.t(T("chart", "月份")), self.look.t(T("chart", "收入")), self.look.t(T("chart", "出去")))
        rows = tuple((month.name, number(month.came), number(month.went)) for month in self._months)
        return Figures(head, rows)

    def draw(self, painter: QPainter) -> None:
        look, px = self.look, self.look.px
        if not self._months:
            return
        up = max((month.came for month in self._months), default=0)
        down = max((month.went for month in self._months), default=0)
        axis, base, top = px(34), px(26), px(9)
        room = self.height() - base - px(20) - top
        scale = room / max(up + down, 1)
        zero = round(top + up * scale) if up + down else top + room
        self._scale_lines(painter, axis, zero, scale, up, down)
        step = (self.width() - axis) / len(self._months)
        wide = min(px(24), step * 0.6)
        for index, month in enumerate(self._months):
            left = axis + index * step + (step - wide) / 2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent"))
            if month.came:
                painter.drawRoundedRect(QRectF(left, zero - month.came * scale, wide, month.came * scale), 2, 2)
            painter.setBrush(look.color("surface"))
            painter.setPen(QPen(look.color("warn"), 1.3 * look.scale))
            if month.went:
                box = QRectF(left, zero + 1, wide, month.went * scale).adjusted(0.6, 0.6, -0.6, -0.6)
                painter.drawRoundedRect(box, 2, 2)
            self._words(painter, month, left + wide / 2, zero + month.went * scale, index == len(self._months) - 1)
        painter.fillRect(QRectF(axis, zero, self.width() - axis, 1), look.color("edge"))  # over the feet of the bars

    def _scale_lines(self, painter: QPainter, axis: int, zero: int, scale: float, up: int, down: int) -> None:
        """The zero, and one round number on each side that reaches it and has room beside the zero."""
        look, px = self.look, self.look.px
        painter.setFont(look.font(12))
        heights = {zero: 0}
        for most, sign in ((up, -1), (down, 1)):
            tick = _round(max(up, down))
            tick = tick if tick <= most else _round(most)
            if tick * scale >= px(18):
                heights[round(zero + sign * tick * scale)] = tick
        for height, value in heights.items():
            if value:
                painter.fillRect(QRectF(axis, height, self.width() - axis, 1), look.color("line"))
            painter.setPen(look.color("text2"))
            painter.drawText(QRectF(0, height - px(9), axis - px(6), px(18)), RIGHT, number(value))

    def _words(self, painter: QPainter, month: Month, center: float, below: float, last: bool) -> None:
        look, px = self.look, self.look.px
        painter.setFont(look.font(12))
        painter.setPen(look.color("text" if last else "text2"))
        box = QRectF(center - px(30), self.height() - px(20), px(60), px(20))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, month.name)
        note = look.t(month.note)
        if note:
            painter.setPen(look.color("text2"))
            painter.drawText(QRectF(center - px(50), below, px(100), px(18)), Qt.AlignmentFlag.AlignCenter, note)


def _round(most: int) -> int:
    """A round number near the largest value, for the one line of the scale."""
    if most <= 0:
        return 0
    power = 1
    while power * 10 <= most:
        power *= 10
    return max(step * power for step in (1, 2, 4, 5, 8) if step * power <= most)


class InOutLegend(QWidget):
    """What the two kinds of bars are; stands at the right of the chart's title."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._words = (look.t(T("chart", "收入")), look.t(T("chart", "出去")))
        metrics = QFontMetrics(look.font(12))
        self.setFixedSize(sum(metrics.horizontalAdvance(word) for word in self._words) + look.px(70), look.px(20))
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._look, self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0
        for word, filled in zip(self._words, (True, False), strict=True):
            painter.setPen(QPen(look.color("accent" if filled else "warn"), 1.4 * look.scale))
            painter.setBrush(look.color("accent" if filled else "surface"))
            painter.drawRoundedRect(QRectF(left + 1, px(6), px(8), px(8)), 2, 2)
            painter.setFont(look.font(12))
            painter.setPen(look.color("text2"))
            painter.drawText(QRectF(left + px(15), 0, self.width(), self.height() - 1), MIDDLE, word)
            left += px(15) + painter.fontMetrics().horizontalAdvance(word) + px(28)
