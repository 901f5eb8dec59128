"""One batch from its count to its seals, and after the witnesses: the list, the fingerprint, and the one step that fits."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.destruction import NEXT_DUTY, BatchState
from models.domain.text import T, Text
from models.ledgers.fields import Field, Kind
from models.services import destroy_pages, destruction_views
from models.services.destroy_pages import BatchView
from models.services.destruction_views import ListLine
from ui.context import Context
from ui.pages.destroy import words
from ui.pages.destroy.bags_panel import BagsPanel
from ui.pages.destroy.facts import ListPanel
from ui.pages.destroy.stages import Stages
from ui.pages.processes.carrier_words import badge_of, title_of
from ui.pages.processes.fields_dialog import Asked, FieldsDialog
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.cell_table import Cell, CellTable, Head, TableRow
from ui.widgets.containers import Frame
from ui.widgets.page import HELP_KEY, Page
from ui.widgets.stepper import Stepper

SIDE = 344
PRIMARY: dict[str, tuple[Text, str]] = {
    "COUNTED": (T("destruction", "批准签字"), "pen-sign"), "APPROVED": (T("destruction", "封装完成"), "lock"),
    "SEALED": (T("destruction", "开始监销"), "chevron-right"), "WITNESSED": (T("destruction", "登记回执并出证明"), "check-circle"),
}  # fmt: skip
MAY_REOPEN = ("COUNTED", "APPROVED", "SEALED")
MAY_PULL = ("APPROVED", "SEALED")


class BatchPage(Page):
    """`open(destruction=…)` in every state but the open list and the run, which have pages of their own."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, T("page", "销毁"))
        self.context = context
        self.destruction_id: int | None = None
        self.view: BatchView | None = None
        self.stages = Stages(context, self)
        look = self.look
        self.print_button = self.add_action(Button(look, T("destruction", "打印审批表 F1"), icon="printer", key="Ctrl+P"))
        self.print_button.clicked.connect(self.print_page)
        self.go_button = self.add_action(Button(look, "", "primary", icon="chevron-right", key="Ctrl+Enter"))
        self.go_button.clicked.connect(self.go_on)
        self.stepper = Stepper(look)
        self.content.addWidget(self.stepper)
        row = QHBoxLayout()
        row.setSpacing(look.px(16))
        self.table = CellTable(look, _heads(look), T("destruction", "这一批的清单"))
        frame = Frame(look)
        frame.box.addWidget(self.table)
        row.addWidget(frame, 1)
        side = QWidget()
        side.setFixedWidth(look.px(SIDE))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(12))
        self.facts = ListPanel(look)
        self.bags = BagsPanel(look)
        self.bags.changed.connect(self._judge)
        column.addWidget(self.facts)
        column.addWidget(self.bags, 1)
        column.addStretch(0)
        self.pull_button = self.facts.add_act(T("destruction", "剔出一份…"), "Alt+P", self.stages.pull_out)
        self.move_button = self.facts.add_act(T("destruction", "换袋…"), "Alt+M", self.move_to_bag)
        self.back_button = self.facts.add_act(T("destruction", "原样退回…"), "Alt+B", self.stages.bring_back)
        self.reopen_button = self.facts.add_act(T("destruction", "退回拟销…"), "Alt+R", self.stages.reopen)
        self.abandon_button = self.facts.add_act(T("destruction", "放弃这一批…"), "Alt+X", self.stages.abandon)
        row.addWidget(side)
        self.content.addLayout(row, 1)

    # coming and going ----------------------------------------------------------------------------------------------

    def open(self, destruction: int | None = None, **_other: Any) -> None:
        """Called by `go("destroy_batch", destruction=…)`."""
        if destruction is not None:
            if destruction != self.destruction_id:
                self.view = None
                self.bags.forget()
            self.destruction_id = destruction
            self.load()

    def entered(self) -> None:
        if self.destruction_id is not None:
            self.load()

    def changed(self, ledgers: frozenset[str]) -> None:
        if ledgers & {"destructions", "destruction_items"} and self.isVisible():
            self.entered()

    def escape(self) -> bool:
        self.context.go("destroy")
        return True

    def load(self) -> None:
        office, batch = self.context.office, self.destruction_id
        if batch is not None:
            self.context.tasks.read(lambda: destroy_pages.batch_view(office.read, batch), self._loaded)

    def _loaded(self, view: BatchView) -> None:
        if view.batch["id"] != self.destruction_id:
            return
        state = view.batch["state"]
        if state in ("LISTED", "EXECUTING") and self.isVisible():
            self.context.go("destroy", destruction=view.batch["id"])
            return
        first, self.view = self.view is None or self.view.batch["state"] != state, view
        self._show(view)
        if first:
            self._focus()

    # showing -------------------------------------------------------------------------------------------------------

    def _show(self, view: BatchView) -> None:
        batch, state = view.batch, view.batch["state"]
        said: Text | str = NEXT_DUTY[BatchState(state)]
        if state == "ABANDONED":
            said = T("destruction", "这一批已放弃：{why}", why=batch["ended_because"] or "")
        elif state == "CERTIFIED":
            said = T("destruction", "已销毁 {n} 份，证明 {number}；登记长期留存", n=batch["destroyed"] or 0,
                     number=destruction_views.list_number(batch))  # fmt: skip
        self.set_words(T("destruction", "销毁　{number}", number=batch["number"]), said)
        steps, now = words.steps_of(view)
        self.stepper.set_steps(steps, now)
        self.facts.show_batch(view)
        if state == "APPROVED":
            self.bags.pack(view.waiting)
        else:
            self.bags.show_bags(view.bags)
        self.table.set_rows([_row(self.look, line, self.bags.bag_of(line.carrier["id"])) for line in view.lines])
        self.bags.setVisible(state == "APPROVED" or bool(view.bags))
        self._show_acts(view)
        self._judge()

    def _show_acts(self, view: BatchView) -> None:
        state = view.batch["state"]
        primary = PRIMARY.get(state)
        self.go_button.setVisible(primary is not None)
        if primary is not None:
            self.go_button.set_text(primary[0])
        witnessed = state in ("WITNESSED", "CERTIFIED")
        self.print_button.set_text(T("destruction", "打印销毁清单 F2") if witnessed else T("destruction", "打印审批表 F1"))
        self.print_button.set_kind("primary" if state == "CERTIFIED" else "plain")
        self.pull_button.setVisible(state in MAY_PULL)
        self.back_button.setVisible(state == "WITNESSED")
        self.move_button.setVisible(state == "APPROVED")
        self.reopen_button.setVisible(state in MAY_REOPEN)
        self.abandon_button.setVisible(state in MAY_REOPEN)
        keys = [("Ctrl+P", T("key", "打印"))]
        if primary is not None:
            keys.append(("Ctrl+Enter", primary[0]))
        if state in MAY_REOPEN:
            keys.append(("Alt+R", T("key", "退回拟销")))
        self.set_keys(*keys, ("Esc", T("key", "全部批次")), HELP_KEY)

    def _judge(self) -> None:
        view = self.view
        if view is None:
            return
        state, unsealed = view.batch["state"], self.bags.unsealed
        missing: Text | str = T("destruction", "还有 {n} 袋没有封签号", n=unsealed) if state == "APPROVED" and unsealed else ""
        self.go_button.set_enabled(not missing, missing)
        out = sum(line.item["state"] == "PULLED_OUT" for line in view.lines)
        rows = [line.carrier for line in view.lines]
        self.set_foot(
            missing, T("destruction", "清单 {n} 份：{levels}", n=len(rows), levels=words.level_words(self.look, destroy_pages.level_counts(rows))),
            T("destruction", "剔出 {n} 份", n=out) if out else "",
        )  # fmt: skip

    def _focus(self) -> None:
        seal = self.bags.first_empty() if self.view and self.view.batch["state"] == "APPROVED" else None
        (seal or self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    # acting --------------------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Ctrl+Enter: the one step that comes next."""
        if self.view is None:
            return
        step = {"COUNTED": self.stages.approve, "APPROVED": self.stages.seal, "SEALED": self.stages.start,
                "WITNESSED": self.stages.certify}.get(self.view.batch["state"])  # fmt: skip
        if step is not None:
            step()

    def move_to_bag(self) -> None:
        """Alt+M: the chosen line goes into another bag of its material, before the seals."""
        line = self.current_line()
        targets = self.bags.targets(line.carrier["id"]) if line is not None else {}
        if line is None or self.view is None or not targets:
            return
        number, now = line.carrier["number"], self.bags.bag_of(line.carrier["id"]) or 0
        asked = Asked(
            T("destruction", "{number} 换袋", number=number), T("destruction", "换袋"),
            {"bag": Field(T("destruction", "装进"), Kind.CHOICE, choices=targets, required=True)},
            (T("destruction", "现在在 {n} 号袋；只能换到同一材质的袋。", n=now),), {"bag": 2},
        )  # fmt: skip
        given = FieldsDialog.ask(self.context, self, asked, {"bag": next(iter(targets))})
        if given is not None:
            self.bags.move_to(line.carrier["id"], int(given.values["bag"]))
            self._show(self.view)
            self.table.go_to(line.item["id"])

    def print_page(self) -> None:
        if self.view is not None:
            form = "F2" if self.view.batch["state"] in ("WITNESSED", "CERTIFIED") else "F1"
            self.context.go("print", form=form, record=self.view.batch["id"], back="destroy_batch")

    def current_line(self) -> ListLine | None:
        """The line of the list that is chosen."""
        key = self.table.current_key()
        return next((line for line in self.view.lines if line.item["id"] == key), None) if self.view else None


def _heads(look: Look) -> tuple[Head, ...]:
    wide = look.words.language != "zh"
    return (
        Head(T("destruction", "序号"), 52, right_aligned=True), Head("", 12), Head(T("destruction", "载体编号"), 110),
        Head(T("destruction", "密级"), 116 if wide else 86), Head(T("destruction", "标题"), 0), Head(T("destruction", "份号"), 76),
        Head(T("destruction", "袋"), 62), Head(T("destruction", "结果"), 190),
    )  # fmt: skip


def _row(look: Look, line: ListLine, planned: int | None) -> TableRow:
    item, carrier = line.item, line.carrier
    mark = words.ITEM_MARKS.get(item["state"])
    why = str(item["out_reason"] or "") if item["state"] == "PULLED_OUT" else ""
    result = Cell(T("destruction", "剔出：{why}", why=why), mark=mark, token="warn") if why else Cell(mark=mark)
    return TableRow(item["id"], (
        Cell(str(item["rank"] or "")), Cell(""), Cell(carrier["number"]), Cell(badge=badge_of(carrier)),
        Cell(title_of(look, carrier)), Cell(carrier["copy_number"] or "—"), Cell(str(line.bag or planned or "—")), result,
    ))  # fmt: skip
