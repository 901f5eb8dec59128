"""The program's child that is killed: FOLDER FLAG. It raises the walls as `app.py` does and then, for each line on its
standard input (a count's id and how far the scanning has come), forks a worker that signs in and scans without end.

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


def main() -> None:
    guard = install_guard()
    harden()
    socket_filter = install_filter()
    from models.isolation.gate import LinuxMachine
    from models.services import commands

    world = commands.World(LinuxMachine(guard, socket_filter), ())
    folder, flag = Path(sys.argv[1]), Path(sys.argv[2])
    labour = boast if sys.argv[3:] == ["boast"] else work
    for line in sys.stdin:
        count_id, done = map(int, line.split())
        worker = os.fork()
        if worker == 0:
            try:
                labour(world, folder, flag, count_id, done)
            except BaseException as error:
                tell("failed", error=f"{type(error).__name__}: {error}")
            os._exit(1)
        _pid, status = os.waitpid(worker, 0)
        tell("dead", status=os.waitstatus_to_exitcode(status))


def boast(world, folder: Path, flag: Path, _count_id: int, done: int) -> None:
    """As a program would that shows an act before it is written: the test must notice."""
    office = _sign_in(world, folder, flag)
    for turn in itertools.count(1):
        next_id = office.read.find("units")[-1]["id"] + 1
        tell("did", entry=0, digest="", ledger="units", id=next_id, values={"name": f"夸{done}-{turn}"})
        office.perform("add_row", ledger="units", values={"name": f"夸{done}-{turn}", "kind": "DEPARTMENT"})


def work(world, folder: Path, flag: Path, count_id: int, done: int) -> None:
    """Sign in and scan one carrier after the other; every ninth act enters a unit, every thirteenth amends twenty rows."""
    from tests.bench.big_vault import number_of

    office = _sign_in(world, folder, flag)
    shown: list[object] = []
    office.subscribe(shown.append)
    for turn in itertools.count(1):
        if turn % 9 == 0:
            made = office.perform("add_row", ledger="units", values={"name": f"处{done}-{turn}", "kind": "DEPARTMENT"})
            fact = {"ledger": "units", "id": made.result, "values": {"name": f"处{done}-{turn}"}}
        elif turn % 13 == 0:
            ids = [(done * 7 + turn * 20 + step) % 20_000 + 1 for step in range(20)]
            made = office.perform("amend_rows", ledger="carriers", ids=ids, values={"remarks": f"{done}-{turn}"}, reason="试")
            fact = {"ledger": "carriers", "id": ids[-1], "values": {"remarks": f"{done}-{turn}"}}
        else:
            code = number_of((done + turn) % 20_000 + 1)
            made = office.perform("scan", count_id=count_id, code=code)
            values = {"code": code, "seq": made.result.seq, "verdict": made.result.said.verdict.value}
            fact = {"ledger": "scans", "id": made.result.scan_id, "values": values}
        assert shown.pop() == made.changed
        tell("did", entry=made.entry, digest=made.digest.hex(), **fact)


def _sign_in(world, folder: Path, flag: Path):
    from models.services import consent
    from models.services.session import sign_in
    from tests.offices import CHEAP, PASSWORD

    with flag.open("r+b") as file:
        inside = mmap.mmap(file.fileno(), 1)
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
