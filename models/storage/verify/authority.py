"""Who may have written an entry: keys as the journal had them at that entry, roles, and changes to accounts (K-2, K-5, K-6)."""

from __future__ import annotations

from collections.abc import Iterator

from models.storage.verify.entries import Entry, Line
from models.storage.verify.findings import ActRule, Finding
from models.storage.verify.primitives import ENTRY_PREFIX, canonical, sm3
from models.storage.verify.walk import SIGNATURE_BYTES, Account, Walk, values_of

FOUNDING, CONFIRMING, UPGRADING = "found_vault", "confirm_slots", "upgrade"  # written by no act of the catalogue
CHANGING, SIGNING_IN = "change_password", "sign_in"
_SLOT = frozenset({"generation", "slot_digest", "password_set_on"})
_OWN_PASSWORD = _SLOT | {"public_key", "one_time"}
_OF_THE_GUARDIAN = _OWN_PASSWORD | {"role", "level_cap", "posts", "state"}
FOUNDERS = frozenset({"system_administrator", "security_administrator", "auditor"})


def signed_by_whom_it_names(walk: Walk, entry: Entry) -> Iterator[Finding]:
    """The signers are the keys that the journal had for the actor before this entry; at a key change the old and the
    new one; at the founding all founders. Each signature holds."""
    if not entry.payload:
        return
    expected = _expected_signers(walk, entry)
    keys = entry.payload["signers"]
    if not expected or keys != expected or len(entry.signature) != SIGNATURE_BYTES * len(keys):
        yield Finding(entry.number, "SIGNERS_DIFFER")
        return
    for at, public in enumerate(keys):
        signature = entry.signature[at * SIGNATURE_BYTES : (at + 1) * SIGNATURE_BYTES]
        walk.jobs.append((entry.number, "SIGNATURE_INVALID", public, ENTRY_PREFIX + entry.data, signature))


def founding_is_first(walk: Walk, entry: Entry) -> Iterator[Finding]:
    """Entry 1, and only entry 1, is the founding; the vault's id is the beginning of its digest."""
    if not entry.payload:
        return
    if (entry.payload["act"] == FOUNDING) != (entry.number == 1):
        yield Finding(entry.number, "FOUNDING_MISPLACED")
    elif entry.number == 1:
        keys = {str(line.id): values_of(line).get("public_key") for line in entry.lines if line.ledger == "accounts"}
        if entry.payload["details"].get("public_keys") != keys or entry.payload["details"].get("kind") not in (
            "TRAINING", "PRODUCTION",
        ):  # fmt: skip
            yield Finding(1, "FOUNDING_MALFORMED")
        if walk.vault and sm3(ENTRY_PREFIX, entry.data)[:16].hex() != walk.vault:
            yield Finding(1, "OTHER_VAULT")


def actor_may_act(walk: Walk, entry: Entry) -> Iterator[Finding]:
    """The actor's account was enabled then, with its own password, and its role admits the act."""
    if not entry.payload or entry.number == 1:
        return
    act, actor = entry.payload["act"], walk.account(entry.payload["actor"])
    if actor.get("state") != "ENABLED":
        yield Finding(entry.number, "ACTOR_NOT_ENABLED", "accounts", entry.payload["actor"])
    if act == UPGRADING and (actor.get("role") != "system_administrator" or entry.payload["changes"]):
        yield Finding(entry.number, "ROLE_NOT_ALLOWED", "accounts", entry.payload["actor"])
    if act in (CONFIRMING, UPGRADING):
        return
    rule = walk.rules.get(act)
    if rule is None:
        yield Finding(entry.number, "ACT_UNKNOWN")
        return
    if actor.get("role") not in rule.roles:
        yield Finding(entry.number, "ROLE_NOT_ALLOWED", "accounts", entry.payload["actor"])
    if _is_first_password(walk, actor, rule):
        yield Finding(entry.number, "PASSWORD_NOT_CHANGED", "accounts", entry.payload["actor"])


def accounts_change_by_right(walk: Walk, entry: Entry) -> Iterator[Finding]:
    """Keys, roles and states of accounts change only by those who may change them."""
    if not entry.payload or entry.number == 1:
        return
    for line in entry.lines:
        if line.ledger == "organ" and walk.account(entry.payload["actor"]).get("role") not in FOUNDERS:
            yield Finding(entry.number, "ORGAN_CHANGED", "organ", line.id)
        if line.ledger == "accounts" and not _may_change(walk, entry, line):
            yield Finding(entry.number, "ACCOUNT_CHANGED", "accounts", line.id)


def no_text_without_a_spelling(walk: Walk, entry: Entry) -> Iterator[Finding]:
    """The lines that carry authority (accounts, signatures) are canonical, so that every reader reads the same."""
    for line in entry.lines:
        if line.ledger in ("accounts", "signatures") and canonical(values_of(line)) != line.text.encode("utf-8"):
            yield Finding(entry.number, "NOT_CANONICAL", line.ledger, line.id)


def _expected_signers(walk: Walk, entry: Entry) -> list[str]:
    lines = [line for line in entry.lines if line.ledger == "accounts"]
    if entry.number == 1:
        return [str(values_of(line).get("public_key")) for line in lines]
    if entry.number == 2 and entry.payload["act"] == CONFIRMING:
        return [str(walk.account(line.id).get("public_key")) for line in lines]
    actor = entry.payload["actor"]
    key = walk.account(actor).get("public_key")
    if not isinstance(key, str):
        return []
    new = [values_of(line).get("public_key") for line in lines if line.id == actor]
    return [key] + [fresh for fresh in new if isinstance(fresh, str) and fresh != key]


def _is_first_password(walk: Walk, actor: Account, rule: ActRule) -> bool:
    return bool(actor.get("one_time")) and not rule.while_changing_password and walk.kind != "TRAINING"


def _may_change(walk: Walk, entry: Entry, line: Line) -> bool:
    act, actor = entry.payload["act"], entry.payload["actor"]
    values, row = values_of(line), walk.accounts.get(line.id)
    role = walk.account(actor).get("role")
    if act == CONFIRMING:
        return values.keys() <= _SLOT and (entry.number == 2 or line.id == actor)
    if act == CHANGING:
        return values.keys() <= _OWN_PASSWORD and line.id == actor
    if act == SIGNING_IN:
        return values == {"state": "LOCKED"}
    if role == "security_administrator":
        return row is not None and "name" not in values
    if role == "system_administrator":
        is_removal = values == {"state": "REMOVED"}
        is_new = row is None and not values.get("public_key") and values.get("state") == "CREATED"
        return is_new or is_removal or (row is not None and not values.keys() & _OF_THE_GUARDIAN)
    return False
