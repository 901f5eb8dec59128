"""Accounts: made by the system administrator, enabled by the security administrator, owned by their password (K-5, K-6)."""

from __future__ import annotations

from typing import Any

from models.domain.levels import Level
from models.domain.passwords import history_problems, password_problems
from models.domain.problems import Problem, blocks
from models.domain.text import T
from models.ledgers.choices import ROLES
from models.services import password_history, people
from models.services.acts import Draft
from models.services.office import Desk
from models.storage.digests import SigningKey
from models.storage.journal import Change
from models.storage.slots import Slot, SlotOwner, open_slot, seal
from models.storage.store import Reader


def create_account(
    desk: Desk, *, name: str, role: str, person_id: int | None = None, as_person: bool = False
) -> Draft:
    """An account without rights; it signs nothing until it is enabled. Names are never used again. Result: its id.

    It belongs to the person named, else to the only person of its name; `as_person` enters that person if there is none.
    """
    name = name.strip()
    changes: list[Change] = []
    problems: list[Problem] = []
    known = people.of_name(desk.read, name).id
    if person_id is None and known is not None and not desk.read.find_one("accounts", person_id=known):
        person_id = known
    elif person_id is None and as_person and not desk.read.find("persons", name=name):
        person_id = desk.new_id("persons")
        changes.append(Change("persons", person_id, {"name": name, "state": "IN_POST"}))
    if not name:
        problems.append(blocks("REQUIRED", "name", T("problem", "请写用户名")))
    if role not in ROLES:
        problems.append(blocks("NOT_A_CHOICE", "role", T("problem", "没有这个角色")))
    if desk.read.find_one("accounts", name=name):
        problems.append(blocks("DUPLICATE", "name", T("problem", "用户名 {name} 已经用过，不能重复使用", name=name)))
    if person_id is not None:
        problems += _second_account(desk, person_id)
    new_id = desk.new_id("accounts")
    values = {"name": name, "role": role, "person_id": person_id, "state": "CREATED", "one_time": 1, "generation": 0}
    return Draft(f"accounts {new_id}", [*changes, Change("accounts", new_id, values)], problems, result=new_id)


def link_account(desk: Desk, *, account_id: int, person_id: int) -> Draft:
    """Say which person an account belongs to: several may bear its name, and rules compare people, not names (K-1)."""
    account, person = _account(desk, account_id), desk.read.get("persons", person_id)
    problems: list[Problem] = []
    if person is None or person["state"] != "IN_POST":
        problems.append(blocks("NOT_IN_POST", "person_id", T("problem", "请选在岗人员")))
    if account["state"] == "REMOVED":
        problems.append(blocks("NOT_ENABLED", "", T("problem", "账户还没有启用，或已撤销")))
    if account["person_id"] == person_id:
        problems.append(blocks("NOTHING_CHANGED", "", T("problem", "没有改动，不用保存")))
    else:
        problems += _second_account(desk, person_id)
    return Draft(f"accounts {account_id}", [Change("accounts", account_id, {"person_id": person_id})], problems, result=account_id)


def people_without(read: Reader, account_id: int) -> list[tuple[int, str]]:
    """Persons in post who have no other account, those of the account's name first: id and name, department, post."""
    name = (read.get("accounts", account_id) or {"name": ""})["name"]
    others = {row["person_id"] for row in read.find("accounts") if row["id"] != account_id and row["state"] != "REMOVED"}
    units = {row["id"]: row["name"] for row in read.find("units")}
    rows = [row for row in read.find("persons", state="IN_POST") if row["id"] not in others]
    rows.sort(key=lambda row: (row["name"] != name, row["name"], row["id"]))
    return [(row["id"], "　".join(part for part in (row["name"], units.get(row["unit_id"]), row["post"]) if part)) for row in rows]


def _second_account(desk: Desk, person_id: int) -> list[Problem]:
    if all(row["state"] == "REMOVED" for row in desk.read.find("accounts", person_id=person_id)):
        return []
    return [blocks("DUPLICATE", "person_id", T("problem", "这个人已有账户，一人只能有一个"), "K-1")]


