"""The real program in a real window, with an observer inside that tells over pipes what the window shows.

Run as `program.py VAULT`. On standard input one command a line (JSON), on standard output one answer a line.
"""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Callable
from ctypes import string_at
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TICK = 20  # ms between two looks at what is waited for
PRESS = 2


def main() -> None:
    """Raise the walls exactly as the program does, then open its window."""
    import app
    from ui import window

    class Observed(window.Program):
        def start(self) -> None:
            super().start()
            self.observer = observer(self)

    window.Program = Observed  # type: ignore[misc]
    sys.exit(app.main(["--training", "--vault", sys.argv[1]]))


def observer(program: Any) -> Any:
    """Answers commands; made only when the walls stand, because Qt may not be loaded before."""
    from PySide6.QtCore import QAbstractNativeEventFilter, QEvent, QObject, QSocketNotifier, Qt, QTimer
    from PySide6.QtGui import QGuiApplication, QInputMethodQueryEvent
    from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit, QWidget
    from shiboken6 import isValid

    class Gaps(QAbstractNativeEventFilter):
        """When each key reached this machine's X server, before the program judges it."""

        def __init__(self) -> None:
            super().__init__()
            self.times: list[int] = []

        def nativeEventFilter(self, _kind: Any, message: int) -> Any:
            event = string_at(int(message), 8)
            if event[0] == PRESS:
                self.times.append(struct.unpack_from("=I", event, 4)[0])
            return False, 0

    class Observer(QObject):
        def __init__(self) -> None:
            super().__init__(program)
            self.scans: list[str] = []
            self.clicked: list[str] = []
            self.gaps = Gaps()
            QGuiApplication.instance().installNativeEventFilter(self.gaps)
            self._composed, self._followed = "", None
            QGuiApplication.instance().focusObjectChanged.connect(self._follow)
            self._commands = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
            self._commands.activated.connect(lambda *_what: self._answer(json.loads(sys.stdin.readline())))

        def _answer(self, command: dict[str, Any]) -> None:
            getattr(self, command.pop("do"))(**command)

        def tell(self, **values: Any) -> None:
            print(json.dumps(values, ensure_ascii=False), flush=True)

        def until(self, state: dict[str, Any], tries: int = 1500) -> None:
            """Answer when the state has these values, or when patience ends; either way with the state."""
            now = self._state()
            if all(now[name] == value for name, value in state.items()) or not tries:
                self.tell(**now)
            else:
                QTimer.singleShot(TICK, self, lambda: self.until(state, tries - 1))

        def go(self, page: str) -> None:
            program.sitting.window.go(page)
            self.tell(page=program.sitting.window.current)

        def focus(self, kind: str, name: str = "") -> None:
            """Give the focus to the first visible widget of this class (and accessible name) in the active window."""
            window = QApplication.activeWindow()
            found = [one for one in window.findChildren(QWidget) if one.isVisible() and one.isEnabled()
                     and type(one).__name__ == kind and name in (one.accessibleName(), "")]  # fmt: skip
            if found:
                found[0].setFocus()
            self.tell(**self._state())

        def record(self) -> None:
            """From now on this observer is the scan handler; every button tells when it is pressed."""
            program.scans.push(self, lambda scan: self.scans.append(scan.text))
            self.tell()

        def watch_buttons(self) -> None:
            for button in QApplication.activeWindow().findChildren(QAbstractButton):
                button.clicked.connect(lambda _on=False, button=button: self.clicked.append(button.accessibleName()))
            self.tell()

        def take(self) -> None:
            """What was scanned, pressed and typed since the last time, and when the keys came."""
            scans, clicked, times = self.scans[:], self.clicked[:], self.gaps.times[:]
            del self.scans[:], self.clicked[:], self.gaps.times[:]
            self.tell(scans=scans, clicked=clicked, times=times, **self._state())

        def _state(self) -> dict[str, Any]:
            here = QApplication.focusWidget()
            text: Callable[[], str] | None = getattr(here, "text", None) or getattr(here, "toPlainText", None)
            sitting = program.sitting
            return {
                "page": sitting.window.current if sitting is not None else "door",
                "focus": type(here).__name__, "name": here.accessibleName() if here is not None else "",
                "text": text() if text is not None else "", "active": QApplication.activeWindow() is not None,
                "composed": self._composed, "composing": bool(self._composed), "count": len(self.scans),
                "dialog": isinstance(QApplication.activeWindow(), QDialog),
                "fields": [one.text() for window in QApplication.topLevelWidgets() if window.isVisible()
                           for one in window.findChildren(QLineEdit) if one.isVisible()],
                "method": self._listens(here),
            }  # fmt: skip

        def _follow(self, thing: Any) -> None:
            self._composed = ""
            if self._followed is not None and isValid(self._followed):
                self._followed.removeEventFilter(self)
            self._followed = thing
            if isinstance(thing, QWidget):
                thing.installEventFilter(self)

        def eventFilter(self, _watched: Any, event: Any) -> bool:
            if event.type() == QEvent.Type.InputMethod:
                self._composed = event.preeditString()
            return False

        def _listens(self, here: Any) -> bool:
            if here is None:
                return False
            question = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
            QApplication.sendEvent(here, question)
            return bool(question.value(Qt.InputMethodQuery.ImEnabled))

    return Observer()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
