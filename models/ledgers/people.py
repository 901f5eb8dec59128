"""Units and persons: who holds, counts, approves and signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from models.domain.text import T
from models.ledgers import choices
from models.ledgers.fields import Field, Kind, Ledger


@dataclass(frozen=True)
class Unit:
    """A department of the organ, or another organ that sends or receives."""

    id: int
    name: Annotated[str, Field(T("unit", "单位名称"), required=True, width=240, searched=True, form_width=90)]
    kind: Annotated[str, Field(T("unit", "类别"), Kind.CHOICE, required=True, width=100, form_width=40, choices={
        "DEPARTMENT": T("unit", "内设部门"), "EXTERNAL": T("unit", "外单位"),
    })]  # fmt: skip
    head: Annotated[str, Field(T("unit", "保密责任人"), width=120, form_width=40)]
    phone: Annotated[str, Field(T("unit", "联系电话"), width=120, form_width=40)]
    state: Annotated[str, Field(T("unit", "状态"), Kind.CHOICE, choices=choices.IN_USE, in_dialog=False, width=80)]
    remarks: Annotated[str, Field(T("unit", "备注"), Kind.LONG_TEXT, width=160, form_width=47)]


@dataclass(frozen=True)
class Person:
    """Somebody who may hold or handle carriers; an account is another thing (K-1)."""

    id: int
    name: Annotated[str, Field(T("person", "姓名"), required=True, width=120, searched=True, form_width=40)]
    unit_id: Annotated[int, Field(T("person", "部门"), Kind.LINK, to="units", width=160, form_width=60)]
    post: Annotated[str, Field(T("person", "职务"), width=140, searched=True, form_width=50)]
    clearance: Annotated[str, Field(T("person", "涉密等级"), Kind.CHOICE, choices=choices.CLEARANCES, width=90, form_width=30)]
    phone: Annotated[str, Field(T("person", "联系电话"), width=120, form_width=37)]
    state: Annotated[str, Field(T("person", "状态"), Kind.CHOICE, in_dialog=False, width=80, choices={
        "IN_POST": T("person", "在岗"), "LEFT": T("person", "已离岗"), "VOID": T("state", "作废"),
    })]  # fmt: skip
    remarks: Annotated[str, Field(T("person", "备注"), Kind.LONG_TEXT, width=160, form_width=40)]


UNITS = Ledger(
    "units", T("ledger", "单位"), Unit, unique=(("name",),), states=choices.IN_USE, order=("name",),
    purpose=T("ledger", "内设部门和往来单位"),
)  # fmt: skip
PERSONS = Ledger(
    "persons", T("ledger", "人员"), Person, unique=(("name", "unit_id"),), order=("name",),
    states={"IN_POST": T("person", "在岗"), "LEFT": T("person", "已离岗"), "VOID": T("state", "作废")},
    purpose=T("ledger", "借阅、清点、审批和签字的人"),
)  # fmt: skip
