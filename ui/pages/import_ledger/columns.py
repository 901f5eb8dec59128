"""What the columns of the file mean: one line a column, changed at the right; tables that are no ledger are left out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.text import T, Text
from models.services.import_desk import ColumnCard, TableCard, slot_words
from ui.theme.look import Look
from ui.theme.marks import Mark
from ui.widgets.cell_table import Cell, CellTable, Head, TableRow
from ui.widgets.containers import Panel
from ui.widgets.flow import FlowLayout
from ui.widgets.inputs import ChoiceInput, LineInput, TickBox
from ui.widgets.labels import label
from ui.widgets.search import Chip
from ui.words import number

REMARKS = T("column", "记入备注")
_SURE = Mark("check", "ok", "text", T("import page", "认得"))
_GUESS = Mark("diamond", "warn", "warn", T("import page", "猜的，请核对"))
_NONE = Mark("ring", "text3", "text2", T("import page", "没有对应的栏"))


class ColumnsView(QWidget):
    """`slot_wanted(table, column, code)`, `used_wanted(table, used)`, `year_wanted(year or 0)`."""

    slot_wanted = Signal(int, int, str)
    used_wanted = Signal(int, bool)
    year_wanted = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._tables: list[TableCard] = []
        self._words = dict(slot_words())
        self._shown = 0
        self._chips: list[Chip] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(16))
        left = QVBoxLayout()
        left.setSpacing(look.px(10))
        self._chip_box = QWidget()
        self._flow = FlowLayout(self._chip_box, look.px(8))
        left.addWidget(self._chip_box)
        frame = Panel(look, margin=1, spacing=0)
        self.table = CellTable(look, (
            Head(T("import page", "列"), 66), Head(T("import page", "表头"), 170), Head(T("import page", "是什么"), 220),
            Head(T("import page", "前几行的内容"), 0),
        ), T("import page", "各列是什么"))  # fmt: skip
        self.table.picked.connect(lambda _key: self._show_column())
        self.table.opened.connect(lambda _key: self.choice.setFocus())
        frame.box.addWidget(self.table, 1)
        left.addWidget(frame, 1)
        row.addLayout(left, 1)
        row.addWidget(self._side())

    def _side(self) -> QWidget:
        look = self._look
        side = Panel(look, margin=18, spacing=8)
        side.setFixedWidth(look.px(310))
        self._column_title = label(look, "", "section", wrap=True)
        side.box.addWidget(self._column_title)
        named = label(look, T("import page", "这一列是什么"), "label")
        self.choice = ChoiceInput(look, T("import page", "这一列是什么"))
        self.choice.set_items([("", REMARKS), *self._words.items()])
        self.choice.chosen.connect(self._chosen)
        named.setBuddy(self.choice)
        side.box.addWidget(named)
        side.box.addWidget(self.choice)
        self._samples = label(look, "", "value", "text2", wrap=True)
        side.box.addWidget(self._samples)
        side.box.addSpacing(look.px(12))
        self.used = TickBox(look, T("import page", "导入这张表"))
        self.used.clicked.connect(lambda: self.used_wanted.emit(self._shown, self.used.isChecked()))
        side.box.addWidget(self.used)
        self._used_note = label(look, "", "hint", wrap=True)
        side.box.addWidget(self._used_note)
        side.box.addSpacing(look.px(12))
        year = label(look, T("import page", "表里没写年份时，当作哪一年"), "label", wrap=True)
        self.year = LineInput(look, T("import page", "年份"))
        self.year.set_side(T("import page", "年"))
        self.year.textEdited.connect(self._year_typed)
        year.setBuddy(self.year)
        side.box.addWidget(year)
        side.box.addWidget(self.year)
        side.box.addWidget(label(look, T("import page", "表名、年度行或日期里有年份的，不用填"), "hint", wrap=True))
        side.box.addStretch(1)
        return side

    def show_tables(self, tables: list[TableCard]) -> None:
        """Show the tables; the one that was looked at stays shown."""
        self._tables = tables
        self._shown = min(self._shown, max(0, len(tables) - 1))
        self._show_chips()
        self._show_table()

    def begin(self, tables: list[TableCard]) -> None:
        """A new file: start at its first ledger."""
        self._shown = next((card.number for card in tables if card.used), 0)
        self.year.clear()
        self.show_tables(tables)

    def _show_chips(self) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for card in self._tables:
            name = card.sheet or self._look.t(T("import page", "这张表"))
            count = number(card.last_row - card.first_row + 1) if card.used else self._look.t(T("import page", "不导入"))
            chip = Chip(self._look, name, "class", count)
            chip.setChecked(card.number == self._shown)
            chip.clicked.connect(lambda _checked=False, at=card.number: self._look_at(at))
            self._flow.addWidget(chip)
            chip.show()
            self._chips.append(chip)
        self._chip_box.setVisible(len(self._tables) > 1)
        self._chip_box.updateGeometry()

    def _look_at(self, table: int) -> None:
        self._shown = table
        for at, chip in enumerate(self._chips):
            chip.setChecked(at == table)
        self._show_table()

    def _show_table(self) -> None:
        if not self._tables:
            self.table.set_rows([])
            return
        card = self._tables[self._shown]
        self.table.set_rows([self._line(column) for column in card.columns])
        self.used.setChecked(card.used)
        rows = T("import page", "第 {first} 到 {last} 行", first=number(card.first_row), last=number(card.last_row))
        none = T("import page", "没有标题也没有文号的列，看不出是登记表")
        self._used_note.setText(self._look.t(rows if card.is_ledger else none))
        self._show_column()

    def _line(self, column: ColumnCard) -> TableRow:
        word: Text = self._words[column.slot] if column.slot else REMARKS
        mark = _NONE if not column.slot else _SURE if column.sure else _GUESS
        shown = Mark(mark.shape, mark.token, mark.word_token, word)
        samples = "　".join(column.samples)
        return TableRow(column.index, (Cell(column.letters, token="text2"), Cell(column.heading or "—"), Cell(mark=shown), Cell(samples, token="text2")))

    def _current(self) -> ColumnCard | None:
        key = self.table.current_key()
        columns = self._tables[self._shown].columns if self._tables else ()
        return next((column for column in columns if column.index == key), None)

    def _show_column(self) -> None:
        column = self._current()
        self.choice.setEnabled(column is not None)
        if column is None:
            return
        title = T("import page", "{letters} 列　{heading}", letters=column.letters, heading=column.heading or "—")
        self._column_title.setText(self._look.t(title))
        self.choice.blockSignals(True)
        self.choice.set_code(column.slot)
        self.choice.blockSignals(False)
        self.choice.update()
        self._samples.setText("\n".join(column.samples))

    def _chosen(self, code: object) -> None:
        column = self._current()
        if column is not None and code != column.slot:
            self.slot_wanted.emit(self._shown, column.index, str(code or ""))

    def _year_typed(self, text: str) -> None:
        year = int(text) if text.isdecimal() and len(text) == 4 and 1949 <= int(text) <= 2100 else 0
        if year or not text.strip():
            self.year_wanted.emit(year)
