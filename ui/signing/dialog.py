"""The dialog in which several people sign: what is signed, then one card for each signature.

    signed = SignaturesDialog.ask(context, "sign_off_count", act.needs, {"count_id": 3, "conclusion": "账物相符"},
                                  parent=self, title=T(…), verb=T(…), form="PC-2026-0001")
    if signed is not None:
        context.tasks.write(lambda: office.perform("sign_off_count", signed=signed, reason=signed.reason, **values))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from models.domain.errors import Refused, UserError
from models.domain.text import T, Text
from models.services import people
from models.services.acts import Draft, Need
from models.services.office import Office
from models.services.people import Who
from models.services.session import countersign
from models.services.signing import PaperSignature, Signed, SignedStatement, Statement, content_digest, content_of
from ui.context import Context
from ui.signing.card import SignatureCard, Signer
from ui.signing.shown import FactsGrid, ShownTable, count_words
from ui.widgets.buttons import Button
from ui.widgets.containers import Banner, Panel
from ui.widgets.dialog import Dialog
from ui.widgets.form import ReasonField
from ui.widgets.labels import label
from ui.widgets.scroll import Scroll

WIDE = 1240  # px at 100 %; less in a small window


class Signatures(list[Signed]):
    """The signatures in the order of the needs, and the typed reason where a rule warns ("" otherwise)."""

    reason: str = ""


@dataclass(frozen=True)
class Prepared:
    """What the office says before anybody signs: the draft, who must sign, and which accounts may give which signature."""

    draft: Draft
    people: dict[str, Who]
    signers: dict[str, list[Signer]]
    today: str


class SignaturesDialog(Dialog):
    """One dialog for all signatures of an act. It performs nothing: it returns the signatures."""

    def __init__(self, context: Context, act: str, needs: Sequence[Need], values: Mapping[str, Any],
                 parent: QWidget | None, title: Text | str, verb: Text, form: str) -> None:  # fmt: skip
        over = parent or QApplication.activeWindow()
        room = over.window().width() / context.look.scale - 160 if over is not None else WIDE
        super().__init__(context.look, over, title or context.office.acts[act].words, width=int(min(WIDE, room)))
        self._context, self._act, self._needs, self._values, self._form = context, act, tuple(needs), dict(values), form
        self.cards: list[SignatureCard] = []
        self._draft = Draft("")
        self._reason: ReasonField | None = None
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(self.body.spacing())
        self._scroll = Scroll(inside)  # low windows: the buttons stay in sight
        self.body.addWidget(self._scroll, 1)
        self._waiting = label(self.look, T("signing", "正在准备要签字的内容…"), "second")
        self._inside.addWidget(self._waiting)
        self._leave = self.add_button(Button(self.look, T("dialog", "取消"), key="Esc"))
        self._leave.clicked.connect(self.reject)
        self.go = self.add_button(Button(self.look, verb, "primary", icon="lock", key="Ctrl+Enter"))
        self.go.clicked.connect(self._finish)
        self._judge()
        QTimer.singleShot(0, self, self._ask)

    @classmethod
    def ask(cls, context: Context, act: str, needs: Sequence[Need], values: Mapping[str, Any],
            parent: QWidget | None = None, title: Text | str = "", verb: Text | None = None,
            form: str = "") -> Signatures | None:  # fmt: skip
        """The signatures that `office.perform(act, signed=…)` takes, or None if it was left.

        `form` is proposed as the number of the signed paper; `verb` names what pressing the button does.
        """
        dialog = cls(context, act, needs, values, parent, title, verb or T("signing", "签字完成"), form)
        context.scans.push(dialog, lambda _scan: None)  # a scan while people sign belongs to nobody
        try:
            answer = dialog.run()
        finally:
            context.scans.pop(dialog)
        return answer if isinstance(answer, Signatures) else None

    def fit(self) -> None:
        """The scrolled contents say themselves how high they are."""
        self._inside.activate()
        self._scroll.updateGeometry()
        super().fit()

    # preparing -----------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        office, act, needs, values = self._context.office, self._act, self._needs, self._values
        self._context.tasks.write(lambda: _prepare(office, act, needs, values), self._prepared, self._failed)

    def _failed(self, error: Exception) -> bool:
        self.reject()
        return False

    def _prepared(self, found: Prepared) -> None:
        self._waiting.hide()
        must = [problem.text for problem in found.draft.problems if problem.blocks]
        if must:
            self._say_blocked(must)
            return
        shown = found.draft.shown or {}
        self._draft = found.draft
        facts = Panel(self.look, margin=12, spacing=8)
        grid = FactsGrid(self.look)
        grid.set_facts(shown.get("facts", []))
        facts.box.addWidget(grid)
        self._inside.addWidget(facts)
        if shown.get("columns"):
            self._add_table(shown["columns"], shown.get("rows", []))
        warned = [problem.text for problem in found.draft.problems]
        if warned:
            self._add_reason(warned)
        for need in self._needs:
            self._add_card(need, found)
        self.fit()
        self._next()

    def _say_blocked(self, must: list[Text]) -> None:
        sentence = "；".join(self.look.t(text) for text in must)
        self._inside.addWidget(Banner(self.look, T("signing", "现在还不能签字"), sentence, tone="bad"))
        self.go.hide()
        self.fit_soon()

    def _add_table(self, columns: list[str], rows: list[list[Any]]) -> None:
        if rows:
            table = ShownTable(self.look)
            table.set_table(columns, rows)
            head = label(self.look, count_words(rows), "strong")
            self._inside.addWidget(head)
            self._inside.addWidget(table, 1)
        else:
            self._inside.addWidget(label(self.look, T("signing", "没有明细"), "second"))

    def _add_reason(self, warned: list[Text]) -> None:
        sentence = "；".join(self.look.t(text) for text in warned)
        self._inside.addWidget(Banner(self.look, T("signing", "要写理由"), sentence, tone="warn"))
        self._reason = ReasonField(self.look, T("signing", "仍要办理的理由"))
        self._reason.changed.connect(self._judge)
        self._reason.line.returnPressed.connect(self._next)
        self._inside.addWidget(self._reason)

    def _add_card(self, need: Need, found: Prepared) -> None:
        person = found.people.get(need.role, Who(None, ""))
        card = SignatureCard(self.look, need, person, found.signers[need.role], self._form, found.today)
        card.own_wanted.connect(lambda: self._sign_own(card))
        card.password_wanted.connect(lambda user, password: self._sign(card, user, password))
        card.paper_given.connect(lambda paper: self._take(card, paper, paper.person))
        card.taken_back.connect(self._judge)
        card.opened.connect(self.fit_soon)
        card.opened.connect(lambda: QTimer.singleShot(0, card, lambda: self._scroll.ensureWidgetVisible(card)))
        self.cards.append(card)
        self._inside.addWidget(card)
        card.open("")

    # signing -------------------------------------------------------------------------------------------------------

    def _sign_own(self, card: SignatureCard) -> None:
        office = self._context.office
        self._work(card, office.sign, office.sitting.name)

    def _sign(self, card: SignatureCard, user: str, password: str) -> None:
        office, door = self._context.office, self._context.entrance
        self._work(card, lambda statement: countersign(office, door, statement, user, password), user)

    def _statement(self, role: str, reason: str) -> Statement:
        """The statement, if its content is what stands in this dialog; called on the writing worker."""
        statement = self._context.office.statement(self._act, role, reason=reason, **self._values)
        if content_digest(statement.shown) != content_digest(content_of(self._draft, reason)):
            raise UserError(
                "CONTENT_CHANGED", T("signing", "打开这个窗口以后，要签字的内容变了。"), T("signing", "没有签字。"),
                T("signing", "请取消，看过新的内容再签。"),
            )  # fmt: skip
        return statement

    def _work(self, card: SignatureCard, sign: Callable[[Statement], Signed], user: str) -> None:
        reason, role = self._reason.text() if self._reason else "", card.need.role
        if self._reason is not None and not reason:  # whoever signs signs the reason, too
            card.complain(T("signing", "先写理由：签字的人也要看到它"))
            self._reason.show_missing(True)
            self._reason.line.setFocus(Qt.FocusReason.TabFocusReason)
            return
        card.set_busy(True)
        self._hold_reason(True)
        person = next((signer.person for signer in card.signers if signer.user == user), user)
        self._context.tasks.write(lambda: sign(self._statement(role, reason)), lambda signed: self._signed(card, signed, person),
                                  lambda error: self._not_signed(card, error))  # fmt: skip

    def _hold_reason(self, held: bool) -> None:
        """A reason that somebody has signed is no more changed; it is free again when the signatures are taken back."""
        if self._reason is not None:
            self._reason.line.setReadOnly(held)
            self._reason.line.setToolTip(self.look.t(T("signing", "已有人对这条理由签字：要改先撤下签字")) if held else "")

    def _signed(self, card: SignatureCard, signed: Signed, person: str) -> None:
        card.set_busy(False)
        self._take(card, signed, person)

    def _not_signed(self, card: SignatureCard, error: Exception) -> bool:
        card.set_busy(False)
        self._judge()
        if isinstance(error, UserError):
            card.complain(f"{self.look.t(error.what)}{self.look.t(error.to_do)}")
        elif isinstance(error, Refused):
            card.complain(error.problems[0].text)
        else:
            return False
        card.start()
        return True

    def _take(self, card: SignatureCard, signed: Signed, person: str) -> None:
        card.take(signed, person)
        self._next()

    def _next(self) -> None:
        """To the reason, which is signed with the rest, then to the next signature that is missing, else to the button."""
        self._judge()
        waiting = next((card for card in self.cards if card.signed is None), None)
        if waiting is not None:
            waiting.open(waiting.best)
        if self._reason is not None and not self._reason.text():
            self._reason.line.setFocus(Qt.FocusReason.TabFocusReason)
        elif waiting is not None:
            QTimer.singleShot(0, waiting, waiting.start)
        else:
            self.go.setFocus(Qt.FocusReason.TabFocusReason)

    def _judge(self) -> None:
        left = sum(card.signed is None for card in self.cards) if self.cards else len(self._needs)
        lacks_reason = self._reason is not None and not self._reason.text()
        why = T("signing", "还差理由") if lacks_reason else T("signing", "还差 {n} 个签字", n=left) if left else ""
        self.go.set_enabled(not why, why)
        self._hold_reason(any(isinstance(card.signed, SignedStatement) for card in self.cards))
        if self._reason is not None and not lacks_reason:
            self._reason.show_missing(False)
        on_paper = any(isinstance(card.signed, PaperSignature) for card in self.cards)
        told = T("signing", "程序内签字 10 分钟内有效") if not on_paper else T("signing", "纸面签字以签字的表为准，请留存原件")
        self.foot_note.setText(self.look.t(why or told))

    def _finish(self) -> None:
        signed = Signatures(card.signed for card in self.cards if card.signed is not None)
        signed.reason = self._reason.text() if self._reason else ""
        self.done_with(signed)

    def entered(self) -> None:
        """Enter where no control took it: nothing is confirmed by chance."""


def _prepare(office: Office, act: str, needs: Sequence[Need], values: Mapping[str, Any]) -> Prepared:
    draft = office.try_out(act, **values)
    accounts = office.read.find("accounts", state="ENABLED")
    behind = {row["id"]: people.of_account(office.read, row) for row in accounts}
    own = office.sitting.id
    signers: dict[str, list[Signer]] = {}
    for need in needs:
        expected = draft.people.get(need.role)
        found = []
        for row in accounts:
            who = behind[row["id"]]
            fits = row["role"] in need.accounts and not row["one_time"] and expected in (None, who.id)
            if fits and (row["id"] != own or need.by_requester):
                found.append(Signer(str(row["name"]), who.name, row["id"] == own))
        signers[need.role] = found
    named = {part: people.of_paper(office.read, "", id_) for part, id_ in draft.people.items()}
    return Prepared(draft, named, signers, office.clock.today().isoformat())
