"""Search, sorting, filters and the stream of ids, measured over the benchmark's register."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import Any

from models.domain.search_text import words_of
from models.domain.text import T
from models.services.bench_figures import Figure, percentile, timed
from models.services.list_columns import columns_of
from models.services.lists import Filter, ListQuery, Lists
from models.services.office import Office
from models.storage import baseline, search

EACH = 40  # queries of a kind
REPEATS = 3
PAGE = 200
NEWEST = ("number", False)
SHOWN = ("number", "level", "title", "reference_number", "copy_number", "expires_on", "place", "state")


def measure(office: Office, texts: dict[str, list[str]], seed: int) -> Iterator[Figure]:
    """All figures about lists. `texts` are titles, references, numbers and copy numbers to draw queries from."""
    lists = Lists(office)
    yield from _searches(office, lists, queries(texts, random.Random(seed)))
    yield from _sorts(office, lists)
    yield from _filters(office, lists)
    yield from _streams(office, lists)


def queries(texts: dict[str, list[str]], chance: random.Random) -> dict[str, list[str]]:
    """Queries by kind: pieces of titles of each length, numbers as they are typed, two words, and misses."""

    def piece(kind: str, length: int) -> str:
        text = ""
        while len(text) < length:
            text = chance.choice(texts[kind])
        start = chance.randint(0, len(text) - length)
        return text[start : start + length]

    made = {f"标题 {length} 字": [piece("titles", length) for _ in range(EACH)] for length in (1, 2, 3, 4, 6, 10)}
    made["文号片段"] = [piece("references", chance.randint(4, 8)) for _ in range(EACH)]
    made["载体编号"] = [chance.choice(texts["numbers"]) for _ in range(EACH)]
    made["编号末 3 位"] = [chance.choice(texts["numbers"])[-3:] for _ in range(EACH)]
    made["份号"] = [chance.choice(texts["copies"]) for _ in range(EACH)]
    made["年份"] = [str(chance.randint(2007, 2026)) for _ in range(EACH)]
    made["两个词"] = [f"{piece('titles', 2)} {piece('references', 3)}" for _ in range(EACH)]
    letters = "".join(texts["titles"])
    made["查无"] = ["".join(chance.choice(letters) for _ in range(chance.randint(3, 5))) for _ in range(EACH)]
    return made


def _searches(office: Office, lists: Lists, kinds: dict[str, list[str]]) -> Iterator[Figure]:
    read = office.read
    every: list[float] = []
    for kind, asked in kinds.items():
        chosen = [text for text in asked if words_of(text)]
        typed = [ListQuery("carriers", text, (), NEWEST) for text in chosen]
        cold: list[float] = []
        for query in typed:
            baseline.forget_pages(read)
            cold.append(timed(lists.first_page, query, PAGE))
        bare = [(read.connection, search.match(words_of(text)), words_of(text), PAGE) for text in chosen]
        warm, raw = _in_turn(lists.first_page, [(query, PAGE) for query in typed], baseline.search, bare)
        every += warm
        yield Figure(f"搜索 {kind}", tuple(warm), limit=30, raw=percentile(raw, 95), most_times_raw=3)
        yield Figure(f"搜索 {kind}（冷）", tuple(cold))
    yield Figure("搜索 全部", tuple(every), limit=30)


def _sorts(office: Office, lists: Lists) -> Iterator[Figure]:
    asked = [
        ListQuery("carriers", order=(column.name, up)) for column in columns_of("carriers") if column.sortable
        for up in (True, False)
    ]  # fmt: skip
    raw = percentile(_medians(baseline.newest, [(office.read.connection, PAGE)] * 10), 95)
    yield from _first_pages(office, lists, "第一页 每一列的顺序倒序", asked, raw)


def _filters(office: Office, lists: Lists) -> Iterator[Figure]:
    every = list(filters_of(office))
    yield from _first_pages(office, lists, "第一页 每种筛选（编号倒序）", [ListQuery("carriers", "", one, NEWEST) for one in every])
    asked = [ListQuery("carriers", "", one, (name, True)) for one in every for name in SHOWN]
    yield from _first_pages(office, lists, "第一页 每种筛选×每个可见列", asked)


def filters_of(office: Office) -> Iterator[tuple[Filter, ...]]:
    """What clerks ask: by state, level, place, holder, dates, marks of the calendar, and some of these together."""
    today = office.clock.today().isoformat()

    def put(*conditions: tuple[str, str, Any]) -> tuple[Filter, ...]:
        return tuple(Filter(field, operator, value, T("bench", "—")) for field, operator, value in conditions)

    states = ("IN_STORE", "ON_LOAN", "DESTROYED", "RETURNED", "UNACCOUNTED", "VOID")
    yield from (put(("state", "is", state)) for state in states)
    yield from (put(("level", "is", code)) for code in ("CONFIDENTIAL", "SECRET", "TOP_SECRET", "WORK_SECRET"))
    yield put(("book", "is", "IN_BOOK"))
    yield put(("book", "is", "GONE"))
    yield put(("overdue", "is", "1"))
    yield put(("review_due", "is", "1"))
    yield put(("place", "is", 17))
    yield put(("cabinet", "is", "3号柜"))
    yield put(("holder", "filled", None))
    yield put(("received_on", "from", "2019-01-01"), ("received_on", "to", "2019-12-31"))
    yield put(("expires_on", "from", today), ("expires_on", "to", "2027-12-31"))
    yield put(("issuer", "is", "市财政局"))
    yield put(("title", "contains", "保密"))
    yield put(("book", "is", "IN_BOOK"), ("level", "is", "SECRET"))
    yield put(("place", "is", 17), ("level", "is", "CONFIDENTIAL"))


def _first_pages(
    office: Office, lists: Lists, name: str, asked: Sequence[ListQuery], raw: float | None = None
) -> Iterator[Figure]:
    cold: list[float] = []
    for query in asked:
        baseline.forget_pages(office.read)
        cold.append(timed(lists.first_page, query, PAGE))
    warm = _medians(lists.first_page, [(query, PAGE) for query in asked])
    worst = asked[warm.index(max(warm))]
    note = f"最慢 {max(warm):.0f}：{' '.join(str(one.value) for one in worst.filters)} {worst.order[0]}"
    yield Figure(name, tuple(warm), limit=30, raw=raw, note=note)
    yield Figure(f"{name}（冷）", tuple(cold))


def _streams(office: Office, lists: Lists) -> Iterator[Figure]:
    def stream(query: ListQuery) -> None:
        lists.stream_ids(query, lambda _ids: None, lambda: False)

    raw = timed(baseline.all_ids, office.read.connection)
    orders = [ListQuery("carriers", order=(name, True)) for name in SHOWN]
    yield Figure("全部编号流出（各列排序）", tuple(timed(stream, query) for query in orders), limit=700, raw=raw)
    some = [ListQuery("carriers", "", one, ("title", True)) for one in filters_of(office)]
    yield Figure("全部编号流出（筛选，按标题）", tuple(timed(stream, query) for query in some))


def _in_turn(
    own: Callable[..., Any], own_calls: Sequence[tuple[Any, ...]], raw: Callable[..., Any], raw_calls: Sequence[tuple[Any, ...]]
) -> tuple[list[float], list[float]]:
    """As `_medians` of both, the two always one after the other: what else the machine does slows both alike."""
    owns: list[float] = []
    raws: list[float] = []
    for own_call, raw_call in zip(own_calls, raw_calls, strict=True):
        own(*own_call)
        raw(*raw_call)
        pairs = [(timed(own, *own_call), timed(raw, *raw_call)) for _ in range(REPEATS)]
        owns.append(median(pair[0] for pair in pairs))
        raws.append(median(pair[1] for pair in pairs))
    return owns, raws


def _medians(work: Callable[..., Any], calls: Sequence[tuple[Any, ...]]) -> list[float]:
    """Every call done once to warm up, then the median of some repeats of each."""
    for arguments in calls:
        work(*arguments)
    return [median(timed(work, *arguments) for _ in range(REPEATS)) for arguments in calls]
