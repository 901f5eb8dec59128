"""Hand-over of carriers: a clerk's post changes hands, or another unit takes them (R-52, R-53, G08)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from models.domain.text import T
from models.ledgers.destructions import ENTRY_KINDS
from models.ledgers.fields import Field, Kind, Ledger

HAND_OVER_KINDS = {"CLERK_CHANGE": T("hand-over", "本机关内交接"), "OTHER_UNIT": T("hand-over", "移交外单位")}
HAND_OVER_STATES = {
    "LISTING": T("hand-over", "列清单"),
    "PACKING": T("hand-over", "逐件清点"),
    "PACKED": T("hand-over", "清点完"),
    "SIGNED": T("hand-over", "已移交"),
    "ABANDONED": T("hand-over", "已放弃"),
}
CAUSES = {
    "CHANGE_OF_POST": T("hand-over", "岗位变动"),
    "LEAVING": T("hand-over", "离岗离职"),
    "REORGANISATION": T("hand-over", "机构调整"),
    "ARCHIVING": T("hand-over", "归档"),
    "AFTER_MEETING": T("hand-over", "会议收回"),
    "OTHER": T("hand-over", "其他"),
}
ITEM_STATES = {
    "LISTED": T("hand-over item", "在清单"),
    "REMOVED": T("hand-over item", "撤下"),
    "PACKED": T("hand-over item", "核对相符"),
    "DIFFERING": T("hand-over item", "有差异，照移"),
    "LEFT_OUT": T("hand-over item", "有差异，不移"),
    "ON_BOOK": T("hand-over item", "借出在外，随账移交"),
    "HANDED_OVER": T("hand-over item", "已移交"),
    "RETURNED": T("hand-over item", "退回在库"),
}
SCAN_VERDICTS = {
    "PACKED": T("hand-over scan", "已核对"),
    "TWICE": T("hand-over scan", "重复"),
    "NOT_ON_LIST": T("hand-over scan", "不在清单"),
    "UNKNOWN": T("hand-over scan", "不认得"),
}


@dataclass(frozen=True)
class HandOver:
    """One hand-over list. Transferor, receiver and the one who watches are three different people (R-53)."""

    id: int
    number: Annotated[str, Field(T("hand-over", "清单编号"), required=True, width=130, form_width=26)]
    kind: Annotated[str, Field(T("hand-over", "类别"), Kind.CHOICE, choices=HAND_OVER_KINDS, required=True, width=110)]
    cause: Annotated[str, Field(T("hand-over", "移交原因"), Kind.CHOICE, choices=CAUSES, required=True, width=100, form_width=20)]
    cause_other: Annotated[str, Field(T("hand-over", "其他原因"), width=140)]
    from_unit_id: Annotated[int, Field(T("hand-over", "移交部门"), Kind.LINK, to="units", width=120, form_width=28)]
    transferor_id: Annotated[int, Field(T("hand-over", "移交人"), Kind.LINK, to="persons", required=True, width=90, form_width=16)]
    to_unit_id: Annotated[int, Field(T("hand-over", "接收部门"), Kind.LINK, to="units", width=120, form_width=28)]
    receiver_id: Annotated[int, Field(T("hand-over", "接收人"), Kind.LINK, to="persons", required=True, width=90, form_width=16)]
    witness_id: Annotated[int, Field(T("hand-over", "监交人"), Kind.LINK, to="persons", required=True, width=90, form_width=16)]
    custodian_id: Annotated[int, Field(T("hand-over", "新责任人"), Kind.LINK, to="persons", width=100)]
    shelf_id: Annotated[int, Field(T("hand-over", "新存放位置"), Kind.LINK, to="shelves", width=120)]
    drawn_up_on: Annotated[str, Field(T("hand-over", "列单日期"), Kind.DATE, width=100)]
    handed_on: Annotated[str, Field(T("hand-over", "移交日期"), Kind.DATE, width=100, form_width=18)]
    listed: Annotated[int, Field(T("hand-over", "件数"), Kind.INTEGER, width=70, form_width=10)]
    handed_over: Annotated[int, Field(T("hand-over", "移交份数"), Kind.INTEGER, width=80, form_width=10)]
    highest_level: Annotated[str, Field(T("hand-over", "最高密级"), width=80, form_width=14)]
    digest: Annotated[str, Field(T("hand-over", "清单指纹"))]
    ended_because: Annotated[str, Field(T("hand-over", "放弃原因"), width=160)]
    state: Annotated[str, Field(T("hand-over", "状态"), Kind.CHOICE, choices=HAND_OVER_STATES, required=True, width=90)]
    remarks: Annotated[str, Field(T("hand-over", "备注"), Kind.LONG_TEXT, width=140, form_width=20)]


@dataclass(frozen=True)
class HandOverItem:
    """One carrier on a hand-over list and what became of it; `note` says how it differs and stands on the list."""

    id: int
    handover_id: Annotated[int, Field(T("hand-over item", "清单"), Kind.LINK, to="handovers", required=True, width=120)]
    carrier_id: Annotated[int, Field(T("hand-over item", "载体"), Kind.LINK, to="carriers", required=True, width=120)]
    rank: Annotated[int, Field(T("hand-over item", "序号"), Kind.INTEGER, width=60)]
    former_state: Annotated[str, Field(T("hand-over item", "原状态"), width=90)]
    scan_id: Annotated[int, Field(T("hand-over item", "核对扫描"), Kind.LINK, to="handover_scans")]
    note: Annotated[str, Field(T("hand-over item", "差异说明"), width=160)]
    state: Annotated[str, Field(T("hand-over item", "状态"), Kind.CHOICE, choices=ITEM_STATES, required=True, width=90)]


@dataclass(frozen=True)
class HandOverScan:
    """One scan while packing; a refused one is kept and must be answered before the next."""

    id: int
    handover_id: Annotated[int, Field(T("hand-over scan", "清单"), Kind.LINK, to="handovers", required=True, width=120)]
    code: Annotated[str, Field(T("hand-over scan", "原码"), required=True, width=140)]
    carrier_id: Annotated[int, Field(T("hand-over scan", "载体"), Kind.LINK, to="carriers", width=120)]
    item_id: Annotated[int, Field(T("hand-over scan", "清单行"), Kind.LINK, to="handover_items")]
    kind: Annotated[str, Field(T("hand-over scan", "录入方式"), Kind.CHOICE, choices=ENTRY_KINDS, width=80)]
    verdict: Annotated[str, Field(T("hand-over scan", "结果"), Kind.CHOICE, choices=SCAN_VERDICTS, required=True, width=90)]
    at: Annotated[str, Field(T("hand-over scan", "时间"), Kind.MOMENT, width=140)]
    undone: Annotated[int, Field(T("hand-over scan", "已撤销"), Kind.YES_NO, width=70)]
    answer: Annotated[str, Field(T("hand-over scan", "处置"), Kind.CHOICE, width=110, choices={
        "SET_ASIDE": T("hand-over scan", "放回保管"), "LABEL_WRONG": T("hand-over scan", "标签有误，已核对"),
        "SCANNED_AGAIN": T("hand-over scan", "误扫"),
    })]  # fmt: skip
    answer_reason: Annotated[str, Field(T("hand-over scan", "处置说明"), width=160)]


HANDOVERS = Ledger(
    "handovers", T("ledger", "移交"), HandOver, editable=False, register_code="G08", unique=(("number",),),
    order=("number",), states=HAND_OVER_STATES, in_navigation=False, void_values={"state": "ABANDONED"},
    purpose=T("ledger", "每一次移交：逐件清点，三方签字"),
)  # fmt: skip
HANDOVER_ITEMS = Ledger(
    "handover_items", T("ledger", "移交清单"), HandOverItem, editable=False, in_navigation=False, states=ITEM_STATES,
    void_values={"state": "REMOVED"},
    purpose=T("ledger", "移交清单上的每一份和它的去向"),
)  # fmt: skip
HANDOVER_SCANS = Ledger(
    "handover_scans", T("ledger", "移交扫描"), HandOverScan, editable=False, in_navigation=False, void_values={"undone": 1},
    purpose=T("ledger", "清点时的每一次扫描，拒收的也留存"),
)  # fmt: skip
