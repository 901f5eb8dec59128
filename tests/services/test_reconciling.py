"""The end of a count: differences, decisions, recount, clocks, three signatures (R-45, R-46, K-8, K-22)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.domain import reconciliation
from models.domain.count_types import Mark
from models.domain.errors import Refused
from models.forms.fonts import load_fonts
from models.services import count_views, reconciling
from models.services.clock import FixedClock
from models.services.count_forms import compose_f8b
from models.services.deciding import decisions_for
from models.services.office import Office
from models.services.printing import Numbered
from tests.forms.samples import stamp
from tests.services.batches import Batch
from tests.services.processes import Place, make_place, paper, refused
from tests.services.test_handing_over import SIGNED, begin, pack

FONTS = Path(__file__).parents[2] / "resources" / "fonts"


@pytest.fixture
def place(office: Office) -> Place:
    made = make_place(office)
    made.furnish(cabinets=1)
    return made


def set_day(office: Office, day: date) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.set_day(day)


def test_finishing_asks_about_places_nobody_walked_past(place: Place) -> None:
    place.carriers(1, place.shelves[0])
    (other,) = place.carriers(1, place.shelves[1])
    count = place.start()
    assert refused(place.office, "finish_scanning", count_id=count) == {"NOTHING_SCANNED"}
    place.scan(count, other, place.shelves[1])
    assert refused(place.office, "finish_scanning", count_id=count) == {"PLACES_NOT_WALKED"}
    figures = place.finish(count)
    assert (figures.book, figures.matched, figures.missing) == (2, 1, 1)
    assert refused(place.office, "scan", count_id=count, code=place.number(other)) == {"STEP_SCANNED"}


def test_scanning_goes_on_until_something_is_decided(place: Place) -> None:
    first, second = place.carriers(2, place.shelves[0])
    count = place.start()
    place.scan(count, first, place.shelves[0])
    place.finish(count)
    place.office.perform("continue_scanning", count_id=count)
    assert {row["verdict"] for row in place.office.read.find("count_expected")} == {None}
    place.scan(count, second)
    assert place.finish(count).missing == 0
    assert place.findings(count) == {}
    place.office.perform("continue_scanning", count_id=count)
    place.scan(count, "不明")
    place.finish(count)
    place.decide(place.findings(count)[None]["id"], "EXPLAINED")
    assert refused(place.office, "continue_scanning", count_id=count) == {"STEP_RECONCILING"}


@pytest.fixture
def differing(place: Place) -> dict[str, Any]:
    """A finished count with one of every difference."""
    here, there = place.shelves
    names = ("matched", "missing", "misplaced", "mismarked", "damaged", "lent", "lent_here")
    found: dict[str, Any] = dict(zip(names, place.carriers(len(names), here), strict=True))
    place.lend(found["lent"])
    place.lend(found["lent_here"])
    outside = place.furnish(cabinets=1, shelves=1)
    (found["foreign"],) = place.carriers(1, outside[0])
    place.cabinets.pop()
    count = found["count"] = place.start()
    place.scan(count, found["matched"], here)
    place.scan(count, found["lent_here"])
    for name, mark in (("mismarked", Mark.MISMARKED), ("damaged", Mark.DAMAGED)):
        place.scan(count, found[name])
        place.office.perform("mark_scan", count_id=count, mark=mark)
    place.scan(count, found["misplaced"], there)
    place.scan(count, found["foreign"])
    place.scan(count, "1999-000003")
    place.finish(count)
    return found


def test_every_difference_is_listed_with_its_decisions(place: Place, differing: dict[str, Any]) -> None:
    rows = place.findings(differing["count"])
    fits = {name: decisions_for(place.office.read, rows[carrier])
            for name, carrier in differing.items() if carrier in rows and name != "count"}  # fmt: skip
    assert fits["missing"] == ("FATE_REGISTERED", "EXPLAINED", "UNACCOUNTED")
    assert fits["misplaced"] == ("PUT_BACK", "RESHELVE", "EXPLAINED")
    assert fits["lent_here"] == ("FATE_REGISTERED", "PUT_BACK", "EXPLAINED")
    assert fits["foreign"] == ("PUT_BACK", "RESHELVE", "EXPLAINED")
    assert decisions_for(place.office.read, rows[None]) == ("REGISTER", "EXPLAINED")
    assert "lent" not in fits and "matched" not in fits and len(rows) == 7
    lines = count_views.differences(place.office.read, differing["count"], date(2026, 11, 23))
    by_number = {line.number: line for line in lines}
    assert by_number[place.number(differing["misplaced"])].book_place == "1号柜 1层"
    assert by_number[place.number(differing["misplaced"])].found_place == "1号柜 2层"
    assert by_number[place.number(differing["lent_here"])].book_place == "陈立"
    assert by_number["1999-000003"].carrier is None


def test_decisions_do_what_they_say(place: Place, differing: dict[str, Any]) -> None:
    office, rows = place.office, place.findings(differing["count"])

    def codes(name: str, decision: str, **more: Any) -> set[str]:
        finding = rows[None if name == "unknown" else differing[name]]["id"]
        return refused(office, "decide", **{"finding_id": finding, "decision": decision, "reason_given": "甲"} | more)

    assert codes("missing", "PUT_BACK") == {"DECISION_UNFIT"}
    assert codes("missing", "EXPLAINED", reason_given=" ") == {"REQUIRED"}
    assert codes("missing", "FATE_REGISTERED") == {"NOTHING_REGISTERED", "REQUIRED"}
    assert codes("unknown", "REGISTER") == {"NOT_REGISTERED"}
    place.decide(rows[differing["misplaced"]]["id"], "RESHELVE")
    assert (office.read.get("carriers", differing["misplaced"]) or {})["shelf_id"] == place.shelves[1]
    place.decide(rows[differing["foreign"]]["id"], "PUT_BACK")
    assert codes("foreign", "PUT_BACK") == {"NOT_OPEN"}
    office.perform("take_back", carrier_ids=[differing["lent_here"]])
    place.decide(rows[differing["lent_here"]]["id"], "FATE_REGISTERED", evidence="归还登记")
    new = office.perform("register_medium", values={
        "title": "无编号光盘", "medium": "OPTICAL_DISC", "secret_kind": "INTERNAL", "term_kind": "NONE", "origin": "FOUND",
    }).result  # fmt: skip
    place.decide(rows[None]["id"], "REGISTER", registered_as=new)
    place.decide(rows[differing["missing"]]["id"], "UNACCOUNTED")
    assert place.state(differing["missing"]) == "UNACCOUNTED"
    place.decide(rows[differing["mismarked"]]["id"], "RELABELLED")
    place.decide(rows[differing["damaged"]]["id"], "REPAIRED")
    assert (office.read.get("counts", differing["count"]) or {})["state"] == "RECONCILING"


def test_the_clock_runs_and_finding_again_ends_it(place: Place, differing: dict[str, Any]) -> None:
    office, missing = place.office, differing["missing"]
    place.decide(place.findings(differing["count"])[missing]["id"], "UNACCOUNTED")
    set_day(office, date(2026, 12, 1))
    ((row, clock),) = count_views.running_clocks(office.read, office.clock.today())
    assert clock is not None and (row["carrier_id"], clock.day, clock.left) == (missing, 8, 52)
    finding = place.findings(differing["count"])[missing]
    assert refused(office, "reopen_difference", finding_id=finding["id"]) == {"STILL_UNACCOUNTED"}
    assert refused(office, "find_again", loss_id=row["id"], shelf_id=place.shelves[0], found_how="") == {"REQUIRED"}
    office.perform("find_again", loss_id=row["id"], shelf_id=place.shelves[0], found_how="夹在另一份文件里")
    assert place.state(missing) == "IN_STORE"
    assert count_views.running_clocks(office.read, office.clock.today()) == []
    office.perform("reopen_difference", finding_id=finding["id"])
    place.decide(finding["id"], "EXPLAINED")


def test_a_loss_outside_a_count_and_its_report(place: Place) -> None:
    office = place.office
    (carrier,) = place.carriers(1, place.shelves[0])
    place.lend(carrier)
    assert refused(office, "declare_unaccounted", carrier_id=carrier, circumstances="") == {"REQUIRED"}
    assert refused(
        office, "declare_unaccounted", carrier_id=carrier, circumstances="甲", discovered_on="2027-01-01"
    ) == {"TOO_LATE"}
    loss = office.perform("declare_unaccounted", carrier_id=carrier, circumstances="借阅人说已还").result
    assert refused(office, "declare_unaccounted", carrier_id=carrier, circumstances="再报") == {"STATE_UNACCOUNTED"}
    assert refused(office, "report_as_leak", loss_id=loss, report_number="") == {"REQUIRED"}
    office.perform("report_as_leak", loss_id=loss, report_number="〔2026〕保密1号")
    assert refused(office, "report_as_leak", loss_id=loss, report_number="甲") == {"NOT_OPEN"}
    office.perform("find_again", loss_id=loss, shelf_id=place.shelves[0], found_how="借阅人家中")
    assert [row["state"] for row in office.read.find("loans")] == ["RETURNED"]
    assert (office.read.get("losses", loss) or {})["state"] == "FOUND"


def test_an_unaccounted_carrier_is_expected_and_found_by_a_count(place: Place) -> None:
    office = place.office
    lost, still_lost = place.carriers(2, place.shelves[0])
    losses = [office.perform("declare_unaccounted", carrier_id=id_, circumstances="甲").result for id_ in (lost, still_lost)]
    count = place.start()
    assert place.scan(count, lost, place.shelves[1]).said.detail == "UNACCOUNTED_BUT_HERE"
    place.finish(count)
    rows = place.findings(count)
    place.decide(rows[lost]["id"], "FOUND_AGAIN")
    place.decide(rows[still_lost]["id"], "UNACCOUNTED")
    assert (office.read.get("carriers", lost) or {})["shelf_id"] == place.shelves[1]
    assert [(office.read.get("losses", loss) or {})["state"] for loss in losses] == ["FOUND", "OPEN"]
    assert len(office.read.find("losses")) == 2


def test_recount_by_somebody_else(place: Place, differing: dict[str, Any]) -> None:
    office, people = place.office, place.people
    rows = place.findings(differing["count"])
    missing = rows[differing["missing"]]["id"]
    values = {"finding_id": missing, "shelf_id": place.shelves[0]}
    assert refused(office, "recount", **values, person_id=people["刘洋"]) == {"COUNTED_BEFORE"}
    assert refused(office, "recount", finding_id=rows[differing["misplaced"]]["id"], person_id=people["张伟"]) == {
        "NOTHING_TO_RECOUNT"
    }
    assert office.perform("recount", finding_id=missing, person_id=people["张伟"], note="没有找到").result == "MISSING"
    assert office.perform("recount", **values, person_id=people["张伟"]).result == "MATCHED"
    now = place.findings(differing["count"])[differing["missing"]]
    assert (now["state"], now["first_verdict"], now["recounted_by"]) == ("SETTLED", "MISSING", people["张伟"])
    damaged = rows[differing["damaged"]]["id"]
    assert office.perform("recount", finding_id=damaged, person_id=people["张伟"], note="完好").result == "MATCHED"
    figures = count_views.figures_by(office.read, differing["count"], "grade")[("STATE_SECRET", "SECRET")]
    assert (figures.missing, figures.damaged, figures.matched) == (0, 0, 3)


def test_a_recount_may_find_it_elsewhere(place: Place, differing: dict[str, Any]) -> None:
    finding = place.findings(differing["count"])[differing["missing"]]
    values = {"finding_id": finding["id"], "person_id": place.people["张伟"]}
    assert place.office.perform("recount", **values, shelf_id=place.shelves[1]).result == "MISPLACED"
    now = place.findings(differing["count"])[differing["missing"]]
    assert (now["state"], now["found_shelf_id"]) == ("OPEN", place.shelves[1])
    place.decide(finding["id"], "PUT_BACK")


def test_an_unknown_thing_is_recognised(place: Place, differing: dict[str, Any]) -> None:
    rows = place.findings(differing["count"])
    values = {"finding_id": rows[None]["id"], "person_id": place.people["张伟"], "note": "标签被换过"}
    assert refused(place.office, "identify", **values, carrier_id=differing["matched"]) == {"NOT_MISSING"}
    place.office.perform("identify", **values, carrier_id=differing["missing"])
    now = place.findings(differing["count"])
    assert now[None]["state"] == "SETTLED"
    assert (now[differing["missing"]]["verdict"], now[differing["missing"]]["state"]) == ("MISMARKED", "OPEN")


def settle(place: Place, differing: dict[str, Any]) -> None:
    for row in place.findings(differing["count"]).values():
        place.decide(row["id"], "EXPLAINED")


def test_signing_needs_every_decision_and_the_three(place: Place, differing: dict[str, Any]) -> None:
    office, count = place.office, differing["count"]
    with pytest.raises(Refused) as error:
        place.sign_off(count)
    assert [problem.code for problem in error.value.problems] == ["DIFFERENCES_OPEN"]
    settle(place, differing)
    with pytest.raises(Refused) as error:
        place.sign_off(count, conclusion=" ")
    assert [problem.code for problem in error.value.problems] == ["REQUIRED"]
    values = {"count_id": count, "conclusion": "有差异，已处理"}
    by_hand = [paper("counter", "周敏", "PC-2026-0001"), paper("second_counter", "刘洋", "PC-2026-0001")]
    assert refused(office, "sign_off_count", signed=by_hand, **values) == {"SIGNATURE_MISSING"}
    wrong = [*by_hand, paper("supervisor", "李淑芬", "PC-2026-0001")]
    assert refused(office, "sign_off_count", signed=wrong, **values) == {"WRONG_SIGNER"}
    with pytest.raises(Refused) as error:
        place.signed("sign_off_count", {"counter": "周敏", "second_counter": "刘洋", "supervisor": "李淑芬"}, **values)
    assert {problem.code for problem in error.value.problems} == {"WRONG_SIGNER"}
    figures = place.sign_off(count)
    assert (figures.book, figures.actual) == (7, 7)
    row = office.read.get("counts", count) or {}
    assert (row["state"], row["on_loan"], row["misplaced"], row["unrecorded"]) == ("SIGNED", 1, 2, 2)
    counted = {row["id"] for row in office.read.find("carriers") if row["last_counted_on"] == "2026-11-23"}
    seen = ("matched", "misplaced", "mismarked", "damaged", "lent_here", "foreign")
    assert counted == {differing[name] for name in seen}
    assert {row["role"] for row in office.read.find("signatures", ledger="counts", record=count)} == {
        "counter", "second_counter", "supervisor",
    }  # fmt: skip


def test_a_signed_count_is_locked(place: Place, differing: dict[str, Any]) -> None:
    settle(place, differing)
    finding = place.findings(differing["count"])[differing["missing"]]["id"]
    place.sign_off(differing["count"])
    for act, values in (
        ("decide", {"finding_id": finding, "decision": "EXPLAINED", "reason_given": "甲"}),
        ("reopen_difference", {"finding_id": finding}), ("recount", {"finding_id": finding, "person_id": 6}),
        ("abandon_count", {"count_id": differing["count"], "why": "甲"}),
        ("sign_off_count", {"count_id": differing["count"], "conclusion": "甲", "signed": [
            paper("counter", "周敏"), paper("second_counter", "刘洋"), paper("supervisor", "王建国")]}),
        ("finish_scanning", {"count_id": differing["count"]}), ("continue_scanning", {"count_id": differing["count"]}),
        ("scan", {"count_id": differing["count"], "code": "1"}),
    ):  # fmt: skip
        assert refused(place.office, act, **values) == {"STEP_SIGNED"}, act


def test_signing_is_void_when_the_content_changed(place: Place, differing: dict[str, Any]) -> None:
    from models.services.session import countersign
    from tests.offices import PASSWORD, entrance

    settle(place, differing)
    office = place.office
    values = {"count_id": differing["count"], "conclusion": "甲"}
    door = entrance(office.clock)  # type: ignore[arg-type]
    users = {"counter": "周敏", "second_counter": "刘洋", "supervisor": "王建国"}
    signed = [countersign(office, door, office.statement("sign_off_count", role, **values), user, PASSWORD)
              for role, user in users.items()]  # fmt: skip
    finding = place.findings(differing["count"])[differing["damaged"]]["id"]
    office.perform("reopen_difference", finding_id=finding)
    place.decide(finding, "EXPLAINED", reason_given="另一个理由")
    assert refused(office, "sign_off_count", signed=signed, **values) == {"CONTENT_CHANGED"}


def test_figures_by_cabinet_and_the_summary(place: Place, differing: dict[str, Any]) -> None:
    read = place.office.read
    by_cabinet = count_views.figures_by(read, differing["count"], "cabinet")
    assert by_cabinet[place.cabinets[0]].adds_up and by_cabinet[place.cabinets[0]].book == 7
    assert count_views.count_summary(read, differing["count"]) == {
        "book": 7, "matched": 1, "on_loan": 1, "moved_during": 0, "misplaced": 2, "mismarked": 1, "damaged": 1,
        "missing": 1, "found": 7, "unrecorded": {"outside_scope": 1, "unknown_code": 1}, "duplicate_scans": 0,
    }  # fmt: skip


def test_a_carrier_moved_meanwhile_is_no_difference(place: Place) -> None:
    office = place.office
    lent, moved, came_back = place.carriers(3, place.shelves[0])
    place.lend(came_back)
    count = place.start()
    place.lend(lent)
    office.perform("shelve", carrier_ids=[moved], shelf_id=place.shelves[1])
    office.perform("take_back", carrier_ids=[came_back])
    (arrived,) = place.carriers(1, place.shelves[0])
    assert place.scan(count, arrived, place.shelves[0]).said.verdict == "MOVED_DURING"
    figures = place.finish(count)
    assert (figures.book, figures.moved_during, figures.differences, figures.actual) == (3, 3, 0, 0)
    assert place.findings(count) == {}
    entries = {row["carrier_id"]: row["moved_by"] for row in office.read.find("count_expected", count_id=count)}
    assert all(entry > (office.read.get("counts", count) or {})["frozen_at"] for entry in entries.values())
    place.sign_off(count)


def test_abandoning_says_why_and_ends_it(place: Place) -> None:
    place.carriers(1, place.shelves[0])
    count = place.start()
    assert refused(place.office, "abandon_count", count_id=count, why="") == {"REQUIRED"}
    place.office.perform("abandon_count", count_id=count, why="改期")
    assert count_views.open_counts(place.office.read) == []
    assert refused(place.office, "scan", count_id=count, code="1") == {"STEP_ABANDONED"}


def test_what_was_recounted_and_recognised_is_what_is_signed(place: Place) -> None:
    """The reconciliation is computed again at the end; it must follow the recounts."""
    office, people = place.office, place.people
    here, there = place.shelves
    found_here, found_there, recognised, torn, fine = place.carriers(5, here)
    count = place.start()
    place.scan(count, "看不清", here)
    place.scan(count, fine)
    place.scan(count, torn)
    office.perform("mark_scan", count_id=count, mark=Mark.DAMAGED)
    place.finish(count)
    rows = place.findings(count)
    who = {"person_id": people["张伟"]}
    office.perform("recount", finding_id=rows[found_here]["id"], shelf_id=here, **who)
    office.perform("recount", finding_id=rows[found_there]["id"], shelf_id=there, **who)
    office.perform("recount", finding_id=rows[torn]["id"], note="完好", **who)
    office.perform("identify", finding_id=rows[None]["id"], carrier_id=recognised, note="标签脱落", **who)
    rows = place.findings(count)
    place.decide(rows[found_there]["id"], "PUT_BACK")
    place.decide(rows[recognised]["id"], "RELABELLED")
    figures = place.sign_off(count)
    assert (figures.matched, figures.misplaced, figures.mismarked, figures.damaged) == (3, 1, 1, 0)
    assert (figures.book, figures.actual, figures.missing, figures.unrecorded) == (5, 5, 0, 0)
    assert count_views.figures_by(office.read, count, "grade")[("STATE_SECRET", "SECRET")] == figures


def test_a_count_that_does_not_add_up_is_told_in_one_sentence(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person meets it, so it is no bug window: nothing is signed, and the sentence says what to do (K-22)."""
    carriers = place.carriers(2, place.shelves[0])
    count = place.start()
    place.scan(count, carriers[0], place.shelves[0])
    with monkeypatch.context() as patch:
        patch.setattr(reconciliation.CountFigures, "adds_up", False)
        assert refused(place.office, "finish_scanning", count_id=count, reason="已走过") == {"FIGURES_DIFFER"}
    place.finish(count)
    place.decide(place.findings(count)[carriers[1]]["id"], "EXPLAINED")
    monkeypatch.setattr(reconciling.reconciliation, "differences", lambda _result: [])
    with pytest.raises(Refused) as error:
        place.sign_off(count)
    assert [problem.code for problem in error.value.problems] == ["DIFFERENCES_DIFFER"]


