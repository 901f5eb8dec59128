"""What a rule found: a code, a field, a severity and values. The wording is data beside the rule that raises it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.domain.text import Text


class Severity(StrEnum):
    """BLOCKS must be changed before the act; WARNS is overridden by a typed reason that the entry keeps."""

    BLOCKS = "BLOCKS"
    WARNS = "WARNS"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding of a rule about one field of a record.

    `code` is stable ASCII (`EXPIRY_TOO_LONG`), `field` a field name or "" for the whole record, `text` says what is
    wrong with a right example or the way out, `rule` names the source (`R-02`), if there is one.
    """

    code: str
    field: str
    severity: Severity
    text: Text
    rule: str = ""

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.BLOCKS


def blocks(code: str, field: str, text: Text, rule: str = "") -> Problem:
    """A problem that must be changed."""
    return Problem(code, field, Severity.BLOCKS, text, rule)


def warns(code: str, field: str, text: Text, rule: str = "") -> Problem:
    """A problem that a typed reason overrides."""
    return Problem(code, field, Severity.WARNS, text, rule)
