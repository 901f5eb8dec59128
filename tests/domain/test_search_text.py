"""The search finds every row that a plain look through the texts would find, and its index never misses one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.search_text import fold, is_found, tokens, words_of

ALPHABET = "关于印发国务院办密机年批号01289abZⅡΩ（）〔〕[]【】-—、《》 　２０𬱖①"
TEXTS = st.lists(st.text(alphabet=ALPHABET, max_size=14), min_size=1, max_size=4)


@pytest.mark.parametrize(
    "text, folded",
    [
        ("云人办〔2025〕 41号", "云人办2025 41号"),
        ("云人办[２０２５]41号", "云人办2025 41号"),
        ("2026-000107", "2026 000107"),
        ("（第2批）《关于》", "第2批 关于"),
        ("A_b", "a b"),
        ("〔〕", ""),
        ("王\ue123", "王\ue123"),
        ("王\U00031400，\U000323af", "王\U00031400 \U000323af"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "query",
    ["云", "人办", "云人办", "云人办[2025]", "办（2025）41", "41号", "025", "办2025", "2026-000107", "2026000107", "20260001",
     "107", "0107", "6-0001", "号 107", "41　云人", "《云人", "〔〕", "", "5〕4", "202541"],
)  # fmt: skip
def test_found(query: str) -> None:
    assert is_found(words_of(query), ["云人办〔2025〕41号", "2026-000107"])


@pytest.mark.parametrize("query", ["云办", "2024", "办41", "号2026", "107 108", "人云", "2026000108"])
def test_not_found(query: str) -> None:
    assert not is_found(words_of(query), ["云人办〔2025〕41号", "2026-000107"])


def test_a_word_lies_within_one_text() -> None:
    assert not is_found(words_of("通知国务院"), ["工作的通知", "国务院"])


def _index_finds(query: str, texts: list[str]) -> bool:
    """What the index does: all tokens of one spelling of each word, a last one as the beginning of any token."""
    known = tokens(texts).split()
    return all(
        any(
            all(any(have.startswith(token) if prefix else have == token for have in known) for token, prefix in group)
            for group in word.groups()
        )
        for word in words_of(query)
    )


@given(TEXTS, st.text(alphabet=ALPHABET, max_size=6))
def test_looking_into_texts_is_looking_into_folded_ones(texts: list[str], query: str) -> None:
    folded = [fold(text) for text in texts]
    plain = all(any(spelling in text for spelling in word.spellings for text in folded) for word in words_of(query))
    assert is_found(words_of(query), texts) == plain


@given(TEXTS, st.data())
def test_any_piece_of_a_text_is_found(texts: list[str], data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(texts))
    start = data.draw(st.integers(0, len(text)))
    piece = text[start : data.draw(st.integers(start, len(text)))]
    assert is_found(words_of(piece), texts)
    assert _index_finds(piece, texts)


@given(TEXTS, st.text(alphabet=ALPHABET, max_size=6))
def test_the_index_never_misses_and_is_right_where_it_says_so(texts: list[str], query: str) -> None:
    found = is_found(words_of(query), texts)
    if found or all(word.is_exact for word in words_of(query)):
        assert _index_finds(query, texts) == found
