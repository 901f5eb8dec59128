"""The acts of counting, destruction and hand-over (`catalogue.py` joins them to the others)."""

from __future__ import annotations

from models.domain.text import T
from models.services import (
    count_paper,
    counting,
    deciding,
    destroying,
    destruction_end,
    destruction_list,
    handing_over,
    losses,
    reconciling,
)
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

DESTRUCTION = (
    Act("list_for_destruction", T("act", "列入销毁清单"), CLERK, destruction_list.list_for_destruction, counter="undo"),
    Act("add_to_destruction", T("act", "销毁清单添加"), CLERK, destruction_list.add_to_destruction, counter="remove_from_destruction"),
    Act("remove_from_destruction", T("act", "从销毁清单撤下"), CLERK, destruction_list.remove_from_destruction, counter="add_to_destruction"),
    Act("amend_destruction", T("act", "更正销毁批次"), CLERK, destruction_list.amend_destruction, counter="undo"),
    Act("count_for_destruction", T("act", "销毁清点"), CLERK, destruction_list.count_for_destruction, counter="reopen_destruction", needs=(
        Need("counter", SIGNERS, by_requester=True), Need("checker", SIGNERS, by_requester=True),
    )),
    Act("approve_destruction", T("act", "批准销毁"), CLERK, destroying.approve_destruction, counter="reopen_destruction", needs=(
        Need("approver", frozenset({"approver"})),
    )),
    Act("reopen_destruction", T("act", "退回拟销"), CLERK, destroying.reopen_destruction, no_counter=T("no counter", "要重新清点、报批")),
    Act("seal_bags", T("act", "封装"), CLERK, destroying.seal_bags, counter="reopen_destruction"),
    Act("start_destruction", T("act", "开始销毁"), CLERK, destroying.start_destruction, counter="abandon_destruction"),
    Act("put_in", T("act", "投入"), CLERK, destroying.put_in, counter="undo_put_in"),
    Act("undo_put_in", T("act", "撤销一次投入"), CLERK, destroying.undo_put_in, no_counter=T("no counter", "再扫一次")),
    Act("answer_refusal", T("act", "拒收处置"), CLERK, destroying.answer_refusal, no_counter=FACT),
    Act("pull_out", T("act", "剔出"), CLERK, destroying.pull_out, no_counter=T("no counter", "要销毁就列入下一批")),
    Act("change_witnesses", T("act", "换监销人"), CLERK, destruction_end.change_witnesses, counter="change_witnesses"),
    Act("witness_destruction", T("act", "监销签字"), CLERK, destruction_end.witness_destruction, no_counter=SIGNED, needs=(
        Need("witness", SIGNERS, by_requester=True), Need("second_witness", SIGNERS, by_requester=True),
    )),
    Act("bring_back_undestroyed", T("act", "原样退回"), CLERK, destruction_end.bring_back_undestroyed, no_counter=T("no counter", "要销毁就再扫一次投入")),
    Act("record_destruction_receipt", T("act", "登记销毁回执"), CLERK, destruction_end.record_destruction_receipt, counter="record_destruction_receipt"),
    Act("certify_destruction", T("act", "销毁销账"), CLERK, destruction_end.certify_destruction, no_counter=T("no counter", "载体已经销毁")),
    Act("abandon_destruction", T("act", "放弃销毁批次"), CLERK, destruction_end.abandon_destruction, no_counter=CALLED_OFF),
)  # fmt: skip

HAND_OVER = (
    Act("list_for_hand_over", T("act", "列入移交清单"), CLERK, handing_over.list_for_hand_over, counter="undo"),
    Act("add_to_hand_over", T("act", "移交清单添加"), CLERK, handing_over.add_to_hand_over, counter="remove_from_hand_over"),
    Act("remove_from_hand_over", T("act", "从移交清单撤下"), CLERK, handing_over.remove_from_hand_over, counter="add_to_hand_over"),
    Act("amend_hand_over", T("act", "更正移交单"), CLERK, handing_over.amend_hand_over, counter="undo"),
    Act("start_packing", T("act", "开始移交清点"), CLERK, handing_over.start_packing, counter="abandon_hand_over"),
    Act("pack", T("act", "移交核对"), CLERK, handing_over.pack, counter="undo_pack"),
    Act("undo_pack", T("act", "撤销一次核对"), CLERK, handing_over.undo_pack, no_counter=T("no counter", "再扫一次")),
    Act("answer_hand_over_refusal", T("act", "清单外实物处置"), CLERK, handing_over.answer_hand_over_refusal, no_counter=FACT),
    Act("note_difference", T("act", "注明差异"), CLERK, handing_over.note_difference, counter="undo"),
    Act("finish_packing", T("act", "结束移交清点"), CLERK, handing_over.finish_packing, counter="continue_packing"),
    Act("continue_packing", T("act", "继续移交清点"), CLERK, handing_over.continue_packing, counter="finish_packing"),
    Act("sign_hand_over", T("act", "移交签字"), CLERK, handing_over.sign_hand_over, no_counter=SIGNED, needs=(
        Need("transferor", SIGNERS, by_requester=True), Need("receiver", SIGNERS, by_requester=True),
        Need("hand_over_witness", SIGNERS),
    )),
    Act("abandon_hand_over", T("act", "放弃移交"), CLERK, handing_over.abandon_hand_over, no_counter=CALLED_OFF),
)  # fmt: skip
