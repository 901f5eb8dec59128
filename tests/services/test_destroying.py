"""Destruction through the one door: candidates, list, approval, seals, one by one, witnesses, certificate (R-54 to R-59, K-21)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.domain.destruction_run import PutIn, Treatment
from models.domain.errors import Refused
from models.services import destruction_views
from models.services.destroying import BagPlan
from models.services.destruction_list import find_candidates, judge
from models.services.office import Office
from models.services.session import countersign
from models.services.verifying import run_full_check
from models.storage.journal import read_entry
from tests.offices import PASSWORD, entrance
from tests.services.batches import HEADER, SENT, STATES, Batch
from tests.services.processes import Place, make_place, paper, refused

TODAY = date(2026, 11, 23)


@pytest.fixture
def place(office: Office) -> Place:
    made = make_place(office)
    made.furnish(cabinets=1, limit="TOP_SECRET")
    return made


# --- candidates ------------------------------------------------------------------------------------------------------


def test_candidates_say_why_not_and_what_lifts_it(place: Place) -> None:
    office, shelf = place.office, place.shelves[0]
    expired, lent, recalled, archive, missing = place.carriers(5, shelf)
    (young,) = place.carriers(1, shelf, issued_on="2024-01-01")
    (secret,) = place.carriers(1, shelf, level="TOP_SECRET", term_amount=1, reason="高于本库")
    place.lend(lent)
    office.perform("demand_recall", carrier_ids=[recalled], notice="国办发函〔2026〕3号")
    office.perform("amend_row", ledger="carriers", id=archive, values={"to_archive": 1}, reason="鉴定")
    count = place.start()
    for carrier in (expired, recalled, archive, young, secret):
        place.scan(count, carrier, shelf)
    place.finish(count)
    office.perform("report_as_leak", loss_id=office.perform("declare_unaccounted", carrier_id=young, circumstances="甲").result,
                   report_number="1号")  # fmt: skip
    found = {one.carrier["id"]: one for one in judge(office.read, [
        expired, lent, recalled, archive, missing, young, secret], TODAY)}  # fmt: skip
    said = {id_: {problem.code for problem in one.problems} for id_, one in found.items()}
    assert said[expired] == {"EXPIRY_NOT_REVIEWED"} and found[expired].needs_reason
    assert "STATE_ON_LOAN" in said[lent] and (found[lent].loan or {})["name"] == "陈立"
    assert "RECALL_DEMANDED" in said[recalled]
    assert "TO_ARCHIVE" in said[archive]
    assert "MISSING_IN_LAST_COUNT" in said[missing]
    assert "STATE_UNACCOUNTED" in said[young]
    assert "TOP_SECRET_RECEIVED" in said[secret]
    assert all(one.is_blocked for id_, one in found.items() if id_ != expired)
    assert judge(office.read, [expired], TODAY, reviewed=[expired])[0].problems == ()
    due = {one.carrier["id"] for one in find_candidates(office.read, TODAY)}
    assert {expired, recalled, archive, secret} <= due and young not in due


def test_only_what_may_go_gets_on_a_list(place: Place) -> None:
    office = place.office
    fine, lent = place.carriers(2, place.shelves[0])
    place.lend(lent)
    values = {"header": HEADER, "carrier_ids": [fine, lent], "reason": "理由"}
    assert "STATE_ON_LOAN" in refused(office, "list_for_destruction", **values)
    assert "EXPIRY_NOT_REVIEWED" in refused(office, "list_for_destruction", header=HEADER, carrier_ids=[fine])
    office.perform("list_for_destruction", header=HEADER, carrier_ids=[fine], reviewed=[fine])
    assert place.state(fine) == "PROPOSED_FOR_DESTRUCTION"
    assert refused(office, "list_for_destruction", header=HEADER, carrier_ids=[fine]) >= {"IN_ANOTHER_BATCH"}
    assert refused(office, "lend", carrier_ids=[fine], person_id=1, due_on="2026-12-01", approval_form="1", approved_by="甲",
                   reason="甲") >= {"STATE_PROPOSED_FOR_DESTRUCTION"}  # fmt: skip


def test_a_list_grows_and_shrinks_until_it_is_counted(place: Place) -> None:
    first, second, third = place.carriers(3, place.shelves[0])
    batch = Batch(place, [first, second])
    batch.perform("add_to_destruction", destruction_id=batch.id, carrier_ids=[third])
    assert refused(place.office, "remove_from_destruction", destruction_id=batch.id, carrier_ids=[first], why="") == {"REQUIRED"}
    batch.perform("remove_from_destruction", destruction_id=batch.id, carrier_ids=[first], why="还要用")
    assert place.state(first) == "IN_STORE"
    batch.perform("add_to_destruction", destruction_id=batch.id, carrier_ids=[first])
    batch.perform("remove_from_destruction", destruction_id=batch.id, carrier_ids=[first], why="还要用")
    assert [line.carrier["id"] for line in destruction_views.list_lines(place.office.read, batch.id)] == [second, third]
    batch.count()
    assert refused(place.office, "add_to_destruction", destruction_id=batch.id, carrier_ids=[first]) == {"BATCH_COUNTED"}


def test_headers(place: Place) -> None:
    (carrier,) = place.carriers(1, place.shelves[0])
    for header, code in (
        ({**HEADER, "cause": ""}, "REQUIRED"), ({**HEADER, "cause": "OTHER"}, "REQUIRED"),
        ({**HEADER, "route": "DUMPED"}, "NOT_A_CHOICE"),
    ):  # fmt: skip
        assert code in refused(place.office, "list_for_destruction", header=header, carrier_ids=[carrier], reviewed=[carrier])
    batch = Batch(place, [carrier], {"route": "SENT", "cause": "OTHER", "cause_other": "霉变"})
    values = {"destruction_id": batch.id, "counter_id": 1, "checker_id": 2,
              "signed": [paper("counter", "周敏"), paper("checker", "刘洋")]}  # fmt: skip
    assert refused(place.office, "count_for_destruction", **values) == {"NO_FACILITY"}
    batch.perform("amend_destruction", destruction_id=batch.id, header={"facility": "市保密局销毁中心"})
    batch.count()


def test_undoing_a_new_list_puts_everything_back(place: Place) -> None:
    (carrier,) = place.carriers(1, place.shelves[0])
    done = place.office.perform("list_for_destruction", header=HEADER, carrier_ids=[carrier], reviewed=[carrier])
    place.office.perform("undo", entry=done.entry)
    assert place.state(carrier) == "IN_STORE"
    assert (place.office.read.get("destructions", done.result) or {})["state"] == "ABANDONED"
    Batch(place, [carrier]).count()


# --- the whole path --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", [HEADER, SENT], ids=["own", "sent"])
def test_the_whole_path(place: Place, header: dict[str, Any]) -> None:
    office, carriers = place.office, place.carriers(3, place.shelves[0])
    batch = Batch(place, carriers, header).go_to("EXECUTING")
    assert {place.state(carrier) for carrier in carriers} == {"AWAITING_DESTRUCTION"}
    seen = batch.put_in(carriers[0])
    assert (seen.verdict, seen.figures.left, seen.left_in_bag) == (PutIn.ACCEPTED, 2, 2)
    batch.pull_out(carriers[1])
    assert place.state(carriers[1]) == "IN_STORE"
    batch.put_in(carriers[2])
    figures = batch.witness()
    assert (figures.listed, figures.pulled_out, figures.put_in) == (2, 1, 2)
    gone = "SENT_FOR_DESTRUCTION" if header is SENT else "AWAITING_DESTRUCTION"
    assert [place.state(carrier) for carrier in carriers] == [gone, "IN_STORE", gone]
    assert refused(office, "certify_destruction", destruction_id=batch.id) == {"NO_RECEIPT"}
    batch.receipt()
    assert batch.certify() == {"listed": 2, "pulled_out": 1, "destroyed": 2}
    destroyed = office.read.get("carriers", carriers[0]) or {}
    assert (destroyed["state"], destroyed["left_on"], destroyed["left_by"]) == ("DESTROYED", "2026-11-23", "XQ-2026-0001")
    row = batch.row
    assert (row["locked"], row["listed"], row["destroyed"]) == (3, 2, 2)
    steps = destruction_views.steps(office.read, row)
    assert steps[1].people == ("周敏", "刘洋") and steps[2].people == ("陈立",) and all(step.day for step in steps)
    assert refused(office, "lend", carrier_ids=[carriers[0]], person_id=1, due_on="2026-12-01", approval_form="1",
                   approved_by="甲", reason="甲") >= {"STATE_DESTROYED"}  # fmt: skip


STEPS: dict[str, dict[str, Any]] = {
    "add_to_destruction": {"carrier_ids": [1]}, "remove_from_destruction": {"carrier_ids": [1], "why": "甲"},
    "amend_destruction": {"header": {"place": "甲"}},
    "count_for_destruction": {"counter_id": 1, "checker_id": 2, "signed": [paper("counter", "周敏"), paper("checker", "刘洋")]},
    "approve_destruction": {"approver_id": 5, "signed": [paper("approver", "陈立")]},
    "seal_bags": {"bags": []}, "start_destruction": {"treatment": Treatment.SHREDDING}, "put_in": {"code": "2026-000001"},
    "undo_put_in": {"why": "甲"}, "pull_out": {"carrier_id": 1, "why": "甲"},
    "change_witnesses": {"witness_id": 3, "second_witness_id": 6, "why": "甲"},
    "bring_back_undestroyed": {"carrier_ids": [1], "why": "甲"},
    "witness_destruction": {"signed": [paper("witness", "王建国"), paper("second_witness", "李淑芬")]},
    "record_destruction_receipt": {"receipt_number": "甲"}, "certify_destruction": {}, "reopen_destruction": {"why": "甲"},
    "abandon_destruction": {"why": "甲"},
}  # fmt: skip
FITS = {
    "LISTED": {"add_to_destruction", "remove_from_destruction", "amend_destruction", "count_for_destruction", "abandon_destruction"},
    "COUNTED": {"approve_destruction", "reopen_destruction", "abandon_destruction"},
    "APPROVED": {"seal_bags", "pull_out", "reopen_destruction", "abandon_destruction"},
    "SEALED": {"start_destruction", "pull_out", "reopen_destruction", "abandon_destruction"},
    "EXECUTING": {"put_in", "undo_put_in", "pull_out", "witness_destruction", "abandon_destruction", "change_witnesses",
                  "bring_back_undestroyed"},
    "WITNESSED": {"record_destruction_receipt", "certify_destruction", "bring_back_undestroyed"},
    "CERTIFIED": set(),
}  # fmt: skip


@pytest.mark.parametrize("state", [*STATES, "ABANDONED"])
def test_no_step_can_be_skipped(place: Place, state: str) -> None:
    """Every act in every state: what does not fit is refused by the state and by nothing else, and writes nothing."""
    place.carriers(2, place.shelves[0])
    batch = Batch(place, [1, 2])
    if state == "ABANDONED":
        batch.perform("abandon_destruction", destruction_id=batch.id, why="甲")
    else:
        batch.go_to(state)
    for act, values in STEPS.items():
        if act in FITS.get(state, set()):
            continue
        assert refused(place.office, act, destruction_id=batch.id, reason="甲", **values) == {f"BATCH_{state}"}, act


# --- people ----------------------------------------------------------------------------------------------------------


def test_who_counts_approves_and_witnesses(place: Place) -> None:
    office, people = place.office, place.people
    batch = Batch(place, place.carriers(1, place.shelves[0]))
    same = {"destruction_id": batch.id, "counter_id": people["周敏"], "checker_id": people["周敏"]}
    both = [paper("counter", "周敏"), paper("checker", "刘洋")]
    assert "TWO_COUNTERS" in refused(office, "count_for_destruction", signed=both, **same)
    batch.count()
    values = {"destruction_id": batch.id, "approver_id": people["周敏"]}
    assert "APPROVER_APPLIES" in refused(office, "approve_destruction", signed=[paper("approver", "陈立")], **values)
    values["approver_id"] = people["刘洋"]
    assert refused(office, "approve_destruction", signed=[paper("approver", "刘洋")], **values) == {"APPROVER_COUNTED"}
    values["approver_id"] = people["陈立"]
    assert refused(office, "approve_destruction", signed=[], **values) == {"SIGNATURE_MISSING"}
    assert refused(office, "approve_destruction", signed=[paper("approver", "王建国")], **values) == {"WRONG_SIGNER"}
    with pytest.raises(Refused) as error:
        place.signed("approve_destruction", {"approver": "王建国"}, **values)
    assert {problem.code for problem in error.value.problems} >= {"SIGNER_NOT_ALLOWED"}
    place.signed("approve_destruction", {"approver": "陈立"}, **values)
    batch.seal()
    pair = {"destruction_id": batch.id, "witness_id": people["陈立"], "second_witness_id": people["李淑芬"],
            "treatment": Treatment.SHREDDING}  # fmt: skip
    assert refused(office, "start_destruction", **pair) == {"APPROVER_WITNESSES"}
    for first, second in ((people["李淑芬"], people["李淑芬"]), (people["李淑芬"], None), (None, None)):
        assert "TWO_WITNESSES" in refused(office, "start_destruction", **(pair | {"witness_id": first, "second_witness_id": second}))
    pair["witness_id"] = people["周敏"]
    assert refused(office, "start_destruction", **pair) == {"CLERK_WITNESSES"}
    pair["witness_id"] = people["王建国"]
    office.perform("start_destruction", **pair)
    batch.put_in(batch.carriers[0])
    with pytest.raises(Refused) as error:
        place.signed("witness_destruction", {"witness": "王建国", "second_witness": "陈立"}, destruction_id=batch.id)
    assert {problem.code for problem in error.value.problems} == {"WRONG_SIGNER"}
    both = {"witness": "王建国", "second_witness": "李淑芬"}
    assert place.signed("witness_destruction", both, destruction_id=batch.id).result.put_in == 1


def test_who_watches_changes_only_with_a_reason_that_stays(place: Place) -> None:
    office, people = place.office, place.people
    batch = Batch(place, place.carriers(1, place.shelves[0])).go_to("EXECUTING")
    values = {"destruction_id": batch.id, "witness_id": people["李淑芬"], "second_witness_id": people["王建国"]}
    assert refused(office, "change_witnesses", why="甲", **values) == {"NOTHING_CHANGED"}
    values["second_witness_id"] = people["陈立"]
    assert refused(office, "change_witnesses", why="甲", **values) == {"APPROVER_WITNESSES"}
    values["second_witness_id"] = people["张伟"]
    assert refused(office, "change_witnesses", why=" ", **values) == {"REQUIRED"}
    done = office.perform("change_witnesses", why="王建国突发疾病", **values)
    assert reason_of(office, done.entry) == "王建国突发疾病"
    batch.put_in(batch.carriers[0])
    with pytest.raises(Refused):
        batch.witness()
    both = (paper("witness", "李淑芬"), paper("second_witness", "张伟"))
    batch.perform("witness_destruction", destruction_id=batch.id, signed=both)
    assert (batch.row["witness_id"], batch.row["second_witness_id"]) == (people["李淑芬"], people["张伟"])


def reason_of(office: Office, entry: int) -> str:
    found = read_entry(office.read.connection, entry)
    assert found is not None
    return str(found.payload["reason"])


def test_what_is_approved_on_paper_is_the_form_that_was_printed_for_it(place: Place) -> None:
    office = place.office
    first, second = place.carriers(2, place.shelves[0])
    batch, other = Batch(place, [first]), Batch(place, [second])
    other.count()
    batch.print_f1 = lambda: None  # type: ignore[method-assign]
    batch.count()
    values = {"destruction_id": batch.id, "approver_id": place.people["陈立"]}
    for form in (batch.row["number"], other.row["number"], "X"):
        assert refused(office, "approve_destruction", signed=[paper("approver", "陈立", form)], reason="已核对", **values) == {"FORM_NOT_PRINTED"}
    Batch.print_f1(batch)
    batch.approve()
    assert batch.state == "APPROVED"


def test_own_top_secret_items_are_for_the_first_leader(place: Place) -> None:
    office = place.office
    disc = office.perform("register_medium", reason="高于本库", values={
        "title": "光盘", "medium": "OPTICAL_DISC", "secret_kind": "STATE_SECRET", "level": "TOP_SECRET", "term_kind": "DURATION",
        "term_amount": 1, "term_unit": "YEAR", "shelf_id": place.shelves[0],
    }).result  # fmt: skip
    batch = Batch(place, [disc], HEADER | {"machine_level": "TOP_SECRET"})
    batch.count()
    values = {"destruction_id": batch.id, "approver_id": place.people["陈立"], "signed": [paper("approver", "陈立")]}
    assert refused(office, "approve_destruction", **values) == {"TOP_SECRET_APPROVER"}
    done = office.perform("approve_destruction", reason="陈立，机关党组书记", **values)
    assert reason_of(office, done.entry) == "陈立，机关党组书记"


# --- what comes back whole -------------------------------------------------------------------------------------------


def test_what_was_sent_and_came_back_waits_again_until_it_is_put_in_or_pulled_out(place: Place) -> None:
    office, carriers = place.office, place.carriers(3, place.shelves[0])
    batch = Batch(place, carriers, SENT).go_to("WITNESSED")
    batch.receipt()
    back = {"destruction_id": batch.id, "carrier_ids": carriers[:2]}
    assert refused(office, "bring_back_undestroyed", why=" ", **back) == {"REQUIRED"}
    done = office.perform("bring_back_undestroyed", why="化浆机故障，原样退回机要室", **back)
    assert done.result == 2 and reason_of(office, done.entry) == "化浆机故障，原样退回机要室"
    assert [place.state(carrier) for carrier in carriers] == ["AWAITING_DESTRUCTION"] * 2 + ["SENT_FOR_DESTRUCTION"]
    row = batch.row
    assert (row["state"], row["receipt_number"], row["witnessed_on"], row["destroyed"]) == ("EXECUTING", None, None, None)
    assert refused(office, "certify_destruction", destruction_id=batch.id) == {"BATCH_EXECUTING"}
    assert refused(office, "bring_back_undestroyed", why="甲", **back) == {"NOT_PUT_IN"}
    assert refused(office, "undo_put_in", destruction_id=batch.id, why="甲") == {"ALREADY_SENT"}
    assert batch.put_in(carriers[2]).verdict is PutIn.TWICE
    batch.pull_out(carriers[0])
    assert batch.put_in(carriers[1]).verdict is PutIn.ACCEPTED
    figures = batch.witness()
    assert (figures.listed, figures.pulled_out, figures.put_in) == (2, 1, 2)
    batch.receipt()
    assert batch.certify() == {"listed": 2, "pulled_out": 1, "destroyed": 2}
    assert [place.state(carrier) for carrier in carriers] == ["IN_STORE", "DESTROYED", "DESTROYED"]
    kept = [row for row in office.read.find("destruction_scans", destruction_id=batch.id) if row["undone"]]
    assert [row["answer_reason"] for row in kept] == ["化浆机故障，原样退回机要室"] * 2
    assert run_full_check(office).is_clean


@pytest.mark.parametrize("state", ["EXECUTING", "WITNESSED"])
def test_a_batch_that_came_back_whole_may_be_given_up(place: Place, state: str) -> None:
    carriers = place.carriers(2, place.shelves[0])
    batch = Batch(place, carriers).go_to(state)
    if state == "EXECUTING":
        for carrier in carriers:
            batch.put_in(carrier)
    place.office.perform("bring_back_undestroyed", destruction_id=batch.id, carrier_ids=carriers, why="碎纸机卡死，整批取出")
    batch.perform("abandon_destruction", destruction_id=batch.id, why="改送销毁中心")
    assert {place.state(carrier) for carrier in carriers} == {"IN_STORE"}
    Batch(place, carriers, SENT).go_to("CERTIFIED")


def retitle(place: Place, carrier: int, title: str) -> None:
    document = (place.office.read.get("carriers", carrier) or {})["document_id"]
    place.office.perform("amend_row", ledger="documents", id=document, values={"title": title}, reason="更正")


@pytest.mark.parametrize("state", ["COUNTED", "APPROVED", "SEALED", "EXECUTING", "WITNESSED"])
def test_whoever_signs_later_signs_the_list_that_was_counted(place: Place, state: str) -> None:
    """R-55, K-8: a text amended since the count stops the next step, whichever it is, until it is as it was."""
    (carrier,) = place.carriers(1, place.shelves[0])
    batch = Batch(place, [carrier]).go_to(state)
    if state == "EXECUTING":
        batch.put_in(carrier)
    if state == "WITNESSED":
        batch.receipt()
    before = (place.office.read.get("documents", 1) or {})["title"]
    retitle(place, carrier, "另一个标题")
    steps = {"COUNTED": batch.approve, "APPROVED": batch.seal, "SEALED": batch.start, "EXECUTING": batch.witness, "WITNESSED": batch.certify}
    with pytest.raises(Refused) as error:
        steps[state]()
    assert {problem.code for problem in error.value.problems} == {"LIST_CHANGED"} and batch.state == state
    retitle(place, carrier, before)
    steps[state]()
    batch.go_to("CERTIFIED") if state != "EXECUTING" else None


def test_reopened_because_a_title_was_wrong_it_is_counted_again(place: Place) -> None:
    office = place.office
    (carrier,) = place.carriers(1, place.shelves[0])
    batch = Batch(place, [carrier]).go_to("APPROVED")
    retitle(place, carrier, "另一个标题")
    done = office.perform("reopen_destruction", destruction_id=batch.id, why="标题更正")
    assert reason_of(office, done.entry) == "标题更正"
    assert (batch.row["digest"], batch.row["approver_id"], place.state(carrier)) == (None, None, "PROPOSED_FOR_DESTRUCTION")
    batch.go_to("CERTIFIED")


def test_a_recall_that_comes_after_listing_stops_it(place: Place) -> None:
    (carrier,) = place.carriers(1, place.shelves[0])
    batch = Batch(place, [carrier])
    place.office.perform("demand_recall", carrier_ids=[carrier], notice="来电")
    values = {"destruction_id": batch.id, "counter_id": 1, "checker_id": 2}
    signed = [paper("counter", "周敏"), paper("checker", "刘洋")]
    assert refused(place.office, "count_for_destruction", signed=signed, **values) == {"RECALL_DEMANDED"}


# --- bags, start, scans ----------------------------------------------------------------------------------------------


def test_bags_are_of_one_material_and_hold_everything_once(place: Place) -> None:
    office = place.office
    first, second = place.carriers(2, place.shelves[0])
    disc = office.perform("register_medium", values={
        "title": "光盘", "medium": "OPTICAL_DISC", "secret_kind": "INTERNAL", "term_kind": "NONE", "shelf_id": place.shelves[0],
    }).result  # fmt: skip
    (foreign,) = place.carriers(1, place.shelves[0])
    batch = Batch(place, [first, second, disc]).go_to("APPROVED")

    def codes(*bags: BagPlan) -> set[str]:
        return refused(office, "seal_bags", destruction_id=batch.id, bags=list(bags))

    assert codes(BagPlan("F-1", (first, second, disc))) == {"MIXED_BAG"}
    assert codes(BagPlan("F-1", (first,)), BagPlan("F-2", (disc,))) == {"NOT_ALL_PACKED"}
    assert codes(BagPlan("F-1", (first, second)), BagPlan("F-1", (disc,))) == {"SEAL_TWICE"}
    assert codes(BagPlan("F-1", (first, second, foreign)), BagPlan("F-2", (disc,))) == {"FOREIGN_IN_BAG"}
    assert codes(BagPlan("F-1", (first, second)), BagPlan("F-2", (disc, first))) >= {"PACKED_TWICE"}
    assert codes(BagPlan("", (first, second)), BagPlan("F-2", (disc,))) == {"NO_SEAL"}
    batch.perform("seal_bags", destruction_id=batch.id, bags=[BagPlan("F-1", (first, second)), BagPlan("F-2", (disc,))])
    assert (batch.state, batch.row["bags"]) == ("SEALED", 2)
    both = {"witness_id": place.people["王建国"], "second_witness_id": place.people["李淑芬"]}
    assert refused(office, "start_destruction", destruction_id=batch.id, treatment=Treatment.PULPING, **both) == {"TREATMENT_UNFIT"}
    assert refused(office, "start_destruction", destruction_id=batch.id, **both) == {"NO_TREATMENT"}
    batch.start()


def test_sending_needs_two_escorts(place: Place) -> None:
    batch = Batch(place, place.carriers(1, place.shelves[0]), SENT).go_to("SEALED")
    both = {"witness_id": place.people["王建国"], "second_witness_id": place.people["李淑芬"]}
    assert refused(place.office, "start_destruction", destruction_id=batch.id, escort_id=1, **both) == {"TWO_ESCORTS"}


def test_own_destruction_of_many_asks_for_a_reason(place: Place) -> None:
    batch = Batch(place, place.carriers(51, place.shelves[0]))
    signed = [paper("counter", "周敏"), paper("checker", "刘洋")]
    values = {"destruction_id": batch.id, "counter_id": 1, "checker_id": 2, "signed": signed}
    assert refused(place.office, "count_for_destruction", **values) == {"OVER_OWN_LIMIT"}


def test_surplus_and_foreign_things_are_refused_kept_and_answered(place: Place) -> None:
    office = place.office
    first, second, filed = place.carriers(3, place.shelves[0])
    batch = Batch(place, [first, second]).go_to("EXECUTING")
    seen = batch.put_in(filed)
    assert seen.verdict is PutIn.SURPLUS and place.state(filed) == "IN_STORE"
    assert refused(office, "put_in", destruction_id=batch.id, code=place.number(first)) == {"REFUSAL_OPEN"}
    signed = [paper("witness", "王建国"), paper("second_witness", "李淑芬")]
    assert refused(office, "witness_destruction", destruction_id=batch.id, signed=signed) == {"REFUSAL_OPEN"}
    state = destruction_views.run_state(office.read, batch.id)
    assert (state.stopped_by or {})["id"] == seen.scan_id and state.refusals == 1
    assert refused(office, "answer_refusal", scan_id=seen.scan_id, answer="SET_ASIDE", answer_reason="") == {"REQUIRED"}
    office.perform("answer_refusal", scan_id=seen.scan_id, answer="SET_ASIDE", answer_reason="已放回 1号柜")
    assert refused(office, "answer_refusal", scan_id=seen.scan_id, answer="SET_ASIDE", answer_reason="再答") == {"NOT_REFUSED"}
    assert batch.put_in(first).verdict is PutIn.ACCEPTED
    assert batch.put_in(first).verdict is PutIn.TWICE
    batch.pull_out(second)
    for code, verdict in ((second, PutIn.PULLED_OUT), ("1999-000001", PutIn.UNKNOWN_CODE), ("乱码", PutIn.UNKNOWN_CODE)):
        refusal = batch.put_in(code)
        assert refusal.verdict is verdict
        office.perform("answer_refusal", scan_id=refusal.scan_id, answer="LABEL_WRONG", answer_reason="已核对")
    assert batch.witness().put_in == 1
    assert len(office.read.find("destruction_scans", destruction_id=batch.id)) == 6


def test_a_shortage_blocks_and_nothing_at_all_too(place: Place) -> None:
    office, (first, second) = place.office, place.carriers(2, place.shelves[0])
    batch = Batch(place, [first, second]).go_to("EXECUTING")
    values = {"destruction_id": batch.id,
              "signed": [paper("witness", "王建国"), paper("second_witness", "李淑芬")]}  # fmt: skip
    assert refused(office, "witness_destruction", **values) == {"NOT_ALL_PUT_IN", "NOTHING_PUT_IN"}
    batch.put_in(first)
    assert refused(office, "witness_destruction", **values) == {"NOT_ALL_PUT_IN"}
    assert destruction_views.run_state(office.read, batch.id).left_by_bag == {1: 1}
    assert refused(office, "abandon_destruction", destruction_id=batch.id, why="甲") == {"ALREADY_PUT_IN"}
    assert refused(office, "pull_out", destruction_id=batch.id, carrier_id=first, why="甲") == {"NOT_LISTED"}
    assert refused(office, "undo_put_in", destruction_id=batch.id, why="") == {"REQUIRED"}
    office.perform("undo_put_in", destruction_id=batch.id, why="卡纸，未投入")
    batch.pull_out(first)
    batch.pull_out(second)
    assert refused(office, "witness_destruction", **values) == {"NOTHING_PUT_IN"}
    batch.perform("abandon_destruction", destruction_id=batch.id, why="全部剔出")
    assert {place.state(first), place.state(second)} == {"IN_STORE"}


def test_broken_seals_ask_for_a_reason(place: Place) -> None:
    (carrier,) = place.carriers(1, place.shelves[0])
    batch = Batch(place, [carrier]).go_to("EXECUTING")
    batch.put_in(carrier)
    values = {"destruction_id": batch.id, "bags_broken": True,
              "signed": [paper("witness", "王建国"), paper("second_witness", "李淑芬")]}  # fmt: skip
    assert refused(place.office, "witness_destruction", **values) == {"SEAL_BROKEN"}


def test_abandoning_puts_everything_back(place: Place) -> None:
    carriers = place.carriers(2, place.shelves[0])
    batch = Batch(place, carriers).go_to("SEALED")
    assert refused(place.office, "abandon_destruction", destruction_id=batch.id, why=" ") == {"REQUIRED"}
    batch.perform("abandon_destruction", destruction_id=batch.id, why="改为归档")
    rows = place.office.read.get_many("carriers", carriers)
    assert {(row["state"], row["shelf_id"]) for row in rows} == {("IN_STORE", place.shelves[0])}
    assert destruction_views.open_batches(place.office.read) == []


def test_two_people_of_one_name_are_not_mixed_up(place: Place) -> None:
    """The approver is a person, not a name; and who applied cannot be told from a namesake, so he does not apply (R-55)."""
    office = place.office
    carriers = place.carriers(2, place.shelves[0])
    batch = Batch(place, carriers[:1])
    batch.count()
    unit = place.add("units", name="财务处", kind="DEPARTMENT")
    other = place.add("persons", name="陈立", unit_id=unit)
    values: dict[str, Any] = {"destruction_id": batch.id, "approver_id": other}
    wrong = countersign(office, entrance(office.clock), office.statement("approve_destruction", "approver", **values), "陈立", PASSWORD)  # type: ignore[arg-type]
    assert refused(office, "approve_destruction", signed=[wrong], reason="已核对", **values) == {"PERSON_UNCLEAR"}
    assert refused(place.office, "add_row", ledger="persons", values={"name": "周敏"}) == {"DUPLICATE"}  # no department either
    place.add("persons", name="周敏", unit_id=unit)
    assert refused(office, "list_for_destruction", carrier_ids=carriers[1:], header=HEADER, reason="甲") == {"PERSON_UNCLEAR"}


def test_what_the_witnesses_sign_says_how_it_was_destroyed_and_why_with_broken_seals(place: Place) -> None:
    """K-8: way, machine, place, seals, and each warning with the reason to go on, are part of what is signed."""
    office = place.office
    (carrier,) = place.carriers(1, place.shelves[0])
    batch = Batch(place, [carrier]).go_to("EXECUTING")
    batch.put_in(carrier)
    values = {"destruction_id": batch.id, "bags_broken": True}
    statement = office.statement("witness_destruction", "witness", reason="逐份核对无缺", **values)
    facts = dict(map(tuple, statement.shown["facts"]))
    assert (facts["处理方法"], facts["销毁设备"], facts["销毁地点"], facts["封签"]) == ("粉碎", "碎纸机 SB-07", "机要室", "不完好")
    assert statement.shown["reason"] == "逐份核对无缺"
    assert [code for code, _sentence in statement.shown["warnings"]] == ["SEAL_BROKEN"]
    door = entrance(office.clock)  # type: ignore[arg-type]
    signed = [countersign(office, door, office.statement("witness_destruction", role, reason="逐份核对无缺", **values), user, PASSWORD)
              for role, user in (("witness", "王建国"), ("second_witness", "李淑芬"))]  # fmt: skip
    assert refused(office, "witness_destruction", signed=signed, reason="另一个理由", **values) == {"CONTENT_CHANGED"}
    done = office.perform("witness_destruction", signed=signed, reason="逐份核对无缺", **values)
    entry = read_entry(office.read.connection, done.entry)
    assert entry is not None and entry.payload["shown"]["reason"] == "逐份核对无缺" and run_full_check(office).is_clean
