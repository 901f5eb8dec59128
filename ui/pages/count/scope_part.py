"""What a count covers, chosen by name: everything, or rooms, cabinets, shelves, holders, units; narrowed by levels."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.text import T, Text
from models.ledgers.fields import Field, Kind
from models.services.count_scope import CountScope
from ui.theme.badges import BADGES
from ui.theme.look import Look
from ui.widgets.editors import Links
from ui.widgets.flow import FlowLayout
from ui.widgets.inputs import ChoiceInput
from ui.widgets.labels import label
from ui.widgets.link_editor import LinkEditor
from ui.widgets.search import Chip

EVERYTHING = "everything"
WAYS = ((EVERYTHING, T("count", "全部载体")), ("rooms", T("count", "指定的房间")), ("cabinets", T("count", "指定的柜")),
        ("shelves", T("count", "指定的柜层")), ("holders", T("count", "指定的持有人")), ("units", T("count", "指定的部门")))  # fmt: skip
LEDGERS = {"rooms": "rooms", "cabinets": "cabinets", "shelves": "shelves", "holders": "persons", "units": "units"}
LEVELS = ("TOP_SECRET", "SECRET", "CONFIDENTIAL", "WORK_SECRET", "INTERNAL")


class _Picks(QWidget):
    """A field that adds rows of a ledger, and what was added as chips that take them off again."""

    changed = Signal()

    def __init__(self, look: Look, name: Text, ledger: str, links: Links) -> None:
        super().__init__()
        self._look = look
        self.chosen: dict[int, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(6))
        self.editor = LinkEditor(look, Field(name, Kind.LINK, to=ledger), links)
        self.editor.line.setPlaceholderText(look.t(T("count", "打几个字选一个，可以选多个")))
        self.editor.changed.connect(self._added)
        column.addWidget(self.editor)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, look.px(6))
        column.addWidget(self._chips)

    def _added(self) -> None:
        id_ = self.editor.value()
        if id_ is None or id_ in self.chosen:
            return
        self.add(id_, self.editor.line.text())
        self.editor.line.clear()
        self.editor.set_value(None)

    def add(self, id_: int, name: str) -> None:
        chip = Chip(self._look, name)
        chip.clicked.connect(lambda: self._drop(id_, chip))
        self.chosen[id_] = name
        self._flow.addWidget(chip)
        self.changed.emit()

    def _drop(self, id_: int, chip: Chip) -> None:
        del self.chosen[id_]
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()
        self.changed.emit()


class ScopePart(QWidget):
    """`scope()` is what the service takes. `changed` after every change."""

    changed = Signal()

    def __init__(self, look: Look, links: Links, resized: Callable[[], None]) -> None:
        super().__init__()
        self._resized = resized
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(3), 0, look.px(3), 0)
        column.setSpacing(look.px(6))
        row = QHBoxLayout()
        row.setSpacing(look.px(18))
        self.way = ChoiceInput(look, T("count", "清查范围"))
        self.way.set_items(list(WAYS))
        left = QVBoxLayout()
        left.setSpacing(look.px(3))
        left.addWidget(label(look, T("count", "清查范围"), "label"))
        left.addWidget(self.way)
        left.addStretch(1)
        row.addLayout(left, 2)
        right = QVBoxLayout()
        right.setSpacing(look.px(3))
        self._pick_label = label(look, "", "label")
        right.addWidget(self._pick_label)
        self.picks = {way: _Picks(look, name, LEDGERS[way], links) for way, name in WAYS if way in LEDGERS}
        for picks in self.picks.values():
            right.addWidget(picks)
            picks.changed.connect(self._changed)
        right.addStretch(1)
        row.addLayout(right, 3)
        column.addLayout(row)
        levels = QHBoxLayout()
        levels.setSpacing(look.px(8))
        levels.addWidget(label(look, T("count", "只查这些密级（不选就是全部）"), "label"))
        self.levels = {code: Chip(look, BADGES[code].word, style="class") for code in LEVELS}
        for chip in self.levels.values():
            levels.addWidget(chip)
            chip.toggled.connect(lambda _on: self._changed())
        levels.addStretch(1)
        column.addLayout(levels)
        self.way.chosen.connect(lambda _code: self._way_changed())
        self._look = look
        self._way_changed()

    def scope(self) -> CountScope:
        way = str(self.way.code())
        levels = tuple(code for code, chip in self.levels.items() if chip.isChecked())
        chosen = tuple(self.picks[way].chosen) if way in self.picks else ()
        return CountScope(levels=levels, **({way: chosen} if chosen else {}))

    @property
    def lacks_choice(self) -> bool:
        """A part of the office is wanted, but none was named yet."""
        way = str(self.way.code())
        return way in self.picks and not self.picks[way].chosen

    def _way_changed(self) -> None:
        way = str(self.way.code())
        for name, picks in self.picks.items():
            picks.setVisible(name == way)
        words = dict(WAYS)[way] if way in LEDGERS else ""
        self._pick_label.setText(self._look.t(words))
        self._changed()

    def _changed(self) -> None:
        self.changed.emit()
        self._resized()
