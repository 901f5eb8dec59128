"""Each check of the verifier against a change that only it sees: named with the check, silent with the check removed.

The second half is the mutation: were a check forgotten or broken, its test here would go red (K-31).
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.services.finding_words import FINDING_WORDS
from models.storage import keyfile, verify
from models.storage.canonical import canonical_bytes, canonical_text
from models.storage.digests import SigningKey
from models.storage.verify import (
    LedgerRule,
    Outcome,
    Witness,
    check_all,
    fold,
    full,
    lines,
    reach,
    surroundings,
)
from tests.offices import copied_vault
from tests.storage.attacker import Attacker, Forged
from tests.storage.scenario import RULES, attacker_of, build, with_tail

Tamper = Callable[[Attacker], dict[str, Any] | None]  # what it returns goes into check_all


@dataclasses.dataclass(frozen=True)
class Case:
    code: str
    check: str  # name of the function that finds it
    tamper: Tamper
    also: tuple[str, ...] = ()  # codes of other checks that see it, too


CASES: list[Case] = []


def sees(code: str, check: str, *also: str) -> Callable[[Tamper], Tamper]:
    def keep(tamper: Tamper) -> Tamper:
        CASES.append(Case(code, check, tamper, also))
        return tamper

    return keep


def last(attacker: Attacker, act: str = "") -> Forged:
    """The attacker's own last entry (of this act)."""
    return [attacker.entries[at] for at in attacker.mine() if act in ("", attacker.entries[at].payload["act"])][-1]


# the journal's form


@sees("ENTRY_UNREADABLE", "form_is_whole")
def further_field(attacker: Attacker) -> None:
    last(attacker).payload["further"] = 1
    attacker.write()


@sees("NOT_CANONICAL", "form_is_whole")
def spelled_otherwise(attacker: Attacker) -> None:
    last(attacker).spelled = lambda payload: json.dumps(payload, ensure_ascii=False, sort_keys=True).encode()
    attacker.write()


@sees("NUMBER_GAP", "numbers_follow")
def left_out_number(attacker: Attacker) -> None:
    last(attacker).payload["number"] += 1
    attacker.write(links=False)


@sees("NUMBER_DIFFERS", "numbers_follow")
def other_number_inside(attacker: Attacker) -> None:
    entry = last(attacker)
    entry.spelled = lambda payload: canonical_bytes(payload | {"number": payload["number"] - 1})
    attacker.write(links=False)


@sees("PREVIOUS_DIFFERS", "chain_holds")
def other_predecessor(attacker: Attacker) -> None:
    last(attacker).payload["previous"] = "00" * 32
    attacker.write(links=False)


@sees("DIGEST_DIFFERS", "digest_is_its_own")
def other_digest_beside(attacker: Attacker) -> None:
    attacker.sql("UPDATE entry SET digest = x'00' WHERE number = 9")


@sees("CHANGES_DIFFER", "changes_are_the_signed_ones")
def other_values_in_line_and_table(attacker: Attacker) -> None:
    entry = last(attacker, "amend_row")
    ledger, id_, values = entry.lines[0]
    entry.lines[0] = (ledger, id_, {**values, "phone": "0000"})  # type: ignore[dict-item]
    attacker.write(chain=False)


@sees("CHANGES_MISCOUNTED", "changes_are_the_signed_ones")
def miscounted(attacker: Attacker) -> None:
    last(attacker).payload["changes"] = 3
    attacker.write(links=False)


@sees("TOO_MANY_CHANGES", "changes_are_the_signed_ones", "OUTSIDE_THE_ACT")
def too_many(attacker: Attacker) -> None:
    last(attacker).lines += [("units", 1000 + n, {"name": f"多{n}"}) for n in range(501)]
    attacker.write()


@sees("COUNTER_NOT_RISING", "counter_rises")
def counter_stands_still(attacker: Attacker) -> None:
    at = attacker.mine()[-1]
    attacker.entries[at].payload["counter"] = attacker.entries[at - 1].payload["counter"]
    attacker.write()


