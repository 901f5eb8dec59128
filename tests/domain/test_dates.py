"""Dates in every style clerks write, and none that can be read in two ways."""

import csv
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.dates import DateError, ParsedDate, add_months, chinese_number, day_problems, from_iso, parse_date

DATA = Path(__file__).parent.parent / "data"
JANUARY_9 = date(2017, 1, 9)


@pytest.mark.parametrize(
    "value",
    [
        *(
            "2017-01-09",
            "2017/01/09",
            "2017.1.9",
            "2017．1．9",
            "2017。1。9",
            "2017-1-9",
            "20170109",
            "17.1.9",
            "17-01-09",
        ),
        *(
            "2017年1月9日",
            "2017年1月9号",
            "2017 年 1 月 9 日",
            "二〇一七年一月九日",
            "二零一七年元月九日",
            "２０１７年１月９日",
        ),
        *(
            "2017-01-09 08:30",
            "2017-01-09T08:30:15",
            "2017-01-09 13:13:07.294",
            "2017年1月9日8时30分",
            "2017年1月9日上午",
        ),
        *("2017年1月9日（星期一）", "2017-01-09 周一", " 2017—01—09\n", "2017、1、9", 42744, 42744.0, 42744.5, "42744"),
        *(date(2017, 1, 9), datetime.fromisoformat("2017-01-09 23:59"), 20170109),
    ],
)
def test_full_dates_need_no_hint(value: object) -> None:
    assert parse_date(value) == ParsedDate(JANUARY_9)
    assert parse_date(value, year_hint=1999) == ParsedDate(JANUARY_9)


@pytest.mark.parametrize("value", ["1.9", "1月9日", "01-09", "1/9", "元月9日", "一月九日", "１．９", 1.9])
def test_a_missing_year_is_taken_from_the_hint_and_said(value: object) -> None:
    assert parse_date(value, year_hint=2017) == ParsedDate(JANUARY_9, year_from_hint=True)
    with pytest.raises(DateError, match="没有写年份"):
        parse_date(value)


@pytest.mark.parametrize(
    "value",
    [
        *(
            "",
            " ",
            None,
            True,
            "无",
            "〃",
            "2017",
            "2017-01",
            "201701",
            "170109",
            "1.9.17",
            "2017-13-01",
            "2017-02-29",
            "13.1",
        ),
        *("2017年2月30日", "去年1月9日", "1899-01-01", "2200-01-01", "99999", "x" * 5000, "2017-01-09至2017-01-10"),
        *(0, 3, 17, 100_000, float("nan"), float("inf"), -42744, 1e300, [2017, 1, 9]),
    ],
)
def test_other_values_are_refused_with_a_right_example(value: object) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(value, year_hint=2017)
    assert str(caught.value.text)


def test_a_decimal_that_may_have_lost_a_zero_is_refused() -> None:
    for value in (1.1, 1.2, 12.3):
        with pytest.raises(DateError, match="小数"):
            parse_date(value, year_hint=2017)
    assert parse_date(1.12, year_hint=2017).day == date(2017, 1, 12)


def test_two_digit_years() -> None:
    assert parse_date("98.12.31").day == date(1998, 12, 31)
    assert parse_date("49.12.31").day == date(2049, 12, 31)


def test_a_leap_day_needs_a_leap_year_as_hint() -> None:
    assert parse_date("2.29", year_hint=2020).day == date(2020, 2, 29)
    with pytest.raises(DateError, match=r"2\.29"):
        parse_date("2.29", year_hint=2021)


def test_every_date_of_an_old_ledger_is_understood() -> None:
    with (DATA / "旧台账-2017-2018.csv").open(encoding="gb18030", newline="") as file:
        texts = [row["收到日期"] for row in csv.DictReader(file)]
    assert len(texts) > 100
    for text in texts:
        assert parse_date(text, year_hint=2017).day.year in (2017, 2018)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_written_dates_read_back(day: date) -> None:
    for text in (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
    ):
        assert parse_date(text) == ParsedDate(day)
    assert parse_date(f"{day.month}.{day.day}", year_hint=day.year) == ParsedDate(day, year_from_hint=True)


@given(st.one_of(st.text(), st.text("0123456789年月日.-/ 〇一十", max_size=14), st.floats(), st.integers()))
def test_only_a_date_error_is_raised(value: object) -> None:
    try:
        parse_date(value, year_hint=2020)
    except DateError as error:
        assert str(error.text)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2020-01-31", 1, "2020-02-29"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2020-02-29", 48, "2024-02-29"),
        ("2025-12-15", 1, "2026-01-15"),
        ("2026-03-31", -1, "2026-02-28"),
        ("9999-06-01", 12, "9999-12-31"),
    ],
)
def test_adding_months(start: str, months: int, end: str) -> None:
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *[
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("二十五", 25),
            ("一百", 100),
            ("一百二十", 120),
            ("两", 2),
            ("九", 9),
        ],
        *[
            ("二〇一七", 2017),
            ("二○三五", 2035),
            ("", None),
            ("廿", None),
            ("十十", None),
            ("百十", 110),
            ("一二十", None),
        ],
        *[("三十〇", 30), ("12", None), ("〇十", None)],
    ],
)
def test_chinese_numerals(text: str, number: int | None) -> None:
    assert chinese_number(text) == number


def test_stored_dates() -> None:
    assert from_iso("2026-11-02") == date(2026, 11, 2)
    assert from_iso(None) is from_iso("") is None
    with pytest.raises(ValueError, match="Invalid"):
        from_iso("2.11.2026")


@pytest.mark.parametrize(("text", "code"), [
    ("2026-11-02", ""), ("2026-11-01", "TOO_EARLY"), ("2026-11-05", "TOO_LATE"), ("2026-02-30", "NOT_A_DATE"), ("", "NOT_A_DATE"),
    ("2099-99-99", "NOT_A_DATE"), ("1000", "NOT_A_DATE"), ("1000-01-01", "NOT_A_DATE"), ("20261103", "NOT_A_DATE"), ("明天", "NOT_A_DATE"),
])  # fmt: skip
def test_a_day_that_is_handed_in_is_one_and_within_what_can_be(text: str, code: str) -> None:
    found = day_problems("due_on", text, not_before="2026-11-02", not_after=date(2026, 11, 4), rule="R-36")
    assert [(problem.code, problem.field, problem.rule, problem.blocks) for problem in found] == (
        [(code, "due_on", "R-36", True)] if code else [])  # fmt: skip
