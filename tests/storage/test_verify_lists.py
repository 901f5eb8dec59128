"""The derived lists: an honest register with carriers, documents, loans and masks has no finding; every column that is
changed, every row taken out or put in, is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.storage.verify import check_all, derived, derived_lists, derived_texts
from tests.offices import copied_vault, opened
from tests.services.processes import make_place
from tests.storage.attacker import Attacker
from tests.storage.scenario import RULES, attacker_of


@pytest.fixture(scope="module")
def register(built_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents of several markings, one 绝密, copies on shelves, on loan, recalled, without a document, with odd numbers."""
    folder = copied_vault(built_vault, tmp_path_factory.mktemp("lists") / "vault")
    with opened(folder, "周敏") as office:
        place = make_place(office)
        shelves = place.furnish(2, 2, limit="TOP_SECRET")
        first = place.carriers(5, shelves[0])
        place.carriers(2, shelves[1], level="CONFIDENTIAL", title="（绝密）以外的〔括号〕第10批ABC，全角１２", remarks="附 3 页")
        place.carriers(1, shelves[2], level="TOP_SECRET", title="不得显示的题名", reason="登记")
        place.carriers(1, None, secret_kind="INTERNAL", level=None, term_kind="NONE", term_amount=None, term_unit=None)
        place.lend(first[0])
        place.lend(first[1])
        office.perform("take_back", carrier_ids=[first[1]], reason="归还")
    return folder


@pytest.fixture
def attacker(register: Path, tmp_path: Path) -> Attacker:
    return attacker_of(copied_vault(register, tmp_path / "vault"))


def found(attacker: Attacker) -> set[tuple[str, str]]:
    return {(one.code, one.ledger) for one in check_all(attacker.folder, attacker.vault_key, RULES).findings}


def test_an_honest_register_has_no_finding(attacker: Attacker) -> None:
    assert found(attacker) == set()


def _columns(table: str) -> list[tuple[str, str]]:
    kinds = {"carrier_list": derived_lists._CARRIERS, "document_list": derived_lists._DOCUMENTS}
    if table in kinds:
        return [(table, name) for name in kinds[table]]
    return [(table, name) for texts in derived_texts.TEXTS if texts.keys_table == table for name in texts.keys]


@pytest.mark.parametrize(("table", "column"), [
    *_columns("carrier_list"), *_columns("document_list"), *_columns("carrier_keys"), *_columns("document_keys"),
    ("label", "words"), ("label", "whole"), ("label", "sort"), ("carrier_counter", "carriers"),
])  # fmt: skip
def test_a_changed_column_is_named(attacker: Attacker, table: str, column: str) -> None:
    other = "x'00ff'" if table.endswith("_keys") or column == "sort" else ("'x'" if table == "label" else "99999999")
    where = "WHERE rowid = (SELECT min(rowid) FROM carrier_list)" if table == "carrier_list" else ""
    if table in ("document_list", "carrier_keys", "document_keys"):
        where = f"WHERE id = (SELECT min(id) FROM {table})"
    elif table == "label":
        where = "WHERE ledger = 'units' OR (ledger = 'rooms' AND id = 1)"
    elif table == "carrier_counter":
        where = "WHERE (shelf_id, mark, state) = (SELECT shelf_id, mark, state FROM carrier_counter LIMIT 1)"
    assert attacker.sql(f"UPDATE {table} SET {column} = {other} {where}") == 1
    assert ("DERIVED_DIFFERS", table) in found(attacker)


def test_every_column_of_the_list_tables_is_compared(attacker: Attacker) -> None:
    with attacker.opened() as connection:
        for table in ("carrier_list", "document_list", "carrier_keys", "document_keys"):
            names = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")} - {"id"}
            compared = {name for _table, name in _columns(table)}
            assert names - compared <= ({"number"} if table == "carrier_keys" else set()), table


@pytest.mark.parametrize("table", ["carrier_list", "document_list", "carrier_keys", "document_keys", "label", "carrier_counter"])
def test_a_row_taken_out_or_put_in_is_named(attacker: Attacker, table: str) -> None:
    assert attacker.sql(f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})"
                        if table not in ("label", "carrier_counter") else
                        f"DELETE FROM {table} WHERE {'ledger' if table == 'label' else 'mark'} = "
                        f"(SELECT max({'ledger' if table == 'label' else 'mark'}) FROM {table})")  # fmt: skip
    assert ("DERIVED_DIFFERS", table) in found(attacker)


