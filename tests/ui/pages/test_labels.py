"""The page of labels: what is chosen, the sheet that is seen, the print that is noted."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from models.domain.errors import UserError
from models.domain.text import T
from models.services import labels, print_room, printers
from models.services.office import Office
from tests.services.test_register import furnish, register
from tests.ui.conftest import Clock
from tests.ui.helpers import show, unnamed
from tests.ui.pages.keys import ALT, CTRL, Hands
from tests.ui.pages.world import World, free
from ui.pages.labels.page import LabelsPage
from ui.scanning import ScanRouter
from ui.sound import ATTENTION, MATCHED, UNKNOWN
from ui.tasks import Tasks
from ui.theme.look import Look

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Spooler:
    """The system's printers: `fails` makes it refuse what it is sent."""

    def __init__(self) -> None:
        self.printers = ["HP-M405", "Lenovo"]
        self.sent: list[tuple[str, bytes]] = []
        self.fails = False
        self.free = Event()
        self.free.set()

    def list(self) -> list[str]:
        return self.printers

    def send(self, pdf: bytes, printer: str, copies: int) -> str:
        assert self.free.wait(60)
        if self.fails:
            text = T("error", "打印机 {printer} 没有接收这份表单。", printer=printer)
            raise UserError("PRINTER_REFUSED", text, T("error", "没有打印标签。"), T("error", "没有打印标签。"))
        self.sent.append((printer, pdf))
        return "SENT"


@pytest.fixture
def spooler(monkeypatch: pytest.MonkeyPatch) -> Spooler:
    made = Spooler()
    monkeypatch.setattr(print_room, "list_printers", made.list)
    monkeypatch.setattr(printers, "send_to_printer", made.send)
    return made


@pytest.fixture
def hands(clock: Clock) -> Hands:
    return Hands(clock)


@pytest.fixture
def world(office: Office, look: Look, tasks: Tasks, router: ScanRouter) -> World:
    furnish(office)
    register(office, ["000001", "000002", "000003"], 1)
    return World(office, look, tasks, router)


@pytest.fixture
def page(qtbot: Any, world: World, spooler: Spooler) -> Iterator[LabelsPage]:
    window = world.window("labels", T("labels", "标签"), lambda: LabelsPage(world.context()), "printer")
    show(qtbot, window, 1366, 768)
    made = window.go("labels")
    assert isinstance(made, LabelsPage)
    qtbot.waitUntil(lambda: world.tasks.idle and bool(made.form.printer))
    yield made
    qtbot.waitUntil(lambda: world.tasks.idle)
    world.errors.none_left()


def foot(page: LabelsPage) -> str:
    return str(page._foot._texts.accessibleName())


def drawn(qtbot: Any, page: LabelsPage, pages: int = 1) -> None:
    qtbot.waitUntil(lambda: page.tasks.idle and page.view.pages == pages, timeout=20_000)


def value(page: LabelsPage, name: str) -> Any:
    return page.form.boxes[name].editor.value()


def test_in_a_low_window_the_button_stays_in_sight(qtbot: Any, page: LabelsPage) -> None:
    page.window().resize(1366, 640)
    page.open(carriers=[1, 2, 3])
    drawn(qtbot, page)
    button = page.print_button
    assert button.visibleRegion().boundingRect().height() == button.height()


def test_without_a_choice_it_says_so(page: LabelsPage) -> None:
    assert page.stack.currentWidget() is page.empty
    assert not page.print_button.isEnabled() and "还没有选" in foot(page)
    assert "未打标签 3 份" in page.unlabelled_button.accessibleName()


def test_what_another_page_sends_is_seen_printed_and_noted(qtbot: Any, page: LabelsPage, spooler: Spooler, hands: Hands) -> None:
    page.open(carriers=[1, 2])
    drawn(qtbot, page)
    assert page.view._image is not None and not page.view._image.isNull()
    assert page.print_button.isEnabled()
    hands.key(Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: bool(spooler.sent) and page.tasks.idle)
    assert spooler.sent[0][0] == "HP-M405" and spooler.sent[0][1].startswith(b"%PDF")
    assert [row["label_printed"] for row in page.office.read.get_many("carriers", [1, 2, 3])] == [1, 1, None]
    assert "2 枚已送打印机，BQ-2026-0001" in foot(page) and "从第 3 枚起" in foot(page)
    assert value(page, "start") == 3 and not page.carriers
    qtbot.waitUntil(lambda: "未打标签 1 份" in page.unlabelled_button.accessibleName())


