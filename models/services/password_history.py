"""A password's age and its forerunners: how long it may live, and the last ones, which may not come back (domain.md 4.3).

Forerunners are kept as marks, derived like a slot's key but under a salt of their own, so that a mark opens nothing. They
are no evidence and stand beside a screen's preferences (K-11). Practice vaults ask for no change by age (K-5).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from models.domain.dates import from_iso
from models.domain.passwords import KEPT_HISTORY, PasswordPolicy, is_outlived
from models.storage import slots
from models.storage.slots import KdfCost
from models.storage.store import Reader
from models.storage.vault import Vault

NAME = "password_history"  # among the preferences of an account


@dataclass(frozen=True, slots=True)
class History:
    """The marks of an account's last passwords, the newest first, with what they were derived by."""

    salt: str
    cost: KdfCost
    marks: tuple[str, ...] = ()

    def mark(self, password: str) -> str:
        return slots.password_mark(password, bytes.fromhex(self.salt), self.cost)


def history_of(read: Reader, account: int, cost: KdfCost) -> History:
    """What is kept of an account; an empty one of `cost` if nothing can be read."""
    try:
        kept = json.loads(read.preferences(account).get(NAME, ""))
        return History(str(kept["salt"]), KdfCost(**kept["cost"]), tuple(map(str, kept["marks"])))
    except (ValueError, KeyError, TypeError):
        return History(os.urandom(16).hex(), cost)


def keep(vault: Vault, account: int, history: History, mark: str) -> None:
    """One more password was set."""
    marks = [mark, *(known for known in history.marks if known != mark)][:KEPT_HISTORY]
    text = json.dumps({"salt": history.salt, "cost": asdict(history.cost), "marks": marks})
    vault.store.remember(account, NAME, text)


def keep_first(vault: Vault, read: Reader, account: int, password: str, cost: KdfCost) -> None:
    """The first password of an account, at the sign-in with it: whoever set it may not have been its owner."""
    history = history_of(read, account, cost)
    if not history.marks:
        keep(vault, account, history, history.mark(password))


def has_outlived(vault: Vault, account: Mapping[str, Any], policy: PasswordPolicy, today: date) -> bool:
    """Whether this account's password must be changed before anything else."""
    set_on = from_iso(account["password_set_on"])
    return not vault.is_training and set_on is not None and is_outlived(policy, set_on, today)
