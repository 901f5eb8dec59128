"""The list as it was approved: who, when, number, fingerprint, bags; and the acts that are seldom needed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from models.domain.text import T, Text
from models.services import destruction_views
from models.services.destroy_pages import BatchView
from ui.pages.destroy import words
from ui.pages.processes.signs import Facts
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.containers import Panel
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import IconLabel, label

FINGERPRINT = T("destruction", "清单指纹")


class ListPanel(Panel):
    """批准清单: with a closed lock once it is locked. `brief` leaves out what the run page shows elsewhere."""

    def __init__(self, look: Look, brief: bool = False) -> None:
        super().__init__(look, margin=12 if brief else 16, spacing=8 if brief else 10)
        self._look, self._brief = look, brief
        head = self._head = QHBoxLayout()
        self._title = label(look, T("destruction", "批准清单"), "line")
        head.addWidget(self._title, 1)
        self._lock = IconLabel(look, "lock", "ok", 18)
        head.addWidget(self._lock)
        self.box.addLayout(head)
        self.facts = Facts(look, spacing=4 if brief else 6)
        self.box.addWidget(self.facts)
        self._acts = FlowLayout(None, look.px(12))
        self.box.addLayout(self._acts)

    def add_act(self, words_: Text, key: str, act: Callable[[], None]) -> Button:
        """A seldom act as a link below the facts; in the brief panel beside the title."""
        button = Button(self._look, words_, "link", key=key)
        button.clicked.connect(act)
        if self._brief:
            self._head.insertWidget(1, button)
        else:
            self._acts.addWidget(button)
        return button

    def show_batch(self, view: BatchView) -> None:
        batch, names = view.batch, view.names
        locked = bool(batch["approved_on"])
        self._title.setText(self._look.t(T("destruction", "批准清单") if locked else T("destruction", "清单")))
        self._lock.setVisible(locked)
        approved: Text | str = ""
        if names["approver_id"]:
            approved = T("destruction", "{name}　{day}", name=names["approver_id"], day=batch["approved_on"] or "")
        sizes = T("destruction", "{n} 份", n=batch["locked"] or len(view.lines))
        if batch["bags"]:
            sizes = T("destruction", "{n} 份，{bags} 袋", n=batch["locked"] or len(view.lines), bags=batch["bags"])
        seals = [str(bag["seal_number"]) for bag in view.bags]
        between: Text | str = T("destruction", "{first} 至 {last}", first=seals[0], last=seals[-1]) if len(seals) > 1 else "".join(seals)
        facts: list[tuple[Text, Text | str]] = [
            (T("destruction", "批准人"), approved), (T("destruction", "单号"), str(batch["number"])),
            (FINGERPRINT, fingerprint(batch["digest"])), (T("destruction", "份数"), sizes),
            (T("destruction", "封签"), between if self._brief else ""),
        ]  # fmt: skip
        if not self._brief and batch["state"] != "APPROVED":  # there the bags need the room
            facts += self._more(view)
        self.facts.set_facts(facts, (FINGERPRINT,))

    def _more(self, view: BatchView) -> list[tuple[Text, Text | str]]:
        batch, names = view.batch, view.names
        escorts = "、".join(names[column] for column in ("escort_id", "second_escort_id") if names[column])
        receipt: Text | str = ""
        if batch["receipt_number"]:
            receipt = T("destruction", "{number}　{day}", number=batch["receipt_number"], day=batch["receipt_on"] or "")
        certified = destruction_views.list_number(batch) if batch["state"] == "CERTIFIED" else ""
        return [
            (T("destruction", "事由"), words.cause_words(self._look, batch)),
            (T("destruction", "方式"), T("destruction", "{way}　{where}", way=words.route_words(batch), where=words.place_words(batch))),
            (T("destruction", "地点"), str(batch["place"] or "")), (T("destruction", "押运"), escorts),
            (T("destruction", "回执"), receipt), (T("destruction", "证明"), certified),
        ]  # fmt: skip


def fingerprint(digest: str | None) -> str:
    """The first 16 hex digits in groups of four, as the footer of the printed list shows them."""
    short = (digest or "")[:16]
    return " ".join(short[at : at + 4] for at in range(0, len(short), 4))
