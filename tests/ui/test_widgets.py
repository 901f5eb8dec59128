"""Buttons, charts, verdicts, tables in hand, search: what they say and how they are used without a mouse."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QHelpEvent, QImage, QInputMethodQueryEvent
from PySide6.QtWidgets import QApplication, QToolTip, QVBoxLayout, QWidget

from models.domain.errors import UserError
from models.domain.text import T
from tests.ui.demo_pages import DUTIES
from tests.ui.helpers import in_dialog, no_dialog_left, press, show
from ui.compositor import shows_through
from ui.theme.look import Look
from ui.theme.marks import VERDICTS
from ui.widgets.buttons import Button
from ui.widgets.cell_table import BLOCKED, TICK, UNTICKED, Cell, CellTable, Head, TableRow
from ui.widgets.charts import InOutBars, Month, StackedBars
from ui.widgets.containers import EmptyState, Frame
from ui.widgets.dialog import Dialog
from ui.widgets.duty import DutyList
from ui.widgets.inputs import LineInput
from ui.widgets.labels import ElidedLabel
from ui.widgets.messages import ConfirmDialog, ErrorDialog
from ui.widgets.pane import LifeLine, SidePane
from ui.widgets.password import PasswordInput
from ui.widgets.progress import Cells, Ring
from ui.widgets.scan_box import ScanBox
from ui.widgets.search import SearchField
from ui.widgets.shelf_map import CabinetColumn, ShelfCell, ShelfMap
from ui.widgets.stepper import Step, Stepper
from ui.widgets.tally import Tallies
from ui.widgets.text_dialog import TextDialog
from ui.widgets.verdict import ConclusionPanel, VerdictPanel, in_two_lines
from ui.words import number

ERROR = UserError("BK-07", T("error", "没有做成"), T("error", "没有写入任何内容。"), T("error", "请写明理由后再办。"))


def host(qtbot: Any, *widgets: QWidget) -> QWidget:
    window = QWidget()
    column = QVBoxLayout(window)
    for widget in widgets:
        column.addWidget(widget)
    show(qtbot, window, 800, 600)
    return window


def differs(widget: QWidget, change: Any) -> bool:
    """Whether the widget looks otherwise after a change."""
    before: QImage = widget.grab().toImage()
    change()
    return bool(before != widget.grab().toImage())


class TestButton:
    @pytest.mark.parametrize(("key", "pressed", "modifiers"), [
        ("F6", Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier),
        ("Alt+R", Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier),
        ("Ctrl+Enter", Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
        ("Ctrl+Enter", Qt.Key.Key_Enter, Qt.KeyboardModifier.ControlModifier),
        ("Esc", Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    ])  # fmt: skip
    def test_the_key_on_it_works(self, qtbot: Any, look: Look, key: str, pressed: Qt.Key,
                                 modifiers: Qt.KeyboardModifier) -> None:  # fmt: skip
        button = Button(look, "归还", key=key)
        kept = host(qtbot, button)
        with qtbot.waitSignal(button.clicked):
            press(pressed, modifiers)
        kept.close()

    def test_a_disabled_button_says_why_and_does_nothing(self, qtbot: Any, look: Look) -> None:
        button = Button(look, "完成", key="F6")
        kept = host(qtbot, button)
        button.set_enabled(False, "少扫，不能完成")
        assert (button.toolTip(), button.accessibleDescription()) == ("少扫，不能完成", "少扫，不能完成")
        with qtbot.assertNotEmitted(button.clicked):
            press(Qt.Key.Key_F6)
        kept.close()

    def test_a_bare_digit_is_only_shown(self, qtbot: Any, look: Look) -> None:
        button = Button(look, "催还", key="2")
        kept = host(qtbot, button)
        with qtbot.assertNotEmitted(button.clicked):
            press(Qt.Key.Key_2)
        kept.close()

    def test_the_key_of_a_hidden_page_is_asleep(self, qtbot: Any, look: Look) -> None:
        shown, hidden = Button(look, "a", key="F6"), Button(look, "b", key="F6")
        kept = host(qtbot, shown, hidden)
        hidden.hide()
        with qtbot.assertNotEmitted(hidden.clicked), qtbot.waitSignal(shown.clicked):
            press(Qt.Key.Key_F6)
        kept.close()


class TestDialogs:
    def test_error_says_three_sentences_and_copies_them(self, qtbot: Any, look: Look) -> None:
        kept = host(qtbot)

        def act(dialog: Any) -> None:
            dialog._foot.itemAt(0).widget().click()
            press(Qt.Key.Key_Return)

        in_dialog(ErrorDialog, act)
        assert ErrorDialog.ask(look, kept, ERROR, T("error", "没有做成"), T("form", "保存")) is True
        copied = QGuiApplication.clipboard().text().splitlines()
        assert copied == ["没有做成", "没有做成", "没有写入任何内容。", "请写明理由后再办。", "BK-07"]
        assert no_dialog_left()

    def test_later_is_no(self, qtbot: Any, look: Look) -> None:
        kept = host(qtbot)
        in_dialog(ErrorDialog, lambda _dialog: press(Qt.Key.Key_Escape))
        assert ErrorDialog.ask(look, kept, ERROR, "", T("form", "保存")) is False

    def test_enter_alone_confirms_nothing(self, qtbot: Any, look: Look) -> None:
        kept = host(qtbot)

        def act(dialog: Any) -> None:
            dialog.note_label.setFocus()
            press(Qt.Key.Key_Return)
            open_still.append(dialog.isVisible())
            dialog.reject()

        open_still: list[bool] = []

        in_dialog(ConfirmDialog, act)
        assert ConfirmDialog.ask(look, kept, "销毁这一批", ["42 份"], T("confirm", "返回")) is False
        assert open_still == [True]

    def test_words_to_be_typed_exactly(self, qtbot: Any, look: Look) -> None:
        kept = host(qtbot)

        def act(dialog: Any) -> None:
            dialog.field.setText("差一点")
            assert not dialog._go.isEnabled()
            dialog.field.setText("这里不录真实涉密内容")
            press(Qt.Key.Key_Return)

        in_dialog(TextDialog, act)
        typed = TextDialog.ask(look, kept, "演练", "照样输入", T("form", "保存"), must_be="这里不录真实涉密内容")
        assert typed == "这里不录真实涉密内容" and no_dialog_left()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize(("text", "second", "shown"), [
    ("短", "", ""), ("标" * 40, "国办发〔2026〕14号", "标" * 40 + "\n国办发〔2026〕14号"), ("短", "文" * 40, "短\n" + "文" * 40),
])  # fmt: skip
def test_a_shortened_cell_is_whole_in_its_tooltip(qtbot: Any, look: Look, text: str, second: str, shown: str) -> None:
    table = CellTable(look, (Head("标题", 0),), "表", 46)
    show(qtbot, table, 300, 200)
    table.set_rows([TableRow(1, (Cell(text, second=second),))])
    where = table.visualRect(table.model().index(0, 0)).center()
    QToolTip.hideText()
    QApplication.sendEvent(table.viewport(), QHelpEvent(QEvent.Type.ToolTip, where, table.viewport().mapToGlobal(where)))
    assert (QToolTip.text() if QToolTip.isVisible() else "") == shown
    QToolTip.hideText()


class TestCorners:
    @pytest.mark.parametrize("seen_through", [True, False])
    def test_a_dialog_is_round_only_where_its_corners_can_be_seen_through(
        self, qtbot: Any, look: Look, monkeypatch: pytest.MonkeyPatch, seen_through: bool
    ) -> None:
        monkeypatch.setattr("ui.widgets.dialog.shows_through", lambda: seen_through)
        made = Dialog(look, None, T("keys", "键位"))
        qtbot.addWidget(made)
        made.resize(look.px(600), look.px(200))
        corner = made.grab().toImage().pixelColor(0, 0)
        assert made.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground) is seen_through
        if seen_through:
            assert corner.alpha() < 128
        else:
            assert corner.alpha() == 255 and corner.lightness() > 200  # not the black of a window nothing was drawn in

    def test_only_x_screens_are_asked(self, qapp: QApplication) -> None:
        assert qapp.platformName() != "xcb" and shows_through()


class TestCharts:
    def test_bars_have_the_same_figures_as_a_table(self, qtbot: Any, look: Look) -> None:
        chart = StackedBars(look)
        kept = host(qtbot, chart)
        chart.set_rows([("1号柜", {"TOP_SECRET": 5, "SECRET": 95, "CONFIDENTIAL": 140, "INTERNAL": 38}), ("空柜", {})])
        assert chart.total() == 278
        assert chart.figures().rows == (("1号柜", "5", "95", "140", "38", "278"), ("空柜", "0", "0", "0", "0", "0"))
        assert "1号柜" in chart.accessibleDescription() and "合计 278" in chart.accessibleDescription()
        chart.setFocus()
        assert differs(chart, lambda: press(Qt.Key.Key_Return)) and chart.as_table
        press(Qt.Key.Key_Return)
        assert not chart.as_table
        kept.close()

    @pytest.mark.parametrize("months", [[(5, 0)], [(0, 0)], [(12, 3), (0, 20)], [(7, 2)]])
    def test_the_zero_line_is_whole(self, qtbot: Any, look: Look, months: list[tuple[int, int]]) -> None:
        chart = InOutBars(look)
        qtbot.addWidget(chart)
        chart.resize(look.px(340), look.px(200))
        chart.set_months([Month(str(n), came, went) for n, (came, went) in enumerate(months, 1)])
        picture, edge = chart.grab().toImage(), look.color("edge").rgb()
        rows = [y for y in range(picture.height())
                if all(picture.pixelColor(x, y).rgb() == edge for x in range(look.px(34) + 1, picture.width()))]  # fmt: skip
        assert len(rows) == 1
        assert rows[0] < picture.height() - look.px(26)

    def test_what_is_counted_with_the_work_secrets_is_named(self, qtbot: Any, look: Look) -> None:
        chart = StackedBars(look)
        qtbot.addWidget(chart)
        chart.set_rows([("1号柜", {"TOP_SECRET": 1, "WORK_SECRET": 2})])
        assert chart.figures().headings[1:5] == ("绝密", "机密", "秘密", "工作秘密")
        chart.set_rows([("1号柜", {"INTERNAL": 1, "WORK_SECRET": 2})])
        assert chart.figures().headings[4] == "工作秘密及其他"

    def test_in_and_out(self, qtbot: Any, look: Look) -> None:
        chart = InOutBars(look)
        kept = host(qtbot, chart)
        assert differs(chart, lambda: chart.set_months([Month("8", 80, 96, "清退 96"), Month("9", 0, 0)]))
        assert chart.figures().rows == (("8", "80", "96"), ("9", "0", "0"))
        chart.set_months([])
        chart.grab()
        kept.close()

    def test_shelf_map(self, qtbot: Any, look: Look) -> None:
        chart = ShelfMap(look)
        kept = host(qtbot, chart)
        shelves = (ShelfCell("1层", 30, 30), ShelfCell("2层", 3, 9, differs=True, here=True))
        assert differs(chart, lambda: chart.set_cabinets([CabinetColumn("1号柜", "33%", shelves)]))
        assert chart.figures().rows == (("1号柜 1层", "30", "30", "无"), ("1号柜 2层", "3", "9", "有"))
        kept.close()

    def test_a_blind_count_hides_what_is_expected(self, qtbot: Any, look: Look) -> None:
        chart = ShelfMap(look)
        qtbot.addWidget(chart)
        chart.set_cabinets([CabinetColumn("1号柜", "", (ShelfCell("1层", 3, None), ShelfCell("2层", 0, None)))])
        assert [row[2] for row in chart.figures().rows] == ["—", "—"]
        assert not chart._cabinets[0].shelves[0].is_complete
        chart.grab()


class TestProcessParts:
    def test_a_long_verdict_takes_two_lines_and_is_not_cut(self, look: Look) -> None:
        words = "账上写着借出，却没有借阅记录：请更正后再办"
        assert in_two_lines(look, "在库，1号柜 1层", look.px(430)) == (24, ["在库，1号柜 1层"])
        size, lines = in_two_lines(look, words, look.px(300))
        assert size < 24 and len(lines) == 2
        assert "".join(lines) == words
        for line in lines:
            assert QFontMetrics(look.font(size, 700)).horizontalAdvance(line) <= look.px(300)
        assert in_two_lines(look, words * 5, look.px(300))[1][1].endswith("…")  # never outside the panel

    def test_verdict_is_read_out(self, qtbot: Any, look: Look) -> None:
        panel = VerdictPanel(look)
        qtbot.addWidget(panel)
        panel.clear("还没有扫")
        assert panel.accessibleName() == "还没有扫"
        assert differs(panel, lambda: panel.say(VERDICTS["MISPLACED"], "第 328 扫", "应在 3号柜 2层", "现扫于 5号柜 1层"))
        assert panel.accessibleName() == "错位" and "应在 3号柜 2层" in panel.accessibleDescription()

    def test_conclusion_says_its_limits(self, qtbot: Any, look: Look) -> None:
        panel = ConclusionPanel(look)
        qtbot.addWidget(panel)
        panel.say("shield-check", "ok", "日志完好", "8 449 条", "其后 37 条暂不能证明")
        assert "暂不能证明" in panel.accessibleDescription()
        panel.grab()

    def test_steps(self, qtbot: Any, look: Look) -> None:
        steps = Stepper(look)
        qtbot.addWidget(steps)
        steps.set_steps([Step(T("form", "保存"), "周敏"), Step(T("form", "取消"), "")], 1)
        assert steps.accessibleName().startswith("2 取消")
        assert differs(steps, lambda: steps.set_steps([Step(T("form", "保存"), "周敏"), Step(T("form", "取消"), "")], 2))

    def test_tallies(self, qtbot: Any, look: Look) -> None:
        tallies = Tallies(look, {code: VERDICTS[code] for code in ("MATCHED", "MISSING")})
        assert tallies.tallies["MISSING"].accessibleName() == "缺失 —"  # no count is open yet
        qtbot.addWidget(tallies)
        tallies.set_values({"MATCHED": 1318}, "MATCHED")
        assert tallies.tallies["MATCHED"].accessibleName() == f"相符 {number(1318)}"
        assert tallies.tallies["MISSING"].accessibleName() == "缺失 收尾时算"

    def test_clock_and_ring(self, qtbot: Any, look: Look) -> None:
        cells, ring = Cells(look, "十日"), Ring(look, "投入")
        for widget in (cells, ring):
            qtbot.addWidget(widget)
        cells.set_cells(["bad"] * 6 + ["open"] * 4)
        assert cells.accessibleDescription() == "6 / 10"
        ring.set_value(27, 42, "共 42 份")
        assert "27" in ring.accessibleDescription()

    def test_duties_are_opened_by_their_digit(self, qtbot: Any, look: Look) -> None:
        duties = DutyList(look)
        kept = host(qtbot, duties)
        duties.set_duties(DUTIES)
        with qtbot.waitSignal(duties.chosen) as got:
            assert duties.press(2)
        assert got.args == ["overdue"] and not duties.press(9)
        duties.lines[0].button.setFocus()
        press(Qt.Key.Key_Down)
        assert duties.lines[1].button.hasFocus()
        assert [line.button._kind for line in duties.lines].count("primary") == 1
        kept.close()


class TestCellTable:
    @pytest.fixture
    def table(self, qtbot: Any, look: Look) -> CellTable:
        made = CellTable(look, (Head("", 40), Head("载体", 0), Head("密级", 86)), "候选", 50)
        self.kept = host(qtbot, made)
        made.set_rows([
            TableRow("a", (Cell(tick=TICK), Cell("24-0211-020", "通报"), Cell(badge="SECRET"))),
            TableRow("b", (Cell(tick=UNTICKED), Cell(mark=VERDICTS["MISSING"]), Cell(badge="CONFIDENTIAL"))),
            TableRow("c", (Cell(tick=BLOCKED), Cell("26-0091-002"), Cell("—"))),
        ])  # fmt: skip
        made.setFocus()
        return made

    def test_in_little_room_no_column_lies_outside(self, qtbot: Any, table: CellTable) -> None:
        wide = CellTable(table._look, (Head("批次", 160), Head("名称", 0), Head("状态", 300), Head("下一步", 200)), "批次")
        show(qtbot, wide, 640, 200)
        header = wide.horizontalHeader()
        assert header.length() <= wide.viewport().width()
        assert all(header.sectionSize(at) >= 76 for at in range(4)) and header.sectionSize(1) >= 120
        wide.resize(1200, 200)
        assert [header.sectionSize(at) for at in (0, 2, 3)] == [160, 300, 200]

    def test_qt_is_content(self, qtmodeltester: Any, table: CellTable) -> None:
        qtmodeltester.check(table.cells, force_py=True)

    def test_cells_are_read_with_their_headings(self, table: CellTable) -> None:
        read = Qt.ItemDataRole.AccessibleTextRole
        assert table.cells.index(0, 1).data(read) == "载体 24-0211-020，通报"
        assert table.cells.index(0, 2).data(read) == "密级 机密"
        assert table.cells.index(1, 1).data(read) == "载体 缺失"

    def test_keys(self, qtbot: Any, table: CellTable) -> None:
        press(Qt.Key.Key_Down)
        assert table.current_key() == "b"
        with qtbot.waitSignal(table.ticked) as got:
            press(Qt.Key.Key_Space)
        assert got.args == ["b"]
        with qtbot.waitSignal(table.opened) as got:
            press(Qt.Key.Key_Return)
        assert got.args == ["b"]

    def test_the_current_row_stays_when_rows_are_exchanged(self, table: CellTable) -> None:
        table.go_to("c")
        table.set_rows(list(reversed(table.cells.rows)))
        assert table.current_key() == "c"

    def test_newest_first(self, table: CellTable) -> None:
        for name in range(5):
            table.put_first(TableRow(name, (Cell(), Cell(str(name)), Cell())), most=4)
        assert [row.key for row in table.cells.rows] == [4, 3, 2, 1]


def test_search_waits_for_a_pause_and_ignores_half_typed_pinyin(qtbot: Any, look: Look) -> None:
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtGui import QInputMethodEvent

    field = SearchField(look, "搜索", "写几个字")
    kept = host(qtbot, field)
    field.setFocus()
    asked: list[str] = []
    field.searched.connect(asked.append)
    QCoreApplication.sendEvent(field, QInputMethodEvent("baomi", []))
    assert not field._timer.isActive()
    event = QInputMethodEvent("", [])
    event.setCommitString("保密")
    QCoreApplication.sendEvent(field, event)
    qtbot.waitUntil(lambda: asked == ["保密"])
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: asked == ["保密", ""])
    kept.close()


def test_elided_words_have_a_tooltip(qtbot: Any, look: Look) -> None:
    words = ElidedLabel(look, "关于做好2026年度保密自查自评工作的通知")
    kept = host(qtbot, words)
    words.setFixedWidth(60)
    qtbot.waitUntil(lambda: words.text().endswith("…"))
    assert words.toolTip() == words.accessibleName() == "关于做好2026年度保密自查自评工作的通知"
    kept.close()


def test_pane_keeps_one_set_of_buttons(qtbot: Any, look: Look) -> None:
    pane = SidePane(look)
    kept = host(qtbot, pane)
    for _round in range(3):
        pane.set_buttons([Button(look, "归还")], [Button(look, "更多")])
        pane.set_facts([("份号", "000002")])
    pane.set_life([LifeLine("ring", "neu", "10-10 09:12", "收文登记", 7841)])
    assert "收文登记" in pane._life.accessibleDescription()
    assert pane._buttons.count() == 1 and pane._facts.count() == 2
    qtbot.waitUntil(lambda: len([child for child in pane.findChildren(Button) if child.isVisible()]) == 2)
    pane.setFixedWidth(284)
    pane.set_buttons([Button(look, "登记清退要求"), Button(look, "移到别的柜层", key="Alt+M")], [Button(look, "作废…", "link")])
    assert pane._buttons.count() == 2
    kept.close()


def test_empty_state_drops_its_old_buttons(qtbot: Any, look: Look) -> None:
    empty = EmptyState(look)
    kept = host(qtbot, empty)
    for _round in range(3):
        empty.set_words("没有找到", "", [Button(look, "登记新的")])
    qtbot.waitUntil(lambda: len([child for child in empty.findChildren(Button) if child.isVisible()]) == 1)
    kept.close()


def test_a_frame_keeps_its_round_corners_over_its_contents(qtbot: Any, look: Look) -> None:
    frame = Frame(look)
    inside = QWidget()
    inside.setStyleSheet("background: #000000")
    frame.box.addWidget(inside)
    kept = host(qtbot, frame)
    picture = frame.grab().toImage()
    assert picture.pixelColor(0, 0) == look.color("window")
    kept.close()


def test_thousands_are_parted_by_a_thin_gap() -> None:
    assert number(12846) == "12\u2009846" and number(7) == "7"


def test_input_methods_are_off_for_passwords_numbers_and_tables(qtbot: Any, look: Look) -> None:
    """Qt asks the focused widget whether it wants one; a line edit says yes even where the attribute says no."""
    texts = [LineInput(look, "题名"), SearchField(look, "搜索", "")]
    others = [ScanBox(look, "扫描", ""), PasswordInput(look, "口令"), CellTable(look, [Head(T("list", "名称"), 100)], "表")]
    wanted = []
    for widget in [*texts, *others]:
        qtbot.addWidget(widget)
        question = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
        QApplication.sendEvent(widget, question)
        wanted.append(bool(question.value(Qt.InputMethodQuery.ImEnabled)))
    assert wanted == [True, True, False, False, False]


def test_a_key_that_two_buttons_have_presses_one(qtbot: Any, look: Look) -> None:
    """Above an empty list the same button stands twice; Qt would press neither."""
    pressed: list[str] = []
    desk = QWidget()
    column = QVBoxLayout(desk)
    for where in ("head", "empty"):
        button = Button(look, T("list", "登记"), key="Ctrl+N")
        button.clicked.connect(lambda _on=False, where=where: pressed.append(where))
        column.addWidget(button)
    show(qtbot, desk)
    press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert len(pressed) == 1
