"""What the destruction pages read: batches, candidates with their reasons, where a batch stands, bags to propose."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from models.domain.dates import from_iso
from models.domain.destruction_run import MATERIAL_OF, Material, RunFigures
from models.domain.levels import Level, SecretKind
from models.domain.lifecycle import Medium
from models.domain.markings import marking_from
from models.domain.periods import expiry
from models.domain.text import T, Text
from models.exchange.scans import ScanKind, read_scan
from models.services import destruction_views
from models.services.destroying import run_figures
from models.services.destruction_list import Candidate, find_candidates, judge
from models.services.destruction_views import ListLine, StepDone
from models.storage import destruction_queries, process_queries
from models.storage.store import Reader, Row

MOST_CANDIDATES = 500  # judged at once; the rest are asked for
PER_BAG = 50  # pieces proposed for one bag: a bag that one person can carry
ENDED = ("CERTIFIED", "ABANDONED")
_TAIL = re.compile(r"(.*?)(\d+)$")


# --- the list of batches ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One batch as a line of the list."""

    row: Row
    copies: int

    @property
    def is_open(self) -> bool:
        return self.row["state"] not in ENDED


def batches(read: Reader) -> list[BatchLine]:
    """Every batch, newest first, with how many carriers are (or were) on its list."""
    return [BatchLine(row, _copies(read, row)) for row in reversed(read.find("destructions"))]


def _copies(read: Reader, row: Row) -> int:
    states = destruction_queries.item_states(read, row["id"])
    return sum(count for state, count in states.items() if state != "REMOVED")


# --- candidates ------------------------------------------------------------------------------------------------------


class Standing(StrEnum):
    """Whether a candidate may go: freely (after the review that its listing asks for), with a reason, or not at all."""

    FREE = "FREE"
    REASON = "REASON"
    BLOCKED = "BLOCKED"


def standing_of(found: Candidate) -> Standing:
    """A candidate's class; that an expired one still has to be reviewed by a person does not make it an exception."""
    if found.is_blocked:
        return Standing.BLOCKED
    return Standing.REASON if any(p.code != "EXPIRY_NOT_REVIEWED" for p in found.problems) else Standing.FREE


@dataclass(frozen=True)
class Choice:
    """What may be put on a batch's list. `listed` and `reviewed` stand on it already; `more`: there are further ones."""

    batch: Row | None
    candidates: list[Candidate]
    listed: frozenset[int] = frozenset()
    reviewed: frozenset[int] = frozenset()
    more: bool = False
    usual: Row = field(default_factory=dict)


def choice(read: Reader, today: date, destruction_id: int | None) -> Choice:
    """The carriers on a batch's list and those whose protection is over, each with what stands against it."""
    items = destruction_queries.items(read, destruction_id) if destruction_id else []
    listed = [int(item["carrier_id"]) for item in items]
    reviewed = frozenset(int(item["carrier_id"]) for item in items if item["reviewed"])
    batch = read.get("destructions", destruction_id) if destruction_id else None
    own = judge(read, listed, today, reviewed=reviewed, this_batch=destruction_id)
    due, more = further(read, today, 0, frozenset(listed))
    return Choice(batch, own + due, frozenset(listed), reviewed, more, usual(read))


def further(read: Reader, today: date, after: int, without: Collection[int]) -> tuple[list[Candidate], bool]:
    """The next candidates with ids above `after`, and whether there are still more behind them."""
    found = find_candidates(read, today, after, MOST_CANDIDATES)
    return [one for one in found if one.carrier["id"] not in without], len(found) == MOST_CANDIDATES


def judged(read: Reader, today: date, ids: Sequence[int], destruction_id: int | None) -> list[Candidate]:
    """These carriers, judged for a batch: what was searched for or scanned."""
    return judge(read, ids, today, this_batch=destruction_id)


@dataclass(frozen=True, slots=True)
class Found:
    """A code that was scanned or typed where carriers are chosen: the carrier, or why it is none."""

    code: str
    carrier_id: int | None = None
    why: Text | None = None


def by_code(read: Reader, code: str) -> Found:
    """The carrier that bears a code."""
    scanned = read_scan(code)
    if scanned.kind is not ScanKind.CARRIER:
        return Found(scanned.value, None, T("destruction", "这不是载体编号"))
    row = process_queries.carrier_by_number(read, scanned.value)
    if row is None:
        return Found(scanned.value, None, T("destruction", "登记簿里没有这个编号"))
    return Found(scanned.value, int(row["id"]))


