"""The sentences for a file that cannot be read: what happened, what is safe, what to do now (`screen.md` 7)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from models.domain.errors import UserError
from models.domain.text import T, Text

_SAFE = T("file error", "登记库没有任何改动。")
_SAVE_AGAIN = T("file error", "请用 WPS 表格或 Excel 打开它，另存为 xlsx 后再导入。")
_SPLIT = T("file error", "请按年度拆成几个文件，分别导入。")


def file_error(code: str, path: Path, values: Mapping[str, object]) -> UserError:
    """The error for this code; a code that is not known is shown as a file that could not be read."""
    make = _ERRORS.get(code)
    what, to_do = make(path.name, values) if make else _died(path.name, values)
    return UserError(code if make else "CHILD_DIED", what, _SAFE, to_do)


def _died(name: str, _values: Mapping[str, object]) -> tuple[Text, Text]:
    return T("file error", "读取“{name}”的过程中断，文件可能已损坏。", name=name), _SAVE_AGAIN


def _cannot_open(name: str, values: Mapping[str, object]) -> tuple[Text, Text]:
    what = T("file error", "打不开文件“{name}”（{reason}）。", name=name, reason=values.get("reason", ""))
    return what, T("file error", "请检查文件是否还在、是否有权读取，再选一次。")


def _empty(name: str, _values: Mapping[str, object]) -> tuple[Text, Text]:
    return T("file error", "文件“{name}”是空的。", name=name), T("file error", "请选另一个文件。")


def _file_too_large(name: str, values: Mapping[str, object]) -> tuple[Text, Text]:
    return T("file error", "文件“{name}”超过 {most} MB。", name=name, most=values.get("most", "")), _SPLIT


def _unpacked(name: str, values: Mapping[str, object]) -> tuple[Text, Text]:
    return T("file error", "文件“{name}”解开后超过 {most} MB。", name=name, most=values.get("most", "")), _SPLIT


def _packed(name: str, values: Mapping[str, object]) -> tuple[Text, Text]:
    what = T("file error", "文件“{name}”压缩了 {ratio} 倍，不像登记表。", name=name, ratio=values.get("ratio", ""))
    return what, _SAVE_AGAIN


def _cells(name: str, values: Mapping[str, object]) -> tuple[Text, Text]:
    sheet, most = values.get("sheet", ""), values.get("most", "")
    return T("file error", "“{name}”的工作表“{sheet}”超过 {most} 格。", name=name, sheet=sheet, most=most), _SPLIT


def _cell_too_long(name: str, values: Mapping[str, object]) -> tuple[Text, Text]:
    what = T(
        "file error", "“{name}”{sheet}第 {row} 行第 {column} 格有 {length} 个字，太长。",
        name=name, sheet=values.get("sheet", ""), row=values.get("row", ""), column=values.get("column", ""),
        length=values.get("length", ""),
    )  # fmt: skip
    return what, T("file error", "请检查这一格（文本文件可能少了一个引号），改好后再导入。")


def _row_too_long(name: str, values: Mapping[str, object]) -> tuple[Text, Text]:
    what = T(
        "file error", "“{name}”{sheet}第 {row} 行共有 {length} 个字，太长。",
        name=name, sheet=values.get("sheet", ""), row=values.get("row", ""), length=values.get("length", ""),
    )  # fmt: skip
    return what, T("file error", "请检查这一行，改好后再导入。")


def _encrypted(name: str, _values: Mapping[str, object]) -> tuple[Text, Text]:
    what = T("file error", "文件“{name}”设了打开密码，读不出来。", name=name)
    return what, T("file error", "请用 WPS 表格或 Excel 打开它，取消密码另存后再导入。")


def _web_page(name: str, _values: Mapping[str, object]) -> tuple[Text, Text]:
    return T("file error", "文件“{name}”其实是网页，不是表格文件。", name=name), _SAVE_AGAIN


def _not_a_workbook(name: str, _values: Mapping[str, object]) -> tuple[Text, Text]:
    what = T("file error", "文件“{name}”不是 xlsx、xls 或 csv 表格。", name=name)
    return what, T("file error", "请选旧台账的表格文件；其他格式请先另存为 xlsx。")


def _damaged(name: str, _values: Mapping[str, object]) -> tuple[Text, Text]:
    return T("file error", "文件“{name}”不完整或已损坏。", name=name), _SAVE_AGAIN


def _damaged_sheet(name: str, values: Mapping[str, object]) -> tuple[Text, Text]:
    sheet = values.get("sheet", "")
    return T("file error", "“{name}”的工作表“{sheet}”已损坏，读不出来。", name=name, sheet=sheet), _SAVE_AGAIN


def _encoding(name: str, _values: Mapping[str, object]) -> tuple[Text, Text]:
    what = T("file error", "文件“{name}”的文字编码不是 UTF-8，也不是 GB18030。", name=name)
    return what, _SAVE_AGAIN


def _memory(name: str, _values: Mapping[str, object]) -> tuple[Text, Text]:
    what = T("file error", "读取“{name}”要用的内存超过限度。", name=name)
    to_do = T("file error", "表格最右边或最下面可能有误填的格：请删去多余的行和列，另存后再导入。")
    return what, to_do


def _slow(name: str, _values: Mapping[str, object]) -> tuple[Text, Text]:
    return T("file error", "读取“{name}”用的时间超过限度。", name=name), _SAVE_AGAIN


_ERRORS = {
    "CANNOT_OPEN": _cannot_open,
    "EMPTY_FILE": _empty,
    "FILE_TOO_LARGE": _file_too_large,
    "UNPACKED_TOO_LARGE": _unpacked,
    "PACKED_TOO_TIGHTLY": _packed,
    "TOO_MANY_CELLS": _cells,
    "CELL_TOO_LONG": _cell_too_long,
    "ROW_TOO_LONG": _row_too_long,
    "ENCRYPTED": _encrypted,
    "WEB_PAGE": _web_page,
    "NOT_A_WORKBOOK": _not_a_workbook,
    "DAMAGED": _damaged,
    "DAMAGED_SHEET": _damaged_sheet,
    "UNKNOWN_ENCODING": _encoding,
    "TOO_MUCH_MEMORY": _memory,
    "TOO_SLOW": _slow,
    "CHILD_DIED": _died,
}
