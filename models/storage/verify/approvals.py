"""Second signatures as the journal keeps them: who had to sign, what was shown, whose key, when, and the rows that tell
of it (K-1, K-8). Everything is computed again from the entry; nothing is taken on trust."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from models.storage.verify.entries import Entry
from models.storage.verify.findings import ActRule, Finding, NeedRule
from models.storage.verify.primitives import CONTENT_PREFIX, STATEMENT_PREFIX, canonical, parse, sm3
from models.storage.verify.walk import Walk, day_of, moment_of, values_of

VALID_FOR, EARLY, ONE_DAY = timedelta(minutes=10), timedelta(seconds=1), timedelta(days=1)
STATEMENT_KIND = "shoubu/statement/1"
_STATEMENT = {"kind": str, "vault": str, "act": str, "subject": str, "role": str, "digest": str, "requester": int,
              "entry": int, "time": str, "nonce": str}  # fmt: skip
_IN_PROGRAM = {"how", "role", "account", "statement", "signature"}
_ON_PAPER = {"how", "role", "person", "form", "signed_on"}
_POINTED_OUT = _ON_PAPER | {"person_id"}  # which of several people of one name


def approvals_are_complete(walk: Walk, entry: Entry) -> Iterator[Finding]:
    """Every signature that the act asks for is there, none is that it does not ask for, and no person signs twice."""
    if not _is_first_part(entry):
        return
    rule = walk.rules.get(entry.payload["act"], ActRule(frozenset()))
    roles = Counter(str(approval.get("role")) for approval in entry.payload["approvals"])
    needed = Counter(need.role for need in rule.needs)
    if roles != needed:
        yield Finding(entry.number, "APPROVAL_MISSING" if needed - roles else "APPROVAL_NOT_ASKED")
    accounts = [approval["account"] for approval in entry.payload["approvals"] if _is_in_program(approval)]
    papers = [approval.get("person_id", str(approval["person"]).strip())
              for approval in entry.payload["approvals"] if _is_on_paper(approval)]  # fmt: skip
    if len(set(accounts)) < len(accounts) or len(set(papers)) < len(papers):
        yield Finding(entry.number, "SAME_PERSON_TWICE")
    may_self = {need.role for need in rule.needs if need.by_requester}
    for approval in entry.payload["approvals"]:
        if approval.get("account") == entry.payload["actor"] and approval.get("role") not in may_self:
            yield Finding(entry.number, "OWN_SIGNATURE", "accounts", entry.payload["actor"])


def approvals_are_well_formed(walk: Walk, entry: Entry) -> Iterator[Finding]:
    """Each approval is one of the two kinds; paper only where the act takes it, and named in full."""
    if not _is_first_part(entry):
        return
    needs = _needs(walk, entry)
    for approval in entry.payload["approvals"]:
        if _is_on_paper(approval):
            need = needs.get(approval["role"])
            if not all(str(approval[name]).strip() for name in ("person", "form", "signed_on")):
                yield Finding(entry.number, "APPROVAL_MALFORMED")
            elif need and not need.on_paper:
                yield Finding(entry.number, "PAPER_NOT_TAKEN")
        elif not _is_in_program(approval) or _statement_of(approval) is None:
            yield Finding(entry.number, "APPROVAL_MALFORMED")


def approvals_are_signed(walk: Walk, entry: Entry) -> Iterator[Finding]:
    """Each signature holds over its statement by the key that the journal had for that account then."""
    for approval, _statement in _in_program(entry):
        public = walk.account(approval["account"]).get("public_key")
        try:
            signature = bytes.fromhex(approval["signature"])
        except ValueError:
            signature = b""
        message = STATEMENT_PREFIX + approval["statement"].encode("utf-8")
        walk.jobs.append((entry.number, "APPROVAL_INVALID", str(public), message, signature))
    yield from ()


def approvals_are_of_this_act(walk: Walk, entry: Entry) -> Iterator[Finding]:
    """The statement names this vault, act, subject, requester and part, and was made before."""
    for approval, statement in _in_program(entry):
        expected = {
            "kind": STATEMENT_KIND, "vault": walk.vault, "act": entry.payload["act"], "subject": entry.payload["subject"],
            "requester": entry.payload["actor"], "role": approval["role"],
        }  # fmt: skip
        if any(statement[name] != value for name, value in expected.items()) or statement["entry"] >= entry.number:
            yield Finding(entry.number, "APPROVAL_OF_ANOTHER_ACT", "accounts", approval["account"])


def approvals_cover_what_was_shown(walk: Walk, entry: Entry) -> Iterator[Finding]:
    """The digest that was signed is the one of the content that the entry keeps."""
    if not _is_first_part(entry):
        return
    statements = list(_in_program(entry))
    if not statements:
        if entry.payload["shown"] is not None:
            yield Finding(entry.number, "CONTENT_DIFFERS")
        return
    digest = sm3(CONTENT_PREFIX, canonical(entry.payload["shown"])).hex()
    for approval, statement in statements:
        if statement["digest"] != digest:
            yield Finding(entry.number, "CONTENT_DIFFERS", "accounts", approval["account"])


def approvals_are_in_time(walk: Walk, entry: Entry) -> Iterator[Finding]:
    """A statement lives ten minutes."""
    for approval, statement in _in_program(entry):
        made, done = moment_of(statement["time"]), moment_of(entry.payload["time"])
        if made is None or done is None or not -EARLY <= done - made <= VALID_FOR:
            yield Finding(entry.number, "APPROVAL_OUT_OF_TIME", "accounts", approval["account"])


def approvals_are_by_admitted_accounts(walk: Walk, entry: Entry) -> Iterator[Finding]:
    """The signer's account had, at that entry, a role that may give this signature, and was enabled with its own password."""
    needs = _needs(walk, entry) if entry.payload else {}
    for approval, _statement in _in_program(entry):
        account, need = walk.account(approval["account"]), needs.get(approval["role"])
        is_admitted = need is not None and account.get("role") in need.accounts
        if not is_admitted or account.get("state") != "ENABLED" or account.get("one_time"):
            yield Finding(entry.number, "SIGNER_NOT_ALLOWED", "accounts", approval["account"])


