"""Lines of the registers of destructions (G09) and counts (G10): one for each batch or count that has ended."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import date
from typing import Any

from models.domain.dates import from_iso
from models.domain.levels import Level
from models.domain.lifecycle import Medium
from models.domain.marking_types import NO_MARKING
from models.domain.markings import marking_columns, marking_from
from models.domain.numbering import chinese_form_number, parse_form_number
from models.domain.reconciliation import CountFigures
from models.forms import g09, g10
from models.ledgers.counts import COUNT_KINDS
from models.ledgers.destructions import ROUTES, TREATMENTS
from models.services.list_marks import list_mark
from models.services.register_entries import Book
from models.storage import book_queries, destruction_queries, process_queries
from models.storage.store import Reader, Row


def g09_entry(read: Reader, row: Row, vault_level: Level) -> g09.Entry:
    """One batch as its certificate says it."""
    lines = [line for line in destruction_queries.items(read, row["id"]) if line["state"] == "DESTROYED"]
    carriers = process_queries.carrier_texts(read, [line["carrier_id"] for line in lines])
    media = Counter(Medium(line["medium"]) for line in lines)
    seals = sorted({line["seal_number"] for line in lines if line["seal_number"]})
    way = "，".join(str(word) for word in (ROUTES[row["route"]], TREATMENTS.get(row["treatment"] or "", "")) if str(word))
    return g09.Entry(
        number=_chinese(row["number"], "销审"), applied_on=date.fromisoformat(row["applied_on"]),
        department=_name(read, "units", row["unit_id"]),
        paper=sum(media[kind] for kind in (Medium.PAPER, Medium.NOTEBOOK, Medium.DRAWING, Medium.PHOTO)),
        discs=media[Medium.OPTICAL_DISC], portable=media[Medium.USB_DISK] + media[Medium.MOBILE_DISK],
        hard_disks=media[Medium.HARD_DISK],
        highest=list_mark([marking_from(carrier) for carrier in carriers], date.fromisoformat(row["applied_on"])),
        counted_by=_name(read, "persons", row["counter_id"]), checked_by=_name(read, "persons", row["checker_id"]),
        approved_by=_name(read, "persons", row["approver_id"]), approved_on=from_iso(row["approved_on"]), way=way,
        destroyer=row["facility"] or row["machine"] or "", bags=row["bags"], seals=_span(seals),
        sent_on=from_iso(row["started_on"]) if row["facility"] else None,
        escorts=_two(read, row["escort_id"], row["second_escort_id"]), destroyed_on=from_iso(row["executed_on"]),
        witnesses=_two(read, row["witness_id"], row["second_witness_id"]), place=row["place"] or "",
        receipt=row["receipt_number"] or "", remark=f"剔出 {row['pulled_out']} 份" if row["pulled_out"] else "",
    )  # fmt: skip


def g10_entry(read: Reader, row: Row, vault_level: Level) -> g10.Entry:
    """One count with its figures as signed."""
    figures = CountFigures(**{name: row[name] for name in CountFigures.__slots__})
    return g10.Entry(
        batch=_chinese(row["number"], "清查"), kind=str(COUNT_KINDS[row["kind"]]),
        base_date=date.fromisoformat(row["base_on"]), scope=row["scope_words"] or "全部在册载体", figures=figures,
        counters=_two(read, row["counter_id"], row["second_counter_id"]),
        supervisor=_name(read, "persons", row["supervisor_id"]), finished_on=from_iso(row["signed_on"]),
        conclusion=row["conclusion"] or "",
    )  # fmt: skip


def _pack(entry: g09.Entry | g10.Entry) -> dict[str, Any]:
    packed: dict[str, Any] = {}
    for name in entry.__slots__:
        value = getattr(entry, name)
        if name == "highest":
            value = marking_columns(value)
        elif name == "figures":
            value = asdict(value)
        packed[name] = value.isoformat() if isinstance(value, date) else value
    return packed


def _unpack_g09(packed: dict[str, Any]) -> g09.Entry:
    days = {name: from_iso(packed[name]) for name in ("applied_on", "approved_on", "sent_on", "destroyed_on")}
    return g09.Entry(**{**packed, **days, "highest": marking_from(packed["highest"])})


def _unpack_g10(packed: dict[str, Any]) -> g10.Entry:
    days = {name: from_iso(packed[name]) for name in ("base_date", "finished_on")}
    return g10.Entry(**{**packed, **days, "figures": CountFigures(**packed["figures"])})


def _chinese(number: str, word: str) -> str:
    found = parse_form_number(number)
    return chinese_form_number(found.year, word, found.serial)


def _name(read: Reader, ledger: str, id_: int | None) -> str:
    return str((read.get(ledger, id_) or {"name": ""})["name"])


def _two(read: Reader, first: int | None, second: int | None) -> str:
    return "、".join(name for name in (_name(read, "persons", first), _name(read, "persons", second)) if name)


def _span(seals: list[str]) -> str:
    return "" if not seals else seals[0] if len(seals) == 1 else f"{seals[0]}～{seals[-1]}"


G09 = Book(
    g09.CODE, "销簿", "destructions", g09.REGISTER, book_queries.destructions_of_year, g09_entry, _pack, _unpack_g09,
    ("receipt_number",), lambda entry: entry.highest,
)  # fmt: skip
G10 = Book(
    g10.CODE, "查簿", "counts", g10.REGISTER, book_queries.counts_of_year, g10_entry, _pack, _unpack_g10, ("conclusion",),
    lambda entry: NO_MARKING,
)  # fmt: skip
