"""The count: what a scan means, and how book and shelf are reconciled (K-22; R-44, R-45).

The book (账面) is frozen at entry N: every carrier whose book place or holder lies in the scope. A scan is judged by the
book of its own moment. In the end each carrier of the frozen book has exactly one of seven classes, and each thing
found outside it is unrecorded (账外) with a sub-kind, so that two sums hold:

    book   = matched + on loan + moved during + misplaced + mismarked + damaged + missing
    actual = matched + misplaced + mismarked + damaged + unrecorded

A carrier moved by an act after N is neither missing nor a difference: it is found at its new place (matched), found
still at the frozen one or not found (moved during). Found in a third place, or gone by the book and yet here, it is
misplaced like any other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.domain.count_types import (
    DETAIL_WORDS,
    DIFFERENCES,
    UNRECORDED_WORDS,
    VERDICT_WORDS,
    BookRow,
    Detail,
    Mark,
    Place,
    PlaceKind,
    Scope,
    Unrecorded,
    Verdict,
    holder,
    shelf,
)
from models.domain.levels import Level, SecretKind
from models.domain.lifecycle import GONE, IN_BOOK, NOT_YET, OUT, CarrierState
from models.domain.problems import Problem, blocks
from models.domain.text import T

__all__ = [
    "DETAIL_WORDS", "DIFFERENCES", "UNRECORDED_WORDS", "VERDICT_WORDS", "BookRow", "CountFigures", "Detail", "Line",
    "Mark", "Place", "PlaceKind", "Result", "Scan", "ScanContext", "ScanVerdict", "Scope", "Unrecorded", "Verdict",
    "check_counters", "differences", "figures", "holder", "reconcile", "scan_verdict", "shelf",
]  # fmt: skip


# --- one scan --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ScanContext:
    """What is known when a code is scanned at a place.

    `now` is the book of this moment (None: no carrier has this code); `expected` the frozen row, if the carrier is in
    the frozen book; `moved_by` the number of the last entry after the freezing that moved it; `repeats` the id of the
    first scan, not undone, of the same carrier or code in this count; `shelf_limit` the level limit of the shelf here.
    """

    here: Place
    now: BookRow | None
    expected: BookRow | None = None
    moved_by: int | None = None
    repeats: int | None = None
    shelf_limit: Level | None = None


@dataclass(frozen=True, slots=True)
class ScanVerdict:
    """What a scan says. `verdict` is shown; `finding` is what it says if the scan it repeats is undone; both are kept.

    `above_limit`: the carrier's level is above what this shelf may hold (R-43), whatever the verdict.
    """

    verdict: Verdict
    finding: Verdict
    unrecorded: Unrecorded | None = None
    detail: Detail | None = None
    moved_by: int | None = None
    repeats: int | None = None
    above_limit: bool = False


def scan_verdict(context: ScanContext) -> ScanVerdict:
    """The verdict of one scan by the book of its moment (K-22)."""
    finding, unrecorded, detail = _finding(context)
    now, limit = context.now, context.shelf_limit
    return ScanVerdict(
        verdict=finding if context.repeats is None else Verdict.DUPLICATE,
        finding=finding,
        unrecorded=unrecorded,
        detail=detail,
        moved_by=context.moved_by,
        repeats=context.repeats,
        above_limit=bool(now and now.level and limit and now.level.rank > limit.rank),
    )


def _finding(context: ScanContext) -> tuple[Verdict, Unrecorded | None, Detail | None]:
    now = context.now
    if now is None:
        return Verdict.UNRECORDED, Unrecorded.UNKNOWN_CODE, None
    if context.expected is None:
        if context.moved_by is not None and now.place == context.here and now.state in IN_BOOK:
            return Verdict.MOVED_DURING, None, None  # registered or brought here by an act during the count
        return Verdict.UNRECORDED, _outside(now.state), None
    if now.place == context.here:
        return Verdict.MATCHED, None, None
    still_there = context.moved_by is not None and context.expected.place == context.here
    if still_there and now.state not in GONE:
        return Verdict.MOVED_DURING, None, None
    return Verdict.MISPLACED, None, _detail(now)


def _outside(state: CarrierState) -> Unrecorded:
    if state in NOT_YET:
        return Unrecorded.NOT_YET_REGISTERED
    if state in GONE:
        return Unrecorded.DESTROYED_OR_RETURNED
    return Unrecorded.ON_LOAN if state in OUT else Unrecorded.OUTSIDE_SCOPE


def _detail(now: BookRow) -> Detail:
    if now.state in OUT:
        return Detail.OUT_BUT_HERE
    if now.state in GONE:
        return Detail.GONE_BUT_HERE
    if now.state is CarrierState.UNACCOUNTED:
        return Detail.UNACCOUNTED_BUT_HERE
    return Detail.NO_PLACE if now.place is None else Detail.ELSEWHERE


# --- the whole count -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scan:
    """A kept scan: what was read, where, what it said on its own (`ScanVerdict.finding`), its mark, and its undoing."""

    id: int
    code: str
    carrier_id: int | None
    place: Place
    finding: Verdict
    unrecorded: Unrecorded | None = None
    detail: Detail | None = None
    mark: Mark | None = None
    undone: bool = False

    @property
    def subject(self) -> int | str:
        """What was in hand: the carrier, or the unknown code."""
        return self.code if self.carrier_id is None else self.carrier_id


@dataclass(frozen=True, slots=True)
class Line:
    """One carrier of the frozen book with its class, or one thing found outside it.

    `expected` is the frozen row (None outside the book), `now` the book at reconciling, `scan` the scan that counts,
    `moved_by` the entry number of the act that moved it during the count, `mark` the last mark on any of its scans.
    """

    verdict: Verdict
    expected: BookRow | None
    now: BookRow | None
    scan: Scan | None
    unrecorded: Unrecorded | None = None
    moved_by: int | None = None
    mark: Mark | None = None

    @property
    def row(self) -> BookRow | None:
        """The book row to name it by; None for an unknown code."""
        return self.expected or self.now


@dataclass(frozen=True, slots=True)
class CountFigures:
    """The sums of a count. `book` and `actual` are counted for themselves, so that `adds_up` can fail."""

    book: int = 0
    actual: int = 0
    matched: int = 0
    on_loan: int = 0
    moved_during: int = 0
    misplaced: int = 0
    mismarked: int = 0
    damaged: int = 0
    missing: int = 0
    unrecorded: int = 0

    @property
    def differences(self) -> int:
        """Number of rows of F8b."""
        return self.missing + self.misplaced + self.mismarked + self.damaged + self.unrecorded

    @property
    def adds_up(self) -> bool:
        """Both identities of K-22."""
        found = self.matched + self.misplaced + self.mismarked + self.damaged
        return (
            self.book == found + self.on_loan + self.moved_during + self.missing
            and self.actual == found + self.unrecorded
        )


@dataclass(frozen=True)
class Result:
    """A reconciled count: lines of the frozen book, things outside it, carriers that arrived by an act meanwhile."""

    lines: tuple[Line, ...]
    outside: tuple[Line, ...]
    arrived: tuple[Line, ...]

    @property
    def figures(self) -> CountFigures:
        """The sums over all levels."""
        return figures([*self.lines, *self.outside])

    def figures_of(self, kind: SecretKind, level: Level | None = None) -> CountFigures:
        """The sums of one row of F8b's grid: a level of state secrets, or another kind."""
        chosen = [*self.lines, *self.outside]
        return figures(
            [line for line in chosen if line.row and (line.row.secret_kind, line.row.level) == (kind, level)]
        )


