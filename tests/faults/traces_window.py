"""A sitting in the program's own window that imports, previews, prints, exports, copies rows and is locked: FOLDER BOOK EXPORT.

Markers on standard input as a JSON list; the answer is what the clipboard held before and after the lock. Then a second
sitting copies rows and is killed. Printers are what the PATH has.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.services import consent
from models.services.session import sign_in
from tests.isolation.machines import RecordedMachine
from tests.offices import PASSWORD, entrance
from ui import start

LONGEST = 60.0  # seconds for one piece of work


def main() -> None:
    from PySide6.QtWidgets import QApplication

    folder, book, export = map(Path, sys.argv[1:])
    markers = json.load(sys.stdin)
    start.keep_no_settings()
    app = QApplication(["shoubu"])
    window, tasks = come_in(app, folder)
    import_book(app, window, tasks, book)
    copy_rows(app, window, tasks)
    held = app.clipboard().text()
    print_register(app, window, tasks)
    write_out(app, window, tasks, export)
    leave(app, window)
    print(json.dumps({"held": sum(marker in held for marker in markers), "left": len(app.clipboard().text())}), flush=True)
    window, tasks = come_in(app, folder)
    copy_rows(app, window, tasks)
    os.kill(os.getpid(), signal.SIGKILL)


class World:
    """Of `models.services.commands.World` what a sitting uses."""

    sheet_command = (sys.executable, str(Path(__file__).parents[2] / "app.py"), "read-sheets")
    entrance = staticmethod(entrance)

    @staticmethod
    def finding() -> Any:
        from models.isolation.gate import judge

        return judge(RecordedMachine())


def come_in(app: Any, folder: Path) -> tuple[Any, Any]:
    """Sign in and show the window; window and tasks."""
    from PySide6.QtWidgets import QMainWindow

    from ui.scanning import ScanRouter
    from ui.sitting import Sitting, arrive
    from ui.sound import Sounds
    from ui.theme.look import Look
    from ui.window import RESOURCES
    from ui.words import CATALOGUES, Words

    look = Look(RESOURCES, Words("zh", CATALOGUES))
    look.apply(app)
    office = sign_in(entrance(), folder, "周敏", PASSWORD)
    if consent.is_needed(office):
        consent.give(office, consent.PRACTICE_WORDS)
    sitting = Sitting(arrive(office), World(), look, broken, ScanRouter(app), Sounds(RESOURCES / "sounds", muted=True))  # type: ignore[arg-type]
    sitting.setParent(app)
    sitting.show(QMainWindow())
    sitting.window.sitting = sitting
    until(app, lambda: sitting.context.tasks.idle)
    return sitting.window, sitting.context.tasks


def import_book(app: Any, window: Any, tasks: Any, book: Path) -> None:
    from ui.pages.import_ledger.page import COLUMNS, DONE, ROWS

    page = window.go("import")
    page.read(book)
    for stage in (COLUMNS, ROWS, DONE):
        until(app, lambda stage=stage: page.stage == stage and tasks.idle and not page.busy)
        if stage != DONE:
            page.forward()


def copy_rows(app: Any, window: Any, tasks: Any) -> None:
    """As by Ctrl+A and Ctrl+C."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    page = window.go("register")
    until(app, lambda: tasks.idle and page.model.rowCount() > 0)
    QTest.keyClick(page.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    until(app, lambda: tasks.idle and len(page.view.chosen_ids()) > 1)
    QTest.keyClick(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    until(app, lambda: tasks.idle and bool(app.clipboard().text()))


def print_register(app: Any, window: Any, tasks: Any) -> None:
    page = window.go("print")
    page.open(form="G01", record=2026)
    until(app, lambda: tasks.idle and page.choices.print_button.isEnabled())
    page.print_page()
    until(app, lambda: tasks.idle and not page._busy)
    assert [row["outcome"] for row in page.office.read.find("prints")] == ["SENT"]


def write_out(app: Any, window: Any, tasks: Any, target: Path) -> None:
    from ui.pages.register.export import write_ledger

    told: list[Any] = []
    page = window.go("register")
    write_ledger(window.sitting.context, page, "carriers", target, told.append)
    until(app, lambda: tasks.idle and bool(told))


def leave(app: Any, window: Any) -> None:
    from PySide6.QtWidgets import QLabel

    gone: list[bool] = []
    window.lock(QLabel())
    window.sitting.leave("lock", lambda: gone.append(True))
    until(app, lambda: bool(gone))
    window.close()


def until(app: Any, done: Callable[[], bool]) -> None:
    """Let the program work until it is done."""
    last = time.monotonic() + LONGEST
    while not done():
        app.processEvents()
        if time.monotonic() > last:
            raise RuntimeError("this does not end")


def broken(error: Exception) -> None:
    raise error


if __name__ == "__main__":
    main()
