"""The journal: appending signed entries, and reading them back (`house.md` 4, K-8, K-9)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.storage.canonical import canonical_bytes, canonical_text
from models.storage.connection import Connection
from models.storage.digests import ENTRY, SigningKey, sm3

MOST_CHANGES = 500  # row changes in one entry (K-9)
NO_DIGEST = bytes(32)
_STORED = frozenset((int, str, type(None)))  # exactly these, no subclass


@dataclass(frozen=True, slots=True)
class Change:
    """After-values of some fields of one row; a row's first change creates it."""

    ledger: str
    id: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """Where the journal ends: what the next entry must name, and what an anchor prints."""

    number: int = 0
    digest: bytes = NO_DIGEST
    counter: int = 0
    time: str = ""
    act: str = ""


@dataclass(frozen=True)
class Record:
    """What one act writes. `details` is for acts that change no row (sign-in, gate finding, verify, print outcome).

    `shown` is the content that second signers saw; it is kept so that verification can compute again what they signed.
    """

    act: str
    subject: str
    actor: int
    time: str  # UTC, ISO, ends in Z
    elapsed: int  # milliseconds since the last entry by a clock that never goes back; at least 1 is counted
    machine: str
    act_id: str
    reason: str = ""
    warnings: Sequence[str] = ()
    approvals: Sequence[dict[str, Any]] = ()
    details: dict[str, Any] = field(default_factory=dict)
    shown: Any = None
    changes: Sequence[Change] = ()


def read_head(connection: Connection) -> Head:
    """The last entry, or the head of an empty journal."""
    row = connection.execute("SELECT number, digest, payload FROM entry ORDER BY number DESC LIMIT 1").fetchone()
    if row is None:
        return Head()
    payload = json.loads(row[2])
    return Head(row[0], row[1], payload["counter"], payload["time"], payload["act"])


def append(connection: Connection, head: Head, record: Record, signers: Sequence[SigningKey]) -> Head:
    """Write the record as one or several entries inside the caller's transaction; the new head.

    The caller applies the changes to the tables in the same transaction. Every signer signs every part. Details,
    approvals and what was shown stand in the first part only.
    """
    _refuse_strange_values(record.changes)
    chunks = [record.changes[at : at + MOST_CHANGES] for at in range(0, len(record.changes), MOST_CHANGES)] or [()]
    for part, chunk in enumerate(chunks, 1):
        head = _append_part(connection, head, record, chunk, (part, len(chunks)), signers)
    return head


def _append_part(
    connection: Connection,
    head: Head,
    record: Record,
    chunk: Sequence[Change],
    part: tuple[int, int],
    signers: Sequence[SigningKey],
) -> Head:
    number = head.number + 1
    first = part[0] == 1
    lines = [(change.ledger, change.id, number, seq, canonical_text(change.values)) for seq, change in enumerate(chunk)]
    payload: dict[str, Any] = {
        "act": record.act, "act_id": record.act_id, "actor": record.actor, "approvals": list(record.approvals) if first else [],
        "changes": len(lines), "changes_digest": changes_digest(lines).hex(),
        "counter": head.counter + max(1, record.elapsed), "details": record.details if first else {}, "kind": "shoubu/entry/1",
        "machine": record.machine, "number": number, "part": part[0], "parts": part[1],
        "previous": head.digest.hex(), "reason": record.reason, "signers": [key.public.hex() for key in signers],
        "shown": record.shown if first else None, "subject": record.subject, "time": record.time, "warnings": list(record.warnings),
    }  # fmt: skip
    data = canonical_bytes(payload)
    digest = sm3(ENTRY, data)
    signature = b"".join(key.sign(ENTRY, data) for key in signers)
    connection.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", (number, data, digest, signature))
    connection.executemany("INSERT INTO changes VALUES (?, ?, ?, ?, ?)", lines)
    return Head(number, digest, payload["counter"], record.time, record.act)


def _refuse_strange_values(changes: Sequence[Change]) -> None:
    for change in changes:
        if not _STORED.issuperset(map(type, change.values.values())):
            name = next(name for name, value in change.values.items() if type(value) not in _STORED)
            raise ValueError(f"{change.ledger}.{name}: only int, str and None have one spelling in table and journal")


def changes_digest(lines: Sequence[tuple[str, int, int, int, str]]) -> bytes:
    """SM3 over the SM3 digests of the `["ledger",id,seq,values]` lines in order; the values enter as their stored text.

    Digests of digests, so that verification may read the changes in any order.
    """
    return sm3(*(sm3(f'["{ledger}",{id_},{seq},{values}]\n'.encode()) for ledger, id_, _entry, seq, values in lines))


@dataclass(frozen=True)
class Entry:
    """One journal entry as it is shown in histories."""

    number: int
    payload: dict[str, Any]
    digest: bytes


def read_entry(connection: Connection, number: int) -> Entry | None:
    """One entry by number."""
    row = connection.execute("SELECT number, payload, digest FROM entry WHERE number = ?", (number,)).fetchone()
    return Entry(row[0], json.loads(row[1]), row[2]) if row else None


def read_entries(connection: Connection, first: int, last: int) -> Iterator[Entry]:
    """Entries first to last, in order."""
    rows = connection.execute(
        "SELECT number, payload, digest FROM entry WHERE number BETWEEN ? AND ? ORDER BY number", (first, last)
    )
    for number, payload, digest in rows:
        yield Entry(number, json.loads(payload), digest)


def history_of(connection: Connection, ledger: str, id_: int) -> list[tuple[Entry, dict[str, Any]]]:
    """All entries that changed one row, oldest first, each with the values it wrote (an index range, K-9)."""
    rows = connection.execute(
        'SELECT e.number, e.payload, e.digest, c."values" FROM changes c JOIN entry e ON e.number = c.entry'
        " WHERE c.ledger = ? AND c.id = ? ORDER BY c.entry, c.seq",
        (ledger, id_),
    )
    return [(Entry(number, json.loads(payload), digest), json.loads(values)) for number, payload, digest, values in rows]


def last_of(connection: Connection, act: str) -> Entry | None:
    """The last act of this name by its first part, where details and approvals stand; None if there was none."""
    row = connection.execute(
        "SELECT min(l.number) FROM entry_list l WHERE l.act_id ="
        " (SELECT act_id FROM entry_list WHERE act = ? ORDER BY number DESC LIMIT 1)",
        (act,),
    ).fetchone()
    return read_entry(connection, row[0]) if row and row[0] else None


def newest_of(connection: Connection, act: str) -> Iterator[Entry]:
    """The entries of an act, newest first."""
    for (number,) in connection.execute("SELECT number FROM entry_list WHERE act = ? ORDER BY number DESC", (act,)):
        entry = read_entry(connection, number)
        if entry:
            yield entry


def last_details(connection: Connection, act: str) -> dict[str, Any]:
    """Details of the last act of this name, or nothing."""
    entry = last_of(connection, act)
    return dict(entry.payload["details"]) if entry else {}
