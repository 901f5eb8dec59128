"""What the register's pane says of a carrier, and the history of a row."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from models.domain.errors import Refused
from models.services import histories
from models.services.carrier_card import Card, card, look_at, needs_look
from models.services.clock import FixedClock
from models.services.office import Office
from tests.offices import NOON, opened
from tests.services.test_register import add_person, furnish, lend, register


def shown(office: Office, carrier_id: int) -> Card:
    found = card(office, carrier_id)
    assert found is not None
    return found


def facts(made: Card) -> dict[str, str]:
    return {str(name): str(value) for name, value in made.facts}


def test_six_facts_and_the_marking(office: Office) -> None:
    ids = register(office, ["000001", "000002", "000003"], furnish(office))
    made = shown(office, ids[1])
    assert (made.badge, made.marking) == ("SECRET", "机密★10年")
    assert facts(made) == {
        "载体编号": "2026-000002", "文号": "国办发〔2026〕14号", "份号": "000002　共 3 份", "保密到期": "2036-11-10　还有 9 年 11 月",
        "应在位置": "1号柜 1层", "清退要求": "无",
    }  # fmt: skip
    assert (made.standing.code, str(made.standing.title)) == ("IN_STORE", "在 1号柜 1层")
    assert made.acts == ("lend", "shelve", "demand_recall")


def test_a_copy_without_a_place_is_to_be_shelved_first(office: Office) -> None:
    (carrier,) = register(office, ["000001"])
    made = shown(office, carrier)
    assert (made.standing.code, made.acts[0]) == ("NOT_SHELVED", "shelve")


@pytest.mark.parametrize(("days", "code", "title"), [
    (0, "ON_LOAN", "借给陈立，11-26 应还"), (3, "ON_LOAN", "借给陈立，今天应还"), (5, "OVERDUE", "借给陈立，超期 2 天"),
])  # fmt: skip
def test_a_loan_says_who_has_it_and_until_when(vault_folder: Path, days: int, code: str, title: str) -> None:
    with opened(vault_folder, "周敏") as office:
        ids = register(office, ["000001"], furnish(office))
        lend(office, ids, add_person(office))
    with opened(vault_folder, "周敏", FixedClock(NOON + timedelta(days=days))) as office:
        made = shown(office, ids[0])
        assert (made.standing.code, str(made.standing.title)) == (code, title)
        assert str(made.standing.sentence) == "11-23 借出 • 批准人 王局"
        assert made.acts == ("take_back",)


def test_the_life_is_told_in_short_lines_with_the_journals_numbers(office: Office) -> None:
    shelf = furnish(office)
    ids = register(office, ["000001", "000002"])
    office.perform("shelve", carrier_ids=ids, shelf_id=shelf)
    lend(office, ids[:1], add_person(office))
    office.perform("take_back", carrier_ids=ids[:1])
    document = (office.read.get("carriers", ids[0]) or {})["document_id"]
    office.perform("amend_row", reason="笔误", ledger="documents", id=document, values={"title": "改过的标题"})
    lines = shown(office, ids[0]).life
    assert [str(line.what) for line in lines] == [
        "更正 文件标题", "归还 1号柜 1层", "借出 → 陈立", "上架 1号柜 1层", "收文登记，2 份",
    ]  # fmt: skip
    assert [line.state for line in lines] == ["AMENDED", "IN_STORE", "ON_LOAN", "IN_STORE", "FIRST"]
    assert lines[0].entry == office.read.head().number
    assert [line.entry for line in lines] == sorted((line.entry for line in lines), reverse=True)


def test_the_history_has_old_and_new_values_in_words(office: Office) -> None:
    shelf = furnish(office)
    (carrier,) = register(office, ["000001"])
    office.perform("shelve", carrier_ids=[carrier], shelf_id=shelf)
    office.perform("amend_row", reason="核对原件", ledger="carriers", id=carrier, values={"copy_number": "000009"})
    events = histories.history(office.read, office.acts, "carriers", carrier)
    newest = events[0]
    assert (newest.who, str(newest.act), newest.reason) == ("周敏", "更正", "核对原件")
    assert [(str(c.label), c.before, c.after) for c in newest.changes] == [("份号", "000001", "000009")]
    assert [(str(c.label), c.before, c.after) for c in events[1].changes] == [("存放位置", "", "1号柜 1层")]
    assert [event.first for event in events] == [False, False, True]


def top_secret(office: Office) -> int:
    return register(office, ["000001"], level="TOP_SECRET", term_amount=20, reason="代管一份", title="极密的标题")[0]


def test_a_top_secret_title_is_hidden_until_the_row_is_opened_and_the_look_is_an_act(office: Office) -> None:
    carrier = top_secret(office)
    made = shown(office, carrier)
    assert made.masked
    assert "极密的标题" not in str(made)
    before = office.read.head().number
    assert needs_look(office, carrier)
    assert str((look_at(office, carrier) or made).title) == "极密的标题"
    assert office.read.head().act == "look_at"
    look_at(office, carrier)
    assert office.read.head().number == before + 1
    assert not shown(office, carrier).masked
    assert "lend" not in made.acts


def test_the_history_of_a_top_secret_document_hides_its_titles(office: Office) -> None:
    carrier = top_secret(office)
    document = (office.read.get("carriers", carrier) or {})["document_id"]
    office.perform("amend_row", reason="笔误", ledger="documents", id=document, values={"title": "更极密的标题"})
    assert "极密" not in str([event.changes for event in histories.history(office.read, office.acts, "documents", document)])
    assert "更极密的标题" in str(histories.history(office.read, office.acts, "documents", document, masked=False))


def test_an_inspector_is_offered_no_act(vault_folder: Path) -> None:
    with opened(vault_folder, "周敏") as office:
        ids = register(office, ["000001"], furnish(office))
    with opened(vault_folder, "检查组") as office:
        assert shown(office, ids[0]).acts == ()
        with pytest.raises(Refused):
            lend(office, ids, 1)


def test_what_left_says_when_and_by_what(office: Office) -> None:
    ids = register(office, ["000001"], furnish(office))
    values = {"list_number": "〔2026〕清退3号", "received_by": "张三", "approved_by": "王局"}
    office.perform("demand_recall", carrier_ids=ids, notice="电话")
    assert shown(office, ids[0]).acts[0] == "return"
    office.perform("return_to_issuer", carrier_ids=ids, **values)
    made = shown(office, ids[0])
    assert (made.standing.code, str(made.standing.title)) == ("RETURNED", "2026-11-23 已清退")
    assert str(made.standing.sentence) == "凭据：〔2026〕清退3号"
    assert made.acts == ()
    assert facts(made) == {
        "载体编号": "2026-000001", "文号": "国办发〔2026〕14号", "份号": "000001", "保密到期": "2036-11-10",
    }  # fmt: skip
    assert set(made.closed) == {"amend", "void", "label", "copies"}
