"""The program's child that is killed: FOLDER FLAG [MANNER]. It raises the walls as `app.py` does and then, for each line on
its standard input (ids of a count and a destruction, how far the work has come), forks a worker that signs in and works
without end: scanning, entering, amending, importing, putting in; by the manner `copy` it writes one copy after the other.

The worker writes a line for each act only after the act has been told to its listeners, as a page would show it. The flag
file's first byte is 1 while the worker is inside a transaction.
"""

from __future__ import annotations

import itertools
import json
import mmap
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from models.isolation.guard import install_guard
from models.isolation.hardening import harden
from models.isolation.seccomp import install_filter

CARRIERS = 20_000
LISTED = 400  # the last ones stand on a destruction list that is being put in
AMENDED = CARRIERS - LISTED


def main() -> None:
    guard = install_guard()
    harden()
    socket_filter = install_filter()
    from models.isolation.gate import LinuxMachine
    from models.services import commands

    world = commands.World(LinuxMachine(guard, socket_filter), ())
    folder, flag = Path(sys.argv[1]), Path(sys.argv[2])
    labour = {"boast": boast, "copy": copy}.get("".join(sys.argv[3:4]), work)
    for line in sys.stdin:
        count_id, batch_id, done = map(int, line.split())
        worker = os.fork()
        if worker == 0:
            try:
                labour(world, folder, flag, count_id, batch_id, done)
            except BaseException as error:
                tell("failed", error=f"{type(error).__name__}: {error}")
            os._exit(1)
        _pid, status = os.waitpid(worker, 0)
        tell("dead", status=os.waitstatus_to_exitcode(status))


def boast(world, folder: Path, flag: Path, _count_id: int, _batch_id: int, done: int) -> None:
    """As a program would that shows an act before it is written: the test must notice."""
    office = _sign_in(world, folder, flag)
    for turn in itertools.count(1):
        next_id = office.read.find("units")[-1]["id"] + 1
        tell("did", entry=0, digest="", ledger="units", id=next_id, values={"name": f"夸{done}-{turn}"})
        office.perform("add_row", ledger="units", values={"name": f"夸{done}-{turn}", "kind": "DEPARTMENT"})


def copy(world, folder: Path, flag: Path, _count_id: int, _batch_id: int, _done: int) -> None:
    """One copy after the other beside the vault. The flag is 1 while a copy is under way."""
    from models.services import backups

    office, inside = _sign_in(world, folder, flag), _flag(flag)
    while True:
        inside[0] = 1
        made = backups.write_copy(office, folder.parent / "medium")
        inside[0] = 0
        backups.record(office, made)
        tell("did", name=made.copy.name, entry=office.read.head().number)


def work(world, folder: Path, flag: Path, count_id: int, batch_id: int, done: int) -> None:
    """Sign in and scan one carrier after the other; every ninth act enters a unit, every thirteenth amends twenty rows,
    every seventh puts a carrier into the machine, every eleventh imports a small ledger."""
    from tests.bench.big_vault import number_of

    office = _sign_in(world, folder, flag)
    shown: list[object] = []
    office.subscribe(shown.append)
    for turn in itertools.count(1):
        if turn % 9 == 0:
            made = office.perform("add_row", ledger="units", values={"name": f"处{done}-{turn}", "kind": "DEPARTMENT"})
            fact = {"ledger": "units", "id": made.result, "values": {"name": f"处{done}-{turn}"}}
        elif turn % 13 == 0:
            ids = [(done * 7 + turn * 20 + step) % AMENDED + 1 for step in range(20)]
            made = office.perform("amend_rows", ledger="carriers", ids=ids, values={"remarks": f"{done}-{turn}"}, reason="试")
            fact = {"ledger": "carriers", "id": ids[-1], "values": {"remarks": f"{done}-{turn}"}}
        elif turn % 11 == 0:
            made, fact = _import(office, f"{done}-{turn}")
        elif turn % 7 == 0:
            code = number_of(CARRIERS - (done + turn) % LISTED)
            made = office.perform("put_in", destruction_id=batch_id, code=code)
            values = {"code": code, "verdict": made.result.verdict.value, "undone": 0}
            fact = {"ledger": "destruction_scans", "id": made.result.scan_id, "values": values}
        else:
            code = number_of((done + turn) % CARRIERS + 1)
            made = office.perform("scan", count_id=count_id, code=code)
            values = {"code": code, "seq": made.result.seq, "verdict": made.result.said.verdict.value}
            fact = {"ledger": "scans", "id": made.result.scan_id, "values": values}
        assert shown.pop() == made.changed
        tell("did", entry=made.entry, digest=made.digest.hex(), **fact)


def _import(office, name: str):
    """Bring in a ledger of five rows; what was done, and the fact to be found again."""
    from models.services import importing
    from tests.services.ledger_books import book, line

    first = int(name.replace("-", ""))
    rows = importing.propose_rows(office, book([line(first * 10 + nth, day="2026-11-02") for nth in range(5)]))
    importing.bring_in(office, rows, file_name=f"{name}.xlsx")
    made = office.last_done[1]
    values = {"file_name": f"{name}.xlsx", "rows": 5, "refused": 0}
    return made, {"ledger": "imports", "id": made.changed["imports"][0], "values": values}


def _flag(flag: Path) -> mmap.mmap:
    with flag.open("r+b") as file:
        return mmap.mmap(file.fileno(), 1)


def _sign_in(world, folder: Path, flag: Path):
    from models.services import consent
    from models.services.session import sign_in
    from tests.offices import CHEAP, PASSWORD

    inside = _flag(flag)
    inside[0] = 0
    office = sign_in(replace(world.entrance(), cost=CHEAP, floor=CHEAP), folder, "周敏", PASSWORD)
    consent.give(office, consent.PRACTICE_WORDS)
    _flag_transactions(office.vault.store, inside)
    tell("ready", pid=os.getpid())
    return office


def _flag_transactions(store, inside: mmap.mmap) -> None:
    real = store.transaction

    @contextmanager
    def flagged() -> Iterator[None]:
        with real():
            inside[0] = 1
            yield
        inside[0] = 0

    store.transaction = flagged


def tell(what: str, **facts: object) -> None:
    """One line on standard output, at once."""
    os.write(1, (json.dumps({"what": what} | facts, ensure_ascii=False) + "\n").encode("utf-8"))


if __name__ == "__main__":
    main()
