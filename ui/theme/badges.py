"""The level badge: bars, word and fill style say the level three times, so that a column reads as a strip."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from models.domain.text import T, Text
from ui.theme.look import Look


@dataclass(frozen=True, slots=True)
class Badge:
    """`bars` 0 to 3; `fill` solid, soft, hollow, dashed or bare; `token` colours border, bars and word."""

    word: Text
    bars: int
    fill: str
    token: str


BADGES: dict[str, Badge] = {
    "TOP_SECRET": Badge(T("level", "绝密"), 3, "solid", "tsfill"),
    "SECRET": Badge(T("level", "机密"), 2, "soft", "warn"),
    "CONFIDENTIAL": Badge(T("level", "秘密"), 1, "hollow", "vio"),
    "WORK_SECRET": Badge(T("level", "工作秘密"), 0, "dashed", "neu"),
    "INTERNAL": Badge(T("level", "内部资料"), 0, "thin", "neu"),
    "DECLASSIFIED": Badge(T("level", "已解密"), 0, "bare", "text3"),
    "UNMARKED": Badge(T("level", "无密级"), 0, "bare", "text3"),
}


def badge_code(secret_kind: str | None, level: str | None) -> str:
    """Which badge a row bears: its level if it is a state secret, else its kind of secret."""
    if level and secret_kind in (None, "", "STATE_SECRET"):
        return level
    return secret_kind or "UNMARKED"


def badge_size(look: Look, large: bool = False) -> tuple[int, int]:
    """Width and height in px; all badges are equally wide, English words need more room."""
    width = 66 if look.words.language == "zh" else 104
    return (look.px(width + 4), look.px(24)) if large else (look.px(width), look.px(22))


def paint_badge(painter: QPainter, look: Look, rect: QRectF, code: str) -> None:
    """Draw the badge of a level or kind of secret, filling `rect`."""
    badge = BADGES.get(code)
    if badge is None:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    color = look.color(badge.token)
    _frame(painter, look, rect, badge, color)
    ink = look.color("on_fill") if badge.fill == "solid" else color
    left = _bars(painter, look, rect, badge.bars, ink)
    painter.setPen(ink)
    painter.setFont(look.font(12, 400 if badge.fill in ("bare", "thin", "dashed") else 700))
    painter.drawText(rect.adjusted(left, -1, 0, -1), Qt.AlignmentFlag.AlignCenter, look.t(badge.word))
    painter.restore()


def _frame(painter: QPainter, look: Look, rect: QRectF, badge: Badge, color: QColor) -> None:
    pen = QPen(color, max(1.4 * look.scale, look.tokens.border))
    radius: float = look.px(3)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if badge.fill == "solid":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(rect, color)
        return
    if badge.fill == "bare":
        return
    if badge.fill == "soft":
        painter.setBrush(QBrush(look.color("warns")))
    if badge.fill in ("dashed", "thin"):
        radius = rect.height() / 2
        pen.setWidthF(max(1.2 * look.scale, look.tokens.border))
        pen.setColor(color if badge.fill == "dashed" else look.color("edge"))
    if badge.fill == "dashed":
        pen.setDashPattern([3.2, 2.2])
    painter.setPen(pen)
    inset = pen.widthF() / 2
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)


def _bars(painter: QPainter, look: Look, rect: QRectF, bars: int, ink: QColor) -> float:
    """Draw the bars at the left; returns how far the word moves to the right."""
    if not bars:
        return 0
    height, width, step = rect.height() * 0.42, 2.6 * look.scale, look.px(5)
    top = rect.center().y() - height / 2
    for bar in range(bars):
        painter.fillRect(QRectF(rect.left() + look.px(9) + bar * step, top, width, height), ink)
    return look.px(22)
