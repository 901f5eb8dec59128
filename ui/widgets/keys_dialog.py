"""F1: the keys of the program on one sheet (screen.md 5)."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from models.domain.text import T
from ui.theme.look import Look
from ui.widgets.buttons import Button, KeyCap
from ui.widgets.dialog import Dialog
from ui.widgets.labels import label

KEYS = (
    ("Ctrl+1…9", T("keys", "第 1 到第 9 页")), ("F1", T("keys", "这张键位表")),
    ("Ctrl+F", T("keys", "搜索")), ("F3", T("keys", "扫一份：这是什么，能办什么")),
    ("Ctrl+N", T("keys", "新建；收文")), ("F4", T("keys", "右侧详情")),
    ("Enter", T("keys", "下一栏；打开所选行")), ("F5", T("keys", "刷新")),
    ("Ctrl+Enter", T("keys", "办完本页的事")), ("F6", T("keys", "清查时手选柜层")),
    ("Ctrl+P", T("keys", "打印，先预览")), ("F7", T("keys", "关开声音")),
    ("Ctrl+H", T("keys", "这一件的历史")), ("F8", T("keys", "下一处问题")),
    ("Ctrl+Z", T("keys", "撤销上一件事（写相反的记录）")), ("F9", T("keys", "结束扫描")),
    ("Ctrl+E", T("keys", "导出")), ("Ctrl+L", T("keys", "锁定")),
    ("Space", T("keys", "选中一行")), ("Esc", T("keys", "退一步：清筛选、关闭、返回")),
)  # fmt: skip


class KeysDialog(Dialog):
    """All keys, two columns."""

    def __init__(self, look: Look, parent: QWidget | None) -> None:
        super().__init__(look, parent, T("keys", "键位"), width=680)
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(12))
        grid.setVerticalSpacing(look.px(8))
        for index, (key, words) in enumerate(KEYS):
            row, column = index // 2, (index % 2) * 2
            grid.addWidget(KeyCap(look, key), row, column)
            grid.addWidget(label(look, words, "value"), row, column + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.body.addLayout(grid)
        close = self.add_button(Button(look, T("dialog", "关闭"), key="Esc"))
        close.clicked.connect(self.reject)
        close.setFocus()

    @classmethod
    def tell(cls, look: Look, parent: QWidget | None) -> None:
        """Show it until it is closed."""
        cls(look, parent).run()
