"""The one file dialog: Qt's own, with the places a clerk needs, and nothing kept of where somebody has been (K-29)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDir, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from models.domain.text import T
from ui.theme.look import Look
from ui.widgets import choose_file as module
from ui.widgets.choose_file import choose_file, choose_folder, choose_target

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
KINDS = ((T("file", "CSV 文本"), "*.csv"), (T("file", "所有文件"), "*"))


def soon(do: Any) -> None:
    """Do something with the file dialog once it is open."""

    def look() -> None:
        found = next((w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog) and w.isVisible()), None)
        if found is None:
            QTimer.singleShot(10, look)
            return
        do(found)

    QTimer.singleShot(10, look)


def test_it_is_not_the_systems_and_begins_at_home(look: Look, qapp: QApplication) -> None:
    seen: list[Any] = []

    def note(dialog: QFileDialog) -> None:
        seen.extend([
            dialog.testOption(QFileDialog.Option.DontUseNativeDialog), dialog.history(),
            [url.toLocalFile() for url in dialog.sidebarUrls()], dialog.nameFilters(),
        ])  # fmt: skip
        dialog.reject()

    soon(note)
    assert choose_file(look, None, T("import page", "选一本旧台账"), KINDS) is None
    assert seen[0] is True
    assert seen[1] == [QDir.homePath()]
    assert QDir.homePath() in seen[2]
    assert seen[3] == ["CSV 文本 (*.csv)", "所有文件 (*)"]


def test_sticks_that_are_mounted_are_one_click_away(look: Look, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "media" / "盘B").mkdir(parents=True)
    monkeypatch.setattr(module, "MEDIA", (str(tmp_path / "media"),))
    assert str(tmp_path / "media" / "盘B") in module._places()


def test_a_file_a_target_and_a_folder_are_answered_as_paths(look: Look, qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "账.csv").write_text("x", "utf-8")

    def pick(name: str) -> Any:
        def do(dialog: QFileDialog) -> None:
            dialog.setDirectory(str(tmp_path))
            dialog.selectFile(str(tmp_path / name) if name else str(tmp_path))
            dialog.accept()

        return do

    soon(pick("账.csv"))
    assert choose_file(look, None, T("import page", "选一本旧台账"), KINDS) == tmp_path / "账.csv"
    soon(pick("新"))
    assert choose_target(look, None, T("export", "导出到哪里"), "载体.csv", KINDS) == tmp_path / "新.csv"
    soon(pick(""))
    assert choose_folder(look, None, T("unlock", "选择库文件夹")) == tmp_path


def test_nothing_is_kept(look: Look, qapp: QApplication, own_home: Path, tmp_path: Path) -> None:
    (tmp_path / "秘密文件夹").mkdir()

    def go(dialog: QFileDialog) -> None:
        dialog.setDirectory(str(tmp_path / "秘密文件夹"))
        dialog.reject()

    soon(go)
    choose_file(look, None, T("import page", "选一本旧台账"), KINDS)
    kept = [path for path in own_home.rglob("*") if path.is_file()]
    assert not [path for path in kept if "秘密文件夹".encode() in path.read_bytes()]
    fresh: list[list[str]] = []
    soon(lambda dialog: (fresh.append(dialog.history()), dialog.reject()))
    choose_file(look, None, T("import page", "选一本旧台账"), KINDS)
    assert fresh == [[QDir.homePath()]]
