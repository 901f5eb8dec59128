"""What stands in one line of a register book: from rows of the vault to entries of G01 and G03, and what counts as a fact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.domain.copy_numbers import format_copy_numbers
from models.domain.dates import from_iso
from models.domain.levels import Level
from models.domain.lifecycle import STATE_WORDS, CarrierState, Medium
from models.domain.marking_types import Marking
from models.domain.markings import marking_columns, marking_from, render_marking
from models.domain.periods import row_expiry
from models.forms import g01, g03
from models.forms.registers import Register
from models.ledgers import BY_NAME
from models.ledgers.choices import CHANNELS, RECALLS, URGENCIES
from models.storage import book_queries
from models.storage.store import Reader, Row

Facts = dict[str, str]


@dataclass(frozen=True)
class Book:
    """A kind of register book: which rows of a year, how a row becomes an entry, and its registered facts.

    Facts are what a later correction line compares; where a carrier lies or who has it is no fact of registration.
    """

    code: str
    word: str  # in 〔2026〕收簿第001号
    ledger: str
    register: Register[Any]
    row_ids: Callable[[Reader, int], list[int]]
    entry: Callable[[Reader, Row, Level], Any]
    pack: Callable[[Any], dict[str, Any]]
    unpack: Callable[[dict[str, Any]], Any]
    fact_fields: tuple[str, ...]
    mark: Callable[[Any], Marking] = lambda entry: entry.marking

    def facts(self, row: Row) -> Facts:
        """Label → words of the registered facts of a row."""
        fields = BY_NAME[self.ledger].fields
        found = {str(fields[name].label): _words(fields[name].choices, row[name]) for name in self.fact_fields}
        return found | ({"密级和保密期限": render_marking(marking_from(row))} if "secret_kind" in row else {})


def g01_entry(read: Reader, row: Row, vault_level: Level) -> g01.Entry:
    """One received document with its copies as they stand now."""
    copies = book_queries.copies_in_book(read, row["id"])
    numbers = [copy["copy_number"] for copy in copies if copy["copy_number"]]
    places = {copy["place"] for copy in copies if copy["place"]}
    return g01.Entry(
        received_on=date.fromisoformat(row["received_on"]), registry_number=row["registry_number"],
        issuer=row["issuer"], reference=row["reference_number"] or "", title=row["title"], marking=marking_from(row),
        copies=format_copy_numbers(numbers), count=len(copies), pages=row["pages"],
        urgency=_words(URGENCIES, row["urgency"], silent="NONE"), attachments=row["attachments"] or "",
        cover_number=row["cover_number"] or "", channel=_words(CHANNELS, row["channel"], silent="OLD_LEDGER"),
        counted_by=row["counted_by"] or "", signed_by=row["signed_by"] or "", signed_at=row["signed_on"] or "",
        place=places.pop() if len(places) == 1 else ("多处" if places else ""), handling_unit=row["handling_unit"] or "",
        access_scope=row["access_scope"] or "", recall=_words(RECALLS, row["recall"], silent="NONE"),
        disposal=_disposal(copies), remark=_short(row["remarks"]), title_hidden=_hidden(row, vault_level),
    )  # fmt: skip


def g03_entry(read: Reader, row: Row, vault_level: Level) -> g03.Entry:
    """One carrier as it stands now, with its document's title where it has none of its own."""
    shown = book_queries.carrier_with_document(read, row["id"])
    expiry = row_expiry({**row, "issued_on": shown["issued_on"], "notice_on": shown["notice_on"]})
    origin = BY_NAME["carriers"].fields["origin"].choices
    return g03.Entry(
        number=row["number"], medium=Medium(row["medium"]), title=shown["title"] or "", issuer=shown["issuer"] or "",
        reference=shown["reference_number"] or row["serial_number"] or "", marking=marking_from(row),
        expires_on=expiry.last_day, copy=row["copy_number"] or "", extent=_extent(row), source=_words(origin, row["origin"]),
        custodian=shown["custodian"] or "", place=shown["place"] or row["place_text"] or "",
        state=CarrierState(row["state"]), holder=shown["holder"] or "", counted_on=from_iso(row["last_counted_on"]),
        remark=_short(row["remarks"]), title_hidden=_hidden(row, vault_level),
    )  # fmt: skip


def _pack(entry: Any) -> dict[str, Any]:
    packed: dict[str, Any] = {}
    for name in entry.__slots__:
        value = getattr(entry, name)
        if name == "marking":
            value = marking_columns(value)
        packed[name] = value.isoformat() if isinstance(value, date) else value
    return packed


def _unpack(kind: type, dates: Sequence[str], packed: dict[str, Any]) -> Any:
    values = dict(packed)
    values["marking"] = marking_from(values["marking"])
    for name in dates:
        values[name] = from_iso(values[name])
    if kind is g03.Entry:
        values |= {"medium": Medium(values["medium"]), "state": CarrierState(values["state"])}
    return kind(**values)


def _words(choices: Any, code: Any, silent: str = "") -> str:
    if code in (None, "", silent):
        return ""
    return str((choices or {}).get(code, code))


def _short(text: str | None) -> str:
    """Remarks as they fit into a register line; the whole text stays in the vault."""
    words = (text or "").replace("\n", "；")
    return words if len(words) <= 40 else words[:39] + "…"


def _hidden(row: Row, vault_level: Level) -> bool:
    return bool(row["level"]) and Level(row["level"]).rank > vault_level.rank


def _extent(row: Row) -> str:
    return f"{row['pages']}页" if row["pages"] else (row["capacity"] or "")


def _disposal(copies: Sequence[Row]) -> str:
    gone = [copy for copy in copies if copy["left_on"] or copy["state"] in ("RETURNED", "DESTROYED", "ARCHIVED", "HANDED_OVER")]
    if not gone or len(gone) < len(copies):
        return f"{len(gone)} 份已离" if gone else ""
    states = {copy["state"] for copy in gone}
    days = {copy["left_on"] for copy in gone if copy["left_on"]}
    word = str(STATE_WORDS[CarrierState(states.pop())]) if len(states) == 1 else "分别处理"
    return f"{word} {days.pop()}" if len(days) == 1 else word


DOCUMENT_FACTS = ("received_on", "issuer", "reference_number", "title", "pages", "urgency", "cover_number", "signed_by")
CARRIER_FACTS = ("medium", "copy_number", "serial_number", "pages", "capacity")

G01 = Book(
    g01.CODE, "收簿", "documents", g01.REGISTER, book_queries.documents_of_year, g01_entry, _pack,
    lambda packed: _unpack(g01.Entry, ("received_on",), packed), DOCUMENT_FACTS,
)  # fmt: skip
G03 = Book(
    g03.CODE, "载簿", "carriers", g03.REGISTER, book_queries.carriers_of_year, g03_entry, _pack,
    lambda packed: _unpack(g03.Entry, ("expires_on", "counted_on"), packed), CARRIER_FACTS,
)  # fmt: skip
