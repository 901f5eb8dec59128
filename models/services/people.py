"""Which person stands behind an account or a name: an id of the persons ledger, for two people may bear one name (K-1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.domain.problems import Problem, blocks
from models.domain.text import T
from models.storage.store import Reader


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who acts or signs. `id` None: not in the register, or several people there bear this name."""

    id: int | None
    name: str

    def may_be(self, other: Who) -> bool:
        """True unless the two are known to be different people."""
        if self.id is not None and other.id is not None:
            return self.id == other.id
        return self.name == other.name


def of_name(read: Reader, name: str) -> Who:
    """The only person of that name."""
    same = [row for row in read.find("persons", name=name) if row["state"] != "VOID"]
    return Who(int(same[0]["id"]) if len(same) == 1 else None, name)


def of_account(read: Reader, account: Mapping[str, Any]) -> Who:
    """The person an account is linked to, else the only one of its name."""
    linked = read.get("persons", account.get("person_id"))
    return Who(int(linked["id"]), str(linked["name"])) if linked else of_name(read, str(account["name"]))


def of_paper(read: Reader, name: str, person_id: int | None) -> Who:
    """Who signed a paper form: the person pointed out, else the only one of that name."""
    pointed_out = read.get("persons", person_id)
    return Who(int(pointed_out["id"]), str(pointed_out["name"])) if pointed_out else of_name(read, name.strip())


def expected_problems(read: Reader, who: Who, expected: int | None) -> list[Problem]:
    """That somebody else signed than the act names, or that it is not clear who signed."""
    if expected is None or who.id == expected:
        return []
    name = str((read.get("persons", expected) or {"name": ""})["name"])
    if who.id is None and who.name == name:
        text = T("problem", "叫 {name} 的不止一位，账户没有指明是哪一位：请系统管理员在“用户”页指明", name=name)
        return [blocks("PERSON_UNCLEAR", "", text, "K-1")]
    text = T("problem", "这里要由 {expected} 签字，不是 {person}", expected=name, person=who.name)
    return [blocks("WRONG_SIGNER", "", text)]
