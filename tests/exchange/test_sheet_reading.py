"""The child that reads spreadsheets and its parent: what comes through, and what hostile files do (K-25, I1)."""

from __future__ import annotations

import datetime
import io
import os
import signal
import sys
import zipfile
from pathlib import Path

import pytest
import xlwt

from models.domain.errors import Cancelled, UserError
from models.exchange import sheets
from models.exchange.book import Book, DateText, NumberText, OtherText, column_letters
from models.exchange.child import SheetReader
from models.exchange.limits import LIMITS, Limits
from models.exchange.sniff import BadFileError
from tests.exchange.helpers import csv_bytes, read, xlsx

ROOT = Path(__file__).parents[2]
CHILD = (
    sys.executable, "-c",
    f"import sys; sys.path.insert(0, {str(ROOT)!r}); from models.exchange.sheets import main; raise SystemExit(main([]))",
)  # fmt: skip


def child_read(path: Path, limits: Limits = LIMITS, **more: object) -> Book:
    return SheetReader(CHILD, limits).read(path, **more)  # type: ignore[arg-type]


def saved(tmp_path: Path, data: bytes, name: str = "台账.xlsx") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def code_of(path: Path, limits: Limits = LIMITS) -> str:
    with pytest.raises(UserError) as caught:
        child_read(path, limits)
    error = caught.value
    assert all(str(part).endswith("。") for part in (error.what, error.safe, error.to_do)), "three sentences"
    assert path.name in str(error.what) or path.name in str(error.safe)
    return error.code


def test_a_workbook_comes_through_the_child_as_it_is_shown(tmp_path: Path) -> None:
    data = xlsx(
        {"收文": [[], [None, "文  号", "换\n行"], [None, 12.0, 1.5, datetime.date(2019, 1, 7), "=见附件"]], "空": [], "藏": [["x"]]},
        {"收文": [(4, 1, 6, 1, "合并")]},
        hidden=["藏"],
    )
    book = child_read(saved(tmp_path, data))
    sheet = book.sheets[0]
    assert [item.name for item in book.sheets] == ["收文", "空", "藏"]
    assert [item.visible for item in book.sheets] == [True, True, False]
    assert sheet.numbers == (2, 3, 5), "rows bear the numbers that the user sees; empty ones are left out"
    assert sheet.cells(2) == ("", "文  号", "换\n行")
    assert sheet.cells(3) == ("", "12", "1.5", "2019-01-07", "=见附件")
    assert [type(cell) for cell in sheet.cells(3)] == [str, NumberText, NumberText, DateText, str]
    assert sheet.cells(4) == () and sheet.cell(3, 99) == ""
    assert (6, 1) in sheet.merged and (5, 1) not in sheet.merged


def test_an_old_xls_comes_through_too(tmp_path: Path) -> None:
    old = xlwt.Workbook()
    sheet = old.add_sheet("2018")
    sheet.write(0, 0, "文号")
    sheet.write(1, 0, 7.0)
    sheet.write(1, 1, datetime.date(2018, 3, 5), xlwt.easyxf(num_format_str="m.d"))
    sheet.write(1, 2, True)
    sheet.write_merge(2, 4, 0, 0, "竖")
    target = io.BytesIO()
    old.save(target)
    read_back = child_read(saved(tmp_path, target.getvalue(), "旧.xls")).sheets[0]
    assert read_back.cells(2) == ("7", "2018-03-05", "是")
    assert isinstance(read_back.cells(2)[2], OtherText)
    assert (4, 0) in read_back.merged


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_text_ledgers_of_every_encoding_and_separator(tmp_path: Path, encoding: str, separator: str) -> None:
    data = csv_bytes([["文号", "标题", "经手人"], ["国发〔2017〕1号", "关于䶮字的通知", "周𬱖"], ["", "二", ""]], separator, encoding)
    sheet = read(data).sheets[0]
    assert sheet.rows == (("文号", "标题", "经手人"), ("国发〔2017〕1号", "关于䶮字的通知", "周𬱖"), ("", "二"))


def test_a_text_ledger_goes_through_the_child_whatever_its_name(tmp_path: Path) -> None:
    book = child_read(saved(tmp_path, csv_bytes([["文号"], ["一"]], encoding="gb18030"), "其实是文本.xls"))
    assert book.sheets[0].rows == (("文号",), ("一",))


