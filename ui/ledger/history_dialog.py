"""The history of one item: who, when, what, why, with old and new values and the numbers of the journal's entries."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.text import T, Text
from ui.ledger.door import HistoryLine
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.containers import Line
from ui.widgets.dialog import Dialog
from ui.widgets.editors import local_moment
from ui.widgets.labels import label
from ui.widgets.pane import LifeLine
from ui.widgets.scroll import Scroll
from ui.words import number


def life_lines(lines: list[HistoryLine]) -> list[LifeLine]:
    """Entries as the short lines of the side pane; the first entry of an item is a ring, later ones squares."""
    made = []
    for line in lines:
        first = line is lines[-1]
        made.append(LifeLine("ring" if first else "square", "neu" if first else "ok", local_moment(line.time)[5:],
                             line.act, line.entry))  # fmt: skip
    return made


class HistoryDialog(Dialog):
    """Reads only; Esc closes. Each entry can be read by a screen reader as one line."""

    def __init__(self, look: Look, parent: QWidget | None, title: str, lines: list[HistoryLine]) -> None:
        note = T("history", "{n} 条日志", n=len(lines))
        super().__init__(look, parent, T("history", "这一份的历史"), note, width=680)
        self.body.addWidget(label(look, title, "strong", wrap=True))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(look.px(3), look.px(3), look.px(12), look.px(3))
        column.setSpacing(look.px(8))
        for line in lines:
            column.addWidget(_Entry(look, line))
            column.addWidget(Line(look))
        column.addStretch(1)
        scroll = Scroll(inside)
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scroll.setAccessibleName(look.t(T("history", "日志")))
        scroll.setMinimumHeight(look.px(340))
        self.body.addWidget(scroll, 1)
        close = self.add_button(Button(look, T("history", "关上"), key="Esc"))
        close.clicked.connect(self.reject)
        scroll.setFocus()

    @classmethod
    def tell(cls, look: Look, parent: QWidget | None, title: str, lines: list[HistoryLine]) -> None:
        cls(look, parent, title, lines).run()


class _Entry(QWidget):
    def __init__(self, look: Look, line: HistoryLine) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(4), 0, look.px(4))
        column.setSpacing(look.px(3))
        row = QHBoxLayout()
        row.setSpacing(look.px(14))
        said = [local_moment(line.time), line.who, look.t(line.act)]
        row.addWidget(label(look, said[0], "second"))
        row.addWidget(label(look, line.act, "strong"))
        row.addWidget(label(look, line.who, "value"))
        row.addStretch(1)
        row.addWidget(label(look, T("history", "第 {n} 条", n=number(line.entry)), "hint"))
        column.addLayout(row)
        for name, before, after in line.changes:
            words = _change(name, before, after)
            shown = label(look, words, "value", "text2", wrap=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(shown)
            said.append(look.t(words))
        if line.reason:
            words = T("history", "理由：{reason}", reason=line.reason)
            column.addWidget(label(look, words, "value", "warn", wrap=True))
            said.append(look.t(words))
        self.setAccessibleName("，".join(said))


def _change(name: Text | str, before: Text | str, after: Text | str) -> Text:
    if not before:
        return T("history", "{name}：{after}", name=name, after=after or "—")
    return T("history", "{name}：{before} → {after}", name=name, before=before, after=after or "—")
