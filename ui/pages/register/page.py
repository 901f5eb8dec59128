"""登记簿: every carrier, who has it, its life, and the one act that fits. Search has the focus on arrival."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from models.domain.text import T, Text
from models.ledgers import BY_NAME
from models.ledgers.fields import Kind
from models.services import carrier_card
from models.services.carrier_card import Card, Selection
from ui.context import Context
from ui.ledger.batch_dialog import BatchDialog
from ui.ledger.edit_dialog import EditDialog
from ui.ledger.history_dialog import HistoryDialog
from ui.ledger.list_page import ListPage, column_action
from ui.links import OfficeLinks
from ui.pages.consent import ask_consent
from ui.pages.register.acts import CarrierActs
from ui.pages.register.door import RegisterDoor
from ui.pages.register.export import export_ledger
from ui.pages.register.forms import without
from ui.pages.register.pane import show_card, show_selection
from ui.pages.register.print_dialog import PrintBookDialog
from ui.tables.source import Filter, Row
from ui.tasks import Job
from ui.widgets.buttons import Button
from ui.widgets.page import HELP_KEY

# Corrected by an act of its own, or together with the document.
_NOT_EDITED = frozenset({"shelf_id"})
_OF_DOCUMENT = frozenset({"title", "issuer", "reference_number"})
# Acts that another page does: its name and what it is told.
_GO: dict[str, tuple[str, dict[str, Any]]] = {
    "destroy": ("destroy", {}), "handover": ("handover", {}), "return": ("movements", {"wish": "RETURN"}), "loss": ("home", {}),
}  # fmt: skip
_WORDS: dict[str, tuple[Text, str, str]] = {  # act → words, icon, key
    "lend": (T("register", "借出"), "arrow-out", "Alt+J"),
    "take_back": (T("register", "归还"), "undo", "Alt+R"),
    "shelve": (T("register", "移位"), "layers", "Alt+M"),
    "demand_recall": (T("register", "登记清退要求…"), "", ""),
    "lift_recall": (T("register", "解除清退要求…"), "", ""),
    "return": (T("register", "去清退"), "handover", "Alt+T"),
    "destroy": (T("register", "去销毁"), "shredder", "Alt+T"),
    "handover": (T("register", "去移交"), "handover", "Alt+T"),
    "loss": (T("register", "去查找处置"), "search", "Alt+T"),
}  # fmt: skip
KEYS = (("/", T("key", "搜索")), ("Enter", T("key", "打开")), ("Ctrl+H", T("key", "历史")), ("Space", T("key", "多选")), HELP_KEY)
KEYS_EMPTY = (("Esc", T("key", "清除筛选")), ("/", T("key", "搜索")), HELP_KEY)


class RegisterPage(ListPage):
    """Lists carriers. `open(text=…)` searches, `open(carrier=…)` goes to one, `open(filters=…)` puts filters on."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context.look, T("page", "登记簿"), BY_NAME["carriers"].purpose, context.lists, context.tasks, context.preferences,
            "carriers", ("number", False), T("list", "份"), T("list", "标题、文号、份号、来文单位、载体编号"),
        )  # fmt: skip
        self.context = context
        self.door = RegisterDoor(context.office, context.lists)
        self.links = OfficeLinks(context.office, context.tasks)
        self.acts = CarrierActs(context, self, self._acted)
        self.card: Card | None = None
        self._card_job: Job | None = None
        self._wanted: int | None = None  # go to this row once the list is complete
        self.may_write = context.office.sitting.role == "clerk"
        self._head()
        self.model.marks_changed.connect(self._row_changed)

    def _head(self) -> None:
        look = self.look
        column_action(self)
        self._export = self.add_action(Button(look, T("list", "导出")))
        self._export.clicked.connect(self.export)
        QShortcut(QKeySequence("Ctrl+E"), self, self.export)
        self._print = self.add_action(Button(look, T("list", "打印簿页"), icon="printer", key="Ctrl+P"))
        self._print.clicked.connect(self.print_page)
        if self.may_write:
            bring = self.add_action(Button(look, T("list", "导入旧台账"), icon="import"))
            bring.clicked.connect(lambda: self.context.go("import"))
            new = self.add_action(Button(look, T("page", "收文"), icon="plus", key="Ctrl+N"))
            new.clicked.connect(lambda: self.context.go("intake"))

    # arriving ------------------------------------------------------------------------------------------------------

    def open(self, text: str | None = None, carrier: int | None = None, filters: list[Filter] | None = None) -> None:
        """Another page sends here: to a search, to one carrier, or to what these filters leave."""
        if carrier is not None:
            self._wanted = carrier
            self.bar.clear()
            self.ask()
            return
        if filters is not None:
            self.bar.set_filters(filters)
        if text is not None:
            self.bar.search.setText(text)

    def _complete(self) -> None:
        super()._complete()
        if self._wanted is not None and self.view.go_to(self._wanted):
            self._wanted = None
            self.view.setFocus()

    def empty_buttons(self) -> list[Button]:
        if not self.may_write:
            return []
        buttons = []
        if not (self.bar.text or self.bar.filters):
            load = Button(self.look, T("list", "导入旧台账"), icon="import")
            load.clicked.connect(lambda: self.context.go("import"))
            buttons.append(load)
        new = Button(self.look, T("list", "登记新的"), icon="plus", key="Ctrl+N")
        new.clicked.connect(lambda: self.context.go("intake"))
        return [*buttons, new]

    def _show_empty(self) -> None:
        super()._show_empty()
        some = self.model.rowCount() > 0
        self._print.setVisible(some or not (self.bar.text or self.bar.filters))
        training = self.context.office.vault.is_training
        why = T("list", "没有可以导出的") if training else T("list", "正式库的内容不能导出为明文文件")
        self._export.set_enabled(some and training, why)
        self.set_keys(*(KEYS if some else KEYS_EMPTY))

    # the pane ------------------------------------------------------------------------------------------------------

    def _row_changed(self) -> None:
        marked = sorted(self.model.marked)
        if len(marked) > 1:
            self._ask_pane(lambda: carrier_card.selection(self.context.office, marked), self._show_selection)
            return
        super()._row_changed()

    def show_row(self, row: Row | None) -> None:
        if row is None:
            self.card = None
            self.pane.clear()
            return
        id_, office = int(row["id"]), self.context.office
        self._ask_pane(lambda: carrier_card.card(office, id_), lambda card: self._show_card(id_, card))

    def _ask_pane(self, op: Callable[[], Any], done: Callable[[Any], None]) -> None:
        if self._card_job is not None:
            self._card_job.drop()

        def show(found: Any) -> None:
            self._card_job = None
            done(found)

        self._card_job = self.tasks.read(op, show)

    def _show_card(self, id_: int, card: Card | None) -> None:
        if card is None or self.view.current_id() != id_ or len(self.model.marked) > 1:
            return
        self.card = card
        show_card(self.pane, card)
        shown = list(card.acts[:1]) if card.masked else list(card.acts[:2])
        buttons = [self._act_button(act, first=act == card.acts[0]) for act in shown]
        if card.masked:
            look = Button(self.look, T("register", "看标题"), icon="eye" if not shown else "")
            look.setToolTip(self.look.t(T("register", "看一次记一条日志")))
            look.clicked.connect(lambda: self._look_at(id_))
            QShortcut(QKeySequence("Alt+K"), look, look.click)
            buttons.append(look)
        self.pane.set_buttons(buttons, [self._more_button(lambda: self._menu(card))])

    def _show_selection(self, found: Selection) -> None:
        if len(self.model.marked) < 2:
            return
        self.card = None
        show_selection(self.pane, self.look, found)
        if not self.may_write:
            self.pane.set_buttons([])
            return
        move = Button(self.look, T("register", "移到别的柜层"), "primary", icon="layers", key="Alt+M")
        move.clicked.connect(lambda: self.act("shelve"))
        self.pane.set_buttons([move], [self._more_button(self._menu_of_marked)])

    def _act_button(self, act: str, first: bool) -> Button:
        """The first act is filled and bears its key; there is no room for a second key cap."""
        words, icon, key = _WORDS[act]
        made = Button(self.look, words, "primary", icon=icon, key=key) if first else Button(self.look, words)
        if key and not first:
            QShortcut(QKeySequence(key), made, made.click)
        made.clicked.connect(lambda: self.act(act))
        return made

    def _more_button(self, menu: Callable[[], QMenu]) -> Button:
        more = Button(self.look, T("register", "更多"), "link")
        QShortcut(QKeySequence("Alt+G"), more, more.click)

        def show() -> None:
            made = menu()
            made.exec(more.mapToGlobal(QPoint(0, -made.sizeHint().height())))
            made.deleteLater()

        more.clicked.connect(show)
        return more

    def _menu(self, card: Card) -> QMenu:
        """Everything else that can be done with this carrier."""
        menu = QMenu(self)
        for act in card.acts[1 if card.masked else 2 :]:
            self._act_entry(menu, act)
        if "shelve" in card.acts:
            self._lists_entries(menu, [card.id])
        if self.may_write and card.state != "VOID":
            menu.addSeparator()
            self._corrections(menu, card)
        menu.addSeparator()
        self._entry(menu, T("register", "历史　Ctrl+H"), self.show_history)
        return menu

    def _corrections(self, menu: QMenu, card: Card) -> None:
        """Corrections, labels, voiding; what a carrier at its end takes no more is off, and the first line says why."""
        closed, ended = card.closed, "amend" in card.closed
        if ended:
            menu.addAction(self.look.t(closed["amend"])).setEnabled(False)
        document = card.document_id
        entries: list[tuple[Text, Callable[[], object], str]] = []
        if document is not None:
            words = T("register", "更正文件（{n} 份随之改）…", n=card.copies)
            entries = [(words, lambda: self._edit_document(card), "document"),
                       (T("register", "补登份数…"), lambda: self.acts.add_copies(document), "copies")]  # fmt: skip
        entries += [
            (T("register", "更正这一份…"), lambda: self._edit_carrier(card.id), "amend"),
            (T("register", "打印标签…"), lambda: self.context.go("labels", carriers=[card.id]), "label"),
            (T("list", "作废…"), lambda: self.acts.void(card.id), "void"),
        ]
        for words, call, act in entries:
            why = closed.get(act)
            shown = words if why is None or ended else T("register", "{act}　（{why}）", act=words, why=why)
            self._entry(menu, shown, call).setEnabled(why is None)

    def _menu_of_marked(self) -> QMenu:
        menu, ids = QMenu(self), sorted(self.model.marked)
        self._entry(menu, T("register", "批量更正…"), self.change_many)
        for act in ("lend", "take_back", "demand_recall", "lift_recall"):
            self._act_entry(menu, act)
        self._lists_entries(menu, ids)
        self._entry(menu, T("register", "打印标签…"), lambda: self.context.go("labels", carriers=ids))
        return menu

    def _lists_entries(self, menu: QMenu, ids: list[int]) -> None:
        """What takes a carrier out of the house begins on its own page."""
        self._entry(menu, T("register", "列入销毁…"), lambda: self.context.go("destroy", carriers=ids))
        self._entry(menu, T("register", "列入移交…"), lambda: self.context.go("handover", carriers=ids))

    def _act_entry(self, menu: QMenu, act: str) -> None:
        self._entry(menu, _WORDS[act][0], lambda: self.act(act))

    def _entry(self, menu: QMenu, words: Text, call: Callable[[], object]) -> QAction:
        entry = menu.addAction(self.look.t(words).replace("&", "&&"))
        entry.triggered.connect(lambda _checked=False: call())
        return entry

    # acts ----------------------------------------------------------------------------------------------------------

    def chosen(self) -> list[int]:
        """What an act concerns: the marked carriers, else the current one."""
        return self.view.chosen_ids()

    def act(self, name: str) -> None:
        """Open the dialog of an act for what is chosen, or the page that does it."""
        ids = self.chosen()
        if not ids:
            return
        if name in _GO:
            page, told = _GO[name]
            self.context.go(page, **told, **({"carriers": ids} if told else {}))
            return
        dialogs: dict[str, Callable[[list[int]], None]] = {
            "lend": self.acts.lend, "take_back": self.acts.take_back, "shelve": self.acts.move,
            "demand_recall": self.acts.demand_recall, "lift_recall": self.acts.lift_recall,
        }  # fmt: skip
        dialogs[name](ids)

    def _acted(self) -> None:
        if self.model.marked:
            self.model.mark(set())
        self._row_soon.ask()

    def _look_at(self, id_: int, then: Callable[[], None] | None = None) -> None:
        """Open a 绝密 row: one entry for each row and sitting."""
        office = self.context.office

        def shown(card: Card | None) -> None:
            self._show_card(id_, card)
            self.model.refresh()
            if then is not None:
                then()

        self.tasks.write(lambda: carrier_card.look_at(office, id_), shown)

    def open_row(self, id_: int) -> None:
        """Enter: correct the document, or the medium that has none. A hidden title is shown first."""
        office = self.context.office
        self.tasks.read(lambda: carrier_card.card(office, id_), self._open_card)

    def _open_card(self, card: Card | None) -> None:
        if card is None:
            return
        if card.masked:
            self._look_at(card.id)
        elif not self.may_write or "amend" in card.closed:
            self.show_history()
        elif card.document_id is None:
            self._edit_carrier(card.id)
        else:
            self._edit_document(card)

    def _edit_document(self, card: Card) -> None:
        if card.masked:
            self._look_at(card.id, lambda: self._edit(card, "documents", int(card.document_id or 0)))
            return
        self._edit(card, "documents", int(card.document_id or 0))

    def _edit_carrier(self, id_: int) -> None:
        self._edit(self.card, "carriers", id_)

    def _edit(self, card: Card | None, ledger: str, id_: int) -> None:
        door = self.door

        def agreed(agrees: bool) -> None:
            if agrees:
                self.tasks.read(lambda: door.row(ledger, id_), lambda row: self._edit_row(card, ledger, row))

        ask_consent(self.look, self, self.context.office, self.tasks, agreed)

    def _edit_row(self, card: Card | None, ledger: str, row: Any) -> None:
        if row is None:
            return
        office, door, id_ = self.context.office, self.door, int(row["id"])
        declared = BY_NAME[ledger]
        if ledger == "documents":
            copies = card.copies if card is not None else 1
            EditDialog.ask(
                self.look, self, declared, T("register", "更正文件：{n} 份都随之改", n=copies), self.tasks, self.links,
                lambda values: list(office.try_out("amend_document", id=id_, values=dict(values)).problems),
                lambda values, reason: office.perform("amend_document", reason=reason, id=id_, values=dict(values)).result,
                values=row, year=office.clock.today().year,
            )  # fmt: skip
            return
        declared = without(declared, _NOT_EDITED | (_OF_DOCUMENT if row.get("document_id") else frozenset()))
        EditDialog.ask(
            self.look, self, declared, T("register", "更正 {number} 这一份", number=row["number"]), self.tasks, self.links,
            lambda values: door.problems("carriers", id_, values),
            lambda values, reason: door.amend("carriers", id_, values, reason),
            values=row, year=office.clock.today().year,
        )  # fmt: skip

    def change_many(self) -> None:
        """The same correction in the marked carriers, after a preview."""
        declared = BY_NAME["carriers"]
        hidden = _NOT_EDITED | _OF_DOCUMENT
        fields = {name: field for name, field in declared.fields.items()
                  if field.in_dialog and field.kind is not Kind.LONG_TEXT and name not in hidden}  # fmt: skip
        ids = sorted(self.model.marked)
        if BatchDialog.ask(self.look, self, declared, fields, ids, self.tasks, self.links, self.door) is not None:
            self._acted()

    # keys ----------------------------------------------------------------------------------------------------------

    def new(self) -> bool:
        """Ctrl+N, where the button did not take it."""
        return False

    def show_history(self) -> None:
        """Ctrl+H: the copy's own entries; titles of a 绝密 row stay hidden unless it is open."""
        id_, card = self.view.current_id(), self.card
        if id_ is None or card is None:
            return
        masked = card.masked
        self.tasks.read(
            lambda: self.door.lines("carriers", id_, masked),
            lambda lines: HistoryDialog.tell(self.look, self, f"{card.number} {self.look.t(card.title)}", lines),
        )

    def print_page(self) -> None:
        """Ctrl+P: choose the book and year, then preview."""
        chosen = PrintBookDialog.ask(self.context, self)
        if chosen is not None:
            self.context.go("print", form=chosen[0], record=chosen[1], back="register")

    def export(self) -> None:
        """Ctrl+E."""
        if self._export.isEnabled():
            export_ledger(self.context, self, self.set_sentence)
