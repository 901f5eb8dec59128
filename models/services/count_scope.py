"""What a count covers: kept as ids, shown as words, resolved to shelves and holders when the book is frozen (K-22)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from models.domain.levels import KIND_WORDS, LEVEL_WORDS
from models.domain.lifecycle import OUT, CarrierState
from models.storage import count_queries
from models.storage.store import Reader, Row

MOST_CARRIERS = 100_000  # of one count
_LEVEL_WORDS = {**{level.value: word for level, word in LEVEL_WORDS.items()},
                **{kind.value: word for kind, word in KIND_WORDS.items()}}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CountScope:
    """Rooms, containers, single shelves, holders and units count together; `levels` (of levels or kinds) narrows them.

    Nothing but levels, or nothing at all, means the whole office. A unit brings what its people hold and the containers
    its people keep.
    """

    rooms: tuple[int, ...] = ()
    cabinets: tuple[int, ...] = ()
    shelves: tuple[int, ...] = ()
    holders: tuple[int, ...] = ()
    units: tuple[int, ...] = ()
    levels: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        return not (self.rooms or self.cabinets or self.shelves or self.holders or self.units)

    def __str__(self) -> str:
        parts = ((item.name, getattr(self, item.name)) for item in fields(self))
        return ";".join(f"{name}={','.join(map(str, values))}" for name, values in parts if values)


def parse_scope(text: str | None) -> CountScope:
    """The scope kept in a row. Raises ValueError for a text that is none."""
    found: dict[str, tuple[int, ...] | tuple[str, ...]] = {}
    for part in (text or "").split(";"):
        name, _, values = part.partition("=")
        if name == "levels":
            found[name] = tuple(values.split(","))
        elif name:
            found[name] = tuple(int(value) for value in values.split(","))
    return CountScope(**found)  # type: ignore[arg-type]


def places_of(read: Reader, scope: CountScope) -> tuple[set[int], set[int]]:
    """Shelf ids and person ids that the scope means now."""
    people = count_queries.persons_of_units(read, scope.units)
    kept = count_queries.cabinets_kept_by(read, people)
    cabinets = [*scope.cabinets, *count_queries.cabinets_in_rooms(read, scope.rooms), *kept]
    shelves = {*scope.shelves, *count_queries.shelves_of_cabinets(read, cabinets)}
    return shelves, {*scope.holders, *people}


def frozen_book(read: Reader, scope: CountScope) -> list[Row]:
    """The carriers of the scope as the book has them now, in walking order; one more than allowed if there are more."""
    if scope.is_everything:
        return count_queries.book_of_everything(read, scope.levels, MOST_CARRIERS + 1)
    shelves, holders = places_of(read, scope)
    return count_queries.book_of_places(read, shelves, holders, scope.levels, MOST_CARRIERS + 1)


def expected_place(row: Row, holders: set[int]) -> tuple[int | None, int | None] | None:
    """Where a counter will look for a frozen row: its shelf, or the holder if holders are counted; None for neither."""
    state = CarrierState(row["state"])
    if state is CarrierState.UNACCOUNTED:
        return None
    if state not in OUT and row["shelf_id"] is not None:
        return row["shelf_id"], None
    if row["holder_id"] is not None and (state not in OUT or row["holder_id"] in holders):
        return None, row["holder_id"]
    return None


def scope_words(read: Reader, scope: CountScope) -> str:
    """The scope as it stands on F8a and F8b: 1号柜、2号柜；持有人 陈立；机密."""
    parts = [
        _names(read, "rooms", scope.rooms, ""),
        _names(read, "cabinets", scope.cabinets, ""),
        "、".join(_shelf_words(read, shelf_id) for shelf_id in scope.shelves),
        _names(read, "persons", scope.holders, "持有人 "),
        _names(read, "units", scope.units, ""),
    ]
    if scope.is_everything:
        parts.append("全部载体")
    if scope.levels:
        parts.append("限" + "、".join(_LEVEL_WORDS[level] for level in scope.levels))
    return "；".join(part for part in parts if part)


def _names(read: Reader, ledger: str, ids: Sequence[int], before: str) -> str:
    names = "、".join(str(row["name"]) for row in read.get_many(ledger, list(ids)))
    return before + names if names else ""


def _shelf_words(read: Reader, shelf_id: int) -> str:
    shelf = read.get("shelves", shelf_id) or {}
    cabinet = read.get("cabinets", shelf.get("cabinet_id")) or {}
    return f"{cabinet.get('name', '')}{shelf.get('name', '')}"