def test_equal_texts_of_a_book_are_kept_once() -> None:
    sheet = read(csv_bytes([["来文单位"], ["国务院办公厅"], ["国务院办公厅"]])).sheets[0]
    assert sheet.rows[1][0] is sheet.rows[2][0]


def test_progress_counts_rows_and_ends_at_all(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    child_read(saved(tmp_path, xlsx({"一": [["x"]] * 900, "二": [["y"]] * 5})), progress=lambda now, known: seen.append((now, known)))
    assert seen[-1] == (905, 905)
    assert seen == sorted(seen) and len(seen) >= 3


def test_cancelling_ends_the_child_and_says_nothing(tmp_path: Path) -> None:
    path = saved(tmp_path, xlsx({"一": [["x"]] * 2000}))
    with pytest.raises(Cancelled):
        child_read(path, cancelled=lambda: True)


# --- hostile and broken files ----------------------------------------------------------------------------------------


def test_files_that_are_no_spreadsheet(tmp_path: Path) -> None:
    whole = xlsx({"一": [["文号"], ["x"]] * 50})
    assert code_of(saved(tmp_path, b"", "空.xlsx")) == "EMPTY_FILE"
    assert code_of(saved(tmp_path, whole[: len(whole) // 2], "断.xlsx")) == "DAMAGED"
    assert code_of(saved(tmp_path, b"%PDF-1.7 ...", "文件.pdf")) == "NOT_A_WORKBOOK"
    assert code_of(saved(tmp_path, bytes(range(256)) * 40, "乱.csv")) == "UNKNOWN_ENCODING"
    assert code_of(saved(tmp_path, b"MZ\x90\0\3\0\0\0" * 400, "程序.csv")) == "NOT_A_WORKBOOK"
    assert code_of(saved(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "坏.xls")) == "NOT_A_WORKBOOK"
    assert code_of(saved(tmp_path, "<html><table><tr><td>文号</td></tr></table>".encode(), "网页.xls")) == "WEB_PAGE"
    assert code_of(saved(tmp_path, b'<?xml version="1.0"?><Workbook/>', "旧格式.xls")) == "WEB_PAGE"
    assert code_of(tmp_path / "没有.xlsx") == "CANNOT_OPEN"


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "文档.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert code_of(path) == "NOT_A_WORKBOOK"


def test_a_workbook_with_a_password(tmp_path: Path) -> None:
    shell = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500
    assert code_of(saved(tmp_path, shell, "加密.xlsx")) == "ENCRYPTED"


def bomb(size: int, parts: int = 1) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for part in range(parts):
            archive.writestr(f"xl/worksheets/sheet{part}.xml", b" " * size)
    return target.getvalue()


def test_zip_bombs_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    assert code_of(saved(tmp_path, bomb(64 << 20))) == "PACKED_TOO_TIGHTLY"
    with pytest.raises(BadFileError, match="UNPACKED_TOO_LARGE"):
        list(sheets.read(io.BytesIO(bomb(40 << 20, 3)), Limits(unpacked_bytes=100 << 20)))


def test_a_zip_that_lies_about_its_size_is_survived(tmp_path: Path) -> None:
    data = bytearray(bomb(8 << 20))
    real = (8 << 20).to_bytes(4, "little")
    data = data.replace(real, (1000).to_bytes(4, "little"))
    with pytest.raises(UserError):
        child_read(saved(tmp_path, bytes(data)))


def test_too_many_cells_too_long_cells_too_large_files(tmp_path: Path) -> None:
    wide = saved(tmp_path, csv_bytes([["文号", "标题"]] + [["一", "二"]] * 60), "宽.csv")
    for cells, expected in ((121, "TOO_MANY_CELLS"), (122, "")):
        data = wide.read_bytes()
        if expected:
            with pytest.raises(BadFileError, match=expected):
                list(sheets.read(io.BytesIO(data), Limits(cells=cells)))
        else:
            assert list(sheets.read(io.BytesIO(data), Limits(cells=cells)))
    with pytest.raises(BadFileError) as caught:
        list(sheets.read(io.BytesIO(csv_bytes([["文号"], ["字" * 40_000]])), LIMITS))
    assert (caught.value.code, caught.value.values["row"], caught.value.values["column"]) == ("CELL_TOO_LONG", 2, 1)
    with pytest.raises(BadFileError, match="ROW_TOO_LONG"):
        list(sheets.read(io.BytesIO(csv_bytes([["字" * 30_000] * 10])), LIMITS))
    assert code_of(wide, Limits(file_bytes=100)) == "FILE_TOO_LARGE"


def test_a_sheet_of_huge_dimensions_does_not_take_the_program_with_it(tmp_path: Path) -> None:
    target = io.BytesIO()
    import xlsxwriter

    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, "文号")
    sheet.write_string(1_048_575, 16_383, "远")
    book.close()
    assert code_of(saved(tmp_path, target.getvalue())) == "TOO_MUCH_MEMORY"


def test_an_entity_bomb_inside_a_sheet_is_no_more_than_a_bad_file(tmp_path: Path) -> None:
    good = xlsx({"一": [["文号"]]})
    source, target = zipfile.ZipFile(io.BytesIO(good)), io.BytesIO()
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 20}">' for n in range(1, 12))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in source.infolist():
            text = source.read(part)
            if part.filename == "xl/sharedStrings.xml":
                text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><sst><si><t>&a11;</t></si></sst>'.encode()
            archive.writestr(part, text)
    try:
        book = child_read(saved(tmp_path, target.getvalue()))
        assert sum(len(cell) for row in book.sheets[0].rows for cell in row) < 1000
    except UserError as error:
        assert error.code in ("DAMAGED", "DAMAGED_SHEET", "CHILD_DIED")


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("raise SystemExit(1)", "CHILD_DIED"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "CHILD_DIED"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGABRT)", "TOO_MUCH_MEMORY"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "TOO_SLOW"),
        ("print('no json')", "CHILD_DIED"),
        ("print('[1, 2]')", "CHILD_DIED"),
        ("print('{\"rows\": [[1, [\"x\"]]]}')", "CHILD_DIED"),
        ("print('{\"error\": \"NEW_CODE\", \"values\": 3}')", "CHILD_DIED"),
        ("print('x' * 5000000)", "CHILD_DIED"),
    ],
)
def test_whatever_the_child_does_the_parent_has_a_sentence(tmp_path: Path, script: str, expected: str) -> None:
    path = saved(tmp_path, b"x")
    with pytest.raises(UserError) as caught:
        SheetReader((sys.executable, "-c", script)).read(path)
    assert caught.value.code == expected


