"""The pages of the first-run wizard: organ, level and authority, three administrators, further accounts, look again."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.levels import Level
from models.domain.passwords import password_problems, policy_of
from models.domain.phrases import make_phrase
from models.domain.problems import Problem, blocks
from models.domain.text import T, Text
from models.ledgers import choices
from models.ledgers.fields import Field, Kind
from ui.pages.first_run.values import MORE_ROLES, FirstRunDraft, NewAccount, NewAdministrator
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.containers import Banner
from ui.widgets.form import Form, NoteLine
from ui.widgets.inputs import ChoiceInput, LineInput, OptionCard
from ui.widgets.labels import label, set_tone
from ui.widgets.password import PasswordInput

_LEVELS = {level.value: choices.LEVELS[level.value] for level in (Level.SECRET, Level.CONFIDENTIAL)}
_DUTIES = {
    "system_administrator": T("first run", "建账户、备份、升级；看不到登记内容"),
    "security_administrator": T("first run", "启用账户、给角色、解锁、定安全规则"),
    "auditor": T("first run", "查所有人的日志；不能兼任另外两员"),
}


class Step(QWidget):
    """One page of the wizard. `ready()` is empty when it is complete; else what is still missing."""

    changed = Signal()
    title: Text = T("first run", "")
    sentence: Text = T("first run", "")

    def ready(self) -> list[Problem]:
        raise NotImplementedError

    def show_problems(self) -> None:
        """Mark what is missing."""

    def begin(self) -> None:
        """The step is shown: put the focus."""


class OrganStep(Step):
    """Who keeps this register, and on which machine."""

    title = T("first run", "本单位")
    sentence = T("first run", "单位名称印在每张表上，建库后改名要记入日志。")

    def __init__(self, look: Look, draft: FirstRunDraft) -> None:
        super().__init__()
        fields = {
            "organ": Field(T("organ", "机关名称"), required=True, hint=T("first run", "全称，如 云岭市人大常委会")),
            "security_office": Field(T("organ", "保密工作机构"), hint=T("first run", "如 机关办公室")),
            "machine_number": Field(T("organ", "本机保密编号"), required=True,
                                    hint=T("first run", "贴在机箱上的编号，如 BM-JSJ-0012")),
        }  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.form = Form(look, fields, columns=1)
        self.form.set_values({
            "organ": draft.organ, "security_office": draft.security_office, "machine_number": draft.machine_number,
        })  # fmt: skip
        self.form.changed.connect(self.changed)
        column.addWidget(self.form)
        column.addStretch(1)

    def ready(self) -> list[Problem]:
        values = self.form.values()
        found = []
        if not values["organ"]:
            found.append(blocks("REQUIRED", "organ", T("problem", "请写机关名称，如 云岭市人大常委会")))
        if not values["machine_number"]:
            found.append(blocks("REQUIRED", "machine_number", T("problem", "请写本机保密编号，如 BM-JSJ-0012")))
        return found

    def show_problems(self) -> None:
        self.form.show_problems(self.ready(), all_fields=True)

    def begin(self) -> None:
        first = self.form.first()
        if first is not None:
            first.setFocus()


class LevelStep(Step):
    """The level of the vault and the organ's power of classification."""

    title = T("first run", "密级与定密权限")
    sentence = T("first run", "库里的题名和编号汇在一起也可能涉密：本机的密级不得低于本库。")

    def __init__(self, look: Look, draft: FirstRunDraft) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(3), look.px(3), look.px(3), look.px(3))
        column.setSpacing(look.px(8))
        column.addWidget(label(look, T("first run", "本库密级"), "label"))
        texts = {
            "SECRET": T("first run", "口令至少 10 位，7 天一换；闲置 5 分钟锁定"),
            "CONFIDENTIAL": T("first run", "口令至少 8 位，30 天一换；闲置 10 分钟锁定"),
        }
        self.cards: dict[str, OptionCard] = {}
        for index, (code, words) in enumerate(_LEVELS.items()):
            card = OptionCard(look, words, texts[code], f"Alt+{index + 1}")
            card.setChecked(code == (draft.vault_level or "SECRET"))
            card.toggled.connect(lambda _on: self.changed.emit())
            self.cards[code] = card
            column.addWidget(card)
        column.addWidget(label(look, T("first run", "绝密级的库要用硬件令牌，本版本不建；个别绝密件可隐去标题登记。"), "hint", wrap=True))
        column.addSpacing(look.px(10))
        fields = {
            "authority": Field(T("organ", "定密权限"), Kind.CHOICE, choices={"NONE": T("first run", "没有原始定密权"),
                                                                           **choices.LEVELS},
                               hint=T("first run", "县级机关一般没有；高于权限的定密会被挡住")),
            "authority_number": Field(T("organ", "授权文号"), hint=T("first run", "有权限时填，如 云密〔2024〕3号")),
        }  # fmt: skip
        self.form = Form(look, fields)
        self.form.set_values({"authority": draft.authority or "NONE", "authority_number": draft.authority_number})
        self.form.changed.connect(self.changed)
        column.addWidget(self.form)
        column.addStretch(1)

    @property
    def level(self) -> Level:
        return Level(next(code for code, card in self.cards.items() if card.isChecked()))

    @property
    def authority(self) -> Level | None:
        code = self.form.values()["authority"]
        return Level(code) if code in Level.__members__ else None

    def ready(self) -> list[Problem]:
        if self.authority is not None and not self.form.values()["authority_number"]:
            text = T("problem", "有定密权限的要写授权文号，如 云密〔2024〕3号")
            return [blocks("AUTHORITY_NUMBER", "authority_number", text, "D5")]
        return []

    def show_problems(self) -> None:
        self.form.show_problems(self.ready(), all_fields=True)

    def begin(self) -> None:
        self.cards["SECRET" if self.cards["SECRET"].isChecked() else "CONFIDENTIAL"].setFocus()


