"""The parent's side of reading a spreadsheet: start the child, take its lines, turn every failure into a sentence (K-25).

The child gets the file as its standard input and nothing else: no path, no key, no variable of the environment that it
does not need. What it sends is checked again here: sizes, numbers, kinds.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import IO, Any

from models.domain.errors import Cancelled
from models.domain.file_reasons import reason_of
from models.exchange.book import Book, Cells, DateText, Merge, NumberText, OtherText, Sheet
from models.exchange.file_errors import file_error
from models.exchange.limits import LIMITS, Limits

Progress = Callable[[int, int], None]  # rows read, rows known so far
_TYPES: dict[str, type[str]] = {"n": NumberText, "d": DateText, "m": DateText, "t": OtherText, "b": OtherText}
_KEPT_VARIABLES = ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH", "_MEIPASS2", "TMPDIR", "TEMP")
_QUEUE_LINES = 32
_LAST_BREATH = 2.0  # seconds for a child to end after its last line
_LOOK_EVERY = 0.05  # seconds between looks at the cancel flag while no line arrives


class SheetReader:
    """Reads spreadsheets in a child process. `command` starts the child, such as `(sys.executable, "app.py", "read-sheets")`."""

    def __init__(self, command: Sequence[str], limits: Limits = LIMITS) -> None:
        self._command, self._limits = tuple(command), limits

    def read(
        self, path: Path, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
    ) -> Book:
        """The book in `path`. Raises UserError (file missing, damaged, hostile, too large) or Cancelled."""
        try:
            with path.open("rb") as source:
                size = os.fstat(source.fileno()).st_size
                if size > self._limits.file_bytes:
                    raise file_error("FILE_TOO_LARGE", path, {"most": self._limits.file_bytes >> 20})
                return self._read(source, path, progress or _silent, cancelled or _never)
        except OSError as error:
            raise file_error("CANNOT_OPEN", path, {"reason": reason_of(error)}) from error

    def _read(self, source: IO[bytes], path: Path, progress: Progress, cancelled: Callable[[], bool]) -> Book:
        environment = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
        child = subprocess.Popen(
            self._command,
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a child's last words could hold record values
            env={**environment, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        )
        try:
            with closing(self._messages(child, path, cancelled)) as messages:
                return assemble(messages, path, self._limits, progress)
        finally:
            child.kill()
            child.wait()
            if child.stdout:
                child.stdout.close()

    def _messages(
        self, child: subprocess.Popen[bytes], path: Path, cancelled: Callable[[], bool]
    ) -> Generator[dict[str, Any], None, None]:
        lines: queue.Queue[bytes] = queue.Queue(_QUEUE_LINES)
        stop = threading.Event()
        pump = threading.Thread(target=_pump, args=(child.stdout, lines, stop, self._limits.line_bytes), daemon=True)
        pump.start()
        deadline = time.monotonic() + self._limits.wall_seconds
        try:
            while True:
                line = _next_line(lines, cancelled, deadline)
                if line is None:
                    raise file_error("TOO_SLOW", path, {"seconds": int(self._limits.wall_seconds)})
                if not line:
                    raise file_error(_death(child), path, {})
                yield _message(line, path)
        finally:
            stop.set()
            child.kill()  # ends the pump's read as well
            pump.join()


def _next_line(lines: queue.Queue[bytes], cancelled: Callable[[], bool], deadline: float) -> bytes | None:
    """The next line, b"" at the end of the stream, None when time is over; raises Cancelled."""
    while time.monotonic() < deadline:
        if cancelled():
            raise Cancelled
        try:
            return lines.get(timeout=_LOOK_EVERY)
        except queue.Empty:
            continue
    return None


def _pump(stream: IO[bytes], lines: queue.Queue[bytes], stop: threading.Event, longest: int) -> None:
    """Move lines from the pipe to the queue; an empty one at the end. A line that is too long ends the reading."""
    while not stop.is_set():
        line = stream.readline(longest + 1)
        if len(line) > longest:
            line = b""
        while not stop.is_set():
            try:
                lines.put(line, timeout=_LOOK_EVERY)
                break
            except queue.Full:
                continue
        if not line:
            return


def _death(child: subprocess.Popen[bytes]) -> str:
    """Why the child ended without saying so: killed for time or memory, or broken by the file."""
    try:
        code = child.wait(timeout=_LAST_BREATH)
    except subprocess.TimeoutExpired:
        return "CHILD_DIED"  # it closed its end or sent too long a line, and lives: it is killed by the caller
    if code == -24:  # SIGXCPU
        return "TOO_SLOW"
    if code == -6:  # SIGABRT: memory was refused to the reading library
        return "TOO_MUCH_MEMORY"
    return "CHILD_DIED"


def _message(line: bytes, path: Path) -> dict[str, Any]:
    try:
        message = json.loads(line)
    except ValueError as error:
        raise file_error("CHILD_DIED", path, {}) from error
    if not isinstance(message, dict):
        raise file_error("CHILD_DIED", path, {})
    if "error" in message:
        values = message.get("values")
        raise file_error(str(message["error"]), path, values if isinstance(values, dict) else {})
    return message


def assemble(messages: Iterator[dict[str, Any]], path: Path, limits: Limits = LIMITS, progress: Progress | None = None) -> Book:
    """The book that the child's messages make; `path` is only for the sentences of errors."""
    return _Assembly(path, progress or _silent, limits).book(messages)


class _Assembly:
    """Puts the messages together into a book and reports progress."""

    def __init__(self, path: Path, progress: Progress, limits: Limits) -> None:
        self._path, self._progress, self._limits = path, progress, limits
        self._sheets: list[Sheet] = []
        self._head: dict[str, Any] | None = None
        self._numbers: list[int] = []
        self._rows: list[Cells] = []
        self._seen: dict[str, str] = {}  # equal texts are kept once: units, levels and names repeat a thousand times
        self._known = self._read = self._cells = 0

    def book(self, messages: Iterator[dict[str, Any]]) -> Book:
        for message in messages:
            if "sheet" in message:
                self._close()
                self._open(message)
            elif "end" in message:
                self._close()
                return Book(tuple(self._sheets))
            else:
                self._take(message.get("rows") or [])
        raise file_error("CHILD_DIED", self._path, {})

    def _open(self, message: dict[str, Any]) -> None:
        self._head, self._cells = message, 0
        self._known += int(message.get("rows") or 0)

    def _close(self) -> None:
        if self._head is None:
            return
        merges = tuple(Merge(*map(int, edges)) for edges in self._head.get("merged") or [])
        self._sheets.append(
            Sheet(
                name=str(self._head["sheet"]),
                numbers=tuple(self._numbers),
                rows=tuple(self._rows),
                merges=merges,
                visible=bool(self._head.get("visible", True)),
                last_row=self._numbers[-1] if self._numbers else 0,
            )
        )
        self._head, self._numbers, self._rows = None, [], []

    def _take(self, batch: list[Any]) -> None:
        for number, cells in batch:
            self._numbers.append(int(number))
            self._rows.append(tuple(map(self._cell, cells)))
            self._cells += len(cells)
        if self._head is None or self._cells > 20 * self._limits.cells:
            raise file_error("CHILD_DIED", self._path, {})
        self._read += len(batch)
        self._progress(self._read, max(self._known, self._read))

    def _cell(self, cell: Any) -> str:
        if isinstance(cell, str):
            return self._seen.setdefault(cell, cell) if len(cell) <= 24 else cell
        return _TYPES.get(cell[0], OtherText)(cell[1])


def _silent(_read: int, _known: int) -> None:
    return None


def _never() -> bool:
    return False
