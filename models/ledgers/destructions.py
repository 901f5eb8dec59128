"""Destruction: the batch, its items, its sealed bags and every scan at the machine or hand-over (R-54 to R-60, G09)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from models.domain.destruction import BATCH_WORDS
from models.domain.destruction_run import MATERIAL_WORDS, PUT_IN_WORDS, ROUTE_WORDS, TREATMENT_WORDS
from models.domain.text import T
from models.ledgers import choices
from models.ledgers.fields import Field, Kind, Ledger

DESTRUCTION_STATES = {state.value: word for state, word in BATCH_WORDS.items()}
ROUTES = {route.value: word for route, word in ROUTE_WORDS.items()}
TREATMENTS = {treatment.value: word for treatment, word in TREATMENT_WORDS.items()}
MATERIALS = {material.value: word for material, word in MATERIAL_WORDS.items()}
PUT_IN = {verdict.value: word for verdict, word in PUT_IN_WORDS.items()}
CAUSES = {
    "NO_VALUE": T("destruction", "已解密无保存价值"),
    "EXPIRED": T("destruction", "超过保密期限"),
    "SURPLUS_COPIES": T("destruction", "多余复制件"),
    "MEETING_MATERIAL": T("destruction", "会议材料"),
    "GIVEN_BACK": T("destruction", "退回件"),
    "SCRAPPED_MEDIA": T("destruction", "报废介质"),
    "OTHER": T("destruction", "其他"),
}
ITEM_STATES = {
    "LISTED": T("destruction item", "在清单"),
    "REMOVED": T("destruction item", "批准前撤下"),
    "PUT_IN": T("destruction item", "已投入"),
    "PULLED_OUT": T("destruction item", "剔出"),
    "DESTROYED": T("destruction item", "已销毁"),
    "RETURNED": T("destruction item", "批次撤销，退回在库"),
}
ENTRY_KINDS = {"SCAN": T("scan", "扫描"), "TYPED": T("scan", "手输"), "TICKED": T("scan", "勾选")}


@dataclass(frozen=True)
class Destruction:
    """One batch, from the list to the certificate. Who signed how stands in `signatures`. `cause` holds codes of CAUSES,
    separated by commas, as ticked on F1; `digest` is over the locked list as the approver saw it (K-21)."""

    id: int
    number: Annotated[str, Field(T("destruction", "批次号"), required=True, width=130, form_width=26)]
    applied_on: Annotated[str, Field(T("destruction", "申请日期"), Kind.DATE, required=True, width=100, form_width=18)]
    unit_id: Annotated[int, Field(T("destruction", "申请部门"), Kind.LINK, to="units", width=120, form_width=20)]
    handler: Annotated[str, Field(T("destruction", "经办人"), required=True, width=90)]
    handler_id: Annotated[int, Field(T("destruction", "经办人（人员）"), Kind.LINK, to="persons")]
    phone: Annotated[str, Field(T("destruction", "联系电话"), width=110)]
    cause: Annotated[str, Field(T("destruction", "销毁事由"), width=160)]
    cause_other: Annotated[str, Field(T("destruction", "其他事由"), width=120)]
    route: Annotated[str, Field(T("destruction", "销毁方式"), Kind.CHOICE, choices=ROUTES, required=True, width=120, form_width=16)]
    treatment: Annotated[str, Field(T("destruction", "处理方法"), Kind.CHOICE, choices=TREATMENTS, width=110)]
    facility: Annotated[str, Field(T("destruction", "承销单位"), width=140, form_width=24)]
    machine: Annotated[str, Field(T("destruction", "销毁设备"), width=120)]
    machine_level: Annotated[str, Field(T("destruction", "设备密级"), Kind.CHOICE, choices=choices.LEVELS, width=80)]
    own_reason: Annotated[str, Field(T("destruction", "自行销毁理由"), width=160)]
    planned_on: Annotated[str, Field(T("destruction", "拟销毁日期"), Kind.DATE, width=100)]
    place: Annotated[str, Field(T("destruction", "销毁地点"), width=140, form_width=20)]
    counter_id: Annotated[int, Field(T("destruction", "清点人"), Kind.LINK, to="persons", width=90, form_width=14)]
    checker_id: Annotated[int, Field(T("destruction", "复核人"), Kind.LINK, to="persons", width=90, form_width=14)]
    counted_on: Annotated[str, Field(T("destruction", "清点日期"), Kind.DATE, width=100)]
    locked: Annotated[int, Field(T("destruction", "批准份数"), Kind.INTEGER, width=80)]
    listed: Annotated[int, Field(T("destruction", "证明所列份数"), Kind.INTEGER, width=80)]
    digest: Annotated[str, Field(T("destruction", "清单指纹"), width=0)]
    approver_id: Annotated[int, Field(T("destruction", "批准人"), Kind.LINK, to="persons", width=90, form_width=14)]
    approved_on: Annotated[str, Field(T("destruction", "批准日期"), Kind.DATE, width=100, form_width=18)]
    bags: Annotated[int, Field(T("destruction", "袋数"), Kind.INTEGER, width=60, form_width=10)]
    sealed_on: Annotated[str, Field(T("destruction", "封装日期"), Kind.DATE, width=100)]
    started_on: Annotated[str, Field(T("destruction", "送销日期"), Kind.DATE, width=100, form_width=18)]
    escort_id: Annotated[int, Field(T("destruction", "押运人"), Kind.LINK, to="persons", width=90)]
    second_escort_id: Annotated[int, Field(T("destruction", "第二押运人"), Kind.LINK, to="persons", width=90)]
    executed_on: Annotated[str, Field(T("destruction", "销毁日期"), Kind.DATE, width=100, form_width=18)]
    pulled_out: Annotated[int, Field(T("destruction", "剔出份数"), Kind.INTEGER, width=80)]
    destroyed: Annotated[int, Field(T("destruction", "销毁份数"), Kind.INTEGER, width=80)]
    witness_id: Annotated[int, Field(T("destruction", "监销人"), Kind.LINK, to="persons", width=90, form_width=14)]
    second_witness_id: Annotated[int, Field(T("destruction", "第二监销人"), Kind.LINK, to="persons", width=90, form_width=14)]
    witnessed_on: Annotated[str, Field(T("destruction", "监销日期"), Kind.DATE, width=100)]
    receipt_number: Annotated[str, Field(T("destruction", "回执编号"), width=130, form_width=20)]
    receipt_on: Annotated[str, Field(T("destruction", "回执日期"), Kind.DATE, width=100)]
    certified_on: Annotated[str, Field(T("destruction", "销账日期"), Kind.DATE, width=100)]
    ended_because: Annotated[str, Field(T("destruction", "放弃原因"), width=160)]
    state: Annotated[str, Field(T("destruction", "状态"), Kind.CHOICE, choices=DESTRUCTION_STATES, required=True, width=100)]
    remarks: Annotated[str, Field(T("destruction", "备注"), Kind.LONG_TEXT, width=140)]


@dataclass(frozen=True)
class DestructionItem:
    """One carrier on a batch's list: its rank, bag and fate. `former_state` is where it goes back to."""

    id: int
    destruction_id: Annotated[int, Field(T("destruction item", "批次"), Kind.LINK, to="destructions", required=True, width=120)]
    carrier_id: Annotated[int, Field(T("destruction item", "载体"), Kind.LINK, to="carriers", required=True, width=120)]
    rank: Annotated[int, Field(T("destruction item", "序号"), Kind.INTEGER, width=60)]
    former_state: Annotated[str, Field(T("destruction item", "原状态"), width=90)]
    reviewed: Annotated[int, Field(T("destruction item", "已核对无延期、无保存价值"), Kind.YES_NO, width=90)]
    bag_id: Annotated[int, Field(T("destruction item", "封装袋"), Kind.LINK, to="destruction_bags", width=90)]
    scan_id: Annotated[int, Field(T("destruction item", "投入扫描"), Kind.LINK, to="destruction_scans")]
    out_reason: Annotated[str, Field(T("destruction item", "撤下或剔出原因"), width=160)]
    state: Annotated[str, Field(T("destruction item", "状态"), Kind.CHOICE, choices=ITEM_STATES, required=True, width=90)]


