"""Intake: count, number, register and sign for an incoming document, the four in one act (R-26)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from models.domain.errors import Refused
from models.domain.problems import Problem
from models.domain.text import T, Text
from models.services import intake
from models.services.acts import Done
from models.services.intake import Trial, Twin
from ui.context import Context
from ui.links import OfficeLinks
from ui.pages.consent import ask_consent
from ui.pages.intake.afterwards import Afterwards
from ui.pages.intake.completion import Completion
from ui.pages.intake.cover_form import CoverForm, Entry
from ui.pages.intake.cover_panel import CoverPanel
from ui.pages.intake.drafts import DraftButton, Drafts
from ui.pages.intake.fields import FIELDS, MORE, PLACE_OF
from ui.pages.intake.outcome import missing_words
from ui.pages.intake.scan_desk import ScanDesk
from ui.pages.intake.side import CarriersPanel, WarningPanel
from ui.pages.undo_keys import UndoKeys
from ui.scanning import Scan
from ui.tasks import Delayed, Job
from ui.widgets.buttons import Button
from ui.widgets.containers import Panel
from ui.widgets.labels import label
from ui.widgets.page import HELP_KEY, Page

PAUSE = 250  # ms after the last change before the act is rehearsed
SIDE = (284, 330)
PRESETS = {"urgency": "NONE", "recall": "NONE", "medium": "PAPER"}
SCAN = T("intake", "扫条码")


class IntakePage(Page):
    """Scan or type; numbers are seen before they exist; Ctrl+Enter registers and shelves."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, T("intake", "收文"), T("intake", "清点、编号、登记、签收，四项齐了才算收下"))
        self.context = context
        self.office, self.tasks = context.office, context.tasks
        self.drafts = Drafts(context.preferences)
        self.trial: Trial | None = None
        self._problems: list[Problem] = []
        self._all_fields = self._busy = self._consented = self._asking = False
        self._job: Job | None = None
        self._presets: dict[str, Any] = dict(PRESETS)
        self._build()
        self.after = Afterwards(context, self, self.panel, lambda: self.desk.scan_button(SCAN))
        self.desk = ScanDesk(context, self, self.form, self.panel, self._go_to_missing, self._judge)
        self._soon = Delayed(self, PAUSE, self._rehearse)
        self.form.changed.connect(self._changed)
        self.form.left.connect(self._judge)
        self.warnings.changed.connect(self._judge)
        self.warnings.look_wanted.connect(self._look_at_twin)
        self.undo_keys = UndoKeys(self.form, self.undo)
        QShortcut(QKeySequence("F8"), self, self.next_problem)
        QApplication.instance().focusChanged.connect(self._keep_visible)  # type: ignore[union-attr]
        self.set_keys(("Enter", T("key", "下一栏")), ("Shift+Enter", T("key", "上一栏")), ("F3", SCAN),
                      ("F8", T("key", "下一处")), HELP_KEY)  # fmt: skip
        self._invite()

    # building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        look = self.look
        self._more = self.add_action(Button(look, T("intake", "更多栏"), "link", key="Alt+M"))
        self._more.clicked.connect(self._toggle_more)
        self.waiting = DraftButton(look, self.drafts)
        self.add_action(self.waiting)
        self.waiting.chosen.connect(self.take_draft)
        keep = self.add_action(Button(look, T("intake", "存为待签收"), key="Ctrl+S"))
        keep.clicked.connect(self.keep)
        self.go_button = self.add_action(Button(look, T("intake", "登记并上架"), "primary", icon="check", key="Ctrl+Enter"))
        self.go_button.clicked.connect(self.finish)
        row = QHBoxLayout()
        row.setSpacing(look.px(16))
        row.addLayout(self._left(), 5)
        row.addWidget(self._right(), 2)
        self.content.addLayout(row, 1)

    def _left(self) -> QVBoxLayout:
        look = self.look
        column = QVBoxLayout()
        column.setSpacing(look.px(12))
        self.panel = CoverPanel(look)
        column.addWidget(self.panel)
        self.completion = Completion(self.office, self.tasks, self._issuer)
        self.form = CoverForm(look, OfficeLinks(self.office, self.tasks), self.completion.issuers,
                              self.completion.references, self.completion.signers, self.office.clock.today().year)  # fmt: skip
        frame = Panel(look, margin=12, spacing=4)
        self.rest = label(look, "", "value", "bad", wrap=True)
        self.rest.hide()
        frame.box.addWidget(self.rest)
        frame.box.addWidget(self.form, 1)
        column.addWidget(frame, 1)
        return column

    def _right(self) -> QWidget:
        side = QWidget()
        side.setMinimumWidth(self.look.px(SIDE[0]))
        side.setMaximumWidth(self.look.px(SIDE[1]))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.look.px(12))
        self.warnings, self.carriers = WarningPanel(self.look), CarriersPanel(self.look)
        column.addWidget(self.warnings)
        column.addWidget(self.carriers)
        column.addStretch(1)
        return side

    def _issuer(self) -> str:
        return str(self.form.boxes["issuer"].editor.value() or "")

    def _invite(self) -> None:
        self.panel.invite(self.desk.scan_button(SCAN))

    # coming and going ----------------------------------------------------------------------------------------------

    def entered(self) -> None:
        self.tasks.read(lambda: (intake.own_name(self.office), intake.signers(self.office)), self._know)
        self._ask_consent()
        self._soon.ask()

    def left(self) -> None:
        self._soon.stop()

    def open(self, draft: int | None = None) -> None:
        """Called by `go("intake", …)`; `draft` takes up what was put aside."""
        if draft is not None:
            self.take_draft(draft)

    def new(self) -> bool:
        """Ctrl+N: an empty form; what stands in it is put aside first."""
        if not self.form.is_empty:
            self.keep()
        self._start_over()
        return True

    def changed(self, ledgers: frozenset[str]) -> None:
        if ledgers & {"documents", "carriers", "shelves", "cabinets"}:
            self.desk.look_at_shelf()
            self._soon.ask()

    def refresh(self) -> None:
        self._soon.ask()

    def scanned(self, scan: Scan) -> bool:
        if not self.desk.takes(scan):
            return False
        if self._consented:
            self.desk.take(scan)
        else:
            self._ask_consent()
        return True

    def _know(self, known: tuple[str, list[str]]) -> None:
        own, self.completion.names = known
        today = self.office.clock.today().isoformat()
        self._presets |= {"signed_by": own, "counted_by": own, "received_on": today}
        for name, value in self._presets.items():
            if self.form.boxes[name].editor.value() is None:
                self.form.boxes[name].editor.set_value(value)
        self._judge()

    def _ask_consent(self) -> None:
        if self._consented or self._asking:
            self._focus_first()
            return
        self._asking = True
        ask_consent(self.look, self, self.office, self.tasks, self._answered)

    def _answered(self, given: bool) -> None:
        self._asking, self._consented = False, given
        self.form.setEnabled(given)
        if given:
            self._invite()
            self._focus_first()
        else:
            ask = Button(self.look, T("intake", "去确认"), "primary")
            ask.clicked.connect(self._ask_consent)
            self.panel.say("graduation", "warn", "warns", T("intake", "先确认这里不录真实涉密内容"),
                           T("intake", "这是演练库；确认以后才能登记，每次登录确认一次"), [ask])  # fmt: skip
        self._judge()

    def _focus_first(self) -> None:
        if self.form.isEnabled() and self.form.is_empty:
            self.form.boxes["title"].editor.control.setFocus(Qt.FocusReason.OtherFocusReason)

    # judging -------------------------------------------------------------------------------------------------------

    def entry(self) -> Entry:
        return self.form.entry(self.office.clock.today())

    def _changed(self) -> None:
        self.form.follow_copies()
        self._all_fields = False
        self._judge()
        self._soon.ask()

    def _rehearse(self) -> None:
        """Ask the rules with everything that can be read; a newer question drops the older."""
        if self._job is not None:
            self._job.drop()
            self._job = None
        if self._busy or not self._consented:
            return
        if self.form.is_empty:
            self._rehearsed(None)
            return
        entry = self.entry()
        self._job = self.tasks.write(
            lambda: intake.rehearse(self.office, entry.values, entry.copy_numbers, entry.shelf_id, entry.medium),
            self._rehearsed,
        )

    def _rehearsed(self, trial: Trial | None) -> None:
        self._job = None
        self.trial, self._problems = trial, trial.problems if trial else []
        self._judge()

    def problems(self) -> list[Problem]:
        """What stands against registering now, without what nobody has come to yet."""
        own = self.form.own_problems()
        taken = self.form.taken(own)
        rules = [problem for problem in self._problems if PLACE_OF.get(problem.field, problem.field) not in taken]
        return [found for found in own + rules if self._all_fields or not self.form.pending(found)]

    def _judge(self) -> None:
        found = self.problems()
        must = [problem for problem in found if problem.blocks]
        reasons = [problem for problem in found if not problem.blocks]
        twin = self.trial.twin if self.trial else None
        number = twin.registry_number if twin else ""
        rest = [problem for problem in self.form.show_found(found, self._all_fields, number) if problem.blocks]
        self.rest.setText("\n".join(self.look.t(problem.text) for problem in rest))
        self.rest.setVisible(bool(rest))
        self.warnings.show_warnings(reasons, twin, self.office.clock.today())
        mark = str(self.form.boxes["mark"].editor.value() or "")
        self.carriers.make_room(not self.warnings.isHidden())
        self.carriers.show_trial(None if self.form.is_empty else self.trial, self.form.copy_numbers(), mark)
        shelf = self.form.boxes["shelf_id"].editor.value()
        self.go_button.set_text(T("intake", "登记并上架") if shelf else T("intake", "登记，以后上架"))
        why = self._why_not(must, reasons)
        self.go_button.set_enabled(why is None, why or "")
        who = T("intake", "清点人 {counted}　签收人 {signed}", counted=self._who("counted_by"), signed=self._who("signed_by"))
        self.set_foot(why or T("intake", "可以登记"), who, self.desk.sounds.foot)

    def _why_not(self, must: list[Problem], reasons: list[Problem]) -> Text | None:
        if not self._consented:
            return T("intake", "先确认演练")
        if self._busy:
            return T("intake", "正在登记")
        missing = [FIELDS[name].label for name in self.form.missing()]
        if missing:
            return missing_words(self.look, missing)
        if must:
            return T("intake", "{n} 处要改才能登记", n=len(must))
        if reasons and not self.warnings.text():
            return T("intake", "还差 1 项：仍要登记的理由")
        return None

    def _who(self, name: str) -> str:
        return str(self.form.boxes[name].editor.value() or "—")

    # acting --------------------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Ctrl+Enter: register and shelve, or go to what is still missing."""
        self._all_fields = True
        self.form.settle()
        self._judge()
        if not self.go_button.isEnabled():
            self._go_to_missing()
            return
        self._busy = True
        self._soon.stop()
        entry, reason, office = self.entry(), self.warnings.text(), self.office
        self._judge()

        def register() -> tuple[Done, Trial]:
            trial = intake.rehearse(office, entry.values, entry.copy_numbers, entry.shelf_id, entry.medium)
            done = office.perform(
                "register_document", reason=reason, values=entry.values, copy_numbers=entry.copy_numbers,
                shelf_id=entry.shelf_id, medium=entry.medium,
            )  # fmt: skip
            return done, trial

        self.tasks.write(register, lambda both: self._registered(*both), self._refused)

    def _registered(self, done: Done, trial: Trial) -> None:
        self._busy = False
        place = self.form.place
        self._clear(keep=True)
        self.after.say(done, trial, place)
        self._focus_first()

    def _refused(self, error: Exception) -> bool:
        self._busy = False
        if isinstance(error, Refused):
            self._problems, self._all_fields = error.problems, True
        self._judge()
        if isinstance(error, Refused):
            self._go_to_missing()
            return True
        return False

    def undo(self) -> bool:
        """Ctrl+Z: take back the document registered last on this page."""
        return self.after.undo()

    def show_missing(self) -> None:
        """Ctrl+Enter while finishing is off."""
        self.finish()

    def _go_to_missing(self) -> None:
        """To the first field that keeps the document from being registered."""
        names = self.form.missing() or [problem.field for problem in self.form.marked() if problem.blocks]
        if names:
            self.form.boxes[names[0]].editor.control.setFocus(Qt.FocusReason.TabFocusReason)
        elif not self.warnings.isHidden():
            self.warnings.reason.setFocus(Qt.FocusReason.TabFocusReason)

    def next_problem(self) -> None:
        """F8."""
        if not self.form.go_to_next() and not self.warnings.isHidden():
            self.warnings.reason.setFocus(Qt.FocusReason.TabFocusReason)

    def _look_at_twin(self, twin: Twin) -> None:
        self.context.go("register", text=twin.registry_number, carrier=twin.carrier_id)

    # putting aside -------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Ctrl+S: put the document aside as it is, encrypted; nothing is registered."""
        if self.form.is_empty:
            return
        self.drafts.add(self.form.state(), self.office.clock.now())
        self._start_over()
        self.panel.say("document", "accent", "soft", T("intake", "已存为待签收"),
                       T("intake", "还没有登记，也没有编号；从右上“待签收”接着办"), [self.desk.scan_button(SCAN)])  # fmt: skip
        self.waiting.show_count()

    def take_draft(self, index: int) -> None:
        """Go on with a document put aside; what stands in the form is put aside in its place."""
        if not self.form.is_empty:
            self.keep()
            index += 1
        if not 0 <= index < len(self.drafts.all()):
            return
        self._clear()
        self.form.restore(self.drafts.take(index).state)
        self.waiting.show_count()
        self._invite()
        self._changed()
        self._go_to_missing()

    def _start_over(self) -> None:
        self._clear()
        self._invite()
        self._focus_first()

    def _clear(self, keep: bool = False) -> None:
        self.trial = self.after.last = None
        self._problems, self._all_fields = [], False
        self.warnings.reason.clear()
        self.form.clear(self._presets, keep)
        self._soon.stop()
        self._judge()

    def _toggle_more(self) -> None:
        self.form.show_more(not self.form.shows_more)
        self._more.set_text(T("intake", "收起") if self.form.shows_more else T("intake", "更多栏"))
        name = next(iter(MORE)) if self.form.shows_more else "signed_by"
        QTimer.singleShot(0, self, self.form.boxes[name].editor.control.setFocus)  # once the form has its new height

    def _keep_visible(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.form.isAncestorOf(now):
            self._scroll.ensureWidgetVisible(now, 0, self.look.px(40))
