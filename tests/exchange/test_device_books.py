"""Books of discs, drives and computers: their numbers are their own, nobody issued them, and somebody answers for them."""

from __future__ import annotations

import pytest

from models.domain.lifecycle import CarrierState as S
from models.domain.lifecycle import Medium
from models.exchange.columns import propose_mapping
from models.exchange.device_tables import medium_of_word
from models.exchange.slots import Slot
from tests.exchange.helpers import codes, csv_bytes, data_of, read, xlsx


def media_book() -> bytes:
    return xlsx({"涉密存储介质台账": [
        ["××局涉密存储介质台账"],
        ["序号", "载体类型", "编号", "密级", "责任人", "启用时间", "存放位置", "状态", "备注"],
        [1, "U盘", "BM-U-001", "机密★10年", "张三", "2019.3.1", "3号柜", "在用", ""],
        [2, "移动硬盘", "WD2018X9981", "秘密★5年", "李四", "2018.5.6", "3号柜", "报废", "2021.6.1送销毁中心"],
        [3, "U盘", "BM-U-002", "机密★10年", "张三", "2019.3.1", "", "已报废销毁2022.3.1", ""],
        [4, "笔记本电脑", "NB-07", "机密★10年", "赵六", "2020-01-01", "", "停用", "已拆硬盘"],
        [5, "U盘（16G）", "BM-U-003", "秘密★5年", "", "2019.3.1", "", "丢失", ""],
    ]})  # fmt: skip


def test_a_bare_number_is_the_things_own() -> None:
    columns = {column.heading: column.slot for column in propose_mapping(read(media_book())).tables[0].columns}
    assert columns["编号"] is Slot.SERIAL_NUMBER and columns["载体类型"] is Slot.MEDIUM and columns["责任人"] is Slot.CUSTODIAN
    found = data_of(media_book())
    copies = [row.copies[0] for row in found]
    assert [copy.serial_number for copy in copies] == ["BM-U-001", "WD2018X9981", "BM-U-002", "NB-07", "BM-U-003"]
    assert [copy.medium for copy in copies] == [Medium.USB_DISK, Medium.MOBILE_DISK, Medium.USB_DISK, Medium.ITEM, Medium.USB_DISK]
    assert [copy.state for copy in copies] == [S.IN_STORE, S.SENT_FOR_DESTRUCTION, S.DESTROYED, S.IN_STORE, S.UNACCOUNTED]
    assert [copy.custodian for copy in copies] == ["张三", "李四", "张三", "赵六", ""]
    assert all(row.document["reference_number"] is None and not row.joins for row in found)
    assert [codes(row, notices=False) for row in found] == [set(), set(), set(), {"MEDIUM_UNKNOWN"}, {"LOST"}]
    assert "载体类型：笔记本电脑" in str(found[3].document["remarks"])


def test_the_user_of_a_drive_answers_for_it_where_nobody_else_does() -> None:
    found = data_of(csv_bytes([
        ["名称", "类别", "型号", "序列号", "密级", "使用人", "使用部门", "启用日期", "使用情况", "报废时间"],
        ["涉密移动硬盘", "移动硬盘", "WD 1T", "WX81A2", "机密★5年", "张三", "综合科", "2018-3-1", "正常使用", ""],
        ["涉密U盘", "U盘", "金士顿16G", "KS-99", "秘密★5年", "李四", "财务科", "2017-3-1", "已报废", "2020-5-6"],
        ["涉密U盘", "U盘", "金士顿16G", "KS-98", "秘密★5年", "李四", "财务科", "2017-3-1", "借出", ""],
    ]))  # fmt: skip
    copies = [row.copies[0] for row in found]
    assert [(copy.custodian, copy.holder, copy.state) for copy in copies] == [
        ("张三", "", S.IN_STORE), ("李四", "", S.IN_STORE), ("李四", "李四", S.ON_LOAN),
    ]  # fmt: skip
    assert [codes(row, notices=False) for row in found] == [set(), {"PENDING_DESTRUCTION"}, set()]
    assert "2020-5-6" in str(found[1].document["remarks"]) and "型号：金士顿16G" in str(found[1].document["remarks"])


def test_a_book_of_devices_without_a_column_of_kinds() -> None:
    found = data_of(csv_bytes([
        ["设备名称", "序列号", "密级", "责任人", "状态"],
        ["涉密计算机", "SN-1", "机密★5年", "张三", "在用"],
        ["移动硬盘1T", "SN-2", "机密★5年", "李四", "在用"],
    ]))  # fmt: skip
    assert [row.copies[0].medium for row in found] == [Medium.ITEM, Medium.MOBILE_DISK]


def test_a_book_of_papers_with_a_column_of_media_stays_one() -> None:
    found = data_of(csv_bytes([
        ["来文单位", "编号", "标题", "载体类型", "密级", "份数"],
        ["省委", "×发〔2020〕1号", "关于某项工作的通知", "纸质", "秘密★5年", "1"],
        ["省委", "×发〔2020〕2号", "关于另一项工作的通知", "光盘", "秘密★5年", "1"],
    ]))  # fmt: skip
    assert [row.document["reference_number"] for row in found] == ["×发〔2020〕1号", "×发〔2020〕2号"]
    assert [row.copies[0].serial_number for row in found] == [None, None]


@pytest.mark.parametrize(
    ("word", "medium"),
    [("涉密U盘", Medium.USB_DISK), ("移动硬盘1TB", Medium.MOBILE_DISK), ("光盘（DVD）", Medium.OPTICAL_DISC), ("台式计算机", Medium.ITEM),
     ("保密笔记本", Medium.NOTEBOOK), ("笔记本电脑", Medium.ITEM), ("纸质", Medium.PAPER), ("竹简", None)],
)  # fmt: skip
def test_words_for_media(word: str, medium: Medium | None) -> None:
    assert medium_of_word(word) is medium


def test_an_unknown_word_for_a_medium_is_said() -> None:
    row = data_of(csv_bytes([["标题", "文号", "载体类型"], ["关于某项工作的通知", "×发〔2020〕1号", "竹简"]]))[0]
    assert "MEDIUM_UNKNOWN" in codes(row) and "载体类型：竹简" in str(row.document["remarks"])
