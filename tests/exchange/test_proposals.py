"""Each class of import problem with its own small ledger, corrections, and the keys of rows (K-23)."""

from __future__ import annotations

import datetime

import pytest

from models.domain.errors import UserError
from models.domain.levels import Level
from models.domain.lifecycle import CarrierState as S
from models.exchange.columns import propose_mapping
from models.exchange.proposals import propose
from models.exchange.proposed import LabelledCells, Options, Overrides, ProposedRow, Verdict
from models.exchange.rows import RowKind
from models.exchange.slots import Slot
from tests.exchange.helpers import OPTIONS, TODAY, codes, csv_bytes, data_of, read, rows_of, xlsx

HEAD = ["收文日期", "来文单位", "文号", "标题", "密级", "份数", "份号", "存放位置", "去向", "备注"]
GOOD = ["2020-03-05", "省委办公厅", "×委办〔2020〕5号", "关于做好某项重要工作的通知", "机密★10年", 3, "000012-000014", "5号柜第5格", "", ""]


def row(**changes: object) -> list[object]:
    """A good row with some cells changed, by heading."""
    cells: list[object] = list(GOOD)
    for heading, value in changes.items():
        cells[HEAD.index(heading)] = value
    return cells


def one(**changes: object) -> ProposedRow:
    """What becomes of one row with these cells."""
    return next(item for item in rows_of(xlsx({"2020年": [HEAD, row(), row(**changes)]})) if item.row == 3)


def test_a_good_row_becomes_a_document_and_its_carriers() -> None:
    found = data_of(xlsx({"2020年": [HEAD, row()]}))[0]
    assert found.findings == () and not found.warned and found.year == 2020 and found.joins == ""
    assert found.document == {
        "received_on": "2020-03-05", "issuer": "省委办公厅", "reference_number": "×委办〔2020〕5号",
        "title": "关于做好某项重要工作的通知", "secret_kind": "STATE_SECRET", "level": "SECRET", "term_kind": "DURATION",
        "term_amount": 10, "term_unit": "YEAR", "term_date": None, "term_condition": None, "marking": "机密★10年",
        "channel": "OLD_LEDGER", "recall": "NONE", "copies_stated": 3, "copies_received": 3, "remarks": None,
    }  # fmt: skip
    assert [copy.copy_number for copy in found.copies] == ["000012", "000013", "000014"]
    assert {(copy.state, copy.place.cabinet, copy.place.shelf) for copy in found.copies} == {(S.IN_STORE, "5号柜", "第5格")}
    assert found.cells[0] == ("收文日期", "2020-03-05") and len(found.source_key) == 64


