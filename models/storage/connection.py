"""Opening SQLCipher connections the one way this program opens them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from models.domain.errors import UserError
from models.domain.text import T

if TYPE_CHECKING:  # the same interface; sqlcipher3 brings no type hints
    from sqlite3 import Connection, DatabaseError, IntegrityError, OperationalError
else:
    Connection = dbapi2.Connection
    DatabaseError = dbapi2.DatabaseError
    IntegrityError = dbapi2.IntegrityError
    OperationalError = dbapi2.OperationalError

__all__ = ["Connection", "DatabaseError", "IntegrityError", "OperationalError", "VaultUnreadable", "connect", "unreadable"]

# Every connection: no key or page ever in a log, append-only triggers that REPLACE cannot step around (K-11),
# sort and temporary tables in memory only, and commits that survive a power cut (WAL and FULL, `trust.md` A2).
_SETTINGS = (
    "PRAGMA cipher_log_level = NONE",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -65536",
    "PRAGMA wal_autocheckpoint = 1000",
)


class VaultUnreadable(UserError):
    """The register does not open with this key: it is damaged, or not this vault's file."""


def unreadable(path: Path) -> VaultUnreadable:
    """The sentence for a register file that the right key does not open."""
    return VaultUnreadable(
        "VAULT_DAMAGED",
        T("error", "登记库文件读不出来（{name}），文件已损坏或不属于这个库。", name=path.name),
        T("error", "没有写入任何内容。"),
        T("error", "请不要再改动这个文件夹，用最近一份备份打开，并告知安全保密管理员。"),
    )


def connect(path: Path, key: bytes, *, create: bool = False, read_only: bool = False) -> Connection:
    """Open `path` with the raw 256-bit key. Raises VaultUnreadable if the first page does not decrypt."""
    mode = "rwc" if create else ("ro" if read_only else "rw")
    if create:
        path.touch(mode=0o600)  # the log and its index take over these rights
    try:
        connection: Connection = dbapi2.connect(
            f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False, timeout=10
        )
    except DatabaseError as error:
        raise unreadable(path) from error
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(_key_pragma(key))
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except DatabaseError as error:
        connection.close()
        raise unreadable(path) from error
    for setting in _SETTINGS:
        if not (read_only and "journal_mode" in setting):
            connection.execute(setting)
    return connection


def _key_pragma(key: bytes) -> str:
    if len(key) != 32:
        raise ValueError("a vault key has 32 bytes")
    return f"PRAGMA key = \"x'{key.hex()}'\""  # identifiers: hexadecimal digits; no parameters here
