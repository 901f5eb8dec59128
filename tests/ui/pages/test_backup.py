"""备份 on the screen: how old the last copy is, a new one, what the folder holds, and a failure that is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from shiboken6 import isValid

from models.domain.errors import UserError
from models.domain.text import T
from models.services import backups
from models.services.clock import FixedClock
from models.services.office import Office
from models.storage.backup import read_copy
from tests.offices import NOON, opened
from tests.ui.conftest import Clock
from tests.ui.helpers import show, unnamed
from tests.ui.pages.keys import CTRL, Hands
from tests.ui.pages.world import World, free
from ui.pages.backup import page as backup_page
from ui.pages.backup.page import FOLDER, BackupPage
from ui.scanning import ScanRouter
from ui.tasks import Tasks
from ui.theme.look import Look

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
PATIENCE = 20_000  # ms that a copy of a small vault may take at most


@dataclass
class Stage:
    """A vault, a medium's folder beside it, and the page in a window."""

    qtbot: Any
    world: World
    medium: Path

    @property
    def office(self) -> Office:
        return self.world.office

    def page(self) -> BackupPage:
        context = self.world.context()
        self.window = self.world.window("backup", T("page", "备份"), lambda: BackupPage(context), "backup")
        show(self.qtbot, self.window, 1366, 768)
        page = self.window.go("backup")
        assert isinstance(page, BackupPage)
        self.wait(lambda: bool(page.conclusion.accessibleName()))
        return page

    def wait(self, until: Callable[[], bool] = lambda: True) -> None:
        self.qtbot.waitUntil(lambda: self.world.tasks.idle and until(), timeout=PATIENCE)


@pytest.fixture
def stage(qtbot: Any, office: Office, look: Look, tasks: Tasks, router: ScanRouter, tmp_path: Path) -> Iterator[Stage]:
    medium = tmp_path / "medium"
    medium.mkdir()
    world = World(office, look, tasks, router)
    made = Stage(qtbot, world, medium)
    yield made
    made.wait()
    world.errors.none_left()


@pytest.fixture
def hands(clock: Clock) -> Hands:
    return Hands(clock)


def said(page: BackupPage) -> str:
    return f"{page.conclusion.accessibleName()} {page.conclusion.accessibleDescription()}"


def cells(page: BackupPage, row: int = 0) -> list[str]:
    return [page.table.cells.words(cell) for cell in page.table.cells.rows[row].cells]


def test_without_a_copy_it_says_so(stage: Stage) -> None:
    page = stage.page()
    assert "还没有备份" in said(page) and page.conclusion._token == "warn"
    assert page.table.cells.rows == []


def test_a_key_makes_a_copy_in_the_chosen_folder_and_lists_it(
    stage: Stage, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = stage.page()
    head = stage.office.read.head().number
    monkeypatch.setattr(backup_page, "choose_folder", lambda *_given: stage.medium)
    hands.key(Qt.Key.Key_Return, CTRL)
    stage.wait(lambda: len(page.table.cells.rows) == 1)
    (copy,) = backups.copies_in(stage.office, stage.medium)
    assert read_copy(stage.medium / copy.name) is not None and copy.entry == head
    assert cells(page)[0] == copy.name and cells(page)[2] == str(head)
    assert "今天备份过" in said(page) and page.conclusion._token == "ok"
    assert "1 份备份在" in page._foot._texts.accessibleName()
    assert stage.world.preferences.get(FOLDER) == str(stage.medium)
    assert stage.office.read.head().number == head + 1  # the copy is in the journal


def test_a_second_copy_leaves_the_first(stage: Stage) -> None:
    page = stage.page()
    page.back_up(stage.medium)
    stage.wait(lambda: len(page.table.cells.rows) == 1)
    first = cells(page)[0]
    files = {path.name: path.read_bytes() for path in (stage.medium / first).iterdir() if path.is_file()}
    page.back_up(stage.medium)
    stage.wait(lambda: len(page.table.cells.rows) == 2)
    assert first in {cells(page, row)[0] for row in (0, 1)}
    assert {path.name: path.read_bytes() for path in (stage.medium / first).iterdir() if path.is_file()} == files


def test_no_folder_chosen_no_copy(stage: Stage, hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    page = stage.page()
    head = stage.office.read.head().number
    monkeypatch.setattr(backup_page, "choose_folder", lambda *_given: None)
    hands.key(Qt.Key.Key_Return, CTRL)
    stage.wait()
    assert stage.office.read.head().number == head and "还没有备份" in said(page)


def test_a_folder_that_is_gone_is_said_and_no_copy_is_claimed(stage: Stage) -> None:
    page = stage.page()
    stage.world.tasks._present = stage.world.errors
    page.back_up(stage.medium / "gone" / "away")
    stage.wait(lambda: bool(stage.world.errors.seen))
    assert isinstance(stage.world.errors.take(), UserError)
    assert "还没有备份" in said(page) and stage.world.preferences.get(FOLDER) is None
    assert backups.last_copy_on(stage.office.read) is None


def test_an_old_copy_warns(qtbot: Any, vault_folder: Path, look: Look, tasks: Tasks, router: ScanRouter, tmp_path: Path) -> None:
    with opened(vault_folder, "周敏") as office:
        (tmp_path / "medium").mkdir()
        backups.make_copy(office, tmp_path / "medium")
    for days, token, words in ((7, "ok", "上次备份在 7 天前"), (8, "warn", "上次备份在 8 天前")):
        with opened(vault_folder, "周敏", FixedClock(NOON + timedelta(days=days))) as office:
            stage = Stage(qtbot, World(office, look, tasks, router), tmp_path / "medium")
            page = stage.page()
            assert words in said(page) and "2026-11-23" in said(page)
            assert page.conclusion._token == token
            stage.wait()


def test_every_control_is_named_in_english_and_the_page_is_freed(
    english: Look, stage: Stage, request: pytest.FixtureRequest
) -> None:
    page = stage.page()
    assert unnamed(stage.window) == []
    assert not any("\u4e00" <= char <= "\u9fff" for char in said(page))
    free(request, stage.window)
    stage.wait(lambda: not isValid(page))
