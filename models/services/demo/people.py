"""Who plays in the demonstration: the accounts of a practice vault, and the persons who stand behind them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.services import consent, session
from models.services.office import Office
from models.services.session import Entrance, sign_in, sign_out
from models.services.signing import SignedStatement

CLERK, SECOND_CLERK, APPROVER, SIGNER, SECOND_SIGNER = "周敏", "刘洋", "陈立", "王建国", "李淑芬"
READER = "赵晓燕"
AUDITOR = "安全审计员"


@dataclass(frozen=True)
class Stage:
    """The vault, its people's passwords, and the door."""

    folder: Path
    entrance: Entrance
    passwords: dict[str, str]

    @contextmanager
    def as_user(self, name: str) -> Iterator[Office]:
        """Signed in as one of the accounts; signed out at the end."""
        office = sign_in(self.entrance, self.folder, name, self.passwords[name])
        try:
            if office.sitting.role == "clerk":
                consent.give_for_a_command(office)
            yield office
        finally:
            sign_out(office)

    def sign(self, office: Office, act: str, role: str, name: str, *, reason: str = "", **values: Any) -> SignedStatement:
        """`name` signs what the act would do now and why, by the own password (K-8)."""
        statement = office.statement(act, role, reason=reason, **values)
        if name == office.sitting.name:
            return office.sign(statement)
        return session.countersign(office, self.entrance, statement, name, self.passwords[name])


def person(office: Office, name: str, clearance: str = "IMPORTANT") -> int:
    """The person of that name in post; made if the register does not know one."""
    found = [row for row in office.read.find("persons", name=name) if row["state"] == "IN_POST"]
    if found:
        return int(found[0]["id"])
    return int(office.perform("add_row", ledger="persons", values={"name": name, "clearance": clearance}).result)
