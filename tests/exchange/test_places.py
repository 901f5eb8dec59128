"""Where a paper lies, in the words of old ledgers."""

from __future__ import annotations

import pytest

from models.exchange.places import join_place, parse_place


@pytest.mark.parametrize(
    ("text", "room", "cabinet", "shelf"),
    [
        ("5号柜第5格", "", "5号柜", "第5格"),
        ("9#柜", "", "9号柜", ""),
        ("9#", "", "9号柜", ""),
        ("１０号柜5层", "", "10号柜", "第5层"),
        ("BM-10-5", "", "BM-10", "5"),
        ("BM-10", "", "BM-10", ""),
        ("保险柜2-3层", "", "2号保险柜", "第3层"),
        ("机要室3号柜", "机要室", "3号柜", ""),
        ("机要室1号密码柜2层", "机要室", "1号密码柜", "第2层"),
        ("三号柜二层", "", "3号柜", "第2层"),
        ("03号柜", "", "3号柜", ""),
        ("柜5", "", "5号柜", ""),
        ("文件柜5", "", "5号文件柜", ""),
        ("铁皮柜（3）", "", "3号铁皮柜", ""),
        ("A柜3层", "", "A柜", "第3层"),
        ("203室5号柜", "203室", "5号柜", ""),
        ("2楼机要室4号柜3层", "2楼机要室", "4号柜", "第3层"),
        ("档案室密集架3列2层", "档案室", "密集架", "第3列第2层"),
        ("3号铁皮柜2层3格", "", "3号铁皮柜", "第2层第3格"),
        ("3号柜上层", "", "3号柜", "上层"),
        ("左3柜", "", "左3号柜", ""),
        ("5-3", "", "5号柜", "第3层"),
        ("保密室 2-3", "保密室", "2号柜", "第3层"),
        ("密码柜", "", "密码柜", ""),
        ("机要室", "机要室", "", ""),
    ],
)
def test_a_place_is_taken_apart(text: str, room: str, cabinet: str, shelf: str) -> None:
    place = parse_place(text)
    assert (place.room, place.cabinet, place.shelf) == (room, cabinet, shelf)
    assert place.known is bool(cabinet)


@pytest.mark.parametrize("text", ["张三处", "已销毁", "办公室抽屉", "", "县委大楼"])
def test_what_is_not_understood_stays_a_text(text: str) -> None:
    place = parse_place(text)
    assert not place.known and place.text == text


def test_a_bare_number_is_a_cabinet_only_where_the_column_says_so() -> None:
    assert parse_place("5").cabinet == ""
    assert parse_place("5", is_cabinet=True).cabinet == "5号柜"
    assert parse_place("12层3格", is_cabinet=True).cabinet == ""


@pytest.mark.parametrize(
    ("room", "cabinet", "shelf", "expected"),
    [
        ("机要室", "3", "2", ("机要室", "3号柜", "第2层")),
        ("", "3号保险柜", "上层", ("", "3号保险柜", "上层")),
        ("201", "BM-1", "", ("201", "BM-1", "")),
        ("机要室", "", "", ("机要室", "", "")),
        ("", "5号柜2层", "", ("", "5号柜", "第2层")),
    ],
)
def test_a_place_from_separate_columns(room: str, cabinet: str, shelf: str, expected: tuple[str, str, str]) -> None:
    place = join_place(room, cabinet, shelf)
    assert (place.room, place.cabinet, place.shelf) == expected
