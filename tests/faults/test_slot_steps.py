"""A kill before every durable step of a slot change: somebody can always come in, and nobody with two passwords (K-6)."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.domain.errors import UserError
from models.services.office import Office
from models.services.session import sign_in, sign_out
from models.storage import keyfile
from tests.faults.forks import forked
from tests.faults.steps import Steps, die
from tests.offices import PASSWORD, copied_vault, entrance, opened

NEW = "Another-5127-word"
CLERK, GUARDIAN, NOVICE = "周敏", "安全管理员", "新人"


def _id(office: Office, name: str) -> int:
    return int(office.read.find_one("accounts", name=name)["id"])  # type: ignore[index]


def own(office: Office) -> None:
    office.perform("change_password", password=NEW)


def reset(office: Office) -> None:
    office.perform("reset_password", account_id=_id(office, CLERK), password=NEW)


def enable(office: Office) -> None:
    office.perform("enable_account", account_id=_id(office, NOVICE), password=NEW, one_time=False)


CASES = {"own": (CLERK, CLERK, own), "reset": (GUARDIAN, CLERK, reset), "enable": (GUARDIAN, NOVICE, enable)}


@pytest.fixture(scope="module")
def prepared(built_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with an account that waits to be enabled."""
    folder = copied_vault(built_vault, tmp_path_factory.mktemp("steps") / "vault")
    with opened(folder, "系统管理员") as office:
        office.perform("create_account", name=NOVICE, role="clerk")
    return folder


def comes_in(folder: Path, user: str, password: str) -> bool:
    try:
        sign_out(sign_in(entrance(), folder, user, password))
    except UserError as error:
        assert error.code in ("WRONG_PASSWORD", "OLD_SLOT", "NOT_CONFIRMED", "NOT_ENABLED"), error.code
        return False
    return True


@pytest.mark.parametrize("case", CASES)
def test_crash_in_each_step_of_a_slot_change(prepared: Path, tmp_path: Path, case: str) -> None:
    actor, user, act = CASES[case]
    strikes = 0
    for strike_at in range(1, 200):
        folder = copied_vault(prepared, tmp_path / f"{strike_at}")

        def work(folder: Path = folder, strike_at: int = strike_at) -> None:
            office = sign_in(entrance(), folder, actor, PASSWORD)
            with Steps(strike_at, die).counted(office.vault.store):
                act(office)

        status = forked(work)
        if status == 0:
            break
        assert status == -9, f"step {strike_at}"
        strikes += 1
        _check_door(folder, case, user, strike_at)
    assert strikes > 20  # two files, the entry with its rows, two files again
    assert comes_in(folder, user, NEW)


def _check_door(folder: Path, case: str, user: str, strike_at: int) -> None:
    """Exactly one password holds, or none for an account not yet enabled; the guardian comes in and can do it (again)."""
    new_holds = comes_in(folder, user, NEW)
    old_holds = case != "enable" and comes_in(folder, user, PASSWORD)
    assert not (new_holds and old_holds), f"step {strike_at}: two passwords"
    assert new_holds or old_holds or case == "enable", f"step {strike_at}: nobody"
    with opened(folder, GUARDIAN) as office:
        if case == "enable" and not new_holds:
            enable(office)
        elif case != "own":
            office.perform("reset_password", account_id=_id(office, user), password="Third-6248-time")
    if case == "enable" and not new_holds:
        assert comes_in(folder, user, NEW)
    elif case != "own":
        assert comes_in(folder, user, "Third-6248-time")
    keys = keyfile.read_keys(folder)
    assert not keys.is_half and len(keys.slots_of(user)) == 1
