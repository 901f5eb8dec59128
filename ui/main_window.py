"""The main window: navigation and nothing else. Pages come from an explicit tuple of the composition root."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.domain.text import T, Text
from ui.navigation import Navigation, Person
from ui.scanning import Scan, ScanRouter
from ui.theme.look import Look
from ui.widgets.containers import Ground, NoticeStrip, PracticeBanner
from ui.widgets.dialog import Dialog
from ui.widgets.page import Page
from ui.widgets.text_dialog import TextDialog

FOLD_BELOW = 1200  # px of width at 100 %


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page: its name, words, icon, group in the navigation, how it is made, and the roles that see it (K-3).

    `under`: the page has no entry of its own in the navigation and stands under that page's.
    `asks_codes`: what its one-line dialogs ask for is a printed code, so a scan answers them.
    """

    name: str
    title: Text
    icon: str
    group: int
    factory: Callable[[], Page]
    roles: frozenset[str]
    under: str = ""
    follows: bool = False  # it stands under the page it was asked for on; `under` only where nothing was shown before
    asks_codes: bool = False


class ChangeBridge(QObject):
    """Brings what an act changed from the acting thread to the GUI thread: `office.subscribe(bridge.tell)`."""

    changed = Signal(object)

    def tell(self, rows: object) -> None:
        """Called on any thread with ledger → ids."""
        self.changed.emit(rows)


