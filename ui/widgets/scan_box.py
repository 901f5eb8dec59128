"""The field to scan into: 54 high, on pages where scanning is the primary thing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from models.domain.text import Text
from ui.theme.look import Look
from ui.widgets.inputs import LineInput


class ScanBox(LineInput):
    """A number typed by hand and finished with Enter is sent as `typed`; scans go through the `ScanRouter`.

    Input methods stay off here and nothing completes what is typed. `Ctrl+Z` edits text while there is text; else it
    sends `undo_scan`.
    """

    typed = Signal(str)
    undo_scan = Signal()

    def __init__(self, look: Look, name: Text | str, prompt: Text | str) -> None:
        super().__init__(look, name, icon="scan", tall=54)
        self._side_size = 15
        self.setProperty("scan", True)
        self._margins()
        self.setPlaceholderText(look.t(prompt))
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setInputMethodHints(Qt.InputMethodHint.ImhLatinOnly | Qt.InputMethodHint.ImhNoPredictiveText)

    def _icon_room(self) -> int:
        return 45

    def _icon_box(self) -> tuple[int, int, str]:
        return 20, 24, "accent"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier  # Ctrl+Enter finishes the job on the page
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            text = self.text().strip()
            if text:
                self.clear()
                self.typed.emit(text)
            return
        undo = event.key() == Qt.Key.Key_Z and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if undo and not self.text():
            self.undo_scan.emit()
            return
        super().keyPressEvent(event)
