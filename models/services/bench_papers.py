"""What the benchmark measures of paper and old ledgers: a long destruction list as PDF, and an import."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from models.exchange.child import SheetReader
from models.exchange.workbook import ExportColumn, write_table
from models.forms import f2
from models.forms.fonts import load_fonts
from models.forms.stamp import Stamp
from models.services import consent, importing
from models.services.bench_data import old_ledger
from models.services.bench_figures import Figure, timed
from models.services.list_items import grouped_items
from models.services.list_marks import list_mark
from models.services.office import Office
from models.services.session import Entrance, sign_in, sign_out
from models.storage.baseline import one_of_each_document

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
LINES = 10_000  # of the destruction list
SOURCE_ROWS = 100_000  # of the old ledger
HEADINGS = ("序号", "收文日期", "来文单位", "文号", "文件标题", "密级", "份号", "备注")


def destruction_list(office: Office) -> Iterator[Figure]:
    """A destruction list of 10,000 lines, from the rows to the finished PDF."""
    ids = one_of_each_document(office.read, LINES)
    fonts = load_fonts(FONTS)
    stamp = Stamp("F2", "XQ-2026-0001", "周敏", "2026-11-23 14:05", training=True, preview=True)

    def draw() -> None:
        rows = tuple(f2.Entry(item) for item, _first in grouped_items(office, ids, lambda id_: id_))
        mark = list_mark([row.item.marking for row in rows], office.clock.today())
        f2.draw(f2.Data("〔2026〕销清第001号", "〔2026〕销审第001号", mark, rows), stamp, fonts).pdf()

    yield Figure(f"销毁清单 {len(ids)} 行成 PDF", (timed(draw) / 1000,), unit="s", limit=20)


def import_ledger(entrance: Entrance, vault: Path, user: str, password: str, sheet_command: tuple[str, ...]) -> Iterator[Figure]:
    """An old ledger of 100,000 rows as xlsx into an empty vault: reading in the child, proposing, checking, writing."""
    file = vault.with_name("old.xlsx")
    columns = [ExportColumn(str(place), heading) for place, heading in enumerate(HEADINGS)]
    write_table(file, "documents", "收文登记簿", columns, old_ledger(SOURCE_ROWS))
    office = sign_in(entrance, vault, user, password)
    consent.give_for_a_command(office)
    outcome = importing.Outcome()

    def bring_in() -> None:
        nonlocal outcome
        book = SheetReader(sheet_command).read(file)
        outcome = importing.bring_in(office, importing.propose_rows(office, book), file_name=file.name)

    try:
        seconds = timed(bring_in) / 1000
    finally:
        sign_out(office)
    note = f"收 {outcome.figures()['documents']} 件 {outcome.figures()['carriers']} 份"
    yield Figure(f"导入旧台账 {SOURCE_ROWS} 行", (seconds,), unit="s", limit=60, note=note)
