"""Finding the tables and proposing what each column means, over the headings that clerks really write."""

from __future__ import annotations

import datetime

import pytest

from models.exchange.columns import Column, Mapping, TableMapping, propose_mapping
from models.exchange.headers import find_tables
from models.exchange.slots import SLOT_WORDS, Slot
from models.exchange.vocabulary import slots_of
from tests.exchange.helpers import csv_bytes, read, xlsx

N = None


def slots(mapping: Mapping, table: int = 0) -> dict[str, Slot | None]:
    return {column.heading: column.slot for column in mapping.tables[table].columns}


@pytest.mark.parametrize(
    ("parts", "slot"),
    [
        (("文  号",), Slot.REFERENCE),
        (("发文字号",), Slot.REFERENCE),
        (("紧急\n程度",), Slot.URGENCY),
        (("密级/保密期限",), Slot.MARKING),
        (("密级★保密期限",), Slot.MARKING),
        (("密级", "密级"), Slot.MARKING),
        (("密级", "保密期限"), Slot.TERM),
        (("密级", "机密"), Slot.LEVEL_TICK),
        (("收文日期", "月"), Slot.MONTH),
        (("收文情况", "日期"), Slot.RECEIVED_ON),
        (("签收", "日期"), Slot.SIGNED_ON),
        (("清退", "日期"), Slot.RETURNED),
        (("销毁情况", "监销人"), Slot.FATE_BY),
        (("去向", "归档"), Slot.ARCHIVED),
        (("份号", "起"), Slot.COPY_FIRST),
        (("份号", "止"), Slot.COPY_LAST),
        (("借阅情况", "归还日期"), Slot.GIVEN_BACK),
        (("存放位置", "层"), Slot.SHELF),
        (("来文单位", "文号"), Slot.REFERENCE),
        (("编号（份）",), Slot.COPY_NUMBERS),
        (("领取人（签字）",), Slot.SIGNED_BY),
        (("*文件名称",), Slot.TITLE),
        (("涉密文件标题",), Slot.TITLE),
        (("内容摘要",), Slot.TITLE),
        (("制发机关",), Slot.ISSUER),
        (("清退、销毁情况",), Slot.FATE),
        (("去向(归档/清退/销毁)",), Slot.FATE),
        (("文号、标题",), Slot.TITLE_AND_REFERENCE),
        (("来文机关及文号",), Slot.ISSUER_AND_REFERENCE),
        (("到期日",), Slot.EXPIRY),
        (("收文号",), Slot.REGISTRY_NUMBER),
        (("柜号",), Slot.CABINET),
        (("归入卷号",), Slot.FATE_BATCH),
    ],
)
def test_a_heading_means(parts: tuple[str, ...], slot: Slot) -> None:
    assert slots_of(parts)[0][:1] == (slot,)


@pytest.mark.parametrize("parts", [("清退情况", "份数"), ("批办", "时间"), ("领导批示",), ("经费来源说明及其他需要说明的问题",), ("",)])
def test_a_heading_that_is_not_understood_is_left_to_the_remarks(parts: tuple[str, ...]) -> None:
    assert slots_of(parts)[0] == ()


def test_every_slot_has_a_word_for_the_mapping_page() -> None:
    assert set(SLOT_WORDS) == set(Slot)


def test_titles_and_labels_over_the_table() -> None:
    rows = [["××县机要文件登记簿"], ["单位：××县", N, "保密员：张三"], [], ["序号", "文号", "标题", "密级"], [1, "×发〔2021〕1号", "关于甲", "机密"]]
    book = read(xlsx({"2021": rows}))
    table = find_tables(book.sheets[0])[0]
    assert (table.header, table.titles, table.first_row, table.last_row) == ((4,), (1, 2), 5, 5)


def test_merged_two_row_headings() -> None:
    rows = [["收文", N, "来文", N, N, "密级", N, "份号", N], ["日期", "编号", "机关", "文号", "标题", "密级", "保密期限", "起", "止"],
            [datetime.date(2020, 1, 3), "5", "省委", "×发〔2020〕1号", "关于甲事项的通知", "机密", "10年", 1, 5]]  # fmt: skip
    merges = {"一": [(0, 0, 0, 1, "收文"), (0, 2, 0, 4, "来文"), (0, 5, 0, 6, "密级"), (0, 7, 0, 8, "份号")]}
    mapping = propose_mapping(read(xlsx({"一": rows}, merges)))
    assert mapping.tables[0].table.header == (1, 2)
    assert slots(mapping) == {
        "收文/日期": Slot.RECEIVED_ON, "收文/编号": Slot.REGISTRY_NUMBER, "来文/机关": Slot.ISSUER, "来文/文号": Slot.REFERENCE,
        "来文/标题": Slot.TITLE, "密级": Slot.MARKING, "密级/保密期限": Slot.TERM, "份号/起": Slot.COPY_FIRST, "份号/止": Slot.COPY_LAST,
    }  # fmt: skip


