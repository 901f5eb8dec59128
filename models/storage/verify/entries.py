"""Reading the journal in its order, a piece at a time, each piece in one short read transaction (K-14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from models.storage.verify.lines import line_digest
from models.storage.verify.primitives import ENTRY_PREFIX, Connection, Register, canonical, parse, sm3

PIECE = 4000  # entries and changes read in one transaction
WEIGHTY = ("accounts", "organ", "signatures")  # ledgers whose lines the walk itself must understand
_TEXTS = ("act", "act_id", "changes_digest", "kind", "machine", "previous", "reason", "subject", "time")
_NUMBERS = ("actor", "changes", "counter", "number", "part", "parts")
_LISTS = ("approvals", "signers", "warnings")
FIELDS = frozenset((*_TEXTS, *_NUMBERS, *_LISTS, "details", "shown"))
_KINDS = (*((name, str) for name in _TEXTS), *((name, int) for name in _NUMBERS), *((name, list) for name in _LISTS),
          ("details", dict))  # fmt: skip

# Weighty lines in the order of entries: the first `changes` is read by its narrow index alone, the second only for hits.
_WEIGHTY = """
SELECT c.entry, c.ledger, c.id, c."values" FROM (
    SELECT ledger, id, entry, seq FROM changes
    WHERE entry > ? AND entry <= ? AND ledger IN ('accounts', 'organ', 'signatures')
) AS k CROSS JOIN changes AS c ON c.ledger = k.ledger AND c.id = k.id AND c.entry = k.entry AND c.seq = k.seq
ORDER BY k.entry, k.seq
"""
_ALL = 'SELECT entry, ledger, id, "values", seq FROM changes WHERE entry > ? AND entry <= ? ORDER BY entry, seq'


class Line(NamedTuple):
    """One changed row of a weighty ledger; `text` is the canonical JSON of its values."""

    ledger: str
    id: int
    text: str


@dataclass(slots=True)
class Entry:
    """One entry as stored, with its changes. `payload` is empty if the stored bytes are not a well-formed entry."""

    number: int
    data: bytes
    stored_digest: bytes
    signature: bytes
    lines: Sequence[Line] = ()  # the weighty ones
    changes: int | None = None  # how many there are, if they were read with the entry
    changes_digest: str = ""  # over them all, if they were read with the entry
    payload: dict[str, Any] = field(default_factory=dict)
    is_canonical: bool = True
    digest: bytes = b""  # what the stored bytes have, whatever is stored beside them

    def __post_init__(self) -> None:
        self.digest = sm3(ENTRY_PREFIX, self.data)
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
    """Changes that belong to no entry."""

    entry: int


def read_entries(register: Register, first: int, last: int, *, with_changes: bool = False) -> Iterator[Entry | Stray]:
    """Entries first to last in order; a transaction ends after about PIECE rows.

    With `with_changes` all their changes are read and digested too, entry by entry: for the end of the journal only.
    """
    after = first - 1
    while after < last:
        with register.snapshot() as connection:
            piece = list(_read_piece(connection, after, last, with_changes))
        if not piece:
            return
        yield from piece
        after = max(after + 1, piece[-1].entry if isinstance(piece[-1], Stray) else piece[-1].number)


def _read_piece(connection: Connection, after: int, last: int, with_changes: bool) -> Iterator[Entry | Stray]:
    entries = connection.execute(
        "SELECT number, payload, digest, signature FROM entry WHERE number > ? AND number <= ? ORDER BY number LIMIT ?",
        (after, last, PIECE),
    ).fetchall()
    upto = entries[-1][0] if len(entries) == PIECE else last
    lines = connection.execute(_ALL if with_changes else _WEIGHTY, (after, upto))
    read, line = 0, lines.fetchone()
    for number, data, digest, signature in entries:
        while line and line[0] < number:
            yield Stray(line[0])
            line = lines.fetchone()
        of_entry = []
        while line and line[0] == number:
            of_entry.append(line)
            line = lines.fetchone()
        entry = Entry(number, _raw(data), _raw(digest), _raw(signature),
                      [Line(*found[1:4]) for found in of_entry if found[1] in WEIGHTY])  # fmt: skip
        if with_changes:
            entry.changes = len(of_entry)
            entry.changes_digest = sm3(*(line_digest(found[1], found[2], found[4], found[3]) for found in of_entry)).hex()
        yield entry
        read += 1 + len(of_entry)
        if read >= PIECE:
            return
    while line:
        yield Stray(line[0])
        line = lines.fetchone()


def _raw(value: Any) -> bytes:
    return value if isinstance(value, bytes) else b""


def _is_well_formed(payload: Any) -> bool:
    if type(payload) is not dict or payload.keys() != FIELDS:
        return False
    for name, kind in _KINDS:
        if type(payload[name]) is not kind:
            return False
    signers, approvals = payload["signers"], payload["approvals"]
    return all(type(key) is str for key in signers) and all(type(approval) is dict for approval in approvals)
