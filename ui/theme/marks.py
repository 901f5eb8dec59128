"""Marks that work without colour: states, verdicts and severities as painted shapes, the same everywhere."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from models.domain.count_types import DETAIL_WORDS, VERDICT_WORDS, Detail, Verdict
from models.domain.destruction_run import PutIn
from models.domain.lifecycle import STATE_WORDS, CarrierState
from models.domain.problems import Severity
from models.domain.text import T, Text

SHAPES = (
    "square", "arrow", "triangle", "half", "ring", "cross", "disc", "diamond", "plus", "double", "dashed", "check",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape, the token of its colour, the token of the word beside it, and the word."""

    shape: str
    token: str
    word_token: str
    word: Text


def _same(shape: str, token: str, word: Text) -> Mark:
    return Mark(shape, token, token, word)


def _state(shape: str, token: str, state: CarrierState, word_token: str = "") -> tuple[str, Mark]:
    return state.value, Mark(shape, token, word_token or token, STATE_WORDS[state])


# Custody states. OVERDUE and REVIEW_DUE are computed by the calendar and never stored (K-12).
STATES: dict[str, Mark] = dict((
    _state("ring", "neu", CarrierState.DRAFT, "text2"),
    _state("ring", "warn", CarrierState.AWAITING_RECEIPT),
    _state("square", "ok", CarrierState.IN_STORE, "text"),
    _state("arrow", "accent", CarrierState.CIRCULATING),
    _state("arrow", "accent", CarrierState.ON_LOAN),
    _state("arrow", "accent", CarrierState.CARRIED_OUT),
    _state("arrow", "accent", CarrierState.AT_MEETING),
    _state("arrow", "accent", CarrierState.COPYING),
    _state("half", "warn", CarrierState.BEING_RETURNED),
    _state("cross", "text3", CarrierState.RETURNED),
    _state("half", "warn", CarrierState.BEING_HANDED_OVER),
    _state("cross", "text3", CarrierState.HANDED_OVER),
    _state("half", "warn", CarrierState.PROPOSED_FOR_DESTRUCTION),
    _state("half", "warn", CarrierState.AWAITING_DESTRUCTION),
    _state("half", "warn", CarrierState.SENT_FOR_DESTRUCTION),
    _state("cross", "text3", CarrierState.DESTROYED),
    _state("square", "neu", CarrierState.ARCHIVED, "text2"),
    _state("triangle", "bad", CarrierState.UNACCOUNTED),
    _state("cross", "text3", CarrierState.VOID),
    ("OVERDUE", _same("triangle", "bad", T("state", "逾期"))),
    ("REVIEW_DUE", _same("half", "warn", T("state", "到期待审"))),
))  # fmt: skip

# Verdicts of a count (K-22); OUT_BUT_HERE is a misplaced thing that the book says is lent.
VERDICTS: dict[str, Mark] = {
    Verdict.MATCHED.value: _same("disc", "ok", VERDICT_WORDS[Verdict.MATCHED]),
    Verdict.MISPLACED.value: _same("diamond", "warn", VERDICT_WORDS[Verdict.MISPLACED]),
    Verdict.UNRECORDED.value: _same("plus", "vio", VERDICT_WORDS[Verdict.UNRECORDED]),
    Detail.OUT_BUT_HERE.value: _same("arrow", "accent", DETAIL_WORDS[Detail.OUT_BUT_HERE]),
    Verdict.DUPLICATE.value: _same("double", "neu", VERDICT_WORDS[Verdict.DUPLICATE]),
    Verdict.MISSING.value: _same("dashed", "bad", VERDICT_WORDS[Verdict.MISSING]),
    Verdict.MISMARKED.value: _same("half", "neu", VERDICT_WORDS[Verdict.MISMARKED]),
    Verdict.DAMAGED.value: _same("half", "warn", VERDICT_WORDS[Verdict.DAMAGED]),
    Verdict.ON_LOAN.value: _same("arrow", "accent", VERDICT_WORDS[Verdict.ON_LOAN]),
    Verdict.MOVED_DURING.value: _same("arrow", "neu", VERDICT_WORDS[Verdict.MOVED_DURING]),
}

# Verdicts of a scan at the shredder; a refusal stops until it is answered.
PUT_INS: dict[str, Mark] = {
    PutIn.ACCEPTED.value: _same("square", "ok", T("destruction", "投入")),
    PutIn.TWICE.value: _same("double", "neu", T("destruction", "重复")),
    PutIn.PULLED_OUT.value: _same("arrow", "warn", T("destruction", "取出")),
    PutIn.SURPLUS.value: _same("cross", "bad", T("destruction", "拒收")),
    PutIn.UNKNOWN_CODE.value: _same("cross", "bad", T("destruction", "拒收")),
}

MUST_CHANGE = _same("triangle", "bad", T("severity", "须改"))
NEEDS_REASON = _same("diamond", "warn", T("severity", "须理由"))
NOTICE = Mark("ring", "neu", "text3", T("severity", "提醒"))
SEVERITIES = {Severity.BLOCKS: MUST_CHANGE, Severity.WARNS: NEEDS_REASON}

# Soft ground of a token, for panels that carry a verdict or a conclusion.
SOFT = {"ok": "oks", "warn": "warns", "bad": "bads", "vio": "vios", "neu": "neus", "accent": "soft", "text3": "well"}


