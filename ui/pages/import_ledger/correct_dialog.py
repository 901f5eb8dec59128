"""Corrects what the old book says in one row; the same checks judge it again, and the source text stays as it was."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.text import T, Text
from models.services.import_desk import CellCard
from models.services.import_words import FindingCard
from ui.pages.import_ledger.rows import SEVERITY_MARKS
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import LineInput, set_severity
from ui.widgets.labels import MarkLabel, label, lowered
from ui.widgets.scroll import Scroll

Values = dict[str, str | None]


class CorrectDialog(Dialog):
    """Returns slot → text for the cells that were changed, None as text where the book's own text holds again."""

    def __init__(self, look: Look, parent: QWidget | None, title: Text, cells: Sequence[CellCard],
                 found: Sequence[FindingCard]) -> None:  # fmt: skip
        super().__init__(look, parent, title, T("import page", "原文照样留存，这里只改登记成什么"), width=680)
        self._cells = list(cells)
        self.lines: dict[str, LineInput] = {}
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(look.px(3), look.px(3), look.px(10), look.px(3))
        column.setSpacing(look.px(4))
        by_heading: dict[str, list[FindingCard]] = {}
        for card in found:
            by_heading.setdefault(card.heading, []).append(card)
        for cell in self._cells:
            self._add(column, cell, by_heading.get(cell.heading, []))
        column.addStretch(1)
        scroll = Scroll(inside)
        scroll.setMinimumHeight(look.px(380))
        self._scroll = scroll
        self.body.addWidget(scroll, 1)
        self.foot_note.setText(look.t(T("form", "Enter 下一栏")))
        original = self.add_left_button(Button(look, T("import page", "恢复原文"), "link"))
        original.clicked.connect(self._restore)
        back = self.add_button(Button(look, T("dialog", "取消"), key="Esc"))
        back.clicked.connect(self.reject)
        self.go = self.add_button(Button(look, T("import page", "改好，重新检查"), "primary", key="Ctrl+Enter"))
        self.go.clicked.connect(lambda: self.done_with(self.changed()))
        self._first_problem(by_heading)
        self._judge()

    def _add(self, column: QVBoxLayout, cell: CellCard, found: list[FindingCard]) -> None:
        look = self.look
        word = T("import page", "{heading}（{word}）", heading=cell.heading, word=cell.word)
        named = label(look, cell.word if look.t(cell.word).startswith(cell.heading) else word, "label")
        line = LineInput(look, word)
        line.setText(cell.written if cell.given is None else cell.given)
        line.setCursorPosition(0)
        line.textChanged.connect(lambda _text: self._judge())
        named.setBuddy(line)
        column.addWidget(named)
        column.addWidget(line)
        for card in found[:2]:
            mark = SEVERITY_MARKS[card.severity]
            row = QHBoxLayout()
            row.setSpacing(look.px(5))
            row.addLayout(lowered(MarkLabel(look, mark.shape, mark.token, 12), look.px(4)))
            row.addWidget(label(look, card.text, "hint", mark.token, wrap=True), 1)
            column.addLayout(row)
            if card.severity != "NOTICE":
                set_severity(line, card.severity)
        column.addSpacing(look.px(6))
        self.lines.setdefault(cell.slot, line)

    def _first_problem(self, by_heading: dict[str, list[FindingCard]]) -> None:
        wrong = [cell for cell in self._cells if any(card.severity != "NOTICE" for card in by_heading.get(cell.heading, []))]
        first = (wrong or self._cells)[0].slot if self._cells else ""
        if first in self.lines:
            self.lines[first].setFocus(Qt.FocusReason.TabFocusReason)
            self._scroll.ensureWidgetVisible(self.lines[first])

    def changed(self) -> Values:
        """What is to be kept: corrections, and those taken back."""
        values: Values = {}
        for cell in self._cells:
            typed = self.lines[cell.slot].text()
            before = cell.written if cell.given is None else cell.given
            if typed != before:
                values[cell.slot] = None if typed == cell.written else typed
        return values

    def _restore(self) -> None:
        for cell in self._cells:
            self.lines[cell.slot].setText(cell.written)

    def _judge(self) -> None:
        some = bool(self.changed())
        self.go.set_enabled(some, T("form", "还没有改动"))

    def focusNextPrevChild(self, forward: bool) -> bool:
        moved = super().focusNextPrevChild(forward)
        now = self.focusWidget()
        if now is not None and self._scroll.isAncestorOf(now):
            self._scroll.ensureWidgetVisible(now, 0, self.look.px(40))
        return moved

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and back:
            self.focusPreviousChild()
            return
        super().keyPressEvent(event)

    @classmethod
    def ask(cls, look: Look, parent: QWidget | None, title: Text, cells: Sequence[CellCard],
            found: Sequence[FindingCard]) -> Values | None:  # fmt: skip
        result = cls(look, parent, title, cells, found).run()
        return result if isinstance(result, dict) and result else None
