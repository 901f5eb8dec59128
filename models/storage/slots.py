"""Key slots: a password opens the vault key and the user's signing key (`house.md` 5, K-3, K-6)."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from models.storage.canonical import canonical_bytes
from models.storage.digests import SigningKey, sm3

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class KdfCost:
    """Cost of one password derivation. Memory in KiB; measured ≈ 1 s at the default (`platform.md` 3)."""

    memory_kib: int = 256 * 1024
    iterations: int = 3
    lanes: int = 4


FLOOR = KdfCost(memory_kib=64 * 1024, iterations=3, lanes=1)  # small machines, with notice; nothing below is opened


_CEILING = (4 * 1024 * 1024, 64, 64)  # a slot that asks for more is damaged: it would only hang the program


@dataclass(frozen=True, slots=True)
class Slot:
    """One user's slot as it stands in `keys.json`; everything but `sealed` is its associated data."""

    user: str
    account: int
    role: str  # when the slot was made; the security administrator is delayed, never locked out (K-7)
    generation: int
    kind: str  # TRAINING or PRODUCTION: a slot of one does not open the other (K-27)
    vault: str  # vault id, hexadecimal
    public: str  # the user's public key, hexadecimal
    memory_kib: int
    iterations: int
    lanes: int
    salt: str
    nonce: str
    sealed: str

    def is_well_formed(self) -> bool:
        """True if every field has its kind and the derivation asks for no more than this program ever would."""
        texts = (self.user, self.role, self.kind, self.vault, self.public, self.salt, self.nonce, self.sealed)
        numbers = (self.account, self.generation, self.memory_kib, self.iterations, self.lanes)
        if not all(type(text) is str for text in texts) or not all(type(number) is int for number in numbers):
            return False
        costs = (self.memory_kib, self.iterations, self.lanes)
        return all(1 <= cost <= most for cost, most in zip(costs, _CEILING, strict=True))

    def associated(self) -> bytes:
        """The public fields that the seal vouches for."""
        public = asdict(self)
        del public["sealed"]
        return canonical_bytes(public)

    def digest(self) -> bytes:
        """SM3 over the whole slot, named in the entry that confirms it (K-6)."""
        return sm3(canonical_bytes(asdict(self)))


@dataclass(frozen=True, slots=True)
class SlotOwner:
    """Whose slot is made, and for which vault."""

    user: str
    account: int
    role: str
    generation: int
    kind: str
    vault: str


def seal(owner: SlotOwner, password: str, vault_key: bytes, signing: SigningKey, cost: KdfCost) -> Slot:
    """Make a slot: fresh salt and nonce, password → wrapping key → {vault key, private key}."""
    salt, nonce = os.urandom(16), os.urandom(12)
    bare = Slot(
        **asdict(owner), public=signing.public.hex(), memory_kib=cost.memory_kib, iterations=cost.iterations,
        lanes=cost.lanes, salt=salt.hex(), nonce=nonce.hex(), sealed="",
    )  # fmt: skip
    sealed = AESGCM(_derive(bare, password)).encrypt(nonce, vault_key + signing.private_bytes(), bare.associated())
    return Slot(**{**asdict(bare), "sealed": sealed.hex()})


def open_slot(slot: Slot, password: str) -> tuple[bytes, SigningKey] | None:
    """Vault key and signing key, or None if the password (or any public field of the slot) is not the right one."""
    try:
        opened = AESGCM(_derive(slot, password)).decrypt(
            bytes.fromhex(slot.nonce), bytes.fromhex(slot.sealed), slot.associated()
        )
    except (InvalidTag, ValueError):
        return None
    signing = SigningKey(opened[KEY_BYTES:])
    return (opened[:KEY_BYTES], signing) if signing.public.hex() == slot.public else None


def mark_of(name: str, vault: str, cost: KdfCost) -> str:
    """A mark of a typed name that no slot has, to count its tries by: as costly to guess back as a password, which it
    may have been, and as long in the making as a try at a slot."""
    kdf = Argon2id(
        salt=sm3(b"shoubu/name/1" + vault.encode())[:16], length=8, iterations=cost.iterations, lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )  # fmt: skip
    return "?" + kdf.derive(name.encode("utf-8", "backslashreplace")).hex()


def password_mark(password: str, salt: bytes, cost: KdfCost) -> str:
    """What is kept of a password that may not come back: as costly to guess back as a slot, but it opens nothing."""
    kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory_kib)
    return sm3(b"shoubu/password-mark/1\0", kdf.derive(password.encode("utf-8"))).hex()


def is_under(slot: Slot, floor: KdfCost) -> bool:
    """True if the slot's derivation is cheaper than the floor: somebody weakened it (K-6)."""
    return slot.memory_kib < floor.memory_kib or slot.iterations < floor.iterations or slot.lanes < floor.lanes


def _derive(slot: Slot, password: str) -> bytes:
    kdf = Argon2id(
        salt=bytes.fromhex(slot.salt), length=KEY_BYTES, iterations=slot.iterations, lanes=slot.lanes,
        memory_cost=slot.memory_kib,
    )  # fmt: skip
    return kdf.derive(password.encode("utf-8"))