def signature_rows_match(walk: Walk, entry: Entry) -> Iterator[Finding]:
    """The rows of the ledger `signatures` that an act writes are its approvals, one for one."""
    if not entry.payload or (entry.payload["part"] != 1 and walk.act.number == 0):
        return
    if entry.payload["part"] == 1:
        walk.act.expected_rows = [row for row in map(_expected_row, entry.payload["approvals"]) if row]
        walk.act.found_rows = []
    rows = [values_of(line) for line in entry.lines if line.ledger == "signatures"]
    walk.act.found_rows += [_found_row(values, entry.payload) for values in rows]
    walk.act.records |= {(str(values.get("ledger")), str(values.get("record"))) for values in rows}
    if entry.payload["part"] == entry.payload["parts"]:
        expected = Counter((entry.payload["act"], True, *row) for row in walk.act.expected_rows)
        if expected != Counter(walk.act.found_rows) or len(walk.act.records) > 1:
            yield Finding(entry.number, "SIGNATURE_ROWS_DIFFER", "signatures")
        walk.act.expected_rows, walk.act.found_rows, walk.act.records = [], [], set()


def _expected_row(approval: dict[str, Any]) -> tuple[Any, ...] | None:
    if _is_on_paper(approval):
        return ("ON_PAPER", approval["role"], None, str(approval["person"]).strip(), approval["form"], approval["signed_on"],
                None, None)  # fmt: skip
    statement = _statement_of(approval) if _is_in_program(approval) else None
    if statement is None:
        return None
    return ("IN_PROGRAM", approval["role"], approval["account"], None, None, None, statement["digest"], statement["nonce"])


def _found_row(values: dict[str, Any], payload: dict[str, Any]) -> tuple[Any, ...]:
    """A row as it is compared. Who signed in the program is compared when the rows are read (`reach.py`)."""
    how = values.get("how")
    names = ("person", "form", "signed_on") if how == "ON_PAPER" else ()
    of_paper = tuple(values.get(name) for name in names) or (None, None, None)
    row = (values.get("act"), _is_of_this(values, payload), how, values.get("role"), values.get("account_id"), *of_paper,
           values.get("digest"), values.get("nonce"))  # fmt: skip
    return tuple(value if value is None or type(value) in (str, int, bool) else "?" for value in row)


def _is_of_this(values: dict[str, Any], payload: dict[str, Any]) -> bool:
    """The row belongs to a record of the ledger that the subject names (to none if it names none), and a signature in the
    program bears the day of the entry: the same or the next to it, for rows keep local days."""
    ledger, separator, _number = payload["subject"].partition(" ")
    record = values.get("record")
    if (values.get("ledger"), type(record)) != ((ledger, int) if separator else (None, type(None))):
        return False
    if values.get("how") != "IN_PROGRAM":
        return True
    moment, day = moment_of(payload["time"]), day_of(values.get("signed_on"))
    return moment is not None and day is not None and abs(moment.date() - day) <= ONE_DAY and values.get("form") is None


def _is_first_part(entry: Entry) -> bool:
    return bool(entry.payload) and entry.payload["part"] == 1


def _is_in_program(approval: dict[str, Any]) -> bool:
    return (
        approval.keys() == _IN_PROGRAM
        and approval["how"] == "IN_PROGRAM"
        and type(approval["account"]) is int
        and all(type(approval[name]) is str for name in ("role", "statement", "signature"))
    )


def _is_on_paper(approval: dict[str, Any]) -> bool:
    return (
        (approval.keys() == _ON_PAPER or (approval.keys() == _POINTED_OUT and type(approval["person_id"]) is int))
        and approval["how"] == "ON_PAPER"
        and all(type(approval[name]) is str for name in ("role", "person", "form", "signed_on"))
    )


def _needs(walk: Walk, entry: Entry) -> dict[str, NeedRule]:
    rule = walk.rules.get(entry.payload["act"])
    return {need.role: need for need in rule.needs} if rule else {}


def _in_program(entry: Entry) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    if not _is_first_part(entry):
        return
    for approval in entry.payload["approvals"]:
        statement = _statement_of(approval) if _is_in_program(approval) else None
        if statement is not None:
            yield approval, statement


def _statement_of(approval: dict[str, Any]) -> dict[str, Any] | None:
    try:
        statement = parse(approval["statement"])
    except ValueError:
        return None
    is_whole = (
        isinstance(statement, dict)
        and statement.keys() == _STATEMENT.keys()
        and all(type(statement[name]) is kind for name, kind in _STATEMENT.items())
        and canonical(statement).decode("utf-8") == approval["statement"]
    )
    return statement if is_whole else None
