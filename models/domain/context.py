"""What a rule may know beside the record: the day, the organ and the facts its service looked up. No clock, no store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.domain.levels import Level


@dataclass(frozen=True)
class RuleContext:
    """The surroundings of one check. `previous` is the record before an amendment; `facts` holds the row each
    LINK field points to, under the field's name, and what else its service looked up."""

    today: date
    vault_level: Level = Level.SECRET
    previous: Mapping[str, Any] | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
