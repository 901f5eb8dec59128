"""A print is numbered and journalled before the paper exists; register pages stay as they were printed (K-18 to K-20)."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from models.domain.errors import Refused, UserError
from models.forms.fonts import FontSet, load_fonts
from models.forms.render import FormDocument
from models.services import books, journal_view, printables, printers, printing, register_book, verifying
from models.services.office import Office
from models.services.register_entries import G01
from models.services.verifying import run_full_check
from tests.services.processes import refused
from tests.services.test_register import furnish, register

FONTS = Path(__file__).parents[2] / "resources" / "fonts"


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return load_fonts(FONTS)


def text_of(pdf: bytes) -> str:
    """All words of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def save(pdf: bytes) -> str:
    assert pdf.startswith(b"%PDF")
    return "SAVED"


def test_a_print_is_two_entries_and_the_paper_names_the_first(office: Office, fonts: FontSet) -> None:
    register(office, ["000012"], furnish(office))
    before = office.read.head().number
    printed = printing.print_form(office, printables.BY_CODE["DB-G01"], 2026, fonts, save, printer="PDF")
    assert printed.number.ascii == "DB-2026-0001"
    row = office.read.get("prints", printed.print_id) or {}
    assert (row["outcome"], row["nth"], row["print_number"]) == ("SAVED", 1, "2026-000001")
    assert office.read.head().number == before + 2
    assert f"{before + 1:010d}" in text_of(printed.pdf)


def test_a_failed_print_is_kept_as_failed(office: Office, fonts: FontSet) -> None:
    register(office, ["000012"])

    def jam(pdf: bytes) -> str:
        raise OSError("jam")

    with pytest.raises(OSError, match="jam"):
        printing.print_form(office, printables.BY_CODE["DB-G01"], 2026, fonts, jam, printer="P1")
    assert [row["outcome"] for row in office.read.find("prints")] == ["FAILED"]


def test_a_failed_print_is_no_witness_and_no_first_time(office: Office, fonts: FontSet) -> None:
    """Its paper is annulled: the acts since the last paper go on counting, and the next print is the first one (K-19)."""
    register(office, ["000012"])

    def full(pdf: bytes) -> str:
        raise OSError(28, "full")

    form = printables.BY_CODE["DB-G01"]
    before = printing.acts_since_paper(office)
    with pytest.raises(OSError, match="full"):
        printing.print_form(office, form, 2026, fonts, full, printer="PDF")
    assert printing.acts_since_paper(office) == before + 2 == office.read.head().number
    assert not any(line.covered for line in journal_view.newest(office))
    assert "还没有外部见证" in str(verifying.check(office).proof())
    printed = printing.print_form(office, form, 2026, fonts, save, printer="PDF")
    assert (office.read.get("prints", printed.print_id) or {})["nth"] == 1
    assert printing.acts_since_paper(office) == 1  # its outcome
    head = office.read.head().number
    assert [line.covered for line in journal_view.newest(office)][:2] == [False, True]
    proof = str(verifying.check(office).proof())
    assert f"纸面留痕到第 {head - 1} 条" in proof and "暂不能证明" in proof and "还没有外部见证" not in proof


def test_an_outcome_is_noted_once_and_by_nobody_else(office: Office, fonts: FontSet) -> None:
    register(office, ["000012"])
    printed = printing.print_form(office, printables.BY_CODE["DB-G01"], 2026, fonts, save, printer="PDF")
    for act in ("print_outcome", "labels_outcome"):
        assert refused(office, act, print_id=printed.print_id, outcome="FAILED") == {"BY_THE_PROGRAM"}
    for act, more in (("print_outcome", {}), ("labels_outcome", {"carriers": []})):
        with pytest.raises(Refused) as error:
            office.note(act, print_id=printed.print_id, outcome="FAILED", **more)
        assert [problem.code for problem in error.value.problems] == ["PRINT_ENDED"]
    assert (office.read.get("prints", printed.print_id) or {})["outcome"] == "SAVED"


def test_a_reprint_keeps_the_number_and_counts(office: Office, fonts: FontSet) -> None:
    register(office, ["000012"])
    numbers = {
        printing.print_form(office, printables.BY_CODE["DB-G01"], 2026, fonts, save, printer="PDF").number.ascii
        for _time in range(2)
    }
    assert len(numbers) == 1
    assert [row["nth"] for row in office.read.find("prints")] == [1, 2]


def test_a_printed_page_is_fixed_and_a_correction_names_its_line(office: Office, fonts: FontSet) -> None:
    register(office, ["000012"], reference_number="国办发〔2026〕1号")
    register(office, ["000013"], reference_number="国办发〔2026〕2号")
    printing.print_form(office, printables.BY_CODE["G01"], 2026, fonts, save, printer="PDF")
    assert register_book.open_pages(office, G01, 2026).lines == ()
    office.perform("amend_row", reason="抄错一字", ledger="documents", id=2, values={"title": "改过的标题"})
    pages = register_book.open_pages(office, G01, 2026)
    (line,) = pages.lines
    assert pages.first_page == 2 and line.correction is not None
    assert (line.correction.page, line.correction.line, line.correction.new) == (1, 2, "改过的标题")
    assert line.correction.reason == "抄错一字"
    words = text_of(printing.print_form(office, printables.BY_CODE["G01"], 2026, fonts, save, printer="PDF").pdf)
    assert "第 1 页第 2 行" in words.replace("\n", "").replace("\r", "")
    assert register_book.open_pages(office, G01, 2026).lines == ()
    first = office.read.find("register_pages", page=1)[0]
    assert "改过的标题" not in first["rows"]


