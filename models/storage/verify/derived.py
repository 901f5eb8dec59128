"""Derived tables computed again from what they are derived from, and compared (K-11).

Each derived table belongs to exactly one comparer of `COMPARERS`; a test holds it together with `tables.DERIVED`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from models.storage.verify.derived_lists import compare_counter, compare_labels, compare_lists
from models.storage.verify.derived_texts import compare_keys, compare_search
from models.storage.verify.findings import Finding, Outcome, Watch
from models.storage.verify.primitives import Connection, Register, parse
from models.storage.verify.schema import table_names

PIECE = 2000

Compare = Callable[[Register, Outcome, Watch], None]


@dataclass(frozen=True)
class Comparer:
    """One or several derived tables and how they are compared: pieces in short read transactions (`register.snapshot`),
    findings `DERIVED_DIFFERS` with the table's name and row id into the outcome, progress told by `watch.at`."""

    name: str
    tables: tuple[str, ...]
    compare: Compare


def compare_derived(register: Register, outcome: Outcome, watch: Watch) -> None:
    """Run every comparer whose tables this version of the schema has."""
    there = table_names(register.version)
    for at, comparer in enumerate(COMPARERS):
        watch.at(comparer.name, at, len(COMPARERS))
        if there.issuperset(comparer.tables):
            comparer.compare(register, outcome, watch)


def compare_entry_list(register: Register, outcome: Outcome, watch: Watch) -> None:
    """The list of entries is the payloads' act, actor, time, subject and act id."""
    after = 0
    while True:
        with register.snapshot() as connection:
            numbers = [row[0] for row in connection.execute(
                "SELECT number FROM entry WHERE number > ? ORDER BY number LIMIT ?", (after, PIECE))]  # fmt: skip
            last = numbers[-1] if len(numbers) == PIECE else 1 << 62
            found = list(_merge_entry_list(connection, after, last))
        outcome.add(*found)
        outcome.derived_rows += len(numbers)
        watch.at("entry_list", after, after + len(numbers))
        if last == 1 << 62:
            return
        after = last


def _merge_entry_list(connection: Connection, after: int, last: int) -> Iterator[Finding]:
    span = (after, last)
    listed = connection.execute(
        "SELECT number, act, actor, time, subject, act_id FROM entry_list WHERE number > ? AND number <= ? ORDER BY number", span
    )
    row = listed.fetchone()
    for number, data in connection.execute(
        "SELECT number, payload FROM entry WHERE number > ? AND number <= ? ORDER BY number", span
    ):
        while row is not None and row[0] < number:
            yield Finding(0, "DERIVED_DIFFERS", "entry_list", row[0])
            row = listed.fetchone()
        if row is None or row[0] != number or tuple(row) != (number, *_listed(data)):
            yield Finding(number, "DERIVED_DIFFERS", "entry_list", number)
        if row is not None and row[0] == number:
            row = listed.fetchone()
    while row is not None:
        yield Finding(0, "DERIVED_DIFFERS", "entry_list", row[0])
        row = listed.fetchone()


def _listed(data: bytes) -> tuple[Any, ...]:
    try:
        payload = parse(data)
        return tuple(payload[name] for name in ("act", "actor", "time", "subject", "act_id"))
    except (ValueError, KeyError, TypeError):
        return ()


COMPARERS: tuple[Comparer, ...] = (
    Comparer("entry_list", ("entry_list",), compare_entry_list),
    Comparer("lists", ("carrier_list", "document_list"), compare_lists),
    Comparer("counter", ("carrier_counter",), compare_counter),
    Comparer("labels", ("label",), compare_labels),
    Comparer("keys", ("carrier_keys", "document_keys"), compare_keys),
    Comparer("search", ("carrier_search", "document_search"), compare_search),
)
