"""Hand-over: three different people, every item looked at, the carriers move (R-53, F3)."""

from __future__ import annotations

from typing import Any

import pytest

from models.domain.errors import Refused
from models.services import handover_pages, handover_views
from models.services.office import Office
from models.services.process_people import usual_people
from tests.services.processes import Place, make_place, paper, refused

SIGNED = (paper("transferor", "周敏", "YJ-2026-0001"), paper("receiver", "刘洋", "YJ-2026-0001"),
          paper("hand_over_witness", "王建国", "YJ-2026-0001"))  # fmt: skip


@pytest.fixture
def place(office: Office) -> Place:
    made = make_place(office)
    made.furnish(cabinets=1)
    return made


def header(place: Place, **more: Any) -> dict[str, Any]:
    people = {"transferor_id": "周敏", "receiver_id": "刘洋", "witness_id": "王建国"}
    return {"kind": "CLERK_CHANGE", "cause": "CHANGE_OF_POST"} | {k: place.people[v] for k, v in people.items()} | more


def begin(place: Place, carriers: list[int], **more: Any) -> int:
    done = place.office.perform("list_for_hand_over", carrier_ids=carriers, header=header(place, **more), reason="理由")
    return int(done.result)


def pack(place: Place, handover: int, carrier: int | str) -> Any:
    code = carrier if isinstance(carrier, str) else place.number(carrier)
    return place.office.perform("pack", handover_id=handover, code=code).result


def test_a_post_changes_hands(place: Place) -> None:
    office = place.office
    here, lent = place.carriers(2, place.shelves[0])
    place.lend(lent)
    handover = begin(place, [here, lent], shelf_id=place.shelves[1])
    assert (place.state(here), place.state(lent)) == ("BEING_HANDED_OVER", "ON_LOAN")
    office.perform("start_packing", handover_id=handover)
    seen = pack(place, handover, here)
    assert (seen.verdict, seen.left) == ("PACKED", 0)
    assert pack(place, handover, here).verdict == "TWICE"
    office.perform("finish_packing", handover_id=handover)
    assert office.perform("sign_hand_over", handover_id=handover, signed=SIGNED).result == 2
    kept, out = office.read.get_many("carriers", [here, lent])
    new = place.people["刘洋"]
    assert (kept["state"], kept["custodian_id"], kept["shelf_id"]) == ("IN_STORE", new, place.shelves[1])
    assert (out["state"], out["custodian_id"], out["holder_id"]) == ("ON_LOAN", new, place.people["陈立"])
    assert [row["state"] for row in office.read.find("loans")] == ["OUT"]
    row = office.read.get("handovers", handover) or {}
    assert (row["number"], row["state"], row["listed"], row["handed_over"]) == ("YJ-2026-0001", "SIGNED", 2, 2)
    assert all(line.is_right for line in handover_views.list_lines(office.read, handover))


def test_another_unit_takes_them(place: Place) -> None:
    office = place.office
    unit = place.add("units", name="市档案馆", kind="EXTERNAL")
    first, second, lent = place.carriers(3, place.shelves[0])
    place.lend(lent)
    other = header(place, kind="OTHER_UNIT", cause="ARCHIVING")
    assert refused(office, "list_for_hand_over", carrier_ids=[first], header=other) == {"REQUIRED"}
    other["to_unit_id"] = unit
    assert refused(office, "list_for_hand_over", carrier_ids=[lent], header=other) == {"STATE_ON_LOAN"}
    office.perform("demand_recall", carrier_ids=[second], notice="来函")
    assert refused(office, "list_for_hand_over", carrier_ids=[second], header=other) == {"RECALL_DEMANDED"}
    handover = begin(place, [first, second], kind="OTHER_UNIT", cause="ARCHIVING", to_unit_id=unit)
    office.perform("start_packing", handover_id=handover)
    pack(place, handover, first)
    office.perform("note_difference", handover_id=handover, carrier_id=second, note="缺第 3 页", hand_over=False)
    office.perform("finish_packing", handover_id=handover)
    users = {"transferor": "周敏", "receiver": "刘洋", "hand_over_witness": "王建国"}
    assert place.signed("sign_hand_over", users, handover_id=handover).result == 1
    gone, stays = office.read.get_many("carriers", [first, second])
    assert (gone["state"], gone["left_by"], gone["left_on"], gone["shelf_id"]) == (
        "HANDED_OVER", "YJ-2026-0001", "2026-11-23", None,
    )  # fmt: skip
    assert (stays["state"], stays["shelf_id"]) == ("IN_STORE", place.shelves[0])


