"""Ledgers of other offices and other clerks: their layouts, words and habits, each imported whole."""

from __future__ import annotations

import datetime
import io
from collections import Counter

import xlwt

from models.domain.lifecycle import CarrierState as S
from models.domain.lifecycle import Medium
from models.exchange.proposed import Verdict
from models.exchange.rows import RowKind
from tests.exchange.helpers import codes, csv_bytes, data_of, rows_of, xlsx

N = None


def party_office() -> bytes:
    """A county party office: groups over columns, month and day apart, year lines, a document merged over its copies."""
    rows = [
        ["××县委办公室机要文件收发登记簿"],
        [],
        ["序号", "收文日期", N, "来文单位", "文件字号", "文件标题", "密级", N, "份号", "份数", "发放", N, "清退", N, "备注"],
        [N, "月", "日", N, N, N, "密级", "保密期限", N, N, "领取人", "时间", "日期", "经手人", N],
        ["2021年"],
        [1, 1, 5, "中共××市委办公室", "×办发〔2021〕1号", "关于做好春节期间有关工作的通知", "机密", "10年", "12", 3, "张三", "1月6日",
         "2021.12.20", "李四", ""],
        [N, N, N, N, N, N, N, N, "13", N, "王五", "1月6日", N, N, N],
        [N, N, N, N, N, N, N, N, "14", N, "赵六", "1月7日", N, N, N],
        [2, 1, 8, "〃", "×办发〔2021〕2号", "关于印发有关工作要点的通知", "秘密", "5年", "000101-000103", 3, "张三", "1.9", N, N, N],
        ["合计", N, N, N, N, N, N, N, N, 6],
        ["2022年"],
        [1, 3, 2, "省委保密办", "×保办〔2022〕3号", "关于开展保密自查自评的通知", "工作秘密", N, "无", 2, N, N, N, N, "阅后清退"],
    ]
    one = rows[5][:8]
    merges = [(0, 0, 0, 14, rows[0][0]), (2, 1, 2, 2, "收文日期"), (2, 6, 2, 7, "密级"), (2, 10, 2, 11, "发放"), (2, 12, 2, 13, "清退")]
    merges += [(2, column, 3, column, rows[2][column]) for column in (0, 3, 4, 5, 8, 9, 14)]
    merges += [(5, column, 7, column, value) for column, value in enumerate(one)] + [(5, 9, 7, 9, 3)]
    return xlsx({"收文": rows}, {"收文": merges})


def test_the_party_office() -> None:
    found = data_of(party_office())
    assert [row.document["received_on"] for row in found] == ["2021-01-05"] * 3 + ["2021-01-08", "2022-03-02"]
    assert [bool(row.joins) for row in found] == [False, True, True, False, False]
    assert [len(row.copies) for row in found] == [1, 1, 1, 3, 2]
    assert (found[0].copies[0].state, found[0].copies[0].left_on) == (S.RETURNED, "2021-12-20")
    assert found[0].document["signed_by"] == "张三" and found[0].document["signed_on"] == "2021-01-06"
    assert "签收人：王五" in str(found[1].copies[0].remarks)
    assert found[3].document["issuer"] == "中共××市委办公室" and found[3].document["term_amount"] == 5
    assert (found[4].document["secret_kind"], found[4].document["recall"]) == ("WORK_SECRET", "DEMANDED")
    assert not any(row.warned for row in found)
    kinds = Counter(row.kind for row in rows_of(party_office()) if row.verdict is Verdict.SKIPPED)
    assert kinds == {RowKind.TITLE: 1, RowKind.HEADER: 2, RowKind.YEAR: 2, RowKind.SUBTOTAL: 1}


