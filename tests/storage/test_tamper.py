"""The attacks T1 to T15 of an administrator who holds the vault key and one clerk's key (K-31).

Two places for each: under a later signature of somebody else, where the change must be named, and in the attacker's own
tail, where no reader can know, so that the report must say from which entry on nothing is proved; with a witness outside
it must be named there, too.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from models.services.session import sign_out
from models.services.verifying import FULL, NOT_PROVABLE, WITNESSED, WRONG, Report
from models.storage import keyfile
from models.storage.digests import SigningKey
from models.storage.verify import Outcome, Witness
from tests.offices import build_vault, copied_vault
from tests.storage.attacker import Attacker, Forged
from tests.storage.scenario import CLERK, add_units, attacker_of, build, come_in, verify, with_tail

VARIANTS = 8  # random variants of each attack in each place


@pytest.fixture(scope="module")
def covered_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("tamper") / "covered")


@pytest.fixture(scope="module")
def tail_vault(covered_vault: Path) -> Path:
    return with_tail(copied_vault(covered_vault, covered_vault.with_name("tail")))


@pytest.fixture
def covered(covered_vault: Path, tmp_path: Path) -> Attacker:
    return attacker_of(copied_vault(covered_vault, tmp_path / "vault"))


@pytest.fixture
def tail(tail_vault: Path, tmp_path: Path) -> Attacker:
    return attacker_of(copied_vault(tail_vault, tmp_path / "vault"))


def report(outcome: Outcome) -> Report:
    return Report(FULL, outcome, 0.0)


# The attacks: each changes the journal at a random place among the given positions and returns that place.
Attack = Callable[[Attacker, list[int], random.Random], int]


def _with_lines(attacker: Attacker, places: list[int]) -> list[int]:
    plain = [at for at in places if attacker.entries[at].payload["act"] in ("add_row", "amend_row")]
    assert plain
    return plain


def edit(attacker: Attacker, places: list[int], rng: random.Random) -> int:
    at = rng.choice(_with_lines(attacker, places))
    ledger, id_, values = attacker.entries[at].lines[0]
    name = rng.choice(sorted(values.keys() - {"state"}))  # a state that its act never gives is named on its own
    attacker.entries[at].lines[0] = (ledger, id_, values | {name: f"改{rng.random()}"})
    return at


def edit_reason(attacker: Attacker, places: list[int], rng: random.Random) -> int:
    at = rng.choice(places)
    attacker.entries[at].payload["reason"] = f"改{rng.random()}"
    return at


def delete(attacker: Attacker, places: list[int], rng: random.Random) -> int:
    at = rng.choice(_with_lines(attacker, places))
    del attacker.entries[at]
    return at


def insert(attacker: Attacker, places: list[int], rng: random.Random) -> int:
    at = rng.choice(places[:-1]) + 1
    after = attacker.entries[at - 1]
    payload = after.payload | {"act": "add_row", "act_id": f"{rng.getrandbits(64):016x}", "approvals": [], "shown": None,
                               "details": {}, "counter": after.payload["counter"], "subject": "units 77"}  # fmt: skip
    attacker.entries.insert(at, Forged(payload, [("units", 77, {"name": "新"})], [b""]))
    for later in attacker.entries[at:]:
        later.payload["counter"] += 1
    return at


def swap(attacker: Attacker, places: list[int], rng: random.Random) -> int:
    pairs = [at for at in _with_lines(attacker, places) if at + 1 in _with_lines(attacker, places)]
    at = rng.choice(pairs)
    first, second = attacker.entries[at], attacker.entries[at + 1]
    first.payload["counter"], second.payload["counter"] = second.payload["counter"], first.payload["counter"]
    attacker.entries[at], attacker.entries[at + 1] = second, first
    return at


def double(attacker: Attacker, places: list[int], rng: random.Random) -> int:
    at = rng.choice(_with_lines(attacker, places))
    again = attacker.entries[at].copy()
    again.payload["act_id"] = f"{rng.getrandbits(64):016x}"
    attacker.entries.insert(at + 1, again)
    for later in attacker.entries[at + 1 :]:
        later.payload["counter"] += 1
    return at


ATTACKS = {"T1 edited": edit, "T1 edited reason": edit_reason, "T2 deleted": delete, "T3 inserted": insert,
           "T4 reordered": swap, "T5 doubled": double}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_under_a_later_signature_of_another_the_change_is_named(covered_vault: Path, tmp_path: Path, name: str) -> None:
    for variant in range(VARIANTS):
        attacker = attacker_of(copied_vault(covered_vault, tmp_path / f"v{variant}"))
        attacker.read()
        at = ATTACKS[name](attacker, attacker.mine(), random.Random(variant))
        others = [n for n, entry in enumerate(attacker.entries[at:], at) if entry.actor != attacker.account]
        attacker.write()
        outcome = verify(attacker)
        assert report(outcome).verdict == WRONG, f"variant {variant}"
        first = outcome.first_wrong
        assert first and first.code in ("SIGNATURE_INVALID", "COUNTER_NOT_RISING"), first
        assert first.entry == others[0] + 1  # the first entry that the attacker could not sign again


@pytest.mark.parametrize("name", ATTACKS)
def test_in_the_attackers_own_tail_nothing_is_called_proved(tail_vault: Path, covered_vault: Path, tmp_path: Path, name: str) -> None:
    last_of_others = len(attacker_of(covered_vault).read())
    for variant in range(VARIANTS):
        attacker = attacker_of(copied_vault(tail_vault, tmp_path / f"v{variant}"))
        before = attacker.read()
        paper = Witness("PAPER", "LH-2026-001", last_of_others, _digest(attacker, last_of_others))
        later = Witness("MEDIUM", "JZ-03", len(before), _digest(attacker, len(before)))
        places = [at for at in attacker.mine() if at >= last_of_others]
        ATTACKS[name](attacker, places, random.Random(variant))
        attacker.write()
        outcome = verify(attacker)
        told = report(outcome)
        assert told.verdict == NOT_PROVABLE and outcome.witnessed == 0 and outcome.codes == {}
        assert "暂不能证明" in str(told.proof()) and "1" in str(told.proof())
        told = report(verify(attacker, paper))
        assert told.verdict == NOT_PROVABLE and told.outcome.witnessed == last_of_others
        assert f"第 {last_of_others} 条" in str(told.proof()) and "暂不能证明" in str(told.proof())
        told = report(verify(attacker, paper, later))
        assert told.verdict == WRONG and told.outcome.witnessed == last_of_others
        assert told.first_wrong and told.first_wrong.code in ("WITNESS_DIFFERS", "SHORTER_THAN_WITNESS")


def _digest(attacker: Attacker, number: int) -> str:
    from models.storage.digests import ENTRY, sm3

    return sm3(ENTRY, attacker.read()[number - 1].was).hex()[:32]


def test_the_untouched_vault_is_clean_and_still_not_called_proved(tail: Attacker) -> None:
    outcome = verify(tail)
    assert outcome.codes == {} and report(outcome).verdict == NOT_PROVABLE
    everything = Witness("PAPER", "LH-1", outcome.last, outcome.last_digest[:32].upper())
    told = report(verify(tail, everything))
    assert told.verdict == WITNESSED and told.outcome.witnessed == outcome.last


def test_a_deletion_before_an_approval_is_named_by_the_approval(tail: Attacker) -> None:
    """The statement says at which entry it was made: it cannot be made after the act it approves."""
    tail.read()
    at = max(at for at in tail.mine() if tail.entries[at].payload["approvals"])
    del tail.entries[at - 1]
    tail.write()
    assert verify(tail).codes == {"APPROVAL_OF_ANOTHER_ACT": 1}


def test_t6_a_cut_tail_is_only_known_to_a_witness(tail: Attacker) -> None:
    length = len(tail.read())
    digest = _digest(tail, length)
    for cut in (1, 2, 5):
        tail.entries = tail.entries[:-cut]
        tail.write()
        assert report(verify(tail)).verdict == NOT_PROVABLE
        outcome = verify(tail, Witness("PAPER", "LH-1", length, digest))
        assert outcome.codes == {"SHORTER_THAN_WITNESS": 1}


def test_t6_an_act_cut_in_its_middle_is_named(tail: Attacker) -> None:
    tail.read()
    last = tail.entries[-1].copy()
    last.payload |= {"parts": 2, "act_id": "ff" * 8, "counter": last.payload["counter"] + 1}
    tail.entries.append(last)
    tail.write()
    assert verify(tail).codes == {"PARTS_BROKEN": 1}


def test_t7_a_removed_log_is_only_known_to_a_witness(covered: Attacker) -> None:
    """The -wal file taken away after an unclean stop: entries gone, every check clean."""
    office = come_in(covered.folder, CLERK)
    add_units(office, "车队")
    head = office.read.head()
    copy = covered.folder.with_name("unclean")
    shutil.copytree(covered.folder, copy)
    office.close()
    (copy / "register.db-wal").unlink()
    (copy / "register.db-shm").unlink()
    cut = Attacker(copy, covered.vault_key, covered.account, covered.key)
    assert len(cut.read()) < head.number
    assert report(verify(cut)).verdict == NOT_PROVABLE
    outcome = verify(cut, Witness("THIS_PC", "", head.number, head.digest.hex()))
    assert outcome.codes == {"SHORTER_THAN_WITNESS": 1}


def test_t8_an_older_version_of_one_page_is_named(covered_vault: Path, tail_vault: Path, tmp_path: Path) -> None:
    """SQLCipher accepts a page's own older version; the fold, the chain and the indexes do not agree any more."""
    old, new = ((folder / "register.db").read_bytes() for folder in (covered_vault, tail_vault))
    size = 4096
    differing = [page for page in range(1, min(len(old), len(new)) // size)
                 if old[page * size : (page + 1) * size] != new[page * size : (page + 1) * size]]  # fmt: skip
    assert len(differing) >= 5
    named = 0
    for page in differing:
        attacker = attacker_of(copied_vault(tail_vault, tmp_path / f"page{page}"))
        mixed = new[: page * size] + old[page * size : (page + 1) * size] + new[(page + 1) * size :]
        (attacker.folder / "register.db").write_bytes(mixed)
        outcome = verify(attacker)
        assert "PAGE_DAMAGED" not in outcome.codes  # that is what makes the attack interesting
        named += bool(outcome.count)
    assert named == len(differing)


def test_t9_a_whole_older_copy_is_only_known_to_a_witness_or_the_key_file(covered_vault: Path, tail_vault: Path, tmp_path: Path) -> None:
    attacker = attacker_of(copied_vault(tail_vault, tmp_path / "vault"))
    last = len(attacker.read())
    digest = _digest(attacker, last)
    shutil.copy(covered_vault / "register.db", attacker.folder / "register.db")
    assert report(verify(attacker)).verdict == NOT_PROVABLE
    assert verify(attacker, Witness("PAPER", "LH-1", last, digest)).codes == {"SHORTER_THAN_WITNESS": 1}
    office = come_in(attacker.folder, CLERK)
    office.perform("change_password", password="Another-5127-word")
    sign_out(office)
    shutil.copy(covered_vault / "register.db", attacker.folder / "register.db")
    assert verify(attacker).codes == {"SLOT_DIFFERS": 1}


def test_t10_another_vault_is_named(covered: Attacker, tmp_path: Path) -> None:
    other = build_vault(tmp_path / "other")
    shutil.copy(other / "register.db", covered.folder / "register.db")
    assert verify(covered).codes == {"REGISTER_UNREADABLE": 1}
    stranger = attacker_of(other)
    with stranger.opened() as connection:
        connection.execute("COMMIT")
        connection.execute(f"PRAGMA rekey = \"x'{covered.vault_key.hex()}'\"")
        connection.execute("BEGIN")
    shutil.copy(other / "register.db", covered.folder / "register.db")
    assert {"OTHER_VAULT", "KEY_FILE_OF_ANOTHER_VAULT"} <= set(verify(covered).codes)


def test_t11_a_swapped_key_is_named(covered_vault: Path, tmp_path: Path) -> None:
    mine = SigningKey.generate().public.hex()

    def attack(name: str) -> Attacker:
        attacker = attacker_of(copied_vault(covered_vault, tmp_path / name))
        attacker.read()
        return attacker

    in_table = attack("table")
    assert in_table.sql("UPDATE accounts SET public_key = ? WHERE name = '陈立'", mine) == 1
    assert {"VALUE_DIFFERS", "SLOT_DIFFERS"} == set(verify(in_table).codes)

    by_entry = attack("entry")
    with_tail(by_entry.folder)
    by_entry.read()
    victim = next(id_ for entry in by_entry.entries for ledger, id_, values in entry.lines if values.get("name") == "陈立")
    at = by_entry.mine()[-1]
    by_entry.entries[at].lines.append(("accounts", victim, {"public_key": mine}))
    by_entry.write()
    assert {"ACCOUNT_CHANGED", "OUTSIDE_THE_ACT", "SLOT_DIFFERS"} == set(verify(by_entry).codes)

    at_birth = attack("birth")
    founding = at_birth.entries[0]
    ledger, id_, values = founding.lines[1]
    founding.lines[1] = (ledger, id_, values | {"public_key": mine})
    founding.payload["details"]["public_keys"][str(id_)] = mine
    founding.payload["signers"][0] = mine
    at_birth.write()
    assert {"OTHER_VAULT", "SIGNATURE_INVALID"} <= set(verify(at_birth).codes)


def test_t11_a_swapped_slot_is_named(covered: Attacker) -> None:
    keys = json.loads((covered.folder / keyfile.MAIN).read_bytes())
    keys["slots"][1]["sealed"] = keys["slots"][0]["sealed"]
    for name in (keyfile.MAIN, keyfile.SECOND):
        (covered.folder / name).write_text(json.dumps(keys))
    outcome = verify(covered)
    assert outcome.codes == {"SLOT_DIFFERS": 1} and outcome.findings[0].id == keys["slots"][1]["account"]


def test_t12_an_old_entry_signed_with_a_newer_key_of_the_same_person_is_named(covered: Attacker) -> None:
    """Keys count from the entry that names them on, not before."""
    covered.read()
    change = next(at for at, entry in enumerate(covered.entries) if len(entry.payload["signers"]) == 2 and at > 1)
    person = covered.entries[change].actor
    earlier = next(at for at, entry in enumerate(covered.entries) if entry.actor == person)
    assert earlier < change
    covered.entries[earlier].payload["signers"] = [covered.entries[change].payload["signers"][1]]
    covered.write()
    assert verify(covered).first_wrong.code == "SIGNERS_DIFFER"  # type: ignore[union-attr]
    assert verify(covered).first_wrong.entry == earlier + 1  # type: ignore[union-attr]


def test_t13_a_counter_that_does_not_rise_is_named_and_a_clock_set_back_is_counted(tail: Attacker) -> None:
    tail.read()
    at = tail.mine()[-1]
    tail.entries[at].payload["counter"] = tail.entries[at - 1].payload["counter"]
    tail.entries[at].payload["time"] = "2026-11-22T04:00:00.000Z"
    tail.write()
    outcome = verify(tail)
    assert outcome.codes == {"COUNTER_NOT_RISING": 1} and outcome.findings[0].entry == at + 1
    assert outcome.clock_went_back == 1


@pytest.mark.parametrize(("statement", "code"), [
    ("UPDATE units SET name = '改' WHERE id = 3", "VALUE_DIFFERS"),
    ("UPDATE units SET phone = NULL WHERE id = 1", "VALUE_DIFFERS"),
    ("UPDATE units SET remarks = '' WHERE id = 3", "VALUE_DIFFERS"),
    ("DELETE FROM units WHERE id = 3", "ROW_MISSING"),
    ("INSERT INTO units (id, name) VALUES (99, '新')", "ROW_WITHOUT_ENTRY"),
    ("UPDATE accounts SET role = 'approver' WHERE name = '周敏'", "VALUE_DIFFERS"),
    ("DELETE FROM signatures WHERE id = 1", "ROW_MISSING"),
    ("UPDATE entry_list SET subject = 'units 9' WHERE number = 25", "DERIVED_DIFFERS"),
    ("DELETE FROM entry_list WHERE number = 25", "DERIVED_DIFFERS"),
    ("INSERT INTO entry_list VALUES (9999, 'a', 1, 't', 's', 'i')", "DERIVED_DIFFERS"),
])  # fmt: skip
def test_t14_a_row_changed_past_the_program_is_named(covered: Attacker, statement: str, code: str) -> None:
    assert covered.sql(statement) == 1
    outcome = verify(covered)
    ledger = statement.split()[1 if statement.startswith("UPDATE") else 2]
    assert [one.ledger for one in outcome.findings if one.code == code] == [ledger], outcome.findings


def test_t14_the_entry_that_wrote_the_value_last_is_named(covered: Attacker) -> None:
    covered.read()
    wrote = [at + 1 for at, entry in enumerate(covered.entries) for line in entry.lines if line[:2] == ("units", 1) and "phone" in line[2]]
    covered.sql("UPDATE units SET phone = '9999' WHERE id = 1")
    [finding] = verify(covered).findings
    assert (finding.entry, finding.ledger, finding.id, finding.field) == (wrote[-1], "units", 1, "phone")


def test_t15_a_changed_witness_is_named(covered: Attacker) -> None:
    covered.read()
    digest = _digest(covered, 20)
    good = Witness("MEDIUM", "JZ-03", 20, digest)
    assert verify(covered, good).witnessed == 20
    other = ("1" if digest[0] == "0" else "0") + digest[1:]
    for entry, said in ((21, digest), (20, other), (20, other[:16]), (20, "")):
        outcome = verify(covered, Witness("MEDIUM", "JZ-03", entry, said))
        assert outcome.codes == {"WITNESS_DIFFERS": 1} and outcome.witnessed == 0
    short = verify(covered, Witness("PAPER", "JZ-03", 20, digest[:31]))
    assert short.codes == {} and short.witnessed == 0  # too short to prove anything
