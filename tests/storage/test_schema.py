"""The tables: each of one kind, each as its ledger declares it, none ever overwritten or emptied (K-10, K-11)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.domain.errors import UserError
from models.ledgers import ALL, Kind
from models.storage import migrate
from models.storage.connection import Connection, DatabaseError, IntegrityError, connect
from models.storage.tables import COLUMNS, DERIVED, JOURNAL, JOURNALLED, LOCAL
from models.storage.verify.schema import journalled_tables

KEY = bytes(range(32))


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Connection]:
    """A migrated register without a row."""
    connection = connect(tmp_path / "register.db", KEY, create=True)
    connection.execute("BEGIN IMMEDIATE")
    migrate.upgrade(connection)
    connection.execute("COMMIT")
    yield connection
    connection.close()


def _tables(connection: Connection) -> set[str]:
    """All tables; the shadow tables of a full-text index count as the index."""
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    virtual = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")}
    shadows = {name for name in names for owner in virtual if name.startswith(owner + "_")}
    return {name for name in names - shadows if not name.startswith("sqlite_")}


def test_every_table_is_of_exactly_one_kind(empty: Connection) -> None:
    kinds = [*JOURNAL, *JOURNALLED, *DERIVED, *LOCAL]
    assert len(kinds) == len(set(kinds))
    assert _tables(empty) == set(kinds)


@pytest.mark.parametrize("ledger", ALL, ids=lambda ledger: ledger.name)
def test_declaration_and_table_are_the_same(empty: Connection, ledger) -> None:
    found = empty.execute(f"PRAGMA table_info({ledger.name})").fetchall()
    numbers = (Kind.INTEGER, Kind.LINK, Kind.YES_NO)
    declared = [("id", "INTEGER")] + [
        (name, "INTEGER" if field.kind in numbers else "TEXT") for name, field in ledger.fields.items()
    ]
    assert sorted((row[1], row[2]) for row in found) == sorted(declared)
    assert set(COLUMNS[ledger.name]) == {row[1] for row in found}
    assert [row[1] for row in found if row[5]] == ["id"]
    assert all(row[4] is None for row in found)  # no default: entries hold literal values
    sql = empty.execute("SELECT sql FROM sqlite_master WHERE name = ?", (ledger.name,)).fetchone()[0]
    assert sql.rstrip().endswith("STRICT")
    assert not re.search(r"\b(AUTOINCREMENT|CURRENT_\w+|GENERATED|DEFAULT|CHECK|REFERENCES)\b", sql, re.IGNORECASE)


def _insert(connection: Connection, table: str) -> dict[str, object]:
    """One row with a value in every column."""
    kinds = {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info({table})")}
    row = {name: {"INTEGER": 7, "BLOB": b"x"}.get(kind, "x") for name, kind in kinds.items()}
    if table == "changes":
        connection.execute("INSERT INTO entry VALUES (7, x'00', x'00', x'00')")
    names = ", ".join(f'"{name}"' for name in row)
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
    return row


def _first(row: dict[str, object]) -> tuple[str, object]:
    """A column that is no key, and its value."""
    return list(row.items())[-1]


@pytest.mark.parametrize("table", JOURNAL)
@pytest.mark.parametrize("way", ["UPDATE", "UPDATE OF rowid", "DELETE", "REPLACE", "UPSERT", "UPDATE OR REPLACE"])
def test_the_journal_is_never_overwritten(empty: Connection, table: str, way: str) -> None:
    row = _insert(empty, table)
    key = "rowid" if table == "entry" else "entry"
    column, value = _first(row)
    names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
    conflict = "(number)" if table == "entry" else "(ledger, id, entry, seq)"
    statements = {
        "UPDATE": (f'UPDATE {table} SET "{column}" = ?', (value,)),
        "UPDATE OF rowid": (f"UPDATE {table} SET {key} = {key} + 1", ()),
        "DELETE": (f"DELETE FROM {table}", ()),
        "REPLACE": (f"REPLACE INTO {table} ({names}) VALUES ({marks})", tuple(row.values())),
        "UPSERT": (f'INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT {conflict} DO UPDATE SET "{column}" = excluded."{column}"',
                   tuple(row.values())),
        "UPDATE OR REPLACE": (f'UPDATE OR REPLACE {table} SET "{column}" = ?', (value,)),
    }  # fmt: skip
    _refused(empty, table, *statements[way])


@pytest.mark.parametrize("table", JOURNALLED)
@pytest.mark.parametrize("way", ["DELETE", "REPLACE", "UPDATE OF rowid", "UPDATE OF id", "UPSERT of id"])
def test_a_row_of_a_ledger_is_never_deleted_or_renumbered(empty: Connection, table: str, way: str) -> None:
    row = _insert(empty, table)
    names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
    statements = {
        "DELETE": (f"DELETE FROM {table} WHERE id = 7", ()),
        "REPLACE": (f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", tuple(row.values())),
        "UPDATE OF rowid": (f"UPDATE {table} SET rowid = 8", ()),
        "UPDATE OF id": (f"UPDATE {table} SET id = 8", ()),
        "UPSERT of id": (f"INSERT INTO {table} (id) VALUES (7) ON CONFLICT (id) DO UPDATE SET id = 8", ()),
    }
    _refused(empty, table, *statements[way])


@pytest.mark.parametrize(("table", "column"), [("accounts", "name"), ("carriers", "number"), ("shelves", "code")])
def test_a_unique_field_does_not_push_another_row_out(empty: Connection, table: str, column: str) -> None:
    _insert(empty, table)
    _refused(empty, table, f"INSERT OR REPLACE INTO {table} (id, {column}) VALUES (8, 'x')", ())
    empty.execute(f"INSERT INTO {table} (id, {column}) VALUES (9, 'other')")
    _refused(empty, table, f"UPDATE OR REPLACE {table} SET {column} = 'x' WHERE id = 9", ())


def _refused(connection: Connection, table: str, sql: str, values: tuple[object, ...]) -> None:
    before = connection.execute(f"SELECT * FROM {table}").fetchall()
    with pytest.raises(IntegrityError, match=r"APPEND_ONLY|NEVER_DELETED|NEVER_RENUMBERED"):
        connection.execute(sql, values)
    assert connection.execute(f"SELECT * FROM {table}").fetchall() == before


def test_every_connection_is_set_up_the_same(tmp_path: Path, empty: Connection) -> None:
    other = connect(tmp_path / "register.db", KEY, read_only=True)
    for connection in (empty, other):
        settings = {name: connection.execute(f"PRAGMA {name}").fetchone()[0]
                    for name in ("recursive_triggers", "synchronous", "temp_store", "journal_mode")}  # fmt: skip
        assert settings == {"recursive_triggers": 1, "synchronous": 2, "temp_store": 2, "journal_mode": "wal"}
    with pytest.raises(DatabaseError, match="readonly"):
        other.execute("INSERT INTO preference VALUES (1, 'a', 'b')")
    other.close()


def test_a_newer_schema_is_refused_and_both_versions_are_named(empty: Connection) -> None:
    empty.execute(f"PRAGMA user_version = {migrate.newest() + 1}")
    with pytest.raises(UserError) as raised:
        migrate.refuse_newer(empty)
    assert raised.value.code == "NEWER_SCHEMA"
    assert str(migrate.newest() + 1) in str(raised.value.what) and str(migrate.newest()) in str(raised.value.what)


def test_migrations_are_numbered_run_once_and_split_into_whole_statements(empty: Connection) -> None:
    assert migrate.version_of(empty) == migrate.newest() == len(migrate.files())
    empty.execute("BEGIN")
    assert migrate.upgrade(empty) == []
    empty.execute("ROLLBACK")
    script = "-- a comment; with a semicolon\nCREATE TABLE a (b TEXT); -- why\nCREATE TRIGGER t BEFORE DELETE ON a BEGIN\nSELECT 1;\nEND;\n"
    assert [text.split()[1] for text in migrate.statements(script)] == ["TABLE", "TRIGGER"]
    with pytest.raises(AssertionError):
        migrate.statements("CREATE TABLE a (b TEXT)")


def test_a_migration_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    for path in migrate.files():
        (folder / path.name).write_text(path.read_text("utf-8"), "utf-8")
    (folder / f"{migrate.newest() + 1:04d}_bad.sql").write_text("CREATE TABLE new_one (a TEXT);\nCREATE TABLE entry (b TEXT);\n")
    monkeypatch.setattr(migrate, "FOLDER", folder)
    connection = connect(tmp_path / "r.db", KEY, create=True)
    connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseError):
        migrate.upgrade(connection)
    connection.execute("ROLLBACK")
    assert migrate.version_of(connection) == 0 and _tables(connection) == set()
    connection.close()


def test_what_verifies_finds_the_journalled_tables_by_itself() -> None:
    """From the migrations alone: it takes no list from what writes."""
    found = {table.name: ("id", *table.columns) for table in journalled_tables(migrate.newest())}
    assert found.keys() == set(JOURNALLED)
    assert {name: set(columns) for name, columns in found.items()} == {name: set(COLUMNS[name]) for name in JOURNALLED}
    assert {table.name for table in journalled_tables(2)} < set(JOURNALLED)
