"""Every page and dialog in each language: controls have names, nothing is clipped, dialogs are freed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QWidget

from tests.ui.helpers import no_dialog_left, unnamed
from tests.ui.screens import RESOURCES, SCREENS, Studio
from ui.scanning import ScanRouter
from ui.tasks import Tasks
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.words import LANGUAGES, Words

SCALES = (1.0, 1.25, 1.5, 2.0, 2.5)


@pytest.fixture
def studio(qapp: QApplication, look: Look, tasks: Tasks, router: ScanRouter) -> Iterator[Studio]:
    made = Studio(qapp, look, tasks, router)
    yield made
    away()
    made.settle()


def away() -> None:
    """Close and free every window; what Qt made itself goes with its window."""
    for widget in [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QDialog)]:
        widget.reject()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for widget in [widget for widget in QApplication.topLevelWidgets() if widget.parent() is None]:
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCREENS)
def test_every_control_has_a_name(studio: Studio, name: str, language: str) -> None:
    studio.look.words = Words(language, RESOURCES / "translations")
    try:
        window = SCREENS[name](studio)
        studio.settle()
        shown = [window, *(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())]
        assert [found for widget in shown for found in unnamed(widget)] == []
    finally:
        studio.look.words = Words("zh")


@pytest.mark.parametrize("name", [name for name in SCREENS if name not in ("sheet",)])
def test_tab_reaches_everything_and_comes_round(studio: Studio, name: str) -> None:
    """No trap: pressing Tab often enough comes back to where it began, through every control that takes the focus."""
    window = SCREENS[name](studio)
    studio.settle()
    dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    root = dialogs[-1] if dialogs else window
    root.activateWindow()
    start = root.focusWidget()
    assert start is not None, "nothing has the focus"
    seen: list[QWidget] = []
    for _press in range(200):
        root.focusNextPrevChild(True)
        now = root.focusWidget()
        if now is start:
            break
        if now is not None:
            seen.append(now)
    assert root.focusWidget() is start, [type(widget).__name__ for widget in seen[-5:]]


def test_dialogs_are_freed(studio: Studio) -> None:
    for name in ("edit", "history", "batch", "error", "crash", "confirm", "filter", "columns"):
        window = SCREENS[name](studio)
        studio.settle()
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog):
                widget.reject()
                widget.deleteLater()
        window.close()
        window.deleteLater()
        assert no_dialog_left(), name


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_clipped(qapp: QApplication, look: Look, studio: Studio, language: str, scale: float) -> None:
    """A label that does not wrap has the room its words need; a button shows its words and its key."""
    before, look.scale = look.scale, scale
    look.words = Words(language, RESOURCES / "translations")
    look.apply(qapp)
    try:
        for name in ("edit", "people", "error", "unlock", "first-run-0", "first-run-2", "count"):
            studio.size = (round(1366 * scale), round(768 * scale))
            window = SCREENS[name](studio)
            studio.settle()
            shown = [window, *(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())]
            clipped = [f"{name}: {words}" for root in shown for words in _clipped(root)]
            away()
            assert clipped == []
    finally:
        look.scale, look.words = before, Words("zh")
        look.apply(qapp)


def _clipped(root: QWidget) -> list[str]:
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisibleTo(root) or not widget.width() or not widget.height():
            continue
        if isinstance(widget, Button) and widget.width() < widget.sizeHint().width():
            found.append(f"button {widget.text()} {widget.width()} < {widget.sizeHint().width()}")
        if isinstance(widget, QLabel) and not widget.toolTip() and widget.text():
            needed = QFontMetrics(widget.font()).boundingRect(0, 0, max(widget.width(), 1), 10_000,
                                                              1 << 12 if widget.wordWrap() else 0, widget.text())  # fmt: skip
            if needed.height() > widget.height() + 2 or (not widget.wordWrap() and needed.width() > widget.width() + 2):
                found.append(f"label {widget.text()} {needed.size()} in {widget.size()}")
        if isinstance(widget, QComboBox) and widget.height() < QFontMetrics(widget.font()).height():
            found.append("combo")
    return found


def test_the_walk_finds_a_control_without_a_name(qtbot: Any) -> None:
    """The harness itself: a planted defect is found."""
    from PySide6.QtWidgets import QLineEdit, QVBoxLayout

    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(QLineEdit())
    window.show()
    assert len(unnamed(window)) == 1


def test_the_walk_finds_clipped_words(qtbot: Any, look: Look) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    words = QLabel("这一句话比给它的地方长", window)
    words.resize(40, 20)
    window.show()
    assert len(_clipped(window)) == 1
