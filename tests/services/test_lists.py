"""Every list answers exactly what a plain look through the rows answers, whichever way it chooses (K-24)."""

from __future__ import annotations

import os
import threading
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.collation import sort_key
from models.domain.errors import Cancelled
from models.domain.periods import row_expiry
from models.domain.search_text import fold
from models.domain.text import T
from models.ledgers import ALL, BY_NAME
from models.services.bench_data import derive_nothing, fill
from models.services.clock import stamp
from models.services.list_columns import BOOK, columns_of
from models.services.lists import Filter, ListQuery, Lists
from models.services.office import Office
from models.storage import list_cells
from models.storage import lists as ways
from models.storage.journal import Change, Record
from models.storage.vault import open_store
from tests.offices import copied_vault, opened

TODAY = "2026-11-23"
MARKS = ("UNMARKED", "DECLASSIFIED", "INTERNAL", "WORK_SECRET", "CONFIDENTIAL", "SECRET", "TOP_SECRET")


@pytest.fixture(scope="module")
def office(built_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A vault with 1,500 carriers and some odd rows, opened by the clerk."""
    folder = copied_vault(built_vault, tmp_path_factory.mktemp("lists") / "vault")
    with opened(folder, "周敏") as first:
        key, clerk = first.vault.key, (first.sitting.id, first.sitting.key)
    store = open_store(folder, key, derive_nothing)
    fill(store, clerk, 1_500, seed=5)
    store.close()
    with opened(folder, "周敏") as office:
        write(office, *odd_rows())
        yield office


def write(office: Office, *changes: Change) -> None:
    record = Record("add_row", "", office.sitting.id, stamp(office.clock.now()), 1, "PC", os.urandom(8).hex(), changes=changes)
    with office.vault.store.transaction():
        office.vault.store.write(record, [office.sitting.key])


def odd_rows() -> list[Change]:
    secret = {"secret_kind": "STATE_SECRET", "level": "TOP_SECRET"}
    return [
        Change("documents", 90_001, {"title": "换届人事安排方案", "reference_number": "云组〔2026〕3号", "state": "REGISTERED", **secret}),
        Change("documents", 90_002, {"title": "ＡＢ12 项目（Ⅱ）", "remarks": "重要 50%_备注", "state": "VOID", "recall_due": TODAY}),
        Change("carriers", 90_001, {"number": "2026-900001", "document_id": 90_001, "state": "IN_STORE", **secret}),
        Change("carriers", 90_002, {"number": "旧12号", "title": "硬盘（红色）", "medium": "HARD_DISK", "serial_number": "WD-00AB12",
                                    "state": "DRAFT", "capacity": "500GB", "to_archive": 1, "remarks": "重庆带回"}),
        Change("carriers", 90_003, {"number": "2026-900003", "document_id": 90_002, "medium": "TAPE", "copy_number": "甲3"}),
        Change("carriers", 90_004, {"number": "2026-900004", "document_id": 90_002, "label_printed": 0, "remarks": "（）"}),
        Change("loans", 90_001, {"carrier_id": 90_003, "person_id": 3, "state": "OUT", "due_on": "2026-11-22"}),
    ]  # fmt: skip


# --- the plain look --------------------------------------------------------------------------------------------------


class Plain:
    """All rows of a ledger with what a list knows of them, looked through one by one."""

    def __init__(self, office: Office, ledger: str) -> None:
        read = office.read
        self.ledger = ledger
        documents = {row["id"]: row for row in read.find("documents")}
        loans = [loan for loan in read.find("loans") if loan["state"] == "OUT" and loan["due_on"]]
        self.rows = read.find(ledger)
        for row in self.rows:
            document = documents.get(row.get("document_id")) or {}
            if ledger == "carriers":
                for name in ("title", "issuer", "reference_number"):
                    row[name] = document.get(name) if row[name] is None else row[name]
                for name in ("received_on", "registry_number", "issued_on", "notice_on"):
                    row[name] = document.get(name)
                row["due_on"] = min((loan["due_on"] for loan in loans if loan["carrier_id"] == row["id"]), default=None)
            if ledger in ("carriers", "documents"):
                last = row_expiry(row).last_day
                row["expires_on"] = last.isoformat() if last else None
                row["masked"] = "TOP_SECRET" in (row["level"], document.get("level") if ledger == "carriers" else None)
                row["shown_title"] = row["title"]
                row["title"] = None if row["masked"] else row["title"]

    def searched(self, row: dict[str, Any]) -> list[str]:
        names = [name for name, field in BY_NAME[self.ledger].fields.items() if field.searched]
        names += ["registry_number"] if self.ledger == "carriers" else []
        return [fold(row[name]) for name in names if row[name]]

    def found(self, row: dict[str, Any], text: str) -> bool:
        texts = self.searched(row)
        return all(any(spelling in one for spelling in spellings(word) for one in texts) for word in text.split() if fold(word))

    def fits(self, row: dict[str, Any], item: Filter) -> bool:
        column = next(column for column in columns_of(self.ledger) if column.name == item.field)
        name, value = column.field, row.get(column.field)
        if name == "book":
            return row["state"] in BOOK[item.value]
        if name == "overdue":
            return value_of(row, "due_on") < TODAY
        if name == "review_due":
            return value_of(row, "expires_on") < TODAY and row["state"] in BOOK["IN_BOOK"]
        if name == "level" and self.ledger in ("carriers", "documents"):
            value = row["level"] or row["secret_kind"] or "UNMARKED"
        if name == "registry_number" and self.ledger == "carriers" and item.operator != "contains":
            return value == item.value if item.operator == "is" else (row["document_id"] is None) == (item.operator == "empty")
        if item.operator in ("empty", "filled"):
            return (comparable(value) is None) == (item.operator == "empty")
        if item.operator == "in":
            return value in item.value
        if item.operator == "contains":
            return all(fold(word) in fold(value or "") for word in item.value.split())
        if value is None:
            return False
        if isinstance(value, str) and item.operator == "is":
            return comparable(value) is not None and comparable(value) == comparable(item.value)
        return {"is": value == item.value, "from": value >= item.value, "to": value <= item.value}[item.operator]

    def key(self, row: dict[str, Any], name: str, words: Callable[[str, int], str]) -> Any:
        value = row.get(name)
        if self.ledger in ("carriers", "documents") and name == "level":
            return MARKS.index(row["level"] or row["secret_kind"] or "UNMARKED")
        if self.ledger == "carriers" and name in ("id", "number"):
            number = row["number"].replace("-", "")
            return int(number) if number.isdigit() else -row["id"]
        field = BY_NAME[self.ledger].fields.get(name)
        if field is not None and value is not None and field.to:
            return (sort_key(words(field.to, value)), value if self.ledger in ("carriers", "documents") else 0)
        if field is not None and value is not None and field.choices:
            return list(field.choices).index(value)
        return comparable(value)


def spellings(word: str) -> list[str]:
    """A number scanned from a label has no dash."""
    folded = fold(word)
    scanned = folded.isdecimal() and 5 <= len(folded) <= 10 and folded[:2] in ("19", "20")
    return [folded, f"{folded[:4]} {folded[4:]}"] if scanned else [folded]


def comparable(value: Any) -> Any:
    if isinstance(value, str) and not (len(value) == 10 and value[4] == value[7] == "-"):
        return sort_key(value) or None
    return value


def value_of(row: dict[str, Any], name: str) -> str:
    return row[name] or "9999"


def expected(office: Office, plain: Plain, query: ListQuery) -> list[int]:
    rows = [row for row in plain.rows if plain.found(row, query.text) and all(plain.fits(row, item) for item in query.filters)]
    column = next((column for column in columns_of(query.ledger) if column.name == query.order[0]), None)
    name = column.field if column else query.order[0]
    down = not query.order[1]

    def words(ledger: str, id_: int) -> str:
        return office.read.scalar("SELECT whole FROM label WHERE ledger = ? AND id = ?", (ledger, id_)) or str(id_)

    keyed = [(plain.key(row, name, words), plain.key(row, "id", words), row["id"]) for row in rows]
    have = sorted((one for one in keyed if one[0] is not None), reverse=down)
    lack = sorted((one[1:] for one in keyed if one[0] is None), reverse=down)
    return [one[-1] for one in (*have, *lack)]


# --- questions -------------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["关", "通知", "的通知", "保密工作", "关于加强", "市财政局", "2019", "〔2019〕", "019", "9年", "2019-机0", "000012", "00001", "7号",
     "2015-000", "换届人事", "云组", "重庆", "ab12", "Ⅱ", "没有这个", "％", "（）", "第2批", "9", "12", "国务院办公厅", "2015000012"]
)  # fmt: skip
OPERATORS = {
    "text": ("contains", "is", "empty", "filled"), "date": ("from", "to", "is", "empty", "filled"),
    "number": ("from", "to", "is", "empty", "filled"),
}  # fmt: skip


@st.composite
def filters(draw: st.DrawFn, plains: dict[str, Plain], ledger: str) -> Filter:
    shown = T("test", "x")
    plain = plains[ledger]
    links = {field for field in BY_NAME[ledger].fields if BY_NAME[ledger].fields[field].to}
    column = draw(st.sampled_from([c for c in columns_of(ledger) if c.field not in links and c.name != "cabinet"]))
    if column.name in ("overdue", "review_due"):
        return Filter(column.name, "is", "1", shown)
    if column.name == "book":
        return Filter(column.name, "is", draw(st.sampled_from(sorted(BOOK))), shown)
    if column.words and set(column.words) != {"0", "1"}:
        codes = draw(st.lists(st.sampled_from(sorted(column.words)), min_size=1, max_size=3, unique=True))
        operator = "is" if len(codes) == 1 else "in"
        return Filter(column.name, operator, codes[0] if operator == "is" else tuple(codes), shown)
    if column.words:
        return Filter(column.name, "filled", None, shown)
    operator = draw(st.sampled_from(OPERATORS.get(column.kind, OPERATORS["text"])))
    if operator in ("empty", "filled"):
        return Filter(column.name, operator, None, shown)
    known = sorted({row[column.field] for row in plain.rows if row.get(column.field) is not None}, key=str)
    value = draw(st.sampled_from(known or ["x"]))
    if operator == "contains":
        start = draw(st.integers(0, max(0, len(str(value)) - 1)))
        value = fold(str(value)[start : start + draw(st.integers(1, 5))]).strip() or "的"
    return Filter(column.name, operator, value, shown)


@st.composite
def queries(draw: st.DrawFn, plains: dict[str, Plain]) -> ListQuery:
    ledger = draw(st.sampled_from(["carriers", "carriers", "documents", "persons", "loans", "shelves"]))
    words = draw(st.lists(WORDS, max_size=2)) if draw(st.booleans()) else []
    if ledger == "carriers" and draw(st.booleans()):
        row = draw(st.sampled_from(plains[ledger].rows))
        text = draw(st.sampled_from([row["number"], row["title"] or "", row["reference_number"] or "", row["issuer"] or ""]))
        start = draw(st.integers(0, max(0, len(text) - 1)))
        words.append(text[start : start + draw(st.integers(1, 8))])
    chosen = draw(st.lists(filters(plains, ledger), max_size=2))
    sortable = ["id", *(column.name for column in columns_of(ledger) if column.sortable)]
    return ListQuery(ledger, " ".join(words), tuple(chosen), (draw(st.sampled_from(sortable)), draw(st.booleans())))


@pytest.fixture(scope="module")
def plains(office: Office) -> dict[str, Plain]:
    return {ledger: Plain(office, ledger) for ledger in ("carriers", "documents", "persons", "loans", "shelves")}


def streamed(lists: Lists, query: ListQuery) -> list[int]:
    found: array[int] = array("q")
    lists.stream_ids(query, found.extend, lambda: False)
    return list(found)


WAYS = [(1_000, 100_000, 3_000, 0), (20, 300, 100, 40), (0, 0, 60, 10_000), (0, 10_000, 10_000, 0), (0, 0, 10_000, 0), (0, 800, 40, 800)]


@pytest.mark.parametrize("few, many, in_vain, late", WAYS)
def test_a_list_is_what_a_plain_look_finds(
    office: Office, plains: dict[str, Plain], monkeypatch: pytest.MonkeyPatch, few: int, many: int, in_vain: int,
    late: int,
) -> None:  # fmt: skip
    """Whatever counts as few or many: each way of answering gives the same."""
    monkeypatch.setattr(ways, "FEW", few)
    monkeypatch.setattr(ways, "SEVERAL", few)
    monkeypatch.setattr(ways, "FEW_OF_ALL", few)
    monkeypatch.setattr(ways, "MANY", many)
    monkeypatch.setattr(ways, "IN_VAIN", in_vain)
    monkeypatch.setattr(ways, "LATE", late)
    monkeypatch.setattr(ways.Finder, "_steps", lambda *_sizes: in_vain)
    lists = Lists(office)

    @settings(max_examples=120)
    @given(queries(plains))
    def check(query: ListQuery) -> None:
        ids = expected(office, plains[query.ledger], query)
        assert [row["id"] for row in lists.first_page(query, 30).rows] == ids[:30]
        assert streamed(lists, query) == ids
        assert lists.count(query) == len(ids)

    check()


# --- single answers --------------------------------------------------------------------------------------------------


def one(office: Office, ledger: str, **found: Any) -> dict[str, Any]:
    (row,) = Lists(office).rows(ledger, [office.read.find(ledger, **found)[0]["id"]])
    return row


def page(office: Office, ledger: str, text: str = "", *chosen: tuple[str, str, Any]) -> list[int]:
    made = tuple(Filter(field, operator, value, T("test", "x")) for field, operator, value in chosen)
    return [row["id"] for row in Lists(office).first_page(ListQuery(ledger, text, made)).rows]


def test_a_row_shows_what_the_screen_needs(office: Office) -> None:
    loan = office.read.find("loans", state="OUT")[0]
    row = one(office, "carriers", id=loan["carrier_id"])
    person = office.read.get("persons", loan["person_id"])
    shelf = office.read.get("shelves", row["shelf_id"])
    cabinet = office.read.get("cabinets", shelf["cabinet_id"])
    assert person and shelf and cabinet
    assert row["holder"] == person["name"] and row["place"] == f"{cabinet['name']} {shelf['name']}"
    assert row["overdue"] == int(loan["due_on"] < TODAY) and row["book"] == "IN_BOOK" and row["due_on"] == loan["due_on"]
    document = office.read.get("documents", row["document_id"])
    assert document and row["title"] == document["title"] and row["received_on"] == document["received_on"]
    assert {column.name for column in columns_of("carriers")} - set(row) == {"cabinet"}


def test_a_top_secret_title_shows_only_in_the_sitting_that_opened_it(office: Office) -> None:
    row = one(office, "carriers", id=90_001)
    assert row["title"] is None and row["masked"] == 1 and row["level"] == "TOP_SECRET"
    assert page(office, "carriers", "换届人事安排") == [] and page(office, "carriers", "云组") == [90_001]
    assert page(office, "documents", "", ("title", "contains", "换届人事安排")) == []
    office.perform("look_at", carrier_id=90_001)
    try:
        assert one(office, "carriers", id=90_001)["title"] == "换届人事安排方案"
        assert one(office, "documents", id=90_001)["title"] == "换届人事安排方案"
        assert page(office, "carriers", "换届人事安排") == []
    finally:
        office.sitting.looked_at.clear()


def test_links_are_asked_for_by_words_or_ids(office: Office) -> None:
    full = next(row["shelf_id"] for row in office.read.find("carriers", state="IN_STORE") if row["shelf_id"])
    shelf = office.read.get("shelves", full) or {}
    whole = office.read.scalar("SELECT whole FROM label WHERE ledger = 'shelves' AND id = ?", (shelf["id"],))
    by_id = page(office, "carriers", "", ("place", "is", shelf["id"]))
    assert by_id and by_id == page(office, "carriers", "", ("place", "is", whole))
    cabinet = office.read.get("cabinets", shelf["cabinet_id"])
    assert cabinet and set(by_id) <= set(page(office, "carriers", "", ("place", "contains", cabinet["name"])))
    assert set(by_id) <= set(page(office, "carriers", "", ("cabinet", "is", cabinet["name"])))
    assert page(office, "carriers", "", ("holder", "is", "查无此人")) == []
    assert page(office, "loans", "", ("carrier", "is", "2026-900003")) == [90_001]


def test_yes_and_no(office: Office) -> None:
    yes, no = page(office, "carriers", "", ("to_archive", "is", "1")), page(office, "carriers", "", ("label_printed", "is", "0"))
    assert yes == [90_002]
    assert set(no) >= {90_001, 90_002, 90_003, 90_004}  # not set is no
    assert Lists(office).count(ListQuery("carriers", "", (Filter("to_archive", "in", ("1", "0"), T("test", "x")),))) == 1504


@pytest.mark.parametrize("ledger", ALL, ids=lambda ledger: ledger.name)
def test_every_ledger_has_a_list(office: Office, ledger: Any) -> None:
    lists = Lists(office)
    columns = lists.columns(ledger.name)
    assert len({column.name for column in columns}) == len(columns) and any(column.default for column in columns)
    for column in columns:
        if column.sortable:
            rows = lists.first_page(ListQuery(ledger.name, order=(column.name, False)), 5).rows
            assert all(column.name in row for row in rows)
    assert lists.count(ListQuery(ledger.name)) == len(office.read.find(ledger.name))


def test_tidying_comes_to_an_end(office: Office) -> None:
    lists = Lists(office)
    for _ in range(200):
        if not lists.tidy():
            break
    assert not lists.tidy()


def test_rows_that_are_mostly_not_shown_are_not_read_whole(built_vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the index finds far too much, only the searched texts are read, and whole rows of what is shown."""
    whole: list[int] = []
    rows = list_cells.rows

    def counted(read: Any, ledger: str, ids: Any) -> list[dict[str, Any]]:
        whole.extend(ids)
        return rows(read, ledger, ids)

    with opened(copied_vault(built_vault, tmp_path / "vault"), "周敏") as office:
        titles = ["庚辛壬甲申" if id_ % 50 == 0 else f"辛壬第{id_}号庚辛" for id_ in range(1, 601)]  # both have 庚辛 and 辛壬
        write(office, *(Change("carriers", id_, {"number": f"2026-{id_:06d}", "title": title, "state": "IN_STORE"})
                        for id_, title in enumerate(titles, 1)))  # fmt: skip
        monkeypatch.setattr(list_cells, "rows", counted)
        assert page(office, "carriers", "庚辛壬") == [*range(50, 601, 50)]
    assert len(whole) <= ways.LOOKED_AT + 12


def test_sorted_by_place_only_shelves_with_fitting_carriers_are_walked(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has left the house lies on no shelf: without the counters every carrier on a shelf would be walked in vain."""
    walked: list[int] = []
    batches = ways.Finder._batches

    def counted(self: ways.Finder, statement: Any) -> Iterator[list[int]]:
        for batch in batches(self, statement):
            walked.extend(batch)
            yield batch

    monkeypatch.setattr(ways, "FEW", 0)
    monkeypatch.setattr(ways, "SEVERAL", 0)
    monkeypatch.setattr(ways.Finder, "_batches", counted)
    gone = Filter("state", "is", "DESTROYED", T("test", "—"))
    rows = Lists(office).first_page(ListQuery("carriers", "", (gone,), ("place", True)), 50).rows
    assert len(rows) == 50 and {row["shelf_id"] for row in rows} == {None}
    on_shelves = {row["id"] for row in office.read.find("carriers") if row["shelf_id"] is not None}
    assert len(on_shelves) > 400 and on_shelves.isdisjoint(walked)


@pytest.mark.parametrize("up", [True, False])
def test_what_is_in_the_book_is_sorted_by_expiry_without_what_has_left(
    office: Office, monkeypatch: pytest.MonkeyPatch, plains: dict[str, Plain], up: bool
) -> None:
    """What has left expired first: all of it would be walked in vain."""
    walked: list[str] = []
    batches = ways.Finder._batches

    def counted(self: ways.Finder, statement: Any) -> Iterator[list[int]]:
        walked.append(statement[0])
        return batches(self, statement)

    monkeypatch.setattr(ways, "FEW", 0)
    monkeypatch.setattr(ways, "SEVERAL", 0)
    monkeypatch.setattr(ways, "FEW_OF_ALL", 0)
    monkeypatch.setattr(ways.Finder, "_batches", counted)
    query = ListQuery("carriers", "", (Filter("book", "is", "IN_BOOK", T("test", "—")),), ("expires_on", up))
    assert streamed(Lists(office), query) == expected(office, plains["carriers"], query)
    assert any("carrier_list_by_review_on" in sql for sql in walked)
    assert not any("expires_on IS NOT NULL" in sql for sql in walked)


def test_an_unknown_column_is_refused(office: Office) -> None:
    with pytest.raises(KeyError):
        page(office, "carriers", "", ("no_such", "is", 1))


def test_a_stream_ends_when_it_is_not_wanted(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    chunks: list[int] = []
    Lists(office).stream_ids(ListQuery("carriers"), lambda ids: chunks.append(len(ids)), lambda: bool(chunks))
    assert len(chunks) == 1 and chunks[0] < 1504


def test_a_newer_question_interrupts_an_older_one(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The older one is inside SQLite, on another thread, when it is told."""
    lists = Lists(office)
    inside = threading.Event()
    ended: list[Exception] = []
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"

    def first(_finder: ways.Finder, *_asked: object) -> list[int]:
        inside.set()
        return [office.read.scalar(endless)]

    def ask() -> None:
        try:
            lists.first_page(ListQuery("carriers"))
        except Cancelled as error:
            ended.append(error)

    monkeypatch.setattr(ways.Finder, "first", first)
    thread = threading.Thread(target=ask)
    thread.start()
    assert inside.wait(20)
    for _ in range(2_000):  # the moment between the signal and the statement is nobody's: tell it until it ends
        lists.interrupt()
        thread.join(0.01)
        if not thread.is_alive():
            break
    assert len(ended) == 1


def test_a_row_tells_its_history(office: Office) -> None:
    unit = office.perform("add_row", ledger="units", values={"name": "法规处", "kind": "DEPARTMENT"}).result
    office.perform("amend_row", ledger="units", id=unit, values={"name": "法制处"})
    newest, oldest = Lists(office).history("units", unit)
    assert str(newest.act) == "更正" and newest.who == "周敏" and newest.entry > oldest.entry
    assert [(str(label), str(before), str(after)) for label, before, after in newest.changes] == [("单位名称", "法规处", "法制处")]
