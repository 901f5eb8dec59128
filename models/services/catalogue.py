"""Every act of the program, in one explicit tuple (K-2). A test walks every act × every role."""

from __future__ import annotations

from dataclasses import replace

from models.domain.text import T
from models.services import (
    accounts,
    backups,
    corrections,
    exporting,
    generic,
    importing,
    labels,
    loans,
    printing,
    register,
    settings,
    sitting_acts,
    undoing,
    verifying,
)
from models.services.act_ledgers import LEDGERS
from models.services.acts import ADMINISTRATORS, CLERK, EVERYONE, Act, Need
from models.services.process_acts import COUNTING, DESTRUCTION, HAND_OVER

SYSTEM = frozenset({"system_administrator"})
SECURITY = frozenset({"security_administrator"})
NO_ROW = T("no counter", "只记事实，没有可撤的内容")

SITTING = (
    Act("sign_in", T("act", "登录"), EVERYONE, sitting_acts.sign_in,
        no_counter=NO_ROW, while_changing_password=True, while_halted=True, internal=True),
    Act("sign_out", T("act", "退出"), EVERYONE, sitting_acts.sign_out,
        no_counter=NO_ROW, while_changing_password=True, while_halted=True, internal=True),
    Act("lock", T("act", "锁定"), EVERYONE, sitting_acts.sign_out,
        no_counter=NO_ROW, while_changing_password=True, while_halted=True, internal=True),
    Act("idle_lock", T("act", "离开自动锁定"), EVERYONE, sitting_acts.sign_out,
        no_counter=NO_ROW, while_changing_password=True, while_halted=True, internal=True),
    Act("gate_lock", T("act", "发现网络连接，锁定"), EVERYONE, sitting_acts.note_gate,
        no_counter=NO_ROW, while_changing_password=True, while_halted=True, internal=True),
    Act("look_at", T("act", "查看绝密件"), EVERYONE - ADMINISTRATORS - {"signer"}, sitting_acts.look_at, no_counter=NO_ROW, while_halted=True),
    Act("consent_to_practice", T("act", "确认只录演练内容"), EVERYONE, sitting_acts.consent_to_practice, no_counter=NO_ROW),
    Act("note_verify", T("act", "校验"), EVERYONE, verifying.note_verify, no_counter=NO_ROW, while_halted=True, internal=True),
)  # fmt: skip

CHECKING = (
    Act("accept_findings", T("act", "接受校验结果"), SECURITY, verifying.accept_findings, while_halted=True,
        no_counter=T("no counter", "不符之处仍留在每次校验结果里"),
        needs=(Need("supervisor", frozenset({"auditor"}), on_paper=False),)),
    Act("note_backup", T("act", "备份"), SYSTEM | CLERK, backups.note_backup, no_counter=T("no counter", "备份已写出；作废请销毁介质"),
        while_halted=True, internal=True),
)  # fmt: skip

ACCOUNTS = (
    Act("create_account", T("act", "新建账户"), SYSTEM, accounts.create_account, no_counter=T("no counter", "未启用的账户没有权利；用户名不再重复使用")),
    Act("link_account", T("act", "指明账户是哪一位"), SYSTEM, accounts.link_account, no_counter=T("no counter", "可以再改，两次都有记录")),
    Act("enable_account", T("act", "启用账户"), SECURITY, accounts.enable_account, no_counter=T("no counter", "可以撤销账户，痕迹保留")),
    Act("reset_password", T("act", "重置口令"), SECURITY, accounts.reset_password, no_counter=T("no counter", "旧钥匙已作废，不能恢复")),
    Act("unlock_account", T("act", "解锁账户"), SECURITY, accounts.unlock_account, no_counter=T("no counter", "再次输错会重新锁定")),
    Act("change_password", T("act", "改口令"), EVERYONE, accounts.change_password, no_counter=T("no counter", "旧口令已作废，不能恢复"),
        while_changing_password=True),
)  # fmt: skip

SETTINGS = (
    Act("change_policy", T("act", "改口令和锁屏规定"), SECURITY, settings.change_policy, no_counter=T("no counter", "可以再改回来，两次都有记录")),
    Act("amend_organ", T("act", "更正机关概况"), SYSTEM, settings.amend_organ, no_counter=T("no counter", "可以再改回来，两次都有记录")),
)  # fmt: skip

