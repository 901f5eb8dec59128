"""Sign-in, wrong passwords, locks and what the journal learns of them (K-5, K-6, K-7, K-13, K-27)."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from models.domain.errors import Refused, UserError
from models.services.clock import FixedClock
from models.services.preferences import load_preferences
from models.services.session import Entrance, countersign, sign_in, sign_out
from models.services.signing import make_statement
from models.storage import attempts, keyfile, slots
from models.storage.journal import last_details, read_entry
from models.storage.last_seen import read_last_seen
from models.storage.lock import VaultInUse
from models.storage.slots import KdfCost, SlotOwner, seal
from tests.offices import CHEAP, NOON, PASSWORD, entrance, opened

CLERK, GUARDIAN = "周敏", "安全管理员"


def refused(folder: Path, user: str, password: str, clock: FixedClock | None = None) -> UserError:
    """The sentence at the door."""
    with pytest.raises(UserError) as raised:
        sign_in(entrance(clock), folder, user, password)
    return raised.value


def arrival(folder: Path, user: str = GUARDIAN) -> dict[str, Any]:
    """What the sign-in entry of the next person keeps."""
    with opened(folder, user) as office:
        details = last_details(office.read.connection, "sign_in")
        assert details == office.arrival
    return details


def outcomes(details: dict[str, Any]) -> list[tuple[str, str]]:
    return [(attempt["user"], attempt["outcome"]) for attempt in details["attempts"]]


def account(folder: Path, name: str) -> dict[str, Any]:
    with opened(folder, GUARDIAN) as office:
        return office.read.find_one("accounts", name=name) or {}


def test_sign_in_and_out_are_entries(vault_folder: Path) -> None:
    with opened(vault_folder, CLERK) as office:
        assert office.sitting.name == CLERK and office.sitting.role == "clerk"
        first = office.read.head().number
    with opened(vault_folder, CLERK) as office:
        acts = office.read.rows("SELECT act, actor FROM entry_list WHERE number >= ? ORDER BY number", (first,))
    assert [row["act"] for row in acts] == ["sign_in", "sign_out", "sign_in"]
    assert {row["actor"] for row in acts} == {office.sitting.id}


def test_the_write_ahead_log_is_empty_after_lock(vault_folder: Path) -> None:
    sign_out(sign_in(entrance(), vault_folder, CLERK, PASSWORD), "lock")
    log = vault_folder / "register.db-wal"
    assert not log.exists() or log.stat().st_size == 0


def test_a_vault_in_use_is_not_opened_twice(vault_folder: Path) -> None:
    with opened(vault_folder, CLERK):
        with pytest.raises(VaultInUse) as error:
            sign_in(entrance(), vault_folder, GUARDIAN, PASSWORD)
        since = NOON.astimezone().strftime("%Y-%m-%d %H:%M")
        assert f"{CLERK} {since}" in str(error.value) and "T0" not in str(error.value)
        assert attempts.read_attempts(vault_folder).attempts == ()  # type: ignore[union-attr]
    with opened(vault_folder, GUARDIAN):
        pass


def test_a_folder_without_a_vault_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    assert refused(folder, CLERK, PASSWORD).code == "NO_VAULT"
    assert list(folder.iterdir()) == []
    assert refused(tmp_path / "missing", CLERK, PASSWORD).code == "NO_VAULT"


def test_a_wrong_password_says_how_many_tries_are_left_and_is_journalled_later(vault_folder: Path) -> None:
    assert "4" in str(refused(vault_folder, CLERK, "wrong").to_do)
    assert "3" in str(refused(vault_folder, CLERK, "").to_do)
    details = arrival(vault_folder)
    assert outcomes(details) == [(CLERK, "WRONG_PASSWORD")] * 2
    assert not details["attempts_missing"]
    assert outcomes(arrival(vault_folder)) == []  # told once


def test_a_success_ends_the_count(vault_folder: Path) -> None:
    for _ in range(4):
        refused(vault_folder, CLERK, "wrong")
    arrival(vault_folder)  # another's sign-in does not end it
    assert "0" not in str(refused(vault_folder, GUARDIAN, "wrong").to_do)
    with opened(vault_folder, CLERK):
        pass
    assert "4" in str(refused(vault_folder, CLERK, "wrong").to_do)


def test_what_is_typed_as_a_name_is_never_kept(vault_folder: Path) -> None:
    """People type passwords into the wrong field."""
    assert refused(vault_folder, "Secret-typed-9", "x").code == "WRONG_PASSWORD"
    refused(vault_folder, CLERK, "Secret-typed-9")
    assert not [path.name for path in vault_folder.iterdir() if b"Secret-typed" in path.read_bytes()]
    assert outcomes(arrival(vault_folder)) == [("", "NO_SUCH_USER"), (CLERK, "WRONG_PASSWORD")]


def test_the_door_does_not_tell_whether_a_name_has_an_account(vault_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Same sentences, same counting, same work for a clerk's name and one that nobody has, over restarts and sign-ins."""
    derived: list[int] = []
    derive = slots.Argon2id

    def counted(**cost: Any) -> Any:
        derived.append(cost["memory_cost"])
        return derive(**cost)

    monkeypatch.setattr(slots, "Argon2id", counted)
    said: dict[str, list[tuple[str, str, int]]] = {CLERK: [], "查无此人": []}

    def try_both(times: int) -> None:
        for _ in range(times):
            for name, sentences in said.items():
                derived.clear()
                error = refused(vault_folder, name, "wrong")
                sentences.append((error.code, str(error).replace(name, "…"), len(derived)))

    try_both(2)
    arrival(vault_folder)
    try_both(5)
    arrival(vault_folder)
    try_both(1)
    known, unknown = said.values()
    assert known == unknown
    assert [code for code, _text, _work in known] == ["WRONG_PASSWORD"] * 4 + ["USER_LOCKED"] * 3 + ["WRONG_PASSWORD"]
    assert account(vault_folder, CLERK)["state"] == "LOCKED"
    with opened(vault_folder, GUARDIAN) as office:
        assert len(office.read.find("accounts", state="LOCKED")) == 1
    details = arrival(vault_folder)
    assert not details["attempts_missing"]


