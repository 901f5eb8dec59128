"""What acts may reach, told while the changes are read in the order of their rows (`fold.py`): each only its own ledgers,
columns and states (K-2); no process past a step that somebody else signs (R-53 to R-56, K-22); what was signed for one
record changes no other, and the row of a signature names who gave it (K-1, K-8).

The walk notes each entry's act; memory: 12 bytes an entry, and the acts that somebody signed.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.storage.verify.findings import ActRule, Finding, LedgerRule, Rules

UNKNOWN = -1
_ALL = frozenset({"*"})
_OPEN_BATCH = frozenset({"LISTED", "COUNTED", "APPROVED", "SEALED", "EXECUTING"})
# Ledger → state → the states it may follow; None: a new row. A state that is not named here may follow any.
ORDER: Mapping[str, Mapping[str, frozenset[str | None]]] = {
    "destructions": {
        "LISTED": frozenset({None, "COUNTED", "APPROVED", "SEALED"}), "COUNTED": frozenset({"LISTED"}),
        "APPROVED": frozenset({"COUNTED"}), "SEALED": frozenset({"APPROVED"}), "EXECUTING": frozenset({"SEALED", "WITNESSED"}),
        "WITNESSED": frozenset({"EXECUTING"}), "CERTIFIED": frozenset({"WITNESSED"}), "ABANDONED": _OPEN_BATCH,
    },
    "destruction_items": {"PUT_IN": frozenset({"LISTED"}), "DESTROYED": frozenset({"PUT_IN"})},
    "carriers": {  # a new row in any state comes from an old register
        "DESTROYED": frozenset({None, "AWAITING_DESTRUCTION", "SENT_FOR_DESTRUCTION"}),
        "HANDED_OVER": frozenset({None, "BEING_HANDED_OVER"}),
    },
    "counts": {
        "SCANNED": frozenset({"OPEN", "RECONCILING"}), "RECONCILING": frozenset({"SCANNED"}),
        "SIGNED": frozenset({"SCANNED", "RECONCILING"}), "ABANDONED": frozenset({"OPEN", "SCANNED", "RECONCILING"}),
    },
    "handovers": {
        "LISTING": frozenset({None}), "PACKING": frozenset({"LISTING", "PACKED"}), "PACKED": frozenset({"PACKING"}),
        "SIGNED": frozenset({"PACKED"}), "ABANDONED": frozenset({"LISTING", "PACKING", "PACKED"}),
    },
}  # fmt: skip
# Written by no act of the catalogue; `upgrade` changes nothing.
BUILT_IN: Rules = {
    "found_vault": ActRule(frozenset(), ledgers={"organ": LedgerRule(_ALL), "accounts": LedgerRule(_ALL, _ALL)}),
    "confirm_slots": ActRule(
        frozenset(), ledgers={"accounts": LedgerRule(frozenset({"generation", "slot_digest", "password_set_on"}))}
    ),
    "upgrade": ActRule(frozenset()),
}


@dataclass(slots=True)
class Signed:
    """What an act was signed for: the record that the rows of its signatures name, and the subject the signers read."""

    ledger: str
    record: int
    subject: str
    is_met: bool = False  # the act changes that record


@dataclass
class Reach:
    """Each entry's act, and what is remembered of people while the changes are read."""

    rules: Rules
    acts: list[str] = field(default_factory=list)
    signed: dict[int, Signed] = field(default_factory=dict)
    _numbers: array[int] = field(default_factory=lambda: array("q"))
    _kinds: array[int] = field(default_factory=lambda: array("i"))
    _index: dict[str, int] = field(default_factory=dict)
    _names: dict[tuple[str, int, str], list[tuple[int, Any]]] = field(default_factory=dict)

    def note(self, number: int, act: str) -> None:
        """Keep what an entry's payload says of its act."""
        kind = self._index.setdefault(act, len(self.acts))
        if kind == len(self.acts):
            self.acts.append(act)
        self._numbers.append(number)
        self._kinds.append(kind)

    def kind_of(self, number: int) -> int:
        """The place in `acts` of an entry's act; UNKNOWN if the walk has not come so far or the entry cannot be read."""
        count = len(self._numbers)
        if not count:
            return UNKNOWN
        at = number - self._numbers[0]
        if not 0 <= at < count or self._numbers[at] != number:
            at = bisect_left(self._numbers, number)
        return self._kinds[at] if at < count and self._numbers[at] == number else UNKNOWN

    def remember(self, ledger: str, id_: int, entry: int, values: Mapping[str, Any]) -> None:
        """Keep what later rows are judged by: names, and whose account is whose."""
        for name in ("name", "person_id"):
            if name in values:
                self._names.setdefault((ledger, id_, name), []).append((entry, values[name]))

    def signer(self, account: Any, entry: int) -> Any:
        """The name under which an account signed at an entry: the linked person's, else its own."""
        person = self._before(("accounts", account, "person_id"), entry)
        return self._before(("persons", person, "name"), entry) or self._before(("accounts", account, "name"), entry)

    def _before(self, key: tuple[str, Any, str], entry: int) -> Any:
        found = None
        for number, value in self._names.get(key, ()):
            if number >= entry:
                break
            found = value
        return found

    def unmet(self) -> Iterator[Finding]:
        """Acts that do not change the record they were signed for; once all changes were read."""
        for number, signed in self.signed.items():
            if not signed.is_met:
                yield Finding(number, "SIGNED_FOR_ANOTHER", signed.ledger, signed.record)
                signed.is_met = True


