"""Chinese by a real ibus and a real fcitx5, typed by xdotool into the real program; run by `make typing`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.x11.stage import PICTURES, Program, Start

pytestmark = pytest.mark.x11


SHOWN = {"ibus": "保密", "fcitx5": "bao mi"}  # what each shows in the field before a word is taken


def write(program: Program, method: str, field: str) -> None:
    """Type baomi, look at what is composed, take the first candidate."""
    before = program.until(active=True)["text"]
    program.type("baomi")
    shown = program.until(composed=SHOWN[method])
    assert shown["text"] == before, "half-typed pinyin is no text"
    if PICTURES:
        program.picture(Path(PICTURES) / f"{method}-{field}.png")
    program.press("space")
    program.until(text=before + "保密", composing=False)


@pytest.mark.parametrize("method", ["ibus", "fcitx5"])
def test_chinese_arrives_in_every_field(start: Start, method: str) -> None:
    program = start(method)  # the password was typed with the input method on
    program.ask("go", page="register")
    program.press("ctrl+f")
    assert program.until(focus="SearchField")["method"]
    program.wake_method()
    write(program, method, "search")
    program.ask("go", page="units")
    program.press("ctrl+n")
    program.until(dialog=True)
    assert program.ask("focus", kind="LineInput")["method"]
    write(program, method, "text")
    program.press("Escape")


@pytest.mark.parametrize("method", ["ibus", "fcitx5"])
def test_no_input_method_in_a_scan_field(start: Start, method: str) -> None:
    """A number typed into it arrives as typed, whatever mode the input method is in."""
    program = start(method)
    program.ask("go", page="movements")
    shown = program.ask("focus", kind="ScanBox")
    assert shown["focus"] == "ScanBox" and not shown["method"]
    program.type("S00012")
    program.until(text="S00012")
