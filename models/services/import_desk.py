"""One import as the clerk does it: read, say what the columns are, look at every row, correct, bring in, report (K-23)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from models.domain.errors import Cancelled
from models.domain.text import Text
from models.exchange.book import Book, Sheet, column_letters
from models.exchange.child import SheetReader
from models.exchange.columns import Column, Mapping, TableMapping, propose_mapping
from models.exchange.proposals import propose
from models.exchange.proposed import Options, Overrides, ProposedRow
from models.exchange.slots import SLOT_WORDS, Slot
from models.services import exporting, importing
from models.services.importing import Outcome
from models.services.office import Office
from models.services.steady import release, steady
from models.storage import import_queries
from models.storage.digests import sm3

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]
SAMPLES = 3  # texts of a column that are shown beside its heading
SURE = 0.75  # from here on a proposed meaning is not marked as a guess
_LOOK_EVERY = 200  # rows between two looks at the cancel flag


@dataclass(frozen=True, slots=True)
class ColumnCard:
    """One column as the page shows it. `slot` is a code of `slot_words`, "" for 记入备注; `sure` False: a guess."""

    index: int
    letters: str
    heading: str
    slot: str
    sure: bool
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableCard:
    """One table of the file: where it stands, how many rows it spans, whether it is used, and its columns."""

    number: int
    sheet: str
    first_row: int
    last_row: int
    used: bool
    is_ledger: bool
    columns: tuple[ColumnCard, ...]


@dataclass(frozen=True, slots=True)
class CellCard:
    """One mapped cell of a row: what the book says and what the clerk put in its place (None: nothing)."""

    slot: str
    heading: str
    word: Text
    written: str
    given: str | None


def slot_words() -> list[tuple[str, Text]]:
    """Every meaning a column can have, in the order of a ledger's columns."""
    return [(slot.value, SLOT_WORDS[slot]) for slot in Slot]


