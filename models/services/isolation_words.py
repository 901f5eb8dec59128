"""The words for what `models/isolation` found: the walls on the unlock page, a link that came up, a far screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.domain.errors import UserError
from models.domain.text import T, Text
from models.isolation.adapters import Kind, State
from models.isolation.display import RemoteDisplay, require_local_display
from models.isolation.gate import RECHECK_SECONDS, Finding, GateFinding

__all__ = [
    "RECHECK_SECONDS", "GateFinding", "Wall", "conclusion", "display_refused", "far_display", "link_came_up", "walls",
]  # fmt: skip

_KINDS = {
    Kind.WIRED: T("isolation", "有线网卡"),
    Kind.WIRELESS: T("isolation", "无线网卡"),
    Kind.BLUETOOTH: T("isolation", "蓝牙"),
    Kind.MODEM: T("isolation", "调制解调器"),
    Kind.VIRTUAL: T("isolation", "虚拟网卡"),
}
_STATES = {
    State.UP: T("isolation", "已接通"),
    State.PRESENT: T("isolation", "已启用"),
    State.BLOCKED: T("isolation", "已关闭"),
    State.DOWN: T("isolation", "未接通"),
    State.UNREADABLE: T("isolation", "状态读不出"),
}


@dataclass(frozen=True, slots=True)
class Wall:
    """One wall as the unlock page shows it. `name` is GUARD, FILTER or GATE and picks the icon."""

    name: str
    stands: bool
    title: Text
    detail: Text


def walls(finding: GateFinding) -> tuple[Wall, Wall, Wall]:
    """The three walls, in the order of the unlock page."""
    guard, socket_filter, *adapters = finding.findings
    return _guard_wall(guard), _filter_wall(socket_filter), _gate_wall(adapters)


def conclusion(finding: GateFinding) -> Text:
    """The two words at the top right of the walls."""
    if finding.production_allowed:
        return T("isolation", "可以打开正式库")
    return T("isolation", "只能演练")


def link_came_up(finding: GateFinding) -> Text:
    """Why the window was locked: the sentence for the lock page and the reason in the journal entry."""
    return T("isolation", "{what}，正式库已锁定。", what=_gate_wall(list(finding.findings[2:])).title)


def far_display(environment: Mapping[str, str]) -> UserError | None:
    """What to tell if the window would be drawn on another machine's screen; None if it is this one's."""
    try:
        require_local_display(environment)
    except RemoteDisplay as found:
        return display_refused(found)
    return None


def display_refused(found: RemoteDisplay) -> UserError:
    """The window would be drawn on another machine's screen."""
    setting = f"{found.variable}={found.value}"
    return UserError(
        "REMOTE_DISPLAY",
        T("isolation", "窗口没有打开：{setting} 指向别的机器的屏幕。", setting=setting),
        T("isolation", "没有打开任何库。"),
        T("isolation", "请在本机的桌面上启动程序。"),
    )


def _guard_wall(finding: Finding) -> Wall:
    if finding.blocks:
        return Wall(
            "GUARD",
            False,
            T("isolation", "程序内出现了网络代码"),
            T("isolation", "启动时已载入：{modules}；只能演练", modules=finding.detail),
        )
    detail = T("isolation", "启动时已核对 {count} 个模块", count=finding.detail)
    return Wall("GUARD", True, T("isolation", "程序内没有网络代码"), detail)


def _filter_wall(finding: Finding) -> Wall:
    if not finding.blocks:
        detail = T("isolation", "除本机屏幕与打印外，一律不能建立")
        return Wall("FILTER", True, T("isolation", "系统拒绝网络连接"), detail)
    reasons = {
        "NOT_LINUX": T("isolation", "这个操作系统（{value}）没有这道墙；只能演练", value=finding.detail),
        "UNKNOWN_MACHINE": T("isolation", "这种处理器（{value}）还没有支持；只能演练", value=finding.detail),
        "REFUSED_BY_KERNEL": T("isolation", "内核没有接受过滤规则（{value}）；只能演练", value=finding.detail),
        "INEFFECTIVE": T("isolation", "试了一次，网络连接没有被拒绝；只能演练"),
    }
    return Wall("FILTER", False, T("isolation", "系统没有拒绝网络连接"), reasons[finding.name])


def _gate_wall(findings: list[Finding]) -> Wall:
    on = [finding for finding in findings if finding.blocks]
    if not on:
        detail = T("isolation", "有线、无线、蓝牙、调制解调器均未启用")
        return Wall("GATE", True, T("isolation", "本机没有接通的网卡"), detail)
    first, training_only = on[0], T("isolation", "此机不能打开正式库，只能演练")
    if first.kind is None:
        return Wall("GATE", False, T("isolation", "读不出本机有哪些网卡"), training_only)
    if len(on) == 1:
        title = T("isolation", "发现接通的{kind} {name}", kind=_KINDS[first.kind], name=first.name)
    else:
        names = "、".join(finding.name for finding in on)
        title = T("isolation", "发现 {count} 个接通的网卡：{names}", count=len(on), names=names)
    return Wall("GATE", False, title, training_only)
