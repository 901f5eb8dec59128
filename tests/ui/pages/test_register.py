"""登记簿 over a real vault: what it shows, the acts by keyboard with their keys counted, 绝密 rows, refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from shiboken6 import isValid

from models.domain.text import T
from models.services import consent
from models.services.lists import Lists
from models.services.office import Office
from tests.offices import opened
from tests.services.test_register import add_person, furnish, lend, register
from tests.ui.conftest import Clock
from tests.ui.helpers import show, unnamed
from tests.ui.pages.keys import ALT, CTRL, Hands
from tests.ui.pages.robot import Robot, dialog, in_front
from tests.ui.pages.world import World
from ui.ledger.batch_dialog import BatchDialog
from ui.ledger.edit_dialog import EditDialog
from ui.ledger.history_dialog import HistoryDialog
from ui.pages.register.page import RegisterPage
from ui.pages.register.print_dialog import PrintBookDialog
from ui.scanning import ScanRouter
from ui.tables.source import Filter
from ui.tasks import Tasks
from ui.theme.look import Look
from ui.widgets.buttons import Button

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
Key = Qt.Key


@pytest.fixture
def hands(clock: Clock) -> Hands:
    return Hands(clock)


@pytest.fixture
def world(office: Office, look: Look, tasks: Tasks, router: ScanRouter) -> World:
    return World(office, look, tasks, router)


@pytest.fixture
def build(qtbot: Any, world: World) -> Iterator[Callable[[], RegisterPage]]:
    def make() -> RegisterPage:
        context = world.context(Lists(world.office))
        window = world.window("register", T("page", "登记簿"), lambda: RegisterPage(context), "register")
        show(qtbot, window, 1366, 768)
        page = window.go("register")
        assert isinstance(page, RegisterPage)
        calm(qtbot, page)
        return page

    yield make
    world.errors.none_left()


def calm(qtbot: Any, page: RegisterPage) -> None:
    """Wait until the list is whole and the pane says what it has to say."""
    qtbot.waitUntil(lambda: quiet(page))


def quiet(page: RegisterPage) -> bool:
    return page.tasks.idle and page.model.is_complete and not page._row_soon._timer.isActive() and not page.bar.search._timer.isActive()


def bring_back() -> None:
    """A window manager gives the keys back to the dialog when a list over it has closed; offscreen there is none."""
    dialog().activateWindow()


def two_documents(office: Office) -> tuple[int, list[int], list[int]]:
    """A shelf, three copies of one document on it, and two copies of another."""
    shelf = furnish(office)
    first = register(office, ["000001", "000002", "000003"], shelf)
    second = register(office, ["000011", "000012"], shelf, reference_number="云人办〔2026〕7号", title="内部通报")
    return shelf, first, second


def another_shelf(office: Office) -> int:
    cabinet = office.perform("add_row", ledger="cabinets", values={"name": "2号柜", "room_id": 1, "level_limit": "SECRET"}).result
    return int(office.perform("add_row", ledger="shelves", values={"name": "3层", "cabinet_id": cabinet}).result)


def buttons(page: RegisterPage) -> list[str]:
    """Words of the pane's buttons, from the left."""
    return [button.accessibleName() for button in (*page.pane._acts, *page.pane._last_acts)]


# --- what is shown --------------------------------------------------------------------------------------------------


def test_search_has_the_focus_and_the_pane_tells_about_the_first_row(office: Office, build: Any) -> None:
    two_documents(office)
    page = build()
    assert QApplication.focusWidget() is page.bar.search
    assert page.model.rowCount() == 5
    assert page.pane._title.text() == "内部通报"
    assert buttons(page) == ["借出", "移位", "更多"]
    assert page.pane.situation._title.text() == "在 1号柜 1层"


def test_a_lent_row_offers_to_take_it_back(office: Office, build: Any, qtbot: Any) -> None:
    _shelf, first, _second = two_documents(office)
    lend(office, first[:1], add_person(office))
    page = build()
    page.open(carrier=first[0])
    calm(qtbot, page)
    assert page.view.current_id() == first[0]
    assert buttons(page) == ["归还", "更多"]
    assert page.pane.situation._title.text() == "借给陈立，11-26 应还"


