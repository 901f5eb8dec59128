"""The same change in many rows: choose fields, look at old and new, then all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from models.domain.errors import Refused
from models.domain.problems import Problem
from models.domain.text import T
from models.ledgers.fields import Field, Kind, Ledger
from ui.ledger.door import LedgerDoor, Values
from ui.tasks import Delayed, Tasks
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.dialog import Dialog
from ui.widgets.editors import Editor, Links, local_moment, make_editor
from ui.widgets.form import FieldBox, ReasonField
from ui.widgets.inputs import ChoiceInput
from ui.widgets.labels import label, set_tone

PREVIEW = 200  # rows shown in the preview; the number of all rows stands above


class BatchDialog(Dialog):
    """Returns what the act returned, or None. Nothing is written before the button with the number is pressed."""

    def __init__(self, look: Look, parent: QWidget | None, ledger: Ledger, fields: Mapping[str, Field],
                 ids: list[int], tasks: Tasks, links: Links, door: LedgerDoor) -> None:  # fmt: skip
        super().__init__(look, parent, T("batch", "批量更正 {n} 条", n=len(ids)), T("batch", "全部成功或全部不改"), 680)
        self._ledger, self._fields, self._ids = ledger, fields, ids
        self._tasks, self._links, self._door = tasks, links, door
        self._rows: list[Values] = []
        self._problems: list[Problem] = []
        self._box: FieldBox | None = None
        self._busy = False
        self._field = ChoiceInput(look, T("batch", "改哪一栏"))
        self._field.set_items([(name, field.label) for name, field in fields.items()])
        named = label(look, T("batch", "改哪一栏"), "label")
        named.setBuddy(self._field)
        self.body.addWidget(named)
        self.body.addWidget(self._field)
        self._slot = QWidget()
        self.body.addWidget(self._slot)
        self._note = label(look, "", "value", wrap=True)
        self.body.addWidget(self._note)
        self.preview = self._table()
        self.body.addWidget(self.preview, 1)
        self.reason = ReasonField(look, T("batch", "更正理由"))
        self.body.addWidget(self.reason)
        back = self.add_button(Button(look, T("batch", "取消"), key="Esc"))
        back.clicked.connect(self.reject)
        self.go = self.add_button(Button(look, T("batch", "更正 {n} 条", n=len(ids)), "primary", key="Ctrl+Enter"))
        self.go.clicked.connect(self.finish)
        self._delayed = Delayed(self, 200, self._ask_rules)
        self._field.chosen.connect(lambda _name: self._choose())
        self.reason.changed.connect(self._judge)
        self._choose()
        self._field.setFocus()
        wanted = ids[:PREVIEW]
        tasks.read(lambda: door.rows(ledger.name, wanted), self._take_rows)

    def _table(self) -> QTableWidget:
        look = self.look
        table = QTableWidget(0, 3)
        heads = (T("batch", "哪一条"), T("batch", "现在"), T("batch", "改成"))
        table.setHorizontalHeaderLabels([look.t(head) for head in heads])
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setVisible(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setAccessibleName(look.t(T("batch", "更正前后")))
        table.setMinimumHeight(look.px(180))
        return table

    # choosing ------------------------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        return str(self._field.code())

    @property
    def editor(self) -> Editor | None:
        return self._box.editor if self._box is not None else None

    def _choose(self) -> None:
        """Another field: another editor, in the same place."""
        layout = self.body
        place = layout.indexOf(self._slot)
        field = self._fields[self.name]
        box = FieldBox(self.look, self.name, field, make_editor(self.look, field, self._links))
        box.editor.changed.connect(self._changed)
        layout.removeWidget(self._slot)
        self._slot.hide()
        self._slot.deleteLater()
        layout.insertWidget(place, box)
        self._slot = self._box = box
        self._changed()

    def _changed(self) -> None:
        self._problems = []
        self._show_preview()
        self._judge()
        self._delayed.ask()

    def value(self) -> Any:
        return self.editor.value() if self.editor is not None else None

    def _take_rows(self, rows: list[Values]) -> None:
        self._rows = rows
        self._show_preview()

    def _words(self, value: Any) -> str:
        field = self._fields[self.name]
        if value in (None, ""):
            return "—"
        if field.kind is Kind.CHOICE and field.choices and value in field.choices:
            return self.look.t(field.choices[value])
        if field.kind is Kind.YES_NO:
            return self.look.t(T("yes no", "是") if value else T("yes no", "否"))
        return local_moment(value) if field.kind is Kind.MOMENT else str(value)

    def _show_preview(self) -> None:
        after = self._words(self.value())
        self.preview.setRowCount(len(self._rows))
        for index, row in enumerate(self._rows):
            named = self._ledger.title_of(row) if self._ledger.title_of else ""
            named = named or str(row.get("name") or row.get("title") or row.get("number") or row["id"])
            cells = (named, self._words(row.get(self.name)), after)
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.preview.setItem(index, column, item)

    # judging and doing ---------------------------------------------------------------------------------------------

    def _ask_rules(self) -> None:
        if self._busy or (self.editor is not None and self.editor.wrong()):
            return
        ids, values, name = self._ids, {self.name: self.value()}, self._ledger.name
        self._tasks.write(lambda: self._door.batch_problems(name, ids, values), self._judged, self._refused)

    def _judged(self, problems: list[Problem]) -> None:
        self._problems = problems
        self._judge()

    def _judge(self) -> None:
        wrong = self.editor.wrong() if self.editor is not None else None
        must = [problem for problem in self._problems if problem.blocks]
        texts = {self.look.t(problem.text): problem for problem in self._problems}
        said = [self.look.t(wrong)] if wrong else list(texts)[:4]
        self._note.setText("\n".join(said))
        set_tone(self._note, "bad" if wrong or must else "warn")
        self._note.setVisible(bool(said))
        why = None
        if wrong or must:
            why = T("batch", "有一处要先改")
        elif not self.reason.text():
            why = T("batch", "还差更正理由")
        elif self._busy:
            why = T("form", "正在保存")
        self.go.set_enabled(why is None, why or "")
        self.foot_note.setText(self.look.t(why) if why else "")

    def finish(self) -> None:
        """Perform the one act for all rows."""
        if not self.go.isEnabled() or self._busy:
            return
        self._busy = True
        self._judge()
        ids, values, reason, name = self._ids, {self.name: self.value()}, self.reason.text(), self._ledger.name
        self._tasks.write(lambda: self._door.amend_many(name, ids, values, reason), self.done_with, self._refused)

    def _refused(self, error: Exception) -> bool:
        self._busy = False
        if isinstance(error, Refused):
            self._judged(error.problems)
            return True
        self._judge()
        return False

    def done(self, result: int) -> None:
        self._delayed.stop()
        super().done(result)

    @classmethod
    def ask(cls, look: Look, parent: QWidget | None, ledger: Ledger, fields: Mapping[str, Field], ids: list[int],
            tasks: Tasks, links: Links, door: LedgerDoor) -> Any:  # fmt: skip
        return cls(look, parent, ledger, fields, ids, tasks, links, door).run()
