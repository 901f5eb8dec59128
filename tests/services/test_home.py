"""今日: the last acts in words, the holdings in an order people expect."""

from __future__ import annotations

from models.services import home
from models.services.office import Office
from tests.services.test_register import add_person, furnish, lend, register


def test_cabinets_stand_in_the_order_of_their_names(office: Office) -> None:
    room = office.perform("add_row", ledger="rooms", values={"name": "机要室", "level_limit": "SECRET"}).result
    for nth, name in enumerate(("10号柜", "2号柜", "1号柜"), 1):
        values = {"name": name, "room_id": room, "level_limit": "SECRET"}
        cabinet = office.perform("add_row", ledger="cabinets", values=values).result
        shelf = office.perform("add_row", ledger="shelves", values={"name": "1层", "cabinet_id": cabinet}).result
        register(office, ["000001"], shelf, reference_number=f"国办发〔2026〕{nth}号")
    register(office, ["000001"], reference_number="国办发〔2026〕9号")
    assert [name for name, _counts in home.look(office, frozenset()).holdings] == ["1号柜", "2号柜", "10号柜", ""]


def test_the_last_acts_bear_no_names_of_tables(office: Office) -> None:
    shelf = furnish(office)
    lend(office, register(office, ["000001", "000002"], shelf), add_person(office))
    shown = [str(act.subject) for act in home.look(office, frozenset({"home"})).acts]
    assert shown[0] == "人员 陈立"
    assert not [subject for subject in shown if subject.isascii() and subject.split()[0].islower()]


def test_a_recall_past_its_day_is_urgent_and_one_without_a_day_is_not(office: Office) -> None:
    first, second, third = register(office, ["000001"]), register(office, ["000002"], reason="另一件"), register(office, ["000003"], reason="另一件")

    def line() -> home.Line:
        (found,) = (line for line in home.look(office, frozenset({"movements"})).lines if line.key == "recalls")
        return found

    office.perform("demand_recall", carrier_ids=first, notice="1号")
    assert (line().rank, str(line().how_long)) == (home.DUE, "待清退")
    office.perform("demand_recall", carrier_ids=second, notice="2号", recall_due="2026-11-30")
    assert (line().rank, str(line().how_long)) == (home.DUE, "剩 7 天") and "2026-11-30" in str(line().why)
    office.perform("demand_recall", carrier_ids=third, notice="3号", recall_due="2026-11-20")
    assert (line().rank, str(line().how_long)) == (home.OVERDUE, "超 3 天") and str(line().what).startswith("1 份清退已超期，共 3 份")
    office.perform("lift_recall", carrier_ids=third, reason="来电")
    assert line().rank == home.DUE
