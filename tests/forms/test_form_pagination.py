"""Lists over pages: sums, 转下页, 以下空白, bands, rows carried on, and an end block that never stands alone."""

import re
from dataclasses import replace

import pytest

from models.forms import f2, f3, f8a, f8b
from models.forms.fonts import FontSet
from models.forms.render import FormDocument
from models.forms.rows import CARRIED_ON
from models.forms.sheet import LineOp
from models.forms.table import BLANK_BELOW
from tests.forms import samples

CONTINUED, OVER = "（续）", "（转下页）"


def _numbers(page: tuple[str, ...], prefix: str) -> int:
    """The first number after the prefix in a sum row; a dash is zero."""
    text = next(text for text in page if text.startswith(prefix))
    found = re.search(r"(\d+|—) 行", "".join(page[page.index(text) :]))
    assert found
    return 0 if found[1] == "—" else int(found[1])


def _rows_on(document: FormDocument) -> list[int]:
    """Rows per page, counted by their running numbers in the first column."""
    counts = []
    for sheet in document.sheets:
        first = min(cell.x for cell in sheet.cells)
        counts.append(sum(cell.x == first and cell.text.isdecimal() for cell in sheet.cells))
    return counts


@pytest.mark.parametrize("count", range(1, 34))
def test_the_end_block_never_stands_alone_and_the_sums_add_up(count: int, fonts: FontSet) -> None:
    document = f2.draw(samples.f2_data(count), samples.stamp(), fonts)
    total = len(samples.f2_data(count).rows)
    rows = _rows_on(document)
    assert sum(rows) == total
    assert all(rows)
    if len(rows) > 1:
        assert rows[-1] >= 2
    assert [_numbers(page, "本页小计") for page in document.content] == rows
    assert _numbers(document.content[-1], "合    计") == total
    for page, content in enumerate(document.content):
        last = page == document.page_count - 1
        assert (OVER in content) is not last
        assert ("清点人" in content) is last
        assert any(CONTINUED in text for text in content) is (page > 0)


@pytest.mark.parametrize("count", range(1, 34))
def test_two_rows_stand_above_the_end_of_hand_over_and_count_lists(count: int, fonts: FontSet) -> None:
    for document in (
        f3.draw(samples.f3_data(count), samples.stamp("F3", "YJ-2026-0007"), fonts),
        f8a.draw(samples.f8a_data(count), samples.stamp("F8a", "PD-2026-0001"), fonts),
    ):
        rows = _rows_on(document)
        assert sum(rows) == count
        assert len(rows) == 1 or rows[-1] >= 2


def test_free_rows_are_struck_out(fonts: FontSet) -> None:
    document = f2.draw(samples.f2_data(4), samples.stamp(), fonts)
    sheet = document.sheets[0]
    assert document.content[0].count(BLANK_BELOW) == 1
    slanted = [
        op for op in sheet.ops
        if isinstance(op, LineOp) and len(op.points) == 2 and op.points[0][0] != op.points[1][0]
        and abs(op.points[0][1] - op.points[1][1]) > 1
    ]  # fmt: skip
    assert len(slanted) == 1
    (right, top), (left, foot) = slanted[0].points
    assert (left, right) == (20.0, 277.0)
    assert top < foot


def test_without_a_free_row_nothing_is_struck(fonts: FontSet) -> None:
    found = set()
    for count in range(1, 12):
        document = f2.draw(samples.f2_data(count), samples.stamp(), fonts)
        found.add(BLANK_BELOW in document.content[-1])
        assert all(BLANK_BELOW not in page for page in document.content[:-1])
    assert found == {True, False}


def test_bands_are_repeated_on_the_next_page_and_never_end_one(fonts: FontSet) -> None:
    document = f8a.draw(samples.f8a_data(26), samples.stamp("F8a", "PD-2026-0001"), fonts)
    shown: list[str] = []
    for content in document.content:
        bands = [text for text in content if text.removesuffix(CONTINUED) in samples.PLACES]
        assert bands
        for index, text in enumerate(bands):
            place = text.removesuffix(CONTINUED)
            assert text.endswith(CONTINUED) is (place in shown)
            assert index == 0 or not text.endswith(CONTINUED)
            shown.append(place)
        below = content[content.index(bands[-1]) + 1]
        assert below.isdecimal()  # a row follows the last band of a page
    assert list(dict.fromkeys(shown)) == list(samples.PLACES)
    assert len(shown) > len(samples.PLACES)


def test_a_row_of_more_than_400_characters_is_carried_on(fonts: FontSet) -> None:
    long = replace(samples.item(0), title="鑫" * 2000, copies="、".join(f"{n:06d}" for n in range(1, 400, 2)))
    entries = (f2.Entry(samples.item(0)), f2.Entry(long, "B-01"), f2.Entry(samples.item(1)), f2.Entry(samples.item(2)))
    document = f2.draw(samples.f2_data(0, rows=entries), samples.stamp(), fonts)
    texts = [text for page in document.content for text in page]
    assert "".join(texts).count("鑫") == 2000
    assert texts.count(CARRIED_ON) >= 3
    assert texts.count("2") >= 4
    assert texts.count("B-01") == 1
    assert _numbers(document.content[-1], "合    计") == 4
    assert max(cell.y + cell.h for sheet in document.sheets for cell in sheet.cells) <= 189.01


def test_a_long_list_of_places_in_one_band_and_a_long_mark_keep_inside(fonts: FontSet) -> None:
    mark = samples.parse_marking("秘密★有关专项工作全部结束并向社会公布最终结果后的第三十个工作日")
    rows = (f2.Entry(replace(samples.item(0), marking=mark)),)
    document = f2.draw(samples.f2_data(0, mark=mark, rows=rows), samples.stamp(), fonts)
    assert document.page_count == 1


def test_progress_is_told_and_can_stop_the_work(fonts: FontSet) -> None:
    told: list[tuple[int, int]] = []
    data = samples.f2_data(120)
    document = f2.draw(data, samples.stamp(), fonts, lambda done, of: told.append((done, of)))
    assert told == [(0, 123), (50, 123), (100, 123)]

    def stop(done: int, of: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        document.pdf(stop)


def test_differences_run_over_pages_under_the_frame(fonts: FontSet) -> None:
    for count in range(20):
        document = f8b.draw(samples.f8b_data(count), samples.stamp("F8b", "PC-2026-0001"), fonts)
        rows = _rows_on(document)
        assert sum(rows) == count
        for page, content in enumerate(document.content):
            last = page == document.page_count - 1
            assert (OVER in content) is not last
            assert ("清查期间" in content) is (page == 0)
            assert any("责任人说明" in text for text in content) is last
