"""Small old ledgers for tests, and the two sample files read and counted without the program's own code."""

from __future__ import annotations

import csv
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

from models.exchange.book import Book, Sheet

DATA = Path(__file__).parents[1] / "data"
XLSX = DATA / "收文登记簿-机要室.xlsx"
CSV = DATA / "旧台账-2017-2018.csv"
HEAD = ("收文日期", "来文单位", "文号", "文件标题", "密级", "份数", "份号", "存放位置", "去向", "备注")
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def line(number: int, title: str = "", *, day: str = "2019-01-02", level: str = "秘密★10年", copies: str = "1",
         copy_numbers: str | None = None, place: str = "8号柜3层", fate: str = "", remarks: str = "") -> tuple[str, ...]:  # fmt: skip
    """One row of `HEAD`; the number makes reference number, title and copy number of its own."""
    own = f"{number:06d}" if copy_numbers is None else copy_numbers
    return (day, "国务院", f"国函〔2018〕{number}号", title or f"关于第{number}号规划的批复", level, copies, own, place, fate, remarks)


def book(rows: Sequence[tuple[str, ...]], name: str = "2019年") -> Book:
    """A file with one sheet: the heading and these rows."""
    whole = (HEAD, *rows)
    return Book((Sheet(name, tuple(range(1, len(whole) + 1)), whole, last_row=len(whole)),))


def counted_xlsx() -> Counter[str]:
    """Documents, copies and fates of the sample workbook, read straight from its XML."""
    found: Counter[str] = Counter()
    for cells in _xlsx_rows():
        if not cells.get("D") or not cells.get("E") or cells["D"].replace(" ", "") == "文号":
            continue
        copies = _how_many(cells.get("H", ""))
        found["rows"] += 1
        found["carriers"] += copies
        found[_fate(cells.get("N", ""))] += copies
    return found


def counted_csv() -> Counter[str]:
    """Documents and copies of the sample text file."""
    rows = list(csv.reader(CSV.read_text("gb18030").splitlines()))[1:]
    found: Counter[str] = Counter(rows=len(rows), carriers=sum(_how_many(row[6]) for row in rows))
    found["绝密"] = sum(_how_many(row[6]) for row in rows if row[5].startswith("绝密"))
    return found


def _xlsx_rows() -> Iterator[dict[str, str]]:
    archive = zipfile.ZipFile(XLSX)
    shared: list[str] = []
    if "xl/sharedStrings.xml" in archive.namelist():
        items = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        shared = ["".join(part.text or "" for part in item.iter(_NS + "t")) for item in items]
    for name in archive.namelist():
        if not re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
            continue
        for row in ElementTree.fromstring(archive.read(name)).iter(_NS + "row"):
            yield {re.sub(r"\d", "", cell.get("r", "")): _text(cell, shared) for cell in row.iter(_NS + "c")}


def _text(cell: ElementTree.Element, shared: list[str]) -> str:
    value = cell.find(_NS + "v")
    if value is None:
        return "".join(part.text or "" for part in cell.iter(_NS + "t"))
    return shared[int(value.text or 0)] if cell.get("t") == "s" else value.text or ""


def _how_many(text: str) -> int:
    plain = unicodedata.normalize("NFKC", text).replace("第", "").replace("号", "")
    total = 0
    for part in plain.replace("、", ",").split(","):
        ends = [int(end) for end in re.findall(r"\d+", part)]
        total += ends[1] - ends[0] + 1 if len(ends) == 2 else len(ends)
    return total


def _fate(text: str) -> str:
    if "借阅未还" in text:
        return "ON_LOAN"
    if text == "待清退":
        return "DEMANDED"
    for word, state in (("销毁", "DESTROYED"), ("已清退", "RETURNED"), ("归档", "ARCHIVED")):
        if word in text:
            return state
    return "IN_STORE"
