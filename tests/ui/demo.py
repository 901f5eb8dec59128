"""Pages filled with the invented data of the design's pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from models.domain.problems import Problem, blocks, warns
from models.domain.text import T
from models.ledgers import BY_NAME
from tests.ui.fake_source import BookSource
from ui.ledger.door import HistoryLine
from ui.ledger.list_page import ListPage, column_action
from ui.main_window import MainWindow, PageSpec
from ui.navigation import Person
from ui.scanning import ScanRouter
from ui.tables.source import Column, Preferences, Row
from ui.tasks import Tasks
from ui.theme.look import Look
from ui.widgets.buttons import Button
from ui.widgets.page import Page
from ui.widgets.pane import LifeLine

TODAY = date(2026, 11, 23)
EVERY = frozenset({"clerk"})
NAV = (
    ("today", T("page", "今日"), "today", 0, 7), ("register", T("page", "登记簿"), "register", 0, 0),
    ("intake", T("page", "收文"), "intake", 0, 2), ("circulate", T("page", "传阅借阅"), "exchange", 0, 5),
    ("count", T("page", "清查盘点"), "scan", 0, 0), ("destroy", T("page", "销毁"), "shredder", 0, 1),
    ("handover", T("page", "移交清退"), "handover", 0, 0), ("meetings", T("page", "会议"), "meeting", 1, 0),
    ("devices", T("page", "设备与介质"), "device", 1, 0), ("people", T("page", "涉密人员"), "person", 1, 0),
    ("checks", T("page", "检查整改"), "flag", 1, 0), ("verify", T("page", "校验审计"), "shield-check", 2, 0),
    ("backup", T("page", "备份"), "backup", 2, 0), ("settings", T("page", "设置"), "settings", 2, 0),
)  # fmt: skip

LIFE = [
    LifeLine("arrow", "accent", "11-20 10:05", "借出 → 陈立", 8397),
    LifeLine("square", "ok", "11-17 15:21", "抽查：相符", 8240),
    LifeLine("square", "ok", "10-13 09:40", "归还 3号柜 2层", 7902),
    LifeLine("arrow", "accent", "10-12 14:30", "传阅 → 王建国", 7871),
    LifeLine("square", "ok", "10-10 09:16", "上架 3号柜 2层", 7844),
    LifeLine("ring", "neu", "10-10 09:12", "收文登记，3 份", 7841),
]


class RegisterDemo(ListPage):
    """The register as the design draws it."""

    def __init__(self, look: Look, tasks: Tasks, preferences: Preferences, source: BookSource | None = None) -> None:
        super().__init__(
            look, T("page", "登记簿"), T("ledger", "每份编号载体一行，任何时候都说得清在谁手里"), source or BookSource(),
            tasks, preferences, "carriers", ("number", False), T("list", "份"), T("list", "题名、文号、编号、份号、发文机关"),
        )  # fmt: skip
        column_action(self)
        self.add_action(Button(look, T("list", "导出")))
        self.add_action(Button(look, T("list", "打印簿页"), icon="printer", key="Ctrl+P"))
        self.add_action(Button(look, T("page", "收文"), icon="plus", key="Ctrl+N"))

    def empty_buttons(self) -> list[Button]:
        return [Button(self.look, T("list", "登记新的"), icon="plus", key="Ctrl+N")]

    def show_row(self, row: Row | None) -> None:
        if row is None:
            self.pane.clear()
            return
        self.pane.set_marking(row["level"], "机密★10年")
        self.pane.set_title(row["title"])
        self.pane.set_facts([
            ("载体编号", row["number"]), ("文号", row["reference_number"]), ("份号", f"{row['copy_number']}　共 3 份"),
            ("保密到期", f"{row['expires_on']}　还有 9 年 10 月"), ("应在位置", row["place"]), ("清退要求", "无"),
        ])  # fmt: skip
        self.pane.set_situation("arrow", "accent", "借给陈立，今天应还", "11-20 10:05 借出 • 批准人 王建国")
        self.pane.set_life(LIFE)
        back = Button(self.look, "归还", "primary", icon="undo", key="Alt+R")
        more = Button(self.look, "更多", "link")
        self.pane.set_buttons([back, Button(self.look, "续借")], [more])


DEVICE_LEDGER = BY_NAME["persons"]


class FakeDoor:
    """A ledger in memory: rules that find one duplicate and one clearance that needs a reason."""

    def __init__(self) -> None:
        self.stored: dict[int, dict[str, Any]] = {
            1: {"id": 1, "name": "周敏", "unit_id": 1, "post": "保密员", "clearance": "IMPORTANT", "state": "IN_POST"},
            2: {"id": 2, "name": "陈立", "unit_id": 1, "post": "科长", "clearance": "GENERAL", "state": "IN_POST"},
            3: {"id": 3, "name": "刘洋", "unit_id": 2, "post": "科员", "clearance": "GENERAL", "state": "IN_POST"},
        }
        self.units = {1: "办公室", 2: "财政经济委员会", 3: "人事代表选举委员会"}
        self.done: list[tuple[Any, ...]] = []

    def row(self, ledger: str, id_: int) -> Mapping[str, Any] | None:
        return self.stored.get(id_)

    def rows(self, ledger: str, ids: Sequence[int]) -> list[Mapping[str, Any]]:
        return [self.stored[id_] for id_ in ids if id_ in self.stored]

    def problems(self, ledger: str, id_: int | None, values: Mapping[str, Any]) -> list[Problem]:
        found = []
        if any(row["name"] == values.get("name") and row["id"] != id_ for row in self.stored.values()):
            found.append(blocks("DUPLICATE", "name", T("problem", "“{label}”与已有的一条相同", label=T("person", "姓名"))))
        if values.get("clearance") == "NONE":
            found.append(warns("CLEARANCE", "clearance", T("problem", "非涉密人员通常不接触载体")))
        return found

    def batch_problems(self, ledger: str, ids: Sequence[int], values: Mapping[str, Any]) -> list[Problem]:
        return [warns("CORRECTION", "", T("problem", "这是登记后的更正，旧值会保留；请写更正理由"))]

    def add(self, ledger: str, values: Mapping[str, Any], reason: str) -> int:
        id_ = max(self.stored) + 1
        self.stored[id_] = {"id": id_, "state": "IN_POST", **values}
        self.done.append(("add", dict(values), reason))
        return id_

    def amend(self, ledger: str, id_: int, values: Mapping[str, Any], reason: str) -> int:
        self.stored[id_].update(values)
        self.done.append(("amend", id_, dict(values), reason))
        return id_

    def amend_many(self, ledger: str, ids: Sequence[int], values: Mapping[str, Any], reason: str) -> list[int]:
        for id_ in ids:
            self.stored[id_].update(values)
        self.done.append(("amend_many", list(ids), dict(values), reason))
        return list(ids)

    def void(self, ledger: str, id_: int, reason: str) -> int:
        self.stored[id_]["state"] = "VOID"
        self.done.append(("void", id_, reason))
        return id_

    def history(self, ledger: str, id_: int) -> list[HistoryLine]:
        return [
            HistoryLine(8397, "2026-11-20T02:05:00Z", "周敏", T("act", "更正"), "任命文件 云人任〔2026〕9号",
                        ((T("person", "职务"), "科员", "科长"),)),
            HistoryLine(7841, "2026-10-10T01:12:00Z", "周敏", T("act", "登记"), "",
                        ((T("person", "姓名"), "", "陈立"), (T("person", "部门"), "", "办公室"))),
        ]  # fmt: skip

    def suggest(self, ledger: str, text: str) -> list[tuple[int, str]]:
        return [(id_, name) for id_, name in self.units.items() if text in name]

    def title(self, ledger: str, id_: int) -> str:
        return self.units.get(id_, str(id_))


class DoorSource(BookSource):
    """Lists the rows of a `FakeDoor`."""

    def __init__(self, door: FakeDoor) -> None:
        super().__init__([])
        self.all = door.stored

    def columns(self, ledger: str) -> tuple[Column, ...]:
        fields = BY_NAME[ledger].fields
        return tuple(
            Column(name, field.label, field.width, words=field.choices, kind="state" if name == "state" else "text")
            for name, field in fields.items() if field.width
        )  # fmt: skip


def window(look: Look, tasks: Tasks, preferences: Preferences, router: ScanRouter, pages: Mapping[str, Any]) -> MainWindow:
    """The main window with one real page; the others stand for pages of later work."""
    specs = tuple(
        PageSpec(name, title, icon, group, pages.get(name, lambda title=title: Page(look, title)), EVERY)
        for name, title, icon, group, _count in NAV
    )  # fmt: skip
    made = MainWindow(look, specs, "云岭市人大机关", Person("周敏", "clerk", T("role", "保密员")), router)
    for name, _title, _icon, _group, count in NAV:
        made.set_waiting(name, count)
    made.navigation.set_walls(True, T("navigation", "三道墙完好"))
    made.navigation.set_anchor(37)
    return made