def test_another_page_sends_a_search(office: Office, build: Any, qtbot: Any) -> None:
    two_documents(office)
    page = build()
    page.open(text="内部通报")
    qtbot.waitUntil(lambda: quiet(page) and page.model.rowCount() == 2)
    page.open(filters=[Filter("state", "is", "DESTROYED", T("filter", "状态：已销毁"))])
    qtbot.waitUntil(lambda: quiet(page) and page.model.rowCount() == 0)


def test_an_empty_register_offers_to_register_and_to_import(build: Any, world: World) -> None:
    page = build()
    names = [button.accessibleName() for button in page.empty.findChildren(Button)]
    assert names == ["导入旧台账", "登记新的"]
    page.empty.findChildren(Button)[0].click()
    assert world.went == [("import", {})]


def test_nothing_found_says_which_filter_is_on_and_hides_what_makes_no_sense(office: Office, build: Any, qtbot: Any) -> None:
    two_documents(office)
    page = build()
    page.bar.search.setText("内部通报")
    page.bar.add(Filter("level", "is", "TOP_SECRET", T("filter", "密级：绝密")))
    qtbot.waitUntil(lambda: quiet(page) and page.model.rowCount() == 0)
    qtbot.waitUntil(lambda: "不加筛选有 2 份接近" in page.empty._sentence.text())
    assert "内部通报" in page.empty._title.text()
    assert not page._print.isVisible()
    assert not page._export.isEnabled()


def test_an_inspector_sees_and_may_not_act(vault_folder: Path, look: Look, tasks: Tasks, router: ScanRouter, qtbot: Any) -> None:
    with opened(vault_folder, "周敏") as office:
        two_documents(office)
    with opened(vault_folder, "检查组") as office:
        world = World(office, look, tasks, router)
        window = world.window("register", T("page", "登记簿"), lambda: RegisterPage(world.context(Lists(office))))
        show(qtbot, window, 1366, 768)
        page = window.go("register")
        calm(qtbot, page)
        assert buttons(page) == ["更多"]
        assert page.empty_buttons() == []
        tasks.close()


# --- keyboard, with keys counted ------------------------------------------------------------------------------------


def test_forty_carriers_move_to_another_shelf_in_at_most_fifteen_keys(office: Office, build: Any, hands: Hands, qtbot: Any) -> None:
    shelf = furnish(office)
    register(office, ["000099"], shelf, reference_number="云人办〔2026〕7号", title="不搬的一份")
    ids = register(office, [f"{number:06d}" for number in range(1, 41)], shelf, title="要搬的四十份")
    target = another_shelf(office)
    page = build()
    hands.pressed = 0
    hands.write("要搬的四十份")
    qtbot.waitUntil(lambda: quiet(page) and page.model.rowCount() == 40)
    hands.key(Key.Key_Down)
    hands.key(Key.Key_A, CTRL)
    qtbot.waitUntil(lambda: quiet(page) and "移到别的柜层" in buttons(page))
    robot = Robot()
    robot.step(lambda: True, lambda: hands.key(Key.Key_M, ALT))
    robot.step(lambda: in_front(EditDialog), lambda: hands.write("2号柜"))
    robot.step(lambda: page.tasks.idle and QApplication.activePopupWidget(), lambda: hands.key(Key.Key_Down))
    robot.step(lambda: True, hands.enter)
    robot.step(lambda: QApplication.activePopupWidget() is None, bring_back)
    robot.step(lambda: in_front(EditDialog) and dialog(EditDialog).save_button.isEnabled(), lambda: hands.key(Key.Key_Return, CTRL))
    robot.run(qtbot, lambda: dialog() is None and quiet(page))
    assert {row["shelf_id"] for row in office.read.get_many("carriers", ids)} == {target}
    assert office.read.find("carriers", copy_number="000099")[0]["shelf_id"] == shelf
    assert office.read.head().act == "shelve"
    assert hands.pressed <= 15, hands.pressed
    assert not page.model.marked


