"""Whether the changes are those that the entries vouch for, told while the changes are read in the order of their rows.

Reading a million changes in the order of their entries would jump through the file and decrypt a page for each; the fold
reads them in the order of rows anyway. So the walk notes what each entry says of its changes, the fold drops each line's
digest into its place, and at the end each entry's places are digested. Memory: 40 bytes an entry, 33 a change of the
entries in hand (at most WINDOW changes; more take another pass over the changes).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator

from models.storage.verify.findings import Finding
from models.storage.verify.primitives import sm3

WINDOW = 4_000_000  # changes
DIGEST_BYTES = 32
MOST_CHANGES = 500  # in an entry
IMPOSSIBLE = -1
_MOST_STRAYS = 1000  # named


def line_digest(ledger: str, id_: int, seq: int, text: str) -> bytes:
    """SM3 of one line."""
    return sm3(f'["{ledger}",{id_},{seq},{text}]\n'.encode())


class Expected:
    """What the payloads say: for each entry in order, how many changes it has and the digest over their digests."""

    def __init__(self) -> None:
        self.numbers, self.counts, self.digests = array("q"), array("q"), bytearray()

    def note(self, number: int, count: int, digest: str) -> None:
        """Keep what an entry's payload says; a number that cannot be was named by the walk and is not compared."""
        try:
            raw = bytes.fromhex(digest)
        except ValueError:
            raw = b""
        self.numbers.append(number)
        self.counts.append(count if 0 <= count <= MOST_CHANGES else IMPOSSIBLE)
        self.digests += raw if len(raw) == DIGEST_BYTES else bytes(DIGEST_BYTES)

    def windows(self) -> Iterator[Window]:
        """The entries in portions of at most WINDOW changes; at least one portion."""
        first = total = 0
        for at, count in enumerate(self.counts):
            if total + count > WINDOW and at > first:
                yield Window(self, first, at)
                first, total = at, 0
            total += max(0, count)
        yield Window(self, first, len(self.counts))


class Window:
    """The entries from place `first` up to place `end` of what was expected, and their lines' digests as they come in."""

    def __init__(self, expected: Expected, first: int, end: int) -> None:
        self._expected, self._first, self._end = expected, first, end
        self._numbers = expected.numbers[first:end]
        self._lowest = self._numbers[0] if self._numbers else 0
        self._highest = self._numbers[-1] if self._numbers else -1
        self._is_regular = self._highest - self._lowest + 1 == len(self._numbers)
        self._offsets, total = array("q"), 0
        for count in expected.counts[first:end]:
            self._offsets.append(total)
            total += max(0, count)
        self._digests = bytearray(total * DIGEST_BYTES)
        self._seen = array("l", bytes(array("l").itemsize * len(self._numbers)))
        self.strays: set[int] = set()

    def put(self, entry: int, seq: int, digest: bytes) -> None:
        """Take one line in; lines of entries outside the window are for another one, or were written since."""
        if not self._lowest <= entry <= self._highest:
            return
        at = entry - self._lowest if self._is_regular else bisect_left(self._numbers, entry)
        if not self._is_regular and self._numbers[at] != entry:
            if len(self.strays) < _MOST_STRAYS:
                self.strays.add(entry)
            return
        self._seen[at] += 1
        if 0 <= seq < self._expected.counts[self._first + at]:
            place = (self._offsets[at] + seq) * DIGEST_BYTES
            self._digests[place : place + DIGEST_BYTES] = digest

    def findings(self) -> Iterator[Finding]:
        """What does not fit, once all lines are in."""
        for entry in sorted(self.strays):
            yield Finding(entry, "CHANGE_WITHOUT_ENTRY")
        for at, number in enumerate(self._numbers):
            count = self._expected.counts[self._first + at]
            if count == IMPOSSIBLE:
                continue
            place, said = self._offsets[at] * DIGEST_BYTES, (self._first + at) * DIGEST_BYTES
            found = sm3(bytes(self._digests[place : place + count * DIGEST_BYTES]))
            if self._seen[at] != count:
                yield Finding(number, "CHANGES_MISCOUNTED")
            elif found != self._expected.digests[said : said + DIGEST_BYTES]:
                yield Finding(number, "CHANGES_DIFFER", seen=found.hex()[:32])