@dataclass(frozen=True)
class DestructionBag:
    """One sealed bag of one kind of material (R-57)."""

    id: int
    destruction_id: Annotated[int, Field(T("destruction bag", "批次"), Kind.LINK, to="destructions", required=True, width=120)]
    bag: Annotated[int, Field(T("destruction bag", "袋号"), Kind.INTEGER, required=True, width=60)]
    seal_number: Annotated[str, Field(T("destruction bag", "封签号"), required=True, width=130)]
    material: Annotated[str, Field(T("destruction bag", "材质"), Kind.CHOICE, choices=MATERIALS, width=90)]
    items: Annotated[int, Field(T("destruction bag", "件数"), Kind.INTEGER, width=60)]
    weight: Annotated[str, Field(T("destruction bag", "重量"), width=80)]
    undone: Annotated[int, Field(T("destruction bag", "已拆封"), Kind.YES_NO, width=70)]


@dataclass(frozen=True)
class DestructionScan:
    """One scan at the machine or hand-over. A refused one is kept and must be answered before the next (R-54)."""

    id: int
    destruction_id: Annotated[int, Field(T("destruction scan", "批次"), Kind.LINK, to="destructions", required=True, width=120)]
    code: Annotated[str, Field(T("destruction scan", "原码"), required=True, width=140)]
    carrier_id: Annotated[int, Field(T("destruction scan", "载体"), Kind.LINK, to="carriers", width=120)]
    item_id: Annotated[int, Field(T("destruction scan", "清单行"), Kind.LINK, to="destruction_items")]
    kind: Annotated[str, Field(T("destruction scan", "录入方式"), Kind.CHOICE, choices=ENTRY_KINDS, width=80)]
    verdict: Annotated[str, Field(T("destruction scan", "结果"), Kind.CHOICE, choices=PUT_IN, required=True, width=90)]
    at: Annotated[str, Field(T("destruction scan", "时间"), Kind.MOMENT, width=140)]
    undone: Annotated[int, Field(T("destruction scan", "已撤销"), Kind.YES_NO, width=70)]
    answer: Annotated[str, Field(T("destruction scan", "处置"), Kind.CHOICE, width=110, choices={
        "SET_ASIDE": T("destruction scan", "放回保管"), "LABEL_WRONG": T("destruction scan", "标签有误，已核对"),
        "SCANNED_AGAIN": T("destruction scan", "误扫"),
    })]  # fmt: skip
    answer_reason: Annotated[str, Field(T("destruction scan", "处置说明"), width=160)]


