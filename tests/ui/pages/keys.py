"""Keys as a person presses them: slowly enough for the scanner's router, counted, with Chinese through the input method."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import Clock

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


class Hands:
    """A person at the keyboard. `pressed` counts keys that are no contents; a chord counts each key in it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.pressed = 0

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """One key, to the window that has the focus."""
        self._clock.now += 200
        self.pressed += 1 + sum(bool(modifiers & one) for one in (CTRL, ALT, SHIFT))
        window = QApplication.focusWindow()
        assert window is not None, "no window has the focus"
        QTest.keyClick(window, key, modifiers)

    def enter(self) -> None:
        self.key(Qt.Key.Key_Return)

    def write(self, text: str) -> None:
        """Contents: ASCII by keys, the rest as the input method commits it."""
        for sign in text:
            self._clock.now += 200
            if sign.isascii():
                QTest.keyClick(QApplication.focusWindow(), sign)
            else:
                event = QInputMethodEvent()
                event.setCommitString(sign)
                QApplication.sendEvent(QApplication.focusObject(), event)

    def scan(self, code: str) -> None:
        """A scanner's burst: every key at once, then Enter."""
        self._clock.now += 200
        window = QApplication.focusWindow()
        for sign in code:
            QTest.keyClick(window, sign)
        QTest.keyClick(window, Qt.Key.Key_Return)
