"""Whom a process proposes for its parts: the person signed in, and who took part the last time."""

from __future__ import annotations

from typing import Any

from models.services import processes
from models.services.office import Desk, Office
from models.storage import process_queries

PARTS = {
    "destructions": ("checker_id", "approver_id", "escort_id", "second_escort_id", "witness_id", "second_witness_id"),
    "handovers": ("receiver_id", "witness_id", "from_unit_id", "to_unit_id"),
}
MINE = {"destructions": "counter_id", "handovers": "transferor_id"}


def usual_people(office: Office, ledger: str) -> dict[str, Any]:
    """Proposals by column of a process ledger: oneself for the first part, the others from the newest row."""
    found: dict[str, Any] = {MINE[ledger]: processes.person_of(Desk(office, office.read))}
    for column in PARTS[ledger]:
        named = process_queries.last_named(office.read, ledger, column)
        if named != found[MINE[ledger]]:
            found[column] = named
    for column in ("from_unit_id", "to_unit_id"):  # a new hand-over begins as one inside the organ
        unit = office.read.get("units", found[column]) if found.get(column) else None
        if unit is not None and unit["kind"] == "EXTERNAL":
            del found[column]
    return found
