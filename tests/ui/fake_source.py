"""A data source in memory: a register of invented carriers, and one of a million ids that are computed."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Sequence
from typing import Any

from models.domain.text import T
from ui.tables.marking import alike
from ui.tables.source import Column, Filter, ListQuery, Page, Row, Sink

COLUMNS = (
    Column("number", T("column", "载体编号"), 104),
    Column("level", T("column", "密级"), 84, "level"),
    Column("title", T("column", "标题"), 210),
    Column("reference_number", T("column", "文号"), 150),
    Column("copy_number", T("column", "份号"), 64),
    Column("expires_on", T("column", "到期"), 90, "date"),
    Column("place", T("column", "位置/持有人"), 94, "place"),
    Column("state", T("column", "状态"), 90, "state"),
    Column("holder", T("column", "持有人"), 90, "text", default=False),
    Column("pages", T("column", "页数"), 60, "number", right_aligned=True, default=False),
)

_BOOK = """
26-0318-016|CONFIDENTIAL|关于做好2026年度保密自查自评工作的通知|云人保〔2026〕14号|000016|2031-11-20|5号柜 1层|IN_STORE|
26-0318-015|CONFIDENTIAL|关于做好2026年度保密自查自评工作的通知|云人保〔2026〕14号|000015|2031-11-20|5号柜 1层|IN_STORE|
26-0310-002|SECRET|重点督办事项汇总（三季度）|云人常办〔2026〕31号|000002|2036-10-09|3号柜 2层|ON_LOAN|陈立
26-0304-001|WORK_SECRET|机关内部审计情况反馈意见|云人办函〔2026〕88号|000001||8号柜 2层|IN_STORE|
26-0287-001|SECRET|关于代表建议办理情况的内部通报|云人常办〔2026〕27号|000001|2036-08-30|3号柜 2层|IN_STORE|
26-0261-004|SECRET|财政预算执行审查情况专报|云人财〔2026〕9号|000004|2036-07-18|3号柜 1层|ON_LOAN|刘洋
26-0244-001|CONFIDENTIAL|选举工作突发情况处置预案|云人选〔2026〕6号|000001|2031-06-02|2号柜 3层|CIRCULATING|王建国
26-0091-003|TOP_SECRET|换届人事安排方案|云人组〔2026〕3号|000003|2056-02-11|应在 1号柜|UNACCOUNTED|
26-0091-002|TOP_SECRET|换届人事安排方案|云人组〔2026〕3号|000002|2056-02-11|1号柜 1层|IN_STORE|
26-0077-001|SECRET|专题调研工作方案（内部征求意见稿）|云人常办〔2026〕8号|000001|2036-02-01|3号柜 1层|IN_STORE|
25-0402-007|CONFIDENTIAL|关于印发年度监督工作安排的通知|云人发〔2025〕41号|000007|2026-12-01|2号柜 1层|IN_STORE|review
25-0388-001|SECRET|安全生产执法检查暗访情况|云人执〔2025〕12号|000001|2035-11-12|3号柜 2层|IN_STORE|
24-0211-020|CONFIDENTIAL|机关保密检查情况通报|云人保〔2024〕6号|000020|2025-06-14|待销柜|PROPOSED_FOR_DESTRUCTION|
24-0198-002|CONFIDENTIAL|代表视察活动内部安排|云人常办〔2024〕19号|000002|2029-05-30|2号柜 2层|IN_STORE|
23-0156-001|SECRET|关于有关信访事项的专报|云人信〔2023〕5号|000001|2033-05-26|3号柜 3层|IN_STORE|
23-0140-001|CONFIDENTIAL|代表资格审查有关情况|云人选〔2023〕11号|000001|2028-04-11|2号柜 1层|IN_STORE|
23-0133-002|SECRET|关于预算联网监督数据使用的意见|云人财〔2023〕7号|000002|2033-03-02|3号柜 2层|IN_STORE|
23-0126-003|WORK_SECRET|机关值班情况通报|云人办函〔2023〕52号|000003||8号柜 3层|IN_STORE|
23-0119-004|SECRET|立法调研座谈会发言汇总|云人法〔2023〕18号|000004|2028-02-20|5号柜 4层|IN_STORE|
23-0112-001|SECRET|执法检查问题清单（内部）|云人执〔2023〕9号|000001|2033-01-15|1号柜 1层|IN_STORE|
"""


def book() -> list[Row]:
    """The rows of the design's pictures."""
    rows: list[Row] = []
    for number, line in enumerate(_BOOK.strip().splitlines(), 1):
        carrier, level, title, reference, copy, expires, place, state, extra = line.split("|")
        row: Row = {
            "id": number, "number": carrier, "level": level, "title": title, "reference_number": reference,
            "copy_number": copy, "expires_on": expires or None, "place": place, "state": state, "pages": number * 3,
            "holder": extra if extra not in ("", "review") else None,
        }  # fmt: skip
        row["review_due"] = int(extra == "review")
        row["overdue"] = int(extra == "刘洋")
        rows.append(row)
    return rows


