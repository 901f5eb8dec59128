"""What the schema must be: the tables, indexes and triggers that the numbered migrations make (K-10, K-11)."""

from __future__ import annotations

import re
from pathlib import Path

from sqlcipher3 import dbapi2

from models.storage.verify.findings import Finding, Outcome, Watch
from models.storage.verify.fold import Table
from models.storage.verify.primitives import Connection, Register

_JOURNALLED = """
    SELECT t.name FROM sqlite_master t JOIN sqlite_master g ON g.type = 'trigger' AND g.tbl_name = t.name
    WHERE t.type = 'table' AND g.name = t.name || '_keep_rows' ORDER BY t.rowid
"""
MIGRATIONS = Path(__file__).parents[1] / "migrations"


def expected_schema(version: int) -> Connection:
    """An empty register in memory, as the numbered migrations up to `version` make it."""
    made: Connection = dbapi2.connect(":memory:", isolation_level=None)
    for path in sorted(MIGRATIONS.glob("[0-9][0-9][0-9][0-9]_*.sql"))[:version]:
        made.executescript(path.read_text("utf-8"))
    return made


def check_schema(register: Register, outcome: Outcome, watch: Watch) -> None:
    """Tables, indexes and triggers are exactly those that the migrations make."""
    watch.at("schema", 0, 1)
    expected = expected_schema(register.version)
    try:
        wanted = _objects(expected)
    finally:
        expected.close()
    with register.snapshot() as connection:
        found = _objects(connection)
    for name in sorted(wanted.keys() | found.keys()):
        if wanted.get(name) != found.get(name):
            outcome.add(Finding(0, "SCHEMA_DIFFERS", name[1]))


def table_names(version: int) -> set[str]:
    """All tables of a schema version."""
    expected = expected_schema(version)
    try:
        return {row[0] for row in expected.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    finally:
        expected.close()


def journalled_tables(version: int) -> list[Table]:
    """The journalled tables of a schema version with their columns: those whose rows its migrations keep from deletion."""
    # identifiers: tables of the migrations
    expected = expected_schema(version)
    try:
        found = []
        for (name,) in expected.execute(_JOURNALLED).fetchall():
            columns = [row[1] for row in expected.execute(f"PRAGMA table_info({name})") if row[1] != "id"]
            found.append(Table(name, columns))
        return found
    finally:
        expected.close()


def _objects(connection: Connection) -> dict[tuple[str, str], str]:
    """What stands in the schema, its text without comments and layout; SQLite's own objects left out."""
    return {
        (kind, name): _plain(sql)
        for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master")
        if not name.startswith("sqlite_")
    }


def _plain(sql: str | None) -> str:
    return re.sub(r"\s+", " ", re.sub(r"--[^\n]*", "", sql or "")).strip()
