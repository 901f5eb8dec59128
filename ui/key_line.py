"""Where an input method listens, keys wait here until it is clear whether a scanner or a person presses them.

An input method sees a key before any window of ours does: of a scanned S00012 it makes a Chinese word and eats the Enter.
So while a text field listens to one, keys are held for as long as a scanner's next key may take. Four in a row are a scan:
they go on round the input method. Anything else is given to it as it came, in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

_ENDS = frozenset((23, 36, 104))  # Tab, Return, Enter of the keypad: X key codes, the same on every evdev keyboard
_SHIFTS = frozenset((50, 62))
_SPACE = 65
# Esc, Backspace, Ctrl, Alt, locks, F keys, the keys of the Asian layouts, navigation, sound, Pause, Super, Menu.
_OTHERS = frozenset((
    9, 22, 37, 64, 66, *range(67, 77), 77, 78, 95, 96, 98, 99, 100, 101, 102, 105, 107, 108, *range(110, 120), 121, 122,
    123, 124, 127, 130, 131, 133, 134, 135,
))  # fmt: skip
_CHORD = 0x4 | 0x8 | 0x40  # Control, Alt, Super in an X event's state
_REPEATS = 1000  # ms within which a key that stays down repeats
_PATIENCE = 10  # gaps after which a key that was sent back and never came is given up


class Sort(Enum):
    """What a key is for, as far as its code tells."""

    SIGN = auto()
    SPACE = auto()
    SHIFT = auto()
    END = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class RawKey:
    """One key event before the input method has seen it. `time`: the X server's milliseconds; `raw`: to send it again."""

    pressed: bool
    code: int
    state: int
    time: int
    raw: bytes = b""

    @property
    def sort(self) -> Sort:
        if self.code in _ENDS:
            return Sort.END
        if self.code in _SHIFTS:
            return Sort.SHIFT
        if self.code in _OTHERS or self.state & _CHORD:
            return Sort.OTHER
        return Sort.SPACE if self.code == _SPACE else Sort.SIGN


class Way(Protocol):
    """What the line needs from outside."""

    def listens(self) -> bool:
        """Whether an input method would get a key now."""

    def send(self, keys: Sequence[RawKey]) -> None:
        """Bring keys back in this order; `KeyLine.came_back` is called for each."""

    def go_round(self, on: bool) -> None:
        """Whether keys pass the input method by."""

    def wait(self) -> None:
        """Call `KeyLine.gap_over` when a gap has passed from now."""


class KeyLine:
    """Holds keys in order. `gap`: ms between two keys of one scan; `shortest`: signs that make a scan."""

    def __init__(self, way: Way, gap: int, shortest: int) -> None:
        self._way, self._gap, self._shortest = way, gap, shortest
        self._line: list[tuple[RawKey, bool]] = []
        self._signs = 0
        self._down: dict[int, int] = {}
        self._last = 0
        self._out = 0
        self._patience = 0
        self._burst = False
        self._scanned: int | None = None

    @property
    def in_burst(self) -> bool:
        """Whether what arrives now comes from a scanner."""
        return self._burst

    def take(self, key: RawKey) -> bool:
        """A key from the keyboard; true if it is held, and then comes back by `Way.send`."""
        repeated = self._repeats(key)
        if self._out:
            self._line.append((key, repeated))
            return True
        return self._judge(key, repeated)

    def came_back(self) -> bool:
        """A key that was sent; false if none is awaited (then it is another program's)."""
        if not self._out:
            return False
        self._out -= 1
        if not self._out:
            self._go_on()
        return True

    def gap_over(self) -> None:
        """No key for a gap: a person, or the end of a scan."""
        if self._out:
            self._patience += 1
            if self._patience < _PATIENCE:
                self._way.wait()
                return
            self._out = 0  # its window is gone
        self._end_burst()
        self.flush()

    def flush(self) -> None:
        """Let go what is held: to the input method, unless it is a scan."""
        line, self._line, self._signs = self._line, [], 0
        self._send([key for key, _repeated in line])

    def _go_on(self) -> None:
        """What was pressed while keys were on their way back."""
        line, self._line, self._signs = self._line, [], 0
        on: list[RawKey] = []
        for place, (key, repeated) in enumerate(line):
            if not (self._scans_on(key) or (on and not key.pressed)):
                if on:
                    self._line = line[place:]
                    break
                if self._out:
                    self._line.append((key, repeated))
                    continue
                if self._judge(key, repeated):
                    continue
            on.append(key)
        self._send(on)

    def _judge(self, key: RawKey, repeated: bool) -> bool:
        if self._scans_on(key):
            return False
        if not self._line and not self._may_begin(key):
            return False
        late = bool(self._line) and key.pressed and key.time - self._last > self._gap
        if late:
            self.flush()  # the key itself is judged when they are through
        self._line.append((key, repeated))
        if not late:
            self._count(key, repeated)
        return True

    def _may_begin(self, key: RawKey) -> bool:
        """Whether this key may be the first of a scan: a code never begins with a space."""
        return key.pressed and key.sort in (Sort.SIGN, Sort.SHIFT) and self._way.listens()

    def _count(self, key: RawKey, repeated: bool) -> None:
        if not key.pressed:
            return
        self._last = key.time
        if repeated or key.sort in (Sort.OTHER, Sort.END):
            self.flush()
            return
        self._signs += key.sort is not Sort.SHIFT
        self._way.wait()
        if self._signs >= self._shortest:
            self._begin_burst()
            self._scanned = key.time
            self.flush()

    def _scans_on(self, key: RawKey) -> bool:
        """Whether the key belongs to the scan that goes on; one that was cut by a pause of this program is taken up."""
        if self._scanned is None:
            return False
        if not key.pressed:
            return self._burst
        if not 0 <= key.time - self._scanned <= self._gap:
            self._scanned = None
            self._end_burst()
            return False
        self._scanned = key.time
        self._begin_burst()
        self._way.wait()
        return True

    def _begin_burst(self) -> None:
        if not self._burst:
            self._burst = True
            self._way.go_round(True)

    def _end_burst(self) -> None:
        if self._burst:
            self._burst = False
            self._way.go_round(False)

    def _repeats(self, key: RawKey) -> bool:
        before = self._down.pop(key.code, None)
        if key.pressed:
            self._down[key.code] = key.time
        return key.pressed and before is not None and key.time - before < _REPEATS

    def _send(self, keys: list[RawKey]) -> None:
        if keys:
            self._out, self._patience = len(keys), 0
            self._way.send(keys)
            self._way.wait()
