"""A whole count against a naive book-keeping that knows nothing of the program's: random book, random walk (K-22)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.domain.count_types import Mark
from models.services import count_views
from models.services.count_scope import CountScope
from tests.offices import copied_vault, opened
from tests.services.processes import Place, make_place, refused

CARRIERS = 6
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("scan"), st.integers(0, CARRIERS + 1), st.integers(0, 1)),
        st.tuples(st.just("scan"), st.integers(0, CARRIERS + 1), st.integers(0, 1)),
        st.tuples(st.just("unknown"), st.integers(0, 1), st.integers(0, 1)),
        st.tuples(st.just("mark"), st.sampled_from(["MISMARKED", "DAMAGED", None]), st.just(0)),
        st.tuples(st.just("undo"), st.integers(0, 5), st.just(0)),
        st.tuples(st.just("shelve"), st.integers(0, CARRIERS), st.integers(0, 1)),
        st.tuples(st.just("lend"), st.integers(0, CARRIERS), st.just(0)),
        st.tuples(st.just("take back"), st.integers(0, CARRIERS), st.just(0)),
    ),
    max_size=24,
)


@dataclass
class Thing:
    """What the naive book knows of a carrier: its shelf (0, 1: in the scope; 2: outside), and whether it is lent."""

    shelf: int
    lent: bool = False
    moved: bool = False


@dataclass
class Seen:
    """A scan as the naive book keeps it: of what, where, what it said at once."""

    thing: Any
    said: str
    mark: str | None = None


@dataclass
class Naive:
    """The second book-keeping. Carriers are numbered 0 …; the last one stands outside the scope."""

    things: list[Thing]
    frozen: list[Thing] = field(default_factory=list)
    scans: list[Seen] = field(default_factory=list)
    here: int = 0

    def freeze(self) -> None:
        self.frozen = [Thing(thing.shelf, thing.lent) for thing in self.things]

    def say(self, index: int) -> str:
        now, was = self.things[index], self.frozen[index]
        if was.shelf == 2:
            if now.moved and not now.lent and now.shelf == self.here:
                return "MOVED_DURING"
            return "UNRECORDED ON_LOAN" if now.lent else "UNRECORDED OUTSIDE_SCOPE"
        if not now.lent and now.shelf == self.here:
            return "MATCHED"
        if now.moved and not was.lent and was.shelf == self.here:
            return "MOVED_DURING"
        return "MISPLACED"

    def classes(self) -> Counter[str]:
        """What everything ends as: the first scan counts, the last mark on the thing, else whether it moved or was lent."""
        first: dict[Any, Seen] = {}
        marks: dict[Any, str | None] = {}
        for scan in self.scans:
            first.setdefault(scan.thing, scan)
        ends: Counter[str] = Counter()
        for index, was in enumerate(self.frozen):
            if was.shelf == 2:
                continue
            seen = first.pop(index, None)
            if seen:
                ends[marks.get(index) or seen.mark or seen.said] += 1
            elif self.things[index].moved:
                ends["MOVED_DURING"] += 1
            else:
                ends["ON_LOAN" if was.lent else "MISSING"] += 1
        for seen in first.values():
            if seen.said != "MOVED_DURING":
                ends[seen.said] += 1
        return ends


@pytest.fixture(scope="module")
def place(built_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One office for all examples; each example has cabinets, carriers and a count of its own."""
    folder = copied_vault(built_vault, tmp_path_factory.mktemp("count") / "vault")
    with opened(folder, "周敏") as office:
        yield make_place(office)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    where=st.lists(st.integers(0, 1), min_size=CARRIERS, max_size=CARRIERS),
    lent=st.sets(st.integers(0, CARRIERS)), steps=STEPS,
)  # fmt: skip
def test_a_count_ends_as_the_naive_book_says(place: Place, where: list[int], lent: set[int], steps: list[Any]) -> None:
    shelves = [*place.furnish(cabinets=1), *place.furnish(cabinets=1, shelves=1)]
    naive = Naive([Thing(shelf) for shelf in [*where, 2]])
    carriers = [place.carriers(1, shelves[thing.shelf])[0] for thing in naive.things]
    for index in sorted(lent):
        place.lend(carriers[index])
        naive.things[index].lent = True
    naive.freeze()
    count = place.start(scope=CountScope(cabinets=(place.cabinets[-2],)))
    place.office.perform("set_place", count_id=count, shelf_id=shelves[0])
    for step in steps:
        follow(place, naive, count, carriers, shelves, step)
    figures = place.finish(count)
    ends = naive.classes()
    outside = sum(n for name, n in ends.items() if name.startswith("UNRECORDED"))
    assert figures.adds_up
    assert (figures.matched, figures.on_loan, figures.moved_during, figures.misplaced) == (
        ends["MATCHED"], ends["ON_LOAN"], ends["MOVED_DURING"], ends["MISPLACED"],
    )  # fmt: skip
    assert (figures.mismarked, figures.damaged, figures.missing, figures.unrecorded) == (
        ends["MISMARKED"], ends["DAMAGED"], ends["MISSING"], outside,
    )  # fmt: skip
    check_views(place, count, figures, ends)
    for row in place.office.read.find("count_findings", count_id=count):
        if row["state"] == "OPEN":
            place.decide(row["id"], "EXPLAINED")
    assert place.sign_off(count) == figures


