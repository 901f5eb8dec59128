"""Pictures of every page for the demonstration and the README: the real program, offscreen, in both themes (K-33)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from models.services.commands import World

SIZE = (1366, 768)
QUIET_TURNS = 5  # turns of the event loop without work until a page counts as settled
LONGEST = 20.0  # seconds a page may take to settle


Shown = Mapping[str, Mapping[str, Any]]  # what a page is opened with, by the page's name


def take_pictures(
    world: World, stage: Any, folder: Path, shown: Shown, say: Callable[[str], None], lang: str = "zh"
) -> None:
    """Every page that the clerk sees, light and dark, as PNG into `folder`. Raises RuntimeError if a page never settles."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(["shoubu"])
    if not isinstance(app, QApplication):
        raise TypeError("an application without windows is running")
    for theme in ("light", "dark"):
        count = _one_theme(app, world, stage, folder, shown, theme, lang)
        say(f"图片（{theme}）：{count} 张")


def _one_theme(app: Any, world: World, stage: Any, folder: Path, shown: Shown, theme: str, lang: str) -> int:
    from PySide6.QtWidgets import QMainWindow

    from models.services import consent
    from models.services.demo.people import CLERK
    from models.services.session import sign_in
    from ui.scanning import ScanRouter
    from ui.sitting import Sitting, arrive
    from ui.sound import Sounds
    from ui.theme.focus import FocusRings
    from ui.theme.look import Look
    from ui.window import RESOURCES
    from ui.words import Words

    look = Look(RESOURCES, Words(lang, RESOURCES / "translations"), theme)
    look.apply(app)
    look.practice = True
    office = sign_in(stage.entrance, stage.folder, CLERK, stage.passwords[CLERK])
    consent.give(office, consent.PRACTICE_WORDS)
    rings = FocusRings(look, app)
    scans, sounds = ScanRouter(app), Sounds(RESOURCES / "sounds", muted=True)
    before = QMainWindow()
    before.resize(*SIZE)
    wrong: list[Exception] = []
    sitting = Sitting(arrive(office), world, look, wrong.append, scans, sounds)
    sitting.show(before)
    sitting.window.resize(*SIZE)
    for index, spec in enumerate(sitting.window.specs, 1):
        page = sitting.window.go(spec.name)
        if page is not None and spec.name in shown:
            page.open(**shown[spec.name])
        if page is not None and spec.name == "verify":
            page.refresh()  # the check is asked for; its conclusion is what the page is for
        settle(app, sitting.context.tasks)
        if wrong:
            raise wrong[0]
        sitting.window.grab().save(str(folder / f"{index:02d}-{spec.name}-{theme}.png"))
    count = len(sitting.window.specs)
    sitting.close()
    sitting.window.close()
    rings.drop()
    rings.deleteLater()
    scans.close()
    sounds.close()
    return count


def settle(app: Any, tasks: Any) -> None:
    """Let the page do its work until nothing is under way any more."""
    deadline = time.monotonic() + LONGEST
    quiet = 0
    while quiet < QUIET_TURNS:
        app.processEvents()
        quiet = quiet + 1 if tasks.idle else 0
        if time.monotonic() > deadline:
            raise RuntimeError("a page does not settle")
        if not tasks.idle or quiet:
            time.sleep(0.01)
    app.processEvents()
