"""设置 on the screen: looks, own password, scanner, the rules' numbers and the organ's profile by those who may."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from shiboken6 import isValid

from models.domain.levels import Level
from models.domain.passwords import POLICIES
from models.domain.text import T
from models.forms.fonts import SANS
from models.services import form_fonts
from models.services.office import Office
from models.services.session import sign_in, sign_out
from tests.offices import PASSWORD, PEOPLE, entrance
from tests.ui.conftest import RESOURCES, Clock
from tests.ui.helpers import in_dialog, show, unnamed
from tests.ui.pages.keys import ALT, Hands
from tests.ui.pages.world import World, free
from ui.pages.settings import form_fonts as section_module
from ui.pages.settings.form_fonts import FormFontsSection
from ui.pages.settings.looks import LooksSection
from ui.pages.settings.numbers import NumbersSection
from ui.pages.settings.organ import OrganSection
from ui.pages.settings.own_password import OwnPasswordSection
from ui.pages.settings.page import SettingsPage
from ui.pages.settings.scanner import ScannerSection
from ui.pages.settings.section import Section
from ui.pages.unlock.password_dialog import PasswordDialog
from ui.scanning import Scan, ScanRouter
from ui.tasks import Tasks
from ui.theme.look import Look

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
NEW_PASSWORD = "Kestrel-5093-meadow"
Kind = TypeVar("Kind", bound=Section)


USER_OF = {role: name for name, role in PEOPLE}


@dataclass
class Stage:
    """The page in a window."""

    qtbot: Any
    world: World
    page: SettingsPage

    def wait(self, until: Callable[[], bool] = lambda: True) -> None:
        self.qtbot.waitUntil(lambda: self.world.tasks.idle and until(), timeout=10_000)

    def section(self, kind: type[Kind]) -> Kind:
        """Show a section and answer it."""
        index = next(index for index, section in enumerate(self.page.sections) if isinstance(section, kind))
        self.page.rows[index].click()
        section = self.page.section
        assert isinstance(section, kind) and section.isVisible()
        return section

    def words(self) -> str:
        """Everything that labels of the shown section say."""
        return "|".join(part.text() for part in self.page.section.findChildren(QLabel))


def staged(qtbot: Any, office: Office, look: Look, tasks: Tasks, router: ScanRouter) -> Stage:
    world = World(office, look, tasks, router)
    context = world.context()
    window = world.window("settings", T("page", "设置"), lambda: SettingsPage(context), "settings")
    show(qtbot, window, 1366, 768)
    page = window.go("settings")
    assert isinstance(page, SettingsPage)
    made = Stage(qtbot, world, page)
    made.wait(lambda: page._situation is not None)
    return made


@pytest.fixture
def stage(qtbot: Any, office: Office, look: Look, tasks: Tasks, router: ScanRouter) -> Iterator[Stage]:
    made = staged(qtbot, office, look, tasks, router)
    yield made
    made.wait()
    made.world.errors.none_left()


@pytest.fixture
def as_role(request: pytest.FixtureRequest, vault_folder: Path) -> Iterator[Office]:
    """The office with the account of the role that the test asks for."""
    made = sign_in(entrance(), vault_folder, USER_OF[request.param], PASSWORD)
    yield made
    sign_out(made)


@pytest.fixture
def hands(clock: Clock) -> Hands:
    return Hands(clock)


def test_the_look_of_now_is_marked(stage: Stage) -> None:
    looks = stage.section(LooksSection)
    assert [name for name, card in looks.themes.items() if card.isChecked()] == ["light"]
    assert [name for name, card in looks.sizes.items() if card.isChecked()] == ["100"]


@pytest.mark.parametrize(("digit", "name"), [(2, "dark"), (3, "contrast")])
def test_a_key_takes_a_theme_at_once_and_keeps_it(stage: Stage, hands: Hands, digit: int, name: str) -> None:
    looks = stage.section(LooksSection)
    before = stage.world.look.color("text")
    hands.key(Qt.Key(Qt.Key.Key_0 + digit), ALT)
    assert stage.world.preferences.get("theme") == name
    assert [code for code, card in looks.themes.items() if card.isChecked()] == [name]
    if name == "dark":
        assert stage.world.look.tokens.name == "dark" and stage.world.look.color("text") != before
    hands.key(Qt.Key.Key_1, ALT)
    assert stage.world.look.tokens.name == "light" and stage.world.look.color("text") == before
    assert stage.world.preferences.get("theme") == "light"


def test_looks_are_no_act_and_a_size_waits_for_the_next_sign_in(stage: Stage, hands: Hands) -> None:
    looks = stage.section(LooksSection)
    head = stage.world.office.read.head().number
    hands.key(Qt.Key.Key_2, ALT)
    hands.key(Qt.Key.Key_6, ALT)
    stage.wait()
    assert stage.world.preferences.get("scale") == 130 and stage.world.look.scale == 1.0
    assert "130%" in looks.note.text()
    hands.key(Qt.Key.Key_4, ALT)
    assert looks.note.text() == "" and stage.world.office.read.head().number == head


def test_a_clerk_reads_the_numbers_and_changes_none(stage: Stage) -> None:
    numbers = stage.section(NumbersSection)
    policy = POLICIES[Level.SECRET]
    assert {name: line.text() for name, line in numbers.lines.items()} == {
        "shortest": str(policy.shortest), "longest_days": str(policy.longest_days), "idle_minutes": str(policy.idle_minutes),
    }  # fmt: skip
    assert all(line.isReadOnly() for line in numbers.lines.values())
    assert f"机密级库不得少于 {policy.shortest} 位" in stage.words() and not stage.page.keep.isVisible()
    organ = stage.section(OrganSection)
    controls = [box.editor.control for box in organ.form.boxes.values()]
    assert all(not control.isEnabled() or control.property("readOnly") for control in controls)


@pytest.mark.parametrize("as_role", ["security_administrator"], indirect=True)
def test_the_security_administrator_is_stopped_at_the_floor_and_keeps_what_is_stricter(
    qtbot: Any, as_role: Office, look: Look, tasks: Tasks, router: ScanRouter, hands: Hands
) -> None:
    stage = staged(qtbot, as_role, look, tasks, router)
    numbers, floor = stage.section(NumbersSection), POLICIES[Level.SECRET]
    head = as_role.read.head().number
    numbers.lines["idle_minutes"].setText("15")
    assert f"最长 {floor.idle_minutes} 分钟" in numbers.notes["idle_minutes"].words()
    numbers.lines["shortest"].setText("")
    assert numbers.wrong() == 2 and not stage.page.keep.isEnabled()
    hands.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    hands.key(Qt.Key.Key_F8)
    stage.wait()
    assert as_role.read.head().number == head
    hands.key(Qt.Key.Key_Escape)
    assert numbers.draft() == {} and numbers.wrong() == 0 and not stage.page.keep.isVisible()
    numbers.lines["idle_minutes"].setText("3")
    assert stage.page.keep.isEnabled()
    hands.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    stage.wait(lambda: as_role.read.head().number == head + 1 and not numbers.draft())
    assert as_role.policy.idle_minutes == 3 and as_role.policy.shortest == floor.shortest
    stage.wait(lambda: f"{floor.idle_minutes} → 3" in stage.page._last.text())
    stage.world.errors.none_left()


@pytest.mark.parametrize("as_role", ["system_administrator"], indirect=True)
def test_the_system_administrator_corrects_the_profile(
    qtbot: Any, as_role: Office, look: Look, tasks: Tasks, router: ScanRouter, hands: Hands
) -> None:
    stage = staged(qtbot, as_role, look, tasks, router)
    organ = stage.section(OrganSection)
    organ.form.boxes["name"].editor.set_value("")
    assert organ.wrong() == 1 and not stage.page.keep.isEnabled()
    organ.form.boxes["name"].editor.set_value("云岭市人大常委会办公室")
    hands.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    stage.wait(lambda: not organ.draft())
    assert (as_role.read.get("organ", 1) or {})["name"] == "云岭市人大常委会办公室"
    stage.world.errors.none_left()


def test_a_scan_is_shown_there_and_goes_nowhere(stage: Stage) -> None:
    head = stage.world.office.read.head().number
    assert not stage.page.scanned(Scan("2026-000001"))
    scanner = stage.section(ScannerSection)
    assert stage.page.scanned(Scan("2026-000001")) and "2026-000001" in scanner.seen.text()
    assert stage.page.scanned(Scan("@)@^-000001", doubtful=True)) and "美式英语" in scanner.hint.text()
    assert stage.world.office.read.head().number == head
    scanner.switch.click()
    assert stage.world.preferences.get("sound.muted") is True


def test_arrows_walk_through_the_sections(stage: Stage, hands: Hands) -> None:
    stage.page.rows[0].setFocus()
    seen: list[Section] = []
    for _ in stage.page.sections:
        seen.append(stage.page.section)
        assert stage.page._who.text()
        hands.key(Qt.Key.Key_Down)
    assert seen == stage.page.sections and stage.page.section is seen[0]


def test_a_new_password_takes_the_old_one_s_place(stage: Stage, hands: Hands) -> None:
    office = stage.world.office
    head = office.read.head().number
    stage.section(OwnPasswordSection)
    assert "周敏的口令设于 2026-11-23，用到 2026-11-30" in stage.words()

    def choose(dialog: PasswordDialog) -> None:
        dialog.done_with(NEW_PASSWORD)

    in_dialog(PasswordDialog, choose)
    hands.key(Qt.Key.Key_K, ALT)
    stage.wait(lambda: office.read.head().number == head + 1)
    payloads = b"".join(row["payload"] for row in office.vault.store.own.rows("SELECT payload FROM entry"))
    assert NEW_PASSWORD.encode() not in payloads and PASSWORD.encode() not in payloads


def test_leaving_the_dialog_changes_nothing(stage: Stage, hands: Hands) -> None:
    head = stage.world.office.read.head().number
    stage.section(OwnPasswordSection)
    in_dialog(PasswordDialog, lambda dialog: dialog.reject())
    hands.key(Qt.Key.Key_K, ALT)
    stage.wait()
    assert stage.world.office.read.head().number == head


def test_a_font_of_the_site_is_chosen_for_forms_and_given_up_again(
    stage: Stage, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    fonts, file = stage.section(FormFontsSection), RESOURCES / "fonts" / SANS
    head = stage.world.office.read.head().number
    monkeypatch.setattr(section_module, "choose_file", lambda *_given: file)
    hands.key(Qt.Key.Key_2, ALT)
    stage.wait(lambda: file.name in stage.words())
    assert stage.world.preferences.get(form_fonts.PREFERENCE) == {"title": str(file)}
    assert "常用字" not in stage.words() and fonts.backs["title"].isVisible() and not fonts.backs["text"].isVisible()
    fonts.backs["title"].click()
    assert stage.world.preferences.get(form_fonts.PREFERENCE) == {} and file.name not in stage.words()
    assert stage.world.office.read.head().number == head


def test_a_file_that_is_no_font_is_refused_at_its_row(stage: Stage, tmp_path: Path) -> None:
    fonts, damaged = stage.section(FormFontsSection), tmp_path / "仿宋.ttf"
    damaged.write_bytes(b"no font")
    fonts.try_file("text", damaged)
    stage.wait(lambda: fonts.notes["text"].isVisible())
    assert "仿宋.ttf 不能用于打印" in fonts.notes["text"].words()
    assert stage.world.preferences.get(form_fonts.PREFERENCE) is None
    fonts.try_file("text", RESOURCES / "fonts" / SANS)
    stage.wait(lambda: not fonts.notes["text"].isVisible())


def test_every_control_is_named_in_english_and_the_page_is_freed(
    english: Look, stage: Stage, request: pytest.FixtureRequest
) -> None:
    window = stage.page.window()
    for row in stage.page.rows:
        row.click()
        assert unnamed(window) == []
        assert not any("\u4e00" <= char <= "\u9fff" for char in stage.words().replace("周敏", ""))
    free(request, window)
    stage.wait(lambda: not isValid(stage.page))
