"""After a count, a destruction and a hand-over with signatures of both kinds the full check finds nothing."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from models.domain.count_types import Mark
from models.services import verifying
from models.services.acts import Draft
from models.services.clock import stamp
from models.services.office import Office
from models.storage.journal import Change, Record
from tests.offices import opened
from tests.services.batches import SENT, Batch
from tests.services.processes import Place, make_place


def whole_round(office: Office) -> Place:
    """Every kind of row the three processes write."""
    place = make_place(office)
    shelf, other = place.furnish(cabinets=1)
    matched, missing, misplaced, damaged, old, older, newer = place.carriers(7, shelf)
    count = place.start()
    for carrier in (matched, damaged, old, older, newer):
        place.scan(count, carrier, shelf)
    place.office.perform("undo_scan", count_id=count)
    place.scan(count, newer)
    place.scan(count, misplaced, other)
    place.office.perform("mark_scan", count_id=count, mark=Mark.DAMAGED)
    place.scan(count, "1999-000001")
    place.finish(count)
    rows = place.findings(count)
    place.decide(rows[missing]["id"], "UNACCOUNTED")
    place.decide(rows[misplaced]["id"], "REPAIRED")
    place.decide(rows[None]["id"], "EXPLAINED")
    place.sign_off(count)
    batch = Batch(place, [old, older], SENT).go_to("EXECUTING")
    batch.put_in(old)
    batch.pull_out(older)
    place.signed("witness_destruction", {"witness": "王建国", "second_witness": "李淑芬"}, destruction_id=batch.id)
    batch.receipt()
    batch.certify()
    parts = {"transferor": "周敏", "receiver": "刘洋", "hand_over_witness": "王建国"}
    header = {"kind": "CLERK_CHANGE", "cause": "LEAVING", "transferor_id": place.people["周敏"],
              "receiver_id": place.people["刘洋"], "witness_id": place.people["王建国"]}  # fmt: skip
    handover = office.perform("list_for_hand_over", carrier_ids=[matched, newer], header=header).result
    office.perform("start_packing", handover_id=handover)
    for carrier in (matched, newer):
        office.perform("pack", handover_id=handover, code=place.number(carrier))
    office.perform("finish_packing", handover_id=handover)
    place.signed("sign_hand_over", parts, handover_id=handover)
    return place


def test_the_full_check_finds_nothing(office: Office) -> None:
    whole_round(office)
    report = verifying.check(office)
    assert report.is_clean, report.outcome


def test_no_title_or_name_stands_in_a_subject(office: Office) -> None:
    """`verify` prints subjects: ids and numbers only."""
    place = whole_round(office)
    subjects = [row["subject"] for row in office.read.rows("SELECT subject FROM entry_list")]
    texts = [*place.people, "关于事项", "国务院办公厅", "1号柜"]
    process = [s for s in subjects if s.split()[0] in ("counts", "destructions", "handovers", "losses", "carriers")]
    assert len(process) > 30
    assert not [s for s in process for text in texts if text in s]


# What one key alone cannot reach: entries written past the program by somebody who holds the vault key and his own (K-31).


def forge(office: Office, act: str, *changes: Change, subject: str = "x") -> set[str]:
    """The codes that the full check finds after an entry that only this person's key signed."""
    store = office.vault.store
    record = Record(act=act, subject=subject, actor=office.sitting.id, time=stamp(office.clock.now()), elapsed=1,
                    machine=office.machine, act_id=os.urandom(8).hex(), changes=list(changes))  # fmt: skip
    with store.transaction():
        store.write(record, [office.sitting.key])
    return set(verifying.check(office).outcome.codes)


@pytest.mark.parametrize(("user", "act"), [
    ("系统管理员", "lock"), ("王建国", "consent_to_practice"), ("周敏", "put_in"), ("周敏", "confirm_slots"),
    ("系统管理员", "upgrade"), ("周敏", "undo"), ("周敏", "amend_row"),
])  # fmt: skip
def test_no_act_of_one_destroys_a_carrier(vault_folder: Path, user: str, act: str) -> None:
    with opened(vault_folder, "周敏") as office:
        place = make_place(office)
        place.furnish()
        (carrier,) = place.carriers(1, place.shelves[0])
    with opened(vault_folder, user) as office:
        assert "OUTSIDE_THE_ACT" in forge(office, act, Change("carriers", carrier, {"state": "DESTROYED"}))


