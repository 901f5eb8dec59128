"""Numbered migrations: each a readable SQL file, run once, in one transaction with the version it leads to (K-10)."""

from __future__ import annotations

from pathlib import Path

from models.domain.errors import UserError
from models.domain.text import T
from models.storage.connection import Connection

FOLDER = Path(__file__).with_name("migrations")


def files() -> list[Path]:
    """The migration files in order; number n leads to schema version n."""
    found = sorted(FOLDER.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    if [int(path.name[:4]) for path in found] != list(range(1, len(found) + 1)):
        raise AssertionError("migrations are not numbered 1, 2, 3 …")
    return found


def version_of(connection: Connection) -> int:
    """The schema version of an open register."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def newest() -> int:
    """The schema version this program works with."""
    return len(files())


def refuse_newer(connection: Connection) -> None:
    """A register of a newer program is not touched; the sentence names both versions."""
    theirs, ours = version_of(connection), newest()
    if theirs > ours:
        raise UserError(
            "NEWER_SCHEMA",
            T("error", "登记库是第 {theirs} 版，本程序只认识到第 {ours} 版。", theirs=theirs, ours=ours),
            T("error", "库没有改动。"),
            T("error", "请用更新版本的程序打开。"),
        )


def statements(script: str) -> list[str]:
    """Split a migration into statements; `executescript` would commit behind our back (`platform.md` 11)."""
    found, current = [], ""
    for line in script.splitlines():
        bare = line.split("--", 1)[0].rstrip()
        if not bare:
            continue
        current += bare + "\n"
        inside_trigger = current.lstrip().upper().startswith("CREATE TRIGGER")
        if bare.endswith(";") and (not inside_trigger or bare.endswith("END;")):
            found.append(current.strip())
            current = ""
    if current.strip():
        raise AssertionError("a migration ends within a statement")
    return found


def upgrade(connection: Connection) -> list[str]:
    """Run what is missing inside the caller's transaction; the names of the files that ran."""
    ran = []
    for path in files()[version_of(connection) :]:
        for statement in statements(path.read_text("utf-8")):
            connection.execute(statement)
        ran.append(path.stem)
    connection.execute(f"PRAGMA user_version = {newest()}")  # identifiers: an int of ours; no parameters here
    return ran
