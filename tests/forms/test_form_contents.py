"""What the single forms say: marks, hidden titles, arithmetic, previews, practice marks, equal bytes."""

from dataclasses import replace
from datetime import date

import pytest

from models.domain.count_types import Verdict
from models.domain.markings import NO_MARKING, parse_marking
from models.domain.reconciliation import CountFigures
from models.forms import f1, f2, f3, f8a, f8b, g10
from models.forms.fonts import FontSet, Role
from models.forms.lists import TITLE_HIDDEN, in_order
from models.forms.setting import TextDoesNotFit
from models.forms.sheet import RectOp, TextOp
from models.forms.stamp import LATER, Stamp
from tests.forms import samples


@pytest.mark.parametrize("name", samples.FORMS)
def test_two_runs_give_equal_bytes(name: str, fonts: FontSet) -> None:
    assert samples.FORMS[name](fonts).pdf() == samples.FORMS[name](fonts).pdf()


def _text_ops(document: object) -> set[tuple[float, float, float, str]]:
    return {
        (round(op.x, 3), round(op.baseline, 3), op.size, op.text)
        for sheet in document.sheets for op in sheet.ops if isinstance(op, TextOp)
    }  # fmt: skip


def test_between_preview_and_print_nothing_moves(fonts: FontSet) -> None:
    for draw, data, code, number in (
        (f1.draw, samples.f1_data(), "F1", "XS-2026-0003"),
        (f2.draw, samples.f2_data(12), "F2", "XQ-2026-0003"),
    ):
        printed = draw(data, samples.stamp(code, number), fonts)
        preview = draw(data, samples.stamp(code, number, preview=True), fonts)
        assert preview.content == printed.content
        gone = {text for *_, text in _text_ops(printed) - _text_ops(preview)}
        come = {text for *_, text in _text_ops(preview) - _text_ops(printed)}
        assert gone == {"登记账记录 0000184223  校验 9F3C 2A7B 11D0 4E55", "打印序号 2026-000347"}
        assert come == {f"登记账记录 {LATER}  校验 {LATER}", f"打印序号 {LATER}", LATER[:3], LATER[3:]}
        places = [{op[:2] for op in _text_ops(document)} for document in (printed, preview)]
        assert places[0] <= places[1]


def test_a_preview_needs_no_numbers_and_a_print_needs_them_all() -> None:
    Stamp("F2", "", "李敏", "2026-03-14 09:26", preview=True)
    for wrong in (
        {"entry_number": 0}, {"digest": "9F3C"}, {"print_number": ""}, {"form_number": ""}, {"form_number": "〔2026〕3号"},
    ):  # fmt: skip
        values = {
            "form_number": "XQ-2026-0003",
            "entry_number": 7,
            "digest": samples.DIGEST,
            "print_number": "2026-000001",
        }
        with pytest.raises(ValueError, match="needs"):
            Stamp("F2", printed_by="李敏", printed_at="2026-03-14 09:26", **{**values, **wrong})


def test_a_reprint_says_which_one_it_is(fonts: FontSet) -> None:
    document = f2.draw(samples.f2_data(2), replace(samples.stamp(), print_count=2), fonts)
    assert "第 2 次打印" in document.sheets[0].texts


@pytest.mark.parametrize("name", ["F1", "F2"])
def test_practice_forms_bear_the_watermark_under_everything(name: str, fonts: FontSet) -> None:
    stamp = samples.stamp(name, "XQ-2026-0003", training=True)
    document = f1.draw(samples.f1_data(), stamp, fonts) if name == "F1" else f2.draw(samples.f2_data(20), stamp, fonts)
    for sheet in document.sheets:
        first = sheet.ops[0]
        assert isinstance(first, TextOp)
        assert (first.text, first.turned) == ("演练", 30.0)
        assert 0.8 < first.grey < 1.0
        assert not any(isinstance(op, TextOp) and op.text == "演练" for op in sheet.ops[1:])
    plain = f2.draw(samples.f2_data(2), samples.stamp(), fonts)
    assert not any(isinstance(op, TextOp) and op.grey for sheet in plain.sheets for op in sheet.ops)


def test_the_mark_stands_on_every_page(fonts: FontSet) -> None:
    document = f2.draw(samples.f2_data(31), samples.stamp(), fonts)
    assert all("机密★长期" in sheet.texts for sheet in document.sheets)
    assert document.page_count > 3


def test_a_list_without_titles_bears_no_mark(fonts: FontSet) -> None:
    document = f2.draw(samples.f2_data(5, titles_hidden=True), samples.stamp(), fonts)
    assert document.content[0].count(TITLE_HIDDEN) == 5
    assert "机密★长期" not in document.content[0][:2]
    assert samples.TITLES[0] not in "".join(document.content[0])


