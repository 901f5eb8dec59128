"""Password rules by the level of the vault (`domain.md` 4.3, K-4): numbers with floors, and the six-word phrase."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from models.domain.levels import Level
from models.domain.problems import Problem, blocks
from models.domain.text import T

MOST_FAILURES = 5  # wrong passwords in a row, then the user is locked
PHRASE_WORDS = 6
SEPARATORS = " -"


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


def password_problems(password: str, user: str, level: Level) -> list[Problem]:
    """Everything that is wrong with a new password, each with what would be right; empty if it is good."""
    policy = policy_of(level)
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


def is_phrase(password: str) -> bool:
    """Six or more different words of at least three letters: what the program offers instead of symbols (K-4)."""
    words = [word for word in password.replace("-", " ").split(" ") if len(word) >= 3 and word.isalpha()]
    return len(set(words)) >= PHRASE_WORDS


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
