"""What a cell says: words of codes, computed marks, place and holder. Used by model, delegate and copying alike."""

from __future__ import annotations

from typing import Any

from models.domain.text import T
from ui.tables.source import Column, Row
from ui.theme.badges import BADGES
from ui.theme.look import Look
from ui.theme.marks import STATES, Mark

NOTHING = "—"
_PLAIN = Mark("", "text", "text", T("state", "在用"))


def state_mark(look: Look, column: Column, row: Row) -> Mark | None:
    """The mark of a state cell; what the calendar computed goes before what is stored (K-12)."""
    code = row.get(column.name)
    if row.get("overdue"):
        return STATES["OVERDUE"]
    if row.get("review_due") and code == "IN_STORE":
        return STATES["REVIEW_DUE"]
    if not code:
        return None
    known = STATES.get(code)
    words = (column.words or {}).get(code)
    if known is not None and words is None:
        return known
    if known is not None and words is not None:
        return Mark(known.shape, known.token, known.word_token, words)
    return Mark("square", "neu", "text", words) if words is not None else None


def shows_holder(column: Column, row: Row, has_holder_column: bool) -> bool:
    """Whether a place cell says who has the thing instead of where it lies."""
    return column.kind == "place" and not has_holder_column and bool(row.get("holder"))


def cell_text(look: Look, column: Column, row: Row, has_holder_column: bool = False) -> str:
    """The words of a cell as they are shown, copied and read out."""
    value = row.get(column.name)
    if column.kind == "state":
        mark = state_mark(look, column, row)
        return look.t(mark.word) if mark else str(value or NOTHING)
    if column.kind == "level":
        badge = BADGES.get(value or "")
        return look.t(badge.word) if badge else NOTHING
    if shows_holder(column, row, has_holder_column):
        return str(row["holder"])
    if row.get("masked") and column.name == "title":
        return look.t(T("list", "（绝密件，标题隐去）"))
    if value in (None, ""):
        return NOTHING if row.keys() - {"id"} else ""
    if column.words is not None and str(value) in column.words:
        return look.t(column.words[str(value)])
    return str(value)


def sort_value(column: Column, row: Row) -> Any:
    """The stored value behind the words."""
    return row.get(column.name)
