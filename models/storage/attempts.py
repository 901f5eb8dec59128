"""What happens before unlock and cannot be journalled yet: tries and gate findings, without the typed text (K-7)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from models.storage.canonical import canonical_bytes
from models.storage.files import write_atomically

NAME = "attempts.json"
WRONG_PASSWORD = "WRONG_PASSWORD"
COUNTERSIGNED = "COUNTERSIGNED"  # a right password given for one signature: what came before counts no more
_TOLD_ONCE = ("LOCKED", "WAIT", "NO_SUCH_USER", "REFUSED_BY_GATE")  # a run of equal ones is one line


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to open the vault: when, which user, how it ended, what the machine gate found.

    `user` is a name of the key file, never what was typed: people type passwords into the wrong field.
    """

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

    def with_one(self, attempt: Attempt) -> Attempts:
        """The attempts and one more; a run of tries against a closed door is kept as its first one."""
        last = self.attempts[-1] if self.attempts else None
        if last and attempt.outcome in _TOLD_ONCE and (last.user, last.outcome) == (attempt.user, attempt.outcome):
            return self
        return replace(self, attempts=(*self.attempts, attempt))

    def failures_of(self, user: str) -> int:
        """Wrong passwords of this user since the last right one."""
        return len(self._counting(user))

    def last_failure_of(self, user: str) -> str:
        """Time of the user's last wrong password, or an empty text."""
        counting = self._counting(user)
        return self.attempts[counting[-1]].time if counting else ""

    def untold(self) -> list[dict[str, Any]]:
        """What the next entry takes into the journal."""
        return [asdict(attempt) for attempt in self.attempts[self.taken :]]

    def users(self) -> set[str]:
        """Everybody against whom a wrong password counts."""
        return {attempt.user for attempt in self.attempts if self._counting(attempt.user)}

    def after_sign_in(self, series: str, user: str, locked: set[str]) -> Attempts:
        """The file's next contents: only what still counts; not against the one who came in, nor against those who are
        locked in the journal now."""
        counting = sorted(at for name in self.users() - locked - {user} for at in self._counting(name))
        left = tuple(self.attempts[at] for at in counting)
        return Attempts(series, left, len(left))

    def _counting(self, user: str) -> list[int]:
        found: list[int] = []
        for at, attempt in enumerate(self.attempts):
            if attempt.user == user and attempt.outcome == COUNTERSIGNED:
                found.clear()
            elif attempt.user == user and attempt.outcome == WRONG_PASSWORD:
                found.append(at)
        return found


def read_attempts(folder: Path) -> Attempts | None:
    """The attempts since the last unlock; None if the file is missing or unreadable, which is reported."""
    try:
        found = json.loads((folder / NAME).read_bytes())
        tries = tuple(Attempt(**attempt) for attempt in found["attempts"])
        fields = (text for one in tries for text in (one.time, one.user, one.outcome, one.gate))
        if not all(isinstance(text, str) for text in (found["series"], *fields)) or type(found["taken"]) is not int:
            return None
        return Attempts(found["series"], tries, found["taken"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_attempts(folder: Path, attempts: Attempts) -> None:
    """Replace the file durably."""
    data = asdict(attempts)
    write_atomically(folder / NAME, canonical_bytes(data))
