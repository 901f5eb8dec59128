"""The texts of one row by their meaning, ditto marks resolved and corrections applied; what is left goes to remarks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from models.domain.text import T
from models.exchange.book import column_letters
from models.exchange.carriage import Where
from models.exchange.cleaned import clean_block, clean_line
from models.exchange.columns import Column, TableMapping
from models.exchange.findings import Findings
from models.exchange.proposed import Overrides
from models.exchange.rows import SourceRow
from models.exchange.shapes import is_ditto
from models.exchange.slots import SLOT_WORDS, Slot


@dataclass(slots=True)
class Resolved:
    """A data row after ditto marks: its texts, the columns that took theirs from above, and dittos with nothing above."""

    source: SourceRow
    cells: tuple[str, ...]
    repeated: frozenset[int] = frozenset()
    dangling: tuple[int, ...] = ()
    continued: bool = False  # names no document of its own: a further copy of the one above


def resolve_dittos(rows: list[SourceRow]) -> Iterator[Resolved]:
    """Put the text above in place of 〃, 同上 and the like, within one table."""
    above: dict[int, str] = {}
    for source in rows:
        cells: list[str] | None = None
        repeated: set[int] = set()
        dangling: list[int] = []
        for index, text in enumerate(source.cells):
            if not text:
                continue
            if len(text) <= 8 and is_ditto(text):
                cells = cells if cells is not None else list(source.cells)
                if index in above:
                    cells[index] = above[index]
                    repeated.add(index)
                else:
                    dangling.append(index)
            else:
                above[index] = text
        if cells is None:
            yield Resolved(source, source.cells)
        else:
            yield Resolved(source, tuple(cells), frozenset(repeated), tuple(dangling))


@dataclass(slots=True)
class RowTexts:
    """Hands out a row's texts by slot and remembers which could not be used."""

    item: TableMapping
    resolved: Resolved
    overrides: Overrides
    findings: Findings
    remarks: list[str] = field(default_factory=list)
    leftovers: list[tuple[str, str]] = field(default_factory=list)
    _own: dict[Slot, str] = field(init=False)  # of every slot with content its first text, as the book has it

    def __post_init__(self) -> None:
        self._own = {}
        for column in self.item.from_right:
            if column.slot is not None and (text := self._cell(column.index)):
                self._own[column.slot] = text

    @property
    def source(self) -> SourceRow:
        return self.resolved.source

    def has(self, slot: Slot) -> bool:
        """Whether the table has a column for this slot."""
        return slot in self.item.by_slot

    def text(self, slot: Slot) -> str:
        """The text of a slot (the first column with content), corrected by the clerk; "" if there is none."""
        if self.overrides.values and (given := self._override(slot)) is not None:
            return given
        return self._own.get(slot, "")

    def all(self, slot: Slot) -> list[tuple[Column, str]]:
        """Every column of a slot with its text, empty ones left out."""
        if self.overrides.values and (given := self._override(slot)) is not None:
            columns = self.item.of(slot)
            column = columns[0] if columns else Column(-1, str(SLOT_WORDS[slot]), slot)
            return [(column, given)] if given.strip() else []
        if slot not in self._own:
            return []
        return [(column, text) for column in self.item.of(slot) if (text := self._cell(column.index))]

    def where(self, slot: Slot) -> Where:
        """Column letter, heading and text as written, for a finding."""
        columns = self.item.of(slot)
        column = next((column for column in columns if self._cell(column.index)), columns[0] if columns else None)
        if column is None:
            return "", "", ""
        return self.where_column(column)

    def where_column(self, column: Column) -> Where:
        """As `where`, for one column."""
        if column.index < 0:
            return "", column.name, ""
        written = self.source.cells[column.index] if column.index < len(self.source.cells) else ""
        return column_letters(column.index), column.name, written[:200]

    def keep(self, slot: Slot) -> None:
        """This slot's text has no field to go to: it is kept in the remarks under its heading."""
        for column, text in self.all(slot):
            self.keep_text(column.name, text)

    def keep_text(self, heading: str, text: str) -> None:
        """Keep a text in the remarks under a heading."""
        entry = (heading, clean_block(text))
        if entry[1] and entry not in self.leftovers:
            self.leftovers.append(entry)

    def merged(self, slot: Slot) -> bool:
        """Whether the slot's text comes from a cell merged over this and the rows above."""
        return any(column.index in self.source.merged for column in self.item.of(slot))

    def repeats(self, slot: Slot) -> bool:
        """Whether the slot's text is the one of the row above: merged, or a ditto mark."""
        indexes = {column.index for column in self.item.of(slot)}
        return bool(indexes & (self.source.merged | self.resolved.repeated))

    def remark_text(self) -> str:
        """The remarks: the book's own first, then what had no field, each under its heading."""
        others = [f"{heading}：{text}" for heading, text in self.leftovers]
        return "；".join([*self.remarks, *others])

    def keep_unmapped(self) -> None:
        """Columns without a meaning, and ditto marks that repeat nothing."""
        for column in self.item.unmapped:
            if text := self._cell(column.index):
                self.keep_text(column.name, text)
        for index in self.resolved.dangling:
            column = next((c for c in self.item.columns if c.index == index), Column(index, ""))
            message = T("import", "“{text}”上面没有可以照抄的内容", text=clean_line(self.source.cells[index]).text)
            self.findings.warn("DITTO_WITHOUT_ABOVE", "", message, self.where_column(column))
            self.keep_text(column.name, self.source.cells[index])

    def source_text(self, slot: Slot) -> str:
        """The text of a slot as the book has it, whatever the clerk corrected: what the row's key is made of."""
        return self._own.get(slot, "")

    def _override(self, slot: Slot) -> str | None:
        return self.overrides.values.get((self.source.sheet, self.source.number, slot))

    def _cell(self, index: int) -> str:
        cells = self.resolved.cells
        if index >= len(cells) or index in self.resolved.dangling or cells[index].isspace():
            return ""
        return cells[index]
