"""What a list is asked: conditions, words and an order, in the terms of the ledger (field names, codes, ISO dates, ids)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.domain.search_text import Word

OPERATORS = ("is", "in", "from", "to", "empty", "filled", "no")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on a field. `in` has a tuple of values, `no` means 0 or not set, `empty` and `filled` have none."""

    field: str
    operator: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Order:
    """Which field sorts, and in which direction. Rows that have no value stand last in both."""

    field: str = "id"
    ascending: bool = True

    @property
    def way(self) -> str:
        return "ASC" if self.ascending else "DESC"


@dataclass(frozen=True, slots=True)
class TextTest:
    """Words that must all occur in some texts of a row: in those of `fields`, or in any searched one (none named)."""

    words: tuple[Word, ...]
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What a list shows."""

    conditions: tuple[Condition, ...] = ()
    texts: tuple[TextTest, ...] = ()
    order: Order = Order()
