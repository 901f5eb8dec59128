"""What leaves the program as a spreadsheet: nothing lost, no formula, no half file, no trace elsewhere (I3, K-20, K-29)."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.domain.errors import Cancelled, UserError
from models.domain.problems import warns
from models.domain.text import T
from models.exchange import xlsx_writing
from models.exchange.clear_files import PREFIX
from models.exchange.columns import FIELD_SHEET, propose_mapping
from models.exchange.findings import Finding
from models.exchange.proposed import Verdict
from models.exchange.report import CLASSES, ReportRow, write_report
from models.exchange.workbook import ExportColumn, write_table
from tests.exchange.helpers import read, rows_of, xlsx

COLUMNS = [ExportColumn("title", "文件标题", 40), ExportColumn("pages", "页数"), ExportColumn("remarks", "备注")]
AWKWARD = ["=1+1", "+86", "-5", "@x", "\tq", "\rz", "＝x", "＠x", " 前", "后 ", "a\r\nb", "a\nb", "'=x", "''", "'", "_x0041_", "𬱖𨱇㛃䶮", "<&>\"",
           "http://example.invalid", "007", "1.0", "〃", 'a,b;c\td"e"', "\u202eabc", "2020-01-02"]  # fmt: skip


def back(path: Path) -> list[tuple[str, ...]]:
    """The cells of the first sheet below its heading, as wide as the heading."""
    sheet = read(path.read_bytes()).sheets[0]
    return [(cells + ("",) * 3)[:3] for cells in (sheet.cells(number) for number in range(2, sheet.last_row + 1))]


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_every_text_comes_back_as_it_was(tmp_path: Path, suffix: str) -> None:
    rows = [(text, number, f"r{number}") for number, text in enumerate(AWKWARD)]
    path = tmp_path / f"收文.{suffix}"
    assert write_table(path, "documents", "收文登记", COLUMNS, rows) == len(rows)
    assert back(path) == [(text, str(number), last) for text, number, last in rows]


texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(lambda text: not text.isspace())


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(texts, st.integers(0, 10**9), texts), min_size=1, max_size=5))
def test_any_text_comes_back(tmp_path: Path, suffix: str, rows: list[tuple[str, int, str]]) -> None:
    # What a spreadsheet file cannot hold: U+FFFE and U+FFFF; ="…" at both ends is the old way of keeping zeros.
    rows = [(re.sub("[\ufffe\uffff]", "x", a), n, re.sub("[\ufffe\uffff]", "x", b)) for a, n, b in rows]
    path = tmp_path / f"收文.{suffix}"
    write_table(path, "documents", "收文登记", COLUMNS, rows)
    assert back(path) == [(a, str(n), b) for a, n, b in rows]


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(tmp_path: Path) -> None:
    path = tmp_path / "收文.xlsx"
    write_table(path, "documents", "收文登记", COLUMNS, [(text, 1, text) for text in AWKWARD])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet and "hyperlink" not in sheet and "external" not in "".join(parts)
    assert 'quotePrefix="1"' in parts["xl/styles.xml"]


def test_nothing_in_a_text_file_runs_as_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "收文.csv"
    write_table(path, "documents", "收文登记", COLUMNS, [(text, 1, text) for text in AWKWARD])
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    import csv

    for record in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        assert all(cell[:1] not in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠") for cell in record if cell)


def test_headings_are_chinese_and_a_hidden_sheet_names_the_fields(tmp_path: Path) -> None:
    path = tmp_path / "收文.xlsx"
    write_table(path, "documents", "收文登记", COLUMNS, [("题", 3, "")])
    book = read(path.read_bytes())
    assert [(sheet.name, sheet.visible) for sheet in book.sheets] == [("收文登记", True), (FIELD_SHEET, False)]
    assert book.sheets[0].cells(1) == ("文件标题", "页数", "备注")
    assert book.sheets[1].rows[1:] == (("title", "文件标题", "documents"), ("pages", "页数", "documents"), ("remarks", "备注", "documents"))
    assert all(table.table.sheet != FIELD_SHEET for table in propose_mapping(book).tables), "not taken for a ledger again"


def test_more_rows_than_a_sheet_holds_go_on_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.exchange import workbook

    monkeypatch.setattr(workbook, "MOST_ROWS", 5)
    path = tmp_path / "多.xlsx"
    assert write_table(path, "carriers", "载体", COLUMNS, [(f"第{n}份", n, "") for n in range(10)]) == 10
    book = read(path.read_bytes())
    assert [sheet.name for sheet in book.sheets] == ["载体", "载体（2）", "载体（3）", FIELD_SHEET]
    assert [len(sheet.rows) for sheet in book.sheets[:3]] == [5, 5, 3]


def test_an_empty_ledger_still_has_its_headings(tmp_path: Path) -> None:
    for name in ("空.xlsx", "空.csv"):
        assert write_table(tmp_path / name, "documents", "收文登记", COLUMNS, []) == 0
        assert read((tmp_path / name).read_bytes()).sheets[0].cells(1) == ("文件标题", "页数", "备注")


def test_the_old_file_stays_when_writing_fails_or_is_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "收文.xlsx"
    path.write_bytes(b"old")

    def broken() -> Iterator[tuple[str, int, str]]:
        yield "a", 1, ""
        raise OSError(28, "No space left on device")

    with pytest.raises(UserError) as caught:
        write_table(path, "documents", "收文登记", COLUMNS, broken())
    assert caught.value.code == "CANNOT_WRITE" and "磁盘已满" in str(caught.value.what)
    with pytest.raises(Cancelled):
        write_table(path, "documents", "收文登记", COLUMNS, [("a", 1, "")] * 3, cancelled=lambda: True)
    with pytest.raises(UserError) as caught:
        write_table(path, "documents", "收文登记", COLUMNS, [("x" * 40_000, 1, "")])
    assert caught.value.code == "TOO_LONG_FOR_XLSX"
    assert path.read_bytes() == b"old" and [item.name for item in tmp_path.iterdir() if not item.name.startswith(".own")] == ["收文.xlsx"]
    assert write_table(tmp_path / "收文.csv", "documents", "收文登记", COLUMNS, [("x" * 30_000, 1, "")]) == 1


def test_where_it_cannot_be_written_and_what_kind_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        write_table(tmp_path / "没有" / "收文.xlsx", "documents", "收文登记", COLUMNS, [])
    assert caught.value.code == "CANNOT_WRITE"
    with pytest.raises(UserError) as caught:
        write_table(tmp_path / "收文.pdf", "documents", "收文登记", COLUMNS, [])
    assert caught.value.code == "UNKNOWN_KIND_OF_FILE"


def test_nothing_is_written_outside_the_folder_of_the_target(tmp_path: Path, own_home: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    before = set(own_home.rglob("*"))
    write_table(target / "收文.xlsx", "documents", "收文登记", COLUMNS, [("MARKER", 1, "")] * 3000)
    assert set(own_home.rglob("*")) == before
    assert [path.name for path in target.iterdir()] == ["收文.xlsx"]


def test_progress_is_told(tmp_path: Path) -> None:
    seen: list[int] = []
    write_table(tmp_path / "收文.csv", "documents", "收文登记", COLUMNS, [("a", 1, "")] * 1200, progress=seen.append)
    assert seen == [0, 500, 1000]


# --- the report of an import -----------------------------------------------------------------------------------------

HEAD = ["收文日期", "来文单位", "文号", "标题", "密级", "份数", "份号", "去向"]
LEDGER = {"2020年": [
    ["2020年登记簿"], HEAD,
    ["2020.1.3", "=省委", "×〔2020〕1号", "关于甲", "机密★5年", 2, "12-13", ""],
    ["2020.1.4", "省委", "×〔2020〕2号", "关于乙", "机密", 3, "14", "张三借阅未还"],
    ["2020.1.5", "省委", "×〔2020〕3号", "关于丙", "涉密", 1, "15", ""],
    ["合计", "", "", "", "", 6],
]}  # fmt: skip


def report_rows() -> list[ReportRow]:
    result = []
    for row in rows_of(xlsx(LEDGER)):
        findings = list(row.findings)
        klass = "SKIPPED" if row.verdict is Verdict.SKIPPED else "REFUSED" if row.verdict is Verdict.REFUSED else "WARNED" if row.warned else "ACCEPTED"
        if row.row == 3:
            klass = "PRESENT"
            findings.append(Finding(warns("NEARLY_SAME", "", T("problem", "与以前导入的第 3 行几乎相同"), "K-23"), row.sheet, row.row))
        result.append(ReportRow(row, klass, findings, "2020-0001" if klass == "WARNED" else ""))
    return result


def test_the_report_has_a_sheet_for_every_class(tmp_path: Path) -> None:
    path = tmp_path / "报告.xlsx"
    figures = {"rows": 3, "accepted": 0, "warned": 1, "present": 1, "refused": 1, "skipped": 3, "documents": 1, "carriers": 1}
    write_report(path, report_rows(), figures, "旧台账.xlsx", dry_run=True)
    book = read(path.read_bytes())
    by_name = {sheet.name: sheet for sheet in book.sheets}
    assert list(by_name) == ["汇总", "接受", "接受（有提示）", "已在库", "未收", "跳过", "问题清单"] and len(CLASSES) == 5
    assert ("性质", "试导入，没有写入登记库") in by_name["汇总"].rows and ("未收", "1") in by_name["汇总"].rows
    assert [len(by_name[name].rows) - 1 for name in ("接受", "接受（有提示）", "已在库", "未收", "跳过", "问题清单")] == [0, 1, 1, 1, 3, 4]
    refused = by_name["未收"].cells(2)
    assert refused[:3] == ("2020年", "5", "未收")
    assert "E列密级“涉密”：看不懂密级" in refused[12] and "密级：涉密" in refused[13]
    warned = by_name["接受（有提示）"].cells(2)
    assert warned[3] == "2020-0001" and warned[8:11] == ("000014", "1", "借出")
    assert by_name["已在库"].cells(2)[4] == "=省委", "a text that begins like a formula is a text"
    assert [row[2] for row in by_name["跳过"].rows[1:]] == ["表名", "表头", "小计合计"]
    lines = by_name["问题清单"].rows[1:]
    assert lines[-1][:6] == ("2020年", "5", "E", "密级", "涉密", "未收") and lines[-1][7:] == ("LEVEL_UNREADABLE", "R-01")
    assert {line[7] for line in lines} == {"NEARLY_SAME", "TERM_UNMARKED", "COUNT_DISAGREES", "LEVEL_UNREADABLE"}


def test_a_report_of_more_rows_than_a_sheet_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.exchange import report

    monkeypatch.setattr(report, "MOST_ROWS", 3)
    path = tmp_path / "报告.xlsx"
    write_report(path, report_rows() * 2, {"rows": 6})
    names = [sheet.name for sheet in read(path.read_bytes()).sheets]
    assert "跳过（2）" in names and "跳过（3）" in names and "问题清单（4）" in names
    assert xlsx_writing.MOST_ROWS == 1_048_576


# --- a crash in the middle ---

_CHILD = """
import os, signal, sys
from pathlib import Path
from models.exchange import workbook
from models.exchange.workbook import ExportColumn, write_table
target, rows, nameless = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "nameless"
if not nameless and hasattr(os, "O_TMPFILE"):
    del os.O_TMPFILE
