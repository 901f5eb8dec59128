"""The fields of the intake page in the order of a cover, how wide each is, and which fields of the act they stand for."""

from __future__ import annotations

from models.domain.text import T
from models.ledgers import choices
from models.ledgers.carriers import MEDIA
from models.ledgers.fields import Field, Kind
from models.services.intake import MARK_WORDS

COLUMNS = 12

COVER: dict[str, Field] = {
    "title": Field(T("intake", "标题"), required=True, longest=2000),
    "issuer": Field(T("intake", "发文机关"), required=True),
    "reference_number": Field(T("intake", "文号"), required=True, hint=T("intake", "没有文号的写“无”")),
    "mark": Field(T("intake", "密级"), Kind.CHOICE, required=True, choices=MARK_WORDS),
    "term": Field(T("intake", "保密期限"), hint=T("intake", "5、6个月、长期、日期")),
    "issued_on": Field(T("intake", "印发日期"), Kind.DATE),
    "urgency": Field(T("intake", "紧急程度"), Kind.CHOICE, choices=choices.URGENCIES),
    "copies": Field(T("intake", "份号"), required=True, hint=T("intake", "如 12-16 或 000012、000015；没有份号的只填实收")),
    "copies_stated": Field(T("intake", "应收"), Kind.INTEGER),
    "copies_received": Field(T("intake", "实收"), Kind.INTEGER),
    "pages": Field(T("intake", "页数"), Kind.INTEGER),
    "shelf_id": Field(T("intake", "存放"), Kind.LINK, to="shelves", hint=T("intake", "扫柜层标签也可")),
    "channel": Field(T("intake", "送达方式"), Kind.CHOICE, choices={
        code: words for code, words in choices.CHANNELS.items() if code != "OLD_LEDGER"
    }),
    "cover_intact": Field(T("intake", "外封"), Kind.CHOICE, choices={
        "1": T("intake", "完好"), "0": T("intake", "不完好"),
    }),
    "access_scope": Field(T("intake", "知悉范围")),
    "recall": Field(T("intake", "清退要求"), Kind.CHOICE, choices={
        code: words for code, words in choices.RECALLS.items() if code != "LIFTED"
    }),
    "signed_by": Field(T("intake", "签收人"), required=True),
}  # fmt: skip
MORE: dict[str, Field] = {
    "cover_number": Field(T("intake", "外封号")),
    "received_on": Field(T("intake", "收文日期"), Kind.DATE, required=True),
    "counted_by": Field(T("intake", "清点人"), required=True),
    "medium": Field(T("intake", "载体类别"), Kind.CHOICE, choices=MEDIA),
    "attachments": Field(T("intake", "附件")),
    "handling_unit": Field(T("intake", "承办部门")),
    "recall_due": Field(T("intake", "清退期限"), Kind.DATE),
    "notice_on": Field(T("intake", "通知日期"), Kind.DATE),
    "remarks": Field(T("intake", "备注"), longest=8000),
}
FIELDS: dict[str, Field] = COVER | MORE
SPANS = {
    "title": 12, "issuer": 6, "reference_number": 6, "mark": 3, "term": 3, "issued_on": 3, "urgency": 3,
    "copies": 6, "copies_stated": 2, "copies_received": 2, "pages": 2, "shelf_id": 6, "channel": 3, "cover_intact": 3,
    "access_scope": 6, "recall": 3, "signed_by": 3,
    "cover_number": 3, "received_on": 3, "counted_by": 3, "medium": 3, "attachments": 6, "handling_unit": 6,
    "recall_due": 3, "notice_on": 3, "remarks": 6,
}  # fmt: skip

# Where a problem of the act stands on this page.
PLACE_OF = {
    "secret_kind": "mark", "level": "mark", "marking": "mark", "term_kind": "term", "term_amount": "term",
    "term_unit": "term", "term_date": "term", "term_condition": "term", "copy_numbers": "copies", "signed_on": "signed_by",
}  # fmt: skip
# Findings that only say that something is still empty: said in the footer, and at the field once somebody left it.
STILL_EMPTY = frozenset({
    "REQUIRED", "NOT_SIGNED_FOR", "NO_COPIES", "LEVEL_MISSING", "TERM_UNMARKED", "NO_COPY_NUMBER",
})  # fmt: skip
STAYS = ("channel", "signed_by", "received_on", "counted_by", "medium")  # kept for the next document of the pile
