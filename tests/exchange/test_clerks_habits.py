"""What clerks leave out or put elsewhere: years, levels and issuers, numbers with #, short headings, columns by their contents."""

from __future__ import annotations

from models.domain.lifecycle import CarrierState as S
from models.exchange.columns import propose_mapping
from models.exchange.slots import Slot
from tests.exchange.helpers import codes, csv_bytes, data_of, read, xlsx

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
