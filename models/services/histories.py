"""The history of one row, as the journal has it: who, when, what, why, and each value before and after (K-9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.domain.levels import Level
from models.domain.text import T, Text
from models.ledgers import BY_NAME
from models.ledgers.fields import Field, Kind
from models.services import links
from models.services.acts import Act
from models.services.movements import HIDDEN
from models.storage import journal
from models.storage.store import Reader

Words = Text | str
_MASKED = ("title",)  # what R-43 hides of a 绝密 row until somebody opens it


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: its label, and its words before ("" if it was not set) and after."""

    name: str
    label: Text
    before: Words
    after: Words


@dataclass(frozen=True, slots=True)
class Event:
    """One entry about one row. `written` are the raw after-values, by field; `first` if the row began with it."""

    entry: int
    time: str  # UTC, ISO
    who: str
    code: str  # name of the act
    act: Text
    reason: str
    written: Mapping[str, Any]
    changes: tuple[FieldChange, ...]
    first: bool


def history(read: Reader, acts: Mapping[str, Act], ledger: str, id_: int, masked: bool | None = None) -> list[Event]:
    """Everything that was written about a row, newest first.

    `masked` hides titles; None: they are hidden if the row is 绝密 now. Raises KeyError for an unknown ledger.
    """
    fields = BY_NAME[ledger].fields
    if masked is None:
        masked = (read.get(ledger, id_) or {}).get("level") == Level.TOP_SECRET
    names: dict[int, str] = {}
    state: dict[str, Any] = {}
    events: list[Event] = []
    for entry, written in journal.history_of(read.connection, ledger, id_):
        payload = entry.payload
        changes = tuple(
            _change(read, name, fields[name], state.get(name), value, masked)
            for name, value in written.items() if name in fields and value != state.get(name)
        )  # fmt: skip
        who = names.setdefault(payload["actor"], "") or _person(read, payload["actor"])
        names[payload["actor"]] = who
        act = acts[payload["act"]].words if payload["act"] in acts else T("act", "{name}", name=payload["act"])
        events.append(Event(entry.number, payload["time"], who, payload["act"], act, payload["reason"], written, changes,
                            not events))  # fmt: skip
        state.update(written)
    return events[::-1]


def _person(read: Reader, account_id: int) -> str:
    account = read.get("accounts", account_id) or {}
    person = read.get("persons", account.get("person_id")) or account
    return str(person.get("name") or account_id)


def _change(read: Reader, name: str, field: Field, before: Any, after: Any, masked: bool) -> FieldChange:
    if masked and name in _MASKED:
        return FieldChange(name, field.label, HIDDEN if before else "", HIDDEN if after else "—")
    return FieldChange(name, field.label, value_words(read, field, before), value_words(read, field, after) or "—")


def value_words(read: Reader, field: Field, value: Any) -> Words:
    """A stored value as it is shown: words of codes, the name of a row that is pointed to; "" for nothing."""
    if value in (None, ""):
        return ""
    if field.kind is Kind.LINK:
        return links.title(read, field.to, value)
    if field.kind is Kind.YES_NO:
        return T("yes no", "是") if value else T("yes no", "否")
    if field.kind is Kind.CHOICE and field.choices and value in field.choices:
        return field.choices[value]
    return str(value)
