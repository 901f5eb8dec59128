"""The ends of scanning: finish it, give the count up; and what stands under 更多."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from models.domain.errors import Refused
from models.domain.text import T, Text
from models.services import count_pages
from models.services.count_views import CabinetProgress
from ui.context import Context
from ui.widgets.buttons import Button
from ui.widgets.text_dialog import TextDialog

MOST_NAMED = 6


class Finisher:
    """Ends of one count. After finishing the page of differences opens; the counter-act is 继续清点 there."""

    def __init__(self, context: Context, page: QWidget) -> None:
        self._context, self._page = context, page

    def menu(self, button: Button) -> None:
        """F8a, its results, giving up."""
        count = self._page.count_id  # type: ignore[attr-defined]
        menu = QMenu(self._page)
        say = self._context.say
        menu.addAction(say(T("count", "打印盘点表 F8a\tCtrl+P")), lambda: self._context.go("print", form="F8a", record=count, back="counting"))
        menu.addAction(say(T("count", "录入纸面结果")), lambda: self._context.go("count_paper", count=count))
        menu.addSeparator()
        menu.addAction(say(T("count", "放弃这次清查…")), lambda: self.abandon(count))
        menu.exec(button.mapToGlobal(QPoint(0, button.height() + 4)))

    def finish(self, count_id: int, progress: Sequence[CabinetProgress]) -> None:
        """Finish at once, or ask for the reason where places were not walked (R-45)."""
        self._end(count_id, list(progress), "")

    def _end(self, count_id: int, progress: list[CabinetProgress], reason: str) -> None:
        office = self._context.office

        def refused(error: Exception) -> bool:
            if isinstance(error, Refused) and error.needs_reason_only and not reason:
                self._ask(count_id, progress, [problem.text for problem in error.problems])
                return True
            return False

        self._context.tasks.write(
            lambda: office.perform("finish_scanning", count_id=count_id, reason=reason),
            lambda _done: self._context.go("reconcile", count=count_id), refused,
        )  # fmt: skip

    def _ask(self, count_id: int, progress: list[CabinetProgress], why: list[Text]) -> None:
        places = count_pages.unwalked(progress)
        sentences: list[Text | str] = [*why]
        if places:
            named = "、".join(places[:MOST_NAMED])
            more = len(places) - MOST_NAMED
            sentences.append(T("count", "没有扫到的地方：{places} 等 {n} 处", places=named, n=len(places)) if more > 0
                             else T("count", "没有扫到的地方：{places}", places=named))  # fmt: skip
        reason = TextDialog.ask(
            self._context.look, self._page, T("count", "这样结束扫描？"), T("count", "结束的理由"), T("count", "结束扫描"),
            T("count", "理由会写入日志，监督人签字时看得到；还可以再回来继续清点"), tuple(sentences),
        )  # fmt: skip
        if reason:
            self._end(count_id, progress, reason)

    def abandon(self, count_id: int) -> None:
        """Give the count up: what was scanned stays readable."""
        office = self._context.office
        why = TextDialog.ask(
            self._context.look, self._page, T("count", "放弃这次清查"), T("count", "为什么放弃"), T("count", "放弃这次清查"),
            T("count", "写入日志"), (T("count", "扫过的记录都留着，可以查看；但这次清查不再继续，也不能签字。要清查就另立一次。"),),
            danger=True,
        )  # fmt: skip
        if why:
            self._context.tasks.write(lambda: office.perform("abandon_count", count_id=count_id, why=why),
                                      lambda _done: self._context.go("count", paused=True))  # fmt: skip
