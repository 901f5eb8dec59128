"""Rows that only add a copy to the document above: its number and who has it are written, everything else is left blank.

A row with a line number, a registry number or a count of its own is an entry of its own whose title is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from models.exchange.columns import TableMapping
from models.exchange.row_texts import Resolved
from models.exchange.slots import Slot

_NAMING = (
    *(Slot.TITLE, Slot.REFERENCE, Slot.TITLE_AND_REFERENCE, Slot.ISSUER_AND_REFERENCE, Slot.ISSUER),
    *(Slot.REFERENCE_WORD, Slot.REFERENCE_YEAR, Slot.REFERENCE_SERIAL, Slot.CARRIER_NUMBER, Slot.SERIAL_NUMBER),
)
_OWN = (*_NAMING, Slot.SERIAL, Slot.REGISTRY_NUMBER, Slot.COPIES)
_TAKEN = (
    *_NAMING,
    *(Slot.MARKING, Slot.TERM, Slot.LEVEL_TICK, Slot.EXPIRY, Slot.RECEIVED_ON, Slot.YEAR, Slot.MONTH, Slot.DAY, Slot.ISSUED_ON),
)


def continue_rows(item: TableMapping, rows: Iterable[Resolved]) -> Iterator[Resolved]:
    """The rows, each that names no document but a copy number with the document of the row directly above.

    A count that stands once for all these rows is treated like a merged cell.
    """
    naming = [column.index for slot in _NAMING for column in item.of(slot)]
    own = [column.index for slot in _OWN for column in item.of(slot)]
    numbers = [column.index for slot in (Slot.COPY_NUMBERS, Slot.COPY_FIRST) for column in item.of(slot)]
    taken = [column.index for slot in _TAKEN for column in item.of(slot)]
    counts = [column.index for column in item.of(Slot.COPIES)]
    above: Resolved | None = None
    for row in rows:
        next_to = above is not None and row.source.number == above.source.number + 1
        if above is not None and next_to and not _any(row, own) and _any(row, numbers) and _any(above, naming):
            row = _filled(row, above, taken, counts)
        yield row
        above = row


def _any(row: Resolved, columns: list[int]) -> bool:
    return any(index < len(row.cells) and row.cells[index].strip() for index in columns)


def _filled(row: Resolved, above: Resolved, taken: list[int], counts: list[int]) -> Resolved:
    width = max(len(row.cells), len(above.cells))
    cells = [*row.cells, *[""] * (width - len(row.cells))]
    copied = {index for index in (*taken, *counts) if index < len(above.cells) and above.cells[index] and not cells[index].strip()}
    for index in copied:
        cells[index] = above.cells[index]
    source = replace(row.source, merged=row.source.merged | (copied & set(counts)))
    return replace(row, source=source, cells=tuple(cells), repeated=row.repeated | (copied - set(counts)), continued=True)
