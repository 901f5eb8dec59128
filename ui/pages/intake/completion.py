"""What the intake page proposes while somebody types: issuers, number beginnings and names, read off the screen's thread."""

from __future__ import annotations

from collections.abc import Callable

from models.services import intake
from models.services.office import Office
from ui.tasks import Tasks

Found = Callable[[list[str]], None]


class Completion:
    """Answers the `ask` of `SuggestEditor`. `issuer` gives the issuer that stands in the form now."""

    def __init__(self, office: Office, tasks: Tasks, issuer: Callable[[], str]) -> None:
        self._office, self._tasks, self._issuer = office, tasks, issuer
        self.names: list[str] = []

    def issuers(self, text: str, done: Found) -> None:
        """Issuers that were registered before and begin so."""
        self._tasks.read(lambda: intake.issuers(self._office.read, text), done)

    def references(self, text: str, done: Found) -> None:
        """How this issuer's numbers begin this year."""
        issuer, year = self._issuer(), self._office.clock.today().year

        def found(beginnings: list[str]) -> None:
            done([one for one in beginnings if one.startswith(text) and one != text])

        if issuer:
            self._tasks.read(lambda: intake.number_beginnings(self._office.read, issuer, year), found)

    def signers(self, text: str, done: Found) -> None:
        """Clerks of this office."""
        done([name for name in self.names if text in name])
