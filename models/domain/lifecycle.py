"""The life of a carrier: its states, what it is made of, and which act leads from which state to which (domain.md 2.1).

Expired and overdue are computed, never stored (K-12), so they are no states.
"""

from __future__ import annotations

from enum import StrEnum

from models.domain.problems import Problem, blocks
from models.domain.text import T, Text


class CarrierState(StrEnum):
    """Where a carrier is in its life; the codes are for ever (K-10)."""

    DRAFT = "DRAFT"
    AWAITING_RECEIPT = "AWAITING_RECEIPT"
    IN_STORE = "IN_STORE"
    CIRCULATING = "CIRCULATING"
    ON_LOAN = "ON_LOAN"
    CARRIED_OUT = "CARRIED_OUT"
    AT_MEETING = "AT_MEETING"
    COPYING = "COPYING"
    BEING_RETURNED = "BEING_RETURNED"
    RETURNED = "RETURNED"
    BEING_HANDED_OVER = "BEING_HANDED_OVER"
    HANDED_OVER = "HANDED_OVER"
    PROPOSED_FOR_DESTRUCTION = "PROPOSED_FOR_DESTRUCTION"
    AWAITING_DESTRUCTION = "AWAITING_DESTRUCTION"
    SENT_FOR_DESTRUCTION = "SENT_FOR_DESTRUCTION"
    DESTROYED = "DESTROYED"
    ARCHIVED = "ARCHIVED"
    UNACCOUNTED = "UNACCOUNTED"
    VOID = "VOID"


class Medium(StrEnum):
    """What a carrier is made of (G03)."""

    PAPER = "PAPER"
    OPTICAL_DISC = "OPTICAL_DISC"
    USB_DISK = "USB_DISK"
    MOBILE_DISK = "MOBILE_DISK"
    HARD_DISK = "HARD_DISK"
    TAPE = "TAPE"
    PHOTO = "PHOTO"
    DRAWING = "DRAWING"
    NOTEBOOK = "NOTEBOOK"
    ITEM = "ITEM"


STATE_WORDS: dict[CarrierState, Text] = {
    CarrierState.DRAFT: T("carrier state", "拟制"),
    CarrierState.AWAITING_RECEIPT: T("carrier state", "待签收"),
    CarrierState.IN_STORE: T("carrier state", "在库"),
    CarrierState.CIRCULATING: T("carrier state", "传阅中"),
    CarrierState.ON_LOAN: T("carrier state", "借出"),
    CarrierState.CARRIED_OUT: T("carrier state", "携带外出"),
    CarrierState.AT_MEETING: T("carrier state", "会议发放"),
    CarrierState.COPYING: T("carrier state", "复制中"),
    CarrierState.BEING_RETURNED: T("carrier state", "清退中"),
    CarrierState.RETURNED: T("carrier state", "已清退"),
    CarrierState.BEING_HANDED_OVER: T("carrier state", "移交中"),
    CarrierState.HANDED_OVER: T("carrier state", "已移交"),
    CarrierState.PROPOSED_FOR_DESTRUCTION: T("carrier state", "拟销毁"),
    CarrierState.AWAITING_DESTRUCTION: T("carrier state", "待销毁"),
    CarrierState.SENT_FOR_DESTRUCTION: T("carrier state", "已送销"),
    CarrierState.DESTROYED: T("carrier state", "已销毁"),
    CarrierState.ARCHIVED: T("carrier state", "归档"),
    CarrierState.UNACCOUNTED: T("carrier state", "下落不明"),
    CarrierState.VOID: T("carrier state", "作废登记"),
}
MEDIUM_WORDS: dict[Medium, Text] = {
    Medium.PAPER: T("medium", "纸介质"),
    Medium.OPTICAL_DISC: T("medium", "光盘"),
    Medium.USB_DISK: T("medium", "U盘"),
    Medium.MOBILE_DISK: T("medium", "移动硬盘"),
    Medium.HARD_DISK: T("medium", "硬盘"),
    Medium.TAPE: T("medium", "录音带"),
    Medium.PHOTO: T("medium", "照片"),
    Medium.DRAWING: T("medium", "图纸"),
    Medium.NOTEBOOK: T("medium", "笔记本"),
    Medium.ITEM: T("medium", "密品"),
}
# The word behind a number: 3 份, 2 张, 1 块. Totals are never added over different units (F2).
MEDIUM_UNITS: dict[Medium, Text] = {
    Medium.PAPER: T("unit of count", "份"),
    Medium.OPTICAL_DISC: T("unit of count", "张"),
    Medium.USB_DISK: T("unit of count", "个"),
    Medium.MOBILE_DISK: T("unit of count", "个"),
    Medium.HARD_DISK: T("unit of count", "块"),
    Medium.TAPE: T("unit of count", "盒"),
    Medium.PHOTO: T("unit of count", "张"),
    Medium.DRAWING: T("unit of count", "张"),
    Medium.NOTEBOOK: T("unit of count", "本"),
    Medium.ITEM: T("unit of count", "件"),
}
# Media that hold data: they may not leave the organ (D7), and destruction keeps them apart from paper.
STORAGE_MEDIA = frozenset({Medium.OPTICAL_DISC, Medium.USB_DISK, Medium.MOBILE_DISK, Medium.HARD_DISK, Medium.TAPE})