LEDGER_ROWS = (
    Act("add_row", T("act", "登记"), CLERK, generic.add_row, counter="undo", asks_consent=True),
    Act("amend_row", T("act", "更正"), CLERK, generic.amend_row, counter="undo", asks_consent=True),
    Act("amend_rows", T("act", "批量更正"), CLERK, generic.amend_rows, counter="undo", asks_consent=True),
    Act("void_row", T("act", "作废"), CLERK, generic.void_row, no_counter=T("no counter", "作废不能恢复，需要时重新登记")),
)

REGISTER = (
    Act("register_document", T("act", "收文登记"), CLERK, register.register_document, counter="undo", asks_consent=True),
    Act("register_medium", T("act", "登记载体"), CLERK, register.register_medium, counter="undo", asks_consent=True),
    Act("amend_document", T("act", "更正收文"), CLERK, corrections.amend_document, counter="undo", asks_consent=True),
    Act("add_copies", T("act", "补登份数"), CLERK, register.add_copies, counter="undo", asks_consent=True),
    Act("shelve", T("act", "上架"), CLERK, register.shelve, counter="undo"),
    Act("lend", T("act", "借出"), CLERK, loans.lend, counter="undo"),
    Act("take_back", T("act", "归还"), CLERK, loans.take_back, no_counter=T("no counter", "再借要重新办批准")),
    Act("extend_loan", T("act", "续借"), CLERK, loans.extend_loan, counter="undo"),
    Act("demand_recall", T("act", "登记清退要求"), CLERK, loans.demand_recall, counter="undo"),
    Act("lift_recall", T("act", "解除清退要求"), CLERK, loans.lift_recall, counter="undo"),
    Act("return_to_issuer", T("act", "清退给制发单位"), CLERK, loans.return_to_issuer, no_counter=T("no counter", "载体已离开本机关")),
)  # fmt: skip

IMPORT = (Act("import_ledger", T("act", "导入旧台账"), CLERK, importing.import_ledger, counter="undo", asks_consent=True),)
UNDO = (Act("undo", T("act", "撤销"), CLERK, undoing.undo, no_counter=T("no counter", "撤销后可以重新办理")),)

PRINTING = (
    Act("print_form", T("act", "打印"), EVERYONE - {"signer"}, printing.note_print, no_counter=T("no counter", "纸已打出；作废凭打印序号"),
        while_halted=True, internal=True),
    Act("print_pages", T("act", "打印簿页并定稿"), CLERK, printing.note_pages, no_counter=T("no counter", "已打印的簿页不再变动；改动另写更正行"),
        internal=True),
    Act("say_outcome", T("act", "说明打印结果"), EVERYONE - {"signer"}, printing.say_outcome, no_counter=NO_ROW, while_halted=True),
    Act("print_outcome", T("act", "打印结果"), EVERYONE - {"signer"}, printing.note_outcome, no_counter=NO_ROW,
        while_halted=True, internal=True),
    Act("note_export", T("act", "导出"), EVERYONE - ADMINISTRATORS - {"signer"}, exporting.note_export,
        no_counter=T("no counter", "文件已写出；收回文件本身才算撤回"), internal=True),
    Act("print_labels", T("act", "打印标签"), CLERK, labels.note_labels, no_counter=T("no counter", "标签已打出；作废凭打印序号")),
    Act("labels_outcome", T("act", "标签打印结果"), CLERK, labels.note_labels_outcome, no_counter=NO_ROW, internal=True),
)  # fmt: skip

_ALL = (*SITTING, *CHECKING, *ACCOUNTS, *SETTINGS, *LEDGER_ROWS, *REGISTER, *IMPORT, *UNDO, *PRINTING, *COUNTING, *DESTRUCTION, *HAND_OVER)
ACTS: tuple[Act, ...] = tuple(replace(act, ledgers=LEDGERS[act.name]) for act in _ALL)
BY_NAME: dict[str, Act] = {act.name: act for act in ACTS}
