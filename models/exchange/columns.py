"""From headings and contents to a proposal of what each column means; the clerk changes it before the import.

Nothing is dropped: a column without a slot goes into the remarks under its heading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from models.exchange.book import Book, Sheet, column_letters
from models.exchange.device_tables import Wanted, is_device_table, of_devices
from models.exchange.headers import Table, find_tables
from models.exchange.shapes import is_ditto, shape_scores
from models.exchange.slots import SHARED, Slot
from models.exchange.vocabulary import number_in_columns, slots_of

_SAMPLE_ROWS = 240
_FITS = 0.5  # share of a column's cells that must look like a slot's contents


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: where it is, its heading, what it is taken for and how sure that is (0 to 1)."""

    index: int
    heading: str
    slot: Slot | None = None
    confidence: float = 0.0

    @property
    def name(self) -> str:
        """What the column is called in remarks and reports."""
        return self.heading or f"{column_letters(self.index)}列"


_NAMING = frozenset(
    {
        *(Slot.TITLE, Slot.REFERENCE, Slot.REFERENCE_SERIAL, Slot.TITLE_AND_REFERENCE, Slot.ISSUER_AND_REFERENCE),
        *(Slot.CARRIER_NUMBER, Slot.SERIAL_NUMBER),
    }
)


@dataclass(frozen=True)
class TableMapping:
    """A table and the meaning of its columns. `used` False: the clerk leaves this table out."""

    table: Table
    columns: tuple[Column, ...]
    used: bool = True

    def of(self, slot: Slot) -> tuple[Column, ...]:
        """The columns mapped to a slot, from the left."""
        return self.by_slot.get(slot, ())

    @cached_property
    def by_slot(self) -> dict[Slot, tuple[Column, ...]]:
        """The columns of every slot that has any."""
        found: dict[Slot, tuple[Column, ...]] = {}
        for column in self.columns:
            if column.slot is not None:
                found[column.slot] = (*found.get(column.slot, ()), column)
        return found

    @cached_property
    def from_right(self) -> tuple[Column, ...]:
        """All columns, the last one first: what is put in a dict in this order, the first of a slot wins."""
        return self.columns[::-1]

    @cached_property
    def names(self) -> tuple[tuple[int, str], ...]:
        """The columns of the table with what each is called, "" where nothing is known of it."""
        known = {column.index: column.name for column in self.columns}
        return tuple((index, known.get(index, "")) for index in self.table.columns)

    @cached_property
    def unmapped(self) -> tuple[Column, ...]:
        """Columns of the table without a meaning, those without heading among them."""
        known = {column.index: column for column in self.columns}
        return tuple(
            column
            for index in self.table.columns
            if (column := known.get(index, Column(index, ""))).slot is None
        )

    @property
    def is_ledger(self) -> bool:
        """Whether rows of this table can be understood at all: a title or a number is mapped."""
        return any(column.slot in _NAMING for column in self.columns)


@dataclass(frozen=True)
class Mapping:
    """The proposal for a whole book, to be edited and then used. Immutable: changes give a new one."""

    tables: tuple[TableMapping, ...]

    def with_slot(self, table: int, column: int, slot: Slot | None) -> Mapping:
        """The same with one column meaning `slot`; a slot that stands for one column only leaves its old column."""
        old = self.tables[table]
        columns = []
        for item in old.columns:
            if item.index == column:
                item = replace(item, slot=slot, confidence=1.0)
            elif slot is not None and item.slot is slot and slot not in SHARED:
                item = replace(item, slot=None, confidence=0.0)
            columns.append(item)
        return self._with(table, replace(old, columns=tuple(columns)))

    def without_table(self, table: int) -> Mapping:
        """The same with one table left out of the import."""
        return self._with(table, replace(self.tables[table], used=False))

    def _with(self, place: int, changed: TableMapping) -> Mapping:
        return Mapping((*self.tables[:place], changed, *self.tables[place + 1 :]))


def propose_mapping(book: Book) -> Mapping:
    """What the tables and columns of a book most likely mean. Hidden sheets are looked at like the others."""
    mapped = [
        _map_table(sheet, table)
        for sheet in book.sheets
        if not is_own_field_list(sheet)
        for table in find_tables(sheet)
    ]
    return Mapping(tuple(replace(item, used=item.is_ledger) for item in mapped))


FIELD_SHEET = "shoubu-fields"  # the hidden sheet with field names in our own exports (K-20)


def is_own_field_list(sheet: Sheet) -> bool:
    """Whether a sheet is the hidden list of field names that this program writes."""
    return not sheet.visible and sheet.name == FIELD_SHEET