def test_five_failures_lock_until_the_guardian_unlocks(vault_folder: Path) -> None:
    codes = [refused(vault_folder, CLERK, "wrong").code for _ in range(7)]
    assert codes == ["WRONG_PASSWORD"] * 4 + ["USER_LOCKED"] * 3
    assert refused(vault_folder, CLERK, PASSWORD).code == "USER_LOCKED"  # the right one comes too late
    details = arrival(vault_folder, "刘洋")  # the next unlock by anyone takes it into the journal
    assert outcomes(details) == [(CLERK, "WRONG_PASSWORD")] * 5 + [(CLERK, "LOCKED")]
    locked = account(vault_folder, CLERK)
    assert locked["state"] == "LOCKED"
    assert refused(vault_folder, CLERK, PASSWORD).code == "USER_LOCKED"
    with opened(vault_folder, "系统管理员") as office, pytest.raises(Refused):
        office.perform("unlock_account", account_id=locked["id"])
    with opened(vault_folder, GUARDIAN) as office:
        office.perform("unlock_account", account_id=locked["id"])
    with opened(vault_folder, CLERK):
        pass


def test_the_lock_survives_a_restart(vault_folder: Path) -> None:
    """Another process finds what this one left."""
    for _ in range(5):
        refused(vault_folder, CLERK, "wrong")
    script = (
        "import sys\nfrom pathlib import Path\nfrom models.domain.errors import UserError\n"
        "from models.services.session import sign_in\nfrom tests.offices import PASSWORD, entrance\n"
        "try:\n    sign_in(entrance(), Path(sys.argv[1]), sys.argv[2], PASSWORD)\nexcept UserError as error:\n    print(error.code)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(vault_folder), CLERK], capture_output=True, text=True,
                          cwd=Path(__file__).parents[2], check=True)  # fmt: skip
    assert done.stdout == "USER_LOCKED\n"


