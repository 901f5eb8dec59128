"""The screen beats while the heavy work runs: import, verify, backup, a long form in the preview, unlocking (K-25).

Each kind of work is driven as a person does it, through its page, at a size at which a stall shows. The heartbeat leaves
out what other programs took of the machine; a gap that is the program's own comes again each time, so work during which one
was seen is done again before it is believed.
"""

from __future__ import annotations

import hashlib
import json
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMainWindow

from models.domain.levels import Level
from models.domain.text import T
from models.services import consent, opening, print_room
from models.services.clock import FixedClock
from models.services.founding import FirstAccount, OrganProfile, found_vault
from models.services.office import Office
from models.services.session import Entrance
from models.storage.slots import KdfCost
from tests.offices import NOON, PASSWORD, entrance
from tests.services.ledger_books import HEAD, line
from tests.ui.helpers import Heartbeat, show
from tests.ui.pages.world import World
from ui.pages.backup.page import BackupPage
from ui.pages.import_ledger.page import COLUMNS, DONE, ROWS, ImportPage
from ui.pages.print_preview.page import PrintPreviewPage
from ui.pages.verify.page import VerifyPage
from ui.scanning import ScanRouter
from ui.sitting import arrive
from ui.tasks import Tasks
from ui.theme.look import Look
from ui.widgets.page import Page

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
COMMAND = (sys.executable, str(Path(__file__).parents[2] / "app.py"), "read-sheets")
LIMIT = 100  # ms (K-25)
ROWS_OF_LEDGER = 20_000
PAGES = 358
A_YEAR = 3_620  # rows
PATIENCE = 300_000  # ms that one piece of work may take on a busy machine
ATTEMPTS = 3


def calm(heartbeat: Heartbeat, work: Callable[[int], None]) -> float:
    """The smallest of the worst gaps of some attempts, in ms: what the program itself does is there in each of them."""
    worst = float("inf")
    for attempt in range(ATTEMPTS):
        heartbeat.start()
        work(attempt)
        worst = min(worst, heartbeat.stop())
        assert heartbeat.beats > 10
        if worst < LIMIT:
            break
    return worst


def finds(heartbeat: Heartbeat, work: Callable[[int], None]) -> bool:
    """Whether a stall that was planted is seen. On a busy machine part of a gap is put down to the machine: so, at last."""
    for attempt in range(ATTEMPTS):
        heartbeat.start()
        work(attempt)
        if heartbeat.stop() > LIMIT:
            return True
    return False


class Desk:
    """A clerk's window with the pages that work long, over a vault of a test's own."""

    def __init__(self, qtbot: Any, world: World) -> None:
        self.qtbot, self.world = qtbot, world
        self.context = replace(world.context(), sheet_command=COMMAND)

    def page(self, name: str, kind: Callable[..., Page]) -> Any:
        window = self.world.window(name, T("page", "清查盘点"), lambda: kind(self.context), "scan")
        show(self.qtbot, window, 1366, 768)
        return window.go(name)

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(lambda: self.world.tasks.idle and until(), timeout=PATIENCE)

    def bring_in(self, page: ImportPage, path: Path) -> None:
        page.read(path)
        for wanted in (COLUMNS, ROWS, DONE):
            self.wait(lambda wanted=wanted: page.stage == wanted and not page.busy)  # type: ignore[misc]
            if wanted != DONE:
                page.forward()


