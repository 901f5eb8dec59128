"""From a password to an open office, and back: sign-in with its records, lock, sign-out (K-6, K-7, K-13, K-14)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from models.domain.errors import UserError
from models.domain.passwords import MOST_FAILURES
from models.domain.text import T
from models.services import password_history, upgrading, verifying
from models.services.clock import stamp
from models.services.door import Door, Entrance, Opened
from models.services.office import Office, Sitting
from models.services.signing import SignedStatement, Statement, sign_statement
from models.storage import attempts, failures, keyfile
from models.storage.backup import read_copy
from models.storage.derived import derive
from models.storage.journal import Change, Record, last_details, read_head
from models.storage.keyfile import KeyFile
from models.storage.last_seen import read_last_seen, write_last_seen
from models.storage.lock import VaultLock
from models.storage.vault import Vault, open_store
from models.storage.verify import THIS_PC, Witness

__all__ = ["Entrance", "countersign", "open_copy", "sign_in", "sign_out"]


def sign_in(entrance: Entrance, folder: Path, user: str, password: str) -> Office:
    """Open the vault for one user. Raises UserError (one clear sentence each); then nothing in the vault changed
    but the record of the attempt."""
    has_slot = bool(keyfile.read_keys(folder).slots_of(user))  # a folder without a vault gets no lock file
    if read_copy(folder) is not None:
        raise _is_a_copy(folder)
    with failures.told(folder / keyfile.MAIN):
        # What was typed may be a password in the wrong field: only a name of the key file is written.
        lock = VaultLock(folder, f"{user if has_slot else '?'}, {stamp(entrance.clock.now())}")
        try:
            door = Door(entrance, folder, keyfile.read_keys(folder))
            door.check_gate()
            return _come_in(door, lock, user, password)
        except BaseException:
            lock.release()
            raise


def open_copy(entrance: Entrance, folder: Path, user: str, password: str) -> Office:
    """Open a copy of a vault to read: nothing is written, neither into the copy nor beside it. Raises UserError.

    The person signs in with the password of the day on which the copy was made.
    """
    if read_copy(folder) is None:
        raise UserError(
            "NOT_A_COPY",
            T("error", "{name} 不是本程序写出的备份。", name=folder.name),
            T("error", "没有打开，也没有改动任何文件。"),
            T("error", "请选备份文件夹；正式的库请从首页登录。"),
        )
    door = Door(entrance, folder, keyfile.read_keys(folder), writes=False)
    door.check_gate()
    opened = door.open(user, password)
    store = open_store(folder, opened.vault_key, derive, read_only=True)
    try:
        if store.needs_upgrade():
            raise _is_older(folder)
        account = door.account(store.own, opened)
        opened = door.confirmed(opened, password, account)
        door.refuse_unconfirmed(opened.slot, account)
    except BaseException:
        store.close()
        raise
    vault = Vault(folder, door.keys, store, None, opened.vault_key)
    sitting = Sitting(account, opened.signing, stamp(entrance.clock.now()))
    return Office(vault, sitting, entrance.clock, entrance.machine, entrance.acts, entrance.cost)


def countersign(office: Office, entrance: Entrance, statement: Statement, user: str, password: str) -> SignedStatement:
    """A second person signs a statement with the own password; nothing else of that account is opened (K-8).

    Wrong passwords count as at the door, and a right one ends the count. The account may be the one signed in, where
    the act allows it.
    """
    door = Door(entrance, office.vault.folder, office.vault.keys)
    opened = door.open(user, password)
    account = door.account(office.read, opened)
    opened = door.confirmed(opened, password, account)
    door.refuse_unconfirmed(opened.slot, account)
    if door.known.failures_of(user):
        door.note(user, attempts.COUNTERSIGNED)
    if password_history.has_outlived(office.vault, account, office.policy, office.clock.today()):
        raise _has_outlived(user)
    return sign_statement(statement, opened.slot.account, opened.signing)


def sign_out(office: Office, act: str = "sign_out", finding: Mapping[str, Any] | None = None) -> None:
    """Journal the end of the sitting and close the vault. `act`: sign_out, lock, idle_lock, or gate_lock with what the
    machine gate found.

    The vault is closed even if the entry cannot be written (a full disk must not keep it open); the failure is raised.
    """
    try:
        if not office.vault.store.read_only:
            if act == "gate_lock":
                office.note(act, finding=dict(finding or {}))
            else:
                office.note(act)
            _remember(office)
    finally:
        office.close()


def _has_outlived(user: str) -> UserError:
    return UserError(
        "PASSWORD_OUTLIVED",
        T("error", "{user} 的口令已经到期，不能签字。", user=user),
        T("error", "没有签字。"),
        T("error", "请 {user} 先登录换一个新口令，再来签字。", user=user),
    )


def _is_a_copy(folder: Path) -> UserError:
    return UserError(
        "IS_A_COPY",
        T("error", "{name} 是一份备份，不能在里面登记。", name=folder.name),
        T("error", "没有打开，也没有改动任何文件。"),
        T("error", "请在登录页选“换一个库…”打开它，只能查看；要登记请打开正式的库。"),
    )


def _is_older(folder: Path) -> UserError:
    return UserError(
        "OLDER_COPY",
        T("error", "{name} 是旧版程序写出的备份，不能直接查看。", name=folder.name),
        T("error", "没有打开，也没有改动任何文件。"),
        T("error", "请用写出它的那一版程序查看。"),
    )


def _come_in(door: Door, lock: VaultLock, user: str, password: str) -> Office:
    opened = door.open(user, password)
    store = open_store(door.folder, opened.vault_key, derive)
    try:
        vault = Vault(door.folder, door.keys, store, lock, opened.vault_key)
        if store.needs_upgrade():
            upgrading.upgrade(vault, door.entrance, opened)
        account = door.account(store.own, opened)
        opened = door.confirmed(opened, password, account)
        if opened.slot.generation == (account["generation"] or 0) + 1 and opened.slot.public == account["public_key"]:
            account = _confirm(vault, door.entrance, opened, account)
        door.refuse_unconfirmed(opened.slot, account)
        tidy = _tidied(vault, opened)
        if tidy != vault.keys:
            vault.settle_keys(tidy)
        entrance = door.entrance
        seen = read_last_seen(entrance.last_seen, vault.keys.vault)
        witnesses = [Witness(THIS_PC, "", *seen)] if seen else []
        door_check = verifying.at_the_door(vault, entrance.acts, witnesses)
        sitting = Sitting(account, opened.signing, stamp(entrance.clock.now()))
        office = Office(vault, sitting, entrance.clock, entrance.machine, entrance.acts, entrance.cost)
        office.witnesses, office.last_seen = witnesses, entrance.last_seen
        sitting.has_outlived_password = password_history.has_outlived(vault, account, office.policy, entrance.clock.today())
        office.is_halted = verifying.must_halt(store.own, door_check)
        _journal_sign_in(office, door, door_check)
        _remember(office)
        if not vault.is_training:
            password_history.keep_first(vault, store.own, account["id"], password, entrance.cost)
    except BaseException:
        store.close()
        raise
    return office


def _remember(office: Office) -> None:
    """Keep outside the vault where the journal ends now; not while findings stand, which may be about just that."""
    if not office.is_halted:
        write_last_seen(office.last_seen, office.vault.keys.vault, office.vault.store.own.head())


def _confirm(vault: Vault, entrance: Entrance, opened: Opened, account: dict[str, Any]) -> dict[str, Any]:
    """A crash fell between the steps of a password change: the new password opened the new slot, so it is confirmed."""
    slot = opened.slot
    values = {
        "generation": slot.generation, "slot_digest": slot.digest().hex(),
        "password_set_on": entrance.clock.today().isoformat(),
    }  # fmt: skip
    record = Record(
        act="confirm_slots", subject=f"accounts {slot.account}", actor=slot.account, time=stamp(entrance.clock.now()),
        elapsed=1, machine=entrance.machine, act_id=os.urandom(8).hex(),
        changes=[Change("accounts", slot.account, values)],
    )  # fmt: skip
    with vault.store.transaction():
        vault.store.write(record, [opened.signing])
    return {**account, **values}


def _tidied(vault: Vault, opened: Opened) -> KeyFile:
    """The key file with what crashes left over gone: of this user all but the confirmed slot, of everybody the slots that
    are older than the confirmed one. A user whose confirmed slot is missing is left alone for `verify` to name."""
    keys = replace(vault.keys.keeping(opened.slot), is_half=False)
    for user in {slot.user for slot in keys.slots}:
        of_user = keys.slots_of(user)
        account = vault.store.own.get("accounts", of_user[0].account)
        if account and account["state"] == "REMOVED":
            keys = keys.without(user)
            continue
        good = next((slot for slot in of_user if account and slot.digest().hex() == account["slot_digest"]), None)
        if good and any(slot.generation < good.generation for slot in of_user):
            kept = tuple(slot for slot in keys.slots if slot.user != user or slot.generation >= good.generation)
            keys = replace(keys, slots=kept)
    return keys


def _journal_sign_in(office: Office, door: Door, check: verifying.Report) -> None:
    """Take what happened before unlock into the journal, and lock whom five failures lock (K-7)."""
    last = last_details(office.vault.store.own.connection, "sign_in")
    known, name = door.known, office.sitting.name
    is_newest = read_head(office.vault.store.own.connection).act == "sign_in"  # nothing was done in that sitting
    is_crash_left = is_newest and known.series == last.get("series_before") and known.series != last.get("series")
    if is_crash_left:
        known = replace(known, taken=min(len(known.attempts), last["taken"]))
    is_shortened = not is_crash_left and (
        known.series != last.get("series", "") or not last.get("left", 0) <= known.taken <= len(known.attempts)
    )
    to_lock = sorted(user for user in known.users() - {name} if known.failures_of(user) >= MOST_FAILURES)
    series = os.urandom(8).hex()
    details = {
        "gate": door.entrance.gate, "series": series, "series_before": known.series, "taken": len(known.attempts),
        "attempts": known.untold(), "keys_repaired": door.keys.is_half,
        "attempts_missing": door.tried is None or is_shortened, "check": check.details(),
    }  # fmt: skip
    counting = known.staying(name, MOST_FAILURES)
    locked = office.note("sign_in", details=details, to_lock=to_lock, counting=counting).result
    office.arrival = details
    attempts.write_attempts(office.vault.folder, known.after_sign_in(series, counting.keys() - set(locked)))
