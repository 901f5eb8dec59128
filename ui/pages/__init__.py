"""Every page of the program, in one explicit tuple: name, words, icon, group in the navigation, who sees it (K-3).

To add a page: a folder here with `page.py`, and one line in `page_specs`. Only pages that work stand here.
"""

from __future__ import annotations

from collections.abc import Callable

from models.domain.text import T
from models.ledgers import BY_NAME
from models.services.acts import ADMINISTRATORS, EVERYONE
from ui.context import Context
from ui.ledger.door import OfficeDoor
from ui.ledger.ledger_page import LedgerPage
from ui.main_window import PageSpec
from ui.pages.accounts.page import AccountsPage
from ui.pages.backup.page import BackupPage
from ui.pages.count.desk import CountDeskPage
from ui.pages.count.page import CountPage
from ui.pages.count.paper import PaperPage
from ui.pages.destroy.batch_page import BatchPage
from ui.pages.destroy.choose_page import ChoosePage
from ui.pages.destroy.page import DestroyPage
from ui.pages.destroy.run_page import RunPage
from ui.pages.handover.list_page import ListPage as HandoverListPage
from ui.pages.handover.pack_page import PackPage
from ui.pages.handover.page import HandoverPage
from ui.pages.handover.record_page import RecordPage
from ui.pages.home.page import HomePage
from ui.pages.import_ledger.page import ImportPage
from ui.pages.intake.page import IntakePage
from ui.pages.labels.page import LabelsPage
from ui.pages.movements.page import MovementsPage
from ui.pages.print_preview.page import PrintPreviewPage
from ui.pages.reconcile.page import ReconcilePage
from ui.pages.register.page import RegisterPage
from ui.pages.settings.page import SettingsPage
from ui.pages.verify.page import VerifyPage
from ui.widgets.page import Page

CLERK = frozenset({"clerk"})
SYSTEM = frozenset({"system_administrator"})
READERS = frozenset({"clerk", "approver", "inspector"})
DAILY, LEDGERS, KEEPING = 0, 1, 2
ONLY_WRITE = frozenset({"intake", "import", "labels", "backup"})  # pages with nothing to look at in a copy opened to read


def page_specs(context: Context) -> tuple[PageSpec, ...]:
    """The pages in the order of the navigation."""
    return (
        PageSpec("home", T("page", "今日"), "today", DAILY, lambda: HomePage(context), READERS),
        PageSpec("register", T("page", "登记簿"), "register", DAILY, lambda: RegisterPage(context), READERS),
        PageSpec("intake", T("page", "收文"), "intake", DAILY, lambda: IntakePage(context), CLERK),
        PageSpec("movements", T("page", "借还清退"), "exchange", DAILY, lambda: MovementsPage(context), CLERK),
        PageSpec("count", T("page", "清查盘点"), "scan", DAILY, lambda: CountPage(context), CLERK),
        PageSpec("counting", T("page", "清查盘点"), "scan", DAILY, lambda: CountDeskPage(context), CLERK, under="count"),
        PageSpec("count_paper", T("count", "录入纸面结果"), "scan", DAILY, lambda: PaperPage(context), CLERK, under="count"),
        PageSpec("reconcile", T("page", "清查处理"), "scan", DAILY, lambda: ReconcilePage(context), CLERK, under="count"),
        PageSpec("destroy", T("page", "销毁"), "shredder", DAILY, lambda: DestroyPage(context), CLERK),
        PageSpec("destroy_choose", T("page", "销毁"), "shredder", DAILY, lambda: ChoosePage(context), CLERK, under="destroy"),
        PageSpec("destroy_batch", T("page", "销毁"), "shredder", DAILY, lambda: BatchPage(context), CLERK, under="destroy"),
        PageSpec("destroy_run", T("page", "销毁"), "shredder", DAILY, lambda: RunPage(context), CLERK, under="destroy"),
        PageSpec("handover", T("page", "移交"), "handover", DAILY, lambda: HandoverPage(context), CLERK),
        PageSpec("handover_list", T("page", "移交"), "handover", DAILY, lambda: HandoverListPage(context), CLERK, under="handover"),
        PageSpec("handover_pack", T("page", "移交"), "handover", DAILY, lambda: PackPage(context), CLERK, under="handover"),
        PageSpec("handover_record", T("page", "移交"), "handover", DAILY, lambda: RecordPage(context), CLERK, under="handover"),
        PageSpec("import", T("page", "导入旧台账"), "import", DAILY, lambda: ImportPage(context), CLERK, under="register"),
        PageSpec("labels", T("page", "标签"), "printer", DAILY,
                 lambda: LabelsPage(context), CLERK, under="register", follows=True),
        PageSpec("print", T("page", "打印预览"), "printer", DAILY,
                 lambda: PrintPreviewPage(context), READERS, under="register", follows=True),
        *_ledger_specs(context),
        PageSpec("verify", T("page", "校验审计"), "shield-check", KEEPING, lambda: VerifyPage(context), EVERYONE - {"signer"},
                 asks_codes=True),
        PageSpec("backup", T("page", "备份"), "backup", KEEPING, lambda: BackupPage(context), SYSTEM | CLERK),
        PageSpec("accounts", T("page", "用户"), "people", KEEPING, lambda: AccountsPage(context), ADMINISTRATORS),
        PageSpec("settings", T("page", "设置"), "settings", KEEPING, lambda: SettingsPage(context), EVERYONE),
    )


def _ledger_specs(context: Context) -> tuple[PageSpec, ...]:
    icons = {"units": "people", "persons": "person", "rooms": "key", "cabinets": "cabinet", "shelves": "layers"}
    return tuple(
        PageSpec(name, BY_NAME[name].title, icons[name], LEDGERS, _ledger_page(context, name), READERS) for name in icons
    )


def _ledger_page(context: Context, name: str) -> Callable[[], Page]:
    def make() -> Page:
        door = OfficeDoor(context.office, context.lists, BY_NAME, context.lists.history)  # type: ignore[attr-defined]
        may_write = context.office.sitting.role in CLERK
        return LedgerPage(
            context.look, BY_NAME[name], door, context.lists, context.tasks, context.preferences, may_write,
            context.office.clock.today,
        )  # fmt: skip

    return make

