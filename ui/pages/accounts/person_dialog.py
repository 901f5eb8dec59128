"""Whose account it is: several people may bear the name of its user (K-1)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from models.domain.text import T
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import ChoiceInput
from ui.widgets.labels import label


class PersonDialog(Dialog):
    """Returns a person's id, or None."""

    def __init__(self, look: Look, parent: QWidget | None, user: str, people: Sequence[tuple[int, str]], now: int | None) -> None:
        super().__init__(look, parent, T("accounts", "{user} 是哪一位", user=user), width=560)
        whose = T("accounts", "人员")
        self.person = ChoiceInput(look, whose)
        self.person.set_items([(str(id_), words) for id_, words in people])
        if now is not None:
            self.person.set_code(str(now))
        words = label(look, whose, "label")
        words.setBuddy(self.person)
        self.body.addWidget(words)
        self.body.addWidget(self.person)
        self.body.addWidget(label(look, T("accounts", "签字和办理记在这个人名下；一人只能有一个账户。"), "hint", wrap=True))
        leave = self.add_button(Button(look, T("dialog", "取消"), key="Esc"))
        leave.clicked.connect(self.reject)
        self.save = self.add_button(Button(look, T("accounts", "指明"), "primary", key="Ctrl+Enter"))
        self.save.clicked.connect(lambda: self.done_with(int(str(self.person.code()))))
        self.save.set_enabled(bool(people), T("accounts", "登记簿里没有能选的人员"))
        self.person.setFocus()

    @classmethod
    def ask(
        cls, look: Look, parent: QWidget | None, user: str, people: Sequence[tuple[int, str]], now: int | None
    ) -> int | None:
        """The id of the person chosen, or None."""
        answer: int | None = cls(look, parent, user, people, now).run()
        return answer
