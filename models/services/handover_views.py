"""What pages and forms show of a hand-over: list with its checks, progress while packing. Nothing here changes anything."""

from __future__ import annotations

from dataclasses import dataclass

from models.services import processes
from models.storage import handover_queries, process_queries
from models.storage.store import Reader, Row


@dataclass(frozen=True, slots=True)
class HandOverLine:
    """One line of F3: the carrier with its texts, and what was found of it (√ or × with a note)."""

    item: Row
    carrier: Row
    marking: str

    @property
    def is_right(self) -> bool:
        """√ on F3."""
        return self.item["state"] in ("PACKED", "ON_BOOK", "HANDED_OVER") and not self.item["note"]


@dataclass(frozen=True)
class PackState:
    """All a page needs while packing, also after a crash."""

    handover: Row
    listed: int
    packed: int
    differing: int
    left: int
    stopped_by: Row | None
    newest: list[Row]


def list_lines(read: Reader, handover_id: int) -> list[HandOverLine]:
    """The list in its order with all texts; what was removed is left out."""
    items = handover_queries.items(read, handover_id)
    texts = {row["id"]: row for row in process_queries.carrier_texts(read, [item["carrier_id"] for item in items])}
    return [
        HandOverLine(item, texts[item["carrier_id"]], processes.marking_text(texts[item["carrier_id"]])) for item in items
    ]


def pack_state(read: Reader, handover_id: int, most: int = 200) -> PackState:
    """Where packing stands."""
    row = read.get("handovers", handover_id)
    if row is None:
        raise KeyError(f"handovers {handover_id}")
    states = handover_queries.item_states(read, handover_id)
    right = states.get("PACKED", 0) + states.get("ON_BOOK", 0) + states.get("HANDED_OVER", 0)
    return PackState(
        row, sum(n for state, n in states.items() if state != "REMOVED"), right,
        states.get("DIFFERING", 0) + states.get("LEFT_OUT", 0), states.get("LISTED", 0),
        handover_queries.unanswered(read, handover_id), handover_queries.newest_scans(read, handover_id, most),
    )  # fmt: skip


def open_hand_overs(read: Reader) -> list[Row]:
    """Hand-overs that are neither signed nor given up, newest first."""
    return [row for row in reversed(read.find("handovers")) if row["state"] not in ("SIGNED", "ABANDONED")]
