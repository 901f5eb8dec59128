"""A carrier lost while it stands on a list: the list lets it go in the same entry, and the others go on (R-46, R-53, R-54)."""

from __future__ import annotations

from typing import Any

import pytest

from models.domain.errors import Refused
from models.services import verifying
from models.services.office import Office
from tests.services.batches import SENT, Batch
from tests.services.processes import Place, make_place, paper, refused

PARTS = {"transferor": "周敏", "receiver": "刘洋", "hand_over_witness": "王建国"}


@pytest.fixture
def place(office: Office) -> Place:
    made = make_place(office)
    made.furnish()
    return made


def lose(place: Place, carrier: int) -> Any:
    return place.office.perform("declare_unaccounted", carrier_id=carrier, circumstances="封装时不在柜里")


def line(place: Place, ledger: str, carrier: int) -> dict[str, Any]:
    return place.office.read.find(ledger, carrier_id=carrier)[0]


def find_again(place: Place, carrier: int) -> None:
    loss = place.office.read.find("losses", carrier_id=carrier)[-1]
    place.office.perform("find_again", loss_id=loss["id"], shelf_id=place.shelves[0], found_how="夹在别的文件里")


@pytest.mark.parametrize(("state", "after"), [
    ("LISTED", "REMOVED"), ("COUNTED", "REMOVED"), ("APPROVED", "PULLED_OUT"), ("SEALED", "PULLED_OUT"), ("EXECUTING", "PULLED_OUT"),
])  # fmt: skip
def test_a_batch_goes_on_without_what_is_lost(place: Place, state: str, after: str) -> None:
    lost, *others = place.carriers(3, place.shelves[0])
    batch = Batch(place, [lost, *others]).go_to(state)
    entry = lose(place, lost).entry
    item = line(place, "destruction_items", lost)
    assert (place.state(lost), item["state"]) == ("UNACCOUNTED", after) and "封装时不在柜里" in item["out_reason"]
    assert place.office.read.head().number == entry  # one entry
    if state == "COUNTED":  # the counters signed another list
        with pytest.raises(Refused):
            batch.approve()
        batch.perform("reopen_destruction", destruction_id=batch.id, why="一份下落不明，重新清点")
    batch.go_to("CERTIFIED")
    assert [place.state(carrier) for carrier in others] == ["DESTROYED", "DESTROYED"]
    assert (batch.row["destroyed"], batch.row["pulled_out"]) == (2, int(after == "PULLED_OUT"))
    find_again(place, lost)
    assert place.state(lost) == "IN_STORE" and Batch(place, [lost]).state == "LISTED"
    assert verifying.check(place.office).is_clean


@pytest.mark.parametrize("state", ["LISTED", "COUNTED", "APPROVED", "SEALED", "EXECUTING"])
def test_a_batch_with_a_lost_carrier_can_be_given_up(place: Place, state: str) -> None:
    lost, other = place.carriers(2, place.shelves[0])
    batch = Batch(place, [lost, other]).go_to(state)
    lose(place, lost)
    batch.perform("abandon_destruction", destruction_id=batch.id, why="另立一批")
    assert (batch.state, place.state(lost), place.state(other)) == ("ABANDONED", "UNACCOUNTED", "IN_STORE")


@pytest.mark.parametrize(("header", "state"), [(None, "EXECUTING"), (None, "WITNESSED"), (SENT, "WITNESSED")])
def test_what_went_in_is_not_lost_but_brought_back_first(place: Place, header: Any, state: str) -> None:
    lost, other = place.carriers(2, place.shelves[0])
    batch = Batch(place, [lost, other], header).go_to("EXECUTING")
    batch.put_in(lost)
    if state == "WITNESSED":
        batch.put_in(other)
        batch.witness()
    values = {"carrier_id": lost, "circumstances": "袋里少了一份"}
    assert refused(place.office, "declare_unaccounted", **values) == {"ALREADY_PUT_IN"}
    batch.perform("bring_back_undestroyed", destruction_id=batch.id, carrier_ids=[lost], why="没有投入")
    lose(place, lost)
    if state == "EXECUTING":
        batch.put_in(other)
    batch.witness()
    batch.receipt()
    batch.certify()
    assert (place.state(lost), place.state(other), batch.state) == ("UNACCOUNTED", "DESTROYED", "CERTIFIED")