def enable_account(
    desk: Desk, *, account_id: int, password: str, level_cap: Level | None = None, posts: str = "", one_time: bool = True
) -> Draft:  # fmt: skip
    """Give an account a one-time password and a first key; until it is changed the account signs nothing else.

    `one_time=False` leaves the password as it is: in practice vaults only (K-5).
    """
    account = _account(desk, account_id)
    problems = password_problems(password, account["name"], desk.office.policy)
    if account["state"] != "CREATED":
        problems.append(blocks("ALREADY_ENABLED", "", T("problem", "这个账户已经启用过")))
    if not one_time and not desk.office.vault.is_training:
        problems.append(blocks("ONE_TIME_ONLY", "", T("problem", "正式库的新账户要用一次性口令"), "K-5"))
    values: dict[str, Any] = {"state": "ENABLED", "one_time": int(one_time), "posts": posts or account["posts"]}
    values["level_cap"] = level_cap.value if level_cap else account["level_cap"]
    return _new_key(desk, account, password, values, problems, SigningKey.generate())


def reset_password(desk: Desk, *, account_id: int, password: str) -> Draft:
    """A forgotten password: a new one-time password and, visibly, a new signing key."""
    account = _account(desk, account_id)
    problems = password_problems(password, account["name"], desk.office.policy)
    if account["state"] not in ("ENABLED", "LOCKED"):
        problems.append(blocks("NOT_ENABLED", "", T("problem", "账户还没有启用，或已撤销")))
    if account_id == desk.sitting.id:
        problems.append(blocks("OWN_ACCOUNT", "", T("problem", "自己的口令请用“改口令”")))
    return _new_key(desk, account, password, {"state": "ENABLED", "one_time": 1}, problems, SigningKey.generate())


def unlock_account(desk: Desk, *, account_id: int) -> Draft:
    """Lift the lock that five wrong passwords set (K-7)."""
    account = _account(desk, account_id)
    problems = []
    if account["state"] != "LOCKED":
        problems.append(blocks("NOT_LOCKED", "", T("problem", "这个账户没有锁定")))
    return Draft(f"accounts {account_id}", [Change("accounts", account_id, {"state": "ENABLED"})], problems)


def change_password(desk: Desk, *, password: str) -> Draft:
    """One's own new password. After a one-time password there is a new key pair, signed by the old and the new key."""
    account = _account(desk, desk.sitting.id)
    problems = password_problems(password, account["name"], desk.office.policy)
    history = password_history.history_of(desk.read, account["id"], desk.office.cost)
    mark = history.mark(password) if not problems else ""
    if mark:
        problems += history_problems(mark in history.marks or _opens_own_slot(desk, account, password))
    fresh = SigningKey.generate() if account["one_time"] else desk.sitting.key
    draft = _new_key(desk, account, password, {"one_time": 0}, problems, fresh)
    if account["one_time"]:
        draft.signing = fresh
    sitting, finish = desk.sitting, draft.finish

    def take_over() -> None:
        if finish:
            finish()
        sitting.key, sitting.has_outlived_password = fresh, False
        sitting.account = {**sitting.account, **draft.changes[0].values}
        password_history.keep(desk.office.vault, account["id"], history, mark)

    draft.finish = take_over
    return draft


def _opens_own_slot(desk: Desk, account: dict[str, Any], password: str) -> bool:
    return any(open_slot(slot, password) for slot in desk.office.vault.keys.slots_of(account["name"]))


def _account(desk: Desk, account_id: int) -> dict[str, Any]:
    account = desk.read.get("accounts", account_id)
    if account is None:
        raise KeyError(f"accounts {account_id}")
    return account


def _new_key(
    desk: Desk, account: dict[str, Any], password: str, values: dict[str, Any], problems: list[Problem], key: SigningKey
) -> Draft:
    """The three steps of a slot change: slot beside the old one, entry, old one gone (K-6)."""
    draft = Draft(f"accounts {account['id']}", problems=problems, result=account["id"], record=("accounts", account["id"]))
    if any(problem.blocks for problem in problems):
        return draft
    slot = _seal(desk, account, password, key)
    values |= {
        "public_key": slot.public, "generation": slot.generation, "slot_digest": slot.digest().hex(),
        "password_set_on": desk.today.isoformat(),
    }  # fmt: skip
    draft.changes.append(Change("accounts", account["id"], values))
    vault = desk.office.vault
    draft.prepare = lambda: vault.replace_keys(vault.keys.with_slot(slot))
    draft.finish = lambda: vault.settle_keys(vault.keys.keeping(slot))
    return draft


def _seal(desk: Desk, account: dict[str, Any], password: str, key: SigningKey) -> Slot:
    vault = desk.office.vault
    owner = SlotOwner(
        account["name"], account["id"], account["role"], (account["generation"] or 0) + 1, vault.keys.kind, vault.keys.vault
    )
    return seal(owner, password, vault.key, key, desk.office.cost)
