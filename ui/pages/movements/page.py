"""Loans and returns with one scan field: what is in store is gathered to go out, what is out is taken back (R-37, R-49)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from models.domain.errors import Refused
from models.domain.text import T, Text
from models.services import links, movements
from models.services.acts import Done
from models.services.movements import Answer, Brief, OpenLoan, Seen, Wish
from ui.context import Context
from ui.pages.consent import ask_consent
from ui.pages.movements import extension, words
from ui.pages.movements.lists import LoanList, RecallList
from ui.pages.movements.panes import SPECS, ActPane, ActSide
from ui.pages.movements.return_bar import ReturnBar
from ui.pages.movements.words import INVITE, MODES, SENTENCES, Verdict
from ui.pages.sound_switch import SoundSwitch
from ui.pages.undo_keys import UndoKeys
from ui.scanning import Scan
from ui.widgets.buttons import Button
from ui.widgets.link_editor import LinkEditor
from ui.widgets.messages import ConfirmDialog
from ui.widgets.page import HELP_KEY, Page
from ui.widgets.scan_box import ScanBox
from ui.widgets.search import Chip
from ui.widgets.text_dialog import TextDialog
from ui.widgets.verdict import VerdictPanel

SIDE = (284, 344)


class MovementsPage(Page):
    """Nothing is written by a scan alone: gathering waits for its button, a return for its check."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, T("page", "借还清退"), SENTENCES[Wish.LEND])
        self.context = context
        self.office, self.tasks = context.office, context.tasks
        self.wish = Wish.LEND
        self.last: tuple[Text, Done] | None = None  # words and entry of the last act here that a counter-act answers
        self._due = ""  # the due day that the page itself proposed
        self.sounds = SoundSwitch(context, self, self._say_keys)
        self._build()
        self._connect()
        self._say_keys()
        self.set_wish(Wish.LEND)

    # building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        look, px = self.look, self.look.px
        self.undo_button = self.add_action(Button(look, "", icon="undo", key="Ctrl+Z"))
        self.chips: dict[Wish, Chip] = {}
        for wish, name, _key in MODES:
            self.chips[wish] = Chip(look, name, "class")
            self._actions.addWidget(self.chips[wish], 0, Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout()
        row.setSpacing(px(16))
        left = QVBoxLayout()
        left.setSpacing(px(12))
        self.scan_box = ScanBox(look, T("movement", "扫描"), T("movement", "扫载体，也可手输编号"))
        self.verdict = VerdictPanel(look)
        self.return_bar = ReturnBar(look)
        self.loans, self.recalls = LoanList(look), RecallList(look)
        self.lists = QStackedWidget()
        self.lists.addWidget(self.loans)
        self.lists.addWidget(self.recalls)
        for widget in (self.scan_box, self.verdict, self.return_bar):
            left.addWidget(widget)
        left.addWidget(self.lists, 1)
        row.addLayout(left, 5)
        self.panes = {wish: ActPane(self.context, SPECS[wish], self._names) for wish, _name, _key in MODES}
        self.side = ActSide()
        for pane in self.panes.values():
            self.side.addWidget(pane)
        least = max(px(SIDE[0]), *(pane.least_width() for pane in self.panes.values()))
        self.side.setMinimumWidth(least)
        self.side.setMaximumWidth(max(px(SIDE[1]), least))
        row.addWidget(self.side, 2)
        self.content.addLayout(row, 1)

    def _connect(self) -> None:
        for wish, _name, key in MODES:
            self.chips[wish].clicked.connect(lambda _on=False, wish=wish: self.set_wish(wish))
            QShortcut(QKeySequence(key), self, lambda wish=wish: self.set_wish(wish))
            self.chips[wish].setToolTip(key)
            self.chips[wish].setAccessibleDescription(key)
            pane = self.panes[wish]
            pane.wanted.connect(self.act)
            pane.changed.connect(self._gathered)
            pane.judged.connect(self._say_foot)
        self.undo_button.clicked.connect(self.undo)
        self.scan_box.typed.connect(self.feed)
        self.scan_box.undo_scan.connect(self.undo)
        self.return_bar.checked.connect(self._take_back)
        self.return_bar.left.connect(self._invite)
        self.loans.picked.connect(lambda carrier: self._feed_carriers([carrier]))
        self.loans.extend.connect(lambda loan: extension.extend(self.context, self, loan, self._extended))
        self.recalls.toggled.connect(self._toggle)
        self.recalls.all_wanted.connect(lambda: self._feed_carriers([one.id for one in self.recalls.same_issuer()
                                                                    if not self.pane.has(one.id)]))  # fmt: skip
        self.recalls.lift.connect(self._lift)
        self.undo_keys = UndoKeys(self.side, self.undo)
        before: QWidget = self.scan_box
        for pane in self.panes.values():  # from the scan field straight to what the act needs; hidden panes are passed over
            for control in pane.controls():
                QWidget.setTabOrder(before, control)
                before = control

    @property
    def pane(self) -> ActPane:
        return self.panes[self.wish]

    def set_wish(self, wish: Wish) -> None:
        """What carriers are gathered for from now on; what was gathered for another thing waits there."""
        self.return_bar.settle()
        self.wish = wish
        for other, chip in self.chips.items():
            chip.setChecked(other is wish)
        self.set_sentence(SENTENCES[wish])
        self.lists.setCurrentWidget(self.loans if wish is Wish.LEND else self.recalls)
        self.recalls.set_wish(wish)
        self.side.setCurrentWidget(self.pane)
        self._invite()
        self._gathered()
        self._focus()

    # coming and going ----------------------------------------------------------------------------------------------

    def entered(self) -> None:
        self.reload()
        self._focus()

    def changed(self, ledgers: frozenset[str]) -> None:
        if ledgers & {"loans", "carriers", "documents", "persons"}:
            self.reload()

    def open(self, wish: str = "", carriers: Sequence[int] = (), **_other: Any) -> None:
        """Called by `go("movements", wish="RETURN", carriers=[…])`: gather these, or take a lent one back."""
        if wish:
            self.set_wish(Wish(wish))
        self._feed_carriers(carriers)

    def search(self) -> None:
        shown = self.loans if self.wish is Wish.LEND else self.recalls
        shown.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def escape(self) -> bool:
        if self.return_bar.waits:
            self.return_bar.leave()
            return True
        return False

    def reload(self) -> None:
        """Read who has what and what is wanted back."""
        read, today = self.office, self.office.clock.today()
        self.tasks.read(lambda: (movements.open_loans(read.read, today), movements.recalled(read.read)), self._loaded)

    def _loaded(self, found: tuple[list[OpenLoan], list[Brief]]) -> None:
        loans, recalled = found
        self.loans.set_loans(loans, self.office.clock.today())
        self.recalls.set_carriers(recalled, self.office.clock.today())
        self.chips[Wish.LEND].set_count(str(len(loans)) if loans else "")
        self.chips[Wish.RETURN].set_count(str(len(recalled)) if recalled else "")
        self._say_foot()

    def _focus(self) -> None:
        self.scan_box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _invite(self) -> None:
        self.verdict.clear(INVITE[self.wish])

    def _names(self, text: str, done: Callable[[list[str]], None]) -> None:
        office = self.office
        self.tasks.read(lambda: [name for _id, name in links.suggest(office.read, "persons", text)], done)

    # scanning ------------------------------------------------------------------------------------------------------

    def scanned(self, scan: Scan) -> bool:
        self.feed(scan.text)
        return True

    def feed(self, code: str) -> None:
        """Judge one code; a return that waits for its check comes first."""
        if self.return_bar.waits:
            self._say_waiting()
            return
        office, wish, today = self.office, self.wish, self.office.clock.today()
        self.tasks.read(lambda: movements.look_up(office.read, code, wish, today), lambda seen: self._seen(wish, seen))

    def _feed_carriers(self, ids: Sequence[int]) -> None:
        if ids:
            office = self.office
            self.tasks.read(lambda: movements.briefs(office.read, ids), self._feed_all)

    def _feed_all(self, carriers: list[Brief]) -> None:
        for one in carriers:
            self.feed(one.number)

    def _seen(self, wish: Wish, seen: Seen) -> None:
        if self.return_bar.waits:
            self._say_waiting()
            return
        if wish is not self.wish:
            return
        carrier = seen.carrier
        if carrier is not None and self.pane.has(carrier.id):
            self._say(words.already_there(carrier))
            return
        if seen.answer is Answer.TAKEN and carrier is not None:
            seen = self._fits_the_others(seen, carrier)
        if seen.answer is Answer.TAKEN and carrier is not None:
            self.pane.add(carrier)
        elif seen.answer is Answer.BACK and carrier is not None and seen.loan is not None:
            self.return_bar.wait_for(carrier, seen.loan)
        self._say(words.of_scan(seen, len(self.pane.carriers)))

    def _fits_the_others(self, seen: Seen, carrier: Brief) -> Seen:
        """One list goes to one issuer: another's carrier is refused at once, not at the end."""
        others = {one.issuer for one in self.pane.carriers}
        if self.wish is not Wish.RETURN or not others or carrier.issuer in others:
            return seen
        why = T("movement", "清单里是{issuer}的；这份要另开一张单", issuer=next(iter(others)))
        return Seen(Answer.REFUSED, carrier.number, seen.title, why, carrier, rule="R-49")

    def _say(self, verdict: Verdict) -> None:
        words.show(self.verdict, self.look, verdict)
        self.sounds.play(verdict.sound)

    def _say_waiting(self) -> None:
        if self.return_bar.carrier is not None:
            self._say(words.still_open(self.return_bar.carrier))

    # gathering -----------------------------------------------------------------------------------------------------

    def _gathered(self) -> None:
        """The list changed: propose the due day, tick the table, say what can be taken back."""
        self._propose_due()
        self.recalls.set_gathered(frozenset(self.pane.ids))
        self._say_foot()
        self._say_undo()

    def _propose_due(self) -> None:
        """R-36, as long as nobody typed another day."""
        pane = self.panes[Wish.LEND]
        editor = pane.form.boxes["due_on"].editor
        if editor.value() in (None, self._due) and editor.wrong() is None:
            day = movements.due_day(pane.carriers, self.office.clock.today()).isoformat() if pane.carriers else None
            self._due = day or ""
            if editor.value() != day:
                editor.set_value(day)

    def _toggle(self, carrier: int) -> None:
        if self.pane.has(carrier):
            self.pane.remove(carrier)
        else:
            self._feed_carriers([carrier])

    def _say_foot(self) -> None:
        loans = self.loans.loans
        late = sum(loan.late > 0 for loan in loans)
        gathered = len(self.pane.carriers)
        self.set_foot(
            (self.pane.why_not() or T("movement", "可以办理")) if gathered else "",
            T("movement", "清单里 {n} 份，办理前什么也没有写", n=gathered) if gathered else "",
            T("movement", "未还 {n} 份，逾期 {late} 份", n=len(loans), late=late),
            T("movement", "要求清退 {n} 份", n=len(self.recalls.carriers)) if self.recalls.carriers else "",
            self.sounds.foot,
        )

    def _say_keys(self) -> None:
        self.set_keys(("Ctrl+Enter", T("key", "办理")), ("Alt+1", T("key", "核对无误")), ("Ctrl+Z", T("key", "撤销")),
                      self.sounds.key, HELP_KEY)  # fmt: skip
        self._say_foot()

    # acting --------------------------------------------------------------------------------------------------------

    def act(self) -> None:
        """Ctrl+Enter: perform the act for everything gathered, or go to what is missing."""
        pane = self.pane
        if pane.why_not() is not None:
            self.show_missing()
            return
        if self.wish is Wish.RETURN and not self._sure():
            return
        ask_consent(self.look, self, self.office, self.tasks, lambda given: pane.perform(self._done) if given else None)

    def show_missing(self) -> None:
        """To the first field that is missing, which says so; with nothing gathered to the scan field."""
        if self.pane.carriers:
            self.pane.go_to_missing()
        else:
            self._focus()

    def _sure(self) -> bool:
        carriers = self.pane.carriers
        verb = T("movement", "清退 {n} 份", n=len(carriers))
        sentences: list[Text | str] = [
            T("movement", "{n} 份退给{issuer}，离开本机关，登记到此为止，不能撤销。", n=len(carriers), issuer=carriers[0].issuer),
            T("movement", "清退单号 {number}。", number=str(self.pane.values()["list_number"])),
        ]
        return ConfirmDialog.ask(self.look, self, verb, sentences, verb)

    def _done(self, done: Done, carriers: list[Brief], values: dict[str, Any]) -> None:
        person = self.pane.form.boxes.get("person_id")
        who = person.editor.line.text() if person is not None and isinstance(person.editor, LinkEditor) else ""
        verdict, undo = words.of_act(self.wish, carriers, values, who)
        self.last = (undo, done) if undo is not None else None
        self.pane.clear_fields(("received_by", "approved_by") if self.wish is Wish.RETURN else ())
        self._finish(verdict)

    def _extended(self, loan: OpenLoan, day: str, done: Done) -> None:
        verdict, what = words.extended(loan, day)
        self.last = (what, done)
        self._finish(verdict)

    def _take_back(self, checked: str) -> None:
        carrier, loan = self.return_bar.carrier, self.return_bar.loan
        if carrier is None or loan is None:
            return

        def book(given: bool) -> None:
            if given:
                self.tasks.write(
                    lambda: self.office.perform("take_back", carrier_ids=[carrier.id], checked=checked),
                    lambda _done: returned(), self._not_returned,
                )  # fmt: skip

        def returned() -> None:
            self.return_bar.settle()
            self.last = None
            self._finish(words.returned(carrier, loan, checked))

        ask_consent(self.look, self, self.office, self.tasks, book)

    def _not_returned(self, error: Exception) -> bool:
        """Somebody else booked it meanwhile: say so and wait no more."""
        if isinstance(error, Refused) and self.return_bar.carrier is not None:
            seen = Seen(Answer.REFUSED, "", T("movement", "不能办"), error.problems[0].text, self.return_bar.carrier)
            self.return_bar.settle()
            self._say(words.of_scan(seen, 0))
            return True
        return False

    def _lift(self, carrier: int) -> None:
        one = self.recalls.current()
        if one is None or one.id != carrier:
            return
        basis = TextDialog.ask(
            self.look, self, T("movement", "解除清退要求"), T("movement", "依据"), T("movement", "解除清退要求"),
            T("form", "理由会写入日志，审计员可见"), (T("movement", "{number} 不再要求清退。", number=one.number),),
        )  # fmt: skip
        if basis:
            self.tasks.write(
                lambda: self.office.perform("lift_recall", reason=basis, carrier_ids=[carrier]), lambda done: self._lifted(done, one)
            )

    def _lifted(self, done: Done, one: Brief) -> None:
        self.last = (T("movement", "撤销解除清退要求"), done)
        self._finish(words.done(T("movement", "已解除"), T("movement", "不再要求清退"), "", one))

    def _finish(self, verdict: Verdict) -> None:
        self._say(verdict)
        self._say_undo()
        self._focus()

    # undo ----------------------------------------------------------------------------------------------------------

    def _say_undo(self) -> None:
        gathered = self.pane.carriers
        if gathered:
            self.undo_button.set_text(T("movement", "撤下 {number}", number=gathered[-1].number))
        elif self.last is not None:
            self.undo_button.set_text(self.last[0])
        self.undo_button.setVisible(bool(gathered) or self.last is not None)

    def undo(self) -> bool:
        """Ctrl+Z: take the last scan out of the list; with an empty list, the last act back by its counter-act."""
        if self.pane.carriers:
            last = self.pane.carriers[-1]
            self.pane.remove(last.id)
            self._invite()
            return True
        if self.last is None:
            return False
        what, done = self.last
        self.tasks.write(lambda: self.office.perform("undo", entry=done.entry), lambda _done: self._undone(what))
        return True

    def _undone(self, what: Text) -> None:
        self.last = None
        self._finish(words.done(T("movement", "已撤销"), what, T("movement", "写了一条相反的记录，原来的保留")))
