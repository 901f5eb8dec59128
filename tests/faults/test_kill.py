"""The program killed while a clerk scans, enters, amends, imports, puts in and copies: nothing that was shown is lost, nothing
is half-done, the journal holds (K-32).

Real services behind the real walls, 20,000 carriers, one vault that lives through all kills. `--kills` says how many;
`make crash` takes 10,000.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from models.services import backups
from models.services.count_scope import CountScope
from models.services.verifying import rules_of
from models.storage import backup, rooms
from models.storage.journal import read_entry
from models.storage.store import Reader
from models.storage.verify import check_all
from tests.bench.big_vault import carrier, write_all
from tests.faults.crash_child import AMENDED, CARRIERS
from tests.offices import BY_NAME, build_vault, opened
from tests.services.batches import Batch
from tests.services.processes import make_place

REMEASURED = 20  # kills after which the time of an act is measured again: the load of the machine changes
ROOT = Path(__file__).parents[2]
FULL_CHECKS = 4  # besides the door's check at every unlock


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """A vault with 20,000 carriers on four shelves, an open count of them and a destruction under way."""
    folder = build_vault(tmp_path_factory.mktemp("kill") / "vault")
    with opened(folder, "周敏") as office:
        place = make_place(office)
        shelves = place.furnish(2, 2)
        write_all(office, "import_ledger", (carrier(n, shelf_id=shelves[n % 4]) for n in range(1, CARRIERS + 1)))
        count_id = place.start(scope=CountScope(cabinets=tuple(place.cabinets)))
        office.perform("set_place", count_id=count_id, shelf_id=shelves[0])
        batch = Batch(place, list(range(AMENDED + 1, CARRIERS + 1))).go_to("EXECUTING")
    return Prepared(folder, count_id, batch.id)


@dataclass(frozen=True)
class Prepared:
    """The vault's folder, and what is open in it."""

    folder: Path
    count_id: int
    batch_id: int


class Program:
    """The child that forks a worker for each sitting."""

    def __init__(self, folder: Path, flag: Path, *manner: str) -> None:
        flag.write_bytes(b"\0")
        self._flag = flag
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.crash_child", str(folder), str(flag), *manner],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
        )  # fmt: skip

    def go(self, prepared: Prepared, done: int) -> int:
        """Let a worker sign in; its process id."""
        assert self.process.stdin
        self.process.stdin.write(f"{prepared.count_id} {prepared.batch_id} {done}\n".encode())
        self.process.stdin.flush()
        told = self.hear()
        assert told["what"] == "ready", told
        return int(told["pid"])

    def hear(self) -> dict[str, Any]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, "the program ended"
        return dict(json.loads(line))

    def is_inside(self) -> bool:
        return self._flag.read_bytes() == b"\1"

    def end(self) -> None:
        self.process.communicate(timeout=20)


@pytest.fixture
def program(prepared: Prepared, tmp_path: Path) -> Iterator[Program]:
    started = Program(prepared.folder, tmp_path / "flag")
    yield started
    started.end()


