"""Separated text: separators, lone quotes, torn bytes, and what is put before formulas."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.exchange.csv_text import best_separator, decode, guard, rows, unguard
from models.exchange.sniff import BadFileError


def test_a_lone_quote_does_not_swallow_the_lines_below() -> None:
    text = "\n".join(['来文单位,文号', '国务院,1号', '",2号'] + [f"省政府,{n}号" for n in range(3, 20)])
    assert len(list(rows(text))) == 20
    assert list(rows(text))[2] == ['"', "2号"]


def test_quoted_line_breaks_stay_in_their_cell() -> None:
    assert list(rows('标题,份号\r\n"关于\r\n某事",1\r\n')) == [["标题", "份号"], ["关于\r\n某事", "1"]]


def test_old_line_ends_and_the_line_that_names_the_separator() -> None:
    assert list(rows("a;b\rc;d\r")) == [["a", "b"], ["c", "d"]]
    assert list(rows("sep=;\na;b,c\n")) == [["a", "b,c"]]


@pytest.mark.parametrize(
    ("text", "separator"),
    [("一,二,三\n四,五,六\n", ","), ("一；二\n三；四\n", "；"), ("标题\t份号\n关于甲、乙, 丙\t3\n", "\t"), ("一\n二\n", ","), ("", ",")],
)
def test_the_separator_that_cuts_lines_into_equal_columns(text: str, separator: str) -> None:
    assert best_separator(text) == separator


def test_a_few_torn_bytes_are_shown_and_many_are_refused() -> None:
    text, encoding = decode("国务院关于某项工作的通知\n".encode("gb18030") * 200 + b"\x81")
    assert encoding == "gb18030" and text.endswith("\ufffd")
    torn = ("国务院" * 2000).encode()
    assert decode(torn[:5000] + b"\xff" + torn[5000:])[1] == "utf-8"
    with pytest.raises(BadFileError, match="UNKNOWN_ENCODING"):
        decode(bytes([0x81, 0xFF, 0x20, 0x80]) * 100)


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@x", "\tq", "\rq", "\0", "＝1", "'=x", "'", "''", "''=1", "abc", "'abc", ""])
def test_guarding_and_taking_the_guard_off(text: str) -> None:
    assert unguard(guard(text)) == text
    assert guard(text)[:1] not in "=+-@\t\r\0＝＋－＠" or guard(text) == ""


@given(st.text())
def test_no_text_is_changed_by_guard_and_unguard(text: str) -> None:
    if not (len(text) > 3 and text.startswith('="') and text.endswith('"')):
        assert unguard(guard(text)) == text


def test_the_form_that_excel_uses_to_keep_leading_zeros() -> None:
    assert list(rows('份号\n="000012"\n')) == [["份号"], ["000012"]]
