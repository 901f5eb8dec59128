"""The inventory count: its frozen book, every scan, every difference, and what stayed unaccounted for (K-22, G10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from models.domain.count_types import DETAIL_WORDS, UNRECORDED_WORDS, VERDICT_WORDS, Mark
from models.domain.text import T
from models.ledgers import choices
from models.ledgers.fields import Field, Kind, Ledger

VERDICTS = {verdict.value: word for verdict, word in VERDICT_WORDS.items()}
UNRECORDED = {kind.value: word for kind, word in UNRECORDED_WORDS.items()}
DETAILS = {detail.value: word for detail, word in DETAIL_WORDS.items()}
MARKS = {mark.value: VERDICTS[mark.value] for mark in Mark}
COUNT_KINDS = {
    "YEARLY": T("count", "年度"),
    "QUARTERLY": T("count", "季度"),
    "LEAVING": T("count", "离岗"),
    "SPECIAL": T("count", "专项"),
}
COUNT_STATES = {
    "OPEN": T("count", "清点中"),
    "SCANNED": T("count", "清点完，待处理"),
    "RECONCILING": T("count", "处理中"),
    "SIGNED": T("count", "已签字锁定"),
    "ABANDONED": T("count", "已放弃"),
}
ENTRY_KINDS = {
    "SCAN": T("scan", "扫描"),
    "TYPED": T("scan", "手输"),
    "TICKED": T("scan", "勾选"),
    "PAPER": T("scan", "纸面"),
    "RECOUNT": T("scan", "复查"),
}
DECISIONS = {
    "PUT_BACK": T("decision", "放回原处"),
    "RESHELVE": T("decision", "改登记位置"),
    "REGISTER": T("decision", "补登记"),
    "FATE_REGISTERED": T("decision", "已补办手续"),
    "RELABELLED": T("decision", "换标签"),
    "REPAIRED": T("decision", "修复"),
    "EXPLAINED": T("decision", "说明后结案"),
    "REPORTED": T("decision", "已报告"),
    "UNACCOUNTED": T("decision", "记为下落不明"),
    "FOUND_AGAIN": T("decision", "找回"),
    "RECOUNTED": T("decision", "复查查明"),
    "IDENTIFIED": T("decision", "认出实物"),
}
FINDING_STATES = {
    "OPEN": T("finding", "待定"),
    "CLOSED": T("finding", "已结"),
    "SETTLED": T("finding", "复查后不是差异"),
    "DROPPED": T("finding", "继续清点，作废"),
}
LOSS_STATES = {"OPEN": T("loss", "查找中"), "FOUND": T("loss", "已找回"), "LEAK": T("loss", "按泄密处理"), "VOID": T("state", "作废")}


@dataclass(frozen=True)
class Count:
    """One count: a record of its own. `scope` holds ids, e.g. `cabinets=1,2;levels=SECRET`; "" is the whole office.
    `frozen_at` and `finished_at` are entry numbers; the figures are those of K-22."""

    id: int
    number: Annotated[str, Field(T("count", "清查批次"), required=True, width=130, form_width=26)]
    name: Annotated[str, Field(T("count", "名称"), width=180)]
    kind: Annotated[str, Field(T("count", "类型"), Kind.CHOICE, choices=COUNT_KINDS, required=True, width=80, form_width=14)]
    scope: Annotated[str, Field(T("count", "范围"), longest=20_000)]
    scope_words: Annotated[str, Field(T("count", "清查范围"), Kind.LONG_TEXT, width=200, form_width=40, longest=4000)]
    base_on: Annotated[str, Field(T("count", "基准日期"), Kind.DATE, required=True, width=100, form_width=18)]
    counter_id: Annotated[int, Field(T("count", "清点人"), Kind.LINK, to="persons", required=True, width=90, form_width=14)]
    second_counter_id: Annotated[int, Field(T("count", "第二清点人"), Kind.LINK, to="persons", required=True, width=90, form_width=14)]
    supervisor_id: Annotated[int, Field(T("count", "监督人"), Kind.LINK, to="persons", required=True, width=90, form_width=14)]
    blind: Annotated[int, Field(T("count", "不显示应有数"), Kind.YES_NO, width=80)]
    started_at: Annotated[str, Field(T("count", "开始时间"), Kind.MOMENT, width=140)]
    frozen_at: Annotated[int, Field(T("count", "冻结于第几笔"), Kind.INTEGER, width=90)]
    shelf_id: Annotated[int, Field(T("count", "当前柜层"), Kind.LINK, to="shelves")]
    holder_id: Annotated[int, Field(T("count", "当前持有人"), Kind.LINK, to="persons")]
    finished_on: Annotated[str, Field(T("count", "清点完成日期"), Kind.DATE, width=100)]
    finished_at: Annotated[int, Field(T("count", "清点完成于第几笔"), Kind.INTEGER, width=90)]
    book: Annotated[int, Field(T("count", "账面份数"), Kind.INTEGER, width=80, form_width=12)]
    actual: Annotated[int, Field(T("count", "实有份数"), Kind.INTEGER, width=80, form_width=12)]
    matched: Annotated[int, Field(T("count", "相符"), Kind.INTEGER, width=70, form_width=12)]
    on_loan: Annotated[int, Field(T("count", "借出"), Kind.INTEGER, width=70)]
    moved_during: Annotated[int, Field(T("count", "期间异动"), Kind.INTEGER, width=80)]
    misplaced: Annotated[int, Field(T("count", "错位"), Kind.INTEGER, width=70, form_width=12)]
    mismarked: Annotated[int, Field(T("count", "标识不符"), Kind.INTEGER, width=80, form_width=12)]
    damaged: Annotated[int, Field(T("count", "破损"), Kind.INTEGER, width=70)]
    missing: Annotated[int, Field(T("count", "缺失"), Kind.INTEGER, width=70, form_width=12)]
    unrecorded: Annotated[int, Field(T("count", "账外"), Kind.INTEGER, width=70, form_width=12)]
    duplicates: Annotated[int, Field(T("count", "重复扫描"), Kind.INTEGER, width=80)]
    conclusion: Annotated[str, Field(T("count", "处理结论"), Kind.LONG_TEXT, width=200, form_width=40, longest=4000)]
    signed_on: Annotated[str, Field(T("count", "完成日期"), Kind.DATE, width=100, form_width=18)]
    ended_because: Annotated[str, Field(T("count", "放弃原因"), width=160)]
    state: Annotated[str, Field(T("count", "状态"), Kind.CHOICE, choices=COUNT_STATES, required=True, width=110)]


@dataclass(frozen=True)
class Expected:
    """One carrier of the frozen book as it stood at the freezing entry. `verdict` is set when scanning is finished, for
    every class but 相符; it stays empty for what was found as the book says."""

    id: int
    count_id: Annotated[int, Field(T("expected", "清查"), Kind.LINK, to="counts", required=True, width=120)]
    carrier_id: Annotated[int, Field(T("expected", "载体"), Kind.LINK, to="carriers", required=True, width=120)]
    rank: Annotated[int, Field(T("expected", "清点顺序"), Kind.INTEGER, width=80)]
    state: Annotated[str, Field(T("expected", "冻结时状态"), width=100)]
    shelf_id: Annotated[int, Field(T("expected", "冻结时位置"), Kind.LINK, to="shelves", width=120)]
    holder_id: Annotated[int, Field(T("expected", "冻结时持有人"), Kind.LINK, to="persons", width=100)]
    secret_kind: Annotated[str, Field(T("expected", "秘密种类"), Kind.CHOICE, choices=choices.SECRET_KINDS, width=90)]
    level: Annotated[str, Field(T("expected", "密级"), Kind.CHOICE, choices=choices.LEVELS, width=80)]
    verdict: Annotated[str, Field(T("expected", "结果"), Kind.CHOICE, choices=VERDICTS, width=90)]
    moved_by: Annotated[int, Field(T("expected", "异动记录"), Kind.INTEGER, width=90)]


@dataclass(frozen=True)
class ScanRow:
    """One scan, whatever it said: kept for ever. `finding` is what it said on its own, `verdict` what it counts as
    beside the others; `repeats` names the scan it repeats, `moved_by` the entry that moved the carrier meanwhile."""

    id: int
    count_id: Annotated[int, Field(T("count scan", "清查"), Kind.LINK, to="counts", required=True, width=120)]
    seq: Annotated[int, Field(T("count scan", "第几扫"), Kind.INTEGER, required=True, width=70)]
    code: Annotated[str, Field(T("count scan", "原码"), required=True, width=140)]
    carrier_id: Annotated[int, Field(T("count scan", "载体"), Kind.LINK, to="carriers", width=120)]
    shelf_id: Annotated[int, Field(T("count scan", "扫于柜层"), Kind.LINK, to="shelves", width=120)]
    holder_id: Annotated[int, Field(T("count scan", "扫于持有人"), Kind.LINK, to="persons", width=100)]
    kind: Annotated[str, Field(T("count scan", "录入方式"), Kind.CHOICE, choices=ENTRY_KINDS, required=True, width=80)]
    verdict: Annotated[str, Field(T("count scan", "结果"), Kind.CHOICE, choices=VERDICTS, required=True, width=90)]
    finding: Annotated[str, Field(T("count scan", "单独结果"), Kind.CHOICE, choices=VERDICTS, required=True)]
    unrecorded: Annotated[str, Field(T("count scan", "账外种类"), Kind.CHOICE, choices=UNRECORDED, width=100)]
    detail: Annotated[str, Field(T("count scan", "说明"), Kind.CHOICE, choices=DETAILS, width=120)]
    moved_by: Annotated[int, Field(T("count scan", "异动记录"), Kind.INTEGER, width=90)]
    repeats: Annotated[int, Field(T("count scan", "重复于"), Kind.LINK, to="scans", width=80)]
    above_limit: Annotated[int, Field(T("count scan", "超过柜层密级"), Kind.YES_NO, width=90)]
    mark: Annotated[str, Field(T("count scan", "标识或破损"), Kind.CHOICE, choices=MARKS, width=90)]
    at: Annotated[str, Field(T("count scan", "时间"), Kind.MOMENT, width=140)]
    account_id: Annotated[int, Field(T("count scan", "录入人"), Kind.LINK, to="accounts", width=90)]
    person_id: Annotated[int, Field(T("count scan", "复查人"), Kind.LINK, to="persons", width=90)]
    undone: Annotated[int, Field(T("count scan", "已撤销"), Kind.YES_NO, width=70)]


@dataclass(frozen=True)
class Finding:
    """One difference, from finding to decision. `verdict` is its class now; `first_verdict` what it was before a recount."""

    id: int
    count_id: Annotated[int, Field(T("finding", "清查"), Kind.LINK, to="counts", required=True, width=120)]
    rank: Annotated[int, Field(T("finding", "序号"), Kind.INTEGER, width=60)]
    verdict: Annotated[str, Field(T("finding", "差异"), Kind.CHOICE, choices=VERDICTS, required=True, width=90)]
    first_verdict: Annotated[str, Field(T("finding", "复查前"), Kind.CHOICE, choices=VERDICTS, width=90)]
    unrecorded: Annotated[str, Field(T("finding", "账外种类"), Kind.CHOICE, choices=UNRECORDED, width=110)]
    detail: Annotated[str, Field(T("finding", "说明"), Kind.CHOICE, choices=DETAILS, width=120)]
    expected_id: Annotated[int, Field(T("finding", "账面行"), Kind.LINK, to="count_expected")]
    carrier_id: Annotated[int, Field(T("finding", "载体"), Kind.LINK, to="carriers", width=120)]
    code: Annotated[str, Field(T("finding", "原码"), width=140)]
    scan_id: Annotated[int, Field(T("finding", "扫描"), Kind.LINK, to="scans")]
    secret_kind: Annotated[str, Field(T("finding", "秘密种类"), Kind.CHOICE, choices=choices.SECRET_KINDS, width=90)]
    level: Annotated[str, Field(T("finding", "密级"), Kind.CHOICE, choices=choices.LEVELS, width=80)]
    book_shelf_id: Annotated[int, Field(T("finding", "账上位置"), Kind.LINK, to="shelves", width=120)]
    book_holder_id: Annotated[int, Field(T("finding", "账上持有人"), Kind.LINK, to="persons", width=100)]
    found_shelf_id: Annotated[int, Field(T("finding", "实际位置"), Kind.LINK, to="shelves", width=120)]
    found_holder_id: Annotated[int, Field(T("finding", "实际持有人"), Kind.LINK, to="persons", width=100)]
    decision: Annotated[str, Field(T("finding", "决定"), Kind.CHOICE, choices=DECISIONS, width=110)]
    reason: Annotated[str, Field(T("finding", "理由"), Kind.LONG_TEXT, width=200, longest=2000)]
    evidence: Annotated[str, Field(T("finding", "凭据"), width=140)]
    registered_as: Annotated[int, Field(T("finding", "补登为"), Kind.LINK, to="carriers", width=120)]
    loss_id: Annotated[int, Field(T("finding", "下落不明"), Kind.LINK, to="losses")]
    decided_on: Annotated[str, Field(T("finding", "决定日期"), Kind.DATE, width=100)]
    decided_by: Annotated[str, Field(T("finding", "决定人"), width=90)]
    recounted_by: Annotated[int, Field(T("finding", "复查人"), Kind.LINK, to="persons", width=90)]
    recounted_on: Annotated[str, Field(T("finding", "复查日期"), Kind.DATE, width=100)]
    state: Annotated[str, Field(T("finding", "状态"), Kind.CHOICE, choices=FINDING_STATES, required=True, width=110)]


@dataclass(frozen=True)
class Loss:
    """A carrier nobody can account for, from discovery to its end; the term is computed, never stored (R-46, K-12)."""

    id: int
    carrier_id: Annotated[int, Field(T("loss", "载体"), Kind.LINK, to="carriers", required=True, width=120)]
    count_id: Annotated[int, Field(T("loss", "清查"), Kind.LINK, to="counts", width=120)]
    finding_id: Annotated[int, Field(T("loss", "差异"), Kind.LINK, to="count_findings")]
    discovered_on: Annotated[str, Field(T("loss", "发现日期"), Kind.DATE, required=True, width=100)]
    secret_kind: Annotated[str, Field(T("loss", "秘密种类"), Kind.CHOICE, choices=choices.SECRET_KINDS, width=90)]
    level: Annotated[str, Field(T("loss", "密级"), Kind.CHOICE, choices=choices.LEVELS, width=80)]
    circumstances: Annotated[str, Field(T("loss", "情况"), Kind.LONG_TEXT, width=200, longest=2000)]
    found_on: Annotated[str, Field(T("loss", "找回日期"), Kind.DATE, width=100)]
    found_how: Annotated[str, Field(T("loss", "找回经过"), Kind.LONG_TEXT, width=160, longest=2000)]
    reported_on: Annotated[str, Field(T("loss", "报告日期"), Kind.DATE, width=100)]
    report_number: Annotated[str, Field(T("loss", "报告文号"), width=140)]
    state: Annotated[str, Field(T("loss", "状态"), Kind.CHOICE, choices=LOSS_STATES, required=True, width=90)]


COUNTS = Ledger(
    "counts", T("ledger", "清查"), Count, editable=False, in_navigation=False, register_code="G10",
    unique=(("number",),), order=("number",), states=COUNT_STATES, void_values={"state": "ABANDONED"},
    purpose=T("ledger", "每一次清查：范围、清点人、结果和结论"),
)  # fmt: skip
COUNT_EXPECTED = Ledger(
    "count_expected", T("ledger", "清查账面"), Expected, editable=False, in_navigation=False, void_values={},
    purpose=T("ledger", "清查开始时冻结的账面，一份一行"),
)  # fmt: skip
SCANS = Ledger(
    "scans", T("ledger", "清查扫描"), ScanRow, editable=False, in_navigation=False, void_values={"undone": 1},
    purpose=T("ledger", "清查中的每一次扫描，不认得的也留存"),
)  # fmt: skip
COUNT_FINDINGS = Ledger(
    "count_findings", T("ledger", "清查差异"), Finding, editable=False, in_navigation=False, states=FINDING_STATES,
    void_values={"state": "DROPPED"}, purpose=T("ledger", "每一项差异和它的决定、理由"),
)  # fmt: skip
LOSSES = Ledger(
    "losses", T("ledger", "下落不明"), Loss, editable=False, in_navigation=False, states=LOSS_STATES,
    purpose=T("ledger", "下落不明的载体和 10 日、60 日的期限"),
)  # fmt: skip
