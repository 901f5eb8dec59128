"""A typed number is not evidence yet: title and copy number are shown, and the last three digits asked again (K-17)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from models.domain.text import T, Text
from ui.theme.look import Look
from ui.widgets.containers import Panel
from ui.widgets.inputs import LineInput
from ui.widgets.labels import ElidedLabel, IconLabel, label


class _Digits(LineInput):
    left_alone = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left_alone.emit()
            return
        super().keyPressEvent(event)


class RetypeStrip(Panel):
    """Stands where the verdict stands. `given(code, digits)` when three digits were typed; `left_alone` on Esc."""

    given = Signal(str, str)
    left_alone = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, margin=12, tone="accent")
        self._look, self.code = look, ""
        row = QHBoxLayout()
        row.setSpacing(look.px(18))
        row.addWidget(IconLabel(look, "edit", "accent", 36), 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(look.px(4))
        self._title = label(look, T("count", "手输的编号，再输一次末三位"), "section", "accent")
        self._number = label(look, "", "line")
        self._thing = ElidedLabel(look, "", "body")
        words.addStretch(1)
        for line in (self._title, self._number, self._thing):
            words.addWidget(line)
        words.addStretch(1)
        row.addLayout(words, 1)
        field = QVBoxLayout()
        field.setSpacing(look.px(2))
        self.digits = _Digits(look, T("count", "末三位"), tall=44)
        self.digits.setMaxLength(3)
        self.digits.setFixedWidth(look.px(112))
        self.digits.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.digits.returnPressed.connect(self._send)
        self.digits.left_alone.connect(self._leave)
        self.digits.textChanged.connect(lambda text: self._send() if len(text) == 3 else None)
        name = label(look, T("count", "看着载体输末三位"), "label")
        name.setBuddy(self.digits)
        field.addWidget(name)
        field.addWidget(self.digits)
        field.addWidget(label(look, T("count", "Esc 放弃这一次"), "hint"))
        row.addLayout(field)
        self.box.addLayout(row)
        self.setFixedHeight(look.px(124))

    def ask(self, code: str, sentence: Text, again: bool) -> None:
        """`sentence` bears number, title and copy number; `again`: the digits that were typed did not fit."""
        self.code = code
        named = dict(sentence.values)
        copy = T("count", "份号 {copy}", copy=named["copy"]) if "copy" in named else ""
        self._number.setText("　".join(part for part in (str(named.get("number", code)), self._look.t(copy)) if part))
        title = named.get("title", T("count", "登记簿里没有这个编号；没有看错就照输"))
        self._thing.set_text(title if isinstance(title, Text) else str(title))
        asked = T("count", "末三位不一样，请看着载体再输") if again else T("count", "手输的编号，再输一次末三位")
        self._title.setText(self._look.t(asked))
        self.setAccessibleName(self._look.t(asked))
        self.digits.setAccessibleDescription(self._look.t(sentence))
        self.digits.clear()
        self.digits.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send(self) -> None:
        if self.code and self.digits.text():
            code, digits, self.code = self.code, self.digits.text(), ""
            self.given.emit(code, digits)

    def _leave(self) -> None:
        self.code = ""
        self.left_alone.emit()
