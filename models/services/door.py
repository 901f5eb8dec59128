"""The door of a vault: whose password opens which slot, who has tried too often, and whether the slot is the one that
the journal names (K-6, K-7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from models.domain.errors import UserError
from models.domain.passwords import MOST_FAILURES, tries_left
from models.domain.text import T, Text
from models.services.acts import Act
from models.services.clock import Clock, stamp
from models.storage import attempts, slots
from models.storage.attempts import Attempt, Attempts
from models.storage.digests import SigningKey
from models.storage.journal import read_entry
from models.storage.keyfile import KeyFile
from models.storage.slots import FLOOR, KdfCost, Slot
from models.storage.store import Reader
from models.storage.vault import TRAINING

FIRST_DELAY = timedelta(seconds=15)
LONGEST_DELAY = timedelta(minutes=5)
_NOT_OPENED = T("error", "库没有打开，也没有改动。")


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
    last_seen: Path | None = None  # folder outside all vaults where this PC remembers where their journals ended


@dataclass(frozen=True)
class Opened:
    """What a right password gives."""

    slot: Slot
    vault_key: bytes = field(repr=False)
    signing: SigningKey = field(repr=False)


class Door:
    """One vault folder's door. `writes` says whether tries are noted in the folder (not in a copy opened to read)."""

    def __init__(self, entrance: Entrance, folder: Path, keys: KeyFile, *, writes: bool = True) -> None:
        self.entrance, self.folder, self.keys, self._writes = entrance, folder, keys, writes
        self.tried = attempts.read_attempts(folder)
        self.known = self.tried or Attempts(series="")

    def check_gate(self) -> None:
        """Raises UserError for a production vault on a machine that is not isolated (K-27)."""
        if self.keys.kind != TRAINING and not self.entrance.production_allowed:
            self.note("", "REFUSED_BY_GATE")
            raise _gate_refuses()

    def open(self, user: str, password: str) -> Opened:
        """The slot that this password opens. Raises UserError; the try is noted."""
        candidates = self.keys.slots_of(user)
        if not candidates:
            raise self._stranger(user)
        self._check_failures(user)
        for slot in candidates:
            opened = self._try(slot, password)
            if opened:
                return opened
        self.note(user, attempts.WRONG_PASSWORD)
        raise _wrong_password(self.known.failures_of(user), self._is_guardian(user))

    def confirmed(self, opened: Opened, password: str, account: Mapping[str, Any]) -> Opened:
        """The slot that the journal names, if the password opens that one too: after a crash in the middle of a password
        change the old and the new slot may have the same password."""
        for slot in self.keys.slots_of(opened.slot.user):
            if slot != opened.slot and slot.digest().hex() == account["slot_digest"]:
                return self._try(slot, password) or opened
        return opened

    def account(self, reader: Reader, opened: Opened) -> dict[str, Any]:
        """The account row behind an opened slot, whose journal decides (K-5, K-6). Raises UserError."""
        slot = opened.slot
        genesis = read_entry(reader.connection, 1)
        account = reader.get("accounts", slot.account)
        is_own = genesis is not None and genesis.digest[:16].hex() == self.keys.vault == slot.vault
        if not is_own or account is None or account["name"] != slot.user or slot.kind != self.keys.kind:
            raise _foreign_keys()
        if account["state"] == "LOCKED":
            self.note(slot.user, "LOCKED")
            raise _locked(slot.user)
        if account["state"] != "ENABLED":
            self.note(slot.user, "NOT_ENABLED")
            raise _not_enabled(slot.user)
        return account

    def refuse_unconfirmed(self, slot: Slot, account: Mapping[str, Any]) -> None:
        """Raises UserError unless the slot is the one that the journal names."""
        if slot.digest().hex() == account["slot_digest"] and slot.public == account["public_key"]:
            return
        if slot.generation > (account["generation"] or 0):
            self.note(slot.user, "UNCONFIRMED_SLOT")
            raise _not_changed(slot.user)
        self.note(slot.user, "OLD_SLOT")
        raise _old_slot(slot.user)

    def note(self, user: str, outcome: str) -> None:
        """Keep a try until the next unlock takes it into the journal."""
        now = stamp(self.entrance.clock.now())
        self.known = self.known.with_one(Attempt(now, user, outcome, self.entrance.gate))
        if self._writes:
            attempts.write_attempts(self.folder, self.known)

    def _try(self, slot: Slot, password: str) -> Opened | None:
        if slots.is_under(slot, self.entrance.floor):
            self.note(slot.user, "WEAK_SLOT")
            raise _weak_slot(slot.user)
        opened = slots.open_slot(slot, password)
        return Opened(slot, *opened) if opened else None

    def _stranger(self, typed: str) -> UserError:
        """The sentence for a name that no slot has: in words, count and time the one that a clerk's name gets, so that
        nobody learns at the door who has an account."""
        mark = self._mark(typed)
        if self.known.failures_of(mark) >= MOST_FAILURES:
            return _locked(typed)
        self.note(mark, attempts.NO_SUCH_USER)
        return _wrong_password(self.known.failures_of(mark), False)

    def _mark(self, typed: str) -> str:
        first = self.keys.slots[0] if self.keys.slots else None
        cost = self.entrance.floor
        if first is not None and not slots.is_under(first, cost):
            cost = KdfCost(first.memory_kib, first.iterations, first.lanes)
        return slots.mark_of(typed, self.keys.vault, cost)

    def _is_guardian(self, user: str) -> bool:
        return any(slot.role == "security_administrator" for slot in self.keys.slots_of(user))

    def _check_failures(self, user: str) -> None:
        failures = self.known.failures_of(user)
        if failures < MOST_FAILURES:
            return
        if not self._is_guardian(user):
            self._mark(user)  # takes the time that a name without a slot takes
            self.note(user, "LOCKED")
            raise _locked(user)
        waiting = min(FIRST_DELAY * 2 ** min(failures - MOST_FAILURES, 10), LONGEST_DELAY)
        left = waiting - (self.entrance.clock.now() - datetime.fromisoformat(self.known.last_failure_of(user)))
        if timedelta(0) < left <= waiting:  # a clock set back must not lock the last one out for years
            self.note(user, "WAIT")
            raise _wait(int(left.total_seconds()) + 1)


