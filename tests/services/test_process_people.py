"""Whom a process proposes for its parts: oneself, and who took part last; one line of the ledger each, not all of it."""

from __future__ import annotations

from typing import Any

import pytest

from models.services.office import Office
from models.services.process_people import usual_people
from models.storage.store import Reader, Row
from tests.services.batches import Batch
from tests.services.processes import make_place


def test_people_are_proposed_from_the_newest_row_that_names_them(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    place = make_place(office)
    place.furnish()
    for state in ("APPROVED", "LISTED"):
        batch = Batch(place, place.carriers(1, place.shelves[0])).go_to(state)
    dropped = Batch(place, place.carriers(1, place.shelves[0])).go_to("COUNTED")
    dropped.perform("abandon_destruction", destruction_id=dropped.id, why="另立")
    assert batch.row["approver_id"] is None

    find = Reader.find

    def narrow(read: Reader, ledger: str, /, **equal: Any) -> list[Row]:
        assert equal, f"{ledger} is read whole"
        return find(read, ledger, **equal)

    with monkeypatch.context() as patch:
        patch.setattr(Reader, "find", narrow)
        found = usual_people(office, "destructions")
    assert found == {
        "counter_id": place.people["周敏"], "checker_id": place.people["刘洋"], "approver_id": place.people["陈立"],
        "escort_id": None, "second_escort_id": None, "witness_id": None, "second_witness_id": None,
    }  # fmt: skip
