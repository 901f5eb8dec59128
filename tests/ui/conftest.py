"""Fixtures of the screen tests: the look, workers that are joined, and a heartbeat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.helpers import Errors, Heartbeat, MemoryPreferences
from ui.scanning import ScanRouter
from ui.tasks import Tasks
from ui.theme.focus import FocusRings
from ui.theme.look import Look
from ui.words import Words

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


@pytest.fixture(scope="session")
def session_look(qapp: QApplication) -> Look:
    look = Look(RESOURCES, Words("zh"))
    look.apply(qapp)
    return look


@pytest.fixture
def look(session_look: Look, qapp: QApplication) -> Iterator[Look]:
    yield session_look
    session_look.practice = False
    if session_look.tokens.name != "light":
        session_look.use("light", qapp)


@pytest.fixture
def english(session_look: Look) -> Iterator[Look]:
    before = session_look.words
    session_look.words = Words("en", RESOURCES / "translations")
    yield session_look
    session_look.words = before


@pytest.fixture
def errors() -> Errors:
    return Errors()


@pytest.fixture
def tasks(qapp: QApplication, errors: Errors) -> Iterator[Tasks]:
    made = Tasks(errors)
    yield made
    made.close()
    made.deleteLater()
    qapp.processEvents()
    errors.none_left()


@pytest.fixture
def preferences() -> MemoryPreferences:
    return MemoryPreferences()


@pytest.fixture
def rings(look: Look, qapp: QApplication) -> Iterator[FocusRings]:
    made = FocusRings(look, qapp)
    yield made
    made.drop()
    made.deleteLater()
    qapp.processEvents()


@pytest.fixture
def heartbeat(qapp: QApplication) -> Iterator[Heartbeat]:
    beat = Heartbeat()
    yield beat
    beat.stop()


class Clock:
    """Milliseconds that a test moves by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def router(qapp: QApplication, clock: Clock) -> Iterator[ScanRouter]:
    made = ScanRouter(qapp, clock=clock)
    yield made
    made.close()
    made.deleteLater()
    qapp.processEvents()