def test_single_hidden_titles_leave_the_mark_to_the_others(fonts: FontSet) -> None:
    top = replace(samples.item(0), marking=parse_marking("绝密★30年"), title_hidden=True)
    rows = (f2.Entry(top), f2.Entry(samples.item(1)))
    document = f2.draw(samples.f2_data(0, rows=rows, mark=parse_marking("秘密★5年")), samples.stamp(), fonts)
    assert TITLE_HIDDEN in document.content[0]
    assert document.content[0][1] == "秘密★5年"


@pytest.mark.parametrize("mark", [NO_MARKING, parse_marking("秘密★10年"), parse_marking("工作秘密")])
def test_a_mark_lower_than_a_row_is_refused(mark: object, fonts: FontSet) -> None:
    with pytest.raises(ValueError, match="lower"):
        f2.draw(samples.f2_data(1, mark=mark), samples.stamp(), fonts)
    with pytest.raises(ValueError, match="lower"):
        f3.draw(samples.f3_data(1, mark=mark), samples.stamp(), fonts)
    with pytest.raises(ValueError, match="lower"):
        f8a.draw(replace(samples.f8a_data(1), mark=mark), samples.stamp(), fonts)
    with pytest.raises(ValueError, match="lower"):
        f8b.draw(replace(samples.f8b_data(1), mark=mark), samples.stamp(), fonts)


def test_the_list_is_ordered_by_material_reference_and_copy() -> None:
    second = replace(samples.item(2), copies="000408")
    ninth, hundredth = (replace(samples.item(7), reference=f"国函〔1995〕{number}号") for number in (9, 100))
    ordered = [ninth, hundredth, samples.item(2), second, samples.MEDIA[0], samples.MEDIA[1], samples.MEDIA[2]]
    found = in_order(reversed(ordered))
    assert [item.medium for item in found[4:]] == [item.medium for item in ordered[4:]]
    assert found.index(ninth) < found.index(hundredth)
    assert found.index(samples.item(2)) + 1 == found.index(second)


def test_sums_are_by_material_and_zero_is_a_dash(fonts: FontSet) -> None:
    total = next(
        text
        for text in f2.draw(samples.f2_data(11), samples.stamp(), fonts).content[-1]
        if "光盘" in text and "移动" in text
    )
    assert "光盘 2 张；U盘 1 个；移动硬盘 — 个；硬盘 1 块" in total


def test_a_certificate_says_what_was_destroyed_and_pulled_out(fonts: FontSet) -> None:
    document = f2.draw(samples.f2_certificate(12), samples.stamp(), fonts)
    text = "".join(document.content[-1])
    for words in (
        "抽出载体",
        "抽1",
        "抽2",
        "应归档，退回综",
        "F0001201",
        "F0001206",
        "2026年3月28日",
        "2026年3月29日",
        "另抽出 2 行",
    ):
        assert words in text
    assert text.index("[x]") < text.index("[ ]")


def test_a_certificate_that_contradicts_the_list_is_refused(fonts: FontSet) -> None:
    data = samples.f2_certificate(3)
    assert data.certificate is not None
    for wrong in (
        replace(data.certificate, actual=data.certificate.actual + 1),
        replace(data.certificate, agrees=False),
    ):
        with pytest.raises(ValueError, match="contradict"):
            f2.draw(replace(data, certificate=wrong), samples.stamp(), fonts)


def test_f1_adds_up_its_grid(fonts: FontSet) -> None:
    content = f1.draw(samples.f1_data(), samples.stamp("F1", "XS-2026-0003"), fonts).content[0]
    start = content.index("合  计")
    assert content[start + 1 : start + 7] == ("—", "40", "184", "—", "—", "224")


def test_f1_blank_has_empty_cells_and_no_dashes(fonts: FontSet) -> None:
    content = f1.draw(samples.f1_blank(), samples.stamp("F1", "XS-2026-0003"), fonts).content[0]
    assert "—" not in content
    assert "[x]" not in content


def test_f1_never_types_what_is_filled_by_hand(fonts: FontSet) -> None:
    content = "".join(f1.draw(samples.f1_data(long=True), samples.stamp("F1", "XS-2026-0003"), fonts).content[0])
    assert "押运人：、监销人：、" in content
    assert "共封装  袋，封签号  至 。" in content


def test_a_value_too_long_for_its_cell_is_refused_by_name(fonts: FontSet) -> None:
    with pytest.raises(TextDoesNotFit, match="销毁地点"):
        f1.draw(replace(samples.f1_data(), place="很长的地点" * 20), samples.stamp("F1", "XS-2026-0003"), fonts)
    with pytest.raises(TextDoesNotFit, match="单位名称"):
        f1.draw(replace(samples.f1_data(), to_destroyer="单位" * 30), samples.stamp("F1", "XS-2026-0003"), fonts)