# Not yet in the book; out of its place with a procedure; gone from the house; for ever at an end.
NOT_YET = frozenset({CarrierState.DRAFT, CarrierState.AWAITING_RECEIPT})
OUT = frozenset(
    {
        CarrierState.CIRCULATING,
        CarrierState.ON_LOAN,
        CarrierState.CARRIED_OUT,
        CarrierState.AT_MEETING,
        CarrierState.COPYING,
    }
)
TERMINAL = frozenset(
    {
        CarrierState.RETURNED,
        CarrierState.HANDED_OVER,
        CarrierState.DESTROYED,
        CarrierState.ARCHIVED,
        CarrierState.VOID,
    }
)
GONE = TERMINAL | {CarrierState.SENT_FOR_DESTRUCTION}
IN_BOOK = frozenset(CarrierState) - NOT_YET - GONE


class Move(StrEnum):
    """What may be done to a carrier, as far as it changes (or must fit) its state."""

    REGISTER = "REGISTER"
    SIGN_RECEIPT = "SIGN_RECEIPT"
    SHELVE = "SHELVE"
    CIRCULATE = "CIRCULATE"
    END_CIRCULATION = "END_CIRCULATION"
    LEND = "LEND"
    GIVE_BACK = "GIVE_BACK"
    CARRY_OUT = "CARRY_OUT"
    BRING_BACK = "BRING_BACK"
    HAND_OUT_AT_MEETING = "HAND_OUT_AT_MEETING"
    COLLECT_FROM_MEETING = "COLLECT_FROM_MEETING"
    TAKE_TO_COPYING = "TAKE_TO_COPYING"
    BRING_FROM_COPYING = "BRING_FROM_COPYING"
    LIST_FOR_ISSUER = "LIST_FOR_ISSUER"
    WITHDRAW_FROM_ISSUER_LIST = "WITHDRAW_FROM_ISSUER_LIST"
    RETURN_TO_ISSUER = "RETURN_TO_ISSUER"
    LIST_FOR_HAND_OVER = "LIST_FOR_HAND_OVER"
    WITHDRAW_FROM_HAND_OVER = "WITHDRAW_FROM_HAND_OVER"
    HAND_OVER = "HAND_OVER"
    PROPOSE_DESTRUCTION = "PROPOSE_DESTRUCTION"
    WITHDRAW_FROM_DESTRUCTION = "WITHDRAW_FROM_DESTRUCTION"
    APPROVE_DESTRUCTION = "APPROVE_DESTRUCTION"
    SEND_FOR_DESTRUCTION = "SEND_FOR_DESTRUCTION"
    BRING_BACK_UNDESTROYED = "BRING_BACK_UNDESTROYED"
    CONFIRM_DESTROYED = "CONFIRM_DESTROYED"
    ARCHIVE = "ARCHIVE"
    DECLARE_UNACCOUNTED = "DECLARE_UNACCOUNTED"
    FIND_AGAIN = "FIND_AGAIN"
    VOID = "VOID"


