"""What the first-run wizard hands out: plain values, no widget and no key."""

from __future__ import annotations

from dataclasses import dataclass, field

from models.domain.levels import Level

ADMINISTRATORS = ("system_administrator", "security_administrator", "auditor")
MORE_ROLES = ("clerk", "approver", "inspector", "signer")


@dataclass(frozen=True, slots=True)
class NewAdministrator:
    """One of the three, with the password that this person typed."""

    role: str
    name: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be created by the system administrator and enabled by the security administrator (K-5)."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class FirstRun:
    """Everything the wizard asked. `authority` None: the organ has no power of original classification (D5)."""

    organ: str
    security_office: str
    machine_number: str
    vault_level: Level
    authority: Level | None
    authority_number: str
    administrators: tuple[NewAdministrator, ...]
    accounts: tuple[NewAccount, ...]


@dataclass(frozen=True, slots=True)
class FirstRunDraft:
    """What was filled in when the wizard was left, to go on with later; no password is ever part of it."""

    organ: str = ""
    security_office: str = ""
    machine_number: str = ""
    vault_level: str = ""
    authority: str = ""
    authority_number: str = ""
    administrator_names: tuple[str, ...] = ("", "", "")
    accounts: tuple[tuple[str, str], ...] = ()
