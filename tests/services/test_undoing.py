"""Ctrl+Z: the last act of this sitting is put back by a counter-act, or the reason why not is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.domain.errors import Refused
from models.services.office import Office
from tests.offices import opened
from tests.services.test_register import add_person, codes, furnish, lend, register


def test_a_loan_is_put_back_and_its_row_voided(office: Office) -> None:
    ids = register(office, ["000001"], furnish(office))
    before = office.read.get_many("carriers", ids)
    done = lend(office, ids, add_person(office))
    assert office.perform("undo", entry=done.entry).result == "lend"
    assert office.read.get_many("carriers", ids) == before
    assert [row["state"] for row in office.read.find("loans")] == ["VOID"]


def test_an_intake_is_voided_and_its_numbers_are_not_given_again(office: Office) -> None:
    register(office, ["000001"])
    office.perform("undo", entry=office.last_done[1].entry)  # type: ignore[index]
    assert {row["state"] for row in office.read.find("carriers")} == {"VOID"}
    (again,) = register(office, ["000001"])
    assert (office.read.get("carriers", again) or {})["number"] == "2026-000002"


def test_what_was_built_on_is_not_undone(office: Office) -> None:
    shelf = furnish(office)
    ids = register(office, ["000001"])
    done = office.perform("shelve", carrier_ids=ids, shelf_id=shelf)
    lend(office, ids, add_person(office))
    with pytest.raises(Refused) as error:
        office.perform("undo", entry=done.entry)
    assert codes(error) == {"BUILT_ON"}


def test_only_ones_own_acts_of_this_sitting(office: Office, vault_folder: Path) -> None:
    with pytest.raises(Refused) as error:
        office.perform("undo", entry=1)
    assert codes(error) == {"NO_COUNTER_ACT"}


def test_an_earlier_sitting_is_closed(vault_folder: Path) -> None:
    from datetime import timedelta

    from models.services.clock import FixedClock
    from tests.offices import NOON

    with opened(vault_folder, "周敏") as office:
        entry = office.perform("add_row", ledger="units", values={"name": "办公室", "kind": "DEPARTMENT"}).entry
    with opened(vault_folder, "周敏", FixedClock(NOON + timedelta(hours=1))) as office, pytest.raises(Refused) as error:
        office.perform("undo", entry=entry)
    assert codes(error) == {"NOT_THIS_SITTING"}
