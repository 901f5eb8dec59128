"""The one way to choose a file or folder: Qt's own dialog, which leaves no list of visited places behind (K-29)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from models.domain.text import Text
from ui.theme.look import Look

_OPTIONS = QFileDialog.Option.DontUseNativeDialog | QFileDialog.Option.DontUseCustomDirectoryIcons


def choose_file(look: Look, parent: QWidget | None, title: Text, kinds: Sequence[tuple[Text, str]],
                start: Path | None = None) -> Path | None:  # fmt: skip
    """An existing file; `kinds` are words and patterns (表格, "*.xlsx *.xls *.csv"). None if it was left."""
    dialog = _dialog(look, parent, title, start)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([f"{look.t(words)} ({patterns})" for words, patterns in kinds])
    return _chosen(dialog)


def choose_new_file(look: Look, parent: QWidget | None, title: Text, name: str, kind: tuple[Text, str],
                    start: Path | None = None) -> Path | None:  # fmt: skip
    """A name for a file to be written; asks before an existing one is replaced."""
    dialog = _dialog(look, parent, title, start)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([f"{look.t(kind[0])} ({kind[1]})"])
    dialog.setDefaultSuffix(kind[1].split()[0].removeprefix("*."))
    dialog.selectFile(name)
    return _chosen(dialog)


def choose_folder(look: Look, parent: QWidget | None, title: Text, start: Path | None = None) -> Path | None:
    """An existing folder."""
    dialog = _dialog(look, parent, title, start)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
    return _chosen(dialog)


def _dialog(look: Look, parent: QWidget | None, title: Text, start: Path | None) -> QFileDialog:
    dialog = QFileDialog(parent, look.t(title), str(start or Path.home()))
    dialog.setOptions(_OPTIONS)
    dialog.setHistory([])
    dialog.setSidebarUrls([])
    return dialog


def _chosen(dialog: QFileDialog) -> Path | None:
    try:
        if not dialog.exec():
            return None
        names = dialog.selectedFiles()
        return Path(names[0]) if names else None
    finally:
        dialog.deleteLater()