def test_what_is_too_much_for_one_print_waits_for_the_next(
    qtbot: Any, page: LabelsPage, spooler: Spooler, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(labels, "MOST", 2)
    page.open(carriers=[1, 2, 3], back="intake")
    drawn(qtbot, page)
    assert page.print_button.accessibleName() == "打印 2 枚"
    assert "一次打 2 枚" in page._paper.text()
    page.print_page()
    qtbot.waitUntil(lambda: page.carriers == [3] and page.tasks.idle)
    assert page.escape() and world.went == [("intake", {})]
    drawn(qtbot, page)


def test_a_spooler_that_hangs_keeps_no_act_waiting(qtbot: Any, page: LabelsPage, spooler: Spooler) -> None:
    page.open(carriers=[1])
    drawn(qtbot, page)
    spooler.free.clear()
    done: list[Any] = []
    try:
        page.print_page()
        qtbot.waitUntil(lambda: [row["outcome"] for row in page.office.read.find("prints")] == ["STARTED"])
        values = {"name": "办公室", "kind": "DEPARTMENT"}
        page.tasks.write(lambda: page.office.perform("add_row", ledger="units", values=values), done.append)
        qtbot.waitUntil(lambda: bool(done))
        assert not spooler.sent and not page.print_button.isEnabled()
    finally:
        spooler.free.set()
    qtbot.waitUntil(lambda: page.tasks.idle and not page.carriers)
    assert page.office.read.find("prints")[0]["outcome"] == "SENT"


def test_a_printer_that_refuses_leaves_the_choice(qtbot: Any, page: LabelsPage, spooler: Spooler, world: World) -> None:
    page.tasks._present = world.errors
    spooler.fails = True
    page.open(carriers=[1])
    drawn(qtbot, page)
    page.print_page()
    qtbot.waitUntil(lambda: bool(world.errors.seen) and page.tasks.idle)
    error = world.errors.take()
    assert isinstance(error, UserError) and error.code == "PRINTER_REFUSED"
    assert page.carriers == [1] and page.print_button.isEnabled()
    assert page.office.read.find("prints")[0]["outcome"] == "FAILED"


def test_scans_add_labels_and_the_wrong_thing_is_named(qtbot: Any, page: LabelsPage, world: World, hands: Hands) -> None:
    for code in ("2026000002", "S00001", "2026000002", "hello123"):
        hands.scan(code)
        qtbot.waitUntil(lambda: page.tasks.idle)
    assert (page.carriers, page.shelves) == ([2], [1])
    assert world.played == [MATCHED, MATCHED, ATTENTION, UNKNOWN]
    assert "不认得 hello123" in foot(page)
    drawn(qtbot, page)


def test_keys_add_what_has_no_label_and_all_shelves(qtbot: Any, page: LabelsPage, hands: Hands) -> None:
    hands.key(Qt.Key.Key_U, ALT)
    hands.key(Qt.Key.Key_G, ALT)
    assert (page.carriers, page.shelves) == ([3, 2, 1], [1])
    drawn(qtbot, page)


def test_a_sheet_fills_the_eight_numbers_and_a_changed_one_makes_it_own(qtbot: Any, page: LabelsPage) -> None:
    page.form.boxes["kind"].editor.set_value("65")
    assert page.form.measures() == (5, 13, 38.1, 21.2, 4.75, 10.7, 2.5, 0)
    page.form.boxes["left"].editor.line.setText("5")
    assert value(page, "kind") == "OWN"
    page.form.boxes["left"].editor.line.setText("4.75")
    assert value(page, "kind") == "65"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [("width", "90", "排不下"), ("height", "abc", "如 2.5"), ("start", "34", "1 到 33"), ("rows", "0", "1 以上")],
)
def test_wrong_numbers_are_said_and_nothing_is_printed(qtbot: Any, page: LabelsPage, name: str, text: str,
                                                       words: str) -> None:  # fmt: skip
    page.open(carriers=[1])
    drawn(qtbot, page)
    page.form.boxes[name].editor.line.setText(text)
    assert words in foot(page) and not page.print_button.isEnabled()
    page.print_page()
    assert not page.office.read.find("prints")
    qtbot.waitUntil(lambda: page.view.pages == 0)


