"""The counting pages over a real vault: bursts, verdicts and sounds, typing, undo, marks, ticks, paper, starting, ending."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from shiboken6 import isValid

from models.domain.count_types import Mark
from models.domain.text import T
from models.services.count_paper import PaperCode
from models.services.office import Office
from tests.services.processes import Place, make_place, refused
from tests.ui.conftest import Clock
from tests.ui.helpers import show, unnamed
from tests.ui.pages.keys import ALT, CTRL, Hands
from tests.ui.pages.world import World
from ui.ledger.edit_dialog import EditDialog
from ui.links import OfficeLinks
from ui.pages.count.desk import CountDeskPage
from ui.pages.count.page import CountPage
from ui.pages.count.paper import PaperPage
from ui.pages.count.place_dialog import PlaceDialog
from ui.pages.count.scope_part import LEDGERS, ScopePart
from ui.pages.count.start_dialog import StartDialog
from ui.pages.count.tick_dialog import TickDialog
from ui.scanning import ScanRouter
from ui.sound import ATTENTION, MATCHED, UNKNOWN
from ui.tasks import Tasks
from ui.theme.look import Look
from ui.widgets.page import Page
from ui.widgets.text_dialog import TextDialog


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


Shown = Callable[[type[Page]], Any]


@pytest.fixture
def shown(qtbot: Any, world: World) -> Shown:
    def build(kind: type[Page], **more: Any) -> Any:
        context = replace(world.context(), **more)
        window = world.window("page", T("page", "清查盘点"), lambda: kind(context), "scan")
        show(qtbot, window, 1366, 768)
        page = window.go("page")
        qtbot.waitUntil(lambda: world.tasks.idle)
        return page

    return build


@pytest.fixture
def desk(qtbot: Any, world: World, place: Place, shown: Shown) -> Callable[..., CountDeskPage]:
    """The desk of a new count of all cabinets."""

    def build(**values: Any) -> CountDeskPage:
        page = shown(CountDeskPage)
        page.open(place.start(**values))
        settled(qtbot, world)
        return page

    return build


def settled(qtbot: Any, world: World) -> None:
    qtbot.waitUntil(lambda: world.tasks.idle)


def scans(world: World) -> list[dict[str, Any]]:
    return [row for row in world.office.read.find("scans") if not row["undone"]]


def answer(kind: type[QDialog], act: Callable[[Any], None]) -> list[bool]:
    """Do something with the dialog that is about to open; the list is filled once it was done. A failure closes it."""
    done: list[bool] = []

    def look_for() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, kind) or QApplication.focusWindow() is not dialog.windowHandle():
            QTimer.singleShot(5, look_for)
            return
        try:
            act(dialog)
            done.append(True)
        except BaseException:
            dialog.reject()
            raise

    QTimer.singleShot(0, look_for)
    return done


def back(qtbot: Any, page: Page) -> None:
    """The dialog is closed: the page's window has the keys again."""
    page.window().activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is page.window().windowHandle())


def label_of(place: Place, carrier: int) -> str:
    return place.number(carrier).replace("-", "")


