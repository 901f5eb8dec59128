"""What this PC saw of a vault last, kept outside the vault and outside its copies: entry number and digest, nothing else.

A register cut at its end, or put back to an older copy while the program was away, is shorter than this, or differs from
it (`trust.md` A2, A3). Whoever controls the PC can change this file, too: it is a hint for this PC, not a witness.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from pathlib import Path

from models.storage.canonical import canonical_bytes
from models.storage.files import write_atomically
from models.storage.journal import Head

_VAULT = re.compile(r"[0-9a-f]{32}\Z")


def default_folder() -> Path | None:
    """The folder of this user's program state by the system's custom; None if there is no home."""
    named = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_STATE_HOME", "")
    try:
        return (Path(named) if Path(named).is_absolute() else Path.home() / ".local" / "state") / "shoubu"
    except RuntimeError:
        return None


def read_last_seen(folder: Path | None, vault: str) -> tuple[int, str] | None:
    """Entry number and digest (hexadecimal) that this PC saw last; None if it knows nothing of this vault."""
    if folder is None or not _VAULT.match(vault):
        return None
    try:
        found = json.loads((folder / f"{vault}.json").read_bytes())
        entry, digest = found["entry"], found["digest"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return (entry, digest) if type(entry) is int and isinstance(digest, str) else None


def write_last_seen(folder: Path | None, vault: str, head: Head) -> None:
    """Remember where the journal ends. A home that cannot be written is no reason to stop."""
    if folder is None or not _VAULT.match(vault):
        return
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(folder / f"{vault}.json", canonical_bytes({"entry": head.number, "digest": head.digest.hex()}))
