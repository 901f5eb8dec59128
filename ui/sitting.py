"""One person's sitting on the screen: the context of its pages, the main window, undo, lock and leaving."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from models.domain.errors import Refused
from models.domain.passwords import KEPT_HISTORY, PasswordPolicy
from models.domain.text import T
from models.ledgers.choices import ROLES
from models.services import backups, isolation_words, lookup, preferences, printing, verifying
from models.services.commands import World
from models.services.isolation_words import GateFinding
from models.services.lists import Lists
from models.services.office import Office
from models.services.session import sign_out
from ui import look_up
from ui.context import Context
from ui.main_window import ChangeBridge, MainWindow
from ui.navigation import Person
from ui.pages import ONLY_WRITE, page_specs
from ui.pages.consent import ask_consent
from ui.pages.unlock.password_dialog import PasswordDialog
from ui.placing import place_like
from ui.scanning import ScanRouter
from ui.sound import UNKNOWN, Sounds
from ui.tasks import Present, Tasks
from ui.theme.look import SCALES, THEMES, Look
from ui.widgets.editors import local_moment
from ui.widgets.keys_dialog import KeysDialog
from ui.widgets.messages import ConfirmDialog


@dataclass(frozen=True)
class Arrival:
    """An office that was just opened, with what its window needs before it can be shown."""

    office: Office
    organ: str
    policy: PasswordPolicy
    preferences: dict[str, Any]
    copy_of: str = ""  # a copy opened to read: the moment it was written


@dataclass(frozen=True)
class Place:
    """Where a person was: the vault, the user, the page and what it was opened with."""

    folder: Path
    user: str
    page: str
    arguments: dict[str, Any]

    @property
    def of(self) -> tuple[Path, str]:
        """Whose place it is."""
        return self.folder, self.user


def arrive(office: Office) -> Arrival:
    """Read what the window needs; called on the worker that opened the office."""
    organ = office.read.get("organ", 1) or {}
    copy = backups.opened_copy(office)
    return Arrival(office, str(organ["name"]), office.policy, preferences.load_preferences(office), copy)


class OfficePreferences:
    """Preferences of the person signed in: read at the door, written on the writing worker."""

    def __init__(self, office: Office, tasks: Tasks, values: dict[str, Any]) -> None:
        self._office, self._tasks, self._values = office, tasks, values

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
        self, arrival: Arrival, world: World, look: Look, present: Present, scans: ScanRouter, sounds: Sounds
    ) -> None:
        super().__init__()
        office = self.office = arrival.office
        self.look, self._arrival = look, arrival
        self._is_over = self.is_shown = False
        self._asking: PasswordDialog | None = None
        self._opened_with: dict[str, dict[str, Any]] = {}  # the last arguments of each page
        self._world, self._scans = world, scans
        tasks = Tasks(present, self)
        self.context = Context(
            office=office, entrance=world.entrance(), lists=Lists(office), tasks=tasks, look=look,
            preferences=OfficePreferences(office, tasks, arrival.preferences), present=present, scans=scans, play=sounds.play,
            go=self._go, sheet_command=world.sheet_command,
            pages=lambda: frozenset(spec.name for spec in self.window.specs),
        )  # fmt: skip
        tasks.ask_first = self._ask_consent
        self._take_look()
        self.window: MainWindow
        self._bridge = ChangeBridge()

    def _take_look(self) -> None:
        """The colours and the size of type that the person chose (设置－外观)."""
        app, chosen = QApplication.instance(), self.context.preferences
        if not isinstance(app, QApplication):
            return
        scale = chosen.get("scale", SCALES[0])
        if scale in SCALES and scale != round(self.look.scale * 100):
            self.look.resize(scale, app)
        theme = chosen.get("theme")
        if theme in THEMES:
            self.look.use(theme, app)

    @property
    def idle_minutes(self) -> int:
        """Minutes without a touch until the program locks itself, by the vault's policy (domain.md 4.3)."""
        return self._arrival.policy.idle_minutes

    def settle_password(self, parent: QWidget, then: Callable[[], None], left: Callable[[], None]) -> None:
        """A one-time password, or one that is too old, is changed before anything else: then `then`; `left` if the person
        leaves or it fails."""
        sitting = self.office.sitting
        is_due = sitting.account["one_time"] or sitting.has_outlived_password
        if not is_due or self.office.vault.store.read_only:
            then()
            return
        why = T("password", "这是一次性口令。换成自己的口令后会生成你的签名钥匙，以后登记的每件事都由它签名。")
        if not sitting.account["one_time"]:
            days = self._arrival.policy.longest_days
            why = T("password", "口令已用满 {days} 天，先换一个新的；最近 {n} 次用过的不能再用。", days=days, n=KEPT_HISTORY)
        self._asking = PasswordDialog(self.look, parent, self.office.sitting.name, self._arrival.policy, why)
        chosen = self._asking.run()
        self._asking = None
        if chosen is None:
            left()
            return

        def failed(_error: Exception) -> bool:
            left()
            return False

        self.context.tasks.write(lambda: self.office.perform("change_password", password=chosen), lambda _done: then(), failed)

    def _ask_consent(self, error: Exception, again: Callable[[], None], leave: Callable[[], None]) -> bool:
        """Whatever page enters contents first in a practice vault: the typed confirmation, then it is entered (K-28)."""
        if not isinstance(error, Refused) or all(problem.code != "CONSENT_FIRST" for problem in error.problems):
            return False
        over = QApplication.activeWindow() or self.window
        ask_consent(self.look, over, self.office, self.context.tasks, lambda given: again() if given else leave())
        return True

    def stop_asking(self) -> None:
        """Close the question for a new password; whoever came in is turned back."""
        if self._asking is not None:
            self._asking.reject()

    def show(self, instead_of: QMainWindow, back: Place | None = None) -> None:
        """Show the main window where the door stood, on the page that was left or on the first one."""
        self.is_shown = True
        office, account = self.office, self.office.sitting
        person = Person(account.name, account.role, ROLES[account.role])
        specs, copy = page_specs(self.context), self._arrival.copy_of
        notice = None
        if copy:
            specs = tuple(spec for spec in specs if spec.name not in ONLY_WRITE)
            notice = T("product", "只读副本：{at} 写成的备份，只能查看，不能登记", at=local_moment(copy))
        self.window = MainWindow(self.look, specs, self._arrival.organ, person, self._scans, notice)
        place_like(self.window, instead_of)
        self.window.lock_wanted.connect(lambda: self.lock_wanted.emit("lock"))
        self.window.undo_wanted.connect(lambda _page: self._undo())
        self.window.help_wanted.connect(lambda _page: KeysDialog.tell(self.look, self.window))
        self.window.scanned_elsewhere.connect(lambda scan: self._look_up(scan.text))
        self.window.scan_refused.connect(lambda _scan: self.context.play(UNKNOWN))
        self.window.scan_one_wanted.connect(self._ask_code)
        self._bridge.changed.connect(self._changed)
        office.subscribe(self._bridge.tell)
        self._say_walls()
        self._say_anchor()
        if self.window.specs and not self._return_to(back):
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

    def leave(self, act: str, then: Callable[[], None], finding: GateFinding | None = None) -> None:
        """Stop the workers, journal the end of the sitting, close the vault; then `then` on the screen's thread.

        The vault is closed and `then` is called even if the entry could not be written; the error is shown after it.
        """
        self._is_over = True

        def failed(_error: Exception) -> bool:
            then()
            return False

        found = finding.values() if finding else None
        self.context.tasks.end(lambda: sign_out(self.office, act, found), lambda _none: then(), failed)

    def close(self) -> None:
        """The program ends: sign out, and wait until the vault is closed."""
        self.context.tasks.close()
        if not self._is_over:
            self._is_over = True
            sign_out(self.office)

    @property
    def place(self) -> Place:
        """The page that is shown, to come back to after a lock."""
        sitting, page = self.office.sitting, self.window.current
        return Place(self.office.vault.folder, sitting.name, page, self._opened_with.get(page, {}))

    def _return_to(self, place: Place | None) -> bool:
        """Only for who left it. What a page shows without an entry of its own is known by numbers, or not at all."""
        if place is None or place.of != (self.office.vault.folder, self.office.sitting.name):
            return False
        spec = next((spec for spec in self.window.specs if spec.name == place.page), None)
        if spec is None:
            return False
        if spec.under and not (place.arguments and all(isinstance(one, int | str) for one in place.arguments.values())):
            return self.window.go(spec.under) is not None
        self._go(place.page, **(place.arguments if spec.under else {}))
        return True

    def _go(self, name: str, **arguments: Any) -> None:
        page = self.window.go(name)
        self._opened_with[name] = arguments
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

    def _ask_code(self) -> None:
        """F3: one code, whatever it is."""
        text = look_up.ask(self.look, self.window, self._scans)
        if text is not None:
            self._look_up(text)

    def _look_up(self, text: str) -> None:
        """A code the page has no use for, or F3: go to what it is; to the register where that page is not for this person."""
        office = self.office

        def go(target: lookup.Target) -> None:
            if target.page in {spec.name for spec in self.window.specs}:
                self._go(target.page, **target.arguments)
            else:
                self._go("register", text=text)

        self.context.tasks.read(lambda: lookup.target_of(office.read, text), go)
