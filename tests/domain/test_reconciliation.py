"""The count: each case by itself, and a random count against a model that keeps its own books."""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.levels import Level, SecretKind
from models.domain.lifecycle import GONE, NOT_YET, OUT, CarrierState
from models.domain.reconciliation import (
    DETAIL_WORDS,
    DIFFERENCES,
    UNRECORDED_WORDS,
    VERDICT_WORDS,
    BookRow,
    CountFigures,
    Detail,
    Mark,
    Place,
    Scan,
    ScanContext,
    Scope,
    Unrecorded,
    Verdict,
    check_counters,
    differences,
    figures,
    holder,
    reconcile,
    scan_verdict,
    shelf,
)

S = CarrierState
HERE, THERE = shelf(1), shelf(2)


def row(
    state: CarrierState = S.IN_STORE, shelf_id: int | None = 1, holder_id: int | None = None, **more: object
) -> BookRow:
    return BookRow(carrier_id=7, state=state, shelf_id=shelf_id, holder_id=holder_id, level=Level.SECRET, **more)


def test_every_code_has_its_words() -> None:
    assert set(VERDICT_WORDS) == set(Verdict)
    assert set(UNRECORDED_WORDS) == set(Unrecorded)
    assert set(DETAIL_WORDS) == set(Detail)
    assert {mark.value for mark in Mark} <= {verdict.value for verdict in Verdict}


def test_where_the_book_says_it_is() -> None:
    assert row().place == HERE
    assert row(S.ON_LOAN, holder_id=3).place == holder(3)
    assert row(S.IN_STORE, None, 3).place == holder(3)
    assert row(S.COPYING).place is None
    assert row(S.DESTROYED).place is row(S.UNACCOUNTED).place is row(shelf_id=None).place is None


def test_the_frozen_book_of_a_scope() -> None:
    scope = Scope(shelves=frozenset({1}), holders=frozenset({3}))
    assert scope.contains(row())
    assert scope.contains(row(S.ON_LOAN, 1, 9))
    assert scope.contains(row(S.ON_LOAN, 5, 3))
    assert not scope.contains(row(shelf_id=2))
    assert not scope.contains(row(S.DESTROYED)) and not scope.contains(row(S.AWAITING_RECEIPT))
    assert Scope(everything=True).contains(row(shelf_id=None))
    assert not scope.contains(row(shelf_id=None))


