"""The benchmark: a large register from a seed, what the program does with it, and bare SQLCipher beside it (K-33).

`python app.py bench [--carriers N]`. Everything is made in a temporary folder and removed at the end.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from models.domain.levels import Level
from models.services import bench_acts, bench_lists, bench_papers, consent
from models.services.bench_data import Built, derive_nothing, fill
from models.services.bench_figures import HEAD, Figure
from models.services.catalogue import BY_NAME
from models.services.clock import SystemClock
from models.services.founding import FirstAccount, OrganProfile
from models.services.office import Office
from models.services.practice import FIRST, PRACTICE_PASSWORD, NewAccount, make_vault
from models.services.session import Entrance, sign_in, sign_out
from models.storage.slots import KdfCost
from models.storage.vault import open_store

SEED = 20_261_123
CLERK = "周敏"
CHEAP = KdfCost(memory_kib=8 * 1024, iterations=1, lanes=1)  # derivation is measured apart, at its real cost
Say = Callable[[str], None]


def run_bench(carriers: int, say: Say, sheet_command: tuple[str, ...] = ()) -> dict[str, Any]:
    """Measure with so many carriers; lines go to `say`. `sheet_command` starts the child that reads spreadsheets.

    The answer holds every figure, and under `within_limits` whether all that have a limit keep it.
    """
    entrance = Entrance(SystemClock(), "BENCH", "BENCH", BY_NAME, cost=CHEAP, floor=CHEAP)
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="shoubu-bench-") as place:
        folder = Path(place) / "vault"
        built, seconds = _build(entrance, folder, carriers, say)
        size = (folder / "register.db").stat().st_size / 1e6
        say(f"{built.carriers} 份载体，{built.documents} 件文件，{size:.0f} MB，建库 {seconds:.0f} 秒（{carriers / seconds:.0f} 份/秒）")
        say(HEAD)
        for figure in _figures(entrance, Path(place), folder, built, say, sheet_command):
            figures.append(figure)
            say(figure.line())
    return {
        "carriers": carriers, "documents": built.documents, "megabytes": round(size), "build_seconds": round(seconds, 1),
        "seed": SEED, "python": sys.version.split()[0], "cores": os.cpu_count(),
        "figures": [figure.as_json() for figure in figures], "within_limits": all(figure.holds for figure in figures),
    }  # fmt: skip


def _found(entrance: Entrance, folder: Path) -> None:
    first = [FirstAccount(name, role, PRACTICE_PASSWORD) for name, role in FIRST]
    clerk = NewAccount(CLERK, "clerk", PRACTICE_PASSWORD)
    make_vault(folder, True, OrganProfile("测速机关", Level.SECRET), first, [clerk], entrance, one_time=False)


def _build(entrance: Entrance, folder: Path, carriers: int, say: Say) -> tuple[Built, float]:
    _found(entrance, folder)
    office = sign_in(entrance, folder, CLERK, PRACTICE_PASSWORD)
    key, clerk = office.vault.key, (office.sitting.id, office.sitting.key)
    sign_out(office)
    begun, told = time.perf_counter(), 0

    def progress(done: int) -> None:
        nonlocal told
        if done - told >= 100_000:
            told = done
            say(f"  已写 {done} 份，{time.perf_counter() - begun:.0f} 秒")

    store = open_store(folder, key, derive_nothing)
    try:
        built = fill(store, clerk, carriers, SEED, progress)
    finally:
        store.close()
    return built, time.perf_counter() - begun


def _figures(
    entrance: Entrance, place: Path, folder: Path, built: Built, say: Say, sheet_command: tuple[str, ...]
) -> Iterator[Figure]:
    yield from bench_acts.unlocking(entrance, folder, CLERK, PRACTICE_PASSWORD)
    office = sign_in(entrance, folder, CLERK, PRACTICE_PASSWORD)
    try:
        consent.give_for_a_command(office)
        yield from bench_lists.measure(office, _texts(office, built), SEED)
        yield from bench_acts.scans(office, place)
        yield from bench_acts.registrations(office)
        yield from bench_acts.full_check(office)
        yield from bench_papers.destruction_list(office)
    finally:
        sign_out(office)
    if sheet_command:
        empty = place / "empty"
        _found(entrance, empty)
        yield from bench_papers.import_ledger(entrance, empty, CLERK, PRACTICE_PASSWORD, sheet_command)


def _texts(office: Office, built: Built) -> dict[str, list[str]]:
    """What queries are drawn from: titles, and the numbers of carriers picked over the whole register."""
    chance = random.Random(SEED)
    ids = sorted(chance.sample(range(1, built.carriers + 1), min(2_000, built.carriers)))
    rows = office.read.get_many("carriers", ids)
    documents = office.read.get_many("documents", [row["document_id"] for row in rows])
    return {
        "titles": list(built.titles), "references": [row["reference_number"] for row in documents],
        "numbers": [row["number"] for row in rows], "copies": [row["copy_number"] for row in rows],
    }  # fmt: skip
