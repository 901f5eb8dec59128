"""A text with proposals below it: what was written before, or names; anything else may be typed too."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCompleter, QListView
from shiboken6 import isValid

from models.domain.text import Text
from models.ledgers.fields import Field
from ui.theme.look import Look
from ui.widgets.editors import EditorLine, TextEditor
from ui.widgets.inputs import paint_arrow

PAUSE = 80  # ms after a key before asking
Ask = Callable[[str, Callable[[list[str]], None]], None]


class _SuggestLine(EditorLine):
    """Enter goes on to the next field at once, unless a line of the list is chosen."""

    def __init__(self, look: Look, name: Text, opens: bool) -> None:
        super().__init__(look, name)
        self._opens = opens
        self.popup: QListView | None = None
        if opens:
            self.setTextMargins(0, 0, look.px(22), 0)
        self.wanted: Callable[[], None] = lambda: None
        self.came: Callable[[], None] = lambda: None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        is_open = self.popup is not None and self.popup.isVisible()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and is_open and self.popup is not None:
            if self.popup.currentIndex().isValid():
                event.ignore()  # the completer takes the chosen line
                return
            self.popup.hide()
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.focusNextPrevChild(not back)
            return
        if key == Qt.Key.Key_Down and not is_open:
            self.wanted()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self._opens and event.position().x() > self.width() - self._look.px(34):
            self.wanted()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._opens:
            paint_arrow(QPainter(self), self._look, self, self.isEnabled() and not self.isReadOnly())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.came()


class SuggestEditor(TextEditor):
    """A text with proposals below it; anything may be typed. `ask(text, done)` answers on the screen's thread.

    `when_empty`: propose as soon as the empty field is entered. `goes_on`: a chosen line is the whole value, and the
    focus goes to the next field. `opens`: the whole list is short and can be opened.
    """

    def __init__(self, look: Look, field: Field, ask: Ask, when_empty: bool = False, goes_on: bool = True,
                 opens: bool = False) -> None:  # fmt: skip
        line = _SuggestLine(look, field.label, opens)
        super().__init__(look, field, line)
        self._ask = ask
        self._when_empty, self._goes_on = when_empty, goes_on
        self._number = 0
        self._texts = QStringListModel(self)
        self._completer = QCompleter(self._texts, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        line.popup = QListView()
        line.popup.setObjectName("completion")
        line.popup.setAccessibleName(look.t(field.label))
        self._completer.setPopup(line.popup)
        self._completer.setWidget(line)
        self._completer.activated[QModelIndex].connect(  # type: ignore[index]
            lambda index: self._choose(str(index.data()))
        )
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(lambda: self._look(self.typed()))
        line.textEdited.connect(self._edited)
        line.wanted = lambda: self._look("")
        line.came = self._came

    def _edited(self, text: str) -> None:
        if text.strip():
            self._timer.start()
        else:
            self._timer.stop()

    def _came(self) -> None:
        if self._when_empty and not self.typed():
            self._look("")

    def _leave(self) -> None:
        self._timer.stop()
        self._number += 1
        super()._leave()

    def _look(self, text: str) -> None:
        self._number += 1
        number = self._number
        self._ask(text, lambda found: self._offer(number, found))

    def _offer(self, number: int, found: list[str]) -> None:
        if not isValid(self) or number != self._number or not self.line.hasFocus():
            return
        typed = self.typed()
        found = [text for text in found if text != typed]
        self._texts.setStringList(found)
        if found:
            self._completer.complete()
        else:
            self._completer.popup().hide()

    def _choose(self, text: str) -> None:
        self.line.setText(text)
        self.line.setCursorPosition(len(text))
        if self._goes_on:
            QTimer.singleShot(0, self, lambda: self.line.focusNextPrevChild(True))

    @property
    def offered(self) -> list[str]:
        """What the list under the field offers now."""
        popup = self._completer.popup()
        return self._texts.stringList() if popup.isVisible() else []
