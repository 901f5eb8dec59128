"""The numbers for passwords and lock that hold in a vault: the organ's own, never laxer than the level's (domain.md 4.3)."""

from __future__ import annotations

from typing import Any

from models.domain.levels import Level
from models.domain.passwords import PasswordPolicy, with_settings
from models.storage.store import Reader

NUMBERS = ("shortest", "longest_days", "idle_minutes")  # fields of PasswordPolicy, names in the ledger `settings`


def policy(read: Reader) -> PasswordPolicy:
    """What holds now."""
    level = Level((read.get("organ", 1) or {})["vault_level"])
    numbers = {name: int(row["value"]) for name, row in own_rows(read).items()}
    return with_settings(level, numbers.get("shortest"), numbers.get("longest_days"), numbers.get("idle_minutes"))


def own_rows(read: Reader) -> dict[str, dict[str, Any]]:
    """The rows of the organ's own numbers, by name; what was never set has none."""
    return {name: row for name in NUMBERS if (row := read.find_one("settings", name=name))}
