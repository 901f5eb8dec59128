"""Walking the journal: the state that each entry is judged by, and the entry's own checks (K-8, K-9, K-10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from models.storage.verify.entries import Entry, Line, Stray
from models.storage.verify.findings import Finding, Outcome, Rules
from models.storage.verify.lines import MOST_CHANGES, Expected
from models.storage.verify.primitives import is_signed_by, parse
from models.storage.verify.reach import Reach, Signed

SIGNATURE_BYTES = 64
KIND = "shoubu/entry/1"
_BATCH, _WAITING = 200, 8

Account = dict[str, Any]
Job = tuple[int, str, str, bytes, bytes]  # entry, code if it fails, public key, message, signature


@dataclass
class ActSoFar:
    """The parts of an act already seen, and the signature rows it must write."""

    payload: dict[str, Any] = field(default_factory=dict)
    number: int = 0  # of its first part; 0 = the walk began in its middle
    expected_rows: list[tuple[Any, ...]] = field(default_factory=list)
    found_rows: list[tuple[Any, ...]] = field(default_factory=list)
    records: set[tuple[str, str]] = field(default_factory=set)  # that they name
    numbers: list[int] = field(default_factory=list)  # of its parts
    signed: Signed | None = None  # for which record


@dataclass
class Walk:
    """Where the walk stands: everything needed to judge the next entry, of constant size."""

    rules: Rules
    vault: str = ""
    kind: str = ""
    number: int = 0
    digest: bytes = bytes(32)
    counter: int = 0
    time: str = ""
    accounts: dict[int, Account] = field(default_factory=dict)
    act: ActSoFar = field(default_factory=ActSoFar)
    jobs: list[Job] = field(default_factory=list)
    expected: Expected = field(default_factory=Expected)
    reach: Reach = field(init=False)

    def __post_init__(self) -> None:
        self.reach = Reach(self.rules)

    def advance(self, entry: Entry) -> None:
        """Take the entry in as what the next one is judged by."""
        self.number, self.digest = entry.number, entry.digest
        payload = entry.payload
        if not payload:
            return
        if entry.number == 1:
            self.kind = str(payload["details"].get("kind", ""))
        self.counter, self.time = payload["counter"], payload["time"]
        for line in entry.lines:
            if line.ledger == "accounts":
                self.accounts[line.id] = self.accounts.get(line.id, {}) | values_of(line)
        self._note_act(entry)

    def _note_act(self, entry: Entry) -> None:
        """Tell `reach` which act this is, and at its last part for which record it was signed."""
        payload, act = entry.payload, self.act
        if payload["part"] == 1:
            act.numbers, act.signed = [], None
        act.numbers.append(entry.number)
        for values in (values_of(line) for line in entry.lines if line.ledger == "signatures"):
            if type(values.get("ledger")) is str and type(values.get("record")) is int:
                act.signed = Signed(values["ledger"], values["record"], payload["subject"])
        self.reach.note(entry.number, payload["act"])
        if payload["part"] == payload["parts"] and act.signed is not None:
            self.reach.signed |= dict.fromkeys(act.numbers, act.signed)

    def account(self, number: int) -> Account:
        """The account as it stood before the entry being judged."""
        return self.accounts.get(number, {})


Check = Callable[[Walk, Entry], Iterator[Finding]]


def values_of(line: Line) -> dict[str, Any]:
    """The values of a line, empty if they are not an object."""
    try:
        values = parse(line.text)
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


def form_is_whole(walk: Walk, entry: Entry) -> Iterator[Finding]:
    """The payload is a well-formed entry of this number in its only spelling."""
    if not entry.payload:
        yield Finding(entry.number, "ENTRY_UNREADABLE")
    elif not entry.is_canonical or entry.payload["kind"] != KIND:
        yield Finding(entry.number, "NOT_CANONICAL")


def numbers_follow(walk: Walk, entry: Entry) -> Iterator[Finding]:
    """No number is missing, doubled or moved."""
    if entry.number != walk.number + 1:
        yield Finding(entry.number, "NUMBER_GAP")
    elif entry.payload and entry.payload["number"] != entry.number:
        yield Finding(entry.number, "NUMBER_DIFFERS")


def chain_holds(walk: Walk, entry: Entry) -> Iterator[Finding]:
    """The entry names its predecessor's digest."""
    if entry.payload and entry.payload["previous"] != walk.digest.hex():
        yield Finding(entry.number, "PREVIOUS_DIFFERS")


def digest_is_its_own(walk: Walk, entry: Entry) -> Iterator[Finding]:
    """The stored digest is the one of the payload."""
    if entry.stored_digest != entry.digest:
        yield Finding(entry.number, "DIGEST_DIFFERS", seen=entry.digest.hex()[:32])


