"""From the sheets of an old ledger to proposed records: one code path for the dry run and the real one (K-23)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import groupby

from cryptography.hazmat.primitives import hashes

from models.domain.errors import UserError
from models.domain.levels import Level, SecretKind
from models.domain.lifecycle import MEDIUM_WORDS, STATE_WORDS, Medium
from models.domain.markings import Marking
from models.domain.numbering import CopyNumberError, normalise_reference, parse_copy_numbers
from models.domain.numbering import reference_key as _reference_key
from models.domain.text import T
from models.exchange import cells
from models.exchange.book import Book, DateText
from models.exchange.carriage import Copies, read_copies, spread_fate
from models.exchange.cleaned import clean_line, compact
from models.exchange.columns import Mapping, TableMapping
from models.exchange.continued import continue_rows
from models.exchange.dating import Dated, date_rows
from models.exchange.devices import is_device, medium_of
from models.exchange.document_values import (
    Naming,
    number_in_parts,
    other_values,
    read_naming,
    read_place,
    recall_demanded,
    received_on,
    remarks,
)
from models.exchange.fate_columns import collect_events
from models.exchange.fates import Event
from models.exchange.findings import Findings
from models.exchange.hints import Hints, hints_of
from models.exchange.joining import Joins, short_digest
from models.exchange.marking_cells import marking_values
from models.exchange.places import Place
from models.exchange.proposed import LabelledCells, Options, Overrides, ProposedCopy, ProposedRow, Value, Verdict
from models.exchange.row_texts import Resolved, RowTexts, resolve_dittos
from models.exchange.rows import RowKind, SourceRow, source_rows
from models.exchange.slots import Slot

_NO_OVERRIDES = Overrides()
_FIRST_YEAR = 1949  # no carrier number bears an earlier year


def propose(
    book: Book, mapping: Mapping, options: Options, overrides: Overrides = _NO_OVERRIDES
) -> Iterator[ProposedRow]:
    """Every row of the book and what becomes of it, in order. Raises UserError if no table can be understood."""
    if not any(table.used and table.is_ledger for table in mapping.tables):
        if [sheet.name for sheet in book.sheets] == [""]:
            raise _no_ledger_in_text()
        raise UserError(
            "NO_LEDGER_FOUND",
            T("import", "文件里没有找到登记表：没有一张表有标题或文号这样的列。"),
            T("import", "登记库没有任何改动。"),
            T("import", "请检查表头，或在导入页指定每列是什么。"),
        )
    proposer = _Proposer(book, options, overrides)
    for _, rows in groupby(source_rows(book, mapping), key=lambda row: id(row.table)):
        together = list(rows)
        yield from proposer.table(together[0].table, together)


def _no_ledger_in_text() -> UserError:
    return UserError(
        "NO_LEDGER_FOUND",
        T("import", "这个文件的内容是纯文本，不是 xlsx、xls 表格；里面也没有找到登记表：没有标题或文号这样的列。"),
        T("import", "登记库没有任何改动。"),
        T("import", "如果它本来是表格，请用 WPS 表格或 Excel 打开原表，另存为 xlsx 再导入；如果就是文本台账，请在第一行写列名，"
                    "列与列之间用逗号或制表符分开。"),
    )  # fmt: skip


class _Proposer:
    """Keeps what must be known across rows: ranks of equal rows, rows that may share a document."""

    def __init__(self, book: Book, options: Options, overrides: Overrides) -> None:
        self._book, self._options, self._overrides = book, options, overrides
        self._sheets = {sheet.name: sheet for sheet in book.sheets}
        self._ranks: Counter[bytes] = Counter()
        self._month = ""
        self._joins = Joins()

    def table(self, item: TableMapping | None, rows: list[SourceRow]) -> Iterator[ProposedRow]:
        data = [row for row in rows if row.kind is RowKind.DATA]
        if item is None or not data:
            yield from map(_skipped, rows)
            return
        hints = hints_of(self._sheets[item.table.sheet], item)
        resolved = list(continue_rows(item, resolve_dittos(data)))
        years = [row.year or hints.year or self._options.year for row in data]
        self._month = ""
        dates = date_rows(
            [self._date_text(item, row) for row in resolved], years, lambda place: _number_year(item, resolved[place])
        )
        totals = _merged_totals(item, resolved)
        issuers = _issuers(item, resolved)
        self._joins.start_table()
        place = 0
        for row in rows:
            if row.kind is not RowKind.DATA:
                yield _skipped(row)
                continue
            reader = _RowReader(item, resolved[place], self._options, self._overrides, hints, issuers)
            proposed = reader.propose(dates[place], years[place], totals.get(row.number, 0), self._ranks)
            place += 1
            yield self._joins.add(proposed, reader.texts, reader.naming) if proposed.verdict is Verdict.DATA else proposed

    def _date_text(self, item: TableMapping, row: Resolved) -> str:
        texts = RowTexts(item, row, self._overrides, Findings("", 0, []))
        own = texts.text(Slot.RECEIVED_ON)
        if texts.has(Slot.SENT_TO) and not texts.has(Slot.RECEIVED_ON):
            own = texts.text(Slot.ISSUED_ON)  # a dispatch ledger is kept by the day of dispatch
        if row.source.month and re.fullmatch(r"[0-9]{1,2}[日号]?", compact(own)):
            return f"{row.source.month}-{re.sub('[日号]', '', compact(own))}"
        if own or not (texts.has(Slot.MONTH) or texts.has(Slot.YEAR)):
            return own
        month, day = texts.text(Slot.MONTH), texts.text(Slot.DAY)
        year = re.sub(r"\D", "", compact(texts.text(Slot.YEAR)))
        month, day = re.sub("[月份]", "", compact(month)), re.sub("[日号]", "", compact(day))
        month = self._month = month or (self._month if day else "")
        parts = [part for part in (year, month, day) if part]
        return "-".join(parts) if month else year


class _RowReader:
    """Reads one data row."""

    def __init__(
        self, item: TableMapping, resolved: Resolved, options: Options, overrides: Overrides, hints: Hints,
        issuers: frozenset[str],
    ) -> None:  # fmt: skip
        source = resolved.source
        self.findings = Findings(source.sheet, source.number, [])
        self.texts = RowTexts(item, resolved, overrides, self.findings)
        self._options, self._overrides, self._hints, self._issuers = options, overrides, hints, issuers
        self.naming = Naming(None, None, None)

    @property
    def _place(self) -> tuple[str, int]:
        return self.texts.source.sheet, self.texts.source.number

    def propose(self, dated: Dated, year: int | None, merged_total: int, ranks: Counter[bytes]) -> ProposedRow:
        source, texts = self.texts.source, self.texts
        cells_of = LabelledCells(texts.item.names, source.cells)
        if self._place in self._overrides.skipped:
            return ProposedRow(source.sheet, source.number, source.kind, Verdict.SKIPPED, cells_of)
        accepted = self._place in self._overrides.accepted
        if self._hints.hidden:
            self.findings.warn("HIDDEN_SHEET", "", T("import", "这一行在隐藏的工作表里，请核对要不要收"))
        if self.texts.resolved.continued:
            message = T("import", "没有标题和文号：按上一行那份文件的另一份登记，请核对")
            self.findings.warn("CONTINUED_ROW", "title", message)
        self.naming = read_naming(texts, self._issuers, self._options, self._hints.issuer)
        received = received_on(texts, dated, year, self._options)
        document: dict[str, Value] = {
            "received_on": received.isoformat() if received else None,
            "issuer": self.naming.issuer,
            "reference_number": self.naming.reference,
            "title": self.naming.title,
        }
        marking_columns, marking = marking_values(texts, self._options, self._level_hint(), accepted, self.naming.level)
        document |= marking_columns
        document |= other_values(texts, received)
        copies = self._copies(document, marking, merged_total)
        document["recall"] = "DEMANDED" if any(copy.recall == "DEMANDED" for copy in copies) else "NONE"
        document["copies_received"] = len(copies)
        document["remarks"] = remarks(texts)
        verdict = Verdict.REFUSED if any(item.blocks for item in self.findings.items) else Verdict.DATA
        return ProposedRow(
            source.sheet, source.number, source.kind, verdict, cells_of, document, copies,
            tuple(self.findings.items), source_key=self._source_key(ranks), match_key=_sm3(self._match_text()),
            year=_year(received, dated, document, self._options.today),
        )  # fmt: skip

    def _copies(self, document: dict[str, Value], marking: Marking, merged_total: int) -> tuple[ProposedCopy, ...]:
        texts = self.texts
        numbers_text = self._numbers_text()
        where, where_count = texts.where(Slot.COPY_NUMBERS), texts.where(Slot.COPIES)
        count_text = texts.text(Slot.COPIES)
        counted = texts.has(Slot.COPIES) or texts.has(Slot.COPY_NUMBERS) or texts.has(Slot.COPY_FIRST)
        each = not counted or texts.has(Slot.CARRIER_NUMBER) or texts.has(Slot.SERIAL_NUMBER)
        if each and not numbers_text.strip() and not count_text.strip():
            read = Copies([None])  # a ledger with a row for every carrier
        else:
            read = read_copies(numbers_text, count_text, self.findings, where, where_count, merged_total)
        if merged_total and texts.merged(Slot.COPIES) and not any(read.numbers):
            read = Copies([None], read.stated, read.unread)
        if read.unread:
            texts.keep(Slot.COPY_NUMBERS)
        self._keep_count(read, count_text, document)
        place = read_place(texts)
        events = collect_events(texts, place)
        if not events and self._hints.fate:
            message = T("import", "这张表是{state}的清单：按{state}登记", state=STATE_WORDS[self._hints.fate])
            self.findings.warn("FATE_FROM_TITLE", "state", message)
            events = [Event(self._hints.fate)]
        basis = self._basis(document, recall_demanded(texts), place)
        on_paper = basis.medium is Medium.PAPER and marking.kind is SecretKind.STATE_SECRET
        said = any(item.problem.code in ("COUNT_MISSING", "COPY_NUMBER_UNREADABLE") for item in self.findings.items)
        if read.numbers and not any(read.numbers) and on_paper and not (said and marking.level is not Level.TOP_SECRET):
            self._warn_unnumbered(marking, where)
        copies, clear = spread_fate(basis, read.numbers, events, self.findings, texts.where(Slot.FATE))
        if not clear:
            for slot in (Slot.FATE, Slot.RETURNED, Slot.DESTROYED):
                texts.keep(slot)
        return copies

    def _level_hint(self) -> str:
        """The level of a line above (一、机密级文件) or of the sheet, where the table has no column for it."""
        texts = self.texts
        if texts.has(Slot.MARKING) or texts.has(Slot.LEVEL_TICK):
            return ""
        return texts.source.level or self._hints.level

    def _numbers_text(self) -> str:
        texts = self.texts
        own = texts.text(Slot.COPY_NUMBERS)
        first, last = texts.text(Slot.COPY_FIRST), texts.text(Slot.COPY_LAST)
        if own.strip() or not first.strip():
            return own
        return f"{compact(first)}-{compact(last)}" if last.strip() and compact(last) != compact(first) else str(first)

    def _keep_count(self, read: Copies, count_text: str, document: dict[str, Value]) -> None:
        texts = self.texts
        stated = cells.parse_count(texts.text(Slot.COPIES_STATED)) if texts.text(Slot.COPIES_STATED).strip() else None
        document["copies_stated"] = stated.copies if stated else read.stated
        if texts.text(Slot.COPIES_STATED).strip() and not stated:
            texts.keep(Slot.COPIES_STATED)
        plain = re.fullmatch(r"[0-9]+(?:\.0+)?份?", compact(count_text))
        if count_text.strip() and not cells.is_nothing(count_text) and (read.stated is None or not plain):
            texts.keep(Slot.COPIES)

    def _warn_unnumbered(self, marking: Marking, where: tuple[str, str, str]) -> None:
        if marking.level is Level.TOP_SECRET:
            message, rule = T("import", "绝密件没有份号，请对照原件补上"), "R-10"
        else:
            message, rule = T("import", "没有份号：按份数登记，份号未记"), "R-10"
        self.findings.warn("COPY_NUMBER_MISSING", "copy_number", message, where, rule)

    def _basis(self, document: dict[str, Value], recall: bool, place: Place) -> ProposedCopy:
        """What is the same for all copies of a row."""
        texts = self.texts
        medium, word = medium_of(texts)
        if word and (medium is None or (medium is Medium.ITEM and not cells.parse_medium(word))):
            texts.keep(Slot.MEDIUM)
            message = T("import", "载体类别“{text}”不在规定的类别里：按{medium}登记，原文记入备注", text=word[:20],
                        medium=MEDIUM_WORDS[medium or Medium.PAPER])  # fmt: skip
            self.findings.warn("MEDIUM_UNKNOWN", "medium", message, texts.where(Slot.MEDIUM))
        custodian = texts.text(Slot.CUSTODIAN)
        if not custodian.strip() and is_device(texts):
            custodian = texts.text(Slot.HOLDER)  # 使用人 of a drive or a computer answers for it
        pages = document.get("pages")
        serial = clean_line(texts.text(Slot.SERIAL_NUMBER)).text
        capacity = clean_line(texts.text(Slot.CAPACITY)).text
        return ProposedCopy(
            None,
            place=place,
            custodian=cells.person_name(custodian)[:400],
            recall="DEMANDED" if recall else "NONE",
            medium=medium or Medium.PAPER,
            serial_number=None if cells.is_nothing(serial) else serial[:400],
            capacity=None if cells.is_nothing(capacity) else capacity[:400],
            pages=pages if isinstance(pages, int) else None,
        )

    def _source_key(self, ranks: Counter[bytes]) -> str:
        """What makes the source row itself, as the book has it: issuer, number, title, copy numbers, rank (K-23)."""
        texts = self.texts
        both = texts.source_text(Slot.TITLE_AND_REFERENCE)
        parts = [
            compact(texts.source_text(Slot.ISSUER)),
            reference_key(texts.source_text(Slot.REFERENCE) or number_in_parts(texts)) or compact(texts.source_text(Slot.CARRIER_NUMBER)),
            compact(texts.source_text(Slot.TITLE) or both) + compact(texts.source_text(Slot.ISSUER_AND_REFERENCE)),
            compact(texts.source_text(Slot.COPY_NUMBERS) or texts.source_text(Slot.SERIAL_NUMBER)),
            compact(texts.source_text(Slot.COPY_FIRST)) + "-" + compact(texts.source_text(Slot.COPY_LAST)),
        ]
        base = "\x1f".join(parts)
        short = short_digest(base)
        ranks[short] += 1
        return _sm3(f"{base}\x1f{ranks[short] - 1}")

    def _match_text(self) -> str:
        """What nearly the same rows have in common: a full document number, else the letters of the title."""
        if (serial := compact(self.texts.text(Slot.SERIAL_NUMBER))) and is_device(self.texts):
            return f"serial\x1f{serial.casefold()}"
        key = reference_key(self.naming.reference or "")
        if re.search(r"(?:19|20)\d{2}\|.*\d", key) or key.count("|") >= 2:
            return f"number\x1f{key}"
        letters = "".join(re.findall(r"\w", compact(self.naming.title or "")))
        return f"title\x1f{letters}\x1f{key}"



def _skipped(row: SourceRow) -> ProposedRow:
    texts = tuple(("", cell) for cell in row.cells if cell)
    return ProposedRow(row.sheet, row.number, row.kind, Verdict.SKIPPED, texts)


def _year(received: date | None, dated: Dated, document: dict[str, Value], today: date) -> int | None:
    """The year whose carrier numbers the row's copies get (K-17): of receipt, else the nearest that the row names."""
    issued = document.get("issued_on")
    named = re.search(r"〔((?:19|20)\d{2})〕", str(document.get("reference_number") or ""))
    for year in (
        received.year if received else None,
        dated.year,
        int(issued[:4]) if isinstance(issued, str) else None,
        int(named[1]) if named else None,
    ):
        if year and _FIRST_YEAR <= year <= today.year:
            return year
    return None


