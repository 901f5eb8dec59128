"""The count, first half: freeze the book, walk the shelves, scan (R-44, R-45, K-22). The second is `reconciling.py`.

Every scan is one entry, committed before the screen or the loudspeaker says anything. Nothing needs to be kept for a
pause: shelf, scans and tallies stand in the register, and `count_views.resume_state` reads them back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.domain import numbering, reconciliation
from models.domain.count_types import BookRow, Mark, Place, PlaceKind, Verdict, holder, shelf
from models.domain.dates import day_problems
from models.domain.errors import Refused
from models.domain.levels import Level, SecretKind
from models.domain.lifecycle import CarrierState
from models.domain.problems import Problem, blocks, warns
from models.domain.reconciliation import ScanContext, ScanVerdict
from models.domain.text import T
from models.ledgers.counts import COUNT_KINDS, COUNT_STATES
from models.services import count_scope, processes
from models.services.acts import Draft
from models.services.count_scope import MOST_CARRIERS, CountScope
from models.services.office import Desk
from models.storage import count_queries, process_queries
from models.storage.journal import Change
from models.storage.store import Row

PREFIX = "PD"  # F8a (K-18)
_SHELF_CODE = re.compile(r"S\d{5,}$")


@dataclass(frozen=True, slots=True)
class Seen:
    """What one scan said. `place_only`: a shelf label was read and is the current shelf now."""

    code: str
    at: str
    place_only: bool = False
    scan_id: int | None = None
    seq: int = 0
    carrier: Row | None = None
    said: ScanVerdict | None = None
    here: Place | None = None
    first_at: str = ""


# --- start -----------------------------------------------------------------------------------------------------------


def start_count(
    desk: Desk, *, kind: str, scope: CountScope, counter_id: int, second_counter_id: int, supervisor_id: int,
    name: str = "", base_on: str = "", blind: bool = False,
) -> Draft:  # fmt: skip
    """Freeze the book of the scope and open the count; work goes on meanwhile. Result: its id.

    The basis date that F8a prints is the day of freezing: the book is that of this entry and of no earlier day (K-22).
    `base_on` may only name that day.
    """
    book = count_scope.frozen_book(desk.read, scope)
    count_id, number = desk.new_id("counts"), processes.next_number(desk, "counts", PREFIX)
    problems = reconciliation.check_counters([counter_id, second_counter_id], supervisor_id)
    problems += _start_problems(desk, kind, scope, (counter_id, second_counter_id, supervisor_id))
    problems += _book_problems(desk, book)
    base = base_on or desk.today.isoformat()
    problems += day_problems("base_on", base, not_before=desk.today, not_after=desk.today, rule="K-22")
    row = {
        "number": number, "name": name.strip() or None, "kind": kind, "scope": str(scope) or None,
        "scope_words": count_scope.scope_words(desk.read, scope), "base_on": base,
        "counter_id": counter_id, "second_counter_id": second_counter_id, "supervisor_id": supervisor_id,
        "blind": int(blind), "started_at": processes.moment(desk), "frozen_at": desk.read.head().number + 1,
        "book": len(book), "state": "OPEN",
    }  # fmt: skip
    draft = Draft(f"counts {number}", [Change("counts", count_id, row)], problems, result=count_id)
    if not any(problem.blocks for problem in problems):
        draft.changes += [_expected(desk, count_id, rank, carrier) for rank, carrier in enumerate(book, 1)]
    return draft


def _expected(desk: Desk, count_id: int, rank: int, carrier: Row) -> Change:
    return Change("count_expected", desk.new_id("count_expected"), {
        "count_id": count_id, "carrier_id": carrier["id"], "rank": rank, "state": carrier["state"],
        "shelf_id": carrier["shelf_id"], "holder_id": carrier["holder_id"], "secret_kind": carrier["secret_kind"],
        "level": carrier["level"],
    })  # fmt: skip


def _start_problems(desk: Desk, kind: str, scope: CountScope, people: Sequence[int | None]) -> list[Problem]:
    problems: list[Problem] = []
    if kind not in COUNT_KINDS:
        problems.append(blocks("NOT_A_CHOICE", "kind", T("problem", "请选清查类型")))
    if kind == "LEAVING" and not scope.holders:
        problems.append(blocks("NO_LEAVER", "scope", T("problem", "离岗清查要选离岗的持有人"), "R-50"))
    for name, person_id in zip(("counter_id", "second_counter_id", "supervisor_id"), people, strict=True):
        person = desk.read.get("persons", person_id)
        if person_id is not None and (person is None or person["state"] != "IN_POST"):
            problems.append(blocks("NOT_IN_POST", name, T("problem", "清点人和监督人要选在岗人员"), "R-45"))
    return problems


def _book_problems(desk: Desk, book: Sequence[Row]) -> list[Problem]:
    if not book:
        return [blocks("EMPTY_SCOPE", "scope", T("problem", "这个范围里账上没有载体，换一个范围"))]
    if len(book) > MOST_CARRIERS:
        text = T("problem", "一次清查最多 {most} 份，请分成几次", most=MOST_CARRIERS)
        return [blocks("TOO_MANY", "scope", text)]
    other = count_queries.counted_elsewhere(desk.read, [row["id"] for row in book])
    if other:
        text = T("problem", "其中有载体正在 {other} 里清查，两次会同时算；仍开始请写理由", other=other)
        return [warns("COUNTED_ELSEWHERE", "scope", text)]
    return []


# --- where one stands ------------------------------------------------------------------------------------------------


def set_place(desk: Desk, *, count_id: int, shelf_id: int | None = None, holder_id: int | None = None) -> Draft:
    """Stand before a shelf, or with a holder: following scans are made there. Result: `Seen`."""
    count = open_count(desk, count_id)
    if (shelf_id is None) == (holder_id is None):
        raise ValueError("a place is a shelf or a holder")
    row = desk.read.get("shelves", shelf_id) or desk.read.get("persons", holder_id)
    problems: list[Problem] = []
    if row is None or row["state"] == "VOID":
        problems.append(blocks("NO_SUCH_PLACE", "shelf_id", T("problem", "没有这个柜层，请重新选")))
    here = shelf(shelf_id) if shelf_id is not None else holder(holder_id or 0)
    change = Change("counts", count_id, {"shelf_id": shelf_id, "holder_id": holder_id})
    seen = Seen(str((row or {}).get("code") or ""), processes.moment(desk), place_only=True, here=here)
    return Draft(f"counts {count['number']}", [change], problems, result=seen)


# --- one scan --------------------------------------------------------------------------------------------------------


def scan(desk: Desk, *, count_id: int, code: str, kind: str = "SCAN", again: str = "") -> Draft:
    """One code: a shelf label moves the place, anything else is judged and kept. Never changes a loan or a place.

    `kind` is SCAN, TYPED (with `again`, its last three digits, K-17) or TICKED. Result: `Seen`.
    """
    count = open_count(desk, count_id)
    label = code.strip().upper()
    if _SHELF_CODE.match(label):
        found = process_queries.shelf_by_code(desk.read, label)
        if found is not None:
            return set_place(desk, count_id=count_id, shelf_id=found["id"])
    read = processes.read_code(desk, code, kind, again, ("SCAN", "TYPED", "TICKED"))
    change, seen = judged_scan(desk, count, read, kind, _here(count), count_queries.last_seq(desk.read, count_id) + 1)
    return Draft(f"counts {count['number']} scan {seen.seq}", [change], result=seen)


def judged_scan(
    desk: Desk, count: Row, read: processes.Code, kind: str, here: Place, seq: int, mark: str | None = None,
    person_id: int | None = None, moves_until: int | None = None,
) -> tuple[Change, Seen]:  # fmt: skip
    """The row of one scan and what it said, by the book of this moment."""
    scan_id, at, carrier = desk.new_id("scans"), processes.moment(desk), read.carrier
    carrier_id = None if carrier is None else int(carrier["id"])
    first = count_queries.first_scan(desk.read, count["id"], carrier_id, read.text)
    said = reconciliation.scan_verdict(_context(desk, count, carrier, here, first))
    change = Change("scans", scan_id, {
        "count_id": count["id"], "seq": seq, "code": read.text, "carrier_id": carrier_id,
        "shelf_id": here.id if here.kind is PlaceKind.SHELF else None,
        "holder_id": here.id if here.kind is PlaceKind.HOLDER else None, "kind": kind, "verdict": said.verdict.value,
        "finding": said.finding.value, "unrecorded": said.unrecorded.value if said.unrecorded else None,
        "detail": said.detail.value if said.detail else None, "moved_by": said.moved_by, "repeats": said.repeats,
        "above_limit": int(said.above_limit), "mark": mark, "at": at, "account_id": desk.sitting.id,
        "person_id": person_id, "undone": 0,
    })  # fmt: skip
    seen = Seen(read.text, at, scan_id=scan_id, seq=seq, carrier=carrier, said=said, here=here,
                first_at=first["at"] if first else "")  # fmt: skip
    return change, seen


def _context(desk: Desk, count: Row, carrier: Row | None, here: Place, first: Row | None) -> ScanContext:
    expected = moved = None
    if carrier is not None:
        carrier = {**carrier, "put_in": count_queries.put_in(desk.read, [carrier["id"]]).get(carrier["id"])}
        expected = count_queries.expected_row(desk.read, count["id"], carrier["id"])
        moved = count_queries.moved_by(desk.read, carrier["id"], count["frozen_at"])
    limit = process_queries.place_of(desk.read, here.id) if here.kind is PlaceKind.SHELF else None
    return ScanContext(
        here=here,
        now=book_row(carrier) if carrier else None,
        expected=book_row({**expected, "number": (carrier or {})["number"]}, "carrier_id") if expected else None,
        moved_by=moved,
        repeats=first["id"] if first else None,
        shelf_limit=Level(limit["level_limit"]) if limit and limit["level_limit"] else None,
    )


def book_row(row: Row, id_name: str = "id") -> BookRow:
    """A row of carriers or of the frozen book as the rules read it. `put_in`: it went into the machine, or to the facility;
    the register says so of the carrier only with the certificate, but the thing is gone (R-54)."""
    state = CarrierState.SENT_FOR_DESTRUCTION if row.get("put_in") else CarrierState(row["state"])
    return BookRow(
        row[id_name], state, row["shelf_id"], row["holder_id"],
        Level(row["level"]) if row["level"] else None, row["number"] or "",
        SecretKind(row["secret_kind"] or SecretKind.UNMARKED),
    )  # fmt: skip


def mark_scan(desk: Desk, *, count_id: int, mark: Mark | None, scan_id: int | None = None) -> Draft:
    """标识不符 or 破损 on one key after a scan: of the newest scan unless another is named; None takes it off again."""
    count = open_count(desk, count_id)
    target = _chosen_scan(desk, count_id, scan_id)
    if target["verdict"] == Verdict.DUPLICATE and target["repeats"]:
        target = desk.read.get("scans", target["repeats"]) or target  # the mark belongs to the thing, not to the scan
    problems = []
    if mark is not None and target["finding"] == Verdict.UNRECORDED:
        text = T("problem", "账外的实物不标注：清点完在差异里写明")
        problems.append(blocks("NOT_MARKED_OUTSIDE", "mark", text, "K-22"))
    change = Change("scans", target["id"], {"mark": mark.value if mark else None})
    return Draft(f"counts {count['number']} scan {target['seq']}", [change], problems, result=target["id"])


def undo_scan(desk: Desk, *, count_id: int, scan_id: int | None = None) -> Draft:
    """Take back a scan (the newest unless another is named); what repeated it counts in its stead. Result: its id."""
    count = open_count(desk, count_id)
    target = _chosen_scan(desk, count_id, scan_id)
    changes = [Change("scans", target["id"], {"undone": 1})]
    first: int | None = None
    for later in count_queries.repeats_of(desk.read, target):
        changes.append(Change("scans", later["id"], {
            "verdict": later["finding"] if first is None else later["verdict"], "repeats": first,
            **({"mark": target["mark"]} if first is None and target["mark"] else {}),
        }))  # fmt: skip
        first = first or later["id"]
    return Draft(f"counts {count['number']} scan {target['seq']}", changes, result=target["id"])


def open_count(desk: Desk, count_id: int) -> Row:
    """The count, if its scanning is open. Raises Refused otherwise."""
    return processes.step(desk.read.get("counts", count_id), "counts", ("OPEN",), COUNT_STATES, "R-45")


def _chosen_scan(desk: Desk, count_id: int, scan_id: int | None) -> Row:
    row = count_queries.newest_scan(desk.read, count_id) if scan_id is None else desk.read.get("scans", scan_id)
    if row is None or row["count_id"] != count_id or row["undone"]:
        raise Refused([blocks("NO_SCAN", "", T("problem", "没有可以撤销或标注的扫描"))])
    return row


def _here(count: Row) -> Place:
    if count["shelf_id"] is not None:
        return shelf(count["shelf_id"])
    if count["holder_id"] is not None:
        return holder(count["holder_id"])
    raise Refused([blocks("NO_PLACE", "code", T("problem", "先扫柜层标签，再扫载体"))])


def name_of(desk: Desk, person_id: int | None) -> str:
    """A person's name, "" if there is none."""
    return str((desk.read.get("persons", person_id) or {"name": ""})["name"])


def typed_number(text: str) -> str:
    """The stored form of a typed carrier number. Raises Refused."""
    try:
        return str(numbering.parse_carrier_number(text))
    except numbering.NumberError as error:
        raise Refused([blocks("NOT_A_NUMBER", "code", error.text)]) from None


def words_of(values: dict[str, Any], code: str | None) -> str:
    """The word behind a code, "" for none."""
    return str(values[code]) if code else ""