def test_the_guardian_is_delayed_longer_and_longer_but_never_locked_out(vault_folder: Path) -> None:
    clock = FixedClock(NOON)
    for _ in range(5):
        assert refused(vault_folder, GUARDIAN, "wrong", clock).code == "WRONG_PASSWORD"
    waited = []
    for _ in range(8):
        seconds = 0
        while refused(vault_folder, GUARDIAN, "wrong", clock).code == "WAIT":
            clock.moment += timedelta(seconds=5)
            seconds += 5
        waited.append(seconds)
    assert waited == [15, 30, 60, 120, 240, 300, 300, 300]
    clock.moment += timedelta(seconds=299)
    assert refused(vault_folder, GUARDIAN, PASSWORD, clock).code == "WAIT"
    clock.moment += timedelta(seconds=1)
    details = arrival_with(vault_folder, clock)
    assert details["attempts"][-1]["outcome"] == "WAIT"
    assert account(vault_folder, GUARDIAN)["state"] == "ENABLED"


def arrival_with(folder: Path, clock: FixedClock) -> dict[str, Any]:
    with opened(folder, GUARDIAN, clock) as office:
        return dict(office.arrival)


def test_a_clock_set_back_does_not_lock_the_guardian_out(vault_folder: Path) -> None:
    for _ in range(6):
        refused(vault_folder, GUARDIAN, "wrong")
    assert arrival_with(vault_folder, FixedClock(NOON - timedelta(days=4000)))


def test_a_missing_or_shortened_record_of_tries_is_reported(vault_folder: Path) -> None:
    refused(vault_folder, CLERK, "wrong")
    (vault_folder / attempts.NAME).unlink()
    assert arrival(vault_folder)["attempts_missing"]
    assert not arrival(vault_folder)["attempts_missing"]
    before = (vault_folder / attempts.NAME).read_bytes()
    arrival(vault_folder)
    (vault_folder / attempts.NAME).write_bytes(before)  # an older one put back
    assert arrival(vault_folder)["attempts_missing"]
    refused(vault_folder, CLERK, "wrong")
    assert not arrival(vault_folder)["attempts_missing"]
    kept = attempts.read_attempts(vault_folder)
    assert kept and kept.taken == 1
    attempts.write_attempts(vault_folder, replace(kept, attempts=(), taken=0))  # the counted failure taken out
    assert arrival(vault_folder)["attempts_missing"]


def test_a_crash_between_entry_and_file_loses_and_doubles_nothing(vault_folder: Path) -> None:
    refused(vault_folder, CLERK, "wrong")
    before = (vault_folder / attempts.NAME).read_bytes()
    office = sign_in(entrance(), vault_folder, GUARDIAN, PASSWORD)
    assert len(outcomes(dict(office.arrival))) == 1
    office.close()  # as a crash would: no further entry
    (vault_folder / attempts.NAME).write_bytes(before)
    details = arrival(vault_folder)
    assert outcomes(details) == [] and not details["attempts_missing"]


def test_the_gate_refuses_a_production_vault_and_the_journal_learns_of_it(production: Path) -> None:
    error = refused(production, "a1", PASSWORD)
    assert error.code == "MACHINE_NOT_ISOLATED"
    refused(production, "a1", PASSWORD)
    door = replace(entrance(), production_allowed=True, gate="ISOLATED")
    office = sign_in(door, production, "a1", PASSWORD)
    assert outcomes(dict(office.arrival)) == [("", "REFUSED_BY_GATE")]
    assert office.arrival["attempts"][0]["gate"] == "TEST" and office.arrival["gate"] == "ISOLATED"
    sign_out(office)


@pytest.fixture
def production(tmp_path: Path) -> Path:
    """A production vault with its three administrators."""
    from models.domain.levels import Level
    from models.services.founding import FOUNDERS, FirstAccount, OrganProfile, found_vault

    people = [FirstAccount(name, role, PASSWORD) for name, role in zip(("a1", "b1", "c1"), FOUNDERS, strict=True)]
    found_vault(tmp_path / "production", training=False, profile=OrganProfile("机关", Level.SECRET), administrators=people,
                clock=FixedClock(NOON), machine="BM", cost=CHEAP)  # fmt: skip
    return tmp_path / "production"