DESTRUCTIONS = Ledger(
    "destructions", T("ledger", "销毁"), Destruction, editable=False, register_code="G09", unique=(("number",),),
    order=("number",), states=DESTRUCTION_STATES, in_navigation=False, void_values={"state": "ABANDONED"},
    purpose=T("ledger", "每一批销毁：清点、批准、封装、监销、回执"),
)  # fmt: skip
DESTRUCTION_ITEMS = Ledger(
    "destruction_items", T("ledger", "销毁清单"), DestructionItem, editable=False, in_navigation=False,
    states=ITEM_STATES, void_values={"state": "REMOVED"}, purpose=T("ledger", "批次里的每一份和它的去向"),
)  # fmt: skip
DESTRUCTION_BAGS = Ledger(
    "destruction_bags", T("ledger", "封装袋"), DestructionBag, editable=False, in_navigation=False,
    void_values={"undone": 1},
    purpose=T("ledger", "按材质分装、封签的袋"),
)  # fmt: skip
DESTRUCTION_SCANS = Ledger(
    "destruction_scans", T("ledger", "销毁扫描"), DestructionScan, editable=False, in_navigation=False,
    void_values={"undone": 1},
    purpose=T("ledger", "投入时的每一次扫描，拒收的也留存"),
)  # fmt: skip