def basis(found: Candidate, today: date) -> Text:
    """The fact on which it stands whether a candidate may go, in few words."""
    row, codes = found.carrier, {problem.code for problem in found.problems}
    if found.loan is not None:
        due = from_iso(found.loan["due_on"])
        if due is not None and due < today:
            return T("destruction", "借给{who}，逾期 {n} 天", who=found.loan["name"] or "", n=(today - due).days)
        return T("destruction", "借给{who}，应还 {day}", who=found.loan["name"] or "", day=found.loan["due_on"] or "—")
    if "RECALL_DEMANDED" in codes:
        return T("destruction", "发文机关要求清退　{notice}", notice=row["recall_notice"] or "")
    for code, words in _BASES:
        if code in codes:
            return words
    return _period(row)


_BASES = (
    ("TOP_SECRET_RECEIVED", T("destruction", "上级下发的绝密件")),
    ("TO_ARCHIVE", T("destruction", "鉴定：应归档")),
    ("MISSING_IN_LAST_COUNT", T("destruction", "上次清查缺失，未结")),
)


def _period(row: Row) -> Text:
    marking = marking_from(row)
    if marking.kind is SecretKind.DECLASSIFIED:
        return T("destruction", "已解密")
    if marking.kind not in (SecretKind.STATE_SECRET, SecretKind.WORK_SECRET):
        return T("destruction", "不是秘密载体")
    ends = expiry(marking, from_iso(row["issued_on"]), from_iso(row["notice_on"]))
    if ends.last_day is not None:
        return T("destruction", "保密期到 {day}", day=ends.last_day)
    return T("destruction", "没有制发日期") if ends.needs_start else T("destruction", "长期，或附条件")


def usual(read: Reader) -> Row:
    """The newest batch that was not given up: its people and places are proposed for the next one."""
    rows = [row for row in read.find("destructions") if row["state"] != "ABANDONED"]
    return rows[-1] if rows else {}


# --- one batch -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BatchView:
    """All a page shows of one batch. `names`: the persons of its columns by column."""

    batch: Row
    steps: list[StepDone]
    lines: list[ListLine]
    bags: list[Row]
    figures: RunFigures
    names: dict[str, str]
    usual: Row

    @property
    def waiting(self) -> list[ListLine]:
        """What is on the list and neither put in nor pulled out."""
        return [line for line in self.lines if line.item["state"] == "LISTED"]


PEOPLE = (
    "handler_id", "counter_id", "checker_id", "approver_id", "escort_id", "second_escort_id", "witness_id", "second_witness_id",
)  # fmt: skip


def batch_view(read: Reader, destruction_id: int) -> BatchView:
    """A batch with its list, bags, steps and people. Raises KeyError if it does not exist."""
    batch = read.get("destructions", destruction_id)
    if batch is None:
        raise KeyError(f"destructions {destruction_id}")
    persons = {row["id"]: str(row["name"]) for row in read.get_many("persons", [batch[c] for c in PEOPLE if batch[c]])}
    return BatchView(
        batch, destruction_views.steps(read, batch), destruction_views.list_lines(read, destruction_id),
        destruction_queries.bags(read, destruction_id),
        run_figures(batch, destruction_queries.item_states(read, destruction_id)),
        {column: persons.get(batch[column], "") for column in PEOPLE}, usual(read),
    )  # fmt: skip


# --- bags ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BagProposal:
    """One bag of one material, in the order of the list."""

    material: Material
    carrier_ids: tuple[int, ...]


def propose_bags(lines: Sequence[ListLine], most: int = PER_BAG) -> list[BagProposal]:
    """Pack by material, paper first, at most `most` pieces a bag (R-57)."""
    by_material: dict[Material, list[int]] = {material: [] for material in Material}
    for line in lines:
        by_material[MATERIAL_OF[Medium(line.carrier["medium"] or "PAPER")]].append(int(line.carrier["id"]))
    return [
        BagProposal(material, tuple(ids[at : at + max(1, most)]))
        for material, ids in by_material.items()
        for at in range(0, len(ids), max(1, most))
    ]


def following_seal(seal: str) -> str:
    """The next number of a strip of seals: F-20261120-01 → F-20261120-02; "" where nothing can be counted on."""
    found = _TAIL.fullmatch(seal.strip())
    if found is None:
        return ""
    head, digits = found.groups()
    return f"{head}{int(digits) + 1:0{len(digits)}d}"


def level_counts(rows: Sequence[Row]) -> dict[str, int]:
    """How many of each level or kind of secret, the highest first, by badge code."""
    order = [level.value for level in sorted(Level, key=lambda level: -level.rank)] + [kind.value for kind in SecretKind]
    counts = dict.fromkeys(order, 0)
    for row in rows:
        counts[row["level"] or row["secret_kind"] or SecretKind.UNMARKED.value] += 1
    return {code: n for code, n in counts.items() if n}
