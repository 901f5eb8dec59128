"""The search field with its count inside, and the chips of the filters that are on."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from models.domain.text import T, Text
from ui.theme.look import Look
from ui.widgets.inputs import LineInput

PAUSE = 60  # ms of quiet after a key before the search goes out; longer than the gap between two keys of a scan


class SearchField(LineInput):
    """Sends `searched` while typing, after a short pause; half-typed pinyin does not search (it is not text yet)."""

    searched = Signal(str)
    left_down = Signal()

    def __init__(self, look: Look, name: Text | str, prompt: Text | str) -> None:
        super().__init__(look, name, icon="search")
        self.setPlaceholderText(look.t(prompt))
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(lambda: self.searched.emit(self.text().strip()))
        self.textChanged.connect(lambda _text: self._timer.start())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left_down.emit()
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


class Chip(QAbstractButton):
    """A filter that is on, with × to take it off; or, dashed, the button that adds one; or a class with its count."""

    def __init__(self, look: Look, text: Text | str, style: str = "on", count: str = "") -> None:
        super().__init__()
        self._look, self._style, self._count = look, style, count
        words = look.t(text)
        self.setText(words.replace("&", "&&"))
        hint = look.t(T("filter", "按一下去掉这个筛选")) if style == "on" else ""
        self.setAccessibleName(f"{words} {count}".strip())
        self.setAccessibleDescription(hint)
        self.setToolTip(hint)
        self.setCheckable(style == "class")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setProperty("ringRadius", look.px(15))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def set_count(self, count: str) -> None:
        self._count = count
        self.setAccessibleName(f"{self._words()} {count}".strip())
        self.updateGeometry()
        self.update()

    def _words(self) -> str:
        return self.text().replace("&&", "&")

    def sizeHint(self) -> QSize:
        px = self._look.px
        metrics = QFontMetrics(self._look.font(13, 400))
        width = metrics.horizontalAdvance(self._words()) + 2 * px(12)
        if self._style in ("on", "add"):
            width += px(20)
        if self._count:
            width += QFontMetrics(self._look.font(13, 700)).horizontalAdvance(self._count) + px(10)
        return QSize(width, px(30))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._look, self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self._style == "on" or self.isChecked()
        pen = QPen(look.color("accent" if on else "edge"), 1.1 if not look.tokens.high_contrast else 2)
        if self._style == "add":
            pen.setDashPattern([3.2, 2.4])
        painter.setPen(pen)
        painter.setBrush(look.color("soft" if on else "hover" if self.underMouse() else "surface"))
        box = QRectF(self.rect()).adjusted(0.6, 0.6, -0.6, -0.6)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        ink = "accent" if on else "text2" if self._style == "add" else "text"
        left = px(12)
        if self._style == "add":
            look.draw_icon(painter, "plus", QRectF(left - 2, (self.height() - px(15)) / 2, px(15), px(15)), ink)
            left += px(18)
        painter.setPen(look.color(ink))
        painter.setFont(look.font(13))
        room = QRectF(left, 0, self.width(), self.height() - 1)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._words())
        if self._style == "on":
            side = px(11)
            box = QRectF(self.width() - px(12) - side, (self.height() - side) / 2, side, side)
            look.draw_icon(painter, "cross", box, ink, 2.0)
        elif self._count:
            painter.setFont(look.font(13, 700))
            painter.drawText(room.adjusted(0, 0, -px(12) - left, 0), _RIGHT, self._count)


_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
