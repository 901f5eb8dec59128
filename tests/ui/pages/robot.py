"""Steps that are taken one after another when the screen is ready for each, also inside modal dialogs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog

Ready = Callable[[], object]
Do = Callable[[], object]


class Robot(QObject):
    """`step(ready, do)` adds a step; `run(qtbot)` takes them all. A failing step fails the run."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: list[tuple[Ready, Do]] = []
        self._failed: BaseException | None = None
        self._timer = QTimer(self, interval=2)
        self._timer.timeout.connect(self._tick)

    def step(self, ready: Ready, do: Do) -> Robot:
        self._steps.append((ready, do))
        return self

    def run(self, qtbot: Any, until: Ready = lambda: True) -> None:
        self._timer.start()
        try:
            qtbot.waitUntil(lambda: self._failed is not None or (not self._steps and bool(until())), timeout=10_000)
        finally:
            self._timer.stop()
            self._steps.clear()
        if self._failed is not None:
            raise self._failed

    def _tick(self) -> None:
        if not self._steps or self._failed is not None:
            return
        ready, do = self._steps[0]
        try:
            if not ready():
                return
            self._steps.pop(0)
            do()
        except BaseException as error:
            self._failed = error
            self._leave()

    def _leave(self) -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                widget.reject()


def dialog(kind: type[QDialog] = QDialog) -> Any:
    """The visible dialog of a kind, None if there is none."""
    found = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible())
    return next(found, None)
