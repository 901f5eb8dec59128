"""Loans and returns to the issuer: who has a carrier, by whose approval, and how it came back (R-37, R-49)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from models.domain.text import T
from models.ledgers.fields import Field, Kind, Ledger


@dataclass(frozen=True)
class Loan:
    """One loan of one carrier to one person; closed by the return, never deleted (G05)."""

    id: int
    carrier_id: Annotated[int, Field(T("loan", "载体"), Kind.LINK, to="carriers", required=True, width=120)]
    person_id: Annotated[int, Field(T("loan", "借阅人"), Kind.LINK, to="persons", required=True, width=100)]
    lent_on: Annotated[str, Field(T("loan", "借阅日期"), Kind.DATE, required=True, width=100)]
    due_on: Annotated[str, Field(T("loan", "应还日期"), Kind.DATE, width=100)]
    purpose: Annotated[str, Field(T("loan", "事由"), width=160)]
    approval_form: Annotated[str, Field(T("loan", "审批单号"), width=140)]
    approved_by: Annotated[str, Field(T("loan", "批准人"), width=100)]
    returned_on: Annotated[str, Field(T("loan", "归还日期"), Kind.DATE, width=100)]
    taken_back_by: Annotated[str, Field(T("loan", "收件人"), width=100)]
    checked: Annotated[str, Field(T("loan", "归还核对"), width=140)]
    state: Annotated[str, Field(T("loan", "状态"), Kind.CHOICE, width=80, choices={
        "OUT": T("loan", "未还"), "RETURNED": T("loan", "已还"), "VOID": T("state", "作废"),
    })]  # fmt: skip
    remarks: Annotated[str, Field(T("loan", "备注"), Kind.LONG_TEXT, width=140)]


@dataclass(frozen=True)
class IssuerReturn:
    """A list by which carriers went back to the organ that issued them (RETURN_TO_ISSUER, D3; G07)."""

    id: int
    list_number: Annotated[str, Field(T("return", "清退单号"), required=True, width=160)]
    issuer: Annotated[str, Field(T("return", "收回单位"), required=True, width=180)]
    returned_on: Annotated[str, Field(T("return", "清退日期"), Kind.DATE, required=True, width=100)]
    returned_by: Annotated[str, Field(T("return", "清退人"), width=100)]
    received_by: Annotated[str, Field(T("return", "接收人"), width=100)]
    approved_by: Annotated[str, Field(T("return", "批准人"), width=100)]
    copies: Annotated[int, Field(T("return", "份数"), Kind.INTEGER, width=70)]
    state: Annotated[str, Field(T("return", "状态"), Kind.CHOICE, width=80, choices={
        "RETURNED": T("return", "已清退"), "VOID": T("state", "作废"),
    })]  # fmt: skip
    remarks: Annotated[str, Field(T("return", "备注"), Kind.LONG_TEXT, width=140)]


LOANS = Ledger(
    "loans", T("ledger", "借阅登记"), Loan, editable=False, in_navigation=False, register_code="G05",
    purpose=T("ledger", "谁借走了哪一份，凭什么，什么时候该还"),
)  # fmt: skip
ISSUER_RETURNS = Ledger(
    "issuer_returns", T("ledger", "清退登记"), IssuerReturn, editable=False, in_navigation=False, register_code="G07",
    purpose=T("ledger", "退回制发单位的载体和清退单"),
)  # fmt: skip
