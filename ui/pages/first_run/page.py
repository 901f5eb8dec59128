"""The first-run wizard: makes nothing itself, hands out a `FirstRun`. It can be left and gone on with later."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from models.domain.problems import Problem
from models.domain.text import T, Text
from models.ledgers import choices
from ui.pages.first_run.steps import AccountsStep, AdministratorStep, LevelStep, OrganStep, Step
from ui.pages.first_run.values import ADMINISTRATORS, FirstRun, FirstRunDraft
from ui.pages.unlock.page import Isolation, WallsPart
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.containers import Ground, Line, Panel
from ui.widgets.labels import label
from ui.widgets.scroll import Scroll
from ui.widgets.stepper import Step as StepMark
from ui.widgets.stepper import Stepper


class ReviewStep(Step):
    """Everything once more, before the vault is made. Passwords are not shown."""

    title = T("first run", "核对并建库")
    sentence = T("first run", "建库后编号从头排起；三员的口令只有本人知道，忘了要由别的管理员重置。")

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(look.px(8))

    def show_values(self, lines: list[tuple[Text | str, Text | str]]) -> None:
        while self._box.count():
            item = self._box.takeAt(0)
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for name, value in lines:
            box = QWidget()
            row = QHBoxLayout(box)
            row.setContentsMargins(0, 0, 0, 0)
            head = label(self._look, name, "second")
            head.setFixedWidth(self._look.px(150))
            row.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(self._look, value, "body", wrap=True), 1)
            self._box.addWidget(box)
        self._box.addStretch(1)

    def ready(self) -> list[Problem]:
        return []


class FirstRunPage(Ground):
    """`finished(FirstRun)` when everything is filled in; `left(FirstRunDraft)` when the person goes away; `help_wanted`.

    The composition root makes the vault, then calls `show_problems` or takes the page away.
    """

    finished = Signal(object)
    left = Signal(object)
    help_wanted = Signal()

    def __init__(self, look: Look, isolation: Isolation, draft: FirstRunDraft | None = None) -> None:
        super().__init__(look, "window")
        self.look = look
        draft = draft or FirstRunDraft()
        self.organ, self.level = OrganStep(look, draft), LevelStep(look, draft)
        names = (*draft.administrator_names, "", "", "")
        self.administrators: list[AdministratorStep] = []
        for role, name in zip(ADMINISTRATORS, names, strict=False):
            self.administrators.append(self._administrator(role, name))
        self.accounts = AccountsStep(look, draft, lambda: self._names(""))
        self.review = ReviewStep(look)
        self.steps: list[Step] = [self.organ, self.level, *self.administrators, self.accounts, self.review]
        self.current = 0
        self._build(isolation)
        for step in self.steps:
            step.changed.connect(self._judge)
        self._show()

    def _administrator(self, role: str, name: str) -> AdministratorStep:
        return AdministratorStep(self.look, role, name, lambda: self.level.level, lambda: self._names(role))

    def _build(self, isolation: Isolation) -> None:
        look, px = self.look, self.look.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(20), px(24), px(16))
        column.setSpacing(px(14))
        self.stepper = Stepper(look)
        column.addWidget(self.stepper)
        row = QHBoxLayout()
        row.setSpacing(px(16))
        row.addStretch(1)
        panel = Panel(look, margin=28, spacing=12)
        panel.setFixedWidth(px(680))
        self._title, self._sentence = label(look, "", "title"), label(look, "", "second", wrap=True)
        panel.box.addWidget(self._title)
        panel.box.addWidget(self._sentence)
        panel.box.addWidget(Line(look))
        self._stack = QStackedWidget()
        for step in self.steps:
            self._stack.addWidget(Scroll(step))
        panel.box.addWidget(self._stack, 1)
        self._problems = label(look, "", "value", "bad", wrap=True)
        self._problems.hide()
        panel.box.addWidget(self._problems)
        panel.box.addLayout(self._buttons())
        row.addWidget(panel)
        side = Panel(look, margin=20)
        side.setFixedWidth(px(380))
        side.box.addWidget(WallsPart(look, isolation))
        row.addWidget(side, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        column.addLayout(row, 1)

    def _buttons(self) -> QHBoxLayout:
        look = self.look
        row = QHBoxLayout()
        row.setSpacing(look.px(10))
        leave = Button(look, T("first run", "先不建"), "link")
        leave.clicked.connect(lambda: self.left.emit(self.draft()))
        row.addWidget(leave)
        row.addStretch(1)
        self.back = Button(look, T("first run", "上一步"))
        self.back.clicked.connect(lambda: self.go(self.current - 1))
        self.forward = Button(look, T("first run", "下一步"), "primary", key="Ctrl+Enter")
        self.forward.clicked.connect(self.next)
        row.addWidget(self.back)
        row.addWidget(self.forward)
        return row

    def _names(self, but: str) -> list[str]:
        """Names of the administrators, except of the role `but`."""
        return [step.name.text().strip() for step in self.administrators if step.role != but and step.name.text().strip()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1:
            self.help_wanted.emit()
            return
        super().keyPressEvent(event)

    # moving --------------------------------------------------------------------------------------------------------

    def next(self) -> None:
        """The next step, or the end; problems are marked where they stand."""
        step = self.steps[self.current]
        if step.ready():
            step.show_problems()
            return
        if step is self.review:
            self._finish()
            return
        self.go(self.current + 1)

    def go(self, index: int) -> None:
        if 0 <= index < len(self.steps):
            self.current = index
            self._show()

    def _show(self) -> None:
        step = self.steps[self.current]
        if step is self.review:
            self.review.show_values(self._lines())
        self._stack.setCurrentIndex(self.current)
        self._title.setText(self.look.t(step.title))
        self._sentence.setText(self.look.t(step.sentence))
        self.stepper.set_steps([StepMark(other.title, self._under(n)) for n, other in enumerate(self.steps)], self.current)
        last = step is self.review
        self.forward.set_text(T("first run", "建库") if last else T("first run", "下一步"))
        self.back.setVisible(self.current > 0)
        self._problems.hide()
        self._judge()
        if last:
            self.forward.setFocus()
        step.begin()

    def _under(self, index: int) -> Text | str:
        """What stands under a step: what was filled in."""
        step = self.steps[index]
        if index >= self.current:
            return ""
        if isinstance(step, AdministratorStep):
            return step.name.text().strip()
        if step is self.organ:
            return str(self.organ.form.values()["organ"] or "")
        if step is self.level:
            return choices.LEVELS[self.level.level.value]
        return T("first run", "{n} 个", n=len(self.accounts.accounts))

    def _judge(self) -> None:
        missing = self.steps[self.current].ready()
        self.forward.setToolTip(self.look.t(missing[0].text) if missing else "")
        self.forward.setAccessibleDescription(self.look.t(missing[0].text) if missing else "")

    # values --------------------------------------------------------------------------------------------------------

    def _lines(self) -> list[tuple[Text | str, Text | str]]:
        organ = self.organ.form.values()
        authority = self.level.authority
        lines: list[tuple[Text | str, Text | str]] = [
            (T("organ", "机关名称"), organ["organ"] or ""), (T("organ", "保密工作机构"), organ["security_office"] or "—"),
            (T("organ", "本机保密编号"), organ["machine_number"] or ""),
            (T("first run", "本库密级"), choices.LEVELS[self.level.level.value]),
            (T("organ", "定密权限"), choices.LEVELS[authority.value] if authority else T("first run", "没有原始定密权")),
        ]  # fmt: skip
        lines += [(choices.ROLES[step.role], step.name.text().strip()) for step in self.administrators]
        lines += [(choices.ROLES[account.role], account.name) for account in self.accounts.accounts]
        return lines

    def _finish(self) -> None:
        organ, level = self.organ.form.values(), self.level.form.values()
        self.finished.emit(FirstRun(
            organ["organ"], organ["security_office"] or "", organ["machine_number"] or "", self.level.level,
            self.level.authority, level["authority_number"] or "",
            tuple(step.made() for step in self.administrators), tuple(self.accounts.accounts),
        ))  # fmt: skip

    def draft(self) -> FirstRunDraft:
        """What can be kept for later: no password."""
        organ, level = self.organ.form.values(), self.level.form.values()
        return FirstRunDraft(
            organ["organ"] or "", organ["security_office"] or "", organ["machine_number"] or "",
            self.level.level.value, str(level["authority"] or ""), level["authority_number"] or "",
            tuple(step.name.text().strip() for step in self.administrators),
            tuple((account.role, account.name) for account in self.accounts.accounts),
        )  # fmt: skip

    def show_problems(self, problems: list[Problem]) -> None:
        """The vault was not made: say why, on the page that is shown."""
        self._problems.setText("\n".join(self.look.t(problem.text) for problem in problems))
        self._problems.setVisible(bool(problems))
        self.set_busy(False)

    def set_busy(self, busy: bool) -> None:
        for widget in (self.forward, self.back):
            widget.setEnabled(not busy)

    def forget_passwords(self) -> None:
        """The vault is made: nothing typed stays in a field."""
        for step in self.administrators:
            step.forget()