def test_a_title_is_corrected_in_at_most_twelve_keys(office: Office, build: Any, hands: Hands, qtbot: Any) -> None:
    _shelf, _first, second = two_documents(office)
    consent.give(office, consent.PRACTICE_WORDS)
    page = build()
    hands.pressed = 0
    hands.write("云人办")
    qtbot.waitUntil(lambda: quiet(page) and page.model.rowCount() == 2)
    hands.key(Key.Key_Down)
    robot = Robot()
    robot.step(lambda: quiet(page), hands.enter)
    for _field in range(3):  # 收文日期, 来文单位, 来文字号
        robot.step(lambda: in_front(EditDialog) and page.tasks.idle, hands.enter)
    title = lambda: dialog(EditDialog).form.boxes["title"].editor.control  # noqa: E731
    robot.step(lambda: QApplication.focusWidget() is title(), lambda: hands.key(Key.Key_A, CTRL))
    robot.step(lambda: True, lambda: hands.write("内部情况通报"))
    robot.step(lambda: page.tasks.idle and dialog(EditDialog).reason.isVisible(), lambda: hands.key(Key.Key_F8))
    robot.step(lambda: QApplication.focusWidget() is dialog(EditDialog).reason.line, lambda: hands.write("对照原件"))
    robot.step(lambda: in_front(EditDialog) and dialog(EditDialog).save_button.isEnabled(), lambda: hands.key(Key.Key_Return, CTRL))
    robot.run(qtbot, lambda: dialog() is None and quiet(page))
    document = (office.read.get("carriers", second[0]) or {})["document_id"]
    assert (office.read.get("documents", document) or {})["title"] == "内部情况通报"
    assert hands.pressed <= 12, hands.pressed
    assert page.pane._title.text() == "内部情况通报"


def test_lending_and_taking_back_by_keyboard(office: Office, build: Any, hands: Hands, qtbot: Any) -> None:
    _shelf, _first, second = two_documents(office)
    add_person(office, "陈立")
    page = build()
    robot = Robot()
    robot.step(lambda: quiet(page), lambda: hands.key(Key.Key_J, ALT))
    robot.step(lambda: in_front(EditDialog), lambda: hands.write("陈立"))
    robot.step(lambda: page.tasks.idle and QApplication.activePopupWidget(), lambda: hands.key(Key.Key_Down))
    robot.step(lambda: True, hands.enter)
    robot.step(lambda: QApplication.activePopupWidget() is None, bring_back)
    robot.step(lambda: in_front(EditDialog), hands.enter)
    robot.step(lambda: True, hands.enter)
    robot.step(lambda: True, lambda: hands.write("2026-01"))
    robot.step(lambda: True, hands.enter)
    robot.step(lambda: True, lambda: hands.write("王局"))
    robot.step(lambda: in_front(EditDialog) and dialog(EditDialog).save_button.isEnabled(), lambda: hands.key(Key.Key_Return, CTRL))
    robot.run(qtbot, lambda: dialog() is None and quiet(page) and "归还" in buttons(page))
    (loan,) = office.read.find("loans")
    assert (loan["carrier_id"], loan["due_on"], loan["approval_form"], loan["approved_by"]) == (second[1], "2026-11-26", "2026-01", "王局")
    robot = Robot()
    robot.step(lambda: True, page.window().activateWindow)
    robot.step(lambda: QApplication.focusWindow() is page.window().windowHandle(), lambda: hands.key(Key.Key_R, ALT))
    robot.step(lambda: in_front(EditDialog) and dialog(EditDialog).save_button.isEnabled(), lambda: hands.key(Key.Key_Return, CTRL))
    robot.run(qtbot, lambda: dialog() is None and quiet(page))
    assert (office.read.get("carriers", second[1]) or {})["state"] == "IN_STORE"


def test_a_shelf_label_may_be_scanned_in_the_move_dialog(office: Office, build: Any, hands: Hands, qtbot: Any) -> None:
    two_documents(office)
    target = another_shelf(office)
    code = (office.read.get("shelves", target) or {})["code"]
    page = build()
    current = page.view.current_id()
    robot = Robot()
    robot.step(lambda: quiet(page), lambda: hands.key(Key.Key_M, ALT))
    robot.step(lambda: in_front(EditDialog), lambda: hands.scan(code))
    robot.step(lambda: in_front(EditDialog) and dialog(EditDialog).save_button.isEnabled(), lambda: hands.key(Key.Key_Return, CTRL))
    robot.run(qtbot, lambda: dialog() is None and quiet(page))
    assert (office.read.get("carriers", current) or {})["shelf_id"] == target


