"""F1 before anybody is signed in: what stands on the page, and what to do where it does not go on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.domain.text import T, Text
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.dialog import Dialog
from ui.widgets.labels import label

Lines = Sequence[tuple[Text, Text]]
UNLOCK: Lines = (
    (T("door help", "左边的三道墙"), T("door help", "三道都在，才能打开正式库；有一道不在，就只能演练，红色的那行写着原因。")),
    (T("door help", "口令忘了，或者被锁定"), T("door help", "请安全保密管理员在“账户”页重置或解锁，当面给一次性口令。")),
    (T("door help", "换一个库"), T("door help", "登记库是一个文件夹；选它，不选里面的文件。")),
    (T("door help", "键"), T("door help", "Tab 到下一栏，Enter 打开；选用户用上下键。")),
)
FIRST_RUN: Lines = (
    (T("door help", "要准备什么"), T("door help", "机关名称、本机保密编号、库的密级，三员各自在场输入自己的口令。")),
    (T("door help", "可以走开"), T("door help", "“先不建”关上窗口，什么也没有写；“上一步”可以改前面填的。")),
    (T("door help", "右边的三道墙"), T("door help", "三道都在，才能建正式库；有一道不在，红色的那行写着原因。")),
    (T("door help", "键"), T("door help", "Tab 到下一栏，Ctrl+Enter 到下一步。")),
)


class DoorHelp(Dialog):
    """What each part of the page is for, in a sentence."""

    def __init__(self, look: Look, parent: QWidget | None, lines: Lines) -> None:
        super().__init__(look, parent, T("door help", "帮助"), width=560)
        for title, sentence in lines:
            part = QVBoxLayout()
            part.setSpacing(look.px(2))
            part.addWidget(label(look, title, "strong"))
            part.addWidget(label(look, sentence, "second", wrap=True))
            self.body.addLayout(part)
        close = self.add_button(Button(look, T("dialog", "关闭"), key="Esc"))
        close.clicked.connect(self.reject)
        close.setFocus()

    @classmethod
    def tell(cls, look: Look, parent: QWidget | None, lines: Lines) -> None:
        """Show it until it is closed."""
        cls(look, parent, lines).run()
