"""A register of any size for the benchmark, from a seed: the same seed gives the same register (K-33).

20,000 distinct titles, issuers of very unequal frequency, twenty years, and every state of a carrier's life. It is written
as entries of the real journal through the real store, in large transactions, and the lists are made at the end.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, islice
from typing import Any

from models.domain.numbering import carrier_number, registry_number
from models.services.clock import stamp
from models.storage.derived import rebuild
from models.storage.digests import SigningKey
from models.storage.journal import Change, Head, Record
from models.storage.store import Store

TITLES = 20_000
YEARS = range(2007, 2027)
IN_ONE_RECORD = 10_000  # changes; the journal cuts them into entries of 500


def _words(text: str) -> list[str]:
    return text.split()


_TOPICS = _words(
    "保密 机要 通信 密码 设备 档案 移交 销毁 清退 审计 巡视 整改 干部 考核 任免 培训 财政 预算 执行 审查 人事 安排 换届"
    " 选举 代表 建议 办理 调研 立法 信访 维稳 应急 处置 预案 国防 动员 教育 医疗 卫生 环境 土地 规划 城市 建设 交通 运输"
    " 水利 农业 扶贫 产业 科技 创新 金融 风险 债务 项目 资金 重点 重大 调整 调查 会计 银行 行政 执法 监督 检查 值班 会议"
)
_VERBS = _words("加强 做好 开展 推进 印发 转发 调整 报送 落实 规范 改进 健全")
_ENDS = _words("的通知 工作的通知 的意见 情况的通报 的报告 实施方案 的函 会议纪要 的请示 的批复 管理办法（试行） 专项检查的通知")
_PLACES = _words("云岭市 临江县 青山区 东湖区 河西县 北川县 全市 全省 机关 直属单位")
_HEADS = _words("国务院办公厅 省委办公厅 省人大常委会办公厅 省政府办公厅 市委办公室 市人大常委会办公室 市政府办公室 市纪委监委")
_MIDDLES = _words("市 省 县 区")
_OFFICES = _words("财政局 公安局 保密局 组织部 统计局 水利局 教育局 卫健委 发改委 档案局 审计局 司法局 信访局 交通局 国资委")
_FAMILY, _GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英建国华"
_IN_BOOK = {"IN_STORE": 940, "ON_LOAN": 30, "CIRCULATING": 15, "PROPOSED_FOR_DESTRUCTION": 10, "AWAITING_DESTRUCTION": 4, "UNACCOUNTED": 1}
_GONE = {"DESTROYED": 600, "RETURNED": 220, "ARCHIVED": 90, "HANDED_OVER": 60, "VOID": 30}
_GONE_AFTER = ((2, 0.05), (5, 0.35), (10, 0.75), (99, 0.92))  # share that left the house, by age in years below this
_MARKINGS: dict[tuple[str, str | None, str, int | None, str | None], int] = {
    ("STATE_SECRET", "CONFIDENTIAL", "DURATION", 10, "YEAR"): 480, ("STATE_SECRET", "CONFIDENTIAL", "DURATION", 6, "MONTH"): 30,
    ("STATE_SECRET", "CONFIDENTIAL", "UNMARKED", None, None): 90, ("STATE_SECRET", "SECRET", "DURATION", 20, "YEAR"): 160,
    ("STATE_SECRET", "SECRET", "DURATION", 10, "YEAR"): 80, ("STATE_SECRET", "SECRET", "LONG_TERM", None, None): 10,
    ("STATE_SECRET", "TOP_SECRET", "DURATION", 30, "YEAR"): 6, ("WORK_SECRET", None, "NONE", None, None): 120,
    ("INTERNAL", None, "NONE", None, None): 24,
}  # fmt: skip
_COPIES = {1: 40, 2: 20, 3: 14, 5: 12, 8: 8, 12: 4, 30: 2}
_CABINETS, _SHELVES, _PERSONS = 40, 240, 300


@dataclass(frozen=True)
class Built:
    """What was made: how many rows, and texts that queries may be drawn from."""

    documents: int
    carriers: int
    titles: tuple[str, ...]
    issuers: tuple[str, ...]


class _Office:
    """Draws everything from one seeded source."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.titles = self._titles()
        self.issuers = [*_HEADS, *(f"{m}{place}{office}" for office in _OFFICES for m in _MIDDLES for place in ("", "第二"))]
        self._weights = list(accumulate(1 / (rank + 1) for rank in range(len(self.issuers))))

    def _titles(self) -> list[str]:
        found: dict[str, None] = {}
        pick = self.random.choice
        while len(found) < TITLES:
            topics = "".join(pick(_TOPICS) for _ in range(self.random.randint(1, 3)))
            batch = f"（第{self.random.randint(1, 20)}批）" if self.random.random() < 0.15 else ""
            year = f"{pick(YEARS)}年度" if self.random.random() < 0.25 else ""
            found[f"关于{pick(_VERBS)}{pick(_PLACES)}{year}{topics}{pick(_ENDS)}{batch}"] = None
        return list(found)

    def pick(self, weighted: dict[Any, int]) -> Any:
        return self.random.choices(list(weighted), list(weighted.values()))[0]

    def share_gone(self, year: int) -> float:
        return next(share for years, share in _GONE_AFTER if YEARS[-1] - year < years)

    def issuer(self) -> str:
        return self.random.choices(self.issuers, cum_weights=self._weights)[0]

    def name(self) -> str:
        pick = self.random.choice
        return pick(_FAMILY) + pick(_GIVEN) + (pick(_GIVEN) if self.random.random() < 0.7 else "")


