"""While a practice vault is being made: what is done and how far it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout

from models.domain.text import Text
from ui.theme.look import Look
from ui.widgets.containers import Ground, Panel, PracticeBanner
from ui.widgets.labels import label


class WaitPage(Ground):
    """A title, a sentence, a bar and the step under way."""

    def __init__(self, look: Look, title: Text, sentence: Text) -> None:
        super().__init__(look, "window")
        self._look = look
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        if look.practice:
            column.addWidget(PracticeBanner(look))
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        panel = Panel(look, margin=36, spacing=12)
        panel.setFixedWidth(look.px(560))
        panel.box.addWidget(label(look, title, "title"))
        panel.box.addWidget(label(look, sentence, "second", wrap=True))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(look.t(title))
        panel.box.addWidget(self._bar)
        self._step = label(look, "", "hint")
        panel.box.addWidget(self._step)
        row.addWidget(panel)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def show_progress(self, done: int, total: int, doing: Text | str) -> None:
        """`done` of `total` steps."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._step.setText(self._look.t(doing))
