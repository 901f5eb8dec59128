"""设置 on the screen: the theme at once and for the next time, the vault's rules, one's own password."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from shiboken6 import isValid

from models.domain.levels import Level
from models.domain.passwords import POLICIES
from models.domain.text import T
from models.services.office import Office
from tests.offices import PASSWORD
from tests.ui.conftest import Clock
from tests.ui.helpers import in_dialog, show, unnamed
from tests.ui.pages.keys import ALT, Hands
from tests.ui.pages.world import World, free
from ui.pages.settings.page import SettingsPage
from ui.pages.unlock.password_dialog import PasswordDialog
from ui.scanning import ScanRouter
from ui.tasks import Tasks
from ui.theme.look import Look

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
NEW_PASSWORD = "Kestrel-5093-meadow"


@dataclass
class Stage:
    """The page in a window."""

    qtbot: Any
    world: World
    page: SettingsPage

    def wait(self, until: Callable[[], bool] = lambda: True) -> None:
        self.qtbot.waitUntil(lambda: self.world.tasks.idle and until(), timeout=10_000)


@pytest.fixture
def stage(qtbot: Any, office: Office, look: Look, tasks: Tasks, router: ScanRouter) -> Iterator[Stage]:
    world = World(office, look, tasks, router)
    context = world.context()
    window = world.window("settings", T("page", "设置"), lambda: SettingsPage(context), "settings")
    show(qtbot, window, 1366, 768)
    page = window.go("settings")
    assert isinstance(page, SettingsPage)
    made = Stage(qtbot, world, page)
    made.wait(lambda: all(value.text() for value in page._values))
    yield made
    made.wait()
    world.errors.none_left()


@pytest.fixture
def hands(clock: Clock) -> Hands:
    return Hands(clock)


def test_the_theme_of_now_is_marked(stage: Stage) -> None:
    assert [name for name, card in stage.page.cards.items() if card.isChecked()] == ["light"]


@pytest.mark.parametrize(("digit", "name"), [(2, "dark"), (3, "contrast")])
def test_a_key_takes_a_theme_at_once_and_keeps_it(stage: Stage, hands: Hands, digit: int, name: str) -> None:
    before = stage.world.look.color("text")
    hands.key(Qt.Key(Qt.Key.Key_0 + digit), ALT)
    assert stage.world.preferences.get("theme") == name
    assert [code for code, card in stage.page.cards.items() if card.isChecked()] == [name]
    if name == "dark":
        assert stage.world.look.tokens.name == "dark" and stage.world.look.color("text") != before
    hands.key(Qt.Key.Key_1, ALT)
    assert stage.world.look.tokens.name == "light" and stage.world.look.color("text") == before
    assert stage.world.preferences.get("theme") == "light"


def test_a_theme_is_no_act(stage: Stage, hands: Hands) -> None:
    head = stage.world.office.read.head().number
    hands.key(Qt.Key.Key_2, ALT)
    stage.wait()
    assert stage.world.office.read.head().number == head


def test_the_rules_of_the_vault_s_level_are_told(stage: Stage) -> None:
    policy = POLICIES[Level.SECRET]
    said = [value.text() for value in stage.page._values]
    assert f"至少 {policy.shortest} 位" in said[0]
    assert said[1] == f"{policy.longest_days} 天" and said[2] == f"{policy.idle_minutes} 分钟"
    assert "周敏的口令设于 2026-11-23" in stage.page._age.text() and "机密级库" in stage.page._age.text()


def test_a_new_password_takes_the_old_one_s_place(stage: Stage, hands: Hands) -> None:
    office = stage.world.office
    head = office.read.head().number

    def choose(dialog: PasswordDialog) -> None:
        dialog.done_with(NEW_PASSWORD)

    in_dialog(PasswordDialog, choose)
    hands.key(Qt.Key.Key_K, ALT)
    stage.wait(lambda: office.read.head().number == head + 1)
    payloads = b"".join(row["payload"] for row in office.vault.store.own.rows("SELECT payload FROM entry"))
    assert NEW_PASSWORD.encode() not in payloads and PASSWORD.encode() not in payloads


def test_leaving_the_dialog_changes_nothing(stage: Stage, hands: Hands) -> None:
    head = stage.world.office.read.head().number
    in_dialog(PasswordDialog, lambda dialog: dialog.reject())
    hands.key(Qt.Key.Key_K, ALT)
    stage.wait()
    assert stage.world.office.read.head().number == head


def test_every_control_is_named_in_english_and_the_page_is_freed(
    english: Look, stage: Stage, request: pytest.FixtureRequest
) -> None:
    window = stage.page.window()
    assert unnamed(window) == []
    assert not any("\u4e00" <= char <= "\u9fff" for value in stage.page._values for char in value.text())
    free(request, window)
    stage.wait(lambda: not isValid(stage.page))
