"""A print is numbered and journalled before the paper exists; register pages stay as they were printed (K-18 to K-20)."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from models.domain.errors import Refused
from models.forms.fonts import FontSet, load_fonts
from models.services import printables, printing, register_book
from models.services.office import Office
from models.services.register_entries import G01
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
