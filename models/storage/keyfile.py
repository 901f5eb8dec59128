"""`keys.json`, kept twice: the slots of a vault and its format version, public by nature (K-6)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from models.domain.errors import UserError
from models.domain.text import T
from models.storage.canonical import canonical_bytes
from models.storage.files import write_atomically
from models.storage.slots import Slot

FORMAT = 1
MAIN, SECOND = "keys.json", "keys.second.json"


@dataclass(frozen=True)
class KeyFile:
    """The contents of `keys.json`. `is_half` says that its two copies differ or one is damaged."""

    format: int
    kind: str
    vault: str
    organ: str
    slots: tuple[Slot, ...]
    is_half: bool = False

    def slots_of(self, user: str) -> list[Slot]:
        """This user's slots, newest generation first (two while a password change is under way)."""
        return sorted((slot for slot in self.slots if slot.user == user), key=lambda slot: -slot.generation)

    def with_slot(self, slot: Slot) -> KeyFile:
        """Step 1 of a change: the new slot beside the old one; a try that was never confirmed makes room."""
        others = tuple(kept for kept in self.slots if kept.user != slot.user or kept.generation < slot.generation)
        return replace(self, slots=(*others, slot))

    def keeping(self, confirmed: Slot) -> KeyFile:
        """Step 3 of a change: only the confirmed slot of its user stays."""
        kept = tuple(slot for slot in self.slots if slot.user != confirmed.user or slot == confirmed)
        return replace(self, slots=kept if confirmed in kept else (*kept, confirmed))

    def without(self, user: str) -> KeyFile:
        """All but the slots of one user."""
        return replace(self, slots=tuple(slot for slot in self.slots if slot.user != user))


def write_keys(folder: Path, keys: KeyFile) -> None:
    """Write both copies; the first is durable before the second is touched. For the holder of the lock only."""
    data = _to_bytes(keys)
    write_atomically(folder / MAIN, data)
    write_atomically(folder / SECOND, data)


def read_keys(folder: Path) -> KeyFile:
    """Read the key file from whichever copy is whole, the first before the second, and write nothing.

    Raises UserError if there is none, or if a newer program wrote it.
    """
    found = [keys for keys in (_from_bytes(folder / MAIN), _from_bytes(folder / SECOND)) if keys is not None]
    if not found:
        raise UserError(
            "NO_VAULT",
            T("error", "这个文件夹里没有可用的库：钥匙文件缺失或损坏。"),
            T("error", "没有改动任何文件。"),
            T("error", "请检查选中的文件夹；如确是库文件夹，请从备份恢复钥匙文件。"),
        )
    newest = max(keys.format for keys in found)
    if newest > FORMAT:
        raise UserError(
            "NEWER_FORMAT",
            T("error", "这个库是格式 {theirs}，本程序只认识到格式 {ours}。", theirs=newest, ours=FORMAT),
            T("error", "库没有改动。"),
            T("error", "请用更新版本的程序打开。"),
        )
    return replace(found[0], is_half=len(found) < 2 or found[0] != found[1])


def _to_bytes(keys: KeyFile) -> bytes:
    return canonical_bytes(
        {"format": keys.format, "kind": keys.kind, "vault": keys.vault, "organ": keys.organ,
         "slots": [asdict(slot) for slot in keys.slots]}
    )  # fmt: skip


def _from_bytes(path: Path) -> KeyFile | None:
    try:
        found = json.loads(path.read_bytes())
        if found["format"] > FORMAT:
            return KeyFile(found["format"], "", "", "", ())
        slots = tuple(Slot(**slot) for slot in found["slots"])
        if not all(slot.is_well_formed() for slot in slots):
            return None
        return KeyFile(found["format"], str(found["kind"]), str(found["vault"]), str(found["organ"]), slots)
    except (OSError, ValueError, KeyError, TypeError):
        return None
