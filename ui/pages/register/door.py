"""The office as the register's dialogs see it: carriers named by their document, 绝密 titles left out of previews."""

from __future__ import annotations

from collections.abc import Sequence

from models.ledgers import BY_NAME
from models.services import histories, movements
from models.services.office import Office
from ui.ledger.door import HistoryLine, OfficeDoor, Values
from ui.tables.source import ListSource


class RegisterDoor(OfficeDoor):
    """Rows of carriers bear the title and number that the list shows; history comes from the journal."""

    def __init__(self, office: Office, source: ListSource) -> None:
        super().__init__(office, source, BY_NAME, self.lines)
        self._whole = office

    def rows(self, ledger: str, ids: Sequence[int]) -> list[Values]:
        rows = super().rows(ledger, ids)
        if ledger != "carriers":
            return rows
        briefs = {brief.id: brief for brief in movements.briefs(self._whole.read, ids)}
        return [{**row, "title": briefs[row["id"]].title or str(movements.HIDDEN)} for row in rows]

    def lines(self, ledger: str, id_: int, masked: bool | None = None) -> list[HistoryLine]:
        """The history of a row, newest first; titles of 绝密 rows are hidden unless `masked` is False."""
        events = histories.history(self._whole.read, self._whole.acts, ledger, id_, masked)
        return [
            HistoryLine(event.entry, event.time, event.who, event.act, event.reason,
                        tuple((change.label, change.before, change.after) for change in event.changes))
            for event in events
        ]  # fmt: skip
