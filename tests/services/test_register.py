"""Intake, shelving, loans and returns through the one door."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.domain.errors import Refused
from models.services.clock import FixedClock
from models.services.office import Office
from models.storage.journal import read_entry

DOCUMENT = {
    "received_on": "2026-11-20", "issuer": "国务院办公厅", "reference_number": "国办发[2026]14号",
    "title": "关于做好２０２６年度保密自查自评工作的通知", "secret_kind": "STATE_SECRET", "level": "SECRET",
    "term_kind": "DURATION", "term_amount": 10, "term_unit": "YEAR", "issued_on": "2026-11-10", "pages": 12,
    "counted_by": "周敏", "signed_by": "周敏", "signed_on": "2026-11-20", "channel": "PARTY_COURIER",
}  # fmt: skip


def furnish(office: Office, limit: str = "SECRET") -> int:
    """A room, a cabinet and a shelf; the shelf's id."""
    room = office.perform("add_row", ledger="rooms", values={"name": "机要室", "level_limit": limit}).result
    cabinet = office.perform(
        "add_row", ledger="cabinets", values={"name": "1号柜", "room_id": room, "level_limit": limit}
    ).result
    return int(office.perform("add_row", ledger="shelves", values={"name": "1层", "cabinet_id": cabinet}).result)


def add_person(office: Office, name: str = "陈立", clearance: str = "IMPORTANT") -> int:
    """A person in post; the id."""
    return int(office.perform("add_row", ledger="persons", values={"name": name, "clearance": clearance}).result)


def register(office: Office, copies: list[str | None], shelf: int | None = None, reason: str = "", **other: Any) -> list[int]:
    """Register a document; the carriers' ids."""
    done = office.perform(
        "register_document", reason=reason, values=DOCUMENT | other, copy_numbers=copies, shelf_id=shelf
    )
    return list(done.result["carriers"])


