"""From a password to an open office, and back: sign-in with its records, lock, sign-out (K-6, K-7, K-13, K-14)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from models.domain.errors import UserError
from models.domain.text import T, Text
from models.services.acts import Act
from models.services.clock import Clock, stamp
from models.services.office import Office, Sitting
from models.services.signing import SignedStatement, Statement, sign_statement
from models.storage import attempts, keyfile, slots
from models.storage.attempts import Attempt, Attempts
from models.storage.derived import derive
from models.storage.digests import SigningKey
from models.storage.journal import Change, Record, last_details
from models.storage.keyfile import KeyFile
from models.storage.lock import VaultLock
from models.storage.slots import FLOOR, KdfCost, Slot
from models.storage.vault import TRAINING, Vault, open_store

MOST_FAILURES = 5
LONGEST_DELAY = timedelta(minutes=5)


@dataclass(frozen=True)
class Entrance:
    """What the door knows about this program and machine before anybody signs in."""

    clock: Clock
    machine: str
    gate: str  # short code of the machine gate's finding, for the journal
    acts: Mapping[str, Act]
    production_allowed: bool = False  # the gate's answer; a training vault opens anywhere
    floor: KdfCost = FLOOR
    cost: KdfCost = field(default_factory=KdfCost)  # of slots made from now on


def sign_in(entrance: Entrance, folder: Path, user: str, password: str) -> Office:
    """Open the vault for one user. Raises UserError (one clear sentence each); then nothing in the vault changed
    but the record of the attempt."""
    keys = keyfile.read_keys(folder)
    if keys.kind != TRAINING and not entrance.production_allowed:
        raise _gate_refuses(entrance, folder, user)
    lock = VaultLock(folder, f"{user}, {stamp(entrance.clock.now())}")
    try:
        return _sign_in(entrance, folder, keys, lock, user, password)
    except BaseException:
        lock.release()
        raise


def countersign(office: Office, entrance: Entrance, statement: Statement, user: str, password: str) -> SignedStatement:
    """A second person signs a statement with the own password; nothing else of that account is opened (K-8).

    Wrong passwords count as at the door. The account may be the one signed in, where the act allows it.
    """
    folder = office.vault.folder
    known = attempts.read_attempts(folder) or Attempts(series="")
    candidates = office.vault.keys.slots_of(user)
    is_guardian = any(slot.role == "security_administrator" for slot in candidates)
    _check_failures(entrance, known, user, is_guardian)
    opened = _open_any(entrance, candidates, password)
    if opened is None:
        _remember_failure(entrance, folder, known, user)
        raise _wrong_password(known.failures_of(user) + 1, is_guardian)
    slot, _vault_key, signing = opened
    account = office.read.get("accounts", slot.account)
    if account is None or account["generation"] != slot.generation or account["state"] != "ENABLED":
        raise _wrong_password(known.failures_of(user), is_guardian)
    return sign_statement(statement, slot.account, signing)


def sign_out(office: Office, act: str = "sign_out") -> None:
    """Journal the end of the sitting and close the vault. `act`: sign_out, lock, idle_lock or gate_lock."""
    if not office.vault.store.read_only:
        office.perform(act)
    office.close()


def _sign_in(
    entrance: Entrance, folder: Path, keys: KeyFile, lock: VaultLock, user: str, password: str
) -> Office:
    tried = attempts.read_attempts(folder)
    known = tried or Attempts(series="")
    candidates = keys.slots_of(user)
    is_guardian = any(slot.role == "security_administrator" for slot in candidates)
    _check_failures(entrance, known, user, is_guardian)
    opened = _open_any(entrance, candidates, password)
    if opened is None:
        _remember_failure(entrance, folder, known, user)
        raise _wrong_password(known.failures_of(user) + 1, is_guardian)
    slot, vault_key, signing = opened
    store = open_store(folder, vault_key, derive)
    try:
        vault = Vault(folder, keys, store, lock, vault_key)
        account = _confirmed_account(vault, slot, entrance, signing)
        office = Office(vault, Sitting(account, signing, stamp(entrance.clock.now())), entrance.clock, entrance.machine,
                        entrance.acts, entrance.cost)  # fmt: skip
        _journal_sign_in(office, entrance, tried)
    except BaseException:
        store.close()
        raise
    return office


def _gate_refuses(entrance: Entrance, folder: Path, user: str) -> UserError:
    known = attempts.read_attempts(folder) or Attempts(series="")
    attempt = Attempt(stamp(entrance.clock.now()), user, "REFUSED_BY_GATE", entrance.gate)
    attempts.write_attempts(folder, replace(known, attempts=(*known.attempts, attempt)))
    return UserError(
        "MACHINE_NOT_ISOLATED",
        T("error", "这台机器没有通过隔离检查，不能打开正式的库。"),
        T("error", "库没有打开，也没有改动；这次检查结果会写进日志。"),
        T("error", "请停用网卡、无线和蓝牙后重新打开程序，或改用演练。"),
    )


def _open_any(entrance: Entrance, candidates: list[Slot], password: str) -> tuple[Slot, bytes, SigningKey] | None:
    for slot in candidates:
        if slots.is_under(slot, entrance.floor):
            raise UserError(
                "WEAK_SLOT",
                T("error", "用户 {user} 的钥匙槽被改弱了，低于允许的强度。", user=slot.user),
                T("error", "库没有打开，也没有改动。"),
                T("error", "请告知安全保密管理员，从备份恢复钥匙文件。"),
            )
        opened = slots.open_slot(slot, password)
        if opened:
            return slot, *opened
    return None


def _check_failures(entrance: Entrance, known: Attempts, user: str, is_guardian: bool) -> None:
    failures = known.failures_of(user)
    if failures < MOST_FAILURES:
        return
    if not is_guardian:
        raise UserError(
            "USER_LOCKED",
            T("error", "{user} 已连续 {n} 次输错口令，账户锁定。", user=user, n=failures),
            T("error", "库没有打开，资料没有改动。"),
            T("error", "请安全保密管理员登录后解锁。"),
        )
    waiting = min(timedelta(seconds=15 * 2 ** (failures - MOST_FAILURES)), LONGEST_DELAY)
    since = datetime.fromisoformat(known.last_failure_of(user))
    left = waiting - (entrance.clock.now() - since)
    if timedelta(0) < left <= waiting:
        raise UserError(
            "WAIT",
            T("error", "连续输错口令，要再等 {seconds} 秒。", seconds=int(left.total_seconds()) + 1),
            T("error", "库没有打开，资料没有改动。"),
            T("error", "请稍后再试。"),
        )


def _remember_failure(entrance: Entrance, folder: Path, known: Attempts, user: str) -> None:
    attempt = Attempt(stamp(entrance.clock.now()), user, "WRONG_PASSWORD", entrance.gate)
    attempts.write_attempts(folder, replace(known, attempts=(*known.attempts, attempt)))


def _wrong_password(failures: int, is_guardian: bool) -> UserError:
    left = max(0, MOST_FAILURES - failures)
    to_do: Text = T("error", "请核对大小写锁定后再试，还可试 {left} 次。", left=left)
    if left == 0:
        to_do = T("error", "请稍等后再试。") if is_guardian else T("error", "账户已锁定，请安全保密管理员登录后解锁。")
    return UserError(
        "WRONG_PASSWORD",
        T("error", "用户名或口令不对，或者钥匙文件已损坏。"),
        T("error", "库没有打开，资料没有改动。"),
        to_do,
    )


def _confirmed_account(vault: Vault, slot: Slot, entrance: Entrance, signing: SigningKey) -> dict[str, Any]:
    """The account row behind the slot; the journal's generation decides which slot counts (K-6)."""
    genesis = vault.store.own.first("SELECT digest FROM entry WHERE number = 1")
    account = vault.store.own.get("accounts", slot.account)
    if genesis is None or genesis["digest"][:16].hex() != vault.keys.vault or account is None or slot.kind != vault.keys.kind:
        raise _foreign_keys()
    if account["state"] not in ("ENABLED", "LOCKED") or account["name"] != slot.user:
        raise _wrong_password(0, is_guardian=True)
    if account["state"] == "LOCKED":
        raise UserError("USER_LOCKED", T("error", "账户 {user} 已锁定。", user=slot.user),
                        T("error", "库没有打开，资料没有改动。"), T("error", "请安全保密管理员登录后解锁。"))  # fmt: skip
    if slot.generation == account["generation"] + 1 and slot.public == account["public_key"]:
        account = _confirm(vault, slot, entrance, signing, account)
    if slot.generation != account["generation"] or slot.digest().hex() != account["slot_digest"]:
        raise UserError(
            "OLD_SLOT",
            T("error", "用户 {user} 的钥匙槽与登记库记载的不一致，像是换回了旧的钥匙文件。", user=slot.user),
            T("error", "库没有打开，也没有改动。"),
            T("error", "请告知安全保密管理员；如口令刚改过，请用新口令。"),
        )
    if slot.public != account["public_key"]:
        raise _foreign_keys()
    if len(vault.keys.slots_of(slot.user)) > 1:
        vault.replace_keys(vault.keys.keeping(slot))
    return account


