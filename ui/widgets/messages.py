"""The dialogs of errors and confirmations: three sentences, or a button that names what it does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.errors import UserError
from models.domain.text import T, Text
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.dialog import Dialog
from ui.widgets.labels import IconLabel, label


def _sentence_row(look: Look, icon: str, tone: str, ground: str, head: Text, words: Text | str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(look.px(14))
    row.addWidget(IconLabel(look, icon, tone, 18, ground=ground, box=32), 0, Qt.AlignmentFlag.AlignVCenter)
    column = QVBoxLayout()
    column.setSpacing(look.px(4))
    column.addWidget(label(look, head, "hint", "text2"))
    said = label(look, words, "said", wrap=True)
    said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    column.addWidget(said)
    row.addLayout(column, 1)
    return row


class ErrorDialog(Dialog):
    """What happened, what is safe, what to do now. The title is the outcome; details can be copied."""

    def __init__(self, look: Look, parent: QWidget | None, error: UserError, title: Text | str = "",
                 again: Text | None = None) -> None:  # fmt: skip
        outcome = title or T("error", "没有做成")
        super().__init__(look, parent, outcome, T("error", "代号 {code}", code=error.code), width=558)
        self.body.setSpacing(look.px(22))
        self.body.addSpacing(look.px(4))
        rows = (
            ("warning", "bad", "bads", T("error", "发生了什么"), error.what),
            ("shield-check", "ok", "oks", T("error", "什么是安全的"), error.safe),
            ("chevron-right", "accent", "soft", T("error", "请这样做"), error.to_do),
        )
        for row in rows:
            self.body.addLayout(_sentence_row(look, *row))
        self.body.addSpacing(look.px(8))
        self._details = "\n".join([look.t(outcome), *(look.t(row[4]) for row in rows), error.code])
        copy = self.add_left_button(Button(look, T("error", "复制详情"), "link", icon="copy"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._details))
        self._finish(again)

    def _finish(self, again: Text | None) -> None:
        look = self.look
        if again is None:
            close = self.add_button(Button(look, T("error", "知道了"), "primary", key="Enter"))
            close.clicked.connect(lambda: self.done_with(False))
            close.setFocus()
            return
        later = self.add_button(Button(look, T("error", "以后再说"), key="Esc"))
        later.clicked.connect(self.reject)
        retry = self.add_button(Button(look, again, "primary", key="Enter"))
        retry.clicked.connect(lambda: self.done_with(True))
        retry.setFocus()

    @classmethod
    def ask(cls, look: Look, parent: QWidget | None, error: UserError, title: Text | str = "",
            again: Text | None = None) -> bool:  # fmt: skip
        """Show it; true if the person wants to try again (`again` is the verb on that button)."""
        return bool(cls(look, parent, error, title, again).run())


class CrashDialog(Dialog):
    """A bug of the program: frames, no values. The work that was kept is safe, because acts are kept whole."""

    def __init__(self, look: Look, parent: QWidget | None, frames: str) -> None:
        super().__init__(look, parent, T("crash", "程序自己出了错"), T("crash", "代号 {code}", code="OURS"), width=622)
        rows = (
            ("warning", "bad", "bads", T("error", "发生了什么"),
             T("crash", "刚才这一步是程序自己的错，不是操作的错。")),
            ("shield-check", "ok", "oks", T("error", "什么是安全的"),
             T("crash", "已经显示成功的都已写入日志；这一步没有写入任何内容。")),
            ("chevron-right", "accent", "soft", T("error", "请这样做"),
             T("crash", "可以接着用。再次出现时，抄下或复制下面几行交给维护人；里面没有标题和姓名。")),
        )  # fmt: skip
        for row in rows:
            self.body.addLayout(_sentence_row(look, *row))
        shown = label(look, frames, "hint", "text2", wrap=True)
        shown.setFont(look.font(12, fixed=True))
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        shown.setAccessibleName(look.t(T("crash", "出错的位置")))
        self.body.addWidget(shown)
        copy = self.add_left_button(Button(look, T("error", "复制详情"), "link", icon="copy"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(frames))
        close = self.add_button(Button(look, T("crash", "接着用"), "primary", key="Enter"))
        close.clicked.connect(self.accept)
        close.setFocus()

    @classmethod
    def tell(cls, look: Look, parent: QWidget | None, frames: str) -> None:
        cls(look, parent, frames).run()


class ConfirmDialog(Dialog):
    """For what no counter-act can answer: the button names count and thing (销毁 42 份), the other one goes back."""

    def __init__(self, look: Look, parent: QWidget | None, title: Text | str, sentences: list[Text | str],
                 verb: Text, danger: bool = True) -> None:  # fmt: skip
        super().__init__(look, parent, title, width=558)
        for sentence in sentences:
            said = label(look, sentence, "body", wrap=True)
            self.body.addWidget(said)
        back = self.add_button(Button(look, T("confirm", "返回"), key="Esc"))
        back.clicked.connect(self.reject)
        go = self.add_button(Button(look, verb, "danger" if danger else "primary"))
        go.clicked.connect(lambda: self.done_with(True))
        back.setFocus()

    def entered(self) -> None:
        """Enter alone does not confirm: the button must have the focus."""

    @classmethod
    def ask(cls, look: Look, parent: QWidget | None, title: Text | str, sentences: list[Text | str], verb: Text,
            danger: bool = True) -> bool:  # fmt: skip
        return bool(cls(look, parent, title, sentences, verb, danger).run())
