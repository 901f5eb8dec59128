"""SM3 against the standard's own example; a signature of one kind never passes for another."""

from __future__ import annotations

import pytest

from models.storage.digests import ENTRY, STATEMENT, SigningKey, is_signed, sm3


def test_sm3_gives_the_digests_printed_in_the_standard() -> None:
    assert sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert sm3(b"abcd" * 16).hex() == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    assert sm3(b"ab", b"c") == sm3(b"abc")


def test_a_signature_holds_for_its_kind_message_and_key_only() -> None:
    key, other = SigningKey.generate(), SigningKey.generate()
    signature = key.sign(ENTRY, b"message")
    assert is_signed(key.public, ENTRY, b"message", signature)
    assert not is_signed(key.public, STATEMENT, b"message", signature)
    assert not is_signed(key.public, ENTRY, b"messagf", signature)
    assert not is_signed(other.public, ENTRY, b"message", signature)
    assert not is_signed(key.public, ENTRY, b"message", signature[:-1])
    assert not is_signed(b"short", ENTRY, b"message", signature)


def test_a_key_shows_nothing_of_itself() -> None:
    key = SigningKey.generate()
    assert SigningKey(key.private_bytes()).public == key.public
    assert key.private_bytes().hex() not in repr(key) and key.public.hex() not in repr(key)
    with pytest.raises(ValueError):
        SigningKey(b"short")