class ImportDesk:
    """Keeps one file, its mapping and the clerk's corrections. All methods run on worker threads, one at a time."""

    def __init__(self, office: Office, sheet_command: Sequence[str]) -> None:
        self._office = office
        self._reader = SheetReader(sheet_command)
        self._book = Book()
        self._mapping = Mapping(())
        self._overrides = Overrides()
        self._digest = ""
        self._year: int | None = None
        self._proposals: list[ProposedRow] | None = None  # what the rows become, until mapping or corrections change
        self.file_name = ""
        self.outcome: Outcome | None = None

    # the file and its columns

    def read(self, path: Path, progress: Progress | None = None, cancelled: Stop | None = None) -> list[TableCard]:
        """Read a file in the child process and propose what its columns mean. Raises UserError or Cancelled."""
        book = self._reader.read(path, progress, cancelled)
        with path.open("rb") as source:
            digest = sm3(source.read()).hex()
        self._book, self._digest, self.file_name = book, digest, path.name
        self._mapping, self._overrides, self.outcome = propose_mapping(book), Overrides(), None
        self._year, self._proposals = None, None
        release()
        return self.tables()

    @property
    def year(self) -> int | None:
        """The clerk's answer where the book names no year at all."""
        return self._year

    @year.setter
    def year(self, year: int | None) -> None:
        self._year, self._proposals = year, None

    def tables(self) -> list[TableCard]:
        """The tables of the file with what their columns are taken for."""
        sheets = {sheet.name: sheet for sheet in self._book.sheets}
        return [_table_card(number, item, sheets[item.table.sheet]) for number, item in enumerate(self._mapping.tables)]

    @property
    def row_count(self) -> int:
        """Rows with content in the whole file."""
        return self._book.row_count

    def set_slot(self, table: int, column: int, slot: str) -> list[TableCard]:
        """Say what a column is ("" for 记入备注); another column of a meaning that stands for one only loses it."""
        self._mapping = self._mapping.with_slot(table, column, Slot(slot) if slot else None)
        return self._mapping_changed()

    def use_table(self, table: int, used: bool) -> list[TableCard]:
        """Leave a table out of the import, or take it in."""
        tables = list(self._mapping.tables)
        tables[table] = replace(tables[table], used=used)
        self._mapping = Mapping(tuple(tables))
        return self._mapping_changed()

    def can_be_judged(self) -> bool:
        """Whether any used table has a title or a number at all."""
        return any(item.used and item.is_ledger for item in self._mapping.tables)

    def _mapping_changed(self) -> list[TableCard]:
        self.outcome, self._proposals = None, None
        return self.tables()

    # the clerk's corrections

    @property
    def corrections(self) -> int:
        """How many cells and rows the clerk decided about."""
        found = self._overrides
        return len(found.values) + len(found.accepted) + len(found.skipped)

    def cells_of(self, row: ProposedRow) -> list[CellCard]:
        """The mapped cells of a row, from the left."""
        table = self._table_of(row)
        if table is None:
            return []
        sheet = next(sheet for sheet in self._book.sheets if sheet.name == row.sheet)
        return [
            CellCard(
                column.slot.value, column.name, SLOT_WORDS[column.slot], sheet.cell(row.row, column.index),
                self._overrides.values.get((row.sheet, row.row, column.slot)),
            )
            for column in table.columns if column.slot is not None
        ]  # fmt: skip

    def decided(self, row: ProposedRow) -> str:
        """ACCEPTED or SKIPPED if the clerk said so for the whole row, else ""."""
        place = (row.sheet, row.row)
        if place in self._overrides.skipped:
            return "SKIPPED"
        return "ACCEPTED" if place in self._overrides.accepted else ""

    def correct(self, row: ProposedRow, values: dict[str, str | None]) -> None:
        """Put these texts in place of what the book says, by slot; None takes a correction back."""
        kept = dict(self._overrides.values)
        for code, text in values.items():
            key = (row.sheet, row.row, Slot(code))
            if text is None:
                kept.pop(key, None)
            else:
                kept[key] = text
        self._overrides, self._proposals = replace(self._overrides, values=kept), None

    def decide(self, row: ProposedRow, decision: str) -> None:
        """ACCEPTED: take the row in spite of what cannot be read; SKIPPED: leave it out; "": neither."""
        place = frozenset({(row.sheet, row.row)})
        accepted, skipped = self._overrides.accepted - place, self._overrides.skipped - place
        accepted = accepted | place if decision == "ACCEPTED" else accepted
        skipped = skipped | place if decision == "SKIPPED" else skipped
        self._overrides, self._proposals = replace(self._overrides, accepted=accepted, skipped=skipped), None

    def _table_of(self, row: ProposedRow) -> TableMapping | None:
        for item in self._mapping.tables:
            table = item.table
            if item.used and table.sheet == row.sheet and table.first_row <= row.row <= table.last_row:
                return item
        return None

    # judging and bringing in

    def judge(self, progress: Progress | None = None, cancelled: Stop | None = None) -> Outcome:
        """The dry run: exactly the checks of the real run, nothing written."""
        rows = self._proposed(progress, cancelled)
        self.outcome = importing.bring_in(
            self._office, rows, file_name=self.file_name, dry_run=True, progress=_second_half(progress, len(rows)),
            cancelled=cancelled,
        )  # fmt: skip
        return self.outcome

    def bring_in(self, strict: bool = False, progress: Progress | None = None, cancelled: Stop | None = None) -> Outcome:
        """The real run, in one transaction. `outcome.entry` is None if `strict` stopped it."""
        rows = self._proposed(progress, cancelled)
        self.outcome = importing.bring_in(
            self._office, rows, file_name=self.file_name, file_digest=self._digest, strict=strict,
            progress=_second_half(progress, len(rows)), cancelled=cancelled,
        )  # fmt: skip
        return self.outcome

    def write_report(self, path: Path) -> None:
        """Every row with its class and findings, as a workbook; from practice vaults only, kept in the journal."""
        outcome = self.outcome
        if outcome is None:
            return
        exporting.refuse_in_production(self._office)
        kind = path.suffix.lower().lstrip(".")
        self._office.note("note_export", ledger="import_report", kind=kind, outcome=exporting.STARTED)
        try:
            importing.write_report_of(outcome, path, self.file_name, outcome.entry is None)
        except BaseException:
            self._office.note("note_export", ledger="import_report", kind=kind, outcome=exporting.FAILED)
            raise
        self._office.note(
            "note_export", ledger="import_report", kind=kind, outcome=exporting.WRITTEN, rows=len(outcome.rows),
            digest=exporting.digest_of(path),
        )  # fmt: skip

    def undo(self) -> None:
        """Take back what was brought in last, whole. Raises Refused if something was built on it."""
        if self.outcome is not None and self.outcome.entry is not None:
            self._office.perform("undo", entry=self.outcome.entry)
            self.outcome = None

    def registered_as(self, row: ProposedRow) -> str:
        """The registry number of the document a row became, in this import or an earlier one; "" if none."""
        document_id = import_queries.document_of_source(self._office.read, row.source_key)
        document = self._office.read.get("documents", document_id)
        return str(document["registry_number"]) if document else ""

    def _proposed(self, progress: Progress | None, cancelled: Stop | None) -> list[ProposedRow]:
        """What each row becomes; kept, for the real run takes the very rows that the dry run judged."""
        if self._proposals is None:
            with steady():
                self._proposals = self._propose(progress, cancelled)
        return self._proposals

    def _propose(self, progress: Progress | None, cancelled: Stop | None) -> list[ProposedRow]:
        organ = self._office.read.get("organ", 1) or {}
        options = Options(self._office.clock.today(), self._office.vault_level, year=self._year, organ=organ["name"])
        rows: list[ProposedRow] = []
        total = self._book.row_count
        for row in propose(self._book, self._mapping, options, self._overrides):
            if len(rows) % _LOOK_EVERY == 0:
                _look(progress, cancelled, min(len(rows), total), 2 * total)
            rows.append(row)
        return rows


def _look(progress: Progress | None, cancelled: Stop | None, done: int, total: int) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled
    if progress is not None:
        progress(done, total)


def _second_half(progress: Progress | None, rows: int) -> Progress | None:
    """Proposing is the first half of the way, judging and writing the second."""
    return None if progress is None else lambda done, total: progress(rows + done, 2 * max(rows, total))


def _table_card(number: int, item: TableMapping, sheet: Sheet) -> TableCard:
    table = item.table
    known = {column.index: column for column in item.columns}
    columns = [known[index] for index in table.columns if index in known]
    cards = tuple(_column_card(column, table.first_row, table.last_row, sheet) for column in columns)
    return TableCard(number, table.sheet, table.first_row, table.last_row, item.used, item.is_ledger, cards)


def _column_card(column: Column, first: int, last: int, sheet: Sheet) -> ColumnCard:
    samples: list[str] = []
    for row in range(first, last + 1):
        text = " ".join(sheet.cell(row, column.index).split())
        if text and text not in samples:
            samples.append(text)
        if len(samples) == SAMPLES:
            break
    slot = column.slot.value if column.slot else ""
    return ColumnCard(column.index, column_letters(column.index), column.heading, slot, column.confidence >= SURE, tuple(samples))
