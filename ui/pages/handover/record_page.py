"""A hand-over that is packed, signed or given up: the list as it stands, three signatures, F3."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.text import T, Text
from models.services import handover_pages, links
from models.services.handover_pages import HandOverView
from ui.context import Context
from ui.pages.handover import words
from ui.pages.handover.lister import abandon
from ui.pages.handover.side import SIDE, HandOverFacts, PeoplePanel
from ui.pages.processes.people import sign_and_perform
from ui.widgets.buttons import Button
from ui.widgets.cell_table import CellTable
from ui.widgets.containers import Frame
from ui.widgets.page import HELP_KEY, Page
from ui.widgets.stepper import Stepper

SENTENCES = {
    "PACKED": T("hand-over", "清点完了：移交人、接收人、监交人三方签字，载体随即移交"),
    "SIGNED": T("hand-over", "三方已签字，载体已移交；清单锁定，登记长期留存"),
    "ABANDONED": T("hand-over", "这次移交已放弃，载体都回到在库"),
}  # fmt: skip


class RecordPage(Page):
    """`open(handover=…)` once packing is over."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, T("page", "移交"))
        self.context = context
        self.handover_id: int | None = None
        self.view: HandOverView | None = None
        look = self.look
        self.print_button = self.add_action(Button(look, T("hand-over", "打印移交清单 F3"), icon="printer", key="Ctrl+P"))
        self.print_button.clicked.connect(self.print_page)
        self.again_button = self.add_action(Button(look, T("hand-over", "继续清点"), key="Alt+R"))
        self.again_button.clicked.connect(self.pack_again)
        self.go_button = self.add_action(Button(look, T("hand-over", "三方签字"), "primary", icon="pen-sign", key="Ctrl+Enter"))
        self.go_button.clicked.connect(self.sign)
        self.stepper = Stepper(look)
        self.content.addWidget(self.stepper)
        row = QHBoxLayout()
        row.setSpacing(look.px(16))
        self.table = CellTable(look, words.line_heads(look), T("hand-over", "移交清单"))
        frame = Frame(look)
        frame.box.addWidget(self.table)
        row.addWidget(frame, 1)
        side = QWidget()
        side.setFixedWidth(look.px(SIDE))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(12))
        self.people, self.facts = PeoplePanel(look), HandOverFacts(look)
        self.abandon_button = Button(look, T("hand-over", "放弃…"), "link", key="Alt+X")
        self.abandon_button.clicked.connect(self.abandon)
        self.facts.head.addWidget(self.abandon_button)
        self.facts.box.addStretch(1)
        column.addWidget(self.people)
        column.addWidget(self.facts, 1)
        row.addWidget(side)
        self.content.addLayout(row, 1)

    # coming and going ----------------------------------------------------------------------------------------------

    def open(self, handover: int | None = None, **_other: Any) -> None:
        """Called by `go("handover_record", handover=…)`."""
        if handover is not None:
            self.handover_id = handover
            self.load()

    def entered(self) -> None:
        if self.handover_id is not None:
            self.load()

    def changed(self, ledgers: frozenset[str]) -> None:
        if ledgers & {"handovers", "handover_items"} and self.isVisible():
            self.load()

    def escape(self) -> bool:
        self.context.go("handover")
        return True

    def load(self) -> None:
        office, id_ = self.context.office, self.handover_id
        if id_ is None:
            return

        def ask() -> tuple[HandOverView, str]:
            view = handover_pages.hand_over_view(office.read, id_, 1)
            shelf = view.row["shelf_id"]
            return view, links.title(office.read, "shelves", shelf) if shelf else ""

        self.context.tasks.read(ask, lambda found: self._loaded(*found))

    def _loaded(self, view: HandOverView, place: str) -> None:
        row, state = view.row, view.row["state"]
        if row["id"] != self.handover_id:
            return
        if state in ("LISTING", "PACKING"):
            if self.isVisible():
                self.context.go("handover", handover=row["id"])
            return
        self.view = view
        self.set_words(T("hand-over", "移交　{number}", number=row["number"]), SENTENCES[state])
        steps, now = words.steps_of(view)
        self.stepper.set_steps(steps, now)
        self.table.set_rows([words.line_row(self.look, line) for line in view.lines])
        self.people.show_people(view)
        self.facts.show_hand_over(view, place)
        packed = state == "PACKED"
        for button in (self.again_button, self.go_button, self.abandon_button):
            button.setVisible(packed)
        self.print_button.set_kind("primary" if state == "SIGNED" else "plain")
        self._say_foot(view)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_foot(self, view: HandOverView) -> None:
        out = sum(line.item["state"] == "LEFT_OUT" for line in view.lines)
        noted = sum(bool(line.item["note"]) for line in view.lines)
        right: Text = T("hand-over", "清单 {n} 件，相符 {right} 件", n=len(view.lines), right=sum(line.is_right for line in view.lines))
        self.set_foot(right, T("hand-over", "注明差异 {n} 件", n=noted) if noted else "",
                      T("hand-over", "不移 {n} 件", n=out) if out else "")  # fmt: skip
        keys = [("Ctrl+P", T("key", "打印"))]
        if view.row["state"] == "PACKED":
            keys += [("Ctrl+Enter", T("key", "三方签字")), ("Alt+R", T("key", "继续清点"))]
        self.set_keys(*keys, ("Esc", T("key", "全部移交")), HELP_KEY)

    # acting --------------------------------------------------------------------------------------------------------

    def sign(self) -> None:
        """Ctrl+Enter: the three sign by own hand, password or paper; the carriers move."""
        if self.view is None or self.view.row["state"] != "PACKED":
            return
        row = self.view.row
        sign_and_perform(
            self.context, self, "sign_hand_over", {"handover_id": row["id"]}, T("hand-over", "移交签字　{number}", number=row["number"]),
            T("hand-over", "三方签字完毕，移交"), row["number"], lambda _done: self.load(),
        )  # fmt: skip

    def pack_again(self) -> None:
        """Alt+R: look again after all, before anybody has signed."""
        office, id_ = self.context.office, self.handover_id
        self.context.tasks.write(lambda: office.perform("continue_packing", handover_id=id_),
                                 lambda _done: self.context.go("handover", handover=id_))  # fmt: skip

    def abandon(self) -> None:
        if self.handover_id is not None:
            abandon(self.context, self, self.handover_id)

    def print_page(self) -> None:
        if self.handover_id is not None:
            self.context.go("print", form="F3", record=self.handover_id, back="handover_record")
