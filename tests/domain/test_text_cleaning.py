"""What is taken out of a text, what stays, and how a text is cut for the search."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.text_cleaning import (
    bigrams,
    clean_line,
    clean_paragraphs,
    compact,
    half_width,
    person_name_key,
    search_terms,
)


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


# --- search: a small model of what FTS5 does with phrases, prefixes and AND ---


def found(query: str, text: str) -> bool:
    tokens = bigrams(text).split()

    def stands(phrase: tuple[str, ...], prefix: bool, at: int) -> bool:
        part = tokens[at : at + len(phrase)]
        last = part[-1:] == list(phrase[-1:]) or (prefix and bool(part) and part[-1].startswith(phrase[-1]))
        return len(part) == len(phrase) and part[:-1] == list(phrase[:-1]) and last

    return all(any(stands(t.tokens, t.prefix, at) for at in range(len(tokens))) for t in search_terms(query))


def test_tokens_of_a_reference() -> None:
    assert bigrams("国办发〔2016〕99号").split() == ["国办", "办发", "2016", "99", "号", "国", "办", "发"]
    assert [term.match for term in search_terms("国办发[2016]9")] == ['"国办 办发"', '"2016"', '"9"*']


@pytest.mark.parametrize(
    "query",
    [
        *(
            "国",
            "办",
            "通知",
            "生产者",
            "国办发〔2016〕99号",
            "国办发[2016]99",
            "国办发２０１６",
            "2016 99",
            "99号",
            "𬱖",
            "周𬱖",
            "责任延伸制度",
        ),
        *(
            "000856",
            "856",
            "0856",
            "00085",
            "85",
            "2026-000107",
            "2026000107",
            "107",
            "bm",
            "BM-10-5",
            "bm 10",
            "",
            " ",
            "〔〕",
        ),
    ],
)
def test_found(query: str) -> None:
    assert found(query, "国办发〔2016〕99号 生产者责任延伸制度推行方案的通知 周𬱖 000856 2026-000107 BM-10-5")


@pytest.mark.parametrize(
    "query", ["国发", "通报", "延伸方案", "2017", "98号", "000857", "56", "2026000108", "2026-000017"]
)
def test_not_found(query: str) -> None:
    assert not found(query, "国办发〔2016〕99号 生产者责任延伸制度推行方案的通知 周𬱖 000856 2026-000107 BM-10-5")


@given(st.text("国务院办公厅关于印发方案的通知周𬱖", min_size=1, max_size=30), st.integers(0, 29), st.integers(1, 8))
def test_every_piece_of_a_title_finds_it(title: str, start: int, length: int) -> None:
    start %= len(title)
    assert found(title[start : start + length], f"〔2016〕{title}99")


@given(st.integers(0, 999_999), st.integers(1, 6))
def test_every_beginning_of_a_number_finds_it(number: int, typed: int) -> None:
    assert found(f"{number:06d}"[:typed], f"份号{number:06d}")
    assert found(str(number), f"份号{number:06d}")


@given(st.text())
def test_every_text_can_be_cut(text: str) -> None:
    assert '"' not in bigrams(text)
    assert all(term.tokens and all(token.strip() == token for token in term.tokens) for term in search_terms(text))
