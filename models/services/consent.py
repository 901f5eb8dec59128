"""The leak that is likeliest in practice: a real ledger tried out. So it is asked once a sitting (K-28)."""

from __future__ import annotations

from models.services.office import Office
from models.services.sitting_acts import PRACTICE_WORDS
from models.storage import movement_queries

__all__ = ["PRACTICE_WORDS", "give", "is_needed"]


def is_needed(office: Office) -> bool:
    """Whether this person must still confirm, in this sitting, that only practice content is entered."""
    if not office.vault.is_training or office.vault.store.read_only:
        return False
    return not movement_queries.consented_since(office.read, office.sitting.id, office.sitting.since)


def give(office: Office, typed: str) -> None:
    """Journal the typed confirmation. Raises Refused if the words differ."""
    office.perform("consent_to_practice", typed=typed)
