"""No glyph crosses a border, on any form, short or long; and the check is not blind."""

import pytest

from models.forms import f2, f3, f8a, f8b
from models.forms.fonts import FontSet
from models.forms.table import TableDrawer
from tests.forms import paper, samples


@pytest.mark.parametrize("name", samples.FORMS)
def test_no_glyph_crosses_a_border(name: str, fonts: FontSet) -> None:
    pages = paper.read(samples.FORMS[name](fonts).pdf())
    assert [fault for page in pages for fault in paper.border_faults(page)] == []
    assert all(page.glyphs and page.rules for page in pages)


@pytest.mark.parametrize("count", range(1, 34))
def test_lists_of_every_length_keep_inside(count: int, fonts: FontSet) -> None:
    documents = [
        f2.draw(samples.f2_data(count), samples.stamp(), fonts),
        f3.draw(samples.f3_data(count), samples.stamp("F3", "YJ-2026-0007"), fonts),
        f8a.draw(samples.f8a_data(count), samples.stamp("F8a", "PD-2026-0001"), fonts),
    ]
    if count < 20:
        documents.append(f8b.draw(samples.f8b_data(count), samples.stamp("F8b", "PC-2026-0001"), fonts))
    for document in documents:
        pages = paper.read(document.pdf())
        assert [fault for page in pages for fault in paper.border_faults(page)] == []
        for page in pages:
            foot = 272.3 if page.height > page.width else 189.3
            assert max(rule.foot for rule in page.rules) <= foot


def test_the_check_sees_columns_moved_by_two_millimetres(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = TableDrawer._draw_columns

    def moved(self: TableDrawer, sheet: object, rules: object) -> None:
        self.layout.edges = [edge + 2.0 for edge in self.layout.edges]
        drawn(self, sheet, rules)
        self.layout.edges = [edge - 2.0 for edge in self.layout.edges]

    monkeypatch.setattr(TableDrawer, "_draw_columns", moved)
    pages = paper.read(f2.draw(samples.f2_data(12), samples.stamp(), fonts).pdf())
    assert len(paper.border_faults(pages[0])) > 30


def test_the_check_sees_text_upon_text_and_outside_the_block(fonts: FontSet) -> None:
    document = f2.draw(samples.f2_data(4), samples.stamp(), fonts)
    document.sheets[0].text(60.0, 70.0, 10.5, "压字")
    document.sheets[0].text(5.0, 100.0, 10.5, "出界")
    faults = paper.border_faults(paper.read(document.pdf())[0])
    assert any("overlap" in fault for fault in faults)
    assert any("leaves the block" in fault for fault in faults)
