"""The way of `KeyLine` on X11: keys are taken before Qt gives them to the input method, and sent back through the server.

Qt offers a look at the server's own events, but only to let them pass or not; so what is let go later is sent again to the
window it was for, by the X library that Qt itself uses (no other connection, no other library).
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodQueryEvent
from shiboken6 import isValid

from ui.key_line import KeyLine, RawKey

_XCB = "libxcb.so.1"
_EVENT = 32  # bytes of an X event
_PRESS, _RELEASE, _SENT = 2, 3, 0x80
_DUMB = frozenset(("", "compose", "none"))  # input contexts of Qt that eat no letters


def has_input_method(environment: Mapping[str, str]) -> bool:
    """Whether this environment asks Qt for an input method that may eat keys."""
    wanted = environment.get("QT_IM_MODULES") or environment.get("QT_IM_MODULE", "")
    return not {name.strip() for name in wanted.split(";")} <= _DUMB


def watch_keys(app: QGuiApplication, environment: Mapping[str, str], gap: int, shortest: int) -> NativeKeys | None:
    """Hold keys back where an input method listens; None if there is none, or the screen is no X screen."""
    if app.platformName() != "xcb" or not has_input_method(environment):
        return None
    try:
        library = ctypes.CDLL(_XCB)
    except OSError:
        return None
    return NativeKeys(app, library, gap, shortest)


def key_of(event: bytes) -> RawKey | None:
    """The key of an X event of 32 bytes, sent or pressed; None for any other event."""
    if event[0] & ~_SENT not in (_PRESS, _RELEASE):
        return None
    _kind, code, time, state = struct.unpack_from("=BBxxI20xH", event)
    return RawKey(event[0] & ~_SENT == _PRESS, code, state, time, event)


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, keys: NativeKeys) -> None:
        super().__init__()
        self._keys = keys

    def nativeEventFilter(self, kind: Any, message: int) -> Any:
        return bytes(kind) == b"xcb_generic_event_t" and self._keys.native(ctypes.string_at(int(message), _EVENT)), 0


class NativeKeys(QObject):
    """`line` says whether a scanner types; see `KeyLine`."""

    def __init__(self, app: QGuiApplication, library: Any, gap: int, shortest: int) -> None:
        super().__init__(app)
        self._app, self._library = app, library
        self._library.xcb_send_event.argtypes = [
            ctypes.c_void_p, ctypes.c_uint8, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_char_p,
        ]  # fmt: skip
        self._library.xcb_flush.argtypes = [ctypes.c_void_p]
        self.line = KeyLine(self, gap, shortest)
        self._round = False
        self._watched: QObject | None = None
        self._timer = QTimer(self, singleShot=True, interval=gap)
        self._timer.timeout.connect(lambda: QTimer.singleShot(0, self, self._gap_over))
        self._filter = _Filter(self)
        app.installNativeEventFilter(self._filter)
        app.focusObjectChanged.connect(self._watch)
        self._watch(app.focusObject())

    def close(self) -> None:
        """Hold nothing any more."""
        self._timer.stop()
        self._app.removeNativeEventFilter(self._filter)
        self._watch(None)

    def native(self, event: bytes) -> bool:
        """An event of the X server; true if Qt does not get it now."""
        key = key_of(event)
        if key is None:
            return False
        if event[0] & _SENT:
            self.line.came_back()
            return False
        return self.line.take(key)

    # what the line needs -------------------------------------------------------------------------------------------

    def listens(self) -> bool:
        thing: QObject | None = self._app.focusObject()
        if thing is None:
            return False
        question = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
        QCoreApplication.sendEvent(thing, question)
        return bool(question.value(Qt.InputMethodQuery.ImEnabled))

    def send(self, keys: Sequence[RawKey]) -> None:
        screen: Any = self._app.nativeInterface()
        connection = screen.connection()
        for key in keys:
            window = struct.unpack_from("=12xI", key.raw)[0]
            self._library.xcb_send_event(connection, 0, window, 0, key.raw)
        self._library.xcb_flush(connection)

    def go_round(self, on: bool) -> None:
        self._round = on
        QGuiApplication.inputMethod().update(Qt.InputMethodQuery.ImEnabled)

    def wait(self) -> None:
        self._timer.start()

    # what Qt tells -------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While a scan goes round the input method, the field with the focus says that it wants none."""
        if self._round and isinstance(event, QInputMethodQueryEvent) and event.queries() == Qt.InputMethodQuery.ImEnabled:
            event.setValue(Qt.InputMethodQuery.ImEnabled, False)
            return True
        return False

    def _gap_over(self) -> None:
        """Keys that wait in the queue because the program was busy were taken first; then the timer runs again."""
        if not self._timer.isActive():
            self.line.gap_over()

    def _watch(self, thing: QObject | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = thing
        if thing is not None:
            thing.installEventFilter(self)
        if self._round:
            QGuiApplication.inputMethod().update(Qt.InputMethodQuery.ImEnabled)
