"""After any acts the derived tables are what they would be if they were made anew (K-11, K-24)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.search_text import tokens
from models.ledgers import BY_NAME, Kind
from models.storage import derived, labels, list_rows, search
from models.storage.connection import Connection
from models.storage.derived import derive, rebuild
from models.storage.digests import SigningKey
from models.storage.journal import Change, Record
from models.storage.list_tables import CARRIER_LIST, TABLES
from models.storage.store import Store
from models.storage.tables import DERIVED

KEY = bytes(range(32))
SIGNER = SigningKey.generate()
NUMBERS = itertools.count(1)


@contextmanager
def store_at(folder: Path) -> Iterator[Store]:
    store = Store(folder / f"{next(NUMBERS)}.db", KEY, derive, create=True)
    try:
        with store.transaction():
            store.upgrade()
        yield store
    finally:
        store.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(tmp_path) as made:
        yield made


def act(store: Store, *changes: Change) -> None:
    record = Record("test", "", 1, "2026-11-23T04:00:00.000Z", 1, "PC", "00", changes=changes)
    with store.transaction():
        store.write(record, [SIGNER])


def derived_rows(connection: Connection) -> dict[str, list[Any]]:
    """Everything that the derived tables say."""
    found = {
        name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
        for name in DERIVED
        if not name.endswith("_search")
    }
    for table in TABLES:
        name = f"words_of_{table.search}"
        connection.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{name} USING fts5vocab(main, {table.search}, instance)")
        found[table.search] = sorted(connection.execute(f"SELECT term, doc FROM {name}").fetchall())
    return found


TITLES = st.sampled_from([None, "", "关于重庆的通知", "关于重要工作的通知", "（）", "第2批", "ＡＢ12", "𬱖"])
DAYS = st.sampled_from([None, "2025-01-31", "2026-02-28", "1999-12-31"])
LEVELS = st.sampled_from([None, "CONFIDENTIAL", "SECRET", "TOP_SECRET"])
KINDS = st.sampled_from([None, "STATE_SECRET", "WORK_SECRET", "UNMARKED"])
TERMS = {
    "term_kind": st.sampled_from([None, "DURATION", "DURATION", "DATE", "UNMARKED", "LONG_TERM", "odd"]),
    "term_amount": st.sampled_from([None, 6, 10]),
    "term_unit": st.sampled_from([None, "YEAR", "MONTH"]),
    "term_date": st.sampled_from([None, "2030-01-01"]),
}
IDS = st.sampled_from([None, 1, 2, 3])
FIELDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "rooms": {"name": TITLES},
    "cabinets": {"name": TITLES, "room_id": IDS},
    "shelves": {"name": TITLES, "cabinet_id": IDS, "state": st.sampled_from(["IN_USE", "VOID"])},
    "persons": {"name": TITLES, "phone": TITLES},
    "units": {"name": TITLES},
    "documents": {
        "title": TITLES, "issuer": TITLES, "reference_number": TITLES, "remarks": TITLES, "received_on": DAYS,
        "issued_on": DAYS, "notice_on": DAYS, "level": LEVELS, "secret_kind": KINDS, "pages": IDS,
        "state": st.sampled_from(["REGISTERED", "VOID"]), "urgency": st.sampled_from(["NONE", "URGENT", "odd"]),
        "recall": st.sampled_from(["NONE", "DEMANDED"]), **TERMS,
    },
    "carriers": {
        "document_id": IDS, "title": TITLES, "issuer": TITLES, "copy_number": st.sampled_from([None, "000012", "甲3"]),
        "level": LEVELS, "secret_kind": KINDS, "state": st.sampled_from([None, "IN_STORE", "ON_LOAN", "VOID"]),
        "medium": st.sampled_from(["PAPER", "TAPE"]), "shelf_id": IDS, "holder_id": IDS, "registered_on": DAYS,
        "to_archive": st.sampled_from([None, 0, 1]), "remarks": TITLES, "left_by": TITLES, "serial_number": TITLES,
        **TERMS,
    },
    "loans": {"carrier_id": st.just(2), "due_on": DAYS, "state": st.sampled_from(["OUT", "RETURNED"])},
}  # fmt: skip


@st.composite
def changes(draw: st.DrawFn) -> Change:
    ledger = draw(st.sampled_from([*sorted(FIELDS), "documents", "carriers", "carriers"]))
    id_ = draw(st.integers(1, 3))
    every = sorted(FIELDS[ledger])
    names = every if draw(st.booleans()) else draw(st.lists(st.sampled_from(every), unique=True, max_size=3))
    values = {name: draw(FIELDS[ledger][name]) for name in names}
    if ledger == "loans":
        values["carrier_id"] = 1 + id_ % 3
    if ledger == "carriers" and draw(st.booleans()):
        values["number"] = draw(st.sampled_from([f"2026-{id_:06d}", f"2025-{id_:06d}", f"X{id_}", None]))
    return Change(ledger, id_, values)


@settings(max_examples=150)
@given(st.lists(st.lists(changes(), min_size=1, max_size=6), min_size=1, max_size=5))
def test_kept_is_what_is_made_anew(tmp_path_factory: pytest.TempPathFactory, acts: list[list[Change]]) -> None:
    with store_at(tmp_path_factory.mktemp("derived")) as store:
        for one in acts:
            act(store, *one)
        kept = derived_rows(store.own.connection)
        with store.rehearsal():
            rebuild(store.own.connection)
            assert derived_rows(store.own.connection) == kept


WHOLE = (
    Change("documents", 1, {
        "title": "关于重庆", "issuer": "市委", "reference_number": "云〔2026〕1号", "registry_number": "2026-机0001",
        "received_on": "2026-01-02", "notice_on": "2026-01-01", "level": "SECRET", "secret_kind": "STATE_SECRET",
        "term_kind": "DURATION", "term_amount": 10, "term_unit": "YEAR",
    }),
    Change("carriers", 1, {
        "number": "2026-000001", "document_id": 1, "state": "IN_STORE", "medium": "PAPER", "level": "SECRET",
        "secret_kind": "STATE_SECRET", "term_kind": "DURATION", "term_amount": 10, "term_unit": "YEAR",
    }),
    Change("loans", 1, {"carrier_id": 1, "state": "OUT", "due_on": "2026-12-01"}),
)  # fmt: skip
_KINDS: dict[Kind, Any] = {Kind.DATE: "2027-05-06", Kind.INTEGER: 7, Kind.YES_NO: 1, Kind.LINK: 2}


def single_changes() -> list[Change]:
    """Every field of documents, carriers and loans, each set alone to a value and to nothing."""
    found = []
    for ledger in ("documents", "carriers", "loans"):
        for name, field in BY_NAME[ledger].fields.items():
            value = list(field.choices)[-1] if field.choices else _KINDS.get(field.kind, "另写")
            if (ledger, name) != ("loans", "carrier_id"):  # a loan stays with its carrier
                found += [Change(ledger, 1, {name: value}), Change(ledger, 1, {name: None})]
    return found


def test_each_field_alone(store: Store) -> None:
    for change in single_changes():
        with store.rehearsal():
            for step in (WHOLE, [change]):
                store.write(Record("test", "", 1, "2026-11-23T04:00:00.000Z", 1, "PC", "00", changes=step), [SIGNER])
            kept = derived_rows(store.own.connection)
            rebuild(store.own.connection)
            assert derived_rows(store.own.connection) == kept, change


def carrier(id_: int, **values: Any) -> Change:
    return Change("carriers", id_, {"number": f"2026-{id_:06d}", "state": "IN_STORE", "medium": "PAPER", **values})


def found(store: Store, query: str) -> list[int]:
    sql = "SELECT rowid FROM carrier_search WHERE carrier_search MATCH ? ORDER BY rowid"
    return [row[0] - 2026_000000 for row in store.own.connection.execute(sql, (query,))]


def test_a_renamed_cabinet_takes_its_shelves_along(store: Store) -> None:
    act(store, Change("rooms", 1, {"name": "机要室"}), Change("cabinets", 1, {"name": "3号柜", "room_id": 1}),
        Change("shelves", 1, {"name": "2层", "cabinet_id": 1}))  # fmt: skip
    act(store, Change("cabinets", 1, {"name": "5号柜"}))
    rows = store.own.rows("SELECT words, whole FROM label ORDER BY ledger")
    assert [row["words"] for row in rows] == ["5号柜", "机要室", "5号柜 2层"]
    assert [row["whole"] for row in rows] == ["机要室 5号柜", "机要室", "机要室 5号柜 2层"]


def test_a_place_is_told_with_its_room_where_the_cabinet_is_not_enough(store: Store) -> None:
    act(store, Change("rooms", 1, {"name": "机要室"}), Change("rooms", 2, {"name": "库房"}),
        Change("cabinets", 1, {"name": "3号柜", "room_id": 1}), Change("cabinets", 2, {"name": "4号柜", "room_id": 2}),
        Change("shelves", 1, {"name": "2层", "cabinet_id": 1}), Change("shelves", 2, {"name": "1层", "cabinet_id": 2}))  # fmt: skip
    assert labels.words_of(store.own, "shelves", [1, 2]) == {1: "3号柜 2层", 2: "4号柜 1层"}
    act(store, Change("cabinets", 3, {"name": "3号柜", "room_id": 2}))
    assert labels.words_of(store.own, "shelves", [1, 2]) == {1: "机要室 3号柜 2层", 2: "4号柜 1层"}
    assert labels.words_of(store.own, "cabinets", [3]) == {3: "库房 3号柜"}


def test_a_corrected_title_reaches_every_copy(store: Store) -> None:
    act(store, Change("documents", 1, {"title": "旧名"}), carrier(1, document_id=1), carrier(2, document_id=1))
    act(store, Change("documents", 1, {"title": "新题"}))
    assert found(store, '"新题"') == [1, 2]
    assert found(store, '"旧名"') == []
    assert len({row["title"] for row in store.own.rows("SELECT title FROM carrier_keys")}) == 1


def test_a_top_secret_title_is_neither_indexed_nor_sorted(store: Store) -> None:
    act(store, Change("documents", 1, {"title": "换届人事", "level": "TOP_SECRET", "reference_number": "云组3号"}),
        carrier(1, document_id=1, secret_kind="STATE_SECRET", level="SECRET"),
        carrier(2, title="换届人事", secret_kind="STATE_SECRET", level="TOP_SECRET"))  # fmt: skip
    assert found(store, '"换届"') == []
    assert found(store, '"云组"') == [1]
    assert store.own.rows("SELECT title FROM carrier_keys") == [{"title": None}] * 2
    assert store.own.scalar("SELECT title FROM document_keys") is None
    act(store, Change("documents", 1, {"level": "SECRET"}))
    assert found(store, '"换届"') == [1]


def test_only_the_changed_columns_are_written(store: Store) -> None:
    act(store, carrier(1, title="关于保密"), Change("loans", 1, {"carrier_id": 1, "state": "OUT", "due_on": "2026-12-01"}))
    assert store.own.scalar("SELECT due_on FROM carrier_list") == 20261201
    act(store, Change("loans", 1, {"state": "RETURNED"}))
    assert store.own.scalar("SELECT due_on FROM carrier_list") is None


def test_a_large_act_makes_the_list_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    whole = list_rows.Keeper.rebuild
    monkeypatch.setattr("models.storage.derived._MOST_STEPWISE", 50)
    monkeypatch.setattr(list_rows.Keeper, "rebuild", lambda self: (made.append(self._table.table), whole(self)))
    act(store, *(carrier(id_, title="批量", level="SECRET", secret_kind="STATE_SECRET") for id_ in range(1, 61)))
    assert made == ["carrier_list"]
    assert len(found(store, '"批量"')) == 60
    assert store.own.rows("SELECT * FROM carrier_counter") == [{"shelf_id": 0, "mark": 5, "state": 3, "carriers": 60}]


def test_tidy_merges_and_changes_nothing(store: Store) -> None:
    for id_ in range(1, 40):
        act(store, carrier(id_, title="关于保密"))
    segments = "SELECT count(DISTINCT segid) FROM carrier_search_idx"
    before, rows = store.own.scalar(segments), derived_rows(store.own.connection)["carrier_search"]
    while search.tidy(store.own.connection, steps=8):
        pass
    assert store.own.scalar(segments) < before
    assert derived_rows(store.own.connection)["carrier_search"] == rows
    assert ("关于", 2026_000001) in rows and tokens(["2026-000001"]).split()[0] == "2"


def test_list_tables_are_as_declared(store: Store) -> None:
    for table in TABLES:
        for name, texts, names in ((table.table, False, table.names), (table.keys, True, table.key_names)):
            columns = {column["name"]: column for column in store.own.rows(f"PRAGMA table_info({name})")}
            assert set(columns) == set(names)
            declared = [column for column in table.columns if column.texts == texts]
            for column in declared:
                assert (columns[column.name]["type"] == "BLOB") == column.texts, column.name
                assert bool(columns[column.name]["notnull"]) == column.always, column.name
            indexes = {row["name"]: bool(row["partial"]) for row in store.own.rows(f"PRAGMA index_list({name})")}
            assert indexes == {f"{name}_by_{column.name}": column.sparse for column in declared}
    assert CARRIER_LIST.by_name["shelf_id"].link == "shelves"


def test_what_an_act_touches_is_gathered_over_all_its_changes() -> None:
    """Rows changed alike share one set of names: an act of some hundred thousand rows would fill the memory with them."""
    changes = [Change("carriers", id_, {"number": "x", "state": "IN_STORE"}) for id_ in range(1, 4)]
    changes += [Change("carriers", 2, {"shelf_id": 1}), Change("documents", 2, {}), Change("carriers", 2, {"state": "LENT"})]
    touched = derived._touched(changes)
    assert touched == {
        "carriers": {1: {"number", "state"}, 2: {"number", "state", "shelf_id"}, 3: {"number", "state"}}, "documents": {2: set()},
    }  # fmt: skip
    assert touched["carriers"][1] is touched["carriers"][3]