@sees("TIME_UNREADABLE", "time_is_readable")
def time_spelled_otherwise(attacker: Attacker) -> None:
    last(attacker).payload["time"] = "2026-11-23 04:00:00.000+"
    attacker.write()


@sees("PARTS_BROKEN", "parts_are_whole")
def second_part_without_first(attacker: Attacker) -> None:
    last(attacker).payload |= {"part": 2, "parts": 2}
    attacker.write()


@sees("PARTS_BROKEN", "_finish")
def first_part_without_second(attacker: Attacker) -> None:
    last(attacker).payload |= {"parts": 2}
    attacker.write()


@sees("CHANGE_WITHOUT_ENTRY", "check_strays", "NUMBER_GAP")
def change_after_the_end(attacker: Attacker) -> None:
    attacker.sql("""INSERT INTO changes VALUES ('units', 1, 9999, 0, '{"phone":"0000"}')""")
    attacker.sql("UPDATE units SET phone = '0000' WHERE id = 1")


@sees("JOURNAL_EMPTY", "_finish", "*")
def empty(attacker: Attacker) -> None:
    attacker.entries = []
    attacker.write()


# who wrote it


@sees("FOUNDING_MISPLACED", "founding_is_first", "ACT_UNKNOWN")
def founded_again(attacker: Attacker) -> None:
    last(attacker).payload["act"] = "found_vault"
    attacker.write()


@sees("FOUNDING_MALFORMED", "founding_is_first", "*")
def founded_without_kind(attacker: Attacker) -> None:
    attacker.entries[0].payload["details"]["kind"] = "OTHER"
    attacker.write()


@sees("OTHER_VAULT", "founding_is_first", "*")
def founded_otherwise(attacker: Attacker) -> None:
    attacker.entries[0].payload["machine"] = "BM-OTHER"
    attacker.write()


@sees("SIGNATURE_INVALID", "signed_by_whom_it_names")
def entry_of_another_changed(attacker: Attacker) -> None:
    at = max(at for at, entry in enumerate(attacker.entries) if entry.actor != attacker.account)
    attacker.entries[at].payload["reason"] = "改"
    attacker.write()


@sees("SIGNERS_DIFFER", "signed_by_whom_it_names")
def signed_with_a_key_of_ones_own_making(attacker: Attacker) -> None:
    attacker.key = SigningKey.generate()
    attacker.entries[-1].payload["signers"] = [attacker.key.public.hex()]
    attacker.write()


@sees("SIGNERS_DIFFER", "signed_by_whom_it_names")
def entry_of_another_taken_over(attacker: Attacker) -> None:
    """Another's entry, still in the other's name, under the attacker's key."""
    at = max(at for at, entry in enumerate(attacker.entries) if entry.actor != attacker.account)
    attacker.entries[at].payload |= {"signers": [attacker.key.public.hex()], "reason": "改"}
    attacker.write()


@sees("ACTOR_NOT_ENABLED", "actor_may_act")
def acted_while_locked(attacker: Attacker) -> None:
    entry = next(attacker.entries[at] for at in reversed(attacker.mine()) if attacker.entries[at].payload["act"] == "sign_in")
    entry.lines.append(("accounts", attacker.account, {"state": "LOCKED"}))
    attacker.write()


@sees("ACT_UNKNOWN", "actor_may_act")
def unknown_act(attacker: Attacker) -> None:
    last(attacker).payload["act"] = "no_such_act"
    attacker.write()


@sees("ROLE_NOT_ALLOWED", "actor_may_act")
def act_of_another_role(attacker: Attacker) -> None:
    last(attacker).payload["act"] = "enable_account"
    attacker.write()


@sees("PASSWORD_NOT_CHANGED", "actor_may_act")
def one_time_password_kept(attacker: Attacker) -> dict[str, Any]:
    """In a production vault; here the kind is told by the genesis entry, which is changed for the test."""
    attacker.entries[0].payload["details"]["kind"] = "PRODUCTION"
    entry = next(attacker.entries[at] for at in reversed(attacker.mine()) if attacker.entries[at].payload["act"] == "sign_in")
    entry.lines.append(("accounts", attacker.account, {"one_time": 1}))
    attacker.write()
    return {"also": "*"}


