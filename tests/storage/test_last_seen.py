"""What this PC remembers of a vault, outside of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.storage.journal import Head
from models.storage.last_seen import default_folder, read_last_seen, write_last_seen

VAULT = "5fe4f9572eb2d0b5390662b775fcefc3"


def test_it_remembers_number_and_digest_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "shoubu"
    write_last_seen(folder, VAULT, Head(17, bytes(range(32)), 5, "2026-11-23T04:00:00.000Z", "add_row"))
    assert read_last_seen(folder, VAULT) == (17, bytes(range(32)).hex())
    [path] = folder.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600 and folder.stat().st_mode & 0o777 == 0o700
    assert path.read_text() == f'{{"digest":"{bytes(range(32)).hex()}","entry":17}}'


def test_what_it_cannot_read_or_write_it_does_not_know(tmp_path: Path) -> None:
    assert read_last_seen(None, VAULT) is None and read_last_seen(tmp_path, VAULT) is None
    for damage in ("", "{", "[]", '{"entry":"17","digest":"x"}', '{"entry":17}', '{"entry":true,"digest":3}'):
        (tmp_path / f"{VAULT}.json").write_text(damage)
        assert read_last_seen(tmp_path, VAULT) is None
    (tmp_path / "file").write_text("x")
    write_last_seen(tmp_path / "file", VAULT, Head())
    write_last_seen(None, VAULT, Head())
    write_last_seen(tmp_path, "../escape", Head())
    assert read_last_seen(tmp_path, "../escape") is None and not (tmp_path.parent / "escape.json").exists()


def test_its_place_follows_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "shoubu"
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_folder() == tmp_path / ".local" / "state" / "shoubu"
