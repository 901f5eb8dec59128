"""Labels: the sheets' measures, start and offset, codes that are read, nothing outside, calibration."""

from dataclasses import replace

import pytest

from models.forms import labels
from models.forms.fonts import FontSet
from models.forms.label_sheets import SHEETS, LabelSheet, SheetImpossible
from models.forms.labels import CarrierLabel, Order, ShelfLabel, Symbol
from models.forms.lists import TITLE_HIDDEN
from models.forms.sheet import BarsOp, LineOp
from tests.forms import paper, samples


def _label(index: int) -> CarrierLabel:
    k = index % 10
    return CarrierLabel(
        f"2026-{107 + index:06d}", samples.marking(k), samples.COPIES[k][0], samples.REFERENCES[k], "县人大常委会办公室",
        samples.TITLES[k],
    )  # fmt: skip


@pytest.mark.parametrize("key", SHEETS)
@pytest.mark.parametrize("symbol", Symbol)
def test_every_label_of_a_sheet_is_read(key: str, symbol: Symbol, fonts: FontSet) -> None:
    sheet = SHEETS[key][1]
    made = [_label(index) for index in range(sheet.count)]
    pdf = labels.draw(made, Order(sheet, symbol=symbol, show_title=True), fonts).pdf()
    expected = sorted(label.number.replace("-", "") for label in made)
    for dpi in (150, 300):
        assert sorted(code.split(":")[1] for code in paper.codes(pdf, dpi)[0]) == expected


@pytest.mark.parametrize("key", SHEETS)
@pytest.mark.parametrize("symbol", Symbol)
@pytest.mark.parametrize("training", [False, True])
def test_words_and_codes_keep_inside_label_and_paper(key: str, symbol: Symbol, training: bool, fonts: FontSet) -> None:
    sheet = SHEETS[key][1]
    made = [_label(index) for index in range(sheet.count)]
    order = Order(sheet, symbol=symbol, show_title=True, training=training)
    document = labels.draw(made, order, fonts)
    places = [sheet.place(position) for position in range(1, sheet.count + 1)]
    areas = [paper.Box(x + 1.5, y + 1.5, x + sheet.width - 1.5, y + sheet.height - 1.5) for x, y in places]
    ink = list(paper.read(document.pdf())[0].glyphs)
    codes = [
        paper.Box(min(b[0] for b in op.bars), min(b[1] for b in op.bars), max(b[0] + b[2] for b in op.bars), max(b[1] + b[3] for b in op.bars))
        for op in document.sheets[0].ops if isinstance(op, BarsOp)
    ]  # fmt: skip
    assert len(codes) == sheet.count
    for box in ink + codes:
        assert any(
            area.left <= box.left and area.top <= box.top and box.right <= area.right and box.foot <= area.foot
            for area in areas
        ), box
        assert box.left > 5.9
        assert box.top > 5.9
        assert box.right < 204.1
        assert box.foot < 291.1
    for glyph in ink:
        assert not any(glyph.crosses(code, 0.0) for code in codes), glyph
    assert paper._overlaps(ink) == []


def test_titles_are_hidden_unless_asked_for(fonts: FontSet) -> None:
    made = [_label(0)]
    hidden = labels.draw(made, Order(SHEETS["24"][1]), fonts).content[0]
    shown = labels.draw(made, Order(SHEETS["24"][1], show_title=True), fonts).content[0]
    assert TITLE_HIDDEN in hidden
    assert samples.TITLES[0][:10] not in "".join(hidden)
    assert samples.TITLES[0] in "".join(shown)


def test_long_titles_end_in_dots_after_two_lines(fonts: FontSet) -> None:
    content = labels.draw([_label(3)], Order(SHEETS["24"][1], show_title=True), fonts).content[0]
    lines = [text for text in content if "中共" in text or text.endswith("……")]
    assert len(lines) == 2
    assert lines[1].endswith("……")