def test_a_row_of_nobody_is_named(attacker: Attacker) -> None:
    for statement in (
        "INSERT INTO document_list (id, mark) VALUES (999, 0)", "INSERT INTO document_keys (id) VALUES (999)",
        "INSERT INTO carrier_keys (id, number) VALUES (999, 999)", "INSERT INTO label VALUES ('units', 99, 'x', 'x', x'00')",
        "INSERT INTO carrier_counter VALUES (99, 0, 1, 1)", "INSERT INTO carrier_list (id, number, mark) VALUES (999, 7, 0)",
    ):  # fmt: skip
        attacker.sql(statement)
    tables = {"document_list", "document_keys", "carrier_keys", "label", "carrier_counter", "carrier_list"}
    assert {("DERIVED_DIFFERS", table) for table in tables} <= found(attacker)


@pytest.mark.parametrize(("search", "table", "number"), [("carrier_search", "carrier_list", "number"), ("document_search", "document_list", "id")])
def test_a_row_hidden_from_the_search_is_named(attacker: Attacker, search: str, table: str, number: str) -> None:
    with attacker.opened() as connection:
        position = connection.execute(f"SELECT max({number}) FROM {table}").fetchone()[0]
        connection.execute(f"DELETE FROM {search} WHERE rowid = ?", (position,))
    assert found(attacker) == {("DERIVED_DIFFERS", search)}
    with attacker.opened() as connection:
        connection.execute(f"INSERT INTO {search} (rowid, tokens) VALUES (?, ?)", (position, "别的"))
    assert found(attacker) == {("DERIVED_DIFFERS", search)}


def test_large_registers_are_drawn_by_lot_and_small_ones_compared_whole(attacker: Attacker, monkeypatch: pytest.MonkeyPatch) -> None:
    attacker.sql("UPDATE carrier_keys SET title = x'00ff'")
    whole = check_all(attacker.folder, attacker.vault_key, RULES).count
    monkeypatch.setattr(derived_texts, "SAMPLE", 4)
    monkeypatch.setattr(derived_texts, "BLOCK", 1)
    drawn = check_all(attacker.folder, attacker.vault_key, RULES).count
    assert whole == 9 and 1 <= drawn <= 4


def test_pieces_hold_every_row(attacker: Attacker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derived_lists, "PIECE", 2)
    assert found(attacker) == set()
    attacker.sql("UPDATE carrier_list SET pages = 77 WHERE id IN (2, 5)")
    outcome = check_all(attacker.folder, attacker.vault_key, RULES)
    assert [one.id for one in outcome.findings] == [2, 5]
    assert len({comparer.name for comparer in derived.COMPARERS}) == len(derived.COMPARERS)


def test_loans_are_looked_up_by_their_carrier(attacker: Attacker) -> None:
    """Not by their state: a large register has tens of thousands of open loans, and each carrier would look through them."""
    with attacker.opened() as connection:
        derived_lists.prepare(connection)
        _ledger, wrong = derived_lists._LISTS["carrier_list"]
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {wrong}", (1, 2))]
    assert [line for line in plan if "loans" in line] == ["SEARCH loans USING INDEX loans_by_carrier (carrier_id=?)"] * 2


def test_neighbours_in_the_search_are_asked_for_together(attacker: Attacker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of any size find the same row; a row that is in the index under most of its tokens only is named."""
    with attacker.opened() as connection:
        positions = [row[0] for row in connection.execute("SELECT number FROM carrier_list ORDER BY number")]
        connection.execute("DELETE FROM carrier_search WHERE rowid = ?", (positions[1],))
        row = next(row for row in derived_texts._rows(connection, derived_texts.TEXTS[0], [*range(1, 10)])
                   if row["number"] == positions[1])  # fmt: skip
        tokens = derived_texts.tokens(row[name] for name in derived_texts.TEXTS[0].searched).split()
        connection.execute("INSERT INTO carrier_search (rowid, tokens) VALUES (?, ?)", (positions[1], " ".join(tokens[1:-1])))
    for size in (1, 2, 50):
        monkeypatch.setattr(derived_texts, "BLOCK", size)
        findings = check_all(attacker.folder, attacker.vault_key, RULES).findings
        assert [(one.code, one.ledger, one.id) for one in findings] == [("DERIVED_DIFFERS", "carrier_search", positions[1])], size
