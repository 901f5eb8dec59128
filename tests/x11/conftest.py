"""A practice vault made by the program's own commands, with an old ledger in it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.x11.stage import ROOT, Program, Start, missing, stage

LEDGER = ROOT / "tests" / "data" / "旧台账-2017-2018.csv"
CLERK = "周敏"


@pytest.fixture(scope="session")
def vault(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder, and the clerk's password."""
    folder = tmp_path_factory.mktemp("x11")
    run = [sys.executable, str(ROOT / "app.py")]
    where, accounts, secret = folder / "vault", folder / "accounts.json", folder / "password"
    subprocess.run([*run, "init", str(where), "--training", "--organ", "云岭市档案局", "--accounts", str(accounts)], check=True,
                   timeout=300)  # fmt: skip
    password = next(one["password"] for one in json.loads(accounts.read_text("utf-8")) if one["name"] == CLERK)
    secret.write_text(password)
    subprocess.run([*run, "import", str(where), str(LEDGER), "--user", CLERK, "--password-file", str(secret)], check=True,
                   timeout=300, stdin=subprocess.DEVNULL)  # fmt: skip
    return where, password


@pytest.fixture
def start(vault: tuple[Path, str]) -> Iterator[Start]:
    """`start(method)`: the program, signed in by keys, with this input method in Chinese mode.

    The home folder has a short path: the names of the input methods' sockets are made from it, and they are limited.
    """
    with ExitStack() as stack:
        home = Path(stack.enter_context(TemporaryDirectory(dir="/tmp", prefix="x11-", ignore_cleanup_errors=True)))

        def started(method: str) -> Program:
            absent = [package for one in {"none", method} for package in missing(one)]
            if absent:
                pytest.fail(f"缺少这些软件包，请先安装 · install first: {' '.join(sorted(set(absent)))}", pytrace=False)
            program = stack.enter_context(stage(method, vault[0], home))
            program.sign_in(CLERK, vault[1])
            return program

        yield started
