"""What screen tests share: preferences in memory, errors caught, the heartbeat, keys sent as the system sends them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget


class MemoryPreferences:
    """Preferences without a store."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def get(self, key: str, default: Any = None) -> Any:
        return self.values.get(key, default)

    def set(self, key: str, value: Any) -> None:
        self.values[key] = value


class Errors:
    """Stands where the error presenter stands; an error nobody expected fails the test."""

    def __init__(self) -> None:
        self.seen: list[Exception] = []

    def __call__(self, error: Exception) -> None:
        self.seen.append(error)

    def take(self) -> Exception:
        return self.seen.pop(0)

    def none_left(self) -> None:
        if self.seen:
            raise self.seen[0]


class Heartbeat(QObject):
    """Beats on the GUI thread; `worst` is the longest time in ms that the program kept a beat from coming.

    What the machine took away does not count: of each gap the time is left out in which a thread of this process was
    ready and waited for a processor, by the kernel's own count. So a call that holds the interpreter's lock counts with
    what it computed, and so does waiting for a lock or a file, however busy the machine is.
    """

    def __init__(self, every: int = 5) -> None:
        super().__init__()
        self.worst = 0.0
        self.beats = 0
        self._waits = ProcessorWaits()
        self._last = (0.0, 0.0)
        self._timer = QTimer(self, interval=every, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self.worst, self.beats, self._last = 0.0, 0, (time.monotonic(), self._waits.seconds())
        self._timer.start()

    def stop(self) -> float:
        if self._timer.isActive():
            self._beat()
            self._timer.stop()
        self._waits.close()
        return self.worst

    def _beat(self) -> None:
        now = (time.monotonic(), self._waits.seconds())
        self.worst = max(self.worst, (now[0] - self._last[0] - (now[1] - self._last[1])) * 1000)
        self._last = now
        self.beats += 1


class ProcessorWaits:
    """How long the threads of this process were ready and waited for a processor (Linux, `proc(5)`: schedstat).

    Read without ever letting go of the interpreter's lock: a reader that asked for it anew twenty times a beat would
    itself be what it looks for.
    """

    def __init__(self) -> None:
        self._read = ctypes.PyDLL(None).pread
        self._read.restype = ctypes.c_ssize_t
        self._files: dict[int, int] = {}
        self._known: dict[int, float] = {}
        self._buffer = ctypes.create_string_buffer(100)

    def seconds(self) -> float:
        """The sum over all threads that run Python, since each began; a thread that ended keeps what it had."""
        for thread in threading.enumerate():
            id_ = thread.native_id
            if id_ is not None and id_ not in self._files:
                with contextlib.suppress(FileNotFoundError):
                    self._files[id_] = os.open(f"/proc/self/task/{id_}/schedstat", os.O_RDONLY)
                    self._known[id_] = 0.0
        for id_, file in self._files.items():
            length = self._read(file, self._buffer, ctypes.c_size_t(99), ctypes.c_longlong(0))
            if length > 0:
                self._known[id_] = int(self._buffer.raw[:length].split()[1]) / 1e9
        return sum(self._known.values())

    def close(self) -> None:
        for file in self._files.values():
            os.close(file)
        self._files.clear()


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key as the system does: to the window with the focus, not to a widget."""
    QTest.keyClick(_window(), key, modifiers)


def type_text(text: str) -> None:
    """Type characters as the system does."""
    for char in text:
        QTest.keyClick(_window(), char)


def _window() -> QWindow:
    window = QApplication.focusWindow()
    if window is None:
        raise AssertionError("no window has the focus")
    return window


def show(qtbot: Any, widget: QWidget, width: int = 1100, height: int = 700) -> None:
    """Show a widget as the active window."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is widget)


def in_dialog(kind: type[QDialog], act: Callable[[Any], Any]) -> None:
    """When a dialog of this kind has the focus, do something in it. A dialog that never comes, or that is still open
    long after, is left: the test then fails instead of waiting for ever."""
    until = time.monotonic() + 10

    def look_again() -> None:
        dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
        wanted = next((dialog for dialog in dialogs if isinstance(dialog, kind) and _has_focus(dialog)), None)
        if wanted is not None:
            QTimer.singleShot(20_000, wanted, wanted.reject)
            act(wanted)
        elif time.monotonic() > until:
            for dialog in dialogs:
                dialog.reject()
        else:
            QTimer.singleShot(10, look_again)

    QTimer.singleShot(0, look_again)


def _has_focus(dialog: QDialog) -> bool:
    """Whether keys go to one of its widgets: it may be active a moment before."""
    within = QApplication.focusWidget()
    return QApplication.focusWindow() is dialog.windowHandle() and within is not None and within.window() is dialog


def no_dialog_left() -> bool:
    """Whether every dialog is freed."""
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return not [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QDialog)]


_NEED_NAME = {
    QAccessible.Role.PushButton, QAccessible.Role.CheckBox, QAccessible.Role.RadioButton, QAccessible.Role.EditableText,
    QAccessible.Role.ComboBox, QAccessible.Role.Table, QAccessible.Role.List, QAccessible.Role.ButtonMenu,
    QAccessible.Role.Slider, QAccessible.Role.SpinBox, QAccessible.Role.Link,
}  # fmt: skip


def unnamed(root: QWidget) -> list[str]:
    """Controls a screen reader could not name: everything below `root` that takes the focus, and controls by role."""
    found: list[str] = []
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.objectName().startswith("qt_") or not widget.isVisibleTo(root):
            continue
        interface: QAccessibleInterface | None = QAccessible.queryAccessibleInterface(widget)
        if interface is None:
            continue
        takes_focus = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isEnabled()
        if not takes_focus and interface.role() not in _NEED_NAME:
            continue
        if _is_part(widget) or interface.text(QAccessible.Text.Name):
            continue
        found.append(f"{type(widget).__name__} {widget.objectName()} {interface.role()}".strip())
    return found


def _is_part(widget: QWidget) -> bool:
    """Parts that Qt makes itself inside a named control: viewports, the list of a combo box, scroll bars."""
    name = type(widget).__name__
    return name in ("QScrollBar", "QComboBoxPrivateContainer", "QHeaderView", "QScrollArea") or (
        name in ("QListView", "QWidget", "Header") and widget.focusPolicy() != Qt.FocusPolicy.StrongFocus
    )
