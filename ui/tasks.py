"""Work off the GUI thread: a function goes in, its result or error comes back on the GUI thread.

Four workers, one thread each: `write` (acts, and everything that needs the writing connection), `read` (lists, search,
choices), `stream` (all ids of a list) and `background` (verification, printing). The function touches no widget.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from models.domain.errors import Cancelled
from models.domain.text import Text

Done = Callable[[Any], None]
Failed = Callable[[Exception], bool | None]
Present = Callable[[Exception], None]
AskFirst = Callable[[Exception, Callable[[], None], Callable[[], None]], bool]  # error, do it again, tell it after all
SWITCH_AFTER = 0.0005  # s until a computing worker lets the screen in; painting asks dozens of times, with Python's 5 ms each
SHOW_AFTER = 500  # ms until a bar is shown
WORKERS = ("write", "read", "stream", "background")


class Progress:
    """What long work tells, and how it hears that it is not wanted any more. Used by the worker's thread."""

    def __init__(self, tell: Callable[[int, int, object], None] | None = None) -> None:
        self._stop = threading.Event()
        self._tell = tell
        self.last: tuple[int, int, Text | str] | None = None  # for a bar that appears later

    def report(self, done: int, total: int, doing: Text | str = "") -> None:
        """`done` of `total` steps (total 0: not known yet); raises Cancelled if the person stopped it."""
        self.check()
        self.last = (done, total, doing)
        if self._tell is not None:
            self._tell(done, total, doing)

    def check(self) -> None:
        if self._stop.is_set():
            raise Cancelled

    def cancelled(self) -> bool:
        return self._stop.is_set()

    def cancel(self) -> None:
        self._stop.set()


class Job(QObject):
    """One piece of work. Its signals arrive on the GUI thread; `drop` makes its answer come to nobody.

    `ended` comes before the answer or the error is given to anybody: an error's window must not find a bar in its way.
    """

    progressed = Signal(int, int, object)
    ended = Signal()
    _finished = Signal(object, object)

    def __init__(self, tasks: Tasks, op: Callable[[], Any], done: Done | None, failed: Failed | None, worker: str = "") -> None:
        super().__init__(tasks)
        self._tasks, self._op, self._done, self._failed, self._worker = tasks, op, done, failed, worker
        self._dropped = False
        self.progress = Progress(lambda now, total, doing: self.progressed.emit(now, total, doing))
        self._finished.connect(self._arrived, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop; it then ends as Cancelled and leaves nothing half-done."""
        self.progress.cancel()

    def drop(self) -> None:
        """The answer is not wanted any more (a newer question was asked)."""
        self._dropped = True
        self.progress.cancel()

    def run(self) -> None:
        """Called on the worker's thread."""
        result: Any = None
        error: Exception | None = None
        try:
            if self._dropped:
                raise Cancelled
            result = self._op()
        except Exception as caught:
            error = caught
        self._finished.emit(result, error)

    @Slot(object, object)
    def _arrived(self, result: Any, error: Exception | None) -> None:
        self.ended.emit()
        ask = self._tasks.ask_first
        if error is None or self._dropped or ask is None or not ask(error, self._again, lambda: self._end(None, error)):
            self._end(result, error)

    def _again(self) -> None:
        self._tasks.repeat(self, self._worker)

    def _end(self, result: Any, error: Exception | None) -> None:
        self._tasks.settled(self)
        if self._dropped or isinstance(error, Cancelled):
            return
        if error is None:
            if self._done is not None and _is_there(self._done):
                self._done(result)
        elif self._failed is None or not _is_there(self._failed) or self._failed(error) is False:
            self._tasks.present(error)


def _is_there(callback: Callable[..., Any]) -> bool:
    """False for a method of a widget that was closed and freed meanwhile."""
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)


class _Worker:
    def __init__(self, name: str) -> None:
        self.queue: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self.thread = threading.Thread(target=self._work, name=name, daemon=True)
        self.thread.start()

    def _work(self) -> None:
        while (op := self.queue.get()) is not None:
            op()
            del op

    def stop(self) -> None:
        self.queue.put(None)
        self.thread.join()


class Tasks(QObject):
    """The workers of one open vault. `present` shows an error that nobody took (`ui/errors.py`).

    `failed` may return False to have the error presented as usual. Without `failed` every error is presented.
    """

    busy = Signal(bool)

    def __init__(self, present: Present, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(SWITCH_AFTER)
        self._present = present
        self.ask_first: AskFirst | None = None  # may ask the person for what a failed work lacks; true if it does
        self._workers = {name: _Worker(f"shoubu-{name}") for name in WORKERS}
        self._jobs: set[Job] = set()
        self._closed = False
        self._end: threading.Thread | None = None

    def read(self, op: Callable[[], Any], done: Done | None = None, failed: Failed | None = None) -> Job:
        """Ask the store something."""
        return self._start("read", op, done, failed)

    def write(self, op: Callable[[], Any], done: Done | None = None, failed: Failed | None = None) -> Job:
        """Perform an act, or try one out."""
        return self._start("write", op, done, failed)

    def long(self, op: Callable[[Progress], Any], done: Done | None = None, failed: Failed | None = None,
             worker: str = "background") -> Job:  # fmt: skip
        """Work that takes time; `op` gets a `Progress`. `worker` is write for work that writes (an import)."""
        box: list[Job] = []
        return self._start(worker, lambda: op(box[0].progress), done, failed, box)

    def _start(self, worker: str, op: Callable[[], Any], done: Done | None, failed: Failed | None,
               box: list[Job] | None = None) -> Job:  # fmt: skip
        job = Job(self, op, done, failed, worker)
        if box is not None:
            box.append(job)
        if self._closed:
            job.drop()
            return job
        self._jobs.add(job)
        if len(self._jobs) == 1:
            self.busy.emit(True)
        self._workers[worker].queue.put(job.run)
        return job

    def repeat(self, job: Job, worker: str) -> None:
        """Do the work of a job once more: what it lacked is there now."""
        if not self._closed:
            self._workers[worker].queue.put(job.run)

    def settled(self, job: Job) -> None:
        """A job's answer has arrived."""
        self._jobs.discard(job)
        job.deleteLater()
        if not self._jobs:
            self.busy.emit(False)

    def present(self, error: Exception) -> None:
        self._present(error)

    @property
    def idle(self) -> bool:
        return not self._jobs

    def end(self, last: Callable[[], Any], done: Done | None = None, failed: Failed | None = None) -> None:
        """Stop after what is under way, without waiting for it, and do one thing more when nothing is left."""
        self._drop_all()

        def op() -> Any:
            self._stop_workers()
            return last()

        job = Job(self, op, done, failed)
        self._end = threading.Thread(target=job.run, name="shoubu-end")
        self._end.start()

    def close(self) -> None:
        """Stop after what is under way; answers that come later reach nobody (lock, sign-out)."""
        if not self._closed:
            self._drop_all()
            self._stop_workers()
        elif self._end is not None:
            self._end.join()

    def _drop_all(self) -> None:
        self._closed = True
        for job in list(self._jobs):
            job.drop()
        self._jobs.clear()

    def _stop_workers(self) -> None:
        for worker in self._workers.values():
            worker.stop()


class Delayed(QObject):
    """Calls once after a pause, starting over with each `ask`: for checks while somebody types."""

    def __init__(self, parent: QObject, milliseconds: int, call: Callable[[], None]) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=milliseconds)
        self._timer.timeout.connect(call)

    def ask(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
