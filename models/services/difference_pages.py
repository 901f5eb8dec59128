"""What the page of a count's differences asks for: the lines, what fits one of them, the result by cabinet and level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from models.domain.clocks import UNACCOUNTED_DAYS
from models.domain.count_types import Unrecorded, Verdict
from models.domain.levels import Level
from models.domain.reconciliation import CountFigures
from models.services import count_views, deciding, links
from models.services.carrier_life import LifeEvent
from models.services.count_pages import life_of, paper_number, people_of
from models.services.count_statement import place_words
from models.services.count_views import DifferenceLine
from models.services.deciding import BEING_RECONCILED
from models.services.office import Office
from models.services.reconciling import CLOSED
from models.storage.store import Reader, Row

RECOUNT, IDENTIFY = "RECOUNT", "IDENTIFY"  # beside the codes of DECISIONS: look again; recognise the thing
_RECOUNTED = (Verdict.MISSING, Verdict.MISMARKED, Verdict.DAMAGED)
SIGNS_AS = ("counter", "second_counter", "supervisor")


@dataclass(frozen=True)
class Seal:
    """One of the three: name, and how and when this person signed ("" while it is awaited)."""

    role: str
    name: str
    how: str = ""
    when: str = ""


@dataclass(frozen=True)
class Bar:
    """One line of the result as a picture: a cabinet's name or a level's code, with its sums."""

    name: str
    figures: CountFigures


@dataclass(frozen=True)
class Reconciliation:
    """A finished count as its page shows it."""

    count: Row
    lines: list[DifferenceLine]
    seals: tuple[Seal, ...]
    by_cabinet: list[Bar]
    by_grade: list[Bar]
    form: str
    above_limit: list[str] = field(default_factory=list)  # numbers that are no difference but lay too low for their level

    @property
    def left(self) -> int:
        """Differences without a decision."""
        return sum(line.finding["state"] not in CLOSED for line in self.lines)

    @property
    def is_open(self) -> bool:
        return self.count["state"] in BEING_RECONCILED


@dataclass(frozen=True)
class Thing:
    """A missing carrier that an unknown thing may turn out to be."""

    carrier_id: int
    number: str
    title: str
    level: str | None


@dataclass(frozen=True)
class Detail:
    """One difference in full: what fits, the carrier's last events, what an unknown thing may be."""

    line: DifferenceLine
    options: tuple[str, ...]
    life: list[LifeEvent]
    missing: list[Thing]
    days: int | None  # the term of R-46 if it is declared unaccounted for
    recounted: str = ""
    counters: frozenset[int] = frozenset()  # who counted, and so does not look again


def reconciliation(office: Office, count_id: int) -> Reconciliation:
    """Everything the page shows of one count."""
    read = office.read
    count = read.get("counts", count_id) or {}
    lines = count_views.differences(read, count_id, office.clock.today())
    by_cabinet = count_views.figures_by(read, count_id, "cabinet")
    by_grade = count_views.figures_by(read, count_id, "grade")
    return Reconciliation(
        count, lines, _seals(read, count), [Bar(_cabinet(read, key), sums) for key, sums in by_cabinet.items()],
        [Bar(str(level or kind or "UNMARKED"), sums) for (kind, level), sums in by_grade.items()],
        paper_number(read, count_id, "PC"), count_views.above_limit_in_order(read, count_id),
    )  # fmt: skip


def detail(office: Office, line: DifferenceLine, lines: Sequence[DifferenceLine]) -> Detail:
    """What can be decided about one difference, and what is known of its carrier."""
    read, finding = office.read, line.finding
    count = read.get("counts", finding["count_id"]) or {}
    open_now = finding["state"] == "OPEN"
    options = options_for(read, finding) if open_now else ()
    missing = [
        Thing(other.finding["carrier_id"], other.number, other.title, other.finding["level"]) for other in lines
        if other.finding["verdict"] == Verdict.MISSING and other.finding["state"] == "OPEN"
    ] if IDENTIFY in options else []  # fmt: skip
    level = Level(finding["level"]) if finding["level"] else None
    return Detail(
        line, options, life_of(office, finding["carrier_id"]), missing, UNACCOUNTED_DAYS.get(level) if level else None,
        place_words(read, None, finding["recounted_by"]) if finding["recounted_by"] else "",
        frozenset({count["counter_id"], count["second_counter_id"]}),
    )  # fmt: skip


def options_for(read: Reader, finding: Row) -> tuple[str, ...]:
    """What a clerk may choose: looking again or recognising first, then the decisions that fit."""
    codes = deciding.decisions_for(read, finding)
    if finding["verdict"] in _RECOUNTED:
        return (RECOUNT, *codes)
    if finding["unrecorded"] == Unrecorded.UNKNOWN_CODE:
        return (IDENTIFY, *codes)
    return codes


def _seals(read: Reader, count: Row) -> tuple[Seal, ...]:
    given: dict[str, dict[str, Any]] = {
        row["role"]: row for row in read.find("signatures", ledger="counts", record=count["id"])
    }  # fmt: skip
    return tuple(
        Seal(role, name, given[role]["how"] if role in given else "", given[role]["signed_on"] if role in given else "")
        for role, name in zip(SIGNS_AS, people_of(read, count), strict=True)
    )  # fmt: skip


def _cabinet(read: Reader, cabinet_id: int | None) -> str:
    return links.title(read, "cabinets", cabinet_id) if cabinet_id is not None else ""
