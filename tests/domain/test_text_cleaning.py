"""What is taken out of a text, and what stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.text_cleaning import clean_line, clean_paragraphs, compact, half_width, person_name_key


def test_digits_and_letters_become_half_width_but_punctuation_stays() -> None:
    assert half_width("１０号柜（Ａ）ｂ，★") == "10号柜（A）b，★"


@pytest.mark.parametrize(
    ("text", "expected", "removed"),
    [
        ("潮\n州市", "潮州市", ()),
        ("a\r\nb", "a b", ()),
        ("  国务院\t通知　第一号 ", "国务院 通知 第一号", ()),
        ("\u200b广东省", "广东省", ("U+200B",)),
        ("a\u202eb\u202c\u202e", "ab", ("U+202E", "U+202C")),
        ("x\x00\x1f", "x", ("U+0000", "U+001F")),
        ("名\ud800字", "名字", ("U+D800",)),
        ("\ufeff标题\u2069", "标题", ("U+FEFF", "U+2069")),
        ("e\u0301", "é", ()),
        ("周𬱖\ue000", "周𬱖\ue000", ()),
        ("", "", ()),
    ],
)
def test_one_line(text: str, expected: str, removed: tuple[str, ...]) -> None:
    cleaned = clean_line(text)
    assert (cleaned.text, cleaned.removed) == (expected, removed)


def test_paragraphs_keep_their_breaks() -> None:
    assert clean_paragraphs("一、 事由\r\n　　二、\u200b经过\n\n三").text == "一、 事由\n二、经过\n\n三"


@given(st.text())
def test_cleaning_leaves_nothing_to_clean(text: str) -> None:
    for clean in (clean_line, clean_paragraphs):
        once = clean(text)
        again = clean(once.text)
        assert (again.text, again.removed) == (once.text, ())
        assert unicodedata.is_normalized("NFC", once.text)
        once.text.encode("utf-8")
    assert "\n" not in clean_line(text).text


def test_compact() -> None:
    assert compact(" 机　密 ★\n１０年\u200b ") == "机密★10年"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("张　伟", "张伟"),
        ("张 伟", "张伟"),
        ("买买提 • 艾力", "买买提·艾力"),
        ("买买提・艾力", "买买提·艾力"),
        ("Ｊｏｈｎ  Li", "john li"),
    ],
)
def test_spellings_of_one_person_have_one_key(first: str, second: str) -> None:
    assert person_name_key(first) == person_name_key(second)


def test_different_persons_have_different_keys() -> None:
    assert person_name_key("张伟") != person_name_key("张玮")
    assert person_name_key("周𬱖") != person_name_key("周")
    assert person_name_key("Ann Li") != person_name_key("Annli")
