"""The window: navigation by keys, pages by role, practice banner, lock, scans, the focus ring."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shiboken6 import delete, isValid

from models.domain.text import T
from tests.ui import demo
from tests.ui.helpers import MemoryPreferences, press, show, type_text
from ui.main_window import ChangeBridge, MainWindow, PageSpec
from ui.navigation import FOLDED, WIDE, Person
from ui.scanning import Scan, ScanRouter
from ui.tasks import Tasks
from ui.theme.focus import REACH, FocusRings
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.containers import NoticeStrip, PracticeBanner
from ui.widgets.page import Page


class Noting(Page):
    """A page that notes what reaches it."""

    def __init__(self, look: Look, name: str, notes: list[str], takes_scans: bool = True) -> None:
        super().__init__(look, name)
        self.name, self.notes, self.takes = name, notes, takes_scans
        self.field = QLineEdit()
        self.field.setAccessibleName(name)
        self.button = self.add_action(Button(look, "新的", key="Ctrl+N")) if name == "b" else None
        if self.button is not None:
            self.button.clicked.connect(lambda: notes.append("b button"))
        self.content.addWidget(self.field)

    def entered(self) -> None:
        self.notes.append(f"{self.name} entered")
        self.setFocus()

    def left(self) -> None:
        self.notes.append(f"{self.name} left")

    def scanned(self, scan: Scan) -> bool:
        self.notes.append(f"{self.name} {scan.text}")
        return self.takes

    def changed(self, ledgers: frozenset[str]) -> None:
        self.notes.append(f"{self.name} {sorted(ledgers)}")

    def page_key(self, key: str) -> bool:
        self.notes.append(f"{self.name} key {key}")
        return True

    def refresh(self) -> None:
        self.notes.append(f"{self.name} refresh")

    def escape(self) -> bool:
        self.notes.append(f"{self.name} escape")
        return True


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def window(qtbot: Any, look: Look, router: ScanRouter, notes: list[str]) -> MainWindow:
    clerk, both = frozenset({"clerk"}), frozenset({"clerk", "auditor"})
    specs = (
        PageSpec("a", T("page", "今日"), "today", 0, lambda: Noting(look, "a", notes), both),
        PageSpec("b", T("page", "登记簿"), "register", 0, lambda: Noting(look, "b", notes, False), clerk),
        PageSpec("secret", T("page", "设置"), "settings", 1, lambda: Noting(look, "secret", notes), frozenset({"auditor"})),
        PageSpec("intake", T("page", "收文"), "intake", 0, lambda: Noting(look, "intake", notes), clerk),
    )  # fmt: skip
    made = MainWindow(look, specs, "云岭市人大机关", Person("周敏", "clerk", T("role", "保密员")), router)
    show(qtbot, made, 1366, 768)
    made.go("a")
    notes.clear()
    return made


def test_only_pages_of_the_role_are_there(window: MainWindow) -> None:
    assert list(window.navigation.rows) == ["a", "b", "intake"]
    assert window.go("secret") is None and window.current == "a"


def test_pages_on_their_numbers(window: MainWindow, notes: list[str]) -> None:
    press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.current == "b" and window.navigation.rows["b"].isChecked()
    assert notes == ["a left", "b entered"]


def test_pages_are_made_once(window: MainWindow) -> None:
    first = window.go("b")
    window.go("a")
    assert window.go("b") is first


def test_arrows_walk_the_navigation(window: MainWindow) -> None:
    window.navigation.rows["a"].setFocus()
    press(Qt.Key.Key_Down)
    assert window.navigation.rows["b"].hasFocus() and window.current == "a"
    press(Qt.Key.Key_Return)
    assert window.current == "b"


def test_window_keys(qtbot: Any, window: MainWindow, notes: list[str]) -> None:
    with qtbot.waitSignal(window.help_wanted) as got:
        press(Qt.Key.Key_F1)
    assert got.args == ["a"]
    with qtbot.waitSignal(window.scan_one_wanted):
        press(Qt.Key.Key_F3)
    with qtbot.waitSignal(window.lock_wanted):
        press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(window.undo_wanted) as got:
        press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert got.args == ["a"]
    press(Qt.Key.Key_F5)
    press(Qt.Key.Key_Escape)
    assert notes == ["a refresh", "a escape"]


def test_ctrl_n_is_the_pages_button_else_intake(window: MainWindow, notes: list[str]) -> None:
    window.go("b")
    notes.clear()
    press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert notes == ["b button"] and window.current == "b"
    window.go("a")
    press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.current == "intake"


def test_bare_keys_reach_the_page_only_outside_fields(qtbot: Any, window: MainWindow, notes: list[str]) -> None:
    type_text("3")
    qtbot.waitUntil(lambda: notes == ["a key 3"])
    page = window.page
    assert isinstance(page, Noting)
    page.field.setFocus()
    type_text("/")
    assert page.field.text() == "/" and notes == ["a key 3"]


def test_scans_go_to_the_page_else_to_the_window(qtbot: Any, window: MainWindow, notes: list[str],
                                                 router: ScanRouter) -> None:  # fmt: skip
    router.deliver("2026-000107")
    assert notes == ["a 2026-000107"]
    window.go("b")
    with qtbot.waitSignal(window.scanned_elsewhere) as got:
        router.deliver("2026-000108")
    assert got.args[0].text == "2026-000108"


def test_changes_reach_every_page_on_the_screens_thread(qtbot: Any, window: MainWindow, notes: list[str],
                                                        tasks: Tasks) -> None:  # fmt: skip
    window.go("b")
    notes.clear()
    bridge = ChangeBridge()
    bridge.changed.connect(window.told)
    tasks.write(lambda: bridge.tell({"carriers": (1, 2), "loans": (3,)}))
    qtbot.waitUntil(lambda: len(notes) == 2)
    assert notes == ["a ['carriers', 'loans']", "b ['carriers', 'loans']"]


def test_locked_shows_and_takes_nothing(window: MainWindow, notes: list[str], router: ScanRouter) -> None:
    QGuiApplication.clipboard().setText("26-0310-002")
    cover = QWidget()
    window.lock(cover)
    assert window.is_locked and not window.page.isVisible() and cover.isVisible()
    assert window.windowTitle() == "守簿" and QGuiApplication.clipboard().text() == ""
    assert notes == ["a left"]
    notes.clear()
    router.deliver("2026-000107")
    press(Qt.Key.Key_F5)
    press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert notes == [] and window.current == "a"
    window.unlock()
    assert window.page.isVisible() and notes == ["a entered"] and "云岭市人大机关" in window.windowTitle()


def test_lock_leaves_open_dialogs(qtbot: Any, look: Look, window: MainWindow) -> None:
    from ui.widgets.messages import ConfirmDialog

    dialog = ConfirmDialog(look, window, "销毁这一批", ["42 份"], T("confirm", "返回"))
    dialog.show()
    window.lock(QWidget())
    assert not dialog.isVisible()
    window.unlock()


def test_navigation_folds_and_shrinks(qtbot: Any, window: MainWindow) -> None:
    assert window.navigation.width() == WIDE and window.navigation.rows["a"].height() == 36
    window.resize(1100, 700)
    qtbot.waitUntil(lambda: window.navigation.width() == FOLDED)
    assert window.navigation.rows["a"].toolTip() == "今日  Ctrl+1"
    qtbot.waitUntil(lambda: window.navigation.rows["a"].height() == 32)


def test_a_number_only_where_something_waits(window: MainWindow) -> None:
    window.set_waiting("a", 7)
    assert window.navigation.rows["a"].accessibleName() == "今日，7 件待办"
    window.set_waiting("a", 0)
    assert window.navigation.rows["a"].accessibleName() == "今日"


def test_practice_is_seen_on_window_and_dialog(qtbot: Any, look: Look, router: ScanRouter) -> None:
    from ui.widgets.messages import ConfirmDialog

    look.practice = True
    specs = (PageSpec("a", T("page", "今日"), "today", 0, lambda: Page(look, "a"), frozenset({"clerk"})),)
    window = MainWindow(look, specs, "演练机关", Person("周敏", "clerk", T("role", "保密员")), router)
    show(qtbot, window)
    dialog = ConfirmDialog(look, window, "销毁这一批", ["42 份"], T("confirm", "返回"))
    dialog.show()
    for widget in (window, dialog):
        banner = widget.findChild(PracticeBanner)
        assert banner is not None and banner.isVisible() and banner.width() >= widget.width() - 4
    dialog.reject()


class TestFocusRing:
    def test_exactly_one_ring_outside_the_control(self, qtbot: Any, look: Look, rings: FocusRings, window: MainWindow) -> None:
        page = window.page
        assert isinstance(page, Noting)
        page.field.setFocus()
        ring = rings.ring
        assert ring is not None and ring.isVisible()
        place = QRect(page.field.mapTo(window, QPoint(0, 0)), page.field.size())
        found = QRect(ring.mapTo(window, QPoint(0, 0)), ring.size())
        assert found == place.adjusted(-REACH, -REACH, REACH, REACH)
        window.navigation.rows["a"].setFocus()
        assert rings.ring is not ring

    def test_it_follows_when_the_window_changes(self, qtbot: Any, look: Look, rings: FocusRings, window: MainWindow) -> None:
        page = window.page
        assert isinstance(page, Noting)
        page.field.setFocus()
        window.resize(1000, 700)
        ring = rings.ring
        assert ring is not None
        qtbot.waitUntil(lambda: ring.width() == page.field.width() + 2 * REACH)

    def test_the_control_may_be_freed_while_it_has_the_ring(
        self, qtbot: Any, look: Look, rings: FocusRings, window: MainWindow
    ) -> None:
        page = window.page
        assert isinstance(page, Noting)
        page.field.setFocus()
        ring = rings.ring
        assert ring is not None and isValid(ring)
        delete(page.field)
        rings.follow()
        window.resize(1000, 700)
        window.navigation.rows["a"].setFocus()
        assert rings.ring is not ring

    def test_tables_mark_themselves(self, qtbot: Any, look: Look, rings: FocusRings, tasks: Tasks) -> None:
        page = demo.RegisterDemo(look, tasks, MemoryPreferences())
        show(qtbot, page)
        page.entered()
        qtbot.waitUntil(lambda: page.model.is_complete)
        page.view.setFocus()
        assert rings.ring is None
        page.bar.search.setFocus()
        assert rings.ring is not None


def test_colours_change_while_running(qtbot: Any, look: Look, window: MainWindow) -> None:
    before = window.grab().toImage().pixelColor(600, 400)
    look.use("dark", QApplication.instance())  # type: ignore[arg-type]
    after = window.grab().toImage().pixelColor(600, 400)
    assert before.lightness() > 200 and after.lightness() < 60


def test_a_page_that_follows_stands_where_one_came_from(qtbot: Any, look: Look, router: ScanRouter, notes: list[str]) -> None:
    clerk = frozenset({"clerk"})
    specs = (
        PageSpec("register", T("page", "登记簿"), "register", 0, lambda: Noting(look, "register", notes), clerk),
        PageSpec("count", T("page", "清查盘点"), "scan", 0, lambda: Noting(look, "count", notes), clerk),
        PageSpec("desk", T("page", "清查盘点"), "scan", 0, lambda: Noting(look, "desk", notes), clerk, under="count"),
        PageSpec("print", T("page", "打印预览"), "printer", 0, lambda: Noting(look, "print", notes), clerk, under="register", follows=True),
    )  # fmt: skip
    window = MainWindow(look, specs, "机关", Person("周敏", "clerk", T("role", "保密员")), router, T("product", "守簿"))
    show(qtbot, window)
    assert window.findChild(NoticeStrip).accessibleName() == "守簿"
    stands = {}
    for name in ("print", "desk", "print", "register", "print"):
        window.go(name)
        stands.setdefault(name, []).append([entry for entry, row in window.navigation.rows.items() if row.isChecked()])
    assert stands["print"] == [["register"], ["count"], ["register"]] and stands["desk"] == [["count"]]


def test_the_banner_of_a_small_dialog_has_a_short_sentence(look: Look) -> None:
    banner = PracticeBanner(look)
    assert "不会被打开" in banner.words_for(1200)
    assert banner.words_for(300) == "样例数据，不是真实登记"
