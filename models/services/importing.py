"""Bringing an old ledger in: the judgement against the vault, and one act that writes everything or nothing (K-23)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from models.domain.errors import Cancelled
from models.domain.problems import Problem, blocks, warns
from models.domain.text import T
from models.exchange.book import Book
from models.exchange.columns import Mapping, propose_mapping
from models.exchange.findings import Finding
from models.exchange.proposals import propose
from models.exchange.proposed import Options, Overrides, ProposedRow, Verdict
from models.exchange.report import ReportRow, write_report
from models.services.acts import Draft
from models.services.import_rows import RowWriter
from models.services.office import Desk, Office
from models.services.steady import steady
from models.storage import import_queries
from models.storage.import_queries import Known
from models.storage.journal import Change

Progress = Callable[[int, int], None]
_TOGETHER = 200  # rows asked about at once


class Class(StrEnum):
    """What became of a source row (K-23): the figures count these."""

    ACCEPTED = "ACCEPTED"
    WARNED = "WARNED"
    PRESENT = "PRESENT"
    REFUSED = "REFUSED"
    SKIPPED = "SKIPPED"


@dataclass(frozen=True, slots=True)
class Judged:
    """A proposed row with the vault's own findings added."""

    row: ProposedRow
    klass: Class
    findings: tuple[Finding, ...]
    document_id: int | None = None


@dataclass
class Outcome:
    """The result of an import or of its dry run: figures and every judged row, for screen and report."""

    rows: list[Judged] = field(default_factory=list)
    documents: int = 0
    carriers: int = 0
    entry: int | None = None

    def count(self, klass: Class) -> int:
        """How many rows are of a class."""
        return sum(1 for judged in self.rows if judged.klass is klass)

    @property
    def refused(self) -> int:
        return self.count(Class.REFUSED)

    def figures(self) -> dict[str, int]:
        """rows = accepted + warned + present + refused; skipped rows are headings, subtotals, notes, blanks."""
        classes = {klass.value.lower(): self.count(klass) for klass in Class}
        rows = sum(count for name, count in classes.items() if name != "skipped")
        return {"rows": rows, **classes, "documents": self.documents, "carriers": self.carriers}


def write_report_of(outcome: Outcome, path: Path, title: str, dry_run: bool) -> None:
    """Every row with what became of it and each problem with its place, as xlsx. Raises UserError."""
    rows = [ReportRow(judged.row, judged.klass.value, judged.findings, _became(judged)) for judged in outcome.rows]
    write_report(path, rows, outcome.figures(), title, dry_run)


def _became(judged: Judged) -> str:
    return f"documents {judged.document_id}" if judged.document_id else ""


def propose_rows(office: Office, book: Book, mapping: Mapping | None = None, overrides: Overrides | None = None) -> list[ProposedRow]:
    """What each row of a book becomes, by the proposed or the clerk's own mapping and corrections."""
    organ = office.read.get("organ", 1) or {}
    options = Options(office.clock.today(), office.vault_level, organ=organ["name"])
    with steady():
        return list(propose(book, mapping or propose_mapping(book), options, overrides or Overrides()))


def bring_in(
    office: Office, rows: Iterable[ProposedRow], *, file_name: str, file_digest: str = "", dry_run: bool = False,
    strict: bool = False, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None,
) -> Outcome:  # fmt: skip
    """Import proposed rows in one transaction, or try it with exactly the same checks. Raises Refused or Cancelled."""
    values: dict[str, Any] = {
        "rows": list(rows), "file_name": file_name, "file_digest": file_digest, "strict": strict,
        "progress": progress, "cancelled": cancelled,
    }  # fmt: skip
    with steady():
        if dry_run:
            return _outcome_of(office.try_out("import_ledger", **values))
        draft = office.try_out("import_ledger", **values) if strict else None
        if draft is not None and any(problem.blocks for problem in draft.problems):
            stopped = _outcome_of(draft)
            stopped.documents = stopped.carriers = 0  # what was added
            return stopped
        done = office.perform("import_ledger", reason=IMPORT_REASON, **values)
    outcome: Outcome = done.result
    outcome.entry = done.entry
    return outcome


IMPORT_REASON = "旧台账导入，逐行提示见导入记录"


