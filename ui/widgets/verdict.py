"""What a page concludes, said large: the verdict of a scan, the outcome of a check."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.domain.text import Text
from ui.theme import marks
from ui.theme.badges import badge_size, paint_badge
from ui.theme.look import Look
from ui.theme.marks import SOFT, Mark

_MIDDLE = Qt.AlignmentFlag.AlignVCenter
HEAD_SIZES = (24, 19, 17, 15)  # of the sentence in a verdict; one line, else two of a smaller size


def _frame(painter: QPainter, look: Look, rect: QRectF, token: str) -> None:
    """Soft ground, border and the thick bar at the left."""
    px = look.px
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = rect.adjusted(0.8, 0.8, -0.8, -0.8)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color(SOFT.get(token, "well")))
    painter.drawRoundedRect(box, px(10), px(10))
    painter.save()
    painter.setClipRect(QRectF(box.left(), box.top(), px(12), box.height()))
    painter.setBrush(look.color(token))
    painter.drawRoundedRect(box, px(10), px(10))
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.color(token), 1.6 * look.scale))
    painter.drawRoundedRect(box, px(10), px(10))


class VerdictPanel(QWidget):
    """One scan's verdict, to be read from two metres: mark 64, word 56, where it belongs, what it is."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._mark: Mark | None = None
        self._under = self._head = self._second = self._number = self._title = self._level = ""
        self.setFixedHeight(look.px(124))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def say(self, mark: Mark, under: Text | str, head: Text | str = "", second: Text | str = "", level: str = "",
            number: str = "", title: str = "") -> None:  # fmt: skip
        """`under` the word (已记录 • 第 328 扫), `head` where it belongs, `second` the line below, then the thing."""
        t = self._look.t
        self._mark, self._under, self._head, self._second = mark, t(under), t(head), t(second)
        self._level, self._number, self._title = level, number, title
        self.setAccessibleName(t(mark.word))
        self.setAccessibleDescription("，".join(part for part in (t(head), t(second), number, title, t(under)) if part))
        self.setToolTip("\n".join(part for part in (t(head), t(second), title) if part))
        self.update()

    def clear(self, words: Text | str) -> None:
        """Nothing was scanned yet."""
        self._mark, self._under = None, self._look.t(words)
        self.setAccessibleName(self._under)
        self.setAccessibleDescription("")
        self.setToolTip("")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._look, self._look.px
        painter = QPainter(self)
        if self._mark is None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look.color("edge" if look.tokens.high_contrast else "line"), look.tokens.border))
            painter.setBrush(look.color("well"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), px(10), px(10))
            painter.setFont(look.font(16))
            painter.setPen(look.color("text2"))
            painter.drawText(self.rect().adjusted(px(40), 0, 0, 0), _MIDDLE, self._under)
            return
        mark = self._mark
        _frame(painter, look, QRectF(self.rect()), mark.token)
        side = px(58)
        painter.setPen(Qt.PenStyle.NoPen)
        marks.paint(painter, mark.shape, QRectF(px(39), (self.height() - side) / 2 - px(15), side, side),
                    look.color(mark.token))  # fmt: skip
        word = look.t(mark.word)
        font = look.font(56 if len(word) < 4 else 36, 700)
        painter.setFont(font)
        painter.setPen(look.color(mark.token))
        wide = max(QFontMetrics(font).horizontalAdvance(word), px(180))
        painter.drawText(QRectF(px(118), px(6), wide + px(10), px(82)), _MIDDLE, word)
        painter.setFont(look.font(13))
        painter.setPen(look.color("text2"))
        painter.drawText(QRectF(px(118), px(88), wide + px(40), px(24)), _MIDDLE, self._under)
        middle = px(118) + wide + px(32)
        line = look.color(mark.token)
        line.setAlpha(150)
        painter.fillRect(QRectF(middle, px(23), 1.4, self.height() - px(46)), line)
        self._details(painter, middle + px(22))

    def _details(self, painter: QPainter, left: float) -> None:
        look, px = self._look, self._look.px
        room = self.width() - left - px(16)
        self._words(painter, left, room)
        place = left
        if self._level:
            width, height = badge_size(look, large=True)
            paint_badge(painter, look, QRectF(place, px(86), width, height), self._level)
            place += width + px(10)
        painter.setFont(look.font(14, 700))
        painter.setPen(look.color("text"))
        painter.drawText(QRectF(place, px(86), room, px(24)), _MIDDLE, self._number)
        place += painter.fontMetrics().horizontalAdvance(self._number) + (px(13) if self._number else 0)
        painter.setFont(look.font(14))
        rest = left + room - place
        shown = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, max(0, int(rest)))
        painter.drawText(QRectF(place, px(86), rest, px(24)), _MIDDLE, shown)


    def _words(self, painter: QPainter, left: float, room: float) -> None:
        """Where it belongs, in two smaller lines if one has no room, and the line below."""
        look, px = self._look, self._look.px
        size, lines = in_two_lines(look, self._head, int(room))
        two = len(lines) > 1
        painter.setFont(look.font(size, 700))
        painter.setPen(look.color("text"))
        tall = px(25) if two else px(36)
        top = px(8) if two else px(16)
        for line in lines:
            painter.drawText(QRectF(left, top, room, tall), _MIDDLE, line)
            top += tall
        painter.setFont(look.font(15))
        painter.setPen(look.color("text2"))
        shown = painter.fontMetrics().elidedText(self._second, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(left, top, room, px(26)), _MIDDLE, shown)


