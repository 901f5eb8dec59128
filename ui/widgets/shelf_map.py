"""The shelf map of a count: the furniture itself. Shelf 1 at the bottom, fill = scanned share, tick = complete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen

from models.domain.text import T, Text
from ui.theme import marks
from ui.theme.look import Look
from ui.widgets.chart_base import Chart, Figures

_CENTER = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class ShelfCell:
    """One shelf: `expected` is None in a blind count. `differs`: a difference was found here."""

    name: str
    scanned: int
    expected: int | None
    differs: bool = False
    here: bool = False

    @property
    def is_complete(self) -> bool:
        return self.expected is not None and self.scanned >= self.expected > 0


@dataclass(frozen=True, slots=True)
class CabinetColumn:
    """A cabinet with its shelves from the bottom up, and a line on how far it is."""

    name: str
    status: Text | str
    shelves: tuple[ShelfCell, ...] = field(default=())
    tone: str = "text3"

    @property
    def is_here(self) -> bool:
        return any(shelf.here for shelf in self.shelves)


class ShelfMap(Chart):
    """A thick frame is where the counter stands; a diamond is a difference."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, T("chart", "柜架进度"))
        self._cabinets: list[CabinetColumn] = []

    def set_cabinets(self, cabinets: Sequence[CabinetColumn]) -> None:
        self._cabinets = list(cabinets)
        self.told()

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(320), self.look.px(380))

    def figures(self) -> Figures:
        texts = (T("chart", "柜层"), T("chart", "已扫"), T("chart", "应查"), T("chart", "差异"))
        rows = []
        for cabinet in self._cabinets:
            for shelf in cabinet.shelves:
                expected = "—" if shelf.expected is None else str(shelf.expected)
                differs = self.look.t(T("chart", "有") if shelf.differs else T("chart", "无"))
                rows.append((f"{cabinet.name} {shelf.name}", str(shelf.scanned), expected, differs))
        return Figures(tuple(self.look.t(text) for text in texts), tuple(rows))

    def draw(self, painter: QPainter) -> None:
        px = self.look.px
        if not self._cabinets:
            return
        gap = px(8) if len(self._cabinets) < 9 else px(4)
        wide = min((self.width() - gap * (len(self._cabinets) - 1)) / len(self._cabinets), px(96))
        for index, cabinet in enumerate(self._cabinets):
            self._cabinet(painter, QRectF(index * (wide + gap), 1, wide, self.height() - px(42)), cabinet)

    def _cabinet(self, painter: QPainter, box: QRectF, cabinet: CabinetColumn) -> None:
        look, px = self.look, self.look.px
        here = cabinet.is_here
        painter.setPen(QPen(look.color("accent" if here else "edge"), (3 if here else 1) * look.tokens.border))
        painter.setBrush(look.color("well"))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), px(4), px(4))
        tall = box.height() / max(1, len(cabinet.shelves))
        for number, shelf in enumerate(cabinet.shelves):
            cell = QRectF(box.left(), box.bottom() - (number + 1) * tall, box.width(), tall)
            self._shelf(painter, cell, shelf)
            if number:
                painter.setPen(QPen(look.color("edge"), 1))
                painter.drawLine(int(cell.left() + 2), int(cell.bottom()), int(cell.right() - 2), int(cell.bottom()))
        painter.setFont(look.font(13, 700 if here else 400))
        painter.setPen(look.color("accent" if here else "text"))
        self._under(painter, box, px(3), cabinet.name)
        painter.setFont(look.font(12))
        painter.setPen(look.color("accent" if here else cabinet.tone))
        self._under(painter, box, px(21), look.t(cabinet.status))

    def _under(self, painter: QPainter, box: QRectF, down: int, words: str) -> None:
        place = QRectF(box.left() - self.look.px(4), box.bottom() + down, box.width() + self.look.px(8), self.look.px(18))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, _CENTER, shown)

    def _shelf(self, painter: QPainter, cell: QRectF, shelf: ShelfCell) -> None:
        look, px = self.look, self.look.px
        inner = cell.adjusted(px(5), px(5), -px(5), -px(4))
        if shelf.is_complete:
            painter.fillRect(inner, look.color("oks"))
        elif shelf.expected and shelf.scanned:
            share = min(1.0, shelf.scanned / shelf.expected)
            painter.fillRect(QRectF(inner.left(), inner.top(), inner.width() * share, inner.height()), look.color("soft"))
        if shelf.is_complete and not shelf.differs:
            side = px(16)
            middle = QRectF(0, 0, side, side)
            middle.moveCenter(inner.center())
            look.draw_icon(painter, "check", middle, "ok", 2.0)
        else:
            self._numbers(painter, inner, shelf)
        if shelf.differs:
            side = px(10)
            corner = QRectF(cell.right() - side - px(3), cell.top() + px(3), side, side)
            marks.paint(painter, "diamond", corner, look.color("warn"))

    def _numbers(self, painter: QPainter, inner: QRectF, shelf: ShelfCell) -> None:
        look = self.look
        started = shelf.scanned > 0
        expected = "" if shelf.expected is None else str(shelf.expected)
        words = expected if not started else f"{shelf.scanned}/{expected}" if expected else str(shelf.scanned)
        painter.setFont(look.font(12, 700 if started else 400))
        painter.setPen(look.color("accent" if started else "text3"))
        painter.drawText(inner, _CENTER, words)
