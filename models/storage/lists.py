"""Answering a list over a million rows: the first rows at once, all ids in order, and how many there are (K-24).

A question has conditions, words of a search and an order. Each condition and the search can say which rows it yields
(a driver), from an index alone. Few rows are gathered and sorted. Otherwise an index is walked in the asked order, and a
row of it is kept if it is among those that the smallest driver yields, and passes the other tests; if too many rows are
tested in vain, every driver is asked for its rows (`platform.md` 8).
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain, islice
from typing import Any

from models.domain.search_text import is_found
from models.storage import list_sql, search
from models.storage.list_sql import Driver, Statement
from models.storage.list_tables import CARRIER_LIST, ListTable
from models.storage.questions import Condition, Order, Question, TextTest
from models.storage.store import Reader

FEW = 8_000  # rows that are gathered, tested and sorted by a text within some milliseconds
SEVERAL = 25_000  # the same by a fact: those rows stay in memory
FEW_OF_ALL = 20_000  # rows gathered where all are wanted, not the first ones
MANY = 100_000  # rows that a driver yields within some milliseconds; more are tested one by one first
IN_VAIN = 4_000  # rows tested one by one before every driver is asked
ASKING = 4  # testing a row costs as much as asking a driver for so many
LATE = 60_000  # rows that are gathered when a walk was in vain: what fits lies far away in this order
LOOKED_THROUGH = 400  # the same, once it turned out that few of them will be shown
BATCH = 5_000  # ids handed on together
LOOKED_AT = 70  # rows read together to look into their texts, when they are to be shown

Batches = Generator[Sequence[int], None, None]
Sink = Callable[["array[int]"], None]
Stop = Callable[[], bool]
Look = Callable[[Sequence[int]], Iterable[Mapping[str, Any]]]


class _Patience:
    """A source that is followed for so many rows and no further."""

    def __init__(self, source: Batches, steps: int) -> None:
        self._source, self.steps = source, steps
        self.is_lost = False

    def __iter__(self) -> Iterator[Sequence[int]]:
        seen = 0
        for batch in self._source:
            if seen > self.steps:
                self.is_lost = True
                return
            seen += len(batch)
            yield batch


class Finder:
    """Answers questions about one list table over one reader. For one thread."""

    def __init__(self, reader: Reader, table: ListTable) -> None:
        self._read, self._table = reader, table
        self._look: Look | None = None
        self._looks_in_vain = False  # most of the rows that were read whole were not shown

    def first(self, question: Question, limit: int, look: Look | None = None) -> list[int]:
        """The first ids in order, as soon as possible. `look` reads rows with all searched texts: what it is asked for
        is what will be shown, for the most part, so that no row is read twice."""
        self._look, self._looks_in_vain = look, False
        asked = self._translated(question)
        if asked is None:
            return []
        with closing(self._soon(asked, limit)) as batches:
            return list(islice(chain.from_iterable(batches), limit))

    def stream(self, question: Question, sink: Sink, stop: Stop) -> None:
        """Hand every id in order to `sink`, some thousand at a time, until `stop()`."""
        asked = self._translated(question)
        if asked is None:
            return
        with closing(self._whole(asked)) as batches:
            for batch in batches:
                if stop():
                    return
                if batch:
                    sink(array("q", batch))

    def count(self, question: Question) -> int:
        """How many rows fit."""
        asked = self._translated(question)
        if asked is None:
            return 0
        drivers = self._drivers(asked)
        if not drivers:
            return self._one((self._table.count, ()))
        if len(drivers) == 1 and not self._to_check(asked):
            return self._one(list_sql.count(self._table, drivers[0]))
        return sum(len(batch) for batch in self._whole(asked))

    def _translated(self, question: Question) -> Question | None:
        """The question in the terms of the list table, None if no row can fit.

        A text that the index does not hold must at least be there.
        """
        there = [
            Condition(field, "filled") for test in question.texts if not self._is_indexed(test) for field in test.fields
        ]
        conditions = joined([*map(self._table.translate, question.conditions), *there])
        if any(condition.operator == "in" and not condition.value for condition in conditions):
            return None
        return Question(tuple(conditions), question.texts, self._table.translate_order(question.order))

    # --- choosing the way -------------------------------------------------------------------------------------------

    def _soon(self, question: Question, limit: int) -> Batches:
        """The first rows soon; the rest may take its time or may be missing."""
        drivers = self._drivers(question)
        if not drivers:
            return self._walk(question)
        if drivers == drivers[:1] and isinstance(drivers[0], str) and question.order.field == self._table.position:
            return self._checked(self._source(question, drivers)[0], self._to_check(question))
        few = SEVERAL if self._sorts_by_fact(question.order) else FEW
        size, best = self._smallest(drivers, few)
        if size <= few:
            return self._gather(question, best, limit)
        source, left = self._source(question, drivers)
        if not left:
            return self._checked(source, self._to_check(question))
        size, best = self._smallest(drivers, MANY)
        steps = self._steps(size, limit)
        if size <= LATE:
            return self._hopefully(question, _Patience(source, steps), best, left, limit, size)
        size, best = self._smallest(left, MANY)
        return self._kept(question, source, [best] if size <= ASKING * steps else [], left, size // ASKING)

    def _steps(self, size: int, limit: int) -> int:
        """How far to walk until so many rows should have been found, if they were spread evenly, and then some."""
        # identifiers: names declared in list_tables.py
        rows = self._one((f"SELECT max(id) FROM {self._table.table}", ()))
        return max(2 * BATCH, 2 * limit * rows // size)

    def _hopefully(
        self, question: Question, source: _Patience, best: Driver, left: Sequence[Driver], limit: int, size: int
    ) -> Batches:
        """Walk as far as there is hope; then gather what the smallest driver yields."""
        handed_out = 0
        asked = [best] if best in left and size <= ASKING * source.steps else []
        for batch in self._kept(question, source, asked, left, size // ASKING):
            handed_out += len(batch)
            yield batch
        if source.is_lost:
            yield [*chain.from_iterable(self._gather(question, best, limit))][handed_out:]

    def _whole(self, question: Question) -> Batches:
        """All rows soon."""
        drivers = self._drivers(question)
        if not drivers:
            return self._walk(question)
        size, best = self._smallest(drivers, FEW_OF_ALL)
        if size <= FEW_OF_ALL:
            return self._gather(question, best, None)
        source, left = self._source(question, drivers)
        if not left:
            return self._checked(source, self._to_check(question))
        return self._kept(question, source, left, left)

    def _source(self, question: Question, drivers: list[Driver]) -> tuple[Batches, list[Driver]]:
        """Rows in the asked order, and the drivers that still have to be heard."""
        order = question.order
        if order.field == self._table.position:
            if isinstance(drivers[0], str):
                own: Driver = drivers[0]
            else:  # the rows of one value stand in the order of their numbers
                equal = [one for one in drivers if isinstance(one, Condition) and one.operator == "is" and self._is_quick(one)]
                size, own = self._smallest(equal or drivers, MANY)
                if not equal and size > MANY:
                    return self._walk(question), drivers
            return self._batches(list_sql.hits_in_order(self._table, own, order.ascending)), _without(drivers, own)
        for one in drivers:
            if isinstance(one, Condition) and one.field == order.field and not list_sql.asks_for_none(one):
                return self._walk(question, one), _without(drivers, one)
        return self._walk(question), drivers

    def _drivers(self, question: Question) -> list[Driver]:
        """What narrows the answer: the search first, if there is one, then the conditions."""
        words = dict.fromkeys(word for test in question.texts if self._is_indexed(test) for word in test.words)
        return [*([search.match(tuple(words))] if words else []), *question.conditions]

    def _smallest(self, drivers: Sequence[Driver], most: int) -> tuple[int, Driver]:
        """The driver that yields the fewest rows, counted up to `most` + 1."""
        sizes = [self._size(driver, most + 1) for driver in drivers]
        return min(sizes), drivers[sizes.index(min(sizes))]

    def _to_check(self, question: Question) -> tuple[TextTest, ...]:
        """The texts that must be looked at because the index cannot decide."""
        return tuple(test for test in question.texts if test.fields or not search.is_exact(test.words))

    def _is_indexed(self, test: TextTest) -> bool:
        return set(test.fields) <= set(self._table.searched)

    # --- the ways ---------------------------------------------------------------------------------------------------

    def _sorts_by_fact(self, order: Order) -> bool:
        return order.field == "id" or not self._table.by_name[order.field].texts

    def _walk(self, question: Question, within: Condition | None = None) -> Batches:
        order = question.order
        first, *rest = list_sql.walk(self._table, order, within, self._among(question))
        if order.field == "expires_on" and not within and any(map(list_sql.is_in_book, question.conditions)):
            first = list_sql.walk(self._table, Order("review_on", order.ascending))[0]  # the same days, of these rows alone
        if not rest or not self._table.by_name[order.field].sparse:
            for statement in (first, *rest):
                yield from self._batches(statement)
            return
        seen: set[int] = set()
        for batch in self._batches(first):
            seen.update(batch)
            yield batch
        for batch in self._batches(rest[0]):
            yield [id_ for id_ in batch if id_ not in seen]

    def _among(self, question: Question) -> str:
        """Where carriers are sorted by their place: the shelves on which any fits, so that the others are not walked."""
        if self._table is not CARRIER_LIST or question.order.field != "shelf_id":
            return ""
        statement = list_sql.shelves_with(question.conditions)
        return json.dumps([row[0] for row in self._read.connection.execute(*statement)]) if statement else ""

    def _gather(self, question: Question, driver: Driver, most: int | None) -> Batches:
        """The rows of one driver, tested by the others and sorted. Without the search index every text is looked at."""
        check = self._to_check(question) if isinstance(driver, str) else question.texts
        limit = None if check else most
        statement = list_sql.gather(self._table, question.order, driver, question.conditions, limit)
        return self._checked(self._batches(statement), check)

    def _kept(
        self, question: Question, source: Iterable[Sequence[int]], asked: Sequence[Driver], left: Sequence[Driver],
        in_vain: int = 0,
    ) -> Batches:  # fmt: skip
        """The rows of a source that pass. `asked` are the drivers asked for their rows before; those that are only
        `left` are tested row by row, and asked when that was in vain for too long (`in_vain` rows, at least IN_VAIN)."""
        in_vain = max(in_vain, IN_VAIN)
        flags = self._flags(asked)
        tests = [driver for driver in left if driver not in asked]
        tested = 0
        for batch in source:
            if tested > in_vain and isinstance(source, _Patience):
                source.is_lost = True
                return
            if tested > in_vain and any(map(self._is_quick, tests)):
                more = self._flags([test for test in tests if self._is_quick(test)])
                flags = _both(flags, more) if flags and more else more
                tests = [test for test in tests if not self._is_quick(test)]
            found = [id_ for id_ in batch if flags[id_]] if flags else batch
            tested += len(found)
            conditions = [test for test in tests if isinstance(test, Condition)]
            if conditions and found:
                found = self._fitting(found, conditions)
            unheard = any(isinstance(test, str) for test in tests)
            yield from self._checked(_once(found), question.texts if unheard else self._to_check(question))

    def _fitting(self, ids: Sequence[int], conditions: Sequence[Condition]) -> list[int]:
        sql, values = list_sql.fitting(self._table, conditions)
        fit = {row[0] for row in self._read.connection.execute(sql, (json.dumps(ids), *values))}
        return [id_ for id_ in ids if id_ in fit]

    def _flags(self, drivers: Sequence[Driver]) -> bytearray | None:
        """For every id whether all these drivers yield it: 1 or 0. None if there is no driver."""
        # identifiers: names declared in list_tables.py
        flags: bytearray | None = None
        size = self._one((f"SELECT max(id) FROM {self._table.table}", ())) + 1 if drivers else 0
        for driver in drivers:
            found = bytearray(size)
            for batch in self._batches(list_sql.members(self._table, driver)):
                for id_ in batch:
                    found[id_] = 1
            flags = _both(flags, found) if flags else found
        return flags

    def _checked(self, batches: Batches, tests: Sequence[TextTest]) -> Batches:
        """Of the ids those whose texts hold the words, in the same order."""
        if not tests:
            yield from batches
            return
        looked = [(test.words, test.fields or self._table.searched) for test in tests]
        texts = self._texts({name for _words, names in looked for name in names})
        for batch in batches:
            at = 0
            while at < len(batch):
                whole = self._look if not self._looks_in_vain else None
                look, together = (whole, LOOKED_AT) if whole else (texts, LOOKED_THROUGH if self._look else BATCH)
                part = batch[at : at + together]
                at += len(part)
                fit = {
                    row["id"]
                    for row in look(part)
                    if all(is_found(words, [row[name] for name in names if row[name]]) for words, names in looked)
                }
                self._looks_in_vain |= whole is not None and 2 * len(fit) < len(part)
                yield [id_ for id_ in part if id_ in fit]

    def _texts(self, names: set[str]) -> Look:
        """Reads some texts of rows and nothing else."""
        statement = self._table.texts_of(sorted(names))
        return lambda ids: self._read.rows(statement, (json.dumps(list(ids)),))

    # --- reading ----------------------------------------------------------------------------------------------------

    def _batches(self, statement: Statement) -> Batches:
        """Ids of a statement; the first batches are small, for the first rows are awaited."""
        with closing(self._read.connection.execute(*statement)) as cursor:
            size = 210
            while rows := cursor.fetchmany(size):
                yield [row[0] for row in rows]
                size = min(2 * size, BATCH)

    def _one(self, statement: Statement) -> int:
        return int(self._read.scalar(*statement) or 0)

    def _size(self, driver: Driver, most: int) -> int:
        return self._one(list_sql.count(self._table, driver, most)) if self._is_quick(driver) else most

    def _is_quick(self, driver: Driver) -> bool:
        """Whether an index says which rows a driver yields."""
        return isinstance(driver, str) or list_sql.is_found_by_index(self._table, driver)


def _without(drivers: Sequence[Driver], one: Driver) -> list[Driver]:
    return [driver for driver in drivers if driver is not one]


def joined(conditions: Sequence[Condition]) -> list[Condition]:
    """A lower and an upper bound of one field become one condition, which an index answers much more narrowly."""
    left = list(conditions)
    made: list[Condition] = []
    for lower in [condition for condition in conditions if condition.operator == "from"]:
        upper = next((one for one in left if one.operator == "to" and one.field == lower.field), None)
        if upper is not None:
            left.remove(lower)
            left.remove(upper)
            made.append(Condition(lower.field, "between", (lower.value, upper.value)))
    return left + made


def _both(one: bytearray, other: bytearray) -> bytearray:
    joined = int.from_bytes(one, "little") & int.from_bytes(other, "little")
    return bytearray(joined.to_bytes(len(one), "little"))


def _once(batch: Sequence[int]) -> Batches:
    yield batch
