"""The edit dialog, the same for every ledger: fields two by two, problems at the fields, one reason for warnings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from models.domain.errors import Refused
from models.domain.problems import Problem
from models.domain.text import T, Text
from models.ledgers.fields import Kind, Ledger
from ui.tasks import Delayed, Job, Tasks
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.dialog import Dialog
from ui.widgets.editors import Links
from ui.widgets.form import Form, ReasonField, Summary
from ui.widgets.labels import label, set_tone
from ui.widgets.scroll import Scroll

Values = Mapping[str, Any]
Check = Callable[[dict[str, Any]], list[Problem]]
Save = Callable[[dict[str, Any], str], Any]
PAUSE = 250  # ms after the last change before the rules are asked


class EditDialog(Dialog):
    """Enter goes on, Ctrl+Enter saves, F8 goes to the next problem. Saving is off while something must be changed.

    `check` and `save` run on the writing worker; `save` gets the values and the typed reason. What `save` returns is
    what `ask` returns. Problems that `save` is refused with are shown in the dialog, and nothing is lost.
    """

    def __init__(self, look: Look, parent: QWidget | None, ledger: Ledger, title: Text, tasks: Tasks, links: Links,
                 check: Check, save: Save, values: Values | None = None, fixed: frozenset[str] = frozenset(),
                 year: int | None = None) -> None:  # fmt: skip
        super().__init__(look, parent, title, T("form", "标“必填”的不能空"), width=680)
        self._ledger, self._tasks, self._check, self._save = ledger, tasks, check, save
        self._before = dict(values or {})
        self._rules: list[Problem] = []
        self._job: Job | None = None
        self._saving = False
        fields = {name: field for name, field in ledger.fields.items() if field.in_dialog}
        self.summary = Summary(look)
        self.summary.next_wanted.connect(self._next)
        self.body.addWidget(self.summary)
        self.rest = label(look, "", "value", "bad", wrap=True)
        self.rest.hide()
        self.body.addWidget(self.rest)
        self.form = Form(look, fields, links, year=year)
        self._scroll = Scroll(self.form)
        self.body.addWidget(self._scroll, 1)
        self.reason = ReasonField(look)
        self.reason.hide()
        self.body.addWidget(self.reason)
        self.foot_note.setText(look.t(T("form", "Enter 下一栏")))
        back = self.add_button(Button(look, T("form", "取消"), key="Esc"))
        back.clicked.connect(self.reject)
        self.save_button = self.add_button(Button(look, T("form", "保存"), "primary", key="Ctrl+Enter"))
        self.save_button.clicked.connect(self.save)
        self.form.set_values(self._before)
        for name in fixed & fields.keys():
            self.form.boxes[name].editor.set_read_only(True)
        self._delayed = Delayed(self, PAUSE, self._ask_rules)
        self.form.changed.connect(self._changed)
        self.form.left.connect(self._judge)
        self.reason.changed.connect(self._judge)
        QApplication.instance().focusChanged.connect(self._keep_visible)  # type: ignore[union-attr]
        first = self.form.first()
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)
        self._changed()

    # values and problems -------------------------------------------------------------------------------------------

    def values(self) -> dict[str, Any]:
        """The fields of the dialog as they would be stored; for an amendment only those that changed."""
        now = self.form.values()
        if not self._before.get("id"):
            return {name: value for name, value in now.items() if value is not None}
        return {name: value for name, value in now.items() if not self._same(name, value)}

    def _same(self, name: str, value: Any) -> bool:
        before = self._before.get(name)
        if self._ledger.fields[name].kind is Kind.YES_NO:
            return bool(value) == bool(before)
        return bool(value == before)

    def problems(self) -> list[Problem]:
        """Everything known now: what cannot be read, what the declaration says, what the rules said last."""
        unreadable = self.form.unreadable()
        skip = {problem.field for problem in unreadable}
        whole = {**self._before, **self.form.values()}
        shape = [found for found in self._ledger.shape_problems(whole) if found.field not in skip]
        shape = [found for found in shape if found.field in self.form.boxes]
        known = {(found.code, found.field) for found in shape}
        rules = [found for found in self._rules if (found.code, found.field) not in known and found.field not in skip]
        return unreadable + shape + rules

    def _changed(self) -> None:
        self._rules = [problem for problem in self._rules if problem.code != "NOTHING_CHANGED"]
        self._judge()
        self._delayed.ask()

    def _ask_rules(self) -> None:
        """Ask the rules, unless the declaration alone already blocks."""
        if self._saving or self.form.unreadable():
            return
        values = self.values()
        if self._before.get("id") and not values:
            self._rules = []
            self._judge()
            return
        if self._job is not None:
            self._job.drop()
        self._job = self._tasks.write(lambda: self._check(values), self._judged, self._not_judged)

    def _judged(self, problems: list[Problem]) -> None:
        self._job = None
        self._rules = problems
        self._judge()

    def _not_judged(self, error: Exception) -> bool:
        self._job = None
        if isinstance(error, Refused):
            self._judged(error.problems)
            return True
        return False

    def _judge(self) -> None:
        problems = self.problems()
        rest = self.form.show_problems(problems)
        shown = self.form.marked()
        self._show_rest(rest)
        must = sum(problem.blocks for problem in shown) + sum(problem.blocks for problem in rest)
        need = sum(not problem.blocks for problem in [*shown, *rest])
        self.summary.show_counts(must, need)
        self.reason.setVisible(bool(need))
        self._show_saving(problems, need)
        self.fit_soon()

    def _show_rest(self, rest: list[Problem]) -> None:
        self.rest.setText("\n".join(self.look.t(problem.text) for problem in rest))
        set_tone(self.rest, "bad" if any(problem.blocks for problem in rest) else "warn")
        self.rest.setVisible(bool(rest))

    def _show_saving(self, problems: list[Problem], need: int) -> None:
        blocking = sum(problem.blocks for problem in problems)
        missing = sum(problem.code == "REQUIRED" for problem in problems)
        why: Text | None = None
        if missing:
            why = T("form", "还差 {n} 项必填", n=missing)
        elif blocking:
            why = T("form", "还有 {n} 处要改", n=blocking)
        elif need and not self.reason.text():
            why = T("form", "还差仍要保存的理由")
        elif self._before.get("id") and not self.values():
            why = T("form", "还没有改动")
        elif self._saving:
            why = T("form", "正在保存")
        self.save_button.set_enabled(why is None, why or "")
        self.foot_note.setText(self.look.t(why or T("form", "Enter 下一栏")))

    def _next(self) -> None:
        self.form.settle()
        for box in self.form.boxes.values():
            box.touched = True
        self._judge()
        if not self.form.go_to_next() and self.reason.isVisible():
            self.reason.line.setFocus()

    # saving --------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Perform the act; stay open with the problems if it is refused."""
        if not self.save_button.isEnabled() or self._saving:
            return
        self._saving = True
        values, reason = self.values(), self.reason.text()
        self._show_saving([], 0)
        self._tasks.write(lambda: self._save(values, reason), self._saved, self._refused)

    def _saved(self, result: Any) -> None:
        self._saving = False
        self.done_with(Saved(result))

    def _refused(self, error: Exception) -> bool:
        self._saving = False
        if isinstance(error, Refused):
            self._rules = error.problems
            for box in self.form.boxes.values():
                box.touched = True
        self._judge()
        if isinstance(error, Refused):
            self.form.go_to_next()
            return True
        return False

    # keys ----------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and back:
            self.focusPreviousChild()
            return
        finish = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_F8 or finish:  # Ctrl+Enter comes here while the button that has it is off
            self._next()
            return
        super().keyPressEvent(event)

    def _keep_visible(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.form.isAncestorOf(now):
            self._scroll.ensureWidgetVisible(now.parentWidget() or now, 0, self.look.px(40))

    def done(self, result: int) -> None:
        QApplication.instance().focusChanged.disconnect(self._keep_visible)  # type: ignore[union-attr]
        self._delayed.stop()
        if self._job is not None:
            self._job.drop()
            self._job = None
        super().done(result)

    @classmethod
    def ask(cls, look: Look, parent: QWidget | None, ledger: Ledger, title: Text, tasks: Tasks, links: Links,
            check: Check, save: Save, values: Values | None = None, fixed: frozenset[str] = frozenset(),
            year: int | None = None) -> Any:  # fmt: skip
        """Let a person fill in and save a record; `Saved` with what `save` returned, None if it was left."""
        return cls(look, parent, ledger, title, tasks, links, check, save, values, fixed, year).run()


class Saved:
    """That it was saved, and what the act returned."""

    def __init__(self, result: Any) -> None:
        self.result = result