@pytest.mark.parametrize(
    ("now", "expected", "moved_by", "verdict", "more"),
    [
        (row(), row(), None, Verdict.MATCHED, None),
        (row(S.BEING_RETURNED), row(S.BEING_RETURNED), None, Verdict.MATCHED, None),
        (row(shelf_id=2), row(shelf_id=2), None, Verdict.MISPLACED, Detail.ELSEWHERE),
        (row(shelf_id=None), row(shelf_id=None), None, Verdict.MISPLACED, Detail.NO_PLACE),
        (row(S.ON_LOAN, 1, 3), row(S.ON_LOAN, 1, 3), None, Verdict.MISPLACED, Detail.OUT_BUT_HERE),
        (row(S.UNACCOUNTED), row(S.UNACCOUNTED), None, Verdict.MISPLACED, Detail.UNACCOUNTED_BUT_HERE),
        # moved after the freezing: found at the new place, still at the old one, in a third one, gone and yet here
        (row(), row(shelf_id=2), 90, Verdict.MATCHED, None),
        (row(shelf_id=2), row(), 90, Verdict.MOVED_DURING, None),
        (row(S.ON_LOAN, 1, 3), row(), 90, Verdict.MOVED_DURING, None),
        (row(shelf_id=2), row(shelf_id=3), 90, Verdict.MISPLACED, Detail.ELSEWHERE),
        (row(S.DESTROYED), row(S.AWAITING_DESTRUCTION), 90, Verdict.MISPLACED, Detail.GONE_BUT_HERE),
        (row(S.RETURNED, None), row(S.BEING_RETURNED), 90, Verdict.MISPLACED, Detail.GONE_BUT_HERE),
        # outside the frozen book
        (None, None, None, Verdict.UNRECORDED, Unrecorded.UNKNOWN_CODE),
        (row(), None, None, Verdict.UNRECORDED, Unrecorded.OUTSIDE_SCOPE),
        (row(shelf_id=2), None, None, Verdict.UNRECORDED, Unrecorded.OUTSIDE_SCOPE),
        (row(S.ON_LOAN, 2, 3), None, None, Verdict.UNRECORDED, Unrecorded.ON_LOAN),
        (row(S.CIRCULATING, 2, 3), None, None, Verdict.UNRECORDED, Unrecorded.ON_LOAN),
        (row(S.DESTROYED), None, None, Verdict.UNRECORDED, Unrecorded.DESTROYED_OR_RETURNED),
        (row(S.RETURNED), None, 90, Verdict.UNRECORDED, Unrecorded.DESTROYED_OR_RETURNED),
        (row(S.VOID), None, None, Verdict.UNRECORDED, Unrecorded.DESTROYED_OR_RETURNED),
        (row(S.AWAITING_RECEIPT), None, None, Verdict.UNRECORDED, Unrecorded.NOT_YET_REGISTERED),
        (row(S.AWAITING_RECEIPT), None, 90, Verdict.UNRECORDED, Unrecorded.NOT_YET_REGISTERED),
        (row(), None, 90, Verdict.MOVED_DURING, None),
        (row(shelf_id=2), None, 90, Verdict.UNRECORDED, Unrecorded.OUTSIDE_SCOPE),
    ],
)
def test_one_scan(
    now: BookRow | None, expected: BookRow | None, moved_by: int | None, verdict: Verdict, more: object
) -> None:
    found = scan_verdict(ScanContext(HERE, now, expected, moved_by))
    assert (found.verdict, found.detail or found.unrecorded) == (verdict, more)
    assert found.finding is found.verdict


def test_a_repeated_scan_is_a_duplicate_but_keeps_what_it_found() -> None:
    found = scan_verdict(ScanContext(HERE, row(shelf_id=2), row(shelf_id=2), repeats=41))
    assert (found.verdict, found.finding, found.repeats) == (Verdict.DUPLICATE, Verdict.MISPLACED, 41)


def test_a_held_carrier_is_counted_with_its_holder() -> None:
    lent = row(S.ON_LOAN, 1, 3)
    assert scan_verdict(ScanContext(holder(3), lent, lent)).verdict is Verdict.MATCHED


def test_the_level_limit_of_a_shelf_is_noticed_whatever_the_verdict() -> None:
    limit = Level.CONFIDENTIAL
    assert scan_verdict(ScanContext(HERE, row(), row(), shelf_limit=limit)).above_limit
    assert scan_verdict(ScanContext(HERE, row(), None, shelf_limit=limit)).above_limit
    assert not scan_verdict(ScanContext(HERE, row(), row(), shelf_limit=Level.SECRET)).above_limit
    assert not scan_verdict(ScanContext(HERE, None, shelf_limit=limit)).above_limit


def scan(id_: int, finding: Verdict, carrier_id: int | None = 7, **more: object) -> Scan:
    return Scan(id=id_, code=str(carrier_id), carrier_id=carrier_id, place=HERE, finding=finding, **more)


def verdicts(scans: list[Scan], expected: BookRow | None = None, moves: dict[int, int] | None = None) -> list[Verdict]:
    result = reconcile([expected or row()], scans, {}, moves or {})
    return [line.verdict for line in result.lines]


def test_what_was_not_scanned() -> None:
    assert verdicts([]) == [Verdict.MISSING]
    assert verdicts([], row(S.CARRIED_OUT, 1, 3)) == [Verdict.ON_LOAN]
    assert verdicts([], moves={7: 90}) == [Verdict.MOVED_DURING]
    assert verdicts([], row(S.ON_LOAN, 1, 3), {7: 90}) == [Verdict.MOVED_DURING]
    assert verdicts([], row(S.UNACCOUNTED)) == [Verdict.MISSING]


