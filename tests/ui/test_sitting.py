"""A sitting from the door to the lock: the office is never asked, nor told, on the screen's thread."""

from __future__ import annotations

import threading
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from shiboken6 import isValid

from models.isolation.gate import GateFinding, judge
from models.services import backups, consent
from models.services.catalogue import BY_NAME
from models.services.office import Office
from models.services.session import Entrance, open_copy, sign_in
from models.storage.journal import read_entries
from tests.isolation.machines import RecordedMachine
from tests.offices import PASSWORD, entrance, opened
from tests.ui.helpers import Errors, in_dialog
from ui.errors import Presenter
from ui.ledger.ledger_page import LedgerPage
from ui.main_window import MainWindow
from ui.pages.print_preview.page import PrintPreviewPage
from ui.pages.unlock.page import UnlockPage
from ui.pages.unlock.password_dialog import PasswordDialog
from ui.scanning import ScanRouter
from ui.sitting import Sitting, arrive
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.containers import NoticeStrip
from ui.widgets.editors import local_moment
from ui.widgets.text_dialog import TextDialog
from ui.window import Program

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
NEW_PASSWORD = "Kestrel-5093-meadow"


class World:
    """Of `models.services.commands.World` what a sitting uses."""

    sheet_command = ()

    @staticmethod
    def finding() -> GateFinding:
        return judge(RecordedMachine())

    @staticmethod
    def entrance() -> Entrance:
        return entrance()


class Silent:
    """No sound."""

    @staticmethod
    def play(_sound: str) -> None:
        return


@pytest.fixture
def on_screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What of the office was used on the screen's thread."""
    used: list[str] = []
    read, perform, note, close = Office.read.fget, Office.perform, Office.note, Office.close
    assert read is not None

    def noted(what: str) -> None:
        if threading.current_thread() is threading.main_thread():
            used.append(what)

    def noted_read(office: Office) -> Any:
        noted("read")
        return read(office)

    def noted_perform(office: Office, name: str, /, **values: Any) -> Any:
        noted(f"perform {name}")
        return perform(office, name, **values)

    def noted_note(office: Office, name: str, /, **values: Any) -> Any:
        noted(f"note {name}")
        return note(office, name, **values)

    def noted_close(office: Office) -> None:
        noted("close")
        close(office)

    monkeypatch.setattr(Office, "read", property(noted_read))
    monkeypatch.setattr(Office, "perform", noted_perform)
    monkeypatch.setattr(Office, "note", noted_note)
    monkeypatch.setattr(Office, "close", noted_close)
    return used


def in_worker(work: Any) -> Any:
    """What the door's worker does."""
    box: list[Any] = []
    thread = threading.Thread(target=lambda: box.append(work()))
    thread.start()
    thread.join()
    return box[0]


def begin(qtbot: Any, look: Look, folder: Path, user: str, errors: Errors, router: ScanRouter) -> tuple[Sitting, QMainWindow]:
    arrival = in_worker(lambda: arrive(sign_in(entrance(), folder, user, PASSWORD)))
    door = QMainWindow()
    qtbot.addWidget(door)
    door.resize(1366, 768)
    door.show()
    sitting = Sitting(arrival, World(), look, errors, router, Silent())  # type: ignore[arg-type]
    return sitting, door


def acts(folder: Path) -> list[str]:
    with opened(folder, "审计员") as office:
        head = office.read.head().number
        return [entry.payload["act"] for entry in read_entries(office.read.connection, 1, head)]


@pytest.fixture
def one_time(vault_folder: Path) -> Path:
    """A vault in which 王建国 has a one-time password."""
    with opened(vault_folder, "系统管理员") as office:
        account = office.perform("create_account", name="孙静", role="clerk").result
    with opened(vault_folder, "安全管理员") as office:
        office.perform("enable_account", account_id=account, password=PASSWORD, one_time=True)
    return vault_folder


def test_from_the_door_to_the_lock_the_screen_never_waits_for_the_office(
    qtbot: Any, look: Look, vault_folder: Path, router: ScanRouter, on_screen: list[str]
) -> None:
    errors = Errors()
    sitting, door = begin(qtbot, look, vault_folder, "周敏", errors, router)
    shown: list[bool] = []
    sitting.settle_password(door, lambda: shown.append(True), lambda: shown.append(False))
    sitting.show(door)
    qtbot.addWidget(sitting.window)
    assert shown == [True] and "云岭市人大常委会" in sitting.window.windowTitle() and sitting.idle_minutes > 0
    qtbot.waitUntil(lambda: sitting.context.tasks.idle)
    gone: list[bool] = []
    sitting.leave("lock", lambda: gone.append(True))
    qtbot.waitUntil(lambda: bool(gone))
    assert on_screen == []
    errors.none_left()
    sitting.close()  # nothing more to do
    assert acts(vault_folder)[-2] == "lock"


