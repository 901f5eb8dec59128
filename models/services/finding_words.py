"""What each code of `verify` means, in the clerk's words. A test holds the codes and this table together."""

from __future__ import annotations

from models.domain.text import T, Text

FINDING_WORDS: dict[str, Text] = {
    # the journal's own form
    "REGISTER_UNREADABLE": T("finding", "登记库有一部分读不出来"),
    "JOURNAL_EMPTY": T("finding", "日志是空的"),
    "ENTRY_UNREADABLE": T("finding", "这一条读不出来"),
    "NOT_CANONICAL": T("finding", "这一条的写法不是唯一写法"),
    "NUMBER_GAP": T("finding", "条号不连续，缺号或多号"),
    "NUMBER_DIFFERS": T("finding", "条内写的条号与位置不符"),
    "PREVIOUS_DIFFERS": T("finding", "没有接上一条的指纹"),
    "DIGEST_DIFFERS": T("finding", "内容与自己的指纹不符"),
    "CHANGES_DIFFER": T("finding", "改动的内容与签名时不符"),
    "CHANGES_MISCOUNTED": T("finding", "改动的行数或次序不符"),
    "CHANGE_WITHOUT_ENTRY": T("finding", "有改动不属于任何一条日志"),
    "TOO_MANY_CHANGES": T("finding", "一条里的改动超过 500 行"),
    "COUNTER_NOT_RISING": T("finding", "计数没有前进"),
    "TIME_UNREADABLE": T("finding", "时间的写法不对"),
    "PARTS_BROKEN": T("finding", "一件事的几条日志不完整或次序不对"),
    # who wrote it
    "FOUNDING_MISPLACED": T("finding", "建库记录不在第 1 条，或不止一条"),
    "FOUNDING_MALFORMED": T("finding", "建库记录不完整"),
    "OTHER_VAULT": T("finding", "建库记录与钥匙文件不是同一个库的"),
    "SIGNERS_DIFFER": T("finding", "署名的钥匙不是当时那个账户的"),
    "SIGNATURE_INVALID": T("finding", "签名无效"),
    "ACTOR_NOT_ENABLED": T("finding", "办理人的账户当时不可用"),
    "ACT_UNKNOWN": T("finding", "没有这种办理"),
    "ROLE_NOT_ALLOWED": T("finding", "办理人的角色不能办这件事"),
    "PASSWORD_NOT_CHANGED": T("finding", "一次性口令没有换就办了事"),
    "ACCOUNT_CHANGED": T("finding", "账户被没有权限的人改动"),
    "ORGAN_CHANGED": T("finding", "机关概况被没有权限的人改动"),
    # second signatures
    "APPROVAL_MISSING": T("finding", "缺少应有的签字"),
    "APPROVAL_NOT_ASKED": T("finding", "多出不该有的签字"),
    "APPROVAL_MALFORMED": T("finding", "签字不完整"),
    "PAPER_NOT_TAKEN": T("finding", "用纸面签字代替了程序内签字"),
    "SAME_PERSON_TWICE": T("finding", "同一个人签了两次"),
    "OWN_SIGNATURE": T("finding", "办理人给自己签了字"),
    "APPROVAL_INVALID": T("finding", "签字无效"),
    "APPROVAL_OF_ANOTHER_ACT": T("finding", "签字是给另一件事的"),
    "CONTENT_DIFFERS": T("finding", "签字时看到的内容与留存的不符"),
    "APPROVAL_OUT_OF_TIME": T("finding", "签字超过了时限"),
    "SIGNER_NOT_ALLOWED": T("finding", "签字人的账户当时不能签这一项"),
    "SIGNATURE_ROWS_DIFFER": T("finding", "签字登记与签字不符"),
    "STATEMENT_USED_TWICE": T("finding", "同一个签字用了两次"),
    # what it may reach
    "OUTSIDE_THE_ACT": T("finding", "改动了这件事不该改动的登记"),
    "STATE_SKIPPED": T("finding", "状态跳过了应有的步骤，如批准、监销"),
    "NOT_DESTROYED": T("finding", "记为销毁，与批准并监销的批次不符"),
    "SIGNED_FOR_ANOTHER": T("finding", "签字是为另一份记录签的"),
    # the register
    "VALUE_DIFFERS": T("finding", "账与日志不符，账在日志之外被改过"),
    "ROW_MISSING": T("finding", "日志里有、账里没有这一行"),
    "ROW_WITHOUT_ENTRY": T("finding", "账里有、日志里没有这一行"),
    "VALUES_UNREADABLE": T("finding", "改动的值读不出来"),
    "FIELD_UNKNOWN": T("finding", "改动了没有的栏目"),
    "LEDGER_UNKNOWN": T("finding", "改动了没有的登记簿"),
    "DERIVED_DIFFERS": T("finding", "清单或检索与账不符"),
    # the file and what stands around it
    "PAGE_DAMAGED": T("finding", "文件的这一页损坏"),
    "INDEX_DAMAGED": T("finding", "这张表或它的索引损坏"),
    "SCHEMA_DIFFERS": T("finding", "表、索引或触发器与程序规定的不同"),
    "KEY_FILE_UNREADABLE": T("finding", "钥匙文件读不出来"),
    "KEY_FILE_OF_ANOTHER_VAULT": T("finding", "钥匙文件是另一个库的"),
    "SLOT_DIFFERS": T("finding", "账户的钥匙槽与日志不符"),
    "SLOT_MISSING": T("finding", "账户的钥匙槽不见了"),
    "SLOT_WITHOUT_ACCOUNT": T("finding", "钥匙槽没有对应的账户"),
    "WITNESS_DIFFERS": T("finding", "与见证（纸面、介质或本机记忆）的指纹不符：日志在这里分了岔或被改写"),
    "SHORTER_THAN_WITNESS": T("finding", "日志比见证（纸面、介质或本机记忆）短，后面的被截掉或退回了旧版"),
}