def test_undone_scans_do_not_count() -> None:
    assert verdicts([scan(1, Verdict.MATCHED, undone=True)]) == [Verdict.MISSING]
    twice = [scan(1, Verdict.MISPLACED, undone=True), scan(2, Verdict.MATCHED)]
    assert verdicts(twice) == [Verdict.MATCHED]


def test_of_two_scans_the_first_counts() -> None:
    assert verdicts([scan(1, Verdict.MISPLACED), scan(2, Verdict.MATCHED)]) == [Verdict.MISPLACED]


def test_a_mark_overrides_and_the_last_one_wins() -> None:
    assert verdicts([scan(1, Verdict.MATCHED, mark=Mark.DAMAGED)]) == [Verdict.DAMAGED]
    assert verdicts([scan(1, Verdict.MISPLACED), scan(2, Verdict.MISPLACED, mark=Mark.MISMARKED)]) == [
        Verdict.MISMARKED
    ]
    both = [scan(1, Verdict.MATCHED, mark=Mark.DAMAGED), scan(2, Verdict.MATCHED, mark=Mark.MISMARKED)]
    assert verdicts(both) == [Verdict.MISMARKED]
    assert verdicts([scan(1, Verdict.MATCHED, mark=Mark.DAMAGED, undone=True)]) == [Verdict.MISSING]


def test_things_outside_the_book_are_counted_once() -> None:
    unknown = [
        scan(1, Verdict.UNRECORDED, None, unrecorded=Unrecorded.UNKNOWN_CODE),
        scan(2, Verdict.UNRECORDED, None, unrecorded=Unrecorded.UNKNOWN_CODE, mark=Mark.DAMAGED),
        scan(3, Verdict.UNRECORDED, 8, unrecorded=Unrecorded.ON_LOAN),
        scan(4, Verdict.MOVED_DURING, 9),
    ]
    result = reconcile([], unknown, {8: row(S.ON_LOAN, 2, 3)}, {9: 90})
    assert [(line.unrecorded, line.mark) for line in result.outside] == [
        (Unrecorded.UNKNOWN_CODE, Mark.DAMAGED),
        (Unrecorded.ON_LOAN, None),
    ]
    assert [line.moved_by for line in result.arrived] == [90]
    assert result.figures == CountFigures(actual=2, unrecorded=2)


def test_figures_that_do_not_add_up_are_noticed() -> None:
    good = CountFigures(book=3, actual=3, matched=2, missing=1, unrecorded=1)
    assert good.adds_up
    assert not replace(good, book=4).adds_up
    assert not replace(good, actual=2).adds_up
    assert not replace(good, moved_during=1).adds_up
    assert good.differences == 2


def test_rows_of_the_difference_report_come_in_order() -> None:
    def line(carrier_id: int, level: Level | None, number: str) -> BookRow:
        return BookRow(carrier_id, S.IN_STORE, 1, level=level, number=number)

    book = [line(1, None, "2026-000001"), line(2, Level.SECRET, "2026-000003"), line(3, Level.SECRET, "2026-000002")]
    scans = [scan(1, Verdict.UNRECORDED, None), scan(2, Verdict.MATCHED, 4)]
    result = reconcile([*book, line(4, Level.SECRET, "2026-000004")], scans, {}, {})
    found = differences(result)
    assert [entry.row.number if entry.row else "" for entry in found] == [
        "2026-000002",
        "2026-000003",
        "2026-000001",
        "",
    ]
    assert [entry.verdict for entry in found] == [Verdict.MISSING] * 3 + [Verdict.UNRECORDED]
    assert len(found) == result.figures.differences


def test_figures_by_level() -> None:
    book = [
        BookRow(1, S.IN_STORE, 1, level=Level.SECRET),
        BookRow(2, S.IN_STORE, 1, level=Level.CONFIDENTIAL),
        BookRow(3, S.IN_STORE, 1, secret_kind=SecretKind.WORK_SECRET),
    ]
    result = reconcile(book, [scan(1, Verdict.MATCHED, 2)], {}, {})
    assert result.figures_of(SecretKind.STATE_SECRET, Level.SECRET) == CountFigures(book=1, missing=1)
    assert result.figures_of(SecretKind.STATE_SECRET, Level.CONFIDENTIAL) == CountFigures(book=1, actual=1, matched=1)
    assert result.figures_of(SecretKind.WORK_SECRET) == CountFigures(book=1, missing=1)


