"""A new account: user name and role; it has no rights until the security administrator enables it (K-5)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from models.domain.text import T
from models.ledgers.choices import ROLES
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import ChoiceInput, LineInput
from ui.widgets.labels import label


class NewAccountDialog(Dialog):
    """Returns (name, role), or None."""

    def __init__(self, look: Look, parent: QWidget | None) -> None:
        super().__init__(look, parent, T("accounts", "新建账户"), width=560)
        name, role = T("accounts", "用户名"), T("accounts", "角色")
        self.name, self.role = LineInput(look, name), ChoiceInput(look, role)
        self.role.set_items([(code, words) for code, words in ROLES.items()])
        self.role.set_code("clerk")
        for text, control in ((name, self.name), (role, self.role)):
            words = label(look, text, "label")
            words.setBuddy(control)
            self.body.addWidget(words)
            self.body.addWidget(control)
        self.body.addWidget(label(look, T("accounts", "用户名用过就不能再给别人；一人只能有一个账户。"), "hint", wrap=True))
        leave = self.add_button(Button(look, T("dialog", "取消"), key="Esc"))
        leave.clicked.connect(self.reject)
        self.save = self.add_button(Button(look, T("accounts", "新建"), "primary", key="Ctrl+Enter"))
        self.save.clicked.connect(lambda: self.done_with((self.name.text().strip(), str(self.role.code()))))
        self.name.textChanged.connect(lambda _text: self._judge())
        self._judge()
        self.name.setFocus()

    @classmethod
    def ask(cls, look: Look, parent: QWidget | None) -> tuple[str, str] | None:
        """Name and role, or None."""
        answer: tuple[str, str] | None = cls(look, parent).run()
        return answer

    def _judge(self) -> None:
        self.save.set_enabled(bool(self.name.text().strip()), T("accounts", "先写用户名"))
