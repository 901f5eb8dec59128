"""The statements of a list with list tables: walking a sort index, gathering few rows and sorting them, counting.

Names of tables, columns and indexes come from `list_tables.py`; every value is a parameter. Absent values stand last in
both directions; equal ones stand in the order of the rows' numbers, in the same direction. Conditions and orders come here
in the terms of the list tables (`ListTable.translate`). In a statement `c` is a row of the facts, `k` of the sort keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.storage.list_tables import CARRIER_LIST, IN_BOOK_PLACES, ListTable
from models.storage.questions import Condition, Order

Statement = tuple[str, tuple[Any, ...]]
Driver = Condition | str  # what yields rows: a condition, or the expression of a search


def test(table: ListTable, condition: Condition) -> Statement:
    """A condition as SQL."""
    column, value = _ref(table, condition.field), condition.value
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
        case "between":
            return f"{column} BETWEEN ? AND ?", tuple(value)
        case "empty":
            return f"{column} IS NULL", ()
        case "filled":
            return f"{column} IS NOT NULL", ()
        case "no":
            return f"coalesce({column}, 0) = 0", ()
    raise KeyError(condition.operator)


def asks_for_none(condition: Condition) -> bool:
    """Whether rows without a value fit."""
    return condition.operator in ("empty", "no") or (condition.operator == "is" and condition.value is None)


def is_in_book(condition: Condition) -> bool:
    """Whether only carriers in the book fit: their `review_on` is their `expires_on`."""
    if condition.field != "state" or condition.operator not in ("is", "in") or condition.value is None:
        return False
    return IN_BOOK_PLACES.issuperset(condition.value if condition.operator == "in" else (condition.value,))


def is_found_by_index(table: ListTable, condition: Condition) -> bool:
    """Whether an index alone says which rows fit."""
    return condition.operator != "no" and not (asks_for_none(condition) and table.by_name[condition.field].sparse)


def walk(table: ListTable, order: Order, within: Condition | None = None, among: str = "") -> list[Statement]:
    """The ids in order along the sort's index alone: rows that have a value, then those that have none.

    `within` is a condition on the sorted column itself: then only that part is walked. The index of a sparse column
    does not know the rows without a value: then the second statement yields all rows, in the order of their numbers.
    `among` is a JSON array: of the rows that a sorted link points to, only these are walked.
    """
    # identifiers: names declared in list_tables.py
    tie = f"{_side(table, order.field)}.{table.position} {order.way}"
    if order.field == "id":
        return [(f"SELECT c.id FROM {table.table} c ORDER BY c.id {order.way}", ())]
    column = table.by_name[order.field]
    source, side = _indexed(table, column.name), _side(table, column.name)
    where, values = test(table, within) if within else (f"{side}.{column.name} IS NOT NULL", ())
    parts: list[Statement] = []
    if column.link:
        from_label = f"label l INDEXED BY label_in_order CROSS JOIN {source} ON {side}.{column.name} = l.id"
        by = f"l.sort {order.way}, l.id {order.way}, {tie}"
        if among:
            where, values = f"l.id IN (SELECT value FROM json_each(?)) AND {where}", (among, *values)
        parts.append((f"SELECT {side}.id FROM {from_label} WHERE l.ledger = ? AND {where} ORDER BY {by}", (column.link, *values)))
    else:
        by = f"{side}.{column.name} {order.way}, {tie}"
        parts.append((f"SELECT {side}.id FROM {source} WHERE {where} ORDER BY {by}", values))
    if column.sparse and not within:
        parts += walk(table, Order(table.position, order.ascending))
    elif not column.always and not within:
        parts.append((f"SELECT {side}.id FROM {source} WHERE {side}.{column.name} IS NULL ORDER BY {tie}", ()))
    return parts


def hits_in_order(table: ListTable, driver: Driver, ascending: bool) -> Statement:
    """The ids that a driver yields in the order of their numbers (`table.position`)."""
    # identifiers: names declared in list_tables.py
    source, where, values, side = _driven(table, driver)
    by = "s.rowid" if isinstance(driver, str) else f"{side}.{table.position}"
    return f"SELECT {side}.id FROM {source} WHERE {where} ORDER BY {by} {'ASC' if ascending else 'DESC'}", values


def gather(table: ListTable, order: Order, driver: Driver, conditions: Sequence[Condition], limit: int | None) -> Statement:
    """The ids of the rows that a driver yields and that meet the conditions, sorted."""
    # identifiers: names declared in list_tables.py
    source, where, own, side = _driven(table, driver)
    others = [condition for condition in conditions if condition is not driver]
    column = table.by_name.get(order.field)
    sides = {_side(table, condition.field) for condition in others} | {_side(table, order.field)}
    source += "".join(_joined(table, other, side) for other in sorted(sides - {side}))
    tie = f"{side}.{table.position} {order.way}"
    values: tuple[Any, ...] = ()
    by = tie
    if column and column.link:
        source += f" LEFT JOIN label l ON l.ledger = ? AND l.id = c.{column.name}"
        values = (column.link,)
        by = f"c.{column.name} IS NULL, l.sort {order.way}, l.id {order.way}, {tie}"
    elif column:
        by = f"{_ref(table, column.name)} IS NULL, {_ref(table, column.name)} {order.way}, {tie}"
    more, tested = _tests(table, others)
    sql = f"SELECT {side}.id FROM {source} WHERE {where}{more} ORDER BY {by}"
    return (sql if limit is None else f"{sql} LIMIT {limit:d}"), (*values, *own, *tested)


def fitting(table: ListTable, conditions: Sequence[Condition]) -> Statement:
    """Of the ids given as a JSON array (the first value) those that meet the conditions."""
    # identifiers: names declared in list_tables.py
    sides = {_side(table, condition.field) for condition in conditions}
    side = "c" if "c" in sides else "k"
    source = f"json_each(?) j CROSS JOIN {table.table if side == 'c' else table.keys} {side} ON {side}.id = j.value"
    source += "".join(_joined(table, other, side) for other in sorted(sides - {side}))
    more, values = _tests(table, conditions)
    return f"SELECT {side}.id FROM {source} WHERE 1{more}", values


def count(table: ListTable, driver: Driver, most: int | None = None) -> Statement:
    """How many rows a driver yields, counting no further than `most`."""
    # identifiers: names declared in list_tables.py
    limit = "" if most is None else f" LIMIT {most:d}"
    if isinstance(driver, str):
        source, where, values = f"{table.search} s", f"s.{table.search} MATCH ?", (driver,)
    else:
        source, where, values, _side_of = _driven(table, driver)
    return f"SELECT count(*) FROM (SELECT 1 FROM {source} WHERE {where}{limit})", values


def shelves_with(conditions: Sequence[Condition]) -> Statement | None:
    """The shelves on which carriers meet the conditions on state and mark, by the counters; None if there are none such."""
    # identifiers: names declared in list_tables.py
    made = [test(CARRIER_LIST, condition) for condition in conditions if condition.field in ("state", "mark")]
    if not made or any(asks_for_none(condition) for condition in conditions if condition.field == "state"):
        return None
    where = "".join(f" AND {sql}" for sql, _values in made)
    values = tuple(value for _sql, values in made for value in values)
    return f"SELECT DISTINCT c.shelf_id FROM carrier_counter c WHERE c.shelf_id > 0{where}", values


def members(table: ListTable, driver: Driver) -> Statement:
    """The ids that a driver yields, in no order."""
    # identifiers: names declared in list_tables.py
    source, where, values, side = _driven(table, driver)
    return f"SELECT {side}.id FROM {source} WHERE {where}", values


def _tests(table: ListTable, conditions: Sequence[Condition]) -> Statement:
    # identifiers: names declared in list_tables.py
    made = [test(table, condition) for condition in conditions]
    return "".join(f" AND {sql}" for sql, _values in made), tuple(value for _sql, values in made for value in values)


def _side(table: ListTable, column: str) -> str:
    return "k" if column in table.by_name and table.by_name[column].texts else "c"


def _ref(table: ListTable, column: str) -> str:
    return f"{_side(table, column)}.{column}"


def _joined(table: ListTable, side: str, to: str) -> str:
    return f" CROSS JOIN {table.table if side == 'c' else table.keys} {side} ON {side}.id = {to}.id"


def _indexed(table: ListTable, column: str) -> str:
    """The table of a column under its letter, bound to the column's index."""
    side = _side(table, column)
    name = table.table if side == "c" else table.keys
    return f"{name} {side} INDEXED BY {name}_by_{column}"


def _driven(table: ListTable, driver: Driver) -> tuple[str, str, tuple[Any, ...], str]:
    """Source, condition, values and letter of what a driver yields."""
    if isinstance(driver, str):
        source = f"{table.search} s CROSS JOIN {table.table} c ON c.{table.position} = s.rowid"
        return source, f"s.{table.search} MATCH ?", (driver,), "c"
    sql, values = test(table, driver)
    side = _side(table, driver.field)
    if is_found_by_index(table, driver):
        return _indexed(table, driver.field), sql, values, side
    return f"{table.table if side == 'c' else table.keys} {side}", sql, values, side
