"""Reading the journal in its order, a piece at a time, each piece in one short read transaction (K-14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from models.storage.verify.primitives import ENTRY_PREFIX, Connection, Register, canonical, parse, sm3

PIECE = 4000  # entries and changes read in one transaction
WEIGHTY = ("accounts", "organ", "signatures")  # ledgers whose lines the walk itself must understand
_TEXTS = ("act", "act_id", "changes_digest", "kind", "machine", "previous", "reason", "subject", "time")
_NUMBERS = ("actor", "changes", "counter", "number", "part", "parts")
_LISTS = ("approvals", "signers", "warnings")
FIELDS = frozenset((*_TEXTS, *_NUMBERS, *_LISTS, "details", "shown"))
_KINDS = (*((name, str) for name in _TEXTS), *((name, int) for name in _NUMBERS), *((name, list) for name in _LISTS),
          ("details", dict))  # fmt: skip

# The lines of an entry are joined by SQLite, in C, to the very text that the entry's digest is taken over; only the
# weighty ones come over one by one. A million changes would otherwise cost a million Python objects.
_CHANGES = """
SELECT entry, count(*),
       group_concat('["' || ledger || '",' || id || ',' || seq || ',' || "values" || ']' || char(10), '' ORDER BY seq),
       json_group_array(json_array(ledger, id, "values") ORDER BY seq)
           FILTER (WHERE ledger IN ('accounts', 'organ', 'signatures'))
FROM changes WHERE entry > ? AND entry <= ? GROUP BY entry ORDER BY entry
"""


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
    changes: int = 0
    changes_text: str = ""  # all lines, spelled as they are digested
    lines: Sequence[Line] = ()  # the weighty ones
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


def read_entries(register: Register, first: int, last: int) -> Iterator[Entry | Stray]:
    """Entries first to last with their changes, in order; a transaction ends after about PIECE rows."""
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
    changes = connection.execute(_CHANGES, (after, last))
    read, found = 0, changes.fetchone()
    for number, data, digest, signature in entries:
        while found and found[0] < number:
            yield Stray(found[0])
            found = changes.fetchone()
        of_entry: tuple[Any, ...] = ()
        if found and found[0] == number:
            of_entry = (found[1], found[2], [Line(*line) for line in parse(found[3])] if found[3] != "[]" else ())
            found = changes.fetchone()
        entry = Entry(number, bytes(data), bytes(digest), bytes(signature), *of_entry)
        yield entry
        read += 1 + entry.changes
        if read >= PIECE:
            return
    while found:
        yield Stray(found[0])
        found = changes.fetchone()


def _is_well_formed(payload: Any) -> bool:
    if type(payload) is not dict or payload.keys() != FIELDS:
        return False
    for name, kind in _KINDS:
        if type(payload[name]) is not kind:
            return False
    signers, approvals = payload["signers"], payload["approvals"]
    return all(type(key) is str for key in signers) and all(type(approval) is dict for approval in approvals)