def test_two_row_headings_without_merges_and_words_wrapped_over_two_rows() -> None:
    rows = [["收文", "来文", "", "密级和", "签收", ""], ["日期", "字号", "标题", "保密期限", "人", "日期"],
            ["2020.1.3", "×发〔2020〕1号", "关于甲事项的通知", "机密★10年", "张三", "2020.1.4"]]  # fmt: skip
    mapping = propose_mapping(read(csv_bytes(rows)))
    assert mapping.tables[0].table.header == (1, 2)
    assert list(slots(mapping).values()) == [Slot.RECEIVED_ON, Slot.REFERENCE, Slot.TITLE, Slot.MARKING, Slot.SIGNED_BY, Slot.SIGNED_ON]


def test_a_data_row_below_the_heading_is_no_second_heading_row() -> None:
    rows = [["来文单位", "标题", "密级", "备注"], ["办公室", "名称", "机密", "说明"], ["办公室", "目录", "秘密", ""]]
    assert find_tables(read(csv_bytes(rows)).sheets[0])[0].header == (1,)


def test_the_heading_repeated_on_every_page_is_one_table() -> None:
    head = ["序号", "文号", "标题", "密级"]
    rows = [head, [1, "×发〔2020〕1号", "关于甲", "机密"], head, [2, "×发〔2020〕2号", "关于乙", "机密"], head, [1, "×发〔2020〕3号", "关于丙", "机密"]]
    tables = find_tables(read(xlsx({"一": rows})).sheets[0])
    assert len(tables) == 1 and tables[0].repeated == {3, 5}


def test_several_tables_on_one_sheet_each_with_its_titles() -> None:
    rows = [["2020年收文登记"], ["序号", "文号", "标题", "密级"], [1, "×发〔2020〕1号", "关于甲", "机密"], [],
            ["2021年收文登记"], ["收文日期", "标题", "文号", "密级", "份号"], ["2021.1.3", "关于乙", "×发〔2021〕1号", "秘密", "3"]]  # fmt: skip
    tables = find_tables(read(xlsx({"一": rows})).sheets[0])
    assert [(table.titles, table.header, table.first_row, table.last_row) for table in tables] == [((1,), (2,), 3, 4), ((5,), (6,), 7, 7)]


def test_two_tables_side_by_side() -> None:
    rows = [["序号", "文号", "标题", "", "序号", "文号", "标题"], [1, "×发〔2020〕1号", "关于甲", "", 2, "×发〔2020〕2号", "关于乙"]]
    tables = find_tables(read(xlsx({"一": rows})).sheets[0])
    assert [(table.part, table.columns) for table in tables] == [(0, range(4)), (1, range(4, 7))]


@pytest.mark.parametrize(
    ("heading", "values", "slot"),
    [
        ("编号", ["国发〔2019〕1号", "国办发〔2019〕2号", "×函〔2019〕3号"], Slot.REFERENCE),
        ("编号", ["000012", "000013-000015", "第16号"], Slot.COPY_NUMBERS),
        ("编号", ["1", "2", "3"], Slot.SERIAL),
        ("编号", ["2019-001", "2019-002", "2019-004"], Slot.REGISTRY_NUMBER),
        ("文件编号", ["机2019-0012", "机2019-0013", "机2019-0020"], Slot.REGISTRY_NUMBER),
        ("数量", ["1", "2份", "3"], Slot.COPIES),
        ("数量", ["000012-15", "000016", "12、13"], Slot.COPY_NUMBERS),
        ("份数", ["1", "2", "30"], Slot.COPIES),
        ("份号", ["1", "2", "30"], Slot.COPY_NUMBERS),
        ("单位", ["省委办公厅", "市政府", "财政局"], Slot.ISSUER),
        ("类别", ["机密", "秘密", "内部"], Slot.MARKING),
        ("等级", ["特急", "加急", "特急"], Slot.URGENCY),
        ("等级", ["机密", "秘密", "机密★5年"], Slot.MARKING),
        ("时间", ["2019.1.3", "1.5", "2019年1月9日"], Slot.RECEIVED_ON),
    ],
)
def test_the_contents_decide_what_a_general_word_means(heading: str, values: list[str], slot: Slot) -> None:
    others = ["国务院关于某项重要工作的通知", "国务院关于另一项重要工作的意见", "国务院关于第三项重要工作的函"]
    book = read(csv_bytes([["标题", heading, "备注"], *([title, value, ""] for title, value in zip(others, values, strict=True))]))
    assert slots(propose_mapping(book))[heading] is slot


def test_a_further_date_belongs_to_the_column_on_its_left() -> None:
    head = ["日期", "文号", "标题", "签收人", "日期", "清退情况", "日期"]
    book = read(csv_bytes([head, ["2020.1.3", "×发〔2020〕1号", "关于甲", "张三", "2020.1.4", "已清退", "2020.5.6"]]))
    found = [column.slot for column in propose_mapping(book).tables[0].columns]
    assert found == [Slot.RECEIVED_ON, Slot.REFERENCE, Slot.TITLE, Slot.SIGNED_BY, Slot.SIGNED_ON, Slot.RETURNED, Slot.RETURNED]


