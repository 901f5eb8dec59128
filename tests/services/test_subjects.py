"""What an entry concerns, said in the ledgers' words."""

from __future__ import annotations

import pytest

from models.services import subjects
from models.services.office import Office
from tests.services.test_register import add_person


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("persons 1", "人员 陈立"), ("persons", "人员"), ("shelves S00001", "柜层 S00001"), ("carriers 2026-000001", "载体 2026-000001"),
        ("carriers 7", "载体 7 份"), ("documents 2026-收0001", "收文登记 2026-收0001"), ("counts QC-2026-0001 scan 3", "清查 QC-2026-0001 第 3 扫"),
        ("counts QC-2026-0001 difference 2", "清查 QC-2026-0001 差异第 2 项"), ("entry 12", "日志第 12 条"), ("5", "5 条"),
        ("export documents", "导出：收文登记"), ("organ 1", "机关概况"), ("G01 2026", "G01 2026"), ("周敏", "周敏"), ("persons 99", "人员 99"),
        ("accounts 4", "用户 周敏"), ("backup", "没有写成"), ("NOT_PROVABLE", "没有发现问题"), ("WRONG", "发现问题"),
    ],
)  # fmt: skip
def test_a_subject_in_words(office: Office, subject: str, words: str) -> None:
    add_person(office)
    assert str(subjects.words(office.read, subject)) == words
