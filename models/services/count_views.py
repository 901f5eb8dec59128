"""What pages and forms show of a count: plain data, read in one go (K-22). Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from models.domain.clocks import Clock
from models.domain.count_types import DIFFERENCES, Detail, Unrecorded, Verdict
from models.domain.reconciliation import CountFigures
from models.domain.text import T, Text
from models.ledgers.counts import DETAILS, UNRECORDED
from models.services import losses
from models.services.count_scope import expected_place, parse_scope, places_of
from models.services.count_statement import ABOVE, gone_of, gone_words, place_words
from models.storage import count_queries, process_queries
from models.storage.store import Reader, Row

PlaceKey = tuple[int | None, int | None]  # shelf id or holder id


class PlaceSums(dict[PlaceKey, int]):
    """Sums by place; a place without one has 0."""

    def __missing__(self, key: PlaceKey) -> int:
        return 0


@dataclass(frozen=True, slots=True)
class Tallies:
    """What the scans of a count, not undone, say so far. 缺失 has no number before the end."""

    expected: int = 0
    scanned: int = 0
    matched: int = 0
    moved_during: int = 0
    misplaced: int = 0
    out_but_here: int = 0  # the part of `misplaced` that the book has lent out
    mismarked: int = 0
    damaged: int = 0
    unrecorded: int = 0
    duplicates: int = 0


@dataclass(frozen=True, slots=True)
class ScanLine:
    """One line of the live list. `verdict` is what it counts as, with its mark; `note` says where it belongs, or why."""

    scan_id: int
    seq: int
    at: str
    verdict: Verdict
    code: str
    number: str
    title: str
    copy_number: str
    level: str | None
    secret_kind: str | None
    place: str
    above_limit: bool
    undone: bool
    note: Text | None
    kind: str


@dataclass(frozen=True, slots=True)
class PlaceProgress:
    """One shelf (or one holder) of the map: the frozen book has `expected` here, `seen` of them were scanned here."""

    shelf_id: int | None
    holder_id: int | None
    name: str
    expected: int
    seen: int
    differences: int

    @property
    def is_complete(self) -> bool:
        return self.seen >= self.expected


@dataclass(frozen=True)
class CabinetProgress:
    """One piece of furniture of the map; holders stand together under the id None."""

    cabinet_id: int | None
    name: str
    room: str
    places: list[PlaceProgress] = field(default_factory=list)

    @property
    def expected(self) -> int:
        return sum(place.expected for place in self.places)

    @property
    def seen(self) -> int:
        return sum(place.seen for place in self.places)


@dataclass(frozen=True)
class Resume:
    """All a page needs to go on exactly where scanning stopped, after a pause or a crash."""

    count: Row
    place: str
    tallies: Tallies
    newest: list[ScanLine]


@dataclass(frozen=True)
class DifferenceLine:
    """One row of the reconciliation page and of F8b."""

    finding: Row
    number: str
    title: str
    reference: str
    copy_number: str
    carrier: Row | None
    book_place: str
    found_place: str
    clock: Clock | None = None
    gone: Text | None = None  # what became of it by the book, though it was found
    above_limit: bool = False  # it lay where its level may not lie


def resume_state(read: Reader, count_id: int, most: int = 200) -> Resume:
    """Current place, tallies and newest scans of a count."""
    count = _count(read, count_id)
    place = place_words(read, count["shelf_id"], count["holder_id"])
    return Resume(count, place, tallies(read, count_id), newest_scans(read, count_id, most))


def tallies(read: Reader, count_id: int) -> Tallies:
    """How many scans said what, from a covering index."""
    sums = dict.fromkeys(Verdict, 0)
    out = 0
    for row in count_queries.tally_rows(read, count_id):
        verdict = _counts_as(row)
        sums[verdict] += row["n"]
        out += row["n"] if verdict is Verdict.MISPLACED and row["detail"] == Detail.OUT_BUT_HERE else 0
    return Tallies(
        expected=_count(read, count_id)["book"] or 0, scanned=sum(sums.values()), matched=sums[Verdict.MATCHED],
        moved_during=sums[Verdict.MOVED_DURING], misplaced=sums[Verdict.MISPLACED], out_but_here=out,
        mismarked=sums[Verdict.MISMARKED], damaged=sums[Verdict.DAMAGED], unrecorded=sums[Verdict.UNRECORDED],
        duplicates=sums[Verdict.DUPLICATE],
    )  # fmt: skip


def newest_scans(read: Reader, count_id: int, most: int = 200) -> list[ScanLine]:
    """The newest scans first, undone ones too."""
    words: dict[tuple[int | None, int | None], str] = {}

    def place(shelf_id: int | None, holder_id: int | None) -> str:
        if (shelf_id, holder_id) not in words:
            words[shelf_id, holder_id] = place_words(read, shelf_id, holder_id)
        return words[shelf_id, holder_id]

    rows = count_queries.newest_scans(read, count_id, most)
    carriers = {row["carrier_id"] for row in rows if row["carrier_id"] is not None}
    gone, packed = count_queries.put_in(read, carriers), count_queries.in_parcel(read, carriers)
    return [
        ScanLine(
            row["id"], row["seq"], row["at"], _counts_as(row), row["code"], row["number"] or "", row["title"] or "",
            row["copy_number"] or "", row["level"], row["secret_kind"], place(row["shelf_id"], row["holder_id"]),
            bool(row["above_limit"]), bool(row["undone"]), scan_note(
                row, place(row["book_shelf_id"], row["book_holder_id"]), gone.get(row["carrier_id"]), packed.get(row["carrier_id"])
            ), row["kind"],
        )
        for row in rows
    ]  # fmt: skip


def packed_words(handover: str) -> Text:
    """Where a thing is that is packed for a hand-over nobody has signed yet."""
    return T("count", "已装包待移交 {number}", number=handover)


def scan_note(row: Row, book_place: str, put_in: str | None = None, packed: str | None = None) -> Text | None:
    """The sentence beside a verdict: where it belongs, who has it by the book, when it was scanned before."""
    gone = gone_words(row["book_state"], put_in)
    if row["verdict"] == Verdict.DUPLICATE:
        return T("count", "{time} 已扫", time=local_time(row["first_at"]))
    if row["detail"] == Detail.OUT_BUT_HERE:
        return T("count", "账上借给{who}", who=book_place)
    if row["detail"] == Detail.ELSEWHERE:
        return T("count", "应在 {place}", place=book_place)
    if gone is not None and (row["detail"] == Detail.GONE_BUT_HERE or row["unrecorded"] == Unrecorded.DESTROYED_OR_RETURNED):
        return gone
    if row["detail"]:
        return DETAILS[row["detail"]]
    if row["unrecorded"] == "UNKNOWN_CODE":
        return T("count", "无此编号，原码已留存")
    if row["unrecorded"]:
        return UNRECORDED[row["unrecorded"]]
    if row["moved_by"]:
        return T("count", "期间异动，第 {entry} 笔", entry=row["moved_by"])
    if row["above_limit"]:
        return ABOVE
    return packed_words(packed) if packed else None


def local_time(moment: str | None) -> str:
    """The time of day here of a stored moment (UTC): 14:05:09."""
    return datetime.fromisoformat(moment).astimezone().strftime("%H:%M:%S") if moment else ""


def progress(read: Reader, count_id: int) -> list[CabinetProgress]:
    """The shelf map: every container and holder of the frozen book, and where else something was scanned."""
    expected, seen, wrong = PlaceSums(), PlaceSums(), PlaceSums()
    _shelves, holders = places_of(read, parse_scope(_count(read, count_id)["scope"]))
    for row in count_queries.expected_by_place(read, count_id):
        place = expected_place(row, holders)
        if place is not None:
            expected[place] += row["n"]
    for row in count_queries.scanned_by_place(read, count_id):
        place, verdict = (row["shelf_id"], row["holder_id"]), _counts_as(row)
        if row["verdict"] in (Verdict.MATCHED, Verdict.MOVED_DURING):
            seen[place] += row["n"]
        if verdict in DIFFERENCES:
            wrong[place] += row["n"]
    return _furniture(read, expected, seen, wrong)


def _furniture(read: Reader, expected: PlaceSums, seen: PlaceSums, wrong: PlaceSums) -> list[CabinetProgress]:
    cabinets: dict[int | None, CabinetProgress] = {}
    touched = {*expected, *seen, *wrong}
    key: PlaceKey
    for row in process_queries.places(read):
        key = row["id"], None
        if key in touched:
            cabinet = cabinets.setdefault(
                row["cabinet_id"], CabinetProgress(row["cabinet_id"], row["cabinet"], row["room"] or "")
            )
            cabinet.places.append(PlaceProgress(
                row["id"], None, row["shelf"], expected[key], seen[key], wrong[key]
            ))  # fmt: skip
    held: list[int] = sorted(holder for shelf, holder in touched if shelf is None and holder is not None)
    if held:
        people = cabinets.setdefault(None, CabinetProgress(None, str(T("count", "个人持有")), ""))
        for holder in held:
            key = None, holder
            people.places.append(PlaceProgress(
                None, holder, place_words(read, None, holder), expected[key], seen[key], wrong[key]
            ))  # fmt: skip
    return list(cabinets.values())


def differences(read: Reader, count_id: int, today: date) -> list[DifferenceLine]:
    """Every difference of a finished count in its order, with names, places and running clocks."""
    rows = count_queries.findings(read, count_id)
    carriers = [row["carrier_id"] for row in rows if row["carrier_id"] is not None]
    named = {row["id"]: row for row in process_queries.carrier_texts(read, carriers)}
    gone = gone_of(read, rows)
    above = count_queries.above_limit(read, count_id)
    return [
        _difference(read, row, named.get(row["carrier_id"]), today, gone.get(row["id"]), row["scan_id"] in above) for row in rows
    ]


def above_limit_in_order(read: Reader, count_id: int) -> list[str]:
    """The numbers of carriers that are no difference but lay where their level may not lie (R-43)."""
    found = {row["scan_id"] for row in count_queries.findings(read, count_id) if row["state"] in ("OPEN", "CLOSED")}
    return sorted(number for scan, number in count_queries.above_limit(read, count_id).items() if scan not in found)


def _difference(
    read: Reader, row: Row, carrier: Row | None, today: date, gone: Text | None, above_limit: bool
) -> DifferenceLine:
    loss = read.get("losses", row["loss_id"])
    texts: dict[str, Any] = carrier or {}
    return DifferenceLine(
        row, texts.get("number") or row["code"] or "", texts.get("title") or "", texts.get("reference_number") or "",
        texts.get("copy_number") or "", carrier, place_words(read, row["book_shelf_id"], row["book_holder_id"]),
        place_words(read, row["found_shelf_id"], row["found_holder_id"]),
        losses.loss_clock(loss, today) if loss and loss["state"] == "OPEN" else None, gone, above_limit,
    )  # fmt: skip


def figures_by(read: Reader, count_id: int, key: str) -> dict[Any, CountFigures]:
    """The sums of a reconciled count for each row of F8b's grid (`key="grade"`: (kind, level)) or container ("cabinet")."""
    sums: dict[Any, dict[str, int]] = {}

    def add(row: Row, verdict: Verdict) -> None:
        name = row["cabinet_id"] if key == "cabinet" else (row["secret_kind"], row["level"])
        line = sums.setdefault(name, {})
        line[verdict.value.lower()] = line.get(verdict.value.lower(), 0) + row["n"]

    for row in count_queries.verdicts_by_grade(read, count_id):
        add(row, Verdict(row["verdict"] or Verdict.MATCHED))
    for row in count_queries.outside_by_grade(read, count_id):
        add(row, Verdict.UNRECORDED)
    return {name: _figures(line) for name, line in sums.items()}