# --- what is taken with a warning ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"份数": 5}, "COUNT_DISAGREES"),
        ({"份数": "若干"}, "COUNT_UNREADABLE"),
        ({"份数": "", "份号": ""}, "COUNT_MISSING"),
        ({"份数": 0, "份号": ""}, "COUNT_IS_ZERO"),
        ({"份号": ""}, "COPY_NUMBER_MISSING"),
        ({"份号": "见附表"}, "COPY_NUMBER_UNREADABLE"),
        ({"份号": "12、13、12", "份数": 2}, "COPY_NUMBER_TWICE"),
        ({"份号": "000112-14"}, "RANGE_COMPLETED"),
        ({"份号": datetime.date(2020, 3, 5)}, "RANGE_WAS_DATE"),
        ({"密级": ""}, "LEVEL_EMPTY"),
        ({"密级": "机"}, "LEVEL_ABBREVIATED TERM_UNMARKED"),
        ({"密级": "商密"}, "LEVEL_ABBREVIATED"),
        ({"密级": "机密"}, "TERM_UNMARKED"),
        ({"密级": "秘密★20年"}, "TERM_TOO_LONG"),
        ({"密级": "机密★10N"}, "TERM_UNREADABLE TERM_UNMARKED"),
        ({"密级": "绝密★30年"}, "ABOVE_VAULT_LEVEL"),
        ({"收文日期": ""}, "DATE_EMPTY"),
        ({"收文日期": "2020年3月"}, "DATE_WITHOUT_DAY"),
        ({"收文日期": "春节后"}, "DATE_UNREADABLE"),
        ({"收文日期": "2031-03-05"}, "DATE_IN_FUTURE"),
        ({"收文日期": "2010-03-05"}, "YEAR_ODD"),
        ({"来文单位": ""}, "ISSUER_EMPTY"),
        ({"标题": ""}, "TITLE_EMPTY"),
        ({"标题": "关于\ufffd\ufffd的通知"}, "UNREADABLE_CHARACTERS"),
        ({"文号": "要工作的通知×委办〔2020〕6号", "标题": "关于做好某项重要工作的通知"}, "NUMBER_STRANGE"),
        ({"去向": "与3号件合并"}, "FATE_UNKNOWN"),
        ({"去向": "疑似遗失"}, "FATE_DOUBTFUL"),
        ({"去向": "销毁2份"}, "FATE_PART_UNCLEAR"),
        ({"去向": "000099号已销毁"}, "FATE_COPY_UNKNOWN"),
        ({"去向": "待销毁"}, "PENDING_DESTRUCTION"),
        ({"去向": "遗失"}, "LOST"),
        ({"来文单位": "〃", "标题": "省委办公厅关于某事"}, ""),
    ],
)
def test_history_is_recorded_with_a_warning(changes: dict[str, object], code: str) -> None:
    found = one(**{"文号": "×委办〔2020〕7号", "标题": "关于另一项工作的函"} | changes)
    assert found.verdict is Verdict.DATA
    assert codes(found, notices=False) == set(code.split())
    for finding in found.findings:
        assert finding.sheet == "2020年" and finding.row == 3 and str(finding.problem.text)


@pytest.mark.parametrize(
    ("changes", "code", "heading"),
    [
        ({"标题": "", "文号": ""}, "NO_TITLE_NO_NUMBER", ""),
        ({"密级": "涉密"}, "LEVEL_UNREADABLE", "密级"),
        ({"密级": "机密/秘密"}, "LEVEL_UNREADABLE", "密级"),
        ({"密级": "机密改秘密"}, "LEVEL_UNREADABLE", "密级"),
        ({"份号": "1-99999"}, "COPY_NUMBER_UNREADABLE", "份号"),
        ({"份数": 5000, "份号": ""}, "TOO_MANY_COPIES", "份数"),
        ({"标题": "关于" * 1100}, "TITLE_TOO_LONG", "标题"),
        ({"备注": "字" * 8001}, "REMARKS_TOO_LONG", ""),
    ],
)
def test_what_cannot_be_understood_is_refused_with_place_and_value(changes: dict[str, object], code: str, heading: str) -> None:
    found = one(**{"文号": "×委办〔2020〕7号", "标题": "关于另一项工作的函"} | changes)
    finding = next(item for item in found.findings if item.problem.code == code)
    assert finding.heading == heading
    assert found.verdict is (Verdict.DATA if code == "COPY_NUMBER_UNREADABLE" else Verdict.REFUSED)
    assert found.source_key, "a refused row is kept as source text under its key"


def test_what_was_completed_or_cleaned_is_only_a_notice() -> None:
    found = one(标题="\u200b关于另一项\n工作的函", 文号="×委办[2020]７号", 收文日期="3.9")
    assert codes(found) == {"TITLE_CLEANED", "YEAR_ADDED"} and not found.warned
    assert found.document["title"] == "关于另一项工作的函"
    assert found.document["reference_number"] == "×委办〔2020〕7号"
    assert found.document["received_on"] == "2020-03-09"


def test_the_issuer_of_a_ditto_mark_that_contradicts_the_title() -> None:
    rows = [HEAD, row(来文单位="国务院", 标题="国务院关于甲"), row(来文单位="省政府", 文号="×〔2020〕1号", 标题="省政府关于乙"),
            row(来文单位="〃", 文号="×〔2020〕2号", 标题="国务院关于丙")]  # fmt: skip
    found = data_of(xlsx({"2020": rows}))[2]
    assert found.document["issuer"] == "省政府" and codes(found) == {"DITTO_DOUBTFUL"}


