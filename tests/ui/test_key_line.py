"""Keys before an input method: a scan goes round it, a person's keys reach it in order, and none is lost."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethod, QInputMethodQueryEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.helpers import show
from ui.key_line import KeyLine, RawKey
from ui.native_keys import NativeKeys, has_input_method, key_of
from ui.scanning import GAP, SHORTEST

S, ZERO, TWO, MINUS, RETURN, SHIFT, SPACE, BACKSPACE = 39, 19, 11, 20, 36, 50, 65, 22


class Desk:
    """The X server, Qt's handling and the clock. `to_method`: what an input method got; `round`: what went past it."""

    def __init__(self) -> None:
        self.line = KeyLine(self, GAP, SHORTEST)
        self.now = 1000
        self.to_method: list[int] = []
        self.past: list[int] = []
        self.sent: list[RawKey] = []
        self.listening, self.going_round, self.waits = True, False, False

    def listens(self) -> bool:
        return self.listening

    def send(self, keys: Sequence[RawKey]) -> None:
        self.sent += keys

    def go_round(self, on: bool) -> None:
        self.going_round = on

    def wait(self) -> None:
        self.waits = True

    def key(self, code: int, pressed: bool = True, state: int = 0) -> None:
        """One event; it is handled at once unless it is held."""
        key = RawKey(pressed, code, state, self.now)
        if not self.line.take(key):
            self._handle(key)

    def press(self, *codes: int, gap: int = 8) -> None:
        for code in codes:
            self.now += gap
            self.key(code)
            self.now += gap // 2
            self.key(code, pressed=False)

    def deliver(self) -> None:
        """What was sent comes back through the server."""
        while self.sent:
            key = self.sent.pop(0)
            assert self.line.came_back()
            self._handle(key)

    def quiet(self) -> None:
        """A gap passes."""
        self.deliver()
        while self.waits:
            self.waits = False
            self.line.gap_over()
            self.deliver()

    def _handle(self, key: RawKey) -> None:
        if key.pressed:
            (self.past if self.going_round or not self.listening else self.to_method).append(key.code)


CODE = (S, ZERO, ZERO, ZERO, TWO, TWO, RETURN)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_scan_goes_round_the_input_method(desk: Desk) -> None:
    desk.press(*CODE)
    desk.quiet()
    assert (desk.past, desk.to_method) == (list(CODE), [])
    assert not desk.going_round and not desk.line.in_burst


def test_it_is_known_as_a_scan_while_its_keys_are_handled(desk: Desk) -> None:
    desk.press(*CODE[:4])
    assert desk.line.in_burst
    desk.deliver()
    assert desk.line.in_burst and desk.past == list(CODE[:4])


def test_keys_pressed_while_others_come_back_keep_their_order(desk: Desk) -> None:
    desk.press(*CODE)  # nothing came back yet: the last three wait
    assert desk.past == []
    desk.deliver()
    assert desk.past == list(CODE)


def test_capitals_take_their_shift_along(desk: Desk) -> None:
    """Else the input method sees Shift alone, and that switches it between Chinese and English."""
    desk.now += 10
    desk.key(SHIFT)
    desk.press(S, gap=8)
    desk.key(SHIFT, pressed=False)
    desk.press(*CODE[1:])
    desk.quiet()
    assert (desk.past, desk.to_method) == ([SHIFT, *CODE], [])


def test_a_person_writes_to_the_input_method(desk: Desk) -> None:
    for code in (S, ZERO, S, TWO):
        desk.press(code, gap=90)
        desk.quiet()
    desk.press(SPACE, gap=90)
    assert (desk.to_method, desk.past) == ([S, ZERO, S, TWO, SPACE], [])


def test_two_quick_keys_and_enter_are_a_persons(desk: Desk) -> None:
    desk.press(S, ZERO, RETURN, gap=20)
    desk.quiet()
    assert (desk.to_method, desk.past) == ([S, ZERO, RETURN], [])


def test_a_key_after_a_pause_does_not_overtake_what_is_held(desk: Desk) -> None:
    desk.press(S, gap=8)
    desk.press(ZERO, gap=80)  # the program was busy: no timer in between
    desk.quiet()
    assert (desk.to_method, desk.past) == ([S, ZERO], [])


def test_a_key_that_stays_down_is_no_scan(desk: Desk) -> None:
    for _repeat in range(12):
        desk.now += 30
        desk.key(S)
        desk.deliver()
    desk.quiet()
    assert (desk.to_method, desk.past) == ([S] * 12, [])


def test_a_scan_that_a_pause_of_the_program_cut_is_taken_up(desk: Desk) -> None:
    desk.press(*CODE[:5])
    desk.quiet()
    assert not desk.line.in_burst
    desk.press(*CODE[5:])
    desk.quiet()
    assert (desk.past, desk.to_method) == (list(CODE), [])


def test_after_a_scan_a_person_is_heard_again(desk: Desk) -> None:
    desk.press(*CODE)
    desk.quiet()
    desk.now += 300
    desk.press(S, gap=90)
    desk.quiet()
    assert desk.to_method == [S]


@pytest.mark.parametrize("first", [SPACE, BACKSPACE, RETURN])
def test_what_never_begins_a_scan_is_not_held(desk: Desk, first: int) -> None:
    desk.press(first)
    assert desk.to_method == [first]


