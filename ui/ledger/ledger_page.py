"""The generic page of a ledger: list, facts and life of the selected row, add, amend, void, history, batch change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from models.domain.text import T, Text
from models.ledgers.fields import Kind, Ledger
from ui.ledger.batch_dialog import BatchDialog
from ui.ledger.door import DoorLinks, HistoryLine, LedgerDoor, Values
from ui.ledger.edit_dialog import EditDialog, Saved
from ui.ledger.history_dialog import HistoryDialog, life_lines
from ui.ledger.list_page import ListPage, column_action
from ui.tables.cells import cell_text
from ui.tables.source import ListSource, Preferences, Row
from ui.tasks import Job, Tasks
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.text_dialog import TextDialog

FACTS = 9  # lines of facts in the pane
LIFE = 6  # events in the pane


class LedgerPage(ListPage):
    """Serves every declaration of `models/ledgers`. `may_write`: whether this person may add, amend and void."""

    def __init__(self, look: Look, ledger: Ledger, door: LedgerDoor, source: ListSource, tasks: Tasks,
                 preferences: Preferences, may_write: bool, today: Callable[[], date],
                 import_rows: Callable[[], None] | None = None) -> None:  # fmt: skip
        super().__init__(
            look, ledger.title, ledger.purpose, source, tasks, preferences, ledger.name, (ledger.order[0], True),
            T("list", "条"), T("list", "写几个字或编号就找"),
        )  # fmt: skip
        self.declared, self.door, self.links = ledger, door, DoorLinks(door, tasks)
        self.may_write = may_write and ledger.editable
        self._today, self._import = today, import_rows
        self._life_job: Job | None = None
        column_action(self)
        self._batch = self.add_action(Button(look, T("list", "批量更正…")))
        self._batch.clicked.connect(self.change_many)
        self._batch.setVisible(False)
        if self.may_write:
            for button in self.empty_buttons():
                self.add_action(button)
        self.model.marks_changed.connect(self._marks_changed)

    def empty_buttons(self) -> list[Button]:
        buttons: list[Button] = []
        if not self.may_write:
            return buttons
        if self._import is not None:
            load = Button(self.look, T("list", "导入"), icon="import")
            load.clicked.connect(self._import)
            buttons.append(load)
        new = Button(self.look, T("list", "登记"), "primary", icon="plus", key="Ctrl+N")
        new.clicked.connect(self.new)
        return [*buttons, new]

    def open(self, text: str = "", **_other: object) -> None:
        """Called by `go("shelves", text=…)`: the rows that these words leave."""
        self.bar.clear()
        self.bar.search.setText(text)

    # the pane ------------------------------------------------------------------------------------------------------

    def show_row(self, row: Row | None) -> None:
        if row is None:
            self.pane.clear()
            return
        columns = {column.name: column for column in self._columns}
        facts: list[tuple[Text | str, Text | str]] = []
        for column in self._columns:
            words = cell_text(self.look, columns[column.name], row, True)
            if row.get(column.name) not in (None, "") and len(facts) < FACTS:
                facts.append((column.title, words))
        self.pane.set_marking("", "")
        self.pane.set_title(self._title_of(row))
        self.pane.set_facts(facts)
        self.pane.situation.hide()
        self._show_buttons(row)
        self._ask_life(row["id"])

    def _title_of(self, row: Row) -> str:
        if self.declared.title_of is not None:
            return self.declared.title_of(row)
        return str(row.get("name") or row.get("title") or row.get("number") or row["id"])

    def _show_buttons(self, row: Row) -> None:
        buttons: list[Button] = []
        last: list[Button] = []
        if self.may_write and row.get("state") != "VOID":
            change = Button(self.look, T("list", "更正"), icon="edit", key="Alt+E")
            change.clicked.connect(lambda: self.open_row(row["id"]))
            buttons.append(change)
            void = Button(self.look, T("list", "作废…"), "link")
            void.clicked.connect(lambda: self.void(row["id"]))
            last.append(void)
        history = Button(self.look, T("list", "历史"))
        history.clicked.connect(self.show_history)
        self.pane.set_buttons([*buttons, history], last)

    def _ask_life(self, id_: int) -> None:
        if self._life_job is not None:
            self._life_job.drop()
        self.pane.set_life([])
        ledger = self.declared.name

        def show(lines: list[HistoryLine]) -> None:
            self._life_job = None
            if self.view.current_id() == id_:
                self.pane.set_life(life_lines(lines[:LIFE]))

        self._life_job = self.tasks.read(lambda: self.door.history(ledger, id_), show)

    # acts ----------------------------------------------------------------------------------------------------------

    def new(self) -> bool:
        """Ctrl+N: a new row."""
        if not self.may_write:
            return False
        ledger, door = self.declared, self.door
        saved = EditDialog.ask(
            self.look, self, ledger, T("list", "{title}：登记一条", title=ledger.title), self.tasks, self.links,
            lambda values: door.problems(ledger.name, None, values),
            lambda values, reason: door.add(ledger.name, values, reason),
            fixed=self._fixed(), year=self._today().year,
        )  # fmt: skip
        if isinstance(saved, Saved) and isinstance(saved.result, int):
            self._go_to = saved.result
            self.refresh()
        return True

    def open_row(self, id_: int) -> None:
        ledger, door = self.declared, self.door
        self.tasks.read(lambda: door.row(ledger.name, id_), lambda row: self._opened(row))

    def _opened(self, row: Values | None) -> None:
        if row is None:
            return
        if not self.may_write or row.get("state") == "VOID":
            self.show_history()
            return
        ledger, door, id_ = self.declared, self.door, int(row["id"])
        EditDialog.ask(
            self.look, self, ledger, T("list", "{title}：更正", title=ledger.title), self.tasks, self.links,
            lambda values: door.problems(ledger.name, id_, values),
            lambda values, reason: door.amend(ledger.name, id_, values, reason),
            values=row, fixed=self._fixed(), year=self._today().year,
        )  # fmt: skip

    def _fixed(self) -> frozenset[str]:
        """Fields that the program fills in."""
        return frozenset(name for name, field in self.declared.fields.items() if not field.in_dialog)

    def void(self, id_: int) -> None:
        """Ask for the reason, then cancel the row by a counter-entry."""
        ledger, door = self.declared, self.door
        reason = TextDialog.ask(
            self.look, self, T("list", "作废这一条登记"), T("list", "作废理由"), T("list", "作废登记"),
            T("form", "理由会写入日志，审计员可见"), (T("list", "作废后只能看，不能再用；编号不重用。"),), danger=True,
        )  # fmt: skip
        if reason:
            self.tasks.write(lambda: door.void(ledger.name, id_, reason))

    def show_history(self) -> None:
        """Ctrl+H."""
        id_ = self.view.current_id()
        row = self.view.current_row()
        if id_ is None or row is None:
            return
        ledger, title = self.declared.name, self._title_of(row)
        self.tasks.read(lambda: self.door.history(ledger, id_),
                        lambda lines: HistoryDialog.tell(self.look, self, title, lines))  # fmt: skip

    def change_many(self) -> None:
        """The same change in the marked rows, after a preview."""
        ids = sorted(self.model.marked)
        fields = {name: field for name, field in self.declared.fields.items()
                  if field.in_dialog and field.kind is not Kind.LONG_TEXT}  # fmt: skip
        name = self.declared.name
        done = BatchDialog.ask(self.look, self, self.declared, fields, ids, self.tasks, self.links, self.door)
        if done is not None:
            self.model.mark(set())
            self.changed(frozenset({name}))

    def _marks_changed(self) -> None:
        count = len(self.model.marked)
        self._batch.setVisible(self.may_write and count > 1)
        self._batch.set_text(T("list", "批量更正 {n} 条…", n=count))

    # after an act --------------------------------------------------------------------------------------------------

    _go_to: int | None = None

    def _complete(self) -> None:
        super()._complete()
        if self._go_to is not None and self.view.go_to(self._go_to):
            self._go_to = None


