"""The one way to choose a file or folder: Qt's own dialog, which asks nobody else and keeps nothing (K-29)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDir, QStandardPaths, QUrl
from PySide6.QtWidgets import QFileDialog, QWidget

from models.domain.text import T, Text
from ui.theme.look import Look

MEDIA = ("/media", "/run/media", "/mnt")  # where sticks and discs are mounted


def choose_file(look: Look, parent: QWidget | None, title: Text, kinds: Sequence[tuple[Text, str]],
                start: Path | None = None) -> Path | None:  # fmt: skip
    """An existing file to read. `kinds` are (words, "*.xlsx *.xls"), `start` where to begin; None if it was left."""
    dialog = _dialog(look, parent, title, kinds)
    if start is not None and start.is_dir():
        dialog.setDirectory(str(start))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _run(dialog)


def choose_target(look: Look, parent: QWidget | None, title: Text, name: str, kinds: Sequence[tuple[Text, str]]) -> Path | None:
    """Where to write a file, `name` proposed; an existing file is written over only after Qt has asked."""
    dialog = _dialog(look, parent, title, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(kinds[0][1].split()[0].removeprefix("*."))
    dialog.selectFile(name)
    return _run(dialog)


def choose_folder(look: Look, parent: QWidget | None, title: Text, start: Path | None = None) -> Path | None:
    """An existing folder; `start` is where to begin."""
    dialog = _dialog(look, parent, title, ())
    if start is not None:
        dialog.setDirectory(str(start))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _run(dialog)


def _dialog(look: Look, parent: QWidget | None, title: Text, kinds: Sequence[tuple[Text, str]]) -> QFileDialog:
    dialog = QFileDialog(parent.window() if parent is not None else None, look.t(title))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setOption(QFileDialog.Option.DontUseCustomDirectoryIcons)
    dialog.setAccessibleName(look.t(title))
    dialog.setDirectory(QDir.homePath())
    dialog.setHistory([])
    dialog.setSidebarUrls([QUrl.fromLocalFile(folder) for folder in _places()])
    dialog.setLabelText(QFileDialog.DialogLabel.Reject, look.t(T("file", "取消")))
    if kinds:
        dialog.setNameFilters([f"{look.t(words)} ({patterns})" for words, patterns in kinds])
    dialog.resize(look.px(860), look.px(560))
    return dialog


def _places() -> list[str]:
    """Home, desktop, documents, and what is mounted: a stick is one click away."""
    standard = (QStandardPaths.StandardLocation.DesktopLocation, QStandardPaths.StandardLocation.DocumentsLocation)
    found = [QDir.homePath(), *(QStandardPaths.writableLocation(place) for place in standard)]
    for folder in MEDIA:
        found += [info.absoluteFilePath() for info in QDir(folder).entryInfoList(QDir.Filter.Dirs | QDir.Filter.NoDotAndDotDot)]
    return list(dict.fromkeys(place for place in found if place and Path(place).is_dir()))


def _run(dialog: QFileDialog) -> Path | None:
    try:
        if dialog.exec() != QFileDialog.DialogCode.Accepted or not dialog.selectedFiles():
            return None
        return Path(dialog.selectedFiles()[0])
    finally:
        dialog.deleteLater()
