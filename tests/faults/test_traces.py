"""Nothing of what was handled lies readable on the disk: register, log, copies, temporary files, home (K-29, S5)."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from models.storage import keyfile, slots
from tests.offices import PASSWORD, copied_vault
from tests.services.ledger_books import HEAD, line

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


def test_no_marker_is_left_by_the_window(built_vault: Path, tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Import, copying, preview, print, export, lock; then killed with rows in the clipboard. What goes out on purpose (the
    old ledger, the exported file) lies elsewhere and is found there."""
    folder, clear = copied_vault(built_vault, tmp_path / "vault"), tmp_path / "clear"
    clear.mkdir()
    _spooler(tmp_path / "bin", tmp_path / "spooled")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    markers = [f"绝密专项{secrets.token_hex(5)}号" for _ in range(24)]
    rows = [line(n, markers[n], remarks=markers[12 + n]) for n in range(12)]
    (clear / "book.csv").write_text("\n".join(",".join(row) for row in (HEAD, *rows)), "utf-8")
    child = subprocess.run(
        [sys.executable, "-m", "tests.faults.traces_window", str(folder), str(clear / "book.csv"), str(clear / "out.xlsx")],
        input=json.dumps(markers), text=True, capture_output=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert child.returncode == -9, child.stderr
    told = json.loads(child.stdout)
    assert told["held"] >= 12 and told["left"] == 0  # the rows were in the clipboard, and after the lock nothing is
    assert int((tmp_path / "spooled").read_text()) > 10_000
    with zipfile.ZipFile(clear / "out.xlsx") as book:
        exported = b"".join(book.read(name) for name in book.namelist())
    assert all(any(text in exported for text in spelled(marker)) for marker in markers[:12])
    found = {path: data for path, data in files_under(tmp_path, own_home).items() if path.parent != clear}
    for path, data in found.items():
        for marker in markers:
            assert not any(text in data for text in (*spelled(marker), *spelled(marker[4:14]))), f"{marker} in {path}"
        assert data[:4] not in (b"%PDF", b"PK\x03\x04"), f"a document is left: {path}"
    assert {path.name for path in clear.iterdir()} == {"book.csv", "out.xlsx"}
    assert not any(marker in child.stdout + child.stderr for marker in markers)


def _spooler(folder: Path, spooled: Path) -> None:
    """Programs that answer as the system's: one printer, which counts what it gets."""
    folder.mkdir()
    for name, script in (("lpstat", "echo P1"), ("lp", f"wc -c > '{spooled}'")):
        (folder / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        (folder / name).chmod(0o755)


def test_the_search_for_markers_finds_what_is_there(tmp_path: Path) -> None:
    for encoding in ENCODINGS:
        (tmp_path / encoding).write_bytes(b"\0" + "绝密专项00ff号".encode(encoding))
    found = files_under(tmp_path)
    assert len([data for data in found.values() if any(text in data for text in spelled("绝密专项00ff号"))]) == 3