def import_ledger(
    desk: Desk, *, rows: list[ProposedRow], file_name: str, file_digest: str, strict: bool,
    progress: Progress | None = None, cancelled: Callable[[], bool] | None = None,
) -> Draft:  # fmt: skip
    """One import (K-23). A refused row is left out and kept as source text; with `strict` it stops everything.

    Result: an `Outcome`. The act is undone whole until one of its rows has another act (K-15).
    """
    import_id = desk.new_id("imports")
    writer = RowWriter(desk, import_id)
    outcome = Outcome()
    for first in range(0, len(rows), _TOGETHER):
        if progress:
            progress(first, len(rows))
        part = rows[first : first + _TOGETHER]
        known = _known(desk, part)
        for row in part:
            if cancelled and cancelled():
                raise Cancelled
            outcome.rows.append(_judge(writer, row, known))
    outcome.documents, outcome.carriers = writer.documents, writer.carriers
    figures = outcome.figures()
    draft = Draft(f"imports {import_id}", details=figures, result=outcome, record=("imports", import_id))
    draft.changes = [_import_row(desk, import_id, file_name, file_digest, figures), *writer.changes]
    if strict and outcome.refused:
        text = T("problem", "有 {n} 行不能收，按要求全部不收", n=outcome.refused)
        draft.problems.append(blocks("ROWS_REFUSED", "", text, "K-23"))
    if figures["warned"]:
        draft.problems.append(warns("ROWS_WARNED", "", T("problem", "有 {n} 行带提示", n=figures["warned"])))
    return draft


def _outcome_of(draft: Draft) -> Outcome:
    outcome: Outcome = draft.result
    return outcome


def _known(desk: Desk, rows: Sequence[ProposedRow]) -> Known:
    asked = [row for row in rows if row.verdict is not Verdict.SKIPPED]
    references = (row.document.get("reference_number") for row in asked)
    return import_queries.known_of(
        desk.read, (row.source_key for row in asked), (row.match_key for row in asked if row.match_key),
        (str(reference) for reference in references if reference),
    )  # fmt: skip


def _judge(writer: RowWriter, row: ProposedRow, known: Known) -> Judged:
    if row.verdict is Verdict.SKIPPED:
        return Judged(row, Class.SKIPPED, row.findings)
    if known.present.get(row.source_key) or writer.knows(row.source_key):
        return Judged(row, Class.PRESENT, row.findings)
    if row.verdict is Verdict.REFUSED:
        writer.refuse(row)
        return Judged(row, Class.REFUSED, row.findings)
    findings = (*row.findings, *(_found(row, problem) for problem in _similar(row, known)))
    klass = Class.WARNED if any(finding.warns for finding in findings) else Class.ACCEPTED
    document_id = writer.take(row, klass.value, findings)
    return Judged(row, klass, findings, document_id)


def _found(row: ProposedRow, problem: Problem) -> Finding:
    return Finding(problem, row.sheet, row.row)


def _similar(row: ProposedRow, known: Known) -> list[Problem]:
    """K-23: nearly the same as a row brought in before, or as a document registered by hand: both are named."""
    if row.joins:
        return []
    before = known.alike.get(row.match_key)
    if before:
        text = T("problem", "与以前导入的“{sheet}”第 {line} 行几乎相同，那一行登记为 {number}：请核对是否同一件",
                 sheet=before["sheet"], line=before["row"], number=before["registry_number"])  # fmt: skip
        return [warns("NEARLY_SAME", "", text, "K-23")]
    reference = row.document.get("reference_number")
    by_hand = known.by_hand.get(str(reference)) if reference else None
    if by_hand:
        text = T("problem", "文号与已登记的 {number} 相同：请核对是否同一件", number=by_hand["registry_number"])
        return [warns("ALREADY_REGISTERED", "reference_number", text, "R-29")]
    return []


def _import_row(desk: Desk, import_id: int, file_name: str, file_digest: str, figures: dict[str, int]) -> Change:
    values: dict[str, Any] = {
        "file_name": file_name, "file_digest": file_digest or None, "imported_on": desk.today.isoformat(), "state": "DONE",
        **{name: figures[name] for name in ("rows", "accepted", "warned", "present", "refused")},
    }  # fmt: skip
    return Change("imports", import_id, values)

