"""备份: how old the last copy is, a new one to a chosen folder, and what lies there already."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from models.domain.clocks import backup_age
from models.domain.text import T
from models.services import backups
from models.services.backups import Made
from ui.context import Context
from ui.tasks import Progress
from ui.widgets.buttons import Button
from ui.widgets.cell_table import Cell, CellTable, Head, TableRow
from ui.widgets.choose_file import choose_folder
from ui.widgets.containers import Panel
from ui.widgets.labels import label
from ui.widgets.page import HELP_KEY, Page
from ui.widgets.progress import ProgressDialog
from ui.widgets.verdict import ConclusionPanel
from ui.words import number

FOLDER = "backup folder"


class BackupPage(Page):
    """A copy is written beside the last good one, reopened and checked whole before it gets its name."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, T("page", "备份"), T("backup", "每份备份都重新打开、逐条复核后才算数；以前的备份不动"))
        self.context = context
        look = context.look
        make = self.add_action(Button(look, T("backup", "备份到文件夹…"), "primary", icon="backup", key="Ctrl+Enter"))
        make.clicked.connect(self._choose)
        self.conclusion = ConclusionPanel(look)
        self.content.addWidget(self.conclusion)
        panel = Panel(look, margin=0)
        self._title = label(look, T("backup", "备份文件夹里已有的"), "section")
        self._title.setContentsMargins(look.px(14), look.px(10), 0, 0)
        panel.box.addWidget(self._title)
        heads = [
            Head(T("backup", "备份"), 0), Head(T("backup", "写成时间"), 170), Head(T("backup", "到日志第几条"), 150, right_aligned=True),
            Head(T("backup", "大小（MB）"), 130, right_aligned=True),
        ]  # fmt: skip
        self.table = CellTable(look, heads, T("page", "备份"))
        panel.box.addWidget(self.table, 1)
        self.content.addWidget(panel, 1)
        hint = T("backup", "要查看一份备份：锁定后在登录页选“换一个库…”，选那份备份的文件夹；只能看，不能改。")
        self.content.addWidget(label(look, hint, "hint", wrap=True))
        self.set_keys(("Ctrl+Enter", T("key", "备份")), HELP_KEY)

    def entered(self) -> None:
        """Ask when the last copy was made, and what the folder holds."""
        office, folder = self.context.office, self._folder()
        self.context.tasks.read(lambda: backups.last_copy_on(office.read), self._say)
        if folder is not None:
            self.context.tasks.read(lambda: backups.copies_in(office, folder), self._list)

    def _folder(self) -> Path | None:
        kept = self.context.preferences.get(FOLDER)
        return Path(kept) if kept else None

    def _say(self, last: date | None) -> None:
        age = backup_age(last, self.context.office.clock.today())
        if last is None:
            self.conclusion.say("backup", "warn", T("backup", "还没有备份"), T("backup", "请备份到另一个已登记的同级涉密介质。"))
            return
        token = "warn" if age.too_old else "ok"
        words = T("backup", "上次备份在 {n} 天前", n=age.days) if age.days else T("backup", "今天备份过")
        self.conclusion.say("backup", token, words, T("backup", "{day} 写成并复核；规定不超过 7 天。", day=last.isoformat()))

    def _list(self, copies: list[backups.Copy]) -> None:
        self.table.cells.set_rows([TableRow(copy.name, self._cells(copy)) for copy in copies])
        self.set_foot(T("backup", "{n} 份备份在 {folder}", n=len(copies), folder=str(self._folder() or "")))

    def _cells(self, copy: backups.Copy) -> tuple[Cell, ...]:
        made = datetime.fromisoformat(copy.made_at).astimezone().strftime("%Y-%m-%d %H:%M")
        size = f"{copy.bytes / 1_000_000:.1f}"
        return Cell(copy.name), Cell(made, token="text2"), Cell(number(copy.entry)), Cell(size)

    def _choose(self) -> None:
        folder = choose_folder(self.look, self, T("backup", "选择备份介质上的文件夹"), self._folder())
        if folder is not None:
            self.back_up(folder)

    def back_up(self, folder: Path) -> None:
        """Write a copy under `folder`, with progress and cancel."""
        office = self.context.office

        def work(progress: Progress) -> Made:
            def tell(_stage: str, done: int, total: int) -> None:
                progress.report(done, total, T("backup", "写出并逐条复核"))

            return backups.make_copy(office, folder, progress=tell, is_cancelled=progress.cancelled)

        job = self.context.tasks.long(work, lambda _made: self._done(folder), worker="write")
        ProgressDialog(self.look, self, T("page", "备份"), job)

    def _done(self, folder: Path) -> None:
        self.context.preferences.set(FOLDER, str(folder))
        self.entered()