def _number_year(item: TableMapping, row: Resolved) -> int | None:
    """The year in the document number of a row."""
    for slot in (Slot.REFERENCE, Slot.TITLE_AND_REFERENCE, Slot.ISSUER_AND_REFERENCE):
        for column in item.of(slot):
            text = row.cells[column.index] if column.index < len(row.cells) else ""
            if found := re.search(r"〔((?:19|20)\d{2})〕", normalise_reference(text[:200])):
                return int(found[1])
    return None


def _issuers(item: TableMapping, rows: list[Resolved]) -> frozenset[str]:
    columns = item.of(Slot.ISSUER)
    if not columns:
        return frozenset()
    index = columns[0].index
    return frozenset(row.cells[index] for row in rows if index < len(row.cells) and len(row.cells[index]) > 2)


def _merged_totals(item: TableMapping, rows: list[Resolved]) -> dict[int, int]:
    """For rows whose count stands in one merged cell: how many copy numbers all these rows have together."""
    counts, numbers = item.of(Slot.COPIES), item.of(Slot.COPY_NUMBERS)
    if not counts:
        return {}
    column = counts[0].index
    groups: list[list[Resolved]] = []
    for row in rows:
        if column in row.source.merged and groups and groups[-1][-1].source.number < row.source.number:
            groups[-1].append(row)
        else:
            groups.append([row])
    totals: dict[int, int] = {}
    for group in groups:
        if len(group) > 1:
            total = sum(_how_many(row, numbers[0].index if numbers else -1) for row in group)
            totals |= {row.source.number: max(total, len(group)) for row in group}
    return totals


def _how_many(row: Resolved, column: int) -> int:
    text = row.cells[column] if 0 <= column < len(row.cells) else ""
    if isinstance(text, DateText):
        text = cells.copy_text(text)[0]
    try:
        return len(parse_copy_numbers(cells.full_ranges(text)))
    except CopyNumberError:
        return 1


@lru_cache(16)
def reference_key(text: str) -> str:
    """The domain's key, remembered: a row asks for it as the book and as the record has it."""
    return _reference_key(text)


def _sm3(text: str) -> str:
    digest = hashes.Hash(hashes.SM3())
    digest.update(text.encode("utf-8", errors="replace"))
    return digest.finalize().hex()