class BookSource:
    """Answers from a list of rows; counts what it was asked."""

    def __init__(self, rows: list[Row] | None = None) -> None:
        self.all = {row["id"]: row for row in (rows if rows is not None else book())}
        self.asked: list[ListQuery] = []
        self.fail: Exception | None = None

    def _found(self, query: ListQuery) -> list[Row]:
        terms = alike(query.text).split()
        rows = [row for row in self.all.values() if all(
            any(term in alike(str(value)) for value in row.values()) for term in terms)]  # fmt: skip
        rows = [row for row in rows if all(_holds(row, item) for item in query.filters)]
        name, up = query.order
        return sorted(rows, key=lambda row: (str(row.get(name) or ""), row["id"]), reverse=not up)

    def first_page(self, query: ListQuery, limit: int = 200) -> Page:
        self.asked.append(query)
        if self.fail is not None:
            raise self.fail
        return Page([dict(row) for row in self._found(query)[:limit]], 3.2)

    def stream_ids(self, query: ListQuery, sink: Sink, cancelled: Callable[[], bool]) -> None:
        sink(array("q", (row["id"] for row in self._found(query))))

    def rows(self, ledger: str, ids: Sequence[int]) -> list[Row]:
        return [dict(self.all[id_]) for id_ in ids if id_ in self.all]

    def count(self, query: ListQuery) -> int:
        return len(self._found(query))

    def columns(self, ledger: str) -> tuple[Column, ...]:
        return COLUMNS


def _holds(row: Row, item: Filter) -> bool:
    value: Any = row.get(item.field)
    if item.operator == "is":
        return bool(value == item.value)
    if item.operator == "in":
        return value in item.value
    if item.operator == "from":
        return value is not None and value >= item.value
    if item.operator == "to":
        return value is not None and value <= item.value
    if item.operator == "contains":
        return str(item.value) in str(value or "")
    return (value in (None, "")) == (item.operator == "empty")


class MillionSource(BookSource):
    """A million carriers that exist only as numbers. `gate` holds the stream back until a test opens it."""

    def __init__(self, count: int = 1_000_000, chunk: int = 20_000) -> None:
        super().__init__([])
        self.size, self.chunk = count, chunk
        self.gate = threading.Event()
        self.gate.set()
        self.streams = 0
        self.stopped = 0

    def _row(self, id_: int) -> Row:
        pattern = book()[id_ % 20]
        return {**pattern, "id": id_, "number": f"2026-{id_ % 1_000_000:06d}"}

    def _ids(self, query: ListQuery) -> range:
        size = self.size if not query.text else self.size // 10
        return range(1, size + 1) if query.order[1] else range(size, 0, -1)

    def first_page(self, query: ListQuery, limit: int = 200) -> Page:
        self.asked.append(query)
        return Page([self._row(id_) for id_ in self._ids(query)[:limit]], 1.5)

    def stream_ids(self, query: ListQuery, sink: Sink, cancelled: Callable[[], bool]) -> None:
        ids = self._ids(query)
        self.streams += 1
        for start in range(0, len(ids), self.chunk):
            while not self.gate.wait(0.01):
                if cancelled():
                    break
            if cancelled():
                self.stopped += 1
                return
            sink(array("q", ids[start : start + self.chunk]))

    def rows(self, ledger: str, ids: Sequence[int]) -> list[Row]:
        return [self._row(id_) for id_ in ids]

    def count(self, query: ListQuery) -> int:
        return len(self._ids(query))
