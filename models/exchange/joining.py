"""Rows that belong together: one document whose copies stand in several rows, and rows that only look alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b

from models.domain.markings import MARKING_COLUMNS
from models.domain.problems import warns
from models.domain.text import T
from models.exchange.cleaned import compact
from models.exchange.document_values import Naming
from models.exchange.findings import Finding
from models.exchange.proposed import ProposedCopy, ProposedRow, Value
from models.exchange.row_texts import RowTexts
from models.exchange.slots import Slot
from models.ledgers.documents import DOCUMENTS


@dataclass(slots=True)
class _Document:
    """A document that earlier rows made, and the copy numbers they gave it."""

    source_key: str
    order: int
    values: Mapping[str, Value]
    marking: tuple[object, ...]
    numbers: tuple[str, ...]
    single: bool


class Joins:
    """Decides for each row whether it adds copies to an earlier row's document."""

    def __init__(self) -> None:
        self._documents: dict[bytes, _Document] = {}  # by a digest: a book of 100,000 rows keeps no texts twice
        self._alike: dict[str, tuple[str, int]] = {}
        self._order = 0

    def start_table(self) -> None:
        """Rows of different tables never share a document: the same paper twice is two receipts."""
        self._documents.clear()

    def add(self, row: ProposedRow, texts: RowTexts, naming: Naming) -> ProposedRow:
        """The row with `joins` set, or with a warning if it looks like an earlier row that it does not belong to."""
        self._order += 1
        if not naming.title and not naming.reference:
            return row
        names = (compact(naming.issuer or ""), compact(naming.reference or ""), compact(naming.title or ""))
        key = short_digest("\x1f".join(names))
        numbers = tuple(copy.copy_number for copy in row.copies if copy.copy_number)
        earlier = self._documents.get(key)
        if earlier and self._belongs(row, texts, earlier, numbers):
            earlier.numbers += numbers
            earlier.order = self._order
            return replace(row, joins=earlier.source_key, copies=_with_own_remarks(row, earlier.values))
        alike = self._alike.get(row.match_key)
        self._alike.setdefault(row.match_key, (row.sheet, row.row))
        self._documents[key] = _Document(
            row.source_key, self._order, _own_values(row), _marking(row), numbers, len(row.copies) == 1
        )
        return _warned(row, alike) if alike else row

    def _belongs(self, row: ProposedRow, texts: RowTexts, earlier: _Document, numbers: tuple[str, ...]) -> bool:
        if not set(numbers).isdisjoint(earlier.numbers) or _marking(row) != earlier.marking:
            return False
        received, before = row.document.get("received_on"), earlier.values.get("received_on")
        if received is not None and before is not None and received != before:
            return False
        adjacent = earlier.order == self._order - 1
        if adjacent and texts.repeats(Slot.TITLE) | texts.repeats(Slot.TITLE_AND_REFERENCE) and _repeats_number(texts):
            return True
        if not numbers or not earlier.numbers:
            return False
        return adjacent or (earlier.single and len(row.copies) == 1)


_OF_ALL_ROWS = frozenset(
    {
        *("copies_received", "copies_stated", "recall", "channel", "registry_number", "pages"),
        *("issuer", "reference_number", "title", "marking", *MARKING_COLUMNS),
    }
)


def _own_values(row: ProposedRow) -> dict[str, Value]:
    """What another row of the same document may say differently."""
    return {name: value for name, value in row.document.items() if value is not None and name not in _OF_ALL_ROWS}


def short_digest(text: str) -> bytes:
    """Sixteen bytes for telling texts apart within one import; not for keys that are stored."""
    return blake2b(text.encode("utf-8", errors="replace"), digest_size=16).digest()


def _with_own_remarks(row: ProposedRow, document: Mapping[str, Value]) -> tuple[ProposedCopy, ...]:
    """What this row says differently from its document (who signed for this copy, say) goes with its copies."""
    parts: list[str] = []
    for name, value in _own_values(row).items():
        if value == document.get(name):
            continue
        if name == "remarks":
            known = set(str(document.get(name) or "").split("；"))
            parts += [part for part in str(value).split("；") if part not in known]
            continue
        field = DOCUMENTS.fields[name]
        word = (field.choices or {}).get(str(value), value)
        parts.append(f"{field.label}：{word}")
    text = "；".join(parts)
    return tuple(replace(copy, remarks=text) for copy in row.copies) if text else row.copies


def _repeats_number(texts: RowTexts) -> bool:
    return texts.repeats(Slot.REFERENCE) or not texts.text(Slot.REFERENCE).strip()


def _marking(row: ProposedRow) -> tuple[object, ...]:
    return tuple(row.document.get(name) for name in ("secret_kind", "level", "term_kind", "term_amount", "term_unit"))


def _warned(row: ProposedRow, alike: tuple[str, int]) -> ProposedRow:
    sheet, number = alike
    text = T("import", "与{sheet}第 {row} 行的文号或标题相同，请核对是否重复登记", sheet=f"“{sheet}”" if sheet else "", row=number)
    found = Finding(warns("SAME_AS_EARLIER", "reference_number", text, "R-29"), row.sheet, row.row)
    return replace(row, findings=(*row.findings, found))
