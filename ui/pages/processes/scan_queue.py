"""Scans of a process on their way to the register: one after the other, each on disk before it is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from models.domain.errors import Refused
from models.services.covers import ScanKind, read_scan
from ui.tasks import Tasks

SCANNED, TYPED, TICKED = "SCAN", "TYPED", "TICKED"
Keep = Callable[[str, str, str], Any]


class ScanQueue(QObject):
    """`keeper()` gives the function that performs one scan, `keep(code, kind, again)`, on the writing worker.

    It is asked when the scan is taken: a scan belongs to what was open then. `kept(result)` after the commit;
    `failed(code, error)` when nothing was kept; `again_wanted(code, problem)` when a typed number needs its last digits
    again (K-17); `no_use(code, ScanKind)` for the kinds that are `useless` here.
    """

    kept = Signal(object)
    failed = Signal(str, object)
    again_wanted = Signal(str, object)
    no_use = Signal(str, object)
    waiting_changed = Signal(int)

    def __init__(self, tasks: Tasks, keeper: Callable[[], Keep], parent: QObject,
                 useless: frozenset[ScanKind] = frozenset()) -> None:  # fmt: skip
        super().__init__(parent)
        self._tasks, self._keeper, self._useless = tasks, keeper, useless
        self.waiting = 0

    def take(self, text: str, kind: str = SCANNED) -> None:
        """A code from the scanner or the keyboard; codes that ran together are taken apart."""
        read = read_scan(text)
        if read.kind is ScanKind.EMPTY:
            return
        if read.kind in self._useless:
            self.no_use.emit(text, read.kind)
        elif read.kind is ScanKind.RUN_TOGETHER:
            for part in read.parts:
                self.send(part.value, kind)
        else:
            self.send(text if read.kind is ScanKind.UNKNOWN else read.value, kind)

    def send(self, code: str, kind: str = SCANNED, again: str = "") -> None:
        """Queue one scan of what is open now."""
        keep = self._keeper()
        self._waits(1)
        self._tasks.write(lambda: keep(code, kind, again), self._done, lambda error: self._not_kept(code, error))

    def _done(self, result: Any) -> None:
        self._waits(-1)
        self.kept.emit(result)

    def _not_kept(self, code: str, error: Exception) -> bool:
        self._waits(-1)
        if isinstance(error, Refused) and error.problems[0].code == "TYPED_AGAIN":
            self.again_wanted.emit(code, error.problems[0])
        else:
            self.failed.emit(code, error)
        return True

    def _waits(self, more: int) -> None:
        self.waiting += more
        self.waiting_changed.emit(self.waiting)
