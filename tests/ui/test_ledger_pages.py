"""The generic page and the edit dialog: keyboard only, problems at fields, saving off while blocked."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from models.domain.errors import Refused
from models.domain.problems import blocks
from models.domain.text import T
from models.ledgers import ALL, BY_NAME
from tests.ui import demo
from tests.ui.demo import TODAY, DoorSource, FakeDoor, RegisterDemo
from tests.ui.fake_source import BookSource
from tests.ui.helpers import MemoryPreferences, in_dialog, no_dialog_left, press, show, type_text
from ui.ledger.batch_dialog import BatchDialog
from ui.ledger.door import DoorLinks
from ui.ledger.edit_dialog import EditDialog, Saved
from ui.ledger.ledger_page import LedgerPage
from ui.scanning import ScanRouter
from ui.tables.filter_dialog import FilterDialog, chip
from ui.tables.source import Filter
from ui.tasks import Tasks
from ui.theme.look import Look

PERSONS = BY_NAME["persons"]


@pytest.fixture
def door() -> FakeDoor:
    return FakeDoor()


@pytest.fixture
def page(qtbot: Any, look: Look, tasks: Tasks, door: FakeDoor, preferences: MemoryPreferences) -> LedgerPage:
    made = LedgerPage(look, PERSONS, door, DoorSource(door), tasks, preferences, True, lambda: TODAY)
    show(qtbot, made, 1300, 700)
    made.entered()
    qtbot.waitUntil(lambda: made.model.is_complete)
    return made


class TestPage:
    def test_search_has_the_focus_on_arrival(self, page: LedgerPage) -> None:
        assert page.bar.search.hasFocus()

    def test_down_goes_to_the_list_and_slash_back(self, page: LedgerPage) -> None:
        press(Qt.Key.Key_Down)
        assert page.view.hasFocus()
        assert page.page_key("/") and page.bar.search.hasFocus()

    def test_typing_finds(self, qtbot: Any, page: LedgerPage) -> None:
        page.bar.search.setText("陈")
        qtbot.waitUntil(lambda: page.model.is_complete and page.model.rowCount() == 1)
        assert "1 条" in page.bar.search.side

    def test_the_pane_says_facts_and_life(self, qtbot: Any, page: LedgerPage) -> None:
        page.view.go_to(2)
        qtbot.waitUntil(lambda: page.pane._title.text() == "陈立")
        qtbot.waitUntil(lambda: bool(page.pane._life._lines))
        assert page.pane._life._lines[0].entry == 8397

    def test_nothing_found_says_which_filter_is_on(self, qtbot: Any, page: LedgerPage) -> None:
        column = next(column for column in page._columns if column.name == "clearance")
        page.bar.search.setText("周敏")
        page.bar.add(Filter("clearance", "is", "GENERAL", chip(column, "is", "GENERAL")))
        qtbot.waitUntil(page.empty.isVisible)
        qtbot.waitUntil(lambda: "不加筛选有 1" in page.empty._sentence.text())
        assert "涉密等级：一般" in page.empty._sentence.text()
        assert page.escape()
        qtbot.waitUntil(lambda: page.model.is_complete and page.model.rowCount() == 3)
        assert not page.empty.isVisible()

    def test_an_empty_ledger_offers_to_register(self, qtbot: Any, look: Look, tasks: Tasks) -> None:
        door = FakeDoor()
        door.stored.clear()
        page = LedgerPage(look, PERSONS, door, DoorSource(door), tasks, MemoryPreferences(), True, lambda: TODAY,
                          lambda: None)  # fmt: skip
        show(qtbot, page)
        page.entered()
        qtbot.waitUntil(page.empty.isVisible)
        assert [button.text() for button in page.empty_buttons()] == ["导入", "登记"]

    def test_a_reader_sees_no_way_to_write(self, qtbot: Any, look: Look, tasks: Tasks, door: FakeDoor) -> None:
        page = LedgerPage(look, PERSONS, door, DoorSource(door), tasks, MemoryPreferences(), False, lambda: TODAY)
        show(qtbot, page)
        assert page.empty_buttons() == [] and page.new() is False

    def test_marked_rows_offer_the_batch(self, qtbot: Any, page: LedgerPage) -> None:
        page.view.setFocus()
        press(Qt.Key.Key_Space)
        press(Qt.Key.Key_Down)
        press(Qt.Key.Key_Space)
        assert page._batch.isVisible() and page._batch.text() == "批量更正 2 条…"

    def test_order_and_filters_are_kept(self, qtbot: Any, page: LedgerPage, preferences: MemoryPreferences) -> None:
        page.sort("post", False)
        qtbot.waitUntil(lambda: page.model.is_complete)
        column = next(column for column in page._columns if column.name == "clearance")
        page.bar.add(Filter("clearance", "is", "GENERAL", chip(column, "is", "GENERAL")))
        page.bar.keep("一般人员")
        page.bar.clear()
        page.bar.use_kept("一般人员")
        assert [item.value for item in page.bar.filters] == ["GENERAL"]
        assert preferences.values["table/persons"]["order"] == ["post", False]
        page.bar.forget("一般人员")
        assert page.bar.kept() == {}

    def test_void_needs_a_reason(self, qtbot: Any, page: LedgerPage, door: FakeDoor) -> None:
        def fill(dialog: Any) -> None:
            assert not dialog._go.isEnabled()
            dialog.field.setText("重复登记")
            dialog._finish()

        from ui.widgets.text_dialog import TextDialog

        in_dialog(TextDialog, fill)
        page.void(3)
        qtbot.waitUntil(lambda: door.done == [("void", 3, "重复登记")])
        assert no_dialog_left()

    def test_history_on_one_key(self, qtbot: Any, page: LedgerPage) -> None:
        from ui.ledger.history_dialog import HistoryDialog

        seen: list[str] = []

        def close(dialog: QWidget) -> None:
            seen.append(dialog.accessibleName())
            dialog.reject()  # type: ignore[attr-defined]

        in_dialog(HistoryDialog, close)
        page.show_history()
        qtbot.waitUntil(lambda: seen == ["这一份的历史"])
        assert no_dialog_left()


class TestEdit:
    @pytest.fixture
    def window(self, qtbot: Any, look: Look) -> QWidget:
        made = QWidget()
        show(qtbot, made, 1366, 768)
        return made

    def dialog(self, qtbot: Any, look: Look, tasks: Tasks, door: FakeDoor, window: QWidget, **more: Any) -> EditDialog:
        id_ = (more.get("values") or {}).get("id")
        made = EditDialog(
            look, window, PERSONS, T("form", "保存"), tasks, DoorLinks(door, tasks),
            lambda values: door.problems("persons", id_, values),
            more.pop("save", lambda values, reason: door.add("persons", values, reason)), **more,
        )  # fmt: skip
        made.show()
        made.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
        return made

    def test_saving_is_off_until_what_is_required_is_there(self, qtbot: Any, look: Look, tasks: Tasks, door: FakeDoor,
                                                           window: QWidget) -> None:  # fmt: skip
        dialog = self.dialog(qtbot, look, tasks, door, window)
        assert not dialog.save_button.isEnabled()
        assert dialog.save_button.toolTip() == "还差 1 项必填" == dialog.foot_note.text()
        assert not dialog.summary.isVisible()
        press(Qt.Key.Key_F8)
        assert dialog.summary.isVisible() and dialog.form.boxes["name"].note.words() == "“姓名”必须填写"
        assert dialog.form.boxes["name"].editor.control.hasFocus()
        type_text("Zhao")
        assert dialog.save_button.isEnabled()

    def test_what_cannot_be_read_is_said_when_the_field_is_left(self, qtbot: Any, look: Look, tasks: Tasks, door: FakeDoor,
                                                                window: QWidget) -> None:  # fmt: skip
        dialog = self.dialog(qtbot, look, tasks, door, window)
        box = dialog.form.boxes["unit_id"]
        box.editor.control.setFocus(Qt.FocusReason.TabFocusReason)
        type_text("z")
        assert "没有“z”" not in box.note.words()
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)  # nothing to save: it says what is wrong
        assert "没有“z”" in box.note.words()
        box.editor.control.setFocus(Qt.FocusReason.TabFocusReason)
        type_text("y")
        assert "没有“" not in box.note.words()
        press(Qt.Key.Key_Tab)
        assert "没有“" in box.note.words()
        dialog.reject()

    def test_enter_is_the_next_field_and_ctrl_enter_saves(self, qtbot: Any, look: Look, tasks: Tasks, door: FakeDoor,
                                                          window: QWidget) -> None:  # fmt: skip
        dialog = self.dialog(qtbot, look, tasks, door, window)
        type_text("Zhao")
        press(Qt.Key.Key_Return)
        assert dialog.form.boxes["unit_id"].editor.control.hasFocus()
        press(Qt.Key.Key_Return)
        assert dialog.form.boxes["post"].editor.control.hasFocus()
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        assert dialog.form.boxes["unit_id"].editor.control.hasFocus()
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: isinstance(dialog.result_value, Saved))
        assert door.done == [("add", {"name": "Zhao"}, "")]
        assert dialog.result_value.result == 4

    def test_a_rule_that_blocks_is_said_at_its_field(self, qtbot: Any, look: Look, tasks: Tasks, door: FakeDoor,
                                                     window: QWidget) -> None:  # fmt: skip
        dialog = self.dialog(qtbot, look, tasks, door, window)
        dialog.form.set_values({"name": "陈立"})
        box = dialog.form.boxes["name"]
        qtbot.waitUntil(lambda: "相同" in box.note.words())
        assert not dialog.save_button.isEnabled()
        assert box.editor.control.property("severity") == "BLOCKS"
        assert "相同" in box.editor.control.accessibleDescription()

    def test_a_warning_asks_for_one_reason(self, qtbot: Any, look: Look, tasks: Tasks, door: FakeDoor,
                                           window: QWidget) -> None:  # fmt: skip
        dialog = self.dialog(qtbot, look, tasks, door, window)
        dialog.form.set_values({"name": "钱明", "clearance": "NONE"})
        qtbot.waitUntil(dialog.reason.isVisible)
        assert not dialog.save_button.isEnabled() and dialog.save_button.toolTip() == "还差仍要保存的理由"
        dialog.reason.line.setText("分管领导已批准")
        assert dialog.save_button.isEnabled()
        dialog.save()
        qtbot.waitUntil(lambda: bool(door.done))
        assert door.done[0][2] == "分管领导已批准"

    def test_what_is_refused_stays_open_with_the_problem(self, qtbot: Any, look: Look, tasks: Tasks, door: FakeDoor,
                                                         window: QWidget) -> None:  # fmt: skip
        def refuse(values: Any, reason: str) -> None:
            raise Refused([blocks("LATE", "post", T("problem", "“{label}”必须填写", label="x"))])

        dialog = self.dialog(qtbot, look, tasks, door, window, save=refuse)
        dialog.form.set_values({"name": "钱明", "post": "科员"})
        dialog.save()
        qtbot.waitUntil(lambda: dialog.form.boxes["post"].note.words() == "“x”必须填写")
        assert dialog.isVisible() and dialog.form.values()["post"] == "科员"
        assert dialog.form.boxes["post"].editor.control.hasFocus()

    def test_an_amendment_sends_only_what_changed(self, qtbot: Any, look: Look, tasks: Tasks, door: FakeDoor,
                                                  window: QWidget) -> None:  # fmt: skip
        row = dict(door.stored[2])
        dialog = self.dialog(qtbot, look, tasks, door, window, values=row,
                             save=lambda values, reason: door.amend("persons", 2, values, reason))  # fmt: skip
        assert dialog.save_button.toolTip() == "还没有改动"
        dialog.form.boxes["post"].editor.set_value("处长")
        assert dialog.values() == {"post": "处长"}
        dialog.save()
        qtbot.waitUntil(lambda: door.done == [("amend", 2, {"post": "处长"}, "")])

    def test_escape_leaves_and_frees(self, qtbot: Any, look: Look, tasks: Tasks, door: FakeDoor,
                                     window: QWidget) -> None:  # fmt: skip
        in_dialog(EditDialog, lambda _dialog: press(Qt.Key.Key_Escape))
        result = EditDialog.ask(look, window, PERSONS, T("form", "保存"), tasks, DoorLinks(door, tasks),
                                lambda values: [], lambda values, reason: None)  # fmt: skip
        assert result is None and no_dialog_left()

    @pytest.mark.parametrize("ledger", [ledger for ledger in ALL if ledger.editable], ids=lambda ledger: ledger.name)
    def test_every_ledger_can_be_filled_in(self, qtbot: Any, look: Look, tasks: Tasks, door: FakeDoor, window: QWidget,
                                           ledger: Any) -> None:  # fmt: skip
        dialog = EditDialog(look, window, ledger, ledger.title, tasks, DoorLinks(door, tasks), lambda values: [],
                            lambda values, reason: 1, year=2026)  # fmt: skip
        dialog.show()
        assert list(dialog.form.boxes) == [name for name, field in ledger.fields.items() if field.in_dialog]
        assert dialog.height() <= window.height()


class TestBatch:
    def test_preview_reason_then_one_act(self, qtbot: Any, look: Look, tasks: Tasks, door: FakeDoor) -> None:
        window = QWidget()
        show(qtbot, window)
        fields = {name: field for name, field in PERSONS.fields.items() if field.in_dialog}
        dialog = BatchDialog(look, window, PERSONS, fields, [1, 2], tasks, DoorLinks(door, tasks), door)
        dialog.show()
        dialog._field.set_code("post")
        assert dialog.editor is not None
        dialog.editor.set_value("处长")
        qtbot.waitUntil(lambda: dialog.preview.rowCount() == 2)
        cells = [[dialog.preview.item(row, column).text() for column in range(3)] for row in range(2)]
        assert cells == [["周敏", "保密员", "处长"], ["陈立", "科长", "处长"]]
        qtbot.waitUntil(lambda: bool(dialog._problems))
        assert not dialog.go.isEnabled()
        dialog.reason.line.setText("任命文件")
        assert dialog.go.isEnabled() and dialog.go.text() == "更正 2 条"
        dialog.finish()
        qtbot.waitUntil(lambda: door.done == [("amend_many", [1, 2], {"post": "处长"}, "任命文件")])
        assert dialog.result_value == [1, 2]


class TestRegister:
    def test_a_scan_is_looked_for(self, qtbot: Any, look: Look, tasks: Tasks) -> None:
        from ui.scanning import Scan

        page = RegisterDemo(look, tasks, MemoryPreferences())
        show(qtbot, page, 1182, 768)
        page.entered()
        qtbot.waitUntil(lambda: page.model.is_complete)
        assert page.scanned(Scan("26-0310-002"))
        qtbot.waitUntil(lambda: page.model.is_complete and page.model.rowCount() == 1)

    def test_the_pane_opens_over_the_list_in_a_narrow_window(self, qtbot: Any, look: Look, tasks: Tasks) -> None:
        page = RegisterDemo(look, tasks, MemoryPreferences())
        show(qtbot, page, 900, 700)
        page.entered()
        qtbot.waitUntil(lambda: page.model.is_complete)
        assert not page.pane.isVisible() and page.view.width() == 900
        page.toggle_pane()
        assert page.pane.isVisible() and page.view.width() == 900
        assert page.escape() and not page.pane.isVisible()

    def test_it_is_the_window_that_is_narrow(self, qtbot: Any, look: Look, tasks: Tasks, router: ScanRouter) -> None:
        """At 1199 the bar folds, and the page alone would be wider than in an unfolded window."""
        made: list[RegisterDemo] = []

        def build() -> RegisterDemo:
            made.append(RegisterDemo(look, tasks, MemoryPreferences()))
            return made[0]

        window = demo.window(look, tasks, MemoryPreferences(), router, {"register": build})
        show(qtbot, window, 1199, 768)
        window.go("register")
        page = made[0]
        qtbot.waitUntil(lambda: page.model.is_complete)
        assert not page.pane.isVisible()
        window.resize(1200, 768)
        qtbot.waitUntil(page.pane.isVisible)
        window.resize(1199, 768)
        qtbot.waitUntil(lambda: not page.pane.isVisible())

    def test_typing_asks_once_for_the_whole_word(self, qtbot: Any, look: Look, tasks: Tasks) -> None:
        source = BookSource()
        page = RegisterDemo(look, tasks, MemoryPreferences(), source)
        show(qtbot, page, 1182, 768)
        page.entered()
        qtbot.waitUntil(lambda: page.model.is_complete)
        source.asked.clear()
        type_text("26-03")
        qtbot.waitUntil(lambda: page.model.query is not None and page.model.query.text == "26-03")
        qtbot.waitUntil(lambda: page.model.is_complete)
        assert [query.text for query in source.asked] == ["26-03"]


class TestFilterDialog:
    def test_codes_are_ticked(self, qtbot: Any, look: Look) -> None:
        column = next(column for column in BookSource().columns("carriers") if column.name == "level")
        dialog = FilterDialog(look, None, column)
        qtbot.addWidget(dialog)
        assert not dialog._go.isEnabled()
        dialog._ticks["SECRET"].setChecked(True)
        dialog._ticks["TOP_SECRET"].setChecked(True)
        made = dialog.made()
        assert isinstance(made, Filter)
        assert (made.operator, set(made.value), str(made.shown)) == ("in", {"SECRET", "TOP_SECRET"}, "密级：绝密、机密")

    @pytest.mark.parametrize(("typed", "result"), [("2026.1.5", "2026-01-05"), ("2026-13-02", None), ("", None)])
    def test_dates_are_read_as_typed(self, qtbot: Any, look: Look, typed: str, result: str | None) -> None:
        column = next(column for column in BookSource().columns("carriers") if column.name == "expires_on")
        dialog = FilterDialog(look, None, column)
        qtbot.addWidget(dialog)
        assert dialog._value is not None
        dialog._value.setText(typed)
        made = dialog.made()
        assert (made.value if isinstance(made, Filter) else None) == result
        assert dialog._go.isEnabled() is (result is not None)