def changes_are_the_signed_ones(walk: Walk, entry: Entry) -> Iterator[Finding]:
    """The changes are those the payload vouches for: digest, order, number. If they were not read with the entry, what
    the payload says is noted for the fold (`lines.py`)."""
    if not entry.payload:
        return
    count, digest = entry.payload["changes"], entry.payload["changes_digest"]
    if not 0 <= count <= MOST_CHANGES:
        yield Finding(entry.number, "TOO_MANY_CHANGES")
    if entry.changes is None:
        walk.expected.note(entry.number, count, digest)
        return
    if entry.changes != count:
        yield Finding(entry.number, "CHANGES_MISCOUNTED")
    elif entry.changes_digest != digest:
        yield Finding(entry.number, "CHANGES_DIFFER", seen=str(entry.changes_digest)[:32])


def counter_rises(walk: Walk, entry: Entry) -> Iterator[Finding]:
    """The counter never stands still nor goes back, whatever the wall clock does."""
    if entry.payload and entry.payload["counter"] <= walk.counter:
        yield Finding(entry.number, "COUNTER_NOT_RISING")


def time_is_readable(walk: Walk, entry: Entry) -> Iterator[Finding]:
    """The time is UTC in the one spelling."""
    if entry.payload and moment_of(entry.payload["time"]) is None:
        yield Finding(entry.number, "TIME_UNREADABLE")


def parts_are_whole(walk: Walk, entry: Entry) -> Iterator[Finding]:
    """An act's parts follow each other and agree; details, approvals and what was shown stand in the first."""
    payload, before = entry.payload, walk.act.payload
    if not payload:
        return
    is_open = bool(before) and before["part"] < before["parts"]
    if payload["part"] == 1:
        good = not is_open and payload["parts"] >= 1 and payload["act_id"] != before.get("act_id")
    else:
        same = all(payload[name] == before.get(name) for name in ("act_id", "act", "actor", "subject", "parts", "time"))
        is_bare = not payload["details"] and not payload["approvals"] and payload["shown"] is None
        good = is_open and same and is_bare and payload["part"] == before["part"] + 1
    if not good:
        yield Finding(entry.number, "PARTS_BROKEN")


def moment_of(text: str) -> datetime | None:
    """The time of an entry or statement, None if it is not spelled 2026-11-23T06:05:04.123Z."""
    if len(text) != 24 or not text.endswith("Z"):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def day_of(text: Any) -> date | None:
    """A day spelled 2026-11-23, None for anything else."""
    try:
        return date.fromisoformat(text) if type(text) is str and len(text) == 10 else None
    except ValueError:
        return None


def run(
    walk: Walk, found: Iterator[Entry | Stray], checks_for: Callable[[Walk, Entry], Sequence[Check]], outcome: Outcome
) -> Iterator[int]:
    """Judge each entry by its checks; yields each entry's number, for progress. Signatures are checked on threads of
    their own, a batch at a time."""
    signers: set[int] = set()
    with ThreadPoolExecutor(2) as pool:
        waiting: list[Future[list[Finding]]] = []
        for item in found:
            if isinstance(item, Stray):
                outcome.add(Finding(item.entry, "CHANGE_WITHOUT_ENTRY"))
                continue
            for check in checks_for(walk, item):
                for finding in check(walk, item):
                    outcome.add(finding)
            _count(walk, item, outcome, signers)
            walk.advance(item)
            if len(walk.jobs) >= _BATCH:
                waiting.append(_hand_over(walk, pool, outcome))
            while len(waiting) > _WAITING:
                outcome.extend(waiting.pop(0).result())
            yield item.number
        waiting.append(_hand_over(walk, pool, outcome))
        for done in waiting:
            outcome.extend(done.result())
    outcome.signers = max(outcome.signers, len(signers))


def _hand_over(walk: Walk, pool: ThreadPoolExecutor, outcome: Outcome) -> Future[list[Finding]]:
    jobs, walk.jobs = walk.jobs, []
    of_entries = sum(1 for job in jobs if job[1] == "SIGNATURE_INVALID")
    outcome.signatures += of_entries
    outcome.approvals += len(jobs) - of_entries
    return pool.submit(failing, jobs)


def failing(jobs: list[Job]) -> list[Finding]:
    """The signatures among these that do not hold."""
    return [Finding(number, code) for number, code, public, message, signature in jobs
            if not is_signed_by(public, message, signature)]  # fmt: skip


def _count(walk: Walk, entry: Entry, outcome: Outcome, signers: set[int]) -> None:
    outcome.entries += 1
    outcome.changes += entry.payload["changes"] if entry.payload else 0
    if entry.payload:
        outcome.clock_went_back += entry.payload["time"] < walk.time
        signers.add(entry.payload["actor"])
        _note_act(walk, entry)


def _note_act(walk: Walk, entry: Entry) -> None:
    if entry.payload["part"] == 1:
        walk.act.number = entry.number
    walk.act.payload = {name: entry.payload[name] for name in ("act_id", "act", "actor", "subject", "part", "parts", "time")}
