"""Rooms, security containers and shelves: where a carrier ought to lie (R-43)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from models.domain.context import RuleContext
from models.domain.levels import Level
from models.domain.problems import Problem, blocks
from models.domain.text import T
from models.ledgers import choices
from models.ledgers.fields import Field, Kind, Ledger


@dataclass(frozen=True)
class Room:
    """A room with containers; its level limit bounds theirs."""

    id: int
    name: Annotated[str, Field(T("place", "房间"), required=True, width=200, searched=True, form_width=100)]
    level_limit: Annotated[str, Field(T("place", "最高密级"), Kind.CHOICE, choices=choices.LEVELS, required=True, width=100, form_width=40)]
    state: Annotated[str, Field(T("place", "状态"), Kind.CHOICE, choices=choices.IN_USE, in_dialog=False, width=80)]
    remarks: Annotated[str, Field(T("place", "备注"), Kind.LONG_TEXT, width=200, form_width=117)]


@dataclass(frozen=True)
class Cabinet:
    """A security container with a named keeper; 绝密 only where the limit says so (R-43)."""

    id: int
    room_id: Annotated[int, Field(T("place", "房间"), Kind.LINK, to="rooms", required=True, width=160, form_width=50)]
    name: Annotated[str, Field(T("place", "柜名"), required=True, width=120, searched=True, form_width=50)]
    level_limit: Annotated[str, Field(T("place", "最高密级"), Kind.CHOICE, choices=choices.LEVELS, required=True, width=100, form_width=30)]
    custodian_id: Annotated[int, Field(T("place", "责任人"), Kind.LINK, to="persons", width=120, form_width=50)]
    state: Annotated[str, Field(T("place", "状态"), Kind.CHOICE, choices=choices.IN_USE, in_dialog=False, width=80)]
    remarks: Annotated[str, Field(T("place", "备注"), Kind.LONG_TEXT, width=160, form_width=77)]


@dataclass(frozen=True)
class Shelf:
    """A shelf or box in a container. `code` is on its label and is what the scanner reads: letter S and five digits."""

    id: int
    cabinet_id: Annotated[int, Field(T("place", "柜"), Kind.LINK, to="cabinets", required=True, width=140, form_width=60)]
    name: Annotated[str, Field(T("place", "层"), required=True, width=120, searched=True, form_width=40)]
    code: Annotated[str, Field(T("place", "标签码"), required=True, in_dialog=False, width=100, searched=True, form_width=40)]
    level_limit: Annotated[str, Field(T("place", "最高密级"), Kind.CHOICE, choices=choices.LEVELS, width=100, form_width=30)]
    walk_order: Annotated[int, Field(T("place", "清点顺序"), Kind.INTEGER, width=90, form_width=20)]
    capacity: Annotated[int, Field(T("place", "可放份数"), Kind.INTEGER, width=90, form_width=20)]
    state: Annotated[str, Field(T("place", "状态"), Kind.CHOICE, choices=choices.IN_USE, in_dialog=False, width=80)]
    remarks: Annotated[str, Field(T("place", "备注"), Kind.LONG_TEXT, width=140, form_width=47)]


def check_cabinet(values: Mapping[str, Any], context: RuleContext) -> list[Problem]:
    """A container's limit lies within its room's (R-43)."""
    return _within(values, context.facts.get("room_id"))


def check_shelf(values: Mapping[str, Any], context: RuleContext) -> list[Problem]:
    """A shelf's limit lies within its container's (R-43)."""
    return _within(values, context.facts.get("cabinet_id"))


def _within(values: Mapping[str, Any], outer_row: Mapping[str, Any] | None) -> list[Problem]:
    own, outer = values.get("level_limit"), (outer_row or {}).get("level_limit")
    if own and outer and Level(own).rank > Level(outer).rank:
        text = T("problem", "外层只到{outer}级，这里不能高于它", outer=choices.LEVELS[outer])
        return [blocks("OVER_OUTER_LIMIT", "level_limit", text, "R-43")]
    return []


def fill_shelf(values: dict[str, Any], new_id: int) -> None:
    """A shelf's label code follows from its number and is never given twice."""
    values["code"] = f"S{new_id:05d}"
    if values.get("walk_order") is None:
        values["walk_order"] = new_id


ROOMS = Ledger(
    "rooms", T("ledger", "房间"), Room, unique=(("name",),), states=choices.IN_USE, order=("name",),
    purpose=T("ledger", "放保密柜的房间"),
)  # fmt: skip
CABINETS = Ledger(
    "cabinets", T("ledger", "保密柜"), Cabinet, unique=(("room_id", "name"),), states=choices.IN_USE,
    order=("room_id", "name"), check=check_cabinet, purpose=T("ledger", "每个柜放到哪一级，由谁负责"),
)  # fmt: skip
SHELVES = Ledger(
    "shelves", T("ledger", "柜层"), Shelf, unique=(("cabinet_id", "name"), ("code",)), states=choices.IN_USE,
    order=("walk_order",), check=check_shelf, fill=fill_shelf, purpose=T("ledger", "清点时按顺序走过的层和盒"),
)  # fmt: skip
