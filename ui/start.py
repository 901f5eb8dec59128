"""What is done to Qt round the application's birth: it keeps no settings of its own, and its own dialogs speak Chinese."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QSettings, QTranslator
from PySide6.QtWidgets import QApplication

NOWHERE = "/dev/null/shoubu"  # a file stands where a folder would have to be made: nothing can be kept there


def keep_no_settings() -> None:
    """Before the QApplication: else Qt's file dialog keeps the names of visited folders (K-29)."""
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(kind, scope, NOWHERE)


def speak(app: QApplication, language: str) -> bool:
    """Give Qt's own words (file dialog, edit menus) the user's language; false if the file is not there."""
    if language != "zh":
        return True
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load("qtbase_zh_CN", folder):
        return False
    return app.installTranslator(translator)
