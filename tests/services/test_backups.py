"""Copies: proved before they get their name, never over a good one, opened to read, restored; and every fault on the way."""

from __future__ import annotations

import resource
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from models.domain.errors import Cancelled, Refused, UserError
from models.services import backups, journal_view
from models.services.clock import FixedClock
from models.services.office import Office
from models.services.session import countersign, open_copy, sign_in, sign_out
from models.services.verifying import NOT_PROVABLE, run_full_check
from models.storage import attempts, backup, keyfile
from models.storage.journal import last_details
from tests.faults.steps import Steps, no_space
from tests.offices import NOON, PASSWORD, entrance, opened
from tests.storage.scenario import attacker_of

CLERK, ADMIN = "周敏", "系统管理员"


@pytest.fixture
def medium(tmp_path: Path) -> Path:
    folder = tmp_path / "medium"
    folder.mkdir()
    return folder


@pytest.fixture
def clerk(vault_folder: Path) -> Iterator[Office]:
    with opened(vault_folder, CLERK) as office:
        office.perform("add_row", ledger="units", values={"name": "办公室", "kind": "DEPARTMENT"})
        yield office


def refusal(code: str, work: Callable[[], object]) -> None:
    with pytest.raises(UserError) as raised:
        work()
    assert raised.value.code == code


def test_a_copy_is_whole_proved_and_journalled(clerk: Office, medium: Path) -> None:
    head = clerk.read.head()
    assert backups.last_copy_on(clerk.read) is None
    made = backups.make_copy(clerk, medium, medium="JZ-03")
    assert made.copy.entry == head.number and made.copy.entry_digest == head.digest.hex()
    assert made.report.verdict == NOT_PROVABLE and made.report.outcome.last == head.number
    folder = medium / made.copy.name
    assert {path.name for path in folder.iterdir()} == {"register.db", "keys.json", "keys.second.json", "attempts.json", "copy.json"}
    assert [path.name for path in medium.iterdir()] == [made.copy.name]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert b"SQLite format 3" not in (folder / "register.db").read_bytes()[:100]
    assert backup.is_whole(folder) and backups.copies_in(clerk, medium) == [made.copy]
    kept = last_details(clerk.read.connection, "note_backup")
    assert (kept["outcome"], kept["medium"], kept["entry"]) == ("DONE", "JZ-03", head.number)
    assert backups.last_copy_on(clerk.read) == clerk.clock.today()


def test_generations_stand_side_by_side_newest_first(vault_folder: Path, medium: Path) -> None:
    clock = FixedClock(NOON)
    names = []
    for days in (0, 0, 7):
        clock.moment = NOON + timedelta(days=days)
        with opened(vault_folder, ADMIN, clock) as office:
            names.append(backups.make_copy(office, medium).copy.name)
    assert len(set(names)) == 3 and names[2][:24] == f"shoubu-{names[0][7:15]}-20261130"
    with opened(vault_folder, ADMIN, clock) as office:
        found = backups.copies_in(office, medium)
        assert [copy.name for copy in found] == [names[2], *sorted(names[:2], reverse=True)]
        assert backups.last_copy_on(office.read) == clock.today()
        (medium / names[2] / "register.db").write_bytes(b"x")
        assert not backup.is_whole(medium / names[2]) and backup.is_whole(medium / names[1])


def test_who_may_copy(vault_folder: Path, medium: Path) -> None:
    with opened(vault_folder, "检查组") as office, pytest.raises(Refused):
        backups.make_copy(office, medium)
    with opened(vault_folder, ADMIN) as office:
        backups.make_copy(office, medium)


def test_a_copy_opens_to_read_and_nothing_is_written(clerk: Office, medium: Path) -> None:
    folder = medium / backups.make_copy(clerk, medium).copy.name
    clerk.perform("add_row", ledger="units", values={"name": "财务处", "kind": "DEPARTMENT"})
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    folder.chmod(0o500)
    office = open_copy(entrance(), folder, CLERK, PASSWORD)
    assert [row["name"] for row in office.read.find("units")] == ["办公室"]
    for work in (
        lambda: office.perform("add_row", ledger="units", values={"name": "x", "kind": "DEPARTMENT"}),
        lambda: office.try_out("add_row", ledger="units", values={"name": "x", "kind": "DEPARTMENT"}),
    ):
        refusal("READ_ONLY", work)
    assert run_full_check(office).is_clean
    sign_out(office)
    refusal("WRONG_PASSWORD", lambda: open_copy(entrance(), folder, CLERK, "wrong"))
    refusal("WRONG_PASSWORD", lambda: open_copy(entrance(), folder, "nobody", PASSWORD))
    folder.chmod(0o700)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_copy_is_no_vault_and_a_vault_is_no_copy(clerk: Office, vault_folder: Path, medium: Path) -> None:
    folder = medium / backups.make_copy(clerk, medium).copy.name
    refusal("IS_A_COPY", lambda: sign_in(entrance(), folder, CLERK, PASSWORD))
    refusal("NOT_A_COPY", lambda: open_copy(entrance(), vault_folder, CLERK, PASSWORD))


