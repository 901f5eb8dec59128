"""A vault on disk: its folder, key file, lock and open register (`house.md` 5)."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from models.domain.errors import UserError
from models.domain.text import T
from models.storage import attempts, failures, keyfile, rooms
from models.storage.connection import DatabaseError
from models.storage.digests import SigningKey
from models.storage.keyfile import KeyFile
from models.storage.lock import VaultLock
from models.storage.slots import KEY_BYTES, KdfCost, SlotOwner, seal
from models.storage.store import Derive, Store

REGISTER = "register.db"
TRAINING, PRODUCTION = "TRAINING", "PRODUCTION"


@dataclass
class Vault:
    """An open vault. `close` folds the log, closes the register and lets other programs in."""

    folder: Path
    keys: KeyFile
    store: Store
    lock: VaultLock | None
    key: bytes

    @property
    def is_training(self) -> bool:
        return self.keys.kind == TRAINING

    def replace_keys(self, keys: KeyFile) -> None:
        """Write the key file, both copies. Raises UserError; then the old one stands."""
        with failures.told(self.folder / keyfile.MAIN):
            keyfile.write_keys(self.folder, keys)
        self.keys = keys

    def settle_keys(self, keys: KeyFile) -> None:
        """Write the key file without what a finished change left over. If that fails, the next unlock does it."""
        self.keys = keys
        with contextlib.suppress(OSError):
            keyfile.write_keys(self.folder, keys)

    def close(self) -> None:
        """Leave nothing in the write-ahead log and nothing locked."""
        try:
            if not self.store.read_only:
                self.store.fold_log()
        finally:
            self.store.close()
            if self.lock:
                self.lock.release()
            self.key = bytes(KEY_BYTES)


@dataclass(frozen=True)
class Founder:
    """One of the first accounts: number, user name, own password, own fresh key."""

    account: int
    user: str
    role: str
    password: str
    signing: SigningKey


Write = Callable[[Store], bytes]
Confirm = Callable[[Store, KeyFile], None]


@contextmanager
def building(folder: Path) -> Iterator[Path]:
    """A place to build a vault in, which gets its name only when everything is in it.

    Raises UserError, and lets what the builder raises pass; then nothing was made.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(
            "FOLDER_NOT_EMPTY",
            T("error", "文件夹 {name} 里已有内容，不能在这里建库。", name=folder.name),
            T("error", "原有内容没有改动。"),
            T("error", "请另选一个空文件夹。"),
        )
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with rooms.room_for(folder) as room:
            yield room
    except (DatabaseError, OSError) as error:
        sentence = failures.as_user_error(error, folder)
        if sentence is None:
            raise
        nothing = T("error", "没有建库，也没有留下任何文件。")
        raise UserError(sentence.code, sentence.what, nothing, sentence.to_do) from error


def found(
    room: Path, kind: str, organ: str, founders: Sequence[Founder], cost: KdfCost, derive: Derive,
    write_genesis: Write, confirm_slots: Confirm,
) -> None:  # fmt: skip
    """Make a vault in an empty folder of `building`.

    `write_genesis` writes entry 1 in an empty, migrated register and returns its digest; `confirm_slots` writes the
    entry that names the slots.
    """
    key = os.urandom(KEY_BYTES)
    store = Store(room / REGISTER, key, derive, create=True)
    try:
        genesis = write_genesis(store)
        vault_id = genesis[:16].hex()
        slots = tuple(
            seal(SlotOwner(f.user, f.account, f.role, 1, kind, vault_id), f.password, key, f.signing, cost) for f in founders
        )
        keys = KeyFile(keyfile.FORMAT, kind, vault_id, organ, slots)
        confirm_slots(store, keys)
        store.fold_log()
    finally:
        store.close()
    keyfile.write_keys(room, keys)
    attempts.write_attempts(room, attempts.Attempts(series=""))


def open_store(folder: Path, key: bytes, derive: Derive, *, read_only: bool = False) -> Store:
    """Open the register of a vault folder with its raw key."""
    path = folder / REGISTER
    if not path.exists():
        raise UserError(
            "NO_REGISTER",
            T("error", "库文件夹里没有登记库文件 {name}。", name=REGISTER),
            T("error", "没有改动任何文件。"),
            T("error", "请检查选中的文件夹，或从备份恢复。"),
        )
    return Store(path, key, derive, read_only=read_only)
