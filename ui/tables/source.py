"""What a list asks and what a data source answers (K-24). The store's lists answer it; tests hand in their own.

All methods run on a worker thread. Rows are plain dicts with `id`; a cell is looked up by its column's name: text,
number and date cells hold a word or a number; `level` cells a level or kind of secret; `state` cells a state code;
`place` cells the place's words. A row may also carry `overdue` and `review_due` (computed marks, K-12), `holder` (who
has it, shown in the place cell if there is no column of its own) and `masked` (绝密 title hidden, R-43).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from models.domain.text import Text

KINDS = ("text", "level", "state", "date", "number", "place")
OPERATORS = ("is", "in", "contains", "from", "to", "empty", "filled")

Sink = Callable[["array[int]"], None]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition. `value` is a code, a tuple of codes (`in`), a text, an ISO date or a number; `shown` its chip."""

    field: str
    operator: str
    value: Any
    shown: Text


@dataclass(frozen=True, slots=True)
class ListQuery:
    """One question to a list. `order` is a column's name and whether it ascends."""

    ledger: str
    text: str = ""
    filters: tuple[Filter, ...] = ()
    order: tuple[str, bool] = ("id", True)

    def without_filters(self) -> ListQuery:
        return replace(self, filters=())


@dataclass(frozen=True, slots=True)
class Page:
    """The first rows of an answer, and how long it took."""

    rows: list[Row]
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list. `width` in px at 100 %; `words` are the words of its codes."""

    name: str
    title: Text
    width: int
    kind: str = "text"
    sortable: bool = True
    right_aligned: bool = False
    default: bool = True
    words: Mapping[str, Text] | None = None


class ListSource(Protocol):
    """Answers lists. `stream_ids` hands out every id in order, thousands at a time, and stops when `cancelled()`."""

    def first_page(self, query: ListQuery, limit: int = 200) -> Page: ...

    def stream_ids(self, query: ListQuery, sink: Sink, cancelled: Callable[[], bool]) -> None: ...

    def rows(self, ledger: str, ids: Sequence[int]) -> list[Row]: ...

    def count(self, query: ListQuery) -> int: ...

    def columns(self, ledger: str) -> tuple[Column, ...]: ...


class Preferences(Protocol):
    """What one user arranged for himself: JSON values by key. No evidence (K-11, LOCAL)."""

    def get(self, key: str, default: Any = None) -> Any: ...

    def set(self, key: str, value: Any) -> None: ...
