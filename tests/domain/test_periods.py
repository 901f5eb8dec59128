"""The end of protection: anniversaries, leap days, months, and what no calendar ends."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.levels import Level
from models.domain.markings import TermUnit, duration, marking_columns, parse_marking, state_secret
from models.domain.periods import (
    Expiry,
    Protection,
    days_left,
    expires_within,
    expiry,
    is_expired,
    protection,
    protects_as_long,
    row_expiry,
)


@pytest.mark.parametrize(
    ("mark", "issued", "last", "presumed"),
    [
        ("机密★10年", "2025-11-02", "2035-11-02", False),
        ("秘密★1年", "2020-02-29", "2021-02-28", False),
        ("秘密★4年", "2020-02-29", "2024-02-29", False),
        ("秘密★6个月", "2025-08-31", "2026-02-28", False),
        ("秘密★6个月", "2023-08-31", "2024-02-29", False),
        ("秘密★1个月", "2025-12-15", "2026-01-15", False),
        ("机密★2035年12月31日", "2025-01-01", "2035-12-31", False),
        ("绝密", "2020-06-01", "2050-06-01", True),
        ("机密", "2020-06-01", "2040-06-01", True),
        ("秘密★", "2020-06-01", "2030-06-01", True),
        ("工作秘密★5年", "2020-06-01", "2025-06-01", False),
        ("机密★长期", "2020-06-01", None, False),
        ("机密★公布前", "2020-06-01", None, False),
        ("工作秘密", "2020-06-01", None, False),
        ("内部资料", "2020-06-01", None, False),
        ("", "2020-06-01", None, False),
    ],
)
def test_last_protected_day(mark: str, issued: str, last: str | None, presumed: bool) -> None:
    expected = Expiry(date.fromisoformat(last) if last else None, presumed)
    assert expiry(parse_marking(mark), date.fromisoformat(issued)) == expected


def test_notice_date_counts_only_where_no_issue_date_is_printed() -> None:
    mark = parse_marking("机密★10年")
    assert expiry(mark, date(2025, 1, 1), date(2026, 1, 1)).last_day == date(2035, 1, 1)
    assert expiry(mark, None, date(2026, 1, 1)).last_day == date(2036, 1, 1)
    assert expiry(mark, None) == Expiry(None, needs_start=True)
    assert expiry(parse_marking("机密★2035年12月31日"), None).last_day == date(2035, 12, 31)


def test_the_anniversary_is_the_last_protected_day() -> None:
    found = Expiry(date(2035, 11, 2))
    assert not is_expired(found, date(2035, 11, 2))
    assert is_expired(found, date(2035, 11, 3))
    assert [days_left(found, date(2035, 11, day)) for day in (1, 2, 3)] == [1, 0, -1]
    assert [expires_within(found, date(2035, 10, day), 30) for day in (2, 3)] == [False, True]
    assert not expires_within(found, date(2035, 11, 3), 30)
    assert days_left(Expiry(None), date(2035, 1, 1)) is None


def test_a_stored_row_reads_the_same() -> None:
    columns = {**marking_columns(parse_marking("机密★10年")), "issued_on": "2025-11-02", "notice_on": None}
    assert row_expiry(columns) == Expiry(date(2035, 11, 2))


@pytest.mark.parametrize(
    ("mark", "issued", "expected"),
    [
        ("机密★1年", date(2025, 1, 1), Protection.EXPIRED),
        ("机密★1年", date(2026, 1, 1), Protection.PROTECTED),
        ("机密★1年", None, Protection.UNCOMPUTED),
        ("机密★长期", None, Protection.OPEN_END),
        ("机密★公布前", None, Protection.OPEN_END),
        ("工作秘密", date(2025, 1, 1), Protection.NOT_APPLICABLE),
        ("内部资料", None, Protection.NOT_APPLICABLE),
    ],
)
def test_where_it_stands(mark: str, issued: date | None, expected: Protection) -> None:
    marking = parse_marking(mark)
    assert protection(marking, expiry(marking, issued), date(2026, 6, 1)) is expected


@pytest.mark.parametrize(
    ("mine", "other", "expected"),
    [
        ("机密★10年", "机密★5年", True),
        ("机密★5年", "机密★10年", False),
        ("机密★长期", "机密★公布前", True),
        ("机密★公布前", "机密★公布前", True),
        ("机密★公布前", "机密★会议开始前", None),
        ("机密★公布前", "机密★5年", None),
        ("机密★5年", "机密★公布前", None),
        ("机密★5年", "机密★长期", False),
        ("机密★公布前", "机密★长期", None),
        ("机密★5年", "", True),
        ("机密", "机密★20年", True),
    ],
)
def test_comparing_what_remains(mine: str, other: str, expected: bool | None) -> None:
    day = date(2026, 1, 1)
    assert protects_as_long(parse_marking(mine), day, parse_marking(other), day) is expected


def test_remaining_period_counts_from_the_own_issue_date() -> None:
    ten, five = parse_marking("机密★10年"), parse_marking("机密★5年")
    assert protects_as_long(five, date(2026, 1, 1), ten, date(2020, 1, 1)) is True
    assert protects_as_long(five, date(2024, 12, 31), ten, date(2020, 1, 1)) is False
    assert protects_as_long(five, None, ten, date(2020, 1, 1)) is None


days = st.dates(date(1949, 10, 1), date(2199, 12, 31))


@given(days, st.integers(1, 40))
def test_years_keep_the_day_except_the_leap_day(issued: date, years: int) -> None:
    last = expiry(state_secret(Level.SECRET, duration(years)), issued).last_day
    assert last is not None
    assert (last.year, last.month) == (issued.year + years, issued.month)
    assert last.day == issued.day or (issued.month, issued.day, last.day) == (2, 29, 28)


@given(days, st.integers(1, 300))
def test_months_end_on_the_same_day_or_the_last_of_the_month(issued: date, months: int) -> None:
    last = expiry(state_secret(Level.SECRET, duration(months, TermUnit.MONTH)), issued).last_day
    assert last is not None
    assert (last.year * 12 + last.month) - (issued.year * 12 + issued.month) == months
    assert last.day == issued.day or (last.day < issued.day and (last + timedelta(days=1)).day == 1)


@given(days, st.integers(1, 999), st.integers(1, 999), st.sampled_from(TermUnit))
def test_a_longer_period_never_ends_earlier(issued: date, first: int, second: int, unit: TermUnit) -> None:
    ends = [expiry(state_secret(Level.SECRET, duration(n, unit)), issued).last_day for n in sorted((first, second))]
    assert ends[0] is not None and ends[1] is not None and ends[0] <= ends[1]
