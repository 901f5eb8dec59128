"""The leak that is likeliest in practice: a real ledger tried out. So it is asked once a sitting (K-28)."""

from __future__ import annotations

from models.services.office import Office
from models.services.sitting_acts import PRACTICE_WORDS

__all__ = ["PRACTICE_WORDS", "give", "give_for_a_command", "is_needed"]


def is_needed(office: Office) -> bool:
    """Whether this person must still confirm, in this sitting, that only practice content is entered."""
    return office.needs_consent


def give(office: Office, typed: str) -> None:
    """Journal the typed confirmation. Raises Refused if the words differ."""
    office.perform("consent_to_practice", typed=typed)


def give_for_a_command(office: Office) -> bool:
    """A command cannot be asked: it records the confirmation itself, and says so. Whether there was one to give."""
    if not office.needs_consent:
        return False
    give(office, PRACTICE_WORDS)
    return True
