"""Texts that the user reads, marked where they arise and translated where they are shown.

The models never translate: they hand out a `Text` (context, Chinese source, values), and `ui/words.py` looks it up in
the catalogue. `str(text)` is the Chinese sentence, which is what forms and commands print.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or word: `context` tells equal Chinese words apart, `source` is the Chinese with {named} values."""

    context: str
    source: str
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        return self.source.format(**{name: str(value) for name, value in self.values})


def T(context: str, source: str, **values: object) -> Text:
    """Mark a text for translation; the catalogue is extracted from the calls of this function."""
    return Text(context, source, tuple(sorted(values.items())))
