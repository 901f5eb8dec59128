"""Words on the screen: labels in the sizes of the design, and small painted signs."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from models.domain.text import Text
from ui.theme import marks
from ui.theme.badges import BADGES, badge_size, paint_badge
from ui.theme.look import Look


def label(look: Look, text: Text | str = "", role: str = "body", tone: str = "", wrap: bool = False) -> QLabel:
    """A label; `role` is a size of the style sheet (title, section, line, strong, body, value, second, label, hint)."""
    made = QLabel(look.t(text))
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    return made


def set_tone(widget: QWidget, tone: str) -> None:
    """Change the colour of a label to another token."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class ElidedLabel(QLabel):
    """One line that ends in … where it does not fit, with the whole text as tooltip."""

    def __init__(self, look: Look, text: Text | str = "", role: str = "body") -> None:
        super().__init__()
        self._look, self._whole = look, ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.set_text(text)

    def set_text(self, text: Text | str) -> None:
        self._whole = self._look.t(text)
        self.setAccessibleName(self._whole)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 1))
        self.setText(shown)
        self.setToolTip("" if shown == self._whole else self._whole)


def lowered(sign: QWidget, down: int) -> QVBoxLayout:
    """A mark beside words that may wrap: level with their first line."""
    column = QVBoxLayout()
    column.setContentsMargins(0, down, 0, 0)
    column.addWidget(sign)
    column.addStretch(1)
    return column


class _Painted(QWidget):
    """A small painted sign of fixed size that repaints when the colours change."""

    def __init__(self, look: Look, width: int, height: int) -> None:
        super().__init__()
        self._look = look
        self.setFixedSize(width, height)
        look.changed.connect(self.update)


class BadgeLabel(_Painted):
    """The level badge as a widget; `code` is a level or a kind of secret."""

    def __init__(self, look: Look, code: str = "UNMARKED", large: bool = False) -> None:
        super().__init__(look, *badge_size(look, large))
        self._code = ""
        self.set_code(code)

    def set_code(self, code: str) -> None:
        self._code = code
        badge = BADGES.get(code)
        self.setAccessibleName(self._look.t(badge.word) if badge else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_badge(QPainter(self), self._look, QRectF(self.rect()), self._code)


class MarkLabel(_Painted):
    """A mark without word; a word must stand beside it."""

    def __init__(self, look: Look, shape: str, token: str, size: int = 12) -> None:
        super().__init__(look, look.px(size), look.px(size))
        self._shape, self._token = shape, token

    def set_mark(self, shape: str, token: str) -> None:
        self._shape, self._token = shape, token
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        marks.paint(QPainter(self), self._shape, box, self._look.color(self._token))


class IconLabel(_Painted):
    """An icon; `ground` puts it on a soft rounded square (three sentences of an error, the walls)."""

    def __init__(self, look: Look, name: str, ink: str = "text2", size: int = 18, ground: str = "", box: int = 0,
                 stroke: float = 1.5) -> None:  # fmt: skip
        side = look.px(box or size)
        super().__init__(look, side, side)
        self._name, self._token, self._ground, self._stroke = name, ink, ground, stroke
        self._size = look.px(size)
        self._round = False

    def set_icon(self, name: str, token: str, ground: str = "") -> None:
        self._name, self._token, self._ground = name, token, ground
        self.update()

    def set_round(self, round_: bool) -> None:
        """A circle with a line round it, as in empty states."""
        self._round = round_
        self.update()

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._ground:
            painter.setBrush(self._look.color(self._ground))
            line = self._round or self._look.tokens.high_contrast
            painter.setPen(self._look.color("line") if line else Qt.PenStyle.NoPen)
            radius = self.width() / 2 if self._round else self._look.px(8)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        box = QRectF(0, 0, self._size, self._size)
        box.moveCenter(QRectF(self.rect()).center())
        self._look.draw_icon(painter, self._name, box, self._token, self._stroke)
