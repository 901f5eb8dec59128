"""Before anybody is signed in: where the vault lies, the unlock page or the first-run wizard, and what they ask for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

from models.domain.errors import Refused, UserError
from models.domain.text import T, Text
from models.ledgers.choices import ROLES
from models.services import isolation_words, opening
from models.services.commands import World
from models.services.isolation_words import GateFinding
from ui.errors import Presenter
from ui.pages.first_run.page import FirstRunPage
from ui.pages.first_run.slips import PasswordSlips
from ui.pages.first_run.values import FirstRun
from ui.pages.unlock.help_dialog import FIRST_RUN, UNLOCK, DoorHelp
from ui.pages.unlock.page import Isolation, Unlock, UnlockPage, VaultChoice
from ui.pages.unlock.wait import WaitPage
from ui.sitting import arrive
from ui.tasks import Progress, Tasks
from ui.theme.look import Look
from ui.widgets.choose_file import choose_folder


class Door(QObject):
    """Shows what stands before the office in `window`. `opened(Arrival)` when somebody came in."""

    opened = Signal(object)

    def __init__(self, world: World, look: Look, window: QMainWindow, present: Presenter, training: bool) -> None:
        super().__init__()
        self._world, self._look, self._window, self._present = world, look, window, present
        self._training = training
        self._tasks = Tasks(present, self)
        self._page: UnlockPage | FirstRunPage | None = None

    def start(self, folder: Path | None, reason: Text | str = "", user: str = "") -> None:
        """Look at the machine and the folder, and show the page that fits."""
        self._window.show()
        self._tasks.read(lambda: self._look_round(folder), lambda found: self._show(found[0], found[1], reason, user))

    def close(self) -> None:
        """Stop the workers; the pages are gone."""
        self._tasks.close()

    # what is there -------------------------------------------------------------------------------------------------

    def _look_round(self, folder: Path | None) -> tuple[GateFinding, opening.Place]:
        finding = self._world.finding()
        return finding, opening.find_place(folder, finding.production_allowed and not self._training)

    def _show(self, finding: GateFinding, place: opening.Place, reason: Text | str, user: str) -> None:
        isolation = Isolation(
            isolation_words.walls(finding), isolation_words.conclusion(finding), finding.production_allowed,
            T("unlock", "检查于 {at}", at=finding.at.astimezone().strftime("%Y-%m-%d %H:%M")),
        )  # fmt: skip
        self._look.practice = place.training
        if place.exists:
            self._show_unlock(isolation, place, reason, user)
        elif place.training:
            self._make_sample(place)
        else:
            self._show_first_run(isolation, place)

    def _show_unlock(self, isolation: Isolation, place: opening.Place, reason: Text | str, user: str) -> None:
        users = tuple((name, ROLES[role]) for name, role in place.users)
        choice = VaultChoice(place.folder, place.title, place.detail, users, place.training)
        foot = T("unlock", "守簿 {version} • F1 帮助", version=opening.PROGRAM_VERSION)
        page = UnlockPage(self._look, isolation, choice, foot, locked_user=user, reason=reason)
        page.unlock_wanted.connect(self._unlock)
        page.other_wanted.connect(self._choose)
        page.help_wanted.connect(lambda: DoorHelp.tell(self._look, self._window, UNLOCK))
        self._take(page)

    def _take(self, page: UnlockPage | FirstRunPage | WaitPage) -> None:
        self._page = page if not isinstance(page, WaitPage) else None
        self._window.setCentralWidget(page)

    # what is asked -------------------------------------------------------------------------------------------------

    def _unlock(self, wanted: Unlock) -> None:
        page = self._page
        if not isinstance(page, UnlockPage):
            return
        page.set_busy(True)
        self._tasks.write(
            lambda: arrive(opening.open_office(self._world.entrance(), wanted.folder, wanted.user, wanted.password)),
            self.opened.emit, self._refused(page),
        )  # fmt: skip

    def _refused(self, page: UnlockPage) -> Callable[[Exception], bool]:
        def failed(error: Exception) -> bool:
            if isinstance(error, UserError):
                page.show_error(error)
                return True
            page.set_busy(False)
            return False

        return failed

    def _choose(self) -> None:
        folder = choose_folder(self._look, self._window, T("unlock", "选择库文件夹"))
        if folder is not None:
            self.start(folder)

    def _make_sample(self, place: opening.Place) -> None:
        page = WaitPage(self._look, T("unlock", "正在准备演练库"), T("unlock", "样例数据都是虚构的，做好以后每次打开都在。"))
        self._take(page)

        def work(progress: Progress) -> None:
            opening.make_sample(self._world, place.folder, progress.report)

        job = self._tasks.long(work, lambda _done: self.start(place.folder), worker="write")
        job.progressed.connect(page.show_progress)

    def _show_first_run(self, isolation: Isolation, place: opening.Place) -> None:
        page = FirstRunPage(self._look, isolation)
        page.finished.connect(lambda wanted: self._found(page, place, wanted))
        page.left.connect(lambda _draft: self._window.close())
        page.help_wanted.connect(lambda: DoorHelp.tell(self._look, self._window, FIRST_RUN))
        self._take(page)

    def _found(self, page: FirstRunPage, place: opening.Place, wanted: FirstRun) -> None:
        administrators = [(found.name, found.role, found.password) for found in wanted.administrators]
        accounts = [(found.name, found.role) for found in wanted.accounts]

        def failed(error: Exception) -> bool:
            page.set_busy(False)
            if isinstance(error, Refused):
                page.show_problems(error.problems)
                return True
            return False

        page.set_busy(True)
        self._tasks.write(
            lambda: opening.found_from_wizard(
                self._world.entrance(), place.folder, opening.profile(
                    wanted.organ, wanted.vault_level, wanted.authority, wanted.authority_number, wanted.machine_number,
                    wanted.security_office,
                ), administrators, accounts,
            ),
            lambda slips: self._founded(page, place, slips), failed,
        )  # fmt: skip

    def _founded(self, page: FirstRunPage, place: opening.Place, slips: list[opening.PasswordSlip]) -> None:
        page.forget_passwords()
        if slips:
            PasswordSlips.tell(self._look, self._window, slips, T("first run", "已抄好，去登录"))
        self.start(place.folder)