def in_two_lines(look: Look, words: str, room: int) -> tuple[int, list[str]]:
    """The largest size, in px at 100 %, at which bold words fit `room` in one line or two, and those lines. Words
    that do not fit the smallest size end in …."""
    if QFontMetrics(look.font(HEAD_SIZES[0], 700)).horizontalAdvance(words) <= room:
        return HEAD_SIZES[0], [words]
    for size in HEAD_SIZES[1:]:
        layout = QTextLayout(words, look.font(size, 700))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        first = layout.createLine()
        first.setLineWidth(room)
        layout.endLayout()
        lines = [words[: first.textLength()].rstrip(), words[first.textLength() :]]
        metrics = QFontMetrics(look.font(size, 700))
        if metrics.horizontalAdvance(lines[1]) <= room:
            break
    return size, [lines[0], metrics.elidedText(lines[1], Qt.TextElideMode.ElideRight, room)]


class ConclusionPanel(QWidget):
    """The one conclusion of a check: icon, 28 px sentence, what was found, what is not proved, when and how long."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._icon, self._token = "shield-check", "ok"
        self._words: tuple[str, ...] = ("", "", "", "", "")
        self.setMinimumHeight(look.px(112))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def say(self, icon: str, token: str, conclusion: Text | str, found: Text | str, limits: Text | str = "",
            when: Text | str = "", took: Text | str = "") -> None:  # fmt: skip
        """`limits` is what this does not prove; `when` and `took` stand at the right."""
        t = self._look.t
        self._icon, self._token = icon, token
        self._words = (t(conclusion), t(found), t(limits), t(when), t(took))
        self.setAccessibleName(self._words[0])
        self.setAccessibleDescription("，".join(part for part in self._words[1:] if part))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._look, self._look.px
        painter = QPainter(self)
        _frame(painter, look, QRectF(self.rect()), self._token)
        side = px(64)
        box = QRectF(px(34), (self.height() - side) / 2, side, side)
        look.draw_icon(painter, self._icon, box, self._token, 1.4)
        room = self.width() - px(118) - px(150)
        sizes = ((px(12), px(42), look.font(28, 700), self._token), (px(56), px(22), look.font(14), "text"),
                 (px(80), px(22), look.font(13), "text2"))  # fmt: skip
        for (top, tall, font, token), words in zip(sizes, self._words, strict=False):
            painter.setFont(font)
            painter.setPen(look.color(token))
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(px(118), top, room, tall), _MIDDLE, shown)
        painter.setFont(look.font(13))
        painter.setPen(look.color("text2"))
        right = Qt.AlignmentFlag.AlignRight | _MIDDLE
        painter.drawText(QRectF(0, px(33), self.width() - px(24), px(22)), right, self._words[3])
        painter.drawText(QRectF(0, px(56), self.width() - px(24), px(22)), right, self._words[4])
