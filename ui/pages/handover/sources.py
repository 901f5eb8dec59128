"""Where carriers to hand over are found: by search, by container, by who has them, by who is responsible."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from models.domain.text import T
from models.ledgers.fields import Field, Kind
from models.services import handover_pages
from ui.context import Context
from ui.links import OfficeLinks
from ui.tables.source import ListQuery
from ui.widgets.inputs import ChoiceInput
from ui.widgets.link_editor import LinkEditor
from ui.widgets.search import SearchField

MOST_FOUND = 200
SEARCH, CABINET, HOLDER, KEEPER = "search", "cabinet", "holder", "keeper"
WORDS = {
    SEARCH: T("hand-over", "搜索登记簿"), CABINET: T("hand-over", "按保密柜"), HOLDER: T("hand-over", "按持有人"),
    KEEPER: T("hand-over", "按责任人"),
}  # fmt: skip


class Sources(QWidget):
    """`found(ids)` when carriers were looked for; an empty list where nothing is asked for any more."""

    found = Signal(object)
    left_down = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        look = context.look
        self._context, self._asked = context, 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        self.kind = ChoiceInput(look, T("hand-over", "从哪里选"))
        self.kind.set_items(list(WORDS.items()))
        self.kind.setFixedWidth(look.px(132 if look.words.language == "zh" else 176))
        self.kind.chosen.connect(lambda _code: self._switch())
        row.addWidget(self.kind)
        self.fields = QStackedWidget()
        self.search = SearchField(look, T("list", "搜索"), T("hand-over", "编号、标题、文号，或扫一份加入"))
        self.search.searched.connect(self._search)
        self.search.left_down.connect(self.left_down)
        self.fields.addWidget(self.search)
        links = OfficeLinks(context.office, context.tasks)
        self.links: dict[str, LinkEditor] = {}
        for code, ledger in ((CABINET, "cabinets"), (HOLDER, "persons"), (KEEPER, "persons")):
            editor = self.links[code] = LinkEditor(look, Field(WORDS[code], Kind.LINK, to=ledger), links)
            editor.changed.connect(lambda code=code: self._linked(code))
            self.fields.addWidget(editor)
        self.fields.setFixedHeight(look.px(36))
        row.addWidget(self.fields, 1)

    def clear(self) -> None:
        """Ask for nothing."""
        self.kind.set_code(SEARCH)
        self.search.clear()

    def focus_search(self) -> None:
        self.kind.set_code(SEARCH)
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def text(self) -> str:
        """What is searched for; "" in the other ways."""
        return self.search.text().strip() if self.kind.code() == SEARCH else ""

    def _switch(self) -> None:
        code = str(self.kind.code())
        self.fields.setCurrentIndex(list(WORDS).index(code))
        self.fields.currentWidget().setFocus(Qt.FocusReason.OtherFocusReason)
        if code == SEARCH:
            self._search(self.search.text().strip())
        else:
            self._linked(code)

    def _search(self, text: str) -> None:
        lists = self._context.lists
        self._ask(lambda: [row["id"] for row in lists.first_page(ListQuery("carriers", text), MOST_FOUND).rows] if text else [])

    def _linked(self, code: str) -> None:
        id_, read = self.links[code].value(), self._context.office
        ask = {CABINET: handover_pages.ids_in_cabinet, HOLDER: handover_pages.ids_held_by, KEEPER: handover_pages.ids_kept_by}[code]
        self._ask(lambda: ask(read.read, id_) if id_ is not None else [])

    def _ask(self, op: Callable[[], list[int]]) -> None:
        self._asked += 1
        number = self._asked
        self._context.tasks.read(op, lambda ids: self.found.emit(ids) if number == self._asked else None)
