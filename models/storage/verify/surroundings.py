"""What stands around the journal: the file's own integrity, its schema, the key file, nonces and outside witnesses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from models.domain.errors import Cancelled
from models.storage.verify.findings import SHORTEST_WITNESS, THIS_PC, Finding, Outcome, Watch, Witness
from models.storage.verify.primitives import (
    ENTRY_PREFIX,
    Connection,
    DatabaseError,
    Register,
    canonical,
    fingerprint,
    parse,
    sm3,
)

KEY_FILES = ("keys.json", "keys.second.json")
_PIECE = 2000
_LOOKS = 4


def check_file(register: Register, outcome: Outcome, watch: Watch) -> None:
    """SQLCipher's check of every page, then SQLite's of every table with its indexes."""
    # identifiers: tables and columns of the schema in tables.py
    connection = register.connection
    connection.set_progress_handler(lambda: int(watch.is_cancelled()), 20_000)
    try:
        watch.at("file", 0, 2)
        outcome.add(*(Finding(0, "PAGE_DAMAGED", "", page) for page in sorted(_damaged_pages(connection))))
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")]
        for at, table in enumerate(tables):
            watch.at("file", at, len(tables))
            quoted = table.replace("'", "''")  # a PRAGMA takes no parameter
            for (message,) in connection.execute(f"PRAGMA integrity_check('{quoted}')").fetchall():
                if message != "ok":
                    outcome.add(Finding(0, "INDEX_DAMAGED", table))
    except DatabaseError as error:
        if watch.is_cancelled():
            raise Cancelled from error
        raise
    finally:
        connection.set_progress_handler(None, 0)


def _damaged_pages(connection: Connection) -> set[int]:
    """Pages whose HMAC does not hold, time and again: SQLCipher reads the file past all locks, so a page that is being
    folded in from the log at this moment may look damaged once."""
    damaged: set[int] | None = None
    for _look in range(_LOOKS):
        found = {_number_in(str(message)) for (message,) in connection.execute("PRAGMA cipher_integrity_check").fetchall()}
        damaged = found if damaged is None else damaged & found
        if not damaged:
            break
    return damaged or set()


def check_nonces(register: Register, outcome: Outcome, watch: Watch) -> None:
    """No statement was used twice."""
    last, first = "", 0
    while True:
        with register.snapshot() as connection:
            rows = connection.execute(
                "SELECT nonce, id FROM signatures WHERE (nonce, id) > (?, ?) ORDER BY nonce, id LIMIT ?", (last, first, _PIECE)
            ).fetchall()
        for nonce, id_ in rows:
            if nonce == last:
                outcome.add(Finding(0, "STATEMENT_USED_TWICE", "signatures", id_))
            last, first = nonce, id_
        watch.at("signatures", 0, 1)
        if len(rows) < _PIECE:
            return


def check_strays(register: Register, outcome: Outcome, watch: Watch) -> None:
    """No change belongs to an entry before the first or after the last."""
    watch.at("changes", 0, 1)
    with register.snapshot() as connection:
        last = register.last_entry()
        # two questions: with OR every change is looked at, and a person waits at the door
        rows = connection.execute(
            "SELECT entry, ledger, id FROM changes WHERE entry < 1 ORDER BY entry, seq LIMIT 1000"
        ).fetchall()
        rows += connection.execute(
            "SELECT entry, ledger, id FROM changes WHERE entry > ? ORDER BY entry, seq LIMIT ?", (last, 1000 - len(rows))
        ).fetchall()
    outcome.add(*(Finding(entry, "CHANGE_WITHOUT_ENTRY", ledger, id_) for entry, ledger, id_ in rows))


def check_witnesses(register: Register, witnesses: Sequence[Witness], outcome: Outcome) -> None:
    """Entries that something outside vouches for have the digest it names; the latest says how far the proof reaches.

    A single witness that differs ends the proof: what lies before the others is still vouched for by them. A shorter one,
    such as the digits of a footer, can differ, but where it agrees it proves nothing.
    """
    for witness in witnesses:
        with register.snapshot() as connection:
            row = connection.execute("SELECT payload FROM entry WHERE number = ?", (witness.entry,)).fetchone()
        digest = sm3(ENTRY_PREFIX, bytes(row[0])).hex() if row else ""
        said = witness.digest.lower()
        agrees = bool(said) and digest.startswith(said)
        outcome.witnesses.append((witness, agrees))
        if agrees and witness.kind != THIS_PC and len(said) >= SHORTEST_WITNESS:
            outcome.witnessed = max(outcome.witnessed, witness.entry)
        elif not agrees:
            outcome.add(Finding(witness.entry, "WITNESS_DIFFERS" if row else "SHORTER_THAN_WITNESS"))


def read_keys(folder: Path) -> dict[str, Any] | None:
    """The key file from its first whole copy, None if there is none."""
    for name in KEY_FILES:
        try:
            found = parse((folder / name).read_bytes())
            is_whole = isinstance(found, dict) and isinstance(found["slots"], list) and isinstance(found["vault"], str)
            if is_whole and all(isinstance(slot, dict) and type(slot["account"]) is int for slot in found["slots"]):
                return dict(found)
        except (OSError, ValueError, KeyError):
            continue
    return None


def check_keys(register: Register, outcome: Outcome, watch: Watch) -> None:
    """Every slot is the one its account's row names. A slot change under way is no finding: what differs is looked at
    again as long as the key file or the accounts are changing."""
    watch.at("keys", 0, 1)
    before: Any = None
    while True:
        keys = read_keys(register.folder)
        with register.snapshot() as connection:
            accounts = _accounts(connection)
            genesis = connection.execute("SELECT payload FROM entry WHERE number = 1").fetchone()
        found = list(_key_findings(keys, accounts, genesis))
        if not found or (keys, accounts) == before:
            outcome.add(*found)
            return
        before = (keys, accounts)


def _key_findings(
    keys: dict[str, Any] | None, accounts: Mapping[int, Mapping[str, Any]], genesis: Any
) -> Iterable[Finding]:
    if keys is None:
        return [Finding(0, "KEY_FILE_UNREADABLE")]
    found = []
    vault = sm3(ENTRY_PREFIX, bytes(genesis[0]))[:16].hex() if genesis else ""
    if keys["vault"] != vault or any(slot.get("vault") != vault for slot in keys["slots"]):
        found.append(Finding(1, "KEY_FILE_OF_ANOTHER_VAULT"))
    slots: dict[int, list[dict[str, Any]]] = {}
    for slot in keys["slots"]:
        slots.setdefault(slot.get("account"), []).append(slot)
    for number in sorted(slots.keys() - accounts.keys()):
        found.append(Finding(0, "SLOT_WITHOUT_ACCOUNT", "accounts", number))
    for number, account in accounts.items():
        found += _slot_findings(number, account, slots.get(number, []))
    return found


def _slot_findings(number: int, account: Mapping[str, Any], slots: Sequence[Mapping[str, Any]]) -> list[Finding]:
    if account["slot_digest"] is None or account["state"] == "REMOVED":
        return [Finding(0, "SLOT_DIFFERS", "accounts", number)] if account["state"] == "REMOVED" and slots else []
    confirmed = [slot for slot in slots if sm3(canonical(slot)).hex() == account["slot_digest"]]
    if not confirmed:
        return [Finding(0, "SLOT_DIFFERS" if slots else "SLOT_MISSING", "accounts", number)]
    named = {"user": account["name"], "public": account["public_key"], "generation": account["generation"]}
    if any(confirmed[0].get(name) != value for name, value in named.items()):
        return [Finding(0, "SLOT_DIFFERS", "accounts", number)]
    return []


def _accounts(connection: Connection) -> dict[int, dict[str, Any]]:
    # identifiers: tables and columns of the schema in tables.py
    names = ("id", "name", "public_key", "generation", "slot_digest", "state")
    rows = connection.execute(f"SELECT {', '.join(names)} FROM accounts ORDER BY id").fetchall()
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows}


def _number_in(message: str) -> int:
    found = re.search(r"\d+", message)
    return int(found.group()) if found else 0


def walk_start(connection: Connection, before: int) -> tuple[dict[int, dict[str, Any]], Any]:
    """The accounts as the journal had them after entry `before`, and that entry's payload bytes."""
    accounts: dict[int, dict[str, Any]] = {}
    for id_, text in connection.execute(
        "SELECT id, \"values\" FROM changes WHERE ledger = 'accounts' AND entry <= ? ORDER BY entry, seq", (before,)
    ):
        accounts[id_] = accounts.get(id_, {}) | _object(text)
    row = connection.execute("SELECT payload FROM entry WHERE number = ?", (before,)).fetchone()
    return accounts, bytes(row[0]) if row else None


def _object(text: str) -> dict[str, Any]:
    try:
        values = parse(text)
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


def accounts_as_folded(connection: Connection, accounts: Mapping[int, Mapping[str, Any]]) -> Iterator[Finding]:
    """Accounts whose row is not what the journal says."""
    cursor = connection.execute("SELECT * FROM accounts ORDER BY id")
    names = [column[0] for column in cursor.description]
    seen = set()
    for row in cursor:
        values = dict(zip(names, row, strict=True))
        number = values.pop("id")
        seen.add(number)
        folded = accounts.get(number)
        if folded is None:
            yield Finding(0, "ROW_WITHOUT_ENTRY", "accounts", number, seen=fingerprint(sorted(values.items())))
        elif differing := sorted((name, value) for name, value in values.items() if value != folded.get(name)):
            yield Finding(0, "VALUE_DIFFERS", "accounts", number, seen=fingerprint(differing))
    for number in sorted(accounts.keys() - seen):
        yield Finding(0, "ROW_MISSING", "accounts", number)
