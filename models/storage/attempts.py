"""What happens before unlock and cannot be journalled yet: tries and gate findings, without the typed text (K-7)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from models.storage.canonical import canonical_bytes
from models.storage.files import write_atomically

NAME = "attempts.json"
WRONG_PASSWORD = "WRONG_PASSWORD"
NO_SUCH_USER = "NO_SUCH_USER"
COUNTERSIGNED = "COUNTERSIGNED"  # a right password given for one signature: what came before counts no more
_TOLD_ONCE = ("LOCKED", "WAIT", "REFUSED_BY_GATE")  # a run of equal ones is one line
_MOST_MARKS = 100  # names without a slot whose tries are counted; the file must not grow with every new one


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to open the vault: when, which user, how it ended, what the machine gate found.

    `user` is a name of the key file, never what was typed: people type passwords into the wrong field. For a name that no
    slot has it is a mark of it (`slots.mark_of`), by which its tries are counted like everybody's.
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
        kept = self.attempts
        if attempt.outcome == NO_SUCH_USER and attempt.user not in self._marks():
            oldest = set(self._marks()[: 1 - _MOST_MARKS] if len(self._marks()) >= _MOST_MARKS else ())
            kept = (*kept[: self.taken], *(one for one in kept[self.taken :] if one.user not in oldest))
        return replace(self, attempts=(*kept, attempt))

    def failures_of(self, user: str) -> int:
        """Wrong passwords of this user since the last right one."""
        return len(self._counting(user))

    def last_failure_of(self, user: str) -> str:
        """Time of the user's last wrong password, or an empty text."""
        counting = self._counting(user)
        return self.attempts[counting[-1]].time if counting else ""

    def untold(self) -> list[dict[str, Any]]:
        """What the next entry takes into the journal: tries of names that no slot has without their marks, runs as one."""
        told: list[dict[str, Any]] = []
        marks = self._marks()
        for attempt in self.attempts[self.taken :]:
            if attempt.user not in marks:
                told.append(asdict(attempt))
            elif not told or told[-1]["outcome"] != NO_SUCH_USER:
                told.append(asdict(replace(attempt, user="", outcome=NO_SUCH_USER)))
        return told

    def users(self) -> set[str]:
        """Everybody against whom a wrong password counts."""
        return {attempt.user for attempt in self.attempts if self._counting(attempt.user)}

    def staying(self, user: str, most: int) -> dict[str, int]:
        """How many failures still count after `user` came in, by name. A name without a slot goes with `most` failures,
        as the journal then locks an account; the oldest go when there are many."""
        marks = [mark for mark in self._marks() if self.failures_of(mark) < most][-_MOST_MARKS // 2 :]
        names = (self.users() - set(self._marks())) | set(marks)
        return {name: self.failures_of(name) for name in names - {user}}

    def after_sign_in(self, series: str, names: Iterable[str]) -> Attempts:
        """The file's next contents: only what still counts against these names."""
        counting = sorted(at for name in set(names) for at in self._counting(name))
        left = tuple(self.attempts[at] for at in counting)
        return Attempts(series, left, len(left))

    def _marks(self) -> list[str]:
        """The marks of names that no slot has, oldest first."""
        return list(dict.fromkeys(one.user for one in self.attempts if one.user and one.outcome == NO_SUCH_USER))

    def _counting(self, user: str) -> list[int]:
        found: list[int] = []
        for at, attempt in enumerate(self.attempts):
            if attempt.user == user and attempt.outcome == COUNTERSIGNED:
                found.clear()
            elif attempt.user == user and user and attempt.outcome in (WRONG_PASSWORD, NO_SUCH_USER):
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
