"""The count, second half: the differences, a decision for each, three signatures (R-45, K-22). First: `counting.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from models.domain import reconciliation
from models.domain.count_types import Mark, Place, PlaceKind, Unrecorded, Verdict, holder, shelf
from models.domain.errors import Refused
from models.domain.problems import Problem, blocks, warns
from models.domain.reconciliation import CountFigures, Line, Result, Scan
from models.domain.text import T
from models.ledgers.counts import COUNT_STATES
from models.services import processes
from models.services.acts import Draft
from models.services.count_scope import expected_place, parse_scope, places_of
from models.services.count_statement import count_shown
from models.services.counting import book_row, open_count
from models.services.office import Desk
from models.storage import count_queries
from models.storage.journal import Change
from models.storage.store import Reader, Row

CLOSED = ("CLOSED", "SETTLED")


def reconciled(read: Reader, count: Row, until: int) -> tuple[Result, dict[int, int]]:
    """The whole count by its frozen book, its scans and the moves up to entry `until`; carrier → id of its frozen row."""
    frozen = count_queries.expected_rows(read, count["id"])
    scans = [kept_scan(row) for row in count_queries.scan_rows(read, count["id"])]
    carriers = {row["carrier_id"] for row in frozen} | {scan.carrier_id for scan in scans if scan.carrier_id is not None}
    book = {row["id"]: book_row(row) for row in count_queries.book_now(read, carriers)}
    moves = count_queries.moves_between(read, count["frozen_at"], until)
    result = reconciliation.reconcile((book_row(row, "carrier_id") for row in frozen), scans, book, moves)
    return result, {row["carrier_id"]: row["id"] for row in frozen}


def kept_scan(row: Row) -> Scan:
    """A row of `scans` as the rules read it."""
    return Scan(
        row["id"], row["code"], row["carrier_id"], place_of(row), Verdict(row["finding"]),
        Unrecorded(row["unrecorded"]) if row["unrecorded"] else None,
        reconciliation.Detail(row["detail"]) if row["detail"] else None, Mark(row["mark"]) if row["mark"] else None,
        bool(row["undone"]),
    )  # fmt: skip


def place_of(row: Row) -> Place:
    """Where a scan was made."""
    return shelf(row["shelf_id"]) if row["shelf_id"] is not None else holder(row["holder_id"])


# --- end of scanning -------------------------------------------------------------------------------------------------


def finish_scanning(desk: Desk, *, count_id: int) -> Draft:
    """Work out the class of every carrier and list the differences. Counter-act: `continue_scanning`.

    Places of the scope at which nothing was scanned ask for a reason: 缺失 must not come from where nobody looked.
    """
    count = open_count(desk, count_id)
    until = desk.read.head().number
    result, expected = reconciled(desk.read, count, until)
    draft = Draft(f"counts {count['number']}", problems=_walk_problems(desk, count), result=result.figures)
    draft.changes.append(Change("counts", count_id, {
        "state": "SCANNED", "finished_on": desk.today.isoformat(), "finished_at": until,
        "duplicates": _duplicates(desk.read, count_id), **_figure_columns(result.figures),
    }))  # fmt: skip
    for line in result.lines:
        if line.expected and (line.verdict is not Verdict.MATCHED or line.moved_by):
            verdict = None if line.verdict is Verdict.MATCHED else line.verdict.value
            values = {"verdict": verdict, "moved_by": line.moved_by}
            draft.changes.append(Change("count_expected", expected[line.expected.carrier_id], values))
    for rank, line in enumerate(reconciliation.differences(result), 1):
        draft.changes.append(Change("count_findings", desk.new_id("count_findings"),
                                    _finding_columns(count_id, rank, line, expected)))  # fmt: skip
    return draft


def continue_scanning(desk: Desk, *, count_id: int) -> Draft:
    """Scan on after all, as long as nothing was decided: the list of differences is dropped and made again later."""
    count = processes.step(desk.read.get("counts", count_id), "counts", ("SCANNED",), COUNT_STATES, "R-45")
    changes = [Change("counts", count_id, {"state": "OPEN", "finished_on": None, "finished_at": None})]
    changes += [Change("count_findings", row["id"], {"state": "DROPPED"})
                for row in count_queries.findings(desk.read, count_id)]  # fmt: skip
    changes += [Change("count_expected", row["id"], {"verdict": None, "moved_by": None})
                for row in count_queries.expected_rows(desk.read, count_id) if row["verdict"] or row["moved_by"]]  # fmt: skip
    return Draft(f"counts {count['number']}", changes)


def _walk_problems(desk: Desk, count: Row) -> list[Problem]:
    scanned = {(row["shelf_id"], row["holder_id"]) for row in count_queries.scanned_by_place(desk.read, count["id"])}
    if not scanned:
        return [warns("NOTHING_SCANNED", "", T("problem", "一份也没有扫：这样结束，范围内的都会算缺失；请写理由"), "R-45")]
    _shelves, holders = places_of(desk.read, parse_scope(count["scope"]))
    places = {expected_place(row, holders) for row in count_queries.expected_by_place(desk.read, count["id"])}
    skipped = places - scanned - {None}
    if not skipped:
        return []
    text = T("problem", "还有 {n} 处一份也没有扫：先去扫，或写明理由", n=len(skipped))
    return [warns("PLACES_NOT_WALKED", "", text, "R-45")]


def _duplicates(read: Reader, count_id: int) -> int:
    return sum(row["n"] for row in count_queries.tally_rows(read, count_id) if row["verdict"] == Verdict.DUPLICATE)


def _figure_columns(figures: CountFigures) -> dict[str, int]:
    if not figures.adds_up:
        text = T("problem", "清查的数字加不平，没有记下：请做全面校验；校验没有问题就放弃这次清查，重新清点")
        raise Refused([blocks("FIGURES_DIFFER", "", text, "K-22")])
    return asdict(figures)


def _finding_columns(count_id: int, rank: int, line: Line, expected: dict[int, int]) -> dict[str, Any]:
    row, scan = line.row, line.scan
    place = scan.place if scan else None
    return {
        "count_id": count_id, "rank": rank, "verdict": line.verdict.value,
        "unrecorded": line.unrecorded.value if line.unrecorded else None,
        "detail": scan.detail.value if scan and scan.detail else None,
        "expected_id": expected.get(row.carrier_id) if row and line.expected else None,
        "carrier_id": row.carrier_id if row else None, "code": scan.code if scan else None,
        "scan_id": scan.id if scan else None, "secret_kind": row.secret_kind.value if row else None,
        "level": row.level.value if row and row.level else None, "book_shelf_id": row.shelf_id if row else None,
        "book_holder_id": row.holder_id if row else None, **found_columns(place), "state": "OPEN",
    }  # fmt: skip


def found_columns(place: Place | None) -> dict[str, int | None]:
    """Where a thing was found, as columns of a finding."""
    return {
        "found_shelf_id": place.id if place and place.kind is PlaceKind.SHELF else None,
        "found_holder_id": place.id if place and place.kind is PlaceKind.HOLDER else None,
    }  # fmt: skip


# --- end of the count ------------------------------------------------------------------------------------------------


def sign_off_count(desk: Desk, *, count_id: int, conclusion: str) -> Draft:
    """Both counters and the supervisor sign figures, differences and decisions; the count is locked. Result: figures.

    The whole reconciliation is computed again and must agree with the differences that were decided (K-22).
    """
    states = ("SCANNED", "RECONCILING")
    count = processes.step(desk.read.get("counts", count_id), "counts", states, COUNT_STATES, "R-45")
    rows = count_queries.findings(desk.read, count_id)
    result, _expected = reconciled(desk.read, count, count["finished_at"])
    draft = Draft(f"counts {count['number']}", result=result.figures, record=("counts", count_id))
    draft.problems = _sign_problems(rows, conclusion) or _same_differences(result, rows)
    draft.people = processes.signers(
        counter=count["counter_id"], second_counter=count["second_counter_id"], supervisor=count["supervisor_id"]
    )
    if not draft.problems:
        draft.changes.append(Change("counts", count_id, {
            "state": "SIGNED", "signed_on": desk.today.isoformat(), "conclusion": conclusion.strip(),
            **_figure_columns(result.figures),
        }))  # fmt: skip
        draft.changes += _counted(result, count["finished_on"])
        draft.shown = count_shown(desk.read, count, result.figures, rows, conclusion.strip())
    return draft


def abandon_count(desk: Desk, *, count_id: int, why: str) -> Draft:
    """Give a count up before it is signed; everything scanned stays readable."""
    states = ("OPEN", "SCANNED", "RECONCILING")
    count = processes.step(desk.read.get("counts", count_id), "counts", states, COUNT_STATES, "R-45")
    problems = [] if why.strip() else [blocks("REQUIRED", "why", T("problem", "请写明为什么放弃这次清查"), "R-45")]
    change = Change("counts", count_id, {"state": "ABANDONED", "ended_because": why.strip()})
    return Draft(f"counts {count['number']}", [change], problems)


def _sign_problems(rows: Sequence[Row], conclusion: str) -> list[Problem]:
    problems: list[Problem] = []
    left = sum(row["state"] not in CLOSED for row in rows)
    if left:
        text = T("problem", "还有 {n} 项差异没有决定：全部有决定和理由才能签字", n=left)
        problems.append(blocks("DIFFERENCES_OPEN", "", text, "R-45"))
    if not conclusion.strip():
        problems.append(blocks("REQUIRED", "conclusion", T("problem", "请写处理结论，如 账物相符"), "R-45"))
    return problems


def _same_differences(result: Result, rows: Sequence[Row]) -> list[Problem]:
    """The differences that were decided are those that follow from the scans; if not, nobody can sign them."""
    found = sorted((line.verdict.value, line.row.carrier_id if line.row else 0, line.scan.code if line.scan else "")
                   for line in reconciliation.differences(result))  # fmt: skip
    kept = sorted((row["verdict"], row["carrier_id"] or 0, row["code"] or "") for row in rows if row["state"] == "CLOSED")
    if found == kept:
        return []
    text = T("problem", "差异清单和扫描记录对不上，不能签字：请做全面校验；校验没有问题就放弃这次清查，重新清点")
    return [blocks("DIFFERENCES_DIFFER", "", text, "K-22")]


def _counted(result: Result, day: str) -> list[Change]:
    """Whoever was seen by the counters was counted that day."""
    seen = [*result.lines, *result.outside, *result.arrived]
    return [Change("carriers", line.row.carrier_id, {"last_counted_on": day}) for line in seen if line.scan and line.row]