def test_history_and_print_and_the_pane_have_their_keys(office: Office, build: Any, hands: Hands, qtbot: Any, world: World) -> None:
    two_documents(office)
    page = build()
    robot = Robot()
    robot.step(lambda: quiet(page), lambda: hands.key(Key.Key_H, CTRL))
    robot.step(lambda: in_front(HistoryDialog), lambda: hands.key(Key.Key_Escape))
    robot.step(lambda: dialog() is None, page.window().activateWindow)
    robot.step(lambda: QApplication.focusWindow() is page.window().windowHandle(), lambda: hands.key(Key.Key_P, CTRL))
    robot.step(lambda: in_front(PrintBookDialog) and dialog(PrintBookDialog).go.isEnabled(), lambda: hands.key(Key.Key_Return, CTRL))
    robot.run(qtbot, lambda: dialog() is None and bool(world.went))
    assert world.went == [("print", {"form": "G01", "record": 2026, "back": "register"})]
    page.window().activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is page.window().windowHandle())
    hands.key(Key.Key_F4)
    assert not page.pane.isVisible()


def test_a_year_without_open_lines_is_not_printed(build: Any, hands: Hands, qtbot: Any) -> None:
    page = build()
    said: list[tuple[bool, str]] = []

    def look() -> None:
        found = dialog(PrintBookDialog)
        said.append((found.go.isEnabled(), found.foot_note.text()))
        found.volume.click()
        said.append((found.go.isEnabled(), found.foot_note.text()))
        found.reject()

    robot = Robot()
    robot.step(lambda: quiet(page), lambda: hands.key(Key.Key_P, CTRL))
    robot.step(lambda: dialog(PrintBookDialog) and dialog(PrintBookDialog)._lines is not None, look)
    robot.run(qtbot, lambda: dialog() is None)
    assert said == [(False, "这一年没有还没打印的行"), (True, "")]


# --- many at once ---------------------------------------------------------------------------------------------------


def test_marked_carriers_are_summed_up_and_corrected_together(office: Office, build: Any, hands: Hands, qtbot: Any) -> None:
    _shelf, first, second = two_documents(office)
    page = build()
    hands.key(Key.Key_Down)
    hands.key(Key.Key_A, CTRL)
    qtbot.waitUntil(lambda: quiet(page) and page.pane._title.text() == "已选 5 份")
    robot = Robot()
    robot.step(lambda: True, page.change_many)
    robot.step(lambda: dialog(BatchDialog) and page.tasks.idle, lambda: dialog(BatchDialog)._field.set_code("pages"))
    robot.step(lambda: dialog(BatchDialog).name == "pages", lambda: dialog(BatchDialog).editor.set_value(18))
    robot.step(lambda: page.tasks.idle, lambda: dialog(BatchDialog).reason.line.setText("逐份清点"))
    seen: list[list[str]] = []

    def finish() -> None:
        table = dialog(BatchDialog).preview
        seen.extend([table.item(row, column).text() for column in range(3)] for row in range(table.rowCount()))
        hands.key(Key.Key_Return, CTRL)

    robot.step(lambda: dialog(BatchDialog).go.isEnabled(), finish)
    robot.run(qtbot, lambda: dialog() is None and quiet(page))
    assert {row["pages"] for row in office.read.get_many("carriers", [*first, *second])} == {18}
    assert [row[1:] for row in seen] == [["12", "18"]] * 5
    assert "内部通报" in seen[-1][0]
    assert not page.model.marked


def test_a_marking_corrected_on_the_document_reaches_its_copies(office: Office, build: Any) -> None:
    _shelf, first, _second = two_documents(office)
    document = (office.read.get("carriers", first[0]) or {})["document_id"]
    office.perform("amend_row", reason="单独降密", ledger="carriers", id=first[2], values={"level": "CONFIDENTIAL", "term_amount": 5})
    office.perform("amend_document", reason="看错一位", id=document, values={"term_amount": 20})
    assert [row["term_amount"] for row in office.read.get_many("carriers", first)] == [20, 20, 5]
    assert (office.read.get("documents", document) or {})["term_amount"] == 20