def finance_bureau() -> bytes:
    """A finance bureau: text of an old database program, tabs, GB18030, two-digit years, everything in few columns."""
    return csv_bytes(
        [
            ["××县财政局涉密文件台帐"],
            ["登记日期", "发文机关", "文号", "内容摘要", "密级/期限", "编号(份)", "数量", "经办人", "存放", "处理情况"],
            ["18.3.5", "财政部", "财预〔2018〕12号", "关于下达预算的通知", "机密/10年", "NO.000231", "1", "刘 洋",
             "保险柜2-3层", "已销毁 2020年12月（县保密局统一销毁）"],
            ["18.3.9", "省财政厅", "×财办［2018］8号", "关于专项检查情况的通报", "秘密（5年）", "共2份：45、46", "2份", "同上",
             "保险柜2-3层", "45号已退省厅2019.1.8；46号存"],
            ["18.3.12", "同上", "×财办〔2018〕9号", "关于某事项的函", "秘密", "", "", "刘洋", "", ""],
            ["18年4月1日", "市财政局", "", "关于召开座谈会的通知", "—", "—", "1", "刘洋", "铁皮柜", "无需清退"],
            ["", "", "", "注：以上由办公室保管"],
            ["小计", "", "", "4件", "", "", "4"],
        ],
        "\t", "gb18030",
    )  # fmt: skip


def test_the_finance_bureau() -> None:
    found = data_of(finance_bureau())
    assert [row.document["received_on"] for row in found] == ["2018-03-05", "2018-03-09", "2018-03-12", "2018-04-01"]
    assert [row.document["issuer"] for row in found] == ["财政部", "省财政厅", "省财政厅", "市财政局"]
    assert [row.document["signed_by"] for row in found] == ["刘洋"] * 4
    assert (found[0].copies[0].copy_number, found[0].copies[0].state, found[0].copies[0].left_by) == ("000231", S.DESTROYED, "县保密局")
    assert [(copy.copy_number, copy.state) for copy in found[1].copies] == [("000045", S.RETURNED), ("000046", S.IN_STORE)]
    assert found[1].copies[0].left_on == "2019-01-08" and found[1].document["reference_number"] == "×财办〔2018〕8号"
    assert codes(found[2]) == {"TERM_UNMARKED", "COUNT_MISSING"}
    assert found[3].document["secret_kind"] == "UNMARKED" and not found[3].warned
    assert [row.kind for row in rows_of(finance_bureau())[-2:]] == [RowKind.NOTE, RowKind.SUBTOTAL]


def device_office() -> bytes:
    """An institute: one row for every carrier, media among the papers, state and holder in columns of their own."""
    return xlsx({"涉密载体台账": [
        ["涉密载体总台账"],
        ["填报单位：××局", N, N, N, N, "填表人：张三", N, N, "填表日期：2023年1月5日"],
        ["序号", "载体编号", "载体名称", "制发单位", "载体类型", "文号", "密级", "保密期限", "份号", "页数", "责任人",
         "存放位置", "当前状态", "当前持有人", "备注"],
        [1, "BM-2022-001", "关于某规划的通知", "省政府", "纸质", "×政〔2022〕5号", "机密", "10", 1, 23, "张三", "机要室3号柜2层", "在库", "", ""],
        [2, "BM-2022-002", "关于某规划的通知", "省政府", "纸质", "×政〔2022〕5号", "机密", "10", 2, 23, "张三", "机要室3号柜2层", "借出", "李四", ""],
        [3, "BM-2022-003", "涉密U盘", "本单位", "U盘", "", "机密", "", "", "", "王五", "机要室3号柜3层", "在用", "王五", "8G"],
        [4, "BM-2022-004", "地形图", "测绘局", "图纸", "", "秘密", "长期", "000007", "1", "张三", "机要室3号柜3层", "归档", "", ""],
    ]})  # fmt: skip