def test_the_old_password_opens_the_old_copy(clerk: Office, medium: Path) -> None:
    folder = medium / backups.make_copy(clerk, medium).copy.name
    clerk.perform("change_password", password="Another-5127-word")
    open_copy(entrance(), folder, CLERK, PASSWORD).close()
    refusal("WRONG_PASSWORD", lambda: open_copy(entrance(), folder, CLERK, "Another-5127-word"))


def test_a_copy_is_a_witness(vault_folder: Path, medium: Path) -> None:
    with opened(vault_folder, CLERK) as office:
        backups.make_copy(office, medium)
        [witness] = backups.witnesses_in(office, [medium, medium / "missing"])
        report = run_full_check(office, witnesses=[witness])
        assert report.outcome.witnessed == witness.entry > 0 and report.is_clean
    attacker = attacker_of(vault_folder)
    attacker.read()
    attacker.entries = attacker.entries[: witness.entry - 1]
    attacker.write()
    with opened(vault_folder, CLERK) as office:
        assert "SHORTER_THAN_WITNESS" not in run_full_check(office).outcome.codes
    attacker.entries = attacker.read()[: witness.entry - 2]
    attacker.write()
    with opened(vault_folder, ADMIN) as office:
        report = run_full_check(office, witnesses=[replace(witness, entry=10_000)])
        assert report.outcome.codes == {"SHORTER_THAN_WITNESS": 1}


def test_a_restored_copy_is_a_vault_again_and_the_journal_learns_of_it(clerk: Office, medium: Path, tmp_path: Path) -> None:
    made = backups.make_copy(clerk, medium).copy
    target = tmp_path / "again"
    backups.restore_copy(entrance(), medium / made.name, target)
    with opened(target, CLERK) as office:
        assert [one["outcome"] for one in office.arrival["attempts"]] == [f"RESTORED_AT_{made.entry}"]
        assert office.read.find_one("units", name="办公室")
        office.perform("add_row", ledger="units", values={"name": "车队", "kind": "DEPARTMENT"})
        assert run_full_check(office).is_clean
    refusal("FOLDER_NOT_EMPTY", lambda: backups.restore_copy(entrance(), medium / made.name, target))
    data = bytearray((medium / made.name / "register.db").read_bytes())
    data[-1] ^= 1
    (medium / made.name / "register.db").write_bytes(data)
    refusal("COPY_DAMAGED", lambda: backups.restore_copy(entrance(), medium / made.name, tmp_path / "third"))
    assert not (tmp_path / "third").exists()


def test_a_copy_of_a_register_that_does_not_fold_is_not_kept(vault_folder: Path, medium: Path) -> None:
    with opened(vault_folder, CLERK) as office:
        office.perform("add_row", ledger="units", values={"name": "办公室", "kind": "DEPARTMENT"})
    attacker_of(vault_folder).sql("UPDATE units SET name = '改'")
    with opened(vault_folder, CLERK) as office:
        refusal("COPY_IS_WRONG", lambda: backups.make_copy(office, medium))
        assert list(medium.iterdir()) == []
        assert last_details(office.read.connection, "note_backup")["code"] == "COPY_IS_WRONG"
        run_full_check(office)
        assert office.is_halted  # known and told: the evidence may be copied
        backups.make_copy(office, medium)
        assert len(list(medium.iterdir())) == 1


def test_what_two_people_accepted_keeps_no_copy_from_being_made(vault_folder: Path, medium: Path) -> None:
    with opened(vault_folder, CLERK) as office:
        office.perform("add_row", ledger="units", values={"name": "办公室", "kind": "DEPARTMENT"})
    attacker_of(vault_folder).sql("UPDATE units SET name = '改'")
    with opened(vault_folder, "安全管理员") as office:
        outcome, why = run_full_check(office).outcome, "已查明"
        values = {"findings": outcome.findings, "count": outcome.count}
        statement = office.statement("accept_findings", "supervisor", reason=why, **values)
        signed = countersign(office, entrance(), statement, "审计员", PASSWORD)
        office.perform("accept_findings", signed=[signed], reason=why, **values)
    with opened(vault_folder, CLERK) as office:
        assert not office.is_halted
        backups.make_copy(office, medium)
    attacker_of(vault_folder).sql("UPDATE units SET name = '又改'")
    with opened(vault_folder, CLERK) as office:
        refusal("COPY_IS_WRONG", lambda: backups.make_copy(office, medium))


