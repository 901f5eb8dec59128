"""One entry of the journal in plain words. Reads only; Esc or Enter closes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from models.domain.text import T
from models.services.journal_view import EntryDetail
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.dialog import Dialog
from ui.widgets.editors import local_moment
from ui.widgets.labels import label
from ui.words import number


class EntryDialog(Dialog):
    """Who, when, what, on what, why, and the fingerprint by which paper knows the entry."""

    def __init__(self, look: Look, parent: QWidget | None, entry: EntryDetail) -> None:
        line = entry.line
        super().__init__(look, parent, T("entry", "日志第 {n} 条", n=number(line.number)), width=680)
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(16))
        grid.setVerticalSpacing(look.px(6))
        grid.setColumnStretch(1, 1)
        rows = [
            (T("entry", "时间"), local_moment(line.time)), (T("entry", "谁"), line.who or "—"), (T("entry", "做了什么"), line.words),
            (T("entry", "对象"), line.subject), *entry.facts, (T("entry", "指纹"), entry.digest),
        ]  # fmt: skip
        for at, (name, value) in enumerate(rows):
            grid.addWidget(label(look, name, "second", "text3"), at, 0, Qt.AlignmentFlag.AlignTop)
            said = label(look, _broken(value) if name.source == "指纹" else value, "value", wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            said.setAccessibleName(f"{look.t(name)} {look.t(value)}")
            grid.addWidget(said, at, 1)
        self.body.addLayout(grid)
        self.close_button = self.add_button(Button(look, T("history", "关上"), "primary", key="Enter"))
        self.close_button.clicked.connect(self.reject)
        self.close_button.setFocus()

    @classmethod
    def tell(cls, look: Look, parent: QWidget | None, entry: EntryDetail) -> None:
        cls(look, parent, entry).run()

    def entered(self) -> None:
        """Enter closes what is only read."""
        self.reject()


def _broken(digest: object) -> str:
    """Groups of four, as a form's footer prints them."""
    text = str(digest).upper()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
