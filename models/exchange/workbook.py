"""A ledger's rows out of the program: xlsx with a hidden sheet of field names, or csv (K-20, I3). Nothing is lost."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path

from models.domain.errors import Cancelled, UserError
from models.domain.text import T
from models.exchange.clear_files import Unfinished, replacing
from models.exchange.columns import FIELD_SHEET
from models.exchange.csv_text import guard
from models.exchange.xlsx_writing import MOST_ROWS, SMALL, Value, XlsxBook

_LOOK_EVERY = 500  # rows between looks at the cancel flag
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A field and the heading over its column; `width` in characters."""

    field: str
    heading: str
    width: float = 16.0


def write_table(
    path: Path,
    ledger: str,
    title: str,
    columns: Sequence[ExportColumn],
    rows: Iterable[Sequence[Value]],
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write all rows to an .xlsx or .csv file and return how many. The old file stays until the new one is complete.

    `ledger` is the code that the hidden sheet names, `title` the visible name of the sheet. Raises UserError (unknown
    kind of file, no space, a text too long for xlsx) or Cancelled.
    """
    watched = _watched(rows, progress, cancelled)
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise UserError(
            "UNKNOWN_KIND_OF_FILE",
            T("file error", "不知道怎样写“{name}”这种文件。", name=path.name),
            T("file error", "什么也没有写。"),
            T("file error", "请把文件名写成以 .xlsx 或 .csv 结尾。"),
        )
    with replacing(path) as target:
        if suffix == ".csv":
            return _write_csv(target, columns, watched)
        return _write_xlsx(target, path.name, ledger, title, columns, watched)


def _watched(
    rows: Iterable[Sequence[Value]], progress: Progress | None, cancelled: Callable[[], bool] | None
) -> Iterable[Sequence[Value]]:
    for number, row in enumerate(rows):
        if number % _LOOK_EVERY == 0:
            if cancelled and cancelled():
                raise Cancelled
            if progress:
                progress(number)
        yield row


def _write_csv(target: Unfinished, columns: Sequence[ExportColumn], rows: Iterable[Sequence[Value]]) -> int:
    """UTF-8 with BOM, so that Excel knows it; what would run as a formula gets an apostrophe, read back by `csv_text`."""
    count = 0
    text = TextIOWrapper(target.stream, encoding="utf-8-sig", newline="")
    try:
        writer = csv.writer(text, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
        writer.writerow([guard(column.heading) for column in columns])
        for row in rows:
            writer.writerow([_csv_cell(value) for value in row])
            count += 1
    finally:
        text.detach()
    return count


def _csv_cell(value: Value) -> str:
    if value is None:
        return ""
    return guard(value) if isinstance(value, str) else str(value)


def _write_xlsx(
    target: Unfinished, name: str, ledger: str, title: str, columns: Sequence[ExportColumn], rows: Iterable[Sequence[Value]]
) -> int:
    coming = iter(rows)
    few = list(islice(coming, SMALL + 1))
    coming = chain(few, coming)
    book = XlsxBook(target, name, len(few))
    try:
        count, part = 0, 1
        while True:
            first = next(coming, None)
            if first is None and part > 1:
                break
            tab = title if part == 1 else f"{title[:26]}（{part}）"
            sheet = book.sheet(tab, [column.width for column in columns], [column.heading for column in columns])
            some = chain([first] if first is not None else [], islice(coming, MOST_ROWS - 2))
            for number, row in enumerate(some, 1):
                book.write(sheet, number, row)
                count += 1
            part += 1
        fields = book.sheet(FIELD_SHEET, [], ["field", "heading", "ledger"], hidden=True)
        for number, column in enumerate(columns, 1):
            book.write(fields, number, [column.field, column.heading, ledger])
    finally:
        book.close()
    return count
