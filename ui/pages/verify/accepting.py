"""What becomes of findings: who may accept them, the signed acceptance itself, or that they are accepted."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.domain.text import T, Text
from models.services.verifying import Report
from ui.context import Context
from ui.pages.processes.people import sign_and_perform
from ui.widgets.buttons import Button
from ui.widgets.containers import Banner
from ui.words import number

ACT = "accept_findings"
HALTED = T("verify", "本库已停止登记，等待处理")
WHO_MAY = T("verify", "由安全保密管理员在这一页说明并接受，安全审计员签字；在此之前可以查看、打印和备份。")
CHECK_FIRST = T("verify", "请按 F5 全面校验一遍，查明原因后再说明并接受。")
EXPLAIN = T("verify", "请先查明原因；写明理由、由安全审计员签字接受后恢复登记，不符之处仍列在每次校验结果里。")


class Acceptance(QWidget):
    """Stands below the conclusion while there is something to say. `accepted` brings the entry of the acceptance."""

    accepted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, look = context, context.look
        self._report: Report | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.button = Button(look, T("verify", "说明并接受…"), icon="pen-sign", key="Alt+A")
        self.button.clicked.connect(self.accept)
        self.waiting = Banner(look, HALTED, "", tone="warn", button=self.button)
        self.settled = Banner(look, T("verify", "已接受，可以继续登记"), "", tone="ok")
        column.addWidget(self.waiting)
        column.addWidget(self.settled)
        self.hide()

    @property
    def may_accept(self) -> bool:
        """Whether the person signed in is the one who explains."""
        return self._context.office.sitting.role in self._context.office.acts[ACT].roles

    def say_unchecked(self) -> None:
        """Nothing was checked in this sitting; an earlier check, or the one at the door, may have stopped the writing."""
        if self._context.office.is_halted:
            self._wait(CHECK_FIRST, None)

    def tell(self, report: Report, entry: int) -> None:
        """A report, and the entry by which its findings were accepted (0: they were not)."""
        if report.is_clean or self._context.office.vault.store.read_only:
            self.hide()
        elif entry:
            said = T("verify", "日志第 {n} 条已接受；不符之处仍列在每次校验结果里。", n=number(entry))
            self.settled.set_words(T("verify", "已接受，可以继续登记"), said)
            self._show(self.settled)
        else:
            self._wait(EXPLAIN, report)

    def accept(self) -> None:
        """Alt+A: the reason, the auditor's signature, the act."""
        report = self._report
        if report is None:
            return
        values = {"findings": report.outcome.findings, "count": report.outcome.count}
        sign_and_perform(
            self._context, self.window(), ACT, values, T("verify", "说明并接受校验结果"), T("verify", "接受，恢复登记"), "",
            lambda done: self.accepted.emit(done.entry),
        )  # fmt: skip

    def _wait(self, sentence: Text, report: Report | None) -> None:
        self._report = report if self.may_accept else None
        self.waiting.set_words(HALTED, sentence if self.may_accept else WHO_MAY)
        self.button.setVisible(self._report is not None)
        self._show(self.waiting)

    def _show(self, banner: Banner) -> None:
        self.waiting.setVisible(banner is self.waiting)
        self.settled.setVisible(banner is self.settled)
        self.show()
