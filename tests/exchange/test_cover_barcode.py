"""The two-dimensional code of covers: the national form, local ones, and what scanners make of them (domain.md 2.2)."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.levels import Level, SecretKind
from models.domain.markings import TermKind
from models.exchange.cover_barcode import CoverData, is_cover_code, parse_cover

LINES = (Path(__file__).parents[1] / "data" / "cover-barcodes.txt").read_text(encoding="utf-8").splitlines()
FULL = LINES[0]


def data(text: str) -> CoverData:
    found = parse_cover(text).data
    assert found is not None
    return found


def codes(text: str) -> list[str]:
    return [problem.code for problem in parse_cover(text).problems]


def test_a_full_code() -> None:
    found = data(FULL)
    assert found == CoverData(
        version="GB0626-2005", number="HN000020230915000001", issuer="国务院办公厅", kind="通知", reference="国办发〔2023〕30号",
        addressee="各省、自治区、直辖市人民政府", title="国务院办公厅关于进一步做好某项工作的通知", marking_text="秘密5年",
        marking=found.marking, urgency="URGENT", issued_on=datetime.date(2023, 9, 15), release="省军级", maker="国务院办公厅秘书局",
        made_on=datetime.date(2023, 9, 16), custom=(),
    )  # fmt: skip
    assert (found.marking.level, found.marking.term.amount) == (Level.CONFIDENTIAL, 5)
    assert codes(FULL) == []


def test_what_goes_into_the_register() -> None:
    values = data(LINES[1]).document_values()
    assert values == {
        "barcode_number": "11010120230001234567", "issuer": "××省人民政府", "reference_number": "×政发〔2023〕12号",
        "title": "××省人民政府关于加强某项工作的意见", "marking": "机密★10年", "urgency": "EXTRA_URGENT", "issued_on": "2023-08-01",
        "secret_kind": "STATE_SECRET", "level": "SECRET", "term_kind": "DURATION", "term_amount": 10, "term_unit": "YEAR",
        "term_date": None, "term_condition": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "kind", "urgency", "reference", "day", "problems"),
    [
        (2, SecretKind.UNMARKED, "NONE", "×函〔2023〕48号", "2023-03-15", []),
        (3, SecretKind.STATE_SECRET, "EXTRA_LIFTED", "×公通字〔2015〕123号", "2015-01-01", ["TERM_UNMARKED"]),
        (4, SecretKind.UNMARKED, "PLAIN_FAST", "〔2022〕", "2022-08-21", ["COVER_NUMBER_INCOMPLETE", "COVER_EMPTY"]),
        (5, SecretKind.STATE_SECRET, "URGENT", "第17期", "2023-01-10", ["COVER_EMPTY"]),
    ],
)
def test_the_other_samples(line: int, kind: SecretKind, urgency: str, reference: str, day: str, problems: list[str]) -> None:
    found = data(LINES[line])
    assert (found.marking.kind, found.urgency, found.reference) == (kind, urgency, reference)
    assert str(found.issued_on) == day and codes(LINES[line]) == problems


def test_fields_that_only_its_maker_knows_are_kept() -> None:
    assert data(LINES[3]).custom == ("2", "附件标识", "关联文件文号")
    assert data(LINES[3]).marking.term.kind is TermKind.UNMARKED
    assert data(LINES[2]).document_values()["marking"] is None


@pytest.mark.parametrize("around", ["{}\r\n", "{}\t", "\x02{}\x03", "]L2{}\r", "  {}\n", "\ufeff{}"])
def test_what_scanners_put_around_it(around: str) -> None:
    assert data(around.format(FULL)) == data(FULL)


def test_full_width_marks_and_a_missing_end() -> None:
    assert data(FULL.replace("^", "＾").replace("|", "｜")) == data(FULL)
    assert data(FULL.removesuffix("|")) == data(FULL) == data(FULL.removesuffix("^^|"))
    cut = "^".join(FULL.split("^")[:9])
    assert data(cut).urgency == "URGENT" and data(cut).issued_on is None


def test_a_local_version_and_one_without_a_version() -> None:
    local = FULL.replace("GB0626-2005", "BQZNJH200802")
    assert data(local).title == data(FULL).title and codes(local) == ["COVER_OTHER_VERSION"]
    bare = FULL.removeprefix("GB0626-2005^")
    assert (data(bare).number, data(bare).version, data(bare).issuer) == ("HN000020230915000001", "", "国务院办公厅")
    assert codes(bare) == ["COVER_OTHER_VERSION"]
    shifted = FULL.replace("^通知^", "^通知^多出的一项^", 1)
    assert data(shifted).title == data(FULL).title and codes(shifted) == ["COVER_OTHER_VERSION"]


def test_mended_garbage_is_said_to_be_mended() -> None:
    for wrong in (FULL.encode("gb18030").decode("latin-1"), FULL.encode().decode("latin-1")):
        assert data(wrong) == data(FULL) and codes(wrong) == ["COVER_MENDED"]


@pytest.mark.parametrize(
    "text",
    [
        FULL.encode("gb18030").decode("utf-8", "replace"),
        "".join("?" if ord(c) > 0x7F else c for c in FULL),
        "".join("" if ord(c) > 0x7F else c for c in FULL),
    ],
)
def test_lost_chinese_is_said_to_be_lost(text: str) -> None:
    found = parse_cover(text)
    assert found.data is None and [problem.code for problem in found.problems] == ["COVER_GARBLED"]
    assert found.problems[0].blocks


@pytest.mark.parametrize("text", ["", "hello", "2026000107", "国务院", "^^^", "一^二^三^四^五^六^七^八^九^十^|", "x" * 5000])
def test_what_is_no_cover_code(text: str) -> None:
    found = parse_cover(text)
    assert found.data is None and found.problems[0].blocks


def test_telling_a_cover_from_our_own_codes() -> None:
    assert all(is_cover_code(line) for line in LINES)
    assert is_cover_code("ＧＢ０６２６－２００５＾x") and is_cover_code("BQZNJH200802" + "^" * 12)
    assert not is_cover_code("2026000107") and not is_cover_code("XQ-2026-0003:0000184223:" + "A" * 32)


def test_a_level_and_a_day_that_cannot_be_read_are_warned_about() -> None:
    odd = FULL.replace("秘密5年", "秘密10N").replace("20230915", "2023/13/45")
    assert set(codes(odd)) == {"COVER_MARKING", "COVER_DATE"}
    assert data(odd).marking.kind is SecretKind.UNMARKED and data(odd).marking_text == "秘密10N"


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    for given_text in (text, "GB0626-2005^" + text, text.join(["^"] * 14)):
        found = parse_cover(given_text)
        assert found.data is not None or found.problems