class MainWindow(QMainWindow):
    """One signed-in sitting.

    Signals: `lock_wanted`, `help_wanted(page)`, `scan_one_wanted` (F3), `scanned_elsewhere(Scan)` (a scan that the page
    has no use for), `scan_refused(Scan)` (a dialog is open that takes none), `undo_wanted(page)`, `theme_wanted`, `closing`.
    """

    lock_wanted = Signal()
    help_wanted = Signal(str)
    scan_one_wanted = Signal()
    scanned_elsewhere = Signal(object)
    scan_refused = Signal(object)
    undo_wanted = Signal(str)
    page_shown = Signal(str)
    closing = Signal()

    def __init__(
        self, look: Look, specs: Sequence[PageSpec], organ: str, person: Person, router: ScanRouter, notice: Text | None = None
    ) -> None:
        super().__init__()
        self.look, self._router = look, router
        self.specs = tuple(spec for spec in specs if person.role in spec.roles)
        self._pages: dict[str, Page] = {}
        self._current = self._stands = ""  # the page, and the entry of the navigation it stands under
        self._cover: QWidget | None = None
        self._organ = organ
        self.setWindowTitle(f"{look.t(T('product', '守簿'))} — {organ}")
        self.setMinimumSize(960, 600)
        self._outer = QStackedWidget()
        self.setCentralWidget(self._outer)
        shell = Ground(look, "window")
        column = QVBoxLayout(shell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if look.practice:
            column.addWidget(PracticeBanner(look))
        if notice is not None:
            column.addWidget(NoticeStrip(look, notice))
        row = QHBoxLayout()
        row.setSpacing(0)
        self._listed = tuple(spec for spec in self.specs if not spec.under)
        entries = [(spec.name, spec.title, spec.icon, spec.group) for spec in self._listed]
        self.navigation = Navigation(look, entries, organ, person)
        self.navigation.chosen.connect(self.go)
        self.navigation.lock_wanted.connect(self.lock_wanted)
        row.addWidget(self.navigation)
        self._stack = QStackedWidget()
        row.addWidget(self._stack, 1)
        column.addLayout(row, 1)
        self._outer.addWidget(shell)
        self._shell = shell
        self._bind()
        router.push(self, self._scanned)

    def _bind(self) -> None:
        for index, spec in enumerate(self._listed[:9]):
            QShortcut(QKeySequence(f"Ctrl+{index + 1}"), self, lambda name=spec.name: self.go(name))
        QShortcut(QKeySequence("F1"), self, lambda: self.help_wanted.emit(self._current))
        QShortcut(QKeySequence("F4"), self, lambda: self.page.toggle_pane() if self.page else None)
        QShortcut(QKeySequence("Ctrl+F"), self, lambda: self.page.search() if self.page else None)

    # pages ---------------------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self._pages.get(self._current)

    @property
    def current(self) -> str:
        return self._current

    def go(self, name: str) -> Page | None:
        """Show a page, making it the first time; None if this person may not see it."""
        spec = next((spec for spec in self.specs if spec.name == name), None)
        if spec is None or self._cover is not None:
            return None
        before = self.page
        if name not in self._pages:
            page = spec.factory()
            self._pages[name] = page
            self._stack.addWidget(page)
        if before is not None and name != self._current:
            before.left()
        self._current = name
        self._stack.setCurrentWidget(self._pages[name])
        if not (spec.follows and self._stands):
            self._stands = spec.under or name
        self.navigation.set_current(self._stands)
        self._pages[name].entered()
        self.page_shown.emit(name)
        return self._pages[name]

    def told(self, rows: object) -> None:
        """An act changed these rows: every page that was made decides for itself."""
        ledgers = frozenset(rows) if isinstance(rows, dict) else frozenset()
        for page in list(self._pages.values()):
            page.changed(ledgers)

    def set_waiting(self, name: str, count: int) -> None:
        """How much waits on a page."""
        if name in self.navigation.rows:
            self.navigation.rows[name].set_count(count)

    def _scanned(self, scan: Scan) -> None:
        """A scan belongs to the page, but never to a page behind an open dialog: that one takes it itself or refuses it."""
        page, over = self.page, QApplication.activeModalWidget()
        if over is not None:
            asks = any(spec.asks_codes for spec in self.specs if spec.name == self._current)
            if asks and isinstance(over, TextDialog) and over.answer(scan.text):
                return
            if isinstance(over, Dialog):
                over.refuse_scan()
            self.scan_refused.emit(scan)
            return
        if self._cover is None and page is not None and not page.scanned(scan):
            self.scanned_elsewhere.emit(scan)

    # lock ----------------------------------------------------------------------------------------------------------

    @property
    def is_locked(self) -> bool:
        return self._cover is not None

    def lock(self, cover: QWidget) -> None:
        """Hide everything behind `cover`; open dialogs are left without saving."""
        if self._cover is not None:
            return
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                widget.reject()
        if self.page is not None:
            self.page.left()
        self._cover = cover
        self._router.pop(self)
        self._outer.addWidget(cover)
        self._outer.setCurrentWidget(cover)
        self.setWindowTitle(self.look.t(T("product", "守簿")))
        QApplication.clipboard().clear()

    def unlock(self) -> None:
        """Show the pages again."""
        if self._cover is None:
            return
        cover, self._cover = self._cover, None
        self._outer.setCurrentWidget(self._shell)
        self._outer.removeWidget(cover)
        cover.deleteLater()
        self._router.push(self, self._scanned)
        self.setWindowTitle(f"{self.look.t(T('product', '守簿'))} — {self._organ}")
        if self.page is not None:
            self.page.entered()

    # keys ----------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no control and no button took."""
        page = self.page
        if page is None or self._cover is not None or not self._handle(event, page):
            super().keyPressEvent(event)

    def _handle(self, event: QKeyEvent, page: Page) -> bool:
        key, text = event.key(), event.text()
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if control:
            return self._with_control(key, page)
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            return False
        if key == Qt.Key.Key_F3:
            self.scan_one_wanted.emit()
        elif key == Qt.Key.Key_F5:
            page.refresh()
        elif key == Qt.Key.Key_Escape:
            return page.escape()
        elif len(text) == 1 and text.isprintable():
            return page.page_key(text)
        else:
            return False
        return True

    def _with_control(self, key: int, page: Page) -> bool:
        if key == Qt.Key.Key_Z:
            if not page.undo():
                self.undo_wanted.emit(self._current)
        elif key == Qt.Key.Key_N:
            if not page.new():
                self.go("intake")
        elif key == Qt.Key.Key_H:
            page.show_history()
        elif key == Qt.Key.Key_P:
            page.print_page()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            page.show_missing()
        else:
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        folded = self.width() < self.look.px(FOLD_BELOW)
        if folded != self.navigation.is_folded:
            self.navigation.set_folded(folded)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._router.pop(self)
        self.closing.emit()
        super().closeEvent(event)
