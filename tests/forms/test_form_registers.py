"""Register pages: fixed lines, corrections, places, volumes (K-20)."""

from dataclasses import replace
from datetime import date

import pytest

from models.domain.markings import parse_marking
from models.forms import book, g01, registers
from models.forms.fonts import FontSet
from models.forms.table import BLANK_BELOW
from tests.forms import paper, samples

STAMP = samples.stamp("G01", "SW-2026-0012")


def _data(count: int, **changes: object) -> registers.RegisterData:
    return samples.register(tuple(map(samples.g01_entry, range(count))), **changes)


def test_places_are_where_the_lines_were_drawn(fonts: FontSet) -> None:
    data = _data(14)
    places = registers.places(g01.REGISTER, data, fonts)
    document = g01.draw(data, STAMP, fonts)
    assert len(places) == 14
    assert places[0] == registers.Place(12, 1)
    assert places[-1].page == 12 + document.page_count - 1
    for entry, place in zip(data.lines, places, strict=True):
        content = document.content[place.page - 12]
        assert entry.registry_number in content
    for page in range(document.page_count):
        lines = [place.line for place in places if place.page == 12 + page]
        assert lines == list(range(1, len(lines) + 1))
        assert f"本册第 {12 + page} 页" in document.content[page]


@pytest.mark.parametrize("count", [1, 9, 14, 40])
def test_the_pages_are_counted_without_drawing_them(fonts: FontSet, count: int) -> None:
    data = _data(count)
    assert registers.page_count(g01.REGISTER, data, fonts) == len(registers.sheets(g01.REGISTER, data, fonts))


def test_a_form_that_was_let_go_keeps_its_texts_and_holds_no_drawing(fonts: FontSet) -> None:
    document = g01.draw(_data(9), STAMP, fonts)
    before = document.content
    document.let_go()
    assert document.content == before and not any(sheet.ops for sheet in document.sheets)


def test_pages_printed_before_keep_their_lines(fonts: FontSet) -> None:
    data = _data(6, breaks=frozenset({2, 3}))
    places = registers.places(g01.REGISTER, data, fonts)
    assert [(place.page, place.line) for place in places] == [(12, 1), (12, 2), (13, 1), (14, 1), (14, 2), (14, 3)]
    document = g01.draw(data, STAMP, fonts)
    assert [page.count(BLANK_BELOW) for page in document.content] == [1, 1, 1]
    assert not any("（转下页）" in page or any("（续）" in text for text in page) for page in document.content)


def test_a_fixed_page_is_drawn_the_same_later(fonts: FontSet) -> None:
    first = g01.draw(_data(2), STAMP, fonts)
    later = g01.draw(_data(6, breaks=frozenset({2})), STAMP, fonts)
    assert later.content[0] == first.content[0]


def test_a_correction_names_page_and_line_and_the_old_value(fonts: FontSet) -> None:
    content = g01.draw(samples.register((samples.g01_entry(0), samples.CORRECTION)), STAMP, fonts).content[0]
    text = next(text for text in content if text.startswith("更正"))
    assert (
        text == "更正：第 1 页第 4 行“份数”由“1”改为“2”。原因：来件复点，多一份，发文单位电话确认。2026年2月3日  李敏"
    )
    assert "本页登记 1 件，更正 1 行" in content
    empty = replace(samples.CORRECTION, old="")
    assert "由“（空）”改为" in str(empty)


def test_an_empty_half_is_a_dash(fonts: FontSet) -> None:
    bare = g01.Entry(date(2026, 1, 5), "2026-机0001", "国务院", "", "题", samples.marking(0), "", 1)
    content = g01.draw(samples.register((bare,)), STAMP, fonts).content[0]
    assert content.count("—") >= 12


def test_the_closing_line_counts_pages_and_lines(fonts: FontSet) -> None:
    for count in range(9, 16):
        cover = book.Cover("赵钰𨱇", date(2026, 1, 1), date(2026, 12, 31))
        document = book.draw(g01.REGISTER, _data(count, first_page=1), cover, STAMP, fonts)
        pages = document.page_count - 1
        closing = next(text for text in document.content[-1] if text.startswith("本册自"))
        assert closing == f"本册自第 1 页至第 {pages} 页，共 {pages} 页、{count} 行，于2026年12月31日截止，以下无正文。"
        assert f"第 1 页至第 {pages} 页" in document.content[0]
        assert sum(any(text.startswith("本册自") for text in page) for page in document.content) == 1


def test_closing_a_volume_moves_no_line_of_a_printed_page(fonts: FontSet) -> None:
    for count in range(9, 16):
        data = _data(count, first_page=1)
        open_book = book.draw(g01.REGISTER, data, book.Cover("赵钰𨱇", date(2026, 1, 1)), STAMP, fonts)
        closed = book.draw(g01.REGISTER, data, book.Cover("赵钰𨱇", date(2026, 1, 1), date(2026, 12, 31)), STAMP, fonts)
        numbers = [[text for text in page if text.startswith("2026-机")] for page in open_book.content[1:]]
        assert [[text for text in page if text.startswith("2026-机")] for page in closed.content[1:]][
            : len(numbers)
        ] == numbers


def test_a_page_never_bears_a_lower_mark_than_its_titles(fonts: FontSet) -> None:
    with pytest.raises(ValueError, match="lower"):
        g01.draw(_data(3, mark=parse_marking("秘密★5年")), STAMP, fonts)
    g01.draw(_data(3, mark=parse_marking("秘密★5年"), titles_hidden=True), STAMP, fonts)


def test_a_very_long_line_runs_over_pages_inside_the_table(fonts: FontSet) -> None:
    long = replace(
        samples.g01_entry(0), title="题" * 900, access_scope="、".join(f"知悉人{n}" for n in range(120)), remark="注" * 300,
        copies="、".join(f"{n:06d}" for n in range(1, 400, 2)),
    )  # fmt: skip
    document = g01.draw(samples.register((samples.g01_entry(1), long, samples.g01_entry(2))), STAMP, fonts)
    text = "".join("".join(page) for page in document.content)
    assert text.count("题") - "".join(samples.TITLES).count("题") >= 900
    assert "知悉人119" in text.replace("\n", "")
    assert text.count("注") >= 300
    pages = paper.read(document.pdf())
    assert [fault for page in pages for fault in paper.border_faults(page)] == []
    places = registers.places(g01.REGISTER, samples.register((samples.g01_entry(1), long, samples.g01_entry(2))), fonts)
    assert len(places) == 3


def test_plain_registers_fill_the_page_width() -> None:
    made, _ = samples.borrowing()
    assert abs(sum(column.width for column in made.columns) + registers.LINE_COLUMN.width - 257.0) < 1e-9
