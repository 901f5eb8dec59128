"""The import as the page drives it: read, map, judge, correct, write, report, undo; and the words of a row."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from models.domain.errors import Cancelled, UserError
from models.services import import_words
from models.services.import_desk import ImportDesk, slot_words
from models.services.importing import Class, Judged
from models.services.office import Office
from tests.services.ledger_books import CSV, HEAD, XLSX, line

COMMAND = (sys.executable, str(Path(__file__).parents[2] / "app.py"), "read-sheets")
ROWS = [line(1), line(2, level="很秘密"), line(3, copies="2", copy_numbers="7-8", fate="张三借阅未还"), line(4, copy_numbers="甲乙丙")]


@pytest.fixture
def desk(office: Office) -> ImportDesk:
    return ImportDesk(office, COMMAND)


def written(tmp_path: Path, rows: list[tuple[str, ...]], name: str = "台账.csv", head: tuple[str, ...] = HEAD) -> Path:
    path = tmp_path / name
    path.write_text("\n".join(",".join(row) for row in (head, *rows)), "utf-8")
    return path


def row_of(desk: ImportDesk, number: int) -> Judged:
    assert desk.outcome is not None
    return next(judged for judged in desk.outcome.rows if judged.row.row == number)


def test_a_file_is_read_in_the_child_and_its_columns_are_proposed(desk: ImportDesk) -> None:
    seen: list[tuple[int, int]] = []
    cards = desk.read(XLSX, lambda done, total: seen.append((done, total)))
    assert [card.sheet for card in cards] == ["2019年", "2020年", "2021年", "2022年", "2023年"]
    first = {column.letters: column for column in cards[0].columns}
    assert (first["D"].slot, first["D"].heading, first["F"].slot) == ("REFERENCE", "文号", "MARKING")
    assert first["D"].samples[0] == "国函〔2018〕159号"
    assert first["D"].sure
    assert (cards[0].first_row, cards[0].used, cards[0].is_ledger) == (4, True, True)
    assert seen[-1][0] == desk.row_count
    assert desk.file_name == XLSX.name


def test_the_dry_run_and_the_real_run_agree_and_report_progress(desk: ImportDesk, office: Office) -> None:
    desk.read(CSV)
    steps: list[tuple[int, int]] = []
    dry = desk.judge(lambda done, total: steps.append((done, total)))
    assert all(0 <= done <= total for done, total in steps)
    assert [done for done, _total in steps] == sorted(done for done, _total in steps)
    assert not office.read.find("documents")
    real = desk.bring_in()
    assert real.figures() == dry.figures()
    (kept,) = office.read.find("imports")
    assert (kept["file_name"], len(kept["file_digest"])) == (CSV.name, 64)


def test_a_column_is_given_another_meaning_and_a_table_is_left_out(desk: ImportDesk, tmp_path: Path) -> None:
    desk.read(written(tmp_path, [line(1)]))
    slots = {column.heading: (column.index, column.slot) for column in desk.tables()[0].columns}
    assert slots["备注"][1] == "REMARKS"
    cards = desk.set_slot(0, slots["去向"][0], "")
    assert {column.heading: column.slot for column in cards[0].columns}["去向"] == ""
    cards = desk.set_slot(0, slots["备注"][0], "TITLE")
    assert {column.heading: column.slot for column in cards[0].columns}["文件标题"] == ""
    assert desk.can_be_judged()
    assert not desk.use_table(0, False)[0].used
    assert not desk.can_be_judged()
    with pytest.raises(UserError):
        desk.judge()


def test_cells_are_corrected_rows_accepted_and_left_out_and_taken_back(desk: ImportDesk, tmp_path: Path) -> None:
    desk.read(written(tmp_path, ROWS))
    desk.judge()
    refused = row_of(desk, 3).row
    assert row_of(desk, 3).klass is Class.REFUSED
    cells = {cell.slot: cell for cell in desk.cells_of(refused)}
    assert (cells["MARKING"].written, cells["MARKING"].given) == ("很秘密", None)
    desk.correct(refused, {"MARKING": "机密★5年"})
    desk.judge()
    assert row_of(desk, 3).klass is Class.ACCEPTED
    assert {cell.slot: cell.given for cell in desk.cells_of(refused)}["MARKING"] == "机密★5年"
    desk.correct(refused, {"MARKING": None})
    desk.decide(refused, "ACCEPTED")
    desk.judge()
    assert (row_of(desk, 3).klass, desk.decided(refused), desk.corrections) == (Class.WARNED, "ACCEPTED", 1)
    desk.decide(refused, "SKIPPED")
    desk.judge()
    assert (row_of(desk, 3).klass, desk.decided(refused)) == (Class.SKIPPED, "SKIPPED")
    desk.decide(refused, "")
    desk.judge()
    assert (row_of(desk, 3).klass, desk.corrections) == (Class.REFUSED, 0)


def test_the_year_that_the_clerk_gives_is_taken_where_the_book_names_none(desk: ImportDesk, tmp_path: Path, office: Office) -> None:
    desk.read(written(tmp_path, [line(1, day="3.5"), line(2, day="4.1")]))
    desk.year = 2018
    desk.bring_in()
    assert [row["received_on"] for row in office.read.find("documents")] == ["2018-03-05", "2018-04-01"]


def test_reading_and_judging_can_be_stopped_and_leave_nothing(desk: ImportDesk, office: Office) -> None:
    with pytest.raises(Cancelled):
        desk.read(XLSX, cancelled=lambda: True)
    desk.read(CSV)
    before = office.read.head()
    for work in (desk.judge, desk.bring_in):
        with pytest.raises(Cancelled):
            work(cancelled=lambda: True)
    assert office.read.head() == before


def test_the_real_run_takes_the_rows_that_were_judged_unless_something_was_changed_since(
    desk: ImportDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.services import import_desk

    runs: list[int] = []
    real = import_desk.propose
    monkeypatch.setattr(import_desk, "propose", lambda *given: runs.append(1) or real(*given))
    desk.read(written(tmp_path, ROWS))
    desk.judge()
    desk.judge()
    assert len(runs) == 1
    refused = row_of(desk, 3).row
    for number, change in enumerate((
        lambda: desk.correct(refused, {"MARKING": "机密★5年"}), lambda: desk.decide(refused, "SKIPPED"),
        lambda: desk.set_slot(0, 9, ""), lambda: setattr(desk, "year", 2018),
    ), 2):  # fmt: skip
        change()
        desk.judge()
        assert len(runs) == number
    desk.bring_in()
    assert len(runs) == 5


def test_the_whole_import_is_taken_back(desk: ImportDesk, office: Office, tmp_path: Path) -> None:
    desk.read(written(tmp_path, ROWS))
    desk.bring_in()
    assert desk.registered_as(row_of(desk, 2).row) == "2019-收0001"
    desk.undo()
    assert {row["state"] for row in office.read.find("carriers")} == {"VOID"}
    assert desk.outcome is None


def test_the_report_is_a_workbook_that_the_journal_knows(desk: ImportDesk, office: Office, tmp_path: Path) -> None:
    desk.read(written(tmp_path, ROWS))
    desk.judge()
    desk.write_report(tmp_path / "报告.xlsx")
    with zipfile.ZipFile(tmp_path / "报告.xlsx") as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    assert "很秘密" in text
    assert "没有写入登记库" in text
    assert [row["subject"] for row in office.read.rows("SELECT subject FROM entry_list WHERE act = 'note_export'")] == ["export import_report"] * 2


def test_a_production_vault_gives_no_report_away(desk: ImportDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, office: Office) -> None:
    desk.read(written(tmp_path, ROWS))
    desk.judge()
    monkeypatch.setattr(type(office.vault), "is_training", property(lambda vault: False))
    with pytest.raises(UserError) as error:
        desk.write_report(tmp_path / "报告.xlsx")
    assert error.value.code == "EXPORT_NEEDS_APPROVAL"


@pytest.mark.parametrize(("row", "becomes"), [
    (1, "表头"), (2, "登记 1 件：1 份 000001"), (3, "不登记，原文留存"), (4, "登记 1 件：2 份 000007～000008，借出 2（张三）"),
])  # fmt: skip
def test_what_a_row_becomes_is_said_in_a_line(desk: ImportDesk, tmp_path: Path, row: int, becomes: str) -> None:
    desk.read(written(tmp_path, ROWS))
    desk.judge()
    assert str(import_words.becomes(row_of(desk, row))) == becomes


def test_a_problem_names_sheet_row_column_and_value(desk: ImportDesk, tmp_path: Path) -> None:
    desk.read(written(tmp_path, ROWS))
    desk.judge()
    judged = row_of(desk, 5)
    first = import_words.findings(judged)[0]
    assert (import_words.place_of(judged), first.severity, first.column, first.heading, first.value) == ("5", "WARNS", "G", "份号", "甲乙丙")
    assert {str(name): str(value) for name, value in import_words.facts(judged)}["备注"] == "份号：甲乙丙"


def test_every_meaning_has_its_words() -> None:
    words: list[Any] = slot_words()
    assert len({str(text) for _code, text in words}) == len(words)