def test_a_chord_is_not_held(desk: Desk) -> None:
    desk.key(S, state=0x4)
    assert desk.to_method == [S]


def test_nothing_is_held_where_no_input_method_listens(desk: Desk) -> None:
    desk.listening = False
    desk.press(S)
    assert desk.past == [S]


def test_a_key_whose_window_is_gone_is_given_up(desk: Desk) -> None:
    desk.press(S)
    desk.line.gap_over()
    desk.sent.clear()
    for _gap in range(20):
        desk.line.gap_over()
    desk.now += 500
    desk.press(ZERO)
    desk.quiet()
    assert desk.to_method == [ZERO]


def test_a_key_of_another_program_is_not_taken_for_ours(desk: Desk) -> None:
    assert not desk.line.came_back()


@given(st.lists(st.tuples(st.sampled_from((S, ZERO, TWO, MINUS, SHIFT, SPACE, RETURN, BACKSPACE)),
                          st.integers(1, 120), st.booleans(), st.booleans())))  # fmt: skip
def test_no_key_is_lost_doubled_or_out_of_order(pressed: list[tuple[int, int, bool, bool]]) -> None:
    desk = Desk()
    handled: list[int] = []
    desk.to_method = desk.past = handled
    for code, gap, comes_back, goes_quiet in pressed:
        desk.press(code, gap=gap)
        if comes_back:
            desk.deliver()
        if goes_quiet:
            desk.quiet()
    desk.quiet()
    assert handled == [code for code, *_rest in pressed]


def test_the_servers_event_is_read() -> None:
    event = struct.pack("=BBHIIIIhhhhHBx", 2, 39, 7, 123456, 1, 0x600007, 0, 0, 0, 0, 0, 1, 1)
    key = key_of(event)
    assert key is not None and len(event) == 32
    assert (key.pressed, key.code, key.state, key.time) == (True, 39, 1, 123456)
    assert key_of(b"\x83" + event[1:]) == RawKey(False, 39, 1, 123456, b"\x83" + event[1:])
    assert key_of(b"\x06" + event[1:]) is None


@pytest.mark.parametrize(("environment", "there"), [
    ({}, False), ({"QT_IM_MODULE": "compose"}, False), ({"QT_IM_MODULE": "ibus"}, True),
    ({"QT_IM_MODULES": "fcitx;ibus", "QT_IM_MODULE": ""}, True), ({"QT_IM_MODULES": "none"}, False),
])  # fmt: skip
def test_whether_an_input_method_is_asked_for(environment: dict[str, str], there: bool) -> None:
    assert has_input_method(environment) is there


class Library:
    """Stands where the X library stands; keeps what was sent."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.xcb_flush = SimpleNamespace()
        self.xcb_send_event = SimpleNamespace()


class Posted(NativeKeys):
    """Without a server."""

    def __init__(self, app: QApplication, has_method: bool) -> None:
        self.posted: list[bytes] = []
        super().__init__(app, Library(), GAP, SHORTEST, has_method)

    def _post(self, window: int, event: bytes) -> None:
        self.posted.append(event)


@pytest.fixture
def field(qtbot: Any) -> QWidget:
    """Something that wants an input method; no line edit, for Qt asks that one by another way in `enabled`."""
    made = QWidget()
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    show(qtbot, made)
    made.setFocus()
    return made


def enabled() -> bool:
    """What Qt itself hears when it asks the focused widget."""
    return bool(QInputMethod.queryFocusObject(Qt.InputMethodQuery.ImEnabled, None))


def test_while_a_scan_goes_round_no_field_wants_an_input_method(qapp: QApplication, field: QWidget) -> None:
    keys = Posted(qapp, has_method=True)
    assert keys.listens() and enabled()
    keys.go_round(True)
    assert not enabled()
    several = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled | Qt.InputMethodQuery.ImHints)
    QApplication.sendEvent(field, several)
    assert several.value(Qt.InputMethodQuery.ImEnabled) is None, "whatever else Qt asks with it"
    keys.go_round(False)
    assert enabled()
    keys.close()


def test_without_an_input_method_nothing_is_held(qapp: QApplication, field: QWidget) -> None:
    keys = Posted(qapp, has_method=False)
    assert not keys.listens()
    assert not keys.native(struct.pack("=BBHIIIIhhhhHBx", 2, 39, 7, 123456, 1, 7, 0, 0, 0, 0, 0, 0, 1))
    keys.close()


def test_a_message_to_ourselves_comes_after_the_keys(qapp: QApplication, field: QWidget) -> None:
    keys, done = Posted(qapp, has_method=True), []
    keys.after_keys(lambda: done.append("first"))
    keys.after_keys(lambda: done.append("second"))
    first, second = keys.posted
    assert len(first) == 32 and done == []
    assert keys.native(bytes([first[0] | 0x80]) + first[1:]), "Qt does not see it"
    assert keys.native(bytes([second[0] | 0x80]) + second[1:])
    assert keys.native(second)
    assert done == ["first", "second"], "each once"
    keys.close()


def test_a_message_that_is_lost_is_given_up(qtbot: Any, qapp: QApplication, field: QWidget) -> None:
    keys, done = Posted(qapp, has_method=True), []
    keys.after_keys(lambda: done.append("given up"))
    qtbot.waitUntil(lambda: done == ["given up"])
    keys.close()
