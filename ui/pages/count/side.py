"""The right side of the scanning desk: the counters, and the furniture with how far each shelf is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.text import T, Text
from models.services.count_views import CabinetProgress, Tallies
from ui.pages.count.words import TALLIES, tally_values
from ui.theme.look import Look
from ui.theme.marks import VERDICTS
from ui.widgets.buttons import Button
from ui.widgets.containers import Panel
from ui.widgets.labels import MarkLabel, label
from ui.widgets.shelf_map import CabinetColumn, ShelfCell, ShelfMap
from ui.widgets.tally import Tallies as TallyGrid
from ui.words import number

SIDE = 352
MOST_CABINETS = 7  # side by side; more are leafed through


class TallyPanel(Panel):
    """What the scans say so far; the counter that changed last is ringed."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, margin=16, spacing=9)
        self._look = look
        head = QHBoxLayout()
        head.addWidget(label(look, T("count", "本次结果"), "line"))
        head.addStretch(1)
        self._sums = label(look, "", "second")
        head.addWidget(self._sums)
        self.box.addLayout(head)
        self.grid = TallyGrid(look, {code: VERDICTS[code] for code in TALLIES})
        self.box.addWidget(self.grid)

    def show_tallies(self, now: Tallies, blind: bool, last: str = "") -> None:
        parts: list[Text] = [] if blind else [T("count", "应查 {n}", n=number(now.expected))]
        parts.append(T("count", "已扫 {n}", n=number(now.scanned)))
        if now.moved_during:
            parts.append(T("count", "异动 {n}", n=number(now.moved_during)))
        self._sums.setText(" • ".join(self._look.t(part) for part in parts))
        self.grid.set_values(tally_values(now), last)


class MapPanel(Panel):
    """The shelf map with its legend; more cabinets than fit are leafed through, beginning where one stands."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, margin=16, spacing=8)
        self._look = look
        self._all: list[CabinetColumn] = []
        self._first = 0
        head = QHBoxLayout()
        head.setSpacing(look.px(6))
        head.addWidget(label(look, T("count", "柜架进度"), "line"))
        head.addStretch(1)
        self._before = self._turn(T("count", "前面的柜"), "chevron-left", -MOST_CABINETS)
        self._range = label(look, "", "second")
        self._after = self._turn(T("count", "后面的柜"), "chevron-right", MOST_CABINETS)
        for widget in (self._before, self._range, self._after):
            head.addWidget(widget)
        head.addWidget(MarkLabel(look, "diamond", "warn", 12))
        head.addWidget(label(look, T("count", "有差异"), "second"))
        self.box.addLayout(head)
        self.map = ShelfMap(look)
        self.map.setMinimumHeight(look.px(190))
        self.box.addWidget(self.map, 1)

    def _turn(self, words: Text, icon: str, step: int) -> Button:
        button = Button(self._look, "", "link", icon=icon, tall=30)
        button.setAccessibleName(self._look.t(words))
        button.setToolTip(self._look.t(words))
        button.clicked.connect(lambda: self._show_from(self._first + step))
        return button

    def show_progress(self, progress: Sequence[CabinetProgress], blind: bool, here: tuple[int | None, int | None]) -> None:
        """`here`: shelf id and holder id of the place where one stands."""
        self._all = [column_of(cabinet, blind, here) for cabinet in progress]
        standing = next((index for index, column in enumerate(self._all) if column.is_here), None)
        first = self._first if standing is None else standing // MOST_CABINETS * MOST_CABINETS
        self._show_from(first)

    def _show_from(self, first: int) -> None:
        most = len(self._all)
        self._first = max(0, min(first, (most - 1) // MOST_CABINETS * MOST_CABINETS)) if most else 0
        shown = self._all[self._first : self._first + MOST_CABINETS]
        self.map.set_cabinets(shown)
        leafed = most > MOST_CABINETS
        for widget in (self._before, self._range, self._after):
            widget.setVisible(leafed)
        self._before.setEnabled(self._first > 0)
        self._after.setEnabled(self._first + MOST_CABINETS < most)
        self._range.setText(f"{self._first + 1}–{self._first + len(shown)} / {most}")


def column_of(cabinet: CabinetProgress, blind: bool, here: tuple[int | None, int | None]) -> CabinetColumn:
    """One cabinet of the map; a blind count shows what was scanned and not what should be there."""
    cells = tuple(
        ShelfCell(place.name, place.seen + (place.differences if blind else 0), None if blind else place.expected,
                  place.differences > 0, (place.shelf_id, place.holder_id) == here)
        for place in cabinet.places
    )  # fmt: skip
    wrong = sum(place.differences for place in cabinet.places)
    status: Text
    tone = "text3"
    if blind:
        status = T("count", "已扫 {n}", n=cabinet.seen + wrong) if cabinet.seen + wrong else T("count", "未清")
    elif not cabinet.seen and not wrong:
        status = T("count", "未清")
    elif cabinet.expected and cabinet.seen >= cabinet.expected:
        status, tone = (T("count", "扫完，差 {n}", n=wrong), "warn") if wrong else (T("count", "扫完"), "ok")
    else:
        share = 100 * cabinet.seen // cabinet.expected if cabinet.expected else 0
        status = T("count", "{share}%", share=share)
    return CabinetColumn(cabinet.name, status, cells, tone)


class Side(QWidget):
    """Counters above the map."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setFixedWidth(look.px(SIDE))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(12))
        self.tallies, self.map = TallyPanel(look), MapPanel(look)
        column.addWidget(self.tallies)
        column.addWidget(self.map, 1)
