"""Lists of carriers straight from a small vault: what the pages' tests stand on where the real lists do not matter."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any

from models.services import movements
from models.services.office import Office
from tests.ui.fake_source import COLUMNS
from ui.tables.marking import alike
from ui.tables.source import Column, ListQuery, Page, Row, Sink


class OfficeSource:
    """Answers the register's list by reading every carrier; for vaults of some dozens."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def _all(self) -> list[Row]:
        ids = [row["id"] for row in self._office.read.find("carriers")]
        late = {loan.carrier_id for loan in movements.open_loans(self._office.read, self._office.clock.today()) if loan.late}
        return [_row(brief, brief.id in late) for brief in movements.briefs(self._office.read, ids)]

    def _found(self, query: ListQuery) -> list[Row]:
        terms = alike(query.text).split()
        rows = [row for row in self._all() if all(any(t in alike(str(v)) for v in row.values()) for t in terms)]
        for item in query.filters:
            rows = [row for row in rows if (row.get(item.field) == item.value if item.operator == "is" else row.get(item.field) in item.value)]
        name, up = query.order
        return sorted(rows, key=lambda row: (str(row.get(name) or ""), row["id"]), reverse=not up)

    def first_page(self, query: ListQuery, limit: int = 200) -> Page:
        return Page(self._found(query)[:limit], 2.4)

    def stream_ids(self, query: ListQuery, sink: Sink, cancelled: Callable[[], bool]) -> None:
        sink(array("q", (row["id"] for row in self._found(query))))

    def rows(self, ledger: str, ids: Sequence[int]) -> list[Row]:
        known = {row["id"]: row for row in self._all()}
        return [known[id_] for id_ in ids if id_ in known]

    def count(self, query: ListQuery) -> int:
        return len(self._found(query))

    def columns(self, ledger: str) -> tuple[Column, ...]:
        return COLUMNS


def _row(brief: Any, late: bool) -> Row:
    return {
        "id": brief.id, "number": brief.number, "level": brief.badge, "title": brief.title or str(movements.HIDDEN),
        "masked": brief.title is None, "reference_number": brief.reference, "copy_number": brief.copy, "expires_on": None,
        "place": brief.place, "state": brief.state.value, "holder": brief.holder or None, "pages": brief.pages, "overdue": int(late),
    }  # fmt: skip
