"""Asks for one filter on one column: codes to tick, a date or number from or to, a word."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from models.domain.dates import DateError, parse_date
from models.domain.text import T, Text
from ui.tables.source import Column, Filter
from ui.theme.badges import BADGES
from ui.theme.look import Look
from ui.theme.marks import STATES
from ui.widgets.buttons import Button
from ui.widgets.dialog import Dialog
from ui.widgets.flow import FlowLayout
from ui.widgets.inputs import ChoiceInput, LineInput, TickBox
from ui.widgets.labels import label, set_tone

_OPERATORS: dict[str, list[tuple[str, Text]]] = {
    "text": [("contains", T("filter", "含有")), ("is", T("filter", "就是"))],
    "date": [("from", T("filter", "从这天起")), ("to", T("filter", "到这天止")), ("is", T("filter", "就是这天"))],
    "number": [("from", T("filter", "不少于")), ("to", T("filter", "不多于")), ("is", T("filter", "等于"))],
}
_ALSO = [("empty", T("filter", "空着")), ("filled", T("filter", "填了"))]


def codes_of(column: Column) -> dict[str, Text]:
    """The codes that a column's cells can hold, with their words; empty for free text."""
    if column.words:
        return dict(column.words)
    if column.kind == "level":
        return {code: badge.word for code, badge in BADGES.items()}
    if column.kind == "state":
        return {code: mark.word for code, mark in STATES.items() if code not in ("OVERDUE", "REVIEW_DUE")}
    return {}


def chip(column: Column, operator: str, value: Any) -> Text:
    """What stands on the chip of a filter."""
    words: Any = value
    codes = codes_of(column)
    if codes and operator in ("is", "in"):
        chosen = [value] if operator == "is" else list(value)
        words = codes[chosen[0]]
        for code in chosen[1:]:
            words = T("filter", "{one}、{other}", one=words, other=codes[code])
        return T("filter", "{title}：{value}", title=column.title, value=words)
    sign = {
        "contains": T("filter", "含“{value}”", value=value), "is": T("filter", "{value}", value=value),
        "from": T("filter", "{value} 起", value=value), "to": T("filter", "到 {value}", value=value),
        "empty": T("filter", "空着"), "filled": T("filter", "填了"),
    }  # fmt: skip
    return T("filter", "{title}：{value}", title=column.title, value=sign[operator])


class FilterDialog(Dialog):
    """One filter. The button is off until the value makes sense, and the note says what is missing."""

    def __init__(self, look: Look, parent: QWidget | None, column: Column) -> None:
        super().__init__(look, parent, T("filter", "按“{title}”筛选", title=column.title), width=560)
        self._column = column
        self._ticks: dict[str, TickBox] = {}
        self._operator: ChoiceInput | None = None
        self._value: LineInput | None = None
        codes = codes_of(column)
        if codes:
            self._tick_part(codes)
        else:
            self._value_part()
        self._note = label(look, "", "hint", "bad")
        self.body.addWidget(self._note)
        back = self.add_button(Button(look, T("filter", "取消"), key="Esc"))
        back.clicked.connect(self.reject)
        self._go = self.add_button(Button(look, T("filter", "筛选"), "primary", key="Ctrl+Enter"))
        self._go.clicked.connect(self._finish)
        self._judge()

    def _tick_part(self, codes: dict[str, Text]) -> None:
        box = QWidget()
        flow = FlowLayout(box, self.look.px(8))
        for code, words in codes.items():
            tick = TickBox(self.look, words)
            tick.toggled.connect(lambda _on: self._judge())
            flow.addWidget(tick)
            self._ticks[code] = tick
        self.body.addWidget(box)
        next(iter(self._ticks.values())).setFocus()

    def _value_part(self) -> None:
        kind = self._column.kind if self._column.kind in _OPERATORS else "text"
        self._operator = ChoiceInput(self.look, T("filter", "怎样比"))
        self._operator.set_items([*_OPERATORS[kind], *_ALSO])
        self._operator.chosen.connect(lambda _code: self._judge())
        self._value = LineInput(self.look, self._column.title)
        if kind == "date":
            self._value.setPlaceholderText("2026-11-02")
        self._value.textChanged.connect(lambda _text: self._judge())
        self._value.returnPressed.connect(self._finish)
        self.body.addWidget(self._operator)
        self.body.addWidget(self._value)
        self._value.setFocus()

    def made(self) -> Filter | Text:
        """The filter, or what is still missing."""
        column = self._column
        if self._ticks:
            chosen = tuple(code for code, tick in self._ticks.items() if tick.isChecked())
            if not chosen:
                return T("filter", "至少选一项")
            operator, value = ("is", chosen[0]) if len(chosen) == 1 else ("in", chosen)
            return Filter(column.name, operator, value, chip(column, operator, value))
        operator = str(self._operator.code()) if self._operator else "contains"
        if operator in ("empty", "filled"):
            return Filter(column.name, operator, None, chip(column, operator, None))
        return self._with_value(operator, self._value.text().strip() if self._value else "")

    def _with_value(self, operator: str, typed: str) -> Filter | Text:
        column, value = self._column, typed
        if not typed:
            return T("filter", "请写要找的内容")
        if column.kind == "date":
            try:
                value = parse_date(typed).day.isoformat()
            except DateError as wrong:
                return wrong.text
        number: Any = value
        if column.kind == "number":
            if not value.isdecimal():
                return T("filter", "请写数字，如 12")
            number = int(value)
        return Filter(column.name, operator, number, chip(column, operator, number))

    def _judge(self) -> None:
        if not hasattr(self, "_go"):
            return
        made = self.made()
        fine = isinstance(made, Filter)
        if self._value is not None and self._operator is not None:
            self._value.setEnabled(self._operator.code() not in ("empty", "filled"))
        self._note.setText("" if isinstance(made, Filter) else self.look.t(made))
        set_tone(self._note, "text3")
        self._go.set_enabled(fine, "" if isinstance(made, Filter) else made)

    def _finish(self) -> None:
        made = self.made()
        if isinstance(made, Filter):
            self.done_with(made)

    @classmethod
    def ask(cls, look: Look, parent: QWidget | None, column: Column) -> Filter | None:
        result = cls(look, parent, column).run()
        return result if isinstance(result, Filter) else None
