"""导入旧台账: choose the file, say what the columns are, look at every row, then write all of it or nothing (K-23)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from shiboken6 import isValid

from models.domain.text import T, Text
from models.services import import_words
from models.services.import_desk import ImportDesk, TableCard
from models.services.importing import Class, Judged, Outcome
from ui.context import Context
from ui.pages.consent import ask_consent
from ui.pages.import_ledger.columns import ColumnsView
from ui.pages.import_ledger.correct_dialog import CorrectDialog
from ui.pages.import_ledger.outcome import OutcomeView
from ui.pages.import_ledger.rows import places_by_class
from ui.pages.import_ledger.rows_stage import Places, RowsStage, Stages
from ui.tasks import Progress
from ui.widgets.buttons import Button
from ui.widgets.choose_file import choose_file, choose_target
from ui.widgets.containers import EmptyState
from ui.widgets.page import HELP_KEY, Page
from ui.widgets.progress import ProgressDialog
from ui.widgets.stepper import Step, Stepper
from ui.words import number

FILE, COLUMNS, ROWS, DONE = range(4)
KINDS = ((T("file", "Excel 和 CSV 台账"), "*.xlsx *.xls *.csv *.txt"), (T("file", "所有文件"), "*"))
REPORT = ((T("file", "Excel 工作簿"), "*.xlsx"),)
SENTENCES = (
    T("import page", "先试导入，看清每一行再写入；写入是一次，要么全成，要么一行不写"),
    T("import page", "核对每一列是什么；没有对应栏的列记入备注，一个字也不丢"),
    T("import page", "还没有写入。改错、照收或不导入，改完自动重查；检查和写入用的是同一套规则"),
    T("import page", "旧台账已经在登记簿里"),
)
_KEYS = (
    (("Ctrl+O", T("key", "选文件")), HELP_KEY),
    (("↑ ↓", T("key", "换列")), ("Enter", T("key", "改是什么")), ("Ctrl+Enter", T("key", "试导入")), HELP_KEY),
    (("Enter", T("key", "改这一行")), ("F8", T("key", "下一处")), ("Ctrl+S", T("key", "存报告")), ("Esc", T("key", "认列")), HELP_KEY),
    (("Ctrl+Enter", T("key", "登记簿")), ("Ctrl+Z", T("key", "撤销")), HELP_KEY),
)


class ImportPage(Page):
    """One file at a time; what was corrected is kept until another file is chosen."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, T("page", "导入旧台账"), SENTENCES[FILE])
        self.context, self.office, self.tasks = context, context.office, context.tasks
        self.desk = ImportDesk(context.office, context.sheet_command)
        self.stage = FILE
        self.busy = False
        self._first_entry = 0
        self._work = 0  # counts pieces of long work
        self._build()
        self._show_stage(FILE)

    # building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        look = self.look
        self._other = self.add_action(Button(look, T("import page", "换文件…"), key="Ctrl+O"))
        self._other.clicked.connect(self.choose)
        self._back = self.add_action(Button(look, T("import page", "认列"), icon="columns"))
        self._back.clicked.connect(lambda: self._show_stage(COLUMNS))
        self._report = self.add_action(Button(look, T("import page", "存报告…"), icon="export", key="Ctrl+S"))
        self._report.clicked.connect(self.save_report)
        self.go = self.add_action(Button(look, T("import page", "试导入"), "primary", key="Ctrl+Enter"))
        self.go.clicked.connect(self.forward)
        self.stepper = Stepper(look)
        self.content.addWidget(self.stepper)
        self._stack = Stages()
        self.content.addWidget(self._stack, 1)
        self.empty = EmptyState(look, "import")
        self.columns = ColumnsView(look)
        self.columns.slot_wanted.connect(self._set_slot)
        self.columns.used_wanted.connect(self._use_table)
        self.columns.year_wanted.connect(self._set_year)
        self.done = OutcomeView(look, self._wanted)
        self.rows = RowsStage(look, self.desk, self.tasks)
        self.rows.decided.connect(self.decide)
        self.rows.strict_changed.connect(self._judge_go)
        for widget in (self.empty, self.columns, self.rows, self.done):
            self._stack.addWidget(widget)
        QShortcut(QKeySequence("F8"), self, lambda: self.rows.next_problem() if self.stage == ROWS else None)

    # stages --------------------------------------------------------------------------------------------------------

    def _show_stage(self, stage: int) -> None:
        self.stage = stage
        self._stack.setCurrentIndex(stage)
        self.set_sentence(SENTENCES[stage])
        self.set_keys(*_KEYS[stage])
        self._other.setVisible(stage != FILE)
        self._back.setVisible(stage == ROWS)
        self._report.setVisible(stage == ROWS)
        self.go.setVisible(stage in (COLUMNS, ROWS))
        self.stepper.setVisible(stage in (COLUMNS, ROWS))
        if stage == FILE:
            self._invite()
        self._show_steps()
        self._judge_go()
        self._focus()

    def _focus(self) -> None:
        if self.stage == COLUMNS:
            self.columns.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.stage == ROWS:
            self.rows.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.stage == DONE:
            self.done.register.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            button = self.empty.findChild(Button)
            if button is not None:
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _invite(self) -> None:
        pick = Button(self.look, T("import page", "选一本旧台账…"), "primary", icon="import", key="Ctrl+O")
        pick.clicked.connect(self.choose)
        self.empty.set_words(
            T("import page", "把旧台账接进来"),
            T("import page", "Excel（xlsx、xls）或 CSV，几张表都行；合并的表头、同上、份号范围、清退销毁的记载都认得。"),
            [pick], icon="import",
        )  # fmt: skip
        self.set_foot()

    def _show_steps(self) -> None:
        outcome = self.desk.outcome
        under: Text | str = T("import page", "逐列核对")
        judged: Text | str = T("import page", "看每一行")
        if outcome is not None:
            judged = T("import page", "{n} 行", n=number(outcome.figures()["rows"]))
        steps = (
            Step(T("import page", "选文件"), self.desk.file_name), Step(T("import page", "认列"), under),
            Step(T("import page", "试导入"), judged), Step(T("import page", "写入"), T("import page", "一次写成")),
        )  # fmt: skip
        self.stepper.set_steps(steps, self.stage)

    def _judge_go(self) -> None:
        outcome = self.desk.outcome
        if self.stage == COLUMNS:
            self.go.set_text(T("import page", "试导入"))
            fine = self.desk.can_be_judged()
            self.go.set_enabled(fine and not self.busy, T("import page", "先指明哪一列是标题或文号"))
        elif self.stage == ROWS and outcome is not None:
            text = T("import page", "写入 {documents} 件、{carriers} 份", documents=number(outcome.documents),
                     carriers=number(outcome.carriers))  # fmt: skip
            self.go.set_text(text)
            stopped = self.rows.strict.isChecked() and outcome.refused > 0
            why = T("import page", "还有 {n} 行不收", n=number(outcome.refused)) if stopped else T("import page", "没有要写入的")
            self.go.set_enabled(not stopped and outcome.carriers > 0 and not self.busy, why)
        training = self.office.vault.is_training
        self._report.set_enabled(training, T("list", "正式库的内容不能导出为明文文件"))
        self.done.report.set_enabled(training, T("list", "正式库的内容不能导出为明文文件"))
        self._show_foot()

    def _show_foot(self) -> None:
        if self.stage == FILE:
            return
        texts: list[Text | str] = [self.desk.file_name, T("import page", "{n} 行有内容", n=number(self.desk.row_count))]
        if self.desk.corrections:
            texts.append(T("import page", "改了 {n} 处", n=number(self.desk.corrections)))
        if self.stage == ROWS and not self.go.isEnabled():
            texts.append(self.go.toolTip())
        self.set_foot(*texts)

    # arriving and leaving ------------------------------------------------------------------------------------------

    def entered(self) -> None:
        if self.stage == DONE:  # it was seen; who comes back brings in another book
            self._show_stage(FILE)
        self._focus()

    def refresh(self) -> None:
        """F5: judge again."""
        if self.stage == ROWS:
            self.judge()

    def escape(self) -> bool:
        """One step back; what was corrected stays."""
        if self.stage in (COLUMNS, ROWS) and not self.busy:
            self._show_stage(self.stage - 1)
            return True
        return False

    def undo(self) -> bool:
        """Ctrl+Z: after an import it is this import that is taken back."""
        if self.stage != DONE:
            return False
        self._wanted("UNDO")
        return True

    def forward(self) -> None:
        """Ctrl+Enter: the next step."""
        if self.stage == COLUMNS:
            self.judge()
        elif self.stage == ROWS:
            self.bring_in()

    # the file ------------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask which file, after the confirmation that a practice vault asks for."""
        if self.busy:
            return

        def agreed(agrees: bool) -> None:
            path = choose_file(self.look, self, T("import page", "选一本旧台账"), KINDS) if agrees else None
            if path is not None:
                self.read(path)

        ask_consent(self.look, self, self.office, self.tasks, agreed)

    def read(self, path: Path) -> None:
        """Read the file in the child process."""
        doing = T("import page", "正在读 {name}", name=path.name)

        def work(progress: Progress) -> list[TableCard]:
            return self.desk.read(path, lambda done, total: progress.report(done, total, doing), progress.cancelled)

        def done(tables: list[TableCard]) -> None:
            self.columns.begin(tables)
            self._show_stage(COLUMNS)

        self._long(doing, work, done, "background")

    def _long(self, title: Text, work: Any, done: Any, worker: str) -> None:
        """Long work with a bar; the page takes no second piece of work meanwhile."""
        self.busy = True
        self._judge_go()

        def ended(result: Any) -> None:
            self.busy = False
            done(result)

        self._work += 1
        number_of_work = self._work
        job = self.tasks.long(work, ended, worker=worker)
        job.destroyed.connect(lambda: self._over(number_of_work))
        ProgressDialog(self.look, self, title, job)

    def _over(self, work: int) -> None:
        """The work is over, also where it was stopped or failed."""
        if isValid(self) and self.busy and work == self._work:
            self.busy = False
            self._judge_go()

    # columns -------------------------------------------------------------------------------------------------------

    def _set_slot(self, table: int, column: int, slot: str) -> None:
        self.columns.show_tables(self.desk.set_slot(table, column, slot))
        self._judge_go()

    def _use_table(self, table: int, used: bool) -> None:
        self.columns.show_tables(self.desk.use_table(table, used))
        self._judge_go()

    def _set_year(self, year: int) -> None:
        self.desk.year = year or None

    # rows ----------------------------------------------------------------------------------------------------------

    def judge(self) -> None:
        """The dry run; the row that was looked at stays."""
        if self.busy or not self.desk.can_be_judged():
            return
        doing = T("import page", "正在逐行检查")

        def work(progress: Progress) -> tuple[Outcome, Places]:
            outcome = self.desk.judge(lambda done, total: progress.report(done, total, doing), progress.cancelled)
            return outcome, places_by_class(outcome)

        self._long(doing, work, self._judged, "write")

    def _judged(self, found: tuple[Outcome, Places]) -> None:
        if self.stage != ROWS:
            self._show_stage(ROWS)
        self._show_steps()
        self.rows.show_outcome(found[1])
        self._judge_go()

    def decide(self, decision: str) -> None:
        """What the clerk says to the current row; then everything is judged again."""
        judged = self.rows.current()
        if judged is None or self.busy:
            return
        if decision == "CORRECT":
            self._correct(judged)
            return
        self.desk.decide(judged.row, decision)
        self.judge()

    def _correct(self, judged: Judged) -> None:
        cells = self.desk.cells_of(judged.row)
        if not cells or judged.klass in (Class.SKIPPED, Class.PRESENT):
            return
        title = T("import page", "改第 {row} 行", row=import_words.place_of(judged))
        values = CorrectDialog.ask(self.look, self, title, cells, import_words.findings(judged))
        if values:
            self.desk.correct(judged.row, values)
            self.judge()

    # the real run --------------------------------------------------------------------------------------------------

    def bring_in(self) -> None:
        """Write everything that is accepted, in one transaction."""
        if self.busy or not self.go.isEnabled():
            return
        doing, strict = T("import page", "正在写入"), self.rows.strict.isChecked()

        def work(progress: Progress) -> tuple[Outcome, int]:
            first = self.office.read.head().number + 1
            return self.desk.bring_in(strict, lambda done, total: progress.report(done, total, doing), progress.cancelled), first

        self._long(doing, work, self._brought_in, "write")

    def _brought_in(self, found: tuple[Outcome, int]) -> None:
        outcome, self._first_entry = found
        if outcome.entry is None:  # strict, and something came in between: look at the rows again
            self._judged((outcome, places_by_class(outcome)))
            return
        self.done.show_outcome(outcome, self._first_entry)
        self._show_stage(DONE)

    def _wanted(self, what: str) -> None:
        if what == "REGISTER":
            self.context.go("register")
        elif what == "REPORT":
            self.save_report()
        elif what == "ANOTHER":
            self._show_stage(FILE)
        elif what == "UNDO" and not self.busy:
            doing = T("import page", "正在撤销这次导入")
            self._long(doing, lambda _progress: self.desk.undo(), lambda _none: self._undone(), "write")

    def _undone(self) -> None:
        self._show_stage(COLUMNS)
        self.set_sentence(T("import page", "这次导入已整批撤销；给出的编号不收回"))

    def save_report(self) -> None:
        """Ctrl+S: every row with its class and problems, as a workbook."""
        if self.desk.outcome is None or self.busy or not self._report.isEnabled():
            return
        name = f"{Path(self.desk.file_name).stem}-{self.look.t(T('import page', '导入报告'))}.xlsx"
        path = choose_target(self.look, self, T("import page", "报告存到哪里"), name, REPORT)
        if path is not None:
            self.write_report(path)

    def write_report(self, path: Path) -> None:
        """Write it off the screen's thread."""
        doing = T("import page", "正在写报告")

        def done(_none: object) -> None:
            self._judge_go()
            self.set_sentence(T("import page", "报告已存为 {name}", name=path.name))

        self._long(doing, lambda _progress: self.desk.write_report(path), done, "background")
