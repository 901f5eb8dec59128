"""The child that reads a spreadsheet: bytes on standard input, bounded JSON lines on standard output (K-25, I1).

It knows no vault, gets no key and opens no file. Each line is one object:
`{"sheet": name, "index": n, "visible": true, "rows": total, "merged": [[row, column, row, column], …]}`,
`{"rows": [[row number, [cell, …]], …]}`, `{"end": sheets}` or `{"error": code, "values": {…}}`.
A cell is a text, or `[letter, text]`: n number, d date, m date and time, t time, b yes or no. Rows count from 1.
"""

from __future__ import annotations

import datetime
import json
import os
import sys
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from models.exchange import csv_text
from models.exchange.limits import LIMITS, Limits
from models.exchange.sniff import BadFileError, FileKind, file_kind

_BATCH_ROWS = 400
_BATCH_CHARACTERS = 100_000
_MOST_MERGES = 200_000


def main(argv: list[str]) -> int:
    """Read the workbook on standard input and write it as JSON lines; 0 done, 3 the file is bad, 2 wrong use."""
    if argv:
        return 2
    # Everything that will be needed is imported before the limits stand: afterwards no file can be opened for writing.
    import python_calamine  # noqa: F401

    confine(LIMITS)
    with os.fdopen(0, "rb", closefd=False) as source, os.fdopen(1, "wb", closefd=False) as target:
        return serve(source, target, LIMITS)


def confine(limits: Limits) -> None:
    """Set the operating system's limits on this process, where it has them: memory, time, no core, no written file."""
    if sys.platform == "win32":
        return
    import resource

    for which, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        _, hard = resource.getrlimit(which)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (most, most))


def serve(source: BinaryIO, target: BinaryIO, limits: Limits = LIMITS) -> int:
    """Read from one stream, write to the other; the exit code of `main`."""
    try:
        for message in read(source, limits):
            _send(target, message)
    except BadFileError as error:
        _send(target, {"error": error.code, "values": error.values})
        return 3
    except MemoryError:
        _send(target, {"error": "TOO_MUCH_MEMORY", "values": {}})
        return 3
    return 0


def read(source: BinaryIO, limits: Limits) -> Iterator[dict[str, Any]]:
    """Yield the messages of one file."""
    data = source.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise BadFileError("FILE_TOO_LARGE", most=limits.file_bytes >> 20)
    if file_kind(data, limits) is FileKind.TEXT:
        text, _ = csv_text.decode(data)
        yield {"sheet": "", "index": 0, "visible": True, "rows": text.count("\n") + 1, "merged": []}
        yield from _batches("", enumerate(csv_text.rows(text), 1), limits)
        yield {"end": 1}
    else:
        yield from _workbook(data, limits)


def _workbook(data: bytes, limits: Limits) -> Iterator[dict[str, Any]]:
    from io import BytesIO

    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    except calamine.PasswordError as error:
        raise BadFileError("ENCRYPTED") from error
    except Exception as error:  # calamine has one kind per format, and none says more than that
        raise BadFileError("NOT_A_WORKBOOK" if not data.startswith(b"PK") else "DAMAGED") from error
    sheets = [item for item in book.sheets_metadata if item.typ == calamine.SheetTypeEnum.WorkSheet]
    for index, item in enumerate(sheets):
        try:
            sheet = book.get_sheet_by_name(item.name)
        except Exception as error:
            raise BadFileError("DAMAGED_SHEET", sheet=item.name[:100]) from error
        yield {
            "sheet": item.name,
            "index": index,
            "visible": item.visible == calamine.SheetVisibleEnum.Visible,
            "rows": sheet.total_height,
            "merged": [[a + 1, b, c + 1, d] for (a, b), (c, d) in (sheet.merged_cell_ranges or [])[:_MOST_MERGES]],
        }
        yield from _batches(item.name, _numbered(sheet), limits)
    yield {"end": len(sheets)}


def _numbered(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Rows with their numbers as the user sees them; calamine leaves out the empty columns on the left."""
    if sheet.start is None:
        return
    left: list[Any] = [""] * sheet.start[1]
    for number, row in enumerate(sheet.iter_rows(), 1):
        yield number, left + row


def _batches(sheet: str, rows: Iterable[tuple[int, list[Any]]], limits: Limits) -> Iterator[dict[str, Any]]:
    """Rows with content, in lines of at most some hundred rows and some hundred kilobytes (K-25)."""
    batch: list[tuple[int, list[Any]]] = []
    size = cells = 0
    for number, row in rows:
        encoded = [_encode(value) for value in row]
        while encoded and not encoded[-1]:
            encoded.pop()
        if not encoded:
            continue
        characters = _measure(sheet, number, encoded, limits)
        cells += sum(1 for cell in encoded if cell)
        if cells > limits.cells:
            raise BadFileError("TOO_MANY_CELLS", sheet=sheet, most=limits.cells)
        if batch and (len(batch) >= _BATCH_ROWS or size + characters > _BATCH_CHARACTERS):
            yield {"rows": batch}
            batch, size = [], 0
        batch.append((number, encoded))
        size += characters
    if batch:
        yield {"rows": batch}


def _measure(sheet: str, number: int, cells: list[Any], limits: Limits) -> int:
    total = 0
    for column, cell in enumerate(cells):
        length = len(cell) if isinstance(cell, str) else len(cell[1])
        if length > limits.cell_characters:
            raise BadFileError("CELL_TOO_LONG", sheet=sheet, row=number, column=column + 1, length=length)
        total += length
    if total > limits.row_characters:
        raise BadFileError("ROW_TOO_LONG", sheet=sheet, row=number, length=total)
    return total + 4 * len(cells)


def _encode(value: Any) -> str | list[str]:
    """One cell as text, with a letter where the file knew more than the text says."""
    if isinstance(value, str):
        return value if not value.isspace() else ""
    if isinstance(value, bool):
        return ["b", "是" if value else "否"]
    if isinstance(value, int):
        return ["n", str(value)]
    if isinstance(value, float):
        return ["n", str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")]
    if isinstance(value, datetime.datetime):
        return ["m", value.isoformat(sep=" ", timespec="seconds")]
    if isinstance(value, datetime.date):
        return ["d", value.isoformat()]
    if isinstance(value, datetime.time):
        return ["t", value.isoformat(timespec="seconds")]
    return "" if value is None else ["t", str(value)]


def _send(target: BinaryIO, message: dict[str, Any]) -> None:
    line = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    target.write(line.encode("utf-8", errors="replace") + b"\n")
    target.flush()
