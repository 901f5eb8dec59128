"""What clerks leave out or put elsewhere: years, levels and issuers, numbers with #, short headings, columns by their contents."""

from __future__ import annotations

from models.domain.lifecycle import CarrierState as S
from models.domain.lifecycle import Medium
from models.exchange.columns import propose_mapping
from models.exchange.proposed import Verdict
from models.exchange.slots import Slot
from tests.exchange.helpers import codes, csv_bytes, data_of, read, rows_of, xlsx

N = None


def test_days_in_chinese_numerals_take_their_year_from_the_rows_around() -> None:
    head = ["登记时间", "发文单位", "文件字号", "文件标题", "密级", "份号"]
    days = ["2014年三月一日", "三月九日", "五月十二日（星期一）", "二〇一四年六月三日", "二〇一四年七月", "腊月"]
    found = data_of(csv_bytes([head, *([day, "省委", f"×发〔2014〕{n}号", "关于工作的通知", "秘密★3年", n] for n, day in enumerate(days))]))
    assert [row.document["received_on"] for row in found] == ["2014-03-01", "2014-03-09", "2014-05-12", "2014-06-03", N, N]
    assert ["YEAR_ADDED" in codes(row) for row in found] == [False, True, True, False, False, False]
    assert "DATE_WITHOUT_DAY" in codes(found[4]) and found[4].year == 2014 and "登记时间：二〇一四年七月" in str(found[4].document["remarks"])
    assert "DATE_UNREADABLE" in codes(found[5]) and "登记时间：腊月" in str(found[5].document["remarks"])


def test_where_no_row_names_a_year_the_number_does_with_a_warning() -> None:
    rows = [[day, "教育部", f"教密〔{year}〕{n}号", "关于工作的通知", "秘密★3年", n]
            for n, (day, year) in enumerate([("12月30日", 2020), ("1月4日", 2021), ("2月8日", 2021)])]  # fmt: skip
    found = data_of(csv_bytes([["收文日期", "来文机关", "文号", "事由", "密级", "份号"], *rows]))
    assert [row.document["received_on"] for row in found] == ["2020-12-30", "2021-01-04", "2021-02-08"]
    assert "YEAR_FROM_NUMBER" in codes(found[0], notices=False) and "收文日期：12月30日" in str(found[0].document["remarks"])


def test_numbers_without_their_brackets() -> None:
    head = ["收文日期", "来文单位", "文号", "标题", "密级", "份号"]
    written = ["省密发二〇一九4号", "×发二〇二一年4号", "×发2021年5号", "×发〔二〇二一〕6号"]
    found = data_of(csv_bytes([head, *(["2021.3.4", "省委", text, "关于工作的通知", "秘密★3年", n] for n, text in enumerate(written))]))
    assert [row.document["reference_number"] for row in found] == ["省密发〔2019〕4号", "×发〔2021〕4号", "×发〔2021〕5号", "×发〔2021〕6号"]
    assert "NUMBER_COMPLETED" in codes(found[2]) and "文号：×发2021年5号" in str(found[2].document["remarks"])


def test_a_level_beside_the_title_or_the_number() -> None:
    found = data_of(csv_bytes([
        ["时间", "发文单位", "文件名称及文号", "数量"],
        ["2016年3月4日", "国家保密局", "关于印发某办法的通知（机密）国保发〔2016〕5号", "1"],
        ["2016年3月8日", "省委", "×委〔2016〕9号关于某某的批复（秘密★5年）", "1"],
    ]))  # fmt: skip
    assert [(row.document["reference_number"], row.document["level"]) for row in found] == [
        ("国保发〔2016〕5号", "SECRET"), ("×委〔2016〕9号", "CONFIDENTIAL"),
    ]  # fmt: skip
    assert found[1].document["term_amount"] == 5 and "LEVEL_FROM_NAME" in codes(found[0], notices=False)
    beside = data_of(csv_bytes([
        ["收文日期", "来文单位", "文号", "标题", "份号"],
        ["2016.3.4", "省委", "×发〔2016〕5号（机密★10年）", "关于工作的通知", "1"],
        ["2016.3.4", "省委", "秘密×发〔2016〕6号", "关于工作的函", "2"],
        ["2016.3.4", "省委", "×密发〔2016〕7号", "关于机密件管理的函", "3"],
    ]))  # fmt: skip
    assert [(row.document["reference_number"], row.document["level"]) for row in beside] == [
        ("×发〔2016〕5号", "SECRET"), ("×发〔2016〕6号", "CONFIDENTIAL"), ("×密发〔2016〕7号", None),
    ]  # fmt: skip
    assert "文号：×发〔2016〕5号（机密★10年）" in str(beside[0].document["remarks"])


