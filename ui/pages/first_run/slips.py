"""The one-time passwords of new accounts: shown once, to be written on slips and handed over (K-5)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from models.domain.text import T, Text
from models.ledgers.choices import ROLES
from models.services.opening import PasswordSlip
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.dialog import Dialog
from ui.widgets.labels import label


class PasswordSlips(Dialog):
    """Name, role and one-time password of each account; closing it forgets them."""

    def __init__(self, look: Look, parent: QWidget | None, slips: Sequence[PasswordSlip], verb: Text) -> None:
        super().__init__(look, parent, T("first run", "一次性口令"), T("first run", "只显示这一次"))
        sentence = T("first run", "请抄在纸条上交给本人；本人首次登录时换成自己的口令，抄条随即销毁。")
        self.body.addWidget(label(look, sentence, "second", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(24))
        grid.setVerticalSpacing(look.px(8))
        for row, slip in enumerate(slips):
            grid.addWidget(label(look, slip.name, "strong"), row, 0)
            grid.addWidget(label(look, ROLES[slip.role], "value"), row, 1)
            code = label(look, slip.password, "value")
            code.setFont(look.font(15, 400, fixed=True))
            grid.addWidget(code, row, 2)
        grid.setColumnStretch(2, 1)
        self.body.addLayout(grid)
        close = self.add_button(Button(look, verb, "primary", key="Ctrl+Enter"))
        close.clicked.connect(lambda: self.done_with(True))

    @classmethod
    def tell(cls, look: Look, parent: QWidget | None, slips: Sequence[PasswordSlip], verb: Text) -> None:
        """Show the slips until they are written down; `verb` says what closing them leads to."""
        cls(look, parent, slips, verb).run()
