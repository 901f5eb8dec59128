"""A lent carrier came back: the bar that asks for the check of pages and condition, answered with one key (R-37)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from models.domain.text import T, Text
from models.services.movements import Brief, OpenLoan
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.containers import Panel
from ui.widgets.labels import MarkLabel, label
from ui.widgets.text_dialog import TextDialog

WHOLE = T("movement", "页数齐全，完好")


class ReturnBar(Panel):
    """`checked(text)` with what was seen, `left()` if the return is not booked after all."""

    checked = Signal(str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, margin=10, spacing=0, tone="accent")
        self.look = look
        self.carrier: Brief | None = None
        self.loan: OpenLoan | None = None
        row = QHBoxLayout()
        row.setSpacing(look.px(10))
        row.addWidget(MarkLabel(look, "arrow", "accent", 14))
        self._words = label(look, "", "strong")
        row.addWidget(self._words, 1)
        self.whole = Button(look, WHOLE, icon="check", key="Alt+1")
        self.whole.clicked.connect(lambda: self._answer(str(WHOLE)))
        self.damaged = Button(look, T("movement", "有缺损…"), key="Alt+2")
        self.damaged.clicked.connect(self._ask)
        self.back = Button(look, T("movement", "不归还"), "link", key="Esc")
        self.back.clicked.connect(self.leave)
        for button in (self.whole, self.damaged, self.back):
            row.addWidget(button)
        self.box.addLayout(row)
        self.hide()

    @property
    def waits(self) -> bool:
        """Whether a return is not checked yet."""
        return self.carrier is not None

    def wait_for(self, carrier: Brief, loan: OpenLoan) -> None:
        """Ask for this one."""
        self.carrier, self.loan = carrier, loan
        pages: Text = T("movement", "{number}：应有 {n} 页", number=carrier.number, n=carrier.pages) if carrier.pages else T(
            "movement", "{number}：页数没有登记，请清点", number=carrier.number
        )
        self._words.setText(self.look.t(pages))
        self.setAccessibleName(self.look.t(pages))
        self.show()

    def settle(self) -> None:
        """It is booked."""
        self.carrier = self.loan = None
        self.hide()

    def leave(self) -> None:
        if self.waits:
            self.settle()
            self.left.emit()

    def _answer(self, text: str) -> None:
        if self.waits:
            self.checked.emit(text)

    def _ask(self) -> None:
        if not self.waits:
            return
        seen = TextDialog.ask(
            self.look, self, T("movement", "归还核对：有缺损"), T("movement", "缺什么、损在哪里"), T("movement", "照此归还"),
            T("movement", "写进借阅登记簿的“归还核对”"), (T("movement", "缺页、缺份要当天报告；载体仍收回在库。"),),
        )  # fmt: skip
        if seen:
            self._answer(seen)
