"""What every page is built with. One object for one sitting, handed over by `ui/window.py`; nothing is looked up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models.services.office import Office
from models.services.session import Entrance
from ui.scanning import ScanRouter
from ui.tables.source import ListSource, Preferences
from ui.tasks import Present, Tasks
from ui.theme.look import Look

Go = Callable[..., None]


@dataclass(frozen=True)
class Context:
    """The office with the person signed in, its lists and workers, the look, and the way to other pages.

    `go("count", count=3)` shows a page; its `open(**arguments)` is called first. Acts run by
    `tasks.write(lambda: office.perform(…))`, reading by `tasks.read(…)`: never on the screen's thread.
    """

    office: Office
    entrance: Entrance
    lists: ListSource
    tasks: Tasks
    look: Look
    preferences: Preferences
    present: Present
    scans: ScanRouter
    play: Callable[[str], None]  # MATCHED, ATTENTION or UNKNOWN: the three sounds
    go: Go
    sheet_command: tuple[str, ...] = ()
    pages: Callable[[], frozenset[str]] = frozenset  # names of the pages this person has

    def say(self, value: Any) -> str:
        """The words of a text in the user's language."""
        return self.look.t(value)
