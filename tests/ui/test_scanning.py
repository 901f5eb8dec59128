"""Scanner bursts: 1,000 of 1,000 arrive, whatever has the focus; people's typing is never lost."""

from __future__ import annotations

import random
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from tests.ui.conftest import Clock
from tests.ui.helpers import press, show, type_text
from ui.scanning import Scan, ScanRouter
from ui.theme.look import Look
from ui.widgets.inputs import LineInput
from ui.widgets.messages import ConfirmDialog
from ui.widgets.scan_box import ScanBox

ENDS = {
    "CR": [Qt.Key.Key_Return], "LF": [Qt.Key.Key_Enter], "CRLF": [Qt.Key.Key_Return, Qt.Key.Key_Enter],
    "Tab": [Qt.Key.Key_Tab],
}  # fmt: skip


class Desk(QWidget):
    """A text field, a long text, a button, a scan box: everything a scan could fall into."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        self.line, self.text, self.button = QLineEdit(), QPlainTextEdit(), QPushButton("销毁")
        self.box = ScanBox(look, "扫描", "扫载体")
        self.pressed: list[str] = []
        self.button.clicked.connect(lambda: self.pressed.append("button"))
        for widget in (self.line, self.text, self.button, self.box):
            column.addWidget(widget)

    def keyPressEvent(self, event: Any) -> None:
        self.pressed.append(event.text())


@pytest.fixture
def desk(qtbot: Any, look: Look) -> Desk:
    made = Desk(look)
    show(qtbot, made)
    return made


@pytest.fixture
def scans(router: ScanRouter) -> list[str]:
    got: list[str] = []
    router.push(got, lambda scan: got.append(scan.text))
    return got


def burst(clock: Clock, code: str, end: str, gaps: random.Random) -> None:
    """Type a code as a scanner does, 1 to 30 ms between the keys."""
    for char in code:
        clock.now += gaps.uniform(1, 30)
        type_text(char)
    for key in ENDS[end]:
        clock.now += gaps.uniform(1, 30)
        press(key)
    clock.now += gaps.uniform(200, 400)


def focus(desk: Desk, where: str) -> QWidget:
    widget: QWidget = getattr(desk, where)
    widget.setFocus()
    return widget


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("where", ["line", "text", "button", "box"])
def test_a_thousand_of_a_thousand(desk: Desk, router: ScanRouter, scans: list[str], clock: Clock, where: str,
                                  end: str) -> None:  # fmt: skip
    gaps = random.Random(f"{where} {end}")
    focus(desk, where)
    sent = [f"2026-{gaps.randrange(1_000_000):06d}" for _one in range(63)]
    for code in sent:
        burst(clock, code, end, gaps)
    assert scans == sent
    assert desk.pressed == []
    assert (desk.line.text(), desk.text.toPlainText(), desk.box.text()) == ("", "", "")


def test_what_was_being_typed_stays(desk: Desk, scans: list[str], clock: Clock) -> None:
    focus(desk, "line")
    desk.line.setText("云岭")
    for char in "ab":
        clock.now += 120
        type_text(char)
    desk.line.setCursorPosition(2)
    clock.now += 500
    burst(clock, "S00017", "CR", random.Random(1))
    assert scans == ["S00017"]
    assert (desk.line.text(), desk.line.cursorPosition()) == ("云岭ab", 2)


@pytest.mark.parametrize("where", ["line", "button"])
def test_equal_signs_in_one_millisecond_are_no_held_key(
    qapp: QApplication, desk: Desk, scans: list[str], clock: Clock, where: str
) -> None:
    """The system marks the second of two equal keys of one moment as a repeat."""
    widget = focus(desk, where)
    last = ""
    for char in "2023-000003":
        clock.now += 1
        repeat = char == last
        QCoreApplication.sendEvent(qapp.focusWindow(), QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key(ord(char)), Qt.KeyboardModifier.NoModifier, char, repeat))  # fmt: skip
        last = char
    press(Qt.Key.Key_Return)
    assert scans == ["2023-000003"]
    assert not isinstance(widget, QLineEdit) or widget.text() == ""


def test_a_key_held_down_is_no_scan(qapp: QApplication, desk: Desk, scans: list[str], clock: Clock) -> None:
    focus(desk, "line")
    for number in range(12):
        clock.now += 500 if number == 1 else 33
        QCoreApplication.sendEvent(qapp.focusWindow(), QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_0, Qt.KeyboardModifier.NoModifier, "0", number > 0))  # fmt: skip
    press(Qt.Key.Key_Return)
    assert scans == [] and desk.line.text() == "0" * 12


def test_a_selection_stays(desk: Desk, scans: list[str], clock: Clock) -> None:
    focus(desk, "line")
    desk.line.setText("2026-11-02")
    desk.line.selectAll()
    burst(clock, "2026-000107", "CR", random.Random(2))
    assert scans == ["2026-000107"]
    assert desk.line.selectedText() == "2026-11-02"


def test_people_type_into_fields_at_once(desk: Desk, scans: list[str], clock: Clock) -> None:
    focus(desk, "line")
    for char in "hello":
        clock.now += 90
        type_text(char)
        assert desk.line.text().endswith(char)
    clock.now += 200
    press(Qt.Key.Key_Return)
    assert (scans, desk.line.text()) == ([], "hello")


def test_two_quick_keys_of_a_person_are_kept(desk: Desk, scans: list[str], clock: Clock) -> None:
    focus(desk, "line")
    for char in "abc":
        clock.now += 30
        type_text(char)
    clock.now += 30
    press(Qt.Key.Key_Return)
    assert (scans, desk.line.text()) == ([], "abc")


def test_a_bare_digit_acts_when_no_second_key_follows(qtbot: Any, desk: Desk, scans: list[str]) -> None:
    focus(desk, "button")
    type_text("3")
    assert desk.pressed == []
    qtbot.waitUntil(lambda: desk.pressed == ["3"])
    assert scans == []


def test_held_keys_come_before_the_next_key(desk: Desk, scans: list[str], clock: Clock) -> None:
    focus(desk, "button")
    type_text("1")
    clock.now += 80
    press(Qt.Key.Key_Return)
    assert desk.pressed == ["1", "button"] or desk.pressed[0] == "1"


def test_space_still_presses_a_button(desk: Desk) -> None:
    focus(desk, "button")
    press(Qt.Key.Key_Space)
    assert desk.pressed == ["button"]


def test_never_a_button_of_a_dialog(qtbot: Any, look: Look, desk: Desk, scans: list[str], clock: Clock) -> None:
    dialog = ConfirmDialog(look, desk, "销毁这一批", ["清单已锁定，42 份。"], "销毁 42 份")  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    answered: list[int] = []
    dialog.finished.connect(answered.append)
    for number in range(25):
        burst(clock, f"2026-{number:06d}", random.choice(list(ENDS)), random.Random(number))
    assert len(scans) == 25
    assert answered == [] and dialog.isVisible()


def test_a_dialog_that_opens_in_the_middle_does_not_cut_a_scan(qtbot: Any, look: Look, desk: Desk, scans: list[str],
                                                               clock: Clock) -> None:  # fmt: skip
    focus(desk, "line")
    for char in "2026-0":
        clock.now += 10
        type_text(char)
    dialog = ConfirmDialog(look, desk, "销毁这一批", ["清单已锁定，42 份。"], "销毁 42 份")  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    burst(clock, "00107", "CR", random.Random(3))
    assert scans == ["2026-000107"]
    assert desk.line.text() == "" and dialog.isVisible()


def test_without_a_handler_a_scan_goes_nowhere(desk: Desk, router: ScanRouter, clock: Clock) -> None:
    desk.line.setEchoMode(QLineEdit.EchoMode.Password)
    entered: list[str] = []
    desk.line.returnPressed.connect(lambda: entered.append("open"))
    focus(desk, "line")
    burst(clock, "2026-000107", "CR", random.Random(4))
    assert (entered, desk.line.text()) == ([], "")


def test_a_password_typed_fast_arrives(desk: Desk, scans: list[str], clock: Clock) -> None:
    desk.line.setEchoMode(QLineEdit.EchoMode.Password)
    entered: list[str] = []
    desk.line.returnPressed.connect(lambda: entered.append(desk.line.text()))
    focus(desk, "line")
    burst(clock, "Yanlian-2026", "CR", random.Random(7))
    assert (entered, scans) == (["Yanlian-2026"], [])
    clock.now += 500
    burst(clock, "2026-000107", "CR", random.Random(8))
    assert (scans, desk.line.text()) == (["2026-000107"], "Yanlian-2026")


def test_the_newest_handler_gets_the_scan(desk: Desk, router: ScanRouter, scans: list[str], clock: Clock) -> None:
    other: list[str] = []
    router.push(other, lambda scan: other.append(scan.text))
    focus(desk, "button")
    burst(clock, "2026-000001", "CR", random.Random(5))
    router.pop(other)
    burst(clock, "2026-000002", "CR", random.Random(6))
    assert (other, scans) == (["2026-000001"], ["2026-000002"])


def test_with_an_input_method_on(desk: Desk, scans: list[str], clock: Clock) -> None:
    """The input method commits what the scanner types, full width or not; the final Enter comes as a key."""
    focus(desk, "line")
    desk.line.setText("关于")
    for char in "２０26-000107":
        clock.now += 12
        event = QInputMethodEvent("", [])
        event.setCommitString(char)
        QCoreApplication.sendEvent(desk.line, event)
    clock.now += 12
    press(Qt.Key.Key_Return)
    assert scans == ["2026-000107"]
    assert desk.line.text() == "关于"


def test_chinese_that_a_person_commits_is_no_scan(desk: Desk, scans: list[str], clock: Clock) -> None:
    focus(desk, "line")
    event = QInputMethodEvent("", [])
    event.setCommitString("保密自查自评")
    QCoreApplication.sendEvent(desk.line, event)
    clock.now += 20
    press(Qt.Key.Key_Return)
    assert (scans, desk.line.text()) == ([], "保密自查自评")


@pytest.mark.parametrize(("typed", "doubtful"), [("2026-000107", False), ("S00017", False), ("@)@^-))))!)&", True),
                                                 ("àéè", True)])  # fmt: skip
def test_a_foreign_keyboard_layout_is_noticed(router: ScanRouter, typed: str, doubtful: bool) -> None:
    got: list[Scan] = []
    router.push(got, got.append)
    router.deliver(typed)
    assert got[0].doubtful is doubtful


def test_typed_numbers_are_told_from_scans(qtbot: Any, desk: Desk, scans: list[str], clock: Clock) -> None:
    focus(desk, "box")
    for char in "2026-000107":
        clock.now += 150
        type_text(char)
    clock.now += 150
    with qtbot.waitSignal(desk.box.typed) as got:
        press(Qt.Key.Key_Return)
    assert got.args == ["2026-000107"]
    assert (scans, desk.box.text()) == ([], "")


def test_ctrl_z_in_the_scan_box(qtbot: Any, desk: Desk, clock: Clock) -> None:
    focus(desk, "box")
    type_text("2")
    with qtbot.assertNotEmitted(desk.box.undo_scan):
        press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.box.clear()
    with qtbot.waitSignal(desk.box.undo_scan):
        press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_a_known_scan_never_shows_in_the_field(qapp: QApplication, desk: Desk, clock: Clock) -> None:
    """Where an input method listens, a scan is known before its end: what is being composed there is left alone."""

    class Known:
        line = SimpleNamespace(in_burst=True)

        def after_keys(self, done: Any) -> None:
            """Keys still wait: nothing is given up."""

        def close(self) -> None:
            pass

    router = ScanRouter(qapp, clock=clock, native=Known())  # type: ignore[arg-type]
    got, shown = [], []
    router.push(got, lambda scan: got.append(scan.text))
    desk.line.textChanged.connect(shown.append)
    focus(desk, "line")
    burst(clock, "S00017", "CR", random.Random(9))
    router.close()
    assert (got, shown) == (["S00017"], [])


def test_a_closed_router_leaves_the_keys_of_later_windows_alone(
    qtbot: Any, qapp: QApplication, look: Look, clock: Clock
) -> None:
    router = ScanRouter(qapp, clock=clock)
    got: list[str] = []
    router.push(got, lambda scan: got.append(scan.text))
    router.close()
    later = LineInput(look, "later")
    show(qtbot, later, 300, 60)
    later.setFocus()
    burst(clock, "S00017", "CR", random.Random(9))
    assert (got, later.text()) == ([], "S00017")
    router.deleteLater()
