"""导入旧台账 over a real vault: a file from choosing it to undoing it, by keyboard, with its problems at their place."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from shiboken6 import isValid

from models.domain.text import T
from models.services import consent
from models.services.importing import Class
from models.services.office import Office
from tests.services.ledger_books import CSV, HEAD, XLSX, line
from tests.ui.conftest import Clock
from tests.ui.helpers import show, unnamed
from tests.ui.pages.keys import CTRL, Hands
from tests.ui.pages.robot import Robot, dialog, in_front
from tests.ui.pages.world import World
from ui.pages.import_ledger import page as module
from ui.pages.import_ledger.correct_dialog import CorrectDialog
from ui.pages.import_ledger.page import COLUMNS, DONE, FILE, ROWS, ImportPage
from ui.scanning import ScanRouter
from ui.tasks import Tasks
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.text_dialog import TextDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
Key = Qt.Key
COMMAND = (sys.executable, str(Path(__file__).parents[3] / "app.py"), "read-sheets")
BOOK = [line(1), line(2, level="很秘密"), line(3, copies="2", copy_numbers="7-8", fate="张三借阅未还"), line(4, copy_numbers="甲乙丙")]


@pytest.fixture
def hands(clock: Clock) -> Hands:
    return Hands(clock)


@pytest.fixture
def world(office: Office, look: Look, tasks: Tasks, router: ScanRouter) -> World:
    return World(office, look, tasks, router)


@pytest.fixture
def build(qtbot: Any, world: World) -> Iterator[Callable[[], ImportPage]]:
    def make() -> ImportPage:
        context = replace(world.context(), sheet_command=COMMAND)
        window = world.window("import", T("page", "导入旧台账"), lambda: ImportPage(context), "import")
        show(qtbot, window, 1366, 768)
        page = window.go("import")
        assert isinstance(page, ImportPage)
        return page

    yield make
    world.errors.none_left()


@pytest.fixture
def page(build: Callable[[], ImportPage], office: Office) -> ImportPage:
    consent.give(office, consent.PRACTICE_WORDS)
    return build()


def ledger(tmp_path: Path, rows: list[tuple[str, ...]]) -> Path:
    path = tmp_path / "台账.csv"
    path.write_text("\n".join(",".join(row) for row in (HEAD, *rows)), "utf-8")
    return path


def stage(qtbot: Any, page: ImportPage, wanted: int) -> None:
    qtbot.waitUntil(lambda: page.stage == wanted and page.tasks.idle and not page.busy)


def judged(qtbot: Any, page: ImportPage, path: Path) -> None:
    page.read(path)
    stage(qtbot, page, COLUMNS)
    page.forward()
    stage(qtbot, page, ROWS)


def again(qtbot: Any, page: ImportPage) -> None:
    qtbot.waitUntil(lambda: page.tasks.idle and not page.busy)


def words_of(page: ImportPage) -> list[str]:
    return [found.text() for found in page.rows.pane.findChildren(QLabel) if found.isVisible()]


def pane_buttons(page: ImportPage) -> list[str]:
    return [button.accessibleName() for button in page.rows.pane.findChildren(Button) if button.isVisible()]


# --- from the file to the register ----------------------------------------------------------------------------------


def test_a_ledger_is_brought_in_by_keyboard_and_taken_back(
    page: ImportPage, hands: Hands, qtbot: Any, tmp_path: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ledger(tmp_path, BOOK)
    monkeypatch.setattr(module, "choose_file", lambda *_arguments: path)
    hands.key(Key.Key_O, CTRL)
    stage(qtbot, page, COLUMNS)
    assert QApplication.focusWidget() is page.columns.table
    hands.key(Key.Key_Return, CTRL)
    stage(qtbot, page, ROWS)
    assert page.go.text() == "写入 3 件、4 份"
    assert not office.read.find("documents")
    hands.key(Key.Key_Return, CTRL)
    stage(qtbot, page, DONE)
    assert page.done._title.text() == "已导入 3 件、4 份"
    assert len(office.read.find("documents")) == 3
    hands.key(Key.Key_Z, CTRL)
    stage(qtbot, page, COLUMNS)
    assert {row["state"] for row in office.read.find("carriers")} == {"VOID"}


def test_who_comes_back_after_an_import_begins_another(
    page: ImportPage, hands: Hands, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ledger(tmp_path, BOOK)
    monkeypatch.setattr(module, "choose_file", lambda *_arguments: path)
    judged(qtbot, page, path)
    page.forward()
    stage(qtbot, page, DONE)
    hands.key(Key.Key_O, CTRL)  # another book at once
    stage(qtbot, page, COLUMNS)
    page.forward()
    stage(qtbot, page, ROWS)
    page.left()
    page.entered()
    assert page.stage == ROWS  # what is under way stays
    page._show_stage(DONE)
    page.left()
    page.entered()
    assert page.stage == FILE and not page.undo()


def test_the_practice_vault_asks_first_and_takes_no_for_an_answer(
    build: Callable[[], ImportPage], hands: Hands, qtbot: Any, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = build()
    asked: list[int] = []
    monkeypatch.setattr(module, "choose_file", lambda *_arguments: asked.append(1))
    robot = Robot()
    robot.step(lambda: True, lambda: hands.key(Key.Key_O, CTRL))
    robot.step(lambda: in_front(TextDialog), lambda: hands.key(Key.Key_Escape))
    robot.run(qtbot, lambda: dialog() is None and page.tasks.idle)
    assert not asked
    robot = Robot()
    robot.step(lambda: True, page.choose)
    robot.step(lambda: in_front(TextDialog), lambda: hands.write(consent.PRACTICE_WORDS))
    robot.step(lambda: True, hands.enter)
    robot.run(qtbot, lambda: bool(asked))
    assert not consent.is_needed(office)


def test_the_sample_of_five_sheets_reaches_the_register(page: ImportPage, qtbot: Any, office: Office) -> None:
    page.read(XLSX)
    stage(qtbot, page, COLUMNS)
    assert len(page.columns._chips) == 5
    page.forward()
    stage(qtbot, page, ROWS)
    counts = {klass: len(page.rows._places[klass]) for klass in Class}
    assert (counts[Class.ACCEPTED] + counts[Class.WARNED], counts[Class.REFUSED]) == (1389, 0)
    page.forward()
    stage(qtbot, page, DONE)
    assert page.done._title.text() == "已导入 1\u2009389 件、3\u2009901 份"
    assert len(office.read.find("carriers")) == 3901


# --- columns --------------------------------------------------------------------------------------------------------


def test_a_column_gets_another_meaning(page: ImportPage, qtbot: Any, tmp_path: Path) -> None:
    page.read(ledger(tmp_path, BOOK))
    stage(qtbot, page, COLUMNS)
    title = next(column for column in page.desk.tables()[0].columns if column.slot == "TITLE")
    reference = next(column for column in page.desk.tables()[0].columns if column.slot == "REFERENCE")
    page.columns.table.go_to(title.index)
    assert page.columns.choice.code() == "TITLE"
    page.columns.choice.set_code("")
    page.columns.table.go_to(reference.index)
    page.columns.choice.set_code("")
    assert not page.go.isEnabled()
    assert "标题或文号" in page.go.toolTip()
    page.columns.choice.set_code("REFERENCE")
    assert page.go.isEnabled()


def test_a_table_can_be_left_out_and_the_year_be_given(page: ImportPage, qtbot: Any, tmp_path: Path) -> None:
    page.read(ledger(tmp_path, [line(1, day="3.5")]))
    stage(qtbot, page, COLUMNS)
    page.columns.used.click()
    assert not page.go.isEnabled()
    page.columns.used.click()
    page.columns.year.setFocus()
    for sign in "2018":
        qtbot.keyClick(page.columns.year, sign)
    assert page.desk.year == 2018
    page.forward()
    stage(qtbot, page, ROWS)
    assert page.desk.outcome is not None
    assert page.desk.outcome.rows[1].row.document["received_on"] == "2018-03-05"


# --- rows -----------------------------------------------------------------------------------------------------------


def test_each_problem_is_shown_with_row_column_and_value(page: ImportPage, qtbot: Any, tmp_path: Path, hands: Hands) -> None:
    judged(qtbot, page, ledger(tmp_path, BOOK))
    hands.key(Key.Key_F8)
    assert page.rows.current() is not None and page.rows.current().row.row == 3  # type: ignore[union-attr]
    said = words_of(page)
    assert "看不懂密级“很秘密”，请写成 机密★10年 的样子" in said
    assert "E列 密级“很秘密”" in said
    qtbot.waitUntil(lambda: pane_buttons(page) == ["改这一行…", "照收", "不导入"])
    hands.key(Key.Key_F8)
    assert page.rows.current().row.row == 5  # type: ignore[union-attr]
    cells = page.rows.table.cells
    assert [cells.data(cells.index(0, column)) for column in range(4)] == ["2", "接受", "关于第1号规划的批复，登记 1 件：1 份 000001", ""]


def test_rows_are_filtered_by_class(page: ImportPage, qtbot: Any, tmp_path: Path) -> None:
    judged(qtbot, page, ledger(tmp_path, BOOK))
    page.rows.chips[Class.REFUSED].click()
    assert page.rows.table.cells.rowCount() == 1
    page.rows.chips[Class.SKIPPED].click()
    assert [page.rows.current().row.row] == [1]  # type: ignore[union-attr]
    page.rows.chips[None].click()
    assert page.rows.table.cells.rowCount() == 4
    assert not page.rows.chips[Class.PRESENT].isVisible()


def test_a_value_is_corrected_and_judged_again(page: ImportPage, qtbot: Any, tmp_path: Path, hands: Hands, office: Office) -> None:
    judged(qtbot, page, ledger(tmp_path, BOOK))
    hands.key(Key.Key_F8)
    robot = Robot()
    robot.step(lambda: True, hands.enter)
    robot.step(lambda: in_front(CorrectDialog), lambda: hands.key(Key.Key_A, CTRL))
    robot.step(lambda: True, lambda: hands.write("机密★5年"))
    robot.step(lambda: dialog(CorrectDialog).go.isEnabled(), lambda: hands.key(Key.Key_Return, CTRL))
    robot.run(qtbot, lambda: dialog() is None)
    qtbot.waitUntil(lambda: not page.busy and page.rows.current().klass is Class.ACCEPTED)
    assert page.go.text() == "写入 4 件、5 份"
    page.forward()
    stage(qtbot, page, DONE)
    assert [row["level"] for row in office.read.find("documents")][1] == "SECRET"


def test_a_row_is_taken_in_spite_of_it_or_left_out(page: ImportPage, qtbot: Any, tmp_path: Path) -> None:
    judged(qtbot, page, ledger(tmp_path, BOOK))
    page.rows.next_problem()
    page.decide("ACCEPTED")
    again(qtbot, page)
    assert page.rows.current().klass is Class.WARNED  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: "不照收" in pane_buttons(page))
    page.decide("SKIPPED")
    again(qtbot, page)
    assert page.rows.chips[Class.SKIPPED]._count == "2"
    page.rows.show_class(Class.SKIPPED)
    page.rows.table.go_to(2)
    qtbot.waitUntil(lambda: pane_buttons(page) == ["还是导入这一行"])
    page.decide("")
    again(qtbot, page)
    assert page.rows.chips[Class.REFUSED]._count == "1"


def test_strict_writes_nothing_while_a_row_is_refused(page: ImportPage, qtbot: Any, tmp_path: Path, office: Office) -> None:
    judged(qtbot, page, ledger(tmp_path, BOOK))
    page.rows.strict.click()
    assert not page.go.isEnabled()
    assert "不收" in page.go.toolTip()
    page.forward()
    assert not office.read.find("imports")
    page.rows.strict.click()
    assert page.go.isEnabled()


def test_a_file_brought_in_before_shows_what_its_rows_became(page: ImportPage, qtbot: Any, tmp_path: Path) -> None:
    path = ledger(tmp_path, BOOK[:1])
    judged(qtbot, page, path)
    page.forward()
    stage(qtbot, page, DONE)
    judged(qtbot, page, path)
    qtbot.waitUntil(lambda: "已登记为 2019-收0001" in words_of(page))
    assert not page.go.isEnabled()
    assert page.go.toolTip() == "没有要写入的"


# --- report, failures, stopping -------------------------------------------------------------------------------------


def test_the_report_is_saved(page: ImportPage, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hands: Hands) -> None:
    judged(qtbot, page, ledger(tmp_path, BOOK))
    target = tmp_path / "报告.xlsx"
    monkeypatch.setattr(module, "choose_target", lambda *_arguments: target)
    hands.key(Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: target.exists() and page.tasks.idle)
    assert target.read_bytes().startswith(b"PK")


def test_a_file_that_is_no_ledger_is_said_and_nothing_happens(page: ImportPage, qtbot: Any, tmp_path: Path, errors: Any) -> None:
    path = tmp_path / "图.xlsx"
    path.write_bytes(b"PK\x03\x04 torn off")
    page.read(path)
    qtbot.waitUntil(lambda: bool(errors.seen))
    assert errors.take().code
    again(qtbot, page)
    assert page.stage == FILE


def test_judging_is_stopped_and_nothing_is_left(page: ImportPage, qtbot: Any, office: Office) -> None:
    page.read(CSV)
    stage(qtbot, page, COLUMNS)
    before = office.read.head()
    page.judge()
    for job in list(page.tasks._jobs):
        job.cancel()
    again(qtbot, page)
    assert page.stage == COLUMNS
    assert office.read.head() == before
    assert page.go.isEnabled()


def test_steps_back_keep_what_was_decided(page: ImportPage, qtbot: Any, tmp_path: Path, hands: Hands) -> None:
    judged(qtbot, page, ledger(tmp_path, BOOK))
    page.rows.next_problem()
    page.decide("SKIPPED")
    again(qtbot, page)
    hands.key(Key.Key_Escape)
    assert page.stage == COLUMNS
    hands.key(Key.Key_Escape)
    assert page.stage == FILE
    assert page.desk.corrections == 1


def test_every_control_has_a_name_in_every_stage_and_the_page_is_freed(page: ImportPage, qtbot: Any, tmp_path: Path) -> None:
    assert unnamed(page) == []
    page.read(ledger(tmp_path, BOOK))
    stage(qtbot, page, COLUMNS)
    assert unnamed(page) == []
    page.forward()
    stage(qtbot, page, ROWS)
    assert unnamed(page) == []
    page.forward()
    stage(qtbot, page, DONE)
    assert unnamed(page) == []
    window = page.window()
    window._stack.removeWidget(page)  # type: ignore[attr-defined]
    page.deleteLater()
    qtbot.waitUntil(lambda: not isValid(page))


def test_the_page_speaks_english(build: Callable[[], ImportPage], english: Look) -> None:
    page = build()
    assert page._title.text() == "Import an old ledger"
