"""Bags and seals: proposed by material, seal numbers typed; afterwards the bags as they were sealed (R-57)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.text import T, Text
from models.services.destroy_pages import PER_BAG, BagProposal, following_seal, propose_bags
from models.services.destroying import BagPlan
from models.services.destruction_views import ListLine
from ui.pages.destroy.words import material_words
from ui.tables.source import Row
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.containers import Panel
from ui.widgets.inputs import LineInput
from ui.widgets.labels import label
from ui.widgets.scroll import Scroll


def _bag_words(nth: int, bag: BagProposal) -> Text:
    return T("destruction", "{n} 号袋　{material} {count} 份", n=nth, material=material_words(bag.material.value),
             count=len(bag.carrier_ids))  # fmt: skip


class _BagRow(QWidget):
    """One bag that is being packed: what goes in, its seal and weight."""

    def __init__(self, look: Look, nth: int, bag: BagProposal) -> None:
        super().__init__()
        self.bag = bag
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, look.px(6))
        column.setSpacing(look.px(4))
        column.addWidget(label(look, _bag_words(nth, bag), "strong"))
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        self.seal = LineInput(look, T("destruction", "{n} 号袋封签号", n=nth))
        self.seal.setPlaceholderText(look.t(T("destruction", "封签号")))
        self.weight = LineInput(look, T("destruction", "{n} 号袋重量", n=nth))
        self.weight.setPlaceholderText(look.t(T("destruction", "重量，可不填")))
        row.addWidget(self.seal, 3)
        row.addWidget(self.weight, 2)
        column.addLayout(row)
        self.seal.returnPressed.connect(self.focusNextChild)


class BagsPanel(Panel):
    """`changed` when a seal was typed; `plans()` is what the act takes."""

    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, margin=16, spacing=8)
        self._look = look
        self._lines: list[ListLine] = []
        self.rows: list[_BagRow] = []
        self._packed_by = PER_BAG
        head = QHBoxLayout()
        head.setSpacing(look.px(8))
        self._title = label(look, T("destruction", "封装袋"), "line")
        head.addWidget(self._title, 1)
        self._most_words = label(look, T("destruction", "每袋最多"), "second")
        head.addWidget(self._most_words)
        self.most = LineInput(look, T("destruction", "每袋最多几份"), tall=30)
        self.most.setText(str(PER_BAG))
        self.most.setFixedWidth(look.px(56))
        self.most.editingFinished.connect(self._limited)
        head.addWidget(self.most)
        self.box.addLayout(head)
        self._note = label(look, T("destruction", "按材质分开装，一袋一签，封签号不重复"), "second", wrap=True)
        self.box.addWidget(self._note)
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(look.px(3), look.px(3), look.px(3), look.px(3))
        self._column.setSpacing(look.px(4))
        self._column.addStretch(1)
        self.box.addWidget(Scroll(self._holder), 1)
        self.fill = Button(look, T("destruction", "其余封签号顺延"), "link", key="Alt+F")
        self.fill.clicked.connect(self._fill_on)
        self.box.addWidget(self.fill)

    # packing -------------------------------------------------------------------------------------------------------

    def pack(self, lines: Sequence[ListLine]) -> None:
        """Propose bags for what waits; what was typed and moved stays, what was taken out leaves its bag."""
        self._edit(True)
        waiting = {int(line.carrier["id"]) for line in lines}
        packed = {id_ for row in self.rows for id_ in row.bag.carrier_ids}
        self._lines = list(lines)
        if not self.rows or waiting - packed:
            self._repack()
        elif packed - waiting:
            self._arrange([replace(row.bag, carrier_ids=tuple(id_ for id_ in row.bag.carrier_ids if id_ in waiting))
                           for row in self.rows])  # fmt: skip

    def forget(self) -> None:
        """Another batch: nothing that was typed or moved belongs to it."""
        self._clear()

    def _limit(self) -> int:
        typed = self.most.text().strip()
        return int(typed) if typed.isascii() and typed.isdecimal() and int(typed) > 0 else PER_BAG

    def _limited(self) -> None:
        """Another limit packs anew; leaving the field does not."""
        if self._limit() != self._packed_by:
            self._repack()

    def _repack(self) -> None:
        self._packed_by = self._limit()
        self.most.setText(str(self._packed_by))
        self._arrange(propose_bags(self._lines, self._packed_by))

    def bag_of(self, carrier: int) -> int | None:
        """The number of the bag a carrier is to go into."""
        return next((nth for nth, row in enumerate(self.rows, 1) if carrier in row.bag.carrier_ids), None)

    def targets(self, carrier: int) -> dict[str, Text]:
        """Where else a carrier may go: bags of its material (R-57), and a new one ("0")."""
        now = self.bag_of(carrier)
        if now is None:
            return {}
        own = self.rows[now - 1].bag
        found = {str(nth): _bag_words(nth, row.bag) for nth, row in enumerate(self.rows, 1)
                 if nth != now and row.bag.material is own.material}  # fmt: skip
        return found | ({"0": T("destruction", "另起一袋")} if len(own.carrier_ids) > 1 else {})

    def move_to(self, carrier: int, target: int) -> None:
        """Put a carrier into another bag; 0 is a new one. A bag left empty goes."""
        now = self.bag_of(carrier)
        if now is None:
            return
        material = self.rows[now - 1].bag.material
        bags = [replace(row.bag, carrier_ids=tuple(id_ for id_ in row.bag.carrier_ids if id_ != carrier)) for row in self.rows]
        if target:
            bags[target - 1] = replace(bags[target - 1], carrier_ids=(*bags[target - 1].carrier_ids, carrier))
        else:
            bags.append(BagProposal(material, (carrier,)))
        self._arrange(bags)

    def _arrange(self, bags: Sequence[BagProposal]) -> None:
        """Show these bags; seals and weights that were typed stay with their bag, empty bags are left out."""
        typed = [(row.seal.text(), row.weight.text()) for row in self.rows]
        kept = [(bag, typed[at] if at < len(typed) else ("", "")) for at, bag in enumerate(bags) if bag.carrier_ids]
        self._clear()
        for nth, (bag, (seal, weight)) in enumerate(kept, 1):
            row = _BagRow(self._look, nth, bag)
            row.seal.setText(seal)
            row.weight.setText(weight)
            row.seal.textChanged.connect(lambda _text: self.changed.emit())
            self.rows.append(row)
            self._column.insertWidget(self._column.count() - 1, row)
        self.changed.emit()

    def _fill_on(self) -> None:
        """Strips of seals are numbered: fill the empty ones with the numbers that follow."""
        before = ""
        for row in self.rows:
            if not row.seal.text().strip() and before:
                row.seal.setText(following_seal(before))
            before = row.seal.text().strip()

    def plans(self) -> list[BagPlan]:
        return [BagPlan(row.seal.text().strip(), row.bag.carrier_ids, row.weight.text().strip()) for row in self.rows]

    @property
    def unsealed(self) -> int:
        """How many bags have no seal number yet."""
        return sum(not row.seal.text().strip() for row in self.rows)

    def first_empty(self) -> LineInput | None:
        """Where the next seal number is typed."""
        return next((row.seal for row in self.rows if not row.seal.text().strip()), None)

    # showing -------------------------------------------------------------------------------------------------------

    def show_bags(self, bags: Sequence[Row], left: dict[int | None, int] | None = None) -> None:
        """The sealed bags; `left` says how many of each are not put in yet."""
        self._edit(False)
        self._clear()
        for bag in bags:
            row = QHBoxLayout()
            words = T("destruction", "{n} 号袋　{material} {count} 份", n=bag["bag"], material=material_words(bag["material"]),
                      count=bag["items"] or 0)  # fmt: skip
            row.addWidget(label(self._look, words, "value"))
            row.addStretch(1)
            rest = (left or {}).get(bag["bag"], 0)
            seal = label(self._look, T("destruction", "封签 {seal}", seal=bag["seal_number"]), "second")
            row.addWidget(seal)
            if left is not None and rest:
                row.addWidget(label(self._look, T("destruction", "还有 {n}", n=rest), "second", "warn"))
            line = QWidget()
            line.setLayout(row)
            row.setContentsMargins(0, 0, 0, 0)
            self._column.insertWidget(self._column.count() - 1, line)

    def _edit(self, on: bool) -> None:
        for widget in (self._most_words, self.most, self._note, self.fill):
            widget.setVisible(on)

    def _clear(self) -> None:
        self.rows.clear()
        while self._column.count() > 1:
            widget = self._column.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