def test_the_institute() -> None:
    found = data_of(device_office())
    assert [row.joins != "" for row in found] == [False, True, False, False]
    copies = [row.copies[0] for row in found]
    assert [copy.medium for copy in copies] == [Medium.PAPER, Medium.PAPER, Medium.USB_DISK, Medium.DRAWING]
    assert [(copy.state, copy.holder, copy.custodian) for copy in copies] == [
        (S.IN_STORE, "", "张三"), (S.ON_LOAN, "李四", "张三"), (S.IN_STORE, "", "王五"), (S.ARCHIVED, "", "张三"),
    ]  # fmt: skip
    assert {(copy.place.room, copy.place.cabinet) for copy in copies} == {("机要室", "3号柜")}
    assert found[2].document["reference_number"] == "BM-2022-003"
    assert [row.document["term_amount"] for row in found] == [10, 10, None, None]
    assert not any("COUNT_MISSING" in codes(row) or "COPY_NUMBER_MISSING" in codes(row) for row in found)


def old_registry() -> bytes:
    """A registry of 2018 in Excel 97: wrapped headings on every page, page carry-overs, dates kept as numbers."""
    head = [["收文", "来文", "来文", "", "密", "份", "份", "存放", "清退", "经手"],
            ["日期", "单位", "字号", "内容摘要", "级", "数", "号", "位置", "情况", "人"]]  # fmt: skip
    rows = [
        ["二〇一八年度机要文件登记簿"],
        *head,
        [datetime.date(2018, 1, 3), "省委", "×委〔2018〕1号", "关于召开会议的通知", "机密", 1.0, 12.0, "1#", "√", "张三"],
        [43105.0, "〃", "×委〔2018〕2号", "关于某某同志任职的通知", "秘密★1年", 2.0, "13-14", "1#", "2018.5.6", "张三"],
        [1.1, "省政府", "×政〔2018〕3号", "关于某事的通报", "秘密", 1.0, "3", "2#", "", ""],
        ["", "", "", "过次页"],
        ["", "", "", "承前页"],
        *head,
        ["1.20", "省政府", "×政〔2018〕5号", "关于某事的意见", "机", 1.0, "8", "2#", "未退", "李四"],
        ["2月", "省政府", "×政〔2018〕6号", "关于某事的函", "机密*20年", 1.0, "9", "2#", "否", "李四"],
    ]
    sent = [
        ["2018年发文登记"],
        ["序号", "发文日期", "发文字号", "标题", "密级", "份数", "份号起", "份号止", "发往单位", "签收人"],
        [1, "2018.3.1", "×人发〔2018〕1号", "关于召开会议的通知", "秘密★3年", 10, 1, 10, "各区县人大", "王二"],
    ]
    book = xlwt.Workbook()
    for name, lines in (("收文", rows), ("发文", sent), ("说明", [["本表由机要室填写"]])):
        sheet = book.add_sheet(name)
        for number, line in enumerate(lines):
            for column, value in enumerate(line):
                if isinstance(value, datetime.date):
                    sheet.write(number, column, value, xlwt.easyxf(num_format_str="m.d"))
                else:
                    sheet.write(number, column, value)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_the_old_registry() -> None:
    everything = rows_of(old_registry())
    found = [row for row in everything if row.verdict is Verdict.DATA]
    assert [row.document["received_on"] for row in found] == ["2018-01-03", "2018-01-05", "2018-01-10", "2018-01-20", N, "2018-03-01"]
    assert [row.year for row in found] == [2018] * 6
    assert [row.copies[0].state for row in found] == [S.RETURNED, S.RETURNED, S.IN_STORE, S.IN_STORE, S.IN_STORE, S.HANDED_OVER]
    assert [row.copies[0].recall for row in found] == ["NONE", "NONE", "NONE", "DEMANDED", "NONE", "NONE"]
    assert found[1].document["issuer"] == "省委" and [copy.copy_number for copy in found[1].copies] == ["000013", "000014"]
    assert found[4].document["term_amount"] == 20 and "收文日期：2月" in str(found[4].document["remarks"])
    assert {"DATE_WAS_NUMBER"} <= codes(found[2]) and {"LEVEL_ABBREVIATED"} <= codes(found[3])
    assert len(found[5].copies) == 10
    skipped = Counter(row.kind for row in everything if row.verdict is Verdict.SKIPPED)
    assert skipped == {
        RowKind.TITLE: 2, RowKind.HEADER: 3, RowKind.REPEATED_HEADER: 2, RowKind.SUBTOTAL: 2, RowKind.LEFT_OUT: 1,
    }  # fmt: skip