def test_a_thing_the_book_has_written_off_has_no_place_to_go_back_to(place: Place) -> None:
    office, shelf = place.office, place.shelves[0]
    left, sent, _fine = place.carriers(3, shelf)
    unit = place.add("units", name="市档案馆", kind="EXTERNAL")
    handover = begin(place, [left], kind="OTHER_UNIT", to_unit_id=unit, cause="ARCHIVING")
    office.perform("start_packing", handover_id=handover)
    pack(place, handover, left)
    office.perform("finish_packing", handover_id=handover)
    office.perform("sign_hand_over", handover_id=handover, signed=SIGNED, reason="理由")
    batch = Batch(place, [sent]).go_to("SEALED")
    batch.start()
    batch.put_in(sent)
    count = place.start()
    for carrier in (left, sent):
        place.scan(count, carrier, shelf)
    place.finish(count)
    rows = place.findings(count)
    assert decisions_for(office.read, rows[left]) == ("REGISTER", "REPORTED", "EXPLAINED")
    assert decisions_for(office.read, rows[sent]) == ("FATE_REGISTERED", "REPORTED", "EXPLAINED")
    said = {line.finding["carrier_id"]: str(line.gone or "") for line in count_views.differences(office.read, count, date(2026, 11, 23))}
    assert (said[left], said[sent]) == ("账上已移交", f"已投入销毁批次 {batch.row['number']}")
    number = Numbered("PC-2026-0001", "〔2026〕查差第001号", 2026, 1)
    printed = "".join("".join(page) for page in compose_f8b(office, count, number, stamp("F8b", "PC-2026-0001"), load_fonts(FONTS)).content)
    assert "账上已移交" in printed and "已投入销毁" in printed
    closing = {"finding_id": rows[left]["id"], "reason_given": "上次移交漏装"}
    assert refused(office, "decide", decision="PUT_BACK", **closing) == {"DECISION_UNFIT"}
    assert refused(office, "decide", decision="REPORTED", **closing) == {"REQUIRED"}
    office.perform("decide", decision="REPORTED", evidence="〔2026〕密报第1号", **closing)


