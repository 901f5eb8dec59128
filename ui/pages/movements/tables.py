"""The lists of the page: open loans with the longest overdue first, what issuers want back, and what is gathered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent

from models.domain.search_text import fold
from models.domain.text import T, Text
from models.services.movements import Brief, OpenLoan
from ui.pages.movements.words import title_of
from ui.theme.badges import badge_size
from ui.theme.look import Look
from ui.theme.marks import STATES, Mark
from ui.widgets.cell_table import TICK, UNTICKED, Cell, CellTable, Head, TableRow

_DUE_TODAY = Mark("half", "warn", "warn", T("movement", "今天应还"))
_OUT = Mark("arrow", "accent", "text", T("state", "借出"))


def loan_heads(look: Look) -> tuple[Head, ...]:
    """The columns of the open loans."""
    return (
        Head(T("movement", "应还"), 122), Head(T("movement", "借阅人"), 86), Head(T("movement", "载体编号"), 104),
        _level_head(look), Head(T("movement", "标题"), 0), Head(T("movement", "份号"), 70), Head(T("movement", "借出日期"), 92),
    )  # fmt: skip


def recall_heads(look: Look) -> tuple[Head, ...]:
    """The columns of what issuers want back."""
    return (
        Head("", 38), Head(T("movement", "载体编号"), 104), _level_head(look), Head(T("movement", "标题 / 文号"), 0),
        Head(T("movement", "发文机关 / 清退通知"), 170), Head(T("movement", "清退期限"), 96),
        Head(T("movement", "现在"), 124),
    )  # fmt: skip


def _level_head(look: Look) -> Head:
    """As wide as a badge is in the user's language."""
    return Head(T("movement", "密级"), round(badge_size(look)[0] / look.scale) + 16)



def loan_rows(look: Look, loans: Sequence[OpenLoan], today: date) -> list[TableRow]:
    """One line for each loan, keyed by its carrier."""
    return [TableRow(loan.carrier_id, _loan_cells(look, loan, today)) for loan in loans]


def _loan_cells(look: Look, loan: OpenLoan, today: date) -> tuple[Cell, ...]:
    if loan.late:
        due = Cell(T("movement", "超 {n} 天", n=loan.late), mark=STATES["OVERDUE"], token="bad", bold=True)
    elif loan.due_on == today.isoformat():
        due = Cell(mark=_DUE_TODAY)
    elif loan.due_on:
        due = Cell(loan.due_on, mark=_OUT)
    else:
        due = Cell(T("movement", "未定"), mark=_OUT, token="text3")
    hidden = loan.title is None
    return (
        due, Cell(loan.person, token="bad" if loan.late else "text"), Cell(loan.number), Cell(badge=loan.badge),
        Cell(title_of(look, loan), token="text3" if hidden else "text"), Cell(loan.copy or "—"), Cell(loan.lent_on),
    )  # fmt: skip


def fitting_loans(loans: Sequence[OpenLoan], text: str, late_only: bool, today_only: bool, today: date) -> list[OpenLoan]:
    """The loans that a filter leaves: by words in person, unit, number, title, reference or approval."""
    words = [fold(word) for word in text.split()]
    day = today.isoformat()
    found = []
    for loan in loans:
        whole = fold(" ".join((loan.person, loan.unit, loan.number, loan.title or "", loan.reference, loan.approval_form)))
        if all(word in whole for word in words) and (loan.late or not late_only) and (loan.due_on == day or not today_only):
            found.append(loan)
    return found


def recall_rows(look: Look, carriers: Sequence[Brief], gathered: frozenset[int], ticks: bool, today: date) -> list[TableRow]:
    """One line for each carrier that its issuer wants back; ticked is what is gathered to go."""
    return [TableRow(one.id, _recall_cells(look, one, one.id in gathered, ticks, today)) for one in carriers]


def _recall_cells(look: Look, one: Brief, gathered: bool, ticks: bool, today: date) -> tuple[Cell, ...]:
    tick = (TICK if gathered else UNTICKED) if ticks else ""
    mark = STATES[one.state.value]
    late = bool(one.recall_due) and one.recall_due < today.isoformat()
    return (
        Cell(tick=tick), Cell(one.number), Cell(badge=one.badge),
        Cell(title_of(look, one), one.reference, token="text3" if one.title is None else "text"),
        Cell(one.issuer or "—", one.notice), Cell(one.recall_due or "—", token="bad" if late else "text", bold=late),
        Cell(mark.word, one.holder or one.place, mark=mark, token=mark.word_token),
    )  # fmt: skip


def fitting_carriers(carriers: Sequence[Brief], text: str) -> list[Brief]:
    """The carriers that a filter leaves: by words in number, title, reference, issuer or notice."""
    words = [fold(word) for word in text.split()]
    found = []
    for one in carriers:
        whole = fold(" ".join((one.number, one.title or "", one.reference, one.issuer, one.notice)))
        if all(word in whole for word in words):
            found.append(one)
    return found


class BasketTable(CellTable):
    """What is gathered for one act, newest first; Delete takes a line out again."""

    removed = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, (Head(T("movement", "载体"), 0), _level_head(look)), T("movement", "清单"), 46)
        self._least = 0

    def set_least(self, height: int) -> None:
        """How high it is where room is short: it asks for no more and takes what is left over."""
        self._least = height
        self.setMinimumHeight(height)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._least)

    def show_carriers(self, carriers: Sequence[Brief]) -> None:
        rows = []
        for one in reversed(carriers):
            second: Text | str = title_of(self._look, one)
            rows.append(TableRow(one.id, (Cell(one.number, second=second or one.reference), Cell(badge=one.badge))))
        self.set_rows(rows)
        if rows:
            self.go_to(rows[0].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.current_key() is not None:
            self.removed.emit(self.current_key())
            return
        super().keyPressEvent(event)