def test_a_ditto_mark_with_nothing_above() -> None:
    found = data_of(xlsx({"2020": [HEAD, row(来文单位="〃")]}))[0]
    assert codes(found) == {"DITTO_WITHOUT_ABOVE", "ISSUER_EMPTY"} and found.document["remarks"] == "来文单位：〃"


def test_dittos_look_through_subtotals_and_repeated_headings() -> None:
    rows = [HEAD, row(), ["合计", "", "", "", "", 3], HEAD, row(来文单位="同上", 文号="×〔2020〕9号", 标题="关于乙")]
    assert data_of(xlsx({"2020": rows}))[1].document["issuer"] == "省委办公厅"


# --- rows that are no data -------------------------------------------------------------------------------------------


def test_every_kind_of_row_is_told_apart() -> None:
    rows = [["××县机要文件登记簿"], HEAD, ["2020年"], row(), ["本页小计", "", "", "", "", 3], ["注：以上为一季度"], HEAD,
            row(文号="×〔2020〕8号", 标题="关于乙"), [], ["合  计", "", "", "2件", "", 6], ["制表人：张三", "", "审核：李四"], ["以下空白"]]  # fmt: skip
    kinds = [item.kind for item in rows_of(xlsx({"收文": rows}))]
    assert kinds == [
        RowKind.TITLE, RowKind.HEADER, RowKind.YEAR, RowKind.DATA, RowKind.SUBTOTAL, RowKind.NOTE, RowKind.REPEATED_HEADER,
        RowKind.DATA, RowKind.BLANK, RowKind.SUBTOTAL, RowKind.NOTE, RowKind.SUBTOTAL,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["", "", "", "只有标题的一行"], RowKind.DATA),
        (["", "", "×〔2020〕3号"], RowKind.DATA),
        (["累计：收文356件"], RowKind.SUBTOTAL),
        (["", "", "", "小计", "", 12], RowKind.SUBTOTAL),
        (["共计", "", "", "", "", "25份"], RowKind.SUBTOTAL),
        (["二〇二一年"], RowKind.YEAR),
        (["2021年度收文"], RowKind.YEAR),
        (["三月份"], RowKind.YEAR),
        (["一、机密级文件"], RowKind.NOTE),
        (["第3页 共12页"], RowKind.NOTE),
        (["说明：各单位自行保管"], RowKind.NOTE),
        (["", "", "", "", "", 1, "", "5号柜"], RowKind.BLANK),
        (["", "—", "—", "—"], RowKind.BLANK),
        (["承前页"], RowKind.SUBTOTAL),
    ],
)
def test_rows_between_the_data(cells: list[object], kind: RowKind) -> None:
    assert rows_of(xlsx({"收文": [HEAD, row(), cells, row(文号="×〔2020〕8号", 标题="关于乙")]}))[2].kind is kind


def test_prepared_lines_with_only_their_number_are_no_data() -> None:
    head = ["序号", "文号", "标题", "份数"]
    found = rows_of(xlsx({"收文": [head, [1, "×〔2020〕1号", "关于甲", 1], [2], [3, "", "", 1], [4, "", "作废"], [5, "〃", "关于戊", 1]]}))
    assert [item.kind for item in found[1:]] == [RowKind.DATA, RowKind.BLANK, RowKind.BLANK, RowKind.BLANK, RowKind.DATA]


def test_column_numbers_under_the_heading() -> None:
    found = rows_of(xlsx({"收文": [["文号", "标题", "密级", "份号"], [1, 2, 3, 4], ["×〔2020〕1号", "关于甲", "机密", 5]]}))
    assert [item.kind for item in found] == [RowKind.HEADER, RowKind.NOTE, RowKind.DATA]


def test_a_file_without_any_ledger() -> None:
    for data in (xlsx({"说明": [["请各单位认真填写"]]}), csv_bytes([["一"]]), xlsx({"空": []})):
        with pytest.raises(UserError) as caught:
            rows_of(data)
        assert caught.value.code == "NO_LEDGER_FOUND"


