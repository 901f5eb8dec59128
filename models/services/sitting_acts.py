"""Entries that change no register row: sign-in, sign-out, lock, gate and clock findings, looks, practice consent (K-13)."""

from __future__ import annotations

from typing import Any

from models.domain.problems import blocks
from models.domain.text import T
from models.services.acts import Draft
from models.services.office import Desk
from models.storage.journal import Change


def sign_in(desk: Desk, *, details: dict[str, Any], to_lock: list[str], counting: dict[str, int]) -> Draft:
    """A person came in; what the door saw since the last sign-in, and users that five failures lock (K-7).

    `counting`: failures that stay in the attempts file unless their user is locked now; the entry keeps their number,
    so that a shortened file is noticed. Result: the names of the users locked.
    """
    draft = Draft(desk.sitting.name, details=details, result=[])
    for name in to_lock:
        account = desk.read.find_one("accounts", name=name)
        if account and account["state"] == "ENABLED" and account["role"] != "security_administrator":
            draft.changes.append(Change("accounts", account["id"], {"state": "LOCKED"}))
            draft.result.append(name)
    details["left"] = sum(number for name, number in counting.items() if name not in draft.result)
    return draft


def sign_out(desk: Desk) -> Draft:
    """A person left, or the program locked itself; the act's name says which."""
    return Draft(desk.sitting.name)


def note_gate(desk: Desk, *, finding: dict[str, Any]) -> Draft:
    """What the machine gate found while the vault was open (K-27)."""
    return Draft(str(finding.get("code", "")), details=finding)


def look_at(desk: Desk, *, carrier_id: int) -> Draft:
    """Somebody opened a 绝密 row: one entry for each row and sitting (K-13)."""
    row = desk.read.get("carriers", carrier_id)
    if row is None:
        raise KeyError(f"carriers {carrier_id}")
    sitting = desk.sitting
    return Draft(f"carriers {row['number']}", result=row["number"], finish=lambda: sitting.looked_at.add(carrier_id))


def consent_to_practice(desk: Desk, *, typed: str) -> Draft:
    """Typed confirmation that no real secret is entered in a practice vault (K-28)."""
    problems = []
    if typed.strip() != PRACTICE_WORDS:
        text = T("problem", "请照样输入：{words}", words=PRACTICE_WORDS)
        problems.append(blocks("WORDS_DIFFER", "typed", text, "K-28"))
    sitting = desk.sitting

    def remember() -> None:
        sitting.has_consented = True

    return Draft("practice", problems=problems, finish=remember)


PRACTICE_WORDS = "这里不录真实涉密内容"
