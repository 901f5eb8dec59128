"""× on F3: which item differs, how, and whether it is handed over all the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.domain.search_text import fold
from models.domain.text import T
from models.services.destroy_pages import by_code
from models.services.handover_views import HandOverLine
from ui.context import Context
from ui.pages.handover.words import ITEM_MARKS
from ui.pages.processes.carrier_words import badge_of, title_of
from ui.scanning import Scan
from ui.widgets.buttons import Button
from ui.widgets.cell_table import Cell, CellTable, Head, TableRow
from ui.widgets.containers import Frame
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import LineInput, OptionCard
from ui.widgets.labels import label
from ui.widgets.search import SearchField

OPEN = ("LISTED", "PACKED", "ON_BOOK")


class DifferenceDialog(Dialog):
    """Choose by search or by scanning its label; the difference is written on the list that three people sign."""

    def __init__(self, context: Context, parent: QWidget, lines: Sequence[HandOverLine], first: int | None) -> None:
        super().__init__(context.look, parent, T("hand-over", "注明差异"), width=760)
        look = self.look
        self._context = context
        self._lines = [line for line in lines if line.item["state"] in OPEN]
        self.finder = SearchField(look, T("list", "搜索"), T("hand-over", "编号、标题、份号，或扫一件"))
        self.finder.searched.connect(lambda _text: self._show())
        self.body.addWidget(self.finder)
        heads = (Head(T("hand-over", "载体编号"), 116), Head(T("hand-over", "密级"), 116 if look.words.language != "zh" else 86),
                 Head(T("hand-over", "标题"), 0), Head(T("hand-over", "份号"), 90), Head(T("hand-over", "核对"), 150))  # fmt: skip
        self.table = CellTable(look, heads, T("hand-over", "清单上的载体"))
        self.finder.left_down.connect(self.table.setFocus)
        frame = Frame(look, ground="surface")
        frame.box.addWidget(self.table)
        frame.setMinimumHeight(look.px(200))
        self.body.addWidget(frame, 1)
        self.body.addWidget(label(look, T("hand-over", "差在哪里"), "label"))
        self.note = LineInput(look, T("hand-over", "差在哪里"))
        self.note.setPlaceholderText(look.t(T("hand-over", "如：缺第 3 页；份号不清")))
        self.note.textChanged.connect(lambda _text: self._judge())
        self.body.addWidget(self.note)
        row = QHBoxLayout()
        row.setSpacing(look.px(10))
        self.goes = OptionCard(look, T("hand-over", "照移"), T("hand-over", "带着差异移交，备注写在清单上"), "Alt+1")
        self.stays = OptionCard(look, T("hand-over", "不移"), T("hand-over", "留在本处，签字后回到在库"), "Alt+2")
        self.goes.setChecked(True)
        for card in (self.goes, self.stays):
            row.addWidget(card)
        self.body.addLayout(row)
        back = self.add_button(Button(look, T("dialog", "取消"), key="Esc"))
        back.clicked.connect(self.reject)
        self.go = self.add_button(Button(look, "", "primary", key="Ctrl+Enter"))
        self.go.clicked.connect(self._finish)
        self.table.picked.connect(lambda _key: self._judge())
        self.table.opened.connect(lambda _key: self.note.setFocus())
        self._show()
        if first is not None and self.table.go_to(first):
            self.note.setFocus()
        else:
            self.finder.setFocus()
        self._judge()

    def _show(self) -> None:
        wanted = [fold(word) for word in self.finder.text().split()]
        rows = []
        for line in self._lines:
            row = line.carrier
            whole = fold(f"{row['number']} {title_of(self.look, row)} {row['copy_number'] or ''}")
            if all(word in whole for word in wanted):
                rows.append(TableRow(row["id"], (
                    Cell(row["number"]), Cell(badge=badge_of(row)), Cell(title_of(self.look, row)), Cell(row["copy_number"] or "—"),
                    Cell(mark=ITEM_MARKS[line.item["state"]]),
                )))  # fmt: skip
        self.table.set_rows(rows)
        self._judge()

    def take_scan(self, scan: Scan) -> None:
        """A label was scanned while the dialog is open."""
        office = self._context.office
        self._context.tasks.read(lambda: by_code(office.read, scan.text), self._scanned)

    def _scanned(self, found: object) -> None:
        carrier = getattr(found, "carrier_id", None)
        self.finder.clear()
        self._show()
        if carrier is None or not self.table.go_to(carrier):
            self.foot_note.setText(self.look.t(T("hand-over", "这一件不在清单上，或差异已注明")))
            return
        self.note.setFocus()

    def _judge(self) -> None:
        key = self.table.current_key()
        line = next((line for line in self._lines if line.carrier["id"] == key), None)
        self.go.set_text(T("hand-over", "注明 {number}", number=line.carrier["number"]) if line else T("hand-over", "注明差异"))
        why = T("hand-over", "还没有选") if line is None else T("hand-over", "还差：差在哪里") if not self.note.text().strip() else ""
        self.go.set_enabled(not why, why)
        self.foot_note.setText(self.look.t(why))

    def _finish(self) -> None:
        key = self.table.current_key()
        if isinstance(key, int) and self.note.text().strip():
            self.done_with({"carrier_id": key, "note": self.note.text().strip(), "hand_over": self.goes.isChecked()})

    @classmethod
    def ask(cls, context: Context, parent: QWidget, lines: Sequence[HandOverLine], first: int | None) -> dict[str, Any] | None:
        """What the act `note_difference` takes, or None if it was left."""
        dialog = cls(context, parent, lines, first)
        context.scans.push(dialog, dialog.take_scan)
        try:
            given = dialog.run()
        finally:
            context.scans.pop(dialog)
        return given if isinstance(given, dict) else None
