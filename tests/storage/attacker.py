"""One who holds the vault key and one clerk's signing key, knows the program, and writes past it (K-31).

`Journal` is the whole journal as values. After a change it is chained anew: numbers, digests, counts and predecessors are
computed again; what the attacker can sign he signs again, what he cannot keeps its old signature. Tables and derived
tables are made to agree.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.storage import derived
from models.storage.canonical import canonical_bytes, canonical_text
from models.storage.connection import Connection, connect
from models.storage.digests import ENTRY, STATEMENT, SigningKey, sm3
from models.storage.tables import COLUMNS


@dataclass
class Forged:
    """One entry in the attacker's hands."""

    payload: dict[str, Any]
    lines: list[tuple[str, int, dict[str, Any] | str]]  # values, or their text if it is to be spelled otherwise
    signatures: list[bytes]
    was: bytes = b""
    spelled: Callable[[dict[str, Any]], bytes] = canonical_bytes

    @property
    def actor(self) -> int:
        return int(self.payload["actor"])

    def copy(self) -> Forged:
        return copy.deepcopy(self)


@dataclass
class Attacker:
    """`account` and `key` are the clerk's."""

    folder: Path
    vault_key: bytes
    account: int
    key: SigningKey
    entries: list[Forged] = field(default_factory=list)

    @contextmanager
    def opened(self) -> Iterator[Connection]:
        """The register without its triggers; they are put back at the end."""
        connection = connect(self.folder / "register.db", self.vault_key)
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
            for _name, sql in triggers:
                connection.execute(sql)
        except BaseException:
            connection.execute("ROLLBACK") if connection.in_transaction else None
            raise
        finally:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()

    def sql(self, statement: str, *values: Any) -> int:
        """One statement past the program; how many rows it changed."""
        with self.opened() as connection:
            return int(connection.execute(statement, values).rowcount)

    def read(self) -> list[Forged]:
        """The journal as values."""
        connection = connect(self.folder / "register.db", self.vault_key)
        lines: dict[int, list[tuple[str, int, dict[str, Any]]]] = {}
        for ledger, id_, entry, text in connection.execute(
            'SELECT ledger, id, entry, "values" FROM changes ORDER BY entry, seq'
        ):
            lines.setdefault(entry, []).append((ledger, id_, json.loads(text)))
        self.entries = [
            Forged(json.loads(payload), lines.get(number, []),
                   [signature[at : at + 64] for at in range(0, len(signature), 64)], payload)
            for number, payload, signature in connection.execute("SELECT number, payload, signature FROM entry ORDER BY number")
        ]  # fmt: skip
        connection.close()
        return self.entries

    def write(self, *, chain: bool = True, tables: bool = True, links: bool = True) -> None:
        """Write the journal back; with `chain` digests are made to agree first, with `links` also numbers and
        predecessors."""
        if chain:
            self._chain(links)
        with self.opened() as connection:
            connection.execute("DELETE FROM changes")
            connection.execute("DELETE FROM entry")
            for entry in self.entries:
                number, data = entry.payload["number"], entry.spelled(entry.payload)
                row = (number, data, sm3(ENTRY, data), b"".join(entry.signatures))
                connection.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", row)
                for seq, (ledger, id_, values) in enumerate(entry.lines):
                    connection.execute("INSERT INTO changes VALUES (?, ?, ?, ?, ?)",
                                       (ledger, id_, number, seq, _text(values)))  # fmt: skip
            if tables:
                self._fold(connection)
            derived.rebuild(connection)

    def mine(self) -> list[int]:
        """Positions of the entries that the clerk's key signed alone."""
        public = self.key.public.hex()
        return [at for at, entry in enumerate(self.entries) if entry.payload["signers"] == [public]]

    def sign_statement(self, approval: dict[str, Any]) -> None:
        """Sign an approval's statement by the clerk's own key."""
        approval["signature"] = self.key.sign(STATEMENT, approval["statement"].encode()).hex()

    def _chain(self, links: bool) -> None:
        before = bytes(32)
        for number, entry in enumerate(self.entries, 1):
            lines = [
                sm3(f'["{ledger}",{id_},{seq},{_text(values)}]\n'.encode())
                for seq, (ledger, id_, values) in enumerate(entry.lines)
            ]
            entry.payload["changes_digest"] = sm3(*lines).hex()
            if links:
                entry.payload |= {"number": number, "previous": before.hex(), "changes": len(entry.lines)}
            data = entry.spelled(entry.payload)
            if data != entry.was and entry.payload["signers"] == [self.key.public.hex()]:
                entry.signatures = [self.key.sign(ENTRY, data)]
            before = sm3(ENTRY, data)

    def _fold(self, connection: Connection) -> None:
        rows: dict[tuple[str, int], dict[str, Any]] = {}
        for entry in self.entries:
            for ledger, id_, values in entry.lines:
                rows.setdefault((ledger, id_), {}).update(json.loads(_text(values)))
        for ledger in COLUMNS:
            connection.execute(f"DELETE FROM {ledger}")
        for (ledger, id_), values in rows.items():
            if ledger in COLUMNS:
                known = {name: value for name, value in values.items() if name in COLUMNS[ledger]}
                names = "".join(f', "{name}"' for name in known)
                connection.execute(f"INSERT INTO {ledger} (id{names}) VALUES (?{', ?' * len(known)})", (id_, *known.values()))


def _text(values: dict[str, Any] | str) -> str:
    return values if isinstance(values, str) else canonical_text(values)
