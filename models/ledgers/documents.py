"""Incoming documents: one registration, one document (R-29); its copies are rows of `carriers` (R-10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from models.domain.context import RuleContext
from models.domain.markings import check_marking_shape, check_received, marking_from
from models.domain.problems import Problem, blocks, warns
from models.domain.regrading import regrading_problems
from models.domain.text import T
from models.ledgers import choices
from models.ledgers.fields import Field, Kind, Ledger


@dataclass(frozen=True)
class Document:
    """What G01 asks of a received document (R-26 to R-29). The marking is kept in parts and, verbatim, as on the cover."""

    id: int
    registry_number: Annotated[str, Field(T("document", "收文编号"), required=True, in_dialog=False, width=130, searched=True, form_width=22)]
    received_on: Annotated[str, Field(T("document", "收文日期"), Kind.DATE, required=True, width=100, form_width=18)]
    issuer: Annotated[str, Field(T("document", "来文单位"), required=True, width=180, searched=True, form_width=28)]
    reference_number: Annotated[str, Field(T("document", "来文字号"), width=170, searched=True, form_width=30)]
    title: Annotated[str, Field(T("document", "文件标题"), Kind.LONG_TEXT, required=True, width=320, searched=True, form_width=60, longest=2000)]
    secret_kind: Annotated[str, Field(T("document", "秘密种类"), Kind.CHOICE, choices=choices.SECRET_KINDS, required=True, width=90)]
    level: Annotated[str, Field(T("document", "密级"), Kind.CHOICE, choices=choices.LEVELS, width=86)]
    term_kind: Annotated[str, Field(T("document", "期限方式"), Kind.CHOICE, choices=choices.TERM_KINDS, width=90)]
    term_amount: Annotated[int, Field(T("document", "期限"), Kind.INTEGER, width=60)]
    term_unit: Annotated[str, Field(T("document", "期限单位"), Kind.CHOICE, choices=choices.TERM_UNITS, width=60)]
    term_date: Annotated[str, Field(T("document", "解密时间"), Kind.DATE, width=100)]
    term_condition: Annotated[str, Field(T("document", "解密条件"), width=120)]
    marking: Annotated[str, Field(T("document", "封面密级标志"), width=120)]
    issued_on: Annotated[str, Field(T("document", "成文日期"), Kind.DATE, width=100)]
    notice_on: Annotated[str, Field(T("document", "通知日期"), Kind.DATE, width=100)]
    regraded_by: Annotated[str, Field(T("document", "变更或解密依据文号"), width=0)]
    regraded_on: Annotated[str, Field(T("document", "变更或解密依据日期"), Kind.DATE, width=0)]
    urgency: Annotated[str, Field(T("document", "紧急程度"), Kind.CHOICE, choices=choices.URGENCIES, width=80)]
    pages: Annotated[int, Field(T("document", "页数"), Kind.INTEGER, width=60, form_width=10)]
    attachments: Annotated[str, Field(T("document", "附件"), width=120)]
    copies_stated: Annotated[int, Field(T("document", "应收份数"), Kind.INTEGER, width=80)]
    copies_received: Annotated[int, Field(T("document", "实收份数"), Kind.INTEGER, width=80, form_width=10)]
    cover_number: Annotated[str, Field(T("document", "外封号"), width=110)]
    cover_intact: Annotated[int, Field(T("document", "封装完好"), Kind.YES_NO, width=80)]
    channel: Annotated[str, Field(T("document", "来件渠道"), Kind.CHOICE, choices=choices.CHANNELS, width=110)]
    counted_by: Annotated[str, Field(T("document", "清点人"), width=90, form_width=16)]
    signed_by: Annotated[str, Field(T("document", "签收人"), width=90, form_width=16)]
    signed_on: Annotated[str, Field(T("document", "签收日期"), Kind.DATE, width=100)]
    handling_unit: Annotated[str, Field(T("document", "承办部门"), width=120)]
    access_scope: Annotated[str, Field(T("document", "知悉范围"), width=140)]
    recall: Annotated[str, Field(T("document", "清退要求"), Kind.CHOICE, choices=choices.RECALLS, width=90)]
    recall_due: Annotated[str, Field(T("document", "清退期限"), Kind.DATE, width=100)]
    barcode_number: Annotated[str, Field(T("document", "条码编号"), width=160, searched=True)]
    import_row_id: Annotated[int, Field(T("document", "来自旧台账"), Kind.LINK, to="import_rows", in_dialog=False)]
    state: Annotated[str, Field(T("document", "状态"), Kind.CHOICE, in_dialog=False, width=80, choices={
        "REGISTERED": T("document", "已登记"), "VOID": T("state", "作废"),
    })]  # fmt: skip
    remarks: Annotated[str, Field(T("document", "备注"), Kind.LONG_TEXT, width=200, searched=True, form_width=20, longest=8000)]


def check_document(values: Mapping[str, Any], context: RuleContext) -> list[Problem]:
    """R-01 to R-07, R-20, K-4: the marking as it stands on the cover; a document is not received tomorrow."""
    problems = marking_problems(values, context) + day_problems(values, context.today.isoformat())
    return problems + regraded_problems(values, context)


def day_problems(values: Mapping[str, Any], today: str) -> list[Problem]:
    """A document is written, then received, then registered: periods run from the first of these days."""
    issued, received, problems = values.get("issued_on"), values.get("received_on"), []
    if received and received > today:
        problems.append(blocks("IN_FUTURE", "received_on", T("problem", "收文日期在今天以后，请核对")))
    if issued and issued > today:
        problems.append(blocks("IN_FUTURE", "issued_on", T("problem", "印发日期在今天以后，请核对")))
    elif issued and received and issued > received:
        text = T("problem", "印发日期 {issued} 在收文日期 {received} 以后，请核对", issued=issued, received=received)
        problems.append(warns("ISSUED_AFTER_RECEIPT", "issued_on", text))
    return problems


def regraded_problems(values: Mapping[str, Any], context: RuleContext, **dates: Any) -> list[Problem]:
    """R-11, R-18: a correction that lowers the marking names the notice. `dates`: issue and notice day, where the row
    itself has none."""
    if context.previous is None:
        return []
    entered_today = bool(context.facts.get("entered_today"))
    return regrading_problems({**dates, **context.previous}, {**dates, **values}, context.today, entered_today)


def marking_problems(values: Mapping[str, Any], context: RuleContext) -> list[Problem]:
    """What the marking's parts lack, and what is odd in it for a received item."""
    problems = check_marking_shape(values)
    return problems or check_received(marking_from(values), context.vault_level)


def title_of(values: Mapping[str, Any]) -> str:
    """How a document is named in a sentence."""
    return f"{values.get('reference_number') or values.get('registry_number') or ''}《{values.get('title') or ''}》"


DOCUMENTS = Ledger(
    "documents", T("ledger", "收文登记"), Document, unique=(("registry_number",),), order=("registry_number",),
    states={"REGISTERED": T("document", "已登记"), "VOID": T("state", "作废")}, register_code="G01", add_act="register_document",
    check=check_document, title_of=title_of, purpose=T("ledger", "每件来文登记一次，一文一号"),
)  # fmt: skip
