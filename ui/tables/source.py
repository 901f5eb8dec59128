"""What a list asks and what a data source answers (K-24). The store's lists answer it; tests hand in their own.

All methods run on a worker thread. Rows are plain dicts with `id`; a cell is looked up by its column's name: text,
number and date cells hold a word or a number; `level` cells a level or kind of secret; `state` cells a state code;
`place` cells the place's words. A row may also carry `overdue` and `review_due` (computed marks, K-12), `holder` (who
has it, shown in the place cell if there is no column of its own) and `masked` (绝密 title hidden, R-43).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from models.services.list_columns import Column
from models.services.list_questions import Filter, ListQuery
from models.services.lists import Page, Row

Sink = Callable[["array[int]"], None]


__all__ = ["Column", "Filter", "ListQuery", "ListSource", "Page", "Preferences", "Row", "Sink"]


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
