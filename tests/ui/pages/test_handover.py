"""Hand-over on the screen: choosing, three different people, packing that stops, differences, three signatures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from models.domain.text import T
from models.services import consent, handover_pages
from models.services.lists import Lists
from models.services.office import Office
from tests.services.processes import Place, make_place, paper
from tests.ui.conftest import Clock
from tests.ui.helpers import in_dialog, show, unnamed
from tests.ui.pages.keys import ALT, CTRL, Hands
from tests.ui.pages.world import World, free
from ui.pages.handover.difference_dialog import DifferenceDialog
from ui.pages.handover.list_page import ListPage
from ui.pages.handover.pack_page import PackPage
from ui.pages.handover.page import HandoverPage
from ui.pages.handover.record_page import RecordPage
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
ROLES = (("transferor", "周敏"), ("receiver", "刘洋"), ("hand_over_witness", "王建国"))


@dataclass
class Stage:
    """A vault with carriers on two cabinets, and the window of one page at a time."""

    qtbot: Any
    world: World
    place: Place
    here: list[int]
    lent: int
    other: int

    @property
    def office(self) -> Office:
        return self.world.office

    def page(self, kind: Callable[..., Page], **arguments: Any) -> Any:
        context = self.world.context(Lists(self.office))
        self.window = self.world.window("page", T("page", "移交"), lambda: kind(context), "handover")
        show(self.qtbot, self.window, 1366, 768)
        made: Any = self.window.go("page")
        if arguments:
            made.open(**arguments)
        self.wait()
        return made

    def wait(self, until: Callable[[], bool] = lambda: True) -> None:
        self.qtbot.waitUntil(lambda: self.world.tasks.idle and until())

    def number(self, carrier: int) -> str:
        return self.place.number(carrier)

    def header(self, **more: Any) -> dict[str, Any]:
        people = self.place.people
        return {"kind": "CLERK_CHANGE", "cause": "CHANGE_OF_POST", "transferor_id": people["周敏"],
                "receiver_id": people["刘洋"], "witness_id": people["王建国"], **more}  # fmt: skip

    def listed(self, carriers: list[int]) -> int:
        done = self.office.perform("list_for_hand_over", carrier_ids=carriers, header=self.header(), reason="交接")
        return int(done.result)

    def packing(self, carriers: list[int]) -> int:
        handover = self.listed(carriers)
        self.office.perform("start_packing", handover_id=handover)
        return handover

    def packed(self, carriers: list[int]) -> int:
        handover = self.packing(carriers)
        for carrier in carriers:
            self.office.perform("pack", handover_id=handover, code=self.number(carrier))
        self.office.perform("finish_packing", handover_id=handover)
        return handover

    def row(self, handover: int) -> dict[str, Any]:
        return self.office.read.get("handovers", handover) or {}


@pytest.fixture
def stage(qtbot: Any, office: Office, look: Look, tasks: Tasks, router: ScanRouter) -> Iterator[Stage]:
    place = make_place(office)
    place.furnish(cabinets=2)
    consent.give(office, consent.PRACTICE_WORDS)
    carriers = place.carriers(4, place.shelves[0])
    (other,) = place.carriers(1, place.shelves[2])
    place.lend(carriers[3], "李淑芬")
    world = World(office, look, tasks, router)
    yield Stage(qtbot, world, place, carriers[:3], carriers[3], other)
    world.errors.none_left()


@pytest.fixture
def hands(clock: Clock) -> Hands:
    return Hands(clock)


def cells(page: Any, key: int) -> str:
    row = next(row for row in page.table.cells.rows if row.key == key)
    return " ".join(page.table.cells.words(cell) for cell in row.cells)


def said(page: PackPage) -> str:
    return f"{page.verdict.accessibleName()} {page.verdict.accessibleDescription()}"


class TestChoosing:
    def test_the_list_shows_who_gives_to_whom_and_opens(self, stage: Stage, hands: Hands) -> None:
        handover = stage.packing(stage.here[:1])
        page = stage.page(HandoverPage)
        assert "周敏 → 刘洋" in cells(page, handover) and "王建国" in cells(page, handover)
        hands.enter()
        assert stage.world.went == [("handover_pack", {"handover": handover})]

    def test_a_cabinet_is_chosen_whole_and_what_is_out_goes_by_the_book(self, stage: Stage, hands: Hands) -> None:
        page = stage.page(ListPage, carriers=[])
        assert page.empty.isVisible() and not page.go_button.isEnabled()
        page.sources.kind.set_code("cabinet")
        page.sources.links["cabinet"].set_value(stage.place.cabinets[0])
        stage.wait(lambda: len(page.table.cells.rows) >= 3)
        assert "可移交" in cells(page, stage.here[0])
        hands.key(Qt.Key.Key_A, ALT)
        assert set(stage.here) <= page.chosen and stage.other not in page.chosen
        page.sources.kind.set_code("holder")
        page.sources.links["holder"].set_value(stage.place.people["李淑芬"])
        stage.wait(lambda: [row.key for row in page.table.cells.rows] == [stage.lent])
        assert "随账移交" in cells(page, stage.lent)

    def test_three_different_people_or_it_is_not_listed(self, stage: Stage, hands: Hands) -> None:
        page = stage.page(ListPage, carriers=stage.here)

        def fill(dialog: FieldsDialog) -> None:
            boxes, people = dialog.form.boxes, stage.place.people
            assert boxes["transferor_id"].editor.value() == people["周敏"]
            boxes["receiver_id"].editor.set_value(people["刘洋"])
            boxes["witness_id"].editor.set_value(people["刘洋"])
            stage.qtbot.waitUntil(lambda: "监交人不能是" in boxes["witness_id"].note.words())
            assert not dialog.go.isEnabled()
            boxes["witness_id"].editor.set_value(people["王建国"])
            stage.qtbot.waitUntil(dialog.go.isEnabled)
            dialog.go.click()

        in_dialog(FieldsDialog, fill)
        hands.key(Qt.Key.Key_Return, CTRL)
        stage.wait(lambda: bool(stage.world.went))
        assert stage.world.went[-1] == ("handover", {"handover": 1}) and stage.row(1)["state"] == "PACKING"
        assert page.handover_id == 1

    def test_another_unit_is_asked_for(self, stage: Stage) -> None:
        page = stage.page(ListPage, carriers=stage.here)
        unit = stage.place.add("units", name="市档案馆", kind="EXTERNAL")

        def fill(dialog: FieldsDialog) -> None:
            boxes, people = dialog.form.boxes, stage.place.people
            boxes["kind"].editor.set_value("OTHER_UNIT")
            assert not boxes["shelf_id"].isVisible()
            boxes["receiver_id"].editor.set_value(people["刘洋"])
            boxes["witness_id"].editor.set_value(people["王建国"])
            stage.qtbot.waitUntil(lambda: "选接收单位" in boxes["to_unit_id"].note.words())
            boxes["to_unit_id"].editor.set_value(unit)
            stage.qtbot.waitUntil(dialog.go.isEnabled)
            dialog.go.click()

        in_dialog(FieldsDialog, fill)
        page.lister.save()
        stage.wait(lambda: page.handover_id is not None and page.view is not None)
        assert stage.row(1)["to_unit_id"] == unit

    def test_scans_choose_and_a_listed_one_elsewhere_is_locked(self, stage: Stage, hands: Hands) -> None:
        stage.listed([stage.other])
        page = stage.page(ListPage, carriers=[])
        for code in (stage.number(stage.here[0]), stage.number(stage.lent), stage.number(stage.other), "2026-999999"):
            hands.scan(code)
            stage.wait()
        assert page.chosen == {stage.here[0], stage.lent}
        assert stage.world.played == [MATCHED, ATTENTION, UNKNOWN, UNKNOWN]

    def test_a_saved_list_grows_and_shrinks(self, stage: Stage, hands: Hands) -> None:
        handover = stage.listed(stage.here[:2])
        page = stage.page(ListPage, handover=handover)
        assert page.chosen == set(stage.here[:2])
        page.toggle(stage.here[0])
        hands.scan(stage.number(stage.here[2]))
        stage.wait(lambda: stage.here[2] in page.chosen)

        def agree(dialog: FieldsDialog) -> None:
            stage.qtbot.waitUntil(dialog.go.isEnabled)
            dialog.go.click()

        in_dialog(FieldsDialog, agree)
        hands.key(Qt.Key.Key_S, CTRL)
        stage.wait(lambda: set(handover_pages.listed_ids(stage.office.read, handover)) == set(stage.here[1:]))
        assert stage.place.state(stage.here[0]) == "IN_STORE"


class TestPacking:
    @pytest.fixture
    def page(self, stage: Stage) -> PackPage:
        made: PackPage = stage.page(PackPage, handover=stage.packing(stage.here))
        stage.wait(lambda: QApplication.focusWidget() is made.box)
        return made

    def test_every_item_is_scanned_and_a_surplus_stops(self, stage: Stage, page: PackPage, hands: Hands) -> None:
        hands.scan(stage.number(stage.here[0]))
        stage.wait()
        assert "相符" in said(page) and page.side.ring.accessibleDescription() == "1，共 3 件"
        hands.scan(stage.number(stage.other))
        stage.wait(lambda: page.refusal.waits)
        hands.scan(stage.number(stage.here[1]))
        stage.wait()
        assert "先写明拒收的处置" in said(page) and stage.world.played == [MATCHED, UNKNOWN, UNKNOWN]
        hands.write("误带，已放回")
        hands.key(Qt.Key.Key_1, ALT)
        stage.wait(lambda: not page.refusal.waits)
        assert not page.go_button.isEnabled()
        for carrier in stage.here[1:]:
            hands.scan(stage.number(carrier))
            stage.wait()
        assert page.go_button.isEnabled()
        hands.key(Qt.Key.Key_Return, CTRL)
        stage.wait(lambda: stage.row(1)["state"] == "PACKED")

    def test_quiet_is_kept_for_every_page_that_scans(self, stage: Stage, page: PackPage, hands: Hands) -> None:
        """A page that was made before hears of it too."""
        stage.world.preferences.set("sound.muted", True)
        hands.scan("2099-000001")
        stage.wait(lambda: page.refusal.waits)
        assert stage.world.played == []
        page.sounds.toggle()
        assert stage.world.preferences.get("sound.muted") is False

    def test_a_typed_number_asks_its_last_digits_again(self, stage: Stage, page: PackPage, hands: Hands) -> None:
        hands.write(stage.number(stage.here[1]))
        hands.enter()
        stage.wait(lambda: page.station.answers.currentWidget() is page.station.retype)
        hands.write(stage.number(stage.here[1])[-3:])
        stage.wait(lambda: page.station.answers.currentWidget() is page.station.verdict)
        assert [scan["kind"] for scan in stage.office.read.find("handover_scans")] == ["TYPED"]

    def test_undo_opens_the_line_again(self, stage: Stage, page: PackPage, hands: Hands) -> None:
        hands.scan(stage.number(stage.here[0]))
        stage.wait()
        hands.key(Qt.Key.Key_Z, CTRL)
        stage.wait(lambda: page._left == 3)
        assert "已撤销" in said(page)

    def test_a_difference_is_noted_and_goes_along_or_stays(self, stage: Stage, page: PackPage, hands: Hands) -> None:
        def note(dialog: DifferenceDialog) -> None:
            assert not dialog.go.isEnabled()
            hands.scan(stage.number(stage.here[2]))
            stage.qtbot.waitUntil(lambda: dialog.table.current_key() == stage.here[2])
            dialog.note.setText("缺第 3 页")
            dialog.stays.click()
            dialog.go.click()

        in_dialog(DifferenceDialog, note)
        hands.key(Qt.Key.Key_D, ALT)
        stage.wait(lambda: bool(stage.office.read.find("handover_items", state="LEFT_OUT")))
        item = stage.office.read.find("handover_items", state="LEFT_OUT")[0]
        assert (item["carrier_id"], item["note"]) == (stage.here[2], "缺第 3 页")

    def test_giving_up_asks_why(self, stage: Stage, page: PackPage, hands: Hands) -> None:
        in_dialog(TextDialog, lambda dialog: (dialog.field.setText("人事调整取消"), dialog._finish()))
        hands.key(Qt.Key.Key_X, ALT)
        stage.wait(lambda: stage.row(1)["state"] == "ABANDONED")
        assert {stage.place.state(carrier) for carrier in stage.here} == {"IN_STORE"}


class TestSigning:
    def test_three_sign_and_the_carriers_move(self, stage: Stage, hands: Hands) -> None:
        handover = stage.packed(stage.here)
        page = stage.page(RecordPage, handover=handover)

        def sign(dialog: SignaturesDialog) -> None:
            stage.qtbot.waitUntil(lambda: len(dialog.cards) == 3)
            for card, (role, name) in zip(dialog.cards, ROLES, strict=True):
                card.paper_given.emit(paper(role, name, "YJ-2026-0001"))
            stage.qtbot.waitUntil(dialog.go.isEnabled)
            dialog.go.click()

        in_dialog(SignaturesDialog, sign)
        hands.key(Qt.Key.Key_Return, CTRL)
        stage.wait(lambda: page.view is not None and page.view.row["state"] == "SIGNED")
        assert not page.go_button.isVisible() and len(page.table.cells.rows) == 3
        keeper = (stage.office.read.get("carriers", stage.here[0]) or {})["custodian_id"]
        assert keeper == stage.place.people["刘洋"]
        page.print_page()
        assert stage.world.went[-1] == ("print", {"form": "F3", "record": handover, "back": "handover_record"})

    def test_packing_can_go_on(self, stage: Stage, hands: Hands) -> None:
        handover = stage.packed(stage.here)
        stage.page(RecordPage, handover=handover)
        hands.key(Qt.Key.Key_R, ALT)
        stage.wait(lambda: stage.row(handover)["state"] == "PACKING")
        assert stage.world.went[-1] == ("handover", {"handover": handover})


@pytest.mark.parametrize("kind", [HandoverPage, ListPage, PackPage, RecordPage])
def test_pages_open_in_english_with_every_control_named_and_are_freed(
    stage: Stage, english: Look, request: pytest.FixtureRequest, kind: Any
) -> None:
    stage.world.look = english
    make = {ListPage: stage.listed, PackPage: stage.packing}.get(kind, stage.packed)
    handover = make(stage.here)
    page = stage.page(kind) if kind is HandoverPage else stage.page(kind, handover=handover)
    assert unnamed(page) == []
    free(request, stage.window)
    stage.wait(lambda: not isValid(page))


def test_what_a_person_keeps_is_found_through_the_cabinets(stage: Stage) -> None:
    people = stage.place.people
    stage.office.perform("amend_row", ledger="cabinets", id=stage.place.cabinets[1], values={"custodian_id": people["张伟"]})
    assert handover_pages.ids_kept_by(stage.office.read, people["张伟"]) == [stage.other]
    assert handover_pages.ids_held_by(stage.office.read, people["李淑芬"]) == [stage.lent]
