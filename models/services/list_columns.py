"""The columns of every list: names, words, widths and how a cell is shown, taken from the ledgers' declarations.

A column that shows where a link leads bears the field's name without `_id` (`unit` for `unit_id`); the cells of a row
hold the words there and the id under the field's own name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from models.domain.lifecycle import GONE, IN_BOOK, NOT_YET
from models.domain.text import T, Text
from models.ledgers import BY_NAME
from models.ledgers.choices import LEVELS, SECRET_KINDS, YES_NO
from models.ledgers.fields import Field, Kind
from models.storage.list_tables import BY_LEDGER

YES = {"1": YES_NO["1"]}
# 秘密 and 机密 and the kinds that bear no level: what stands in one column on every carrier.
MARK_WORDS: dict[str, Text] = {**LEVELS, **{code: word for code, word in SECRET_KINDS.items() if code != "STATE_SECRET"}}
BOOK_WORDS = {"IN_BOOK": T("book", "在账"), "NOT_YET": T("book", "未入账"), "GONE": T("book", "已离账")}
# Codes of states by where they belong: in the book, not yet, no more.
BOOK: dict[str, frozenset[str]] = {
    "IN_BOOK": frozenset(state.value for state in IN_BOOK), "NOT_YET": frozenset(state.value for state in NOT_YET),
    "GONE": frozenset(state.value for state in GONE),
}  # fmt: skip
BOOK_OF = {state: book for book, states in BOOK.items() for state in states}
_NAMES = {"shelf_id": "place"}  # columns that are called otherwise than their field
_CARRIER_ORDER = (
    "number", "level", "title", "reference_number", "copy_number", "expires_on", "place", "state", "holder", "issuer",
)  # fmt: skip
_DOCUMENT_ORDER = ("registry_number", "received_on", "level", "title", "reference_number", "issuer", "copies_received")
_DEFAULT = {"carriers": _CARRIER_ORDER[:8], "documents": _DOCUMENT_ORDER}
_MOST_DEFAULT = 8  # columns shown at first where nothing else is said
# Narrow enough that the register shows all its first columns beside the pane at 1366 px.
_WIDTHS = {
    ("carriers", "title"): 210, ("carriers", "place"): 98, ("carriers", "number"): 112, ("carriers", "copy_number"): 68,
    ("carriers", "reference_number"): 152,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list. `width` in px at 100 %; `words` are the words of its codes; `kind` says how it is drawn."""

    name: str
    title: Text
    width: int
    kind: str = "text"  # text, level, state, date, number, place
    sortable: bool = True
    right_aligned: bool = False
    default: bool = True
    words: Mapping[str, Text] | None = None
    field: str = ""  # what sorts and narrows it


@cache
def columns_of(ledger: str) -> tuple[Column, ...]:
    """All columns of a ledger, those shown at first in front. Raises KeyError for an unknown ledger."""
    declared = BY_NAME[ledger]
    made = {_name(name): _column(ledger, name, field) for name, field in declared.fields.items() if field.width}
    made |= {column.name: column for column in _computed(ledger)}
    if "level" in made and ledger in BY_LEDGER:
        made.pop("secret_kind", None)  # one column says both
    if ledger in BY_LEDGER:
        made = {name: column for name, column in made.items() if _is_listed(ledger, column.field)}
    front = _DEFAULT.get(ledger) or tuple(made)[:_MOST_DEFAULT]
    order = {"carriers": _CARRIER_ORDER, "documents": _DOCUMENT_ORDER}.get(ledger, front)
    names = [*order, *(name for name in made if name not in order)]
    return tuple(_shown(made[name], name in front) for name in names)


def column_of(ledger: str, name: str) -> Column | None:
    """The column of a name, which may also be its field's."""
    return next((column for column in columns_of(ledger) if name in (column.name, column.field)), None)


def _name(field: str) -> str:
    return _NAMES.get(field, field.removesuffix("_id"))


def _column(ledger: str, name: str, field: Field) -> Column:
    shown, width = _name(name), _WIDTHS.get((ledger, _name(name)), field.width)
    if name == "level" and ledger in BY_LEDGER:
        return Column(shown, field.label, width, "level", words=MARK_WORDS, field=name)
    if field.kind is Kind.CHOICE and field.choices == LEVELS:
        return Column(shown, field.label, width, "level", words=field.choices, field=name)
    if field.kind is Kind.CHOICE:
        return Column(shown, field.label, width, "state" if name == "state" else "text", words=field.choices, field=name)
    if field.kind is Kind.YES_NO:
        return Column(shown, field.label, width, words=YES_NO, field=name)
    if field.kind is Kind.INTEGER:
        return Column(shown, field.label, width, "number", right_aligned=True, field=name)
    if field.kind is Kind.DATE:
        return Column(shown, field.label, width, "date", field=name)
    return Column(shown, field.label, width, "place" if name == "shelf_id" else "text", field=name)


def _computed(ledger: str) -> tuple[Column, ...]:
    """Columns that no field declares: worked out from the row, its document and the calendar (K-12)."""
    expires = Column("expires_on", T("column", "保密到期"), 92, "date", field="expires_on")
    if ledger == "documents":
        return (expires,)
    if ledger != "carriers":
        return ()
    return (
        expires,
        Column("received_on", T("column", "收文日期"), 100, "date", field="received_on"),
        Column("due_on", T("column", "应还日期"), 100, "date", field="due_on"),
        Column("registry_number", T("column", "收文编号"), 130, sortable=False, field="registry_number"),
        Column("book", T("column", "在账情况"), 90, sortable=False, words=BOOK_WORDS, field="book"),
        Column("overdue", T("column", "逾期未还"), 90, sortable=False, words=YES, field="overdue"),
        Column("review_due", T("column", "到期待审"), 90, sortable=False, words=YES, field="review_due"),
        Column("cabinet", T("column", "柜"), 90, sortable=False, field="cabinet"),
    )


_UNSTORED = frozenset({"registry_number", "book", "overdue", "review_due", "cabinet"})


def _is_listed(ledger: str, field: str) -> bool:
    return field in BY_LEDGER[ledger].by_name or field in ("level", "secret_kind") or field in _UNSTORED


def _shown(column: Column, default: bool) -> Column:
    return Column(
        column.name, column.title, column.width, column.kind, column.sortable, column.right_aligned, default, column.words,
        column.field,
    )  # fmt: skip
