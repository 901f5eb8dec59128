"""The two sample ledgers, counted by a second reading that shares no code with the first."""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from models.domain.lifecycle import CarrierState as S
from models.exchange.child import SheetReader
from models.exchange.proposed import ProposedRow, Verdict
from models.exchange.rows import RowKind
from tests.exchange.helpers import codes, rows_of

DATA = Path(__file__).parents[1] / "data"
BOOK, TEXT = DATA / "收文登记簿-机要室.xlsx", DATA / "旧台账-2017-2018.csv"
ROOT = Path(__file__).parents[2]
READER = SheetReader((
    sys.executable, "-c",
    f"import sys; sys.path.insert(0, {str(ROOT)!r}); from models.exchange.sheets import main; raise SystemExit(main([]))",
))  # fmt: skip
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets_by_hand(path: Path) -> dict[str, list[tuple[int, dict[str, str]]]]:
    """Row number and texts by column letter, straight from the parts of the file."""
    with zipfile.ZipFile(path) as archive:
        shared = [
            "".join(node.text or "" for node in item.iter(f"{_NS}t"))
            for item in ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        ]
        names = [item.get("name", "") for item in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{_NS}sheet")]
        result = {}
        for number, name in enumerate(names, 1):
            rows = []
            for row in ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml")).iter(f"{_NS}row"):
                cells = {}
                for cell in row:
                    value = cell.find(f"{_NS}v")
                    text = "" if value is None else value.text or ""
                    if cell.get("t") == "s":
                        text = shared[int(text)]
                    elif cell.get("t") == "inlineStr":
                        text = "".join(node.text or "" for node in cell.iter(f"{_NS}t"))
                    if text:
                        cells[re.sub(r"\d", "", cell.get("r", ""))] = text
                if cells:
                    rows.append((int(row.get("r", "0")), cells))
            result[name] = rows
    return result


def copies_by_hand(text: str) -> int:
    """How many copies a cell of the samples means: one number, a list, or a range."""
    plain = text.translate({0xFF10 + n: str(n) for n in range(10)}).strip("第号")
    ends = re.fullmatch(r"(\d+)[-~—](\d+)", plain)
    return int(ends[2]) - int(ends[1]) + 1 if ends else len(plain.split("、"))


@pytest.fixture(scope="module")
def from_book() -> list[ProposedRow]:
    return rows_of(READER.read(BOOK))


@pytest.fixture(scope="module")
def from_text() -> list[ProposedRow]:
    return rows_of(READER.read(TEXT))


def test_every_row_of_the_workbook_is_what_a_second_reading_says(from_book: list[ProposedRow]) -> None:
    by_hand = sheets_by_hand(BOOK)
    wanted = {(name, number): cells for name, rows in by_hand.items() for number, cells in rows if "D" in cells and cells["D"] != "文  号"}
    found = {(row.sheet, row.row): row for row in from_book if row.verdict is Verdict.DATA}
    assert set(found) == set(wanted) and len(wanted) == 1389
    assert not any(row.verdict is Verdict.REFUSED for row in from_book)
    for key, cells in wanted.items():
        row = found[key]
        title = re.sub(r"[\n\u200b]", "", cells["E"])
        assert row.document["title"] == re.sub(" +", " ", title.replace("\u3000", " ")).strip()
        assert row.document["reference_number"] == re.sub(r"\[(\d{4})\]", r"〔\1〕", cells["D"])
        assert len(row.copies) == copies_by_hand(cells["H"]) == row.document["copies_stated"]
        assert row.document["pages"] == int(cells["I"])
        assert str(row.document["received_on"])[:4] == key[0][:4] == str(row.year)
    assert sum(len(row.copies) for row in found.values()) == sum(copies_by_hand(cells["H"]) for cells in wanted.values()) == 3901


def test_the_skipped_rows_of_the_workbook(from_book: list[ProposedRow]) -> None:
    kinds = Counter(row.kind for row in from_book if row.verdict is Verdict.SKIPPED)
    assert kinds == {RowKind.SUBTOTAL: 52, RowKind.BLANK: 18, RowKind.TITLE: 10, RowKind.HEADER: 5, RowKind.NOTE: 5}


def test_the_fates_of_the_workbook(from_book: list[ProposedRow]) -> None:
    patterns = (("借阅未还", S.ON_LOAN), ("待清退", S.IN_STORE), ("清退", S.RETURNED), ("销毁", S.DESTROYED), ("归档", S.ARCHIVED))
    fates = {(name, number): cells.get("N", "") for name, rows in sheets_by_hand(BOOK).items() for number, cells in rows}
    for row in from_book:
        if row.verdict is not Verdict.DATA:
            continue
        fate = fates[row.sheet, row.row]
        state = next((state for word, state in patterns if word in fate), S.IN_STORE)
        assert {copy.state for copy in row.copies} == {state}, fate
        assert (row.document["recall"] == "DEMANDED") is (fate == "待清退")
        if state is S.ON_LOAN:
            assert row.copies[0].holder == re.sub(r"\s", "", fate.removesuffix("借阅未还"))
        if state is S.RETURNED:
            year, month, day = re.findall(r"\d+", fate)
            assert row.copies[0].left_on == f"{year}-{int(month):02}-{int(day):02}"
        if fate.startswith("已销毁"):
            assert row.copies[0].left_by == fate.removeprefix("已销毁（批次").rstrip("）")
        if fate.endswith("月销毁"):
            assert fate in str(row.document["remarks"])


def test_ditto_marks_and_levels_of_the_workbook(from_book: list[ProposedRow]) -> None:
    words = {"绝密": "TOP_SECRET", "机密": "SECRET", "秘密": "CONFIDENTIAL"}
    by_hand = sheets_by_hand(BOOK)
    found = {(row.sheet, row.row): row for row in from_book}
    for name, rows in by_hand.items():
        above = ""
        for number, cells in rows:
            row = found[name, number]
            if row.verdict is not Verdict.DATA:
                continue
            above = cells["C"] if cells["C"] != "〃" else above
            assert row.document["issuer"] == above
            level = cells["F"][:2] if not cells["F"].startswith("工作") else ""
            assert row.document["level"] == words.get(level)
            years = re.search(r"(\d+) ?年", cells["F"])
            assert row.document["term_amount"] == (int(years[1]) if years else None)
            assert row.document["marking"] == " ".join(cells["F"].split())


def test_places_and_remarks_of_the_workbook(from_book: list[ProposedRow]) -> None:
    for row in from_book:
        for copy in row.copies:
            assert copy.place.known
    remarks = Counter(str(row.document["remarks"]).split("；")[0] for row in from_book if row.verdict is Verdict.DATA)
    assert (remarks["与上件重复？"], remarks["=见附件"], remarks["附光盘1张"], remarks["密级有疑问"], remarks["缺第3页"]) == (13, 13, 13, 11, 10)


def test_the_text_ledger_against_a_second_reading(from_text: list[ProposedRow]) -> None:
    by_hand = list(csv.DictReader(io.StringIO(TEXT.read_bytes().decode("gb18030"))))
    data = [row for row in from_text if row.verdict is Verdict.DATA]
    assert len(data) == len(by_hand) == 648 and len(from_text) == 649
    for row, cells in zip(data, by_hand, strict=True):
        assert (row.document["title"], row.document["reference_number"]) == (cells["标题"], cells["来文字号"])
        assert len(row.copies) == copies_by_hand(cells["份号"])
        assert row.document["signed_by"] == cells["经手人"].replace("\u3000", "")
        assert row.document["remarks"] == f"顺序号：{cells['顺序号']}"
    assert sum(len(row.copies) for row in data) == 1818


def test_the_dates_of_the_text_ledger_run_on_without_a_break(from_text: list[ProposedRow]) -> None:
    found = [str(row.document["received_on"]) for row in from_text if row.verdict is Verdict.DATA]
    assert found == sorted(found) and found[0] == "2017-01-03" and found[-1] == "2018-12-29"
    assert sum("YEAR_ADDED" in codes(row) for row in from_text) == 117


def test_the_same_sample_twice_gives_the_same_keys(from_book: list[ProposedRow], from_text: list[ProposedRow]) -> None:
    again = [row.source_key for row in rows_of(READER.read(BOOK))]
    assert again == [row.source_key for row in from_book]
    everything = [row.source_key for row in (*from_book, *from_text) if row.source_key]
    assert len(set(everything)) == len(everything) == 1389 + 648