def test_crash_while_working(prepared: Prepared, program: Program, pytestconfig: pytest.Config) -> None:
    folder = prepared.folder
    kills, rng = pytestconfig.getoption("--kills"), random.Random(20261123)
    shown: dict[tuple[str, int], dict[str, Any]] = {}
    acts = inside = 0
    act_seconds = _time_of_one_act(program, prepared, shown)
    measured: list[float] = []  # seconds of the acts awaited since the last measure
    for kill in range(1, kills + 1):
        if kill % REMEASURED == 0 and measured:
            act_seconds = sum(measured) / len(measured)
            measured.clear()
        pid = program.go(prepared, kill * 40)
        said = []
        for _act in range(rng.randrange(4)):
            began = time.monotonic()
            said.append(program.hear())
            measured.append(time.monotonic() - began)
        time.sleep(rng.uniform(0, 2 * act_seconds))  # by lot: the moment of death, uniform over two acts
        os.kill(pid, signal.SIGKILL)
        inside += program.is_inside()
        while (told := program.hear())["what"] == "did":
            said.append(told)
        assert told == {"what": "dead", "status": -9}
        acts += len(said)
        _keep(shown, said)
        _unlock_and_compare(folder, said)
        if kill % max(1, kills // FULL_CHECKS) == 0:
            _check_everything(folder, shown)
    assert inside >= 0.3 * kills, f"only {inside} of {kills} kills fell into a transaction"
    assert acts >= kills / 2
    assert {"scans", "units", "carriers", "imports", "destruction_scans"} <= {ledger for ledger, _id in shown}
    _check_everything(folder, shown)


def test_crash_while_copying(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """A copy has its name only when it is whole; what the crash left goes away with the next copy."""
    folder, medium = build_vault(tmp_path / "vault"), tmp_path / "medium"
    medium.mkdir()
    program, rng, inside, kept = Program(folder, tmp_path / "flag", "copy"), random.Random(2), 0, 0
    kills = max(6, pytestconfig.getoption("--kills") // 40)
    try:
        for kill in range(1, kills + 1):
            pid = program.go(Prepared(folder, 0, 0), kill)
            began = time.monotonic()
            said = [program.hear()]
            time.sleep(rng.uniform(0, 1.2 * (time.monotonic() - began)))  # by lot: uniform over one copy and a little more
            os.kill(pid, signal.SIGKILL)
            inside += program.is_inside()
            while (told := program.hear())["what"] == "did":
                said.append(told)
            assert told == {"what": "dead", "status": -9}
            found = {copy.name for copy in backup.copies_in(medium)}
            assert {one["name"] for one in said} <= found and len(found) - kept - len(said) in (0, 1)
            assert all(backup.is_whole(medium / name) for name in found)
            left = [path for path in medium.iterdir() if path.name not in found]
            assert len(left) <= 1 and all(map(rooms.is_unfinished, left))
            kept = len(found)
    finally:
        program.end()
    assert inside >= 0.3 * kills, f"only {inside} of {kills} kills fell into a copy"
    with opened(folder, "刘洋") as office:
        assert check_all(folder, office.vault.key, rules_of(BY_NAME)).codes == {}
        backups.make_copy(office, medium)
    assert not any(map(rooms.is_unfinished, medium.iterdir()))


def test_crash_shows_a_program_that_boasts(prepared: Prepared, tmp_path: Path) -> None:
    """The harness itself: a child that shows an act before it is written is found out."""
    program, rng = Program(prepared.folder, tmp_path / "flag", "boast"), random.Random(1)
    try:
        for kill in range(1, 200):
            pid = program.go(prepared, kill)
            said = [program.hear()]
            time.sleep(rng.uniform(0, 0.01))  # by lot
            os.kill(pid, signal.SIGKILL)
            while (told := program.hear())["what"] == "did":
                said.append(told)
            with opened(prepared.folder, "刘洋") as office:
                if office.read.get("units", said[-1]["id"]) is None:
                    return
    finally:
        program.end()
    pytest.fail("no act was lost in 199 kills, though each was shown before it was written")


def _time_of_one_act(program: Program, prepared: Prepared, shown: dict[tuple[str, int], dict[str, Any]]) -> float:
    """Mean seconds from one act shown to the next, measured on a worker of its own."""
    pid = program.go(prepared, 1)
    said = [program.hear()]
    began = time.monotonic()
    said += [program.hear() for _ in range(40)]
    seconds = (time.monotonic() - began) / 40
    os.kill(pid, signal.SIGKILL)
    while (told := program.hear())["what"] == "did":
        said.append(told)
    _keep(shown, said)
    return seconds


def _keep(shown: dict[tuple[str, int], dict[str, Any]], said: list[dict[str, Any]]) -> None:
    for act in said:
        assert act["what"] == "did", act
        shown[act["ledger"], act["id"]] = act


def _unlock_and_compare(folder: Path, said: list[dict[str, Any]]) -> None:
    """Open, unlock (with the door's check) and compare every act of the last sitting by content."""
    with opened(folder, "刘洋") as office:
        assert not office.is_halted and office.arrival["check"]["findings"] == 0
        for act in said:
            _compare(office.read, act)
        if said:  # besides them there is this sign-in, and at most the one act that was written and not yet shown
            assert office.read.head().number - said[-1]["entry"] in (1, 2)


def _compare(read: Reader, act: dict[str, Any]) -> None:
    row = read.get(act["ledger"], act["id"])
    assert row and {name: row[name] for name in act["values"]} == act["values"], act
    entry = read_entry(read.connection, act["entry"])
    assert entry and entry.digest.hex() == act["digest"]


def _check_everything(folder: Path, shown: dict[tuple[str, int], dict[str, Any]]) -> None:
    """The whole fold, and every scan and unit that was ever shown."""
    with opened(folder, "刘洋") as office:
        assert check_all(folder, office.vault.key, rules_of(BY_NAME)).codes == {}
        for (ledger, _id), act in shown.items():
            if ledger != "carriers":  # remarks are amended again and again
                _compare(office.read, act)
        sequences = [row["seq"] for row in office.read.find("scans")]
        assert sequences == list(range(1, len(sequences) + 1))
