"""A sitting that handles every marker and is then killed in the middle of a transaction: FOLDER MEDIUM; markers on standard
input as a JSON list."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

from models.domain.errors import UserError
from models.services import backups
from models.services.lists import ListQuery, Lists
from models.services.session import countersign, open_copy, sign_in, sign_out
from models.services.verifying import run_full_check
from tests.offices import PASSWORD
from tests.storage.scenario import DOOR


def main() -> None:
    folder, medium = Path(sys.argv[1]), Path(sys.argv[2])
    markers = iter(json.load(sys.stdin))
    own_password = "Own-" + next(markers) + "-47x"
    for wrong in (next(markers), next(markers)):
        _refused(lambda typed=wrong: sign_in(DOOR, folder, "周敏", typed))
        _refused(lambda typed=wrong: sign_in(DOOR, folder, typed, typed))
    office = sign_in(DOOR, folder, "周敏", PASSWORD)
    office.perform("change_password", password=own_password)
    for _ in range(4):
        person = {"name": next(markers), "post": next(markers), "clearance": "CORE", "remarks": next(markers)}
        office.perform("add_row", ledger="persons", values=person)
    for nth in range(4):
        title = next(markers)
        values = {
            "received_on": "2026-11-20", "issuer": next(markers), "secret_kind": "STATE_SECRET", "level": "SECRET",
            "term_kind": "DURATION", "term_amount": 10, "term_unit": "YEAR", "issued_on": "2016-11-10", "pages": 12,
            "counted_by": next(markers), "signed_by": "周敏", "signed_on": "2026-11-20", "channel": "PARTY_COURIER",
            "title": title, "reference_number": f"国办发〔2016〕{nth + 1}号", "remarks": next(markers),
        }  # fmt: skip
        office.perform("register_document", values=values, copy_numbers=[f"{nth:06d}"], reason=next(markers))
        assert Lists(office).first_page(ListQuery("carriers", text=title)).rows
    rows = [next(markers), next(markers)]
    statement = office.statement("probe", "counter", rows=rows)
    _refused(lambda: countersign(office, DOOR, statement, "王建国", next(markers)))
    office.perform("probe", signed=[countersign(office, DOOR, statement, "王建国", PASSWORD)], rows=rows)
    office.vault.store.remember(office.sitting.id, "filter", next(markers))
    run_full_check(office)
    copy = backups.make_copy(office, medium).copy
    reading = open_copy(DOOR, medium / copy.name, "周敏", own_password)
    assert reading.read.find("documents")
    sign_out(reading)
    sign_out(office)
    office = sign_in(DOOR, folder, "周敏", own_password)
    left = list(markers)
    assert len(left) >= 10
    with office.vault.store.transaction():
        for number, marker in enumerate(left, 1):
            office.vault.store.own.connection.execute("INSERT INTO units (id, name) VALUES (?, ?)", (1000 + number, marker * 200))
        os.kill(os.getpid(), signal.SIGKILL)


def _refused(work) -> None:
    try:
        work()
    except UserError:
        return
    raise AssertionError("not refused")


if __name__ == "__main__":
    main()
