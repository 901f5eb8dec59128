"""The result of a count as a picture: one bar for each cabinet or level, its parts told apart by pattern and number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPainter, QPen

from models.domain.reconciliation import CountFigures
from models.domain.text import T, Text
from ui.theme import marks
from ui.theme.look import Look
from ui.theme.marks import VERDICTS, Mark
from ui.widgets.chart_base import MIDDLE, Chart, Figures
from ui.words import number

WITH_PAPERS = Mark("arrow", "accent", "accent", T("count", "借出或异动"))
PARTS: tuple[tuple[str, Mark], ...] = (
    ("matched", VERDICTS["MATCHED"]), ("out", WITH_PAPERS), ("misplaced", VERDICTS["MISPLACED"]),
    ("marked", Mark("half", "warn", "warn", T("count", "标识不符或破损"))), ("missing", VERDICTS["MISSING"]),
    ("unrecorded", VERDICTS["UNRECORDED"]),
)  # fmt: skip
_PATTERN = {
    "matched": Qt.BrushStyle.SolidPattern, "out": Qt.BrushStyle.FDiagPattern, "misplaced": Qt.BrushStyle.Dense4Pattern,
    "marked": Qt.BrushStyle.HorPattern, "missing": Qt.BrushStyle.NoBrush, "unrecorded": Qt.BrushStyle.DiagCrossPattern,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One bar."""

    name: Text | str
    sums: CountFigures

    def part(self, name: str) -> int:
        sums = self.sums
        return {
            "matched": sums.matched, "out": sums.on_loan + sums.moved_during, "misplaced": sums.misplaced,
            "marked": sums.mismarked + sums.damaged, "missing": sums.missing, "unrecorded": sums.unrecorded,
        }[name]  # fmt: skip

    @property
    def total(self) -> int:
        return sum(self.part(name) for name, _mark in PARTS)


class ResultBars(Chart):
    """Where the differences lie: bars on one scale, the number of differences at the end."""

    def __init__(self, look: Look, title: Text) -> None:
        super().__init__(look, title)
        self._rows: list[ResultRow] = []

    def set_rows(self, rows: Sequence[ResultRow]) -> None:
        self._rows = sorted(rows, key=lambda row: not row.total)
        self.told()

    def figures(self) -> Figures:
        words = tuple(self.look.t(mark.word) for _name, mark in PARTS)
        rows = tuple((self.look.t(row.name), *(number(row.part(name)) for name, _mark in PARTS), number(row.sums.book)) for row in self._rows)
        return Figures((self.look.t(T("chart", "类别")), *words, self.look.t(T("chart", "账面"))), rows)

    def draw(self, painter: QPainter) -> None:
        look, px = self.look, self.look.px
        if not self._rows:
            return
        metrics = QFontMetrics(look.font(13))
        names = min(max(metrics.horizontalAdvance(look.t(row.name)) for row in self._rows) + px(16), self.width() // 3)
        most = max(row.total for row in self._rows) or 1
        ends = max(metrics.horizontalAdvance(self._end(row)) for row in self._rows) + px(16)
        room = self.width() - names - ends
        step = min((self.height() - self._legend_height()) / len(self._rows), px(46))
        high = min(px(22), step * 0.62)
        for index, row in enumerate(self._rows):
            top = index * step + (step - high) / 2
            painter.setFont(look.font(13))
            painter.setPen(look.color("text"))
            shown = metrics.elidedText(look.t(row.name), Qt.TextElideMode.ElideRight, names - px(8))
            painter.drawText(QRectF(0, top, names, high), MIDDLE, shown)
            left = float(names)
            for name, mark in PARTS:
                wide = row.part(name) / most * room
                if wide > 0:
                    _part(painter, look, QRectF(left, top, max(wide, px(5)), high), name, mark.token)
                    left += max(wide, px(5)) + 1
            differs = row.sums.differences
            painter.setFont(look.font(13, 700 if differs else 400))
            painter.setPen(look.color("warn" if differs else "text2"))
            painter.drawText(QRectF(left + px(8), top, ends, high), MIDDLE, self._end(row))
        self._legend(painter)

    def _end(self, row: ResultRow) -> str:
        differs = row.sums.differences
        words = T("chart", "{n} 份，差 {d}", n=number(row.sums.book), d=differs) if differs else T("chart", "{n} 份", n=number(row.sums.book))
        return self.look.t(words)

    def _legend_height(self) -> int:
        return self.look.px(52)

    def _legend(self, painter: QPainter) -> None:
        look, px = self.look, self.look.px
        painter.setFont(look.font(12))
        metrics = painter.fontMetrics()
        left, top = 0, self.height() - px(44)
        for name, mark in PARTS:
            words = look.t(mark.word)
            wide = px(40) + metrics.horizontalAdvance(words) + px(14)
            if left + wide > self.width():
                left, top = 0, top + px(22)
            _part(painter, look, QRectF(left, top + px(3), px(16), px(13)), name, mark.token)
            marks.paint(painter, mark.shape, QRectF(left + px(21), top + px(4), px(11), px(11)), look.color(mark.token))
            painter.setPen(look.color("text2"))
            painter.drawText(QRectF(left + px(38), top, wide, px(20)), MIDDLE, words)
            left += wide


def _part(painter: QPainter, look: Look, box: QRectF, name: str, token: str) -> None:
    painter.save()
    ground = look.color(token)
    ground.setAlpha(46)
    inner = box.adjusted(0.7, 0.7, -0.7, -0.7)
    painter.setPen(QPen(look.color(token), 1.2 * look.scale))
    painter.setBrush(ground if name != "missing" else Qt.BrushStyle.NoBrush)
    if name == "missing":
        pen = QPen(look.color(token), 1.6 * look.scale)
        pen.setDashPattern([2.6, 1.8])
        painter.setPen(pen)
    painter.drawRect(inner)
    if name not in ("matched", "missing"):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(look.color(token), _PATTERN[name]))
        painter.drawRect(inner)
    painter.restore()