_S = CarrierState
# Move → (from which states, to which state). None as target: the state stays.
TRANSITIONS: dict[Move, tuple[frozenset[CarrierState], CarrierState | None]] = {
    Move.REGISTER: (frozenset({_S.DRAFT}), _S.AWAITING_RECEIPT),
    Move.SIGN_RECEIPT: (frozenset({_S.DRAFT, _S.AWAITING_RECEIPT}), _S.IN_STORE),
    Move.SHELVE: (frozenset({_S.IN_STORE}), None),
    Move.CIRCULATE: (frozenset({_S.IN_STORE}), _S.CIRCULATING),
    Move.END_CIRCULATION: (frozenset({_S.CIRCULATING}), _S.IN_STORE),
    Move.LEND: (frozenset({_S.IN_STORE}), _S.ON_LOAN),
    Move.GIVE_BACK: (frozenset({_S.ON_LOAN}), _S.IN_STORE),
    Move.CARRY_OUT: (frozenset({_S.IN_STORE}), _S.CARRIED_OUT),
    Move.BRING_BACK: (frozenset({_S.CARRIED_OUT}), _S.IN_STORE),
    Move.HAND_OUT_AT_MEETING: (frozenset({_S.IN_STORE}), _S.AT_MEETING),
    Move.COLLECT_FROM_MEETING: (frozenset({_S.AT_MEETING}), _S.IN_STORE),
    Move.TAKE_TO_COPYING: (frozenset({_S.IN_STORE}), _S.COPYING),
    Move.BRING_FROM_COPYING: (frozenset({_S.COPYING}), _S.IN_STORE),
    Move.LIST_FOR_ISSUER: (frozenset({_S.IN_STORE}), _S.BEING_RETURNED),
    Move.WITHDRAW_FROM_ISSUER_LIST: (frozenset({_S.BEING_RETURNED}), _S.IN_STORE),
    Move.RETURN_TO_ISSUER: (frozenset({_S.BEING_RETURNED}), _S.RETURNED),
    Move.LIST_FOR_HAND_OVER: (frozenset({_S.IN_STORE}), _S.BEING_HANDED_OVER),
    Move.WITHDRAW_FROM_HAND_OVER: (frozenset({_S.BEING_HANDED_OVER}), _S.IN_STORE),
    Move.HAND_OVER: (frozenset({_S.BEING_HANDED_OVER}), _S.HANDED_OVER),
    Move.PROPOSE_DESTRUCTION: (frozenset({_S.IN_STORE}), _S.PROPOSED_FOR_DESTRUCTION),
    Move.WITHDRAW_FROM_DESTRUCTION: (
        frozenset({_S.PROPOSED_FOR_DESTRUCTION, _S.AWAITING_DESTRUCTION}),
        _S.IN_STORE,
    ),
    Move.APPROVE_DESTRUCTION: (frozenset({_S.PROPOSED_FOR_DESTRUCTION}), _S.AWAITING_DESTRUCTION),
    Move.SEND_FOR_DESTRUCTION: (frozenset({_S.AWAITING_DESTRUCTION}), _S.SENT_FOR_DESTRUCTION),
    # What comes back whole is still approved for destruction: it is put in again, or pulled out with a reason.
    Move.BRING_BACK_UNDESTROYED: (frozenset({_S.SENT_FOR_DESTRUCTION}), _S.AWAITING_DESTRUCTION),
    # Own destruction goes from waiting to destroyed at once; what was sent comes from there.
    Move.CONFIRM_DESTROYED: (frozenset({_S.AWAITING_DESTRUCTION, _S.SENT_FOR_DESTRUCTION}), _S.DESTROYED),
    Move.ARCHIVE: (frozenset({_S.IN_STORE}), _S.ARCHIVED),
    Move.DECLARE_UNACCOUNTED: ((IN_BOOK - {_S.UNACCOUNTED}) | {_S.SENT_FOR_DESTRUCTION}, _S.UNACCOUNTED),
    Move.FIND_AGAIN: (frozenset({_S.UNACCOUNTED}), _S.IN_STORE),
    Move.VOID: (NOT_YET | {_S.IN_STORE}, _S.VOID),
}