# --- fates and copies ------------------------------------------------------------------------------------------------


def states(found: ProposedRow) -> list[tuple[str | None, S]]:
    return [(copy.copy_number, copy.state) for copy in found.copies]


def test_a_fate_of_single_copies() -> None:
    found = one(去向="000012已清退2020.5.6，13号借张三，其余在库")
    assert states(found) == [("000012", S.RETURNED), ("000013", S.ON_LOAN), ("000014", S.IN_STORE)]
    assert found.copies[0].left_on == "2020-05-06" and found.copies[1].holder == "张三"
    assert found.document["remarks"] == "去向：000012已清退2020.5.6，13号借张三，其余在库"


def test_copies_without_numbers_share_a_fate_by_count() -> None:
    found = one(份号="", 份数=5, 去向="销毁3份，留存2份")
    assert [state for _, state in states(found)] == [S.DESTROYED] * 3 + [S.IN_STORE] * 2


def test_a_fate_with_all_its_details() -> None:
    found = one(去向="已销毁（批次2019-2）")
    assert {(copy.state, copy.left_by) for copy in found.copies} == {(S.DESTROYED, "2019-2")}
    assert found.document["remarks"] is None
    lent = one(去向="张三借阅未还")
    assert {(copy.state, copy.holder) for copy in lent.copies} == {(S.ON_LOAN, "张三")}
    due = one(去向="待清退")
    assert due.document["recall"] == "DEMANDED" and {copy.recall for copy in due.copies} == {"DEMANDED"}


def test_a_fate_in_the_remarks_and_in_the_place() -> None:
    assert {copy.state for copy in one(备注="已销毁2020.6").copies} == {S.DESTROYED}
    assert {copy.state for copy in one(备注="缺第3页").copies} == {S.IN_STORE}
    assert {(copy.state, copy.holder) for copy in one(存放位置="张三处").copies} == {(S.ON_LOAN, "张三")}


def test_separate_columns_for_what_became_of_it() -> None:
    head = ["文号", "标题", "密级", "份号", "借阅人", "借阅日期", "归还日期", "清退日期", "销毁日期", "销毁批次", "归档"]
    rows = [
        head,
        ["×〔2020〕1号", "关于甲", "秘密★1年", 1, "张三", "2020.1.5", "", "", "", "", ""],
        ["×〔2020〕2号", "关于乙", "秘密★1年", 2, "张三", "2020.1.5", "2020.2.1", "", "", "", ""],
        ["×〔2020〕3号", "关于丙", "秘密★1年", 3, "", "", "", "2020.5.6", "", "", ""],
        ["×〔2020〕4号", "关于丁", "秘密★1年", 4, "", "", "", "", "2020.6", "2020-1", ""],
        ["×〔2020〕5号", "关于戊", "秘密★1年", 5, "", "", "", "", "", "", "√"],
    ]
    found = data_of(xlsx({"2020": rows}))
    copies = [item.copies[0] for item in found]
    assert [copy.state for copy in copies] == [S.ON_LOAN, S.IN_STORE, S.RETURNED, S.DESTROYED, S.ARCHIVED]
    assert (copies[0].holder, copies[0].since) == ("张三", "2020-01-05")
    assert "借阅人：张三" in str(found[1].document["remarks"])
    assert copies[2].left_on == "2020-05-06" and copies[3].left_by == "2020-1"
    assert "销毁日期：2020.6" in str(found[3].document["remarks"])