class TestScanning:
    def test_a_burst_of_scans_is_kept_in_order(self, qtbot: Any, world: World, place: Place, desk: Any, hands: Hands) -> None:
        carriers = place.carriers(8, place.shelves[0])
        page = desk()
        hands.scan(place.code(place.shelves[0]))
        for carrier in carriers:
            hands.scan(label_of(place, carrier))
        settled(qtbot, world)
        assert [row["carrier_id"] for row in scans(world)] == carriers
        assert {row["verdict"] for row in scans(world)} == {"MATCHED"}
        assert world.played == [MATCHED] * 9
        assert page.table.cells.rows[0].cells[2].text == place.number(carriers[-1])
        assert len(page.table.cells.rows) == 8 and page.box.text() == ""
        assert page.side.tallies.grid.tallies["MATCHED"]._value == 8
        assert page.box.side.endswith("1号柜 1层")

    def test_the_sound_comes_after_the_commit(self, qtbot: Any, world: World, place: Place, shown: Any, hands: Hands) -> None:
        (carrier,) = place.carriers(1, place.shelves[0])
        kept: list[int] = []
        page = shown(CountDeskPage, play=lambda _name: kept.append(len(world.office.read.find("scans"))))
        page.open(place.start())
        settled(qtbot, world)
        hands.scan(place.code(place.shelves[0]))
        hands.scan(label_of(place, carrier))
        settled(qtbot, world)
        assert kept[-1] == 1

    def test_what_verdicts_say(self, qtbot: Any, world: World, place: Place, desk: Any, hands: Hands) -> None:
        fine, wrong, lent = place.carriers(3, place.shelves[0])
        place.lend(lent)
        page = desk()
        for code, word, sound in (
            (place.code(place.shelves[0]), "到位", MATCHED), (label_of(place, fine), "相符", MATCHED),
            (label_of(place, fine), "重复", ATTENTION), (label_of(place, lent), "借出却在柜", ATTENTION),
            ("TS-40551", "账外", UNKNOWN), (place.code(place.shelves[2]), "到位", MATCHED),
            (label_of(place, wrong), "错位", ATTENTION),
        ):  # fmt: skip
            hands.scan(code)
            settled(qtbot, world)
            assert (page.verdict.accessibleName(), world.played[-1]) == (word, sound)
        assert "应在 1号柜 1层" in page.verdict.accessibleDescription()
        assert [row["code"] for row in scans(world)][3] == "TS-40551"
        values = {code: tally._value for code, tally in page.side.tallies.grid.tallies.items()}
        assert values == {"MATCHED": 1, "MISPLACED": 1, "UNRECORDED": 1, "OUT_BUT_HERE": 1, "MISMARKED": 0, "DAMAGED": 0,
                          "DUPLICATE": 1, "MISSING": None}  # fmt: skip
        assert (world.office.read.get("carriers", lent) or {})["state"] == "ON_LOAN"

    def test_a_level_above_the_shelf_is_said(self, qtbot: Any, world: World, place: Place, desk: Any, hands: Hands) -> None:
        (low,) = place.furnish(cabinets=1, shelves=1, limit="CONFIDENTIAL")
        (carrier,) = place.carriers(1, place.shelves[0])
        page = desk()
        hands.scan(place.code(low))
        hands.scan(label_of(place, carrier))
        settled(qtbot, world)
        assert "密级高于这一层的上限" in page.verdict.accessibleDescription()
        assert world.played[-1] == ATTENTION

    def test_without_a_shelf_nothing_is_kept_and_it_is_said(
        self, qtbot: Any, world: World, place: Place, desk: Any, hands: Hands
    ) -> None:
        carriers = place.carriers(2, place.shelves[0])
        page = desk()
        for carrier in carriers:
            hands.scan(label_of(place, carrier))
        settled(qtbot, world)
        assert page.verdict.accessibleName() == "没有记录" and "先扫柜层标签" in page.verdict.accessibleDescription()
        assert not scans(world) and world.played == [UNKNOWN, UNKNOWN]
        assert [row.cells[2].text for row in page.table.cells.rows] == [place.number(carrier) for carrier in reversed(carriers)]

    def test_codes_that_are_no_carrier_are_not_evidence(self, qtbot: Any, world: World, place: Place, desk: Any, hands: Hands) -> None:
        place.carriers(1, place.shelves[0])
        page = desk()
        hands.scan("XQ-2026-0003:0000184223:0123456789ABCDEF0123456789ABCDEF")
        settled(qtbot, world)
        assert page.verdict.accessibleName() == "没有记录" and not scans(world)

    def test_muting(self, qtbot: Any, world: World, place: Place, desk: Any, hands: Hands) -> None:
        place.carriers(1, place.shelves[0])
        _page = desk()
        hands.key(Qt.Key.Key_F7)
        hands.scan(place.code(place.shelves[0]))
        settled(qtbot, world)
        assert world.played == [] and world.preferences.values["sound.muted"] is True

    def test_it_goes_on_exactly_where_it_stopped(self, qtbot: Any, world: World, place: Place, desk: Any, hands: Hands) -> None:
        carriers = place.carriers(3, place.shelves[0])
        page = desk()
        hands.scan(place.code(place.shelves[0]))
        hands.scan(label_of(place, carriers[0]))
        settled(qtbot, world)
        hands.key(Qt.Key.Key_S, ALT)
        assert world.went == [("count", {"paused": True})]
        page.open(page.count_id)
        settled(qtbot, world)
        assert len(page.table.cells.rows) == 1 and page.box.side.endswith("1号柜 1层")
        assert page.side.tallies.grid.tallies["MATCHED"]._value == 1
        assert "已到第 1 扫" in page.verdict.accessibleName()


