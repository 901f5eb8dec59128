"""What a count speaks of: verdicts and their words, places, book rows and the scope of the frozen book (K-22)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple

from models.domain.levels import Level, SecretKind
from models.domain.lifecycle import GONE, IN_BOOK, OUT, CarrierState
from models.domain.text import T, Text


class Verdict(StrEnum):
    """What became of an expected carrier, or what a scan says. DUPLICATE is a verdict of scans only."""

    MATCHED = "MATCHED"
    ON_LOAN = "ON_LOAN"
    MOVED_DURING = "MOVED_DURING"
    MISPLACED = "MISPLACED"
    MISMARKED = "MISMARKED"
    DAMAGED = "DAMAGED"
    MISSING = "MISSING"
    UNRECORDED = "UNRECORDED"
    DUPLICATE = "DUPLICATE"


class Unrecorded(StrEnum):
    """Why a found thing is outside the frozen book."""

    UNKNOWN_CODE = "UNKNOWN_CODE"
    OUTSIDE_SCOPE = "OUTSIDE_SCOPE"
    ON_LOAN = "ON_LOAN"
    DESTROYED_OR_RETURNED = "DESTROYED_OR_RETURNED"
    NOT_YET_REGISTERED = "NOT_YET_REGISTERED"


class Mark(StrEnum):
    """What the counter says of the thing in hand by one key after its scan."""

    MISMARKED = "MISMARKED"
    DAMAGED = "DAMAGED"


class Detail(StrEnum):
    """Why a carrier is misplaced, for the sentence beside the word."""

    ELSEWHERE = "ELSEWHERE"  # another shelf or person by the book
    OUT_BUT_HERE = "OUT_BUT_HERE"  # lent, circulating …, and yet here
    GONE_BUT_HERE = "GONE_BUT_HERE"  # destroyed, returned or handed over after the freezing, and yet here
    UNACCOUNTED_BUT_HERE = "UNACCOUNTED_BUT_HERE"
    NO_PLACE = "NO_PLACE"  # the book names no place


VERDICT_WORDS: dict[Verdict, Text] = {
    Verdict.MATCHED: T("count", "相符"),
    Verdict.ON_LOAN: T("count", "借出（有手续）"),
    Verdict.MOVED_DURING: T("count", "期间异动"),
    Verdict.MISPLACED: T("count", "错位"),
    Verdict.MISMARKED: T("count", "标识不符"),
    Verdict.DAMAGED: T("count", "破损"),
    Verdict.MISSING: T("count", "缺失"),
    Verdict.UNRECORDED: T("count", "账外"),
    Verdict.DUPLICATE: T("count", "重复"),
}
UNRECORDED_WORDS: dict[Unrecorded, Text] = {
    Unrecorded.UNKNOWN_CODE: T("count", "编号不认识"),
    Unrecorded.OUTSIDE_SCOPE: T("count", "不在清查范围"),
    Unrecorded.ON_LOAN: T("count", "账上已借出"),
    Unrecorded.DESTROYED_OR_RETURNED: T("count", "账上已销毁或已清退"),
    Unrecorded.NOT_YET_REGISTERED: T("count", "尚未登记"),
}
DETAIL_WORDS: dict[Detail, Text] = {
    Detail.ELSEWHERE: T("count", "账上在别处"),
    Detail.OUT_BUT_HERE: T("count", "借出却在柜"),
    Detail.GONE_BUT_HERE: T("count", "账上已离库，实物还在"),
    Detail.UNACCOUNTED_BUT_HERE: T("count", "下落不明的找到了"),
    Detail.NO_PLACE: T("count", "账上没有位置"),
}
class ResultCode(IntEnum):
    """The result of a row as a digit, the same on the foot of F8a and where its results are entered; named as `Verdict`.

    7 and 8 are not looked for on the shelf: an act explains where the carrier is.
    """

    MATCHED = 1
    MISSING = 2
    UNRECORDED = 3
    MISPLACED = 4
    MISMARKED = 5
    DAMAGED = 6
    MOVED_DURING = 7
    ON_LOAN = 8

    @property
    def verdict(self) -> Verdict:
        return Verdict[self.name]


# What is closed with a reason and stands in F8b, in the order of its rows (K-22).
DIFFERENCES = (Verdict.MISSING, Verdict.MISPLACED, Verdict.MISMARKED, Verdict.DAMAGED, Verdict.UNRECORDED)


class PlaceKind(StrEnum):
    """A carrier lies on a shelf or is held by a person."""

    SHELF = "SHELF"
    HOLDER = "HOLDER"


class Place(NamedTuple):
    """Where a thing is by the book, or where it was scanned."""

    kind: PlaceKind
    id: int


def shelf(shelf_id: int) -> Place:
    return Place(PlaceKind.SHELF, shelf_id)


def holder(person_id: int) -> Place:
    return Place(PlaceKind.HOLDER, person_id)


@dataclass(frozen=True, slots=True)
class BookRow:
    """What the book says of a carrier at one moment: at the freezing, at a scan, or now."""

    carrier_id: int
    state: CarrierState
    shelf_id: int | None = None
    holder_id: int | None = None
    level: Level | None = None
    number: str = ""
    secret_kind: SecretKind = SecretKind.STATE_SECRET

    @property
    def place(self) -> Place | None:
        """Where it is by the book: with its holder while it is out, else on its shelf. None if the book cannot say."""
        if self.state in GONE or self.state is CarrierState.UNACCOUNTED:
            return None
        if self.state in OUT:
            return None if self.holder_id is None else holder(self.holder_id)
        if self.shelf_id is not None:
            return shelf(self.shelf_id)
        return None if self.holder_id is None else holder(self.holder_id)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: these shelves and these persons, or everything."""

    shelves: frozenset[int] = frozenset()
    holders: frozenset[int] = frozenset()
    everything: bool = False

    def contains(self, row: BookRow) -> bool:
        """Whether a carrier belongs to the frozen book of this scope: its place or holder lies in it (K-22)."""
        if row.state not in IN_BOOK:
            return False
        return self.everything or row.shelf_id in self.shelves or row.holder_id in self.holders
