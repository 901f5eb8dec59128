"""A page that is a list: filter bar, table, side pane, footer with counts. The register and every ledger stand on it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from models.domain.text import T, Text
from ui.scanning import Scan
from ui.tables.column_dialog import ColumnDialog
from ui.tables.filter_bar import FilterBar
from ui.tables.model import RowsModel
from ui.tables.source import ListQuery, ListSource, Preferences, Row
from ui.tables.view import RowsView
from ui.tasks import Delayed, Job, Tasks
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.containers import EmptyState, Line
from ui.widgets.page import HELP_KEY, Page
from ui.widgets.pane import SidePane
from ui.words import number

NARROW = 1200  # px of the window at 100 %: below this the pane opens over the list with F4 (screen.md 4)
PANE = (284, 372)
BY_TIME = ("number", "registry_number", "form_number")  # numbers that are given one after another


class _Split(QWidget):
    """List and pane side by side, or the pane over the list."""

    def __init__(self, look: Look, main: QWidget, pane: SidePane) -> None:
        super().__init__()
        self._look, self._main, self.pane = look, main, pane
        main.setParent(self)
        pane.setParent(self)
        self.is_open = True
        self._was_narrow: bool | None = None  # before the first size nothing is known

    @property
    def is_narrow(self) -> bool:
        return self.window().width() < self._look.px(NARROW)

    def show_pane(self, shown: bool) -> None:
        self.is_open = shown
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.is_narrow != self._was_narrow:
            self.is_open = not self.is_narrow
            self._was_narrow = self.is_narrow
        self._place()

    def _place(self) -> None:
        low, high = (self._look.px(edge) for edge in PANE)
        wide = min(max(round(self.width() * 0.215), low), high)
        beside = 0 if self.is_narrow or not self.is_open else wide
        self._main.setGeometry(0, 0, self.width() - beside, self.height())
        self.pane.setVisible(self.is_open)
        self.pane.setGeometry(self.width() - wide, 0, wide, self.height())
        self.pane.raise_()


class ListPage(Page):
    """Shows one ledger's list.

    A page made from it fills the pane (`show_row`), opens a row (`open_row`) and says what an empty ledger offers
    (`empty_buttons`). `unit` counts rows (份, 条). `table_key` is the name under which widths and filters are kept.
    """

    def __init__(self, look: Look, title: Text | str, sentence: Text | str, source: ListSource, tasks: Tasks,
                 preferences: Preferences, ledger: str, order: tuple[str, bool], unit: Text, prompt: Text,
                 table_key: str = "") -> None:  # fmt: skip
        super().__init__(look, title, sentence)
        self.source, self.tasks, self.preferences, self.ledger, self.unit = source, tasks, preferences, ledger, unit
        self._total: int | None = None
        self._count_job: Job | None = None
        self._milliseconds: float | None = None
        key = table_key or f"table/{ledger}"
        self._columns = source.columns(ledger)
        self.model = RowsModel(look, source, tasks, self._columns, self)
        self.view = RowsView(look, self.model, preferences, key, title)
        self.order = self.view.arrangement.order or order
        self.view.head.show_order(self.order)
        self.bar = FilterBar(look, self._columns, preferences, key, prompt, unit)
        self.pane = SidePane(look)
        self.empty = EmptyState(look)
        self.view.set_overlay(self.empty)
        self.split = _Split(look, self.view, self.pane)
        self.full_width()
        self.content.addWidget(self.bar)
        self.content.addWidget(Line(look))
        self.content.addWidget(self.split, 1)
        self._row_soon = Delayed(self, 40, self._row_changed)
        self._connect()
        self.set_keys(("/", T("key", "搜索")), ("Enter", T("key", "打开")), ("Ctrl+H", T("key", "历史")),
                      ("Space", T("key", "多选")), HELP_KEY)  # fmt: skip

    def _connect(self) -> None:
        self.bar.asked.connect(lambda _text, _filters: self.ask())
        self.bar.search.left_down.connect(self.view.setFocus)
        self.view.sorted_by.connect(self.sort)
        self.view.opened.connect(self.open_row)
        self.view.escaped.connect(self.escape)
        self.view.moved.connect(lambda _id: self._row_soon.ask())
        self.model.answered.connect(self._answered)
        self.model.complete.connect(self._complete)
        self.model.dataChanged.connect(lambda *_what: self._row_soon.ask())
        self.model.marks_changed.connect(self._show_foot)

    # for pages made from it ----------------------------------------------------------------------------------------

    def show_row(self, row: Row | None) -> None:
        """Fill the pane for the current row; None: nothing is selected."""
        self.pane.clear()

    def open_row(self, id_: int) -> None:
        """Enter or double click."""

    def empty_buttons(self) -> list[Button]:
        """What an empty ledger offers (登记, 导入)."""
        return []

    # asking --------------------------------------------------------------------------------------------------------

    def query(self) -> ListQuery:
        return ListQuery(self.ledger, self.bar.text, self.bar.filters, self.order)

    def ask(self) -> None:
        self.model.ask(self.query())

    def sort(self, column: str, ascending: bool) -> None:
        self.order = (column, ascending)
        self.view.remember_order(self.order)
        self.ask()

    def entered(self) -> None:
        if self.model.query is None:
            self.ask()
        else:
            self.model.refresh()
        self._count()
        self.bar.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        self.model.refresh()
        self._count()

    def changed(self, ledgers: frozenset[str]) -> None:
        if self.model.query is not None:
            self.refresh()

    def _count(self) -> None:
        if self._count_job is not None:
            self._count_job.drop()
        query = ListQuery(self.ledger)
        self._count_job = self.tasks.read(lambda: self.source.count(query), self._counted)

    def _counted(self, total: int) -> None:
        self._count_job = None
        self._total = total
        self._show_foot()
        self._show_empty()

    def _answered(self, milliseconds: float) -> None:
        self._milliseconds = milliseconds
        self._show_empty()
        self._show_foot()

    def _complete(self) -> None:
        asked = bool(self.bar.text or self.bar.filters)
        self.bar.show_count(self.model.rowCount(), self._milliseconds if asked and self.model.rowCount() else None)
        self._show_foot()
        self._row_soon.ask()

    # what is seen --------------------------------------------------------------------------------------------------

    def _row_changed(self) -> None:
        if self.view.currentIndex().isValid() and self.view.current_row() is None:
            return  # it is being read; dataChanged comes
        self.show_row(self.view.current_row())

    def _show_foot(self) -> None:
        texts: list[Text] = []
        if self.model.is_complete:
            found = number(self.model.rowCount())
            texts.append(T("list", "{n} {unit}符合", n=found, unit=self.unit))
        if self._total is not None:
            texts.append(T("list", "全部 {n} {unit}", n=number(self._total), unit=self.unit))
        marked = len(self.model.marked)
        if marked:
            texts.append(T("list", "已选 {n} {unit}", n=number(marked), unit=self.unit))
        column = next((column for column in self._columns if column.name == self.order[0]), None)
        if column is not None:
            way = _way(column.kind == "date" or column.name in BY_TIME, self.order[1])
            texts.append(T("list", "按{column}{way}", column=column.title, way=way))
        self.set_foot(*texts)

    def _show_empty(self) -> None:
        if self.model.rowCount():
            if self.empty.isVisible():
                self.empty.hide()
                self.split.show_pane(not self.split.is_narrow)
            return
        if self.model.query is None or self.model.query != self.query():
            return
        self.split.show_pane(False)
        self.empty.show()
        if self.bar.filters or self.bar.text:
            self._nothing_found()
        else:
            self.empty.set_words(T("list", "这里还没有登记"), T("list", "可以逐条登记，也可以从旧台账导入。"),
                                 self.empty_buttons(), icon="register")  # fmt: skip

    def _nothing_found(self) -> None:
        """Why nothing is found: which filter is still on, and whether there is something without it."""
        text = self.bar.text
        title = T("list", "没有找到“{text}”", text=text) if text else T("list", "没有符合筛选的")
        buttons: list[Button] = []
        sentence: Text = T("list", "检查一下字词；可以只写几个字或几位编号。")
        if self.bar.filters:
            sentence = T("list", "筛选“{shown}”还开着", shown=self.bar.filters[0].shown)
            off = Button(self.look, T("list", "去掉筛选再找"), "primary", icon="search", key="Esc")
            off.clicked.connect(lambda: self.bar.set_filters([]))
            buttons.append(off)
        self.empty.set_words(title, sentence, [*buttons, *self.empty_buttons()], icon="search")
        if self.bar.filters and text:
            self._look_without_filters(text)

    def _look_without_filters(self, text: str) -> None:
        query = self.query().without_filters()

        def found(page: object) -> None:
            rows = page.rows  # type: ignore[attr-defined]
            if not rows or self.bar.text != text or self.model.rowCount() or not self.bar.filters:
                return
            sentence = T("list", "筛选“{shown}”还开着；不加筛选有 {n} {unit}接近：{first}",
                         shown=self.bar.filters[0].shown, n=number(len(rows)), unit=self.unit, first=_name(rows[0]))  # fmt: skip
            self.empty.set_sentence(sentence)

        self.tasks.read(lambda: self.source.first_page(query, 20), found)

    # keys ----------------------------------------------------------------------------------------------------------

    def escape(self) -> bool:
        """One step back: an open pane over the list, then filters and text."""
        if self.split.is_narrow and self.split.is_open:
            self.toggle_pane()
            return True
        return self.bar.clear()

    def search(self) -> None:
        self.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.search.selectAll()

    def page_key(self, key: str) -> bool:
        if key == "/":
            self.search()
        return key == "/"

    def toggle_pane(self) -> None:
        """F4."""
        self.split.show_pane(not self.split.is_open)
        if self.split.is_narrow and not self.split.is_open:
            self.view.setFocus()

    def choose_columns(self) -> None:
        made = ColumnDialog.ask(self.look, self, self._columns, self.view.arrangement)
        if made is not None:
            self.view.use_arrangement(made)

    def scanned(self, scan: Scan) -> bool:
        """A scanned code is looked for."""
        self.bar.search.setText(scan.text)
        return True

def _way(by_time: bool, ascending: bool) -> Text:
    if by_time:
        return T("list", "从旧到新") if ascending else T("list", "从新到旧")
    return T("list", "从小到大") if ascending else T("list", "从大到小")


def _name(row: Row) -> str:
    return str(row.get("reference_number") or row.get("title") or row.get("name") or row.get("number") or "")


def column_action(page: ListPage) -> Button:
    """The button 列 for the header."""
    button = page.add_action(Button(page.look, T("list", "列"), icon="columns"))
    button.clicked.connect(page.choose_columns)
    return button
