"""Whatever stands in a cell of a data row is found again: in a field, in a copy, or in the remarks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.lifecycle import STATE_WORDS, CarrierState
from models.domain.numbering import CopyNumberError, parse_copy_numbers
from models.exchange.book import Book, Sheet
from models.exchange.cells import is_nothing, parse_count
from models.exchange.columns import Mapping, propose_mapping
from models.exchange.fates import parse_fate
from models.exchange.proposals import propose
from models.exchange.proposed import Options, ProposedRow, Verdict
from models.exchange.shapes import is_ditto
from tests.exchange.test_sample_ledgers import BOOK, READER, TEXT

HEAD = ("序号", "收文日期", "来文单位", "文号", "标题", "密级", "保密期限", "份数", "份号", "页数", "紧急程度", "存放位置", "承办部门",
        "签收人", "签收时间", "借阅人", "归还日期", "去向", "领导批示", "备注")  # fmt: skip
OPTIONS = Options(date(2026, 1, 31))


def letters(text: object) -> str:
    """What must be found again of a text: letters and digits, whatever their width, spaces and punctuation."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFC", str(text)))
    return "".join(re.findall(r"[^\W_]", plain))


def everything(row: ProposedRow) -> Iterator[str]:
    """Every text that becomes part of a record."""
    yield from (letters(value) for value in row.document.values() if value is not None)
    for copy in row.copies:
        for value in (copy.copy_number, copy.place.text, copy.holder, copy.custodian, copy.left_by, copy.since, copy.left_on,
                      copy.serial_number, copy.capacity, copy.remarks, STATE_WORDS[copy.state]):  # fmt: skip
            if value:
                yield letters(value)


def kept(heading: str, text: str, row: ProposedRow) -> bool:
    """Whether a cell is found again, as it is written or as what it was understood to be."""
    wanted = letters(text)
    held = list(everything(row))
    if not wanted or is_nothing(text) or is_ditto(text) or any(wanted in part for part in held):
        return True
    if heading == "份号":
        if (count := parse_count(text)) and "份" in text:
            return row.document.get("copies_stated") == count.copies
        try:
            return {copy.copy_number for copy in row.copies} == set(parse_copy_numbers(text)) != set()
        except CopyNumberError:
            return False
    if heading == "份数":
        count = parse_count(text)
        return count is not None and row.document.get("copies_stated") == count.copies
    if heading in ("收文日期", "签收时间"):
        name = "received_on" if heading == "收文日期" else "signed_on"
        numbers = {int(number) for number in re.findall(r"\d+", text)}
        day = row.document.get(name)
        parts = {int(part) for part in str(day).split("-")} if day else set()
        return bool(parts) and (numbers <= parts | {int(str(day)[2:4])} or text.isdigit())
    if heading in ("密级", "保密期限"):
        if text == "长期":
            return row.document.get("term_kind") == "LONG_TERM"
        if day := row.document.get("term_date"):
            return {int(part) for part in str(day).split("-")} == {int(part) for part in re.findall(r"\d+", text)}
        return row.document.get("term_amount") is not None and letters(row.document["term_amount"]) in wanted
    if heading == "去向":
        return parse_fate(text).complete
    if heading == "归还日期":  # 未还, 否: then it is still lent
        return any(copy.state is CarrierState.ON_LOAN for copy in row.copies)
    if heading == "紧急程度":
        return row.document.get("urgency") is not None
    if heading == "页数":
        return row.document.get("pages") is not None
    return False


def mapping_of_headings(last_row: int) -> Mapping:
    """What the headings alone mean: random contents would move the ambiguous ones."""
    proposed = propose_mapping(Book((Sheet("2019年", (1,), (HEAD,), last_row=1),))).tables[0]
    return Mapping((replace(proposed, table=replace(proposed.table, last_row=last_row), used=True),))


cell_text = st.one_of(
    st.just(""),
    st.sampled_from(["无", "—", "〃", "同上", "不详", "1", "3份", "12-16", "000390~000399", "机密★10年", "秘密", "内部", "5号柜第5格", "9#柜",
                     "2019.3.5", "3.5", "2019年3月", "已清退2023.12.1", "2023年6月销毁", "张三借阅未还", "待清退", "张　三", "特急", "国发〔2019〕1号",
                     "关于做好某项工作的通知", "=1+1", "与上件重复？", "长期", "10年", "机密/秘密", "一二三四五", "000012销毁，13号在库"]),
    st.text(alphabet=st.one_of(st.characters(min_codepoint=32, max_codepoint=0x9FFF, categories=["L", "N", "P", "S", "Zs"])), max_size=24),
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(st.lists(cell_text, min_size=len(HEAD), max_size=len(HEAD)), min_size=1, max_size=4))
def test_no_text_of_a_data_row_is_lost(rows: list[list[str]]) -> None:
    table = [HEAD, *(tuple(row) for row in rows)]
    book = Book((Sheet("2019年", tuple(range(1, len(table) + 1)), tuple(table), last_row=len(table)),))
    for row in propose(book, mapping_of_headings(len(table)), OPTIONS):
        if row.verdict is Verdict.SKIPPED:
            assert sum(bool(cell) for cell in table[row.row - 1]) == len(row.cells) or row.row == 1
            continue
        assert dict(row.cells) == {h: c for h, c in zip(HEAD, table[row.row - 1], strict=True) if c}, "the source text itself is kept"
        if row.verdict is Verdict.DATA:
            for heading, text in zip(HEAD, table[row.row - 1], strict=True):
                assert kept(heading, text, row), (heading, text, row.document, row.copies[:1])


def test_no_text_of_the_samples_is_lost() -> None:
    names = {"顺序号": "序号", "收到日期": "收文日期", "清退、销毁情况": "去向", "密级和保密期限": "密级", "紧急 程度": "紧急程度", "紧急程度": "紧急程度"}
    for path in (BOOK, TEXT):
        book = READER.read(path)
        for row in propose(book, propose_mapping(book), OPTIONS):
            if row.verdict is Verdict.DATA:
                for heading, text in row.cells:
                    assert kept(names.get(heading, heading), text, row), (row.sheet, row.row, heading, text)
