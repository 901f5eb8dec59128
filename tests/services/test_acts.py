"""Every act × every role, from the one tuple (K-2)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from models.domain.errors import Refused
from models.ledgers.choices import ROLES
from models.services.acts import Draft
from models.services.catalogue import ACTS, BY_NAME
from models.services.session import sign_in, sign_out
from tests.offices import PASSWORD, PEOPLE, entrance, opened

USER_OF = {role: name for name, role in PEOPLE}


def test_names_are_unique_and_every_act_says_how_it_is_undone() -> None:
    assert len(BY_NAME) == len(ACTS)
    for act in ACTS:
        assert bool(act.counter) != bool(act.no_counter), act.name
        assert not act.counter or act.counter in BY_NAME, act.name
        assert act.roles and act.roles <= set(ROLES), act.name


@pytest.mark.parametrize("role", ROLES)
def test_an_act_is_open_to_its_roles_and_to_nobody_else(vault_folder: Path, role: str) -> None:
    """Each act is asked for with a service that writes nothing, so that only the door's own answer counts."""
    door = entrance()
    bare = {act.name: replace(act, service=lambda desk: Draft("probe"), needs=()) for act in ACTS}
    office = sign_in(door, vault_folder, USER_OF[role], PASSWORD)
    office.acts = bare
    admitted = set()
    for name in bare:
        before = office.read.head().number
        try:
            (office.note if bare[name].internal else office.perform)(name)
        except Refused as refused:
            assert {problem.code for problem in refused.problems} == {"ROLE_NOT_ALLOWED"}
            assert office.read.head().number == before
        else:
            admitted.add(name)
            assert office.read.head().number == before + 1
    assert admitted == {act.name for act in ACTS if role in act.roles}
    office.acts = BY_NAME
    sign_out(office)


def test_what_the_program_notes_itself_is_performed_by_nobody(vault_folder: Path) -> None:
    """A signer who performs the sign-in with users to lock would lock the administrators out."""
    with opened(vault_folder, USER_OF["signer"]) as office:
        for act in ACTS:
            if act.internal:
                with pytest.raises(Refused) as error:
                    office.perform(act.name)
                codes = {problem.code for problem in error.value.problems}
                assert codes == ({"BY_THE_PROGRAM"} if "signer" in act.roles else {"ROLE_NOT_ALLOWED"}), act.name
        with pytest.raises(Refused):
            office.perform("sign_in", details={}, to_lock=["系统管理员"], counting={})
        with pytest.raises(KeyError):
            office.note("undo", entry=1)
        assert not office.read.find("accounts", state="LOCKED")