def paint(painter: QPainter, shape: str, rect: QRectF, color: QColor) -> None:
    """Draw a mark into the square `rect`; strokes grow with it, so that it is the same shape from 10 px to 64 px."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    size = min(rect.width(), rect.height())
    box = QRectF(0, 0, size, size)
    box.moveCenter(rect.center())
    stroke = max(1.4, size * 0.12)
    _DRAW[shape](painter, box, color, stroke)
    painter.restore()


def _fill(painter: QPainter, color: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)


def _line(painter: QPainter, color: QColor, stroke: float, round_ends: bool = True) -> QPen:
    pen = QPen(color, stroke)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if round_ends else Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    return pen


def _square(painter: QPainter, box: QRectF, color: QColor, stroke: float) -> None:
    _fill(painter, color)
    inset = box.width() * 0.08
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), stroke * 0.8, stroke * 0.8)


def _disc(painter: QPainter, box: QRectF, color: QColor, stroke: float) -> None:
    _fill(painter, color)
    painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))


def _triangle(painter: QPainter, box: QRectF, color: QColor, stroke: float) -> None:
    path = QPainterPath(QPointF(box.center().x(), box.top()))
    path.lineTo(QPointF(box.right(), box.bottom() - box.height() * 0.04))
    path.lineTo(QPointF(box.left(), box.bottom() - box.height() * 0.04))
    path.closeSubpath()
    _fill(painter, color)
    painter.drawPath(path)


def _diamond(painter: QPainter, box: QRectF, color: QColor, stroke: float) -> None:
    middle = box.center()
    path = QPainterPath(QPointF(middle.x(), box.top()))
    path.lineTo(box.right(), middle.y())
    path.lineTo(middle.x(), box.bottom())
    path.lineTo(box.left(), middle.y())
    path.closeSubpath()
    _fill(painter, color)
    painter.drawPath(path)


def _arrow(painter: QPainter, box: QRectF, color: QColor, stroke: float) -> None:
    _line(painter, color, stroke)
    box = box.adjusted(stroke * 0.7, stroke * 0.7, -stroke * 0.7, -stroke * 0.7)
    painter.drawLine(box.bottomLeft(), box.topRight())
    barb = box.width() * 0.68
    painter.drawLine(QPointF(box.right() - barb, box.top()), box.topRight())
    painter.drawLine(QPointF(box.right(), box.top() + barb), box.topRight())


def _half(painter: QPainter, box: QRectF, color: QColor, stroke: float) -> None:
    box = box.adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
    path = QPainterPath(box.topLeft())
    path.lineTo(box.topRight())
    path.lineTo(box.bottomLeft())
    path.closeSubpath()
    _fill(painter, color)
    painter.drawPath(path)
    _line(painter, color, stroke)
    painter.drawRect(box)


def _ring(painter: QPainter, box: QRectF, color: QColor, stroke: float) -> None:
    _line(painter, color, stroke)
    painter.drawEllipse(box.adjusted(stroke / 2 + 0.5, stroke / 2 + 0.5, -stroke / 2 - 0.5, -stroke / 2 - 0.5))


def _dashed(painter: QPainter, box: QRectF, color: QColor, stroke: float) -> None:
    stroke *= 1.25
    pen = _line(painter, color, stroke, round_ends=False)
    box = box.adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
    part = math.pi * box.width() / stroke / 8
    pen.setDashPattern([part * 0.66, part * 0.34])
    painter.setPen(pen)
    painter.drawEllipse(box)


def _cross(painter: QPainter, box: QRectF, color: QColor, stroke: float) -> None:
    _line(painter, color, stroke)
    inset = box.width() * 0.14
    box = box.adjusted(inset, inset, -inset, -inset)
    painter.drawLine(box.topLeft(), box.bottomRight())
    painter.drawLine(box.topRight(), box.bottomLeft())


def _plus(painter: QPainter, box: QRectF, color: QColor, stroke: float) -> None:
    _line(painter, color, stroke * 1.2)
    middle = box.center()
    painter.drawLine(QPointF(middle.x(), box.top() + stroke / 2), QPointF(middle.x(), box.bottom() - stroke / 2))
    painter.drawLine(QPointF(box.left() + stroke / 2, middle.y()), QPointF(box.right() - stroke / 2, middle.y()))


def _double(painter: QPainter, box: QRectF, color: QColor, stroke: float) -> None:
    _line(painter, color, stroke)
    gap = box.width() * 0.26
    front = box.adjusted(stroke / 2, gap, -gap, -stroke / 2)
    painter.drawRect(front)
    path = QPainterPath(QPointF(box.left() + gap, box.top() + stroke / 2))
    path.lineTo(box.right() - stroke / 2, box.top() + stroke / 2)
    path.lineTo(box.right() - stroke / 2, box.bottom() - gap)
    painter.drawPath(path)


def _check(painter: QPainter, box: QRectF, color: QColor, stroke: float) -> None:
    _line(painter, color, stroke)
    path = QPainterPath(QPointF(box.left() + box.width() * 0.08, box.top() + box.height() * 0.55))
    path.lineTo(box.left() + box.width() * 0.38, box.top() + box.height() * 0.84)
    path.lineTo(box.left() + box.width() * 0.94, box.top() + box.height() * 0.2)
    painter.drawPath(path)


_DRAW = {
    "square": _square, "arrow": _arrow, "triangle": _triangle, "half": _half, "ring": _ring, "cross": _cross,
    "disc": _disc, "diamond": _diamond, "plus": _plus, "double": _double, "dashed": _dashed, "check": _check,
}  # fmt: skip
