"""The organ itself, its accounts and its settings: kept by the administrators, not by the clerk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from models.domain.text import T
from models.ledgers import choices
from models.ledgers.fields import Field, Kind, Ledger


@dataclass(frozen=True)
class Organ:
    """The profile of the organ, one row (D5: its classification authority)."""

    id: int
    name: Annotated[str, Field(T("organ", "机关名称"), required=True, width=220)]
    vault_level: Annotated[str, Field(T("organ", "本库密级"), Kind.CHOICE, choices=choices.LEVELS, required=True, width=80)]
    authority: Annotated[str, Field(T("organ", "定密权限"), Kind.CHOICE, choices=choices.LEVELS, width=80)]
    authority_number: Annotated[str, Field(T("organ", "授权文号"), width=140)]
    machine_number: Annotated[str, Field(T("organ", "计算机保密编号"), width=140)]
    security_office: Annotated[str, Field(T("organ", "保密工作机构"), width=160)]


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in. A person has at most one account; an account's id and name are never used again (K-1)."""

    id: int
    name: Annotated[str, Field(T("account", "用户名"), required=True, width=120)]
    role: Annotated[str, Field(T("account", "角色"), Kind.CHOICE, choices=choices.ROLES, required=True, width=120)]
    person_id: Annotated[int, Field(T("account", "人员"), Kind.LINK, to="persons", width=100)]
    posts: Annotated[str, Field(T("account", "审批职务"), width=140)]
    level_cap: Annotated[str, Field(T("account", "密级上限"), Kind.CHOICE, choices=choices.LEVELS, width=80)]
    public_key: Annotated[str, Field(T("account", "公钥"), width=0)]
    generation: Annotated[int, Field(T("account", "钥匙代次"), Kind.INTEGER, width=0)]
    slot_digest: Annotated[str, Field(T("account", "钥匙槽摘要"), width=0)]
    password_set_on: Annotated[str, Field(T("account", "口令设置日期"), Kind.DATE, width=100)]
    one_time: Annotated[int, Field(T("account", "一次性口令"), Kind.YES_NO, width=80)]
    state: Annotated[str, Field(T("account", "状态"), Kind.CHOICE, choices={
        "CREATED": T("account", "待启用"), "ENABLED": T("account", "可用"),
        "LOCKED": T("account", "已锁定"), "REMOVED": T("account", "已撤销"),
    }, width=80)]  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """One number or word of the policy, with the floor that the program keeps (`models/domain/passwords.py`)."""

    id: int
    name: Annotated[str, Field(T("setting", "设置"), required=True, width=200)]
    value: Annotated[str, Field(T("setting", "值"), width=120)]


@dataclass(frozen=True)
class Signature:
    """Who signed what: in the program (a key over a statement) or on paper (person, form, date), never mixed up (K-1)."""

    id: int
    act: Annotated[str, Field(T("signature", "事项"), required=True, width=120)]
    ledger: Annotated[str, Field(T("signature", "登记簿"), width=100)]
    record: Annotated[int, Field(T("signature", "记录"), Kind.INTEGER, width=80)]
    role: Annotated[str, Field(T("signature", "签字身份"), required=True, width=100)]
    how: Annotated[str, Field(T("signature", "方式"), Kind.CHOICE, choices={
        "IN_PROGRAM": T("signature", "程序内签字"), "ON_PAPER": T("signature", "纸面签字"),
    }, required=True, width=100)]  # fmt: skip
    account_id: Annotated[int, Field(T("signature", "账户"), Kind.LINK, to="accounts", width=100)]
    person: Annotated[str, Field(T("signature", "签字人"), width=100)]
    form: Annotated[str, Field(T("signature", "表单编号"), width=140)]
    signed_on: Annotated[str, Field(T("signature", "签字日期"), Kind.DATE, width=100)]
    digest: Annotated[str, Field(T("signature", "内容摘要"), width=0)]
    nonce: Annotated[str, Field(T("signature", "随机数"), width=0)]


ORGAN = Ledger(
    "organ", T("ledger", "机关概况"), Organ, in_navigation=False, editable=False,
    purpose=T("ledger", "机关名称、本库密级和定密权限"),
)  # fmt: skip
ACCOUNTS = Ledger(
    "accounts", T("ledger", "用户"), Account, unique=(("name",),), in_navigation=False, editable=False,
    purpose=T("ledger", "谁可以登录，以什么身份"),
)  # fmt: skip
SETTINGS = Ledger(
    "settings", T("ledger", "设置"), Setting, unique=(("name",),), in_navigation=False, editable=False,
    purpose=T("ledger", "口令、锁屏和提醒的数值"),
)  # fmt: skip
SIGNATURES = Ledger(
    "signatures", T("ledger", "签字"), Signature, in_navigation=False, editable=False,
    purpose=T("ledger", "每一次签字：谁、签了什么、在程序内还是在纸上"),
)  # fmt: skip
