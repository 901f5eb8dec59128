"""Ctrl+Z in an empty text field: there is no text to edit, so the last act on the page is meant (screen.md 5)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget


class UndoKeys(QObject):
    """Watches the line edits below `root`; `undo` answers whether there was something to take back."""

    def __init__(self, root: QWidget, undo: Callable[[], bool]) -> None:
        super().__init__(root)
        self._undo = undo
        for line in root.findChildren(QLineEdit):
            line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not isinstance(watched, QLineEdit):
            return False
        if not event.matches(QKeySequence.StandardKey.Undo) or watched.text() or watched.isUndoAvailable():
            return False
        return self._undo()