def _map_table(sheet: Sheet, table: Table) -> TableMapping:
    profiles = _profiles(sheet, table)
    width = table.columns
    wanted = number_in_columns({index: slots_of(_parts(table, index)) for index in width}, table.headings)
    chosen: dict[int, tuple[Slot, float]] = {}
    taken: set[Slot] = set()
    if is_device_table({slots[0] for slots, _ in wanted.values() if len(slots) == 1}, _medium_texts(sheet, table, wanted)):
        wanted = of_devices(wanted)
    # The surest first: one meaning before several, fewer before more (份号 before 编号).
    order = sorted(width, key=lambda index: (len(wanted[index][0]) != 1, -wanted[index][1], len(wanted[index][0]), index))
    for index in order:
        slots, confidence = wanted[index]
        slots = _beside(slots, wanted.get(index - 1, ((), 0.0))[0], taken)
        pick = _pick(slots, confidence, profiles[index], taken)
        if pick:
            chosen[index] = pick
            if pick[0] not in SHARED:
                taken.add(pick[0])
    _fill_gaps(chosen, taken, profiles, wanted, _GAPS)
    if sum(bool(slots) for slots, _ in wanted.values()) * 2 < len(wanted):
        _fill_gaps(chosen, taken, profiles, wanted, _GAPS_WITHOUT_HEADINGS)
    _prefer_pairs(chosen)
    columns = [
        Column(index, table.heading(index), *(chosen.get(index) or (None, 0.0)))
        for index in width
        if table.heading(index) or profiles[index].filled
    ]
    return TableMapping(table, tuple(columns))


def _parts(table: Table, index: int) -> tuple[str, ...]:
    return table.headings[index] if index < len(table.headings) else ()


def _beside(slots: tuple[Slot, ...], left: tuple[Slot, ...], taken: set[Slot]) -> tuple[Slot, ...]:
    """A further bare 日期 belongs to the column on its left: 签收人 | 日期, 清退情况 | 日期."""
    if slots[:1] != (Slot.RECEIVED_ON,) or len(slots) < 2 or Slot.RECEIVED_ON not in taken or not left:
        return slots
    found = _DATE_BESIDE.get(left[0])
    return (found,) if found else slots


_DATE_BESIDE = {
    Slot.SIGNED_BY: Slot.SIGNED_ON,
    Slot.BORROWER: Slot.BORROWED_ON,
    Slot.FATE: Slot.FATE_ON,
    Slot.FATE_BY: Slot.FATE_ON,
    Slot.RETURNED: Slot.RETURNED,
    Slot.DESTROYED: Slot.DESTROYED,
    Slot.ARCHIVED: Slot.ARCHIVED,
    Slot.HANDED_OVER: Slot.HANDED_OVER,
}


def _medium_texts(sheet: Sheet, table: Table, wanted: Wanted) -> list[str]:
    """Samples of the column that says what the carriers are made of."""
    found = {slots[:1]: index for index, (slots, _) in reversed(wanted.items())}
    column = found.get((Slot.MEDIUM,), found.get((Slot.TITLE,)))
    if column is None:
        return []
    return [cells[column] for cells in _sample(sheet, table) if column < len(cells) and cells[column]]


@dataclass(frozen=True)
class _Profile:
    """How many cells of a column look like what."""

    filled: int
    shapes: Counter[str]
    is_sequence: bool = False  # mostly 1, 2, 3 … downwards

    def share(self, *names: str) -> float:
        return sum(self.shapes[name] for name in names) / self.filled if self.filled else 0.0


def _profiles(sheet: Sheet, table: Table) -> dict[int, _Profile]:
    shapes: dict[int, Counter[str]] = {index: Counter() for index in table.columns}
    filled: Counter[int] = Counter()
    steps: Counter[int] = Counter()
    last: dict[int, int] = {}
    for cells in _sample(sheet, table):
        for index in table.columns:
            text = cells[index] if index < len(cells) else ""
            if not text or is_ditto(text):
                continue
            filled[index] += 1
            shapes[index].update(shape_scores(text))
            if text.isdecimal() and len(text) < 7:
                steps[index] += 0 < int(text) - last.get(index, -1) <= 3
                last[index] = int(text)
    return {
        index: _Profile(filled[index], shapes[index], filled[index] > 2 and steps[index] >= 0.7 * (filled[index] - 1))
        for index in table.columns
    }