def test_a_one_time_password_opens_nothing_but_its_change(production: Path) -> None:
    door = replace(entrance(), production_allowed=True)
    office = sign_in(door, production, "a1", PASSWORD)
    account_id = office.perform("create_account", name="clerk", role="clerk").result
    sign_out(office)
    office = sign_in(door, production, "b1", PASSWORD)
    office.perform("enable_account", account_id=account_id, password="Once-only-4821-x")
    sign_out(office)
    office = sign_in(door, production, "clerk", "Once-only-4821-x")
    old = office.sitting.key.public
    with pytest.raises(Refused) as raised:
        office.perform("add_row", ledger="units", values={"name": "办公室", "kind": "DEPARTMENT"})
    assert raised.value.problems[0].code == "PASSWORD_FIRST"
    office.perform("change_password", password="Own-words-7316-y")
    entry = json.loads(office.read.first("SELECT payload FROM entry ORDER BY number DESC LIMIT 1")["payload"])  # type: ignore[index]
    assert entry["signers"] == [old.hex(), office.sitting.key.public.hex()] and old != office.sitting.key.public
    office.perform("add_row", ledger="units", values={"name": "办公室", "kind": "DEPARTMENT"})
    sign_out(office)
    with pytest.raises(UserError):
        sign_in(door, production, "clerk", "Once-only-4821-x")
    sign_out(sign_in(door, production, "clerk", "Own-words-7316-y"))


def at(day: int, **more: Any) -> Entrance:
    """The door of the production vault on a day after the vault was made."""
    return replace(entrance(FixedClock(NOON + timedelta(days=day))), production_allowed=True, **more)


def test_a_password_that_is_too_old_is_changed_before_anything_else(production: Path) -> None:
    office = sign_in(at(7), production, "a1", PASSWORD)
    office.perform("create_account", name="clerk", role="clerk")
    sign_out(office)
    office = sign_in(at(8), production, "a1", PASSWORD)
    with pytest.raises(Refused) as raised:
        office.perform("create_account", name="other", role="clerk")
    assert raised.value.problems[0].code == "PASSWORD_OUTLIVED"
    office.perform("change_password", password="Own-words-7316-y")
    office.perform("create_account", name="other", role="clerk")
    sign_out(office)
    office = sign_in(at(15), production, "a1", "Own-words-7316-y")
    assert not office.sitting.has_outlived_password
    sign_out(office)


def test_the_organs_own_number_of_days_counts(production: Path) -> None:
    office = sign_in(at(0), production, "b1", PASSWORD)
    office.perform("change_policy", values={"longest_days": 3})
    sign_out(office)
    for day, outlived in ((3, False), (4, True)):
        office = sign_in(at(day), production, "b1", PASSWORD)
        assert office.sitting.has_outlived_password is outlived
        sign_out(office)


def test_nobody_signs_with_a_password_that_is_too_old(production: Path) -> None:
    office = sign_in(at(0), production, "b1", PASSWORD)
    sign_out(office)
    office = sign_in(at(8), production, "b1", PASSWORD)
    office.perform("change_password", password="Own-words-7316-y")
    statement = make_statement(office.vault.keys.vault, "accept_findings", "x", "supervisor", office.sitting.id,
                               office.read.head().number, office.clock.now(), None)  # fmt: skip
    with pytest.raises(UserError) as raised:
        countersign(office, at(8), statement, "c1", PASSWORD)
    assert raised.value.code == "PASSWORD_OUTLIVED"
    sign_out(office)


def test_practice_asks_for_no_change_by_age(vault_folder: Path) -> None:
    office = sign_in(entrance(FixedClock(NOON + timedelta(days=400))), vault_folder, CLERK, PASSWORD)
    assert not office.sitting.has_outlived_password
    sign_out(office)


