"""A large vault made through the real store: carriers registered in bulk, then changed, each entry signed. For tests and
measurements that need size and not variety."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice

from models.services.office import Office
from models.storage.derived import rebuild
from models.storage.journal import Change, Record

IN_ONE_TRANSACTION = 50_000  # changes
STATES = ("IN_STORE", "ON_LOAN", "CIRCULATING", "AT_MEETING")


def number_of(carrier_id: int) -> str:
    """The printed number of a carrier of this vault, 50,000 a year."""
    return f"{2000 + carrier_id // 50_000}-{carrier_id % 50_000 + 1:06d}"


def carrier(number: int, **more: int | str) -> Change:
    """Carrier `number` of the vault."""
    year, serial = 2000 + number // 50_000, number % 50_000 + 1
    return Change("carriers", number, {
        "number": number_of(number), "title": f"关于做好第{number % 20_000}号专项工作的通知", "medium": "PAPER",
        "issuer": f"第{number % 97}办公室", "reference_number": f"〔{year}〕{serial}号", "secret_kind": "STATE_SECRET",
        "level": "SECRET", "term_kind": "DURATION", "term_amount": 20, "term_unit": "YEAR",
        "copy_number": f"{serial:06d}", "pages": number % 30 + 1, "origin": "RECEIVED",
        "registered_on": f"{year}-06-15", "state": "IN_STORE", **more,
    })  # fmt: skip


def moved(number: int, turn: int) -> Change:
    """A later change of state and remarks."""
    return Change("carriers", number, {"state": STATES[turn % len(STATES)], "remarks": f"第{turn}次"})


def fill(office: Office, carriers: int, changes: int, *, each_own_entry: int = 0) -> None:
    """Write carriers 1…n and then `changes` changes of them, of which the last `each_own_entry` are an entry each. The
    derived tables are made at the end, in one go."""
    store = office.vault.store
    derive, store._derive = store._derive, lambda _connection, _before, _record: None
    try:
        _fill(office, carriers, changes, each_own_entry)
    finally:
        store._derive = derive
    with store.transaction():
        rebuild(store.own.connection)


def _fill(office: Office, carriers: int, changes: int, each_own_entry: int) -> None:
    bulk = changes - each_own_entry
    write_all(office, "import_ledger", (carrier(number) for number in range(1, carriers + 1)))
    write_all(office, "undo", (moved(turn * 7919 % carriers + 1, turn) for turn in range(bulk)))
    singles = (moved(turn * 7919 % carriers + 1, turn) for turn in range(bulk, changes))
    while batch := list(islice(singles, 2_000)):
        with office.vault.store.transaction():
            for change in batch:
                _write(office, "undo", [change])


def write_all(office: Office, act: str, changes: Iterator[Change]) -> None:
    """Write changes as acts of IN_ONE_TRANSACTION rows."""
    while batch := list(islice(changes, IN_ONE_TRANSACTION)):
        with office.vault.store.transaction():
            _write(office, act, batch)


def _write(office: Office, act: str, changes: list[Change]) -> None:
    record = Record(act=act, subject=f"carriers {changes[0].id}", actor=office.sitting.id, time="2026-11-23T04:00:00.000Z",
                    elapsed=1, machine=office.machine, act_id=os.urandom(8).hex(), changes=changes)  # fmt: skip
    office.vault.store.write(record, [office.sitting.key])
