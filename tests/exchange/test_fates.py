"""What became of a paper, in the words of old ledgers."""

from __future__ import annotations

from datetime import date

import pytest

from models.domain.lifecycle import CarrierState as S
from models.exchange.fates import parse_fate, parse_remark


@pytest.mark.parametrize(
    ("text", "state", "day", "holder", "batch"),
    [
        ("已清退2023.12.1", S.RETURNED, date(2023, 12, 1), "", ""),
        ("2018-12-20清退", S.RETURNED, date(2018, 12, 20), "", ""),
        ("清退单号：2020-12", S.RETURNED, None, "", "2020-12"),
        ("上交市委机要局", S.RETURNED, None, "市委机要局", ""),
        ("2020年6月退回省委办公厅", S.RETURNED, None, "省委办公厅", ""),
        ("退", S.RETURNED, None, "", ""),
        ("2023年6月销毁", S.DESTROYED, None, "", ""),
        ("已销毁（批次2019-2）", S.DESTROYED, None, "", "2019-2"),
        ("2021年3月15日已按规定销毁", S.DESTROYED, date(2021, 3, 15), "", ""),
        ("销毁清单〔2020〕3号", S.DESTROYED, None, "", "〔2020〕3号"),
        ("送市保密局销毁", S.DESTROYED, None, "市保密局", ""),
        ("20200506粉碎", S.DESTROYED, date(2020, 5, 6), "", ""),
        ("已送销", S.SENT_FOR_DESTRUCTION, None, "", ""),
        ("送销毁中心", S.SENT_FOR_DESTRUCTION, None, "", ""),
        ("周𬱖借阅未还", S.ON_LOAN, None, "周𬱖", ""),
        ("张　伟借阅未还", S.ON_LOAN, None, "张伟", ""),
        ("买买提·艾力借阅未还", S.ON_LOAN, None, "买买提·艾力", ""),
        ("借阅：张三 2020年3月5日", S.ON_LOAN, date(2020, 3, 5), "张三", ""),
        ("借给法工委张三", S.ON_LOAN, None, "张三", ""),
        ("法工委借阅", S.ON_LOAN, None, "法工委", ""),
        ("在李四手中", S.ON_LOAN, None, "李四", ""),
        ("张三处", S.ON_LOAN, None, "张三", ""),
        ("转交王五", S.ON_LOAN, None, "王五", ""),
        ("李四借，已还", S.IN_STORE, None, "李四", ""),
        ("归还机要室", S.IN_STORE, None, "", ""),
        ("退机要室", S.IN_STORE, None, "", ""),
        ("在库", S.IN_STORE, None, "", ""),
        ("无需清退", S.IN_STORE, None, "", ""),
        ("已归档", S.ARCHIVED, None, "", ""),
        ("移交档案馆", S.ARCHIVED, None, "档案馆", ""),
        ("移交××局", S.HANDED_OVER, None, "××局", ""),
        ("移交县委组织部张三", S.HANDED_OVER, None, "张三", ""),
        ("遗失", S.UNACCOUNTED, None, "", ""),
        ("下落不明", S.UNACCOUNTED, None, "", ""),
        ("传阅中", S.CIRCULATING, None, "", ""),
        ("作废", S.VOID, None, "", ""),
        ("2020.5.6清", S.RETURNED, date(2020, 5, 6), "", ""),
        ("2020-5-6退省委办公厅机要处", S.RETURNED, date(2020, 5, 6), "省委办公厅机要处", ""),
        ("退中办机要局 2018.12.30", S.RETURNED, date(2018, 12, 30), "中办机要局", ""),
        ("已于2020年底清退省委办", S.RETURNED, None, "省委办", ""),
        ("送回省委", S.RETURNED, None, "省委", ""),
        ("2021.3.4毁", S.DESTROYED, date(2021, 3, 4), "", ""),
        ("已毁", S.DESTROYED, None, "", ""),
        ("已移交保密局销毁", S.DESTROYED, None, "保密局", ""),
        ("已报废销毁2022.3.1", S.DESTROYED, date(2022, 3, 1), "", ""),
        ("送市保密局销毁中心2020.6.1", S.SENT_FOR_DESTRUCTION, date(2020, 6, 1), "市保密局", ""),
        ("不销毁", S.IN_STORE, None, "", ""),
        ("暂不清退", S.IN_STORE, None, "", ""),
        ("停用", S.IN_STORE, None, "", ""),
        ("专人保管", S.IN_STORE, None, "", ""),
        ("张局长处未退", S.ON_LOAN, None, "张局长", ""),
        ("张三领，未还", S.ON_LOAN, None, "张三", ""),
        ("张三领取，已收回", S.IN_STORE, None, "张三", ""),
        ("交张三", S.ON_LOAN, None, "张三", ""),
        ("离任带走", S.ON_LOAN, None, "", ""),
        ("丢", S.UNACCOUNTED, None, "", ""),
        ("2019年借张三，2020.1还，2021年销毁", S.DESTROYED, None, "", ""),
        ("2020.3.1张三借阅，2020.3.20归还；2021年5月销毁", S.DESTROYED, None, "", ""),
    ],
)
def test_a_fate_is_read(text: str, state: S, day: date | None, holder: str, batch: str) -> None:
    event = parse_fate(text).last
    assert event is not None
    assert (event.state, event.day, event.holder, event.batch) == (state, day, holder, batch)