def test_the_last_five_passwords_do_not_come_back(production: Path) -> None:
    own = [PASSWORD, *(f"Own-words-{nth}316-y" for nth in range(6))]
    now = PASSWORD
    for nth, password in enumerate(own[1:], 1):
        office = sign_in(at(0), production, "b1", now)
        for known in own[max(0, nth - 5) : nth]:
            with pytest.raises(Refused) as raised:
                office.perform("change_password", password=known)
            assert {problem.code for problem in raised.value.problems} == {"PASSWORD_REUSED"}, (nth, known)
        office.perform("change_password", password=password)
        now = password
        sign_out(office)
    office = sign_in(at(0), production, "b1", now)
    office.perform("change_password", password=PASSWORD)  # six others came between
    assert "password_history" not in load_preferences(office)
    kept = office.read.preferences(office.sitting.id)["password_history"]
    assert len(json.loads(kept)["marks"]) == 5 and PASSWORD not in kept
    sign_out(office)


def test_the_present_password_is_no_new_one(vault_folder: Path) -> None:
    with opened(vault_folder, CLERK) as office, pytest.raises(Refused) as raised:
        office.perform("change_password", password=PASSWORD)
    assert {problem.code for problem in raised.value.problems} == {"PASSWORD_REUSED"}


def _slot_of(folder: Path, user: str) -> slots.Slot:
    return keyfile.read_keys(folder).slots_of(user)[0]


def test_a_weakened_slot_is_refused(vault_folder: Path) -> None:
    door = replace(entrance(), floor=KdfCost(16 * 1024, 1, 1))
    with pytest.raises(UserError) as raised:
        sign_in(door, vault_folder, CLERK, PASSWORD)
    assert raised.value.code == "WEAK_SLOT"
    assert outcomes(arrival(vault_folder)) == [(CLERK, "WEAK_SLOT")]


def test_an_old_key_file_put_back_is_refused_and_reported(vault_folder: Path, tmp_path: Path) -> None:
    old = [(name, (vault_folder / name).read_bytes()) for name in (keyfile.MAIN, keyfile.SECOND)]
    with opened(vault_folder, CLERK) as office:
        office.perform("change_password", password="Another-5127-word")
    assert refused(vault_folder, CLERK, PASSWORD).code == "WRONG_PASSWORD"
    for name, data in old:
        (vault_folder / name).write_bytes(data)
    assert refused(vault_folder, CLERK, PASSWORD).code == "OLD_SLOT"
    assert refused(vault_folder, CLERK, "Another-5127-word").code == "WRONG_PASSWORD"
    assert outcomes(arrival(vault_folder)) == [(CLERK, "WRONG_PASSWORD"), (CLERK, "OLD_SLOT"), (CLERK, "WRONG_PASSWORD")]


def test_another_vaults_key_file_does_not_fit(vault_folder: Path, production: Path) -> None:
    for name in (keyfile.MAIN, keyfile.SECOND):
        shutil.copy(production / name, vault_folder / name)
    door = replace(entrance(), production_allowed=True)
    with pytest.raises(UserError) as raised:
        sign_in(door, vault_folder, "a1", PASSWORD)
    assert raised.value.code == "VAULT_DAMAGED"


def test_a_training_slot_does_not_open_a_production_vault(production: Path) -> None:
    """The kind stands in genesis and in each slot's associated data (K-27)."""
    data = (production / keyfile.MAIN).read_text("utf-8").replace("PRODUCTION", "TRAINING")
    for name in (keyfile.MAIN, keyfile.SECOND):
        (production / name).write_text(data, "utf-8")
    assert refused(production, "a1", PASSWORD).code == "WRONG_PASSWORD"


def test_a_slot_of_another_vault_id_is_refused(vault_folder: Path) -> None:
    keys = keyfile.read_keys(vault_folder)
    keyfile.write_keys(vault_folder, replace(keys, vault="ff" * 16))
    assert refused(vault_folder, CLERK, PASSWORD).code == "KEYS_DO_NOT_FIT"


def test_a_damaged_copy_of_the_key_file_is_repaired_with_a_notice(vault_folder: Path) -> None:
    (vault_folder / keyfile.MAIN).write_bytes(b"{")
    assert arrival(vault_folder, CLERK)["keys_repaired"]
    assert (vault_folder / keyfile.MAIN).read_bytes() == (vault_folder / keyfile.SECOND).read_bytes()
    assert not arrival(vault_folder, CLERK)["keys_repaired"]