def test_a_child_that_hangs_is_ended(tmp_path: Path) -> None:
    reader = SheetReader((sys.executable, "-c", "import time; time.sleep(600)"), Limits(wall_seconds=0.2))
    with pytest.raises(UserError) as caught:
        reader.read(saved(tmp_path, b"x"))
    assert caught.value.code == "TOO_SLOW"


def test_the_child_gets_no_path_and_no_variable_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUBU_SECRET", "geheim")
    script = (
        "import os, sys, json; "
        "print(json.dumps({'sheet': 'x', 'rows': 2, 'merged': []})); "
        "print(json.dumps({'rows': [[1, [repr(dict(os.environ)), repr(sys.argv), sys.stdin.read()]]]})); "
        "print(json.dumps({'end': 1}))"
    )
    path = saved(tmp_path, b"content", "keys.json")
    cells = SheetReader((sys.executable, "-c", script)).read(path).sheets[0].rows[0]
    assert "geheim" not in cells[0] and "HOME" not in cells[0]
    assert "keys.json" not in cells[1] and cells[2] == "content"


@pytest.mark.skipif(sys.platform == "win32", reason="limits of the operating system are POSIX")
def test_the_child_limits_itself(tmp_path: Path) -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); import resource; from models.exchange.sheets import confine; "
        "from models.exchange.limits import LIMITS; confine(LIMITS); "
        "print([resource.getrlimit(x)[0] for x in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE)])"
    )
    import subprocess

    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert out.strip() == str([LIMITS.memory_bytes, LIMITS.cpu_seconds, 0])


def test_wrong_use_of_the_child(tmp_path: Path) -> None:
    assert sheets.main(["file.xlsx"]) == 2


def test_no_child_is_left_behind(tmp_path: Path) -> None:
    child_read(saved(tmp_path, xlsx({"一": [["文号"]]})))
    with pytest.raises(UserError):
        SheetReader((sys.executable, "-c", "import time; time.sleep(600)"), Limits(wall_seconds=0.1)).read(saved(tmp_path, b"x"))
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    assert signal.getsignal(signal.SIGCHLD) == signal.SIG_DFL


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_spreadsheet_programs_do(column: int, letters: str) -> None:
    assert column_letters(column) == letters
