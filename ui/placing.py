"""Where a window stands: a first one within the screen, a next one where the one before it stood."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

FRAME = 40  # px that title bar and border of a window take at most; unknown until it is shown
_KEPT = Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen


def place_first(window: QWidget, wanted: QSize) -> None:
    """Give a window its first size: never more than the screen has room for; there it takes the whole room."""
    room = window.screen().availableGeometry()
    within = QSize(room.width(), room.height() - FRAME)
    window.resize(wanted.boundedTo(within))
    if wanted.width() > within.width() or wanted.height() > within.height():
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def place_like(window: QWidget, before: QWidget) -> None:
    """Put a window that is not shown yet where another stands, as large, and maximised if that one is."""
    window.setGeometry(before.normalGeometry() if before.windowState() & _KEPT else before.geometry())
    window.setWindowState(before.windowState() & _KEPT)
