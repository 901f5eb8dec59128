"""Second signatures: exactly this content, this act, this person, once, within ten minutes (K-1, K-8, R-53, R-56)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from models.domain.errors import Refused
from models.services.clock import FixedClock
from models.services.office import Office
from models.services.session import countersign, sign_in, sign_out
from models.services.signing import PaperSignature, SignedStatement, Statement, content_digest, make_statement
from models.services.verifying import rules_of
from models.storage.canonical import canonical_bytes
from models.storage.digests import STATEMENT, SigningKey, is_signed
from models.storage.journal import read_entry
from models.storage.verify import check_all
from tests.offices import NOON, PASSWORD, entrance, opened
from tests.probes import ALL_ACTS, ROWS

SIGNER, OTHER = "王建国", "李淑芬"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def office(vault_folder: Path, clock: FixedClock) -> Iterator[Office]:
    door = replace(entrance(clock), acts=ALL_ACTS)
    opened = sign_in(door, vault_folder, "周敏", PASSWORD)
    yield opened
    sign_out(opened)


def signed(office: Office, act: str = "probe", role: str = "counter", user: str = SIGNER, **values: Any) -> SignedStatement:
    statement = office.statement(act, role, **({"rows": ROWS} | values))
    return countersign(office, entrance(), statement, user, PASSWORD)


def codes(office: Office, act: str, *signatures: Any, **values: Any) -> set[str]:
    """The codes with which the act is refused; nothing is written then."""
    before = office.read.head()
    with pytest.raises(Refused) as raised:
        office.perform(act, signed=signatures, **({"rows": ROWS} | values))
    assert office.read.head() == before
    return {problem.code for problem in raised.value.problems}


def test_a_signed_act_keeps_statement_signature_and_what_was_shown(office: Office) -> None:
    signature = signed(office)
    done = office.perform("probe", signed=[signature], rows=ROWS)
    payload = json.loads(office.read.scalar("SELECT payload FROM entry WHERE number = ?", (done.entry,)))
    [approval] = payload["approvals"]
    statement = json.loads(approval["statement"])
    assert canonical_bytes(statement).decode() == approval["statement"]
    assert payload["shown"] == {"rows": ROWS}
    assert statement["digest"] == content_digest(payload["shown"]).hex()
    account = office.read.get("accounts", approval["account"])
    assert account and account["name"] == SIGNER
    key = bytes.fromhex(account["public_key"])
    assert is_signed(key, STATEMENT, approval["statement"].encode(), bytes.fromhex(approval["signature"]))
    row = office.read.find_one("signatures", nonce=statement["nonce"])
    assert row and (row["how"], row["person"], row["digest"]) == ("IN_PROGRAM", SIGNER, statement["digest"])
    assert (row["ledger"], row["record"]) == ("units", done.changed["units"][0])
    assert statement["requester"] == office.sitting.id and statement["entry"] == done.entry - 1


def test_a_signature_is_used_once(office: Office) -> None:
    signature = signed(office)
    office.perform("probe", signed=[signature], rows=ROWS)
    assert codes(office, "probe", signature) == {"SIGNATURE_USED"}
    assert codes(office, "own", signature, signature) >= {"SIGNATURE_MISSING"}


def test_a_signature_is_dead_when_the_content_changes(office: Office) -> None:
    signature = signed(office)
    assert codes(office, "probe", signature, rows=["甲", "丙"]) == {"CONTENT_CHANGED"}
    assert codes(office, "probe", signature, rows=["乙", "甲"]) == {"CONTENT_CHANGED"}  # the order counts
    office.perform("probe", signed=[signature], rows=ROWS)


def test_a_signature_holds_for_its_act_and_subject_only(office: Office) -> None:
    signature = signed(office)
    assert codes(office, "other", signature) == {"SIGNATURE_INVALID"}
    assert codes(office, "probe", signature, subject="units 2") == {"SIGNATURE_INVALID"}


def test_a_signature_lives_ten_minutes(office: Office, clock: FixedClock) -> None:
    signature = signed(office)
    clock.moment += timedelta(minutes=10, seconds=1)
    assert codes(office, "probe", signature) == {"SIGNATURE_EXPIRED"}
    clock.moment -= timedelta(minutes=20)
    assert codes(office, "probe", signature) == {"SIGNATURE_EXPIRED"}  # nor from the future
    clock.moment = NOON + timedelta(minutes=10)
    office.perform("probe", signed=[signature], rows=ROWS)


def _forged(office: Office, signature: SignedStatement, key: SigningKey, **changes: Any) -> SignedStatement:
    data = canonical_bytes({**signature.statement.fields, **changes})
    return replace(signature, statement=Statement(data, signature.statement.shown), signature=key.sign(STATEMENT, data))


@pytest.mark.parametrize("change", [{"vault": "00" * 16}, {"requester": 99}, {"kind": "shoubu/statement/2"}, {"act": "other"}])
def test_every_field_of_the_statement_is_looked_at(office: Office, change: dict[str, Any]) -> None:
    """Even when the signer's own key vouches for it."""
    statement = office.statement("own", "counter", rows=ROWS)
    own = office.sign(statement)
    supervisor = signed(office, "own", "supervisor")
    assert codes(office, "own", _forged(office, own, office.sitting.key, **change), supervisor) == {"SIGNATURE_INVALID"}
    office.perform("own", signed=[own, supervisor], rows=ROWS)


