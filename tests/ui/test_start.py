"""Qt keeps nothing of its own, and speaks the user's language."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from ui import start

VISIT = """
import sys
from PySide6.QtWidgets import QApplication, QFileDialog
from ui import start
if sys.argv[1] == "quiet":
    start.keep_no_settings()
app = QApplication([])
dialog = QFileDialog(None, "", sys.argv[2])
dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
dialog.show()
dialog.accept()
del dialog
app.processEvents()
"""


def visited(how: str, home: Path) -> list[str]:
    folder = home / "绝密材料"
    folder.mkdir(parents=True)
    environment = {**os.environ, "XDG_CONFIG_HOME": str(home / "config"), "HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", VISIT, how, str(folder)], env=environment, check=False,
                          cwd=Path(__file__).resolve().parents[2], capture_output=True, timeout=60)  # fmt: skip
    assert done.returncode == 0, done.stderr
    kept = [path for path in home.rglob("*") if path.is_file()]
    return [path.name for path in kept if "绝密材料".encode() in path.read_bytes() or b"%E7%BB%9D" in path.read_bytes()
            or rb"\x7edd\x5bc6" in path.read_bytes()]  # fmt: skip


def test_visited_folders_are_not_kept(tmp_path: Path) -> None:
    assert visited("quiet", tmp_path / "quiet") == []


def test_qt_would_keep_them_otherwise(tmp_path: Path) -> None:
    """The check itself: without the call the folder's name is found."""
    assert visited("loud", tmp_path / "loud") != []


def test_qts_own_words_are_chinese(qapp: QApplication) -> None:
    assert start.speak(qapp, "zh")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert "取消" in box.button(QDialogButtonBox.StandardButton.Cancel).text()
    box.deleteLater()
    assert start.speak(qapp, "en")


@pytest.mark.parametrize(("given", "found"), [
    ({"QT_IM_MODULE": "fcitx"}, "fcitx;ibus"), ({"QT_IM_MODULE": "fcitx5"}, "fcitx5;ibus"),
    ({"XMODIFIERS": "@im=fcitx"}, "fcitx;ibus"), ({"QT_IM_MODULE": "ibus"}, "ibus"), ({"XMODIFIERS": "@im=ibus"}, "ibus"),
    ({}, None), ({"QT_IM_MODULE": "compose"}, None), ({"QT_IM_MODULES": "none", "QT_IM_MODULE": "fcitx"}, "none"),
])  # fmt: skip
def test_the_desktops_input_method_is_reached(given: dict[str, str], found: str | None) -> None:
    environment = {**given, "PATH": ""}
    start.find_input_method(environment)
    assert environment.get("QT_IM_MODULES") == found
    assert environment.get("IBUS_USE_PORTAL") == ("1" if found and "ibus" in found else None)


def test_an_installed_ibus_is_asked_itself(tmp_path: Path) -> None:
    daemon = tmp_path / "ibus-daemon"
    daemon.touch(0o755)
    environment = {"QT_IM_MODULE": "ibus", "PATH": str(tmp_path)}
    start.find_input_method(environment)
    assert "IBUS_USE_PORTAL" not in environment
