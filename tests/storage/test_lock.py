"""One program at a time, across processes, and a crash leaves nothing locked (K-16)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from models.storage.lock import VaultInUse, VaultLock

HOLD = """
import sys
from pathlib import Path
from models.storage.lock import VaultLock
lock = VaultLock(Path(sys.argv[1]), "周敏, 2026-11-23")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_holder_is_told_who_has_it(tmp_path: Path) -> None:
    first = VaultLock(tmp_path, "周敏, 2026-11-23T04:00:00.000Z")
    with pytest.raises(VaultInUse) as raised:
        VaultLock(tmp_path, "刘洋")
    assert "周敏" in str(raised.value.what)
    first.release()
    first.release()  # twice does no harm
    VaultLock(tmp_path, "刘洋").release()


def test_another_process_is_kept_out_and_its_death_opens_the_door(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[2],
    ) as child:  # fmt: skip
        assert child.stdout and child.stdout.readline() == "held\n"
        with pytest.raises(VaultInUse) as raised:
            VaultLock(tmp_path, "刘洋")
        assert "周敏" in str(raised.value.what)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    VaultLock(tmp_path, "刘洋").release()


def test_a_stale_text_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("gone, long ago")
    lock = VaultLock(tmp_path, "周")
    assert (tmp_path / "lock").read_text() == "周"
    lock.release()