def fill(
    store: Store, clerk: tuple[int, SigningKey], carriers: int, seed: int, progress: Callable[[int], None] | None = None
) -> Built:
    """Write a register of `carriers` carriers into a founded store as a clerk (account and key) would have written it.

    `store` must not derive by itself. `progress` is told how many carriers are written.
    """
    office = _Office(seed)
    source = _changes(office, carriers)
    made = {"documents": 0, "carriers": 0}
    number = 0
    with store.transaction():
        _write(store, clerk, [*_surroundings(office)])
    while part := list(islice(source, IN_ONE_RECORD)):
        number += 1
        for change in part:
            if change.ledger in made:
                made[change.ledger] += 1
        with store.transaction():
            _write(store, clerk, part)
        if progress:
            progress(made["carriers"])
    with store.transaction():
        rebuild(store.own.connection)
    store.fold_log()
    return Built(made["documents"], made["carriers"], tuple(office.titles), tuple(office.issuers))


def derive_nothing(_connection: object, _before: Head, _record: Record) -> None:
    """For the store that is filled: the lists are made at the end."""


def _write(store: Store, clerk: tuple[int, SigningKey], changes: list[Change]) -> None:
    account, key = clerk
    moment, ident = stamp(datetime.now(UTC)), os.urandom(8).hex()
    record = Record("add_row", "bench", account, moment, 1, "BENCH", ident, changes=changes)
    store.write(record, [key])


def _surroundings(office: _Office) -> Iterator[Change]:
    pick = office.random.choice
    yield Change("units", 1, {"name": "办公室", "kind": "DEPARTMENT", "state": "IN_USE"})
    for person in range(1, _PERSONS + 1):
        yield Change("persons", person, {"name": office.name(), "unit_id": 1, "clearance": "GENERAL", "state": "IN_POST"})
    yield Change("rooms", 1, {"name": "机要室", "level_limit": "TOP_SECRET", "state": "IN_USE"})
    yield Change("rooms", 2, {"name": "档案库房", "level_limit": "SECRET", "state": "IN_USE"})
    for cabinet in range(1, _CABINETS + 1):
        yield Change("cabinets", cabinet, {
            "room_id": 1 + cabinet % 2, "name": f"{cabinet}号柜", "level_limit": pick(("SECRET", "TOP_SECRET")),
            "custodian_id": office.random.randint(1, 9), "state": "IN_USE",
        })  # fmt: skip
    for shelf in range(1, _SHELVES + 1):
        yield Change("shelves", shelf, {
            "cabinet_id": 1 + (shelf - 1) // 6, "name": f"{1 + (shelf - 1) % 6}层", "code": f"S{shelf:05d}", "walk_order": shelf,
            "state": "IN_USE",
        })  # fmt: skip