def test_a_label_too_small_for_its_code_is_said(qtbot: Any, page: LabelsPage) -> None:
    page.open(carriers=[1])
    drawn(qtbot, page)
    page.form.fill({"columns": 4, "rows": 10, "width": 45.0, "height": 12.0, "left": 2.0, "top": 5.0, "gap_x": 1.0, "gap_y": 1.0})
    page._changed()
    qtbot.waitUntil(lambda: "标签太小" in foot(page))
    assert not page.print_button.isEnabled()


def test_a_click_on_the_sheet_says_where_to_start(qtbot: Any, page: LabelsPage) -> None:
    page.open(carriers=[1, 2])
    drawn(qtbot, page)
    box = page.view.paper()
    scale = box.width() / 210
    place = box.topLeft().toPoint()
    place.setX(place.x() + round(105 * scale))
    place.setY(place.y() + round((8.8 + 25.4 * 2.5) * scale))
    QTest.mouseClick(page.view, Qt.MouseButton.LeftButton, pos=place)
    assert value(page, "start") == 8
    assert page.form.at(1, 1) is None


def test_more_sheets_are_turned_by_keys(qtbot: Any, page: LabelsPage, hands: Hands) -> None:
    page.form.boxes["start"].editor.set_value(33)
    page.open(carriers=[1, 2, 3])
    drawn(qtbot, page, pages=2)
    hands.key(Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: page.view.page == 1 and page.tasks.idle)
    hands.key(Qt.Key.Key_PageDown)
    assert page.view.page == 1
    hands.key(Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: page.view.page == 0)


def test_the_offset_belongs_to_printer_and_tray(qtbot: Any, page: LabelsPage, spooler: Spooler, hands: Hands) -> None:
    page.form.boxes["offset_x"].editor.line.setText("1.5")
    hands.key(Qt.Key.Key_J, ALT)
    qtbot.waitUntil(lambda: bool(spooler.sent) and page.tasks.idle)
    assert page.office.read.find("prints")[0]["form"] == labels.CALIBRATION
    assert "校准页已送打印机" in foot(page)
    page.form.boxes["offset_x"].editor.line.setText("0")
    page.form.boxes["printer"].editor.set_value("Lenovo")
    assert value(page, "offset_x") == 0
    page.form.boxes["printer"].editor.set_value("HP-M405")
    assert value(page, "offset_x") == 1.5


def test_without_a_printer_it_says_so(qtbot: Any, page: LabelsPage, spooler: Spooler) -> None:
    spooler.printers = []
    page.open(carriers=[1])
    page.entered()
    qtbot.waitUntil(lambda: "没有找到打印机" in foot(page), timeout=20_000)
    assert not page.print_button.isEnabled() and not page.test_button.isEnabled()
    drawn(qtbot, page)


def test_every_control_has_a_name_and_the_page_is_freed(
    qtbot: Any, page: LabelsPage, request: pytest.FixtureRequest
) -> None:
    window = page.window()
    assert unnamed(window) == []
    assert QApplication.focusWidget() is page.form.boxes["kind"].editor.control
    free(request, window)
    qtbot.waitUntil(lambda: not isValid(page))


def test_it_opens_in_english(qtbot: Any, english: Look, world: World, spooler: Spooler) -> None:
    window = world.window("labels", T("labels", "标签"), lambda: LabelsPage(world.context()), "printer")
    show(qtbot, window, 1366, 768)
    page = window.go("labels")
    assert isinstance(page, LabelsPage)
    qtbot.waitUntil(lambda: world.tasks.idle)
    assert page.print_button.accessibleName() == "Print"
    assert "No carrier or shelf is chosen" in foot(page)