def reconcile(
    expected: Iterable[BookRow], scans: Sequence[Scan], book: Mapping[int, BookRow], moves: Mapping[int, int]
) -> Result:
    """Reconcile the frozen book with the scans, in the order they were made.

    `book` is the book now (of every expected and scanned carrier, for naming), `moves` the number of the last entry
    after the freezing that moved a carrier. Undone scans do not count; of several scans of one thing the first counts
    and the last mark on any of them.
    """
    first: dict[int | str, Scan] = {}
    marks: dict[int | str, Mark] = {}
    for scan in scans:
        if not scan.undone:
            first.setdefault(scan.subject, scan)
            if scan.mark:
                marks[scan.subject] = scan.mark
    lines = tuple(
        _expected_line(row, first.pop(row.carrier_id, None), marks.get(row.carrier_id), book, moves) for row in expected
    )
    rest = [_outside_line(scan, marks.get(subject), book, moves) for subject, scan in first.items()]
    return Result(
        lines,
        outside=tuple(line for line in rest if line.verdict is Verdict.UNRECORDED),
        arrived=tuple(line for line in rest if line.verdict is not Verdict.UNRECORDED),
    )


def _expected_line(
    row: BookRow, scan: Scan | None, mark: Mark | None, book: Mapping[int, BookRow], moves: Mapping[int, int]
) -> Line:
    moved_by = moves.get(row.carrier_id)
    if scan is not None:
        verdict = Verdict(mark.value) if mark else scan.finding
    elif moved_by is not None:
        verdict = Verdict.MOVED_DURING
    else:
        verdict = Verdict.ON_LOAN if row.state in OUT else Verdict.MISSING
    return Line(verdict, row, book.get(row.carrier_id), scan, moved_by=moved_by, mark=mark)


