"""Canonical JSON: one spelling, read back equal, and nothing in it that two programs could read differently (K-8)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.storage.canonical import canonical_bytes, canonical_text

plain = st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(plain, lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner))


@given(values)
def test_what_is_spelled_is_read_back_and_spelled_the_same(value: object) -> None:
    data = canonical_bytes(value)
    assert json.loads(data) == value
    assert canonical_bytes(json.loads(data)) == data


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers()))
def test_the_order_in_which_keys_were_set_does_not_matter(value: dict[str, int]) -> None:
    assert canonical_bytes(dict(reversed(list(value.items())))) == canonical_bytes(value)


def test_the_spelling_itself() -> None:
    assert canonical_text({"b": [1, None, True], "a": "机密★\n"}) == '{"a":"机密★\\n","b":[1,null,true]}'


@pytest.mark.parametrize("value", [1.0, {"a": [0.5]}, float("nan"), "\ud800", {"\udfff": 1}, {1: "x"}, {"a": b"x"}, {"a": {1, 2}}])
def test_what_has_no_single_spelling_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        canonical_bytes(value)
