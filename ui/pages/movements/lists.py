"""The left side below the verdict: open loans, or what issuers want back, each with its filter."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from models.domain.text import T, Text
from models.services.movements import Brief, OpenLoan, Wish
from ui.pages.movements.tables import (
    fitting_carriers,
    fitting_loans,
    loan_heads,
    loan_rows,
    recall_heads,
    recall_rows,
)
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.cell_table import CellTable
from ui.widgets.containers import EmptyState, Panel
from ui.widgets.search import Chip, SearchField


class _List(Panel):
    """Search, chips and a table, or why there is nothing."""

    def __init__(self, look: Look, table: CellTable, prompt: Text) -> None:
        super().__init__(look, margin=0, spacing=0)
        self.look, self.table = look, table
        row = QHBoxLayout()
        row.setContentsMargins(look.px(12), look.px(8), look.px(12), look.px(8))
        row.setSpacing(look.px(10))
        self.search = SearchField(look, T("list", "搜索"), prompt)
        self.search.setMinimumWidth(look.px(220))
        self.search.left_down.connect(table.setFocus)
        row.addWidget(self.search, 1)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(look.px(8))
        row.addLayout(self.tools)
        self.box.addLayout(row)
        self.empty = EmptyState(look, "check-circle")
        self.stack = QStackedWidget()
        self.stack.addWidget(table)
        self.stack.addWidget(self.empty)
        self.box.addWidget(self.stack, 1)
        self.box.setContentsMargins(1, 1, 1, look.px(8))

    def say_empty(self, title: Text, sentence: Text, icon: str) -> None:
        self.empty.set_words(title, sentence, [], icon)
        self.stack.setCurrentWidget(self.empty)


class LoanList(_List):
    """Who has what, the longest overdue first. `picked(carrier)` on Enter: take it back without a scanner; `extend(loan)`."""

    picked = Signal(object)
    extend = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, CellTable(look, loan_heads(look), T("movement", "未还的借阅")), T("movement", "人、编号、标题、文号"))
        self.loans: list[OpenLoan] = []
        self._today = date.min
        self.late, self.due = (Chip(look, words, "class", "0") for words in (T("movement", "逾期"), T("movement", "今天应还")))
        for chip in (self.late, self.due):
            self.tools.addWidget(chip)
            chip.toggled.connect(lambda _on: self.show_rows())
        self._extend = Button(look, T("movement", "续借…"), key="Alt+E", tall=30)
        self._extend.clicked.connect(self._want_extension)
        self.tools.addWidget(self._extend)
        self.search.searched.connect(lambda _text: self.show_rows())
        self.table.opened.connect(self.picked)

    def set_loans(self, loans: list[OpenLoan], today: date) -> None:
        self.loans, self._today = loans, today
        self.late.set_count(str(sum(loan.late > 0 for loan in loans)))
        self.due.set_count(str(sum(loan.due_on == today.isoformat() for loan in loans)))
        self.show_rows()

    def show_rows(self) -> None:
        found = fitting_loans(self.loans, self.search.text(), self.late.isChecked(), self.due.isChecked(), self._today)
        self.table.set_rows(loan_rows(self.look, found, self._today))
        self._extend.set_enabled(bool(found), T("movement", "没有选中的行"))
        self.stack.setCurrentWidget(self.table)
        if self.loans and not found:
            self.say_empty(T("movement", "没有符合的借阅"), T("movement", "去掉筛选或改几个字再找"), "search")
        elif not self.loans:
            self.say_empty(T("movement", "没有未还的借阅"), T("movement", "扫一份在库的载体，就可以借出"), "check-circle")

    def _want_extension(self) -> None:
        key = self.table.current_key()
        loan = next((loan for loan in self.loans if loan.carrier_id == key), None)
        if loan is not None:
            self.extend.emit(loan)


class RecallList(_List):
    """What issuers want back and is still here. `toggled(carrier)`: gather it or not; `lift(carrier)`: no more wanted."""

    toggled = Signal(int)
    lift = Signal(int)
    all_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, CellTable(look, recall_heads(look), T("movement", "要求清退的载体"), 50), T("movement", "编号、标题、单位、通知"))
        self.carriers: list[Brief] = []
        self._gathered: frozenset[int] = frozenset()
        self._wish, self._today = Wish.RETURN, date.min
        self._all = Button(look, T("movement", "同一单位全部加入"), key="Alt+A", tall=30)
        self._all.clicked.connect(self.all_wanted)
        self._lift = Button(look, T("movement", "解除清退要求…"), key="Alt+X", tall=30)
        self._lift.clicked.connect(self._want_lift)
        self.tools.addWidget(self._all)
        self.tools.addWidget(self._lift)
        self.search.searched.connect(lambda _text: self.show_rows())
        self.table.ticked.connect(self._tick)
        self.table.opened.connect(self._tick)

    def set_wish(self, wish: Wish) -> None:
        """Gathering to send back shows boxes; registering a demand shows only what stands already."""
        self._wish = wish
        self._all.setVisible(wish is Wish.RETURN)
        self._lift.setVisible(wish is Wish.RECALL)
        self.show_rows()

    def set_carriers(self, carriers: list[Brief], today: date) -> None:
        self.carriers, self._today = carriers, today
        self.show_rows()

    def set_gathered(self, ids: frozenset[int]) -> None:
        if ids != self._gathered:
            self._gathered = ids
            self.show_rows()

    def current(self) -> Brief | None:
        return next((one for one in self.carriers if one.id == self.table.current_key()), None)

    def same_issuer(self) -> list[Brief]:
        """The carriers of the current row's issuer, as far as the filter leaves them."""
        current = self.current()
        found = fitting_carriers(self.carriers, self.search.text())
        return [one for one in found if current is not None and one.issuer == current.issuer]

    def show_rows(self) -> None:
        found = fitting_carriers(self.carriers, self.search.text())
        self.table.set_rows(recall_rows(self.look, found, self._gathered, self._wish is Wish.RETURN, self._today))
        for button in (self._all, self._lift):
            button.set_enabled(bool(found), T("movement", "没有选中的行"))
        self.stack.setCurrentWidget(self.table)
        if self.carriers and not found:
            self.say_empty(T("movement", "没有符合的载体"), T("movement", "改几个字再找"), "search")
        elif not self.carriers:
            self.say_empty(T("movement", "没有要求清退的载体"), T("movement", "收到清退通知后，扫载体登记清退要求"), "check-circle")

    def _tick(self, key: object) -> None:
        if self._wish is Wish.RETURN and isinstance(key, int):
            self.toggled.emit(key)

    def _want_lift(self) -> None:
        current = self.current()
        if current is not None:
            self.lift.emit(current.id)

