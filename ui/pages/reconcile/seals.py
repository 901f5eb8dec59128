"""The three who sign, how far each is, and the conclusion that they sign."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.text import T, Text
from models.services.difference_pages import Seal
from models.services.signing import ROLE_WORDS
from ui.theme.look import Look
from ui.widgets.containers import Panel
from ui.widgets.inputs import LineInput
from ui.widgets.labels import ElidedLabel, MarkLabel, label, set_tone

HOW = {"IN_PROGRAM": T("signing", "程序内签字"), "ON_PAPER": T("signing", "纸面签字")}


class _Person(QWidget):
    def __init__(self, look: Look, role: str) -> None:
        super().__init__()
        self._look = look
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(2))
        column.addWidget(label(look, ROLE_WORDS[role], "hint", "text2"))
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        self._mark = MarkLabel(look, "ring", "warn", 11)
        self._name = label(look, "", "line")
        self._state = ElidedLabel(look, "", "second")
        row.addWidget(self._mark)
        row.addWidget(self._name)
        row.addWidget(self._state, 1)
        column.addLayout(row)

    def show_seal(self, seal: Seal) -> None:
        self._name.setText(seal.name)
        how = HOW.get(seal.how)
        self._mark.set_mark("disc" if how else "ring", "ok" if seal.how == "IN_PROGRAM" else "accent" if how else "warn")
        self._state.set_text(how or T("signing", "待签"))
        self._state.setToolTip(seal.when)
        set_tone(self._state, "ok" if how else "text2")


class SealsPanel(Panel):
    """`changed` while the conclusion is typed; it is read-only once the count is signed."""

    changed = Signal()

    def __init__(self, look: Look, roles: Sequence[str]) -> None:
        super().__init__(look, margin=12, spacing=0)
        self._look = look
        row = QHBoxLayout()
        row.setSpacing(look.px(18))
        left = QVBoxLayout()
        left.setSpacing(look.px(2))
        name: Text = T("count", "处理结论")
        words = label(look, T("count", "处理结论　三人签字认可"), "hint", "text2")
        self.conclusion = LineInput(look, name)
        self.conclusion.setPlaceholderText(look.t(T("count", "如：差异已逐项查明处理，账物相符")))
        words.setBuddy(self.conclusion)
        self.conclusion.textChanged.connect(lambda _text: self.changed.emit())
        self._fixed = ElidedLabel(look, "", "strong")
        left.addWidget(words)
        left.addWidget(self.conclusion)
        left.addWidget(self._fixed)
        row.addLayout(left, 5)
        self._people = {role: _Person(look, role) for role in roles}
        for person in self._people.values():
            row.addWidget(person, 3 if look.words.language != "zh" else 2)
        self.box.addLayout(row)

    def show_seals(self, seals: Sequence[Seal], conclusion: str, is_open: bool) -> None:
        for seal in seals:
            self._people[seal.role].show_seal(seal)
        self.conclusion.setVisible(is_open)
        self._fixed.setVisible(not is_open)
        self._fixed.set_text(conclusion or "—")

    def text(self) -> str:
        return self.conclusion.text().strip()