@sees("ACCOUNT_CHANGED", "accounts_change_by_right", "OUTSIDE_THE_ACT")
def wider_level_for_oneself(attacker: Attacker) -> None:
    last(attacker).lines.append(("accounts", attacker.account, {"level_cap": "TOP_SECRET"}))
    attacker.write()


@sees("ORGAN_CHANGED", "accounts_change_by_right", "OUTSIDE_THE_ACT")
def other_organ(attacker: Attacker) -> None:
    last(attacker).lines.append(("organ", 1, {"name": "别的机关"}))
    attacker.write()


@sees("NOT_CANONICAL", "no_text_without_a_spelling")
def line_spelled_otherwise(attacker: Attacker) -> None:
    entry = last(attacker, "probe")
    ledger, id_, values = entry.lines[-1]
    assert ledger == "signatures"
    entry.lines[-1] = (ledger, id_, json.dumps(values, ensure_ascii=False))
    attacker.write()


# second signatures


@sees("APPROVAL_MISSING", "approvals_are_complete")
def approval_taken_out(attacker: Attacker) -> None:
    entry = last(attacker, "probe")
    entry.payload |= {"approvals": [], "shown": None}
    entry.lines = [line for line in entry.lines if line[0] != "signatures"]
    attacker.write()


@sees("APPROVAL_NOT_ASKED", "approvals_are_complete", "OUTSIDE_THE_ACT")
def approval_too_many(attacker: Attacker) -> None:
    entry = last(attacker, "add_row")
    paper = {"how": "ON_PAPER", "role": "witness", "person": "赵六", "form": "XS-1", "signed_on": "2026-11-23"}
    entry.payload["approvals"] = [paper]
    row = {"act": "add_row", "how": "ON_PAPER", "role": "witness", "person": "赵六", "form": "XS-1", "signed_on": "2026-11-23"}
    entry.lines.append(("signatures", 900, row))
    attacker.write()


def _bound(attacker: Attacker) -> tuple[Forged, dict[str, Any], dict[str, Any]]:
    entry = last(attacker, "bound")
    in_program, paper = entry.payload["approvals"]
    return entry, in_program, paper


def _set_row(entry: Forged, kind: str, /, **values: Any) -> None:
    """Change the signature row of this kind as the changed approval wants it."""
    entry.lines = [
        (ledger, id_, {**old, **values} if ledger == "signatures" and old["how"] == kind else old)  # type: ignore[index,dict-item]
        for ledger, id_, old in entry.lines
    ]


@sees("APPROVAL_MALFORMED", "approvals_are_well_formed")
def paper_without_a_form(attacker: Attacker) -> None:
    entry, _in_program, paper = _bound(attacker)
    paper["form"] = ""
    _set_row(entry, "ON_PAPER", form="")
    attacker.write()


@sees("PAPER_NOT_TAKEN", "approvals_are_well_formed")
def paper_instead_of_a_signature(attacker: Attacker) -> None:
    entry, in_program, _paper = _bound(attacker)
    instead = {"how": "ON_PAPER", "role": in_program["role"], "person": "孙八", "form": "XS-1", "signed_on": "2026-11-23"}
    entry.payload["approvals"][0] = instead
    entry.payload["shown"] = None
    _set_row(entry, "IN_PROGRAM", how="ON_PAPER", person="孙八", form="XS-1", account_id=None, digest=None, nonce=None)
    attacker.write()


@sees("SAME_PERSON_TWICE", "approvals_are_complete", "PAPER_NOT_TAKEN")
def one_person_for_two(attacker: Attacker) -> None:
    entry, in_program, paper = _bound(attacker)
    entry.payload["approvals"][0] = {**paper, "role": in_program["role"]}
    entry.payload["shown"] = None
    _set_row(entry, "IN_PROGRAM", how="ON_PAPER", person=paper["person"], form=paper["form"], account_id=None, digest=None,
             nonce=None)  # fmt: skip
    attacker.write()