def national_form() -> bytes:
    """The register form G01 with all its columns, kept by the book."""
    head = ["序号", "收文日期", "收文编号", "来文单位", "来文字号", "文件标题", "密级", "保密期限", "份号", "份数", "页数", "紧急程度",
            "附件", "外封号", "来件渠道",
            "清点人", "签收人", "签收时间", "承办部门", "知悉范围", "存放位置", "清退要求", "去向(归档/清退/销毁)", "去向日期", "归入卷号", "备注"]  # fmt: skip
    return xlsx({"2023": [
        ["涉密文件收文登记簿"],
        head,
        [1, datetime.date(2023, 2, 1), "2023-机0001", "省委办公厅", "×委办发〔2023〕1号", "关于印发某工作要点的通知", "秘密", "5年", "000001、3、000005", 3, 12,
         "加急", "1件", "JM-001", "机要交通", "张三", "李四", "2月1日", "办公室", "县处级", "5号柜第5格", "是", "清退", "2023.12.1", "清退单2023-5号", ""],
        [2, "20230203", "2023-机0002", "省委办公厅", "×委办发〔2023〕2号", "关于另一要点的通知", "绝密", "30年", "", 1, "12页",
         "特急", "无", "JM-002", "专人", "张三", "李四", "2023.2.3", "办公室", "", "绝密柜", "需", "", "", "", "无"],
    ]})  # fmt: skip


def test_the_national_form() -> None:
    first, second = data_of(national_form())
    assert not first.warned
    assert {name: first.document[name] for name in (
        "registry_number", "cover_number", "channel", "counted_by", "signed_by", "signed_on", "handling_unit", "access_scope",
        "attachments", "urgency", "pages", "recall",
    )} == {
        "registry_number": "2023-机0001", "cover_number": "JM-001", "channel": "PARTY_COURIER", "counted_by": "张三", "signed_by": "李四",
        "signed_on": "2023-02-01", "handling_unit": "办公室", "access_scope": "县处级", "attachments": "1件", "urgency": "SPEEDED",
        "pages": 12, "recall": "DEMANDED",
    }  # fmt: skip
    assert [(copy.copy_number, copy.state, copy.left_on, copy.left_by) for copy in first.copies] == [
        (number, S.RETURNED, "2023-12-01", "清退单2023-5号") for number in ("000001", "000003", "000005")
    ]
    assert codes(second) == {"ABOVE_VAULT_LEVEL", "COPY_NUMBER_MISSING"}
    assert (second.document["channel"], second.copies[0].place.cabinet) == ("HAND_DELIVERY", "绝密柜")


def loan_book() -> bytes:
    """A small unit: no column for numbers (they stand in the title), borrowers and days, no form at all."""
    return csv_bytes([
        ["编号", "收到日期", "来文机关及文号", "题名", "级别", "份数（份号）", "柜号", "层", "借阅人", "借阅日期", "归还日期"],
        [1, "2020年3月4日", "市委办公室 ×委办〔2020〕12号", "关于某项重要工作的紧急通知", "机密★5年", "2份（000012-000013）", 5, 2, "张三", "2020.5.1", ""],
        [2, "3月9日", "市委办公室 ×委办〔2020〕15号", "关于某项重要工作情况的通报", "秘密", "第13号", 5, 3, "李四", "2020.5.2", "2020.5.8"],
        [3, "3月10日", "县政府", "关于报送材料的通知（×政办〔2020〕3号）", "内部", "1", "", "", "", "", ""],
    ], ";", "utf-8-sig")  # fmt: skip