def follow(place: Place, naive: Naive, count: int, carriers: list[int], shelves: list[int], step: Any) -> None:
    """Do one step in the program and in the naive book; a scan's words are compared at once."""
    kind, what, where = step
    office = place.office
    if kind == "scan" and what <= CARRIERS:
        naive.here = where
        said = place.scan(count, carriers[what], shelves[where]).said
        assert said.finding.value == naive.say(what).split()[0]
        naive.scans.append(Seen(what, naive.say(what)))
    elif kind == "unknown":
        naive.here = where
        place.scan(count, f"不明{count}-{what}", shelves[where])
        naive.scans.append(Seen(f"不明{count}-{what}", "UNRECORDED UNKNOWN_CODE"))
    elif kind == "mark" and naive.scans:
        thing = naive.scans[-1].thing
        first = next(scan for scan in naive.scans if scan.thing == thing)
        if what and first.said.startswith("UNRECORDED"):  # outside the book nothing is marked
            assert refused(office, "mark_scan", count_id=count, mark=Mark(what)) == {"NOT_MARKED_OUTSIDE"}
            return
        office.perform("mark_scan", count_id=count, mark=Mark(what) if what else None)
        first.mark = what
    elif kind == "undo" and len(naive.scans) > what:
        rows = [row for row in office.read.find("scans", count_id=count) if not row["undone"]]
        office.perform("undo_scan", count_id=count, scan_id=rows[-1 - what]["id"])
        gone = naive.scans.pop(-1 - what)
        heir = next((scan for scan in naive.scans if scan.thing == gone.thing), None)
        if heir and gone.mark and not heir.mark:
            heir.mark = gone.mark
    elif kind in ("shelve", "lend", "take back"):
        move(place, naive, carriers, shelves, kind, what, where)


def move(place: Place, naive: Naive, carriers: list[int], shelves: list[int], kind: str, what: int, where: int) -> None:
    thing = naive.things[what]
    if kind == "shelve" and not thing.lent and thing.shelf != where:
        place.office.perform("shelve", carrier_ids=[carriers[what]], shelf_id=shelves[where], reason="理由")
        thing.shelf, thing.moved = where, True
    elif kind == "lend" and not thing.lent:
        place.lend(carriers[what])
        thing.lent = thing.moved = True
    elif kind == "take back" and thing.lent:
        place.office.perform("take_back", carrier_ids=[carriers[what]])
        thing.lent, thing.moved = False, True


def check_views(place: Place, count: int, figures: Any, ends: Counter[str]) -> None:
    """What pages and forms show says the same."""
    read = place.office.read
    summary = count_views.count_summary(read, count)
    kinds = Counter({name.split()[1].lower(): n for name, n in ends.items() if name.startswith("UNRECORDED")})
    assert Counter(summary["unrecorded"]) == kinds
    by_grade = count_views.figures_by(read, count, "grade")
    assert sum(line.book for line in by_grade.values()) == figures.book
    assert sum(line.actual for line in by_grade.values()) == figures.actual
    tallies = count_views.tallies(read, count)
    assert tallies.matched + tallies.misplaced + tallies.mismarked + tallies.damaged + tallies.unrecorded == figures.actual
