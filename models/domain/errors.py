"""The three kinds of failure: the user's to act on, cancelled, and ours (any other exception)."""

from __future__ import annotations

from models.domain.problems import Problem, Severity
from models.domain.text import Text


class UserError(Exception):
    """Something the person at the screen can act on, in three sentences (`screen.md` 7).

    `what` happened (with place and number), what is `safe`, and what `to_do` now. `code` is short, stable and ASCII.
    """

    def __init__(self, code: str, what: Text, safe: Text, to_do: Text) -> None:
        super().__init__(code)
        self.code, self.what, self.safe, self.to_do = code, what, safe, to_do

    def __str__(self) -> str:
        return f"{self.what}{self.safe}{self.to_do}"


class Cancelled(Exception):
    """The person stopped a long piece of work; nothing was left half-done."""


class Refused(Exception):
    """An act was not performed: a rule blocks it, or a warning lacks its typed reason. Nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems

    @property
    def needs_reason_only(self) -> bool:
        """True if no rule blocks: the same act with a typed reason will be performed."""
        return all(problem.severity is Severity.WARNS for problem in self.problems)

    def __str__(self) -> str:
        return "；".join(str(problem.text) for problem in self.problems)
