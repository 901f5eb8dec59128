"""What was noticed about a source row, with its place: sheet, row, column, heading and the value as written."""

from __future__ import annotations

from dataclasses import dataclass

from models.domain.problems import Problem, Severity, blocks, warns
from models.domain.text import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem of one row. A notice is shown but does not make the row one with warnings."""

    problem: Problem
    sheet: str
    row: int
    column: str = ""  # letter as spreadsheet programs show it, "" for the whole row
    heading: str = ""
    value: str = ""
    is_notice: bool = False

    @property
    def blocks(self) -> bool:
        return self.problem.severity is Severity.BLOCKS

    @property
    def warns(self) -> bool:
        return not self.blocks and not self.is_notice


@dataclass(slots=True)
class Findings:
    """Collects the findings of one row."""

    sheet: str
    row: int
    items: list[Finding]

    def refuse(self, code: str, field: str, text: Text, where: tuple[str, str, str] = ("", "", ""), rule: str = "") -> None:
        """The row cannot be understood; it is left out unless the clerk overrides."""
        self.items.append(Finding(blocks(code, field, text, rule), self.sheet, self.row, *where))

    def warn(self, code: str, field: str, text: Text, where: tuple[str, str, str] = ("", "", ""), rule: str = "") -> None:
        """The row is taken as the old book has it, and this is odd."""
        self.items.append(Finding(warns(code, field, text, rule), self.sheet, self.row, *where))

    def notice(self, code: str, field: str, text: Text, where: tuple[str, str, str] = ("", "", "")) -> None:
        """Something was completed or cleaned, safely."""
        self.items.append(Finding(warns(code, field, text), self.sheet, self.row, *where, is_notice=True))

    def add(self, problem: Problem, where: tuple[str, str, str] = ("", "", "")) -> None:
        """A problem found by a rule of the domain. History is judged mildly: it never blocks here (K-23)."""
        mild = Problem(problem.code, problem.field, Severity.WARNS, problem.text, problem.rule)
        self.items.append(Finding(mild, self.sheet, self.row, *where))
