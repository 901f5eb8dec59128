"""Acts of the administrators: the organ's profile, and its own numbers for passwords and lock (domain.md 4.2, 4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.domain.passwords import PasswordPolicy, policy_of, setting_problems
from models.domain.problems import Problem, blocks
from models.domain.text import T
from models.ledgers.organisation import ORGAN
from models.services import generic, histories
from models.services.acts import Draft
from models.services.office import Desk, Office
from models.services.policy import NUMBERS, own_rows
from models.storage.journal import Change

AMENDED = ("name", "authority", "authority_number", "machine_number", "security_office")  # the level stays (K-4)
WORDS = {
    "shortest": T("setting", "口令最短长度"), "longest_days": T("setting", "口令有效期"),
    "idle_minutes": T("setting", "闲置多久锁定"),
}  # fmt: skip


def change_policy(desk: Desk, *, values: Mapping[str, int]) -> Draft:
    """Set some of the `NUMBERS`. Raises KeyError for another name."""
    level, rows, now = desk.office.vault_level, own_rows(desk.read), desk.office.policy
    draft = Draft("policy")
    for name, value in values.items():
        if name not in NUMBERS:
            raise KeyError(f"no setting {name}")
        draft.problems += setting_problems(level, name, value)
        if value == getattr(now, name):
            continue
        row, stored = rows.get(name), str(value)
        if row is None:
            draft.changes.append(Change("settings", desk.new_id("settings"), {"name": name, "value": stored}))
        else:
            draft.changes.append(Change("settings", row["id"], {"value": stored}))
    if not draft.changes:
        draft.problems.append(_nothing_new())
    return draft


def amend_organ(desk: Desk, *, values: Mapping[str, Any]) -> Draft:
    """Correct the organ's profile (`AMENDED`); the vault's level is fixed from its first entry on. Raises KeyError."""
    before = desk.read.get("organ", 1) or {}
    fresh: dict[str, Any] = {}
    for name, value in values.items():
        if name not in AMENDED:
            raise KeyError(f"organ.{name} is not amended")
        if value != before[name]:
            fresh[name] = value
    problems = generic.row_problems(desk, ORGAN, {**before, **fresh}, before)
    if not fresh:
        problems.append(_nothing_new())
    return Draft("organ 1", [Change("organ", 1, fresh)] if fresh else [], problems, record=("organ", 1))


@dataclass(frozen=True, slots=True)
class LastChange:
    """Who changed a number last: from what to what, and under which entry."""

    name: str
    time: str  # UTC, ISO
    who: str
    before: str
    after: str
    entry: int


@dataclass(frozen=True, slots=True)
class Situation:
    """What the page of settings shows."""

    organ: Mapping[str, Any]
    floor: PasswordPolicy
    policy: PasswordPolicy
    last: LastChange | None
    password_set_on: str


def situation(office: Office) -> Situation:
    """Everything at once, read by the calling thread."""
    account = office.read.get("accounts", office.sitting.id) or {}
    return Situation(
        office.read.get("organ", 1) or {}, policy_of(office.vault_level), office.policy, _last_change(office),
        account["password_set_on"] or "",
    )  # fmt: skip


def _last_change(office: Office) -> LastChange | None:
    found: list[LastChange] = []
    floor = policy_of(office.vault_level)
    for name, row in own_rows(office.read).items():
        values = [str(getattr(floor, name))]
        for event in reversed(histories.history(office.read, office.acts, "settings", row["id"])):
            values.append(str(event.written["value"]))
            found.append(LastChange(name, event.time, event.who, values[-2], values[-1], event.entry))
    return max(found, key=lambda change: change.entry, default=None)


def _nothing_new() -> Problem:
    return blocks("NOTHING_CHANGED", "", T("problem", "没有改动：数值和现在的一样"))