class TestByHand:
    def test_a_typed_number_asks_its_digits_again(self, qtbot: Any, world: World, place: Place, desk: Any, hands: Hands) -> None:
        (carrier,) = place.carriers(1, place.shelves[0])
        page = desk()
        hands.scan(place.code(place.shelves[0]))
        hands.write(place.number(carrier))
        hands.enter()
        qtbot.waitUntil(lambda: page.station.answers.currentWidget() is page.station.retype and page.station.retype.digits.hasFocus())
        assert not scans(world)
        hands.write("999")
        qtbot.waitUntil(lambda: "不一样" in page.station.retype.accessibleName())
        hands.write(place.number(carrier)[-3:])
        qtbot.waitUntil(lambda: len(scans(world)) == 1 and world.tasks.idle)
        assert scans(world)[0]["kind"] == "TYPED"
        assert page.station.answers.currentWidget() is page.station.verdict and page.verdict.accessibleName() == "相符"
        assert page.box.hasFocus()

    def test_a_typed_number_may_be_dropped(self, qtbot: Any, world: World, place: Place, desk: Any, hands: Hands) -> None:
        (carrier,) = place.carriers(1, place.shelves[0])
        page = desk()
        hands.scan(place.code(place.shelves[0]))
        hands.write(place.number(carrier))
        hands.enter()
        qtbot.waitUntil(lambda: page.station.answers.currentWidget() is page.station.retype)
        hands.key(Qt.Key.Key_Escape)
        settled(qtbot, world)
        assert page.station.answers.currentWidget() is page.station.verdict and not scans(world)

    def test_undo_by_the_empty_scan_field(self, qtbot: Any, world: World, place: Place, desk: Any, hands: Hands) -> None:
        (carrier,) = place.carriers(1, place.shelves[0])
        page = desk()
        hands.scan(place.code(place.shelves[0]))
        hands.scan(label_of(place, carrier))
        hands.scan(label_of(place, carrier))
        settled(qtbot, world)
        hands.write("20")
        hands.key(Qt.Key.Key_Z, CTRL)
        settled(qtbot, world)
        assert len(scans(world)) == 2 and page.box.text() == ""
        hands.key(Qt.Key.Key_Z, CTRL)
        settled(qtbot, world)
        assert [row["verdict"] for row in scans(world)] == ["MATCHED"] and page.verdict.accessibleName() == "已撤销"
        assert page.side.tallies.grid.tallies["DUPLICATE"]._value == 0

    def test_marks_on_one_key_and_off_again(self, qtbot: Any, world: World, place: Place, desk: Any, hands: Hands) -> None:
        (carrier,) = place.carriers(1, place.shelves[0])
        page = desk()
        hands.scan(place.code(place.shelves[0]))
        hands.scan(label_of(place, carrier))
        settled(qtbot, world)
        hands.key(Qt.Key.Key_B, ALT)
        settled(qtbot, world)
        assert scans(world)[0]["mark"] == "MISMARKED" and page.verdict.accessibleName() == "标识不符"
        assert page.side.tallies.grid.tallies["MISMARKED"]._value == 1
        hands.key(Qt.Key.Key_B, ALT)
        settled(qtbot, world)
        hands.key(Qt.Key.Key_D, ALT)
        settled(qtbot, world)
        assert scans(world)[0]["mark"] == "DAMAGED"
        hands.key(Qt.Key.Key_B, ALT)
        settled(qtbot, world)
        assert scans(world)[0]["mark"] == "MISMARKED"
        assert "由“破损”改为“标识不符”" in page.verdict.accessibleDescription()

    def test_what_is_outside_the_book_is_not_marked(self, qtbot: Any, world: World, place: Place, desk: Any, hands: Hands) -> None:
        place.carriers(1, place.shelves[0])
        (foreign,) = place.carriers(1)
        page = desk()
        hands.scan(place.code(place.shelves[0]))
        hands.scan(label_of(place, foreign))
        settled(qtbot, world)
        assert scans(world)[0]["verdict"] == "UNRECORDED"
        assert not page.marks.damaged.isEnabled() and "差异" in page.marks.damaged.toolTip()
        hands.key(Qt.Key.Key_D, ALT)
        settled(qtbot, world)
        assert scans(world)[0]["mark"] is None
        assert refused(world.office, "mark_scan", count_id=page.count_id, mark=Mark.DAMAGED) == {"NOT_MARKED_OUTSIDE"}

    def test_ticking_what_a_shelf_lacks(self, qtbot: Any, world: World, place: Place, desk: Any, hands: Hands) -> None:
        carriers = place.carriers(3, place.shelves[0])
        place.carriers(1, place.shelves[1])
        _page = desk()
        hands.scan(place.code(place.shelves[0]))
        hands.scan(label_of(place, carriers[0]))
        settled(qtbot, world)

        def tick(dialog: TickDialog) -> None:
            assert [row.key for row in dialog.table.cells.rows] == carriers[1:]
            assert not dialog.go.isEnabled()
            hands.key(Qt.Key.Key_Space)
            hands.key(Qt.Key.Key_Down)
            hands.key(Qt.Key.Key_Space)
            hands.key(Qt.Key.Key_Return, CTRL)

        done = answer(TickDialog, tick)
        hands.key(Qt.Key.Key_T, ALT)
        settled(qtbot, world)
        assert done and [(row["carrier_id"], row["kind"]) for row in scans(world)[1:]] == [
            (carrier, "TICKED") for carrier in carriers[1:]
        ]

    def test_after_coming_back_the_tick_list_is_what_the_shelf_lacks(
        self, qtbot: Any, world: World, place: Place, shown: Any, hands: Hands
    ) -> None:
        carriers = place.carriers(3, place.shelves[0])
        count = place.start()
        place.office.perform("scan", count_id=count, code=place.code(place.shelves[0]))
        page = shown(CountDeskPage)  # a new window: after a lock or a restart
        page.open(count)
        settled(qtbot, world)
        assert "还差 3 份" in page.marks.tick.text()

        def tick(dialog: TickDialog) -> None:
            assert [row.key for row in dialog.table.cells.rows] == carriers and "3" in dialog.foot_note.text()
            dialog.reject()

        done = answer(TickDialog, tick)
        hands.key(Qt.Key.Key_T, ALT)
        settled(qtbot, world)
        assert done
        back(qtbot, page)
        hands.scan(place.code(place.shelves[1]))
        for carrier in carriers:
            hands.scan(label_of(place, carrier))  # all of them on the wrong shelf: nothing is left to look for
        hands.scan(place.code(place.shelves[0]))
        settled(qtbot, world)
        assert page.marks.tick.text() == "逐份勾选"

    def test_enter_in_the_search_takes_the_place(self, qtbot: Any, world: World, place: Place, desk: Any, hands: Hands) -> None:
        place.carriers(1, place.shelves[0])
        page = desk()

        def choose(dialog: PlaceDialog) -> None:
            hands.write("2号柜 2")
            qtbot.waitUntil(lambda: [row.key.id for row in dialog.table.cells.rows] == [place.shelves[3]])
            dialog.field.setText("号柜")
            hands.enter()  # several hits: the chosen one, the first

        done = answer(PlaceDialog, choose)
        hands.key(Qt.Key.Key_F6)
        settled(qtbot, world)
        assert done and (world.office.read.get("counts", page.count_id) or {})["shelf_id"] == place.shelves[0]

    def test_a_label_scanned_over_the_place_dialog_chooses_there(
        self, qtbot: Any, world: World, place: Place, desk: Any, hands: Hands
    ) -> None:
        (carrier,) = place.carriers(1, place.shelves[0])
        page = desk()
        hands.scan(place.code(place.shelves[0]))
        settled(qtbot, world)

        def choose(dialog: PlaceDialog) -> None:
            hands.scan(label_of(place, carrier))
            qtbot.waitUntil(lambda: "不是柜层标签" in dialog.foot_note.text())
            assert dialog.isVisible() and not scans(world) and world.played[-1] == UNKNOWN
            hands.scan(place.code(place.shelves[2]))
            qtbot.waitUntil(lambda: not dialog.isVisible())

        done = answer(PlaceDialog, choose)
        hands.key(Qt.Key.Key_F6)
        settled(qtbot, world)
        assert done and (world.office.read.get("counts", page.count_id) or {})["shelf_id"] == place.shelves[2]

    def test_a_scan_never_goes_behind_a_dialog(self, qtbot: Any, world: World, place: Place, desk: Any, hands: Hands) -> None:
        carriers = place.carriers(2, place.shelves[0])
        page = desk()
        hands.scan(place.code(place.shelves[0]))
        settled(qtbot, world)

        def tick(dialog: TickDialog) -> None:
            with qtbot.waitSignal(page.window().scan_refused):
                hands.scan(label_of(place, carriers[0]))
            assert "没有记录" in dialog.foot_note.text()
            dialog.reject()

        done = answer(TickDialog, tick)
        hands.key(Qt.Key.Key_T, ALT)
        settled(qtbot, world)
        assert done and not scans(world)

    def test_choosing_a_place(self, qtbot: Any, world: World, place: Place, desk: Any, hands: Hands) -> None:
        place.carriers(1, place.shelves[0])
        page = desk()

        def choose(dialog: PlaceDialog) -> None:
            hands.write("2号柜2")
            qtbot.waitUntil(lambda: [row.key.id for row in dialog.table.cells.rows] == [place.shelves[3]])
            hands.enter()

        done = answer(PlaceDialog, choose)
        hands.key(Qt.Key.Key_F6)
        settled(qtbot, world)
        assert done and (world.office.read.get("counts", page.count_id) or {})["shelf_id"] == place.shelves[3]
        assert page.box.side.endswith("2号柜 2层")

    def test_a_blind_count_hides_what_is_expected(self, qtbot: Any, world: World, place: Place, desk: Any, hands: Hands) -> None:
        place.carriers(2, place.shelves[0])
        page = desk(blind=True)
        hands.scan(place.code(place.shelves[0]))
        settled(qtbot, world)
        assert {row[2] for row in page.side.map.map.figures().rows} == {"—"}
        assert "应查" not in page.side.tallies._sums.text()
        hands.key(Qt.Key.Key_T, ALT)
        settled(qtbot, world)
        assert QApplication.activeModalWidget() is None and "不显示应有数" in page.verdict.accessibleDescription()


