"""How the processes write a carrier: its badge, and its title unless it is 绝密."""

from __future__ import annotations

from models.domain.levels import Level
from models.services.movements import HIDDEN
from ui.tables.source import Row
from ui.theme.badges import badge_code
from ui.theme.look import Look


def shown_title(look: Look, level: str | None, title: str) -> str:
    """A title as a list may show it: 绝密 ones are hidden (K-13)."""
    return look.t(HIDDEN) if level == Level.TOP_SECRET and title else title


def title_of(look: Look, row: Row) -> str:
    """The title of a carrier's row, as a list may show it."""
    return shown_title(look, row["level"], str(row["title"] or ""))


def badge_of(row: Row) -> str:
    """The code of a carrier's badge."""
    return badge_code(row["secret_kind"], row["level"])
