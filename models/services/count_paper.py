"""A count on paper: the results of F8a are entered row by row or in bulk; each becomes a kept scan (K-22)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.domain.count_types import Mark, Place, holder, shelf
from models.domain.count_types import ResultCode as PaperCode
from models.domain.lifecycle import OUT
from models.domain.problems import Problem, blocks, warns
from models.domain.text import T
from models.services import processes
from models.services.acts import Draft
from models.services.counting import judged_scan, open_count, typed_number
from models.services.office import Desk
from models.storage import count_queries, process_queries
from models.storage.journal import Change
from models.storage.store import Reader, Row

_THERE = frozenset({PaperCode.MATCHED, PaperCode.MISMARKED, PaperCode.DAMAGED, PaperCode.MISPLACED})
_MARKS = {PaperCode.MISMARKED: Mark.MISMARKED, PaperCode.DAMAGED: Mark.DAMAGED}


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One row of F8a as filled in by hand. `shelf_id`: where it really lay, for 4 (错位)."""

    number: str
    code: PaperCode
    shelf_id: int | None = None


@dataclass(frozen=True, slots=True)
class PaperFound:
    """One row of the band 账外载体: what stands on the thing, and where it lay."""

    text: str
    shelf_id: int | None = None
    holder_id: int | None = None


def enter_paper_results(
    desk: Desk, *, count_id: int, form: str, rows: Sequence[PaperRow], found: Sequence[PaperFound] = ()
) -> Draft:
    """Enter results of a signed F8a, named by `form` (its print number). Result: how many rows were kept as scans.

    The paper must be one that was printed of this count. What is marked 2 (缺失), 7 (期间异动) or 8 (借出) leaves no scan;
    the entry keeps how many there were.
    """
    count = open_count(desk, count_id)
    form = form.strip()
    draft = Draft(f"counts {count['number']} {form}", details={"form": form, "rows": len(rows), "found": len(found)})
    draft.problems += _form_problems(desk, count_id, form)
    seq = count_queries.last_seq(desk.read, count_id)
    entered: set[str] = set()
    for row in rows:
        number = typed_number(row.number)
        carrier = process_queries.carrier_by_number(desk.read, number)
        frozen = count_queries.expected_row(desk.read, count_id, carrier["id"]) if carrier else None
        problems = _row_problems(desk, count_id, number, row, carrier, frozen, number in entered)
        draft.problems += problems
        entered.add(number)
        if row.code in _THERE and carrier and frozen and not any(problem.blocks for problem in problems):
            seq += 1
            read = processes.Code(number, number, carrier)
            mark = _MARKS.get(row.code)
            change, _ = judged_scan(desk, count, read, "PAPER", _lay_at(row, frozen), seq, mark.value if mark else None)
            draft.changes.append(change)
    draft.changes += _found_changes(desk, count, found, seq, draft)
    draft.result = len(draft.changes)
    draft.problems = processes.few(draft.problems)
    if not rows and not found:
        draft.problems.append(blocks("NOTHING_ENTERED", "rows", T("problem", "还没有填结果")))
    return draft


def printed_papers(read: Reader, count_id: int) -> list[str]:
    """The print numbers of the F8a of a count whose paper was not annulled, oldest first (K-19)."""
    rows = read.find("prints", form="F8a", ledger="counts", record=count_id)
    return [str(row["print_number"]) for row in rows if row["outcome"] != "FAILED"]


def _form_problems(desk: Desk, count_id: int, form: str) -> list[Problem]:
    papers = printed_papers(desk.read, count_id)
    if not papers:
        text = T("problem", "这次清查还没有打印过盘点表 F8a：先打印，签了字再来录入")
        return [blocks("NOT_PRINTED", "form", text, "K-19")]
    if not form:
        return [blocks("REQUIRED", "form", T("problem", "请填纸面盘点表的打印序号"))]
    if form not in papers:
        text = T("problem", "{number} 不是这次清查的盘点表的打印序号：照页脚填，如 {known}", number=form, known=papers[-1])
        return [blocks("NOT_THIS_PAPER", "form", text, "K-19")]
    return []


def _lay_at(row: PaperRow, frozen: Row) -> Place:
    if row.shelf_id is not None:
        return shelf(row.shelf_id)
    return shelf(frozen["shelf_id"]) if frozen["shelf_id"] is not None else holder(frozen["holder_id"])


def _row_problems(
    desk: Desk, count_id: int, number: str, row: PaperRow, carrier: Row | None, frozen: Row | None, again: bool
) -> list[Problem]:
    if carrier is None or frozen is None:
        text = T("problem", "{number} 不在这次清查的账面里：填到账外栏", number=number)
        return [blocks("NOT_EXPECTED", number, text, "R-45")]
    if again:
        return [blocks("ENTERED_TWICE", number, T("problem", "{number} 填了两次", number=number))]
    if row.code is PaperCode.UNRECORDED:
        return [blocks("CODE_UNFIT", number, T("problem", "{number} 在账面里，不能填 3 账外", number=number))]
    if row.code is PaperCode.MISPLACED and row.shelf_id is None:
        return [blocks("NO_PLACE", number, T("problem", "{number} 填了 4 错位：选实际柜层", number=number))]
    if row.code is PaperCode.ON_LOAN and carrier["state"] not in OUT and frozen["state"] not in OUT:
        return [blocks("NOT_LENT", number, T("problem", "{number} 账上没有借出，不能填 8", number=number))]
    if row.code is PaperCode.MOVED_DURING:
        return _moved_problems(desk, count_id, number, carrier)
    if row.code is not PaperCode.ON_LOAN and frozen["shelf_id"] is None and frozen["holder_id"] is None and not row.shelf_id:
        return [blocks("NO_PLACE", number, T("problem", "{number} 账上没有位置：选实际柜层", number=number))]
    if row.code is PaperCode.MISSING and count_queries.first_scan(desk.read, count_id, carrier["id"], number):
        text = T("problem", "{number} 已经扫到过，纸面却填缺失：请核对，仍录入请写理由", number=number)
        return [warns("SCANNED_BEFORE", number, text, "R-45")]
    return []


def _moved_problems(desk: Desk, count_id: int, number: str, carrier: Row) -> list[Problem]:
    """7 is what an act explains: one after the book was frozen (K-22)."""
    count = desk.read.get("counts", count_id) or {}
    if count_queries.moved_by(desk.read, carrier["id"], count["frozen_at"]) is not None:
        return []
    text = T("problem", "{number} 冻结账面以后没有动过，不能填 7：在就填 1，不在填 2，借出的填 8", number=number)
    return [blocks("NOT_MOVED", number, text, "K-22")]


def _found_changes(desk: Desk, count: Row, found: Sequence[PaperFound], seq: int, draft: Draft) -> list[Change]:
    changes = []
    for nth, thing in enumerate(found, 1):
        if (thing.shelf_id is None) == (thing.holder_id is None):
            draft.problems.append(blocks("NO_PLACE", "found", T("problem", "账外第 {n} 行没有写位置", n=nth)))
            continue
        here = shelf(thing.shelf_id) if thing.shelf_id is not None else holder(thing.holder_id or 0)
        read = processes.read_code(desk, thing.text, "PAPER", kinds=("PAPER",))
        change, _ = judged_scan(desk, count, read, "PAPER", here, seq + nth)
        changes.append(change)
    return changes