@pytest.mark.parametrize(
    ("text", "flag"),
    [("待清退", "recall"), ("未清退", "recall"), ("阅后清退", "recall"), ("应退未退", "recall"), ("待销毁", "pending_destruction"),
     ("拟于2024年销毁", "pending_destruction"), ("建议销毁", "pending_destruction"), ("已批准销毁", "pending_destruction"), ("报废", "pending_destruction"),
     ("已列入2020年销毁清单", "pending_destruction"),
     ("销毁审批表见附件", "pending_destruction"), ("已报保密局销毁", "pending_destruction"), ("阅后退回", "recall"),
     ("未清", "recall"), ("待归档", "to_archive")],
)  # fmt: skip
def test_what_is_still_to_happen_has_not_happened(text: str, flag: str) -> None:
    event = parse_fate(text).last
    assert event is not None and event.state is S.IN_STORE and getattr(event, flag)


@pytest.mark.parametrize("text", ["", "无", "否", "×", "——", "未", "0"])
def test_nothing_is_no_fate(text: str) -> None:
    assert parse_fate(text).events == () and parse_fate(text).complete


@pytest.mark.parametrize("text", ["可能已销毁？", "疑似遗失", "去向待核", "部分清退", "已阅退"])
def test_doubt_changes_nothing(text: str) -> None:
    fate = parse_fate(text)
    assert fate.doubtful and not fate.events and fate.rest == text


@pytest.mark.parametrize("text", ["附光盘1张", "缺第3页", "与上件重复？", "=见附件", "密级有疑问", "已解密", "复印件存档", "法工委",
                                  "交通局", "交接时缺第3页", "退休办", "字迹未清楚", "停用", "清退通知已发", "电子版已存档", "已扫描归档"])
def test_other_remarks_are_no_fate(text: str) -> None:
    assert parse_remark(text).events == ()


@pytest.mark.parametrize("text", ["已销毁", "张三借阅未还", "已清退2020.1.2", "需清退", "遗失"])
def test_a_fate_in_the_remarks_counts_if_it_is_plain(text: str) -> None:
    assert len(parse_remark(text).events) == 1


def test_a_column_about_one_thing_needs_only_a_tick_or_a_date() -> None:
    for text in ("√", "是", "1"):
        assert parse_fate(text, S.DESTROYED).last.state is S.DESTROYED  # type: ignore[union-attr]
    assert parse_fate("2020.5.6", S.RETURNED).last.day == date(2020, 5, 6)  # type: ignore[union-attr]
    assert parse_fate("2020.5.6").events == ()
    assert parse_fate("否", S.DESTROYED).events == ()
    assert parse_fate("未退", S.RETURNED).last.recall  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["已清退2023.12.1", "已销毁（批次2019-2）", "张三借阅未还", "待清退", "已归档", "在库"])