def test_a_sheet_for_each_issuer() -> None:
    head = ["收文日期", "文号", "标题", "密级", "份号"]
    row = ["2016.3.4", "×发〔2016〕5号", "关于工作的通知", "秘密★5年", "1"]
    found = data_of(xlsx({"省委文件": [head, row], "内部文件": [head, row], "2016年中央文件": [head, row]}))
    assert [row.document["issuer"] for row in found] == ["省委", N, "中央"]
    assert "ISSUER_FROM_SHEET" in codes(found[0], notices=False) and "ISSUER_EMPTY" in codes(found[1])


def test_copy_numbers_with_a_hash() -> None:
    head = ["收文日期", "来文单位", "文号", "标题", "密级", "份号"]
    found = data_of(csv_bytes([head, *(["2016.3.4", "省委", f"×发〔2016〕{n}号", "关于工作的通知", "秘密★5年", text]
                                       for n, text in enumerate(["12#", "12#-14#", "7＃、9＃"]))]))  # fmt: skip
    assert [[copy.copy_number for copy in row.copies] for row in found] == [["000012"], ["000012", "000013", "000014"], ["000007", "000009"]]


def test_a_column_of_fates_is_found_by_its_contents() -> None:
    book = csv_bytes([
        ["收到日期", "来文单位", "文号", "标题", "密级", "编号", "份号", "去"],
        ["2014-3-1", "省委", "×发〔2014〕1号", "关于征地工作的情况", "秘密★5年", "1", "5、6", "退"],
        ["2014-3-9", "省委", "×发〔2014〕2号", "关于维稳工作的情况", "秘密★5年", "2", "7", "毁"],
        ["2014-3-9", "省委", "×发〔2014〕3号", "关于信访工作的情况", "秘密★5年", "3", "共2份（8-9）", "在李主任处"],
    ])  # fmt: skip
    columns = {column.heading: column.slot for column in propose_mapping(read(book)).tables[0].columns}
    assert columns["去"] is Slot.FATE and columns["份号"] is Slot.COPY_NUMBERS
    found = data_of(book)
    assert [row.copies[0].state for row in found] == [S.RETURNED, S.DESTROYED, S.ON_LOAN]
    assert [len(row.copies) for row in found] == [2, 1, 2]


def test_a_column_of_days_is_not_taken_for_copy_numbers() -> None:
    book = csv_bytes([["标题", "文号", "领导看过"], ["关于工作的通知", "×发〔2014〕1号", "2014-5-6"], ["关于工作的函", "×发〔2014〕2号", "2014-5-7"]])
    assert Slot.COPY_NUMBERS not in {column.slot for column in propose_mapping(read(book)).tables[0].columns}


def test_how_many_were_destroyed_in_a_column_of_counts() -> None:
    row = data_of(csv_bytes([["标题", "文号", "密级", "份数", "清退份数", "销毁份数"], ["关于工作的通知", "×发〔2014〕1号", "秘密★5年", "5", "2", "3"]]))[0]
    assert [copy.state for copy in row.copies] == [S.RETURNED] * 2 + [S.DESTROYED] * 3


def test_rows_that_only_add_a_copy_to_the_document_above() -> None:
    found = data_of(xlsx({"S": [
        ["收文日期", "来文单位", "文号", "标题", "密级", "份数", "份号", "领取人", "归还时间"],
        ["2020.3.1", "省委", "×发〔2020〕1号", "关于会议的通知", "秘密★5年", 3, "1", "张三", "2020.4.1"],
        [N, N, N, N, N, N, "2", "李四", ""],
        [N, N, N, N, N, N, "3", "王五", "未还"],
        ["2020.3.9", "省委", "×发〔2020〕2号", "关于另一会议的通知", "秘密★5年", 3, "1-3", "", ""],
    ]}))  # fmt: skip
    assert [row.joins != "" for row in found] == [False, True, True, False]
    assert [(copy.copy_number, copy.state, copy.holder) for row in found[:3] for copy in row.copies] == [
        ("000001", S.IN_STORE, ""), ("000002", S.ON_LOAN, "李四"), ("000003", S.ON_LOAN, "王五"),
    ]  # fmt: skip
    assert ["CONTINUED_ROW" in codes(row, notices=False) for row in found] == [False, True, True, False]
    assert not any("COUNT_DISAGREES" in codes(row) for row in found)


def test_a_row_without_a_name_below_a_gap_is_still_refused() -> None:
    rows = rows_of(csv_bytes([["文号", "标题", "份号"], ["×发〔2020〕1号", "关于会议的通知", "1"], ["", "", ""], ["", "", "5"]]))
    assert rows[-1].verdict is not Verdict.DATA


