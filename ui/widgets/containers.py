"""Panels, lines, banners, empty states: what stands round the contents of a page."""

from __future__ import annotations

from PySide6.QtCore import QChildEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from models.domain.text import T, Text
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, label

_TONE_ICON = {"accent": "info", "ok": "check-circle", "warn": "warning", "bad": "warning", "neu": "info"}
_TONE_SOFT = {"accent": "soft", "ok": "oks", "warn": "warns", "bad": "bads", "neu": "neus", "vio": "vios"}


class Panel(QFrame):
    """A surface with a hairline and round corners; `tone` frames it and gives it a soft ground."""

    def __init__(self, look: Look, margin: int = 16, spacing: int = 8, tone: str = "", framed: bool = True) -> None:
        super().__init__()
        self._look, self._tone, self._framed = look, tone, framed
        self.box = QVBoxLayout(self)
        edge = look.px(margin)
        self.box.setContentsMargins(edge, edge, edge, edge)
        self.box.setSpacing(look.px(spacing))
        look.changed.connect(self.update)

    def set_tone(self, tone: str) -> None:
        self._tone = tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = _TONE_SOFT[self._tone] if self._tone else "surface"
        painter.setBrush(look.color(ground))
        line = self._tone or ("edge" if look.tokens.high_contrast else "line")
        painter.setPen(QPen(look.color(line), look.tokens.border) if self._framed else Qt.PenStyle.NoPen)
        half = look.tokens.border / 2
        radius = look.px(8 if self._tone else 10)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)


class Frame(Panel):
    """A panel whose contents reach its edges (a table): the round corners are drawn over them."""

    def __init__(self, look: Look, ground: str = "window") -> None:
        super().__init__(look, margin=0, spacing=0)
        self._corners = _Corners(look, ground, self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._corners.setGeometry(self.rect())
        self._corners.raise_()

    def childEvent(self, event: QChildEvent) -> None:
        super().childEvent(event)
        if hasattr(self, "_corners"):
            self._corners.raise_()


class _Corners(QWidget):
    def __init__(self, look: Look, ground: str, over: QWidget) -> None:
        super().__init__(over)
        self._look, self._ground = look, ground
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = look.tokens.border / 2
        inner = QPainterPath()
        inner.addRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), look.px(10), look.px(10))
        whole = QPainterPath()
        whole.addRect(QRectF(self.rect()))
        painter.fillPath(whole.subtracted(inner), look.color(self._ground))
        painter.strokePath(inner, QPen(look.color("edge" if look.tokens.high_contrast else "line"), look.tokens.border))


class Line(QWidget):
    """A hairline; decoration only."""

    def __init__(self, look: Look, vertical: bool = False) -> None:
        super().__init__()
        self._look = look
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._look.color("line"))


class Ground(QWidget):
    """A plain ground in one token."""

    def __init__(self, look: Look, token: str) -> None:
        super().__init__()
        self._look, self._token = look, token
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._look.color(self._token))


class Banner(Panel):
    """Icon, bold conclusion, one sentence, one button, at the place it concerns. Never more than two on a page."""

    def __init__(self, look: Look, title: Text | str, sentence: Text | str, tone: str = "accent",
                 button: Button | None = None, icon: str = "") -> None:  # fmt: skip
        super().__init__(look, margin=14, tone=tone)
        row = QHBoxLayout()
        row.setSpacing(look.px(14))
        row.addWidget(IconLabel(look, icon or _TONE_ICON[tone], tone, 20), 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(look.px(2))
        self._title = label(look, title, "strong", tone, wrap=True)
        self._sentence = label(look, sentence, "value", wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        row.addLayout(words, 1)
        if button is not None:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.box.addLayout(row)
        self.setAccessibleName(look.t(title))
        self.setAccessibleDescription(look.t(sentence))

    def set_words(self, title: Text | str, sentence: Text | str) -> None:
        self._title.setText(self._look.t(title))
        self._sentence.setText(self._look.t(sentence))
        self.setAccessibleName(self._look.t(title))
        self.setAccessibleDescription(self._look.t(sentence))


class NoticeStrip(QWidget):
    """Full width, never to be closed: what kind of vault this is, where it is not the usual one."""

    def __init__(self, look: Look, sentence: Text | str) -> None:
        super().__init__()
        self._look = look
        self.setFixedHeight(look.px(34))
        self.setAccessibleName(look.t(sentence))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(24), 0, look.px(24), 0)
        row.setSpacing(look.px(10))
        row.addWidget(IconLabel(look, "lock", "warn", 16))
        row.addWidget(label(look, sentence, "strong", "warn"), 1)
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._look.color("warns"))