def test_a_signature_by_another_key_is_none(office: Office) -> None:
    signature = signed(office)
    assert codes(office, "probe", _forged(office, signature, SigningKey.generate())) == {"SIGNATURE_INVALID"}
    borrowed = replace(signature, account=office.read.find_one("accounts", name=OTHER)["id"])  # type: ignore[index]
    assert codes(office, "probe", borrowed) == {"SIGNATURE_INVALID"}
    gone = replace(signature, account=999)
    assert codes(office, "probe", gone) == {"SIGNATURE_USED"}


def test_the_requester_cannot_sign_for_himself(office: Office) -> None:
    assert codes(office, "probe", signed(office, user="周敏")) == {"OWN_SIGNATURE"}


def test_where_the_act_allows_it_the_requester_may_play_a_part(office: Office) -> None:
    own = office.sign(office.statement("own", "counter", rows=ROWS))
    office.perform("own", signed=[own, signed(office, "own", "supervisor")], rows=ROWS)


def test_nobody_signs_twice(office: Office) -> None:
    counter, witness = (signed(office, "bound", role) for role in ("counter", "witness"))
    assert codes(office, "bound", counter, witness) == {"SAME_PERSON_TWICE"}
    paper = PaperSignature("witness", SIGNER, "XS-2026-0001", "2026-11-23")
    assert codes(office, "bound", counter, paper) == {"SAME_PERSON_TWICE"}
    own_paper = PaperSignature("witness", "周敏", "XS-2026-0001", "2026-11-23")
    assert codes(office, "bound", counter, own_paper) == {"SAME_PERSON_TWICE"}


def test_every_part_is_asked_for_and_no_other_is_taken(office: Office) -> None:
    counter = signed(office, "bound", "counter")
    assert codes(office, "bound", counter) == {"SIGNATURE_MISSING"}
    assert codes(office, "probe") == {"SIGNATURE_MISSING"}
    extra = signed(office, "bound", "witness", user=OTHER)
    assert "SIGNATURE_NOT_ASKED" in codes(office, "probe", signed(office), extra)


def test_paper_stands_where_the_act_allows_it_and_is_shown_as_paper(office: Office) -> None:
    paper = PaperSignature("witness", "赵六", "XS-2026-0001", "2026-11-23")
    done = office.perform("bound", signed=[signed(office, "bound", "counter"), paper], rows=ROWS)
    rows = office.read.find("signatures", act="bound")
    assert [(row["how"], row["person"], row["form"], row["nonce"] is None) for row in rows] == [
        ("IN_PROGRAM", SIGNER, None, False), ("ON_PAPER", "赵六", "XS-2026-0001", True)]  # fmt: skip
    assert done.changed["signatures"] == tuple(row["id"] for row in rows)
    not_here = PaperSignature("counter", "赵六", "XS-2026-0001", "2026-11-23")
    assert codes(office, "bound", not_here, replace(paper, person="钱七")) == {"PAPER_NOT_ACCEPTED"}
    for incomplete in (replace(paper, person=" "), replace(paper, form=""), replace(paper, signed_on="")):
        assert "PAPER_INCOMPLETE" in codes(office, "bound", signed(office, "bound", "counter"), incomplete)