@pytest.mark.parametrize(("kind", "unit_kind", "code"), [
    ("CLERK_CHANGE", "EXTERNAL", "UNIT_OUTSIDE"), ("OTHER_UNIT", "DEPARTMENT", "UNIT_INSIDE"),
])  # fmt: skip
def test_kind_and_unit_agree(place: Place, kind: str, unit_kind: str, code: str) -> None:
    (carrier,) = place.carriers(1, place.shelves[0])
    wrong, right = (place.add("units", name=name, kind=of) for name, of in (
        ("甲", unit_kind), ("乙", "DEPARTMENT" if unit_kind == "EXTERNAL" else "EXTERNAL")))  # fmt: skip
    refusal = refused(place.office, "list_for_hand_over", carrier_ids=[carrier], header=header(place, kind=kind, to_unit_id=wrong))
    assert refusal == {code}
    handover = begin(place, [carrier], kind=kind, to_unit_id=right)
    assert refused(place.office, "amend_hand_over", handover_id=handover, header={"to_unit_id": wrong}) == {code}
    if kind == "CLERK_CHANGE":
        assert refused(place.office, "amend_hand_over", handover_id=handover, header={"from_unit_id": wrong}) == {code}


def test_an_outside_unit_is_not_proposed_for_the_next(place: Place) -> None:
    first, second = place.carriers(2, place.shelves[0])
    outside = place.add("units", name="市档案馆", kind="EXTERNAL")
    inside = place.add("units", name="办公室", kind="DEPARTMENT")
    begin(place, [first], to_unit_id=inside)
    assert usual_people(place.office, "handovers")["to_unit_id"] == inside
    begin(place, [second], kind="OTHER_UNIT", from_unit_id=inside, to_unit_id=outside)
    usual = usual_people(place.office, "handovers")
    assert "to_unit_id" not in usual and usual["from_unit_id"] == inside


def test_three_different_people(place: Place) -> None:
    (carrier,) = place.carriers(1, place.shelves[0])
    people = place.people
    for wrong, code in (
        ({"receiver_id": people["周敏"]}, "SAME_PERSON"), ({"witness_id": people["刘洋"]}, "WITNESS_TAKES_PART"),
        ({"witness_id": None}, "NO_WITNESS"), ({"cause": "OTHER"}, "REQUIRED"), ({"kind": "甲"}, "NOT_A_CHOICE"),
    ):  # fmt: skip
        assert code in refused(place.office, "list_for_hand_over", carrier_ids=[carrier], header=header(place, **wrong))
    handover = begin(place, [carrier])
    place.office.perform("start_packing", handover_id=handover)
    pack(place, handover, carrier)
    place.office.perform("finish_packing", handover_id=handover)
    assert refused(place.office, "sign_hand_over", handover_id=handover, signed=SIGNED[:2]) == {"SIGNATURE_MISSING"}
    other = (*SIGNED[:2], paper("hand_over_witness", "李淑芬"))
    assert refused(place.office, "sign_hand_over", handover_id=handover, signed=other) == {"WRONG_SIGNER"}


