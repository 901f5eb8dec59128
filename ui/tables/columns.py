"""Which columns are shown, how wide and in what order; kept for each user, and made to fit the window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ui.tables.source import Column, Preferences

NARROWEST_TITLE = 180  # px at 100 %: the title is never narrower
NARROWEST_TEXT = 120  # … nor the text that takes the remaining width in other lists
SQUEEZED = 72  # … nor any text, before the list scrolls sideways
FIRST_TO_GO = ("holder", "copy_number")  # where columns do not fit: holder joins place, then the copy number goes


@dataclass
class Arrangement:
    """A user's choice for one list. Names that the ledger no longer has are passed over; new columns are added."""

    shown: list[str]
    widths: dict[str, int] = field(default_factory=dict)
    order: tuple[str, bool] | None = None

    @classmethod
    def load(cls, preferences: Preferences, key: str, columns: Sequence[Column]) -> Arrangement:
        """What the user kept under `key`, else the default columns."""
        known = {column.name for column in columns}
        default = [column.name for column in columns if column.default]
        kept: Any = preferences.get(key)
        if not isinstance(kept, dict):
            return cls(default)
        shown = [name for name in kept.get("shown", []) if name in known] or default
        widths = {name: int(width) for name, width in kept.get("widths", {}).items() if name in known}
        order: Any = kept.get("order")
        if not isinstance(order, list) or len(order) != 2 or order[0] not in known | {"id"}:
            return cls(shown, widths)
        return cls(shown, widths, (str(order[0]), bool(order[1])))

    def save(self, preferences: Preferences, key: str) -> None:
        order = list(self.order) if self.order else None
        preferences.set(key, {"shown": self.shown, "widths": self.widths, "order": order})


@dataclass(frozen=True, slots=True)
class Fit:
    """What is shown at a width: names in order, widths in px, and whether the holder stands in the place cell."""

    widths: dict[str, int]
    hidden: tuple[str, ...]


def fit(columns: Sequence[Column], arrangement: Arrangement, width: int, scale: float,
        least: Mapping[str, int] | None = None) -> Fit:  # fmt: skip
    """Widths that fill `width` px: the title takes what is left; holder, then copy number go where it is too narrow.

    `least` is what a column's heading and words need in the user's language, px; a width the user chose goes before.
    """
    by_name = {column.name: column for column in columns}
    shown = list(arrangement.shown)
    stretch = _stretch(by_name, shown)
    narrowest = round((NARROWEST_TITLE if stretch == "title" else NARROWEST_TEXT) * scale)
    hidden: list[str] = []

    def wide(name: str) -> int:
        if name in arrangement.widths:
            return round(arrangement.widths[name] * scale)
        return max(round(by_name[name].width * scale), (least or {}).get(name, 0))

    def rest() -> int:
        return width - sum(wide(name) for name in shown if name != stretch and name not in hidden)

    for name in FIRST_TO_GO:
        if rest() >= narrowest:
            break
        joins = name != "holder" or any(by_name[other].kind == "place" for other in shown)
        if name in shown and name != stretch and joins:
            hidden.append(name)
    widths = {name: wide(name) for name in shown if name not in hidden}
    if stretch:
        widths[stretch] = max(narrowest, rest())
    _squeeze(widths, by_name, arrangement, stretch, sum(widths.values()) - width, round(SQUEEZED * scale), least or {})
    return Fit(widths, tuple(hidden))


def _squeeze(widths: dict[str, int], by_name: Mapping[str, Column], arrangement: Arrangement, stretch: str, over: int,
             narrowest: int, least: Mapping[str, int]) -> None:  # fmt: skip
    """Take `over` px from the texts, each in proportion to what it can give; what the user chose stays."""
    spare = {
        name: width - max(narrowest, least.get(name, 0))
        for name, width in widths.items()
        if name != stretch and name not in arrangement.widths and by_name[name].kind in ("text", "place")
    }
    spare = {name: room for name, room in spare.items() if room > 0}
    total = sum(spare.values())
    if over <= 0 or not total:
        return
    for name, room in spare.items():
        widths[name] -= min(room, -(-room * over // total))


def _stretch(by_name: dict[str, Column], shown: Sequence[str]) -> str:
    """The column that takes the remaining width: the title, else the widest text."""
    if "title" in shown:
        return "title"
    texts = [name for name in shown if by_name[name].kind == "text"]
    return max(texts, key=lambda name: by_name[name].width, default=shown[-1] if shown else "")
