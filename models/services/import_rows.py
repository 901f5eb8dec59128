"""Turning accepted source rows into documents, carriers, places, persons and loans (K-17, K-23)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from models.domain.lifecycle import IN_BOOK, CarrierState
from models.domain.markings import MARKING_COLUMNS
from models.domain.text_cleaning import person_name_key
from models.exchange.findings import Finding
from models.exchange.places import Place
from models.exchange.proposed import ProposedCopy, ProposedRow
from models.ledgers import BY_NAME
from models.services.numbers import next_carrier_number, next_registry_number
from models.services.office import Desk
from models.storage import import_queries
from models.storage.journal import Change

NO_ROOM, NO_SHELF = "未注明房间", "未分层"
OLD_APPROVAL = "旧台账"
_JSON = json.JSONEncoder(ensure_ascii=False).encode


class RowWriter:
    """Collects the changes of one import. Places and persons are found by name, or made once."""

    def __init__(self, desk: Desk, import_id: int) -> None:
        self._desk, self._import_id = desk, import_id
        self.changes: list[Change] = []
        self.documents = self.carriers = 0
        self._documents_of: dict[str, int] = {}
        self._rooms: dict[str, int] = {}
        self._cabinets: dict[tuple[int, str], int] = {}
        self._shelves: dict[tuple[int, str], int] = {}
        self._places: dict[tuple[str, str, str], int] = {}
        self._persons = {person_name_key(row["name"]): row["id"] for row in desk.read.find("persons")}

    def knows(self, source_key: str) -> bool:
        """True if this import has already taken a row with this key."""
        return source_key in self._documents_of

    def refuse(self, row: ProposedRow) -> None:
        """Keep a row that could not be understood as source text."""
        self._note(row, "REFUSED", row.findings, None)

    def take(self, row: ProposedRow, verdict: str, findings: Sequence[Finding]) -> int:
        """Write a row: its document (or the one it joins), its carriers, their places, holders and loans."""
        document_id = self._joined(row) if row.joins else None
        note_id = self._note(row, verdict, findings, document_id)
        if document_id is None:
            document_id = self._document(row, note_id)
            note = self.changes[self._at_note]
            note.values["document_id"] = document_id
        self._documents_of[row.source_key] = document_id
        for copy in row.copies:
            self._carrier(row, document_id, copy)
        return document_id

    def _joined(self, row: ProposedRow) -> int | None:
        return self._documents_of.get(row.joins) or import_queries.document_of_source(self._desk.read, row.joins)

    def _note(self, row: ProposedRow, verdict: str, findings: Sequence[Finding], document_id: int | None) -> int:
        note_id = self._desk.new_id("import_rows")
        self._at_note = len(self.changes)
        problems = [[found.problem.code, found.column, str(found.problem.text)] for found in findings]
        values: dict[str, Any] = {
            "import_id": self._import_id, "sheet": row.sheet, "row": row.row, "source_key": row.source_key,
            "match_key": row.match_key or None, "verdict": verdict,
            "source": _JSON([*row.cells]), "problems": _JSON(problems) if problems else None,
        }  # fmt: skip
        if document_id is not None:
            values["document_id"] = document_id
        self.changes.append(Change("import_rows", note_id, _set(values)))
        return note_id

    def _document(self, row: ProposedRow, note_id: int) -> int:
        document_id = self._desk.new_id("documents")
        year = row.year or self._desk.today.year
        values = {name: value for name, value in row.document.items() if value not in (None, "")}
        values.setdefault("channel", "OLD_LEDGER")
        if "issued_on" not in values and values.get("received_on"):
            # Old ledgers rarely keep the day of issue; the period then runs from the day the organ was told.
            values.setdefault("notice_on", values["received_on"])
        values |= {
            "registry_number": next_registry_number(self._desk, year), "copies_received": len(row.copies),
            "import_row_id": note_id, "state": "REGISTERED",
        }  # fmt: skip
        self.changes.append(Change("documents", document_id, values))
        self.documents += 1
        return document_id

    def _carrier(self, row: ProposedRow, document_id: int, copy: ProposedCopy) -> None:
        carrier_id = self._desk.new_id("carriers")
        year = row.year or self._desk.today.year
        in_book = copy.state in IN_BOOK
        shelf_id = self._shelf(copy.place) if in_book and copy.place.known else None
        holder_id = self._person(copy.holder) if in_book and copy.holder else None
        values = {
            "number": next_carrier_number(self._desk, year), "document_id": document_id, "medium": copy.medium.value,
            "copy_number": copy.copy_number, "serial_number": copy.serial_number, "capacity": copy.capacity,
            "pages": copy.pages, "origin": "OLD_LEDGER", "state": copy.state.value, "shelf_id": shelf_id,
            "registered_on": row.document.get("received_on") or self._desk.today.isoformat(), "holder_id": holder_id,
            "custodian_id": self._person(copy.custodian) if copy.custodian else None, "recall": copy.recall,
            "to_archive": copy.to_archive or None, "left_on": copy.left_on, "left_by": copy.left_by,
            "place_text": None if shelf_id else copy.place.text or None,
            "remarks": copy.remarks,
            **{name: row.document.get(name) for name in MARKING_COLUMNS},
        }  # fmt: skip
        self.changes.append(Change("carriers", carrier_id, _set(values)))
        self.carriers += 1
        if copy.state is CarrierState.ON_LOAN and holder_id is not None:
            self._loan(row, carrier_id, holder_id, copy)

    def _loan(self, row: ProposedRow, carrier_id: int, person_id: int, copy: ProposedCopy) -> None:
        lent_on = copy.since or row.document.get("received_on") or self._desk.today.isoformat()
        values = {
            "carrier_id": carrier_id, "person_id": person_id, "lent_on": lent_on, "approval_form": OLD_APPROVAL, "state": "OUT",
        }  # fmt: skip
        self.changes.append(Change("loans", self._desk.new_id("loans"), values))

    def _shelf(self, place: Place) -> int:
        name = (place.room, place.cabinet, place.shelf)
        if name not in self._places:
            self._places[name] = self._shelf_of(place)
        return self._places[name]

    def _shelf_of(self, place: Place) -> int:
        limit = self._desk.office.vault_level.value
        room = self._found_or_made("rooms", self._rooms, place.room or NO_ROOM, {
            "name": place.room or NO_ROOM, "level_limit": limit, "state": "IN_USE",
        })  # fmt: skip
        cabinet = self._found_or_made("cabinets", self._cabinets, (room, place.cabinet), {
            "room_id": room, "name": place.cabinet, "level_limit": limit, "state": "IN_USE",
        })  # fmt: skip
        shelf = place.shelf or NO_SHELF
        return self._found_or_made("shelves", self._shelves, (cabinet, shelf), {
            "cabinet_id": cabinet, "name": shelf, "state": "IN_USE",
        })  # fmt: skip

    def _found_or_made(self, ledger: str, known: dict[Any, int], key: Any, values: dict[str, Any]) -> int:
        if key in known:
            return known[key]
        same = {name: value for name, value in values.items() if name not in ("level_limit", "state")}
        found = [row for row in self._desk.read.find(ledger, **same) if row["state"] == "IN_USE"]
        known[key] = found[0]["id"] if found else self._made(ledger, values)
        return known[key]

    def _made(self, ledger: str, values: dict[str, Any]) -> int:
        new_id = self._desk.new_id(ledger)
        fill = BY_NAME[ledger].fill
        if fill:
            fill(values, new_id)
        self.changes.append(Change(ledger, new_id, values))
        return new_id

    def _person(self, name: str) -> int:
        key = person_name_key(name)
        if key not in self._persons:
            self._persons[key] = self._made("persons", {"name": name, "state": "IN_POST"})
        return int(self._persons[key])


def _set(values: dict[str, Any]) -> dict[str, Any]:
    """Without what is not set: absent means NULL in the fold (K-10), and a large import stays small."""
    return {name: value for name, value in values.items() if value is not None}
