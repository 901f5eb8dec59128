"""Scans on their way to the register: taken one after the other, each committed before it is answered, none lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from models.domain.errors import Refused
from models.services import count_pages
from models.services.count_pages import Lacking, Scanned
from models.services.covers import ScanKind, read_scan
from ui.context import Context

SCANNED, TYPED, TICKED = "SCAN", "TYPED", "TICKED"


class ScanQueue(QObject):
    """Every code becomes a task of the writing worker, which keeps their order.

    `kept(Scanned)` after the commit; `failed(code, error)` when nothing was kept; `again_wanted(code, problem)` when a
    typed number needs its last digits again (K-17); `no_use(code, ScanKind)` for codes that are no carrier and no shelf.
    """

    kept = Signal(object)
    failed = Signal(str, object)
    again_wanted = Signal(str, object)
    no_use = Signal(str, object)
    waiting_changed = Signal(int)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.count_id = 0
        self.waiting = 0

    def take(self, text: str, kind: str = SCANNED) -> None:
        """A code from the scanner or the keyboard; codes that ran together are taken apart."""
        read = read_scan(text)
        if read.kind is ScanKind.EMPTY:
            return
        if read.kind in (ScanKind.FORM, ScanKind.COVER):
            self.no_use.emit(text, read.kind)
        elif read.kind is ScanKind.RUN_TOGETHER:
            for part in read.parts:
                self.send(part.value, kind)
        else:
            self.send(read.value if read.kind is not ScanKind.UNKNOWN else text, kind)

    def tick(self, item: Lacking) -> None:
        self.send(item.number, TICKED)

    def send(self, code: str, kind: str = SCANNED, again: str = "") -> None:
        """Queue one scan of the open count."""
        office, count_id = self._context.office, self.count_id
        self._waits(1)
        self._context.tasks.write(
            lambda: count_pages.scan_once(office, count_id, code, kind, again),
            self._kept, lambda error: self._not_kept(code, error),
        )  # fmt: skip

    def _kept(self, scanned: Scanned) -> None:
        self._waits(-1)
        self.kept.emit(scanned)

    def _not_kept(self, code: str, error: Exception) -> bool:
        self._waits(-1)
        if isinstance(error, Refused) and error.problems[0].code == "TYPED_AGAIN":
            self.again_wanted.emit(code, error.problems[0])
            return True
        self.failed.emit(code, error)
        return True

    def _waits(self, more: int) -> None:
        self.waiting += more
        self.waiting_changed.emit(self.waiting)


class Refresher(QObject):
    """Reads again after each change, at most once at a time: a burst of scans does not queue a hundred readings."""

    def __init__(self, parent: QObject, read: Callable[[Callable[[], None]], None]) -> None:
        super().__init__(parent)
        self._read, self._running, self._again = read, False, False

    def ask(self) -> None:
        if self._running:
            self._again = True
            return
        self._running = True
        self._read(self._done)

    def _done(self) -> None:
        self._running = False
        if self._again:
            self._again = False
            self.ask()