def _forged_statement(attacker: Attacker, act: str, **fields: Any) -> tuple[Forged, dict[str, Any]]:
    """The attacker's own statement instead of the signer's."""
    entry = last(attacker, act)
    approval = entry.payload["approvals"][0]
    statement = json.loads(approval["statement"]) | fields
    approval["statement"] = canonical_text(statement)
    attacker.sign_statement(approval)
    return entry, approval


@sees("OWN_SIGNATURE", "approvals_are_complete")
def signed_for_himself(attacker: Attacker) -> None:
    entry, approval = _forged_statement(attacker, "probe")
    approval["account"] = attacker.account
    _set_row(entry, "IN_PROGRAM", account_id=attacker.account, person="周敏")
    attacker.write()


@sees("APPROVAL_INVALID", "approvals_are_signed")
def another_key_for_the_signer(attacker: Attacker) -> None:
    _forged_statement(attacker, "probe")
    attacker.write()


@sees("APPROVAL_OF_ANOTHER_ACT", "approvals_are_of_this_act")
def other_subject(attacker: Attacker) -> None:
    last(attacker, "probe").payload["subject"] = "units 2"
    attacker.write()


@sees("CONTENT_DIFFERS", "approvals_cover_what_was_shown")
def other_content(attacker: Attacker) -> None:
    last(attacker, "probe").payload["shown"] = {"rows": ["丙"]}
    attacker.write()


@sees("APPROVAL_OUT_OF_TIME", "approvals_are_in_time")
def later_than_the_signature_lives(attacker: Attacker) -> None:
    last(attacker, "probe").payload["time"] = "2026-11-23T04:10:00.001Z"
    attacker.write()


@sees("SIGNER_NOT_ALLOWED", "approvals_are_by_admitted_accounts")
def by_an_account_that_may_not(attacker: Attacker) -> dict[str, Any]:
    """Nothing changed, but the rule: as if an account of another role had signed."""
    needs = tuple(dataclasses.replace(need, accounts=frozenset({"approver"})) for need in RULES["probe"].needs)
    return {"rules": {**RULES, "probe": dataclasses.replace(RULES["probe"], needs=needs)}}


@sees("SIGNATURE_ROWS_DIFFER", "signature_rows_match")
def other_signer_in_the_row(attacker: Attacker) -> None:
    _set_row(last(attacker, "probe"), "IN_PROGRAM", account_id=1, person="系统管理员")
    attacker.write()


@sees("STATEMENT_USED_TWICE", "check_nonces", "SCHEMA_DIFFERS")
def approval_used_again(attacker: Attacker) -> None:
    again = last(attacker, "probe").copy()
    again.payload |= {"act_id": "ee" * 8, "counter": attacker.entries[-1].payload["counter"] + 1}
    again.lines = [(ledger, id_ + 500, values) for ledger, id_, values in again.lines]
    _set_row(again, "IN_PROGRAM", record=again.lines[-1][2]["record"] + 500)  # type: ignore[index,operator]
    attacker.entries.append(again)
    attacker.sql("DROP INDEX signatures_by_nonce")
    attacker.write()


@sees("SIGNATURE_ROWS_DIFFER", "signature_rows_match")
def other_day_in_the_row(attacker: Attacker) -> None:
    _set_row(last(attacker, "probe"), "IN_PROGRAM", signed_on="2026-11-25")
    attacker.write()


@sees("SIGNATURE_ROWS_DIFFER", "signature_rows_match", "SIGNED_FOR_ANOTHER")
def another_ledger_in_the_row(attacker: Attacker) -> None:
    _set_row(last(attacker, "probe"), "IN_PROGRAM", ledger="rooms")
    attacker.write()