class AdministratorStep(Step):
    """One administrator types the own name and password; nobody types it for another."""

    def __init__(self, look: Look, role: str, name: str, level: Callable[[], Level],
                 others: Callable[[], list[str]]) -> None:  # fmt: skip
        super().__init__()
        self.look, self.role, self._level, self._others = look, role, level, others
        words = choices.ROLES[role]
        self.title = words
        self.sentence = T("first run", "请{role}本人坐到键盘前，别人不看。", role=words)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(3), look.px(3), look.px(3), look.px(3))
        column.setSpacing(look.px(4))
        column.addWidget(Banner(look, words, _DUTIES[role], "accent", icon="person"))
        column.addSpacing(look.px(8))
        self.name = LineInput(look, T("first run", "姓名（登录名）"))
        self.name.setText(name)
        self.password = PasswordInput(look, T("unlock", "口令"))
        self.again = PasswordInput(look, T("first run", "再输一遍"))
        self.notes = {"name": NoteLine(look), "password": NoteLine(look), "again": NoteLine(look)}
        texts = (T("first run", "姓名（登录名）"), T("unlock", "口令"), T("first run", "再输一遍"))
        for text, field, key in zip(texts, (self.name, self.password, self.again), self.notes, strict=True):
            head = label(look, text, "label")
            head.setBuddy(field)
            column.addWidget(head)
            column.addWidget(field)
            column.addWidget(self.notes[key])
            field.textChanged.connect(self._typed)
        row = QHBoxLayout()
        offer = Button(look, T("first run", "给我出一句六词口令"), icon="key")
        offer.clicked.connect(self.offer)
        row.addWidget(offer)
        self.phrase = label(look, "", "value", "accent")
        self.phrase.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        row.addWidget(self.phrase, 1)
        column.addLayout(row)
        column.addStretch(1)
        self._judge(False)

    def offer(self) -> None:
        """A random phrase, to be learnt and typed by hand: it is not filled in."""
        self.phrase.setText(make_phrase(secrets.choice))
        self.password.setFocus()

    def _typed(self) -> None:
        self._judge(False)
        self.changed.emit()

    def ready(self) -> list[Problem]:
        name, password = self.name.text().strip(), self.password.text()
        found = []
        if not name:
            found.append(blocks("REQUIRED", "name", T("problem", "请写姓名，登录时选它")))
        elif name in self._others():
            found.append(blocks("SAME_NAME", "name", T("problem", "三员要由不同的人担任，“{name}”已经用过", name=name)))
        found += password_problems(password, name, policy_of(self._level()))
        if self.again.text() != password:
            found.append(blocks("NOT_THE_SAME", "again", T("problem", "两遍不一样，请再输一遍")))
        return found

    def _judge(self, all_fields: bool) -> None:
        problems: dict[str, Problem] = {}
        for problem in self.ready():
            problems.setdefault(problem.field, problem)
        filled = {"name": self.name.text(), "password": self.password.text(), "again": self.again.text()}
        for key, note in self.notes.items():
            shown = problems.get(key) if all_fields or filled[key] else None
            note.show_problem(shown)
        if not self.password.text():
            least = policy_of(self._level()).shortest
            self.notes["password"].set_hint(T("first run", "至少 {n} 位，大写、小写、数字、符号都要有", n=least))
        elif "password" not in problems:
            self.notes["password"].set_hint(T("first run", "这个口令合规定"))

    def show_problems(self) -> None:
        self._judge(True)

    def forget(self) -> None:
        """Take the passwords out of the fields."""
        self.password.clear()
        self.again.clear()
        self.phrase.setText("")

    def begin(self) -> None:
        self._judge(False)
        (self.password if self.name.text() else self.name).setFocus()

    def made(self) -> NewAdministrator:
        return NewAdministrator(self.role, self.name.text().strip(), self.password.text())


