"""Points to a row of another ledger: type a part of its name, choose from the list."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCompleter, QListView
from shiboken6 import isValid

from models.domain.text import T, Text
from models.ledgers.fields import Field
from ui.theme.look import Look
from ui.widgets.editors import Editor, EditorLine, Links
from ui.widgets.inputs import paint_arrow

PAUSE = 80  # ms after a key before asking


class _LinkLine(EditorLine):
    """A line with the mark of a list at its right end; Down opens the whole list."""

    def __init__(self, look: Look, name: Text) -> None:
        super().__init__(look, name)
        self.setTextMargins(0, 0, look.px(22), 0)
        self.wanted = lambda: None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self.isReadOnly():
            self.wanted()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.isReadOnly() and event.position().x() > self.width() - self._look.px(34):
            self.wanted()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_arrow(QPainter(self), self._look, self, self.isEnabled() and not self.isReadOnly())


class LinkEditor(Editor):
    """`value` is the id of the chosen row; a name that is no row's is wrong."""

    def __init__(self, look: Look, field: Field, links: Links) -> None:
        self.line = _LinkLine(look, field.label)
        super().__init__(look, self.line)
        self._field, self._links = field, links
        self._id: int | None = None
        self._title = ""
        self._found: list[tuple[int, str]] = []
        self._asked = 0
        self._names = QStringListModel(self)
        self._completer = QCompleter(self._names, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        popup = QListView()
        popup.setObjectName("completion")
        self._completer.setPopup(popup)
        popup.setAccessibleName(look.t(field.label))
        self._completer.setWidget(self.line)
        self._completer.activated[QModelIndex].connect(  # type: ignore[index]
            lambda index: self._choose(index.row())
        )
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(lambda: self._ask(self.line.text().strip()))
        self.line.textEdited.connect(self._typed)
        self.line.wanted = self._open
        self.line.left.connect(self._leave)

    def value(self) -> Any:
        return self._id

    def set_value(self, value: Any) -> None:
        self._id = value
        self._set_title("")
        if value is not None:
            self._links.title(self._field.to, value, lambda title: self._named(value, title))
        self.changed.emit()

    def _named(self, id_: int, title: str) -> None:
        if isValid(self) and self._id == id_:
            self._set_title(title)

    def choose_row(self, id_: int, title: str) -> None:
        """Take a row whose title is known (a scanned shelf)."""
        self._id = id_
        self._set_title(title)
        self.changed.emit()

    def wrong(self) -> Text | None:
        typed = self.line.text().strip()
        if typed and self._id is None:
            return T("problem", "没有“{typed}”，请从列表里选一个", typed=typed)
        return None

    def set_read_only(self, fixed: bool) -> None:
        self.line.setReadOnly(fixed)
        self.line.setFocusPolicy(Qt.FocusPolicy.ClickFocus if fixed else Qt.FocusPolicy.StrongFocus)

    def _set_title(self, title: str) -> None:
        self._title = title
        self.line.setText(title)
        self.line.setCursorPosition(0)

    def _typed(self, text: str) -> None:
        self._id = None
        if text.strip():
            self._timer.start()
        self.changed.emit()

    def _open(self) -> None:
        """The whole list; but only what fits while a name stands there that is no row's, so that none is taken for it."""
        self._ask("" if self._id is not None else self.line.text().strip())

    def _ask(self, text: str) -> None:
        self._asked += 1
        number = self._asked
        self._links.suggest(self._field.to, text, lambda found: self._suggested(number, found))

    def _suggested(self, number: int, found: list[tuple[int, str]]) -> None:
        if not isValid(self) or number != self._asked or not self.line.hasFocus():
            return
        self._found = found
        self._names.setStringList([title for _id, title in found])
        if found:
            self._completer.complete()
        else:
            self._completer.popup().hide()

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._found):
            self.choose_row(*self._found[row])

    def _leave(self) -> None:
        """An exact name that was typed in full is taken, also one typed faster than the list comes."""
        typed = self.line.text().strip()
        if self._id is None and typed and not self._take_exact(typed, self._found):
            self._links.suggest(self._field.to, typed, lambda found: self._found_late(typed, found))
        self.left.emit()

    def _found_late(self, typed: str, found: list[tuple[int, str]]) -> None:
        self._take_exact(typed, found)

    def _take_exact(self, typed: str, found: list[tuple[int, str]]) -> bool:
        same = [pair for pair in found if pair[1] == typed]
        if not isValid(self) or self._id is not None or self.line.text().strip() != typed or len(same) != 1:
            return False
        self.choose_row(*same[0])
        return True