def _figures(line: dict[str, int]) -> CountFigures:
    here = sum(line.get(name, 0) for name in ("matched", "misplaced", "mismarked", "damaged"))
    book = here + sum(line.get(name, 0) for name in ("on_loan", "moved_during", "missing"))
    return CountFigures(book=book, actual=here + line.get("unrecorded", 0), **line)


def count_summary(read: Reader, count_id: int) -> dict[str, Any]:
    """The figures of a reconciled count under the names of the demonstration's summary."""
    count = _count(read, count_id)
    kinds: dict[str, int] = {}
    for row in count_queries.outside_by_grade(read, count_id):
        kinds[row["unrecorded"].lower()] = kinds.get(row["unrecorded"].lower(), 0) + row["n"]
    names = ("book", "matched", "on_loan", "moved_during", "misplaced", "mismarked", "damaged", "missing")
    figures: dict[str, Any] = {name: count[name] for name in names}
    return figures | {"found": count["actual"], "unrecorded": kinds, "duplicate_scans": count["duplicates"] or 0}


def running_clocks(read: Reader, today: date) -> list[tuple[Row, Clock | None]]:
    """Every open case of an unaccounted carrier with its term, for 今日; those without a term last."""
    rows = [(row, losses.loss_clock(row, today)) for row in count_queries.open_losses(read)]
    return sorted(rows, key=lambda pair: (pair[1] is None, pair[1].left if pair[1] else 0, pair[0]["id"]))


def open_counts(read: Reader) -> list[Row]:
    """Counts that are not signed or given up, newest first."""
    rows: Iterable[Row] = (row for state in ("OPEN", "SCANNED", "RECONCILING") for row in read.find("counts", state=state))
    return sorted(rows, key=lambda row: -int(row["id"]))


def _counts_as(row: Row) -> Verdict:
    """A mark decides the class of what the book knows; duplicates and unrecorded things stay what they are."""
    verdict = Verdict(row["verdict"])
    marked = row["mark"] and verdict not in (Verdict.DUPLICATE, Verdict.UNRECORDED)
    return Verdict(row["mark"]) if marked else verdict


def _count(read: Reader, count_id: int) -> Row:
    row = read.get("counts", count_id)
    if row is None:
        raise KeyError(f"counts {count_id}")
    return row
