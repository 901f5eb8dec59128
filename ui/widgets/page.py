"""The page: header (title, one sentence, actions), contents, footer (what is so; at most five keys)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from models.domain.text import T, Text
from ui.scanning import Scan
from ui.theme.look import Look
from ui.widgets.buttons import Button, KeyCap
from ui.widgets.containers import Line
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.scroll import Scroll

MOST_KEYS = 5
DOT = "　•　"


class Page(QWidget):
    """Base of every page. Where the window is too low the contents scroll; header and footer stay.

    A page overrides what it needs: `entered` (shown: ask for data, put the focus), `left`, `scanned` (a code was
    scanned while the page is shown), `changed` (an act changed these ledgers), `page_key` (a bare key that no widget
    wanted). It fills `self.content` and calls `set_words`, `add_action`, `set_foot` and `set_keys`.
    """

    def __init__(self, look: Look, title: Text | str, sentence: Text | str = "") -> None:
        super().__init__()
        self.look = look
        px = look.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(px(24), px(14), px(24), px(9))
        head.setSpacing(px(10))
        words = QVBoxLayout()
        words.setSpacing(0)
        self._title = label(look, title, "title")
        self._sentence = ElidedLabel(look, sentence, "second")
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        head.addLayout(words, 1)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(px(10))
        head.addLayout(self._actions)
        head.setAlignment(self._actions, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        inside = QWidget()
        self.content = QVBoxLayout(inside)
        self.content.setContentsMargins(px(24), px(2), px(24), px(14))
        self.content.setSpacing(px(12))
        self._scroll = Scroll(inside, lowest=120)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        column.addWidget(self._scroll, 1)
        self._foot = Foot(look)
        column.addWidget(self._foot)
        self.setAccessibleName(look.t(title))

    # for pages to override -----------------------------------------------------------------------------------------

    def open(self, *arguments: Any, **named: Any) -> None:
        """Show one thing: what it was asked for from another page."""

    def entered(self) -> None:
        """The page is shown now."""

    def left(self) -> None:
        """Another page is shown now, or the window was locked."""

    def scanned(self, scan: Scan) -> bool:
        """A code was scanned; false if this page has no use for it (then the window looks the code up)."""
        return False

    def changed(self, ledgers: frozenset[str]) -> None:
        """An act changed rows of these ledgers."""

    def page_key(self, key: str) -> bool:
        """A bare digit, letter or `/` that no text field took; true if the page used it."""
        return False

    def refresh(self) -> None:
        """F5."""
        self.entered()

    def new(self) -> bool:
        """Ctrl+N, where no button has it; false if there is nothing new to make here (then 收文 opens)."""
        return False

    def toggle_pane(self) -> None:
        """F4."""

    def escape(self) -> bool:
        """Esc that no control took: one step back; false if there was none."""
        return False

    def undo(self) -> bool:
        """Ctrl+Z outside text; false to let the window offer the last act of this page."""
        return False

    def show_history(self) -> None:
        """Ctrl+H."""

    def print_page(self) -> None:
        """Ctrl+P, where no button has it."""

    def search(self) -> None:
        """Ctrl+F."""

    def show_missing(self) -> None:
        """Ctrl+Enter while the button that has it is off: go to what keeps the job from being finished."""

    # for pages to call ---------------------------------------------------------------------------------------------

    def set_words(self, title: Text | str, sentence: Text | str) -> None:
        self._title.setText(self.look.t(title))
        self._sentence.set_text(sentence)

    def set_sentence(self, sentence: Text | str) -> None:
        """The one sentence under the title that says the state or the rule."""
        self._sentence.set_text(sentence)

    def add_action(self, button: Button) -> Button:
        """Put a button at the top right."""
        self._actions.addWidget(button)
        return button

    def set_foot(self, *texts: Text | str) -> None:
        """What the footer says at the left: counts, and what is still missing."""
        self._foot.set_texts(texts)

    def set_keys(self, *keys: tuple[str, Text]) -> None:
        """At most five keys that work here now, with their words."""
        self._foot.set_keys(keys[:MOST_KEYS])

    def full_width(self) -> None:
        """Let the contents touch the edges (lists with a side pane)."""
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(0)


class Foot(QWidget):
    """The footer of a page."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Line(look))
        row = QHBoxLayout()
        row.setContentsMargins(look.px(24), 0, look.px(20), 0)
        self._texts = ElidedLabel(look, "", "hint")
        self._texts.setProperty("tone", "text2")
        row.addWidget(self._texts, 1)
        self._keys = QHBoxLayout()
        self._keys.setSpacing(look.px(6))
        row.addLayout(self._keys)
        column.addLayout(row, 1)
        self.setMinimumHeight(look.px(34))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def set_texts(self, texts: tuple[Text | str, ...]) -> None:
        self._texts.set_text(DOT.join(self._look.t(text) for text in texts if text))

    def set_keys(self, keys: tuple[tuple[str, Text], ...]) -> None:
        while self._keys.count():
            widget = self._keys.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for index, (key, words) in enumerate(keys):
            if index:
                gap = QLabel()
                gap.setFixedWidth(self._look.px(4))
                self._keys.addWidget(gap)
            self._keys.addWidget(KeyCap(self._look, key))
            hint = label(self._look, words, "hint", "text2")
            self._keys.addWidget(hint)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._look.color("well"))


HELP_KEY = ("F1", T("key", "帮助"))
