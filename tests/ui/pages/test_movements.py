"""Loans, returns and recalls with one scan field, over a real vault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog
from shiboken6 import isValid

from models.domain.text import T
from models.services import consent
from models.services.movements import OpenLoan, Wish
from models.services.office import Office
from tests.services.test_register import add_person, furnish, lend, register
from tests.ui.conftest import Clock
from tests.ui.helpers import show, unnamed
from tests.ui.pages.keys import ALT, CTRL, Hands
from tests.ui.pages.world import World, free
from ui.pages.movements.page import MovementsPage
from ui.pages.movements.tables import loan_heads, loan_rows
from ui.pages.processes.fields_dialog import FieldsDialog
from ui.scanning import ScanRouter
from ui.sound import ATTENTION, MATCHED, UNKNOWN
from ui.tasks import Tasks
from ui.theme.look import Look
from ui.widgets.cell_table import CellTable
from ui.widgets.messages import ConfirmDialog
from ui.widgets.text_dialog import TextDialog

# The offscreen screen has no popups that rise or grab; real ones do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def hands(clock: Clock) -> Hands:
    return Hands(clock)


@pytest.fixture
def world(office: Office, look: Look, tasks: Tasks, router: ScanRouter) -> World:
    furnish(office)
    consent.give(office, consent.PRACTICE_WORDS)
    register(office, ["000001", "000002", "000003"], 1)
    register(office, ["000001"], 1, reference_number="省发〔2026〕1号", issuer="省政府办公厅")
    add_person(office, "陈立")
    add_person(office, "王建国", "GENERAL")
    return World(office, look, tasks, router)


@pytest.fixture
def page(qtbot: Any, world: World) -> Iterator[MovementsPage]:
    window = world.window("movements", T("movement", "传阅借阅"), lambda: MovementsPage(world.context()), "exchange")
    show(qtbot, window, 1366, 768)
    made = window.go("movements")
    assert isinstance(made, MovementsPage)
    qtbot.waitUntil(lambda: world.tasks.idle and QApplication.focusWidget() is made.scan_box)
    yield made
    world.errors.none_left()


def scan(qtbot: Any, page: MovementsPage, hands: Hands, *codes: str) -> None:
    for code in codes:
        hands.scan(code)
        qtbot.waitUntil(lambda: page.tasks.idle)


def states(page: MovementsPage) -> dict[str, str]:
    return {row["number"][-1]: row["state"] for row in page.office.read.find("carriers")}


def said(page: MovementsPage) -> str:
    return f"{page.verdict.accessibleName()} {page.verdict.accessibleDescription()}"


def fill_loan(page: MovementsPage, person: int = 1) -> None:
    for name, given in (("person_id", person), ("approved_by", "李局"), ("approval_form", "〔2026〕借阅第001号")):
        page.pane.set_value(name, given)
        page.pane.form.boxes[name].touched = True


def answer(kind: type[QDialog], act: Callable[[Any], None]) -> None:
    """Do something with the dialog that is about to open."""

    def look_for() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            act(dialog)
        else:
            QTimer.singleShot(5, look_for)

    QTimer.singleShot(0, look_for)


class TestLoanTable:
    def test_days_have_their_year_and_a_missing_one_is_said(self, look: Look) -> None:
        loan = OpenLoan(1, 1, "2026-000001", "标题", "", "", None, "SECRET", "陈立", "", "2025-11-20", "", 0, "", "", "")
        table = CellTable(look, loan_heads(look), T("movement", "未还的借阅"))
        rows = loan_rows(look, [loan, replace(loan, due_on="2026-11-30")], date(2026, 11, 23))
        table.set_rows(rows)
        words = [[table.cells.words(cell) for cell in row.cells] for row in rows]
        assert words[0][0] == "未定"
        assert words[1][0] == "2026-11-30"
        assert words[0][-1] == "2025-11-20"


class TestLending:
    def test_scans_are_gathered_and_lent_in_one_act_by_keyboard(self, qtbot: Any, page: MovementsPage, world: World,
                                                                hands: Hands) -> None:  # fmt: skip
        scan(qtbot, page, hands, "2026000001", "2026-000002")
        assert [one.number for one in page.pane.carriers] == ["2026-000001", "2026-000002"]
        assert set(states(page).values()) == {"IN_STORE"}
        assert world.played == [MATCHED, MATCHED]
        assert "待借" in said(page) and "1号柜 1层" in said(page)
        hands.key(Qt.Key.Key_Tab)
        hands.write("陈立")
        editor = page.pane.form.boxes["person_id"].editor
        qtbot.waitUntil(lambda: bool(editor._found))
        hands.key(Qt.Key.Key_Down)
        hands.enter()
        hands.enter()
        assert page.pane.form.boxes["due_on"].editor.value() == "2026-11-26"  # three days
        hands.enter()
        hands.write("李局")
        hands.enter()
        hands.write("2026-J001")
        qtbot.waitUntil(lambda: page.tasks.idle and page.pane.go_button.isEnabled())
        hands.key(Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: states(page)["1"] == states(page)["2"] == "ON_LOAN" and page.tasks.idle)
        loans = page.office.read.find("loans")
        assert {(row["approved_by"], row["approval_form"], row["due_on"]) for row in loans} == {
            ("李局", "2026-J001", "2026-11-26")
        }
        assert "已借出" in said(page) and "2 份 → 陈立" in said(page)
        assert not page.pane.carriers and QApplication.focusWidget() is page.scan_box
        assert len(page.loans.loans) == 2

    def test_it_is_off_until_everything_is_there_and_says_why(self, qtbot: Any, page: MovementsPage, hands: Hands) -> None:
        assert not page.pane.go_button.isEnabled()
        scan(qtbot, page, hands, "2026000001")
        assert "还差：借阅人、批准人、审批单号" in page._foot._texts.accessibleName()
        page.act()
        assert QApplication.focusWidget() is page.pane.form.boxes["person_id"].editor.control
        assert states(page)["1"] == "IN_STORE"

    def test_ctrl_enter_goes_to_the_first_missing_field_and_says_it_there(self, qtbot: Any, page: MovementsPage,
                                                                          hands: Hands) -> None:  # fmt: skip
        hands.key(Qt.Key.Key_Return, CTRL)
        assert QApplication.focusWidget() is page.scan_box  # nothing is gathered yet
        scan(qtbot, page, hands, "2026000001")
        hands.key(Qt.Key.Key_Return, CTRL)
        box = page.pane.form.boxes["person_id"]
        assert QApplication.focusWidget() is box.editor.control
        assert "“借阅人”必须填写" in box.note.words()

    def test_a_missing_reason_says_so_at_its_field(self, qtbot: Any, page: MovementsPage, hands: Hands) -> None:
        scan(qtbot, page, hands, "2026000001")
        fill_loan(page, person=2)
        qtbot.waitUntil(lambda: page.pane.reason.isVisible() and page.tasks.idle)
        assert "还差理由" not in page.pane.reason.note.words()
        hands.key(Qt.Key.Key_Return, CTRL)
        assert QApplication.focusWidget() is page.pane.reason.line
        assert "还差理由" in page.pane.reason.note.words()
        hands.write("批准")
        assert "还差理由" not in page.pane.reason.note.words()

    def test_reason_and_button_stay_in_sight_however_many_are_gathered(self, qtbot: Any, page: MovementsPage,
                                                                       hands: Hands) -> None:  # fmt: skip
        scan(qtbot, page, hands, "2026000001", "2026000002", "2026000003")
        fill_loan(page, person=2)
        qtbot.waitUntil(lambda: page.pane.reason.isVisible() and page.tasks.idle)
        for widget in (page.pane.reason, page.pane.go_button):
            assert widget.visibleRegion().boundingRect().height() == widget.height()

    def test_a_past_due_day_is_said_when_the_field_is_left(self, qtbot: Any, page: MovementsPage, hands: Hands) -> None:
        scan(qtbot, page, hands, "2026000001")
        box = page.pane.form.boxes["due_on"]
        box.editor.control.setFocus(Qt.FocusReason.TabFocusReason)
        box.editor.control.clear()
        hands.write("20261101")
        assert "借出当天或以后" not in box.note.words()  # not while it is being typed
        hands.enter()
        assert "借出当天或以后" in box.note.words()
        assert not page.pane.go_button.isEnabled()

    def test_a_reader_below_the_level_needs_a_reason(self, qtbot: Any, page: MovementsPage, hands: Hands) -> None:
        scan(qtbot, page, hands, "2026000001")
        fill_loan(page, person=2)
        qtbot.waitUntil(lambda: page.pane.reason.isVisible() and page.tasks.idle)
        assert "通常不到机密级" in page.pane.form.boxes["person_id"].note.words()
        assert not page.pane.go_button.isEnabled()
        page.pane.reason.line.setText("分管领导批准")
        page.act()
        qtbot.waitUntil(lambda: states(page)["1"] == "ON_LOAN")

    def test_the_borrower_cannot_approve(self, qtbot: Any, page: MovementsPage, hands: Hands) -> None:
        scan(qtbot, page, hands, "2026000001")
        fill_loan(page)
        page.pane.set_value("approved_by", "陈立")
        box = page.pane.form.boxes["approved_by"]
        qtbot.waitUntil(lambda: "不能批准自己借阅" in box.note.words())

    def test_a_typed_due_day_stays(self, qtbot: Any, page: MovementsPage, hands: Hands) -> None:
        page.pane.set_value("due_on", "2026-11-24")
        scan(qtbot, page, hands, "2026000001")
        assert page.pane.form.boxes["due_on"].editor.value() == "2026-11-24"

    def test_the_same_one_twice_is_said(self, qtbot: Any, page: MovementsPage, world: World, hands: Hands) -> None:
        scan(qtbot, page, hands, "2026000001", "2026000001")
        assert "已在清单" in said(page) and world.played[-1] == ATTENTION
        assert len(page.pane.carriers) == 1

    def test_typed_by_hand_it_counts_too(self, qtbot: Any, page: MovementsPage, hands: Hands) -> None:
        hands.write("2026-000003")
        hands.enter()
        qtbot.waitUntil(lambda: len(page.pane.carriers) == 1)

    def test_delete_takes_a_line_out(self, qtbot: Any, page: MovementsPage, hands: Hands) -> None:
        scan(qtbot, page, hands, "2026000001", "2026000002")
        page.pane.basket.setFocus()
        hands.key(Qt.Key.Key_Delete)
        assert [one.number for one in page.pane.carriers] == ["2026-000001"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("code", "part", "sound"),
        [
            ("S00001", "这是柜层标签：1号柜 1层", UNKNOWN),
            ("2026000077", "没有这个编号", UNKNOWN),
            ("XQ-2026-0003:0000184223:0123456789ABCDEF0123456789ABCDEF", "表单 XQ-2026-0003", UNKNOWN),
            ("6901234567892", "不是载体", UNKNOWN),
        ],
    )
    def test_the_wrong_thing_is_named_and_changes_nothing(self, qtbot: Any, page: MovementsPage, world: World,
                                                          hands: Hands, code: str, part: str, sound: str) -> None:  # fmt: skip
        before = world.office.read.head().number
        scan(qtbot, page, hands, code)
        assert part in said(page) and "什么也没有改动" in said(page)
        assert world.played == [sound]
        assert world.office.read.head().number == before and not page.pane.carriers

    def test_one_on_a_list_says_the_way_out(self, qtbot: Any, page: MovementsPage, world: World, hands: Hands) -> None:
        ids = [1]
        world.office.perform("demand_recall", carrier_ids=ids, notice="省函1号")
        world.office.perform("return_to_issuer", carrier_ids=ids, list_number="1", received_by="甲", approved_by="乙")
        scan(qtbot, page, hands, "2026000001")
        assert "不能办" in said(page) and "已经清退" in said(page)
        assert world.played == [UNKNOWN]


class TestTakingBack:
    @pytest.fixture
    def lent(self, qtbot: Any, page: MovementsPage) -> MovementsPage:
        lend(page.office, [1, 2], 1, due_on="2026-11-20", lent_on="2026-11-17")
        qtbot.waitUntil(lambda: len(page.loans.loans) == 2)
        return page

    def test_one_scan_and_one_key(self, qtbot: Any, lent: MovementsPage, world: World, hands: Hands) -> None:
        scan(qtbot, lent, hands, "2026000001")
        assert lent.return_bar.isVisible() and "12 页" in lent.return_bar.accessibleName()
        assert "陈立" in said(lent) and "已超 3 天" in said(lent)
        assert states(lent)["1"] == "ON_LOAN"
        hands.key(Qt.Key.Key_1, ALT)
        qtbot.waitUntil(lambda: states(lent)["1"] == "IN_STORE" and lent.tasks.idle)
        row = lent.office.read.find("loans", carrier_id=1)[0]
        assert (row["state"], row["checked"], row["taken_back_by"]) == ("RETURNED", "页数齐全，完好", "周敏")
        assert "已归还" in said(lent) and "放回 1号柜 1层" in said(lent)
        assert not lent.return_bar.isVisible() and len(lent.loans.loans) == 1
        assert world.played == [ATTENTION, MATCHED]

    def test_what_is_damaged_is_written_down(self, qtbot: Any, lent: MovementsPage, hands: Hands) -> None:
        def write(dialog: TextDialog) -> None:
            dialog.field.setText("缺第 7 页")
            dialog._go.click()

        scan(qtbot, lent, hands, "2026000001")
        answer(TextDialog, write)
        hands.key(Qt.Key.Key_2, ALT)
        qtbot.waitUntil(lambda: lent.office.read.find("loans", carrier_id=1)[0]["checked"] == "缺第 7 页")

    def test_another_scan_waits_for_the_check(self, qtbot: Any, lent: MovementsPage, world: World, hands: Hands) -> None:
        scan(qtbot, lent, hands, "2026000001", "2026000003")
        assert "先核对" in said(lent) and world.played[-1] == ATTENTION
        assert lent.return_bar.carrier is not None and lent.return_bar.carrier.number == "2026-000001"
        assert not lent.pane.carriers
        assert lent.escape() and not lent.return_bar.waits
        assert states(lent)["1"] == "ON_LOAN"
        assert not lent.escape()

    def test_from_the_list_without_a_scanner(self, qtbot: Any, lent: MovementsPage, hands: Hands) -> None:
        lent.loans.table.setFocus()
        hands.enter()
        qtbot.waitUntil(lambda: lent.return_bar.waits)

    def test_somebody_was_quicker(self, qtbot: Any, lent: MovementsPage, world: World, hands: Hands) -> None:
        scan(qtbot, lent, hands, "2026000001")
        world.office.perform("take_back", carrier_ids=[1])
        hands.key(Qt.Key.Key_1, ALT)
        qtbot.waitUntil(lambda: not lent.return_bar.waits)
        assert "不能办" in said(lent)

    def test_a_return_has_no_undo(self, qtbot: Any, lent: MovementsPage, hands: Hands) -> None:
        scan(qtbot, lent, hands, "2026000001")
        hands.key(Qt.Key.Key_1, ALT)
        qtbot.waitUntil(lambda: states(lent)["1"] == "IN_STORE" and lent.tasks.idle)
        assert not lent.undo() and not lent.undo_button.isVisible()


class TestUndo:
    def test_ctrl_z_takes_the_last_scan_back_then_the_loan(self, qtbot: Any, page: MovementsPage, hands: Hands) -> None:
        scan(qtbot, page, hands, "2026000001", "2026000002")
        assert "2026-000002" in page.undo_button.accessibleName()
        hands.key(Qt.Key.Key_Z, CTRL)
        assert [one.number for one in page.pane.carriers] == ["2026-000001"]
        fill_loan(page)
        qtbot.waitUntil(lambda: page.tasks.idle and page.pane.go_button.isEnabled())
        page.act()
        qtbot.waitUntil(lambda: states(page)["1"] == "ON_LOAN" and page.tasks.idle)
        assert "撤销借出 1 份" in page.undo_button.accessibleName()
        hands.key(Qt.Key.Key_Z, CTRL)
        qtbot.waitUntil(lambda: states(page)["1"] == "IN_STORE" and page.tasks.idle)
        assert page.office.read.find("loans")[0]["state"] == "VOID"
        assert "已撤销" in said(page) and not page.undo_button.isVisible()

    def test_text_in_the_scan_field_is_edited_instead(self, page: MovementsPage, hands: Hands) -> None:
        hands.write("202")
        hands.key(Qt.Key.Key_Z, CTRL)
        assert page.scan_box.text() != "202"


class TestRecall:
    def test_a_demand_is_registered_for_what_was_scanned(self, qtbot: Any, page: MovementsPage, hands: Hands) -> None:
        hands.key(Qt.Key.Key_Q, ALT)
        assert page.wish is Wish.RECALL
        scan(qtbot, page, hands, "2026000001", "2026000002")
        page.pane.set_value("notice", "国办函〔2026〕9号")
        page.pane.set_value("recall_due", "2026-11-20")
        qtbot.waitUntil(lambda: page.tasks.idle and page.pane.go_button.isEnabled())
        hands.key(Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: len(page.recalls.carriers) == 2)
        assert {row["recall_notice"] for row in page.office.read.get_many("carriers", [1, 2])} == {"国办函〔2026〕9号"}
        cell = page.recalls.table.cells.rows[0].cells[5]
        assert (page.recalls.table.cells.words(cell), cell.token) == ("2026-11-20", "bad")
        scan(qtbot, page, hands, "2026000001")
        assert "已登记过清退要求" in said(page)

    def test_a_demand_is_lifted_with_its_basis(self, qtbot: Any, page: MovementsPage, hands: Hands) -> None:
        def write(dialog: TextDialog) -> None:
            dialog.field.setText("国办来电 11-23")
            dialog._go.click()

        page.office.perform("demand_recall", carrier_ids=[1], notice="x")
        hands.key(Qt.Key.Key_Q, ALT)
        qtbot.waitUntil(lambda: len(page.recalls.carriers) == 1)
        answer(TextDialog, write)
        hands.key(Qt.Key.Key_X, ALT)
        qtbot.waitUntil(lambda: not page.recalls.carriers)
        assert page.office.read.get("carriers", 1)["recall"] == "LIFTED"  # type: ignore[index]

    def test_returns_go_in_bulk_with_a_list_number_to_one_issuer(self, qtbot: Any, page: MovementsPage, world: World,
                                                                 hands: Hands) -> None:  # fmt: skip
        page.office.perform("demand_recall", carrier_ids=[1, 2, 4], notice="x")
        hands.key(Qt.Key.Key_T, ALT)
        qtbot.waitUntil(lambda: len(page.recalls.carriers) == 3)
        hands.key(Qt.Key.Key_A, ALT)
        qtbot.waitUntil(lambda: len(page.pane.carriers) == 2)
        scan(qtbot, page, hands, "2026000004")
        assert "清单里是国务院办公厅的" in said(page) and world.played[-1] == UNKNOWN
        for name, given in (("list_number", "〔2026〕清退第001号"), ("received_by", "国办交换员"), ("approved_by", "李局")):
            page.pane.set_value(name, given)
        qtbot.waitUntil(lambda: page.tasks.idle and page.pane.go_button.isEnabled())
        names: list[str] = []

        def confirm(dialog: ConfirmDialog) -> None:
            names.append(dialog.accessibleName())
            dialog.done_with(True)

        answer(ConfirmDialog, confirm)
        hands.key(Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: states(page)["1"] == states(page)["2"] == "RETURNED" and page.tasks.idle)
        assert names == ["清退 2 份"]
        assert page.office.read.find("issuer_returns")[0]["list_number"] == "〔2026〕清退第001号"
        assert not page.undo()

    def test_space_ticks_a_line_and_takes_it_out_again(self, qtbot: Any, page: MovementsPage, hands: Hands) -> None:
        page.office.perform("demand_recall", carrier_ids=[1, 2], notice="x")
        page.set_wish(Wish.RETURN)
        qtbot.waitUntil(lambda: len(page.recalls.carriers) == 2)
        page.recalls.table.setFocus()
        hands.key(Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: len(page.pane.carriers) == 1)
        hands.key(Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: not page.pane.carriers)


class TestList:
    def test_the_longest_overdue_is_first_and_filters_leave_what_fits(self, qtbot: Any, page: MovementsPage) -> None:
        for carrier, due, person in ((1, "2026-11-25", 1), (2, "2026-11-20", 1), (3, "2026-11-23", 2)):
            reason = "已批准" if person == 2 else ""
            lend(page.office, [carrier], person, reason, due_on=due, lent_on="2026-11-18")
        qtbot.waitUntil(lambda: len(page.loans.loans) == 3 and page.tasks.idle)
        keys = [row.key for row in page.loans.table.cells.rows]
        assert keys == [2, 3, 1]
        page.loans.late.click()
        assert [row.key for row in page.loans.table.cells.rows] == [2]
        page.loans.late.click()
        page.loans.search.setText("王建国")
        qtbot.waitUntil(lambda: [row.key for row in page.loans.table.cells.rows] == [3])

    def test_a_loan_is_extended_by_keyboard_and_is_late_no_more(self, qtbot: Any, page: MovementsPage, hands: Hands) -> None:
        lend(page.office, [1], 1, due_on="2026-11-20", lent_on="2026-11-18")
        qtbot.waitUntil(lambda: len(page.loans.loans) == 1 and page.tasks.idle)

        def fill(dialog: FieldsDialog) -> None:
            dialog.form.boxes["due_on"].editor.set_value("2026-11-20")
            dialog.form.boxes["why"].editor.set_value("材料未写完，王局同意")
            qtbot.waitUntil(lambda: "以后" in dialog.form.boxes["due_on"].note.words())
            dialog.form.boxes["due_on"].editor.set_value("2026-12-08")
            qtbot.waitUntil(dialog.go.isEnabled)
            dialog.go.click()

        answer(FieldsDialog, fill)
        page.loans.table.setFocus()
        hands.key(Qt.Key.Key_E, ALT)
        qtbot.waitUntil(lambda: page.office.read.find("loans")[0]["due_on"] == "2026-12-08")
        qtbot.waitUntil(lambda: page.tasks.idle and page.loans.loans[0].late == 0)
        assert "续借到 2026-12-08" in said(page)
        assert page.undo()
        qtbot.waitUntil(lambda: page.office.read.find("loans")[0]["due_on"] == "2026-11-20")

    def test_another_page_sends_carriers_here(self, qtbot: Any, page: MovementsPage) -> None:
        page.open(wish="LEND", carriers=[1, 3])
        qtbot.waitUntil(lambda: [one.id for one in page.pane.carriers] == [1, 3])


def test_every_control_has_a_name_and_the_page_is_freed(
    qtbot: Any, page: MovementsPage, request: pytest.FixtureRequest
) -> None:
    window = page.window()
    for wish in Wish:
        page.set_wish(wish)
        assert unnamed(window) == []
    qtbot.waitUntil(lambda: page.tasks.idle)
    free(request, window)
    qtbot.waitUntil(lambda: not isValid(page))


def test_f7_turns_the_sounds_off_and_the_footer_says_so(qtbot: Any, page: MovementsPage, world: World, hands: Hands) -> None:
    hands.key(Qt.Key.Key_F7)
    assert "已静音" in page._foot._texts.accessibleName()
    scan(qtbot, page, hands, "2026000001")
    assert world.played == []
    hands.key(Qt.Key.Key_F7)
    scan(qtbot, page, hands, "2026000002")
    assert world.played == [MATCHED]


def test_it_opens_in_english(qtbot: Any, english: Look, world: World) -> None:
    window = world.window("movements", T("page", "借还清退"), lambda: MovementsPage(world.context()), "exchange")
    show(qtbot, window, 1366, 768)
    page = window.go("movements")
    assert isinstance(page, MovementsPage)
    qtbot.waitUntil(lambda: world.tasks.idle)
    page.feed("S00001")
    qtbot.waitUntil(lambda: "This is the label of shelf" in said(page))
    assert page.pane.go_button.accessibleName() == "Lend"
