"""What the pages of a count ask for in one go: the counts of the office, the desk one scans at, what a shelf still lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from models.domain.count_types import DIFFERENCES, BookRow, holder, shelf
from models.domain.levels import Level
from models.domain.lifecycle import CarrierState
from models.domain.text import Text
from models.services import carrier_life, count_views
from models.services.carrier_life import LifeEvent
from models.services.count_scope import CountScope, expected_place, parse_scope, places_of
from models.services.count_statement import place_words
from models.services.count_views import CabinetProgress, Resume, ScanLine, Tallies
from models.services.counting import Seen
from models.services.office import Office
from models.services.processes import sister_number
from models.storage import count_queries, process_queries
from models.storage.store import Reader, Row

DIFFERENCE_COLUMNS = tuple(verdict.value.lower() for verdict in DIFFERENCES)


@dataclass(frozen=True)
class CountLine:
    """One count in the list. `seen` are the scans so far of an open one, the number found of a finished one."""

    row: Row
    people: tuple[str, str, str]
    seen: int
    differences: int | None
    undecided: int

    @property
    def is_open(self) -> bool:
        return bool(self.row["state"] == "OPEN")


@dataclass(frozen=True)
class Standing:
    """The desk of a count as it stands now: where, what was scanned, who counts, how far each shelf is, what this one
    still lacks (nothing in a blind count)."""

    resume: Resume
    people: tuple[str, str, str]
    progress: list[CabinetProgress]
    lacking: list[Lacking] = field(default_factory=list)


@dataclass(frozen=True)
class Scanned:
    """One scan that is kept: what it said, and its line. `line` is None where a shelf's label was read."""

    seen: Seen
    line: ScanLine | None
    place: str
    book_place: str = ""


@dataclass(frozen=True)
class Lacking:
    """A carrier that the frozen book has here and nobody has scanned yet."""

    carrier_id: int
    number: str
    title: str
    copy_number: str
    level: str | None
    secret_kind: str | None
    place: str
    rank: int
    whereabout: Text | None = None  # where it is instead: packed for hand-over


def all_counts(office: Office) -> list[CountLine]:
    """Every count of the office, newest first."""
    read = office.read
    rows = sorted(read.find("counts"), key=lambda row: -int(row["id"]))
    return [_count_line(read, row) for row in rows]


def _count_line(read: Reader, row: Row) -> CountLine:
    if row["state"] == "OPEN":
        return CountLine(row, people_of(read, row), count_views.tallies(read, row["id"]).scanned, None, 0)
    left = sum(found["state"] == "OPEN" for found in count_queries.findings(read, row["id"]))
    differences = sum(row[name] or 0 for name in DIFFERENCE_COLUMNS) if row["book"] and row["finished_on"] else None
    seen = row["actual"] if row["finished_on"] else count_views.tallies(read, row["id"]).scanned
    return CountLine(row, people_of(read, row), seen or 0, differences, left)


def people_of(read: Reader, count: Row) -> tuple[str, str, str]:
    """Names of the two counters and the supervisor."""
    names = (count["counter_id"], count["second_counter_id"], count["supervisor_id"])
    first, second, third = (place_words(read, None, person) for person in names)
    return first, second, third


def last_yearly(office: Office) -> str | None:
    """The day on which the last count of everything was signed (R-44); None if there was none."""
    days = [row["signed_on"] for row in office.read.find("counts", state="SIGNED")
            if row["kind"] == "YEARLY" and parse_scope(row["scope"]) == CountScope()]  # fmt: skip
    return max(days, default=None)


# --- at the shelf ----------------------------------------------------------------------------------------------------


def standing(office: Office, count_id: int) -> Standing:
    """All that the scanning page shows, to go on exactly where it stopped."""
    resume = count_views.resume_state(office.read, count_id)
    count = resume.count
    lacking = [] if count["blind"] else lacking_here(office, count_id)
    return Standing(resume, people_of(office.read, count), count_views.progress(office.read, count_id), lacking)


def lacking_here(office: Office, count_id: int) -> list[Lacking]:
    """What is still to be scanned where the counters stand now; nothing while they stand nowhere."""
    count = office.read.get("counts", count_id) or {}
    shelf, holder = count.get("shelf_id"), count.get("holder_id")
    return still_expected(office, count_id, shelf, holder) if shelf or holder else []


def shelf_of_label(office: Office, code: str) -> tuple[int, str] | None:
    """The shelf whose label was scanned, with its name; None if the code is no shelf's."""
    found = process_queries.shelf_by_code(office.read, code.strip().upper())
    return (int(found["id"]), place_words(office.read, found["id"], None)) if found is not None else None


