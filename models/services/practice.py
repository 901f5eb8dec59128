"""New vaults with their first accounts: practice vaults from the command line and the window, and the wizard's (K-4, K-5)."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from models.domain.errors import Refused, UserError
from models.domain.file_reasons import reason_of
from models.domain.levels import Level
from models.domain.passwords import password_problems, policy_of
from models.domain.problems import blocks
from models.domain.text import T
from models.ledgers.choices import ROLES
from models.services.founding import FirstAccount, OrganProfile, check_founding, found_in
from models.services.office import Office
from models.services.session import Entrance, sign_in, sign_out
from models.storage import vault
from models.storage.slots import FLOOR

FIRST = (("系统管理员", "system_administrator"), ("安全保密管理员", "security_administrator"), ("安全审计员", "auditor"))
OTHERS = (
    ("周敏", "clerk"), ("刘洋", "clerk"), ("陈立", "approver"), ("王建国", "signer"), ("李淑芬", "signer"),
)  # fmt: skip
PRACTICE_PASSWORD = "Yanlian-2026"  # of every account of the window's practice vault; it stands on its unlock page
_NOTHING_DONE = T("error", "什么也没有做，没有写出任何文件。")
_LETTERS = "abcdefghjkmnpqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account beside the three administrators, with its first password."""

    name: str
    role: str
    password: str = field(repr=False)


def make_vault(
    folder: Path, training: bool, profile: OrganProfile, administrators: Sequence[FirstAccount],
    accounts: Sequence[NewAccount], entrance: Entrance, *, one_time: bool, finish: Callable[[Path], None] | None = None,
) -> None:  # fmt: skip
    """Found a vault, then let the system administrator create and the security administrator enable the accounts.

    Everything happens in a folder that gets the vault's name at the end, after `finish` was called with it. Raises Refused
    or UserError; then, and after a crash at any moment, there is no vault.
    """
    check_founding(profile, administrators)
    _check_accounts(profile, administrators, accounts)
    entrance = replace(entrance, last_seen=None)  # nothing is remembered of a vault that may not come to be
    with vault.building(folder) as room:
        found_in(
            room, training=training, profile=profile, administrators=administrators, clock=entrance.clock,
            machine=entrance.machine, cost=entrance.cost,
        )  # fmt: skip
        if accounts:
            _enter_accounts(room, administrators, accounts, entrance, one_time)
        if finish:
            finish(room)


def _enter_accounts(
    room: Path, administrators: Sequence[FirstAccount], accounts: Sequence[NewAccount], entrance: Entrance, one_time: bool
) -> None:
    with _sitting(room, administrators[0], entrance) as office:
        made = [
            office.perform("create_account", name=account.name, role=account.role, as_person=one_time).result
            for account in accounts
        ]
    with _sitting(room, administrators[1], entrance) as office:
        for account_id, account in zip(made, accounts, strict=True):
            office.perform("enable_account", account_id=account_id, password=account.password, one_time=one_time)


@contextmanager
def _sitting(room: Path, who: FirstAccount, entrance: Entrance) -> Iterator[Office]:
    office = sign_in(entrance, room, who.name.strip(), who.password)
    try:
        yield office
    finally:
        sign_out(office)


def _check_accounts(profile: OrganProfile, administrators: Sequence[FirstAccount], accounts: Sequence[NewAccount]) -> None:
    """All that would refuse one of the accounts, before anything is made. Raises Refused."""
    policy, problems = policy_of(profile.vault_level), []
    taken = {account.name.strip() for account in administrators}
    for account in accounts:
        name = account.name.strip()
        if not name:
            problems.append(blocks("REQUIRED", "name", T("problem", "请写用户名")))
        if name in taken:
            problems.append(blocks("DUPLICATE", "name", T("problem", "用户名 {name} 写了两次：一人只能有一个账户", name=name), "K-1"))
        if account.role not in ROLES:
            problems.append(blocks("NOT_A_CHOICE", "role", T("problem", "没有这个角色")))
        problems += password_problems(account.password, name, policy)
        taken.add(name)
    if problems:
        raise Refused(problems)


def make_practice_vault(folder: Path, organ: str, accounts_file: Path, entrance: Entrance) -> list[dict[str, str]]:
    """Make the vault and write its accounts to a new file of mode 0600, in a stable order. Returns the accounts."""
    refuse_existing(accounts_file)
    listed = [{"name": name, "role": role, "password": made_password()} for name, role in (*FIRST, *OTHERS)]
    first = [FirstAccount(**account) for account in listed[: len(FIRST)]]
    others = [NewAccount(**account) for account in listed[len(FIRST) :]]
    written = False

    def write(_room: Path) -> None:
        nonlocal written
        write_accounts(accounts_file, listed)
        written = True

    try:
        make_vault(folder, True, OrganProfile(organ, Level.SECRET), first, others, entrance, one_time=False, finish=write)
    except BaseException:
        if written:
            accounts_file.unlink(missing_ok=True)
        raise
    return listed


def make_sample_vault(
    folder: Path, organ: str, entrance: Entrance, finish: Callable[[Path], None] | None = None
) -> None:
    """The window's practice vault: every account has the password printed on its unlock page, at the cheapest cost."""
    first = [FirstAccount(name, role, PRACTICE_PASSWORD) for name, role in FIRST]
    others = [NewAccount(name, role, PRACTICE_PASSWORD) for name, role in OTHERS]
    cheap = replace(entrance, cost=FLOOR)
    make_vault(folder, True, OrganProfile(organ, Level.SECRET), first, others, cheap, one_time=False, finish=finish)


def made_password() -> str:
    """A password of four random groups that satisfies the rules of every vault level, about 66 bits."""
    groups = ["".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3)]
    return f"{groups[0].capitalize()}-{groups[1]}-{groups[2]}-{secrets.randbelow(9000) + 1000}"


def write_accounts(path: Path, accounts: list[dict[str, str]]) -> None:
    """Write the JSON list readable by its owner only; durable, or not there."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(accounts, stream, ensure_ascii=False, indent=2)
            stream.write("\n")
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        path.unlink()
        raise


def refuse_existing(path: Path) -> None:
    """A file that a command writes is a new one: nothing is written over. Raises UserError before anything is done."""
    if path.exists() or path.is_symlink():
        what = T("error", "{name} 已经有了，不会覆盖。", name=path.name)
        raise UserError("FILE_EXISTS", what, _NOTHING_DONE, T("error", "请换一个新的文件名。"))
    if not path.parent.is_dir():
        what = T("error", "不能写 {name}：文件夹 {folder} 不存在。", name=path.name, folder=str(path.parent))
        raise UserError("NO_FOLDER", what, _NOTHING_DONE, T("error", "请先建好文件夹，或换一个位置。"))


def unreadable_file(path: Path, error: Exception) -> UserError:
    """The sentence for a file that cannot be read."""
    return UserError(
        "FILE_UNREADABLE",
        T("error", "读不了文件 {name}（{reason}）。", name=path.name, reason=reason_of(error)),
        T("error", "没有改动任何内容。"),
        T("error", "请检查文件是否存在、能否打开。"),
    )
