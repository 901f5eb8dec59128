"""核对一张纸 takes a scan: the code on the paper answers the dialog and the paper is held against the journal."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from models.services.office import Office
from models.services.verifying import Witness
from tests.ui.conftest import Clock
from tests.ui.helpers import in_dialog, show
from tests.ui.pages.keys import ALT, Hands
from tests.ui.pages.world import World, settle
from ui.main_window import MainWindow
from ui.navigation import Person
from ui.pages import page_specs
from ui.pages.verify.page import VerifyPage
from ui.scanning import ScanRouter
from ui.tasks import Tasks
from ui.theme.look import Look
from ui.widgets.text_dialog import TextDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CODE = "XQ-2026-0003:0000184223:0123456789ABCDEF0123456789ABCDEF"


@pytest.fixture
def hands(clock: Clock) -> Hands:
    return Hands(clock)


@pytest.mark.parametrize(("code", "papers"), [(CODE, [("XQ-2026-0003", 184223)]), ("2026000001", [])])
def test_a_scan_answers_the_question_for_a_paper(
    qtbot: Any, office: Office, look: Look, tasks: Tasks, router: ScanRouter, hands: Hands, monkeypatch: pytest.MonkeyPatch,
    code: str, papers: list[Any],
) -> None:
    world = World(office, look, tasks, router)
    person = Person(office.sitting.name, office.sitting.role, office.sitting.role)
    window = MainWindow(look, page_specs(world.context()), "云岭市人大机关", person, router)
    show(qtbot, window, 1366, 768)
    page = window.go("verify")
    assert isinstance(page, VerifyPage)
    settle(tasks, qtbot)
    checked: list[Witness] = []
    monkeypatch.setattr(page, "refresh", lambda: checked.extend(page._papers.values()))
    refused: list[Any] = []
    window.scan_refused.connect(refused.append)
    in_dialog(TextDialog, lambda _dialog: hands.scan(code))
    hands.key(Qt.Key.Key_P, ALT)
    assert [(paper.name, paper.entry) for paper in checked] == papers and not refused
    assert ("这不是守簿印出的单号和校验" in page.conclusion.accessibleName()) == (not papers)
    world.errors.none_left()


def test_words_to_be_typed_by_hand_are_not_scanned(qtbot: Any, look: Look) -> None:
    dialog = TextDialog(look, None, "确认", "照样输入", "确认", must_be="销毁")  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    assert not dialog.answer("销毁") and dialog.field.text() == ""
