"""SM3 digests and Ed25519 signatures, each with the prefix of its kind so that one never passes for another (K-8)."""

from __future__ import annotations

from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ENTRY = b"shoubu/entry/1\0"
STATEMENT = b"shoubu/statement/1\0"
SIGNATURE_BYTES = 64
ALGORITHMS = {"digest": "SM3", "signature": "Ed25519", "kdf": "Argon2id", "wrap": "AES-256-GCM"}


def sm3(*parts: bytes) -> bytes:
    """SM3 (GB/T 32905) over the parts in order, 32 bytes."""
    digest = hashes.Hash(hashes.SM3())
    for part in parts:
        digest.update(part)
    return digest.finalize()


def sm3_of_file(path: Path) -> bytes:
    """SM3 over a file's bytes."""
    digest = hashes.Hash(hashes.SM3())
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            digest.update(piece)
    return digest.finalize()


class SigningKey:
    """One account's private key while it is signed in. Never printed, never stored in the clear."""

    def __init__(self, private: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(private)
        self.public = self._key.public_key().public_bytes_raw()

    @classmethod
    def generate(cls) -> SigningKey:
        """A fresh key pair."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    def private_bytes(self) -> bytes:
        """The raw private key, for its key slot only."""
        return self._key.private_bytes_raw()

    def sign(self, prefix: bytes, message: bytes) -> bytes:
        """Ed25519 signature, 64 bytes, over the prefix of the kind and the message."""
        return self._key.sign(prefix + message)

    def __repr__(self) -> str:
        return "SigningKey()"


def is_signed(public: bytes, prefix: bytes, message: bytes, signature: bytes) -> bool:
    """True if `signature` is the one of the holder of `public` over this kind of message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, prefix + message)
    except (InvalidSignature, ValueError):
        return False
    return True