class TestEnds:
    def test_finishing_asks_why_shelves_were_skipped(self, qtbot: Any, world: World, place: Place, desk: Any, hands: Hands) -> None:
        (carrier,) = place.carriers(1, place.shelves[0])
        place.carriers(1, place.shelves[1])
        page = desk()
        hands.scan(place.code(place.shelves[0]))
        hands.scan(label_of(place, carrier))
        settled(qtbot, world)

        def why(dialog: TextDialog) -> None:
            assert not dialog._go.isEnabled()
            dialog.field.setText("2层正在装修，封存")
            dialog._go.click()

        done = answer(TextDialog, why)
        hands.key(Qt.Key.Key_F9)
        qtbot.waitUntil(lambda: bool(done) and world.tasks.idle)
        assert (world.office.read.get("counts", page.count_id) or {})["state"] == "SCANNED"
        assert world.went == [("reconcile", {"count": page.count_id})]

    def test_a_complete_walk_finishes_at_once(self, qtbot: Any, world: World, place: Place, desk: Any, hands: Hands) -> None:
        (carrier,) = place.carriers(1, place.shelves[0])
        page = desk()
        hands.scan(place.code(place.shelves[0]))
        hands.scan(label_of(place, carrier))
        settled(qtbot, world)
        hands.key(Qt.Key.Key_F9)
        settled(qtbot, world)
        assert world.went == [("reconcile", {"count": page.count_id})]

    def test_giving_up_needs_a_reason(self, qtbot: Any, world: World, place: Place, desk: Any) -> None:
        place.carriers(1, place.shelves[0])
        page = desk()
        done = answer(TextDialog, lambda dialog: (dialog.field.setText("改期"), dialog._go.click()))
        page.finisher.abandon(page.count_id)
        settled(qtbot, world)
        row = world.office.read.get("counts", page.count_id) or {}
        assert done and (row["state"], row["ended_because"]) == ("ABANDONED", "改期")