def test_f1_refuses_counts_under_an_unknown_level(fonts: FontSet) -> None:
    with pytest.raises(ValueError, match="level"):
        f1.draw(replace(samples.f1_data(), counts={(f1.Kind.PAPER, "内部"): 1}), samples.stamp(), fonts)


def test_check_boxes_are_drawn_not_set(fonts: FontSet) -> None:
    sheet = f3.draw(samples.f3_data(2), samples.stamp("F3", "YJ-2026-0007"), fonts).sheets[0]
    boxes = [op for op in sheet.ops if isinstance(op, RectOp) and op.w == op.h < 5]
    assert len(boxes) == 6
    assert not set("☐☑□■") & sheet.characters[Role.TEXT]


@pytest.mark.parametrize(
    "field", ["book", "actual", "matched", "on_loan", "moved_during", "misplaced", "missing", "unrecorded"]
)
def test_a_report_whose_figures_disagree_is_never_drawn(field: str, fonts: FontSet) -> None:
    data = samples.f8b_data(8)
    wrong = replace(data.figures["机密"], **{field: getattr(data.figures["机密"], field) + 1})
    with pytest.raises(f8b.SumsDisagree):
        f8b.draw(replace(data, figures={**data.figures, "机密": wrong}), samples.stamp(), fonts)


def test_a_report_without_one_of_its_rows_is_never_drawn(fonts: FontSet) -> None:
    data = samples.f8b_data(6)
    for index in range(6):
        with pytest.raises(f8b.SumsDisagree):
            f8b.draw(replace(data, rows=data.rows[:index] + data.rows[index + 1 :]), samples.stamp(), fonts)
    with pytest.raises(f8b.SumsDisagree):
        f8b.draw(
            replace(data, rows=(replace(data.rows[0], verdict=Verdict.MATCHED), *data.rows[1:])), samples.stamp(), fonts
        )
    with pytest.raises(f8b.SumsDisagree):
        f8b.draw(replace(data, figures={**data.figures, "甲密": CountFigures()}), samples.stamp(), fonts)


def test_a_report_prints_its_sums(fonts: FontSet) -> None:
    content = f8b.draw(samples.f8b_data(3), samples.stamp("F8b", "PC-2026-0001"), fonts).content[0]
    start = content.index("合  计")
    assert [int(text) if text != "—" else 0 for text in content[start + 1 : start + 9]] == [
        1229,
        1217,
        1215,
        9,
        3,
        1,
        1,
        1,
    ]
    assert content.count("其他") == 1


def test_a_report_says_what_became_of_a_thing_and_what_lies_too_low(fonts: FontSet) -> None:
    data = samples.f8b_data(3)
    rows = (replace(data.rows[0], detail="账上已移交"), *data.rows[1:])
    numbers = tuple(f"2026-{nth:06d}" for nth in range(1, 9))
    document = f8b.draw(replace(data, rows=rows, above_limit=numbers), samples.stamp("F8b", "PC-2026-0001"), fonts)
    words = "".join(text for page in document.content for text in page)
    assert "账上已移交" in words.replace("\n", "") and "另有8份" in words
    assert numbers[5] in words and numbers[6] not in words
    plain = f8b.draw(data, samples.stamp("F8b", "PC-2026-0001"), fonts)
    assert "另有" not in "".join(text for page in plain.content for text in page)


def test_another_kind_of_carrier_gets_its_own_row_in_the_report(fonts: FontSet) -> None:
    inside = samples.f8b_data(0)
    figures = {**inside.figures, "其他": CountFigures(book=2, actual=2, matched=2)}
    content = f8b.draw(replace(inside, figures=figures), samples.stamp("F8b", "PC-2026-0001"), fonts).content[0]
    assert content.count("其他") == 2


def test_a_count_on_screen_prints_its_sums_and_codes(fonts: FontSet) -> None:
    document = f8a.draw(samples.f8a_data(10, True, 5), samples.stamp("F8a", "PD-2026-0001"), fonts)
    text = "".join(document.content[-1])
    assert "账面 10 份实有 9 份相符 2 份借出 2 份异动 2 份缺失 2 份账外 5 份其他 2 份" in text
    assert "现场填写" not in text


def test_a_register_line_whose_figures_disagree_is_refused(fonts: FontSet) -> None:
    entry = samples.g10_entry(0)
    wrong = replace(entry, figures=replace(entry.figures, missing=3))
    with pytest.raises(ValueError, match="disagree"):
        g10.draw(samples.register((wrong,)), samples.stamp("G10", "QD-2026-0001"), fonts)


def test_dates_of_a_period_in_two_years_are_written_out(fonts: FontSet) -> None:
    data = replace(samples.f8b_data(0), began_on=date(2025, 12, 30))
    assert "2025年12月30日至2026年4月11日" in "".join(f8b.draw(data, samples.stamp(), fonts).content[0])
