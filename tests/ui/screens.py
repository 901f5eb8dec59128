"""Draw pages offscreen into PNG files, to be looked at beside the design.

    QT_QPA_PLATFORM=offscreen python -m tests.ui.screens FOLDER [NAME …] [--theme light|dark|contrast] [--lang zh|en]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.sheet import Sheet
from ui.theme.focus import FocusRings
from ui.theme.look import Look
from ui.words import Words

ROOT = Path(__file__).resolve().parents[2]
RESOURCES = ROOT / "resources"


def sheet(look: Look) -> QWidget:
    made = Sheet(look)
    made.first.setFocus()
    return made


SCREENS: dict[str, Callable[[Look], QWidget]] = {"sheet": sheet}


def draw(app: QApplication, look: Look, name: str, size: tuple[int, int], path: Path) -> None:
    window = SCREENS[name](look)
    window.resize(*size)
    window.show()
    window.activateWindow()
    for _round in range(20):
        app.processEvents()
    window.grab().save(str(path))
    window.close()
    window.deleteLater()
    app.processEvents()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--theme", default="light")
    parser.add_argument("--lang", default="zh")
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--scale", type=float, default=1.0)
    wanted = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    look = Look(RESOURCES, Words(wanted.lang, RESOURCES / "translations"), wanted.theme, wanted.scale)
    look.apply(app)
    rings = FocusRings(look, app)
    width, height = (int(part) for part in wanted.size.split("x"))
    for name in wanted.names or SCREENS:
        path = wanted.folder / f"{name}-{wanted.theme}-{wanted.lang}-{width}.png"
        draw(app, look, name, (width, height), path)
        print(path)
    rings.deleteLater()


if __name__ == "__main__":
    main()
