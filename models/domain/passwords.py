"""Password rules by the level of the vault (`domain.md` 4.3, K-4): numbers with floors, and the six-word phrase."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta

from models.domain.levels import Level
from models.domain.phrases import is_phrase
from models.domain.problems import Problem, blocks
from models.domain.text import T

MOST_FAILURES = 5  # wrong passwords in a row, then the user is locked
KEPT_HISTORY = 5  # the last passwords that may not come back
LONGEST = 256  # characters: more is no password but a slip of the clipboard


@dataclass(frozen=True, slots=True)
class PasswordPolicy:
    """What a password must be and how long it may live; idle minutes until the program locks itself."""

    shortest: int
    longest_days: int
    idle_minutes: int
    allow_phrase: bool = True


POLICIES = {
    Level.CONFIDENTIAL: PasswordPolicy(shortest=8, longest_days=30, idle_minutes=10),
    Level.SECRET: PasswordPolicy(shortest=10, longest_days=7, idle_minutes=5),
}


def policy_of(level: Level) -> PasswordPolicy:
    """The policy of a vault's level; there are no 绝密 vaults (K-4)."""
    return POLICIES[level]


def password_problems(password: str, user: str, policy: PasswordPolicy) -> list[Problem]:
    """Everything that is wrong with a new password, each with what would be right; empty if it is good."""
    if len(password) > LONGEST:
        return [blocks("PASSWORD_LONG", "password", T("problem", "口令最多 {most} 位", most=LONGEST))]
    if policy.allow_phrase and is_phrase(password):
        return []
    problems = []
    if len(password) < policy.shortest:
        text = T("problem", "口令至少 {least} 位，现有 {now} 位", least=policy.shortest, now=len(password))
        problems.append(blocks("PASSWORD_SHORT", "password", text))
    missing = _missing_kinds(password)
    if missing:
        text = T("problem", "口令要有大写字母、小写字母、数字和符号，还缺：{missing}", missing="、".join(missing))
        problems.append(blocks("PASSWORD_PLAIN", "password", text))
    if user and _plain(user) in _plain(password):
        problems.append(blocks("PASSWORD_IS_NAME", "password", T("problem", "口令里不能有用户名")))
    return problems


def _missing_kinds(password: str) -> list[str]:
    kinds = {
        "大写字母": any(c.isupper() for c in password),
        "小写字母": any(c.islower() for c in password),
        "数字": any(c.isdigit() for c in password),
        "符号": any(not c.isalnum() and not c.isspace() for c in password),
    }
    return [name for name, has in kinds.items() if not has]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


# --- history, age, failures ------------------------------------------------------------------------------------------


def history_problems(reused: bool) -> list[Problem]:
    """`reused`: the new password opens one of the last KEPT_HISTORY slots of this user, the present one among them."""
    if not reused:
        return []
    text = T("problem", "这是最近 {count} 次用过的口令：换一个没有用过的", count=KEPT_HISTORY)
    return [blocks("PASSWORD_REUSED", "password", text)]


def change_due(policy: PasswordPolicy, set_on: date) -> date:
    """The last day on which a password set on `set_on` may be used."""
    return set_on + timedelta(days=policy.longest_days)


def is_outlived(policy: PasswordPolicy, set_on: date, today: date) -> bool:
    """Whether the password must be changed before anything else. A day set back counts as outlived: the clock is wrong."""
    return today > change_due(policy, set_on) or today < set_on


def tries_left(failures: int) -> int:
    """Wrong tries in a row that are still free; 0 means locked."""
    return max(0, MOST_FAILURES - failures)


# --- the office's own numbers ----------------------------------------------------------------------------------------


def with_settings(
    level: Level,
    shortest: int | None = None,
    longest_days: int | None = None,
    idle_minutes: int | None = None,
    allow_phrase: bool = True,
) -> PasswordPolicy:
    """The policy of a vault's level made stricter by the office. A laxer number is ignored: the level's is the floor."""
    floor = policy_of(level)
    return replace(
        floor,
        shortest=max(floor.shortest, shortest or 0),
        longest_days=min(floor.longest_days, longest_days or floor.longest_days),
        idle_minutes=min(floor.idle_minutes, idle_minutes or floor.idle_minutes),
        allow_phrase=floor.allow_phrase and allow_phrase,
    )


def setting_problems(level: Level, name: str, value: int) -> list[Problem]:
    """Whether a number may be set for this level: `shortest`, `longest_days` or `idle_minutes`; else what is allowed."""
    floor = policy_of(level)
    if name == "shortest":
        if floor.shortest <= value <= 64:
            return []
        text = T("problem", "{level}级库的口令至少 {least} 位，最多 64 位", level=level.text, least=floor.shortest)
    elif name == "longest_days":
        if 1 <= value <= floor.longest_days:
            return []
        text = T("problem", "{level}级库的口令最长用 {most} 天，最短 1 天", level=level.text, most=floor.longest_days)
    elif name == "idle_minutes":
        if 1 <= value <= floor.idle_minutes:
            return []
        text = T(
            "problem", "{level}级库最长 {most} 分钟不动就要锁屏，最短 1 分钟", level=level.text, most=floor.idle_minutes
        )
    else:
        raise ValueError(f"no password setting {name}")
    return [blocks("SETTING_OUT_OF_RANGE", name, text)]
