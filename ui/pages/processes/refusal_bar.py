"""A refused thing stops everything: where it is now and what was done with it must be written first (R-53, R-54)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from models.domain.text import T, Text
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.containers import Panel
from ui.widgets.inputs import LineInput
from ui.widgets.labels import IconLabel, label

KEYS = ("Alt+1", "Alt+2", "Alt+3")


class RefusalBar(Panel):
    """`answered(answer, reason)` with one of the given answers. Hidden while nothing is refused."""

    answered = Signal(str, str)

    def __init__(self, look: Look, answers: Mapping[str, Text]) -> None:
        super().__init__(look, margin=12, spacing=8, tone="bad")
        self._look = look
        head = QHBoxLayout()
        head.setSpacing(look.px(10))
        head.addWidget(IconLabel(look, "warning", "bad", 20))
        self._words = label(look, "", "strong", "bad", wrap=True)
        head.addWidget(self._words, 1)
        self.box.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        name = T("refusal", "这件实物现在在哪里、怎样处置")
        self.reason = LineInput(look, name)
        self.reason.setPlaceholderText(look.t(T("refusal", "如：误带到现场，已放回 3号柜 2层")))
        row.addWidget(self.reason, 1)
        self.buttons: dict[str, Button] = {}
        for (code, words), key in zip(answers.items(), KEYS, strict=True):
            button = Button(look, words, key=key)
            button.clicked.connect(lambda _on=False, code=code: self._answer(code))
            self.buttons[code] = button
            row.addWidget(button)
        self.box.addLayout(row)
        self._note = label(look, "", "hint", "bad")
        self.box.addWidget(self._note)
        self.hide()

    @property
    def waits(self) -> bool:
        """Whether something is refused and not answered yet."""
        return not self.isHidden()

    def ask(self, words: Text | str) -> None:
        """Say what was refused and wait for the answer."""
        self._words.setText(self._look.t(words))
        self.setAccessibleName(self._look.t(words))
        self.reason.clear()
        self._say(T("refusal", "处置会写入日志，也列在打印件上；写明之前，下一扫不接受"))
        self.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def settle(self) -> None:
        """It is answered."""
        self.hide()

    def _say(self, note: Text) -> None:
        self._note.setText(self._look.t(note))

    def _answer(self, code: str) -> None:
        reason = self.reason.text().strip()
        if not self.waits:
            return
        if not reason:
            self._say(T("refusal", "先写这件实物现在在哪里，再选处置"))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.answered.emit(code, reason)
