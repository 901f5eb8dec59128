"""Keeping the rows of a list table, its search index and its counters in step with the journalled rows (K-24)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from models.storage import search
from models.storage.connection import Connection
from models.storage.list_tables import CARRIER_LIST, Column, ListTable

CHUNK = 500  # rows worked out together
_INDEX_CHUNK = 20_000  # rows handed to the search index together, in rising order: it writes a segment whenever it falls
Make = Callable[[Sequence[Any]], Any]


class Maker:
    """Makes the list rows of source rows. `facts` are the columns without sort keys, which alone most acts change."""

    def __init__(self, table: ListTable, names: Sequence[str]) -> None:
        self.table = table
        self._at = {name: place for place, name in enumerate(names)}
        self.id_at, self._masked_at = self._at["id"], self._at["masked"]
        self._searched_at = [self._at[name] for name in table.searched]
        self._all = [self._maker(column) for column in table.columns]
        self._facts = [make for make, column in zip(self._all, table.columns, strict=True) if not column.texts]
        self.fact_names = [column.name for column in table.columns if not column.texts]
        self.names = [column.name for column in table.columns]

    def row(self, source: Sequence[Any]) -> list[Any]:
        """Values of all columns but the id."""
        return [make(source) for make in self._all]

    def facts(self, source: Sequence[Any]) -> list[Any]:
        """Values of the columns `fact_names`."""
        return [make(source) for make in self._facts]

    def tokens(self, source: Sequence[Any]) -> str:
        """What the search index takes."""
        return search.text_tokens(self.table, source, self._searched_at, bool(source[self._masked_at]))

    def _maker(self, column: Column) -> Make:
        make, at = column.make, [self._at[name] for name in column.sources]
        if len(at) == 1:
            only = at[0]
            return lambda source: make(source[only])
        return lambda source: make(*[source[place] for place in at])


class Keeper:
    """Refreshes one list table after an act, and makes it anew."""

    def __init__(self, connection: Connection, table: ListTable) -> None:
        self._connection, self._table = connection, table
        self._columns = ("id", *(column.name for column in table.columns))

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
        """Make table, index and counters anew from the journalled tables. Indexes are made last: that is faster."""
        run, table = self._connection.execute, self._table.table
        indexes = run(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", (table,)
        ).fetchall()
        for name, _sql in indexes:
            run(f"DROP INDEX {name}")
        run(f"DELETE FROM {table}")
        search.empty(self._connection, self._table)
        for part in self._made():
            self._insert([row for row, _tokens in part])
            self._index([], [(self._position(row), tokens) for row, tokens in part])
        for _name, sql in indexes:
            run(sql)
        if self._table is CARRIER_LIST:
            run("DELETE FROM carrier_counter")
            run(
                "INSERT INTO carrier_counter SELECT coalesce(shelf_id, 0), mark, coalesce(state, 0), count(*)"
                " FROM carrier_list GROUP BY 1, 2, 3"
            )

    def _made(self) -> Iterator[list[tuple[list[Any], str]]]:
        cursor = self._connection.execute(self._table.source + self._table.in_order)
        maker = Maker(self._table, [column[0] for column in cursor.description])
        while part := cursor.fetchmany(_INDEX_CHUNK):
            yield [([source[maker.id_at], *maker.row(source)], maker.tokens(source)) for source in part]

    def _refresh(self, ids: list[int], texts: set[int], leave: list[int], enter: list[tuple[int, str]]) -> None:
        wanted = json.dumps(ids)
        cursor = self._connection.execute(
            f"SELECT {', '.join(self._columns)} FROM {self._table.table} WHERE id IN (SELECT value FROM json_each(?))", (wanted,)
        )
        old = {row[0]: dict(zip(self._columns, row, strict=True)) for row in cursor}
        cursor = self._connection.execute(self._table.source + self._table.only, (wanted,))
        maker = Maker(self._table, [column[0] for column in cursor.description])
        fresh: list[list[Any]] = []
        for source in cursor.fetchall():
            id_ = source[maker.id_at]
            before = old.get(id_)
            if before is None:
                row = [id_, *maker.row(source)]
                fresh.append(row)
                enter.append((self._position(row), maker.tokens(source)))
                continue
            if id_ in texts:
                after = dict(zip(maker.names, maker.row(source), strict=True))
                leave.append(before[self._table.position])
                enter.append((after.get(self._table.position, id_), maker.tokens(source)))
            else:
                after = dict(zip(maker.fact_names, maker.facts(source), strict=True))
            self._update(id_, before, {name: value for name, value in after.items() if value != before[name]})
        self._insert(fresh)
        if self._table is CARRIER_LIST:
            self._count(fresh)

    def _position(self, row: Sequence[Any]) -> int:
        return int(row[self._columns.index(self._table.position)])

    def _insert(self, rows: list[list[Any]]) -> None:
        marks = ", ".join("?" * len(self._columns))
        self._connection.executemany(f"INSERT INTO {self._table.table} VALUES ({marks})", rows)

    def _update(self, id_: int, before: dict[str, Any], changed: dict[str, Any]) -> None:
        """Write the changed columns only: each column more is an index more."""
        if not changed:
            return
        names = ", ".join(f"{name} = ?" for name in changed)
        self._connection.execute(f"UPDATE {self._table.table} SET {names} WHERE id = ?", (*changed.values(), id_))
        if self._table is CARRIER_LIST and not changed.keys().isdisjoint(_COUNTED):
            self._add(before, -1)
            self._add(before | changed, 1)

    def _count(self, fresh: list[list[Any]]) -> None:
        places = [self._columns.index(name) for name in _COUNTED]
        found: dict[tuple[Any, ...], int] = {}
        for row in fresh:
            kind = tuple(row[place] for place in places)
            found[kind] = found.get(kind, 0) + 1
        for kind, count in found.items():
            self._add(dict(zip(_COUNTED, kind, strict=True)), count)

    def _add(self, row: dict[str, Any], count: int) -> None:
        kind = tuple(row[name] or 0 for name in _COUNTED)
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
