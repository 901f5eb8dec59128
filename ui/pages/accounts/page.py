"""用户: who may sign in. The system administrator makes accounts, the security administrator gives and takes their use."""

from __future__ import annotations

from typing import Any

from models.domain.text import T, Text
from models.ledgers import BY_NAME
from models.ledgers.choices import ROLES
from models.services import accounts
from models.services.practice import made_password
from ui.context import Context
from ui.pages.accounts.new_dialog import NewAccountDialog
from ui.pages.accounts.person_dialog import PersonDialog
from ui.pages.first_run.slips import PasswordSlips
from ui.theme.marks import Mark
from ui.widgets.buttons import Button
from ui.widgets.cell_table import Cell, CellTable, Head, TableRow
from ui.widgets.containers import Panel
from ui.widgets.page import HELP_KEY, Page

STATES = BY_NAME["accounts"].fields["state"].choices or {}
MARKS = {
    "ENABLED": Mark("square", "ok", "ok", STATES["ENABLED"]), "CREATED": Mark("ring", "warn", "warn", STATES["CREATED"]),
    "LOCKED": Mark("triangle", "bad", "bad", STATES["LOCKED"]), "REMOVED": Mark("cross", "text3", "text3", STATES["REMOVED"]),
}  # fmt: skip


class AccountsPage(Page):
    """The accounts with their state, and the acts of the administrator who is signed in."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, T("page", "用户"), T("accounts", "系统管理员新建，安全保密管理员启用、解锁和重置；用户名不重复使用"))
        self.context = context
        self._rows: dict[int, dict[str, Any]] = {}
        role = context.office.sitting.role
        self._acts: dict[str, Button] = {}
        if role == "system_administrator":
            self._action("new", T("accounts", "新建账户"), self._new, "Ctrl+N", primary=True)
            self._action("link", T("accounts", "指明人员…"), self._link, "Alt+P")
        if role == "security_administrator":
            self._action("enable", T("accounts", "启用…"), self._enable, "Alt+E", primary=True)
            self._action("unlock", T("accounts", "解锁"), self._unlock, "Alt+U")
            self._action("reset", T("accounts", "重置口令…"), self._reset, "Alt+R")
        panel = Panel(context.look, margin=0)
        heads = [
            Head(T("accounts", "用户名"), 200), Head(T("accounts", "角色"), 200), Head(T("accounts", "状态"), 160),
            Head(T("accounts", "口令设置日期"), 160), Head(T("accounts", "口令"), 0),
        ]  # fmt: skip
        self.table = CellTable(context.look, heads, T("page", "用户"))
        self.table.picked.connect(lambda _key: self._judge())
        panel.box.addWidget(self.table, 1)
        self.content.addWidget(panel, 1)
        self.set_keys(HELP_KEY)

    def entered(self) -> None:
        """Ask for the accounts."""
        self.context.tasks.read(lambda: self.context.office.read.find("accounts"), self._show)

    def changed(self, ledgers: frozenset[str]) -> None:
        """Somebody's account changed."""
        if "accounts" in ledgers:
            self.entered()

    def new(self) -> bool:
        """Ctrl+N."""
        if "new" in self._acts:
            self._new()
        return True

    def _action(self, name: str, words: Text, slot: Any, key: str, primary: bool = False) -> None:
        button = self.add_action(Button(self.look, words, "primary" if primary else "plain", key=key))
        button.clicked.connect(slot)
        self._acts[name] = button

    def _show(self, rows: list[dict[str, Any]]) -> None:
        self._rows = {row["id"]: row for row in rows}
        self.table.set_rows([TableRow(row["id"], self._cells(row)) for row in rows])
        self.set_foot(T("accounts", "{n} 个账户", n=len(rows)))
        self._judge()

    def _cells(self, row: dict[str, Any]) -> tuple[Cell, ...]:
        mark = MARKS[row["state"]]
        password = T("accounts", "一次性，首次登录时更换") if row["one_time"] else T("accounts", "本人的口令")
        return (
            Cell(row["name"], bold=True), Cell(ROLES[row["role"]]), Cell(mark.word, mark=mark),
            Cell(row["password_set_on"] or "—", token="text2"), Cell(password if row["password_set_on"] else "—", token="text2"),
        )  # fmt: skip

    def _picked(self) -> dict[str, Any] | None:
        index = self.table.currentIndex()
        rows = self.table.cells.rows
        return self._rows.get(rows[index.row()].key) if index.isValid() and index.row() < len(rows) else None

    def _judge(self) -> None:
        row = self._picked()
        fits = {"enable": ("CREATED",), "unlock": ("LOCKED",), "reset": ("ENABLED", "LOCKED"),
                "link": ("CREATED", "ENABLED", "LOCKED")}  # fmt: skip
        own = self.context.office.sitting.id
        for name, states in fits.items():
            if name in self._acts:
                ready = row is not None and row["state"] in states and not (name == "reset" and row["id"] == own)
                self._acts[name].set_enabled(ready, T("accounts", "先选一个适合的账户"))

    def _new(self) -> None:
        wanted = NewAccountDialog.ask(self.look, self)
        if wanted is not None:
            name, role = wanted
            self._write("create_account", name=name, role=role)

    def _link(self) -> None:
        row, office = self._picked(), self.context.office
        if row is None:
            return

        def chosen(people: list[tuple[int, str]]) -> None:
            person = PersonDialog.ask(self.look, self, row["name"], people, row["person_id"])
            if person is not None:
                self._write("link_account", account_id=row["id"], person_id=person)

        self.context.tasks.read(lambda: accounts.people_without(office.read, row["id"]), chosen)

    def _enable(self) -> None:
        self._with_password("enable_account")

    def _reset(self) -> None:
        self._with_password("reset_password")

    def _unlock(self) -> None:
        row = self._picked()
        if row is not None:
            self._write("unlock_account", account_id=row["id"])

    def _with_password(self, act: str) -> None:
        from models.services.opening import PasswordSlip

        row = self._picked()
        if row is None:
            return
        slip = PasswordSlip(row["name"], row["role"], made_password())
        self.context.tasks.write(
            lambda: self.context.office.perform(act, account_id=row["id"], password=slip.password),
            lambda _done: PasswordSlips.tell(self.look, self, [slip], T("first run", "已抄好，关闭")),
        )  # fmt: skip

    def _write(self, act: str, **values: Any) -> None:
        self.context.tasks.write(lambda: self.context.office.perform(act, **values))
