"""Writing spreadsheets: texts stay texts, the file appears complete or not at all, nothing is left elsewhere (I3, K-29)."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from models.domain.errors import UserError
from models.domain.text import T
from models.exchange.csv_text import FORMULA_STARTS

LONGEST_CELL = 32_767  # characters, of the file format
MOST_ROWS = 1_048_576

Value = int | str | None


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to; afterwards it takes the place of `path`. On any error the old file is as it was.

    Everything temporary lies in a folder of its own beside the target, which goes away at the end: what is written is
    in clear, so it must not pass through other places of the machine.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix=".export-", dir=path.parent))
    except OSError as error:
        raise _cannot_write(path, error) from error
    try:
        part = folder / path.name
        yield part
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(path)
    except (OSError, XlsxWriterException) as error:
        raise _cannot_write(path, error) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _cannot_write(path: Path, error: Exception) -> UserError:
    reason = getattr(error, "strerror", None) or type(error).__name__
    return UserError(
        "CANNOT_WRITE",
        T("file error", "写不了文件“{name}”（{reason}）。", name=path.name, reason=reason),
        T("file error", "登记库没有任何改动，原来的同名文件也没有动。"),
        T("file error", "请检查磁盘空间和文件夹权限，或换一个位置再存一次。"),
    )


class XlsxBook:
    """A workbook written row by row in little memory. Rows of one sheet must come from top to bottom."""

    def __init__(self, path: Path) -> None:
        options = {
            "constant_memory": True,
            "tmpdir": str(path.parent),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        }
        self._book = xlsxwriter.Workbook(str(path), options)
        self._name = path.name
        plain = {"text_wrap": True, "valign": "top", "font_name": "宋体", "font_size": 10}
        self._text = self._book.add_format(plain)
        self._guarded = self._book.add_format({**plain, "quote_prefix": True})
        self._head = self._book.add_format({**plain, "bold": True, "bg_color": "#E8ECF1", "border": 1})

    def sheet(self, name: str, widths: Sequence[float], headings: Sequence[str], hidden: bool = False) -> Any:
        """A new sheet with a heading row that stays in sight."""
        sheet = self._book.add_worksheet(name[:31])
        if hidden:
            sheet.hide()
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        if headings:
            sheet.freeze_panes(1, 0)
            for column, heading in enumerate(headings):
                sheet.write_string(0, column, heading, self._head)
        return sheet

    def write(self, sheet: Any, row: int, values: Sequence[Value]) -> None:
        """One row (from 0). A text is written as a text, whatever it begins with. Raises UserError for what cannot be kept."""
        for column, value in enumerate(values):
            if value is None or value == "":
                continue
            if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15:
                sheet.write_number(row, column, value, self._text)
                continue
            text = str(value)
            if len(text) > LONGEST_CELL:
                raise _too_long(self._name, row + 1, len(text))
            sheet.write_string(row, column, text, self._guarded if text[0] in FORMULA_STARTS else self._text)

    def close(self) -> None:
        """Finish the file."""
        self._book.close()


def _too_long(name: str, row: int, length: int) -> UserError:
    return UserError(
        "TOO_LONG_FOR_XLSX",
        T("file error", "第 {row} 行有一格 {length} 个字，xlsx 一格只能放 {most} 个。", row=row, length=length, most=LONGEST_CELL),
        T("file error", "没有写出文件“{name}”。", name=name),
        T("file error", "请导出为 csv。"),
    )
