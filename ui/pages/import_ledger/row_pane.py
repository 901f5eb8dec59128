"""The side of the dry run: one source row in full, each problem with its cell, and what the clerk can decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from models.domain.text import T, Text
from models.services import import_words
from models.services.importing import Class, Judged
from ui.pages.import_ledger.rows import MARKS, SEVERITY_MARKS, where_words
from ui.theme.badges import BADGES
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.containers import Ground, Line
from ui.widgets.labels import BadgeLabel, MarkLabel, label, lowered
from ui.widgets.scroll import Scroll


class RowPane(Ground):
    """`decide` is called with CORRECT, ACCEPTED, SKIPPED or "" (neither) for the row shown."""

    def __init__(self, look: Look, decide: Callable[[str], None]) -> None:
        super().__init__(look, "surface")
        self._look, self._decide = look, decide
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(Line(look, vertical=True))
        outer = QVBoxLayout()
        outer.setContentsMargins(look.px(20), look.px(14), look.px(20), look.px(13))
        outer.setSpacing(look.px(10))
        row.addLayout(outer, 1)
        self._slot = QWidget()
        self._outer = outer
        outer.addWidget(self._slot, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(look.px(8))
        outer.addLayout(self._buttons)
        self.clear()

    def clear(self) -> None:
        """No row is chosen."""
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(label(self._look, T("pane", "没有选中的行"), "second"))
        box.addStretch(1)
        self._put(inside)
        self._set_buttons([])

    def show_row(self, judged: Judged, decided: str, registered_as: str) -> None:
        """Fill the pane. `decided` is what the clerk said of the whole row; `registered_as` a registry number."""
        look = self._look
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, look.px(4), 0)
        box.setSpacing(look.px(8))
        self._top(box, judged)
        for card in import_words.findings(judged):
            self._finding(box, card)
        becomes: Text = import_words.becomes(judged)
        if registered_as:
            becomes = T("import page", "已登记为 {number}", number=registered_as)
        box.addWidget(label(look, becomes, "strong", wrap=True))
        if judged.klass is not Class.REFUSED:
            self._facts(box, import_words.facts(judged))
        if judged.klass in (Class.SKIPPED, Class.REFUSED):
            box.addWidget(label(look, T("import page", "原文"), "strong"))
            self._facts(box, [(heading, text) for heading, text in judged.row.cells])
        box.addStretch(1)
        self._put(Scroll(inside))
        self._set_buttons(self._acts(judged, decided))

    def _top(self, box: QVBoxLayout, judged: Judged) -> None:
        look, mark = self._look, MARKS[judged.klass]
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        badge = import_words.badge_of(judged)
        if badge in BADGES and judged.klass is not Class.REFUSED:
            row.addWidget(BadgeLabel(look, badge, large=True))
        row.addWidget(MarkLabel(look, mark.shape, mark.token, 14))
        row.addWidget(label(look, mark.word, "strong", mark.token))
        row.addStretch(1)
        row.addWidget(label(look, import_words.place_of(judged), "hint"))
        box.addLayout(row)
        box.addWidget(label(look, import_words.headline(judged), "section", wrap=True))

    def _finding(self, box: QVBoxLayout, card: import_words.FindingCard) -> None:
        look, mark = self._look, SEVERITY_MARKS[card.severity]
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        row.addLayout(lowered(MarkLabel(look, mark.shape, mark.token, 12), look.px(4)))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(look, card.text, "value", mark.word_token, wrap=True))
        where = where_words(card)
        if where:
            words.addWidget(label(look, where, "hint", wrap=True))
        row.addLayout(words, 1)
        box.addLayout(row)

    def _facts(self, box: QVBoxLayout, facts: Sequence[tuple[Text | str, Text | str]]) -> None:
        look = self._look
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(14))
        grid.setVerticalSpacing(look.px(5))
        grid.setColumnStretch(1, 1)
        for at, (name, value) in enumerate(facts):
            named = label(look, name, "second", "text3", wrap=len(look.t(name)) > 5)
            named.setFixedWidth(look.px(64 if look.words.language == "zh" else 92))
            grid.addWidget(named, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(look, value, "value", wrap=True), at, 1)
        box.addLayout(grid)

    def _acts(self, judged: Judged, decided: str) -> list[Button]:
        look = self._look
        if decided == "SKIPPED":
            return [self._button(T("import page", "还是导入这一行"), "", "")]
        if judged.klass in (Class.SKIPPED, Class.PRESENT):
            return []
        correct = self._button(T("import page", "改这一行…"), "CORRECT", "edit")
        skip = self._button(T("import act", "不导入"), "SKIPPED", "")
        skip.setToolTip(look.t(T("import page", "这一行不登记")))
        if judged.klass is Class.REFUSED and any(card.severity == "BLOCKS" for card in import_words.findings(judged)):
            return [correct, self._button(T("import page", "照收"), "ACCEPTED", ""), skip]
        if decided == "ACCEPTED":
            return [correct, self._button(T("import page", "不照收"), "", ""), skip]
        return [correct, skip]

    def _button(self, words: Text, decision: str, icon: str) -> Button:
        made = Button(self._look, words, icon=icon)
        made.clicked.connect(lambda: self._decide(decision))
        return made

    def _put(self, widget: QWidget) -> None:
        old = self._slot
        self._outer.replaceWidget(old, widget)
        self._outer.setStretchFactor(widget, 1)
        old.hide()
        old.deleteLater()
        self._slot = widget

    def _set_buttons(self, buttons: list[Button]) -> None:
        while self._buttons.count():
            widget = self._buttons.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for button in buttons:
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