@pytest.mark.parametrize(
    ("counters", "supervisor", "codes"),
    [
        ((1, 2), 3, []),
        ((1, 1), 3, ["TWO_COUNTERS"]),
        ((1,), None, ["TWO_COUNTERS", "NO_SUPERVISOR"]),
        ((1, 2), 2, ["SUPERVISOR_COUNTS"]),
    ],
)
def test_who_counts(counters: tuple[int, ...], supervisor: int | None, codes: list[str]) -> None:
    problems = check_counters(counters, supervisor)
    assert [problem.code for problem in problems] == codes
    assert all(problem.blocks for problem in problems)


# --- a random count against a model with its own book-keeping --------------------------------------------------------
#
# The office under test keeps rows, acts and scans and asks the rules. The model below keeps for each thing only the
# story of what happened to it, as short words in order, and reads its class off the story in the end. They share no
# rule but the groups of states.

# Few carriers, places and kinds of state, so that one story often has scans, moves and marks of the same carrier.
IN_SCOPE, SHELVES = {1, 2}, (1, 2, 3)
STATES = (
    S.IN_STORE,
    S.IN_STORE,
    S.ON_LOAN,
    S.CIRCULATING,
    S.DESTROYED,
    S.AWAITING_RECEIPT,
    S.UNACCOUNTED,
    S.BEING_RETURNED,
)
CARRIERS = range(2)

start_rows = st.tuples(st.sampled_from(STATES), st.sampled_from([1, 1, 2, 3, None]), st.sampled_from([None, 11, 12]))
scanned = st.tuples(st.just("scan"), st.sampled_from([*CARRIERS, *CARRIERS, "?a"]), st.sampled_from(SHELVES))
moved = st.tuples(st.just("move"), st.sampled_from(CARRIERS), start_rows)
marked = st.tuples(st.just("mark"), st.sampled_from(Mark), st.none())
undone = st.tuples(st.just("undo"), st.integers(0, 40), st.none())
events = st.one_of(scanned, scanned, scanned, moved, moved, marked, undone)


@dataclass
class Office:
    """What a service does: keeps the book, asks `scan_verdict` at each scan, and `reconcile` at the end."""

    book: dict[int, BookRow]
    frozen: dict[int, BookRow] = field(default_factory=dict)
    moves: dict[int, int] = field(default_factory=dict)
    scans: list[Scan] = field(default_factory=list)

    def scan(self, thing: int | str, where: Place) -> None:
        known = thing if isinstance(thing, int) else None
        repeats = next((s.id for s in self.scans if not s.undone and s.subject == thing), None)
        context = ScanContext(
            where,
            now=self.book[known] if known is not None else None,
            expected=self.frozen.get(known) if known is not None else None,
            moved_by=self.moves.get(known) if known is not None else None,
            repeats=repeats,
        )
        said = scan_verdict(context)
        assert (said.verdict is Verdict.DUPLICATE) == (repeats is not None)
        self.scans.append(Scan(len(self.scans), str(thing), known, where, said.finding, said.unrecorded, said.detail))

    def move(self, carrier: int, state: CarrierState, shelf_id: int | None, person: int | None, entry: int) -> None:
        self.book[carrier] = BookRow(carrier, state, shelf_id, person)
        self.moves[carrier] = entry


def lies_at(state: CarrierState, shelf_id: int | None, person: int | None) -> object:
    """Model: where a carrier with these three columns lies: a shelf's number, a person, or nowhere."""
    if state in GONE or state is S.UNACCOUNTED or (state in OUT and person is None):
        return "nowhere"
    if state in OUT:
        return ("person", person)
    return shelf_id if shelf_id is not None else ("person", person) if person is not None else "nowhere"


