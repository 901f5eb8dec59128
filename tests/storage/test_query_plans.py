"""Questions about some rows look these rows up, however large the register is: they never go through a whole table."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from models.services.office import Office
from models.storage import destruction_queries, handover_queries, import_queries
from models.storage.store import Reader
from models.storage.verify import surroundings
from models.storage.verify.findings import Outcome, Watch
from models.storage.verify.primitives import Register

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


def test_changes_without_an_entry_are_found_by_their_index(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is looked at on every unlock: not by going through all changes."""
    register = Register(office.vault.folder, office.vault.key)
    asked: list[tuple[str, Any]] = []
    try:
        outcome = Outcome()
        register.connection.set_trace_callback(lambda sql: asked.append((sql, ())))
        surroundings.check_strays(register, outcome, Watch())
        register.connection.set_trace_callback(None)
        plans = [row[3] for sql, _values in asked if "FROM changes" in sql
                 for row in register.connection.execute(f"EXPLAIN QUERY PLAN {sql}")]  # fmt: skip
    finally:
        register.close()
    assert len(plans) == 2 and all(re.match(r"SEARCH changes USING (COVERING )?INDEX changes_in_order \(entry", line) for line in plans), plans
    assert outcome.count == 0
