"""The three sounds of a scan, played by a child process so that the screen never waits. Never the only signal.

The samples are fed through standard input: no file name, no shell. A newer sound cuts off an older one, so that a fast
scanner is answered for the thing just scanned and not for the one before.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import threading
import wave
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, Signal

MATCHED, ATTENTION, UNKNOWN = "MATCHED", "ATTENTION", "UNKNOWN"
FILES = {MATCHED: "match.wav", ATTENTION: "attention.wav", UNKNOWN: "refused.wav"}
LONGEST = 1.0  # seconds after which a player that is still running has hung

# Players and how each takes 16-bit mono samples on standard input; the first that is there and works is used.
PLAYERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("paplay", ("--raw", "--format=s16le", "--rate={rate}", "--channels=1", "--latency-msec=20")),
    ("pw-play", ("--format=s16", "--rate={rate}", "--channels=1", "--latency=20ms", "-")),
    ("aplay", ("-q", "-t", "raw", "-f", "S16_LE", "-r", "{rate}", "-c", "1", "-")),
)


class Sounds(QObject):
    """Plays MATCHED, ATTENTION or UNKNOWN. `changed` when the sounds were turned off or on, or no player works."""

    changed = Signal()

    def __init__(self, folder: Path, muted: bool = False, find: Callable[[str], str | None] = shutil.which) -> None:
        super().__init__()
        self._muted = muted
        self._samples, rate = _load(folder)
        self._commands = [
            [path, *(part.format(rate=rate) for part in arguments)]
            for name, arguments in PLAYERS
            if (path := find(name)) is not None
        ]
        self._queue: SimpleQueue[str | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="shoubu-sound", daemon=True)
        self._thread.start()

    @property
    def muted(self) -> bool:
        """Whether the person turned the sounds off."""
        return self._muted

    @property
    def available(self) -> bool:
        """Whether there is a player at all."""
        return bool(self._commands)

    @property
    def silent(self) -> bool:
        """Whether nothing will be heard: the footer says so."""
        return self._muted or not self.available

    def set_muted(self, muted: bool) -> None:
        if muted != self._muted:
            self._muted = muted
            self.changed.emit()

    def toggle(self) -> None:
        """F7."""
        self.set_muted(not self._muted)

    def play(self, name: str) -> None:
        """Start a sound and return at once. Nothing happens while muted; an unknown name raises KeyError."""
        if name not in FILES:
            raise KeyError(name)
        if not self.silent:
            self._queue.put(name)

    def close(self) -> None:
        """Stop the player and its thread."""
        self._queue.put(None)
        self._thread.join()

    # on the sound's own thread -------------------------------------------------------------------------------------

    def _work(self) -> None:
        playing: subprocess.Popen[bytes] | None = None
        last = ""
        while True:
            try:
                name = self._queue.get(timeout=LONGEST if playing else None)
            except Empty:
                worked = playing is None or _end(playing)
                playing = None
                if not worked and self._drop_player():
                    playing = self._start(last)
                continue
            name = self._newest(name)
            if playing is not None:
                _end(playing)
                playing = None
            if name is None:
                return
            last = name
            playing = self._start(name)

    def _newest(self, name: str | None) -> str | None:
        """What was asked last; an end that was asked stays asked."""
        while name is not None:
            try:
                name = self._queue.get_nowait()
            except Empty:
                break
        return name

    def _start(self, name: str) -> subprocess.Popen[bytes] | None:
        while self._commands:
            try:
                child = subprocess.Popen(
                    self._commands[0], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
            except OSError:
                self._drop_player()
                continue
            if child.stdin is not None:
                with contextlib.suppress(OSError):  # a player that ended early is found out by its exit code
                    child.stdin.write(self._samples[name])
                    child.stdin.close()
            return child
        return None

    def _drop_player(self) -> bool:
        """Give up the player that does not work; true if there is another."""
        del self._commands[0]
        if not self._commands:
            self.changed.emit()
        return bool(self._commands)


def _end(child: subprocess.Popen[bytes]) -> bool:
    """Reap a player, cutting it off if it still runs; false if it had failed by itself."""
    code = child.poll()
    if code is None:
        child.kill()
        child.wait()
    return not code


def _load(folder: Path) -> tuple[dict[str, bytes], int]:
    samples: dict[str, bytes] = {}
    rate = 0
    for name, file_name in FILES.items():
        with wave.open(str(folder / file_name), "rb") as file:
            rate = file.getframerate()
            samples[name] = file.readframes(file.getnframes())
    return samples, rate