def test_what_the_fields_hold_need_not_be_kept_in_words(text: str) -> None:
    assert parse_fate(text).complete


@pytest.mark.parametrize(
    "text",
    ["2023年6月销毁", "李四借，已还", "已销毁，监销人张三、李四", "销毁3份，留存2份", "清退（张三 2020.3.1）", "待销毁", "张三、李四借阅", "丢失，已报告"],
)
def test_what_the_fields_do_not_hold_is_kept(text: str) -> None:
    assert not parse_fate(text).complete


def test_copies_that_are_named_and_counted() -> None:
    first, second = parse_fate("000012已清退，000013借张三").events
    assert (first.copies, first.state, second.copies, second.holder) == ("000012", S.RETURNED, "000013", "张三")
    assert parse_fate("12号、13号已销毁").events[0].copies == "12号、13号"
    assert [event.count for event in parse_fate("销毁3份，留存2份").events] == [3, 2]


@pytest.mark.parametrize(
    ("text", "kind", "flag"),
    [("未归", S.ARCHIVED, "to_archive"), ("待归", S.ARCHIVED, "to_archive"), ("未清", S.RETURNED, "recall"), ("未退", S.RETURNED, "recall"),
     ("不退", S.RETURNED, ""), ("不归档", S.ARCHIVED, ""), ("保留", S.RETURNED, ""), ("待销", S.DESTROYED, "pending_destruction")],
)  # fmt: skip
def test_a_heading_does_not_make_true_what_its_cell_denies(text: str, kind: S, flag: str) -> None:
    event = parse_fate(text, kind).last
    assert event is not None and event.state is S.IN_STORE
    assert [name for name in ("recall", "to_archive", "pending_destruction") if getattr(event, name)] == ([flag] if flag else [])


@pytest.mark.parametrize(
    ("text", "kind", "batch"),
    [("已交", S.RETURNED, ""), ("已清", S.RETURNED, ""), ("归", S.ARCHIVED, ""), ("√ 张三", S.RETURNED, ""), ("√2020.5.6", S.RETURNED, ""),
     ("〔2020〕销字第3号", S.DESTROYED, "〔2020〕销字第3号"), ("2020-永久-3", S.ARCHIVED, "2020-永久-3"), ("省委取走", S.RETURNED, "")],
)  # fmt: skip
def test_short_words_under_a_heading_about_one_thing(text: str, kind: S, batch: str) -> None:
    event = parse_fate(text, kind).last
    assert event is not None and (event.state, event.batch) == (kind, batch)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3份清退1份销毁", [(3, S.RETURNED), (1, S.DESTROYED)]),
        ("清退3份、留1份归档", [(3, S.RETURNED), (1, S.ARCHIVED)]),
        ("销毁3份（2020.5.6）归档1份", [(3, S.DESTROYED), (1, S.ARCHIVED)]),
        ("3份已退，1份张三处", [(3, S.RETURNED), (1, S.ON_LOAN)]),
        ("共5份，清退3份", [(3, S.RETURNED)]),
        ("3份，已清退2份", [(2, S.RETURNED)]),
        ("清退3份，存1份", [(3, S.RETURNED), (1, S.IN_STORE)]),
    ],
)
def test_each_count_belongs_to_its_own_verb(text: str, expected: list[tuple[int, S]]) -> None:
    assert [(event.count, event.state) for event in parse_fate(text).events] == expected


def test_lists_of_copies_before_their_verb() -> None:
    assert [(event.copies, event.state) for event in parse_fate("1、2号清退，3号销毁").events] == [("1、2号", S.RETURNED), ("3号", S.DESTROYED)]
    assert [(event.copies, event.state) for event in parse_fate("1-3号：已清退；4号：在柜").events] == [("1-3号", S.RETURNED), ("4号", S.IN_STORE)]
    assert [(event.copies, event.holder) for event in parse_fate("001借张三，002借李四").events] == [("001", "张三"), ("002", "李四")]