def class_of(columns: list[tuple], found: list[tuple[int, int]], marks: list[Mark], in_book: bool) -> str:
    """Model: the class of a carrier from its story.

    `columns` are its book columns, the frozen ones first; `found` the scans that count, as (shelf, how many columns
    there were by then); `marks` the marks on them.
    """
    moved = len(columns) > 1
    if not found:
        return "MOVED_DURING" if moved else "ON_LOAN" if columns[0][0] in OUT else "MISSING"
    where, moment = found[0]
    then, had_moved = columns[moment - 1], moment > 1
    if not in_book:
        arrived = had_moved and lies_at(*then) == where and then[0] not in NOT_YET
        return "ARRIVED" if arrived else "UNRECORDED"
    if marks:
        return marks[-1].value
    if lies_at(*then) == where:
        return "MATCHED"
    return "MOVED_DURING" if had_moved and lies_at(*columns[0]) == where and then[0] not in GONE else "MISPLACED"


@settings(max_examples=400)
@given(st.tuples(*[start_rows] * len(CARRIERS)), st.lists(events, min_size=6, max_size=14))
def test_a_count_agrees_with_an_independent_model_and_its_sums_hold(starts: tuple, steps: list[tuple]) -> None:
    office = Office({n: BookRow(n, *columns) for n, columns in enumerate(starts)})
    scope = Scope(shelves=frozenset(IN_SCOPE), holders=frozenset({11}))
    office.frozen = {n: r for n, r in office.book.items() if scope.contains(r)}
    stories: dict[int, list[tuple]] = {n: [columns] for n, columns in enumerate(starts)}
    taken: list[dict] = []  # every scan of the model: thing, shelf, moment, mark, undone

    for entry, (what, subject, more) in enumerate(steps, start=100):
        if what == "scan":
            office.scan(subject, shelf(more))
            taken.append(
                {"thing": subject, "shelf": more, "moment": len(stories.get(subject, [])), "mark": None, "on": True}
            )
        elif what == "move":
            office.move(subject, *more, entry)
            stories[subject].append(more)
        elif what == "mark" and taken:
            office.scans[-1] = replace(office.scans[-1], mark=subject)
            taken[-1]["mark"] = subject
        elif what == "undo" and taken:
            place = subject % len(taken)
            office.scans[place] = replace(office.scans[place], undone=True)
            taken[place]["on"] = False

    result = reconcile(office.frozen.values(), office.scans, office.book, office.moves)

    alive = [one for one in taken if one["on"]]
    expected_book, outside, arrived = {}, set(), set()
    for thing in [*CARRIERS, "?a"]:
        mine = [one for one in alive if one["thing"] == thing]
        state, shelf_id, person = starts[thing] if isinstance(thing, int) else (S.VOID, None, None)
        in_book = state not in GONE | NOT_YET and (shelf_id in IN_SCOPE or person == 11)
        if not in_book and not mine:
            continue
        if isinstance(thing, str):
            outside.add(thing)
            continue
        marks = [one["mark"] for one in mine if one["mark"]]
        word = class_of(stories[thing], [(one["shelf"], one["moment"]) for one in mine], marks, in_book)
        if in_book:
            expected_book[thing] = word
        else:
            (arrived if word == "ARRIVED" else outside).add(thing)

    assert {line.expected.carrier_id: line.verdict.value for line in result.lines if line.expected} == expected_book
    assert {line.scan.subject for line in result.outside if line.scan} == outside
    assert {line.scan.subject for line in result.arrived if line.scan} == arrived
    sums = result.figures
    assert sums.adds_up
    assert sums.book == len(expected_book)
    counted = [word for word in expected_book.values() if word in ("MATCHED", "MISPLACED", "MISMARKED", "DAMAGED")]
    assert sums.actual == len(counted) + len(outside)
    assert len(differences(result)) == sums.differences
    assert all(line.verdict in DIFFERENCES for line in differences(result))
    levels = [result.figures_of(SecretKind.STATE_SECRET), figures([li for li in result.outside if li.row is None])]
    assert sum(part.actual for part in levels) == sums.actual
