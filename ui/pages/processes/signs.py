"""Small signs of the process pages: a person's initial, a count in a legend, facts in two columns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from models.domain.text import Text
from ui.theme.look import Look
from ui.theme.marks import Mark
from ui.widgets.labels import MarkLabel, label, set_tone
from ui.words import number


class Initial(QWidget):
    """The first sign of a name in a soft circle; the name stands beside it."""

    def __init__(self, look: Look, name: str = "") -> None:
        super().__init__()
        self._look, self._name = look, name
        self.setFixedSize(look.px(36), look.px(36))
        look.changed.connect(self.update)

    def set_name(self, name: str) -> None:
        self._name = name
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look.color("edge") if look.tokens.high_contrast else Qt.PenStyle.NoPen)
        painter.setBrush(look.color("soft" if self._name else "well"))
        painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(look.color("accent" if self._name else "text3"))
        painter.setFont(look.font(14, 700))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._name[:1] or "?")


class LegendLine(QWidget):
    """Mark, word and count: one line beside a ring."""

    def __init__(self, look: Look, mark: Mark) -> None:
        super().__init__()
        self._look, self._mark = look, mark
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(10))
        row.addWidget(MarkLabel(look, mark.shape, mark.token, 14))
        row.addWidget(label(look, mark.word, "body"), 1)
        self._count = label(look, "0", "title")
        row.addWidget(self._count)

    def set_count(self, count: int, tone: str = "") -> None:
        self._count.setText(number(count))
        set_tone(self._count, tone if count else "text2")
        self.setAccessibleName(f"{self._look.t(self._mark.word)} {count}")


class Facts(QWidget):
    """Names at the left, values at the right; long values wrap. `fixed` names values in the fixed-width face."""

    def __init__(self, look: Look, name_width: int = 72, spacing: int = 6) -> None:
        super().__init__()
        self._look = look
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.px(8))
        self._grid.setVerticalSpacing(look.px(spacing))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, look.px(name_width if look.words.language == "zh" else name_width + 40))

    def set_facts(self, facts: Sequence[tuple[Text, Text | str]], fixed: Sequence[Text] = ()) -> None:
        """Facts without a value are left out."""
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        row = 0
        for name, value in facts:
            words = self._look.t(value)
            if not words:
                continue
            named = label(self._look, name, "second")
            said = label(self._look, words, "value", wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            if name in fixed:
                said.setFont(self._look.font(13, fixed=True))
            said.setAccessibleName(f"{self._look.t(name)} {words}")
            self._grid.addWidget(named, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(said, row, 1, Qt.AlignmentFlag.AlignTop)
            row += 1
