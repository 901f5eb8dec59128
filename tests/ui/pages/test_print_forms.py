"""The print preview over F1, F3 and G03: prints as acts, reasons and copies, and what a production vault withholds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from shiboken6 import isValid

from models.domain.errors import UserError
from models.domain.text import T
from models.services import print_room, printers
from models.services.office import Office
from tests.services.processes import Place, make_place
from tests.ui.conftest import Clock
from tests.ui.helpers import show, unnamed
from tests.ui.pages.keys import CTRL, Hands
from tests.ui.pages.world import World, free
from ui.pages.print_preview.page import PRINTER, PrintPreviewPage
from ui.scanning import ScanRouter
from ui.tasks import Tasks
from ui.theme.look import Look

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
YEAR = 2026
PATIENCE = 20_000  # ms that laying out and drawing a form may take at most


class Spooler:
    """The system's printers and what they were sent."""

    def __init__(self) -> None:
        self.printers = ["HP-M405", "Lenovo"]
        self.sent: list[tuple[str, bytes, int]] = []

    def list(self) -> list[str]:
        return self.printers

    def send(self, pdf: bytes, printer: str, copies: int) -> str:
        self.sent.append((printer, pdf, copies))
        return "SENT"


@dataclass
class Stage:
    """A vault with a destruction batch and a hand-over, and the preview in a window."""

    qtbot: Any
    world: World
    spooler: Spooler
    batch: int
    handover: int

    @property
    def office(self) -> Office:
        return self.world.office

    def page(self, form: str, record: int, **more: Any) -> PrintPreviewPage:
        page = self.empty()
        page.open(form=form, record=record, **more)
        self.wait(lambda: page._sheets is not None and page.view._paper.image is not None)
        return page

    def empty(self) -> PrintPreviewPage:
        context = self.world.context()
        self.window = self.world.window("print", T("page", "打印预览"), lambda: PrintPreviewPage(context), "printer")
        show(self.qtbot, self.window, 1366, 768)
        page = self.window.go("print")
        assert isinstance(page, PrintPreviewPage)
        self.wait(lambda: page.choices.printer.count() > 0)
        return page

    def wait(self, until: Callable[[], bool] = lambda: True) -> None:
        self.qtbot.waitUntil(lambda: self.world.tasks.idle and until(), timeout=PATIENCE)

    def prints(self) -> list[dict[str, Any]]:
        return self.office.read.find("prints")


@pytest.fixture
def spooler(monkeypatch: pytest.MonkeyPatch) -> Spooler:
    made = Spooler()
    monkeypatch.setattr(print_room, "list_printers", made.list)
    monkeypatch.setattr(printers, "send_to_printer", made.send)
    return made


@pytest.fixture
def stage(qtbot: Any, office: Office, look: Look, tasks: Tasks, router: ScanRouter, spooler: Spooler) -> Iterator[Stage]:
    place = make_place(office)
    place.furnish()
    carriers = place.carriers(4, place.shelves[0])
    world = World(office, look, tasks, router)
    made = Stage(qtbot, world, spooler, listed(place, carriers[:2]), handed_over(place, carriers[2:]))
    yield made
    made.wait()
    world.errors.none_left()


@pytest.fixture
def hands(clock: Clock) -> Hands:
    return Hands(clock)


def listed(place: Place, carriers: list[int]) -> int:
    header = {
        "cause": "EXPIRED,NO_VALUE", "route": "SENT", "facility": "市涉密载体销毁中心", "place": "一车间",
        "planned_on": "2026-11-24", "phone": "8301",
    }  # fmt: skip
    done = place.office.perform(
        "list_for_destruction", carrier_ids=carriers, header=header, reviewed=carriers, reason="期满，无保存价值"
    )
    return int(done.result)


def handed_over(place: Place, carriers: list[int]) -> int:
    people = place.people
    header = {"kind": "CLERK_CHANGE", "cause": "CHANGE_OF_POST", "transferor_id": people["周敏"],
              "receiver_id": people["刘洋"], "witness_id": people["王建国"]}  # fmt: skip
    return int(place.office.perform("list_for_hand_over", carrier_ids=carriers, header=header, reason="交接").result)


def foot(page: PrintPreviewPage) -> str:
    return str(page._foot._texts.accessibleName())


def payload(office: Office, entry: int) -> str:
    """What the journal keeps of an entry."""
    return str(office.vault.store.own.scalar("SELECT payload FROM entry WHERE number = ?", (entry,)).decode())


def settled(page: PrintPreviewPage) -> bool:
    """The outcome of the print stands there, and the form is laid out again."""
    return page.choices.outcome.isVisibleTo(page.choices) and page._sheets is not None


@pytest.mark.parametrize(
    ("form", "prefix", "title"),
    [("F1", "XS-", "销毁审批表"), ("F3", "YJ-", "移交清单"), ("G03", "", "总台账")],
)
def test_it_opens_a_form_and_shows_its_pages(stage: Stage, form: str, prefix: str, title: str) -> None:
    record = {"F1": stage.batch, "F3": stage.handover}.get(form, YEAR)
    page = stage.page(form, record)
    sheets = page._sheets
    assert sheets is not None and sheets.pdf.startswith(b"%PDF") and sheets.number.startswith(prefix)
    assert page.strip.pages.rowCount() == sheets.pages >= 1
    assert f"第 1 页，共 {sheets.pages} 页" in foot(page)
    assert title in page.choices.title.text() and sheets.number in page.choices.what.text()
    image = page.view._paper.image
    assert image is not None and image.width() > 400
    assert not stage.prints(), "a preview is no act"
    assert page.choices.print_button.isEnabled() and page.choices.save_button.isEnabled()
    assert page.choices.fixes.isVisibleTo(page.choices) == (form == "G03")


