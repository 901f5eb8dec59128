"""Destruction on the screen: choosing with reasons, seals, the machine that stops, and the certificate, over a real vault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from models.domain.text import T
from models.services import consent, destroy_pages
from models.services.lists import Lists
from models.services.office import Office
from tests.offices import PASSWORD
from tests.services.batches import HEADER, SENT, Batch
from tests.services.processes import Place, make_place
from tests.ui.conftest import Clock
from tests.ui.helpers import in_dialog, no_dialog_left, show, unnamed
from tests.ui.pages.keys import ALT, CTRL, Hands
from tests.ui.pages.world import World, free
from ui.pages.destroy.batch_page import BatchPage
from ui.pages.destroy.choose_page import ChoosePage
from ui.pages.destroy.page import DestroyPage
from ui.pages.destroy.pull_dialog import PullDialog
from ui.pages.destroy.rule_dialog import RuleDialog
from ui.pages.destroy.run_page import RunPage
from ui.pages.processes.fields_dialog import FieldsDialog
from ui.scanning import ScanRouter
from ui.signing.dialog import SignaturesDialog
from ui.sound import ATTENTION, MATCHED, UNKNOWN
from ui.tasks import Tasks
from ui.theme.look import Look
from ui.widgets.page import Page
from ui.widgets.text_dialog import TextDialog

# The offscreen screen has no popups that rise or grab; real ones do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@dataclass
class Stage:
    """A vault with candidates, and the window of one page at a time."""

    qtbot: Any
    world: World
    place: Place
    free: list[int]
    lent: int
    recalled: int
    secret: int
    young: int

    @property
    def office(self) -> Office:
        return self.world.office

    def page(self, kind: Callable[..., Page], **arguments: Any) -> Any:
        context = self.world.context(Lists(self.office))
        self.window = self.world.window("page", T("page", "销毁"), lambda: kind(context), "shredder")
        show(self.qtbot, self.window, 1366, 768)
        made = self.window.go("page")
        if arguments:
            made.open(**arguments)  # type: ignore[union-attr]
        self.wait()
        return made

    def wait(self, until: Callable[[], bool] = lambda: True) -> None:
        self.qtbot.waitUntil(lambda: self.world.tasks.idle and until())

    def back(self) -> None:
        """The window takes the focus again after a dialog; offscreen nobody gives it back."""
        self.window.activateWindow()
        self.wait(lambda: QApplication.activeWindow() is self.window)

    def number(self, carrier: int) -> str:
        return self.place.number(carrier)


@pytest.fixture
def stage(qtbot: Any, office: Office, look: Look, tasks: Tasks, router: ScanRouter) -> Iterator[Stage]:
    place = make_place(office)
    place.furnish(cabinets=1, limit="TOP_SECRET")
    consent.give(office, consent.PRACTICE_WORDS)
    shelf = place.shelves[0]
    expired = place.carriers(6, shelf, issued_on="2014-01-10")
    (young,) = place.carriers(1, shelf, issued_on="2024-01-10")
    (secret,) = place.carriers(1, shelf, level="TOP_SECRET", term_amount=1, issued_on="2014-01-10", reason="高于本库")
    place.lend(expired[4])
    office.perform("demand_recall", carrier_ids=[expired[5]], notice="国办清退单〔2026〕12号")
    world = World(office, look, tasks, router)
    yield Stage(qtbot, world, place, expired[:4], expired[4], expired[5], secret, young)
    world.errors.none_left()


@pytest.fixture
def hands(clock: Clock) -> Hands:
    return Hands(clock)


def cells(page: Any, carrier: int) -> str:
    row = next(row for row in page.table.cells.rows if row.key == carrier)
    return " ".join(page.table.cells.words(cell) for cell in row.cells)


def cells_of(page: Any, key: int) -> list[str]:
    row = next(row for row in page.table.cells.rows if row.key == key)
    return [page.table.cells.words(cell) for cell in row.cells]


def said(page: RunPage) -> str:
    return f"{page.verdict.accessibleName()} {page.verdict.accessibleDescription()}"


class TestList:
    def test_shows_where_every_batch_stands_and_opens_it(self, stage: Stage, hands: Hands) -> None:
        Batch(stage.place, stage.free[:1]).go_to("CERTIFIED")
        running = Batch(stage.place, stage.free[1:2]).go_to("EXECUTING")
        open_ = Batch(stage.place, stage.free[2:3], SENT)
        page = stage.page(DestroyPage)
        assert [row.key for row in page.table.cells.rows] == [open_.id, running.id, 1]
        assert "市保密局销毁中心" in cells(page, open_.id) and "监销中" in cells(page, running.id)
        assert "销毁 1 份" in cells(page, 1)
        page.set_filter("open")
        assert len(page.table.cells.rows) == 2
        page.table.go_to(running.id)
        hands.enter()
        assert stage.world.went == [("destroy_run", {"destruction": running.id})]
        hands.key(Qt.Key.Key_N, CTRL)
        assert stage.world.went[-1] == ("destroy_choose", {"carriers": []})

    def test_an_empty_list_offers_the_first_batch(self, stage: Stage) -> None:
        page = stage.page(DestroyPage)
        assert page.empty.isVisible() and page.empty.accessibleName() == "还没有销毁批次"


class TestChoosing:
    def test_each_candidate_has_a_box_or_a_lock_with_rule_and_way_out(self, stage: Stage) -> None:
        page = stage.page(ChoosePage, carriers=[])
        ticks = {row.key: row.cells[0].tick for row in page.table.cells.rows}
        assert ticks == dict.fromkeys(stage.free, "off") | dict.fromkeys([stage.lent, stage.recalled, stage.secret], "blocked")
        assert "借给陈立" in cells(page, stage.lent) and "先归还" in cells(page, stage.lent)
        assert "国办清退单〔2026〕12号" in cells(page, stage.recalled) and "走移交清退" in cells(page, stage.recalled)
        assert "只能清退" in cells(page, stage.secret)
        counts = {code: chip.accessibleName().split()[-1] for code, chip in page.chips.items()}
        assert counts == {"": "7", "FREE": "4", "REASON": "0", "BLOCKED": "3", "chosen": "0"}
        page.set_filter("BLOCKED")
        assert {row.key for row in page.table.cells.rows} == {stage.lent, stage.recalled, stage.secret}

    def test_a_top_secret_title_stays_hidden(self, stage: Stage) -> None:
        page = stage.page(ChoosePage, carriers=[])
        assert "标题隐去" in cells(page, stage.secret)

    def test_a_lock_cannot_be_chosen_and_says_its_rule(self, stage: Stage, hands: Hands) -> None:
        page = stage.page(ChoosePage, carriers=[])
        page.table.setFocus()
        page.table.go_to(stage.lent)
        seen: list[RuleDialog] = []
        in_dialog(RuleDialog, lambda dialog: (seen.append(dialog), dialog.reject()))
        hands.key(Qt.Key.Key_Space)
        assert seen and page.chosen == set() and no_dialog_left()

    def test_a_batch_is_listed_by_keyboard_after_the_review(self, stage: Stage, hands: Hands) -> None:
        page = stage.page(ChoosePage, carriers=[])
        page.table.setFocus()
        hands.key(Qt.Key.Key_A, ALT)
        assert page.chosen == set(stage.free) and page.go_button.isEnabled()

        def fill(dialog: FieldsDialog) -> None:
            assert dialog.focusWidget() is dialog.form.boxes["facility"].editor.control
            assert not dialog.go.isEnabled()
            dialog.form.boxes["facility"].editor.set_value("市保密局销毁中心")
            stage.qtbot.waitUntil(lambda: dialog.reason.isVisible())
            assert "写明已核对没有延期通知" in dialog.rest.text() and not dialog.go.isEnabled()
            dialog.confirm.setChecked(True)
            stage.qtbot.waitUntil(lambda: dialog.go.isEnabled() and not dialog.reason.isVisible())
            dialog.go.click()

        in_dialog(FieldsDialog, fill)
        hands.key(Qt.Key.Key_S, CTRL)
        stage.wait(lambda: page.view is not None)
        batch = stage.office.read.get("destructions", 1) or {}
        assert (batch["facility"], batch["cause"], batch["state"]) == ("市保密局销毁中心", "EXPIRED", "LISTED")
        items = stage.office.read.find("destruction_items", destruction_id=1)
        assert {row["carrier_id"] for row in items} == set(stage.free) and all(row["reviewed"] for row in items)
        assert "已核对：无延期通知" in cells(page, stage.free[0])

    def test_an_unexpired_one_is_searched_and_needs_a_reason(self, stage: Stage) -> None:
        page = stage.page(ChoosePage, carriers=[])
        page.finder.setText(stage.number(stage.young))
        stage.wait(lambda: [row.key for row in page.table.cells.rows] == [stage.young])
        assert "未到期" in cells(page, stage.young) and page.table.cells.rows[0].cells[0].tick == "off"
        page.toggle(stage.young)

        def fill(dialog: FieldsDialog) -> None:
            dialog.form.boxes["cause"].editor.set_value("SURPLUS_COPIES")
            dialog.form.boxes["facility"].editor.set_value("市保密局销毁中心")
            stage.qtbot.waitUntil(lambda: dialog.reason.isVisible())
            dialog.reason.line.setText("保密委批准提前销毁")
            stage.qtbot.waitUntil(dialog.go.isEnabled)
            dialog.go.click()

        in_dialog(FieldsDialog, fill)
        page.lister.save()
        stage.wait(lambda: stage.place.state(stage.young) == "PROPOSED_FOR_DESTRUCTION")

    def test_a_scan_chooses_or_says_why_not(self, stage: Stage, hands: Hands) -> None:
        page = stage.page(ChoosePage, carriers=[])
        hands.scan(stage.number(stage.young).replace("-", ""))
        stage.wait(lambda: stage.young in page.chosen)
        hands.scan(stage.number(stage.secret))
        stage.wait()
        hands.scan("2026-999999")
        stage.wait()
        assert page.chosen == {stage.young} and stage.world.played == [ATTENTION, UNKNOWN, UNKNOWN]

    def test_a_saved_list_is_sent_to_the_count_by_two(self, stage: Stage, hands: Hands) -> None:
        batch = Batch(stage.place, stage.free, SENT)
        page = stage.page(ChoosePage, destruction=batch.id)
        assert page.chosen == set(stage.free)

        def people(dialog: FieldsDialog) -> None:
            assert dialog.form.boxes["counter_id"].editor.value() == stage.place.people["周敏"]
            dialog.form.boxes["checker_id"].editor.set_value(stage.place.people["周敏"])
            stage.qtbot.waitUntil(lambda: "两个人" in dialog.form.boxes["checker_id"].note.words())
            assert not dialog.go.isEnabled()
            dialog.form.boxes["checker_id"].editor.set_value(stage.place.people["刘洋"])
            stage.qtbot.waitUntil(dialog.go.isEnabled)
            in_dialog(SignaturesDialog, lambda signing: (seen.append(len(signing.cards)), signing.reject()))
            dialog.go.click()

        seen: list[int] = []
        in_dialog(FieldsDialog, people)
        hands.key(Qt.Key.Key_Return, CTRL)
        stage.wait(lambda: bool(seen))
        assert batch.state == "LISTED" and no_dialog_left()

    def test_taking_one_off_asks_why(self, stage: Stage) -> None:
        batch = Batch(stage.place, stage.free, SENT)
        page = stage.page(ChoosePage, destruction=batch.id)
        page.toggle(stage.free[0])
        in_dialog(TextDialog, lambda dialog: (dialog.field.setText("还要用"), dialog._finish()))
        page.lister.save()
        stage.wait(lambda: stage.place.state(stage.free[0]) == "IN_STORE")


class TestStages:
    def test_approval_names_the_leader_and_locks_the_list(self, stage: Stage, hands: Hands) -> None:
        batch = Batch(stage.place, stage.free, SENT).go_to("COUNTED")
        stage.page(BatchPage, destruction=batch.id)

        def approver(dialog: FieldsDialog) -> None:
            editor = dialog.form.boxes["approver_id"].editor
            editor.set_value(stage.place.people["周敏"])
            stage.qtbot.waitUntil(lambda: "不能批准自己的申请" in dialog.form.boxes["approver_id"].note.words())
            editor.set_value(stage.place.people["陈立"])
            stage.qtbot.waitUntil(dialog.go.isEnabled)
            in_dialog(SignaturesDialog, sign)
            dialog.go.click()

        def sign(dialog: SignaturesDialog) -> None:
            stage.qtbot.waitUntil(lambda: bool(dialog.cards))
            dialog.cards[0].paper_given.emit(_paper())
            stage.qtbot.waitUntil(dialog.go.isEnabled)
            dialog.go.click()

        in_dialog(FieldsDialog, approver)
        hands.key(Qt.Key.Key_Return, CTRL)
        stage.wait(lambda: batch.state == "APPROVED")
        assert stage.world.went[-1] == ("destroy", {"destruction": batch.id})

    def test_the_reason_is_written_before_the_signatures_and_signed_with_them(self, stage: Stage, hands: Hands) -> None:
        """K-8: a warning is overridden before the eyes of those who sign, and the reason is not changed after."""
        batch = Batch(stage.place, stage.free[:1]).go_to("EXECUTING")
        batch.put_in(stage.free[0])
        page = stage.page(BatchPage, destruction=batch.id)
        why, values = "逐份核对无缺", {"destruction_id": batch.id, "bags_broken": True}

        def by_password(dialog: SignaturesDialog, nth: int) -> None:
            card = dialog.cards[nth]
            card.open("password")
            card.password.setText(PASSWORD)
            card._send_password()

        def sign(dialog: SignaturesDialog) -> None:
            stage.qtbot.waitUntil(lambda: len(dialog.cards) == 2 and stage.world.tasks.idle)
            reason = dialog._reason
            assert reason is not None and reason.line.hasFocus() and "还差理由" in dialog.foot_note.text()
            by_password(dialog, 0)
            assert "先写理由" in dialog.cards[0]._note.text() and dialog.cards[0].signed is None
            reason.line.setText(why)
            hands.enter()
            stage.qtbot.waitUntil(dialog.cards[0].password.hasFocus)
            by_password(dialog, 0)
            stage.qtbot.waitUntil(lambda: dialog.cards[0].signed is not None)
            assert reason.line.isReadOnly()
            dialog.cards[0]._take_back()
            assert not reason.line.isReadOnly()
            for nth in (0, 1):
                by_password(dialog, nth)
                stage.qtbot.waitUntil(lambda nth=nth: dialog.cards[nth].signed is not None)  # type: ignore[misc]
            dialog.go.click()

        in_dialog(SignaturesDialog, sign)
        needs = stage.office.acts["witness_destruction"].needs
        signed = SignaturesDialog.ask(page.context, "witness_destruction", needs, values, parent=page)
        assert signed is not None and signed.reason == why
        stage.office.perform("witness_destruction", signed=signed, reason=signed.reason, **values)
        assert batch.state == "WITNESSED"

    def test_bags_are_proposed_and_sealed(self, stage: Stage, hands: Hands) -> None:
        batch = Batch(stage.place, stage.free, SENT).go_to("APPROVED")
        page = stage.page(BatchPage, destruction=batch.id)
        assert page.facts.isVisible() and not page.go_button.isEnabled()
        page.bags.most.setText("3")
        page.bags._repack()
        assert [len(row.bag.carrier_ids) for row in page.bags.rows] == [3, 1]
        page.bags.rows[0].seal.setText("F-20261120-09")
        hands.key(Qt.Key.Key_F, ALT)
        assert page.bags.rows[1].seal.text() == "F-20261120-10" and page.go_button.isEnabled()
        hands.key(Qt.Key.Key_Return, CTRL)
        stage.wait(lambda: batch.state == "SEALED")
        bags = stage.office.read.find("destruction_bags", destruction_id=batch.id)
        assert [(row["seal_number"], row["items"]) for row in bags] == [("F-20261120-09", 3), ("F-20261120-10", 1)]

    def test_what_is_in_the_wrong_bag_is_moved_by_hand_before_the_seals(self, stage: Stage, hands: Hands) -> None:
        (disc,) = stage.place.carriers(1, stage.place.shelves[0], issued_on="2014-01-10")
        stage.office.perform("amend_row", ledger="carriers", id=disc, values={"medium": "OPTICAL_DISC"}, reason="光盘")
        batch = Batch(stage.place, [*stage.free, disc], SENT).go_to("APPROVED")
        page = stage.page(BatchPage, destruction=batch.id)
        assert list(page.bags.targets(stage.free[0])) == ["0"] and page.bags.targets(disc) == {}
        page.bags.rows[0].seal.setText("F-01")
        page.bags.rows[1].seal.setText("F-02")
        item = next(line.item["id"] for line in page.view.lines if line.carrier["id"] == stage.free[1])
        page.table.go_to(item)

        def choose(dialog: FieldsDialog) -> None:
            stage.qtbot.waitUntil(dialog.go.isEnabled)
            dialog.go.click()

        in_dialog(FieldsDialog, choose)
        hands.key(Qt.Key.Key_M, ALT)
        stage.wait()
        assert [len(row.bag.carrier_ids) for row in page.bags.rows] == [3, 1, 1]
        assert [row.seal.text() for row in page.bags.rows] == ["F-01", "F-02", ""] and "3" in cells_of(page, item)
        page.bags.most.editingFinished.emit()
        assert [len(row.bag.carrier_ids) for row in page.bags.rows] == [3, 1, 1]
        batch.pull_out(stage.free[2])
        page.load()
        stage.wait(lambda: [len(row.bag.carrier_ids) for row in page.bags.rows] == [2, 1, 1])
        assert set(page.bags.targets(stage.free[1])) == {"1"}
        page.bags.move_to(stage.free[1], 1)
        assert [len(row.bag.carrier_ids) for row in page.bags.rows] == [3, 1]
        assert [row.seal.text() for row in page.bags.rows] == ["F-01", "F-02"]
        stage.back()
        hands.key(Qt.Key.Key_Return, CTRL)
        stage.wait(lambda: batch.state == "SEALED")

    def test_start_asks_two_escorts_and_a_treatment(self, stage: Stage, hands: Hands) -> None:
        batch = Batch(stage.place, stage.free, SENT).go_to("SEALED")
        stage.page(BatchPage, destruction=batch.id)

        def fill(dialog: FieldsDialog) -> None:
            people = {"witness_id": "陈立", "second_witness_id": "李淑芬", "escort_id": "刘洋", "second_escort_id": "刘洋"}
            for field, name in people.items():
                dialog.form.boxes[field].editor.set_value(stage.place.people[name])
            dialog.form.boxes["treatment"].editor.set_value("PULPING")
            stage.qtbot.waitUntil(lambda: "押运要两个人" in dialog.form.boxes["second_escort_id"].note.words())
            dialog.form.boxes["second_escort_id"].editor.set_value(stage.place.people["周敏"])
            stage.qtbot.waitUntil(lambda: "批准人不能监销" in dialog.form.boxes["second_witness_id"].note.words())
            assert not dialog.go.isEnabled()
            dialog.form.boxes["witness_id"].editor.set_value(stage.place.people["王建国"])
            stage.qtbot.waitUntil(dialog.go.isEnabled)
            dialog.go.click()

        in_dialog(FieldsDialog, fill)
        hands.key(Qt.Key.Key_Return, CTRL)
        stage.wait(lambda: batch.state == "EXECUTING")
        assert (batch.row["treatment"], batch.row["second_escort_id"]) == ("PULPING", stage.place.people["周敏"])
        assert batch.row["witness_id"] == stage.place.people["王建国"]

    def test_what_came_back_whole_is_noted_and_can_be_put_in_again(self, stage: Stage, hands: Hands) -> None:
        batch = Batch(stage.place, stage.free, SENT).go_to("WITNESSED")
        page = stage.page(BatchPage, destruction=batch.id)
        assert page.back_button.isVisible()

        def back(dialog: PullDialog) -> None:
            dialog.all.setChecked(True)
            assert not dialog.go.isEnabled() and dialog.go.accessibleName() == "登记退回 4 份"
            dialog.why.setText("化浆机故障，已放回机要室")
            dialog.go.click()

        in_dialog(PullDialog, back)
        hands.key(Qt.Key.Key_B, ALT)
        stage.wait(lambda: batch.state == "EXECUTING")
        assert {stage.place.state(carrier) for carrier in stage.free} == {"AWAITING_DESTRUCTION"}

    def test_reopening_asks_why(self, stage: Stage, hands: Hands) -> None:
        batch = Batch(stage.place, stage.free, SENT).go_to("SEALED")
        stage.page(BatchPage, destruction=batch.id)
        in_dialog(TextDialog, lambda dialog: (dialog.field.setText("少列一份"), dialog._finish()))
        hands.key(Qt.Key.Key_R, ALT)
        stage.wait(lambda: batch.state == "LISTED")

    def test_the_receipt_ends_it_and_the_rows_stay_readable(self, stage: Stage, hands: Hands) -> None:
        batch = Batch(stage.place, stage.free, SENT).go_to("WITNESSED")
        page = stage.page(BatchPage, destruction=batch.id)

        def fill(dialog: FieldsDialog) -> None:
            assert not dialog.go.isEnabled()
            dialog.form.boxes["receipt_number"].editor.set_value("回执 2026-18")
            stage.qtbot.waitUntil(dialog.go.isEnabled)
            dialog.go.click()

        in_dialog(FieldsDialog, fill)
        hands.key(Qt.Key.Key_Return, CTRL)
        stage.wait(lambda: batch.state == "CERTIFIED")
        assert {stage.place.state(carrier) for carrier in stage.free} == {"DESTROYED"}
        page.load()
        stage.wait(lambda: page.view is not None and page.view.batch["state"] == "CERTIFIED")
        assert len(page.table.cells.rows) == 4 and not page.go_button.isVisible()
        stage.back()
        hands.key(Qt.Key.Key_P, CTRL)
        assert stage.world.went[-1] == ("print", {"form": "F2", "record": batch.id, "back": "destroy_batch"})


class TestMachine:
    @pytest.fixture
    def batch(self, stage: Stage) -> Batch:
        return Batch(stage.place, stage.free, HEADER).go_to("EXECUTING")

    @pytest.fixture
    def page(self, stage: Stage, batch: Batch) -> RunPage:
        made = stage.page(RunPage, destruction=batch.id)
        stage.wait(lambda: QApplication.focusWidget() is made.box)
        return made

    def test_what_is_on_the_list_goes_in_once(self, stage: Stage, page: RunPage, hands: Hands) -> None:
        for code in (stage.number(stage.free[0]), stage.number(stage.free[0])):
            hands.scan(code)
            stage.wait()
        assert stage.world.played == [MATCHED, ATTENTION] and "重复" in said(page)
        assert (page.side.ring.ring.accessibleDescription(), len(page.table.cells.rows)) == ("1，共 4 份", 2)
        assert not page.go_button.isEnabled() and page.go_button.accessibleName() == "少扫，不能完成"

    def test_a_refusal_stops_until_it_is_answered(self, stage: Stage, page: RunPage, hands: Hands) -> None:
        hands.scan(stage.number(stage.young))
        stage.wait(lambda: page.refusal.waits)
        assert stage.world.played == [UNKNOWN] and "拒收" in said(page) and "不在批准清单" in said(page)
        hands.scan(stage.number(stage.free[0]))
        stage.wait()
        assert len(stage.office.read.find("destruction_scans")) == 1 and "先写明拒收的处置" in said(page)
        assert QApplication.focusWidget() is page.refusal.reason
        hands.key(Qt.Key.Key_1, ALT)
        assert page.refusal.waits
        hands.write("误带到现场，已放回")
        hands.key(Qt.Key.Key_1, ALT)
        stage.wait(lambda: not page.refusal.waits)
        scan = stage.office.read.find("destruction_scans")[0]
        assert (scan["answer"], scan["answer_reason"]) == ("SET_ASIDE", "误带到现场，已放回")
        hands.scan(stage.number(stage.free[0]))
        stage.wait()
        assert page.state is not None and (page.state.figures.put_in, page.state.refusals) == (1, 1)

    def test_a_page_that_comes_back_stands_still_at_the_open_refusal(self, stage: Stage, batch: Batch) -> None:
        batch.put_in("9999-999999")
        page = stage.page(RunPage, destruction=batch.id)
        assert page.refusal.waits and "编号不认识" in page.refusal.accessibleName()

    def test_quiet_is_kept_for_every_page_that_scans(self, stage: Stage, page: RunPage, hands: Hands) -> None:
        """A page that was made before hears of it too."""
        stage.world.preferences.set("sound.muted", True)
        hands.scan("2099-000001")
        stage.wait(lambda: page.refusal.waits)
        assert stage.world.played == []
        page.sounds.toggle()
        assert stage.world.preferences.get("sound.muted") is False

    def test_a_typed_number_asks_its_last_digits_again(self, stage: Stage, page: RunPage, hands: Hands) -> None:
        hands.write(stage.number(stage.free[1]))
        hands.enter()
        stage.wait(lambda: page.station.answers.currentWidget() is page.station.retype)
        assert stage.office.read.find("destruction_scans") == []
        hands.write(stage.number(stage.free[1])[-3:])
        stage.wait(lambda: page.station.answers.currentWidget() is page.station.verdict)
        (scan,) = stage.office.read.find("destruction_scans")
        assert (scan["kind"], scan["verdict"]) == ("TYPED", "ACCEPTED")

    def test_undo_and_pulling_out_ask_why(self, stage: Stage, page: RunPage, hands: Hands) -> None:
        hands.scan(stage.number(stage.free[0]))
        stage.wait()
        in_dialog(TextDialog, lambda dialog: (dialog.field.setText("实物还在手里"), dialog._finish()))
        hands.key(Qt.Key.Key_Z, CTRL)
        stage.wait(lambda: page.state is not None and page.state.figures.put_in == 0)

        stage.back()

        def pull(dialog: PullDialog) -> None:
            assert not dialog.go.isEnabled()
            hands.scan(stage.number(stage.free[2]))
            stage.qtbot.waitUntil(lambda: dialog.table.current_key() == stage.free[2])
            dialog.why.setText("附件缺页")
            dialog.go.click()

        in_dialog(PullDialog, pull)
        hands.key(Qt.Key.Key_P, ALT)
        stage.wait(lambda: stage.place.state(stage.free[2]) == "IN_STORE")
        page.load()
        stage.wait(lambda: page.state is not None and page.state.figures.pulled_out == 1)
        assert page.state is not None and page.state.figures.left == 3

    def test_the_two_who_watched_end_it(self, stage: Stage, page: RunPage, hands: Hands) -> None:
        for carrier in stage.free:
            hands.scan(stage.number(carrier))
            stage.wait()
        assert page.go_button.isEnabled() and page.go_button.accessibleName() == "监销签字"
        assert [name.text() for _initial, name, _state in page.side.witnesses._rows] == ["王建国", "李淑芬"]

        def fill(dialog: FieldsDialog) -> None:
            stage.qtbot.waitUntil(dialog.go.isEnabled)
            in_dialog(SignaturesDialog, sign)
            dialog.go.click()

        def sign(dialog: SignaturesDialog) -> None:
            stage.qtbot.waitUntil(lambda: len(dialog.cards) == 2)
            for card, name in zip(dialog.cards, ("王建国", "李淑芬"), strict=True):
                card.paper_given.emit(_paper(card.need.role, name, "XQ-2026-0001"))
            stage.qtbot.waitUntil(dialog.go.isEnabled)
            dialog.go.click()

        in_dialog(FieldsDialog, fill)
        hands.key(Qt.Key.Key_Return, CTRL)
        stage.wait(lambda: (stage.office.read.get("destructions", 1) or {})["state"] == "WITNESSED")

    def test_who_watches_changes_with_a_reason(self, stage: Stage, batch: Batch, page: RunPage, hands: Hands) -> None:
        people = stage.place.people

        def change(dialog: FieldsDialog) -> None:
            dialog.form.boxes["witness_id"].editor.set_value(people["张伟"])
            dialog.form.boxes["why"].editor.set_value("突发疾病")
            stage.qtbot.waitUntil(dialog.go.isEnabled)
            dialog.go.click()

        in_dialog(FieldsDialog, change)
        hands.key(Qt.Key.Key_W, ALT)
        stage.wait(lambda: batch.row["witness_id"] == people["张伟"])

    def test_one_that_came_back_whole_is_open_again(self, stage: Stage, page: RunPage, hands: Hands) -> None:
        for carrier in stage.free[:2]:
            hands.scan(stage.number(carrier))
            stage.wait()

        def back(dialog: PullDialog) -> None:
            dialog.table.go_to(stage.free[0])
            dialog.why.setText("卡在进纸口，完整取出")
            dialog.go.click()

        in_dialog(PullDialog, back)
        hands.key(Qt.Key.Key_B, ALT)
        stage.wait(lambda: [row["state"] for row in stage.office.read.find("destruction_items")].count("PUT_IN") == 1)
        page.load()
        stage.wait(lambda: page.state is not None and page.state.figures.put_in == 1)


@pytest.mark.parametrize("kind", [DestroyPage, ChoosePage, BatchPage, RunPage])
def test_pages_open_in_english_with_every_control_named_and_are_freed(
    stage: Stage, english: Look, request: pytest.FixtureRequest, kind: Any
) -> None:
    states = {ChoosePage: "LISTED", BatchPage: "APPROVED", RunPage: "EXECUTING"}
    stage.world.look = english
    batch = Batch(stage.place, stage.free, HEADER).go_to(states.get(kind, "LISTED"))
    page = stage.page(kind, destruction=batch.id) if kind is not DestroyPage else stage.page(kind)
    assert unnamed(page) == []
    free(request, stage.window)
    stage.wait(lambda: not isValid(page))


def test_bags_by_material_and_seals_that_follow(stage: Stage) -> None:
    (disc,) = stage.place.carriers(1, stage.place.shelves[0], issued_on="2014-01-10")
    stage.office.perform("amend_row", ledger="carriers", id=disc, values={"medium": "OPTICAL_DISC"}, reason="光盘")
    batch = Batch(stage.place, [*stage.free, disc], SENT)
    lines = destroy_pages.batch_view(stage.office.read, batch.id).lines
    assert [(bag.material.value, len(bag.carrier_ids)) for bag in destroy_pages.propose_bags(lines, 3)] == [
        ("PAPER", 3), ("PAPER", 1), ("DISC", 1)
    ]  # fmt: skip
    assert [destroy_pages.following_seal(seal) for seal in ("F-09", "0999", "无号", "")] == ["F-10", "1000", "", ""]


def _paper(role: str = "approver", person: str = "陈立", form: str = "XS-2026-0001") -> Any:
    from tests.services.processes import paper

    return paper(role, person, form)
