"""Sounds leave the screen's thread at once, cut each other off, and pass on to another player when one fails."""

from __future__ import annotations

import stat
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ui.sound import ATTENTION, FILES, MATCHED, UNKNOWN, Sounds

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "sounds"

# A player that notes how many bytes it was fed; the last argument before the file says what it then does.
SCRIPT = """#!/bin/sh
bytes=$(wc -c)
echo "$bytes $*" >> "{log}"
{then}
"""


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Sounds]]:
    made: list[Sounds] = []

    def build(muted: bool = False, **players: str) -> Sounds:
        for name, then in players.items():
            path = tmp_path / name
            path.write_text(SCRIPT.format(log=tmp_path / f"{name}.log", then=then), "utf-8")
            path.chmod(path.stat().st_mode | stat.S_IXUSR)
        there = {name: str(tmp_path / name) for name in players}
        sounds = Sounds(FOLDER, muted, lambda name: there.get(name))
        made.append(sounds)
        return sounds

    yield build
    for sounds in made:
        sounds.close()


def lines(folder: Path, player: str) -> list[str]:
    log = folder / f"{player}.log"
    return log.read_text("utf-8").splitlines() if log.exists() else []


def frames(name: str) -> int:
    with wave.open(str(FOLDER / FILES[name]), "rb") as file:
        return file.getnframes()


@pytest.mark.parametrize("name", [MATCHED, ATTENTION, UNKNOWN])
def test_the_samples_are_fed_to_the_player(qtbot: Any, make: Callable[..., Sounds], tmp_path: Path, name: str) -> None:
    make(paplay="exit 0").play(name)
    qtbot.waitUntil(lambda: bool(lines(tmp_path, "paplay")))
    fed, *arguments = lines(tmp_path, "paplay")[0].split()
    assert int(fed) == 2 * frames(name)
    assert "--rate=22050" in arguments


def test_muted_plays_nothing_and_says_so(qtbot: Any, make: Callable[..., Sounds], tmp_path: Path) -> None:
    sounds = make(muted=True, aplay="exit 0")
    assert sounds.silent and sounds.available
    sounds.play(MATCHED)
    with qtbot.waitSignal(sounds.changed):
        sounds.toggle()
    assert not sounds.silent
    sounds.play(UNKNOWN)
    qtbot.waitUntil(lambda: bool(lines(tmp_path, "aplay")))
    assert [int(line.split()[0]) for line in lines(tmp_path, "aplay")] == [2 * frames(UNKNOWN)]


def test_a_player_that_fails_is_left_for_the_next(qtbot: Any, make: Callable[..., Sounds], tmp_path: Path) -> None:
    make(paplay="exit 1", aplay="exit 0").play(MATCHED)
    qtbot.waitUntil(lambda: bool(lines(tmp_path, "aplay")))
    assert len(lines(tmp_path, "paplay")) == 1


def test_where_no_player_works_it_is_known(qtbot: Any, make: Callable[..., Sounds]) -> None:
    sounds = make(aplay="exit 1")
    with qtbot.waitSignal(sounds.changed):
        sounds.play(MATCHED)
    assert sounds.silent and not sounds.muted


def test_without_a_player_nothing_is_promised(make: Callable[..., Sounds]) -> None:
    sounds = make()
    assert sounds.silent and not sounds.available
    sounds.play(MATCHED)


def test_a_newer_sound_cuts_off_one_that_hangs(qtbot: Any, make: Callable[..., Sounds], tmp_path: Path) -> None:
    sounds = make(paplay="[ -e \"$0.second\" ] || { touch \"$0.second\"; exec sleep 600; }")
    sounds.play(MATCHED)
    qtbot.waitUntil((tmp_path / "paplay.second").exists)
    sounds.play(ATTENTION)
    qtbot.waitUntil(lambda: len(lines(tmp_path, "paplay")) == 2)


def test_an_unknown_name_is_a_bug(make: Callable[..., Sounds]) -> None:
    with pytest.raises(KeyError):
        make(paplay="exit 0").play("boom")
