"""What a code is said to be at the desk, who has what, and what an issuer wants back."""

from __future__ import annotations

from datetime import date

import pytest

from models.domain.lifecycle import CarrierState
from models.services import movements
from models.services.movements import Answer, Wish
from models.services.office import Office
from tests.services.test_register import add_person, furnish, lend, register

TODAY = date(2026, 11, 23)


def seen(office: Office, code: str, wish: Wish = Wish.LEND) -> movements.Seen:
    return movements.look_up(office.read, code, wish, TODAY)


def test_a_carrier_in_store_may_be_gathered_for_a_loan(office: Office) -> None:
    register(office, ["000012"], furnish(office))
    for code in ("2026-000001", "2026000001", " ２０２６－０００００１ "):
        found = seen(office, code)
        assert found.answer is Answer.TAKEN
        assert found.carrier is not None and found.carrier.place == "1号柜 1层"
        assert str(found.sentence) == "在库，1号柜 1层"


def test_a_lent_carrier_is_to_be_taken_back(office: Office) -> None:
    ids = register(office, ["000012"])
    lend(office, ids, add_person(office), due_on="2026-11-24")
    found = seen(office, "2026000001")
    assert found.answer is Answer.BACK
    assert found.loan is not None and found.loan.person == "陈立" and found.loan.pages == 12
    assert found.carrier is not None and found.carrier.state is CarrierState.ON_LOAN


def test_top_secret_is_refused_and_its_title_hidden(office: Office) -> None:
    register(office, ["000001"], None, "理由", level="TOP_SECRET", term_amount=20)
    found = seen(office, "2026-000001")
    assert (found.answer, found.rule) == (Answer.REFUSED, "R-34")
    assert found.carrier is not None and found.carrier.title is None


@pytest.mark.parametrize(
    ("code", "answer", "part"),
    [
        ("2026-000999", Answer.UNKNOWN, "没有这个编号"),
        ("S00001", Answer.NOT_A_CARRIER, "1号柜 1层"),
        ("S00099", Answer.UNKNOWN, "S00099"),
        ("GB0626-2005^HN000^国务院办公厅^|^|", Answer.NOT_A_CARRIER, "收文登记"),
        ("XQ-2026-0003:0000184223:0123456789ABCDEF0123456789ABCDEF", Answer.NOT_A_CARRIER, "XQ-2026-0003"),
        ("2026000001S00001", Answer.NOT_A_CARRIER, "一份一份扫"),
        ("  ", Answer.NOT_A_CARRIER, "没有读到"),
        ("hello", Answer.UNKNOWN, "hello"),
    ],
)
def test_the_wrong_thing_is_named_and_changes_nothing(office: Office, code: str, answer: Answer, part: str) -> None:
    furnish(office)
    before = office.read.head().number
    found = seen(office, code)
    assert found.answer is answer and part in str(found.sentence)
    assert office.read.head().number == before


def test_recall_and_return_judge_by_their_own_rules(office: Office) -> None:
    ids = register(office, ["000001", "000002"])
    lend(office, ids[1:], add_person(office))
    assert seen(office, "2026000002", Wish.RECALL).answer is Answer.TAKEN
    refused = seen(office, "2026000002", Wish.RETURN)
    assert (refused.answer, str(refused.sentence)) == (Answer.REFUSED, "有未了借阅：先归还")
    office.perform("demand_recall", carrier_ids=ids, notice="国办发〔2027〕1号")
    again = seen(office, "2026000001", Wish.RECALL)
    assert (again.answer, str(again.sentence)) == (Answer.TAKEN, "已登记过清退要求：国办发〔2027〕1号；可补登或改期限")
    assert [brief.id for brief in movements.recalled(office.read)] == ids
    office.perform("take_back", carrier_ids=ids[1:], checked="完好")
    office.perform("return_to_issuer", carrier_ids=ids, list_number="1", received_by="甲", approved_by="乙")
    assert movements.recalled(office.read) == []


def test_a_demand_without_notice_and_day_is_completed(office: Office) -> None:
    register(office, ["000001"], recall="DEMANDED")
    found = seen(office, "2026000001", Wish.RECALL)
    assert (found.answer, str(found.sentence)) == (Answer.TAKEN, "已登记过清退要求，没有通知和期限：可补登")


def test_open_loans_stand_with_the_oldest_due_first(office: Office) -> None:
    ids = register(office, ["000001", "000002", "000003"])
    person = add_person(office)
    for carrier, due in zip(ids, ("2026-11-25", "2026-11-20", "2026-11-23"), strict=True):
        lend(office, [carrier], person, due_on=due, lent_on="2026-11-18")
    found = movements.open_loans(office.read, TODAY)
    assert [(loan.number, loan.late) for loan in found] == [("2026-000002", 3), ("2026-000003", 0), ("2026-000001", 0)]


def test_the_shortest_turn_counts(office: Office) -> None:
    register(office, ["000001"])
    register(office, ["000001"], reference_number="国办发〔2026〕15号", urgency="EXTRA_URGENT")
    plain, urgent = movements.briefs(office.read, [1, 2])
    assert movements.due_day([plain], TODAY) == date(2026, 11, 26)
    assert movements.due_day([plain, urgent], TODAY) == date(2026, 11, 24)
    assert movements.due_day([], TODAY) == date(2026, 11, 26)
