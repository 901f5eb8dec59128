"""The acts of counting, destruction and hand-over (`catalogue.py` joins them to the others)."""

from __future__ import annotations

from models.domain.text import T
from models.services import count_paper, counting, deciding, losses, reconciling
from models.services.acts import CLERK, Act, Need

SIGNERS = frozenset({"clerk", "signer", "approver", "inspector"})
CALLED_OFF = T("no counter", "放弃后另立一次，原来的留作记录")
FACT = T("no counter", "记的是已经发生的事")
SIGNED = T("no counter", "已由几方签字锁定，只能另办更正")

COUNTING = (
    Act("start_count", T("act", "开始清查"), CLERK, counting.start_count, counter="abandon_count"),
    Act("set_place", T("act", "走到柜层"), CLERK, counting.set_place, counter="set_place"),
    Act("scan", T("act", "清查扫描"), CLERK, counting.scan, counter="undo_scan"),
    Act("mark_scan", T("act", "标注标识不符或破损"), CLERK, counting.mark_scan, counter="mark_scan"),
    Act("undo_scan", T("act", "撤销一次扫描"), CLERK, counting.undo_scan, no_counter=T("no counter", "要算数就再扫一次")),
    Act("enter_paper_results", T("act", "录入纸面盘点结果"), CLERK, count_paper.enter_paper_results, counter="undo_scan"),
    Act("finish_scanning", T("act", "结束清点"), CLERK, reconciling.finish_scanning, counter="continue_scanning"),
    Act("continue_scanning", T("act", "继续清点"), CLERK, reconciling.continue_scanning, counter="finish_scanning"),
    Act("recount", T("act", "复查"), CLERK, deciding.recount, no_counter=FACT),
    Act("identify", T("act", "认出实物"), CLERK, deciding.identify, no_counter=FACT),
    Act("decide", T("act", "差异决定"), CLERK, deciding.decide, counter="undo"),
    Act("reopen_difference", T("act", "重新决定"), CLERK, deciding.reopen_difference, counter="decide"),
    Act("sign_off_count", T("act", "清查签字锁定"), CLERK, reconciling.sign_off_count, no_counter=SIGNED, needs=(
        Need("counter", SIGNERS, by_requester=True), Need("second_counter", SIGNERS, by_requester=True),
        Need("supervisor", SIGNERS),
    )),
    Act("abandon_count", T("act", "放弃清查"), CLERK, reconciling.abandon_count, no_counter=CALLED_OFF),
    Act("declare_unaccounted", T("act", "登记下落不明"), CLERK, losses.declare_unaccounted, counter="undo"),
    Act("find_again", T("act", "登记找回"), CLERK, losses.find_again, counter="undo"),
    Act("report_as_leak", T("act", "按泄密处理"), CLERK, losses.report_as_leak, no_counter=FACT),
)  # fmt: skip
