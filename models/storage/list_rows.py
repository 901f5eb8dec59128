"""Keeping the rows of a list table, its search index and its counters in step with the journalled rows (K-24)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from models.domain.search_text import tokens
from models.storage import search
from models.storage.connection import Connection
from models.storage.list_tables import CARRIER_LIST, Column, ListTable

CHUNK = 500  # rows worked out together
_MADE_TOGETHER = 1000
_INDEX_CHUNK = 20_000  # rows handed to the search index together, in rising order: it writes a segment whenever it falls
Make = Callable[[Any], Any]


class Maker:
    """Makes the list rows of source rows. `facts` are the columns without sort keys, which alone most acts change."""

    def __init__(self, table: ListTable, names: Sequence[str]) -> None:
        self.table = table
        self._at = {name: place for place, name in enumerate(names)}
        self.id_at = self._at["id"]
        self._searched = itemgetter(*(self._at[name] for name in table.searched))
        self._same = itemgetter(self.id_at, *(self._at[column.name] for column in table.same))
        self._facts = [self._making(column) for column in table.facts]
        self._keyed = [self._making(column) for column in table.keyed]
        self._position = None if table.position == "id" else self._making(table.by_name[table.position])

    def facts(self, source: Sequence[Any]) -> list[Any]:
        """Values of the columns `table.names`."""
        return [*self._same(source), *[make(source[at]) for make, at in self._facts]]

    def keys(self, source: Sequence[Any]) -> list[Any]:
        """Values of the columns `table.key_names`."""
        keys = [make(source[at]) for make, at in self._keyed]
        if self._position is None:
            return [source[self.id_at], *keys]
        make, at = self._position
        return [source[self.id_at], make(source[at]), *keys]

    def tokens(self, source: Sequence[Any]) -> str:
        """What the search index takes."""
        return tokens(self._searched(source))

    def _making(self, column: Column) -> tuple[Make, Any]:
        """The function of a column and what of a source row it takes: one value, or a slice of neighbours."""
        first, last = self._at[column.sources[0]], self._at[column.sources[-1]]
        if column.make is None or [self._at[name] for name in column.sources] != list(range(first, last + 1)):
            raise AssertionError(f"the sources of {column.name} are not selected side by side")
        return column.make, first if first == last else slice(first, last + 1)


class Keeper:
    """Refreshes one list table after an act, and makes it anew."""

    def __init__(self, connection: Connection, table: ListTable) -> None:
        self._connection, self._table = connection, table
        self._names = table.names
        self._position_at = table.names.index(table.position)

    def refresh(self, with_texts: Iterable[int], facts_only: Iterable[int]) -> None:
        """Bring the rows of these ids in step; `facts_only` are those whose texts did not change."""
        texts = set(with_texts)
        ids = sorted(texts | set(facts_only))
        leave: list[int] = []
        enter: list[tuple[int, str]] = []
        for at in range(0, len(ids), CHUNK):
            self._refresh(ids[at : at + CHUNK], texts, leave, enter)
            if len(enter) >= _INDEX_CHUNK:
                self._index(leave, enter)
        self._index(leave, enter)

    def rebuild(self) -> None:
        """Make tables, search index and counters anew from the journalled tables. Indexes are made last: that is faster."""
        # identifiers: names declared in list_tables.py
        run = self._connection.execute
        indexes: list[str] = []
        for name in (self._table.table, self._table.keys):
            sql = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
            for index, made_by in run(sql, (name,)).fetchall():
                indexes.append(made_by)
                run(f"DROP INDEX {index}")
            run(f"DELETE FROM {name}")
        search.empty(self._connection, self._table)
        for facts, keys, entries in self._made():
            self._insert(facts, keys)
            self._index([], entries)
        for made_by in indexes:
            run(made_by)
        if self._table is CARRIER_LIST:
            run("DELETE FROM carrier_counter")
            run(
                "INSERT INTO carrier_counter SELECT coalesce(shelf_id, 0), mark, coalesce(state, 0), count(*)"
                " FROM carrier_list GROUP BY 1, 2, 3"
            )

    def _made(self) -> Iterator[tuple[list[list[Any]], list[list[Any]], list[tuple[int, str]]]]:
        # identifiers: names declared in list_tables.py
        cursor = self._connection.execute(self._table.source + self._table.in_order)
        maker = Maker(self._table, [column[0] for column in cursor.description])
        while part := cursor.fetchmany(_MADE_TOGETHER):
            facts = [maker.facts(source) for source in part]
            entries = [(row[self._position_at], maker.tokens(source)) for row, source in zip(facts, part, strict=True)]
            yield facts, [maker.keys(source) for source in part], entries

    def _refresh(self, ids: list[int], texts: set[int], leave: list[int], enter: list[tuple[int, str]]) -> None:
        # identifiers: names declared in list_tables.py
        wanted = json.dumps(ids)
        known, keyed = self._kept(self._table.table, self._names, wanted), {}
        if not texts.isdisjoint(known):
            keyed = self._kept(self._table.keys, self._table.key_names, wanted)
        cursor = self._connection.execute(self._table.source + self._table.only, (wanted,))
        maker = Maker(self._table, [column[0] for column in cursor.description])
        fresh: list[list[Any]] = []
        fresh_keys: list[list[Any]] = []
        for source in cursor.fetchall():
            id_ = source[maker.id_at]
            facts = maker.facts(source)
            if id_ not in known:
                fresh.append(facts)
                fresh_keys.append(maker.keys(source))
                enter.append((facts[self._position_at], maker.tokens(source)))
                continue
            self._update(self._table.table, self._names, known[id_], facts)
            if id_ in texts:
                self._update(self._table.keys, self._table.key_names, keyed[id_], maker.keys(source))
                leave.append(known[id_][self._position_at])
                enter.append((facts[self._position_at], maker.tokens(source)))
        self._insert(fresh, fresh_keys)
        if self._table is CARRIER_LIST:
            self._count(fresh)

    def _kept(self, name: str, columns: Sequence[str], wanted: str) -> dict[int, Sequence[Any]]:
        # identifiers: names declared in list_tables.py
        sql = f"SELECT {', '.join(columns)} FROM {name} WHERE id IN (SELECT value FROM json_each(?))"
        return {row[0]: row for row in self._connection.execute(sql, (wanted,))}

    def _insert(self, facts: list[list[Any]], keys: list[list[Any]]) -> None:
        # identifiers: names declared in list_tables.py
        for name, columns, rows in (
            (self._table.table, self._names, facts),
            (self._table.keys, self._table.key_names, keys),
        ):
            marks = ", ".join("?" * len(columns))
            self._connection.executemany(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})", rows)

    def _update(self, name: str, columns: Sequence[str], before: Sequence[Any], after: Sequence[Any]) -> None:
        """Write the changed columns only: each column more is an index more."""
        # identifiers: names declared in list_tables.py
        changed = {column: new for column, old, new in zip(columns, before, after, strict=True) if new != old}
        if not changed:
            return
        sets = ", ".join(f"{column} = ?" for column in changed)
        self._connection.execute(f"UPDATE {name} SET {sets} WHERE id = ?", (*changed.values(), before[0]))
        if name == CARRIER_LIST.table and not changed.keys().isdisjoint(_COUNTED):
            self._add(self._kind(before), -1)
            self._add(self._kind(after), 1)

    def _count(self, fresh: list[list[Any]]) -> None:
        for kind, count in Counter(map(self._kind, fresh)).items():
            self._add(kind, count)

    def _kind(self, row: Sequence[Any]) -> tuple[int, ...]:
        return tuple(row[self._names.index(name)] or 0 for name in _COUNTED)

    def _add(self, kind: tuple[int, ...], count: int) -> None:
        self._connection.execute(
            "INSERT INTO carrier_counter VALUES (?, ?, ?, ?)"
            " ON CONFLICT (shelf_id, mark, state) DO UPDATE SET carriers = carriers + excluded.carriers",
            (*kind, count),
        )
        if count < 0:
            self._connection.execute(
                "DELETE FROM carrier_counter WHERE shelf_id = ? AND mark = ? AND state = ? AND carriers = 0", kind
            )

    def _index(self, leave: list[int], enter: list[tuple[int, str]]) -> None:
        if leave:
            search.take_out(self._connection, self._table, sorted(leave))
        if enter:
            search.put(self._connection, self._table, sorted(enter))
        leave.clear()
        enter.clear()


_COUNTED = ("shelf_id", "mark", "state")
