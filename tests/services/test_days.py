"""Every day that an act takes is a day, and one that can be: the services ask, not only the windows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from models.domain.destruction_run import Treatment
from models.services.acts import Draft
from models.services.count_scope import CountScope
from models.services.office import Office
from models.storage.journal import Change
from tests.services.batches import Batch
from tests.services.processes import Place, make_place, paper, refused

NEVER, FUTURE, OLD = "2099-99-99", "2026-11-24", "2026-11-01"


@pytest.fixture
def place(office: Office) -> Place:
    made = make_place(office)
    made.furnish(cabinets=1)
    return made


def wrong(place: Place, act: str, field: str, values: dict[str, Any], *days: tuple[str, str]) -> None:
    for day, code in (("明天", "NOT_A_DATE"), (NEVER, "NOT_A_DATE"), *days):
        assert code in refused(place.office, act, reason="甲", **values, **{field: day}), (act, day)


def test_loans(place: Place) -> None:
    carriers = place.carriers(2, place.shelves[0])
    form = {"approval_form": "〔2026〕借阅第1号", "approved_by": "主任"}
    loan = {"carrier_ids": carriers[:1], "person_id": place.people["陈立"], **form}
    wrong(place, "lend", "due_on", loan, ("1000", "NOT_A_DATE"), (OLD, "DUE_DATE"))
    wrong(place, "lend", "lent_on", {**loan, "due_on": "2026-12-01"}, (FUTURE, "TOO_LATE"))
    place.lend(carriers[0])
    wrong(place, "take_back", "returned_on", {"carrier_ids": carriers[:1]}, (FUTURE, "TOO_LATE"), (OLD, "TOO_EARLY"))
    back = {"carrier_ids": carriers[1:], "list_number": "清退 1", "received_by": "甲", "approved_by": "乙"}
    wrong(place, "return_to_issuer", "returned_on", back, (FUTURE, "TOO_LATE"))


def test_losses(place: Place) -> None:
    (carrier,) = place.carriers(1, place.shelves[0])
    wrong(place, "declare_unaccounted", "discovered_on", {"carrier_id": carrier, "circumstances": "甲"}, (FUTURE, "TOO_LATE"))
    place.office.perform("declare_unaccounted", carrier_id=carrier, circumstances="甲")
    found = {"loss_id": 1, "shelf_id": place.shelves[0], "found_how": "甲"}
    wrong(place, "find_again", "found_on", found, (FUTURE, "TOO_LATE"), (OLD, "TOO_EARLY"))
    wrong(place, "report_as_leak", "reported_on", {"loss_id": 1, "report_number": "1"}, (FUTURE, "TOO_LATE"), (OLD, "TOO_EARLY"))


def test_counts(place: Place) -> None:
    place.carriers(1, place.shelves[0])
    people = {"counter_id": place.people["周敏"], "second_counter_id": place.people["刘洋"], "supervisor_id": place.people["王建国"]}
    scope = {"kind": "YEARLY", "scope": CountScope(cabinets=tuple(place.cabinets)), **people}
    wrong(place, "start_count", "base_on", scope, (FUTURE, "TOO_LATE"), ("1999-01-01", "TOO_EARLY"), ("2026-11-22", "TOO_EARLY"))


def test_destruction_and_its_paper(place: Place) -> None:
    office, carriers = place.office, place.carriers(1, place.shelves[0])
    batch = Batch(place, carriers).go_to("COUNTED")
    approving = {"destruction_id": batch.id, "approver_id": place.people["陈立"]}
    for day, code in ((NEVER, "NOT_A_DATE"), ("tomorrow", "NOT_A_DATE"), (FUTURE, "TOO_LATE")):
        signed = [replace(paper("approver", "陈立"), signed_on=day)]
        assert refused(office, "approve_destruction", signed=signed, reason="甲", **approving) == {code}
    batch.approve()
    batch.seal()
    two = {"destruction_id": batch.id, "witness_id": place.people["王建国"], "second_witness_id": place.people["李淑芬"]}
    wrong(place, "start_destruction", "started_on", {**two, "treatment": Treatment.SHREDDING}, (FUTURE, "TOO_LATE"), (OLD, "TOO_EARLY"))
    batch.start()
    batch.put_in(carriers[0])
    signed = {"destruction_id": batch.id, "signed": [paper("witness", "王建国"), paper("second_witness", "李淑芬")]}
    wrong(place, "witness_destruction", "executed_on", signed, (FUTURE, "TOO_LATE"), (OLD, "TOO_EARLY"))
    batch.witness()
    receipt = {"destruction_id": batch.id, "receipt_number": "1"}
    wrong(place, "record_destruction_receipt", "receipt_on", receipt, (FUTURE, "TOO_LATE"), (OLD, "TOO_EARLY"))


def test_hand_over(place: Place) -> None:
    office, carriers = place.office, place.carriers(1, place.shelves[0])
    people = place.people
    header = {"kind": "CLERK_CHANGE", "cause": "LEAVING", "transferor_id": people["周敏"], "receiver_id": people["刘洋"],
              "witness_id": people["王建国"]}  # fmt: skip
    id_ = office.perform("list_for_hand_over", carrier_ids=carriers, header=header).result
    office.perform("start_packing", handover_id=id_)
    office.perform("pack", handover_id=id_, code=place.number(carriers[0]))
    office.perform("finish_packing", handover_id=id_)
    signed = [paper("transferor", "周敏"), paper("receiver", "刘洋"), paper("hand_over_witness", "王建国")]
    wrong(place, "sign_hand_over", "handed_on", {"handover_id": id_, "signed": signed}, (FUTURE, "TOO_LATE"), (OLD, "TOO_EARLY"))


@pytest.mark.parametrize("value", ["明天", "2026-2-3", 20261123])
def test_the_register_itself_keeps_nothing_else_in_a_column_of_days(office: Office, value: Any) -> None:
    """Whatever service forgot to ask: nothing is written, and it is our fault, not the person's."""
    before = office.read.head()
    acts = dict(office.acts)
    acts["extend_loan"] = replace(acts["extend_loan"], service=lambda desk: Draft("x", [Change("loans", 1, {"due_on": value})]))
    office.acts = acts
    with pytest.raises(ValueError, match="due_on"):
        office.perform("extend_loan")
    assert office.read.head() == before and not office.read.find("loans")