def test_one_document_whose_copies_stand_in_several_rows() -> None:
    head = ["来文单位", "文号", "标题", "密级", "份数", "份号", "领取人", "备注"]
    same = ["省委", "×〔2020〕1号", "关于甲", "机密★5年"]
    rows = [head, [*same, 3, 12, "张三", ""], [None] * 5 + [13, "李四", "有破损"], [None] * 5 + [14, "王五", ""],
            ["省委", "×〔2020〕2号", "关于乙", "机密★5年", 1, 7, "张三", ""]]  # fmt: skip
    merges = {"一": [(1, column, 3, column, value) for column, value in enumerate([*same, 3])]}
    found = data_of(xlsx({"一": rows}, merges))
    assert [bool(item.joins) for item in found] == [False, True, True, False]
    assert {item.joins for item in found[1:3]} == {found[0].source_key}
    assert [copy.copy_number for item in found for copy in item.copies] == ["000012", "000013", "000014", "000007"]
    assert not any("COUNT_DISAGREES" in codes(item) for item in found)
    assert found[1].copies[0].remarks == "签收人：李四；有破损" and found[2].copies[0].remarks == "签收人：王五"
    assert len({item.source_key for item in found}) == 4


def test_a_ledger_with_a_row_for_every_copy() -> None:
    head = ["文号", "标题", "密级", "份号", "当前持有人"]
    rows = [head, ["×〔2020〕1号", "关于甲", "机密★5年", 1, "张三"], ["×〔2020〕2号", "关于乙", "机密★5年", 1, "张三"],
            ["×〔2020〕1号", "关于甲", "机密★5年", 2, "李四"]]  # fmt: skip
    found = data_of(xlsx({"一": rows}))
    assert [item.joins for item in found] == ["", "", found[0].source_key]
    assert found[2].copies[0].holder == "李四"


def test_rows_that_only_look_alike_stay_apart_with_a_warning() -> None:
    again = data_of(xlsx({"2020": [HEAD, row(), row()]}))
    assert again[1].joins == "" and codes(again[1]) == {"SAME_AS_EARLIER"}
    assert again[0].source_key != again[1].source_key and again[0].match_key == again[1].match_key
    other = data_of(xlsx({"2020": [HEAD, row(), row(密级="秘密★5年", 份号="000020", 份数=1)]}))
    assert other[1].joins == "" and codes(other[1]) == {"SAME_AS_EARLIER"}


def test_a_row_with_a_count_of_its_own_is_no_further_copy_of_the_one_above() -> None:
    rows = [HEAD, row(), [None] * 5 + [1, "000020"]]
    found = rows_of(xlsx({"2020": rows}))[-1]
    assert found.verdict is Verdict.REFUSED and "NO_TITLE_NO_NUMBER" in codes(found)


# --- levels and terms in other columns -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "term", "expected"),
    [
        ("机密", "10年", ("SECRET", "DURATION", 10)),
        ("机密", 10, ("SECRET", "DURATION", 10)),
        ("机密★5年", "5年", ("SECRET", "DURATION", 5)),
        ("秘密", "长期", ("CONFIDENTIAL", "LONG_TERM", None)),
        ("秘密", "", ("CONFIDENTIAL", "UNMARKED", None)),
        ("秘密", "2030年12月31日", ("CONFIDENTIAL", "DATE", None)),
        ("秘密", "会议结束后", ("CONFIDENTIAL", "CONDITION", None)),
        ("工作秘密", "", (None, "NONE", None)),
        ("无", "", (None, "NONE", None)),
    ],
)
def test_level_and_period_in_two_columns(level: str, term: object, expected: tuple[str | None, str, int | None]) -> None:
    found = data_of(xlsx({"一": [["文号", "标题", "密级", "保密期限", "份号"], ["×〔2020〕1号", "关于甲", level, term, 1]]}))[0]
    assert (found.document["level"], found.document["term_kind"], found.document["term_amount"]) == expected


def test_a_day_of_expiry_is_the_period_where_none_is_marked() -> None:
    head = ["文号", "标题", "密级", "到期日", "份号"]
    found = data_of(xlsx({"一": [head, ["×〔2020〕1号", "关于甲", "机密", "2030-12-31", 1], ["×〔2020〕2号", "关于乙", "机密★5年", "2025-12-31", 1]]}))
    assert (found[0].document["term_kind"], found[0].document["term_date"]) == ("DATE", "2030-12-31")
    assert found[1].document["term_kind"] == "DURATION" and found[1].document["remarks"] == "到期日：2025-12-31"


