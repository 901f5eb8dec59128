"""Labels: what they say, that printing them is numbered, and that a carrier knows whether it has one."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from models.domain.errors import Refused, UserError
from models.forms.fonts import FontSet, load_fonts
from models.services import labels
from models.services.labels import LabelWish
from models.services.office import Office
from models.storage.digests import SigningKey
from models.storage.journal import Change, Record
from tests.offices import NOON
from tests.services.test_register import DOCUMENT, furnish, register

SHEETS = {code: measures for code, _name, measures in labels.kinds()}


def printed_before(office: Office, number: str) -> None:
    """A year of label prints up to this number."""
    row = Change("prints", 1, {"form": "BQ", "form_number": number, "outcome": "SENT"})
    record = Record(act="probe", subject="prints 1", actor=1, time=NOON.isoformat(), elapsed=1, machine="BM", act_id="a", changes=[row])
    with office.vault.store.transaction():
        office.vault.store.write(record, [SigningKey.generate()])


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return load_fonts(Path(__file__).resolve().parents[2] / "resources" / "fonts")


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    found = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return found


def test_a_label_says_mark_copy_and_number_but_not_the_title(office: Office, fonts: FontSet) -> None:
    ids = register(office, ["000012", "000013"], furnish(office))
    wish = LabelWish(tuple(ids), measures=SHEETS["24"])
    said = words(labels.lay_out(office, wish, fonts, outlines=False).pdf)
    for part in ("机密★10年", "000012", "000013", "2026-000001", "演练"):
        assert part in said
    assert DOCUMENT["title"][:6] not in said
    shown = LabelWish(tuple(ids), measures=SHEETS["24"], show_title=True)
    assert "关于做好" in words(labels.lay_out(office, shown, fonts, outlines=False).pdf)


def test_a_shelf_label_bears_code_place_and_limit(office: Office, fonts: FontSet) -> None:
    furnish(office)
    said = words(labels.lay_out(office, LabelWish(shelves=(1,), measures=SHEETS["24"]), fonts, outlines=True).pdf)
    for part in ("S00001", "1号柜", "1层", "限放机密级及以下"):
        assert part in said


def test_the_start_position_goes_on_to_a_second_sheet(office: Office, fonts: FontSet) -> None:
    ids = register(office, ["000001", "000002"])
    wish = LabelWish(tuple(ids), measures=SHEETS["33"], start=33)
    assert labels.lay_out(office, wish, fonts, outlines=False).pages == 2
    with pytest.raises(UserError) as error:
        labels.lay_out(office, LabelWish(tuple(ids), measures=SHEETS["33"], start=34), fonts, outlines=False)
    assert error.value.code == "LABEL_START"


def test_measures_that_do_not_fit_are_refused_in_words(office: Office, fonts: FontSet) -> None:
    ids = register(office, ["000001"])
    for measures in ((3, 9, 70, 37, 0, 0.5, 0, 0), (3, 8), (4, 8, 70, 37, 0, 0, 0, 0)):
        with pytest.raises(UserError) as error:
            labels.lay_out(office, LabelWish(tuple(ids), measures=measures), fonts, outlines=False)
        assert error.value.code == "LABEL_SHEET_IMPOSSIBLE"
    small = (6, 10, 30.0, 15.0, 2.0, 5.0, 1.0, 1.0)
    assert labels.capacity(small) == 60


def test_a_print_is_two_entries_and_the_carriers_have_labels_then(office: Office, fonts: FontSet) -> None:
    ids = register(office, ["000001", "000002"])
    assert labels.carriers_without(office.read) == ids[::-1]
    before = office.read.head().number
    got: list[bytes] = []

    def deliver(pdf: bytes) -> str:
        assert office.read.find("prints")[0]["outcome"] == "STARTED"
        got.append(pdf)
        return "SENT"

    wish = LabelWish(tuple(ids[:1]), measures=SHEETS["33"])
    assert labels.print_labels(office, wish, fonts, deliver, "HP") == "BQ-2026-0001"
    assert office.read.head().number == before + 2
    row = office.read.find("prints")[0]
    assert (row["outcome"], row["form_number"], row["printer"], row["ledger"]) == ("SENT", "BQ-2026-0001", "HP", "carriers")
    assert labels.carriers_without(office.read) == ids[1:]
    assert got[0].startswith(b"%PDF")


def test_the_number_after_9999_has_five_digits(office: Office, fonts: FontSet) -> None:
    ids = register(office, ["000001"])
    printed_before(office, "BQ-2026-9999")
    wish = LabelWish(tuple(ids), measures=SHEETS["33"])
    given = [labels.print_labels(office, wish, fonts, lambda pdf: "SENT", "HP") for _ in range(2)]
    assert given == ["BQ-2026-10000", "BQ-2026-10001"]


def test_a_printer_that_fails_leaves_the_carriers_without_label(office: Office, fonts: FontSet) -> None:
    ids = register(office, ["000001"])

    def deliver(pdf: bytes) -> str:
        raise OSError("out of paper")

    with pytest.raises(OSError, match="paper"):
        labels.print_labels(office, LabelWish(tuple(ids), measures=SHEETS["33"]), fonts, deliver, "HP")
    assert office.read.find("prints")[0]["outcome"] == "FAILED"
    assert labels.carriers_without(office.read) == ids


def test_nothing_to_print_is_refused_and_a_calibration_page_is_not(office: Office, fonts: FontSet) -> None:
    with pytest.raises(Refused):
        labels.print_labels(office, LabelWish(measures=SHEETS["33"]), fonts, lambda pdf: "SENT", "HP")
    wish = LabelWish(measures=SHEETS["33"], offset_x=0.5)
    assert labels.print_calibration(office, wish, "1", fonts, lambda pdf: "SENT", "HP") == "BQ-2026-0001"
    assert office.read.find("prints")[0]["form"] == "BQ-JZ"


def test_what_is_scanned_is_found(office: Office) -> None:
    furnish(office)
    ids = register(office, ["000001"])
    assert labels.scanned(office.read, "2026000001") == ("carriers", ids[0])
    assert labels.scanned(office.read, "s00001") == ("shelves", 1)
    assert labels.scanned(office.read, "2026000009") is None
    assert labels.scanned(office.read, "S00099") is None
    assert labels.scanned(office.read, "hello") is None
    assert labels.all_shelves(office.read) == [1]


def test_a_printer_that_is_not_there_is_said_in_words(office: Office) -> None:
    ids = register(office, ["000001"])
    room = labels.LabelRoom(office, Path(__file__).resolve().parents[2] / "resources" / "fonts")
    with pytest.raises(UserError) as error:
        room.print(LabelWish(tuple(ids), measures=SHEETS["33"]), "no such printer")
    assert error.value.code == "PRINTER_REFUSED"
    assert office.read.find("prints")[0]["outcome"] == "FAILED"
