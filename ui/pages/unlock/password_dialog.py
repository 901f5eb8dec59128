"""One's own new password, typed twice; the rules say at once what is still missing (domain.md 4.3)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from models.domain.passwords import PasswordPolicy, password_problems
from models.domain.problems import Problem, blocks
from models.domain.text import T, Text
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.dialog import Dialog
from ui.widgets.form import NoteLine
from ui.widgets.labels import label
from ui.widgets.password import PasswordInput


class PasswordDialog(Dialog):
    """Returns the new password, or None if it was left."""

    def __init__(self, look: Look, parent: QWidget | None, user: str, policy: PasswordPolicy, why: Text | str) -> None:
        super().__init__(look, parent, T("password", "换成自己的口令"), user, width=560)
        self._user, self._policy = user, policy
        self.body.addWidget(label(look, why, "second", wrap=True))
        self.first, self._first_note = self._field(T("password", "新口令"))
        self.second, self._second_note = self._field(T("password", "再输一遍"))
        self._leave = self.add_button(Button(look, T("dialog", "取消"), key="Esc"))
        self._leave.clicked.connect(self.reject)
        self.save = self.add_button(Button(look, T("password", "换口令"), "primary", key="Ctrl+Enter"))
        self.save.clicked.connect(lambda: self.done_with(self.first.text()))
        for line in (self.first, self.second):
            line.textChanged.connect(lambda _text: self._judge())
            line.returnPressed.connect(self.entered)
        self._judge()
        self.first.setFocus()

    @classmethod
    def ask(cls, look: Look, parent: QWidget | None, user: str, policy: PasswordPolicy, why: Text | str) -> str | None:
        """The new password, or None."""
        answer: str | None = cls(look, parent, user, policy, why).run()
        return answer

    def entered(self) -> None:
        """Enter: the second field, then the button."""
        if self.first.hasFocus():
            self.second.setFocus()
        elif self.save.isEnabled():
            self.save.click()

    def _field(self, name: Text) -> tuple[PasswordInput, NoteLine]:
        words = label(self.look, name, "label")
        line, note = PasswordInput(self.look, name), NoteLine(self.look)
        words.setBuddy(line)
        for widget in (words, line, note):
            self.body.addWidget(widget)
        return line, note

    def _judge(self) -> None:
        found = password_problems(self.first.text(), self._user, self._policy) if self.first.text() else []
        self._first_note.show_problem(found[0] if found else None)
        differs: Problem | None = None
        if self.second.text() and self.second.text() != self.first.text():
            differs = blocks("PASSWORDS_DIFFER", "second", T("password", "两次输入不一样"))
        self._second_note.show_problem(differs)
        ready = bool(self.first.text()) and not found and self.first.text() == self.second.text()
        self.save.set_enabled(ready, T("password", "两处都填好才能换"))
