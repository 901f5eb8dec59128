"""Questions about some rows look these rows up, however large the register is: they never go through a whole table."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from models.services.office import Office
from models.storage import destruction_queries, handover_queries, import_queries
from models.storage.store import Reader

STORAGE = Path(__file__).parents[2] / "models" / "storage"
ASKED: dict[str, Any] = {
    "open_loans_of": lambda read: destruction_queries.open_loans_of(read, [1, 2]),
    "open_batches_of": lambda read: destruction_queries.open_batches_of(read, [1, 2]),
    "missing_and_open": lambda read: destruction_queries.missing_and_open(read, [1, 2]),
    "open_lists_of": lambda read: handover_queries.open_lists_of(read, [1, 2]),
    "known_of": lambda read: import_queries.known_of(read, ["a"], ["b"], ["c"]),
}


def test_a_list_of_ids_is_always_the_outer_loop() -> None:
    """Without CROSS the planner may go through all open loans and look each up in the list of ids."""
    found = {path.name for path in STORAGE.rglob("*.py") if re.search(r"json_each\(\?\) \w+ JOIN", path.read_text("utf-8"))}
    assert found == set()


@pytest.mark.parametrize("name", ASKED)
def test_the_rows_asked_for_are_looked_up(office: Office, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    plans: list[str] = []
    rows = Reader.rows

    def explained(self: Reader, sql: str, values: Any = ()) -> Any:
        plans.extend(row["detail"] for row in rows(self, f"EXPLAIN QUERY PLAN {sql}", values))
        return rows(self, sql, values)

    monkeypatch.setattr(Reader, "rows", explained)
    ASKED[name](office.read)
    assert plans and not [line for line in plans if re.match(r"SCAN (?!j )", line)], plans
    assert not [line for line in plans if "loans_open" in line], plans
