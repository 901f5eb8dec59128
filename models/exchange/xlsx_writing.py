"""Writing spreadsheets: texts stay texts, and nothing is left in clear elsewhere (I3, K-29)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from models.domain.errors import UserError
from models.domain.text import T
from models.exchange.clear_files import Unfinished
from models.exchange.csv_text import FORMULA_STARTS

LONGEST_CELL = 32_767  # characters, of the file format
MOST_ROWS = 1_048_576
SMALL = 10_000  # rows that are held in memory: no part of the workbook ever has a name

Value = int | str | None


class XlsxBook:
    """A workbook written row by row, the rows of one sheet from top to bottom.

    One of at most SMALL rows is held in memory; a large one needs little memory and keeps its sheets in the room of the
    unfinished file while they grow.
    """

    def __init__(self, target: Unfinished, name: str, rows: int) -> None:
        memory: dict[str, Any] = {"in_memory": True}
        options = {
            **(memory if rows <= SMALL else {"constant_memory": True, "tmpdir": str(target.room())}),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        }
        self._book = xlsxwriter.Workbook(target.stream, options)
        self._name = name
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
        """Finish the file. Raises OSError."""
        try:
            self._book.close()
        except FileCreateError as error:
            raise error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError(str(error)) from error


def _too_long(name: str, row: int, length: int) -> UserError:
    return UserError(
        "TOO_LONG_FOR_XLSX",
        T("file error", "第 {row} 行有一格 {length} 个字，xlsx 一格只能放 {most} 个。", row=row, length=length, most=LONGEST_CELL),
        T("file error", "没有写出文件“{name}”。", name=name),
        T("file error", "请导出为 csv。"),
    )
