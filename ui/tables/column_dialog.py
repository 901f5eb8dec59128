"""Choose which columns are shown and in what order."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from models.domain.text import T
from ui.tables.columns import Arrangement
from ui.tables.source import Column
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.dialog import Dialog
from ui.widgets.labels import label


class _List(QListWidget):
    """Space ticks, Alt+Up and Alt+Down move the line."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and step:
            self.shift(step)
            return
        super().keyPressEvent(event)

    def shift(self, step: int) -> None:
        row = self.currentRow()
        to = row + step
        if row >= 0 and 0 <= to < self.count():
            self.insertItem(to, self.takeItem(row))
            self.setCurrentRow(to)


class ColumnDialog(Dialog):
    """Returns the new `Arrangement`; at least one column stays."""

    def __init__(self, look: Look, parent: QWidget | None, columns: tuple[Column, ...], now: Arrangement) -> None:
        super().__init__(look, parent, T("columns", "显示哪些列"), T("columns", "空格勾选，Alt+↑↓ 挪动"), width=560)
        self._columns, self._now = columns, now
        self.list = _List()
        self.list.setAccessibleName(look.t(T("columns", "列")))
        self.list.setMinimumHeight(look.px(300))
        self.list.setStyleSheet(f"QListWidget::item {{ min-height: {look.px(30)}px; }}")
        self.body.addWidget(self.list)
        self._fill(now.shown)
        self.list.itemChanged.connect(lambda _item: self._judge())
        row = QHBoxLayout()
        for text, step in ((T("columns", "上移"), -1), (T("columns", "下移"), 1)):
            button = Button(look, text)
            button.clicked.connect(lambda _checked=False, step=step: self.list.shift(step))
            row.addWidget(button)
        reset = Button(look, T("columns", "恢复原样"), "link")
        reset.clicked.connect(self._reset)
        row.addStretch(1)
        row.addWidget(reset)
        self.body.addLayout(row)
        self._note = label(look, "", "hint")
        self.body.addWidget(self._note)
        back = self.add_button(Button(look, T("columns", "取消"), key="Esc"))
        back.clicked.connect(self.reject)
        self._go = self.add_button(Button(look, T("columns", "就这样"), "primary", key="Ctrl+Enter"))
        self._go.clicked.connect(self._finish)
        self.list.setFocus()
        self._judge()

    def _fill(self, shown: list[str]) -> None:
        self.list.clear()
        by_name = {column.name: column for column in self._columns}
        rest = [column.name for column in self._columns if column.name not in shown]
        for name in [*(name for name in shown if name in by_name), *rest]:
            item = QListWidgetItem(self.look.t(by_name[name].title))
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if name in shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _reset(self) -> None:
        self._now = Arrangement([column.name for column in self._columns if column.default], {}, self._now.order)
        self._fill(self._now.shown)

    def chosen(self) -> list[str]:
        """Names of the ticked columns in their order."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked]

    def _judge(self) -> None:
        some = bool(self.chosen())
        self._go.set_enabled(some, T("columns", "至少留一列"))
        self._note.setText("" if some else self.look.t(T("columns", "至少留一列")))

    def _finish(self) -> None:
        if self.chosen():
            self.done_with(Arrangement(self.chosen(), self._now.widths, self._now.order))

    @classmethod
    def ask(cls, look: Look, parent: QWidget | None, columns: tuple[Column, ...],
            now: Arrangement) -> Arrangement | None:  # fmt: skip
        result = cls(look, parent, columns, now).run()
        return result if isinstance(result, Arrangement) else None
