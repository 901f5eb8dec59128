"""What the hand-over pages read: lists, carriers to choose by shelf, person or search, where packing stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.domain.lifecycle import OUT, Move, check_move
from models.domain.text import T, Text
from models.services import handover_views, movements
from models.services.handover_views import HandOverLine, PackState
from models.services.movements import Brief
from models.storage import handover_queries
from models.storage.store import Reader, Row

PEOPLE = ("transferor_id", "receiver_id", "witness_id", "custodian_id")
UNITS = ("from_unit_id", "to_unit_id")
MOST_OFFERED = 2000  # carriers of one container or person shown at once


@dataclass(frozen=True, slots=True)
class Line:
    """One hand-over as a line of the list."""

    row: Row
    copies: int
    people: tuple[str, str, str]
    to: str

    @property
    def is_open(self) -> bool:
        return self.row["state"] not in ("SIGNED", "ABANDONED")


def hand_overs(read: Reader) -> list[Line]:
    """Every hand-over, newest first."""
    found = []
    for row in reversed(read.find("handovers")):
        names = _names(read, row)
        states = handover_queries.item_states(read, row["id"])
        copies = sum(count for state, count in states.items() if state != "REMOVED")
        people = (names["transferor_id"], names["receiver_id"], names["witness_id"])
        found.append(Line(row, copies, people, names["to_unit_id"]))
    return found


# --- carriers to choose ----------------------------------------------------------------------------------------------


class Standing(StrEnum):
    """Whether a carrier can be listed: it lies here, it is out and goes along by the book, or something is in the way."""

    FREE = "FREE"
    BY_BOOK = "BY_BOOK"
    BLOCKED = "BLOCKED"


@dataclass(frozen=True, slots=True)
class Offer:
    """A carrier that could be handed over, and why or why not."""

    brief: Brief
    standing: Standing
    why: Text


def offers(read: Reader, ids: Sequence[int], handover_id: int | None) -> list[Offer]:
    """Carriers as one may choose them for a hand-over, judged as its list would."""
    elsewhere = handover_queries.open_lists_of(read, list(ids))
    own = (read.get("handovers", handover_id) or {}).get("number") if handover_id else None
    return [_offer(brief, elsewhere.get(brief.id, ""), own) for brief in movements.briefs(read, list(ids))]


def _offer(brief: Brief, elsewhere: str, own: str | None) -> Offer:
    if elsewhere and elsewhere == own:
        return Offer(brief, Standing.BY_BOOK if brief.state in OUT else Standing.FREE, T("hand-over", "在这张清单上"))
    if elsewhere:
        why = T("hand-over", "已在移交清单 {number}：先从那一张撤下", number=elsewhere)
        return Offer(brief, Standing.BLOCKED, why)
    if brief.state in OUT:
        return Offer(brief, Standing.BY_BOOK, T("hand-over", "借出在外：本机关内交接时随账移交"))
    problems = check_move(brief.state, Move.LIST_FOR_HAND_OVER)
    if problems:
        return Offer(brief, Standing.BLOCKED, problems[0].text)
    recalled = T("hand-over", "要求清退：移交外单位须写依据")
    return Offer(brief, Standing.FREE, recalled if brief.recalled else T("hand-over", "没有妨碍"))


def listed_ids(read: Reader, handover_id: int) -> list[int]:
    """The carriers on a list, in its order."""
    return [int(item["carrier_id"]) for item in handover_queries.items(read, handover_id)]


def ids_in_cabinet(read: Reader, cabinet_id: int) -> list[int]:
    """The carriers on the shelves of a container, shelf by shelf."""
    return handover_queries.ids_in_cabinet(read, cabinet_id, MOST_OFFERED)


def ids_held_by(read: Reader, person_id: int) -> list[int]:
    """The carriers that a person has out."""
    return handover_queries.ids_held_by(read, person_id, MOST_OFFERED)


def ids_kept_by(read: Reader, person_id: int) -> list[int]:
    """What a person is responsible for: the carriers themselves and those in containers that the person keeps."""
    own = handover_queries.ids_kept_by(read, person_id, MOST_OFFERED)
    inside = [id_ for cabinet in read.find("cabinets", custodian_id=person_id) for id_ in ids_in_cabinet(read, cabinet["id"])]
    return list(dict.fromkeys(own + inside))[:MOST_OFFERED]


# --- one hand-over ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HandOverView:
    """All a page shows of one hand-over."""

    row: Row
    lines: list[HandOverLine]
    state: PackState
    names: dict[str, str]

    @property
    def waiting(self) -> list[HandOverLine]:
        """What has not been looked at yet."""
        return [line for line in self.lines if line.item["state"] == "LISTED"]


def hand_over_view(read: Reader, handover_id: int, most: int = 200) -> HandOverView:
    """One hand-over with its list, its newest scans and its people. Raises KeyError if it does not exist."""
    state = handover_views.pack_state(read, handover_id, most)
    return HandOverView(state.handover, handover_views.list_lines(read, handover_id), state, _names(read, state.handover))


def _names(read: Reader, row: Row) -> dict[str, str]:
    found: dict[str, str] = {}
    for ledger, columns in (("persons", PEOPLE), ("units", UNITS)):
        rows = {one["id"]: str(one["name"]) for one in read.get_many(ledger, [row[c] for c in columns if row[c]])}
        found |= {column: rows.get(row[column], "") for column in columns}
    return found
