"""1,000 codes by xdotool into the real program, without and with an input method on; run by `make scans`."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest

from tests.x11.stage import METHODS, Program, Start
from ui.scanning import GAP

pytestmark = pytest.mark.x11
TURNS = ("table", "button", "search", "dialog")
EACH = 250
LOT = 25


def codes(turn: str) -> list[str]:
    """Carriers, shelves, forms, the hyphenless number; capitals and signs that an input method likes to take."""
    lot = random.Random(turn)
    kinds = (
        lambda: f"2026-{lot.randrange(1_000_000):06d}", lambda: f"S{lot.randrange(100_000):05d}",
        lambda: f"{lot.randrange(2000, 2027)}{lot.randrange(1_000_000):06d}",
        lambda: f"XQ-2026-{lot.randrange(10_000):04d}:{lot.randrange(10**10):010d}:{lot.randrange(16**32):032X}",
    )  # fmt: skip
    return [kinds[0 if number % 3 else number // 3 % 4]() for number in range(EACH)]


def take_place(program: Program, turn: str) -> None:
    """Give the focus to what this turn is about."""
    program.press("Escape")
    program.ask("go", page="units" if turn == "dialog" else "register")
    if turn == "dialog":
        program.press("ctrl+n")
        program.until(dialog=True)
        program.ask("focus", kind="LineInput")
    elif turn == "search":
        program.press("ctrl+f")
        program.until(focus="SearchField")
    else:
        kind = {"table": "RowsView", "button": "Button"}[turn]
        assert program.ask("focus", kind=kind)["focus"] == kind
    program.ask("watch_buttons")


def slow(times: list[int]) -> bool:
    """Whether xdotool itself paused within this code, by the X server's time stamps."""
    return any(after - before > GAP for before, after in pairwise(times))


@pytest.mark.parametrize("method", METHODS)
def test_a_thousand_of_a_thousand(start: Start, method: str, capsys: Any) -> None:
    program = start(method)
    program.ask("record")
    arrived, repeated = 0, 0
    for turn in TURNS:
        take_place(program, turn)
        before = program.ask("take")
        for code in codes(turn):
            for _attempt in range(5):
                program.scan(code)
                program.ask("until", state={"count": 1}, tries=50)
                seen = program.ask("take")
                calm = not slow(seen["times"])
                if calm or seen["scans"] == [code]:
                    break
                repeated += 1
                take_place(program, turn)
                program.ask("take")
            assert seen["scans"] == [code], (turn, code, seen)
            assert seen["clicked"] == []
            assert (seen["fields"], seen["page"], seen["dialog"]) == (before["fields"], before["page"], before["dialog"])
            arrived += 1
    with capsys.disabled():
        print(f"\n{method}: {arrived} of {EACH * len(TURNS)} arrived whole; {repeated} sent again after a pause of xdotool itself")
    assert arrived == EACH * len(TURNS)
