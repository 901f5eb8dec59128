"""Carriers: one row for every numbered copy, disc or device; the unit of custody (`house.md` 7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from models.domain.context import RuleContext
from models.domain.levels import Level
from models.domain.lifecycle import MEDIUM_WORDS, STATE_WORDS, TERMINAL, WAY_OUT, CarrierState, Move, check_move
from models.domain.problems import Problem, blocks, warns
from models.domain.text import T
from models.ledgers import choices
from models.ledgers.documents import marking_problems, regraded_problems
from models.ledgers.fields import Field, Kind, Ledger

STATES = {state.value: word for state, word in STATE_WORDS.items()}
MEDIA = {medium.value: word for medium, word in MEDIUM_WORDS.items()}


@dataclass(frozen=True)
class Carrier:
    """One thing that can be held, lent, counted and destroyed. The marking is its own: a copy may be regraded alone."""

    id: int
    number: Annotated[str, Field(T("carrier", "载体编号"), required=True, in_dialog=False, width=116, searched=True, form_width=24)]
    document_id: Annotated[int, Field(T("carrier", "所属文件"), Kind.LINK, to="documents", in_dialog=False)]
    title: Annotated[str, Field(T("carrier", "载体名称"), Kind.LONG_TEXT, width=320, searched=True, form_width=60, longest=2000)]
    issuer: Annotated[str, Field(T("carrier", "制发单位"), width=140, searched=True, form_width=28)]
    medium: Annotated[str, Field(T("carrier", "载体类别"), Kind.CHOICE, choices=MEDIA, required=True, width=90, form_width=16)]
    reference_number: Annotated[str, Field(T("carrier", "文号"), width=150, searched=True, form_width=30)]
    serial_number: Annotated[str, Field(T("carrier", "序列号"), width=120, searched=True)]
    secret_kind: Annotated[str, Field(T("carrier", "秘密种类"), Kind.CHOICE, choices=choices.SECRET_KINDS, required=True, width=90)]
    level: Annotated[str, Field(T("carrier", "密级"), Kind.CHOICE, choices=choices.LEVELS, width=86)]
    term_kind: Annotated[str, Field(T("carrier", "期限方式"), Kind.CHOICE, choices=choices.TERM_KINDS)]
    term_amount: Annotated[int, Field(T("carrier", "期限"), Kind.INTEGER)]
    term_unit: Annotated[str, Field(T("carrier", "期限单位"), Kind.CHOICE, choices=choices.TERM_UNITS)]
    term_date: Annotated[str, Field(T("carrier", "解密时间"), Kind.DATE)]
    term_condition: Annotated[str, Field(T("carrier", "解密条件"))]
    regraded_by: Annotated[str, Field(T("carrier", "变更或解密依据文号"))]
    regraded_on: Annotated[str, Field(T("carrier", "变更或解密依据日期"), Kind.DATE)]
    copy_number: Annotated[str, Field(T("carrier", "份号"), width=80, searched=True, form_width=16)]
    pages: Annotated[int, Field(T("carrier", "页数"), Kind.INTEGER, width=60, form_width=10)]
    capacity: Annotated[str, Field(T("carrier", "容量"), width=80)]
    origin: Annotated[str, Field(T("carrier", "来源"), Kind.CHOICE, width=90, choices={
        "RECEIVED": T("origin", "收文"), "MADE": T("origin", "自制"), "REPRODUCED": T("origin", "复制"),
        "FOUND": T("origin", "清查补登"), "OLD_LEDGER": T("origin", "旧台账"), "TAKEN_OVER": T("origin", "移交接收"),
    })]  # fmt: skip
    registered_on: Annotated[str, Field(T("carrier", "登记日期"), Kind.DATE, in_dialog=False, width=100)]
    state: Annotated[str, Field(T("carrier", "状态"), Kind.CHOICE, choices=STATES, in_dialog=False, width=90, form_width=16)]
    shelf_id: Annotated[int, Field(T("carrier", "存放位置"), Kind.LINK, to="shelves", width=140, form_width=30)]
    holder_id: Annotated[int, Field(T("carrier", "当前持有人"), Kind.LINK, to="persons", in_dialog=False, width=100, form_width=16)]
    custodian_id: Annotated[int, Field(T("carrier", "责任人"), Kind.LINK, to="persons", width=100)]
    recall: Annotated[str, Field(T("carrier", "清退要求"), Kind.CHOICE, choices=choices.RECALLS, in_dialog=False, width=90)]
    recall_notice: Annotated[str, Field(T("carrier", "清退通知"), in_dialog=False)]
    to_archive: Annotated[int, Field(T("carrier", "应归档"), Kind.YES_NO, width=70)]
    left_on: Annotated[str, Field(T("carrier", "去向日期"), Kind.DATE, in_dialog=False, width=100)]
    left_by: Annotated[str, Field(T("carrier", "去向凭据"), in_dialog=False, width=120)]
    last_counted_on: Annotated[str, Field(T("carrier", "上次清查"), Kind.DATE, in_dialog=False, width=100)]
    label_printed: Annotated[int, Field(T("carrier", "已打标签"), Kind.YES_NO, in_dialog=False, width=80)]
    place_text: Annotated[str, Field(T("carrier", "原记位置"), in_dialog=False)]
    remarks: Annotated[str, Field(T("carrier", "备注"), Kind.LONG_TEXT, width=200, form_width=11, longest=8000)]


def check_carrier(values: Mapping[str, Any], context: RuleContext) -> list[Problem]:
    """The marking, a name, and R-43: a shelf's limit is not exceeded silently."""
    problems = marking_problems(values, context)
    level = values.get("level")
    if not values.get("document_id") and not values.get("title"):
        problems.append(blocks("REQUIRED", "title", T("problem", "没有所属文件的载体要写名称")))
    shelf = context.facts.get("shelf_id") or {}
    limit = shelf.get("level_limit")
    if level and limit and Level(level).rank > Level(limit).rank:
        problems += [over_shelf_limit(level, limit)]
    document = context.facts.get("document_id") or {}
    return problems + regraded_problems(
        values, context, issued_on=document.get("issued_on"), notice_on=document.get("notice_on")
    )


def stands(values: Mapping[str, Any], act: str) -> list[Problem]:
    """R-60: a carrier at its end is no more corrected; only what never moved is voided, not what is lent or on a list."""
    state = CarrierState(values["state"])
    if act == "void":
        return check_move(state, Move.VOID)
    return [blocks(f"STATE_{state.value}", "state", WAY_OUT[state], "R-60")] if state in TERMINAL else []


def over_shelf_limit(level: str, limit: str) -> Problem:
    """R-43: 绝密 only in a place for 绝密 (blocks); other levels above the limit need a reason."""
    text = T("problem", "这一层只放到{limit}级，这份是{level}级：请换一层",
             limit=choices.LEVELS[limit], level=choices.LEVELS[level])  # fmt: skip
    make = blocks if level == Level.TOP_SECRET else warns
    return make("OVER_SHELF_LIMIT", "shelf_id", text, "R-43")


def title_of(values: Mapping[str, Any]) -> str:
    """How a carrier is named in a sentence."""
    return f"{values.get('number') or ''}《{values.get('title') or ''}》"


CARRIERS = Ledger(
    "carriers", T("ledger", "载体"), Carrier, unique=(("number",),), order=("number",), states=STATES,
    register_code="G03", add_act="register_medium", check=check_carrier, title_of=title_of, stands=stands, in_navigation=False,
    purpose=T("ledger", "每份编号载体一行，任何时候都说得清在谁手里"),
)  # fmt: skip
