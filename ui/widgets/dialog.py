"""Dialogs: one record, an error or a confirmation, centred over the veiled page.

A dialog offers `ask(…)`, a class method that returns a value (None when it was left); callers never see `exec`.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from models.domain.text import T, Text
from ui.compositor import shows_through
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.containers import PracticeBanner
from ui.widgets.labels import label


class Veil(QWidget):
    """Darkens the window under a dialog."""

    def __init__(self, look: Look, over: QWidget) -> None:
        super().__init__(over)
        self._look = look
        over.installEventFilter(self)
        self.setGeometry(over.rect())
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(10, 16, 14, self._look.tokens.veil))


class Dialog(QDialog):
    """Base of the program's dialogs. `body` takes the contents; `add_button` fills the last line from the left."""

    def __init__(self, look: Look, parent: QWidget | None, title: Text | str, note: Text | str = "",
                 width: int = 622) -> None:  # fmt: skip
        super().__init__(parent.window() if parent is not None else None)
        self.look = look
        self.result_value: Any = None
        self._veil: Veil | None = None
        px = look.px
        self.setWindowFlags(Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.is_round = shows_through()  # else corners would be black: they are drawn square
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, self.is_round)
        self.setModal(True)
        self.setWindowTitle(look.t(title))
        self.setAccessibleName(look.t(title))
        self._width = px(width)
        self._outer = outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        if look.practice:
            outer.addWidget(PracticeBanner(look, round_top=self.is_round))
        column = QVBoxLayout()
        column.setContentsMargins(px(27), px(22), px(27), px(20))
        column.setSpacing(px(12))
        outer.addLayout(column)
        head = QHBoxLayout()
        self.title_label = label(look, title, "title", wrap=True)
        head.addWidget(self.title_label, 1)
        self.note_label = label(look, note, "hint", "text2")
        head.addWidget(self.note_label)
        column.addLayout(head)
        self.body = QVBoxLayout()
        self.body.setSpacing(px(12))
        column.addLayout(self.body, 1)
        column.addSpacing(px(4))
        self._foot = QHBoxLayout()
        self._foot.setSpacing(px(10))
        self.foot_note = label(look, "", "hint")
        self._foot.addWidget(self.foot_note, 1)
        column.addLayout(self._foot)
        self.setMinimumWidth(self._width)
        self.setMaximumWidth(self._width)
        outer.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)

    def add_button(self, button: Button) -> Button:
        self._foot.addWidget(button)
        return button

    def add_left_button(self, button: Button) -> Button:
        """A button at the left end of the last line (copy the details)."""
        self._foot.insertWidget(0, button)
        return button

    def done_with(self, value: Any) -> None:
        """Close, with this as what `ask` returns."""
        self.result_value = value
        self.accept()

    def run(self) -> Any:
        """Show until closed; the value, or None if it was left. The dialog is freed."""
        try:
            self.exec()
            return self.result_value
        finally:
            self.deleteLater()

    def fit(self) -> None:
        """Take the height that the contents need and stay centred, within the window."""
        self._outer.activate()
        over = self.parentWidget()
        height = max(self._outer.totalHeightForWidth(self._width), self._outer.totalSizeHint().height())
        if over is not None:
            height = min(height, over.height() - self.look.px(16))
        self.resize(self._width, height)
        if over is not None:
            middle = over.mapToGlobal(over.rect().center())
            self.move(middle.x() - self._width // 2, middle.y() - height // 2)

    def fit_soon(self) -> None:
        """Contents came or went: take the new height once the layout knows it."""
        if self.isVisible():
            QTimer.singleShot(0, self, self.fit)

    def showEvent(self, event: QShowEvent) -> None:
        over = self.parentWidget()
        if over is not None and self._veil is None:
            self._veil = Veil(self.look, over)
        self.fit()
        super().showEvent(event)

    def done(self, result: int) -> None:
        if self._veil is not None:
            self._veil.hide()
            self._veil.deleteLater()
            self._veil = None
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered()
            return
        super().keyPressEvent(event)

    def refuse_scan(self) -> None:
        """A code was scanned that nothing here asks for: say that it was not kept."""
        self.foot_note.setText(self.look.t(T("scan", "这里不收扫描，这一扫没有记录：先办完或取消这个窗口")))

    def entered(self) -> None:
        """Enter, where no control took it: the next field."""
        self.focusNextChild()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self.look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look.color("surface"))
        dark = look.tokens.name != "light"
        painter.setPen(QPen(look.color("edge" if dark else "surface"), look.tokens.border))
        radius = look.px(12) if self.is_round else 0
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
