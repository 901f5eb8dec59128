"""Steps that are taken one after another when the screen is ready for each, also inside modal dialogs."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMenu

Ready = Callable[[], object]
Do = Callable[[], object]
PATIENCE = 8.0  # seconds that one step may wait


class Robot(QObject):
    """`step(ready, do)` adds a step; `run(qtbot)` takes them all. A step that fails or never comes fails the run."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: list[tuple[Ready, Do]] = []
        self._failed: BaseException | None = None
        self._running = False
        self._taken = 0
        self._since = 0.0
        self._doing: list[Any] = []  # what was in front when each step that is not over yet began

    def step(self, ready: Ready, do: Do) -> Robot:
        self._steps.append((ready, do))
        return self

    def run(self, qtbot: Any, until: Ready = lambda: True) -> None:
        self._running, self._since = True, time.monotonic()
        self.step(lambda: not self._doing and until(), lambda: None)  # dialogs that a step opened have returned, too
        self._soon()
        try:
            qtbot.waitUntil(lambda: self._failed is not None or not self._steps, timeout=20_000)
        finally:
            self._running = False
        if self._failed is not None:
            raise self._failed

    def _soon(self) -> None:
        QTimer.singleShot(2, self, self._tick)  # a new timer each time: one that is being handled does not fire again

    def _tick(self) -> None:
        if not self._running or not self._steps or self._failed is not None:
            return
        ready, do = self._steps[0]
        inside = bool(self._doing) and dialog() is self._doing[-1]  # a step is still sending its keys
        try:
            if inside or not ready():
                if time.monotonic() - self._since > PATIENCE:
                    raise AssertionError(f"step {self._taken} was never ready; focus on {QApplication.focusWidget()}")
                self._soon()
                return
            self._steps.pop(0)
            self._taken, self._since = self._taken + 1, time.monotonic()
            self._doing.append(dialog())
            self._soon()
            do()
            self._doing.pop()
        except BaseException as error:
            self._failed = error
            _leave()


def _leave() -> None:
    """Close what is open, so that the test can go on to its end."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.done(0)
        elif isinstance(widget, QMenu):
            widget.close()


def in_front(kind: type[QDialog] = QDialog) -> Any:
    """The visible dialog of a kind if keys go to it now: no list is open over it."""
    found = dialog(kind)
    return found if found is not None and QApplication.focusWindow() is found.windowHandle() else None


def dialog(kind: type[QDialog] = QDialog) -> Any:
    """The visible dialog of a kind, None if there is none."""
    found = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible())
    return next(found, None)
