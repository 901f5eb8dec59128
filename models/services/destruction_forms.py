"""The forms of a destruction: F1 before approval, F2 as the locked list and, after witnessing, as the certificate (K-21)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from models.domain.dates import from_iso
from models.domain.lifecycle import Medium
from models.domain.marking_types import Marking
from models.domain.numbering import chinese_form_number, parse_form_number
from models.forms import f1, f2
from models.forms.fonts import FontSet
from models.forms.lists import Item, level_word
from models.forms.render import FormDocument
from models.forms.stamp import Stamp
from models.services.destruction_list import LIST_PREFIX, PREFIX
from models.services.list_items import grouped_items
from models.services.list_marks import list_mark
from models.services.office import Office
from models.services.printing import Numbered
from models.services.processes import sister_number
from models.storage import destruction_queries
from models.storage.store import Reader, Row

_KIND_OF = {
    Medium.PAPER: f1.Kind.PAPER, Medium.NOTEBOOK: f1.Kind.PAPER, Medium.DRAWING: f1.Kind.PAPER,
    Medium.OPTICAL_DISC: f1.Kind.DISC, Medium.USB_DISK: f1.Kind.PORTABLE, Medium.MOBILE_DISK: f1.Kind.PORTABLE,
    Medium.HARD_DISK: f1.Kind.HARD_DISK,
}  # fmt: skip


def compose_f1(office: Office, destruction_id: int, number: Numbered, stamp: Stamp, fonts: FontSet) -> FormDocument:
    """The application, with opinions, seals and execution left blank for ink (K-21)."""
    read = office.read
    batch = read.get("destructions", destruction_id) or {}
    lines = destruction_queries.items(read, destruction_id)
    items = _items(office, lines)
    causes = set((batch["cause"] or "").split(","))
    list_pages = compose_f2(office, destruction_id, number, stamp, fonts).page_count
    return f1.draw(
        f1.Data(
            number=_chinese(batch, PREFIX), list_number=_chinese(batch, LIST_PREFIX), mark=_mark(office, items),
            applied_on=from_iso(batch["applied_on"]), department=_unit(read, batch["unit_id"]),
            handler=" ".join(part for part in (batch["handler"], batch["phone"]) if part),
            reasons=frozenset(f1.Reason[cause] for cause in causes if cause in f1.Reason.__members__),
            other_reason=batch["cause_other"] or "", counts=_counts(items), list_pages=list_pages,
            to_destroyer=batch["facility"] or "", own_device=batch["machine"] or "", own_reason=batch["own_reason"] or "",
            planned_for=from_iso(batch["planned_on"]), place=batch["place"] or "",
        ),
        stamp, fonts,
    )  # fmt: skip


def compose_f2(office: Office, destruction_id: int, number: Numbered, stamp: Stamp, fonts: FontSet) -> FormDocument:
    """The list in its locked order, minus what was pulled out, which stands beside it with its reason."""
    read = office.read
    batch = read.get("destructions", destruction_id) or {}
    lines = destruction_queries.items(read, destruction_id)
    bag_of = {row["carrier_id"]: str(row["bag"] or "") for row in lines}
    why = {row["carrier_id"]: row["out_reason"] or "" for row in lines}
    listed = [row["carrier_id"] for row in lines if row["state"] != "PULLED_OUT"]
    pulled = [row["carrier_id"] for row in lines if row["state"] == "PULLED_OUT"]
    rows = tuple(f2.Entry(item, bag_of[first]) for item, first in grouped_items(office, listed, bag_of.__getitem__))
    out = tuple(f2.PulledOut(item, why[first]) for item, first in grouped_items(office, pulled, why.__getitem__))
    seals = sorted({row["seal_number"] for row in lines if row["seal_number"]})
    every = [entry.item for entry in rows] + [entry.item for entry in out]
    return f2.draw(
        f2.Data(
            number=_chinese(batch, LIST_PREFIX), approval_number=_chinese(batch, PREFIX), mark=_mark(office, every),
            rows=rows, department=_unit(read, batch["unit_id"]), bags=batch["bags"] or 0,
            first_seal=seals[0] if seals else "", last_seal=seals[-1] if seals else "", pulled_out=out,
            certificate=_certificate(batch),
        ),
        stamp, fonts,
    )  # fmt: skip


def _items(office: Office, lines: Iterable[Row]) -> list[Item]:
    ids = [row["carrier_id"] for row in lines]
    return [item for item, _first in grouped_items(office, ids, lambda _id: None)]


def _mark(office: Office, items: Iterable[Item]) -> Marking:
    return list_mark([item.marking for item in items if not item.title_hidden], office.clock.today())


def _counts(items: Iterable[Item]) -> dict[tuple[f1.Kind, str], int]:
    counts: Counter[tuple[f1.Kind, str]] = Counter()
    for item in items:
        counts[(_KIND_OF.get(item.medium, f1.Kind.OTHER), level_word(item.marking))] += item.count
    return dict(counts)


def _chinese(batch: Row, prefix: str) -> str:
    found = parse_form_number(sister_number(batch["number"], prefix))
    return chinese_form_number(found.year, {PREFIX: f1.WORD, LIST_PREFIX: "销清"}[prefix], found.serial)


def _unit(read: Reader, unit_id: int | None) -> str:
    unit = read.get("units", unit_id)
    organ = read.get("organ", 1) or {}
    return str(unit["name"] if unit else organ.get("security_office") or organ["name"])


def _certificate(batch: Row) -> f2.Certificate | None:
    if not batch["witnessed_on"]:
        return None
    return f2.Certificate(
        sent_on=from_iso(batch["started_on"]) if batch["facility"] else None,
        destroyed_on=date.fromisoformat(batch["executed_on"]), place=batch["place"] or "", actual=batch["destroyed"] or 0,
        agrees=batch["destroyed"] == batch["listed"], receipt=batch["receipt_number"] or "",
    )  # fmt: skip