def test_the_more_particular_heading_wins_wherever_it_stands() -> None:
    book = read(csv_bytes([["登记日期", "事由", "收文日期", "文件标题", "经手人", "签收人"], ["2020.1.3", "报送", "2020.1.2", "关于甲", "张三", "李四"]]))
    found = slots(propose_mapping(book))
    assert (found["收文日期"], found["文件标题"], found["签收人"]) == (Slot.RECEIVED_ON, Slot.TITLE, Slot.SIGNED_BY)
    assert found["登记日期"] is None and found["事由"] is None and found["经手人"] is None


def test_a_ledger_without_any_heading_is_guessed_from_its_contents() -> None:
    rows = [[n, f"2019.1.{n}", "省委办公厅", f"×发〔2019〕{n}号", f"关于第{n}项某某重要工作的通知", "机密★10年", f"00010{n}", "5号柜2层"] for n in range(1, 6)]
    found = propose_mapping(read(csv_bytes(rows))).tables[0]
    assert [column.slot for column in found.columns] == [
        Slot.SERIAL, Slot.RECEIVED_ON, Slot.ISSUER, Slot.REFERENCE, Slot.TITLE, Slot.MARKING, Slot.COPY_NUMBERS, Slot.PLACE,
    ]  # fmt: skip
    assert found.table.header == () and all(column.confidence < 0.5 for column in found.columns)


def test_strange_headings_below_labels_are_found_before_the_first_data() -> None:
    rows = [["县委办", "机要室", "张三保管"], ["类目", "哪天来的", "哪里来的", "讲什么的", "几级", "第几号", "在哪"],
            ["甲", "2020年3月4日", "市委办公室", "关于某项重要工作的紧急通知", "机密★5年", "第12号", "5号柜"]]  # fmt: skip
    found = propose_mapping(read(csv_bytes(rows))).tables[0]
    assert (found.table.header, found.table.titles) == ((2,), (1,))
    assert {column.heading: column.slot for column in found.columns} == {
        "类目": None, "哪天来的": Slot.RECEIVED_ON, "哪里来的": Slot.ISSUER, "讲什么的": Slot.TITLE, "几级": Slot.MARKING,
        "第几号": Slot.COPY_NUMBERS, "在哪": Slot.PLACE,
    }  # fmt: skip


def test_a_heading_row_with_many_words_of_its_own_is_still_found() -> None:
    head = ["序号", "轮次", "文号", "甲", "文件标题", "乙", "丙", "密级", "丁", "戊"]
    assert find_tables(read(csv_bytes([["台账"], head, ["1"] * 10])).sheets[0])[0].header == (2,)


def test_a_sheet_of_words_is_no_ledger() -> None:
    mapping = propose_mapping(read(xlsx({"说明": [["本表由机要室填写"], ["每季度核对一次"]], "空": []})))
    assert not any(table.used for table in mapping.tables)


def test_the_clerk_changes_the_mapping() -> None:
    mapping = propose_mapping(read(csv_bytes([["文号", "标题", "领导批示"], ["×发〔2020〕1号", "关于甲", "阅"]])))
    changed = mapping.with_slot(0, 2, Slot.TITLE)
    assert [column.slot for column in changed.tables[0].columns] == [Slot.REFERENCE, None, Slot.TITLE]
    assert [column.slot for column in mapping.tables[0].columns] == [Slot.REFERENCE, Slot.TITLE, None], "the old one is as it was"
    assert not mapping.without_table(0).tables[0].used
    shared = mapping.with_slot(0, 1, Slot.REMARKS).with_slot(0, 2, Slot.REMARKS)
    assert [column.slot for column in shared.tables[0].columns] == [Slot.REFERENCE, Slot.REMARKS, Slot.REMARKS]


def test_columns_without_heading_bear_their_letter() -> None:
    assert Column(27, "").name == "AB列" and Column(1, "密级").name == "密级"
    mapping = propose_mapping(read(csv_bytes([["文号", "标题", ""], ["×发〔2020〕1号", "关于甲", "阅"]])))
    assert [column.name for column in mapping.tables[0].columns] == ["文号", "标题", "C列"]
    assert isinstance(mapping.tables[0], TableMapping)


def test_every_heading_word_stands_for_one_meaning() -> None:
    from models.exchange import vocabulary

    found: dict[str, set[Slot]] = {}
    for slot, text in vocabulary._WORDS.items():
        for word in text.split():
            found.setdefault(vocabulary._strip(word), set()).add(slot)
    twice = {word for word, slots in found.items() if len(slots) > 1} - {vocabulary._strip(word) for word in vocabulary.AMBIGUOUS}
    assert not twice
    assert [slots_of((word,))[0][:1] for word in ("说明", "范围", "情况")] == [(Slot.REMARKS,), (), ()]
