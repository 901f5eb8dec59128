"""The report of an import or of its dry run, as a workbook: figures, a sheet for every class, and all findings (K-23)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.domain.lifecycle import STATE_WORDS
from models.domain.numbering import format_copy_numbers
from models.domain.text import T
from models.exchange.clear_files import replacing
from models.exchange.findings import Finding
from models.exchange.proposed import ProposedRow
from models.exchange.rows import RowKind
from models.exchange.xlsx_writing import LONGEST_CELL, MOST_ROWS, Value, XlsxBook

CLASSES = ("ACCEPTED", "WARNED", "PRESENT", "REFUSED", "SKIPPED")
_CLASS_WORDS = {"ACCEPTED": "接受", "WARNED": "接受（有提示）", "PRESENT": "已在库", "REFUSED": "未收", "SKIPPED": "跳过"}
_KIND_WORDS = {
    RowKind.DATA: "按要求跳过",
    RowKind.BLANK: "空行",
    RowKind.TITLE: "表名",
    RowKind.HEADER: "表头",
    RowKind.REPEATED_HEADER: "重复的表头",
    RowKind.SUBTOTAL: "小计合计",
    RowKind.NOTE: "说明",
    RowKind.YEAR: "年度行",
    RowKind.LEFT_OUT: "不导入的表",
}
_HEADINGS = ("工作表", "行号", "结果", "登记为", "来文单位", "文号", "标题", "密级", "份号", "份数", "状态", "位置", "问题", "原文")
_WIDTHS = (12, 7, 14, 18, 18, 22, 44, 14, 20, 7, 12, 18, 50, 60)
_FIGURES = {
    "rows": "数据行", "accepted": "接受", "warned": "接受（有提示）", "present": "已在库", "refused": "未收",
    "skipped": "跳过（表头、小计、说明、空行）", "documents": "新增文件", "carriers": "新增载体",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A source row with what became of it: class code, findings (the vault's own among them) and number given."""

    row: ProposedRow
    klass: str
    findings: Sequence[Finding]
    became: str = ""


def write_report(
    path: Path, rows: Iterable[ReportRow], figures: Mapping[str, int], title: str = "", dry_run: bool = False
) -> None:
    """Write the report. Raises UserError if the file cannot be written."""
    listed = list(rows)
    with replacing(path, T("file error", "导入的结果不变，原来的同名文件也没有动。")) as target:
        book = XlsxBook(target, path.name, sum(1 + len(item.findings) for item in listed))
        try:
            _summary(book, figures, title, dry_run)
            sheets = {klass: _Sheet(book, _CLASS_WORDS[klass], _HEADINGS, _WIDTHS) for klass in CLASSES}
            found = _Sheet(book, "问题清单", ("工作表", "行号", "列", "表头", "原值", "性质", "问题", "代码", "依据"),
                           (12, 7, 6, 16, 30, 8, 60, 24, 8))  # fmt: skip
            for item in listed:
                sheets[item.klass].add(_line(item))
                for finding in item.findings:
                    found.add(_finding_line(finding))
        finally:
            book.close()


class _Sheet:
    """A sheet that is continued on another one when it is full."""

    def __init__(self, book: XlsxBook, name: str, headings: Sequence[str], widths: Sequence[float]) -> None:
        self._book, self._name, self._headings, self._widths = book, name, headings, widths
        self._part = 0
        self._sheet: Any = None
        self._next()

    def add(self, values: Sequence[Value]) -> None:
        if self._row >= MOST_ROWS:
            self._next()
        self._book.write(self._sheet, self._row, values)
        self._row += 1

    def _next(self) -> None:
        self._part += 1
        name = self._name if self._part == 1 else f"{self._name}（{self._part}）"
        self._sheet = self._book.sheet(name, self._widths, self._headings)
        self._row = 1


def _summary(book: XlsxBook, figures: Mapping[str, int], title: str, dry_run: bool) -> None:
    sheet = book.sheet("汇总", (32, 14), ("项目", "数量"))
    lines: list[tuple[str, Value]] = [("文件", title), ("性质", "试导入，没有写入登记库" if dry_run else "已导入")]
    lines += [(word, figures[name]) for name, word in _FIGURES.items() if name in figures]
    for number, line in enumerate(lines, 1):
        book.write(sheet, number, line)


def _line(item: ReportRow) -> list[Value]:
    row = item.row
    document = row.document
    numbers = [copy.copy_number for copy in row.copies if copy.copy_number]
    states = dict.fromkeys(str(STATE_WORDS[copy.state]) for copy in row.copies)
    places = dict.fromkeys(copy.place.text for copy in row.copies if copy.place.text)
    result = _CLASS_WORDS[item.klass] if item.klass != "SKIPPED" else _KIND_WORDS[row.kind]
    return [
        row.sheet, row.row, result, item.became, document.get("issuer"), document.get("reference_number"),
        document.get("title"), document.get("marking"), _short(format_copy_numbers(numbers)), len(row.copies) or None,
        "、".join(states), _short("、".join(places)),
        _short("\n".join(_sentence(finding) for finding in item.findings)),
        _short("\n".join(f"{heading}：{text}" if heading else text for heading, text in row.cells)),
    ]  # fmt: skip


def _sentence(finding: Finding) -> str:
    where = f"{finding.column}列" if finding.column else ""
    value = f"“{finding.value}”" if finding.value else ""
    place = f"{where}{finding.heading}{value}"
    return f"{place}：{finding.problem.text}" if place else str(finding.problem.text)


def _finding_line(finding: Finding) -> list[Value]:
    nature = "未收" if finding.blocks else "说明" if finding.is_notice else "提示"
    return [
        finding.sheet, finding.row, finding.column, finding.heading, _short(finding.value), nature,
        str(finding.problem.text), finding.problem.code, finding.problem.rule,
    ]  # fmt: skip


def _short(text: str) -> str:
    """A cell of a report may be cut, visibly; the import keeps the whole source text."""
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"