def test_the_whole_book_shows_printed_pages_as_they_were(office: Office, fonts: FontSet) -> None:
    register(office, ["000012"])
    printing.print_form(office, printables.BY_CODE["G01"], 2026, fonts, save, printer="PDF")
    office.perform("amend_row", reason="抄错", ledger="documents", id=1, values={"title": "改过的标题"})
    words = text_of(printing.print_form(office, printables.BY_CODE["DB-G01"], 2026, fonts, save, printer="PDF").pdf)
    assert "保密自查自评工作" in words.replace("\n", "").replace("\r", "") and "改过的标题" in words


def test_a_preview_differs_only_in_what_the_print_makes(office: Office, fonts: FontSet) -> None:
    register(office, ["000012"])
    form = printables.BY_CODE["DB-G01"]
    shown = printing.preview(office, form, 2026, fonts)
    before = office.read.head().number
    printed = printing.print_form(office, form, 2026, fonts, save, printer="PDF")
    assert printing.content_digest(shown) == (office.read.get("prints", printed.print_id) or {})["digest"]
    assert office.read.head().number == before + 2


def silent(pdf: bytes) -> str:
    raise printers._silent("P1")


def test_register_pages_are_fixed_by_the_entry_that_numbers_their_print(office: Office, fonts: FontSet) -> None:
    register(office, ["000012"])
    before = office.read.head().number
    begun = printing.begin_print(office, printables.BY_CODE["G01"], 2026, fonts, printer="P1")
    assert office.read.head().number == before + 1
    (page,) = office.read.find("register_pages")
    assert page["print_id"] == begun.print_id and register_book.open_pages(office, G01, 2026).lines == ()
    # here the program dies: the next sitting finds a print without an outcome
    assert printing.settle_unknown(office) == 1
    assert (office.read.get("prints", begun.print_id) or {})["outcome"] == "UNKNOWN"
    assert register_book.open_pages(office, G01, 2026).lines == ()
    register(office, ["000013"], reference_number="国办发〔2026〕2号")
    with pytest.raises(Refused) as error:
        printing.begin_print(office, printables.BY_CODE["G01"], 2026, fonts, printer="P1")
    assert [problem.code for problem in error.value.problems] == ["PRINT_NOT_SETTLED"]


@pytest.mark.parametrize("came_out, outcome, lines", [(True, "SENT", 1), (False, "FAILED", 2)])
def test_a_person_says_what_came_out(office: Office, fonts: FontSet, came_out: bool, outcome: str, lines: int) -> None:
    register(office, ["000012"])
    with pytest.raises(printers.OutcomeUnknown):
        printing.print_form(office, printables.BY_CODE["G01"], 2026, fonts, silent, printer="P1")
    (row,) = office.read.find("prints")
    assert row["outcome"] == "UNKNOWN"
    register(office, ["000013"], reference_number="国办发〔2026〕2号")
    office.perform("say_outcome", print_id=row["id"], came_out=came_out)
    assert (office.read.get("prints", row["id"]) or {})["outcome"] == outcome
    assert refused(office, "say_outcome", print_id=row["id"], came_out=came_out) == {"PRINT_ENDED"}
    pages = register_book.open_pages(office, G01, 2026)
    assert (pages.first_page, len(pages.lines)) == (2 if came_out else 1, lines)
    assert books.year_of(office, "G01", 2026).fixed_pages == int(came_out)
    printing.print_form(office, printables.BY_CODE["G01"], 2026, fonts, save, printer="PDF")
    assert register_book.open_pages(office, G01, 2026).lines == ()
    assert run_full_check(office).is_clean


def test_pages_of_a_failed_print_are_open_again(office: Office, fonts: FontSet) -> None:
    register(office, ["000012"])

    def jam(pdf: bytes) -> str:
        raise OSError("jam")

    with pytest.raises(OSError, match="jam"):
        printing.print_form(office, printables.BY_CODE["G01"], 2026, fonts, jam, printer="P1")
    assert len(register_book.open_pages(office, G01, 2026).lines) == 1


def test_nothing_is_handed_over_that_differs_from_what_the_entry_says(office: Office, fonts: FontSet) -> None:
    register(office, ["000012"])
    form, drawn, handed = printables.BY_CODE["DB-G01"], [], []

    def compose(*arguments: Any) -> FormDocument:
        drawn.append(arguments)
        if len(drawn) == 2:
            office.perform("amend_row", reason="抄错", ledger="documents", id=1, values={"title": "改过的标题"})
        return form.compose(*arguments)

    with pytest.raises(UserError) as error:
        printing.print_form(office, replace(form, compose=compose), 2026, fonts, lambda pdf: handed.append(pdf) or "SENT", printer="P1")
    assert error.value.code == "PRINT_CHANGED" and len(drawn) == 2 and handed == []
    assert [row["outcome"] for row in office.read.find("prints")] == ["FAILED"]


def test_a_spooler_that_is_silent_may_have_taken_the_paper(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(command: list[str], **_named: Any) -> None:
        raise subprocess.TimeoutExpired(command, 60)

    monkeypatch.setattr(printers.subprocess, "run", hang)
    with pytest.raises(printers.OutcomeUnknown) as error:
        printers.send_to_printer(b"%PDF", "P1", 1)
    assert error.value.code == "PRINTER_SILENT" and "作废" not in str(error.value)
