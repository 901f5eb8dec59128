"""用户 on the screen: the system administrator makes accounts, the security administrator gives them a password."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from shiboken6 import isValid

from models.domain.errors import Refused, UserError
from models.domain.text import T
from models.services.office import Office
from tests.offices import PASSWORD, opened
from tests.ui.conftest import Clock
from tests.ui.helpers import in_dialog, show, unnamed
from tests.ui.pages.keys import ALT, CTRL, Hands
from tests.ui.pages.world import World, free
from ui.pages.accounts.new_dialog import NewAccountDialog
from ui.pages.accounts.page import STATES, AccountsPage
from ui.pages.accounts.person_dialog import PersonDialog
from ui.pages.first_run.slips import PasswordSlips
from ui.scanning import ScanRouter
from ui.tasks import Tasks
from ui.theme.look import Look
from ui.widgets.buttons import Button

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
SYSTEM, SECURITY = "系统管理员", "安全管理员"


class Stage:
    """The page in a window for one who is signed in."""

    def __init__(self, qtbot: Any, world: World) -> None:
        self.qtbot, self.world = qtbot, world
        context = world.context()
        self.window = world.window("accounts", T("page", "用户"), lambda: AccountsPage(context), "people")
        show(qtbot, self.window, 1366, 768)
        page = self.window.go("accounts")
        assert isinstance(page, AccountsPage)
        self.page = page
        self.wait(lambda: bool(page.table.cells.rows))

    @property
    def office(self) -> Office:
        return self.world.office

    def wait(self, until: Callable[[], bool] = lambda: True) -> None:
        self.qtbot.waitUntil(lambda: self.world.tasks.idle and until(), timeout=10_000)

    def account(self, name: str) -> dict[str, Any]:
        (row,) = self.office.read.find("accounts", name=name)
        return row

    def words(self, name: str) -> list[str]:
        row = next(row for row in self.page.table.cells.rows if row.key == self.account(name)["id"])
        return [self.page.table.cells.words(cell) for cell in row.cells]


@pytest.fixture
def enter(qtbot: Any, vault_folder: Path, look: Look, tasks: Tasks, router: ScanRouter) -> Iterator[Callable[[str], Stage]]:
    """Open the page signed in as somebody; signed out at the end."""
    with opened(vault_folder, SYSTEM) as office:
        office.perform("create_account", name="孙静", role="clerk")
    held: list[tuple[Any, Stage]] = []

    def enter(user: str) -> Stage:
        door = opened(vault_folder, user)
        stage = Stage(qtbot, World(door.__enter__(), look, tasks, router))
        held.append((door, stage))
        return stage

    yield enter
    for door, stage in held:
        stage.wait()
        stage.world.errors.none_left()
        door.__exit__(None, None, None)


@pytest.fixture
def hands(clock: Clock) -> Hands:
    return Hands(clock)


def test_the_accounts_stand_there_with_role_and_state(enter: Callable[[str], Stage]) -> None:
    stage = enter(SYSTEM)
    assert stage.words("周敏")[:3] == ["周敏", "保密员", "可用"]
    assert stage.words("孙静")[2] == STATES["CREATED"].source and stage.words("孙静")[3:] == ["—", "—"]
    assert "10 个账户" in stage.page._foot._texts.accessibleName()


def test_the_system_administrator_says_whose_account_it_is(
    enter: Callable[[str], Stage], hands: Hands, vault_folder: Path
) -> None:
    with opened(vault_folder, "周敏") as office:
        unit = office.perform("add_row", ledger="units", values={"name": "财务处", "kind": "DEPARTMENT"}).result
        for values in ({"name": "甲"}, {"name": "孙静"}, {"name": "孙静", "unit_id": unit, "post": "科员"}):
            office.perform("add_row", ledger="persons", values=values)
    stage = enter(SYSTEM)
    stage.page.table.selectRow(next(at for at, row in enumerate(stage.page.table.cells.rows) if row.key == stage.account("孙静")["id"]))

    def choose(dialog: PersonDialog) -> None:
        assert [dialog.person.itemText(at) for at in range(3)] == ["孙静", "孙静　财务处　科员", "甲"]
        assert not unnamed(dialog)
        dialog.person.set_code("3")
        dialog.save.click()

    in_dialog(PersonDialog, choose)
    hands.key(Qt.Key.Key_P, ALT)
    stage.wait(lambda: stage.account("孙静")["person_id"] == 3)
    stage.page.entered()
    stage.wait()
    assert stage.page.table.current_key() == stage.account("孙静")["id"]  # the row stays


def test_the_system_administrator_makes_an_account_by_keys(enter: Callable[[str], Stage], hands: Hands) -> None:
    stage = enter(SYSTEM)

    def fill(dialog: NewAccountDialog) -> None:
        assert not dialog.save.isEnabled()
        dialog.name.setText(" 吴芳 ")
        dialog.role.set_code("inspector")
        dialog.save.click()

    in_dialog(NewAccountDialog, fill)
    hands.key(Qt.Key.Key_N, CTRL)
    stage.wait(lambda: len(stage.page.table.cells.rows) == 11)
    row = stage.account("吴芳")
    assert (row["role"], row["state"], row["password_set_on"]) == ("inspector", "CREATED", None)


def test_leaving_the_dialog_makes_nothing(enter: Callable[[str], Stage], hands: Hands) -> None:
    stage = enter(SYSTEM)
    before = stage.office.read.head().number
    in_dialog(NewAccountDialog, lambda dialog: (dialog.name.setText("吴芳"), dialog.reject()))
    hands.key(Qt.Key.Key_N, CTRL)
    stage.wait()
    assert stage.office.read.head().number == before


def test_a_name_used_before_is_refused(enter: Callable[[str], Stage]) -> None:
    stage = enter(SYSTEM)
    stage.world.tasks._present = stage.world.errors
    in_dialog(NewAccountDialog, lambda dialog: (dialog.name.setText("周敏"), dialog.save.click()))
    stage.page.new()
    stage.wait(lambda: bool(stage.world.errors.seen))
    assert isinstance(stage.world.errors.take(), Refused | UserError)
    assert len(stage.office.read.find("accounts", name="周敏")) == 1


def test_enabling_shows_a_one_time_password_that_is_kept_nowhere(enter: Callable[[str], Stage], hands: Hands) -> None:
    stage = enter(SECURITY)
    stage.page.table.go_to(stage.account("孙静")["id"])
    assert stage.page._acts["enable"].isEnabled()
    shown: list[str] = []

    def read(dialog: PasswordSlips) -> None:
        shown.extend(label.text() for label in dialog.findChildren(QLabel))
        shown.extend(button.text() for button in dialog.findChildren(Button))
        dialog.done_with(True)

    in_dialog(PasswordSlips, read)
    hands.key(Qt.Key.Key_E, ALT)
    stage.wait(lambda: bool(shown) and stage.account("孙静")["state"] == "ENABLED")
    assert "孙静" in shown and "只显示这一次" in " ".join(shown)
    assert "已抄好，关闭" in shown  # somebody is signed in already
    password = next(text for text in shown if text.count("-") == 3)
    assert stage.account("孙静")["one_time"] == 1
    stage.wait(lambda: "一次性，首次登录时更换" in stage.words("孙静"))
    payloads = b"".join(row["payload"] for row in stage.office.vault.store.own.rows("SELECT payload FROM entry"))
    assert password.encode() not in payloads


def test_a_reset_password_replaces_the_old_one(enter: Callable[[str], Stage], vault_folder: Path) -> None:
    stage = enter(SECURITY)
    stage.page.table.go_to(stage.account("刘洋")["id"])
    shown: list[str] = []

    def read(dialog: PasswordSlips) -> None:
        shown.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.done_with(True)

    in_dialog(PasswordSlips, read)
    stage.page._acts["reset"].click()
    stage.wait(lambda: bool(shown) and stage.account("刘洋")["one_time"] == 1)
    assert next(text for text in shown if text.count("-") == 3) != PASSWORD


def test_buttons_fit_the_account_that_is_picked(enter: Callable[[str], Stage]) -> None:
    stage = enter(SECURITY)
    page, acts = stage.page, stage.page._acts
    assert set(acts) == {"enable", "unlock", "reset"}
    for name, ready in (("孙静", {"enable"}), ("刘洋", {"reset"}), (SECURITY, set())):
        page.table.go_to(stage.account(name)["id"])
        assert {key for key, button in acts.items() if button.isEnabled()} == ready, name


def test_who_is_no_administrator_has_no_acts_here(enter: Callable[[str], Stage]) -> None:
    stage = enter("审计员")
    assert stage.page._acts == {}
    assert stage.page.new()
    stage.wait()


def test_every_control_is_named_in_english_and_the_page_is_freed(
    english: Look, enter: Callable[[str], Stage], request: pytest.FixtureRequest
) -> None:
    stage = enter(SECURITY)
    assert unnamed(stage.window) == []
    assert stage.words("周敏")[1].isascii()
    free(request, stage.window)
    stage.wait(lambda: not isValid(stage.page))
