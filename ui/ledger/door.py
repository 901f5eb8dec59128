"""What the generic pages ask of the office. All methods run on a worker thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from models.domain.problems import Problem
from models.domain.text import Text
from models.ledgers.fields import Ledger
from models.services.office import Office
from ui.tables.source import ListQuery, ListSource
from ui.tasks import Tasks

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry of the journal about one row. `changes`: field label, value before, value after, as shown."""

    entry: int
    time: str  # UTC, ISO
    who: str
    act: Text
    reason: str = ""
    changes: tuple[tuple[Text | str, Text | str, Text | str], ...] = field(default=())


class LedgerDoor(Protocol):
    """Reading and writing rows of any ledger. Writing raises Refused with problems, or UserError."""

    def row(self, ledger: str, id_: int) -> Values | None: ...

    def rows(self, ledger: str, ids: Sequence[int]) -> list[Values]: ...

    def problems(self, ledger: str, id_: int | None, values: Values) -> list[Problem]:
        """What the rules say about a new row (`id_` None) or a change, without writing."""

    def batch_problems(self, ledger: str, ids: Sequence[int], values: Values) -> list[Problem]: ...

    def add(self, ledger: str, values: Values, reason: str) -> Any: ...

    def amend(self, ledger: str, id_: int, values: Values, reason: str) -> Any: ...

    def amend_many(self, ledger: str, ids: Sequence[int], values: Values, reason: str) -> Any: ...

    def void(self, ledger: str, id_: int, reason: str) -> Any: ...

    def history(self, ledger: str, id_: int) -> list[HistoryLine]:
        """Newest first."""

    def suggest(self, ledger: str, text: str) -> list[tuple[int, str]]: ...

    def title(self, ledger: str, id_: int) -> str: ...


class OfficeDoor:
    """The door to a real office: acts through `perform`, lists through the list source, history from its reader."""

    def __init__(self, office: Office, source: ListSource, ledgers: Mapping[str, Ledger],
                 history: Callable[[str, int], list[HistoryLine]]) -> None:  # fmt: skip
        self._office, self._source, self._ledgers, self._history = office, source, ledgers, history

    def row(self, ledger: str, id_: int) -> Values | None:
        return self._office.read.get(ledger, id_)

    def rows(self, ledger: str, ids: Sequence[int]) -> list[Values]:
        return list(self._office.read.get_many(ledger, list(ids)))

    def problems(self, ledger: str, id_: int | None, values: Values) -> list[Problem]:
        if id_ is None:
            add = self._ledgers[ledger].add_act
            extra: dict[str, Any] = {"ledger": ledger} if add == "add_row" else {}
            return list(self._office.try_out(add, values=dict(values), **extra).problems)
        return list(self._office.try_out("amend_row", ledger=ledger, id=id_, values=dict(values)).problems)

    def batch_problems(self, ledger: str, ids: Sequence[int], values: Values) -> list[Problem]:
        return list(self._office.try_out("amend_rows", ledger=ledger, ids=list(ids), values=dict(values)).problems)

    def add(self, ledger: str, values: Values, reason: str) -> Any:
        add = self._ledgers[ledger].add_act
        extra: dict[str, Any] = {"ledger": ledger} if add == "add_row" else {}
        return self._office.perform(add, reason=reason, values=dict(values), **extra).result

    def amend(self, ledger: str, id_: int, values: Values, reason: str) -> Any:
        return self._office.perform("amend_row", reason=reason, ledger=ledger, id=id_, values=dict(values)).result

    def amend_many(self, ledger: str, ids: Sequence[int], values: Values, reason: str) -> Any:
        done = self._office.perform("amend_rows", reason=reason, ledger=ledger, ids=list(ids), values=dict(values))
        return done.result

    def void(self, ledger: str, id_: int, reason: str) -> Any:
        return self._office.perform("void_row", reason=reason, ledger=ledger, id=id_).result

    def history(self, ledger: str, id_: int) -> list[HistoryLine]:
        return self._history(ledger, id_)

    def suggest(self, ledger: str, text: str) -> list[tuple[int, str]]:
        order = (self._ledgers[ledger].order[0], True)
        page = self._source.first_page(ListQuery(ledger, text=text, order=order), 30)
        rows = [row for row in page.rows if row.get("state") != "VOID"]
        return [(row["id"], self._named(ledger, row)) for row in rows]

    def title(self, ledger: str, id_: int) -> str:
        rows = self._source.rows(ledger, [id_])
        return self._named(ledger, rows[0]) if rows else str(id_)

    def _named(self, ledger: str, row: Values) -> str:
        declared = self._ledgers[ledger]
        if declared.title_of is not None:
            return declared.title_of(row)
        return str(row.get("name") or row.get("title") or row.get("number") or row["id"])


class DoorLinks:
    """Answers link fields off the GUI thread (`ui/widgets/editors.py`, `Links`)."""

    def __init__(self, door: LedgerDoor, tasks: Tasks) -> None:
        self._door, self._tasks = door, tasks

    def suggest(self, ledger: str, text: str, done: Callable[[list[tuple[int, str]]], None]) -> None:
        self._tasks.read(lambda: self._door.suggest(ledger, text), done)

    def title(self, ledger: str, id_: int, done: Callable[[str], None]) -> None:
        self._tasks.read(lambda: self._door.title(ledger, id_), done)
