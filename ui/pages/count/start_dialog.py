"""Start a count: kind, scope, two counters and a supervisor; how many carriers the frozen book would have is said live."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from models.domain.errors import Refused
from models.domain.problems import Problem
from models.domain.text import T, Text
from models.ledgers.counts import COUNTS
from models.services.acts import Draft
from models.services.intake import own_name
from ui.context import Context
from ui.links import OfficeLinks
from ui.pages.count.scope_part import ScopePart
from ui.pages.processes.people import may_register, register_person
from ui.tasks import Delayed
from ui.widgets.buttons import Button
from ui.widgets.dialog import Dialog
from ui.widgets.form import Form, NoteLine, ReasonField
from ui.widgets.inputs import Switch
from ui.widgets.labels import label

PAUSE = 250
PEOPLE = ("counter_id", "second_counter_id", "supervisor_id")
FIELDS_OF = {"counters": "second_counter_id", "supervisor": "supervisor_id"}  # where the rules' problems stand
NAMES = ("kind", "name", *PEOPLE)


class StartDialog(Dialog):
    """Returns the id of the count that was started, or None."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context.look, parent, T("count", "开始清查"), width=940)
        self._context = context
        self._problems: list[Problem] = []
        self._book: int | None = None
        self._tried = self._busy = False
        look = self.look
        words = T("count", "按下“冻结账面”时，范围内的载体列成一张清单，基准日期就是今天。以后的借还照常办，动过的会说明，不会算成差异。")
        self.body.addWidget(label(look, words, "second", wrap=True))
        links = OfficeLinks(context.office, context.tasks)
        self.form = Form(look, {name: COUNTS.fields[name] for name in NAMES}, links, columns=3)
        self.body.addWidget(self.form)
        self.scope = ScopePart(look, links, self.fit_soon)
        self.body.addWidget(self.scope)
        row = QHBoxLayout()
        row.setContentsMargins(look.px(3), 0, 0, 0)
        row.setSpacing(look.px(14))
        row.addWidget(label(look, T("count", "盲盘"), "label"))
        self.blind = Switch(look, T("count", "盲盘"), T("count", "不显示应有数"), T("count", "显示应有数"))
        row.addWidget(self.blind)
        row.addWidget(label(look, T("count", "盲盘时看不到每层应有多少份，也不能逐份勾选"), "hint"))
        row.addStretch(1)
        self.body.addLayout(row)
        self.note = NoteLine(look)
        self.note.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.body.addWidget(self.note)
        self.reason = ReasonField(look, T("count", "仍开始的理由"))
        self.reason.hide()
        self.reason.changed.connect(self._judge)
        self.body.addWidget(self.reason)
        if may_register(context):
            person = self.add_left_button(Button(look, T("count", "登记人员…"), key="Alt+R"))
            person.clicked.connect(self._register)
        leave = self.add_button(Button(look, T("dialog", "取消"), key="Esc"))
        leave.clicked.connect(self.reject)
        self.go = self.add_button(Button(look, T("count", "冻结账面，开始"), "primary", icon="check", key="Ctrl+Enter"))
        self.go.clicked.connect(self._start)
        self.form.set_values({"kind": "YEARLY"})
        self._soon = Delayed(self, PAUSE, self._rehearse)
        self.form.changed.connect(self._changed)
        self.scope.changed.connect(self._changed)
        self._prefill()
        self._judge()
        first = self.form.first()
        if first is not None:
            first.setFocus()

    @classmethod
    def ask(cls, context: Context, parent: QWidget) -> int | None:
        """The id of the count that was started, or None."""
        answer = cls(context, parent).run()
        return answer if isinstance(answer, int) else None

    def _prefill(self) -> None:
        """The person signed in is most often the first counter."""
        office = self._context.office

        def own() -> int | None:
            linked = office.sitting.account.get("person_id")
            if linked is not None:
                return int(linked)
            same = office.read.find("persons", name=own_name(office))
            return int(same[0]["id"]) if len(same) == 1 else None

        self._context.tasks.read(own, self._set_own)

    def _set_own(self, person: int | None) -> None:
        if person is not None and self.form.boxes["counter_id"].editor.value() is None:
            self.form.boxes["counter_id"].editor.set_value(person)

    def values(self) -> dict[str, Any]:
        """What the act takes."""
        found = self.form.values()
        return found | {"name": found["name"] or "", "scope": self.scope.scope(), "blind": self.blind.isChecked()}

    def _register(self) -> None:
        """Somebody is not in the register yet: enter the person, and take it where the name was typed."""
        values = self.form.values()
        empty = [name for name in PEOPLE if values[name] is None]
        typed = {name: self._typed(name) for name in empty if self._typed(name)}
        target = next(iter(typed or empty), None)
        person = register_person(self._context, self, typed.get(target or "", ""))
        if person is not None and target is not None:
            self.form.boxes[target].editor.set_value(person)

    def _typed(self, name: str) -> str:
        line = self.form.boxes[name].editor.control
        return line.text().strip() if isinstance(line, QLineEdit) else ""

    def _changed(self) -> None:
        if not self._ready():
            self._problems, self._book = [], None  # what the rules said was about something else
        self._judge()
        self._soon.ask()

    def _missing(self) -> list[Text]:
        """What is not filled in yet; what was typed but cannot be read is no gap, it is marked at its field."""
        filled, unreadable = self.form.values(), {problem.field for problem in self.form.unreadable()}
        names = [name for name in ("kind", *PEOPLE) if filled[name] is None and name not in unreadable]
        scope = [T("count", "清查范围")] if self.scope.lacks_choice else []
        return [COUNTS.fields[name].label for name in names] + scope

    def _ready(self) -> bool:
        return not self._missing() and not self.form.unreadable()

    def _rehearse(self) -> None:
        if not self._ready() or self._busy:
            return
        office, values = self._context.office, self.values()
        self._context.tasks.write(lambda: office.try_out("start_count", **values), self._rehearsed, self._refused)

    def _rehearsed(self, draft: Draft) -> None:
        self._problems = draft.problems
        self._book = int(draft.changes[0].values["book"] or 0)
        self._judge()

    def _refused(self, error: Exception) -> bool:
        if not isinstance(error, Refused):
            return False
        self._problems = error.problems
        self._busy = False
        self._judge()
        return True

    def _judge(self) -> None:
        rules = [replace(problem, field=FIELDS_OF.get(problem.field, problem.field)) for problem in self._problems]
        found = [*self.form.unreadable(), *rules]
        rest = self.form.show_problems(found, self._tried)
        must = [problem for problem in rest if problem.blocks]
        warned = [problem for problem in rest if not problem.blocks]
        self.note.show_problem((must or warned or [None])[0])  # type: ignore[list-item]
        if self.reason.isHidden() == bool(warned):
            self.reason.setVisible(bool(warned))
            self.fit_soon()
        why = self._why_not(found, warned)
        self.go.set_enabled(why is None, why or "")
        book = T("count", "账面 {n} 份", n=self._book) if self._book is not None and self._ready() else ""
        self.foot_note.setText(self.look.t(why or book))

    def _why_not(self, found: list[Problem], warned: list[Problem]) -> Text | None:
        if self._busy:
            return T("count", "正在冻结账面…")
        must = sum(problem.blocks for problem in found)
        names = "、".join(self.look.t(name) for name in self._missing())
        if names and must:
            return T("count", "还差：{names}；另有 {n} 处要改", names=names, n=must)
        if names:
            return T("process", "还差：{names}", names=names)
        if must:
            return T("process", "{n} 处要改才能办", n=must)
        if warned and not self.reason.text():
            return T("count", "还差理由")
        return None

    def _start(self) -> None:
        self._tried, self._busy = True, True
        self._soon.stop()
        office, values, reason = self._context.office, self.values(), self.reason.text()
        self._judge()
        self._context.tasks.write(
            lambda: office.perform("start_count", reason=reason, **values),
            lambda done: self.done_with(int(done.result)), self._refused,
        )  # fmt: skip