@pytest.mark.parametrize("state", ["LISTED", "COUNTED", "APPROVED", "SEALED", "EXECUTING"])
def test_nothing_is_certified_before_it_was_approved_and_witnessed(office: Office, state: str) -> None:
    place = make_place(office)
    place.furnish()
    carriers = place.carriers(1, place.shelves[0])
    batch = Batch(place, carriers).go_to(state)
    item = office.read.find("destruction_items", destruction_id=batch.id)[0]["id"]
    changes = (Change("destructions", batch.id, {"state": "CERTIFIED"}), Change("destruction_items", item, {"state": "DESTROYED"}),
               Change("carriers", carriers[0], {"state": "DESTROYED"}))  # fmt: skip
    assert "STATE_SKIPPED" in forge(office, "certify_destruction", *changes)


def test_a_carrier_is_not_destroyed_outside_a_batch(office: Office) -> None:
    """Certified alone, without the batch that the witnesses signed."""
    place = make_place(office)
    place.furnish()
    batch = Batch(place, place.carriers(1, place.shelves[0])).go_to("CERTIFIED")
    other = Batch(place, place.carriers(1, place.shelves[0])).go_to("APPROVED")
    assert verifying.check(office).is_clean and batch.state == "CERTIFIED"
    assert forge(office, "certify_destruction", Change("carriers", other.carriers[0], {"state": "DESTROYED"})) == {"NOT_DESTROYED"}


def test_a_batch_destroys_as_many_as_its_witnesses_signed(office: Office) -> None:
    place = make_place(office)
    place.furnish()
    batch = Batch(place, place.carriers(2, place.shelves[0])).go_to("CERTIFIED")
    other = Batch(place, place.carriers(1, place.shelves[0])).go_to("EXECUTING")
    other.put_in(other.carriers[0])
    item = office.read.find("destruction_items", destruction_id=other.id)[0]["id"]
    forge(office, "list_for_destruction", Change("destruction_items", item, {"destruction_id": batch.id}))
    changes = (Change("destruction_items", item, {"state": "DESTROYED"}), Change("carriers", other.carriers[0], {"state": "DESTROYED"}))
    assert "NOT_DESTROYED" in forge(office, "certify_destruction", *changes)


def test_what_is_destroyed_does_not_come_back_into_the_book(office: Office) -> None:
    place = make_place(office)
    place.furnish()
    batch = Batch(place, place.carriers(1, place.shelves[0])).go_to("CERTIFIED")
    assert "STATE_SKIPPED" in forge(office, "register_medium", Change("carriers", batch.carriers[0], {"state": "IN_STORE"}))


def test_a_hand_over_is_not_signed_in_its_middle(office: Office) -> None:
    place = make_place(office)
    place.furnish()
    header = {"kind": "CLERK_CHANGE", "cause": "LEAVING", "transferor_id": place.people["周敏"],
              "receiver_id": place.people["刘洋"], "witness_id": place.people["王建国"]}  # fmt: skip
    handover = office.perform("list_for_hand_over", carrier_ids=place.carriers(1, place.shelves[0]), header=header).result
    assert "STATE_SKIPPED" in forge(office, "sign_hand_over", Change("handovers", handover, {"state": "SIGNED"}))


def test_the_office_itself_writes_nothing_outside_an_act(office: Office) -> None:
    place = make_place(office)
    place.furnish()
    (carrier,) = place.carriers(1, place.shelves[0])
    acts, before = dict(office.acts), office.read.head()
    change = Change("carriers", carrier, {"state": "DESTROYED"})
    acts["put_in"] = replace(acts["put_in"], service=lambda desk: Draft("x", [change]))
    office.acts = acts
    with pytest.raises(ValueError, match="put_in may not change carriers"):
        office.perform("put_in")
    assert office.read.head() == before and place.state(carrier) == "IN_STORE"
