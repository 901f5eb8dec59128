"""Numbers: given once, read in every style, refused where two readings are possible."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.numbering import (
    CarrierNumber,
    CopyNumberError,
    FormNumber,
    Gap,
    NumberError,
    carrier_number,
    chinese_form_number,
    digits_again,
    digits_match,
    form_number,
    format_copy_numbers,
    gaps,
    natural_key,
    normalise_reference,
    parse_carrier_number,
    parse_copy_numbers,
    parse_form_number,
    proposed_reference,
    read_copy_numbers,
    reference_key,
    reference_sort_key,
    registry_number,
)

DATA = Path(__file__).parent.parent / "data"


def run(first: int, last: int) -> list[str]:
    return [f"{number:06d}" for number in range(first, last + 1)]


# --- carriers ---


@pytest.mark.parametrize(
    "text",
    [
        "2026-000107",
        "2026000107",
        " 2026-000107\n",
        "２０２６－０００１０７",
        "2026—000107",
        "2026 000107",
        "2026–000107",
    ],
)
def test_carrier_numbers_are_read_in_every_style(text: str) -> None:
    assert parse_carrier_number(text) == CarrierNumber(2026, 107)
    assert str(parse_carrier_number(text)) == "2026-000107"
    assert parse_carrier_number(text).digits == "2026000107"


@pytest.mark.parametrize(
    "text", ["", "107", "26-000107", "2026-107", "2026-0000107", "0026-000107", "2026-000000", "x"]
)
def test_other_texts_are_no_carrier_numbers(text: str) -> None:
    with pytest.raises(NumberError, match="2026-000107"):
        parse_carrier_number(text)


def test_the_millionth_carrier_of_a_year_is_refused() -> None:
    assert carrier_number(2026, 999_999) == "2026-999999"
    with pytest.raises(NumberError, match="2026 年"):
        carrier_number(2026, 1_000_000)
    for year, serial in ((26, 1), (2026, 0)):
        with pytest.raises(ValueError, match="no carrier number"):
            carrier_number(year, serial)


@given(st.integers(1949, 2199), st.integers(1, 999_999))
def test_carrier_numbers_read_back(year: int, serial: int) -> None:
    number = carrier_number(year, serial)
    assert len(number) == 11
    assert parse_carrier_number(number) == (year, serial)
    assert parse_carrier_number(parse_carrier_number(number).digits) == (year, serial)


def test_the_last_three_digits_are_asked_again() -> None:
    assert digits_again("2026-000107") == "107"
    assert digits_match("2026-000107", " １０７")
    assert not digits_match("2026-000107", "7")


# --- registry and forms ---


def test_registry_numbers() -> None:
    assert registry_number(2026, "机", 318) == "2026-机0318"
    assert registry_number(2026, "", 12345) == "2026-12345"
    assert [registry_number(2026, "收", serial) for serial in (9_999, 10_000)] == ["2026-收9999", "2026-收10000"]
    with pytest.raises(ValueError, match="no registry number"):
        registry_number(2026, "机", 0)


def test_both_forms_of_a_form_number() -> None:
    assert form_number("XQ", 2026, 3) == "XQ-2026-0003"
    assert chinese_form_number(2026, "销审", 3) == "〔2026〕销审第003号"
    assert parse_form_number("xq-2026-0003") == FormNumber("XQ", 2026, 3)
    with pytest.raises(NumberError):
        parse_form_number("XQ-26-3")
    with pytest.raises(NumberError):
        form_number("XQ", 2026, 1_000_000)
    with pytest.raises(NumberError):
        parse_form_number("XQ-2026-00003")
    with pytest.raises(ValueError, match="no form number"):
        form_number("销", 2026, 1)
    with pytest.raises(ValueError, match="no form number"):
        chinese_form_number(2026, "销审", 0)


def test_form_numbers_grow_in_width() -> None:
    for serial, ending in ((9_999, "9999"), (10_000, "10000"), (999_999, "999999")):
        assert form_number("BQ", 2026, serial) == f"BQ-2026-{ending}"
        assert parse_form_number(f"BQ-2026-{ending}") == FormNumber("BQ", 2026, serial)
    assert chinese_form_number(2026, "销审", 10_000) == "〔2026〕销审第10000号"


# --- copy numbers ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", ["000012"]),
        ("12-16", run(12, 16)),
        *[
            (text, run(390, 399))
            for text in (
                *("000390~000399", "000390～000399", "000390-000399", "000390—000399", "000390——000399"),
                *("000390–000399", "000390－000399", "000390 - 000399", "390至399", "000390～399", "第390至399份"),
                *(
                    "第390－399号",
                    "〔000390～000399〕",
                    "３９０~３９９",
                    "第390号至第399号",
                    "390到399",
                    "000390−000399",
                ),
            )
        ],
        *[
            (text, ["000012", "000014", "000015"])
            for text in (
                "12、14、15",
                "12,14,15",
                "12，14；15",
                "12 14 15",
                "12\n14\n15",
                "第12、14、15号",
                "12和14、15",
            )
        ],
        *[
            (text, ["000856"])
            for text in ("第856号", "第 856 号", "８５６", "856号", "№856", "No. 856", "第856份", "(856)")
        ],
        ("第5份", ["000005"]),
        ("五", ["000005"]),
        ("1至5", run(1, 5)),
        ("000390～000399、000401", [*run(390, 399), "000401"]),
        ("1-3（共3份）", run(1, 3)),
        ("共3份：7、8、9", run(7, 9)),
        ("000012-F01", ["000012-F01"]),
        ("甲03、乙03", ["甲03", "乙03"]),
        ("0000123", ["0000123"]),
        ("20260001-20260003", ["20260001", "20260002", "20260003"]),
        *[(text, []) for text in ("", "无", "—", " ", "/")],
    ],
)
def test_copy_numbers_as_clerks_write_them(text: str, expected: list[str]) -> None:
    assert parse_copy_numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("16-12", "16-12"),
        ("1-3000", "1-3000"),
        ("1-2000、3000", "3000"),
        ("1-99999999999", "1-9999"),
        ("5份", "5份"),
        ("共0)份", "共0份"),
        ("0", "000001"),
        ("0-5", "000001"),
        ("A1-A5", "A1-A5"),
        ("甲1～甲5", "甲1"),
        ("12等", "12等"),
        ("1、2、2", "000002"),
        ("1-5、3-4", "000003～000004"),
        ("12-16-20", "12-16-20"),
        ("12～", "12～"),
        ("-5", "-5"),
        ("?", "?"),
        ("见附件", "见附件"),
        ("1" * 100_000, "1111"),
    ],
)
def test_what_can_be_read_twice_is_refused_and_named(text: str, named: str) -> None:
    with pytest.raises(CopyNumberError) as caught:
        parse_copy_numbers(text)
    assert named in str(caught.value.text)


def test_a_range_may_have_two_thousand_copies() -> None:
    assert len(parse_copy_numbers("1-2000")) == 2000
    with pytest.raises(CopyNumberError):
        parse_copy_numbers("1-2001")


def test_a_noted_count_is_kept_and_compared() -> None:
    assert read_copy_numbers("1-3").disagrees is False
    assert read_copy_numbers("1-3（共3份）").disagrees is False
    found = read_copy_numbers("1-3，共５份")
    assert (found.stated, found.disagrees) == (5, True)


def test_copy_numbers_are_written_shortly() -> None:
    assert format_copy_numbers(["000401", *run(390, 399)]) == "000390～000399、000401"
    assert format_copy_numbers(["甲03", "000002", "000001"]) == "000001～000002、甲03"
    assert format_copy_numbers([]) == ""


@given(st.lists(st.integers(1, 3000), unique=True, max_size=60))
def test_short_form_reads_back(numbers: list[int]) -> None:
    given_numbers = [f"{number:06d}" for number in numbers]
    assert parse_copy_numbers(format_copy_numbers(given_numbers)) == sorted(given_numbers)


pieces = st.sampled_from(
    ["1", "12", "000390", "-", "~", "—", "至", "、", " ", "第", "号", "份", "共", "5", "甲", "（", "）", "无"]
)


@given(st.one_of(st.text(max_size=60), st.lists(pieces, max_size=9).map("".join)))
def test_only_a_copy_number_error_is_raised(text: str) -> None:
    try:
        numbers = parse_copy_numbers(text)
    except CopyNumberError as error:
        assert str(error.text)
    else:
        assert len(numbers) == len(set(numbers))


def test_every_copy_number_of_an_old_ledger_is_understood() -> None:
    with (DATA / "旧台账-2017-2018.csv").open(encoding="gb18030", newline="") as file:
        texts = [row["份号"] for row in csv.DictReader(file)]
    assert len(texts) > 100
    for text in texts:
        assert all(len(number) == 6 and number.isdigit() for number in parse_copy_numbers(text)), text


# --- references ---


@pytest.mark.parametrize(
    "text",
    [
        *("国办发〔2016〕99号", "国办发[2016]99号", "国办发(2016)99号", "国办发（2016）99号", "国办发【2016】99号"),
        *(
            "国办发 ［2016］ 99 号",
            "国办发〔２０１６〕９９号",
            "国办发〔2016]99号",
            "国办发\n〔2016〕99号",
            "国办发〔2016年〕99号",
        ),
    ],
)
def test_references_get_the_national_form(text: str) -> None:
    assert normalise_reference(text) == "国办发〔2016〕99号"


def test_only_years_get_the_square_brackets() -> None:
    assert normalise_reference("国函（试）[2018]1号") == "国函（试）〔2018〕1号"
    assert normalise_reference("第17期") == "第17期"


def test_a_year_without_brackets_is_seen_and_said() -> None:
    assert normalise_reference("中办发2026 3号") == "中办发〔2026〕3号"
    assert normalise_reference("中办发2026 第３号") == "中办发〔2026〕第3号"
    assert normalise_reference("中办发2026年3号") == "中办发2026年3号"  # what cannot be mistaken stays as it is written
    assert normalise_reference("中办发〔2026 3号") == "中办发〔20263号"
    for typed in ("中办发2026年3号", "中办发2026第3号", "中办发20263号", "中办发2026-003号", "中办发2026 3号"):
        assert proposed_reference(typed) == "中办发〔2026〕3号"
    for typed in ("中办发〔2026〕3号", "中办发[2026]3号", "无", "第17期", "BJ2026-15", ""):
        assert proposed_reference(typed) == ""


def test_a_year_in_chinese_numerals_is_a_year() -> None:
    for typed in ("省密发二〇一九4号", "省密发二〇一九年4号", "省密发〔二〇一九〕4号", "省密发[二0一九年]4号", "省密发二○一九 4号"):
        assert normalise_reference(typed) == "省密发〔2019〕4号"
    assert normalise_reference("×发一九九八年第12号") == "×发〔1998〕第12号"
    for typed in ("二〇一九4号", "关于二〇一九年工作", "省密发〔2019〕四号", "关于（二〇）一九号"):
        assert normalise_reference(typed) == typed
    assert normalise_reference("省密发〔二〇一六〕五号") == "省密发〔2016〕五号"
    assert proposed_reference("×发2021年4号") == "×发〔2021〕4号"


def test_equal_references_have_equal_keys() -> None:
    assert (
        reference_key("国办发[2016]099号")
        == reference_key("国办发〔２０１６〕９９")
        == reference_key("国办发〔2016〕第99号")
    )
    assert reference_key("国办发〔2016〕99号") != reference_key("国发〔2016〕99号")
    assert reference_key("国办发〔2016〕99号") != reference_key("国办发〔2016〕9号")
    assert reference_key("厅字〔2000〕5²号")  # a superscript is no digit to count with


def test_references_sort_by_organ_year_and_number() -> None:
    texts = ["国发〔2017〕10号", "国发〔2017〕9号", "国发〔2016〕100号", "国办发〔2017〕1号", "国发[2016]77号"]
    assert sorted(texts, key=reference_sort_key) == [
        "国办发〔2017〕1号", "国发[2016]77号", "国发〔2016〕100号", "国发〔2017〕9号", "国发〔2017〕10号",
    ]  # fmt: skip


@given(st.text(max_size=80))
def test_reference_functions_take_every_text(text: str) -> None:
    once = normalise_reference(text)
    assert normalise_reference(once) == once
    assert reference_key(once) == reference_key(text)
    assert reference_sort_key(text) == reference_sort_key(once)


@given(st.lists(st.integers(0, 10**11), min_size=2, max_size=5))
def test_natural_order_is_numeric(numbers: list[int]) -> None:
    texts = [f"第{number}号" for number in numbers]
    assert sorted(texts, key=natural_key) == [f"第{number}号" for number in sorted(numbers)]


# --- gaps ---


def test_gaps_are_reported_for_each_series() -> None:
    numbers = ["2026-000005", "2026-000001", "2026-000001", "2026-000002", "2025-000002", "〔2026〕销审第003号", "无"]
    assert gaps(numbers) == [Gap("2025-", 1, 1), Gap("2026-", 3, 4), Gap("〔2026〕销审第", 1, 2)]
    assert [gap.count for gap in gaps(numbers)] == [1, 2, 2]
    assert gaps(["2026-000001", "2026-000002"]) == []


@given(st.sets(st.integers(1, 200)))
def test_numbers_and_gaps_make_the_whole(serials: set[int]) -> None:
    missing = [n for gap in gaps(f"2026-{n:06d}" for n in serials) for n in range(gap.first, gap.last + 1)]
    assert sorted([*missing, *serials]) == list(range(1, max(serials, default=0) + 1))
