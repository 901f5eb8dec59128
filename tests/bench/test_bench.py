"""The benchmark runs, its data come from its seed, and its figures say what they mean."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from models.services import bench, bench_acts, bench_lists, bench_papers, commands
from models.services.bench_data import Built, derive_nothing, fill, old_ledger
from models.services.bench_figures import Figure, percentile
from models.storage.digests import SigningKey
from models.storage.store import Store

KEY = bytes(32)


def filled(path: Path, carriers: int, seed: int) -> tuple[Built, list[tuple[object, ...]]]:
    store = Store(path, KEY, derive_nothing, create=True)
    try:
        with store.transaction():
            store.upgrade()
        built = fill(store, (1, SigningKey.generate()), carriers, seed)
        read = store.own.connection
        rows = read.execute("SELECT number, document_id, state, shelf_id FROM carriers ORDER BY id").fetchall()
        titles = read.execute("SELECT title, issuer, reference_number FROM documents ORDER BY id").fetchall()
        listed = read.execute("SELECT count(*) FROM carrier_list").fetchall()
        return built, [*rows, *titles, *listed]
    finally:
        store.close()


def test_the_same_seed_gives_the_same_register(tmp_path: Path) -> None:
    built, rows = filled(tmp_path / "a.db", 600, seed=3)
    assert (built.carriers, len(built.titles)) == (600, 20_000)
    assert filled(tmp_path / "b.db", 600, seed=3)[1] == rows
    assert filled(tmp_path / "c.db", 600, seed=4)[1] != rows
    assert rows[-1] == (600,)


def test_an_old_ledger_has_the_columns_of_its_headings() -> None:
    rows = list(old_ledger(50))
    assert len(rows) == 50 and all(len(row) == len(bench_papers.HEADINGS) for row in rows)
    assert len({row[3] for row in rows}) == 50


@pytest.mark.parametrize("percent, value", [(50, 50), (95, 95), (99, 99), (100, 100), (1, 1)])
def test_percentiles(percent: int, value: int) -> None:
    assert percentile(list(range(1, 101)), percent) == value
    assert percentile([7], percent) == 7


def test_a_figure_is_judged_by_its_limit_and_by_bare_sqlcipher() -> None:
    quick = Figure("x", (1.0, 2.0), limit=3, raw=1.0, most_times_raw=3)
    assert quick.holds and quick.ratio == 2 and "达标" in quick.line()
    assert not Figure("x", (1.0, 4.0), limit=3).holds
    slow = Figure("x", (1.0, 4.0), limit=30, raw=1.0, most_times_raw=3)
    assert not slow.holds and "超限" in slow.line()
    assert Figure("x", (9.0,)).holds


def test_the_command_measures_the_import_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """It needs to be told how to start the child that reads spreadsheets; without, the figure was silently missing."""
    told: list[Any] = []

    def run(carriers: int, _say: Any, sheet_command: tuple[str, ...] = ()) -> dict[str, Any]:
        told.extend((carriers, sheet_command))
        return {"within_limits": True}

    monkeypatch.setattr(bench, "run_bench", run)
    monkeypatch.setattr(commands, "say", lambda *_words: None)
    world = SimpleNamespace(sheet_command=("python", "app.py", "read-sheets"), words=str)
    assert commands.run_bench(cast(commands.World, world), argparse.Namespace(carriers=2_000)) == 0
    assert told == [2_000, world.sheet_command]


def test_the_benchmark_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_lists, "EACH", 12)
    monkeypatch.setattr(bench_lists, "REPEATS", 1)
    monkeypatch.setattr(bench_acts, "SCANS", 5)
    monkeypatch.setattr(bench_acts, "REGISTRATIONS", 3)
    monkeypatch.setattr(bench_acts, "UNLOCKS", 1)
    monkeypatch.setattr(bench_papers, "LINES", 30)
    monkeypatch.setattr("models.storage.baseline._SETTLED_ROWS", 10)
    in_turn, compared = bench_lists._in_turn, 0

    def agreeing(own: Any, own_calls: Any, raw: Any, raw_calls: Any) -> Any:
        nonlocal compared
        for own_call, raw_call in zip(own_calls, raw_calls, strict=True):
            assert [row["id"] for row in own(*own_call).rows][::-1] == [row[0] for row in raw(*raw_call)], own_call
            compared += 1
        return in_turn(own, own_calls, raw, raw_calls)

    monkeypatch.setattr(bench_lists, "_in_turn", agreeing)
    lines: list[str] = []
    told = bench.run_bench(3_000, lines.append)
    assert compared > 20  # bare SQLCipher finds the same rows by the same words
    assert json.loads(json.dumps(told, ensure_ascii=False)) == told
    assert told["carriers"] == 3_000 and told["seed"] == bench.SEED
    names = [figure["name"] for figure in told["figures"]]
    for begin in ("解锁到第一页", "搜索 标题 1 字", "搜索 查无", "第一页 每一列", "第一页 每种筛选", "全部编号流出", "清点一次扫描",
                  "收文登记一件三份", "全面校验", "销毁清单"):  # fmt: skip
        assert any(name.startswith(begin) for name in names), begin
    assert all(figure["n"] > 0 and figure["p50"] <= figure["p95"] <= figure["p99"] for figure in told["figures"])
    assert len(lines) == len(names) + 2