def _changes(office: _Office, carriers: int) -> Iterator[Change]:
    """Documents with their carriers and, for what is on loan, the loan."""
    random_, pick = office.random, office.random.choice
    serials = dict.fromkeys(YEARS, 0)
    document = done = loan = 0
    while done < carriers:
        document += 1
        year = YEARS[done * len(YEARS) // carriers]
        received = date(year, 1, 1) + timedelta(days=random_.randint(0, 364))
        marking = dict(zip(("secret_kind", "level", "term_kind", "term_amount", "term_unit"), office.pick(_MARKINGS), strict=True))
        issuer = office.issuer()
        copies = min(office.pick(_COPIES), carriers - done)
        yield Change("documents", document, {
            **marking, "registry_number": registry_number(year, "机", document), "received_on": received.isoformat(),
            "issuer": issuer, "reference_number": f"{issuer[0]}{issuer[-2:]}〔{year}〕{random_.randint(1, 400)}号",
            "title": pick(office.titles), "issued_on": (received - timedelta(days=random_.randint(1, 40))).isoformat(),
            "urgency": "NONE", "pages": random_.randint(1, 60), "copies_received": copies, "channel": "PARTY_COURIER",
            "cover_intact": 1, "state": "REGISTERED",
        })  # fmt: skip
        first, shelf = random_.randint(1, 900), random_.randint(1, _SHELVES)
        for copy in range(copies):
            done += 1
            serials[year] += 1
            gone = random_.random() < office.share_gone(year)
            state = office.pick(_GONE if gone else _IN_BOOK)
            values = {
                **marking, "number": carrier_number(year, serials[year]), "document_id": document, "medium": "PAPER",
                "copy_number": f"{first + copy:06d}", "pages": 12, "origin": "RECEIVED", "state": state,
                "registered_on": received.isoformat(), "recall": "DEMANDED" if random_.random() < 0.02 else "NONE",
                "label_printed": 1,
            }  # fmt: skip
            if gone:
                left = min(received + timedelta(days=random_.randint(200, 3000)), date(2026, 11, 20))
                values |= {"left_on": left.isoformat(), "left_by": f"XQ-{left.year}-{random_.randint(1, 40):04d}"}
            else:
                values["shelf_id"] = shelf
            if state in ("ON_LOAN", "CIRCULATING"):
                loan += 1
                values["holder_id"] = random_.randint(1, _PERSONS)
                due = date(2026, 11, 1) + timedelta(days=random_.randint(0, 40))
                yield Change("loans", loan, {
                    "carrier_id": done, "person_id": values["holder_id"], "lent_on": "2026-10-20", "due_on": due.isoformat(),
                    "state": "OUT",
                })  # fmt: skip
            yield Change("carriers", done, values)


def old_ledger(rows: int, seed: int = 1) -> Iterator[list[str | int | None]]:
    """Rows of an old paper book: number, day, issuer, reference, title, marking, copy numbers, remarks."""
    office = _Office(seed)
    chance, pick = office.random, office.random.choice
    for row in range(1, rows + 1):
        day = date(YEARS[(row - 1) * len(YEARS) // rows], 1, 1) + timedelta(days=chance.randint(0, 364))
        issuer = office.issuer()
        first = chance.randint(1, 900)
        copies = f"{first:06d}" if chance.random() < 0.8 else f"{first:06d}-{first + 2:06d}"
        reference = f"{issuer[0]}{issuer[-2:]}〔{day.year}〕{row}号"
        yield [row, day.isoformat(), issuer, reference, pick(office.titles), pick(("秘密★10年", "机密★20年", "机密★10年")), copies, None]
