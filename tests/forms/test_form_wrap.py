"""Line breaking: clusters stay whole, no line starts or ends wrongly, nothing is lost (`forms.md` 1.4)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.forms import wrap
from models.forms.fonts import FontSet, Role
from models.forms.setting import LIST_PITCH, LIST_STEPS, Typesetter
from tests.forms import samples


class _Em(dict):
    """Widths without a font: Latin and digits half an em, everything else one."""

    def __missing__(self, char: str) -> float:
        return 0.5 if char.isascii() else 1.0


EM = _Em()


@pytest.mark.parametrize(
    "whole",
    [
        "国办发〔2016〕99号", "2025年3月1日", "3月1日", "36页", "BM-JSJ-0012", "四（1）", "第四章", "……", "——", "2021—2025年", "U盘",
        "6个月", "第2层", "4.7GB",
    ],
)  # fmt: skip
def test_these_are_never_broken_inside(whole: str) -> None:
    found = wrap.clusters(f"依据甲乙丙、{whole}丁戊己")
    assert any(whole in cluster for cluster in found)


def test_a_reference_takes_three_characters_along_and_no_more() -> None:
    assert "办秘字〔2024〕1023号" in wrap.clusters("省人大常办秘字〔2024〕1023号")


def test_copy_numbers_break_after_wave_and_comma_only() -> None:
    assert wrap.clusters("000390～000399、000412") == ("000390～", "000399、", "000412")


def test_names_break_at_their_dots() -> None:
    assert wrap.clusters("清点人阿卜杜热合曼·吐尔逊江·买买提、李敏")[-4:] == ("吐尔逊江·", "买买提、", "李", "敏")


def test_places_never_begin_a_line_with_a_slash() -> None:
    assert [cluster.strip() for cluster in wrap.clusters("机要室 / 1号柜 / 第2层")][-1] == "第2层"
    assert not any(cluster.startswith("/") for cluster in wrap.clusters("机要室 / 1号柜 / 第2层"))


def test_punctuation_joins_its_neighbours() -> None:
    for cluster in wrap.clusters("关于《甲、乙（试行）》的“通知”。"):
        assert cluster[0] not in wrap.CLOSERS
        assert cluster[-1] not in wrap.OPENERS


@pytest.mark.parametrize(
    ("pair", "lost"),
    [
        ("：〔", 0.5),
        ("）》", 0.5),
        ("》（", 0.5),
        ("（《", 0.5),
        ("（）", 0.0),
        ("甲（", 0.0),
        ("）甲", 0.0),
        ("、甲", 0.0),
    ],
)
def test_two_full_width_marks_lose_half_an_em(pair: str, lost: float) -> None:
    assert wrap.squeeze(pair[0], pair[1], EM) == lost
    assert wrap.width(pair, EM) == 2.0 - lost
    assert [offset for offset, _ in wrap.segments(pair, EM)] == ([0.0, 0.5] if lost else [0.0])


def test_narrow_marks_of_a_site_font_are_not_squeezed() -> None:
    narrow = _Em({"“": 0.4, "”": 0.4})
    assert wrap.squeeze("，", "“", narrow) == 0.0
    assert wrap.hang("“甲”", narrow) == 0.0


def test_an_opener_hangs_and_a_closer_reaches_out_at_the_ends_of_a_line() -> None:
    assert wrap.fill(wrap.measure("（甲乙）丙丁", EM), 3.0, EM) == ["（甲乙）", "丙丁"]


def test_the_last_line_has_more_than_one_character() -> None:
    assert wrap.fill(wrap.measure("国务院关于汕头市的批复", EM), 10.0, EM) == ["国务院关于汕头市的", "批复"]
    assert wrap.fill(wrap.measure("国务院关于汕头市的批复。", EM), 10.0, EM) == ["国务院关于汕头市的", "批复。"]


def test_a_cluster_wider_than_the_line_fails_unless_it_may_be_cut() -> None:
    pieces = wrap.measure("编号WD-WCC4J7EL2K9P", EM)
    assert wrap.fill(pieces, 6.0, EM) is None
    assert wrap.fill(pieces, 6.0, EM, cut=True) == ["编号WD-", "WCC4J7EL2K9P"]
    assert "".join(wrap.fill(wrap.measure("A" * 40, EM), 3.0, EM, cut=True) or []) == "A" * 40


TEXTS = st.text(
    st.sampled_from("国务院关于的通知甲乙丙〔〕（）《》“”、，。：；～—…·0123456789ABc-/ 年月日号页第四")
    | st.characters(codec="utf-8"),
    max_size=80,
).map(lambda text: " ".join(text.split()))


@given(TEXTS, st.floats(4.0, 40.0))
def test_filling_loses_nothing_and_keeps_to_the_line(text: str, room: float) -> None:
    lines = wrap.fill(wrap.measure(text, EM), room, EM, cut=True)
    assert lines is not None
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        ink = wrap.width(line, EM) - wrap.hang(line, EM) - wrap.trail(line, EM)
        assert ink <= room + 1e-6 or len(wrap._characters(line)) == 1


@given(TEXTS, st.floats(12.0, 60.0))
def test_no_line_starts_with_a_closer_or_ends_with_an_opener(text: str, room: float) -> None:
    lines = wrap.fill(wrap.measure(text, EM), room, EM) or []
    words = text.split()
    for before, line in pairwise(lines):
        starts_word = any(word.startswith(line[0]) for word in words) and line[0] in wrap.CLOSERS
        assert line[0] not in wrap.CLOSERS or starts_word
        assert before[-1] not in wrap.OPENERS


@given(TEXTS)
def test_segments_cover_the_text(text: str) -> None:
    parts = wrap.segments(text, EM)
    assert "".join(part for _, part in parts) == text


# Sizes of real titles, as the layout was proved with.


@pytest.mark.parametrize(
    ("title", "size", "lines"),
    [(samples.TITLES[0], 10.5, (2, 2)), (samples.TITLE_59, 9.0, (3, 3)), (samples.TITLE_163, 8.0, (7, 8))],
)
def test_titles_take_the_sizes_they_were_proved_with(
    title: str, size: float, lines: tuple[int, int], fonts: FontSet
) -> None:
    fitted = Typesetter(fonts).must_fit(title, 68.0, LIST_STEPS, LIST_PITCH)
    assert fitted.size == size
    assert lines[0] <= len(fitted.lines) <= lines[1]
    assert "".join(fitted.lines).replace(" ", "") == title.replace(" ", "")


def test_a_line_is_as_wide_as_the_font_says(fonts: FontSet) -> None:
    setter = Typesetter(fonts)
    assert setter.width("国务院", 10.0) == pytest.approx(3 * 10 * 25.4 / 72)
    assert fonts.width(Role.TEXT, "1") < 0.6