class TestList:
    def test_the_open_count_goes_on_by_itself(self, qtbot: Any, world: World, place: Place, shown: Any) -> None:
        place.carriers(1, place.shelves[0])
        count = place.start()
        page = shown(CountPage)
        assert world.went == [("counting", {"count": count})]
        world.went.clear()
        page.open(paused=True)
        page.entered()
        settled(qtbot, world)
        assert world.went == [] and [row.key for row in page.table.cells.rows] == [count]
        page.open_count(count)
        assert world.went == [("counting", {"count": count})]

    def test_starting_one_by_keyboard(self, qtbot: Any, world: World, place: Place, shown: Any, hands: Hands) -> None:
        place.carriers(3, place.shelves[0])
        page = shown(CountPage)
        assert page._stack.currentIndex() == 1  # the empty state invites

        def start(dialog: StartDialog) -> None:
            settled(qtbot, world)
            form = dialog.form
            assert form.boxes["counter_id"].editor.value() == place.people["周敏"] and not dialog.go.isEnabled()
            for name, person in (("second_counter_id", "刘洋"), ("supervisor_id", "刘洋")):
                form.boxes[name].editor.set_value(place.people[person])
            qtbot.waitUntil(lambda: "supervisor_id" in {problem.field for problem in form.marked()})
            form.boxes["supervisor_id"].editor.set_value(place.people["王建国"])
            qtbot.waitUntil(lambda: dialog.go.isEnabled() and "3" in dialog.foot_note.text())
            hands.key(Qt.Key.Key_Return, CTRL)

        done = answer(StartDialog, start)
        hands.key(Qt.Key.Key_N, CTRL)
        settled(qtbot, world)
        (count,) = world.office.read.find("counts")
        assert done and (count["book"], count["kind"], count["state"]) == (3, "YEARLY", "OPEN")
        assert ("counting", {"count": count["id"]}) in world.went

    def test_the_footer_names_what_is_missing_and_counts_what_is_wrong(self, qtbot: Any, world: World, place: Place, shown: Any) -> None:
        place.carriers(1, place.shelves[0])
        page = shown(CountPage)

        def start(dialog: StartDialog) -> None:
            settled(qtbot, world)
            form = dialog.form
            assert dialog.foot_note.text() == "还差：第二清点人、监督人"
            line = form.boxes["second_counter_id"].editor.control
            assert isinstance(line, QLineEdit)
            line.setText("没有这个人")
            line.textEdited.emit("没有这个人")
            assert dialog.foot_note.text() == "还差：监督人；另有 1 处要改"
            watcher = form.boxes["supervisor_id"].editor.control
            assert isinstance(watcher, QLineEdit)
            watcher.setText("也没有这个人")
            watcher.textEdited.emit("也没有这个人")
            assert dialog.foot_note.text() == "2 处要改才能办"
            form.boxes["second_counter_id"].editor.set_value(place.people["刘洋"])
            form.boxes["supervisor_id"].editor.set_value(place.people["刘洋"])
            qtbot.waitUntil(lambda: dialog.foot_note.text() == "1 处要改才能办")
            dialog.scope.way.set_code("shelves")
            dialog.scope._way_changed()
            assert dialog.foot_note.text() == "还差：清查范围" and not form.marked()
            dialog.reject()

        done = answer(StartDialog, start)
        page.start()
        settled(qtbot, world)
        assert done

    def test_who_is_not_in_the_register_is_entered_on_the_way(self, qtbot: Any, world: World, place: Place, shown: Any) -> None:
        place.carriers(1, place.shelves[0])
        page = shown(CountPage)

        def start(dialog: StartDialog) -> None:
            settled(qtbot, world)
            line = dialog.form.boxes["second_counter_id"].editor.control
            assert isinstance(line, QLineEdit)
            line.setText("赵新来")
            line.textEdited.emit("赵新来")

            def enter(edit: EditDialog) -> None:
                assert edit.form.values()["name"] == "赵新来"
                edit.form.set_values({"clearance": "IMPORTANT"})
                qtbot.waitUntil(edit.save_button.isEnabled)
                edit.save_button.click()

            entered = answer(EditDialog, enter)
            dialog._register()
            settled(qtbot, world)
            (person,) = world.office.read.find("persons", name="赵新来")
            assert entered and dialog.form.values()["second_counter_id"] == person["id"]
            dialog.reject()

        done = answer(StartDialog, start)
        page.start()
        settled(qtbot, world)
        assert done

    @pytest.mark.parametrize("way", ["rooms", "cabinets", "shelves", "holders", "units"])
    def test_every_kind_of_scope_can_be_chosen(self, qtbot: Any, world: World, look: Look, place: Place, way: str) -> None:
        links = OfficeLinks(world.office, world.tasks)
        part = ScopePart(look, links, lambda: None)
        qtbot.addWidget(part)
        part.way.set_code(way)
        part._way_changed()
        assert part.lacks_choice
        found: list[Any] = []
        links.suggest(LEDGERS[way], "", found.extend)
        place.add("units", name="办公室", kind="DEPARTMENT")
        settled(qtbot, world)
        links.suggest(LEDGERS[way], "", found.extend)
        settled(qtbot, world)
        part.picks[way].add(*found[0])
        assert not part.lacks_choice and str(part.scope()) == f"{way}={found[0][0]}"

    def test_a_second_count_of_the_same_wants_a_reason(self, qtbot: Any, world: World, place: Place, shown: Any) -> None:
        place.carriers(1, place.shelves[0])
        place.start()
        page = shown(CountPage)

        def start(dialog: StartDialog) -> None:
            settled(qtbot, world)
            for name, person in (("second_counter_id", "刘洋"), ("supervisor_id", "王建国")):
                dialog.form.boxes[name].editor.set_value(place.people[person])
            qtbot.waitUntil(lambda: not dialog.reason.isHidden())
            assert not dialog.go.isEnabled()
            dialog.reason.line.setText("上级要求专项复核")
            qtbot.waitUntil(dialog.go.isEnabled)
            dialog.go.click()

        done = answer(StartDialog, start)
        page.start()
        settled(qtbot, world)
        assert done and len(world.office.read.find("counts")) == 2


