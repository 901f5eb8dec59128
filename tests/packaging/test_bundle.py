"""Looks into the finished bundle; run by `make bundle`, which has just built it."""

import hashlib
import json
import os
import re
import subprocess
import zipfile
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes

from models.isolation.guard import forbidden

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "dist" / "shoubu"
INSIDE = BUNDLE / "_internal"
pytestmark = pytest.mark.bundle


def run(*arguments: str) -> str:
    done = subprocess.run([BUNDLE / "shoubu", *arguments], capture_output=True, text=True, timeout=600, cwd="/")
    assert done.returncode == 0, done.stderr
    return done.stdout


@cache
def modules() -> frozenset[str]:
    """Every module in the bundle: in the archive inside the program, in the zip of the start, and as files."""
    program = (
        "import sys; from PyInstaller.archive.readers import CArchiveReader; archive = CArchiveReader(sys.argv[1]);"
        "print(*(name for part in archive.toc if part.endswith('.pyz') for name in archive.open_embedded_archive(part).toc))"
    )
    reader = [ROOT / "build" / "venv" / "bin" / "python", "-c", program, BUNDLE / "shoubu"]
    names = set(subprocess.run(reader, capture_output=True, text=True, check=True).stdout.split())
    with zipfile.ZipFile(INSIDE / "base_library.zip") as base:
        names |= {name.rsplit(".", 1)[0].replace("/", ".").removesuffix(".__init__") for name in base.namelist()}
    for path in INSIDE.rglob("*.so"):
        parts = path.relative_to(INSIDE).parts
        place = parts[2:] if parts[0].startswith("python3") else parts
        names.add(".".join((*place[:-1], path.name.split(".")[0])))
    return frozenset(names)


def files() -> list[Path]:
    return [path for path in sorted(BUNDLE.rglob("*")) if path.is_file() and not path.is_symlink()]


def test_the_look_finds_what_is_there() -> None:
    """So that the next test cannot pass on an empty list."""
    assert {"models.isolation.gate", "subprocess", "PySide6.QtWidgets", "sqlcipher3._sqlite3"} <= modules()
    assert {"reportlab.graphics.barcode.code93", "models.storage.vault", "ui.window", "encodings.utf_8"} <= modules()


def test_no_network_module() -> None:
    assert sorted(filter(forbidden, modules())) == []


def test_no_network_library_of_qt() -> None:
    names = [path.name for path in files()]
    assert any(name.startswith("libQt6Core") for name in names)
    assert [name for name in names if re.search(r"Qt6?(Network|Web|Qml|Quick|Pdf)", name)] == []
    needing = [path.name for path in files() if b"libQt6Network.so" in path.read_bytes() and "licences" not in path.parts]
    assert needing == []


def test_no_plugin_that_serves_or_belongs_to_another_desktop() -> None:
    plugins = {path.parent.name + "/" + path.name for path in (INSIDE / "PySide6" / "Qt" / "plugins").rglob("*.so")}
    assert {"platforms/libqxcb.so", "platforms/libqoffscreen.so", "platforminputcontexts/libibusplatforminputcontextplugin.so"} <= plugins
    assert [name for name in plugins if re.search(r"vnc|tuio|tls|cups|eglfs|gtk3|xdgdesktopportal|networkinformation", name)] == []


def test_fonts_translation_and_migrations_are_in() -> None:
    fonts = {path.name for path in (INSIDE / "resources" / "fonts").glob("*.ttf")}
    assert fonts == {path.name for path in (ROOT / "resources" / "fonts").glob("*.ttf")}
    assert list(INSIDE.rglob("qtbase_zh_CN.qm"))
    migrations = {path.name for path in (ROOT / "models" / "storage" / "migrations").glob("*.sql")}
    assert {path.name for path in (INSIDE / "models" / "storage" / "migrations").glob("*.sql")} == migrations


def test_the_file_list_is_complete_and_right() -> None:
    lines = (BUNDLE / "文件清单.txt").read_text("utf-8").splitlines()[1:]
    listed = {name: (sha256, sm3) for sha256, sm3, _, name in (line.split("  ", 3) for line in lines if line[0] != "-")}
    assert set(listed) == {path.relative_to(BUNDLE).as_posix() for path in files()} - {"文件清单.txt"}
    for name, (sha256, sm3) in listed.items():
        data = (BUNDLE / name).read_bytes()
        digest = hashes.Hash(hashes.SM3())
        digest.update(data)
        assert (hashlib.sha256(data).hexdigest(), digest.finalize().hex()) == (sha256, sm3), name


def test_parts_are_named_with_version_and_licence() -> None:
    text = (BUNDLE / "SBOM.cdx.json").read_text("utf-8")
    assert "://" not in text
    parts = {part["name"]: part for part in json.loads(text)["components"]}
    for name in ("Python", "PySide6_Essentials", "sqlcipher3", "SQLCipher", "cryptography", "reportlab", "Noto Serif SC"):
        assert re.match(r"\d+\.\d+", parts[name]["version"]) and parts[name]["licenses"]
    folders = [path for path in (BUNDLE / "licences").iterdir() if any(path.iterdir())]
    assert len(folders) == len(parts)


def test_needs_and_changes_are_told() -> None:
    needs = (BUNDLE / "运行环境.txt").read_text("utf-8")
    wanted = re.search(r"glibc：(\d+)\.(\d+)", needs)
    assert wanted and (2, 17) <= (int(wanted[1]), int(wanted[2])) <= tuple(map(int, os.confstr("CS_GNU_LIBC_VERSION").split()[1].split(".")))
    assert "变更说明" in (BUNDLE / "变更说明.md").read_text("utf-8")


def test_it_starts_with_both_walls_up() -> None:
    done = subprocess.run([BUNDLE / "shoubu", "check"], capture_output=True, text=True, timeout=60)
    codes = [finding["code"] for finding in json.loads(done.stdout)["findings"]]
    assert codes[:2] == ["IMPORTS_GUARDED", "FILTER_INSTALLED"]


def test_it_does_the_whole_work(tmp_path: Path) -> None:
    """The guided demo: vault, import by the child process, forms, every page drawn by Qt."""
    run("demo", str(tmp_path / "out"))
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert summary["carriers"] > 0 and summary["destruction"]["destroyed"] > 0
    assert list((tmp_path / "out" / "forms").glob("*.pdf")) and list((tmp_path / "out" / "screens").glob("*.png"))
