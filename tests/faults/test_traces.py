"""Nothing of what was handled lies readable on the disk: register, log, copies, temporary files, home (K-29, S5)."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from pathlib import Path

from models.storage import keyfile, slots
from tests.offices import PASSWORD, copied_vault

ROOT = Path(__file__).parents[2]
ENCODINGS = ("utf-8", "utf-16-le", "gb18030")


def spelled(text: str) -> list[bytes]:
    return [text.encode(encoding) for encoding in ENCODINGS] + [json.dumps(text)[1:-1].encode()]


def files_under(*folders: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}


def test_no_marker_is_left_anywhere(built_vault: Path, tmp_path: Path, own_home: Path) -> None:
    folder = copied_vault(built_vault, tmp_path / "vault")
    (tmp_path / "medium").mkdir()
    # Latin letters and digits stay inside one token of no dictionary; Chinese in front, as titles have
    markers = [f"绝密专项{secrets.token_hex(5)}号" for _ in range(50)]
    opened = slots.open_slot(keyfile.read_keys(folder).slots_of("周敏")[0], PASSWORD)
    assert opened
    child = subprocess.run(
        [sys.executable, "-m", "tests.faults.traces_child", str(folder), str(tmp_path / "medium")],
        input=json.dumps(markers), text=True, capture_output=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert child.returncode == -9, child.stderr
    found = files_under(tmp_path, own_home)
    assert {"register.db", "register.db-wal", "keys.json", "attempts.json", "copy.json"} <= {path.name for path in found}
    assert (folder / "register.db-wal").stat().st_size > 0  # what the crash left
    secret = {"vault key": opened[0], "vault key in digits": opened[0].hex().encode(), "signing key": opened[1].private_bytes()}
    for path, data in found.items():
        for marker in markers:
            assert not any(text in data for text in spelled(marker)), f"{marker} in {path}"
            assert not any(text in data for text in spelled(marker[4:14])), f"{marker} in {path}"
        for name, value in secret.items():
            assert value not in data, f"{name} in {path}"
        assert PASSWORD.encode() not in data
    assert not any(marker in child.stdout + child.stderr for marker in markers)


def test_the_search_for_markers_finds_what_is_there(tmp_path: Path) -> None:
    for encoding in ENCODINGS:
        (tmp_path / encoding).write_bytes(b"\0" + "绝密专项00ff号".encode(encoding))
    found = files_under(tmp_path)
    assert len([data for data in found.values() if any(text in data for text in spelled("绝密专项00ff号"))]) == 3
