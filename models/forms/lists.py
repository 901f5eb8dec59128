"""What the lists of carriers (F2, F3) share: the line of a carrier or of equal copies, its cells, sums and the mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from models.domain.levels import Level, SecretKind
from models.domain.lifecycle import MEDIUM_UNITS, MEDIUM_WORDS, Medium
from models.domain.markings import Marking, render_marking
from models.domain.numbering import reference_sort_key
from models.forms.inline import Blank, Items
from models.forms.inline import Item as InlineItem

TITLE_HIDDEN = "（标题隐去）"
COUNTED_MEDIA = (Medium.PAPER, Medium.OPTICAL_DISC, Medium.USB_DISK, Medium.MOBILE_DISK, Medium.HARD_DISK)
_LEVELS = (Level.TOP_SECRET, Level.SECRET, Level.CONFIDENTIAL)


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list: one carrier, or copies of one document that travel together.

    `reference` is the document number; of a medium, its secrecy number and serial number with a line feed between.
    `copies` is written as `format_copy_numbers` gives it; `extent` is pages or capacity as printed (36页, 4.7GB).
    """

    title: str
    issuer: str
    medium: Medium
    reference: str
    marking: Marking
    copies: str
    extent: str
    count: int
    remark: str = ""
    title_hidden: bool = False  # a title above the vault's level


def in_order(items: Iterable[Item]) -> list[Item]:
    """Sorted by material, then document number, then copy numbers: the order of F2 before the list is locked (K-21)."""
    media = list(Medium)
    return sorted(items, key=lambda item: (media.index(item.medium), reference_sort_key(item.reference), item.copies))


def shown_title(item: Item, all_hidden: bool) -> str:
    """The title, or （标题隐去）."""
    return TITLE_HIDDEN if all_hidden or item.title_hidden else item.title


def list_mark(mark: Marking, items: Iterable[Item], all_hidden: bool) -> str:
    """The list's own mark as printed; empty when it shows no title (`forms.md` 1.2).

    `mark` is computed by `models.domain.markings.highest`; ValueError if a shown title has a higher level.
    """
    shown = [item.marking for item in items if not (all_hidden or item.title_hidden)]
    if not shown:
        return ""
    check_mark(mark, shown)
    return render_marking(mark)


def check_mark(mark: Marking, markings: Iterable[Marking]) -> None:
    """A list never bears a lower mark than one of its rows (R-12). Raises ValueError: the caller computed it wrongly."""
    if any(marking.rank > mark.rank for marking in markings):
        raise ValueError("the mark of a list is lower than that of a row")


def dash(number: int) -> str:
    """A count as printed; zero is a dash, so that nothing can be added later."""
    return str(number) if number else "—"


def sums_by_material(items: Iterable[Item], blank: float = 0.0) -> Items:
    """`纸介质 15 份；光盘 — 张；…`: never added over different units; media that do not occur and are rare are left out.

    With `blank` the form is filled by hand: lines of so many mm instead of numbers.
    """
    counts: Counter[Medium] = Counter()
    for item in items:
        counts[item.medium] += item.count
    shown = [medium for medium in Medium if medium in COUNTED_MEDIA or counts[medium]]
    parts = [(str(MEDIUM_WORDS[medium]), counts[medium], str(MEDIUM_UNITS[medium])) for medium in shown]
    return _sums(parts, "；", blank)


def sums_by_level(items: Iterable[Item], blank: float = 0.0) -> Items:
    """`其中绝密 — 份、机密 41 份、秘密 5 份、工作秘密 — 份`, and 其他 if there are others; `blank` as above."""
    counts: Counter[str] = Counter()
    for item in items:
        counts[level_word(item.marking)] += item.count
    words = [*(level.word for level in _LEVELS), "工作秘密", *(["其他"] if counts["其他"] else [])]
    return ("其中", *_sums([(word, counts[word], "份") for word in words], "、", blank))


def _sums(parts: Sequence[tuple[str, int, str]], comma: str, blank: float) -> Items:
    items: list[InlineItem] = []
    for index, (word, number, unit) in enumerate(parts):
        end = unit if index == len(parts) - 1 else unit + comma
        items += [f"{word} ", Blank(blank), f" {end}"] if blank else [f"{word} {dash(number)} {end}"]
    return tuple(items) if blank else ("".join(item for item in items if isinstance(item, str)),)


def level_word(marking: Marking) -> str:
    """绝密, 机密, 秘密, 工作秘密 or 其他: the classes that forms count by."""
    if marking.level is not None:
        return marking.level.word
    return "工作秘密" if marking.kind is SecretKind.WORK_SECRET else "其他"


def chinese_date(day: date | None) -> str:
    """2025年3月1日, as dates stand on forms (`domain.md` 4.7); "" for None."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