def test_a_column_for_every_level() -> None:
    rows = [["文号", "标题", "密级", None, None, "份号"], [None, None, "绝密", "机密", "秘密", None],
            ["×〔2020〕1号", "关于甲", "", "√", "", 1], ["×〔2020〕2号", "关于乙", "", "", "5年", 2], ["×〔2020〕3号", "关于丙", "√", "√", "", 3]]  # fmt: skip
    found = [item for item in rows_of(xlsx({"一": rows}, {"一": [(0, 2, 0, 4, "密级")]})) if item.kind is RowKind.DATA]
    assert [(item.document["level"], item.document["term_amount"]) for item in found[:2]] == [("SECRET", None), ("CONFIDENTIAL", 5)]
    assert found[2].verdict is Verdict.REFUSED and "LEVEL_UNREADABLE" in codes(found[2])


def test_the_level_of_a_sheet_or_of_a_line_above() -> None:
    head = ["文号", "标题", "份号"]
    by_name = data_of(xlsx({"机密文件": [head, ["×〔2020〕1号", "关于甲", 1]]}))[0]
    assert by_name.document["level"] == "SECRET" and "LEVEL_FROM_TITLE" in codes(by_name)
    lines = data_of(xlsx({"2020": [head, ["一、机密级文件"], ["×〔2020〕1号", "关于甲", 1], ["二、秘密级文件"], ["×〔2020〕2号", "关于乙", 1]]}))
    assert [item.document["level"] for item in lines] == ["SECRET", "CONFIDENTIAL"]
    own = data_of(xlsx({"机密文件": [[*head, "密级"], ["×〔2020〕1号", "关于甲", 1, ""]]}))[0]
    assert own.document["level"] is None, "with a column of its own a blank level stays blank"


# --- years -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sheets", [{"2019年": [["登记簿"]]}, {"收文": [["2019年度登记簿"]]}, {"收文": [["二〇一九年收文"]]}, {"19年收文": [["登记簿"]]}])
def test_the_year_of_name_and_title(sheets: dict[str, list[list[str]]]) -> None:
    name, titles = next(iter(sheets.items()))
    found = data_of(xlsx({name: [*titles, HEAD, row(收文日期="1.9")]}))[0]
    assert found.document["received_on"] == "2019-01-09" and codes(found) == {"YEAR_ADDED"}


def test_a_book_that_names_no_year_asks_for_it() -> None:
    data = xlsx({"收文": [HEAD, row(收文日期="1.9", 文号="")]})
    found = data_of(data)[0]
    assert found.document["received_on"] is None and found.year is None and "DATE_WITHOUT_YEAR" in codes(found)
    assert "收文日期：1.9" in str(found.document["remarks"])
    told = data_of(data, options=Options(TODAY, year=2018))[0]
    assert told.document["received_on"] == "2018-01-09" and told.year == 2018


def test_month_and_day_in_columns_and_days_under_a_month_line() -> None:
    head = ["月", "日", "文号", "标题"]
    found = data_of(xlsx({"2019": [head, [3, 5, "×〔2019〕1号", "关于甲"], ["〃", 6, "×〔2019〕2号", "关于乙"]]}))
    assert [item.document["received_on"] for item in found] == ["2019-03-05", "2019-03-06"]
    lines = data_of(xlsx({"2019": [["收文日期", "文号", "标题"], ["三月"], ["5日", "×〔2019〕1号", "关于甲"], [6, "×〔2019〕2号", "关于乙"]]}))
    assert [item.document["received_on"] for item in lines] == ["2019-03-05", "2019-03-06"]


def test_a_label_with_a_date_over_the_table_is_no_year() -> None:
    found = data_of(xlsx({"收文": [["登记簿", "", "填表日期：2023年1月5日"], HEAD, row(收文日期="", 文号="×〔2020〕1号")]}))[0]
    assert found.year == 2020, "the number's year, not the year of the list"


def test_a_year_that_no_carrier_number_can_bear_is_not_used() -> None:
    found = one(收文日期="1912-01-01", 文号="无")
    assert found.year is None and found.document["received_on"] == "1912-01-01"
    assert one(收文日期="2091-01-01").year == 2020


