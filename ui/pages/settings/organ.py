"""本单位: the organ's profile, as it stands on every form."""

from __future__ import annotations

from typing import Any

from models.domain.text import T
from models.ledgers.choices import LEVELS
from models.ledgers.organisation import ORGAN
from models.services.settings import AMENDED, Situation
from ui.pages.settings.section import Rows, Section
from ui.theme.look import Look
from ui.widgets.form import Form
from ui.widgets.labels import label


class OrganSection(Section):
    """`may_change`: the person is the system administrator. The vault's level is shown and never changed."""

    title = T("settings", "本单位")
    who = T("settings", "系统管理员。库的密级在建库时定下，不能改。")
    act = "amend_organ"

    def __init__(self, look: Look, may_change: bool) -> None:
        super().__init__(look)
        self._now: dict[str, Any] = {}
        panel = self.group(T("settings", "机关概况"))
        self.form = Form(look, {name: ORGAN.fields[name] for name in AMENDED}, columns=1)
        for box in self.form.boxes.values():
            box.editor.set_read_only(not may_change)
        panel.box.addWidget(self.form)
        self._level = label(look, "", "value")
        Rows(look, self.group(T("settings", "库"))).add(
            T("settings", "本库密级"), T("settings", "高于它的内容不得录入"), self._level
        )
        self.form.changed.connect(self._judge)
        self.box.addStretch(1)

    def show_situation(self, situation: Situation) -> None:
        self._now = {name: situation.organ[name] for name in AMENDED}
        self.form.set_values(self._now)
        self._level.setText(self.look.t(LEVELS[situation.organ["vault_level"]]))
        self._judge()

    def draft(self) -> dict[str, Any]:
        return {name: value for name, value in self.form.values().items() if self._now and value != self._now[name]}

    def wrong(self) -> int:
        return len(self.form.marked())

    def next_wrong(self) -> None:
        self.form.go_to_next()

    def _judge(self) -> None:
        problems = ORGAN.shape_problems({**self._now, **self.form.values()}) if self._now else []
        self.form.show_problems([*problems, *self.form.unreadable()], all_fields=True)
        self.changed.emit()