def test_an_unfinished_copy_is_never_offered_and_is_swept_by_the_next(clerk: Office, medium: Path) -> None:
    made = backups.make_copy(clerk, medium).copy
    left = medium / ".shoubu-unfinished-9"
    left.mkdir()
    (left / "copy.json").write_bytes((medium / made.name / "copy.json").read_bytes())
    foreign = medium / "shoubu-00000000-20260101-000000.part"
    foreign.mkdir()
    (medium / f"{made.name}.part").mkdir()
    assert [copy.name for copy in backups.copies_in(clerk, medium)] == [made.name]
    backups.make_copy(clerk, medium)
    assert not left.exists() and foreign.exists() and (medium / f"{made.name}.part").exists()


def test_cancelling_leaves_nothing(clerk: Office, medium: Path) -> None:
    before = clerk.read.head()
    calls = 0

    def is_cancelled() -> bool:
        nonlocal calls
        calls += 1
        return calls > 3

    with pytest.raises(Cancelled):
        backups.make_copy(clerk, medium, is_cancelled=is_cancelled)
    assert list(medium.iterdir()) == [] and clerk.read.head() == before and calls > 3


@pytest.fixture
def settled(clerk: Office, medium: Path) -> tuple[Office, Path, dict[str, bytes]]:
    """A good copy exists; what it holds."""
    name = backups.make_copy(clerk, medium).copy.name
    return clerk, medium, {path.name: path.read_bytes() for path in (medium / name).iterdir()}


def _is_as_before(office: Office, medium: Path, good: dict[str, bytes]) -> None:
    [copy] = backups.copies_in(office, medium)
    assert {path.name: path.read_bytes() for path in (medium / copy.name).iterdir()} == good
    assert [path.name for path in medium.iterdir()] == [copy.name]


def test_a_full_medium_at_every_step_leaves_the_last_good_copy(settled: tuple[Office, Path, dict[str, bytes]]) -> None:
    office, medium, good = settled
    fired = 0
    for strike_at in range(1, 200):
        steps = Steps(strike_at, no_space)
        try:
            with steps.counted():
                backups.write_copy(office, medium)
        except UserError as error:
            assert error.code in ("COPY_NO_SPACE", "COPY_NOT_WRITTEN")
            assert steps.fired
            fired += 1
            _is_as_before(office, medium, good)
        else:
            break
    assert not steps.fired and fired >= 15
    assert len(backups.copies_in(office, medium)) == 2


def test_a_full_medium_in_the_middle_of_the_register_leaves_the_last_good_copy(
    settled: tuple[Office, Path, dict[str, bytes]]
) -> None:
    """The register is written by SQLite itself: its writes are failed by the system's own limit on the size of files."""
    office, medium, good = settled
    size = len(good["register.db"])
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    fired = 0
    for limit in range(2000, size, size // 25):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        try:
            refusal("COPY_NOT_WRITTEN", lambda: backups.write_copy(office, medium))
            fired += 1
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        _is_as_before(office, medium, good)
    assert fired >= 20
    backups.write_copy(office, medium)


def test_a_medium_without_room_is_told_before_anything_is_written(clerk: Office, medium: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = backup.shutil.disk_usage(medium)
    monkeypatch.setattr(backup.shutil, "disk_usage", lambda _path: usage._replace(free=1000))
    refusal("COPY_NO_SPACE", lambda: backups.make_copy(clerk, medium))
    assert list(medium.iterdir()) == []
    assert last_details(clerk.read.connection, "note_backup") == {"outcome": "FAILED", "code": "COPY_NO_SPACE", "medium": ""}
    (line,) = [line for line in journal_view.newest(clerk) if str(line.words) == "备份"]
    assert str(line.subject) == "没有写成"
    assert backups.last_copy_on(clerk.read) is None


def test_a_missing_or_read_only_medium_is_a_sentence(clerk: Office, tmp_path: Path) -> None:
    refusal("COPY_NOT_WRITTEN", lambda: backups.make_copy(clerk, tmp_path / "missing"))
    file = tmp_path / "file"
    file.write_text("x")
    refusal("COPY_NOT_WRITTEN", lambda: backups.make_copy(clerk, file))


def test_a_password_changed_during_the_copy_is_in_it(clerk: Office, medium: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, done = backup._copy_register, []

    def copying(*arguments: object) -> None:
        real(*arguments)  # type: ignore[arg-type]
        if not done:
            done.append(clerk.perform("change_password", password="Another-5127-word"))

    monkeypatch.setattr(backup, "_copy_register", copying)
    made = backups.write_copy(clerk, medium)
    office = open_copy(entrance(), medium / made.copy.name, CLERK, "Another-5127-word")
    office.close()


def test_a_copys_tries_do_not_count_at_the_door(clerk: Office, vault_folder: Path, medium: Path) -> None:
    folder = medium / backups.make_copy(clerk, medium).copy.name
    for _ in range(7):
        with pytest.raises(UserError):
            open_copy(entrance(), folder, CLERK, "wrong")
    assert attempts.read_attempts(vault_folder).attempts == ()  # type: ignore[union-attr]
    assert keyfile.read_keys(folder) == keyfile.read_keys(vault_folder)
