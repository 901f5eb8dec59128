"""The way of `KeyLine` on X11: keys are taken before Qt gives them to the input method, and sent back through the server.

Qt offers a look at the server's own events, but only to let them pass or not; so what is let go later is sent again to the
window it was for, by the X library that Qt itself uses (no other connection, no other library). The server keeps the order:
a message sent to ourselves comes back after every key that was pressed before, however busy the program was.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from PySide6.QtCore import QAbstractNativeEventFilter, QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodQueryEvent, QWindow
from shiboken6 import isValid

from ui.key_line import KeyLine, RawKey

_XCB = "libxcb.so.1"
_EVENT = 32  # bytes of an X event
_PRESS, _RELEASE, _MESSAGE, _SENT = 2, 3, 33, 0x80
_OURS = b"shoubu queue"  # marks a message to ourselves; four bytes of its number follow
_LOST = 500  # ms after which a message is given up: its window is gone
_DUMB = frozenset(("", "compose", "none"))  # input contexts of Qt that eat no letters


def has_input_method(environment: Mapping[str, str]) -> bool:
    """Whether this environment asks Qt for an input method that may eat keys."""
    wanted = environment.get("QT_IM_MODULES") or environment.get("QT_IM_MODULE", "")
    return not {name.strip() for name in wanted.split(";")} <= _DUMB


def watch_keys(app: QGuiApplication, environment: Mapping[str, str], gap: int, shortest: int) -> NativeKeys | None:
    """See the keys as the X server sends them; None if the screen is no X screen."""
    if app.platformName() != "xcb":
        return None
    try:
        library = ctypes.CDLL(_XCB)
    except OSError:
        return None
    return NativeKeys(app, library, gap, shortest, has_input_method(environment))


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
    """`line` says whether a scanner types; see `KeyLine`. Keys are held only where an input method listens."""

    def __init__(self, app: QGuiApplication, library: Any, gap: int, shortest: int, has_method: bool) -> None:
        super().__init__(app)
        self._app, self._library, self._has_method = app, library, has_method
        self._asked: dict[int, Callable[[], None]] = {}
        self._number = 0
        self._library.xcb_send_event.argtypes = [
            ctypes.c_void_p, ctypes.c_uint8, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_char_p,
        ]  # fmt: skip
        self._library.xcb_flush.argtypes = [ctypes.c_void_p]
        self.line = KeyLine(self, gap, shortest)
        self._round = False
        self._watched: QObject | None = None
        self._timer = QTimer(self, singleShot=True, interval=gap)
        self._timer.timeout.connect(lambda: self.after_keys(self._gap_over))
        self._filter = _Filter(self)
        app.installNativeEventFilter(self._filter)
        app.focusObjectChanged.connect(self._watch)
        self._watch(app.focusObject())

    def close(self) -> None:
        """Hold nothing any more."""
        self._timer.stop()
        self._app.removeNativeEventFilter(self._filter)
        self._asked.clear()
        self._watch(None)

    def native(self, event: bytes) -> bool:
        """An event of the X server; true if Qt does not get it now."""
        if event[0] & ~_SENT == _MESSAGE and event[12:24] == _OURS:
            self._answer(struct.unpack_from("=24xI", event)[0])
            return True
        key = key_of(event)
        if key is None:
            return False
        if event[0] & _SENT:
            self.line.came_back()
            return False
        return self.line.take(key)

    def after_keys(self, done: Callable[[], None]) -> None:
        """Call `done` when every key that was pressed until now has been seen."""
        window: QWindow | None = self._app.focusWindow()
        if window is None:
            QTimer.singleShot(0, self, done)
            return
        self._number = number = (self._number + 1) % 2**32
        self._asked[number] = done
        self._post(int(window.winId()), struct.pack("=BBHII12sI4x", _MESSAGE, 32, 0, int(window.winId()), 0, _OURS, number))
        QTimer.singleShot(_LOST, self, lambda: self._answer(number))

    def _answer(self, number: int) -> None:
        done = self._asked.pop(number, None)
        if done is not None:
            done()

    def _post(self, window: int, event: bytes) -> None:
        screen = cast(Any, self._app).nativeInterface()
        self._library.xcb_send_event(screen.connection(), 0, window, 0, event)
        self._library.xcb_flush(screen.connection())

    # what the line needs -------------------------------------------------------------------------------------------

    def listens(self) -> bool:
        thing: QObject | None = self._app.focusObject()
        if thing is None or not self._has_method:
            return False
        question = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
        QCoreApplication.sendEvent(thing, question)
        return bool(question.value(Qt.InputMethodQuery.ImEnabled))

    def send(self, keys: Sequence[RawKey]) -> None:
        for key in keys:
            self._post(struct.unpack_from("=12xI", key.raw)[0], key.raw)

    def go_round(self, on: bool) -> None:
        self._round = on
        QGuiApplication.inputMethod().update(Qt.InputMethodQuery.ImEnabled)

    def wait(self) -> None:
        self._timer.start()

    # what Qt tells -------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While a scan goes round the input method, the field with the focus does not say that it wants one."""
        return self._round and event.type() == QEvent.Type.InputMethodQuery

    def _gap_over(self) -> None:
        """Keys that waited because the program was busy were taken first; then the timer runs again."""
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