def test_a_shortage_and_a_surplus_stop_it(place: Place) -> None:
    office = place.office
    first, second, foreign = place.carriers(3, place.shelves[0])
    handover = begin(place, [first, second])
    office.perform("start_packing", handover_id=handover)
    pack(place, handover, first)
    assert refused(office, "finish_packing", handover_id=handover) == {"NOT_ALL_CHECKED"}
    seen = pack(place, handover, foreign)
    assert seen.verdict == "NOT_ON_LIST"
    for act, values in (("pack", {"code": place.number(second)}), ("finish_packing", {})):
        assert refused(office, act, handover_id=handover, **values) == {"REFUSAL_OPEN"}
    assert (handover_views.pack_state(office.read, handover).stopped_by or {})["id"] == seen.scan_id
    office.perform("answer_hand_over_refusal", scan_id=seen.scan_id, answer="SET_ASIDE", answer_reason="放回 1号柜")
    unknown = pack(place, handover, "乱码")
    office.perform("answer_hand_over_refusal", scan_id=unknown.scan_id, answer="SCANNED_AGAIN", answer_reason="误扫")
    pack(place, handover, second)
    office.perform("undo_pack", handover_id=handover)
    assert handover_views.pack_state(office.read, handover).left == 1
    office.perform("note_difference", handover_id=handover, carrier_id=second, note="封面破损", hand_over=True)
    office.perform("finish_packing", handover_id=handover)
    office.perform("continue_packing", handover_id=handover)
    office.perform("finish_packing", handover_id=handover)
    assert office.perform("sign_hand_over", handover_id=handover, signed=SIGNED).result == 2
    assert [line.item["note"] for line in handover_views.list_lines(office.read, handover)] == [None, "封面破损"]


STEPS: dict[str, dict[str, Any]] = {
    "add_to_hand_over": {"carrier_ids": [1]}, "remove_from_hand_over": {"carrier_ids": [1]}, "amend_hand_over": {"header": {}},
    "start_packing": {}, "pack": {"code": "2026-000001"}, "undo_pack": {}, "finish_packing": {}, "continue_packing": {},
    "note_difference": {"carrier_id": 1, "note": "甲", "hand_over": True}, "sign_hand_over": {"signed": SIGNED},
    "abandon_hand_over": {"why": "甲"},
}  # fmt: skip
FITS = {
    "LISTING": {"add_to_hand_over", "remove_from_hand_over", "amend_hand_over", "start_packing", "abandon_hand_over"},
    "PACKING": {"pack", "undo_pack", "finish_packing", "note_difference", "abandon_hand_over"},
    "PACKED": {"continue_packing", "sign_hand_over", "abandon_hand_over"}, "SIGNED": set(), "ABANDONED": set(),
}  # fmt: skip


@pytest.mark.parametrize("state", FITS)
def test_no_step_can_be_skipped(place: Place, state: str) -> None:
    office, (carrier,) = place.office, place.carriers(1, place.shelves[0])
    handover = begin(place, [carrier])
    if state == "ABANDONED":
        office.perform("abandon_hand_over", handover_id=handover, why="甲")
    elif state != "LISTING":
        office.perform("start_packing", handover_id=handover)
        if state != "PACKING":
            pack(place, handover, carrier)
            office.perform("finish_packing", handover_id=handover)
        if state == "SIGNED":
            office.perform("sign_hand_over", handover_id=handover, signed=SIGNED)
    assert (office.read.get("handovers", handover) or {})["state"] == state
    for act, values in STEPS.items():
        if act not in FITS[state]:
            assert refused(office, act, handover_id=handover, **values) == {f"STEP_{state}"}, act


