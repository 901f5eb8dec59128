"""One program at a time: an operating-system lock on a file in the vault (K-16). Its text only serves the sentence."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

from models.domain.errors import UserError
from models.domain.text import T

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _in_words(holder: str) -> str:
    """User and moment as the file has them (UTC), the moment in local time."""
    user, _comma, moment = holder.rpartition(", ")
    try:
        return f"{user} {datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return holder or "?"


class VaultInUse(UserError):
    """Another program holds this vault."""


class VaultLock:
    """Holds the lock until `release`; a crash releases it by itself."""

    def __init__(self, folder: Path, holder: str) -> None:
        path = folder / "lock"
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._handle)
        except OSError:
            who = os.read(self._handle, 200).decode("utf-8", "replace").strip()
            os.close(self._handle)
            raise VaultInUse(
                "VAULT_IN_USE",
                T("error", "这个库正被另一个程序打开（{who}）。", who=_in_words(who)),
                T("error", "库没有改动。"),
                T("error", "请先在那个窗口里锁定并关闭，再打开这里。"),
            ) from None
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, holder.encode("utf-8"), 0) if hasattr(os, "pwrite") else None

    def release(self) -> None:
        """Let another program in."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
