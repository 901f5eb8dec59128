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
# A carrier's ends: from there only an import that is undone leads on, to VOID.
_ENDS = frozenset({"DESTROYED", "RETURNED", "HANDED_OVER", "ARCHIVED", "VOID"})
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
        numbers = self._numbers
        at = number - 1  # where it stands in a journal without gaps
        if not 0 <= at < len(numbers) or numbers[at] != number:
            at = bisect_left(numbers, number)
            if at >= len(numbers) or numbers[at] != number:
                return UNKNOWN
        return self._kinds[at]

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


Admitted = tuple[frozenset[str] | None, frozenset[str] | None]  # columns and states; None: all


class Judge:
    """Judges the lines of one ledger."""

    def __init__(self, reach: Reach, ledger: str) -> None:
        self._reach, self._ledger = reach, ledger
        self._order: Mapping[str, frozenset[str | None]] = ORDER.get(ledger, {})
        self._admitted = [self._rule(act) for act in reach.acts]
        self._signed = {number: signed for number, signed in reach.signed.items() if signed.ledger == ledger}
        self._is_of_people = ledger in ("accounts", "persons", "signatures")

    def __call__(self, id_: int, entry: int, values: Mapping[str, Any], folded: Mapping[str, Any]) -> Sequence[Finding]:
        """What is wrong with one line; `folded` holds the row as it stood before it."""
        kind = self._reach.kind_of(entry)
        if kind == UNKNOWN:
            return ()
        found: list[Finding] = []
        if not admits(self._admitted[kind], values):
            found += outside_the_act(self._ledger, id_, entry)
        if self._order and "state" in values:
            found += state_skipped(self._order, self._ledger, id_, entry, values["state"], folded.get("state"))
        if self._is_of_people:
            found += self._people(id_, entry, values)
        if entry in self._signed:
            signed = self._signed[entry]
            signed.is_met |= id_ == signed.record
            found += signed_for_another(signed, id_, entry, str(values.get("number", folded.get("number")) or ""))
        return found

    def _people(self, id_: int, entry: int, values: Mapping[str, Any]) -> Sequence[Finding]:
        if self._ledger == "signatures":
            return signer_differs(self._reach, id_, entry, values)
        self._reach.remember(self._ledger, id_, entry, values)
        return ()

    def _rule(self, act: str) -> Admitted:
        rule = BUILT_IN.get(act) or self._reach.rules.get(act)
        if rule is None:
            return None, None  # the walk named it: there is no such act
        if self._ledger == "signatures" and rule.needs:
            return None, frozenset()
        touched = rule.ledgers.get(self._ledger)
        if touched is None:
            return frozenset(), frozenset()
        columns = None if "*" in touched.columns else touched.columns | {"state"}
        return columns, None if "*" in touched.states else touched.states


def admits(admitted: Admitted, values: Mapping[str, Any]) -> bool:
    """True if these after-values lie within; a ledger that the act does not know admits none, not even an empty line."""
    columns, states = admitted
    if columns is not None and (not columns or not values.keys() <= columns):
        return False
    return states is None or "state" not in values or values["state"] in states


def outside_the_act(ledger: str, id_: int, entry: int) -> Sequence[Finding]:
    """A change that its act never makes."""
    return [Finding(entry, "OUTSIDE_THE_ACT", ledger, id_)]


def state_skipped(
    order: Mapping[str, frozenset[str | None]], ledger: str, id_: int, entry: int, state: Any, before: Any
) -> Sequence[Finding]:
    """A state without the step that leads to it, or after the end of a carrier's life."""
    before_it = order.get(state)
    is_over = ledger == "carriers" and before in _ENDS and state != "VOID"
    return [Finding(entry, "STATE_SKIPPED", ledger, id_)] if is_over or (before_it is not None and before not in before_it) else ()


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
