"""The store: one durable transaction for entry and rows, nothing half-done, and disk errors in words."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.domain.errors import UserError
from models.storage import journal, process_queries, register_queries
from models.storage.connection import DatabaseError, VaultUnreadable
from models.storage.derived import derive
from models.storage.digests import SigningKey
from models.storage.journal import MOST_CHANGES, Change, Record
from models.storage.store import Store

KEY = bytes(range(32))
SIGNING = SigningKey.generate()


def record(*changes: Change, **more: object) -> Record:
    fields = {"act": "probe", "subject": "units 1", "actor": 1, "time": "2026-11-23T04:00:00.000Z", "elapsed": 5,
              "machine": "BM", "act_id": "a1"} | more  # fmt: skip
    return Record(changes=changes, **fields)  # type: ignore[arg-type]


def unit(number: int, **values: object) -> Change:
    return Change("units", number, {"name": f"单位{number}"} | values)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "register.db", KEY, derive, create=True)
    with made.transaction():
        made.upgrade()
    yield made
    made.close()


def test_entry_rows_and_derived_tables_come_together(store: Store) -> None:
    with store.transaction():
        head = store.write(record(unit(1), unit(2, kind="DEPARTMENT")), [SIGNING])
    assert store.own.head() == head and head.number == 1 and head.counter == 5
    assert [row["name"] for row in store.own.find("units")] == ["单位1", "单位2"]
    assert store.own.scalar("SELECT act FROM entry_list") == "probe"
    entry = journal.read_entry(store.own.connection, 1)
    assert entry and entry.payload["changes"] == 2 and entry.payload["signers"] == [SIGNING.public.hex()]


def test_a_failure_anywhere_leaves_nothing(store: Store) -> None:
    before = store.own.head()
    for failing in (
        lambda: store.write(record(Change("units", 1, {"no_such": 1})), [SIGNING]),
        lambda: store.write(record(Change("no_such", 1, {})), [SIGNING]),
        lambda: store.write(record(Change("units", 1, {"name": True})), [SIGNING]),
        lambda: store.write(record(Change("units", 1, {"name": 1.5})), [SIGNING]),
        lambda: store.write(record(Change("units", 1, {"name": "\ud800"})), [SIGNING]),
        lambda: store.write(record(Change("units", 1, {"name": b"x"})), [SIGNING]),
        lambda: store.write(record(Change("persons", 1, {"unit_id": "text"})), [SIGNING]),
        lambda: (store.write(record(unit(1)), [SIGNING]), 1 / 0),
    ):
        with pytest.raises(Exception), store.transaction():  # noqa: B017 - any failure
            store.write(record(unit(9)), [SIGNING])
            failing()
        assert store.own.head() == before and store.own.find("units") == []
        assert store.own.scalar("SELECT count(*) FROM entry_list") == 0
    with store.transaction():
        store.write(record(unit(1)), [SIGNING])
    assert store.own.head().number == 1


def test_nothing_is_written_outside_a_transaction(store: Store) -> None:
    with pytest.raises(AssertionError):
        store.write(record(unit(1)), [SIGNING])


def test_a_rehearsal_shows_and_leaves_nothing(store: Store) -> None:
    with store.rehearsal():
        store.write(record(unit(1)), [SIGNING])
        assert store.own.find_one("units", name="单位1")
    assert store.own.head().number == 0 and store.own.find("units") == []
    with pytest.raises(ZeroDivisionError), store.rehearsal():
        _ = 1 / 0
    with store.transaction():
        store.write(record(unit(1)), [SIGNING])


def test_a_large_act_is_several_entries_in_one_transaction(store: Store) -> None:
    changes = [unit(number) for number in range(1, 2 * MOST_CHANGES + 2)]
    more = {"details": {"n": 1}, "approvals": [{"how": "ON_PAPER"}], "shown": ["rows"]}
    with store.transaction():
        store.write(record(*changes, **more), [SIGNING])
    entries = list(journal.read_entries(store.own.connection, 1, 9))
    assert [(e.payload["part"], e.payload["parts"], e.payload["changes"]) for e in entries] == [(1, 3, 500), (2, 3, 500), (3, 3, 1)]
    assert {e.payload["act_id"] for e in entries} == {"a1"}
    assert [(bool(e.payload["details"]), bool(e.payload["approvals"]), e.payload["shown"]) for e in entries] == [
        (True, True, ["rows"]), (False, False, None), (False, False, None)]  # fmt: skip
    assert journal.last_details(store.own.connection, "probe") == {"n": 1}
    assert [payload["previous"] for payload in (e.payload for e in entries)] == [
        bytes(32).hex(), entries[0].digest.hex(), entries[1].digest.hex()]  # fmt: skip


def test_a_row_keeps_its_history(store: Store) -> None:
    with store.transaction():
        store.write(record(unit(1)), [SIGNING])
        store.write(record(Change("units", 1, {"name": "改名", "phone": None})), [SIGNING])
    assert store.own.get("units", 1)["name"] == "改名"  # type: ignore[index]
    history = journal.history_of(store.own.connection, "units", 1)
    assert [(entry.number, values) for entry, values in history] == [
        (1, {"name": "单位1"}), (2, {"name": "改名", "phone": None})]  # fmt: skip


def test_finding_by_value_and_by_absence(store: Store) -> None:
    with store.transaction():
        store.write(record(unit(1, kind="DEPARTMENT"), unit(2), unit(3)), [SIGNING])
    assert [row["id"] for row in store.own.find("units", kind=None)] == [2, 3]
    assert [row["id"] for row in store.own.get_many("units", [3, 99, 1])] == [3, 1]
    assert store.own.get("units", None) is None and store.own.find_one("units", name="无") is None
    assert store.next_id("units") == 4
    with pytest.raises(KeyError):
        store.own.find("units", **{"name\" OR 1 --": 1})
    with pytest.raises(KeyError):
        store.next_id("sqlite_master")


def test_the_highest_number_of_a_series_is_the_longest(store: Store) -> None:
    serials = ("0001", "0999", "9999", "10000", "10001")
    with store.transaction():
        for ledger, column, before in (("prints", "form_number", "BQ-2026-"), ("counts", "number", "PD-2026-"),
                                       ("destructions", "number", "XS-2026-"), ("handovers", "number", "YJ-2026-"),
                                       ("documents", "registry_number", "2026-收")):  # fmt: skip
            rows = [Change(ledger, id_, {column: before + serial}) for id_, serial in enumerate(serials, 1)]
            store.write(record(*rows), [SIGNING])
    read = store.own
    assert register_queries.last_form_number(read, "BQ", 2026) == "BQ-2026-10001"
    assert register_queries.last_form_number(read, "BQ", 2025) is register_queries.last_form_number(read, "B", 2026) is None
    assert register_queries.last_registry_number(read, "2026-收") == "2026-收10001"
    for ledger, prefix in (("counts", "PD"), ("destructions", "XS"), ("handovers", "YJ")):
        assert process_queries.last_number(read, ledger, prefix, 2026) == f"{prefix}-2026-10001"


def test_a_full_disk_is_told_and_the_register_goes_on(store: Store) -> None:
    with store.transaction():
        store.write(record(unit(1)), [SIGNING])
    pages = store.own.scalar("PRAGMA page_count")
    store.own.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(UserError) as raised, store.transaction():
        for number in range(2, 400):
            store.write(record(unit(number, remarks="字" * 300)), [SIGNING])
    assert raised.value.code == "DISK_FULL"
    assert store.own.head().number == 1 and len(store.own.find("units")) == 1
    store.own.connection.execute("PRAGMA max_page_count = 100000")
    with store.transaction():
        store.write(record(unit(2)), [SIGNING])
    assert store.own.head().number == 2


def test_a_failing_write_stops_writing_until_the_register_is_opened_again(store: Store, tmp_path: Path) -> None:
    with store.transaction():
        store.write(record(unit(1)), [SIGNING])
    size = (tmp_path / "register.db-wal").stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, hard))
    try:
        with pytest.raises(UserError) as raised, store.transaction():
            store.write(record(unit(2)), [SIGNING])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert raised.value.code == "WRITING_STOPPED"
    with pytest.raises(UserError) as again, store.transaction():
        store.write(record(unit(2)), [SIGNING])
    assert again.value.code == "WRITING_STOPPED"
    assert len(store.own.find("units")) == 1  # reading goes on
    other = Store(store.path, KEY, derive)
    with other.transaction():
        other.write(record(unit(2)), [SIGNING])
    assert other.own.head().number == 2
    other.close()


def test_another_writer_is_waited_for_and_then_named(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Store(store.path, KEY, derive)
    store.own.connection.execute("PRAGMA busy_timeout = 1")
    with other.transaction(), pytest.raises(UserError) as raised, store.transaction():
        pass
    assert raised.value.code == "REGISTER_BUSY"
    other.close()


def test_the_wrong_key_and_a_damaged_file_are_one_sentence(store: Store, tmp_path: Path) -> None:
    with store.transaction():
        store.write(record(*[unit(number) for number in range(1, 300)]), [SIGNING])
    store.fold_log()
    with pytest.raises(VaultUnreadable):
        Store(store.path, bytes(32), derive)
    data = bytearray(store.path.read_bytes())
    root = store.own.scalar("SELECT rootpage FROM sqlite_master WHERE name = 'units'")
    data[(root - 1) * 4096 + 2000] ^= 1
    copy = tmp_path / "copy.db"
    copy.write_bytes(data)
    damaged = Store(copy, KEY, derive)
    with pytest.raises(UserError) as raised:
        damaged.own.rows("SELECT * FROM units")
    assert raised.value.code == "VAULT_DAMAGED"
    damaged.close()
    (tmp_path / "short.db").write_bytes(data[:100])
    with pytest.raises(VaultUnreadable):
        Store(tmp_path / "short.db", KEY, derive)


def test_an_interrupted_query_is_no_sentence_for_the_person(store: Store) -> None:
    reader = store.reader()
    reader.connection.set_progress_handler(lambda: 1, 10)
    with pytest.raises(DatabaseError, match="interrupted"):
        reader.scalar("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT max(i) FROM n")
    reader.connection.close()


def test_a_read_only_copy_refuses_writing(store: Store) -> None:
    copy = Store(store.path, KEY, derive, read_only=True)
    assert copy.read_only and copy.own.find("units") == []
    with pytest.raises(UserError) as raised, copy.transaction():
        copy.write(record(unit(1)), [SIGNING])
    assert raised.value.code == "NOT_WRITABLE"
    copy.close()


def test_a_screens_memory_is_no_entry(store: Store) -> None:
    store.remember(4, "carriers.widths", "[1]")
    store.remember(4, "carriers.widths", "[2]")
    assert store.own.rows("SELECT * FROM preference") == [{"account": 4, "name": "carriers.widths", "value": "[2]"}]
    assert store.own.head().number == 0


def test_no_key_in_any_message(store: Store, tmp_path: Path) -> None:
    for attempt in (lambda: Store(store.path, bytes(range(1, 33)), derive), lambda: Store(store.path, b"short", derive)):
        with pytest.raises(Exception) as raised:
            attempt()
        told = repr(raised.value) + str(raised.value) + repr(raised.value.__cause__)
        assert bytes(range(1, 33)).hex() not in told and KEY.hex() not in told