# Why nothing else can be done now, and what lifts it. One sentence per state, said before any act that does not fit.
WAY_OUT: dict[CarrierState, Text] = {
    _S.DRAFT: T("way out", "还在拟制：先登记"),
    _S.AWAITING_RECEIPT: T("way out", "还没有签收：先清点签收"),
    _S.IN_STORE: T("way out", "载体在库，没有这项未了的手续：先核对载体编号"),
    _S.CIRCULATING: T("way out", "正在传阅：先收回"),
    _S.ON_LOAN: T("way out", "有未了借阅：先归还"),
    _S.CARRIED_OUT: T("way out", "携带外出未归：先办返回检查"),
    _S.AT_MEETING: T("way out", "会议发放未收回：先收回"),
    _S.COPYING: T("way out", "正在复制：先收回原件"),
    _S.BEING_RETURNED: T("way out", "列在清退清单上：先从清单撤下"),
    _S.RETURNED: T("way out", "已经清退给发文机关：登记到此为止"),
    _S.BEING_HANDED_OVER: T("way out", "列在移交清单上：先从清单撤下"),
    _S.HANDED_OVER: T("way out", "已经移交：登记到此为止"),
    _S.PROPOSED_FOR_DESTRUCTION: T("way out", "列在销毁清单上：先从清单撤下"),
    _S.AWAITING_DESTRUCTION: T("way out", "已批准销毁：先从批次中剔出并写明理由"),
    _S.SENT_FOR_DESTRUCTION: T("way out", "已经送销：等回执，或登记原样退回"),
    _S.DESTROYED: T("way out", "已经销毁：登记到此为止"),
    _S.ARCHIVED: T("way out", "已经归档：登记到此为止"),
    _S.UNACCOUNTED: T("way out", "下落不明：先查明，找到后登记找回"),
    _S.VOID: T("way out", "登记已作废：另行登记"),
}
_MOVE_RULES = {
    Move.SIGN_RECEIPT: "R-26",
    Move.CIRCULATE: "R-35",
    Move.LEND: "R-37",
    Move.CARRY_OUT: "R-41",
    Move.TAKE_TO_COPYING: "R-38",
    Move.LIST_FOR_ISSUER: "R-49",
    Move.RETURN_TO_ISSUER: "R-49",
    Move.LIST_FOR_HAND_OVER: "R-53",
    Move.HAND_OVER: "R-53",
    Move.DECLARE_UNACCOUNTED: "R-46",
    Move.FIND_AGAIN: "R-46",
    Move.VOID: "R-60",
}


def check_move(state: CarrierState | str, move: Move) -> list[Problem]:
    """Nothing if `move` fits a carrier in this state, else one blocking problem with the way out and the rule.

    An unknown state text raises ValueError: it cannot come from the register.
    """
    now = CarrierState(state)
    if now in TRANSITIONS[move][0]:
        return []
    # Whatever leads into destruction is R-54; without an own rule the life-cycle itself says no.
    rule = _MOVE_RULES.get(move) or ("R-54" if "DESTR" in move else "")
    return [blocks(f"STATE_{now.value}", "state", WAY_OUT[now], rule)]


def state_after(state: CarrierState | str, move: Move) -> CarrierState:
    """The state after an allowed move. Raises ValueError if the move does not fit: ask `check_move` first."""
    now = CarrierState(state)
    allowed, target = TRANSITIONS[move]
    if now not in allowed:
        raise ValueError(f"{move.value} does not fit {now.value}")
    return target or now


def moves_from(state: CarrierState | str) -> list[Move]:
    """The moves that fit a state, in the order of `Move`."""
    now = CarrierState(state)
    return [move for move, (allowed, _) in TRANSITIONS.items() if now in allowed]
