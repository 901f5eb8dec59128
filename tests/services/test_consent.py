"""A practice vault takes contents only after this sitting's typed confirmation, whoever asks: a page, a service, a command."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from models.services import consent
from models.services.catalogue import BY_NAME
from models.services.office import Office
from models.services.session import sign_in, sign_out
from tests.offices import PASSWORD, entrance
from tests.services.processes import refused

UNIT = {"ledger": "units", "values": {"name": "办公室", "kind": "DEPARTMENT"}}


@pytest.fixture
def office(vault_folder: Path) -> Iterator[Office]:
    """The clerk with the program's own acts."""
    office = sign_in(replace(entrance(), acts=BY_NAME), vault_folder, "周敏", PASSWORD)
    yield office
    sign_out(office)


def test_contents_wait_for_the_typed_confirmation(office: Office) -> None:
    assert refused(office, "add_row", **UNIT) == {"CONSENT_FIRST"}
    assert not office.try_out("add_row", **UNIT).problems  # trying out enters nothing
    assert refused(office, "consent_to_practice", typed="好") == {"WORDS_DIFFER"}
    assert refused(office, "add_row", **UNIT) == {"CONSENT_FIRST"}
    consent.give(office, consent.PRACTICE_WORDS)
    office.perform("add_row", **UNIT)
    assert not consent.give_for_a_command(office)  # once a sitting


def test_the_next_sitting_is_asked_again(vault_folder: Path) -> None:
    door = replace(entrance(), acts=BY_NAME)  # its clock stands still: two sittings within one second are two
    for _sitting in range(2):
        office = sign_in(door, vault_folder, "周敏", PASSWORD)
        assert refused(office, "add_row", **UNIT) == {"CONSENT_FIRST"}
        assert consent.give_for_a_command(office) and office.read.head().act == "consent_to_practice"
        sign_out(office)


@pytest.mark.parametrize("act", [act for act in BY_NAME.values() if act.asks_consent], ids=lambda act: act.name)
def test_every_act_that_enters_contents_waits(office: Office, act: object) -> None:
    assert refused(office, act.name) == {"CONSENT_FIRST"}  # type: ignore[attr-defined]
