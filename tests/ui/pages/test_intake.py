"""The intake page over a real vault: by keyboard, by cover code, with warnings, refusals, drafts and undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from models.domain.text import T
from models.services import consent
from models.services.office import Office
from tests.services.test_register import DOCUMENT, furnish, register
from tests.ui.conftest import Clock
from tests.ui.helpers import in_dialog, show, unnamed
from tests.ui.pages.keys import ALT, CTRL, Hands
from tests.ui.pages.world import World, free
from ui.ledger.edit_dialog import EditDialog
from ui.pages.intake.cover_dialog import CoverDialog
from ui.pages.intake.page import IntakePage
from ui.scanning import Scan, ScanRouter
from ui.sound import ATTENTION, MATCHED, UNKNOWN
from ui.tasks import Tasks
from ui.theme.look import Look
from ui.widgets.text_dialog import TextDialog

# The offscreen screen has no popups that rise or grab; real ones do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
COVER = (
    "GB0626-2005^YL000020261120000014^国务院办公厅^通知^国办发〔2026〕14号^机关各委室^关于做好2026年度保密自查自评工作的通知"
    "^秘密5年^急件^20261120^县团级^办公室^20261120^^|"
)


@pytest.fixture
def hands(clock: Clock) -> Hands:
    return Hands(clock)


@pytest.fixture
def world(office: Office, look: Look, tasks: Tasks, router: ScanRouter) -> World:
    return World(office, look, tasks, router)


@pytest.fixture
def opened(qtbot: Any, world: World) -> Iterator[Callable[[], IntakePage]]:
    def build() -> IntakePage:
        window = world.window("intake", T("intake", "收文"), lambda: IntakePage(world.context()), "intake")
        show(qtbot, window, 1366, 768)
        page = window.go("intake")
        assert isinstance(page, IntakePage)
        qtbot.waitUntil(lambda: world.tasks.idle)
        return page

    yield build
    world.errors.none_left()


@pytest.fixture
def page(qtbot: Any, world: World, opened: Callable[[], IntakePage]) -> IntakePage:
    """The page with practice confirmed and a shelf in the office."""
    furnish(world.office)
    consent.give(world.office, consent.PRACTICE_WORDS)
    made = opened()
    qtbot.waitUntil(lambda: made.form.isEnabled() and QApplication.focusWidget() is control(made, "title"))
    return made


def control(page: IntakePage, name: str) -> Any:
    return page.form.boxes[name].editor.control


def value(page: IntakePage, name: str) -> Any:
    return page.form.boxes[name].editor.value()


def judged(qtbot: Any, page: IntakePage, ready: bool) -> None:
    """Wait until the rules have answered and finishing is on, or off."""
    qtbot.waitUntil(lambda: page.tasks.idle and page.go_button.isEnabled() == ready)


def documents(page: IntakePage) -> list[dict[str, Any]]:
    return [row for row in page.office.read.find("documents") if row["state"] != "VOID"]


def answer(act: Callable[[TextDialog], None]) -> None:
    """Do something with the dialog that is about to open."""

    def look_for() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, TextDialog):
            act(dialog)
        else:
            QTimer.singleShot(5, look_for)

    QTimer.singleShot(0, look_for)


class TestPractice:
    def test_the_first_entry_of_a_sitting_asks(self, qtbot: Any, world: World, opened: Callable[[], IntakePage]) -> None:
        seen: list[bool] = []

        def confirm(dialog: TextDialog) -> None:
            dialog.field.setText("不录")
            seen.append(dialog._go.isEnabled())
            dialog.field.setText(consent.PRACTICE_WORDS)
            seen.append(dialog._go.isEnabled())
            dialog._go.click()

        answer(confirm)
        page = opened()
        qtbot.waitUntil(lambda: page._consented and page.window().focusWidget() is control(page, "title"))
        assert seen == [False, True]
        assert not consent.is_needed(world.office)
        page.left()
        page.entered()
        qtbot.waitUntil(lambda: world.tasks.idle)
        assert QApplication.activeModalWidget() is None

    def test_without_it_nothing_can_be_entered(self, qtbot: Any, opened: Callable[[], IntakePage]) -> None:
        answer(lambda dialog: dialog.reject())
        page = opened()
        qtbot.waitUntil(lambda: not page.form.isEnabled())
        assert not page.go_button.isEnabled()
        assert "先确认" in page.panel.words


class TestByKeyboard:
    def test_a_document_with_twelve_copies_takes_at_most_forty_keys(
        self, qtbot: Any, page: IntakePage, hands: Hands
    ) -> None:
        hands.write("关于做好保密自查自评工作的通知")
        hands.enter()
        hands.write("国务院办公厅")
        hands.enter()
        hands.write("国办发〔2026〕14号")
        hands.enter()
        hands.key(Qt.Key.Key_Down)
        hands.enter()
        hands.write("5")
        hands.enter()
        hands.write("20261120")
        hands.enter()
        hands.enter()
        hands.write("12-23")
        hands.enter()
        hands.write("12")
        hands.enter()
        hands.enter()
        hands.write("8")
        hands.enter()
        hands.write("1号柜 1层")
        qtbot.waitUntil(lambda: page.tasks.idle and control(page, "shelf_id").text() == "1号柜 1层")
        editor = page.form.boxes["shelf_id"].editor
        qtbot.waitUntil(lambda: bool(editor._found))
        hands.key(Qt.Key.Key_Down)
        hands.enter()
        hands.enter()
        hands.key(Qt.Key.Key_Down)
        hands.enter()
        hands.key(Qt.Key.Key_Down)
        hands.enter()
        judged(qtbot, page, ready=True)
        hands.key(Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: len(documents(page)) == 1 and page.tasks.idle)
        assert hands.pressed <= 40, hands.pressed
        row = documents(page)[0]
        assert (row["level"], row["term_amount"], row["term_unit"]) == ("CONFIDENTIAL", 5, "YEAR")
        assert (row["pages"], row["channel"], row["cover_intact"]) == (8, "PARTY_COURIER", 1)
        assert (row["counted_by"], row["signed_by"], row["signed_on"]) == ("周敏", "周敏", "2026-11-23")
        carriers = page.office.read.find("carriers")
        assert [one["copy_number"] for one in carriers] == [f"{number:06d}" for number in range(12, 24)]
        assert {one["shelf_id"] for one in carriers} == {1}

    def test_afterwards_it_says_what_was_registered_and_offers_labels(self, qtbot: Any, page: IntakePage, world: World,
                                                                      hands: Hands) -> None:  # fmt: skip
        fill(page)
        judged(qtbot, page, ready=True)
        page.finish()
        qtbot.waitUntil(lambda: page.after.last is not None)
        assert "已登记 2026-收0001，2 份放在 1号柜 1层" in page.panel.words
        assert "2026-000001 至 2026-000002" in page.panel.words
        assert page.form.is_empty and QApplication.focusWidget() is control(page, "title")
        assert value(page, "channel") == "PARTY_COURIER"  # the next of the pile came the same way
        hands.key(Qt.Key.Key_L, ALT)
        assert world.went == [("labels", {"carriers": [1, 2], "back": "intake"})]

    def test_shift_enter_goes_back_and_enter_on_a_list_takes_the_line(self, qtbot: Any, page: IntakePage,
                                                                      hands: Hands) -> None:  # fmt: skip
        register(page.office, ["000001"])
        control(page, "issuer").setFocus()
        hands.write("国务")
        editor = page.form.boxes["issuer"].editor
        qtbot.waitUntil(lambda: editor.offered == ["国务院办公厅"])
        hands.key(Qt.Key.Key_Down)
        hands.enter()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is control(page, "reference_number"))
        assert value(page, "issuer") == "国务院办公厅"
        beginnings = page.form.boxes["reference_number"].editor
        qtbot.waitUntil(lambda: beginnings.offered == ["国办发〔2026〕"])
        hands.key(Qt.Key.Key_Down)
        hands.enter()
        hands.write("15号")
        assert value(page, "reference_number") == "国办发〔2026〕15号"
        hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        assert QApplication.focusWidget() is control(page, "issuer")


def fill(page: IntakePage, **other: Any) -> None:
    """A whole document, as if it had been typed."""
    values = {
        "title": DOCUMENT["title"], "issuer": DOCUMENT["issuer"], "reference_number": "国办发〔2026〕14号",
        "mark": "SECRET", "term": "10", "issued_on": "2026-11-10", "copies": "12-13", "copies_stated": 2,
        "channel": "PARTY_COURIER", "cover_intact": "1", "shelf_id": 1,
    } | other  # fmt: skip
    for name, given in values.items():
        page.form.boxes[name].editor.set_value(given)
        page.form.boxes[name].touched = True
    page._changed()


class TestAfterwards:
    def test_copies_without_a_shelf_can_be_shelved_at_once(self, qtbot: Any, page: IntakePage, world: World,
                                                           hands: Hands) -> None:  # fmt: skip
        fill(page, shelf_id=None)
        judged(qtbot, page, ready=True)
        page.finish()
        qtbot.waitUntil(lambda: page.after.last is not None)
        assert "还没有上架" in page.panel.words and "下一步上架" in page.panel.words

        def choose(dialog: EditDialog) -> None:
            dialog.form.boxes["shelf_id"].editor.choose_row(1, "1号柜 1层")
            qtbot.waitUntil(lambda: world.tasks.idle and dialog.save_button.isEnabled())
            dialog.save()

        in_dialog(EditDialog, choose)
        hands.key(Qt.Key.Key_U, ALT)
        qtbot.waitUntil(lambda: "已上架 2 份" in page.panel.words)
        assert {row["shelf_id"] for row in page.office.read.find("carriers")} == {1}
        assert not page.undo()  # the registration is not what was done last
        page.window().activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWindow() is not None)
        hands.key(Qt.Key.Key_L, ALT)
        assert world.went == [("labels", {"carriers": [1, 2], "back": "intake"})]


class TestCover:
    def test_a_scan_fills_fields_and_marks_where_they_come_from(self, qtbot: Any, page: IntakePage, world: World) -> None:
        assert page.scanned(Scan(COVER))
        assert value(page, "title") == "关于做好2026年度保密自查自评工作的通知"
        assert (value(page, "mark"), value(page, "term"), value(page, "urgency")) == ("CONFIDENTIAL", "5", "URGENT")
        assert "7 项填好" in page.panel.words
        assert page.form.boxes["issuer"]._origin.text() == "条码"
        assert page.form.boxes["copies"]._origin.text() == ""
        assert QApplication.focusWidget() is control(page, "copies")
        assert world.played == [MATCHED]
        page.form.boxes["issuer"].editor.line.setText("国务院")
        assert page.form.boxes["issuer"]._origin.text() == ""
        qtbot.waitUntil(lambda: page.tasks.idle)

    def test_what_was_typed_stays(self, page: IntakePage) -> None:
        page.form.boxes["title"].editor.set_value("手写的标题")
        page.scanned(Scan(COVER))
        assert value(page, "title") == "手写的标题"
        assert "手填的 1 项没有动" in page.panel.words

    def test_number_and_marking_of_the_code_are_registered_too(self, qtbot: Any, page: IntakePage) -> None:
        page.scanned(Scan(COVER))
        page.form.boxes["copies"].editor.set_value("12")
        page._changed()
        judged(qtbot, page, ready=True)
        page.finish()
        qtbot.waitUntil(lambda: bool(documents(page)))
        row = documents(page)[0]
        assert (row["barcode_number"], row["marking"]) == ("YL000020261120000014", "秘密5年")

    def test_a_burst_from_the_scanner_never_types(self, page: IntakePage, hands: Hands, qtbot: Any) -> None:
        hands.write("abc")
        hands.scan("S00001")
        qtbot.waitUntil(lambda: value(page, "shelf_id") == 1)
        assert control(page, "title").text() == "abc"
        qtbot.waitUntil(lambda: "限机密及以下" in page.form.boxes["shelf_id"].note.words())

    @pytest.mark.parametrize(
        ("code", "sound", "words"),
        [
            ("S00077", UNKNOWN, "没有 S00077"),
            ("hello world", UNKNOWN, "不认得"),
            ("GB0626-2005^1^???^??^??^??^????^??^??^2023^|", UNKNOWN, "读不出"),
        ],
    )
    def test_the_wrong_thing_is_named_and_fills_nothing(self, qtbot: Any, page: IntakePage, world: World, code: str,
                                                        sound: str, words: str) -> None:  # fmt: skip
        assert page.scanned(Scan(code))
        qtbot.waitUntil(lambda: words in page.panel.words)
        assert world.played == [sound]
        assert page.form.is_empty and value(page, "shelf_id") is None

    def test_chinese_punctuation_of_a_cover_is_kept(self, page: IntakePage, router: ScanRouter) -> None:
        router.deliver(COVER.replace("的通知", "的通知（试行）"))
        assert str(value(page, "title")).endswith("的通知（试行）")

    def test_the_cover_dialog_takes_a_scan(self, page: IntakePage, router: ScanRouter) -> None:
        in_dialog(CoverDialog, lambda _dialog: router.deliver(COVER))
        page.desk.ask()
        assert str(value(page, "title")) == "关于做好2026年度保密自查自评工作的通知"

    def test_a_carrier_is_left_to_the_window(self, page: IntakePage) -> None:
        assert not page.scanned(Scan("2026-000107"))

    def test_an_incomplete_code_asks_to_look_at_the_paper(self, page: IntakePage, world: World) -> None:
        page.scanned(Scan(COVER.replace("国办发〔2026〕14号", "〔2026〕")))
        assert world.played == [ATTENTION]
        assert "文号" in page.panel.words


class TestProblems:
    def test_an_unreadable_period_is_said_there_and_nowhere_else(self, qtbot: Any, page: IntakePage) -> None:
        fill(page, term="二十来年")
        judged(qtbot, page, ready=False)
        qtbot.waitUntil(lambda: page.tasks.idle and page.trial is not None)
        assert "看不懂保密期限“二十来年”" in page.form.boxes["term"].note.words()
        assert "必须填写" not in page.form.boxes["mark"].note.words()
        assert [problem.field for problem in page.form.marked()] == ["term"]

    def test_what_was_counted_is_what_is_compared(self, qtbot: Any, page: IntakePage) -> None:
        fill(page, copies_stated=5)
        page.form.boxes["copies_received"].editor.set_value(5)
        page._changed()
        qtbot.waitUntil(lambda: "实收 5 份，份号 2 个" in page.form.boxes["copies_received"].note.words())
        assert "应收" not in page.warnings.accessibleDescription()

    def test_a_reference_without_brackets_is_only_hinted_at(self, qtbot: Any, page: IntakePage) -> None:
        box = page.form.boxes["reference_number"]
        fill(page, reference_number="中办发2026年3号")
        assert "通常写成 中办发〔2026〕3号" in box.note.words()
        judged(qtbot, page, ready=True)
        box.editor.set_value("中办发2026 3号")
        assert "登记为 中办发〔2026〕3号" in box.note.words()

    def test_ctrl_enter_goes_to_the_first_missing_field(self, qtbot: Any, page: IntakePage, hands: Hands) -> None:
        fill(page, issuer=None)
        judged(qtbot, page, ready=False)
        control(page, "pages").setFocus()
        hands.key(Qt.Key.Key_Return, CTRL)
        assert QApplication.focusWidget() is control(page, "issuer")

    def test_a_duplicate_is_a_warning_with_a_way_to_look_and_a_reason(self, qtbot: Any, page: IntakePage,
                                                                      world: World) -> None:  # fmt: skip
        register(page.office, ["000001"])
        fill(page)
        judged(qtbot, page, ready=False)
        assert page.warnings.isVisible()
        assert "2026-收0001 相同" in page.form.boxes["reference_number"].note.words()
        assert "登记的 2026-收0001 文号、标题相同" in page.warnings.accessibleDescription()
        page.warnings._open.click()
        assert world.went == [("register", {"text": "2026-收0001", "carrier": 1})]
        page.warnings.reason.setText("补发，已核对")
        assert page.go_button.isEnabled()
        page.finish()
        qtbot.waitUntil(lambda: len(documents(page)) == 2)

    def test_finishing_is_off_and_the_foot_says_what_is_missing(self, qtbot: Any, page: IntakePage, hands: Hands) -> None:
        assert not page.go_button.isEnabled()
        assert "还差 5 项" in page._foot._texts.accessibleName()
        fill(page, title=None, reference_number=None)
        qtbot.waitUntil(lambda: page.tasks.idle)
        assert "还差 2 项：标题、文号" in page._foot._texts.accessibleName()
        control(page, "pages").setFocus()
        page.finish()
        assert QApplication.focusWidget() is control(page, "title")
        assert not documents(page)

    @pytest.mark.parametrize(
        ("other", "box", "words"),
        [
            ({"copies": "16-12"}, "copies", "前大后小"),
            ({"copies_received": 5}, "copies_received", "份号 2 个"),
            ({"issued_on": "2026-13-02"}, "issued_on", "2026"),
            ({"term": "??"}, "term", "看不懂保密期限“??”，请写成 10年"),
            ({"mark": "TOP_SECRET"}, "shelf_id", "只放到机密级"),
            ({"copies_stated": 3}, "copies_stated", "见右侧"),
        ],
    )
    def test_each_stands_at_its_field(self, qtbot: Any, page: IntakePage, other: dict[str, Any], box: str,
                                      words: str) -> None:  # fmt: skip
        fill(page)
        for name, given in other.items():
            page.form.boxes[name].editor.set_value(given)
        judged(qtbot, page, ready=False)
        qtbot.waitUntil(lambda: words in page.form.boxes[box].note.words())

    def test_a_copy_that_is_there_already_is_refused_at_the_copies(self, qtbot: Any, page: IntakePage) -> None:
        register(page.office, ["000012"])
        fill(page)
        judged(qtbot, page, ready=False)
        assert "000012 已登记为 2026-000001" in page.form.boxes["copies"].note.words()

    def test_copies_are_seen_in_full_before_they_exist(self, qtbot: Any, page: IntakePage) -> None:
        page.form.boxes["title"].editor.set_value("标题")
        page.form.boxes["copies"].editor.set_value("12-16")
        qtbot.waitUntil(lambda: page.trial is not None and page.tasks.idle)
        assert value(page, "copies_received") == 5
        assert "5 份：000012 至 000016" in page.form.boxes["copies"].note.words()
        assert page.carriers.accessibleName() == "将登记 5 份载体"
        assert "2026-000005 000016" in page.carriers._lines.accessibleDescription()
        assert not page.office.read.find("carriers")

    def test_copies_without_number_are_only_counted(self, qtbot: Any, page: IntakePage) -> None:
        fill(page, copies=None, mark="WORK_SECRET", term=None, copies_stated=3)
        page.form.boxes["copies_received"].editor.set_value(3)
        judged(qtbot, page, ready=True)
        page.finish()
        qtbot.waitUntil(lambda: len(page.office.read.find("carriers")) == 3)


class TestPutAside:
    def test_a_draft_is_taken_up_as_it_was(self, qtbot: Any, page: IntakePage, hands: Hands) -> None:
        page.scanned(Scan(COVER))
        page.form.boxes["copies"].editor.set_value("12-")
        hands.key(Qt.Key.Key_S, CTRL)
        assert page.form.is_empty and page.waiting.isVisible()
        assert not documents(page)
        assert "待签收 1" in page.waiting.accessibleName()
        page.waiting.menu().actions()[0].trigger()
        assert control(page, "copies").text() == "12-"
        assert page.form.boxes["title"]._origin.text() == "条码"
        assert not page.waiting.isVisible() and not page.drafts.all()
        qtbot.waitUntil(lambda: page.tasks.idle)

    def test_going_on_with_one_puts_the_other_aside(self, qtbot: Any, page: IntakePage) -> None:
        for title in ("甲", "乙"):
            page.form.boxes["title"].editor.set_value(title)
            page.keep()
        page.form.boxes["title"].editor.set_value("丙")
        page.take_draft(1)
        assert value(page, "title") == "甲"
        assert [draft.title for draft in page.drafts.all()] == ["丙", "乙"]
        qtbot.waitUntil(lambda: page.tasks.idle)


class TestUndo:
    def test_ctrl_z_takes_the_last_document_back(self, qtbot: Any, page: IntakePage, hands: Hands) -> None:
        fill(page)
        judged(qtbot, page, ready=True)
        hands.key(Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: page.after.last is not None)
        hands.key(Qt.Key.Key_Z, CTRL)
        qtbot.waitUntil(lambda: page.after.last is None and page.tasks.idle)
        assert not documents(page)
        assert {row["state"] for row in page.office.read.find("carriers")} == {"VOID"}
        assert "已撤销" in page.panel.words

    def test_in_a_text_it_edits_the_text(self, qtbot: Any, page: IntakePage, hands: Hands) -> None:
        fill(page)
        judged(qtbot, page, ready=True)
        page.finish()
        qtbot.waitUntil(lambda: page.after.last is not None)
        hands.write("abc")
        hands.key(Qt.Key.Key_Z, CTRL)
        qtbot.waitUntil(lambda: page.tasks.idle)
        assert control(page, "title").text() == ""
        assert len(documents(page)) == 1


def test_every_control_has_a_name_and_the_page_is_freed(
    qtbot: Any, page: IntakePage, request: pytest.FixtureRequest
) -> None:
    page.form.show_more(True)
    window = page.window()
    assert unnamed(window) == []
    free(request, window)
    qtbot.waitUntil(lambda: not isValid(page))


def test_it_opens_in_english(qtbot: Any, english: Look, office: Office, tasks: Tasks, router: ScanRouter) -> None:
    consent.give(office, consent.PRACTICE_WORDS)
    world = World(office, english, tasks, router)
    window = world.window("intake", T("intake", "收文"), lambda: IntakePage(world.context()), "intake")
    show(qtbot, window, 1366, 768)
    page = window.go("intake")
    assert isinstance(page, IntakePage)
    qtbot.waitUntil(lambda: tasks.idle)
    assert page.go_button.accessibleName() == "Register, shelve later"
    assert "missing" in page._foot._texts.accessibleName()
