"""Ctrl+Z: the last act of this sitting is put back by a counter-act, or the reason why not is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.domain.errors import Refused
from models.services.office import Office
from tests.offices import opened
from tests.services.batches import HEADER
from tests.services.processes import Place, make_place, refused
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
    with opened(vault_folder, "周敏") as office:
        entry = office.perform("add_row", ledger="units", values={"name": "办公室", "kind": "DEPARTMENT"}).entry
    with opened(vault_folder, "周敏") as office, pytest.raises(Refused) as error:
        office.perform("undo", entry=entry)
    assert codes(error) == {"NOT_THIS_SITTING"}


@pytest.fixture
def place(office: Office) -> Place:
    place = make_place(office)
    place.furnish()
    return place


def test_undoing_goes_backwards_one_act_at_a_time(place: Place) -> None:
    office = place.office
    made = [office.perform("add_row", ledger="units", values={"name": name, "kind": "DEPARTMENT"}) for name in ("甲", "乙")]
    assert refused(office, "undo", entry=made[0].entry) == {"NOT_THE_LAST"}
    office.perform("undo", entry=made[1].entry)
    office.perform("undo", entry=made[0].entry)
    assert {row["state"] for row in office.read.find("units")} == {"VOID"}


def test_a_decision_stays_once_the_count_is_signed(place: Place) -> None:
    office = place.office
    carriers = place.carriers(3, place.shelves[0])
    count = place.start()
    place.scan(count, carriers[0], place.shelves[0])
    place.finish(count)
    place.decide(place.findings(count)[carriers[1]]["id"], "EXPLAINED")
    finding = place.findings(count)[carriers[2]]["id"]
    done = office.perform("decide", finding_id=finding, decision="EXPLAINED", reason_given="已核实")
    place.sign_off(count)
    assert refused(office, "undo", entry=done.entry) == {"WENT_ON"}
    assert (office.read.get("count_findings", finding) or {})["state"] == "CLOSED"


def test_a_shelf_in_use_is_not_voided_by_undoing(place: Place) -> None:
    office = place.office
    place.carriers(1, place.shelves[0])
    shelf = office.perform("add_row", ledger="shelves", values={"name": "9层", "cabinet_id": place.cabinets[0]})
    place.carriers(1, shelf.result)
    assert refused(office, "undo", entry=shelf.entry) == {"NOT_THE_LAST"}
    office.perform("undo", entry=office.last_done[1].entry)  # type: ignore[index]
    place.scan(place.start(), place.code(shelf.result))
    assert refused(office, "undo", entry=shelf.entry) == {"STILL_USED"}
    assert (office.read.get("shelves", shelf.result) or {})["state"] == "IN_USE"


@pytest.mark.parametrize(("first", "second", "header", "key", "ledger"), [
    ("list_for_destruction", "add_to_destruction", HEADER, "destruction_id", "destructions"),
    ("list_for_hand_over", "add_to_hand_over", None, "handover_id", "handovers"),
])  # fmt: skip
def test_a_list_that_was_added_to_is_not_undone(
    place: Place, first: str, second: str, header: dict[str, str] | None, key: str, ledger: str
) -> None:
    office, carriers = place.office, place.carriers(2, place.shelves[0])
    people = place.people
    full = header or {
        "kind": "CLERK_CHANGE", "cause": "LEAVING", "transferor_id": people["周敏"], "receiver_id": people["刘洋"],
        "witness_id": people["王建国"],
    }  # fmt: skip
    done = office.perform(first, carrier_ids=[carriers[0]], header=full, reason="到期")
    office.perform(second, carrier_ids=[carriers[1]], reason="到期", **{key: done.result})
    assert refused(office, "undo", entry=done.entry) == {"STILL_USED"}
    remove = second.replace("add_to", "remove_from")
    more = {"why": "误列"} if ledger == "destructions" else {}
    office.perform(remove, carrier_ids=[carriers[1]], **{key: done.result}, **more)
    office.perform("undo", entry=done.entry)
    assert (office.read.get(ledger, done.result) or {})["state"] == "ABANDONED"
    assert {place.state(carrier) for carrier in carriers} == {"IN_STORE"}
