"""What a column of an old ledger can hold. A slot is a code that mappings and overrides carry; its word is for the eye."""

from __future__ import annotations

from enum import StrEnum

from models.domain.text import T, Text


class Slot(StrEnum):
    """The meaning of a column. A column without a slot goes into the remarks under its heading."""

    SERIAL = "SERIAL"
    REGISTRY_NUMBER = "REGISTRY_NUMBER"
    RECEIVED_ON = "RECEIVED_ON"
    YEAR = "YEAR"
    MONTH = "MONTH"
    DAY = "DAY"
    ISSUER = "ISSUER"
    REFERENCE = "REFERENCE"
    REFERENCE_WORD = "REFERENCE_WORD"
    REFERENCE_YEAR = "REFERENCE_YEAR"
    REFERENCE_SERIAL = "REFERENCE_SERIAL"
    TITLE = "TITLE"
    TITLE_AND_REFERENCE = "TITLE_AND_REFERENCE"
    ISSUER_AND_REFERENCE = "ISSUER_AND_REFERENCE"
    MARKING = "MARKING"
    LEVEL_TICK = "LEVEL_TICK"
    TERM = "TERM"
    EXPIRY = "EXPIRY"
    ISSUED_ON = "ISSUED_ON"
    URGENCY = "URGENCY"
    PAGES = "PAGES"
    COPY_NUMBERS = "COPY_NUMBERS"
    COPY_FIRST = "COPY_FIRST"
    COPY_LAST = "COPY_LAST"
    COPIES = "COPIES"
    COPIES_STATED = "COPIES_STATED"
    ATTACHMENTS = "ATTACHMENTS"
    COVER_NUMBER = "COVER_NUMBER"
    CHANNEL = "CHANNEL"
    COUNTED_BY = "COUNTED_BY"
    SIGNED_BY = "SIGNED_BY"
    SIGNED_ON = "SIGNED_ON"
    HANDLING_UNIT = "HANDLING_UNIT"
    ACCESS_SCOPE = "ACCESS_SCOPE"
    RECALL = "RECALL"
    RECALL_DUE = "RECALL_DUE"
    PLACE = "PLACE"
    ROOM = "ROOM"
    CABINET = "CABINET"
    SHELF = "SHELF"
    HOLDER = "HOLDER"
    CUSTODIAN = "CUSTODIAN"
    BORROWER = "BORROWER"
    BORROWED_ON = "BORROWED_ON"
    GIVEN_BACK = "GIVEN_BACK"
    FATE = "FATE"
    FATE_ON = "FATE_ON"
    FATE_BY = "FATE_BY"
    FATE_BATCH = "FATE_BATCH"
    RETURNED = "RETURNED"
    DESTROYED = "DESTROYED"
    ARCHIVED = "ARCHIVED"
    HANDED_OVER = "HANDED_OVER"
    SENT_TO = "SENT_TO"
    MEDIUM = "MEDIUM"
    SERIAL_NUMBER = "SERIAL_NUMBER"
    CARRIER_NUMBER = "CARRIER_NUMBER"
    CAPACITY = "CAPACITY"
    REMARKS = "REMARKS"


SLOT_WORDS: dict[Slot, Text] = {
    Slot.SERIAL: T("column", "序号"),
    Slot.REGISTRY_NUMBER: T("column", "收文编号"),
    Slot.RECEIVED_ON: T("column", "收文日期"),
    Slot.YEAR: T("column", "收文的年"),
    Slot.MONTH: T("column", "收文的月"),
    Slot.DAY: T("column", "收文的日"),
    Slot.ISSUER: T("column", "来文单位"),
    Slot.REFERENCE: T("column", "来文字号"),
    Slot.REFERENCE_WORD: T("column", "来文字号的字"),
    Slot.REFERENCE_YEAR: T("column", "来文字号的年"),
    Slot.REFERENCE_SERIAL: T("column", "来文字号的号"),
    Slot.TITLE: T("column", "文件标题"),
    Slot.TITLE_AND_REFERENCE: T("column", "标题和文号同在一格"),
    Slot.ISSUER_AND_REFERENCE: T("column", "来文单位和文号同在一格"),
    Slot.MARKING: T("column", "密级（可带期限）"),
    Slot.LEVEL_TICK: T("column", "密级打勾栏"),
    Slot.TERM: T("column", "保密期限"),
    Slot.EXPIRY: T("column", "到期日"),
    Slot.ISSUED_ON: T("column", "成文日期"),
    Slot.URGENCY: T("column", "紧急程度"),
    Slot.PAGES: T("column", "页数"),
    Slot.COPY_NUMBERS: T("column", "份号"),
    Slot.COPY_FIRST: T("column", "份号起"),
    Slot.COPY_LAST: T("column", "份号止"),
    Slot.COPIES: T("column", "份数"),
    Slot.COPIES_STATED: T("column", "应收份数"),
    Slot.ATTACHMENTS: T("column", "附件"),
    Slot.COVER_NUMBER: T("column", "外封号"),
    Slot.CHANNEL: T("column", "来件渠道"),
    Slot.COUNTED_BY: T("column", "清点人"),
    Slot.SIGNED_BY: T("column", "签收人"),
    Slot.SIGNED_ON: T("column", "签收日期"),
    Slot.HANDLING_UNIT: T("column", "承办部门"),
    Slot.ACCESS_SCOPE: T("column", "知悉范围"),
    Slot.RECALL: T("column", "清退要求"),
    Slot.RECALL_DUE: T("column", "清退期限"),
    Slot.PLACE: T("column", "存放位置"),
    Slot.ROOM: T("column", "房间"),
    Slot.CABINET: T("column", "柜号"),
    Slot.SHELF: T("column", "层或格"),
    Slot.HOLDER: T("column", "当前持有人"),
    Slot.CUSTODIAN: T("column", "责任人"),
    Slot.BORROWER: T("column", "借阅人"),
    Slot.BORROWED_ON: T("column", "借阅日期"),
    Slot.GIVEN_BACK: T("column", "归还情况或日期"),
    Slot.FATE: T("column", "去向"),
    Slot.FATE_ON: T("column", "去向日期"),
    Slot.FATE_BY: T("column", "去向经手人"),
    Slot.FATE_BATCH: T("column", "去向批次或单号"),
    Slot.RETURNED: T("column", "清退情况或日期"),
    Slot.DESTROYED: T("column", "销毁情况或日期"),
    Slot.ARCHIVED: T("column", "归档情况或日期"),
    Slot.HANDED_OVER: T("column", "移交情况或日期"),
    Slot.SENT_TO: T("column", "发往单位"),
    Slot.MEDIUM: T("column", "载体类别"),
    Slot.SERIAL_NUMBER: T("column", "序列号"),
    Slot.CARRIER_NUMBER: T("column", "载体编号"),
    Slot.CAPACITY: T("column", "容量"),
    Slot.REMARKS: T("column", "备注"),
}
SHARED = frozenset(  # several columns may hold the same thing; of every other slot a table has at most one column
    [Slot.REMARKS, Slot.LEVEL_TICK, Slot.FATE, Slot.RETURNED, Slot.DESTROYED, Slot.ARCHIVED, Slot.HANDED_OVER]
)
