"""Key slots: only the right password, only the slot as it was made, never a weakened derivation (K-6, K-7)."""

from __future__ import annotations

from dataclasses import asdict, fields, replace

import pytest

from models.storage.digests import SigningKey
from models.storage.slots import FLOOR, KdfCost, Slot, SlotOwner, is_under, open_slot, seal
from tests.offices import CHEAP

OWNER = SlotOwner("周敏", 4, "clerk", 1, "TRAINING", "00" * 16)
KEY = bytes(range(32))


@pytest.fixture(scope="module")
def signing() -> SigningKey:
    return SigningKey.generate()


@pytest.fixture(scope="module")
def slot(signing: SigningKey) -> Slot:
    return seal(OWNER, "Lantern-4821-river", KEY, signing, CHEAP)


def test_the_password_gives_both_keys_and_no_other_password_does(slot: Slot, signing: SigningKey) -> None:
    opened = open_slot(slot, "Lantern-4821-river")
    assert opened and opened[0] == KEY and opened[1].private_bytes() == signing.private_bytes()
    for wrong in ("", "lantern-4821-river", "Lantern-4821-river ", "锁"):
        assert open_slot(slot, wrong) is None


@pytest.mark.parametrize("name", [field.name for field in fields(Slot)])
def test_a_slot_with_any_field_changed_does_not_open(slot: Slot, name: str) -> None:
    value = getattr(slot, name)
    if isinstance(value, int):
        changed: object = value + 1
    elif name in ("public", "salt", "nonce", "sealed"):
        changed = ("0" if value[0] != "0" else "1") + value[1:]
    else:
        changed = value + "x"
    assert open_slot(replace(slot, **{name: changed}), "Lantern-4821-river") is None


def test_two_slots_of_one_password_share_nothing(signing: SigningKey) -> None:
    first, second = (seal(OWNER, "Lantern-4821-river", KEY, signing, CHEAP) for _ in range(2))
    assert first.salt != second.salt and first.nonce != second.nonce and first.sealed != second.sealed
    assert first.digest() != second.digest()


def test_another_users_private_key_in_the_slot_is_noticed(signing: SigningKey) -> None:
    """The public key stands in the associated data and must be the one of the private key inside."""
    slot = seal(OWNER, "Lantern-4821-river", KEY, signing, CHEAP)
    assert slot.public == signing.public.hex()
    assert b'"public":"' + signing.public.hex().encode() in slot.associated()
    assert slot.sealed not in slot.associated().decode()


@pytest.mark.parametrize("name", ["memory_kib", "iterations", "lanes"])
def test_a_derivation_under_the_floor_is_noticed(name: str) -> None:
    bare = Slot(**asdict(OWNER), public="", memory_kib=FLOOR.memory_kib, iterations=FLOOR.iterations, lanes=FLOOR.lanes,
                salt="", nonce="", sealed="")  # fmt: skip
    assert not is_under(bare, FLOOR)
    assert is_under(replace(bare, **{name: getattr(bare, name) - 1}), FLOOR)


def test_the_real_cost_is_over_the_floor_and_works(signing: SigningKey) -> None:
    """One of the tests that pay the real price."""
    slot = seal(OWNER, "Lantern-4821-river", KEY, signing, KdfCost())
    assert not is_under(slot, FLOOR) and slot.memory_kib == 256 * 1024
    opened = open_slot(slot, "Lantern-4821-river")
    assert opened and opened[0] == KEY


@pytest.mark.parametrize(
    "change", [{"memory_kib": "8192"}, {"memory_kib": 1 << 40}, {"iterations": 0}, {"lanes": 1000}, {"user": 3}, {"account": True}]
)
def test_a_malformed_slot_is_told_from_a_good_one(slot: Slot, change: dict[str, object]) -> None:
    assert slot.is_well_formed()
    assert not replace(slot, **change).is_well_formed()