class TestPaper:
    def test_results_row_by_row(self, qtbot: Any, world: World, place: Place, shown: Any, hands: Hands) -> None:
        carriers = place.carriers(4, place.shelves[0])
        count = place.start()
        number = place.print_f8a(count)
        page = shown(PaperPage)
        page.open(count)
        qtbot.waitUntil(lambda: world.tasks.idle and page.table.hasFocus())
        assert not page.go_button.isEnabled() and page.form.text() == number
        for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_5):
            hands.key(key)
            page.context.scans.flush()
        assert [page.codes[carrier].value for carrier in carriers[:3]] == [1, 2, 5]

        def choose(dialog: PlaceDialog) -> None:
            dialog._take(next(row.key for row in dialog.table.cells.rows if row.key.id == place.shelves[0]))

        done = answer(PlaceDialog, choose)
        hands.key(Qt.Key.Key_4)
        page.context.scans.flush()
        assert done and page.spots[carriers[3]].id == place.shelves[0]
        back(qtbot, page)
        hands.key(Qt.Key.Key_Return, CTRL)
        settled(qtbot, world)
        kept = scans(world)
        assert [(row["carrier_id"], row["kind"], row["mark"]) for row in kept] == [
            (carriers[0], "PAPER", None), (carriers[2], "PAPER", "MISMARKED"), (carriers[3], "PAPER", None),
        ]  # fmt: skip
        assert [row.carrier_id for row in page.rows] == [carriers[1]]

    def test_a_code_that_does_not_fit_is_said_at_the_row(self, qtbot: Any, world: World, place: Place, shown: Any) -> None:
        carriers = place.carriers(2, place.shelves[0])
        page = shown(PaperPage)
        count = place.start()
        place.print_f8a(count)
        page.open(count)
        settled(qtbot, world)
        page.note_code(PaperCode.MATCHED)
        page.note_code(PaperCode.ON_LOAN)
        page.enter()
        settled(qtbot, world)
        assert "没有借出" in page.note.words() and page.table.current_key() == carriers[1] and not scans(world)


    def test_without_a_printed_sheet_nothing_is_entered(self, qtbot: Any, world: World, place: Place, shown: Any) -> None:
        place.carriers(1, place.shelves[0])
        page = shown(PaperPage)
        page.open(place.start())
        settled(qtbot, world)
        page.note_code(PaperCode.MATCHED)
        assert page.form.text() == "" and not page.go_button.isEnabled() and "先打印" in page.go_button.toolTip()


@pytest.mark.parametrize("kind", [CountPage, CountDeskPage, PaperPage])
def test_pages_open_in_english_named_and_freed(
    qtbot: Any, english: Look, world: World, place: Place, shown: Any, kind: type[Page]
) -> None:
    place.carriers(2, place.shelves[0])
    count = place.start()
    page = shown(kind)
    if kind is not CountPage:
        page.open(count)
    settled(qtbot, world)
    assert unnamed(page) == []
    window = page.window()
    window.close()
    window.deleteLater()
    qtbot.waitUntil(lambda: not isValid(page))
