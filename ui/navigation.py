"""The navigation at the left: pages by group, what waits, and at the foot walls, witness, person and lock."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from models.domain.text import T, Text
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.containers import Line
from ui.widgets.labels import ElidedLabel, IconLabel
from ui.widgets.scroll import Scroll

WIDE, FOLDED = 184, 56
LOW = 740  # px of height at 100 %: below this rows shrink


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in, as the foot shows it."""

    name: str
    role: str
    role_words: Text


class NavRow(QAbstractButton):
    """One page. The current one stands on the surface with a bar and bold words. Arrows send `stepped` (1 or -1)."""

    stepped = Signal(int)

    def __init__(self, look: Look, title: Text, icon: str, key: str) -> None:
        super().__init__()
        self._look, self._icon, self._count, self.folded, self._low = look, icon, "", False, False
        words = look.t(title)
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self._hint = f"{words}  {key}".strip()
        self.setToolTip(self._hint)
        self.setCheckable(True)
        self.setProperty("ringRadius", look.px(6))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        look.changed.connect(self.update)

    def set_count(self, count: int) -> None:
        """What waits on this page; nothing is shown for 0."""
        self._count = str(count) if count else ""
        words = self.text().replace("&&", "&")
        waits = self._look.t(T("navigation", "{page}，{n} 件待办", page=words, n=count)) if count else words
        self.setAccessibleName(waits)
        self.update()

    def set_low(self, low: bool) -> None:
        self._low = low
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(40), self._look.px(32 if self._low else 36))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step:
            self.stepped.emit(step)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px, on = self._look, self._look.px, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, 1, self.width(), self.height() - 2)
        if on or self.underMouse():
            painter.setPen(look.color("edge") if look.tokens.high_contrast and on else Qt.PenStyle.NoPen)
            painter.setBrush(look.color("surface" if on else "hover"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), px(6), px(6))
        if on:
            painter.fillRect(QRectF(0, box.center().y() - px(9), px(3), px(18)), look.color("accent"))
        side = px(20)
        left = (self.width() - side) / 2 if self.folded else px(12)
        icon = QRectF(left, (self.height() - side) / 2, side, side)
        look.draw_icon(painter, self._icon, icon.adjusted(1, 1, -1, -1), "accent" if on else "text2")
        if not self.folded:
            self._words(painter, on)

    def _words(self, painter: QPainter, on: bool) -> None:
        look, px = self._look, self._look.px
        painter.setFont(look.font(13, 700))
        count = painter.fontMetrics().horizontalAdvance(self._count) + px(10) if self._count else px(6)
        room = QRectF(px(42), 0, self.width() - px(42) - count, self.height() - 1)
        painter.setPen(look.color("accent" if on else "text2"))
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(QRectF(0, 0, self.width() - px(9), self.height() - 1), side, self._count)
        painter.setFont(look.font(14, 700 if on else 400))
        painter.setPen(look.color("text" if on else "text2"))
        words = painter.fontMetrics().elidedText(self.text().replace("&&", "&"), Qt.TextElideMode.ElideRight,
                                                 int(room.width()))  # fmt: skip
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)


class _Brand(QWidget):
    """The product's sign, its name and the organ's."""

    def __init__(self, look: Look, organ: str) -> None:
        super().__init__()
        self._look, self._organ, self.folded = look, organ, False
        self.setFixedHeight(look.px(48))
        self.setAccessibleName(organ)
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._look, self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = (self.width() - px(30)) / 2 if self.folded else px(8)
        paint_sign(painter, look, QRectF(left, px(8), px(30), px(30)))
        if self.folded:
            return
        painter.setPen(look.color("text"))
        painter.setFont(look.font(14, 700))
        words = QRectF(px(48), px(5), self.width() - px(48), px(20))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, look.t(T("product", "守簿")))
        painter.setFont(look.font(12))
        painter.setPen(look.color("text2"))
        under = words.translated(0, px(17))
        organ = painter.fontMetrics().elidedText(self._organ, Qt.TextElideMode.ElideRight, int(under.width()))
        painter.drawText(under, Qt.AlignmentFlag.AlignVCenter, organ)


def paint_sign(painter: QPainter, look: Look, box: QRectF) -> None:
    """The product's sign: a cabinet on the filled square."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color("fill"))
    painter.drawRoundedRect(box, box.width() * 0.22, box.width() * 0.22)
    look.icons.paint(painter, "mark", box, look.tokens.on_fill, 0.9)


class _Circle(QWidget):
    """The first character of the person's name."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look, self._letter = look, name[:1]
        self.setFixedSize(look.px(32), look.px(32))
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.color("soft"))
        painter.drawEllipse(QRectF(self.rect()))
        painter.setPen(self._look.color("accent"))
        painter.setFont(self._look.font(14, 700))
        painter.drawText(QRectF(self.rect()).adjusted(0, -1, 0, -1), Qt.AlignmentFlag.AlignCenter, self._letter)


class _FootLine(QWidget):
    """An icon and a short sentence, always visible."""

    def __init__(self, look: Look, icon: str, token: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(11), 0, look.px(4), 0)
        row.setSpacing(look.px(9))
        self._icon = IconLabel(look, icon, token, 16)
        self.words = ElidedLabel(look, "", "second")
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        self.setFixedHeight(look.px(26))

    def say(self, icon: str, token: str, text: Text | str, look: Look) -> None:
        self._icon.set_icon(icon, token)
        self.words.set_text(text)
        self.setToolTip(look.t(text))
        self._icon.setToolTip(look.t(text))