@sees("SIGNATURE_ROWS_DIFFER", "signature_rows_match")
def no_record_in_the_row(attacker: Attacker) -> None:
    _set_row(last(attacker, "probe"), "IN_PROGRAM", record=None)
    attacker.write()


@sees("SIGNATURE_ROWS_DIFFER", "signature_rows_match", "SIGNED_FOR_ANOTHER")
def two_records_in_the_rows(attacker: Attacker) -> None:
    entry = last(attacker, "bound")
    unit = next(id_ for ledger, id_, _values in entry.lines if ledger == "units")
    entry.lines.insert(0, ("units", unit - 1, {"phone": "1"}))
    _set_row(entry, "IN_PROGRAM", record=unit - 1)
    _set_row(entry, "ON_PAPER", record=unit)
    attacker.write()


@sees("SIGNATURE_ROWS_DIFFER", "signer_differs")
def another_name_in_the_row(attacker: Attacker) -> None:
    _set_row(last(attacker, "probe"), "IN_PROGRAM", person="某某局长")
    attacker.write()


# what acts may reach


@sees("SIGNED_FOR_ANOTHER", "unmet")
def a_record_the_act_leaves_alone(attacker: Attacker) -> None:
    entry = last(attacker, "probe")
    entry.lines = [line for line in entry.lines if line[0] != "units"]
    attacker.write()


@sees("SIGNED_FOR_ANOTHER", "signed_for_another")
def a_second_record_under_the_same_signature(attacker: Attacker) -> None:
    last(attacker, "probe").lines.append(("units", 1, {"phone": "0000"}))
    attacker.write()


@sees("OUTSIDE_THE_ACT", "outside_the_act")
def a_ledger_the_act_does_not_know(attacker: Attacker) -> None:
    last(attacker, "sign_out").lines.append(("units", 1, {"phone": "0000"}))
    attacker.write()


@sees("OUTSIDE_THE_ACT", "outside_the_act")
def a_state_the_act_does_not_give(attacker: Attacker) -> None:
    last(attacker, "add_row").lines[0][2]["state"] = "VOID"  # type: ignore[index]
    attacker.write()


@sees("STATE_SKIPPED", "state_skipped")
def a_batch_that_begins_in_its_middle(attacker: Attacker) -> dict[str, Any]:
    """As if adding a row could make a batch."""
    row = {"number": "XS-2026-0001", "state": "WITNESSED"}
    last(attacker, "add_row").lines.append(("destructions", 1, row))  # type: ignore[arg-type]
    attacker.write()
    rule = RULES["add_row"]
    everything = LedgerRule(frozenset({"*"}), frozenset({"*"}))
    return {"rules": {**RULES, "add_row": dataclasses.replace(rule, ledgers={**rule.ledgers, "destructions": everything})}}


@sees("NOT_DESTROYED", "check_destroyed", "ROW_WITHOUT_ENTRY", "DERIVED_DIFFERS")
def destroyed_by_nobody(attacker: Attacker) -> None:
    attacker.sql("INSERT INTO carriers (id, number, state) VALUES (1, '2026-000001', 'DESTROYED')")


# the register


@sees("VALUE_DIFFERS", "values_differ")
def value_changed(attacker: Attacker) -> None:
    attacker.sql("UPDATE units SET phone = '9999' WHERE id = 1")


@sees("ROW_MISSING", "row_missing", "DERIVED_DIFFERS")
def row_deleted(attacker: Attacker) -> None:
    attacker.sql("DELETE FROM units WHERE id = 3")


@sees("ROW_WITHOUT_ENTRY", "row_without_entry", "DERIVED_DIFFERS")
def row_added(attacker: Attacker) -> None:
    attacker.sql("INSERT INTO units (id, name) VALUES (99, '新')")


@sees("VALUES_UNREADABLE", "values_unreadable")
def value_of_another_kind(attacker: Attacker) -> None:
    ledger, id_, _values = last(attacker, "amend_row").lines[0]
    last(attacker, "amend_row").lines[0] = (ledger, id_, '{"phone":true}')
    attacker.write(tables=False)
    attacker.sql("UPDATE units SET phone = NULL WHERE id = ?", id_)


