"""What the verifier computes for itself: SM3, Ed25519, canonical JSON, and its own way to open a register.

Nothing here comes from the code that writes, so that one mistake cannot hide behind the other (K-10).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlcipher3 import dbapi2

if TYPE_CHECKING:  # the same interface; sqlcipher3 brings no type hints
    from sqlite3 import Connection, DatabaseError
else:
    Connection = dbapi2.Connection
    DatabaseError = dbapi2.DatabaseError

__all__ = ["Connection", "DatabaseError", "Register", "canonical", "fingerprint", "is_signed_by", "parse", "result_code", "sm3"]

ENTRY_PREFIX = b"shoubu/entry/1\0"
STATEMENT_PREFIX = b"shoubu/statement/1\0"
CONTENT_PREFIX = b"shoubu/content/1\0"
# SQLite's result codes that say nothing about the contents: busy, locked, no memory, interrupted, full, not opened
UNREACHABLE = frozenset({5, 6, 7, 9, 13, 14})


def sm3(*parts: bytes) -> bytes:
    """SM3 over the parts in order."""
    digest = hashes.Hash(hashes.SM3())
    for part in parts:
        digest.update(part)
    return digest.finalize()


def fingerprint(value: object) -> str:
    """32 hexadecimal digits by which a stored value or row is known again; it does not tell the value."""
    return sm3(b"shoubu/seen/1\0", repr(value).encode("utf-8", "surrogatepass"))[:16].hex()


def is_signed_by(public: str, message: bytes, signature: bytes) -> bool:
    """True if `signature` is the Ed25519 signature over `message` (prefix included) by the holder of `public` (hex)."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def canonical(value: Any) -> bytes:
    """The canonical spelling of parsed JSON: UTF-8, keys by code point, no white space."""
    return _ENCODER.encode(value).encode("utf-8")


def parse(data: str | bytes) -> Any:
    """Parsed JSON without white space around it; floats, NaN and malformed text raise ValueError."""
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
        value, end = _DECODER.scan_once(text, 0)  # type: ignore[attr-defined]
    except (StopIteration, RecursionError, TypeError) as error:
        raise ValueError("not JSON") from error
    if end != len(text):
        raise ValueError("more than one value")
    return value


def _refuse(text: str) -> NoReturn:
    raise ValueError("a number that has no canonical spelling")


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_DECODER = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse)


def result_code(error: BaseException) -> int:
    """SQLite's primary result code, 0 if it has none."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


class Register:
    """A register opened to read, with a connection of its own for the thread that verifies."""

    def __init__(self, folder: Path, key: bytes) -> None:
        # identifiers: tables and columns of the schema in tables.py
        path = (folder / "register.db").resolve()
        if len(key) != 32:
            raise ValueError("a vault key has 32 bytes")
        self.folder = folder
        self.connection: Connection = dbapi2.connect(
            f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False, timeout=30
        )
        try:
            self.connection.execute("PRAGMA cipher_log_level = NONE")
            self.connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            self.connection.execute("PRAGMA temp_store = MEMORY")
            self.connection.execute("PRAGMA cache_size = -65536")
            self.version = int(self.connection.execute("PRAGMA user_version").fetchone()[0])
        except BaseException:
            self.connection.close()
            raise

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """One short read transaction: what is read inside belongs together."""
        self.connection.execute("BEGIN")
        try:
            yield self.connection
        finally:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")

    def last_entry(self) -> int:
        """Number of the newest entry; 0 for an empty journal."""
        return int(self.connection.execute("SELECT coalesce(max(number), 0) FROM entry").fetchone()[0])

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()