# --- lists and dispatch ledgers --------------------------------------------------------------------------------------


def test_a_list_of_what_was_destroyed() -> None:
    head = ["文号", "标题", "密级", "份号"]
    found = data_of(xlsx({"2020年销毁清单": [head, ["×〔2020〕1号", "关于甲", "机密★5年", 1]]}))[0]
    assert found.copies[0].state is S.DESTROYED and "FATE_FROM_TITLE" in codes(found)
    due = data_of(xlsx({"待销毁清单": [head, ["×〔2020〕1号", "关于甲", "机密★5年", 1]]}))[0]
    assert due.copies[0].state is S.IN_STORE


def test_a_dispatch_ledger() -> None:
    head = ["发文日期", "发文字号", "标题", "密级", "份号起", "份号止", "发往单位"]
    found = data_of(xlsx({"发文": [head, ["2020.3.1", "×人发〔2020〕1号", "关于甲", "秘密★3年", 1, 3, "各区县"]]}), options=Options(TODAY, organ="××人大"))[0]
    assert found.document["issuer"] == "××人大" and found.document["received_on"] == "2020-03-01"
    assert states(found) == [("000001", S.HANDED_OVER), ("000002", S.HANDED_OVER), ("000003", S.HANDED_OVER)]
    assert found.copies[0].left_by == "各区县" and codes(found) == {"SENT_PAPER"}


def test_rows_of_a_hidden_sheet_are_said_to_be() -> None:
    found = data_of(xlsx({"收文": [HEAD, row()], "旧": [HEAD, row(文号="×〔2020〕9号", 标题="关于乙")]}, hidden=["旧"]))
    assert ["HIDDEN_SHEET" in codes(item) for item in found] == [False, True]


def test_a_vault_for_top_secrets_says_nothing_about_them() -> None:
    data = xlsx({"2020": [HEAD, row(密级="绝密★30年")]})
    assert not codes(data_of(data, options=Options(TODAY, vault_level=Level.TOP_SECRET))[0])


# --- corrections -----------------------------------------------------------------------------------------------------


def test_a_replaced_value_goes_through_the_same_checks() -> None:
    data = xlsx({"2020年": [HEAD, row(密级="涉密"), row(文号="×〔2020〕8号", 标题="关于乙", 份数=9)]})
    plain = rows_of(data)
    mended = Overrides({("2020年", 2, Slot.MARKING): "秘密★5年", ("2020年", 3, Slot.COPIES): "3"})
    fixed = rows_of(data, mended)
    assert [item.verdict for item in plain[1:]] == [Verdict.REFUSED, Verdict.DATA]
    assert fixed[1].document["level"] == "CONFIDENTIAL" and not fixed[1].findings and not fixed[2].findings
    assert [item.source_key for item in fixed] == [item.source_key for item in plain], "the key is the source row's"
    worse = rows_of(data, Overrides({("2020年", 2, Slot.MARKING): "绝对机密"}))
    assert worse[1].verdict is Verdict.REFUSED


def test_a_value_for_a_column_that_the_book_does_not_have() -> None:
    data = xlsx({"一": [["文号", "标题", "份号"], ["×〔2020〕1号", "关于甲", 1]]})
    found = data_of(data, overrides=Overrides({("一", 2, Slot.MARKING): "机密★5年", ("一", 2, Slot.ISSUER): "省委"}))[0]
    assert (found.document["level"], found.document["issuer"]) == ("SECRET", "省委")


def test_accepting_a_level_that_cannot_be_read_and_leaving_a_row_out() -> None:
    data = xlsx({"2020年": [HEAD, row(密级="涉密"), row(文号="×〔2020〕8号", 标题="关于乙"), row(标题="", 文号="")]})
    choices = Overrides(accepted=frozenset([("2020年", 2), ("2020年", 4)]), skipped=frozenset([("2020年", 3)]))
    found = rows_of(data, choices)
    assert [item.verdict for item in found[1:]] == [Verdict.DATA, Verdict.SKIPPED, Verdict.REFUSED]
    assert found[1].document["secret_kind"] == "UNMARKED" and found[1].document["remarks"] == "密级：涉密"
    assert codes(found[1]) == {"LEVEL_UNREADABLE"}


