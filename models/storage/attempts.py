"""What happens before unlock and cannot be journalled yet: tries and gate findings, without the typed text (K-7)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from models.storage.canonical import canonical_bytes
from models.storage.files import write_atomically

NAME = "attempts.json"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to open the vault: when, which user name, how it ended, what the machine gate found."""

    time: str
    user: str
    outcome: str  # WRONG_PASSWORD, LOCKED, REFUSED_BY_GATE …
    gate: str


@dataclass(frozen=True)
class Attempts:
    """The file's contents. `series` is named by the last unlock, so a missing or replaced file is noticed.

    The first `taken` attempts stand in the journal already; they stay while they still count against their user.
    """

    series: str
    attempts: tuple[Attempt, ...] = ()
    taken: int = 0

    def failures_of(self, user: str) -> int:
        """Wrong passwords of this user since the last success."""
        return sum(1 for attempt in self.attempts if attempt.user == user and attempt.outcome == "WRONG_PASSWORD")

    def last_failure_of(self, user: str) -> str:
        """Time of the user's last wrong password, or an empty text."""
        times = [attempt.time for attempt in self.attempts if attempt.user == user]
        return times[-1] if times else ""

    def untold(self) -> list[dict[str, Any]]:
        """What the next entry takes into the journal."""
        return [asdict(attempt) for attempt in self.attempts[self.taken :]]

    def after_sign_in(self, series: str, user: str, locked: set[str]) -> Attempts:
        """The file's next contents: tries of the one who came in, and of those now locked in the journal, are done."""
        left = tuple(attempt for attempt in self.attempts if attempt.user != user and attempt.user not in locked)
        return Attempts(series, left, len(left))


def read_attempts(folder: Path) -> Attempts | None:
    """The attempts since the last unlock; None if the file is missing or unreadable, which is reported."""
    try:
        found = json.loads((folder / NAME).read_bytes())
        tries = tuple(Attempt(**attempt) for attempt in found["attempts"])
        return Attempts(found["series"], tries, found["taken"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_attempts(folder: Path, attempts: Attempts) -> None:
    """Replace the file durably."""
    data = asdict(attempts)
    write_atomically(folder / NAME, canonical_bytes(data))
