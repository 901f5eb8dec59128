"""Lines of the printed lists of carriers (F2, F3): copies of one document that travel together share a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from models.domain.copy_numbers import format_copy_numbers
from models.domain.levels import Level
from models.domain.lifecycle import Medium
from models.domain.markings import marking_from
from models.forms.lists import Item
from models.services.office import Office
from models.storage import process_queries
from models.storage.store import Row

NO_NUMBER = "份号未记"


def grouped_items(
    office: Office, carrier_ids: Sequence[int], apart: Callable[[int], Any], remark: Callable[[int], str] = lambda _id: ""
) -> list[tuple[Item, int]]:
    """Items in the order of the ids, each with the first carrier of its line. Carriers share a line if they stand side by
    side, are copies of one document with one marking, and `apart` (their bag, their note) is the same for both."""
    rows = process_queries.carrier_texts(office.read, list(carrier_ids))

    def key(row: Row) -> Any:
        if row["document_id"] is None:
            return row["id"]
        marks = tuple(row[name] for name in ("secret_kind", "level", "term_kind", "term_amount", "term_unit", "term_date"))
        return row["document_id"], row["medium"], marks, row["pages"], row["copy_number"] is None, apart(row["id"])

    found = []
    for _key, together in groupby(rows, key):
        lines = list(together)
        found.append((_item(office, lines, remark(lines[0]["id"])), int(lines[0]["id"])))
    return found


def _item(office: Office, rows: Sequence[Row], remark: str) -> Item:
    first = rows[0]
    numbers = [row["copy_number"] for row in rows if row["copy_number"]]
    pages = f"{first['pages']}页" if first["pages"] else (first["capacity"] or "")
    level = Level(first["level"]) if first["level"] else None
    reference = "\n".join(part for part in (first["reference_number"], first["serial_number"]) if part)
    return Item(
        title=first["title"] or "", issuer=first["issuer"] or "", medium=Medium(first["medium"]), reference=reference,
        marking=marking_from(first), copies=format_copy_numbers(numbers) if numbers else NO_NUMBER, extent=pages,
        count=len(rows), remark=remark, title_hidden=level is not None and level.rank > office.vault_level.rank,
    )  # fmt: skip
