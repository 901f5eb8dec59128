"""Practice vaults from the command line: every role has an account with a password made by the program (K-4, K-5)."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from models.domain.errors import UserError
from models.domain.levels import Level
from models.domain.text import T
from models.services.founding import FirstAccount, OrganProfile, found_vault
from models.services.session import Entrance, sign_in, sign_out

FIRST = (("系统管理员", "system_administrator"), ("安全保密管理员", "security_administrator"), ("安全审计员", "auditor"))
OTHERS = (
    ("周敏", "clerk"), ("刘洋", "clerk"), ("陈立", "approver"), ("王建国", "signer"), ("李淑芬", "signer"),
)  # fmt: skip
_LETTERS = "abcdefghjkmnpqrstuvwxyz"


def make_practice_vault(folder: Path, organ: str, accounts_file: Path, entrance: Entrance) -> list[dict[str, str]]:
    """Make the vault and write its accounts to a new file of mode 0600, in a stable order. Returns the accounts."""
    refuse_existing(accounts_file)
    accounts = [{"name": name, "role": role, "password": made_password()} for name, role in (*FIRST, *OTHERS)]
    passwords = {account["name"]: account["password"] for account in accounts}
    found_vault(
        folder, training=True, profile=OrganProfile(organ, Level.SECRET), clock=entrance.clock, machine=entrance.machine,
        administrators=[FirstAccount(name, role, passwords[name]) for name, role in FIRST], cost=entrance.cost,
    )  # fmt: skip
    office = sign_in(entrance, folder, FIRST[0][0], passwords[FIRST[0][0]])
    made = {name: office.perform("create_account", name=name, role=role).result for name, role in OTHERS}
    sign_out(office)
    office = sign_in(entrance, folder, FIRST[1][0], passwords[FIRST[1][0]])
    for name, account_id in made.items():
        office.perform("enable_account", account_id=account_id, password=passwords[name], one_time=False)
    sign_out(office)
    write_accounts(accounts_file, accounts)
    return accounts


def made_password() -> str:
    """A password of four random groups that satisfies the rules of every vault level, about 66 bits."""
    groups = ["".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3)]
    return f"{groups[0].capitalize()}-{groups[1]}-{groups[2]}-{secrets.randbelow(9000) + 1000}"


def write_accounts(path: Path, accounts: list[dict[str, str]]) -> None:
    """Write the JSON list readable by its owner only."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(accounts, stream, ensure_ascii=False, indent=2)
        stream.write("\n")


def refuse_existing(path: Path) -> None:
    """An accounts file is never written over."""
    if path.exists() or not path.parent.is_dir():
        raise UserError(
            "FILE_EXISTS",
            T("error", "不能写 {name}：文件已存在，或文件夹不存在。", name=path.name),
            T("error", "没有建库，也没有改动任何文件。"),
            T("error", "请换一个新的文件名。"),
        )


def unreadable_file(path: Path) -> UserError:
    """The sentence for a file that cannot be read."""
    return UserError(
        "FILE_UNREADABLE",
        T("error", "读不了文件 {name}。", name=path.name),
        T("error", "没有改动任何内容。"),
        T("error", "请检查文件是否存在、能否打开。"),
    )