def test_a_damaged_register_is_one_sentence(vault_folder: Path) -> None:
    data = bytearray((vault_folder / "register.db").read_bytes())
    data[50] ^= 1
    (vault_folder / "register.db").write_bytes(data)
    assert refused(vault_folder, CLERK, PASSWORD).code == "VAULT_DAMAGED"
    (vault_folder / "register.db").unlink()
    assert refused(vault_folder, CLERK, PASSWORD).code == "NO_REGISTER"


def test_the_door_closes_even_when_the_last_entry_cannot_be_written(vault_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = sign_in(entrance(), vault_folder, CLERK, PASSWORD)
    pages = office.vault.store.own.scalar("PRAGMA page_count")
    monkeypatch.setattr(office, "_write", lambda *_arguments: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sign_out(office, "lock")
    assert pages and office.vault.key == bytes(32)
    with opened(vault_folder, CLERK):
        pass


def test_countersigning_counts_as_at_the_door_and_a_right_password_ends_the_count(vault_folder: Path) -> None:
    with opened(vault_folder, CLERK) as office:
        statement = office.statement("add_row", "counter", ledger="units", values={"name": "办公室", "kind": "DEPARTMENT"})
        for _ in range(4):
            with pytest.raises(UserError):
                countersign(office, entrance(), statement, "王建国", "wrong")
        countersign(office, entrance(), statement, "王建国", PASSWORD)
        for code in ("WRONG_PASSWORD",) * 4 + ("USER_LOCKED",):
            with pytest.raises(UserError) as raised:
                countersign(office, entrance(), statement, "王建国", "wrong")
            assert raised.value.code == code
        with pytest.raises(UserError) as raised:
            countersign(office, entrance(), statement, "王建国", PASSWORD)
        assert raised.value.code == "USER_LOCKED"
    details = arrival(vault_folder)
    assert [outcome for _user, outcome in outcomes(details)].count("COUNTERSIGNED") == 1
    assert account(vault_folder, "王建国")["state"] == "LOCKED"


def test_a_slot_under_way_is_dropped_or_confirmed(vault_folder: Path) -> None:
    """K-6: step 1 done, entry missing. The new password confirms its slot; the old one drops the new slot."""
    with opened(vault_folder, CLERK) as office:
        keys, signing, vault_key = office.vault.keys, office.sitting.key, office.vault.key
    old = keys.slots_of(CLERK)[0]
    owner = SlotOwner(CLERK, old.account, old.role, old.generation + 1, old.kind, old.vault)
    new = seal(owner, "Another-5127-word", vault_key, signing, CHEAP)
    for password, kept in ((PASSWORD, old), ("Another-5127-word", new)):
        keyfile.write_keys(vault_folder, keys.with_slot(new))
        sign_out(sign_in(entrance(), vault_folder, CLERK, password))
        assert keyfile.read_keys(vault_folder).slots_of(CLERK) == [kept]
    assert refused(vault_folder, CLERK, PASSWORD).code == "WRONG_PASSWORD"


def test_two_slots_of_one_password_find_the_confirmed_one(vault_folder: Path) -> None:
    with opened(vault_folder, CLERK) as office:
        keys, signing, vault_key = office.vault.keys, office.sitting.key, office.vault.key
    old = keys.slots_of(CLERK)[0]
    stale = replace(seal(SlotOwner(CLERK, old.account, old.role, old.generation + 1, old.kind, old.vault), PASSWORD,
                         vault_key, type(signing).generate(), CHEAP))  # fmt: skip
    keyfile.write_keys(vault_folder, keys.with_slot(stale))
    with opened(vault_folder, CLERK):
        assert keyfile.read_keys(vault_folder).slots_of(CLERK) == [old]


def test_an_unconfirmed_reset_is_no_password(vault_folder: Path) -> None:
    with opened(vault_folder, CLERK) as office:
        keys, vault_key = office.vault.keys, office.vault.key
    old = keys.slots_of(CLERK)[0]
    owner = SlotOwner(CLERK, old.account, old.role, old.generation + 1, old.kind, old.vault)
    reset = seal(owner, "Reset-by-8125-other", vault_key, slots.SigningKey.generate(), CHEAP)
    keyfile.write_keys(vault_folder, keys.with_slot(reset))
    assert refused(vault_folder, CLERK, "Reset-by-8125-other").code == "NOT_CONFIRMED"
    with opened(vault_folder, CLERK):
        pass


def test_slots_left_over_by_another_users_crash_go_at_the_next_unlock_by_anyone(vault_folder: Path) -> None:
    with opened(vault_folder, CLERK) as office:
        office.perform("change_password", password="Another-5127-word")
        both = office.vault.keys
        old = replace(both.slots_of(CLERK)[0], generation=both.slots_of(CLERK)[0].generation - 1)
    keyfile.write_keys(vault_folder, replace(both, slots=(old, *both.slots)))
    with opened(vault_folder, GUARDIAN):
        pass
    assert keyfile.read_keys(vault_folder).slots_of(CLERK) == both.slots_of(CLERK)


@pytest.mark.parametrize(("errno", "code"), [(28, "DISK_FULL"), (30, "NOT_WRITABLE"), (13, "NOT_WRITABLE"), (5, "WRITING_STOPPED")])
def test_a_folder_that_cannot_be_written_is_a_sentence_at_every_step_of_sign_in(
    vault_folder: Path, errno: int, code: str
) -> None:
    from tests.faults.steps import Steps

    def fail() -> None:
        raise OSError(errno, "injected")

    fired = 0
    for strike_at in range(1, 100):
        steps = Steps(strike_at, fail)
        try:
            with steps.counted():
                office = sign_in(entrance(), vault_folder, CLERK, PASSWORD)
        except UserError as error:
            assert error.code == code and steps.fired
            fired += 1
        else:
            office.close()
            if not steps.fired:
                break
    assert fired >= 3 and not steps.fired
    before = (vault_folder / keyfile.MAIN).stat()
    with opened(vault_folder, GUARDIAN) as office:
        assert not office.is_halted
    after = (vault_folder / keyfile.MAIN).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)  # nothing to tidy, nothing written


def test_a_password_change_whose_last_step_fails_is_done_and_tidied_at_the_next_unlock(vault_folder: Path) -> None:
    from tests.faults.steps import Steps, no_space

    changed = 0
    for strike_at in range(1, 100):
        password = f"Another-{strike_at:04d}-word" if changed == 0 else password  # noqa: F821
        office = sign_in(entrance(), vault_folder, CLERK, PASSWORD)
        steps = Steps(strike_at, no_space)
        with steps.counted(office.vault.store):
            try:
                office.perform("change_password", password=password)
                changed += 1
            except UserError as error:
                assert error.code == "DISK_FULL" and not changed
        sign_out(office)
        if changed:
            break
    assert steps.fired and strike_at > 12
    assert refused(vault_folder, CLERK, PASSWORD).code in ("WRONG_PASSWORD", "OLD_SLOT")
    with opened(vault_folder, GUARDIAN):
        pass
    assert len(keyfile.read_keys(vault_folder).slots_of(CLERK)) == 1
    sign_out(sign_in(entrance(), vault_folder, CLERK, password))


def test_a_link_that_came_up_is_the_last_entry_and_this_pc_remembers_it(vault_folder: Path, tmp_path: Path) -> None:
    """However a sitting ends, it ends the same way: entry, what this PC remembers, vault closed (K-27)."""
    door = replace(entrance(), last_seen=tmp_path / "seen")
    office = sign_in(door, vault_folder, CLERK, PASSWORD)
    vault = office.vault.keys.vault
    sign_out(office, "gate_lock", {"code": "LINK_UP"})
    number, digest = read_last_seen(door.last_seen, vault) or (0, "")
    with opened(vault_folder, CLERK) as office:
        entry = read_entry(office.read.connection, number)
        assert entry is not None and entry.digest.hex().startswith(digest)
        assert (entry.payload["act"], entry.payload["details"]) == ("gate_lock", {"code": "LINK_UP"})
