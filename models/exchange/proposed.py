"""What an import proposes for each source row. The service adds only what the vault knows: present, nearly the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Mappings
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import overload

from models.domain.levels import Level
from models.domain.lifecycle import CarrierState, Medium
from models.exchange.findings import Finding
from models.exchange.places import NO_PLACE, Place
from models.exchange.rows import RowKind
from models.exchange.slots import Slot

Value = int | str | None
CellOf = tuple[str, int, Slot]  # sheet, row number, slot
RowOf = tuple[str, int]  # sheet, row number


class Verdict(StrEnum):
    """DATA becomes records, REFUSED is listed and kept as source text, SKIPPED is no record (K-23)."""

    DATA = "DATA"
    REFUSED = "REFUSED"
    SKIPPED = "SKIPPED"


@dataclass(frozen=True, slots=True)
class ProposedCopy:
    """One carrier of a row. `copy_number` None: 份号未记. Dates are ISO texts, codes as in the ledgers.

    `since` is the day of a loan that is still open; `left_on` and `left_by` say when and by what list the carrier left.
    `remarks` is what the row says beside its document when several rows make one document.
    """

    copy_number: str | None
    state: CarrierState = CarrierState.IN_STORE
    place: Place = NO_PLACE
    holder: str = ""
    custodian: str = ""
    since: str | None = None
    left_on: str | None = None
    left_by: str | None = None
    recall: str = "NONE"
    to_archive: int = 0
    medium: Medium = Medium.PAPER
    serial_number: str | None = None
    capacity: str | None = None
    pages: int | None = None
    remarks: str | None = None


class LabelledCells(Sequence[tuple[str, str]]):
    """Heading and text of every cell of a row that has content, as written. The texts are the book's own and the headings
    the table's: a book of 100,000 rows does not keep a pair for each of its cells."""

    __slots__ = ("_names", "_own")

    def __init__(self, names: tuple[tuple[int, str], ...], own: tuple[str, ...]) -> None:
        self._names, self._own = names, own

    def __iter__(self) -> Iterator[tuple[str, str]]:
        width = len(self._own)
        return ((name, self._own[index]) for index, name in self._names if index < width and self._own[index])

    def __len__(self) -> int:
        return sum(1 for _cell in self)

    @overload
    def __getitem__(self, place: int) -> tuple[str, str]: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[tuple[str, str], ...]: ...
    def __getitem__(self, place: int | slice) -> tuple[str, str] | tuple[tuple[str, str], ...]:
        return tuple(self)[place]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """One source row and what becomes of it.

    `document` holds the columns of `documents` that the row gives (marking columns among them). `joins` is the source
    key of an earlier row if this row only adds copies to that row's document. `year` is the year of receipt for carrier
    numbers (K-17), None if the book does not say it. `source_key` and `match_key` are hex texts (K-23).
    """

    sheet: str
    row: int
    kind: RowKind
    verdict: Verdict
    cells: Sequence[tuple[str, str]] = ()  # heading and text of every cell with content, as written
    document: Mappings[str, Value] = field(default_factory=dict)
    copies: tuple[ProposedCopy, ...] = ()
    findings: tuple[Finding, ...] = ()
    source_key: str = ""
    match_key: str = ""
    joins: str = ""
    year: int | None = None

    @property
    def warned(self) -> bool:
        """Whether something is odd; notices alone do not count."""
        return any(finding.warns for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Options:
    """What the import needs to know that the book does not say."""

    today: date
    vault_level: Level = Level.SECRET
    year: int | None = None  # the clerk's answer where the book names no year at all
    organ: str = ""  # this organ, the issuer of what a dispatch ledger lists


@dataclass(frozen=True, slots=True)
class Overrides:
    """The clerk's corrections, applied before the same checks.

    `values` replaces what a cell says; `accepted` takes rows that would be refused for a marking or numbers that cannot
    be read (the marking is then 无密级, the words stay in the remarks); `skipped` leaves rows out.
    """

    values: Mappings[CellOf, str] = field(default_factory=dict)
    accepted: frozenset[RowOf] = frozenset()
    skipped: frozenset[RowOf] = frozenset()
