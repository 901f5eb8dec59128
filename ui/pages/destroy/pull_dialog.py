"""Taking a carrier out of a locked list, or noting what came back whole: which, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from models.domain.search_text import fold
from models.domain.text import T, Text
from models.services.destroy_pages import by_code
from models.services.destruction_views import ListLine
from ui.context import Context
from ui.pages.processes.carrier_words import badge_of, title_of
from ui.scanning import Scan
from ui.widgets.buttons import Button
from ui.widgets.cell_table import Cell, CellTable, Head, TableRow
from ui.widgets.containers import Frame
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import LineInput, TickBox
from ui.widgets.labels import label
from ui.widgets.search import SearchField


@dataclass(frozen=True)
class Wording:
    """What is asked. `several`: all may be taken at once."""

    title: Text
    said: Text
    lines: Text
    why: Text
    example: Text
    verb: Text
    foreign: Text
    several: bool = False


PULL_OUT = Wording(
    T("destruction", "剔出一份"), T("destruction", "剔出的回到在库，不销毁；连同原因列在销毁证明上。清单的指纹不变。"),
    T("destruction", "清单上还没有投入的"), T("destruction", "为什么剔出"), T("destruction", "如：附件缺页，留作核查"),
    T("destruction", "剔出"), T("destruction", "这一份不在清单上，或已经投入"),
)  # fmt: skip
BROUGHT_BACK = Wording(
    T("destruction", "原样退回"),
    T("destruction", "没有销毁、原样退回的回到“还没投入”：以后再投，或者剔出。监销和回执作废，重新签字。"),
    T("destruction", "已经投入的"), T("destruction", "为什么退回，现在放在哪里"), T("destruction", "如：化浆机故障，已放回机要室 3号柜"),
    T("destruction", "登记退回"), T("destruction", "这一份没有投入"), several=True,
)  # fmt: skip


class PullDialog(Dialog):
    """Choose by search or by scanning its label; the reason is needed."""

    def __init__(self, context: Context, parent: QWidget, waiting: Sequence[ListLine], first: int | None, wording: Wording) -> None:
        super().__init__(context.look, parent, wording.title, width=760)
        look = self.look
        self._context, self._waiting, self._wording = context, list(waiting), wording
        self.body.addWidget(label(look, wording.said, "second", wrap=True))
        self.finder = SearchField(look, T("list", "搜索"), T("destruction", "编号、标题、份号，或扫一份"))
        self.finder.searched.connect(lambda _text: self._show())
        self.body.addWidget(self.finder)
        heads = (Head(T("destruction", "载体编号"), 116), Head(T("destruction", "密级"), 116 if look.words.language != "zh" else 86),
                 Head(T("destruction", "标题"), 0), Head(T("destruction", "份号"), 90), Head(T("destruction", "袋"), 60))  # fmt: skip
        self.table = CellTable(look, heads, wording.lines)
        self.finder.left_down.connect(self.table.setFocus)
        frame = Frame(look, ground="surface")
        frame.box.addWidget(self.table)
        frame.setMinimumHeight(look.px(250))
        self.body.addWidget(frame, 1)
        self.all = TickBox(look, T("destruction", "全部 {n} 份", n=len(self._waiting)))
        self.all.setVisible(wording.several and len(self._waiting) > 1)
        self.all.toggled.connect(lambda _on: self._judge())
        self.body.addWidget(self.all)
        self.body.addWidget(label(look, wording.why, "label"))
        self.why = LineInput(look, wording.why)
        self.why.setPlaceholderText(look.t(wording.example))
        self.why.returnPressed.connect(self._finish)
        self.why.textChanged.connect(lambda _text: self._judge())
        self.body.addWidget(self.why)
        back = self.add_button(Button(look, T("dialog", "取消"), key="Esc"))
        back.clicked.connect(self.reject)
        self.go = self.add_button(Button(look, "", "primary", key="Ctrl+Enter"))
        self.go.clicked.connect(self._finish)
        self.table.picked.connect(lambda _key: self._judge())
        self.table.opened.connect(lambda _key: self.why.setFocus())
        self._show()
        if first is not None and self.table.go_to(first):
            self.why.setFocus()
        else:
            self.finder.setFocus()
        self._judge()

    def _show(self) -> None:
        wanted = [fold(word) for word in self.finder.text().split()]
        rows = []
        for line in self._waiting:
            row = line.carrier
            whole = fold(f"{row['number']} {title_of(self.look, row)} {row['copy_number'] or ''}")
            if all(word in whole for word in wanted):
                rows.append(TableRow(row["id"], (
                    Cell(row["number"]), Cell(badge=badge_of(row)), Cell(title_of(self.look, row)), Cell(row["copy_number"] or "—"),
                    Cell(str(line.bag or "—")),
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
            self.foot_note.setText(self.look.t(self._wording.foreign))
            return
        self.why.setFocus()

    def _judge(self) -> None:
        key, verb = self.table.current_key(), self._wording.verb
        line = next((line for line in self._waiting if line.carrier["id"] == key), None)
        self.table.setEnabled(not self.all.isChecked())
        if self.all.isChecked():
            self.go.set_text(T("destruction", "{verb} {n} 份", verb=verb, n=len(self._waiting)))
        else:
            self.go.set_text(T("destruction", "{verb} {number}", verb=verb, number=line.carrier["number"]) if line else verb)
        chosen = line is not None or self.all.isChecked()
        why = T("destruction", "还没有选") if not chosen else T("destruction", "还差：原因") if not self.why.text().strip() else ""
        self.go.set_enabled(not why, why)
        self.foot_note.setText(self.look.t(why))

    def _finish(self) -> None:
        key = self.table.current_key()
        ids = [line.carrier["id"] for line in self._waiting] if self.all.isChecked() else [key] if isinstance(key, int) else []
        if ids and self.why.text().strip():
            self.done_with((ids, self.why.text().strip()))

    @classmethod
    def ask(cls, context: Context, parent: QWidget, waiting: Sequence[ListLine], first: int | None,
            wording: Wording = PULL_OUT) -> tuple[list[int], str] | None:  # fmt: skip
        """Carriers and reason, or None if it was left."""
        dialog = cls(context, parent, waiting, first, wording)
        context.scans.push(dialog, dialog.take_scan)
        try:
            given = dialog.run()
        finally:
            context.scans.pop(dialog)
        return given if isinstance(given, tuple) else None