def test_one_copy_is_corrected_without_the_fields_of_its_document(office: Office, build: Any, hands: Hands, qtbot: Any) -> None:
    _shelf, _first, second = two_documents(office)
    consent.give(office, consent.PRACTICE_WORDS)
    page = build()
    seen: list[list[str]] = []

    def change() -> None:
        boxes = dialog(EditDialog).form.boxes
        seen.append(list(boxes))
        boxes["copy_number"].editor.set_value("000019")
        dialog(EditDialog).reason.line.setText("看错")

    robot = Robot()
    robot.step(lambda: quiet(page), lambda: page._edit_carrier(second[1]))
    robot.step(lambda: in_front(EditDialog), change)
    robot.step(lambda: in_front(EditDialog) and dialog(EditDialog).save_button.isEnabled(), lambda: hands.key(Key.Key_Return, CTRL))
    robot.run(qtbot, lambda: dialog() is None and quiet(page))
    assert not {"title", "issuer", "reference_number", "shelf_id"} & set(seen[0])
    assert (office.read.get("carriers", second[1]) or {})["copy_number"] == "000019"


def test_copies_that_came_later_are_added(office: Office, build: Any, hands: Hands, qtbot: Any) -> None:
    _shelf, _first, second = two_documents(office)
    page = build()
    document = int((office.read.get("carriers", second[0]) or {})["document_id"])
    said: list[str] = []
    robot = Robot()
    robot.step(lambda: quiet(page), lambda: page.acts.add_copies(document))
    robot.step(lambda: in_front(EditDialog), lambda: hands.write("5份"))
    robot.step(lambda: page.tasks.idle and dialog(EditDialog).form.boxes["copy_numbers"].editor.control.property("severity") == "BLOCKS",
               lambda: said.append(dialog(EditDialog).form.boxes["copy_numbers"].note.words()))  # fmt: skip
    robot.step(lambda: True, lambda: hands.key(Key.Key_A, CTRL))
    robot.step(lambda: True, lambda: hands.write("000013-15"))
    robot.step(lambda: in_front(EditDialog) and dialog(EditDialog).save_button.isEnabled(), lambda: hands.key(Key.Key_Return, CTRL))
    robot.run(qtbot, lambda: dialog() is None and quiet(page))
    assert said
    assert [row["copy_number"] for row in office.read.find("carriers", document_id=document)] == ["000011", "000012", "000013", "000014", "000015"]
    assert page.model.rowCount() == 8


def test_a_whole_ledger_is_exported_and_the_page_says_so(office: Office, build: Any, qtbot: Any, tmp_path: Path) -> None:
    from ui.pages.register.export import write_ledger

    two_documents(office)
    page = build()
    said: list[str] = []
    write_ledger(page.context, page, "carriers", tmp_path / "载体.csv", lambda text: said.append(page.look.t(text)))
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["已导出 5 行：载体.csv"]
    assert len((tmp_path / "载体.csv").read_text("utf-8-sig").splitlines()) == 6


# --- 绝密 ------------------------------------------------------------------------------------------------------------


def test_a_top_secret_title_is_shown_once_the_row_is_opened_and_that_is_an_entry(office: Office, build: Any, hands: Hands, qtbot: Any) -> None:
    register(office, ["000001"], level="TOP_SECRET", term_amount=20, reason="代管一份", title="极密的标题")
    page = build()
    assert page.pane._title.text() == "（绝密件，标题隐去）"
    assert buttons(page) == ["移位", "看标题", "更多"]
    before = office.read.head().number
    hands.key(Key.Key_Down)
    hands.enter()
    qtbot.waitUntil(lambda: page.pane._title.text() == "极密的标题")
    assert office.read.head().act == "look_at"
    assert office.read.head().number == before + 1
    page.refresh()
    page._row_soon.ask()
    qtbot.waitUntil(lambda: quiet(page) and page.pane._title.text() == "极密的标题")
    assert office.read.head().number == before + 1


def test_a_top_secret_title_is_masked_in_list_search_and_history(office: Office, build: Any, qtbot: Any) -> None:
    register(office, ["000001"], level="TOP_SECRET", term_amount=20, reason="代管一份", title="极密的标题")
    page = build()
    title = next(index for index, column in enumerate(page.model.columns) if column.name == "title")
    assert "极密" not in str(page.model.data(page.model.index(0, title)))
    page.open(text="极密")
    qtbot.waitUntil(lambda: quiet(page) and page.model.rowCount() == 0)
    page.open(text="2026-000001")
    qtbot.waitUntil(lambda: quiet(page) and page.model.rowCount() == 1)
    said: list[str] = []

    def look() -> None:
        said.extend(label.text() for label in dialog(HistoryDialog).findChildren(QLabel))
        dialog(HistoryDialog).reject()

    robot = Robot()
    robot.step(lambda: page.card is not None, page.show_history)
    robot.step(lambda: in_front(HistoryDialog), look)
    robot.run(qtbot, lambda: dialog() is None)
    assert said
    assert not any("极密" in words for words in said)


