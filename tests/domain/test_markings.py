"""Markings: what clerks write is read, what is rendered reads back, and nothing is guessed."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.levels import Level, SecretKind
from models.domain.markings import (
    LONG_TERM,
    NO_MARKING,
    NO_TERM,
    TERM_UNMARKED,
    Marking,
    MarkingError,
    Term,
    TermKind,
    TermUnit,
    check_marking_shape,
    check_own,
    check_received,
    duration,
    highest,
    marking_columns,
    marking_from,
    parse_marking,
    parse_term,
    render_marking,
    state_secret,
)

DATA = Path(__file__).parent.parent / "data"
WORK = Marking(SecretKind.WORK_SECRET, None, NO_TERM)
INTERNAL = Marking(SecretKind.INTERNAL, None, NO_TERM)
DECLASSIFIED = Marking(SecretKind.DECLASSIFIED, None, NO_TERM)
SECRET_10 = state_secret(Level.SECRET, duration(10))
END_2035 = Term(TermKind.DATE, date=date(2035, 12, 31))


def condition(text: str) -> Term:
    return Term(TermKind.CONDITION, condition=text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[
            (text, SECRET_10)
            for text in (
                *("机密★10年", "机密 ★ 10 年", "机密10年", "机密（10年）", "机密(10年)", "机密☆10年", "机密*10年"),
                *("机密﹡10年", "机密＊１０年", "机密⭐\ufe0f10年", "机密★十年", "机密★１０年", "机密★ 1 0 年"),
                *("机　密　★　10　年", "机密级★10年", "（机密）10年", "【机密】★10年", "机密/10年", "机密、10年"),
                *("机密★（10年）", "机密★★10年", "\u200b机密★10年\n", "机密\n★10年"),
            )
        ],
        ("秘密★6个月", state_secret(Level.CONFIDENTIAL, duration(6, TermUnit.MONTH))),
        ("秘密★六个月", state_secret(Level.CONFIDENTIAL, duration(6, TermUnit.MONTH))),
        ("秘密★6月", state_secret(Level.CONFIDENTIAL, duration(6, TermUnit.MONTH))),
        ("秘密★半年", state_secret(Level.CONFIDENTIAL, duration(6, TermUnit.MONTH))),
        ("秘密★1年6个月", state_secret(Level.CONFIDENTIAL, duration(18, TermUnit.MONTH))),
        ("秘密★一年半", state_secret(Level.CONFIDENTIAL, duration(18, TermUnit.MONTH))),
        ("秘密5年", state_secret(Level.CONFIDENTIAL, duration(5))),
        ("绝密★长期", state_secret(Level.TOP_SECRET, LONG_TERM)),
        ("绝密长期", state_secret(Level.TOP_SECRET, LONG_TERM)),
        ("绝密★30年", state_secret(Level.TOP_SECRET, duration(30))),
        ("绝密★三十年", state_secret(Level.TOP_SECRET, duration(30))),
        *[
            (f"机密★{text}", state_secret(Level.SECRET, END_2035))
            for text in (
                "2035年12月31日",
                "2035-12-31",
                "2035.12.31",
                "2035/12/31",
                "20351231",
                "至2035年12月31日解密",
                "2035年12月31日止",
                "二〇三五年十二月三十一日",
                "２０３５年１２月３１日",
            )
        ],
        ("机密★会议开始前", state_secret(Level.SECRET, condition("会议开始前"))),
        ("机密（公布前）", state_secret(Level.SECRET, condition("公布前"))),
        ("机密★2035年换届选举结束", state_secret(Level.SECRET, condition("2035年换届选举结束"))),
        ("机密", state_secret(Level.SECRET)),
        ("机密★", state_secret(Level.SECRET)),
        ("绝密级", state_secret(Level.TOP_SECRET)),
        ("工作秘密", WORK),
        ("工作 秘密", WORK),
        ("工作秘密★5年", Marking(SecretKind.WORK_SECRET, None, duration(5))),
        *[(text, INTERNAL) for text in ("内部", "内部资料", "内部文件", "内部文件 注意保存", "内部资料，注意保存")],
        *[(text, NO_MARKING) for text in ("", " ", "　", "无", "空", "公开", "非涉密", "—", "/")],
        *[(text, DECLASSIFIED) for text in ("已解密", "解密", "（已解密）", "机密（已解密）", "机密★10年（已解密）")],
    ],
)
def test_reads_what_clerks_write(text: str, expected: Marking) -> None:
    assert parse_marking(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("密", "机要", "商密", "一般", "★10年", "秘密★1O年", "机密★永久", "机密30天", "机密★2035年", "机密会议"),
        *("机密★2035年12月", "机密★2035年2月30日", "机密★13月31日", "机密10", "机密★10", "秘密、机密", "秘密★机密"),
        *("机密★0年", "机密★1000年", "机密★见附件", "机密★待定", "密级有疑问", "机密★2年12个月", "机密★不详的期限"),
        *("内部10年", "机密？", "机密★前", "机" * 1000),
    ],
)
def test_never_guesses(text: str) -> None:
    with pytest.raises(MarkingError):
        parse_marking(text)


def test_a_mark_to_be_declassified_is_still_a_secret() -> None:
    assert parse_marking("机密★至2035年12月31日解密").kind is SecretKind.STATE_SECRET
    with pytest.raises(MarkingError):
        parse_marking("机密★尚未解密")


def test_unknown_text_is_named() -> None:
    with pytest.raises(MarkingError) as caught:
        parse_marking("机要件")
    assert "机要件" in str(caught.value.text)


@pytest.mark.parametrize(
    ("level", "period", "expected"),
    [
        ("机密", "10年", SECRET_10),
        ("机密", "★10年", SECRET_10),
        ("机密★", "10 年", SECRET_10),
        ("机密★10年", "十年", SECRET_10),
        ("机密★10年", "", SECRET_10),
        ("机密★10年", "无", SECRET_10),
        ("机密", "会议开始前", state_secret(Level.SECRET, condition("会议开始前"))),
        ("机密", "", state_secret(Level.SECRET)),
        ("机密", "未标注", state_secret(Level.SECRET)),
        ("无", "—", NO_MARKING),
        ("工作秘密", "3年", Marking(SecretKind.WORK_SECRET, None, duration(3))),
    ],
)
def test_level_and_period_from_two_columns(level: str, period: str, expected: Marking) -> None:
    assert parse_marking(level, period) == expected


@pytest.mark.parametrize(("level", "period"), [("机密★10年", "5年"), ("无", "5年"), ("", "10年"), ("机密", "见附件")])
def test_columns_that_contradict_each_other_are_refused(level: str, period: str) -> None:
    with pytest.raises(MarkingError):
        parse_marking(level, period)


def test_every_level_text_of_an_old_ledger_is_understood() -> None:
    with (DATA / "旧台账-2017-2018.csv").open(encoding="gb18030", newline="") as file:
        texts = [row["密级和保密期限"] for row in csv.DictReader(file)]
    assert len(texts) > 100
    for text in texts:
        found = parse_marking(text)
        assert found.kind is SecretKind.INTERNAL if "内部" in text else found.kind is not SecretKind.UNMARKED


terms = st.one_of(
    st.builds(duration, st.integers(1, 999), st.sampled_from(TermUnit)),
    st.builds(lambda day: Term(TermKind.DATE, date=day), st.dates(date(1900, 1, 1), date(2199, 12, 31))),
    st.sampled_from(["会议开始前", "公布前", "任务完成后", "2035年大会召开前", "试卷启用", "X9谈判结束"]).map(
        condition
    ),
    st.just(LONG_TERM),
    st.just(TERM_UNMARKED),
)
secrets = st.builds(state_secret, st.sampled_from(Level), terms)
markings = st.one_of(secrets, st.sampled_from([WORK, INTERNAL, DECLASSIFIED, NO_MARKING]))


@given(markings)
def test_what_is_rendered_reads_back(marking: Marking) -> None:
    assert parse_marking(render_marking(marking)) == marking


@given(markings)
def test_columns_read_back_and_have_a_right_shape(marking: Marking) -> None:
    columns = marking_columns(marking)
    assert marking_from(columns) == marking
    assert check_marking_shape(columns) == []
    assert all(value is None or isinstance(value, int | str) for value in columns.values())


WORDS = ("机密", "秘密", "绝密", "工作秘密", "内部", "长期", "解密", "已", "前", "年", "月", "日", "个月", "十")
pieces = st.sampled_from((*WORDS, "★", "10", "2035", "12", "-", "（", "）", " ", "　"))


@given(st.one_of(st.text(), st.lists(pieces, max_size=8).map("".join)), st.one_of(st.just(""), st.text(max_size=20)))
def test_only_a_marking_error_is_ever_raised(text: str, period: str) -> None:
    try:
        found = parse_marking(text, period)
    except MarkingError as error:
        assert str(error.text)
    else:
        assert check_marking_shape(marking_columns(found)) == []


@pytest.mark.parametrize(
    ("level", "term", "text"),
    [
        (Level.SECRET, duration(10), "机密★10年"),
        (Level.CONFIDENTIAL, duration(6, TermUnit.MONTH), "秘密★6个月"),
        (Level.TOP_SECRET, LONG_TERM, "绝密★长期"),
        (Level.SECRET, END_2035, "机密★2035年12月31日"),
        (Level.SECRET, TERM_UNMARKED, "机密"),
    ],
)
def test_marks_are_rendered_without_spaces(level: Level, term: Term, text: str) -> None:
    assert render_marking(state_secret(level, term)) == text


def test_only_state_secrets_get_a_star() -> None:
    assert render_marking(Marking(SecretKind.WORK_SECRET, None, duration(5))) == "工作秘密"
    assert render_marking(NO_MARKING) == ""


# --- the mark of a list ---


def test_list_takes_highest_level_and_longest_period_of_different_rows() -> None:
    assert highest([parse_marking("机密★5年"), parse_marking("秘密★10年"), WORK]) == SECRET_10


def test_long_term_is_longest_and_covers_conditions() -> None:
    rows = [parse_marking("秘密★长期"), parse_marking("机密★20年"), parse_marking("机密★公布前")]
    assert highest(rows) == state_secret(Level.SECRET, LONG_TERM)


def test_unmarked_period_counts_as_the_maximum_of_its_level() -> None:
    assert highest([parse_marking("秘密"), parse_marking("机密★5年")]) == SECRET_10
    assert highest([parse_marking("绝密"), parse_marking("机密★10年")]).term == duration(30)


def test_date_counts_by_its_distance() -> None:
    rows = [parse_marking("机密★2035年12月31日"), parse_marking("秘密★5年")]
    assert highest(rows, on=date(2026, 1, 1)).term == END_2035
    assert highest(rows, on=date(2031, 1, 1)).term == duration(5)
    with pytest.raises(MarkingError):
        highest(rows)


def test_years_and_months_are_compared_by_length() -> None:
    rows = [parse_marking("秘密★18个月"), parse_marking("秘密★1年")]
    assert highest(rows).term == duration(18, TermUnit.MONTH)
    assert highest([parse_marking("秘密★12个月"), parse_marking("秘密★1年")]).term == duration(1)


def test_conditions_do_not_compare() -> None:
    same = parse_marking("机密★公布前")
    assert highest([same, same]) == same
    for other in ("机密★10年", "机密★会议开始前", "机密"):
        with pytest.raises(MarkingError, match="公布前"):
            highest([same, parse_marking(other)])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [([], NO_MARKING), ([NO_MARKING, INTERNAL], INTERNAL), ([INTERNAL, WORK], WORK), ([DECLASSIFIED], DECLASSIFIED)],
)
def test_lists_without_state_secrets(rows: list[Marking], expected: Marking) -> None:
    assert highest(rows) == expected


@given(st.lists(st.builds(state_secret, st.sampled_from(Level), st.builds(duration, st.integers(1, 40))), min_size=1))
def test_no_row_is_above_the_mark_of_its_list(rows: list[Marking]) -> None:
    mark = highest(rows)
    for row in rows:
        assert row.rank <= mark.rank
        assert (row.term.months or 0) <= (mark.term.months or 0)


# --- rules ---


def codes(problems: list) -> list[str]:
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("绝密★30年", ["ABOVE_VAULT_LEVEL"]),
        ("机密★20年", []),
        ("机密★21年", ["TERM_TOO_LONG"]),
        ("秘密★10年", []),
        ("秘密★11年", ["TERM_TOO_LONG"]),
        ("秘密★121个月", ["TERM_TOO_LONG", "TERM_IN_MONTHS"]),
        ("秘密★12个月", ["TERM_IN_MONTHS"]),
        ("秘密★11个月", []),
        ("秘密", ["TERM_UNMARKED"]),
        ("秘密★长期", []),
        ("内部资料", []),
        ("", []),
    ],
)
def test_received_marks_are_only_warned_about(text: str, expected: list[str]) -> None:
    problems = check_received(parse_marking(text))
    assert codes(problems) == expected
    assert not any(problem.blocks for problem in problems)


def test_vault_level_decides_what_is_above_it() -> None:
    secret = parse_marking("机密★10年")
    assert codes(check_received(secret, Level.CONFIDENTIAL)) == ["ABOVE_VAULT_LEVEL"]
    assert check_received(secret, Level.SECRET) == []


@pytest.mark.parametrize(
    ("text", "basis", "power", "expected"),
    [
        ("机密★20年", "", Level.SECRET, []),
        ("机密★21年", "", Level.SECRET, ["TERM_TOO_LONG"]),
        ("机密★21年", "国保发〔2024〕1号", Level.SECRET, []),
        ("秘密★18个月", "", Level.SECRET, ["TERM_IN_MONTHS"]),
        ("秘密", "", Level.SECRET, ["TERM_UNMARKED"]),
        ("绝密★5年", "", Level.SECRET, ["ABOVE_POWER"]),
        ("秘密★5年", "", None, ["ABOVE_POWER"]),
        ("工作秘密", "", None, []),
    ],
)
def test_own_marks_are_blocked(text: str, basis: str, power: Level | None, expected: list[str]) -> None:
    problems = check_own(parse_marking(text), basis, power)
    assert codes(problems) == expected
    assert all(problem.blocks for problem in problems)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"level": None}, ["LEVEL_MISSING"]),
        ({"secret_kind": "WORK_SECRET"}, ["LEVEL_NOT_ALLOWED"]),
        ({"secret_kind": "UNMARKED", "level": None}, ["TERM_NOT_ALLOWED"]),
        ({"term_amount": None}, ["TERM_AMOUNT"]),
        ({"term_amount": 0}, ["TERM_AMOUNT"]),
        ({"term_amount": -3}, ["TERM_AMOUNT"]),
        ({"term_unit": None}, ["TERM_AMOUNT"]),
        ({"term_kind": "DATE", "term_amount": None, "term_unit": None}, ["TERM_DATE"]),
        ({"term_kind": "NONE", "term_amount": None, "term_unit": None}, ["TERM_MISSING"]),
        ({"term_kind": "LONG_TERM"}, ["TERM_LEFT_OVER", "TERM_LEFT_OVER"]),
        ({"term_date": "2035-12-31"}, ["TERM_LEFT_OVER"]),
        ({"term_kind": "CONDITION", "term_condition": "10年"}, ["TERM_CONDITION"]),
        ({"term_kind": "CONDITION", "term_condition": ""}, ["TERM_CONDITION"]),
        ({"term_kind": "CONDITION", "term_condition": " 公布前"}, ["TERM_CONDITION"]),
        ({"level": "VERY_SECRET"}, ["MARKING_UNREADABLE"]),
        ({"term_date": "31.12.2035"}, ["MARKING_UNREADABLE"]),
    ],
)
def test_impossible_columns_are_blocked(change: dict[str, object], expected: list[str]) -> None:
    columns = {**marking_columns(SECRET_10), **change}
    problems = check_marking_shape(columns)
    assert codes(problems) == expected
    assert all(problem.blocks for problem in problems)


def test_parse_term_alone() -> None:
    assert parse_term("★两年") == duration(2)
    assert parse_term("") == TERM_UNMARKED
