"""The right side: what is gathered, for whom and on what paper, and the one button that performs the act."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from models.domain.errors import Refused
from models.domain.problems import Problem, blocks
from models.domain.text import T, Text
from models.ledgers.fields import Field, Kind
from models.services.acts import Done
from models.services.loans import due_problems
from models.services.movements import Brief, Wish
from ui.context import Context
from ui.links import OfficeLinks
from ui.pages.movements.tables import BasketTable
from ui.tasks import Delayed, Job
from ui.widgets.buttons import Button
from ui.widgets.containers import Panel
from ui.widgets.editors import Editor
from ui.widgets.form import Form, ReasonField
from ui.widgets.labels import label
from ui.widgets.scroll import Scroll
from ui.widgets.suggest_editor import SuggestEditor

PAUSE = 250  # ms after the last change before the act is rehearsed


@dataclass(frozen=True)
class PaneSpec:
    """One thing carriers are gathered for: its act, its fields, and how a number of them is spoken of."""

    wish: Wish
    act: str
    no_title: Text
    no_verb: Text
    title: Callable[[int], Text]
    verb: Callable[[int], Text]
    empty: Text
    fields: Mapping[str, Field]
    spans: Mapping[str, int]
    names: tuple[str, ...] = ()  # fields in which names of persons are proposed


LEND = PaneSpec(
    Wish.LEND, "lend", T("movement", "这次借出"), T("movement", "借出"), lambda n: T("movement", "这次借出 {n} 份", n=n),
    lambda n: T("movement", "借出 {n} 份", n=n),
    T("movement", "扫在库的载体，它们列在这里；扫借出的，就地办归还。"),
    {
        "person_id": Field(T("movement", "借阅人"), Kind.LINK, to="persons", required=True),
        "due_on": Field(T("movement", "应还日期"), Kind.DATE, required=True),
        "approved_by": Field(T("movement", "批准人"), required=True),
        "approval_form": Field(T("movement", "审批单号"), required=True, hint=T("movement", "纸面审批单上的号")),
        "purpose": Field(T("movement", "事由")),
    },
    {"person_id": 2, "approval_form": 2, "purpose": 2}, ("approved_by",),
)  # fmt: skip
RECALL = PaneSpec(
    Wish.RECALL, "demand_recall", T("movement", "发文单位要求清退"), T("movement", "登记清退要求"),
    lambda n: T("movement", "要求清退的 {n} 份", n=n), lambda n: T("movement", "登记清退要求 {n} 份", n=n),
    T("movement", "扫发文单位要求退回的载体，它们列在这里。"),
    {
        "notice": Field(T("movement", "清退通知"), required=True, hint=T("movement", "文号，或来电的日期和单位")),
        "recall_due": Field(T("movement", "清退期限"), Kind.DATE, hint=T("movement", "通知没有写就空着")),
    },
    {"notice": 2, "recall_due": 2},
)  # fmt: skip
RETURN = PaneSpec(
    Wish.RETURN, "return_to_issuer", T("movement", "这次退回"), T("movement", "清退"),
    lambda n: T("movement", "这次退回 {n} 份", n=n), lambda n: T("movement", "清退 {n} 份", n=n),
    T("movement", "扫要退回的载体，或在左边按空格勾选；一张清退单只退一个单位。"),
    {
        "list_number": Field(T("movement", "清退单号"), required=True),
        "received_by": Field(T("movement", "接收人"), required=True),
        "approved_by": Field(T("movement", "批准人"), required=True),
        "returned_on": Field(T("movement", "清退日期"), Kind.DATE, hint=T("movement", "不填就是今天")),
    },
    {"list_number": 2, "returned_on": 2}, ("approved_by",),
)  # fmt: skip
SPECS = {spec.wish: spec for spec in (LEND, RECALL, RETURN)}


class ActPane(Panel):
    """Gathers carriers for one act. `wanted` when the person asks for it, `changed` when the list did, `judged` when
    it may have become possible or impossible."""

    wanted = Signal()
    changed = Signal()
    judged = Signal()

    def __init__(self, context: Context, spec: PaneSpec, names: Callable[[str, Callable[[list[str]], None]], None]) -> None:
        look = context.look
        super().__init__(look, margin=14, spacing=8)
        self.context, self.spec, self.look = context, spec, look
        self.carriers: list[Brief] = []
        self._problems: list[Problem] = []
        self._all_fields = self.busy = False
        self._job: Job | None = None
        head = QHBoxLayout()
        self._title = label(look, "", "section")
        head.addWidget(self._title, 1)
        self._clear = Button(look, T("movement", "清空"), "link")
        self._clear.clicked.connect(lambda: self.set_carriers([]))
        head.addWidget(self._clear)
        self.box.addLayout(head)
        self.basket = BasketTable(look)
        self.basket.removed.connect(self.remove)
        self.basket.set_least(look.px(34 + 46))
        self.empty = label(look, spec.empty, "second", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.box.addWidget(self.basket, 1)
        self.box.addWidget(self.empty, 1)
        own: dict[str, Editor] = {name: SuggestEditor(look, spec.fields[name], names) for name in spec.names}
        links, year = OfficeLinks(context.office, context.tasks), context.office.clock.today().year
        self.form = Form(look, spec.fields, links, 2, year, spec.spans, own)
        self._build_form()
        self._soon = Delayed(self, PAUSE, self._rehearse)
        self.form.changed.connect(self._edited)
        self.form.left.connect(self.judge)
        self.reason.changed.connect(self.judge)
        self.set_carriers([])

    def _build_form(self) -> None:
        look = self.look
        self._scroll = Scroll(self.form, look.px(120))  # where room is short the fields scroll; reason and button stay
        self.box.addWidget(self._scroll)
        self.rest = label(look, "", "value", "bad", wrap=True)
        self.rest.hide()
        self.box.addWidget(self.rest)
        self.reason = ReasonField(look, T("movement", "仍要办的理由"))
        self.reason.hide()
        self.box.addWidget(self.reason)
        self.go_button = Button(look, "", "primary", key="Ctrl+Enter")
        self.go_button.clicked.connect(self.wanted)
        self.box.addWidget(self.go_button, 0, Qt.AlignmentFlag.AlignRight)

    def least_width(self) -> int:
        """How wide the fields are beside their scroll bar."""
        margins = self.box.contentsMargins()
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        return self.form.minimumSizeHint().width() + bar + margins.left() + margins.right()

    def controls(self) -> list[QWidget]:
        """What is filled in, in order, and the button."""
        return [*(box.editor.control for box in self.form.boxes.values()), self.reason.line, self.go_button]

    # what is gathered ----------------------------------------------------------------------------------------------

    @property
    def ids(self) -> list[int]:
        return [one.id for one in self.carriers]

    def has(self, carrier_id: int) -> bool:
        return any(one.id == carrier_id for one in self.carriers)

    def add(self, carrier: Brief) -> None:
        self.set_carriers([*self.carriers, carrier])

    def remove(self, carrier_id: object) -> None:
        self.set_carriers([one for one in self.carriers if one.id != carrier_id])

    def set_carriers(self, carriers: list[Brief]) -> None:
        self.carriers = carriers
        self.basket.show_carriers(carriers)
        self.basket.setVisible(bool(carriers))
        self.empty.setVisible(not carriers)
        self._clear.setVisible(bool(carriers))
        self._problems = []
        self.judge()
        self._soon.ask()
        self.changed.emit()

    # fields and problems -------------------------------------------------------------------------------------------

    def values(self) -> dict[str, Any]:
        """The fields as the act takes them: texts are never None."""
        given = self.form.values()
        return {name: value if value is not None or self._is_link(name) else "" for name, value in given.items()}

    def _is_link(self, name: str) -> bool:
        return self.spec.fields[name].kind is Kind.LINK

    def missing(self) -> list[str]:
        values = self.form.values()
        return [name for name, field in self.spec.fields.items() if field.required and values[name] in (None, "")]

    def set_value(self, name: str, value: Any) -> None:
        self.form.boxes[name].editor.set_value(value)

    def _edited(self) -> None:
        self._all_fields = False
        self.judge()
        self._soon.ask()

    def _rehearse(self) -> None:
        """Ask the rules once everything required is there."""
        if self._job is not None:
            self._job.drop()
            self._job = None
        if self.busy or not self.carriers or self.missing() or self.form.unreadable():
            self._rehearsed([])
            return
        office, act, ids, values = self.context.office, self.spec.act, self.ids, self.values()
        self._job = self.context.tasks.write(
            lambda: list(office.try_out(act, carrier_ids=ids, **values).problems), self._rehearsed
        )

    def _rehearsed(self, problems: Sequence[Problem]) -> None:
        self._job = None
        self._problems = _once(problems)
        self.judge()

    def problems(self) -> list[Problem]:
        """What stands against the act now: what cannot be read, what a field alone shows, what the rules said last."""
        own = self.form.unreadable()
        due = self.form.values().get("due_on")
        if due:
            own += due_problems(str(due), self.context.office.clock.today().isoformat())
        fields = {problem.field for problem in own}
        return own + [problem for problem in self._problems if problem.field not in fields]

    def judge(self) -> None:
        """Show the problems and say why the act cannot be performed yet."""
        found = self.problems()
        empty = self.missing() if self.carriers else []
        required = [
            blocks("REQUIRED", name, T("problem", "“{label}”必须填写", label=self.spec.fields[name].label)) for name in empty
        ]
        boxes = self.form.boxes
        shown = [problem for problem in found if problem.code != "DUE_DATE" or not boxes[problem.field].typing]
        rest = self.form.show_problems(shown + required, self._all_fields)
        reasons = [problem for problem in found if not problem.blocks]
        words = [self.look.t(problem.text) for problem in rest]
        self.rest.setText("\n".join(words[:4]))
        self.rest.setVisible(bool(words))
        self.reason.setVisible(bool(reasons))
        self.reason.show_missing(self._all_fields and not empty and not self.reason.text())
        count = len(self.carriers)
        self._title.setText(self.look.t(self.spec.title(count) if count else self.spec.no_title))
        self.go_button.set_text(self.spec.verb(count) if count else self.spec.no_verb)
        why = self.why_not()
        self.go_button.set_enabled(why is None, why or "")
        self.judged.emit()

    def why_not(self) -> Text | None:
        """Why the act is off; None if it can be performed."""
        found = self.problems()
        if self.busy:
            return T("movement", "正在办")
        if not self.carriers:
            return T("movement", "还没有扫载体")
        if self.missing():
            names = self.look.t(T("list", "、")).join(self.look.t(self.spec.fields[name].label) for name in self.missing())
            return T("movement", "还差：{names}", names=names)
        must = [problem for problem in found if problem.blocks]
        if must:
            return T("movement", "{n} 处要改才能办", n=len(must))
        if found and not self.reason.text():
            return T("movement", "还差：仍要办的理由")
        return None

    def go_to_missing(self) -> None:
        """To the first field that keeps the act from being performed."""
        self._all_fields = True
        self.form.settle()
        self.judge()
        names = self.missing() or [problem.field for problem in self.form.marked() if problem.blocks]
        if names and names[0] in self.form.boxes:
            box = self.form.boxes[names[0]]
            box.editor.control.setFocus(Qt.FocusReason.TabFocusReason)
            self._scroll.ensureWidgetVisible(box, 0, 0)
        elif not self.reason.isHidden():
            self.reason.line.setFocus(Qt.FocusReason.TabFocusReason)

    # performing ----------------------------------------------------------------------------------------------------

    def perform(self, done: Callable[[Done, list[Brief], dict[str, Any]], None]) -> None:
        """One act for everything gathered; refused, its problems stand at their fields and nothing is lost."""
        self.busy = True
        self._soon.stop()
        office, act, ids, values = self.context.office, self.spec.act, self.ids, self.values()
        reason, carriers = self.reason.text() if not self.reason.isHidden() else "", list(self.carriers)
        self.judge()

        def performed(result: Done) -> None:
            self.busy = False
            self.reason.line.clear()
            self.set_carriers([])
            done(result, carriers, values)

        self.context.tasks.write(
            lambda: office.perform(act, reason=reason, carrier_ids=ids, **values), performed, self._refused
        )

    def _refused(self, error: Exception) -> bool:
        self.busy = False
        if isinstance(error, Refused):
            self._problems = _once(error.problems)
            self.go_to_missing()
            return True
        self.judge()
        return False

    def clear_fields(self, keep: Sequence[str] = ()) -> None:
        for name, box in self.form.boxes.items():
            if name not in keep:
                box.editor.set_value(None)
                box.touched = False
        self._all_fields = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            self.focusNextPrevChild(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            now = self.focusWidget()
            if now is not None and self.form.isAncestorOf(now):
                self._scroll.ensureWidgetVisible(now, 0, self.look.px(40))
            return
        super().keyPressEvent(event)


class ActSide(QStackedWidget):
    """As high as the page is: its fields scroll, so that reason and button stay in sight."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)

    def hasHeightForWidth(self) -> bool:
        return False


def _once(problems: Sequence[Problem]) -> list[Problem]:
    """The same finding about many carriers is said once."""
    found: dict[tuple[str, str], Problem] = {}
    for problem in problems:
        found.setdefault((problem.code, problem.field), problem)
    return list(found.values())