def _gate_refuses() -> UserError:
    return UserError(
        "MACHINE_NOT_ISOLATED",
        T("error", "这台机器没有通过隔离检查，不能打开正式的库。"),
        T("error", "库没有打开，也没有改动；这次检查结果会写进日志。"),
        T("error", "请停用网卡、无线和蓝牙后重新打开程序，或改用演练。"),
    )


def _wrong_password(failures: int, is_guardian: bool) -> UserError:
    left = tries_left(failures)
    to_do: Text = T("error", "请核对大小写锁定后再试，还可试 {left} 次。", left=left)
    if left == 0:
        to_do = T("error", "请稍等后再试。") if is_guardian else T("error", "账户已锁定，请安全保密管理员登录后解锁。")
    code = "USER_LOCKED" if left == 0 and not is_guardian else "WRONG_PASSWORD"
    return UserError(code, T("error", "用户名或口令不对，或者钥匙文件已损坏。"), _NOT_OPENED, to_do)


def _locked(user: str) -> UserError:
    what = T("error", "账户 {user} 已锁定：连续 {n} 次输错口令。", user=user, n=MOST_FAILURES)
    return UserError("USER_LOCKED", what, _NOT_OPENED, T("error", "请安全保密管理员登录后解锁。"))


def _not_enabled(user: str) -> UserError:
    what = T("error", "账户 {user} 还没有启用，或已撤销。", user=user)
    return UserError("NOT_ENABLED", what, _NOT_OPENED, T("error", "请安全保密管理员办理。"))


def _wait(seconds: int) -> UserError:
    what = T("error", "连续输错口令，要再等 {seconds} 秒。", seconds=seconds)
    return UserError("WAIT", what, _NOT_OPENED, T("error", "请到时再试。"))


def _weak_slot(user: str) -> UserError:
    return UserError(
        "WEAK_SLOT",
        T("error", "用户 {user} 的钥匙槽被改弱了，低于允许的强度。", user=user),
        _NOT_OPENED,
        T("error", "请告知安全保密管理员，从备份恢复钥匙文件。"),
    )


def _old_slot(user: str) -> UserError:
    return UserError(
        "OLD_SLOT",
        T("error", "用户 {user} 的钥匙槽与登记库记载的不一致，像是换回了旧的钥匙文件。", user=user),
        T("error", "库没有打开，也没有改动；这次尝试会写进日志。"),
        T("error", "请告知安全保密管理员；如口令刚改过，请用新口令。"),
    )


def _not_changed(user: str) -> UserError:
    return UserError(
        "NOT_CONFIRMED",
        T("error", "用户 {user} 上次改口令时程序中断，新口令没有生效。", user=user),
        _NOT_OPENED,
        T("error", "请用原来的口令登录，再改一次。"),
    )


def _foreign_keys() -> UserError:
    return UserError(
        "KEYS_DO_NOT_FIT",
        T("error", "钥匙文件与登记库不是同一个库的。"),
        _NOT_OPENED,
        T("error", "请检查文件夹是否被换过，并告知安全保密管理员。"),
    )
