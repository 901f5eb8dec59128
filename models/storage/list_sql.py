"""The statements of a list with a list table: walking a sort index, gathering few rows and sorting them, counting.

Names of tables, columns and indexes come from `list_tables.py`; every value is a parameter. Absent values stand last in
both directions; equal ones stand in order of the row's id, in the same direction.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.storage.list_tables import ListTable
from models.storage.questions import Condition, Order

Statement = tuple[str, tuple[Any, ...]]


def test(condition: Condition) -> Statement:
    """A condition on the row `c` as SQL."""
    column, value = f"c.{condition.field}", condition.value
    match condition.operator:
        case "is" if value is None:
            return f"{column} IS NULL", ()
        case "is":
            return f"{column} = ?", (value,)
        case "in":
            return f"{column} IN ({', '.join('?' * len(value))})", tuple(value)
        case "from":
            return f"{column} >= ?", (value,)
        case "to":
            return f"{column} <= ?", (value,)
        case "empty":
            return f"{column} IS NULL", ()
        case "filled":
            return f"{column} IS NOT NULL", ()
        case "no":
            return f"coalesce({column}, 0) = 0", ()
    raise KeyError(condition.operator)


def tests(conditions: Sequence[Condition]) -> Statement:
    """All of them, to be put behind another condition."""
    made = [test(condition) for condition in conditions]
    return "".join(f" AND {sql}" for sql, _values in made), tuple(value for _sql, values in made for value in values)


def index_of(table: ListTable, column: str) -> str:
    """The index on a column."""
    return f"{table.table}_by_{column}"


def walk(table: ListTable, order: Order, conditions: Sequence[Condition]) -> list[Statement]:
    """The ids in order along the sort's index: rows that have a value, then those that have none."""
    more, values = tests(conditions)
    way = order.way
    if order.field == "id":
        return [(f"SELECT c.id FROM {table.table} c WHERE 1{more} ORDER BY c.id {way}", values)]
    column = table.by_name[order.field]
    if column.link:
        have = (
            f"SELECT c.id FROM label l INDEXED BY label_in_order CROSS JOIN {table.table} c"
            f" INDEXED BY {index_of(table, column.name)} ON c.{column.name} = l.id"
            f" WHERE l.ledger = ?{more} ORDER BY l.sort {way}, l.id {way}, c.id {way}"
        )
        first: Statement = (have, (column.link, *values))
    else:
        have = (
            f"SELECT c.id FROM {table.table} c INDEXED BY {index_of(table, column.name)}"
            f" WHERE c.{column.name} IS NOT NULL{more} ORDER BY c.{column.name} {way}, c.id {way}"
        )
        first = (have, values)
    if column.always:
        return [first]
    lack = f"SELECT c.id FROM {table.table} c WHERE c.{column.name} IS NULL{more} ORDER BY c.id {way}"
    return [first, (lack, values)]


def part_of_walk(table: ListTable, order: Order, conditions: Sequence[Condition], steps: int) -> Statement:
    """As the first statement of `walk`, but it looks at no more than `steps` rows of the index."""
    whole, first_values = walk(table, order, ())[0]
    more, values = tests(conditions)
    inner = whole.replace("SELECT c.id FROM", f"SELECT {', '.join(f'c.{name}' for name in _used(conditions))} FROM", 1)
    return f"SELECT c.id FROM ({inner} LIMIT ?) c WHERE 1{more}", (*first_values, steps, *values)


def _used(conditions: Sequence[Condition]) -> list[str]:
    return list(dict.fromkeys(("id", *(condition.field for condition in conditions))))


def gather(
    table: ListTable, order: Order, driver: Condition | str, conditions: Sequence[Condition], limit: int | None
) -> Statement:
    """The ids of the rows that a driver yields, sorted. The driver is a condition (its index) or an FTS5 expression."""
    column = table.by_name.get(order.field)
    way = order.way
    values: tuple[Any, ...] = ()
    label = by = ""
    if column is None:
        by = f"c.id {way}"
    elif column.link:
        label = f" LEFT JOIN label l ON l.ledger = ? AND l.id = c.{column.name}"
        values = (column.link,)
        by = f"c.{column.name} IS NULL, l.sort {way}, l.id {way}, c.id {way}"
    else:
        by = f"c.{column.name} IS NULL, c.{column.name} {way}, c.id {way}"
    source, where, own = _driven(table, driver)
    more, others = tests([condition for condition in conditions if condition is not driver])
    sql = f"SELECT c.id FROM {source}{label} WHERE {where}{more} ORDER BY {by}"
    return (sql if limit is None else f"{sql} LIMIT {limit:d}"), (*values, *own, *others)


def hits_in_order(table: ListTable, match: str, conditions: Sequence[Condition], ascending: bool) -> Statement:
    """The ids of the search's hits in the order of the index (`table.position`)."""
    source, where, own = _driven(table, match)
    more, others = tests(conditions)
    way = "ASC" if ascending else "DESC"
    return f"SELECT c.id FROM {source} WHERE {where}{more} ORDER BY s.rowid {way}", (*own, *others)


def count(table: ListTable, driver: Condition | str, most: int | None = None) -> Statement:
    """How many rows a driver yields, counting no further than `most`."""
    limit = "" if most is None else f" LIMIT {most:d}"
    if isinstance(driver, str):
        inner = f"SELECT 1 FROM {table.search} s WHERE s.{table.search} MATCH ?{limit}"
        return f"SELECT count(*) FROM ({inner})", (driver,)
    source, where, own = _driven(table, driver)
    return f"SELECT count(*) FROM (SELECT 1 FROM {source} WHERE {where}{limit})", own


def members(table: ListTable, driver: Condition | str) -> Statement:
    """The ids that a driver yields, in no order."""
    source, where, own = _driven(table, driver)
    return f"SELECT c.id FROM {source} WHERE {where}", own


def is_found_by_index(table: ListTable, condition: Condition) -> bool:
    """Whether the rows of a condition can be found without looking at all rows."""
    if condition.operator == "no":
        return False
    asks_for_none = condition.operator == "empty" or (condition.operator == "is" and condition.value is None)
    return not (asks_for_none and table.by_name[condition.field].sparse)


def _driven(table: ListTable, driver: Condition | str) -> tuple[str, str, tuple[Any, ...]]:
    if isinstance(driver, str):
        source = f"{table.search} s CROSS JOIN {table.table} c ON c.{table.position} = s.rowid"
        return source, f"s.{table.search} MATCH ?", (driver,)
    sql, values = test(driver)
    forced = f" INDEXED BY {index_of(table, driver.field)}" if is_found_by_index(table, driver) else ""
    return f"{table.table} c{forced}", sql, values