def lines():
    for number in range(rows):
        yield ["marker-in-clear", number]
    print("written", flush=True)
    sys.stdin.read()
write_table(target, "units", "单位", [ExportColumn("name", "名称"), ExportColumn("id", "号")], lines())
"""


@contextmanager
def exporting_child(target: Path, rows: int, how: str) -> Iterator[subprocess.Popen[str]]:
    """A program that has written `rows` rows and waits; it is killed at the end."""
    command = [sys.executable, "-c", _CHILD, str(target), str(rows), how]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    assert child.stdin and child.stdout
    try:
        assert child.stdout.readline() == "written\n"
        yield child
    finally:
        child.kill()
        child.wait()
        child.stdin.close()
        child.stdout.close()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def left_in(folder: Path) -> list[str]:
    return [item.name for item in folder.iterdir()]


@pytest.mark.parametrize(("name", "rows", "how", "leaves"), [
    ("a.csv", 5000, "nameless", 0), ("a.xlsx", 5000, "nameless", 0), ("a.csv", 5000, "named", 1), ("a.xlsx", 12_000, "nameless", 1),
])  # fmt: skip
def test_what_a_killed_export_left_goes_with_the_next_one(out: Path, name: str, rows: int, how: str, leaves: int) -> None:
    with exporting_child(out / name, rows, how):
        under_way = left_in(out)
        assert len(under_way) == leaves and all(item.startswith(PREFIX) for item in under_way)
        write_table(out / "meanwhile.csv", "units", "单位", COLUMNS, [])
        assert set(left_in(out)) == {"meanwhile.csv", *under_way}, "what is being written is left alone"
    assert len(left_in(out)) == leaves + 1
    (out / f"{PREFIX}mine.txt").write_text("a file of that name is not ours", "utf-8")
    write_table(out / name, "units", "单位", COLUMNS, [])
    assert set(left_in(out)) == {"meanwhile.csv", name, f"{PREFIX}mine.txt"}


def test_a_file_system_without_nameless_files_and_an_older_file(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = out / "a.csv"
    for _ in range(2):
        write_table(path, "units", "单位", COLUMNS, [])
        assert left_in(out) == ["a.csv"] and path.stat().st_mode & 0o077 == 0
    expected = path.read_bytes()
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    for _ in range(2):
        write_table(path, "units", "单位", COLUMNS, [])
        assert left_in(out) == ["a.csv"] and path.read_bytes() == expected