# --- refusals, words, freeing ---------------------------------------------------------------------------------------


def test_a_rule_that_blocks_is_said_in_the_dialog_and_nothing_is_written(office: Office, build: Any, hands: Hands, qtbot: Any) -> None:
    _shelf, first, _second = two_documents(office)
    lend(office, first[:1], add_person(office))
    page = build()
    page.open(carrier=first[0])
    calm(qtbot, page)
    before = office.read.head().number
    said: list[str] = []

    def look() -> None:
        said.append(dialog(EditDialog).rest.text())
        assert not dialog(EditDialog).save_button.isEnabled()
        dialog(EditDialog).reject()

    robot = Robot()
    robot.step(lambda: True, lambda: page.act("shelve"))
    robot.step(lambda: dialog(EditDialog), lambda: dialog(EditDialog).form.boxes["shelf_id"].editor.choose_row(1, "1号柜 1层"))
    robot.step(lambda: page.tasks.idle and dialog(EditDialog).rest.text(), look)
    robot.run(qtbot, lambda: dialog() is None)
    assert "先归还" in said[0]
    assert office.read.head().number == before


def test_the_menu_offers_everything_else(office: Office, build: Any) -> None:
    two_documents(office)
    page = build()
    menu: QMenu = page._menu(page.card)
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert words == ["登记清退要求…", "列入销毁…", "列入移交…", "更正文件（2 份随之改）…", "补登份数…", "更正这一份…", "打印标签…", "作废…", "历史　Ctrl+H"]
    menu.deleteLater()


def test_what_left_is_shown_with_its_end_and_takes_no_more(office: Office, build: Any, qtbot: Any) -> None:
    _shelf, first, _second = two_documents(office)
    office.perform("demand_recall", carrier_ids=first[:1], notice="电话")
    office.perform("return_to_issuer", carrier_ids=first[:1], list_number="〔2026〕清退3号", received_by="张三", approved_by="王局")
    page = build()
    page.open(carrier=first[0])
    calm(qtbot, page)
    qtbot.waitUntil(lambda: page.card is not None and page.card.id == first[0])
    facts = {str(name): str(value) for name, value in page.card.facts}
    assert str(page.card.standing.title) == "2026-11-23 已清退" and "〔2026〕清退3号" in str(page.card.standing.sentence)
    assert "应在位置" not in facts and "清退要求" not in facts
    assert facts["保密到期"] == "2036-11-10"  # and no countdown
    menu: QMenu = page._menu(page.card)
    lines = {action.text(): action.isEnabled() for action in menu.actions() if not action.isSeparator()}
    assert lines == {
        "已经清退给发文机关：登记到此为止": False, "更正文件（3 份随之改）…": True, "补登份数…": True, "更正这一份…": False,
        "打印标签…": False, "作废…": False, "历史　Ctrl+H": True,
    }  # fmt: skip
    menu.deleteLater()


def test_a_lent_copy_says_why_it_cannot_be_voided(office: Office, build: Any, qtbot: Any) -> None:
    _shelf, first, _second = two_documents(office)
    lend(office, first[:1], add_person(office))
    page = build()
    page.open(carrier=first[0])
    qtbot.waitUntil(lambda: page.card is not None and page.card.id == first[0])
    menu: QMenu = page._menu(page.card)
    lines = {action.text(): action.isEnabled() for action in menu.actions() if not action.isSeparator()}
    assert lines["作废…　（有未了借阅：先归还）"] is False
    assert lines["更正这一份…"] and lines["打印标签…"]
    menu.deleteLater()


def test_every_control_has_a_name_and_the_page_is_freed(office: Office, build: Any, qtbot: Any) -> None:
    two_documents(office)
    page = build()
    assert unnamed(page) == []
    window = page.window()
    window.close()
    qtbot.waitUntil(lambda: page.tasks.idle)
    window._stack.removeWidget(page)
    page.deleteLater()
    qtbot.waitUntil(lambda: not isValid(page))


def test_the_page_speaks_english(office: Office, build: Any, english: Look) -> None:
    two_documents(office)
    page = build()
    assert page._title.text() == "Register"
    assert buttons(page)[0] == "Lend"
