"""Ctrl+E: a whole ledger as xlsx or csv, from practice vaults only, with progress and a way to stop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from models.domain.text import T, Text
from models.ledgers import BY_NAME
from models.services import exporting
from ui.context import Context
from ui.tasks import Progress
from ui.widgets.buttons import Button
from ui.widgets.choose_file import choose_target
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import ChoiceInput
from ui.widgets.labels import label
from ui.widgets.progress import ProgressDialog
from ui.words import number

LEDGERS = ("carriers", "documents", "loans", "issuer_returns", "persons", "units", "shelves", "cabinets", "rooms", "import_rows", "prints")
KINDS = ((T("file", "Excel 工作簿"), "*.xlsx"), (T("file", "CSV 文本"), "*.csv"))


class ExportDialog(Dialog):
    """Which ledger goes out. Returns its name."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        look = context.look
        super().__init__(look, parent, T("export", "导出登记"), T("export", "演练库才能导出"), width=558)
        self.body.addWidget(label(look, T("export", "整本导出，每一栏都在。导出会记入日志，写明行数和文件的指纹。"), "value", wrap=True))
        named = label(look, T("export", "哪一本"), "label")
        self.choice = ChoiceInput(look, T("export", "哪一本"))
        self.choice.set_items([(name, BY_NAME[name].title) for name in LEDGERS])
        named.setBuddy(self.choice)
        self.body.addWidget(named)
        self.body.addWidget(self.choice)
        back = self.add_button(Button(look, T("dialog", "取消"), key="Esc"))
        back.clicked.connect(self.reject)
        go = self.add_button(Button(look, T("export", "选文件并导出…"), "primary", icon="export", key="Ctrl+Enter"))
        go.clicked.connect(lambda: self.done_with(self.choice.code()))
        self.choice.setFocus()

    @classmethod
    def ask(cls, context: Context, parent: QWidget | None) -> str | None:
        """The name of a ledger; None if the dialog was left."""
        result = cls(context, parent).run()
        return str(result) if result else None


def export_ledger(context: Context, parent: QWidget, tell: Callable[[Text], None]) -> None:
    """Ask for ledger and file, then write; `tell` says how it ended."""
    ledger = ExportDialog.ask(context, parent)
    if ledger is None:
        return
    title = context.say(BY_NAME[ledger].title)
    path = choose_target(context.look, parent, T("export", "导出到哪里"), f"{title}.xlsx", KINDS)
    if path is not None:
        write_ledger(context, parent, ledger, path, tell)


def write_ledger(context: Context, parent: QWidget, ledger: str, path: Path, tell: Callable[[Text], None]) -> None:
    """Write the file off the screen's thread."""
    office = context.office
    doing = T("export", "正在导出")

    def work(progress: Progress) -> int:
        total = exporting.row_count(office, ledger)
        return exporting.export_ledger(
            office, ledger, path, lambda rows: progress.report(rows, total, doing), progress.cancelled
        )

    def done(rows: int) -> None:
        tell(T("export", "已导出 {n} 行：{name}", n=number(rows), name=path.name))

    job = context.tasks.long(work, done)
    ProgressDialog(context.look, parent, doing, job)
