"""The one presenter of errors: the user's to act on, cancelled, refused by a rule, and ours."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from pathlib import PurePath
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from models.domain.errors import Cancelled, Refused, UserError
from models.domain.text import T, Text
from ui.theme.look import Look
from ui.widgets.messages import CrashDialog, ErrorDialog

Show = Callable[[UserError, Text | str, Text | None], bool]


class Presenter:
    """Shows errors over the window that `window` gives. A crash is shown once; further ones are counted in."""

    def __init__(self, look: Look, window: Callable[[], QWidget | None]) -> None:
        self._look, self._window = look, window
        self._crash_open = False

    def __call__(self, error: Exception) -> None:
        self.present(error)

    def present(self, error: BaseException, title: Text | str = "", again: Text | None = None) -> bool:
        """Show an error; true if the person wants to try again (`again` is the verb on the button)."""
        if isinstance(error, Cancelled):
            return False
        if isinstance(error, UserError):
            return ErrorDialog.ask(self._look, self._window(), error, title, again)
        if isinstance(error, Refused):
            return ErrorDialog.ask(self._look, self._window(), as_user_error(error), title, again)
        self._crash(error)
        return False

    def install(self) -> None:
        """Catch what escapes from slots and events."""
        sys.excepthook = self._hook

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        QTimer.singleShot(0, lambda: self.present(error))

    def _crash(self, error: BaseException) -> None:
        if self._crash_open:
            return
        self._crash_open = True
        try:
            CrashDialog.tell(self._look, self._window(), frames_of(error))
        finally:
            self._crash_open = False


def frames_of(error: BaseException, most: int = 12) -> str:
    """Where an error arose: kind, then file, line and function of each frame. No message, no value, no source line."""
    lines = [type(error).__name__]
    for frame in traceback.extract_tb(error.__traceback__)[-most:]:
        parts = PurePath(frame.filename).parts[-3:]
        lines.append(f"{'/'.join(parts)}:{frame.lineno} {frame.name}")
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        lines.append("← " + type(cause).__name__)
    return "\n".join(lines)


def as_user_error(refused: Refused) -> UserError:
    """A refusal that no field can show, as three sentences."""
    first = refused.problems[0]
    more = len(refused.problems) - 1
    what = first.text if not more else T("error", "{first}（另有 {more} 处）", first=first.text, more=more)
    to_do = (
        T("error", "请写明理由后再办。")
        if refused.needs_reason_only
        else T("error", "请按上面说的改好后再办。")
    )
    return UserError(first.code, what, T("error", "没有写入任何内容。"), to_do)
