"""What is done to Qt round the application's birth: it keeps no settings of its own, and its own dialogs speak Chinese."""

from __future__ import annotations

import shutil
from collections.abc import MutableMapping

from PySide6.QtCore import QLibraryInfo, QSettings, QTranslator
from PySide6.QtWidgets import QApplication

NOWHERE = "/dev/null/shoubu"  # a file stands where a folder would have to be made: nothing can be kept there


def keep_no_settings() -> None:
    """Before the QApplication: else Qt's file dialog keeps the names of visited folders (K-29)."""
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(kind, scope, NOWHERE)


def find_input_method(environment: MutableMapping[str, str]) -> None:
    """Before the QApplication: let Qt reach the desktop's input method by what is inside it, the ibus protocol.

    fcitx5 speaks that protocol too, so where the desktop names fcitx and no plugin of that name is there, ibus is next.
    Qt asks for ibus only if an `ibus-daemon` is installed; where fcitx5 stands alone it is found on the session bus.
    """
    wanted = environment.get("QT_IM_MODULE", "") or environment.get("XMODIFIERS", "").removeprefix("@im=")
    if "QT_IM_MODULES" not in environment and wanted.startswith(("fcitx", "ibus")):
        environment["QT_IM_MODULES"] = wanted if wanted == "ibus" else f"{wanted};ibus"
    if "ibus" in environment.get("QT_IM_MODULES", "") and shutil.which("ibus-daemon", path=environment.get("PATH")) is None:
        environment.setdefault("IBUS_USE_PORTAL", "1")


def speak(app: QApplication, language: str) -> bool:
    """Give Qt's own words (file dialog, edit menus) the user's language; false if the file is not there."""
    if language != "zh":
        return True
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load("qtbase_zh_CN", folder):
        return False
    return app.installTranslator(translator)
