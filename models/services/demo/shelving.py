"""Giving every paper of the imported book a place, as the clerk does in her first days: containers, shelves, loans."""

from __future__ import annotations

from datetime import timedelta

from models.domain.levels import Level
from models.services.demo.people import APPROVER, READER, person
from models.services.office import Office
from models.storage.store import Row

PER_SHELF, SHELVES_PER_CABINET = 60, 5
MOST_LENT = 6


def shelve_everything(office: Office) -> int:
    """Shelve what lies nowhere yet, 绝密 in a container of its own; how many carriers got a place."""
    without = office.read.find("carriers", state="IN_STORE", shelf_id=None)
    secret = [row for row in without if row["level"] == Level.TOP_SECRET]
    others = [row for row in without if row["level"] != Level.TOP_SECRET]
    return _fill(office, others, office.vault_level, "清柜") + _fill(office, secret, Level.TOP_SECRET, "绝密柜")


def lend_some(office: Office) -> list[int]:
    """Lend a few papers to a reader by a paper approval; the carriers' ids."""
    reader = person(office, READER)
    lendable = [
        row for row in office.read.find("carriers", state="IN_STORE")
        if row["level"] in (None, Level.CONFIDENTIAL, Level.SECRET) and row["recall"] != "DEMANDED"
    ]  # fmt: skip
    chosen = [row["id"] for row in lendable[:: max(1, len(lendable) // MOST_LENT)]][:MOST_LENT]
    if chosen:
        due = office.clock.today() + timedelta(days=3)
        office.perform(
            "lend", carrier_ids=chosen, person_id=reader, due_on=due.isoformat(), approved_by=APPROVER,
            approval_form="〔演练〕借阅第001号", purpose="会前阅读", reason="演练：分管领导已批准",
        )  # fmt: skip
    return chosen


def _fill(office: Office, rows: list[Row], limit: Level, name: str) -> int:
    room = _room(office) if rows else 0
    shelves: list[int] = []
    for at in range(0, len(rows), PER_SHELF):
        number = at // PER_SHELF
        if number % SHELVES_PER_CABINET == 0:
            cabinet = office.perform("add_row", ledger="cabinets", values={
                "room_id": room, "name": f"{name}{number // SHELVES_PER_CABINET + 1}", "level_limit": limit.value,
            }).result  # fmt: skip
        values = {"cabinet_id": cabinet, "name": f"第{number % SHELVES_PER_CABINET + 1}层", "capacity": PER_SHELF}
        shelves.append(office.perform("add_row", ledger="shelves", values=values).result)
        office.perform("shelve", carrier_ids=[row["id"] for row in rows[at : at + PER_SHELF]], shelf_id=shelves[-1])
    return len(rows)


def _room(office: Office) -> int:
    found = office.read.find_one("rooms", name="机要室")
    if found and found["level_limit"] == Level.TOP_SECRET:
        return int(found["id"])
    name = "机要室" if found is None else "机要内室"
    values = {"name": name, "level_limit": Level.TOP_SECRET.value}
    return int(office.perform("add_row", ledger="rooms", values=values).result)
