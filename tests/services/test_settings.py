"""The organ's own numbers and profile: who may change them, how far, and what they do from then on."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.domain.errors import Refused
from models.domain.levels import Level
from models.domain.passwords import policy_of
from models.services.session import sign_in, sign_out
from models.services.settings import situation
from tests.offices import PASSWORD, PEOPLE, entrance

USER_OF = {role: name for name, role in PEOPLE}


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[tuple[str, str]]:
    return {(problem.code, problem.field) for problem in refused.value.problems}


def test_a_stricter_number_holds_from_the_entry_on_and_says_who_set_it(vault_folder: Path) -> None:
    office = sign_in(entrance(), vault_folder, USER_OF["security_administrator"], PASSWORD)
    floor = policy_of(office.vault_level)
    assert office.policy == floor and situation(office).last is None
    office.perform("change_policy", values={"shortest": floor.shortest + 2, "idle_minutes": floor.idle_minutes})
    done = office.perform("change_policy", values={"shortest": floor.shortest + 4})
    assert office.policy.shortest == floor.shortest + 4 and office.policy.longest_days == floor.longest_days
    last = situation(office).last
    assert last is not None
    assert (last.name, last.before, last.after, last.entry) == ("shortest", str(floor.shortest + 2), str(floor.shortest + 4), done.entry)
    short = "Aa1!" + "x" * (floor.shortest - 2)
    with pytest.raises(Refused) as refused:
        office.perform("change_password", password=short)
    assert ("PASSWORD_SHORT", "password") in codes(refused)
    sign_out(office)


@pytest.mark.parametrize(("name", "value"), [("shortest", 4), ("longest_days", 90), ("idle_minutes", 60), ("idle_minutes", 0)])
def test_a_laxer_number_is_refused_at_its_field(vault_folder: Path, name: str, value: int) -> None:
    office = sign_in(entrance(), vault_folder, USER_OF["security_administrator"], PASSWORD)
    before = office.policy
    with pytest.raises(Refused) as refused:
        office.perform("change_policy", values={name: value})
    assert codes(refused) == {("SETTING_OUT_OF_RANGE", name)} and office.policy == before
    sign_out(office)


def test_the_same_number_again_writes_nothing(vault_folder: Path) -> None:
    office = sign_in(entrance(), vault_folder, USER_OF["security_administrator"], PASSWORD)
    head = office.read.head().number
    with pytest.raises(Refused) as refused:
        office.perform("change_policy", values={"idle_minutes": office.policy.idle_minutes})
    assert codes(refused) == {("NOTHING_CHANGED", "")} and office.read.head().number == head
    sign_out(office)


def test_the_profile_is_corrected_by_the_system_administrator_but_not_its_level(vault_folder: Path) -> None:
    office = sign_in(entrance(), vault_folder, USER_OF["system_administrator"], PASSWORD)
    office.perform("amend_organ", values={"machine_number": "涉密-07"})
    assert situation(office).organ["machine_number"] == "涉密-07"
    with pytest.raises(KeyError):
        office.perform("amend_organ", values={"vault_level": Level.CONFIDENTIAL})
    with pytest.raises(Refused) as refused:
        office.perform("amend_organ", values={"name": None})
    assert ("REQUIRED", "name") in codes(refused)
    sign_out(office)
