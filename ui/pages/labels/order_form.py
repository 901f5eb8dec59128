"""How labels are printed: the sheet with its eight numbers, start, code, printer and offset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QGridLayout, QSizePolicy

from models.domain.errors import UserError
from models.domain.text import T, Text
from models.ledgers.fields import Field, Kind
from models.services import labels
from models.services.labels import MEASURES, LabelWish
from ui.theme.look import Look
from ui.widgets.editors import ChoiceEditor, Editor, IntegerEditor, TextEditor
from ui.widgets.form import Form
from ui.widgets.inputs import ChoiceInput

OWN = "OWN"  # measures of the office's own
SYMBOLS = {"CODE128": T("labels", "一维码"), "QR": T("labels", "二维码")}
YES_NO = {"0": T("labels", "不印"), "1": T("labels", "印")}
OFFSETS = ("offset_x", "offset_y")
FIELDS: dict[str, Field] = {
    "kind": Field(T("labels", "标签纸"), Kind.CHOICE, choices={}),
    "columns": Field(T("labels", "列数")), "rows": Field(T("labels", "行数")), "width": Field(T("labels", "宽 mm")),
    "height": Field(T("labels", "高 mm")), "left": Field(T("labels", "左边距")), "top": Field(T("labels", "上边距")),
    "gap_x": Field(T("labels", "列间距")), "gap_y": Field(T("labels", "行间距")),
    "start": Field(T("labels", "起始位置")),
    "symbol": Field(T("labels", "条码"), Kind.CHOICE, choices=SYMBOLS),
    "title": Field(T("labels", "标题"), Kind.CHOICE, choices=YES_NO),
    "printer": Field(T("labels", "打印机"), Kind.CHOICE, choices={}),
    "tray": Field(T("labels", "纸盒")),
    "offset_x": Field(T("labels", "右移 mm")), "offset_y": Field(T("labels", "下移 mm")),
}  # fmt: skip
SPANS = {
    "kind": 12, **dict.fromkeys(MEASURES, 3), "start": 4, "symbol": 4, "title": 4, "printer": 12, "tray": 4,
    "offset_x": 4, "offset_y": 4,
}  # fmt: skip


class DecimalEditor(TextEditor):
    """A length in millimetres with at most two decimals, within bounds."""

    def __init__(self, look: Look, field: Field, low: float, high: float) -> None:
        super().__init__(look, field)
        self._low, self._high = low, high

    def _number(self) -> float | None:
        try:
            value = float(self.typed().replace("，", ".").replace(",", "."))
        except ValueError:
            return None
        return round(value, 2) if self._low <= value <= self._high else None

    def value(self) -> Any:
        return self._number()

    def set_value(self, value: Any) -> None:
        self.line.setText("" if value is None else f"{value:g}")
        self.line.setCursorPosition(0)

    def wrong(self) -> Text | None:
        if self._number() is None:
            return T("labels", "{low} 至 {high}，如 {example}", low=f"{self._low:g}", high=f"{self._high:g}", example="2.5")
        return None


class _NumberEditor(IntegerEditor):
    """A count from 1 on."""

    def wrong(self) -> Text | None:
        value = self.value()
        return None if value else T("labels", "填 1 以上的数")


class OrderForm(Form):
    """`wish(…)` is what would be printed; choosing a known sheet fills the eight numbers, changing one makes it own."""

    def __init__(self, look: Look) -> None:
        own: dict[str, Editor] = {
            "columns": _NumberEditor(look, FIELDS["columns"]), "rows": _NumberEditor(look, FIELDS["rows"]),
            "start": _NumberEditor(look, FIELDS["start"]),
        }  # fmt: skip
        for name in MEASURES[2:]:
            own[name] = DecimalEditor(look, FIELDS[name], 10 if name in ("width", "height") else 0, 297)
        for name in OFFSETS:
            own[name] = DecimalEditor(look, FIELDS[name], -20, 20)
        super().__init__(look, FIELDS, columns=12, spans=SPANS, editors=own)
        grid = self.layout()
        if isinstance(grid, QGridLayout):
            grid.setHorizontalSpacing(look.px(8))
        for box in self.boxes.values():
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            box.note.setMinimumHeight(0)
            box.note.hide()
        self._kinds = {code: measures for code, _name, measures in labels.kinds()}
        items: list[tuple[object, Text | str]] = [(code, name) for code, name, _measures in labels.kinds()]
        self._choice("kind").set_items([*items, (OWN, T("labels", "自己量的尺寸"))])
        for name, words in (("symbol", SYMBOLS), ("title", YES_NO)):
            self._choice(name).set_items(list(words.items()))
        self._filling = False
        self.boxes["kind"].editor.changed.connect(self._choose_kind)
        for name in MEASURES:
            self.boxes[name].editor.changed.connect(self._name_kind)

    def _choice(self, name: str) -> ChoiceInput:
        editor = self.boxes[name].editor
        if not isinstance(editor, ChoiceEditor):
            raise TypeError(name)
        return editor.choice

    # values --------------------------------------------------------------------------------------------------------

    def fill(self, values: Mapping[str, Any]) -> None:
        """Set fields without one changing another."""
        self._filling = True
        self.set_values(values)
        self._filling = False
        self._name_kind()

    def set_printers(self, printers: Sequence[str], chosen: str) -> None:
        """The printers of this PC; the one used last stays chosen."""
        items: list[tuple[object, Text | str]] = [(name, name) for name in printers]
        self._choice("printer").set_items(items or [("", T("labels", "没有找到打印机"))])
        if chosen in printers:
            self._choice("printer").set_code(chosen)

    def measures(self) -> tuple[float, ...]:
        """The eight numbers, as far as they can be read."""
        return tuple(float(self.boxes[name].editor.value() or 0) for name in MEASURES)

    def wish(self, carriers: Sequence[int], shelves: Sequence[int]) -> LabelWish:
        value = {name: box.editor.value() for name, box in self.boxes.items()}
        return LabelWish(
            tuple(carriers), tuple(shelves), self.measures(), value["start"] or 1, value["symbol"] or "CODE128",
            value["title"] == "1", value["offset_x"] or 0.0, value["offset_y"] or 0.0,
        )  # fmt: skip

    @property
    def printer(self) -> str:
        return str(self.boxes["printer"].editor.value() or "")

    @property
    def tray(self) -> str:
        return str(self.boxes["tray"].editor.value() or "")

    def at(self, x: float, y: float) -> int | None:
        """The label that lies at a place of the paper, counted from 1."""
        columns, rows, width, height, left, top, gap_x, gap_y = self.measures()
        column, row = (x - left) // (width + gap_x or 1), (y - top) // (height + gap_y or 1)
        inside = 0 <= column < columns and 0 <= row < rows
        return int(row * columns + column) + 1 if inside else None

    def show_wrong(self) -> list[Text]:
        """Mark what cannot be read; returns why the sheet cannot be laid out."""
        found = self.unreadable()
        self.show_problems(found)
        for box in self.boxes.values():
            box.note.setVisible(bool(box.note.words()))
        if found:
            return [found[0].text]
        try:
            count = labels.capacity(self.measures())
        except UserError as error:
            return [error.what]
        start = self.boxes["start"].editor.value() or 0
        return [T("labels", "起始位置在 1 到 {count} 之间", count=count)] if not 1 <= start <= count else []

    def _choose_kind(self) -> None:
        code = self.boxes["kind"].editor.value()
        if not self._filling and code in self._kinds:
            self.fill(dict(zip(MEASURES, self._kinds[code], strict=True)) | {"columns": int(self._kinds[code][0]),
                                                                            "rows": int(self._kinds[code][1])})  # fmt: skip

    def _name_kind(self) -> None:
        """The name of the sheet that these numbers are, or 自己量的尺寸."""
        if self._filling:
            return
        now = self.measures()
        code = next((code for code, measures in self._kinds.items() if measures == now), OWN)
        if self.boxes["kind"].editor.value() != code:
            self._filling = True
            self.boxes["kind"].editor.set_value(code)
            self._filling = False