class PracticeBanner(QWidget):
    """Full width, striped, never to be closed: this vault holds samples only (K-28)."""

    def __init__(self, look: Look, round_top: bool = False) -> None:
        super().__init__()
        self._look, self._round_top = look, round_top
        self._word = look.t(T("practice", "演练"))
        self._sentence = look.t(T("practice", "这里是样例数据，不是真实登记。打印件带“演练”水印，正式库不会被打开。"))
        self._short = look.t(T("practice", "样例数据，不是真实登记"))
        self.setFixedHeight(look.px(34))
        self.setAccessibleName(self._word)
        self.setAccessibleDescription(self._sentence)
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._look, self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._round_top:
            path = QPainterPath()
            path.addRoundedRect(QRectF(0, 0, self.width(), self.height() * 2), px(11), px(11))
            painter.setClipPath(path)
        painter.fillRect(self.rect(), look.color("trains"))
        high = px(4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("train"))
        bottom, top = self.height(), self.height() - high
        for left in range(-2 * high, self.width() + high, 2 * high):
            corners = [QPointF(left, bottom), QPointF(left + high, top), QPointF(left + 2 * high, top)]
            painter.drawPolygon(QPolygonF([*corners, QPointF(left + high, bottom)]))
        font = look.font(13, 700)
        width = QFontMetrics(font).horizontalAdvance(self._word) + px(20)
        tag = QRectF(px(24), (self.height() - high - px(20)) / 2 + 1, width, px(20))
        painter.drawRoundedRect(tag, px(4), px(4))
        painter.setFont(font)
        painter.setPen(look.color("trains"))
        painter.drawText(tag.adjusted(0, -1, 0, -1), Qt.AlignmentFlag.AlignCenter, self._word)
        painter.setPen(look.color("train"))
        words = QRectF(tag.right() + px(12), 0, self.width() - tag.right() - px(24), self.height() - high)
        painter.setFont(look.font(13))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.words_for(int(words.width())))

    def words_for(self, room: int) -> str:
        """The sentence, or the short one where a small dialog has no room for it."""
        metrics = QFontMetrics(self._look.font(13))
        if metrics.horizontalAdvance(self._sentence) <= room:
            return self._sentence
        return metrics.elidedText(self._short, Qt.TextElideMode.ElideRight, room)


class EmptyState(QWidget):
    """Why there is nothing here, the nearest hit if there is one, one or two buttons."""

    def __init__(self, look: Look, icon: str = "search") -> None:
        super().__init__()
        self._look = look
        column = QVBoxLayout(self)
        column.setSpacing(look.px(8))
        column.addStretch(1)
        self._icon = IconLabel(look, icon, "text2", 30, ground="well", box=72, stroke=1.3)
        self._icon.set_round(True)
        self._title = label(look, "", "section", wrap=True)
        self._sentence = label(look, "", "second", wrap=True)
        for widget in (self._title, self._sentence):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(look.px(10))
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        column.addSpacing(look.px(20))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(look.px(10))
        column.addLayout(self._buttons)
        column.addStretch(1)

    def set_words(self, title: Text | str, sentence: Text | str, buttons: list[Button], icon: str = "") -> None:
        """Say it. The buttons that stood here before are dropped."""
        self._title.setText(self._look.t(title))
        self._sentence.setText(self._look.t(sentence))
        if icon:
            self._icon.set_icon(icon, "text2", "well")
        while self._buttons.count():
            widget = self._buttons.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._buttons.addStretch(1)
        for button in buttons:
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self.setAccessibleName(self._look.t(title))
        self.setAccessibleDescription(self._look.t(sentence))

    def set_sentence(self, sentence: Text | str) -> None:
        self._sentence.setText(self._look.t(sentence))
        self.setAccessibleDescription(self._look.t(sentence))