def test_a_count_that_misses_it_lets_the_list_go_on_too(place: Place) -> None:
    lost, other = place.carriers(2, place.shelves[0])
    batch = Batch(place, [lost, other]).go_to("APPROVED")
    count = place.start()
    place.scan(count, other, place.shelves[0])
    place.finish(count)
    place.decide(place.findings(count)[lost]["id"], "UNACCOUNTED")
    assert line(place, "destruction_items", lost)["state"] == "PULLED_OUT" and place.state(lost) == "UNACCOUNTED"
    batch.go_to("CERTIFIED")


def test_undoing_the_loss_puts_the_line_back(place: Place) -> None:
    lost, other = place.carriers(2, place.shelves[0])
    batch = Batch(place, [lost, other]).go_to("APPROVED")
    place.office.perform("undo", entry=lose(place, lost).entry)
    assert (place.state(lost), line(place, "destruction_items", lost)["state"]) == ("AWAITING_DESTRUCTION", "LISTED")
    batch.go_to("CERTIFIED")
    assert verifying.check(place.office).is_clean


def hand_over(place: Place, carriers: list[int], state: str) -> int:
    office = place.office
    header = {"kind": "CLERK_CHANGE", "cause": "LEAVING", "transferor_id": place.people["周敏"],
              "receiver_id": place.people["刘洋"], "witness_id": place.people["王建国"]}  # fmt: skip
    id_ = int(office.perform("list_for_hand_over", carrier_ids=carriers, header=header).result)
    if state != "LISTING":
        office.perform("start_packing", handover_id=id_)
    if state == "PACKED":
        for carrier in carriers:
            office.perform("pack", handover_id=id_, code=place.number(carrier))
        office.perform("finish_packing", handover_id=id_)
    return id_


@pytest.mark.parametrize(("state", "after"), [("LISTING", "REMOVED"), ("PACKING", "LEFT_OUT"), ("PACKED", "LEFT_OUT")])
def test_a_hand_over_goes_on_without_what_is_lost(place: Place, state: str, after: str) -> None:
    office = place.office
    lost, other = place.carriers(2, place.shelves[0])
    id_ = hand_over(place, [lost, other], state)
    lose(place, lost)
    assert (place.state(lost), line(place, "handover_items", lost)["state"]) == ("UNACCOUNTED", after)
    if state == "LISTING":
        office.perform("start_packing", handover_id=id_)
    if state != "PACKED":
        office.perform("pack", handover_id=id_, code=place.number(other))
        office.perform("finish_packing", handover_id=id_)
    done = office.perform("sign_hand_over", handover_id=id_, signed=[paper(role, name) for role, name in PARTS.items()])
    assert done.result == 1 and place.state(lost) == "UNACCOUNTED" and place.state(other) == "IN_STORE"
    find_again(place, lost)
    assert place.state(lost) == "IN_STORE" and verifying.check(office).is_clean


@pytest.mark.parametrize("state", ["LISTING", "PACKING", "PACKED"])
def test_a_hand_over_with_a_lost_carrier_can_be_given_up(place: Place, state: str) -> None:
    lost, other = place.carriers(2, place.shelves[0])
    id_ = hand_over(place, [lost, other], state)
    lose(place, lost)
    place.office.perform("abandon_hand_over", handover_id=id_, why="另立一次")
    assert (place.state(lost), place.state(other)) == ("UNACCOUNTED", "IN_STORE")


def test_a_hand_over_of_nothing_is_not_signed(place: Place) -> None:
    (lost,) = place.carriers(1, place.shelves[0])
    id_ = hand_over(place, [lost], "PACKED")
    lose(place, lost)
    signed = [paper(role, name) for role, name in PARTS.items()]
    assert "NOTHING_TO_HAND_OVER" in refused(place.office, "sign_hand_over", handover_id=id_, signed=signed)


def test_the_scan_of_a_line_that_went_another_way_opens_nothing(place: Place) -> None:
    """The newest scan is taken back after the carrier was lost: its line stays out."""
    lost, other = place.carriers(2, place.shelves[0])
    id_ = hand_over(place, [lost, other], "PACKING")
    place.office.perform("pack", handover_id=id_, code=place.number(lost))
    lose(place, lost)
    place.office.perform("undo_pack", handover_id=id_)
    assert line(place, "handover_items", lost)["state"] == "LEFT_OUT"
