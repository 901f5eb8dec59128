"""The differences page over a real vault: decisions by keyboard, refusals, recount, recognising, signing, pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from models.domain.count_types import Mark
from models.domain.text import T
from models.services.lists import Lists
from models.services.office import Office
from tests.offices import PASSWORD
from tests.services.processes import Place, make_place
from tests.ui.conftest import Clock
from tests.ui.helpers import show, unnamed
from tests.ui.pages.keys import ALT, CTRL, Hands
from tests.ui.pages.test_count import answer, back
from tests.ui.pages.world import World
from ui.ledger.history_dialog import HistoryDialog
from ui.pages.reconcile.page import EMPTY, LIST, PICTURES, ReconcilePage
from ui.scanning import ScanRouter
from ui.signing.dialog import SignaturesDialog
from ui.tasks import Tasks
from ui.theme.look import Look


@dataclass
class Planted:
    """A finished count: two missing, one misplaced, one damaged, one unknown code."""

    place: Place
    count: int
    gone: list[int]
    wrong: int
    damaged: int

    def finding(self, verdict: str, nth: int = 0) -> dict[str, Any]:
        rows = self.place.office.read.find("count_findings", count_id=self.count)
        return [row for row in rows if row["verdict"] == verdict and row["state"] != "DROPPED"][nth]

    def row(self, id_: int) -> dict[str, Any]:
        return self.place.office.read.get("count_findings", id_) or {}


@pytest.fixture
def hands(clock: Clock) -> Hands:
    return Hands(clock)


@pytest.fixture
def world(office: Office, look: Look, tasks: Tasks, router: ScanRouter) -> Iterator[World]:
    made = World(office, look, tasks, router)
    yield made
    made.errors.none_left()


@pytest.fixture
def place(office: Office) -> Place:
    made = make_place(office)
    made.furnish()
    return made


@pytest.fixture
def planted(place: Place) -> Planted:
    fine, gone, other, wrong, damaged = place.carriers(5, place.shelves[0])
    count = place.start()
    place.scan(count, fine, place.shelves[0])
    place.scan(count, damaged)
    place.office.perform("mark_scan", count_id=count, mark=Mark.DAMAGED)
    place.scan(count, "TS-40551")
    place.scan(count, wrong, place.shelves[1])
    place.finish(count)
    return Planted(place, count, [gone, other], wrong, damaged)


@pytest.fixture
def opened(qtbot: Any, world: World) -> Callable[[int], ReconcilePage]:
    def build(count: int) -> ReconcilePage:
        context = world.context()
        window = world.window("reconcile", T("page", "清查处理"), lambda: ReconcilePage(context), "scan")
        show(qtbot, window, 1366, 768)
        page = window.go("reconcile")
        assert isinstance(page, ReconcilePage)
        page.open(count)
        ready(qtbot, world)
        return page

    return build


def ready(qtbot: Any, world: World) -> None:
    """Everything asked has been answered, and what follows from the answers too."""
    qtbot.waitUntil(lambda: world.tasks.idle)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: world.tasks.idle)


def go_to(qtbot: Any, world: World, page: ReconcilePage, finding: int) -> None:
    page.table.go_to(finding)
    qtbot.waitUntil(lambda: page.pane.detail is not None and page.pane.detail.line.finding["id"] == finding and world.tasks.idle)


def test_every_difference_is_shown_and_the_first_open_chosen(qtbot: Any, world: World, planted: Planted, opened: Any) -> None:
    page = opened(planted.count)
    words = [page.table.cells.words(row.cells[0]) for row in page.table.cells.rows]
    assert words == ["缺失", "缺失", "错位", "破损", "账外"]
    assert page.table.current_key() == planted.finding("MISSING")["id"]
    assert page.pane.detail.options == ("RECOUNT", "FATE_REGISTERED", "EXPLAINED", "UNACCOUNTED")
    assert not page.sign_button.isEnabled() and "5" in page.sign_button.toolTip()


def test_a_decision_by_keyboard(qtbot: Any, world: World, planted: Planted, opened: Any, hands: Hands) -> None:
    page = opened(planted.count)
    first = planted.finding("MISSING")["id"]
    hands.key(Qt.Key.Key_4, ALT)
    assert page.pane.form.chosen == "UNACCOUNTED" and not page.pane.note.isEnabled()
    page.pane.form.start()
    hands.write("Gone since June")
    hands.key(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: planted.row(first)["state"] == "CLOSED")
    ready(qtbot, world)
    assert planted.row(first)["decision"] == "UNACCOUNTED"
    assert planted.place.state(planted.row(first)["carrier_id"]) == "UNACCOUNTED"
    state = page.table.cells.words(page.table.cells.rows[0].cells[5])
    assert state == "计时" and "限 60 日" in page.table.cells.words(page.table.cells.rows[0].cells[4])
    assert page.table.current_key() == planted.finding("MISSING", 1)["id"]
    hands.key(Qt.Key.Key_N, ALT)
    ready(qtbot, world)
    assert page.table.current_key() == planted.finding("MISPLACED")["id"]


def test_a_refusal_stands_in_the_pane(qtbot: Any, world: World, planted: Planted, opened: Any) -> None:
    page = opened(planted.count)
    form = page.pane.form
    form.choose("FATE_REGISTERED")
    form.reason.setText("借条在案")
    assert form.lacks() is not None  # the evidence
    form.evidence.setText("借条 3 号")
    page.note()
    ready(qtbot, world)
    assert "账上还没有动" in form.note.words() and planted.finding("MISSING")["state"] == "OPEN"
    form.choose("EXPLAINED")
    assert form.note.words() == ""


def test_a_recount_by_one_who_counted_is_refused(qtbot: Any, world: World, planted: Planted, opened: Any) -> None:
    page = opened(planted.count)
    form = page.pane.form
    form.person.set_value(planted.place.people["刘洋"])
    page.note()
    ready(qtbot, world)
    assert "没有参加清点" in form.note.words() and form.person.line.property("severity") == "BLOCKS"
    form.person.set_value(planted.place.people["张伟"])
    page.note()
    ready(qtbot, world)
    assert planted.finding("MISSING")["recounted_by"] == planted.place.people["张伟"]


def test_who_counted_is_not_offered_to_look_again(qtbot: Any, world: World, planted: Planted, opened: Any) -> None:
    page = opened(planted.count)
    found: list[tuple[int, str]] = []
    page.pane.form.person._links.suggest("persons", "", found.extend)
    ready(qtbot, world)
    offered = {name for _id, name in found}
    assert "张伟" in offered and not offered & {"周敏", "刘洋"}


def test_what_is_missing_is_said_where_one_looks(qtbot: Any, world: World, planted: Planted, opened: Any) -> None:
    page = opened(planted.count)
    form = page.pane.form
    form.choose("FATE_REGISTERED")
    form.reason.setText("借条在案")
    assert form._evidence_name.text() == "凭据　必填" and form.note.words() == "还差凭据" and not page.pane.note.isEnabled()
    form.evidence.setText("借条 3 号")
    assert form.note.words() == "" and page.pane.note.isEnabled()
    form.choose("EXPLAINED")
    assert form._evidence_name.text() == "凭据"


def test_after_signing_nothing_is_decided_anew(qtbot: Any, world: World, planted: Planted, opened: Any, hands: Hands) -> None:
    for row in world.office.read.find("count_findings", count_id=planted.count):
        planted.place.decide(row["id"], "EXPLAINED")
    page = opened(planted.count)
    assert not page.pane.again.isHidden()
    planted.place.sign_off(planted.count, "已处理")
    ready(qtbot, world)
    qtbot.waitUntil(lambda: page.pane.again.isHidden())
    hands.key(Qt.Key.Key_R, ALT)
    ready(qtbot, world)
    assert {row["state"] for row in world.office.read.find("count_findings", count_id=planted.count)} == {"CLOSED"}


def test_a_refusal_is_scrolled_into_sight_in_a_low_window(qtbot: Any, world: World, planted: Planted, opened: Any) -> None:
    page = opened(planted.count)
    page.window().resize(1366, 660)
    page.pane.form.person.set_value(planted.place.people["刘洋"])
    page.note()
    ready(qtbot, world)
    note, seen = page.pane.form.note, page.pane._scroll.viewport()

    def whole() -> bool:
        return bool(seen.rect().contains(QRect(note.mapTo(seen, QPoint(0, 0)), note.size())))

    qtbot.waitUntil(whole)


def test_a_recount_finds_it(qtbot: Any, world: World, planted: Planted, opened: Any) -> None:
    page = opened(planted.count)
    form, first = page.pane.form, planted.finding("MISSING")["id"]
    form.person.set_value(planted.place.people["张伟"])
    form.result.set_code("here")
    assert form.lacks() is not None
    form.shelf.set_value(planted.place.shelves[0])
    page.note()
    qtbot.waitUntil(lambda: planted.row(first)["state"] == "SETTLED")
    ready(qtbot, world)
    go_to(qtbot, world, page, first)
    assert planted.row(first)["verdict"] == "MATCHED" and page.pane.form.isHidden() and not page.pane.again.isVisible()


def test_a_thing_is_recognised(qtbot: Any, world: World, planted: Planted, opened: Any) -> None:
    page = opened(planted.count)
    unknown = planted.finding("UNRECORDED")["id"]
    go_to(qtbot, world, page, unknown)
    form = page.pane.form
    assert form.chosen == "IDENTIFY" and form.thing.count() == 2
    form.thing.set_code(planted.gone[1])
    form.person.set_value(planted.place.people["李淑芬"])
    form.reason.setText("标签脱落，页数印章核对无误")
    page.note()
    qtbot.waitUntil(lambda: planted.row(unknown)["state"] == "SETTLED")
    assert planted.row(unknown)["registered_as"] == planted.gone[1]


def test_taking_a_decision_back(qtbot: Any, world: World, planted: Planted, opened: Any, hands: Hands) -> None:
    wrong = planted.finding("MISPLACED")["id"]
    planted.place.decide(wrong, "PUT_BACK")
    page = opened(planted.count)
    go_to(qtbot, world, page, wrong)
    page.table.setFocus()
    hands.key(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: planted.row(wrong)["state"] == "OPEN")


def test_three_people_sign(qtbot: Any, world: World, planted: Planted, opened: Any, hands: Hands) -> None:
    rows = planted.place.office.read.find("count_findings", count_id=planted.count)
    for row in rows:
        planted.place.decide(row["id"], "EXPLAINED")
    page = opened(planted.count)
    assert not page.sign_button.isEnabled()
    page.seals.conclusion.setText("差异已逐项查明")
    assert page.sign_button.isEnabled()

    def sign(dialog: SignaturesDialog) -> None:
        qtbot.waitUntil(lambda: len(dialog.cards) == 3 and world.tasks.idle)
        own, second, third = dialog.cards
        assert not dialog.go.isEnabled() and own.mine and second.way == ""
        own._own.click()
        qtbot.waitUntil(lambda: own.signed is not None and second.password.hasFocus())
        hands.write("wrong-password-1")
        hands.enter()
        qtbot.waitUntil(lambda: "口令不对" in second._note.text() and second.password.isEnabled())
        hands.write(PASSWORD)
        hands.enter()
        qtbot.waitUntil(lambda: second.signed is not None)
        third.open("paper")
        assert third.form.text() == "PC-2026-0001"
        third.day.setText("2027-01-01")
        third._send_paper()
        assert third.signed is None and "今天以后" in third._note.text()
        third.day.setText("2026-11-23")
        third._send_paper()
        qtbot.waitUntil(dialog.go.isEnabled)
        hands.key(Qt.Key.Key_Return, CTRL)

    done = answer(SignaturesDialog, sign)
    page.sign()
    ready(qtbot, world)
    qtbot.waitUntil(lambda: bool(done) and page.found.count["state"] == "SIGNED")
    signatures = world.office.read.find("signatures", ledger="counts", record=planted.count)
    assert [(row["role"], row["how"], row["person"]) for row in signatures] == [
        ("counter", "IN_PROGRAM", "周敏"), ("second_counter", "IN_PROGRAM", "刘洋"), ("supervisor", "ON_PAPER", "王建国"),
    ]  # fmt: skip
    back(qtbot, page)
    assert not page.sign_button.isEnabled() and page.pane.form.isHidden()
    assert page.seals.conclusion.isHidden()


def test_in_a_low_window_the_foot_of_the_signatures_stays_in_sight(
    qtbot: Any, world: World, planted: Planted, opened: Any
) -> None:
    for row in planted.place.office.read.find("count_findings", count_id=planted.count):
        planted.place.decide(row["id"], "EXPLAINED")
    page = opened(planted.count)
    page.window().resize(1366, 620)
    page.seals.conclusion.setText("差异已逐项查明")
    seen: list[tuple[int, int]] = []

    def leave(dialog: SignaturesDialog) -> None:
        qtbot.waitUntil(lambda: len(dialog.cards) == 3 and world.tasks.idle)
        card = dialog.cards[-1]
        card.open("paper")
        qtbot.waitUntil(lambda: card.visibleRegion().boundingRect().height() == card.height() > 80)
        seen.append((dialog.height(), dialog.go.visibleRegion().boundingRect().height() - dialog.go.height()))
        dialog.reject()

    done = answer(SignaturesDialog, leave)
    page.sign()
    qtbot.waitUntil(lambda: bool(done))
    assert seen[0][0] < 620 and seen[0][1] == 0


def test_the_dialog_shows_what_is_signed_and_may_be_left(qtbot: Any, world: World, planted: Planted, opened: Any) -> None:
    for row in planted.place.office.read.find("count_findings", count_id=planted.count):
        planted.place.decide(row["id"], "EXPLAINED")
    page = opened(planted.count)
    page.seals.conclusion.setText("差异已逐项查明")
    seen: list[list[str]] = []

    def leave(dialog: SignaturesDialog) -> None:
        from ui.signing.shown import ShownTable

        qtbot.waitUntil(lambda: len(dialog.cards) == 3)
        table = dialog.findChild(ShownTable)
        model = table.model()
        seen.extend([model.index(row, 1).data(), model.index(row, 8).data()] for row in range(model.rowCount()))
        assert unnamed(dialog) == []
        dialog.reject()

    done = answer(SignaturesDialog, leave)
    page.sign()
    assert done and len(seen) == 5 and {decision for _verdict, decision in seen} == {"说明后结案"}
    assert page.found.count["state"] == "RECONCILING"


def test_an_act_that_is_blocked_cannot_be_signed(qtbot: Any, world: World, planted: Planted, opened: Any) -> None:
    page = opened(planted.count)

    def leave(dialog: SignaturesDialog) -> None:
        qtbot.waitUntil(lambda: dialog.go.isHidden())
        assert dialog.cards == []
        dialog.reject()

    done = answer(SignaturesDialog, leave)
    needs = world.office.acts["sign_off_count"].needs
    values = {"count_id": planted.count, "conclusion": "x"}
    assert SignaturesDialog.ask(page.context, "sign_off_count", needs, values, parent=page) is None and done


def test_pictures_tell_the_same_figures(qtbot: Any, world: World, planted: Planted, opened: Any, hands: Hands) -> None:
    page = opened(planted.count)
    hands.key(Qt.Key.Key_G, ALT)
    assert page._stack.currentIndex() == PICTURES
    (row,) = page.by_cabinet.figures().rows
    assert row == ("1号柜", "1", "0", "1", "1", "2", "1", "5")
    hands.key(Qt.Key.Key_G, ALT)
    assert page._stack.currentIndex() == LIST


def test_a_clean_count_can_be_signed_at_once(qtbot: Any, world: World, place: Place, opened: Any) -> None:
    (carrier,) = place.carriers(1, place.shelves[0])
    count = place.start()
    place.scan(count, carrier, place.shelves[0])
    place.finish(count)
    page = opened(count)
    assert page._stack.currentIndex() == EMPTY and page.seals.text() == "账物相符" and page.sign_button.isEnabled()


def test_it_opens_in_english_named_and_freed(qtbot: Any, english: Look, world: World, planted: Planted, opened: Any) -> None:
    page = opened(planted.count)
    for verdict in ("MISSING", "MISPLACED", "DAMAGED", "UNRECORDED"):
        go_to(qtbot, world, page, planted.finding(verdict)["id"])
        assert unnamed(page) == []
    window = page.window()
    window.close()
    window.deleteLater()
    qtbot.waitUntil(lambda: not isValid(page))


def test_the_history_of_the_chosen_carrier(qtbot: Any, world: World, planted: Planted, hands: Hands) -> None:
    context = world.context(Lists(world.office))
    window = world.window("reconcile", T("page", "清查处理"), lambda: ReconcilePage(context), "scan")
    show(qtbot, window, 1366, 768)
    page = window.go("reconcile")
    page.open(planted.count)
    ready(qtbot, world)
    done = answer(HistoryDialog, lambda dialog: dialog.reject())
    hands.key(Qt.Key.Key_H, CTRL)
    qtbot.waitUntil(lambda: bool(done))
