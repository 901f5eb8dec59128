"""F7: the sounds of a page off and on, kept for the person signed in, the same for every page that scans."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from models.domain.text import T, Text
from ui.context import Context

MUTED = "sound.muted"


class SoundSwitch:
    """Plays for one page, unless the person wants quiet. `told` is called after a change: footer and keys say it."""

    def __init__(self, context: Context, page: QWidget, told: Callable[[], None]) -> None:
        self._context, self._told = context, told
        QShortcut(QKeySequence("F7"), page, self.toggle)

    @property
    def muted(self) -> bool:
        """Whether nothing is played."""
        return bool(self._context.preferences.get(MUTED, False))

    def play(self, sound: str) -> None:
        if not self.muted:
            self._context.play(sound)

    def toggle(self) -> None:
        """F7."""
        self._context.preferences.set(MUTED, not self.muted)
        self._told()

    @property
    def foot(self) -> Text | str:
        """What the footer says while it is quiet."""
        return T("key", "已静音") if self.muted else ""

    @property
    def key(self) -> tuple[str, Text]:
        """The key for the footer."""
        return "F7", T("key", "出声") if self.muted else T("key", "静音")
