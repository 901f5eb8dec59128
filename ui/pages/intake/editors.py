"""Editors of the intake page: the period of a marking, copy numbers, counts with a unit."""

from __future__ import annotations

from models.domain.markings import MarkingError
from models.domain.numbering import CopyNumberError, parse_copy_numbers
from models.domain.text import T, Text
from models.ledgers.fields import Field
from models.services.intake import typed_term
from ui.theme.look import Look
from ui.widgets.editors import IntegerEditor, TextEditor


class TermEditor(TextEditor):
    """The period: a bare number is years; 6个月, 长期, a date or a condition as they stand on the cover."""

    def __init__(self, look: Look, field: Field) -> None:
        super().__init__(look, field)
        self.line.textChanged.connect(lambda _text: self._unit())

    def _unit(self) -> None:
        years = self.typed().isdecimal()
        self.line.set_side(T("term", "年") if years else "")

    def wrong(self) -> Text | None:
        try:
            if self.typed():
                typed_term(self.typed())
        except MarkingError as error:
            return error.text
        return None


class CopiesEditor(TextEditor):
    """Copy numbers as they are written: 12-16, 000012、000015. `numbers` is what they mean."""

    def numbers(self) -> list[str]:
        """The six-digit numbers; none while the text cannot be read."""
        try:
            return parse_copy_numbers(self.typed())
        except CopyNumberError:
            return []

    def wrong(self) -> Text | None:
        try:
            parse_copy_numbers(self.typed())
        except CopyNumberError as error:
            return error.text
        return None


class CountEditor(IntegerEditor):
    """A number of copies or pages with its unit inside the field."""

    def __init__(self, look: Look, field: Field, unit: Text) -> None:
        super().__init__(look, field)
        self.line.set_side(unit)
