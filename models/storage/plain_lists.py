"""Answering a list of a ledger without a list table: straight from its own table, for ledgers of some thousand rows.

Conditions are tested by SQLite on the stored values; texts, codes and links are brought into the order of their words
here, and a search looks at every text.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any

from models.domain.collation import sort_key
from models.domain.search_text import is_found
from models.ledgers.fields import Field, Kind, Ledger
from models.storage import labels
from models.storage.questions import Condition, Order, Question, TextTest
from models.storage.store import Reader

CHUNK = 5_000
_TEXTS = (Kind.TEXT, Kind.LONG_TEXT)


class PlainFinder:
    """Answers questions about one ledger over one reader. For one thread."""

    def __init__(self, reader: Reader, ledger: Ledger) -> None:
        self._read, self._ledger = reader, ledger
        self._searched = tuple(name for name, field in ledger.fields.items() if field.searched)

    def first(self, question: Question, limit: int, look: object = None) -> list[int]:
        """The first ids in order. `look` is of no use here."""
        return self._ids(question, limit)[:limit]

    def stream(self, question: Question, sink: Callable[[array[int]], None], stop: Callable[[], bool]) -> None:
        """Hand every id in order to `sink`, some thousand at a time, until `stop()`."""
        ids = self._ids(question, None)
        for at in range(0, len(ids), CHUNK):
            if stop():
                return
            sink(array("q", ids[at : at + CHUNK]))

    def count(self, question: Question) -> int:
        """How many rows fit."""
        # identifiers: ledgers and fields of their declarations
        if question.texts:
            return len(self._ids(question, None))
        where, values = _tests(question.conditions)
        return int(self._read.scalar(f"SELECT count(*) FROM {self._ledger.name} c{where}", values))

    def _ids(self, question: Question, limit: int | None) -> list[int]:
        # identifiers: ledgers and fields of their declarations
        order = question.order
        field = self._ledger.fields.get(order.field)
        if question.texts or (field and field.kind in (*_TEXTS, Kind.CHOICE, Kind.LINK)):
            rows = self._rows(question, _columns(order, field))
            for test in question.texts:
                rows = self._holding(rows, test)
            return [row["id"] for row in self._sorted(rows, order, field)] if field else [row["id"] for row in rows]
        where, values = _tests(question.conditions)
        by = f'c."{order.field}" IS NULL, c."{order.field}" {order.way}, ' if field else ""
        most = "" if limit is None else f" LIMIT {limit:d}"
        sql = f"SELECT c.id FROM {self._ledger.name} c{where} ORDER BY {by}c.id {order.way}{most}"
        return [row[0] for row in self._read.connection.execute(sql, values)]

    def _rows(self, question: Question, columns: Sequence[str]) -> list[dict[str, Any]]:
        # identifiers: ledgers and fields of their declarations
        where, values = _tests(question.conditions)
        texts = {name for test in question.texts for name in (test.fields or self._searched)}
        wanted = ", ".join(f'c."{name}"' for name in dict.fromkeys((*columns, *sorted(texts))))
        way = question.order.way
        return self._read.rows(f"SELECT {wanted} FROM {self._ledger.name} c{where} ORDER BY c.id {way}", values)

    def _holding(self, rows: list[dict[str, Any]], test: TextTest) -> list[dict[str, Any]]:
        names = test.fields or self._searched
        return [row for row in rows if is_found(test.words, [row[name] for name in names if row[name]])]

    def _sorted(self, rows: list[dict[str, Any]], order: Order, field: Field) -> list[dict[str, Any]]:
        """Rows that have a value in order of its words, then the others; equal ones stay as they are, by id."""
        name = order.field
        keys = self._keys(field, {row[name] for row in rows if row[name] is not None})
        have = [row for row in rows if row[name] is not None]
        have.sort(key=lambda row: keys[row[name]], reverse=not order.ascending)
        return have + [row for row in rows if row[name] is None]

    def _keys(self, field: Field, values: set[Any]) -> dict[Any, Any]:
        if field.kind is Kind.CHOICE:
            places = {code: place for place, code in enumerate(field.choices or ())}
            return {code: places.get(code, len(places)) for code in values}
        if field.kind is Kind.LINK:
            keys = labels.sort_keys(self._read, field.to, values)
            return {id_: keys.get(id_, b"") for id_ in values}
        if field.kind in _TEXTS:
            return {text: sort_key(text) for text in values}
        return {value: value for value in values}


def _columns(order: Order, field: Field | None) -> tuple[str, ...]:
    return ("id", order.field) if field else ("id",)


def _tests(conditions: Sequence[Condition]) -> tuple[str, tuple[Any, ...]]:
    # identifiers: ledgers and fields of their declarations
    made = [_test(condition) for condition in conditions]
    where = " AND ".join(sql for sql, _values in made)
    return (f" WHERE {where}" if where else ""), tuple(value for _sql, values in made for value in values)


def _test(condition: Condition) -> tuple[str, tuple[Any, ...]]:
    column, value = f'c."{condition.field}"', condition.value
    match condition.operator:
        case "is":
            return f"{column} IS ?", (value,)
        case "in":
            return f"{column} IN ({', '.join('?' * len(value))})", tuple(value)
        case "from":
            return f"{column} >= ?", (value,)
        case "to":
            return f"{column} <= ?", (value,)
        case "empty":
            return f"coalesce({column}, '') = ''", ()
        case "filled":
            return f"coalesce({column}, '') <> ''", ()
        case "no":
            return f"coalesce({column}, 0) = 0", ()
    raise KeyError(condition.operator)
