"""我的口令: how old it is, until when it may be used, and a new one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from models.domain.passwords import PasswordPolicy, change_due
from models.domain.text import T
from models.services.settings import Situation
from ui.context import Context
from ui.pages.settings.section import Rows, Section
from ui.pages.unlock.password_dialog import PasswordDialog
from ui.widgets.buttons import Button


class OwnPasswordSection(Section):
    """`done` is called after the new password is in place."""

    title = T("settings", "我的口令")
    who = T("settings", "只有本人。忘了由安全保密管理员重置，那时会换一把新的签名钥匙。")

    def __init__(self, context: Context, done: Callable[[], None]) -> None:
        super().__init__(context.look)
        self._context, self._done = context, done
        self._policy: PasswordPolicy | None = None
        self.change = Button(self.look, T("settings", "换口令…"), icon="key", key="Alt+K")
        self.change.clicked.connect(self._change)
        rows = Rows(self.look, self.group(T("settings", "口令")))
        _note, self._say = rows.add(T("settings", "登录和签字的口令"), "", self.change)
        self.box.addStretch(1)

    def show_situation(self, situation: Situation) -> None:
        self._policy = situation.policy
        name = self._context.office.sitting.name
        if not situation.password_set_on:
            self._say(name)
            return
        last = change_due(situation.policy, date.fromisoformat(situation.password_set_on)).isoformat()
        self._say(T("settings", "{user}的口令设于 {day}，用到 {last}", user=name, day=situation.password_set_on, last=last))

    def _change(self) -> None:
        if self._policy is None:
            return
        office = self._context.office
        why = T("settings", "新口令只有自己知道；忘了要由安全保密管理员重置，那时会换一把新的签名钥匙。")
        chosen = PasswordDialog.ask(self.look, self, office.sitting.name, self._policy, why)
        if chosen is not None:
            self._context.tasks.write(
                lambda: office.perform("change_password", password=chosen), lambda _done: self._done()
            )