def test_a_list_grows_and_shrinks_and_is_given_up(place: Place) -> None:
    office = place.office
    first, second, lent = place.carriers(3, place.shelves[0])
    place.lend(lent)
    handover = begin(place, [first])
    office.perform("add_to_hand_over", handover_id=handover, carrier_ids=[second, lent])
    assert refused(office, "list_for_hand_over", carrier_ids=[second], header=header(place)) == {"IN_ANOTHER_LIST"}
    office.perform("remove_from_hand_over", handover_id=handover, carrier_ids=[first, lent])
    assert (place.state(first), place.state(lent)) == ("IN_STORE", "ON_LOAN")
    office.perform("amend_hand_over", handover_id=handover, header={"cause": "LEAVING"})
    assert refused(office, "amend_hand_over", handover_id=handover, header={"kind": "OTHER_UNIT", "to_unit_id": 1}) >= {"KIND_STAYS"}
    assert refused(office, "abandon_hand_over", handover_id=handover, why="") == {"REQUIRED"}
    office.perform("abandon_hand_over", handover_id=handover, why="改期")
    assert place.state(second) == "IN_STORE"
    assert handover_views.open_hand_overs(office.read) == []


def test_a_list_that_changed_after_packing_began_is_not_signed(place: Place) -> None:
    office, (carrier,) = place.office, place.carriers(1, place.shelves[0])
    handover = begin(place, [carrier])
    office.perform("start_packing", handover_id=handover)
    document = (office.read.get("carriers", carrier) or {})["document_id"]
    office.perform("amend_row", ledger="documents", id=document, values={"title": "改了"}, reason="更正")
    pack(place, handover, carrier)
    office.perform("finish_packing", handover_id=handover)
    assert refused(office, "sign_hand_over", handover_id=handover, signed=SIGNED) == {"LIST_CHANGED"}


def test_nothing_is_handed_over(place: Place) -> None:
    office, (carrier,) = place.office, place.carriers(1, place.shelves[0])
    handover = begin(place, [carrier])
    office.perform("remove_from_hand_over", handover_id=handover, carrier_ids=[carrier])
    assert refused(office, "start_packing", handover_id=handover) == {"EMPTY_LIST"}
    office.perform("add_to_hand_over", handover_id=handover, carrier_ids=[carrier])
    office.perform("start_packing", handover_id=handover)
    office.perform("note_difference", handover_id=handover, carrier_id=carrier, note="找不到", hand_over=False)
    assert refused(office, "finish_packing", handover_id=handover) == {"NOTHING_TO_HAND_OVER"}


def test_the_receiver_may_be_the_one_at_the_desk_but_not_the_watcher(place: Place) -> None:
    office, (carrier,) = place.office, place.carriers(1, place.shelves[0])
    people = place.people
    handover = begin(place, [carrier], transferor_id=people["刘洋"], receiver_id=people["李淑芬"], witness_id=people["周敏"])
    office.perform("start_packing", handover_id=handover)
    pack(place, handover, carrier)
    office.perform("finish_packing", handover_id=handover)
    with pytest.raises(Refused) as error:
        place.signed("sign_hand_over", {"transferor": "刘洋", "receiver": "李淑芬", "hand_over_witness": "周敏"}, handover_id=handover)
    assert {problem.code for problem in error.value.problems} == {"OWN_SIGNATURE"}


def test_what_a_person_or_cabinet_has_is_found_by_an_index(office: Office) -> None:
    place = make_place(office)
    shelf, other, *_ = place.furnish()
    above = place.carriers(1, other)
    kept, lent, rest = place.carriers(3, shelf)
    place.lend(lent)
    office.perform("amend_row", ledger="carriers", id=kept, values={"custodian_id": place.people["张伟"]}, reason="指定保管")
    read, asked = office.read, []
    read.connection.set_trace_callback(asked.append)
    assert handover_pages.ids_kept_by(read, place.people["张伟"]) == [kept]
    assert handover_pages.ids_held_by(read, place.people["陈立"]) == [lent]
    assert handover_pages.ids_in_cabinet(read, place.cabinets[0]) == [kept, lent, rest, *above]
    read.connection.set_trace_callback(None)
    plans = [row["detail"] for sql in asked for row in read.rows(f"EXPLAIN QUERY PLAN {sql}")]
    assert len(plans) >= 4
    assert not [step for step in plans if step in ("SCAN c", "SCAN carriers", "SCAN carrier_list")]
    assert sum("carriers_by_" in step or "carrier_list_by_custodian_id" in step for step in plans) == 3
