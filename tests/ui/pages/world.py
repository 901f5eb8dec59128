"""A page in a window over a real vault: the office of a test, its workers, and what the page did to the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from models.ledgers.choices import ROLES
from models.services.office import Office
from tests.offices import entrance
from tests.ui.helpers import Errors, MemoryPreferences
from ui.context import Context
from ui.main_window import ChangeBridge, MainWindow, PageSpec
from ui.navigation import Person
from ui.scanning import ScanRouter
from ui.tasks import Tasks
from ui.theme.look import Look


@dataclass
class World:
    """Everything a page gets; `went` and `played` note where it sent the person and what was heard."""

    office: Office
    look: Look
    tasks: Tasks
    router: ScanRouter
    preferences: MemoryPreferences = field(default_factory=MemoryPreferences)
    went: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    played: list[str] = field(default_factory=list)
    errors: Errors = field(default_factory=Errors)

    def context(self, lists: Any = None) -> Context:
        return Context(
            self.office, entrance(), lists, self.tasks, self.look, self.preferences, self.errors, self.router,  # type: ignore[arg-type]
            self.played.append, lambda name, **arguments: self.went.append((name, arguments)),
        )  # fmt: skip

    def window(self, name: str, title: Any, factory: Any, icon: str = "document") -> MainWindow:
        """The main window with this one page in it, told of every act."""
        person = Person(self.office.sitting.name, self.office.sitting.role, ROLES[self.office.sitting.role])
        spec = PageSpec(name, title, icon, 0, factory, frozenset({self.office.sitting.role}))
        made = MainWindow(self.look, [spec], "云岭市人大机关", person, self.router)
        bridge = ChangeBridge()  # no child of the window: acts go on after a window was freed
        bridge.changed.connect(made.told)
        self.office.subscribe(bridge.tell)
        return made


def settle(tasks: Tasks, qtbot: Any) -> None:
    """Wait until no work is under way."""
    qtbot.waitUntil(lambda: tasks.idle)


def free(request: pytest.FixtureRequest, window: QWidget) -> None:
    """Close a window that `show` gave to the test, and let Qt free it."""
    kept = request.node.qt_widgets
    kept[:] = [entry for entry in kept if entry[0]() is not window]
    window.close()
    window.deleteLater()
    QApplication.processEvents()
