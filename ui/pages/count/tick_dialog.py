"""Without a scanner, or for torn labels: tick what is seen among what this shelf still lacks (peers.md b 8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from models.domain.text import T, Text
from models.services.count_pages import Lacking
from ui.context import Context
from ui.pages.processes.carrier_words import shown_title
from ui.theme.badges import badge_code
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.cell_table import TICK, UNTICKED, Cell, CellTable, Head, TableRow
from ui.widgets.containers import EmptyState, Frame
from ui.widgets.dialog import Dialog
from ui.widgets.labels import label

Ticked = Callable[[Lacking], None]


def _title_cell(look: Look, item: Lacking) -> Cell:
    """The title; what is packed for hand-over is said first: it is looked for in the parcel."""
    title = shown_title(look, item.level, item.title)
    if item.whereabout is None:
        return Cell(title)
    return Cell(f"{look.t(item.whereabout)}　{title}", token="warn")


class TickDialog(Dialog):
    """Space ticks; the button counts what is ticked. Each tick becomes one kept scan, marked as ticked."""

    def __init__(self, context: Context, parent: QWidget, place: str, lacking: Sequence[Lacking]) -> None:
        super().__init__(context.look, parent, T("count", "逐份勾选　{place}", place=place), width=860)
        look = self.look
        self._lacking = list(lacking)
        self.ticked: set[int] = set()
        words = T("count", "看到一份勾一份，空格键勾选。勾选的也是一次清点，日志里记作“勾选”，不是扫描。")
        self.body.addWidget(label(look, words, "second", wrap=True))
        wide = 86 if look.words.language == "zh" else 120
        heads = (Head("", 44), Head(T("count", "载体编号"), 116), Head(T("count", "密级"), wide), Head(T("count", "标题"), 0),
                 Head(T("count", "份号"), 90))  # fmt: skip
        self.table = CellTable(look, heads, T("count", "这里还没有扫到的"))
        self.table.ticked.connect(self._toggle)
        self.table.opened.connect(self._toggle)
        if lacking:
            frame = Frame(look, ground="surface")
            frame.box.addWidget(self.table)
            frame.setMinimumHeight(look.px(400))
            self.body.addWidget(frame, 1)
        else:
            empty = EmptyState(look, "check-circle")
            empty.set_words(T("count", "这里应有的都扫到了"), T("count", "换下一层，或者结束扫描"), [])
            empty.setMinimumHeight(look.px(260))
            self.body.addWidget(empty)
        back = self.add_button(Button(look, T("dialog", "取消"), key="Esc"))
        back.clicked.connect(self.reject)
        self.go = self.add_button(Button(look, "", "primary", icon="check", key="Ctrl+Enter"))
        self.go.clicked.connect(self._finish)
        self.go.setVisible(bool(lacking))
        self._show()
        (self.table if lacking else back).setFocus()

    def _toggle(self, carrier_id: int) -> None:
        self.ticked ^= {carrier_id}
        self._show()

    def _show(self) -> None:
        look = self.look
        self.table.set_rows([
            TableRow(item.carrier_id, (
                Cell(tick=TICK if item.carrier_id in self.ticked else UNTICKED), Cell(item.number),
                Cell(badge=badge_code(item.secret_kind, item.level)), _title_cell(look, item),
                Cell(item.copy_number),
            )) for item in self._lacking
        ])  # fmt: skip
        self.go.set_text(T("count", "记下看到的 {n} 份", n=len(self.ticked)))
        self.go.set_enabled(bool(self.ticked), T("count", "还没有勾"))
        note: Text = T("count", "还没有扫到 {n} 份", n=len(self._lacking) - len(self.ticked))
        self.foot_note.setText(look.t(note) if self._lacking else "")

    def _finish(self) -> None:
        self.done_with([item for item in self._lacking if item.carrier_id in self.ticked])

    @classmethod
    def ask(cls, context: Context, parent: QWidget, place: str, lacking: Sequence[Lacking]) -> list[Lacking]:
        """What was ticked; empty if it was left."""
        return cls(context, parent, place, lacking).run() or []