def test_the_loan_book() -> None:
    first, second, third = data_of(loan_book())
    assert (first.document["issuer"], first.document["reference_number"]) == ("市委办公室", "×委办〔2020〕12号")
    assert [(copy.copy_number, copy.state, copy.holder, copy.since) for copy in first.copies] == [
        ("000012", S.ON_LOAN, "张三", "2020-05-01"), ("000013", S.ON_LOAN, "张三", "2020-05-01"),
    ]  # fmt: skip
    assert (first.copies[0].place.cabinet, first.copies[0].place.shelf) == ("5号柜", "第2层")
    assert second.copies[0].state is S.IN_STORE and "借阅人：李四" in str(second.document["remarks"])
    assert second.document["received_on"] == "2020-03-09"
    assert third.document["issuer"] == "县政府" and third.document["secret_kind"] == "INTERNAL"


def level_sheets() -> bytes:
    """Sheets by level, two tables abreast to save paper, no column for the level."""
    head = ["序号", "文号", "标题", "份号", "备注"]
    return xlsx({
        "机密件": [[*head, *head], [1, "×发〔2019〕1号", "关于甲事项的通知", "1", "", 3, "×发〔2019〕3号", "关于丙事项的通知", "3", "已归档"],
                   [2, "×发〔2019〕2号", "关于乙事项的通知", "2", "", 4, "×发〔2019〕4号", "关于丁事项的通知", "4", ""]],
        "秘密件": [head, [1, "×发〔2019〕9号", "关于戊事项的通知", "1", "张三借阅未还"]],
    })  # fmt: skip


def test_sheets_by_level() -> None:
    found = data_of(level_sheets())
    by_number = {str(row.document["reference_number"]): row for row in found}
    assert len(found) == 5
    assert [by_number[f"×发〔2019〕{n}号"].document["level"] for n in (1, 2, 3, 4, 9)] == ["SECRET"] * 4 + ["CONFIDENTIAL"]
    assert by_number["×发〔2019〕3号"].copies[0].state is S.ARCHIVED
    assert (by_number["×发〔2019〕9号"].copies[0].state, by_number["×发〔2019〕9号"].copies[0].holder) == (S.ON_LOAN, "张三")
    assert {row.copies[0].copy_number for row in found if row.sheet == "机密件"} == {"000001", "000002", "000003", "000004"}


def classic_book() -> bytes:
    """The printed book of the nineties typed in: the year over month and day, the number in three columns, ticks as signatures."""
    rows = [
        ["机要文件收文簿"],
        ["2019年", N, "来文单位", "文号", N, N, "文件标题", "密级", "份数", "份号", "签收"],
        ["月", "日", N, "字", "年", "号", N, N, N, N, N],
        [1, 3, "省委", "×委发", 2019, 5, "关于甲事项的通知", "机密件", 3, "12.13.14", "√"],
        [N, 5, "省委", "×委办", "2019", "6", "关于乙事项的通知", "秘密十年", "2", "15、16", "张三"],
        ["（以下为补登）"],
        [2, 1, "市委", "×发", "19", 7, "关于丙事项的通知", "【机密】★10年", 1, "№17", "张三"],
        ["统计", N, N, N, N, N, N, N, 6],
    ]
    merges = [(1, 0, 1, 1, "2019年"), (1, 3, 1, 5, "文号")] + [(1, column, 2, column, rows[1][column]) for column in (2, 6, 7, 8, 9, 10)]
    return xlsx({"收文": rows}, {"收文": merges})