def _sample(sheet: Sheet, table: Table) -> Iterator[tuple[str, ...]]:
    """Up to some hundred rows of a table, spread over its length."""
    from bisect import bisect_left, bisect_right

    start, stop = bisect_left(sheet.numbers, table.first_row), bisect_right(sheet.numbers, table.last_row)
    step = max(1, (stop - start) // _SAMPLE_ROWS)
    for place in range(start, stop, step):
        if sheet.numbers[place] not in table.repeated and sum(map(bool, sheet.rows[place])) > 1:
            yield sheet.rows[place]


def _fit(slot: Slot, profile: _Profile) -> float:
    """How well a column's cells look like a slot: 0 not at all, 1 all of them. Empty columns fit everything a little."""
    if not profile.filled:
        return 0.4
    share = profile.share
    match slot:
        case Slot.REFERENCE:
            return share("reference")
        case Slot.COPY_NUMBERS:
            sure = share("copy for sure")
            if sure >= 0.1:
                return min(1.0, sure * 3)
            return 0.2 if profile.is_sequence else 0.6 * share("copy") * (1 - share("count") * 0.3)
        case Slot.COPIES:
            return share("count") if share("copy for sure") < 0.1 else 0.2
        case Slot.SERIAL:
            return 1.0 if profile.is_sequence else 0.4 * share("integer")
        case Slot.REGISTRY_NUMBER:
            return share("registry") if share("registry") > _FITS else 0.4 if profile.is_sequence else 0.9 * share("integer")
        case Slot.RECEIVED_ON | Slot.ISSUED_ON | Slot.EXPIRY | Slot.BORROWED_ON:
            return share("date", "serial day")
        case Slot.MARKING:
            return share("level")
        case Slot.URGENCY:
            return share("urgency")
        case Slot.MEDIUM:
            return share("medium")
        case Slot.TERM:
            return 1 - share("date", "urgency")
        case Slot.PLACE | Slot.CABINET:
            return share("place")
        case Slot.FATE | Slot.RETURNED | Slot.DESTROYED | Slot.GIVEN_BACK:
            return share("fate") if slot is Slot.FATE else share("fate", "date")
        case Slot.ISSUER | Slot.HANDLING_UNIT | Slot.SENT_TO:
            return share("unit")
        case Slot.CUSTODIAN | Slot.HOLDER | Slot.BORROWER:
            return share("name")
        case Slot.TITLE:
            return share("long")
        case _:
            return 0.5


def _pick(slots: tuple[Slot, ...], confidence: float, profile: _Profile, taken: set[Slot]) -> tuple[Slot, float] | None:
    """The meaning that the contents support best; the first of the candidates where they say nothing."""
    free = [slot for slot in slots if slot not in taken]
    if not free:
        return None
    if len(slots) == 1:
        return free[0], confidence
    if free[0] is Slot.COPY_NUMBERS and profile.share("copy") >= _FITS:
        return free[0], confidence * 0.9  # 份号 1, 2, 3 are numbers, though they could be counts
    for slot in free:
        if profile.filled and _fit(slot, profile) >= _FITS:
            return slot, confidence * 0.9
    best = max(free, key=lambda slot: _fit(slot, profile))
    if free[0] is not slots[0] and _fit(best, profile) < _FITS:
        return None  # its first meaning is taken, and it does not look like the others
    return (best if profile.filled and _fit(best, profile) > 0.2 else free[0]), confidence * 0.6


_GAPS: tuple[tuple[Slot, tuple[Slot, ...], float], ...] = (
    (Slot.REFERENCE, (), 0.6),
    (Slot.TITLE, (Slot.SERIAL_NUMBER, Slot.CARRIER_NUMBER), 0.6),
    (Slot.MARKING, (), 0.6),
    (Slot.RECEIVED_ON, (Slot.MONTH, Slot.YEAR), 0.6),
    (Slot.COPY_NUMBERS, (Slot.COPY_FIRST, Slot.SERIAL_NUMBER), 0.95),
    (Slot.FATE, (), 0.6),
)
_GAPS_WITHOUT_HEADINGS: tuple[tuple[Slot, tuple[Slot, ...], float], ...] = (
    (Slot.SERIAL, (), 0.9),
    (Slot.PLACE, (Slot.CABINET,), 0.6),
    (Slot.ISSUER, (), 0.6),
    (Slot.COPIES, (), 0.9),
)


def _fill_gaps(
    chosen: dict[int, tuple[Slot, float]],
    taken: set[Slot],
    profiles: dict[int, _Profile],
    wanted: dict[int, tuple[tuple[Slot, ...], float]],
    gaps: tuple[tuple[Slot, tuple[Slot, ...], float], ...],
) -> None:
    """Where a main field has no column, take the column without a meaning whose contents look like it."""
    have = set(taken)
    if Slot.TITLE_AND_REFERENCE in taken:
        have |= {Slot.TITLE, Slot.REFERENCE}
    if Slot.ISSUER_AND_REFERENCE in taken:
        have |= {Slot.ISSUER, Slot.REFERENCE}
    if any(slot is Slot.LEVEL_TICK for slot, _ in chosen.values()):
        have.add(Slot.MARKING)
    for slot, others, need in gaps:
        if slot in have or have.intersection(others):
            continue
        free = [index for index in profiles if index not in chosen and not wanted[index][0] and profiles[index].filled]
        fitting = [index for index in free if _fit(slot, profiles[index]) >= need]
        if fitting:
            best = max(fitting, key=lambda index: (_fit(slot, profiles[index]), -index))
            chosen[best] = (slot, 0.4)
            taken.add(slot)


def _prefer_pairs(chosen: dict[int, tuple[Slot, float]]) -> None:
    """Slots that mean nothing alone: an end of a range without its beginning, a day without a month."""
    slots = {slot for slot, _ in chosen.values()}
    for index, (slot, _) in list(chosen.items()):
        if (slot is Slot.COPY_LAST and Slot.COPY_FIRST not in slots) or (slot is Slot.DAY and Slot.MONTH not in slots):
            del chosen[index]
        elif slot is Slot.COPY_FIRST and Slot.COPY_LAST not in slots and Slot.COPY_NUMBERS not in slots:
            chosen[index] = (Slot.COPY_NUMBERS, 0.7)
