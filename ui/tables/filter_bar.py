"""Search field, chips of the filters that are on, and the way to add, keep and clear filters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from models.domain.text import T, Text
from ui.tables.filter_dialog import FilterDialog, chip, codes_of
from ui.tables.source import Column, Filter, Preferences
from ui.theme.look import Look
from ui.widgets.buttons import Button, KeyCap
from ui.widgets.flow import FlowLayout
from ui.widgets.search import Chip, SearchField
from ui.widgets.text_dialog import TextDialog
from ui.words import number

FEW = 12  # columns that a menu lists without groups


class FilterBar(QWidget):
    """Sends `asked(text, filters)` whenever the question changed. Every filter that is on is seen as a chip."""

    asked = Signal(str, object)

    def __init__(self, look: Look, columns: tuple[Column, ...], preferences: Preferences, key: str,
                 prompt: Text, unit: Text) -> None:  # fmt: skip
        super().__init__()
        self._look, self._columns, self._preferences, self._key, self._unit = look, columns, preferences, key, unit
        self._filters: list[Filter] = []
        self._chips: list[Chip] = []
        self.search = SearchField(look, T("list", "搜索"), prompt)
        self.search.setFixedWidth(look.px(361))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(24), look.px(4), look.px(24), look.px(13))
        row.setSpacing(look.px(16))
        row.addWidget(self.search, 0, Qt.AlignmentFlag.AlignTop)
        self._flow_box = QWidget()
        self._flow_box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self._flow = FlowLayout(self._flow_box, look.px(8))
        row.addWidget(self._flow_box, 1, Qt.AlignmentFlag.AlignVCenter)
        self._add = Chip(look, T("filter", "筛选"), "add")
        self._add.clicked.connect(self.choose)
        self._clear = Button(look, T("filter", "全部清除"), "link")
        self._clear.clicked.connect(self.clear)
        self._cap = KeyCap(look, "Esc")
        for widget in (self._add, self._clear, self._cap):
            self._flow.addWidget(widget)
        self.search.searched.connect(lambda _text: self._ask())
        self._show()

    # what is asked -------------------------------------------------------------------------------------------------

    @property
    def filters(self) -> tuple[Filter, ...]:
        return tuple(self._filters)

    @property
    def text(self) -> str:
        return self.search.text().strip()

    def set_filters(self, filters: list[Filter]) -> None:
        self._filters = list(filters)
        self._show()
        self._ask()

    def add(self, item: Filter) -> None:
        """Put a filter on; one of the same field and operator is replaced."""
        same = (item.field, item.operator)
        self.set_filters([old for old in self._filters if (old.field, old.operator) != same] + [item])

    def remove(self, item: Filter) -> None:
        self.set_filters([old for old in self._filters if old != item])

    def clear(self) -> bool:
        """Take everything off; false if nothing was on."""
        if not self._filters and not self.text:
            return False
        self.search.clear()
        self.set_filters([])
        return True

    def show_count(self, found: int | None, milliseconds: float | None = None) -> None:
        """Say in the field how many were found, and how fast."""
        if found is None:
            self.search.set_side("")
            return
        count = T("list", "{n} {unit}", n=number(found), unit=self._unit)
        if milliseconds is None:
            self.search.set_side(count)
        else:
            self.search.set_side(T("list", "{count} • {ms} 毫秒", count=count, ms=max(1, round(milliseconds))))

    def _ask(self) -> None:
        self.asked.emit(self.text, self.filters)

    def _show(self) -> None:
        for old in self._chips:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._chips = []
        for index, item in enumerate(self._filters):
            made = Chip(self._look, item.shown)
            made.clicked.connect(lambda _checked=False, item=item: self.remove(item))
            self._flow.insert(index, made)
            self._chips.append(made)
            made.show()
        self._clear.setVisible(bool(self._filters))
        self._cap.setVisible(bool(self._filters))
        self._flow_box.updateGeometry()

    # adding and keeping --------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """The menu: one line for each column, then the kept sets."""
        menu = self.menu()
        menu.exec(self._add.mapToGlobal(QPoint(0, self._add.height() + 4)))
        menu.deleteLater()

    def menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAccessibleName(self._look.t(T("filter", "筛选")))
        groups = grouped(self._columns)
        for title, columns in groups:
            if len(groups) > 1:
                menu.addSeparator()
                menu.addAction(self._look.t(title)).setEnabled(False)
            for column in columns:
                action = menu.addAction(self._look.t(column.title).replace("&", "&&"))
                action.triggered.connect(lambda _checked=False, column=column: self._ask_for(column))
        kept = self.kept()
        menu.addSeparator()
        for name in kept:
            action = menu.addAction("★ " + name.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, name=name: self.use_kept(name))
        if self._filters:
            menu.addAction(self._look.t(T("filter", "把这组筛选存起来…"))).triggered.connect(lambda: self._keep())
        for name in kept:
            action = menu.addAction(self._look.t(T("filter", "不再保留“{name}”", name=name)).replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, name=name: self.forget(name))
        return menu

    def _ask_for(self, column: Column) -> None:
        item = FilterDialog.ask(self._look, self, column)
        if item is not None:
            self.add(item)

    def kept(self) -> dict[str, list[dict[str, Any]]]:
        """The sets of filters that the user keeps, by name."""
        kept = self._preferences.get(self._key + "/filters", {})
        return kept if isinstance(kept, dict) else {}

    def _keep(self) -> None:
        name = TextDialog.ask(self._look, self, T("filter", "存下这组筛选"), T("filter", "名称"), T("filter", "存起来"))
        if name:
            self.keep(name)

    def keep(self, name: str) -> None:
        """Keep the present filters under a name."""
        kept = dict(self.kept())
        kept[name] = [_as_json(item) for item in self._filters]
        self._preferences.set(self._key + "/filters", kept)

    def forget(self, name: str) -> None:
        kept = {other: items for other, items in self.kept().items() if other != name}
        self._preferences.set(self._key + "/filters", kept)

    def use_kept(self, name: str) -> None:
        known = {column.name: column for column in self._columns}
        items = [item for item in self.kept().get(name, []) if item["field"] in known]
        self.set_filters([_from_json(known[item["field"]], item) for item in items])


def grouped(columns: Sequence[Column]) -> list[tuple[Text, list[Column]]]:
    """Columns as the menu lists them: those that a list shows at first, then choices, dates, and what is typed. A short
    list is one group."""
    if len(columns) <= FEW:
        return [(T("filter", "常用"), list(columns))]
    groups: list[tuple[Text, list[Column]]] = [
        (T("filter", "常用"), []), (T("filter", "按选项"), []), (T("filter", "按日期"), []), (T("filter", "按文字和数字"), []),
    ]  # fmt: skip
    for column in columns:
        place = 0 if column.default else 1 if codes_of(column) else 2 if column.kind == "date" else 3
        groups[place][1].append(column)
    return [(title, found) for title, found in groups if found]


def _as_json(item: Filter) -> dict[str, Any]:
    value = list(item.value) if isinstance(item.value, tuple) else item.value
    return {"field": item.field, "operator": item.operator, "value": value}


def _from_json(column: Column, item: dict[str, Any]) -> Filter:
    value = tuple(item["value"]) if isinstance(item["value"], list) else item["value"]
    return Filter(column.name, item["operator"], value, chip(column, item["operator"], value))
