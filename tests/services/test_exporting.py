"""A whole ledger as a file: every row and field, only from a practice vault, always in the journal."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from models.domain.errors import Cancelled, UserError
from models.ledgers import ALL, BY_NAME
from models.services import exporting
from models.services.office import Office
from tests.services.test_register import add_person, furnish, lend, register

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def entries(office: Office) -> list[dict[str, Any]]:
    return [row for row in office.read.rows("SELECT number, act, subject FROM entry_list") if row["act"] == "note_export"]


def test_every_row_and_field_is_written_with_words(office: Office, tmp_path: Path) -> None:
    ids = register(office, ["000012", "000013"], furnish(office), title="=HYPERLINK(1)")
    lend(office, ids[:1], add_person(office))
    path = tmp_path / "carriers.csv"
    assert exporting.export_ledger(office, "carriers", path) == 2
    first, second = rows_of(path)
    fields = {"内部编号", *(str(field.label) for field in BY_NAME["carriers"].fields.values())}
    assert set(first) == fields | {"所属文件：文件标题", "所属文件：来文单位", "所属文件：来文字号"}
    assert (first["所属文件：来文单位"], first["所属文件：来文字号"]) == ("国务院办公厅", "国办发〔2026〕14号")
    assert (first["载体编号"], first["状态"], first["当前持有人"], first["密级"]) == ("2026-000001", "借出", "陈立", "机密")
    assert (second["存放位置"], second["所属文件"], second["载体类别"]) == ("1号柜 1层", "2026-收0001", "纸介质")


def test_a_text_that_looks_like_a_formula_stays_a_text(office: Office, tmp_path: Path) -> None:
    register(office, ["000012"], title="=HYPERLINK(1)")
    exporting.export_ledger(office, "documents", tmp_path / "d.csv")
    assert rows_of(tmp_path / "d.csv")[0]["文件标题"] == "'=HYPERLINK(1)"
    exporting.export_ledger(office, "documents", tmp_path / "d.xlsx")
    with zipfile.ZipFile(tmp_path / "d.xlsx") as archive:
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    assert not list(sheet.iter(_NS + "f"))


def test_a_workbook_has_the_field_names_on_a_hidden_sheet(office: Office, tmp_path: Path) -> None:
    register(office, ["000012"])
    assert exporting.export_ledger(office, "documents", tmp_path / "d.xlsx") == 1
    with zipfile.ZipFile(tmp_path / "d.xlsx") as archive:
        sheets = list(ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(_NS + "sheet"))
        words = archive.read("xl/sharedStrings.xml").decode()
    assert [sheet.get("state") for sheet in sheets] == [None, "hidden"]
    assert all(name in words for name in BY_NAME["documents"].fields)


@pytest.mark.parametrize("ledger", [ledger.name for ledger in ALL])
def test_every_ledger_can_be_exported(office: Office, tmp_path: Path, ledger: str) -> None:
    register(office, ["000012"], furnish(office))
    path = tmp_path / f"{ledger}.csv"
    rows = exporting.export_ledger(office, ledger, path)
    assert rows == exporting.row_count(office, ledger) == len(office.read.find(ledger))


def test_the_journal_has_it_before_and_after(office: Office, tmp_path: Path) -> None:
    register(office, ["000012"])
    exporting.export_ledger(office, "documents", tmp_path / "d.csv")
    assert [row["subject"] for row in entries(office)] == ["export documents"] * 2
    payload = office.vault.store.own.scalar("SELECT payload FROM entry ORDER BY number DESC LIMIT 1").decode()
    assert exporting.digest_of(tmp_path / "d.csv") in payload
    assert '"rows":1' in payload


def test_a_cancelled_export_leaves_the_old_file_and_is_kept_as_failed(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("old", "utf-8")
    register(office, ["000012"])
    with pytest.raises(Cancelled):
        exporting.export_ledger(office, "documents", path, cancelled=lambda: True)
    assert path.read_text("utf-8") == "old"
    assert sorted(item.name for item in tmp_path.iterdir() if item.suffix) == ["d.csv"]
    payload = office.vault.store.own.scalar("SELECT payload FROM entry ORDER BY number DESC LIMIT 1").decode()
    assert '"FAILED"' in payload


@pytest.mark.parametrize(("ledger", "name", "code"), [
    ("nothing", "d.csv", "NO_SUCH_LEDGER"), ("documents", "d.pdf", "UNKNOWN_KIND_OF_FILE"),
    ("documents", "missing/d.csv", "CANNOT_WRITE"),
])  # fmt: skip
def test_what_cannot_be_written_is_said(office: Office, tmp_path: Path, ledger: str, name: str, code: str) -> None:
    with pytest.raises(UserError) as error:
        exporting.export_ledger(office, ledger, tmp_path / name)
    assert error.value.code == code


def test_a_production_vault_gives_no_clear_text_away(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(office.vault), "is_training", property(lambda vault: False))
    with pytest.raises(UserError) as error:
        exporting.export_ledger(office, "documents", tmp_path / "d.csv")
    assert error.value.code == "EXPORT_NEEDS_APPROVAL"
    assert not (tmp_path / "d.csv").exists()
    assert not entries(office)


def test_more_rows_than_one_chunk(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.storage import export_queries

    monkeypatch.setattr(export_queries, "CHUNK", 3)
    register(office, [f"{number:06d}" for number in range(1, 8)])
    assert exporting.export_ledger(office, "carriers", tmp_path / "c.csv") == 7
    assert [row["份号"] for row in rows_of(tmp_path / "c.csv")] == [f"{number:06d}" for number in range(1, 8)]
