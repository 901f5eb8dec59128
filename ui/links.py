"""Link fields of the pages answered by the office: on the reading worker, back on the screen's thread."""

from __future__ import annotations

from collections.abc import Callable

from models.services import links
from models.services.office import Office
from ui.tasks import Tasks


class OfficeLinks:
    """The `Links` of `ui/widgets/editors.py` over an open vault."""

    def __init__(self, office: Office, tasks: Tasks) -> None:
        self._office, self._tasks = office, tasks

    def suggest(self, ledger: str, text: str, done: Callable[[list[tuple[int, str]]], None]) -> None:
        """Rows whose name contains the text."""
        self._tasks.read(lambda: links.suggest(self._office.read, ledger, text), done)

    def title(self, ledger: str, id_: int, done: Callable[[str], None]) -> None:
        """How a row is called."""
        self._tasks.read(lambda: links.title(self._office.read, ledger, id_), done)
