"""Codes and words that several ledgers share. Codes are stored and never renamed (K-10); words are only shown."""

from __future__ import annotations

from models.domain.levels import KIND_WORDS, LEVEL_WORDS
from models.domain.text import T

LEVELS = {level.value: T("level", word) for level, word in LEVEL_WORDS.items()}
SECRET_KINDS = {kind.value: T("secret kind", word) for kind, word in KIND_WORDS.items()}
TERM_KINDS = {
    "DURATION": T("term", "期限"),
    "DATE": T("term", "解密时间"),
    "CONDITION": T("term", "解密条件"),
    "LONG_TERM": T("term", "长期"),
    "UNMARKED": T("term", "未标期限"),
    "NONE": T("term", "无"),
}
TERM_UNITS = {"YEAR": T("term", "年"), "MONTH": T("term", "个月")}
ROLES = {
    "system_administrator": T("role", "系统管理员"),
    "security_administrator": T("role", "安全保密管理员"),
    "auditor": T("role", "安全审计员"),
    "clerk": T("role", "保密员"),
    "approver": T("role", "审批人"),
    "inspector": T("role", "检查人员"),
    "signer": T("role", "签字人"),
}
URGENCIES = {
    "NONE": T("urgency", "无"),
    "URGENT": T("urgency", "急件"),
    "EXTRA_URGENT": T("urgency", "特急"),
    "PLAIN_FAST": T("urgency", "平急"),
    "SPEEDED": T("urgency", "加急"),
    "EXTRA_LIFTED": T("urgency", "特提"),
}
CHANNELS = {
    "PARTY_COURIER": T("channel", "机要交通"),
    "POSTAL_COURIER": T("channel", "机要通信"),
    "HAND_DELIVERY": T("channel", "专人送达"),
    "EXCHANGE_STATION": T("channel", "机要文件交换站"),
    "BROUGHT_FROM_MEETING": T("channel", "会议带回"),
    "OLD_LEDGER": T("channel", "旧台账"),
}
RECALLS = {"NONE": T("recall", "无"), "DEMANDED": T("recall", "需清退"), "LIFTED": T("recall", "已解除")}
YES_NO = {"1": T("yes no", "是"), "0": T("yes no", "否")}
CLEARANCES = {
    "CORE": T("clearance", "核心"),
    "IMPORTANT": T("clearance", "重要"),
    "GENERAL": T("clearance", "一般"),
    "NONE": T("clearance", "非涉密"),
}
IN_USE = {"IN_USE": T("state", "在用"), "VOID": T("state", "作废")}
