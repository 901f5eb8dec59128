"""Scans of a process on their way to the register: one after the other, each on disk before it is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from models.domain.errors import Refused
from models.services.covers import ScanKind, read_scan
from ui.tasks import Tasks

SCANNED, TYPED = "SCAN", "TYPED"
Keep = Callable[[str, str, str], Any]


class ScanQueue(QObject):
    """`keep(code, kind, again)` performs one scan on the writing worker.

    `kept(result)` after the commit; `failed(code, error)` when nothing was kept; `again_wanted(code, problem)` when a
    typed number needs its last digits again (K-17).
    """

    kept = Signal(object)
    failed = Signal(str, object)
    again_wanted = Signal(str, object)

    def __init__(self, tasks: Tasks, keep: Keep, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._keep = tasks, keep
        self.waiting = 0

    def take(self, text: str, kind: str = SCANNED) -> None:
        """A code from the scanner or the keyboard; codes that ran together are taken apart."""
        read = read_scan(text)
        if read.kind is ScanKind.EMPTY:
            return
        if read.kind is ScanKind.RUN_TOGETHER:
            for part in read.parts:
                self.send(part.value, kind)
            return
        self.send(text if read.kind is ScanKind.UNKNOWN else read.value, kind)

    def send(self, code: str, kind: str = SCANNED, again: str = "") -> None:
        self.waiting += 1
        self._tasks.write(lambda: self._keep(code, kind, again), self._done, lambda error: self._not_kept(code, error))

    def _done(self, result: Any) -> None:
        self.waiting -= 1
        self.kept.emit(result)

    def _not_kept(self, code: str, error: Exception) -> bool:
        self.waiting -= 1
        if isinstance(error, Refused) and error.problems[0].code == "TYPED_AGAIN":
            self.again_wanted.emit(code, error.problems[0])
        else:
            self.failed.emit(code, error)
        return True
