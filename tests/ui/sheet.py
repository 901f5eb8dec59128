"""The component sheet: every part of the interface on one page, to be laid beside the design's picture."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.look import Look
from ui.theme.marks import MUST_CHANGE, NEEDS_REASON, NOTICE, STATES, VERDICTS, Mark
from ui.widgets.buttons import Button, KeyCap
from ui.widgets.containers import Banner
from ui.widgets.inputs import ChoiceInput, LineInput, OptionCard, Switch, TickBox, set_severity
from ui.widgets.labels import BadgeLabel, IconLabel, MarkLabel, label
from ui.widgets.search import Chip

SWATCHES = (
    "window", "nav", "surface", "well", "selected", "line", "edge", "text", "text2", "text3", "accent", "fill",
    "soft", "focus", "ok", "oks", "warn", "warns", "bad", "bads", "vio", "neu", "tsfill", "trains",
)  # fmt: skip


class Swatch(QWidget):
    def __init__(self, look: Look, token: str) -> None:
        super().__init__()
        self._look, self._token = look, token
        self.setFixedSize(98, 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._look.color("line"))
        painter.setBrush(self._look.color(self._token))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)


def with_mark(look: Look, mark: Mark) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(MarkLabel(look, mark.shape, mark.token, 13))
    word = label(look, mark.word, "value", mark.word_token)
    row.addWidget(word, 1)
    return row


def column_of(look: Look, title: str, *parts: QWidget | QHBoxLayout) -> QVBoxLayout:
    column = QVBoxLayout()
    column.addWidget(label(look, title, "label"))
    for part in parts:
        column.addWidget(part) if isinstance(part, QWidget) else column.addLayout(part)
    column.addStretch(1)
    return column


def row_of(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    for part in parts:
        row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addStretch(1)
    return row


class Sheet(QWidget):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 16, 28, 16)
        column.addWidget(label(look, "守簿　部件与色彩", "title"))
        grid = QGridLayout()
        for index, token in enumerate(SWATCHES):
            grid.addWidget(Swatch(look, token), index // 12, index % 12)
        column.addLayout(grid)
        column.addLayout(self._marks(look))
        column.addLayout(row_of(
            Button(look, "主要", "primary", key="Enter"), Button(look, "次要", key="Esc"), self._off(look),
            Button(look, "链接式", "link"), Button(look, "作废登记…", "danger"),
            Button(look, "主要　44", "primary", icon="scan", key="F3", tall=44),
            Button(look, "次要　44", icon="printer", tall=44),
        ))  # fmt: skip
        column.addLayout(row_of(
            Chip(look, "密级：机密及以上"), Chip(look, "位置：5号柜"), Chip(look, "筛选", "add"),
            Chip(look, "可销", "class", "42"), KeyCap(look, "F3"), KeyCap(look, "Ctrl+Enter"), KeyCap(look, "Esc"),
            Switch(look, "开关", "开", "关"), TickBox(look, "打勾"),
        ))  # fmt: skip
        column.addLayout(self._inputs(look))
        column.addLayout(row_of(*(IconLabel(look, name, "text", 20) for name in look.icons.names()[:36])))
        column.addLayout(row_of(*(IconLabel(look, name, "text", 20) for name in look.icons.names()[36:])))
        column.addWidget(Banner(look, "横幅", "一句结论，一句办法，一个按钮。", "accent", Button(look, "去办")))
        column.addStretch(1)

    def _off(self, look: Look) -> Button:
        button = Button(look, "不可用", icon="lock")
        button.set_enabled(False, "少扫，不能完成")
        return button

    def _marks(self, look: Look) -> QHBoxLayout:
        row = QHBoxLayout()
        codes = ("TOP_SECRET", "SECRET", "CONFIDENTIAL", "WORK_SECRET")
        row.addLayout(column_of(look, "密级：形、字、色三样都不同",
                                row_of(*(BadgeLabel(look, code) for code in codes)),
                                row_of(*(BadgeLabel(look, code, large=True) for code in codes)),
                                row_of(*(BadgeLabel(look, c) for c in ("INTERNAL", "DECLASSIFIED", "UNMARKED")))))  # fmt: skip
        names = list(STATES)
        for part in range(0, len(names), 6):
            row.addLayout(column_of(look, "状态", *(with_mark(look, STATES[name]) for name in names[part : part + 6])))
        names = list(VERDICTS)
        for part in range(0, len(names), 7):
            row.addLayout(column_of(look, "结果", *(with_mark(look, VERDICTS[name]) for name in names[part : part + 7])))
        row.addLayout(column_of(look, "轻重", *(with_mark(look, mark) for mark in (MUST_CHANGE, NEEDS_REASON, NOTICE))))
        return row

    def _inputs(self, look: Look) -> QHBoxLayout:
        plain, wrong, only = LineInput(look, "平常"), LineInput(look, "须改"), LineInput(look, "只读")
        plain.setText("云人保〔2026〕14号")
        wrong.setText("2026-13-02")
        set_severity(wrong, "BLOCKS")
        only.setText("SB-12")
        only.setReadOnly(True)
        choice = ChoiceInput(look, "须理由")
        choice.set_items([("a", "陈立"), ("b", "周敏")])
        set_severity(choice, "WARNS")
        unit = LineInput(look, "期限")
        unit.setText("5")
        unit.set_side("年")
        card = OptionCard(look, "重新查找", "由没参加清点的张伟复查；清点人不查自己", "Alt+1")
        card.setChecked(True)
        row = row_of(plain, wrong, choice, only, unit)
        row.insertWidget(0, card)
        self.first = plain
        return row