def _outside_line(scan: Scan, mark: Mark | None, book: Mapping[int, BookRow], moves: Mapping[int, int]) -> Line:
    known = scan.carrier_id is not None
    now = book.get(scan.carrier_id) if scan.carrier_id is not None else None
    moved_by = moves.get(scan.carrier_id) if scan.carrier_id is not None else None
    kind = scan.unrecorded or (Unrecorded.OUTSIDE_SCOPE if known else Unrecorded.UNKNOWN_CODE)
    if scan.finding is Verdict.MOVED_DURING:
        return Line(Verdict.MOVED_DURING, None, now, scan, moved_by=moved_by, mark=mark)
    return Line(Verdict.UNRECORDED, None, now, scan, kind, moved_by, mark)


def figures(lines: Iterable[Line]) -> CountFigures:
    """The sums over these lines."""
    counts = dict.fromkeys(Verdict, 0)
    book = actual = 0
    for line in lines:
        counts[line.verdict] += 1
        book += line.expected is not None
        actual += line.scan is not None and line.verdict is not Verdict.MOVED_DURING
    return CountFigures(
        book=book,
        actual=actual,
        matched=counts[Verdict.MATCHED],
        on_loan=counts[Verdict.ON_LOAN],
        moved_during=counts[Verdict.MOVED_DURING],
        misplaced=counts[Verdict.MISPLACED],
        mismarked=counts[Verdict.MISMARKED],
        damaged=counts[Verdict.DAMAGED],
        missing=counts[Verdict.MISSING],
        unrecorded=counts[Verdict.UNRECORDED],
    )


def differences(result: Result) -> list[Line]:
    """The rows of F8b: every class except matched, on loan and moved during; gravest first, then level, then number."""

    def order(line: Line) -> tuple[int, int, str]:
        row = line.row
        level = row.level.rank if row and row.level else 0
        name = row.number if row else line.scan.code if line.scan else ""
        return DIFFERENCES.index(line.verdict), -level, name

    return sorted((line for line in [*result.lines, *result.outside] if line.verdict in DIFFERENCES), key=order)


def check_counters(counters: Collection[int], supervisor: int | None) -> list[Problem]:
    """Who counts: two different persons, and a third who supervises (R-45). Ids of persons."""
    problems: list[Problem] = []
    if len(set(counters)) < 2:
        problems.append(blocks("TWO_COUNTERS", "counters", T("count", "清点要两个人：再选一人"), "R-45"))
    if supervisor is None:
        problems.append(blocks("NO_SUPERVISOR", "supervisor", T("count", "要有一名监督人"), "R-45"))
    elif supervisor in counters:
        problems.append(blocks("SUPERVISOR_COUNTS", "supervisor", T("count", "监督人不能兼任清点人：另选一人"), "R-45"))
    return problems
