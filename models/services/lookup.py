"""What a scanned or typed code is, wherever one is: the page that shows it, and what to open there."""

from __future__ import annotations

from dataclasses import dataclass, field

from models.domain.numbering import NumberError, parse_form_number
from models.exchange.scans import ScanKind, read_scan
from models.services import verifying
from models.services.processes import sister_number
from models.storage import process_queries
from models.storage.store import Reader

# Prefix of a form → page of its record, the name by which that page is asked for it, ledger, prefix of the record's number.
RECORDS = {
    "XS": ("destroy", "destruction", "destructions", "XS"), "XQ": ("destroy", "destruction", "destructions", "XS"),
    "YJ": ("handover", "handover", "handovers", "YJ"),
    "PD": ("count", "count", "counts", "PD"), "PC": ("count", "count", "counts", "PD"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """A page, and what it is opened with."""

    page: str
    arguments: dict[str, int | str] = field(default_factory=dict)


def target_of(read: Reader, text: str) -> Target:
    """Where a code leads: a carrier, a shelf, the record of a form, a person; anything else is searched in the register."""
    scanned = read_scan(text)
    if scanned.kind is ScanKind.CARRIER:
        row = process_queries.carrier_by_number(read, scanned.value)
        return Target("register", {"carrier": int(row["id"])} if row else {"text": scanned.value})
    if scanned.kind is ScanKind.SHELF:
        return Target("shelves", {"text": scanned.value})
    found = _form(read, scanned.value)
    if found is not None:
        return found
    if verifying.read_paper(text) is not None:  # a register's page has no record of its own: the paper is held against the journal
        return Target("verify", {"paper": text})
    name = scanned.value.strip()
    for ledger in ("persons", "cabinets", "units"):
        if name and read.find(ledger, name=name):
            return Target(ledger, {"text": name})
    return Target("register", {"text": scanned.value})


def _form(read: Reader, text: str) -> Target | None:
    try:
        number = parse_form_number(text.strip().upper())
    except NumberError:
        return None
    if number.prefix not in RECORDS:
        return None
    page, name, ledger, prefix = RECORDS[number.prefix]
    row = read.find_one(ledger, number=sister_number(str(number), prefix))
    return Target(page, {name: int(row["id"])}) if row else None