def test_the_page_says_the_entry_its_print_then_gets(stage: Stage) -> None:
    page = stage.page("F1", stage.batch)
    sheets = page._sheets
    assert sheets is not None and sheets.entry == stage.office.read.head().number + 1
    page.print_page()
    stage.wait(lambda: settled(page))
    assert '"act":"print_form"' in payload(stage.office, sheets.entry)


def test_saving_writes_a_pdf_and_is_a_journalled_print(stage: Stage, tmp_path: Path) -> None:
    page = stage.page("F1", stage.batch)
    before = stage.office.read.head().number
    page.save_to(tmp_path / "F1.pdf")
    stage.wait(lambda: settled(page))
    assert (tmp_path / "F1.pdf").read_bytes().startswith(b"%PDF")
    (row,) = stage.prints()
    assert (row["form"], row["outcome"], row["record"]) == ("F1", "SAVED", stage.batch)
    assert stage.office.read.head().number == before + 2  # the print and its outcome
    assert "F1.pdf" in page.choices.outcome.accessibleName()


def test_keys_print_to_the_chosen_printer_in_copies(stage: Stage, hands: Hands) -> None:
    page = stage.page("F3", stage.handover)
    page.choices.printer.set_code("Lenovo")
    page.choices.copies.setText("3")
    hands.key(Qt.Key.Key_P, CTRL)
    stage.wait(lambda: settled(page))
    ((printer, pdf, copies),) = stage.spooler.sent
    assert (printer, copies) == ("Lenovo", 3) and pdf.startswith(b"%PDF")
    (row,) = stage.prints()
    assert (row["outcome"], row["copies"], row["printer"]) == ("SENT", 3, "Lenovo")
    assert stage.world.preferences.get(PRINTER) == "Lenovo"


def test_a_second_print_needs_a_reason(stage: Stage, tmp_path: Path) -> None:
    page = stage.page("F1", stage.batch)
    assert not page.choices.reason.isEnabled()
    page.save_to(tmp_path / "first.pdf")
    stage.wait(lambda: settled(page))
    assert not page.choices.print_button.isEnabled() and not page.choices.save_button.isEnabled()
    assert "写明重打理由" in foot(page) and page.choices.reason.isEnabled()
    page.print_page()
    assert len(stage.prints()) == 1 and not stage.spooler.sent
    page.choices.reason.setFocus()
    page.choices.reason.insert("卡纸，第一张作废")
    page.choices.reason.textEdited.emit(page.choices.reason.text())
    assert page.choices.print_button.isEnabled() and page.choices.save_button.isEnabled()
    assert "写明重打理由" not in foot(page)
    before = stage.office.read.head().number
    page.print_page()
    stage.wait(lambda: len(stage.prints()) == 2 and settled(page))
    assert "卡纸，第一张作废" in payload(stage.office, before + 1)
    assert page.choices.reason.text() == "" and not page.choices.print_button.isEnabled()


@pytest.mark.parametrize("copies", ["0", "100", "", "二", "-1"])
def test_wrong_copies_are_said_and_nothing_is_printed(stage: Stage, hands: Hands, copies: str) -> None:
    page = stage.page("F1", stage.batch)
    page.choices.copies.setFocus()
    page.choices.copies.selectAll()
    hands.key(Qt.Key.Key_Delete)
    hands.write(copies)
    assert page.choices.copies.text() == copies
    assert not page.choices.print_button.isEnabled() and "份数请填 1 至 99" in foot(page)
    page.print_page()
    stage.wait()
    assert not stage.prints()
    page.choices.copies.selectAll()
    hands.write("2")
    assert page.choices.print_button.isEnabled()




def test_a_production_vault_withholds_the_file(stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(type(stage.office.vault), "is_training", property(lambda vault: False))
    page = stage.page("F1", stage.batch)
    assert page.choices.print_button.isEnabled() and not page.choices.save_button.isEnabled()
    assert "正式库的表单不能存为明文文件" in page.choices.save_button.toolTip()
    stage.world.tasks._present = stage.world.errors
    page.save_to(tmp_path / "F1.pdf")
    stage.wait(lambda: bool(stage.world.errors.seen))
    error = stage.world.errors.take()
    assert isinstance(error, UserError) and error.code == "EXPORT_NEEDS_APPROVAL"
    assert not (tmp_path / "F1.pdf").exists() and not stage.prints()


def test_escape_leads_back_to_where_it_was_asked_for(stage: Stage, hands: Hands) -> None:
    stage.page("F3", stage.handover, back="handover_record")
    hands.key(Qt.Key.Key_Escape)
    assert stage.world.went == [("handover_record", {})]




def test_every_control_is_named_in_english_and_the_page_is_freed(
    stage: Stage, english: Look, request: pytest.FixtureRequest
) -> None:
    stage.world.look = english
    page = stage.page("F1", stage.batch)
    assert unnamed(stage.window) == []
    assert page.choices.print_button.accessibleName() == "Print"
    free(request, stage.window)
    stage.wait(lambda: not isValid(page))