@sees("FIELD_UNKNOWN", "field_unknown")
def field_of_ones_own(attacker: Attacker) -> None:
    ledger, id_, values = last(attacker, "amend_row").lines[0]
    last(attacker, "amend_row").lines[0] = (ledger, id_, {**values, "nickname": "x"})  # type: ignore[dict-item]
    attacker.write()


@sees("LEDGER_UNKNOWN", "ledger_unknown")
def ledger_of_ones_own(attacker: Attacker) -> None:
    last(attacker).lines.append(("pets", 1, {"name": "x"}))
    attacker.write()


@sees("DERIVED_DIFFERS", "compare_derived")
def list_changed(attacker: Attacker) -> None:
    attacker.sql("UPDATE entry_list SET subject = 'units 9' WHERE number = 25")


# the file and what stands around it


@sees("PAGE_DAMAGED", "BESIDE", "*")
def bit_turned(attacker: Attacker) -> None:
    path = attacker.folder / "register.db"
    data = bytearray(path.read_bytes())
    data[-2000] ^= 1
    path.write_bytes(data)


@sees("INDEX_DAMAGED", "BESIDE")
def index_out_of_step(attacker: Attacker) -> None:
    """Lists walk indexes: an index that shows other rows than the table is found."""
    with attacker.opened() as connection:
        connection.execute("PRAGMA writable_schema = ON")
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'accounts_by_name'").fetchone()[0]
        connection.execute("CREATE UNIQUE INDEX emptied ON accounts (name) WHERE id < 0")
        other = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'emptied'").fetchone()[0]
        connection.execute("UPDATE sqlite_master SET rootpage = ? WHERE name = 'accounts_by_name'", (other,))
        connection.execute("DELETE FROM sqlite_master WHERE name = 'emptied'")
        assert root != other


@sees("SCHEMA_DIFFERS", "check_schema")
def trigger_dropped(attacker: Attacker) -> None:
    from models.storage.connection import connect

    connection = connect(attacker.folder / "register.db", attacker.vault_key)
    connection.execute("DROP TRIGGER entry_is_never_changed")
    connection.close()


@sees("REGISTER_UNREADABLE", "_guarded", "*")
def not_a_register(attacker: Attacker) -> None:
    (attacker.folder / "register.db").write_bytes(b"\0" * 8192)


def _write_keys(attacker: Attacker, change: Callable[[dict[str, Any]], object]) -> None:
    keys = json.loads((attacker.folder / keyfile.MAIN).read_bytes())
    change(keys)
    for name in (keyfile.MAIN, keyfile.SECOND):
        (attacker.folder / name).write_text(json.dumps(keys), "utf-8")


@sees("KEY_FILE_UNREADABLE", "check_keys", "*")
def key_file_gone(attacker: Attacker) -> None:
    for name in (keyfile.MAIN, keyfile.SECOND):
        (attacker.folder / name).unlink()


@sees("KEY_FILE_OF_ANOTHER_VAULT", "check_keys", "*")
def key_file_of_another(attacker: Attacker) -> None:
    _write_keys(attacker, lambda keys: keys.update(vault="ff" * 16))


@sees("SLOT_DIFFERS", "check_keys")
def slot_changed(attacker: Attacker) -> None:
    _write_keys(attacker, lambda keys: keys["slots"][0].update(memory_kib=1))


@sees("SLOT_MISSING", "check_keys")
def slot_gone(attacker: Attacker) -> None:
    _write_keys(attacker, lambda keys: keys["slots"].pop(0))


@sees("SLOT_WITHOUT_ACCOUNT", "check_keys")
def slot_of_nobody(attacker: Attacker) -> None:
    _write_keys(attacker, lambda keys: keys["slots"].append({**keys["slots"][0], "account": 77}))


