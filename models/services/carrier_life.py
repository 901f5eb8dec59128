"""The life of a carrier in short lines: received, shelved, lent, counted, corrected, with the journal's numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from models.domain.lifecycle import STATE_WORDS, CarrierState
from models.domain.text import T, Text
from models.services import links
from models.services.histories import Event, FieldChange, history
from models.services.office import Office
from models.storage.store import Reader, Row

MOST = 40  # events shown in the pane; the history has them all


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """One event: the state code the carrier has since (FIRST for its first one), when (UTC), what, and the entry."""

    state: str
    time: str
    what: Text
    entry: int


def life(office: Office, row: Row, masked: bool) -> list[LifeEvent]:
    """The carrier's own entries and the corrections of its document, newest first."""
    read = office.read
    own = history(read, office.acts, "carriers", row["id"], masked)
    states = _states(own)
    events = [LifeEvent(states[event.entry], event.time, _what(read, event, row), event.entry) for event in own]
    known = {event.entry for event in own}
    if row["document_id"] is not None:
        for event in history(read, office.acts, "documents", row["document_id"], masked):
            if event.entry not in known and own and event.entry > own[-1].entry and event.code.startswith("amend"):
                events.append(LifeEvent("AMENDED", event.time, _amended(event.changes), event.entry))
    return sorted(events, key=lambda event: -event.entry)[:MOST]


def _states(own: list[Event]) -> dict[int, str]:
    """The state after each entry, by entry number."""
    found: dict[int, str] = {}
    now = ""
    for event in reversed(own):
        now = str(event.written.get("state") or now)
        found[event.entry] = "FIRST" if event.first and now == CarrierState.IN_STORE else now
    return found


def _what(read: Reader, event: Event, row: Row) -> Text:
    written = event.written
    special = _SPECIAL.get(event.code)
    if special is not None:
        return special(read, event, row)
    if event.code in ("amend_row", "amend_rows", "amend_document"):
        return _amended(event.changes)
    if written.get("holder_id"):
        return T("carrier life", "{act} → {who}", act=event.act, who=links.title(read, "persons", written["holder_id"]))
    state = written.get("state")
    if state and state != CarrierState.IN_STORE and not event.first:
        return T("carrier life", "{act}：{state}", act=event.act, state=STATE_WORDS[CarrierState(state)])
    if "last_counted_on" in written:
        return T("carrier life", "清查：相符")
    return event.act


def _amended(changes: tuple[FieldChange, ...]) -> Text:
    if not changes:
        return T("carrier life", "更正")
    if len(changes) == 1:
        return T("carrier life", "更正 {field}", field=changes[0].label)
    return T("carrier life", "更正 {field} 等 {n} 项", field=changes[0].label, n=len(changes))


def _registered(read: Reader, event: Event, row: Row) -> Text:
    document = read.get("documents", row["document_id"]) or {}
    return T("carrier life", "收文登记，{n} 份", n=document.get("copies_received") or 1)


def _imported(read: Reader, event: Event, row: Row) -> Text:
    state = CarrierState(event.written.get("state") or CarrierState.IN_STORE)
    if state is CarrierState.IN_STORE:
        return T("carrier life", "由旧台账导入")
    return T("carrier life", "由旧台账导入：{state}", state=STATE_WORDS[state])


def _shelved(read: Reader, event: Event, row: Row) -> Text:
    return T("carrier life", "上架 {place}", place=_place(read, event.written.get("shelf_id")))


def _given_back(read: Reader, event: Event, row: Row) -> Text:
    return T("carrier life", "归还 {place}", place=_place(read, row["shelf_id"])) if row["shelf_id"] else event.act


def _lent(read: Reader, event: Event, row: Row) -> Text:
    return T("carrier life", "借出 → {who}", who=links.title(read, "persons", event.written.get("holder_id") or 0))


def _place(read: Reader, shelf_id: Any) -> str:
    return links.title(read, "shelves", shelf_id) if shelf_id else "—"


_SPECIAL: Mapping[str, Callable[[Reader, Event, Row], Text]] = {
    "register_document": _registered, "import_ledger": _imported, "shelve": _shelved, "take_back": _given_back, "lend": _lent,
}  # fmt: skip

