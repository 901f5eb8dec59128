"""Bar codes: what they carry, how large they are, and that a reader reads them from the rendered page."""

import random
import re
from dataclasses import replace

import pypdfium2 as pdfium
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from models.forms import codes, f1, f2, f8a
from models.forms.fonts import FontSet
from models.forms.sheet import BarsOp
from tests.forms import paper, samples

QR_TEXT = "XQ-2026-0003:0000184223:9F3C2A7B11D04E55A1B2C3D4E5F60718"


def test_the_qr_text_of_a_form_is_alphanumeric_and_takes_33_modules() -> None:
    assert samples.stamp().qr_text == QR_TEXT
    assert len(QR_TEXT) == 56
    assert len(codes.qr_modules(QR_TEXT)) == 33


@pytest.mark.parametrize("text", ["〔2026〕销清", "xq-2026", "A|B", ""])
def test_a_qr_refuses_what_is_not_alphanumeric(text: str) -> None:
    with pytest.raises(ValueError, match="alphanumeric"):
        codes.qr_modules(text)


def test_code_128_of_ten_digits_has_90_modules_of_a_third_of_a_millimetre() -> None:
    bars = codes.code128_bars("2026000107")
    assert bars[-1][0] + bars[-1][1] == 90
    assert pytest.approx(30.48) == codes.CODE128_WIDTH
    assert bars[0] == (0, 2)


@pytest.mark.parametrize("digits", ["2026-000107", "202600010", "ZT20250001"])
def test_code_128_is_for_ten_digits_only(digits: str) -> None:
    with pytest.raises(ValueError, match="ten digits"):
        codes.code128_bars(digits)


def test_a_carrier_number_gives_its_digits() -> None:
    assert codes.carrier_digits("2026-000107") == "2026000107"
    with pytest.raises(ValueError, match="carrier number"):
        codes.carrier_digits("2026-107")


@pytest.mark.parametrize("dpi", [150, 300])
def test_every_code_of_a_count_sheet_is_read(dpi: int, fonts: FontSet) -> None:
    data = samples.f8a_data(26)
    stamp = samples.stamp("F8a", "PD-2026-0001")
    pages = paper.codes(f8a.draw(data, stamp, fonts).pdf(), dpi)
    read = [code for page in pages for code in page]
    assert all(page.count(f"QRCode:{stamp.qr_text}") == 1 for page in pages)
    bars = sorted(code for code in read if code.startswith("Code128"))
    assert bars == sorted(f"Code128:{line.number.replace('-', '')}" for line in data.rows)


@pytest.mark.parametrize("dpi", [150, 300])
def test_a_count_sheet_with_qr_codes_is_read_and_keeps_inside(dpi: int, fonts: FontSet) -> None:
    data = replace(samples.f8a_data(26), qr_codes=True)
    stamp = samples.stamp("F8a", "PD-2026-0001")
    pdf = f8a.draw(data, stamp, fonts).pdf()
    read = [code.removeprefix("QRCode:") for page in paper.codes(pdf, dpi) for code in page]
    assert sorted(set(read) - {stamp.qr_text}) == sorted(line.number.replace("-", "") for line in data.rows)
    assert [fault for page in paper.read(pdf) for fault in paper.border_faults(page)] == []


@pytest.mark.parametrize("dpi", [150, 300])
@pytest.mark.parametrize("training", [False, True])
def test_the_qr_code_of_a_portrait_form_is_read(dpi: int, training: bool, fonts: FontSet) -> None:
    stamp = samples.stamp("F1", "XS-2026-0003", training=training)
    assert paper.codes(f1.draw(samples.f1_data(), stamp, fonts).pdf(), dpi) == [[f"QRCode:{stamp.qr_text}"]]


@pytest.mark.parametrize("name", samples.FORMS)
def test_every_page_of_every_form_bears_its_qr_code(name: str, fonts: FontSet) -> None:
    pdf = samples.FORMS[name](fonts).pdf()
    for dpi in (150, 300):
        for page in paper.codes(pdf, dpi):
            found = [code for code in page if code.startswith("QRCode:")]
            assert len(found) == 1
            assert re.fullmatch(r"QRCode:[A-Z]{2}-2026-\d{4}:0000184223:[0-9A-F]{32}", found[0])


@pytest.mark.parametrize("turn", [-1.5, 1.5])
def test_the_qr_code_survives_a_skewed_and_noisy_scan(turn: float, fonts: FontSet) -> None:
    document = pdfium.PdfDocument(f2.draw(samples.f2_data(4), samples.stamp(), fonts).pdf())
    page = document[0].render(scale=200 / 72, grayscale=True).to_pil()
    corner = page.crop((page.width - 420, 120, page.width - 80, 400))
    scan = corner.rotate(turn, fillcolor=255, resample=Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(0.8))
    noise = random.Random(3)
    scan = Image.frombytes(
        "L", scan.size, bytes(min(255, max(0, value + noise.randint(-40, 40))) for value in scan.tobytes())
    )
    assert [result.text for result in zxingcpp.read_barcodes(scan)] == [QR_TEXT]


def test_a_preview_has_no_code(fonts: FontSet) -> None:
    assert paper.codes(f2.draw(samples.f2_data(4), samples.stamp(preview=True), fonts).pdf(), 150) == [[]]


@pytest.mark.parametrize("name", samples.FORMS)
def test_the_paper_around_the_qr_code_stays_white(name: str, fonts: FontSet) -> None:
    for page in paper.read(samples.FORMS[name](fonts).pdf()):
        x, y = (258.5, 22.5) if page.width > page.height else (165.5, 18.0)
        around = paper.Box(x, y, x + 19.0, y + 19.0)
        assert [glyph.text for glyph in page.glyphs if glyph.crosses(around, 0.0)] == []


def test_the_same_qr_code_stands_in_the_file_once(fonts: FontSet) -> None:
    document = f2.draw(samples.f2_data(31), samples.stamp(), fonts)
    shared = [op for sheet in document.sheets for op in sheet.ops if isinstance(op, BarsOp) and op.name]
    assert len(shared) == document.page_count > 1
    assert len({id(op) for op in shared}) == 1
    assert len(re.findall(rb"/Subtype\s*/Form", document.pdf())) == 1