def test_a_one_time_password_is_changed_off_the_screens_thread(
    qtbot: Any, look: Look, one_time: Path, router: ScanRouter, on_screen: list[str]
) -> None:
    errors = Errors()
    sitting, door = begin(qtbot, look, one_time, "孙静", errors, router)
    answers: list[str] = []
    in_dialog(PasswordDialog, lambda dialog: dialog.done_with(NEW_PASSWORD))
    sitting.settle_password(door, lambda: answers.append("changed"), lambda: answers.append("left"))
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["changed"] and on_screen == []
    sitting.close()
    assert "change_password" in acts(one_time)


@pytest.mark.parametrize("password", ["", "short"])
def test_who_does_not_change_it_stays_outside(
    qtbot: Any, look: Look, one_time: Path, router: ScanRouter, password: str
) -> None:
    """Left, or refused by the rules: nothing but going back, and the refusal is said."""
    errors = Errors()
    sitting, door = begin(qtbot, look, one_time, "孙静", errors, router)
    answers: list[str] = []
    in_dialog(PasswordDialog, lambda dialog: dialog.done_with(password) if password else dialog.reject())
    sitting.settle_password(door, lambda: answers.append("changed"), lambda: answers.append("left"))
    qtbot.waitUntil(lambda: bool(answers) and sitting.context.tasks.idle)
    assert answers == ["left"] and bool(errors.seen) == bool(password)
    sitting.close()
    assert acts(one_time)[-2] == "sign_out"


