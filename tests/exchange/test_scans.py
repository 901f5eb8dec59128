"""What scanners send for our own labels, whatever keyboard and input method stand between."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.numbering import carrier_number
from models.exchange.scans import ScanKind, Scanned, read_scan

DIGEST = "0123456789ABCDEF0123456789ABCDEF"


@pytest.mark.parametrize(
    "text",
    ["2026000107", "2026-000107", "2026000107\r\n", "\t2026000107\t", "\x022026000107\x03", "]C02026000107", "２０２６０００１０７",
     "２０２６－０００１０７", "2026—000107", " 2026 000107 ", "20260001072026000107"],
)  # fmt: skip
def test_a_carrier_label(text: str) -> None:
    assert read_scan(text) == Scanned(ScanKind.CARRIER, "2026-000107")


@pytest.mark.parametrize("text", ["S00012", "s00012\r", "Ｓ０００１２", "]Q1S00012", "S00012S00012"])
def test_a_shelf_label(text: str) -> None:
    assert read_scan(text) == Scanned(ScanKind.SHELF, "S00012")


@pytest.mark.parametrize(
    "text",
    [f"XQ-2026-0003:0000184223:{DIGEST}", f"xq-2026-0003:0000184223:{DIGEST.lower()}\n", f"ＸＱ－２０２６－０００３：００００１８４２２３：{DIGEST}"],
)
def test_the_code_of_a_form(text: str) -> None:
    assert read_scan(text) == Scanned(ScanKind.FORM, "XQ-2026-0003", 184223, DIGEST)


def test_numbers_that_grew_in_width_are_read() -> None:
    assert read_scan(f"BQ-2026-10000:0000184223:{DIGEST}") == Scanned(ScanKind.FORM, "BQ-2026-10000", 184223, DIGEST)
    assert read_scan("S100000") == Scanned(ScanKind.SHELF, "S100000")
    assert read_scan("S000012").kind is ScanKind.UNKNOWN


def test_codes_that_ran_together() -> None:
    found = read_scan("S000122026000107\t2026000108")
    assert found.kind is ScanKind.RUN_TOGETHER
    assert [(part.kind, part.value) for part in found.parts] == [
        (ScanKind.SHELF, "S00012"), (ScanKind.CARRIER, "2026-000107"), (ScanKind.CARRIER, "2026-000108"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["6901234567890", "12345678901", "9999000107", "2026000000", "S0012", "XQ-2026-0000:1:ABC", "关于某事", "S00012x"])
def test_what_is_not_ours_is_kept_as_evidence(text: str) -> None:
    assert read_scan(text) == Scanned(ScanKind.UNKNOWN, text)


def test_nothing_and_covers() -> None:
    assert read_scan("").kind is read_scan("\r\n").kind is read_scan("　").kind is ScanKind.EMPTY
    assert read_scan("GB0626-2005^a^b^|\r\n") == Scanned(ScanKind.COVER, "GB0626-2005^a^b^|")


@given(st.text(max_size=400))
def test_no_text_breaks_the_reading(text: str) -> None:
    found = read_scan(text)
    assert found.kind in ScanKind
    assert not any(ord(character) < 32 for character in found.value) or found.kind is ScanKind.COVER


@given(st.integers(2000, 2100), st.integers(1, 999_999), st.sampled_from(["{}", "{}\r", "]C0{}", "{}\t", "\x02{}\x03"]), st.booleans(), st.booleans())
def test_every_carrier_number_is_read_back(year: int, serial: int, around: str, dash: bool, wide: bool) -> None:
    number = carrier_number(year, serial)
    sent = number if dash else number.replace("-", "")
    if wide:
        sent = sent.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789-"})
    assert read_scan(around.format(sent)) == Scanned(ScanKind.CARRIER, number)
