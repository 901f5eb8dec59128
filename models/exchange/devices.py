"""What the thing of a row is made of: from its column, or from its name where a book of devices has no such column."""

from __future__ import annotations

import re

from models.domain.lifecycle import Medium
from models.exchange.cells import parse_medium
from models.exchange.cleaned import compact
from models.exchange.device_tables import medium_of_word, names_device
from models.exchange.row_texts import RowTexts
from models.exchange.slots import Slot

_IN_TITLE = re.compile(r"(移动硬盘|硬盘|[Uu优]盘|光盘|磁带|录音带|录像带)(?:[（(].{0,20}[)）]|[0-9]+[GTMgtm][Bb]?)?$")


def medium_of(texts: RowTexts) -> tuple[Medium | None, str]:
    """The medium of a row and the word for it; (None, word) if the word is not known, (None, "") if nothing says it."""
    word = texts.text(Slot.MEDIUM)
    if word.strip():
        return medium_of_word(str(word)), str(word)
    if not texts.has(Slot.MEDIUM) and (texts.has(Slot.SERIAL_NUMBER) or texts.has(Slot.CAPACITY)):
        title = compact(texts.text(Slot.TITLE))
        found = _IN_TITLE.search(title)
        if found:
            return parse_medium(found[1]), found[1]
        if names_device(title):
            return Medium.ITEM, title
    return None, ""


def is_device(texts: RowTexts) -> bool:
    """Whether the row is about a thing and not a paper."""
    medium, _ = medium_of(texts)
    return medium not in (None, Medium.PAPER, Medium.DRAWING, Medium.PHOTO)
