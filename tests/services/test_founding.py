"""A vault comes to be in one piece: with all its accounts or not at all, whatever refuses, fails or dies on the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from models.domain.errors import Refused, UserError
from models.domain.levels import Level
from models.services import opening, practice
from models.services.founding import FOUNDERS, FirstAccount, OrganProfile, check_founding
from models.services.practice import NewAccount, make_practice_vault, make_vault
from models.services.session import sign_in, sign_out
from models.services.verifying import run_full_check
from models.storage import rooms
from tests.faults.forks import forked
from tests.faults.steps import Steps, die, no_space
from tests.offices import CHEAP, PASSWORD, entrance

PROFILE = OrganProfile("云岭市人大常委会", Level.SECRET)
FIRST = [FirstAccount(name, role, PASSWORD) for name, role in zip(("赵强", "欧阳敏", "孙静"), FOUNDERS, strict=True)]
OTHERS = [NewAccount("周敏", "clerk", PASSWORD), NewAccount("陈立", "approver", PASSWORD)]


def found(folder: Path, others: list[NewAccount] = OTHERS, finish: Callable[[Path], None] | None = None) -> None:
    make_vault(folder, True, PROFILE, FIRST, others, entrance(), one_time=False, finish=finish)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "place").mkdir()
    return tmp_path / "place"


def is_whole(folder: Path) -> bool:
    """Every account comes in, and the journal folds."""
    for name in ("赵强", "欧阳敏", "孙静", "周敏", "陈立"):
        office = sign_in(entrance(), folder, name, PASSWORD)
        try:
            assert run_full_check(office).is_clean
        finally:
            sign_out(office)
    return True


@pytest.mark.parametrize("others, code", [
    ([NewAccount("周敏", "clerk", PASSWORD), NewAccount(" 周敏", "signer", PASSWORD)], "DUPLICATE"),
    ([NewAccount("赵强", "clerk", PASSWORD)], "DUPLICATE"), ([NewAccount("周敏", "king", PASSWORD)], "NOT_A_CHOICE"),
    ([NewAccount("周敏", "clerk", "short")], "PASSWORD_SHORT"), ([NewAccount(" ", "clerk", PASSWORD)], "REQUIRED"),
])  # fmt: skip
def test_one_bad_account_and_nothing_is_made(place: Path, others: list[NewAccount], code: str) -> None:
    with pytest.raises(Refused) as refused:
        found(place / "vault", [OTHERS[1], *others])
    assert code in {problem.code for problem in refused.value.problems}
    assert list(place.iterdir()) == []
    found(place / "vault")
    assert is_whole(place / "vault")


@pytest.mark.parametrize("profile, people, code", [
    (replace(PROFILE, name=" "), FIRST, "REQUIRED"), (PROFILE, FIRST[:2], "THREE_ADMINISTRATORS"),
    (PROFILE, FIRST[::-1], "THREE_ADMINISTRATORS"), (PROFILE, [FIRST[0], replace(FIRST[1], name="赵强"), FIRST[2]], "SAME_NAME"),
    (PROFILE, [*FIRST[:2], replace(FIRST[2], password="12345678")], "PASSWORD_PLAIN"),
])  # fmt: skip
def test_the_three_administrators_are_judged_first(
    place: Path, profile: OrganProfile, people: list[FirstAccount], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        make_vault(place / "vault", True, profile, people, OTHERS, entrance(), one_time=False)
    assert code in {problem.code for problem in refused.value.problems}
    assert list(place.iterdir()) == []


def test_there_is_no_top_secret_vault() -> None:
    with pytest.raises(UserError) as raised:
        check_founding(replace(PROFILE, vault_level=Level.TOP_SECRET), FIRST)
    assert raised.value.code == "TOP_SECRET_VAULT"


def test_what_fails_on_the_way_leaves_nothing_open_and_nothing_behind(place: Path) -> None:
    def fail(room: Path) -> None:
        raise RuntimeError(room.name)

    with pytest.raises(RuntimeError):
        found(place / "vault", finish=fail)
    assert list(place.iterdir()) == []
    found(place / "vault")
    assert is_whole(place / "vault")


def test_a_full_disk_at_every_step_is_a_sentence_and_leaves_nothing(place: Path) -> None:
    fired = 0
    for strike_at in range(1, 1000, 3):
        steps = Steps(strike_at, no_space)
        try:
            with steps.counted():
                found(place / f"{strike_at}", OTHERS[:1])
        except UserError as error:
            assert steps.fired and error.code == "DISK_FULL", error.code
            fired += 1
        else:  # the key file's tidying may fail: the next sign-in does it
            sign_out(sign_in(entrance(), place / f"{strike_at}", "周敏", PASSWORD))
            (place / f"{strike_at}").rename(place.parent / f"{strike_at}")
            if not steps.fired:
                break
        assert list(place.iterdir()) == [], steps.names[-1]
    assert not steps.fired and fired > 10


def test_a_kill_at_any_moment_leaves_nothing_or_a_whole_vault(place: Path) -> None:
    whole = unfinished = 0
    for strike_at in range(1, 2000, 5):
        room = place / f"{strike_at}"
        room.mkdir()

        def work(room: Path = room, strike_at: int = strike_at) -> None:
            with Steps(strike_at, die).counted_with_every_store():
                found(room / "vault")

        status = forked(work)
        if status == 0:
            break
        assert status == -9
        if (room / "vault").exists():
            whole += is_whole(room / "vault")
            continue
        unfinished += any(map(rooms.is_unfinished, room.iterdir()))
        if unfinished % 8 == 1:
            found(room / "vault")
            assert [path.name for path in room.iterdir()] == ["vault"] and is_whole(room / "vault")
    assert unfinished > 15


def test_nothing_foreign_is_removed(place: Path) -> None:
    for name in ("vault.building", "vault.part", f"{rooms.PREFIX}mine"):
        (place / name).mkdir()
        (place / name / "notes.txt").write_text("mine", "utf-8")
    (place / f"{rooms.PREFIX}left").mkdir()
    (place / f"{rooms.PREFIX}left" / "register.db").write_bytes(b"half")
    found(place / "vault")
    left = {path.name for path in place.iterdir()}
    assert left == {"vault", "vault.building", "vault.part", f"{rooms.PREFIX}mine"}
    assert all((place / name / "notes.txt").exists() for name in left - {"vault"})


def test_what_another_program_is_making_is_not_swept(place: Path) -> None:
    with rooms.room_for(place / "other") as room:
        found(place / "vault")
        assert room.is_dir()
    assert {path.name for path in place.iterdir()} == {"vault", "other"}


def test_a_folder_with_something_in_it_is_refused_and_an_empty_one_is_taken(place: Path) -> None:
    (place / "vault").mkdir()
    found(place / "vault")
    with pytest.raises(UserError) as raised:
        found(place / "vault")
    assert raised.value.code == "FOLDER_NOT_EMPTY" and is_whole(place / "vault")


def test_the_file_of_accounts_and_the_vault_come_together(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms.Path, "rename", lambda *_: no_space())
    door = replace(entrance(), cost=CHEAP)
    with pytest.raises(UserError):
        make_practice_vault(place / "vault", "机关", place / "accounts.json", door)
    assert list(place.iterdir()) == []
    monkeypatch.undo()
    monkeypatch.setattr(practice.os, "fsync", lambda _handle: no_space())
    with pytest.raises(OSError, match="space"):
        practice.write_accounts(place / "accounts.json", [])
    assert list(place.iterdir()) == []
    monkeypatch.undo()
    listed = make_practice_vault(place / "vault", "机关", place / "accounts.json", door)
    assert json.loads((place / "accounts.json").read_text("utf-8")) == listed


def test_the_wizards_slips_open_the_new_accounts(place: Path) -> None:
    door = replace(entrance(), production_allowed=True)
    administrators = [(one.name, one.role, one.password) for one in FIRST]
    with pytest.raises(Refused):
        opening.found_from_wizard(door, place / "v", PROFILE, administrators, [("周敏", "clerk"), ("周敏", "signer")])
    assert list(place.iterdir()) == []
    [slip] = opening.found_from_wizard(door, place / "v", PROFILE, administrators, [("周敏", "clerk")])
    office = sign_in(door, place / "v", "周敏", slip.password)
    assert office.sitting.account["one_time"] == 1
    sign_out(office)
