"""The key file is kept twice; one whole copy is enough, and a newer program's file is left alone (K-6)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from models.domain.errors import UserError
from models.storage import files
from models.storage.digests import SigningKey
from models.storage.keyfile import FORMAT, MAIN, SECOND, KeyFile, read_keys, write_keys
from models.storage.slots import Slot, SlotOwner, seal
from tests.offices import CHEAP


def _slot(user: str, generation: int = 1) -> Slot:
    owner = SlotOwner(user, 4, "clerk", generation, "TRAINING", "00" * 16)
    return seal(owner, "Lantern-4821-river", bytes(32), SigningKey.generate(), CHEAP)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "vault").mkdir()
    return tmp_path / "vault"


@pytest.fixture
def keys(folder: Path) -> KeyFile:
    written = KeyFile(FORMAT, "TRAINING", "00" * 16, "云岭市人大常委会", (_slot("周敏"), _slot("刘洋")))
    write_keys(folder, written)
    return written


def test_both_copies_say_the_same(folder: Path, keys: KeyFile) -> None:
    assert (folder / MAIN).read_bytes() == (folder / SECOND).read_bytes()
    assert read_keys(folder) == keys
    assert {path.name for path in folder.glob("*")} == {MAIN, SECOND}
    assert (folder / MAIN).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", [MAIN, SECOND])
@pytest.mark.parametrize("damage", [None, b"", b"{", b"[]", b'{"format":1}', b'{"format":1,"kind":"","vault":"","organ":"","slots":[{}]}'])
def test_a_missing_or_damaged_copy_is_made_good_by_the_other(
    folder: Path, keys: KeyFile, name: str, damage: bytes | None
) -> None:
    path = folder / name
    path.unlink() if damage is None else path.write_bytes(damage)
    found = read_keys(folder)
    assert found.is_half and replace(found, is_half=False) == keys
    assert (path.read_bytes() if path.exists() else None) == damage  # reading writes nothing


def test_no_whole_copy_is_no_vault(folder: Path, keys: KeyFile) -> None:
    (folder / MAIN).unlink()
    (folder / SECOND).write_bytes(b"\0" * 100)
    with pytest.raises(UserError) as raised:
        read_keys(folder)
    assert raised.value.code == "NO_VAULT"


@pytest.mark.parametrize("name", [MAIN, SECOND])
def test_a_newer_format_in_either_copy_is_refused_and_both_versions_are_named(folder: Path, keys: KeyFile, name: str) -> None:
    newer = json.loads((folder / name).read_bytes()) | {"format": FORMAT + 1, "something": "new"}
    (folder / name).write_text(json.dumps(newer))
    before = {path.name: path.read_bytes() for path in folder.glob("*")}
    with pytest.raises(UserError) as raised:
        read_keys(folder)
    assert raised.value.code == "NEWER_FORMAT"
    assert str(FORMAT + 1) in str(raised.value.what) and str(FORMAT) in str(raised.value.what)
    assert {path.name: path.read_bytes() for path in folder.glob("*")} == before


def test_the_three_steps_of_a_slot_change() -> None:
    old, new, other = _slot("周敏", 1), _slot("周敏", 2), _slot("刘洋")
    keys = KeyFile(FORMAT, "TRAINING", "", "", (old, other))
    both = keys.with_slot(new)
    assert both.slots_of("周敏") == [new, old] and both.slots_of("刘洋") == [other]
    assert set(both.keeping(new).slots) == {new, other}
    again = _slot("周敏", 2)
    assert both.with_slot(again).slots_of("周敏") == [again, old]  # a try that was never confirmed makes room
    assert keys.without("周敏").slots == (other,)


@pytest.mark.parametrize("step", ["open", "write", "fsync", "replace"])
def test_a_failing_write_leaves_the_old_file(
    folder: Path, keys: KeyFile, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fired = []

    def fail(*_arguments: object, **_named: object) -> int:
        fired.append(step)
        raise OSError(28, "No space left on device")

    if step == "replace":
        monkeypatch.setattr(Path, "replace", fail)
    else:
        monkeypatch.setattr(files.os, step, fail)
    with pytest.raises(OSError):
        write_keys(folder, replace(keys, organ="另一个"))
    monkeypatch.undo()
    assert fired and read_keys(folder) == keys
