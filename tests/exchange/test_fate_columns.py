"""What became of the copies, told in columns: given back or not, one thing each, counts, several holders."""

from __future__ import annotations

import pytest

from models.domain.lifecycle import CarrierState as S
from models.exchange.proposed import ProposedRow
from tests.exchange.helpers import codes, data_of, xlsx

HEAD = ["序号", "收文日期", "来文单位", "文号", "标题", "密级", "份数", "份号"]


def one(columns: dict[str, object], count: int = 1, numbers: str = "12") -> ProposedRow:
    """A row of a book with these further columns."""
    row = [1, "2019.3.5", "省委办", "×办发〔2019〕4号", "关于加强某项工作的通知", "秘密★5年", count, numbers]
    return data_of(xlsx({"2019年": [[*HEAD, *columns], [*row, *columns.values()]]}))[0]


@pytest.mark.parametrize(
    ("text", "state", "holder", "day", "code"),
    [
        ("清退", S.RETURNED, "", None, ""),
        ("销毁（王建国、刘洋监销）2020年3月", S.DESTROYED, "", None, ""),
        ("已清退2020.5.6", S.RETURNED, "", "2020-05-06", ""),
        ("在王主任处", S.ON_LOAN, "王主任", None, ""),
        ("张三未还", S.ON_LOAN, "张三", None, ""),
        ("未还", S.ON_LOAN, "", None, "BORROWER_MISSING"),
        ("遗失", S.UNACCOUNTED, "", None, "LOST"),
        ("已还，2019.6.1", S.IN_STORE, "", None, ""),
        ("√", S.IN_STORE, "", None, ""),
        ("好像退了", S.IN_STORE, "", None, "FATE_DOUBTFUL"),
    ],
)
def test_given_back_without_a_borrower(text: str, state: S, holder: str, day: str | None, code: str) -> None:
    row = one({"归还情况": text})
    copy = row.copies[0]
    assert (copy.state, copy.holder, copy.left_on) == (state, holder, day)
    assert f"归还情况：{text}" in str(row.document["remarks"])
    assert not code or code in codes(row)


@pytest.mark.parametrize(
    ("back", "state", "holder"),
    [("2019.4.1", S.IN_STORE, ""), ("", S.ON_LOAN, "李四"), ("未还", S.ON_LOAN, "李四"), ("在王主任处", S.ON_LOAN, "王主任"),
     ("遗失", S.UNACCOUNTED, ""), ("2020.1.2销毁", S.DESTROYED, "")],
)  # fmt: skip
def test_given_back_by_a_borrower(back: str, state: S, holder: str) -> None:
    row = one({"借阅人": "李四", "归还情况": back})
    assert (row.copies[0].state, row.copies[0].holder) == (state, holder)
    assert not back or back in str(row.document["remarks"]) or back == "未还"


@pytest.mark.parametrize(
    ("heading", "text", "state"),
    [("销毁情况", "已审批", S.IN_STORE), ("清退情况", "保留", S.IN_STORE), ("清退情况", "省委机要局", S.RETURNED), ("归档情况", "未归", S.IN_STORE)],
)
def test_a_word_under_a_heading_is_no_name(heading: str, text: str, state: S) -> None:
    row = one({heading: text})
    assert row.copies[0].state is state and (state is not S.IN_STORE or text in str(row.document["remarks"]))


def test_counts_and_holders_that_cannot_be_shared_out_are_said() -> None:
    assert "FATE_COUNT_ODD" in codes(one({"去向": "3份清退1份销毁"}))
    assert "FATE_PART_UNCLEAR" in codes(one({"去向": "张三借阅，李四借阅"}, 2, "1-2"))
    row = one({"去向": "张三（1号）、李四（2号）借阅"}, 2, "1-2")
    assert "FATE_UNKNOWN" in codes(row) and "李四（2号）" in str(row.document["remarks"])
    counted = one({"去向": "3份清退1份销毁"}, 4, "")
    assert [copy.state for copy in counted.copies] == [S.RETURNED] * 3 + [S.DESTROYED]


def test_a_thing_that_is_written_off_is_still_there() -> None:
    row = one({"状态": "报废"})
    assert row.copies[0].state is S.IN_STORE
    assert [str(found.problem.text) for found in row.findings if found.problem.code == "PENDING_DESTRUCTION"] == [
        "写的是报废，没有写已销毁：按在库登记，请核对实物，再列入销毁清单"
    ]
    gone = one({"状态": "报废", "备注": "2021.6.1送销毁中心"})
    assert gone.copies[0].state is S.SENT_FOR_DESTRUCTION and "PENDING_DESTRUCTION" not in codes(gone)


def test_a_paper_that_is_with_somebody_and_still_to_be_returned() -> None:
    copy = one({"去向": "张局长处未退"}).copies[0]
    assert (copy.state, copy.holder, copy.recall) == (S.ON_LOAN, "张局长", "DEMANDED")


@pytest.mark.parametrize("text", ["张三", "李副县长", "王局长"])
def test_a_bare_name_as_the_whereabouts_is_who_has_it(text: str) -> None:
    row = one({"去向": text})
    assert (row.copies[0].state, row.copies[0].holder) == (S.ON_LOAN, text)
    assert "HOLDER_PRESUMED" in codes(row, notices=False) and f"去向：{text}" in str(row.document["remarks"])


@pytest.mark.parametrize("text", ["办公室", "县委办", "书记阅存", "留底", "见备注", "不详"])
def test_other_words_as_the_whereabouts_are_nobody(text: str) -> None:
    row = one({"去向": text})
    assert row.copies[0].state is S.IN_STORE and text in str(row.document["remarks"])


def test_headings_of_one_character() -> None:
    found = data_of(xlsx({"S": [
        ["号", "时间", "机关", "文件", "密级", "份", "借", "还", "销"],
        [1, "2012.1.3", "省委", "×发〔2012〕1号 关于做好防汛工作的通知", "机密★5年", 2, "张三", "2012.2.1", ""],
        [2, "2012.1.4", "省委", "×发〔2012〕2号 关于做好抗旱工作的通知", "秘密★5年", 1, "", "", "2015.6.1"],
        [3, "2012.1.5", "市委", "×市发〔2012〕3号 关于做好春耕工作的通知", "秘密★5年", 1, "李四", "", ""],
    ]}))  # fmt: skip
    assert [row.copies[0].state for row in found] == [S.IN_STORE, S.DESTROYED, S.ON_LOAN]
    assert found[0].document["reference_number"] == "×发〔2012〕1号" and found[0].document["title"] == "关于做好防汛工作的通知"