def add_person(office: Office, name: str, unit: str = "") -> int:
    values: dict[str, Any] = {"name": name}
    if unit:
        values["unit_id"] = office.perform("add_row", ledger="units", values={"name": unit, "kind": "DEPARTMENT"}).result
    return int(office.perform("add_row", ledger="persons", values=values).result)


def test_the_person_named_by_the_act_must_be_the_one(office: Office) -> None:
    signer, other = add_person(office, SIGNER), add_person(office, OTHER)
    assert codes(office, "probe", signed(office, person=other), person=other) == {"WRONG_SIGNER"}
    assert codes(office, "probe", signed(office, person=0), person=0) == {"WRONG_SIGNER"}  # a part for nobody
    office.perform("probe", signed=[signed(office, person=signer)], rows=ROWS, person=signer)


def test_of_two_people_of_one_name_only_the_one_meant_signs(office: Office, vault_folder: Path) -> None:
    """A name is no person: the account says whose it is, the paper points him out (K-1)."""
    first, second = add_person(office, SIGNER), add_person(office, SIGNER, "财务处")
    for person in (first, second):
        assert codes(office, "probe", signed(office, person=person), person=person) == {"PERSON_UNCLEAR"}
    counter = signed(office, "bound", "counter", user=OTHER)
    for paper in (PaperSignature("witness", SIGNER, "XS-2026-0001", "2026-11-23"), PaperSignature("witness", "别人", "X", "2026-11-23", second)):
        office.perform("bound", signed=[counter, paper], rows=ROWS)
        row = office.read.find("signatures", act="bound", how="ON_PAPER")[-1]
        assert row["person"] == SIGNER  # by the register, whatever was typed
        counter = signed(office, "bound", "counter", user=OTHER)
    entry = read_entry(office.read.connection, office.read.head().number)
    assert entry and [item.get("person_id") for item in entry.payload["approvals"]] == [None, second]


def test_an_account_says_whose_it_is(vault_folder: Path, clock: FixedClock) -> None:
    with opened(vault_folder, "周敏") as office:
        first, second = add_person(office, SIGNER), add_person(office, SIGNER, "财务处")
        account = (office.read.find_one("accounts", name=SIGNER) or {})["id"]
    with opened(vault_folder, "系统管理员") as admin:
        admin.perform("link_account", account_id=account, person_id=second)
        with pytest.raises(Refused):
            admin.perform("link_account", account_id=account + 1, person_id=second)
    office = sign_in(replace(entrance(clock), acts=ALL_ACTS), vault_folder, "周敏", PASSWORD)
    assert codes(office, "probe", signed(office, person=first), person=first) == {"WRONG_SIGNER"}
    office.perform("probe", signed=[signed(office, person=second)], rows=ROWS, person=second)
    paper = PaperSignature("witness", SIGNER, "X", "2026-11-23", first)
    office.perform("bound", signed=[signed(office, "bound", "counter"), paper], rows=ROWS)  # two people of one name
    twice = [signed(office, "bound", "counter"), replace(paper, person_id=second)]
    assert codes(office, "bound", *twice) == {"SAME_PERSON_TWICE"}
    assert not check_all(vault_folder, office.vault.key, rules_of(ALL_ACTS)).findings
    sign_out(office)


def test_an_account_that_may_not_sign_this_is_refused(office: Office, vault_folder: Path) -> None:
    assert codes(office, "probe", signed(office, user="检查组")) == {"SIGNER_NOT_ALLOWED"}


def test_a_statement_says_where_it_was_made(office: Office) -> None:
    statement = make_statement("v", "a", "s", "counter", 4, 17, NOON, ROWS)
    assert statement.fields | {"nonce": ""} == {
        "kind": "shoubu/statement/1", "vault": "v", "act": "a", "subject": "s", "role": "counter", "requester": 4,
        "entry": 17, "time": "2026-11-23T04:00:00.000Z", "digest": content_digest(ROWS).hex(), "nonce": "",
    }  # fmt: skip
    again = make_statement("v", "a", "s", "counter", 4, 17, NOON, ROWS)
    assert statement.fields["nonce"] != again.fields["nonce"] and len(statement.fields["nonce"]) == 32


def test_what_blocks_the_act_blocks_the_statement(office: Office) -> None:
    with pytest.raises(Refused):
        office.statement("amend_row", "counter", ledger="units", id=office.perform(
            "add_row", ledger="units", values={"name": "办公室", "kind": "DEPARTMENT"}).result, values={})  # fmt: skip
