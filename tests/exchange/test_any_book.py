"""Any table whatever: the proposal never breaks, every row is told once, and the same input gives the same answer."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.errors import UserError
from models.exchange.book import Book, DateText, Merge, NumberText, Sheet
from models.exchange.columns import propose_mapping
from models.exchange.proposals import propose
from models.exchange.proposed import Options, ProposedRow, Verdict

HEADINGS = ["序号", "收文日期", "日期", "来文单位", "文号", "编号", "标题", "密级", "保密期限", "份数", "份号", "页数", "存放位置", "柜号", "层",
            "去向", "清退",
            "销毁日期", "借阅人", "归还日期", "签收人", "备注", "月", "日", "单位", "类别", "当前持有人", "发往单位", "到期日", "领导批示"]  # fmt: skip
WORDS = ["2021年", "三月", "合计", "本页小计", "注：说明", "××登记簿", "机密", "秘密★5年", "绝密", "内部", "机密/秘密",
         "〃", "同上", "5号柜第5格", "1.9", "2019.1.3",
         "国发〔2019〕1号", "关于做好某项工作的通知", "12-16", "000012、13", "5份", "1-99999", "已清退2020.1.1", "张三借阅未还",
         "销毁2份", "√", "否", "—", "待查？",
         "张三", "省委办公厅", "BM-10-5", "一、机密级文件", "\u200b", "=1+1", "\ufffd", "2019", "43472", "1"]  # fmt: skip
OPTIONS = Options(date(2026, 1, 31), organ="××人大")

cell = st.one_of(
    st.just(""),
    st.sampled_from(WORDS),
    st.sampled_from(HEADINGS),
    st.text(max_size=12),
    st.integers(0, 60_000).map(lambda number: NumberText(str(number))),
    st.sampled_from(["1.1", "12.5", "0.5"]).map(NumberText),
    st.dates(date(1990, 1, 1), date(2030, 1, 1)).map(lambda day: DateText(day.isoformat())),
)


@st.composite
def sheets(draw: st.DrawFn, name: str) -> Sheet:
    width = draw(st.integers(1, 8))
    heading = st.lists(st.sampled_from(HEADINGS), min_size=width, max_size=width)
    row = st.one_of(st.lists(cell, min_size=0, max_size=width), st.lists(cell, min_size=width, max_size=width), heading)
    rows = draw(st.lists(row, max_size=8))
    numbers = [n for n, cells in enumerate(rows, 1) if any(c and not c.isspace() for c in cells)]
    merges = []
    for _ in range(draw(st.integers(0, 3))):
        top, left = draw(st.integers(1, 8)), draw(st.integers(0, width - 1))
        merges.append(Merge(top, left, top + draw(st.integers(0, 3)), min(width - 1, left + draw(st.integers(0, 3)))))
    return Sheet(name, tuple(numbers), tuple(tuple(rows[n - 1]) for n in numbers), tuple(merges), draw(st.booleans()), numbers[-1] if numbers else 0)


@st.composite
def books(draw: st.DrawFn) -> Book:
    names = draw(st.lists(st.sampled_from(["2021年", "收文", "机密", "销毁清单", "发文", "Sheet1"]), max_size=2, unique=True))
    return Book(tuple(draw(sheets(name)) for name in names))


def proposed(book: Book) -> list[ProposedRow] | None:
    try:
        return list(propose(book, propose_mapping(book), OPTIONS))
    except UserError as error:
        assert error.code == "NO_LEDGER_FOUND"
        return None


@settings(max_examples=500)
@given(books())
def test_any_book_is_survived_and_every_row_told(book: Book) -> None:
    rows = proposed(book)
    assert rows == proposed(book)
    if rows is None:
        return
    told = {(row.sheet, row.row) for row in rows}
    assert told >= {(sheet.name, number) for sheet in book.sheets for number in sheet.numbers}
    keys = Counter(row.source_key for row in rows if row.verdict is not Verdict.SKIPPED)
    assert not keys or (max(keys.values()) == 1 and "" not in keys)
    known: set[str] = set()
    for row in rows:
        assert not row.joins or row.joins in known, "a row joins an earlier row that became a document"
        if row.verdict is Verdict.DATA:
            known.add(row.source_key)
            assert row.document["copies_received"] == len(row.copies) <= 2000
            assert row.year is None or 1949 <= row.year <= 2026
            assert all(str(finding.problem.text) for finding in row.findings)


def test_a_superscript_is_no_number() -> None:
    rows = (("标题", "文号", "序号", "柜号", "层"), ("关于工作的通知", "×发〔2021〕1号", "¹", "3", "²"))
    found = proposed(Book((Sheet("2021年", (1, 2), rows, last_row=2),)))
    assert found is not None and found[-1].verdict is Verdict.DATA