def test_labels_begin_where_they_are_told_and_go_on_to_further_sheets(fonts: FontSet) -> None:
    sheet = SHEETS["33"][1]
    document = labels.draw([_label(index) for index in range(40)], Order(sheet, start=5), fonts)
    assert document.page_count == 2
    assert [len(page.cells) for page in document.sheets] == [29, 11]
    first = document.sheets[0].cells[0]
    assert (first.x, first.y) == sheet.place(5)
    for start in (0, 34):
        with pytest.raises(ValueError, match="start"):
            labels.draw([_label(0)], Order(sheet, start=start), fonts)


def test_the_offset_moves_everything(fonts: FontSet) -> None:
    sheet = SHEETS["40"][1]
    plain = labels.draw([_label(0)], Order(sheet), fonts).sheets[0]
    moved = labels.draw([_label(0)], Order(sheet, offset_x=0.5, offset_y=-1.0), fonts).sheets[0]
    assert moved.cells[0].x - plain.cells[0].x == pytest.approx(0.5)
    texts = [op for op in plain.ops if hasattr(op, "baseline")], [op for op in moved.ops if hasattr(op, "baseline")]
    for before, after in zip(*texts, strict=True):
        assert after.x - before.x == pytest.approx(0.5)
        assert after.baseline - before.baseline == pytest.approx(-1.0)


def test_outlines_are_for_the_preview_only(fonts: FontSet) -> None:
    sheet = SHEETS["24"][1]
    printed = labels.draw([_label(0)], Order(sheet), fonts).sheets[0]
    preview = labels.draw([_label(0)], Order(sheet, outlines=True), fonts).sheets[0]
    assert not any(isinstance(op, LineOp) for op in printed.ops)
    assert sum(isinstance(op, LineOp) for op in preview.ops) == 4


@pytest.mark.parametrize("key", SHEETS)
def test_shelf_labels_are_read(key: str, fonts: FontSet) -> None:
    made = [
        ShelfLabel(f"G-{index:04d}", "机要室（地下一层）/ 12号密码文件柜", f"第{index + 1}层", "限放机密级及以下")
        for index in range(6)
    ]
    pdf = labels.draw(made, Order(SHEETS[key][1]), fonts).pdf()
    assert sorted(code.split(":")[1] for code in paper.codes(pdf, 150)[0]) == [label.code for label in made]


def test_all_eight_numbers_can_be_edited_but_not_to_nonsense() -> None:
    assert LabelSheet(2, 5, 90.0, 50.0, 10.0, 12.0, 5.0, 4.0).place(4) == (105.0, 66.0)
    sheet = SHEETS["24"][1]
    for wrong in (
        {"columns": 0}, {"rows": 9}, {"width": 80.0}, {"height": 38.0}, {"left": -1.0}, {"top": 5.0}, {"gap_x": 3.0},
        {"gap_y": 2.0}, {"width": 5.0},
    ):  # fmt: skip
        with pytest.raises(SheetImpossible):
            replace(sheet, **wrong)


def test_a_label_too_small_for_its_code_is_refused(fonts: FontSet) -> None:
    with pytest.raises(ValueError, match="too small"):
        labels.draw([_label(0)], Order(LabelSheet(2, 10, 45.0, 14.0, 10.0, 10.0)), fonts)


@pytest.mark.parametrize("key", SHEETS)
def test_the_calibration_page_shows_sheet_ruler_and_offset(key: str, fonts: FontSet) -> None:
    order = Order(SHEETS[key][1], offset_x=0.5, offset_y=-1.0)
    document = labels.calibration(order, "HP-M403", "多用途纸盒", fonts)
    text = "".join(document.content[0])
    assert "横向 +0.5 mm  纵向 -1.0 mm" in text
    assert "HP-M403" in text
    assert f"{order.sheet.count} 枚/张" in text
    lengths = [
        op.points[1][0] - op.points[0][0] for op in document.sheets[0].ops if isinstance(op, LineOp) and not op.dash
    ]
    assert 100.0 in lengths
    assert paper._overlaps(paper.read(document.pdf())[0].glyphs) == []