class Judge:
    """Judges the lines of one ledger."""

    def __init__(self, reach: Reach, ledger: str) -> None:
        self._reach, self._ledger = reach, ledger
        self._order: Mapping[str, frozenset[str | None]] = ORDER.get(ledger, {})
        self._rules = [self._rule(act) for act in reach.acts]

    def __call__(self, id_: int, entry: int, values: Mapping[str, Any], folded: Mapping[str, Any]) -> Sequence[Finding]:
        """What is wrong with one line; `folded` holds the row as it stood before it."""
        reach, ledger = self._reach, self._ledger
        kind = reach.kind_of(entry)
        if kind == UNKNOWN:
            return ()
        found: list[Finding] = []
        rule = self._rules[kind]
        if rule is None or not admits(rule, values):
            found += outside_the_act(ledger, id_, entry)
        if self._order and "state" in values:
            found += state_skipped(self._order, ledger, id_, entry, values["state"], folded.get("state"))
        if ledger in ("accounts", "persons"):
            reach.remember(ledger, id_, entry, values)
        elif ledger == "signatures":
            found += signer_differs(reach, id_, entry, values)
        if (signed := reach.signed.get(entry)) is not None and signed.ledger == ledger:
            signed.is_met |= id_ == signed.record
            found += signed_for_another(signed, id_, entry, str(values.get("number", folded.get("number")) or ""))
        return found

    def _rule(self, act: str) -> LedgerRule | None:
        rule = BUILT_IN.get(act) or self._reach.rules.get(act)
        if rule is None:
            return LedgerRule(_ALL, _ALL)  # the walk named it: there is no such act
        if self._ledger == "signatures" and rule.needs:
            return LedgerRule(_ALL)
        return rule.ledgers.get(self._ledger)


def admits(rule: LedgerRule, values: Mapping[str, Any]) -> bool:
    """True if these after-values lie within the rule."""
    if "*" not in rule.columns and not values.keys() - {"state"} <= rule.columns:
        return False
    return "state" not in values or "*" in rule.states or values["state"] in rule.states


def outside_the_act(ledger: str, id_: int, entry: int) -> Sequence[Finding]:
    """A change that its act never makes."""
    return [Finding(entry, "OUTSIDE_THE_ACT", ledger, id_)]


def state_skipped(
    order: Mapping[str, frozenset[str | None]], ledger: str, id_: int, entry: int, state: Any, before: Any
) -> Sequence[Finding]:
    """A state without the step that leads to it."""
    before_it = order.get(state)
    return () if before_it is None or before in before_it else [Finding(entry, "STATE_SKIPPED", ledger, id_)]


def signed_for_another(signed: Signed, id_: int, entry: int, number: str) -> Sequence[Finding]:
    """A change of another record of that ledger than the one the act was signed for, or under another number than the
    signers read."""
    if id_ == signed.record and (not number or signed.subject == f"{signed.ledger} {number}"):
        return ()
    return [Finding(entry, "SIGNED_FOR_ANOTHER", signed.ledger, id_)]


def signer_differs(reach: Reach, id_: int, entry: int, values: Mapping[str, Any]) -> Sequence[Finding]:
    """The row of a signature in the program that names another than whose key signed."""
    if values.get("how") != "IN_PROGRAM" or values.get("person") == reach.signer(values.get("account_id"), entry):
        return ()
    return [Finding(entry, "SIGNATURE_ROWS_DIFFER", "signatures", id_)]