def test_ticks_for_the_level_and_for_what_became_of_it() -> None:
    upper = ["序号", "收文时间", "发文机关", "文件名称", "文号", "密级", N, N, "份号", "处理方式", N, N, N]
    lower = [N, N, N, N, N, "绝密", "机密", "秘密", N, "清退", "销毁", "归档", "留存"]
    rows = [
        [1, "2019/3/5", "省委", "关于一的通知", "×发〔2019〕1号", "", "√", "", "12", "√", "", "", ""],
        [2, "2019/3/6", "省委", "关于二的通知", "×发〔2019〕2号", "", "", "5年", "13", "", "2020.6.1", "", ""],
        [3, "2019/3/7", "省委", "关于三的通知", "×发〔2019〕3号", "", "√", "", "14", "", "", "", "√"],
    ]
    found = data_of(xlsx({"S": [upper, lower, *rows]}, {"S": [(0, 5, 0, 7, "密级"), (0, 9, 0, 12, "处理方式")]}))
    assert [row.document["level"] for row in found] == ["SECRET", "CONFIDENTIAL", "SECRET"]
    assert [row.copies[0].state for row in found] == [S.RETURNED, S.DESTROYED, S.IN_STORE]
    assert found[1].document["term_amount"] == 5 and "处理方式/留存：√" in str(found[2].document["remarks"])


def test_a_number_in_three_columns_without_a_word_over_them() -> None:
    row = data_of(csv_bytes([["年", "月", "日", "字", "年", "号", "标题"], ["2019", "3", "5", "×发", "2019", "4", "关于某项工作的通知"]]))[0]
    assert (row.document["received_on"], row.document["reference_number"]) == ("2019-03-05", "×发〔2019〕4号")


def test_tables_below_each_other_under_numbered_lines() -> None:
    found = data_of(xlsx({"Sheet1": [
        ["一、省委文件"],
        ["收文日期", "文号", "标题", "密级", "份号"],
        ["2020.3.1", "×发〔2020〕1号", "关于会议的通知", "秘密★5年", 1],
        [],
        ["二、涉密U盘"],
        ["序号", "名称", "编号", "密级", "责任人", "启用日期", "状态"],
        [1, "U盘", "U-1", "秘密★5年", "张三", "2020.3.1", "在用"],
    ]}))  # fmt: skip
    assert [row.document["issuer"] for row in found] == ["省委", N]
    assert (found[1].copies[0].serial_number, found[1].copies[0].medium) == ("U-1", Medium.USB_DISK)


def test_markings_written_in_haste() -> None:
    written = ["机密/10", "秘密★5", "★机密", "“秘密”", "机密★保密期限10年", "特急机密", "特急", "内部★5年"]
    head = ["收文日期", "来文单位", "文号", "标题", "密级", "份号"]
    found = data_of(csv_bytes([head, *(["2016.3.4", "省委", f"×发〔2016〕{n}号", "关于工作的通知", text, n] for n, text in enumerate(written))]))
    assert [(row.document["secret_kind"], row.document["level"], row.document["term_amount"]) for row in found] == [
        ("STATE_SECRET", "SECRET", 10), ("STATE_SECRET", "CONFIDENTIAL", 5), ("STATE_SECRET", "SECRET", N), ("STATE_SECRET", "CONFIDENTIAL", N),
        ("STATE_SECRET", "SECRET", 10), ("STATE_SECRET", "SECRET", N), ("UNMARKED", N, N), ("INTERNAL", N, N),
    ]  # fmt: skip
    assert all("LEVEL_ABBREVIATED" in codes(found[place], notices=False) for place in (0, 1, 6, 7))
    assert [row.document["marking"] for row in found] == written


def test_days_in_six_digits_and_with_a_word_beside_them() -> None:
    head = ["收文日期", "来文单位", "文号", "标题", "密级", "份号"]
    days = ["210305", "2021.3.6收", "’21.3.7", "同日", "2021.03.08."]
    found = data_of(csv_bytes([head, *([day, "省委", f"×发〔2021〕{n}号", "关于工作的通知", "秘密★3年", n] for n, day in enumerate(days))]))
    assert [row.document["received_on"] for row in found] == ["2021-03-05", "2021-03-06", "2021-03-07", "2021-03-07", "2021-03-08"]


def test_copy_numbers_with_a_word_beside_them() -> None:
    head = ["文号", "标题", "密级", "份号"]
    written = ["编号12", "0012(原件)", "12号一份"]
    found = data_of(csv_bytes([head, *([f"×发〔2021〕{n}号", "关于工作的通知", "秘密★3年", text] for n, text in enumerate(written))]))
    assert [[copy.copy_number for copy in row.copies] for row in found] == [["000012"], ["000012"], ["000012"]]
