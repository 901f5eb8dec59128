"""Answering a list over a million rows: the first rows at once, all ids in order, and how many there are (K-24).

A question has conditions, words of a search and an order. Which way is quickest depends on how many rows each of its
parts yields (`platform.md` 8): few are gathered and sorted; many make the walk along the sort's index short, because one
row in few fits; in between, the walk is tried for some thousand steps first.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from itertools import chain, islice

from models.domain.search_text import is_found
from models.storage import list_sql, search
from models.storage.list_sql import Statement
from models.storage.list_tables import ListTable
from models.storage.questions import Condition, Order, Question, TextTest
from models.storage.store import Reader

FEW = 3_000  # rows that are gathered and sorted within some milliseconds
STEPS = 6_000  # of a walk before another way is looked for
SEVERAL = 60_000  # rows that are still sorted sooner than a walk of a whole index takes
BATCH = 5_000  # ids handed on together
_CHECKED = 400  # rows whose texts are read together

Batches = Generator[Sequence[int], None, None]
Sink = Callable[["array[int]"], None]
Stop = Callable[[], bool]
Driver = Condition | str  # a condition, or the expression of the search


class Finder:
    """Answers questions about one list table over one reader. For one thread."""

    def __init__(self, reader: Reader, table: ListTable) -> None:
        self._read, self._table = reader, table

    def first(self, question: Question, limit: int) -> list[int]:
        """The first ids in order, as soon as possible."""
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
        size, best = self._smallest(drivers, SEVERAL)
        if size <= SEVERAL:
            return sum(len(batch) for batch in self._gather(asked, best, None))
        return sum(self._flags(asked, drivers))

    def _translated(self, question: Question) -> Question | None:
        """The question in the terms of the list table, None if no row can fit.

        A text that the index does not hold must at least be there.
        """
        there = [
            Condition(field, "filled") for test in question.texts if not self._is_indexed(test) for field in test.fields
        ]
        conditions = [*map(self._table.translate, question.conditions), *there]
        if any(condition.operator == "in" and not condition.value for condition in conditions):
            return None
        return Question(tuple(conditions), question.texts, self._table.translate_order(question.order))

    # --- choosing the way -------------------------------------------------------------------------------------------

    def _soon(self, question: Question, limit: int) -> Batches:
        """The first rows soon; the rest may take its time or may be missing."""
        drivers, check = self._drivers(question), self._to_check(question)
        if not drivers:
            return self._walk(question.order, ())
        size, best = self._smallest(drivers, FEW)
        if size <= FEW:
            return self._gather(question, best, limit)
        if isinstance(drivers[0], str):
            if self._in_index_order(question):
                return self._checked(self._hits(question, drivers[0]), check)
            size, best = self._smallest(drivers, SEVERAL)
            if size <= SEVERAL:
                return self._gather(question, best, limit)
            return self._checked(self._walk(question.order, question.conditions), question.texts)
        if check or self._is_sparse(question.order):
            return self._checked(self._walk(question.order, question.conditions), check)
        found = self._ids(list_sql.part_of_walk(self._table, question.order, question.conditions, STEPS))
        if len(found) >= limit:
            return _once(found)
        return self._gather(question, self._smallest(drivers, SEVERAL)[1], limit)

    def _whole(self, question: Question) -> Batches:
        """All rows soon."""
        drivers = self._drivers(question)
        if not drivers:
            return self._walk(question.order, ())
        if len(drivers) == 1 and isinstance(drivers[0], str) and self._in_index_order(question):
            return self._checked(self._hits(question, drivers[0]), self._to_check(question))
        size, best = self._smallest(drivers, SEVERAL)
        if size <= SEVERAL:
            return self._gather(question, best, None)
        return self._flagged_walk(question, drivers)

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

    def _in_index_order(self, question: Question) -> bool:
        return question.order.field == self._table.position

    def _is_sparse(self, order: Order) -> bool:
        """Whether few rows have a value to sort by: the walk is soon among those that have none."""
        if order.field == "id" or self._table.by_name[order.field].always:
            return False
        return self._size(Condition(order.field, "filled"), STEPS + 1) <= STEPS

    # --- the ways ---------------------------------------------------------------------------------------------------

    def _walk(self, order: Order, conditions: Sequence[Condition]) -> Batches:
        for statement in list_sql.walk(self._table, order, conditions):
            yield from self._batches(statement)

    def _gather(self, question: Question, driver: Driver, most: int | None) -> Batches:
        """The rows of one driver, tested by the others and sorted. Without the search index every text is looked at."""
        check = self._to_check(question) if isinstance(driver, str) else question.texts
        limit = None if check else most
        statement = list_sql.gather(self._table, question.order, driver, question.conditions, limit)
        return self._checked(self._batches(statement), check)

    def _hits(self, question: Question, match: str) -> Batches:
        return self._batches(
            list_sql.hits_in_order(self._table, match, question.conditions, question.order.ascending)
        )

    def _flagged_walk(self, question: Question, drivers: Sequence[Driver]) -> Batches:
        """Mark what every driver yields, then walk the whole index and keep what is marked."""
        flags = self._flags(question, drivers)
        for batch in self._walk(question.order, ()):
            kept = [id_ for id_ in batch if flags[id_]]
            if kept:
                yield kept

    def _flags(self, question: Question, drivers: Sequence[Driver]) -> bytearray:
        """For every id whether it fits: 1 or 0."""
        size = (self._one((f"SELECT max(id) FROM {self._table.table}", ())) or 0) + 1
        flags = bytearray(size)
        for place, driver in enumerate(drivers):
            found = bytearray(size)
            for batch in self._batches(list_sql.members(self._table, driver)):
                for id_ in batch:
                    found[id_] = 1
            flags = found if place == 0 else _both(flags, found)
        check = self._to_check(question)
        if check:
            marked = [id_ for id_ in range(size) if flags[id_]]
            flags = bytearray(size)
            for id_ in chain.from_iterable(self._checked(_once(marked), check)):
                flags[id_] = 1
        return flags

    def _checked(self, batches: Batches, tests: Sequence[TextTest]) -> Batches:
        """Of the ids those whose texts hold the words, in the same order."""
        if not tests:
            yield from batches
            return
        names = list(dict.fromkeys(name for test in tests for name in (test.fields or self._table.searched)))
        looked = [(test.words, [names.index(name) + 1 for name in (test.fields or self._table.searched)]) for test in tests]
        statement = self._table.texts_of(names)
        for batch in batches:
            for at in range(0, len(batch), _CHECKED):
                part = batch[at : at + _CHECKED]
                fit = {
                    row[0]
                    for row in self._read.connection.execute(statement, (json.dumps(part),))
                    if all(is_found(words, [row[place] for place in places if row[place]]) for words, places in looked)
                }
                yield [id_ for id_ in part if id_ in fit]

    # --- reading ----------------------------------------------------------------------------------------------------

    def _batches(self, statement: Statement) -> Batches:
        """Ids of a statement; the first batches are small, for the first rows are awaited."""
        with closing(self._read.connection.execute(*statement)) as cursor:
            size = 256
            while rows := cursor.fetchmany(size):
                yield [row[0] for row in rows]
                size = min(2 * size, BATCH)

    def _ids(self, statement: Statement) -> list[int]:
        return [row[0] for row in self._read.connection.execute(*statement)]

    def _one(self, statement: Statement) -> int:
        return int(self._read.scalar(*statement) or 0)

    def _size(self, driver: Driver, most: int) -> int:
        if isinstance(driver, Condition) and not list_sql.is_found_by_index(self._table, driver):
            return most
        return self._one(list_sql.count(self._table, driver, most))


def _both(one: bytearray, other: bytearray) -> bytearray:
    joined = int.from_bytes(one, "little") & int.from_bytes(other, "little")
    return bytearray(joined.to_bytes(len(one), "little"))


def _once(batch: Sequence[int]) -> Batches:
    yield batch
