"""A whole ledger out of the program, as xlsx or csv: from practice vaults only, and kept in the journal (K-13, K-19)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from models.domain.errors import UserError
from models.domain.text import T
from models.exchange.workbook import ExportColumn, write_table
from models.ledgers import ALL, BY_NAME
from models.ledgers.fields import Field, Kind, Ledger
from models.services import links
from models.services.acts import Draft
from models.services.office import Desk, Office
from models.storage import export_queries
from models.storage.digests import sm3
from models.storage.store import Reader

Value = int | str | None
Progress = Callable[[int], None]
STARTED, WRITTEN, FAILED = "STARTED", "WRITTEN", "FAILED"
_NAMED_BY = {"documents": "registry_number", "carriers": "number"}  # links that are exported by a number of their own
# A copy has no title of its own: what its document says stands beside it, after the fields.
_OF_DOCUMENT = ("title", "issuer", "reference_number")


def export_ledger(
    office: Office, ledger: str, path: Path, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
) -> int:
    """Write every row and field of a ledger, named by its code or in Chinese; how many rows. Codes become words, links the
    number or name they point to.

    The journal has it before the file exists, and again with the rows and the file's SM3 (or that it failed). Raises
    UserError (production vault, no such ledger, file cannot be written) or Cancelled; an older file then stays.
    """
    refuse_in_production(office)
    declared = BY_NAME.get(ledger) or next((one for one in ALL if str(one.title) == ledger), None)
    if declared is None:
        raise _no_such_ledger(ledger)
    ledger = declared.name
    kind = path.suffix.lower().lstrip(".")
    office.note("note_export", ledger=ledger, kind=kind, outcome=STARTED)
    try:
        rows = write_table(path, ledger, str(declared.title), _columns(declared), _lines(office.read, declared),
                           progress, cancelled)  # fmt: skip
    except BaseException:
        office.note("note_export", ledger=ledger, kind=kind, outcome=FAILED)
        raise
    office.note("note_export", ledger=ledger, kind=kind, outcome=WRITTEN, rows=rows, digest=digest_of(path))
    return rows


def note_export(desk: Desk, *, ledger: str, kind: str, outcome: str, rows: int = 0, digest: str = "") -> Draft:
    """That data left the vault as a file: which ledger or report, in what form, how many rows, the file's SM3 (K-13)."""
    details: dict[str, Any] = {"kind": kind, "outcome": outcome}
    if outcome == WRITTEN:
        details |= {"rows": rows, "digest": digest}
    return Draft(f"export {ledger}", details=details)


def row_count(office: Office, ledger: str) -> int:
    """How many rows an export would write."""
    return export_queries.row_count(office.read, ledger)


def digest_of(path: Path) -> str:
    """SM3 of a written file, hexadecimal."""
    return sm3(path.read_bytes()).hex()


def refuse_in_production(office: Office) -> None:
    """Clear text leaves a production vault only with an approval, which this version does not take yet."""
    if office.vault.is_training:
        return
    raise UserError(
        "EXPORT_NEEDS_APPROVAL",
        T("error", "正式库的内容不能导出为明文文件。"),
        T("error", "没有写出任何文件，登记库没有改动。"),
        T("error", "需要纸面时请打印登记簿页；导出只在演练库里可用。"),
    )


def _no_such_ledger(ledger: str) -> UserError:
    return UserError(
        "NO_SUCH_LEDGER",
        T("error", "没有叫“{ledger}”的登记。", ledger=ledger),
        T("error", "没有写出任何文件。"),
        T("error", "可以导出的有：{names}。", names="、".join(f"{one.name}（{one.title}）" for one in ALL)),
    )


def _columns(declared: Ledger) -> list[ExportColumn]:
    columns = [ExportColumn("id", "内部编号", 9), *(_column(name, field) for name, field in declared.fields.items())]
    if declared.name == "carriers":
        fields = BY_NAME["documents"].fields
        columns += [_column(f"document_id.{name}", fields[name], "所属文件：") for name in _OF_DOCUMENT]
    return columns


def _column(name: str, field: Field, before: str = "") -> ExportColumn:
    return ExportColumn(name, before + str(field.label), min(60, max(8, (field.width or 100) / 7)))


def _lines(read: Reader, declared: Ledger) -> Iterator[list[Value]]:
    fields = list(declared.fields.items())
    named = lru_cache(maxsize=200_000)(lambda ledger, id_: _name(read, ledger, id_))
    document = lru_cache(maxsize=4096)(lambda id_: read.get("documents", id_) or {})
    for row in export_queries.every_row(read, declared.name):
        beside = [document(row["document_id"]).get(name) for name in _OF_DOCUMENT] if declared.name == "carriers" else []
        yield [row["id"], *(_said(field, row[name], named) for name, field in fields), *beside]


def _said(field: Field, value: Any, named: Callable[[str, int], str]) -> Value:
    if value is None:
        return None
    if field.kind is Kind.LINK:
        return named(field.to, value)
    if field.kind is Kind.YES_NO:
        return "是" if value else "否"
    if field.kind is Kind.CHOICE and field.choices and value in field.choices:
        return str(field.choices[value])
    found: int | str = value
    return found


def _name(read: Reader, ledger: str, id_: int) -> str:
    column = _NAMED_BY.get(ledger)
    if column is None:
        return links.title(read, ledger, id_)
    row = read.get(ledger, id_)
    return str(row[column]) if row else str(id_)