def figures(office: Office, count_id: int) -> tuple[Tallies, list[CabinetProgress]]:
    """The counters and the map."""
    return count_views.tallies(office.read, count_id), count_views.progress(office.read, count_id)


def scan_once(office: Office, count_id: int, code: str, kind: str = "SCAN", again: str = "") -> Scanned:
    """Perform one scan, and say what its line shows. Raises what the act raises; then nothing was kept."""
    seen: Seen = office.perform("scan", count_id=count_id, code=code, kind=kind, again=again).result
    read = office.read
    if seen.place_only:
        count = read.get("counts", count_id) or {}
        return Scanned(seen, None, place_words(read, count["shelf_id"], count["holder_id"]))
    line = next(iter(count_views.newest_scans(read, count_id, 1)), None)
    carrier: dict[str, Any] = seen.carrier or {}
    book = place_words(read, carrier.get("shelf_id"), carrier.get("holder_id")) if carrier else ""
    return Scanned(seen, line, line.place if line else "", book)


def after_undo(office: Office, count_id: int) -> tuple[ScanLine | None, list[ScanLine]]:
    """Take back the newest scan; its line, and the newest lines now."""
    undone = office.perform("undo_scan", count_id=count_id).result
    lines = count_views.newest_scans(office.read, count_id)
    return next((line for line in lines if line.scan_id == undone), None), lines


def still_expected(office: Office, count_id: int, shelf_id: int | None, holder_id: int | None, most: int = 500) -> list[Lacking]:
    """What is still to be scanned at a shelf or with a holder, in walking order. What is lent, or was taken away by an act
    since the book was frozen, is not looked for there; what is packed for hand-over is named so."""
    read = office.read
    count = read.get("counts", count_id) or {}
    _shelves, holders = places_of(read, parse_scope(count["scope"]))
    rows = count_queries.unscanned(read, count_id, shelf_id, 0, most) if holder_id is None else []
    rows += count_queries.unscanned_of(read, count_id, holder_id, most) if holder_id is not None else []
    gone, packed = (asked(read, [row["id"] for row in rows]) for asked in (count_queries.put_in, count_queries.in_parcel))
    return [
        _lacking(read, row, packed.get(row["id"])) for row in rows
        if expected_place({**row, "state": row["frozen_state"]}, holders) == (shelf_id, holder_id)
        and row["id"] not in gone and _is_now_at(row, shelf_id, holder_id)
    ]  # fmt: skip


def _is_now_at(row: Row, shelf_id: int | None, holder_id: int | None) -> bool:
    now = BookRow(row["id"], CarrierState(row["state"]), row["now_shelf_id"], row["now_holder_id"])
    return now.place == (shelf(shelf_id) if shelf_id is not None else holder(holder_id or 0))


def not_entered(office: Office, count_id: int, after: int = 0, most: int = 500) -> list[Lacking]:
    """What has no scan yet anywhere, in the order of F8a, to enter its result from paper."""
    return [_lacking(office.read, row) for row in count_queries.unscanned(office.read, count_id, None, after, most)]


def _lacking(read: Reader, row: Row, packed: str | None = None) -> Lacking:
    return Lacking(
        row["id"], row["number"], row["title"] or "", row["copy_number"] or "", row["level"], row["secret_kind"],
        place_words(read, row["shelf_id"], None if row["shelf_id"] else row["holder_id"]), row["rank"],
        count_views.packed_words(packed) if packed else None,
    )  # fmt: skip


def unwalked(progress: Sequence[CabinetProgress]) -> list[str]:
    """Places of the scope at which nothing was scanned yet."""
    return [f"{cabinet.name} {place.name}" for cabinet in progress for place in cabinet.places
            if place.expected and not place.seen and not place.differences]  # fmt: skip


# --- afterwards ------------------------------------------------------------------------------------------------------


def life_of(office: Office, carrier_id: int | None, most: int = 4) -> list[LifeEvent]:
    """The last events of a carrier; titles of 绝密 ones stay out of them."""
    row = office.read.get("carriers", carrier_id)
    if row is None:
        return []
    return carrier_life.life(office, row, row["level"] == Level.TOP_SECRET)[:most]


def paper_number(read: Reader, count_id: int, prefix: str) -> str:
    """The number that F8a (PD) or F8b (PC) of a count bears."""
    return sister_number((read.get("counts", count_id) or {})["number"], prefix)
