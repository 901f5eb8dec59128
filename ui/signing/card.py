"""One signature that an act asks for: who must sign as what, and the three ways to sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.dates import DateError, parse_date
from models.domain.text import T, Text
from models.services.acts import Need
from models.services.people import Who
from models.services.signing import ROLE_WORDS, PaperSignature, Signed
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.containers import Panel
from ui.widgets.inputs import ChoiceInput, LineInput, set_severity
from ui.widgets.labels import MarkLabel, label, set_tone
from ui.widgets.password import PasswordInput

NONE, PASSWORD, PAPER = "", "password", "paper"


@dataclass(frozen=True, slots=True)
class Signer:
    """An account that may give a signature. `mine`: it is the one signed in and the act lets it sign."""

    user: str
    person: str
    mine: bool = False


class SignatureCard(Panel):
    """`own_wanted`, `password_wanted(user, password)` and `paper_given` when the person chose how to sign."""

    own_wanted = Signal()
    password_wanted = Signal(str, str)
    paper_given = Signal(object)
    taken_back = Signal()
    opened = Signal()

    def __init__(self, look: Look, need: Need, person: Who, signers: Sequence[Signer], form: str, today: str) -> None:
        super().__init__(look, margin=10, spacing=8)
        self.need, self.person, self._person_id = need, person.name, person.id
        self.signers = list(signers)
        self.signed: Signed | None = None
        self._role = look.t(ROLE_WORDS[need.role])
        self._today, self._form = today, form
        self._build_head()
        self._build_password()
        self._build_paper()
        self._note = label(look, "", "hint", "bad", wrap=True)
        self.box.addWidget(self._note)
        self.open(NONE)

    @property
    def mine(self) -> bool:
        """Whether the person signed in may sign here with one key."""
        return any(signer.mine for signer in self.signers)

    @property
    def best(self) -> str:
        """The way that is most likely: the own hand, a password, or paper where no account can sign."""
        return NONE if self.mine else PASSWORD if self.signers else PAPER

    # building ------------------------------------------------------------------------------------------------------

    def _build_head(self) -> None:
        look = self._look
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        self._mark = MarkLabel(look, "ring", "warn", 12)
        row.addWidget(self._mark)
        role = label(look, self._role, "second")
        role.setMinimumWidth(look.px(84))
        row.addWidget(role)
        self._name = label(look, self.person or T("signing", "（任一有权的人）"), "strong")
        row.addWidget(self._name)
        row.addSpacing(look.px(12))
        self._state = label(look, "", "second")
        row.addWidget(self._state, 1)
        self._own = self._way(row, T("signing", "由我签字"), "pen-sign", self.own_wanted.emit)
        self._by_password = self._way(row, T("signing", "用口令签字"), "key", lambda: self.open(PASSWORD))
        self._by_paper = self._way(row, T("signing", "记纸面签字"), "document", lambda: self.open(PAPER))
        self._back = self._way(row, T("signing", "撤下"), "undo", self._take_back)
        self.box.addLayout(row)

    def _way(self, row: QHBoxLayout, words: Text, icon: str, act: object) -> Button:
        button = Button(self._look, words, icon=icon, tall=32)
        button.setAccessibleName(f"{self._role} {self.person} {self._look.t(words)}")
        button.clicked.connect(act)
        row.addWidget(button)
        return button

    def _build_password(self) -> None:
        look = self._look
        self.password_row = QWidget()
        row = QHBoxLayout(self.password_row)
        row.setContentsMargins(look.px(20), 0, 0, 0)
        row.setSpacing(look.px(10))
        self.user = ChoiceInput(look, T("signing", "账户"))
        self.user.set_items([(signer.user, signer.user) for signer in self.signers])
        self.password = PasswordInput(look, T("signing", "{role}的口令", role=self._role))
        self.password.returnPressed.connect(self._send_password)
        self.sign = Button(look, T("signing", "签字"), icon="pen-sign")
        self.sign.clicked.connect(self._send_password)
        self._labelled(row, T("signing", "账户"), self.user, 2)
        self._labelled(row, T("signing", "本人输入口令"), self.password, 3)
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignBottom)
        self.box.addWidget(self.password_row)

    def _build_paper(self) -> None:
        look = self._look
        self.paper_row = QWidget()
        row = QHBoxLayout(self.paper_row)
        row.setContentsMargins(look.px(20), 0, 0, 0)
        row.setSpacing(look.px(10))
        self.signer = LineInput(look, T("signing", "签字人"))
        self.signer.setText(self.person)
        self.form = LineInput(look, T("signing", "表单编号"))
        self.form.setText(self._form)
        self.day = LineInput(look, T("signing", "签字日期"))
        self.day.setText(self._today)
        self.note_paper = Button(look, T("signing", "记下"), icon="check")
        self.note_paper.clicked.connect(self._send_paper)
        for words, line in ((T("signing", "签字人"), self.signer), (T("signing", "表单编号"), self.form),
                            (T("signing", "签字日期"), self.day)):  # fmt: skip
            self._labelled(row, words, line, 2)
            line.returnPressed.connect(self._send_paper)
        row.addWidget(self.note_paper, 0, Qt.AlignmentFlag.AlignBottom)
        self.box.addWidget(self.paper_row)

    def _labelled(self, row: QHBoxLayout, words: Text, control: QWidget, stretch: int) -> None:
        column = QVBoxLayout()
        column.setSpacing(self._look.px(2))
        named = label(self._look, words, "label")
        named.setBuddy(control)
        column.addWidget(named)
        column.addWidget(control)
        row.addLayout(column, stretch)

    # what is shown -------------------------------------------------------------------------------------------------

    def open(self, way: str) -> None:
        """Show the fields of a way to sign; the others close."""
        waiting = self.signed is None
        self.way = way if waiting else NONE
        self.password_row.setVisible(self.way == PASSWORD)
        self.paper_row.setVisible(self.way == PAPER)
        self._own.setVisible(waiting and self.mine)
        self._by_password.setVisible(waiting and self.way != PASSWORD and bool(self.signers) and not self._only_mine)
        self._by_paper.setVisible(waiting and self.way != PAPER and self.need.on_paper)
        self._back.setVisible(not waiting)
        self.complain("")
        if waiting:
            words = T("signing", "待签") if self.signers else T("signing", "待签；没有能签的账户，只能记纸面签字")
            self._state.setText(self._look.t(words))
            self._mark.set_mark("ring", "warn")
        set_tone(self._state, "warn" if waiting else "ok")
        if way and self.isVisible():
            self.start()
        self.opened.emit()

    @property
    def _only_mine(self) -> bool:
        return all(signer.mine for signer in self.signers)

    def start(self) -> None:
        """Put the focus where this signature begins."""
        first = {NONE: self._own if self.mine else self._by_password if self.signers else self._by_paper,
                 PASSWORD: self.password, PAPER: self.form if not self.form.text() else self.day}[self.way]  # fmt: skip
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def complain(self, words: Text | str) -> None:
        """Say at this card why it was not signed."""
        said = self._look.t(words)
        self._note.setText(said)
        self._note.setVisible(bool(said))
        self.password.setAccessibleDescription(said)
        set_severity(self.password, "BLOCKS" if said and self.way == PASSWORD else "")
        self.opened.emit()

    def set_busy(self, busy: bool) -> None:
        """The password is being checked; that takes about a second."""
        for control in (self.user, self.password, self.sign, self._own, self._by_paper):
            control.setEnabled(not busy)
        words = T("signing", "正在核对口令…") if busy else T("signing", "待签")
        self._state.setText(self._look.t(words))

    def take(self, signed: Signed, person: str) -> None:
        """Signed: say by whom and how. A signature on paper is never called signed (K-1)."""
        self.signed = signed
        self.password.clear()
        words: Text = T("signing", "{person} 已在程序内签字", person=person)
        shape, token = "disc", "ok"
        if isinstance(signed, PaperSignature):
            words = T("signing", "纸面签字　{form}　{day}", form=signed.form, day=signed.signed_on)
            shape, token = "square", "accent"
            self._name.setText(signed.person)
        self.open(NONE)
        self._mark.set_mark(shape, token)
        self._state.setText(self._look.t(words))
        set_tone(self._state, token)

    def _take_back(self) -> None:
        self.signed = None
        self._name.setText(self.person or self._look.t(T("signing", "（任一有权的人）")))
        self.open(self.best)
        self.taken_back.emit()

    # what is sent --------------------------------------------------------------------------------------------------

    def _send_password(self) -> None:
        if not self.password.text():
            self.complain(T("signing", "请{name}本人输入口令", name=self.person or self._role))
            return
        word = self.password.text()
        self.password.clear()
        self.complain("")
        self.password_wanted.emit(str(self.user.code()), word)

    def _send_paper(self) -> None:
        person, form = self.signer.text().strip(), self.form.text().strip()
        try:
            day = parse_date(self.day.text().strip()).day.isoformat()
        except DateError as error:
            self.complain(error.text)
            self.day.setFocus()
            return
        if not person or not form:
            self.complain(T("signing", "请写明签字人和表单编号"))
            (self.signer if not person else self.form).setFocus()
            return
        person_id = self._person_id if person == self.person else None
        if day > self._today:
            self.complain(T("signing", "签字日期在今天以后，请核对"))
            self.day.setFocus()
            return
        self.paper_given.emit(PaperSignature(self.need.role, person, form, day, person_id))
