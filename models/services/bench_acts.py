"""What the benchmark measures of acts: a scan with its durable commit, a registration, unlocking, the full check."""

from __future__ import annotations

import contextlib
import gc
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median

from models.services import verifying
from models.services.bench_figures import Figure, percentile, timed
from models.services.count_scope import CountScope
from models.services.lists import ListQuery, Lists
from models.services.office import Office
from models.services.session import Entrance, sign_in, sign_out
from models.storage import slots
from models.storage.baseline import TwoRows
from models.storage.digests import SigningKey

SCANS = 1_000
REGISTRATIONS = 200
UNLOCKS = 5
MOST_STEPS = 500


def scans(office: Office, folder: Path) -> Iterator[Figure]:
    """Scans of a real count, each one entry on disk before it returns, beside bare two-row transactions."""
    shelf = 17
    count = office.perform(
        "start_count", kind="QUARTERLY", scope=CountScope(shelves=(shelf,)), counter_id=1, second_counter_id=2,
        supervisor_id=3, reason="bench",
    ).result  # fmt: skip
    office.perform("set_place", count_id=count, shelf_id=shelf)
    numbers = [row["number"] for row in office.read.find("carriers", shelf_id=shelf)]
    bare = TwoRows(folder)
    own: list[float] = []
    raw: list[float] = []
    for turn in range(SCANS):
        code = numbers[turn % len(numbers)].replace("-", "")
        own.append(timed(partial(office.perform, "scan", count_id=count, code=code)))
        raw.append(timed(bare.add))
    bare.close()
    yield Figure("清点一次扫描（含落盘）", tuple(own), judged=99, limit=20, raw=percentile(raw, 99), most_times_raw=4)
    yield Figure("裸 SQLCipher 两行事务", tuple(raw))


def registrations(office: Office) -> Iterator[Figure]:
    """Registering a document with three copies: rows, journal, lists and search in one commit."""
    today = office.clock.today().isoformat()

    def register(turn: int) -> None:
        values = {
            "received_on": today, "issuer": "市财政局", "reference_number": f"云财〔2026〕{5000 + turn}号",
            "title": f"关于测试第{turn}批资金安排的通知", "secret_kind": "STATE_SECRET", "level": "SECRET",
            "term_kind": "DURATION", "term_amount": 10, "term_unit": "YEAR", "issued_on": today, "pages": 3,
            "channel": "PARTY_COURIER", "cover_intact": 1, "copies_stated": 3, "counted_by": "周敏", "signed_by": "周敏",
            "signed_on": today,
        }  # fmt: skip
        numbers = [f"{turn * 3 + copy:06d}" for copy in (1, 2, 3)]
        office.perform("register_document", values=values, copy_numbers=numbers, shelf_id=17, reason="bench")

    yield Figure("收文登记一件三份（含落盘）", tuple(timed(register, turn) for turn in range(REGISTRATIONS)), judged=99)
    lists = Lists(office)
    steps: list[float] = []
    more = True
    while more and len(steps) < MOST_STEPS:
        begun = time.perf_counter()
        more = lists.tidy()
        steps.append((time.perf_counter() - begun) * 1000)
    yield Figure("空闲时整理检索一步", tuple(steps))


def unlocking(entrance: Entrance, folder: Path, user: str, password: str) -> Iterator[Figure]:
    """From the right password to the first rows, key derivation left out; and the derivation at its real cost."""
    whole: list[float] = []
    for _ in range(UNLOCKS):
        gc.collect()
        begun = time.perf_counter()
        office = sign_in(entrance, folder, user, password)
        Lists(office).first_page(ListQuery("carriers", order=("number", False)))
        taken = (time.perf_counter() - begun) * 1000
        slot = next(slot for slot in office.vault.keys.slots if slot.user == user)
        sign_out(office)
        whole.append(taken - median(timed(slots.open_slot, slot, password) for _ in range(3)))
    yield Figure("解锁到第一页（不含口令推导）", tuple(whole), limit=500)
    cost = slots.KdfCost()
    owner = slots.SlotOwner(user, 1, "clerk", 1, "TRAINING", "00")
    real = slots.seal(owner, password, bytes(slots.KEY_BYTES), SigningKey.generate(), cost)
    derived = tuple(timed(slots.open_slot, real, password) for _ in range(3))
    yield Figure("口令推导", derived, note=f"Argon2id {cost.memory_kib // 1024} MiB")


def full_check(office: Office) -> Iterator[Figure]:
    """The full check: its time, and the most memory the process needed meanwhile where the system tells."""
    gc.collect()
    forget_peak()
    taken = timed(verifying.check, office) / 1000
    yield Figure("全面校验", (taken,), unit="s", limit=60)
    peak = peak_memory()
    if peak is not None:
        yield Figure("全面校验时的内存峰值", (peak,), unit="MB", limit=400)


def forget_peak() -> None:
    """Start the count of the highest memory use anew (Linux)."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def peak_memory() -> float | None:
    """The highest memory use of this process since `forget_peak`, in megabytes; None where it is not told."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    return None
