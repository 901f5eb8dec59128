"""The dry run's stage: chips of the classes, the table, and the side of the row under the cursor."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from models.domain.text import T
from models.services.import_desk import ImportDesk
from models.services.importing import Class, Judged, Outcome
from ui.pages.import_ledger.row_pane import RowPane
from ui.pages.import_ledger.rows import MARKS, JudgedRows, JudgedTable
from ui.tasks import Tasks
from ui.theme.look import Look
from ui.widgets.flow import FlowLayout
from ui.widgets.inputs import TickBox
from ui.widgets.search import Chip
from ui.words import number

Places = dict[Class | None, list[int]]
PANE = 330


class Stages(QStackedWidget):
    """Takes the room there is: what does not fit scrolls inside a stage, never the page."""

    def hasHeightForWidth(self) -> bool:
        return False

    def sizeHint(self) -> QSize:
        return QSize(640, 360)

    def minimumSizeHint(self) -> QSize:
        now = self.currentWidget()
        return QSize(max(480, now.minimumSizeHint().width() if now is not None else 0), 300)


class RowsStage(QWidget):
    """`decided(str)`: CORRECT, ACCEPTED, SKIPPED or "" for the row under the cursor; `strict_changed` for the tick."""

    decided = Signal(str)
    strict_changed = Signal()

    def __init__(self, look: Look, desk: ImportDesk, tasks: Tasks) -> None:
        super().__init__()
        self._look, self._desk, self._tasks = look, desk, tasks
        self._places: Places = {}
        self._class: Class | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(10))
        line = QHBoxLayout()
        self._chip_box = QWidget()
        self._flow = FlowLayout(self._chip_box, look.px(8))
        self.chips: dict[Class | None, Chip] = {}
        for klass in (None, *Class):
            words = T("import page", "全部") if klass is None else MARKS[klass].word
            chip = Chip(look, words, "class")
            chip.clicked.connect(lambda _checked=False, klass=klass: self.show_class(klass))
            self._flow.addWidget(chip)
            self.chips[klass] = chip
        line.addWidget(self._chip_box, 1)
        self.strict = TickBox(look, T("import page", "有一行不收就全部不收"))
        self.strict.toggled.connect(lambda _on: self.strict_changed.emit())
        line.addWidget(self.strict)
        column.addLayout(line)
        row = QHBoxLayout()
        row.setSpacing(0)
        self.table = JudgedTable(look)
        self.table.picked.connect(lambda _key: self.show_row())
        self.table.opened.connect(lambda _key: self.decided.emit("CORRECT"))
        row.addWidget(self.table, 1)
        self.pane = RowPane(look, self.decided.emit)
        self.pane.setFixedWidth(look.px(PANE))
        row.addWidget(self.pane)
        column.addLayout(row, 1)

    def show_outcome(self, places: Places) -> None:
        """Show what was judged; the class and the row that were looked at stay."""
        self._places = places
        for klass, chip in self.chips.items():
            chip.set_count(number(len(places[klass])))
            chip.setVisible(klass is None or bool(places[klass]))
        self._chip_box.updateGeometry()
        self.show_class(self._class if places.get(self._class) else None)

    def show_class(self, klass: Class | None) -> None:
        """Show the rows of one class; None: all that hold data."""
        self._class = klass
        for other, chip in self.chips.items():
            chip.setChecked(other is klass)
        if self._desk.outcome is not None:
            self.table.show_rows(JudgedRows(self._desk.outcome, self._places[klass]))
            self.show_row()

    @property
    def outcome(self) -> Outcome | None:
        return self._desk.outcome

    def current(self) -> Judged | None:
        """The row under the cursor."""
        key, outcome = self.table.current_key(), self.outcome
        return outcome.rows[key] if outcome is not None and isinstance(key, int) and key < len(outcome.rows) else None

    def show_row(self) -> None:
        """Fill the side for the row under the cursor."""
        judged = self.current()
        if judged is None:
            self.pane.clear()
            return
        self.pane.show_row(judged, self._desk.decided(judged.row), "")
        if judged.klass is Class.PRESENT:
            self._tasks.read(lambda: self._desk.registered_as(judged.row), lambda name: self._name_present(judged, name))

    def _name_present(self, judged: Judged, name: str) -> None:
        if self.current() is judged and name:
            self.pane.show_row(judged, self._desk.decided(judged.row), name)

    def next_problem(self) -> None:
        """The next row that is warned or refused, round the table."""
        outcome, rows, key = self.outcome, self.table.cells.rows, self.table.current_key()
        if outcome is None or not isinstance(rows, JudgedRows):
            return
        places = list(rows.places)
        here = places.index(key) if key in places else -1
        for place in [*places[here + 1 :], *places[: here + 1]]:
            if outcome.rows[place].klass in (Class.WARNED, Class.REFUSED):
                self.table.go_to(place)
                return
