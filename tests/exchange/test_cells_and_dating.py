"""Single cells: counts, pages, names, choices, ranges; and the year that a clerk did not write again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.lifecycle import Medium
from models.domain.text_cleaning import clean_line, clean_paragraphs, compact
from models.exchange import cells, cleaned
from models.exchange.book import DateText, NumberText
from models.exchange.cells import Count, full_ranges, parse_count, split_title
from models.exchange.dating import Dated, Found, date_rows, day_near
from models.exchange.shapes import is_ditto


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("国务院 　１２aA★〔〕（）\u200b\n\t 𬱖é"))))
def test_cleaning_has_no_short_cut_that_changes_the_result(text: str) -> None:
    hidden = "\u200b"  # goes away in cleaning, and no plain text has it
    assert clean_line(text).text == clean_line(text + hidden).text == cleaned.clean_line(text).text
    assert clean_paragraphs(text).text == clean_paragraphs(text + hidden).text == cleaned.clean_block(text)
    assert cleaned.compact(text) == compact(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [("3", 3), ("3份", 3), ("1.0", 1), ("叁份", 3), ("共5份", 5), ("两份", 2), ("十二", 12), ("1+2", 3), ("正本1副本2", 3), ("10 册", 10)],
)
def test_counts(text: str, count: int) -> None:
    assert parse_count(text) == Count(count)


def test_counts_with_the_numbers_beside() -> None:
    assert parse_count("3份（000012-000014）") == Count(3, "000012-000014")
    assert parse_count("000012-000014（共3份）") == Count(3, "000012-000014")
    assert parse_count("若干") is None


@pytest.mark.parametrize(("text", "full"), [("000112-14", "000112-000114"), ("112-14", "112-114"), ("12-14", "12-14"), ("856～61", "856～861")])
def test_ranges_whose_end_is_written_shortly(text: str, full: str) -> None:
    assert full_ranges(text) == full


def test_small_things() -> None:
    assert cells.person_name("张　伟") == "张伟" and cells.person_name("买买提 · 艾力") == "买买提·艾力"
    assert [cells.parse_pages(text) for text in ("12", "12页", "12.0", "共12页", "1-12", "约12")] == [12, 12, 12, 12, 12, None]
    assert [cells.parse_urgency(text) for text in ("急", "特急", "加急", "平急", "无", "火急")] == [
        "URGENT", "EXTRA_URGENT", "SPEEDED", "PLAIN_FAST", "NONE", None,
    ]  # fmt: skip
    assert [cells.parse_channel(text) for text in ("机要交通", "专人送达", "交换站", "邮政快递")] == [
        "PARTY_COURIER", "HAND_DELIVERY", "EXCHANGE_STATION", None,
    ]  # fmt: skip
    assert [cells.parse_medium(text) for text in ("纸质", "优盘", "移动硬盘", "光盘", "奇怪")] == [
        Medium.PAPER, Medium.USB_DISK, Medium.MOBILE_DISK, Medium.OPTICAL_DISC, None,
    ]  # fmt: skip
    assert [cells.yes_or_no(text) for text in ("√", "需清退", "否", "不需要", "待定")] == [True, True, False, False, None]
    assert cells.copy_text(DateText("2019-03-05")) == ("3-5", True) and cells.copy_text("3-5") == ("3-5", False)


@pytest.mark.parametrize("text", ["〃", "″", '"', "”", "同上", "同前", " 〃 ", "－〃－", "〃〃"])
def test_ditto_marks(text: str) -> None:
    assert is_ditto(text)


@pytest.mark.parametrize("text", ["", "—", "同上级文件", "0", "无", "-", "同意"])
def test_no_ditto_marks(text: str) -> None:
    assert not is_ditto(text)


@pytest.mark.parametrize(
    ("text", "title", "number"),
    [
        ("国发〔2019〕1号 关于某项工作的通知", "关于某项工作的通知", "国发〔2019〕1号"),
        ("国务院关于某项工作的通知（国发〔2019〕1号）", "国务院关于某项工作的通知", "国发〔2019〕1号"),
        ("关于转发国发〔2019〕1号文件的通知", "关于转发国发〔2019〕1号文件的通知", ""),
        ("国发[2019]1号", "国发[2019]1号", "国发[2019]1号"),
    ],
)
def test_a_number_in_the_cell_of_the_title(text: str, title: str, number: str) -> None:
    assert split_title(text) == (title, number)


# --- years -----------------------------------------------------------------------------------------------------------


def days(texts: list[str], hint: int | None = None) -> list[Dated]:
    return date_rows(texts, [hint] * len(texts))


def test_the_year_comes_from_the_rows_around() -> None:
    found = days(["2017-12-28", "12.30", "1.4", "2018-01-08", "1.9"])
    assert [item.day for item in found] == [date(2017, 12, 28), date(2017, 12, 30), date(2018, 1, 4), date(2018, 1, 8), date(2018, 1, 9)]
    assert {found[1].found, found[2].found, found[4].found} == {Found.YEAR_FROM_ROWS}


def test_the_year_comes_from_the_sheet() -> None:
    found = days(["1.9", "3月5日", ""], 2019)
    assert [(item.day, item.found) for item in found] == [
        (date(2019, 1, 9), Found.YEAR_FROM_SHEET), (date(2019, 3, 5), Found.YEAR_FROM_SHEET), (None, Found.EMPTY),
    ]  # fmt: skip
    assert found[2].year == 2019


def test_the_rows_overrule_a_sheet_that_cannot_be_right() -> None:
    found = days(["2019-12-30", "1.3", "2020-01-06"], 2019)
    assert found[1] == Dated(Found.YEAR_DOUBTFUL, date(2020, 1, 3), 2020)


def test_without_any_year_the_day_is_not_made_up() -> None:
    assert days(["1.9", "2.3"]) == [Dated(Found.NO_YEAR)] * 2


def test_a_day_that_excel_kept_as_a_number() -> None:
    found = days(["2019-01-08", NumberText("1.1"), "2019-01-12", NumberText("43480")])
    assert (found[1].day, found[1].found) == (date(2019, 1, 10), Found.DAY_FROM_NUMBER)
    assert (found[3].day, found[3].found) == (date(2019, 1, 15), Found.WRITTEN)


def test_months_and_nonsense() -> None:
    found = days(["2019年3月", "2019", "三月五日", "2019-02-30", "不详"])
    assert [item.found for item in found] == [Found.NO_DAY, Found.NO_DAY, Found.YEAR_FROM_ROWS, Found.UNREADABLE, Found.UNREADABLE]
    assert [item.year for item in found[:2]] == [2019, 2019] and found[2].day == date(2019, 3, 5)
    assert days(["三月五日", "二〇一九年四月"])[0].day == date(2019, 3, 5)


@given(st.lists(st.dates(date(2000, 1, 1), date(2030, 12, 31)), min_size=2, max_size=30).map(sorted), st.data())
def test_years_left_out_between_near_rows_are_found_again(wanted: list[date], data: st.DataObject) -> None:
    near = [wanted[0]]
    for day in wanted[1:]:
        near.append(day if (day - near[-1]).days <= 60 else near[-1])
    texts = [near[0].isoformat()]
    texts += [data.draw(st.sampled_from([day.isoformat(), f"{day.month}.{day.day}", f"{day.month}月{day.day}日"])) for day in near[1:]]
    assert [item.day for item in days(texts)] == near


def test_a_further_date_near_the_day_of_receipt() -> None:
    assert day_near("1月4日", date(2019, 12, 30)) == (date(2020, 1, 4), True)
    assert day_near("2020.1.4", None) == (date(2020, 1, 4), False)
    assert day_near("7.1", date(2019, 1, 3)) == (None, False)
