"""Beside the parcel: how far, the three people, and the list's number and fingerprint."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from models.domain.text import T, Text
from models.services.handover_pages import HandOverView
from ui.pages.destroy.facts import FINGERPRINT, fingerprint
from ui.pages.handover import words
from ui.pages.processes.signs import Facts, Initial, LegendLine
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.containers import Panel
from ui.widgets.labels import label
from ui.widgets.progress import Ring

SIDE = 336
PARTS = (
    ("transferor_id", T("hand-over", "移交人")), ("receiver_id", T("hand-over", "接收人")), ("witness_id", T("hand-over", "监交人")),
)  # fmt: skip


class PeoplePanel(Panel):
    """The three people with what each stands for; three different ones (R-53)."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, margin=12, spacing=6)
        self.box.addWidget(label(look, T("hand-over", "三方（三个不同的人）"), "strong"))
        self._rows: dict[str, tuple[Initial, QLabel, QLabel]] = {}
        self._look = look
        for part, name in PARTS:
            row = QHBoxLayout()
            row.setSpacing(look.px(12))
            initial, person, state = Initial(look), label(look, "", "body"), label(look, "", "second")
            row.addWidget(initial)
            row.addWidget(person)
            row.addWidget(label(look, name, "second"), 1)
            row.addWidget(state)
            self.box.addLayout(row)
            self._rows[part] = (initial, person, state)

    def show_people(self, view: HandOverView) -> None:
        signed = view.row["state"] == "SIGNED"
        for part, (initial, person, state) in self._rows.items():
            initial.set_name(view.names[part])
            person.setText(view.names[part])
            state.setText(self._look.t(T("hand-over", "已签字")) if signed else "")


class HandOverFacts(Panel):
    """Number, cause, units, new place, fingerprint."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, margin=12, spacing=8)
        self._look = look
        self.head = QHBoxLayout()
        self.head.addWidget(label(look, T("hand-over", "移交清单"), "line"), 1)
        self.box.addLayout(self.head)
        self.facts = Facts(look, spacing=4)
        self.box.addWidget(self.facts)

    def show_hand_over(self, view: HandOverView, place: str = "") -> None:
        row, names = view.row, view.names
        kind: Text = T("hand-over", "{kind}　{cause}", kind=words.kind_words(row), cause=words.cause_words(row))
        gone: Text | str = T("hand-over", "{n} 件", n=row["handed_over"]) if row["handed_over"] is not None else ""
        self.facts.set_facts([
            (T("hand-over", "编号"), str(row["number"])), (T("hand-over", "事项"), kind),
            (T("hand-over", "移交部门"), names["from_unit_id"]), (T("hand-over", "接收方"), names["to_unit_id"]),
            (T("hand-over", "新责任人"), names["custodian_id"]), (T("hand-over", "新位置"), place),
            (T("hand-over", "件数"), T("hand-over", "{n} 件", n=row["listed"] or len(view.lines))),
            (FINGERPRINT, fingerprint(row["digest"])), (T("hand-over", "已移交"), gone),
            (T("hand-over", "移交日期"), str(row["handed_on"] or "")), (T("hand-over", "放弃原因"), str(row["ended_because"] or "")),
        ], (FINGERPRINT,))  # fmt: skip


class PackSide(QWidget):
    """Ring, people, list."""

    abandon_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setFixedWidth(look.px(SIDE))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(12))
        rings = Panel(look, margin=14, spacing=0)
        row = QHBoxLayout()
        row.setSpacing(look.px(16))
        self.ring = Ring(look, T("hand-over", "已核对"))
        row.addWidget(self.ring)
        legend = QVBoxLayout()
        legend.setSpacing(look.px(4))
        self.lines = {code: LegendLine(look, mark) for code, mark in (
            ("packed", words.SEEN), ("left", words.OPEN), ("wrong", words.WRONG), ("surplus", words.SURPLUS))}  # fmt: skip
        for line in self.lines.values():
            legend.addWidget(line)
        row.addLayout(legend, 1)
        rings.box.addLayout(row)
        column.addWidget(rings)
        self.people, self.facts = PeoplePanel(look), HandOverFacts(look)
        leave = Button(look, T("hand-over", "放弃…"), "link", key="Alt+X")
        leave.clicked.connect(self.abandon_wanted)
        self.facts.head.addWidget(leave)
        column.addWidget(self.people)
        column.addWidget(self.facts, 1)
        self.facts.box.addStretch(1)

    def show_hand_over(self, view: HandOverView) -> None:
        self.people.show_people(view)
        self.facts.show_hand_over(view)

    def show_figures(self, listed: int, packed: int, wrong: int, left: int, refused: int) -> None:
        """`packed` are right, `wrong` differ, `left` were not looked at, `refused` are scans of other things."""
        self.ring.set_value(packed + wrong, listed, T("hand-over", "共 {n} 件", n=listed))
        self.lines["packed"].set_count(packed, "ok")
        self.lines["left"].set_count(left, "text")
        self.lines["wrong"].set_count(wrong, "warn")
        self.lines["surplus"].set_count(refused, "bad")
