"""The field for a password."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from models.domain.text import Text
from ui.theme.look import Look
from ui.widgets.inputs import LineInput


class PasswordInput(LineInput):
    """A password. `caps_seen(on)` after the first letter: whether caps lock is on, as far as a letter can tell."""

    caps_seen = Signal(object)

    def __init__(self, look: Look, name: Text | str) -> None:
        super().__init__(look, name)
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text, shift = event.text(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if len(text) == 1 and text.isascii() and text.isalpha():
            self.caps_seen.emit(text.isupper() != shift)
        super().keyPressEvent(event)
