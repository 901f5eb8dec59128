"""K-23: what the import writes, what it leaves out, and what it does with a file it has seen before."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from models.domain.errors import Cancelled, Refused
from models.exchange.book import Book
from models.exchange.child import SheetReader
from models.exchange.proposed import Overrides
from models.exchange.slots import Slot
from models.services import importing
from models.services.importing import Class, Outcome
from models.services.office import Office
from models.storage import import_queries
from tests.services.ledger_books import CSV, XLSX, book, counted_csv, counted_xlsx, line
from tests.services.test_register import add_person, codes, lend, register

APP = Path(__file__).parents[2] / "app.py"
READER = SheetReader((sys.executable, str(APP), "read-sheets"))
UNREADABLE = line(3, level="很秘密")


@pytest.fixture(scope="module")
def workbook() -> Book:
    return READER.read(XLSX)


@pytest.fixture(scope="module")
def text_file() -> Book:
    return READER.read(CSV)


def bring(office: Office, source: Book, **options: Any) -> Outcome:
    """Import a book by its proposed mapping."""
    overrides = options.pop("overrides", None)
    return importing.bring_in(office, importing.propose_rows(office, source, overrides=overrides), file_name="旧台账.xlsx", **options)


def classes(outcome: Outcome) -> list[str]:
    """What became of the rows with data, in order."""
    return [judged.klass.value for judged in outcome.rows if judged.klass is not Class.SKIPPED]


def finding_codes(outcome: Outcome, row: int) -> set[str]:
    """Codes of what was found in a row of the sheet."""
    return {found.problem.code for judged in outcome.rows if judged.row.row == row for found in judged.findings}


def state_counts(office: Office) -> Counter[str]:
    return Counter(row["state"] for row in office.read.find("carriers"))


# --- the two sample files, against figures counted without the program's code ---------------------------------------


def test_the_sample_workbook_becomes_what_an_independent_count_says(office: Office, workbook: Book) -> None:
    counted = counted_xlsx()
    outcome = bring(office, workbook)
    assert (counted["rows"], counted["carriers"]) == (1389, 3901)
    assert (outcome.figures()["rows"], outcome.documents, outcome.carriers) == (1389, 1389, 3901)
    assert len(office.read.find("documents")) == counted["rows"]
    states = state_counts(office)
    for state in ("ON_LOAN", "DESTROYED", "RETURNED", "ARCHIVED"):
        assert states[state] == counted[state], state
    assert states["IN_STORE"] == counted["IN_STORE"] + counted["DEMANDED"]
    assert len(office.read.find("carriers", recall="DEMANDED")) == counted["DEMANDED"]
    assert len(office.read.find("loans", state="OUT")) == counted["ON_LOAN"]


def test_the_sample_text_file_becomes_what_an_independent_count_says(office: Office, text_file: Book) -> None:
    counted = counted_csv()
    outcome = bring(office, text_file)
    assert (counted["rows"], counted["carriers"]) == (648, 1818)
    assert (outcome.figures()["rows"], outcome.documents, outcome.carriers) == (648, 648, 1818)
    assert len(office.read.find("carriers", level="TOP_SECRET")) == counted["绝密"]


def test_both_samples_one_after_the_other_and_both_again(office: Office, workbook: Book, text_file: Book) -> None:
    bring(office, workbook)
    bring(office, text_file)
    carriers = len(office.read.find("carriers"))
    for source, rows in ((workbook, 1389), (text_file, 648)):
        again = bring(office, source)
        assert (again.figures()["present"], again.figures()["rows"], again.carriers) == (rows, rows, 0)
    assert carriers == len(office.read.find("carriers")) == 3901 + 1818


def test_every_sheet_row_of_the_workbook_is_kept_as_it_stood(office: Office, workbook: Book) -> None:
    bring(office, workbook)
    kept = {(row["sheet"], row["row"]): json.loads(row["source"]) for row in office.read.find("import_rows")}
    for sheet in workbook.sheets:
        for number in range(1, sheet.last_row + 1):
            if (sheet.name, number) in kept:
                assert [text for _heading, text in kept[sheet.name, number]] == [cell for cell in sheet.cells(number) if cell]
    assert len(kept) == 1389


# --- the dry run is the real run ------------------------------------------------------------------------------------

MIXED = [
    line(1), line(2, copies="3", copy_numbers="1-3"), UNREADABLE, line(4, copy_numbers="甲乙丙"), line(1),
    line(6, fate="张三借阅未还"), line(7, day="", copy_numbers="", copies="2"), line(8, fate="已清退2023.12.1"),
]  # fmt: skip


def test_the_dry_run_says_exactly_what_the_real_run_does(office: Office) -> None:
    before = office.read.head()
    dry = bring(office, book(MIXED), dry_run=True)
    assert office.read.head() == before
    assert not office.read.find("documents")
    real = bring(office, book(MIXED))
    assert dry.figures() == real.figures()
    assert dry.rows == real.rows
    assert (dry.entry, real.entry) == (None, before.number + 1)


def test_the_figures_add_up(office: Office) -> None:
    bring(office, book(MIXED[:2]))
    figures = bring(office, book(MIXED)).figures()
    assert figures["rows"] == len(MIXED) == sum(figures[name] for name in ("accepted", "warned", "present", "refused"))
    assert figures["present"] == 2
    assert figures["refused"] == 1


def test_the_dry_run_of_the_sample_is_its_real_run(office: Office, text_file: Book) -> None:
    dry, real = bring(office, text_file, dry_run=True), bring(office, text_file)
    assert dry.rows == real.rows


# --- the same file again --------------------------------------------------------------------------------------------


def test_the_same_file_twice_adds_nothing(office: Office) -> None:
    first = bring(office, book(MIXED))
    before = {name: office.read.find(name) for name in ("documents", "carriers", "loans", "persons", "shelves")}
    again = bring(office, book(MIXED))
    accepted = first.figures()["rows"] - first.refused
    assert again.figures() | {"skipped": 0} == {
        "rows": 8, "accepted": 0, "warned": 0, "present": accepted, "refused": 1, "skipped": 0, "documents": 0, "carriers": 0,
    }  # fmt: skip
    assert before == {name: office.read.find(name) for name in before}


def test_a_grown_file_adds_only_what_is_new_wherever_it_stands(office: Office) -> None:
    bring(office, book([line(1), line(2)]))
    grown = bring(office, book([line(9), line(1), line(10), line(2), line(11, copies="2", copy_numbers="4-5")]))
    assert classes(grown) == ["ACCEPTED", "PRESENT", "ACCEPTED", "PRESENT", "ACCEPTED"]
    assert (grown.documents, grown.carriers) == (3, 4)
    numbers = sorted(row["number"] for row in office.read.find("carriers"))
    assert numbers == [f"2019-{serial:06d}" for serial in range(1, 7)]


@pytest.mark.parametrize("together", [1, 2, 100])
def test_rows_are_asked_about_in_portions_of_any_size(office: Office, monkeypatch: pytest.MonkeyPatch, together: int) -> None:
    """A large book costs a few questions, not some for every row; what they find is the same."""
    register(office, ["000001"], reference_number="国函〔2018〕4号", issuer="国务院")
    bring(office, book([line(1), line(2)]))
    asked: list[int] = []
    known_of = import_queries.known_of

    def counted(read: Any, source_keys: Any, match_keys: Any, references: Any) -> import_queries.Known:
        keys = [*source_keys]
        asked.append(len(keys))
        return known_of(read, keys, match_keys, references)

    monkeypatch.setattr(import_queries, "known_of", counted)
    monkeypatch.setattr(importing, "_TOGETHER", together)
    again = bring(office, book([line(1), line(2, "改过的标题"), line(3), line(4), line(4)]))
    assert classes(again) == ["PRESENT", "WARNED", "ACCEPTED", "WARNED", "WARNED"]
    assert "NEARLY_SAME" in finding_codes(again, 3) and "ALREADY_REGISTERED" in finding_codes(again, 5)
    assert sum(asked) == 5 and len(asked) == -(-len(again.rows) // together)


def test_equal_rows_of_one_file_are_told_apart_by_their_rank(office: Office) -> None:
    bring(office, book([line(1), line(1)]))
    again = bring(office, book([line(1), line(1), line(1)]))
    assert classes(again)[:2] == ["PRESENT", "PRESENT"]
    assert classes(again)[2] == "WARNED"
    assert again.documents == 1


def test_a_row_stays_present_after_its_record_was_corrected_by_hand(office: Office) -> None:
    bring(office, book([line(1), line(2)]))
    document = office.read.find("documents")[0]["id"]
    carrier = office.read.find("carriers")[0]["id"]
    corrections = {"title": "经手工更正的标题", "reference_number": "国函〔2018〕99号", "issuer": "国务院办公厅"}
    office.perform("amend_row", reason="核对原件", ledger="documents", id=document, values=corrections)
    office.perform("amend_row", reason="核对原件", ledger="carriers", id=carrier, values={"copy_number": "000777"})
    again = bring(office, book([line(1), line(2)]))
    assert classes(again) == ["PRESENT", "PRESENT"]
    after = office.read.get("documents", document) or {}
    assert {name: after[name] for name in corrections} == corrections
    assert (office.read.get("carriers", carrier) or {})["copy_number"] == "000777"


def test_a_row_that_was_changed_in_the_file_is_warned_beside_the_old_one(office: Office) -> None:
    bring(office, book([line(1)]))
    number = office.read.find("documents")[0]["registry_number"]
    changed = bring(office, book([line(1, "关于第1号规划的批复（修订）", copy_numbers="000001、000002", copies="2")]))
    assert classes(changed) == ["WARNED"]
    text = next(str(found.problem.text) for found in changed.rows[1].findings if found.problem.code == "NEARLY_SAME")
    assert number in text
    assert "2019年" in text
    assert "第 2 行" in text


def test_a_document_registered_by_hand_is_named_beside_its_row(office: Office) -> None:
    register(office, ["000001"], reference_number="国函〔2018〕1号", issuer="国务院")
    outcome = bring(office, book([line(1), line(2)]))
    assert classes(outcome) == ["WARNED", "ACCEPTED"]
    assert "ALREADY_REGISTERED" in finding_codes(outcome, 2)


def test_rows_of_one_file_that_look_alike_are_warned(office: Office) -> None:
    outcome = bring(office, book([line(1), line(2), line(1, "关于第1号规划的批复。", copy_numbers="000009")]))
    assert classes(outcome) == ["ACCEPTED", "ACCEPTED", "WARNED"]
    assert "SAME_AS_EARLIER" in finding_codes(outcome, 4)


def test_a_further_copy_in_a_row_of_its_own_joins_its_document_also_in_a_later_file(office: Office) -> None:
    bring(office, book([line(1), line(1, copy_numbers="000009")]))
    assert (len(office.read.find("documents")), len(office.read.find("carriers"))) == (1, 2)
    grown = bring(office, book([line(1), line(1, copy_numbers="000009"), line(1, copy_numbers="000010")]))
    assert classes(grown)[:2] == ["PRESENT", "PRESENT"]
    assert (grown.documents, grown.carriers) == (0, 1)
    assert {row["document_id"] for row in office.read.find("carriers")} == {1}


# --- refused rows ---------------------------------------------------------------------------------------------------


def test_a_refused_row_is_left_out_and_kept_as_source_text(office: Office) -> None:
    outcome = bring(office, book([line(1), UNREADABLE]))
    assert classes(outcome) == ["ACCEPTED", "REFUSED"]
    (kept,) = office.read.find("import_rows", verdict="REFUSED")
    assert (kept["sheet"], kept["row"], kept["document_id"]) == ("2019年", 3, None)
    assert ["密级", "很秘密"] in json.loads(kept["source"])
    assert json.loads(kept["problems"])[0][:2] == ["LEVEL_UNREADABLE", "E"]
    assert len(office.read.find("documents")) == 1


def test_strict_takes_nothing_if_one_row_is_refused(office: Office) -> None:
    before = office.read.head()
    outcome = bring(office, book([line(1), UNREADABLE]), strict=True)
    assert outcome.refused == 1
    assert outcome.entry is None
    figures = outcome.figures()
    assert (figures["documents"], figures["carriers"]) == (0, 0)  # what was added
    assert office.read.head() == before
    assert bring(office, book([line(1)]), strict=True).entry == before.number + 1


def test_a_corrected_cell_is_judged_by_the_same_checks_and_the_source_stays(office: Office) -> None:
    overrides = Overrides(values={("2019年", 3, Slot.MARKING): "机密★5年"})
    outcome = bring(office, book([line(1), UNREADABLE]), overrides=overrides)
    assert outcome.refused == 0
    kept = office.read.find("import_rows")[1]
    assert ["密级", "很秘密"] in json.loads(kept["source"])
    document = office.read.get("documents", kept["document_id"]) or {}
    assert (document["level"], document["term_amount"]) == ("SECRET", 5)
    assert classes(bring(office, book([line(1), UNREADABLE]))) == ["PRESENT", "PRESENT"]


def test_a_row_taken_in_spite_of_it_and_a_row_left_out(office: Office) -> None:
    overrides = Overrides(accepted=frozenset({("2019年", 3)}), skipped=frozenset({("2019年", 2)}))
    outcome = bring(office, book([line(1), UNREADABLE]), overrides=overrides)
    assert [judged.klass for judged in outcome.rows[1:]] == [Class.SKIPPED, Class.WARNED]
    (document,) = office.read.find("documents")
    assert document["secret_kind"] == "UNMARKED"
    assert "很秘密" in document["remarks"]


# --- one transaction, undone whole ----------------------------------------------------------------------------------


def test_a_cancelled_import_leaves_nothing(office: Office) -> None:
    before = office.read.head()
    looks = iter([False, False, True])
    with pytest.raises(Cancelled):
        bring(office, book([line(number) for number in range(1, 9)]), cancelled=lambda: next(looks))
    assert office.read.head() == before
    assert not office.read.find("imports")
    assert bring(office, book([line(1)])).documents == 1


def test_an_import_is_undone_whole_and_can_be_done_again(office: Office) -> None:
    done = bring(office, book(MIXED))
    numbers = {row["number"] for row in office.read.find("carriers")}
    office.perform("undo", entry=done.entry)
    assert {row["state"] for name in ("documents", "carriers", "loans", "persons", "shelves") for row in office.read.find(name)} == {"VOID"}
    assert [row["state"] for row in office.read.find("imports")] == ["UNDONE"]
    assert {row["verdict"] for row in office.read.find("import_rows")} == {"UNDONE"}
    again = bring(office, book(MIXED))
    assert again.figures() | {"skipped": 0} == done.figures() | {"skipped": 0}
    fresh = {row["number"] for row in office.read.find("carriers") if row["state"] != "VOID"}
    assert not fresh & numbers


def test_an_import_of_many_entries_is_undone_whole(office: Office, text_file: Book) -> None:
    before = office.read.head().number
    done = bring(office, text_file)
    assert office.read.head().number > before + 5
    office.perform("undo", entry=done.entry)
    assert state_counts(office) == {"VOID": 1818}


def test_an_import_whose_shelf_or_person_is_used_since_is_not_undone(office: Office) -> None:
    done = bring(office, book(MIXED))
    shelf = office.read.find("shelves")[-1]["id"]
    (mine,) = register(office, ["000009"], shelf)
    with pytest.raises(Refused) as error:
        office.perform("undo", entry=done.entry)
    assert [problem.code for problem in error.value.problems] == ["STILL_USED"]
    office.perform("void_row", ledger="carriers", id=mine, reason="登错")
    office.perform("undo", entry=done.entry)


def test_an_import_on_which_something_was_built_is_not_undone(office: Office) -> None:
    done = bring(office, book([line(1), line(2)]))
    lend(office, [office.read.find("carriers")[0]["id"]], add_person(office))
    with pytest.raises(Refused) as error:
        office.perform("undo", entry=done.entry)
    assert codes(error) == {"BUILT_ON"}
    assert state_counts(office) == {"ON_LOAN": 1, "IN_STORE": 1}


# --- places, persons, numbers ---------------------------------------------------------------------------------------


def test_places_and_persons_are_made_once_and_found_again(office: Office) -> None:
    bring(office, book([line(1, fate="张　三借阅未还"), line(2, fate="张三借阅未还"), line(3, place="8号柜第3层")]))
    bring(office, book([line(4, fate="张三借阅未还"), line(5, place="8号柜4层")]))
    assert [row["name"] for row in office.read.find("persons") if row["name"].replace("　", "") == "张三"] != []
    assert len([row for row in office.read.find("persons") if row["name"].startswith("张")]) == 1
    assert len(office.read.find("cabinets")) == 1
    assert len(office.read.find("shelves")) == 2


def test_carriers_are_numbered_in_the_year_they_came(office: Office) -> None:
    bring(office, book([line(1, day="2018-05-01"), line(2, day="2019-05-01"), line(3, day="2018-06-01")]))
    assert [row["number"] for row in office.read.find("carriers")] == ["2018-000001", "2019-000001", "2018-000002"]


def test_the_journal_names_no_title_and_no_person(office: Office) -> None:
    done = bring(office, book([line(1, "极为特别的标题", fate="张三借阅未还")]))
    payload = office.vault.store.own.scalar("SELECT payload FROM entry WHERE number = ?", (done.entry,)).decode()
    assert "极为特别的标题" not in payload
    assert "张三" not in payload
