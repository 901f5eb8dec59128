"""One section of 设置: a page of rows at the middle, and at the right who may change it and who did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.text import Text
from models.services.settings import Situation
from ui.theme.look import Look
from ui.widgets.containers import Line, Panel
from ui.widgets.form import NoteLine
from ui.widgets.labels import label


class Section(QWidget):
    """Base of the sections. `changed` when something was typed; sections without drafts never send it.

    `act` names the act that keeps the draft, "" where nothing is kept in the journal.
    """

    changed = Signal()
    title: Text
    who: Text  # who may change it
    act = ""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(look.px(6))

    def show_situation(self, situation: Situation) -> None:
        """What holds now; a draft is dropped."""

    def draft(self) -> dict[str, Any]:
        """What was changed and not kept yet, as the act takes it."""
        return {}

    def wrong(self) -> int:
        """How many fields must be changed before the draft can be kept."""
        return 0

    def next_wrong(self) -> None:
        """Put the focus into the next field that must be changed."""

    def group(self, title: Text) -> Panel:
        """A titled panel for rows."""
        self.box.addWidget(label(self.look, title, "label"))
        panel = Panel(self.look, spacing=0)
        self.box.addWidget(panel)
        return panel


class Rows:
    """The rows of a panel: name and sentence at the left, the control at the right, a line between, a note below."""

    def __init__(self, look: Look, panel: Panel) -> None:
        self._look, self._panel, self._count = look, panel, 0

    def add(self, name: Text, sentence: Text | str, control: QWidget) -> tuple[NoteLine, Callable[[Text | str], None]]:
        """A row. Answers the place of its problem, and how to say another sentence."""
        look, box = self._look, self._panel.box
        if self._count:
            box.addSpacing(look.px(10))
            box.addWidget(Line(look))
            box.addSpacing(look.px(10))
        self._count += 1
        words = QVBoxLayout()
        words.setSpacing(look.px(1))
        heading = label(look, name, "strong")
        heading.setBuddy(control)
        second = label(look, sentence, "hint", wrap=True)
        words.addWidget(heading)
        words.addWidget(second)
        row = QHBoxLayout()
        row.setSpacing(look.px(16))
        row.addLayout(words, 1)
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        box.addLayout(row)
        note = NoteLine(look)
        note.hide()
        box.addWidget(note)

        def say(text: Text | str) -> None:
            second.setText(look.t(text))

        return note, say
