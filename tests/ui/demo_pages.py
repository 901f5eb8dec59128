"""The design's process pages, put together from the widgets: today, count, destruction, check. For pictures only."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from models.domain.text import T
from models.services.isolation_words import Wall
from ui.pages.unlock.page import Isolation
from ui.theme.look import Look
from ui.theme.marks import MUST_CHANGE, NEEDS_REASON, NOTICE, PUT_INS, VERDICTS
from ui.widgets.buttons import Button, KeyCap
from ui.widgets.cell_table import BLOCKED, TICK, UNTICKED, Cell, CellTable, Head, TableRow
from ui.widgets.charts import InOutBars, InOutLegend, Month, StackedBars
from ui.widgets.containers import Frame, Panel
from ui.widgets.duty import Duty, DutyList
from ui.widgets.labels import label
from ui.widgets.page import HELP_KEY, Page
from ui.widgets.progress import Cells, Ring
from ui.widgets.scan_box import ScanBox
from ui.widgets.shelf_map import CabinetColumn, ShelfCell, ShelfMap
from ui.widgets.stepper import Step, Stepper
from ui.widgets.tally import Tallies
from ui.widgets.verdict import ConclusionPanel, VerdictPanel

WALLS = (
    Wall("GUARD", True, T("isolation", "程序内没有网络代码"), T("isolation", "启动时已核对 {count} 个模块", count=214)),
    Wall("FILTER", True, T("isolation", "系统拒绝网络连接"), T("isolation", "除本机屏幕与打印外，一律不能建立")),
    Wall("GATE", True, T("isolation", "本机没有接通的网卡"), T("isolation", "有线、无线、蓝牙、调制解调器均未启用")),
)
ISOLATED = Isolation(WALLS, T("isolation", "可以打开正式库"), True, "检查于 2026-11-23 08:31，结果写入日志")
FALLEN = Isolation(
    (*WALLS[:2], Wall("GATE", False, T("isolation", "发现接通的{kind} {name}", kind="无线网卡", name="wlan0"),
                      T("isolation", "此机不能打开正式库，只能演练"))),
    T("isolation", "只能演练"), False, "检查于 2026-11-23 08:31；网卡停用后重新打开程序",
)  # fmt: skip

DUTIES = (
    Duty("lost", MUST_CHANGE, "下落不明第 6 天，还剩 4 天", "26-0091-003　绝密《换届人事安排方案》；11-17 调阅时未见，满期按泄密报告。",
         "第 6 天 / 10", "查找与处置", (6, 10)),
    Duty("overdue", MUST_CHANGE, "2 份借出已超期", "陈立 1 份超 3 天，刘洋 1 份超 1 天；机密应在 3 日内归还。", "超 3 天", "催还"),
    Duty("slip", MUST_CHANGE, "1 张回执未收回", "11-12 发市发改委 2 份机密件，回执应于 11-19 收到。", "超 4 天", "催回执"),
    Duty("count", NEEDS_REASON, "四季度专项检查", "每季至少一次；9-28 以后未查，须在 12-28 前完成。", "剩 35 天", "新建清查"),
    Duty("expiry", NEEDS_REASON, "18 份载体 30 天内到期", "最早 12-01。先核对有无延期通知，再定解密、归档或清退。", "剩 8 天", "逐份审核"),
    Duty("backup", NEEDS_REASON, "备份已过 5 天", "上次 11-18 17:20 写入“备份盘 B”，规定不超过 7 天。", "剩 2 天", "去备份"),
    Duty("anchor", NOTICE, "37 笔操作尚未留痕", "上次打印留痕 11-20 17:40，日志第 8 412 条；下班前打印一次。", "今天", "打印留痕"),
)  # fmt: skip


class TodayDemo(Page):
    def __init__(self, look: Look) -> None:
        super().__init__(look, "今日", "11月23日　星期一　•　7 件事：1 件在计时，2 件已超期")
        self.add_action(Button(look, "扫一份", icon="scan", key="F3"))
        self.add_action(Button(look, "收文", icon="plus", key="Ctrl+N"))
        row = QHBoxLayout()
        row.setSpacing(look.px(16))
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(look.px(12))
        self.duties = DutyList(look)
        self.duties.set_duties(DUTIES)
        left.addWidget(self.duties)
        acts = Frame(look)
        head = QHBoxLayout()
        head.setContentsMargins(look.px(13), look.px(10), look.px(13), look.px(6))
        head.addWidget(label(look, "最近操作", "strong"), 1)
        head.addWidget(label(look, "全部历史", "hint", "text2"))
        head.addWidget(KeyCap(look, "Ctrl+H"))
        acts.box.addLayout(head)
        table = CellTable(look, (Head("时间", 74), Head("操作", 96), Head("对象", 0), Head("经手", 80), Head("条号", 64)), "最近操作")
        table.horizontalHeader().hide()
        table.set_rows([
            TableRow(1, tuple(Cell(part) for part in ("08:52", "归还", "26-0287-001《关于代表建议办理情况的内部通报》", "周敏", "8 449"))),
            TableRow(2, tuple(Cell(part) for part in ("08:47", "借出", "26-0304-002《机关内部审计情况反馈意见》→ 王建国", "周敏", "8 448"))),
        ])  # fmt: skip
        table.clearSelection()
        acts.box.addWidget(table, 1)
        left.addWidget(acts, 1)
        bars = StackedBars(look)
        parts = ("TOP_SECRET", "SECRET", "CONFIDENTIAL", "WORK_SECRET")
        data = ((5, 95, 140, 38), (0, 118, 185, 47), (24, 84, 64, 0), (0, 139, 205, 69), (0, 38, 116, 100))
        bars.set_rows([(f"{number}号柜", dict(zip(parts, counts, strict=True)))
                       for number, counts in zip((1, 2, 3, 5, 8), data, strict=True)])  # fmt: skip
        flow = InOutBars(look)
        came = (62, 37, 50, 69, 44, 56, 39, 35, 80, 58, 53, 40)
        went = (17, 9, 83, 20, 14, 60, 19, 7, 96, 26, 22, 11)
        flow.set_months([Month("12月" if not i else "11月" if i == 11 else str(i), a, b, "清退 96" if b == 96 else "")
                         for i, (a, b) in enumerate(zip(came, went, strict=True))])  # fmt: skip
        for chart, title, note in ((bars, "在库载体", "1 467 份，按柜和密级"), (flow, "近 12 个月进出", "")):
            panel = Panel(look, margin=16, spacing=12)
            head = QHBoxLayout()
            head.addWidget(label(look, title, "strong"), 1)
            head.addWidget(label(look, note, "hint", "text2") if note else InOutLegend(look))
            panel.box.addLayout(head)
            panel.box.addWidget(chart)
            right.addWidget(panel, 1)
        row.addLayout(left, 768)
        row.addLayout(right, 352)
        self.content.addLayout(row)
        self.set_foot("上次登录 11-20 17:42", "本次登录 08:31")
        self.set_keys(("1–7", T("key", "处理")), ("↑↓", T("key", "选择")), HELP_KEY)

    def entered(self) -> None:
        self.duties.lines[1].button.setFocus()


class CountDemo(Page):
    def __init__(self, look: Look) -> None:
        super().__init__(look, "清查盘点　2026 年四季度专项", "清点 周敏　复核 刘洋　监督 王建国　•　09:12 开始，账面已冻结，借还照常")
        self.add_action(Button(look, "暂停"))
        self.add_action(Button(look, "撤销上一扫", icon="undo", key="Ctrl+Z"))
        self.add_action(Button(look, "结束扫描", key="F9"))
        row = QHBoxLayout()
        row.setSpacing(look.px(16))
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(look.px(12))
        self.scan = ScanBox(look, "扫描", "扫载体或柜层标签，也可手输编号")
        self.scan.set_side("当前柜层　5号柜 1层", "accent")
        verdict = VerdictPanel(look)
        verdict.say(VERDICTS["MISPLACED"], "已记录 • 第 328 扫 • 09:41:07", "应在 3号柜 2层", "现扫于 5号柜 1层", "SECRET",
                    "26-0287-001", "关于代表建议办理情况的内部通报")  # fmt: skip
        heads = (Head("时间", 78), Head("结果", 124), Head("载体编号", 104), Head("密级", 86), Head("标题", 0), Head("说明", 112))
        table = CellTable(look, heads, "扫描记录", 34)
        rows = (
            ("09:41:07", "MISPLACED", "26-0287-001", "SECRET", "关于代表建议办理情况的内部通报", "应在 3号柜 2层"),
            ("09:41:03", "MATCHED", "26-0318-016", "CONFIDENTIAL", "关于做好2026年度保密自查自评工作的通知", ""),
            ("09:40:58", "OUT_BUT_HERE", "26-0310-002", "SECRET", "重点督办事项汇总（三季度）", "账上借给陈立"),
            ("09:40:52", "DUPLICATE", "26-0318-014", "CONFIDENTIAL", "关于做好2026年度保密自查自评工作的通知", "09:40:47 已扫"),
            ("09:40:31", "UNRECORDED", "19-0077-00?", "", "无此编号，原码已留存", "待查"),
        )
        table.set_rows([
            TableRow(i, (Cell(a), Cell(mark=VERDICTS[b], token=VERDICTS[b].token), Cell(c), Cell("—" if not d else "", badge=d),
                         Cell(e), Cell(f, token=VERDICTS[b].token)))
            for i, (a, b, c, d, e, f) in enumerate(rows)
        ])  # fmt: skip
        frame = Frame(look)
        frame.box.addWidget(table)
        left.addWidget(self.scan)
        left.addWidget(verdict)
        left.addWidget(frame, 1)
        result = Panel(look, margin=16, spacing=10)
        head = QHBoxLayout()
        head.addWidget(label(look, "本次结果", "strong"), 1)
        head.addWidget(label(look, "应查 1 467 • 已扫 328", "hint", "text2"))
        result.box.addLayout(head)
        codes = ("MATCHED", "MISPLACED", "UNRECORDED", "OUT_BUT_HERE", "DUPLICATE", "MISSING")
        tallies = Tallies(look, {code: VERDICTS[code] for code in codes})
        tallies.set_values({"MATCHED": 318, "MISPLACED": 4, "UNRECORDED": 1, "OUT_BUT_HERE": 2, "DUPLICATE": 3},
                           "MISPLACED")  # fmt: skip
        result.box.addWidget(tallies)
        right.addWidget(result)
        shelves = ShelfMap(look)
        shelves.set_cabinets([
            CabinetColumn("1号柜", "扫完，差 3", (ShelfCell("1层", 29, 30, True), ShelfCell("2层", 60, 60),
                                                 ShelfCell("3层", 96, 98, True), ShelfCell("4层", 90, 90)), "warn"),
            CabinetColumn("2号柜", "未清", tuple(ShelfCell(f"{n}层", 0, e) for n, e in enumerate((90, 86, 92, 82), 1))),
            CabinetColumn("3号柜", "未清", (ShelfCell("1层", 0, 44), ShelfCell("2层", 0, 60, True), ShelfCell("3层", 0, 38),
                                           ShelfCell("4层", 0, 30))),
            CabinetColumn("5号柜", "12%", (ShelfCell("1层", 49, 104, True, here=True), ShelfCell("2层", 0, 110),
                                          ShelfCell("3层", 0, 98), ShelfCell("4层", 0, 101)), "accent"),
            CabinetColumn("8号柜", "未清", tuple(ShelfCell(f"{n}层", 0, e) for n, e in enumerate((70, 64, 60, 60), 1))),
        ])  # fmt: skip
        furniture = Panel(look, margin=16, spacing=8)
        furniture.box.addWidget(label(look, "柜架进度", "strong"))
        furniture.box.addWidget(shelves, 1)
        right.addWidget(furniture, 1)
        row.addLayout(left, 766)
        row.addLayout(right, 352)
        self.content.addLayout(row)
        self.set_foot("每扫一次先存盘再出声", "三种声音：相符、注意、不认得")
        self.set_keys(("Ctrl+Z", T("key", "撤销")), ("F6", T("key", "改当前柜层")), ("F7", T("key", "静音")),
                      ("F9", T("key", "结束")), HELP_KEY)  # fmt: skip

    def entered(self) -> None:
        self.scan.setFocus()


class CheckDemo(Page):
    def __init__(self, look: Look) -> None:
        super().__init__(look, "校验审计", "谁、何时、做了什么、为什么；账和日志逐条对过")
        self.add_action(Button(look, "重新校验", key="F5"))
        self.add_action(Button(look, "打印留痕", "primary", icon="printer", key="Ctrl+P"))
        said = ConclusionPanel(look)
        said.say("shield-check", "ok", "日志完好，账与日志一致", "8 449 条逐条重放，得到的账与现在的账逐行相同；签名全部有效。",
                 "第 8 412 条以前有纸和备份盘作证；其后 37 条还没有外部见证，暂不能证明。", "09:58 校验", "用时 1.4 秒")  # fmt: skip
        bad = ConclusionPanel(look)
        bad.say("shield-cross", "bad", "第 8 388 条与账不符", "载体 26-0261-004 的“状态”：日志为“借出（刘洋）”，账面为“在库”。",
                "纸和本机留存都与日志一致，可见日志可信，改的是账面。", "09:58 校验", "用时 1.4 秒")  # fmt: skip
        self.content.addWidget(said)
        self.content.addWidget(bad)
        steps = Stepper(look)
        steps.set_steps([Step(T("demo", a), b) for a, b in (
            ("拟销", "42 份入选"), ("清点", "周敏、刘洋"), ("审批", "王建国 11-20"), ("封装", "3 袋 3 签"), ("监销", "逐份扫描"),
            ("完成", "回执与证明"))], 4)  # fmt: skip
        self.content.addWidget(steps)
        row = QHBoxLayout()
        ring = Ring(look, "投入")
        ring.set_value(27, 42, "共 42 份")
        row.addWidget(ring)
        cells = Cells(look, "决定")
        cells.set_cells(["done"] * 6 + ["bad"] + ["wait"] * 3)
        row.addWidget(cells, 1)
        self.content.addLayout(row)
        heads = (Head("", 40), Head("载体", 0), Head("密级", 86), Head("依据", 236), Head("能否销毁", 96), Head("为什么", 260))
        table = CellTable(look, heads, "候选", 50)
        table.set_rows([
            TableRow(1, (Cell(tick=TICK), Cell("24-0211-020", "机关保密检查情况通报"), Cell(badge="CONFIDENTIAL"),
                         Cell("2025-06-14 到期，已核对无延期"), Cell("可销", mark=PUT_INS["ACCEPTED"]), Cell("无保存价值鉴定 11-18"))),
            TableRow(2, (Cell(tick=BLOCKED), Cell("26-0261-004", "财政预算执行审查情况专报"), Cell(badge="SECRET"),
                         Cell("借给刘洋，逾期 1 天"), Cell("不可", mark=PUT_INS["SURPLUS"]), Cell("有未了借阅：先归还", token="bad"))),
            TableRow(3, (Cell(tick=UNTICKED), Cell("23-0190-002", "信访动态（第 41 期）"), Cell(badge="CONFIDENTIAL"),
                         Cell("保密期未满，至 2028-08-02"), Cell("须理由", mark=NEEDS_REASON), Cell("未到期：写明提前销毁依据", token="warn"))),
        ])  # fmt: skip
        frame = Frame(look)
        frame.box.addWidget(table)
        self.content.addWidget(frame, 1)
        self.table = table

    def entered(self) -> None:
        self.table.setFocus()
