"""Why a carrier may or may not be destroyed: every rule that speaks, with its source and what lifts it."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.problems import Problem, Severity
from models.domain.text import T, Text
from models.services.destroy_pages import basis
from models.services.destruction_list import Candidate
from ui.pages.processes.carrier_words import badge_of, title_of
from ui.theme.look import Look
from ui.theme.marks import SEVERITIES
from ui.widgets.buttons import Button
from ui.widgets.dialog import Dialog
from ui.widgets.labels import BadgeLabel, MarkLabel, label, lowered

# Where each rule stands in the law or in this organ's own policy (domain.md, part 3).
SOURCES = {
    "R-05": T("rule", "保密期限的起算"), "R-16": T("rule", "到期须由人审核，系统不自动解密"), "R-17": T("rule", "长期保密和附条件解密"),
    "R-45": T("rule", "清查差异未结，不得处置"), "R-49": T("rule", "发文机关要求清退的，退回发文机关"),
    "R-54": T("rule", "实施条例第二十八条：清点、登记、审批后销毁"), "R-58": T("rule", "上级下发的绝密件统一清退销毁"),
    "D2": T("rule", "有保存价值的先归档"),
}  # fmt: skip


class RuleDialog(Dialog):
    """One carrier and its rules; nothing can be changed here."""

    def __init__(self, look: Look, parent: QWidget, found: Candidate, today: date) -> None:
        super().__init__(look, parent, T("destruction", "{number} 能否销毁", number=found.carrier["number"]), width=640)
        head = QHBoxLayout()
        head.setSpacing(look.px(10))
        head.addWidget(BadgeLabel(look, badge_of(found.carrier)))
        head.addWidget(label(look, title_of(look, found.carrier) or "—", "strong", wrap=True), 1)
        self.body.addLayout(head)
        self.body.addWidget(label(look, basis(found, today), "second", wrap=True))
        for problem in found.problems:
            self.body.addLayout(self._rule(problem))
        if not found.problems:
            self.body.addWidget(label(look, T("destruction", "没有规则妨碍：可以列入，仍须清点、审批、封装、监销"), "body", "ok", wrap=True))
        self.body.addStretch(1)
        close = self.add_button(Button(look, T("error", "知道了"), "primary", key="Enter"))
        close.clicked.connect(self.reject)
        close.setFocus()

    def _rule(self, problem: Problem) -> QHBoxLayout:
        look, mark = self.look, SEVERITIES[problem.severity]
        row = QHBoxLayout()
        row.setSpacing(look.px(10))
        row.addLayout(lowered(MarkLabel(look, mark.shape, mark.token, 14), look.px(3)))
        column = QVBoxLayout()
        column.setSpacing(look.px(2))
        column.addWidget(label(look, problem.text, "body", wrap=True))
        kind = T("rule", "挡住，不能选") if problem.severity is Severity.BLOCKS else T("rule", "可以选，须写理由")
        law: Text | str = SOURCES.get(problem.rule, "")
        words = T("rule", "{kind} • {rule} {law}", kind=kind, rule=problem.rule, law=law)
        column.addWidget(label(look, words, "hint", wrap=True))
        row.addLayout(column, 1)
        return row

    @classmethod
    def tell(cls, look: Look, parent: QWidget, found: Candidate, today: date) -> None:
        cls(look, parent, found, today).run()
