"""One person's sitting on the screen: the context of its pages, the main window, undo, lock and leaving."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from models.domain.errors import Cancelled
from models.domain.passwords import policy_of
from models.domain.text import T
from models.ledgers.choices import ROLES
from models.services import isolation_words, preferences, printing, verifying
from models.services.commands import World
from models.services.isolation_words import GateFinding
from models.services.lists import Lists
from models.services.office import Office
from models.services.session import sign_out
from ui.context import Context
from ui.main_window import ChangeBridge, MainWindow
from ui.navigation import Person
from ui.pages import page_specs
from ui.pages.unlock.password_dialog import PasswordDialog
from ui.scanning import Scan, ScanRouter
from ui.sound import Sounds
from ui.tasks import Present, Tasks
from ui.theme.look import THEMES, Look
from ui.widgets.keys_dialog import KeysDialog
from ui.widgets.messages import ConfirmDialog


class OfficePreferences:
    """Preferences of the person signed in: read once, written on the writing worker."""

    def __init__(self, office: Office, tasks: Tasks) -> None:
        self._office, self._tasks = office, tasks
        self._values = preferences.load_preferences(office)

    def get(self, key: str, default: Any = None) -> Any:
        """The remembered value, or the default."""
        return self._values.get(key, default)

    def set(self, key: str, value: Any) -> None:
        """Remember a JSON value."""
        if self._values.get(key) != value:
            self._values[key] = value
            self._tasks.write(lambda: preferences.remember(self._office, key, value))


class Sitting(QObject):
    """From sign-in to lock. `lock_wanted(act)` when the person or the window asks to leave."""

    lock_wanted = Signal(str)

    def __init__(
        self, office: Office, world: World, look: Look, present: Present, scans: ScanRouter, sounds: Sounds
    ) -> None:
        super().__init__()
        self.office, self.look = office, look
        self._world, self._scans = world, scans
        tasks = Tasks(present, self)
        self.context = Context(
            office=office, entrance=world.entrance(), lists=Lists(office), tasks=tasks, look=look,
            preferences=OfficePreferences(office, tasks), present=present, scans=scans, play=sounds.play,
            go=self._go, sheet_command=world.sheet_command,
            pages=lambda: frozenset(spec.name for spec in self.window.specs),
        )  # fmt: skip
        theme, app = self.context.preferences.get("theme"), QApplication.instance()
        if theme in THEMES and isinstance(app, QApplication):
            look.use(theme, app)
        self.window: MainWindow
        self._bridge = ChangeBridge()

    @property
    def idle_minutes(self) -> int:
        """Minutes without a touch until the program locks itself, by the vault's level (domain.md 4.3)."""
        return policy_of(self.office.vault_level).idle_minutes

    def settle_password(self, parent: QWidget) -> None:
        """A one-time password is changed before anything else. Raises Cancelled if the person leaves."""
        if not self.office.sitting.account["one_time"]:
            return
        why = T("password", "这是一次性口令。换成自己的口令后会生成你的签名钥匙，以后登记的每件事都由它签名。")
        chosen = PasswordDialog.ask(self.look, parent, self.office.sitting.name, self.office.vault_level, why)
        if chosen is None:
            raise Cancelled
        self.office.perform("change_password", password=chosen)

    def show(self, instead_of: QMainWindow) -> None:
        """Show the main window where the door stood."""
        office, account = self.office, self.office.sitting
        organ = (office.read.get("organ", 1) or {})["name"]
        person = Person(account.name, account.role, ROLES[account.role])
        self.window = MainWindow(self.look, page_specs(self.context), organ, person, self._scans)
        self.window.setGeometry(instead_of.geometry())
        self.window.lock_wanted.connect(lambda: self.lock_wanted.emit("lock"))
        self.window.undo_wanted.connect(lambda _page: self._undo())
        self.window.help_wanted.connect(lambda _page: KeysDialog.tell(self.look, self.window))
        self.window.scanned_elsewhere.connect(self._look_up)
        self._bridge.changed.connect(self._changed)
        office.subscribe(self._bridge.tell)
        self._say_walls()
        self._say_anchor()
        if self.window.specs:
            self.window.go(self.window.specs[0].name)
        self.window.show()
        if not office.vault.store.read_only:
            self.context.tasks.write(lambda: printing.settle_unknown(office))
            self.context.tasks.read(lambda: verifying.is_due(office.read, office.clock.today()), self._check_in_background)

    def _check_in_background(self, due: bool) -> None:
        """Once a day the whole journal is folded while work goes on (K-14); only what is wrong interrupts."""
        office = self.office

        def checked(report: verifying.Report) -> None:
            self.context.tasks.write(lambda: verifying.record(office, report))
            if not report.is_clean:
                self._go("verify", report=report)

        if due:
            self.context.tasks.long(lambda progress: verifying.check(office, is_cancelled=progress.cancelled), checked)

    def leave(self, act: str, finding: GateFinding | None = None) -> None:
        """Stop the workers, journal the end of the sitting, close the vault."""
        self.context.tasks.close()
        if finding is not None:
            self.office.perform(act, finding=dict(finding.values()))
            self.office.close()
        else:
            sign_out(self.office, act)

    def _go(self, name: str, **arguments: Any) -> None:
        page = self.window.go(name)
        if page is not None and arguments:
            page.open(**arguments)

    def _changed(self, rows: Mapping[str, tuple[int, ...]]) -> None:
        self._say_anchor()
        self.window.told(dict(rows))

    def _say_anchor(self) -> None:
        """How many acts no printed paper covers yet: always visible (screen.md 4)."""
        self.context.tasks.read(lambda: printing.acts_since_paper(self.office), self.window.navigation.set_anchor)

    def _say_walls(self) -> None:
        finding = self._world.finding()
        self.window.navigation.set_walls(finding.production_allowed, isolation_words.conclusion(finding))

    def _undo(self) -> None:
        last = self.office.last_done
        act = self.office.acts.get(last[0]) if last else None
        if last is None or act is None or not act.counter or last[0] == "undo":
            return
        question = T("undo", "撤销“{act}”", act=act.words)
        sentences: list[Any] = [T("undo", "会写一条相反的记录，原来的记录保留；已给出的编号不收回。")]
        if not ConfirmDialog.ask(self.look, self.window, question, sentences, question):
            return
        entry = last[1].entry
        self.context.tasks.write(lambda: self.office.perform("undo", entry=entry))

    def _look_up(self, scan: Scan) -> None:
        """A scan the page has no use for: show what it is in the register."""
        self._go("register", text=scan.text)