# --- keys (K-23) -----------------------------------------------------------------------------------------------------


def keys(data: bytes) -> list[str]:
    return [item.source_key for item in data_of(data)]


def test_the_same_file_twice_gives_the_same_keys() -> None:
    rows = [HEAD, row(), row(), row(文号="×〔2020〕8号", 来文单位="〃")]
    assert keys(xlsx({"2020": rows})) == keys(xlsx({"2020": rows}))
    assert len(set(keys(xlsx({"2020": rows})))) == 3, "equal rows differ by their rank"


def test_a_file_that_has_grown_keeps_its_keys() -> None:
    before = keys(xlsx({"2020": [HEAD, row(), row(文号="×〔2020〕8号")]}))
    after = keys(xlsx({"2020": [["登记簿"], HEAD, row(), row(文号="×〔2020〕8号"), row(文号="×〔2020〕9号")], "2021": [HEAD, row(文号="×〔2021〕1号")]}))
    assert after[:2] == before and len(set(after)) == 4


def test_what_the_key_is_made_of() -> None:
    base = keys(xlsx({"2020": [HEAD, row()]}))[0]
    same = {"存放位置": "9#柜", "去向": "已销毁", "密级": "秘密", "收文日期": "2021.1.1", "备注": "x", "文号": "×委办[2020]５号"}
    same["标题"] = "关于做好某项重要\n工作的通知"
    for heading, value in same.items():
        assert keys(xlsx({"2020": [HEAD, row(**{heading: value})]})) == [base], heading
    for heading, value in {"来文单位": "省政府", "文号": "×委办〔2020〕6号", "标题": "关于别的", "份号": "000012-000013"}.items():
        assert keys(xlsx({"2020": [HEAD, row(**{heading: value})]})) != [base], heading


def test_nearly_the_same_rows_share_their_match_key() -> None:
    first = data_of(xlsx({"2020": [HEAD, row()]}))[0]
    amended = data_of(xlsx({"2020": [HEAD, row(标题="关于做好某项重要工作的通知（更正）", 份号="000012")]}))[0]
    other = data_of(xlsx({"2020": [HEAD, row(文号="×委办〔2020〕6号")]}))[0]
    assert first.match_key == amended.match_key != other.match_key


def test_xls_csv_and_xlsx_of_one_ledger_give_one_result() -> None:
    rows = [HEAD, row(), row(文号="×〔2020〕8号", 来文单位="〃", 去向="已归档")]
    by_xlsx = data_of(xlsx({"2020年": rows}))
    by_csv = data_of(csv_bytes([["2020年收文登记"], *rows], encoding="gb18030"))
    assert [item.source_key for item in by_xlsx] == [item.source_key for item in by_csv]
    assert [item.document for item in by_xlsx] == [item.document for item in by_csv]
    assert [item.copies for item in by_xlsx] == [item.copies for item in by_csv]


def test_dry_run_and_real_run_are_the_same_call() -> None:
    book = read(xlsx({"2020": [HEAD, row(), row(密级="涉密")]}))
    mapping = propose_mapping(book)
    assert list(propose(book, mapping, OPTIONS)) == list(propose(book, mapping, OPTIONS, Overrides()))


def test_the_source_text_of_a_row_is_the_books_own() -> None:
    """Headings and texts are not copied for every row: a large book would fill the memory with them."""
    cells = LabelledCells(((0, "序号"), (2, "标题"), (3, ""), (9, "备注")), ("1", "", "通知", "另"))
    pairs = (("序号", "1"), ("标题", "通知"), ("", "另"))
    assert cells == pairs and len(cells) == 3 and cells[0] == pairs[0] and cells[1:] == pairs[1:]
    assert [*cells] == [*pairs] and dict(cells) == dict(pairs) and hash(cells) == hash(pairs) and repr(cells) == repr(pairs)
    assert cells != pairs[:2] and cells != "x" and not LabelledCells((), ())
