"""Asks for one line of text: a name, a reason."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from models.domain.text import T, Text
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import LineInput
from ui.widgets.labels import label


class TextDialog(Dialog):
    """One field; the button names the deed. `note` says who will read it. `must_be` is a text to be typed exactly."""

    def __init__(self, look: Look, parent: QWidget | None, title: Text | str, name: Text | str, verb: Text,
                 note: Text | str = "", sentences: tuple[Text | str, ...] = (), must_be: str = "",
                 danger: bool = False) -> None:  # fmt: skip
        super().__init__(look, parent, title, width=558)
        self._must_be = must_be
        for sentence in sentences:
            self.body.addWidget(label(look, sentence, "body", wrap=True))
        self.body.addWidget(label(look, name, "label"))
        self.field = LineInput(look, name)
        self.field.textChanged.connect(lambda _text: self._judge())
        self.field.returnPressed.connect(self._finish)
        self.body.addWidget(self.field)
        self.body.addWidget(label(look, note, "hint"))
        back = self.add_button(Button(look, T("dialog", "取消"), key="Esc"))
        back.clicked.connect(self.reject)
        self._go = self.add_button(Button(look, verb, "danger" if danger else "primary", key="Enter"))
        self._go.clicked.connect(self._finish)
        self.field.setFocus()
        self._judge()

    def _ready(self) -> bool:
        typed = self.field.text().strip()
        return typed == self._must_be if self._must_be else bool(typed)

    def _judge(self) -> None:
        why = T("dialog", "请照样输入：{words}", words=self._must_be) if self._must_be else T("dialog", "请先填写")
        self._go.set_enabled(self._ready(), why)

    def _finish(self) -> None:
        if self._ready():
            self.done_with(self.field.text().strip())

    def answer(self, text: str) -> bool:
        """A code was scanned: it is what the field asks for. False if the words have to be typed by hand."""
        if self._must_be:
            return False
        self.field.setText(text)
        self._finish()
        return True

    @classmethod
    def ask(cls, look: Look, parent: QWidget | None, title: Text | str, name: Text | str, verb: Text,
            note: Text | str = "", sentences: tuple[Text | str, ...] = (), must_be: str = "",
            danger: bool = False) -> str | None:  # fmt: skip
        """The typed text, stripped; None if it was left."""
        result = cls(look, parent, title, name, verb, note, sentences, must_be, danger).run()
        return result if isinstance(result, str) else None
