"""Makes a small vault to be kept: one for each released format, opened by every later program (K-10).

    python -m tests.storage.kept tests/data/vaults/schema-0007

A kept vault is never made again. Passwords are those of `tests/offices.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from models.services import consent, importing
from tests.offices import build_vault, opened
from tests.services.batches import Batch
from tests.services.ledger_books import book, line
from tests.services.processes import make_place


def make(folder: Path) -> None:
    """A few of every kind of act: furniture, documents, a loan, an import, a count that is signed, a destruction."""
    build_vault(folder)
    with opened(folder, "周敏") as office:
        if consent.is_needed(office):
            consent.give(office, consent.PRACTICE_WORDS)
        place = make_place(office)
        place.furnish(cabinets=1)
        first, second, third = place.carriers(3, place.shelves[0])
        office.perform("amend_row", ledger="documents", id=1, values={"title": "更正后的标题"}, reason="抄错")
        rows = importing.propose_rows(office, book([line(1), line(2, copies="2", copy_numbers="7-8", fate="张三借阅未还")]))
        importing.bring_in(office, rows, file_name="旧台账.xlsx")
        place.lend(third)
        count = place.start()
        place.scan(count, first, place.shelves[0])
        place.scan(count, second, place.shelves[1])
        place.finish(count)
        for finding in place.findings(count).values():
            place.decide(finding["id"], "RESHELVE")
        place.sign_off(count)
        Batch(place, [first]).go_to("CERTIFIED")
    (folder / "lock").unlink(missing_ok=True)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
