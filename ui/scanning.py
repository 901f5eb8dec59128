"""Scanner bursts: whatever has the focus, a scanned code goes to the page's scan handler and never to a button.

A scanner types like a very fast keyboard and ends with CR, LF or Tab. Keys that follow each other within `gap`
milliseconds and end so are a scan. Where no text field has the focus, a bare letter or digit is held back until it is
clear that no second key follows; in a text field keys pass at once and the field is put back when it was a scan.
Where an input method listens, `ui/native_keys.py` keeps a scan away from it, and from the field.
"""

from __future__ import annotations

import math
import re
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from ui.native_keys import NativeKeys

GAP = 50  # ms between two keys of one scan
SHORTEST = 4  # characters; a person types two or three keys that fast by chance

# A label of a carrier or a place, a form's code, a cover's code: what may be wiped out of a password field.
_CODES = re.compile(r"\d{4}-?\d{6}|S\d{5,7}|[A-Z]{2}-\d{4}-\d{4,6}:.*|GB0626.*|\d{11,}", re.DOTALL | re.IGNORECASE)
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_ONLY_MODIFIERS = (
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock, Qt.Key.Key_Meta,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scan:
    """One code, full width made half width. `doubtful`: signs of a keyboard layout that is not the scanner's."""

    text: str
    doubtful: bool = False


Handler = Callable[[Scan], None]


@dataclass(slots=True)
class _Field:
    """A text field as it was before the first key."""

    widget: QWidget
    text: str
    position: int
    anchor: int


class ScanRouter(QObject):
    """Watches the keys of every window of the application.

    `clock` gives milliseconds (tests hand in their own, key times then come from it too). Handlers stack: the newest
    one gets the scan; without any, a scan is dropped, so that it never types into a password or presses a button.
    """

    def __init__(
        self, app: QGuiApplication, gap: int = GAP, clock: Callable[[], float] | None = None, native: NativeKeys | None = None
    ) -> None:
        super().__init__(app)
        self._native = native
        self._gap = gap
        self._clock = clock or (lambda: time.monotonic() * 1000)
        self._use_stamps = clock is None
        self._offset = math.inf
        self._handlers: list[tuple[object, Handler]] = []
        self._text = ""
        self._last = -math.inf
        self._ended = -math.inf
        self._held: list[QKeyEvent] = []
        self._fields: list[_Field] = []
        self._windows: list[QWindow] = []
        self._watched: QObject | None = None
        self._timer = QTimer(self, singleShot=True, interval=gap)
        self._timer.timeout.connect(self._late)
        self._is_open = True
        app.focusWindowChanged.connect(self._watch_window)
        app.focusObjectChanged.connect(self._watch_object)
        self._watch_window(app.focusWindow())
        self._watch_object(app.focusObject())

    def push(self, owner: object, handler: Handler) -> None:
        """Let `handler` get the scans until `pop(owner)`."""
        self.pop(owner)
        self._handlers.append((owner, handler))

    def pop(self, owner: object) -> None:
        self._handlers = [pair for pair in self._handlers if pair[0] is not owner]

    def deliver(self, text: str) -> None:
        """Hand a code to the newest handler, as if it had been scanned.

        Our own codes are ASCII, so full width is made half width; in a cover's Chinese text nothing is changed.
        """
        plain = unicodedata.normalize("NFKC", text)
        clean = (plain if plain.isascii() else text).strip()
        doubtful = any(ord(c) > 126 or ord(c) < 32 for c in clean) or any(c in "!@#$%^&*()_" for c in clean)
        if clean and self._handlers:
            self._handlers[-1][1](Scan(clean, doubtful))

    def flush(self) -> None:
        """Give held keys to the focused widget: they were typed by a person."""
        self._timer.stop()
        held, self._held = self._held, []
        self._text, self._fields = "", []
        for event in held:
            target = QApplication.focusWidget() or QApplication.activeWindow()
            if target is None:
                return
            QCoreApplication.sendEvent(target, event)
            up = QKeyEvent(QEvent.Type.KeyRelease, event.key(), event.modifiers(), event.text())
            target = QApplication.focusWidget() or QApplication.activeWindow()
            if target is not None:
                QCoreApplication.sendEvent(target, up)

    def close(self) -> None:
        """Watch nothing any more, and no window that comes later."""
        self._timer.stop()
        self._is_open = False
        if self._native is not None:
            self._native.close()
        for window in self._windows:
            if isValid(window):
                window.removeEventFilter(self)
        self._windows.clear()
        self._watch_object(None)

    # what comes in -------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(watched, QWindow) and isinstance(event, QKeyEvent):
            return self._pressed(event)
        if kind == QEvent.Type.InputMethod and watched is self._watched and isinstance(event, QInputMethodEvent):
            self._composed(event.commitString())
        return False

    def _pressed(self, event: QKeyEvent) -> bool:
        """Decide about one key; true if the widget does not get it."""
        text, now = event.text(), self._time_of(event)
        if event.key() in _ONLY_MODIFIERS:
            return False
        if _ends(event):
            return self._finish(now)
        # Two equal signs in one millisecond look like a key held down; a key that is held repeats after a long pause only.
        held = event.isAutoRepeat() and not (self._text and now - self._last <= self._gap)
        if event.modifiers() & _MODIFIERS or len(text) != 1 or not text.isprintable() or held:
            self.flush()
            return False
        return self._collect(event, now)

    def _collect(self, event: QKeyEvent, now: float) -> bool:
        if self._text and now - self._last > self._gap:
            self.flush()
        if not self._text and event.text() == " ":
            return False  # a code never begins with a space, and a space presses buttons
        in_field = not self._is_known_scan() and self._remember(QApplication.focusWidget())
        self._text += event.text()
        self._last = now
        if in_field:
            return False
        self._held.append(QKeyEvent(QEvent.Type.KeyPress, event.key(), event.modifiers(), event.text()))
        self._timer.start()
        return True

    def _is_known_scan(self) -> bool:
        """Known to be a scanner's before its last key, so that the field never sees it."""
        return self._native is not None and self._native.line.in_burst

    def _composed(self, committed: str) -> None:
        """With an input method on, a scanner's characters arrive as committed text."""
        now = self._clock()
        if not committed:
            return
        if self._text and now - self._last > self._gap:
            self.flush()
        if not unicodedata.normalize("NFKC", committed).isascii():
            self.flush()  # Chinese words are typed by a person
            return
        self._remember(QApplication.focusWidget())
        self._text += committed
        self._last = now

    def _finish(self, now: float) -> bool:
        if not self._text:
            return now - self._ended <= self._gap  # the LF after a CR
        if len(self._text) < SHORTEST or now - self._last > self._gap or self._is_password():
            self.flush()
            return False
        text, fields = self._text, self._fields
        self._timer.stop()
        self._text, self._held, self._fields, self._ended = "", [], [], now
        for field in fields:
            _put_back(field)
        self.deliver(text)
        return True

    def _is_password(self) -> bool:
        """True if a fast hand, or a smart card that types, wrote a password: it must reach its field."""
        hidden = [isinstance(field.widget, QLineEdit) and _hides(field.widget) for field in self._fields]
        return any(hidden) and not _CODES.fullmatch(self._text)

    def _late(self) -> None:
        """No second key in time. Keys that wait in the queue because the program was busy are taken first."""
        if self._native is not None:
            self._native.after_keys(self._flush_if_quiet)
        else:
            QTimer.singleShot(0, self, self._flush_if_quiet)

    def _flush_if_quiet(self) -> None:
        if self._held and not self._timer.isActive():
            self.flush()

    def _time_of(self, event: QKeyEvent) -> float:
        """When the key was pressed, by the system's stamp where there is one: a busy program must not split a scan."""
        now = self._clock()
        if not self._use_stamps or not event.timestamp():
            return now
        self._offset = min(self._offset, now - event.timestamp())
        return event.timestamp() + self._offset

    def _remember(self, widget: QWidget | None) -> bool:
        """Keep the focused text field as it was before this scan's first key in it; false if it is no text field."""
        if any(field.widget is widget for field in self._fields):
            return True
        field = _snapshot(widget)
        if field is not None:
            self._fields.append(field)
        return field is not None

    def _watch_window(self, window: QWindow | None) -> None:
        self._windows = [known for known in self._windows if isValid(known)]
        if self._is_open and window is not None and window not in self._windows:
            self._windows.append(window)
            window.installEventFilter(self)

    def _watch_object(self, thing: QObject | None) -> None:
        if self._watched is not None and isValid(self._watched) and not isinstance(self._watched, QWindow):
            self._watched.removeEventFilter(self)
        self._watched = thing
        if self._is_open and thing is not None and not isinstance(thing, QWindow):
            thing.installEventFilter(self)


def _ends(event: QKeyEvent) -> bool:
    if event.key() in _ENDS:
        return not event.modifiers() & _MODIFIERS
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return event.text() in ("\r", "\n", "\t") or (control and event.key() in (Qt.Key.Key_J, Qt.Key.Key_M))


def _hides(field: QLineEdit) -> bool:
    return isValid(field) and bool(field.inputMethodHints() & Qt.InputMethodHint.ImhHiddenText)


def _snapshot(widget: QWidget | None) -> _Field | None:
    """The text field as it is now; None for anything that is no text field to write in."""
    if isinstance(widget, QLineEdit) and not widget.isReadOnly():
        start = widget.selectionStart()
        anchor = start if start >= 0 and start != widget.cursorPosition() else widget.selectionEnd()
        return _Field(widget, widget.text(), widget.cursorPosition(), anchor if start >= 0 else widget.cursorPosition())
    if isinstance(widget, QPlainTextEdit) and not widget.isReadOnly():
        cursor = widget.textCursor()
        return _Field(widget, widget.toPlainText(), cursor.position(), cursor.anchor())
    return None


def _put_back(field: _Field) -> None:
    widget = field.widget
    if not isValid(widget):
        return
    if isinstance(widget, QLineEdit):
        if widget.text() != field.text:
            widget.setText(field.text)
            widget.textEdited.emit(field.text)
        widget.setSelection(field.anchor, field.position - field.anchor)
        if field.anchor == field.position:
            widget.setCursorPosition(field.position)
    elif isinstance(widget, QPlainTextEdit):
        widget.setPlainText(field.text)
        cursor = widget.textCursor()
        cursor.setPosition(min(field.anchor, len(field.text)))
        cursor.setPosition(min(field.position, len(field.text)), cursor.MoveMode.KeepAnchor)
        widget.setTextCursor(cursor)
