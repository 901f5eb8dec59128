"""Building small ledgers in memory, and reading them through the code of the child without starting one."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from models.exchange import sheets
from models.exchange.book import Book
from models.exchange.child import assemble
from models.exchange.columns import Mapping, propose_mapping
from models.exchange.limits import LIMITS
from models.exchange.proposals import propose
from models.exchange.proposed import Options, Overrides, ProposedRow, Verdict

TODAY = datetime.date(2026, 1, 31)
OPTIONS = Options(TODAY)
Row = Sequence[object]
Merges = Iterable[tuple[int, int, int, int, object]]  # first row, first column, last row, last column, text; from 0


def xlsx(sheets_of: dict[str, Sequence[Row]], merges: dict[str, Merges] | None = None, hidden: Iterable[str] = ()) -> bytes:
    """A workbook: numbers as numbers, dates as dates, everything else as text."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets_of.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, datetime.date):
                    sheet.write_datetime(number, column, value, day)
                elif isinstance(value, int | float):
                    sheet.write_number(number, column, value)
                elif value is not None:
                    sheet.write_string(number, column, str(value))
        for top, left, bottom, right, text in (merges or {}).get(name, ()):
            sheet.merge_range(top, left, bottom, right, "")
            if isinstance(text, int | float):
                sheet.write_number(top, left, text)
            else:
                sheet.write_string(top, left, str(text))
    book.close()
    return target.getvalue()


def read(data: bytes) -> Book:
    """What the parent makes of these bytes, over the same lines of JSON as between the processes."""
    messages = (json.loads(json.dumps(message)) for message in sheets.read(io.BytesIO(data), LIMITS))
    return assemble(messages, Path("台账.xlsx"))


def rows_of(
    source: bytes | Book, overrides: Overrides | None = None, options: Options = OPTIONS, mapping: Mapping | None = None
) -> list[ProposedRow]:
    """Every proposed row of a file or book with the proposed mapping."""
    book = read(source) if isinstance(source, bytes) else source
    return list(propose(book, mapping or propose_mapping(book), options, overrides or Overrides()))


def data_of(source: bytes | Book, **more: object) -> list[ProposedRow]:
    """The rows that become records."""
    return [row for row in rows_of(source, **more) if row.verdict is Verdict.DATA]  # type: ignore[arg-type]


def codes(row: ProposedRow, notices: bool = True) -> set[str]:
    """The codes of a row's findings."""
    return {finding.problem.code for finding in row.findings if notices or not finding.is_notice}


def csv_bytes(rows: Iterable[Row], separator: str = ",", encoding: str = "utf-8") -> bytes:
    """A plain text ledger."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=separator).writerows(["" if c is None else str(c) for c in row] for row in rows)
    return target.getvalue().encode(encoding)