def _confirm(
    vault: Vault, slot: Slot, entrance: Entrance, signing: SigningKey, account: dict[str, Any]
) -> dict[str, Any]:
    """A crash fell between the steps of a password change: the new password opened the new slot, so it is confirmed."""
    values = {"generation": slot.generation, "slot_digest": slot.digest().hex()}
    record = Record(
        act="confirm_slots", subject=slot.user, actor=slot.account, time=stamp(entrance.clock.now()), elapsed=1,
        machine=entrance.machine, act_id=os.urandom(8).hex(), changes=[Change("accounts", slot.account, values)],
    )  # fmt: skip
    with vault.store.transaction():
        vault.store.write(record, [signing])
    return {**account, **values}


def _foreign_keys() -> UserError:
    return UserError(
        "KEYS_DO_NOT_FIT",
        T("error", "钥匙文件与登记库不是同一个库的。"),
        T("error", "库没有打开，也没有改动。"),
        T("error", "请检查文件夹是否被换过，并告知安全保密管理员。"),
    )


def _journal_sign_in(office: Office, entrance: Entrance, tried: Attempts | None) -> None:
    """Take what happened before unlock into the journal, and lock whom five failures lock (K-7)."""
    last = last_details(office.vault.store.own.connection, "sign_in")
    known = tried or Attempts(series="")
    is_crash_left = known.series == last.get("series_before") and known.series != last.get("series")
    if is_crash_left:
        known = replace(known, taken=min(len(known.attempts), last["taken"]))
    to_lock = {
        attempt.user for attempt in known.attempts
        if known.failures_of(attempt.user) >= MOST_FAILURES and attempt.user != office.sitting.name
    }  # fmt: skip
    series = os.urandom(8).hex()
    details = {
        "gate": entrance.gate, "series": series, "series_before": known.series, "taken": len(known.attempts),
        "attempts": known.untold(), "keys_repaired": office.vault.keys.repaired,
        "attempts_missing": tried is None or (known.series != last.get("series", "") and not is_crash_left),
    }  # fmt: skip
    locked = office.perform("sign_in", details=details, to_lock=sorted(to_lock)).result
    attempts.write_attempts(office.vault.folder, known.after_sign_in(series, office.sitting.name, set(locked)))

