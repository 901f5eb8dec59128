"""What a list is asked, from the screen's terms (columns, codes, typed words) to the store's (fields, ids, dates)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from models.domain.search_text import words_of
from models.domain.text import Text
from models.ledgers import BY_NAME
from models.ledgers.fields import Kind
from models.services.list_columns import BOOK, column_of
from models.storage import labels, list_cells
from models.storage.questions import Condition, Order, Question, TextTest
from models.storage.store import Reader


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition. `value` is a code, a tuple of codes (`in`), a text, an ISO date or a number; `shown` its chip."""

    field: str
    operator: str
    value: Any
    shown: Text


@dataclass(frozen=True, slots=True)
class ListQuery:
    """One question to a list. `order` is a column's name and whether it ascends."""

    ledger: str
    text: str = ""
    filters: tuple[Filter, ...] = ()
    order: tuple[str, bool] = ("id", True)

    def without_filters(self) -> ListQuery:
        return replace(self, filters=())


def question_of(read: Reader, today: date, query: ListQuery) -> Question:
    """The question behind a query. Raises KeyError for a column or operator that the ledger does not have."""
    conditions: list[Condition] = []
    words = words_of(query.text)
    texts = [TextTest(words)] if words else []
    for item in query.filters:
        column = column_of(query.ledger, item.field)
        if column is None:
            raise KeyError(f"{query.ledger} has no column {item.field}")
        if item.operator == "contains" and not _is_link(query.ledger, column.field) and column.field != "cabinet":
            sought = words_of(str(item.value))
            texts += [TextTest(sought, (column.field,))] if sought else []
        else:
            conditions += _conditions(read, today, query.ledger, column.field, item)
    name, ascending = query.order
    ordering = column_of(query.ledger, name)
    return Question(tuple(conditions), tuple(texts), Order(ordering.field if ordering else name, ascending))


def _conditions(read: Reader, today: date, ledger: str, field: str, item: Filter) -> Iterator[Condition]:
    """One filter may be several conditions."""
    if field in ("book", "overdue", "review_due"):
        yield from _computed(today, field, item)
    elif field == "cabinet" and ledger == "carriers":
        cabinets = _linked(read, "cabinets", item)
        yield Condition("shelf_id", "in", tuple(list_cells.shelves_in(read, cabinets)))
    elif field == "registry_number" and ledger == "carriers":
        yield _of_document(read, item)
    elif _is_link(ledger, field) and item.operator in ("is", "in", "contains"):
        yield Condition(field, "in", _linked(read, BY_NAME[ledger].fields[field].to, item))
    elif _kind(ledger, field) is Kind.YES_NO and item.operator in ("is", "in"):
        chosen = {str(value) for value in (item.value if item.operator == "in" else (item.value,))}
        if len(chosen) == 1:
            yield Condition(field, "is", 1) if chosen == {"1"} else Condition(field, "no")
    elif _kind(ledger, field) is Kind.MOMENT and item.operator == "to":
        yield Condition(field, "to", f"{item.value}~")  # the whole last day: ~ stands behind T
    else:
        yield Condition(field, item.operator, item.value)


def _of_document(read: Reader, item: Filter) -> Condition:
    """A carrier has its registry number from its document."""
    if item.operator in ("empty", "filled"):
        return Condition("document_id", item.operator)
    return Condition("document_id", "in", _linked(read, "documents", item))


def _computed(today: date, field: str, item: Filter) -> Iterator[Condition]:
    """What the calendar or several states say (K-12)."""
    yesterday = (today - timedelta(days=1)).isoformat()
    if field == "book":
        books = item.value if item.operator == "in" else (item.value,)
        yield Condition("state", "in", tuple(sorted({state for book in books for state in BOOK[book]})))
    elif field == "overdue":
        yield Condition("due_on", "to", yesterday)
    else:
        yield Condition("review_on", "to", yesterday)


def _linked(read: Reader, to: str, item: Filter) -> tuple[int, ...]:
    """The rows that a filter on a link means: ids as they are, typed words by the names of rows."""
    values = item.value if item.operator == "in" else (item.value,)
    found: dict[int, None] = {}
    for value in values:
        if isinstance(value, int):
            found[value] = None
        else:
            found.update(dict.fromkeys(labels.ids_of(read, to, str(value), exactly=item.operator != "contains")))
    return tuple(found)


def _is_link(ledger: str, field: str) -> bool:
    return _kind(ledger, field) is Kind.LINK


def _kind(ledger: str, field: str) -> Kind | None:
    declared = BY_NAME[ledger].fields.get(field)
    return declared.kind if declared else None
