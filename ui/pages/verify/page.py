"""校验审计: one conclusion, what was checked with numbers, how far the proof reaches, and the journal itself."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.domain.text import T, Text
from models.services import backups, journal_view, verifying
from models.services.verifying import WITNESSED, WRONG, Report, Witness
from ui.context import Context
from ui.pages.verify.accepting import Acceptance
from ui.pages.verify.entry_dialog import EntryDialog
from ui.scanning import Scan
from ui.tasks import Progress
from ui.theme.marks import Mark
from ui.widgets.buttons import Button
from ui.widgets.cell_table import Cell, CellTable, Head, TableRow
from ui.widgets.choose_file import choose_folder
from ui.widgets.containers import Panel
from ui.widgets.labels import label
from ui.widgets.messages import ConfirmDialog
from ui.widgets.page import HELP_KEY, Page
from ui.widgets.progress import ProgressDialog
from ui.widgets.text_dialog import TextDialog
from ui.widgets.verdict import ConclusionPanel
from ui.words import number

STAGES = {
    "schema": T("verify", "核对表、索引和触发器"), "file": T("verify", "核对库文件"), "entry": T("verify", "逐条重放日志"),
    "changes": T("verify", "核对账目行"), "signatures": T("verify", "核对签名"), "keys": T("verify", "核对钥匙槽"),
    "entry_list": T("verify", "核对日志目录"), "lists": T("verify", "核对清单和检索"),
}  # fmt: skip
THIS_PC = T("verify", "本机库外记忆")
TONES = {WRONG: ("shield-cross", "bad"), WITNESSED: ("shield-check", "ok")}
MATCHED, OPEN = Mark("check", "ok", "ok", T("verify", "一致")), Mark("ring", "warn", "warn", T("verify", "待留痕"))
DIFFERENT = Mark("cross", "bad", "bad", T("verify", "不一致"))


class VerifyPage(Page):
    """The full check on demand, cancellable while work goes on; its outcome is journalled (K-14)."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, T("page", "校验审计"), T("verify", "谁、何时、做了什么、为什么；账和日志逐条对过"))
        self.context = context
        look = context.look
        self._papers: dict[str, Witness] = {}
        self._report: Report | None = None
        paper = self.add_action(Button(look, T("verify", "核对一张纸…"), icon="printer", key="Alt+P"))
        paper.clicked.connect(self.ask_paper)
        copy = self.add_action(Button(look, T("verify", "对照备份…"), icon="backup", key="Alt+B"))
        copy.clicked.connect(self.choose_copies)
        again = self.add_action(Button(look, T("verify", "全面校验"), "primary", icon="shield-check", key="F5"))
        again.clicked.connect(self.refresh)
        self.conclusion = ConclusionPanel(look)
        self.content.addWidget(self.conclusion)
        self.acceptance = Acceptance(context)
        self.acceptance.accepted.connect(self._accepted)
        self.content.addWidget(self.acceptance)
        self._evidence = QWidget()
        row = QHBoxLayout(self._evidence)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(16))
        self.checked = self._table(T("verify", "查了什么"), [Head("", 0), Head("", 170, right_aligned=True)], row)
        self.found = self._table(T("verify", "外部见证和发现"), [Head("", 0)], row)
        self.content.addWidget(self._evidence)
        self._evidence.hide()
        panel = Panel(look, margin=0)
        title = label(look, T("verify", "日志"), "section")
        title.setContentsMargins(look.px(14), look.px(10), 0, 0)
        panel.box.addWidget(title)
        heads = [
            Head(T("verify", "条号"), 84), Head(T("verify", "时间"), 118), Head(T("verify", "谁"), 130),
            Head(T("verify", "做了什么"), 0), Head(T("verify", "对象"), 220), Head(T("verify", "见证"), 104),
        ]  # fmt: skip
        self.journal = CellTable(look, heads, T("verify", "日志"))
        self.journal.opened.connect(self._open_entry)
        panel.box.addWidget(self.journal, 1)
        self.content.addWidget(panel, 1)
        self.set_keys(("Enter", T("key", "打开")), ("F5", T("key", "全面校验")), HELP_KEY)
        self._say_nothing()

    def entered(self) -> None:
        """Show the journal; the check itself is asked for."""
        office = self.context.office
        self.context.tasks.read(lambda: journal_view.newest(office), self._show_journal)

    def refresh(self) -> None:
        """F5: the full check, with progress and cancel. Papers and copies of this sitting are held against the journal."""
        office, papers = self.context.office, tuple(self._papers.values())

        def work(progress: Progress) -> Report:
            def tell(stage: str, done: int, total: int) -> None:
                progress.report(done, total, STAGES.get(stage, ""))

            return verifying.check(office, witnesses=papers, progress=tell, is_cancelled=progress.cancelled)

        job = self.context.tasks.long(work, self._checked)
        ProgressDialog(self.look, self, T("verify", "全面校验"), job)

    def scanned(self, scan: Scan) -> bool:
        """A printed form's QR code: the paper vouches for the journal up to its entry."""
        return self.hold_against(scan.text)

    def hold_against(self, text: str) -> bool:
        """Check everything again with this paper as a witness; false if the text is no form's code."""
        paper = verifying.read_paper(text)
        if paper is None:
            return False
        if paper.digest_is_whole:
            self._take_paper(paper)
        else:
            office = self.context.office
            self.context.tasks.read(lambda: verifying.agrees(office.read, paper), lambda agrees: self._typed(paper, agrees))
        return True

    def _take_paper(self, paper: Witness) -> None:
        self._papers[paper.name] = paper
        self.refresh()

    def _typed(self, paper: Witness, agrees: bool) -> None:
        """One wrong key must not stop all writing: what differs is asked about before it becomes evidence."""
        sentences: list[Text | str] = [
            T("verify", "录入的校验和登记簿第 {n} 条不一样。多半是录错了一位：取消，对照页脚重录，或扫二维码。", n=number(paper.entry)),
            T("verify", "确实和纸上一样：登记簿或这张纸被改过。核对会记入日志，登记停下，等安全保密管理员和审计员处理。"),
        ]
        verb = T("verify", "和纸上一样，核对")
        if agrees or ConfirmDialog.ask(self.look, self, T("verify", "和纸上对过了吗"), sentences, verb):
            self._take_paper(paper)

    def ask_paper(self) -> None:
        """Alt+P: for a place without a scanner."""
        typed = TextDialog.ask(
            self.look, self, T("verify", "核对一张纸"), T("verify", "单号、记录号和校验"), T("verify", "核对"),
            T("verify", "照页脚录入，中间空格，如 XQ-2026-0003 184223 1A2B 3C4D 5E6F 7081"),
            (T("verify", "扫纸上的二维码，能证明那一条以前的日志没有被改过；照页脚录入 16 位只能查出不一致。"),),
        )  # fmt: skip
        if typed is not None and not self.hold_against(typed):
            self.conclusion.say("shield-check", "warn", T("verify", "这不是守簿印出的单号和校验"),
                                T("verify", "没有做校验，也没有改动任何东西。"), T("verify", "请对照页脚再录一次，或扫二维码。"))  # fmt: skip

    def choose_copies(self) -> None:
        """Alt+B: a copy that was kept elsewhere says where the journal stood."""
        folder = choose_folder(self.look, self, T("verify", "选择一份备份，或放着备份的文件夹"))
        if folder is not None:
            self.compare_with(folder)

    def compare_with(self, folder: Path) -> None:
        """Check everything again with the copies in the folder as witnesses."""
        office = self.context.office
        self.context.tasks.read(lambda: backups.witnesses_in(office, [folder]), self._take_copies)

    def _take_copies(self, found: list[Witness]) -> None:
        if not found:
            self.conclusion.say("shield-check", "warn", T("verify", "这个文件夹里没有本库的备份"),
                                T("verify", "没有做校验，也没有改动任何东西。"), T("verify", "请选备份介质上以 shoubu- 开头的文件夹。"))  # fmt: skip
            return
        self._papers |= {witness.name: witness for witness in found}
        self.refresh()

    def changed(self, ledgers: frozenset[str]) -> None:
        """An act was written: the journal grew."""
        if self.isVisible():
            self.entered()

    def open(self, report: Report | None = None, paper: str = "") -> None:
        """A check made in the background brings its report; a paper scanned elsewhere its code."""
        if paper:
            self.hold_against(paper)
        if report is not None:
            self._show(report)

    def _checked(self, report: Report) -> None:
        self._show(report)
        if not self.context.office.vault.store.read_only:
            self.context.tasks.write(lambda: verifying.record(self.context.office, report), lambda _done: self.entered())

    def _say_nothing(self) -> None:
        self.conclusion.say("shield-check", "neu", T("verify", "这次登录还没有全面校验"),
                            T("verify", "打开时已核对最近 200 条、钥匙和签名。"), T("verify", "按 F5 从第一条起重放一遍。"))  # fmt: skip
        self.acceptance.say_unchecked()

    def _accepted(self, entry: int) -> None:
        if self._report is not None:
            self._say_accepted(self._report, entry)
        self.entered()

    def _say_accepted(self, report: Report, entry: int) -> None:
        """`entry`: by which the findings were accepted; 0 if they were not."""
        if report is self._report:
            self.acceptance.tell(report, entry)
            self.found.cells.set_rows(self._findings(report, entry))

    def _show(self, report: Report) -> None:
        office, self._report = self.context.office, report
        self.found.cells.set_rows(self._findings(report, 0))
        self.context.tasks.read(lambda: verifying.acceptance(office.read, report.outcome), lambda entry: self._say_accepted(report, entry))
        self._evidence.show()
        icon, token = TONES.get(report.verdict, ("shield-check", "ok"))
        lines = report.lines()
        when = datetime.now().astimezone().strftime("%H:%M")
        self.conclusion.say(icon, token, report.headline(), lines[1], report.proof(), T("verify", "{at} 校验", at=when),
                            T("verify", "用时 {n} 秒", n=f"{report.seconds:.1f}"))  # fmt: skip
        out = report.outcome
        bad = not report.is_clean
        facts: tuple[tuple[Text, str], ...] = (
            (T("verify", "条号连续，每条接上一条的指纹"), number(out.entries)),
            (T("verify", "签名有效，公钥未被换过"), self.look.t(T("verify", "{n} 个，{people} 人", n=out.signatures, people=out.signers))),
            (T("verify", "改动行与摘要相符"), number(out.changes)),
            (T("verify", "重放后的账逐行相同"), number(out.rows)),
            (T("verify", "派生表重算相同"), number(out.derived_rows)),
            (T("verify", "时钟倒退"), self.look.t(T("verify", "{n} 次", n=out.clock_went_back))),
        )  # fmt: skip
        mark = None if bad else MATCHED
        self.checked.cells.set_rows([TableRow(i, (Cell(name, mark=mark), Cell(value))) for i, (name, value) in enumerate(facts)])
        self.set_foot(T("verify", "最后一条指纹 {digest}", digest=out.last_digest[:32]))

    def _findings(self, report: Report, entry: int) -> list[TableRow]:
        papers = [
            TableRow(1000 + i, (Cell(T("verify", "{number}，第 {entry} 条", number=paper.name or THIS_PC, entry=number(paper.entry)),
                                     mark=MATCHED if holds else DIFFERENT),))
            for i, (paper, holds) in enumerate(report.outcome.witnesses)
        ]  # fmt: skip
        if report.is_clean:
            return [TableRow(0, (Cell(report.proof(), mark=OPEN),)), *papers]
        wrong = [verifying.finding_line(found) for found in report.outcome.findings[:6]]
        if entry:
            said = [T("verify", "已接受（第 {n} 条）　{finding}", n=number(entry), finding=line) for line in wrong]
            return [*papers, *(TableRow(i, (Cell(line, token="text2"),)) for i, line in enumerate(said))]
        return [*papers, *(TableRow(i, (Cell(line, token="bad"),)) for i, line in enumerate(wrong))]

    def _show_journal(self, lines: list[journal_view.EntryLine]) -> None:
        self.journal.set_rows([TableRow(line.number, self._cells(line)) for line in lines])

    def _open_entry(self, entry: int) -> None:
        office = self.context.office

        def show(found: journal_view.EntryDetail | None) -> None:
            if found is not None and self.isVisible():
                EntryDialog.tell(self.look, self, found)

        self.context.tasks.read(lambda: journal_view.detail(office, entry), show)

    def _cells(self, line: journal_view.EntryLine) -> tuple[Cell, ...]:
        at = datetime.fromisoformat(line.time).astimezone().strftime("%m-%d %H:%M")
        witness = Cell(T("verify", "已留痕"), token="text2") if line.covered else Cell(T("verify", "待留痕"), token="warn")
        return (
            Cell(number(line.number)), Cell(at, token="text2"), Cell(line.who), Cell(line.words),
            Cell(line.subject, token="text2"), witness,
        )  # fmt: skip

    def _table(self, title: Text, heads: list[Head], row: Any) -> CellTable:
        panel = Panel(self.look, margin=12)
        panel.box.addWidget(label(self.look, title, "section"))
        table = CellTable(self.look, heads, title, row_height=30)
        table.horizontalHeader().hide()
        table.setFixedHeight(self.look.px(188))
        panel.box.addWidget(table)
        row.addWidget(panel, 1)
        return table
