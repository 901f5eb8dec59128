"""Reading the journal in its order, a piece at a time, each piece in one short read transaction (K-14)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from models.storage.verify.primitives import Connection, Register, canonical, parse

PIECE = 4000  # entries and changes read in one transaction
_TEXTS = ("act", "act_id", "changes_digest", "kind", "machine", "previous", "reason", "subject", "time")
_NUMBERS = ("actor", "changes", "counter", "number", "part", "parts")
_LISTS = ("approvals", "signers", "warnings")
FIELDS = frozenset((*_TEXTS, *_NUMBERS, *_LISTS, "details", "shown"))


@dataclass(frozen=True, slots=True)
class Line:
    """One changed row as the journal stores it; `text` is the canonical JSON of its values."""

    entry: int
    seq: int
    ledger: str
    id: int
    text: str


@dataclass(slots=True)
class Entry:
    """One entry as stored, with its lines. `payload` is empty if the stored bytes are not a well-formed entry."""

    number: int
    data: bytes
    digest: bytes
    signature: bytes
    payload: dict[str, Any] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    is_canonical: bool = True

    def __post_init__(self) -> None:
        try:
            payload = parse(self.data)
            if not _is_well_formed(payload):
                return
            self.payload = payload
            self.is_canonical = canonical(payload) == self.data
        except ValueError:
            return


@dataclass(slots=True)
class Stray:
    """Lines that belong to no entry."""

    entry: int
    lines: list[Line]


def read_entries(register: Register, first: int, last: int) -> Iterator[Entry | Stray]:
    """Entries first to last with their lines, in order; a transaction ends after about PIECE rows."""
    after = first - 1
    while after < last:
        with register.snapshot() as connection:
            piece = list(_read_piece(connection, after, last))
        if not piece:
            return
        yield from piece
        after = max(after + 1, piece[-1].entry if isinstance(piece[-1], Stray) else piece[-1].number)


def _read_piece(connection: Connection, after: int, last: int) -> Iterator[Entry | Stray]:
    entries = connection.execute(
        "SELECT number, payload, digest, signature FROM entry WHERE number > ? AND number <= ? ORDER BY number", (after, last)
    )
    found = connection.execute(
        'SELECT entry, seq, ledger, id, "values" FROM changes'
        " WHERE entry > ? AND entry <= ? ORDER BY entry, seq",
        (after, last),
    )
    read = 0
    line = _next(found)
    for number, data, digest, signature in entries:
        entry = Entry(number, bytes(data), bytes(digest), bytes(signature))
        while line and line.entry < number:
            stray = Stray(line.entry, [])
            while line and line.entry == stray.entry:
                stray.lines.append(line)
                line = _next(found)
            yield stray
        while line and line.entry == number:
            entry.lines.append(line)
            line = _next(found)
        yield entry
        read += 1 + len(entry.lines)
        if read >= PIECE:
            return
    while line:
        yield Stray(line.entry, [line])
        line = _next(found)


def _next(cursor: Any) -> Line | None:
    row = cursor.fetchone()
    return Line(*row) if row else None


def _is_well_formed(payload: Any) -> bool:
    return (
        isinstance(payload, dict)
        and payload.keys() == FIELDS
        and all(type(payload[name]) is str for name in _TEXTS)
        and all(type(payload[name]) is int for name in _NUMBERS)
        and all(type(payload[name]) is list for name in _LISTS)
        and type(payload["details"]) is dict
        and all(type(key) is str for key in payload["signers"])
        and all(type(approval) is dict for approval in payload["approvals"])
    )