class AccountsStep(Step):
    """Who else works with the register: created and enabled after the vault is made, each with a one-time password."""

    title = T("first run", "其他账户")
    sentence = T("first run", "现在列出名字，建库后由系统管理员建、安全保密管理员启用；也可以以后再加。")

    def __init__(self, look: Look, draft: FirstRunDraft, taken: Callable[[], list[str]]) -> None:
        super().__init__()
        self.look, self._taken = look, taken
        self.accounts: list[NewAccount] = [NewAccount(role, name) for role, name in draft.accounts]
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(3), look.px(3), look.px(3), look.px(3))
        column.setSpacing(look.px(8))
        row = QHBoxLayout()
        row.setSpacing(look.px(10))
        self.name = LineInput(look, T("first run", "姓名（登录名）"))
        self.name.setPlaceholderText(look.t(T("first run", "姓名（登录名）")))
        self.role = ChoiceInput(look, T("first run", "角色"))
        self.role.set_items([(role, choices.ROLES[role]) for role in MORE_ROLES])
        add = Button(look, T("first run", "加上"), icon="plus")
        add.clicked.connect(self.add)
        self.name.returnPressed.connect(self.add)
        row.addWidget(self.name, 2)
        row.addWidget(self.role, 1)
        row.addWidget(add)
        column.addLayout(row)
        self.note = NoteLine(look)
        column.addWidget(self.note)
        self._list = QVBoxLayout()
        self._list.setSpacing(look.px(6))
        column.addLayout(self._list)
        column.addStretch(1)
        self._show()

    def add(self) -> None:
        name, role = self.name.text().strip(), str(self.role.code())
        taken = [*self._taken(), *(account.name for account in self.accounts)]
        if not name:
            return
        if name in taken:
            text = T("problem", "“{name}”已经有账户：一人至多一个账户", name=name)
            self.note.show_problem(blocks("SAME_NAME", "name", text, "K-1"))
            return
        self.note.show_problem(None)
        self.accounts.append(NewAccount(role, name))
        self.name.clear()
        self.name.setFocus()
        self._show()
        self.changed.emit()

    def remove(self, account: NewAccount) -> None:
        self.accounts.remove(account)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        while self._list.count():
            widget = self._list.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for account in self.accounts:
            box = QWidget()
            row = QHBoxLayout(box)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(label(self.look, account.name, "strong"))
            role = label(self.look, choices.ROLES[account.role], "second")
            set_tone(role, "text2")
            row.addWidget(role)
            row.addStretch(1)
            off = Button(self.look, T("first run", "去掉 {name}", name=account.name), "link")
            off.clicked.connect(lambda _checked=False, account=account: self.remove(account))
            row.addWidget(off)
            self._list.addWidget(box)

    def ready(self) -> list[Problem]:
        return []

    def begin(self) -> None:
        self.name.setFocus()


