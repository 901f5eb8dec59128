"""One-line input, choice, switch and tick box as the design draws them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QShortcut,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QListView, QSizePolicy, QWidget

from models.domain.text import Text
from ui.theme.look import Look


def set_severity(widget: QWidget, severity: str) -> None:
    """Frame a control: "BLOCKS", "WARNS" or "" (none)."""
    if (widget.property("severity") or "") == severity:
        return
    widget.setProperty("severity", severity or None)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


class LineInput(QLineEdit):
    """A line edit with an optional icon at the left and words (a unit, a count) at the right, inside the frame."""

    def __init__(self, look: Look, name: Text | str = "", icon: str = "", tall: int = 36) -> None:
        super().__init__()
        self._look, self._icon, self._side = look, icon, ""
        self._side_token, self._side_size, self._tall = "text3", 13, tall
        self.setMinimumHeight(look.px(tall))
        self.setProperty("ringRadius", look.px(6))
        self.setAccessibleName(look.t(name))
        self._margins()
        look.changed.connect(self.update)

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: Any = None) -> Any:
        """No input method where it was switched off, and never for a password: Qt's line edit listens to one all the same."""
        wanted = self.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        if query == Qt.InputMethodQuery.ImEnabled and not (wanted and self.echoMode() == QLineEdit.EchoMode.Normal):
            return False
        return super().inputMethodQuery(query) if argument is None else super().inputMethodQuery(query, argument)

    def set_name(self, name: Text | str) -> None:
        self.setAccessibleName(self._look.t(name))

    def set_side(self, text: Text | str, ink: str = "text3") -> None:
        """Words at the right end of the field: a unit, or how much was found."""
        self._side, self._side_token = self._look.t(text), ink
        self.setAccessibleDescription(self._side)
        self._margins()
        self.update()

    @property
    def side(self) -> str:
        return self._side

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key of a button that is off is no letter: Alt and a letter never writes (AltGr does)."""
        mask = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
        if event.modifiers() & mask == Qt.KeyboardModifier.AltModifier and event.text().isprintable():
            event.ignore()
            return
        super().keyPressEvent(event)

    def _margins(self) -> None:
        right = QFontMetrics(self._look.font(self._side_size, 700)).horizontalAdvance(self._side) + 12 if self._side else 0
        self.setTextMargins(self._look.px(self._icon_room()) if self._icon else 0, 0, right, 0)

    def _icon_room(self) -> int:
        return 28

    def _icon_box(self) -> tuple[int, int, str]:
        """Left edge and size in px at 100 %, and colour."""
        return 12, 18, "text2"

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, px = QPainter(self), self._look.px
        if self._icon:
            left, size, ink = self._icon_box()
            side = px(size)
            box = QRectF(px(left), (self.height() - side) / 2, side, side)
            self._look.draw_icon(painter, self._icon, box, ink)
        if self._side:
            painter.setFont(self._look.font(self._side_size, 700 if self._side_token == "accent" else 400))
            painter.setPen(self._look.color(self._side_token))
            rect = QRectF(self.rect()).adjusted(0, 0, -px(12), -1)
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._side)


class ChoiceInput(QComboBox):
    """A list to choose from. Codes are the data, words are shown; the wheel does not change it by accident."""

    chosen = Signal(object)

    def __init__(self, look: Look, name: Text | str = "", tall: int = 36) -> None:
        super().__init__()
        self._look, self._tall = look, tall
        self.setAccessibleName(look.t(name))
        self.setProperty("ringRadius", look.px(6))
        self.setMinimumHeight(look.px(tall))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setView(QListView())
        self.setMaxVisibleItems(12)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.currentIndexChanged.connect(lambda _index: self.chosen.emit(self.currentData()))
        look.changed.connect(self.update)

    def set_items(self, items: list[tuple[object, Text | str]]) -> None:
        """Fill with (code, words); keeps the present code if it is still among them."""
        now = self.currentData()
        self.blockSignals(True)
        self.clear()
        for code, words in items:
            self.addItem(self._look.t(words), code)
        self.setCurrentIndex(max(0, self.findData(now)) if items else -1)
        self.blockSignals(False)
        self.update()

    def set_code(self, code: object) -> None:
        self.setCurrentIndex(self.findData(code))

    def code(self) -> object:
        return self.currentData()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(140), self._look.px(self._tall))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(72), self._look.px(self._tall))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # Enter is "next field" and belongs to the form
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._look, self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        severity = self.property("severity") or ""
        width = 2 if severity else look.tokens.border
        border = {"BLOCKS": "bad", "WARNS": "warn"}.get(severity, "focus" if self.hasFocus() else "edge")
        ground = "surface" if self.isEnabled() else "well"
        frame = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setBrush(look.color(ground))
        painter.setPen(QPen(look.color(border if self.isEnabled() else "line"), width))
        painter.drawRoundedRect(frame, px(6), px(6))
        painter.setPen(look.color("text" if self.isEnabled() else "text3"))
        painter.setFont(look.font(14))
        room = QRectF(self.rect()).adjusted(px(12), 0, -px(34), -1)
        words = painter.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        paint_arrow(painter, look, self, self.isEnabled())


class Switch(QAbstractButton):
    """On or off, with the word beside it."""

    def __init__(self, look: Look, name: Text | str, on: Text | str, off: Text | str) -> None:
        super().__init__()
        self._look = look
        self._on, self._off = look.t(on), look.t(off)
        self.setCheckable(True)
        self.setAccessibleName(look.t(name))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ringRadius", look.px(15))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._tell)
        self._tell()
        look.changed.connect(self.update)

    def _tell(self) -> None:
        self.setAccessibleDescription(self._on if self.isChecked() else self._off)
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._look.font(14))
        words = max(metrics.horizontalAdvance(self._on), metrics.horizontalAdvance(self._off))
        return QSize(self._look.px(54) + words + self._look.px(6), self._look.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._look, self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = px(24)
        track = QRectF(1, (self.height() - high) / 2, px(43), high).adjusted(0.7, 0.7, -0.7, -0.7)
        on = self.isChecked()
        painter.setBrush(look.color("fill" if on else "surface"))
        painter.setPen(QPen(look.color("fill" if on else "edge"), 1.4))
        painter.drawRoundedRect(track, high / 2, high / 2)
        knob = high - px(7)
        left = track.right() - knob - px(3) if on else track.left() + px(3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("on_fill" if on else "edge"))
        painter.drawEllipse(QRectF(left, track.center().y() - knob / 2, knob, knob))
        painter.setFont(look.font(14))
        painter.setPen(look.color("text" if self.isEnabled() else "text3"))
        rect = QRectF(self.rect()).adjusted(px(54), 0, 0, -1)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, self._on if on else self._off)


class TickBox(QAbstractButton):
    """A box to tick with its words."""

    def __init__(self, look: Look, text: Text | str) -> None:
        super().__init__()
        self._look = look
        self.setCheckable(True)
        words = look.t(text)
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ringRadius", look.px(6))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self._look.font(14)).horizontalAdvance(self.text().replace("&&", "&"))
        return QSize(words + self._look.px(36), self._look.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._look, self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(px(5), (self.height() - px(18)) / 2, px(18), px(18))
        paint_tick(painter, look, box, self.isChecked(), self.isEnabled())
        painter.setFont(look.font(14))
        painter.setPen(look.color("text" if self.isEnabled() else "text3"))
        rect = QRectF(self.rect()).adjusted(px(32), 0, 0, -1)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, self.text().replace("&&", "&"))


def paint_arrow(painter: QPainter, look: Look, field: QWidget, works: bool) -> None:
    """The sign of a list at the right end of a field, pale where it cannot be opened now."""
    side = look.px(13)
    box = QRectF(field.width() - look.px(25), (field.height() - side) / 2, side, side)
    look.draw_icon(painter, "chevron-down", box, "text2" if works else "text3", 2.0)


def paint_tick(painter: QPainter, look: Look, box: QRectF, on: bool, enabled: bool = True) -> None:
    """A tick box; also drawn in table cells. Not enabled: a lock stands in its place (a rule blocks it)."""
    painter.setPen(QPen(look.color("fill" if on else "edge" if enabled else "line"), 1.3))
    painter.setBrush(look.color("fill" if on else "surface" if enabled else "well"))
    painter.drawRoundedRect(box.adjusted(0.7, 0.7, -0.7, -0.7), look.px(4), look.px(4))
    if on:
        look.icons.paint(painter, "check", box.adjusted(2, 2, -2, -2), look.tokens.on_fill, 2.4)
    elif not enabled:
        look.icons.paint(painter, "lock", box.adjusted(3, 3, -3, -3), look.tokens.text3, 1.8)


class OptionCard(QAbstractButton):
    """One of a few choices with its consequence: radio, title, sentence, key (Alt+1 …)."""

    def __init__(self, look: Look, title: Text | str, sentence: Text | str, key: str = "") -> None:
        super().__init__()
        self._look, self._key = look, key
        self._title, self._sentence = look.t(title), look.t(sentence)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(self._title)
        self.setAccessibleDescription(self._sentence)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ringRadius", look.px(6))
        self.setMinimumHeight(look.px(54))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if key:
            QShortcut(QKeySequence(key), self, self.click)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(280), self._look.px(54))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        from ui.widgets.buttons import key_width, paint_key

        look, px, on = self._look, self._look.px, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), px(6), px(6))
        painter.fillPath(path, look.color("soft" if on else "surface" if self.isEnabled() else "well"))
        painter.strokePath(path, QPen(look.color("accent" if on else "edge"), 2 if on else look.tokens.border))
        dot = QRectF(px(12), (self.height() - px(15)) / 2, px(15), px(15))
        painter.setPen(QPen(look.color("accent" if on else "edge"), 1.5))
        painter.setBrush(QColor(0, 0, 0, 0))
        painter.drawEllipse(dot)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent"))
            painter.drawEllipse(dot.adjusted(4, 4, -4, -4))
        ink = "text" if self.isEnabled() else "text3"
        painter.setPen(look.color(ink))
        painter.setFont(look.font(14, 700))
        top = QRectF(px(38), px(6), self.width() - px(50), px(22))
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, self._title)
        painter.setPen(look.color("text2" if self.isEnabled() else "text3"))
        painter.setFont(look.font(12))
        under = QRectF(px(38), px(27), self.width() - px(50), px(20))
        painter.drawText(under, Qt.AlignmentFlag.AlignVCenter, self._sentence)
        if self._key:
            width = key_width(look, self._key)
            cap = QRectF(self.width() - width - px(12), px(8), width, px(20))
            paint_key(painter, look, cap, self._key, look.color("surface"), look.color("text2"), line=True)
