"""A dialog that asks what an act needs: fields, a confirmation, the reason for warnings. It rehearses and performs nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from models.domain.errors import Refused
from models.domain.problems import Problem
from models.domain.text import T, Text
from models.ledgers.fields import Field
from ui.context import Context
from ui.links import OfficeLinks
from ui.tasks import Delayed, Job
from ui.widgets.buttons import Button
from ui.widgets.dialog import Dialog
from ui.widgets.editors import Editor
from ui.widgets.form import Form, ReasonField
from ui.widgets.inputs import TickBox
from ui.widgets.labels import label
from ui.widgets.scroll import Scroll

PAUSE = 200  # ms after the last change before the act is rehearsed
MOST_SAID = 4  # problems said below the fields; the rest are counted
Rehearse = Callable[[dict[str, Any], bool], Sequence[Problem]]


@dataclass(frozen=True)
class Given:
    """What was filled in: values by field, the confirmation, and the reason where rules warn."""

    values: dict[str, Any]
    confirmed: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Asked:
    """What is asked for. `confirm`: a sentence to tick; `only`: which fields matter for the values now (None: all).

    `reasons` False: warnings are asked for later, where the people sign.
    """

    title: Text | str
    verb: Text
    fields: Mapping[str, Field]
    sentences: Sequence[Text | str] = ()
    spans: Mapping[str, int] | None = None
    confirm: Text | None = None
    reasons: bool = True
    only: Callable[[dict[str, Any]], set[str]] | None = None
    aliases: Mapping[str, str] | None = None  # field of a problem → field of the form
    danger: bool = False
    width: int = 640


class FieldsDialog(Dialog):
    """The button names the deed and is off until nothing blocks any more."""

    def __init__(self, context: Context, parent: QWidget, asked: Asked, values: Mapping[str, Any],
                 rehearse: Rehearse | None, editors: Mapping[str, Editor] | None) -> None:  # fmt: skip
        super().__init__(context.look, parent, asked.title, width=asked.width)
        look = context.look
        self._context, self._asked, self._rehearse = context, asked, rehearse
        self._problems: list[Problem] = []
        self._job: Job | None = None
        self._checked = False
        for sentence in asked.sentences:
            self.body.addWidget(label(look, sentence, "second", wrap=True))
        links = OfficeLinks(context.office, context.tasks)
        year = context.office.clock.today().year
        self.form = Form(look, asked.fields, links, 2, year, asked.spans, editors)
        self.form.set_values(values)
        if asked.fields:
            self._area = Scroll(self.form)
            self.body.addWidget(self._area, 1)
        self.confirm = TickBox(look, asked.confirm or "")
        self.confirm.toggled.connect(lambda _on: self._edited())
        self.confirm.setVisible(asked.confirm is not None)
        self.body.addWidget(self.confirm)
        self.rest = label(look, "", "value", "bad", wrap=True)
        self.rest.hide()
        self.body.addWidget(self.rest)
        self.reason = ReasonField(look, T("process", "仍要办理的理由"))
        self.reason.changed.connect(self._judge)
        self.reason.hide()
        self.body.addWidget(self.reason)
        back = self.add_button(Button(look, T("dialog", "取消"), key="Esc"))
        back.clicked.connect(self.reject)
        self.go = self.add_button(Button(look, asked.verb, "danger" if asked.danger else "primary", key="Ctrl+Enter"))
        self.go.clicked.connect(self._finish)
        self._soon = Delayed(self, PAUSE, self._try)
        self.form.changed.connect(self._edited)
        self.form.left.connect(self._judge)
        self._edited()
        first = self._first()
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    @classmethod
    def ask(cls, context: Context, parent: QWidget, asked: Asked, values: Mapping[str, Any] | None = None,
            rehearse: Rehearse | None = None, editors: Mapping[str, Editor] | None = None) -> Given | None:  # fmt: skip
        """What was given, or None if it was left. `rehearse(values, confirmed)` runs on the writing worker."""
        dialog = cls(context, parent, asked, values or {}, rehearse, editors)
        context.scans.push(dialog, lambda _scan: None)
        try:
            given = dialog.run()
        finally:
            context.scans.pop(dialog)
        return given if isinstance(given, Given) else None

    # values --------------------------------------------------------------------------------------------------------

    def _first(self) -> QWidget | None:
        """The first field that is still empty, else the confirmation, else the button."""
        for name in self._missing():
            return self.form.boxes[name].editor.control
        if self._asked.confirm is not None and not self.confirm.isChecked():
            return self.confirm
        return self.form.first() or self.go

    def values(self) -> dict[str, Any]:
        """The fields that matter now; a field that does not is None."""
        shown = self._shown()
        return {name: value if name in shown else None for name, value in self.form.values().items()}

    def _shown(self) -> set[str]:
        only = self._asked.only
        return set(self.form.boxes) if only is None else only(self.form.values())

    def _missing(self) -> list[str]:
        values, shown = self.form.values(), self._shown()
        return [name for name, field in self._asked.fields.items()
                if field.required and name in shown and values[name] in (None, "")]  # fmt: skip

    def _edited(self) -> None:
        shown = self._shown()
        for name, box in self.form.boxes.items():
            if box.isHidden() == (name in shown):
                box.setVisible(name in shown)
                self.fit_soon()
        self._checked = self._rehearse is None
        self._judge()
        self._soon.ask()

    # problems ------------------------------------------------------------------------------------------------------

    def _try(self) -> None:
        if self._job is not None:
            self._job.drop()
            self._job = None
        if self._rehearse is None or self._missing() or self.form.unreadable():
            return
        rehearse, values, confirmed = self._rehearse, self.values(), self.confirm.isChecked()
        self._job = self._context.tasks.write(lambda: _ask(rehearse, values, confirmed), self._tried)

    def _tried(self, problems: Sequence[Problem]) -> None:
        self._job = None
        aliases = self._asked.aliases or {}
        self._problems = [
            Problem(p.code, aliases.get(p.field, p.field), p.severity, p.text, p.rule)
            for p in problems if p.blocks or self._asked.reasons
        ]  # fmt: skip
        self._checked = True
        self._judge()

    def _judge(self) -> None:
        problems = self._problems if self._checked else []
        rest = self.form.show_problems(self.form.unreadable() + problems, all_fields=True)
        words = [self.look.t(problem.text) for problem in rest[:MOST_SAID]]
        if len(rest) > MOST_SAID:
            words.append(self.look.t(T("process", "还有 {n} 处", n=len(rest) - MOST_SAID)))
        tall = self.rest.text().count("\n"), self.rest.isHidden(), self.reason.isHidden()
        self.rest.setText("\n".join(words))
        self.rest.setProperty("tone", "bad" if any(problem.blocks for problem in rest) else "warn")
        self.rest.style().polish(self.rest)
        self.rest.setVisible(bool(words))
        self.reason.setVisible(any(not problem.blocks for problem in problems))
        if tall != (self.rest.text().count("\n"), self.rest.isHidden(), self.reason.isHidden()):
            self.fit_soon()
        why = self.why_not()
        self.go.set_enabled(why is None, why or "")
        self.foot_note.setText(self.look.t(why or ""))

    def why_not(self) -> Text | None:
        """Why the button is off; None if it is on."""
        missing = self._missing()
        if missing:
            names = "、".join(self.look.t(self._asked.fields[name].label) for name in missing[:3])
            return T("process", "还差：{names}", names=names)
        if self.form.unreadable():
            return T("process", "有看不懂的内容")
        if not self._checked:
            return T("process", "正在核对")
        must = sum(problem.blocks for problem in self._problems)
        if must:
            return T("process", "{n} 处要改才能办", n=must)
        if self._problems and not self.reason.text():
            return T("process", "还差：理由")
        return None

    def _finish(self) -> None:
        if self.why_not() is None:
            self.done_with(Given(self.values(), self.confirm.isChecked(), self.reason.text()))
        else:
            self._judge()

    def entered(self) -> None:
        """Enter goes to the next field; from the last one to the button."""
        if self.focusWidget() is not self.go:
            QTimer.singleShot(0, self, lambda: self.focusNextPrevChild(True))


def _ask(rehearse: Rehearse, values: dict[str, Any], confirmed: bool) -> list[Problem]:
    try:
        return list(rehearse(values, confirmed))
    except Refused as refused:
        return list(refused.problems)
