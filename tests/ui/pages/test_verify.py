"""校验审计 on the screen: the conclusion, papers as witnesses, what is no paper, and findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from shiboken6 import isValid

from models.domain.text import T
from models.services import backups, verifying
from models.services.office import Office
from models.services.print_room import PrintRoom
from models.storage import home_queries
from models.storage.verify.findings import Finding
from tests.offices import PASSWORD, opened
from tests.services.test_register import furnish, register
from tests.storage.scenario import attacker_of
from tests.ui.conftest import RESOURCES, Clock
from tests.ui.helpers import in_dialog, no_dialog_left, show, unnamed
from tests.ui.pages.keys import ALT, CTRL, Hands
from tests.ui.pages.test_count import answer
from tests.ui.pages.test_count import back as wait_for_keys
from tests.ui.pages.world import World, free
from ui.pages.verify import page as module
from ui.pages.verify.entry_dialog import EntryDialog
from ui.pages.verify.page import DIFFERENT, MATCHED, VerifyPage
from ui.scanning import ScanRouter
from ui.signing.dialog import SignaturesDialog
from ui.signing.shown import ShownTable
from ui.tasks import Tasks
from ui.theme.look import Look
from ui.widgets.messages import ConfirmDialog
from ui.widgets.text_dialog import TextDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
PATIENCE = 20_000  # ms that a full check of a small vault may take at most
CLEAN = "日志完好，账与日志一致"
UNPROVED = "暂不能证明没有被截短或整体重写"


@dataclass
class Stage:
    """A vault with one printed form, and the page in a window."""

    qtbot: Any
    world: World
    page: VerifyPage
    number: str
    entry: int
    digest: str

    @property
    def office(self) -> Office:
        return self.world.office

    @property
    def code(self) -> str:
        """What the QR code on the paper says."""
        return f"{self.number}:{self.entry:010d}:{self.digest[:32].upper()}"

    def wait(self, until: Callable[[], bool] = lambda: True) -> None:
        self.qtbot.waitUntil(lambda: self.world.tasks.idle and until(), timeout=PATIENCE)

    def checks(self) -> int:
        """How many checks the journal keeps."""
        return sum(row["act"] == "note_verify" for row in home_queries.newest_entries(self.office.read, 200))


def shown_page(qtbot: Any, world: World) -> VerifyPage:
    window = world.window("verify", T("page", "校验审计"), lambda: VerifyPage(world.context()), "shield-check")
    show(qtbot, window, 1366, 768)
    page = window.go("verify")
    assert isinstance(page, VerifyPage)
    return page


@pytest.fixture
def stage(qtbot: Any, office: Office, look: Look, tasks: Tasks, router: ScanRouter, tmp_path: Any) -> Iterator[Stage]:
    register(office, ["000001", "000002"], furnish(office))
    entry = office.read.head().number + 1
    printed = PrintRoom(office, RESOURCES / "fonts").save("G01", 2026, tmp_path / "G01.pdf")
    digest = office.vault.store.own.scalar("SELECT digest FROM entry WHERE number = ?", (entry,)).hex()
    world = World(office, look, tasks, router)
    made = Stage(qtbot, world, shown_page(qtbot, world), printed.number.ascii, entry, digest)
    made.wait(lambda: bool(made.page.journal.cells.rows))
    yield made
    made.wait()
    world.errors.none_left()


@pytest.fixture
def hands(clock: Clock) -> Hands:
    return Hands(clock)


def concluded(page: VerifyPage) -> str:
    return f"{page.conclusion.accessibleName()} {page.conclusion.accessibleDescription()}"


def found(page: VerifyPage) -> list[tuple[str, Any]]:
    return [(page.found.cells.words(row.cells[0]), row.cells[0].mark) for row in page.found.cells.rows]


def test_the_journal_is_there_before_anything_is_checked(stage: Stage) -> None:
    page = stage.page
    assert "这次登录还没有全面校验" in concluded(page) and not page._evidence.isVisible()
    first = page.journal.cells.rows[0]
    assert first.key == stage.office.read.head().number
    assert stage.checks() == 0


def test_enter_opens_an_entry(stage: Stage, hands: Hands) -> None:
    page = stage.page
    page.journal.go_to(stage.entry)
    page.journal.setFocus()
    seen: list[str] = []

    def read(dialog: EntryDialog) -> None:
        seen.append("\n".join(part.text() for part in dialog.findChildren(QLabel)))
        hands.enter()

    in_dialog(EntryDialog, read)
    hands.enter()
    stage.wait(lambda: bool(seen))
    digest = " ".join(stage.digest.upper()[at : at + 4] for at in range(0, 32, 4))
    assert f"日志第 {stage.entry} 条" in seen[0] and digest in seen[0] and "周敏" in seen[0]
    stage.wait(no_dialog_left)


def test_f5_checks_everything_and_says_the_clean_conclusion(stage: Stage, hands: Hands) -> None:
    head = stage.office.read.head().number
    hands.key(Qt.Key.Key_F5)
    stage.wait(lambda: CLEAN in concluded(stage.page) and stage.checks() == 1)
    page = stage.page
    assert f"纸面留痕到第 {stage.entry} 条" in concluded(page) and UNPROVED in concluded(page)
    assert page.conclusion._token == "ok" and page._evidence.isVisible()
    facts = {page.checked.cells.words(row.cells[0]): page.checked.cells.words(row.cells[1]) for row in page.checked.cells.rows}
    assert facts["条号连续，每条接上一条的指纹"] == str(head)
    assert all(row.cells[0].mark is MATCHED for row in page.checked.cells.rows)
    stage.wait(lambda: page.journal.cells.rows[0].key == head + 1)  # the check itself is in the journal


def test_a_scanned_paper_vouches_for_the_journal_up_to_its_entry(stage: Stage, hands: Hands) -> None:
    head = stage.office.read.head().number
    hands.scan(stage.code)
    stage.wait(lambda: CLEAN in concluded(stage.page) and stage.checks() == 1)
    said = concluded(stage.page)
    assert f"第 {stage.entry} 条以前（含）有外部见证；其后 {head - stage.entry} 条" in said and UNPROVED not in said
    assert (f"{stage.number}，第 {stage.entry} 条", MATCHED) in found(stage.page)


def test_the_paper_stays_for_the_next_check_of_this_sitting(stage: Stage, hands: Hands) -> None:
    assert stage.page.hold_against(stage.code)
    stage.wait(lambda: stage.checks() == 1)
    hands.key(Qt.Key.Key_F5)
    stage.wait(lambda: stage.checks() == 2)
    assert f"第 {stage.entry} 条以前（含）有外部见证" in concluded(stage.page)


def test_the_footer_typed_by_hand_agrees_but_is_too_short_to_vouch(stage: Stage, hands: Hands) -> None:
    eye = stage.digest[:16]
    typed = f"{stage.number} {stage.entry} {' '.join(eye[at : at + 4] for at in range(0, 16, 4))}"
    in_dialog(TextDialog, lambda dialog: (dialog.field.setText(typed), dialog._finish()))
    hands.key(Qt.Key.Key_P, ALT)
    stage.wait(lambda: stage.checks() == 1)
    assert CLEAN in concluded(stage.page) and UNPROVED in concluded(stage.page)
    assert (f"{stage.number}，第 {stage.entry} 条", MATCHED) in found(stage.page)
    assert not stage.office.is_halted


def test_a_mistyped_footer_is_asked_about_and_stops_nothing(stage: Stage) -> None:
    eye = ("0" if stage.digest[0] != "0" else "1") + stage.digest[1:16]
    asked: list[bool] = []
    in_dialog(ConfirmDialog, lambda dialog: (asked.append(True), dialog.reject()))
    assert stage.page.hold_against(f"{stage.number} {stage.entry} {eye}")
    stage.wait(lambda: bool(asked))
    assert stage.checks() == 0 and not stage.office.is_halted and not stage.page._papers


def test_a_footer_that_really_differs_is_evidence(stage: Stage) -> None:
    eye = ("0" if stage.digest[0] != "0" else "1") + stage.digest[1:16]
    in_dialog(ConfirmDialog, lambda dialog: dialog.done_with(True))
    assert stage.page.hold_against(f"{stage.number} {stage.entry} {eye}")
    stage.wait(lambda: stage.checks() == 1)
    assert (f"{stage.number}，第 {stage.entry} 条", DIFFERENT) in found(stage.page)
    assert stage.office.is_halted


@pytest.mark.parametrize("at", [0, 15, 31])
def test_a_changed_digit_gives_the_wrong_verdict(stage: Stage, at: int) -> None:
    digits = stage.code[-32:]
    other = "0" if digits[at] != "0" else "1"
    changed = stage.code[:-32] + digits[:at] + other + digits[at + 1 :]
    assert stage.page.hold_against(changed)
    stage.wait(lambda: stage.checks() == 1)
    assert CLEAN not in concluded(stage.page) and stage.page.conclusion._token == "bad"
    assert (f"{stage.number}，第 {stage.entry} 条", DIFFERENT) in found(stage.page)
    assert UNPROVED in concluded(stage.page)
    assert all(row.cells[0].mark is None for row in stage.page.checked.cells.rows)
    assert stage.office.is_halted


def test_a_paper_of_an_entry_that_is_not_there_is_wrong(stage: Stage) -> None:
    beyond = stage.code.replace(f"{stage.entry:010d}", f"{stage.entry + 5000:010d}")
    assert stage.page.hold_against(beyond)
    stage.wait(lambda: stage.checks() == 1)
    assert stage.page.conclusion._token == "bad" and CLEAN not in concluded(stage.page)
    assert DIFFERENT in [mark for _words, mark in found(stage.page)]


@pytest.mark.parametrize("text", ["2026000001", "S00001", "https://example.com", "XQ-2026-0003", "XQ-2026-0003:12:1A2B", ""])
def test_unknown_text_is_not_taken(stage: Stage, text: str) -> None:
    assert not stage.page.hold_against(text)
    stage.wait()
    assert stage.checks() == 0 and "这次登录还没有全面校验" in concluded(stage.page)


def test_typed_nonsense_is_said_and_nothing_is_checked(stage: Stage, hands: Hands) -> None:
    in_dialog(TextDialog, lambda dialog: (dialog.field.setText("XQ-2026-0003 12"), dialog._finish()))
    hands.key(Qt.Key.Key_P, ALT)
    stage.wait(lambda: "这不是守簿印出的单号和校验" in concluded(stage.page))
    assert "没有做校验" in concluded(stage.page) and stage.checks() == 0


def test_a_check_made_in_the_background_shows_its_findings(stage: Stage) -> None:
    report = verifying.check(stage.office)
    outcome = report.outcome
    outcome.findings.append(Finding(7, next(iter(verifying.FINDING_WORDS)), "carriers", 1, "state"))
    outcome.count += 1
    stage.page.open(report=report)
    assert stage.page.conclusion._token == "bad" and "第 7 条" in concluded(stage.page)
    assert "carriers 1 state" in found(stage.page)[0][0]


def test_every_control_is_named_in_english_and_the_page_is_freed(
    qtbot: Any, english: Look, stage: Stage, request: pytest.FixtureRequest
) -> None:
    window = stage.page.window()
    assert unnamed(window) == []
    stage.page.refresh()
    stage.wait(lambda: stage.checks() == 1)
    assert "日志" not in concluded(stage.page) and "journal" in concluded(stage.page)
    free(request, window)
    stage.wait(lambda: not isValid(stage.page))


def test_a_copy_kept_elsewhere_is_held_against_the_journal(
    stage: Stage, hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    medium = tmp_path / "medium"
    medium.mkdir()
    copy = backups.make_copy(stage.office, medium).copy
    for folder in (medium, medium / copy.name):  # the medium, or the copy on it
        stage.page._papers.clear()
        before = stage.checks()
        monkeypatch.setattr(module, "choose_folder", lambda *_arguments, folder=folder: folder)
        hands.key(Qt.Key.Key_B, ALT)
        stage.wait(lambda before=before: stage.checks() == before + 1)
        (shown,) = stage.page.found.cells.rows[1:]
        assert copy.name in stage.page.found.cells.words(shown.cells[0]) and shown.cells[0].mark is MATCHED
    manifest = medium / copy.name / "copy.json"
    manifest.write_text(manifest.read_text("utf-8").replace(copy.entry_digest, "0" * 64), "utf-8")
    before = stage.checks()
    stage.page.compare_with(medium)
    stage.wait(lambda: stage.checks() == before + 1)
    assert stage.page.found.cells.rows[0].cells[0].mark is DIFFERENT
    (tmp_path / "nothing").mkdir()
    stage.page.compare_with(tmp_path / "nothing")
    stage.wait()
    assert "没有本库的备份" in concluded(stage.page) and stage.checks() == before + 1


# findings are accepted --------------------------------------------------------------------------------------------


@pytest.fixture
def changed_behind(vault_folder: Path) -> Path:
    """A vault whose register was changed past the program, found by a check: writing has stopped."""
    with opened(vault_folder, "周敏") as office:
        office.perform("add_row", ledger="units", values={"name": "办公室", "kind": "DEPARTMENT"})
    assert attacker_of(vault_folder).sql("UPDATE units SET phone = '9999' WHERE id = 1") == 1
    with opened(vault_folder, "周敏") as office:
        verifying.run_full_check(office)
        assert office.is_halted
    return vault_folder


def banner_words(page: VerifyPage) -> str:
    part = page.acceptance
    (banner,) = [one for one in (part.waiting, part.settled) if one.isVisible()]
    return f"{banner.accessibleName()} {banner.accessibleDescription()}"


@pytest.fixture
def sit_down(qtbot: Any, changed_behind: Path, look: Look, tasks: Tasks, router: ScanRouter) -> Any:
    """Somebody signed in at the page of that vault."""

    @contextmanager
    def sitting(user: str) -> Iterator[Stage]:
        with opened(changed_behind, user) as office:
            world = World(office, look, tasks, router)
            made = Stage(qtbot, world, shown_page(qtbot, world), "", 0, "")
            made.wait(lambda: bool(made.page.journal.cells.rows))
            try:
                yield made
            finally:
                made.page.window().hide()  # who is told of the signing-out reads no more
                made.wait()
            world.errors.none_left()

    return sitting


def test_two_people_accept_what_was_found_and_work_goes_on(sit_down: Any, hands: Hands, changed_behind: Path) -> None:
    with sit_down("安全管理员") as guarded:
        accept_with_the_auditor(guarded, hands)
    with opened(changed_behind, "周敏") as office:
        assert not office.is_halted
        office.perform("add_row", ledger="units", values={"name": "车队", "kind": "DEPARTMENT"})


def accept_with_the_auditor(guarded: Stage, hands: Hands) -> None:
    page, office, qtbot = guarded.page, guarded.office, guarded.qtbot
    assert "已停止登记" in banner_words(page) and "F5" in banner_words(page) and not page.acceptance.button.isVisible()
    hands.key(Qt.Key.Key_F5)
    guarded.wait(lambda: page.acceptance.button.isVisible() and guarded.checks() == 2)
    assert unnamed(page.window()) == []
    wait_for_keys(qtbot, page)

    def leave(dialog: SignaturesDialog) -> None:
        qtbot.waitUntil(lambda: bool(dialog.cards) and guarded.world.tasks.idle)
        dialog.reject()

    left = answer(SignaturesDialog, leave)
    hands.key(Qt.Key.Key_A, ALT)
    guarded.wait(lambda: bool(left))
    assert office.is_halted and page.acceptance.button.isVisible()
    wait_for_keys(qtbot, page)

    def sign(dialog: SignaturesDialog) -> None:
        qtbot.waitUntil(lambda: len(dialog.cards) == 1 and guarded.world.tasks.idle)
        table, (card,) = dialog.findChild(ShownTable), dialog.cards
        assert [table.model().index(0, at).data() for at in range(1, 6)] == [
            "VALUE_DIFFERS", "units", "1", "phone", "账与日志不符，账在日志之外被改过",
        ]  # fmt: skip
        assert [signer.user for signer in card.signers] == ["审计员"] and card._by_paper.isHidden()
        assert unnamed(dialog) == []
        qtbot.waitUntil(dialog._reason.line.hasFocus)
        hands.write("磁盘故障，已核对纸面")
        hands.enter()
        qtbot.waitUntil(card.password.hasFocus)
        hands.write(PASSWORD)
        hands.enter()
        qtbot.waitUntil(dialog.go.isEnabled)
        hands.key(Qt.Key.Key_Return, CTRL)

    done = answer(SignaturesDialog, sign)
    hands.key(Qt.Key.Key_A, ALT)
    guarded.wait(lambda: bool(done) and page.acceptance.settled.isVisible())
    entry = office.read.head().number
    assert not office.is_halted and not page.acceptance.button.isVisible()
    assert "可以继续登记" in banner_words(page) and f"第 {entry} 条" in banner_words(page)
    assert found(page)[0][0].startswith(f"已接受（第 {entry} 条）") and "VALUE_DIFFERS" in found(page)[0][0]
    assert page.conclusion._token == "bad"
    page.refresh()  # the finding stays in the next report
    guarded.wait(lambda: guarded.checks() == 3)
    assert f"第 {entry} 条" in banner_words(page) and found(page)[0][0].startswith("已接受") and not office.is_halted


def test_others_read_who_may_accept(sit_down: Any, hands: Hands) -> None:
    with sit_down("周敏") as made:
        page = made.page
        page.refresh()
        made.wait(lambda: made.checks() == 2)
        assert "由安全保密管理员在这一页说明并接受" in banner_words(page) and not page.acceptance.button.isVisible()
        hands.key(Qt.Key.Key_A, ALT)
        assert QApplication.activeModalWidget() is None


def test_a_clean_check_leaves_nothing_to_accept(stage: Stage) -> None:
    assert not stage.page.acceptance.isVisible()
    stage.page.refresh()
    stage.wait(lambda: stage.checks() == 1)
    assert not stage.page.acceptance.isVisible()
