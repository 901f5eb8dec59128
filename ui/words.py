"""The user's language: `Text` in, words out. Models mark (`T`), this is the only place that translates."""

from __future__ import annotations

import gettext
from pathlib import Path

from models.domain.text import Text

LANGUAGES = ("zh", "en")
CATALOGUES = Path(__file__).parents[1] / "resources" / "translations"
THIN = "\u2009"


class Words:
    """Translates texts. Source texts are Chinese; English comes from a gettext catalogue with contexts."""

    def __init__(self, language: str = "zh", catalogues: Path | None = None) -> None:
        self.language = language
        self._catalogue: gettext.NullTranslations = gettext.NullTranslations()
        if language != "zh" and catalogues is not None:
            path = catalogues / language / "LC_MESSAGES" / "shoubu.mo"
            with path.open("rb") as file:
                self._catalogue = gettext.GNUTranslations(file)

    def __call__(self, text: Text | str) -> str:
        """Words for the screen. A plain string (a name, a title, a number) passes unchanged."""
        if isinstance(text, str):
            return text
        pattern = self._catalogue.pgettext(text.context, text.source) if text.source else ""
        return pattern.format(**{name: self._value(value) for name, value in text.values})

    def _value(self, value: object) -> str:
        return self(value) if isinstance(value, Text) else str(value)


def number(value: int) -> str:
    """Thousands by a thin gap: 12 846."""
    return f"{value:,}".replace(",", THIN)