@sees("WITNESS_DIFFERS", "check_witnesses")
def witness_of_another_digest(attacker: Attacker) -> dict[str, Any]:
    return {"witnesses": [Witness("PAPER", "LH-1", 5, "ab" * 16)]}


@sees("SHORTER_THAN_WITNESS", "check_witnesses")
def witness_of_a_later_entry(attacker: Attacker) -> dict[str, Any]:
    return {"witnesses": [Witness("PAPER", "LH-1", 5000, "ab" * 16)]}


@pytest.fixture(scope="module")
def tail_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_tail(build(tmp_path_factory.mktemp("checks") / "vault"))


def _prepared(case: Case, tail_vault: Path, folder: Path) -> tuple[Attacker, dict[str, Any]]:
    attacker = attacker_of(copied_vault(tail_vault, folder))
    attacker.read()
    return attacker, case.tamper(attacker) or {}


def _run(attacker: Attacker, options: dict[str, Any]) -> Outcome:
    return check_all(attacker.folder, attacker.vault_key, options.get("rules", RULES), options.get("witnesses", ()))


def without(check: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The verifier as if somebody had forgotten this check."""
    for name in ("ENTRY_CHECKS", "APPROVAL_CHECKS", "STAGES"):
        kept = tuple(one for one in getattr(full, name) if one.__name__ != check)
        monkeypatch.setattr(full, name, kept)
    if hasattr(fold, check):
        monkeypatch.setattr(fold, check, lambda *_arguments: ())
    if hasattr(reach, check):
        monkeypatch.setattr(reach, check, lambda *_arguments: ())
    if check == "unmet":
        monkeypatch.setattr(reach.Reach, check, lambda *_arguments: ())
    if check == "BESIDE":
        monkeypatch.setattr(full, "BESIDE", lambda *_arguments: None)
    if check == "check_witnesses":
        monkeypatch.setattr(surroundings, check, lambda *_arguments: None)
    if check == "_finish":
        monkeypatch.setattr(full, check, lambda *_arguments: None)
    if check == "_guarded":
        monkeypatch.setattr(full, "Finding", lambda *_arguments: verify.Finding(0, "FORGOTTEN"))


def _name(case: Case) -> str:
    return f"{case.code}-{case.tamper.__name__}"


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_the_check_names_it_and_without_the_check_nothing_would(
    case: Case, tail_vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attacker, options = _prepared(case, tail_vault, tmp_path / "vault")
    outcome = _run(attacker, options)
    assert case.code in outcome.codes, outcome.codes
    if "*" not in case.also and "also" not in options:
        assert set(outcome.codes) <= {case.code, *case.also}, outcome.codes
    without(case.check, monkeypatch)
    assert case.code not in _run(attacker, options).codes


def test_every_code_has_words_and_a_case() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(verify.__file__).parent.glob("*.py"))
    raised = set(re.findall(r'Finding\([^"]*?"([A-Z_]+)"', source)) | set(re.findall(r'"([A-Z]+_[A-Z_]+)" if ', source))
    raised |= set(re.findall(r'else "([A-Z]+_[A-Z_]+)"', source)) | {"SIGNATURE_INVALID", "APPROVAL_INVALID"}
    assert raised <= set(FINDING_WORDS), raised - set(FINDING_WORDS)
    assert {case.code for case in CASES} == set(FINDING_WORDS)


def test_every_check_has_a_case() -> None:
    checks = {one.__name__ for name in ("ENTRY_CHECKS", "APPROVAL_CHECKS", "STAGES") for one in getattr(full, name)}
    finders = {"row_without_entry", "row_missing", "values_differ", "values_unreadable", "field_unknown", "ledger_unknown"}
    assert finders <= set(vars(fold))
    reaching = {"outside_the_act", "state_skipped", "signed_for_another", "signer_differs"}
    assert reaching <= set(vars(reach))
    named = {case.check for case in CASES}
    assert checks | finders | reaching | {"unmet", "BESIDE", "check_witnesses", "_finish"} <= named
    assert lines.MOST_CHANGES == 500