def test_the_classic_book() -> None:
    found = data_of(classic_book())
    assert [row.document["reference_number"] for row in found] == ["×委发〔2019〕5号", "×委办〔2019〕6号", "×发〔2019〕7号"]
    assert [row.document["received_on"] for row in found] == ["2019-01-03", "2019-01-05", "2019-02-01"]
    assert "MONTH_FROM_ABOVE" in codes(found[1])
    assert [[copy.copy_number for copy in row.copies] for row in found] == [["000012", "000013", "000014"], ["000015", "000016"], ["000017"]]
    assert found[0].document["marking"] == "机密件" and found[0].document["level"] == "SECRET"
    assert "签收：√" in str(found[0].document["remarks"]) and "signed_by" not in found[0].document
    assert [row.document["term_amount"] for row in found] == [N, 10, 10]
    assert [row.kind for row in rows_of(classic_book()) if row.verdict is Verdict.SKIPPED] == [
        RowKind.TITLE, RowKind.HEADER, RowKind.HEADER, RowKind.NOTE, RowKind.SUBTOTAL,
    ]  # fmt: skip


def test_a_register_of_media_and_one_of_returns() -> None:
    media = xlsx({"介质台账": [
        ["序号", "保密编号", "介质类型", "品牌型号", "容量", "硬件序列号", "密级", "责任人", "启用日期", "存放位置", "状态"],
        [1, "U-001", "U盘", "爱国者", "32G", "AA1122", "机密★10年", "张三", datetime.date(2020, 1, 2), "保险柜", "在用"],
        [2, "D-002", "移动硬盘", "希捷", "1T", "BB33", "秘密★5年", "李四", "2019.5.6", "保险柜", "已报废销毁"],
    ]})  # fmt: skip
    disk, drive = (row.copies[0] for row in data_of(media))
    assert (disk.medium, disk.serial_number, disk.capacity, disk.custodian) == (Medium.USB_DISK, "AA1122", "32G", "张三")
    assert (drive.medium, drive.state) == (Medium.MOBILE_DISK, S.DESTROYED)
    first = data_of(media)[0].document
    assert (first["title"], first["reference_number"]) == ("U盘", "U-001") and "品牌型号：爱国者" in str(first["remarks"])
    returns = csv_bytes([
        ["清退登记簿"], ["序号", "清退批次", "制发单位", "文件标题", "文号", "密级", "份号", "应退份数", "实退份数", "清退日期", "清退人", "接收人"],
        [1, "2021-1", "省委办公厅", "关于甲", "×办〔2020〕1号", "机密★5年", "3", "1", "1", "2021.3.4", "张三", "李四"],
    ])  # fmt: skip
    row = data_of(returns)[0]
    copy = row.copies[0]
    assert (copy.state, copy.left_on, copy.left_by) == (S.RETURNED, "2021-03-04", "2021-1")
    assert row.year == 2020 and "清退人：张三" in str(row.document["remarks"]) and "实退份数：1" in str(row.document["remarks"])


def test_papers_taken_out_and_brought_back() -> None:
    found = data_of(csv_bytes([
        ["收文时间", "来文单位", "文件名称", "文件编号", "密级", "份数", "编号", "发放单位", "领取人", "领取时间", "退还时间", "备注"],
        ["2022.1.5", "市委办", "关于某项重要工作的通知", "×办发〔2022〕1号", "秘密5年", "2", "0012-0013", "法工委", "张三", "1.6", "", ""],
        ["2022.1.7", "市委办", "关于另项重要工作的通知", "×办发〔2022〕2号", "秘密5年", "1", "0014", "财经委", "李四", "1.8", "2022.3.1", "附件1份"],
    ]))  # fmt: skip
    assert [(copy.copy_number, copy.state, copy.holder) for row in found for copy in row.copies] == [
        ("000012", S.ON_LOAN, "张三"), ("000013", S.ON_LOAN, "张三"), ("000014", S.IN_STORE, ""),
    ]  # fmt: skip
    assert [row.document["handling_unit"] for row in found] == ["法工委", "财经委"]
    assert found[1].document["remarks"] == "附件1份；退还时间：2022.3.1" and found[1].document["signed_on"] == "2022-01-08"
