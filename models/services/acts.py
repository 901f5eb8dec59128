"""What an act is: declared once, performed through one door (K-2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from models.domain.problems import Problem
from models.domain.text import Text
from models.storage.journal import Change

ADMINISTRATORS = frozenset({"system_administrator", "security_administrator", "auditor"})
CLERK = frozenset({"clerk"})
EVERYONE = ADMINISTRATORS | {"clerk", "approver", "inspector", "signer"}
ANY = "*"  # any column, any state


@dataclass(frozen=True, slots=True)
class Need:
    """A second signature that an act asks for: in what role it is given, and which accounts may give it.

    `on_paper` says whether the signed paper form may stand for it (K-1). A signer is never the one who performs the
    act, and no person signs twice.
    """

    role: str  # counter, approver, witness, receiver, supervisor …: the part played in this act
    accounts: frozenset[str]  # account roles that may sign
    on_paper: bool = True
    by_requester: bool = False  # the one who performs the act may be the one (a clerk who counts)


@dataclass(frozen=True, slots=True)
class Touch:
    """What an act may change in one ledger: these columns, and `state` to these codes; `ANY` among them stands for all."""

    columns: frozenset[str]
    states: frozenset[str] = frozenset()

    def admits(self, values: Mapping[str, Any]) -> bool:
        """True if these after-values lie within."""
        if ANY not in self.columns and not values.keys() - {"state"} <= self.columns:
            return False
        return "state" not in values or ANY in self.states or values["state"] in self.states


@dataclass
class Draft:
    """What a service function wants written: judged by the office before anything is stored."""

    subject: str
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)
    result: Any = None
    shown: Any = None  # exactly what a second signer sees: rows in order with texts; its digest is signed (K-8)
    record: tuple[str, int] | None = None  # the row that signatures belong to
    people: dict[str, int] = field(default_factory=dict)  # part played → the person (id) who must sign it
    reason: str = ""  # why, where the act itself asks for it; the entry keeps it beside a reason for warnings
    prepare: Callable[[], None] | None = None  # once judged, before the entry: the new slot is on disk (K-6, step 1)
    finish: Callable[[], None] | None = None  # after the commit: the old slot goes (K-6, step 3)
    signing: Any = None  # further signing key of this entry (a key change is signed by the old and the new key)


Service = Callable[..., Draft]


@dataclass(frozen=True)
class Act:
    """One act of the office. `counter` names its counter-act, or `no_counter` says why there is none (K-15)."""

    name: str
    words: Text
    roles: frozenset[str]
    service: Service
    counter: str = ""
    no_counter: Text | None = None
    needs: tuple[Need, ...] = ()
    ledgers: Mapping[str, Touch] = field(default_factory=dict)  # all it may change beside `signatures`
    while_changing_password: bool = False  # may be performed before a one-time password was changed
    while_halted: bool = False  # may be performed while a check's findings have stopped writing
    asks_consent: bool = False  # enters contents: in a practice vault after this sitting's typed confirmation only (K-28)
    internal: bool = False  # noted by the program itself (`Office.note`): no page and no person asks for it

    def admits(self, change: Change) -> bool:
        """True if this act may make this change."""
        if change.ledger == "signatures":
            return bool(self.needs)
        touch = self.ledgers.get(change.ledger)
        return touch is not None and touch.admits(change.values)


@dataclass(frozen=True)
class Done:
    """The result of an act: what changed, under which entry, and the service's own answer."""

    entry: int
    digest: bytes
    changed: Mapping[str, tuple[int, ...]]
    result: Any = None
