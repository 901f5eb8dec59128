"""The generic table: Qt's model tester, cells, late answers, a million rows, keyboard, columns."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from models.domain.text import T
from models.services.list_columns import columns_of
from tests.ui.fake_source import COLUMNS, BookSource, MillionSource, book
from tests.ui.helpers import Heartbeat, MemoryPreferences, press, show
from ui.tables.columns import Arrangement, fit
from ui.tables.filter_bar import FilterBar
from ui.tables.marking import hits, terms_of
from ui.tables.model import RowsModel, SortRole
from ui.tables.source import Column, ListQuery
from ui.tables.view import RowsView
from ui.tasks import Tasks
from ui.theme.look import Look

ASK = ListQuery("carriers", order=("number", False))


@pytest.fixture
def model(look: Look, tasks: Tasks) -> RowsModel:
    return RowsModel(look, BookSource(), tasks, COLUMNS)


def answered(qtbot: Any, model: RowsModel, query: ListQuery = ASK) -> None:
    with qtbot.waitSignal(model.complete):
        model.ask(query)


def test_model_obeys_qt(qtbot: Any, qtmodeltester: Any, model: RowsModel) -> None:
    answered(qtbot, model)
    qtmodeltester.check(model, force_py=True)


def test_cells_say_what_the_book_says(qtbot: Any, model: RowsModel) -> None:
    answered(qtbot, model)
    shown = [[model.index(row, column).data() for column in range(8)] for row in range(model.rowCount())]
    assert shown[0] == ["26-0318-016", "秘密", book()[0]["title"], "云人保〔2026〕14号", "000016", "2031-11-20",
                        "5号柜 1层", "在库"]  # fmt: skip
    assert shown[2][6:] == ["陈立", "借出"]
    assert shown[5][6:] == ["刘洋", "逾期"]
    assert shown[3][5] == "—"
    assert shown[10][7] == "到期待审"


def test_roles_are_told_apart(qtbot: Any, model: RowsModel) -> None:
    answered(qtbot, model)
    cell = model.index(0, 1)
    assert cell.data() == "秘密"
    assert cell.data(SortRole) == "CONFIDENTIAL"
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "密级 秘密"


def test_a_million_rows_fill_without_stalling(qtbot: Any, look: Look, tasks: Tasks, preferences: MemoryPreferences,
                                              heartbeat: Heartbeat) -> None:  # fmt: skip
    model = RowsModel(look, MillionSource(), tasks, COLUMNS)
    view = RowsView(look, model, preferences, "table", "登记簿")
    show(qtbot, view)
    heartbeat.start()
    with qtbot.waitSignal(model.complete, timeout=20_000):
        model.ask(ASK)
    worst = heartbeat.stop()
    assert model.rowCount() == 1_000_000
    assert view.verticalScrollBar().maximum() > 30_000_000
    assert worst < 100
    view.scrollToBottom()
    qtbot.waitUntil(lambda: model.index(999_999, 0).data() == "2026-000001")


def test_first_rows_are_there_before_the_rest(qtbot: Any, look: Look, tasks: Tasks) -> None:
    source = MillionSource(50_000)
    source.gate.clear()
    model = RowsModel(look, source, tasks, COLUMNS)
    with qtbot.waitSignal(model.answered):
        model.ask(ASK)
    assert model.rowCount() == 200 and not model.is_complete
    source.gate.set()
    qtbot.waitUntil(lambda: model.is_complete)
    assert model.rowCount() == 50_000


def test_a_newer_question_stops_the_older(qtbot: Any, look: Look, tasks: Tasks) -> None:
    source = MillionSource(200_000)
    source.gate.clear()
    model = RowsModel(look, source, tasks, COLUMNS)
    with qtbot.waitSignal(model.answered):
        model.ask(ASK)
    qtbot.waitUntil(lambda: source.streams == 1)
    with qtbot.waitSignal(model.answered):
        model.ask(ListQuery("carriers", text="云人", order=("number", True)))
    source.gate.set()
    qtbot.waitUntil(lambda: model.is_complete)
    assert source.stopped == 1
    assert model.rowCount() == 20_000
    assert model.id_at(0) == 1


def test_quiet_refresh_moves_nothing(qtbot: Any, look: Look, tasks: Tasks, preferences: MemoryPreferences) -> None:
    source = BookSource()
    model = RowsModel(look, source, tasks, COLUMNS)
    view = RowsView(look, model, preferences, "table", "登记簿")
    show(qtbot, view)
    answered(qtbot, model)
    view.go_to(5)
    source.all[5]["state"] = "ON_LOAN"
    source.all[99] = {**book()[0], "id": 99, "number": "26-0400-001"}
    with qtbot.waitSignal(model.complete):
        model.refresh()
    assert view.current_id() == 5
    qtbot.waitUntil(lambda: model.index(model.row_of(5), 7).data() == "借出")
    assert model.id_at(0) == 99


def test_an_error_of_the_source_reaches_the_presenter(qtbot: Any, look: Look, tasks: Tasks, errors: Any) -> None:
    source = BookSource()
    source.fail = RuntimeError("no")
    model = RowsModel(look, source, tasks, COLUMNS)
    with qtbot.waitSignal(model.failed):
        model.ask(ASK)
    qtbot.waitUntil(lambda: bool(errors.seen))
    assert isinstance(errors.take(), RuntimeError)


class TestKeyboard:
    @pytest.fixture
    def view(self, qtbot: Any, look: Look, model: RowsModel, preferences: MemoryPreferences) -> RowsView:
        view = RowsView(look, model, preferences, "table", "登记簿")
        show(qtbot, view)
        answered(qtbot, model)
        view.setFocus()
        return view

    def test_arrows_move_and_enter_opens(self, qtbot: Any, view: RowsView) -> None:
        assert view.current_id() == 1
        press(Qt.Key.Key_Down)
        press(Qt.Key.Key_Down)
        assert view.current_id() == 3
        with qtbot.waitSignal(view.opened) as got:
            press(Qt.Key.Key_Return)
        assert got.args == [3]

    def test_space_marks_rows(self, view: RowsView) -> None:
        press(Qt.Key.Key_Space)
        press(Qt.Key.Key_Down)
        press(Qt.Key.Key_Space)
        assert view.chosen_ids() == [1, 2]
        press(Qt.Key.Key_Space)
        assert view.chosen_ids() == [1]

    def test_escape_takes_marks_away_first(self, qtbot: Any, view: RowsView) -> None:
        press(Qt.Key.Key_Space)
        press(Qt.Key.Key_Escape)
        assert view.chosen_ids() == [1]
        with qtbot.waitSignal(view.escaped):
            press(Qt.Key.Key_Escape)

    def test_all_are_marked(self, view: RowsView) -> None:
        press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        assert len(view.chosen_ids()) == len(book())

    def test_sorting_by_keys(self, qtbot: Any, view: RowsView) -> None:
        press(Qt.Key.Key_Right)
        with qtbot.waitSignal(view.sorted_by) as got:
            press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        assert got.args == ["level", True]

    def test_copy_takes_headings_and_the_row(self, qtbot: Any, view: RowsView) -> None:
        press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().startswith("载体编号\t密级\t标题"))
        assert "26-0318-016\t秘密\t关于做好" in QGuiApplication.clipboard().text()

    def test_letters_do_not_search(self, view: RowsView) -> None:
        press(Qt.Key.Key_2)
        assert view.current_id() == 1


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_shortened_title_is_whole_in_the_tooltip(qtbot: Any, look: Look, model: RowsModel, preferences: MemoryPreferences) -> None:
    view = RowsView(look, model, preferences, "table/carriers", T("page", "登记簿"))
    show(qtbot, view, 700, 400)
    answered(qtbot, model)
    view.setColumnWidth(2, look.px(80))
    index = model.index(0, 2)
    where = view.visualRect(index).center()
    event = QHelpEvent(QEvent.Type.ToolTip, where, view.viewport().mapToGlobal(where))
    QApplication.sendEvent(view.viewport(), event)
    assert QToolTip.text() == book()[0]["title"]
    QToolTip.hideText()


class TestFilterMenu:
    def test_many_columns_are_listed_in_groups(self, qtbot: Any, look: Look, preferences: MemoryPreferences) -> None:
        bar = FilterBar(look, columns_of("carriers"), preferences, "table/carriers", T("list", "搜索"), T("list", "份"))
        qtbot.addWidget(bar)
        menu = bar.menu()
        words = [action.text() for action in menu.actions() if not action.isSeparator()]
        heads = [action.text() for action in menu.actions() if not action.isSeparator() and not action.isEnabled()]
        assert heads == ["常用", "按选项", "按日期", "按文字和数字"]
        assert words.index("载体编号") < words.index("按选项") < words.index("载体类别") < words.index("按日期")
        assert words.index("按日期") < words.index("应还日期") < words.index("按文字和数字") < words.index("备注")
        assert len(words) == len(columns_of("carriers")) + len(heads)
        menu.deleteLater()

    def test_a_short_list_needs_no_groups(self, qtbot: Any, look: Look, preferences: MemoryPreferences) -> None:
        bar = FilterBar(look, columns_of("persons"), preferences, "table/persons", T("list", "搜索"), T("list", "条"))
        qtbot.addWidget(bar)
        menu = bar.menu()
        assert all(action.isEnabled() for action in menu.actions())
        menu.deleteLater()


class TestColumns:
    def test_holder_joins_place_then_copy_number_goes(self) -> None:
        shown = [column.name for column in COLUMNS if column.name != "pages"]
        wide = fit(COLUMNS, Arrangement(shown), 1200, 1.0)
        assert not wide.hidden
        less = fit(COLUMNS, Arrangement(shown), 900, 1.0)
        assert less.hidden == ("holder",)
        narrow = fit(COLUMNS, Arrangement(shown), 700, 1.0)
        assert narrow.hidden == ("holder", "copy_number")
        assert narrow.widths["title"] == 180

    def test_the_title_takes_the_rest(self) -> None:
        made = fit(COLUMNS, Arrangement(["number", "title"]), 1000, 1.0)
        assert made.widths == {"number": 104, "title": 896}

    def test_other_lists_give_way_before_they_scroll_sideways(self) -> None:
        texts = tuple(Column(name, T("column", "标题"), 160) for name in ("cabinet", "name", "code", "remarks"))
        made = fit((*texts, Column("level", T("column", "密级"), 90, "level")), Arrangement(
            ["cabinet", "name", "code", "remarks", "level"], {"code": 160}), 600, 1.0)  # fmt: skip
        assert sum(made.widths.values()) <= 600
        assert (made.widths["code"], made.widths["level"]) == (160, 90)

    def test_headings_and_words_get_their_room(self) -> None:
        made = fit(COLUMNS, Arrangement(["number", "title"], {}), 600, 1.0, {"number": 130})
        assert made.widths == {"number": 130, "title": 470}
        chosen = fit(COLUMNS, Arrangement(["number", "title"], {"number": 90}), 600, 1.0, {"number": 130})
        assert chosen.widths["number"] == 90

    def test_kept_across_restart(self, preferences: MemoryPreferences) -> None:
        Arrangement(["title", "number"], {"number": 140}, ("title", False)).save(preferences, "k")
        again = Arrangement.load(preferences, "k", COLUMNS)
        assert (again.shown, again.widths, again.order) == (["title", "number"], {"number": 140}, ("title", False))

    def test_a_column_that_is_gone_is_passed_over(self, preferences: MemoryPreferences) -> None:
        preferences.set("k", {"shown": ["gone", "title"], "widths": {"gone": 9}, "order": ["gone", True]})
        again = Arrangement.load(preferences, "k", COLUMNS)
        assert (again.shown, again.widths, again.order) == (["title"], {}, None)

    def test_a_widened_column_is_remembered(self, qtbot: Any, look: Look, model: RowsModel,
                                            preferences: MemoryPreferences) -> None:  # fmt: skip
        view = RowsView(look, model, preferences, "table", "登记簿")
        show(qtbot, view)
        view.head.resizeSection(0, 150)
        assert preferences.values["table"]["widths"] == {"number": 150}


@pytest.mark.parametrize(
    ("text", "search", "expected"),
    [
        ("云人保〔2026〕14号", "云人", [(0, 2)]),
        ("云人保〔2026〕14号", "[2026]", [(3, 6)]),
        ("云人保〔2026〕14号", "１４", [(9, 2)]),
        ("关于关于", "关于", [(0, 4)]),
        ("ABC", "b", [(1, 1)]),
        ("标题", "", []),
    ],
)
def test_hits_are_found_as_search_compares(text: str, search: str, expected: list[tuple[int, int]]) -> None:
    assert hits(text, terms_of(search)) == expected
