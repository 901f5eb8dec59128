"""打印预览 over a real vault: the real file and its pages, the choices, printing as an act, failures, saving."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from models.domain.text import T
from models.services import print_room, printers
from models.services.office import Office
from tests.services.test_register import furnish, register
from tests.ui.conftest import Clock
from tests.ui.helpers import show, unnamed
from tests.ui.pages.keys import CTRL, Hands
from tests.ui.pages.world import World
from ui.pages.print_preview.page import PrintPreviewPage
from ui.scanning import ScanRouter
from ui.tasks import Tasks
from ui.theme.look import Look

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
Key = Qt.Key
VOLUME = "DB-G01"


@pytest.fixture
def hands(clock: Clock) -> Hands:
    return Hands(clock)


@pytest.fixture
def world(office: Office, look: Look, tasks: Tasks, router: ScanRouter) -> World:
    return World(office, look, tasks, router)


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bytes, str, int]]:
    """What came out of the printer P1."""
    out: list[tuple[bytes, str, int]] = []

    def send(pdf: bytes, printer: str, copies: int) -> str:
        out.append((pdf, printer, copies))
        return "SENT"

    monkeypatch.setattr(print_room, "list_printers", lambda: ["P1", "P2"])
    monkeypatch.setattr(printers, "send_to_printer", send)
    return out


@pytest.fixture
def build(qtbot: Any, world: World, paper: Any) -> Iterator[Callable[..., PrintPreviewPage]]:
    def make(form: str = VOLUME, record: int = 2026) -> PrintPreviewPage:
        window = world.window("print", T("page", "打印预览"), lambda: PrintPreviewPage(world.context()), "printer")
        show(qtbot, window, 1366, 768)
        page = window.go("print")
        assert isinstance(page, PrintPreviewPage)
        page.open(form=form, record=record, back="register")
        settled(qtbot, page)
        return page

    yield make
    world.errors.none_left()


def settled(qtbot: Any, page: PrintPreviewPage) -> None:
    qtbot.waitUntil(lambda: page.tasks.idle and not page._busy, timeout=15_000)


def ink(image: QImage | None) -> int:
    """How many of some thousand points are dark."""
    assert image is not None
    wide, tall = image.width(), image.height()
    return sum(image.pixelColor(x, y).lightness() < 128 for x in range(0, wide, 8) for y in range(0, tall, 8))


def test_the_form_is_drawn_from_the_file_that_will_be_printed(office: Office, build: Any) -> None:
    register(office, ["000012"], furnish(office))
    page = build()
    assert page.view._paper.image is not None
    assert ink(page.view._paper.image) > 20
    assert page.choices.title.text() == "DB-G01 收文登记簿全年册"
    assert "DB-2026-0001" in page.choices.what.text()
    assert page._foot._texts._whole.startswith("第 1 页，共 2 页")


def test_printing_is_announced_with_its_number_and_done_by_a_key(
    office: Office, build: Any, hands: Hands, qtbot: Any, paper: list[tuple[bytes, str, int]]
) -> None:
    register(office, ["000012"], furnish(office))
    page = build()
    entry = office.read.head().number + 1
    assert f"第 {entry} 条" in page.choices.act._sentence.text()
    page.choices.copies.setText("2")
    hands.key(Key.Key_P, CTRL)
    settled(qtbot, page)
    (row,) = office.read.find("prints")
    assert (row["outcome"], row["copies"], row["printer"], row["nth"]) == ("SENT", 2, "P1", 1)
    assert [(printer, copies) for _pdf, printer, copies in paper] == [("P1", 2)]
    assert page.choices.outcome._title.text() == "已送打印机 P1"
    assert page.context.preferences.get("print/printer") == "P1"


def test_a_spooler_that_hangs_keeps_no_act_waiting_and_the_page_is_fixed_as_it_was_drawn(
    office: Office, build: Any, qtbot: Any, paper: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    free, done = Event(), []

    def hang(pdf: bytes, printer: str, copies: int) -> str:
        assert free.wait(60)
        return "SENT"

    monkeypatch.setattr(printers, "send_to_printer", hang)
    register(office, ["000012"], furnish(office))
    page = build("G01")
    try:
        page.print_page()
        qtbot.waitUntil(lambda: [row["outcome"] for row in office.read.find("prints")] == ["STARTED"])
        page.tasks.write(lambda: register(office, ["000013"], reference_number="国办发〔2026〕15号"), done.append)
        qtbot.waitUntil(lambda: bool(done))
    finally:
        free.set()
    settled(qtbot, page)
    assert office.read.find("prints")[0]["outcome"] == "SENT"
    (fixed,) = office.read.find("register_pages")
    assert fixed["last_line"] == 1  # not the line that came while the paper was on its way


def test_a_second_print_needs_a_reason_that_the_journal_keeps(
    office: Office, build: Any, hands: Hands, qtbot: Any, paper: list[tuple[bytes, str, int]]
) -> None:
    register(office, ["000012"], furnish(office))
    page = build()
    assert not page.choices.reason.isEnabled()
    page.print_page()
    settled(qtbot, page)
    assert not page.choices.print_button.isEnabled()
    assert "重打理由" in page.choices.print_button.toolTip()
    hands.key(Key.Key_P, CTRL)
    assert len(paper) == 1
    page.choices.reason.setFocus()
    hands.write("卡纸")
    qtbot.waitUntil(page.choices.print_button.isEnabled)
    before = office.read.head().number
    page.print_page()
    settled(qtbot, page)
    payload = office.vault.store.own.scalar("SELECT payload FROM entry WHERE number = ?", (before + 1,)).decode()
    assert "卡纸" in payload
    assert len(paper) == 2


def test_pages_are_turned_by_keys_and_the_size_by_others(office: Office, build: Any, hands: Hands, qtbot: Any) -> None:
    register(office, ["000012"], furnish(office))
    page = build()
    fitting = page.view.percent
    hands.key(Key.Key_PageDown)
    settled(qtbot, page)
    assert page._foot._texts._whole.startswith("第 2 页，共 2 页")
    hands.key(Key.Key_PageDown)
    settled(qtbot, page)
    assert page._page == 1
    hands.key(Key.Key_PageUp)
    settled(qtbot, page)
    assert page._page == 0
    hands.key(Key.Key_0, CTRL)
    assert page.view.percent == fitting


def test_register_pages_are_fixed_by_printing_and_the_page_says_so_before(
    office: Office, build: Any, qtbot: Any, paper: list[tuple[bytes, str, int]]
) -> None:
    register(office, ["000012"], furnish(office), title="关于𬱖字的通知")
    page = build("G01")
    assert not page.choices.fixes.isHidden()
    assert "“𬱖”" in page.choices.fixes._sentence.text()
    assert page.choices.rare.isHidden()
    page.print_page()
    settled(qtbot, page)
    (fixed,) = office.read.find("register_pages")
    assert (fixed["register"], fixed["page"]) == ("G01", 1)
    assert len(paper) == 1


def test_rare_characters_are_named(office: Office, build: Any) -> None:
    register(office, ["000012"], furnish(office), title="关于𬱖䶮的通知")
    page = build()
    assert page.choices.rare._title.text() == "2 个生僻字已嵌入字体"
    assert "“䶮” 第 2 页" in page.choices.rare._sentence.text()


def test_a_character_that_no_font_has_is_said_and_nothing_can_be_printed(office: Office, build: Any) -> None:
    register(office, ["000012"], furnish(office), title="关于\U0001f600的通知")
    page = build()
    assert "U+1F600" in page.choices.failed._title.text()
    assert not page.choices.print_button.isEnabled()
    assert not page.choices.save_button.isEnabled()
    assert not office.read.find("prints")


def test_after_a_silent_spooler_the_page_asks_what_came_out(
    office: Office, build: Any, qtbot: Any, errors: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang(pdf: bytes, printer: str, copies: int) -> str:
        raise printers._silent(printer)

    sends = printers.send_to_printer
    register(office, ["000012"], furnish(office))
    page = build("G01")
    monkeypatch.setattr(printers, "send_to_printer", hang)
    page.print_page()
    settled(qtbot, page)
    (row,) = office.read.find("prints")
    assert row["outcome"] == "UNKNOWN" and errors.take().code == "PRINTER_SILENT"  # type: ignore[attr-defined]
    assert row["print_number"] in page.choices.unknown._title.text() and not page.choices.unknown.isHidden()
    assert not page.choices.print_button.isEnabled() and "出来" in page.choices.print_button.toolTip()
    page.choices.did_not.click()
    settled(qtbot, page)
    assert office.read.find("prints")[0]["outcome"] == "FAILED" and page.choices.unknown.isHidden()
    monkeypatch.setattr(printers, "send_to_printer", sends)
    page.choices.reason.setText("上次没有出来")
    page.print_page()
    settled(qtbot, page)
    assert [row["outcome"] for row in office.read.find("prints")] == ["FAILED", "SENT"]


def test_a_printer_that_does_not_take_it_leaves_a_failed_print(
    office: Office, build: Any, qtbot: Any, errors: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(office, ["000012"], furnish(office))
    page = build()

    def refuse(pdf: bytes, printer: str, copies: int) -> str:
        raise printers._not_taken(printer)

    monkeypatch.setattr(printers, "send_to_printer", refuse)
    page.print_page()
    settled(qtbot, page)
    assert errors.take().code == "PRINTER_REFUSED"
    assert [row["outcome"] for row in office.read.find("prints")] == ["FAILED"]


@pytest.mark.parametrize("copies", ["0", "100", "x", ""])
def test_a_strange_number_of_copies_is_marked_at_its_field(office: Office, build: Any, copies: str, hands: Hands) -> None:
    register(office, ["000012"], furnish(office))
    page = build()
    page.choices.copies.setText(copies)
    page.choices.copies.textEdited.emit(copies)
    assert not page.choices.print_button.isEnabled()
    assert page.choices.copies.property("severity") == "BLOCKS"


def test_without_a_printer_a_practice_vault_still_saves(
    office: Office, build: Any, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_room, "list_printers", list)
    register(office, ["000012"], furnish(office))
    page = build()
    assert not page.choices.print_button.isEnabled()
    assert "打印机" in page.choices.print_button.toolTip()
    page.save_to(tmp_path / "x.pdf")
    settled(qtbot, page)
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")
    assert [row["outcome"] for row in office.read.find("prints")] == ["SAVED"]


def test_a_production_vault_saves_no_clear_text(office: Office, build: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    register(office, ["000012"], furnish(office))
    monkeypatch.setattr(type(office.vault), "is_training", property(lambda vault: False))
    page = build()
    assert not page.choices.save_button.isEnabled()
    assert page.choices.print_button.isEnabled()


def test_escape_leads_back(office: Office, build: Any, hands: Hands, world: World) -> None:
    register(office, ["000012"], furnish(office))
    build()
    hands.key(Key.Key_Escape)
    assert world.went == [("register", {})]


def test_every_control_has_a_name_and_the_page_is_freed(office: Office, build: Any, qtbot: Any) -> None:
    register(office, ["000012"], furnish(office))
    page = build()
    assert unnamed(page) == []
    assert QApplication.focusWidget() is not None
    page.window()._stack.removeWidget(page)
    page.deleteLater()
    qtbot.waitUntil(lambda: not isValid(page))


def test_the_page_speaks_english(office: Office, build: Any, english: Look) -> None:
    register(office, ["000012"], furnish(office))
    page = build()
    assert page._title.text() == "Print preview"
    assert page.choices.print_button.text() == "Print"
