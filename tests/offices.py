"""A small practice vault for tests: built once for a run, copied for each test, opened by any of its people."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from models.domain.levels import Level
from models.services.catalogue import BY_NAME
from models.services.clock import FixedClock
from models.services.founding import FirstAccount, OrganProfile, found_vault
from models.services.office import Office
from models.services.session import Entrance, sign_in, sign_out
from models.storage.slots import KdfCost

CHEAP = KdfCost(memory_kib=8 * 1024, iterations=1, lanes=1)
PASSWORD = "Lantern-4821-river"
PEOPLE = (
    ("系统管理员", "system_administrator"),
    ("安全管理员", "security_administrator"),
    ("审计员", "auditor"),
    ("周敏", "clerk"),
    ("刘洋", "clerk"),
    ("陈立", "approver"),
    ("王建国", "signer"),
    ("李淑芬", "signer"),
    ("检查组", "inspector"),
)
# As the program's, but a practice vault takes contents without the typed confirmation (K-28); `test_consent.py` has the real ones.
ACTS = {name: replace(act, asks_consent=False) for name, act in BY_NAME.items()}
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def entrance(clock: FixedClock | None = None) -> Entrance:
    """A door with cheap derivation and a clock that stands still."""
    return Entrance(clock or FixedClock(NOON), "BM-JSJ-0012", "TEST", ACTS, cost=CHEAP, floor=CHEAP)


def build_vault(folder: Path) -> Path:
    """A practice vault with one account for each role and two clerks and signers, all with PASSWORD."""
    clock = FixedClock(NOON)
    first = [FirstAccount(name, role, PASSWORD) for name, role in PEOPLE[:3]]
    profile = OrganProfile("云岭市人大常委会", Level.SECRET, security_office="机关办公室")
    found_vault(folder, training=True, profile=profile, administrators=first, clock=clock, machine="BM-JSJ-0012", cost=CHEAP)
    with opened(folder, "系统管理员") as office:
        made = [office.perform("create_account", name=name, role=role).result for name, role in PEOPLE[3:]]
    with opened(folder, "安全管理员") as office:
        for account in made:
            office.perform("enable_account", account_id=account, password=PASSWORD, one_time=False)
    return folder


@contextmanager
def opened(folder: Path, user: str, clock: FixedClock | None = None) -> Iterator[Office]:
    """Signed in as one of PEOPLE, signed out at the end."""
    office = sign_in(entrance(clock), folder, user, PASSWORD)
    try:
        yield office
    finally:
        sign_out(office)


def copied_vault(source: Path, target: Path) -> Path:
    """A copy of a built vault for one test to change."""
    shutil.copytree(source, target)
    return target
