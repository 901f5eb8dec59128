"""Bringing a register of an older program up to date: by the system administrator, after a proved copy, as an entry (K-10)."""

from __future__ import annotations

import os
from pathlib import Path

from models.domain.errors import UserError
from models.domain.text import T
from models.services import verifying
from models.services.clock import stamp
from models.services.door import Entrance, Opened
from models.services.founding import PROGRAM_VERSION
from models.storage import backup, derived, migrate
from models.storage.journal import Record
from models.storage.vault import Vault
from models.storage.verify import check_all

COPIES = "before-upgrade"  # folder inside the vault's


def upgrade(vault: Vault, entrance: Entrance, opened: Opened) -> None:
    """Copy the vault, run the missing migrations and write the entry `upgrade`, all or nothing.

    Raises UserError: for anybody but the system administrator (等待升级), if the last entries do not check, or if the copy
    cannot be written. Then the register is as it was.
    """
    store, slot = vault.store, opened.slot
    account = store.own.get_as_stored("accounts", slot.account)
    is_confirmed = account is not None and account["slot_digest"] == slot.digest().hex() and account["state"] == "ENABLED"
    if not is_confirmed or not account or account["role"] != "system_administrator":
        raise _waiting()
    if not verifying.at_the_door(vault, entrance.acts).is_clean:
        raise _not_clean()
    before, moment = migrate.version_of(store.own.connection), stamp(entrance.clock.now())
    target = vault.folder / COPIES
    target.mkdir(mode=0o700, exist_ok=True)

    def prove(folder: Path) -> None:
        if check_all(folder, vault.key, verifying.rules_of(entrance.acts)).count:
            raise _not_clean()

    copy = backup.write_copy(vault.folder, vault.key, target, moment, prove)
    with store.transaction():
        steps = store.upgrade()
        derived.rebuild(store.own.connection)
        details = {"from": before, "to": migrate.newest(), "program": PROGRAM_VERSION, "steps": steps, "copy": copy.name}
        record = Record(
            act="upgrade", subject=f"schema {migrate.newest()}", actor=slot.account, time=moment, elapsed=1,
            machine=entrance.machine, act_id=os.urandom(8).hex(), details=details,
        )  # fmt: skip
        store.write(record, [opened.signing])


def _waiting() -> UserError:
    return UserError(
        "WAITING_FOR_UPGRADE",
        T("error", "这个库是旧版程序建立的，等待升级。"),
        T("error", "库没有打开，也没有改动。"),
        T("error", "请系统管理员先登录一次，由程序备份并升级，之后再登录。"),
    )


def _not_clean() -> UserError:
    return UserError(
        "UPGRADE_REFUSED",
        T("error", "升级前校验发现日志或账有不符，没有升级。"),
        T("error", "库没有改动。"),
        T("error", "请用原来版本的程序打开，由安全保密管理员和安全审计员处理后再升级。"),
    )
