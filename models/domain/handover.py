"""Handing over: three different people, and nothing forgotten (R-53, R-50, R-52)."""

from __future__ import annotations

from collections.abc import Collection

from models.domain.lifecycle import GONE, OUT, CarrierState
from models.domain.problems import Problem, blocks
from models.domain.text import T


def check_people(transferor: int | None, transferee: int | None, witness: int | None) -> list[Problem]:
    """移交人, 接收人 and 监交人 are given and are three different persons (R-53). Ids of the persons ledger."""
    named = (
        ("transferor", transferor, T("hand-over", "要有移交人")),
        ("transferee", transferee, T("hand-over", "要有接收人")),
        ("witness", witness, T("hand-over", "要有监交人")),
    )
    problems = [blocks(f"NO_{field.upper()}", field, text, "R-53") for field, person, text in named if person is None]
    if transferor is not None and transferor == transferee:
        text = T("hand-over", "移交人和接收人是同一个人：换一名接收人")
        problems.append(blocks("SAME_PERSON", "transferee", text, "R-53"))
    if witness is not None and witness in (transferor, transferee):
        text = T("hand-over", "监交人不能是移交人或接收人：换一名监交人")
        problems.append(blocks("WITNESS_TAKES_PART", "witness", text, "R-53"))
    return problems


def check_items(listed: Collection[int], checked: Collection[int], differing: Collection[int] = ()) -> list[Problem]:
    """Item by item: every listed carrier was looked at (√ or ×), and nothing else was (R-53).

    `checked` are those found right, `differing` those with a difference, which is noted with each item.
    """
    seen = set(checked) | set(differing)
    problems: list[Problem] = []
    if not listed:
        text = T("hand-over", "清单是空的：先列入要移交的载体")
        problems.append(blocks("EMPTY_LIST", "items", text, "R-53"))
    open_items = len(set(listed) - seen)
    if open_items:
        text = T("hand-over", "还有 {count} 份没有核对：逐份核对后再签字", count=open_items)
        problems.append(blocks("NOT_ALL_CHECKED", "items", text, "R-53"))
    foreign = len(seen - set(listed))
    if foreign:
        text = T("hand-over", "有 {count} 份不在清单上：先列入清单，或放回", count=foreign)
        problems.append(blocks("NOT_LISTED", "items", text, "R-53"))
    return problems


def check_leaving(
    states: Collection[CarrierState | str], open_loans: int, devices: int, has_account: bool
) -> list[Problem]:
    """Whether a person may leave the post: nothing held, nothing borrowed, no device, no account (R-50).

    `states` are those of the carriers that the person holds or keeps.
    """
    held = [CarrierState(state) for state in states if CarrierState(state) not in GONE]
    problems: list[Problem] = []
    if open_loans:
        text = T("hand-over", "有 {count} 笔未了借阅：先归还", count=open_loans)
        problems.append(blocks("OPEN_LOANS", "person_id", text, "R-50"))
    kept = sum(state not in OUT for state in held) if open_loans else len(held)
    if kept:
        text = T("hand-over", "名下还有 {count} 份载体：先移交或清退", count=kept)
        problems.append(blocks("STILL_HOLDS", "person_id", text, "R-50"))
    if devices:
        text = T("hand-over", "名下还有 {count} 台设备或介质：先收回", count=devices)
        problems.append(blocks("STILL_HAS_DEVICES", "person_id", text, "R-50"))
    if has_account:
        problems.append(blocks("STILL_HAS_ACCOUNT", "person_id", T("hand-over", "账户还在用：先撤销账户"), "R-50"))
    return problems
