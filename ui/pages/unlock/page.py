"""Unlock: the three walls and their conclusion first, then vault, user and password."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from models.domain.errors import UserError
from models.domain.text import T, Text
from models.services.isolation_words import Wall
from ui.navigation import paint_sign
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.containers import Ground, Line, Panel, PracticeBanner
from ui.widgets.form import NoteLine
from ui.widgets.inputs import ChoiceInput
from ui.widgets.labels import IconLabel, label, set_tone
from ui.widgets.password import PasswordInput

WALL_ICONS = {"GUARD": "code", "FILTER": "lock", "GATE": "network-off"}


@dataclass(frozen=True, slots=True)
class VaultChoice:
    """A vault that may be opened here: words for the tile, and who has an account (name, role)."""

    folder: Path
    title: Text | str
    detail: Text | str
    users: tuple[tuple[str, Text], ...]
    practice: bool


@dataclass(frozen=True, slots=True)
class Unlock:
    """What the person asks for. The password is in no text form of this object."""

    folder: Path
    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Isolation:
    """What the walls say: three walls, the conclusion, whether a production vault may be opened, when it was checked."""

    walls: tuple[Wall, ...]
    conclusion: Text
    production_allowed: bool
    checked: Text | str


class UnlockPage(Ground):
    """`unlock_wanted(Unlock)`, `other_wanted()` (choose another vault), `help_wanted()`.

    As a lock page (`locked_user`) the user is fixed and another vault is not offered; once that account is locked
    another user may come in.
    """

    unlock_wanted = Signal(object)
    other_wanted = Signal()
    help_wanted = Signal()

    def __init__(self, look: Look, isolation: Isolation, vault: VaultChoice, foot: Text | str,
                 locked_user: str = "", reason: Text | str = "") -> None:  # fmt: skip
        super().__init__(look, "window")
        self.look, self._isolation, self._vault, self._locked = look, isolation, vault, locked_user
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if vault.practice:
            column.addWidget(PracticeBanner(look))
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        panel = Panel(look, margin=0, spacing=0)
        panel.setFixedWidth(look.px(900))
        inside = QHBoxLayout()
        inside.setContentsMargins(look.px(36), look.px(36), look.px(39), look.px(32))
        inside.setSpacing(look.px(36))
        inside.addWidget(WallsPart(look, isolation), 10)
        inside.addWidget(Line(look, vertical=True))
        inside.addWidget(self._door(reason), 11)
        panel.box.addLayout(inside)
        row.addWidget(panel)
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(look.px(16))
        bottom = label(look, foot, "hint")
        bottom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(bottom)
        column.addStretch(1)

    # the right half ------------------------------------------------------------------------------------------------

    def _door(self, reason: Text | str) -> QWidget:
        look, px, vault = self.look, self.look.px, self._vault
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        title = T("unlock", "进入演练") if vault.practice else T("unlock", "打开登记库")
        if self._locked:
            title = T("unlock", "已锁定")
        column.addWidget(label(look, title, "title"))
        column.addSpacing(px(8))
        column.addWidget(_VaultTile(look, vault.title, vault.detail))
        column.addSpacing(px(12))
        if reason:
            column.addWidget(label(look, reason, "value", "warn", wrap=True))
        names = label(look, T("unlock", "用户"), "label")
        self.user = ChoiceInput(look, T("unlock", "用户"))
        self.user.set_items([(name, f"{name}　{look.t(role)}") for name, role in vault.users])
        names.setBuddy(self.user)
        column.addWidget(names)
        column.addWidget(self.user)
        column.addSpacing(px(10))
        words = label(look, T("unlock", "口令"), "label")
        self.password = PasswordInput(look, T("unlock", "口令"))
        words.setBuddy(self.password)
        column.addWidget(words)
        column.addWidget(self.password)
        self.note = NoteLine(look)
        column.addWidget(self.note)
        column.addSpacing(px(10))
        column.addLayout(self._buttons())
        column.addStretch(1)
        self.password.returnPressed.connect(self.open)
        self.password.caps_seen.connect(self._say_hint)
        if self._locked:
            self.user.set_code(self._locked)
            self.user.setEnabled(False)
        self._say_hint(None)
        return box

    def _buttons(self) -> QHBoxLayout:
        look = self.look
        verb = T("unlock", "进入演练") if self._vault.practice else T("unlock", "打开")
        if self._locked:
            verb = T("unlock", "解锁")
        row = QHBoxLayout()
        row.setSpacing(look.px(24))
        self.go = Button(look, verb, "primary", key="Enter", tall=44)
        self.go.setMinimumWidth(look.px(150))
        self.go.clicked.connect(self.open)
        row.addWidget(self.go)
        if not self._locked:
            other = Button(look, T("unlock", "换一个库…"), "link")
            other.clicked.connect(self.other_wanted)
            row.addWidget(other)
        row.addStretch(1)
        return row

    def open(self) -> None:
        """Ask for the vault to be opened, if there is something to try."""
        if self.go.isEnabled() and self.password.text():
            self.unlock_wanted.emit(Unlock(self._vault.folder, str(self.user.code()), self.password.text()))

    # what the composition root says ---------------------------------------------------------------------------------

    def set_busy(self, busy: bool) -> None:
        """While the key is derived nothing can be typed."""
        for widget in (self.go, self.password):
            widget.setEnabled(not busy)
        self.user.setEnabled(not busy and not self._locked)
        if busy:
            self.note.set_hint(T("unlock", "正在打开…"))

    def show_error(self, error: UserError) -> None:
        """Why it was not opened, in the place where the eye is; the password is gone."""
        from models.domain.problems import blocks

        is_freed = bool(self._locked) and error.code == "USER_LOCKED"
        if is_freed:
            self._locked = ""  # that person cannot come back before somebody else was in
        self.set_busy(False)
        self.password.clear()
        text = T("unlock", "{what}{to_do}", what=error.what, to_do=error.to_do)
        self.note.show_problem(blocks(error.code, "password", text))
        self.password.setAccessibleDescription(self.look.t(text))
        (self.user if is_freed else self.password).setFocus()

    def _say_hint(self, caps: bool | None) -> None:
        self.note.show_problem(None)
        if self._vault.practice and caps is None:
            detail = self._vault.detail
            is_above = isinstance(detail, Text) and any(name == "password" for name, _value in detail.values)
            where = T("unlock", "口令见上方") if is_above else T("unlock", "口令在建这个演练库时写出的账户文件里")
            self.note.set_hint(where)
            return
        limit = T("unlock", "输错 5 次锁定，由安全保密管理员解锁")
        if caps is None:
            self.note.set_hint(limit)
            return
        lock = T("unlock", "大写锁定开着") if caps else T("unlock", "大写锁定未开")
        self.note.set_hint(T("unlock", "{lock} • {limit}", lock=lock, limit=limit))
        self.password.setAccessibleDescription(self.look.t(lock))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1:
            self.help_wanted.emit()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.password.setFocus()


class _VaultTile(Panel):
    def __init__(self, look: Look, title: Text | str, detail: Text | str) -> None:
        super().__init__(look, margin=10, spacing=0)
        row = QHBoxLayout()
        row.setContentsMargins(look.px(6), 0, look.px(6), 0)
        row.setSpacing(look.px(14))
        row.addWidget(IconLabel(look, "lock", "accent", 20))
        words = QVBoxLayout()
        words.setSpacing(look.px(1))
        words.addWidget(label(look, title, "line", wrap=True))
        words.addWidget(label(look, detail, "hint", "text2", wrap=True))
        row.addLayout(words, 1)
        self.box.addLayout(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._look.color("line"))
        painter.setBrush(self._look.color("well"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), self._look.px(8), self._look.px(8))


class WallsPart(QWidget):
    """Product, the walls with what was checked, and what follows from them."""

    def __init__(self, look: Look, isolation: Isolation) -> None:
        super().__init__()
        px = look.px
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(14))
        column.addWidget(_Product(look))
        column.addSpacing(px(20))
        head = QHBoxLayout()
        head.addWidget(label(look, T("unlock", "本机隔离"), "label"), 1)
        said = label(look, isolation.conclusion, "mark")
        set_tone(said, "ok" if isolation.production_allowed else "bad")
        head.addWidget(said)
        column.addLayout(head)
        for wall in isolation.walls:
            column.addWidget(_wall_row(look, wall))
        column.addSpacing(px(8))
        column.addWidget(label(look, isolation.checked, "hint", "text2", wrap=True))
        column.addStretch(1)


def _wall_row(look: Look, wall: Wall) -> QWidget:
    box = QWidget()
    tone, ground = ("ok", "oks") if wall.stands else ("bad", "bads")
    row = QHBoxLayout(box)
    row.setContentsMargins(0, look.px(1), look.px(4), look.px(1))
    row.setSpacing(look.px(14))
    row.addWidget(IconLabel(look, WALL_ICONS.get(wall.name, "shield-check"), tone, 20, ground=ground, box=36))
    words = QVBoxLayout()
    words.setSpacing(look.px(1))
    words.addWidget(label(look, wall.title, "body", wrap=True))
    words.addWidget(label(look, wall.detail, "hint", "text2", wrap=True))
    row.addLayout(words, 1)
    row.addWidget(IconLabel(look, "check" if wall.stands else "warning", tone, 20), 0, Qt.AlignmentFlag.AlignTop)
    box.setAccessibleName(f"{look.t(wall.title)}，{look.t(wall.detail)}")
    return box


class _Product(QWidget):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedHeight(look.px(52))
        self.setAccessibleName(look.t(T("product", "守簿")))
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._look, self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_sign(painter, look, QRectF(0, 0, px(52), px(52)))
        painter.setPen(look.color("text"))
        painter.setFont(look.font(20, 700))
        painter.drawText(QRectF(px(68), px(2), self.width(), px(30)), Qt.AlignmentFlag.AlignVCenter,
                         look.t(T("product", "守簿")))  # fmt: skip
        painter.setFont(look.font(13))
        painter.setPen(look.color("text2"))
        painter.drawText(QRectF(px(68), px(29), self.width(), px(20)), Qt.AlignmentFlag.AlignVCenter,
                         look.t(T("product", "涉密载体登记")))  # fmt: skip
