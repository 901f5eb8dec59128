"""F6: choose by hand where one stands: a shelf of the scope, a holder, or any other place by a part of its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from models.domain.search_text import fold
from models.domain.text import T, Text
from models.domain.text_cleaning import compact
from models.services import count_pages, links
from models.services.count_views import CabinetProgress
from ui.context import Context
from ui.scanning import Scan
from ui.sound import UNKNOWN
from ui.widgets.buttons import Button
from ui.widgets.cell_table import Cell, CellTable, Head, TableRow
from ui.widgets.containers import Frame
from ui.widgets.dialog import Dialog
from ui.widgets.labels import label
from ui.widgets.search import SearchField

SHELF, HOLDER = "shelf", "holder"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to stand: `kind` SHELF or HOLDER, id, words, and how far it is ("" if nobody asked)."""

    kind: str
    id: int
    name: str
    state: Text | str = ""


def spots_of(progress: Sequence[CabinetProgress], blind: bool) -> list[Spot]:
    """The places of the scope in walking order."""
    found = []
    for cabinet in progress:
        for place in cabinet.places:
            state: Text | str = T("count", "已扫 {seen} / {all}", seen=place.seen, all=place.expected)
            if blind:
                state = T("count", "已扫 {n}", n=place.seen + place.differences)
            if place.shelf_id is not None:
                found.append(Spot(SHELF, place.shelf_id, f"{cabinet.name} {place.name}", state))
            elif place.holder_id is not None:
                found.append(Spot(HOLDER, place.holder_id, place.name, state))
    return found


def _words(text: str) -> list[str]:
    return [fold(compact(word)) for word in text.split()]


def _contains(spot: Spot, text: str) -> bool:
    name = fold(compact(spot.name))
    return all(word in name for word in _words(text))


def _in_order(spot: Spot, text: str) -> bool:
    """Whether the name has the words one after the other: "2号柜 2" is not 2号柜 1层."""
    rest = fold(compact(spot.name))
    for word in _words(text):
        _before, found, rest = rest.partition(word)
        if not found:
            return False
    return True


class _Field(SearchField):
    """Enter takes what is chosen in the list below."""

    taken = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
            return
        super().keyPressEvent(event)


class PlaceDialog(Dialog):
    """Type a part of the name and press Enter, or scan the shelf's label. Returns the spot."""

    def __init__(self, context: Context, parent: QWidget, title: Text, spots: Sequence[Spot], shelves_only: bool) -> None:
        super().__init__(context.look, parent, title, width=600)
        self._context, self._spots, self._shelves_only = context, list(spots), shelves_only
        self._asked = 0
        look = self.look
        name = T("count", "柜层") if shelves_only else T("count", "柜层或持有人")
        self.field = _Field(look, name, T("count", "打几个字，如 5号柜 1"))
        self.body.addWidget(self.field)
        heads = (Head(T("count", "位置"), 0), Head(T("count", "种类"), 96), Head(T("count", "进度"), 130))
        self.table = CellTable(look, heads, name)
        frame = Frame(look, ground="surface")
        frame.box.addWidget(self.table)
        frame.setMinimumHeight(look.px(360))
        self.body.addWidget(frame, 1)
        self.body.addWidget(label(look, T("count", "也可以直接扫柜层标签"), "hint"))
        back = self.add_button(Button(look, T("dialog", "取消"), key="Esc"))
        back.clicked.connect(self.reject)
        self.go = self.add_button(Button(look, T("count", "就在这里"), "primary", key="Enter"))
        self.go.clicked.connect(lambda: self._take(self.table.current_key()))
        self.field.searched.connect(self._search)
        self.field.taken.connect(self._take_chosen)
        self.field.left_down.connect(lambda: self.table.setFocus(Qt.FocusReason.TabFocusReason))
        self.table.opened.connect(self._take)
        self._typed = ""  # what the list shows the hits of
        self._show(self._spots)
        self.field.setFocus()

    def _search(self, text: str) -> None:
        self._typed = text
        own = [spot for spot in self._spots if _contains(spot, text)]
        self._show_nearest(own)
        if not text:
            return
        self._asked += 1
        asked, office = self._asked, self._context.office
        ledgers = ("shelves",) if self._shelves_only else ("shelves", "persons")

        def others() -> list[Spot]:
            found = [(ledger, pair) for ledger in ledgers for pair in links.suggest(office.read, ledger, text)]
            return [Spot(SHELF if ledger == "shelves" else HOLDER, id_, name) for ledger, (id_, name) in found]

        self._context.tasks.read(others, lambda found: self._others(asked, own, found))

    def _others(self, asked: int, own: list[Spot], found: list[Spot]) -> None:
        if asked == self._asked:
            known = {(spot.kind, spot.id) for spot in own}
            self._show_nearest(own + [spot for spot in found if (spot.kind, spot.id) not in known])

    def _show_nearest(self, spots: list[Spot]) -> None:
        """What has the words in their order; if nothing has, whatever has them."""
        self._show([spot for spot in spots if _in_order(spot, self._typed)] or spots)

    def _show(self, spots: Sequence[Spot]) -> None:
        words = {SHELF: T("count", "柜层"), HOLDER: T("count", "持有人")}
        self.table.set_rows([
            TableRow(spot, (Cell(spot.name), Cell(words[spot.kind], token="text2"), Cell(spot.state, token="text2")))
            for spot in spots
        ])  # fmt: skip
        self.go.set_enabled(bool(spots), T("count", "没有这样的位置"))

    def _take_chosen(self) -> None:
        """Enter in the field does what the button says, at the place that is chosen in the list."""
        text = self.field.text().strip()
        if text != self._typed:  # Enter was faster than the search
            self._search(text)
        self._take(self.table.current_key())

    def take_scan(self, scan: Scan) -> None:
        """A shelf's label chooses that shelf; anything else is refused with a sound."""
        office, code = self._context.office, scan.text
        self._context.tasks.read(lambda: count_pages.shelf_of_label(office, code), self._scanned)

    def _scanned(self, shelf: tuple[int, str] | None) -> None:
        if shelf is not None:
            self._take(Spot(SHELF, *shelf))
            return
        self._context.play(UNKNOWN)
        self.foot_note.setText(self.look.t(T("count", "这不是柜层标签，这一扫没有记录")))

    def _take(self, spot: Spot | None) -> None:
        if spot is not None:
            self.done_with(spot)

    @classmethod
    def ask(cls, context: Context, parent: QWidget, title: Text, spots: Sequence[Spot], shelves_only: bool = False) -> Spot | None:
        """The chosen place, or None."""
        dialog = cls(context, parent, title, spots, shelves_only)
        context.scans.push(dialog, dialog.take_scan)
        try:
            answer = dialog.run()
        finally:
            context.scans.pop(dialog)
        return answer if isinstance(answer, Spot) else None