def ledger(folder: Path, rows: int, name: str) -> Path:
    """An old ledger of some years; that of 2019 makes a register of more than 358 pages."""
    path = folder / f"{name}.csv"
    days = [(date(2019 - nth // A_YEAR, 1, 1) + timedelta(days=nth % A_YEAR // 10)).isoformat() for nth in range(rows)]
    lines = (line(nth, f"关于{name}第{nth}号规划的批复", day=days[nth]) for nth in range(rows))
    path.write_text("\n".join(",".join(cells) for cells in (HEAD, *lines)), "utf-8")
    return path


def test_the_screen_beats_through_import_verify_backup_and_a_long_form(
    qtbot: Any, office: Office, look: Look, tasks: Tasks, router: ScanRouter, heartbeat: Heartbeat, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(print_room, "list_printers", list)
    consent.give(office, consent.PRACTICE_WORDS)
    world = World(office, look, tasks, router)
    desk = Desk(qtbot, world)
    worst: dict[str, float] = {}
    rows = ledger(tmp_path, ROWS_OF_LEDGER, "甲"), ledger(tmp_path, ROWS_OF_LEDGER // 4, "乙"), ledger(tmp_path, ROWS_OF_LEDGER // 4, "丙")
    worst["import"] = calm(heartbeat, lambda nth: desk.bring_in(desk.page(f"import{nth}", ImportPage), rows[nth]))
    assert len(office.read.find("documents")) >= ROWS_OF_LEDGER

    verify: VerifyPage = desk.page("verify", VerifyPage)

    def check(_nth: int) -> None:
        verify.refresh()
        desk.wait(lambda: "日志完好" in verify.conclusion.accessibleName())

    worst["verify"] = calm(heartbeat, check)
    backup: BackupPage = desk.page("backup", BackupPage)

    def copy(nth: int) -> None:
        folder = tmp_path / f"medium{nth}"
        folder.mkdir()
        backup.back_up(folder)
        desk.wait(lambda: len(backup.table.cells.rows) == 1)

    worst["backup"] = calm(heartbeat, copy)
    preview: PrintPreviewPage = desk.page("print", PrintPreviewPage)

    def lay_out(_nth: int) -> None:
        preview.open(form="DB-G01", record=2019)
        desk.wait(lambda: preview._sheets is not None)

    worst["form"] = calm(heartbeat, lay_out)
    assert preview._sheets is not None and preview._sheets.pages >= PAGES
    world.errors.none_left()
    assert max(worst.values()) < LIMIT, worst


def test_the_screen_beats_while_a_key_is_derived_at_its_real_cost(
    qtbot: Any, tasks: Tasks, heartbeat: Heartbeat, tmp_path: Path
) -> None:
    clock, cost = FixedClock(NOON), KdfCost()
    assert cost.memory_kib >= 256 * 1024
    people = (("甲", "system_administrator"), ("乙", "security_administrator"), ("丙", "auditor"))
    folder = tmp_path / "real"
    found_vault(
        folder, training=True, profile=OrganProfile("云岭市人大常委会", Level.SECRET), clock=clock, machine="BM-JSJ-0012",
        administrators=[FirstAccount(name, role, PASSWORD) for name, role in people], cost=cost,
    )  # fmt: skip
    door = Entrance(clock, "BM-JSJ-0012", "TEST", entrance().acts)
    came: list[Office] = []

    def unlock(nth: int) -> None:
        tasks.write(lambda: arrive(opening.open_office(door, folder, "丙", PASSWORD)), lambda found: came.append(found.office))
        qtbot.waitUntil(lambda: len(came) == nth + 1, timeout=PATIENCE)
        tasks.write(came[nth].close)
        qtbot.waitUntil(lambda: tasks.idle, timeout=PATIENCE)

    assert calm(heartbeat, unlock) < LIMIT


# --- the heartbeat itself -------------------------------------------------------------------------------------------


def test_a_machine_that_is_busy_with_other_things_is_no_stall(qtbot: Any, heartbeat: Heartbeat) -> None:
    """Threads that do not hold the interpreter, more of them than there are processors."""
    over = threading.Event()
    block = b"x" * 4_000_000

    def spin() -> None:
        while not over.is_set():
            hashlib.sha256(block).digest()

    threads = [threading.Thread(target=spin) for _ in range(6)]

    def work(_nth: int) -> None:
        heard = heartbeat.beats
        qtbot.waitUntil(lambda: heartbeat.beats > heard + 40, timeout=PATIENCE)

    for thread in threads:
        thread.start()
    try:
        assert calm(heartbeat, work) < LIMIT
    finally:
        over.set()
        for thread in threads:
            thread.join()


def test_one_long_json_in_a_worker_is_found(qtbot: Any, tasks: Tasks, heartbeat: Heartbeat) -> None:
    text = json.dumps(list(range(8_000_000)))

    def work(_nth: int) -> None:
        parsed: list[int] = []
        heard = heartbeat.beats
        tasks.read(lambda: len(json.loads(text)), parsed.append)
        qtbot.waitUntil(lambda: bool(parsed) and heartbeat.beats > heard + 10, timeout=PATIENCE)

    assert finds(heartbeat, work)


@pytest.mark.parametrize("waits", [False, True])
def test_the_office_asked_on_the_screens_thread_is_found(
    qtbot: Any, office: Office, heartbeat: Heartbeat, waits: bool
) -> None:
    """Reading there for long; or standing in line behind an act that is under way, which computes nothing."""
    held = threading.Event()

    def hold() -> None:
        with office.vault.store.transaction():
            held.set()
            over.wait(0.3)

    over = threading.Event()
    window = QMainWindow()
    qtbot.addWidget(window)

    def ask() -> None:
        if waits:
            held.wait()
            with office.vault.store.transaction():
                return
        for _ in range(20_000):
            office.read.get("organ", 1)

    def work(_nth: int) -> None:
        held.clear()
        thread = threading.Thread(target=hold)
        if waits:
            thread.start()
        heard = heartbeat.beats
        QTimer.singleShot(0, window, ask)
        qtbot.waitUntil(lambda: heartbeat.beats > heard + 15, timeout=PATIENCE)
        if waits:
            thread.join()

    assert finds(heartbeat, work)
