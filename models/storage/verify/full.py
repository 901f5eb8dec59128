"""The two checks: everything, and what is looked at while a person waits at the door (K-10, K-14)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from models.storage.verify import approvals, authority, derived, destroyed, fold, schema, surroundings, walk
from models.storage.verify.entries import Entry, read_entries
from models.storage.verify.findings import Finding, Outcome, Rules, Watch, Witness
from models.storage.verify.lines import Expected
from models.storage.verify.primitives import ENTRY_PREFIX, UNREACHABLE, DatabaseError, Register, result_code, sm3
from models.storage.verify.walk import ActSoFar, Check, Walk

LAST_ENTRIES = 200  # looked at on unlock
MOST_AT_THE_DOOR = 20_000  # changes looked at on unlock; the background check sees the rest

ENTRY_CHECKS: tuple[Check, ...] = (
    walk.form_is_whole,
    walk.numbers_follow,
    walk.chain_holds,
    walk.digest_is_its_own,
    walk.changes_are_the_signed_ones,
    walk.counter_rises,
    walk.time_is_readable,
    walk.parts_are_whole,
    authority.founding_is_first,
    authority.signed_by_whom_it_names,
    authority.actor_may_act,
    authority.accounts_change_by_right,
    authority.no_text_without_a_spelling,
    approvals.signature_rows_match,
)
APPROVAL_CHECKS: tuple[Check, ...] = (  # of entries that have approvals, or whose act asks for them
    approvals.approvals_are_well_formed,
    approvals.approvals_are_complete,
    approvals.approvals_are_signed,
    approvals.approvals_are_of_this_act,
    approvals.approvals_cover_what_was_shown,
    approvals.approvals_are_in_time,
    approvals.approvals_are_by_admitted_accounts,
)

Stage = Callable[[Register, Outcome, Watch], None]


def check_ledgers(register: Register, walking: Walk, outcome: Outcome, watch: Watch) -> None:
    """Every journalled table against the fold, and the changes against their entries."""
    expected, walking.expected = walking.expected, Expected()
    fold.compare_tables(register, schema.journalled_tables(register.version), expected, walking.reach, outcome, watch)


BESIDE: Stage = surroundings.check_file  # on a thread and connection of its own: it spends its time outside Python
STAGES: tuple[Stage, ...] = (
    schema.check_schema,
    derived.compare_derived,
    destroyed.check_destroyed,
    surroundings.check_nonces,
    surroundings.check_strays,
    surroundings.check_keys,
)


def check_all(
    folder: Path, key: bytes, rules: Rules, witnesses: Sequence[Witness] = (), watch: Watch | None = None
) -> Outcome:
    """The full check of a vault's folder. Work may go on meanwhile; what is written during the check is checked too.

    Raises Cancelled; a file that cannot be read is a finding.
    """
    watch, outcome = watch or Watch(), Outcome()
    register = _opened(folder, key, outcome)
    if register is None:
        return outcome
    stop = Event()
    with ThreadPoolExecutor(1) as pool:
        beside = pool.submit(_check_beside, folder, key, Watch(None, lambda: stop.is_set() or watch.is_cancelled()))
        try:
            walking = Walk(rules)
            _guarded(outcome, "entry", lambda: _walk(register, walking, outcome, watch))
            _guarded(outcome, "changes", lambda: check_ledgers(register, walking, outcome, watch))
            for stage in STAGES:
                _guarded(outcome, "", lambda stage=stage: stage(register, outcome, watch))  # type: ignore[misc]
            _guarded(outcome, "entry", lambda: _walk(register, walking, outcome, watch, with_changes=True))
            _guarded(outcome, "entry", lambda: _finish(register, walking, witnesses, outcome))
            watch.at("file", 0, 1)
            outcome.add(*beside.result())
        finally:
            stop.set()
            register.close()
    outcome.findings.sort(key=lambda one: (one.entry == 0, one.entry, one.code, one.ledger, one.id))
    return outcome


def check_at_the_door(folder: Path, key: bytes, rules: Rules, witnesses: Sequence[Witness] = ()) -> Outcome:
    """Head, last 200 entries, accounts, slots and witnesses: what can be looked at while a person waits."""
    watch, outcome = Watch(), Outcome()
    register = _opened(folder, key, outcome)
    if register is None:
        return outcome
    try:
        _guarded(outcome, "entry", lambda: _look_at_the_end(register, rules, outcome))
        for stage in (surroundings.check_strays, surroundings.check_keys):
            _guarded(outcome, "", lambda stage=stage: stage(register, outcome, watch))  # type: ignore[misc]
        _guarded(outcome, "entry", lambda: surroundings.check_witnesses(register, witnesses, outcome))
    finally:
        register.close()
    return outcome


def _opened(folder: Path, key: bytes, outcome: Outcome) -> Register | None:
    found: list[Register] = []
    _guarded(outcome, "", lambda: found.append(Register(folder, key)))
    return found[0] if found else None


def _check_beside(folder: Path, key: bytes, watch: Watch) -> list[Finding]:
    outcome, register = Outcome(), Register(folder, key)
    try:
        _guarded(outcome, "", lambda: BESIDE(register, outcome, watch))
    finally:
        register.close()
    return outcome.findings


def _walk(register: Register, walking: Walk, outcome: Outcome, watch: Watch, *, with_changes: bool = False) -> None:
    """Judge the entries from where the walk stands to the newest one; a second call takes what was written since."""
    keys = surroundings.read_keys(register.folder)
    walking.vault = str(keys["vault"]) if keys else ""
    last = register.last_entry()
    found = read_entries(register, walking.number + 1, last, with_changes=with_changes)
    for number in walk.run(walking, found, _checks_for, outcome):
        if number % 500 == 0 or number == last:
            watch.at("entry", number, last)


def _checks_for(walking: Walk, entry: Entry) -> Sequence[Check]:
    rule = walking.rules.get(entry.payload.get("act", ""))
    has_approvals = bool(entry.payload) and bool(entry.payload["approvals"] or entry.payload["shown"] is not None)
    return (*ENTRY_CHECKS, *APPROVAL_CHECKS) if has_approvals or (rule and rule.needs) else ENTRY_CHECKS


def _finish(register: Register, walking: Walk, witnesses: Sequence[Witness], outcome: Outcome) -> None:
    before = walking.act.payload
    if not walking.number:
        outcome.add(Finding(0, "JOURNAL_EMPTY"))
    if before and before["part"] < before["parts"]:
        outcome.add(Finding(walking.number, "PARTS_BROKEN"))
    outcome.last, outcome.last_digest, outcome.last_time = walking.number, walking.digest.hex(), walking.time
    outcome.vault = walking.vault
    surroundings.check_witnesses(register, witnesses, outcome)


def _look_at_the_end(register: Register, rules: Rules, outcome: Outcome) -> None:
    last = register.last_entry()
    first = _first_at_the_door(register, last)
    walking = Walk(rules, number=first - 1)
    if first > 1:
        with register.snapshot() as connection:
            accounts, data = surroundings.walk_start(connection, first - 1)
            genesis = connection.execute("SELECT payload FROM entry WHERE number = 1").fetchone()
        _start(walking, accounts, data, bytes(genesis[0]) if genesis else b"", outcome)
    outcome.first = first
    _walk(register, walking, outcome, Watch(), with_changes=True)
    with register.snapshot() as connection:
        outcome.extend(surroundings.accounts_as_folded(connection, walking.accounts))
    _finish(register, walking, (), outcome)


def _first_at_the_door(register: Register, last: int) -> int:
    """The first entry of the last 200, or of fewer if they hold very many changes."""
    first = max(1, last - LAST_ENTRIES + 1)
    row = register.connection.execute(
        "SELECT entry FROM changes WHERE entry >= ? ORDER BY entry DESC, seq DESC LIMIT 1 OFFSET ?", (first, MOST_AT_THE_DOOR)
    ).fetchone()
    return max(first, int(row[0])) if row else first


def _start(walking: Walk, accounts: dict[int, walk.Account], data: bytes | None, genesis: bytes, outcome: Outcome) -> None:
    walking.accounts = accounts
    first = Entry(1, genesis, b"", b"")
    walking.kind = str(first.payload["details"].get("kind", "")) if first.payload else ""
    if data is None:
        outcome.add(Finding(walking.number, "NUMBER_GAP"))
        return
    before = Entry(walking.number, data, b"", b"")
    walking.digest = sm3(ENTRY_PREFIX, data)
    if before.payload:
        walking.counter, walking.time = before.payload["counter"], before.payload["time"]
        walking.act = ActSoFar(before.payload)


def _guarded(outcome: Outcome, ledger: str, work: Callable[[], None]) -> None:
    """A part of the file that cannot be read, or holds values of kinds that the schema rules out, is a finding, and the
    next part is looked at; a busy or unreachable file says nothing about its contents and is raised."""
    try:
        work()
    except (DatabaseError, TypeError, ValueError, OverflowError) as error:
        if result_code(error) in UNREACHABLE:
            raise
        outcome.add(Finding(0, "REGISTER_UNREADABLE", ledger))