class Navigation(QWidget):
    """The bar. `chosen(name)` when a page is wanted, `lock_wanted()`."""

    chosen = Signal(str)
    lock_wanted = Signal()

    def __init__(self, look: Look, entries: list[tuple[str, Text, str, int]], organ: str, person: Person) -> None:
        super().__init__()
        self._look = look
        self.rows: dict[str, NavRow] = {}
        self._folded = False
        px = look.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(8), px(7), px(8), px(10))
        column.setSpacing(0)
        self._brand = _Brand(look, organ)
        column.addWidget(self._brand)
        column.addSpacing(px(7))
        self._scroll = self._list(entries)
        column.addWidget(self._scroll, 1)
        column.addWidget(_inset(look, Line(look)))
        column.addSpacing(px(6))
        self._walls = _FootLine(look, "shield-check", "ok")
        self._anchor = _FootLine(look, "document", "warn")
        column.addWidget(self._walls)
        column.addWidget(self._anchor)
        column.addWidget(self._person_row(person))
        self.set_folded(False)
        look.changed.connect(self.update)

    def _list(self, entries: list[tuple[str, Text, str, int]]) -> Scroll:
        """The pages; they scroll where the window is too low for all."""
        look, px = self._look, self._look.px
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        group = entries[0][3] if entries else 0
        for index, (name, title, icon, belongs) in enumerate(entries):
            if belongs != group:
                group = belongs
                column.addSpacing(px(6))
                column.addWidget(_inset(look, Line(look)))
                column.addSpacing(px(7))
            row = NavRow(look, title, icon, f"Ctrl+{index + 1}" if index < 9 else "")
            row.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
            row.stepped.connect(self._step)
            self.rows[name] = row
            column.addWidget(row)
        column.addStretch(1)
        scroll = Scroll(inside)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return scroll

    def _person_row(self, person: Person) -> QWidget:
        look, px = self._look, self._look.px
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(px(8), px(3), px(7), 0)
        row.setSpacing(px(8))
        circle = _Circle(look, person.name)
        circle.setToolTip(f"{person.name} {look.t(person.role_words)}")
        row.addWidget(circle)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._name = ElidedLabel(look, person.name, "value")
        self._name.setStyleSheet("font-weight: bold;")
        self._role = ElidedLabel(look, person.role_words, "hint")
        words.addWidget(self._name)
        words.addWidget(self._role)
        row.addLayout(words, 1)
        self._lock = _LockButton(look)
        self._lock.clicked.connect(self.lock_wanted)
        row.addWidget(self._lock)
        return box

    def set_current(self, name: str) -> None:
        for other, row in self.rows.items():
            row.setChecked(other == name)
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other == name else Qt.FocusPolicy.ClickFocus)
        if name in self.rows:
            self._scroll.ensureWidgetVisible(self.rows[name], 0, self._look.px(20))

    def set_walls(self, standing: bool, text: Text) -> None:
        """What the three walls say now."""
        tone, icon = ("ok", "shield-check") if standing else ("bad", "shield-cross")
        self._walls.say(icon, tone, text, self._look)

    def set_anchor(self, acts: int) -> None:
        """Acts since the last printed anchor."""
        text = T("navigation", "距上次留痕 {n} 笔", n=acts) if acts else T("navigation", "都已留痕")
        self._anchor.say("document", "warn" if acts else "ok", text, self._look)

    def set_folded(self, folded: bool) -> None:
        """Icons only, with tooltips."""
        self._folded = self._brand.folded = folded
        self.setFixedWidth(self._look.px(FOLDED if folded else WIDE))
        for row in self.rows.values():
            row.folded = folded
            row.update()
        for line in (self._walls, self._anchor):
            line.words.setVisible(not folded)
        for widget in (self._name, self._role, self._lock):
            widget.setVisible(not folded)
        self._brand.update()

    @property
    def is_folded(self) -> bool:
        return self._folded

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < self._look.px(LOW)
        for row in self.rows.values():
            row.set_low(low)

    def _step(self, step: int) -> None:
        """Arrows walk; Enter opens."""
        rows = list(self.rows.values())
        here = next((index for index, row in enumerate(rows) if row.hasFocus()), 0)
        there = rows[(here + step) % len(rows)]
        there.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(there, 0, self._look.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.color("nav"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), self._look.color("line"))


class _LockButton(Button):
    """Shows its key only; its name is for screen reader and tooltip."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, T("navigation", "锁定"), "bare", key="Ctrl+L")
        self.setToolTip(look.t(T("navigation", "锁定")))

    def sizeHint(self) -> QSize:
        from ui.widgets.buttons import key_width

        return QSize(key_width(self._look, self.key) + 2, self._look.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        from ui.widgets.buttons import paint_key

        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = look.px(20)
        box = QRectF(1, (self.height() - high) / 2, self.width() - 2, high)
        ground = look.color("hover" if self.underMouse() else "surface")
        paint_key(painter, look, box, self.key, ground, look.color("text2"), line=True)


def _inset(look: Look, widget: QWidget) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(look.px(8), 0, look.px(8), 0)
    row.addWidget(widget)
    return box
