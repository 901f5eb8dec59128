"""The birth of a vault: genesis, the three administrators, then the first accounts (K-5, K-27)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.domain.errors import Refused, UserError
from models.domain.levels import Level
from models.domain.passwords import password_problems, policy_of
from models.domain.problems import blocks
from models.domain.text import T
from models.services.clock import Clock, stamp
from models.storage import migrate, vault
from models.storage.derived import derive
from models.storage.digests import ALGORITHMS, SigningKey
from models.storage.journal import Change, Record
from models.storage.keyfile import FORMAT, KeyFile
from models.storage.slots import KdfCost
from models.storage.store import Store
from models.storage.vault import Founder

PROGRAM_VERSION = "0.1.0"
FOUNDERS = ("system_administrator", "security_administrator", "auditor")


@dataclass(frozen=True)
class OrganProfile:
    """What the first page of the wizard asks (D5, K-4)."""

    name: str
    vault_level: Level
    authority: Level | None = None
    authority_number: str = ""
    machine_number: str = ""
    security_office: str = ""


@dataclass(frozen=True)
class FirstAccount:
    """One of the three administrators, with the password typed by that person."""

    name: str
    role: str
    password: str


def found_vault(
    folder: Path, *, training: bool, profile: OrganProfile, administrators: Sequence[FirstAccount], clock: Clock,
    machine: str, cost: KdfCost,
) -> None:  # fmt: skip
    """Make a vault with its three administrators. Raises Refused or UserError; then nothing was made."""
    check_founding(profile, administrators)
    with vault.building(folder) as room:
        found_in(room, training=training, profile=profile, administrators=administrators, clock=clock, machine=machine, cost=cost)


def found_in(
    room: Path, *, training: bool, profile: OrganProfile, administrators: Sequence[FirstAccount], clock: Clock,
    machine: str, cost: KdfCost,
) -> None:  # fmt: skip
    """The same in the folder of `vault.building`, for what is judged already."""
    kind = vault.TRAINING if training else vault.PRODUCTION
    founders = [
        Founder(number, account.name.strip(), account.role, account.password, SigningKey.generate())
        for number, account in enumerate(administrators, 1)
    ]
    keys = [founder.signing for founder in founders]
    moment, today = stamp(clock.now()), clock.today().isoformat()

    def write_genesis(store: Store) -> bytes:
        with store.transaction():
            steps = store.upgrade()
            record = Record(
                act="found_vault", subject=profile.name, actor=founders[0].account, time=moment, elapsed=1,
                machine=machine, act_id=os.urandom(8).hex(), details=_genesis(kind, profile, founders, steps),
                changes=[_organ_row(profile), *(_account_row(f, today) for f in founders)],
            )  # fmt: skip
            return store.write(record, keys).digest

    def confirm_slots(store: Store, made: KeyFile) -> None:
        record = Record(
            act="confirm_slots", subject=profile.name, actor=founders[0].account, time=moment, elapsed=1,
            machine=machine, act_id=os.urandom(8).hex(),
            changes=[
                Change("accounts", slot.account, {"generation": slot.generation, "slot_digest": slot.digest().hex()})
                for slot in made.slots
            ],
        )  # fmt: skip
        with store.transaction():
            store.write(record, keys)

    vault.found(room, kind, profile.name, founders, cost, derive, write_genesis, confirm_slots)


def check_founding(profile: OrganProfile, administrators: Sequence[FirstAccount]) -> None:
    """K-4 and K-5: no 绝密 vault without a hardware token; exactly three administrators with different names."""
    if profile.vault_level is Level.TOP_SECRET:
        raise UserError(
            "TOP_SECRET_VAULT",
            T("error", "不能建绝密级的库：绝密级要用硬件令牌登录，本版本还不支持。"),
            T("error", "没有建库。"),
            T("error", "请选机密级或秘密级；个别绝密件可以隐去标题登记。"),
        )
    problems = []
    if not profile.name.strip():
        problems.append(blocks("REQUIRED", "organ", T("problem", "请写机关名称，如 云岭市人大常委会")))
    if tuple(account.role for account in administrators) != FOUNDERS:
        problems.append(blocks("THREE_ADMINISTRATORS", "", T("problem", "要有三员：系统管理员、安全保密管理员、安全审计员")))
    if len({account.name.strip() for account in administrators}) < len(administrators):
        problems.append(blocks("SAME_NAME", "", T("problem", "三员要用不同的用户名，由不同的人担任")))
    for account in administrators:
        problems += password_problems(account.password, account.name.strip(), policy_of(profile.vault_level))
    if problems:
        raise Refused(problems)


def _genesis(kind: str, profile: OrganProfile, founders: Sequence[Founder], steps: list[str]) -> dict[str, Any]:
    return {
        "format": FORMAT, "algorithms": ALGORITHMS, "kind": kind, "organ": profile.name,
        "level": profile.vault_level.value, "nonce": os.urandom(16).hex(), "program": PROGRAM_VERSION,
        "schema": migrate.newest(), "migrations": steps,
        "public_keys": {str(founder.account): founder.signing.public.hex() for founder in founders},
    }  # fmt: skip


def _organ_row(profile: OrganProfile) -> Change:
    return Change("organ", 1, {
        "name": profile.name, "vault_level": profile.vault_level.value,
        "authority": profile.authority.value if profile.authority else None,
        "authority_number": profile.authority_number or None, "machine_number": profile.machine_number or None,
        "security_office": profile.security_office or None,
    })  # fmt: skip


def _account_row(founder: Founder, today: str) -> Change:
    return Change("accounts", founder.account, {
        "name": founder.user, "role": founder.role, "public_key": founder.signing.public.hex(), "password_set_on": today,
        "one_time": 0, "state": "ENABLED",
    })  # fmt: skip
