"""Beside the machine: how far, who witnesses, and the list that was approved."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.destruction_run import RunFigures
from models.domain.text import T, Text
from models.services.destroy_pages import BatchView
from ui.pages.destroy import words
from ui.pages.destroy.facts import ListPanel
from ui.pages.processes.signs import Initial, LegendLine
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.containers import Panel
from ui.widgets.labels import label
from ui.widgets.progress import Ring

SIDE = 336


class RingPanel(Panel):
    """The ring with its legend: put in, left, surplus, pulled out."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, margin=14, spacing=0)
        row = QHBoxLayout()
        row.setSpacing(look.px(16))
        self.ring = Ring(look, T("destruction", "已投入"))
        row.addWidget(self.ring)
        column = QVBoxLayout()
        column.setSpacing(look.px(4))
        self.lines = {code: LegendLine(look, mark) for code, mark in (
            ("put", words.PUT), ("left", words.OPEN), ("surplus", words.SURPLUS), ("out", words.OUT))}  # fmt: skip
        for line in self.lines.values():
            column.addWidget(line)
        row.addLayout(column, 1)
        self.box.addLayout(row)

    def show_figures(self, figures: RunFigures, refusals: int) -> None:
        self.ring.set_value(figures.put_in, figures.listed, T("destruction", "共 {n} 份", n=figures.locked))
        self.lines["put"].set_count(figures.put_in, "ok")
        self.lines["left"].set_count(figures.left, "text")
        self.lines["surplus"].set_count(refusals, "bad")
        self.lines["out"].set_count(figures.pulled_out, "warn")


class WitnessPanel(Panel):
    """Two witnesses, neither the approver; they sign when everything is in."""

    wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, margin=12, spacing=8)
        self._look = look
        head = QHBoxLayout()
        head.addWidget(label(look, T("destruction", "监销人（两人，均不是批准人）"), "strong"), 1)
        self._choose = Button(look, T("destruction", "换人…"), "link", key="Alt+W")
        self._choose.clicked.connect(self.wanted)
        head.addWidget(self._choose)
        self.box.addLayout(head)
        self._rows: list[tuple[Initial, QWidget, QWidget]] = []
        for _nth in range(2):
            row = QHBoxLayout()
            row.setSpacing(look.px(12))
            initial = Initial(look)
            row.addWidget(initial)
            column = QVBoxLayout()
            column.setSpacing(0)
            name, state = label(look, "", "body"), label(look, "", "second")
            column.addWidget(name)
            column.addWidget(state)
            row.addLayout(column, 1)
            self.box.addLayout(row)
            self._rows.append((initial, name, state))

    def show_people(self, names: list[str], ready: bool) -> None:
        """`ready`: everything is in, they may sign."""
        for (initial, name, state), person in zip(self._rows, [*names, "", ""], strict=False):
            initial.set_name(person)
            name.setText(person or self._look.t(T("destruction", "还没有指定")))  # type: ignore[attr-defined]
            said: Text = T("destruction", "现在可以签字") if ready else T("destruction", "投完后用本人口令或纸面签字")
            state.setText(self._look.t(said))  # type: ignore[attr-defined]


class RunSide(QWidget):
    """Ring, witnesses, list."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setFixedWidth(look.px(SIDE))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(12))
        self.ring, self.witnesses, self.list = RingPanel(look), WitnessPanel(look), ListPanel(look, brief=True)
        for panel in (self.ring, self.witnesses):
            column.addWidget(panel)
        column.addWidget(self.list, 1)
        self.list.box.addStretch(1)

    def show_batch(self, view: BatchView) -> None:
        self.list.show_batch(view)
