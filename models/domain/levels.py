"""Classification levels and kinds of secret (R-01, R-20, D4).

The mapping of words is fixed: 秘密 is CONFIDENTIAL, 机密 is SECRET, 绝密 is TOP_SECRET. 秘密 is *not* "Secret".
"""

from __future__ import annotations

from enum import StrEnum

from models.domain.text import Text


class Level(StrEnum):
    """Levels of a state secret, lowest first (Law 14)."""

    CONFIDENTIAL = "CONFIDENTIAL"
    SECRET = "SECRET"
    TOP_SECRET = "TOP_SECRET"

    @property
    def rank(self) -> int:
        """1 to 3; a higher rank is more secret."""
        return _RANK[self]

    @property
    def word(self) -> str:
        """The word that stands in a marking."""
        return LEVEL_WORDS[self]

    @property
    def text(self) -> Text:
        """The word as a value of a sentence that is translated."""
        return Text("level", LEVEL_WORDS[self])

    @property
    def longest_years(self) -> int:
        """Longest period in years unless otherwise provided (R-02), also presumed where no period is marked (R-07)."""
        return _LONGEST[self]


class SecretKind(StrEnum):
    """What a carrier is in law; only STATE_SECRET bears a level and a ★ (D4, R-20)."""

    STATE_SECRET = "STATE_SECRET"
    WORK_SECRET = "WORK_SECRET"
    INTERNAL = "INTERNAL"
    DECLASSIFIED = "DECLASSIFIED"
    UNMARKED = "UNMARKED"


LEVEL_WORDS = {Level.CONFIDENTIAL: "秘密", Level.SECRET: "机密", Level.TOP_SECRET: "绝密"}
KIND_WORDS = {
    SecretKind.STATE_SECRET: "国家秘密",
    SecretKind.WORK_SECRET: "工作秘密",
    SecretKind.INTERNAL: "内部资料",
    SecretKind.DECLASSIFIED: "已解密",
    SecretKind.UNMARKED: "无密级",
}
_RANK = {Level.CONFIDENTIAL: 1, Level.SECRET: 2, Level.TOP_SECRET: 3}
_LONGEST = {Level.CONFIDENTIAL: 10, Level.SECRET: 20, Level.TOP_SECRET: 30}
