"""Buttons with their key on them. A key that stands on a button works; a disabled button says why."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence, QPainter, QPainterPath, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from models.domain.text import Text
from ui.theme.look import Look

KINDS = ("plain", "primary", "danger", "link")
_BARE = frozenset("123456789")  # acted on by the page: a bare digit may be the start of a scan


def key_width(look: Look, key: str) -> int:
    return QFontMetrics(look.font(12)).horizontalAdvance(key) + look.px(12)


def paint_key(painter: QPainter, look: Look, box: QRectF, key: str, ground: QColor, ink: QColor, line: bool) -> None:
    """A key cap. On filled buttons it is darker than the button and has no line."""
    painter.setPen(look.color("line") if line else Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), look.px(4), look.px(4))
    painter.setPen(ink)
    painter.setFont(look.font(12))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)


class Button(QAbstractButton):
    """A button of the design.

    `kind`: plain, primary (one on a page), danger (only the last confirming step), link. `key` is shown on the
    button and pressed for it: `Ctrl+N`, `F3`, `Alt+R`, `Esc`, `Ctrl+Enter`; bare digits and `Enter` are only shown.
    """

    def __init__(self, look: Look, text: Text | str, kind: str = "plain", icon: str = "", key: str = "",
                 tall: int = 36, spread: bool = False) -> None:  # fmt: skip
        super().__init__()
        self._look, self._kind, self._icon, self._key = look, kind, icon, key
        self._tall, self._spread = tall, spread
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setProperty("ringRadius", look.px(6))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_text(text)
        self._bind(key)
        look.changed.connect(self.update)

    def set_text(self, text: Text | str) -> None:
        words = self._look.t(text)
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self.updateGeometry()

    def set_kind(self, kind: str) -> None:
        self._kind = kind
        self.update()

    def set_enabled(self, enabled: bool, why: Text | str = "") -> None:
        """Enable or disable; `why` is what a disabled button tells (tooltip and screen reader)."""
        self.setEnabled(enabled)
        words = "" if enabled else self._look.t(why)
        self.setToolTip(words)
        self.setAccessibleDescription(words)

    @property
    def key(self) -> str:
        return self._key

    def _bind(self, key: str) -> None:
        if not key or key in _BARE or key == "Enter" or "–" in key:
            return
        for sequence in ("Ctrl+Return", "Ctrl+Enter") if key == "Ctrl+Enter" else (key,):
            shortcut = QShortcut(QKeySequence(sequence), self, self._pressed_by_key)
            # Two buttons for the same thing, at the top and in an empty list: either does it.
            shortcut.activatedAmbiguously.connect(self._pressed_by_key)

    def _pressed_by_key(self) -> None:
        if self.isEnabled() and self.isVisible():
            self.click()

    def keyPressEvent(self, event: object) -> None:
        key = event.key()  # type: ignore[attr-defined]
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)  # type: ignore[arg-type]

    def _words(self) -> str:
        return self.text().replace("&&", "&")

    def _font_size(self) -> int:
        return 15 if self._tall > 36 else 14

    def sizeHint(self) -> QSize:
        px = self._look.px
        width = QFontMetrics(self._look.font(self._font_size(), self._weight())).horizontalAdvance(self._words())
        pad = 0 if self._kind == "link" else px(13)
        width += 2 * pad + (px(26) if self._icon else 0)
        if self._key:
            width += px(10) + key_width(self._look, self._key) - (px(2) if pad else 0)
        return QSize(max(width, px(30)), px(30 if self._kind == "link" else self._tall))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _weight(self) -> int:
        return 400

    def _colors(self) -> tuple[QColor, QColor, QColor]:
        """Ground, ink and border of the present state."""
        look, none = self._look, QColor(0, 0, 0, 0)
        if not self.isEnabled():
            return (none if self._kind == "link" else look.color("well")), look.color("text3"), look.color("line")
        if self._kind in ("primary", "danger"):
            ground = look.color("fill" if self._kind == "primary" else "tsfill")
            if self.isDown():
                ground = ground.darker(118)
            elif self.underMouse():
                ground = ground.darker(107)
            return ground, look.color("on_fill"), ground
        if self._kind == "link":
            return (look.color("hover") if self.underMouse() else none), look.color("accent"), none
        ground = look.color("hover" if self.underMouse() or self.isDown() else "surface")
        return ground, look.color("text"), look.color("edge")

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._look, self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink, border = self._colors()
        half = look.tokens.border / 2
        frame = QRectF(self.rect()).adjusted(half, half, -half, -half)
        path = QPainterPath()
        path.addRoundedRect(frame, px(6), px(6))
        painter.fillPath(path, ground)
        if border.alpha():
            painter.strokePath(path, QPen(border, look.tokens.border))
        self._paint_contents(painter, ink, ground)

    def _paint_contents(self, painter: QPainter, ink: QColor, ground: QColor) -> None:
        look, px = self._look, self._look.px
        full = self.sizeHint().width()
        pad = 0 if self._kind == "link" else px(13)
        left = pad if self._spread else pad + max(0, self.width() - full) // 2
        if self._icon:
            side = px(18)
            box = QRectF(left, (self.height() - side) / 2, side, side)
            look.icons.paint(painter, self._icon, box, ink.name())
            left += px(26)
        painter.setFont(look.font(self._font_size(), self._weight()))
        painter.setPen(ink)
        rect = QRectF(left, 0, self.width() - left, self.height() - 1)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._words())
        if self._key:
            self._paint_key(painter, ink, ground, pad)

    def _paint_key(self, painter: QPainter, ink: QColor, ground: QColor, pad: int) -> None:
        look, px = self._look, self._look.px
        width, height = key_width(look, self._key), px(20)
        over = 0 if self._spread else max(0, self.width() - self.sizeHint().width()) // 2
        box = QRectF(self.width() - pad + (px(2) if pad else 0) - over - width, (self.height() - height) / 2, width, height)
        filled = self.isEnabled() and self._kind in ("primary", "danger")
        if filled:
            cap = QColor(0, 0, 0, 56)
            paint_key(painter, look, box, self._key, cap, ink, line=False)
        else:
            cap_ink = look.color("text2") if self.isEnabled() else look.color("text3")
            paint_key(painter, look, box, self._key, look.color("well"), cap_ink, line=True)


class KeyCap(QWidget):
    """A key on its own, as in the footer."""

    def __init__(self, look: Look, key: str) -> None:
        super().__init__()
        self._look, self._key = look, key
        self.setFixedSize(key_width(look, key), look.px(20))
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look
        paint_key(painter, look, QRectF(self.rect()), self._key, look.color("surface"), look.color("text2"), line=True)
