"""Locks the program when nobody has touched keyboard or mouse for a while (domain.md 4.3)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

_TOUCHES = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.TouchBegin,
    QEvent.Type.InputMethod,
})  # fmt: skip


class IdleWatch(QObject):
    """Calls `on_idle` once when the time is over; every touch starts it anew."""

    def __init__(self, app: QApplication, on_idle: Callable[[], None]) -> None:
        super().__init__(app)
        self._app = app
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(on_idle)

    def start(self, minutes: int) -> None:
        """Watch from now on."""
        self._app.installEventFilter(self)
        self._timer.start(minutes * 60_000)

    def stop(self) -> None:
        """Watch no more."""
        self._app.removeEventFilter(self)
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES and self._timer.isActive():
            self._timer.start()
        return False
