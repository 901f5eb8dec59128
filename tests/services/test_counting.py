"""A count through the one door: freezing, scanning, marks, undo, resume, paper (K-17, K-22)."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.domain.count_types import Detail, Mark, Unrecorded, Verdict
from models.domain.errors import Refused
from models.forms import f8a
from models.services import count_pages, count_views
from models.services.count_paper import PaperCode, PaperFound, PaperRow
from models.services.count_scope import CountScope, parse_scope
from models.services.office import Office
from tests.offices import opened
from tests.services.batches import Batch
from tests.services.processes import Place, make_place, refused
from tests.services.test_handing_over import begin, pack


@pytest.fixture
def place(office: Office) -> Place:
    made = make_place(office)
    made.furnish()
    return made


def test_the_book_is_frozen_in_walking_order(place: Place) -> None:
    second = place.carriers(2, place.shelves[1])
    first = place.carriers(1, place.shelves[0])
    count = place.start()
    rows = place.office.read.find("count_expected", count_id=count)
    assert [row["carrier_id"] for row in rows] == first + second
    row = place.office.read.get("counts", count) or {}
    assert (row["number"], row["state"], row["book"]) == ("PD-2026-0001", "OPEN", 3)
    place.carriers(1, place.shelves[0])
    assert len(place.office.read.find("count_expected", count_id=count)) == 3


def test_scopes(place: Place) -> None:
    read = place.office.read
    held = place.carriers(3, place.shelves[0])
    place.carriers(2, place.shelves[3], level="CONFIDENTIAL")
    place.lend(held[0])
    unit = place.add("units", name="办公室", kind="DEPARTMENT")
    place.office.perform("amend_row", ledger="persons", id=place.people["陈立"], values={"unit_id": unit}, reason="调入")

    def size(**scope: tuple[int, ...] | tuple[str, ...]) -> int:
        done = place.start(scope=CountScope(**scope), reason="理由")  # type: ignore[arg-type]
        row = read.get("counts", done) or {}
        assert parse_scope(row["scope"]) == CountScope(**scope)  # type: ignore[arg-type]
        place.office.perform("abandon_count", count_id=done, why="试")
        return int(row["book"])

    assert size() == 5
    assert size(cabinets=(place.cabinets[0],)) == 3
    assert size(rooms=(place.room,)) == 5
    other = place.add("rooms", name="档案室", level_limit="TOP_SECRET")
    place.office.perform("amend_row", ledger="cabinets", id=place.cabinets[1], values={"room_id": other}, reason="搬家")
    assert size(rooms=(other,)) == 2
    assert size(shelves=(place.shelves[3],)) == 2
    assert size(holders=(place.people["陈立"],)) == 1
    assert size(units=(unit,)) == 1
    assert size(levels=("CONFIDENTIAL",)) == 2
    assert size(cabinets=(place.cabinets[0],), levels=("SECRET",)) == 3
    assert refused(place.office, "start_count", kind="YEARLY", scope=CountScope(shelves=(place.shelves[1],)),
                   counter_id=1, second_counter_id=2, supervisor_id=3) == {"EMPTY_SCOPE"}  # fmt: skip


def test_who_counts(place: Place) -> None:
    place.carriers(1, place.shelves[0])
    values = {"kind": "YEARLY", "scope": CountScope()}
    assert "TWO_COUNTERS" in refused(
        place.office, "start_count", counter_id=1, second_counter_id=1, supervisor_id=2, **values
    )
    assert "SUPERVISOR_COUNTS" in refused(
        place.office, "start_count", counter_id=1, second_counter_id=2, supervisor_id=2, **values
    )
    assert "NOT_IN_POST" in refused(
        place.office, "start_count", counter_id=1, second_counter_id=2, supervisor_id=99, **values
    )
    assert "NO_LEAVER" in refused(
        place.office, "start_count", counter_id=1, second_counter_id=2, supervisor_id=3, kind="LEAVING", scope=CountScope()
    )


def test_two_counts_of_the_same_carrier_ask_for_a_reason(place: Place) -> None:
    place.carriers(1, place.shelves[0])
    place.start()
    assert refused(place.office, "start_count", kind="SPECIAL", scope=CountScope(), counter_id=1, second_counter_id=2,
                   supervisor_id=3) == {"COUNTED_ELSEWHERE"}  # fmt: skip


def test_a_shelf_comes_before_its_copies(place: Place) -> None:
    (carrier,) = place.carriers(1, place.shelves[0])
    count = place.start()
    assert refused(place.office, "scan", count_id=count, code=place.number(carrier)) == {"NO_PLACE"}
    seen = place.office.perform("scan", count_id=count, code=place.code(place.shelves[0]).lower()).result
    assert seen.place_only
    assert place.scan(count, carrier).said.verdict is Verdict.MATCHED


def test_what_scans_say(place: Place) -> None:
    here, there = place.shelves[:2]
    fine, wrong, lent, moved, gone = place.carriers(5, here)
    (foreign,) = place.carriers(1, place.furnish(cabinets=1, shelves=1)[0])
    place.lend(lent)
    count = place.start(scope=CountScope(cabinets=(place.cabinets[0],)))
    place.office.perform("shelve", carrier_ids=[moved], shelf_id=there)
    said = place.scan(count, fine, here).said
    assert (said.verdict, said.unrecorded, said.above_limit) == (Verdict.MATCHED, None, False)
    assert place.scan(count, wrong, there).said.verdict is Verdict.MISPLACED
    assert place.scan(count, moved).said.verdict is Verdict.MATCHED
    before = place.office.read.find("loans"), place.office.read.get("carriers", lent)
    assert place.scan(count, lent, here).said.detail == "OUT_BUT_HERE"
    assert before == (place.office.read.find("loans"), place.office.read.get("carriers", lent))
    assert place.scan(count, foreign).said.unrecorded is Unrecorded.OUTSIDE_SCOPE
    unknown = place.scan(count, "1999-000001")
    assert (unknown.said.unrecorded, unknown.code) == (Unrecorded.UNKNOWN_CODE, "1999-000001")
    assert place.scan(count, "旧编号甲\r\n").code == "旧编号甲"
    again = place.scan(count, fine)
    assert again.said.verdict is Verdict.DUPLICATE and again.first_at
    assert place.scan(count, "旧编号甲").said.verdict is Verdict.DUPLICATE
    assert gone not in {row["carrier_id"] for row in place.office.read.find("scans")}
    tallies = count_views.tallies(place.office.read, count)
    assert (tallies.scanned, tallies.matched, tallies.misplaced, tallies.out_but_here) == (9, 2, 2, 1)
    assert (tallies.unrecorded, tallies.duplicates, tallies.expected) == (3, 2, 5)


def test_a_level_above_the_shelf_is_said(place: Place) -> None:
    (low,) = place.furnish(cabinets=1, shelves=1, limit="CONFIDENTIAL")
    (carrier,) = place.carriers(1, place.shelves[0])
    count = place.start()
    assert place.scan(count, carrier, low).said.above_limit
    line = count_views.newest_scans(place.office.read, count)[0]
    assert line.above_limit and str(line.note) == "应在 1号柜 1层"


def test_a_typed_number_needs_its_last_digits_again(place: Place) -> None:
    (carrier,) = place.carriers(1, place.shelves[0])
    count = place.start()
    place.scan(count, carrier, place.shelves[0])
    place.office.perform("undo_scan", count_id=count)
    number = place.number(carrier)
    for again in ("", "999"):
        assert refused(
            place.office, "scan", count_id=count, code=number, kind="TYPED", again=again
        ) == {"TYPED_AGAIN"}
    seen = place.office.perform("scan", count_id=count, code=number, kind="TYPED", again=number[-3:]).result
    assert seen.said.verdict is Verdict.MATCHED


@pytest.mark.parametrize("kind", ["", "typed", "PAPER", "RECOUNT", "HAND"])
def test_another_word_for_typing_is_no_way_round_the_last_digits(place: Place, kind: str) -> None:
    (carrier,) = place.carriers(1, place.shelves[0])
    count = place.start()
    place.office.perform("scan", count_id=count, code=place.code(place.shelves[0]))
    with pytest.raises(KeyError):
        place.office.perform("scan", count_id=count, code=place.number(carrier), kind=kind)


def test_the_question_for_the_last_digits_hides_a_top_secret_title(place: Place) -> None:
    shelf = place.furnish(1, 1, "TOP_SECRET")[0]
    (carrier,) = place.carriers(1, shelf, level="TOP_SECRET", title="关于边界谈判底案的报告", cover_number="密字第7号", reason="按原件")
    (plain,) = place.carriers(1, shelf)
    count = place.start()
    said = {}
    for id_ in (carrier, plain):
        with pytest.raises(Refused) as refusal:
            place.office.perform("scan", count_id=count, code=place.number(id_), kind="TYPED")
        said[id_] = str(refusal.value.problems[0].text)
    assert "边界" not in said[carrier] and "隐去" in said[carrier] and "份号" in said[carrier]
    assert "通知" in said[plain]


def test_marks_and_undo(place: Place) -> None:
    first, second = place.carriers(2, place.shelves[0])
    count = place.start()
    place.scan(count, first, place.shelves[0])
    place.office.perform("mark_scan", count_id=count, mark=Mark.DAMAGED)
    place.scan(count, second)
    duplicate = place.scan(count, first)
    place.office.perform("mark_scan", count_id=count, mark=Mark.MISMARKED)
    tallies = count_views.tallies(place.office.read, count)
    assert (tallies.mismarked, tallies.damaged, tallies.matched, tallies.duplicates) == (1, 0, 1, 1)
    original = place.office.read.find("scans", carrier_id=first)[0]
    place.office.perform("undo_scan", count_id=count, scan_id=original["id"])
    now = place.office.read.get("scans", duplicate.scan_id) or {}
    assert (now["verdict"], now["repeats"], now["mark"]) == ("MATCHED", None, "MISMARKED")
    place.office.perform("undo_scan", count_id=count)
    assert count_views.tallies(place.office.read, count).scanned == 1
    figures = place.finish(count)
    assert (figures.matched, figures.missing) == (1, 1)


def test_resume_exactly_there_after_a_restart(place: Place, vault_folder: Path) -> None:
    first, second = place.carriers(2, place.shelves[2])
    count = place.start()
    place.scan(count, first, place.shelves[2])
    place.office.vault.lock.release()  # the program died here: nothing was closed
    with opened(vault_folder, "刘洋") as office:
        state = count_views.resume_state(office.read, count)
        assert (state.place, state.tallies.matched) == ("2号柜 1层", 1)
        assert [line.number for line in state.newest] == [place.number(first)]
        seen = office.perform("scan", count_id=count, code=place.number(second)).result
        assert (seen.seq, seen.said.verdict) == (2, Verdict.MATCHED)


def test_the_shelf_map(place: Place) -> None:
    on_first = place.carriers(2, place.shelves[0])
    on_second = place.carriers(2, place.shelves[1])
    place.lend(on_second[0])
    count = place.start()
    place.scan(count, on_first[0], place.shelves[0])
    place.scan(count, on_second[1])
    (cabinet,) = count_views.progress(place.office.read, count)
    assert [(shelf.expected, shelf.seen, shelf.differences) for shelf in cabinet.places] == [(2, 1, 1), (1, 0, 0)]
    assert not cabinet.places[0].is_complete
    place.scan(count, on_first[1])
    assert count_views.progress(place.office.read, count)[0].places[0].is_complete


def test_paper_results(place: Place) -> None:
    shelf, other = place.shelves[:2]
    there, missing, wrong, torn, lent = place.carriers(5, shelf)
    place.lend(lent)
    count = place.start()
    number = place.number
    rows = [
        PaperRow(number(there), PaperCode.MATCHED), PaperRow(number(missing), PaperCode.MISSING),
        PaperRow(number(wrong), PaperCode.MISPLACED, other), PaperRow(number(torn), PaperCode.DAMAGED),
        PaperRow(number(lent), PaperCode.ON_LOAN),
    ]  # fmt: skip
    found = [PaperFound("无编号红头文件一份", shelf)]
    assert refused(place.office, "enter_paper_results", count_id=count, form="2026-000001", rows=rows) == {"NOT_PRINTED"}
    place.print_f8a(count)
    failed = place.print_f8a(count, "FAILED")
    other_paper = place.print_f8a(place.start(reason="另一次"))
    for wrong_form in ("2026-000999", failed, other_paper, "PD-2026-0001"):
        assert refused(place.office, "enter_paper_results", count_id=count, form=wrong_form, rows=rows) == {"NOT_THIS_PAPER"}
    values = {"count_id": count, "form": place.print_f8a(count)}
    assert refused(place.office, "enter_paper_results", **values, rows=[PaperRow(number(there), PaperCode.ON_LOAN)]) == {"NOT_LENT"}
    assert refused(place.office, "enter_paper_results", **values, rows=[rows[0], rows[0]]) == {"ENTERED_TWICE"}
    assert refused(place.office, "enter_paper_results", **values, rows=[PaperRow("2026-000999", PaperCode.MATCHED)]) == {"NOT_EXPECTED"}
    assert refused(place.office, "enter_paper_results", **values, rows=[PaperRow(number(wrong), PaperCode.MISPLACED)]) == {"NO_PLACE"}
    assert place.office.perform("enter_paper_results", **values, rows=rows, found=found).result == 4
    figures = place.finish(count)
    assert (figures.matched, figures.missing, figures.misplaced, figures.damaged, figures.on_loan) == (1, 1, 1, 1, 1)
    assert (figures.unrecorded, figures.actual) == (1, 4)


def test_the_codes_on_paper_are_those_on_the_screen(place: Place) -> None:
    assert {code.verdict: str(code.value) for code in PaperCode} == f8a.CODES
    still, moved, lent = place.carriers(3, place.shelves[0])
    place.lend(lent)
    count = place.start()
    place.office.perform("shelve", carrier_ids=[moved], shelf_id=place.shelves[1])
    values = {"count_id": count, "form": place.print_f8a(count)}
    seven = PaperCode.MOVED_DURING
    for carrier in (still, lent):  # a lent copy that did not move is no 7, and never "there"
        assert refused(place.office, "enter_paper_results", **values, rows=[PaperRow(place.number(carrier), seven)]) == {"NOT_MOVED"}
    rows = [PaperRow(place.number(moved), seven), PaperRow(place.number(lent), PaperCode.ON_LOAN)]
    assert place.office.perform("enter_paper_results", **values, rows=rows).result == 0
    figures = place.finish(count)
    assert (figures.moved_during, figures.on_loan, figures.missing, figures.actual) == (1, 1, 1, 0)


def test_unscanned_is_the_list_to_tick_from(place: Place) -> None:
    from models.storage import count_queries

    first, second, third = place.carriers(3, place.shelves[0])
    count = place.start()
    place.scan(count, second, place.shelves[0])
    rows = count_queries.unscanned(place.office.read, count, place.shelves[0], 0, 10)
    assert [row["id"] for row in rows] == [first, third]
    seen = place.office.perform("scan", count_id=count, code=rows[0]["number"], kind="TICKED").result
    assert seen.said.verdict is Verdict.MATCHED


def test_what_went_into_the_machine_is_no_longer_in_the_book(place: Place) -> None:
    before, during, kept = place.carriers(3, place.shelves[0])
    batch = Batch(place, [before, during, kept]).go_to("SEALED")
    batch.start()
    batch.put_in(before)
    count = place.start()
    assert {row["carrier_id"] for row in place.office.read.find("count_expected", count_id=count)} == {during, kept}
    place.scan(count, kept, place.shelves[0])
    batch.put_in(during)
    assert count_pages.lacking_here(place.office, count) == []
    said = place.scan(count, before).said
    assert (said.verdict, said.unrecorded) == (Verdict.UNRECORDED, Unrecorded.DESTROYED_OR_RETURNED)
    line = count_views.newest_scans(place.office.read, count)[0]
    assert str(line.note) == f"已投入销毁批次 {batch.row['number']}"
    figures = place.finish(count)
    assert figures.adds_up
    assert (figures.book, figures.matched, figures.moved_during, figures.unrecorded, figures.missing) == (2, 1, 1, 1, 0)


def test_what_was_put_in_during_the_count_and_yet_lies_here_is_a_difference(place: Place) -> None:
    put, back = place.carriers(2, place.shelves[0])
    batch = Batch(place, [put, back]).go_to("SEALED")
    batch.start()
    count = place.start()
    for carrier in (put, back):
        batch.put_in(carrier)
    batch.perform("undo_put_in", destruction_id=batch.id, why="没有放进去")
    said = place.scan(count, put, place.shelves[0]).said
    assert (said.verdict, said.detail) == (Verdict.MISPLACED, Detail.GONE_BUT_HERE)
    assert str(count_views.newest_scans(place.office.read, count)[0].note) == f"已投入销毁批次 {batch.row['number']}"
    assert place.scan(count, back).said.verdict is Verdict.MATCHED
    place.finish(count)
    assert set(place.findings(count)) == {put}


def test_what_is_packed_for_another_unit_is_named_so_where_it_is_ticked(place: Place) -> None:
    packed, plain = place.carriers(2, place.shelves[0])
    count = place.start()
    place.office.perform("scan", count_id=count, code=place.code(place.shelves[0]))
    unit = place.add("units", name="市档案馆", kind="EXTERNAL")
    handover = begin(place, [packed], kind="OTHER_UNIT", to_unit_id=unit)
    place.office.perform("start_packing", handover_id=handover)
    pack(place, handover, packed)
    number = (place.office.read.get("handovers", handover) or {})["number"]
    here = {thing.carrier_id: thing.whereabout for thing in count_pages.lacking_here(place.office, count)}
    assert set(here) == {packed, plain} and here[plain] is None and str(here[packed]) == f"已装包待移交 {number}"
    assert place.scan(count, packed).said.verdict is Verdict.MATCHED
    assert str(count_views.newest_scans(place.office.read, count)[0].note).startswith("期间异动")