def test_damaged_in_its_place_is_not_offered_that_place(place: Place, differing: dict[str, Any]) -> None:
    rows = place.findings(differing["count"])
    assert decisions_for(place.office.read, rows[differing["damaged"]]) == ("REPAIRED", "EXPLAINED")
    assert decisions_for(place.office.read, rows[differing["mismarked"]]) == ("RELABELLED", "EXPLAINED")


def test_too_low_a_shelf_stays_said_after_the_scan(place: Place) -> None:
    office, read = place.office, place.office.read
    (low,) = place.furnish(cabinets=1, shelves=1, limit="CONFIDENTIAL")
    wrong, fine = place.carriers(2, place.shelves[0])
    low_and_right, *_rest = place.carriers(1, low, level="CONFIDENTIAL")
    count = place.start()
    place.scan(count, fine, place.shelves[0])
    place.scan(count, wrong, low)
    place.scan(count, low_and_right)
    place.finish(count)
    (line,) = count_views.differences(read, count, date(2026, 11, 23))
    assert line.finding["carrier_id"] == wrong and line.above_limit
    assert count_views.above_limit_in_order(read, count) == []
    office.perform("continue_scanning", count_id=count)
    office.perform("amend_row", ledger="shelves", id=place.shelves[0], values={"level_limit": "CONFIDENTIAL"}, reason="柜换了")
    office.perform("undo_scan", count_id=count, scan_id=read.find("scans", carrier_id=fine)[0]["id"])
    place.scan(count, fine, place.shelves[0])
    place.finish(count)
    assert count_views.above_limit_in_order(read, count) == [place.number(fine)]


def test_what_is_lent_and_yet_here_is_a_line_of_its_own_for_the_signers(place: Place, differing: dict[str, Any]) -> None:
    count, read = differing["count"], place.office.read
    for row in place.findings(count).values():
        if row["carrier_id"] != differing["lent_here"]:
            place.decide(row["id"], decisions_for(read, row)[-1] if row["verdict"] != "MISSING" else "EXPLAINED")
    place.decide(place.findings(count)[differing["lent_here"]]["id"], "PUT_BACK")
    shown = place.office.try_out("sign_off_count", count_id=count, conclusion="已处理").shown or {}
    facts = dict(shown["facts"])
    assert (facts["错位"], facts["借出却在柜"]) == (1, 1)
