"""The line above the form: scan a cover, a cover was read, a document was registered, or practice is not confirmed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from models.domain.text import T, Text
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.containers import Panel
from ui.widgets.labels import ElidedLabel, IconLabel


class CoverPanel(Panel):
    """Icon, one bold conclusion, one sentence, and the buttons that fit now."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, margin=14, spacing=0)
        row = QHBoxLayout()
        row.setSpacing(look.px(12))
        self._icon = IconLabel(look, "scan", "accent", 24, ground="soft", box=44)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(look.px(1))
        self._title = ElidedLabel(look, "", "section")
        self._sentence = ElidedLabel(look, "", "second")
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        row.addLayout(words, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(look.px(10))
        row.addLayout(self._buttons)
        self.box.addLayout(row)

    def say(self, icon: str, token: str, ground: str, title: Text | str, sentence: Text | str,
            buttons: list[Button]) -> None:  # fmt: skip
        """`token` and `ground` colour the icon; a screen reader hears title and sentence."""
        look = self._look
        self._icon.set_icon(icon, token, ground)
        self._title.set_text(title)
        self._sentence.set_text(sentence)
        while self._buttons.count():
            widget = self._buttons.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.setEnabled(False)  # a key on a button that goes must not work once more
                widget.deleteLater()
        for button in buttons:
            self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(look.t(title))
        self.setAccessibleDescription(look.t(sentence))

    def invite(self, scan: Button) -> None:
        """Nothing was read yet."""
        self.say("scan", "accent", "soft", T("intake", "扫封面条码，或者直接填写"),
                 T("intake", "条码不含份号和页数；没有条码的从标题填起，Enter 到下一栏"), [scan])  # fmt: skip

    @property
    def words(self) -> str:
        return f"{self.accessibleName()} {self.accessibleDescription()}"
