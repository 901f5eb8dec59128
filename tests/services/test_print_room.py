"""The preview's PDF is what will be printed; rare characters are named, reprints have a reason, files are whole."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from models.domain.errors import Cancelled, Refused, UserError
from models.forms.fonts import MissingGlyphs
from models.services import printables, printers
from models.services.office import Office
from models.services.print_room import PrintRoom
from tests.offices import opened
from tests.services.test_register import codes, furnish, register

FONTS = Path(__file__).parents[2] / "resources" / "fonts"
VOLUME = "DB-G01"




def room(office: Office) -> PrintRoom:
    return PrintRoom(office, FONTS)


def test_the_preview_announces_the_entry_and_differs_only_in_the_stamp(office: Office, tmp_path: Path) -> None:
    register(office, ["000012"], furnish(office))
    draft = room(office).draft(VOLUME, 2026)
    assert (draft.number, draft.nth, draft.entry) == ("DB-2026-0001", 1, office.read.head().number + 1)
    printed = room(office).save(VOLUME, 2026, tmp_path / "book.pdf")
    assert (tmp_path / "book.pdf").read_bytes() == printed.pdf
    assert printed.pages == draft.pages == len(pypdfium2.PdfDocument(draft.pdf))
    assert office.read.get("prints", printed.print_id) == office.read.find("prints", outcome="SAVED")[0]
    assert [item.name for item in tmp_path.iterdir() if item.name.startswith(".print")] == []
    assert room(office).draft(VOLUME, 2026).nth == 2


def test_rare_characters_are_named_with_their_page(office: Office) -> None:
    register(office, ["000012"], title="关于𬱖䶮二字的通知")
    assert room(office).draft(VOLUME, 2026).rare == (("𬱖", 2), ("䶮", 2))


def test_a_character_that_no_font_has_stops_the_preview_and_is_named(office: Office) -> None:
    register(office, ["000012"], title="关于\U0001f600的通知")
    with pytest.raises(MissingGlyphs) as error:
        room(office).draft(VOLUME, 2026)
    assert "U+1F600" in str(error.value)


def test_a_preview_can_be_stopped(office: Office) -> None:
    register(office, ["000012"])

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        room(office).draft(VOLUME, 2026, stop)


def test_a_printer_that_refuses_leaves_a_failed_print(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    register(office, ["000012"])
    monkeypatch.setattr(printers.shutil, "which", lambda name: "/nonexistent/lp")
    with pytest.raises(UserError) as error:
        room(office).print(VOLUME, 2026, "P1", 2)
    assert error.value.code == "PRINTER_REFUSED"
    (row,) = office.read.find("prints")
    assert (row["outcome"], row["copies"], row["printer"]) == ("FAILED", 2, "P1")


def test_the_reason_of_a_reprint_is_in_the_journal(office: Office, tmp_path: Path) -> None:
    register(office, ["000012"])
    room(office).save(VOLUME, 2026, tmp_path / "a.pdf")
    before = office.read.head().number
    room(office).save(VOLUME, 2026, tmp_path / "a.pdf", reason="卡纸，第一张作废")
    payload = office.vault.store.own.scalar("SELECT payload FROM entry WHERE number = ?", (before + 1,)).decode()
    assert "卡纸，第一张作废" in payload


def test_a_file_that_cannot_be_written_is_a_failed_print(office: Office, tmp_path: Path) -> None:
    register(office, ["000012"])
    with pytest.raises(UserError) as error:
        room(office).save(VOLUME, 2026, tmp_path / "missing" / "a.pdf")
    assert error.value.code == "CANNOT_WRITE"
    assert [row["outcome"] for row in office.read.find("prints")] == ["FAILED"]


def test_a_production_form_is_never_written_in_clear(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    register(office, ["000012"])
    monkeypatch.setattr(type(office.vault), "is_training", property(lambda vault: False))
    with pytest.raises(UserError) as error:
        room(office).save(VOLUME, 2026, tmp_path / "a.pdf")
    assert error.value.code == "EXPORT_NEEDS_APPROVAL"
    assert not office.read.find("prints")


def test_register_pages_are_printed_by_a_clerk_only(vault_folder: Path) -> None:
    with opened(vault_folder, "周敏") as office:
        register(office, ["000012"])
    with opened(vault_folder, "检查组") as office:
        assert room(office).draft("G01", 2026).settles
        with pytest.raises(Refused) as error:
            room(office).print("G01", 2026, "P1", 1)
        assert codes(error) == {"ROLE_NOT_ALLOWED"}
        assert not office.read.find("prints")


@pytest.mark.parametrize("copies", [0, 100])
def test_a_strange_number_of_copies_is_refused(office: Office, copies: int) -> None:
    with pytest.raises(Refused) as error:
        room(office).print(VOLUME, 2026, "P1", copies)
    assert codes(error) == {"COPIES"}


@pytest.mark.parametrize("user", ["系统管理员", "安全管理员", "审计员", "王建国"])
def test_who_does_not_read_the_register_sees_no_form_of_it(vault_folder: Path, user: str) -> None:
    """domain.md 4.2: administrators see no register rows; a form is full of them. Not the page asks: the service does."""
    out = vault_folder.parent / "x.pdf"
    with opened(vault_folder, user) as office:
        sheets, before = room(office), office.read.head().number
        for form in printables.PRINTABLES:
            values = {"form": form, "record": 1, "digest": "", "pages": 1, "copies": 1, "printer": "HP"}
            for ask in (
                lambda code=form.code: sheets.draft(code, 2026), lambda code=form.code: sheets.print(code, 2026, "HP", 1),
                lambda code=form.code: sheets.save(code, 2026, out), lambda values=values: office.note("print_form", **values),
            ):  # fmt: skip
                with pytest.raises(Refused) as error:
                    ask()
                assert codes(error) == {"ROLE_NOT_ALLOWED"}, form.code
        assert office.read.head().number == before and not out.exists()