def codes(error: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {problem.code for problem in error.value.problems}


def test_one_act_registers_the_document_and_each_copy(office: Office) -> None:
    shelf = furnish(office)
    ids = register(office, ["000012", "000013"], shelf)
    document = office.read.get("documents", 1)
    carriers = office.read.get_many("carriers", ids)
    assert document is not None
    assert document["registry_number"] == "2026-收0001"
    assert document["reference_number"] == "国办发〔2026〕14号"
    assert [row["number"] for row in carriers] == ["2026-000001", "2026-000002"]
    assert {row["state"] for row in carriers} == {"IN_STORE"}
    assert [row["copy_number"] for row in carriers] == ["000012", "000013"]


@pytest.mark.parametrize("missing", ["counted_by", "signed_by", "signed_on"])
def test_an_intake_without_counting_and_signing_is_refused(office: Office, missing: str) -> None:
    with pytest.raises(Refused) as error:
        register(office, ["000012"], **{missing: ""})
    assert codes(error) == {"NOT_SIGNED_FOR"}
    assert office.read.get("documents", 1) is None


def test_a_count_that_differs_needs_a_reason(office: Office) -> None:
    with pytest.raises(Refused) as error:
        register(office, ["000012"], copies_stated=3)
    assert error.value.needs_reason_only
    register(office, ["000012"], copies_stated=3, reason="缺两份，已电话查询")


def test_the_same_number_again_warns_and_the_same_copy_is_refused(office: Office) -> None:
    register(office, ["000012"])
    with pytest.raises(Refused) as error:
        register(office, ["000013"])
    assert codes(error) == {"DUPLICATE_DOCUMENT"}
    with pytest.raises(Refused) as error:
        register(office, ["000012"], reason="另一件")
    assert "COPY_ALREADY_THERE" in codes(error)


def test_top_secret_never_goes_on_a_lower_shelf(office: Office) -> None:
    shelf = furnish(office)
    with pytest.raises(Refused) as error:
        register(office, ["000001"], shelf, "理由", level="TOP_SECRET", term_amount=20)
    assert "OVER_SHELF_LIMIT" in codes(error)


def test_shelving_moves_and_says_what_was_before(office: Office) -> None:
    first = furnish(office)
    second = int(office.perform("add_row", ledger="shelves", values={"name": "2层", "cabinet_id": 1}).result)
    ids = register(office, ["000001", "000002"], first)
    assert office.perform("shelve", carrier_ids=ids, shelf_id=second).result == ids
    assert {row["shelf_id"] for row in office.read.get_many("carriers", ids)} == {second}
    with pytest.raises(Refused) as error:
        office.perform("shelve", carrier_ids=ids, shelf_id=second)
    assert codes(error) == {"NOTHING_CHANGED"}


def lend(office: Office, ids: list[int], person: int, reason: str = "", **other: Any) -> Any:
    values = {"due_on": "2026-11-26", "approval_form": "〔2026〕借阅第001号", "approved_by": "王局"} | other
    return office.perform("lend", reason=reason, carrier_ids=ids, person_id=person, **values)


def test_a_loan_goes_out_and_comes_back(office: Office) -> None:
    ids = register(office, ["000001", "000002"])
    person = add_person(office)
    lend(office, ids, person)
    assert {row["state"] for row in office.read.get_many("carriers", ids)} == {"ON_LOAN"}
    with pytest.raises(Refused) as error:
        lend(office, ids, person)
    assert codes(error) == {"STATE_ON_LOAN"}
    office.perform("take_back", carrier_ids=ids, checked="页数齐全，完好")
    assert {row["holder_id"] for row in office.read.get_many("carriers", ids)} == {None}
    assert {row["state"] for row in office.read.find("loans")} == {"RETURNED"}


def test_a_loan_needs_approval_by_another_and_a_day_to_come(office: Office) -> None:
    ids = register(office, ["000001"])
    person = add_person(office)
    for other, code in (
        ({"approval_form": ""}, "NO_APPROVAL"), ({"approved_by": "陈立"}, "OWN_APPROVAL"), ({"due_on": "2026-11-01"}, "DUE_DATE"),
    ):  # fmt: skip
        with pytest.raises(Refused) as error:
            lend(office, ids, person, **other)
        assert code in codes(error)


def test_a_reader_below_the_level_needs_a_reason(office: Office) -> None:
    ids = register(office, ["000001"])
    person = add_person(office, clearance="GENERAL")
    with pytest.raises(Refused) as error:
        lend(office, ids, person)
    assert codes(error) == {"CLEARANCE"} and error.value.needs_reason_only
    lend(office, ids, person, reason="分管领导批准")


def test_recall_is_demanded_lifted_and_answered(office: Office) -> None:
    ids = register(office, ["000001", "000002"])
    office.perform("demand_recall", carrier_ids=ids, notice="国办发〔2027〕1号")
    assert {row["recall"] for row in office.read.get_many("carriers", ids)} == {"DEMANDED"}
    office.perform("lift_recall", carrier_ids=ids[:1], reason="来电通知留用")
    done = office.perform(
        "return_to_issuer", carrier_ids=ids[1:], list_number="〔2026〕清退第001号", received_by="国办交换员", approved_by="王局"
    )
    returned = office.read.get("carriers", ids[1])
    assert returned is not None and returned["state"] == "RETURNED" and returned["left_by"] == "〔2026〕清退第001号"
    assert office.read.get("issuer_returns", done.result)["issuer"] == "国务院办公厅"  # type: ignore[index]


def test_a_recall_has_a_day_until_the_last_copy_is_let_off(office: Office) -> None:
    ids = register(office, ["000001", "000002"])
    with pytest.raises(Refused) as error:
        office.perform("demand_recall", carrier_ids=ids, notice="1号", recall_due="2026-13-01")
    assert codes(error) == {"NOT_A_DATE"}
    done = office.perform("demand_recall", carrier_ids=ids, notice="1号", recall_due="2026-11-20")
    assert (office.read.get("documents", 1) or {})["recall_due"] == "2026-11-20"
    office.perform("undo", entry=done.entry)
    assert (office.read.get("documents", 1) or {})["recall_due"] is None
    office.perform("demand_recall", carrier_ids=ids, notice="1号", recall_due="2026-11-20")
    for copy, left in zip(ids, ("2026-11-20", None), strict=True):
        office.perform("lift_recall", carrier_ids=[copy], reason="来电")
        assert (office.read.get("documents", 1) or {})["recall_due"] == left
    disc = office.perform("register_medium", values={
        "title": "光盘", "medium": "OPTICAL_DISC", "secret_kind": "INTERNAL", "term_kind": "NONE"}).result  # fmt: skip
    with pytest.raises(Refused) as error:
        office.perform("demand_recall", carrier_ids=[disc], notice="1号", recall_due="2026-11-20")
    assert codes(error) == {"NO_DOCUMENT"}


def test_a_demand_is_completed_and_never_said_twice(office: Office) -> None:
    ids = register(office, ["000001", "000002"], recall="DEMANDED")
    assert {row["recall_notice"] for row in office.read.get_many("carriers", ids)} == {None}
    office.perform("demand_recall", carrier_ids=ids[:1], notice="1号", recall_due="2026-11-20")
    assert (office.read.get("documents", 1) or {})["recall_due"] == "2026-11-20"
    office.perform("demand_recall", carrier_ids=ids[:1], notice="1号", recall_due="2026-12-20")
    assert (office.read.get("documents", 1) or {})["recall_due"] == "2026-12-20"
    for due in ("", "2026-12-20"):
        with pytest.raises(Refused) as error:
            office.perform("demand_recall", carrier_ids=ids[:1], notice="1号", recall_due=due)
        assert codes(error) == {"ALREADY_DEMANDED"}
    office.perform("demand_recall", carrier_ids=ids, notice="1号")
    assert {row["recall_notice"] for row in office.read.get_many("carriers", ids)} == {"1号"}
    last = office.perform("demand_recall", carrier_ids=ids, notice="2号", recall_due="2026-12-31")
    office.perform("undo", entry=last.entry)
    assert {(row["recall"], row["recall_notice"]) for row in office.read.get_many("carriers", ids)} == {("DEMANDED", "1号")}
    assert (office.read.get("documents", 1) or {})["recall_due"] == "2026-12-20"


def test_a_loan_is_extended_with_a_reason_that_stays(office: Office) -> None:
    ids = register(office, ["000001", "000002"])
    lend(office, ids[:1], add_person(office), due_on="2026-11-24")
    for other, code in (
        ({"due_on": "2026-11-24"}, "DUE_DATE"), ({"due_on": "2026-11-22"}, "DUE_DATE"), ({"why": " "}, "REQUIRED"),
        ({"carrier_ids": ids}, "NOT_LENT"),
    ):  # fmt: skip
        values = {"carrier_ids": ids[:1], "due_on": "2026-12-08", "why": "材料未写完，王局同意"} | other
        with pytest.raises(Refused) as error:
            office.perform("extend_loan", **values)
        assert codes(error) == {code}
    done = office.perform("extend_loan", carrier_ids=ids[:1], due_on="2026-12-08", why="材料未写完，王局同意")
    (loan,) = office.read.find("loans")
    assert (loan["due_on"], loan["state"]) == ("2026-12-08", "OUT")
    entry = read_entry(office.read.connection, done.entry)
    assert entry is not None and entry.payload["reason"] == "材料未写完，王局同意"
    office.perform("undo", entry=done.entry)
    assert office.read.find("loans")[0]["due_on"] == "2026-11-24"
    office.perform("take_back", carrier_ids=ids[:1], checked="完好")
    with pytest.raises(Refused):
        office.perform("extend_loan", carrier_ids=ids[:1], due_on="2026-12-08", why="甲")


def test_a_correction_asks_a_reason_and_keeps_the_old_value(office: Office) -> None:
    register(office, ["000001"])
    with pytest.raises(Refused) as error:
        office.perform("amend_row", ledger="documents", id=1, values={"title": "新标题"})
    assert "CORRECTION" in codes(error) and error.value.needs_reason_only
    office.perform("amend_row", reason="抄错", ledger="documents", id=1, values={"title": "新标题"})
    row = office.read.get("documents", 1)
    assert row is not None and row["title"] == "新标题"


def test_a_corrected_marking_reaches_the_copies_in_one_entry_and_goes_back_in_one(office: Office) -> None:
    ids = register(office, ["000001", "000002"])
    before = office.read.head().number
    done = office.perform("amend_document", reason="看错一位", id=1, values={"term_amount": 20, "title": "新标题"})
    assert office.read.head().number == before + 1
    assert set(done.changed["carriers"]) == set(ids)
    assert [row["term_amount"] for row in office.read.get_many("carriers", ids)] == [20, 20]
    office.perform("undo", entry=done.entry)
    assert [row["term_amount"] for row in office.read.get_many("carriers", ids)] == [10, 10]
    assert (office.read.get("documents", 1) or {})["term_amount"] == 10
    only = office.perform("amend_document", reason="抄错", id=1, values={"title": "又一题", "term_amount": 10})
    assert set(only.changed) == {"documents"}


def test_nobody_declassifies_alone_the_day_after(office: Office) -> None:
    """R-18: the level of a received paper changes upon a notice only; the same day a slip is corrected (K-20)."""
    ids = register(office, ["000001", "000002"])
    lower: dict[str, Any] = {"level": "CONFIDENTIAL", "term_amount": 5}
    done = office.perform("amend_document", reason="看错", id=1, values=lower)
    office.perform("undo", entry=done.entry)
    assert isinstance(office.clock, FixedClock)
    office.clock.set_day(date(2026, 11, 24))
    free = {"secret_kind": "DECLASSIFIED", "level": None, "term_kind": None, "term_amount": None, "term_unit": None}
    for act, values in (
        ("amend_row", {"ledger": "carriers", "id": ids[0], "values": free}), ("amend_document", {"id": 1, "values": lower}),
        ("amend_row", {"ledger": "documents", "id": 1, "values": {"term_amount": 1}}),
        ("amend_rows", {"ledger": "carriers", "ids": ids, "values": free}),
    ):  # fmt: skip
        with pytest.raises(Refused) as error:
            office.perform(act, reason="甲", **values)
        assert "BASIS_NEEDED" in codes(error), act
    basis = {"regraded_by": "云委密〔2026〕3号", "regraded_on": "2026-11-20"}
    office.perform("amend_document", reason="收到变更通知", id=1, values=lower | basis)
    assert [row["level"] for row in office.read.get_many("carriers", ids)] == ["CONFIDENTIAL"] * 2
    assert (office.read.get("documents", 1) or {})["regraded_by"] == "云委密〔2026〕3号"
    office.perform("amend_row", reason="收到解密通知", ledger="carriers", id=ids[0], values=free | basis)
    assert (office.read.get("carriers", ids[0]) or {})["secret_kind"] == "DECLASSIFIED"


def test_a_correction_that_a_copy_refuses_changes_nothing(office: Office) -> None:
    shelf = furnish(office)
    office.perform("amend_row", ledger="shelves", id=shelf, values={"level_limit": "SECRET"}, reason="试")
    ids = register(office, ["000001"], shelf)
    with pytest.raises(Refused) as error:
        office.perform("amend_document", reason="看错", id=1, values={"level": "TOP_SECRET", "term_amount": 20})
    assert "OVER_SHELF_LIMIT" in codes(error)
    assert (office.read.get("documents", 1) or {})["level"] == (office.read.get("carriers", ids[0]) or {})["level"] == "SECRET"


@pytest.mark.parametrize("values", [{"state": "DESTROYED"}, {"holder_id": 1}, {"recall": "LIFTED"}, {"left_on": "2026-11-20"}, {"number": "1"}])
def test_what_other_acts_set_is_not_typed(office: Office, values: dict[str, Any]) -> None:
    ids = register(office, ["000001"])
    with pytest.raises(KeyError):
        office.perform("amend_row", reason="试", ledger="carriers", id=ids[0], values=values)
    with pytest.raises(KeyError):
        office.perform("amend_rows", reason="试", ledger="carriers", ids=ids, values=values)
    with pytest.raises(KeyError):
        office.perform("add_row", reason="试", ledger="carriers", values=values)


def test_a_carrier_at_its_end_takes_no_act_but_looking(office: Office) -> None:
    ids = register(office, ["000001", "000002"])
    office.perform("return_to_issuer", carrier_ids=ids[:1], list_number="1号", received_by="甲", approved_by="王局")
    for act, values in (
        ("amend_row", {"ledger": "carriers", "id": ids[0], "values": {"remarks": "改"}}),
        ("amend_rows", {"ledger": "carriers", "ids": ids, "values": {"remarks": "改"}}),
        ("void_row", {"ledger": "carriers", "id": ids[0]}),
        ("shelve", {"carrier_ids": ids[:1], "shelf_id": furnish(office)}),
        ("demand_recall", {"carrier_ids": ids, "notice": "1号"}),
        ("lift_recall", {"carrier_ids": ids}),
        ("print_labels", {"form": "BQ", "carriers": ids, "shelves": [], "digest": "00", "pages": 1, "printer": "HP"}),
    ):  # fmt: skip
        with pytest.raises(Refused) as error:
            office.perform(act, reason="试", **values)
        assert "STATE_RETURNED" in codes(error), act
    assert (office.read.get("carriers", ids[1]) or {})["remarks"] is None


def test_only_what_never_moved_is_voided(office: Office) -> None:
    ids = register(office, ["000001", "000002"])
    lend(office, ids[:1], add_person(office))
    with pytest.raises(Refused) as error:
        office.perform("void_row", reason="登错", ledger="carriers", id=ids[0])
    assert "STATE_ON_LOAN" in codes(error)
    office.perform("void_row", reason="登错", ledger="carriers", id=ids[1])
    assert (office.read.get("carriers", ids[1]) or {})["state"] == "VOID"


def test_a_void_document_gets_no_more_copies(office: Office) -> None:
    ids = register(office, ["000001"])
    with pytest.raises(Refused) as error:
        office.perform("add_copies", document_id=1, copy_numbers=[])
    assert codes(error) == {"NO_COPIES"}
    office.perform("void_row", reason="登错", ledger="carriers", id=ids[0])
    office.perform("void_row", reason="登错", ledger="documents", id=1)
    with pytest.raises(Refused) as error:
        office.perform("add_copies", document_id=1, copy_numbers=["000002"])
    assert "ROW_IS_VOID" in codes(error)
