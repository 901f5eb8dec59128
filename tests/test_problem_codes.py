"""Every code with which the program refuses, warns or says an error occurs in a test: a rule nobody asks for is no rule."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAYS = {"blocks", "warns", "Problem", "UserError", "VaultInUse", "OutcomeUnknown"}


def codes_of(source: str) -> Iterator[str]:
    """The codes written out in calls that make a problem or an error."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def test_every_code_occurs_in_a_test() -> None:
    told = {code for path in (ROOT / "models").rglob("*.py") for code in codes_of(path.read_text("utf-8"))}
    tests = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    asked = set(re.findall(r"[A-Z][A-Z0-9_]+", tests))
    assert len(told) > 200
    assert sorted(told - asked) == []


def test_codes_are_read_from_calls() -> None:
    assert list(codes_of("blocks('A_1', '', T('x', 'y')); warns(code, ''); UserError('B', a, b, c); f('C')")) == ["A_1", "B"]
