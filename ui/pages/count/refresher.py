"""Reading again after each change, at most once at a time: a burst of scans does not queue a hundred readings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject


class Refresher(QObject):
    """`read(done)` starts one reading and calls `done` when it has arrived."""

    def __init__(self, parent: QObject, read: Callable[[Callable[[], None]], None]) -> None:
        super().__init__(parent)
        self._read, self._running, self._again = read, False, False

    def ask(self) -> None:
        """Something changed."""
        if self._running:
            self._again = True
            return
        self._running = True
        self._read(self._done)

    def _done(self) -> None:
        self._running = False
        if self._again:
            self._again = False
            self.ask()