def test_the_vault_is_closed_and_the_door_comes_back_even_if_the_end_cannot_be_written(
    qtbot: Any, look: Look, vault_folder: Path, router: ScanRouter, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors = Errors()
    sitting, door = begin(qtbot, look, vault_folder, "周敏", errors, router)
    sitting.show(door)
    qtbot.addWidget(sitting.window)
    qtbot.waitUntil(lambda: sitting.context.tasks.idle)

    def full(_office: Office, name: str, /, **_values: Any) -> Any:
        raise OSError(28, name)

    with monkeypatch.context() as patch:
        patch.setattr(Office, "note", full)
        gone: list[bool] = []
        sitting.leave("gate_lock", lambda: gone.append(True), World.finding())
        qtbot.waitUntil(lambda: bool(gone and errors.seen))
    assert isinstance(errors.take(), OSError)
    with opened(vault_folder, "周敏"):
        assert isValid(sitting)


def test_f3_goes_to_what_a_code_is(qtbot: Any, look: Look, vault_folder: Path, router: ScanRouter) -> None:
    errors = Errors()
    sitting, door = begin(qtbot, look, vault_folder, "周敏", errors, router)
    sitting.show(door)
    qtbot.addWidget(sitting.window)
    for scanned in (False, True):
        sitting.window.go("home")

        def give(dialog: TextDialog, by_scanner: bool = scanned) -> None:
            if by_scanner:
                router.deliver("S00001")
            else:
                dialog.field.setText("S00001")
                dialog._finish()

        in_dialog(TextDialog, give)
        QTest.keyClick(sitting.window, Qt.Key.Key_F3)
        qtbot.waitUntil(lambda: sitting.window.current == "shelves")
        page = sitting.window.page
        assert isinstance(page, LedgerPage) and page.bar.search.text() == "S00001"
    sitting.close()
    errors.none_left()


@pytest.mark.parametrize("act", ["gate_lock", "idle_lock"])
def test_the_program_watches_while_a_new_password_is_asked_for(
    qtbot: Any, qapp: QApplication, one_time: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    """Whoever comes in with a one-time password is inside: link and idle time are watched from then on (K-27)."""
    monkeypatch.setattr(Presenter, "install", lambda _presenter: None)
    program = Program(qapp, World(), Namespace(lang="zh", vault=one_time, training=False))  # type: ignore[arg-type]
    program.start()
    assert program.door is not None
    door = program.door._window
    qtbot.addWidget(door)
    watched: list[bool] = []

    def meanwhile(dialog: PasswordDialog) -> None:
        watched.append(program._idle._timer.isActive() and program._gate.isActive())
        program.lock(act, "离开", World.finding() if act == "gate_lock" else None)

    in_dialog(PasswordDialog, meanwhile)
    program.door.opened.emit(arrive(sign_in(entrance(), one_time, "孙静", PASSWORD)))
    qtbot.waitUntil(lambda: program.sitting is None and program._leaving is None)
    assert watched == [True] and not program._idle._timer.isActive() and not program._gate.isActive()
    qtbot.waitUntil(lambda: isinstance(door.centralWidget(), UnlockPage))
    program.close()
    assert acts(one_time)[-2] == act


@pytest.mark.parametrize("typed", [consent.PRACTICE_WORDS, ""])
def test_whatever_page_enters_contents_first_asks_and_then_enters_them(
    qtbot: Any, look: Look, vault_folder: Path, router: ScanRouter, typed: str
) -> None:
    """K-28 for every page, also those that forgot it: the act waits for the typed words, or says why it was not done."""
    errors = Errors()
    sitting, door = begin(qtbot, look, vault_folder, "周敏", errors, router)
    sitting.office.acts = BY_NAME
    sitting.show(door)
    qtbot.addWidget(sitting.window)
    qtbot.waitUntil(lambda: sitting.context.tasks.idle)
    answers: list[str] = []

    def answer(dialog: TextDialog) -> None:
        dialog.field.setText(typed)
        dialog._go.click() if typed else dialog.reject()

    in_dialog(TextDialog, answer)
    unit = {"name": "办公室", "kind": "DEPARTMENT"}
    sitting.context.tasks.write(
        lambda: sitting.office.perform("add_row", ledger="units", values=unit), lambda _done: answers.append("entered"),
        lambda error: answers.append(error.problems[0].code),  # type: ignore[attr-defined,func-returns-value]
    )  # fmt: skip
    qtbot.waitUntil(lambda: bool(answers) and sitting.context.tasks.idle)
    assert answers == (["entered"] if typed else ["CONSENT_FIRST"])
    sitting.close()
    assert ("consent_to_practice" in acts(vault_folder)) == bool(typed)


def test_after_a_lock_window_and_page_are_where_they_were(
    qtbot: Any, qapp: QApplication, vault_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Presenter, "install", lambda _presenter: None)
    program = Program(qapp, World(), Namespace(lang="zh", vault=vault_folder, training=False))  # type: ignore[arg-type]
    program.start()

    def come_in(user: str) -> MainWindow:
        door = program.door
        assert door is not None
        qtbot.addWidget(door._window)
        qtbot.waitUntil(lambda: isinstance(door._window.centralWidget(), UnlockPage))
        door.opened.emit(arrive(sign_in(entrance(), vault_folder, user, PASSWORD)))
        assert program.sitting is not None
        qtbot.addWidget(program.sitting.window)
        return program.sitting.window

    def lock() -> QMainWindow:
        program.lock("lock")
        qtbot.waitUntil(lambda: program.door is not None and program._leaving is None)
        assert program.door is not None
        return program.door._window

    window = come_in("周敏")
    assert window.isMaximized()  # this screen is smaller than the window wants to be
    window.showNormal()
    window.setGeometry(30, 40, 1000, 610)
    assert program.sitting is not None
    program.sitting.context.go("print", form="DB-G01", record=2026)
    door = lock()
    assert door.geometry() == window.geometry() and not door.isMaximized()
    window = come_in("周敏")
    page = window.page
    assert isinstance(page, PrintPreviewPage) and page._form == "DB-G01"
    assert (window.width(), window.height()) == (1000, 610) and not window.isMaximized()
    window.showMaximized()
    assert lock().isMaximized()
    window = come_in("审计员")
    assert window.isMaximized() and window.current == window.specs[0].name
    program.close()


def test_an_opened_copy_says_so_and_offers_nothing_to_enter(
    qtbot: Any, look: Look, vault_folder: Path, router: ScanRouter, tmp_path: Path
) -> None:
    with opened(vault_folder, "周敏") as office:
        copy = tmp_path / backups.make_copy(office, tmp_path).copy.name
    errors = Errors()
    arrival = in_worker(lambda: arrive(open_copy(entrance(), copy, "周敏", PASSWORD)))
    door = QMainWindow()
    qtbot.addWidget(door)
    door.resize(1366, 768)
    sitting = Sitting(arrival, World(), look, errors, router, Silent())  # type: ignore[arg-type]
    sitting.show(door)
    qtbot.addWidget(sitting.window)
    strip = sitting.window.findChild(NoticeStrip)
    assert "只读副本" in strip.accessibleName() and local_moment(arrival.copy_of) in strip.accessibleName()
    assert not {"intake", "backup", "import"} & {spec.name for spec in sitting.window.specs}
    qtbot.waitUntil(lambda: sitting.context.tasks.idle)
    page = sitting.window.page
    assert not [key for key in page._lines if key in ("backup", "paper")]
    assert not [button for button in page.findChildren(Button) if button.key == "Ctrl+N" and button.isVisible()]
    sitting.close()
    errors.none_left()
