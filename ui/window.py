"""The program with a window: the door, then the office, and back at the lock. Builds objects and hands them over."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QSize, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from models.domain.text import T, Text
from models.services import isolation_words
from models.services.commands import WRONG_USE, World, say
from models.services.isolation_words import RECHECK_SECONDS, GateFinding
from ui import start
from ui.door import Door
from ui.errors import Presenter
from ui.idle import IdleWatch
from ui.main_window import MainWindow
from ui.native_keys import watch_keys
from ui.pages.unlock.wait import WaitPage
from ui.placing import place_first, place_like
from ui.scanning import GAP, SHORTEST, ScanRouter
from ui.sitting import Arrival, Place, Sitting
from ui.sound import Sounds
from ui.theme.focus import FocusRings
from ui.theme.look import Look
from ui.words import Words

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
RESOURCES = Path(__file__).parents[1] / "resources"


def run_window(world: World, options: argparse.Namespace) -> int:
    """Open the window and stay until it is closed. 2 if the display is another machine's."""
    refused = isolation_words.far_display(os.environ)
    if refused is not None:
        say(str(refused), sys.stderr)
        return WRONG_USE
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _SCREENS):
        say("没有图形显示（DISPLAY 未设置），窗口没有打开。没有打开任何库。请在本机的桌面上启动程序。", sys.stderr)
        return WRONG_USE
    start.keep_no_settings()
    start.find_input_method(os.environ)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("shoubu")
    program = Program(app, world, options)
    program.start()
    return app.exec()


class Program(QObject):
    """One run of the program: door and sittings take turns in their own windows."""

    def __init__(self, app: QApplication, world: World, options: argparse.Namespace) -> None:
        super().__init__()
        self._app, self._world, self._options = app, world, options
        self.look = Look(RESOURCES, Words(options.lang, RESOURCES / "translations"))
        self.look.apply(app)
        self._rings = FocusRings(self.look, app)
        start.speak(app, options.lang)
        self.present = Presenter(self.look, lambda: QApplication.activeWindow())
        self.present.install()
        self.scans = ScanRouter(app, native=watch_keys(app, os.environ, GAP, SHORTEST))
        self.sounds = Sounds(RESOURCES / "sounds")
        self.door: Door | None = None
        self.sitting: Sitting | None = None
        self._leaving: Sitting | None = None  # its vault is being closed
        self._place: Place | None = None  # where the last lock found its person
        self._cause: tuple[str, Text | str, GateFinding | None] = ("sign_out", "", None)  # why the door stays
        self._idle = IdleWatch(app, self._idle_for)
        self._gate = QTimer(self, interval=RECHECK_SECONDS * 1000)
        self._gate.timeout.connect(self._look_at_gate)
        app.aboutToQuit.connect(self.close)

    def start(self) -> None:
        """Show the door."""
        self._show_door(self._options.vault)

    def close(self) -> None:
        """End the sitting, if there is one, and stop everything that runs."""
        for sitting in (self._leaving, self.sitting):
            if sitting is not None:
                sitting.close()
        self.sitting = self._leaving = None
        if self.door is not None:
            self.door.close()
        self.scans.close()
        self.sounds.close()

    def lock(self, act: str, reason: Text | str = "", finding: GateFinding | None = None) -> None:
        """Leave the office and stand before the door again, as the same user. Nothing is to be seen from now on."""
        sitting = self.sitting
        if sitting is None:
            return
        self._idle.stop()
        self._gate.stop()
        if not sitting.is_shown:  # still asked for a new password: the door is what stands there
            self._cause = (act, reason, finding)
            sitting.stop_asking()
            return
        sitting.window.lock(WaitPage(self.look, T("unlock", "正在锁定"), T("unlock", "记下这次使用的结束，然后关库。")))
        folder, user = sitting.office.vault.folder, sitting.office.sitting.name
        self._place = sitting.place

        def gone() -> None:
            self._leaving = None
            self._show_door(folder, reason, user, sitting.window)
            sitting.window.close()

        self.sitting, self._leaving = None, sitting
        sitting.leave(act, gone, finding)

    def _show_door(
        self, folder: Path | None, reason: Text | str = "", user: str = "", instead_of: MainWindow | None = None
    ) -> None:
        window = QMainWindow()
        window.setWindowTitle(self.look.t(T("product", "守簿")))
        if instead_of is None:
            place_first(window, QSize(self.look.px(1366), self.look.px(768)))
        else:
            place_like(window, instead_of)
        self.door = Door(self._world, self.look, window, self.present, self._options.training)
        self.door.opened.connect(lambda arrival: self._enter(arrival, window))
        self.door.start(folder, reason, user)

    def _enter(self, arrival: Arrival, before: QMainWindow) -> None:
        self.look.practice = arrival.office.vault.is_training
        sitting = Sitting(arrival, self._world, self.look, self.present, self.scans, self.sounds)
        self.sitting = sitting
        self._cause = ("sign_out", "", None)
        self._idle.start(sitting.idle_minutes)
        self._gate.start()
        sitting.settle_password(before, lambda: self._settled(sitting, before), lambda: self._turn_back(sitting))

    def _settled(self, sitting: Sitting, before: QMainWindow) -> None:
        if self._cause[0] == "sign_out":
            self._show_office(sitting, before)
        else:
            self._turn_back(sitting)

    def _show_office(self, sitting: Sitting, before: QMainWindow) -> None:
        sitting.lock_wanted.connect(self.lock)
        sitting.show(before, self._place)
        if self.door is not None:
            self.door.close()
            self.door = None
        before.close()

    def _turn_back(self, sitting: Sitting) -> None:
        """Somebody came in with a password to be changed and did not change it, or left it lying: the door stays."""
        folder, user = sitting.office.vault.folder, sitting.office.sitting.name
        act, reason, finding = self._cause
        self._idle.stop()
        self._gate.stop()

        def gone() -> None:
            self._leaving = None
            if self.door is not None:
                self.door.start(folder, reason, user)

        self.sitting, self._leaving = None, sitting
        sitting.leave(act, gone, finding)

    def _idle_for(self) -> None:
        self.lock("idle_lock", T("unlock", "离开太久，已自动锁定。"))

    def _look_at_gate(self) -> None:
        sitting = self.sitting
        if sitting is None or sitting.office.vault.is_training:
            return
        sitting.context.tasks.read(self._world.finding, self._judge_gate)

    def _judge_gate(self, finding: GateFinding) -> None:
        if not finding.production_allowed:
            self.lock("gate_lock", isolation_words.link_came_up(finding), finding)

